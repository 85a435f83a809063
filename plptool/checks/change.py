"""PLP71x: what a change may not do to the ledger that it is a change of, and what a reader should look at first.

A pull request must not be its own judge: what it brings is compared with what it builds on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from math import inf
from typing import Protocol

from plptool.checks.runner import in_place
from plptool.git.clock import ahead
from plptool.model.collections import MANIFEST, Collection
from plptool.model.dates import moment
from plptool.model.findings import Argument, Finding, Message, Problem
from plptool.model.records import Json, Path, Place, Record, as_list
from plptool.model.rules import RULES, severity
from plptool.model.text import natural
from plptool.seals.chain import Seal, seals_of
from plptool.timeline.compare import compare, same, within
from plptool.timeline.ledger import Ledger
from plptool.timeline.resolution import Renames, renames

FIRST = ("PLP714", "PLP716")
"""Rules that are told before all others: what a change does to the judging of itself."""
_GRAVITY = {"info": 0, "warning": 1, "error": 2}
_NO_FIELDS = frozenset(
    {
        "events",
        "source",
        "discrepancies",
        "known",
        "written",
        "formerly",
        "withdrawn",
        "seal",
        "corrections",
        "left-out",
    }
)
_HOUSE = ("title", "language", "time-zone")
"""What of the manifest has a say in every answer."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that a commit deleted."""

    collection: str
    data: Json
    commit: str


class Dated(Protocol):
    """A commit, as far as its date goes."""

    @property
    def id(self) -> str: ...
    @property
    def committed(self) -> int: ...


def against(base: Ledger, now: Ledger, gone: Mapping[str, Gone]) -> list[Finding]:
    """What is wrong with a ledger as a change of another, and what it changes that readers should look at.

    Args:
        base: what the change builds on.
        now: the ledger with the change in it.
        gone: by id, records that were deleted before, and that the base does not have.
    """
    renamed = renames(base.records, now.records)
    problems = [
        *_loosened(base, now),
        *_acknowledged(base, now, renamed),
        *_seals(base, now),
        *_zone_kept(base, now),
        *_deleted(base, now, renamed),
        *_again(base, now, gone, renamed),
        *_claimed(renamed),
        *_edited(base, now, renamed),
    ]
    return sorted((in_place(one, RULES[one.rule].severity, now.tree) for one in problems), key=in_order)


def in_order(one: Finding) -> tuple[object, ...]:
    """What should be looked at first, first."""
    return (one.rule not in FIRST, one.rule not in FIRST or FIRST.index(one.rule), *one.order())


def _loosened(base: Ledger, now: Ledger) -> Iterator[Problem]:
    if not now.manifest:  # broken, which is told as that
        return
    record = Place("ledger", MANIFEST)
    for code in RULES:
        was, is_ = severity(code, base.manifest), severity(code, now.manifest)
        if _GRAVITY[is_] < _GRAVITY[was]:
            args: dict[str, Argument] = {"rule": code, "was": Message(was), "now": Message(is_)}
            message = Message("{rule} is made less grave: it was {was}, and would be {now}", args)
            hint = Message("Take it back here, and make it a change of its own, so that it is decided on by itself.")
            yield Problem("PLP714", record, ("severities", code), message, hint, at_key=True)


