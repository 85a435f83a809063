"""No name of a person is left in what everybody may read, nor half of one where a text is cut."""

import re
from typing import TYPE_CHECKING

import pytest

from plptool.model.names import NOBODY, Names
from plptool.model.redact import nameless, names_in
from plptool.model.text import cut, short
from tests.support.personal_numbers import PERSON
from tests.support.project import ROOT

if TYPE_CHECKING:
    from plptool.model.plain import Plain

QUIST = Names.of(["Ylva Berg-Quist", "Åsa Ek", "Bo", "Eva-Lena Maria Wik"])


@pytest.mark.parametrize(
    "written",
    ["Ylva Berg-Quist", "ylva berg quist", "Ylva  Berg", "Ylva\nQuist", "Quist, Ylva", "Berg-Quist Ylva", "Åsa Eks", "A\u030asa Ek", "Bo", "BO",
     "Ylva** Berg-Quist", "Ylva&nbsp;Quist", "Ylva_ **Berg-Quist", "Ylva</b> Berg", "Ylva<br>Quist", "Ylva\u00a0Berg\u2011Quist",
     "Y. Berg-Quist", "Y Berg", "Y.Quist", "Y. QUIST", "Quist, Y.", "Berg-Quist Y.", "Å. Eks", "Å Ek:s",
     "Eva-Lena Maria Wik", "E-L Wik", "E.-L. Wik", "EL Wik", "E Wik", "Eva Wik", "Maria Wik", "Lena Wik", "E.L.M. Wik", "E. L. Wik"],
)  # fmt: skip
def test_a_name_is_hidden_however_it_is_written(written: str) -> None:
    assert QUIST.hidden(f"Signed by {written}.") == "Signed by …."
    assert QUIST.starred(f"Signed by {written}.") == f"Signed by {'*' * len(written)}."


@pytest.mark.parametrize(
    ("written", "hidden"),
    [("ylvabergquist@x.se", "…@x.se"), ("ylva.quist2@x.se", "…@x.se"), ("ybergquist@x.se", "…@x.se"), ("asa.ek@x.se", "…@x.se"),
     ("åsaek@x.se", "…@x.se"), ("quist_ylva.ext@x.se", "….ext@x.se"), ("evalenawik@x.se", "…@x.se"), ("https://x.se/ylva-quist/", "https://x.se/…/"),
     ("@ylvaquist", "@…"), ("Ylva Qu\u00adist", "…"), ("Å\u200bsa E\u2060k", "…"), (r"Ylva Qu\u00adist", "…"), (r"Ylva\u200B Quist", "…"),
     ("asaek", "asaek"), ("yquist", "yquist"), ("eken@x.se", "eken@x.se"), ("a\u00adb", "a\u00adb")],
)  # fmt: skip
def test_nor_in_an_address_nor_where_something_unseen_divides_it(written: str, hidden: str) -> None:
    assert QUIST.hidden(written) == hidden
    assert len(QUIST.starred(written)) == len(written)
    assert ("*" in QUIST.starred(written)) == (hidden != written)


@pytest.mark.parametrize(
    "other",
    [
        "Bokning",
        "Ylva",
        "Eken",
        "a rumbo",
        "Asa Ek",
        "Yl",
        "",
        "…",
        "y quist",
        "å ek",
        "Wik",
        "B Ek",
        "e wik",
        "L Wik",
        "More follows…",
    ],
)
def test_what_is_no_name_stays(other: str) -> None:
    assert QUIST.hidden(other) == other
    assert NOBODY.hidden(f"Ylva Berg-Quist {other}") == f"Ylva Berg-Quist {other}"


@pytest.mark.parametrize("name", ["Ylva Berg-Quist", "Berg-Quist, Ylva", "Åsa Ek"])
def test_half_of_a_name_goes_wherever_a_text_was_cut(name: str) -> None:
    for before in range(45, 62):
        text = f"{'x' * before} {name} has signed the report of the year."
        shown = QUIST.hidden(short(text))
        assert not re.search(r"Y|Berg|Quist|Ås|Ek", shown), shown
        assert shown.startswith("x" * min(before, 59))


def test_half_of_a_personal_identity_number_is_never_left() -> None:
    birth, rest = PERSON
    for number in (f"{birth}-{rest}", f"19{birth}-{rest}", f"{birth}{rest}", f"{birth} {rest}"):
        for before in range(40, 62):
            for done in (short(f"{'x' * before} {number} is a number."), cut(f"{'x' * before} {number}", 50)):
                assert not re.search(r"\d", done), done


def test_one_word_in_small_letters_is_no_name() -> None:
    assert Names.of(["vacant", "N.N.", " ", ""]).hidden("vacant, N.N.") == "vacant, …"


def test_names_are_out_of_texts_before_these_are_cut() -> None:
    told: Plain = {
        "id": "a",
        "title": "Åsa Ek asks",
        "responsible": {"role": "lead", "person": ["Åsa Ek"]},
        "partners": ["A", "åsa ek"],
        "discrepancies": [
            {"field": "priority", "claims": [{"value": 1, "source": "b"}], "reason": "Eks, no: Ek, Åsa said so."}
        ],
    }
    assert nameless(told, names_in([told])) == {
        "id": "a",
        "title": "… asks",
        "responsible": {"role": "lead"},
        "partners": ["A", "…"],
        "discrepancies": [
            {"field": "priority", "claims": [{"value": 1, "source": "b"}], "reason": "Eks, no: … said so."}
        ],
    }


def test_text_is_cut_in_one_place() -> None:
    cuts = re.compile(r"""\[[^\]\n]*:[^\]\n]*\](?:\.\w+\(\))* ?\+ ?["']…|f["'][^"'\n]*\[:[^\]\n]*\]\}…""")
    found = [path.name for path in (ROOT / "plptool").rglob("*.py") if cuts.search(path.read_text("utf-8"))]
    assert found == ["text.py"]


def test_a_surname_alone_is_hidden_where_it_is_no_word() -> None:
    names = Names.of(["Zebulon Kvistqvist", "Ida Berg"])
    assert names.hidden("Kvistqvists förslag, KVISTQVIST och Kvistqvist.") == "… förslag, … och …."
    assert names.hidden("Bergs skola, kvistqvister") == "Bergs skola, kvistqvister"
