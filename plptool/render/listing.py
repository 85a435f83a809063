"""Lists as blocks: rows in, a table out, in the reader's language."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from plptool.documents.coverage import Coverage
from plptool.model.collections import COMMISSIONS, MILESTONES, Collection
from plptool.model.i18n import Translate
from plptool.model.shapes import INLINE
from plptool.render import decisions as told
from plptool.render import phrases as words
from plptool.render import tasks
from plptool.render.document import Block, Cells, Column, Grid, Heading, Paragraph, Tone, grid
from plptool.reports.find import Hit, folded
from plptool.reports.records import ListRow
from plptool.reports.rows import (
    DecisionRow,
    GrantRow,
    OrganisationRow,
    PlanRow,
    ProcessRow,
    SnapshotRow,
    SourceRow,
)
from plptool.reports.tasks import TaskRow
from plptool.timeline.minutes import Minutes


def listing(collection: str, rows: Iterable[ListRow], _: Translate) -> Grid:
    """The rows of a collection as `reports.records.listing` makes them."""
    return _GRIDS[collection](rows, _)


def if_any(table: Grid, beside: Sequence[Block], _: Translate) -> list[Block]:
    """A list; where it is empty a sentence that says so, or nothing where something else is told beside it."""
    if table.rows:
        return [table]
    return [] if beside else [Paragraph(_("There are none."))]


_ID = Column("id", whole=True, kept=True, exact=True, linked=True)


def processes(rows: Iterable[ProcessRow], _: Translate) -> Grid:
    listed = list(rows)
    columns = [
        _ID,
        Column(words.processes_are(listed, _), cut=True),
        Column(_("lead"), whole=True, kept=True),
        Column(_("partners"), wide=True, exact=True),
        Column(_("prio"), right=True),
        Column(_("period"), wide=True, exact=True),
        Column(_("due"), whole=True, exact=True),
        Column(_("status"), whole=True, kept=True, exact=True, tones=_process_tones(listed, _)),
        Column(_("outcome"), roomy=True, limit=24),
        Column(_("progress"), limit=12),
        Column(_("since"), whole=True, exact=True),
        Column(_("meetings"), right=True, exact=True),
        Column(_("last held"), whole=True, exact=True),
    ]
    cells = [_process(row, _) for row in listed]
    return grid(columns, cells)


def _process_tones(rows: Iterable[ProcessRow], _: Translate) -> dict[str, Tone]:
    """The colours of processes' statuses, by their words; of what is late, the gravest."""
    tones: dict[str, Tone] = {}
    for row in rows:
        told = words.status(row.status, late=row.late, _=_)
        tones[told] = "bad" if row.late else tasks.TONES.get(row.status or "", "quiet")
    return tones


def _process(row: ProcessRow, _: Translate) -> Cells:
    """What stands in each column of a process."""
    due = words.cell(row.due, _) if row.due else ""
    return [
        row.id,
        row.called,
        row.lead or "–",
        ", ".join(row.partners),
        row.priority_word or row.priority,
        words.period(row.period, _),
        due,
        words.status(row.status, late=row.late, _=_),
        words.outcome(row.outcome, row.outcome_text, _) if row.outcome else "",
        words.progress_of(row, _),
        words.cell(row.since_written, _),
        row.meetings,
        words.cell(row.last_event_written, _),
    ]


def decisions(rows: Iterable[DecisionRow], _: Translate, *, listed: bool = False) -> Grid:
    """Decisions in a table, without what none of them says."""
    rows = list(rows)
    tones = {told.standing(row, _): _decision_tone(row) for row in rows}
    columns = [
        Column("id", whole=True, wide=not listed, kept=True, exact=True, linked=True),
        Column(_("date"), limit=12, kept=True, exact=True),
        Column(_("body"), limit=20),
        Column("§", right=True, exact=True),
        Column(_("status"), whole=True, kept=True, exact=True, tones=tones),
        Column(_("decision"), cut=True),
        Column(_("registry"), wide=not listed, limit=20, exact=True),
        Column(_("concerns"), wide=True, limit=26, exact=True),
        Column(_("review"), whole=True, wide=not listed, exact=True),
        Column(_("type"), wide=True, limit=18),
        Column(_("vote"), wide=True, whole=True),
        Column(_("owner"), wide=True, limit=16),
        Column(_("by"), roomy=True, limit=20),
        Column(_("reservations"), roomy=True, limit=20),
    ]
    cells = [_decision(row, _) for row in rows]
    return grid(columns, cells)


def _decision_tone(row: DecisionRow) -> Tone:
    """The colour of a decision's status; what was adopted and is not in force is quiet."""
    if row.stands and not row.force.is_in_force:
        return "quiet"
    return tasks.TONES.get(row.status, "quiet")


