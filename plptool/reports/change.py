"""What a change does to the plan: which records it changes, what that comes to, and what is touched that was sealed.

What a change adds may lie after today: a meeting that is booked, a decision to come. So it is compared as if all that
is recorded had come, on a day that is late enough, and what lies ahead is counted apart; how many processes stand where
is told as of today. What divides the new from what is learned late is the last day that was sealed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from plptool.checks.change import corrections_added, corrections_kept, zones_agree
from plptool.checks.runner import check_seals
from plptool.checks.seals import by_snapshot
from plptool.model.collections import COMMISSIONS, MILESTONES, Collection
from plptool.model.dates import parse_when
from plptool.model.decisions import STANDING
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    Progress,
    Report,
    Status,
    TaskChange,
    TaskStatus,
)
from plptool.model.names import Names
from plptool.model.plain import Plain, as_list, text_if_any, texts
from plptool.model.text import natural
from plptool.reports.task_changes import CommissionChange, Sides, commission_changes
from plptool.seals.chain import Seal, seals_in
from plptool.timeline.changed import entry_name
from plptool.timeline.changes import EventChange, FieldChange, RecordChange, TaskTurn
from plptool.timeline.compare import same
from plptool.timeline.diff import diff
from plptool.timeline.ledger import Ledger, titles
from plptool.timeline.task_diff import makes
from plptool.timeline.tasks import TASK_LISTS
from plptool.timeline.totals import Totals, totals

LATE_ENOUGH = date(2099, 12, 31)
"""All that a plan foresees has come by then. It is the last day that six digits can write."""

StepWord = Literal["completed", "cancelled", "paused", "begun", "resumed", "reopened", "planned"]
PROGRESS = "progress"
"""Under which name a turn tells how much is done and how that is rated: both, as it was and as it is."""
Counted = tuple[str, str]
"""What is counted, and what became of it: a meeting that was booked, a decision that was added as proposed."""
Count = tuple[Counted, str | None]
"""One thing that is counted, and its date where that lies ahead."""


@dataclass(frozen=True, slots=True)
class Step:
    """A process that has another status."""

    process: str
    """Its id."""
    word: StepWord
    taken_back: bool
    """Whether it is a step that the process had taken, and the event of that is gone."""
    ahead: str | None
    """The date of the step, where it lies ahead."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A property of a record to which a new event gives another value."""

    record: str
    collection: Collection
    field: str
    before: Plain
    after: Plain
    ahead: str | None
    """The date of the event, where it lies ahead."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are."""

    count: int = 0
    ahead: tuple[str, ...] = ()
    """Of these, the dates that lie ahead."""

    def plus(self, ahead: str | None) -> "Tally":
        """One more, which may lie ahead."""
        ahead_of_all = self.ahead if ahead is None else (*self.ahead, ahead)
        return Tally(self.count + 1, ahead_of_all)

    def in_order(self) -> "Tally":
        """The same with the dates in their order."""
        return Tally(self.count, tuple(sorted(self.ahead)))


SealChange = Literal["made", "gone", "altered", "uncorrected"]
"""Uncorrected: the seal is as it was, and corrections of it are gone or others."""


