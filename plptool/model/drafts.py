"""What is drafted of a document: records and events that a person accepts, and what a person is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from plptool.model.collections import Collection
from plptool.model.findings import Message
from plptool.model.plain import Data, Plain


class Verdict(Enum):
    """How something that is drafted stands to the ledger."""

    NEW = "new"
    KNOWN = "known"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Named:
    """What somebody says of a document that is drafted of."""

    stem: str
    """What its file is called, without how that ends."""
    title: str | None = None
    """None: its first heading."""
    day: str | None = None
    """Its newest date, as it was typed; None: the one that it says."""
    id: str | None = None
    """None: made of the file's name."""


@dataclass(frozen=True, slots=True)
class DraftSource:
    """The document that is drafted of."""

    id: str
    sha256: str
    lines: int
    title: str
    date: str | None
    """None where nobody said of which day it is."""
    is_known: bool
    cited: Data = field(default_factory=dict)
    """What of it is said on which line: its title, its date."""


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field of a record."""

    name: str
    value: Plain
    source: Plain
    verdict: Verdict
    written: str | None = None


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """An event of a record, or another entry that is told as events are."""

    data: Data
    """What it says, its source too."""
    verdict: Verdict
    standing: int | None = None
    """Which event of the record says otherwise, where one does."""
    differs: str = ""
    """In which field."""


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A record, as a document tells it."""

    collection: Collection
    id: str
    verdict: Verdict
    fields: tuple[DraftField, ...]
    events: tuple[DraftEvent, ...]
    commissions: tuple[DraftEvent, ...] = ()
    """What a decision gives somebody to do."""

    def says(self) -> dict[str, Plain]:
        """Its fields as a record has them; under `written`, how the document writes those that it writes otherwise."""
        said: dict[str, Plain] = {field.name: field.value for field in self.fields}
        written: dict[str, Plain] = {field.name: field.written for field in self.fields if field.written is not None}
        return {**said, "written": written} if written else said

    def cites(self) -> dict[str, Plain]:
        """Where in the document each of its fields stands."""
        return {field.name: field.source for field in self.fields}


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say."""

    line: int
    text: str
    why: Message
    command: str
    """What answers it, once what is missing is put in."""


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is drafted of a document."""

    source: DraftSource
    records: tuple[DraftRecord, ...]
    questions: tuple[Question, ...]

    def verdicts(self) -> Iterator[Verdict]:
        """Of all that is drafted: fields of records that are there, new records, and events."""
        for record in self.records:
            if record.verdict is Verdict.NEW:
                yield Verdict.NEW
            else:
                yield from (field.verdict for field in record.fields)
            yield from (entry.verdict for entry in (*record.events, *record.commissions))
