"""What stands in words on a chart and around it: its title, what it shows in a sentence, and the same as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plptool.model.events import Decided, Event, Granted
from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS
from plptool.model.plain import text_if_any
from plptool.render import phrases as words
from plptool.site.charts import (
    MILLION,
    Bars,
    Counted,
    Said,
    Unit,
    YearOfGrants,
    counted,
    grant_bars,
    quarter_bars,
    unit_of,
)
from plptool.site.content import Site
from plptool.site.data import DatedDecision, OverTime, Overview, ProcessOverTime, Quarter, QuarterCounts
from plptool.timeline.fold import STATUSES

Cell = str | int


@dataclass(frozen=True, slots=True)
class ChartText:
    """What is told of a chart in words, in the reader's language."""

    id: str
    """By which its files are named, and its parts on the page."""
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    of_records: bool = False
    """Whether each row begins with a record's id, and its own words after that."""
    shown: tuple[tuple[Cell, ...], ...] | None = None
    """Where all rows would be too many on a page: some of them, or none."""
    note: str = ""


_MOST_ROWS = 40
"""So many days' counts are a table that somebody reads."""
_MANY = 150
"""More processes than these weigh too much on a page with all that is said of them."""


class ChartTexts:
    """What is told of charts in the reader's language."""

    def __init__(self, site: Site, _: Translate) -> None:
        self.site = site
        self.translate = _

    def standing(self, data: Overview) -> ChartText:
        """How many processes had which status, day by day."""
        _ = self.translate
        begins = self.site.state.ledger.year_start
        all_counted = list(counted(data.timeline))
        statuses = [status for status in STATUSES if any(one.counts[status] for one in all_counted)]
        rows = [self.counts(one, statuses) for one in all_counted]
        shown = None
        if len(rows) > _MOST_ROWS:
            last_of_quarter = {begins.quarter_of(one.day): row for one, row in zip(all_counted, rows, strict=True)}
            shown = tuple(last_of_quarter.values())
        now = all_counted[-1].counts if all_counted else {}
        return ChartText(
            id="standing",
            title=_("Processes by status, day by day"),
            description=_("On {date}: {stand}. The table below tells each day on which that changed.").format(
                date=data.date, stand=words.how_many_stand(now, _)
            ),
            columns=(_("from"), *map(_, statuses)),
            rows=tuple(rows),
            shown=shown,
            note=_("Of each quarter, the last day on which it changed.") if shown else "",
        )

    def counts(self, one: Counted, statuses: Sequence[str]) -> tuple[Cell, ...]:
        """Since when how many had each status. As it is written: who wrote a year did not mean its last day."""
        since = ", ".join(words.cell(written, self.translate) for written in one.written)
        return since, *(one.counts[status] for status in statuses)

    def over_time(self, data: OverTime) -> ChartText:
        """Each process over time."""
        _ = self.translate
        processes = [process for lead in data.leads for process in lead.processes]
        return ChartText(
            id="processes",
            title=_("Each process over time"),
            description=self.described(processes),
            columns=(_("process"), _("need"), _("lead"), *self.columns()),
            rows=tuple((one.course.id, one.course.called, one.course.lead, *self.cells(one)) for one in processes),
            of_records=True,
            shown=() if len(processes) > _MANY else None,
            note=_("Processes: {n}, which is too many for a table here: it is in the file.").format(n=len(processes))
            if len(processes) > _MANY
            else "",
        )

    def of_marks(self, data: OverTime) -> Said:
        """What each mark of a timeline says; where they are very many, the page of its process does."""
        return self.of_event if len(data.courses) <= _MANY else lambda _event, _process: ""

    def course(self, process: ProcessOverTime) -> ChartText:
        """One process over time."""
        _ = self.translate
        return ChartText(
            id="course",
            title=_("The process over time"),
            description=self.described([process]),
            columns=self.columns(),
            rows=(tuple(self.cells(process)),),
        )

    def described(self, processes: Sequence[ProcessOverTime]) -> str:
        _ = self.translate
        meetings = sum(len(process.course.meetings) for process in processes)
        said = _(
            "Processes: {processes}. How each stood from day to day, with a mark for each meeting ({meetings}),"
            " decision and grant. The table below says the same."
        )
        return said.format(processes=len(processes), meetings=meetings)

    def columns(self) -> tuple[str, ...]:
        _ = self.translate
        return _("status"), _("meetings held"), _("decisions"), _("grants")

    def cells(self, process: ProcessOverTime) -> Iterator[str]:
        """How a process stood, and its meetings, decisions and grants, as the columns have them."""
        _ = self.translate
        course = process.course
        periods = (f"{_(period.status)} {words.cell(period.start_written, _)}" for period in course.periods)
        yield ", ".join(periods) or _("not adopted yet")
        yield ", ".join(words.cell(written, _) for written in course.meetings_written) or "–"
        for kind in (Decided, Granted):
            told = [self.of_event(event, process) for event in process.events if isinstance(event, kind)]
            yield "; ".join(told) or "–"

    def of_event(self, event: Event, process: ProcessOverTime) -> str:
        """An event with its date, as its mark says it: what it is, and why."""
        own = process.words or NO_WORDS
        date = words.cell(event.when.text, self.translate)
        what = words.in_text(words.what(event, self.translate, own), self.site.called)
        reason = text_if_any(event.data, "reason")
        return f"{date}: {what}" if reason is None else f"{date}: {what}. {reason}"

    def of_decision(self, dated: DatedDecision) -> str:
        """A decision with its date, as its mark says it."""
        return f"{words.cell(dated.decision.date, self.translate)}: {self.site.called(dated.decision.id)}"

    def days(self, data: Overview | OverTime) -> ChartText:
        """What lies along the axis by itself: the plan's period, the snapshots and what was decided."""
        _ = self.translate
        periods = ((plan.id, plan.title, _("period"), words.period(plan.period, _)) for plan in data.plans)
        snapshots = ((link.id, link.title or "", _("snapshot"), link.date.isoformat()) for link in data.snapshots)
        decisions = (
            (row.id, self.site.called(row.id), _("decision"), words.cell(row.date, _))
            for row in (dated.decision for dated in data.decisions)
        )
        return ChartText(
            id="days",
            title=_("The plan's period, snapshots and decisions"),
            description="",
            columns=(_("id"), _("title"), _("what"), _("date")),
            rows=(*periods, *snapshots, *decisions),
            of_records=True,
        )

    def quarter_bars(self, rows: Sequence[QuarterCounts]) -> Bars:
        """Meetings a quarter as bars, each called what readers call its quarter."""
        _ = self.translate
        begins = self.site.state.ledger.year_start
        return quarter_bars(rows, begins, lambda number: _("Q{number}").format(number=number))

    def meetings(self, rows: Sequence[QuarterCounts]) -> ChartText:
        """Meetings a quarter."""
        _ = self.translate
        described = _("Meetings held: {meetings}, from {start} to {end}. The table below says the same.")
        unsure = sum(row.unsure for row in rows)
        note = _("Of these, without a certain quarter: {n}. Each stands in the last quarter that it can be of.")
        return ChartText(
            id="meetings",
            title=_("Meetings held each quarter"),
            description=described.format(
                meetings=sum(row.held for row in rows),
                start=quarter(rows[0].quarter, _),
                end=quarter(rows[-1].quarter, _),
            ),
            columns=(_("quarter"), _("numbered"), _("internal"), _("other"), _("held")),
            rows=tuple((quarter(row.quarter, _), row.numbered, row.internal, row.other, row.held) for row in rows),
            note=note.format(n=unsure) if unsure else "",
        )

    def grant_bars(self, years: Sequence[YearOfGrants]) -> Bars:
        """Grants a year as bars, as readers write years and numbers."""
        _ = self.translate
        return grant_bars(years, lambda year: words.period(year, _), lambda amount, unit: in_units(amount, unit, _))

    def grants(self, years: Sequence[YearOfGrants]) -> ChartText:
        """Grants a year."""
        _ = self.translate
        described = _("From {start} to {end}. The table below says the same.")
        return ChartText(
            id="grants",
            title=_("Grants each year, {unit}").format(unit=_(unit_of(years).name)),
            description=described.format(start=words.period(years[0].year, _), end=words.period(years[-1].year, _)),
            columns=(_("year"), _("amount")),
            rows=tuple((words.period(year.year, _), approximately(year, _)) for year in years),
        )


def in_units(amount: int, unit: Unit, _: Translate) -> str:
    """An amount as a number of units: of millions with one decimal."""
    number = amount / unit.size
    if unit is MILLION:
        return words.tenths(number, _)
    return words.grouped(round(number), _)


def approximately(year: YearOfGrants, _: Translate) -> str:
    """What was granted in a year, and whether that is only about so much."""
    amount = words.amount(year.amount, _)
    return f"≈ {amount}" if year.approximate else amount


def quarter(of: Quarter, _: Translate) -> str:
    """A quarter, with its year."""
    return _("quarter {number} of {year}").format(number=of.number, year=year_name(of.year, _))
