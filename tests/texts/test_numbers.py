"""How documents write paragraphs and amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.texts.letters import says_whole
from plptool.texts.numbers import says_amount, says_paragraph


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


@pytest.mark.parametrize(
    ("passage", "amount"),
    [
        ("450 000 kr", 450_000),
        ("450000 kr", 450_000),
        ("450 000 kronor", 450_000),
        ("450.000 kr", 450_000),
        ("450,000", 450_000),
        ("450 tkr", 450_000),
        ("0,45 mnkr", 450_000),
        ("0,45 miljoner kronor", 450_000),
        ("£4.7m", 4_700_000),
        ("4,7 mkr", 4_700_000),
        ("SEK 4.7 million", 4_700_000),
        ("4 700 000:-", 4_700_000),
        ("4 700 000,00 kr", 4_700_000),
        ("1,2 miljarder", 1_200_000_000),
        ("1.200", 1_200),
    ],
)
def test_an_amount_of_money(passage: str, amount: int) -> None:
    assert says_amount(f"beviljas {passage} för 2023", amount)
    assert not says_amount(f"beviljas {passage} för 2023", amount + 1)


@pytest.mark.parametrize("passage", ["1450 000", "450 0000", "4500 kr", "450", "2450,000", ""])
def test_a_part_of_an_amount_is_none(passage: str) -> None:
    assert not says_amount(passage, 450_000)


@given(st.integers(1, 10**12))
def test_every_amount_is_read_however_its_thousands_are_parted(amount: int) -> None:
    for separator in (" ", "\N{NO-BREAK SPACE}", ",", ".", "", "'"):
        assert says_amount(f"{amount:,}".replace(",", separator) + " kr", amount)


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
