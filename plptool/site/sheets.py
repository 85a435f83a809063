"""A page's table for a spreadsheet: headings and values in the reader's words, dates and numbers as what they are."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from plptool.model.citations import Citation, citations
from plptool.model.findings import in_language
from plptool.model.i18n import Translate, word
from plptool.model.plain import Plain
from plptool.model.text import capital
from plptool.render import phrases as words
from plptool.render.phrases import point_line
from plptool.render.xlsx import Sheet, Value, Workbook, to_xlsx
from plptool.site.content import Page, Site, Table, short_title

LISTS = {
    "index.html": word("processes"),
    "decisions.html": word("decisions"),
    "organisations.html": word("organisations"),
    "sources.html": word("sources"),
}
"""The pages whose tables are the lists of a ledger, and what each is a list of: sheets, and what data portals have."""


def workbook_of(page: Page, table: Table, site: Site, _: Translate) -> bytes:
    """The table of a page as a workbook.

    Raises:
        UserError: XlsxWriter is not installed.
    """
    title = in_language(page.title, _)
    return _workbook(title, [sheet_of(page, table, site, _)], site, _)


def whole_workbook(sheets: Sequence[Sheet], site: Site, _: Translate) -> bytes:
    """The lists of a ledger, one sheet each.

    Raises:
        UserError: XlsxWriter is not installed.
    """
    return _workbook(site.title, sheets, site, _)


def _workbook(title: str, sheets: Iterable[Sheet], site: Site, _: Translate) -> bytes:
    about = f"{site.title}. {point_line(site.point, _)}"
    return to_xlsx(Workbook(title, about, site.state.day, tuple(sheets)))


def sheet_of(page: Page, table: Table, site: Site, _: Translate) -> Sheet:
    """The table of a page, without the columns that say nothing or what another says."""
    columns = [column for column in table.columns if _is_shown(column, table)]
    headings = [_heading(column, _) for column in columns]
    rows = [tuple(_cell(column, row.get(column), site, _) for column in columns) for row in table.rows]
    name = _(_NAMES.get(page.template, word("events")))
    return Sheet(capital(name), tuple(headings), tuple(rows))


_NAMES = {**LISTS, "overview.html": LISTS["index.html"], "auditors.html": word("digests")}
"""By template, what the rows of a page's table are; where it is none of these, events of a record."""
_SAID_BY = {"leads": "lead", "outcome": "outcome_text", "rating": "rating_text", "priority": "priority_word"}
"""Columns for programs, and those that say the same to people."""
_LABELS = {
    "amended_by": word("amended by"),
    "copy-of": word("copy of"),
    "in_force_since": word("in effect from"),
    "in_force_until": word("in effect until"),
    "is_in_force": word("in effect"),
    "last_event": word("last held"),
    "late": word("overdue"),
    "leads": word("leads (number)"),
    "left-out": word("left out"),
    "minutes": word("minutes of"),
    "outcome_text": word("outcome"),
    "partakes": word("takes part in (number)"),
    "priority_word": word("priority"),
    "rating_text": word("rating"),
    "repealed_by": word("repealed by"),
}
"""What heads a column whose name does not say it."""


def _is_shown(column: str, table: Table) -> bool:
    said_by = _SAID_BY.get(column)
    if said_by in table.columns and all(said_by in row for row in table.rows):
        only_here = any(row.get(column) and not row.get(said_by) for row in table.rows)
        if not only_here:
            return False
    return any(row.get(column) not in (None, "", []) for row in table.rows)


def _heading(column: str, _: Translate) -> str:
    return capital(_(_LABELS.get(column, column)))


_DATES = frozenset({*words.DATES, "since", "last_event", "in_force_since", "in_force_until"})
_NAMING = frozenset({"amended_by", "concerns", "copy-of", "decision", "grant", "repealed_by"})
"""Columns of records' ids."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _cell(column: str, value: Plain, site: Site, _: Translate) -> Value:
    """A value as its column asks for; a date that is no day stays text, in words."""
    match value:
        case None:
            return None
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return value
        case str() if column in _DATES:
            return date.fromisoformat(value) if _DAY.fullmatch(value) else words.cell(value, _)
        case _ if column == "source":
            cited = [citation_in_words(Citation.parse(written), site, _) for _place, written in citations(value)]
            return "; ".join(cited)
        case str() if column in _NAMING:
            return site.called(value)
        case [*ids] if column in _NAMING:
            return ", ".join(site.called(str(key)) for key in ids)
        case list() | dict() if not value:
            return None
        case _:
            return words.field(column, value, _)


def citation_in_words(citation: Citation, site: Site, _: Translate) -> str:
    """What is cited, as people call it: *Bilaga 5, rad 215*."""
    place = words.place_in_words(citation.first, citation.last, citation.pages, _)
    document = site.records.get(citation.source)
    called = short_title(citation.source, document.title) if document else citation.source
    return ", ".join(filter(None, [called, place]))
