"""Seals and corrections into a snapshot's file, and no other byte of it changed.

What is to be written is read back and validated first; then it takes the old file's place in one step.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from types import MappingProxyType

from plptool.checks.context import Context
from plptool.checks.validate import validate
from plptool.edit.atomic import put
from plptool.model.errors import UserError
from plptool.model.findings import Finding
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json, Record
from plptool.model.text import natural
from plptool.read.cache import Cache
from plptool.read.opening import load
from plptool.read.worktree import WorkTree
from plptool.read.yaml import marks, parse
from plptool.seals import canonical, verify
from plptool.seals import chain as seal
from plptool.seals.chain import Kind, Seal
from plptool.seals.verify import Stood
from plptool.timeline import beginnings
from plptool.timeline.ledger import Ledger

_PLAIN = re.compile(r"[A-Za-z0-9][\w./#-]*", re.ASCII)
_OTHER = re.compile(
    r"[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|0[xo].*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|y|n|yes|no|on|off|true|false|null|nan|inf",
    re.IGNORECASE | re.ASCII,
)
"""What other readers of YAML, old ones too, take for a number, a date or a truth value."""
_DASH = re.compile(r"( *)- ")


@dataclass(frozen=True, slots=True)
class Sealed:
    snapshot: str
    day: date
    records: int
    digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a file is to hold."""

    path: str
    old: bytes | None
    """None where there is no such file yet."""
    new: bytes
    data: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A tree in which one file reads as it is to be written."""

    tree: Tree
    path: str
    raw: bytes

    @property
    def root(self) -> FilePath:
        return self.tree.root

    @property
    def revision(self) -> str | None:
        return self.tree.revision

    def entries(self, folder: str) -> list[Entry]:
        found = [one for one in self.tree.entries(folder) if one.path != self.path]
        if self.path.startswith(f"{folder}/"):
            found.append(Entry(self.path))
        return sorted(found, key=lambda entry: entry.path)

    def read(self, path: str) -> bytes:
        return self.raw if path == self.path else self.tree.read(path)


def seal_day(tree: WorkTree, day: date, today: date, cache: Cache | None = None) -> Sealed:
    """Seal all that is effective by a day, in the snapshot of that day, which is made where there is none.

    Raises:
        UserError: the day has not come; it, or a later one, is sealed; the ledger has errors; the file cannot be
            written.
    """
    if day >= today:
        raise UserError(f"{day} is not over yet: a day is sealed when nothing more can happen on it")
    errors = _errors(validate(tree, cache).findings)
    if errors:
        raise UserError(f"the ledger has errors, {errors.total()} of them, so it is not sealed; see `plptool validate`")
    ledger = load(tree, cache)
    held = seal.seals_of(ledger.collections["snapshots"].values(), {})
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
        began = beginnings.sealed_since(context, one)
        if part is not None and began is not None and began <= day:
            digests[key] = canonical.digest(part)
    made = seal.seal(digests, day, held[-1] if held else None)
    old = tree.read(snapshot.path) if snapshot.id in ledger.records else None
    change = _with_seal(snapshot, old, made)
    _write(tree, change, Counter(), cache)
    return Sealed(snapshot.id, day, len(digests), made["digest"])


def correct(
    tree: WorkTree,
    day: date,
    ids: Sequence[str],
    reason: str,
    source: Sequence[str] = (),
    decision: str | None = None,
    kind: Kind | None = None,
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
        kind: what sort of correction; without it, as `seal.kind_of` tells.
        cache: what was parsed and found before.
        sealed_then: by id what was sealed of a record, where the history tells.

    Raises:
        UserError: the day is not sealed; a record stands as it was sealed, or cannot be read; the file cannot be
            written.
    """
    before = validate(tree, cache).findings
    ledger = load(tree, cache)
    held = next((one for one in seal.seals_of(ledger.collections["snapshots"].values(), {}) if one.day == day), None)
    if held is None:
        raise UserError(f"{day} is not sealed")
    if any(one.rule in {"PLP704", "PLP705"} for one in before) or held.path in ledger.torn:
        raise UserError(f"{held.path} is not as it was made; see `plptool validate`")
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    stood = [
        Stood.of(one.path, one.data, [day], beginnings.sealed_since(context, one))
        for one in sorted(ledger.all_records(), key=_path)
    ]
    compared, late = verify.compare(held, stood)
    wrong = {one.id: one for one in compared if not one.holds(day)}
    new = {one.id: one for one in late}
    made: list[dict[str, Json]] = []
    for typed in dict.fromkeys(ids):
        former = next((key for key, one in wrong.items() if one.present and typed in {one.present.id, key}), typed)
        if former not in wrong and former not in new:
            raise UserError(_nothing(former, held, ledger))
        if former in wrong and wrong[former].present is None and former in ledger.broken:
            raise UserError(f"the record {former!r} is broken; `plptool validate` says how")
        if former in wrong and wrong[former].present is None:
            raise UserError(
                f"the record {former!r} is gone: put its file back, and if it was recorded by mistake, say so in it: "
                "withdrawn: {reason: …, source: …}"
            )
        now = wrong[former].present if former in wrong else new[former]
        part = _part(ledger, now, day)
        after = None if part is None else canonical.digest(part)
        sort = kind or seal.kind_of(known=former in held.expected, after=part, old=sealed_then.get(former))
        entry = seal.correction(held, former, sort, after, " ".join(reason.split()), [*source], decision)
        made.append(entry)
        held = Seal(held.id, held.path, day, {**held.data, "corrections": [*held.corrections, entry]})
    old = tree.read(held.path)
    _write(tree, _with_corrections(held, old, made), _errors(before), cache)
    return made


