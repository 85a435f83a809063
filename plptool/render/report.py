"""The report that a board wants, as blocks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plptool.model.citations import Citation
from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.plain import text, text_if_any
from plptool.render import claims, indicators
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Paragraph, grid, section
from plptool.render.figures import table as figures
from plptool.render.listing import decisions, milestones
from plptool.render.phrases import point_line, when
from plptool.render.record import discrepancy, use_line
from plptool.render.seals import seals
from plptool.reports.rows import DecisionRow, ExpectationRow, ProcessRow, RemainingRow, SealRow
from plptool.reports.summary import (
    AssertionResult,
    Figure,
    GrantSummary,
    Missing,
    Oddity,
    Participant,
    PlanSummary,
    PriorityCounts,
    Report,
    StatusCounts,
)
from plptool.reports.tasks import TaskRow
from plptool.timeline.totals import MeetingCounts


def report(summary: Report, _: Translate, *, oddities: bool = True) -> list[Block]:
    """The page: how many processes stand where, each of them, what remains and is expected, and what it rests on.

    Args:
        summary: what `plptool.reports.summary` gives.
        _: translates.
        oddities: whether those that are acknowledged are told: they are the editors', with codes of rules.
    """
    names = [summary.title, summary.scope.listed, summary.scope.org]
    title = " – ".join(name for name in names if name)
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(point_line(summary.point, _)),
        *_broken(summary.seals, _),
    ]
    has_processes = summary.totals.processes.total or summary.plans or not summary.scope.whole
    if has_processes:
        blocks.append(Paragraph(words.standing(summary.totals.processes, _)))
    blocks += _plans(summary.plans, _)
    # What is not done comes before what is counted: it is what the board is asked about.
    blocks += _remaining(_("Continuing, and what remains"), summary.continuing, _)
    blocks += _remaining(_("Completed, with something remaining"), summary.remaining, _)
    blocks += _milestones(summary.late, _)
    blocks += _awaited(_("Expected and overdue"), summary.overdue, _)
    by_lead = [(row.lead, row.counts) for row in summary.leads]
    blocks += _counted(_("Status by lead"), _("lead"), by_lead, _)
    blocks += _priorities(summary, _)
    if has_processes:
        blocks += [Heading(_("Processes")), _processes(summary.processes, _)]
    blocks += indicators.section(summary.indicators, _)
    blocks += _awaited(_("Expected"), summary.expected, _)
    blocks += _meetings(summary.meetings, _)
    blocks.append(Heading(_("In numbers")))
    blocks.append(figures(summary.totals, _, indented=True))
    blocks += _decisions(_("Decisions"), summary.decisions, _)
    blocks += _decisions(_("Decisions of others that concern these processes"), summary.concerning, _)
    for grant in summary.grants:
        blocks += _grant(grant, _)
    lacking = [*_lacking(summary.assertions, _), *_unsaid(summary.missing, _)]
    blocks += section(_("What the ledger does not hold"), lacking)
    blocks += _claims(summary.assertions, _)
    blocks += seals(summary.seals, _)
    disagreements = [f"{row.record} {discrepancy(row, _)}" for row in summary.discrepancies]
    blocks += section(_("Where the sources disagree"), disagreements)
    if oddities:
        blocks += _oddities(summary.oddities, _)
    if words.is_on_paper(_) and summary.point.revision:
        blocks.append(Paragraph(words.told_from(summary.point, _)))
    return blocks


def _decisions(title: str, rows: Sequence[DecisionRow], _: Translate) -> list[Block]:
    return [Heading(title), decisions(rows, _)] if rows else []


def _processes(rows: Sequence[ProcessRow], _: Translate) -> Grid:
    columns = [
        Column("id", whole=True),
        Column(words.processes_are(rows, _)),
        Column(_("lead"), whole=True),
        Column(_("due"), whole=True),
        Column(_("status"), limit=20),
        Column(_("progress"), limit=16),
        Column(_("meetings"), right=True),
    ]
    # Where nobody meets, a column of noughts only takes the room of what is to be read.
    any_meetings = any(row.meetings for row in rows)
    cells: list[Cells] = []
    for row in rows:
        due = words.cell(row.due, _) if row.due else ""
        status = _status(row, _)
        progress = words.beside_status(_in_words_of_plan(row), late=False, _=_)
        meetings = row.meetings if any_meetings else ""
        cells.append([row.id, row.called, row.lead or "–", due, status, progress, meetings])
    return grid(columns, cells)


def _priorities(summary: Report, _: Translate) -> Iterator[Block]:
    """How many processes of each priority stand where; plan by plan, where several have them: 1 is another in each."""
    titles = {plan.id: plan.title for plan in summary.plans}
    by_plan: dict[str | None, list[PriorityCounts]] = {}
    for row in summary.priorities:
        by_plan.setdefault(row.plan, []).append(row)
    for plan, rows in by_plan.items():
        title = _("Status by priority")
        if len(by_plan) > 1 and plan is not None:
            title = _("Status by priority: {plan}").format(plan=titles.get(plan, plan))
        counts = [(row.priority_word or row.priority, row.counts) for row in rows]
        yield from _counted(title, _("priority"), counts, _)


def _in_words_of_plan(row: ProcessRow) -> ProcessRow:
    """The same without an outcome that is none of the plan's own: that is told where there is more room."""
    return row if row.outcome_text else replace(row, outcome=None)


