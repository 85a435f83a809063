"""Two people edit one record: what merges, what a person must choose, and that nothing is lost on the way."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.checks.runner import check
from plptool.edit.merge import merge
from plptool.edit.merged_text import MergedFile, merge_files
from plptool.model.plain import Plain, as_list, part, text, text_if_any
from plptool.model.plain import entries as entries_of
from plptool.read.opening import open_ledger
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import comments, nodes
from plptool.timeline.compare import content
from tests.support.git import NAMES, commit, git, init
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.made_pairs import MADE_MERGED, MADE_UNDECIDED
from tests.support.pairs import MERGED, PARTNERS, PROCESS, SNAPSHOT, UNDECIDED, Pair, data_of
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import examples, some

HARDEST = (
    "two corrections",
    "two decisions of one id",
)


def merged_of(pair: Pair, one: bytes, other: bytes) -> MergedFile:
    merged = merge_files(pair.path, pair.base, one, other)
    assert merged is not None
    assert not merged.whole
    return merged


def entries(data: Mapping[str, Plain]) -> set[str]:
    """The events, and the entries of other lists, of a record."""
    return {content(entry) for value in data.values() if isinstance(value, list) for entry in value}


@pytest.mark.parametrize("pair", [*MERGED, *MADE_MERGED], ids=str)
def test_what_two_add_is_merged_in_either_order(pair: Pair) -> None:
    base, ours, theirs = pair.versions()
    merged, other_way = merged_of(pair, ours, theirs), merged_of(pair, theirs, ours)
    assert merged.undecided == ()
    data = data_of(merged.raw)
    assert data == data_of(other_way.raw)
    for side in (data_of(ours), data_of(theirs)):
        changed = [
            name
            for name, value in side.items()
            if value != data_of(base).get(name) and not isinstance(value, list | dict)
        ]
        assert {name: data[name] for name in changed} == {name: side[name] for name in changed}
    kept = {one.text for one in comments(ours.decode(), nodes(ours.decode()))}
    assert kept <= {one.text for one in comments(merged.raw.decode(), nodes(merged.raw.decode()))}


def test_what_is_merged_is_all_that_both_have() -> None:
    """By hand, of some of the pairs."""
    said = {pair.name: data_of(merged_of(pair, *pair.versions()[1:]).raw) for pair in MERGED}
    texts = [text_if_any(event, "text") for event in entries_of(said["two notes of one day"], "events")]
    assert sorted(map(str, texts[-2:])) == ["En fråga.", "Ett brev kom."]
    assert said["two partners"]["partners"] == [*PARTNERS, "BUP", "TiNK"]
    assert said["one partner comes, one goes"]["partners"] == ["KSON", "SoC", "KoF", "TiNK"]
    days = [text(event, "date") for event in entries_of(said["a later one first"], "events")]
    assert (days.index("2022-09-01"), days[-1]) == (4, "2024-05-14")
    assert entries_of(said["the same meeting, with a text"], "events")[-1] == {
        "date": "2024-03-14", "kind": "meeting", "number": 4, "text": "Sista.", "source": "tjansteutlatande#L69",
    }  # fmt: skip
    assert part(said["two citations of a field"], "source")["period"] == ["bilaga-5#L227", "bilaga-5#L1", "bilaga-5#L2"]
    assert said["a renaming and an event"]["id"] == "2.2.40"
    assert [year["year"] for year in entries_of(said["two years of a grant"], "years")] == [
        2021,
        2022,
        2023,
        2024,
        2025,
    ]


@pytest.mark.parametrize("pair", [*UNDECIDED, *MADE_UNDECIDED], ids=str)
def test_what_two_change_differently_is_told_once_with_both_values(pair: Pair) -> None:
    base, ours, theirs = pair.versions()
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = merged_of(pair, one, other)
        assert len(merged.undecided) == 1
        parsed = parse(merged.raw)
        assert [fault.rule for fault in parsed.warnings] == ["PLP111"]
        assert parsed.data == data_of(merged_of(pair, other, one).raw)
        if base:
            missing = entries(data_of(base)) - entries(parsed.data or {})
            assert not missing, "what stood there stands there still"


def test_both_events_stand_until_one_is_chosen() -> None:
    pair = next(pair for pair in UNDECIDED if pair.name == "two statuses")
    merged = merged_of(pair, *pair.versions()[1:])
    states = [text_if_any(event, "status") for event in entries_of(data_of(merged.raw), "events")[-2:]]
    assert states == ["ongoing", "paused"]


def test_the_corrections_of_both_are_one_chain(tmp_path: Path) -> None:
    """Those of the other follow, and the seal with them is right but for what they say of records."""
    shutil.copytree(ROOT / "ledger", tmp_path / "ledger")
    pair = next(pair for pair in MERGED if pair.path == SNAPSHOT)
    merged = merged_of(pair, *pair.versions()[1:])
    (tmp_path / SNAPSHOT).write_bytes(merged.raw)
    found = [finding for finding in check(open_ledger(tmp_path)) if finding.rule in ("PLP704", "PLP705")]
    assert found == []
    reasons = [text(entry, "reason") for entry in entries_of(data_of(merged.raw), "corrections")]
    assert sorted(reasons[-2:]) == ["Det andra.", "Det ena."]


def test_the_comments_of_both_stay_where_their_lines_do_not_fit_together() -> None:
    base = """\
