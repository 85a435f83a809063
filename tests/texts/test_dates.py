"""In how many ways people, word processors, PDF and text recognition write a day, and what each is read as."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.model.dates import parse_when
from plptool.texts.date_forms import FORMS, DayOrder, Form
from plptool.texts.dates import WrittenDate, dates_in, says_date

CERTAIN = """
2023-03-14                              | 2023-03-14
2023- 03-14                             | 2023-03-14
2023-03- 14                             | 2023-03-14
2023 - 03 - 14                          | 2023-03-14
2023‑03‑14                              | 2023-03-14
2023–03–14                              | 2023-03-14
2023−03−14                              | 2023-03-14
2023/03/14                              | 2023-03-14
2023.03.14                              | 2023-03-14
2023.3.14                               | 2023-03-14
2023 03 14                              | 2023-03-14
2023-03-14T09:05                        | 2023-03-14
2023-03-14 kl. 09.05                    | 2023-03-14
2023-W11-2                              | 2023-03-14
230314                                  | 2023-03-14
991231                                  | 1999-12-31
L230314                                 | 2023-03-14
protokoll_230314.pdf                    | 2023-03-14
20230314                                | 2023-03-14
20230314T0905                           | 2023-03-14
20230314 0905                           | 2023-03-14
14 mars 2023                            | 2023-03-14
14 Mars 2023                            | 2023-03-14
14 MARS 2023                            | 2023-03-14
tisdag den 14 mars 2023                 | 2023-03-14
den 14:e mars 2023                      | 2023-03-14
14:de mars 2023                         | 2023-03-14
14e mars 2023                           | 2023-03-14
1:a maj 2023                            | 2023-05-01
14. mars 2023                           | 2023-03-14
14 mars, 2023                           | 2023-03-14
14 mars år 2023                         | 2023-03-14
14 mar 2023                             | 2023-03-14
14 mar. 2023                            | 2023-03-14
14 sept. 2023                           | 2023-09-14
14 mars -23                             | 2023-03-14
14 mars-23                              | 2023-03-14
14 mars ’23                             | 2023-03-14
14.mars.2023                            | 2023-03-14
14mars2023                              | 2023-03-14
2023 mars 14                            | 2023-03-14
fjortonde mars 2023                     | 2023-03-14
den tjugoförsta maj 2023                | 2023-05-21
14/3 2023                               | 2023-03-14
14/3-2023                               | 2023-03-14
14/3 -23                                | 2023-03-14
14/3-23                                 | 2023-03-14
14/3/2023                               | 2023-03-14
14.3.2023                               | 2023-03-14
14. 3. 2023                             | 2023-03-14
4.5.2022                                | 2022-05-04
14-03-2023                              | 2023-03-14
14/III 2023                             | 2023-03-14
14 mars 2023                            | 2023-03-14
14 mars 2023                            | 2023-03-14
14&nbsp;mars&nbsp;2023                  | 2023-03-14
14	mars	2023                            | 2023-03-14
**14** mars 2023                        | 2023-03-14
<b>14</b> mars 2023                     | 2023-03-14
１４ mars ２０２３                            | 2023-03-14
14­ mars­ 2023                            | 2023-03-14
14 março 2023, 15 mars 2023             | 2023-03-15
25th September 2024                     | 2024-09-25
25 September 2024                       | 2024-09-25
Wednesday, 25th September, 2024         | 2024-09-25
the 25th of September 2024              | 2024-09-25
the 25th day of September 2024          | 2024-09-25
25<sup>th</sup> September 2024          | 2024-09-25
the twenty-fifth of September 2024      | 2024-09-25
September 25, 2024                      | 2024-09-25
September 25 2024                       | 2024-09-25
September 25th, 2024                    | 2024-09-25
Sept. 25, 2024                          | 2024-09-25
Wed 25 Sep 2024                         | 2024-09-25
25-Sep-2024                             | 2024-09-25
25-sep-24                               | 2024-09-25
25Sep2024                               | 2024-09-25
25/09/2024                              | 2024-09-25
09/25/2024                              | 2024-09-25
14–15 mars 2023                         | 2023-03-14 2023-03-15
14-15/3 2023                            | 2023-03-14 2023-03-15
14, 15 och 16 mars 2023                 | 2023-03-14 2023-03-15 2023-03-16
den 14 och den 15 mars 2023             | 2023-03-14 2023-03-15
14 & 15 March 2024                      | 2024-03-14 2024-03-15
March 14–15, 2024                       | 2024-03-14 2024-03-15
14 mars – 16 april 2023                 | 2023-03-14 2023-04-16
14 mars, 15 mars och 16 april 2023      | 2023-03-14 2023-03-15 2023-04-16
1/1–31/12 2023                          | 2023-01-01 2023-12-31
14/3 och 15/3 2023                      | 2023-03-14 2023-03-15
2 mars 2023–4 april 2023                | 2023-03-02 2023-04-04
2023-03-14/2023-03-16                   | 2023-03-14 2023-03-16
2023-03-14–16                           | 2023-03-14 2023-03-16
230314–15                               | 2023-03-14 2023-03-15
230314-230316                           | 2023-03-14 2023-03-16
230314, 230315 samt 230402              | 2023-03-14 2023-03-15 2023-04-02
nr 3, 14 mars 2023                      | 2023-03-14
Möte 3 14/3 2023                        | 2023-03-14
kl 9.30 14 mars 2023                    | 2023-03-14
1. 14 mars 2023                         | 2023-03-14
"""
"""As it is written, and every day that it says for certain."""

ASKED = """
14 mars                       | -03-14
den 3 maj kl. 9               | -05-03
8–9 maj                       | -05-08 -05-09
12 May                        | -05-12
September 25 was the day      | -09-25
den fjortonde mars            | -03-14
14/3                          | -03-14
den 1/2                       | -02-01
14 mars 23                    | 2023-03-14
25 Sep 24                     | 2024-09-25
04/05/2022                    | 2022-04-05 2022-05-04
04-05-2022                    | 2022-04-05 2022-05-04
23-03-14                      | 2014-03-23 2023-03-14
14/03/23                      | 2014-03-23 2023-03-14
14.03.23                      | 2014-03-23 2023-03-14
l4 mars 2023                  | 2023-03-14
2O23-03-14                    | 2023-03-14
14 mars 2O23                  | 2023-03-14
14032023                      | 2023-03-14
30 februari 2023              | none
2023-02-29                    | none
2023-13-45                    | none
31/02/2023                    | none
220231                        | none
"""
"""As it is written, and every day that it may mean: `-03-14` of some year, `none` where there is no such day."""

NO_DATES = """
0176-240101
0701-230314
08-230314
212000-0258
240630 kr
240 630 kr
SEK 240630
£240630
240630:-
240630 invånare
1234567
123456
15 000 000
12 000–14 000 kr
14,3 %
2.5.3
3 av 12
1/2
24/7
2022/23
2022–2023
mars 2023
2023-03
Q1 2023
SOU 2023:14
SFS 2023:314
Dnr KS 2023/03-14
Dnr 2017-00002 771
IK 2023/0314
ISBN 978-91-7000-123-4
under mars 14 deltagare
12 may attend
kl. 14.30
2.5.13
99.99.99
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip(" ") for cell in line.split("|")) for line in table.strip("\n").split("\n")]


