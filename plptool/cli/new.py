import click

from plptool.cli import options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import ByName, Desk, Typed, by_property, field_options
from plptool.model.collections import COLLECTIONS, Collection
from plptool.workspace import Workspace

_ABOUT = """Begin a record: a process, a decision, an organisation …

Each property is an option, in the order in which records are written. What has several values is given several times,
and what has properties of its own as NAME=VALUE, or in braces as a record writes it. A source may be that of the whole
record, or of one property: --source need=annex-5#L199. The processes that a decision concerns tell of it in the same
change. What would leave the ledger with a mistake is not written.

At the end stands the sentence that a pull request with this would show.

\b
Examples:
  plptool new organisations CEX --title "Executive office" --type administration --source annex-1#L20
  plptool new processes 2.9.1 --need "A new need." --lead CEX --partners CYP --source minutes-240115#L12
  plptool new decisions 2024-01-15-steering-group --title "Takes in a new need." --date 240115 --body steering-group
      --paragraph 4 --registry number=2024-7 --status adopted --source minutes-240115
  plptool new snapshots 241231 --date 241231 --assertions "{kind: processes, counts: {total: 15}, source: annex-9}"
"""
_LINES: dict[str, str] = {
    Collection.PLANS: "A plan, with its period and the decision that adopted it.",
    Collection.PROCESSES: "A need, what is to be done about it, and who leads that.",
    Collection.DECISIONS: "What a body decided, or is to decide.",
    Collection.ASSIGNMENTS: "A project's assignment, with its stages and gates.",
    Collection.GRANTS: "Money from outside, with its years and uses.",
    Collection.ORGANISATIONS: "An administration, a board, a group.",
    Collection.SOURCES: "A document that facts rest on; of its text, `plptool sources --add` makes it.",
    Collection.SNAPSHOTS: "A day that is told as it stood, with what documents count of it.",
}
"""By collection, what one of its records is; a test holds it complete."""
_OTHERWISE = ("id", "events", "formerly", "withdrawn", "known", "seal", "corrections")
"""What is given by the command itself, or by others: `add`, `rename`, `withdraw`, `acknowledge`, `seal`."""


def _of_collection(name: str) -> click.Command:
    """The command that begins a record of a collection."""
    from plptool.read.fields import record_fields

    collection = COLLECTIONS[name]
    properties = record_fields(collection)
    fields = [field for field in properties if field.name not in _OTHERWISE]

    @click.command(name, cls=Command, help=_LINES[collection])
    @options.correction_option
    @options.acknowledge_option
    @options.writing_options("new")
    @click.pass_obj
    def run(
        workspace: Workspace, /, key: str | None, correction: str | None, form: Format, lang: str | None, **given: Typed
    ) -> None:
        from plptool.edit.answers import Home, must_be_an_id
        from plptool.edit.intend import must_be_free, new_record
        from plptool.edit.propose import ASKED_TOO

        desk = Desk(workspace, form, lang)
        typed = by_property(given)
        home = Home(collection)

        def may_be_new(typed: str) -> None:
            must_be_an_id(typed)
            must_be_free(desk.ledger(), typed)

        new_id = desk.key(key, may_be_new)
        proposals = desk.proposals(key=new_id)
        asked_too = ASKED_TOO[collection]

        def attempt() -> None:
            said = desk.complete(home, fields, typed, proposals, asked_too)
            why = desk.why(correction, said)
            desk.do(lambda ledger: new_record(ledger, collection, new_id, said, desk.today), why)

        desk.examine(home, fields, typed)
        desk.attempt(attempt)

    record_id = click.Argument(["key"], metavar="ID", required=False)
    of_fields = field_options(fields)
    run.params = [record_id, *of_fields, *run.params]
    return run


command = ByName("new", _LINES, _of_collection, _ABOUT)
