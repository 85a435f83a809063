"""Whether what somebody answers will do for a property, as far as one answer by itself can tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plptool.edit.values import LISTS_OF_IDS, value_of
from plptool.model.citations import citations
from plptool.model.collections import ID, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Plain, whole
from plptool.model.suggest import did_you_mean, guess, must_be_among
from plptool.read.breach import Breach
from plptool.read.fields import Field
from plptool.read.schema_errors import breaches_of
from plptool.read.vocabulary import vocabulary
from plptool.timeline.ledger import Ledger
from plptool.timeline.meant import record_meant

if TYPE_CHECKING:
    from plptool.model.records import Path, Record

OF_RECORDS = {
    "decision": Collection.DECISIONS,
    "grant": Collection.GRANTS,
    "plan": Collection.PLANS,
    "process": Collection.PROCESSES,
}
"""By property that names a record, the collection of that."""


@dataclass(frozen=True, slots=True)
class Home:
    """What a property is of: a record of a collection, or an event of one."""

    collection: Collection
    kind: str | None = None
    """Of which kind the event is."""


def must_do(home: Home, field: Field, answers: Sequence[str], ledger: Ledger, today: date) -> None:
    """See that what is said can be what a property holds: a date, one of its words, a record that is there.

    Args:
        home: what the property is of.
        field: the property.
        answers: what is said, once or several times.
        ledger: the ledger.
        today: the day that `today` means.

    Raises:
        UserError: it cannot.
    """
    for answer in answers:
        _must_be_a_word_or_number(field, answer)
    value = value_of(field, answers, today)
    collection = _named_by(field)
    if collection is not None:
        for _, named in citations(value):
            record_id, _, _ = named.partition("#")
            _must_be_there(record_id, collection, ledger)
    _must_fit(home, field.name, value)


def _must_be_a_word_or_number(field: Field, answer: str) -> None:
    """See that an answer is one of a property's words, or a number, where it has no others.

    Raises:
        UserError: it is not.
    """
    if field.words and not field.has_parts:
        must_be_among(answer, [*field.words])
    if not field.is_number:
        return
    if whole(answer) is None:
        message = Message("a whole number is meant, and not {value!r}", {"value": answer})
        raise UserError(message)


def _must_fit(home: Home, name: str, value: Plain) -> None:
    """See that a value has the form that the schema wants, whatever else the record or event says.

    Raises:
        UserError: it has not.
    """
    data: dict[str, Plain] = {name: value}
    where: Path = (name,)
    if home.kind is not None:
        data = {"events": [{"kind": home.kind, **data}]}
        where = ("events", 0, name)
    for breach in breaches_of(home.collection.schema, data):
        is_of_value = breach.where[: len(where)] == where
        if is_of_value:
            message = _told(breach)
            raise UserError(message)


def _told(breach: Breach) -> Message:
    """What is wrong with a value, and what to say instead."""
    hint = breach.hint
    key = breach.message.args.get("key")
    if breach.rule == "PLP202" and isinstance(key, str):
        hint = Message("Say it: {name}=…", {"name": key})
    if hint is None:
        return breach.message
    return Message("{message}. {hint}", {"message": breach.message, "hint": hint})


def must_be_an_id(key: str) -> None:
    """See that a record can be called so.

    Raises:
        UserError: it cannot.
    """
    if not re.fullmatch(ID, key):
        hint = Message("An id has letters from a to z, digits, dots and dashes, and no spaces.")
        wrong = Message("`{value}` cannot be an id", {"value": key})
        message = Message("{message}. {hint}", {"message": wrong, "hint": hint})
        raise UserError(message)


_ID_OR_SEVERAL = re.compile(rf"{ID}|[^ ]*[,;={{\[].*")


def must_be_ids(field: Field, given: Sequence[str], ledger: Ledger) -> None:
    """See that nobody writes what a record is called where its id is meant: that is told with the id.

    Whether there is a record of an id, validation finds.

    Raises:
        UserError: somebody does.
    """
    collection = _named_by(field)
    if collection is None or collection is Collection.SOURCES:
        return
    for text in given:
        if not _ID_OR_SEVERAL.fullmatch(text):
            _must_be_there(text, collection, ledger)


def has_ids(field: Field) -> bool:
    """Whether its values are ids or words, in which no comma or space stands."""
    if field.words or field.name in LISTS_OF_IDS:
        return True
    return _named_by(field) is not None


def _named_by(field: Field) -> Collection | None:
    """Records of which collection a property names, where it names any."""
    if field.name in vocabulary().organisations:
        return Collection.ORGANISATIONS
    if field.name == "source":
        return Collection.SOURCES
    return OF_RECORDS.get(field.name)


def _must_be_there(key: str, collection: Collection, ledger: Ledger) -> None:
    known = ledger.collections[collection]
    present_id = ledger.present_ids.get(key, key)
    if present_id in known:
        return
    hint = _hint_of_one_that_is(key, known)
    message = Message("there is no record {id!r}. {hint}", {"id": key, "hint": hint})
    raise UserError(message)


def _hint_of_one_that_is(key: str, known: "Mapping[str, Record]") -> Message:
    """Which record may be meant by what is no id of any."""
    meant = record_meant(key, known)
    if meant is not None:
        return did_you_mean(meant)
    standing = [record.id for record in known.values() if "withdrawn" not in record.data]
    standing.sort()
    return guess(key, standing)
