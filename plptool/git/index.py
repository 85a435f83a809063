"""Git's index, read as the file that it is: which bytes git keeps of each file, and whether it is told not to look.

Starting git takes as long as a whole answer from the cache. What is written otherwise than here (a split or a sparse
index, a version to come) is not read, and then git is asked. https://git-scm.com/docs/index-format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path as FilePath
from struct import Struct, error

_KNOWN = range(2, 5)
_ASSUMED_VALID, _EXTENDED, _STAGES = 0x8000, 0x4000, 0x3000
"""Flags of an entry: it is taken for unchanged; more flags follow; it is one side of a conflict."""
_SKIPPED, _INTENDED = 0x4000, 0x2000
"""Flags that follow: it is taken for one that does not lie here; it is only meant to be added."""
_FIRST = 12
"""Where the first entry begins."""
_STAT = Struct(">10I")
_SECOND = 10**9
"""In nanoseconds."""


@dataclass(slots=True)  # frozen ones take three times as long to make, and there may be many
class Tracked:
    """What git has of a file."""

    path: str
    """From the top of the repository."""
    id: str
    file: bool
    """Whether it is a file, and no link or another repository."""
    overlooked: bool
    """Whether git is told to take the file for unchanged, or for one that does not lie here."""
    size: int
    written: int
    changed: int
    """Its times, in nanoseconds since 1970."""
    place: int
    """Its number on the disk."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a folder's repository keeps what it keeps."""

    top: FilePath
    """The top of the work tree."""
    own: FilePath
    """What this work tree has for itself, the index among it."""
    shared: FilePath
    """What all work trees have in common."""

    @classmethod
    def find(cls, folder: FilePath) -> "Layout | None":
        """That of the repository in which a folder lies."""
        resolved = folder.resolve()
        for top in (resolved, *resolved.parents):
            mark = top / ".git"
            try:
                if mark.is_dir():
                    return cls(top, mark, mark)
                if mark.is_file():
                    return cls._linked(top, mark)
            except (OSError, ValueError):
                return None
        return None

    @classmethod
    def _linked(cls, top: FilePath, mark: FilePath) -> "Layout":
        """That of a work tree beside the first: a file says where the rest lies."""
        own_folder = top / _line(mark).removeprefix("gitdir: ")
        shared = own_folder
        common = own_folder / "commondir"
        if common.is_file():
            shared = own_folder / _line(common)
        return cls(top, own_folder, shared)


def _line(path: FilePath) -> str:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    return text.strip()


@dataclass(frozen=True, slots=True)
class Index:
    """What git's index holds."""

    files: list[Tracked]
    """But for those in conflict, and those that are only meant to be added."""
    staged: bool
    """Whether anything may have been staged since the last commit."""


def read_index(raw: bytes) -> Index | None:
    """An index; None where it is not clear what it has."""
    try:
        id_width = _width(raw)
        listed = list(_entries(raw, id_width))
        files: list[Tracked] = []
        for _, tracked in listed:
            if tracked is not None:
                files.append(tracked)
        entries_end = _FIRST
        if listed:
            entries_end, _last = listed[-1]
        digest_start = len(raw) - id_width
        is_committed = _is_committed(raw, entries_end, digest_start)
        return Index(files, staged=not is_committed)
    except (IndexError, ValueError, error):
        return None


