"""Little ledgers in memory: made at random, without a fault, and sealed by the program."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha1
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from plptool.edit.journal import Step
from plptool.edit.seal import seal_day
from plptool.model.collections import COLLECTIONS, MANIFEST, Collection
from plptool.model.errors import UserError
from plptool.model.ports import Entry
from plptool.model.records import Record
from plptool.read.opening import load
from plptool.read.reader import Memory
from plptool.read.record import read_data
from plptool.read.worktree import WorkTree
from plptool.timeline.fold import events_of
from plptool.timeline.ledger import Ledger
from tests.support.histories import in_some_yaml

Data = dict[str, Any]
DAYS = (date(2022, 12, 31), date(2023, 12, 31))
TODAY = date(2024, 6, 1)
EARLY = ("2021-06-01", "2022-03-01", "2022-05", "2022", "2022-24", "/2022-06-30", "2022-11-01/2023-02-01", "2022-12-31",
         "2021-02-10", "2023-03-01", "2023-05", "2023", "../2023-06-30", "2023-12-31", "2023-02/2023-05")  # fmt: skip
LATE = (
    "2024-01-01",
    "2024-02-01",
    "2024",
    "2023-12/2024-01",
    "2023-24",
    "2023/..",
    "2024-05-01",
    "2023-11-01/2024-03-01",
)
LENIENT = ("PLP402", "PLP404", "PLP405", "PLP501", "PLP503", "PLP504", "PLP507", "PLP605", "PLP608")
"""Rules of which a random ledger has a fault in every other record."""
_MEMORY: Memory = {}
_ROOM = 50_000


@dataclass(frozen=True)
class Tree:
    """Files in memory whose ids are known, so that what was parsed once is parsed no more."""

    files: dict[str, bytes]
    root: Path = field(default_factory=Path)
    revision: str | None = None

    def entries(self, folder: str) -> list[Entry]:
        return [
            Entry(path, blob=sha1(self.files[path]).hexdigest())  # noqa: S324 - a name, no proof
            for path in sorted(self.files)
            if path.startswith(f"{folder}/")
        ]

    def foresee(self, paths: Sequence[str]) -> None:
        """They are here."""

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(2, "there is no such file", path)
        return self.files[path]


def opened(files: dict[str, bytes]) -> Ledger:
    if len(_MEMORY) > _ROOM:
        _MEMORY.clear()
    return load(Tree(dict(files)), None, _MEMORY)


@contextmanager
def desk(files: dict[str, bytes]) -> Iterator[WorkTree]:
    """Files in memory for what writes to a work tree."""
    with pytest.MonkeyPatch.context() as patch:

        def take(_: Path, steps: Sequence[Step]) -> None:
            files.update({step.path: step.new for step in steps if step.new is not None})

        patch.setattr("plptool.edit.change.take", take)
        yield cast("WorkTree", Tree(files))


def path_of(collection: str, key: str) -> str:
    return f"ledger/{collection}/{key}.yaml"


def collection_of(path: str) -> str:
    return path.split("/")[1]


def stem_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def data_of(files: dict[str, bytes], path: str) -> Data | None:
    """What a file says, as its schema types it; None where it does not parse."""
    schema = "ledger" if path == MANIFEST else COLLECTIONS[collection_of(path)].schema
    return read_data(files[path], schema, path, stem_of(path))[0]


class Maker:
    """Makes up facts."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def when(self, late: float = 0.35) -> str:
        return self.random.choice(LATE if self.chance(late) else EARLY)

    def words(self) -> str:
        return f"{self.random.choice(('En sak', 'yes', 'a: b', '# 3', 'Åtgärd'))} {self.random.randrange(10_000)}"

    def cited(self) -> Any:
        return self.random.choice(("list", "list#L1", ["list#L2", "list#L7"], "list#L3-L5"))

    def event(self, late: float = 0.35) -> Data:
        random = self.random
        kind = random.choice(("meeting", "meeting", "activity", "status", "status", "change", "note", "expected"))
        event: Data = {"date": self.when(late), "kind": kind, "source": self.cited()}
        if kind == "meeting":
            event |= random.choice(({}, {"number": 1}, {"booked": True}, {"internal": "A"}, {"number": 2}))
        elif kind == "activity":
            event |= {"activity": random.choice(("workshop", "training")), "times": random.randint(2, 3)}
        elif kind == "status":
            event["status"] = random.choice(("planned", "ongoing", "paused", "completed"))
            if event["status"] == "completed" and self.chance(0.5):
                event |= {"outcome": "achieved", "remaining": [self.words()]}
        elif kind == "change":
            event["set"] = random.choice(({"priority": 3}, {"goal": self.words()}, {"lead": "B"}, {"partners": ["C"]}))
        elif kind == "expected":
            event |= {"due": self.when(0.5), "text": self.words()}
        if kind == "note" or self.chance(0.1):
            event["text"] = self.words()
        if kind == "meeting" and "number" in event and self.chance(0.3):
            claims = [{"value": value, "source": "list"} for value in (event["number"], 9)]
            event["discrepancies"] = [{"field": "number", "claims": claims, "reason": "So."}]
        return event

    def note(self, late: float = 0.35) -> Data:
        return {"date": self.when(late), "kind": "note", "text": self.words(), "source": self.cited()}

    def year(self) -> Data:
        first, amount = self.random.randint(2021, 2025), self.random.randint(1, 9) * 100
        year = f"{first}-04/{first + 1}-03" if amount > 600 else first  # drawn by no chance of its own
        return {"year": year, "amount": amount, "source": "list"}

    def use(self) -> Data:
        found: Data = {"what": self.words(), "source": self.cited()}
        found |= self.random.choice(({}, {"date": self.when()}, {"period": "2022/2023", "posts": 2}))
        return found

    def record(self, collection: str) -> Data:
        """All but its id."""
        return cast("Data", getattr(self, f"_{collection}")())

    def _organisations(self) -> Data:
        return {"title": self.words(), "type": self.random.choice(("unit", "group")), "source": self.cited()}

    def _sources(self) -> Data:
        return {"title": self.words(), "date": self.when(), "lines": self.random.randint(9, 99)}

    def _decisions(self) -> Data:
        found: Data = {
            "title": self.words(),
            "date": self.when(),
            "status": self.random.choice(("adopted", "proposed")),
        }
        found |= {"body": "board"} if self.chance(0.7) else {"roles": [_ROLE]}
        found["source"] = self.cited()
        if self.chance(0.4):
            found["events"] = [
                {"date": self.when(), "kind": "status", "status": self.random.choice(("adopted", "withdrawn")),
                 "source": "list"}
            ]  # fmt: skip
        if self.chance(0.5):
            found["clauses"] = [self.words(), self.words()]
            found["commissions"] = [self.task(key) for key in ("a", "b")[: self.random.randint(1, 2)]]
            told = found.setdefault("events", [])
            told += [self.event_of_task(found) for _ in range(self.random.randint(0, 4))]
        return found

    def task(self, key: str) -> Data:
        """A commission of a decision with two clauses."""
        random = self.random
        found: Data = {"id": key, "source": self.cited()}
        found |= random.choice(({"clauses": ["1"]}, {"clauses": ["1", "2"]}, {"text": self.words()}))
        found |= random.choice(({"lead": "A"}, {"lead": ["A", "B"]}, {"roles": [_ROLE]}))
        if self.chance(0.8):
            found["due"] = random.choice(EARLY[:-2]) if self.chance(0.7) else self.when(1.0)
            if self.chance(0.3):
                found["every"] = random.choice(("P1M", "P3M", "P1Y"))
                if self.chance(0.6):
                    found["until"] = "a" if key != "a" else random.choice(("2023", "2024-06-30"))
        if self.chance(0.5):
            found["reports-to"] = random.choice(("board", ["board", "C"]))
        if self.chance(0.15):
            found["from"] = self.when()
        return found

    def event_of_task(self, decision: Data, late: float = 0.35) -> Data:
        """What becomes of some of a decision's commissions."""
        random = self.random
        keys = [task["id"] for task in decision["commissions"]]
        event: Data = {"date": self.when(late), "source": self.cited()}
        kind = random.choice(("status", "status", "report", "report", "change", "note"))
        if kind == "note":
            return event | {"kind": kind, "text": self.words(), "settles": random.choice(keys)}
        event |= {"kind": kind, "of": random.choice((random.choice(keys), keys))}
        if kind == "status":
            statuses = ("ongoing", "paused", "completed", "completed", "cancelled", "closed")
            event |= {"status": random.choice(statuses), "reason": self.words(), "decision": "adoption"}
        elif kind == "change":
            values: tuple[Data, ...] = ({"due": self.when(0.5)}, {"lead": "C"}, {"lead": ["B", "C"], "due": "2023-34"},
                                        {"text": self.words()}, {"reports-to": "C"})  # fmt: skip
            event["set"] = random.choice(values)
        else:
            event |= random.choice(({"to": "board"}, {"to": ["C", "board"]}, {}))
            event |= random.choice(({"stage": "final"}, {"stage": "interim", "percent": 50}, {"status": "completed"}))
        if self.chance(0.2):
            event["reason"] = self.words()
        return event

    def event_in(self, collection: str, data: Data, late: float) -> Data:
        """An event that a record of the collection may have."""
        if collection == "processes":
            return self.event(late)
        return self.event_of_task(data, late) if data.get("commissions") and self.chance(0.7) else self.note(late)

    def _plans(self) -> Data:
        period = self.random.choice(("2021/2023", "2022/2024", "2024/2025", "2023-06/2024", "/2023", "2025"))
        found: Data = {"title": self.words(), "period": period, "source": self.cited()}
        if self.chance(0.4):
            found["decision"] = self.random.choice(("adoption", "second"))
        if self.chance(0.5):
            found["participants"] = [{"organisation": "A", "source": "list"}]
            found["participants"] += [{"organisation": "B", "from": self.when(), "source": "list"}] * self.chance(0.7)
        if self.chance(0.2):
            found["events"] = [self.note()]
        return found

    def _processes(self) -> Data:
        found: Data = {
            "need": self.words(),
            "lead": self.random.choice("AB"),
            "goal": self.words(),
            "source": self.cited(),
        }
        if self.chance(0.8):
            found["plan"] = self.random.choice(("plan", "plan", "plan", "next"))
        if self.chance(0.3):
            found["from"] = self.when()
        if self.chance(0.5):
            found["listed"] = {"list": self.random.randint(1, 9)}
        if self.chance(0.3):
            found["partners"] = ["C"]
        if self.chance(0.3):
            found["priority"] = self.random.randint(1, 2)
        found["events"] = [self.event() for _ in range(self.random.randint(0, 4))]
        return found

    def _grants(self) -> Data:
        found: Data = {"title": self.words(), "source": self.cited()}
        if self.chance(0.6):
            found["years"] = [self.year() for _ in range(self.random.randint(1, 3))]
        if self.chance(0.5):
            found["period"] = self.random.choice(("2022/2023", "2024", "2023", "2025/2026", "/2024"))
        if self.chance(0.6):
            found["uses"] = [self.use() for _ in range(self.random.randint(1, 2))]
        if self.chance(0.2):
            found["events"] = [self.note()]
        return found

    def _assignments(self) -> Data:
        found: Data = {"title": self.words(), "source": self.cited()}
        if self.chance(0.7):
            found["version"] = {"number": 1, "date": self.when(), "source": "list"}
        return found

    def _snapshots(self) -> Data:
        found: Data = {"date": self.random.choice(("2022-06-30", "2022-12-31", "2023-12-31", "2024-03-31"))}
        if self.chance(0.6):
            found["assertions"] = [self.assertion()]
        return found

    def assertion(self) -> Data:
        scope = self.random.choice(({}, {"lead": "A"}, {"plan": "plan"}, {"listed": "list"}))
        counts = {"total": 99, self.random.choice(("ongoing", "planned", "completed")): 99}
        return {"kind": "processes", **scope, "counts": counts, "partial": True, "source": "list"}

    def withdrawn(self) -> Data:
        return {"reason": self.words(), "source": "list"}


