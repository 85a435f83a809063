"""A ledger of one's own in a folder: its manifest, its first administrations, and what editors and a workflow need."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from plptool.edit.atomic import put
from plptool.edit.change import examine_changes, write_changes
from plptool.edit.edits import Create, Edit
from plptool.edit.lock import writing
from plptool.edit.write import planned
from plptool.git.layout import work_tree
from plptool.model.collections import MANIFEST, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.refusals import refused
from plptool.read.migrations import FORMAT
from plptool.read.schema import NAMES, raw
from plptool.read.worktree import WorkTree, find_root

if TYPE_CHECKING:
    from plptool.model.plain import Plain

WORKFLOW = ".github/workflows/ledger.yml"
_WORKFLOW = """\
# Where your plptool is: write the owner of its repository for OWNER, and the commit that you have chosen for COMMIT.
name: Ledger
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  ledger:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          fetch-depth: 0 # comparing needs the history
          persist-credentials: false
      - uses: OWNER/plptool/.github/actions/plptool@COMMIT
"""
_IGNORED = """\
# What plptool makes and nobody keeps
/site/
/public/
.plptool.*
"""
SOURCE = "start"
"""The id of the source that the first records rest on."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is said of a new ledger."""

    title: str
    language: str
    time_zone: str
    country: str | None
    """By its two letters; None where nobody has said, or it is the one that a ledger has that names none."""
    administrations: Mapping[str, str]
    """By id, what they are called."""
    source: str
    """What the source is called that they rest on, until there is a document."""
    today: date


@dataclass(frozen=True, slots=True)
class Begun:
    """The files of a new ledger."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Those that were there already, and are left as they are."""


def begin(folder: FilePath, beginning: Beginning) -> Begun:
    """Make a ledger in a folder, which is made where there is none.

    Raises:
        UserError: there is a ledger already, in it or above it; something that is said is wrong; a file cannot be
            written.
    """
    must_have_none(folder)
    tree = WorkTree(folder)
    records = _records(beginning)
    changes = planned(tree, records)
    examine_changes(tree, changes, Counter(), None)
    begun = put_beside(folder, _files_beside(folder))
    try:
        ledger = folder / "ledger"
        ledger.mkdir(exist_ok=True)
        with writing(folder):
            write_changes(tree, changes, Counter(), None)
    except OSError as error:
        raise refused(error) from None
    records_written = [change.path for change in changes]
    written = (*records_written, *begun.written)
    return replace(begun, written=written)


def committed_with(tree: WorkTree) -> list[str]:
    """The files that belong to a ledger of which nothing is committed yet: its records, and what lies beside as begun.

    Not the workflows: before they run somebody is to write in them.
    """
    files: list[str] = []
    for entry in tree.entries("ledger"):
        is_record = entry.oddity is None and entry.path.endswith(".yaml")
        if is_record:
            files.append(entry.path)
    for path, as_begun in _files_beside(tree.root).items():
        if path == WORKFLOW or not tree.entry(path):
            continue
        if tree.read(path) == as_begun:
            files.append(path)
    return files


def put_beside(folder: FilePath, files: Mapping[str, bytes]) -> Begun:
    """Write files into a folder that it does not have yet.

    Raises:
        UserError: one cannot be written.
    """
    kept: list[str] = []
    written: list[str] = []
    try:
        for path, raw_bytes in files.items():
            place = folder / path
            if place.exists():
                kept.append(path)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            put(place, raw_bytes)
            written.append(path)
    except OSError as error:
        raise refused(error) from None
    return Begun(tuple(written), tuple(kept))


def must_have_none(folder: FilePath) -> None:
    """See that a ledger can be begun in a folder.

    Raises:
        UserError: there is one, in it or above it.
    """
    resolved = folder.resolve()
    places = (resolved, *resolved.parents)
    existing = next(place for place in places if place.is_dir())
    try:
        root = find_root(existing)
    except UserError:
        return
    message = Message("there is a ledger already, in {folder}", {"folder": str(root)})
    raise UserError(message)


def _records(beginning: Beginning) -> Sequence[Edit]:
    """The manifest, a source, and the administrations that rest on it."""
    manifest: dict[str, Plain] = {
        "format": FORMAT,
        "title": beginning.title,
        "language": beginning.language,
        "time-zone": beginning.time_zone,
    }
    if beginning.country:
        manifest["country"] = beginning.country
    records = [Create(MANIFEST, manifest)]
    if not beginning.administrations:
        return records
    source = {"id": SOURCE, "title": beginning.source, "date": beginning.today.isoformat()}
    source_path = f"ledger/{Collection.SOURCES}/{SOURCE}.yaml"
    records.append(Create(source_path, source))
    for key, title in beginning.administrations.items():
        path = f"ledger/{Collection.ORGANISATIONS}/{key}.yaml"
        administration = {"id": key, "title": title, "type": "administration", "source": SOURCE}
        record = Create(path, administration)
        records.append(record)
    return records


def _files_beside(folder: FilePath) -> dict[str, bytes]:
    """What lies beside the ledger: schemas and settings for editors, a workflow, and what git is to ignore."""
    files: dict[str, bytes] = {}
    for name in (*NAMES, "defs"):
        path = f"schema/{name}.schema.json"
        files[path] = raw(name)
    settings = {"yaml.schemas": _schemas(), "yaml.format.enable": False}
    settings_text = json.dumps(settings, indent=2)
    files[".vscode/settings.json"] = f"{settings_text}\n".encode()
    files[".gitignore"] = _IGNORED.encode()
    resolved = folder.resolve()
    found = work_tree(resolved)
    if found is None or found[0] == resolved:  # further down GitHub does not look
        files[WORKFLOW] = _WORKFLOW.encode()
    return files


def _schemas() -> dict[str, str]:
    """By schema, the files that it is of."""
    files_of = {"./schema/ledger.schema.json": MANIFEST}
    for collection in Collection:
        schema = f"./schema/{collection.schema}.schema.json"
        files_of[schema] = f"ledger/{collection.folder}/*.yaml"
    return files_of