@dataclass(frozen=True, slots=True)
class SealEffect:
    """A seal, and what of it a change touches: whatever is found of seals afterwards and was not before."""

    snapshot: str
    change: SealChange | None
    """What became of the seal itself, or of the corrections that it had."""
    corrected: tuple[str, ...]
    """The records of which its new corrections tell."""
    touched: tuple[str, ...]
    """The records that say something else now, or nothing, or stand there only now."""
    holds: bool
    """Whether it holds now, with all that it closed."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change comes to, for a sentence. As it is made without arguments, it is that of no change."""

    records: int = 0
    """How many are changed, with those that cannot be read."""
    steps: tuple[Step, ...] = ()
    """By process."""
    turns: tuple[Turn, ...] = ()
    commissions: tuple[CommissionChange, ...] = ()
    tallies: Mapping[Counted, Tally] = field(default_factory=dict)
    """How much of what came, went or is another, and is not told by a step or turn."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Former and new ids."""
    seals: tuple[SealEffect, ...] = ()
    seals_beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By folder of another ledger in the repository: the seals that it has lost."""
    settings: tuple[str, ...] = ()
    """The properties of the manifest that are others."""
    unread: tuple[str, ...] = ()
    """What cannot be read, so that nobody knows what changes in it: ids, or paths of what is no record."""
    unread_before: tuple[str, ...] = ()
    """What could not be read before, likewise."""

    @property
    def known(self) -> bool:
        """Whether all of it could be read, before and afterwards."""
        return not self.unread and not self.unread_before


@dataclass(frozen=True, slots=True)
class LedgerChange:
    """What differs between two ledgers, whenever it takes effect, and what that does to the plan."""

    today: date
    changes: tuple[RecordChange, ...]
    """What readers should see first, first."""
    before: Totals
    """As of today."""
    after: Totals
    effect: Effect
    titles: Mapping[str, str]
    """What each record is called."""

    def nameless(self, names: Names) -> "LedgerChange":
        """The same without the persons in it."""
        changes = [change.nameless(names) for change in self.changes]
        commissions = [commission.nameless(names) for commission in self.effect.commissions]
        effect = replace(self.effect, commissions=tuple(commissions))
        titles = {key: names.hidden(title) for key, title in self.titles.items()}
        return replace(self, changes=tuple(changes), effect=effect, titles=titles)


def changed(old: Ledger, new: Ledger, today: date) -> LedgerChange:
    """What differs between two ledgers, and what that does to the plan."""
    last_sealed = max((seal.day for seal in seals_in(old)), default=date.min)
    sides = Sides(old.at(LATE_ENOUGH), new.at(LATE_ENOUGH), old.at(today), new.at(today))
    difference = diff(sides.old, sides.new, last_sealed)
    seals = tuple(_seal_effects(old, new))
    sealed: set[str] = set()
    for seal in seals:
        sealed.update(seal.touched, seal.corrected)
    changes = tuple(sorted(difference.changes, key=lambda change: _place(change, sealed)))
    commissions = commission_changes(changes, sides)
    unread, unread_before = _unread(old, new)
    effect = replace(
        _effect(changes, commissions, today),
        records=len(changes) + len(unread) + len(unread_before),
        seals=seals,
        settings=tuple(_settings(old, new)),
        unread=unread,
        unread_before=unread_before,
    )
    before = totals(sides.old_today)
    after = totals(sides.new_today)
    return LedgerChange(today, changes, before, after, effect, titles(sides.old_today, sides.new_today))


def empty(like: Ledger) -> Ledger:
    """A ledger with nothing in it, under another's manifest."""
    return Ledger(like.tree, like.manifest, [], [], set())


def _settings(old: Ledger, new: Ledger) -> list[str]:
    """The properties of the manifest that are others; of one that cannot be read, nobody knows."""
    if not old.manifest or not new.manifest:
        return []
    names = {**old.manifest, **new.manifest}
    return sorted(name for name in names if old.manifest.get(name) != new.manifest.get(name))


