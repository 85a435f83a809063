"""What differs between two states, and why: pure data, as `plptool diff --format json` prints it.

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
| outcome, remaining         | that of the last status event that differs; where there is none, the status's     |
| `planned`, by the plan     | the day of adoption tells; where the revisions disagree on that day: corrected    |
| an entry, by those in it   | the gravest of theirs: corrected, late, settled, happened                         |
| a record's id, withdrawal  | corrected                                                                         |
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from plptool.model.collections import COLLECTIONS
from plptool.model.dates import When, parse_when
from plptool.model.errors import UserError
from plptool.model.events import Activity, Event, FieldsChange, Meeting, event_of
from plptool.model.records import Json, Record, as_list
from plptool.model.suggest import guess
from plptool.model.text import natural
from plptool.timeline.beginnings import THROUGHOUT, adoption, beginning, shown, without_later
from plptool.timeline.compare import ENTRY_KEYS, EVENT_KEYS, content, entries, pair, renames, same
from plptool.timeline.fold import ProcessState, decision_at, fold, process_data
from plptool.timeline.ledger import Ledger, State

Why = Literal["happened", "settled", "late", "corrected"]
WHYS: tuple[Why, ...] = ("happened", "settled", "late", "corrected")
"""happened: its earliest possible day is after FROM. settled: it may have been earlier, but was certain only later.
late: it held by FROM, and was recorded since. corrected: what was recorded is changed or withdrawn."""

_APART = frozenset({"id", "events", "formerly", "withdrawn"})
_BESIDE = frozenset({"source", "discrepancies", "known", "written"})
"""What stands beside the facts: of a record that is new or gone, it is not listed."""


def diff(old: State, new: State, since: date | None = None) -> dict[str, Any]:
    """Changes by record, and the totals before and after.

    Args:
        old: what stood at FROM.
        new: what stood at TO.
        since: the day that separates what happened from what was known; without it, FROM's. Of a TO that is earlier
            than that, TO's.
    """
    since = min(since or old.day, new.day)
    changes: list[dict[str, Any]] = []
    after: list[ProcessState] = []
    for collection in COLLECTIONS:
        found = []
        for was, now in _pairs(old.ledger, new.ledger, collection):
            if was and now is None and _foreseen(new, was):
                continue
            if was and now and _alike(old, new, was, now):
                if collection == "processes" and was.id in old.processes:
                    after.append(old.processes[was.id])
                continue
            one = _Pair(old, new, since, was, now)
            found.append(one.told())
            after += [one.process_after] if one.process_after else []
        changes += sorted((one for one in found if one), key=lambda one: natural(one["record"]))
    return {
        "since": since.isoformat(),
        "changes": changes,
        "totals": {"from": totals(old), "to": totals(new, after)},
    }


def select(
    found: dict[str, Any], old: State, new: State, *, records: Collection[str] = (), org: str | None = None
) -> dict[str, Any]:
    """What differs in these records, or in an organisation's processes and decisions.

    Args:
        found: what `diff` gave of these states.
        old: what stood at FROM.
        new: what stood at TO.
        records: ids, as of either point; none: all.
        org: the organisation that leads a process or takes part in it, or that decided, at either point.

    Raises:
        UserError: neither revision has such a record, or such an organisation.
    """
    ledgers = (old.ledger, new.ledger)
    for key in records:
        if not any(key in ledger.records for ledger in ledgers):
            if any(key in ledger.broken for ledger in ledgers):
                raise UserError(f"the record {key!r} is broken; `plptool validate` says how")
            ids = sorted({*old.ledger.records, *new.ledger.records}, key=natural)
            raise UserError(f"there is no record {key!r}. " + guess(key, ids).say())
    if org is not None and not any(org in ledger.collections["organisations"] for ledger in ledgers):
        raise UserError(f"there is no organisation {org!r}")

    def wanted(change: dict[str, Any]) -> bool:
        ids = {change["record"], change.get("formerly", change["record"])}
        if records and not ids.intersection(records):
            return False
        return org is None or any(_concerns(state, key, org) for state in (old, new) for key in ids)

    sums = found["totals"]
    if org is not None:
        sums = {
            side: totals(state, [one for one in state.processes.values() if org in one.organisations])
            for side, state in (("from", old), ("to", new))
        }
    return {**found, "changes": [change for change in found["changes"] if wanted(change)], "totals": sums}


def _concerns(state: State, key: str, org: str) -> bool:
    if key in state.processes:
        return org in state.processes[key].organisations
    record = state.ledger.collections["decisions"].get(key)
    if record is None:
        return False
    roles = (role.get("organisation") for role in record.data.get("roles", []))
    return org in (record.data.get("body"), *record.data.get("parties", []), *roles)


def stat(changes: list[dict[str, Any]]) -> dict[str, Any]:
    """How many changes of each kind there are, by record and in all. Of one that is new or gone, its events count."""
    rows = []
    for change in changes:
        whys = Counter(one["why"] for one in (change, *change["fields"], *change["events"]) if "why" in one)
        row: dict[str, Any] = {name: change[name] for name in ("collection", "record", "change")}
        rows.append(row | {str(why): whys[why] for why in WHYS})
    return {"stat": rows, "sum": {why: sum(row[why] for row in rows) for why in WHYS}}


def totals(state: State, among: list[ProcessState] | None = None) -> dict[str, Any]:
    """How many processes stand where, and what has been held and decided."""
    processes = list(state.processes.values()) if among is None else among
    statuses = Counter(process.status for process in processes)
    meetings = Counter(
        event.sort.value for process in processes for event in process.events if isinstance(event, Meeting)
    )
    decisions = Counter(data["status"] for data in state.decisions.values())
    return {
        "processes": {
            "total": len(processes),
            **{name: statuses[name] for name in ("planned", "ongoing", "paused", "completed")},
            "continuing": sum(process.continuing for process in processes),
        },
        "meetings": {
            "held": meetings["numbered"] + meetings["internal"] + meetings["other"],
            **{name: meetings[name] for name in ("numbered", "internal", "other", "booked")},
        },
        "activities": sum(
            event.times for process in processes for event in process.events if isinstance(event, Activity)
        ),
        "decisions": {name: decisions[name] for name in ("adopted", "proposed", "planned", "referred-to", "withdrawn")},
    }


def _pairs(old: Ledger, new: Ledger, collection: str) -> Iterator[tuple[Record | None, Record | None]]:
    """The records of a collection, each beside what it was or became; of one that is broken, nobody knows that."""
    before, after = old.collections[collection], new.collections[collection]
    gone, come = before.keys() - after.keys() - new.broken, after.keys() - before.keys() - old.broken
    former = renames({key: before[key].data for key in gone}, {key: after[key].data for key in come})
    for key in gone.difference(former.values()):
        yield before[key], None
    for key, now in after.items():
        if key in before or key in come:
            yield before.get(former.get(key, key)), now


def _foreseen(state: State, record: Record) -> bool:
    """Whether a record is recorded as well, and only not there on a day that was sealed without it: it did not go."""
    there = state.whole.collections[record.collection].get(record.id)
    return there is not None and "withdrawn" not in there.data and record.id not in state.ledger.records


def _alike(old: State, new: State, was: Record, now: Record) -> bool:
    """Whether a record says the same at both points, as far as can be seen without looking into it."""
    if old.day != new.day or was.id != now.id or not (was.data is now.data or was.data == now.data):
        return False
    return was.collection != "processes" or adoption(old.ledger, was) == adoption(new.ledger, now)


@dataclass
class _Moved:
    """An event that is at one point alone, or not the same at both."""

    was: dict[str, Json] | None
    became: dict[str, Json] | None
    why: Why

    @property
    def either(self) -> Event:
        data = self.was if self.became is None else self.became
        assert data is not None
        return event_of(data)

    def order(self) -> tuple[Any, ...]:
        return (*self.either.order(), content(self.either.data), self.became is not None)

    def any(self, kind: str) -> Iterator[dict[str, Json]]:
        return (one for one in (self.was, self.became) if one is not None and one["kind"] == kind)

    @property
    def moves_status(self) -> bool:
        return any(
            one["kind"] == "status" or (one["kind"] in ("meeting", "activity") and not one.get("booked"))
            for one in (self.was, self.became)
            if one is not None
        )

    def told(self) -> dict[str, Any]:
        if self.was is None or self.became is None:
            return {"change": "added" if self.was is None else "removed", "why": self.why, **self.either.data}
        return {"change": "changed", "why": self.why, "from": self.was, "to": self.became}


class _Pair:
    """One record at FROM and at TO."""

    def __init__(self, old: State, new: State, since: date, was: Record | None, became: Record | None) -> None:
        self.old, self.new, self.since = old, new, since
        self.was, self.became = was, became
        record = became or was
        assert record is not None
        self.record = record
        self.before, self.after = ({} if one is None else _said(one) for one in (was, became))
        self.stood = was is not None and bool(self.before) and shown(was, old.day)
        self.stands = became is not None and bool(self.after) and shown(became, new.day)

    # Why

    def came(self, when: When | None, *, known: bool, equal: bool = False) -> Why:
        """Why something is there that was not: its date, whether FROM's record knew of it, and knew the very same."""
        if when and when.earliest and when.earliest > self.since:
            return "happened"
        if equal or (when and not when.by(self.since)):
            return "settled"
        return "corrected" if known else "late"

    def went(self, when: When | None, *, equal: bool = False) -> Why:
        """Why something is no longer there: its date, and whether TO's record still has the very same."""
        if equal or (when and not when.by(self.new.day)):
            return self.dated(when)
        return "corrected"

    def dated(self, when: When | None) -> Why:
        return "happened" if when and when.earliest and when.earliest > self.since else "settled"

    # What

    def told(self) -> dict[str, Any] | None:
        """The change of the record, None where there is none."""
        if not (self.stood or self.stands):
            return None
        one: dict[str, Any] = {"collection": self.record.collection, "record": self.record.id}
        if self.stood and self.stands:
            one["change"] = "changed"
            fields = sorted(self.fields(), key=lambda field: field["field"])
        else:
            one |= {"change": "added" if self.stands else "removed", "why": self.why}
            fields = [
                {"field": name, "from": None if self.stands else value, "to": value if self.stands else None}
                for name, value in sorted(self.whole().items())
                if name not in _APART | _BESIDE
            ]
        if self.was and self.became:
            if self.was.id != self.became.id:
                one |= {"why": self.why, "formerly": self.was.id}
            if self.stood and "withdrawn" in self.became.data:
                one["withdrawn"] = self.became.data["withdrawn"]
        one["fields"] = [*self.derived(), *fields]
        one["events"] = [event.told() for event in self.events]
        return one if "why" in one or one["fields"] or one["events"] else None

    @cached_property
    def why(self) -> Why:
        if self.stood and self.stands:
            return "corrected"  # its id
        when, other = _when_begun(self.old.ledger, self.was), _when_begun(self.new.ledger, self.became)
        if self.stands:
            return self.came(other, known=self.was is not None, equal=bool(self.before) and when == other)
        return self.went(when, equal=bool(self.after) and when == other)

    def whole(self) -> dict[str, Json]:
        """What a record says that is at one point alone."""
        state, record = (self.new, self.became) if self.stands else (self.old, self.was)
        assert record is not None
        process = self.process_after or self.process_before
        data: dict[str, Json] = process_data(process, state.day) if process else without_later(record.data, state.day)
        return decision_at(record, data, state.day) if record.collection == "decisions" else data

    @cached_property
    def process_before(self) -> ProcessState | None:
        here = self.stood and self.was and self.was.collection == "processes"
        return self.old.processes[self.was.id] if here and self.was else None

    @cached_property
    def process_after(self) -> ProcessState | None:
        here = self.stands and self.became and self.became.collection == "processes"
        return fold(self.new.ledger, self.became, self.new.day) if here and self.became else None

    @cached_property
    def events(self) -> list[_Moved]:
        """In the order in which they take effect."""
        moved = []
        for was, now in pair(self.before.get("events", []), self.after.get("events", []), EVENT_KEYS):
            when, other = (parse_when(one["date"]) if one else None for one in (was, now))
            stood = self.stood and when is not None and when.by(self.old.day)
            stands = self.stands and other is not None and other.by(self.new.day)
            equal = was is not None and now is not None and same(was, now)
            if stood and stands:
                if not equal:
                    moved.append(_Moved(was, now, "corrected"))
            elif stands:
                moved.append(_Moved(None, now, self.came(other, known=was is not None, equal=equal)))
            elif stood:
                moved.append(_Moved(was, None, self.went(when, equal=equal)))
        return sorted(moved, key=_Moved.order)

    # Fields

    def fields(self) -> Iterator[dict[str, Any]]:
        given = dict(self.given())
        for name in {**self.before, **self.after}:
            if name not in _APART and name not in given:
                yield from self.value((name,), self.before.get(name), self.after.get(name))
        for name, (was, now) in given.items():
            if not same(was, now, name):
                yield {"field": name, "from": was, "to": now, "why": self.cause(name)}

    def given(self) -> Iterator[tuple[str, tuple[Json, Json]]]:
        """The fields to which events give a value, with the two."""
        if self.process_before and self.process_after:
            both = (self.process_before, self.process_after)
            changes = (event for process in both for event in process.events if isinstance(event, FieldsChange))
            for name in {name: None for event in changes for name in event.data["set"]}:
                yield name, (both[0].fields.get(name), both[1].fields.get(name))
        elif self.was and self.became and self.record.collection == "decisions":
            sides = ((self.was, self.old.day), (self.became, self.new.day))
            was, now = (decision_at(record, record.data, day)["status"] for record, day in sides)
            yield "status", (was, now)

    def cause(self, name: str) -> Why:
        """Why a field has another value that events may give it."""
        kind = "status" if self.record.collection == "decisions" else "change"
        whys = [
            event.why for event in self.events if any(kind == "status" or name in one["set"] for one in event.any(kind))
        ]
        return whys[-1] if whys else "corrected" if name in self.before else "late"

    def value(self, path: tuple[str, ...], was: Json, now: Json) -> Iterator[dict[str, Any]]:
        """What differs in a property of both records, as it stood at their points."""
        if (was is now or was == now) and (self.old.day == self.new.day or not isinstance(was, dict | list)):
            return
        if isinstance(was, dict) and isinstance(now, dict) and path[0] != "source":
            for name in {**was, **now}:
                yield from self.value((*path, name), was.get(name), now.get(name))
        elif isinstance(was, dict) and isinstance(now, dict):
            for name in {**was, **now}:
                yield from self.plain((*path, name), was.get(name), now.get(name))
        elif entries(was, now):
            found = [one for both in pair(as_list(was), as_list(now), ENTRY_KEYS) for one in self.entry(path, *both)]
            yield from sorted(found, key=_entry_order)
        else:
            yield from self.plain(path, was, now)

    def plain(self, path: tuple[str, ...], was: Json, now: Json) -> Iterator[dict[str, Any]]:
        if not same(was, now, path[0] if path[0] == "source" else path[-1]):
            before, after = without_later(was, self.old.day), without_later(now, self.new.day)
            why = self.came(None, known=was is not None)
            yield {"field": ".".join(path), "from": before, "to": after, "why": why}

    def entry(self, path: tuple[str, ...], was: Json, now: Json) -> Iterator[dict[str, Any]]:
        """What differs in an entry of a list."""
        when, other = _entry_when(was), _entry_when(now)
        stood = was is not None and (when is None or when.by(self.old.day))
        stands = now is not None and (other is None or other.by(self.new.day))
        if not (stood or stands):
            return
        before = without_later(was, self.old.day) if stood else None
        after = without_later(now, self.new.day) if stands else None
        if stood and stands:
            if same(before, after):
                return
            whys = [one["why"] for one in self.value((*path, ""), was, now)]
            why: Why = max(whys, key=WHYS.index, default="corrected")
        elif stands:
            why = self.came(other, known=was is not None, equal=same(was, now))
        else:
            why = self.went(when, equal=same(was, now))
        yield {"field": ".".join(path), "from": before, "to": after, "why": why}

    # What follows from the events of a process

    def derived(self) -> Iterator[dict[str, Any]]:
        sides = self.process_before, self.process_after
        if not any(sides):
            return
        for name in ("status", "outcome", "remaining"):
            was, now = (getattr(side, name) or None if side else None for side in sides)
            if was != now:
                plain = [list(value) if isinstance(value, tuple) else value for value in (was, now)]
                yield {"field": name, "from": plain[0], "to": plain[1], "why": self.moved(name)}

    def moved(self, name: str) -> Why:
        """Why a process has another status, outcome or remaining work."""
        if name != "status":
            whys = [event.why for event in self.events if any(event.any("status"))]
            return whys[-1] if whys else self.moved("status")
        moving = [event for event in self.events if event.moves_status]
        first, second = self.process_before, self.process_after
        later = (second or first) if self.new.day >= self.old.day else (first or second)
        assert later is not None
        resting = [event for event in moving if later.cause and event.either.when.text == later.cause.text]
        if resting:
            return resting[-1].why
        if moving:
            return "corrected" if any(event.why == "corrected" for event in moving) else moving[-1].why
        if not (self.was and self.became and first and second):
            return self.why
        days = adoption(self.old.ledger, self.was), adoption(self.new.ledger, self.became)
        if days[0] == days[1] and self.before.get("from") == self.after.get("from"):
            return self.dated(later.cause)
        return "late" if days[0] in (None, THROUGHOUT) else "corrected"


def _said(record: Record) -> dict[str, Json]:
    """A record's data; nothing of one that is withdrawn."""
    return {} if "withdrawn" in record.data else record.data


def _when_begun(ledger: Ledger, record: Record | None) -> When | None:
    """The date of the record itself, or of what it begins with; None where it has none."""
    if record is None or "withdrawn" in record.data:
        return None
    text = record.data.get("date", record.data.get("from"))
    if text is None and isinstance(record.data.get("version"), dict):
        text = record.data["version"].get("date")
    if text is None and record.collection in ("plans", "processes", "grants"):
        begins = beginning(ledger, record)
        text = begins.isoformat() if begins and begins > date.min else None
    return parse_when(text) if isinstance(text, str) else None


def _entry_when(entry: Json) -> When | None:
    if not isinstance(entry, dict):
        return None
    year = entry.get("year")
    text = f"{year:04}" if isinstance(year, int) else entry.get("date", entry.get("from"))
    return parse_when(text) if isinstance(text, str) else None


def _entry_order(change: dict[str, Any]) -> tuple[Any, ...]:
    entry = change["from"] if change["to"] is None else change["to"]
    when = _entry_when(entry)
    return when.order if when else (date.min, date.min), content(entry)
