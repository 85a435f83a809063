"""A list is told apart into its processes, and what may be otherwise than it seems is asked about."""

from collections.abc import Sequence

import pytest

from plptool.documents import limits
from plptool.documents.document import Cell, Document, DocumentLine
from plptool.documents.labels import KNOWN, Label, labels_of
from plptool.documents.lists import STATUSES, recognise
from plptool.documents.said import Recognised
from plptool.model.errors import UserError
from plptool.texts.date_forms import DayOrder
from plptool.texts.letters import letters
from plptool.texts.meeting_words import Vocabulary

WORDS = Vocabulary.of({"KSK": "KSK", "BoU": "BoU", "KSON": "KSON"}, (), DayOrder.DAY_FIRST)
PROCESSES = {"2.1.4": letters("Brist på familjehem"), "2.1.5": letters("Brist på lokaler")}
HEAD = """Åtgärdsbehov 3 process 2.1.4
Ansvar delas med **KSK** och BoU

Aktivitet 3

Brist på familjehem

Skapa en resursbank
Samköra rutiner

**Status:**

"""
TAIL = """
**Resultat – målbild**

Hem för alla

Prioritering 1

Tidsplanering 2022 – 2023

**Status 231231:** Inget behov av fortsatt processledning
"""


def read(text: str) -> Recognised:
    lines = [DocumentLine(line) for line in text.split("\n")]
    return recognised(lines)


def recognised(lines: Sequence[DocumentLine]) -> Recognised:
    return recognise(Document(lines, b""), labels_of({}), WORDS, STATUSES, PROCESSES)


def meetings(found: Recognised) -> list[tuple[str, str, int | None]]:
    return [(process.id, str(one.day), one.number) for process in found.processes for one in process.meetings]


def of_status(text: str) -> list[str]:
    """The days of the meetings that are drafted of what stands under Status."""
    return [day for _, day, _ in meetings(read(f"{HEAD}{text}\n{TAIL}"))]


def test_a_process_and_its_fields() -> None:
    found = read(f"# A list\n\nDaterad 231231\n\n{HEAD}Processmöte 1 genomfört 220503\n{TAIL}")
    (process,) = found.processes
    values = {name: field.value for name, field in process.fields.items()}
    assert values == {
        "lead": "KSK",
        "partners": ["BoU"],
        "need": "Brist på familjehem",
        "activities": ["Skapa en resursbank", "Samköra rutiner"],
        "goal": "Hem för alla",
        "priority": 1,
        "period": "2022/2023",
    }
    assert process.number == 3
    assert meetings(found) == [("2.1.4", "2022-05-03", 1)]
    assert [(str(one.day), one.status) for one in process.statuses] == [("2023-12-31", "completed")]
    assert (str(found.day), found.title) == ("2023-12-31", "A list")


TWO = "Processmöte 1 genomfört 220206\nProcessmöte 2 genomfört 220323"
BOTH = ["2022-02-06", "2022-03-23"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (TWO, BOTH),
        (f"Arbete pågått hela 2023\n{TWO}\nKSON har ej verkställt avtalsfrågan", BOTH),
        ("Processmöte 1 genomfört 220206, möte 2 220323 och möte 3 inställt", BOTH),
        (f"{TWO}\nProcessmöte 3 inställt pga sjukdom 220503", BOTH),
        (f"{TWO}\nställdes in", BOTH[:1]),
        (f"{TWO}\n(avbokat)", BOTH[:1]),
        (f"{TWO}\n?", BOTH[:1]),
        (f"{TWO}\nFlyttat till 220324", BOTH[:1]),
        (f"{TWO}\nBåda mötena ställdes in", []),
        (f"{TWO}\nProcessmöte 2 flyttas till 220401", BOTH[:1]),
        (f"{TWO}\nMötet den 6/2 ställdes in", []),
        (f"{TWO}\nOvanstående gäller 2.2.3", BOTH[:1]),
        (f"{TWO}\nTillhör process 2.2.3.", BOTH[:1]),
        (f"{TWO}\nRedovisas under 2.2.3", BOTH[:1]),
        (f"{TWO}\n(2.2.3)", BOTH[:1]),
        (f"{TWO}\nFör 2.2.3:", BOTH),
        (f"{TWO}\nVar egentligen nr 8", BOTH[:1]),
        (f"{TWO}\nNr 8", BOTH[:1]),
        (f"{TWO}\nAvser BoU:s egna möte", BOTH[:1]),
        (f"{TWO}\nArbetet avser 8 skolor", BOTH),
        ("Nästa\nprocessmöte 4 220206", []),
        (f"Planerade möten:\n\n{TWO}", []),
        (f"Inställda möten\n\n{TWO}", []),
        (f"BUS styrgrupp:\n\n{TWO}", []),
        (f"Se även process 2.2.3\n{TWO}", []),
        ("Ej genomfört: Processmöte 1 220206 Processmöte 2 220323", []),
        ("Processmöte 1 220206 Processmöte 2 220323, båda inställda", []),
        ("220206 Processmöte 1 220323 Processmöte 2", []),
        ("Processmöte 1\n220206\nProcessmöte 2\n220323", []),
        ("Processmöte 1 220206 Processmöte 2 Processmöte 3 220323", []),
        ("~~Processmöte 1 genomfört 220206~~", []),
        ("Processmöte 1 genomfört\n220206", []),
    ],
)
def test_what_stands_beside_a_meeting_may_take_it_back(text: str, days: list[str]) -> None:
    assert of_status(text) == days


