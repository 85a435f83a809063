"""Random histories of little ledgers: what was written, held in memory, and the git repository that holds the same.

The repository is written in one go, by one `git fast-import`, and then questioned.
"""

import json
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

Data = dict[str, Any]
MANIFEST = "ledger/ledger.yaml"


class File(NamedTuple):
    data: Data | None
    """None: nobody can read it."""
    raw: bytes


@dataclass(frozen=True)
class Version:
    """A commit."""

    parents: tuple[int, ...]
    clock: int
    prefix: str
    files: dict[str, File]
    did: str


@dataclass
class Past:
    """Commits by number, parents first."""

    versions: list[Version] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def back(self, number: int) -> set[int]:
        """A commit and all that it goes back to."""
        found, pending = {number}, [number]
        while pending:
            for parent in self.versions[pending.pop()].parents:
                if parent not in found:
                    found.add(parent)
                    pending.append(parent)
        return found


# What is written

IDS = ("1.1", "1.10", "x.yaml", "no", "2022-01-01", "a_-.b", "0x1F", "1e3")
WHENS = ("2021-02-10", "2022-03-01", "2022-05", "2022", "2022-24", "2022-11-01/2023-02-01", "/2023-06-30", "2023-05-01",
         "2023/..", "202X", "2020-12-31", "2022-03-01/2022-03-31", "../2022-07-01", "2023-XX", "2023-04~")  # fmt: skip
DAYS = ("191231", "210209", "210210", "220301", "220331", "221231", "230228", "230501", "230630", "231231", "990101")
BASE: dict[str, Data] = {
    MANIFEST: {"format": 2, "title": "Little", "language": "en", "time-zone": "Europe/Stockholm"},
    "ledger/organisations/A.yaml": {"id": "A", "title": "A", "type": "administration", "source": "list"},
    "ledger/decisions/adoption.yaml": {"id": "adoption", "title": "Adopts", "date": "2021-02-10", "body": "A",
                                       "status": "adopted", "source": "list"},
    "ledger/plans/plan.yaml": {"id": "plan", "title": "Plan", "period": "2021/2023", "decision": "adoption",
                               "source": "list"},
}  # fmt: skip
FIELDS: dict[str, tuple[Any, ...]] = {
    "priority": (1, 2), "goal": ("G", "H"), "partners": (["A"], ["B", "A"], ["A", "B"]), "from": WHENS[:5],
    "listed": ({"a": 1}, {"a": 2, "b": 1}, {"b": 1}),
}  # fmt: skip
PARTS: dict[str, tuple[Any, ...]] = {
    "period": ("2021/2023", "2022/2024"),
    "steering-group": tuple(
        {"organisation": "A", "source": "list", **more} for more in ({}, {"members": 3}, {"chair": "A"})
    ),
    "completed-means": tuple({"achieved": {"text": text, "source": "list"}} for text in "AB"),
    "participants": tuple([{"organisation": "A", "from": when, "source": "list"}] for when in ("2022", "2023")),
}
TORN = (
    b"id: [",
    b"",
    b"need: a\n",
    b"id: 1.1\nneed: a\nlead: A\nsource: list\npriority: high\n",
    b"<<<<<<< a\n",
    b"\xff",
)
FOLDERS = ("", "plans/", "en plan/\u00e5r/")


def key_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def path_of(collection: str, key: str) -> str:
    return f"ledger/{collection}/{key}.yaml"


