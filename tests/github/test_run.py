"""`plptool ci`: what a change does to the plan, in one sentence and in pages, whatever GitHub brings."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from plptool.checks.runner import check
from plptool.github import summary
from plptool.github.event import FAIL_ON, fails, read_event
from plptool.github.run import written
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.i18n import translator
from plptool.model.records import Record
from plptool.read.opening import open_ledger
from plptool.render import sentence
from plptool.render.document import Block, Column, Items, Listing, Paragraph, grid
from plptool.reports.change import changed
from plptool.timeline.ledger import Ledger
from tests.support.git import NAMES, commit, commit_ledger, git, init
from tests.support.github import DECISION, DONE, MINUTES, first_heading, proposal, pushed, run_in_workflow
from tests.support.ledgers import BASE, HELD, PROCESS, Held, edit, unseal, write_ledger
from tests.support.program import plptool, seal
from tests.support.thorough import thorough

if TYPE_CHECKING:
    from plptool.model.plain import Data, Plain

TODAY = date(2024, 5, 1)
MEETING = "  - {date: 2022-03-01, kind: meeting, number: 1, source: list}\n"


# One sentence


def ledgers(folder: Path, first: str, then: str, *gone: str) -> tuple[Ledger, Ledger]:
    """A ledger, and what becomes of it."""
    old = open_ledger(write_ledger(folder / "old", BASE + first))
    write_ledger(folder / "new", BASE + first + then)
    for path in gone:
        (folder / "new" / "ledger" / path).unlink()
    return old, open_ledger(folder / "new")


def said_in_a_sentence(both: tuple[Ledger, Ledger], language: str = "en") -> str:
    return sentence.sentence(changed(*both, TODAY).effect, translator(language))


GRANT = """
== grants/eu
title: A grant
period: 2021/2023
years:
  - {year: 2022, amount: 200, source: list}
