"""The whole examination of a ledger and its history, for a person with a clone and no trust.

Anyone who can push can write a chain of digests anew. So what hangs together is *consistent*; *unaltered* is only what
agrees with a digest from outside, such as the line in the board's minutes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from plptool.checks.change import Gone, came_back, dated_back, seals_kept
from plptool.checks.runner import check, check_seals
from plptool.checks.seals import ahead
from plptool.git.objects import Commit, Signature
from plptool.git.repository import Repository
from plptool.history.blame import blame
from plptool.history.lost import LostSeals, lost
from plptool.history.merge_base import since
from plptool.history.scan import Past, search
from plptool.history.steps import Step, blobs_by_commit, key_of, path_of
from plptool.history.tampering import tell
from plptool.history.walk import Deletion, History
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.dates import day_at
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message, every
from plptool.model.plain import Data
from plptool.read.cache import Cache
from plptool.read.manifest import zone
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.revision import Revision
from plptool.seals.chain import Seal, SnapshotFile, seals_in, seals_in_files
from plptool.seals.verify import DigestedFile, compare_seal
from plptool.timeline.ledger import Ledger

_UNSOURCED = "PLP607"
Progress = Callable[[int], None]
Verdict = Literal["wrong", "incomplete", "unaltered", "consistent"]
Now = Literal["gone", "back", "another"]
"""What has become of a record that was deleted; another: its id is another record's now."""


@dataclass(frozen=True, slots=True)
class ExpectedDigest:
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
class Correction:
    """What a seal's snapshot says of a correction, and who brought it."""

    data: Data
    """The entry, as it stands in the snapshot: right or wrong."""
    vouched: bool
    """Whether a digest from outside vouches for it."""
    commit: Commit | None
    """The one that brought it; None where that is not known."""


@dataclass(frozen=True, slots=True)
class ExaminedSeal:
    """A seal, and what vouches for it."""

    seal: Seal
    expected: tuple[ExpectedDigest, ...]
    """The digests from outside that are said to be its own."""
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class SealsAtCommit:
    """A commit that touched a snapshot, and what was wrong with the seals there."""

    commit: Commit
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Alteration:
    """A commit that altered what was sealed, without a correction."""

    commit: Commit
    record: str
    snapshot: str
    stands: bool
    """Whether it still stands so; else it was taken back, or corrected."""


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A record that a commit deleted."""

    commit: Commit
    collection: str
    record: str
    now: Now


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that commits are signed with, and what can be said of it."""

    state: str
    """As a signature's."""
    signer: str
    key: str
    commits: int
    newest: Commit


@dataclass(frozen=True, slots=True)
class Audit:
    """What was examined, and what was found."""

    commit: Commit
    commits: int
    """How many it goes back to, itself included."""
    expected: tuple[ExpectedDigest, ...]
    seals: tuple[ExaminedSeal, ...]
    """The oldest day first."""
    findings: tuple[Finding, ...]
    """Of the seals, now: PLP7xx."""
    chains: tuple[SealsAtCommit, ...]
    altered: tuple[Alteration, ...]
    deleted: tuple[DeletedRecord, ...]
    lost: tuple[LostSeals, ...]
    """Sealed ledgers that the repository had beside this one, or in its place."""
    signatures: Mapping[str, int]
    """Commits by the state of their signature, `unsigned` among them."""
    signers: tuple[Signer, ...]
    past: Past
    dated_back: tuple[Finding, ...]
    """Commits that are dated before what they build on, or to a day that has not come yet."""
    unsourced: tuple[Finding, ...]
    broken: tuple[Finding, ...]
    """What keeps files of the ledger from being records."""

    @property
    def wrong(self) -> list[str]:
        """What makes the ledger other than it should be, by name."""
        faults = {
            "seals": bool(self.findings),
            "chains": any(chain.findings for chain in self.chains),
            "expected": any(not expected.agrees for expected in self.expected),
            "signatures": self.signatures.get("bad", 0) > 0,
            "personal-numbers": bool(self.past.findings),
            "damaged": self.past.damaged > 0,
            "broken": bool(self.broken),
            "lost": bool(self.lost),
            "deleted": any(record.now != "back" for record in self.deleted),
        }
        return [name for name, is_there in faults.items() if is_there]

    @property
    def verdict(self) -> Verdict:
        """wrong; incomplete, where this clone lacks a part; unaltered; or consistent."""
        if self.wrong:
            return "wrong"
        if not self.past.whole:
            return "incomplete"
        # A digest vouches for the seals before it too: they are in its chain.
        if self.seals and self.seals[-1].expected:
            return "unaltered"
        return "consistent"

    @property
    def unvouched(self) -> int:
        """How many corrections no digest from outside vouches for."""
        count = 0
        for seal in self.seals:
            count += sum(not correction.vouched for correction in seal.corrections)
        return count


