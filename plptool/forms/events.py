"""The forms that tell what happened: a record's timeline, and what may be added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plptool.edit.correct import corrected_at
from plptool.edit.edits import EVENTS, Edit, Remove
from plptool.edit.intend import Given, new_events
from plptool.forms.flow import Form
from plptool.forms.opened import Opened
from plptool.forms.questions import Asking, Question, differing, standing, texts_of
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.events import KINDS, KINDS_OF_TASKS, Event
from plptool.model.findings import Message
from plptool.model.own_words import OwnWords
from plptool.model.plain import Data, entries, text
from plptool.model.records import Record
from plptool.read.fields import Field, event_fields
from plptool.render import phrases
from plptool.timeline.fold import events_of
from plptool.timeline.ledger import Ledger

OF_TASKS = frozenset({"of"})
"""What an event says that tells of tasks of its record."""
_TASKS = ("commissions", "milestones", "indicators")
_ELSEWHERE = "change"
"""The kind that has a form of its own for each property."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """An event in a timeline."""

    index: int
    kind: str
    date: str
    said: str
    cited: str
    named: str
    """What it is called beside the others."""


def timeline(opened: Opened, record: Record, own: OwnWords) -> Iterator[Told]:
    """What a record tells, also of days to come, as it takes effect."""
    for event in events_of(record):
        yield _told(opened, event, own)


def _told(opened: Opened, event: Event, own: OwnWords) -> Told:
    said = phrases.event(event, opened.translate, own=own)
    cited = phrases.sources(event.data["source"], opened.translate)
    kind = opened.translate(event.kind)
    date = phrases.when(event.when.text, opened.translate)
    named = f"{kind} {date}"
    return Told(event.index, event.kind, event.when.text, said, cited, named)


def may_be_added(opened: Opened, record: Record) -> Iterator[tuple[str, str]]:
    """The forms for what may be added to a record: where each is, and what it is called."""
    _ = opened.translate
    address = f"/record/{record.id}/add"
    for kind in KINDS:
        if kind != _ELSEWHERE and _may_be_of_record(record.collection, kind):
            yield f"{address}/{kind}", _(kind)
    of_what = _("{kind} of a commission") if "commissions" in record.data else _("{kind} of a task")
    if any(name in record.data for name in _TASKS):
        for kind in KINDS_OF_TASKS:
            if kind != _ELSEWHERE and event_fields(record.collection, kind, OF_TASKS):
                yield f"{address}/{kind}/of", of_what.format(kind=_(kind))


def _may_be_of_record(collection: Collection, kind: str) -> bool:
    """Whether such an event may be of the record itself, and not of a task of it alone."""
    fields = event_fields(collection, kind, _NONE)
    needs_task = any(field.name in OF_TASKS and field.is_required for field in fields)
    return bool(fields) and not needs_task


def adding(opened: Opened, record: Record, kind: str, *, of_tasks: bool) -> Form | None:
    """The form that adds an event of a kind; None where such records have none."""
    fields = _fields(record.collection, kind, of_tasks=of_tasks)
    is_none = not (of_tasks or _may_be_of_record(record.collection, kind))
    if kind == _ELSEWHERE or not fields or is_none:
        return None
    name = opened.translate(kind)
    address = f"/record/{record.id}/add/{kind}"

    def intention(given: Given) -> "_Adding":
        return _Adding(record.id, kind, given, opened)

    return Form(
        title=opened.translate("Add to {id}: {kind}").format(id=named(record), kind=name),
        here=record.collection.plural,
        address=f"{address}/of" if of_tasks else address,
        back=f"/record/{record.id}",
        questions=Asking(opened, record).questions(fields, kind),
        intention=intention,
        path=record.path,
        about=about(record),
    )


def about(record: Record) -> tuple[str, ...]:
    """What else a form says of the record that it is about."""
    return (record.called,) if named(record) != record.called else ()


def named(record: Record) -> str:
    """What a form calls the record that it is about: a process by its number, any other by its title."""
    return record.id if record.collection is Collection.PROCESSES else record.called


def _fields(collection: Collection, kind: str, *, of_tasks: bool) -> Sequence[Field]:
    fields = event_fields(collection, kind, OF_TASKS if of_tasks else _NONE)
    if of_tasks:
        return fields
    return [field for field in fields if field.name not in OF_TASKS]


@dataclass(frozen=True, slots=True)
class _Adding:
    """That an event comes."""

    key: str
    kind: str
    given: Given
    opened: Opened

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        record = ledger.record(self.key)
        dates = texts_of(self.given, "date")
        said = {name: typed for name, typed in self.given.items() if name != "date"}
        return new_events(record, self.kind, dates, said, self.opened.today)


def correcting(opened: Opened, record: Record, index: int) -> Form | None:
    """The form that corrects an event, by its place in the record; None where none stands there."""
    event = _event(record, index)
    if event is None:
        return None
    kind = text(event, "kind")
    fields = _fields(record.collection, kind, of_tasks="of" in event)
    asked = standing(Asking(opened, record).questions(fields, kind), event)
    return Form(
        title=_titled(opened, record, event, opened.translate("Correct in {id}: {kind} {date}")),
        here=record.collection.plural,
        address=f"/record/{record.id}/event/{index}",
        back=f"/record/{record.id}",
        questions=asked,
        intention=lambda given: _Correcting(record.id, index, given, asked, opened),
        path=record.path,
        about=(opened.translate("What is changed here was always so. What became so on a day is added."),),
    )


def removing(opened: Opened, record: Record, index: int) -> Form | None:
    """The form that takes an event away, by its place in the record; None where none stands there."""
    event = _event(record, index)
    if event is None:
        return None
    kind = text(event, "kind")
    fields = _fields(record.collection, kind, of_tasks="of" in event)
    cited_fields = [field for field in fields if field.name == "source"]
    cited = Asking(opened, record).questions(cited_fields, kind)
    return Form(
        title=_titled(opened, record, event, opened.translate("Take away from {id}: {kind} {date}")),
        here=record.collection.plural,
        address=f"/record/{record.id}/event/{index}/away",
        back=f"/record/{record.id}",
        questions=standing(cited, event),
        intention=lambda _: _Removing(record.id, index),
        path=record.path,
        about=(opened.translate("As if it had never been told. The document is asked for where a day was sealed."),),
    )


def _event(record: Record, index: int) -> Data | None:
    events = entries(record.data, EVENTS)
    return events[index] if 0 <= index < len(events) else None


def _titled(opened: Opened, record: Record, event: Data, template: str) -> str:
    kind = opened.translate(text(event, "kind"))
    date = phrases.when(text(event, "date"), opened.translate)
    return template.format(id=named(record), kind=kind, date=date)


@dataclass(frozen=True, slots=True)
class _Correcting:
    """That an event says otherwise, as if it had always said so."""

    key: str
    index: int
    given: Given
    before: tuple[Question, ...]
    opened: Opened

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        another, emptied = differing(self.before, self.given)
        if not another and not emptied:
            raise UserError(Message("that is what the ledger says already: there is nothing to write"))
        record = ledger.record(self.key)
        return corrected_at(record, self.index, another, emptied, self.opened.today)


@dataclass(frozen=True, slots=True)
class _Removing:
    """That an event goes, as if it had never been told."""

    key: str
    index: int

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        record = ledger.record(self.key)
        where = (EVENTS, self.index)
        return [Remove(record.path, where)]
