"""A tree to records by id, and the findings of loading them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from time import time
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plptool.model import personal_numbers as privacy
from plptool.model.collections import COLLECTIONS
from plptool.model.dates import DateError, parse_day, parse_when, shown
from plptool.model.errors import UserError
from plptool.model.findings import MAX_FAULTS, MEND, MORE, Finding, Message, Position
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json, Path, Record
from plptool.model.rules import RULES, bendable
from plptool.read import schema as schemas
from plptool.read.cache import Cache, blob_id
from plptool.read.migrations import FORMAT, UPGRADES, upgraded
from plptool.read.worktree import WorkTree, alias, find_root, reserved

if TYPE_CHECKING:
    from plptool.read.yaml import Marks
    from plptool.timeline.ledger import State

MANIFEST = "ledger/ledger.yaml"


Memory = dict[tuple[str, str], Json]
"""The data of records that loaded without a finding, by blob id and collection."""


class Ledger:
    """All records that loaded, and what kept the others out."""

    def __init__(
        self,
        tree: Tree,
        manifest: dict[str, Json],
        records: list[Record],
        faults: list[Finding],
        broken: set[str],
        torn: Mapping[str, Json] = MappingProxyType({}),
    ) -> None:
        self.tree = tree
        self.manifest = manifest
        self.faults = tuple(faults)
        self.torn = torn
        """By path: the data of files that parsed and hold no record."""
        self.records: dict[str, Record] = {}
        self.doubles: list[Record] = []
        """Records whose id another collection has already."""
        self.collections: dict[str, dict[str, Record]] = {name: {} for name in COLLECTIONS}
        # The file that is called as its id is the original, whichever comes first.
        for record in sorted(records, key=lambda one: PurePosixPath(one.path).stem != one.id):
            if record.id in self.records:
                self.doubles.append(record)
            else:
                self.records[record.id] = record
                self.collections[record.collection][record.id] = record
        self.broken = frozenset(broken | {record.id for record in self.doubles})
        """Ids of records that did not load, or not where they were looked for: not in the answer, but not unknown."""

    @property
    def language(self) -> str:
        return str(self.manifest.get("language", "en"))

    @property
    def title(self) -> str:
        return str(self.manifest.get("title", "ledger"))

    def all_records(self) -> Iterator[Record]:
        yield from self.records.values()
        yield from self.doubles

    def at(self, day: str | date) -> "State":
        """The ledger as it stood at the end of the day (`231231`, ISO, or a date).

        Raises:
            UserError: the day is not in the calendar.
        """
        from plptool.timeline.ledger import at

        if isinstance(day, str):
            day = parse_day(day)
        if not isinstance(day, date):
            raise UserError(f"{day!r} is not a day: give text such as '231231', or a datetime.date")
        return at(self, day)

    @cached_property
    def newest_snapshot(self) -> date | None:
        snapshots = [one.data for one in self.collections["snapshots"].values() if "withdrawn" not in one.data]
        days = [date.fromisoformat(data["date"]) for data in snapshots]
        return max(days, default=None)


def open_ledger(path: str | FilePath = ".", rev: str | None = None) -> Ledger:
    """Load the ledger in or above a folder.

    Args:
        path: a folder, or a file in one.
        rev: a revision: whatever git takes for a commit, "" for HEAD, or a day, `2024-02-01`, for what was known by its
            end. None reads the work tree.

    Raises:
        UserError: there is no ledger there, or no such revision.
    """
    return load(open_tree(path, rev))


def open_tree(path: str | FilePath = ".", rev: str | None = None) -> Tree:
    """Where the bytes of a ledger lie; as `open_ledger`."""
    if rev is None:
        return WorkTree(find_root(FilePath(path)))
    from plptool.read.revision import revision  # what reads the files alone need not wait for it

    return revision(FilePath(path), rev, zone_of)


def zone_of(tree: Tree) -> ZoneInfo:
    """The time zone in which a tree's ledger is kept; UTC where it does not say."""
    return zone(read_manifest(Reader(tree, None), tree.entries("ledger"))[0])


def zone(manifest: Mapping[str, Json]) -> ZoneInfo:
    return ZoneInfo(str(manifest.get("time-zone", "UTC")))