def _entries(raw: bytes, id_width: int) -> Iterator[tuple[int, Tracked | None]]:
    """Each entry that counts, and where the next begins; None for one that does not."""
    signature = raw[:4]
    version = _number(raw, 4)
    count = _number(raw, 8)
    if signature != b"DIRC" or version not in _KNOWN:
        raise ValueError
    place = _FIRST
    path = b""
    for _ in range(count):
        start = place
        id_start = start + _STAT.size
        id_end = id_start + id_width
        place = id_end + 2
        flags = int.from_bytes(raw[id_end:place])
        further_flags = 0
        if flags & _EXTENDED:
            two_bytes = raw[place : place + 2]
            further_flags = int.from_bytes(two_bytes)
            place += 2
        if version == 4:  # a path is told by how much of the one before it is cut off, and what is put in its place
            cut, place = _varint(raw, place)
            end = raw.index(b"\0", place)
            kept = len(path) - cut
            beginning = path[:kept]
            path = beginning + raw[place:end]
            place = end + 1
        else:  # an entry is filled up with NULs to a multiple of eight bytes
            end = raw.index(b"\0", place)
            path = raw[place:end]
            # Filled with noughts, to a multiple of eight, with one at the least.
            whole_eights = (end - start) // 8
            length = whole_eights * 8 + 8
            place = start + length
        is_in_conflict = flags & _STAGES
        is_intended = further_flags & _INTENDED
        if is_in_conflict or is_intended:
            yield place, None
            continue
        is_overlooked = flags & _ASSUMED_VALID or further_flags & _SKIPPED
        changed, beyond, written, past, _, inode, mode, _, _, size = _STAT.unpack_from(raw, start)
        content_id = raw[id_start:id_end]
        tracked = Tracked(
            path=path.decode("utf-8", "surrogateescape"),
            id=content_id.hex(),
            file=mode >> 12 == 0o10,
            overlooked=bool(is_overlooked),
            size=size,
            written=written * _SECOND + past,
            changed=changed * _SECOND + beyond,
            place=inode,
        )
        yield place, tracked


_TREES = b"TREE"
_NO_TREE = b"\0-1 "
"""How the top's entry begins among the trees that git has for the index, where it has none for the whole of it."""


def _is_committed(raw: bytes, place: int, end: int) -> bool:
    """Look through the extensions, which stand behind the entries: whether git has a tree of all that they are.

    It makes one as it commits, and whatever is staged afterwards takes it away.

    Raises:
        ValueError: there is an extension without which the entries are not understood: a split index, a sparse one.
    """
    is_committed = False
    while place < end:
        first_letter = raw[place]
        may_be_left_out = ord("A") <= first_letter <= ord("Z")
        if not may_be_left_out:
            raise ValueError
        length = _number(raw, place + 4)
        start = place + 8
        if raw[place : place + 4] == _TREES:
            trees = raw[start : start + length]
            is_committed = not trees.startswith(_NO_TREE)
        place = start + length
    return is_committed


def _width(raw: bytes) -> int:
    """How many bytes an id has, by the digest at the end."""
    content = raw[:-20]
    by_sha1 = sha1(content, usedforsecurity=False)
    if raw.endswith(by_sha1.digest()):
        return 20
    content = raw[:-32]
    by_sha256 = sha256(content)
    if raw.endswith(by_sha256.digest()):
        return 32
    raise ValueError


def _number(raw: bytes, place: int) -> int:
    end = place + 4
    if end > len(raw):
        raise IndexError
    return int.from_bytes(raw[place:end])


def _varint(raw: bytes, place: int) -> tuple[int, int]:
    """A number as packs write an offset, and the place after it."""
    value = raw[place] & 127
    while raw[place] & 128:
        place += 1
        value += 1
        value <<= 7
        value |= raw[place] & 127
    return value, place + 1


_SHOWN = re.compile(
    rb"(\S) (\d+) ([0-9a-f]+) 0\t([^\0]*)\0  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: (\d+)\n"
    rb"  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: ([0-9a-f]+)\n"
)


def shown_index(listing: bytes) -> list[Tracked]:
    """The same from what `ls-files --stage --debug -v -z` says."""
    tracked = []
    for mark, mode, content_id, path, changed, beyond, written, past, place, size, flags in _SHOWN.findall(listing):
        is_intended = int(flags, 16) & _INTENDED << 16
        if is_intended:
            continue
        is_overlooked = mark.islower() or mark == b"S"
        entry = Tracked(
            path=path.decode("utf-8", "surrogateescape"),
            id=content_id.decode(),
            file=mode.startswith(b"100"),
            overlooked=is_overlooked,
            size=int(size),
            written=int(written) * _SECOND + int(past),
            changed=int(changed) * _SECOND + int(beyond),
            place=int(place),
        )
        tracked.append(entry)
    return tracked
