"""The numbers of a day for readers: of one list a report, an appendix, a comparison and the site make their tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, grid
from plptool.timeline.totals import ProcessTotals, Totals
from plptool.timeline.years import YearCount

_FIRST = (
    "processes.completed",
    "processes.continuing",
    "processes.paused",
    "processes.planned",
    "meetings.held",
    "decisions.adopted",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and what it counts."""

    key: str
    """By which pages know it: `meetings.held`."""
    label: str
    number: int
    below: bool = False
    """Whether it is a part of the one before it that is not."""
    money: bool = False
    """Whether it is an amount, in kronor."""
    if_any: bool = False
    """Whether it is told only where there are any."""

    @property
    def first(self) -> bool:
        """Whether it is always told of two days; all others, where they are other numbers."""
        return self.key in _FIRST

    @property
    def brief(self) -> bool:
        """Whether it is told of two days in brief, where it is another number."""
        return self.first or self.if_any or self.key in ("expected", "overdue")

    @property
    def indented(self) -> str:
        """What it counts, a part of something a little further in."""
        return f"  {self.label}" if self.below else self.label

    def said(self, _: Translate) -> str | int:
        """The number as people read it."""
        if self.money:
            return words.amount(self.number, _)
        return self.number


def figures(totals: Totals, _: Translate) -> list[Figure]:
    """Every number of a day that there is something to tell of, in the order in which readers ask."""
    return [figure for figure in every(totals, (), _) if figure.number or not figure.if_any]


def every(totals: Totals, years: Iterable[int], _: Translate) -> Iterator[Figure]:
    """Every number that any day may have: also those of which this one has none.

    Args:
        totals: of a day.
        years: in which something was decided on some day, beside those of this one.
        _: translates.
    """
    yield from _of_processes(totals.processes, _)
    meetings, decisions, grants = totals.meetings, totals.decisions, totals.grants
    yield Figure("meetings.held", _("Meetings held"), meetings.held)
    yield Figure("meetings.numbered", _("of which numbered"), meetings.numbered, below=True)
    yield Figure("meetings.internal", _("of which internal"), meetings.internal, below=True)
    yield Figure("meetings.other", _("of which other"), meetings.other, below=True)
    yield Figure("meetings.booked", _("Meetings booked, not confirmed"), meetings.booked)
    yield Figure("activities", _("Activities"), totals.activities)
    yield Figure("decisions.adopted", _("Decisions adopted"), decisions.adopted)
    yield Figure("decisions.appealed", _("of which appealed"), decisions.appealed, below=True, if_any=True)
    yield Figure("decisions.final", _("of which final"), decisions.final, below=True, if_any=True)
    of_years = {year: YearCount(year, 0, 0) for year in years} | {year.year: year for year in decisions.years}
    for figure_key, year in sorted(of_years.items()):
        yield Figure(f"decisions.{figure_key}", of_year(year, _), year.count, below=True, if_any=True)
    yield Figure("decisions.proposed", _("Decisions proposed"), decisions.proposed)
    yield Figure("decisions.planned", _("Decisions planned"), decisions.planned)
    yield Figure("decisions.referred-to", _("Decisions only mentioned"), decisions.referred_to)
    yield Figure("decisions.withdrawn", _("Decisions withdrawn"), decisions.withdrawn)
    for status, label, number in (
        ("referred-back", _("Decisions referred back"), decisions.referred_back),
        ("tabled", _("Decisions tabled"), decisions.tabled),
        ("noted", _("Matters noted"), decisions.noted),
        ("rejected", _("Proposals rejected"), decisions.rejected),
        ("lapsed", _("Decisions lapsed"), decisions.lapsed),
        ("quashed", _("Decisions quashed"), decisions.quashed),
    ):
        yield Figure(f"decisions.{status}", label, number, if_any=True)
    yield Figure("grants.total", _("Grants"), grants.total)
    if grants.amount is not None:
        yield Figure("grants.amount", _("Granted in all"), grants.amount, money=True)
    yield Figure("grants.uses", _("Uses of grants"), grants.uses)
    yield Figure("grants.posts", _("Posts that grants pay for"), grants.posts)
    yield Figure("expected", _("Expected"), totals.expected)
    yield Figure("overdue", _("Expected and overdue"), totals.overdue)


