"""A made-up ledger with a past: three years of commits, given to git as one stream. The same seed gives the same past."""

import random
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.bench import synthetic

AUTHORS = ("Anna Ek", "Bo Lind", "Cecilia Åberg", "David Öst")
BEGAN = date(2021, 2, 11)
DAYS = 1095
DECIDED = date(2023, 12, 4)
"""The day of all decisions and grants but the plan's adoption."""
ENDED = date(2024, 1, 2)
"""From here on the last events of the plan's years are written down, many records at once."""
SNAPSHOTS = {"221231": date(2023, 1, 16), "231231": date(2024, 1, 19)}
"""By name, the day from which each is committed; both are sealed in the end, when nothing more is learned of them."""
_ASIDE = 40
"""Of so many commits, one begins a branch of three that is merged later."""
_STILL = (8, 16, 24)
"""Those of twenty-five that are never touched again; no decision or grant is about them."""

Files = dict[str, str]


def no_seal(folder: Path, name: str) -> None:
    """For a plptool that has no seals."""


@dataclass(frozen=True, slots=True)
class Points:
    """Commits that are worth comparing, and a record that is worth following."""

    first: str
    last: str
    middle: str
    before: str
    """The one before `middle`."""
    back: str
    """So long before `middle` that some forty files differ."""
    record: str


@dataclass(slots=True)
class _Record:
    """What was made of a process so far."""

    index: int
    seed: int
    day: date = BEGAN
    priority: int = field(default=0, init=False)
    remarks: int = 0
    text: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.priority = int(synthetic.process(self.index, self.seed).partition("\npriority: ")[2][0])

    def write(self) -> bool:
        """Bring the text up to date; whether it is another now."""
        head, _, events = synthetic.process(self.index, self.seed).partition("events:\n")
        lines = [line for line in events.splitlines(keepends=True) if line[11:].partition(",")[0] <= f"{self.day}"]
        rows = head.splitlines(keepends=True)
        head = "".join(f"priority: {self.priority}\n" if row.startswith("priority: ") else row for row in rows)
        # Those of no exact day come last in the file, once the day is over that they may mean.
        dated = "".join(line for line in lines if line[11:21].count("-") == 2 or self.day >= date(2023, 12, 31))
        was, self.text = self.text, head + (f"events:\n{dated}" if dated else "") + "# Genomläst.\n" * self.remarks
        return self.text != was


class _Stream:
    """git fast-import, and what was told to it."""

    def __init__(self, folder: Path) -> None:
        command = ["git", "fast-import", "--quiet", "--date-format=raw"]
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE)
        assert self._process.stdin is not None
        self._stdin = self._process.stdin
        self.mark = 0

    def commit(self, branch: str, files: Files, day: datetime, who: str, said: str, parents: Sequence[str]) -> str:
        """Files on top of the first parent; the new commit's name."""
        self.mark += 1
        lines = [f"commit refs/heads/{branch}\nmark :{self.mark}\n{_person(who, day)}{_data(said)}"]
        lines += [f"{word} {parent}\n" for word, parent in zip(("from", "merge"), parents, strict=False)]
        lines += [f"M 100644 inline {path}\n{_data(text)}" for path, text in files.items()]
        self._stdin.write("".join(lines).encode())
        return f":{self.mark}"

    def close(self) -> None:
        self._stdin.close()
        if self._process.wait():
            raise RuntimeError("git fast-import failed")


def _person(who: str, day: datetime) -> str:
    clock = f"{int(day.timestamp())} +0100"
    return "".join(
        f"{role} {who} <{who.split(maxsplit=1)[0].lower()}@example.org> {clock}\n" for role in ("author", "committer")
    )


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"


