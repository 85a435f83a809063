"""Each language's catalogue is current, complete, and fits its messages."""

import ast
import gettext
import re
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from plptool.model.i18n import LANGUAGES, WORDS, translator
from plptool.model.plain import part, texts
from plptool.model.rules import RULES
from plptool.read.schema import load
from plptool.render import phrases as words
from tests.support.project import ROOT, script
from tests.support.thorough import THOROUGH, thorough

catalogues: Any = script("catalogues")


CATALOGUES: list[Path] = catalogues.catalogues()
SWEDISH = catalogues.LOCALE / "sv" / "LC_MESSAGES" / "plptool.po"
each_language = pytest.mark.parametrize("po", CATALOGUES, ids=catalogues.language_of)


def entries_of(po: Path) -> dict[str, Any]:
    entries: dict[str, Any] = catalogues.entries(po)
    return entries


@pytest.fixture
def catalogue_copy(tmp_path: Path) -> tuple[Path, Path]:
    """A catalogue as files that a test may spoil; current, so that it fails for what it spoils alone."""
    folder = tmp_path / "sv" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "plptool.po"
    po.write_bytes(SWEDISH.read_bytes())
    catalogues.update(po)
    return po, po.with_suffix(".mo")


def _placeholders(text: str) -> Counter[tuple[str, str | None, str | None]]:
    """Each, with how it is written; which of two examples is written at all, each language says (`{en!s}{sv!s:.0}`)."""
    return Counter(
        (name, (spec or "").replace(".0", ""), conversion)
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    )


@pytest.mark.skipif(not THOROUGH, reason="make lint does it, too")
@each_language
def test_current_and_complete(po: Path) -> None:
    assert catalogues.complaints(po) == []


def test_the_languages_are_those_of_the_catalogues_and_the_code_s_own() -> None:
    assert (*map(catalogues.language_of, CATALOGUES), "en") == LANGUAGES
    assert texts(part(part(load("ledger"), "properties"), "language"), "enum") == LANGUAGES


def test_the_code_was_seen() -> None:
    seen = catalogues._ours()
    assert set(WORDS) <= seen
    # Of the schemas, a property and a value that it may have; of a collection, what its records are called.
    assert {"completed-means", "handed-over", "snapshots"} <= seen
    assert not {"sv", "en"} & seen
    assert {text for rule in RULES.values() for text in (rule.summary, rule.value) if text} <= seen
    # Of a page, a page's f-string, a command, a check, and a message of two literals.
    assert {"Timeline", "overdue", "Nothing has changed.", "Check the date.", "`{new}` cannot follow `{old}`"} <= seen
    assert any(text.startswith("{total} processes: {completed} completed, ") for text in seen)


@each_language
def test_placeholders_and_spaces(po: Path) -> None:
    entries = entries_of(po)
    assert len(entries) > 400
    for text, entry in entries.items():
        assert _placeholders(entry.text) == _placeholders(text), text
        assert re.findall(r"^\s*|\s*$", entry.text) == re.findall(r"^\s*|\s*$", text), text
        arguments = {name: "x" for name, _, _ in _placeholders(text)}
        assert entry.text.format(**arguments), text


@each_language
def test_what_is_typed_stays(po: Path) -> None:
    """What a message says in backticks without a blank is typed as it stands: a field, a value, a file."""
    for text, entry in entries_of(po).items():
        for typed in re.findall(r"`([a-z-]+:?)`", text):
            assert f"`{typed}`" in entry.text, text


@each_language
def test_header(po: Path) -> None:
    entries = entries_of(po)
    assert "" not in entries
    header = po.read_text(encoding="utf-8").partition("\n\n")[0]
    assert re.findall(r'^"([\w-]+):', header, re.MULTILINE) == [
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
    assert list(entries) == sorted(entries)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("completed", "slutförd"),
        ("ongoing", "pågår"),
        ("handed-over", "övergått i ordinarie verksamhet"),
        ("adopted", "beslutat"),
        ("work tree", "arbetskopian"),
        ("There is no such process.", "Processen finns inte."),
        ("the due date", "den förväntade tiden"),
    ],
)
def test_swedish(text: str, said: str) -> None:
    assert translator("sv")(text) == said
    assert translator("en")(text) == text