source: list
"""


@pytest.mark.parametrize(
    ("then", "english", "swedish"),
    [
        ("", "The plan is unchanged.", "Planen är oförändrad."),
        (
            DONE + DECISION + MINUTES,
            "1.1 is completed; 2 meetings added; 1 decision added; 1 source added; 2 findings are acknowledged.",
            "1.1 slutförs; 2 möten tillkommer; 1 beslut tillkommer; 1 källa tillkommer; 2 kända egenheter antecknas.",
        ),
        (HELD + "  - {date: 2023-01-10, kind: meeting, number: 2, source: list}\n", "1 meeting added.", "1 möte tillkommer."),
        (HELD + "  - {date: 2024-06-10, kind: meeting, number: 2, booked: true, source: list}\n",
         "1 meeting booked (2024-06-10).", "1 möte bokas (2024-06-10)."),
        (HELD + "  - {date: 2024-06-10, kind: status, status: paused, source: list}\n",
         "1.1 to be paused (2024-06-10).", "1.1 ska pausas (2024-06-10)."),
        (HELD.replace("2022-03-01, kind: meeting, number: 1,", "2022-03-02, kind: meeting, number: 2,"), "1 meeting added; 1 meeting removed.", None),
        (HELD.replace("source: list}", "source: list, text: At A.}"), "1 meeting corrected.", "1 möte rättas."),
        (HELD.replace("priority: 1", "priority: 2"), "1 field corrected.", "1 uppgift rättas."),
        (HELD + "known:\n  - {rule: PLP502, value: 2, reason: So it is.}\n", "1 finding is acknowledged.", "1 känd egenhet antecknas."),
        (PROCESS.replace("1.1", "1.2") + PROCESS.replace("1.1", "1.3"), "2 processes added.", "2 processer tillkommer."),
        ("== decisions/later\ntitle: T\ndate: 2024-09-01\nbody: board\nstatus: planned\nsource: list\n",
         "1 planned decision added (2024-09-01).", None),
        ("== ledger\nformat: 2\ntitle: Little plan\nlanguage: en\ntime-zone: Europe/Stockholm\npublish-names: true\n",
         "The ledger's own settings change: publish-names.", "Liggarens egna inställningar ändras: publicera namn."),
        (HELD + "  - {date: 2023-01-10, kind: change, set: {lead: B, period: 2021/2024}, source: list}\n"
         + "  - {date: 2023-02-10, kind: note, text: A word., source: list}\n",
         "Lead of 1.1 changes: A → B; period of 1.1 changes: 2021–2023 → 2021–2024; 1 event added.",
         "Ansvarig för 1.1 ändras: A → B; period för 1.1 ändras: 2021–2023 → 2021–2024; 1 händelse tillkommer."),
        (HELD + "  - {date: 2024-06-10, kind: change, set: {priority: 2}, source: list}\n"
         + "  - {date: 2023-02-10, kind: meeting, number: 2, source: list}\n  - {date: 2024-07-01, kind: note, text: A word., source: list}\n",
         "Priority of 1.1 changes: 1 → 2 (2024-06-10); 1 meeting added; 1 other event added (2024-07-01).", None),
        (HELD + "  - {date: 2023-01-10, kind: meeting, number: 2, booked: true, source: list}\n  - {date: 2024-06-10, kind: meeting, number: 3, booked: true, source: list}\n",
         "2 meetings booked (1 of them ahead).", None),
        # What is no event and corrects nothing is called what it is: a grant has one more year.
        (GRANT.replace("\nsource", "\n  - {year: 2023, amount: 80, source: list}\nsource"), "Years of eu change.", "År för eu ändras."),
        ("== plans/next\ntitle: Next\nperiod: 2024/2027\ndecision: adoption\nsource: list\n", "1 plan added.", "1 plan tillkommer."),
        ("== organisations/B\ntitle: Administration B\ntype: administration\nsource: list\nwithdrawn: {reason: It never was., source: list}\n",
         "1 organisation withdrawn as recorded by mistake.", "1 organisation återtas som infört av misstag."),
    ],
)  # fmt: skip
def test_what_a_change_does_in_one_sentence(tmp_path: Path, then: str, english: str, swedish: str | None) -> None:
    both = ledgers(tmp_path, HELD + GRANT, then)
    assert said_in_a_sentence(both) == english
    if swedish:
        assert said_in_a_sentence(both, "sv") == swedish


def statuses(*changes: str) -> str:
    """Processes 1.1, 1.2 …, each with these changes of status."""
    whole = ""
    for number, events in enumerate(changes, 1):
        text = PROCESS.replace("1.1", f"1.{number}")
        for day, status in enumerate(events.split(), 1):
            reason = ", reason: Because." if status == "ongoing" else ""
            text += (
                "events:\n" * (day == 1)
                + f"  - {{date: 2023-01-0{day}, kind: status, status: {status}{reason}, source: list}}\n"
            )
        whole += text
    return whole


def test_of_a_record_that_is_deleted_nothing_else_is_counted(tmp_path: Path) -> None:
    late = (
        PROCESS.replace("1.1", "1.2")
        + "events:\n"
        + MEETING
        + "  - {date: 2022-04-01, kind: note, text: A., source: list}\n"
    )
    both = ledgers(tmp_path, HELD + late, "", "processes/1.2.yaml")
    assert said_in_a_sentence(both) == "1 process deleted."
    assert said_in_a_sentence(both, "sv") == "1 process raderas."


def test_a_process_whose_plan_to_wait_is_taken_back_is_begun(tmp_path: Path) -> None:
    waits = HELD + "  - {date: 2023-01-10, kind: status, status: planned, reason: R., source: list}\n"
    old, new = ledgers(tmp_path, waits, HELD)
    assert said_in_a_sentence((old, new)) == "1.1 is begun; 1 event removed."
    assert said_in_a_sentence((new, old)) == "1.1 is planned."


def test_a_process_whose_plan_cannot_be_read_keeps_its_status_and_its_new_events_count(tmp_path: Path) -> None:
    """A plan that nobody knows is none that a process waits for."""
    old, _ = ledgers(tmp_path, HELD, HELD + "  - {date: 2024-06-10, kind: note, text: A., source: list}\n")
    (tmp_path / "new/ledger/plans/plan.yaml").write_text("id: plan\ntitle: [", encoding="utf-8")
    assert said_in_a_sentence((old, open_ledger(tmp_path / "new"))) == (
        "What changes in plan is not known: it cannot be read; 1 event added (2024-06-10)."
    )


def test_each_step_has_its_word_and_more_than_three_are_counted(tmp_path: Path) -> None:
    before = statuses("paused", "completed", "", "ongoing", "ongoing")
    after = statuses("paused ongoing", "completed ongoing", "ongoing", "ongoing completed", "ongoing completed")
    both = ledgers(tmp_path / "a", before, after)
    assert said_in_a_sentence(both) == "1.4 and 1.5 are completed; 1.3 is begun; 1.1 is resumed; 1.2 is reopened."
    assert said_in_a_sentence(both, "sv") == "1.4 och 1.5 slutförs; 1.3 påbörjas; 1.1 återupptas; 1.2 öppnas på nytt."
    both = ledgers(tmp_path / "d", after, before)
    assert said_in_a_sentence(both) == (
        "The completion of 1.4 and 1.5 is taken back; the start of 1.3 is taken back; "
        "the resumption of 1.1 is taken back; the reopening of 1.2 is taken back."
    )
    both = ledgers(tmp_path / "b", statuses(*["ongoing"] * 4), statuses(*["ongoing completed"] * 4))
    assert said_in_a_sentence(both) == "4 processes are completed."
    both = ledgers(tmp_path / "c", statuses(*["ongoing"] * 3), statuses(*["ongoing paused"] * 3))
    assert said_in_a_sentence(both, "sv") == "1.1, 1.2 och 1.3 pausas."


def write_sealed_ledger(folder: Path, text: str = HELD) -> Path:
    write_ledger(folder, BASE + text)
    seal(folder)
    return folder


def test_what_is_sealed_and_touched_is_named(tmp_path: Path) -> None:
    old = write_sealed_ledger(tmp_path / "old")

    def after(text: str = "", *arguments: str) -> str:
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        shutil.copytree(old, tmp_path / "new")
        write_ledger(tmp_path / "new", text)
        if arguments:
            assert plptool(*arguments, cwd=tmp_path / "new").returncode == 0
        return said_in_a_sentence((open_ledger(old), open_ledger(tmp_path / "new")))

    late = "  - {date: 2023-05-01, kind: meeting, number: 2, source: list}\n"
    assert after(HELD + late) == "1 meeting added; nothing sealed is touched."
    assert after(HELD.replace("need: A", "need: Another")) == "What 221231 sealed is touched: 1.1; 1 field corrected."
    why = ("--reason", "It was wrong.", "--source", "list")
    corrected = after(HELD.replace("need: A", "need: Another"), "seal", "221231", "--correct", "1.1", *why)
    assert corrected == "What 221231 sealed of 1.1 is corrected, with the reason; 1 field corrected."
    new = PROCESS.replace("1.1", "1.2")
    assert after(new) == "What 221231 sealed is touched: 1.2; 1 process added."  # the plan's, so it held by then
    assert "221231 is sealed" not in after()
    assert said_in_a_sentence((open_ledger(write_ledger(tmp_path / "none", BASE + HELD)), open_ledger(old))).endswith(
        "221231 is sealed."
    )
    unseal(old)
    assert "The seal of 221231 is gone" in said_in_a_sentence((open_ledger(tmp_path / "new"), open_ledger(old)))


# What GitHub says


@pytest.mark.parametrize(
    "payload",
    [None, [], {}, {"pull_request": []}, {"pull_request": {"base": {"sha": "main"}}}, {"pull_request": {"base": {"sha": "0" * 40}}},
     {"pull_request": {"base": {"sha": "--output=x"}}}],
)  # fmt: skip
def test_an_event_that_names_no_commit_is_read_as_such(payload: Any) -> None:
    assert read_event("pull_request", payload).base is None


def test_events_are_told_apart() -> None:
    one = "a" * 40
    assert read_event("pull_request", {"pull_request": {"base": {"sha": one}}}).base == one
    assert read_event("merge_group", {"merge_group": {"base_sha": one}}).base == one
    pushed: Data = {"ref": "refs/heads/x", "before": "0" * 40, "after": one, "repository": {"default_branch": "main"}}
    event = read_event("push", pushed)
    assert (event.kind, event.before, event.after, event.trunk, event.tag) == ("push", None, one, "main", None)
    assert read_event("push", {**pushed, "ref": "refs/heads/main"}).trunk is None
    assert read_event("push", {**pushed, "ref": "refs/tags/v1"}).tag == "v1"
    assert read_event("schedule", pushed).kind == "state"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose first commit has a sealed ledger."""
    home = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        root = write_sealed_ledger(init(home / "root"))
        commit(root, "The ledger")
    return root


