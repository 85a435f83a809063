"""Bytes to plain JSON data, or what keeps them from it.

Scalars are read as text; a plain scalar becomes a number or truth value only where the schemas say that the property
holds one and nothing is lost by it. So `id: 2.10`, `date: 2023-12-31` and `081231` stay what was written.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ruamel.yaml  # the C parser can only be imported after it
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from plptool.model import Json, Message, Path, Position
from plptool.schemas import Vocabulary, vocabulary

try:
    from _ruamel_yaml import CParser
except ImportError:  # slower, but everything works
    CParser = None

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
HIDDEN = re.compile(
    r"\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
"""What cannot be seen or misleads the eye; a lone carriage return is a line end to YAML and to nobody else."""
_NBSP = re.compile(r" *(?:[\w.-]+:|-)? *\u00a0")
"""A no-break space where YAML wants a space: it indents, or follows a colon or dash. Within text it is right."""
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes, before any schema."""

    rule: str
    position: Position
    message: Message
    hint: Message | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    data: Json
    """None where the faults leave nothing to work with."""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    keys: dict[Path, Position]
    values: dict[Path, Position]


def parse(raw: bytes) -> Parsed:
    """The file's data, and every fault found on the way."""
    text, faults = _decode(raw)
    if text is None:
        return Parsed(None, tuple(faults))
    builder = _Builder(vocabulary())
    try:
        builder.run(_events(text))
    except MarkedYAMLError as error:
        faults.append(_syntax(error, text))
        return Parsed(None, (*builder.faults, *faults))
    except YAMLError as error:
        problem = str(error).splitlines()[0][:200]
        faults.append(Fault("PLP101", Position(1, 1), Message("this is not YAML: {problem}", {"problem": problem})))
        return Parsed(None, tuple(faults))
    except _StopError as stop:
        return Parsed(None, (*faults, *builder.faults, stop.fault))
    faults += builder.faults
    if builder.documents == 0:
        faults.append(Fault("PLP106", Position(1, 1), Message("the file is empty")))
    elif builder.documents > 1:
        faults.append(
            Fault(
                "PLP106",
                builder.second,
                Message("the file holds more than one document"),
                Message("Write one record a file, without a line `---` between."),
            )
        )
    elif not isinstance(builder.root, dict):
        faults.append(Fault("PLP106", Position(1, 1), Message("the file is not a mapping (`name: value`)")))
    return Parsed(None if faults else builder.root, tuple(faults))


@lru_cache(maxsize=16)
def marks(raw: bytes) -> Marks:
    """Where each key and value stands. Only a finding needs it, so it is a second pass over a file that has one."""
    text, _ = _decode(raw)
    builder = _Builder(vocabulary(), keep=True)
    with suppress(YAMLError, _StopError):  # what was seen before the fault is still right
        builder.run(_events(text or ""))
    return Marks(builder.keys, builder.values)


def _decode(raw: bytes) -> tuple[str | None, list[Fault]]:
    if len(raw) > MAX_BYTES:
        return None, [Fault("PLP107", Position(1, 1), Message("the file is larger than {n} bytes", {"n": MAX_BYTES}))]
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None, [
            Fault(
                "PLP102",
                Position(1, 1),
                Message("the file begins with a byte order mark"),
                Message("Save it as UTF-8 without BOM."),
            )
        ]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        position = Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        return None, [Fault("PLP102", position, Message("this is not UTF-8"), Message("Save the file as UTF-8."))]
    faults = []
    conflict = re.search(r"^(?:<{7}|>{7})(?: |\r?$)", text, re.MULTILINE)
    if conflict:  # in quoted text they would be text
        position = Position(text[: conflict.start()].count("\n") + 1, 1)
        hint = Message("Choose one version, and remove the lines <<<<<<<, ======= and >>>>>>>.")
        message = Message("an unresolved conflict of two versions stands here")
        faults.append(Fault("PLP101", position, message, hint))
    directive = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*%", text)
    if directive:
        position = Position(text[: directive.end()].count("\n") + 1, 1)
        message = Message("YAML directives (`%YAML`, `%TAG`) are not used in a ledger")
        faults.append(Fault("PLP105", position, message, Message("Remove the line.")))
    for hidden in HIDDEN.finditer(text):
        before = text[: hidden.start()]
        position = Position(before.count("\n") + 1, hidden.start() - (before.rfind("\n") + 1) + 1)
        character = f"U+{ord(hidden[0]):04X}"
        message = Message("the character {character} cannot be seen", {"character": character})
        hint = Message("Save the file with ordinary line ends.") if hidden[0] == "\r" else Message("Delete it.")
        faults.append(Fault("PLP103", position, message, hint))
        if len(faults) == 20:
            break
    return (None if faults else text), faults


