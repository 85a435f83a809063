"""What a record says is taken out with its type, and never as another."""

from collections.abc import Callable

import pytest

from plptool.model.plain import Data, Plain, as_list, entries, number, number_if_any, part, text, text_if_any, texts

DATA: Data = {
    "title": "Shared housing",
    "amount": 450000,
    "names": ["Socialförvaltningen", "SOC"],
    "source": "minutes#L4",
    "period": None,
    "seal": {"digest": "fb13"},
    "years": [{"year": 2022}, {"year": 2023}],
    "booked": True,
}


def test_values_have_the_types_that_they_are_asked_for() -> None:
    assert text(DATA, "title") == "Shared housing"
    assert number(DATA, "amount") == 450000
    assert texts(DATA, "names") == ("Socialförvaltningen", "SOC")
    assert part(DATA, "seal") == {"digest": "fb13"}
    assert [number(year, "year") for year in entries(DATA, "years")] == [2022, 2023]


def test_one_text_may_stand_for_a_list_of_one() -> None:
    assert texts(DATA, "source") == ("minutes#L4",)


@pytest.mark.parametrize("name", ["period", "nothing"])
def test_what_is_not_there_is_nothing(name: str) -> None:
    assert text_if_any(DATA, name) is None
    assert number_if_any(DATA, name) is None
    assert (texts(DATA, name), entries(DATA, name), part(DATA, name)) == ((), (), {})


@pytest.mark.parametrize(
    ("take", "name"),
    [
        (text, "amount"),
        (text_if_any, "seal"),
        (number, "title"),
        (number, "booked"),
        (number_if_any, "names"),
        (texts, "years"),
        (entries, "names"),
        (part, "title"),
    ],
)
def test_what_has_another_type_is_a_mistake_of_ours(take: Callable[[Data, str], Plain], name: str) -> None:
    with pytest.raises(TypeError, match=name):
        take(DATA, name)


def test_what_is_asked_for_must_be_there() -> None:
    with pytest.raises(KeyError):
        text(DATA, "need")


@pytest.mark.parametrize(("value", "listed"), [(None, []), ("a", ["a"]), (["a", 1], ["a", 1]), ({}, [{}])])
def test_one_or_a_list_is_a_list(value: Plain, listed: list[Plain]) -> None:
    assert as_list(value) == listed
