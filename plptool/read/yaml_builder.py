"""A YAML parser's events to dictionaries, lists and scalars, and what a ledger does not take of YAML.

YAML's own words are used here: an event, an anchor, a tag, an alias, a plain scalar (YAML 1.2, chapters 3 and 7).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice

from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from plptool.model import personal_numbers as privacy
from plptool.model.findings import MAX_FAULTS, MEND, Message, Position, more
from plptool.model.mends import Mend, Written
from plptool.model.plain import Plain
from plptool.model.records import Path
from plptool.model.text import HIDDEN
from plptool.read.vocabulary import vocabulary
from plptool.read.yaml_errors import FEATURES, Fault, invisible, private

MAX_DEPTH = 40
MAX_ENTRIES = 1000
"""Entries of one list. Who compares each with each stays quick; no process has had as many meetings."""
MAX_EVENTS = 30_000
"""What the parser may report of one file: a process with 1,400 events, or a digest of each of 14,000 records."""
_JOINED = re.compile(r"\n[^\S\n]*+[^\w\s]?\d")
"""A line that begins with digits: YAML may join them to those that end the line above."""
_ANCHOR = re.compile(r"&(?<!\w&)\S")
_TAG = re.compile(r"!(?<!\w!)")
"""What may begin an anchor or a tag, as it does not in `A & B` or `Now!` (YAML 1.2, chapter 6.9)."""
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class StopError(Exception):
    """Nothing sensible can be read from here on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault


