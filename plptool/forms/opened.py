"""The ledger as it is when a browser asks, and all that a page says of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plptool.git.committing import branch_of
from plptool.git.layout import work_tree
from plptool.model.collections import Collection
from plptool.model.i18n import translation
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.reports.rows import ProcessRow
from plptool.timeline.fold import ProcessState
from plptool.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Led:
    """The processes that some lead together."""

    leads: str
    """What those that lead them are called; empty where nobody says."""
    rows: tuple[ProcessRow, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """A record in a list."""

    id: str
    called: str
    date: str
    """Its date as it writes it; empty where it has none."""


class Opened:
    """A ledger that was opened anew, as somebody else may have written into it."""

    def __init__(self, folder: Path, language: str | None) -> None:
        self.workspace = Workspace(folder)
        self.ledger = self.workspace.ledger()
        self.language = language or self.ledger.language
        self.translate = translation(self.ledger.manifest, language)
        self.today = self.workspace.today(self.ledger.manifest)
        self.state = self.ledger.at(self.today)

    def called(self, key: str) -> str:
        """What people call a record."""
        record = self.ledger.records.get(key)
        if record is None:
            return key
        return record.called

    def by_lead(self, words: str) -> list[Led]:
        """The processes, by who leads them; where words are given, those that have these."""
        rows: dict[str, list[ProcessRow]] = {}
        for process in self.state.processes.values():
            row = ProcessRow.of(process, self.today)
            leads = self._leads_of(process)
            read = (row.id, row.title or "", row.need or "", leads)
            if _has(words, read):
                of_leads = rows.setdefault(leads, [])
                of_leads.append(row)
        in_order = sorted(rows, key=natural)
        return [Led(leads, tuple(rows[leads])) for leads in in_order]

    def _leads_of(self, process: ProcessState) -> str:
        names = [self.called(key) for key in process.leads]
        return ", ".join(names)

    def records(self, collection: Collection, words: str) -> list[Called]:
        """The records of a collection, the newest first; where words are given, those that have these."""
        records = self.ledger.collections[collection].values()
        everything = self._rows(records)
        rows = [row for row in everything if _has(words, (row.id, row.called))]
        rows.sort(key=lambda row: natural(row.id))
        rows.sort(key=lambda row: row.date, reverse=True)
        return rows

    def _rows(self, records: Iterable[Record]) -> Iterator[Called]:
        for record in records:
            if "withdrawn" not in record.data:
                date = record.data.get("date", "")
                yield Called(record.id, record.called, str(date))

    @cached_property
    def branch(self) -> str | None:
        """The branch that a commit would go to, by its short name; None where there is no repository to commit to."""
        found = work_tree(self.workspace.root.resolve())
        if found is None:
            return None
        top, _ = found
        name = branch_of(top) or ""
        return name.removeprefix("refs/heads/")

    @cached_property
    def paths(self) -> frozenset[str]:
        """The files of its records: no other is ever read for a form."""
        return frozenset(record.path for record in self.ledger.all_records())

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The files that cannot be read as records."""
        errors = [fault for fault in self.ledger.faults if fault.severity == "error"]
        paths = {error.path for error in errors}
        return tuple(sorted(paths))


def _has(words: str, texts: Sequence[str]) -> bool:
    """Whether all words stand somewhere in these texts."""
    whole = " ".join(texts).casefold()
    wanted = words.casefold().split()
    return all(word in whole for word in wanted)
