"""An administration's appendix: each process of its list as a person would tell of it, with what is odd in footnotes."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from plptool.model.i18n import translator
from plptool.model.records import Point
from plptool.read.opening import open_ledger
from plptool.render import output
from plptool.render.appendix import appendix as laid_out
from plptool.render.html import page as html
from plptool.render.markdown import markdown
from plptool.render.text import Screen, text
from plptool.reports.appendix import appendix
from plptool.timeline.ledger import Ledger
from tests.support.git import git, init
from tests.support.hostile import nasty_ledger
from tests.support.ledgers import BASE, LISTED, PROCESS, MakeLedger, write_ledger
from tests.support.personal_numbers import FULL_NUMBER
from tests.support.program import plptool
from tests.support.project import ROOT


def appendix_as_text(ledger: Ledger, day: str = "231231", lang: str = "en") -> str:
    """The appendix of a little ledger's list, as text; a line a label, without the breaks of lines."""
    state = ledger.at(day)
    point = Point(state.day.isoformat())
    blocks = laid_out(appendix(state, listed="list"), point, translator(lang))
    return text(blocks, Screen(width=1000))


WORK_TREE = "The source of each statement stands in the ledger, here the files as they lie, committed or not."


def test_an_appendix_tells_each_process_as_a_person_would(process: MakeLedger) -> None:
    ledger = process("""
listed: {list: 7}
events:
  - {date: 2022-03-04, kind: meeting, number: 1, source: list}
  - {date: 2022-03-05, kind: meeting, number: 2, with: [B], text: About the beginning., source: list}
  - {date: 2022-05-06, kind: meeting, number: 1, series: Series B, source: list}
  - {date: 2022-05-07, kind: meeting, internal: B, source: list}
  - {date: 2022-06-01, kind: meeting, number: 3, booked: true, source: list}
  - {date: 2022-23, written: ht 2022, kind: activity, activity: study-visit, text: To a school., by: A, source: list}
  - {date: 2022, kind: activity, activity: workshop, times: 2, source: list}
  - {date: /2022-12-31, kind: note, text: One note, source: list}
  - {date: /2022-12-31, kind: note, text: Another., source: list}
  - {date: 2023-01-01, kind: expected, due: 2023-06, text: Half of it., source: list}
  - {date: 2023-01-02, kind: expected, due: 2023-01-02/.., text: The other half., source: list}
  - {date: 2023-02-01, kind: change, set: {period: 2021/2024}, reason: Delayed., source: list}
  - {date: 2023-03-01, kind: status, status: paused, text: A pause., source: list}
  - {date: 2023-04-01, kind: status, status: completed, outcome: handed-over, remaining: [The rest, More], source: list}
  - {date: 2023-12-31, kind: status, status: completed, text: Still so., source: list}
""", """
== decisions/d
title: Gives it money
date: 2022-02-02
body: board
paragraph: 7
status: adopted
concerns: [1.1]
source: list
""")  # fmt: skip
    found = appendix_as_text(ledger)
    assert found.startswith("The list\n========\nThe plan, 2021–2023\nAs of 31 December 2023\n")
    told = [re.sub(r"\s+", " ", line).strip() for line in found.split("\n")]
    start = told.index("No. 7, process 1.1: A need.")
    assert told[start + 1 : told.index("Totals on 31 December 2023") - 1] == [
        "Status Completed since 1 April 2023, handed over. Confirmed 31 December 2023: Still so.",
        "Remaining The rest.",
        "More.",
        "Activities Do it",
        "Result aimed at A goal.",
        "Responsible Administration A, together with Administration B",
        "Priority 1",
        "Time plan 2021–2024",
        "Meetings 4 held, 1 booked.",
        "2022: no. 1 (4 March), 2 (5 March, with Administration B), 3 (1 June, booked, not confirmed). 5 March: About the beginning.",
        "2022, Series B: no. 1 (6 May)",
        "2022, internal Administration B: without number (7 May)",
        "Decisions 2 February 2022, The board, § 7: Gives it money.",
        "Events By 31 December 2022: Another. One note.",
        "2022: Workshop, 2 times.",
        "Autumn 2022 (“ht 2022”): Study visit: To a school. (by Administration A)",
        "1 February 2023: Changed: period: 2021–2024. Delayed.",
        "1 March 2023: Paused: A pause.",
        "Expected June 2023: Half of it. Nothing later in the documents tells what became of it.",
        "Without a date: The other half.",
    ]


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2023-04-01", "Paused since 1 April 2023."),
        ("2023-04", "Paused since April 2023."),
        ("2023-21", "Paused since spring 2023."),
        ("2022-05-30/2022-12-31", "Paused since some time between 30 May and 31 December 2022."),
        ("2022-05-30/2023-01-02", "Paused since some time between 30 May 2022 and 2 January 2023."),
        ("2022/2023-06", "Paused since some time between 2022 and June 2023."),
        ("/2022-12-31", "Paused since 31 December 2022 or earlier."),
        ("2023-06-30", "Paused as of 30 June 2023."),
    ],
)
def test_a_status_is_said_to_hold_since_when_the_record_says(process: MakeLedger, date: str, line: str) -> None:
    """Of an interval, it began on some day within; on a day of assessment, it may have begun before."""
    events = f"events:\n  - {{date: {date}, kind: status, status: paused, source: list}}\n"
    snapshot = "\n== snapshots/s\ndate: 2023-06-30\ntitle: Half of it\n"
    found = appendix_as_text(process(LISTED + events + snapshot))
    assert line in re.sub(r"\s+", " ", found)


