"""The whole examination of a ledger and its history, for a person with a clone and no trust.

Anyone who can push can write a chain of digests anew. So what hangs together is *consistent*; *unaltered* is only what
agrees with a digest from outside, such as the line in the board's minutes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from plptool.checks.change import Gone, came_back, dated_back, seals_kept
from plptool.checks.runner import check, check_seals
from plptool.checks.seals import ahead
from plptool.git.objects import Commit, Signature
from plptool.git.repository import Repository
from plptool.history import merge_base as base
from plptool.history import scan as past
from plptool.history.blame import blame
from plptool.history.lost import Lost, lost
from plptool.history.tampering import tell
from plptool.history.walk import Deleted, History, Step, day_at, key_of, path_of
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.errors import UserError
from plptool.model.findings import Finding
from plptool.model.records import as_list
from plptool.read.cache import Cache
from plptool.read.manifest import zone
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.revision import Revision
from plptool.seals.chain import Seal, seals, seals_of
from plptool.seals.verify import Stood, compare
from plptool.timeline.ledger import Ledger

SNAPSHOTS = "ledger/snapshots/"
_UNSOURCED = "PLP607"
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Expected:
    """A digest from outside, and what it agrees with."""

    asked: str
    """The day or snapshot, as the caller named it."""
    snapshot: str | None
    """The one that is sealed; None where none is."""
    digest: str
    agrees: bool
    """Whether it is that of the seal, or of a correction that rests on it."""
    corrections: int
    """How many of the seal's corrections it vouches for."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A commit that altered what was sealed, without a correction."""

    commit: Commit
    record: str
    snapshot: str
    stands: bool
    """Whether it still stands so; else it was taken back, or corrected."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A commit that touched a snapshot, and what was wrong with the seals there."""

    commit: Commit
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Audit:
    """What was examined, and what was found."""

    commit: Commit
    commits: int
    """How many it goes back to, itself included."""
    seals: tuple[Seal, ...]
    findings: list[Finding]
    """Of the seals, now: PLP7xx."""
    chains: list[Chain]
    altered: list[Altered]
    deleted: list[tuple[Deleted, str]]
    """Records that a commit deleted: gone; back; or another, where the id is another record's now."""
    corrected: dict[str, Commit]
    """By its digest, the commit that brought each correction."""
    signatures: dict[str, int]
    """Commits by the state of their signature, `unsigned` among them."""
    signers: list[tuple[Commit, Signature]]
    past: past.Past
    back: list[Finding]
    """Commits that are dated before what they build on, or to a day that has not come yet."""
    lost: list[Lost]
    """Sealed ledgers that the repository had beside this one, or in its place."""
    unsourced: list[Finding]
    broken: list[Finding]
    """What keeps files of the ledger from being records."""
    expected: list[Expected] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        """What makes the ledger other than it should be, by name."""
        faults = {
            "seals": bool(self.findings),
            "chains": any(one.findings for one in self.chains),
            "expected": any(not one.agrees for one in self.expected),
            "signatures": self.signatures.get("bad", 0) > 0,
            "personal-numbers": bool(self.past.findings),
            "damaged": self.past.damaged > 0,
            "broken": bool(self.broken),
            "lost": bool(self.lost),
            "deleted": any(state != "back" for _, state in self.deleted),
        }
        return [name for name, there in faults.items() if there]

    @property
    def verdict(self) -> str:
        """wrong; incomplete, where this clone lacks a part; unaltered; or consistent."""
        if self.wrong:
            return "wrong"
        if not self.past.whole:
            return "incomplete"
        vouched = {one.snapshot for one in self.expected}
        # A digest vouches for the seals before it too: they are in its chain.
        newest = self.seals[-1].id if self.seals else None
        return "unaltered" if newest in vouched else "consistent"

    def vouched(self, seal: Seal) -> int:
        """How many of a seal's corrections a digest from outside vouches for."""
        return max((one.corrections for one in self.expected if one.snapshot == seal.id and one.agrees), default=0)

    @property
    def unvouched(self) -> int:
        """How many corrections no digest from outside vouches for."""
        return sum(len(one.corrections) - self.vouched(one) for one in self.seals)


