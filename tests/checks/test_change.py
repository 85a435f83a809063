"""A change against what it builds on: `plptool validate --base`, as CI runs it on a pull request."""

import json
from pathlib import Path

import pytest

from plptool.checks.runner import check
from plptool.read.kept import kept_otherwise
from plptool.read.opening import open_ledger
from plptool.workspace import Workspace
from tests.support.git import NAMES, commit, commit_ledger, git, init
from tests.support.ledgers import BASE, PROCESS, C, edit, unseal, write_ledger
from tests.support.program import plptool, seal

pytestmark = pytest.mark.usefixtures("git_home")

MEETINGS = (
    PROCESS
    + """events:
  - {date: 2022-03-01, kind: meeting, number: 1, source: list}
  - {date: 2022-05-03, kind: meeting, number: 3, source: list}
"""
)
KNOWN = "known:\n  - {rule: PLP502, value: 2, reason: The list leaves out 2.}\n"


@pytest.fixture
def branched(tmp_path: Path) -> Path:
    """A ledger on main, sealed, with a branch on top of it."""
    folder = write_ledger(init(tmp_path / "root"), BASE + MEETINGS + KNOWN + C)
    seal(folder)
    commit(folder, "The ledger, sealed")
    git(folder, "checkout", "--quiet", "-b", "change")
    return folder


def added_by_comparison(root: Path, base: str = "main") -> list[tuple[str, str, str]]:
    """What the comparison alone adds: rule, file, severity."""
    answer = json.loads(plptool("validate", "--base", base, "--format", "json", cwd=root).stdout)
    return [
        (one["rule"], one["path"].removeprefix("ledger/"), one["severity"])
        for one in answer["findings"]
        if one["rule"].startswith("PLP71")
    ]


def snapshot_file(root: Path) -> Path:
    return root / "ledger" / "snapshots" / "221231.yaml"


def test_no_change_and_a_new_event_are_nothing_to_tell(branched: Path) -> None:
    assert added_by_comparison(branched) == []
    write_ledger(branched, MEETINGS + "  - {date: 2023-05-03, kind: meeting, number: 4, source: list}\n" + KNOWN)
    assert added_by_comparison(branched) == []
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=branched)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"Compared with {git(branched, 'rev-parse', 'main')}, which is main." in done.stderr


def test_a_seal_removed_or_rewritten(branched: Path) -> None:
    unseal(branched)
    assert added_by_comparison(branched) == [("PLP711", "snapshots/221231.yaml", "error")]
    seal(branched)
    assert added_by_comparison(branched) == []  # the same facts give the same seal
    unseal(branched)
    write_ledger(branched, MEETINGS.replace("need: A need.", "need: Another.") + KNOWN)
    seal(branched)  # consistent, and not what was sealed
    assert [rule for rule, _, severity in added_by_comparison(branched) if severity == "error"] == ["PLP711"]
    snapshot_file(branched).unlink()
    assert ("PLP712", "snapshots/221231.yaml", "error") in added_by_comparison(branched)


@pytest.mark.parametrize("staged", [False, True])
def test_without_a_base_a_seal_that_head_has_is_missed(branched: Path, *, staged: bool) -> None:
    """What is not committed yet, an editor sees: the last seal, to which no other is chained."""

    def told() -> list[str]:
        if staged:
            git(branched, "add", "--all")
        workspace = Workspace(branched)
        compared = kept_otherwise(workspace.files, workspace.files.entries("ledger"))
        lost = workspace.seals_lost()
        assert compared.seals_may_differ or not lost
        return [finding.message.template for finding in lost]

    snapshot = snapshot_file(branched)
    text = snapshot.read_text()
    write_ledger(branched, MEETINGS.replace("A need.", "Another need.") + KNOWN)
    assert told() == []  # which is another rule's
    snapshot.unlink()
    assert told() == ["the seal of {id} is gone"]
    snapshot.write_text(text[: text.index("seal:")])
    assert told() == ["the seal of {id} is gone"]
    snapshot.write_text(text[: text.index("seal:")])
    seal(branched)
    assert told() == ["the seal of {id} is another"]
    snapshot.write_text(text.replace("records:", "records: ["))
    assert told() == []  # which is told as what it is, with the seal that nobody can read
    snapshot.write_text(text)
    assert told() == []


