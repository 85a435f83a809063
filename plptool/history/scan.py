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
        lacks_something = self.shallow or self.missing or self.damaged
        return not lacks_something


def search(repository: Repository, progress: Callable[[int], None]) -> Past:
    """Search all that any ref reaches: contents, names of files, messages and authors, names of refs.

    Args:
        repository: whose history is searched.
        progress: is called with the number of objects searched so far.

    Raises:
        UserError: git cannot read all of it.
    """
    telling_refs = [ref for ref in repository.refs() if find(ref)]
    findings = [_finding(mask(ref)) for ref in telling_refs]
    counts: Counter[str] = Counter()
    objects = _Objects()
    for git_object in repository.objects():
        counts[git_object.kind] += 1
        progress(counts.total())
        findings += objects.search(git_object)
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
        self._seen: set[_Sighting] = set()

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
        folder = f"{self._commit}:"
        if tree.path:
            folder += f"{tree.path}/"
        new_names = _names_in(tree) - self._names
        self._names |= new_names
        for raw_name in sorted(new_names):
            name = _text(raw_name)
            if not find(name):
                continue
            path = folder + name
            yield _finding(mask(path))

    def _in_contents(self, blob: Object) -> Iterator[Finding]:
        text = _text(blob.content)
        beginning = text[:_SNIFFED]
        if "\0" in beginning:
            self.binary += 1
            return
        path = blob.id[:_ABBREVIATED]
        if blob.path:
            path = f"{self._commit}:{blob.path}"
        masked_path = mask(path)
        yield from _in_text(text, masked_path, blob.path, self._seen)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """That a number was found somewhere."""

    name: str
    """The file's path, or another name under which all versions of a text are one."""
    number: str
    """Its last ten digits: with and without the century it is one number."""


def _finding(path: str, position: Position | None = None, line: str | None = None) -> Finding:
    """That a number stands somewhere."""
    message = Message("a personal identity number stands in the history")
    return Finding("PLP901", "error", message, path, position, _HINT, line=line)


def _in_text(text: str, path: str, name: str, seen: set[_Sighting]) -> Iterator[Finding]:
    """Where numbers stand in a text that were not seen in it before.

    Args:
        text: what is searched.
        path: what the text is told by.
        name: what it is told apart by, whichever version it is.
        seen: what was found before; what is found is put there.
    """
    starts = []
    for start, end in find(text):
        written = text[start:end]
        digits = re.sub(r"\D", "", written)
        sighting = _Sighting(name, digits[-10:])
        if sighting in seen:
            continue
        seen.add(sighting)
        starts.append(start)
    if not starts:
        return
    masked = mask(text)
    lines = masked.split("\n")
    for start in starts[:_MANY]:
        position = Position.of(text, start)
        line = lines[position.line - 1]
        line = line.rstrip("\r")
        yield _finding(path, position, line)
    untold = len(starts) - _MANY
    if untold > 0:
        message = Message("{n} more personal identity numbers stand there", {"n": untold})
        if untold == 1:
            message = Message("1 more personal identity number stands there")
        yield Finding("PLP901", "error", message, path, hint=_HINT)


def _in_words(item: Object, path: str) -> Iterator[Finding]:
    """In the message, by line, and in the names of those who wrote; not in the seconds that git counts time in."""
    path = mask(path)
    text = _text(item.content)
    headers, _, message = text.partition("\n\n")
    people = re.findall(_PERSON, headers, re.MULTILINE)
    names = "\n".join(people)
    if find(names):
        yield _finding(path)
    yield from _in_text(message, path, item.id, set())


_PERSON = r"^(?:author|committer|tagger) (.*>|[^>\n]*)"
"""A name and its address, whatever date follows."""


def _names_in(tree: Object) -> set[bytes]:
    """The names in a tree: each follows its mode, and is followed by a NUL and the bytes of an id."""
    id_width = len(tree.id) // 2
    entry = rb"[0-7]+ ([^\0]+)\0.{%d}" % id_width
    names = re.findall(entry, tree.content, flags=re.DOTALL)
    return set(names)


def _text(content: bytes) -> str:
    """Bytes as text, in the encoding that they seem to be in."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
