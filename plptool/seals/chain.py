"""What was closed stays as it was: the digests of what was effective by a day, and the two chains that they stand in.

Nothing here asks whether data fits a schema: a seal holds for whatever a file parses to.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from json import JSONEncoder
from typing import Literal
from unicodedata import is_normalized, normalize

from plptool.model.dates import DateError, parse_when
from plptool.model.records import Json, Record, as_list
from plptool.timeline.beginnings import Records, adoption, plan_of

Kind = Literal["late", "amended", "withdrawn", "migration"]
_UNKNOWN_START = re.compile(r"\.\.(?=/[0-9])")
_THROUGHOUT = ("organisations", "sources")
"""Bodies and documents are no facts of a day: what is sealed has all that were there, and more may come."""
_OUTSIDE = {"snapshots": frozenset({"known", "seal", "corrections"})}


def sealed(data: Json, collection: str, day: date) -> Json:
    """What is sealed of a record at a day, made of text alone; None where the record was withdrawn.

    All that a record says by the end of the day: its fields, citations and discrepancies, and the entries of its lists
    whose day (`date`, `from`, `year`) has come; a date that cannot be read counts as come. Without what it
    acknowledges (`known`), which speaks of the tool's findings, and of a snapshot without its seal and corrections.

    Scalars are the text that was written, composed (Unicode NFC). The order of keys and of events means nothing, that
    of other lists does. Of two ways to write a date only those are one that EDTF itself tells apart and the ledger does
    not: an unknown start, `/2023-12-31`, and an open one, `../2023-12-31`. That 2022 and 2022-01-01/2022-12-31 cover
    the same days does not make them one: the one says that the year is known, the other some day of it.

    Args:
        data: the record's, or whatever its file holds.
        collection: in whose folder the file lies.
        day: what becomes effective later is left out.
    """
    if not isinstance(data, dict):
        return {collection: _plain(data, day)}
    if "withdrawn" in data:
        return None
    left = _OUTSIDE.get(collection, frozenset({"known"}))
    plain = {key: _plain(value, day) for key, value in data.items() if key not in left}
    if isinstance(plain.get("events"), list):
        plain["events"].sort(key=_encode)  # any order will do that the file has no part in
    return {collection: plain}


def digest(data: Json) -> str:
    """The SHA-256 of data made of text, lists and mappings."""
    return sha256(canonical(data)).hexdigest()


def canonical(data: Json) -> bytes:
    """The JSON Canonicalization Scheme (RFC 8785) of data that has no numbers: sorted keys, no space, UTF-8.

    Without numbers it is what the standard library writes, in a fifth of the time, but for the order of keys: that is
    of UTF-16 (3.2.3), which is of code points where none is beyond U+FFFF. A test holds it against the library
    `rfc8785`.
    """
    raw = _encode(data).encode("utf-8", "surrogatepass")
    if any(lead in raw for lead in _BEYOND):
        raw = _encode_as_it_stands(_sorted(data)).encode("utf-8", "surrogatepass")
    return raw


_encode = JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode
_encode_as_it_stands = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_BEYOND = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
"""How UTF-8 begins what is beyond U+FFFF."""


def _sorted(data: Json) -> Json:
    if type(data) is dict:
        return {key: _sorted(data[key]) for key in sorted(data, key=_utf16)}
    return [_sorted(one) for one in data] if type(data) is list else data


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _plain(data: Json, day: date) -> Json:
    kind = type(data)
    if kind is str:
        # Asked of every text there is: most are as they should be, which two quick looks tell.
        return data if data.isascii() and data[:3] != "../" else _text(data)
    if kind is dict:
        return {key: _plain(value, day) for key, value in data.items()}
    if kind is list:
        return [_plain(one, day) for one in data if type(one) is not dict or not _later(one, day)]
    if kind is bool:
        return "true" if data else "false"
    return None if data is None else str(data)


def _text(text: str) -> str:
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text[2:] if _UNKNOWN_START.match(text) else text


def _later(entry: dict[str, Json], day: date) -> bool:
    """Whether a mapping in a list is of a later day, as `state.without_later` has it, whatever its types are."""
    year = entry.get("year")
    if type(year) is int:
        return year > day.year or (year == day.year and day < date(day.year, 12, 31))
    text = entry.get("date", entry.get("from"))
    return isinstance(text, str) and not _by(text, day)


def _by(text: str, day: date) -> bool:
    try:
        return parse_when(text).by(day)
    except DateError:
        return True


def since(records: Records, record: Record) -> date | None:
    """The day from which a record is sealed; None where that cannot be told, or never comes.

    A body or document is there throughout. A decision, a snapshot and the version of an assignment are of their date; a
    plan of the decision that adopts it, or else of its period's first day; a grant of its period's or first year's
    first day; a process begins with its plan, or when it was taken in, if that was later.
    """
    data = record.data
    if record.collection in _THROUGHOUT:
        return date.min
    if record.collection in ("decisions", "snapshots"):
        return parse_when(data["date"]).latest
    if record.collection == "assignments":
        written = data.get("version", {}).get("date")
        return parse_when(written).latest if written else date.min
    if record.collection == "plans":
        decision = records.collections["decisions"].get(str(data.get("decision")))
        if decision is not None and "withdrawn" not in decision.data:
            return parse_when(decision.data["date"]).latest
        return parse_when(data["period"]).earliest or date.min
    if record.collection == "grants":
        if "period" in data:
            return parse_when(data["period"]).earliest or date.min
        return min((date(one["year"], 1, 1) for one in data.get("years", ())), default=date.min)
    return _process_since(records, record)


def _process_since(records: Records, record: Record) -> date | None:
    plan = plan_of(records, record)
    if plan is not None and plan not in records.collections["plans"]:
        return None
    begins = adoption(records, record) or date.min
    if "from" in record.data:
        taken = parse_when(record.data["from"]).latest
        return max(begins, taken) if taken else None
    return begins


@dataclass(frozen=True, slots=True)
class Stood:
    """What a file has to say to the ledger's seals."""

    path: str
    collection: str
    stem: str
    """What the file is called."""
    id: str | None
    """What it says that it is called; None where that is no text."""
    formerly: tuple[str, ...]
    since: str | None
    """The day from which it is sealed; None where it is not a record, or withdrawn, or that day never comes."""
    digests: Mapping[str, str | None]
    """By day: of what is sealed of it; None where it was withdrawn."""

    @classmethod
    def of(cls, path: str, data: Json, days: Iterable[date], began: date | None) -> "Stood":
        collection, stem = path.split("/")[-2], path.rpartition("/")[2].rpartition(".")[0]
        parts = ((day, sealed(data, collection, day)) for day in days)
        digests = {day.isoformat(): None if part is None else digest(part) for day, part in parts}
        held = data if isinstance(data, dict) else {}
        named = held.get("id")
        former = tuple(str(one) for one in as_list(held.get("formerly")) if not isinstance(one, dict | list))
        first = None if began is None or "withdrawn" in held else began.isoformat()
        return cls(path, collection, stem, None if named is None else str(named), former, first, digests)