def test_each_line_with_a_date_is_drafted_or_asked_about() -> None:
    text = f"{HEAD}{TWO}\nUtbildningsdag 230215\nSN beslutat 230607\nMöte 3/5\n{TAIL}\n\n## Kontakt\n\n761 28 Norrtälje 2023-01-02\n"
    found = read(text)
    asked = {asked.text for asked in found.asked}
    assert {"Utbildningsdag 230215", "SN beslutat 230607", "Möte 3/5", "761 28 Norrtälje 2023-01-02"} <= asked


@pytest.mark.parametrize(
    "between",
    [
        "Åtgärdsbehov 4",
        "## Övriga möten",
        "Åtgärdsbehov 4:",
        "Process: Lokaler",
        "Insats 2.1.5 Lokaler",
        "2.1.5 Annat",
        "**2.1.5**",
        "Prioritering 2",
        "Åtgärdsbehov: Lokaler\n\nAnsvar: BoU",
    ],
)
def test_a_meeting_is_of_no_process_that_is_not_named(between: str) -> None:
    assert meetings(read(f"{HEAD}{TWO}\n{TAIL}\n\n{between}\n\nStatus:\n\nProcessmöte 3 genomfört 220503\n")) == [
        ("2.1.4", "2022-02-06", 1),
        ("2.1.4", "2022-03-23", 2),
    ]


def cells(*rows: tuple[str, ...]) -> Recognised:
    lines = [
        DocumentLine(line, Cell(1, row, column), begins=True)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        for line in text.split("\n")
    ]
    return recognised(lines)


def test_tables_with_headings_above_or_beside() -> None:
    above = cells(
        ("Åtgärdsbehov 3 process 2.1.4\nAnsvar delas med **KSK** och BoU", "Aktivitet 3"),
        ("Brist på familjehem", "Skapa en resursbank\nSamköra rutiner"),
        (f"Status:\n{TWO}", "Resultat – målbild\nHem för alla"),
    )
    beside = cells(
        ("Process", "2.1.4"), ("Behov", "Brist på familjehem"), ("Aktiviteter", "Skapa en resursbank\nSamköra rutiner"),
        ("Målbild", "Hem för alla"), ("Processmöte 1", "220206"), ("Processmöte 2", "220323", "genomfört"),
    )  # fmt: skip
    wide = cells(
        ("Process", "Behov", "Aktiviteter", "Målbild", "Status"),
        ("2.1.4", "Brist på familjehem", "Skapa en resursbank\nSamköra rutiner", "Hem för alla", TWO),
    )
    for found in (above, beside, wide):
        (process,) = found.processes
        assert process.fields["need"].value == "Brist på familjehem"
        assert process.fields["activities"].value == ["Skapa en resursbank", "Samköra rutiner"]
        assert process.fields["goal"].value == "Hem för alla"
        assert [str(one.day) for one in process.meetings] == BOTH


def test_every_part_has_a_heading() -> None:
    assert set(KNOWN) == set(Label)


def test_words_of_another_body_are_taught() -> None:
    labels = labels_of({"drafting": {"labels": [{"part": "goal", "words": ["Önskat läge"]}]}})
    lines = [DocumentLine(line) for line in ["Process 2.1.4", "", "Önskat läge", "", "Hem för alla"]]
    (process,) = recognise(Document(lines, b""), labels, WORDS, STATUSES, PROCESSES).processes
    assert process.fields["goal"].value == "Hem för alla"