@pytest.fixture
def sealed_repository(template: Path, tmp_path: Path, git_home: None) -> Path:
    return Path(shutil.copytree(template, tmp_path / "root"))


@pytest.fixture
def base(sealed_repository: Path) -> str:
    return git(sealed_repository, "rev-parse", "HEAD")


def test_a_pull_request_says_first_what_it_does_then_how_it_judges_itself_then_record_by_record(
    sealed_repository: Path, base: str
) -> None:
    manifest = "== ledger\nformat: 2\ntitle: Little plan\nlanguage: en\ntime-zone: Europe/Stockholm\n"
    write_ledger(
        sealed_repository,
        DONE + DECISION + MINUTES + manifest + "severities:\n  PLP502: {severity: info, reason: Because.}\n",
    )
    commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    assert ran.first == (
        "## 1.1 is completed; 2 meetings added; 1 decision added; 1 source added; "
        "2 findings are acknowledged; the ledger's own settings change: severities; nothing sealed is touched."
    )
    headings = re.findall(r"(?m)^## (.*)$", ran.summary)
    assert headings[1:] == [
        "Look at this first: what the change does to its own checking", "Processes", "Decisions", "Other records",
    ]  # fmt: skip
    judging = ran.summary[ran.summary.index("## Look") : ran.summary.index("## Processes")]
    assert "PLP502 is made less grave" in judging
    assert "PLP406 2024-01-10 is acknowledged from now on: The plan went on." in judging
    told = ran.summary[ran.summary.index("## Processes") :]
    assert "### 1.1 A need." in told
    assert "- Status: ongoing → completed, 2024-02-03 \\[minutes\\]" in told
    assert told.count("- New: 2024-01-") == 2
    assert "- New: Hands over. 2024-02-03, board, adopted (over)" in told
    assert "| Processes completed | 0 | 1 |" in ran.summary
    assert ran.code == 1  # a severity that is loosened is an error
    assert "::error file=ledger/ledger.yaml,title=PLP714 severity-loosened" in ran.out
    assert "Acknowledged" not in ran.out  # by whoever looked at it: it is told once, as newly acknowledged
    assert {name: ran.outputs[name] for name in ("errors", "warnings", "notes", "changes")} == {
        "errors": "1", "warnings": "0", "notes": "2", "changes": "3",
    }  # fmt: skip
    assert ran.outputs["sentence"] == ran.first.removeprefix("## ")
    assert "x" not in [path.name for path in sealed_repository.iterdir()]
    assert "github.token" not in ran.summary + ran.out + ran.err


def test_a_sealed_fact_that_is_altered_stops_a_reviewer_and_one_that_is_corrected_is_told_with_its_reason(
    sealed_repository: Path, base: str
) -> None:
    edit(sealed_repository, "processes/1.1", "goal: A goal.", "goal: Another goal.")
    altered = commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    assert ran.verdict[:2] == ["[!CAUTION]", "**✗ Not in order: 1 error.**"]
    assert "no correction says why: A need. (1.1)" in ran.verdict[2]
    place = f"https://github.com/o/plan/blob/{altered}/ledger/processes/1.1.yaml#L"
    finding, in_full = re.findall(r"(?m)^- \*\*✗ error\*\* \[.*$", ran.summary)
    assert "Undo the change" in in_full
    assert place in finding
    assert ran.summary.index(finding) < ran.summary.index("### 🔒 1.1 A need.") < ran.summary.index("<details>")
    why = ("--reason", "The list says so.", "--source", "list")
    assert plptool("seal", "221231", "--correct", "1.1", *why, cwd=sealed_repository).returncode == 0
    commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    assert ran.verdict[:2] == ["[!IMPORTANT]", "**✓ In order.**"]
    assert "What was sealed is corrected, with the reason: A need. (1.1)" in ran.verdict[2]
    assert "- What 221231 sealed of it is corrected: The list says so. \\[list\\]\n- Corrected: goal: " in ran.summary
    assert "## Other records" not in ran.summary  # the seal's correction is told with the record


def test_what_lies_ahead_is_told_and_not_counted_yet(sealed_repository: Path, base: str) -> None:
    later = "  - {date: 2090-01-10, kind: meeting, number: 2, booked: true, source: list}\n"
    commit_ledger(
        sealed_repository, HELD + later + "  - {date: 2090-02-10, kind: status, status: completed, source: list}\n"
    )
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    assert ran.first == "## 1.1 to be completed (2090-02-10); 1 meeting booked (2090-01-10); nothing sealed is touched."
    assert "- Status: ongoing → completed, 2090-02-10 \\[list\\]" in ran.summary
    assert "2090-01-10 Meeting 2 booked, not confirmed" in ran.summary
    assert "Processes completed" not in ran.summary  # today nothing is otherwise


