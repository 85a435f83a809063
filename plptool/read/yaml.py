"""Bytes to plain JSON data, or what keeps them from it.

Scalars are read as text; a plain scalar becomes a number or truth value only where the schemas say that the property
holds one and nothing is lost by it. So `id: 2.10`, `date: 2023-12-31` and `081231` stay what was written.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from plptool.model import personal_numbers as privacy
from plptool.model.findings import MAX_FAULTS, MEND, MORE, Message, Position
from plptool.model.records import Json, Path
from plptool.model.text import HIDDEN
from plptool.read import yaml_pure as pure
from plptool.read.vocabulary import Vocabulary, vocabulary
from plptool.read.yaml_errors import CUT, CUT_OFF, FEATURES, Fault, syntax

try:
    from _ruamel_yaml import CParser
except ImportError:  # slower, but everything works
    CParser = None
MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_ENTRIES = 1000
"""Entries of one list. Who compares each with each stays quick; no process has had as many meetings."""
MAX_EVENTS = 30_000
"""What the parser may report of one file: a process with 1,400 events, or a digest of each of 14,000 records."""
_UNUSUAL = (b"\xcd\x8f", b"\xe1", b"\xe2\xa0\x80", b"\xe3", b"\xef", b"\xf3")
"""How UTF-8 begins what is hidden although Python calls it printable. Swedish text has none of it."""
_COMMENT = re.compile(r" *:? +#(?=[^\s#!])")
"""The same, from where a name or value ends."""
_JOINED = re.compile(r"\n[^\S\n]*+[^\w\s]?\d")
"""A line that begins with digits: YAML may join them to those that end the line above."""
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Parsed:
    data: Json
    """None where the faults leave nothing to work with."""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    """What is odd and leaves the data usable."""


@dataclass(frozen=True, slots=True)
class Marks:
    keys: dict[Path, Position]
    values: dict[Path, Position]


def parse(raw: bytes) -> Parsed:
    """The file's data, and every fault found on the way."""
    text, faults = _decode(raw)
    seen = raw.decode("utf-8", "replace") if text is None else text
    numbers = privacy.find(seen)
    faults += [_private(Position.of(seen, start)) for start, _ in numbers[:20]]
    if text is None:
        return Parsed(None, tuple(faults))
    if numbers:  # so that nothing which is told of the file can repeat them
        text = privacy.masked(text, numbers)
    builder = _Builder(vocabulary())
    try:
        builder.run(text)
    except MarkedYAMLError as error:
        builder.faults.append(syntax(error, text))
    except YAMLError as error:
        problem = str(error).splitlines()[0][:200]
        builder.faults.append(
            Fault("PLP101", Position(1, 1), Message("this is not YAML: {problem}", {"problem": problem}))
        )
    except _StopError as stop:
        builder.faults.append(stop.fault)
    else:
        if builder.root is None:
            hint = Message("Write a record, or remove the file.")
            builder.faults.append(Fault("PLP106", Position(1, 1), Message("the file is empty"), hint))
    if faults or builder.faults:
        return Parsed(None, (*faults, *builder.faults))
    return Parsed(builder.root, (), tuple(_cut(text)) if " #" in text and CUT.search(text) else ())


def _private(position: Position) -> Fault:
    hint = Message(
        "Remove it, and tell the data protection officer if it has been committed: git keeps what was there."
    )
    return Fault("PLP901", position, Message("a personal identity number stands here"), hint)


@lru_cache(maxsize=4)
def marks(raw: bytes) -> Marks:
    """Where each key and value stands. Only a finding needs it, so it is a second pass over a file that has one."""
    text, _ = _decode(raw)
    builder = _Builder(vocabulary(), keep=True)
    with suppress(YAMLError, _StopError):  # what was seen before the fault is still right
        builder.run(text or "")
    return Marks(builder.keys, builder.values)


@lru_cache(maxsize=4)
def lines(raw: bytes) -> list[str]:
    """The lines of a file, as a finding shows them."""
    return [line.rstrip("\r") for line in raw[: MAX_BYTES + 1].decode("utf-8", "replace").split("\n")]


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
        return None, [
            Fault(
                "PLP102",
                Position.of(before, len(before)),
                Message("this is not UTF-8"),
                Message("Save the file as UTF-8."),
            )
        ]
    faults = list(_misleading(text, raw))
    return (None if faults else text), faults


