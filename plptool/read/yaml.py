"""Bytes to plain JSON data, or what keeps them from it.

Scalars are read as text; a plain scalar becomes a number or truth value only where the schemas say that the property
holds one and nothing is lost by it. So `id: 2.10`, `date: 2023-12-31` and `081231` stay what was written.

Bytes become text (`yaml_text.py`), text the events of a parser (here), events data (`yaml_builder.py`). Of the two
parsers either will do: ruamel's in C is the quick one.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import Event

from plptool.model import personal_numbers as privacy
from plptool.model.findings import Argument, Message, Position
from plptool.model.plain import Plain
from plptool.model.records import Path
from plptool.read import yaml_pure as pure
from plptool.read.vocabulary import vocabulary
from plptool.read.yaml_builder import Builder, StopError, end_of
from plptool.read.yaml_errors import CUT, CUT_OFF, Fault, private, syntax
from plptool.read.yaml_text import MAX_BYTES, decode

try:
    from _ruamel_yaml import CParser
except ImportError:  # slower, but everything works
    CParser = None
_MAX_PRIVATE = 20
"""Personal identity numbers of one file that are told one by one."""
_COMMENT = re.compile(r" *:? +#(?=[^\s#!])")
"""A comment as `CUT` finds it, from where a name or value ends."""


_STUCK = re.compile(r"[]}\"']#")
"""A comment that touches what ends before it: YAML 1.2 (chapter 6.6) wants a space, and parsers do not ask for it."""


UNDECIDED, OR, DECIDED = "# <<<<<<<", "# =======", "# >>>>>>>"
"""The comments around two versions of one thing, of which a person must choose one (`edit/merged_text.py`)."""
_UNDECIDED = re.compile(
    rf"^ *{UNDECIDED}(?P<what>[^\n]*)\n(?P<ours>(?: *#[^\n]*\n)*?) *{OR}\r?\n(?P<theirs>(?: *#[^\n]*\n)*?) *{DECIDED}"
    rf"|^ *(?:{UNDECIDED}|{DECIDED})",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says, or what keeps it from saying it."""

    data: dict[str, Plain] | None
    """None where the faults leave nothing to work with."""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    """What is odd and leaves the data usable."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the keys and values of a file stand."""

    keys: dict[Path, Position]
    values: dict[Path, Position]


def parse(raw: bytes) -> Parsed:
    """The file's data, and every fault found on the way."""
    text, faults = decode(raw)
    legible = raw.decode("utf-8", "replace") if text is None else text
    numbers = privacy.find(legible)
    for start, _ in numbers[:_MAX_PRIVATE]:
        position = Position.of(legible, start)
        faults.append(private(position))
    if text is None:
        return Parsed(None, tuple(faults))
    if numbers:  # so that nothing which is told of the file can repeat them
        text = privacy.masked(text, numbers)
    data, faults_of_yaml = _built(text)
    faults += faults_of_yaml
    if faults:
        return Parsed(None, tuple(faults))
    warnings: list[Fault] = []
    if " #" in text and CUT.search(text):
        warnings += _cut_off(text)
    if "#" in text and _STUCK.search(text):
        warnings += _stuck(text)
    if UNDECIDED in text or DECIDED in text:
        warnings += _undecided(text)
    return Parsed(data, (), tuple(warnings))


def _built(text: str) -> tuple[dict[str, Plain] | None, list[Fault]]:
    """A text's data, and what is wrong with the text."""
    builder = Builder(text, events_of(text))
    faults = builder.faults
    try:
        builder.run()
    except MarkedYAMLError as error:
        faults.append(syntax(error, text))
    except YAMLError as error:
        first_line, *_ = str(error).splitlines()
        message = Message("this is not YAML: {problem}", {"problem": first_line[:200]})
        faults.append(Fault("PLP101", Position(1, 1), message))
    except StopError as stop:
        faults.append(stop.fault)
    else:
        if builder.root is None:
            message = Message("the file is empty")
            hint = Message("Write a record, or remove the file.")
            faults.append(Fault("PLP106", Position(1, 1), message, hint))
    return builder.root, faults


def events_of(text: str) -> Iterator[Event]:
    """What a text consists of, as a parser reports it."""
    if CParser is None:
        return pure.events(text)
    parser = CParser(text)
    return iter(parser.get_event, None)


@lru_cache(maxsize=4)
def marks(raw: bytes) -> Marks:
    """Where each key and value stands. Only a finding needs it, so it is a second pass over a file that has one."""
    decoded, _ = decode(raw)
    text = decoded or ""
    builder = Builder(text, events_of(text), keep=True)
    with suppress(YAMLError, StopError):  # what was seen before the fault is still right
        builder.run()
    return Marks(builder.keys, builder.values)


@lru_cache(maxsize=4)
def lines(raw: bytes) -> list[str]:
    """The lines of a file, as a finding shows them."""
    text = raw[: MAX_BYTES + 1].decode("utf-8", "replace")
    return [line.rstrip("\r") for line in text.split("\n")]


def _undecided(text: str) -> Iterator[Fault]:
    """What two edits have left to a person to choose."""
    for match in _UNDECIDED.finditer(text):
        versions = {name: _uncommented(match[name] or "") for name in ("ours", "theirs")}
        message = Message("two edits do not agree, and nobody has chosen yet")
        if match["what"] is not None:
            nothing = Message("nothing")
            args: dict[str, Argument] = {name: said or nothing for name, said in versions.items()}
            message = Message("two edits do not agree: {ours}, or {theirs}", args)
        start = match.start() + len(match[0]) - len(match[0].lstrip(" "))
        hint = Message("Write what is right, and remove the lines from # <<<<<<< to # >>>>>>>.")
        yield Fault("PLP111", Position.of(text, start), message, hint)


def _uncommented(lines_of_one: str) -> str:
    said = " ".join(line.strip().removeprefix("#").strip() for line in lines_of_one.splitlines())
    return said.removeprefix("- ")


def _stuck(text: str) -> Iterator[Fault]:
    """What stands behind a list or a text in quotes without a space, as in `goal: [Do it]#4 av plats`."""
    rows = text.split("\n")
    for event in events_of(text):
        end = end_of(event)
        if end.line > len(rows):  # YAML counts other line ends, too
            continue
        row = rows[end.line - 1]
        before = max(end.column - 2, 0)
        is_stuck = _STUCK.fullmatch(row, before, end.column) is not None
        if is_stuck:
            yield Fault("PLP110", end, *CUT_OFF)


def _cut_off(text: str) -> Iterator[Fault]:
    """Prose that YAML has cut at ` #`, as in `text: Se #4 i listan`."""
    builder = Builder(text, events_of(text), keep=True)
    builder.run()
    prose = vocabulary().prose
    rows = text.split("\n")
    for where, (end, written) in builder.ends.items():
        row = rows[end.line - 1]
        comment = _COMMENT.match(row, end.column - 1)
        if not comment:
            continue
        name = next(step for step in reversed(where) if isinstance(step, str))
        if not written or " " in written or name in prose:
            position = Position(end.line, comment.end())
            yield Fault("PLP110", position, *CUT_OFF, where)
