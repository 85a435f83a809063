"""What charts are drawn from: where each bar, dot and line lies. Pure geometry; templates/charts.html draws it.

Text is never scaled with a chart, so that it can be read at any width: what stands beside the time axis is placed in
per cent, and what lies along it is drawn in days and stretched, with strokes that keep their width.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plptool.model.dates import days_after
from plptool.model.financial_year import YearStart
from plptool.render.phrases import HOW_MANY
from plptool.reports.summary import GrantSummary
from plptool.site.data import Course, QuarterCounts
from plptool.timeline.fold import STATUSES

ROW = 24
"""The height of a row of the timeline, in CSS pixels."""
HEAD = 24
"""The height of the axis above it."""
_DOT = "h0"
"""A line of no length, which a round end makes a dot (SVG 2, 13.5.5)."""
_AFTER = 92
"""So many days after the last that happened, a timeline ends: about a quarter."""
_SQUARE = "h.01"
"""And a square end a square; in print only where there is a direction."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it lies and what it says."""

    place: float
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a row is called, at the height of its text."""

    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Processes over time: a row each, drawn in days from the first."""

    first: date
    end: date
    days: int
    height: int
    gutter: float
    """Per cent of the width that the labels take."""
    labels: tuple[Label, ...]
    years: tuple[Tick, ...]
    """In days; what a tick says is left out where there would be too many."""
    statuses: Mapping[str, str]
    """By status: all its stretches, as one path."""
    meetings: str
    """A dot each, as one path."""
    ends: str
    """A mark where a process was completed, as one path."""
    unsure: str
    """Where a status had begun by the end, but perhaps not before, as one path."""

    def share(self, day: float) -> float:
        """Where a day lies, in per cent of the whole width."""
        beside_labels = 100 - self.gutter
        return round(self.gutter + beside_labels * day / self.days, 2)


def timeline(courses: Sequence[Course], last: date, begins: YearStart) -> Timeline | None:
    """A chart of how processes stood; None where no process has begun.

    Args:
        courses: the processes in their order.
        begins: when a year does.
        last: the day up to which they are known. Long after the last that happened, the chart ends before it.
    """
    days = [day for course in courses for day in _days(course)]
    if not days:
        return None
    first = min(days)
    end = min(last, days_after(max(days), _AFTER))
    length = (end - first).days
    axis = _Axis(first, max(length, 1))
    rows: list[_Row] = []
    for index, course in enumerate(courses):
        top = HEAD + index * ROW
        rows.append(_Row(top + ROW // 2, course))
    longest = max(len(course.id) for course in courses)
    return Timeline(
        first=first,
        end=end,
        days=axis.length,
        height=HEAD + len(courses) * ROW,
        gutter=min(2.6 * longest + 2, 40),
        labels=tuple(Label(row.y, row.course.id) for row in rows),
        years=tuple(_years(first, axis.length, begins)),
        statuses=_statuses(rows, axis),
        meetings="".join(_meetings(rows, axis)),
        ends="".join(_ends(rows, axis)),
        unsure="".join(_unsure(rows, axis)),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days along which a timeline is drawn."""

    first: date
    length: int

    def place(self, day: date | None) -> int:
        """Where a day lies; what has not ended, ends with the axis."""
        if day is None:
            return self.length
        return (day - self.first).days


@dataclass(frozen=True, slots=True)
class _Row:
    """A process in a timeline, and at which height it is drawn."""

    y: int
    course: Course


def _statuses(rows: Iterable[_Row], axis: _Axis) -> dict[str, str]:
    """By status, in their order, all its stretches as one path; no status that no process had."""
    paths: dict[str, list[str]] = {status: [] for status in STATUSES}
    for row in rows:
        for period in row.course.periods:
            start = axis.place(period.start)
            end = axis.place(period.end)
            paths[period.status].append(f"M{start} {row.y}H{end}")
    return {status: "".join(lines) for status, lines in paths.items() if lines}


def _meetings(rows: Iterable[_Row], axis: _Axis) -> Iterator[str]:
    for row in rows:
        for day in row.course.meetings:
            yield f"M{axis.place(day)} {row.y}{_DOT}"


def _ends(rows: Iterable[_Row], axis: _Axis) -> Iterator[str]:
    for row in rows:
        for period in row.course.periods:
            if period.status == "completed":
                yield f"M{axis.place(period.start)} {row.y}{_SQUARE}"


def _unsure(rows: Iterable[_Row], axis: _Axis) -> Iterator[str]:
    for row in rows:
        for stretch in row.course.unsure:
            # What may have been before the first day is drawn from there.
            start = max(axis.place(stretch.start), 0)
            end = max(axis.place(stretch.end), 0)
            yield f"M{start} {row.y}H{end}"


def _days(course: Course) -> Iterable[date]:
    yield from (period.start for period in course.periods)
    yield from course.meetings


def _years(first: date, length: int, begins: YearStart) -> Iterable[Tick]:
    """The first day of each year; so many are named that there is room for them on a narrow page."""
    places: dict[int, int] = {}
    for year in range(begins.year_of(first) + 1, date.max.year + 1):
        place = (begins.first_day(year) - first).days
        if place > length:
            break
        places[year] = place
    every = (len(places) + 5) // 6  # so that six are named at the most
    for index, (year, place) in enumerate(places.items()):
        has_room = place < 0.94 * length
        is_named = index % every == 0 and has_room
        yield Tick(place, begins.name(year) if is_named else "")


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
"""So many bars each have their figure above them."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart, and the figures on its upright axis."""

    bars: tuple[Bar, ...]
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
            said=row.said,
            above=row.above if has_room else "",
        )
        drawn.append(bar)
    return Bars(tuple(drawn), tuple(_upright(step, most)))


def _upright(step: float, most: float) -> Iterator[Tick]:
    """The figures of the upright axis, from nothing to the most."""
    count = round(most / step)
    for n in range(count + 1):
        height = (BASE - TOP) * n / count
        yield Tick(round(BASE - height, 2), f"{step * n:g}")


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


def quarter_bars(rows: Sequence[QuarterCounts], begins: YearStart) -> Bars:
    """Meetings a quarter; the year stands below its first quarter."""
    bar_rows = []
    for index, row in enumerate(rows):
        quarter = row.quarter
        # A year of which there is a last quarter alone is not named: the next year's name would be upon it.
        is_named = quarter.number == 1 or (index == 0 and quarter.number != 4)
        sizes = {"numbered": row.numbered, "internal": row.internal, "other": row.other}
        bar = BarRow(
            said=begins.name(quarter.year) if is_named else "",
            above=str(row.held) if row.held else "",
            sizes=sizes,
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


def grant_bars(years: Sequence[YearOfGrants], named: Callable[[str], str], said: Callable[[float], str]) -> Bars:
    """Grants a year, in million SEK.

    Args:
        years: as `grant_years` sums them up.
        named: what a year is called in the reader's language.
        said: a number with one decimal in it.
    """
    bar_rows = []
    for year in years:
        millions = year.amount / 1_000_000
        sort = "exact"
        figure = said(millions)
        if year.approximate:
            sort = "approximate"
            figure = f"≈ {figure}"
        bar_rows.append(BarRow(named(year.year), figure, {sort: millions}))
    return bars(bar_rows)