def _decision(row: DecisionRow, _: Translate) -> Cells:
    """What stands in each column of a decision."""
    return [
        row.id,
        words.cell(row.date, _),
        words.body(row.body, row.parties, row.roles),
        row.paragraph,
        told.standing(row, _),
        row.title,
        row.registry or "",
        ", ".join(row.concerns),
        row.review and words.cell(row.review, _),
        row.type and _(row.type),
        str(row.vote or ""),
        row.owner,
        ", ".join(row.by),
        ", ".join(row.reservations),
    ]


def commissions(rows: Iterable[TaskRow], _: Translate) -> Grid:
    """What decisions gave somebody to do. By what it says, and its decision's body and paragraph, people know each."""
    return tasks.table(list(rows), _COMMISSIONS, _)


def _roomy(told: tasks.Told) -> tasks.Told:
    """The same, left out of a list of one line a row where there is not much room."""
    return replace(told, column=replace(told.column, roomy=True))


_COMMISSIONS = (
    tasks.GIVEN_BY,
    tasks.PARAGRAPH,
    tasks.DECIDED,
    tasks.IN_A_LINE,
    tasks.HOLDER,
    _roomy(tasks.FIRST_DUE),
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.STANDING,
    _roomy(tasks.LAST_REPORT),
    _roomy(tasks.OBSTACLE),
)


def milestones(rows: Iterable[TaskRow], _: Translate) -> Grid:
    """What is to be reached in processes, and in plans and assignments."""
    listed = list(rows)
    is_of_processes = all(row.collection is Collection.PROCESSES for row in listed)
    first = tasks.PROCESS if is_of_processes else tasks.RECORD
    return tasks.table(listed, (first, *_MILESTONES), _)


_MILESTONES = (
    tasks.MILESTONE_IN_A_LINE,
    tasks.HOLDER,
    _roomy(tasks.FIRST_DUE),
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.REACHED,
    _roomy(tasks.LAST_REPORT),
    _roomy(tasks.OBSTACLE),
)


def milestones_of(rows: Sequence[TaskRow], _: Translate) -> list[Block]:
    """What is to be reached in what a record is about, and how each stands."""
    if not rows:
        return []
    return [Heading(_("Milestones")), tasks.table(rows, _OF_RECORD, _)]


_OF_RECORD = (
    tasks.MILESTONE,
    tasks.HOLDER,
    tasks.FIRST_DUE,
    tasks.EXTENSIONS,
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.REACHED_HOW,
    tasks.LAST_REPORT,
    tasks.OBSTACLE,
)


def commissions_of(key: str, rows: Sequence[TaskRow], _: Translate) -> list[Block]:
    """What a decision gave somebody to do, and how each stands; of an organisation, what it is to do."""
    given_by_it = [row for row in rows if row.record == key]
    if not given_by_it:
        return to_do(rows, _)
    return [Heading(_("Commissions")), tasks.table(given_by_it, _OF_DECISION, _)]


def _told_above(told: tasks.Told) -> tasks.Told:
    """What the decision's events say as well: where there is little room it goes to the others."""
    return replace(told, column=replace(told.column, wide=True))


_OF_DECISION = (
    tasks.COMMISSION,
    tasks.HOLDERS,
    tasks.FIRST_DUE,
    tasks.EXTENSIONS,
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.HOW,
    _told_above(tasks.LAST_REPORT),
    _told_above(tasks.OBSTACLE),
)


def to_do(rows: Sequence[TaskRow], _: Translate) -> list[Block]:
    """What an organisation is to do, below what else is listed of it."""
    if not rows:
        return []
    return [Heading(_("Commissions to execute")), commissions(rows, _)]