class Writer:
    """Makes up a history."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.serial = 0
        self.past = Past()
        self.heads: list[int] = []

    # Facts

    def words(self) -> str:
        self.serial += 1
        return f"{self.random.choice(('Så', 'yes', '12', 'a: b', '#'))} {self.serial}"

    def cited(self) -> Any:
        return self.random.choice(("list", "list#L1", ["list#L2", "list"], ["list#L1", "list#L2", "other"]))

    def event(self) -> Data:
        random = self.random
        kind = random.choice(
            ("meeting", "meeting", "activity", "status", "status", "change", "note", "expected", "decision")
        )
        event: Data = {"date": random.choice(WHENS), "kind": kind, "source": self.cited()}
        if kind == "meeting":
            event |= random.choice(
                ({}, {"number": 1}, {"number": 2}, {"booked": True}, {"number": 1, "series": "other"})
            )
        elif kind == "activity":
            event["activity"] = random.choice(("workshop", "training"))
        elif kind == "status":
            event["status"] = random.choice(("planned", "ongoing", "paused", "completed"))
            event |= random.choice(({}, {"remaining": ["A"]}, {"outcome": "achieved"}))
        elif kind == "change":
            event["set"] = random.choice(({"priority": 3}, {"goal": "G", "priority": 4}, {"partners": ["A"]}))
        elif kind == "expected":
            event |= {"due": random.choice(WHENS), "text": "It"}
        elif kind == "decision":
            event["decision"] = "adoption"
        if kind == "note" or random.random() < 0.2:
            event["text"] = random.choice(("A", "B"))
        return event

    def record(self, collection: str) -> Data:
        random = self.random
        if collection == "organisations":
            return {"title": self.words(), "type": "group", "source": self.cited()}
        if collection == "decisions":
            return {"title": self.words(), "date": random.choice(WHENS), "status": "proposed", "source": self.cited()}
        if collection == "grants":
            years = [{"year": year, "amount": 1, "source": "list"} for year in (2022, 2023)]
            return {"title": self.words(), "years": years[: random.randint(1, 2)], "source": self.cited()}
        fields: Data = {"need": self.words(), "lead": "A", "source": self.cited()}
        if random.random() < 0.7:
            fields["plan"] = "plan"
        fields["events"] = [self.event() for _ in range(random.randint(0, 3))]
        return fields

    def changed(self, path: str, old: Data) -> Data:
        """The record with one fact that is another."""
        random, data = self.random, deepcopy(old)
        collection = path.split("/")[1]
        if path == MANIFEST:
            zone = random.choice(("Europe/Stockholm", "UTC", "Pacific/Kiritimati"))
            return {**data, **random.choice(({"title": self.words()}, {"time-zone": zone}))}
        what = random.choice(("field", "event", "event", "source", "withdrawn"))
        if what == "event" and collection in ("processes", "decisions"):
            events = data.setdefault("events", [])
            how = random.choice(("add", "add", "change", "remove", "double"))
            at = random.randrange(len(events)) if events else 0
            if how == "add" or not events:
                events.insert(at, self.decided() if collection == "decisions" else self.event())
            elif how == "change":
                events[at] |= random.choice(
                    ({"date": random.choice(WHENS)}, {"text": self.words()}, {"source": self.cited()})
                )
            elif how == "double":
                events.append(deepcopy(events[at]))
            else:
                del events[at]
        elif what == "source":
            name = next(iter(data.keys() & {"need", "title"}))
            data["source"] = random.choice((self.cited(), {name: self.cited()}, {name: "list", "lead": self.cited()}))
        elif what == "withdrawn":
            if data.pop("withdrawn", None) is None:
                data["withdrawn"] = {"reason": self.words(), "source": "list"}
        elif collection == "processes":
            self.other(data, FIELDS)
        elif collection == "grants" and random.random() < 0.5:
            random.choice(data["years"])["amount"] = random.randint(1, 3)
        elif collection == "plans":
            self.other(data, PARTS)
        else:
            data["title"] = self.words()
        return data

    def other(self, data: Data, values: dict[str, tuple[Any, ...]]) -> None:
        """Another value of a field, or none."""
        name = self.random.choice(list(values))
        if data.pop(name, None) is None or name == "period" or self.random.random() < 0.7:
            data[name] = deepcopy(self.random.choice(values[name]))

    def decided(self) -> Data:
        status = self.random.choice(("adopted", "withdrawn"))
        return {"date": self.random.choice(WHENS), "kind": "status", "status": status, "source": "list"}

    # Files

    def file(self, data: Data) -> File:
        return File(data, in_some_yaml(shuffled(data, self.random), self.random))

    def add(self, files: dict[str, File]) -> None:
        collection = self.random.choice(("processes", "processes", "processes", "decisions", "organisations", "grants"))
        taken = {key_of(path) for path in files}
        free = [key for key in IDS if key not in taken]
        if free:
            key = self.random.choice(free)
            files[path_of(collection, key)] = self.file({"id": key, **self.record(collection)})

    def edit(self, files: dict[str, File]) -> str:
        """Do one thing to the files."""
        random = self.random
        own = [path for path in files if path != MANIFEST and key_of(path) in IDS]
        path = random.choice(own) if own and random.random() < 0.8 else random.choice(list(files))
        data = files[path].data
        how = random.choice(
            ("add", "change", "change", "change", "change", "rename", "reformat", "break", "delete", "move", "back")
        )
        if not own or how == "add":
            self.add(files)
        elif data is None:  # mended, as it was or not
            known = [
                file.data for version in self.past.versions for file in [version.files.get(path)] if file and file.data
            ]
            if known:
                files[path] = self.file(random.choice(known))
                if random.random() < 0.4:
                    files[path] = self.file(self.changed(path, random.choice(known)))
            else:
                del files[path]
        elif how == "change":
            files[path] = self.file(self.changed(path, data))
        elif how == "reformat":
            files[path] = self.file(data)
        elif how == "break":
            files[path] = File(None, random.choice(TORN))
        elif path in own and how == "delete":
            del files[path]
        elif path in own and how == "rename":
            how = self.rename(files, path)
        elif path in own and how == "move":  # another sort of record under the same id
            del files[path]
            collection = random.choice(("organisations", "grants"))
            files[path_of(collection, key_of(path))] = self.file({"id": key_of(path), **self.record(collection)})
        elif how == "back":  # a record as it once was
            version = random.choice(self.past.versions) if self.past.versions else None
            if version and path in version.files:
                files[path] = version.files[path]
        return f"{how} {path}"

    def rename(self, files: dict[str, File], path: str) -> str:
        taken = {key_of(path) for path in files}
        free = [key for key in IDS if key not in taken]
        data = files[path].data
        if not free or data is None:
            return "nothing"
        new = self.random.choice(free)
        del files[path]
        data = {name: value for name, value in data.items() if name != "formerly"} | {"id": new}
        how = self.random.choice(("formerly", "formerly", "silently"))
        if how == "formerly":
            was = key_of(path)
            data["formerly"] = self.random.choice((was, [was]))
            if self.random.random() < 0.5:
                data = self.changed(path_of("processes", new), data) if "/processes/" in path else data
        files[path_of(path.split("/")[1], new)] = self.file(data)
        return f"{how} to {new}:"

    # Commits

    def base(self, numbers: list[int]) -> dict[str, File]:
        """What the commits have in common, or nearly: of several best common ancestors any will do."""
        common = set.intersection(*(self.past.back(one) for one in numbers))
        return self.past.versions[max(common)].files if common else {}

    def merged(self, ours: dict[str, File], theirs: dict[str, File], base: dict[str, File]) -> dict[str, File]:
        found: dict[str, File] = {}
        for path in {**ours, **theirs}:
            one, other, was = ours.get(path), theirs.get(path), base.get(path)
            if other in (one, was):
                kept = one
            elif one == was:
                kept = other
            else:
                kept = self.settled(path, one, other, was)
            if kept:
                found[path] = kept
        return found

    def settled(self, path: str, one: File | None, other: File | None, was: File | None) -> File | None:
        """A conflict, resolved by hand."""
        how = self.random.choice(("ours", "theirs", "both", "both", "both"))
        if how == "both" and one and other and one.data and other.data:
            before: Data = (was and was.data) or {}
            data: Data = {}
            for name in {**one.data, **other.data}:
                mine, its = one.data.get(name), other.data.get(name)
                both = (
                    [*mine, *(event for event in its if event not in mine)]
                    if name == "events" and mine and its
                    else mine
                )
                value = its if mine == before.get(name) else both
                if value is not None:
                    data[name] = value
            if not data.keys() & {"need", "title"}:
                return one
            return self.file(self.changed(path, data) if self.random.random() < 0.3 else data)
        return other if how == "theirs" else one

    def carried(self, files: dict[str, File], old: dict[str, File], new: dict[str, File]) -> None:
        """What one commit did, done here, where it can be."""
        for path in {**old, **new}:
            if old.get(path) != new.get(path) and files.get(path) == old.get(path) and path != MANIFEST:
                if path in new:
                    files[path] = new[path]
                else:
                    files.pop(path, None)

    def commit(self) -> None:
        random, past = self.random, self.past
        head = random.choice(self.heads)
        here = past.versions[head]
        files, prefix = dict(here.files), here.prefix
        parents: tuple[int, ...] = (head,)
        others = [one for one in self.heads if one not in past.back(head) and head not in past.back(one)]
        how = random.choice(("edit", "edit", "edit", "branch", "carry", "revert", "move",
                             *(("merge", "merge", "merge", "merge", "squash") if others else ("branch", "branch"))))  # fmt: skip
        if not past.versions[0].files and random.random() < 0.1:
            how = "strange"
        single = [one for one in range(len(past.versions)) if len(past.versions[one].parents) == 1]
        keep: list[int] = [one for one in self.heads if one != head]
        if how == "branch":
            parents = (random.choice([one for one, version in enumerate(past.versions) if version.files]),)
            here = past.versions[parents[0]]
            files, prefix = dict(here.files), here.prefix
            keep = list(self.heads)
            how += " " + self.edit(files)
        elif how in ("merge", "squash") and others:
            theirs = [others[0]] if len(others) == 1 or random.random() < 0.7 else others[:2]
            theirs = [one for one in theirs if not any(one in past.back(two) for two in theirs if two != one)]
            for one in theirs:
                files = self.merged(files, past.versions[one].files, self.base([head, one]))
            if random.random() < 0.3:
                how += " " + self.edit(files)
            if how.startswith("merge"):
                parents = (head, *theirs)
                prefix = random.choice([past.versions[one].prefix for one in parents])
                keep = [one for one in keep if one not in theirs]
        elif how in ("carry", "revert") and single:
            picked = past.versions[random.choice(single)]
            before, after = past.versions[picked.parents[0]].files, picked.files
            self.carried(files, *((after, before) if how == "revert" else (before, after)))
        elif how == "strange":  # a line that has never heard of the ledger
            past.versions.append(Version((0,), here.clock, "", {}, "strange"))
            parents = random.choice(((head, len(past.versions) - 1), (len(past.versions) - 1, head)))
            how += " " + (self.edit(files) if random.random() < 0.3 else "")
        elif how == "move":
            prefix = random.choice(FOLDERS)
        else:
            how = "; ".join(self.edit(files) for _ in range(random.randint(1, 3)))
        clock = here.clock + random.choice((60, 3600, 86400, 86400 * 20, -86400, -86400 * 3))
        past.versions.append(Version(parents, clock, prefix, files, how))
        self.heads = [*keep, len(past.versions) - 1]

    def run(self, commits: int) -> Past:
        files = {path: self.file(data) for path, data in BASE.items()}
        for _ in range(2):
            self.add(files)
        if self.random.random() < 0.2:  # what is no ledger yet
            self.past.versions.append(Version((), 1_704_000_000, "", {}, "nothing"))
        first = (0,) if self.past.versions else ()
        self.past.versions.append(Version(first, 1_704_060_000, self.random.choice(FOLDERS), files, "first"))
        self.heads = [len(self.past.versions) - 1]
        for _ in range(commits):
            self.commit()
        return self.past


# The same in other bytes


def shuffled(value: Any, random: Random) -> Any:
    """Keys, events, other entries and citations in another order."""
    if isinstance(value, dict):
        keys = random.sample(list(value), len(value))
        return {key: _plain(key, value[key], random) for key in keys}
    return value


def _plain(name: str, value: Any, random: Random) -> Any:
    if isinstance(value, dict):
        return {
            key: _plain("source" if name == "source" else key, value[key], random)
            for key in random.sample(list(value), len(value))
        }
    if isinstance(value, list) and (name == "source" or any(isinstance(one, dict) for one in value)):
        return [shuffled(one, random) for one in random.sample(value, len(value))]
    return value


def in_some_yaml(data: Data, random: Random) -> bytes:
    """As YAML, in one of its ways."""
    style = random.randint(0, 3)
    if style == 0:
        return json.dumps(data).encode() + b"\n"
    lines = ["# A comment." if style == 1 else ""]
    for name, value in data.items():
        if isinstance(value, list) and value and style != 1:
            lines.append(f"{name}:")
            lines += [f"  - {json.dumps(one, ensure_ascii=False)}" for one in value]
        elif isinstance(value, dict) and style == 3:
            lines.append(f"{name}:")
            lines += [f"  {key}: {json.dumps(one)}" for key, one in value.items()]
        else:
            lines.append(f"{json.dumps(name) if style == 2 else name}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join((*lines, "")).encode()


# git


def build(past: Past, folder: Path) -> Path:
    """A bare repository of these commits; HEAD is the last."""
    for part in ("objects/info", "objects/pack", "refs/heads"):
        (folder / part).mkdir(parents=True)
    (folder / "config").write_text("[core]\nrepositoryformatversion = 0\nbare = true\n[fastimport]\nunpackLimit = 0\n")
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    done = subprocess.run(
        ["git", f"--git-dir={folder}", "fast-import", "--quiet", f"--export-marks={folder / 'marks'}"],
        input=b"".join(_stream(past)), capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert not done.stderr
    marks = dict(row.split(" ") for row in (folder / "marks").read_text().splitlines())
    past.ids = [marks[f":{number}"] for number in range(1, len(past.versions) + 1)]
    (folder / "HEAD").write_text(f"{past.ids[-1]}\n")
    return folder


def _stream(past: Past) -> Iterator[bytes]:
    for number, version in enumerate(past.versions):
        message = f"{number} {version.did}".encode()
        yield f"commit refs/heads/at{number}\nmark :{number + 1}\n".encode()
        yield (
            f"committer Bo Ek <bo@example.org> {version.clock} +0100\ndata {len(message)}\n".encode() + message + b"\n"
        )
        for index, parent in enumerate(version.parents):
            yield f"{'merge' if index else 'from'} :{parent + 1}\n".encode()
        yield b"deleteall\nM 100644 inline README\ndata 2\nA\n\n"
        for path, file in version.files.items():
            yield f"M 100644 inline {version.prefix}{path}\ndata {len(file.raw)}\n".encode() + file.raw + b"\n"


def described(past: Past, show: Callable[[str], str] = str) -> str:
    """The history as a reader of a failure wants it."""
    return "\n".join(f"{number} {one.parents} {one.prefix} {show(one.did)}" for number, one in enumerate(past.versions))