@pytest.mark.parametrize(
    "mention",
    [
        "Samordnas med Åtgärdsbehov 2 process 2.1.3",
        "Process 2.1.3 berörs också",
        "Åtgärdsbehov 2 process 2.1.3 och 2.1.5",
    ],
)
def test_a_process_that_is_mentioned_is_not_that_of_what_follows(mention: str) -> None:
    found = meetings(read(f"{HEAD}Processmöte 1 genomfört 220206\n{mention}\nProcessmöte 2 genomfört 220323\n{TAIL}"))
    assert found == [("2.1.4", "2022-02-06", 1)]


def test_what_stands_below_or_beside_an_unknown_heading_is_no_field() -> None:
    beside = cells(("Process", "2.1.4"), ("Kontakt", "Anna"), ("Medverkande", "BoU, KSON"), ("Målbild", "Hem"))
    lines = read("Process 2.1.4\nKontakt: Anna\nAnsvarig: KSK\nMedverkande: BoU, KSON\nMålbild: Hem\n")
    wide = cells(
        ("Process", "Kontakt", "Medverkande", "Målbild", "Processmöten"),
        ("2.1.4 Familjehem", "Anna", "BoU, KSON", "Hem", "nr 1 17/1 2022\nnr 2 inställt\nnr 3 3/3 -22"),
    )
    for found in (beside, lines, wide):
        (process,) = found.processes
        assert {name: field.value for name, field in process.fields.items() if name != "lead"} == {
            "partners": ["BoU", "KSON"],
            "goal": "Hem",
        }
    assert lines.processes[0].fields["lead"].value == "KSK"
    assert meetings(wide) == [("2.1.4", "2022-01-17", 1), ("2.1.4", "2022-03-03", 3)]


def test_a_result_may_be_the_goal_or_what_came_of_it_and_who_was_at_a_meeting_is_no_partner() -> None:
    (process,) = read("Process 2.1.4\nResultat\n\nTvå hem\n").processes
    assert not process.fields
    (process,) = read("Process 2.1.4\nMöte 1 220117\nMedverkande: BoU, KSON\n").processes
    assert (len(process.meetings), process.fields) == (1, {})


def test_what_is_struck_over_several_lines_is_not_said() -> None:
    struck = "~~Processmöte 1 genomfört 220206\nProcessmöte 2 genomfört 220323\nProcessmöte 3 genomfört 220503~~"
    hidden = "<!--\nProcessmöte 4 genomfört 220603\n-->"
    assert of_status(f"{struck}\n{hidden}") == []


def test_rows_of_plptools_own_appendix() -> None:
    rows = "2022: nr 1 (6 februari) ^, 2 (23 mars), utan nummer (3 maj)\n2022, internt inom KSON: nr 3 (4 maj, bokat, inte bekräftat)"
    (process,) = read(f"{HEAD}**Möten:** 3 hållna, 1 bokat.\n{rows}\n{TAIL}").processes
    told = [(str(one.day), one.number, one.booked, one.internal) for one in process.meetings]
    assert told == [
        ("2022-03-23", 2, False, None),
        ("2022-05-03", None, False, None),
        ("2022-05-04", 3, True, "KSON"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Åtgärdsbehov 2.1.5",
        "Process nr 2.1.5",
        "2.1.5 Brist på lokaler",
        "Åtgärdsbehov 4, process 2.1.5: Brist på lokaler",
        "ACTION 2.1.5 Premises",
        "## Insats 2.1.5 Brist på lokaler",
    ],
)
def test_a_process_is_named_in_many_ways(head: str) -> None:
    found = meetings(read(f"{HEAD}{TWO}\n{TAIL}\n\n{head}\n\nStatus:\n\nProcessmöte 3 genomfört 220503\n"))
    assert found[2:] == [("2.1.5", "2022-05-03", 3)]


def test_what_stands_in_the_next_cell_may_take_each_meeting_back() -> None:
    found = cells(("Process 2.1.4", ""), (TWO, "inställt\ngenomfört"), ("Processmöte 3 genomfört 220503", ""))
    assert meetings(found) == [("2.1.4", "2022-05-03", 3)]


def test_what_stands_far_away_may_take_a_meeting_back() -> None:
    found = meetings(read(f"{HEAD}{TWO}\n{TAIL}\n\n## Rättelser\n\nMötet 2022-03-23 ställdes in.\n"))
    assert found == [("2.1.4", "2022-02-06", 1)]


def test_a_table_below_a_heading_is_of_its_process() -> None:
    head = [DocumentLine("Åtgärdsbehov 3, process 2.1.4", is_heading=True), DocumentLine("")]
    row = [DocumentLine("Processmöte 1", Cell(1, 0, 0)), DocumentLine("220206", Cell(1, 0, 1))]
    other = [DocumentLine("2.1.5", Cell(1, 1, 0)), DocumentLine("Processmöte 2 220323", Cell(1, 1, 1))]
    assert meetings(recognised([*head, *row, *other])) == [("2.1.4", "2022-02-06", 1)]


