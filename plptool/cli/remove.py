import click

from plptool.cli import complete, meanings, options
from plptool.cli.add import LINES
from plptool.cli.correct import event_arguments
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import ByName, Desk, must_come_first
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

_ABOUT = """Take one event away from a record, as if it had never been told.

The event is named by its kind, its record and its date; where several are alike, by --which NAME=VALUE: what else it
says. A comment above it goes with it. A decision that no event of the process tells of any more is told that it does
not concern the process. A record that was made by mistake is not removed but withdrawn: plptool withdraw.

\b
Examples:
  plptool remove meeting 2.2.4 230314
  plptool remove meeting 2.2.4 230314 --which number=3 --dry-run
  plptool remove note 2.2.3 240101 --correction "It is told of another process." --source annex-5#L150
"""


def _of_kind(kind: str) -> click.Command:
    """The command that takes an event of a kind away."""

    @click.pass_obj
    def run(
        workspace: Workspace,
        /,
        key: str | None,
        day: str | None,
        which: tuple[str, ...],
        source: tuple[str, ...],
        decision: str | None,
        correction: str | None,
        form: Format,
        lang: str | None,
    ) -> None:
        from plptool.edit.correct import removed_event

        desk = Desk(workspace, form, lang)
        if correction is None and (source or decision):
            raise UserError(Message("--source and --decision go with --correction REASON"))
        of_record = desk.key(key, lambda typed: must_come_first(typed, (day,) if day else (), desk), meanings.RECORD)
        record = desk.ledger().record(of_record)

        def attempt() -> None:
            named = desk.event(record, kind, day, which)
            rests_on = source
            if correction is not None and not source and decision is None and desk.asks:
                rests_on = (desk.ask_source(desk.proposals().get("source", "")),)
            why = desk.why(correction, {"source": rests_on, "decision": (decision,) if decision else ()})
            desk.do(lambda ledger: removed_event(ledger.record(record.id), kind, *named, desk.today), why)

        desk.attempt(attempt)

    about = f"{LINES[kind]}\n\n\b\nExample:\n  plptool remove {kind} 2.2.4 230314"
    made = click.command(kind, cls=Command, help=about)(
        options.correction_option(options.acknowledge_option(options.writing_options("remove")(run)))
    )
    rests_on = [
        click.Option(
            ["--source"],
            multiple=True,
            metavar="CITATION",
            help="With --correction: what it rests on; may be given again.",
            shell_complete=complete.sources,
        ),
        click.Option(
            ["--decision"],
            metavar="ID",
            help="Or the decision that it rests on.",
            shell_complete=complete.records("decisions"),
        ),
    ]
    made.params = [*event_arguments(), *rests_on, *made.params]
    return made


command = ByName("remove", LINES, _of_kind, _ABOUT)
