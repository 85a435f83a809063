"""Bytes to plain JSON data, or what keeps them from it.

Scalars are read as text; a plain scalar becomes a number or truth value only where the schemas say that the property
holds one and nothing is lost by it. So `id: 2.10`, `date: 2023-12-31` and `081231` stay what was written.

Bytes become text (`yaml_text.py`), text the events of a parser (here), events data (`yaml_builder.py`). Of the two
parsers either will do: ruamel's in C is the quick one.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import Event

from plptool.model import personal_numbers as privacy
from plptool.model.findings import Message, Position
from plptool.model.plain import Plain
from plptool.model.records import Path
from plptool.read import yaml_pure as pure
from plptool.read.undecided import DECIDED, UNDECIDED, undecided
from plptool.read.yaml_builder import Builder, StopError
from plptool.read.yaml_cut import cut_text
from plptool.read.yaml_errors import Fault, private, syntax
from plptool.read.yaml_text import MAX_BYTES, decode

try:
    from _ruamel_yaml import CParser
except ImportError:  # slower, but everything works
    CParser = None
_MAX_PRIVATE = 20
"""Personal identity numbers of one file that are told one by one."""


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
    legible = text
    if legible is None:
        legible = raw.decode("utf-8", "replace")
    numbers = privacy.find(legible)
    first_numbers = numbers[:_MAX_PRIVATE]
    for start, _ in first_numbers:
        position = Position.of(legible, start)
        fault = private(position)
        faults.append(fault)
    if text is None:
        return Parsed(None, tuple(faults))
    if numbers:  # so that nothing which is told of the file can repeat them
        text = privacy.masked(text, numbers)
    data, faults_of_yaml = _built(text)
    faults += faults_of_yaml
    if faults:
        return Parsed(None, tuple(faults))
    warnings = _warnings(text)
    return Parsed(data, warnings=tuple(warnings))


def _warnings(text: str) -> Iterator[Fault]:
    """What is odd in a text, and leaves its data usable."""
    yield from cut_text(text, events_of)
    is_undecided = UNDECIDED in text or DECIDED in text
    if is_undecided:
        yield from undecided(text)


def _built(text: str) -> tuple[dict[str, Plain] | None, list[Fault]]:
    """A text's data, and what is wrong with the text."""
    events = events_of(text)
    builder = Builder(text, events)
    faults = builder.faults
    try:
        builder.run()
    except MarkedYAMLError as error:
        fault = syntax(error, text)
        faults.append(fault)
    except YAMLError as error:
        fault = _no_yaml(error)
        faults.append(fault)
    except StopError as stop:
        fault = stop.fault
        faults.append(fault)
    else:
        is_empty = builder.root is None
        if is_empty:
            faults.append(_EMPTY)
    return builder.root, faults


_BEGINNING = Position(1, 1)
_EMPTY = Fault(
    "PLP106",
    _BEGINNING,
    Message("the file is empty"),
    Message("Write a record, or remove the file."),
)


def _no_yaml(error: YAMLError) -> Fault:
    """What the parser has no place for."""
    complaint = str(error)
    first_line, *_ = complaint.splitlines()
    problem = first_line[:200]
    message = Message("this is not YAML: {problem}", {"problem": problem})
    return Fault("PLP101", _BEGINNING, message)


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
    events = events_of(text)
    builder = Builder(text, events, keep=True)
    with suppress(YAMLError, StopError):  # what was seen before the fault is still right
        builder.run()
    return Marks(builder.keys, builder.values)


@lru_cache(maxsize=4)
def lines(raw: bytes) -> list[str]:
    """The lines of a file, as a finding shows them."""
    most = MAX_BYTES + 1
    text = raw[:most].decode("utf-8", "replace")
    rows = text.split("\n")
    return [row.rstrip("\r") for row in rows]
