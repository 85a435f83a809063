"""Mistakes in tests/gallery/ and the exact text that a person sees, which this test finds by itself.

A file is called as the rule whose explanation shows the mistake (`PLP301.txt`), or after the mistake: then it says on its
first line what an editor did, and under `== wrong` shows the lines. `== en` and `== sv` is what is said of them.
`python tools/make.py` writes these two, and docs/gallery.md. Whoever changes a message reads what has changed here, as the
editor who gets it: what is wrong, where, what to write instead?
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from plptool.checks.explain import Example, explanation
from plptool.model.i18n import LANGUAGES, translator
from plptool.model.rules import RULES
from plptool.render.findings import text
from tests.support.examples import findings_of
from tests.support.findings import assert_no_jargon
from tests.support.program import plptool
from tests.support.project import ROOT

GALLERY = sorted((ROOT / "tests" / "gallery").glob("*.txt"))


def parts(file: Path) -> dict[str, str]:
    head, *rest = re.split(r"(?m)^== (\w+)$", file.read_text(encoding="utf-8"))
    return {"head": head.strip()} | {name: body.strip("\n") for name, body in zip(rest[::2], rest[1::2], strict=True)}


def example(file: Path) -> Example:
    if file.stem in RULES:
        return explanation(RULES[file.stem]).wrong
    return replace(Example.read(parts(file)["wrong"]), english=True)


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
def test_this_is_what_a_person_sees(file: Path, tmp_path: Path) -> None:
    everything = findings_of(example(file), tmp_path)
    assert_no_jargon(everything)
    found = [one for one in everything if one.acknowledged is None]
    for language in LANGUAGES:
        assert text(found, translator(language)).rstrip("\n") == parts(file)[language]
    assert found
    if file.stem in RULES:
        assert {one.rule for one in found} == {file.stem}


def test_the_command_says_the_same(tmp_path: Path) -> None:
    (file,) = [file for file in GALLERY if file.stem == "sort-list-for-text"]
    findings_of(example(file), tmp_path)
    for language in LANGUAGES:
        done = plptool("validate", "--lang", language, cwd=tmp_path)
        assert (done.returncode, done.stdout.rstrip("\n")) == (1, parts(file)[language])


def test_every_rule_and_many_mistakes_are_there() -> None:
    names = {file.stem for file in GALLERY}
    assert {name for name in names if name.startswith("PLP")} == set(RULES)
    kinds = {name.partition("-")[0] for name in names}
    assert kinds >= {
        "yaml",
        "comma",
        "property",
        "missing",
        "sort",
        "allowed",
        "date",
        "empty",
        "size",
        "form",
        "place",
    }
    assert len(names - set(RULES)) > 70
    assert all(parts(file)["head"] for file in GALLERY if file.stem not in RULES)


def test_one_mistake_is_one_finding() -> None:
    # Three names in Swedish are three mistakes.
    several = {"property-swedish": 3}
    for file in GALLERY:
        places = re.findall(r"(?m)^(?:(?:ledger|schema)/\S+|[0-9a-f]{7}:) (?:error|warning|info)", parts(file)["en"])
        assert len(places) == several.get(file.stem, 1), file.stem
