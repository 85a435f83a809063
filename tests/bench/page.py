"""docs/performance.md from measured figures. What stands under the last heading is written by hand, and kept.

The sections on history and on the site are measured apart: whichever part is written anew, the others are kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from tests.bench.measure import Sample

BY_HAND = "## What the profile shows\n"
HISTORY = "## Revisions and history\n"
SITE = "## The site\n"
PEER = "check-jsonschema"
COLD, WORKERS, WARM, ONE_CHANGED, ERRORS = (
    "plptool, cold, one process",
    "plptool, cold, two workers",
    "plptool, warm: nothing changed",
    "plptool, warm: one file changed",
    "plptool, cold, one record in a hundred wrong",
)
BARE = "bare interpreter (`python -c pass`)"
QUICK = ("`plptool --version`", "`plptool --help`", "completion of a command")
REAL = ("`plptool validate`", "`plptool list`", "`plptool report`")
MAKE = "a second `make report`"
NEIGHBOURS, SOME, ENDS, LIST, LOG, BLAME, LOG_ALL, AUDIT = (
    "`plptool diff` of neighbours",
    "`plptool diff`, some forty files",
    "`plptool diff` of the ends",
    "`plptool list --at DATE@REV`",
    "`plptool log` of one record",
    "`plptool blame` of one record",
    "`plptool log` of all",
    "`plptool audit` of all",
)
GIT_NEIGHBOURS, GIT_SOME, GIT_ENDS, GIT_LOG, GIT_HISTORY, GIT_LOG_ALL = (
    "`git diff --stat` of neighbours",
    "`git diff --stat`, some forty files",
    "`git diff --stat` of the ends",
    "`git log --oneline` of one record",
    "`git-history` of one record's events",
    "`git log --stat` of all",
)
OFF, FRESH, KEPT, KEPT_GRAPH = "no cache", "cold cache", "warm cache", "warm cache, commit-graph"
PLAIN, GRAPH = "s", "with a commit-graph, s"
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing that was run, with all its runs; none where this version of plptool cannot do it."""

    name: str
    samples: Sequence[Sample] = ()

    @property
    def seconds(self) -> float | None:
        return median(one.seconds for one in self.samples) if self.samples else None

    @property
    def cpu(self) -> float | None:
        return median(one.cpu for one in self.samples) if self.samples else None

    @property
    def peak(self) -> int | None:
        return max((one.peak for one in self.samples), default=None)


Table = Mapping[str, Measured]
"""By name, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Results:
    date: str
    machine: str
    versions: Mapping[str, str]
    sizes: Mapping[int, Table] = field(default_factory=dict)
    start: Table = field(default_factory=dict)
    real_cold: Table = field(default_factory=dict)
    real_warm: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one repository's past."""

    ours: Mapping[str, Table]
    """By what plptool could rely on: OFF and so on."""
    theirs: Mapping[str, Table]
    """PLAIN and GRAPH."""
    counts: Mapping[str, int]
    """commits; versions of files; the files that differ between `neighbours`, `some` and `ends`; commits of `record`."""


@dataclass(frozen=True, slots=True)
class Target:
    what: str
    limit: float
    unit: str
    figure: float | None


def page(results: Results, old: str = "") -> str:
    """The whole page; what the old one says by hand is taken over."""
    measured, heading, kept = old.partition(BY_HAND)
    _, also, past = measured.partition(HISTORY)
    parts = [
        "<!-- Made by `make bench`; what stands under the last heading is written by hand, and kept. -->\n",
        "# How fast it is\n",
        f"Measured {results.date} on {results.machine}. Whole processes, with bytecode as an installation has it, wall "
        "time, median of three runs (of one, where a run takes more than 30 s), taken in turn so that noise hits all alike. "
        "Compare within this page, and "
        f"read ratios: × is against {PEER} on the same files.\n",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in results.versions.items()) + ".\n",
        "The ledgers are made up: so many processes of 2.8 KB with 20 events each, and the decisions, grants and "
        "organisations that they name. plptool reads all of it and applies every rule; check-jsonschema and yamale read "
        "the processes and know their shape alone; doorstop reads as many items of the same size.\n",
        "## Targets\n",
        _targets(targets(results)),
    ]
    for size, table in results.sizes.items():
        parts += [f"## {size:,} processes\n", _sizes(table)]
    if results.start:
        parts += ["## Start-up\n", _start(results.start)]
    if results.real_cold:
        parts += ["## The real ledger\n", _real(results)]
    return "\n".join(parts) + "\n" + also + past + BY_HAND + (kept if heading else "\nNot written yet.\n")


