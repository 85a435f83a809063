import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace


@click.command("withdraw", cls=Command)
@click.argument("key", metavar="ID", required=False, shell_complete=complete.records(*COLLECTIONS))
@click.option("--reason", metavar="TEXT", help="Why it should never have been there.")
@click.option(
    "--source", multiple=True, metavar="CITATION", shell_complete=complete.sources,
    help="What that rests on; may be given again.",
)  # fmt: skip
@click.option(
    "--decision", metavar="ID", shell_complete=complete.records("decisions"), help="Or the decision that it rests on."
)
@options.writing_options("withdraw")
@click.pass_obj
def command(
    workspace: Workspace,
    key: str | None,
    reason: str | None,
    source: tuple[str, ...],
    decision: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """Say of a record that it was made by mistake.

    It says nothing at any date from then on, and its id stays taken. Where it was sealed, the seal gets its correction
    in the same change. What will not be done is no mistake: that is a status, cancelled.

    \b
    Example:
      plptool withdraw 2.2.6 --reason "The same process as 2.2.4." --source annex-5#L199
    """
    from plptool.edit.grounds import Grounds
    from plptool.edit.intend import must_stand, withdrawal

    desk = Desk(workspace, form, lang)
    record = desk.record(key)
    must_stand(record)

    def attempt() -> None:
        why, rests_on = reason, source
        if why is None and desk.asks:
            question = desk.translate("Why was {id} a mistake?").format(id=record.id)
            why = desk.ask(question, meaning=meanings.WHY_WITHDRAWN)
        if why is None or not why.strip():
            raise UserError(Message("say why it was a mistake: --reason TEXT"))
        if not rests_on and decision is None and desk.asks:
            rests_on = (desk.ask_source(desk.proposals().get("source", "")),)
        if bool(rests_on) == (decision is not None):
            raise UserError(Message("a withdrawal rests on a source or a decision: --source CITATION or --decision ID"))
        told = why
        why_told = Grounds(told, rests_on, decision)
        desk.do(lambda ledger: withdrawal(ledger.record(record.id), told, rests_on, decision), why_told)

    desk.attempt(attempt)
