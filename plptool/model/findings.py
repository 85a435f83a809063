"""What is said of a ledger: a sentence in any language, of which value, how grave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from plptool.model.records import Path, Place, Record

if TYPE_CHECKING:
    from datetime import date

    from plptool.model.plain import Plain

Value = TypeVar("Value")
Severity = Literal["error", "warning", "info"]


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


Argument: TypeAlias = "Plain | date | Message"
"""What fills a place in a sentence: a value as it is written, or a sentence that is put into its language too."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that can be put into any language: a template and what fills it."""

    template: str
    args: Mapping[str, Argument] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, in the language of the catalogue that translates."""
        filling = {name: in_language(value, translate) for name, value in self.args.items()}
        return translate(self.template).format(**filling)


def in_language(value: Value | Message, translate: Callable[[str], str]) -> Value | str:
    """A sentence in the language of the catalogue that translates; any other value as it is."""
    return value.say(translate) if isinstance(value, Message) else value


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

    def order(self) -> tuple[str, bool, int, int, str, str, str]:
        """Sorts findings by file, then by place in it."""
        place = self.position or Position(0, 0)
        # What is wrong in a file comes before that it is not what was sealed: the one is the cause of the other.
        of_seal = self.rule.startswith("PLP70")
        return (self.path, of_seal, place.line, place.column, self.rule, self.value or "", self.message.template)