def _events(text: str) -> Iterator[Any]:
    if CParser is None:
        yield from ruamel.yaml.YAML(typ="safe", pure=True).parse(text)
        return
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _syntax(error: MarkedYAMLError, text: str) -> Fault:
    """What keeps the text from being YAML, where a person would look for it."""
    problem, context = str(error.problem or ""), str(error.context or "")
    opened = any(one in context for one in ("quoted scalar", "flow", "simple key", "alias", "anchor", "block scalar"))
    opened = opened and "unexpected ':'" not in problem
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    position = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
    lines = text.split("\n")
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    message, hint = _told(
        problem, context, line, position.column, lines[position.line - 2] if position.line > 1 else ""
    )
    space = _NBSP.match(line)
    if space:
        position = Position(position.line, space.end())
    return Fault("PLP101", position, message, hint)


def _told(problem: str, context: str, line: str, column: int, before: str) -> tuple[Message, Message | None]:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or "\\t" in problem:
        return Message("a tab indents the line"), Message("Indent with spaces.")
    if _NBSP.match(line):
        return Message("a no-break space stands where a space should be"), Message("Replace it with an ordinary space.")
    if "escape character" in problem or "escape sequence" in context:
        hint = Message("Use single quotes: in double quotes a backslash begins a special character.")
        return Message("a backslash stands in double quotes"), hint
    if "mapping values are not allowed" in problem:
        if before and len(indent) > len(before) - len(before.lstrip()) and before.rstrip()[-1:] != ":":
            hint = Message("Let names of one level begin in one column.")
            return Message("the line is indented further than the one above it"), hint
        return Message("there is a second `: ` in the line"), Message("Put text that has a colon in it in quotes.")
    if "unexpected ':'" in problem:
        return Message("a colon stands in the text"), Message("Put text that has a colon in it in quotes.")
    if "block sequence entries are not allowed" in problem:
        hint = Message("Begin a list on the line below; text that begins with - needs quotes.")
        return Message("a value cannot begin with this character"), hint
    if "block scalar" in context:
        hint = Message("Write the text on the lines below, indented; text that begins with | or > needs quotes.")
        return Message("text stands on the line of its `|` or `>`"), hint
    if line[column - 1 : column] in ("]", "}"):
        return Message("there is a bracket too many"), Message("Remove it, or put the text in quotes.")
    if "flow" in context or "',' or" in problem:
        hint = Message(
            "Every {{ needs its }} and every [ its ]; text with a comma, colon or bracket in it needs quotes."
        )
        return Message("a bracket is not closed, or a comma is missing"), hint
    if "quoted scalar" in context:
        if line[column - 1 : column] == '"':
            return Message("a quote is not closed"), Message('Close it, or write \\" for a quote inside the text.')
        return Message("a quote is not closed"), Message("Close it, or write two quotes for one inside the text.")
    if "cannot start any token" in problem or "did not find expected alphabetic" in problem:
        return Message("a value cannot begin with this character"), Message("Put the value in quotes.")
    if "simple key" in context or "could not find expected ':'" in problem:
        return Message("expected `name: value`"), Message("Check the colon, and the space after it.")
    if "block" in context or "document start" in problem:
        hint = Message("Check the colon and the indentation; text in quotes ends with its quote.")
        return Message("expected `name: value`"), hint
    return Message("this is not YAML: {problem}", {"problem": problem or context}), None


