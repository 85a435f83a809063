"""The board's page, as blocks: what a member reads in a minute, in words and without an id."""

from collections.abc import Sequence

from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.text import cut
from plptool.render import commissions, tasks
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Paragraph, grid
from plptool.reports.brief import Brief, Overdue
from plptool.reports.rows import DecisionRow, RemainingRow

_MOST = 12
"""So many rows of a table are shown on one page; of the others is told how many they are."""
_TITLE = 48
"""So much of a record's title tells in which something is expected."""
_MILESTONES = (tasks.MILESTONE, tasks.HOLDER, tasks.DUE, tasks.DAYS_LATE)


def brief(content: Brief, _: Translate) -> list[Block]:
    """How it goes in a sentence, the figures, what is not finished and why, what was decided, what is overdue."""
    year = year_name(content.year, _)
    blocks: list[Block] = [
        Heading(content.title, 1),
        Paragraph(words.point_line(content.point, _)),
    ]
    if content.broken:
        blocks.append(Paragraph(words.broken_seals(content.broken, _)))
    if content.totals.processes.total:
        blocks.append(Paragraph(words.standing(content.totals.processes, _)))
    # Beside processes a line is enough: it is one page.
    if content.given is not None and not content.totals.processes.total:
        sums, counts = commissions.in_short(content.given, content.point.date, _)
        title = _("Commissions")
        blocks += [Paragraph(f"{title}. {sums}"), Paragraph(counts)]
    blocks.append(Paragraph(_figures(content, year, _)))
    blocks += [Paragraph(line) for line in _lacking(content, _)]
    unfinished = _unfinished(content.unfinished, _)
    blocks += _table(_("Not finished, and why"), unfinished, _)
    blocks += _table(_("Decided in {year}").format(year=year), _decisions(content.decisions, _), _)
    blocks += _table(_("Expected and overdue"), _overdue(content.overdue, _), _)
    blocks += _table(_("Milestones that are overdue"), tasks.table(content.milestones, _MILESTONES, _), _)
    blocks += _table(_("Commissions that are overdue"), tasks.table(content.commissions, commissions.OVERDUE, _), _)
    if content.names:
        explained = "; ".join(f"{name.id}: {name.title}" for name in content.names)
        blocks.append(Items((_("Short names: {names}.").format(names=explained),)))
    if words.is_on_paper(_) and content.point.revision:
        blocks.append(Paragraph(words.told_from(content.point, _)))
    return blocks


def _figures(content: Brief, year: str, _: Translate) -> str:
    """The numbers that a board asks for, and none that is nought of what nobody does here."""
    totals = content.totals
    lines: list[str] = []
    if totals.meetings.held:
        lines.append(_("Meetings held: {n}.").format(n=totals.meetings.held))
    decided = content.decided
    if decided.unsure:
        line = _("Decisions of {year}: {n}, of which without a certain year: {unsure}.")
        lines.append(line.format(year=year, n=decided.count, unsure=decided.unsure))
    else:
        lines.append(_("Decisions of {year}: {n}.").format(year=year, n=decided.count))
    late = sum(row.process.late for row in content.unfinished)
    overdue = late + len(content.overdue) + len(content.milestones) + len(content.commissions)
    lines.append(_("Overdue: {n}.").format(n=overdue))
    if content.given is not None and totals.processes.total:
        lines.append(_("Commissions open: {n}.").format(n=content.given.balance.closing))
    return " ".join(lines)


def _lacking(content: Brief, _: Translate) -> list[str]:
    """Of what this page cannot tell, as the ledger does not hold it."""
    sentence = _("{source} counts {claimed} processes; {n} of them are not in the ledger.")
    return [
        sentence.format(source=one.source, claimed=one.claimed, n=one.claimed - one.held) for one in content.lacking
    ]


def _table(title: str, table: Grid, _: Translate) -> list[Block]:
    """A heading and its table, cut where it would fill the page; neither, where there is nothing to tell."""
    if not table.rows:
        return []
    blocks: list[Block] = [Heading(title), Grid(table.columns, table.rows[:_MOST])]
    left = len(table.rows) - _MOST
    if left > 0:
        blocks.append(Paragraph(_("and {n} more").format(n=left)))
    return blocks


def _unfinished(rows: Sequence[RemainingRow], _: Translate) -> Grid:
    columns = [
        Column(words.processes_are([row.process for row in rows], _), recorded=True, limit=40),
        Column(_("lead"), limit=16),
        Column(_("status"), limit=16),
        Column(_("progress"), limit=16),
        Column(_("why, and what remains"), recorded=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        process = row.process
        status = words.status(process.status, late=process.late, _=_)
        progress = words.beside_status(process, late=False, _=_)
        cells.append([process.called, process.lead or "–", status, progress, " ".join(row.remaining)])
    return grid(columns, cells)


def _decisions(rows: Sequence[DecisionRow], _: Translate) -> Grid:
    columns = [
        Column(_("date"), limit=16),
        Column(_("body"), limit=16),
        Column("§", right=True),
        Column(_("registry"), limit=16),
        Column(_("decision"), recorded=True),
    ]
    cells: list[Cells] = []
    for row in rows:
        body = words.body(row.body, row.parties, row.roles)
        cells.append([words.cell(row.date, _), body, row.paragraph, row.registry or "", row.title])
    return grid(columns, cells)


def _overdue(rows: Sequence[Overdue], _: Translate) -> Grid:
    columns = [
        Column(_("due"), limit=16),
        Column(_("what"), recorded=True),
        Column(_("in"), recorded=True, limit=24),
        Column(_("expected of"), limit=12),
    ]
    cells = [[words.cell(row.due, _), row.text, cut(row.record.title, _TITLE), row.by or ""] for row in rows]
    return grid(columns, cells)
