"""What was sealed, and who changed it: the history's answer to a seal that does not hold."""

import json
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Self
from zoneinfo import ZoneInfo

from plptool.checks.follows import moved
from plptool.checks.runner import check
from plptool.checks.seals import OF_SEALS
from plptool.git.objects import Commit
from plptool.history.steps import day_of
from plptool.history.walk import History
from plptool.model.collections import COLLECTIONS
from plptool.model.findings import Argument, Finding, Message, every
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, part
from plptool.model.records import Path, Record
from plptool.model.redact import public
from plptool.model.text import short
from plptool.read.manifest import zone
from plptool.read.positions import locate
from plptool.seals.canonical import digest, sealed_part
from plptool.seals.chain import Seal
from plptool.timeline.compare import FactChange, compare
from plptool.timeline.ledger import Ledger
from plptool.timeline.resolution import answering

_ALTERED = "PLP701"
RULES = (_ALTERED, "PLP702")
"""A sealed record is altered, or missing."""
_BESIDE = "PLP7"
"""How the codes begin of what is found beside the records: of seals, of what a change builds on, and of git."""
_SHOWN = 3
"""So many differences are told of one record."""
_LONGEST = 60
"""So many characters are told of a value that looks like another."""
_MANY = 50
"""Of so many records the history is asked; who altered more reads the log."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record said when it was sealed or corrected last, and what took its place."""

    old: Data
    """What was sealed, below the name of the record's collection."""
    changes: tuple[FactChange, ...]
    """Of what is sealed alone."""
    restated: tuple[str, ...]
    """The properties that say the same in other words: their lists in another order, or empty ones beside them."""
    commit: Commit | None
    """The one that altered it; None where that is not committed yet, or cannot be told."""
    certain: bool = True
    """Whether it can be told."""
    undone: Data | None = None
    """The whole record as it was then, where it is gone, or differs now in nothing but what is sealed."""
    where: Path = ()
    """Where the first thing that differs stands now, as far as that is known."""

    @classmethod
    def of(
        cls, old: Data, whole: Data, present: Plain, day: date, commit: Commit | None, *, certain: bool = True
    ) -> Self:
        """What took the place of what was sealed; nothing where it is gone.

        Args:
            old: what was sealed of the record, below the name of its collection.
            whole: all that the record said then.
            present: what it holds now.
            day: that of the seal.
            commit: the one that altered it.
            certain: whether that can be told.
        """
        (collection,) = old
        sealed_now = None
        if present is not None:
            sealed_now = sealed_part(present, collection, day)
        if sealed_now is None:
            return cls(old, (), (), commit, certain, whole if present is None else None)
        before = part(old, collection)
        after = part(sealed_now, collection)
        changes = compare(before, after)
        changed = {change.path[0] for change in changes}
        differing = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        restated = [name for name in differing if name not in changed]
        evidence = cls(old, changes, tuple(restated), commit, certain)
        if not isinstance(present, dict):
            return evidence
        differences = compare(whole, present)
        if not differences or len(differences) != len(changes):
            return evidence
        # Of the whole records it is told: a meeting of another year is one, though it is none of that past any more.
        return replace(evidence, changes=differences, undone=whole, where=_where(present, differences[0]))


def _where(data: Data, change: FactChange) -> Path:
    """Where in a record that stands which took another's place; the record itself where nothing did."""
    *above, name = change.path
    holder: Plain = data
    for step in above:
        holder = holder.get(step) if isinstance(holder, dict) else None
    value = holder.get(name) if isinstance(holder, dict) else None
    if isinstance(value, list) and change.after in value:
        return (*change.path, value.index(change.after))
    if value is None:
        return ()
    return change.path


