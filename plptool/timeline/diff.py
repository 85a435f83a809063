"""What differs between two states, and why.

The states may be of two days, of two revisions, or both. What is compared is what stood; why it differs, the whole
records of the two revisions tell. A fact that is only to come at both points differs at neither.

| at TO, not at FROM         | earliest day after `since` | latest day after it | both by it, or no date |
|----------------------------|----------------------------|---------------------|------------------------|
| FROM's record has it too   | happened                   | settled             | settled                |
| FROM's record has another  | happened                   | settled             | corrected              |
| FROM's record has none     | happened                   | settled             | late                   |

| at FROM, not at TO         | its day has come by TO, or it has none | its day is after TO, which is earlier |
|----------------------------|----------------------------------------|---------------------------------------|
| TO's record has it too     | -                                      | happened or settled, as read forwards |
| it has another, or none    | corrected                              | happened or settled, as read forwards |

At both, but not the same: corrected. This holds for events, for dated entries of lists (`date`, `from`, `year`), for
records with a date of their own, and, as what has no date, for fields, undated entries, citations, discrepancies and
acknowledgements. What follows from others has their why:

| derived                    | its why                                                                           |
|----------------------------|-----------------------------------------------------------------------------------|
| what a `change` set        | that of the last change of it that is at one point alone, or not the same         |
| a decision's status        | likewise of its status events                                                     |
| a process's status         | that of the event that it rests on; where that one is at both points alike:       |
|                            | corrected, if anything that moved it was; else that of the last that moved it     |
| outcome, remaining,        | that of the last status event or report that differs; where there is none, the    |
| percent, rating            | status's                                                                          |
| `planned`, by the plan     | the day of adoption tells; where the revisions disagree on that day: corrected    |
| a status by a word of the  | where the revisions disagree on what the word says: corrected                     |
| plan for an outcome        |                                                                                   |
| an entry, by those in it   | the gravest of theirs: corrected, late, settled, happened                         |
| a record's id, withdrawal  | corrected                                                                         |
| what became of a task      | `plptool/timeline/task_diff.py`                                                   |
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby

from plptool.model.collections import Collection
from plptool.model.dates import When, parse_when
from plptool.model.decisions import bodies_of, known_as, paragraph_of
from plptool.model.errors import UserError
from plptool.model.events import Event, FieldsSet, Progress, Status, event_of
from plptool.model.findings import Message
from plptool.model.own_words import OwnWords
from plptool.model.plain import Data, Plain, as_list, entries, part, text, text_if_any
from plptool.model.records import Record, title_of
from plptool.model.suggest import guess
from plptool.model.text import natural
from plptool.timeline.beginnings import THROUGHOUT, beginning, entry_date, own_when, plan_start, shown, without_later
from plptool.timeline.changed import changes_in, stood
from plptool.timeline.changes import (
    WHYS,
    Diff,
    EventChange,
    FieldChange,
    RecordChange,
    Stat,
    StatRow,
    TaskDifference,
    Why,
)
from plptool.timeline.compare import (
    ENTRY_KEYS,
    EVENT_KEYS,
    ChangeKind,
    FieldPath,
    are_entries,
    content,
    former_ids,
    pair,
    same,
)
from plptool.timeline.decisions import decision_at
from plptool.timeline.fold import GivenByPlan, ProcessState, fold, plan_record, process_data, statuses_of_outcomes
from plptool.timeline.ledger import Ledger, State
from plptool.timeline.part import all_of, deciders, of_organisation
from plptool.timeline.task_diff import TasksBetween
from plptool.timeline.tasks import TASK_LISTS, TaskState, task_states, words_of
from plptool.timeline.totals import totals

_APART = frozenset({"id", "events", "formerly", "withdrawn"})
"""The properties that are no fields: a change has a place of its own for each."""
_BESIDE = frozenset({"source", "discrepancies", "known", "written"})
"""What stands beside the facts: of a record that is new or gone, it is not listed."""


def diff(old: State, new: State, since: date | None = None) -> Diff:
    """What differs, record by record, and the totals before and after.

    Args:
        old: what stood at FROM.
        new: what stood at TO.
        since: the day that separates what happened from what was known; without it, FROM's. Of a TO that is earlier
            than that, TO's.
    """
    since = min(since or old.day, new.day)
    old = _named_by(old, new)
    changes: list[RecordChange] = []
    processes: list[ProcessState] = []
    for collection in Collection:
        of_collection: list[RecordChange] = []
        for record_before, record_after in _beside_each_other(old, new, collection):
            both = _RecordPair(old, new, since, record_before, record_after)
            change = both.change()
            if change is not None:
                of_collection.append(change)
            if both.process_after is not None:  # to fold a process is dear, and here it is done already
                processes.append(both.process_after)
        changes += sorted(of_collection, key=lambda change: natural(change.record))
    processes += _unpaired(new, {process.id for process in processes})
    return Diff(since, tuple(changes), totals(old), totals(all_of(new, processes)))


def _named_by(old: State, new: State) -> State:
    """What stood at FROM, in the ids of TO: who was renamed between is told once, and not wherever it is named."""
    present = {former: key for former, key in new.ledger.present_ids.items() if former in old.ledger.records}
    return State(old.ledger.named_by(present), old.day, old.recorded) if present else old


def _unpaired(new: State, paired: Container[str]) -> Iterator[ProcessState]:
    """The processes that are there and beside nothing: what was broken before is no change, but it stands."""
    for record_id, record in new.ledger.collections[Collection.PROCESSES].items():
        if record_id not in paired and shown(record, new.day):
            yield fold(new.ledger, record, new.day)


def select(difference: Diff, old: State, new: State, *, records: Sequence[str] = (), org: str | None = None) -> Diff:
    """What differs in these records, or in an organisation's processes and decisions.

    Args:
        difference: what `diff` gave of these states.
        old: what stood at FROM.
        new: what stood at TO.
        records: ids, as of either point; none: all.
        org: the organisation that leads a process or takes part in it, or that decided, at either point.

    Raises:
        UserError: neither revision has such a record, or such an organisation.
    """
    ledgers = (old.ledger, new.ledger)
    present = {**old.ledger.present_ids, **new.ledger.present_ids}  # who asks may know them by the ids that they had
    records = [present.get(key, key) for key in records]
    for record_id in records:
        _must_be_known(record_id, ledgers)
    if records:
        of_records = tuple(change for change in difference.changes if not change.ids.isdisjoint(records))
        difference = replace(difference, changes=of_records)
    if org is None:
        return difference
    org = present.get(org, org)
    old = _named_by(old, new)
    if not any(org in state.ledger.collections["organisations"] for state in (old, new)):
        raise UserError(Message("there is no organisation {id!r}", {"id": org}))
    return _of_organisation(difference, old, new, org)


def _must_be_known(key: str, ledgers: Sequence[Ledger]) -> None:
    if any(key in ledger.records for ledger in ledgers):
        return
    if any(key in ledger.broken for ledger in ledgers):
        raise UserError(Message("the record {id!r} is broken; `plptool validate` says how", {"id": key}))
    ids = {known for ledger in ledgers for known in ledger.records}
    hint = guess(key, sorted(ids, key=natural))
    raise UserError(Message("there is no record {id!r}. {hint}", {"id": key, "hint": hint}))


def _of_organisation(difference: Diff, old: State, new: State, org: str) -> Diff:
    """What differs in an organisation's processes and decisions, and the totals of these."""
    return replace(
        difference,
        changes=tuple(change for change in difference.changes if _is_of(change, (old, new), org)),
        before=totals(of_organisation(old, org)),
        after=totals(of_organisation(new, org)),
    )


