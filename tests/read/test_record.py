"""A record is read in the form in which it is sealed, however it is written."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.read.record import in_one_form, read_data

MARKS = "\u0301\u0308\u030a\u0338\u0327"
"""What composes with the letter before it."""
TEXTS = st.text(st.sampled_from("aoA=' åÅ\u212b\u1e69-<>\n") | st.sampled_from(MARKS), min_size=1, max_size=12)
DATES = ("../2023", "/2023", "2023", "../2023-12-31", "../x", "../../2023", "2021/..")


def process(goal: str, period: str) -> bytes:
    return f"""\
# yaml-language-server: $schema=../../schema/process.schema.json
id: x
plan: plan
need: Ungas hälsa
activities: [Möten]
goal: {goal}
lead: A
priority: 1
period: {period}
source: list
""".encode()


STYLES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "single": lambda text: "'" + text.replace("'", "''") + "'",
    "double": lambda text: json.dumps(text, ensure_ascii=False),
    "escaped": json.dumps,
    "folded": lambda text: ">-\n  " + text.replace("\n", "\n  "),
    "literal": lambda text: "|-\n  " + text.replace("\n", "\n  "),
}


@pytest.mark.parametrize("style", STYLES)
@given(TEXTS, st.sampled_from(DATES))
def test_what_is_read_is_in_one_form(style: str, text: str, date: str) -> None:
    data, findings = read_data(process(STYLES[style](text), date), "process", "x", "x")
    if data is None or findings:
        return  # it is no record, and nobody relies on it
    assert data == in_one_form(data)


@pytest.mark.parametrize("date", ["../2023", '"../2023"', '"\\x2e./2023"', "'../2023'"])
@pytest.mark.parametrize("goal", ["Hälsa", "Ha\u0308lsa", '"Ha\\u0308lsa"'])
def test_an_open_start_is_an_unknown_one_and_letters_are_composed(goal: str, date: str) -> None:
    data, findings = read_data(process(goal, date), "process", "x", "x")
    assert data is not None
    assert (data["goal"], data["period"], findings) == ("Hälsa", "/2023", [])