def test_what_meetings_were_about_is_told_after_those_of_a_year(process: MakeLedger) -> None:
    found = appendix_as_text(
        process(f"""
{LISTED}events:
  - {{date: 2022-03-04, kind: meeting, number: 1, text: The same thing., source: list}}
  - {{date: 2022-03-05, kind: meeting, number: 2, with: [B], source: list}}
  - {{date: 2022-03-06, kind: meeting, text: Another, source: list}}
  - {{date: 2022-03-07, kind: meeting, number: 3, text: The same thing., source: list}}
  - {{date: 2023-03-08, kind: meeting, number: 4, source: list}}
""")
    )
    lines = [re.sub(r"\s+", " ", line).strip() for line in found.split("\n")]
    assert (
        "2022: no. 1 (4 March), 2 (5 March, with Administration B), without number (6 March), 3 (7 March)."
        " 4 March and 7 March: The same thing. 6 March: Another."
    ) in lines
    assert "2023: no. 4 (8 March)" in lines


def test_the_last_line_says_from_where_it_is_told(process: MakeLedger) -> None:
    state = process(LISTED).at("231231")
    found = appendix(state, listed="list")
    pages = {
        revision: text(laid_out(found, Point("2023-12-31", revision), str), Screen(width=200))
        for revision in (None, "0123456789" * 4)
    }
    assert pages[None].endswith(f"\n{WORK_TREE}\n")
    assert pages["0123456789" * 4].endswith(
        "\nThe source of each statement stands in the ledger, revision 0123456789012345678901234567890123456789.\n"
    )
    for page in pages.values():
        assert "\nAs of 31 December 2023\n" in page


def test_a_single_process_is_one_process(process: MakeLedger) -> None:
    ledger = process(LISTED)
    assert "1 process: 0 completed, 1 continuing (of which 0 paused, 1 not begun)." in appendix_as_text(ledger)
    assert "1 process: slutförda: 0, fortsätter: 1 (varav pausade: 0, inte påbörjade: 1)." in appendix_as_text(
        ledger, lang="sv"
    )


def test_a_status_that_an_assessment_confirms_holds_since_it_began(process: MakeLedger) -> None:
    found = appendix_as_text(
        process(f"""
{LISTED}events:
  - {{date: 2021-01-07, kind: meeting, number: 1, source: list}}
  - {{date: 2023-06-30, kind: status, status: ongoing, source: list}}

== snapshots/s
date: 2023-06-30
title: Half of it
""")
    )
    assert "Ongoing since 10 February 2021. Confirmed 30 June 2023." in re.sub(
        r"\s+", " ", found
    )  # the plan's adoption


MONEY = """
== grants/money
title: Money from the state
recipients: [A]
decision: d
uses:
  - {what: Three posts, posts: 3, organisations: [A, B], date: /2022-12-31, period: 2022/2023, process: 1.1, text: Of the third year., source: list}
  - {what: A coach, posts: 1, period: 2023, process: 1.1, source: list}
  - {what: Paper, date: 2023-03-03, process: 1.1, source: list}
  - {what: Ink, date: 2024-02-02, process: 1.1, source: list}
  - {what: Another's, date: 2022-02-02, source: list}
source: list
"""