def _is_of(change: RecordChange, states: Iterable[State], org: str) -> bool:
    """Whether a record that differs was or is an organisation's."""
    return any(org in _organisations_of(state, record_id) for state in states for record_id in change.ids)


def _organisations_of(state: State, key: str) -> Iterable[str]:
    """Who leads a process and takes part in it, or who decided; of other records nobody."""
    if key in state.processes:
        return state.processes[key].organisations
    decision = state.ledger.collections[Collection.DECISIONS].get(key)
    return () if decision is None else deciders(decision.data)


def stat(changes: Iterable[RecordChange]) -> Stat:
    """How many changes of each why there are, by record and in all. Of one that is new or gone, its events count."""
    rows = []
    in_all: Counter[Why | None] = Counter()
    for change in changes:
        counts: Counter[Why | None] = Counter([change.why])
        counts.update(field.why for field in change.fields)
        counts.update(event.why for event in change.events)
        counts.update(task.why for task in change.tasks)
        is_a_need = change.collection is Collection.PROCESSES and change.title is None
        rows.append(StatRow(change.collection, change.record, change.change, _of_each_why(counts), is_a_need))
        in_all += counts
    return Stat(tuple(rows), _of_each_why(in_all))


def _of_each_why(counts: Mapping[Why | None, int]) -> dict[Why, int]:
    """How many there are of each why, also of those of which there is none; what has no why is not counted."""
    return {why: counts.get(why, 0) for why in WHYS}


