"""The report on commissions, as blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple

from plptool.model.decisions import known_as
from plptool.model.i18n import Translate, word
from plptool.render import phrases as words
from plptool.render import tasks
from plptool.render.counted import of_number
from plptool.render.document import Block, Cell, Cells, Column, Grid, Heading, Paragraph, grid
from plptool.render.phrases import point_line
from plptool.reports.commissions import CommissionsInShort, CommissionsReport, MotionRow, OfBody
from plptool.reports.tasks import TaskRow

_OPEN = (
    tasks.PARAGRAPH,
    tasks.DECIDED,
    tasks.COMMISSION,
    tasks.HOLDER,
    tasks.FIRST_DUE,
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.LAST_REPORT,
    tasks.OBSTACLE,
)
_LATE = (
    tasks.DECISION,
    tasks.COMMISSION,
    tasks.HOLDER,
    tasks.HELD,
    tasks.FIRST_DUE,
    tasks.DAYS_LATE_AT_FIRST,
    tasks.DUE,
    tasks.DAYS_LATE,
    tasks.OBSTACLE,
)
OVERDUE = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.DUE, tasks.DAYS_LATE)
"""The columns where it is told in short what is overdue."""
_EXTENDED = (
    tasks.DECISION,
    tasks.COMMISSION,
    tasks.HOLDER,
    tasks.FIRST_DUE,
    tasks.DAYS_LATE_AT_FIRST,
    tasks.EXTENSIONS,
)
_EXECUTED = (
    tasks.DECISION,
    tasks.COMMISSION,
    tasks.HOLDER,
    tasks.EXECUTED,
    tasks.REPORTS_TO,
    tasks.ELSEWHERE,
)
_REPORTED = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.EXECUTED, tasks.REPORTED, tasks.REPORTS_TO)
_DROPPED = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.DROPPED, tasks.DROPPED_BY, tasks.REASON)
_UNCLEAR = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.DUE, tasks.AGE)
_PROPOSED = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.DUE)
_OLDEST = (tasks.DECISION, tasks.COMMISSION, tasks.HOLDER, tasks.DUE, tasks.AGE)
_DONE = (
    tasks.DECISION,
    tasks.COMMISSION,
    tasks.HOLDER,
    tasks.EXECUTED,
    tasks.DAYS_TO_EXECUTION,
    tasks.DAYS_EXECUTED_LATE,
)
"""The columns of each table."""


def report(content: CommissionsReport, broken: Sequence[str], _: Translate) -> list[Block]:
    """The page: what came and went, what is open of each body, what is late and why, and what nobody closed.

    Args:
        content: what is told.
        broken: the snapshots whose seals do not hold.
        _: translates.
    """
    title = _("Commissions: {ledger}").format(ledger=content.title)
    if content.org:
        title += f" – {content.org}"
    point = point_line(content.point, _)
    blocks: list[Block] = [Heading(title, 1), Paragraph(point)]
    if broken:
        warning = words.broken_seals(broken, _)
        blocks.append(Paragraph(warning))
    summary = _summed_up(content.in_short, content.point.date, _)
    counts = _counts(content.in_short, _)
    blocks += [Paragraph(summary), Paragraph(f"{counts}{_median(content, _)}")]
    if len(content.bodies) > 1:
        blocks.append(Heading(_("What came and went")))
        blocks.append(_balances(content, _))
    for body in content.bodies:
        name = _called(body)
        body_title = _("Open, given by {body}").format(body=name)
        blocks += _part(body_title, body.open, _OPEN, _)
    parts = [
        (_("Overdue, by the first and by the present due date"), content.late, _LATE),
        (_("Extended"), content.extended, _EXTENDED),
        (_("Executed, and not reported"), content.executed, _EXECUTED),
        (_("Reported, and not closed"), content.reported, _REPORTED),
        (_("Dropped, and why"), content.dropped, _DROPPED),
        (_("By no day, or to be executed by nobody"), content.unclear, _UNCLEAR),
        (_("The oldest that are open"), content.oldest, _OLDEST),
        (_("From decision to execution"), content.done, _DONE),
        (_("Proposed, and not decided"), content.proposed, _PROPOSED),
    ]
    for part_title, rows, columns in parts:
        blocks += _part(part_title, rows, columns, _)
    if content.motions:
        motions_title = _("Motions and citizens' proposals older than a year")
        motions = _motions(content.motions, _)
        blocks += [Heading(motions_title), motions]
    return blocks


def in_short(content: CommissionsInShort, until: str, _: Translate) -> list[str]:
    """How it goes with them: what came and went, and how much of it waits for whom."""
    return [_summed_up(content, until, _), _counts(content, _)]


def _summed_up(content: CommissionsInShort, until: str, _: Translate) -> str:
    template = _(
        "From {since} to {until}: {opening} open before + {opened} new + {reopened} taken up again"
        " − {executed} executed − {dropped} dropped = {closing} open."
    )
    first_day = content.since.isoformat()
    sums = content.balance
    return template.format(
        since=words.when(first_day, _),
        until=words.when(until, _),
        opening=sums.opening,
        opened=sums.opened,
        reopened=sums.reopened,
        executed=sums.executed,
        dropped=sums.dropped,
        closing=sums.closing,
    )


def _counts(content: CommissionsInShort, _: Translate) -> str:
    template = _(
        "Overdue: {late}. Executed, and not reported: {executed}. Reported, and not closed: {reported}."
        " By no day, or to be executed by nobody: {unclear}."
    )
    return template.format(
        late=content.late,
        executed=content.executed,
        reported=content.reported,
        unclear=content.unclear,
    )


def _median(content: CommissionsReport, _: Translate) -> str:
    """How long it took as a rule, where anything was done; a sentence behind others."""
    if not content.done:
        return ""
    days = ""
    if content.median_days is not None:
        days = of_number(content.median_days, _("1 day"), _("{n} days"))
    median = _("Median time from decision to execution: {days}.").format(days=days)
    return f" {median}"


def _called(body: OfBody) -> str:
    """What a body is called; a dash for decisions that do not say whose they are."""
    if body.title:
        return f"{body.title} ({body.body})"
    return body.body or "–"


def _balances(content: CommissionsReport, _: Translate) -> Grid:
    names = (
        word("open before"),
        word("new"),
        word("taken up again"),
        word("executed"),
        word("dropped"),
        word("open after"),
    )
    columns = [Column(_("given by"))]
    columns += [Column(_(name), right=True) for name in names]
    rows: list[Cells] = []
    for body in content.bodies:
        sums_of_body = astuple(body.balance)
        rows.append([_called(body), *sums_of_body])
    sums = astuple(content.balance)
    rows.append([_("total"), *sums])
    return grid(columns, rows)


def _part(title: str, rows: Sequence[TaskRow], columns: Sequence[tasks.Told], _: Translate) -> Iterator[Block]:
    """A heading with a table below it; nothing, where it would be empty."""
    if not rows:
        return
    yield Heading(title)
    yield tasks.table(rows, columns, _)


def _motions(rows: Sequence[MotionRow], _: Translate) -> Grid:
    columns = [
        Column(_("decision")),
        Column(_("type")),
        Column(_("by")),
        Column(_("title"), recorded=True),
        Column(_("status")),
        Column(_("with whom")),
        Column(_("age in days"), right=True),
    ]
    cells: list[list[Cell]] = []
    for motion in rows:
        # Several tasks of a motion may lie with the same people.
        holders = dict.fromkeys(tasks.holder(task) for task in motion.open)
        row: list[Cell] = [
            _known_as(motion, _),
            _(motion.type),
            ", ".join(motion.by),
            motion.title,
            words.decision_status(motion.status, _),
            ", ".join(holders),
            motion.age,
        ]
        cells.append(row)
    return grid(columns, cells)


def _known_as(motion: MotionRow, _: Translate) -> Cell:
    """What a motion is known by: its body, day and paragraph."""
    bodies: list[str] = []
    if motion.body is not None:
        bodies.append(motion.body)
    day = words.cell(motion.date, _)
    parts = known_as(bodies, day, motion.paragraph)
    return tasks.together(parts)