def test_decisions_are_told_whole_and_each_thing_once(process: MakeLedger) -> None:
    found = appendix_as_text(
        process(f"""
{LISTED}events:
  - {{date: 2022-02-02, kind: decision, decision: d, text: Said of it., source: list}}
""", """
== decisions/d
title: Gives it money and a room
date: 2022-02-02
roles: [{role: head, organisation: B, source: list}, {role: chair, source: list}]
status: planned
clauses: [A room., Until further notice]
text: Said of it.
concerns: [1.1]
source: list
""")
    )  # fmt: skip
    line = "2 February 2022, head Administration B, chair: Gives it money and a room (planned). Said of it. Until further notice."
    assert line in re.sub(r"\s+", " ", found)


def test_what_grants_are_used_for_is_told_with_what_happened(process: MakeLedger) -> None:
    ledger = process(f"""
{LISTED}events:
  - {{date: /2022-12-31, kind: grant, grant: money, text: Money for three posts in all., source: list}}
  - {{date: 2023-03-03, kind: grant, grant: money, source: list}}
  - {{date: 2023-04-04, kind: grant, grant: money, text: More of it., source: list}}
""", MONEY)  # fmt: skip
    told = [re.sub(r"\s+", " ", line).strip() for line in appendix_as_text(ledger).split("\n")]
    start = told.index(
        "Grants By 31 December 2022, money: Money for three posts in all. Of the third year."
        " (number of posts: 3; Administration A and Administration B; 2022–2023)"
    )
    assert told[start + 1 : start + 4] == [
        "money: A coach (number of posts: 1; 2023).",
        "3 March 2023, money: Paper.",
        "Events 4 April 2023: Grant (money): More of it.",
    ]
    assert "Ink" not in appendix_as_text(ledger)  # which is of the year after


def test_at_an_earlier_day_it_tells_what_stood_then(process: MakeLedger) -> None:
    ledger = process(
        LISTED
        + """
events:
  - {date: 2021-01-01, kind: note, text: Before., source: list}
  - {date: 2022-03-04, kind: meeting, number: 2, source: list, discrepancies: [{field: number, claims: [{value: 2, source: list}, {value: 3, source: list#L5}], reason: Clearer.}]}
known:
  - {rule: PLP502, value: 1, reason: There is no first.}
  - {rule: PLP407, value: 2022-03-04, reason: A Friday.}
"""
    )
    assert "The plan is not adopted yet." in appendix_as_text(ledger, "210101")
    assert "None held." in appendix_as_text(ledger, "211231")
    assert "Notes" not in appendix_as_text(ledger, "211231")  # what they are about has not happened
    later = appendix_as_text(ledger, "221231")
    assert "no. 2 (4 March)[1] [2] [3]" in later
    assert "[1] The sources disagree on number: 2 (list); 3 (list L5). Clearer." in later
    assert "[2] There is no first." in later