def with_section(old: str, heading: str, section: str) -> str:
    """The page with one of the sections that are measured apart written anew."""
    measured, by_hand, kept = old.partition(BY_HAND)
    before, _, rest = measured.partition(heading)
    _, following, after = rest.partition("\n## ")
    return before.rstrip("\n") + "\n\n" + section + (following + after or "\n") + by_hand + kept


def history(found: Figures, date: str, machine: str, versions: Mapping[str, str]) -> str:
    """The section on revisions and history."""
    named = {name: versions[name] for name in ("Python", "plptool", "git-history") if name in versions}
    count = found.counts
    parts = [
        HISTORY,
        f"Measured {date} on {machine}, with {', '.join(f'{name} {said}' for name, said in named.items())}; whole "
        f"processes, wall time, median of three runs. A made-up repository: 1,000 processes, {count['commits']:,} commits "
        f"of three years, with branches and merges, {count['versions']:,} different contents of files. The neighbours "
        f"differ in {count['neighbours']} files, the others in {count['some']} and {count['ends']}; the one record was "
        f"changed by {count['record']} commits. A cold cache is an empty one, which is filled. The commit-graph is "
        "written with `--changed-paths`.\n",
        _targets(history_targets(found)),
        _rows(
            ["what", *(f"{mode}, s" for mode in found.ours), "warm, processor s", "peak MB"],
            [
                [
                    name,
                    *(_number(_seconds(table, name)) for table in found.ours.values()),
                    _number(one.cpu),
                    _megabytes(max(table[name].peak or 0 for table in found.ours.values()) or None),
                ]
                for name, one in found.ours[KEPT].items()
            ],
        ),
        "git tells which lines differ, and of how many files; git-history reads the versions of one file, here the events "
        "of the one record, and writes them into tables of SQLite.\n",
        _rows(
            ["what", *found.theirs],
            [
                [name, *(_number(_seconds(table, name)) for table in found.theirs.values())]
                for name in found.theirs[PLAIN]
            ],
        ),
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Site:
    """What was measured of sites."""

    builds: Table
    slider: Sequence[float]
    """Seconds until a page shows another day, of many jumps in a site of 1,000 processes."""
    weights: Mapping[str, int]
    """Bytes of pages of the real ledger, each with everything that it loads."""


LARGE, REAL_SITE = "the site of 1,000 processes", "the site of the real ledger, in two languages"


def site(found: Site, date: str, machine: str, versions: Mapping[str, str]) -> str:
    """The section on the site."""
    heavy = sorted(found.weights.items(), key=lambda one: -one[1])
    parts = [
        SITE,
        f"Measured {date} on {machine}, with Python {versions['Python']}, plptool {versions['plptool']}; building: whole "
        f"processes, wall time, median of three runs, without a cache. The slider: from the moment that it is moved to the "
        f"painted frame, in headless Chromium, the slowest of {len(found.slider)} jumps between any two days.\n",
        _targets(
            iter(
                [
                    Target(f"building {LARGE}", 10, "s", _seconds(found.builds, LARGE)),
                    Target(f"another day in {LARGE}", 100, "ms", max(found.slider) * 1000),
                    Target("the heaviest page of the real ledger", 150, "kB", heavy[0][1] / 1000),
                ]
            )
        ),
        _rows(
            ["building", "s", "peak MB"],
            [[one.name, _number(one.seconds), _megabytes(one.peak)] for one in found.builds.values()],
        ),
        f"Half of the jumps took at most {median(found.slider) * 1000:.0f} ms. Of {len(heavy)} pages the heaviest are "
        + ", ".join(f"`{path}` ({weight / 1000:.0f} kB)" for path, weight in heavy[:3])
        + f"; half weigh at most {median(found.weights.values()) / 1000:.0f} kB.\n",
    ]
    return "\n".join(parts)


def history_targets(found: Figures) -> Iterator[Target]:
    warm, git = found.ours[KEPT], found.theirs[PLAIN]
    yield Target(f"{SOME}, warm", 0.25, "s", _seconds(warm, SOME))
    yield Target(f"{ENDS}, no cache", 1.2, "s", _seconds(found.ours[OFF], ENDS))
    yield Target(f"{ENDS}, warm", 0.4, "s", _seconds(warm, ENDS))
    yield Target(f"{LOG}, warm", 3, "× `git log` of its path", _ratio(_seconds(warm, LOG), _seconds(git, GIT_LOG)))
    graph = _ratio(_seconds(found.ours[KEPT_GRAPH], LOG), _seconds(found.theirs[GRAPH], GIT_LOG))
    yield Target(f"{LOG}, warm, commit-graph", 3, "× `git log` of its path", graph)


def targets(results: Results) -> Iterator[Target]:
    large = results.sizes.get(10_000, {})
    peer = _seconds(large, PEER)
    bare = _seconds(results.start, BARE)
    many = "validate 10,000 processes"
    yield Target(f"{many}, cold, one process", 0.12, f"× {PEER}", _ratio(_seconds(large, COLD), peer))
    yield Target(f"{many}, cold, two workers", 0.06, f"× {PEER}", _ratio(_seconds(large, WORKERS), peer))
    for name, words in ((COLD, "one process"), (WORKERS, "two workers")):
        peak = large[name].peak if name in large else None
        yield Target(f"memory for that, {words}", 100, "MB", None if peak is None else peak / _MB)
    yield Target(f"{many}, nothing changed", 15, "× a bare interpreter", _ratio(_seconds(large, WARM), bare))
    for name in QUICK:
        yield Target(name, 5, "× a bare interpreter", _ratio(_seconds(results.start, name), bare))
    for name in REAL:
        yield Target(f"{name} on the real ledger, cold", 0.5, "s", _seconds(results.real_cold, name))
        yield Target(f"{name} on the real ledger, warm", 0.25, "s", _seconds(results.real_warm, name))
    yield Target(MAKE, 2, "s", _seconds(results.start, MAKE))


def _seconds(table: Table, name: str) -> float | None:
    return table[name].seconds if name in table else None


def _ratio(figure: float | None, base: float | None) -> float | None:
    return None if figure is None or not base else figure / base


def _number(figure: float | None) -> str:
    if figure is None:
        return "–"
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def _megabytes(peak: int | None) -> str:
    return _number(None if peak is None else peak / _MB)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _targets(those: Iterator[Target]) -> str:
    return _rows(
        ["what", "target", "measured", ""],
        [
            [
                one.what,
                f"≤ {one.limit:g} {one.unit}",
                _number(one.figure),
                "not measured" if one.figure is None else "met" if one.figure <= one.limit else "**missed**",
            ]
            for one in those
        ],
    )


def _sizes(table: Table) -> str:
    peer = _seconds(table, PEER)
    rows = [
        [one.name, _number(one.seconds), _number(_ratio(one.seconds, peer)), _number(one.cpu), _megabytes(one.peak)]
        for one in table.values()
    ]
    return _rows(["what", "s", "×", "processor s", "peak MB"], rows)


def _start(table: Table) -> str:
    bare = _seconds(table, BARE)
    rows = [
        [one.name, _number(None if one.seconds is None else one.seconds * 1000), _number(_ratio(one.seconds, bare))]
        for one in table.values()
    ]
    return _rows(["what", "ms", "× a bare interpreter"], rows)


def _real(results: Results) -> str:
    rows = [
        [name, _number(cold.seconds), _number(_seconds(results.real_warm, name)), _megabytes(cold.peak)]
        for name, cold in results.real_cold.items()
    ]
    return _rows(["what", "cold, s", "warm, s", "peak MB"], rows)