def load(tree: Tree, cache: Cache | None = None, memory: Memory | None = None) -> Ledger:
    """Read, parse and check against the schema every record of the tree. Bad data is a finding, never an exception.

    Args:
        tree: where the ledger lies.
        cache: what was parsed before.
        memory: what this run has read; whatever two trees share is then one object.
    """
    reader = Reader(tree, cache, {} if memory is None else memory)
    entries = tree.entries("ledger")
    manifest, faults = read_manifest(reader, entries)
    slots, strays, broken = listing(entries)
    faults += strays
    reader.recall(slots)
    records: list[Record] = []
    for slot in slots:
        record, found = reader.record(slot)
        faults += found
        if record is None or record.id != slot.stem:
            broken.add(slot.stem)  # whatever names the file means this record: the wrong id is the one mistake
        if record is not None:
            records.append(record)
    reader.keep()
    return Ledger(tree, manifest, records, faults, broken, reader.torn)


@dataclass(frozen=True, slots=True)
class Slot:
    """A file that lies where a record lies."""

    entry: Entry
    collection: str
    stem: str


def listing(entries: list[Entry]) -> tuple[list[Slot], list[Finding], set[str]]:
    """The files that should be records, findings about those that cannot be, and these files' names."""
    slots: list[Slot] = []
    faults: list[Finding] = []
    broken: set[str] = set()
    folded: dict[str, str] = {}
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):  # told of by the manifest
            continue
        stray = entry.oddity
        collection, name = "", entry.path.rpartition("/")[2]
        stem, _, suffix = name.rpartition(".")
        parts = entry.path.split("/")
        if stray is None and (len(parts) != 3 or parts[1] not in COLLECTIONS):
            stray = Message("it lies where no record lies")
        elif stray is None and (suffix != "yaml" or not stem):
            stray = Message("its name does not end in .yaml")
        elif stray is None:
            collection = parts[1]
            other = folded.setdefault(alias(entry.path), entry.path)
            if other != entry.path:
                stray = Message("other systems take its name for `{other}`", {"other": other})
            elif reserved(name):
                stray = Message("Windows can have no file of this name")
        if privacy.find(entry.path):
            faults.append(Finding("PLP901", "error", _NAMED, privacy.mask(entry.path), hint=_RENAME))
            broken.add(PurePosixPath(entry.path).stem)
        elif stray is None:
            slots.append(Slot(entry, collection, stem))
        elif not name.startswith("."):
            hint = _belongs(PurePosixPath(entry.path))
            faults.append(Finding("PLP108", "error", stray, entry.path, hint=hint))
            broken.add(PurePosixPath(entry.path).stem)
    return slots, faults, broken