def find(history: History, seal: Seal, key: str, expected: str, present: Plain) -> Evidence | None:
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

    Raises:
        UserError: git cannot read the history.
    """
    day = seal.day
    sealed_once: tuple[Data, Data] | None = None
    for number, version in enumerate(history.timeline(key)):
        sealed = _with_digest(version.data, version.collection, day, expected)
        if number == 0 and sealed is not None:  # the newest commit has it still: what altered it is not committed yet
            return Evidence.of(*sealed, present, day, None)
        befores = [_with_digest(data, version.collection, day, expected) for data in version.befores]
        before = befores[0] if befores else None
        if sealed is None and before is not None and all(befores):
            return Evidence.of(*before, present, day, version.commit)
        sealed_once = sealed_once or sealed
    if sealed_once is None:
        return None
    return Evidence.of(*sealed_once, present, day, None, certain=False)


def _with_digest(data: Data | None, collection: str, day: date, expected: str) -> tuple[Data, Data] | None:
    """What is sealed of a record's version, and all of it, where that has the digest; None of any other."""
    if data is None:
        return None
    sealed = sealed_part(data, collection, day)
    if sealed is None or digest(sealed) != expected:
        return None
    return sealed, data


def then(history: History, seal: Seal, keys: Sequence[str]) -> dict[str, Data]:
    """What was sealed of these records, as far as the history knows.

    Raises:
        UserError: git cannot read the history.
    """
    known: dict[str, Data] = {}
    for record_id in keys:
        if record_id not in seal.expected:
            continue
        expected = seal.expected[record_id] or ""
        evidence = find(history, seal, record_id, expected, None)
        if evidence is not None:
            known[record_id] = evidence.old
    return known


def tell(
    history: History, ledger: Ledger, seals: Sequence[Seal], findings: Sequence[Finding], *, named: bool = True
) -> list[Finding]:
    """Findings of altered and missing records, each with what was sealed, who changed it, and what follows from that.

    Args:
        history: where to look.
        ledger: as it is.
        seals: all that it has.
        findings: of whatever rules.
        named: whether persons are named, those who committed among them.

    Raises:
        UserError: git cannot read the history.
    """
    with_evidence: list[Finding] = []
    undone: dict[str, Record] = {}
    asked = 0
    for finding in findings:
        if not _is_of_record(finding) or asked == _MANY:
            with_evidence.append(finding)
            continue
        asked += 1
        told, evidence = _with_evidence(history, ledger, seals, finding, named=named)
        with_evidence.append(told)
        record = None if evidence is None else _undone(finding, evidence, ledger)
        if record is not None:
            undone[record.id] = record
    of_seals_alone = all(finding.rule in OF_SEALS for finding in findings)
    if not undone or of_seals_alone:
        return with_evidence
    return with_what_follows_from(with_evidence, ledger, undone)


def _undone(finding: Finding, evidence: Evidence, ledger: Ledger) -> Record | None:
    """The record that a finding is about as it was when it was sealed; None where that is not known well enough."""
    if evidence.undone is None or finding.record is None:
        return None
    (collection,) = evidence.old
    present = ledger.records.get(finding.record)
    if present is not None:
        return replace(present, data=evidence.undone) if present.collection == collection else None
    if finding.rule == _ALTERED:  # it cannot be read
        return None
    path = f"ledger/{collection}/{finding.record}.yaml"
    return Record(finding.record, COLLECTIONS[collection], path, evidence.undone)


def with_what_follows_from(findings: Sequence[Finding], ledger: Ledger, undone: Mapping[str, Record]) -> list[Finding]:
    """The findings; those that would not be if sealed records were as they were are told with the alteration.

    Args:
        findings: of whatever rules.
        ledger: as it is.
        undone: by id, sealed records as they were before they were altered or went.
    """
    heads = [finding for finding in findings if _is_of_record(finding) and finding.record in undone]
    if not heads:
        return list(findings)
    others = [record for record in ledger.all_records() if record.id not in undone]
    as_before = ledger.with_records([*others, *undone.values()])
    found_still = {_said(finding) for finding in every(check(as_before))}
    following = [finding for finding in findings if _follows(finding, found_still)]
    return moved(findings, {id(finding): _head(finding, heads) for finding in following})