@dataclass(frozen=True)
class Seal:
    """The seal of a snapshot, as its file has it: right or wrong."""

    id: str
    path: str
    day: date
    data: dict[str, Json] = field(repr=False)
    """The snapshot's data."""

    @cached_property
    def held(self) -> dict[str, Json]:
        seal = self.data["seal"]
        return seal if isinstance(seal, dict) else {}

    @property
    def digest(self) -> str:
        return str(self.held.get("digest"))

    @property
    def previous(self) -> tuple[str, str] | None:
        """The id and digest of the seal before it, where it names one."""
        said = self.held.get("previous")
        return (str(said.get("snapshot")), str(said.get("digest"))) if isinstance(said, dict) else None

    @cached_property
    def records(self) -> dict[str, str]:
        """The digest of each record, as it was sealed."""
        held = self.held.get("records")
        return {str(key): str(value) for key, value in held.items()} if isinstance(held, dict) else {}

    @cached_property
    def corrections(self) -> list[dict[str, Json]]:
        return [one for one in as_list(self.data.get("corrections")) if isinstance(one, dict)]

    @cached_property
    def expected(self) -> dict[str, str | None]:
        """The digest that each record must have now: as sealed, and then as corrected; None where it says nothing."""
        found: dict[str, str | None] = dict(self.records)
        for one in self.corrections:
            after = one.get("after")
            found[str(one.get("record"))] = None if after is None else str(after)
        return found

    @property
    def last(self) -> str:
        """The digest that the next correction follows."""
        return str(self.corrections[-1].get("digest")) if self.corrections else self.digest

    def before(self, index: int) -> str | None:
        """The digest that a record had before a correction."""
        key = str(self.corrections[index].get("record"))
        earlier = [one for one in self.corrections[:index] if str(one.get("record")) == key]
        if not earlier:
            return self.records.get(key)
        return None if earlier[-1].get("after") is None else str(earlier[-1]["after"])


def seals(snapshots: Iterable[tuple[str, str, Json]]) -> tuple[Seal, ...]:
    """The seals among snapshots, by day. What has no day that can be read can hold none.

    Args:
        snapshots: the id, path and data of each, whether or not it fits its schema.
    """
    found = []
    for key, path, data in snapshots:
        if isinstance(data, dict) and "seal" in data:
            try:
                found.append(Seal(key, path, date.fromisoformat(str(data.get("date"))), data))
            except ValueError:
                continue
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