def test_no_later_event_takes_an_oddity_from_what_it_was_about(process: MakeLedger) -> None:
    known = """
known:
  - {rule: PLP609, value: goal, reason: The list names none.}
  - {rule: PLP404, value: 2023-02-01, reason: It was so.}
"""
    later = "events:\n  - {date: 2023-02-01, kind: note, text: goal, source: list}\n"
    before, after = (appendix_as_text(process(LISTED + known + events), "221231") for events in ("", later))
    assert "The list names none." in before
    assert "The list names none." in after
    assert "It was so." not in after  # it is about the later event alone


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ("rule: PLP406, value: 2022-03-04", "no. 1 (4 March)[1], 1 (5 March)"),
        ("rule: PLP503, value: 1 2022-03-05", "no. 1 (4 March), 1 (5 March)[1]"),
        ("rule: PLP502, value: 2", "no. 1 (4 March), 1 (5 March), 4 (6 March)[1]"),
        ("rule: PLP502, value: 1 Apart", "2022, Apart: no. 3 (7 March)[1]"),
        ("rule: PLP408, value: 2212PP", "(“2212PP”): As it stands.[1]"),
        ("rule: PLP609, value: priority", "Priority 1[1]"),
        ("rule: PLP607, value: goal", "A goal.[1]"),
        ("rule: PLP506, value: B", "together with Administration B[1]"),
        ("rule: PLP611, value: something else", "process 1.1: A need.[1]"),
    ],
)
def test_an_oddity_stands_at_the_fact_that_it_is_about(process: MakeLedger, known: str, line: str) -> None:
    ledger = process(f"""
{LISTED}events:
  - {{date: 2022-03-04, kind: meeting, number: 1, source: list}}
  - {{date: 2022-03-05, kind: meeting, number: 1, source: list}}
  - {{date: 2022-03-06, kind: meeting, number: 4, source: list}}
  - {{date: 2022-03-07, kind: meeting, number: 3, series: Apart, source: list}}
  - {{date: 2022-12, written: 2212PP, kind: note, text: As it stands., source: list}}
known:
  - {{{known}, reason: A reason., source: list#L3}}
""")
    found = re.sub(r"[ \u00a0]+", " ", appendix_as_text(ledger))
    assert line in found
    assert found.count("[1]") == 2
    assert "[1] A reason. (list L3)" in found


def test_totals_and_names_are_of_the_processes_that_are_shown() -> None:
    ledger = open_ledger(ROOT)
    found = appendix(ledger.at("231231"), listed="bilaga-8", org="KSON")
    assert [process.id for process in found.processes] == ["2.2.4", "2.6.1", "2.8.3"]
    assert found.totals.processes.total == 3
    assert found.totals.meetings.held == 2 + 1 + 6
    names = {organisation.id for organisation in found.organisations}
    assert {"BoU", "KSON", "styrgruppen"} <= names
    assert "TiNK" not in names  # which only 2.1.2 names
    assert found.grants == ()  # which only 2.2.5 names of this list


def test_short_names_in_any_text_are_explained_as_the_ledger_does_and_others_are_not(
    process: MakeLedger,
) -> None:
    ledger = process(f"""
{LISTED}events:
  - {{date: 2022-01-01, kind: note, text: "The BX met CCs head; AbC, ABCD, Ab and ZZ did not.", source: list}}
""", MONEY + """
== organisations/BX
title: BX
names: [BX, AX]
text: No document writes it out.
source: list

== organisations/c
title: The third
names: [CC, third]
source: list

== organisations/abc
title: The fourth
names: [AbC, Ab, AB]
text: AbC is read as the fourth.
source: list

== organisations/bare
title: ABCD
names: [ABCD]
source: list
""")  # fmt: skip
    told = [re.sub(r"\s+", " ", line).strip() for line in appendix_as_text(ledger).split("\n")]
    start = told.index("In the text Meaning")
    rows = told[start + 1 : told.index(WORK_TREE)]
    assert [one for one in rows if one and not re.fullmatch("[─━ ]+", one)] == [
        "AbC The fourth. AbC is read as the fourth.",
        "BX No document writes it out.",
        "CC The third",
        "money Money from the state",
    ]


def test_the_formats_of_a_list_are_its_appendix_and_those_of_the_ledger_the_summary() -> None:
    for form, head in (("text", "Bilaga 8 – KoF Processlista\n===="), ("markdown", "# Bilaga 8 – KoF Processlista\n")):
        listed = plptool("report", "--listed", "bilaga-8", "--at", "231231", "--format", form).stdout
        assert listed.startswith(head)
        assert "Åtgärdsbehov 4, process 2.8.3: Det finns ett behov" in listed
    whole = plptool("report", "--at", "231231").stdout
    assert "Status per förvaltning" in whole
    assert "Åtgärdsbehov" not in whole
    data = json.loads(plptool("report", "--listed", "bilaga-8", "--at", "231231", "--format", "json").stdout)
    assert [row["number"] for row in data["appendix"]["processes"]] == [1, 2, 3, 4]
    assert data["totals"]["processes"] == data["appendix"]["totals"]["processes"]


def test_github_renders_its_markdown_footnotes() -> None:
    page = plptool("report", "--listed", "bilaga-5", "--at", "231231", "--format", "markdown").stdout
    marks = re.findall(r"(?<!^)\[\^(\d+)\](?!:)", page)
    defined = re.findall(r"(?m)^\[\^(\d+)\]: ", page)
    assert marks == defined == [str(number) for number in range(1, 19)]
    assert "9 (20 oktober, bokat, inte bekräftat)[^15]" in page
    assert "(20 februari" not in page


