"""The benchmark's ledgers and its page. How long anything takes is measured by hand, with `make bench`."""

import sys
from collections import Counter
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from plptool import open_ledger
from plptool.checks.runner import check
from plptool.model.plain import entries, text
from tests.bench import page, past, peers, synthetic
from tests.bench.measure import RunError, Sample, run
from tests.bench.page import Measured, Results
from tests.support.git import git
from tests.support.thorough import thorough


def counted_findings(root: Path, rev: str | None = None) -> Counter[tuple[str, str]]:
    """What a ledger's findings are about; notes are none of a maker's business."""
    return Counter((one.path, one.rule) for one in check(open_ledger(root, rev)) if one.severity != "info")


def test_a_made_up_ledger_is_right_and_of_the_real_shape(tmp_path: Path) -> None:
    assert synthetic.build(tmp_path, 25) == []
    ledger = open_ledger(tmp_path)
    processes = ledger.collections["processes"].values()
    assert counted_findings(tmp_path) == Counter()
    assert len(processes) == 25
    assert all(len(entries(record.data, "events")) == 20 for record in processes)
    assert {text(event, "kind") for record in processes for event in entries(record.data, "events")} == {
        "meeting", "activity", "status", "decision", "grant", "expected", "note",
    }  # fmt: skip
    sizes = [path.stat().st_size for path in (tmp_path / "ledger/processes").iterdir()]
    assert 2_600 < sum(sizes) / len(sizes) < 3_000


