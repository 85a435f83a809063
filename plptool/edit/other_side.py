"""What two records must say of each other: what one of them says since, the other says too.

A decision names the processes that it concerns, and each of these tells of it. Neither can come first: so whoever
writes the one side has the other written with it.
"""

from collections.abc import Collection as Some
from collections.abc import Iterator

from plptool.edit.edits import Edit, Insert
from plptool.model.collections import Collection
from plptool.model.events import Decided
from plptool.model.plain import Plain, entries, text, text_if_any, texts
from plptool.model.records import Record
from plptool.timeline.ledger import Ledger


def other_side(after: Ledger, changed: Some[str]) -> Iterator[Edit]:
    """What else is to be written, so that decisions and processes name each other.

    Args:
        after: the ledger as it will be.
        changed: the paths of the files that are written.
    """
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
