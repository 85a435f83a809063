"""The one change by which a mistake is mended, where no other is thinkable.

A check says it with what it finds, in the terms of the record; which characters of the file that changes is asked of
`edit/mend.py`. Where somebody must look something up, or choose, there is none.
"""

from dataclasses import dataclass
from typing import TypeAlias

from plptool.model.plain import Plain
from plptool.model.records import Path


@dataclass(frozen=True, slots=True)
class Called:
    """A property has another name."""

    where: Path
    name: str


@dataclass(frozen=True, slots=True)
class Valued:
    """A value is another."""

    where: Path
    value: Plain


@dataclass(frozen=True, slots=True)
class Gone:
    """A property, or an entry of a list, is not there."""

    where: Path


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry of a list stands elsewhere in it."""

    where: Path
    """The entry's place."""
    before: int
    """The index of that before which it goes; as many as there are, at the end."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What YAML takes for several things is one text."""

    where: Path
    """Where it begins: the place of its first value."""
    until: Path
    """The name with which it ends; the value's own place, where it ends with that."""


@dataclass(frozen=True, slots=True)
class Written:
    """Characters of a line are others: of a file that cannot be read before they are."""

    line: int
    column: int
    """Both count from 1; a byte order mark is the first character of its file."""
    length: int
    text: str


Mend: TypeAlias = Called | Valued | Gone | Moved | Quoted | Written