def _beside_each_other(old: State, new: State, collection: Collection) -> Iterator[tuple[Record | None, Record | None]]:
    """The records of a collection, each beside what it was or became; of one that is broken, nobody knows that."""
    before = old.ledger.collections[collection]
    after = new.ledger.collections[collection]
    gone_ids = before.keys() - after.keys() - new.ledger.broken
    come_ids = after.keys() - before.keys() - old.ledger.broken
    data_gone = {record_id: before[record_id].data for record_id in gone_ids}
    data_come = {record_id: after[record_id].data for record_id in come_ids}
    formerly = former_ids(data_gone, data_come)
    for record_id in gone_ids.difference(formerly.values()):
        if not _hidden_by_seal(new, before[record_id]):
            yield before[record_id], None
    for record_id, record in after.items():
        if record_id in before or record_id in come_ids:
            yield before.get(formerly.get(record_id, record_id)), record


def _hidden_by_seal(state: State, record: Record) -> bool:
    """Whether a record is recorded as well, and only not there on a day that was sealed without it: it did not go."""
    recorded = state.recorded.collections[record.collection].get(record.id)
    if recorded is None or "withdrawn" in recorded.data:
        return False
    return record.id not in state.ledger.records


class _RecordPair:
    """One record at FROM and at TO: what differs, and why.

    `facts_before` and `facts_after` are what the records of the two revisions say, be it come by the two days or not.
    """

    def __init__(
        self, old: State, new: State, since: date, old_record: Record | None, new_record: Record | None
    ) -> None:
        record = new_record or old_record
        assert record is not None
        self.record = record
        self.state_before, self.state_after = old, new
        self.day_before = old.day
        self.day_after = new.day
        self.since = since
        self.record_before, self.record_after = old_record, new_record
        self.facts_before, self.facts_after = _facts(old_record), _facts(new_record)

    @cached_property
    def was_there(self) -> bool:
        """Whether it was there at FROM."""
        return _is_there(self.record_before, self.day_before)

    @cached_property
    def is_there(self) -> bool:
        """Whether it is there at TO."""
        return _is_there(self.record_after, self.day_after)

    @property
    def at_both(self) -> bool:
        """Whether it is there at both points."""
        return self.was_there and self.is_there

    @cached_property
    def plainly_alike(self) -> bool:
        """Whether it says the same at both points, as far as can be seen without looking into it."""
        before, after = self.record_before, self.record_after
        if before is None or after is None or self.day_before != self.day_after:
            return False
        if before.id != after.id:
            return False
        if before.data is not after.data and before.data != after.data:
            return False
        if before.collection is not Collection.PROCESSES:
            return True
        ledgers = self.state_before.ledger, self.state_after.ledger
        given_before = GivenByPlan.of(ledgers[0], before, self.day_before)
        return given_before == GivenByPlan.of(ledgers[1], after, self.day_after)

    # Why

    def why_it_came(self, when: When | None, *, known: bool, equal: bool = False) -> Why:
        """Why something is there that was not.

        Args:
            when: its date, if it has one.
            known: whether FROM's record knew of it.
            equal: whether FROM's record says the very same.
        """
        if _after(when, self.since):
            return "happened"
        if equal or (when and not when.by(self.since)):
            return "settled"
        return "corrected" if known else "late"

    def why_it_went(self, when: When | None, *, equal: bool = False) -> Why:
        """Why something is no longer there: its date, and whether TO's record still has the very same."""
        if equal or (when and not when.by(self.day_after)):
            return self.why_by_date(when)
        return "corrected"

    def why_by_date(self, when: When | None) -> Why:
        """Why something differs that is the same in both revisions: only its day came in between."""
        return "happened" if _after(when, self.since) else "settled"

    @cached_property
    def why(self) -> Why:
        """Why it is there only now, or no longer; of one that is there at both points, why its id is another."""
        if self.at_both:
            return "corrected"
        began = _came_on(self.state_before.ledger, self.record_before)
        begins = _came_on(self.state_after.ledger, self.record_after)
        if self.is_there:
            equal = bool(self.facts_before) and began == begins
            return self.why_it_came(begins, known=self.record_before is not None, equal=equal)
        return self.why_it_went(began, equal=bool(self.facts_after) and began == begins)

    # The record

    def change(self) -> RecordChange | None:
        """What differs; None where nothing does."""
        if self.plainly_alike or not (self.was_there or self.is_there):
            return None
        fields = sorted(self.fields(), key=lambda field: field.name) if self.at_both else self.all_fields()
        tasks = (*self.late(), *self.tasks(fields).differences())
        change = RecordChange(
            collection=self.record.collection,
            record=self.record.id,
            change=self.kind,
            why=None if self.at_both and self.former_id is None else self.why,
            fields=(*self.derived_fields(), *fields),
            events=tuple(self.events),
            tasks=tasks,
            words=self.words,
            words_before=self.words_before,
            formerly=self.former_id,
            withdrawn=self.withdrawn,
            title=self.title,
            percent=None if self.process_after is None else self.process_after.percent,
            rating=None if self.process_after is None else self.process_after.rating,
        )
        return change if change.why or change.fields or change.events or change.tasks else None

    @property
    def words(self) -> OwnWords:
        """What is told by words of its own and of its plan: as they are at TO, if it is there."""
        if self.record_after is None:
            return self.words_before
        return words_of(self.state_after.ledger, self.record, self.day_after)

    @property
    def words_before(self) -> OwnWords:
        """The same as they were at FROM; where it was not there, as at TO."""
        if self.record_before is None:
            return self.words
        return words_of(self.state_before.ledger, self.record_before, self.day_before)

    @property
    def title(self) -> str | None:
        """What a process is called where that is not its need: at TO, if it is there."""
        process = self.process_after or self.process_before
        return None if process is None else text_if_any(process.fields, "title")

    @property
    def withdrawn(self) -> Data | None:
        """What a record that was there says of its being withdrawn; None where it is not."""
        if self.record_after is None or not self.was_there:
            return None
        return part(self.record_after.data, "withdrawn") or None

    @property
    def kind(self) -> ChangeKind:
        """What became of a record that is there at one point at least."""
        if self.at_both:
            return "changed"
        return "added" if self.is_there else "removed"

    @property
    def former_id(self) -> str | None:
        """Its id at FROM, if it has another now."""
        if self.record_before is None or self.record_after is None:
            return None
        return self.record_before.id if self.record_before.id != self.record_after.id else None

    def all_fields(self) -> list[FieldChange]:
        """What a record says that is at one point alone."""
        fields = []
        for name, value in sorted(self.data_there().items()):
            if name not in _APART and name not in _BESIDE:
                before, after = (None, value) if self.is_there else (value, None)
                fields.append(FieldChange((name,), before, after, None))
        return fields

    def data_there(self) -> dict[str, Plain]:
        """The data of a record that is at one point alone, as it is there."""
        day, record = self.day_before, self.record_before
        if self.is_there:
            day, record = self.day_after, self.record_after
        assert record is not None
        process = self.process_after or self.process_before
        if process:
            return process_data(process, day)
        data = without_later(stood(record, day), day)
        return decision_at(record, data, day) if record.collection is Collection.DECISIONS else data

    @cached_property
    def process_before(self) -> ProcessState | None:
        """Of a process that was there, its state at FROM."""
        record = self.record_before
        if record is None or not self.was_there or record.collection is not Collection.PROCESSES:
            return None
        return self.state_before.processes[record.id]

    @cached_property
    def process_after(self) -> ProcessState | None:
        """Of a process that is there, its state at TO."""
        record = self.record_after
        if record is None or not self.is_there or record.collection is not Collection.PROCESSES:
            return None
        if self.plainly_alike:  # and so stands as it stood: folded once is enough
            return self.state_before.processes[record.id]
        return fold(self.state_after.ledger, record, self.day_after)

    # Its events

    @cached_property
    def events(self) -> list[EventChange]:
        """In the order in which they take effect."""
        changes = []
        for before, after in pair(
            entries(self.facts_before, "events"), entries(self.facts_after, "events"), EVENT_KEYS
        ):
            equal = before is not None and after is not None and same(before, after)
            change = self.event_change(_event(before), _event(after), equal=equal)
            if change is not None:
                changes.append(change)
        return _in_order(changes)

    def event_change(self, before: Event | None, after: Event | None, *, equal: bool) -> EventChange | None:
        """What became of an event, None if nothing did. What is only to come at a point is not there.

        Args:
            before: as FROM's record has it, come or not.
            after: as TO's record has it.
            equal: whether both say the same.
        """
        at_from = _come_by(before, self.day_before) if self.was_there else None
        at_to = _come_by(after, self.day_after) if self.is_there else None
        if at_from and at_to:
            return None if equal else EventChange(at_from, at_to, "corrected")
        if at_to:
            return EventChange(None, at_to, self.why_it_came(at_to.when, known=before is not None, equal=equal))
        if at_from:
            return EventChange(at_from, None, self.why_it_went(at_from.when, equal=equal))
        return None

    # Its tasks

    def late(self) -> Iterator[TaskDifference]:
        """Of a process, which is a task too: that it became late."""
        before, after = self.process_before, self.process_after
        was_late = before is not None and before.late(self.day_before)
        if after is None or was_late or not after.late(self.day_after):
            return
        assert after.due is not None
        assert after.due.latest is not None
        why = self._why_late(after.due.latest)
        called = title_of(after.fields) or after.id
        days_late = (self.day_after - after.due.latest).days
        yield TaskDifference(after.id, called, None, None, after.id, "late", after.due.text, days_late, why)

    def _why_late(self, last_day: date) -> Why:
        """Why a process is late: its day passed in between, or what is known of it is another."""
        if last_day >= self.since:
            return "happened"
        whys = [change.why for change in self.events]
        return max(whys, key=WHYS.index, default="corrected")

    def tasks(self, fields: Sequence[FieldChange]) -> TasksBetween:
        """Its tasks at the two points.

        Args:
            fields: what differs in its fields.
        """
        was = _tasks_by_id(self.record_before, self.day_before) if self.was_there else {}
        there = _tasks_by_id(self.record_after, self.day_after) if self.is_there else {}
        lists = [(name,) for name in TASK_LISTS[self.record.collection]]
        entries = {_task_id(field.after): field for field in fields if field.path in lists and field.after is not None}
        if self.at_both:
            given = {key: field.why or self.why for key, field in entries.items() if field.before is None}
        else:
            given = dict.fromkeys(there, self.why)
        corrected = {key for key, field in entries.items() if field.before is not None}
        return TasksBetween(was, there, self.events, self.since, given, corrected, self.known_as)

    @property
    def known_as(self) -> str:
        """What people call it where its tasks are told: a decision by whose it is, and its paragraph or date."""
        record = self.record
        state = self.state_after if self.record_after else self.state_before
        if record.collection is not Collection.DECISIONS:
            return record.id
        paragraph = paragraph_of(record.data)
        date_written = text(record.data, "date")
        title = record.called if record.id in state.need_titles else None
        return known_as(bodies_of(record.data), None if paragraph else date_written, paragraph, title)

    # Its fields

    def fields(self) -> Iterator[FieldChange]:
        """What differs in the fields of a record that is at both points."""
        by_events = dict(self.fields_by_events())
        for name in {**self.facts_before, **self.facts_after}:
            if name not in _APART and name not in by_events:
                yield from self.value_changes((name,), self.facts_before.get(name), self.facts_after.get(name))
        for name, (before, after) in by_events.items():
            for path, was, is_now in _parts((name,), before, after):
                yield FieldChange(path, was, is_now, self.why_of_part(name, was, is_now))

    def fields_by_events(self) -> Iterator[tuple[str, tuple[Plain, Plain]]]:
        """The fields to which events give a value, with the two values."""
        if self.process_before and self.process_after:
            yield from _fields_set(self.process_before, self.process_after)
        elif self.record_before and self.record_after:
            yield from _changed_fields(self.record_before, self.record_after, (self.day_before, self.day_after))
            if self.record.collection is not Collection.DECISIONS:
                return
            before = decision_at(self.record_before, self.record_before.data, self.day_before)
            after = decision_at(self.record_after, self.record_after.data, self.day_after)
            yield "status", (before["status"], after["status"])

    def why_of_part(self, name: str, was: Plain, is_now: Plain) -> Why:
        """Why a field that events may change differs, or an entry of it came or went: its own day may have come."""
        when = entry_date(was if is_now is None else is_now)
        changed = any(self.touched(name, change) for change in self.events)
        if when is None or changed or (was is None) == (is_now is None):
            return self.why_by_events(name)
        return self.why_it_went(when, equal=True) if is_now is None else self.why_it_came(when, known=True, equal=True)

    def touched(self, name: str, change: EventChange) -> bool:
        """Whether an event that differs gives a field its value."""
        return any(isinstance(event, FieldsSet) and name in event.names for event in change.sides)

    def why_by_events(self, name: str) -> Why:
        """Why a field has another value that events may give it: that of the last of them that differs."""

        def gives(event: Event) -> bool:
            if name == "status" and self.record.collection is Collection.DECISIONS:
                return isinstance(event, Status)
            return isinstance(event, FieldsSet) and name in event.names

        whys = [change.why for change in self.events if any(map(gives, change.sides))]
        if whys:
            return whys[-1]
        return "corrected" if name in self.facts_before else "late"

    def value_changes(self, path: FieldPath, before: Plain, after: Plain) -> Iterator[FieldChange]:
        """What differs in a property of both records, as it stood at their points."""
        # What has entries may differ although it is the same: some of them come between the two days.
        may_differ_by_day = self.day_before != self.day_after and isinstance(before, dict | list)
        if (before is after or before == after) and not may_differ_by_day:
            return
        if isinstance(before, dict) and isinstance(after, dict):
            # Below `source`, the keys are fields, and what stands there are citations.
            below = self.plain_change if path[0] == "source" else self.value_changes
            for name in {**before, **after}:
                yield from below((*path, name), before.get(name), after.get(name))
        elif are_entries(before, after):
            yield from self.entry_changes(path, as_list(before), as_list(after))
        else:
            yield from self.plain_change(path, before, after)

    def plain_change(self, path: FieldPath, before: Plain, after: Plain) -> Iterator[FieldChange]:
        """A value that is compared as a whole."""
        if same(before, after, "source" if path[0] == "source" else path[-1]):
            return
        why = self.why_it_came(None, known=before is not None)
        yield FieldChange(path, without_later(before, self.day_before), without_later(after, self.day_after), why)

    def entry_changes(self, path: FieldPath, before: Sequence[Plain], after: Sequence[Plain]) -> list[FieldChange]:
        """What differs in a list of entries: those that came, went or are others."""
        changes = [self.entry_change(path, old, new) for old, new in pair(before, after, ENTRY_KEYS)]
        return sorted((change for change in changes if change is not None), key=_entry_order)

    def entry_change(self, path: FieldPath, before: Plain, after: Plain) -> FieldChange | None:
        """What became of an entry of a list, None if nothing did. What is only to come at a point is not there.

        Args:
            path: its list's.
            before: as FROM's record has it, come or not; None where it does not have it.
            after: as TO's record has it.
        """
        at_from = _entry_by(before, self.day_before)
        at_to = _entry_by(after, self.day_after)
        if at_from is None and at_to is None:
            return None
        if at_from is not None and at_to is not None:
            if same(at_from, at_to):
                return None
            why = self.gravest_why_within(path, before, after)
        elif at_to is not None:
            why = self.why_it_came(entry_date(after), known=before is not None, equal=same(before, after))
        else:
            why = self.why_it_went(entry_date(before), equal=same(before, after))
        return FieldChange(path, at_from, at_to, why)

    def gravest_why_within(self, path: FieldPath, before: Plain, after: Plain) -> Why:
        """Why an entry is another: the gravest of the whys of what differs in it."""
        within = (change.why for change in self.value_changes((*path, ""), before, after))
        return max((why for why in within if why is not None), key=WHYS.index, default="corrected")

    # What follows from the events of a process

    def derived_fields(self) -> Iterator[FieldChange]:
        """Of a process, its status and what goes with it."""
        before = _derived(self.process_before)
        after = _derived(self.process_after)
        for name in _DERIVED:
            if before[name] != after[name]:
                why = self.why_of_status() if name == "status" else self.why_beside_status()
                yield FieldChange((name,), before[name], after[name], why)

    def why_beside_status(self) -> Why:
        """Why a process has another outcome or other work left: status events say these."""
        assessing = [change for change in self.events if any(map(_assesses, change.sides))]
        return assessing[-1].why if assessing else self.why_of_status()

    def why_of_status(self) -> Why:
        """Why a process has another status."""
        moving = [change for change in self.events if any(map(_moves_status, change.sides))]
        return self.why_by_moving(moving) if moving else self.why_by_plan()

    def why_by_moving(self, moving: Sequence[EventChange]) -> Why:
        """Of events that move a status: that of the one on which the later status rests, or else what it comes to."""
        cause_date = self.later_process.cause_date
        rests_on = [change for change in moving if cause_date and change.event.when.text == cause_date.text]
        if rests_on:
            return rests_on[-1].why
        if any(change.why == "corrected" for change in moving):
            return "corrected"
        return moving[-1].why

    def why_by_plan(self) -> Why:
        """Of a status that no event moved: that of the record, or of the day on which its plan was adopted."""
        if self.record_before is None or self.record_after is None or not self.at_both:
            return self.why
        adopted_before = plan_start(self.state_before.ledger, self.record_before)
        adopted_after = plan_start(self.state_after.ledger, self.record_after)
        if adopted_before == adopted_after and self.facts_before.get("from") == self.facts_after.get("from"):
            return self.why_by_words()
        # An adoption that FROM's revision did not know of was learned late.
        return "late" if adopted_before in (None, THROUGHOUT) else "corrected"

    def why_by_words(self) -> Why:
        """Of a status that no event moved, where the plan's day is the same: its own day came, or a word is another."""
        cause_date = self.later_process.cause_date
        if self.statuses_by_words_differ:
            return self.why_it_came(cause_date, known=True)
        return self.why_by_date(cause_date)

    @property
    def statuses_by_words_differ(self) -> bool:
        """Whether a word of the plan for what became of a process says another status in the other revision."""
        if self.record_before is None or self.record_after is None:
            return False
        plan_before = plan_record(self.state_before.ledger, self.record_before)
        plan_after = plan_record(self.state_after.ledger, self.record_after)
        before = statuses_of_outcomes(plan_before, self.day_before)
        after = statuses_of_outcomes(plan_after, self.day_after)
        return before != after

    @property
    def later_process(self) -> ProcessState:
        """The process on the later of the two days, as far as it is there then."""
        first, second = self.process_before, self.process_after
        forwards = self.day_after >= self.day_before
        later = (second or first) if forwards else (first or second)
        assert later is not None
        return later