def _milestones(rows: Sequence[TaskRow], _: Translate) -> list[Block]:
    """What was to be reached by then, and is not."""
    if not rows:
        return []
    return [Heading(_("Milestones that are overdue")), milestones(rows, _)]


def _broken(seals: Iterable[SealRow], _: Translate) -> list[Block]:
    ids = [row.snapshot for row in seals if row.holds is False]
    return [Paragraph(words.broken_seals(ids, _))] if ids else []


def _status(row: ProcessRow, _: Translate) -> str:
    """How a process stands; of one that is completed, also since when."""
    status = words.status(row.status, late=row.late, _=_)
    if row.status == "completed" and row.since:
        return f"{status} {words.cell(row.since_written, _)}"
    return status


def _plans(plans: Iterable[PlanSummary], _: Translate) -> list[Block]:
    blocks: list[Block] = []
    for plan in plans:
        line = f"{plan.title}, {words.period(plan.period, _)}"
        if plan.participants:
            participants = [_participant(participant, _) for participant in plan.participants]
            line += f": {', '.join(participants)}"
        blocks.append(Paragraph(line))
    return blocks


def _participant(participant: Participant, _: Translate) -> str:
    """Who takes part, and since when where that is not from the beginning."""
    if not participant.since:
        return participant.organisation
    since = _("from {date}").format(date=when(participant.since, _))
    return f"{participant.organisation} ({since})"


def _counted(
    title: str, label: str, rows: Sequence[tuple[str | int | None, StatusCounts]], _: Translate
) -> list[Block]:
    """How many stand where, by what tells them apart; nothing, where nothing does."""
    if all(value in (None, "") for value, _counts in rows):
        return []
    return [Heading(title), _tally(label, rows, _)]


def _tally(label: str, rows: Iterable[tuple[str | int | None, StatusCounts]], _: Translate) -> Grid:
    counted = list(rows)
    statuses = ["planned", "ongoing", "paused", "completed"]
    if any(counts.cancelled for _value, counts in counted):
        statuses.append("cancelled")
    # By the name of a count, the title of its column.
    titles = {name: _(name) for name in (*statuses, "total")}
    if any(counts.foreseen for _value, counts in counted):
        titles = {"foreseen": _("not adopted yet"), **titles}
    columns = [Column(label)]
    columns += [Column(title, right=True) for title in titles.values()]
    cells: list[Cells] = []
    for value, counts in counted:
        shown = "–" if value in (None, "") else value
        numbers = [getattr(counts, name) for name in titles]
        cells.append([shown, *numbers])
    return grid(columns, cells)


def _remaining(title: str, rows: Sequence[RemainingRow], _: Translate) -> list[Block]:
    if not rows:
        return []
    cells: list[Cells] = []
    for row in rows:
        process = row.process
        status = _(process.status or "–")
        remaining = " ".join(row.remaining) or "–"
        cells.append([process.id, process.lead or "–", status, process.called, remaining])
    columns = [
        Column("id", whole=True),
        Column(_("lead"), whole=True),
        Column(_("status"), whole=True),
        Column(words.processes_are([row.process for row in rows], _)),
        Column(_("remaining")),
    ]
    return [Heading(title), grid(columns, cells)]


def _awaited(title: str, rows: Sequence[ExpectationRow], _: Translate) -> list[Block]:
    if not rows:
        return []
    cells: list[Cells] = []
    for row in rows:
        event = row.expectation.event
        due = when(event.due, _)
        expected_of = text_if_any(event.data, "by")
        cells.append([row.record, due, text(event.data, "text"), expected_of])
    columns = [
        Column(_("record")),
        Column(_("due")),
        Column(_("what")),
        Column(_("expected of")),
    ]
    return [Heading(title), grid(columns, cells)]


