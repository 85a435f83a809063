"""Commands that write: what is meant stands in the files as a careful person writes it, or nothing does."""

import json
import re
from pathlib import Path

import pytest

from plptool.cli import add, correct, new
from plptool.cli.main import COMMANDS
from plptool.model.collections import Collection
from plptool.model.events import KINDS
from plptool.read.fields import event_fields, fields_of_kind, record_fields
from tests.support.ledgers import BASE, HELD, C, write_ledger
from tests.support.program import plptool, seal

P = "ledger/processes/1.1.yaml"
PAPER = "== sources/paper\ntitle: A paper\ndate: 2024-06-30\nlines: 9\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, BASE + HELD + C + PAPER + "== snapshots/231231\ndate: 2023-12-31\n")


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.yaml"))}


def changed(root: Path, *arguments: str) -> tuple[list[str], str]:
    """The lines that a command brings into files, and what it says last. It finds nothing and removes nothing."""
    before = files(root)
    dry = plptool(*arguments, "--dry-run", cwd=root)
    assert dry.returncode == 0, dry.stderr
    assert files(root) == before
    done = plptool(*arguments, cwd=root)
    assert done.returncode == 0, done.stderr
    assert "PLP" not in done.stdout
    after = files(root)
    *_, told = done.stdout.splitlines()
    assert dry.stdout.splitlines()[-1] == told
    lines: list[str] = []
    for path, text in after.items():
        old = before.get(path, "").splitlines()
        lines += [line for line in text.splitlines() if line not in old]
    shown = [line[1:] for line in dry.stdout.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert shown == lines
    return lines, told


@pytest.mark.parametrize(
    ("arguments", "lines", "told"),
    [
        (
            ("meeting", "1.1", "230314", "2023-05-02", "--number", "2", "--source", "paper#L2"),
            ["  - {date: 2023-03-14, kind: meeting, number: 2, source: paper#L2}",
             "  - {date: 2023-05-02, kind: meeting, number: 3, source: paper#L2}"],
            "2 meetings added.",
        ),
        (
            ("meeting", "1.1", "220201", "--with", "B", "--with", "A", "--series", "A: internally", "--source", "list", "--source", "paper"),
            ["  - {date: 2022-02-01, kind: meeting, series: 'A: internally', with: [B, A], source: [list, paper]}"],
            "1 meeting added.",
        ),
        (
            ("status", "1.1", "231231", "--status", "completed", "--outcome", "handed-over", "--source", "list",
             "--text", "It goes on by itself."),
            ["  - date: 2023-12-31", "    kind: status", "    status: completed", "    outcome: handed-over",
             "    text: It goes on by itself.", "    source: list"],
            "1.1 is completed.",
        ),
        (("change", "1.1", "20230101", "--set", "lead=B", "--set", "partners=A", "--source", "list"),
         ["  - {date: 2023-01-01, kind: change, set: {lead: B, partners: [A]}, source: list}"],
         "Lead of 1.1 changes: A → B; partners of 1.1 change."),
        (("change", "1.1", "20230101", "--add", "partners=board", "--remove", "partners=B", "--source", "list"),
         ["  - {date: 2023-01-01, kind: change, add: {partners: [board]}, remove: {partners: [B]}, source: list}"],
         "Partners of 1.1 change."),
        (("expected", "1.1", "230101", "--due", "230630", "--text", "A report", "--source", "list"),
         ["  - {date: 2023-01-01, kind: expected, due: 2023-06-30, text: A report, source: list}"],
         "1 event added."),
        (("report", "1.1", "230101", "--percent", "40", "--to", "board", "--source", "list"),
         ["  - {date: 2023-01-01, kind: report, to: board, percent: 40, source: list}"],
         "Progress of 1.1 changes: – → 40%."),
    ],
)  # fmt: skip
def test_an_event_is_its_own_lines_and_no_others(
    root: Path, arguments: tuple[str, ...], lines: list[str], told: str
) -> None:
    seen, said = changed(root, "add", *arguments)
    assert seen == lines
    assert said == told


def test_records_are_begun_set_and_withdrawn(root: Path) -> None:
    process = ("--need", "Another need: to be met.", "--lead", "B", "--part-of", "1.1", "--period", "2023", "--goal", "Met", "--activities", "Do it", "--priority", "1",
               "--listed", "list=2")  # fmt: skip
    lines, told = changed(root, "new", "processes", "1.10", *process, "--source", "paper#L3")
    assert lines == [
        "id: 1.10", "need: 'Another need: to be met.'", "activities: [Do it]", "goal: Met", "lead: B", "priority: 1", "period: 2023", "part-of: 1.1",
        "listed: {list: 2}", "source: paper#L3",
    ]  # fmt: skip
    assert told == "1 process added."
    decision = ("--title", "A decision", "--date", "230401", "--body", "board", "--paragraph", "4", "--status", "adopted",
                "--registry", "number=2023-7", "--concerns", "1.10")  # fmt: skip
    lines, _ = changed(root, "new", "decisions", "d", *decision, "--source", "list", "--source", "date=paper")
    assert lines[4:] == [
        "paragraph: 4", "registry: {number: 2023-7}", "status: adopted", "concerns: [1.10]", "source:", "  title: list", "  date: paper",
        "  body: list", "  paragraph: list", "  registry: list", "  status: list", "  concerns: list",
        "events:", "  - {date: 2023-04-01, kind: decision, decision: d, source: list}",
    ]  # fmt: skip
    lines, told = changed(root, "set", "1.10", "lead", "A", "--from", "230401", "--decision", "d", "--source", "paper")
    assert lines == ["  - {date: 2023-04-01, kind: change, set: {lead: A}, decision: d, source: paper}"]
    assert told == "Lead of 1.10 changes: B → A."
    assert changed(root, "set", "A", "names", "The A", "--add")[0] == ["names: [The A]"]
    assert changed(root, "set", "B", "names", "B.", "--add")[0] == ["names: [The B, B.]"]
    assert changed(root, "set", "1.1", "goal", "Another goal.", "--source", "paper")[0] == [
        "goal: Another goal.",
        "source: [list, paper]",
    ]
    lines, _ = changed(root, "withdraw", "C", "--reason", "It is\nA.", "--source", "paper#L4")
    assert lines == ["withdrawn:", "  reason: It is A.", "  source: paper#L4"]
    assert "there is nothing to write" in plptool("set", "1.10", "lead", "B", cwd=root).stderr


def test_a_field_is_corrected_or_changes_and_that_is_told(root: Path) -> None:
    done = plptool("set", "1.1", "goal", "Another.", "--lang", "sv", cwd=root)
    assert "rättar det förflutna" in done.stderr
    done = plptool("set", "1.1", "priority", "--remove", cwd=root)
    assert "priority" not in (root / P).read_text("utf-8")
    for wrong, why in (
        (("set", "231231", "title", "B", "--from", "230101"), "it says of every date"),
        (("set", "1.1", "partners", "B", "--add", "--remove"), "do not go together"),
        (("set", "1.1", "goal", "--add", "x", "--from", "230101"), "PLP201"),
        (("set", "1.1", "goal"), "say what goal is to be"),
        (("set", "1.1", "goal", "x", "--add"), "has one value"),
        (("set", "1.1", "leed", "x"), "Did you mean `lead`?"),
        (("set", "1.1", "ansvarig", "x"), "Did you mean `lead`?"),
        (("set", "1.2", "lead", "x"), "there is no record '1.2'"),
        (("set", "A need.", "lead", "A"), "Did you mean `1.1`?"),
        (("set", "1.1", "partners", "A,B"), "one by one, A B (as options: --partners A --partners B), not 'A,B'"),
        (("set", "1.1", "lead", "[A, B]"), "one by one, A B"),
        (("set", "1.1", "status", "paused"), "An event says that: `plptool add status 1.1 DATE --status …`"),
        (("set", "1.1", "utfall", "x"), "`plptool add status 1.1 DATE --outcome …`"),
        (("set", "1.1", "lead", "Administration B", "--source", "list"), "Did you mean `B`?"),
        (("set", "1.1", "lead", "Administration Bb", "--source", "list"), "Did you mean `B`?"),
        (("add", "note", "1.1", "230101"), "say what is missing: --text TEXT, --source CITATION"),
        (
            ("add", "decision", "1.1", "230101", "--decision", "Adopts the plan", "--source", "list"),
            "Did you mean `adoption`?",
        ),
        (("seal", "2022"), "'2022' is no day: write its last, 2022-12-31 (or 20221231)"),
        (("list", "--at", "2022-02"), "'2022-02' is no day: write its last, 2022-02-28 (or 20220228)"),
        (("add", "meeting", "A", "230101", "--source", "list"), "A has no events of the kind meeting"),
        (("add", "meeting", "1.1", "230230", "--source", "list"), "no day '230230'"),
        (("add", "meeting", "1.1", "hösten 2023", "--source", "list"), "Did you mean 2023-23?"),
        (("add", "meting", "1.1", "230101"), "Did you mean 'meeting'?"),
        (("add", "change", "1.1", "230101", "--set", "B", "--source", "list"), "write NAME=VALUE"),
        (("new", "processes", "1.1", "--need", "x", "--source", "list"), "is taken"),
        (("withdraw", "1.1", "--reason", "x"), "rests on a source or a decision"),
        (("withdraw", "1.1", "--source", "list"), "say why"),
    ):
        before = files(root)
        done = plptool(*wrong, "--lang", "en", cwd=root) if "meting" not in wrong else plptool(*wrong, cwd=root)
        assert (done.returncode, why in done.stderr, files(root)) == (2, True, before), (wrong, done.stderr)


def test_what_would_leave_the_ledger_worse_is_told_in_a_line_each_and_not_written(root: Path) -> None:
    before = files(root)
    done = plptool("add", "meeting", "1.1", "230103", "--with", "X", "--source", "nowhere", cwd=root)
    assert done.returncode == 2
    assert [line.partition(": PLP")[2][:3] for line in done.stderr.splitlines()] == ["301", "305"]
    assert done.stderr.startswith("plptool: nothing was written, as it would be wrong: ledger/processes/1.1.yaml: ")
    assert files(root) == before
    # What is wrong already may stay so, and what a command brings that is no error is told.
    write_ledger(root, "== organisations/C\ntitle: C\nsource: gone\n")
    done = plptool("add", "meeting", "1.1", "230101", "--source", "list", cwd=root)
    assert done.returncode == 0
    assert "PLP407" in done.stdout
    answer = json.loads(
        plptool("add", "meeting", "1.1", "230501", "--source", "list", "--format", "json", cwd=root).stdout
    )
    assert answer["done"]["files"] == [P]
    assert [one["rule"] for one in answer["done"]["findings"]] == ["PLP407"]


def test_a_late_event_and_its_correction_are_one_change(root: Path) -> None:
    seal(root)
    late = ("add", "meeting", "1.1", "220914", "--source", "list")
    before = files(root)
    refused = plptool(*late, cwd=root)
    assert "--correction REASON" in refused.stderr
    assert files(root) == before
    done = plptool(*late, "--correction", "It was reported late.", cwd=root)
    assert done.stdout.splitlines()[-1] == "What 221231 sealed of 1.1 is corrected, with the reason; 1 meeting added."
    assert "kind: late" in (root / "ledger/snapshots/221231.yaml").read_text("utf-8")
    assert "Errors: 0" in plptool("validate", cwd=root).stderr
    done = plptool("set", "A", "title", "Another", "--correction", "Misspelt.", "--source", "list", cwd=root)
    done = plptool("withdraw", "C", "--reason", "It is A.", "--source", "list", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Errors: 0" in plptool("validate", cwd=root).stderr
    forgotten: tuple[str, ...] = (
        "new",
        "decisions",
        "forgotten",
        "--title",
        "Forgotten",
        "--date",
        "221011",
        "--body",
        "board",
    )
    forgotten += ("--status", "adopted", "--source", "title=list")
    assert "--correction REASON" in plptool(*forgotten, cwd=root).stderr
    done = plptool(*forgotten, "--correction", "It was found late.", cwd=root)
    assert done.stdout.splitlines()[-1].startswith("What 221231 sealed of forgotten is corrected, with the reason;")
    assert "Errors: 0" in plptool("validate", cwd=root).stderr
    # What no seal closes needs none.
    done = plptool("add", "meeting", "1.1", "230914", "--source", "list", "--correction", "x", cwd=root)
    assert "nothing sealed is touched" in done.stdout


def test_events_are_not_all_taken_away_by_one_word(root: Path) -> None:
    before = files(root)
    done = plptool("set", "1.1", "events", "--remove", cwd=root)
    assert (done.returncode, "plptool add" in done.stderr) == (2, True)
    assert files(root) == before


def test_there_is_a_command_for_each_kind_and_collection_with_all_that_it_may_say() -> None:
    assert list(add.LINES) == list(add._EXAMPLES) == list(correct.EXAMPLES) == list(KINDS)
    assert list(new._LINES) == list(Collection)
    assert {"add", "new"} <= set(COMMANDS)
    for kind in KINDS:
        options = {option.opts[0] for option in add._of_kind(kind).params}
        assert {f"--{field.name}" for field in fields_of_kind(tuple(Collection), kind)} - options == {
            "--date",
            "--kind",
        }
        assert add._EXAMPLES[kind].startswith(f"plptool add {kind} ")
    for collection in Collection:
        options = {option.opts[0] for option in new._of_collection(collection).params}
        missing = {f"--{field.name}" for field in record_fields(collection)} - options
        assert missing <= {"--id", "--events", "--formerly", "--withdrawn", "--known", "--seal", "--corrections"}
    of_tasks = {field.name for field in event_fields(Collection.DECISIONS, "status", frozenset({"of"}))}
    assert "of" in of_tasks - {field.name for field in event_fields(Collection.DECISIONS, "status")}


def test_what_an_event_may_say_follows_from_what_is_said(root: Path) -> None:
    """Of an indicator a value and its period, in a process as in a plan; of a milestone, its status."""
    for path in ("processes/1.1", "plans/plan"):
        file = root / "ledger" / f"{path}.yaml"
        text = file.read_text("utf-8")
        indicator = "indicators:\n  - {id: trees, text: Trees planted, source: list}\n"
        milestone = "milestones:\n  - {id: sites, text: A list of sites, lead: A, source: list}\n"
        file.write_text(text.replace("source: list\n", indicator + milestone + "source: list\n", 1), "utf-8")
    for key in ("1.1", "plan"):
        cited = ("--source", "list")
        report = ("add", "report", key, "230401", "--of", "trees", "--value", "40", "--period", "2022")
        (*_, line), _ = changed(root, *report, *cited)
        assert line == "  - {date: 2023-04-01, kind: report, of: trees, value: 40, period: 2022, source: list}"
        (line,), said = changed(root, "add", "status", key, "230402", "--of", "sites", "--status", "completed", *cited)
        assert line == "  - {date: 2023-04-02, kind: status, of: sites, status: completed, source: list}"
        assert said == "1 milestone is reached."


def test_what_stands_so_in_the_document_is_acknowledged_with_it_or_afterwards(root: Path) -> None:
    status = ("add", "status", "1.1", "230401", "--status", "paused", "--source", "list")
    assert plptool(*status, cwd=root).returncode == 0
    meeting = ("add", "meeting", "1.1", "230507", "--source", "list")  # a Sunday
    refused = plptool(*meeting, cwd=root)
    assert "PLP409" in refused.stderr
    assert "--acknowledge REASON" in refused.stderr
    done = plptool(*meeting, "--acknowledge", "It was held all the same.", cwd=root)
    assert done.stdout.splitlines()[-1] == "1 meeting added; 2 findings are acknowledged."
    text = (root / P).read_text("utf-8")
    assert text.endswith(
        "known:\n  - rule: PLP409\n    value: 2023-05-07\n    reason: It was held all the same.\n"
        "  - rule: PLP407\n    value: 2023-05-07\n    reason: It was held all the same.\n"
    )
    assert plptool("validate", cwd=root).stdout == ""
    # Afterwards, by the key that is printed with it, or by what it is.
    assert plptool("undo", cwd=root).returncode == 0
    on_sundays = ("add", "meeting", "1.1", "230226", "230305", "--source", "list")
    said = plptool(*on_sundays, cwd=root).stdout
    key, other = re.findall(r"plptool acknowledge (\w+)", said)
    done = plptool("acknowledge", key, "--reason", "So it is.", "--source", "list", cwd=root)
    assert done.returncode == 0, done.stderr
    assert plptool("validate", cwd=root).stdout.count("PLP407") == 2  # the finding, and how it is acknowledged
    done = plptool("acknowledge", "plp407", "1.1", "--reason", "So it is.", cwd=root)
    assert done.returncode == 0, done.stderr
    assert plptool("validate", cwd=root).stdout == ""
    for words, why in (
        ((other,), "nothing is found"),
        (("PLP407", "1.1"), "nothing is found"),
        (("ffffff",), "nothing is found"),
    ):
        assert why in plptool("acknowledge", *words, "--reason", "x", cwd=root).stderr
    write_ledger(root, "== organisations/C\ntitle: C\nsource: gone\n")
    assert plptool("acknowledge", "PLP305", "C", "--reason", "x", "--dry-run", cwd=root).returncode == 0
    assert "texts, which are not read here" in plptool("acknowledge", "PLP612", "C", "--reason", "x", cwd=root).stderr
    said = plptool("add", "meeting", "1.1", "230312", "--source", "list", cwd=root).stdout
    (key,) = re.findall(r"plptool acknowledge (\w+)", said)
    assert "say why it stands so" in plptool("acknowledge", key, cwd=root).stderr


def test_a_dry_run_says_what_the_command_would_and_writes_nothing(root: Path) -> None:
    (root / "text.txt").write_text("A\nB\n", encoding="utf-8")
    source = ("sources", "--add", str(root / "text.txt"), "--title", "T", "--date", "230314")
    for arguments in (
        ("seal", "221231"),
        source,
        ("seal", "221231", "--correct", "A", "--reason", "It was misspelt.", "--source", "list"),
    ):
        before = files(root)
        dry = plptool(*arguments, "--dry-run", cwd=root)
        assert (dry.returncode, files(root)) == (0, before), dry.stderr
        done = plptool(*arguments, cwd=root)
        assert done.returncode == 0, done.stderr
        assert dry.stdout.splitlines()[1:] == done.stdout.splitlines()[1:]
        assert arguments == source or dry.stdout == done.stdout
        assert files(root) != before
        path = root / "ledger/organisations/A.yaml"
        path.write_text(path.read_text("utf-8").replace("title: Administration A", "title: Adm. A"), "utf-8")
    assert (root / "ledger/sources/text.yaml").read_text("utf-8").splitlines()[2] == "date: 2023-03-14"


def test_what_was_acknowledged_of_a_record_goes_with_what_was_found(root: Path) -> None:
    sunday = ("add", "meeting", "1.1", "230507", "--source", "list", "--acknowledge", "So it is.")
    write_ledger(
        root,
        "== processes/1.2\nplan: plan\nneed: A need.\nactivities: [Do]\ngoal: A\nlead: A\npriority: 1\nperiod: 2023\nsource: list\n",
    )
    for key in ("1.1", "1.2"):
        assert plptool(*sunday[:2], key, *sunday[3:], cwd=root).returncode == 0
    done = plptool("withdraw", "1.2", "--reason", "No", "--source", "list", cwd=root)
    assert "PLP" not in done.stdout
    assert "known" not in (root / "ledger/processes/1.2.yaml").read_text("utf-8")
    assert "known" in (root / P).read_text("utf-8")
    assert plptool("validate", cwd=root).stdout == ""


def test_one_of_many_mistakes_can_be_mended_and_only_what_is_new_is_told(root: Path) -> None:
    """Of what is told as one, each counts for itself: one less is not another mistake, and one more is one."""
    early = [f"2020-0{month}-03" for month in range(2, 6)]
    path = root / P
    lines = "".join(f"  - {{date: {day}, kind: meeting, source: list}}\n" for day in early)
    path.write_text(path.read_text("utf-8").replace("events:\n", f"events:\n{lines}"), "utf-8")
    said = plptool("validate", cwd=root).stdout
    assert "4 events are dated before" in said
    done = plptool("acknowledge", "PLP404", "1.1", early[0], "--reason", "So it is.", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "3 events are dated before" in plptool("validate", cwd=root).stdout
    more = ("add", "meeting", "1.1", "200604", "--source", "list")
    refused = plptool(*more, cwd=root)
    assert "1.1.yaml: PLP404 meeting on 2020-06-04, before" in refused.stderr
    assert "3 events" not in refused.stderr
    done = plptool(*more, "--acknowledge", "So it is.", cwd=root)
    assert done.stdout.splitlines()[-1] == "1 meeting added; 1 finding is acknowledged."
    assert path.read_text("utf-8").count("rule: PLP404") == 2
