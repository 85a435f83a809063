"""Charts as pictures that stand alone: SVG with its style within, its title, and its text in the reader's language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from textwrap import wrap

from plptool.model.i18n import Translate
from plptool.render.page import TEMPLATES
from plptool.render.text import clean
from plptool.site import charts
from plptool.site.chart_text import ChartText
from plptool.site.charts import Axis, Bars, Mark, Row, Rows, Steps
from plptool.site.data import OverTime, Overview

_WIDTH = 1120
_EDGE = 24
"""What is left empty around all."""
_LETTER = 7.2
"""About the width of a letter, in pixels."""
_LINE = 17
"""The height of a line of text."""
_ROW = 30
"""And of a process, at the least."""
_STEPS = 220
"""The height of a step chart."""


@cache
def _style() -> str:
    """The site's colours on white paper, for what pages have in classes of the same names."""
    sheet = (TEMPLATES / "assets" / "site.css").read_text(encoding="utf-8")
    first_theme = sheet[: sheet.index("@media")]
    colours = dict(re.findall(r"--(\w+): (#\w+);", first_theme))
    styled = re.sub(r"\$(\w+)", lambda name: colours[name[1]], _STYLE)
    return " ".join(styled.split())


_STYLE = """
text { font: 13px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: $text }
.title { font-size: 20px; font-weight: 600 }
.group { font-weight: 600 }
.quiet { fill: $quiet }
.paper { fill: $ground }
.grid { stroke: $line }
.edge { stroke: $edge }
.sealed { stroke: $text; stroke-dasharray: 1 3 }
.bar.planned { stroke: $edge; stroke-width: 2; stroke-dasharray: 2 3 }
.bar.ongoing { stroke: $ongoing; stroke-width: 11 }
.bar.paused { stroke: $paused; stroke-width: 5; stroke-dasharray: 3 3 }
.bar.cancelled { stroke: $edge }
.bar.completed { stroke: $completed; stroke-width: 3 }
.unsure { stroke: $ground; stroke-width: 11; stroke-dasharray: 2 3 }
.period { stroke: $edge; stroke-width: 7 }
.mark { fill: $ground; stroke: $text; stroke-width: 1.5 }
.mark.meeting { fill: $dot; stroke: none }
.mark.paused { fill: $text; stroke: $ground; stroke-width: 1 }
.mark.completed { fill: $completed; stroke: none }
.layer, .numbered, .internal, .approximate, .other, .exact { fill: $ground; stroke: $edge }
.layer.completed { fill: $completed }
.layer.ongoing, .numbered, .exact { fill: $ongoing }
.layer.paused { fill: $paused }
.layer.cancelled { fill: $edge }
.internal, .approximate { fill: url(#hatch) }
.numbered, .exact, .internal, .approximate, .other, .hatch { stroke: $accent }
.hatch { stroke-width: 3 }
"""
_HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="hatch" d="M0 0V6"/></pattern></defs>'
)


