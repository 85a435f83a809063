"""PLP71x: what a change may not do to the ledger that it is a change of, and what a reader should look at first.

A pull request must not be its own judge: what it brings is compared with what it builds on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from math import inf
from typing import Protocol

from plptool.checks.known import known_of
from plptool.checks.runner import in_place
from plptool.git.clock import ahead
from plptool.model.collections import MANIFEST, Collection
from plptool.model.country import country_of, currency_of, holidays_of
from plptool.model.dates import moment
from plptool.model.financial_year import year_start
from plptool.model.findings import Argument, Finding, Message, Problem, Severity
from plptool.model.plain import Data, Plain, part, text_if_any
from plptool.model.records import Path, Place, Record
from plptool.model.rules import RULES, severity, turned_off
from plptool.model.text import natural
from plptool.seals.chain import Seal, seals_in
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
"""Properties that are no fields: to edit them where they stand is how they are kept, or other rules look at them."""
_ZONE = "time-zone"
_HOUSE = ("title", "language", _ZONE)
"""What of the manifest has a say in every answer."""
_OF_A_COUNTRY: Mapping[str, Callable[[Data], str]] = {
    "country": country_of,
    "currency": currency_of,
    "holidays": holidays_of,
    "financial-year-starts": lambda manifest: year_start(manifest).written,
}
"""What of it says how what is written is read.

Whose law holds, in what amounts are, on which days nobody works, when a year begins.
"""


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that a commit deleted."""

    collection: str
    data: Plain
    """What its file held."""
    commit: str
    """The commit's full id."""


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
    return sorted(_placed(problems, now), key=in_order)


def _placed(problems: Iterable[Problem], now: Ledger) -> list[Finding]:
    """Problems as findings, as grave as they are in every ledger: none of its own has a say."""
    return [in_place(problem, RULES[problem.rule].severity, now.tree) for problem in problems]


def in_order(finding: Finding) -> tuple[int, tuple[str, bool, int, int, str, str, str]]:
    """Sorts findings: what should be looked at first, first."""
    rank = len(FIRST)
    if finding.rule in FIRST:
        rank = FIRST.index(finding.rule)
    return rank, finding.order()


def _loosened(base: Ledger, now: Ledger) -> Iterator[Problem]:
    """PLP714, 716: a rule is made less grave, or is turned off."""
    if not now.manifest:  # broken, which is told as that
        return
    record = Place("ledger", MANIFEST)
    for code in RULES:
        before = severity(code, base.manifest)
        after = severity(code, now.manifest)
        if turned_off(code, now.manifest) and not turned_off(code, base.manifest):
            yield _turned_off(code, before, record, now)
            continue
        if _GRAVITY[after] >= _GRAVITY[before]:
            continue
        arguments: dict[str, Argument] = {"rule": code, "was": Message(before), "now": Message(after)}
        message = Message("{rule} is made less grave: it was {was}, and would be {now}", arguments)
        hint = Message("Take it back here, and make it a change of its own, so that it is decided on by itself.")
        where = ("severities", code)
        yield Problem("PLP714", record, where, message, hint, at_key=True)


def _turned_off(code: str, before: Severity, record: Place, now: Ledger) -> Problem:
    """That a rule is not asked any more: of one that was an error that is as grave as if it were loosened.

    Otherwise it is told as an acknowledgement is: no finding of it kept a record from being right.
    """
    reason = text_if_any(part(part(now.manifest, "severities"), code), "reason")
    arguments: dict[str, Argument] = {"rule": code, "summary": Message(RULES[code].summary), "reason": reason or "–"}
    message = Message("{rule} is turned off from now on ({summary}): {reason}", arguments)
    where = ("severities", code)
    if before == "error":
        hint = Message("Take it back here, and make it a change of its own, so that it is decided on by itself.")
        return Problem("PLP714", record, where, message, hint, at_key=True)
    return Problem("PLP716", record, where, message, at_key=True)