def test_nobody_is_named_and_no_number_repeated_and_nothing_steers(sealed_repository: Path, base: str) -> None:
    roles = "== assignments/task\ntitle: A task\nresponsible: {role: lead, person: %s, source: list}\npurpose: A purpose.\nsource: list\n"
    write_ledger(
        sealed_repository,
        roles % "Ylva Maria Quist"
        + "== sources/odd\ntitle: '::stop-commands::x <b>@anna</b> [x](http://e.x) ##[group]'\ndate: 2023-01-01\n",
    )
    commit(sealed_repository, who="Bosse Berg")
    first = git(sealed_repository, "rev-parse", "HEAD")
    number = "19640823-" + "3234"
    write_ledger(
        sealed_repository,
        roles % "Ylva Zander"
        + HELD.replace("need: A", "need: Another")
        + PROCESS.replace("1.1", "1.2")
        + f"known: []\ntext: {number}\n",
    )
    commit(sealed_repository, f"::error::x {number} <script>@anna</script> `", who="Bosse Berg")
    for ran in (
        run_in_workflow(sealed_repository, "pull_request", proposal(base)),
        run_in_workflow(sealed_repository, "pull_request", proposal(first)),
        run_in_workflow(
            sealed_repository, "push", pushed(base, git(sealed_repository, "rev-parse", "HEAD")), "--sarif"
        ),
    ):
        files = "".join(
            Path(ran.outputs[name]).read_text(encoding="utf-8")
            for name in ran.outputs
            if name in ("report", "findings", "sarif")
        )
        everything = ran.summary + ran.out + files + str(ran.outputs)
        assert not re.search("Ylva|Quist|Zander|Bosse", everything)
        assert number not in everything
        assert "<b>" not in ran.summary
        assert "<script" not in ran.summary
        assert not re.search(r"(?m)^\s*::(?!error|warning|notice)|##\[|^::error::", ran.out)
    assert (
        "another person, who is not named here"
        in run_in_workflow(sealed_repository, "pull_request", proposal(first)).summary
    )


@thorough
def test_no_half_of_a_name_is_left_where_a_text_is_cut(sealed_repository: Path, base: str) -> None:
    task = (
        "== assignments/task\ntitle: A task of Ylva Quist\nresponsible: {role: lead, person: Ylva Quist, source: list}\n"
        "purpose: A purpose.\nsource: list\n"
    )
    for length in range(100, 200, 3):
        text = f"{'x' * 9} " * (length // 10) + "x" * (length % 10) + " Ylva Quist agreed to it and more."
        task += f"== processes/3.{length}\nplan: plan\nneed: {text}\nlead: A\nsource: list\npriorty: {text[60:]}\n"
        task += f"== processes/4.{length}\nplan: plan\nneed: {text}\nlead: A\nsource: list\n"
    first = commit_ledger(sealed_repository, task, "By Ylva Quist")
    for length in range(100, 200, 3):
        edit(sealed_repository, f"processes/4.{length}", " agreed to it", " agreed to that")
    edit(sealed_repository, "processes/1.1", "A need.", "A need of Ylva Quist, and of others.")
    commit(sealed_repository, "x" * 50 + " Ylva Quist says")
    head = git(sealed_repository, "rev-parse", "HEAD")
    for ran in (
        run_in_workflow(sealed_repository, "pull_request", proposal(base)),
        run_in_workflow(sealed_repository, "pull_request", proposal(first)),
        run_in_workflow(sealed_repository, "push", pushed(base, head), "--sarif"),
    ):
        files = [Path(path) for name, path in ran.outputs.items() if name in ("report", "findings", "sarif")]
        everything = ran.summary + ran.out + "".join(path.read_text("utf-8") for path in files)
        assert "xxx" in everything
        assert not re.findall(r".{20}\b(?:Y(?:l(?:va?)?)?|Q(?:u(?:ist?)?)?)\b", everything)


def test_names_are_published_where_the_ledger_says_so_and_not_because_the_change_does(
    sealed_repository: Path, base: str
) -> None:
    manifest = sealed_repository / "ledger/ledger.yaml"
    manifest.write_text(manifest.read_text() + "publish-names: true\n")
    role = "== assignments/task\ntitle: A task\nresponsible: {role: lead, person: Anna Ek, source: list}\npurpose: A purpose.\nsource: list\n"
    names = commit_ledger(sealed_repository, role, "Names", who="Bo Berg")
    assert "Anna Ek" not in run_in_workflow(sealed_repository, "pull_request", proposal(base)).summary
    commit_ledger(sealed_repository, role.replace("Anna Ek", "Carl Dahl"))
    assert "Anna Ek → Carl Dahl" in run_in_workflow(sealed_repository, "pull_request", proposal(names)).summary


def test_what_fails_a_run_is_chosen(sealed_repository: Path, base: str) -> None:
    write_ledger(
        sealed_repository, HELD + "  - {date: 2023-05-04, kind: meeting, number: 3, source: list}\n"
    )  # 2 is missing
    commit(sealed_repository)
    codes = {}
    for on in FAIL_ON:
        ran = (
            run_in_workflow(sealed_repository, "pull_request", proposal(base), "--fail-on", on)
            if on in ("warning", "never")
            else None
        )
        codes[on] = ran.code if ran else int(fails(check(open_ledger(sealed_repository)), on))
        assert ran is None or (ran.outputs["warnings"], ran.outputs["errors"]) == ("1", "0")
    assert codes == {"error": 0, "warning": 1, "info": 1, "never": 0}


def test_files_hold_all_of_it_with_paths_from_the_top_of_the_repository(sealed_repository: Path, base: str) -> None:
    (sealed_repository / "plan").mkdir()
    git(sealed_repository, "mv", "ledger", "plan/ledger")
    moved = commit(sealed_repository, "Moved")
    write_ledger(sealed_repository / "plan", HELD.replace("lead: A", "lead: AA"))
    commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(moved), "--sarif")
    assert ran.code == 2  # there is no ledger at the top
    done = run_in_workflow(sealed_repository / "plan", "pull_request", proposal(moved), "--sarif", "--lang", "sv")
    assert done.code == 1
    assert "::error file=plan/ledger/processes/1.1.yaml," in done.out
    assert (
        json.loads(Path(done.outputs["findings"]).read_text())["findings"][0]["path"]
        == "plan/ledger/processes/1.1.yaml"
    )
    results = json.loads(Path(done.outputs["sarif"]).read_text())["runs"][0]["results"]
    assert {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results} == {
        "plan/ledger/processes/1.1.yaml"
    }
    assert Path(done.outputs["summary"]).read_text(encoding="utf-8") == done.summary
    assert done.first in Path(done.outputs["report"]).read_text(encoding="utf-8")
    assert "## Anmärkningar\n\n- **✗ fel** [plan/ledger/processes/1.1.yaml:" in done.summary