class _Paper:
    """What is drawn so far, from the top down."""

    def __init__(self, language: str, text: ChartText, beside: str) -> None:
        self.language = language
        self.text = text
        self.parts: list[str] = []
        self.y: float = _EDGE + 20
        self.say(_EDGE, text.title, "title")
        self.y += 22
        self.say(_EDGE, beside, "quiet")
        self.y += 12

    def say(self, x: float, words: str, sort: str = "", anchor: str = "start", y: float | None = None) -> None:
        at = self.y if y is None else y
        shown = escape(clean(words))
        self.parts.append(f'<text class="{sort}" x="{x:g}" y="{at:g}" text-anchor="{anchor}">{shown}</text>')

    def line(self, sort: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x1, y1), (x2, y2) = start, end
        self.parts.append(f'<line class="{sort}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>')

    def rectangle(self, sort: str, x: float, y: float, width: float, height: float) -> None:
        self.parts.append(f'<rect class="{sort}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>')

    def mark(self, mark: Mark, x: float, y: float) -> None:
        said = f"<title>{escape(clean(mark.said))}</title>" if mark.said else ""
        shape = charts.SHAPES[mark.sort]
        self.parts.append(
            f'<path class="mark {mark.sort}" transform="translate({x:g} {y:g})" d="{shape}">{said}</path>'
        )

    def whole(self) -> str:
        height = round(self.y + _EDGE)
        title = escape(clean(self.text.title))
        description = escape(clean(self.text.description or self.text.title))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{self.language}" lang="{self.language}" role="img"'
            f' aria-labelledby="title desc" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}">'
            f'<title id="title">{title}</title><desc id="desc">{description}</desc><style>{_style()}</style>{_HATCH}'
            f'<rect class="paper" width="{_WIDTH}" height="{height}"/>{"".join(self.parts)}</svg>\n'
        )


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the axis lies across the paper."""

    axis: Axis
    left: float
    right: float = _WIDTH - _EDGE

    def x(self, place: float) -> float:
        """A place in per cent of the axis, in pixels."""
        return round(self.left + (self.right - self.left) * place / 100, 2)


class Drawings:
    """Charts as pictures in one language."""

    def __init__(self, title: str, language: str, _: Translate) -> None:
        self.title = title
        self.language = language
        self.translate = _

    def paper(self, text: ChartText, day: str) -> _Paper:
        until = self.translate("All that is recorded up to {date}.").format(date=day)
        return _Paper(self.language, text, f"{self.title} · {until}")

    def standing(self, data: Overview, text: ChartText, axis: Axis, steps: Steps) -> str:
        """How many processes had which status, day by day."""
        paper = self.paper(text, str(data.date))
        layers = [layer.status for layer in reversed(steps.layers)]
        self.swatches(paper, [(f"layer {status}", self.translate(status)) for status in layers])
        plot = _Plot(axis, left=64)
        top = paper.y + 12
        across = (plot.right - plot.left) / axis.days
        up = _STEPS / steps.most
        for tick in steps.ticks:
            y = top + _STEPS * tick.place / 100
            paper.line("grid", (plot.left, y), (plot.right, y))
            paper.say(plot.left - 8, tick.said, "quiet", "end", y + 4)
        base = top + _STEPS
        paper.y = base
        self.scale(paper, plot, top, axis.snapshots(data.snapshots), below=True)
        for layer in steps.layers:
            paper.parts.append(
                f'<path class="layer {layer.status}" vector-effect="non-scaling-stroke"'
                f' transform="translate({plot.left:g} {base:g}) scale({across:.6g} {up:.6g})" d="{layer.path}"/>'
            )
        paper.line("edge", (plot.left, base), (plot.right, base))
        return paper.whole()

    def over_time(
        self, data: OverTime, text: ChartText, axis: Axis, groups: Sequence[Rows], decided: Sequence[Mark]
    ) -> str:
        """Each process over time, by who leads it."""
        paper = self.paper(text, str(data.date))
        self.legend(paper, groups)
        plot = _Plot(axis, left=430)
        top = paper.y + 30
        paper.y = top + 6
        for plan in data.plans:
            lies = axis.period(plan)
            if lies is not None:
                paper.say(_EDGE, self.translate("The plan's period"), y=paper.y + 18)
                paper.line("period", (plot.x(lies[0]), paper.y + 14), (plot.x(lies[1]), paper.y + 14))
                paper.y += _ROW
        if decided:
            paper.say(_EDGE, self.translate("Decisions"), y=paper.y + 18)
            for mark in decided:
                paper.mark(mark, plot.x(mark.place), paper.y + 14)
            paper.y += _ROW
        for group in groups:
            paper.y += 26
            paper.say(_EDGE, group.lead or self.translate("Without a lead"), "group")
            paper.y += 8
            for row in group.rows:
                self.row(paper, plot, row, f"{row.course.id} {row.course.called}")
        self.scale(paper, plot, top, axis.snapshots(data.snapshots), below=False)
        return paper.whole()

    def course(self, row: Row, text: ChartText, axis: Axis, day: str) -> str:
        """One process over time."""
        paper = self.paper(text, day)
        self.legend(paper, [Rows("", (), (row,))])
        plot = _Plot(axis, left=_EDGE)
        top = paper.y + 30
        paper.y = top
        self.row(paper, plot, row, "")
        self.scale(paper, plot, top, (), below=False)
        return paper.whole()

    def row(self, paper: _Paper, plot: _Plot, row: Row, name: str) -> None:
        lines = wrap(name, 52, max_lines=3, placeholder=" …")
        for index, line in enumerate(lines):
            paper.say(_EDGE, line, y=paper.y + 19 + index * _LINE)
        y = paper.y + 15
        for stretch in row.stretches:
            paper.line(f"bar {stretch.status}", (plot.x(stretch.start), y), (plot.x(stretch.end), y))
        for stretch in row.unsure:
            paper.line("unsure", (plot.x(stretch.start), y), (plot.x(stretch.end), y))
        for mark in row.marks:
            paper.mark(mark, plot.x(mark.place), y)
        paper.y += max(_ROW, len(lines) * _LINE + 10)

    def bars(self, text: ChartText, chart: Bars, sorts: Iterable[str], day: str) -> str:
        """A bar chart."""
        paper = self.paper(text, day)
        self.swatches(paper, [(sort, self.translate(sort)) for sort in sorts])
        top = paper.y + 4
        inner = _WIDTH - 2 * _EDGE

        def across(place: float) -> float:
            return round(_EDGE + inner * place / 100, 2)

        for tick in chart.ticks:
            paper.line("grid", (across(9), top + tick.place), (across(100), top + tick.place))
            paper.say(across(8), tick.said, "quiet", "end", top + tick.place + 4)
        for bar in chart.bars:
            for part in bar.parts:
                paper.rectangle(part.sort, across(bar.x), top + part.y, round(inner * bar.width / 100, 2), part.height)
            paper.say(across(bar.middle), bar.above, "", "middle", top + bar.top - 5)
            paper.say(across(bar.middle), bar.said, "quiet", "middle", top + charts.BASE + 18)
            paper.say(across(bar.middle), bar.year, "quiet", "middle", top + charts.BASE + 36)
        paper.y = top + charts.BASE + 36
        return paper.whole()

    def legend(self, paper: _Paper, groups: Sequence[Rows]) -> None:
        """What bars and marks mean."""
        explained = charts.legend(groups)
        paper.y += 20
        x = float(_EDGE)
        for status in explained.statuses:
            paper.line(f"bar {status}", (x, paper.y - 4), (x + 32, paper.y - 4))
            if status in charts.SHAPES:
                paper.mark(Mark(status, 0, ""), x + 8, paper.y - 4)
            x = self.named(paper, x + 40, self.translate(status))
        if explained.unsure:
            paper.line("bar ongoing", (x, paper.y - 4), (x + 32, paper.y - 4))
            paper.line("unsure", (x, paper.y - 4), (x + 32, paper.y - 4))
            x = self.named(paper, x + 40, self.translate("changed on some day of these"))
        for sort in explained.marks:
            paper.mark(Mark(sort, 0, ""), x + 6, paper.y - 4)
            said = self.translate("meeting held") if sort == "meeting" else self.translate(sort)
            x = self.named(paper, x + 18, said)

    def swatches(self, paper: _Paper, sorts: Iterable[tuple[str, str]]) -> None:
        """What colours mean."""
        paper.y += 20
        x = float(_EDGE)
        for sort, said in sorts:
            paper.rectangle(sort, x, paper.y - 11, 14, 12)
            x = self.named(paper, x + 22, said)

    def named(self, paper: _Paper, x: float, said: str) -> float:
        """Say what a sign means, and tell where the next one stands; where the line is full, on the next."""
        paper.say(x, said)
        after = x + len(said) * _LETTER + 24
        if after < _WIDTH - 240:
            return after
        paper.y += 22
        return _EDGE

    def scale(self, paper: _Paper, plot: _Plot, top: float, snapshots: Sequence[charts.Tick], *, below: bool) -> None:
        """The axis: the years and snapshots as lines through the whole, with their names above it or below."""
        lines = len(paper.parts)
        names = paper.y + 18 if below else top - 20
        for tick in plot.axis.years:
            paper.line("grid", (plot.x(tick.place), top), (plot.x(tick.place), paper.y))
            paper.say(plot.x(tick.place) + 4, tick.said, "quiet", y=names)
        for tick in snapshots:
            x = plot.x(tick.place)
            paper.line("sealed", (x, top), (x, paper.y))
            said = f"▾ {self.translate('snapshot')} {tick.said}"
            paper.say(x, said if tick.said else "▾", "", "end" if tick.place > 80 else "middle", names + 17)
        if not below:  # bars and marks lie upon the lines
            ours = paper.parts[lines:]
            del paper.parts[lines:]
            paper.parts[:0] = ours
        else:
            paper.y = names + 17