def _unread(old: Ledger, new: Ledger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The records, and files that should be one, that are broken on a side, and are not the same files on both.

    Returns:
        Those that cannot be read now, and the others that could not be read before.
    """
    broken = _broken(new)
    broken_before = _broken(old)
    differing = {path for path in broken | broken_before if _raw(old, path) != _raw(new, path)}
    now = broken & differing
    only_before = (broken_before - broken) & differing
    return _ids(now), _ids(only_before)


def _broken(ledger: Ledger) -> set[str]:
    """The files that cannot be read."""
    return {fault.path for fault in ledger.faults if fault.severity == "error"}


def _ids(paths: set[str]) -> tuple[str, ...]:
    ids = [_id_of(path) for path in paths]
    return tuple(sorted(ids, key=natural))


def _id_of(path: str) -> str:
    """The id of the record that a file should be; of what is none, the path."""
    record = re.fullmatch(r"ledger/[^/]+/([^/]+)\.yaml", path)
    if record is None:
        return path
    return record[1]


def _raw(ledger: Ledger, path: str) -> bytes | None:
    try:
        return ledger.tree.read(path)
    except OSError:
        return None


def _place(change: RecordChange, sealed: set[str]) -> int:
    """Where a change stands among others: what readers should see first has the least."""
    whys = {change.why}
    whys.update(field.why for field in change.fields)
    whys.update(event.why for event in change.events)
    urgent = (
        not change.ids.isdisjoint(sealed),
        change.change == "removed" or change.formerly is not None,
        change.change == "changed" and change.status is not None,
        change.collection is Collection.DECISIONS,
        "corrected" in whys,
        change.collection is Collection.PROCESSES,
    )
    return urgent.index(True) if True in urgent else len(urgent)


# What the changes come to


def _effect(changes: Sequence[RecordChange], commissions: tuple[CommissionChange, ...], today: date) -> Effect:
    """What changes of records come to."""
    steps: list[Step] = []
    turns: list[Turn] = []
    tallies: dict[Counted, Tally] = {}
    new_decisions = set(_new_decisions(changes))
    by_record: dict[str, list[CommissionChange]] = {}
    for commission in commissions:
        by_record.setdefault(commission.record, []).append(commission)
    for change in changes:
        commissions_of_it = by_record.get(change.record, [])
        effect = _effect_of_record(change, commissions_of_it, new_decisions, today)
        if effect.step is not None:
            steps.append(effect.step)
        turns += effect.turns
        for counted, ahead in effect.counts:
            tally = tallies.get(counted, Tally())
            tallies[counted] = tally.plus(ahead)
    steps.sort(key=lambda step: natural(step.process))
    renamed = [(change.formerly, change.record) for change in changes if change.formerly is not None]
    return Effect(
        steps=tuple(steps),
        turns=tuple(turns),
        commissions=commissions,
        tallies={counted: tally.in_order() for counted, tally in tallies.items()},
        renamed=tuple(renamed),
    )


@dataclass(frozen=True, slots=True)
class _RecordEffect:
    """What the change of one record comes to."""

    step: Step | None
    turns: Sequence[Turn]
    counts: Sequence[Count]


def _effect_of_record(
    change: RecordChange, commissions: Sequence[CommissionChange], new_decisions: set[str], today: date
) -> _RecordEffect:
    """What the change of a record comes to: what steps and turns do not tell is counted.

    Args:
        change: the change.
        commissions: what becomes of those that the record gives.
        new_decisions: the decisions that are new.
        today: what is later lies ahead.
    """
    step: Step | None = None
    turns: list[Turn] = []
    counts: list[Count] = []
    told_events = list(_told_by_commissions(commissions))
    if _is_changed_process(change):
        step, told_by_step = _step(change, today)
        turns, told_by_reports = _progress_turns(change, today)
        told_events += [*told_by_step, *told_by_reports]
    for milestone, told_by_milestone in _milestones_turned(change):
        counts.append((("milestone", milestone), None))
        told_events += told_by_milestone
    if change.change == "changed":
        turns_of_fields, told_by_turns = _turns(change, today)
        turns += turns_of_fields
        told_events += told_by_turns
    told_by_commission = any(commission.steps or commission.corrected for commission in commissions)
    events_left = [event for event in change.events if not _told_elsewhere(event, told_events, new_decisions)]
    # Also a process that does no more than tell of a decision that is new: that is told.
    some_events_told = bool(told_events) or len(events_left) < len(change.events)
    all_told = step is not None or some_events_told or told_by_commission
    own_counts = _counts(change, events_left, today)
    counts += own_counts
    if not own_counts and not all_told:
        other_turns, other_counts = _told_by_nothing_else(change)
        turns += other_turns
        counts += other_counts
    for commission in commissions:
        if commission.corrected:
            counts.append((("field", "corrected"), None))
    return _RecordEffect(step, turns, counts)


def _told_by_commissions(commissions: Iterable[CommissionChange]) -> Iterator[EventChange]:
    """The events of a record of which it is told what becomes of its commissions."""
    for commission in commissions:
        for event in commission.events:
            if commission.tells(event):
                yield event


_OF_MILESTONES: Mapping[TaskTurn, str] = {
    "executed": "reached",
    "dropped": "dropped",
    "extended": "extended",
    "reopened": "reopened",
}
"""By what becomes of a milestone, under which word that is counted."""


def _milestones_turned(change: RecordChange) -> Iterator[tuple[str, list[EventChange]]]:
    """What becomes of a record's milestones, of each what is counted, and the events that came of which that tells."""
    if change.change != "changed" or MILESTONES not in TASK_LISTS[change.collection]:
        return
    came = [event for event in change.events if event.change == "added"]
    for task in change.tasks:
        word = _OF_MILESTONES.get(task.what)
        if word is not None and task.after is not None:
            yield word, [event for event in came if makes(event.event, task.id, task.what)]


def _new_decisions(changes: Iterable[RecordChange]) -> Iterator[str]:
    for change in changes:
        if change.collection is Collection.DECISIONS and change.change == "added":
            yield change.record


def _is_changed_process(change: RecordChange) -> bool:
    return change.change == "changed" and change.collection is Collection.PROCESSES


def _told_elsewhere(change: EventChange, told_events: Sequence[EventChange], new_decisions: set[str]) -> bool:
    """Whether a step or turn tells of an event, or it rests on a decision that is told of as new."""
    if change.change != "changed" and change.event.data.get("decision") in new_decisions:
        return True
    return any(change is other for other in told_events)


_FORWARDS: dict[tuple[str, str], StepWord] = {
    ("planned", "ongoing"): "begun",
    ("paused", "ongoing"): "resumed",
    ("completed", "ongoing"): "reopened",
    ("cancelled", "ongoing"): "reopened",
}
"""From one status to another; each other step is called as the status that it leads to."""
_REACHED: dict[str, StepWord] = {
    "planned": "planned",
    "paused": "paused",
    "completed": "completed",
    "cancelled": "cancelled",
}


def _word(before: str, after: str) -> StepWord:
    """What a step from one status to another is called."""
    return _FORWARDS.get((before, after)) or _REACHED[after]


def _step(change: RecordChange, today: date) -> tuple[Step | None, list[EventChange]]:
    """Which step a process took, and the events of which that tells."""
    status = change.status
    if status is None:
        return None, []
    before = str(status.before or "planned")
    after = str(status.after or "planned")
    came = _status_events(change, "added", status.after)
    went = _status_events(change, "removed", status.before)
    # There is no word for taking back that something is planned: what follows from it is a step forwards.
    if went and not came and before != "planned":
        step = Step(change.record, _word(after, before), taken_back=True, ahead=None)
        return step, went[-1:]
    altered = [event for event in change.events if event.change == "changed" and isinstance(event.event, Status)]
    ahead = _ahead(came[-1].event, today) if came else None
    step = Step(change.record, _word(before, after), taken_back=False, ahead=ahead)
    return step, [*came[-1:], *altered]


def _status_events(change: RecordChange, kind: Literal["added", "removed"], status: Plain) -> list[EventChange]:
    """The events that came or went and say that the record has this status."""
    found: list[EventChange] = []
    for event_change in change.events:
        event = event_change.event
        if event_change.change == kind and isinstance(event, Status | Progress) and event.status == status:
            found.append(event_change)
    return found


def _turns(change: RecordChange, today: date) -> tuple[list[Turn], list[EventChange]]:
    """What new events of a record made another, and the events of which that tells."""
    fields = {field.name: field for field in change.fields if not _corrects(field)}
    turns: list[Turn] = []
    told_events: list[EventChange] = []
    for added in change.events:
        event = added.event
        if added.change != "added" or not isinstance(event, FieldsSet):
            continue
        ahead = _ahead(event, today)
        moved = [fields[name] for name in event.names if name in fields]
        # Of what a later event gives another value once more, that event tells.
        lasting = [field for field in moved if _lasts(field, event)]
        turns += [_turn(change, field, ahead) for field in lasting]
        if moved:
            told_events.append(added)
    return turns, told_events


def _turn(change: RecordChange, field: FieldChange, ahead: str | None) -> Turn:
    """Another value of a property, in the plan's words where it has them."""
    before = change.words_before.said(field.name, field.before) or field.before
    after = change.words.said(field.name, field.after) or field.after
    return Turn(change.record, change.collection, field.name, before, after, ahead)


def _lasts(field: FieldChange, event: FieldsSet) -> bool:
    """Whether a field has at last what an event made of it: what it set, what it added, nothing that it removed."""
    if field.name in event.fields and not isinstance(field.after, dict):
        return field.after == event.fields[field.name]
    there = _entry_names(field.name, field.after)
    added = _entry_names(field.name, event.added.get(field.name))
    removed = _entry_names(field.name, event.removed.get(field.name))
    return added <= there and removed.isdisjoint(there)


def _entry_names(name: str, entries: Plain) -> set[str]:
    """What tells the entries of a property from each other."""
    return {entry_name(name, entry) for entry in as_list(entries)}


def _progress_turns(change: RecordChange, today: date) -> tuple[list[Turn], list[EventChange]]:
    """How much of a process is done, and how it is rated, where a report says something else of it."""
    reports = [event for event in change.events if event.change == "added" and isinstance(event.event, Progress)]
    if not reports or change.progress is None:
        return [], []
    before, after = change.progress
    ahead = _ahead(reports[-1].event, today)
    return [Turn(change.record, change.collection, PROGRESS, before, after, ahead)], reports[-1:]


def _told_by_nothing_else(change: RecordChange) -> tuple[list[Turn], list[Count]]:
    """The properties that are another, of a record of which nothing else is told: a grant has one more year."""
    if change.change != "changed" or change.formerly or _only_seals(change):
        return [], []
    names = dict.fromkeys(field.top for field in change.fields)
    turns = [Turn(change.record, change.collection, name, None, None, None) for name in names]
    if turns:
        return turns, []
    return [], [(("record", "otherwise changed"), None)]


def _counts(change: RecordChange, events: Sequence[EventChange], today: date) -> list[Count]:
    """What is counted of a record's change, each with its date, where that lies ahead.

    Args:
        change: the change.
        events: its events that nothing else tells.
        today: what is later lies ahead.
    """
    of_events: list[Count] = []
    for event in events:
        ahead = _ahead(event.event, today) if event.before is None else None
        of_events.append((_of_event(event), ahead))
    match change.change:
        case "removed":
            return [_of_record(change, today)]
        case "added":
            return [_of_record(change, today), *_of_pointers(change), *of_events]
        case "changed":
            return [*_of_decision(change), *of_events, *_of_fields(change)]
        case _:
            assert_never(change.change)


def _of_pointers(change: RecordChange) -> Iterator[Count]:
    """Under what earlier decisions are counted that a new one repeals or amends."""
    fields = {field.name: field.after for field in change.fields}
    if change.collection is Collection.DECISIONS and fields.get("status") in STANDING:
        for word in ("repeals", "amends"):
            for _ in texts(fields, word):
                yield ("decision", word), None


def _of_decision(change: RecordChange) -> Iterator[Count]:
    """Under what a decision is counted that has another status."""
    if change.status and change.collection is not Collection.PROCESSES:
        yield ("decision becomes", str(change.status.after)), None


def _of_fields(change: RecordChange) -> Iterator[Count]:
    """Under what fields are counted that nothing else tells."""
    for differing in change.fields:
        if acknowledges(differing):
            yield ("finding", "acknowledged"), None
        if _corrects(differing):
            yield ("field", "corrected"), None


def _of_record(change: RecordChange, today: date) -> Count:
    """Under what a record is counted that came or went."""
    if change.collection is Collection.DECISIONS and change.change == "added":
        decision = {field.name: field.after for field in change.fields}
        counted = ("decision", text_if_any(decision, "status") or "adopted")
        written = text_if_any(decision, "date")
        if written is None or parse_when(written).by(today):
            return counted, None
        return counted, written
    became = change.change if change.withdrawn is None else "withdrawn"
    return (str(change.collection), became), None


def _of_event(change: EventChange) -> Counted:
    """Under what an event is counted."""
    before = change.before
    after = change.after
    if isinstance(after, Meeting):
        if after.booked and before is None:
            return "meeting", "booked"
        was_booked = isinstance(before, Meeting) and before.booked
        if was_booked and not after.booked:
            return "meeting", "confirmed"
    return _called(change.event), change.change


def _called(event: Event) -> str:
    match event:
        case Meeting() | Activity() | Report() | Progress():
            return event.kind
        case Status() | Decided() | Granted() | Expected() | FieldsSet() | Note() | TaskStatus() | TaskChange():
            return "event"
        case _:
            assert_never(event)


def _ahead(event: Event, today: date) -> str | None:
    """An event's date, as it was written, if it has not come by today."""
    if event.when.by(today):
        return None
    return event.when.text


def _only_seals(change: RecordChange) -> bool:
    """Whether a snapshot is changed in its seal alone, of which `seals` tells."""
    if change.collection is not Collection.SNAPSHOTS:
        return False
    return all(field.top in ("seal", "corrections") for field in change.fields)


_BESIDE = (
    *("status", "outcome", "remaining", "source", "discrepancies", "known", "written", "seal", "corrections"),
    COMMISSIONS,
)
"""What follows from events, or is no fact of its own, or is told by itself."""


def acknowledges(field: FieldChange) -> bool:
    """Whether it is an entry that acknowledges a finding, and is new."""
    return field.top == "known" and field.before is None


def _corrects(field: FieldChange) -> bool:
    return field.why == "corrected" and field.top not in _BESIDE


# What is sealed


def _seal_effects(old: Ledger, new: Ledger) -> Iterator[SealEffect]:
    """Each seal that is there or was there, by snapshot."""
    seals_before = {seal.id: seal for seal in seals_in(old)}
    seals = {seal.id: seal for seal in seals_in(new)}
    faults_before = _faults(old)
    faults = _faults(new)
    zones = zones_agree(old, new)
    for key in sorted({*seals_before, *seals}):
        before = seals_before.get(key)
        after = seals.get(key)
        new_faults = faults.get(key, set()) - faults_before.get(key, set())
        touched = {record for _rule, record in new_faults}
        yield SealEffect(
            snapshot=key,
            change=_seal_change(before, after),
            corrected=_corrected(before, after),
            touched=tuple(sorted(touched, key=natural)),
            holds=not faults.get(key) and zones,
        )


def _seal_change(before: Seal | None, after: Seal | None) -> SealChange | None:
    if after is None:
        return "gone"
    if before is None:
        return "made"
    if not same(before.as_written, after.as_written):
        return "altered"
    # A merge tells the corrections of one line anew behind those of the other: whether this is one, `validate` asks.
    return None if corrections_kept(before, after, merge=True) else "uncorrected"


def _corrected(before: Seal | None, after: Seal | None) -> tuple[str, ...]:
    """The records of which the corrections tell that a seal has more than it had."""
    if before is None or after is None:
        return ()
    records = {str(correction.get("record")) for correction in corrections_added(before, after)}
    return tuple(sorted(records, key=natural))


def _faults(ledger: Ledger) -> dict[str, set[tuple[str, str]]]:
    """By snapshot, what is wrong with its seal and with what that closed: rule and record."""
    if not seals_in(ledger):
        return {}
    faults: dict[str, set[tuple[str, str]]] = {}
    for snapshot, findings in by_snapshot(check_seals(ledger)).items():
        faults[snapshot] = {(finding.rule, finding.record or finding.path) for finding in findings}
    return faults