def test_elsewhere_than_on_github_the_summary_is_printed(sealed_repository: Path, base: str) -> None:
    write_ledger(sealed_repository, HELD + "  - {date: 2023-05-04, kind: meeting, number: 2, source: list}\n")
    done = plptool("ci", "--base", "main", cwd=sealed_repository)
    assert (done.returncode, first_heading(done.stdout)) == (0, "## 1 meeting added; nothing sealed is touched.")
    assert f"Compared with {base[:12]}" in done.stdout
    state = plptool("ci", "--lang", "sv", cwd=sealed_repository)
    assert first_heading(state.stdout) == "## Little plan"
    assert "```mermaid\npie showData title Processer per status\n" in state.stdout
    assert plptool("ci", "--sarif", cwd=sealed_repository).returncode == 2
    assert plptool("ci", "--sarif", "--files", "out", cwd=sealed_repository).returncode == 0
    assert sorted(path.name for path in (sealed_repository / "out").iterdir()) == [
        "findings.json",
        "findings.sarif",
        "report.md",
        "summary.md",
    ]


def test_files_of_a_run_take_nobody_elses_place_and_are_written_all_or_none(tmp_path: Path) -> None:
    for folder in (".git", "ledger", "out"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ledger/ledger.yaml").touch()
    (tmp_path / "link").symlink_to("ledger/ledger.yaml")
    for place in (".git/hooks/x", "ledger/ledger.yaml", "LEDGER/x.md", ".github/x.yml", "link"):
        with pytest.raises(UserError, match="name"):
            written(tmp_path, {"first": ("first.md", "text"), "second": (place, "text")})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "ledger", "link", "out"]
    paths = written(tmp_path / "out/new", {"first": ("first.md", "text")})
    assert Path(paths["first"]).read_text(encoding="utf-8") == "text"


# What clones and branches may be like


def clone(root: Path, *arguments: str) -> Path:
    to = root.parent / "clone"
    git(root.parent, "clone", "--quiet", *arguments, f"file://{root}", str(to))
    return to


def meeting(root: Path, number: int, message: str = "") -> str:
    """One more meeting, committed."""
    path = root / "ledger/processes/1.1.yaml"
    path.write_text(
        path.read_text() + f"  - {{date: 2023-0{number}-04, kind: meeting, number: {number}, source: list}}\n"
    )
    return commit(root, message or f"Meeting {number}")


def test_in_a_shallow_clone_a_change_is_not_taken_for_new(sealed_repository: Path, base: str) -> None:
    meeting(sealed_repository, 2)
    shallow = clone(sealed_repository, "--depth", "1")
    ran = run_in_workflow(shallow, "pull_request", proposal(base))
    assert ran.code == 2
    assert ran.first == "## What the change does to the plan is not known"
    assert "fetch\\-depth: 0" in ran.summary or "fetch-depth: 0" in ran.summary
    assert "fetch-depth: 0" in ran.err
    assert ran.out.count("::error::The clone is shallow") == 1
    ran = run_in_workflow(shallow, "push", pushed(base, git(shallow, "rev-parse", "HEAD")))
    assert (ran.code, ran.outputs["changes"]) == (0, "")
    assert "fetch-depth: 0" in ran.summary
    assert "added" not in ran.summary.split("## Little plan")[0]


def test_what_a_change_builds_on_is_the_first_parent_of_githubs_merge_whatever_the_event_says(
    sealed_repository: Path, base: str
) -> None:
    git(sealed_repository, "checkout", "--quiet", "-b", "change")
    head = meeting(sealed_repository, 2)
    gone = "12" * 20
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(gone, head), "--lang", "sv")
    assert (ran.code, ran.first) == (2, "## Vad ändringen gör med planen är inte känt")
    assert "::error::Det som ändringen bygger på, 121212121212, finns inte i den här klonen." in ran.out
    git(sealed_repository, "checkout", "--quiet", "main")
    newer = commit_ledger(sealed_repository, MINUTES, "The base goes on")
    git(sealed_repository, "checkout", "--quiet", "--detach", "main")
    git(sealed_repository, "merge", "--quiet", "--no-ff", "-m", "Merge", "change", **NAMES)
    for said in (gone, base):
        ran = run_in_workflow(sealed_repository, "pull_request", proposal(said, head))
        assert (ran.code, ran.first) == (0, "## 1 meeting added; nothing sealed is touched.")
        assert f"Compared with {newer[:12]}" in ran.summary
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base, gone))  # a merge of something else
    assert ran.first == "## 1 meeting added; 1 source added; nothing sealed is touched."