def _meetings(rows: Sequence[MeetingCounts], _: Translate) -> list[Block]:
    if not rows:
        return []
    names = ("numbered", "internal", "other", "held", "booked", "activities")
    columns = [Column(_("year"))]
    columns += [Column(_(name), right=True) for name in names]
    cells: list[Cells] = []
    for row in rows:
        numbers = [getattr(row, name) for name in names]
        cells.append([year_name(row.year, _), *numbers])
    sums = [sum(getattr(row, name) for row in rows) for name in names]
    cells.append([_("total"), *sums])
    return [Heading(_("Meetings a year")), grid(columns, cells), *_unsure_years(rows, _)]


def _unsure_years(rows: Iterable[MeetingCounts], _: Translate) -> list[Block]:
    """Of which years some may not be, as their dates tell no certain one."""
    sentences: list[str] = []
    for row in rows:
        if row.unsure:
            template = _("Of the meetings held in {year}, without a certain year: {n}.")
            sentences.append(template.format(year=year_name(row.year, _), n=row.unsure))
        if row.activities_unsure:
            template = _("Of the activities in {year}, without a certain year: {n}.")
            sentences.append(template.format(year=year_name(row.year, _), n=row.activities_unsure))
    if not sentences:
        return []
    return [Paragraph(" ".join(sentences))]


def _grant(grant: GrantSummary, _: Translate) -> list[Block]:
    blocks: list[Block] = [Heading(grant.title)]
    if grant.years:
        cells: list[Cells] = []
        for year in grant.years:
            amount = words.amount(year.amount, _)
            if year.approximate:
                amount = f"≈ {amount}"
            not_ended = "" if year.ended or year.amount is None else _("the year has not ended")
            cells.append([words.period(year.period, _), amount, year.posts or "–", not_ended])
        if grant.amount:
            amount = words.amount(grant.amount, _)
            cells.append([_("total"), amount, "", ""])
        columns = [
            Column(_("year")),
            Column(_("amount"), right=True),
            Column(_("posts"), right=True),
            Column(""),
        ]
        blocks.append(grid(columns, cells))
    uses = tuple(use_line(use, _) for use in grant.uses)
    return [*blocks, Items(uses)]


def _lacking(assertions: Iterable[AssertionResult], _: Translate) -> Iterator[str]:
    """How many processes the sources count that the ledger is known not to hold."""
    for assertion in assertions:
        for figure in assertion.figures:
            is_of_processes = assertion.kind == "processes" and figure.name == "total"
            if is_of_processes and figure.holds and figure.missing:
                citation = Citation.parse(assertion.source[0])
                sentence = _("Processes that {source} counts: {claimed}. In the ledger: {held}. Missing: {n}.")
                yield sentence.format(
                    claimed=figure.claimed, held=figure.held, n=figure.missing, source=citation.source
                )


def _unsaid(missing: Sequence[Missing], _: Translate) -> Iterator[str]:
    """Of each field that the documents leave unsaid, in which records."""
    records_by_field: dict[str, list[str]] = {}
    for row in missing:
        records_by_field.setdefault(str(row.field), []).append(str(row.record))
    for field, records in records_by_field.items():
        template = _("The documents do not say {field}: {records}")
        yield template.format(field=_(field), records=", ".join(records))


def _claims(assertions: Sequence[AssertionResult], _: Translate) -> list[Block]:
    """What the sources claim beside what the ledger holds."""
    cells: list[Cells] = []
    any_day = len({assertion.snapshot for assertion in assertions}) > 1
    for assertion in assertions:
        day = words.cell(assertion.date.isoformat(), _) if any_day else ""
        about = [*claims.what(assertion, _), *claims.records(assertion)]
        scope = ", ".join(about) or _("all")
        for figure in assertion.figures:
            numbers = [claims.number(figure, value, _) for value in (figure.claimed, figure.held)]
            cells.append([day, scope, claims.called(figure, _), *numbers, _verdict(figure, _)])
    columns = [
        Column(_("date"), whole=True),
        Column(_("of")),
        Column(_("figure")),
        Column(_("the source"), right=True),
        Column(_("the ledger"), right=True),
        Column(""),
    ]
    if not cells:
        return []
    return [Heading(_("What the sources claim")), grid(columns, cells)]


def _verdict(figure: Figure, _: Translate) -> str:
    if not figure.holds:
        return _("does not hold")
    if figure.missing:
        return _("{n} not in the ledger").format(n=figure.missing)
    return _("holds")


def _oddities(rows: Sequence[Oddity], _: Translate) -> list[Block]:
    if not rows:
        return []
    cells: list[Cells] = [[row.record, f"{row.rule} {row.value}", row.reason] for row in rows]
    columns = [
        Column(_("record")),
        Column(_("rule and value")),
        Column(_("why it stands")),
    ]
    return [Heading(_("Acknowledged oddities")), grid(columns, cells)]