def test_validate_tells_of_a_lost_seal_once(branched: Path) -> None:
    snapshot_file(branched).unlink()
    for arguments in ((), ("--base", "HEAD")):
        done = plptool("validate", *arguments, "--lang", "en", cwd=branched)
        assert done.stdout.count("error PLP711 seal-altered: the seal of 221231 is gone") == 1


def test_corrections_follow_each_other(branched: Path) -> None:
    write_ledger(branched, MEETINGS.replace("need: A need.", "need: Another.") + KNOWN)
    assert (
        plptool(
            "seal", "221231", "--correct", "1.1", "--reason", "It said so.", "--source", "list", cwd=branched
        ).returncode
        == 0
    )
    assert added_by_comparison(branched) == []  # a correction is no edit in place, nor another seal
    commit(branched)
    text = snapshot_file(branched).read_text()
    snapshot_file(branched).write_text(text.replace("It said so.", "It never did."))
    assert added_by_comparison(branched, "HEAD") == [("PLP711", "snapshots/221231.yaml", "error")]
    snapshot_file(branched).write_text(text[: text.index("corrections:")])
    assert added_by_comparison(branched, "HEAD") == [("PLP711", "snapshots/221231.yaml", "error")]


def test_a_record_is_withdrawn_not_deleted(branched: Path) -> None:
    (branched / "ledger" / "organisations" / "C.yaml").unlink()
    assert added_by_comparison(branched) == [("PLP712", "organisations/C.yaml", "error")]
    write_ledger(branched, C.replace("organisations/C", "organisations/CC") + "formerly: C\n")
    assert added_by_comparison(branched) == []
    (branched / "ledger" / "organisations" / "CC.yaml").unlink()
    write_ledger(branched, C + "withdrawn: {reason: There is none., source: list}\n")
    assert added_by_comparison(branched) == []


def test_an_id_is_not_used_again(branched: Path) -> None:
    (branched / "ledger" / "organisations" / "C.yaml").unlink()
    write_ledger(branched, "== sources/C\ntitle: C\ndate: 2023-01-01\n")
    assert added_by_comparison(branched) == [("PLP713", "sources/C.yaml", "error")]
    (branched / "ledger" / "sources" / "C.yaml").unlink()
    commit(branched, "C is gone")
    assert added_by_comparison(branched, "HEAD") == []
    write_ledger(branched, C.replace("title: C", "title: Another body"))
    assert added_by_comparison(branched, "HEAD") == [("PLP713", "organisations/C.yaml", "error")]
    write_ledger(branched, C + "names: [The C]\n")
    assert added_by_comparison(branched, "HEAD") == []  # it has come back


def test_a_record_has_come_back_in_whatever_order_its_events_stand(branched: Path) -> None:
    one_day = MEETINGS.replace("2022-05-03", "2022-03-01")
    write_ledger(branched, one_day)
    commit(branched, "Both on one day")
    (branched / "ledger" / "processes" / "1.1.yaml").unlink()
    commit(branched, "1.1 is gone")
    first, second = (line for line in one_day.splitlines(keepends=True) if "kind: meeting" in line)
    swapped = one_day.replace(first + second, second.replace("number: 3", "number: 3, by: telephone") + first)
    write_ledger(branched, swapped)
    assert added_by_comparison(branched, "HEAD") == []
    write_ledger(branched, swapped.replace("number: 1,", "number: 2,"))
    assert added_by_comparison(branched, "HEAD") == [("PLP713", "processes/1.1.yaml", "error")]


def test_severities_are_not_loosened_along_the_way(branched: Path) -> None:
    manifest = "== ledger\nformat: 2\ntitle: Little plan\nlanguage: en\ntime-zone: Europe/Stockholm\nseverities:\n  {}: {{severity: {}, reason: Because.}}\n"
    write_ledger(branched, manifest.format("PLP502", "info"))
    assert added_by_comparison(branched) == [("PLP714", "ledger.yaml", "error")]
    write_ledger(branched, manifest.format("PLP502", "error"))
    assert added_by_comparison(branched) == []