@pytest.mark.parametrize("below", ["", "Processmöte 1 genomfört 231002\n", "**Status:**\n"])
@pytest.mark.parametrize("alone", ["Skapa en resursbank", "Skapa en resursbank\nSamköra rutiner"])
def test_what_stands_alone_below_the_activities_may_be_one(alone: str, below: str) -> None:
    found = read(f"Åtgärdsbehov 3 process 2.1.4\nAnsvar delas med **KSK** och BoU\nAktivitet\n{alone}\n\n{below}")
    (process,) = found.processes
    assert set(process.fields) == {"lead", "partners"}
    (asked,) = found.asked
    assert (asked.line, asked.text) == (4, alone.replace("\n", " "))
    assert asked.process == "2.1.4"


@pytest.mark.parametrize("who", ["Ansvar BoU", "Ansvarig KSK och BoU", "BoU, KSON"])
def test_who_answers_for_it_is_no_need(who: str) -> None:
    found = read(f"Åtgärdsbehov 3 process 2.1.4\n{who}\n\nBrist på familjehem\n\n**Status:**\n")
    assert found.processes[0].fields["need"].value == "Brist på familjehem"
    assert [(asked.line, asked.text) for asked in found.asked] == [(2, who)]


def test_the_need_that_the_ledger_has_stands_alone_below_the_activities() -> None:
    found = read("Åtgärdsbehov 3 process 2.1.4\nAktivitet\nBrist på familjehem\n\n**Status:**\n")
    assert found.processes[0].fields["need"].value == "Brist på familjehem"
    assert not found.asked


def test_what_has_a_date_or_names_a_meeting_is_no_need() -> None:
    (process,) = read("Åtgärdsbehov 3 process 2.1.4\n\nv. 36: möte 5\nv. 40: möte 6\n").processes
    assert not process.fields
    (process,) = read("Åtgärdsbehov 3 process 2.1.4\n\nMöten hölls 220504, 220530 och 220823.\n").processes
    assert not process.fields


DAYS = ["2022-01-17", "2022-03-03"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Möten\n2022\n- 17 jan\n- 3 mars", DAYS),
        ("**Processmöten 2022**\n- 17 jan\n- 24 feb – inställt\n- 3 mars", DAYS),
        ("2022\nMöte 1: 17 januari\nMöte 2: 3 mars", DAYS),
        ("Genomförda möten:\n- 1 220117\n- 2 220303", DAYS),
        ("Processmöte 1 genomfört 220117\n- 2 genomfört 220303", DAYS),
        ("Pågår. Processmöten har hållits 220117 och 220303.", DAYS),
        ("Möte 1 220117. Beslutade om enkät.\nMöte 2 220303 – enkäten gicks igenom\nNärvarande: Eva, Ali", DAYS),
        ("Möte 1 inställt 220110\nMöte 1 genomfört 220117\nMöte 2 genomfört 220303", DAYS),
        ("Styrgruppsmöte 1 220117\nStyrgruppsmöte 2 220303", DAYS),
        ("Styrgruppsmöte 1 220117\nProcessmöte 1 220303", DAYS[1:]),
        ("Möten vårterminen 2022\n17 jan, 3 mars", DAYS),
        ("Möten höstterminen 2022\n17 jan, 3 mars", []),
        ("Working group meetings 2022\n- 17 January (no. 1)\n- 3 March (no. 2), participants: all", DAYS),
        ("Meetings 1 and 2 took place on 17 January and 3 March 2022.", DAYS),
        ("Meetings took place on 3 March and 17 January 2022.", []),
        ("Meetings in 2022: 17 January, 3 March (apologies from BoU)", DAYS),
        ("Möte 2 skulle ha hållits 220301 men flyttades.\nMöte 2 hölls 220303", DAYS[1:]),
        ("Möte 1 220117 (KSK, BoU)\nMöte 2 220303 (KSK)", DAYS[:1]),
        ("Vi har träffats två gånger under våren: 220117 och 220303.", DAYS),
        ("Möte 1 genomf. 220117\nMöte 2 ej genomf. 220303", DAYS[:1]),
        ("2022\n- 17 jan\n- 3 mars", []),
        ("Möten\n- 17 jan\n- 3 mars", []),
        ("Möten 2022\n- 17 jan\n- 3 nov\n- 3 mars", [DAYS[0], "2022-11-03"]),
        ("Möten 2022\n- 17 jan\nEnkät klar sommaren 2023\n- 3 mars", DAYS[:1]),
        ("Möten 2022\n1. 17 jan\n1. 3 mars", []),
        ("Möten 2022\nMöte 1\n17 jan", []),
        ("Möten 2022\n- 17 jan\n2", []),
        ("Möte 1 220117. Blev aldrig av.\nMöte 2 220303 – kunde inte diskuteras", []),
        ("Processmöte 16 genomfört 220117\n- 18 genomfört 220303", DAYS[:1]),
        ("Möte nr 1: 17 januari 2022, nr 2: 3 mars 2022", DAYS),
        ("Meetings to date:\n1. 17 January 2022\n2. 3 March 2022", DAYS),
        ("Möte 1, den 17:e januari 2022\nMöte 2, den 3:e mars 2022", DAYS),
        ("Möten 2022\n- 17 jan\n- 24 feb (inget möte)\n- 3 mars", DAYS),
        ("Möte 1 220117\n3r\nd meeting – 3 March 2022", DAYS[:1]),
        ("Möte 1 220117\n2022-02-01 Studiebesök Uppsala\nMöte 2 220303 med 12 deltagare", DAYS),
        ("Första mötet 220117, andra mötet 220201 ev. mötet 220303", DAYS[:1]),
        ("Möte 1 220117\n2nd\nmeeting: 220303", DAYS[:1]),
        (f"Möte 1 220117, {'Eva, ' * 500}\nMöte 2 220303", []),
    ],
)
def test_what_stands_above_an_entry_is_said_of_it(text: str, days: list[str]) -> None:
    found = read(f"Daterad 231231\n{HEAD}{text}\n{TAIL}")
    assert [day for _, day, _ in meetings(found)] == days