class Reader:
    """Reads records, and what it has read before it takes from the cache."""

    def __init__(self, tree: Tree, cache: Cache | None, memory: Memory | None = None) -> None:
        self.tree = tree
        self.cache = cache
        self.memory = memory
        self.format = FORMAT
        """In which the records are written, as the manifest says."""
        self.blobs: dict[str, str] = {}
        """The id of the bytes that were read, or would have been, of each file."""
        self.torn: dict[str, Json] = {}
        """By path: what parsed and is no record. A seal still knows what of it was sealed."""
        self._since = time() - _GRAIN
        self._stamps = cache.stamps(tree.root) if cache else {}
        self._new_stamps: list[tuple[str, str, str]] = []
        self._new_records: list[tuple[str, str, Json]] = []

    def known(self, entry: Entry) -> str | None:
        """The id of a file's bytes, where the tree knows it, or its stamp says that they have not changed."""
        if entry.blob:
            return entry.blob
        stamp, blob = self._stamps.get(entry.path, ("", ""))
        return blob if stamp and stamp == entry.stamp else None

    def blob(self, entry: Entry) -> str | None:
        """The id of a file's bytes, read where its stamp does not tell; None where it cannot be read."""
        blob = self.known(entry)
        if blob is None:
            raw, _ = _read(self.tree, entry.path)
            return None if raw is None else self.note(entry, raw)
        self.blobs[entry.path] = blob
        return blob

    def note(self, entry: Entry, raw: bytes) -> str:
        """The id of bytes that were read, remembered."""
        blob = self.blobs[entry.path] = blob_id(raw)
        if entry.stamp and entry.changed < self._since:  # later, it may change again under the same stamp
            self._new_stamps.append((entry.path, entry.stamp, blob))
        return blob

    def held(self, entry: Entry, collection: str) -> Json:
        """What the cache has of a file's data; None where it has nothing."""
        return self._held(self.blob(entry) if self.cache and entry.oddity is None else None, collection)

    def hold(self, path: str, collection: str, data: Json) -> None:
        """Let the cache have data that was read without a finding."""
        if path in self.blobs:
            self._new_records.append((self.blobs[path], collection, data))

    def recall(self, slots: Iterable[Slot]) -> None:
        """Take from the cache at once what is wanted next; one by one is slower."""
        if self.cache and self.memory is not None:
            blobs = {self.known(slot.entry) or "" for slot in slots} - {blob for blob, _ in self.memory}
            self.memory |= self.cache.records(blobs)

    def record(self, slot: Slot) -> tuple[Record | None, list[Finding]]:
        """The record in a file, or what keeps it from being one."""
        entry = slot.entry
        sort = slot.collection if self.format == FORMAT else f"{slot.collection}@{self.format}"
        blob = self.known(entry)
        held = self._held(blob, sort)
        raw = b""
        if held is None:
            read, faults = _read(self.tree, entry.path)
            if read is None:
                return None, faults
            raw = read
            if not entry.blob and self.cache:
                blob = self.note(entry, raw)
                held = self._held(blob, sort)
        if blob:
            self.blobs[entry.path] = blob
        if held is not None:
            return Record(str(held["id"]), slot.collection, entry.path, held), []
        data, found = _data(raw, COLLECTIONS[slot.collection], entry.path, slot.stem, self.format)
        if blob and data is not None and not found:
            if self.memory is not None:
                self.memory[blob, sort] = data
            self._new_records.append((blob, sort, data))
        if data is None or any(one.severity == "error" for one in found):
            if data is not None:
                self.torn[entry.path] = data
            return None, found
        return Record(str(data["id"]), slot.collection, entry.path, data), found

    def _held(self, blob: str | None, sort: str) -> Json:
        """What is known already of a record's data; None where nothing is."""
        if blob is None:
            return None
        if self.memory is None:
            return self.cache.record(blob, sort) if self.cache else None
        if (blob, sort) not in self.memory and self.cache:
            data = self.cache.record(blob, sort)
            if data is not None:
                self.memory[blob, sort] = data
        return self.memory.get((blob, sort))

    def keep(
        self, answer: tuple[str, Json] | None = None, examined: tuple[str, list[tuple[str, str, Json]]] = ("", [])
    ) -> None:
        """Put into the cache what is new, and what was worked out of it, under its key."""
        if self.cache and (self._new_stamps or self._new_records or answer or examined[1]):
            self.cache.keep(self.tree.root, self._new_stamps, self._new_records, answer, examined)
            self._new_stamps, self._new_records = [], []


_GRAIN = 2.0
"""Seconds within which some file systems give two changes the same time."""


def manifest_of(path: str | FilePath) -> dict[str, Json]:
    """The manifest of the ledger in or above a folder, without its records; empty where there is none to rely on."""
    try:
        tree = WorkTree(find_root(FilePath(path)))
    except UserError:
        return {}
    return read_manifest(Reader(tree, None), tree.entries("ledger"))[0]


_STRAY = Message(
    "Records are files ledger/COLLECTION/ID.yaml; collections are {names}.", {"names": ", ".join(COLLECTIONS)}
)


_NAMED = Message("the name of the file holds a personal identity number")
_RENAME = Message("Rename it, and tell the data protection officer if it has been committed: git keeps what was there.")
LISTED = Message("`plptool rules` lists the rules.")


def _belongs(path: PurePosixPath) -> Message:
    """Where a stray file was probably meant to lie."""
    from difflib import get_close_matches

    if len(path.parts) == 3 and path.suffix.casefold() in (".yaml", ".yml"):
        if path.parts[1] in COLLECTIONS and path.suffix != ".yaml":
            return Message("Call the file {name}.", {"name": f"{path.stem}.yaml"})
        near = get_close_matches(path.parts[1].casefold(), COLLECTIONS, n=1, cutoff=0.7)
        if near and near[0] != path.parts[1]:
            return Message("Move the file to ledger/{folder}/.", {"folder": near[0]})
    return _STRAY