def _tasks_by_id(record: Record | None, day: date) -> dict[str, TaskState]:
    return {} if record is None else {state.id: state for state in task_states(record, day)}


def _task_id(entry: Plain) -> str:
    """The id of a task, of which this is what its record says; empty where it is no entry."""
    return text(entry, "id") if isinstance(entry, dict) else ""


def _fields_set(before: ProcessState, after: ProcessState) -> Iterator[tuple[str, tuple[Plain, Plain]]]:
    """The fields that events of a process set at one point or both, with their values at the two."""
    names: dict[str, None] = {}
    for event in (*before.events, *after.events):
        if isinstance(event, FieldsSet):
            names |= dict.fromkeys(event.names)
    for name in names:
        yield name, (before.fields.get(name), after.fields.get(name))


def _parts(path: FieldPath, before: Plain, after: Plain) -> Iterator[tuple[FieldPath, Plain, Plain]]:
    """What differs in a value that events give: of a mapping each property, of a list of entries each entry."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in {**before, **after}:
            yield from _parts((*path, name), before.get(name), after.get(name))
    elif are_entries(before, after):
        for old, new in pair(as_list(before), as_list(after), ENTRY_KEYS):
            if not same(old, new):
                yield path, old, new
    elif not same(before, after, path[-1]):
        yield path, before, after


def _changed_fields(
    before: Record, after: Record, days: tuple[date, date]
) -> Iterator[tuple[str, tuple[Plain, Plain]]]:
    """The fields that changes of a record touch, of one that is no process, with their values at the two points."""
    changes = (*changes_in(before), *changes_in(after))
    if not changes:
        return
    was, is_now = stood(before, days[0]), stood(after, days[1])
    for name in dict.fromkeys(name for change in changes for name in change.names):
        yield name, (without_later(was.get(name), days[0]), without_later(is_now.get(name), days[1]))


_PROGRESS = ("percent", "rating")
_DERIVED = ("status", "outcome", "remaining", *_PROGRESS)
"""Of a process: what no field says."""


def _derived(process: ProcessState | None) -> dict[str, Plain]:
    """What follows from a process's events, as JSON has it; what is empty is none."""
    if process is None:
        return dict.fromkeys(_DERIVED)
    return {
        "status": process.status or None,
        "outcome": process.outcome or None,
        "remaining": list(process.remaining) or None,
        "percent": process.percent,
        "rating": process.rating,
    }


