"""What differs between two states of a ledger, applied to the one: it must give the other."""

from collections.abc import Collection
from copy import deepcopy
from typing import Any

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


def applied(before: dict[str, dict[str, Any]], changes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The records with the changes of a diff made."""
    result = deepcopy(before)
    # What is renamed leaves its name before another takes it; so does what another sort of record has the id of now.
    homes = [{} if one["change"] == "added" else result.pop(one.get("formerly", one["record"]), {}) for one in changes]
    for one, former in zip(changes, homes, strict=True):
        if one["change"] == "removed":
            continue
        home = result[one["record"]] = {} if one["change"] == "added" else former
        events = home.setdefault("events", [])
        for event in one["events"]:
            said = {name: value for name, value in event.items() if name not in ("change", "why")}
            if event["change"] == "added":
                events.append(said)
            else:
                events.remove(said if event["change"] == "removed" else event["from"])
                events += [event["to"]] if event["change"] == "changed" else []
        for field in one["fields"]:
            *above, name = field["field"].split(".")
            if (one["collection"] == "processes" and field["field"] in DERIVED) or "source" in (name, *above):
                continue
            place = home[above[0]] if above else home
            entry = field["from"] if field["to"] is None else field["to"]
            if name in ("years", "known", "participants") and isinstance(entry, dict):
                place.setdefault(name, [])
                if field["from"] is not None:
                    place[name].remove(field["from"])
                place[name] += [] if field["to"] is None else [field["to"]]
            elif field["to"] is None:
                del place[name]
            else:
                place[name] = field["to"]
    return result


def essence(data: dict[str, Any], without: Collection[str] = ()) -> str:
    """A record's content, in which nothing is the same as none of it."""
    return content({name: value for name, value in data.items() if value not in ([], {}) and name not in without})


def essences(stood: dict[str, dict[str, Any]], without: Collection[str] = ()) -> dict[str, str]:
    return {key: essence(data, without) for key, data in stood.items()}
