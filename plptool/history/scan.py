"""Personal identity numbers in what git keeps: a number that was removed from a file stands in its history."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plptool.git.objects import Object
from plptool.git.repository import Repository
from plptool.model.findings import Finding, Message, Position
from plptool.model.personal_numbers import find, mask

_ABBREVIATED = 12
_MANY = 100
"""So many numbers are told of one file's contents; of the rest, how many."""
_SNIFFED = 8000
"""Contents with a NUL among so many first bytes are binary, as git has it."""
_HINT = Message(
    "It stays there when the file is mended. Tell the data protection officer. To remove it, rewrite the history "
    "(`git filter-repo --replace-text`), and let everybody clone anew."
)


@dataclass(frozen=True, slots=True)
class Past:
    """What was found, and in how much."""

    findings: tuple[Finding, ...]
    commits: int
    contents: int
    """Distinct contents of files that were searched."""
    binary: int
    """Distinct contents that are no text, and were not searched."""
    large: int
    """Distinct contents that are too large to be searched."""
    missing: int
    """What is not in this clone."""
    damaged: int
    """Objects whose bytes are not those that their id stands for."""
    shallow: bool
    """Whether older commits are cut off."""
    partial: bool = False
    """Whether the clone was made with a filter."""

    @property
    def whole(self) -> bool:
        """Whether this clone has the whole history."""
        return not self.shallow and not self.missing and not self.damaged


def search(repository: Repository, progress: Callable[[int], None]) -> Past:
    """Search all that any ref reaches: contents, names of files, messages and authors, names of refs.

    Args:
        repository: whose history is searched.
        progress: is called with the number of objects searched so far.

    Raises:
        UserError: git cannot read all of it.
    """
    findings = [_finding(mask(name)) for name in repository.refs() if find(name)]
    counts: Counter[str] = Counter()
    objects = _Objects()
    for item in repository.objects():
        counts[item.kind] += 1
        progress(counts.total())
        findings += objects.search(item)
    return Past(
        tuple(findings),
        commits=counts["commit"],
        contents=counts["blob"] - objects.binary,
        binary=objects.binary,
        large=counts["large"],
        missing=counts["missing"],
        damaged=counts["damaged"],
        shallow=repository.shallow,
        partial=repository.partial,
    )


class _Objects:
    """What is searched object by object: each number is told where it came in, not of every version of a file."""

    def __init__(self) -> None:
        self.binary = 0
        """Contents that are no text."""
        self._commit = ""
        """The last that came: trees and blobs follow the first commit that holds them."""
        self._names: set[bytes] = set()
        self._seen: set[tuple[str, str]] = set()
        """Paths, each with a number that was found there."""

    def search(self, item: Object) -> Iterator[Finding]:
        """The numbers in an object that is new."""
        match item.kind:
            case "commit":
                self._commit = item.id[:_ABBREVIATED]
                yield from _in_words(item, self._commit)
            case "tag":
                yield from _in_words(item, item.path)
            case "tree":
                yield from self._in_names(item)
            case "blob":
                yield from self._in_contents(item)
            case _:  # large, missing or damaged: it is counted, and cannot be searched
                pass

    def _in_names(self, tree: Object) -> Iterator[Finding]:
        folder = f"{self._commit}:{tree.path}/" if tree.path else f"{self._commit}:"
        fresh = _entries(tree) - self._names
        self._names |= fresh
        for name in map(_text, sorted(fresh)):
            if find(name):
                yield _finding(mask(folder + name))

    def _in_contents(self, blob: Object) -> Iterator[Finding]:
        text = _text(blob.content)
        if "\0" in text[:_SNIFFED]:
            self.binary += 1
            return
        path = f"{self._commit}:{blob.path}" if blob.path else blob.id[:_ABBREVIATED]
        yield from _in_text(text, mask(path), blob.path, self._seen)


def _finding(path: str, position: Position | None = None, line: str | None = None) -> Finding:
    """That a number stands somewhere."""
    message = Message("a personal identity number stands in the history")
    return Finding("PLP901", "error", message, path, position, _HINT, line=line)


def _in_text(text: str, path: str, name: str, seen: set[tuple[str, str]]) -> Iterator[Finding]:
    """Where numbers stand in a text that were not seen in it before.

    Args:
        text: what is searched.
        path: what the text is told by.
        name: what it is told apart by, whichever version it is.
        seen: names and numbers; what is found is put there.
    """
    fresh = []
    for start, end in find(text):
        number = name, re.sub(r"\D", "", text[start:end])[-10:]
        if number not in seen:
            seen.add(number)
            fresh.append(start)
    if not fresh:
        return
    lines = mask(text).split("\n")
    for start in fresh[:_MANY]:
        position = Position.of(text, start)
        yield _finding(path, position, lines[position.line - 1].rstrip("\r"))
    if len(fresh) > _MANY:
        message = Message("{n} more personal identity numbers stand there", {"n": len(fresh) - _MANY})
        yield Finding("PLP901", "error", message, path, hint=_HINT)


def _in_words(item: Object, path: str) -> Iterator[Finding]:
    """In the message, by line, and in the names of those who wrote; not in the seconds that git counts time in."""
    head, _, message = _text(item.content).partition("\n\n")
    people = re.findall(r"^(?:author|committer|tagger) (.*>|[^>\n]*)", head, re.MULTILINE)  # whatever date follows
    if find("\n".join(people)):
        yield _finding(mask(path))
    yield from _in_text(message, mask(path), item.id, set())


def _entries(tree: Object) -> set[bytes]:
    """The names in a tree: each follows its mode, and is followed by a NUL and the bytes of an id."""
    return set(re.findall(rb"[0-7]+ ([^\0]+)\0.{%d}" % (len(tree.id) // 2), tree.content, re.DOTALL))


def _text(content: bytes) -> str:
    """Bytes as text, in the encoding that they seem to be in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
