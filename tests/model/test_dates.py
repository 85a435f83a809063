from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.model.dates import DateError, parse_day, parse_when, split_point, unreadable
from plptool.model.errors import UserError

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2023-03-14", "2023-03-14", "2023-03-14"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        # spring is January to June, summer June to August, autumn August to December, winter December to February
        ("2022-21", "2022-01-01", "2022-06-30"),
        ("2022-22", "2022-06-01", "2022-08-31"),
        ("2017-23", "2017-08-01", "2017-12-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        # ISO 8601-2, level 2: quarters, tertials and halves of a year
        ("2018-33", "2018-01-01", "2018-03-31"),
        ("2018-34", "2018-04-01", "2018-06-30"),
        ("2018-35", "2018-07-01", "2018-09-30"),
        ("2018-36", "2018-10-01", "2018-12-31"),
        ("2018-37", "2018-01-01", "2018-04-30"),
        ("2018-38", "2018-05-01", "2018-08-31"),
        ("2018-39", "2018-09-01", "2018-12-31"),
        ("2018-40", "2018-01-01", "2018-06-30"),
        ("2018-41", "2018-07-01", "2018-12-31"),
        ("2018-34/2018-36", "2018-04-01", "2018-12-31"),
        ("2022-05-25/2022-06-13", "2022-05-25", "2022-06-13"),
        ("/2023-12-31", None, "2023-12-31"),
        ("../2023", None, "2023-12-31"),
        ("2022/..", "2022-01-01", None),
        ("2022/", "2022-01-01", None),
        ("2021/2023", "2021-01-01", "2023-12-31"),
        ("2024-01/2024-03", "2024-01-01", "2024-03-31"),
        ("2022-XX", "2022-01-01", "2022-12-31"),
        ("2022-05-XX", "2022-05-01", "2022-05-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2022~", "2022-01-01", "2022-12-31"),
        ("2022-05?", "2022-05-01", "2022-05-31"),
    ],
)
def test_what_a_written_date_can_mean(text: str, earliest: str | None, latest: str | None) -> None:
    when = parse_when(text)
    assert (when.earliest and when.earliest.isoformat()) == earliest
    assert (when.latest and when.latest.isoformat()) == latest


@pytest.mark.parametrize(
    "text",
    ["2023-02-30", "2023-13", "2023-00", "2022-25", "2022-32", "2022-42", "231231", "", "/", "../..", "soon", "2023-1-1", "2023-12-31/2022",
     "2021/2022/2023", "99999", "2023-12-31T10:00", "-2022", "2022-02-30?", "٢٠٢٢"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(DateError):
        parse_when(text)


def test_six_digits_in_a_record_are_told_how_to_be_written() -> None:
    with pytest.raises(DateError) as caught:
        parse_when("231231")
    assert caught.value.hint.say() == "Did you mean 2023-12-31?"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("04/05/2022", "It may be 2022-05-04 or 2022-04-05: the document's country says which."),
        ("4-5-2022", "It may be 2022-05-04 or 2022-04-05: the document's country says which."),
        ("4/5/22", "It may be 2022-05-04 or 2022-04-05: the document's country says which."),
        ("14/03/2022", "Did you mean 2022-03-14?"),
        ("03/14/2022", "Did you mean 2022-03-14?"),
        ("05/05/2022", "Did you mean 2022-05-05?"),
        ("04.05.2022", "Did you mean 2022-05-04?"),
        ("2023/24", "A financial year is written by its months, such as 2023-04/2024-03."),
        ("1999/00", "A financial year is written by its months, such as 1999-04/2000-03."),
    ],
)
def test_a_hint_names_every_day_that_is_meant(written: str, said: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_when(written)
    assert caught.value.hint.say() == said


def test_on_one_day_the_vaguer_date_comes_first() -> None:
    dates = ["2023-12-31", "/2023-12-31", "2023-12", "2023-23", "2023", "2023-06-01"]
    assert sorted(dates, key=lambda text: parse_when(text).order) == [
        "2023-06-01", "/2023-12-31", "2023", "2023-23", "2023-12", "2023-12-31",
    ]  # fmt: skip


def test_an_open_end_never_takes_effect() -> None:
    assert not parse_when("2022/..").by(date.max)


@pytest.mark.parametrize("text", ["231231", "20231231", "2023-12-31"])
def test_how_a_caller_writes_a_day(text: str) -> None:
    assert parse_day(text, TODAY) == date(2023, 12, 31)


def test_today_is_what_the_caller_says_it_is() -> None:
    assert parse_day("today", TODAY) == TODAY
    with pytest.raises(UserError):
        parse_day("today")


@pytest.mark.parametrize("text", ["230231", "20231301", "2023-02-29", "yesterday", "2023", "23-12-31", "٢٣١٢٣١", ""])
def test_what_a_caller_may_not_write(text: str) -> None:
    with pytest.raises(UserError):
        parse_day(text, TODAY)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("hösten 2018", "2018-23"),
        ("första kvartalet 2018", "2018-33"),
        ("Kvartal 2 2018", "2018-34"),
        ("2018 Q3", "2018-35"),
        ("fourth quarter of 2018", "2018-36"),
        ("tertial 1, 2018", "2018-37"),
        ("T3 2018", "2018-39"),
        ("andra halvåret 2018", "2018-41"),
        ("H1 2018", "2018-40"),
    ],
)
def test_what_people_write_is_told_as_the_date_that_it_means(words: str, meant: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_when(words)
    assert caught.value.hint.say() == f"Did you mean {meant}?"


@pytest.mark.parametrize("words", ["Q5 2018", "tredje halvåret 2018", "kvartal 12018", "fjärde tertialet 2018"])
def test_no_part_of_a_year_is_made_of_what_is_none(words: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_when(words)
    assert "Did you mean" not in caught.value.hint.say()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("231231", ("231231", None)),
        ("231231@v1.0", ("231231", "v1.0")),
        ("@", (None, "")),
        ("231231@", ("231231", "")),
        ("@2024-02-01", (None, "2024-02-01")),
        ("231231@feature@x", ("231231", "feature@x")),
        ("", (None, None)),
    ],
)
def test_a_point_splits_at_the_first_at_sign(text: str, parts: tuple[str | None, str | None]) -> None:
    assert split_point(text) == parts


