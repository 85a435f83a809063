"""The frozen types that travel through the house. No I/O."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

Json = Any
"""Plain JSON data: dict, list, str, int, bool or None. What it may look like, the schemas say."""

Path = tuple[str | int, ...]
"""Where a value stands in a record: keys and indices from the top."""

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that can be put into any language: a template and what fills it."""

    template: str
    args: Mapping[str, object] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.template).format(**{k: _plain(v, translate) for k, v in self.args.items()})


def _plain(value: object, translate: Callable[[str], str]) -> object:
    return value.say(translate) if isinstance(value, Message) else value


HIDDEN = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What cannot be seen or misleads the eye: controls, and what Unicode calls default-ignorable (DerivedCoreProperties).

A lone carriage return is a line end to YAML and to nobody else.
"""

MAX_FAULTS = 100
"""Mistakes in one file that are told one by one: who must mend a thousand begins with some."""
MORE = Message("there is more like this from here on")
MEND = Message("Mend what is told above, and check it again.")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int

    @classmethod
    def of(cls, text: str, index: int) -> "Position":
        """Where a character of the text stands."""
        return cls(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in its file."""

    id: str
    collection: str
    path: str
    """Relative to the folder that holds `ledger/`, with forward slashes."""
    data: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check has to say: about which value of which record. It becomes a Finding once placed."""

    rule: str
    record: Record
    where: Path
    message: Message
    hint: Message | None = None
    value: str | None = None
    """What `known` must name to acknowledge it."""
    at_key: bool = False
    """True where the key is at fault, not the value."""
    part: str | None = None
    """The part of the value that is at fault, where it is not the whole."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    reason: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd, and where."""

    rule: str
    severity: Severity
    message: Message
    path: str
    position: Position | None = None
    hint: Message | None = None
    record: str | None = None
    value: str | None = None
    line: str | None = None
    """The line itself, for the caret."""
    acknowledged: Acknowledgement | None = None

    def order(self) -> tuple[object, ...]:
        place = self.position or Position(0, 0)
        return (self.path, place.line, place.column, self.rule, self.value or "", self.message.template)


@dataclass(frozen=True, slots=True)
class Point:
    """What is looked at: an effective date, as a revision told it (null: the work tree)."""

    date: str
    """ISO."""
    revision: str | None = None


def as_list(value: Json) -> list[Json]:
    """What may be written as one or as a list, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def whole(text: object) -> int | None:
    """The whole number that a text is; None where it is none, or one that nothing counts to."""
    digits = str(text)
    return int(digits) if len(digits) <= 18 and digits.isdecimal() else None


def citations(value: Json) -> Iterator[tuple[Path, str]]:
    """Every citation in a `source:` — one, a list, or a mapping from field to these — with its path below it."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield (index,), entry
    elif isinstance(value, dict):
        for key, entry in value.items():
            for below, cited in citations(entry):
                yield (key, *below), cited


@dataclass(frozen=True, slots=True)
class Citation:
    """`bilaga-5#L215-L217`, taken apart. Lines are None where the whole document is cited."""

    source: str
    first: int | None = None
    last: int | None = None

    @classmethod
    @lru_cache(maxsize=65536)
    def parse(cls, text: str) -> "Citation":
        source, _, lines = text.partition("#")
        if not lines:
            return cls(source)
        first, _, last = lines.partition("-")
        start = int(first.removeprefix("L"))
        return cls(source, start, int(last.removeprefix("L")) if last else start)

    def lines(self, count: int) -> range:
        """The lines cited, of a document that has `count` of them."""
        return range(0) if self.first is None or self.last is None else range(self.first, min(self.last, count) + 1)