def test_a_rule_about_what_is_left_unsaid_may_be_turned_off_and_that_is_told(branched: Path) -> None:
    manifest = (
        "== ledger\nformat: 2\ntitle: Little plan\nlanguage: en\ntime-zone: Europe/Stockholm\nseverities:\n  "
        "{}: {{severity: {}, reason: The plan does not say.}}\n"
    )
    write_ledger(branched, manifest.format("PLP609", "off"))
    assert added_by_comparison(branched) == [("PLP716", "ledger.yaml", "info")]
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=branched)
    told = "PLP609 is turned off from now on (A fact that the record should have is missing in the documents.): The plan does not say."
    assert told in done.stdout
    assert "missing-fact" not in done.stdout
    write_ledger(branched, manifest.format("PLP502", "off"))
    done = plptool("validate", "--lang", "en", cwd=branched)
    assert done.returncode == 1
    assert "PLP204 not-allowed: PLP502 cannot be turned off" in done.stdout
    assert "Off may be: PLP512, PLP609" in done.stdout


def test_what_is_newly_acknowledged_is_told_first(branched: Path) -> None:
    write_ledger(branched, C.replace("organisations/C", "organisations/AA") + "type: nothing\n")
    more = MEETINGS + "  - {date: 2023-05-03, kind: meeting, number: 5, source: list}\n"
    write_ledger(branched, more + KNOWN + "  - {rule: PLP502, value: 4, reason: Nor 4.}\n")
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=branched)
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith("ledger/processes/1.1.yaml:")
    assert first.endswith("info PLP716 newly-acknowledged: PLP502 `4` is acknowledged from now on: Nor 4.")
    assert "organisations/AA.yaml" in done.stdout


def test_a_field_edited_in_place_is_asked_about(branched: Path) -> None:
    text = MEETINGS.replace("period: 2021/2023", "period: 2021/2024").replace("priority: 1\n", "") + KNOWN
    write_ledger(branched, text.replace("source: list\nevents", "source: [list]\nevents"))
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=branched)
    assert [one for one in added_by_comparison(branched) if one[0] != "PLP701"] == [
        ("PLP715", "processes/1.1.yaml", "warning")
    ] * 2
    assert "`period` is edited where it stands: did it change on a day, or was it wrong?" in done.stdout
    assert "`- {date: …, kind: change, set: {period: …}, source: …}`" in done.stdout


def test_so_is_a_field_of_any_other_record_and_of_the_manifest(branched: Path) -> None:
    write_ledger(branched, C.replace("title: C", "title: Another name"))
    edit(branched, "ledger", "Europe/Stockholm", "UTC")
    assert added_by_comparison(branched) == [
        ("PLP711", "ledger.yaml", "error"),
        ("PLP715", "organisations/C.yaml", "warning"),
    ]


def test_so_is_the_country_of_what_is_sealed(branched: Path) -> None:
    """Its currency with it; that a ledger says what it is without saying so is no edit."""
    edit(branched, "ledger", "language: en\n", "language: en\ncountry: SE\n")
    assert added_by_comparison(branched) == []
    edit(branched, "ledger", "country: SE\n", "country: GB\n")
    assert added_by_comparison(branched) == [("PLP715", "ledger.yaml", "warning")] * 2
    edit(branched, "ledger", "country: GB\n", "country: GB\ncurrency: SEK\n")
    assert added_by_comparison(branched) == [("PLP715", "ledger.yaml", "warning")]
    for other in ("holidays: GB-SCT\n", "financial-year-starts: 04-01\n"):
        edit(branched, "ledger", "country: GB\ncurrency: SEK\n", other)
        assert added_by_comparison(branched) == [("PLP715", "ledger.yaml", "warning")]
        edit(branched, "ledger", other, "country: GB\ncurrency: SEK\n")
    edit(branched, "ledger", "country: GB\ncurrency: SEK\n", "financial-year-starts: 01\n")
    assert added_by_comparison(branched) == []


def test_a_commit_that_is_dated_back_is_told(branched: Path) -> None:
    commit(branched, "Dated back", "2024-01-15T12:00")
    ((rule, path, severity),) = added_by_comparison(branched)
    assert (rule, severity) == ("PLP717", "warning")
    assert path == git(branched, "rev-parse", "HEAD")[:12]


def test_what_others_did_on_main_meanwhile_is_not_undone_here(branched: Path) -> None:
    commit(branched, "A change")
    git(branched, "checkout", "--quiet", "main")
    commit_ledger(branched, C.replace("organisations/C", "organisations/D"), "Another's")
    git(branched, "checkout", "--quiet", "change")
    assert added_by_comparison(branched) == []
    git(branched, "checkout", "--quiet", "--orphan", "alone")
    commit(branched, "Without a past")
    done = plptool("validate", "--base", "main", "--lang", "en", cwd=branched)
    assert "it and HEAD have nothing in common here." in done.stderr
    assert "`D` is deleted" in done.stdout


