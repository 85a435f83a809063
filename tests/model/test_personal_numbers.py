"""Numbers of persons however they are written, and what is none.

The numbers are those that the tax agency has published for tests, and what can be worked out from them: they are put
together here, so that no file holds one.
"""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.model.personal_numbers import doubtful, find, mask
from tests.support.personal_numbers import COORDINATED, LEAP_CENTURY, OLD, PERSON

BIRTH, REST = PERSON
YEAR, MONTH, DAY = "1964", BIRTH[2:4], BIRTH[4:]
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def checked(digits: str) -> str:
    """Nine digits and the check digit that they ask for (ISO/IEC 7812-1)."""
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    return digits + str(-sum(map(int, doubled)) % 10)


def number(birth: str, three: str) -> str:
    """A number with its hyphen."""
    digits = checked(birth[-6:] + three)
    return f"{birth}-{digits[6:]}"


def written(digits: str, own: str) -> str:
    return "".join(own[int(digit)] for digit in digits)


FORMS = [
    f"{YEAR}-{MONTH}-{DAY}-{REST}",
    f"{YEAR}-{MONTH}-{DAY} {REST}",
    f"{YEAR}\N{NON-BREAKING HYPHEN}{MONTH}\N{NON-BREAKING HYPHEN}{DAY}-{REST}",
    f"{BIRTH[:2]}-{MONTH}-{DAY}-{REST}",
    f"{YEAR} {MONTH} {DAY}-{REST}",
    f"{BIRTH}/{REST}",
    f"{YEAR}{MONTH}{DAY}/{REST}",
    f"{BIRTH} / {REST}",
    f"{BIRTH} ({REST}",
    f"{BIRTH}({REST}",
    f"{BIRTH[:2]}.{MONTH}.{DAY}-{REST}",
    f"{YEAR}.{MONTH}.{DAY}-{REST}",
    f"{BIRTH[:2]}/{MONTH}/{DAY}-{REST}",
    f"{BIRTH}:{REST}",
    f"{BIRTH}.{REST}",
    f"{YEAR}{MONTH}{DAY}.{REST}",
    f"{BIRTH}--{REST}",
    f"{BIRTH}\n-{REST}",
    f"{BIRTH}-\n{REST}",
    f"{BIRTH}\\-{REST}",
    f"{BIRTH}-**{REST}",
    f"{BIRTH}**-{REST}",
    f"{BIRTH}-<b>{REST}",
    f"{BIRTH}</b>-{REST}",
    f"{BIRTH[:4]}<wbr>{BIRTH[4:]}-{REST}",
    f"{BIRTH}<br>{REST}",
    f"{BIRTH}-<br/>\n{REST}",
    f"{BIRTH}</td><td>{REST}",
    f"{BIRTH}</td>\n  <td class='x'>{REST}",
    " ".join(BIRTH) + " - " + " ".join(REST),
    " ".join(BIRTH + REST),
    " ".join(YEAR + MONTH + DAY) + "-" + " ".join(REST),
    written(BIRTH, CIRCLED) + "-" + written(REST, CIRCLED),
    written(BIRTH, RAISED) + "-" + written(REST, RAISED),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("around", ["{}", "Sökande {} bor här.", "| {} |", "({})", "pnr:{},"])
def test_a_number_is_found_in_every_form(form: str, around: str) -> None:
    text = around.format(form)
    start = text.index(form)
    assert find(text) == [(start, start + len(form))]
    assert doubtful(text) == []
    assert not re.search(r"\d", mask(text))
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize("number", [OLD, LEAP_CENTURY])
def test_a_day_as_people_say_it_is_of_any_century(number: tuple[str, str]) -> None:
    birth, rest = number
    day, month, year = int(birth[6:]), int(birth[4:6]), birth[:4]
    assert doubtful(f"{day}/{month} {year}-{rest}")  # asked about: 14/3 2022-2023 is a period


@pytest.mark.parametrize("month", ["00", "04", "12"])
@pytest.mark.parametrize("day", ["60", "61", "90", "91"])
def test_of_a_coordination_number_the_month_and_the_day_need_not_be_known(month: str, day: str) -> None:
    for birth in (f"70{month}{day}", f"1970{month}{day}"):
        assert find(f"nr {number(birth, '239')} x") != []


def test_the_month_of_a_person_is_known() -> None:
    assert find(number("640023", "323")) == []
    assert find(number("640800", "323")) == []


@pytest.mark.parametrize("letter", "TRSUWXJKLMNt")
def test_an_interim_number_has_a_letter(letter: str) -> None:
    digits = checked("000101" + "122")
    for between in ("-", "", " "):
        assert find(f"nr 000101{between}{letter}{digits[7:]} x") != []
    assert find(f"nr 2000-01-01-{letter}{digits[7:]} x") != []
    assert find(f"nr 000101-{letter}{int(digits[7:]) + 1:03} x") == []


def test_no_other_letter_makes_a_number() -> None:
    digits = checked("000101" + "122")
    assert find(f"nr 000101-E{digits[7:]} x") == []


def test_nobody_is_born_in_the_future() -> None:
    assert find(number("20930823", "323")) == []
    assert find(number("19930823", "323")) != []


def ending_in_a_time(day: str) -> str:
    """Of the times of a day, the first that adds up to a number with the day before it."""
    times = (f"{hour:02}{minute:02}" for hour in range(6, 24) for minute in range(60))
    return next(time for time in times if checked(day[-6:] + time[:3])[6:] == time)


@pytest.mark.parametrize("day", ["20230314", "230314"])
def test_a_day_and_a_time_are_doubtful(day: str) -> None:
    text = f"Möte {day} {ending_in_a_time(day)} i Nacka"
    assert find(text) == []
    assert len(doubtful(text)) == 1
    assert mask(text) == text


@pytest.mark.parametrize("between", ["-", "", ":", " "])
def test_a_day_of_eight_digits_and_a_time_are_doubtful_whatever_is_between(between: str) -> None:
    text = f"fil 20230314{between}{ending_in_a_time('20230314')}.txt"
    assert (find(text), len(doubtful(text))) == ([], 1)


@pytest.mark.parametrize(
    "form",
    [
        f"{BIRTH},{REST}",
        f"{BIRTH}, {REST}",
        f"{BIRTH}_{REST}",
        f"{BIRTH}~{REST}",
        f"{BIRTH} = {REST}",
        f"({BIRTH}){REST}",
        f"({BIRTH}) {REST}",
        f"{int(DAY)}/{int(MONTH)} {YEAR}-{REST}",
        f"{DAY}.{MONTH}.{YEAR}-{REST}",
    ],
)
def test_with_a_sign_that_parts_other_numbers_too_it_is_doubtful(form: str) -> None:
    wrong = form[:-1] + str((int(form[-1]) + 1) % 10)
    assert (find(f"Se {form} i bilagan"), len(doubtful(f"Se {form} i bilagan"))) == ([], 1)
    assert len(find(f"Personnummer: {form}")) == 1
    assert doubtful(f"Se {wrong} i bilagan") == []


@pytest.mark.parametrize("between", ["", ":", " "])
def test_a_day_of_six_digits_and_a_time_are_doubtful_where_no_hyphen_is_between(between: str) -> None:
    text = f"fil 230314{between}{ending_in_a_time('230314')} x"
    assert (find(text), len(doubtful(text))) == ([], 1)
    assert find(text.replace("0314" + between, "0314-")) != []


@pytest.mark.parametrize("word", ["Barnet", "född", "Personnummer:", "pnr", "Sökande:"])
def test_where_a_person_is_spoken_of_it_is_no_time(word: str) -> None:
    assert find(f"{word} 20230314-{ending_in_a_time('20230314')}") != []


@pytest.mark.parametrize("between", ["-", "--", " "])
@pytest.mark.parametrize("word", ["dnr", "Dnr: KS", "diarienummer"])
def test_after_a_word_that_says_so_it_may_be_a_registry_number(word: str, between: str) -> None:
    digits = checked("230314" + "923")
    text = f"{word} 2023-03-14{between}{digits[6:]} i akten"
    assert (find(text), len(doubtful(text))) == ([], 1)
    assert find(f"{word} {BIRTH}-{REST}") != []


@pytest.mark.parametrize("text", ["{} kr", "{}kr", "SEK {}", "€{}", "{}:-", "{} kronor"])
def test_ten_digits_with_a_currency_are_doubtful(text: str) -> None:
    assert find(text.format(BIRTH + REST)) == []
    assert len(doubtful(text.format(BIRTH + REST))) == 1
    assert find(text.format(f"{BIRTH}-{REST}")) != []


def test_six_digits_and_four_on_the_next_line_are_doubtful() -> None:
    assert (find(f"x {BIRTH}\n{REST} y"), len(doubtful(f"x {BIRTH}\n{REST} y"))) == ([], 1)


@pytest.mark.parametrize("text", ["ipq-{}--{}", "v1.{}.{}.2", "{}:{}:22", "3:{}:{}"])
def test_what_goes_on_is_no_number(text: str) -> None:
    assert find(text.format(BIRTH, REST)) == doubtful(text.format(BIRTH, REST)) == []


def test_a_day_of_this_century_and_four_digits_are_doubtful() -> None:
    digits = checked("220525" + "202")
    text = f"den 2022-05-25 {digits[6:]} kr"
    assert find(text) == []
    assert len(doubtful(text)) == 1


def test_a_day_that_is_long_past_has_no_time() -> None:
    assert find(f"x 640823 {ending_in_a_time('640823')}") != []


def test_a_mobile_telephone_is_doubtful() -> None:
    digits = checked("070" + "112" + "345")
    assert find(f"Ring {digits}.") == []
    assert doubtful(f"Ring {digits}.") != []


@pytest.mark.parametrize(
    "word", ["OCR-nummer", "faktura nr", "Fakturanummer:", "kundnr", "referens", "invoice no.", "Tel:"]
)
def test_ten_digits_after_a_word_that_says_what_they_are_are_doubtful(word: str) -> None:
    assert find(f"Betala {word} {BIRTH}{REST}.") == []
    assert len(doubtful(f"Betala {word} {BIRTH}{REST}.")) == 1


def test_ten_digits_that_nothing_explains_are_a_number() -> None:
    assert find(f"Betala {BIRTH}{REST}.") != []
    assert find(f"OCR är okänt för {BIRTH}{REST}.") != []


@pytest.mark.parametrize(
    "text",
    [
        "2022-05-25/2022-06-13",
        "den 14 mars 2023, 14:30",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "| 1 | 2 | 0 | 4 | 0 | 5 |",
        "212000-0142",
        "556036-0793",
        "08-123 456 78",
        "Bankgiro 5050-1055",
        "ISBN 978-91-7000-123-4",
        "SFS 1991:481",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert find(text) == []
    assert doubtful(text) == []


@pytest.mark.parametrize("between", ["–", "-", " – ", " - ", " ", "/", ", "])
def test_two_days_are_no_number(between: str) -> None:
    """Of a period whose ends are written side by side, the first day and the year of the last may add up."""
    first = date(2021, 1, 1)
    for number in range(3 * 365):
        start = first + timedelta(days=number)
        end = start + timedelta(days=20)
        for text in (f"{start}{between}{end}", f"{start}{between}{end:%Y-%m}", f"{start:%y%m%d}{between}{end}"):
            assert find(text) == [], text


def test_a_number_before_a_day_is_found() -> None:
    digits = "".join(PERSON)
    assert find(f"{digits[:6]}-{digits[6:]} 2022-01-23") == [(0, 11)]


@given(st.text(alphabet=st.sampled_from([*"0123456789-+ ./()abTS•", "\n", "①", "²", "８"]), max_size=60))
def test_what_is_masked_holds_no_number(text: str) -> None:
    assert find(mask(text)) == []
    assert len(mask(text)) == len(text)


def test_the_published_coordination_number() -> None:
    assert find("-".join(COORDINATED)) == [(0, 11)]