def build(
    folder: Path, processes: int, commits: int, seed: int = 1, seal: Callable[[Path, str], object] = no_seal
) -> None:
    """Make a repository with a ledger of so many processes and a past of so many commits.

    The first commit has every process without its events. Each commit after it changes one to three of those that
    move: adds what has happened since, or corrects a field, or a remark, which no reader of the plan sees. Some stand
    on a branch of three that is merged; at the end, everything is brought up to date in three commits.

    Args:
        folder: becomes the repository; the newest commit is checked out.
        processes: how many; decisions, grants, organisations and sources come on top.
        commits: how many, merges and seals included; two hundred at least, or the last years' figures find no place.
        seed: another seed, another past.
        seal: is called in the end with the folder and the name of each snapshot, all being checked out; what it
            writes there is the next commit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _Past(folder, processes, commits, seed).run(seal)


class _Past:
    def __init__(self, folder: Path, processes: int, commits: int, seed: int) -> None:
        self.folder = folder
        self.commits = commits
        self.done = 0
        self.chance = random.Random(seed)  # noqa: S311 - figures, not secrets
        self.records = [_Record(index, seed) for index in range(processes)]
        self.moving = [one for one in self.records if one.index % 25 not in _STILL]
        self.stream = _Stream(folder)
        self.tip = ""

    @property
    def now(self) -> datetime:
        start = datetime(BEGAN.year, BEGAN.month, BEGAN.day, 8, tzinfo=UTC)
        return start + timedelta(days=DAYS) * (self.done / self.commits)

    def run(self, seal: Callable[[Path, str], object]) -> None:
        self.commit(dict(self.begin()), "Planens processer")
        special = [
            (SNAPSHOTS["221231"], "221231"),
            (DECIDED, "decisions"),
            *((ENDED, f"end {part}") for part in range(3)),
            (SNAPSHOTS["231231"], "231231"),
        ]
        last = self.commits - len(SNAPSHOTS)
        while self.done < last:
            if special and special[0][0] <= self.now.date():
                _, what = special.pop(0)
                if what in SNAPSHOTS:
                    path = f"ledger/snapshots/{what}.yaml"
                    self.commit({path: self.snapshot(what)}, f"Läget {what}")
                elif what == "decisions":
                    self.commit(dict(self.decided()), "Beslut och medel för 2023")
                else:
                    part = [one for one in self.moving if one.index % 3 == int(what[-1])]
                    self.commit(self.changed(part, remark=True), "Läget vid årets slut")
            elif self.done % _ASIDE == 0 and last - self.done >= _ASIDE:
                self.aside()
            else:
                self.ordinary()
        if special or self.done > last:
            raise ValueError("too few commits for all that must come")
        for snapshot in SNAPSHOTS:
            self.close(snapshot, seal)
        self.check_out()

    def check_out(self) -> None:
        """All that was told to git now lies in the folder."""
        self.stream.close()
        _git(self.folder, "reset", "--quiet", "--hard", "main")

    def commit(self, files: Files, said: str, parents: Sequence[str] = (), branch: str = "main") -> str:
        on = parents or ([self.tip] if self.tip else [])
        made = self.stream.commit(branch, files, self.now, self.chance.choice(AUTHORS), said, on)
        self.done += 1
        if branch == "main":
            self.tip = made
        return made

    def close(self, snapshot: str, seal: Callable[[Path, str], object]) -> None:
        """The seal of a snapshot, where there is one."""
        path = f"ledger/snapshots/{snapshot}.yaml"
        self.check_out()
        seal(self.folder, snapshot)
        self.stream, self.tip = _Stream(self.folder), "refs/heads/main^0"
        self.commit({path: (self.folder / path).read_text(encoding="utf-8")}, f"Sigill {snapshot}")

    def begin(self) -> Iterator[tuple[str, str]]:
        for one in self.records:
            one.write()
            yield _path(one), one.text
        for name, text in synthetic.frame(len(self.records)):
            if not _is_late(name):
                yield f"ledger/{name}.yaml", text
        for schema in sorted(synthetic.SCHEMAS.glob("*.json")):
            yield f"schema/{schema.name}", schema.read_text(encoding="utf-8")

    def decided(self) -> Iterator[tuple[str, str]]:
        for name, text in synthetic.frame(len(self.records)):
            if _is_late(name):
                yield f"ledger/{name}.yaml", text

    def snapshot(self, name: str) -> str:
        completed = sum("status: completed" in one.text for one in self.records)
        return synthetic.snapshot(len(self.records), completed, name)

    def ordinary(self) -> None:
        self.commit(self.changed(self.chance.sample(self.moving, self.chance.randint(1, 3))), "Efter mötet")

    def aside(self) -> None:
        """Three commits on a branch, meanwhile two on the other, and the merge."""
        some = self.chance.sample(self.moving, 5)
        side = self.tip
        files: Files = {}
        for nth, one in enumerate(some):
            changed = self.changed([one])
            if nth < 3:
                side = self.commit(changed, "Från arbetsgruppen", [side], "grupp")
                files |= changed
            else:
                self.commit(changed, "Efter mötet")
        self.commit(files, "Sammanfogning av arbetsgruppens ändringar", [self.tip, side])

    def changed(self, records: Sequence[_Record], *, remark: bool = False) -> Files:
        """Each of the records with what has happened since; a few with a correction or a remark, too."""
        for one in records:
            one.day = min(self.now.date(), date(2023, 12, 31))
            if self.chance.random() < 0.1:
                one.priority = self.chance.randint(1, 4)
            if not one.write():
                if remark or self.chance.random() < 0.3:
                    one.remarks += 1
                else:
                    one.priority = one.priority % 4 + 1
                one.write()
        return {_path(one): one.text for one in records}


def _path(one: _Record) -> str:
    return f"ledger/processes/{synthetic.process_id(one.index)}.yaml"


def _is_late(name: str) -> bool:
    return name.startswith(("decisions/beslut-", "grants/"))


def points(folder: Path) -> Points:
    """What to compare in a repository that was built."""
    line = _git(folder, "rev-list", "--first-parent", "--reverse", "main").split()
    middle = len(line) // 2
    back = next(at for at in range(middle, -1, -1) if len(differ(folder, line[at], line[middle])) >= 40 or not at)
    rows = _git(folder, "log", "--format=", "--name-only", "--", "ledger/processes").split()
    # Neither the one that was written most often nor one that was never touched.
    often = sorted(set(rows), key=lambda path: (rows.count(path), path))
    record = Path(often[len(often) * 3 // 4]).stem
    return Points(line[0], line[-1], line[middle], line[middle - 1], line[back], record)


def differ(folder: Path, one: str, other: str) -> list[str]:
    """The files of the ledger that differ."""
    return _git(folder, "diff", "--name-only", one, other, "--", "ledger").split()


def count(folder: Path, *path: str) -> int:
    """How many commits change a file; without one, all there are."""
    return int(_git(folder, "rev-list", "--count", "main", *(("--", *path) if path else ())))


def versions(folder: Path) -> int:
    """How many different contents the ledger's files have had."""
    rows = _git(folder, "log", "-m", "--raw", "--no-abbrev", "--format=", "main", "--", "ledger").splitlines()
    return len({row.split()[3] for row in rows} - {"0" * 40})


def set_graph(folder: Path, *, on: bool) -> None:
    """Write the commit-graph with the paths that each commit changes, or remove it."""
    (folder / ".git" / "objects" / "info" / "commit-graph").unlink(missing_ok=True)
    if on:
        _git(folder, "commit-graph", "write", "--reachable", "--changed-paths")


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout
