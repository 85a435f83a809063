"""A statement is a meeting only where every word of it is understood."""

from datetime import date

import pytest

from plptool.texts.date_forms import DayOrder
from plptool.texts.meetings import Manner, Vocabulary, said_in, statements
from plptool.texts.warnings import is_ahead, takes_back

NAMES = {"KSON": "KSON", "TiNK": "TiNK", "BUS styrgrupp": "BUS", "K 8": "K8", "BoU": "BoU"}
WORDS = Vocabulary.of(NAMES, ["Arbetsgruppsmöte"], DayOrder.DAY_FIRST)
MAY = date(2022, 5, 3)


@pytest.mark.parametrize(
    "written",
    [
        "220503", "20220503", "2022-05-03", "2022.05.03", "3 maj 2022", "den 3 maj 2022", "den 3:e maj 2022", "3/5 2022", "3/5-22", "3.5.2022",
        "d. 3 maj 2022", "tisdag den 3 maj 2022", "2022 05 03", "May 3, 2022", "tredje maj 2022", "3 maj ’22",
    ],
)  # fmt: skip
def test_a_day_is_written_in_many_ways(written: str) -> None:
    for statement in (
        f"Processmöte 3 genomfört {written}",
        f"Möte nr 3: {written}",
        f"3:e mötet hölls {written} (digitalt)",
    ):
        said = said_in(statement, WORDS)
        assert said.is_understood, statement
        assert (said.day, said.number) == (MAY, 3)


@pytest.mark.parametrize(
    ("statement", "number", "manner"),
    [
        ("Processmöte 1 KSON internt 220503", 1, Manner.UNSAID),
        ("Processmöte #1 genomfört 220503 Föräldrastödjare på TiNK", 1, Manner.HELD),
        ("Processmöte 11 genomfört 220503 enbart avd chefer", 11, Manner.HELD),
        ("Möte genomfört med K 8 220503.", None, Manner.HELD),
        ("Möte med BUS styrgrupp 220503", None, Manner.UNSAID),
        ("Processträff 1 genomförd den 3 maj 2022 med folkhälsosamordnare och verksamhetsutvecklare.", 1, Manner.HELD),
        ("Arbetsgruppsmöte 2, 2022-05-03 kl. 13.00–15.00, via Teams", 2, Manner.UNSAID),
        ("Processmöte 9 bokat 220503", 9, Manner.BOOKED),
        ("3rd meeting held 3 May 2022", 3, Manner.HELD),
    ],
)
def test_what_is_understood(statement: str, number: int | None, manner: Manner) -> None:
    said = said_in(statement, WORDS)
    assert said.is_understood, said.unknown
    assert (said.day, said.number, said.manner) == (MAY, number, manner)


@pytest.mark.parametrize(
    "statement",
    [
        "Processmöte 3 genomfört 3 maj", "Processmöte 3 genomfört 22-05-03", "Processmöte 3 genomfört 220230", "Processmöte 3 genomfört maj 2022",
        "Processmöte 3 220503?", "Processmöte 3 220503*", "Processmöte 3 220503 1)", "Processmöte 3 220503 ^", "Processmöte 3 220503 (se ovan)",
        "mötet den 3/5 ställdes in", "Processmöte 3 ställdes in 220503", "Processmöte 3 220503 inställt", "Processmöte 3 ej genomfört 220503",
        "Processmöte 3 genomfört 220503 flyttas till 220601", "Processmöte 3 planerat 220503", "ev. möte 220503", "Nästa möte 220503",
        "Processmöte 3 och 4 genomförda 220503", "Processmöte 3 genomfört 220503 och 220504", "Processmöte 3 14–15 mars 2022", "Möte 3 14/3 2022/2023",
        "Processmöte 3 genomfört måndag 220503", "Processmöte 3 genomfört och bokat 220503", "Möte 8 deltagare 220503", "Möte 3.1 220503",
        "Möte i process 2.2.3 220503", "Processmöte 3 KSON 220503", "Workshop 220503", "möte 1 4 maj 2022", "Processmöte 3 hölls inte 220503",
        "Processmöte 3 220503 utgår", "Processmöte 3 skulle ha hållits 220503", "220503", "Processmöte 3", "Processmöte 2022 220503",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_no_meeting(statement: str) -> None:
    assert not said_in(statement, WORDS).is_understood


def test_a_date_is_never_that_of_another_meeting() -> None:
    """Each statement begins with its meeting: where a date comes first, it stands before them all."""
    before, told = statements("220206 möte 1 220323 Processmöte 2", WORDS)
    assert before.startswith("220206")
    _, told = statements("Processmöte 1 genomfört 220206, möte 2 220323 och 3:e mötet 220503 Workshop 220601", WORDS)
    assert told == ["Processmöte 1 genomfört 220206", "möte 2 220323", "3:e mötet 220503", "Workshop 220601"]


def test_warnings() -> None:
    for text in (
        "ställdes in",
        "flyttas till 3/6",
        "hölls inte",
        "utgår",
        "blev ej av",
        "inställt pga sjukdom",
        "was postponed",
    ):
        assert takes_back(text), text
    for text in ("Planerade möten", "ev.", "nästa möte", "bokas", "kommande"):
        assert is_ahead(text), text
    for text in ("KSON har ej verkställt avtalsfrågan", "Två tjänster är finansierade"):
        assert not takes_back(text), text
