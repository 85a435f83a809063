"""Where words stand in what records say, as readers look for them: without regard to accents and capitals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        for field, date, text in _texts(record):
            if not _has_all(text, wanted):
                continue
            if lines is None:
                lines = _lines(state, record)
            yield Hit(
                id=record.id,
                collection=record.collection,
                title=title_of(record.data) or record.id,
                field=field,
                date=date,
                text=text,
                path=record.path,
                line=_line(lines, text, wanted),
            )


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


def _texts(record: Record) -> Iterator[tuple[str, str | None, str]]:
    """Each text of a record, under which property or kind of event it stands, and the event's date."""
    read = {name: value for name, value in record.data.items() if name not in _NOT_READ}
    if record.collection is Collection.DECISIONS:
        paragraph = paragraph_of(record.data)
        if paragraph is not None:
            yield "paragraph", None, cited_paragraph(paragraph)
            read.pop("paragraph", None)
    for name, value in read.items():
        if name == "events":
            for event in entries(record.data, name):
                yield from _of_event(event)
            continue
        for text in _strings(value):
            yield name, None, text


def _of_event(event: Data) -> Iterator[tuple[str, str | None, str]]:
    kind = text_if_any(event, "kind") or "event"
    date = text_if_any(event, "date")
    said = dict(event)
    said.pop("kind", None)
    said.pop("date", None)
    for text in _strings(said):
        yield kind, date, text


def _strings(value: Plain) -> Iterator[str]:
    """The texts and numbers in a value, at whatever depth."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name not in _NOT_READ:
                yield from _strings(below)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _strings(entry)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
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
        for number, line in enumerate(all_folded, 1):
            if all(word in line for word in asked):
                return number
    return None


_BEGINNING = 20
"""So many characters of a text tell its line from another on which the words stand too."""
