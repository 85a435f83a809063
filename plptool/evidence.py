"""What was sealed, and who changed it: the history's answer to a seal that does not hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from plptool.compare import Change, compare
from plptool.dates import shown
from plptool.git import Commit
from plptool.history import History, day_of
from plptool.ledger import Ledger, zone
from plptool.model import Finding, Json, Message
from plptool.seal import Seal, digest, sealed

RULES = ("PLP701", "PLP702")
_TOLD = 3
_MANY = 50
"""Of so many records the history is asked; who altered more reads the log."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record said when it was sealed or corrected last, and what took its place."""

    old: Json
    """What was sealed."""
    changes: tuple[Change, ...]
    """Of what is sealed alone."""
    commit: Commit | None
    """The one that altered it; None where that is not committed yet."""


def find(history: History, seal: Seal, key: str, expected: str, present: Json) -> Evidence | None:
    """What has the digest in the record's past, and the commit that altered it last.

    Args:
        history: where to look.
        seal: the seal that does not hold.
        key: the record's id.
        expected: the digest that it should have.
        present: what the record holds now; None where it is gone or cannot be read.

    Returns:
        None where no version has the digest.
    """

    def held(data: Json, collection: str) -> Json:
        part = sealed(data, collection, seal.day) if data is not None else None
        return part if part is not None and digest(part) == expected else None

    for number, version in enumerate(history.timeline(key)):
        part = held(version.data, version.collection)
        old = part or next(filter(None, (held(data, version.collection) for data in version.befores)), None)
        if old is not None and (part is None or number == 0):
            now = sealed(present, version.collection, seal.day) if present is not None else None
            changes = compare(old[version.collection], (now or {}).get(version.collection))
            return Evidence(old, changes, None if part else version.commit)
    return None


def then(history: History, seal: Seal, keys: Sequence[str]) -> dict[str, Json]:
    """What was sealed of these records, as far as the history knows."""
    found = {key: find(history, seal, key, seal.expected[key] or "", None) for key in keys if key in seal.expected}
    return {key: one.old for key, one in found.items() if one is not None}


def tell(history: History, ledger: Ledger, seals: Sequence[Seal], findings: Sequence[Finding]) -> list[Finding]:
    """Findings of altered and missing records, each with what was sealed and who changed it."""
    told = []
    asked = 0
    for one in findings:
        if one.rule in RULES and one.record is not None and asked < _MANY:
            asked += 1
            told.append(_with_evidence(history, ledger, seals, one, one.record))
        else:
            told.append(one)
    return told


def _with_evidence(history: History, ledger: Ledger, seals: Sequence[Seal], one: Finding, key: str) -> Finding:
    record = ledger.records.get(key)
    present = record.data if record else ledger.torn.get(one.path)
    for seal in seals:
        expected = seal.expected.get(key)
        found = find(history, seal, key, expected, present) if expected else None
        if found:
            args: dict[str, object] = {"facts": _facts(found), "hint": one.hint or ""}
            if found.commit:
                args |= {
                    "commit": found.commit.id[:12],
                    "date": day_of(found.commit, zone(ledger.manifest)).isoformat(),
                    "author": found.commit.author,
                    "subject": shown(found.commit.subject),
                }
                said = Message("{facts} Changed by {author} on {date} in {commit}: {subject}. {hint}", args)
            else:
                said = Message("{facts} Not committed yet. {hint}", args)
            return replace(one, hint=said)
    return one


def _facts(found: Evidence) -> Message:
    if not found.changes:
        return Message("It was sealed as the history has it.")
    rows = [_fact(one) for one in found.changes[:_TOLD]]
    args = {"facts": "; ".join(rows), "n": len(found.changes) - len(rows)}
    if len(found.changes) > _TOLD:
        return Message("Sealed, and now: {facts}, and {n} more.", args)
    return Message("Sealed, and now: {facts}.", args)


def _fact(one: Change) -> str:
    return f"{one.field}: {_value(one.old)} → {_value(one.new)}"


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, dict):
        names = ("date", "kind", "number", "status", "year", "title", "value")
        said = " ".join(str(value[name]) for name in names if name in value)
        return shown(said or ", ".join(f"{name}: {each}" for name, each in value.items()))
    return shown(", ".join(map(str, value)) if isinstance(value, list) else str(value))