def _acknowledged(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    """PLP716: something is acknowledged that was not."""
    for record in now.all_records():
        if record.id in base.broken:  # nobody knows what it had
            continue
        record_before = _before(base, renamed, record.id)
        known_before = known_of(record_before.data) if record_before else ()
        before = [(known.rule, known.value) for known in known_before]
        for index, known in enumerate(known_of(record.data)):
            acknowledged = (known.rule, known.value)
            if acknowledged in before:
                before.remove(acknowledged)  # of two that acknowledge the same, each had one
                continue
            arguments = {"rule": known.rule, "value": known.value, "reason": known.reason}
            message = Message("{rule} `{value}` is acknowledged from now on: {reason}", arguments)
            where = ("known", index)
            yield Problem("PLP716", record, where, message)


def seals_kept(base: Ledger, now: Ledger, *, merge: bool = False) -> list[Finding]:
    """PLP711 alone: the seals and corrections of a base that a ledger has no longer, or otherwise.

    In a merge of two lines that both corrected, one line's corrections are made anew on top of the other's: what they
    say must be there, whatever they follow.
    """
    problems = [*_seals(base, now, merge=merge), *_zone_kept(base, now)]
    return _placed(problems, now)


def _seals(base: Ledger, now: Ledger, *, merge: bool = False) -> Iterator[Problem]:
    """PLP711: a seal, or a correction of what it sealed, is gone or another."""
    present = {seal.id: seal for seal in seals_in(now)}
    for seal_before in seals_in(base):
        seal = present.get(seal_before.id)
        arguments = {"id": seal_before.id}
        where: Path = ()
        if seal is None:
            message = Message("the seal of {id} is gone", arguments)
        elif not same(seal_before.as_written, seal.as_written):
            where = ("seal",)
            message = Message("the seal of {id} is another", arguments)
        elif not corrections_kept(seal_before, seal, merge=merge):
            where = ("corrections",)
            message = Message("corrections of what {id} sealed are gone or others", arguments)
        else:
            continue
        record = Place(seal_before.id, seal.path if seal else seal_before.path)
        hint = Message("A seal and its corrections are never edited: take them back as they were.")
        yield Problem("PLP711", record, where, message, hint)


def _zone_kept(base: Ledger, now: Ledger) -> Iterator[Problem]:
    """PLP711: a ledger with a seal is kept in another time zone than it was.

    The time zone decides what a day was: with the first seal it is closed too, whether or not the seal names it.
    """
    if zones_agree(base, now):
        return
    first_seal, *_ = seals_in(base)
    before = text_if_any(base.manifest, _ZONE)
    after = text_if_any(now.manifest, _ZONE)
    arguments = {"id": first_seal.id, "was": before, "now": after or "UTC"}
    message = Message("the time zone is {now}, and {id} was sealed in {was}", arguments)
    hint = Message("A day is another in another time zone: take `time-zone` in ledger.yaml back as it was.")
    yield Problem("PLP711", Place("ledger", MANIFEST), (_ZONE,), message, hint)


def zones_agree(base: Ledger, now: Ledger) -> bool:
    """Whether a ledger with a seal is kept in the time zone in which it was; of a broken manifest nobody knows."""
    before = base.manifest.get(_ZONE)
    if not now.manifest or before is None:
        return True
    if before == now.manifest.get(_ZONE):
        return True
    return not seals_in(base)


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
    # How many more corrections of each record there are now: one that came in between ends with another digest.
    added = Counter(_record(correction) for correction in now.corrections)
    added.subtract(_record(correction) for correction in was.corrections)
    left = list(now.corrections)
    for old in was.corrections:
        names: tuple[str, ...] = _SAID
        if added[_record(old)] <= 0:
            names = (*_SAID, "after")
        again = next((new for new in left if _alike(old, new, names)), None)
        if again is None:
            return False
        left.remove(again)  # of two that say the same, there must be two
    return True


def corrections_added(was: Seal, now: Seal) -> list[dict[str, Plain]]:
    """The corrections of a seal that say what none of those before says, wherever in the chain they stand."""
    added = list(now.corrections)
    for old in was.corrections:
        again = next((new for new in added if _alike(old, new, _SAID)), None)
        if again is not None:
            added.remove(again)
    return added


_SAID = ("record", "reason", "source", "decision")
"""What a correction says, wherever in the chain it stands."""


def _record(correction: Data) -> str:
    """The id of the record that a correction is of."""
    return str(correction.get("record"))


def _alike(correction: Data, other: Data, names: Iterable[str]) -> bool:
    return all(correction.get(name) == other.get(name) for name in names)


def _called(ledger: Ledger) -> dict[str, str]:
    """By what records were called before: what they are called."""
    called: dict[str, str] = {}
    for record in ledger.all_records():
        called.update(dict.fromkeys(record.formerly, record.id))
    return called


def _before(base: Ledger, renamed: Renames, key: str) -> Record | None:
    """What the base has of a record, whatever it is called there."""
    for old, new in renamed.present_ids.items():
        if new == key:
            return base.records.get(old)
    return base.records.get(key)


def _deleted(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    """PLP712: a record is deleted."""
    for record_id in sorted(base.records, key=natural):
        if record_id in now.records or record_id in now.broken or record_id in renamed.present_ids:
            continue
        path = base.records[record_id].path
        message = Message("`{id}` is deleted", {"id": record_id})
        hint = Message(
            "Put the file back. What was recorded by mistake is `withdrawn`, with the reason; "
            "a record with another id says `formerly: {id}`.",
            {"id": record_id},
        )
        yield Problem("PLP712", Place(record_id, path), (), message, hint)


def _again(base: Ledger, now: Ledger, gone: Mapping[str, Gone], renamed: Renames) -> Iterator[Problem]:
    """PLP713: an id is used again, that another record has or had."""
    called = {**_called(base), **_called(now)}
    undone = {new for record_before, new in renamed.present_ids.items() if new in base.records[record_before].formerly}
    hint = Message("Give it an id that no record has had: who reads the history takes the two for one.")
    for record in now.all_records():
        record_id = record.id
        record_before = base.records.get(record_id)
        if record_before is not None:
            if record_before.collection == record.collection:
                continue
            message = Message("`{id}` was a record of {was}", {"id": record_id, "was": record_before.collection})
        elif record_id in undone:
            continue  # it is called again as it was
        elif called.get(record_id, record_id) != record_id:
            message = Message("`{id}` is what `{now}` was called before", {"id": record_id, "now": called[record_id]})
        elif record_id in gone and not came_back(gone[record_id], record):
            arguments = {"id": record_id, "commit": gone[record_id].commit[:12]}
            message = Message("`{id}` was another record, which {commit} deleted", arguments)
        else:
            continue
        yield Problem("PLP713", record, ("id",), message, hint)


def _claimed(renamed: Renames) -> Iterator[Problem]:
    """PLP713: a record says that it was called otherwise, and is not what that was."""
    for record, former in renamed.unfounded:
        arguments = {"id": record.id, "former": former}
        message = Message("`{id}` says that it was called `{former}`, and is not what `{former}` was", arguments)
        hint = Message(
            "A record goes on under another id where its file is moved: it lies in the same folder, is new there, and "
            "the old one is gone."
        )
        yield Problem("PLP713", record, ("formerly",), message, hint)


def came_back(old: Gone, record: Record) -> bool:
    """Whether a record that was deleted has come back: all that it said stands there again, with or without more."""
    if old.collection != record.collection:
        return False
    return within(old.data or {}, record.data)


def _edited(base: Ledger, now: Ledger, renamed: Renames) -> Iterator[Problem]:
    """PLP715: a field is edited where it stands."""
    corrected = _newly_corrected(base, now)
    for record_id, record in now.records.items():
        record_before = _before(base, renamed, record_id)
        if record_before is None or record_id in corrected:
            continue
        if record_before.collection is not record.collection:
            continue
        for name in _edited_fields(record_before, record):
            where = (name,) if name in record.data else ()
            if record.collection is Collection.PROCESSES:
                yield _changed_or_wrong(record, where, name)
            else:
                yield _edited_field(record, where, name)
    if now.manifest:
        yield from _house_edited(base, now)


def _newly_corrected(base: Ledger, now: Ledger) -> set[str]:
    """The records of which a seal has a correction that the base's has not: what they say now was decided on."""
    seals_before = {seal.id: seal for seal in seals_in(base)}
    corrected: set[str] = set()
    for seal in seals_in(now):
        before = seals_before.get(seal.id)
        new = seal.corrections if before is None else corrections_added(before, seal)
        corrected.update(map(_record, new))
    return corrected


def _edited_fields(old: Record, record: Record) -> Iterator[str]:
    """The fields that a record had and that are others now, or gone, each once."""
    if old.data is record.data:
        return
    changes = compare(old.data, record.data)
    edited = [str(change.path[0]) for change in changes if change.kind != "added"]
    for name in dict.fromkeys(edited):
        is_renamed = name == "id" and old.id != record.id
        if is_renamed or name in _NO_FIELDS:
            continue
        yield name


def _house_edited(base: Ledger, now: Ledger) -> Iterator[Problem]:
    """What of the manifest has a say in every answer, and is another."""
    for name in _HOUSE:
        if name == _ZONE and seals_in(base):
            continue  # it is sealed too, and told more gravely
        if name in base.manifest and base.manifest[name] != now.manifest.get(name):
            where = (name,) if name in now.manifest else ()
            yield _edited_field(Place("ledger", MANIFEST), where, name)
    for name, said in _OF_A_COUNTRY.items():  # a ledger that does not say is Sweden's, so that saying so is no edit
        follows = name == "holidays" and name not in base.manifest and name not in now.manifest  # from the country
        if said(base.manifest) != said(now.manifest) and not follows:
            where = (name,) if name in now.manifest else ()
            yield _edited_field(Place("ledger", MANIFEST), where, name)


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


def dated_back(commits: Sequence[tuple[Dated, Sequence[Dated]]], now: float = inf) -> list[Finding]:
    """PLP717: commits that say that they are older than what they build on, or that their day has not come yet.

    The next commit after one of a day to come is not to blame: it is compared with what that one builds on.

    Args:
        commits: each with its parents.
        now: the clock of whoever asks, in seconds since 1970; without it, every day has come.
    """
    parents_of = {commit.id: parents for commit, parents in commits}
    severity = RULES["PLP717"].severity
    findings: list[Finding] = []
    for commit, parents in commits:
        before = _come(parents, parents_of, now)
        newest = max(before, key=lambda parent: parent.committed, default=commit)
        if ahead(commit.committed, now):
            message = Message("the commit is dated {date}, and that day has not come yet", {"date": _utc(commit)})
            hint = Message(
                "It counts as known when the next one is, and holds no other back. Check the clock of who committed it."
            )
        elif commit.committed < newest.committed:
            arguments = {"date": _utc(commit), "parent": newest.id[:12], "other": _utc(newest)}
            message = Message("the commit is dated {date}, before {parent} that it builds on, {other}", arguments)
            hint = Message("It counts as known from the later date on. Check the clock of who committed it.")
        else:
            continue
        finding = Finding("PLP717", severity, message, path=commit.id[:12], hint=hint)
        findings.append(finding)
    return findings


def _come(commits: Sequence[Dated], parents_of: Mapping[str, Sequence[Dated]], now: float) -> list[Dated]:
    """These commits; instead of one whose day has not come, those that it builds on."""
    come: list[Dated] = []
    seen: set[str] = set()
    pending = list(commits)
    while pending:
        commit = pending.pop(0)
        if commit.id in seen:
            continue
        seen.add(commit.id)
        if ahead(commit.committed, now):
            pending += parents_of.get(commit.id, ())
        else:
            come.append(commit)
    return come


def _utc(commit: Dated) -> str:
    """When a commit was made, to the minute."""
    time = moment(commit.committed, UTC)
    return time.strftime("%Y-%m-%d %H:%M UTC")
