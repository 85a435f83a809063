"""What two records must say of each other: what one of them says since, the other says too.

A decision names the processes that it concerns, and each of these tells of it; a grant has a use in the processes
that tell of its money. Neither can come first: so whoever writes the one side has the other written with it.
"""

from collections.abc import Collection as Some
from collections.abc import Iterator

from plptool.edit.edits import EVENTS, Edit, Insert, Remove, Reorder, SetField, place_by_date
from plptool.model.collections import Collection
from plptool.model.events import Decided, Granted
from plptool.model.plain import Plain, entries, text, text_if_any, texts
from plptool.model.records import Record
from plptool.timeline.changed import ever_listed
from plptool.timeline.ledger import Ledger


def other_side(before: Ledger, after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """What else is to be written, so that decisions and grants and the processes name each other.

    Args:
        before: the ledger as it is.
        after: as it will be.
        changed: the paths of the files that are written.
    """
    yield from _come(after, changed)
    yield from _gone(before, after, changed)
    yield from _dated(before, after, changed)
    yield from _uses_told(after, changed)
    yield from _money_used(after, changed)
    yield from _uses_no_more(before, after, changed)
    yield from _money_no_more(before, after, changed)


def _come(after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """What one side says that the other does not say yet."""
    decisions = after.collections[Collection.DECISIONS]
    processes = after.collections[Collection.PROCESSES]
    for decision in decisions.values():
        if decision.path not in changed or "withdrawn" in decision.data:
            continue
        for key in texts(decision.data, "concerns"):
            process = processes.get(key)
            if process is not None and decision.id not in _named(process):
                yield Insert(process.path, ("events",), _event(decision))
    for process in processes.values():
        if process.path not in changed or "withdrawn" in process.data:
            continue
        for key in dict.fromkeys(_named(process)):
            named = decisions.get(key)
            if named is not None and process.id not in texts(named.data, "concerns"):
                yield Insert(named.path, ("concerns",), process.id)


def _gone(before: Ledger, after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """What one side does not say any more, and the other still says."""
    decisions = after.collections[Collection.DECISIONS]
    processes = after.collections[Collection.PROCESSES]
    for process in _changed(before, after, Collection.PROCESSES, changed):
        named = _named(processes[process.id])
        for key in dict.fromkeys(_named(process)):
            decision = decisions.get(key)
            if decision is None or key in named or decision.path in changed:
                continue
            concerns = texts(decision.data, "concerns")
            if process.id in concerns:
                yield Remove(decision.path, ("concerns", concerns.index(process.id)))
    for decision in _changed(before, after, Collection.DECISIONS, changed):
        concerns = texts(decisions[decision.id].data, "concerns")
        for key in texts(decision.data, "concerns"):
            named_no_more = processes.get(key)
            if named_no_more is None or key in concerns or named_no_more.path in changed:
                continue
            told = reversed([*_told(named_no_more, decision.id)])  # so that no index is another by what went before
            yield from (Remove(named_no_more.path, (EVENTS, index)) for index in told)


def _dated(before: Ledger, after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """One decision has one date: where the one side has another since, the others follow."""
    decisions = after.collections[Collection.DECISIONS]
    processes = after.collections[Collection.PROCESSES]
    days: dict[str, str] = {}
    for decision in _changed(before, after, Collection.DECISIONS, changed):
        day = text(decisions[decision.id].data, "date")
        if day != text(decision.data, "date"):
            days[decision.id] = day
    for process in _changed(before, after, Collection.PROCESSES, changed):
        for key in dict.fromkeys(_named(process)):
            named = before.records.get(key)
            if named is None or key not in decisions or key in days:
                continue
            agreed = _days_told(process, key) == {text(named.data, "date")}
            told = _days_told(processes[process.id], key)
            if agreed and len(told) == 1:
                (days[key],) = told
                yield SetField(named.path, ("date",), days[key])
    for key, day in days.items():
        for process in processes.values():
            yield from _moved(process, key, text(before.records[key].data, "date"), day)


def _moved(process: Record, key: str, former: str, day: str) -> Iterator[Edit]:
    """The events of a process that tell of a decision on its former date are of its new one."""
    events: list[Plain] = [*entries(process.data, EVENTS)]
    for index in _told(process, key):
        event = entries(process.data, EVENTS)[index]
        if event["date"] == former:
            events[index] = {**event, "date": day}
            yield SetField(process.path, (EVENTS, index, "date"), day)
            place = place_by_date(events, index)
            yield Reorder(process.path, (EVENTS, index), place)
            return


def _uses_told(after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """What a process is to tell of the money of a grant that names it in a use."""
    processes = after.collections[Collection.PROCESSES]
    for grant in after.collections[Collection.GRANTS].values():
        if grant.path not in changed or "withdrawn" in grant.data:
            continue
        for use in entries(grant.data, "uses"):
            process = processes.get(text_if_any(use, "process") or "")
            # On which day the money came only the use can tell.
            if process is not None and "date" in use and grant.id not in _grants_told(process):
                telling = {"date": use["date"], "kind": Granted.KIND, "grant": grant.id, "source": use["source"]}
                yield Insert(process.path, (EVENTS,), telling)


def _money_used(after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """Which use a grant is to have in a process that tells of its money."""
    grants = after.collections[Collection.GRANTS]
    for process in after.collections[Collection.PROCESSES].values():
        if process.path not in changed or "withdrawn" in process.data:
            continue
        for event in entries(process.data, EVENTS):
            granting = grants.get(text_if_any(event, "grant") or "")
            # What it was for only the event can tell.
            if granting is not None and "text" in event and process.id not in _served(granting):
                told = {"what": event["text"], "date": event["date"], "process": process.id, "source": event["source"]}
                yield Insert(granting.path, ("uses",), told)


def _uses_no_more(before: Ledger, after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """A use whose process tells no more of the grant is not that process's."""
    grants = after.collections[Collection.GRANTS]
    processes = after.collections[Collection.PROCESSES]
    for process in _changed(before, after, Collection.PROCESSES, changed):
        told = _grants_told(processes[process.id])
        for key in dict.fromkeys(_grants_told(process)):
            granting = grants.get(key)
            if granting is None or key in told or granting.path in changed:
                continue
            for index, use in enumerate(entries(granting.data, "uses")):
                if use.get("process") == process.id:
                    yield Remove(granting.path, ("uses", index, "process"))


def _money_no_more(before: Ledger, after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """A use that goes takes with it what the process tells of the grant."""
    grants = after.collections[Collection.GRANTS]
    processes = after.collections[Collection.PROCESSES]
    for grant in _changed(before, after, Collection.GRANTS, changed):
        served = _served(grants[grant.id])
        for key in dict.fromkeys(_served(grant)):
            serving = processes.get(key)
            if serving is None or key in served or serving.path in changed:
                continue
            events = entries(serving.data, EVENTS)
            telling = [index for index, event in enumerate(events) if event.get("grant") == grant.id]
            yield from (Remove(serving.path, (EVENTS, index)) for index in reversed(telling))


def _grants_told(process: Record) -> list[str]:
    """The grants of whose money the events of a process tell."""
    told = [text_if_any(event, "grant") for event in entries(process.data, EVENTS)]
    return [key for key in told if key is not None]


def _served(grant: Record) -> list[str]:
    """The processes that a grant has a use in."""
    served = [text_if_any(use, "process") for use in ever_listed(grant, "uses")]
    return [key for key in served if key is not None]


def _changed(before: Ledger, after: Ledger, collection: Collection, changed: Some[str]) -> Iterator[Record]:
    """Records of a sort that are written, and were there before under their id, as they were."""
    standing = after.collections[collection]
    for record in before.collections[collection].values():
        now = standing.get(record.id)
        if record.path in changed and now is not None and "withdrawn" not in now.data:
            yield record


def _told(process: Record, key: str) -> Iterator[int]:
    """Which events of a process tell that a decision was taken."""
    for index, event in enumerate(entries(process.data, EVENTS)):
        if event["kind"] == Decided.KIND and event.get("decision") == key:
            yield index


def _days_told(process: Record, key: str) -> set[str]:
    """On which days a process tells that a decision was taken."""
    events = entries(process.data, EVENTS)
    return {text(events[index], "date") for index in _told(process, key)}


def _named(process: Record) -> list[str]:
    """The decisions that the events of a process name."""
    named = [text_if_any(event, "decision") for event in entries(process.data, "events")]
    return [key for key in named if key is not None]


def _event(decision: Record) -> dict[str, Plain]:
    """That a decision was taken, as one that it concerns tells it."""
    source = decision.data["source"]
    if isinstance(source, dict):
        source = source.get("concerns") or next(iter(source.values()))
    return {"date": text(decision.data, "date"), "kind": Decided.KIND, "decision": decision.id, "source": source}
