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
    paths: list[str] = []
    for folder in folders:
        committed_entries = commit.entries(folder)
        lying_entries = files.entries(folder)
        committed = _by_path(committed_entries)
        lying = _by_path(lying_entries)
        all_paths = committed.keys() | lying.keys()
        for path in sorted(all_paths):
            before = committed.get(path)
            after = lying.get(path)
            if before is None:
                is_same = _is_hidden(path)
            elif after is None:
                is_same = False
            else:
                is_same = _same(commit, before, files, after)
            if not is_same:
                paths.append(path)
    return paths


def _by_path(entries: list[Entry]) -> dict[str, Entry]:
    return {entry.path: entry for entry in entries}


def _is_hidden(path: str) -> bool:
    _, _, name = path.rpartition("/")
    return name.startswith(".")


def _same(commit: Revision, committed: Entry, files: WorkTree, lying: Entry) -> bool:
    if committed.oddity or lying.oddity:
        return committed.oddity == lying.oddity
    raw = _read(files, lying)
    if raw is None:
        return False
    committed_id = committed.blob
    lying_id = id_of(raw, like=committed_id)
    if lying_id == committed_id:
        return True
    raw_committed = _read(commit, committed)
    return same_lines(raw, raw_committed)


def _read(tree: Tree, entry: Entry) -> bytes | None:
    """The bytes of a file; None where they cannot be read."""
    try:
        return tree.read(entry.path)
    except OSError:
        return None


def id_of(raw: bytes, like: str) -> str:
    """The id that git gives some bytes, by the hash (SHA-1 or SHA-256) of another id."""
    digest = hasher(like)
    header = b"blob %d\0" % len(raw)
    digest.update(header)
    digest.update(raw)
    return digest.hexdigest()


def same_lines(text: bytes, other: bytes | None) -> bool:
    """Whether two texts are the same but for how their lines end."""
    if other is None:
        return False
    plain = _with_plain_ends(text)
    other_plain = _with_plain_ends(other)
    return plain == other_plain


def _with_plain_ends(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n")
