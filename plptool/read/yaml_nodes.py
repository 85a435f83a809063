"""Where everything of a YAML file begins and ends: what an edit must know, to change that and nothing beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from plptool.model.records import Path
from plptool.read.yaml import events_of


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, a number, or nothing."""

    start: int
    """Which character of the file it begins with, from 0; of nothing, where it would begin."""
    end: int
    """Which character follows it; of a text in lines (`|`, `>`), which follows the last line's last."""
    text: str
    """What it says."""
    in_lines: bool
    """Whether it is written with `|` or `>`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and its value."""

    key: Scalar
    colon: int
    """Which character follows the colon."""
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by name."""

    start: int
    end: int
    flow: bool
    """Whether it is written in braces."""
    pairs: tuple[Pair, ...]

    def pair(self, name: str) -> Pair | None:
        """The pair of this name."""
        for pair in self.pairs:
            if pair.key.text == name:
                return pair
        return None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    start: int
    """Of a list with dashes, the first dash."""
    end: int
    flow: bool
    """Whether it is written in brackets."""
    entries: tuple["Node", ...]


Node: TypeAlias = Scalar | Mapping | Sequence


def nodes(text: str) -> Mapping:
    """What a file consists of, which was found without fault (`yaml.parse`)."""
    return _Composer(text).root()


def node_at(root: Mapping, where: Path) -> Node | None:
    """The node of a value; None where there is no such value."""
    node: Node = root
    for step in where:
        if isinstance(node, Mapping) and isinstance(step, str):
            pair = node.pair(step)
            if pair is None:
                return None
            node = pair.value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.entries):
            node = node.entries[step]
        else:
            return None
    return node


def dash_of(text: str, sequence: Sequence, index: int) -> int:
    """Where the dash of an entry stands, in a list with dashes: all have one column."""
    column = sequence.start - _line_start(text, sequence.start)
    entry = sequence.entries[index]
    line = _line_start(text, entry.start)
    while not _has_dash(text, line, column):
        line = _line_start(text, line - 1)
    return line + column


def _line_start(text: str, place: int) -> int:
    """Where the line begins in which a character stands."""
    return text.rfind("\n", 0, place) + 1


def _has_dash(text: str, line: int, column: int) -> bool:
    """Whether nothing but spaces stands before a dash in a column of the line that begins there."""
    place = line + column
    before = text[line:place]
    if before.strip(" "):
        return False
    return text.startswith("-", place)


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar of a node, names too, in the order of the file."""
    match node:
        case Scalar():
            yield node
        case Mapping():
            for pair in node.pairs:
                yield pair.key
                yield from scalars(pair.value)
        case Sequence():
            for entry in node.entries:
                yield from scalars(entry)


@dataclass(frozen=True, slots=True)
class Comment:
    """What stands behind a `#`, with it."""

    start: int
    end: int
    text: str
    alone: bool
    """Whether it has a line of its own."""


def comments(text: str, root: Mapping) -> list[Comment]:
    """The comments of a file, in its order."""
    all_comments: list[Comment] = []
    begin = 0
    for scalar in scalars(root):
        all_comments += _comments_between(text, begin, scalar.start)
        begin = max(begin, scalar.end)
    all_comments += _comments_between(text, begin, len(text))
    return all_comments


def _comments_between(text: str, begin: int, end: int) -> Iterator[Comment]:
    """The comments in what lies between two scalars: there, a `#` is nothing else."""
    while (start := text.find("#", begin, end)) >= 0:
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        if line_end < 0:
            line_end = len(text)
        before = text[line_start:start]
        words = text[start:line_end].rstrip()
        yield Comment(
            start=start,
            end=start + len(words),
            text=words,
            alone=not before.strip(),
        )
        begin = line_end


class _Composer:
    """A parser's events to nodes. What has no end of its own, as a list with dashes, ends with its last entry."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events = events_of(text)
        self._seen = 0
        """Which character follows what was composed last."""

    def root(self) -> Mapping:
        for event in self._events:
            if isinstance(event, MappingStartEvent):
                return self._mapping(event)
        raise ValueError("there is no mapping in the file")

    def _node(self, event: Event) -> Node:
        match event:
            case MappingStartEvent():
                return self._mapping(event)
            case SequenceStartEvent():
                return self._sequence(event)
            case ScalarEvent():
                return self._scalar(event)
            case _:
                raise ValueError(f"{type(event).__name__} is no value")

    def _mapping(self, begin: MappingStartEvent) -> Mapping:
        pairs: list[Pair] = []
        start = self._start(begin)
        flow = bool(begin.flow_style)
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                self._end(event, flow=flow)
                return Mapping(start, self._seen, flow, tuple(pairs))
            if not isinstance(event, ScalarEvent):
                raise ValueError("a name is no text")  # noqa: TRY004 - the file's fault, which was found before
            key = self._scalar(event)
            colon = self._after(":")
            value_event = next(self._events)
            value = self._node(value_event)
            pairs.append(Pair(key, colon, value))
        raise ValueError("a mapping does not end")

    def _sequence(self, begin: SequenceStartEvent) -> Sequence:
        entries: list[Node] = []
        start = self._start(begin)
        flow = bool(begin.flow_style)
        self._seen = start
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                self._end(event, flow=flow)
                return Sequence(start, self._seen, flow, tuple(entries))
            if not flow:
                self._after("-")
            entry = self._node(event)
            entries.append(entry)
        raise ValueError("a list does not end")

    def _scalar(self, event: ScalarEvent) -> Scalar:
        start = event.start_mark.index
        end = event.end_mark.index
        in_lines = event.style in ("|", ">")
        if start == end:  # the parsers do not agree on where nothing stands
            start = end = self._seen
        elif in_lines:
            end = self._last_line(start, end)
        self._seen = end
        return Scalar(start, end, event.value, in_lines)

    def _last_line(self, start: int, end: int) -> int:
        """Where a text in lines ends: empty lines that follow are of it only if it says so (`|+`)."""
        written = self._text[start:end]
        first_line, _, _ = written.partition("\n")
        header, _, _ = first_line.partition("#")
        content = written.rstrip()
        if "+" in header:
            content = written.removesuffix("\n").removesuffix("\r")
        return start + len(content)

    def _start(self, event: Event) -> int:
        index: int = event.start_mark.index
        self._seen = max(self._seen, index)
        return index

    def _end(self, event: Event, *, flow: bool) -> None:
        if flow:
            self._seen = event.end_mark.index

    def _after(self, indicator: str) -> int:
        """Where what was composed last is followed by this indicator: which character follows it."""
        text = self._text
        place = self._seen
        while text[place] != indicator:
            if text[place] == "#":  # a comment may say anything
                place = text.index("\n", place)
            else:
                place += 1
        self._seen = place + 1
        return self._seen