def test_what_cannot_be_read_is_not_taken_for_unchanged(sealed_repository: Path, base: str) -> None:
    acknowledged = HELD + "known:\n  - {rule: PLP502, value: 2, reason: So it is.}\n"
    whole = commit_ledger(sealed_repository, PROCESS.replace("1.1", "1.2") + acknowledged)
    broken = commit_ledger(sealed_repository, acknowledged.replace("goal: A goal.", "goal: [") + MINUTES)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(whole))
    assert (ran.code, ran.outputs["changes"]) == (1, "2")
    assert ran.first == (
        "## What 221231 sealed is touched: 1.1; what changes in 1.1 is not known: it cannot be read; 1 source added."
    )
    assert "| Processes" not in ran.summary
    assert "something could not be read" in ran.summary
    (sealed_repository / "README.md").write_text("x")
    other = commit(sealed_repository)
    assert run_in_workflow(sealed_repository, "pull_request", proposal(broken)).first.startswith(
        "## The plan is unchanged"
    )  # it is the same file
    commit_ledger(sealed_repository, acknowledged)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(other), "--lang", "sv")
    assert ran.first == "## Vad som ändras i 1.1 är inte känt: den kunde inte läsas tidigare."
    assert "PLP716" not in ran.out + ran.summary  # it was there before, as far as anybody knows


def test_a_broken_manifest_leaves_title_and_language_to_what_the_change_builds_on(
    sealed_repository: Path, base: str
) -> None:
    manifest = edit(sealed_repository, "ledger", "language: en", "language: sv\npublish-names: true")
    start = commit(sealed_repository)
    for text in (manifest.read_text() + "title: Again\n", None):
        manifest.unlink() if text is None else manifest.write_text(text)
        commit(sealed_repository)
        ran = run_in_workflow(sealed_repository, "pull_request", proposal(start))
        assert ran.first == "## Vad som ändras i ledger/ledger.yaml är inte känt: den kan inte läsas."
        assert "Little plan. Jämfört med" in ran.summary
        assert not re.search("PLP71[45]", ran.out + ran.summary)
        git(sealed_repository, "checkout", "--quiet", start)


def test_a_push_is_held_to_what_was_there_before(sealed_repository: Path, base: str) -> None:
    manifest = sealed_repository / "ledger/ledger.yaml"
    manifest.write_text(manifest.read_text() + "severities:\n  PLP502: {severity: info, reason: Because.}\n")
    git(sealed_repository, "rm", "--quiet", "ledger/snapshots/221231.yaml", "ledger/organisations/B.yaml")
    first = commit_ledger(
        sealed_repository, HELD.replace("partners: [B]\n", "known:\n  - {rule: PLP502, value: 2, reason: So it is.}\n")
    )
    head = commit(sealed_repository, "Another")
    ran = run_in_workflow(sealed_repository, "push", pushed(base, head))
    assert ran.code == 1
    codes = re.findall(r"title=(PLP71\d)", ran.out)
    assert sorted(codes) == ["PLP711", "PLP712", "PLP712", "PLP714", "PLP715", "PLP716"]
    assert ran.summary.index("## Look at this first") < ran.summary.index("<summary>2 commits")
    assert run_in_workflow(sealed_repository, "push", pushed(first, head)).code == 0
    assert (
        run_in_workflow(sealed_repository, "push", pushed("0" * 40, head, created=True)).code == 0
    )  # there was nothing before


def test_names_are_published_from_a_branch_only_where_the_default_branch_says_so(
    sealed_repository: Path, base: str
) -> None:
    manifest = sealed_repository / "ledger/ledger.yaml"
    manifest.write_text(manifest.read_text() + "publish-names: true\n")
    first = commit(sealed_repository, "Names", who="Bo Berg")
    second = commit(sealed_repository, "More", who="Bo Berg")
    assert "Bo Berg" not in run_in_workflow(sealed_repository, "push", pushed(base, second)).summary
    assert "Bo Berg" in run_in_workflow(sealed_repository, "push", pushed(first, second)).summary
    topic = pushed(first, second, "refs/heads/topic")
    assert (
        "Bo Berg" not in run_in_workflow(sealed_repository, "push", topic).summary
    )  # the default branch is not in the clone
    git(sealed_repository, "update-ref", "refs/remotes/origin/main", base)
    assert "Bo Berg" not in run_in_workflow(sealed_repository, "push", topic).summary
    git(sealed_repository, "update-ref", "refs/remotes/origin/main", second)
    assert "Bo Berg" in run_in_workflow(sealed_repository, "push", topic).summary


def test_where_there_is_no_answer_readers_on_github_learn_why(sealed_repository: Path, base: str) -> None:
    for name, arguments, why in (
        ("pull_request_target", (), "on pull_request_target the files are those of the base"),
        ("push", ("--lang", "de"), "'de' is not one of"),
        ("push", ("--fail-on", "all"), "'all' is not one of"),
        ("push", ("--base", "nowhere"), "there is no revision 'nowhere'"),
    ):
        ran = run_in_workflow(sealed_repository, name, proposal(base), *arguments)
        assert (ran.code, ran.out.count("::error::plptool: "), why in ran.out) == (2, 1, True), ran
        assert "plptool: " in ran.summary
        assert ran.summary.count("\n") == 1
    git(sealed_repository, "rm", "--quiet", "-r", "ledger")
    commit(sealed_repository, "No ledger")
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    assert (ran.code, "there is no ledger" in ran.out, "there is no ledger" in ran.summary) == (2, True, True)