def _follows(finding: Finding, found_still: Container[tuple[str, str, str]]) -> bool:
    """Whether a finding, and all that is told with it, would not be."""
    if finding.rule.startswith(_BESIDE) or finding.acknowledged is not None:
        return False
    return all(_said(one) not in found_still for one in every([finding]))


def _head(finding: Finding, heads: Sequence[Finding]) -> Finding:
    """That of its own file, or else the first."""
    return next((head for head in heads if head.path == finding.path), heads[0])


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.path, finding.message.say()


def without(findings: Sequence[Finding]) -> list[Finding]:
    """The same findings, where this clone lacks what would tell who altered what was sealed."""
    result = []
    for finding in findings:
        if _is_of_record(finding):
            result.append(replace(finding, hint=_unknown(finding.hint)))
        else:
            result.append(finding)
    return result


def _is_of_record(finding: Finding) -> bool:
    """Whether a finding is of a record that is altered or missing."""
    if finding.record is None:
        return False
    return finding.rule in RULES


def _unknown(hint: Message | None) -> Message:
    return Message(
        "{hint} What was sealed and who changed it cannot be told: this is a partial clone, and lacks older files.",
        {"hint": hint or ""},
    )


def _with_evidence(
    history: History, ledger: Ledger, seals: Sequence[Seal], finding: Finding, *, named: bool
) -> tuple[Finding, Evidence | None]:
    """A finding with the evidence of the seal that it is about, and that; what other seals have is none."""
    record_id = finding.record or ""
    for seal in seals:
        expected = seal.expected.get(record_id)
        if not expected or seal.id != finding.message.args.get("snapshot"):
            continue
        present = _present(ledger, finding.path, record_id)
        evidence = find(history, seal, record_id, expected, present)
        if evidence:
            hint = _hint(evidence, finding, zone(ledger.manifest), named=named)
            told = replace(finding, hint=hint)
            if evidence.where:
                position, line = locate(ledger.tree, finding.path, evidence.where)
                told = replace(told, position=position, line=line)
            return told, evidence
    return finding, None


def _hint(evidence: Evidence, finding: Finding, place: ZoneInfo, *, named: bool) -> Message:
    """What differs and who changed it, before what the finding advises."""
    arguments: dict[str, Argument] = {"facts": _facts(evidence, named=named), "hint": finding.hint or ""}
    commit = evidence.commit
    if commit:
        day = day_of(commit, place)
        arguments |= {
            "commit": commit.id[:12],
            "date": day.isoformat(),
            "author": commit.author,
            "subject": short(commit.subject).rstrip("."),
        }
        if named:
            return Message("{facts}Changed by {author} on {date} in {commit}: {subject}. {hint}", arguments)
        return Message("{facts}Changed on {date} in {commit}: {subject}. {hint}", arguments)
    if evidence.certain:
        return Message("{facts}Not committed yet. {hint}", arguments)
    return Message("{facts}{hint}", arguments)


def _present(ledger: Ledger, path: str, key: str) -> Plain:
    """What the record says now, wherever it lies and whatever it is called."""
    by_id = answering(list(ledger.all_records()))
    record = by_id.get(key)
    if record is None:
        return ledger.unfit.get(path)
    return record.data


def _facts(evidence: Evidence, *, named: bool) -> Message | str:
    """What differs, where that can be compared, and a space."""
    # What is called otherwise says so, which is no news where something else differs.
    changes = [change for change in evidence.changes if change.name not in ("id", "formerly")]
    if not changes:
        changes = [change for change in evidence.changes if change.name == "formerly"]
    if not named:
        changes = [_nameless(change) for change in changes if "person" not in change.path]
    if not changes:
        return _restated(evidence)
    shown = [_fact(change) for change in changes[:_SHOWN]]
    facts = _joined(shown, Message("{first}; {rest}"))
    untold = len(changes) - _SHOWN
    if untold > 0:
        return Message("Sealed, and now: {facts}, and {n} more. ", {"facts": facts, "n": untold})
    return Message("Sealed, and now: {facts}. ", {"facts": facts})