def certain(written: list[WrittenDate]) -> list[str]:
    return [str(one.day) for one in written if one.day is not None]


def possible(written: WrittenDate) -> list[str]:
    if written.reading.month_and_day is not None:
        return ["-{:02}-{:02}".format(*written.reading.month_and_day)]
    return sorted(str(day) for day in written.reading.days) or ["none"]


@pytest.mark.parametrize(("text", "days"), rows(CERTAIN))
def test_a_day_is_read_in_each_of_its_forms(text: str, days: str) -> None:
    for around in ("{}", "Mötet hölls {}.", "| {} |", "({})", "– {};", "* {}\n", "Datum:{}"):
        written = dates_in(around.format(text).split("\n"))
        assert certain(written) == days.split(), around
        assert len(written) == len(days.split()), around


@pytest.mark.parametrize(("text", "days"), rows(ASKED))
@pytest.mark.parametrize("around", ["{}", "Mötet hölls {}.", "| {} |"])
def test_what_is_not_certain_is_asked_about(text: str, days: str, around: str) -> None:
    written = dates_in([around.format(text)])
    assert certain(written) == []
    assert [day for one in written for day in possible(one)] == days.split()


@pytest.mark.parametrize("text", [text for (text,) in rows(NO_DATES)])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates_in([f"Se {text} i bilagan"]) == []