class _StopError(Exception):
    """Nothing sensible can be read from here on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


class _Builder:
    """Folds parser events into dicts and lists, without recursion."""

    def __init__(self, words: Vocabulary, *, keep: bool = False) -> None:
        self.words = words
        self.keep = keep
        self.root: Json = None
        self.documents = 0
        self.second = Position(1, 1)
        self.faults: list[Fault] = []
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}

    def run(self, events: Iterator[Any]) -> None:
        stack: list[tuple[Any, str | None, bool]] = []  # container, the key under which it stands, its maps are whole
        container: Any = None
        parent_key: str | None = None  # the property whose value the container is
        whole_map = False
        key: str | None = None
        duplicate = False
        path: list[str | int] = []
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                if event.anchor is not None or event.tag is not None:
                    self._feature(event)
                if type(container) is dict and key is None:
                    key = event.value
                    self._visible(event)
                    duplicate = key in container
                    if duplicate:
                        self._fault(
                            "PLP104",
                            event,
                            Message("`{key}` stands twice", {"key": key[:60]}),
                            Message("Remove one of them."),
                        )
                    elif key == "<<" and event.implicit[0]:
                        self._fault("PLP105", event, Message("merge keys (`<<`) are not used in a ledger"))
                    if self.keep:
                        self.keys.setdefault((*path, key), self._at(event))
                    continue
                value = self._scalar(event, key if type(container) is dict else parent_key, whole_map)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if type(container) is dict and key is None:
                    raise self._no_key(event)
                if event.anchor is not None or event.tag is not None:
                    self._feature(event)
                if len(stack) >= MAX_DEPTH:
                    message = Message("nested more than {n} deep", {"n": MAX_DEPTH})
                    raise _StopError(Fault("PLP107", self._at(event), message))
                value = {} if kind is MappingStartEvent else []
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                container, parent_key, whole_map = stack.pop()
                if path and self.keep:
                    path.pop()
                key = None
                continue
            elif kind is AliasEvent:
                if type(container) is dict and key is None:
                    raise self._no_key(event)
                self._fault(
                    "PLP105",
                    event,
                    Message("aliases (`*name`) are not used in a ledger"),
                    Message("Write the value out; text that begins with * needs quotes."),
                )
                value = None
            elif kind is DocumentEndEvent:
                self.documents += 1
                continue
            else:
                if self.documents == 1 and kind.__name__ == "DocumentStartEvent":
                    self.second = self._at(event)
                continue

            if type(container) is dict:
                if type(key) is str and not duplicate:
                    container[key] = value
                step: str | int | None = key
                name, key = key, None
            elif type(container) is list:
                container.append(value)
                step, name = len(container) - 1, parent_key
            else:
                if self.documents == 0:
                    self.root = value
                step, name = None, None
            nothing = kind is ScalarEvent and event.value == "" and event.implicit[0]
            if self.keep and step is not None and not (nothing and type(step) is str):
                # An empty value has no place of its own; its key has, and an entry of a list has its dash.
                self.values.setdefault((*path, step), self._at(event))
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append((container, parent_key, whole_map))
                whole_map = kind is MappingStartEvent and type(container) is dict and name in self.words.whole_maps
                container, parent_key = value, name
                if self.keep and step is not None:
                    path.append(step)

    def _scalar(self, event: Any, name: str | None, whole_map: bool) -> Json:
        text: str = event.value
        self._visible(event)
        if not event.implicit[0]:  # quoted: text, whatever it looks like
            return text
        if text in _NULLS:
            return None
        if name is not None:
            if (whole_map or name in self.words.whole) and _WHOLE.fullmatch(text):
                return int(text)
            if name in self.words.truth and text in ("true", "false"):
                return text == "true"
        return text

    @staticmethod
    def _at(event: Any) -> Position:
        return Position(event.start_mark.line + 1, event.start_mark.column + 1)

    def _fault(self, rule: str, event: Any, message: Message, hint: Message | None = None) -> None:
        if len(self.faults) < 50:
            self.faults.append(Fault(rule, self._at(event), message, hint))

    def _no_key(self, event: Any) -> _StopError:
        message = Message("a name before `:` is plain text, not a list or a mapping")
        return _StopError(
            Fault("PLP105", self._at(event), message, Message("Put text that begins with [, {{ or * in quotes."))
        )

    def _visible(self, event: Any) -> None:
        """Escapes in quotes can write what may not stand in the file itself."""
        hidden = HIDDEN.search(event.value)
        if hidden:
            character = f"U+{ord(hidden[0]):04X}"
            self._fault(
                "PLP103",
                event,
                Message("the character {character} cannot be seen", {"character": character}),
                Message("Delete it."),
            )

    def _feature(self, event: Any) -> None:
        what = "anchors (`&name`)" if event.anchor is not None else "tags (`!name`)"
        self._fault(
            "PLP105",
            event,
            Message("{what} are not used in a ledger", {"what": Message(what)}),
            Message("Remove it; text that begins with & or ! needs quotes."),
        )
