"""What was drafted of a document comes into the ledger: its source, records, events, and where documents disagree."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from plptool.edit.edits import Create, Edit, Insert, Remove, SetField
from plptool.edit.source import NewSource, new_source
from plptool.model.drafts import Draft, DraftEvent, DraftField, DraftRecord, Verdict
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Data, Plain, as_list, entries
from plptool.model.records import Record
from plptool.read.key_order import KeyOrder
from plptool.timeline.ledger import Ledger


def accepted(ledger: Ledger, draft: Draft, reason: str) -> list[Edit]:
    """The edits that a draft comes to.

    Args:
        ledger: into which it comes.
        draft: what is accepted.
        reason: why what stands in the ledger stays where the document says otherwise.

    Raises:
        UserError: the document has no date, or its id is another record's.
    """
    edits: list[Edit] = []
    if not draft.source.is_known:
        edits.append(_source(ledger, draft))
    for drafted in draft.records:
        if drafted.verdict is Verdict.NEW:
            edits.append(_new_record(drafted))
        else:
            edits += _changed(ledger.record(drafted.id), drafted, reason)
    return edits


def _source(ledger: Ledger, draft: Draft) -> Create:
    """The document's record, with the lines that say what it is called and of which day."""
    source = draft.source
    if source.date is None:
        raise UserError(Message("say when the document is of: --date DATE"))
    told = NewSource(source.id, source.title, source.date, source.sha256, source.lines)
    (created,) = new_source(ledger, told)
    assert isinstance(created, Create)
    if not source.cited:
        return created
    return Create(created.path, {**created.data, "source": source.cited})


def _new_record(drafted: DraftRecord) -> Create:
    data: dict[str, Plain] = {"id": drafted.id, **drafted.says(), "source": drafted.cites()}
    new = [event for event in drafted.events if event.verdict is Verdict.NEW]
    if new:
        events: list[Plain] = [event.data for event in sorted(new, key=lambda event: str(event.data["date"]))]
        data["events"] = events
    order = KeyOrder(drafted.collection.schema, data)
    ordered = order.ordered(data)
    assert isinstance(ordered, dict)
    return Create(f"ledger/{drafted.collection}/{drafted.id}.yaml", ordered)


def _changed(record: Record, drafted: DraftRecord, reason: str) -> Iterator[Edit]:
    """What is otherwise first, as events that come would move those that are there."""
    lists = (("commissions", drafted.commissions), ("events", drafted.events))
    for name, drafted_entries in lists:
        differing = [entry for entry in drafted_entries if entry.verdict is Verdict.DIFFERS]
        # All that is said of one entry is written at once, also where a document comes back to it.
        differing.sort(key=_place)
        for _, told in groupby(differing, key=_place):
            yield from _entry_differs(record, name, list(told), reason)
    for field in drafted.fields:
        if field.verdict is Verdict.DIFFERS:
            yield from _field_differs(record, field, reason)
        elif field.verdict is Verdict.NEW:
            yield from _field_comes(record, field)
    for name, drafted_entries in lists:
        for entry in drafted_entries:
            if entry.verdict is not Verdict.NEW:
                continue
            if entry.standing is not None:
                yield from _entry_gets(record, name, entry)
                continue
            order = KeyOrder(record.collection.schema, {name: [entry.data]})
            ordered = order.ordered(entry.data, (name, 0))
            yield Insert(record.path, (name,), ordered)


def _place(entry: DraftEvent) -> int:
    """Where the entry stands in the record that is told of."""
    assert entry.standing is not None
    return entry.standing


def _entry_gets(record: Record, name: str, entry: DraftEvent) -> Iterator[Edit]:
    """An entry that is there gets a field that it did not have, or loses one, and rests on the document, too."""
    where = (name, _place(entry))
    standing = entries(record.data, name)[_place(entry)]
    if entry.differs in entry.data:
        yield SetField(record.path, (*where, entry.differs), entry.data[entry.differs])
    else:
        yield Remove(record.path, (*where, entry.differs))  # what was booked was held
    cited = [*as_list(standing.get("source"))]
    cited += [one for one in as_list(entry.data["source"]) if one not in cited]
    yield SetField(record.path, (*where, "source"), cited)