@pytest.mark.parametrize(("order", "day"), [(DayOrder.DAY_FIRST, "2022-05-04"), (DayOrder.MONTH_FIRST, "2022-04-05")])
def test_the_country_says_whether_the_day_or_the_month_comes_first(order: DayOrder, day: str) -> None:
    assert certain(dates_in(["04/05/2022"], order)) == [day]
    assert certain(dates_in(["25/09/2024 09/25/2024"], order)) == ["2024-09-25", "2024-09-25"]


def test_countries_and_their_order() -> None:
    assert DayOrder.of("SE") is DayOrder.of("GB") is DayOrder.DAY_FIRST
    assert DayOrder.of("US") is DayOrder.MONTH_FIRST
    assert DayOrder.of(None) is DayOrder.UNKNOWN


@pytest.mark.parametrize(
    "lines",
    [
        ["Mötet hölls den 14 mars", "2023 i Nacka"],
        ["Mötet hölls den 14", "  mars 2023 i Nacka"],
        ["Mötet hölls 2023-03-", "14 i Nacka"],
        ["held on March 14,", "2023"],
    ],
)
def test_a_line_may_break_within_a_date(lines: list[str]) -> None:
    (written,) = dates_in(["Rubrik", *lines])
    assert (written.day, written.first_line, written.last_line) == (date(2023, 3, 14), 2, 3)


def test_lines_are_counted_and_the_text_is_as_it_stands() -> None:
    written = dates_in(["Möte 1", "", "| 2023‑03‑14 | <b>15</b>  Mars 2023 |", "230316"])
    assert [(one.first_line, one.text) for one in written] == [
        (3, "2023‑03‑14"),
        (3, "15</b> Mars 2023"),
        (4, "230316"),
    ]


@given(
    st.dates(date(1971, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%y%m%d", "%Y%m%d", "%d/%m %Y", "%d.%m.%Y"]),
)
def test_every_day_is_read_in_figures(day: date, form: str) -> None:
    assert certain(dates_in([f"den {day.strftime(form)} hölls"])) == [str(day)]


@given(st.text(alphabet="0123456789 -/.:,lOmarsjeptdn§kr\n&;<>*'", max_size=60))
def test_any_text_is_read_and_every_place_is_within_it(text: str) -> None:
    lines = text.split("\n")
    for written in dates_in(lines):
        assert 1 <= written.first_line <= written.last_line <= len(lines)
        assert written.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_every_form_reads_its_own_example(form: Form) -> None:
    (written,) = {one.text for one in dates_in([form.example])}
    assert written in form.example


@pytest.mark.parametrize(
    ("passage", "when", "said"),
    [
        ("den 14 mar 2023", "2023-03-14", True),
        ("den 14 mars", "2023-03-14", False),
        ("under mars 2023", "2023-03", True),
        ("mar. 2023", "2023-03", True),
        ("mars -23", "2023-03", True),
        ("2303", "2023-03", True),
        ("3/2023", "2023-03", True),
        ("2023-03-14", "2023-03", False),
        ("mars 2022", "2023-03", False),
        ("hösten 2023", "2023-23", True),
        ("ht 2023", "2023-23", True),
        ("hösten 2023", "2023-21", False),
        ("under första kvartalet 2018", "2018-33", True),
        ("första\nkvartalet 2018", "2018-33", True),
        ("Q1-18", "2018-33", True),
        ("2018:Q1", "2018-33", True),
        ("the first quarter of 2018", "2018-33", True),
        ("kvartal 2 2018", "2018-33", False),
        ("första kvartalet 2019", "2018-33", False),
        ("första halvåret 2018", "2018-40", True),
        ("första halvåret 2018", "2018-33", False),
        ("tertial 2 2018", "2018-38", True),
        ("2023", "2023", True),
        ("12023", "2023", False),
        ("whatever", "2022-05-25/2022-06-13", True),
    ],
)
def test_a_passage_says_a_date(passage: str, when: str, said: bool) -> None:
    assert says_date(passage, parse_when(when)) is said


def test_a_month_may_stand_without_its_year_where_that_is_said_elsewhere() -> None:
    assert says_date("klart i mars", parse_when("2023-03"), alone=True)
    assert not says_date("klart i maj", parse_when("2023-03"), alone=True)
