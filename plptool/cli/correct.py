import click

from plptool.cli import complete, meanings, options
from plptool.cli.add import LINES
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import ByName, Desk, Typed, by_property, citations_of, field_options, must_come_first
from plptool.model.collections import COLLECTIONS, Collection
from plptool.workspace import Workspace

_ABOUT = """Correct one event of a record: it says otherwise, as if it had always said so.

The event is named by its kind, its record and its date; where several are alike, by --which NAME=VALUE: what else it
says. Each option gives it another value, of a list all of them; --date another date, where it then stands. What is
not named stays as it is, to the letter. A decision and the events that tell of it keep one date. An event of another
kind is another event: remove the one and add the other.

\b
Examples:
  plptool correct meeting 2.2.4 230314 --date 230315
  plptool correct meeting 2.2.4 230314 --which number=3 --number 4 --source annex-5#L218
  plptool correct status 2.2.4 231231 --without outcome --dry-run
"""
EXAMPLES = {
    "meeting": "plptool correct meeting 2.2.4 230314 --date 230315",
    "activity": "plptool correct activity 2.1.2 230314 --activity training",
    "status": "plptool correct status 2.2.4 231231 --outcome handed-over",
    "decision": "plptool correct decision 2.2.3 240115 --decision pause-2.2.3",
    "grant": "plptool correct grant 2.5.2 221231 --source annex-5#L289",
    "expected": "plptool correct expected 2.2.3 240115 --due 2024-34",
    "change": "plptool correct change 2.2.3 240101 --set lead=KOF",
    "note": "plptool correct note 2.2.3 240101 --text 'The premises are found, and rented.'",
    "report": "plptool correct report 2.2.3 240630 --percent 45",
}
"""By kind of event, one that is corrected."""


def event_arguments() -> list[click.Parameter]:
    """What names one event of a record."""
    return [
        click.Argument(["key"], metavar="ID", required=False, shell_complete=complete.records(*COLLECTIONS)),
        click.Argument(["day"], metavar="DATE", required=False),
        click.Option(
            ["--which"],
            multiple=True,
            metavar="NAME=VALUE",
            help="Where several are of that date: what else it says, - for nothing; may be given again.",
        ),
    ]


def _of_kind(kind: str) -> click.Command:
    """The command that corrects an event of a kind."""
    from plptool.read.fields import fields_of_kind

    @click.pass_obj
    def run(
        workspace: Workspace,
        /,
        key: str | None,
        day: str | None,
        which: tuple[str, ...],
        without: tuple[str, ...],
        correction: str | None,
        form: Format,
        lang: str | None,
        **given: Typed,
    ) -> None:
        from plptool.edit.answers import Home
        from plptool.edit.correct import corrected_event
        from plptool.edit.point import event_meant
        from plptool.model.plain import entries

        desk = Desk(workspace, form, lang)
        of_record = desk.key(key, lambda typed: must_come_first(typed, (day,) if day else (), desk), meanings.RECORD)
        record = desk.ledger().record(of_record)

        def attempt() -> None:
            named = desk.event(record, kind, day, which)
            event = entries(record.data, "events")[event_meant(record, kind, *named, desk.today)]
            said, gone = by_property(given), without
            if not gone and not any(said.values()):
                said, gone = desk.another(Home(record.collection, kind), fields, event)
            why = desk.why(correction, said if said.get("source") else {"source": citations_of(event)})
            desk.do(lambda ledger: corrected_event(ledger.record(record.id), kind, *named, said, gone, desk.today), why)

        desk.attempt(attempt)

    fields = [field for field in fields_of_kind(tuple(Collection), kind) if field.name != "kind"]
    about = f"{LINES[kind]}\n\n\b\nExample:\n  {EXAMPLES[kind]}"
    made = click.command(kind, cls=Command, help=about)(
        options.correction_option(options.acknowledge_option(options.writing_options("correct")(run)))
    )
    made.params = [
        *event_arguments(),
        *field_options(fields),
        click.Option(
            ["--without"], multiple=True, metavar="NAME", help="It says nothing of this any more; may be given again."
        ),
        *made.params,
    ]
    return made


command = ByName("correct", LINES, _of_kind, _ABOUT)