_ROLE = {"role": "chief", "organisation": "A", "person": "Anna Exempel", "source": "list"}


def in_order(data: Data) -> Data:
    """A record whose events stand in the order in which they take effect."""
    if "events" in data:
        data["events"] = [one.data for one in events_of(Record("", Collection.PROCESSES, "", data))]
    return data


def _base(maker: Maker) -> dict[tuple[str, str], Data]:
    severities = {rule: {"severity": "info", "reason": "Random."} for rule in LENIENT}
    found: dict[tuple[str, str], Data] = {
        ("", "ledger"): {"format": 2, "title": "Little", "language": "en", "time-zone": "Europe/Stockholm",
                         "severities": severities},
        ("organisations", "A"): {"title": "Administration A", "type": "administration", "source": "list"},
        ("organisations", "B"): {"title": "Administration B", "names": ["The B"], "type": "unit", "source": "list"},
        ("organisations", "C"): {"title": "Administration C", "type": "unit", "source": "list"},
        ("organisations", "board"): {"title": "The board", "type": "board", "source": "list"},
        ("sources", "list"): {"title": "The list", "date": "2025-12-31", "lines": 99},
        ("decisions", "adoption"): {"title": "Adopts the plan", "date": "2021-02-10", "body": "board",
                                    "status": "adopted", "concerns": ["plan"], "source": "list"},
        ("decisions", "second"): maker.record("decisions") | {"title": "The second"},
        ("plans", "plan"): maker.record("plans") | {"period": "2021/2023"},
        ("processes", "1.1"): maker.record("processes"),
    }  # fmt: skip
    if maker.chance(0.6):
        found["plans", "plan"]["decision"] = "adoption"
    if maker.chance(0.1):  # a decision that was recorded by mistake, and is found to have been made later
        found["plans", "plan"]["decision"] = "second"
        found["decisions", "second"] |= {"date": maker.when(1.0), "withdrawn": maker.withdrawn()}
    if maker.chance(0.3):
        found["plans", "next"] = maker.record("plans")
    for collection, keys in (("processes", ("1.2", "1.3")), ("grants", "gh"), ("assignments", "x"), ("decisions", "d"),
                             ("organisations", "D"), ("sources", "s"), ("snapshots", ("220630", "240331"))):  # fmt: skip
        for key in keys:
            if maker.chance(0.5):
                found[collection, key] = maker.record(collection)
    for (collection, key), data in found.items():
        if collection == "processes":
            if ("plans", "next") not in found and data.get("plan") == "next":
                data["plan"] = "plan"
            if ("plans", "next") in found:
                data.setdefault("plan", "plan")
        if collection == "snapshots":
            data["date"] = f"20{key[:2]}-{key[2:4]}-{key[4:]}"
        if (collection in ("grants", "assignments") or key in ("second", "d", "D", "1.3")) and maker.chance(0.15):
            data["withdrawn"] = maker.withdrawn()
    return found