def _nameless(change: FactChange) -> FactChange:
    """A change without the persons in it."""
    before = public(change.before, {})
    after = public(change.after, {})
    return replace(change, before=before, after=after)


def _restated(evidence: Evidence) -> Message | str:
    """What says the same in other words, where nothing else differs."""
    if not evidence.restated:
        return ""
    words = map(_word, evidence.restated)
    names = [word for word in words if isinstance(word, Message)]
    return Message("What differs is how it is written, an order or an empty property: {names}. ", {"names": names})


def _fact(change: FactChange) -> Message:
    """What became of a fact."""
    first_step, *below = change.path
    name = _word(first_step)
    if below:
        name = Message("{name} ({part})", {"name": name, "part": _word(below[-1])})
    if isinstance(change.before, dict) and isinstance(change.after, dict):
        return _within(name, change.before, change.after)
    old_side, new_side = _sides(change)
    return Message("{name}: {old} → {new}", {"name": name, "old": old_side, "new": new_side})


def _within(name: Message | str, old: Data, new: Data) -> Message:
    """What differs in an entry, such as an event: of which, and which of its properties."""
    parts = []
    for change in compare(old, new):
        before, after = _sides(change)
        property_name = _word(change.path[0])
        difference = Message("{part} {old} → {new}", {"part": property_name, "old": before, "new": after})
        parts.append(difference)
    facts = _joined(parts, Message("{first}, {rest}"))
    arguments: dict[str, Argument] = {"name": name, "which": _value(old), "facts": facts}
    return Message("{name} {which}: {facts}", arguments)


def _joined(messages: Sequence[Message], template: Message) -> Message:
    """Messages as one, joined as two are, each still to be translated."""
    return reduce(lambda first, rest: Message(template.template, {"first": first, "rest": rest}), messages)


def _word(name: str) -> Message | str:
    """A name as the reader's language has it; one that may be anybody's as it stands."""
    is_of_schema = re.fullmatch(r"[a-z]+(-[a-z]+)*", name) is not None
    return Message(name) if is_of_schema else short(name)


def _sides(change: FactChange) -> tuple[Message | str, Message | str]:
    """A value as it was and as it is, such that a reader sees that they differ: in a last full stop, or a space."""
    before = _value(change.before)
    after = _value(change.after)
    if before != after:
        return before, after
    return _end(change.before), _end(change.after)


def _end(value: Plain) -> str:
    """How a value ends, letter by letter."""
    text = json.dumps(value, ensure_ascii=False)
    text = mask(text)  # before it is cut: of half a number nobody knows what it is
    text = re.sub(" {2,}", lambda spaces: "␣" * len(spaces[0]), text)  # a page shows several as one
    if len(text) <= _LONGEST:
        return text
    end = text[-_LONGEST:]
    return f"…{end}"


def _value(value: Plain) -> Message | str:
    """A value, or an event, in some words."""
    if value is None:
        return Message("nothing")
    if isinstance(value, dict) and "kind" in value:
        return _event(value)
    if isinstance(value, dict):
        properties = [f"{name}: {below}" for name, below in value.items()]
        return short(", ".join(properties))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return short(text).rstrip(".")


def _event(event: Data) -> Message:
    """An event, by its date, its kind and what it says."""
    kind = str(event["kind"])
    names = ("number", "status", "title", "text")
    text = " ".join(str(event[name]) for name in names if name in event)
    arguments: dict[str, Argument] = {"date": event.get("date", ""), "kind": _word(kind), "said": short(text)}
    if not text:
        return Message("{date} {kind}", arguments)
    return Message("{date} {kind} {said}", arguments)
