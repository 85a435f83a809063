"""Where words stand in what records say, as readers look for them: without regard to accents and capitals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import combining, normalize

from plptool.model.collections import Collection
from plptool.model.decisions import cited_paragraph, paragraph_of
from plptool.model.plain import Data, Plain, entries, text_if_any
from plptool.model.records import Record, title_of
from plptool.timeline.ledger import State


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where all words stand."""

    id: str
    collection: Collection
    title: str
    """What the record is called."""
    field: str
    """The property, or of an event its kind."""
    date: str | None
    """Of an event, as the record writes it."""
    text: str
    """All that stands there."""
    path: str
    line: int | None
    """Of the file, where the words stand on one."""


def find(state: State, words: Sequence[str]) -> Iterator[Hit]:
    """Each place of which all words are a part, of what records say by the day; titles and needs come first."""
    wanted = [folded(word) for word in words]
    for record in state.shown_records():
        lines: list[str] | None = None
        for said in _said(record):
            if not _has_all(said.text, wanted):
                continue
            if lines is None:
                lines = _lines(state, record)
            yield Hit(
                id=record.id,
                collection=record.collection,
                title=title_of(record.data) or record.id,
                field=said.field,
                date=said.date,
                text=said.text,
                path=record.path,
                line=_line(lines, said.text, wanted),
            )


class _Said(NamedTuple):
    """A text of a record: a tuple, as every text of the ledger is one."""

    field: str
    date: str | None
    text: str


def folded(text: str) -> str:
    """A text as it is compared: in small letters, without accents."""
    decomposed = normalize("NFKD", text.casefold())
    letters = [letter for letter in decomposed if not combining(letter)]
    return "".join(letters)


def _has_all(text: str, wanted: Sequence[str]) -> bool:
    said = folded(text)
    return all(word in said for word in wanted)


_NOT_READ = frozenset({"source", "known", "seal", "corrections", "written", "sha256", "formerly", "listed"})
"""What says where something stands, or is for the program: nobody looks for it by its words."""


def _said(record: Record) -> Iterator[_Said]:
    """Each text of a record, under which property or kind of event it stands, and the event's date."""
    read = dict(record.data)
    if record.collection is Collection.DECISIONS:
        paragraph = paragraph_of(record.data)
        if paragraph is not None:
            cited = cited_paragraph(paragraph)
            yield _Said("paragraph", None, cited)
            read.pop("paragraph", None)
    for name, value in read.items():
        if name in _NOT_READ:
            continue
        if name == "events":
            for event in entries(record.data, name):
                yield from _of_event(event)
            continue
        for text in _strings(value):
            yield _Said(name, None, text)


def _of_event(event: Data) -> Iterator[_Said]:
    kind = text_if_any(event, "kind") or "event"
    date = text_if_any(event, "date")
    rest = dict(event)
    rest.pop("kind", None)
    rest.pop("date", None)
    for text in _strings(rest):
        yield _Said(kind, date, text)


def _strings(value: Plain) -> Iterator[str]:
    """The texts and numbers in a value, at whatever depth."""
    match value:
        case dict():
            for name, below in value.items():
                if name not in _NOT_READ:
                    yield from _strings(below)
        case list() | tuple():
            for entry in value:
                yield from _strings(entry)
        case str():
            yield value
        case bool():
            pass
        case int() | float():
            yield str(value)


def _lines(state: State, record: Record) -> list[str]:
    """The lines of a record's file; none where it cannot be read any more."""
    try:
        raw = state.ledger.tree.read(record.path)
    except OSError:
        return []
    text = raw.decode("utf-8", errors="replace")
    return text.splitlines()


def _line(lines: Sequence[str], text: str, wanted: Sequence[str]) -> int | None:
    """The first line that has all words and what begins the text; else one that has all words, or the first of them."""
    beginning = folded(text)[:_BEGINNING]
    all_folded = [folded(line) for line in lines]
    for asked in ([beginning, *wanted], wanted, wanted[:1]):
        number = _first_with_all(all_folded, asked)
        if number is not None:
            return number
    return None


def _first_with_all(lines: Sequence[str], words: Sequence[str]) -> int | None:
    """The number of the first line in which all words stand."""
    for number, line in enumerate(lines, 1):
        if all(word in line for word in words):
            return number
    return None


_BEGINNING = 20
"""So many characters of a text tell its line from another on which the words stand too."""