def test_a_page_is_marked_up_for_those_who_do_not_see_it(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    assert (
        plptool(
            "report",
            "--listed",
            "bilaga-5",
            "--at",
            "231231",
            "--format",
            "html",
            "--lang",
            "en",
            "--output",
            str(file),
        ).returncode
        == 0
    )
    page = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "<title>Bilaga 5 – Socialförvaltningen Processlista</title>" in page
    assert page.count("<h1>") == 1
    for number in range(1, 19):
        assert f'id="mark-{number}" href="#note-{number}" role="doc-noteref"' in page
        assert f'<li id="note-{number}">' in page
        assert f'href="#mark-{number}" role="doc-backlink"' in page
    assert '<span lang="sv">Hemlöshet – en nollvision</span>' in page  # records are in Swedish
    assert 'th scope="col"' in page
    assert "http" not in page
    swedish = plptool("report", "--listed", "bilaga-5", "--at", "231231", "--format", "html").stdout
    assert '<html lang="sv">' in swedish
    assert "<span lang=" not in swedish
    assert "Status per förvaltning" in plptool("report", "--format", "html").stdout


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "here", BASE + PROCESS + LISTED)
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "report.md"
    file.write_text("old", encoding="utf-8")
    for form in ("markdown", "json", "text"):
        done = plptool("report", "--format", form, "--output", str(file), cwd=root)
        assert (done.returncode, done.stdout) == (0, "")
        assert file.read_text(encoding="utf-8") == plptool("report", "--format", form, cwd=root).stdout
        assert form != "json" or "appendix" not in json.loads(file.read_text(encoding="utf-8"))
    assert [path.name for path in file.parent.iterdir()] == ["report.md"]
    before = file.read_bytes()
    assert plptool("report", "--listed", "nothing", "--output", str(file), cwd=root).returncode == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("form", ["markdown", "docx"])
def test_what_git_keeps_makes_room_for_a_later_answer_alone(tmp_path: Path, form: str) -> None:
    root = init(write_ledger(tmp_path / "root", BASE + PROCESS))
    plptool("report", "--format", form, "--at", "211231", "--output", "made", cwd=root)
    readme = "# Little plan\n\nThis is our own.\n\nNobody made it.\n"
    for name in ("[r]*", "README", "loose"):
        (root / name).write_text(readme, encoding="utf-8")
    git(root, "add", "--all")
    git(root, "rm", "--quiet", "--cached", "loose")
    for name in ("[r]*", "README"):
        done = plptool("report", "--format", form, "--output", name, cwd=root)
        assert (done.returncode, (root / name).read_text(encoding="utf-8")) == (2, readme)
        assert "name another" in done.stderr
    old = (root / "made").read_bytes()
    assert plptool("report", "--format", form, "--output", "made", cwd=root).returncode == 0
    assert plptool("report", "--format", form, "--output", "loose", cwd=root).returncode == 0  # git has none of it
    assert (root / "made").read_bytes() == (root / "loose").read_bytes() != old


_NO_PLACE = ["ledger/processes/1.1.yaml", "ledger/new.yaml", ".git/config", "link"]
_STEERING = [".github/workflows/new.yml", ".gitattributes", "docs/.gitignore", ".gitlab-ci.yml", ".forgejo/new.yml"]