id: "1"
lead: KSON
events:
  - {date: 2022-01-10, kind: note, text: Först., source: a#L1}
"""
    ours = (
        base.replace("lead: KSON\n", "lead: KSON  # sedan hösten\n")
        + """\
  # Enligt protokollet.
  - {date: 2022-03-10, kind: note, text: Vår., source: a#L2}
"""
    )
    theirs = (
        base.replace("lead: KSON\n", "")
        + """\
  - {date: 2022-03-01, kind: note, text: Deras., source: a#L3}
  # Frågan är ställd.
  - {date: 2022-04-01, kind: note, text: Deras igen., source: a#L4}
# Klart hit.
"""
    )
    merged = """\
id: "1"
# sedan hösten
events:
  - {date: 2022-01-10, kind: note, text: Först., source: a#L1}
  - {date: 2022-03-01, kind: note, text: Deras., source: a#L3}
  # Enligt protokollet.
  - {date: 2022-03-10, kind: note, text: Vår., source: a#L2}
  # Frågan är ställd.
  - {date: 2022-04-01, kind: note, text: Deras igen., source: a#L4}
# Klart hit.
"""
    for one, other in ((ours, theirs), (theirs, ours)):
        found = merge_files(PROCESS, base.encode(), one.encode(), other.encode())
        assert found is not None
        assert found.raw.decode() == merged


def test_one_comment_about_two_things_is_two() -> None:
    """Both have written it, each above an event of their own; and above what stood there it stands once more."""
    base = """\
id: "1"
# Enligt protokollet.
lead: KSON
events:
  - {date: 2022-01-10, kind: note, text: Först., source: a#L1}
"""
    ours = (
        base
        + """\
  # Enligt protokollet.
  - {date: 2022-03-10, kind: note, text: Vår., source: a#L2}
"""
    )
    theirs = (
        base
        + """\
  # Enligt protokollet.
  - {date: 2022-04-01, kind: note, text: Deras., source: a#L3}
"""
    )
    merged = ours + theirs.removeprefix(base)
    for one, other in ((ours, theirs), (theirs, ours)):
        found = merge_files(PROCESS, base.encode(), one.encode(), other.encode())
        assert found is not None
        assert found.raw.decode() == merged


def test_a_list_with_nothing_in_it_says_what_none_says() -> None:
    base: dict[str, Plain] = {"id": "a"}
    assert merge(base, {**base, "events": []}, base) == merge(base, base, {**base, "events": []})


def test_what_cannot_be_read_is_not_merged_as_a_record() -> None:
    """Nor is what waits for a person already: git's lines are all that is known of it."""
    assert merge_files(PROCESS, b"id: 1\n", b"id: [\n", b"id: 2\n") is None
    waiting = b"# <<<<<<< lead\n# lead: A\n# =======\n# lead: B\n# >>>>>>>\nid: 1\n"
    assert merge_files(PROCESS, b"id: 1\n", waiting, b"id: 1\nlead: C\n") is None


def test_what_is_written_as_one_or_as_a_list_is_a_list() -> None:
    base: dict[str, Plain] = {"id": "a", "lead": "A", "source": "l#1"}
    together = merge(base, {**base, "lead": ["A", "B"], "source": {"lead": "l#1"}}, {**base, "lead": ["A", "C"]})
    assert together.data == {"id": "a", "lead": ["A", "B", "C"], "source": {"lead": "l#1"}}
    both = merge(base, {**base, "source": {"lead": "l#1"}}, {**base, "source": ["l#1", "l#2"]})
    assert [conflict.where for conflict in both.conflicts] == [("source",)]
    assert both.data == base


EVENTS = st.builds(
    lambda day, kind, text: {"date": f"2024-0{day}-01", "kind": kind, "text": text, "source": "s"},
    st.integers(1, 9), st.sampled_from(["note", "activity"]), st.sampled_from("abcdefgh"),
)  # fmt: skip


@examples(40)
@given(
    st.lists(EVENTS, max_size=4), st.lists(EVENTS, max_size=4), st.lists(EVENTS, max_size=4), st.sets(st.integers(0, 3))
)
def test_disjoint_edits_lose_nothing_and_have_no_order(
    old: list[Plain], mine: list[Plain], other: list[Plain], gone: set[int]
) -> None:
    base: dict[str, Plain] = {"id": "a", "lead": "A", "events": old}
    ours: dict[str, Plain] = {**base, "goal": "b", "events": [*old, *mine]}
    left = [event for at, event in enumerate(old) if at not in gone]
    theirs: dict[str, Plain] = {**base, "lead": "B", "events": [*left, *other]}
    merged, other_way = merge(base, ours, theirs), merge(base, theirs, ours)
    assert merged.data == other_way.data
    assert (merged.data["lead"], merged.data["goal"]) == ("B", "b")
    said = {content(event) for event in as_list(merged.data["events"])}
    assert {content(event) for event in [*left, *mine, *other]} <= said


# Git


def repository(tmp_path: Path, pair: Pair) -> Path:
    root = init(tmp_path / pair.name.replace(" ", "-"))
    shutil.copytree(ROOT / "ledger", root / "ledger")
    commit(root)
    return root


def branch(root: Path, name: str, path: str, raw: bytes) -> None:
    git(root, "checkout", "--quiet", "-b", name, "main")
    file = root / path
    file.write_bytes(raw)
    data = data_of(raw)
    if file.stem != data["id"]:
        file.rename(file.with_stem(str(data["id"])))
    commit(root, name)


@pytest.mark.usefixtures("git_home")
@pytest.mark.parametrize(
    "pair", some([*MERGED, *UNDECIDED], *(pair for pair in [*MERGED, *UNDECIDED] if pair.name in HARDEST))
)
def test_git_asks_the_driver(tmp_path: Path, pair: Pair) -> None:
    """Installed once, every merge of a record is one of records; a conflict is not committed unseen."""
    root = repository(tmp_path, pair)
    assert plptool("merge", "--install", cwd=root).returncode == 0
    _, ours, theirs = pair.versions()
    branch(root, "ours", pair.path, ours)
    branch(root, "theirs", pair.path, theirs)
    said = []
    for one, other in (("ours", "theirs"), ("theirs", "ours")):
        git(root, "checkout", "--quiet", "--detach", one)
        git(root, "merge", "--quiet", "--no-edit", other, check=False, **NAMES)
        unmerged = git(root, "ls-files", "--unmerged")
        assert bool(unmerged) == (pair in UNDECIDED), unmerged
        name = "2.2.40" if "renaming" in pair.name else Path(pair.path).stem
        raw = (root / pair.path).with_stem(name).read_bytes()
        said.append(data_of(raw))
        if pair in UNDECIDED:
            again = plptool("merge", "--format", "json", cwd=root)
            assert json.loads(again.stdout)["files"][0]["outcome"] == "undecided"
            assert (again.returncode, (root / pair.path).read_bytes()) == (1, raw)
            git(root, "reset", "--quiet", "--hard")
    assert said[0] == said[1]
    assert said[0] == data_of(merged_of(pair, *pair.versions()[1:]).raw)


@pytest.mark.usefixtures("git_home")
def test_nothing_that_a_branch_brings_is_run(tmp_path: Path) -> None:
    """Git starts the driver at the top of the files of a branch, where modules of any name may lie."""
    root = write_ledger(init(tmp_path / "r"), BASE + HELD)
    path = root / "ledger/processes/1.1.yaml"
    before = path.read_text()
    for name in ("plptool/__init__.py", "plptool/__main__.py", "click.py", "json.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("raise SystemExit(77)\n")
    commit(root)
    assert plptool("merge", "--install", cwd=root).returncode == 0
    git(root, "checkout", "--quiet", "-b", "other")
    path.write_text(before + "  - {date: 2022-11-02, kind: note, text: Ett., source: list}\n")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    path.write_text(before + "  - {date: 2022-11-01, kind: note, text: Två., source: list}\n")
    commit(root)
    git(root, "merge", "--quiet", "--no-edit", "other", **NAMES)
    assert len(entries_of(data_of(path.read_bytes()), "events")) == 3


@pytest.mark.usefixtures("git_home")
def test_what_git_left_is_merged_afterwards(tmp_path: Path) -> None:
    """Without the driver, and again: what a person has written is left alone."""
    root = write_ledger(init(tmp_path / "r"), BASE + HELD)
    path = next((root / "ledger/processes").iterdir())
    before = path.read_text()
    commit(root)
    git(root, "checkout", "--quiet", "-b", "other")
    path.write_text(before + "  - {date: 2022-11-02, kind: note, text: Ett., source: list}\n")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    path.write_text(before + "  - {date: 2022-11-01, kind: note, text: Två., source: list}\n")
    commit(root)
    git(root, "merge", "--quiet", "other", check=False, **NAMES)
    assert "<<<<<<<" in path.read_text()
    done = plptool("merge", "--lang", "en", cwd=root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, f"{path.relative_to(root).as_posix()}: merged")
    assert done.stdout.endswith("and then: git commit\n")
    assert git(root, "ls-files", "--unmerged") == ""
    assert [text_if_any(event, "text") for event in entries_of(data_of(path.read_bytes()), "events")] == [
        None,
        "Två.",
        "Ett.",
    ]
    again = plptool("merge", "--lang", "en", cwd=root)
    assert (again.returncode, again.stdout) == (0, "Git has left nothing in conflict in the ledger.\n")


@pytest.mark.usefixtures("git_home")
@pytest.mark.parametrize("ours", some(["one", "other"], "other"))
def test_a_change_that_the_base_was_merged_into_may_chain_corrections_anew(tmp_path: Path, ours: str) -> None:
    """Whichever comes first in the chain: compared with the other, and with its history, nothing was altered."""
    root = sealed_and_installed(tmp_path / "r")
    for name, key in (("one", "A"), ("other", "B")):
        git(root, "checkout", "--quiet", "-b", name, "main")
        organisation = root / f"ledger/organisations/{key}.yaml"
        organisation.write_text(organisation.read_text().replace("title: ", "title: The "))
        done = plptool("seal", "221231", "--correct", key, "--reason", name, "--source", "list", cwd=root)
        assert done.returncode == 0, done.stderr
        commit(root, name)
    theirs = "other" if ours == "one" else "one"
    git(root, "checkout", "--quiet", ours)
    git(root, "merge", "--quiet", "--no-edit", theirs, **NAMES)
    assert errors(root, "--base", theirs) == []


WAYS = [
    ("one", "merge"),
    ("other", "merge"),
    ("one", "rebase"),
    ("other", "rebase"),
    ("other", "cherry-pick"),
    ("one", "left"),
]
LINES = {"one": ("2022-05-03", "It was reported late."), "other": ("2022-06-07", "Its minutes were lost.")}


@pytest.mark.usefixtures("git_home")
@pytest.mark.parametrize("case", some(WAYS, ("other", "merge")))
def test_what_two_lines_correct_in_one_record_is_whole_when_they_meet(tmp_path: Path, case: tuple[str, str]) -> None:
    """The last correction has what the record says with the edits of both: no third one is needed."""
    ours, how = case
    root = with_two_lines(tmp_path / "r")
    theirs = "other" if ours == "one" else "one"
    git(root, "checkout", "--quiet", ours)
    match how:
        case "left":
            (root / ".git/info/attributes").unlink()
            git(root, "merge", "--quiet", "--no-edit", theirs, check=False, **NAMES)
            assert plptool("merge", cwd=root).returncode == 0
        case "merge":
            git(root, "merge", "--quiet", "--no-edit", theirs, **NAMES)
        case _:
            git(root, how, theirs, **NAMES)
    assert errors(root, "--base", theirs) == errors(root, "--base", ours) == []
    told = plptool("ci", "--base", theirs, cwd=root)
    assert told.returncode == 0
    assert "What was sealed is corrected, with the reason: A need. (1.1)." in told.stdout
    assert "is another" not in told.stdout
    (reason,) = (line for line in told.stdout.splitlines() if "sealed of it is corrected" in line)
    if how in ("merge", "rebase"):  # else the branch has both, and the base none of them
        assert LINES[ours][1] in reason
    corrections = entries_of(data_of((root / "ledger/snapshots/221231.yaml").read_bytes()), "corrections")
    assert {text(one, "reason") for one in corrections} == {why for _, why in LINES.values()}
    assert len(corrections) == len(LINES)


@pytest.mark.usefixtures("git_home")
def test_a_line_that_does_not_hold_is_not_made_to_hold_by_a_merge(tmp_path: Path) -> None:
    """What one of the lines altered beside its correction is found after the merge, too."""
    root = with_two_lines(tmp_path / "r")
    record = root / "ledger/processes/1.1.yaml"
    record.write_text(record.read_text().replace("2022-06-07", "2022-06-08"))
    commit(root, "Something else")
    git(root, "checkout", "--quiet", "one")
    git(root, "merge", "--quiet", "--no-edit", "other", **NAMES)
    assert errors(root) == ["PLP701"]


def with_two_lines(folder: Path) -> Path:
    """A ledger, and two lines of it, each of which has corrected the same record; the second is checked out."""
    root = sealed_and_installed(folder)
    for name, (day, why) in LINES.items():
        git(root, "checkout", "--quiet", "-b", name, "main")
        add = ("add", "meeting", "1.1", day, "--source", "list", "--correction", why, "--no-input")
        done = plptool(*add, cwd=root)
        assert done.returncode == 0, done.stderr
        commit(root, name)
    return root


def sealed_and_installed(folder: Path) -> Path:
    """A ledger with a seal, in a clone whose git asks plptool."""
    root = write_ledger(init(folder), BASE + HELD)
    commit(root)
    assert plptool("seal", "221231", cwd=root).returncode == 0
    commit(root)
    assert plptool("merge", "--install", cwd=root).returncode == 0
    return root


def errors(root: Path, *options: str) -> list[str]:
    """The rules that find errors."""
    found = plptool("validate", *options, "--format", "json", cwd=root)
    return [one["rule"] for one in json.loads(found.stdout)["findings"] if one["severity"] == "error"]
