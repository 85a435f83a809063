"""Sheets whose columns a person has mapped in the manifest: each row is a process, a decision or a commission."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plptool.documents.document import Document
from plptool.documents.fields import period_of, priority_of, responsible_of
from plptool.documents.labels import ID_PATTERN
from plptool.documents.said import (
    Asked,
    CommissionSaid,
    DecisionSaid,
    FieldSaid,
    ProcessSaid,
    RatingSaid,
    Recognised,
    StatusSaid,
)
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Data, entries, text
from plptool.texts.letters import fold
from plptool.texts.meeting_words import Vocabulary, dates_of

_WORDED = ("title", "need", "goal")
_TOTAL = re.compile(r"summa|totalt?|antal|delsumma|sum|totals|subtotal|count")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the cells of a ledger's sheets mean."""

    sheets: Sequence[Data]
    """As the manifest maps them."""
    vocabulary: Vocabulary
    statuses: Mapping[str, str]
    ratings: Mapping[str, str]
    """By the words for it, in small letters, the id of a rating."""
    processes: Collection[str] = ()
    """The ids of those that are known."""


def rows(document: Document, meanings: Meanings, day: date | None) -> Recognised:
    """What a sheet says.

    Args:
        document: its rows, whose cells are parted by tabs.
        meanings: what its columns and words mean.
        day: of which day it is.

    Raises:
        UserError: the manifest maps no columns of such a sheet.
    """
    mapped = list(_mapped(document, meanings.sheets))
    if not mapped:
        first = next((line.text for line in document.lines if line.text), "")
        raise UserError(_not_mapped(first))
    found = Recognised(day=day)
    for part in _parts(document):
        sheets = [one for one in mapped if one.heading in part]
        if not sheets:
            _ask_of_unmapped(document, part, found, meanings.vocabulary)
        ends = [*(one.heading for one in sheets), part.stop][1:]
        for sheet, until in zip(sheets, ends, strict=True):
            reader = _Rows(found, meanings, sheet)
            for number in range(sheet.heading + 1, until):
                reader.take(number, document.lines[number - 1].text.split("\t"))
    return found


@dataclass(frozen=True, slots=True)
class _Mapped:
    """A row that heads columns which the manifest maps."""

    heading: int
    columns: Mapping[str, int]
    """In which of them each meaning stands."""
    rows: str
    """What a row below it is."""


def _not_mapped(heading: str) -> Message:
    return Message(
        "no sheet with these columns is mapped: {columns}. Say in the manifest what they mean: drafting, sheets",
        {"columns": heading.split("\t")},
    )


def is_mapped(document: Document, sheets: Sequence[Data]) -> bool:
    """Whether the manifest says what the columns of a sheet mean."""
    return next(_mapped(document, sheets), None) is not None


def _mapped(document: Document, sheets: Sequence[Data]) -> Iterator[_Mapped]:
    for number, line in enumerate(document.lines, start=1):
        names = [fold(cell.strip()) for cell in line.text.split("\t")]
        for sheet in sheets:
            meanings = {text(entry, "meaning"): fold(text(entry, "column")) for entry in entries(sheet, "columns")}
            if set(meanings.values()) <= set(names):
                places = {meaning: names.index(name) for meaning, name in meanings.items()}
                yield _Mapped(number, places, text(sheet, "rows"))
                break


def _parts(document: Document) -> Iterator[range]:
    """The lines of each sheet of a workbook."""
    starts = [number for number, line in enumerate(document.lines, start=1) if line.begins or number == 1]
    ends = [*starts[1:], len(document.lines) + 1]
    return (range(start, end) for start, end in zip(starts, ends, strict=True))


def _ask_of_unmapped(document: Document, part: range, found: Recognised, vocabulary: Vocabulary) -> None:
    """A sheet beside those that are mapped is asked about once, if it has dates."""
    for number in part:
        told = document.lines[number - 1].text
        dates = dates_of(told, vocabulary.order)
        if dates:
            heading = next(line.text for line in document.lines[part.start - 1 :] if line.text)
            days = tuple(written.day for written in dates if written.day is not None)
            found.asked.append(Asked(number, "; ".join(told.split("\t")), _not_mapped(heading), days=days))
            return


def _is_total(cells: Sequence[str]) -> bool:
    """`Summa | | 12`: a row that sums up those above it."""
    first = next((cell for cell in cells if cell.strip()), "")
    return _TOTAL.fullmatch(fold(first).strip(" :")) is not None


class _Rows:
    """Goes through the rows of a sheet."""

    def __init__(self, found: Recognised, meanings: Meanings, sheet: _Mapped) -> None:
        self.found = found
        self.meanings = meanings
        self.sheet = sheet

    def take(self, number: int, cells: Sequence[str]) -> None:
        said = {
            meaning: cells[place].strip()
            for meaning, place in self.sheet.columns.items()
            if place < len(cells) and cells[place].strip()
        }
        told = "; ".join(said.values())
        if not said or (_is_total(cells) and not dates_of(told, self.meanings.vocabulary.order)):
            return
        match self.sheet.rows:
            case "decisions":
                self._decision(number, said, told)
            case "commissions":
                self._commission(number, said, told)
            case _:
                self._process(number, said, told)

    def _process(self, number: int, said: Mapping[str, str], told: str) -> None:
        key = said.get("id", "")
        is_said = key in self.meanings.processes or any(name in said for name in _WORDED)
        if ID_PATTERN.fullmatch(key) is None or not is_said:
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
        why = Message("how the process stands is not understood")
        status, rating = self._status(number, said, why, process.id), self._rating(number, said, why, process.id)
        process.statuses += [] if status is None else [status]
        process.ratings += [] if rating is None else [rating]

    def _status(self, number: int, said: Mapping[str, str], why: Message, key: str | None) -> StatusSaid | None:
        status = self._of_day(number, said.get("status"), self.meanings.statuses, why, key)
        if status is None or self.found.day is None:
            return None
        return StatusSaid(self.found.day, status, (number,), f"{said['status'].rstrip('.')}.")

    def _rating(self, number: int, said: Mapping[str, str], why: Message, key: str | None) -> RatingSaid | None:
        rating = self._of_day(number, said.get("rating"), self.meanings.ratings, why, key)
        if rating is None or self.found.day is None:
            return None
        return RatingSaid(self.found.day, rating, (number,))

    def _of_day(
        self, number: int, words: str | None, known: Mapping[str, str], why: Message, key: str | None
    ) -> str | None:
        """What words mean that are said of the day that the sheet is of; what is not known is asked about."""
        meant = None if words is None or self.found.day is None else known.get(fold(words).rstrip("."))
        if words is not None and meant is None:
            self._ask(number, words, why, key)
        return meant

    def _commission(self, number: int, said: Mapping[str, str], told: str) -> None:
        if "decision" not in said or not ("id" in said or "text" in said):
            self._ask(number, told, Message("it is not said what is to be done, or because of which decision"))
            return
        why = Message("how it stands with what is to be done is not understood")
        fields = {
            name: None if field is None else str(field.value)
            for name, field in self._fields(number, said)
            if name in ("lead", "due")
        }
        for name in (name for name, value in fields.items() if value is None):
            self._ask(number, said[name], Message("it is not understood as: {field}", {"field": Message(name)}))
        commission = CommissionSaid(
            said["decision"],
            said.get("id"),
            said.get("text"),
            (number,),
            lead=fields.get("lead"),
            due=fields.get("due"),
            status=self._status(number, said, why, None),
            rating=self._rating(number, said, why, None),
        )
        self.found.commissions.append(commission)

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