@pytest.mark.parametrize("path", [*_NO_PLACE, *_STEERING])
def test_no_answer_takes_the_place_of_a_record_or_of_what_a_link_leads_to(tmp_path: Path, path: str) -> None:
    root = init(write_ledger(tmp_path / "root", BASE + PROCESS))
    (tmp_path / "elsewhere").write_text("another's", encoding="utf-8")
    (root / "link").symlink_to(tmp_path / "elsewhere")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    before = (root / path).read_bytes() if (root / path).exists() else None
    done = plptool("report", "--output", path, "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert ("would run" in done.stderr) == (path in _STEERING)
    assert ((root / path).read_bytes() if (root / path).exists() else None) == before


def test_an_answer_may_lie_in_a_clone_that_is_called_as_a_hosts_folder(tmp_path: Path) -> None:
    root = init(write_ledger(tmp_path / ".github", BASE + PROCESS))
    (root / "docs").mkdir()
    assert plptool("report", "--output", "docs/report.md", cwd=root).returncode == 0
    assert plptool("site", "docs/site", cwd=root).returncode == 0
    refused = plptool("site", ".github/x", "--lang", "en", cwd=root)
    assert (refused.returncode, "would run" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--format", "html", "--output", "no/such/file.html"], "there is no folder 'no/such'"),
        (["--format", "html", "--output", "/dev/null"], "'/dev/null' is not a file"),
        (["--template", "README.md"], "--template goes with --format docx"),
        (["--listed", "bilaga-99"], "there is no source 'bilaga-99'"),
        (["--listed", "bilaga-5", "--org", "Nobody"], "there is no organisation 'Nobody'"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_line(arguments: list[str], line: str) -> None:
    done = plptool("report", "--lang", "en", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"plptool: {line}\n")


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_terminal_is_shown_no_file(monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(output, "screen", lambda: Screen(terminal=True))
    done = plptool("report", "--lang", "en", "--format", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"plptool: {form} is for a file, not for the terminal: add --output FILE\n"


@pytest.mark.parametrize(
    ("form", "module", "extra"), [("html", "jinja2", "plptool[site]"), ("docx", "docx", "plptool[docx]")]
)
def test_a_missing_extra_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch, form: str, module: str, extra: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "plptool.render.docx", raising=False)
    done = plptool("report", "--lang", "en", "--format", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"plptool: .* not installed: pip install '{re.escape(extra)}'\n", done.stderr)


def test_persons_are_left_out_unless_the_manifest_publishes_them(tmp_path: Path) -> None:
    people = """
== decisions/d
title: Chooses
date: 2022-02-02
roles: [{role: chair, person: Anna Maria Ek, source: list}]
status: adopted
concerns: [1.1]
source: list
"""
    write_ledger(tmp_path, BASE + PROCESS + LISTED + people)
    for form in ("text", "markdown", "html", "json"):
        done = plptool("report", "--listed", "list", "--format", form, cwd=tmp_path)
        assert "Chooses" in done.stdout
        assert "Ek" not in done.stdout


@pytest.fixture(scope="module")
def nasty_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = nasty_ledger(tmp_path_factory.mktemp("nasty"))
    for number, path in enumerate(sorted((root / "ledger" / "processes").iterdir()), 1):
        path.write_text(path.read_text(encoding="utf-8") + f"listed: {{list: {number}}}\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_what_a_record_says_is_text_in_every_format(nasty_list: Path, form: str) -> None:
    done = plptool("report", "--listed", "list", "--format", form, "--lang", "en", cwd=nasty_list)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", done.stdout)
    assert not re.search(r"(?m)^\s*::|##\[", done.stdout)
    if form == "markdown":
        page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(done.stdout)
        tags = set(re.findall(r"</?([a-z][a-z0-9]*)", page))
        assert tags <= {"h1", "h2", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}
        assert not re.search(r"@octocat|www\.evil|(?<!\\)://", done.stdout)
    if form == "html":
        ours = "a|body|dd|div|dl|dt|h1|h2|head|html|li|main|meta|ol|p|section|span|strong|style|sup|table|tbody|td|th|thead|title|tr"
        assert set(re.findall(r"<([a-z][a-z0-9]*)", done.stdout)) <= set(ours.split("|"))
        assert not re.search(r"\son\w+=|javascript:", re.sub(r">[^<]*<", "><", done.stdout))


def test_a_personal_number_is_masked(process: MakeLedger) -> None:
    """Records with one are left out; were one not, nothing would repeat its digits."""
    found = appendix(process(LISTED).at("231231"), listed="list")
    said = FULL_NUMBER.replace("-", "\u00a0-\n")
    row = replace(found.processes[0], need=FULL_NUMBER, goal=f"About {FULL_NUMBER}.", activities=(said,))
    found = replace(found, processes=(row,))
    blocks = laid_out(found, Point("2023-12-31"), translator("en"))
    for page in (text(blocks, Screen()), markdown(blocks), html(blocks, "en", "sv")):
        assert page.count("••••") >= 4
        assert "3234" not in page
