"""A folder, or a revision of it, to a ledger."""

from collections.abc import Iterable
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from plptool.model.findings import Finding
from plptool.model.ports import Tree
from plptool.read.cache import Cache
from plptool.read.manifest import Manifest, read_manifest, zone_of
from plptool.read.reader import FileRead, Memory, Reader, listing
from plptool.read.worktree import WorkTree, find_root
from plptool.timeline.ledger import Ledger

if TYPE_CHECKING:
    from plptool.model.plain import Plain
    from plptool.model.records import Record


def open_ledger(path: str | FilePath = ".", rev: str | None = None) -> Ledger:
    """Load the ledger in or above a folder.

    Args:
        path: a folder, or a file in one.
        rev: a revision: whatever git takes for a commit, "" for HEAD, or a day, `2024-02-01`, for what was known by its
            end. None reads the work tree.

    Raises:
        UserError: there is no ledger there, or no such revision.
    """
    tree = open_tree(path, rev)
    return load(tree)


def open_tree(path: str | FilePath = ".", rev: str | None = None) -> Tree:
    """Where the bytes of a ledger lie; as `open_ledger`."""
    folder = FilePath(path)
    if rev is None:
        root = find_root(folder)
        return WorkTree(root)
    from plptool.read.revision import revision  # what reads the files alone need not wait for it

    return revision(folder, rev, zone_of)


def load(tree: Tree, cache: Cache | None = None, memory: Memory | None = None) -> Ledger:
    """Read, parse and check against the schema every record of the tree. Bad data is a finding, never an exception.

    Args:
        tree: where the ledger lies.
        cache: what was parsed before.
        memory: what this run has read; whatever two trees share is then one object.
    """
    if memory is None:
        memory = {}
    reader = Reader(tree, cache, memory)
    entries = tree.entries("ledger")
    manifest, faults = read_manifest(reader, entries)
    listed = listing(entries)
    files = listed.files
    faults += listed.faults
    reader.recall(files)
    read = map(reader.read, files)
    ledger = put_together(tree, manifest, read, faults, listed.broken)
    reader.keep()
    return ledger


def put_together(
    tree: Tree, manifest: Manifest, files: Iterable[FileRead], faults: list[Finding], broken: set[str]
) -> Ledger:
    """The ledger of files that were read.

    Args:
        tree: where they lie.
        manifest: what the ledger says of itself.
        files: what came of each.
        faults: what was found before they were read; what they have is added.
        broken: what those are called that nobody could read.
    """
    records: list[Record] = []
    unfit: dict[str, Plain] = {}
    ids: set[str] = set()
    called: set[str] = set()
    for file in files:
        faults += file.findings
        record = file.record
        stem = file.stem
        if record is not None:
            records.append(record)
            ids.add(record.id)
            if record.id == stem:
                continue
        elif file.is_unfit:
            unfit[file.path] = file.data
            name = file.called or stem  # which is broken in any case
            called.add(name)
        # Whatever names a file that holds another record means that one: the wrong id is the one mistake.
        broken.add(stem)
    nobodys = called - ids
    broken |= nobodys
    return Ledger(
        tree=tree,
        manifest=manifest,
        records=records,
        faults=faults,
        broken=broken,
        unfit=unfit,
    )