@pytest.mark.parametrize(
    ("words", "odd"),
    [("2212PP", True), ("2023-20205", True), ("220231", True), ("221231", False), ("hösten 2017", False),
     ("2021-2023", False), ("2023-12-31", False), ("vt 2024", False), ("Q1 2024", False), ("Sept", False)],
)  # fmt: skip
def test_words_that_look_like_a_date_and_are_none(words: str, odd: bool) -> None:
    assert unreadable(words) is odd


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2022", "2023", True),
        ("2022-12", "2022-12-31", False),
        ("2022-12-30", "2022-12-31", True),
        ("2023-24", "2024", False),  # winter ends in the next year
        ("/2022-06-30", "2022-07", True),
        ("/2022-06-30", "2022-06-30", False),
        ("2022-07/..", "2022-06", True),
        ("2022-07/..", "2099", False),
        ("/2022", "2023/..", True),
        ("/2022", "/1999", False),  # both may be long ago
        ("2022/..", "2099/..", False),
    ],
)
def test_two_dates_are_apart_where_no_day_can_be_meant_by_both(one: str, other: str, apart: bool) -> None:
    assert parse_when(one).apart_from(parse_when(other)) is apart
    assert parse_when(other).apart_from(parse_when(one)) is apart


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("2022-05-31", True, False),
        ("2022-06-01", False, False),
        ("2022-06-02", False, True),
        ("2022-06", False, False),  # the first or any later
        ("/2022-05-31", True, False),
        ("/2022-06-01", False, False),
        ("2022-06-02/..", False, True),
        ("2022-05/..", False, False),
    ],
)
def test_a_date_is_certainly_before_or_after_a_day_if_all_its_days_are(text: str, before: bool, after: bool) -> None:
    when, day = parse_when(text), date(2022, 6, 1)
    assert (when.certainly_before(day), when.certainly_after(day)) == (before, after)


@given(st.text(alphabet="0123456789-/.X~?% ", max_size=24))
def test_any_text_is_a_date_or_said_not_to_be(text: str) -> None:
    try:
        when = parse_when(text)
    except DateError as error:
        assert error.message.say()
    else:
        assert when.earliest is not None or when.latest is not None
        if when.earliest and when.latest:
            assert when.earliest <= when.latest


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_reads_the_same_in_every_form(day: date) -> None:
    assert parse_day(f"{day:%y%m%d}") == parse_day(f"{day:%Y%m%d}") == parse_day(day.isoformat()) == day
    when = parse_when(day.isoformat())
    assert when.is_day
    assert when.by(day)
    assert not when.by(day - timedelta(days=1))
