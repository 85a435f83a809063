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
_STAT = Struct(">10I")


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
        here = folder.resolve()
        for top in (here, *here.parents):
            mark = top / ".git"
            try:
                if mark.is_dir():
                    return cls(top, mark, mark)
                if mark.is_file():
                    own = top / _line(mark).removeprefix("gitdir: ")
                    other = own / "commondir"
                    return cls(top, own, own / _line(other) if other.is_file() else own)
            except (OSError, ValueError):
                return None
        return None


def _line(path: FilePath) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape").strip()


def read_index(raw: bytes) -> list[Tracked] | None:
    """What an index has, but for conflicts and files that are only meant to be added; None where that is not clear."""
    try:
        return list(_entries(raw))
    except (IndexError, ValueError, error):
        return None


def _entries(raw: bytes) -> Iterator[Tracked]:
    width = _width(raw)
    version, count = _number(raw, 4), _number(raw, 8)
    if raw[:4] != b"DIRC" or version not in _KNOWN:
        raise ValueError
    place, path = 12, b""
    for _ in range(count):
        start = place
        flags = int.from_bytes(raw[start + 40 + width : start + 42 + width])
        place = start + 42 + width
        more = 0
        if flags & _EXTENDED:
            more = int.from_bytes(raw[place : place + 2])
            place += 2
        if version == 4:  # a path is told by how much of the one before it is cut off, and what is put in its place
            cut, place = _varint(raw, place)
            end = raw.index(b"\0", place)
            path = path[: len(path) - cut] + raw[place:end]
            place = end + 1
        else:  # an entry is filled up with NULs to a multiple of eight bytes
            end = raw.index(b"\0", place)
            path = raw[place:end]
            place = start + (end - start) // 8 * 8 + 8
        if not flags & _STAGES and not more & _INTENDED:
            changed, beyond, written, past, _, inode, mode, _, _, size = _STAT.unpack_from(raw, start)
            yield Tracked(
                path.decode("utf-8", "surrogateescape"),
                raw[start + 40 : start + 40 + width].hex(),
                mode >> 12 == 0o10,
                bool(flags & _ASSUMED_VALID or more & _SKIPPED),
                size,
                written * 10**9 + past,
                changed * 10**9 + beyond,
                inode,
            )
    _see_that_all_is_known(raw, place, len(raw) - width)


def _see_that_all_is_known(raw: bytes, place: int, end: int) -> None:
    """Look through the extensions, which stand behind the entries.

    Raises:
        ValueError: there is one without which the entries are not understood: a split index, a sparse one.
    """
    while place < end:
        if not ord("A") <= raw[place] <= ord("Z"):
            raise ValueError
        place += 8 + _number(raw, place + 4)


def _width(raw: bytes) -> int:
    """How many bytes an id has, by the digest at the end."""
    if sha1(raw[:-20], usedforsecurity=False).digest() == raw[-20:]:
        return 20
    if sha256(raw[:-32]).digest() == raw[-32:]:
        return 32
    raise ValueError


def _number(raw: bytes, place: int) -> int:
    if place + 4 > len(raw):
        raise IndexError
    return int.from_bytes(raw[place : place + 4])


def _varint(raw: bytes, place: int) -> tuple[int, int]:
    """A number as packs write an offset, and the place after it."""
    found = raw[place] & 127
    while raw[place] & 128:
        place += 1
        found = (found + 1) << 7 | raw[place] & 127
    return found, place + 1


_SHOWN = re.compile(
    rb"(\S) (\d+) ([0-9a-f]+) 0\t([^\0]*)\0  ctime: (\d+):(\d+)\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: (\d+)\n"
    rb"  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: ([0-9a-f]+)\n"
)


def shown_index(said: bytes) -> list[Tracked]:
    """The same from what `ls-files --stage --debug -v -z` says."""
    return [
        Tracked(
            path.decode("utf-8", "surrogateescape"),
            key.decode(),
            mode.startswith(b"100"),
            mark.islower() or mark == b"S",
            int(size),
            int(times[2]) * 10**9 + int(times[3]),
            int(times[0]) * 10**9 + int(times[1]),
            int(place),
        )
        for mark, mode, key, path, *times, place, size, flags in _SHOWN.findall(said)
        if not int(flags, 16) & 0x20000000
    ]
