from typing import TYPE_CHECKING

import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plptool.model.findings import Finding


@click.command("acknowledge", cls=Command)
@click.argument("words", metavar="KEY | RULE ID [VALUE]", nargs=-1)
@click.option("--reason", metavar="TEXT", help="Why it stands so.")
@click.option(
    "--source", multiple=True, metavar="CITATION", shell_complete=complete.sources,
    help="Where it stands so; may be given again.",
)  # fmt: skip
@options.writing_options("acknowledge")
@click.pass_obj
def command(
    workspace: Workspace,
    words: tuple[str, ...],
    reason: str | None,
    source: tuple[str, ...],
    form: Format,
    lang: str | None,
) -> None:
    """Say of a finding that it stands so in the document, and why.

    Which one, `plptool validate` says with it: by a short key, or by the rule, the record and the value. What is told
    as one with it is acknowledged with it. Whoever looks at the change is shown the reason first.

    \b
    Examples:
      plptool acknowledge 3f9a2c --reason "The list passes over the number." --source annex-5#L215
      plptool acknowledge PLP407 2.2.5 2023-09-10 --reason "Mötet hölls en söndag."
    """
    from plptool.checks.validate import validate
    from plptool.edit.acknowledge import acknowledged, meant

    desk = Desk(workspace, form, lang)
    found = validate(desk.tree, workspace.cache).findings
    findings = meant(found, words or _asked(desk, found))

    def attempt() -> None:
        why = reason
        if why is None and desk.asks:
            why = desk.ask(desk.translate("Why does it stand so?"), meaning=meanings.WHY_ACKNOWLEDGED)
        if why is None or not why.strip():
            raise UserError(Message("say why it stands so: --reason TEXT"))
        told = why
        desk.do(lambda ledger: list(acknowledged(ledger, findings, told, source)))

    desk.attempt(attempt)


def _asked(desk: Desk, findings: "Sequence[Finding]") -> tuple[str, ...]:
    """What somebody answers who is asked which finding they mean.

    Raises:
        UserError: nobody can be asked, or there is nothing to choose from.
    """
    from plptool.edit.acknowledge import may_be_acknowledged, meant
    from plptool.render.text import flat

    if not desk.asks:
        raise UserError(Message("say which finding: its key, or RULE ID"))
    choices = may_be_acknowledged(findings)
    if not choices:
        raise UserError(Message("nothing is found that could be acknowledged"))
    for key, finding in choices.items():
        line = f"{key}  {finding.record}: {finding.message.say(desk.translate)}"
        click.echo(flat(line), err=True)
    question = desk.translate("Which of them? Its key:")
    only = next(iter(choices)) if len(choices) == 1 else ""
    typed = desk.ask(question, only, examine=lambda key: meant(findings, (key,)), meaning=meanings.FINDING)
    return (typed,)