def _assesses(event: Event) -> bool:
    """Whether an event may say how a process stands."""
    return isinstance(event, Status | Progress)


def _moves_status(event: Event) -> bool:
    """Whether an event may give a process a status: it says so, or the first that was held shows that it is ongoing."""
    return event.held or isinstance(event, Status | Progress)


def _is_there(record: Record | None, day: date) -> bool:
    """Whether there is such a record, and it is there on a day. One that was withdrawn never is."""
    return record is not None and shown(record, day)


def _facts(record: Record | None) -> Data:
    """A record's data; nothing of one that is withdrawn, or of none."""
    return {} if record is None or "withdrawn" in record.data else record.data


def _after(when: When | None, day: date) -> bool:
    """Whether something is certainly later than a day."""
    return when is not None and when.certainly_after(day)


def _came_on(ledger: Ledger, record: Record | None) -> When | None:
    """The date on which a record came: its own, or that of what it begins with; None where it has none."""
    if record is None or "withdrawn" in record.data:
        return None
    if record.collection is Collection.SOURCES:
        return parse_when(text(record.data, "date"))  # the ledger has it throughout, and it came when it was written
    own_date = own_when(record)
    if own_date is not None:
        return own_date
    begins = beginning(ledger, record)
    return None if begins is None or begins == THROUGHOUT else parse_when(begins.isoformat())


