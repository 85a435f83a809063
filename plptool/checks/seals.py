"""PLP7xx: what was sealed stands as it was, and so do the seals themselves and what was corrected since."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Protocol

from plptool.model.findings import Argument, Finding, Message, Problem
from plptool.model.ports import Tree
from plptool.model.records import Json, Path, Place
from plptool.model.rules import RULES
from plptool.read.positions import locate
from plptool.seals.chain import Seal, digest_of_correction, digest_of_seal
from plptool.seals.verify import ComparedRecord, DigestedFile, compare_seal

_UNDO = Message(
    "Undo the change; or, if the past was told wrong: `plptool seal {day} --correct {id} --reason … --source …`"
).template


_MEND = Message("Mend the file first.")
OF_SEALS = ("PLP701", "PLP702", "PLP703", "PLP704", "PLP705")
"""What is found where a seal does not hold."""


def sealed(
    seals: tuple[Seal, ...],
    digested: Iterable[DigestedFile],
    unread: dict[str, str],
    faulty: Collection[str] = (),
    time_zone: str | None = None,
) -> Iterator[Problem]:
    """What differs from the seals, once every file has been read.

    Args:
        seals: of all snapshots, by day.
        digested: the files of the ledger.
        unread: the files that hold nothing that can be compared, by what they are called.
        faulty: by path, files that have a mistake of their own: that is mended first.
        time_zone: in which the ledger is kept; None where its manifest does not tell.
    """
    files = list(digested)
    for one in seals:
        yield from _seal(one, seals)
        if time_zone is not None and one.time_zone not in (None, time_zone):
            args = {"was": one.time_zone, "now": time_zone}
            message = Message("it was sealed in the time zone {was}, and the ledger is kept in {now}", args)
            hint = Message("A day is another in another time zone: take `time-zone` in ledger.yaml back as it was.")
            yield Problem("PLP704", Place(one.id, one.path), ("seal", "time-zone"), message, hint)
        yield from _corrections(one)
        compared, late = compare_seal(one, files)
        for record in compared:
            if not record.holds(one.day):
                yield _differs(one, record, unread, faulty)
        yield from (_late(one, record) for record in late)


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
    found = []
    for one in seals:
        if one.day >= today:
            position, line = locate(tree, one.path, ("seal",), at_key=True)
            message = Message("it seals {day}, which is not over", {"day": one.day.isoformat()})
            hint = Message("Take the seal out. A day is sealed by `plptool seal`, when nothing more can happen on it.")
            severity = RULES["PLP704"].severity
            found.append(Finding("PLP704", severity, message, one.path, position, hint, one.id, None, line))
    return found


def by_snapshot(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What is found of each seal and of what it closed, by the id of its snapshot."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.rule in OF_SEALS:
            own_file = one.path.rpartition("/")[2].rpartition(".")[0]  # PLP704 and 705 stand in the seal's own file
            found.setdefault(str(one.message.args.get("snapshot", own_file)), []).append(one)
    return found


def _differs(seal: Seal, one: ComparedRecord, unread: dict[str, str], faulty: Collection[str]) -> Problem:
    args = {"id": one.id, "snapshot": seal.id}
    undo = Message(_UNDO, {"day": _six(seal), "id": one.id})
    if one.present is not None:
        if one.expected is None:
            message = Message("`{id}` was withdrawn from what {snapshot} sealed, and says something again", args)
        elif one.present.digests.get(seal.day.isoformat()) == (None,):
            message = Message("`{id}` was sealed by {snapshot} and has been withdrawn since", args)
        elif one.id not in {one.present.stem, one.present.id}:
            args["now"] = one.present.stem
            message = Message("`{id}`, sealed by {snapshot}, is called `{now}` now", args)
        else:
            message = Message("what {snapshot} sealed of `{id}` is not what stands here now", args)
        hint = _MEND if one.present.path in faulty else undo
        return Problem("PLP701", Place(one.id, one.present.path), (), message, hint)
    if one.id in unread:
        message = Message("what {snapshot} sealed of `{id}` cannot be compared: the file cannot be read", args)
        return Problem("PLP701", Place(one.id, unread[one.id]), (), message, _MEND)
    where: Path = ("seal", "records", one.id)
    if one.id not in seal.records:
        where = ("corrections", [entry.get("record") for entry in seal.corrections].index(one.id))
    message = Message("`{id}` was sealed by {snapshot} and is gone", args)
    hint = Message(
        "Put the file back. What was recorded by mistake is not deleted but `withdrawn`; a record with another id "
        "says `formerly: {id}`.",
        args,
    )
    return Problem("PLP702", Place(one.id, seal.path), where, message, hint, at_key=True)


def _late(seal: Seal, one: DigestedFile) -> Problem:
    args = {"id": one.id or one.stem, "snapshot": seal.id, "since": one.since, "day": _six(seal)}
    message = Message("`{id}` holds since {since}, and {snapshot} was sealed without it", args)
    if one.since == date.min.isoformat():
        message = Message("`{id}` holds throughout, and {snapshot} was sealed without it", args)
    hint = Message(
        "If it was learned later: `plptool seal {day} --correct {id} --reason … --source …`. Else check its date.", args
    )
    return Problem("PLP703", Place(one.id or one.stem, one.path), (), message, hint)


def _six(seal: Seal) -> str:
    return seal.day.strftime("%y%m%d")


def _digest(one: Seal) -> str:
    held = one.as_written
    return digest_of_seal(one.data.get("date"), held.get("records"), held.get("previous"), held.get("time-zone"))


def _seal(one: Seal, seals: tuple[Seal, ...]) -> Iterator[Problem]:
    """A seal's own digest, and its link to the one before."""
    mend = Message("A seal is made by `plptool seal` and never edited: take it back as it was.")

    def broken(where: Path, template: str, **args: Argument) -> Problem:
        return Problem("PLP704", Place(one.id, one.path), ("seal", *where), Message(template, args), mend)

    if _digest(one) != one.digest:
        yield broken(("digest",), Message("the digest is not that of the seal").template)
    elif not one.records:
        yield broken((), Message("the seal holds no records").template)
    earlier = [other for other in seals if other.day < one.day]
    if any(other.day == one.day and other.id < one.id for other in seals):
        yield broken((), Message("another snapshot of {day} is sealed already").template, day=one.day.isoformat())
    elif earlier and one.previous != (earlier[-1].id, earlier[-1].digest):
        args = {"id": earlier[-1].id}
        yield broken(
            ("previous",), Message("the seal does not follow that of {id}, the one before it").template, **args
        )
    elif one.previous and not earlier:
        yield broken(("previous",), Message("the seal of {id}, which it follows, is gone").template, id=one.previous[0])


def _corrections(seal: Seal) -> Iterator[Problem]:
    """The chain of what was corrected since, each entry linked to the one before it."""
    link = seal.digest
    for index, one in enumerate(seal.corrections):
        fault = _fault(seal, index, one, link)
        link = str(one.get("digest"))
        if fault:
            hint = Message(
                "Corrections are made by `plptool seal … --correct` and never edited: take it back as it was."
            )
            where: Path = ("corrections", index)
            yield Problem("PLP705", Place(str(one.get("record")), seal.path), where, fault, hint)


def _fault(seal: Seal, index: int, one: dict[str, Json], link: str) -> Message | None:
    args = {"id": one.get("record")}
    if digest_of_correction(one) != str(one.get("digest")):
        return Message("the digest is not that of the correction of `{id}`", args)
    if one.get("previous") != link:
        return Message("the correction of `{id}` does not follow the entry before it", args)
    if one.get("before") != seal.before(index):
        return Message("the correction of `{id}` does not begin with what was sealed or corrected before", args)
    if one.get("before") == one.get("after"):
        return Message("the correction of `{id}` changes nothing", args)
    return None
