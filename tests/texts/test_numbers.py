"""How documents write paragraphs and amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.texts.amounts import Said, says_amount
from plptool.texts.letters import says_whole
from plptool.texts.numbers import says_as_written, says_paragraph


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        ("§ 28", True),
        ("§28", True),
        ("§ 28 Delårsrapport", True),
        ("28 §", True),
        ("KF 2023-03-14, 28 §", True),
        ("§§ 27–29", True),
        ("§§ 26, 28 och 30", True),
        ("§§ 26–27, 28", True),
        ("paragraf 28", True),
        ("Minute 28", True),
        ("Minute No. 28", True),
        ("Minutes 27 to 29", True),
        ("par. 28", True),
        ("Para 28", True),
        ("KF/28", True),
        ("§ 28²", True),
        ("Minute: 28", True),
        ("§ 27–§ 29", True),
        ("§ 27 t.o.m. § 29", True),
        ("§ 28.2", False),
        ("§ 28:2", False),
        ("§ 28 A och B", False),
        ("10 minutes 28 seconds", False),
        ("§ 28 A grant", True),
        ("§ 28 a", False),
        ("§ 28a", False),
        ("28 a §", False),
        ("§§ 27, 28 a", False),
        ("KS/28-2023", False),
        ("§ 280", False),
        ("§ 128", False),
        ("28", False),
        ("§§ 26–27, 29", False),
        ("§ 2 28", False),
        ("2023-28 §", False),
    ],
)
def test_a_paragraph_of_minutes(passage: str, said: bool) -> None:
    assert says_paragraph(passage, 28) is said


@pytest.mark.parametrize("passage", ["§ 7 a", "§ 7a", "7 A §"])
@pytest.mark.parametrize("paragraph", ["7 a", "7a", "§ 7a"])
def test_a_letter_with_a_space_or_without(passage: str, paragraph: str) -> None:
    assert says_as_written(passage, paragraph)
    assert not says_as_written(passage.replace("7", "17"), paragraph)


@pytest.mark.parametrize(
    ("passage", "amount"),
    [
        ("450 000 kr", 450_000),
        ("450000 kr", 450_000),
        ("450 000 kronor", 450_000),
        ("450' kr", 450_000),
        ("i tusental kronor: drift 450", 450_000),
        ("1½ miljon kronor", 1_500_000),
        ("två mkr", 2_000_000),
        ("450.000 kr", 450_000),
        ("450,000", 450_000),
        ("450 tkr", 450_000),
        ("0,45 mnkr", 450_000),
        ("0,45 miljoner kronor", 450_000),
        ("£4.7m", 4_700_000),
        ("4,7 mkr", 4_700_000),
        ("SEK 4.7 million", 4_700_000),
        ("4 700 000:-", 4_700_000),
        ("4 700\n000 kr", 4_700_000),
        ("4,7\nmiljoner kronor", 4_700_000),
        ("4 700 000,00 kr", 4_700_000),
        ("1,2 miljarder", 1_200_000_000),
        ("1.200", 1_200),
        ("2023-03-14 450 000 kr", 450_000),
        ("450 000² kr", 450_000),
        ("en miljon kronor", 1_000_000),
        ("en halv miljon kr", 500_000),
        ("two million pounds", 2_000_000),
    ],
)
def test_an_amount_of_money(passage: str, amount: int) -> None:
    assert says_amount(f"beviljas {passage} för 2023", amount) is Said.YES
    assert says_amount(f"beviljas {passage} för 2023", amount + 1) is Said.NO


@pytest.mark.parametrize("passage", ["1450 000", "450 0000", "4500 kr", "450", "2450,000", ""])
def test_a_part_of_an_amount_is_none(passage: str) -> None:
    assert says_amount(f"belopp {passage}", 450_000) is Said.NO


@given(st.integers(1, 10**12))
def test_every_amount_is_read_however_its_thousands_are_parted(amount: int) -> None:
    for separator in (" ", "\N{NO-BREAK SPACE}", ",", ".", "", "'"):
        assert says_amount(f"{amount:,}".replace(",", separator) + " kr", amount) is Said.YES


BESIDE = """
100 kr; 100 | 100:-; 100 | SEK 100; 100 | Kr. 100; 100 | € 100; 100 | 100 | 100 svenska kronor; 100
7,6mn kr; 7600000 | ca 7,6 miljoner kronor; 7600000 | 450 KSEK; 450000 | 4–5 mnkr; 4000000 | 100, 200 och 300 tkr; 200000
450 000–500 000 kr; 450000 | mellan 450 000 och 500 000 kronor; 450000 | 450 milj. kr; 450000000
"""
"""An amount that is said, and in which words."""


@pytest.mark.parametrize("case", [case for case in BESIDE.replace("\n", "|").split("|") if ";" in case])
def test_a_currency_beside_a_number_says_that_it_is_money(case: str) -> None:
    passage, amount = case.split(";")
    assert says_amount(passage, int(amount)) is Said.YES
    assert says_amount(f"Nämnden gav {passage.strip()} till dem", int(amount)) is Said.YES


@pytest.mark.parametrize(
    ("passage", "amount"),
    [
        ("Beslut 2023", 2023),
        ("Bidrag för 2023", 2023),
        ("beviljas 450 000 kr 2023", 2023),
        ("år 2022, 2023 och 450 000 kr", 2023),
        ("450 000", 450_000),
        ("resultat -450 000 kr", 450_000),
        ("Belopp i mnkr\nAntal anställda 450", 450),
        ("| Unga | 450 000 |", 450_000),
        ("Föreningen får 450 000.", 450_000),
    ],
)
def test_a_number_of_which_nothing_says_that_it_is_money_is_asked_about(passage: str, amount: int) -> None:
    assert says_amount(passage, amount) is Said.PERHAPS


@pytest.mark.parametrize(
    ("passage", "amount"),
    [
        ("bidrag med 100 %", 100),
        ("kostnaden täcks till 100 procent", 100),
        ("bidrag till 7600000 personer", 7_600_000),
        ("bidrag till 7,6 miljoner invånare", 7_600_000),
        ("bidrag, § 12", 12),
        ("bidrag 450 m²", 450_000_000),
        ("bidrag 450 m<sup>2</sup>", 450_000_000),
        ("Belopp i mnkr\nDrift 0,45\nAntal anställda 450", 450_000_000),
        ("Belopp i tkr\nElever: 450", 450_000),
        ("bidrag, nr 12", 12),
        ("bidrag den 12 mars", 12),
        ("bidrag 2023-03-14", 14),
        ("bidrag 14/3", 14),
        ("kostnad per 100 besök", 100),
        ("4,7 m bred väg, kostnad 3 kr", 4_700_000),
        ("100 deltagare och 200 kr", 100),
        ("sida 12 i budgeten", 12),
        ("budget, tel 450 000", 450_000),
        ("bidrag till 7600000\npersoner", 7_600_000),
    ],
)
def test_the_number_of_something_else_is_no_amount(passage: str, amount: int) -> None:
    assert says_amount(passage, amount) is Said.NO


@pytest.mark.parametrize(
    ("around", "row", "amount", "said"),
    [
        ("| Insats | Belopp |", "| Unga | 450 000 |", 450_000, Said.YES),
        ("| Insats | Belopp, kr |", "| Unga | 450 000 |", 450_000, Said.YES),
        ("| Insats | Belopp (tkr) |", "| Unga | 450 |", 450_000, Said.YES),
        ("| Insats | Belopp (tkr) |", "| Unga | 450 000 |", 450_000, Said.PERHAPS),
        ("| Insats | Budget i miljoner kronor |", "| Unga | 4,7 |", 4_700_000, Said.YES),
        ("| Insats | Antal | Belopp |", "| Unga | 450 | 12 |", 450, Said.PERHAPS),
        ("| Insats | Antal | Belopp |", "| Unga | 450 | 12 |", 12, Said.YES),
        ("Bidrag i tkr\n| Insats | 2023 |", "| Unga | 450 |", 450_000, Said.YES),
        ("Beviljade bidrag:", "- Unga: 450 000", 450_000, Said.YES),
        ("Insats;Belopp;År", "Unga;450000;2023", 450_000, Said.YES),
        ("Insats;Belopp;År", "Unga;450000;2023", 2023, Said.PERHAPS),
        ("Platser:", "- Unga: 450 000", 450_000, Said.PERHAPS),
        ("Insats    Antal   Belopp (tkr)", "Unga        450     300", 300_000, Said.YES),
        ("Insats    Antal   Belopp (tkr)", "Unga        450     300", 450_300, Said.NO),
        ("Insats    Antal   Belopp (tkr)", "Unga        450     300", 450_000, Said.NO),
        ("Insats\tAntal\tBelopp", "Unga\t450\t300", 300, Said.YES),
    ],
)
def test_the_heading_says_what_the_numbers_below_it_are(around: str, row: str, amount: int, said: Said) -> None:
    assert says_amount(row, amount, around) is said


@pytest.mark.parametrize(
    "passage",
    [
        "Stöd till unga",
        "| Stöd till unga | 2023 |",
        "|Stöd till unga|",
        "• stöd till unga",
        "- stöd till unga\n- stöd till äldre",
        "\uf0b7 stöd till unga",
        "Behov (stöd till unga)",
        "Behov – stöd till unga – år 2023",
        "Behov: stöd till unga.",
        "[stöd till unga]",
        "”stöd till unga”",
        "«stöd till unga»",
        "<td>stöd till unga</td>",
        "1. Stöd till unga",
    ],
)
def test_wording_stands_whole_between_whatever_parts_it(passage: str) -> None:
    assert says_whole(passage, "Stöd till unga")


@pytest.mark.parametrize(
    "passage",
    ["utökat stöd till unga", "Stöd till unga vuxna", "Stöd till unga, äldre och barn", "Stöd till ungas hem"],
)
def test_part_of_a_sentence_that_goes_on_is_not_the_wording(passage: str) -> None:
    assert not says_whole(passage, "Stöd till unga")