def test_a_base_without_a_ledger_makes_all_of_it_new(tmp_path: Path, git_home: None) -> None:
    root = init(tmp_path / "root")
    first = commit(root, "Nothing")
    commit_ledger(root, BASE + HELD, "The ledger")
    ran = run_in_workflow(root, "pull_request", proposal(first))
    assert (
        ran.first
        == "## 1 process added; 1 meeting added; 1 decision added; 1 plan added; 3 organisations added; 1 source added."
    )
    assert "has no ledger, so all of it is new" in ran.summary


def test_a_push_is_told_commit_by_commit_along_its_own_line(sealed_repository: Path, base: str) -> None:
    meeting(sealed_repository, 2, "Meeting 2 <b>`@anna`")
    (sealed_repository / "README.md").write_text("x")
    commit(sealed_repository, "Not the ledger")
    git(sealed_repository, "checkout", "--quiet", "-b", "side")
    meeting(sealed_repository, 3)
    meeting(sealed_repository, 4)
    git(sealed_repository, "checkout", "--quiet", "main")
    git(sealed_repository, "merge", "--quiet", "--no-ff", "-m", "Merge the side", "side", **NAMES)
    ran = run_in_workflow(sealed_repository, "push", pushed(base, git(sealed_repository, "rev-parse", "HEAD")))
    assert ran.code == 0
    assert ran.first == "## 3 meetings added; nothing sealed is touched."
    commits = ran.summary[: ran.summary.index("## Little plan")].split("### ")[1:]
    assert [one.splitlines()[0] for one in commits] == [
        "Merge the side",
        "Not the ledger",
        "Meeting 2 &#60;b&#62;\\`&#64;anna\\`",
    ]
    assert [one.splitlines()[4] for one in commits] == [
        "2 meetings added; nothing sealed is touched.", "The plan is unchanged.", "1 meeting added; nothing sealed is touched.",
    ]  # fmt: skip
    assert "<summary>3 commits</summary>" in ran.summary
    plan = ran.summary[ran.summary.index("## Little plan") :]
    shown = ["### Continuing, and what remains", "```mermaid", "<summary>Since the last snapshot", "### Status by lead"]
    assert sorted(shown, key=plan.index) == shown
    assert "| A | 0 | 1 | 0 | 0 | 1 |" in plan
    assert '    "ongoing" : 1\n' in plan


def test_of_many_commits_the_newest_are_told(
    sealed_repository: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summary, "COMMITS", 2)
    last = [meeting(sealed_repository, number) for number in range(2, 6)][-1]
    ran = run_in_workflow(sealed_repository, "push", pushed(base, last))
    assert ran.first == "## 4 meetings added; nothing sealed is touched."
    assert re.findall(r"(?m)^### (Meeting .*)$", ran.summary) == ["Meeting 5", "Meeting 4"]
    assert "2 earlier commits are not shown. `plptool log`" in ran.summary
    whole = Path(ran.outputs["report"]).read_text(encoding="utf-8")
    assert re.findall(r"(?m)^### (Meeting .*)$", whole) == ["Meeting 5", "Meeting 4", "Meeting 3", "Meeting 2"]
    assert "not shown" not in whole


def test_the_report_holds_long_texts_whole(sealed_repository: Path, base: str) -> None:
    long = " ".join(f"word{number}" for number in range(300))
    write_ledger(
        sealed_repository,
        HELD.replace("goal: A goal.", f"goal: {long}.")
        + f"  - {{date: 2023-05-04, kind: note, text: {long}, source: list}}\n",
    )
    commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(base))
    whole = Path(ran.outputs["report"]).read_text(encoding="utf-8")
    assert (ran.summary.count(long), whole.count(long)) == (0, 2)


def test_a_record_with_another_id_brings_what_it_acknowledged(sealed_repository: Path, base: str) -> None:
    start = commit_ledger(sealed_repository, HELD + "known:\n  - {rule: PLP502, value: 2, reason: So it is.}\n")
    path = sealed_repository / "ledger/processes/1.1.yaml"
    path.rename(path.with_name("1.9.yaml"))
    edit(sealed_repository, "processes/1.9", "id: 1.1\n", "id: 1.9\nformerly: 1.1\n")
    commit(sealed_repository)
    ran = run_in_workflow(sealed_repository, "pull_request", proposal(start))
    assert ran.first.startswith("## What 221231 sealed is touched: 1.1; the id of 1.1 is 1.9 from now on")
    assert "PLP716" not in ran.out + ran.summary


def test_remarks_are_notices_and_within_the_limit(sealed_repository: Path, base: str) -> None:
    days = [f"2023-03-{day:02}" for day in range(6, 21)]
    known = "".join(f"  - {{rule: PLP502, value: '{day}', reason: So it is.}}\n" for day in days)
    head = commit_ledger(sealed_repository, HELD + "known:\n" + known)
    ran = run_in_workflow(sealed_repository, "push", pushed(base, head, "refs/heads/main") | {"after": "34" * 20})
    lines = ran.out.splitlines()
    assert lines[0].startswith("::notice::What is checked out is")
    assert sum(line.startswith("::notice") for line in lines) == 10
    assert lines[-1].endswith(f"run `plptool validate --base {base[:12]}`")


def test_the_first_push_a_new_branch_a_tag_and_a_deletion(sealed_repository: Path, base: str) -> None:
    ran = run_in_workflow(sealed_repository, "push", pushed("0" * 40, base, created=True))
    assert ran.first.startswith("## 1 process added; 1 meeting added;")
    assert "### The ledger" in ran.summary
    git(sealed_repository, "update-ref", "refs/remotes/origin/main", base)
    git(sealed_repository, "checkout", "--quiet", "-b", "other")
    head = meeting(sealed_repository, 2)
    ran = run_in_workflow(sealed_repository, "push", pushed("0" * 40, head, "refs/heads/other", created=True))
    assert ran.first == "## 1 meeting added; nothing sealed is touched."
    assert "A new branch: what it has beside main." in ran.summary
    ran = run_in_workflow(sealed_repository, "push", pushed("0" * 40, "34" * 20, "refs/tags/v1`<b>", created=True))
    assert "\n\nTag v1\\`&#60;b&#62;\n" in ran.summary
    assert "## Little plan" in ran.summary
    ran = run_in_workflow(sealed_repository, "push", pushed(head, "0" * 40, "refs/heads/other", deleted=True))
    assert (ran.code, ran.outputs["changes"]) == (0, "")
    assert "there is nothing to compare" in ran.summary