def test_the_same_seed_gives_the_same_ledger(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        synthetic.build(tmp_path / name, 3, seed=seed)
    one, again, other = (
        [path.read_bytes() for path in sorted((tmp_path / name / "ledger").rglob("*.yaml"))]
        for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other


def test_its_mistakes_are_found_and_nothing_else(tmp_path: Path) -> None:
    mistakes = synthetic.build(tmp_path, 60, errors=2 * len(synthetic.MISTAKES))
    assert len({one.path for one in mistakes}) == 2 * len(synthetic.MISTAKES)
    assert counted_findings(tmp_path) == Counter((one.path, one.rule) for one in mistakes)


def test_yamales_schema_knows_every_property_of_a_made_up_process() -> None:
    schema = peers.yamale_schema()
    fields = [line.partition(":")[0] for line in synthetic.process(0).splitlines()[1:] if line[:1].isalpha()]
    assert len(fields) == 12
    assert all(f"\n{field}: " in f"\n{schema}" for field in fields)


def built_past(folder: Path, seed: int = 1) -> Path:
    """A small past, with a seal that says nothing but its name."""

    def seal(root: Path, name: str) -> None:
        with (root / f"ledger/snapshots/{name}.yaml").open("a", encoding="utf-8") as file:
            file.write("# sealed\n")

    past.build(folder, 50, 200, seed, seal)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_past(tmp_path_factory.mktemp("past"))


@thorough
def test_a_made_up_past_is_as_long_as_it_says_and_every_commit_changes_what_it_says(folder: Path) -> None:
    commits = git(folder, "rev-list", "--reverse", "main").split()
    assert len(commits) == past.count(folder) == 200
    assert len(git(folder, "log", "--format=%an").splitlines()) == 200
    assert set(git(folder, "log", "--format=%an").splitlines()) == set(past.AUTHORS)
    days = sorted(git(folder, "log", "--format=%cs").splitlines())
    assert (days[0], days[-1] > "2024-01-31") == ("2021-02-11", True)
    merges = git(folder, "rev-list", "--reverse", "--merges", "main").split()
    assert len(merges) == 3
    files = {one: git(folder, "diff-tree", "--no-commit-id", "--name-only", "-r", one).split() for one in commits[1:]}
    assert set(map(len, files.values())) - {0, 1, 2, 3} == {4, 14, 15}  # the decisions; a third of 44 records
    assert [one for one in files if not files[one]] == merges
    sealed = git(folder, "log", "--reverse", "--format=%s", "--", "ledger/snapshots").splitlines()
    assert sealed == ["Läget 221231", "Läget 231231", "Sigill 221231", "Sigill 231231"]
    assert not git(folder, "status", "--porcelain")


def test_the_ledger_is_right_at_each_snapshot_and_in_the_end(folder: Path) -> None:
    assert counted_findings(folder) == Counter()
    for name in past.SNAPSHOTS:
        assert counted_findings(folder, f"main^{{/Läget {name}}}") == Counter()


def test_the_same_seed_gives_the_same_past(folder: Path, tmp_path: Path) -> None:
    again, other = (git(built_past(tmp_path / f"{seed}", seed), "rev-parse", "main") for seed in (1, 2))
    one = git(folder, "rev-parse", "main")
    assert one == again
    assert one != other


def test_what_is_compared_differs_as_much_as_it_says(folder: Path) -> None:
    points = past.points(folder)
    assert 1 <= len(past.differ(folder, points.before, points.middle)) <= 3
    assert past.count(folder, f"ledger/processes/{points.record}.yaml") > 3
    assert len(past.differ(folder, points.first, points.last)) > 44
    past.set_graph(folder, on=True)
    assert (folder / ".git/objects/info/commit-graph").exists()
    past.set_graph(folder, on=False)
    assert not (folder / ".git/objects/info/commit-graph").exists()


def test_either_part_of_the_page_is_written_anew_and_the_other_kept() -> None:
    def table(*figures: tuple[str, float]) -> dict[str, Measured]:
        return {name: Measured(name, [Sample(one, one, 30_000_000)]) for name, one in figures}

    ours = {
        page.OFF: table((page.SOME, 0.5), (page.LOG, 0.3)),
        page.KEPT: table((page.SOME, 0.2), (page.LOG, 0.25)),
        page.KEPT_GRAPH: table((page.SOME, 0.2), (page.LOG, 0.1)),
    }
    theirs = {page.PLAIN: table((page.GIT_LOG, 0.1)), page.GRAPH: table((page.GIT_LOG, 0.02))}
    counts = dict.fromkeys(("commits", "versions", "neighbours", "some", "ends", "record"), 7)
    old = page.page(Results("2026-01-31", "2 cores", {"Python": "3.11"}), f"{page.BY_HAND}\nParsing, mostly.\n")
    section = page.history(page.Figures(ours, theirs, counts), "2026-02-01", "4 cores", {"Python": "3.12"})
    both = page.with_section(old, page.HISTORY, section)
    lines = both.splitlines()
    assert f"| {page.SOME}, warm | ≤ 0.25 s | 0.20 | met |" in lines
    assert f"| {page.LOG}, warm | ≤ 3 × `git log` of its path | 2.50 | met |" in lines
    assert f"| {page.LOG}, warm, commit-graph | ≤ 3 × `git log` of its path | 5.00 | **missed** |" in lines
    assert f"| {page.LOG} | 0.30 | 0.25 | 0.10 | 0.25 | 30.0 |" in lines
    assert f"| {page.GIT_LOG} | 0.10 | 0.02 |" in lines
    assert lines[-1] == "Parsing, mostly."
    again = page.page(Results("2026-03-01", "2 cores", {"Python": "3.11"}), both)
    assert again.partition(page.HISTORY)[2] == both.partition(page.HISTORY)[2]
    assert "2026-03-01" in again
    assert page.with_section(again, page.HISTORY, section) == again
    site = page.Site(
        table((page.LARGE, 11.5), (page.REAL_SITE, 1.5)), [0.02, 0.05], {"a.html": 90_000, "b.html": 20_000}
    )
    three = page.with_section(
        again, page.SITE, page.site(site, "2026-04-01", "2 cores", {"Python": "3.12", "plptool": "1"})
    )
    assert f"| building {page.LARGE} | ≤ 10 s | 11.5 | **missed** |" in three
    assert f"| another day in {page.LARGE} | ≤ 100 ms | 50.0 | met |" in three
    assert "| the heaviest page of the real ledger | ≤ 150 kB | 90.0 | met |" in three
    assert page.with_section(three, page.HISTORY, section) == three
    assert page.page(Results("2026-03-01", "2 cores", {"Python": "3.11"}), three) == three


def test_the_page_gives_ratios_and_says_which_targets_are_missed_and_keeps_what_is_written_by_hand() -> None:
    def took(name: str, *seconds: float, peak: int = 50_000_000) -> tuple[str, Measured]:
        return name, Measured(name, [Sample(one, one / 2, peak) for one in seconds])

    large = dict([
        took(page.COLD, 4, 3, 9),
        took(page.WORKERS, 2.8, peak=120_000_000),
        took(page.WARM),
        took(page.PEER, 40),
    ])  # fmt: skip
    start = dict([took(page.BARE, 0.01), took(page.QUICK[0], 0.04), took(page.QUICK[1], 0.06)])
    results = Results("2026-01-31", "2 cores", {"Python": "3.11"}, {10_000: large}, start)
    old = f"# Old\n\nold figures\n\n{page.BY_HAND}\nParsing, mostly.\n"
    lines = page.page(results, old).splitlines()
    assert f"| {page.COLD} | 4.00 | 0.10 | 2.00 | 50.0 |" in lines
    assert f"| {page.WARM} | – | – | – | – |" in lines
    assert "| validate 10,000 processes, cold, one process | ≤ 0.12 × check-jsonschema | 0.10 | met |" in lines
    assert "| validate 10,000 processes, cold, two workers | ≤ 0.06 × check-jsonschema | 0.07 | **missed** |" in lines
    assert "| memory for that, two workers | ≤ 100 MB | 120 | **missed** |" in lines
    assert "| validate 10,000 processes, nothing changed | ≤ 15 × a bare interpreter | – | not measured |" in lines
    assert f"| {page.QUICK[0]} | 40.0 | 4.00 |" in lines
    assert f"| {page.QUICK[1]} | ≤ 5 × a bare interpreter | 6.00 | **missed** |" in lines
    assert "old figures" not in lines
    assert lines[-3:] == [page.BY_HAND.strip(), "", "Parsing, mostly."]
    assert page.page(results, page.page(results, old)) == page.page(results, old)


@thorough
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="children are looked at through Linux's /proc")
def test_what_a_run_holds_in_memory_is_the_sum_of_its_processes_at_one_time(tmp_path: Path) -> None:
    hold = "held = b'x' * 60_000_000"
    child = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {f'import time; {hold}; time.sleep(0.5)'!r}])"
    )
    after, beside = (
        run([sys.executable, "-c", text], tmp_path).peak for text in (f"{child}; {hold}", f"{hold}; {child}")
    )
    # A process that was forked has what it was forked from, for a moment; these tests are a large one by now.
    own = getrusage(RUSAGE_SELF).ru_maxrss * 1024
    assert 60_000_000 < after < max(110_000_000, own + 10_000_000)
    assert 120_000_000 < beside < max(170_000_000, own + 10_000_000)


def test_a_run_that_ends_otherwise_than_it_should_gives_no_figures(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="ended with 3, not 0\\nno such thing"):
        run([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(3)"], tmp_path)
