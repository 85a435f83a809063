"""PLP7xx: what was sealed stands as it was, and so do the seals themselves and what was corrected since."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol

from plptool.model.findings import Finding, Message, Problem, every
from plptool.model.plain import Data, Plain
from plptool.model.ports import Tree
from plptool.model.records import Path, Place
from plptool.model.rules import RULES
from plptool.read.positions import locate
from plptool.seals.chain import Seal, digest_of_correction, digest_of_seal
from plptool.seals.verify import ComparedRecord, DigestedFile, compare_seal, digests_of
from plptool.timeline.beginnings import THROUGHOUT

_UNDO = Message(
    "Undo the change; or, if the past was told wrong: `plptool seal {day} --correct {id} --reason … --source …`"
).template

MEND_FIRST = Message("Mend the file first.")
FOLLOWS_ON = Message("the correction of `{id}` does not follow the entry before it").template
"""What is said of a correction that does not follow the seal, or the correction before it."""
OF_SEALS = ("PLP701", "PLP702", "PLP703", "PLP704", "PLP705")
"""What is found where a seal does not hold."""


def sealed(
    seals: tuple[Seal, ...],
    digested: Iterable[DigestedFile],
    unread: dict[str, str],
    faulty: Collection[str] = (),
    time_zone: str | None = None,
    illegible: Iterable[Place] = (),
    said_in: Callable[[str], Plain] = lambda _: None,
) -> Iterator[Problem]:
    """PLP701, 702, 703, 704, 705: what differs from the seals, and what is wrong with these.

    It is asked once every file has been read.

    Args:
        seals: of all snapshots, by day.
        digested: the files of the ledger.
        unread: the files that hold nothing that can be compared, by what they are called.
        faulty: by path, files that have a mistake of their own: that is mended first.
        time_zone: in which the ledger is kept; None where its manifest does not tell.
        illegible: snapshots with a mistake of their own that speak of a seal.
        said_in: what a file parses to, by its path; asked where a sealed record is gone, and may have another id.
    """
    files = list(digested)
    read = {seal.path for seal in seals}
    for snapshot in illegible:
        if snapshot.path not in read:
            yield _illegible(snapshot)
    for seal in seals:
        yield from _seal(seal, seals)
        if time_zone is not None and seal.time_zone not in (None, time_zone):
            yield _other_zone(seal, time_zone)
        yield from _corrections(seal)
        compared, late = compare_seal(seal, files)
        renamed = _renamed(seal, compared, files, said_in)
        for record in compared:
            if not record.holds(seal.day):
                yield _differs(seal, record, unread, faulty, renamed.get(record.id))
        for file in late:
            if file not in renamed.values():
                yield _late(seal, file)


def _renamed(
    seal: Seal, compared: Iterable[ComparedRecord], files: Iterable[DigestedFile], said_in: Callable[[str], Plain]
) -> dict[str, DigestedFile]:
    """By the id of a sealed record that is gone: the one file that says what was sealed of it, under another id."""
    gone = [record for record in compared if record.present is None and record.expected is not None]
    if not gone:  # nearly always
        return {}
    new_files = [file for file in files if seal.records.keys().isdisjoint({file.stem, file.id})]
    renamed: dict[str, DigestedFile] = {}
    for file in new_files[:_MANY]:
        data = said_in(file.path)
        if not isinstance(data, dict) or file.formerly:
            continue
        for record in gone[:_MANY]:
            as_it_was: Data = {**data, "id": record.id}
            if record.expected in digests_of(as_it_was, file.collection, seal.day):
                renamed[record.id] = file
    return renamed


_MANY = 25
"""Of more records that are gone, or came, nobody renamed each."""


def _illegible(snapshot: Place) -> Problem:
    """A seal that cannot be read: nobody knows whether it holds."""
    message = Message("nothing is compared with what it sealed, as its seal cannot be read")
    return Problem("PLP704", snapshot, (), message, MEND_FIRST)


def _other_zone(seal: Seal, time_zone: str) -> Problem:
    """A seal that names another time zone than the manifest."""
    arguments = {"was": seal.time_zone, "now": time_zone}
    message = Message("it was sealed in the time zone {was}, and the ledger is kept in {now}", arguments)
    hint = Message("A day is another in another time zone: take `time-zone` in ledger.yaml back as it was.")
    where = ("seal", "time-zone")
    return Problem("PLP704", Place(seal.id, seal.path), where, message, hint)


class Dated(Protocol):
    """A seal, as far as its day goes."""

    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def day(self) -> date: ...


def ahead(seals: Iterable[Dated], today: date, tree: Tree) -> list[Finding]:
    """PLP704 alone: the seals of days that are not over, which nothing but an editor's hand can have made.

    Args:
        seals: of all snapshots.
        today: where the ledger is kept; what else is found of a ledger is the same whenever it is asked.
        tree: where the ledger lies.
    """
    severity = RULES["PLP704"].severity
    findings: list[Finding] = []
    for seal in seals:
        if seal.day < today:
            continue
        position, line = locate(tree, seal.path, ("seal",), at_key=True)
        message = Message("it seals {day}, which is not over", {"day": seal.day.isoformat()})
        hint = Message("Take the seal out. A day is sealed by `plptool seal`, when nothing more can happen on it.")
        finding = Finding("PLP704", severity, message, seal.path, position, hint, record=seal.id, line=line)
        findings.append(finding)
    return findings


def by_snapshot(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What is found of each seal and of what it closed, by the id of its snapshot."""
    by_id: dict[str, list[Finding]] = {}
    for finding in every(findings):
        if finding.rule not in OF_SEALS:
            continue
        own_file = PurePosixPath(finding.path).stem  # PLP704 and 705 stand in the seal's own file
        snapshot = str(finding.message.args.get("snapshot", own_file))
        by_id.setdefault(snapshot, []).append(finding)
    return by_id