def test_a_year_above_is_of_its_own_process_and_part_alone() -> None:
    text = "# Processmöten 2022\nProcess 2.1.4\nMöte 1: 17 jan\n# Processmöten 2023\nProcess 2.1.4\nMöte 2: 17 jan\nGoal:\nMöte 3: 3 mars"
    assert meetings(read(text)) == [("2.1.4", "2022-01-17", 1), ("2.1.4", "2023-01-17", 2)]
    inherited = "# Processmöten 2022\nProcess 2.1.4\n2023\nMöte 1: 17 jan\nProcess 2.1.5\nMöte 1: 17 jan"
    assert meetings(read(inherited)) == [("2.1.4", "2023-01-17", 1)]


TABLE = (
    ("Process", "Möte", "Datum", "Deltagare", "Anteckning"),
    ("2.1.4", "1", "2022-01-17", "Eva, KSK", "digitalt"),
    ("2.1.5", "1", "220303", "", "Enkäten gicks igenom"),
    ("2.1.4", "2", "3 mars", "Eva", ""),
    ("", "3", "2022-04-05", "", ""),
    ("2.1.4", "4", "2022-05-03", "Eva", "Inställt"),
    ("2.1.4", "4", "2022-05-10", "Eva", "lokalen var stängd"),
    ("2.1.4", "5", "2022-06-07", "Ingen", ""),
    ("2.1.4", "6", "2022-09-06, 2022-09-13", "", ""),
    ("2.1.4", "7", "2022-10-04", "Eva", ""),
)


def test_a_table_of_meetings_is_understood_by_its_headings() -> None:
    found = cells(*TABLE)
    assert meetings(found) == [("2.1.4", "2022-01-17", 1), ("2.1.4", "2022-10-04", 7), ("2.1.5", "2022-03-03", 1)]
    assert found.processes[0].meetings[0].participants == ("KSK",)
    without = [row[1:3] for row in TABLE[:3]]
    assert not meetings(cells(*without))
    what = [
        ("Process", "Datum", "Aktivitet"),
        ("2.1.4", "220117", "Processmöte 1"),
        ("2.1.4", "220303", "Studiebesök 2"),
    ]
    assert meetings(cells(*what)) == [("2.1.4", "2022-01-17", 1)]
    head = [DocumentLine("Åtgärdsbehov 3, process 2.1.4", is_heading=True)]
    rows = [DocumentLine("| Nr | Datum 2022 |"), DocumentLine("|---|---|"), DocumentLine("| 1 | 17 jan |")]
    assert not meetings(recognised([*head, *rows]))
    assert meetings(recognised([*head, DocumentLine("Möten"), *rows])) == [("2.1.4", "2022-01-17", 1)]


def test_there_is_an_end_to_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", -1)
    with pytest.raises(UserError, match="more in the document"):
        read(HEAD)
