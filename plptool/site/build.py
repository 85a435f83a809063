"""A site's pages to the bytes of its files: HTML by the templates, and beside each page its data."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from plptool.model.citations import Citation, citations
from plptool.model.collections import COLLECTIONS
from plptool.model.findings import Message
from plptool.model.i18n import Translate, translator
from plptool.model.records import Json, as_list
from plptool.model.version import __version__
from plptool.read import schema as schemas
from plptool.read.vocabulary import vocabulary
from plptool.render import json
from plptool.render import phrases as words
from plptool.render.csv import to_csv
from plptool.render.log import change_line
from plptool.render.page import environment
from plptool.render.phrases import point_line
from plptool.render.record import fields
from plptool.render.seals import whether_kept
from plptool.render.text import clean
from plptool.site import charts, script
from plptool.site.content import NAV, Site, said
from plptool.timeline.compare import Change

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = FilePath(__file__).parent / "templates"
"""The pages of a site, and their one script in `assets/`."""


def files(site: Site, languages: Sequence[str]) -> dict[str, bytes]:
    """Every file of the site by its path, but for those that are copied as they are.

    Args:
        site: the pages.
        languages: the first is written at the root, each other in a folder of its name. Data has no language, and lies
            at the root.

    Raises:
        UserError: Jinja2 is not installed.
    """
    found: dict[str, str] = {}
    for language in languages:
        found |= _pages(site, language, languages)
    for page in site.pages:
        if page.data is not None:
            found[f"{page.stem}.json"] = json.text({"point": site.point, **page.data}, indent=None)
        if page.table is not None:
            rows = [[row.get(name) for name in page.table.columns] for row in page.table.rows]
            found[f"{page.stem}.csv"] = clean(to_csv(list(page.table.columns), rows))
    found["ledger.json"] = json.text({"point": site.point, **site.ledger}, indent=None)
    return {path: text.encode() for path, text in sorted(found.items())}


def folder(language: str, languages: Sequence[str]) -> str:
    """Where a language's pages lie, below the site's root."""
    return "" if language == languages[0] else f"{language}/"


def _pages(site: Site, language: str, languages: Sequence[str]) -> dict[str, str]:
    made = environment(language, TEMPLATES)
    _ = translator(language)
    _teach(made, site, language, _)
    here = folder(language, languages)
    templates = {name: made.get_template(name) for name in {page.template for page in site.pages}}
    found = {}
    for page in site.pages:
        home = "../" * page.path.count("/")
        top = home + "../" * here.count("/")
        found[here + page.path] = templates[page.template].render(
            page=page,
            data=page.data,
            title=_said(page.title, _),
            home=home,
            top=top,
            languages=[(other, f"{top}{folder(other, languages)}{page.path}") for other in languages],
        )
    found[f"{here}plan.js"] = script.script("plan", script.plan(site, _))
    found[f"{here}search.js"] = script.script("search", script.search(site, _))
    return found


def _teach(made: "Environment", site: Site, language: str, _: Translate) -> None:
    """What the templates of a site know beside what all know."""
    from markupsafe import Markup

    # On a page in another language, a record's own words are marked as what they are (WCAG 2.2, 3.1.2).
    own = Markup("") if language == site.language else Markup(' lang="{}"').format(site.language)
    linked = _Linked(site, str(own), _)
    made.globals.update(
        site=site,
        nav=[(path, _(name)) for path, name in NAV],
        point=point_line(site.point, _),
        version=__version__,
        schemas=schemas.NAMES,
        own=own,
    )
    made.filters |= {
        "about": lambda row: _about(row, _),
        "change": lambda fact: change_line(_change(fact), _),
        "cited": linked.cited,
        "entry": lambda data: words.value(data, _),
        "field_word": lambda name: _(name.partition(".")[0]),
        "fields": lambda record: _fields(record, _),
        "groupby_collection": _by_collection,
        "groupby_line": _by_line,
        "event": linked.event,
        "kinds": lambda events: _kinds(events, _),
        "quarter": lambda text: _quarter(text, _),
        "decision_status": lambda status: words.decision_status(status, _),
        "said": said,
        "short_name": lambda key: key.isalnum() and not key.islower(),
        "whether_kept": lambda row: " ".join(whether_kept(row, _)),
        "timeline": lambda rows, last: charts.timeline(rows, date.fromisoformat(last)),
        "quarter_bars": charts.quarter_bars,
        "grant_years": charts.grant_years,
        "grant_bars": lambda years: charts.grant_bars(years, _("decimal point .")[-1]),
    }


def _change(fact: dict[str, Any]) -> Change:
    """A fact that changed, as the page's data has it."""
    return Change(fact["kind"], tuple(fact["field"].split(".")), fact["old"], fact["new"])


def _said(title: Message | str, _: Translate) -> str:
    return title.say(_) if isinstance(title, Message) else title


def _kinds(events: list[dict[str, Any]], _: Translate) -> str:
    """How many events of which kind there are; a status is told beside them, and a note says more than its kind."""
    stood = [one["to"] if one["change"] == "changed" else one for one in events]
    told = [one for one in stood if one["kind"] not in ("status", "note")]
    found = Counter(one["activity"] if one["kind"] == "activity" else one["kind"] for one in told)
    return ", ".join(f"{_(kind)} {n}" if n > 1 else _(kind) for kind, n in found.items())


def _quarter(text: str, _: Translate) -> str:
    year, _dash, number = text.partition("-Q")
    return _("quarter {number} of {year}").format(number=number, year=year)