def _read(tree: Tree, path: str) -> tuple[bytes | None, list[Finding]]:
    try:
        return tree.read(path), []
    except OSError as error:
        reason = Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})
        return None, [Finding("PLP108", "error", reason, path)]


def read_manifest(reader: Reader, entries: list[Entry]) -> tuple[dict[str, Json], list[Finding]]:
    """The manifest, empty where it is missing or broken, and what is wrong with it."""
    tree = reader.tree
    oddity: Message | None = Message("there is no ledger/ledger.yaml")
    held: Json = None
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):
            oddity = entry.oddity
            held = reader.held(entry, "ledger")
    if held is not None:
        return held, []
    if oddity is not None:
        hint = Message("It holds at least: format: 1, title, language (sv or en), time-zone.")
        return {}, [Finding("PLP109", "error", oddity, MANIFEST, hint=hint)]
    raw, faults = _read(tree, MANIFEST)
    if raw is None:
        return {}, faults
    data, found = _data(raw, "ledger", MANIFEST, None)
    written = data.get("format") if data else None
    if isinstance(written, int) and written in UPGRADES:
        reader.format = written
        data, found = _data(raw, "ledger", MANIFEST, None, written)
    elif isinstance(written, int) and written != FORMAT:
        position, _ = locate(tree, MANIFEST, ("format",))
        message = Message("the ledger is of format {written}, and this version of plptool reads {format}",
                          {"written": written, "format": FORMAT})  # fmt: skip
        hint = Message("Install the version that the ledger is kept with.")
        found = [
            replace(one, message=message, hint=hint) if (one.rule, one.position) == ("PLP204", position) else one
            for one in found
        ]
    for rule, where, message, hint in _house_rules(data or {}):
        position, line = locate(tree, MANIFEST, where, at_key=rule == "PLP204")
        found.append(Finding(rule, "error", message, MANIFEST, position, hint, line=line))
    if data is None or any(one.severity == "error" for one in found):
        return {}, found
    if not found and reader.format == FORMAT:
        reader.hold(MANIFEST, "ledger", data)
    return data, found


def _house_rules(data: dict[str, Json]) -> Iterator[tuple[str, Path, Message, Message]]:
    """What in a manifest fits its schema and is wrong all the same: rule, where, message, hint."""
    zone = data.get("time-zone")
    if isinstance(zone, str) and zone.strip():
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = Message("there is no time zone `{zone}`", {"zone": shown(zone)})
            yield "PLP205", ("time-zone",), message, Message("For example: {example}", {"example": "Europe/Stockholm"})
    severities = data.get("severities")
    for code in severities if isinstance(severities, dict) else ():
        where: Path = ("severities", code)
        if code.startswith("PLP") and code[3:].isdecimal() and len(code) == len("PLP407"):
            if code not in RULES:
                yield "PLP204", where, Message("there is no rule {rule}", {"rule": code}), LISTED
            elif not bendable(code):
                message = Message("the severity of {rule} cannot be changed", {"rule": code})
                yield "PLP204", where, message, Message("Remove the entry.")


