"""What differs between two states of a ledger, applied to the one: it must give the other."""

from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import Any

from plptool.timeline.changes import RecordChange
from plptool.timeline.compare import content
from plptool.timeline.ledger import State

DERIVED = ("status", "outcome", "remaining")
"""What a process is, that no field says."""


def what_stood(state: State) -> dict[str, dict[str, Any]]:
    """What can be seen of the records; citations apart, which a process's changes give too."""
    return {
        key: {name: value for name, value in data.items() if name not in ("id", "formerly", "source")}
        for records in (state.records | {"decisions": state.decisions}).values()
        for key, data in records.items()
        if "withdrawn" not in data
    }


def applied(before: dict[str, dict[str, Any]], changes: Sequence[RecordChange]) -> dict[str, dict[str, Any]]:
    """The records with the changes of a diff made."""
    result = deepcopy(before)
    # What is renamed leaves its name before another takes it; so does what another sort of record has the id of now.
    homes = [{} if change.change == "added" else result.pop(change.formerly or change.record, {}) for change in changes]
    for change, former in zip(changes, homes, strict=True):
        if change.change == "removed":
            continue
        home = result[change.record] = {} if change.change == "added" else former
        events = home.setdefault("events", [])
        for event in change.events:
            if event.before:
                events.remove(event.before.data)
            if event.after:
                events.append(event.after.data)
        for field in change.fields:
            *above, name = field.path
            if (change.collection == "processes" and field.name in DERIVED) or "source" in field.path:
                continue
            place = home[above[0]] if above else home
            entry = field.before if field.after is None else field.after
            if name in ("years", "known", "participants") and isinstance(entry, dict):
                place.setdefault(name, [])
                if field.before is not None:
                    place[name].remove(field.before)
                place[name] += [] if field.after is None else [field.after]
            elif field.after is None:
                del place[name]
            else:
                place[name] = field.after
    return result


def essence(data: dict[str, Any], without: Collection[str] = ()) -> str:
    """A record's content, in which nothing is the same as none of it."""
    return content({name: value for name, value in data.items() if value not in ([], {}) and name not in without})


def essences(stood: dict[str, dict[str, Any]], without: Collection[str] = ()) -> dict[str, str]:
    return {key: essence(data, without) for key, data in stood.items()}
