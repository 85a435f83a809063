"""An appendix as blocks: laid out as administrations lay out such lists, for those who know no ledger.

Here its parts are put in their order. A process is told in `appendix_process.py`; what sentences are put together from
stands in `appendix_text.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from plptool.model.decisions import cited_paragraph
from plptool.model.i18n import Translate
from plptool.model.records import Point
from plptool.model.text import capital
from plptool.render import decisions as told
from plptool.render import indicators, tasks
from plptool.render import phrases as words
from plptool.render.appendix_process import ProcessWriter
from plptool.render.appendix_text import Footnotes, Names
from plptool.render.document import (
    Block,
    Cells,
    Column,
    Facts,
    Grid,
    Heading,
    Items,
    Line,
    Listing,
    Notes,
    Paragraph,
    Recorded,
    Text,
    grid,
    unmarked,
)
from plptool.render.figures import table as figures
from plptool.render.phrases import code
from plptool.reports.appendix import Appendix, OrganisationTold, mentions
from plptool.reports.indicators import IndicatorRow
from plptool.reports.rows import DecisionRow, PlanRow, lasting
from plptool.reports.tasks import TaskRow


def appendix(
    content: Appendix, point: Point, _: Translate, broken: Sequence[str] = (), *, oddities: bool = True
) -> list[Block]:
    """The heading, what day it shows, an overview, each process, totals, abbreviations, footnotes.

    Args:
        content: what `plptool.reports.appendix` gives.
        point: the day and the revision that are shown.
        _: translates.
        broken: the snapshots whose seals do not hold.
        oddities: whether footnotes tell those that are acknowledged, too.
    """
    names = Names(content.organisations, _)
    footnotes = Footnotes(_, oddities=oddities)
    writer = ProcessWriter(names, footnotes, _)
    day = words.when(point.date, _, in_text=True)
    blocks: list[Block] = [Heading(_title(content, names, _), 1)]
    blocks += [_plan(plan, _) for plan in content.plans]
    blocks.append(Paragraph(_("As of {date}").format(date=day)))
    if broken:
        blocks.append(Paragraph(words.broken_seals(broken, _)))
    blocks += _milestones(content.milestones, names, _)
    blocks += _indicators(content.indicators, names, _)
    if content.decisions:
        blocks += _decisions(content, names, _)
    else:
        blocks.append(Heading(_("Overview")))
        blocks.append(Paragraph(words.standing(content.totals.processes, _)))
        blocks.append(_overview(content, names, _))
    for process in content.processes:
        blocks += writer.process(process)
    blocks.append(Heading(_("Totals on {date}").format(date=day)))
    blocks.append(figures(content.totals, _))
    # Explained is what stands in the text and in the notes, so these are written by now.
    texts = (*_texts(blocks), *footnotes.entries)
    blocks += _abbreviations(content, names, texts, _)
    if told_from := words.told_from(point, _):
        blocks.append(Paragraph(told_from))
    if footnotes.entries:
        blocks.append(Notes(tuple(footnotes.entries), _("Notes")))
    return blocks


def _title(content: Appendix, names: Names, _: Translate) -> Line:
    """The list's title and the organisation's, as far as these were asked for; else the ledger's."""
    organisation = content.organisation
    if content.listed is None:
        title = organisation.title if organisation else content.title
        of_what = _("Decisions") if content.decisions else _("List of processes")
        return of_what, " – ", Recorded(title)
    listed = Recorded(content.listed.title)
    if organisation is None:
        return (listed,)
    return listed, f" – {names.of(organisation.id)}"


def _plan(plan: PlanRow, _: Translate) -> Paragraph:
    period = words.period(plan.period, _, in_text=True)
    return Paragraph((Recorded(plan.title), f", {period}"))


def _milestones(rows: Sequence[TaskRow], names: Names, _: Translate) -> list[Block]:
    """What is to be reached in the plans themselves, and in assignments; what is in processes, these tell."""
    if not rows:
        return []
    columns = [
        Column(capital(_("milestone")), recorded=True),
        Column(capital(_("with whom"))),
        Column(capital(_("due now")), whole=True),
        Column(capital(_("how it stands"))),
    ]
    cells: list[Cells] = []
    for row in rows:
        leads = names.of_all(row.lead)
        holder = ", ".join(filter(None, [leads, *row.roles])) or "–"
        cells.append([row.task, holder, tasks.due(row, _), tasks.reached_how(row, _)])
    return [Heading(_("Milestones")), grid(columns, cells)]


def _indicators(rows: Sequence[IndicatorRow], names: Names, _: Translate) -> list[Block]:
    """What is measured in the plans themselves."""
    if not rows:
        return []
    named = [replace(row, lead=tuple(map(names.of, row.lead))) for row in rows]
    table = indicators.table(named, _, of_one=True)
    columns = tuple(replace(column, title=capital(column.title)) for column in table.columns)
    return [Heading(_("Indicators")), replace(table, columns=columns)]