def _data(
    raw: bytes, schema: str, path: str, stem: str | None, written: int = FORMAT
) -> tuple[dict[str, Json] | None, list[Finding]]:
    """The file's data if it may be relied on: it parses, fits its schema, and its dates are dates.

    `written` is the format in which it is; what is older is read as if it were of this one.
    """
    from plptool.read.yaml import Fault, marks, parse  # only where the cache does not have it

    parsed = parse(raw)

    def told(fault: Fault, *, blank: bool = False) -> Finding:
        line = _line(raw, fault.position)
        line = privacy.blank(line) if blank and line else line
        severity = RULES[fault.rule].severity
        return Finding(fault.rule, severity, fault.message, path, fault.position, fault.hint, stem, line=line)

    if parsed.faults:
        # A number may be split over lines or written as escapes: where one stands, no line is shown with its digits.
        blank = any(fault.rule == "PLP901" for fault in parsed.faults)
        return None, [told(fault, blank=blank) for fault in parsed.faults]
    data: dict[str, Json] = upgraded(parsed.data, schema, written)
    breaches = schemas.breaches(schema, data)
    known = {breach.where for breach in breaches}
    for where, text in dated(data):
        error = _date_error(text)
        if error and where in known and text.strip() and not _date_error(text.strip()):
            continue  # a date with a space around it: that is told
        if error and text.strip():
            breaches.append(schemas.Breach("PLP401", where, error.message, error.hint))
        elif error and where not in known:
            breaches.append(schemas.empty(where))
    if not breaches:
        return data, [told(warning) for warning in parsed.warnings]
    # One mistake, one finding: what does not look like a date to the schema is told in the words of dates.
    # But a property that is unknown is told as such, whatever its name means elsewhere.
    unknown = {breach.where for breach in breaches if breach.rule == "PLP201"}
    wrong_dates = {breach.where for breach in breaches if breach.rule == "PLP401"} - unknown
    # Nor is text that was cut away told twice: what is then missing has the hint.
    cut = {warning.where: warning.hint for warning in parsed.warnings}
    places = marks(raw)
    faults = []
    for breach in breaches:
        if (breach.rule == "PLP401") == (breach.where in wrong_dates):
            position = place(places, breach.where, at_key=breach.at_key)
            hint = cut.get(breach.where, breach.hint)
            faults.append(Fault(breach.rule, position, breach.message, hint, breach.where))
    if len(faults) > MAX_FAULTS:
        faults[MAX_FAULTS - 1 :] = [replace(faults[MAX_FAULTS - 1], message=MORE, hint=MEND)]
    mended = {fault.where for fault in faults}
    faults += [warning for warning in parsed.warnings if warning.where not in mended]
    return data, [told(fault) for fault in faults]


_BY_NAME = (("source",), ("written",), ("records",))
"""Mappings whose keys are names of other things, a seal's records among them."""


def dated(data: Json) -> Iterator[tuple[Path, str]]:
    """Every written date in a record's data, with where it stands."""
    names = schemas.vocabulary().dates
    pending: list[tuple[Path, Json]] = [((), data)]
    for where, value in pending:  # grows as it goes
        if type(value) is dict:
            for key, below in value.items():
                if type(below) is str:
                    if key in names and where[-1:] not in _BY_NAME:
                        yield (*where, key), below
                elif type(below) is dict or type(below) is list:
                    pending.append(((*where, key), below))
        else:
            for index, below in enumerate(value):
                if type(below) is dict or type(below) is list:
                    pending.append(((*where, index), below))


def _date_error(text: str) -> DateError | None:
    try:
        parse_when(text)
    except DateError as error:
        return error
    return None


def place(places: "Marks", where: Path, *, at_key: bool = False) -> Position:
    """Where a value stands; where it has no place of its own, its nearest parent's key, or the record's first."""
    if at_key and where in places.keys:
        return places.keys[where]
    while where:
        if where in places.values:
            return places.values[where]
        if where in places.keys:
            return places.keys[where]
        where = where[:-1]
    return next(iter(places.keys.values()), Position(1, 1))


def _line(raw: bytes, position: Position) -> str | None:
    from plptool.read.yaml import lines

    rows = lines(raw)
    return rows[position.line - 1] if 0 < position.line <= len(rows) else None


def locate(
    tree: Tree, path: str, where: Path, *, at_key: bool = False, part: str | None = None
) -> tuple[Position | None, str | None]:
    """The position of a value, or of a part of it, in a record's file, and the line that it stands on.

    None where there is no such file.
    """
    from plptool.read.yaml import marks

    try:
        raw = tree.read(path)
    except OSError:
        return None, None
    position = place(marks(raw), where, at_key=at_key)
    if part is not None:
        position = _within(raw, position, part)
    return position, _line(raw, position)


def _within(raw: bytes, start: Position, part: str) -> Position:
    """Where a part of the value that starts there stands; the value's start where YAML has joined it from two lines."""
    from plptool.read.yaml import lines

    rows = lines(raw)
    for number in range(start.line, len(rows) + 1):
        column = rows[number - 1].find(part, start.column - 1 if number == start.line else 0)
        if column >= 0:
            return Position(number, column + 1)
    return start
