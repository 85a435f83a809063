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
        return next((pair for pair in self.pairs if pair.key.text == name), None)


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
    node: Node | None = root
    for step in where:
        if isinstance(node, Mapping) and isinstance(step, str):
            pair = node.pair(step)
            node = pair.value if pair else None
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.entries):
            node = node.entries[step]
        else:
            return None
    return node


def dash_of(text: str, sequence: Sequence, index: int) -> int:
    """Where the dash of an entry stands, in a list with dashes: all have one column."""
    column = sequence.start - text.rfind("\n", 0, sequence.start) - 1
    line = text.rfind("\n", 0, sequence.entries[index].start) + 1
    while text[line + column : line + column + 1] != "-" or text[line : line + column].strip(" "):
        line = text.rfind("\n", 0, line - 1) + 1
    return line + column


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
    found: list[Comment] = []
    begin = 0
    for scalar in scalars(root):
        found += _comments_between(text, begin, scalar.start)
        begin = max(begin, scalar.end)
    found += _comments_between(text, begin, len(text))
    return found


def _comments_between(text: str, begin: int, end: int) -> Iterator[Comment]:
    """The comments in what lies between two scalars: there, a `#` is nothing else."""
    while (start := text.find("#", begin, end)) >= 0:
        line_end = text.find("\n", start)
        begin = len(text) if line_end < 0 else line_end
        words = text[start:begin].rstrip()
        alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        yield Comment(start, start + len(words), words, alone)


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
        start, flow = self._start(begin), bool(begin.flow_style)
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                self._end(event, flow=flow)
                return Mapping(start, self._seen, flow, tuple(pairs))
            if not isinstance(event, ScalarEvent):
                raise ValueError("a name is no text")  # noqa: TRY004 - the file's fault, which was found before
            key = self._scalar(event)
            colon = self._after(":")
            pairs.append(Pair(key, colon, self._node(next(self._events))))
        raise ValueError("a mapping does not end")

    def _sequence(self, begin: SequenceStartEvent) -> Sequence:
        entries: list[Node] = []
        start, flow = self._start(begin), bool(begin.flow_style)
        self._seen = start
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                self._end(event, flow=flow)
                return Sequence(start, self._seen, flow, tuple(entries))
            if not flow:
                self._after("-")
            entries.append(self._node(event))
        raise ValueError("a list does not end")

    def _scalar(self, event: ScalarEvent) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
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
        header = written.partition("\n")[0].partition("#")[0]
        if "+" not in header:
            return start + len(written.rstrip())
        return start + len(written) - (len(written) - len(written.removesuffix("\n").removesuffix("\r")))

    def _start(self, event: Event) -> int:
        index: int = event.start_mark.index
        self._seen = max(self._seen, index)
        return index

    def _end(self, event: Event, *, flow: bool) -> None:
        if flow:
            self._seen = event.end_mark.index

    def _after(self, indicator: str) -> int:
        """Where what was composed last is followed by this indicator: which character follows it."""
        at = self._seen
        while self._text[at] != indicator:
            # A comment may say anything.
            at = self._text.index("\n", at) if self._text[at] == "#" else at + 1
        self._seen = at + 1
        return self._seen
