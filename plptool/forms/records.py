"""The forms that begin a record, and that give a property of one another value."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plptool.edit.edits import Edit
from plptool.edit.intend import Given, corrected_field, gone, new_events, new_record
from plptool.forms.events import about, named
from plptool.forms.flow import Form
from plptool.forms.opened import Opened
from plptool.forms.questions import Asking, Question, answer_of, standing, texts_of
from plptool.model.changeable import CHANGEABLE
from plptool.model.collections import Collection
from plptool.model.dates import parse_when, record_date
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.ids import proposed_id
from plptool.model.plain import Data
from plptool.model.records import Record
from plptool.read.fields import Field, event_fields, record_fields
from plptool.timeline.ledger import Ledger

_NAMED_BY_ITSELF = Message("It names the file and is never another. Empty: made of what stands below.")
_NAMED = Message("Letters a–z and digits, with . _ or - between them. It names the file and is never another.")
_NO_ID = Message("{id!r} is no id: letters a–z and digits, with . _ or - between them")
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    Collection.DECISIONS: ("date", "body", "paragraph"),
    Collection.SOURCES: ("title",),
    Collection.GRANTS: ("title",),
    Collection.PLANS: ("title",),
    Collection.ASSIGNMENTS: ("title",),
}
"""By collection, of what an id is made where none is typed; of others, it is what people call the thing."""
NOT_BEGUN = Collection.SNAPSHOTS
"""The collection whose records no form begins: a day is told as it stood by who seals it."""


def beginning(opened: Opened, collection: Collection) -> Form | None:
    """The form that begins a record; None where a form does not."""
    if collection is NOT_BEGUN:
        return None
    fields = record_fields(collection)
    asking = Asking(opened, begins=True)
    (key,) = (field for field in fields if field.name == "id")
    is_made = collection in _MADE_OF
    hint = _NAMED_BY_ITSELF if is_made else _NAMED
    name_field = replace(key, is_required=not is_made)
    name_asked = asking.line(name_field, hint)
    return Form(
        title=opened.translate("New: {what}").format(what=opened.translate(collection.singular)),
        here=collection.plural,
        address=f"/new/{collection}",
        back=f"/list/{collection}",
        questions=(name_asked, *asking.questions(fields)),
        intention=lambda given: _Beginning(collection, given, opened),
    )


@dataclass(frozen=True, slots=True)
class _Beginning:
    """That a record comes."""

    collection: Collection
    given: Given
    opened: Opened

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        said = dict(self.given)
        said.pop("id", None)
        key = _first(self.given, "id") or id_made(self.collection, self.given, self.opened.today)
        if not re.fullmatch(self.collection.ids, key):
            raise UserError(Message(_NO_ID.template, {"id": key}))
        return new_record(ledger, self.collection, key, said, self.opened.today)


def id_made(collection: Collection, given: Given, today: date) -> str:
    """An id of what is said of a new record, as those of such records are."""
    parts: list[str] = []
    for name in _MADE_OF.get(collection, ()):
        part = _first(given, name)
        if part and name == "date":
            part = record_date(part, today)
        parts.append(part)
    whole = " ".join(parts)
    return proposed_id(whole)


def _first(given: Given, name: str) -> str:
    """What was typed for a property, once; empty where nothing was."""
    typed = texts_of(given, name)
    return typed[0] if typed else ""


# A property has another value

_RESTS_ON = ("date", "reason", "decision", "source")
"""What a change says beside the value."""
_BY_CHANGE = Message(
    "What it is now comes of a change: correct that in the timeline, or say from which day it is another."
)
_ALWAYS = Message("Empty: it was always so, and was recorded wrong.")


def may_change(opened: Opened, record: Record) -> Iterator[tuple[str, str]]:
    """The forms for the properties that may be another: where each is, and what it is called."""
    for question in _changeable(opened, record):
        yield f"/record/{record.id}/change/{question.name}", question.label


def changing(opened: Opened, record: Record, name: str) -> Form | None:
    """The form that gives a property another value; None where that is told otherwise."""
    known = {question.name: question for question in _changeable(opened, record)}
    if name not in known:
        return None
    now = _stood(opened.ledger, record, opened.today)
    (value,) = standing([known[name]], now)
    return Form(
        title=opened.translate("Change in {id}: {what}").format(id=named(record), what=opened.translate(name)),
        here=record.collection.plural,
        address=f"/record/{record.id}/change/{name}",
        back=f"/record/{record.id}",
        questions=tuple(_change_questions(opened, record, value)),
        intention=lambda given: _Changing(record.id, value, given, opened),
        path=record.path,
        about=about(record),
    )


def _changeable(opened: Opened, record: Record) -> tuple[Question, ...]:
    asking = Asking(opened, record)
    return asking.questions(changeable_fields(record.collection))


def changeable_fields(collection: Collection) -> Iterator[Field]:
    """What of a record may be another, or may be gone."""
    names = CHANGEABLE[collection].fields
    for field in record_fields(collection):
        if field.name in names:
            yield replace(field, is_required=False)


def _change_questions(opened: Opened, record: Record, value: Question) -> Iterator[Question]:
    fields = event_fields(record.collection, "change", frozenset())
    rests_on = [field for field in fields if field.name in _RESTS_ON]
    asking = Asking(opened, record)
    when, *others = asking.questions(rests_on, "change")
    yield replace(
        when,
        field=replace(when.field, is_required=False),
        label=opened.translate("From which day"),
        hint=_ALWAYS.say(opened.translate),
    )
    yield value
    yield from others


@dataclass(frozen=True, slots=True)
class _Changing:
    """That a property is another, from a day on or as if it had always been so."""

    key: str
    question: Question
    given: Given
    opened: Opened

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        record = ledger.record(self.key)
        today = self.opened.today
        name = self.question.name
        day = _first(self.given, "date")
        values = texts_of(self.given, name)
        if day:
            when = parse_when(record_date(day, today))
            stood = _stood(ledger, record, when.latest or today)
            changed = self._changed(values, stood)
            said = {named: typed for named, typed in self.given.items() if named not in ("date", name)}
            return new_events(record, "change", (day,), {**said, **changed}, today)
        if _stood(ledger, record, today).get(name) != record.data.get(name):
            raise UserError(_BY_CHANGE)
        if not values:
            return gone(record, name)
        cited = texts_of(self.given, "source")
        return corrected_field(record, self.question.field, values, today, joins=False, source=cited)

    def _changed(self, values: Sequence[str], stood: Data) -> dict[str, tuple[str, ...]]:
        """What a change does with the values: of a list, which come and which go."""
        name = self.question.name
        if name not in CHANGEABLE[self._collection].lists:
            if not values:
                raise UserError(Message("Say what it is from then on."))
            return {"set": _named(name, values)}
        (before,) = standing([self.question], stood)
        old = answer_of(before)
        come = [value for value in values if value not in old]
        go = [value for value in old if value not in values]
        return {"add": _named(name, come), "remove": _named(name, go)}

    @property
    def _collection(self) -> Collection:
        return self.opened.ledger.record(self.key).collection


def _named(name: str, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}={value}" for value in values)


def _stood(ledger: Ledger, record: Record, day: date) -> Data:
    """What a record says on a day; before it is there, what it begins with."""
    state = ledger.at(day)
    stood = state.data_of(record.collection)
    return stood.get(record.id, record.data)