def audit(tree: Revision, expect: Sequence[tuple[str, str]], cache: Cache | None, told: Told, now: float) -> Audit:
    """Examine a ledger as a revision has it, and all that it goes back to.

    Args:
        tree: the revision.
        expect: days, or snapshots, each with a digest that stands in the minutes.
        cache: what was parsed before.
        told: is called with the number of objects searched so far.
        now: the clock of whoever asks, in seconds since 1970.

    Raises:
        UserError: git cannot read all of it.
    """
    memory: Memory = {}
    ledger = load(tree, cache, memory)
    history = History(tree, cache, graph=False, now=now)
    steps = history.whole
    there = seals_of(ledger.snapshots, ledger.torn)
    asked_for = [_expected(history, ledger, there, asked, said) for asked, said in expect]
    commits = base.since(tree.repository, start=tree.revision)
    found = check(ledger)
    wrong = [one for one in found if one.rule.startswith("PLP7")]
    wrong += ahead(there, day_at(int(now), zone(ledger.manifest)), tree)
    signatures, signers = _signatures(tree.repository, [one for one, _ in commits])
    result = Audit(
        commit=commits[0][0],
        commits=len(commits),
        seals=there,
        findings=tell(history, ledger, there, wrong),
        chains=list(_chains(history, steps, cache, memory)),
        altered=list(_altered(history, steps, {one.record for one in wrong})),
        deleted=[(one, _now(one, ledger)) for one in history.deleted() if one.collection in ledger.collections],
        corrected=_corrected(history, there),
        signatures=signatures,
        signers=signers,
        past=past.search(tree.repository, told),
        back=dated_back(commits, now),
        lost=lost(tree, cache, memory),
        unsourced=[one for one in found if one.rule == _UNSOURCED],
        broken=[one for one in ledger.faults if one.severity == "error"],
        expected=asked_for,
    )
    history.keep()
    return result


def _expected(history: History, ledger: Ledger, now: Sequence[Seal], asked: str, said: str) -> Expected:
    """What a digest from outside agrees with.

    Raises:
        UserError: there is no such seal, and has never been, so that it is rather the name that is wrong.
    """
    day = ledger.newest_snapshot.isoformat() if asked == "snapshot" and ledger.newest_snapshot else asked
    one = next((seal for seal in now if day in (seal.id, seal.day.isoformat())), None)
    said = said.casefold()
    if one is None and not any(day in (seal.id, seal.day.isoformat()) for seal in _once(history)):
        raise _no_seal(now, day, said)
    chain = _digests(one) if one else []
    return Expected(day, one.id if one else None, said, said in chain, chain.index(said) if said in chain else 0)


def _digests(seal: Seal) -> list[str]:
    """That of the seal, and those of its corrections."""
    return [seal.digest, *(str(entry.get("digest")) for entry in seal.corrections)]


def _once(history: History) -> Iterator[Seal]:
    """Every seal that any commit had."""
    snapshots = {path for step in history.whole for one in step.changes for path in one if path.startswith(SNAPSHOTS)}
    for path in sorted(snapshots):
        key = key_of(path)
        for version in history.timeline(key):
            yield from seals((key, path, one) for one in (version.data, *version.befores) if one)


def _no_seal(now: Sequence[Seal], asked: str, said: str) -> UserError:
    """What to tell who asks for a seal that is not, and was not."""
    whose = next((seal for seal in now if said in _digests(seal)), None)
    if whose:
        return UserError(f"there is no seal of {asked!r}; this digest is that of {whose.day}")
    there = ", ".join(seal.day.isoformat() for seal in now)
    sealed = f"sealed are {there}" if there else "nothing is sealed"
    return UserError(
        f"there is no seal of {asked!r} here, nor in the history: {sealed}. Is the date that of the minutes? If it is, "
        "this is not the repository that was sealed, or its history was rewritten"
    )


