"""Whether words stand in a document: what recognition misreads is forgiven, and another word or number is not."""

import pytest

from plptool.texts.letters import says

GIVEN = "att ge nämnden 450 000 kr för 2024 och alltid redo-\nvisa en plan för budgeten till KS\n"


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        (GIVEN, "ge nämnden 450 000 kr för 2024 och alltid redovisa en plan för budgeten till KS"),
        (GIVEN, "ge nämnden 450000 kr för 2024 och alltid redovisa en plan"),
        ("att ge namnden 450 000 kr for 2O24 och alltid redovisa en pIan för budqeten", GIVEN.partition("till")[0][4:]),
        ("1. Anta planen för 2024\n2. Avslå yrkandet", "Anta planen för 2024."),
        ("Anta planen för 2024 12 § Avslag", "Anta planen för 2024."),
        ("godkdnna forvaltningens rapport om psykisk héalsa.", "godkänna förvaltningens rapport om psykisk hälsa."),
        ("| 450 | 900 | Bidrag till ungdomar", "900 Bidrag till ungdomar"),
    ],
)
def test_it_stands_there_whatever_recognition_made_of_it(passage: str, words: str) -> None:
    assert says(passage, words)


@pytest.mark.parametrize(
    "words",
    [
        "ge nämnden 451 000 kr för 2024 och alltid redovisa en plan för budgeten",
        "ge nämnden 450 000 kr för 2025 och alltid redovisa en plan för budgeten",
        "ge nämnden 450 000 kr för 2024 och aldrig redovisa en plan för budgeten",
        "ge nämnden 450 000 kr för 2024 och alltid redovisa en plan för budgeten till KF",
        "ge nämnden 450 000 kr bör 2024 och alltid redovisa en plan för budgeten",
        "ge nämnden 450",
        "000 kr för 2024 och alltid redovisa en plan",
        "50 000 kr för 2024 och alltid redovisa en plan",
        "ge nämnden 450 000 kr för 202",
    ],
)
def test_another_word_or_number_is_not_what_stands_there(words: str) -> None:
    assert not says(GIVEN, words)
