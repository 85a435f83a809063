"""Which files lie on the disk otherwise than a commit has them: git may lay down other bytes than it keeps."""

from collections.abc import Sequence

from plptool.git.objects import hasher
from plptool.model.ports import Entry, Tree
from plptool.read.revision import Revision
from plptool.read.worktree import WorkTree

FOLDERS = ("ledger", "schema")


def differing(commit: Revision, files: WorkTree, folders: Sequence[str] = FOLDERS) -> list[str]:
    """The paths at which one has something that the other has not, or other bytes, line ends aside.

    What only the disk has and no ledger looks at, such as `.DS_Store`, is none.
    """
    found: list[str] = []
    for folder in folders:
        kept = {entry.path: entry for entry in commit.entries(folder)}
        lying = {entry.path: entry for entry in files.entries(folder)}
        for path in sorted(kept.keys() | lying.keys()):
            one, other = kept.get(path), lying.get(path)
            if one is None and path.rpartition("/")[2].startswith("."):
                continue
            if one is None or other is None or not _same(commit, one, files, other):
                found.append(path)
    return found


def _same(commit: Revision, one: Entry, files: WorkTree, other: Entry) -> bool:
    if one.oddity or other.oddity:
        return one.oddity == other.oddity
    raw = _read(files, other)
    return raw is not None and (id_of(raw, one.blob) == one.blob or same_lines(raw, _read(commit, one)))


def _read(tree: Tree, entry: Entry) -> bytes | None:
    try:
        return tree.read(entry.path)
    except OSError:
        return None


def id_of(raw: bytes, like: str) -> str:
    """The id of these bytes, in the manner of another id."""
    known = hasher(like)
    known.update(b"blob %d\0" % len(raw) + raw)
    return known.hexdigest()


def same_lines(one: bytes, other: bytes | None) -> bool:
    """Whether two texts are the same but for how their lines end."""
    return other is not None and one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")