def _acknowledged(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    for record in now.all_records():
        if record.id in base.broken:  # nobody knows what it had
            continue
        was = _before(base, renamed, record.id)
        before = [(one["rule"], str(one["value"])) for one in (was.data.get("known", []) if was else [])]
        for index, one in enumerate(record.data.get("known", [])):
            if (one["rule"], str(one["value"])) in before:
                before.remove((one["rule"], str(one["value"])))
                continue
            args = {"rule": one["rule"], "value": one["value"], "reason": one["reason"]}
            message = Message("{rule} `{value}` is acknowledged from now on: {reason}", args)
            yield Problem("PLP716", record, ("known", index), message)


def seals_kept(base: Ledger, now: Ledger, *, merge: bool = False) -> list[Finding]:
    """PLP711 alone: the seals and corrections of a base that a ledger has no longer, or otherwise.

    In a merge of two lines that both corrected, one line's corrections are made anew on top of the other's: what they
    say must be there, whatever they follow.
    """
    problems = [*_seals(base, now, merge=merge), *_zone_kept(base, now)]
    return [in_place(one, RULES[one.rule].severity, now.tree) for one in problems]


def _seals(base: Ledger, now: Ledger, *, merge: bool = False) -> Iterator[Problem]:
    there = {one.id: one for one in _sealed(now)}
    for was in _sealed(base):
        one = there.get(was.id)
        record = Place(was.id, one.path if one else was.path)
        hint = Message("A seal and its corrections are never edited: take them back as they were.")
        if one is None:
            yield Problem("PLP711", record, (), Message("the seal of {id} is gone", {"id": was.id}), hint)
        elif not same(was.as_written, one.as_written):
            yield Problem("PLP711", record, ("seal",), Message("the seal of {id} is another", {"id": was.id}), hint)
        elif not corrections_kept(was, one, merge=merge):
            message = Message("corrections of what {id} sealed are gone or others", {"id": was.id})
            yield Problem("PLP711", record, ("corrections",), message, hint)


def _zone_kept(base: Ledger, now: Ledger) -> Iterator[Problem]:
    """The time zone decides what a day was: with the first seal it is closed too, whether or not the seal names it."""
    if not zones_agree(base, now):
        was, is_ = base.manifest.get("time-zone"), now.manifest.get("time-zone")
        args = {"id": _sealed(base)[0].id, "was": was, "now": is_ or "UTC"}
        message = Message("the time zone is {now}, and {id} was sealed in {was}", args)
        hint = Message("A day is another in another time zone: take `time-zone` in ledger.yaml back as it was.")
        record = Place("ledger", MANIFEST)
        yield Problem("PLP711", record, ("time-zone",), message, hint)


def zones_agree(base: Ledger, now: Ledger) -> bool:
    """Whether a ledger with a seal is kept in the time zone in which it was; of a broken manifest nobody knows."""
    was = base.manifest.get("time-zone")
    return not now.manifest or was is None or was == now.manifest.get("time-zone") or not _sealed(base)


def corrections_kept(was: Seal, now: Seal, *, merge: bool = False) -> bool:
    """Whether the corrections of a seal are there still, at the beginning and as they were.

    Args:
        was: the seal before.
        now: the same seal.
        merge: whether two lines that both corrected are joined: then the corrections of the one are made anew on top of
            the other's. What they say must be there, whatever they follow; and what a record is then, too, unless
            another correction of it came in between.
    """
    if was.corrections == now.corrections[: len(was.corrections)]:
        return True
    if not merge:
        return False
    more = Counter(one.get("record") for one in now.corrections)
    more.subtract(one.get("record") for one in was.corrections)
    left = list(now.corrections)
    for one in was.corrections:
        names = _SAID if more[one.get("record")] > 0 else (*_SAID, "after")
        again = next((other for other in left if all(other.get(name) == one.get(name) for name in names)), None)
        if again is None:
            return False
        left.remove(again)  # of two that say the same, there must be two
    return True


_SAID = ("record", "reason", "source", "decision")
"""What a correction says, wherever in the chain it stands."""


def _sealed(ledger: Ledger) -> tuple[Seal, ...]:
    return seals_of(ledger.snapshots, ledger.unfit)


def _called(ledger: Ledger) -> dict[str, str]:
    """By what records were called before: what they are called."""
    return {str(old): one.id for one in ledger.all_records() for old in as_list(one.data.get("formerly"))}


def _before(base: Ledger, renamed: Renames, key: str) -> Record | None:
    """What the base has of a record, whatever it is called there."""
    former = next((was for was, now in renamed.called.items() if now == key), key)
    return base.records.get(former)


def _deleted(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    for key in sorted(base.records, key=natural):
        if key not in now.records and key not in now.broken and key not in renamed.called:
            message = Message("`{id}` is deleted", {"id": key})
            hint = Message(
                "Put the file back. What was recorded by mistake is `withdrawn`, with the reason; "
                "a record with another id says `formerly: {id}`.",
                {"id": key},
            )
            yield Problem("PLP712", Place(key, base.records[key].path), (), message, hint)


def _again(base: Ledger, now: Ledger, gone: Mapping[str, Gone], renames_: Renames) -> Iterator[Problem]:
    renamed = {**_called(base), **_called(now)}
    undone = {now_ for was, now_ in renames_.called.items() if now_ in base.records[was].formerly}
    for record in now.all_records():
        key, was = record.id, base.records.get(record.id)
        hint = Message("Give it an id that no record has had: who reads the history takes the two for one.")
        if was is not None and was.collection != record.collection:
            args = {"id": key, "was": was.collection}
            yield Problem("PLP713", record, ("id",), Message("`{id}` was a record of {was}", args), hint)
        elif was is None and key in undone:
            continue  # it is called again as it was
        elif was is None and key in renamed and renamed[key] != key:
            args = {"id": key, "now": renamed[key]}
            yield Problem("PLP713", record, ("id",), Message("`{id}` is what `{now}` was called before", args), hint)
        elif was is None and key in gone and not came_back(gone[key], record):
            args = {"id": key, "commit": gone[key].commit[:12]}
            message = Message("`{id}` was another record, which {commit} deleted", args)
            yield Problem("PLP713", record, ("id",), message, hint)


def _claimed(renamed: Renames) -> Iterator[Problem]:
    for record, former in renamed.unfounded:
        args = {"id": record.id, "former": former}
        message = Message("`{id}` says that it was called `{former}`, and is not what `{former}` was", args)
        hint = Message(
            "A record goes on under another id where its file is moved: it lies in the same folder, is new there, and "
            "the old one is gone."
        )
        yield Problem("PLP713", record, ("formerly",), message, hint)


def came_back(old: Gone, record: Record) -> bool:
    """Whether a record that was deleted has come back: all that it said stands there again, with or without more."""
    return old.collection == record.collection and within(old.data or {}, record.data)


def _edited(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    corrected = _newly_corrected(base, now)
    for key, record in now.records.items():
        was = _before(base, renamed, key)
        if was is None or key in corrected or was.collection is not record.collection:
            continue
        for name in _edited_fields(was, record):
            where = (name,) if name in record.data else ()
            if record.collection is Collection.PROCESSES:
                yield _changed_or_wrong(record, where, name)
            else:
                yield _edited_field(record, where, name)
    if now.manifest:
        yield from _house_edited(base, now)


def _newly_corrected(base: Ledger, now: Ledger) -> set[str]:
    """The records of which a seal has a correction that the base's has not: what they say now was decided on."""
    new = (seal.corrections[len(_corrections(base, seal.id)) :] for seal in _sealed(now))
    return {str(correction.get("record")) for corrections in new for correction in corrections}


def _edited_fields(was: Record, record: Record) -> Iterator[str]:
    """The fields that a record had and that are others now, or gone, each once."""
    if was.data is record.data:
        return
    edited = (change.path[0] for change in compare(was.data, record.data) if change.kind != "added")
    for name in dict.fromkeys(edited):
        renamed = name == "id" and was.id != record.id
        if name not in _NO_FIELDS and not renamed:
            yield name


def _house_edited(base: Ledger, now: Ledger) -> Iterator[Problem]:
    """What of the manifest has a say in every answer, and is another."""
    for name in _HOUSE:
        told = name == "time-zone" and _sealed(base)  # more gravely, as it is sealed
        if name in base.manifest and base.manifest[name] != now.manifest.get(name) and not told:
            yield _edited_field(Place("ledger", MANIFEST), (name,) if name in now.manifest else (), name)


def _changed_or_wrong(record: Record, where: Path, name: str) -> Problem:
    """Of a record that tells by an event that a field changed on a day: whether it did, or was wrong all along."""
    message = Message("`{field}` is edited where it stands: did it change on a day, or was it wrong?", {"field": name})
    hint = Message(
        "If it changed, write an event: `- {{date: …, kind: change, set: {{{field}: …}}, source: …}}`. "
        "To edit the field is to correct the past.",
        {"field": name},
    )
    return Problem("PLP715", record, where, message, hint)


def _edited_field(record: Record | Place, where: Path, name: str) -> Problem:
    message = Message("`{field}` is edited where it stands", {"field": name})
    hint = Message("It is another at every date from now on. If it was wrong, let the commit say why.")
    return Problem("PLP715", record, where, message, hint)


def _corrections(ledger: Ledger, snapshot: str) -> list[dict[str, Json]]:
    return next((one.corrections for one in _sealed(ledger) if one.id == snapshot), [])


def dated_back(commits: Sequence[tuple[Dated, Sequence[Dated]]], now: float = inf) -> list[Finding]:
    """Commits that say that they are older than what they build on, or that their day has not come yet.

    The next commit after one of a day to come is not to blame: it is compared with what that one builds on.

    Args:
        commits: each with its parents.
        now: the clock of whoever asks, in seconds since 1970; without it, every day has come.
    """
    parents_of = {one.id: parents for one, parents in commits}
    found = []
    for one, parents in commits:
        if ahead(one.committed, now):
            message = Message("the commit is dated {date}, and that day has not come yet", {"date": _utc(one)})
            hint = Message(
                "It counts as known when the next one is, and holds no other back. Check the clock of who committed it."
            )
            found.append(Finding("PLP717", RULES["PLP717"].severity, message, one.id[:12], hint=hint))
            continue
        newest = max(_come(parents, parents_of, now), key=lambda parent: parent.committed, default=one)
        if one.committed < newest.committed:
            args = {"date": _utc(one), "parent": newest.id[:12], "other": _utc(newest)}
            message = Message("the commit is dated {date}, before {parent} that it builds on, {other}", args)
            hint = Message("It counts as known from the later date on. Check the clock of who committed it.")
            found.append(Finding("PLP717", RULES["PLP717"].severity, message, one.id[:12], hint=hint))
    return found


def _come(commits: Sequence[Dated], parents_of: Mapping[str, Sequence[Dated]], now: float) -> list[Dated]:
    """These commits; instead of one whose day has not come, those that it builds on."""
    found, pending, seen = [], list(commits), set()
    while pending:
        one = pending.pop(0)
        if one.id in seen:
            continue
        seen.add(one.id)
        if ahead(one.committed, now):
            pending += parents_of.get(one.id, ())
        else:
            found.append(one)
    return found


def _utc(one: Dated) -> str:
    return moment(one.committed, UTC).strftime("%Y-%m-%d %H:%M UTC")
