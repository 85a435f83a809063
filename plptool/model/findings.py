"""What is said of a ledger: a sentence in any language, of which value, how grave."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from plptool.model.mends import Mend
from plptool.model.records import Path, Place, Record

if TYPE_CHECKING:
    from datetime import date

    from plptool.model.i18n import Translate
    from plptool.model.plain import Plain

Value = TypeVar("Value")
Severity = Literal["error", "warning", "info"]


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


Argument: TypeAlias = "Plain | date | Message | Sequence[Message]"
"""What fills a place in a sentence: a value as it is written, or a sentence that is put into its language too.

Of a list the first ten are named, and then how many more there are.
"""
NAMED = 10
LONGEST = 500
"""Characters of a sentence: it and its advice fit on a screen."""
_WIDTHS = (250, 100, 30)
"""Characters that what fills one place in a sentence may have: the first of these with which that is short enough."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that can be put into any language: a template and what fills it."""

    template: str
    args: Mapping[str, Argument] = field(default_factory=dict)

    def say(self, translate: "Translate" = str) -> str:
        """The sentence, in the language of the catalogue that translates; no longer than anybody reads."""
        if not self.args:  # it is all our own words
            template = translate(self.template)
            return template.format()
        sentence = ""
        for width in _WIDTHS:
            sentence = _filled(self, translate, width)
            is_short = len(sentence) <= LONGEST
            if is_short:
                break
        return cut(sentence, LONGEST)


def _filled(message: Message, translate: "Translate", width: int) -> str:
    """A sentence, in which no value is longer than the width; what is said of them is never cut."""
    filling: dict[str, Argument] = {}
    for name, value in message.args.items():
        filling[name] = _said(value, translate, width)
    template = translate(message.template)
    return template.format(**filling)


def quoted(text: str) -> Message:
    """A text between the quotes of the reader's language."""
    return Message("“{words}”", {"words": text})


def in_language(value: Value | Message, translate: "Translate") -> Value | str:
    """A sentence in the language of the catalogue that translates; any other value as it is."""
    if isinstance(value, Message):
        return value.say(translate)
    return value


def _said(value: Argument, translate: "Translate", width: int) -> Argument:
    if isinstance(value, Message):
        return _filled(value, translate, width)
    if isinstance(value, str):
        return cut(value, width)
    if not isinstance(value, list | tuple):
        return value
    narrowest = _WIDTHS[-1]
    most = _FEW
    if width > narrowest:
        most = NAMED
    width_of_name = min(width, _NAME)
    names = []
    for entry in value[:most]:
        name = str(entry)
        if isinstance(entry, Message):
            name = _filled(entry, translate, width)
        short_name = cut(name, width_of_name)
        names.append(short_name)
    unnamed = len(value) - most
    return _named(names, unnamed, translate)


_NAME = 100
"""Characters of one name among several."""
_FEW = 3
"""So many are named where there is no room for ten."""


def _named(names: Sequence[str], more: int, translate: "Translate") -> str:
    """Some names, and how many more there are; a dash where there is none."""
    named = ", ".join(names)
    if not named:
        named = "–"
    if more <= 0:
        return named
    template = translate(_AND_MORE)
    return template.format(names=named, n=more)


def cut(text: str, width: int) -> str:
    """A text no longer than the width; of digits at its end none are left, as they may be of somebody's number."""
    if len(text) <= width:
        return text
    room = width - 1
    beginning = text[:room]
    beginning = beginning.rstrip("0123456789-+ ")
    return f"{beginning}…"


_AND_MORE = Message("{names} and {n} more").template
MAX_FAULTS = 100
"""Mistakes of one sort in one file that are looked at one by one: who must mend a thousand begins with some."""


def more(n: int, like: Message | None = None) -> Message:
    """That there are so many mistakes besides; where all are told in one sentence, in which."""
    arguments: dict[str, Argument] = {"n": n}
    if like:
        arguments["like"] = like.say()
    return Message(MORE, arguments)


def more_of(left: Sequence[Message]) -> Message:
    """That there are these besides."""
    counts = map(counted, left)
    count = sum(counts)
    first_message = left[0]
    sentence = first_message.say()
    for message in left:
        if message.say() != sentence:
            return more(count)
    return more(count, first_message)


def counted(message: Message) -> int:
    """How many mistakes a message tells of: of `more`, so many as it says."""
    if message.template != MORE:
        return 1
    number = message.args.get("n")
    if isinstance(number, int):
        return number
    return 1


MORE = Message("{n} more mistakes like these stand in this file").template
MEND = Message("Mend what is told above, and check it again.")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; both count from 1, columns in characters."""

    line: int
    column: int

    @classmethod
    def of(cls, text: str, index: int) -> "Position":
        """Where a character of the text stands."""
        lines_above = text.count("\n", 0, index)
        line_end_above = text.rfind("\n", 0, index)
        return cls(
            line=lines_above + 1,
            column=index - line_end_above,
        )


@dataclass(frozen=True, slots=True)
class Cause:
    """A value that may be the one mistake behind several findings."""

    record: str
    """The record's id."""
    where: Path


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check has to say: about which value of which record. It becomes a Finding once placed."""

    rule: str
    record: Record | Place
    where: Path
    message: Message
    hint: Message | None = None
    value: str | None = None
    """What `known` must name to acknowledge it."""
    at_key: bool = False
    """True where the key is at fault, not the value."""
    part: str | None = None
    """The part of the value that is at fault, where it is not the whole."""
    cause: Cause | None = None
    """What else may be wrong instead, and is the likelier the more such problems there are."""
    mend: Mend | None = None
    """The one change that mends it, where no other is thinkable."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    reason: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fix:
    """Characters of a file that are to be others: by that a finding is gone, and none comes."""

    path: str
    start: Position
    end: Position
    """Of the character behind the last."""
    text: str


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
    cause: Cause | None = None
    """What else may be wrong instead."""
    others: tuple["Finding", ...] = ()
    """Those of the same mistake, which are told as this one."""
    event: int | None = None
    """Which of its record's events it is about."""
    mend: Mend | None = None
    """The one change that mends it, where no other is thinkable."""
    fix: Fix | None = None
    """What that changes in the file, once it was tried (`edit/mend.py`)."""

    @property
    def key(self) -> str:
        """A short name for it, by which it is acknowledged; two that are acknowledged as one have the same."""
        value = self.value
        if not value:
            keys = [other.key for other in self.others]
            value = "\0".join(keys)
        record = self.record or ""
        named = f"{self.rule}\0{record}\0{value}"
        raw = named.encode("utf-8", "surrogatepass")
        digest = sha256(raw).hexdigest()
        return digest[:6]

    def order(self) -> tuple[str, bool, int, int, str, str, str]:
        """Sorts findings by file, then by place in it."""
        position = self.position or Position(0, 0)
        # What is wrong in a file comes before that it is not what was sealed: the one is the cause of the other.
        of_seal = self.rule.startswith("PLP70")
        value = self.value or ""
        return self.path, of_seal, position.line, position.column, self.rule, value, self.message.template


def every(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding, and those that are told with it."""
    for finding in findings:
        yield finding
        yield from every(finding.others)