def test_values_in_swedish() -> None:
    swedish = translator("sv")
    assert words.amount(7_600_000, swedish) == "7,6 mn kr"
    assert words.amount(1_234_567, swedish) == "1\u00a0234\u00a0567 kr"
    assert words.when("2023-23", swedish) == "hösten 2023"
    assert words.when("/2023-12-31", swedish) == "senast 2023-12-31"


def test_a_missing_translation_is_told(catalogue_copy: tuple[Path, Path]) -> None:
    po, _ = catalogue_copy
    po.write_text(po.read_text(encoding="utf-8").replace('msgstr "slutförd"', 'msgstr ""'), encoding="utf-8")
    said = catalogues.complaints(po)
    assert "sv: not translated: 'completed'" in said
    assert any(line.startswith("sv: plptool.mo is not current") for line in said)


def test_a_fuzzy_translation_is_told_and_not_compiled(catalogue_copy: tuple[Path, Path]) -> None:
    po, mo = catalogue_copy
    spoilt = po.read_text(encoding="utf-8").replace('msgid "completed"', '#, fuzzy\nmsgid "completed"')
    po.write_text(spoilt, encoding="utf-8")
    assert "sv: fuzzy: 'completed'" in catalogues.update(po)
    assert "sv: fuzzy: 'completed'" in catalogues.complaints(po)
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("completed") == "completed"


def test_stale_files_are_told(catalogue_copy: tuple[Path, Path]) -> None:
    po, mo = catalogue_copy
    current = po.read_bytes(), mo.read_bytes()
    assert not any("not current" in line for line in catalogues.complaints(po))
    po.write_text(po.read_text(encoding="utf-8") + '\nmsgid "gone"\nmsgstr "borta"\n', encoding="utf-8")
    mo.write_bytes(mo.read_bytes()[:-1])
    stale = [line.split(" ")[1] for line in catalogues.complaints(po) if "not current" in line]
    assert stale == ["plptool.po", "plptool.mo"]
    catalogues.update(po)
    assert (po.read_bytes(), mo.read_bytes()) == current


def test_a_reworded_message_keeps_its_translation_as_fuzzy() -> None:
    held = {"the meeting is booked": catalogues.Entry("mötet är bokat"), "yes": catalogues.Entry("ja")}
    assert catalogues.merged({"the meeting was booked", "yes", "no"}, held) == {
        "no": catalogues.Entry(),
        "the meeting was booked": catalogues.Entry("mötet är bokat", fuzzy=True),
        "yes": catalogues.Entry("ja"),
    }


def test_awkward_text_survives(tmp_path: Path) -> None:
    held = {
        "a\n": catalogues.Entry("å\t"),
        'say "x" \\': catalogues.Entry('säg "x" \\'),
        "{{x}} {n}": catalogues.Entry("{n}"),
    }
    po, mo = tmp_path / "plptool.po", tmp_path / "plptool.mo"
    po.write_text(catalogues.catalogue(dict(sorted(held.items())), "sv"), encoding="utf-8")
    mo.write_bytes(catalogues.compiled(held, "sv"))
    assert catalogues.entries(po) == held
    with mo.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert {text: read.gettext(text) for text in held} == {text: entry.text for text, entry in held.items()}