def test_a_base_without_a_ledger_and_one_that_is_not_there(tmp_path: Path) -> None:
    folder = init(tmp_path / "root")
    (folder / "README").write_text("A plan.")
    commit(folder)
    write_ledger(folder, BASE)
    done = plptool("validate", "--base", "HEAD", "--lang", "en", cwd=folder)
    assert (done.returncode, "It has no ledger, so all is new." in done.stderr) == (0, True)
    done = plptool("validate", "--base", "0" * 40, cwd=folder)
    assert (done.returncode, done.stderr) == (2, f"plptool: there is no revision '{'0' * 40}'\n")
    assert plptool("validate", "--base", "", cwd=folder).returncode == 2  # a variable that nobody set
    assert "nothing was committed by 2020-01-01" in plptool("validate", "--base", "2020-01-01", cwd=folder).stderr


# What was sealed, and who changed it


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("need: A need", 'need: "A need." → "A need"'),
        ("need: 'A  need.'", 'need: "A need." → "A␣␣need."'),
        ("need: Another need.", "need: A need → Another need."),
    ],
)
def test_both_sides_are_told_such_that_they_differ(branched: Path, now: str, told: str) -> None:
    assert "need: A need." in MEETINGS
    write_ledger(branched, MEETINGS.replace("need: A need.", now) + KNOWN)
    said = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert f"Sealed, and now: {told}" in said


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("source: list", "source: [other, list]", "Sealed, and now: source: list → other, list."),
        (
            "source: [list, other]",
            "source: [other, list]",
            "What differs is how it is written, an order or an empty property: source.",
        ),
        ("source: list", "source: list\nwritten: {}", "written"),
        ("source: list", "source: list\nformerly: 9.9", "Sealed, and now: formerly: nothing → 9.9."),
    ],
)
def test_it_is_told_what_differs_though_it_says_the_same(
    tmp_path: Path, git_home: None, was: str, now: str, told: str
) -> None:
    root = init(tmp_path / "plan")
    other = "== sources/other\ntitle: The other\ndate: 2023-12-31\n"
    commit_ledger(root, BASE + other + PROCESS.replace("source: list", was))
    assert plptool("seal", "221231", cwd=root).returncode == 0
    commit(root)
    write_ledger(root, PROCESS.replace("source: list", now))
    said = " ".join(plptool("validate", "--lang", "en", cwd=root).stdout.split())
    assert "PLP701" in said
    assert told in said


def test_the_history_says_what_was_sealed_and_who_changed_it(branched: Path) -> None:
    write_ledger(branched, MEETINGS.replace("priority: 1", "priority: 3") + KNOWN)
    text = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert "PLP701 sealed-fact-changed" in text
    assert "Sealed, and now: priority: 1 → 3. Not committed yet." in text
    key = commit(branched, "Tidied up", "2024-03-01T12:00", who="Bo Ek")
    commit_ledger(branched, C + "names: [Later]\n", "Something else")
    text = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert f"priority: 1 → 3. Changed by Bo Ek on 2024-03-01 in {key[:12]}: Tidied up." in text
    assert "Undo the change" in text


def rules_told(root: Path) -> list[tuple[str, list[str]]]:
    """The rule of each finding, and those of what is told with it."""
    answer = json.loads(plptool("validate", "--format", "json", cwd=root).stdout)
    return [(one["rule"], [other["rule"] for other in one.get("others", ())]) for one in answer["findings"]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # which would not be if it said what was sealed
        ("lead: A", "lead: AX", [("PLP701", ["PLP301"])]),
        ("number: 1,", "number: 3,", [("PLP701", ["PLP503"])]),
        ("2022-03-01, kind", "2022-06-01, kind", [("PLP701", ["PLP403", "PLP504", "PLP606"])]),
        ("priority: 1", "priority: 3", [("PLP701", [])]),
        # which is a mistake of its own
        (KNOWN, KNOWN + "  - {rule: PLP502, value: 7, reason: So.}\n", [("PLP606", [])]),
        (f"lead: A|{KNOWN}", f"lead: AX|{KNOWN}  - {{rule: PLP502, value: 7, reason: So.}}\n",
         [("PLP301", ["PLP606"]), ("PLP701", [])]),
    ],
)  # fmt: skip
def test_what_follows_from_an_altered_fact_is_told_with_it(
    branched: Path, old: str, new: str, told: list[tuple[str, list[str]]]
) -> None:
    """The alteration is never what is told beside."""
    text = MEETINGS + KNOWN
    for before, after in zip(old.split("|"), new.split("|"), strict=True):
        assert before in text
        text = text.replace(before, after)
    write_ledger(branched, text)
    assert rules_told(branched) == told