def _differs(
    seal: Seal,
    record: ComparedRecord,
    unread: dict[str, str],
    faulty: Collection[str],
    renamed: DigestedFile | None,
) -> Problem:
    """A sealed record that does not stand as it was sealed: it is altered, illegible, gone or has another id."""
    if record.present is not None:
        return _altered(seal, record, record.present, faulty)
    arguments = {"id": record.id, "snapshot": seal.id}
    if record.id in unread:
        message = Message("what {snapshot} sealed of `{id}` cannot be compared: the file cannot be read", arguments)
        return Problem("PLP701", Place(record.id, unread[record.id]), (), message, MEND_FIRST)
    where: Path = ("seal", "records", record.id)
    if record.id not in seal.records:  # it was learned late, and corrected
        corrected = [str(correction.get("record")) for correction in seal.corrections]
        where = ("corrections", corrected.index(record.id))
    if renamed is not None:
        arguments |= {"now": renamed.id or renamed.stem, "path": renamed.path}
        message = Message("`{id}` was sealed by {snapshot}, and is `{now}` now, which does not say so", arguments)
        arguments["day"] = _six(seal)
        hint = Message(
            "Give it its id back; or write `formerly: {id}` in {path}, and then "
            "`plptool seal {day} --correct {id} --reason … --source …`. Those who name it need not be changed.",
            arguments,
        )
        return Problem("PLP702", Place(record.id, seal.path), where, message, hint, at_key=True)
    message = Message("`{id}` was sealed by {snapshot} and is gone", arguments)
    hint = Message(
        "Put the file back. What was recorded by mistake is not deleted but `withdrawn`; a record with another id "
        "says `formerly: {id}`.",
        arguments,
    )
    return Problem("PLP702", Place(record.id, seal.path), where, message, hint, at_key=True)


def _altered(seal: Seal, record: ComparedRecord, present: DigestedFile, faulty: Collection[str]) -> Problem:
    """A sealed record of which the file that answers for it says something else."""
    arguments = {"id": record.id, "snapshot": seal.id}
    if record.expected is None:
        message = Message("`{id}` was withdrawn from what {snapshot} sealed, and says something again", arguments)
    elif present.digests.get(seal.day.isoformat()) == (None,):
        message = Message("`{id}` was sealed by {snapshot} and has been withdrawn since", arguments)
    elif present.path in faulty:
        message = Message("what {snapshot} sealed of `{id}` cannot be compared until the file is mended", arguments)
    elif record.id not in {present.stem, present.id}:
        arguments["now"] = present.stem
        message = Message("`{id}`, sealed by {snapshot}, is called `{now}` now", arguments)
    else:
        message = Message("what {snapshot} sealed of `{id}` is not what stands here now", arguments)
    hint = Message(_UNDO, {"day": _six(seal), "id": record.id})
    if present.path in faulty:
        hint = MEND_FIRST
    return Problem("PLP701", Place(record.id, present.path), (), message, hint)