def _decisions(content: Appendix, names: Names, _: Translate) -> Iterator[Block]:
    """What is to be followed, sort by sort, and then all decisions, the newest last."""
    for sort in lasting(content.decisions):
        yield Heading(told.in_force_of_type(sort.type, _))
        yield _to_be_followed(sort.decisions, names, _)
    yield Heading(capital(_("decisions")))
    yield _taken(content.decisions, names, _)


def _to_be_followed(rows: Sequence[DecisionRow], names: Names, _: Translate) -> Grid:
    """A line a policy: when and by whom it was decided, who keeps it, and by when it is to be looked at again."""
    columns = [
        Column(capital(_("title")), recorded=True),
        Column(capital(_("decided"))),
        Column(capital(_("owner"))),
        Column(capital(_("review"))),
    ]
    cells: list[Cells] = [
        [
            row.title,
            f"{words.cell(row.date, _)} {_taken_by(row, names)}",
            names.of(row.owner) if row.owner else "–",
            words.cell(row.review, _) if row.review else "–",
        ]
        for row in rows
    ]
    return grid(columns, cells)


def _taken(rows: Sequence[DecisionRow], names: Names, _: Translate) -> Grid:
    """A line a decision; how the votes fell, where that is said of any."""
    columns = [
        Column(capital(_("date")), whole=True),
        Column(capital(_("decision")), recorded=True),
        Column(capital(_("body"))),
        Column(_("Status")),
        Column(capital(_("vote"))),
    ]
    cells = [
        [words.cell(row.date, _), row.title, _taken_by(row, names), told.standing(row, _), _vote(row, names, _)]
        for row in rows
    ]
    return grid(columns, cells)


def _vote(row: DecisionRow, names: Names, _: Translate) -> str:
    """How the votes fell, and who reserved themselves."""
    against = ", ".join(map(names.of, row.reservations))
    reserved = _("reservations: {who}").format(who=against) if against else ""
    return "; ".join(filter(None, [str(row.vote or ""), reserved]))


def _taken_by(row: DecisionRow, names: Names) -> str:
    """Whose decision it is, and where it stands in the minutes."""
    whose = ", ".join([*map(names.of, (row.body,) if row.body else row.parties), *row.roles])
    return whose if row.paragraph is None else f"{whose} {cited_paragraph(row.paragraph)}".strip()


def _overview(content: Appendix, names: Names, _: Translate) -> Grid:
    """A line a process; in a list, with its number there."""
    title = capital(words.processes_are(content.processes, _))
    first = capital(_("process"))
    columns = [
        Column("Id" if first == title else first, whole=True),
        Column(title, recorded=True),
        Column(capital(_("lead"))),
        Column(_("Status"), whole=True),
    ]
    is_numbered = content.listed is not None
    if is_numbered:
        columns.insert(0, Column(capital(_("no.")), right=True))
    rows: list[Cells] = []
    for process in content.processes:
        number = [process.number] if is_numbered else []
        lead = names.of_all(process.leads) or "–"
        status = code(process.status.status or "–", _)
        rows.append([*number, process.id, process.called, lead, status])
    return grid(columns, rows)


# Abbreviations and names


def _abbreviations(content: Appendix, names: Names, texts: Iterable[Text], _: Translate) -> list[Block]:
    """The short names in the texts of which the ledger says what they mean, and what it says."""
    whole = "\n".join(map(unmarked, texts))
    rows: list[tuple[str, str]] = []
    for organisation in content.organisations:
        forms = dict.fromkeys((organisation.id, *organisation.names))
        for form in forms:
            meaning = _explained(form, organisation)
            if meaning and _asks_to_be_explained(form, organisation, names) and mentions(whole, form):
                rows.append((form, meaning))
    rows += [(grant.id, grant.title) for grant in content.grants if grant.id != grant.title]
    if not rows:
        return []
    rows.sort(key=lambda row: row[0].casefold())
    columns = [
        Column(_("In the text"), whole=True),
        Column(_("Meaning"), recorded=True),
    ]
    return [Heading(_("Abbreviations and names")), grid(columns, rows)]


def _asks_to_be_explained(form: str, organisation: OrganisationTold, names: Names) -> bool:
    """Whether a name looks like an abbreviation, or is an id that stands for a title."""
    if _short(form):
        return True
    is_called_by_id = names.of(organisation.id) == organisation.id
    return form == organisation.id and is_called_by_id and organisation.id != organisation.title


def _short(name: str) -> bool:
    """Whether a name looks like an abbreviation: a word with a capital inside, as KSON and BoU."""
    return name.isalnum() and any(letter.isupper() for letter in name[1:])


def _explained(form: str, organisation: OrganisationTold) -> str:
    """What the ledger says of a short name: what is written out, and what it tells of the name itself."""
    text = organisation.text or ""
    title = organisation.title
    if form == title:
        return text
    if mentions(text, form):
        return f"{title}. {text}"
    return title


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    """All that stands in the blocks but for labels and titles of columns."""
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Listing():
                yield block.text
            case Facts():
                for fact in block.entries:
                    yield from fact.lines
            case Grid():
                for row in block.rows:
                    yield from row
            case Items() | Notes():
                yield from block.entries
            case _:
                assert_never(block)