def _now(one: Deleted, ledger: Ledger) -> str:
    """What has become of a record that was deleted."""
    record = ledger.records.get(one.record)
    if record is None:
        return "back" if one.record in ledger.broken else "gone"
    return "back" if came_back(Gone(one.collection, one.data, one.commit.id), record) else "another"


def _corrected(history: History, now: Sequence[Seal]) -> dict[str, Commit]:
    found: dict[str, Commit] = {}
    for seal in now:
        for fact in blame(history, seal.id).facts if seal.corrections else ():
            if fact.path == ("corrections",) and isinstance(fact.value, dict) and fact.commit:
                found[str(fact.value.get("digest"))] = fact.commit
    return found


def _signatures(
    repository: Repository, commits: Sequence[Commit]
) -> tuple[dict[str, int], list[tuple[Commit, Signature]]]:
    signed = [one for one in commits if one.signed]
    said = repository.signatures([one.id for one in signed])
    signers = [(one, said[one.id]) for one in signed if one.id in said]
    counts = Counter(one.state for _, one in signers)
    return {"unsigned": len(commits) - len(signed), **dict(sorted(counts.items()))}, signers


def _chains(history: History, steps: Sequence[Step], cache: Cache | None, memory: Memory) -> Iterator[Chain]:
    """Each commit that touched a snapshot, with what was wrong with the seals then, and against each parent."""
    for step in steps:
        if not any(path == MANIFEST or path.startswith(SNAPSHOTS) for one in step.changes for path in one):
            continue
        here = history.at(step.commit.id)
        if here is None:  # it took the ledger away, which is told as records that are deleted
            continue
        ledger = load(here, cache, memory)
        found = check_seals(ledger)
        befores = (history.at(parent) for parent in step.parents)
        for before in (one for one in befores if one is not None):
            found += seals_kept(load(before, cache, memory), ledger, merge=len(step.parents) > 1)
        yield Chain(step.commit, tuple(found))


def _altered(history: History, steps: Sequence[Step], standing: set[str | None]) -> Iterator[Altered]:
    """The commits after which a sealed fact was another, and before which it was not."""
    snapshots: dict[str, dict[str, str]] = {}
    for step in reversed(steps):
        here = dict(snapshots[step.parents[0]]) if step.parents else {}
        for path, (_, new) in step.changes[0].items():
            if path == MANIFEST or path.startswith(SNAPSHOTS):
                if new is None:
                    here.pop(path, None)
                else:
                    here[path] = new
        snapshots[step.commit.id] = here

    @lru_cache(maxsize=8)
    def closed(held: tuple[tuple[str, str], ...]) -> tuple[Seal, ...]:
        version = dict(held)
        manifest = version.pop(MANIFEST, "")
        files = [(path, *history.parsed(path, blob, manifest)) for path, blob in version.items()]
        return seals((str(one["id"]) if fits else key_of(path), path, one) for path, one, fits in files)

    def wrong(commit: str, files: Mapping[str, str | None]) -> set[tuple[str, str]]:
        """Which of the records in these files are other than a commit's seals say."""
        version = snapshots[commit]
        there = closed(tuple(sorted(version.items())))
        stood = _stood(history, files, version.get(MANIFEST, ""), [seal.day for seal in there])
        names = {key_of(path) for path in files}
        names |= {name for one in stood for name in (one.id, *one.formerly) if name is not None}
        beside = _beside(history, commit, names, files)
        stood += _stood(history, beside, version.get(MANIFEST, ""), [seal.day for seal in there])
        found = set()
        for seal in there:
            compared, _ = compare(seal, stood, names)
            found |= {(seal.id, one.id) for one in compared if not one.holds(seal.day)}
        return found

    for step in steps:
        if not step.parents or not snapshots[step.commit.id].keys() - {MANIFEST}:
            continue
        paths = [path for path in step.changes[0] if all(path in one for one in step.changes) and path != MANIFEST]
        after = wrong(step.commit.id, {path: step.changes[0][path][1] for path in paths})
        for parent, changes in zip(step.parents, step.changes, strict=True):
            after -= wrong(parent, {path: changes[path][0] for path in paths})
        for snapshot, record in sorted(after):
            yield Altered(step.commit, record, snapshot, record in standing)