def _late(seal: Seal, file: DigestedFile) -> Problem:
    """A record that holds by the day of a seal, and is not in it."""
    record_id = file.id or file.stem
    arguments = {"id": record_id, "snapshot": seal.id, "since": file.since, "day": _six(seal)}
    if file.since == THROUGHOUT.isoformat():
        message = Message("`{id}` holds throughout, and {snapshot} was sealed without it", arguments)
    else:
        message = Message("`{id}` holds since {since}, and {snapshot} was sealed without it", arguments)
    hint = Message(
        "If it was learned later: `plptool seal {day} --correct {id} --reason … --source …`. Else check its date.",
        arguments,
    )
    return Problem("PLP703", Place(record_id, file.path), (), message, hint)


def _six(seal: Seal) -> str:
    """The day of a seal as callers write it."""
    return seal.day.strftime("%y%m%d")


def _digest(seal: Seal) -> str:
    """The digest that a seal should have."""
    written = seal.as_written
    return digest_of_seal(
        seal.data.get("date"), written.get("records"), written.get("previous"), written.get("time-zone")
    )


def _seal(seal: Seal, seals: tuple[Seal, ...]) -> Iterator[Problem]:
    """A seal's own digest, and its link to the one before."""
    if _digest(seal) != seal.digest:
        message = Message("the digest is not that of the seal")
        yield _broken(seal, ("seal", "digest"), message)
    elif not seal.records:
        message = Message("the seal holds no records")
        yield _broken(seal, ("seal",), message)
    earlier = [other for other in seals if other.day < seal.day]
    latest = earlier[-1] if earlier else None
    is_second_of_day = any(other.day == seal.day and other.id < seal.id for other in seals)
    if is_second_of_day:
        message = Message("another snapshot of {day} is sealed already", {"day": seal.day.isoformat()})
        yield _broken(seal, ("seal",), message)
    elif latest is not None and seal.previous != latest.link:
        message = Message("the seal does not follow that of {id}, the one before it", {"id": latest.id})
        yield _broken(seal, ("seal", "previous"), message)
    elif latest is None and seal.previous:
        message = Message("the seal of {id}, which it follows, is gone", {"id": seal.previous.snapshot})
        yield _broken(seal, ("seal", "previous"), message)


def _broken(seal: Seal, where: Path, message: Message) -> Problem:
    """What is wrong with a seal itself."""
    hint = Message("A seal is made by `plptool seal` and never edited: take it back as it was.")
    return Problem("PLP704", Place(seal.id, seal.path), where, message, hint)


def _corrections(seal: Seal) -> Iterator[Problem]:
    """The chain of what was corrected since, each entry linked to the one before it."""
    link = seal.digest
    for index, correction in enumerate(seal.corrections):
        fault = _fault(seal, index, correction, link)
        link = str(correction.get("digest"))
        if fault is None:
            continue
        hint = Message("Corrections are made by `plptool seal … --correct` and never edited: take it back as it was.")
        record_id = str(correction.get("record"))
        where = ("corrections", index)
        yield Problem("PLP705", Place(record_id, seal.path), where, fault, hint)


def _fault(seal: Seal, index: int, correction: Data, link: str) -> Message | None:
    """What is wrong with a correction, which is to follow the digest before it; None of a right one."""
    arguments = {"id": str(correction.get("record"))}
    written = str(correction.get("digest"))
    if digest_of_correction(correction) != written:
        return Message("the digest is not that of the correction of `{id}`", arguments)
    if correction.get("previous") != link:
        return Message(FOLLOWS_ON, arguments)
    before = correction.get("before")
    if before != seal.digest_before(index):
        return Message("the correction of `{id}` does not begin with what was sealed or corrected before", arguments)
    if before == correction.get("after"):
        return Message("the correction of `{id}` changes nothing", arguments)
    return None