def _event(data: Plain) -> Event | None:
    return event_of(data) if isinstance(data, dict) else None


def _come_by(event: Event | None, day: date) -> Event | None:
    """An event whose day has come."""
    return event if event is not None and event.when.by(day) else None


def _in_order(changes: Iterable[EventChange]) -> list[EventChange]:
    """By date and kind; those of one date and kind by what they say, and what is gone before what is new."""
    by_date = sorted(changes, key=_date_and_kind)
    ordered: list[EventChange] = []
    for _, alike in groupby(by_date, key=_date_and_kind):
        together = list(alike)
        if len(together) > 1:  # as a rule it is one: what it says need not be worked out
            together.sort(key=_what_it_says)
        ordered += together
    return ordered


def _date_and_kind(change: EventChange) -> tuple[tuple[date, date], int]:
    return change.event.order()


def _what_it_says(change: EventChange) -> tuple[str, bool]:
    return content(change.event.data), change.after is not None


def _entry_by(entry: Plain, day: date) -> Plain:
    """An entry of a list as it stands by a day; None where its day has not come."""
    when = entry_date(entry)
    return without_later(entry, day) if when is None or when.by(day) else None


def _entry_order(change: FieldChange) -> tuple[tuple[date, date], str]:
    """By date, those without one first, and then by what they say."""
    entry = change.before if change.after is None else change.after
    when = entry_date(entry)
    return when.order if when else (date.min, date.min), content(entry)
