"""Whether what somebody answers will do for a property, as far as one answer by itself can tell."""

import re
from collections.abc import Sequence
from datetime import date

from plptool.edit.values import value_of
from plptool.model.citations import Citation
from plptool.model.collections import ID, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.plain import as_list, whole
from plptool.model.suggest import by_title, did_you_mean, guess, must_be_among
from plptool.read.fields import Field
from plptool.read.vocabulary import vocabulary
from plptool.timeline.changed import names_ever
from plptool.timeline.ledger import Ledger

OF_RECORDS = {
    "decision": Collection.DECISIONS,
    "grant": Collection.GRANTS,
    "plan": Collection.PLANS,
    "process": Collection.PROCESSES,
}
"""By property that names a record, the collection of that."""


def must_do(field: Field, answer: str, ledger: Ledger, today: date) -> None:
    """See that an answer can be what a property holds: a date, a number, one of its words, a record that is there.

    Raises:
        UserError: it cannot.
    """
    if field.words and not field.has_parts:
        must_be_among(answer, [*field.words])
    if field.is_number and whole(answer) is None:
        raise UserError(Message("a whole number is meant, and not {value!r}", {"value": answer}))
    value = value_of(field, [answer], today)
    named = [entry for entry in as_list(value) if isinstance(entry, str)]
    if field.name == "source":
        for written in named:
            citation = Citation.parse(written)
            _must_be_there(citation.source, Collection.SOURCES, ledger)
        return
    collection = _collection_named(field)
    if collection is None:
        return
    for key in named:
        _must_be_there(key, collection, ledger)


def must_be_ids(field: Field, given: Sequence[str], ledger: Ledger) -> None:
    """See that nobody writes what a record is called where its id is meant: that is told with the id.

    Whether there is a record of an id, validation finds.

    Raises:
        UserError: somebody does.
    """
    collection = _collection_named(field)
    if collection is None:
        return
    for text in given:
        is_name = not re.fullmatch(_ID_OR_SHORTHAND, text)
        if is_name:
            _must_be_there(text, collection, ledger)


_ID_OR_SHORTHAND = rf"{ID}|[^ ]*[,;={{\[].*"
"""What is no record's name: an id, or something with parts, such as `lead=KSK`."""


def _collection_named(field: Field) -> Collection | None:
    """Of which collection the records are that a property names; None where it names none."""
    if field.name in vocabulary().organisations:
        return Collection.ORGANISATIONS
    return OF_RECORDS.get(field.name)


def _must_be_there(key: str, collection: Collection, ledger: Ledger) -> None:
    known = ledger.collections[collection]
    present_id = ledger.present_ids.get(key, key)
    if present_id in known:
        return
    titles: dict[str, tuple[str, ...]] = {}
    for record in known.values():
        titles[record.id] = (record.called, *names_ever(record))
    called = by_title(key, titles)
    hint = guess(key, sorted(known))
    if called is not None:
        hint = did_you_mean(called)
    args: dict[str, Argument] = {"id": key, "hint": hint}
    raise UserError(Message("there is no record {id!r}. {hint}", args))
