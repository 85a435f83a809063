"""Sheets whose columns a person has mapped in the manifest: each row is a process, or a decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plptool.documents.document import Document
from plptool.documents.fields import period_of, priority_of, responsible_of
from plptool.documents.labels import ID_PATTERN
from plptool.documents.said import Asked, DecisionSaid, FieldSaid, ProcessSaid, RatingSaid, Recognised, StatusSaid
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Data, entries, text
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, dates_of

_WORDED = ("title", "need", "goal")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the cells of a ledger's sheets mean."""

    sheets: Sequence[Data]
    """As the manifest maps them."""
    vocabulary: Vocabulary
    statuses: Mapping[str, str]
    ratings: Mapping[str, str]
    """By the words for it, in small letters, the id of a rating."""


def rows(document: Document, meanings: Meanings, day: date | None) -> Recognised:
    """What a sheet says.

    Args:
        document: its rows, whose cells are parted by tabs.
        meanings: what its columns and words mean.
        day: of which day it is.

    Raises:
        UserError: the manifest maps no columns of such a sheet.
    """
    found = Recognised(day=day)
    heading, columns, sheet = _mapped(document, meanings.sheets)
    reader = _Rows(found, meanings, columns)
    for number, line in enumerate(document.lines, start=1):
        cells = line.text.split("\t")
        if number > heading and any(cells):
            reader.take(number, cells, sheet)
    return found


def _mapped(document: Document, sheets: Sequence[Data]) -> tuple[int, Mapping[str, int], str]:
    """The row that heads the columns, in which of them each meaning stands, and what a row is."""
    found = _found(document, sheets)
    if found is not None:
        return found
    first = next((line.text for line in document.lines if line.text), "")
    message = Message(
        "no sheet with these columns is mapped: {columns}. Say in the manifest what they mean: drafting, sheets",
        {"columns": first.split("\t")},
    )
    raise UserError(message)


def is_mapped(document: Document, sheets: Sequence[Data]) -> bool:
    """Whether the manifest says what the columns of a sheet mean."""
    return _found(document, sheets) is not None


def _found(document: Document, sheets: Sequence[Data]) -> tuple[int, Mapping[str, int], str] | None:
    for number, line in enumerate(document.lines[:20], start=1):
        names = [fold(cell.strip()) for cell in line.text.split("\t")]
        for sheet in sheets:
            mapped = {text(entry, "meaning"): fold(text(entry, "column")) for entry in entries(sheet, "columns")}
            if set(mapped.values()) <= set(names):
                return number, {meaning: names.index(name) for meaning, name in mapped.items()}, text(sheet, "rows")
    return None


class _Rows:
    """Goes through the rows of a sheet."""

    def __init__(self, found: Recognised, meanings: Meanings, columns: Mapping[str, int]) -> None:
        self.found = found
        self.meanings = meanings
        self.columns = columns

    def take(self, number: int, cells: Sequence[str], sheet: str) -> None:
        said = {
            meaning: cells[place].strip()
            for meaning, place in self.columns.items()
            if place < len(cells) and cells[place].strip()
        }
        told = "; ".join(said.values())
        if sheet == "decisions":
            self._decision(number, said, told)
        else:
            self._process(number, said, told)

    def _process(self, number: int, said: Mapping[str, str], told: str) -> None:
        key = said.get("id", "")
        if ID_PATTERN.fullmatch(key) is None:
            self._ask(number, told, Message("it is not said of which process this is"))
            return
        process = self.found.process(key, number, None)
        for name, field in self._fields(number, said):
            if field is None:
                about = Message("it is not understood as: {field}", {"field": Message(name)})
                self._ask(number, said[name], about, key)
            else:
                process.fields[name] = field
        self._course(process, number, said)

    def _fields(self, number: int, said: Mapping[str, str]) -> Iterator[tuple[str, FieldSaid | None]]:
        lines = (number,)
        for name, words in said.items():
            if name in _WORDED:
                yield name, FieldSaid(words, lines)
            elif name == "priority":
                yield name, priority_of(words, lines)
            elif name in ("period", "due"):
                yield name, self._when(words, lines)
            elif name == "lead":
                found = responsible_of(words, (), lines, self.meanings.vocabulary)
                yield name, None if found is None else found[0]

    def _when(self, words: str, lines: tuple[int, ...]) -> FieldSaid | None:
        day = self._day(words)
        return period_of(words, lines) if day is None else FieldSaid(day.isoformat(), lines)

    def _day(self, words: str) -> date | None:
        """The day that is all of a cell."""
        dates = dates_of(words, self.meanings.vocabulary.order)
        return dates[0].day if len(dates) == 1 and dates[0].text == words else None

    def _course(self, process: ProcessSaid, number: int, said: Mapping[str, str]) -> None:
        """How a process stands, and how that is rated, on the day that the sheet is of."""
        day = self.found.day
        for name, known in (("status", self.meanings.statuses), ("rating", self.meanings.ratings)):
            if name not in said:
                continue
            meant = known.get(fold(said[name]).rstrip("."))
            if meant is None or day is None:
                self._ask(number, said[name], Message("how the process stands is not understood"), process.id)
            elif name == "status":
                process.statuses.append(StatusSaid(day, meant, (number,), f"{said[name].rstrip('.')}."))
            else:
                process.ratings.append(RatingSaid(day, meant, (number,)))

    def _decision(self, number: int, said: Mapping[str, str], told: str) -> None:
        names = self.meanings.vocabulary.organisations
        body = names.get(tuple(fold(said.get("body", "")).split()))
        day = self._day(said.get("date", ""))
        paragraph = said.get("paragraph", "").removeprefix("§").strip()
        if body is None or day is None or not paragraph or "title" not in said:
            self._ask(number, told, Message("it is not said for certain which body decided what, and when"))
            return
        registry = said.get("registry")
        self.found.decisions.append(DecisionSaid(day, body, paragraph, said["title"], registry, (number,)))

    def _ask(self, number: int, words: str, why: Message, process: str | None = None) -> None:
        dates = dates_of(words, self.meanings.vocabulary.order)
        days = tuple(written.day for written in dates if written.day is not None)
        self.found.asked.append(Asked(number, words, why, process, days))