def audit(
    tree: Revision, expect: Sequence[tuple[str, str]], cache: Cache | None, progress: Progress, now: float
) -> Audit:
    """Examine a ledger as a revision has it, and all that it goes back to.

    Args:
        tree: the revision.
        expect: days, or snapshots, each with a digest that stands in the minutes.
        cache: what was parsed before.
        progress: is called with the number of objects searched so far.
        now: the clock of whoever asks, in seconds since 1970.

    Raises:
        UserError: git cannot read all of it.
    """
    memory: Memory = {}
    ledger = load(tree, cache, memory)
    history = History(tree, cache, graph=False, now=now)
    present_seals = seals_in(ledger)
    # What nobody ever sealed is the caller's mistake, and told before the long examination.
    expected = tuple(_expected(history, ledger, present_seals, asked, digest) for asked, digest in expect)
    commits = since(tree.repository, start=tree.revision)
    newest, _ = commits[0]
    findings = check(ledger)
    today = day_at(int(now), zone(ledger.manifest))
    of_seals = [finding for finding in every(findings) if finding.rule.startswith("PLP7")]
    of_seals += ahead(present_seals, today, tree)
    records_that_differ = {finding.record for finding in of_seals}
    signatures, signers = _signatures(tree.repository, [commit for commit, _ in commits])
    result = Audit(
        commit=newest,
        commits=len(commits),
        expected=expected,
        seals=tuple(_examined(history, present_seals, expected)),
        findings=tuple(tell(history, ledger, present_seals, of_seals)),
        chains=tuple(_chains(history, cache, memory)),
        altered=tuple(_altered(history, records_that_differ)),
        deleted=tuple(_deleted(history, ledger)),
        lost=tuple(lost(tree)),
        signatures=signatures,
        signers=signers,
        past=search(tree.repository, progress),
        dated_back=tuple(dated_back(commits, now)),
        unsourced=tuple(finding for finding in findings if finding.rule == _UNSOURCED),
        broken=tuple(fault for fault in ledger.faults if fault.severity == "error"),
    )
    history.keep()
    return result


# Digests from outside


def _expected(
    history: History, ledger: Ledger, present_seals: Sequence[Seal], asked: str, digest: str
) -> ExpectedDigest:
    """What a digest from outside agrees with.

    Args:
        history: where it is looked for whether there ever was such a seal.
        ledger: as it is.
        present_seals: those that it has.
        asked: the day or snapshot, as the caller names it.
        digest: that of the minutes.

    Raises:
        UserError: there is no such seal, and has never been, so that it is rather the name that is wrong.
    """
    if asked == "snapshot" and ledger.newest_snapshot:
        asked = ledger.newest_snapshot.isoformat()
    digest = digest.casefold()
    seal = _meant(present_seals, asked, digest)
    if seal is None:
        was_there = any(_is_called(former, asked) for former in _seals_ever(history))
        if not was_there:
            raise _no_seal(present_seals, asked, digest)
        return ExpectedDigest(asked, None, digest, agrees=False, corrections=0)
    chain = _digests(seal)
    if digest not in chain:
        return ExpectedDigest(asked, seal.id, digest, agrees=False, corrections=0)
    # The digest of a correction stands for those before it too.
    corrections = chain.index(digest)
    return ExpectedDigest(asked, seal.id, digest, agrees=True, corrections=corrections)


def _meant(present_seals: Sequence[Seal], asked: str, digest: str) -> Seal | None:
    """The seal that a caller means: of several that are called so, the one with the digest, or else the first."""
    called_so = [seal for seal in present_seals if _is_called(seal, asked)]
    # A day is the day that was sealed, whatever other seals are called.
    called_so.sort(key=lambda seal: seal.day.isoformat() != asked)
    for seal in called_so:
        if digest in _digests(seal):
            return seal
    return called_so[0] if called_so else None


def _is_called(seal: Seal, asked: str) -> bool:
    """Whether a caller means this seal, by the name of its snapshot or by its day."""
    return asked in (seal.id, seal.day.isoformat())


def _digests(seal: Seal) -> list[str]:
    """That of the seal, and those of its corrections."""
    of_corrections = [str(correction.get("digest")) for correction in seal.corrections]
    return [seal.digest, *of_corrections]


def _seals_ever(history: History) -> Iterator[Seal]:
    """Every seal that any commit had."""
    touched: set[str] = set()
    for step in history.whole.steps:
        touched.update(step.touched)
    for path in sorted(filter(_is_snapshot, touched)):
        snapshot_id = key_of(path)
        for version in history.timeline(snapshot_id):
            said = (version.data, *version.befores)
            files = [SnapshotFile(snapshot_id, path, data) for data in said if data]
            yield from seals_in_files(files)


