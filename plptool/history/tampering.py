"""What was sealed, and who changed it: the history's answer to a seal that does not hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from plptool.git.objects import Commit
from plptool.history.walk import History, day_of
from plptool.model.dates import shown
from plptool.model.findings import Finding, Message
from plptool.model.records import Json
from plptool.model.redact import public
from plptool.read.manifest import zone
from plptool.seals.canonical import digest, sealed
from plptool.seals.chain import Seal
from plptool.timeline.compare import Change, compare
from plptool.timeline.ledger import Ledger
from plptool.timeline.resolution import answering

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
    """The one that altered it; None where that is not committed yet, or cannot be told."""
    certain: bool = True
    """Whether it can be told."""


def find(history: History, seal: Seal, key: str, expected: str, present: Json) -> Evidence | None:
    """What has the digest in the record's past, and the commit that altered it last.

    That is one of which every parent had it: what a merge has from one of its parents, it did not alter itself.

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

    old: Json = None
    commit: Commit | None = None
    for number, version in enumerate(history.timeline(key)):
        part = held(version.data, version.collection)
        befores = [held(data, version.collection) for data in version.befores]
        if number == 0 and part is not None:  # so it stands in the newest commit
            old = part
            break
        if part is None and befores and all(befores):
            old, commit = befores[0], version.commit
            break
        old = old or part
    if old is None:
        return None
    (collection,) = old
    now = sealed(present, collection, seal.day) if present is not None else None
    changes = compare(old[collection], now[collection]) if now else ()
    return Evidence(old, changes, commit, certain=commit is not None or part is not None)


def then(history: History, seal: Seal, keys: Sequence[str]) -> dict[str, Json]:
    """What was sealed of these records, as far as the history knows."""
    found = {key: find(history, seal, key, seal.expected[key] or "", None) for key in keys if key in seal.expected}
    return {key: one.old for key, one in found.items() if one is not None}


def tell(
    history: History, ledger: Ledger, seals: Sequence[Seal], findings: Sequence[Finding], *, named: bool = True
) -> list[Finding]:
    """Findings of altered and missing records, each with what was sealed and who changed it.

    Args:
        history: where to look.
        ledger: as it is.
        seals: all that it has.
        findings: of whatever rules.
        named: whether persons are named, those who committed among them.
    """
    told = []
    asked = 0
    for one in findings:
        if one.rule in RULES and one.record is not None and asked < _MANY:
            asked += 1
            told.append(_with_evidence(history, ledger, seals, one, one.record, named=named))
        else:
            told.append(one)
    return told


def without(findings: Sequence[Finding]) -> list[Finding]:
    """The same findings, where this clone lacks what would tell who altered what was sealed."""
    return [
        replace(one, hint=_unknown(one.hint)) if one.rule in RULES and one.record is not None else one
        for one in findings
    ]


def _unknown(hint: Message | None) -> Message:
    return Message(
        "{hint} What was sealed and who changed it cannot be told: this is a partial clone, and lacks older files.",
        {"hint": hint or ""},
    )


def _with_evidence(
    history: History, ledger: Ledger, seals: Sequence[Seal], one: Finding, key: str, *, named: bool
) -> Finding:
    for seal in seals:
        expected = seal.expected.get(key)
        found = find(history, seal, key, expected, _present(ledger, one.path, key)) if expected else None
        if found:
            args: dict[str, object] = {"facts": _facts(found, named=named), "hint": one.hint or ""}
            if found.commit:
                args |= {
                    "commit": found.commit.id[:12],
                    "date": day_of(found.commit, zone(ledger.manifest)).isoformat(),
                    "author": found.commit.author,
                    "subject": shown(found.commit.subject).rstrip("."),
                }
                said = Message("{facts}Changed by {author} on {date} in {commit}: {subject}. {hint}", args)
                if not named:
                    said = Message("{facts}Changed on {date} in {commit}: {subject}. {hint}", args)
            elif found.certain:
                said = Message("{facts}Not committed yet. {hint}", args)
            else:
                said = Message("{facts}{hint}", args)
            return replace(one, hint=said)
    return one


def _present(ledger: Ledger, path: str, key: str) -> Json:
    """What the record says now, wherever it lies and whatever it is called."""
    record = answering(list(ledger.all_records())).get(key)
    return record.data if record else ledger.torn.get(path)


def _facts(found: Evidence, *, named: bool) -> Message | str:
    """What differs, where that can be compared, and a space."""
    changes = [one for one in found.changes if one.field not in ("id", "formerly")]
    if not named:
        changes = [
            replace(one, old=public(one.old, {}), new=public(one.new, {}))
            for one in changes
            if "person" not in one.path
        ]
    if not changes:
        return ""
    rows = [_fact(one) for one in changes[:_TOLD]]
    said = reduce(lambda first, rest: Message("{first}; {rest}", {"first": first, "rest": rest}), rows)
    if len(changes) > _TOLD:
        return Message("Sealed, and now: {facts}, and {n} more. ", {"facts": said, "n": len(changes) - _TOLD})
    return Message("Sealed, and now: {facts}. ", {"facts": said})


def _fact(one: Change) -> Message:
    first, *below = one.path
    name = _word(first)
    if below:
        name = Message("{name} ({part})", {"name": name, "part": _word(below[-1])})
    if isinstance(one.old, dict) and isinstance(one.new, dict):
        return _within(name, one.old, one.new)
    return Message("{name}: {old} → {new}", {"name": name, "old": _value(one.old), "new": _value(one.new)})


def _within(name: Message | str, old: dict[str, Json], new: dict[str, Json]) -> Message:
    """What differs in an entry, such as an event: of which, and which of its properties."""
    rows = [
        Message("{part} {old} → {new}", {"part": _word(each.path[0]), "old": _value(each.old), "new": _value(each.new)})
        for each in compare(old, new)
    ]
    said = reduce(lambda first, rest: Message("{first}, {rest}", {"first": first, "rest": rest}), rows)
    return Message("{name} {which}: {facts}", {"name": name, "which": _value(old), "facts": said})


def _word(name: str) -> Message | str:
    """A name as the reader's language has it; one that may be anybody's as it stands."""
    return Message(name) if re.fullmatch(r"[a-z]+(-[a-z]+)*", name) else shown(name)


def _value(value: Any) -> Message | str:
    if value is None:
        return "–"
    if isinstance(value, dict) and "kind" in value:
        names = ("number", "status", "title", "text")
        said = " ".join(str(value[name]) for name in names if name in value)
        args = {"date": value.get("date", ""), "kind": _word(str(value["kind"])), "said": shown(said)}
        return Message("{date} {kind} {said}", args) if said else Message("{date} {kind}", args)
    if isinstance(value, dict):
        return shown(", ".join(f"{name}: {each}" for name, each in value.items()))
    return shown(", ".join(map(str, value)) if isinstance(value, list) else str(value)).rstrip(".")
