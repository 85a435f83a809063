"""Charts as files beside their page, in its language: each as a picture, and its table."""

from collections.abc import Iterator

from plptool.model.i18n import Translate
from plptool.render.csv import to_csv
from plptool.render.text import clean
from plptool.reports.summary import GrantSummary
from plptool.site import charts
from plptool.site.chart_text import ChartText, ChartTexts
from plptool.site.content import Page, Site
from plptool.site.data import OfGrant, OfProcess, OverTime, Overview, ProcessOverTime, QuarterCounts, RecordPage
from plptool.site.drawing import Drawings

_MARK = "\ufeff"
"""By which a spreadsheet knows that a file is UTF-8; these files are made for one, in the reader's language."""


class SavedCharts:
    """The files of charts in one language."""

    def __init__(self, site: Site, language: str, _: Translate) -> None:
        self.begins = site.state.ledger.year_start
        self.day = site.state.day
        self.texts = ChartTexts(site, _)
        self.drawings = Drawings(clean(site.title), language, _)

    def of(self, page: Page) -> Iterator[tuple[str, str]]:
        """The files of a page's charts, each with its path."""
        for text, picture in self.charts(page):
            if picture:
                yield f"{page.stem}-{text.id}.svg", picture
            yield f"{page.stem}-{text.id}.csv", _MARK + clean(to_csv(text.columns, text.rows))

    def charts(self, page: Page) -> Iterator[tuple[ChartText, str]]:
        """What each chart of a page says and its picture; of what is a table alone, none."""
        match page.data:
            case Overview() as data:
                yield from self.standing(data)
                yield from self.meetings(data.quarters, str(data.date))
                yield from self.grants(data.grants, str(data.date))
            case OverTime() as data:
                yield from self.over_time(data)
            case RecordPage(own=OfProcess() as own, view=view):
                yield from self.course(own.over_time(view))
            case RecordPage(own=OfGrant() as own):
                yield from self.grants(own.grants, str(self.day))
            case _:
                return

    def standing(self, data: Overview) -> Iterator[tuple[ChartText, str]]:
        axis = charts.axis_of_plan(data, self.begins)
        if axis is None:
            return
        if not data.timeline:
            yield self.texts.days(data), ""
            return
        text = self.texts.standing(data)
        yield text, self.drawings.standing(data, text, axis, charts.steps(data.timeline, axis))

    def over_time(self, data: OverTime) -> Iterator[tuple[ChartText, str]]:
        axis = charts.axis_of_plan(data, self.begins)
        if axis is None:
            return
        if not data.leads:
            yield self.texts.days(data), ""
            return
        groups = charts.rows(data.leads, axis, self.texts.of_marks(data))
        decided = charts.decisions_on(axis, data.decisions, self.texts.of_decision)
        text = self.texts.over_time(data)
        yield text, self.drawings.over_time(data, text, axis, groups, decided)
        yield self.texts.days(data), ""

    def course(self, process: ProcessOverTime) -> Iterator[tuple[ChartText, str]]:
        axis = charts.axis_of_course(process.course, self.day, self.begins)
        if axis is None:
            return
        text = self.texts.course(process)
        row = charts.row(process, axis, self.texts.of_event)
        yield text, self.drawings.course(row, text, axis, str(self.day))

    def meetings(self, rows: tuple[QuarterCounts, ...], day: str) -> Iterator[tuple[ChartText, str]]:
        if not rows:
            return
        sorts = [sort for sort in ("numbered", "internal", "other") if any(getattr(row, sort) for row in rows)]
        text = self.texts.meetings(rows)
        yield text, self.drawings.bars(text, self.texts.quarter_bars(rows), sorts, day)

    def grants(self, grants: tuple[GrantSummary, ...], day: str) -> Iterator[tuple[ChartText, str]]:
        years = charts.grant_years(grants)
        if not years:
            return
        sorts = ["approximate"] if any(year.approximate for year in years) else []
        text = self.texts.grants(years)
        yield text, self.drawings.bars(text, self.texts.grant_bars(years), sorts, day)