def seals_of(snapshots: Iterable[Record], torn: Mapping[str, Json]) -> tuple[Seal, ...]:
    """The seals of a ledger, by day.

    Args:
        snapshots: its snapshots.
        torn: by path, the data of files that hold no record: a snapshot among them may have a seal.
    """
    found = [(one.id, one.path, one.data) for one in snapshots]
    for path, data in torn.items():
        if path.startswith("ledger/snapshots/"):
            found.append((path.rpartition("/")[2].rpartition(".")[0], path, data))
    return seals(found)


def digest_of_seal(day: Json, records: Json, previous: Json) -> str:
    """The digest over a seal: its date, its records' digests, and the seal before it, if there is one."""
    whole = {"date": day, "records": records, "previous": previous}
    return digest(_plain({key: value for key, value in whole.items() if value is not None}, date.max))


def digest_of_correction(correction: Mapping[str, Json]) -> str:
    """The digest over a correction, the digest that it follows among what it says."""
    return digest(_plain({key: value for key, value in correction.items() if key != "digest"}, date.max))


def seal(records: Mapping[str, str], day: date, before: Seal | None) -> dict[str, Json]:
    """A new seal of records' digests."""
    previous = {"previous": {"snapshot": before.id, "digest": before.digest}} if before else {}
    total = digest_of_seal(day.isoformat(), dict(records), previous.get("previous"))
    return {**previous, "digest": total, "records": dict(records)}


def correction(
    seal_: Seal, key: str, kind: Kind, after: str | None, reason: str, source: list[str], decision: str | None
) -> dict[str, Json]:
    """A new correction, to follow those that the seal has."""
    before = seal_.expected.get(key)
    said = {
        "record": key,
        "kind": kind,
        "before": before,
        "after": after,
        "reason": reason,
        "source": source[0] if len(source) == 1 else source or None,
        "decision": decision,
        "previous": seal_.last,
    }
    entry = {name: value for name, value in said.items() if value is not None}
    return {**entry, "digest": digest_of_correction(entry)}


def kind_of(*, known: bool, after: Json, old: Json = None) -> Kind:
    """What sort of correction it is that a record needs.

    Args:
        known: whether the seal or a correction has the record.
        after: what would be sealed of it now; None where it was withdrawn or is gone.
        old: what was sealed of it, where that is known.
    """
    if after is None:
        return "withdrawn"
    return "late" if not known or (old is not None and _within(old, after)) else "amended"


def _within(old: Json, new: Json) -> bool:
    """Whether all of the old stands in the new, in its order, with more beside it or not."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(key in new and _within(value, new[key]) for key, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        left = iter(new)
        return all(any(_within(one, other) for other in left) for one in old)
    return bool(old == new)


@dataclass(frozen=True, slots=True)
class Compared:
    """A sealed record and what the ledger has of it now."""

    id: str
    expected: str | None
    """The digest that it must have; None where a correction says that it says nothing any more."""
    present: Stood | None
    """The file that answers for it."""

    def holds(self, day: date) -> bool:
        if self.present is None:
            return self.expected is None
        return self.present.digests.get(day.isoformat()) == self.expected


_NAMES: tuple[Callable[[Stood], tuple[str | None, ...]], ...] = (
    lambda one: one.formerly,
    lambda one: (one.id,),
    lambda one: (one.stem,),
)
"""What makes a file answer for a record, the last word last."""


def compare(
    seal_: Seal, stood: Iterable[Stood], among: Collection[str] | None = None
) -> tuple[list[Compared], list[Stood]]:
    """Every record (of these) that a seal or its corrections have, and the records that they should have and do not.

    The file that is called as the record answers for it, else one that says that it is the record, else one that says
    that it was called so; of several that with the right content.
    """
    files = list(stood)
    day = seal_.day.isoformat()
    candidates: dict[str | None, list[Stood]] = {}
    for names in _NAMES:
        nearer: dict[str | None, list[Stood]] = {}
        for one in files:
            for key in names(one):
                nearer.setdefault(key, []).append(one)
        candidates |= nearer
    found = []
    for key in seal_.expected if among is None else [one for one in among if one in seal_.expected]:
        expected = seal_.expected[key]
        answering = sorted(candidates.get(key, ()), key=lambda one: (one.digests.get(day) != expected, one.path))
        found.append(Compared(key, expected, answering[0] if answering else None))
    covered = {one.present.path for one in found if one.present}
    late = [
        one
        for one in files
        if one.path not in covered and one.collection not in _THROUGHOUT and one.since is not None and one.since <= day
    ]
    return found, late
