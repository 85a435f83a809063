"""A statement is a meeting only where every word of it is understood."""

from datetime import date

import pytest

from plptool.texts.date_forms import DayOrder
from plptool.texts.meeting_words import Manner, Vocabulary
from plptool.texts.meetings import Above, said_in, statements
from plptool.texts.meetings_together import opening_of, told_together, year_alone
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
        ("Det 11:e processmötet hölls den 3 maj 2022 i Rådhuset.", 11, Manner.HELD),
        ("Processmöte nr 3 (digitalt) 2022-05-03 kl 13–15", 3, Manner.UNSAID),
        ("Möte 3, 3 maj 2022, 09.00–11.30, se minnesanteckningar", 3, Manner.UNSAID),
        ("Process meeting no. 1 – 3 May 2022, Town Hall, 2 pm", 1, Manner.UNSAID),
        ("Meeting 3 took place on 3 May 2022", 3, Manner.HELD),
        ("Möte 220503, deltagare: Anna Berg, KSON och Per (TiNK)", None, Manner.UNSAID),
        ("Gruppen träffades 220503", None, Manner.HELD),
        ("Processmöte 8 är bokat till 2022-05-03", 8, Manner.BOOKED),
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
        "Möte 3 – 5 maj 2022", "Möte 220503, deltagare: ingen", "Möte 220503, deltagare: Inställt", "Gruppen träffades inte 220503",
        "Möte i Styrgruppen 220503", "Processmöte 3 220503 utgår", "Processmöte 3 skulle ha hållits 220503", "220503", "Processmöte 3", "Processmöte 2022 220503",
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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Möten: 1) 220206, 2) 220504, 3) 221020", ["1 2022-02-06", "2 2022-05-04", "3 2022-10-20"]),
        ("Möten 2023: 26/1, 23/3 och 25/5 (digitalt)", ["2023-01-26", "2023-03-23", "2023-05-25"]),
        ("Möten 2022: 6/2, 23/3; 2023: 14/3", ["2022-02-06", "2022-03-23", "2023-03-14"]),
        ("Möten 2023: 26/1, 23/3 (inställt), 25/5", ["2023-01-26", "2023-05-25"]),
        ("Processmöte 1–3 hölls 220310, 220519 och 221117", ["1 2022-03-10", "2 2022-05-19", "3 2022-11-17"]),
        ("Två processmöten har hållits (2022-02-03 och 2022-03-10).", ["2022-02-03", "2022-03-10"]),
        ("Meetings held: 6 Feb, 4 May and 20 Oct 2022", ["2022-02-06", "2022-05-04", "2022-10-20"]),
        ("Gruppen träffades 8 februari 2023 och 17 maj 2023.", ["2023-02-08", "2023-05-17"]),
        ("Möten 2023: 26/1, 23/3 inställt, 25/5", []),
        ("Möten 2023: 26/1, 23/3, 25/5 (inställda)", []),
        ("Möten 2023: 17/11, 12/1", []),
        ("Möten 17/1, 14/3 2023, 25/5", []),
        ("Möten 1) 220206, 220504", []),
        ("Tre processmöten har hållits: 220206 och 220504", []),
        ("Processmöte 1–3 hölls 220310 och 220519", []),
        ("Processmöten som ställdes in: 221011, 221206", []),
        ("Möten 220206 till 220504", []),
        ("Möten: 220206, 220504 och ytterligare ett", []),
        ("Processmöten i process 2.2.3: 220206, 220504", []),
    ],
)
def test_several_meetings_are_told_together(line: str, told: list[str]) -> None:
    understood = [said for said in told_together(line, WORDS) if said.is_understood]
    assert [f"{said.number or ''} {said.day}".strip() for said in understood] == told


def test_what_opens_a_list_holds_for_its_entries() -> None:
    assert opening_of("Genomförda processmöten under 2023:", WORDS) == Above(
        are_meetings=True, year=2023, manner=Manner.HELD
    )
    assert opening_of("Meetings", WORDS) == Above(are_meetings=True)
    assert year_alone("År 2023:") == year_alone("2023") == 2023
    for line in ("Planerade möten", "Inställda möten", "Möten 2022–2023", "Möten i 2.2.3", "Möte 2023", "Möten 220206"):
        assert opening_of(line, WORDS) is None, line
    below = Above(are_meetings=True, year=2022)
    for entry, number in (
        ("3 maj", None),
        ("3. 3 maj", 3),
        ("nr 3: 3/5", 3),
        ("17 genomfört 220503", 17),
        ("3 maj, heldag", None),
    ):
        said = said_in(entry, WORDS, below)
        assert (said.is_understood, said.day, said.number) == (True, MAY, number), entry
    for entry in (
        "3 maj, inställt",
        "3 maj (flyttat från 2 maj)",
        "3 maj?",
        "3–4 maj",
        "vecka 18",
        "3 maj 23",
    ):
        assert not said_in(entry, WORDS, below).is_understood, entry
    assert said_in("3. 3 maj, inställt pga sjukdom", WORDS, below).is_cancelled
    assert not said_in("3 maj", WORDS).is_understood