class Builder:
    """Builds one file's data.

    Args:
        text: the file's text.
        events: what a parser reports of it.
        keep: whether to note where each key and value stands. It takes time, and only a finding needs it.
    """

    def __init__(self, text: str, events: Iterator[Event], *, keep: bool = False) -> None:
        self.root: dict[str, Plain] | None = None
        """None until the file's mapping has begun and ended."""
        self.faults: list[Fault] = []
        self._counts: dict[str, int] = {}
        """How many of them there are of each sentence."""
        self._last: dict[str, int] = {}
        """Which of them says how many more there are, where they are very many."""
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}
        self.ends: dict[Path, tuple[Position, str]] = {}
        """Where each plain scalar ends, and what it says; a key that has no value of its own ends with its name."""
        self._text = text
        self._events = islice(events, MAX_EVENTS)
        self._latest = Event()
        """That began or ended a value last, to tell where a file is too long."""
        self._keep = keep
        words = vocabulary()
        self._whole = words.whole
        self._truth = words.truth
        self._whole_maps = words.whole_maps
        # Each of these is one search of the text, which saves a look at every scalar in it.
        self._rewritten = "\\" in text or _JOINED.search(text) is not None
        """Whether a scalar may say what does not stand so in the text: by escapes, or by lines that YAML joins."""
        self._suspect = self._rewritten or bool(_ANCHOR.search(text) or _TAG.search(text))
        """Whether there is something to examine in a scalar: that, or an anchor or tag."""
        self._odd_spaces = "\u00a0" in text

    def run(self) -> None:
        """Build `root`, and note the faults that leave the rest legible.

        Raises:
            StopError: the rest is not read.
            YAMLError: of the parser, for what is no YAML.
        """
        documents = 0
        for event in self._events:
            self._latest = event
            if isinstance(event, MappingStartEvent):
                self._examine(event)
                self.root = self._mapping(())
            elif isinstance(event, NodeEvent):
                self._examine(event)
                raise _not_lines()
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _several_documents(event)

    # These three are the hottest loop of the tool: for each scalar, they call nothing that rarely matters.

    def _mapping(self, path: Path) -> dict[str, Plain]:
        """The mapping that has just begun, up to its end."""
        mapping: dict[str, Plain] = {}
        numbers = path != () and path[-1] in self._whole_maps  # of `listed: {bilaga-5: 6}`, not of the list's entries
        for event in self._events:
            if not isinstance(event, ScalarEvent):
                if isinstance(event, MappingEndEvent):
                    self._latest = event
                    return mapping
                raise _no_key(event)
            key: str = self._examined(event) if self._suspect else event.value
            duplicate = key in mapping
            if duplicate or not key or key == "<<" or self._odd_spaces:
                self._examine_key(event, duplicate=duplicate, first=mapping.get(key))
            if self._keep:
                self.keys.setdefault((*path, key), start_of(event))
                self.ends.setdefault((*path, key), (end_of(event), ""))
            first_event = next(self._events, None)
            if first_event is None:
                raise _too_much(event)
            value = self._value(first_event, path, key, key, numbers)
            if not duplicate:
                mapping[key] = value
        raise _too_much(self._latest)

    def _list(self, path: Path) -> list[Plain]:
        """The list that has just begun, up to its end."""
        entries: list[Plain] = []
        # What a list is called, its entries are too: `number: [1, 2]` holds whole numbers.
        name = next(step for step in reversed(path) if isinstance(step, str))
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                self._latest = event
                return entries
            if len(entries) == MAX_ENTRIES:
                self._examine(event)
                raise _too_long(event)
            entries.append(self._value(event, path, len(entries), name))
        raise _too_much(self._latest)

    def _value(self, event: Event, path: Path, step: str | int, name: str, numbers: bool = False) -> Plain:
        """The value that begins with an event.

        Args:
            event: the first of the value.
            path: where the mapping or list stands that holds it.
            step: its key there, or index.
            name: the property whose value it is, or whose list it stands in.
            numbers: whether it is a whole number whatever its name, as in `listed: {bilaga-5: 6}`.
        """
        self._latest = event
        if not isinstance(event, ScalarEvent):
            return self._nested(event, (*path, step))
        text: str = self._examined(event) if self._suspect else event.value
        if self._keep:
            self._note(event, (*path, step))
        if not event.implicit[0]:
            return text  # in quotes it is text, whatever it looks like
        if text in _NULLS:
            return None
        if (numbers or name in self._whole) and _WHOLE.fullmatch(text):
            return int(text)
        if name in self._truth and text in ("true", "false"):
            return text == "true"
        return text

    def _nested(self, event: Event, path: Path) -> Plain:
        """The mapping or list that begins with an event; None of an alias, which has no value of its own."""
        self._examine(event)
        if len(path) >= MAX_DEPTH and isinstance(event, CollectionStartEvent):
            raise _too_deep(event)
        if self._keep:
            self._note(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._list(path)
        return None

    def _note(self, event: Event, path: Path) -> None:
        """Note where a value stands."""
        plain: str | None = None
        if isinstance(event, ScalarEvent) and event.implicit[0]:
            plain = event.value
        is_in_mapping = isinstance(path[-1], str)
        if plain == "" and is_in_mapping:
            return  # an empty value has no place of its own; its key has, and an entry of a list has its dash
        self.values.setdefault(path, start_of(event))
        if plain is None:
            self.ends.pop(path, None)
        else:
            self.ends[path] = (end_of(event), plain)

    def _examine(self, event: Event) -> None:
        """Note what a ledger does not take in an event."""
        if isinstance(event, ScalarEvent):
            self._examined(event)
        elif isinstance(event, CollectionStartEvent):
            self._examine_feature(event)
        elif isinstance(event, AliasEvent):
            self._fault("PLP105", event, *FEATURES["alias"])

    def _examine_feature(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            message, hint = FEATURES["anchor"]
        elif event.tag is not None:
            message, hint = FEATURES["tag"]
        else:
            return
        self._fault("PLP105", event, message, hint)

    def _examined(self, event: ScalarEvent) -> str:
        """The text of a scalar. What is wrong with it is noted, and no digits of a personal identity number are left.

        What is written as escapes, or over several lines, may be what may not stand in the file itself: in the text
        of the file nobody has found it.
        """
        self._examine_feature(event)
        text: str = event.value
        if not self._rewritten:
            return text
        if privacy.find(text):
            if len(self.faults) < MAX_FAULTS:
                self.faults.append(private(start_of(event)))
            text = event.value = privacy.mask(text)
        hidden = HIDDEN.search(text)
        if hidden:
            message = invisible(hidden[0])
            self._fault("PLP103", event, message, Message("Delete it."))
        return text

    def _examine_key(self, event: ScalarEvent, *, duplicate: bool, first: Plain) -> None:
        """Note what is wrong with a key that may be odd; and may have a value already."""
        key: str = event.value
        in_quotes = not event.implicit[0]
        if duplicate:
            message = Message("`{key}` stands twice", {"key": key[:60]})
            # Only the first of very many are told one by one, and may be mended.
            few = self._counts.get(message.template, 0) < MAX_FAULTS
            mend = self._again(event, first) if few else None
            self._fault("PLP104", event, message, Message("Remove one of them."), mend)
        elif in_quotes:
            return
        elif key != key.strip():
            message = Message("a no-break space stands where a space should be")
            self._fault("PLP101", event, message, Message("Replace it with an ordinary space."))
        elif not key:
            message = Message("a name is missing before the colon")
            self._fault("PLP101", event, message, Message("Write `name: value`."))
        elif key == "<<":
            message = Message("merge keys (`<<`) are not used in a ledger")
            self._fault("PLP105", event, message)

    @cached_property
    def _rows(self) -> list[str]:
        return self._text.split("\n")

    def _again(self, event: ScalarEvent, first: Plain) -> Mend | None:
        """That the line of a name goes, where it says no other value than stands there already."""
        if isinstance(first, dict | list):
            return None
        number = event.start_mark.line
        row, *below = self._rows[number : number + 2]
        if row.strip() != f"{event.value}: {first}":
            return None
        goes_on = bool(below) and below[0].startswith(" " * (event.start_mark.column + 1))
        return None if goes_on else Written(number + 1, 1, len(row) + 1, "")

    def _fault(
        self, rule: str, event: Event, message: Message, hint: Message | None = None, mend: Mend | None = None
    ) -> None:
        """Note a fault; of very many that are told in one sentence, how many more there are."""
        sentence = message.template
        count = self._counts.get(sentence, 0) + 1
        self._counts[sentence] = count
        if count < MAX_FAULTS:
            self.faults.append(Fault(rule, start_of(event), message, hint, mend=mend))
            return
        if count == MAX_FAULTS:
            self._last[sentence] = len(self.faults)
            self.faults.append(Fault(rule, start_of(event), message, MEND))
        last_fault = self._last[sentence]
        like = None if message.args else message
        untold = more(count - MAX_FAULTS + 1, like)
        self.faults[last_fault] = replace(self.faults[last_fault], message=untold)


def start_of(event: Event) -> Position:
    """Where it begins."""
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1)


def end_of(event: Event) -> Position:
    """Where it ends."""
    mark = event.end_mark
    return Position(mark.line + 1, mark.column + 1)


def _not_lines() -> StopError:
    message = Message("the file is not made of lines `name: value`")
    hint = Message("Begin each line with a name, such as `id: …`, and without a dash.")
    return StopError(Fault("PLP106", Position(1, 1), message, hint))


def _several_documents(event: Event) -> StopError:
    message = Message("the file holds more than one document")
    hint = Message("Write one record a file, without a line `---` between.")
    fault = Fault("PLP106", start_of(event), message, hint)
    return StopError(fault)


def _no_key(event: Event) -> StopError:
    message = Message("a name before `:` cannot begin with a bracket or `*`")
    hint = Message("Put text that begins with [, {{ or * in quotes.")
    fault = Fault("PLP105", start_of(event), message, hint)
    return StopError(fault)


def _too_deep(event: Event) -> StopError:
    message = Message("nested more than {n} deep", {"n": MAX_DEPTH})
    hint = Message("Put text that has brackets in it in quotes.")
    fault = Fault("PLP107", start_of(event), message, hint)
    return StopError(fault)


def _too_long(event: Event) -> StopError:
    message = Message("the list has more than {n} entries", {"n": MAX_ENTRIES})
    fault = Fault("PLP107", start_of(event), message)
    return StopError(fault)


def _too_much(event: Event) -> StopError:
    message = Message("the file holds more than a record can")
    fault = Fault("PLP107", start_of(event), message)
    return StopError(fault)
