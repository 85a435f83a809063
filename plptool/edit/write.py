"""The one writer: what is meant becomes what files hold, and only that of their bytes is changed.

An edit says what it does (`edits.py`); `spans.py` places it in the bytes of its file; `change.py` reads back what comes
of it, validates the ledger as if it were written, and puts all files in place at once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from plptool.checks.validate import validate
from plptool.edit.change import Change, errors_in, write_changes
from plptool.edit.edits import Create, Edit, FieldEdit, Move, NoPlaceError, applied
from plptool.edit.layout import Layout
from plptool.edit.lock import writing
from plptool.edit.spans import edited, lowered
from plptool.edit.text import Writer
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.plain import Data, Plain
from plptool.model.ports import Tree
from plptool.model.refusals import refused
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse


def write(tree: WorkTree, edits: Iterable[Edit], cache: Cache | None = None) -> tuple[Change, ...]:
    """Make edits, all or none, alone.

    Raises:
        UserError: they cannot be made, or would leave the ledger with an error that it does not have; another process
            is writing.
    """
    with writing(tree.root):
        allowed = errors_in(validate(tree, cache).findings)
        changes = planned(tree, edits)
        write_changes(tree, changes, allowed, cache)
    return changes


def planned(tree: Tree, edits: Iterable[Edit]) -> tuple[Change, ...]:
    """What files are to hold after edits, which are made one after the other; those that stay the same are left out.

    Raises:
        UserError: a file is not there, is there already, or cannot be read; there is no such place in it.
    """
    files = _Files(tree)
    for edit in edits:
        match edit:
            case Create():
                files.create(edit.path, files.first_line(edit.path) + new_file(edit.data), edit.data)
            case Move():
                files.move(edit)
            case _:
                files.change(edit)
    return files.changes()


def carried_out(text: str, data: Data, edit: FieldEdit, schema: str) -> tuple[str, Data]:
    """A file's text after an edit, and what it says then.

    Raises:
        NoPlaceError: there is no such place in it.
    """
    for step in lowered(data, edit):
        text, data = edited(text, data, step, schema), applied(data, step)
    return text, data


def new_file(data: Data) -> bytes:
    """A record's file, as the house lays one out."""
    return "".join(f"{line}\n" for line in Writer(Layout()).pairs(data, 0)).encode()


def schema_of(path: str) -> str:
    """The name of the schema that a file's record is to fit.

    Raises:
        UserError: no record lies there.
    """
    parts = path.split("/")
    if path == MANIFEST:
        return "ledger"
    if len(parts) == 3 and parts[0] == "ledger" and parts[1] in COLLECTIONS and parts[2].endswith(".yaml"):
        return COLLECTIONS[parts[1]].schema
    raise UserError(Message("{path} is no place of a record", {"path": path}))


_SCHEMA_LINE = b"# yaml-language-server: $schema="


@dataclass(slots=True)
class _File:
    """A file on its way to what it is to hold."""

    old: bytes | None
    new: bytes | None
    data: Data


@dataclass(frozen=True, slots=True)
class _Files:
    """The files that edits are about, as far as these have come."""

    tree: Tree
    held: dict[str, _File] = field(default_factory=dict)

    def file(self, path: str) -> _File:
        """A file, read once."""
        if path not in self.held:
            schema_of(path)
            raw = self._read(path)
            self.held[path] = _File(raw, raw, {} if raw is None else record_in(path, raw))
        return self.held[path]

    def create(self, path: str, raw: bytes, data: Data) -> None:
        schema_of(path)
        held = self.held.get(path)
        is_there = self._read(path) is not None if held is None else held.new is not None
        if is_there:
            raise UserError(Message("{path} is there already", {"path": path}))
        self.held[path] = _File(held.old if held else None, raw, data)

    def first_line(self, path: str) -> bytes:
        """The line by which other records name their schema to an editor, for a new one; nothing where they do not."""
        folder, _, _ = path.rpartition("/")
        records = [one.path for one in self.tree.entries("ledger") if one.path != MANIFEST and one.oddity is None]
        beside = [one for one in records if one.startswith(f"{folder}/")]
        for record in (beside or records)[:1]:
            line = (self._read(record) or b"").partition(b"\n")[0].rstrip(b"\r")
            if line.startswith(_SCHEMA_LINE):
                return re.sub(rb"[a-z]+(?=\.schema\.json)", schema_of(path).encode(), line) + b"\n"
        return b""

    def move(self, edit: Move) -> None:
        moved = self.file(edit.path)
        if moved.new is None:
            raise _missing(edit.path)
        self.create(edit.to, moved.new, moved.data)
        moved.new, moved.data = None, {}

    def change(self, edit: FieldEdit) -> None:
        file = self.file(edit.path)
        if file.new is None:
            raise _missing(edit.path)
        schema = schema_of(edit.path)
        try:
            text, file.data = carried_out(file.new.decode(), file.data, edit, schema)
            file.new = text.encode()
        except NoPlaceError:
            args = {"path": edit.path, "place": ".".join(str(step) for step in edit.where)}
            raise UserError(Message("{path}: there is no {place} that could be changed", args)) from None

    def changes(self) -> tuple[Change, ...]:
        return tuple(
            Change(path, file.old, file.new, file.data) for path, file in self.held.items() if file.old != file.new
        )

    def _read(self, path: str) -> bytes | None:
        try:
            return self.tree.read(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refused(error) from None


def record_in(path: str, raw: bytes) -> dict[str, Plain]:
    """What a file says, which is to be changed.

    Raises:
        UserError: it cannot be read.
    """
    parsed = parse(raw)
    if parsed.data is None:
        fault = parsed.faults[0]
        args: dict[str, Argument] = {"path": path, "rule": fault.rule, "message": fault.message}
        raise UserError(Message("{path} cannot be changed before it can be read: {rule} {message}", args))
    return parsed.data


def _missing(path: str) -> UserError:
    return UserError(Message("there is no file {path}", {"path": path}))
