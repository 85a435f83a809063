from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Format
from plptool.cli.help import Command
from plptool.cli.writing import Desk
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from plptool.edit.edits import Edit
    from plptool.model.records import Record
    from plptool.read.fields import Field


@click.command("set", cls=Command)
@click.argument("key", metavar="ID", required=False, shell_complete=complete.records(*COLLECTIONS))
@click.argument("name", metavar="FIELD", required=False, shell_complete=complete.fields)
@click.argument("values", metavar="VALUE...", nargs=-1)
@click.option("--from", "day", metavar="DATE", help="It is so from this date on: a change, and no correction.")
@click.option("--add", "joins", is_flag=True, help="The values join those that it has; with --from, from then on.")
@click.option(
    "--remove", is_flag=True, help="These values go, or all that it has; as if they had never been there, or --from."
)
@click.option(
    "--which", multiple=True, metavar="NAME=VALUE", help="Of a list: the entry that says this; may be given again."
)
@click.option(
    "--source", multiple=True, metavar="CITATION", shell_complete=complete.sources,
    help="What it rests on; may be given again.",
)  # fmt: skip
@click.option("--reason", metavar="TEXT", help="With --from: why it changes.")
@click.option(
    "--decision", metavar="ID", shell_complete=complete.records("decisions"), help="With --from: by which decision."
)
@options.correction_option
@options.acknowledge_option
@options.writing_options("set")
@click.pass_obj
def command(
    workspace: Workspace,
    key: str | None,
    name: str | None,
    values: tuple[str, ...],
    day: str | None,
    joins: bool,
    remove: bool,
    which: tuple[str, ...],
    source: tuple[str, ...],
    reason: str | None,
    decision: str | None,
    correction: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """Give a property of a record another value: as if it had always had it, or from a day on.

    Without --from it corrects the past: whoever asks for any date gets the new value. With --from DATE it becomes an
    event, `change`, and what stood before stays. Several values make a list; with --add they join those that it has,
    and with --remove they leave it. What has properties of its own is given as NAME=VALUE, once for each of them. One
    entry of a list of such is named by --which: what is given of it is another (NAME=- goes), and the rest stays. To
    correct an event: plptool correct.

    \b
    Examples:
      plptool set 2.2.3 lead CEX --from 240101 --source minutes-240115#L8
      plptool set 2.2.3 partners CYP --remove --from 240101 --source minutes-240115#L8
      plptool set 2.2.4 goal "Coordinated support." --source annex-5#L223
      plptool set CYP names "Children and education" --add
      plptool set 2.2.3 partners KoF --remove
      plptool set support-grant years year=2024 amount=7300000 source=annex-9#L12 --add
      plptool set support-grant years amount=7600000 --which year=2024
      plptool set support-grant years 2024 --remove
      plptool set 2.2.4 priority --remove
    """
    from plptool.edit.answers import Home, must_be_ids
    from plptool.edit.intend import field_of
    from plptool.read.fields import event_fields

    desk = Desk(workspace, form, lang)
    record = desk.record(key)
    name = _asked_name(desk, record) if name is None else name
    field = field_of(record, name)
    may_change = bool(event_fields(record.collection, "change"))
    replaces = may_change and not joins and not which and record.data.get(name) is not None

    home = Home(record.collection)
    if not remove and not which:
        proposed = desk.proposals().get("source")  # what it rests on is asked for later
        typed = _sourced(values, field, source or ((proposed,) if proposed else ()), desk)
        desk.examine(home, [field], {name: typed})

    def attempt() -> None:
        told, since = values, day
        if not told and not remove and not which and desk.asks:
            told = desk.ask_value(home, field)
        told = _sourced(told, field, source, desk) if not remove and not which else told
        if since is None and replaces and desk.asks:
            since = desk.ask_whether_from(name)
        must_be_ids(field, told, desk.ledger())
        asked = _Asked(record.id, field, told, since, joins, remove, which, source, reason, decision)
        asked.must_fit(may_change=may_change)
        if since is None:
            asked.correct(desk, correction)
            if replaces:
                desk.say(_CORRECTS, name)
        else:
            asked.change(desk, since, correction)

    desk.attempt(attempt)


def _asked_name(desk: Desk, record: "Record") -> str:
    """Which property somebody answers that is to be another.

    Raises:
        UserError: nobody can be asked.
    """
    from plptool.edit.intend import field_of

    if not desk.asks:
        raise UserError(Message("say which property: FIELD"))
    listed = ", ".join(desk.word(name) for name in record.data if name not in _OTHERWISE)
    question = desk.translate("Which property is another?")
    ours = {desk.word(name): name for name in record.data}
    answer = desk.ask(
        f"{question} ({listed} …)",
        examine=lambda typed: field_of(record, ours.get(typed, typed)),
        meaning=meanings.PROPERTY,
    )
    return ours.get(answer, answer)


def _sourced(values: tuple[str, ...], field: "Field", source: tuple[str, ...], desk: Desk) -> tuple[str, ...]:
    """An entry with properties of its own, and what it rests on, where that is said beside it or can be asked for."""
    from plptool.edit.values import one_by_one

    values = tuple(one_by_one(field, values))
    names = [value.partition("=")[0] for value in values]
    if not field.must_cite or not values or "source" in names or any(value.startswith(("{", "[")) for value in values):
        return values
    if not source and desk.asks:
        source = (desk.ask_source(desk.proposals().get("source", "")),)
    return (*values, *(f"source={citation}" for citation in source))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a property is to be, and why."""

    key: str
    """The record's id."""
    field: "Field"
    values: tuple[str, ...]
    day: str | None
    """From which on; None where it was always so."""
    joins: bool
    leaves: bool
    which: tuple[str, ...]
    """What the entry says that is meant, of a list."""
    source: tuple[str, ...]
    reason: str | None
    decision: str | None

    def must_fit(self, *, may_change: bool) -> None:
        """See that what is asked goes together.

        Args:
            may_change: whether records of this sort change from a day on.

        Raises:
            UserError: it does not.
        """
        if self.field.name == "events":
            # To set them would take away all the others without a question.
            elsewhere = Message("events are added, corrected and taken away with `plptool add`, `correct` and `remove`")
            raise UserError(elsewhere)
        if self.joins and self.leaves:
            raise UserError(Message("--add and --remove do not go together"))
        is_of_more = self.joins or self.day is not None
        if self.which and is_of_more:
            raise UserError(Message("--which names an entry that is there: it goes with neither --add nor --from"))
        if not self.values and (self.day is not None or not self.leaves):
            unsaid = Message("say what {name} is to be, or --remove", {"name": self.field.name})
            raise UserError(unsaid)
        if self.day is None and (self.reason or self.decision):
            raise UserError(Message("--reason and --decision go with --from DATE"))
        if self.day is not None and not may_change:
            unchanging = Message(
                "{id} has no changes from a day on: what it says, it says of every date", {"id": self.key}
            )
            raise UserError(unchanging)

    def correct(self, desk: Desk, correction: str | None) -> None:
        """It is so as if it had always been so."""
        why = desk.why(correction, {"source": self.source or self._cited})
        desk.do(lambda ledger: self._edits(ledger.record(self.key), desk.today), why)

    def _edits(self, record: "Record", today: "date") -> "list[Edit]":
        from plptool.edit.correct import corrected_entry, without_entries
        from plptool.edit.intend import corrected_field

        if self.leaves and (self.values or self.which):
            return without_entries(record, self.field, self.values, self.which, today)
        if self.which:
            return corrected_entry(record, self.field, self.values, self.which, today)
        return corrected_field(record, self.field, self.values, today, joins=self.joins, source=self.source)

    @property
    def _cited(self) -> tuple[str, ...]:
        """What an entry that is typed rests on."""
        return tuple(value.partition("=")[2] for value in self.values if value.startswith("source="))

    def change(self, desk: Desk, day: str, correction: str | None) -> None:
        """It is so from a day on."""
        from plptool.edit.intend import new_events

        source = self.source
        if not source and desk.asks:
            proposed = desk.proposals().get("source", "")
            source = (desk.ask_source(proposed),)
        values = [f"{self.field.name}={value}" for value in self.values]
        given: dict[str, tuple[str, ...]] = {
            self._verb: tuple(values),
            "source": source,
            "reason": (self.reason,) if self.reason else (),
            "decision": (self.decision,) if self.decision else (),
        }
        why = desk.why(correction, given)
        desk.do(lambda ledger: new_events(ledger.record(self.key), "change", (day,), given, desk.today), why)

    @property
    def _verb(self) -> str:
        """What a change does with the values."""
        if self.joins:
            return "add"
        if self.leaves:
            return "remove"
        return "set"


_OTHERWISE = ("id", "events", "formerly", "withdrawn")
"""What other commands give another value."""
_CORRECTS = Message("This corrects the past: {name} reads so at every date. From a day on: --from DATE")