def test_what_follows_from_a_sealed_record_that_is_gone_is_told_with_it(tmp_path: Path) -> None:
    root = init(tmp_path / "root")
    counted = "== snapshots/221231\ndate: 2022-12-31\nassertions: [{kind: processes, plan: plan, counts: {total: 2}, source: list}]\n"
    write_ledger(root, BASE + MEETINGS + KNOWN + PROCESS.replace("1.1", "1.2") + counted)
    seal(root)
    commit(root)
    (root / "ledger/processes/1.2.yaml").unlink()
    assert rules_told(root) == [("PLP702", ["PLP601"])]
    write_ledger(root, PROCESS.replace("1.1", "1.3").replace("lead: A", "lead: AX"))
    assert ("PLP301", []) in rules_told(root)  # which stands by itself


def test_who_merged_it_did_not_do_it(branched: Path) -> None:
    commit_ledger(branched, MEETINGS.replace("priority: 1", "priority: 3") + KNOWN, "On a branch", who="Bo Ek")
    git(branched, "checkout", "--quiet", "main")
    git(branched, "merge", "--quiet", "--no-ff", "change", "--message", "Merge", **NAMES)
    assert "Changed by Bo Ek" in plptool("validate", "--lang", "en", cwd=branched).stdout


def test_what_was_broken_moved_or_renamed_is_not_said_to_have_lost_its_facts(branched: Path) -> None:
    path = branched / "ledger" / "processes" / "1.1.yaml"
    text = path.read_text()
    path.write_text(text.replace("lead: A", "lead: [A"))
    commit(branched, "Broken", who="Bo Ek")
    said = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert (
        "What follows from it: what 221231 sealed of `1.1` cannot be compared: the file cannot be read (PLP701)" in said
    )
    assert "Sealed, and now" not in said
    path.unlink()
    (path.parent / "1.2.yaml").write_text(text.replace("id: 1.1", "id: 1.2") + "formerly: 1.1\n")
    said = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert "`1.1`, sealed by 221231, is called `1.2` now" in said
    assert "→ –" not in said


def test_also_of_a_record_that_is_gone_or_cannot_be_read(branched: Path) -> None:
    path = branched / "ledger" / "processes" / "1.1.yaml"
    path.write_text("need: [\n")
    assert (
        "What follows from it: what 221231 sealed of `1.1`" in plptool("validate", "--lang", "en", cwd=branched).stdout
    )
    path.unlink()
    key = commit(branched, "Removed", who="Bo Ek")
    text = plptool("validate", "--lang", "en", cwd=branched).stdout
    assert f"Changed by Bo Ek on 2024-02-01 in {key[:12]}: Removed." in text


def test_a_plain_folder_says_so_without_history(tmp_path: Path) -> None:
    write_ledger(tmp_path, BASE + MEETINGS + KNOWN)
    seal(tmp_path)
    write_ledger(tmp_path, MEETINGS.replace("priority: 1", "priority: 3") + KNOWN)
    text = plptool("validate", "--lang", "en", cwd=tmp_path).stdout
    assert "PLP701" in text
    assert "Sealed, and now" not in text


def test_what_a_rule_that_is_off_would_find_and_what_acknowledges_it_is_not_told(tmp_path: Path) -> None:
    off = BASE.replace("Stockholm\n", "Stockholm\nseverities:\n  PLP512: {severity: off, reason: So.}\n", 1)
    nobody = PROCESS.replace("lead: A\n", "")
    known = "known:\n  - {rule: PLP512, value: '1.1', reason: So it stands.}\n"
    for name, text in (("bare", off + nobody), ("known", off + nobody + known)):
        found = check(open_ledger(write_ledger(tmp_path / name, text)))
        assert {finding.rule for finding in found} <= {"PLP609"}, name