SEEN = {
    '_("a" "b")': {"ab"},
    "f\"{_('in an f-string')}\"": {"in an f-string"},
    '_r("PLP1", "name", "error", "summary", "value")': {"summary", "value"},
    '_r("PLP1", "name", "error", summary="summary", value="value")': {"summary", "value"},
    'Message("m {n}", {"n": "argument"})': {"m {n}"},
    'Message(template="m", args={})': {"m"},
    'findings.Message("m")': {"m"},
    'word("w"); translate("t"); print("p"); _(name)': {"w", "t"},
    'self._("a"); self.translate("b"); site.texts.translate("c"); self.page._("d").format(x="e")': {"a", "b", "c", "d"},
    'translator(language)("a"); i18n.translation({}, None)("b"); other(language)("c")': {"a", "b"},
    '_("a" if one else "b" if two else three)': {"a", "b"},
    '_(status or "none"); _(status or "–"); _(one and "a" or "b")': {"none", "a", "b"},
    '_(name := "a")': {"a"},
    '[*map(_, ("a", "b"))], map(self.translate, ["c"]), map(Message, {"d"}), map(str, ("e",)), map(_, names)': {
        *"abcd"
    },
    '_(names["a"]); _(names.get("b", "c")); text.translate({"d": "e"})': set(),
}
"""Ways to translate, and the messages in them."""


@pytest.mark.parametrize(("code", "found"), SEEN.items())
def test_messages_of_a_module(tmp_path: Path, code: str, found: set[str]) -> None:
    (tmp_path / "one.py").write_text(f"{code}\n", encoding="utf-8")
    assert catalogues.messages(tmp_path) == found


@pytest.mark.parametrize(
    "code",
    ['_(f"made up {n}")', 'self._(f"made up {n}")', '_("made " + up)', '_("%s" % up)', '_("made {}".format(up))',
     'Message(template=f"made up {n}")', '_("one" if n == 1 else f"{n}")', 'map(_, [f"{n}"])'],
)  # fmt: skip
def test_what_is_made_up_is_no_message(tmp_path: Path, code: str) -> None:
    (tmp_path / "two.py").write_text(f"\n{code}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"two\.py:2"):
        catalogues.messages(tmp_path)


def test_messages_of_a_template(tmp_path: Path) -> None:
    folder = tmp_path / "site" / "templates"
    folder.mkdir(parents=True)
    page = folder / "page.html"
    page.write_text(
        '{{ _("a") }}{{ page._("b") }}{{ _("c" if x else "d").format(e="e") }}{% for n in [_("f")] %}{% endfor %}'
        '{{ "g" | word }}{{ ("h" if x else y) | word | capitalize }}{{ z | word }}{{ "i" | upper }}',
        encoding="utf-8",
    )
    assert catalogues.messages(tmp_path) == {*"abcdfgh"}
    page.write_text("{{ _(name) }}", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"page\.html:1"):
        catalogues.messages(tmp_path)


@thorough
def test_whatever_translates_is_called_as_the_catalogues_know_it() -> None:
    """By its type and by what makes it: under another name its messages would not be seen."""
    names: set[str] = set()
    makers: set[str] = set()
    aliases: set[str] = set()
    for path in (ROOT / "plptool").rglob("*.py"):
        for node in ast.walk(catalogues.parsed(path)):
            match node:
                case ast.arg(arg=name, annotation=ast.expr() as annotation) if translates(annotation):
                    names.add(name)
                case ast.AnnAssign(target=target, annotation=annotation) if translates(annotation):
                    names.add(catalogues._name_of(target))
                case ast.Assign(targets=[target], value=ast.Call(func=function)):
                    if catalogues._name_of(function) in catalogues.TRANSLATORS:
                        names.add(catalogues._name_of(target))
                case ast.FunctionDef(name=name, returns=ast.expr() as annotation) if translates(annotation):
                    (names if is_property(node) else makers).add(name)
                case ast.alias(name=name, asname=str(other)) if name in {*catalogues.MARKS, *catalogues.TRANSLATORS}:
                    aliases.add(other)
    assert names == {"_", "translate"} <= catalogues.MARKS.keys()
    assert makers == set(catalogues.TRANSLATORS)
    assert not aliases


def is_property(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(decorator).endswith("property") for decorator in function.decorator_list)


def translates(annotation: ast.expr) -> bool:
    """Whether it is the type of what translates."""
    return ast.unparse(annotation).strip("'\"") in ("Translate", "Translate | None")
