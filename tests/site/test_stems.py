"""Words have the same stems where the index is made and where readers type."""

import re

from playwright.sync_api import Browser

from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from plptool.site import script
from plptool.site.build import TEMPLATES
from plptool.site.content import site
from plptool.site.stems import ALGORITHMS, stemmer, stems
from tests.support.browser import opened
from tests.support.project import ROOT

READ = {
    "sv": ["plptool/model/locale/sv/LC_MESSAGES/plptool.po"],
    "en": ["docs/design.md", "docs/format.md", "README.md"],
}
ODD = {
    "sv": """alfabet paket staket raket komet kvalitet kvalitets universitet mötets planets beslutets husets löst tröst öst höst
        hemlöst fullt hoppfullt a å et ett friskt anonymitet kommunitet""",
    "en": """skies dying lying vying dyings herrings evening canning proceed exceeded succeed past pasted paste lateral later
        universal organize organization inter interest emergence news howe yes youth boyish enjoying adding egged hopping
        hoping geologist geology ied ies ties cries gas this gaps bus buses us's boy's boys' 'tis yyy on at bed add""",
}
"""Words of which the published rules say something apart."""


def test_a_word_has_one_stem_where_the_index_is_made_and_where_it_is_asked(chromium: Browser) -> None:
    with opened(chromium) as watched:
        watched.page.add_script_tag(path=TEMPLATES / "assets" / "stem.js")
        assert set(watched.page.evaluate("Object.keys(stems)")) == set(ALGORITHMS)
        for language, paths in READ.items():
            text = " ".join((ROOT / path).read_text("utf-8") for path in paths).lower()
            words = sorted({*re.findall(r"[^\W\d_]+", text), *ODD[language].split()})
            assert len(words) > 1000
            here = dict(zip(words, map(stemmer(language), words), strict=True))
            there = watched.page.evaluate("([language, words]) => words.map(stems[language])", [language, words])
            assert dict(zip(words, there, strict=True)) == here
            assert sum(stem != word for word, stem in here.items()) > len(words) / 4


def test_the_index_has_each_record_under_the_stems_of_its_words() -> None:
    whole = site(open_ledger(ROOT).at("231231"), [], {})
    made = script.search(whole, "en", str)
    at = {record.id: place for place, record in enumerate(made.index)}
    assert at["2.1.2"] in made.stems["föräldraskapsstöd"]  # its own words are Swedish,
    assert at["2.1.2"] in made.stems[stemmer("en")("completed")]  # and ours English
    told = " ".join(record.ours for record in script.search(whole, "sv", translator("sv")).index)
    assert "Möte 1" in told
    assert "charset" not in told  # which is what a catalogue has under no words at all
    assert {place for places in made.stems.values() for place in places} <= set(at.values())
    forms = ("möte", "mötet", "möten", "mötets")
    assert {stem for form in forms for stem in stems(form, stemmer("sv"))} == {"möt"}
    having = {place for place, record in enumerate(made.index) if re.search(r"(?i)\bmöte[nt]?s?\b", record.text)}
    assert having
    assert having <= set(made.stems["möt"])
    assert list(stems("Möte 3 i K8, 2023", stemmer("fi"))) == ["möte"]  # of whose words we know no stems