def test_a_rewritten_branch_is_compared_with_where_it_was(sealed_repository: Path, base: str) -> None:
    before = meeting(sealed_repository, 2)
    git(sealed_repository, "reset", "--quiet", "--hard", base)
    after = meeting(sealed_repository, 3)
    ran = run_in_workflow(sealed_repository, "push", pushed(before, after, forced=True))
    assert ran.first == "## 1 meeting added; 1 meeting removed; nothing sealed is touched."
    assert "commits that it had before and has no more: 1." in ran.summary
    assert "### Meeting 3" in ran.summary
    ran = run_in_workflow(sealed_repository, "push", pushed("12" * 20, after, forced=True))
    assert (ran.code, ran.outputs["changes"]) == (0, "")
    assert "where it was before is not in this clone" in ran.summary
    assert "1 meeting added" in ran.summary  # by its last commit
    assert "What is checked out is" in run_in_workflow(sealed_repository, "push", pushed(base, "34" * 20)).summary


def test_broken_records_are_told_and_the_rest_is_shown(sealed_repository: Path, base: str) -> None:
    head = commit_ledger(sealed_repository, "== processes/1.2\nneed: [\n")
    for name, event in (("push", pushed(base, head)), ("pull_request", proposal(base))):
        ran = run_in_workflow(sealed_repository, name, event)
        assert ran.code == 1
        assert ran.verdict[0] == "[!CAUTION]"
        assert re.fullmatch(r"\*\*✗ Not in order: [1-9]\d* errors?\.\*\*", ran.verdict[1])
        assert "Left out, because they are broken: ledger/processes/1.2.yaml." in ran.summary
    assert run_in_workflow(sealed_repository, "push", "no event").code == 1
    assert (
        plptool(
            "ci",
            cwd=sealed_repository,
            env={"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(sealed_repository / "none")},
        ).returncode
        == 2
    )


# Within the limits


def many_organisations(n: int, title: str, status: str) -> Ledger:
    """A process, and so many organisations less one."""
    event: Data = {"date": "2023-12-01", "kind": "status", "status": status, "source": "list"}
    process: dict[str, Plain] = {"id": "1.1", "need": "A need", "lead": "A", "source": "list", "events": [event]}
    records = [Record("1.1", Collection.PROCESSES, "ledger/processes/1.1.yaml", process)]
    for key in (f"o{number}" for number in range(1, n)):
        data = {"id": key, "title": title, "type": "group", "source": "list"}
        records.append(Record(key, Collection.ORGANISATIONS, f"ledger/organisations/{key}.yaml", data))
    return Ledger(Held({}), {"title": "Large"}, records, [], set())


@thorough
def test_of_ten_thousand_changed_records_the_most_important_come_first_and_the_rest_is_counted() -> None:
    change = changed(
        many_organisations(10_000, "Ä" * 200, "ongoing"), many_organisations(10_000, "Å" * 200, "completed"), TODAY
    )
    result = summary.Result("Large", "plptool validate", (), [], [], base="ab" * 20, head="cd" * 20)
    page = summary.fit(summary.change(result, change, str), str)
    assert len(page.encode()) < 1 << 20
    verdict, sentence = page.split("\n\n", 2)[:2]
    assert verdict == "> [!TIP]\n> **✓ In order.**"
    assert sentence == "## 1.1 is completed; 9999 fields corrected."
    assert re.findall(r"(?m)^### (.*)$", page) == ["1.1 A need"]
    first, rest = page[: page.index("## Processes")], page[page.index("## Processes") :]
    assert "## Most important\n\n- A need \\(1.1\\): Status" in first or "- A need (1.1): Status" in first
    assert first.count("Corrected: title:") == 9
    assert len(re.findall(r"(?m)^- Å+ \(o\d+\): Corrected: title:", rest)) == 199
    assert "## And 9800 more records" in page
    assert "| organisations | 0 | 9800 | 0 |" in page
    assert "All of it: `plptool diff 991231@abababababab 991231@cdcdcdcdcdcd`" in page
    whole = summary.change(result, change, str, bounded=False)
    assert len(re.findall(r"Corrected: title:", str(whole))) == 9999 + 9
    assert len(summary.fit(whole, str).encode()) < 1 << 20


def test_a_page_ends_between_rows_and_says_where_all_of_it_is() -> None:
    table = grid([Column("a"), Column("b")], [[number, "å|" * 40] for number in range(60)])
    blocks: list[Block] = [
        Paragraph("First"),
        table,
        Items(tuple("x" * 50 for _ in range(50))),
        Listing('    "å" : 1', language="mermaid"),
    ]
    parts = [summary.Part(blocks, "plptool one"), summary.Part(blocks, "plptool two")]
    whole = len(summary.fit(parts, str).encode())
    for room in (*range(300, 14_000, 1_300), whole + 100):
        page = summary.fit(parts, str, room)
        assert len(page.encode()) <= room
        rows = [line for line in page.split("\n") if line.startswith("|")]
        assert all(re.fullmatch(r"\|[^|]*\|([^|]|\\\|)*\|", row) or row == "|---|---|" for row in rows)
        assert page.count("```") % 2 == 0
        assert ("`plptool one`" in page) == (page.count("First") < 2 or room < whole)
    assert summary.fit(parts, str, whole + 100).count("First") == 2
