"""What readers see are words: no id, code or key where a name is meant, on any page of any ledger that we have."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from plptool.model.collections import Collection
from plptool.model.i18n import translator
from plptool.model.plain import Plain
from plptool.read.opening import open_ledger
from plptool.read.vocabulary import vocabulary
from plptool.render.phrases import CODES
from plptool.site.build import files
from plptool.site.content import is_short_name, site
from plptool.site.short_names import Explainer
from plptool.timeline.ledger import State
from tests.support.project import ROOT
from tests.support.thorough import some

LEDGERS = {
    "real": ROOT,
    **{path.name: path for path in sorted((ROOT / "tests" / "ledgers").iterdir()) if path.is_dir()},
}
TECHNICAL = ("auditors.html", "data.html", "accessibility.html")
"""Pages for examiners and for who fetches data; and the statement, which cites laws."""
VOID = {"meta", "link", "br", "img", "input"}
APART = ("script", "style", "code", "q")


@dataclass
class Seen(HTMLParser):
    """What a page shows, but for what is for examiners and what is of another language than the page's."""

    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("aria-label", "placeholder", "title"):
            if given.get(name) and not self.unseen:
                self.texts.append(str(given[name]))
        if tag not in VOID:
            other = tag != "html" and "lang" in given
            self.open.append((tag, tag in APART or other or "examiners" in str(given.get("class"))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds nothing."""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - pages are well-formed: another test looks
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.unseen:
            self.texts.append(" ".join(data.split()))

    @property
    def unseen(self) -> bool:
        return any(apart for _, apart in self.open)


def shown(state: State, language: str) -> Iterator[tuple[str, str]]:
    """Each text that readers of a site see, after its page; those of search among them."""
    for path, content in files(site(state, [], {}), [language]):
        if path == "search.js":
            index = json.loads(content.decode().removeprefix("globalThis.search=").rstrip(";\n"))["index"]
            yield from (
                (path, text) for row in index for told in (row["text"], row["ours"]) for text in told.split(" · ")
            )
        if not path.endswith(".html") or path in TECHNICAL:
            continue
        page = Seen()
        page.feed(content.decode())
        for text in page.texts:
            yield path, text


def prose(data: Plain) -> Iterator[str]:
    """What records say in words of their own: there people write as they like."""
    match data:
        case str() if " " in data:
            yield data
        case dict():
            for value in data.values():
                yield from prose(value)
        case list():
            for value in data:
                yield from prose(value)


def test_a_short_name_is_explained_where_a_page_first_uses_it() -> None:
    """By a link: to the organisation, or else to the glossary; once a page, and never within another link."""
    page = '<head><title>KS</title></head><main><p>KSON:s plan, BUS and <a href="x">KS</a></p><p>KSON, KS, <svg>BUN</svg></p><p><a href="../organisation/BUN.html">BUN</a> BUN</p></main>KS'
    made = Explainer({"KS": "Kommunstyrelsen", "KSON": "Kommunalförbundet", "BUN": "Nämnden"}).explained(
        page, "process/1.html", "../"
    )
    links = re.findall(r'<a class="short" href="([^"]*)">(\w+)</a>', made)
    assert links == [("../glossary.html#short-KSON", "KSON"), ("../glossary.html#short-KS", "KS")]
    assert re.sub(r'<a class="short"[^>]*>(\w+)</a>', r"\1", made) == page
    whole = dict(files(site(open_ledger(ROOT).at("231231"), [], {}), ["sv"]))
    assert (
        whole["process/2.5.3.html"].decode().count('href="../glossary.html#short-KSON">KSON</a> har inte verkställt')
        == 1
    )
    assert 'id="short-KSON"' in whole["glossary.html"].decode()


EDTF = re.compile(
    r"\d{4}(?:-\d\d){0,2}[~?%](?!\w)|\.\./|/\.\.|\b\d{4}-(?:2[1-9]|3\d|4[01])\b|\b\d{2,3}X{1,2}\b|\d{4}-XX"
)
CODE = re.compile(r"\bPLP\d{3}\b|\.ya?ml\b|\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{10,64}\b|\bledger/")


def keys(language: str) -> set[str]:
    """Keys and codes of records that are no words of a language: what the catalogue calls otherwise, or has no word for."""
    _ = translator(language)
    named = {name for name in vocabulary().names if _(name) != name}
    codes = {
        "meeting",
        "network-meeting",
        "study-visit",
        "completed",
        "ongoing",
        "adopted",
        "referred-to",
        "cancelled",
        *CODES,
    }
    words = {_(name) for name in named | codes}
    return {name for name in named | codes if name not in words and _(name) != name}


@pytest.mark.parametrize("name", some(LEDGERS, "real", "council"))
def test_readers_see_words(name: str) -> None:
    ledger = open_ledger(LEDGERS[name])
    state = ledger.at("241231")
    said = "\n".join(text for data in ledger.all_data() for text in prose(data))
    ids = {
        key
        for key, record in ledger.records.items()
        if record.collection is not Collection.PROCESSES and not is_short_name(key)
    }
    wrong: set[tuple[str, str, str]] = set()
    for path, text in shown(state, "sv"):
        words = set(re.findall(r"[\w.]+(?:-[\w.]+)*", text))
        odd = words & ids | {found[0] for found in (*EDTF.finditer(text), *CODE.finditer(text))} | words & keys("sv")
        wrong |= {(one, path, text) for one in odd if one not in said}
    assert sorted(wrong) == []
