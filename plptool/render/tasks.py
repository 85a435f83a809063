"""How tasks are said: who gave them and who has them, by when they are due, how they stand, what was reported last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plptool.model.i18n import Translate, word
from plptool.render import phrases as words
from plptool.render.document import Cell, Column, Grid, Tone, grid
from plptool.reports.tasks import TaskRow

STANDINGS = {
    "proposed": word("proposed, not decided"),
    "late": word("overdue"),
    "open": word("still open"),
    "executed": word("executed, not reported"),
    "reported": word("reported, not closed"),
    "closed": word("closed"),
    "dropped": word("dropped"),
}
"""By how a task stands, what is said of it; a test holds it complete."""


TONES: dict[str, Tone] = {
    **dict.fromkeys(("completed", "adopted", "final", "executed", "reported", "closed"), "good"),
    **dict.fromkeys(("ongoing", "open"), "under way"),
    **dict.fromkeys(("paused", "proposed", "tabled", "referred-back", "appealed"), "waiting"),
    **dict.fromkeys(("cancelled", "rejected", "lapsed", "quashed", "withdrawn", "late"), "bad"),
}
"""The colours of statuses, and of how tasks stand; all others are quiet."""


def decision(row: TaskRow, _: Translate) -> str:
    """The decision that gave it, as people know it; of a milestone, the record that has it."""
    return together(row.giving.named(lambda date: words.cell(date, _))) or row.record


def extensions(row: TaskRow, _: Translate) -> str:
    """By when it was to be done instead, and by which decision."""
    return together("; ".join(one.told(lambda date: words.cell(date, _)) for one in row.extensions))


def dropped_by(row: TaskRow, _: Translate) -> str:
    """The decision by which it was dropped."""
    if row.dropped_by is None:
        return "–"
    return together(row.dropped_by.told(lambda date: words.cell(date, _))) or "–"


def together(text: str) -> str:
    """A text in which a paragraph's sign stays with its number."""
    return text.replace("§ ", "§\u00a0")


def given_by(row: TaskRow) -> str:
    """Who gave it."""
    return words.body(row.giving.body, row.giving.parties, ())


def holder(row: TaskRow) -> str:
    """Who is to do it now."""
    names = [*row.lead, *row.roles]
    return ", ".join(names) or "–"


def holders(row: TaskRow, _: Translate) -> str:
    """Who is to do it now, and who was before."""
    if not row.held:
        return holder(row)
    earlier = ", ".join(map(str, row.held))
    return _("{holder} (before {earlier})").format(holder=holder(row), earlier=earlier)


def decided(row: TaskRow, _: Translate) -> str:
    """When it was given."""
    date = row.giving.date
    return words.cell(date, _)


def first_due(row: TaskRow, _: Translate) -> str:
    """By when it was to be done at first."""
    date = row.first_due
    return words.cell(date, _)


def due(row: TaskRow, _: Translate) -> str:
    """By when it is to be done now, and how often again."""
    date = words.cell(row.due, _)
    if row.every is None:
        return date
    again = words.again(row.every, _)
    if row.due is not None:
        return f"{date}, {again}"
    # Of what recurs and is over nothing is due; of what is open, nobody has said by when the first time.
    return again if row.open else date


def standing(row: TaskRow, _: Translate) -> str:
    """How it stands, in a word."""
    return _(STANDINGS[row.standing])


def how(row: TaskRow, _: Translate) -> str:
    """How it stands, and since when and why where it is over."""
    since = dropped(row, _) or closed(row, _) or reported(row, _) or executed(row, _)
    return _since_and_why(standing(row, _), since, row)


def _since_and_why(line: str, since: str | None, row: TaskRow) -> str:
    if since is not None and not row.open:
        line += f" {since}"
    if row.reason:
        line += f": {row.reason}"
    return line


def executed(row: TaskRow, _: Translate) -> str | None:
    """When it was executed; where that tells no day, as it is written."""
    return _day(row.executed, row.executed_written, _)


def reported(row: TaskRow, _: Translate) -> str | None:
    """The same of when it was reported."""
    return _day(row.reported, row.reported_written, _)


def closed(row: TaskRow, _: Translate) -> str | None:
    """The same of when it was closed."""
    return _day(row.closed, row.closed_written, _)


def dropped(row: TaskRow, _: Translate) -> str | None:
    """The same of when it was dropped."""
    return _day(row.dropped, row.dropped_written, _)


def _day(day: date | None, written: str | None, _: Translate) -> str | None:
    if day is None:
        return None
    return words.cell(written or day.isoformat(), _)


def reached(row: TaskRow, _: Translate) -> str:
    """How a milestone stands, in a word: of one that is reached, it is not asked whether that was reported."""
    if row.standing in ("executed", "reported", "closed"):
        return _("reached")
    return _(row.status) if row.standing == "open" else standing(row, _)


def reached_how(row: TaskRow, _: Translate) -> str:
    """How a milestone stands, and since when and why where it is over."""
    since = dropped(row, _) or executed(row, _) or closed(row, _)
    return _since_and_why(reached(row, _), since, row)