def _no_seal(present_seals: Sequence[Seal], asked: str, digest: str) -> UserError:
    """What to tell who asks for a seal that is not, and was not."""
    for seal in present_seals:
        if digest in _digests(seal):
            arguments = {"asked": asked, "day": seal.day.isoformat()}
            return UserError(Message("there is no seal of {asked!r}; this digest is that of {day}", arguments))
    days = ", ".join(seal.day.isoformat() for seal in present_seals)
    sealed = Message("sealed are {days}", {"days": days}) if days else Message("nothing is sealed")
    return UserError(
        Message(
            "there is no seal of {asked!r} here, nor in the history: {sealed}. Is the date that of the minutes? If it "
            "is, this is not the repository that was sealed, or its history was rewritten",
            {"asked": asked, "sealed": sealed},
        )
    )


# Seals, now and at each commit


def _examined(
    history: History, present_seals: Sequence[Seal], expected: Sequence[ExpectedDigest]
) -> Iterator[ExaminedSeal]:
    """The seals that there are, each with what vouches for it, and with who brought its corrections."""
    brought = _corrections_brought(history, present_seals)
    for seal in present_seals:
        digests_of_seal = tuple(digest for digest in expected if digest.snapshot == seal.id)
        vouched = max((digest.corrections for digest in digests_of_seal if digest.agrees), default=0)
        corrections = []
        for number, entry in enumerate(seal.corrections):
            digest = str(entry.get("digest"))
            correction = Correction(entry, vouched=number < vouched, commit=brought.get(digest))
            corrections.append(correction)
        yield ExaminedSeal(seal, digests_of_seal, tuple(corrections))


def _corrections_brought(history: History, present_seals: Sequence[Seal]) -> dict[str, Commit]:
    """By its digest, the commit that brought each correction."""
    brought: dict[str, Commit] = {}
    for seal in present_seals:
        if not seal.corrections:
            continue
        for fact in blame(history, seal.id).facts:
            if fact.path != ("corrections",) or fact.commit is None:
                continue
            if isinstance(fact.value, dict):
                digest = str(fact.value.get("digest"))
                brought[digest] = fact.commit
    return brought


def _chains(history: History, cache: Cache | None, memory: Memory) -> Iterator[SealsAtCommit]:
    """Each commit that touched a snapshot, with what was wrong with the seals then, and against each parent."""
    for step in history.whole.steps:
        if not any(_is_of_seals(path) for path in step.touched):
            continue
        tree = history.at(step.commit.id)
        if tree is None:  # it took the ledger away, which is told as records that are deleted
            continue
        ledger = load(tree, cache, memory)
        findings = check_seals(ledger)
        is_merge = len(step.parents) > 1
        for parent in step.parents:
            tree_before = history.at(parent)
            if tree_before is None:
                continue
            # One that is broken takes nothing back of what the manifest said before.
            manifest = dict(history.manifest(parent))
            before = load(tree_before, cache, memory).with_manifest(manifest)
            findings += seals_kept(before, ledger, merge=is_merge)
        yield SealsAtCommit(step.commit, tuple(findings))


def _is_snapshot(path: str) -> bool:
    """Whether a file lies where snapshots do, by its path within the ledger."""
    return path.startswith("ledger/snapshots/")


def _is_of_seals(path: str) -> bool:
    """Whether a file has a say in what is sealed."""
    if path == MANIFEST:
        return True
    return _is_snapshot(path)


# What was altered, and what was deleted


def _altered(history: History, standing: set[str | None]) -> Iterator[Alteration]:
    """The commits after which a sealed fact was another, and before which it was not.

    Args:
        history: where to look.
        standing: the records of which a seal does not hold now.
    """
    sealed = SealedCommits(history)
    for step in history.whole.steps:
        if not step.parents or not sealed.has_snapshots(step.commit.id):
            continue
        for snapshot, record in sorted(_newly_wrong(step, sealed)):
            yield Alteration(step.commit, record, snapshot, stands=record in standing)


def _newly_wrong(step: Step, sealed: "SealedCommits") -> set[tuple[str, str]]:
    """What is other than a seal says after a commit, and was not so in any parent: snapshot and record."""
    paths = [path for path in step.own if path != MANIFEST]
    files = {path: step.blob(path) for path in paths}
    wrong = sealed.wrong(step.commit.id, files)
    for parent, changes in step.sides:
        files_before = {path: changes[path].before for path in paths}
        wrong -= sealed.wrong(parent, files_before)
    return wrong