def _misleading(text: str, raw: bytes) -> Iterator[Fault]:
    """What is refused before YAML is asked: it misleads the eye, or the two parsers read it differently."""
    if "<<<<<<<" in text or ">>>>>>>" in text:
        conflict = re.search(r"^(?:<{7}|>{7})(?: |\r?$)", text, re.MULTILINE)
        if conflict:  # in quoted text they would be text
            hint = Message("Choose one version, and remove the lines <<<<<<<, ======= and >>>>>>>.")
            message = Message("an unresolved conflict of two versions stands here")
            yield Fault("PLP101", Position.of(text, conflict.start()), message, hint)
    if "%" in text:
        directive = re.search(r"^%", text, re.MULTILINE)
        if directive:
            message = Message("YAML directives (`%YAML`, `%TAG`) are not used in a ledger")
            yield Fault("PLP105", Position.of(text, directive.start()), message, Message("Remove the line."))
    if text.replace("\n", "").isprintable() and not any(rare in raw for rare in _UNUSUAL):
        return
    yield from _some(_tab(found) for found in re.finditer(r"^[^\t\n]*\t", text, re.MULTILINE))
    yield from _some(_hidden(found) for found in HIDDEN.finditer(text))


def _tab(found: re.Match[str]) -> Fault:
    position = Position.of(found.string, found.end() - 1)
    if found[0].isspace():
        return Fault("PLP101", position, Message("a tab indents the line"), Message("Indent with spaces."))
    return Fault("PLP101", position, Message("a tab stands in the line"), Message("Write spaces instead."))


def _hidden(found: re.Match[str]) -> Fault:
    hint = Message("Save the file with ordinary line ends.") if found[0] == "\r" else Message("Delete it.")
    return Fault("PLP103", Position.of(found.string, found.start()), _unseen(found[0]), hint)


def _some(faults: Iterator[Fault]) -> Iterator[Fault]:
    """The first faults of a kind, and that there are more: who must mend a thousand begins with a few."""
    yield from islice(faults, MAX_FAULTS - 1)
    for fault in islice(faults, 1):
        yield replace(fault, message=MORE, hint=MEND)


def _unseen(character: str) -> Message:
    return Message("the character {character} cannot be seen", {"character": f"U+{ord(character):04X}"})