def _path(record: Record) -> str:
    return record.path


def _part(ledger: Ledger, now: Stood | None, day: date) -> Json:
    if now is None:
        return None
    data = next(one.data for one in ledger.all_records() if one.path == now.path)
    return canonical.sealed(data, now.collection, day)


def _nothing(key: str, held: Seal, ledger: Ledger) -> str:
    if key in held.expected:
        return f"{key!r} stands as {held.id} has it: there is nothing to correct"
    if key in ledger.records:
        return f"{key!r} is not sealed by {held.id}, nor should it be: there is nothing to correct"
    return f"there is no record {key!r}, and {held.id} has none"


def _errors(found: Iterable[Finding]) -> Counter[tuple[object, ...]]:
    """What is wrong, whatever line it stands on by now."""
    return Counter(
        (one.rule, one.path, one.record, one.value, one.message.say())
        for one in found
        if one.severity == "error" and one.acknowledged is None
    )


def _snapshot(ledger: Ledger, day: date) -> Record:
    """The snapshot of the day, or a new one.

    Raises:
        UserError: the id that a new one would have is taken.
    """
    key = day.strftime("%y%m%d") if day.year // 100 == 20 else day.strftime("%Y%m%d")
    there = [one for one in ledger.collections["snapshots"].values() if one.data["date"] == day.isoformat()]
    there = [one for one in there if "withdrawn" not in one.data]
    there.sort(key=lambda one: (one.id != key, one.id))
    if there:
        return there[0]
    if key in ledger.records:
        raise UserError(f"{ledger.records[key].path} has another date, or was withdrawn")
    return Record(key, "snapshots", f"ledger/snapshots/{key}.yaml", {"id": key, "date": day.isoformat()})


# Text


def _with_seal(snapshot: Record, old: bytes | None, made: dict[str, Json]) -> Change:
    lines = ["seal:"]
    if "previous" in made:
        lines += ["  previous:", *_mapping(made["previous"], "    ")]
    lines += [f"  digest: {scalar(made['digest'])}", "  records:", *_mapping(made["records"], "    ")]
    start = old if old is not None else "".join(f"{key}: {value}\n" for key, value in snapshot.data.items()).encode()
    new = _inserted(start, len(_rows(start)), lines)
    return Change(snapshot.path, old, new, {**snapshot.data, "seal": made})


def _with_corrections(held: Seal, old: bytes, made: list[dict[str, Json]]) -> Change:
    entries = [["- " if index == 0 else "  ", line] for one in made for index, line in enumerate(_mapping(one, ""))]
    places = marks(old)
    rows = _rows(old)
    earlier = len(held.corrections) - len(made)
    if not earlier:
        at, indent, lines = len(rows), "  ", ["corrections:"]
    else:
        first = places.values[("corrections", 0)]
        dash = _DASH.match(rows[first.line - 1])
        if dash is None:
            raise UserError(f"{held.path}: write the corrections as a list with a dash before each")
        indent, lines = dash[1], []
        after = [place.line for where, place in places.keys.items() if len(where) == 1 and place.line > first.line]
        at = min(after, default=len(rows) + 1) - 1
        while at and after and (not rows[at - 1].strip() or rows[at - 1].startswith("#")):
            at -= 1  # what stands above the next name belongs to it
    lines += [f"{indent}{mark}{line}" for mark, line in entries]
    return Change(held.path, old, _inserted(old, at, lines), held.data)


def _mapping(data: Mapping[str, Json], indent: str) -> list[str]:
    found = []
    for key, value in data.items():
        said = f"[{', '.join(map(scalar, value))}]" if isinstance(value, list) else scalar(str(value))
        found.append(f"{indent}{scalar(key)}: {said}")
    return found


def scalar(text: str) -> str:
    """Text as YAML, in single quotes where some reader could take it for something else."""
    if _PLAIN.fullmatch(text) and not _OTHER.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _rows(raw: bytes) -> list[str]:
    """The lines with their ends, as other lines may follow the last."""
    rows = raw.decode().split("\n")
    return [f"{row}\n" for row in (rows if rows[-1] else rows[:-1])]


def _inserted(raw: bytes, at: int, lines: list[str]) -> bytes:
    """The bytes with lines after the first `at` ones, ended as the first is."""
    rows = _rows(raw)
    end = "\r\n" if rows[0].endswith("\r\n") else "\n"
    return "".join([*rows[:at], *(line + end for line in lines), *rows[at:]]).encode()


# Bytes


def _write(tree: WorkTree, change: Change, allowed: Counter[tuple[object, ...]], cache: Cache | None) -> None:
    parsed = parse(change.new)
    if parsed.faults or parsed.data != change.data:
        raise UserError(
            f"{change.path} is written in a way that nothing can be added to: write each property on its line"
        )
    worse = _errors(validate(Overlay(tree, change.path, change.new), cache).findings) - allowed
    if worse:
        rule, path, *_, said = next(iter(worse))
        raise UserError(f"nothing was written, as it would be wrong: {path}: {rule} {said}")
    if change.old is not None and tree.read(change.path) != change.old:
        raise UserError(f"{change.path} was changed while it was read; try again")
    replace(tree.root / change.path, change.new)


def replace(path: FilePath, raw: bytes) -> None:
    """Let a file hold other bytes, in one step: whoever looks, whenever, sees all of the old or all of the new.

    Raises:
        UserError: the file, or a folder on the way to it, is a link.
        OSError: it cannot be written; the old file stands.
    """
    folder = path.parent
    if any(one.is_symlink() for one in (path, folder, folder.parent)):
        raise UserError(f"{path} is a link, or lies in one; a ledger holds files")
    folder.mkdir(exist_ok=True)
    put(path, raw)
