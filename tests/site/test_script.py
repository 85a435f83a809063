"""What plan.js and search.js hold is what the scripts read, by the same names."""

import re
from dataclasses import fields

import pytest

from plptool.read.opening import open_ledger
from plptool.site import script
from plptool.site.build import TEMPLATES
from plptool.site.content import site
from tests.support.project import ROOT

SCRIPTS = "".join(
    (TEMPLATES / "assets" / name).read_text(encoding="utf-8") for name in ("page.js", "site.js", "find.js")
)


@pytest.mark.parametrize(
    "told",
    [
        script.PlanScript,
        script.NamedRecord,
        script.DecisionCourse,
        script.DecisionStanding,
        script.ProcessCourse,
        script.Standing,
        script.Came,
        script.Awaited,
        script.SearchScript,
        script.Searched,
    ],
)
def test_whatever_is_told_to_the_script_is_read_there_by_its_name(told: type) -> None:
    names = {field.name for field in fields(told)}
    properties = set(re.findall(r"\.(\w+)", SCRIPTS))
    taken_apart = set(re.findall(r"\w+", " ".join(re.findall(r"\{ ([\w, ]+) \}", SCRIPTS))))
    assert names - properties - taken_apart == set()


def test_each_sentence_that_the_script_says_is_there_and_no_other() -> None:
    texts = script.plan(site(open_ledger(ROOT).at("231231"), [], {}), str).texts
    assert set(re.findall(r"plan\.texts\.(\w+)", SCRIPTS)) == set(texts)
