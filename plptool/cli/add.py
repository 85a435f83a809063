import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import ByName, Desk, Typed, by_property, field_options, must_come_first
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

_ABOUT = """Add events to a record: something that happened, was decided, expected or reported.

Each date is an event of its own, written as records write it (2023-03-14, 2023-23, /2023-12-31) or 230314. Several
dates are several events; a number is that of the first, and the others count on. The events stand in the order of
their dates, and nothing else of the file is changed. A decision that an event names is told that it concerns the
process. What would leave the ledger with a mistake is not written.

At the end stands the sentence that a pull request with this would show.

\b
Examples:
  plptool add meeting 2.2.4 230314 230502 --number 3 --source annex-5#L217
  plptool add status 2.2.4 231231 --status completed --outcome handed-over --source annex-5#L205
  plptool add change 2.2.3 240101 --set lead=CEX --source minutes-240115
  plptool add decision 2.2.3 240115 --decision pause-2.2.3 --source minutes-240115 --dry-run
"""
LINES = {
    "meeting": "A meeting, that was held or is booked.",
    "activity": "Something else that was done: a workshop, a study visit.",
    "status": "From this date on it is planned, ongoing, paused, completed …",
    "decision": "A decision was taken that concerns it.",
    "grant": "Money came, of a grant.",
    "expected": "Something is to come by a day.",
    "change": "From this date on a property of it is another.",
    "note": "What else is worth knowing.",
    "report": "Somebody reported how it goes.",
}
"""By kind of event, what is said of it among the others; a test holds it beside the kinds."""
_EXAMPLES = {
    "meeting": "plptool add meeting 2.2.4 230314 --number 3 --source annex-5#L217",
    "activity": "plptool add activity 2.1.2 230314 --activity workshop --source annex-5#L40",
    "status": "plptool add status 2.2.4 231231 --status completed --source annex-5#L205",
    "decision": "plptool add decision 2.2.3 240115 --decision pause-2.2.3 --source annex-5#L150",
    "grant": "plptool add grant 2.5.2 221231 --grant support-grant --source annex-5#L288",
    "expected": "plptool add expected 2.2.3 240115 --due 2024-33 --text 'A new decision.' --source annex-5",
    "change": "plptool add change 2.2.3 240101 --set lead=CEX --source annex-5#L150",
    "note": "plptool add note 2.2.3 240101 --text 'The premises are found.' --source annex-5#L150",
    "report": "plptool add report 2.2.3 240630 --percent 40 --to board --source annex-5#L150",
}
"""By kind of event, one that is added."""
_ASKED_TOO = {"grant": ("text",)}
"""By kind of event, what is asked for beside what must be said: for what the money came, where the grant has no use."""
ALWAYS = ("date", "kind")
"""What every event says, and no option gives."""


def _of_kind(kind: str) -> click.Command:
    """The command that adds events of a kind."""
    from plptool.read.fields import fields_of_kind

    @click.pass_obj
    def run(
        workspace: Workspace,
        /,
        key: str | None,
        days: tuple[str, ...],
        correction: str | None,
        form: Format,
        lang: str | None,
        **given: Typed,
    ) -> None:
        from plptool.edit.answers import Home
        from plptool.edit.intend import fields_for, new_events
        from plptool.model.dates import record_date

        desk = Desk(workspace, form, lang)
        typed = by_property(given)
        of_record = desk.key(key, lambda typed: must_come_first(typed, days, desk), meanings.RECORD)
        record = desk.ledger().record(of_record)
        home = Home(record.collection, kind)
        asked = [field for field in fields_for(record.collection, kind, typed) if field.name not in ALWAYS]
        proposed = desk.proposals(record, kind)

        def attempt() -> None:
            dates = desk.ask_days(proposed["date"]) if not days and desk.asks else days
            if not dates:
                raise UserError(Message("say when: DATE"))
            said = desk.complete(home, asked, typed, proposed, _ASKED_TOO.get(kind, ()))
            if kind == "status":
                said = desk.with_outcome(record, dates, said)
            why = desk.why(correction, said)
            desk.do(lambda ledger: new_events(ledger.record(record.id), kind, dates, said, desk.today), why)

        for day in days:
            record_date(day, desk.today)
        desk.examine(home, asked, typed)
        desk.attempt(attempt)

    fields = [field for field in fields_of_kind(tuple(Collection), kind) if field.name not in ALWAYS]
    about = f"{LINES[kind]}\n\n\b\nExample:\n  {_EXAMPLES[kind]}"
    made = click.command(kind, cls=Command, help=about)(
        options.correction_option(options.acknowledge_option(options.writing_options("add")(run)))
    )
    made.params = [
        click.Argument(["key"], metavar="ID", required=False, shell_complete=complete.records(*COLLECTIONS)),
        click.Argument(["days"], metavar="DATE...", nargs=-1),
        *field_options(fields),
        *made.params,
    ]
    return made


command = ByName("add", LINES, _of_kind, _ABOUT)
