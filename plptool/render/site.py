"""A site's pages to the bytes of its files: HTML by the templates, and beside each page its data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from plptool import __version__
from plptool.i18n import Translate, translator
from plptool.model import Citation, Json, Message, citations
from plptool.render import json, script, words
from plptool.render.csv import to_csv
from plptool.render.html import environment
from plptool.render.pages import point_line
from plptool.render.text import clean
from plptool.site import NAV, Site

if TYPE_CHECKING:
    from jinja2 import Environment


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
            found[f"{page.stem}.json"] = json.text({"point": site.point, **page.data})
        if page.table is not None:
            rows = [[row.get(name) for name in page.table.columns] for row in page.table.rows]
            found[f"{page.stem}.csv"] = clean(to_csv(list(page.table.columns), rows))
    found["ledger.json"] = json.text({"point": site.point, **site.ledger})
    return {path: text.encode() for path, text in sorted(found.items())}


def folder(language: str, languages: Sequence[str]) -> str:
    """Where a language's pages lie, below the site's root."""
    return "" if language == languages[0] else f"{language}/"


def _pages(site: Site, language: str, languages: Sequence[str]) -> dict[str, str]:
    made = environment(language)
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

    made.globals.update(
        site=site,
        nav=[(path, _(name)) for path, name in NAV],
        point=point_line(site.point, _),
        version=__version__,
        # On a page in another language, a record's own words are marked as what they are (WCAG 2.2, 3.1.2).
        own=Markup("") if language == site.language else Markup(' lang="{}"').format(site.language),
    )
    made.filters["body"] = words.body
    made.filters["citations"] = _citations
    made.filters["quarter"] = lambda text: _quarter(text, _)


def _said(title: Message | str, _: Translate) -> str:
    return title.say(_) if isinstance(title, Message) else title


def _citations(source: Json) -> list[dict[str, str]]:
    """Each citation: the document's id, and how it is said."""
    found = [cited for _, cited in citations(source)]
    return [{"source": Citation.parse(cited).source, "said": words.sources(cited)} for cited in found]


def _quarter(text: str, _: Translate) -> str:
    year, _dash, number = text.partition("-Q")
    return _("quarter {number} of {year}").format(number=number, year=year)