def _of_processes(counts: ProcessTotals, _: Translate) -> Iterator[Figure]:
    yield Figure("processes.total", _("Processes"), counts.total)
    yield Figure("processes.completed", _("Processes completed"), counts.completed)
    yield Figure("processes.continuing", _("Processes continuing"), counts.continuing)
    yield Figure("processes.ongoing", _("of which ongoing"), counts.ongoing, below=True)
    yield Figure("processes.paused", _("of which paused"), counts.paused, below=True)
    yield Figure("processes.planned", _("of which not begun"), counts.planned, below=True)
    yield Figure("processes.cancelled", _("Processes cancelled"), counts.cancelled, if_any=True)
    not_adopted = _("Processes of a plan that is not adopted yet")
    yield Figure("processes.foreseen", not_adopted, counts.foreseen, if_any=True)


def of_year(year: YearCount, _: Translate) -> str:
    """Of which year something is counted, and of how many of it that is not certain."""
    if not year.unsure:
        return _("of {year}").format(year=year_name(year.year, _))
    return _("of {year} (of which without a certain year: {n})").format(year=year_name(year.year, _), n=year.unsure)


def table(totals: Totals, _: Translate, *, indented: bool = False) -> Grid:
    """All numbers of a day; parts of something may stand a little further in."""
    columns = [
        Column(_("What is counted")),
        Column(_("Number"), right=True),
    ]
    told = figures(totals, _)
    sections_told = {None, *(_section(figure) for figure in told if figure.number)}
    rows: list[Cells] = []
    for figure in told:
        if _section(figure) not in sections_told:
            continue
        label = figure.indented if indented else figure.label
        rows.append([label, figure.said(_)])
    return grid(columns, rows)


_SECTIONS = {"processes": "processes", "meetings": "processes", "activities": "processes"}
"""By how keys begin: of what a ledger may have nothing at all, as a register of policies has no processes."""


def _section(figure: Figure) -> str | None:
    """With which others a number is left out where all of them are nought; None of one that is told in any case."""
    return _SECTIONS.get(figure.key.partition(".")[0])


@dataclass(frozen=True, slots=True)
class Moved:
    """A number on two days."""

    figure: Figure
    """As it is on the second; of what is not there any more, as it was on the first."""
    before: str | int
    after: str | int


def compared(before: Totals, after: Totals, _: Translate, *, briefly: bool = False) -> list[Moved]:
    """The numbers of two days: those that a board asks for, and whichever else are others; briefly, fewer of these."""
    old = {figure.key: figure for figure in figures(before, _)}
    new = {figure.key: figure for figure in figures(after, _)}
    moved: list[Moved] = []
    for figure_key in _in_order([*old], [*new]):
        figure = new.get(figure_key) or old[figure_key]
        # What a day does not tell of, of that it has none.
        was = old[figure_key].number if figure_key in old else 0
        now = new[figure_key].number if figure_key in new else 0
        is_told = figure.brief or not briefly
        if figure.first or (was != now and is_told):
            said_before = replace(figure, number=was).said(_)
            said_after = replace(figure, number=now).said(_)
            moved.append(Moved(figure, said_before, said_after))
    return moved


def _in_order(old: list[str], new: list[str]) -> list[str]:
    """The keys of both, in the order that both have; what only the first has stands before what follows it there."""
    ordered: list[str] = []
    keys_left = list(new)
    for figure_key in old:
        if figure_key in keys_left:
            until = keys_left.index(figure_key) + 1
            ordered += keys_left[:until]
            del keys_left[:until]
        elif figure_key not in ordered:
            ordered.append(figure_key)
    return [*ordered, *keys_left]


def _moved_with_wholes(figures: Sequence[Moved]) -> list[Moved]:
    """Those that are others, and before each part what it is a part of."""
    told: list[Moved] = []
    whole: Moved | None = None
    for moved in figures:
        is_part = moved.figure.below
        if not is_part:
            whole = moved
        if moved.before == moved.after:
            continue
        if is_part and whole is not None and whole not in told:
            told.append(whole)
        told.append(moved)
    return told


def sums(
    before: Totals, after: Totals, _: Translate, *, briefly: bool = False, only_moved: bool = False
) -> list[Block]:
    """The numbers before and after; nothing where all of them are the same.

    Args:
        before: the numbers of the one day.
        after: those of the other.
        _: translates.
        briefly: whether fewer are told of those that nobody asks for in any case.
        only_moved: whether only those are told that are others, each with what it is a part of.
    """
    if before == after:
        return []
    columns = [
        Column(_("total")),
        Column(_("before"), right=True),
        Column(_("after"), right=True),
    ]
    moved_figures = compared(before, after, _, briefly=briefly)
    if only_moved:
        moved_figures = _moved_with_wholes(moved_figures)
        if not moved_figures:
            return []
    rows: list[Cells] = [[moved.figure.indented, moved.before, moved.after] for moved in moved_figures]
    return [grid(columns, rows)]
