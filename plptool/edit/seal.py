"""Seals and corrections into a snapshot's file, and no other byte of it changed.

What is to be written is read back and validated first; then it takes the old file's place in one step. All the while
nobody else writes: two who read the same file would each write it without what the other had added.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from plptool.checks.context import Context
from plptool.checks.validate import validate
from plptool.edit.change import Change, errors_in, write_change
from plptool.edit.lock import writing
from plptool.edit.text import DASH, inserted, mapping_lines, rows_of, scalar
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.records import Json, Record
from plptool.model.text import natural
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.read.yaml import marks
from plptool.seals import canonical, verify
from plptool.seals import chain as seal
from plptool.seals.chain import CorrectionKind, Seal
from plptool.seals.verify import DigestedFile
from plptool.timeline import beginnings
from plptool.timeline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Sealed:
    snapshot: str
    day: date
    records: int
    digest: str


def seal_day(tree: WorkTree, day: date, today: date, cache: Cache | None = None) -> Sealed:
    """Seal all that is effective by a day, in the snapshot of that day, which is made where there is none.

    Raises:
        UserError: the day has not come; it, or a later one, is sealed; the ledger has errors; the file cannot be
            written, or another process is writing.
    """
    if day >= today:
        raise UserError(f"{day} is not over yet: a day is sealed when nothing more can happen on it")
    with writing(tree.root):
        return _seal_day(tree, day, cache)


def _seal_day(tree: WorkTree, day: date, cache: Cache | None) -> Sealed:
    errors = errors_in(validate(tree, cache).findings)
    if errors:
        raise UserError(f"the ledger has errors, {errors.total()} of them, so it is not sealed; see `plptool validate`")
    ledger = load(tree, cache)
    held = seal.seals_of(ledger.snapshots, {})
    if any(one.day == day for one in held):
        raise UserError(f"{day} is sealed already; what is learned later is a correction: --correct ID")
    if held and held[-1].day > day:
        raise UserError(f"{held[-1].day} is sealed already, and seals are made in the order of their days")
    snapshot = _snapshot(ledger, day)
    records = {**ledger.records, snapshot.id: snapshot}
    context = Context(records.values(), (), ledger.manifest)
    digests = {}
    for key in sorted(records, key=natural):
        one = records[key]
        part = canonical.sealed(one.data, one.collection, day)
        began = beginnings.beginning(context, one)
        if part is not None and began is not None and began <= day:
            digests[key] = canonical.digest(part)
    made = seal.new_seal(digests, day, held[-1] if held else None, str(ledger.manifest["time-zone"]))
    old = tree.read(snapshot.path) if snapshot.id in ledger.records else None
    change = _with_seal(snapshot, old, made)
    write_change(tree, change, Counter(), cache)
    return Sealed(snapshot.id, day, len(digests), made["digest"])


def correct(
    tree: WorkTree,
    day: date,
    ids: Sequence[str],
    reason: str,
    source: Sequence[str] = (),
    decision: str | None = None,
    kind: CorrectionKind | None = None,
    cache: Cache | None = None,
    sealed_then: Mapping[str, Json] = MappingProxyType({}),
) -> list[dict[str, Json]]:
    """Say of sealed records that the past is told otherwise, and why: a correction each, in the order given.

    Args:
        tree: where the ledger lies.
        day: which seal.
        ids: the records, by their present or former ids.
        reason: why, in a line.
        source: the citations that it rests on.
        decision: or the decision.
        kind: what sort of correction; without it, as `chain.kind_of` tells.
        cache: what was parsed and found before.
        sealed_then: by id what was sealed of a record, where the history tells.

    Raises:
        UserError: the day is not sealed; a record stands as it was sealed, or cannot be read; the file cannot be
            written, or another process is writing.
    """
    with writing(tree.root):
        return _correct(tree, day, ids, reason, source, decision, kind, cache, sealed_then)


def _correct(
    tree: WorkTree,
    day: date,
    ids: Sequence[str],
    reason: str,
    source: Sequence[str],
    decision: str | None,
    kind: CorrectionKind | None,
    cache: Cache | None,
    sealed_then: Mapping[str, Json],
) -> list[dict[str, Json]]:
    before = validate(tree, cache).findings
    ledger = load(tree, cache)
    sealed = next((one for one in seal.seals_of(ledger.snapshots, {}) if one.day == day), None)
    if sealed is None:
        raise UserError(f"{day} is not sealed")
    if any(finding.rule in {"PLP704", "PLP705"} for finding in before) or sealed.path in ledger.unfit:
        raise UserError(f"{sealed.path} is not as it was made; see `plptool validate`")
    differing = _Differing.of(ledger, sealed)
    made: list[dict[str, Json]] = []
    for typed in dict.fromkeys(ids):
        key = differing.meant(typed)
        now = differing.present(key, ledger)
        part = _part(ledger, now, day)
        after = None if part is None else canonical.digest(part)
        sort = kind or seal.kind_of(known=key in sealed.expected, after=part, old=sealed_then.get(key))
        entry = seal.new_correction(sealed, key, sort, after, " ".join(reason.split()), [*source], decision)
        made.append(entry)
        # The next correction follows this one.
        sealed = Seal(sealed.id, sealed.path, day, {**sealed.data, "corrections": [*sealed.corrections, entry]})
    old = tree.read(sealed.path)
    write_change(tree, _with_corrections(sealed, old, made), errors_in(before), cache)
    return made


@dataclass(frozen=True, slots=True)
class _Differing:
    """The records that a correction may be about."""

    seal: Seal
    altered: Mapping[str, verify.ComparedRecord]
    """By the id that was sealed: those that are other than sealed, or gone."""
    late: Mapping[str, DigestedFile]
    """By id: those that hold by the day, and were not sealed."""

    @classmethod
    def of(cls, ledger: Ledger, sealed: Seal) -> "_Differing":
        context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
        files = [
            DigestedFile.of(record.path, record.data, [sealed.day], beginnings.beginning(context, record))
            for record in sorted(ledger.all_records(), key=_path)
        ]
        compared, late = verify.compare_seal(sealed, files)
        altered = {one.id: one for one in compared if not one.holds(sealed.day)}
        return cls(sealed, altered, {one.id: one for one in late if one.id is not None})

    def meant(self, typed: str) -> str:
        """The id under which a record was sealed, or comes late, of which a person types that or its present one."""
        for key, compared in self.altered.items():
            if compared.present and typed in (compared.present.id, key):
                return key
        return typed

    def present(self, key: str, ledger: Ledger) -> DigestedFile:
        """What the ledger has of a record now.

        Raises:
            UserError: it stands as it was sealed, is gone, or cannot be read.
        """
        if key in self.late and key not in self.altered:
            return self.late[key]
        if key not in self.altered:
            raise UserError(_nothing(key, self.seal, ledger))
        present = self.altered[key].present
        if present is not None:
            return present
        if key in ledger.broken:
            raise UserError(f"the record {key!r} is broken; `plptool validate` says how")
        raise UserError(
            f"the record {key!r} is gone: put its file back, and if it was recorded by mistake, say so in it: "
            "withdrawn: {reason: …, source: …}"
        )


def _path(record: Record) -> str:
    return record.path


def _part(ledger: Ledger, now: DigestedFile, day: date) -> Json:
    """What would be sealed of a record as it stands now."""
    data = next(one.data for one in ledger.all_records() if one.path == now.path)
    return canonical.sealed(data, now.collection, day)


def _nothing(key: str, held: Seal, ledger: Ledger) -> str:
    if key in held.expected:
        return f"{key!r} stands as {held.id} has it: there is nothing to correct"
    if key in ledger.records:
        return f"{key!r} is not sealed by {held.id}, nor should it be: there is nothing to correct"
    return f"there is no record {key!r}, and {held.id} has none"


def _snapshot(ledger: Ledger, day: date) -> Record:
    """The snapshot of the day, or a new one.

    Raises:
        UserError: the id that a new one would have is taken.
    """
    key = day.strftime("%y%m%d") if day.year // 100 == 20 else day.strftime("%Y%m%d")
    there = [one for one in ledger.snapshots if one.data["date"] == day.isoformat()]
    there = [one for one in there if "withdrawn" not in one.data]
    there.sort(key=lambda one: (one.id != key, one.id))
    if there:
        return there[0]
    if key in ledger.records:
        raise UserError(f"{ledger.records[key].path} has another date, or was withdrawn")
    return Record(key, Collection.SNAPSHOTS, f"ledger/snapshots/{key}.yaml", {"id": key, "date": day.isoformat()})


def _with_seal(snapshot: Record, old: bytes | None, made: dict[str, Json]) -> Change:
    lines = ["seal:"]
    if "previous" in made:
        lines += ["  previous:", *mapping_lines(made["previous"], "    ")]
    lines += [
        f"  digest: {scalar(made['digest'])}",
        f"  time-zone: {scalar(made['time-zone'])}",
        "  records:",
        *mapping_lines(made["records"], "    "),
    ]
    start = old if old is not None else "".join(f"{key}: {value}\n" for key, value in snapshot.data.items()).encode()
    new = inserted(start, len(rows_of(start)), lines)
    return Change(snapshot.path, old, new, {**snapshot.data, "seal": made})


def _with_corrections(held: Seal, old: bytes, made: list[dict[str, Json]]) -> Change:
    entries = [
        ["- " if index == 0 else "  ", line] for one in made for index, line in enumerate(mapping_lines(one, ""))
    ]
    places = marks(old)
    rows = rows_of(old)
    earlier = len(held.corrections) - len(made)
    if not earlier:
        at, indent, lines = len(rows), "  ", ["corrections:"]
    else:
        first = places.values[("corrections", 0)]
        dash = DASH.match(rows[first.line - 1])
        if dash is None:
            raise UserError(f"{held.path}: write the corrections as a list with a dash before each")
        indent, lines = dash[1], []
        after = [place.line for where, place in places.keys.items() if len(where) == 1 and place.line > first.line]
        at = min(after, default=len(rows) + 1) - 1
        while at and after and (not rows[at - 1].strip() or rows[at - 1].startswith("#")):
            at -= 1  # what stands above the next name belongs to it
    lines += [f"{indent}{mark}{line}" for mark, line in entries]
    return Change(held.path, old, inserted(old, at, lines), held.data)