def last_report(row: TaskRow, _: Translate) -> str:
    """When it was reported last, to whom, and what was said; that it is what was said before, where it is."""
    last = row.last
    if last.date is None:
        return "–"
    line = words.cell(last.date, _)
    if last.to:
        line += f" ({', '.join(last.to)})"
    reported: list[str] = []
    if last.status:
        reported.append(_(last.status))
    if last.percent is not None:
        reported.append(_("{number} per cent").format(number=last.percent))
    if last.text:
        reported.append(last.text.rstrip("."))
    if last.news is False:
        reported.append(_("as before"))
    if reported:
        line += f": {', '.join(reported)}"
    return line


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of each task, and the column in which it stands."""

    column: Column
    """Its title is a word of the catalogue."""
    cell: Callable[[TaskRow, Translate], Cell]
    tone: Callable[[TaskRow], Tone] | None = None
    """The colour of its cell, where it has one."""


def table(rows: Sequence[TaskRow], told: Sequence[Told], _: Translate) -> Grid:
    """A row a task. A column that says nothing of any of them is left out."""
    columns = [_column(one, rows, _) for one in told]
    cells = [[one.cell(row, _) for one in told] for row in rows]
    return grid(columns, cells)


def _column(told: Told, rows: Sequence[TaskRow], _: Translate) -> Column:
    """A column with its title, and the colours of its cells by what they say."""
    column = replace(told.column, title=_(told.column.title))
    if told.tone is None:
        return column
    tones = {str(told.cell(row, _)): told.tone(row) for row in rows}
    return replace(column, tones=tones)


def _tone(row: TaskRow) -> Tone:
    """The colour of how a task stands: of what is not late or over, that of its status."""
    if row.standing == "open":
        return TONES.get(row.status, "quiet")
    return TONES.get(row.standing, "quiet")


GIVEN_BY = Told(Column(word("given by"), limit=10, exact=True), lambda row, _: given_by(row))
PARAGRAPH = Told(Column("§", right=True, exact=True), lambda row, _: row.giving.paragraph)
DECISION = Told(Column(word("decision")), decision)
DECIDED = Told(
    Column(word("decided"), whole=True, wide=True, exact=True),
    decided,
)
COMMISSION = Told(Column(word("commission"), recorded=True), lambda row, _: row.task)
IN_A_LINE = Told(replace(COMMISSION.column, cut=True), COMMISSION.cell)
"""The same, for a list of one line a row."""
PROCESS = Told(Column(word("process"), whole=True, kept=True, exact=True, linked=True), lambda row, _: row.record)
RECORD = Told(Column(word("record"), whole=True, kept=True, exact=True, linked=True), lambda row, _: row.record)
MILESTONE = Told(Column(word("milestone"), recorded=True), lambda row, _: row.task)
MILESTONE_IN_A_LINE = Told(replace(MILESTONE.column, cut=True), MILESTONE.cell)
REACHED = Told(Column(word("how it stands"), whole=True, kept=True, exact=True), reached, _tone)
REACHED_HOW = Told(Column(word("how it stands")), reached_how)
HOLDER = Told(Column(word("with whom"), limit=10, exact=True), lambda row, _: holder(row))
HELD = Told(Column(word("before with"), limit=10), lambda row, _: "; ".join(map(str, row.held)))
HOLDERS = Told(Column(word("with whom"), limit=24, exact=True), holders)
FIRST_DUE = Told(Column(word("first due"), whole=True, exact=True), first_due)
DUE = Told(Column(word("due now"), limit=18, kept=True, exact=True), due)
DAYS_LATE = Told(Column(word("days late"), right=True), lambda row, _: row.days_late)
DAYS_LATE_AT_FIRST = Told(Column(word("days late at first"), right=True), lambda row, _: row.days_late_at_first)
EXTENSIONS = Told(Column(word("extended to")), extensions)
STANDING = Told(Column(word("how it stands"), whole=True, kept=True, exact=True), standing, _tone)
HOW = Told(Column(word("how it stands")), how)
LAST_REPORT = Told(Column(word("last report"), limit=32), last_report)
OBSTACLE = Told(Column(word("obstacle"), recorded=True, limit=32), lambda row, _: row.last.obstacle)
EXECUTED = Told(Column(word("executed"), whole=True), executed)
REPORTED = Told(Column(word("reported"), whole=True), reported)
REPORTS_TO = Told(Column(word("to be reported to")), lambda row, _: ", ".join(row.reports_to) or "–")
ELSEWHERE = Told(Column(word("was reported to")), lambda row, _: ", ".join(row.elsewhere) or "–")
DROPPED = Told(Column(word("dropped"), whole=True), dropped)
DROPPED_BY = Told(Column(word("by decision")), dropped_by)
REASON = Told(Column(word("reason"), recorded=True), lambda row, _: row.reason or "–")
AGE = Told(Column(word("age in days"), right=True), lambda row, _: row.age)
DAYS_TO_EXECUTION = Told(Column(word("days from decision"), right=True), lambda row, _: row.days_to_execution)
DAYS_EXECUTED_LATE = Told(Column(word("days after due"), right=True), lambda row, _: row.days_executed_late)