class SealedCommits:
    """What the seals that each commit had say of the files that it had."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._blobs = blobs_by_commit(history.whole.steps, _is_of_seals)
        # Most commits have the seals of the one before.
        self._seals = lru_cache(maxsize=8)(self._read)

    def has_snapshots(self, commit: str) -> bool:
        """Whether there was anything yet that could be sealed."""
        return any(path != MANIFEST for path in self._blobs[commit])

    def wrong(self, commit: str, files: Mapping[str, str | None]) -> set[tuple[str, str]]:
        """Which of the records in these files are other than a commit's seals say: snapshot and record.

        Args:
            commit: its id.
            files: by path, the ids of their bytes; None where they are not there.
        """
        blobs = self._blobs[commit]
        manifest = blobs.get(MANIFEST, "")
        seals_then = self._seals(tuple(sorted(blobs.items())))
        days = [seal.day for seal in seals_then]
        digested = _digested(self._history, files, manifest, days)
        names = {key_of(path) for path in files}
        for file in digested:
            names.update(file.formerly)
            if file.id is not None:
                names.add(file.id)
        others = _beside(self._history, commit, names, files)
        digested += _digested(self._history, others, manifest, days)
        wrong: set[tuple[str, str]] = set()
        for seal in seals_then:
            compared, _ = compare_seal(seal, digested, names)
            for record in compared:
                if not record.holds(seal.day):
                    wrong.add((seal.id, record.id))
        return wrong

    def _read(self, blobs: tuple[tuple[str, str], ...]) -> tuple[Seal, ...]:
        """The seals in these snapshots, by the manifest that stood beside them."""
        blobs_of_snapshots = dict(blobs)
        manifest = blobs_of_snapshots.pop(MANIFEST, "")
        files: list[SnapshotFile] = []
        for path, blob in blobs_of_snapshots.items():
            version = self._history.reader.version(path, blob, manifest)
            record_id = key_of(path)
            if version.record is not None:
                record_id = str(version.record["id"])
            file = SnapshotFile(record_id, path, version.data)
            files.append(file)
        return seals_in_files(files)


def _digested(
    history: History, files: Mapping[str, str | None], manifest: str, days: Sequence[date]
) -> list[DigestedFile]:
    """What files have to say to seals of these days; they are told by path, with the ids of their bytes."""
    digested = []
    for path, blob in files.items():
        if not blob:
            continue
        version = history.reader.version(path, blob, manifest)
        if version.data is None:
            continue
        legible = version.record is not None
        file = DigestedFile.of(path, version.data, days, None, legible=legible)
        digested.append(file)
    return digested


def _beside(history: History, commit: str, names: set[str], files: Mapping[str, str | None]) -> dict[str, str | None]:
    """The files of a commit that are called as these records are, beside those that it changed.

    One of them answers for its record, whoever else says that it does.
    """
    changed = {key_of(path) for path in files}
    paths: list[str] = []
    for name in names - changed:
        paths += [path_of(collection, name) for collection in COLLECTIONS]
    present = history.files(commit, paths)
    return {path: blob for path, blob in present.items() if path not in files}


def _deleted(history: History, ledger: Ledger) -> Iterator[DeletedRecord]:
    """The records that a commit deleted; not the manifest, which is none."""
    for deletion in history.deletions():
        if deletion.collection not in ledger.collections:
            continue
        now = _now(deletion, ledger)
        yield DeletedRecord(deletion.commit, deletion.collection, deletion.record, now)


def _now(deletion: Deletion, ledger: Ledger) -> Now:
    """What has become of a record that was deleted."""
    record = ledger.records.get(deletion.record)
    if record is None:
        return "back" if deletion.record in ledger.broken else "gone"
    gone_record = Gone(deletion.collection, deletion.data, deletion.commit.id)
    return "back" if came_back(gone_record, record) else "another"


# Who signed


def _signatures(repository: Repository, commits: Sequence[Commit]) -> tuple[dict[str, int], tuple[Signer, ...]]:
    """How many commits are signed, by what can be said of it; and by whom."""
    signed = [commit for commit in commits if commit.signed]
    signatures = repository.signatures([commit.id for commit in signed])
    by_signature: dict[Signature, list[Commit]] = {}
    for commit in signed:
        signature = signatures.get(commit.id)
        if signature is not None:
            by_signature.setdefault(signature, []).append(commit)
    states = Counter({"unsigned": len(commits) - len(signed)})
    signers = []
    for signature in sorted(by_signature, key=lambda signature: (signature.state, signature.signer, signature.key)):
        signed_so = by_signature[signature]
        states[signature.state] += len(signed_so)
        signer = Signer(
            state=signature.state,
            signer=signature.signer,
            key=signature.key,
            commits=len(signed_so),
            newest=signed_so[0],
        )
        signers.append(signer)
    return dict(states), tuple(signers)