_IDS = frozenset({"plan", "decision", "concerns", "copy-of"})
"""Fields that hold ids of other records, beside those that hold organisations."""
_OURS = frozenset({*words.CODES, *words.DATES, "period", "listed", "priority", "lines", "sha256", "registry"})
"""Fields whose values are no words of the record's language."""


def _fields(record: dict[str, Json], _: Translate) -> list[dict[str, Any]]:
    """A record's fields, each with its label and entries; those that are ids of records are by themselves."""
    linked = vocabulary().organisations | _IDS
    found: dict[str, dict[str, Any]] = {}
    for name, data, text, cited in fields(record, _):
        entries = found.setdefault(name, {"label": _(name), "entries": []})["entries"]
        keys = [str(key) for key in as_list(data)] if name in linked and not isinstance(data, dict) else []
        if keys:
            entries += [{"id": key, "text": key, "parts": [], "own": False, "source": None} for key in keys]
            entries[-1]["source"] = cited
        else:
            entries.append({"id": None, "own": name not in _OURS, "source": cited} | _parts(data, text, _))
    source = record.get("source")
    if source is not None and not isinstance(source, dict):
        found["source"] = {
            "label": _("source"),
            "entries": [{"id": None, "text": "", "parts": [], "own": False, "source": source}],
        }
    return list(found.values())


def _parts(data: Json, text: str, _: Translate) -> dict[str, Any]:
    """A value in a line; of one with many properties, the first line and then each property with its name."""
    if not isinstance(data, dict) or len(data) < _MANY:
        return {"text": text, "parts": []}
    plain, named = words.parts(data, _)
    return {"text": plain, "parts": named}


_MANY = 4
"""So many properties are no line that anybody reads."""


class _Linked:
    """What is put into pages with links in it. `home` leads from a page to the root of its language.

    Made of escaped text by hand: there are some twenty on each page, and Markup.format takes ten times as long.
    """

    def __init__(self, site: Site, own: str, _: Translate) -> None:
        from markupsafe import Markup, escape

        self.site = site
        self.own = own
        self.translate = _
        self.markup = Markup
        self.escaped = lru_cache(maxsize=1 << 16)(lambda text: str(escape(clean(text))))
        self.citation = lru_cache(maxsize=1 << 16)(self._citation)

    def cited(self, source: Json, home: str) -> "Markup":
        """Citations, each a link to its line on the page of its document."""
        found = ", ".join(self.citation(text, home) for _, text in citations(source))
        return self.markup(f'<span class="cited">[{found}]</span>' if found else "")

    def _citation(self, text: str, home: str) -> str:
        cited = Citation.parse(text)
        said = self.escaped(words.sources(text))
        if cited.source not in self.site.records:
            return said
        line = f"#L{cited.first}" if cited.first else ""
        return f'<a href="{home}{self.site.records[cited.source].path}{line}">{said}</a>'

    def event(self, event: dict[str, Json], home: str) -> "Markup":
        """An event in one sentence: what it is, in our words and with links to what it names; then its own."""
        ours = words.event({name: value for name, value in event.items() if name not in _THEIRS}, self.translate)
        said = self.escaped(ours)
        for name in ("decision", "grant", "internal", "with"):
            for key in as_list(event.get(name)):
                said = self._link(said, str(key), home, titled=name in ("decision", "grant"))
        own = " ".join(str(event[name]) for name in ("reason", "text") if name in event)
        if own:
            said += ("" if not ours else " " if ours.endswith(".") else ". ") + self._own("span", own)
        if "written" in event:
            said += f" [{self._own('q', event['written'])}]"
        if "by" in event:
            key = str(event["by"])
            said += (
                " ("
                + (self._link(key, key, home, titled=False) if key in self.site.records else self._own("span", key))
                + ")"
            )
        return self.markup(said)

    def _own(self, element: str, text: object) -> str:
        """A record's own words, marked as of its language."""
        return f"<{element}{self.own}>{self.escaped(str(text))}</{element}>"

    def _link(self, said: str, key: str, home: str, *, titled: bool) -> str:
        """The sentence with its first mention of a record as a link."""
        link = self.site.records.get(key)
        if link is None:
            return said
        shown = self._own("q", link.title) if titled else key
        before, found, after = said.partition(key)
        return f'{before}<a href="{home}{link.path}">{shown}</a>{after}' if found else said


_THEIRS = frozenset({"text", "reason", "written", "by"})
"""What an event says in the record's own words."""


def _by_line(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is cited from a document, by line; the first that begins at a line can be linked to."""
    found = []
    anchored = set()
    for (first, last), group in groupby(rows, key=lambda row: (row["first"], row["last"])):
        said = "" if first is None else f"L{first}" if first == last else f"L{first}–{last}"
        found.append({"first": None if first in anchored else first, "said": said, "rows": list(group)})
        anchored.add(first)
    return found


def _about(row: dict[str, Any], _: Translate) -> str:
    """What a fact is about: an event by kind and date, else the field."""
    if row["kind"] and row["date"] and row["about"][:1] == ["events"]:
        return f"{_(row['kind'])} {words.cell(row['date'], _)}"
    return " ".join(_(part) for part in row["about"][:1])


def _by_collection(changes: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Changes by collection: processes and decisions first, as these are what readers ask for."""
    order = [*dict.fromkeys(["processes", "decisions", *COLLECTIONS])]
    held = sorted(changes, key=lambda change: order.index(change["collection"]))
    return [(name, list(group)) for name, group in groupby(held, key=lambda change: str(change["collection"]))]
