"""Whether words stand in a document: what recognition misreads is forgiven, and another word or number is not."""

import pytest

from plptool.texts.letters import says, says_whole

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


CLAUSE = "att godkänna förvaltningens rapport om psykisk hälsa och samverkan i kommunen"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("hélsa", "hälsa"), ("hällsa", "hälsa"), ("hiilsa", "hälsa"), ("hä1sa", "hälsa"), ("liälsa", "hälsa"),
        ("héalsa", "hälsa"), ("häl sa", "hälsa"), ("raport", "rapport"), ("rapporrt", "rapport"),
        ("förvaltingens", "förvaltningens"), ("förvalt-\nningens", "förvaltningens"), ("förva1tningens", "förvaltningens"),
        ("orn", "om"), ("ocli", "och"), ("sarnverkan", "samverkan"), ("sainverkan", "samverkan"), ("komunen", "kommunen"),
        ("fysisk", None), ("ohälsa", None), ("hälsans", None), ("att inte godkänna", None),
        ("underkänna", None), ("regionen", None), ("utan samverkan", None), ("rapporter", None), ("förvaltarens", None),
    ],
)  # fmt: skip
def test_what_recognition_makes_of_a_word_and_what_it_does_not(seen: str, meant: str | None) -> None:
    others = {"fysisk": "psykisk", "ohälsa": "hälsa", "hälsans": "hälsa", "underkänna": "godkänna",
              "att inte godkänna": "att godkänna", "regionen": "kommunen", "utan samverkan": "och samverkan",
              "rapporter": "rapport", "förvaltarens": "förvaltningens"}  # fmt: skip
    passage = CLAUSE.replace(meant or others[seen], seen)
    assert passage != CLAUSE
    assert says(passage, CLAUSE) is (meant is not None)
    assert says_whole(f"Beslut\n{passage.capitalize()}.\n", CLAUSE) is (meant is not None)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("Olämpliga lokaler ska användas i första hand", "lämpliga lokaler ska användas i första hand"),
        ("nämnden ska anslå medel till föreningen", "nämnden ska avslå medel till föreningen"),
        ("lokalerna ska stå öppna utom sommartid", "lokalerna ska stå öppna utan sommartid"),
        ("fast anställd personal i verksamheten", "last anställd personal i verksamheten"),
        ("att röja marken vid stranden i centrum", "att höja marken vid stranden i centrum"),
        ("bevilja 8800 000 kr till föreningarna", "bevilja 800 000 kr till föreningarna"),
        ("öka antalet platser med 11 procent", "öka antalet platser med 1 procent"),
        ("en god vårdnad av barnen i kommunen", "en god vård av barnen i kommunen"),
        ("samverkan om god vårdplats", "samverkan om god vård"),
    ],
)
def test_another_word_is_none_that_was_misread(passage: str, words: str) -> None:
    assert not says(passage, words)


def test_a_misread_wording_stands_whole_where_its_sentence_ends() -> None:
    assert says_whole("Mål: Att godkiinna förvaltningens rapport. Annat", "att godkänna förvaltningens rapport")
    assert not says_whole("Att godkiinna förvaltningens rapport med villkor", "att godkänna förvaltningens rapport")