def _events(text: str) -> Iterator[Any]:
    return pure.events(text) if CParser is None else iter(CParser(text).get_event, None)


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
        self.faults: list[Fault] = []
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}
        self.ends: dict[Path, tuple[Position, str]] = {}
        """Where each plain scalar ends, and what it says."""

    def run(self, text: str) -> None:
        # The hottest loop of the tool: nothing is looked up that a local name can hold, nor called that rarely matters.
        keep, words = self.keep, self.words
        whole, truth, maps = words.whole, words.truth, words.whole_maps
        careful = "\\" in text or _JOINED.search(text) is not None
        odd_spaces = "\u00a0" in text
        stack: list[tuple[Any, bool, str | None, bool]] = []
        container: Any = None
        mapping = False  # whether the container is one
        parent: str | None = None  # the property whose value the container is
        numbers = False  # whether the container's values are whole numbers, whatever their names
        key: str | None = None
        duplicate = False
        path: list[str | int] = []
        value: Json
        for event in islice(_events(text), MAX_EVENTS):
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    self._feature(event)
                if careful:
                    value = self._careful(event)
                if mapping and key is None:
                    key = value
                    duplicate = key in container
                    if duplicate or not key or key == "<<" or (odd_spaces and key != key.strip()):
                        self._odd_key(event, duplicate=duplicate)
                    if keep:
                        self.keys.setdefault((*path, key), _at(event))
                        self.ends.setdefault((*path, key), (_end(event), ""))
                    continue
                name = key if mapping else parent
                if event.implicit[0]:  # plain; in quotes it is text, whatever it looks like
                    if value in _NULLS:
                        value = None
                    elif name in whole or numbers:
                        if _WHOLE.fullmatch(value):
                            value = int(value)
                    elif name in truth and value in ("true", "false"):
                        value = value == "true"
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                container, mapping, parent, numbers = stack.pop()
                key = None
                if path:
                    path.pop()
                continue
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if mapping and key is None:
                    raise self._no_key(event)
                name = key if mapping else parent
                if event.anchor is not None or event.tag is not None:
                    self._feature(event)
                if len(stack) >= MAX_DEPTH:
                    message = Message("nested more than {n} deep", {"n": MAX_DEPTH})
                    hint = Message("Put text that has brackets in it in quotes.")
                    raise _StopError(Fault("PLP107", _at(event), message, hint))
                value = {} if kind is MappingStartEvent else []
            elif kind is AliasEvent:
                if mapping and key is None:
                    raise self._no_key(event)
                message = Message("aliases (`*name`) are not used in a ledger")
                self._fault(
                    "PLP105", event, message, Message("Write the value out; text that begins with * needs quotes.")
                )
                value = None
            elif kind is DocumentStartEvent and self.documents:
                hint = Message("Write one record a file, without a line `---` between.")
                raise _StopError(Fault("PLP106", _at(event), Message("the file holds more than one document"), hint))
            else:
                self.documents += kind is DocumentEndEvent
                continue

            step: str | int
            if mapping:
                assert key is not None
                if not duplicate:
                    container[key] = value
                step, key = key, None
            elif container is not None:
                step = len(container)
                if step == MAX_ENTRIES:
                    message = Message("the list has more than {n} entries", {"n": MAX_ENTRIES})
                    raise _StopError(Fault("PLP107", _at(event), message))
                container.append(value)
            elif kind is MappingStartEvent:
                self.root = container = value
                mapping = True
                stack.append((None, False, None, False))
                continue
            else:
                message = Message("the file is not made of lines `name: value`")
                hint = Message("Begin each line with a name, such as `id: …`, and without a dash.")
                raise _StopError(Fault("PLP106", Position(1, 1), message, hint))
            if keep:
                self._keep((*path, step), event)
            if kind is not ScalarEvent and kind is not AliasEvent:
                stack.append((container, mapping, parent, numbers))
                numbers = mapping and kind is MappingStartEvent and name in maps
                container, mapping, parent = value, kind is MappingStartEvent, name
                if keep:
                    path.append(step)
        if stack:
            message = Message("the file holds more than a record can")
            raise _StopError(Fault("PLP107", _at(event), message))

    def _keep(self, where: Path, event: Any) -> None:
        plain = type(event) is ScalarEvent and event.implicit[0]
        if plain and event.value == "" and type(where[-1]) is str:
            return  # an empty value has no place of its own; its key has, and an entry of a list has its dash
        self.values.setdefault(where, _at(event))
        if plain:
            self.ends[where] = (_end(event), event.value)
        else:
            self.ends.pop(where, None)

    def _fault(self, rule: str, event: Any, message: Message, hint: Message | None = None) -> None:
        if len(self.faults) < MAX_FAULTS - 1:
            self.faults.append(Fault(rule, _at(event), message, hint))
        elif len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(rule, _at(event), MORE, MEND))

    def _odd_key(self, event: Any, *, duplicate: bool) -> None:
        if duplicate:
            message = Message("`{key}` stands twice", {"key": event.value[:60]})
            self._fault("PLP104", event, message, Message("Remove one of them."))
        elif event.implicit[0] and event.value != event.value.strip():
            message = Message("a no-break space stands where a space should be")
            self._fault("PLP101", event, message, Message("Replace it with an ordinary space."))
        elif event.implicit[0] and not event.value:
            self._fault("PLP101", event, Message("a name is missing before the colon"), Message("Write `name: value`."))
        elif event.implicit[0]:
            self._fault("PLP105", event, Message("merge keys (`<<`) are not used in a ledger"))

    def _no_key(self, event: Any) -> _StopError:
        message = Message("a name before `:` cannot begin with a bracket or `*`")
        return _StopError(
            Fault("PLP105", _at(event), message, Message("Put text that begins with [, {{ or * in quotes."))
        )

    def _careful(self, event: Any) -> str:
        """What is written as escapes, or over several lines, may be what may not stand in the file itself."""
        value: str = event.value
        if privacy.find(value):
            if len(self.faults) < MAX_FAULTS:
                self.faults.append(_private(_at(event)))
            value = event.value = privacy.mask(value)
        if HIDDEN.search(value):
            self._fault("PLP103", event, _unseen(HIDDEN.findall(value)[0]), Message("Delete it."))
        return value

    def _feature(self, event: Any) -> None:
        what = FEATURES["tag" if event.anchor is None else "anchor"]
        message = Message("{what} are not used in a ledger", {"what": what})
        self._fault("PLP105", event, message, Message("Remove it; text that begins with & or ! needs quotes."))


def _at(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _end(event: Any) -> Position:
    return Position(event.end_mark.line + 1, event.end_mark.column + 1)


def _cut(text: str) -> Iterator[Fault]:
    """Prose that YAML has cut at ` #`, as in `text: Se #4 i listan`."""
    builder = _Builder(vocabulary(), keep=True)
    builder.run(text)
    rows = text.split("\n")
    for where, (end, said) in builder.ends.items():
        cut = _COMMENT.match(rows[end.line - 1], end.column - 1)
        name = next(step for step in reversed(where) if isinstance(step, str))
        if cut and (not said or " " in said or name in builder.words.prose):
            yield Fault("PLP110", Position(end.line, cut.end()), *CUT_OFF, where)