def _grants(rows: Iterable[GrantRow], _: Translate) -> Grid:
    columns = [
        _ID,
        Column(_("title"), cut=True),
        Column(_("period"), whole=True, kept=True, exact=True),
        Column(_("amount"), right=True, whole=True, exact=True),
        Column(_("of years not ended"), right=True, whole=True, exact=True),
        Column(_("posts"), right=True),
        Column(_("uses"), right=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        period = words.period(row.period, _)
        amount = words.amount(row.amount, _)
        to_come = words.amount(row.to_come, _) if row.to_come else ""
        cells.append([row.id, row.title, period, amount, to_come, row.posts, row.uses])
    return grid(columns, cells)


def _organisations(rows: Iterable[OrganisationRow], _: Translate) -> Grid:
    columns = [
        _ID,
        Column(_("type"), whole=True),
        Column(_("title"), cut=True),
        Column(_("names"), wide=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        names = ", ".join(row.names)
        kind = _(row.type or "–")
        cells.append([row.id, kind, row.title, names])
    return grid(columns, cells)


def _sources(rows: Iterable[SourceRow], _: Translate) -> Grid:
    columns = [
        _ID,
        Column(_("date"), whole=True, kept=True, exact=True),
        Column(_("title"), cut=True),
        Column(_("lines"), right=True),
        Column(_("pages"), right=True),
        Column(_("cited"), right=True),
        Column(_("meeting"), limit=24),
        Column(_("approved"), whole=True, exact=True),
        Column(_("posted"), whole=True, exact=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        lines = row.lines or ("" if row.pages else "–")
        of_minutes = _of_minutes(row.minutes, _)
        cells.append([row.id, row.date, row.title, lines, row.pages, row.cited, *of_minutes])
    return grid(columns, cells)


def _of_minutes(minutes: Minutes | None, _: Translate) -> Cells:
    """The meeting, and when its minutes were approved and posted; empty beside what is no minutes."""
    if minutes is None:
        return ["", "", ""]
    meeting = told.meeting(minutes, _)
    approved = words.cell(minutes.approved, _)
    posted = words.cell(minutes.posted, _)
    return [meeting, approved, posted]


def _snapshots(rows: Iterable[SnapshotRow], _: Translate) -> Grid:
    columns = [
        _ID,
        Column(_("date"), whole=True, kept=True, exact=True),
        Column(_("title"), cut=True),
        Column(_("assertions"), right=True),
        Column(_("sealed"), right=True),
        Column(_("corrections"), right=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        title = row.title or "–"
        sealed = row.sealed or "–"
        cells.append([row.id, row.date, title, row.assertions, sealed, row.corrections])
    return grid(columns, cells)


def _plans(rows: Iterable[PlanRow], _: Translate) -> Grid:
    columns = [
        _ID,
        Column(_("title"), cut=True),
        Column(_("period"), whole=True, kept=True, exact=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        period = words.period(row.period, _)
        cells.append([row.id, row.title, period])
    return grid(columns, cells)


_GRIDS: dict[str, Callable[[Iterable[Any], Translate], Grid]] = {
    Collection.PLANS: _plans,
    Collection.PROCESSES: processes,
    Collection.DECISIONS: partial(decisions, listed=True),
    Collection.ASSIGNMENTS: _plans,
    Collection.GRANTS: _grants,
    Collection.ORGANISATIONS: _organisations,
    Collection.SOURCES: _sources,
    Collection.SNAPSHOTS: _snapshots,
    COMMISSIONS: commissions,
    MILESTONES: milestones,
}
"""By list, the table of its rows; a test holds it complete for the collections."""


def found(hits: Sequence[Hit], words_sought: Sequence[str], _: Translate) -> list[Block]:
    """Where words stand: in which record, under what, the text around them, and the line of the file."""
    if not hits:
        sought = " ".join(words_sought)
        return [Paragraph(_("Nothing is found of {words}.").format(words=sought))]
    columns = [
        _ID,
        Column(_("record"), limit=28),
        Column(_("where"), kept=True, exact=True),
        Column(_("line"), right=True, kept=True, exact=True, tone="quiet"),
        Column(_("says"), cut=True),
        Column(_("file"), wide=True, exact=True, tone="quiet"),
    ]
    cells: list[Cells] = []
    for hit in hits:
        where = _(hit.field) if hit.date is None else f"{words.cell(hit.date, _)} {_(hit.field)}"
        cells.append([hit.id, hit.title, where, hit.line, _around(hit.text, words_sought[0]), hit.path])
    return [grid(columns, cells)]


def _around(text: str, word: str) -> str:
    """As much of a text as shows a word, from where a word before it begins."""
    text = " ".join(text.split())
    place = folded(text).find(folded(word))
    if place <= _BEFORE or len(folded(text)) != len(text):
        return text
    start = text.rfind(" ", 0, place - _BEFORE) + 1
    return f"…{text[start:]}" if start else text


_BEFORE = 30
"""So much of a text stands before a word that is found."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document, and how much of its text the ledger accounts for, where the text is held."""

    source: SourceRow = field(metadata=INLINE)
    coverage: Coverage | None = field(metadata=INLINE)


def documents(rows: Iterable[Document], _: Translate) -> Grid:
    rows = list(rows)
    columns = [
        Column("id", whole=True),
        Column(_("date"), whole=True),
        Column(_("lines"), right=True),
        Column(_("cited"), right=True),
    ]
    any_covered = any(document.coverage for document in rows)
    if any_covered:
        columns += [
            Column(_("dates"), right=True),
            Column(_("accounted for"), right=True),
            Column(_("left-out"), right=True),
        ]
    cells: list[Cells] = []
    for document in rows:
        source = document.source
        lines = source.lines or "–"
        covered = _covered(document.coverage) if any_covered else []
        cells.append([source.id, source.date, lines, source.cited, *covered])
    return grid(columns, cells)


def _covered(coverage: Coverage | None) -> Cells:
    if coverage is None:
        return ["–", "–", "–"]
    return [coverage.dates, coverage.accounted, coverage.left_out]