def _entry_differs(record: Record, name: str, told: Sequence[DraftEvent], reason: str) -> Iterator[Edit]:
    """What a document says otherwise of one entry, in one field or several."""
    place = _place(told[0])
    where = (name, place)
    standing = entries(record.data, name)[place]
    claims: dict[str, list[Data]] = {}
    for entry in told:
        claim = {"value": _claimed(entry.data[entry.differs]), "source": entry.data["source"]}
        of_field = claims.setdefault(entry.differs, [])
        of_field.append(claim)
    first: list[Plain] = []
    for field_name, of_field in claims.items():
        for edit in _disagreement(record, where, standing, field_name, of_field, standing.get("source"), reason):
            if edit.where == (*where, "discrepancies") and "discrepancies" not in standing:
                first.append(edit.value)
            else:
                yield edit
    if first:
        # With the first that is said of an entry, it gets lines of its own.
        yield SetField(record.path, where, {**standing, "discrepancies": first}, spread=True)


def _field_differs(record: Record, field: DraftField, reason: str) -> Iterator[Edit]:
    claim: dict[str, Plain] = {"value": _claimed(field.value)}
    if field.written is not None:
        claim["written"] = field.written
    claim["source"] = field.source
    yield from _disagreement(record, (), record.data, field.name, [claim], _cited_for(record, field.name), reason)


def _cited_for(record: Record, name: str) -> Plain:
    """What a field of a record rests on."""
    source = record.data.get("source")
    if isinstance(source, dict):
        return source.get(name)
    return source


def _disagreement(
    record: Record,
    where: tuple[str | int, ...],
    standing: Data,
    name: str,
    told: Sequence[Data],
    cited: Plain,
    reason: str,
) -> Iterator[Insert]:
    """Claims join the others of a field, or begin a discrepancy with what is recorded, which stays."""
    for place, entry in enumerate(entries(standing, "discrepancies")):
        if entry.get("field") == name:
            for claim in told:
                yield Insert(record.path, (*where, "discrepancies", place, "claims"), claim)
            return
    first: dict[str, Plain] = {"value": _claimed(standing[name]), "source": cited}
    claims: list[Plain] = [first, *told]
    entry_data: dict[str, Plain] = {"field": name, "claims": claims, "reason": reason}
    yield Insert(record.path, (*where, "discrepancies"), entry_data, spread=True)


def _claimed(value: Plain) -> Plain:
    """A value as a claim has it: of any field, so that a number is what is written."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number:
        return value
    return str(value)


def _field_comes(record: Record, field: DraftField) -> Iterator[Edit]:
    """A field that the record did not have, and what it rests on."""
    if isinstance(field.value, dict) and field.name in record.data:
        for key, value in field.value.items():
            yield SetField(record.path, (field.name, key), value)
        yield from _citation_joins(record, field)
        return
    yield SetField(record.path, (field.name,), field.value)
    if field.written is not None:
        yield SetField(record.path, ("written", field.name), field.written)
    if isinstance(record.data.get("source"), dict):
        yield SetField(record.path, ("source", field.name), field.source)
    else:
        yield from _citation_joins(record, field)


def _citation_joins(record: Record, field: DraftField) -> Iterator[Edit]:
    standing = record.data.get("source")
    if isinstance(standing, dict):
        cited = [*as_list(standing.get(field.name)), *as_list(field.source)]
        yield SetField(record.path, ("source", field.name), cited)
        return
    missing = [one for one in as_list(field.source) if one not in as_list(standing)]
    if missing:
        yield SetField(record.path, ("source",), [*as_list(standing), *missing])
