"""What git holds, and what can be read from its bytes."""

from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import TYPE_CHECKING, NamedTuple

from plptool.git.clock import seconds

if TYPE_CHECKING:
    from hashlib import _Hash

LARGEST = 10 << 20
"""Contents of this size and more are not read."""


@dataclass(frozen=True, slots=True)
class Object:
    """Something that git holds."""

    kind: str
    """commit, tree, blob or tag; `large` for a blob that was not read, `missing` for what is not in this clone,
    `damaged` for bytes that are not those that the id stands for."""
    id: str
    path: str = ""
    """Where the first commit that holds it has it; a tree or blob may stand in other places too."""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Listed:
    """A name in a commit's tree."""

    path: str
    """From the top of the repository."""
    kind: str
    """file, link or module."""
    id: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says of itself."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    committed: int
    """Seconds since 1970, as the committer's clock had it: any number, 0 where it says none."""
    message: str
    signed: bool = False
    """Whether it says so; `signatures` tells by whom."""

    @property
    def subject(self) -> str:
        """The first line of its message."""
        return (self.message.strip().splitlines() or [""])[0]

    @classmethod
    def read(cls, key: str, raw: bytes) -> "Commit":
        """A commit from the bytes that git holds; what is damaged is empty."""
        headers, _, message = raw.decode("utf-8", "replace").partition("\n\n")
        fields: dict[str, list[str]] = {}
        for line in headers.split("\n"):
            name, _, value = line.partition(" ")
            fields.setdefault(name, []).append(value)
        tree, *_ = fields.get("tree", [""])
        author, *_ = fields.get("author", [""])
        committer, *_ = fields.get("committer", [""])
        date = committer.rpartition("> ")[2]
        return cls(
            id=key,
            tree=tree,
            parents=tuple(fields.get("parent", ())),
            author=author.rpartition(" <")[0],
            committed=seconds(date),
            message=message,
            signed=any(name.startswith("gpgsig") for name in fields),
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What can be said of a commit's signature here."""

    state: str
    """valid; unknown, where there is no key, or none that is trusted, to tell by; expired; revoked; bad."""
    signer: str
    key: str


SIGNED = {"G": "valid", "B": "bad", "X": "expired", "Y": "expired", "R": "revoked"}


class FileChange(NamedTuple):
    """The ids of a file's bytes on both sides; None where it is not there. Made by the thousand, so it is a tuple."""

    before: str | None
    after: str | None


KINDS = {"120000": "link", "160000": "module"}


FILES = frozenset({"100644", "100755", "100664"})


def hasher(key: str) -> "_Hash":
    """What makes an id of this length: a repository's ids are all SHA-1 or all SHA-256."""
    return sha256() if len(key) == len(SHA256) else sha1(usedforsecurity=False)


SHA256 = "0" * 64


def empty_tree(key: str) -> str:
    """The id of the tree that has nothing in it, which git knows without holding it."""
    known = hasher(key)
    known.update(b"tree 0\0")
    return known.hexdigest()