def _stood(history: History, files: Mapping[str, str | None], manifest: str, days: Sequence[date]) -> list[Stood]:
    """What files have to say to seals of these days; they are told by path, with the ids of their bytes."""
    found = []
    for path, blob in files.items():
        data, fits = history.parsed(path, blob, manifest) if blob else (None, False)
        if data is not None:
            found.append(Stood.of(path, data, days, None, legible=fits))
    return found


def _beside(history: History, commit: str, names: set[str], files: Mapping[str, str | None]) -> dict[str, str | None]:
    """The files of a commit that are called as these records are, beside those that it changed.

    One of them answers for its record, whoever else says that it does.
    """
    known = {key_of(path) for path in files}
    paths = [path_of(collection, name) for name in names - known for collection in COLLECTIONS]
    return {path: blob for path, blob in history.files(commit, paths).items() if path not in files}


def data(
    found: Audit, row: Callable[[Commit], dict[str, Any]], rows: Callable[[Sequence[Finding]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """The audit as JSON tells it.

    Args:
        found: the audit.
        row: a commit as JSON tells it.
        rows: likewise findings.
    """
    return {
        "verdict": found.verdict,
        "wrong": found.wrong,
        "commit": row(found.commit),
        "commits": found.commits,
        "expected": [
            {"asked": one.asked, "snapshot": one.snapshot, "digest": one.digest, "agrees": one.agrees}
            for one in found.expected
        ],
        "unvouched": found.unvouched,
        "seals": [_seal(one, found, row) for one in found.seals],
        "findings": rows(found.findings),
        "chains": [{"commit": row(one.commit), "findings": rows(one.findings)} for one in found.chains],
        "altered": [
            {"commit": row(one.commit), "record": one.record, "snapshot": one.snapshot, "stands": one.stands}
            for one in found.altered
        ],
        "deleted": [
            {"commit": row(one.commit), "collection": one.collection, "record": one.record, "now": state}
            for one, state in found.deleted
        ],
        "lost": [{"commit": row(one.commit), "folder": one.folder, "seals": list(one.seals)} for one in found.lost],
        "signatures": found.signatures,
        "signers": _signers(found, row),
        "personal-numbers": rows(found.past.findings),
        "dated-back": rows(found.back),
        "unsourced": [
            {"record": one.record, "field": one.value, "acknowledged": one.acknowledged is not None}
            for one in found.unsourced
        ],
        "broken": rows(found.broken),
    }


def _seal(one: Seal, found: Audit, row: Callable[[Commit], dict[str, Any]]) -> dict[str, Any]:
    said = [each for each in found.expected if each.snapshot == one.id]
    return {
        "snapshot": one.id,
        "date": one.day.isoformat(),
        "records": len(one.records),
        "digest": one.digest,
        "previous": one.previous[0] if one.previous else None,
        "expected": [{"digest": each.digest, "agrees": each.agrees, "corrections": each.corrections} for each in said],
        "corrections": [
            {
                "record": entry.get("record"),
                "kind": entry.get("kind"),
                "reason": entry.get("reason"),
                "source": as_list(entry.get("source")),
                "decision": entry.get("decision"),
                "digest": entry.get("digest"),
                "vouched": number < found.vouched(one),
                "commit": row(commit) if (commit := found.corrected.get(str(entry.get("digest")))) else None,
            }
            for number, entry in enumerate(one.corrections)
        ],
    }


def _signers(found: Audit, row: Callable[[Commit], dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, str], list[Commit]] = {}
    for commit, one in found.signers:
        groups.setdefault((one.state, one.signer, one.key), []).append(commit)
    return [
        {"state": state, "signer": signer, "key": key, "commits": len(some), "newest": row(some[0])}
        for (state, signer, key), some in sorted(groups.items(), key=lambda item: item[0])
    ]
