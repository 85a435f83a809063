"""What charts are drawn from: where each bar, mark and line lies.

It is pure geometry; `templates/charts.html` draws it on pages, and `drawing.py` on pictures that stand alone.
Text is never scaled with a chart, so that it can be read at any width: what lies along the days is placed in per cent
of the width; only the areas of a step chart are drawn in days and stretched, with edges that keep their width.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import assert_never

from plptool.model.dates import days_after, parse_when
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    OfTask,
    Progress,
    Status,
)
from plptool.model.financial_year import YearStart
from plptool.model.i18n import word
from plptool.render.phrases import HOW_MANY
from plptool.reports.summary import GrantSummary, PlanSummary
from plptool.site.data import (
    Course,
    DatedDecision,
    LeadOverTime,
    OverTime,
    Overview,
    ProcessOverTime,
    QuarterCounts,
    SnapshotLink,
)

_AFTER = 92
"""So many days after the last that happened, an axis ends: about a quarter."""
_NAMED = 6
"""So many years are named at the most: more have no room on a narrow page."""
_LETTER = 2.6
"""Per cent of a narrow page's axis that a letter takes."""
_DAY = 26
"""And a day."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it lies and what it says; nothing, where there is no room."""

    place: float
    said: str


# Along the days


@dataclass(frozen=True, slots=True)
class Axis:
    """The days along which something is drawn. What came before lies at its beginning, what goes on at its end."""

    first: date
    end: date
    begins: YearStart
    """When a year does."""

    @property
    def days(self) -> int:
        return max((self.end - self.first).days, 1)

    @property
    def a_day(self) -> int:
        """In days, how wide the day that is shown is drawn: what stands since that day alone is to be seen, too."""
        return -(-self.days // 80)

    def place(self, day: date | None) -> int:
        """How many days a day lies after the first."""
        if day is None:
            return self.days
        return min(max((day - self.first).days, 0), self.days)

    def share(self, day: date | None) -> float:
        """Where a day lies, in per cent of the width."""
        return round(100 * self.place(day) / self.days, 3)

    @property
    def years(self) -> tuple[Tick, ...]:
        """The first day of each year; so many are named that there is room for them on a narrow page."""
        first_days = list(self._first_days())
        every = -(-len(first_days) // _NAMED)
        ticks: list[Tick] = []
        for index, (year, day) in enumerate(first_days):
            name = self.begins.name(year)
            place = self.share(day)
            has_room = place < 100 - _LETTER * len(name)
            ticks.append(Tick(place, name if index % every == 0 and has_room else ""))
        return tuple(ticks)

    def _first_days(self) -> Iterator[tuple[int, date]]:
        for year in range(self.begins.year_of(self.first), date.max.year + 1):
            day = self.begins.first_day(year)
            if day > self.end:
                return
            if day >= self.first:
                yield year, day

    def snapshots(self, links: Iterable[SnapshotLink]) -> tuple[Tick, ...]:
        """The days of snapshots; of those that lie close together the last is named."""
        ticks: list[Tick] = []
        last_named = 100.0 + _DAY
        for link in sorted(links, key=lambda link: link.date, reverse=True):
            if not self.first <= link.date <= self.end:
                continue
            place = self.share(link.date)
            has_room = last_named - place >= _DAY
            if has_room:
                last_named = place
            ticks.append(Tick(place, link.date.isoformat() if has_room else ""))
        return tuple(reversed(ticks))

    def period(self, plan: PlanSummary) -> tuple[float, float] | None:
        """From where to where a plan's period lies; None where nothing of it is on the axis."""
        when = parse_when(plan.period)
        start = when.earliest or self.first
        end = when.latest or self.end
        if end < self.first or start > self.end:
            return None
        return self.share(start), self.share(end)

    def beside(self, day: date) -> str:
        """On which side a day's name stands on the axis, as SVG calls it, so that it does not leave the page."""
        place = self.share(day)
        if place < _DAY / 2:
            return "start"
        return "end" if place > 100 - _DAY / 2 else "middle"


def axis_of(
    courses: Iterable[Course],
    plans: Iterable[PlanSummary],
    decisions: Iterable[DatedDecision],
    last: date,
    begins: YearStart,
) -> Axis | None:
    """The days on which something happened in processes, or where nothing did, was decided; None of nothing at all.

    It begins with the plan's period, or before, where something happened then. What was decided earlier is only
    counted: it may be many years before.

    Args:
        courses: the processes.
        plans: whose periods are shown.
        decisions: what was decided.
        last: the day up to which all are known. Long after the last that happened, the axis ends before it.
        begins: when a year does.
    """
    happened = [day for course in courses for day in _days(course)]
    decided = [decision.day for decision in decisions]
    shown = happened or decided
    if not shown:
        return None
    starts = (parse_when(plan.period).earliest for plan in plans)
    first = min([*shown, *(start for start in starts if start and start <= last)])
    end = min(last, days_after(max(happened + decided), _AFTER))
    return Axis(first, end, begins)


def axis_of_plan(data: Overview | OverTime, begins: YearStart) -> Axis | None:
    """The axis of a plan at a day: the same on whichever page."""
    return axis_of(data.courses, data.plans, data.decisions, data.date, begins)


def axis_of_course(course: Course, last: date, begins: YearStart) -> Axis | None:
    """The axis of a process by itself."""
    return axis_of([course], (), (), last, begins)


def _days(course: Course) -> Iterable[date]:
    yield from (period.start for period in course.periods)
    yield from course.meetings


@dataclass(frozen=True, slots=True)
class Stretch:
    """A status on an axis, from where to where, in per cent."""

    status: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, at its place on an axis, in per cent."""

    sort: str
    place: float
    said: str
    record: str = ""
    """The id of what stands by itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """A process on an axis."""

    course: Course
    stretches: tuple[Stretch, ...]
    unsure: tuple[Stretch, ...]
    """Where a status had begun by the end, but perhaps not before."""
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The processes that the same organisations lead."""

    lead: str
    leads: tuple[str, ...]
    rows: tuple[Row, ...]


Said = Callable[[Event, ProcessOverTime], str]
"""What is told of an event of a process, with its date."""


def rows(leads: Iterable[LeadOverTime], axis: Axis, said: Said) -> tuple[Rows, ...]:
    """A row for each process, grouped by who leads it."""
    return tuple(
        Rows(lead.lead, lead.leads, tuple(row(process, axis, said) for process in lead.processes)) for lead in leads
    )


def row(process: ProcessOverTime, axis: Axis, said: Said) -> Row:
    """How a process stood along an axis, and what happened in it."""
    course = process.course
    stretches = (Stretch(one.status, axis.share(one.start), axis.share(one.end)) for one in course.periods)
    unsure = (Stretch(one.status, axis.share(one.start), axis.share(one.end)) for one in course.unsure)
    marks = sorted(_marks(process, axis, said), key=lambda mark: -MARKS.index(mark.sort))
    return Row(course, tuple(stretches), tuple(unsure), tuple(marks))


def _marks(process: ProcessOverTime, axis: Axis, said: Said) -> Iterator[Mark]:
    for event in process.events:
        sort = sort_of_mark(event)
        if sort is not None and event.when.latest is not None:
            yield Mark(sort, axis.share(event.when.latest), said(event, process))


MARKS = ("meeting", "decision", "grant", "paused", "completed", "cancelled")
"""What has a mark, in the order in which it is explained. At one place, the first is drawn upon the others."""


def sort_of_mark(event: Event) -> str | None:
    """With which mark an event stands on a timeline; None of what has none there."""
    match event:
        case Meeting():
            return "meeting" if event.held else None
        case Decided():
            return "decision"
        case Granted():
            return "grant"
        case Status():
            return event.status if event.status in MARKS else None
        case Activity() | Expected() | FieldsSet() | Note() | OfTask() | Progress():
            return None
        case _:
            assert_never(event)


def decisions_on(axis: Axis, decisions: Iterable[DatedDecision], said: Callable[[DatedDecision], str]) -> list[Mark]:
    """What was decided from the axis's first day on."""
    there = (dated for dated in decisions if dated.day >= axis.first)
    return [Mark("decision", axis.share(dated.day), said(dated), dated.decision.id) for dated in there]


def decisions_before(axis: Axis, decisions: Iterable[DatedDecision]) -> int:
    """How many were decided before the axis's first day."""
    return sum(dated.day < axis.first for dated in decisions)


@dataclass(frozen=True, slots=True)
class Legend:
    """What is to be explained: statuses in their order, marks in theirs, and whether anything is unsure."""

    statuses: tuple[str, ...]
    marks: tuple[str, ...]
    unsure: bool


def legend(groups: Iterable[Rows]) -> Legend:
    """What stands in rows."""
    all_rows = [row for group in groups for row in group.rows]
    statuses = {stretch.status for row in all_rows for stretch in row.stretches}
    marks = {mark.sort for row in all_rows for mark in row.marks}
    return Legend(
        statuses=tuple(status for status in _IN_TIME if status in statuses),
        marks=tuple(sort for sort in MARKS if sort in marks and sort not in statuses),
        unsure=any(row.unsure for row in all_rows),
    )


_IN_TIME = ("planned", "ongoing", "paused", "completed", "cancelled")
"""Statuses, in the order in which most processes have them."""


SHAPES = {
    "meeting": "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "decision": "M0-6L6 0 0 6-6 0z",
    "grant": "M0-6.5L6.5 5H-6.5z",
    "paused": "M-4-6h3V6h-3zM1-6h3V6h-3z",
    "completed": "M-5.5-5.5h11v11h-11z",
    "cancelled": "M-5-5L5 5M5-5L-5 5",
}
"""By mark, its shape around its place, in pixels."""


# How many stood how


STACK = ("completed", "ongoing", "paused", "planned", "cancelled")
"""Statuses from the bottom up: what is completed stands on the line."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many processes had which status from a day on."""

    day: date
    written: tuple[str, ...]
    """The day as it is written, where anything turned on it: of an interval, the day is the last that it can be."""
    counts: Counter[str]


def counted(courses: Iterable[Course]) -> Iterator[Counted]:
    """How many processes had which status, from each day on which that was another than the day before."""
    turns = [(period, place) for place, course in enumerate(courses) for period in course.periods]
    turns.sort(key=lambda turn: turn[0].start)
    status_of: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for day, of_day in groupby(turns, key=lambda turn: turn[0].start):
        written: list[str] = []
        for period, process in of_day:
            counts[period.status] += 1
            if process in status_of:
                counts[status_of[process]] -= 1
            status_of[process] = period.status
            written.append(period.start_written)
        yield Counted(day, tuple(dict.fromkeys(written)), Counter(counts))


@dataclass(frozen=True, slots=True)
class Layer:
    """The area of a status and of all below it: in days from the first, and in processes upwards."""

    status: str
    path: str


@dataclass(frozen=True, slots=True)
class Steps:
    """How many processes had which status over time."""

    layers: tuple[Layer, ...]
    """The lowest last, so that it is drawn upon the others."""
    most: int
    """How high the chart is, in processes."""
    ticks: tuple[Tick, ...]
    """In per cent from the top."""


def steps(courses: Sequence[Course], axis: Axis) -> Steps:
    """A step chart of statuses, stacked."""
    all_counted = list(counted(courses))
    statuses = [status for status in STACK if any(one.counts[status] for one in all_counted)]
    layers: list[Layer] = []
    for index, status in enumerate(statuses):
        heights = [
            (axis.place(one.day), sum(one.counts[below] for below in statuses[: index + 1])) for one in all_counted
        ]
        layers.append(Layer(status, _area(heights, axis.days + axis.a_day)))
    step, most = scale(max((one.counts.total() for one in all_counted), default=0))
    count = round(most / step)
    ticks = (Tick(round(100 - 100 * n / count, 2), f"{step * n:.0f}") for n in range(1, count + 1))
    return Steps(tuple(reversed(layers)), round(most), tuple(ticks))


def _area(heights: Iterable[tuple[int, int]], end: int) -> str:
    """An area as a path; `site.js` draws it so, too."""
    path = ""
    before = 0
    for place, height in heights:
        if height == before:
            continue
        path += f"H{place}V{-height}" if path else f"M{place} 0V{-height}"
        before = height
    return f"{path}H{end}V0z" if path else ""


# Bars


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: which sort it shows, and where it lies, in pixels from the top."""

    sort: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, in per cent of the width."""

    x: float
    width: float
    parts: tuple[Part, ...]
    said: str
    """Below it; empty where there is no room."""
    year: str
    """Below that, where it is the first of a year."""
    above: str
    """Above it, the figure where there is room for it."""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def top(self) -> float:
        return min((part.y for part in self.parts), default=BASE)


BASE = 172.0
"""Where bars stand, in pixels from the top of their chart."""
TOP = 24.0
_GUTTER = 10.0
"""Per cent of the width for what the upright axis says."""
_WHOLE = 12
"""So many bars each have their figure above them, on a narrow page, too."""
_NAMED_BARS = 28
"""So many have a name below them on a wide page."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart, and the figures on its upright axis."""

    bars: tuple[Bar, ...]
    is_dense: bool
    """Whether a narrow page has no room for what is below each bar."""
    ticks: tuple[Tick, ...]
    """In pixels from the top."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """What a bar is drawn from."""

    said: str
    """Below it."""
    above: str
    """Above it, where there is room for it."""
    sizes: Mapping[str, float]
    """By sort, the size of each part from the bottom up."""
    year: str = ""
    """Of which year it is the first."""

    @property
    def size(self) -> float:
        """Of all its parts."""
        return sum(self.sizes.values())


def bars(rows: Sequence[BarRow]) -> Bars:
    """Bars of parts on top of each other, and an axis from nothing to a round figure above the highest."""
    highest = max((row.size for row in rows), default=0)
    step, most = scale(highest)
    each = (100 - _GUTTER) / max(len(rows), 1)
    has_room = len(rows) <= _WHOLE
    drawn: list[Bar] = []
    for index, row in enumerate(rows):
        bar = Bar(
            x=round(_GUTTER + each * (index + 0.15), 2),
            width=round(each * 0.7, 2),
            parts=tuple(_parts(row.sizes, most)),
            said=row.said if len(rows) <= _NAMED_BARS else "",
            year=row.year,
            above=row.above if has_room else "",
        )
        drawn.append(bar)
    return Bars(tuple(drawn), not has_room, tuple(_upright(step, most)))


def _upright(step: float, most: float) -> Iterator[Tick]:
    """The figures of the upright axis, from nothing to the most."""
    count = round(most / step)
    for n in range(count + 1):
        height = (BASE - TOP) * n / count
        yield Tick(round(BASE - height, 2), f"{step * n:.0f}")


def _parts(sizes: Mapping[str, float], most: float) -> Iterator[Part]:
    """The parts of a bar from the bottom up, in a chart that is as high as the most."""
    floor = BASE
    for sort, size in sizes.items():
        height = round((BASE - TOP) * size / most, 2)
        floor = round(floor - height, 2)
        if size:
            yield Part(sort, floor, height)


def scale(most: float) -> tuple[float, float]:
    """A step of 1, 2 or 5 times a power of ten, and the multiple of it that holds the most: at most five steps."""
    size = 1.0
    while True:
        for step in (size, 2 * size, 5 * size):
            count = max(1, -(-most // step))
            if count <= 5:
                return step, step * count
        size *= 10


def quarter_bars(rows: Sequence[QuarterCounts], begins: YearStart, said: Callable[[int], str]) -> Bars:
    """Meetings a quarter; the year stands below its first quarter.

    Args:
        rows: a quarter each.
        begins: when a year does.
        said: what a quarter is called for short, by its number in the year.
    """
    bar_rows = []
    for index, row in enumerate(rows):
        quarter = row.quarter
        # A year of which there is a last quarter alone is not named: the next year's name would be upon it.
        is_named = quarter.number == 1 or (index == 0 and quarter.number != 4)
        sizes = {"numbered": row.numbered, "internal": row.internal, "other": row.other}
        bar = BarRow(
            said=said(quarter.number),
            above=str(row.held) if row.held else "",
            sizes=sizes,
            year=begins.name(quarter.year) if is_named else "",
        )
        bar_rows.append(bar)
    return bars(bar_rows)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar that lies: which status it shows, and where it begins and how long it is, in processes."""

    status: str
    start: int
    length: int


def stacked(counts: Mapping[str, int]) -> list[Piece]:
    """A bar of all processes that somebody leads: those that stand alike lie together, in the order of `HOW_MANY`.

    Args:
        counts: by status, how many; `foreseen` are those that have none.
    """
    pieces: list[Piece] = []
    start = 0
    for status in HOW_MANY:
        length = counts.get(status, 0)
        if length:
            pieces.append(Piece(status, start, length))
        start += length
    return pieces


@dataclass(frozen=True, slots=True)
class YearOfGrants:
    """The sum of all grants of a year."""

    year: str
    """As records have it: 2023, or 2023-04/2024-03."""
    amount: int
    approximate: bool
    """Whether any of them is."""


def grant_years(grants: Iterable[GrantSummary]) -> list[YearOfGrants]:
    """The sum of all grants of each year that has one and is over."""
    sums: dict[str, YearOfGrants] = {}
    for grant in grants:
        for year in grant.years:
            if year.amount is None or not year.ended:
                continue
            so_far = sums.get(year.period, YearOfGrants(year.period, 0, approximate=False))
            amount = so_far.amount + year.amount
            approximate = so_far.approximate or year.approximate
            sums[year.period] = YearOfGrants(year.period, amount, approximate)
    return [sums[year] for year in sorted(sums)]


@dataclass(frozen=True, slots=True)
class Unit:
    """In what a chart's amounts are said."""

    size: int
    name: str
    """A message."""
    least: int
    """The least that is said in it as more than nothing."""


MILLION = Unit(1_000_000, word("million SEK"), 100_000)
_UNITS = (MILLION, Unit(1000, word("thousand SEK"), 1000), Unit(1, word("SEK"), 0))


def unit_of(years: Iterable[YearOfGrants]) -> Unit:
    """The largest unit in which no year that has money is said to have none."""
    amounts = [year.amount for year in years if year.amount]
    least = min(amounts, default=MILLION.least)
    return next(unit for unit in _UNITS if unit.least <= least)


def grant_bars(years: Sequence[YearOfGrants], named: Callable[[str], str], said: Callable[[int, Unit], str]) -> Bars:
    """Grants a year, in the unit that fits them.

    Args:
        years: as `grant_years` sums them up.
        named: what a year is called in the reader's language.
        said: an amount as a number of units.
    """
    unit = unit_of(years)
    bar_rows = []
    for year in years:
        sort = "exact"
        figure = said(year.amount, unit)
        if year.approximate:
            sort = "approximate"
            figure = f"≈ {figure}"
        bar_rows.append(BarRow(named(year.year), figure, {sort: year.amount / unit.size}))
    return bars(bar_rows)