def unsealed(seed: int) -> dict[str, bytes]:
    """The files of a random ledger."""
    random = Random(seed)  # noqa: S311 - who reads of a failure makes it again
    files = {}
    for (collection, key), data in _base(Maker(random)).items():
        whole = data if not collection else {"id": key, **in_order(data)}
        path = path_of(collection, key) if collection else MANIFEST
        files[path] = lines(whole, random) if collection == "snapshots" else in_some_yaml(whole, random)
    return files


def lines(data: Data, random: Random) -> bytes:
    """As YAML with a line for each property, to which the program can add a seal."""
    raw = in_some_yaml(data, random)
    return raw if not raw.startswith(b"{") else lines(data, random)


@dataclass(frozen=True)
class Start:
    """A ledger that was sealed, and its files at each step: without a seal, after the first, after the second."""

    steps: tuple[dict[str, bytes], ...]

    @property
    def files(self) -> dict[str, bytes]:
        return self.steps[-1]


def start(seed: int) -> Start:
    """A random ledger, sealed by the program at one or two days."""
    while True:
        random = Random(seed)  # noqa: S311 - who reads of a failure makes it again
        files = unsealed(seed)
        with suppress(UserError):
            steps = [dict(files)]
            for day in random.choice((DAYS[1:], DAYS)):
                with desk(files) as tree:
                    seal_day(tree, day, TODAY)
                steps.append(dict(files))
            return Start(tuple(steps))
        seed += 1_000_003
