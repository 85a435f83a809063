"""Whatever the history: every answer is that of a naive model, which re-reads everything and knows nothing of git.

PLPTOOL_EXAMPLES=1000 looks at so many histories, by hand.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from plptool.git.repository import Repository
from plptool.history.blame import OwnedFact, blame
from plptool.history.log import changes_by_commit
from plptool.history.walk import History
from plptool.model.collections import COLLECTIONS
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.read.cache import Cache
from plptool.read.opening import load, open_ledger
from plptool.read.revision import Revision
from plptool.timeline.diff import diff
from plptool.timeline.ledger import Ledger
from tests.support.changes import applied, essences, what_stood
from tests.support.histories import (
    DAYS,
    MANIFEST,
    Data,
    Past,
    Writer,
    build,
    described,
    in_some_yaml,
    key_of,
    path_of,
    shuffled,
)
from tests.support.ledgers import Held

EXAMPLES = int(os.environ.get("PLPTOOL_EXAMPLES", "6"))
ASKED: Counter[str] = Counter()

# The naive model: what a record says


def canon(value: Any, name: str = "") -> str:
    """Text that is equal where two values say the same."""
    return json.dumps(_canon(value, name), sort_keys=True)


def _canon(value: Any, name: str) -> Any:
    if name == "source" and not isinstance(value, dict):
        return sorted({value} if isinstance(value, str) else set(value))
    if isinstance(value, dict):
        return {key: _canon(one, "source" if name == "source" else key) for key, one in value.items()}
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return sorted((_canon(one, "") for one in value), key=canon)
    if isinstance(value, str):  # an unknown start and an open one are one
        return re.sub(r"^\.\.(?=/\d{4}(-\d\d){0,2}$)", "", normalize("NFC", value))
    return [_canon(one, name) for one in value] if isinstance(value, list) else value


Facts = set[tuple[tuple[str, ...], str]]


def facts(data: Data | None, *, names: bool = False) -> Facts:
    """Fields, parts of mappings, entries of lists; `names`: with what the record was called before."""
    found: Facts = set()
    for name, value in (data or {}).items():
        if name == "id" or (name == "formerly" and not names) or value in ([], {}):
            continue
        if isinstance(value, dict):
            found |= {((name, key), canon(one, "source" if name == "source" else key)) for key, one in value.items()}
        elif isinstance(value, list) and isinstance(value[0], dict):
            found |= {((name,), canon(one)) for one in value}
        else:
            found.add(((name,), canon(value, name)))
    return found


# The naive model: what stood by a day


def last(text: str) -> date | None:
    return parse_when(text).latest  # what a date means is proved elsewhere


def come(text: str, day: date) -> bool:
    until = last(text)
    return until is not None and until <= day


def order(event: Mapping[str, Any]) -> tuple[Any, ...]:
    when = parse_when(event["date"])
    rank = {"meeting": 0, "activity": 1, "status": 3}.get(event["kind"], 2)
    return when.latest or date.max, when.earliest or date.min, rank


def tied(events: list[Data]) -> bool:
    """Whether two say another thing of the same at the same time: an error, whatever is then answered."""
    found: dict[Any, str] = {}
    return any(
        found.setdefault((event["kind"], order(event)), canon(event)) != canon(event)
        for event in events
        if event["kind"] in ("status", "change")
    )


def standing_by(records: dict[str, Data], path: str, day: date) -> Data | None:
    """A record as it stood; None where it did not."""
    data, collection = records[path], path.split("/")[1]
    own = {"decisions": "date", "processes": "from"}.get(collection, "")
    if "withdrawn" in data or (own in data and not come(data[own], day)):
        return None
    found = {
        name: [one for one in value if not dated_later(one, day)] if isinstance(value, list) else value
        for name, value in data.items()
    }
    found = {
        name: value for name, value in found.items() if value != [] or (collection, name) == ("processes", "events")
    }
    if collection == "processes":
        for event in sorted(found.get("events", ()), key=order):
            if event["kind"] == "change":
                found |= event["set"]
    return found


def dated_later(entry: Any, day: date) -> bool:
    if not isinstance(entry, dict):
        return False
    return not come(str(entry.get("year", entry.get("date", entry.get("from", "0001")))), day)


def status(records: dict[str, Data], data: Data, day: date) -> tuple[str | None, date | None, str | None, list[str]]:
    """A process's status, since when, the outcome and what remains."""
    plans = [key_of(path) for path, one in records.items() if "/plans/" in path and "withdrawn" not in one]
    named = data.get("plan", plans[0] if len(plans) == 1 else None)
    plan = records.get(f"ledger/plans/{named}.yaml")
    if named is None or (plan and "withdrawn" in plan):
        begins = None  # it waits for none
    elif plan is None:
        return None, None, None, []  # nobody knows when it begins
    else:
        decision = records.get(f"ledger/decisions/{plan.get('decision')}.yaml")
        known = decision is not None and "withdrawn" not in decision
        begins = last(decision["date"]) if decision and known else parse_when(plan["period"]).earliest
        if decision and known and begins is None:
            return None, None, None, []  # it never does
    taken = last(data["from"]) if "from" in data else None
    if begins and taken:
        begins = max(begins, taken)
    if begins and begins > day:
        return None, None, None, []

    def since_at_least(said: str) -> date | None:
        """The day of an event; where that is before the process counts, the day on which it does."""
        until = last(said)
        return max(until, begins) if until and begins else until

    told: list[tuple[str, date | None, Data]] = [("planned", begins, {})]
    events = sorted((one for one in data.get("events", ()) if come(one["date"], day)), key=order)
    said = [index for index, one in enumerate(events) if one["kind"] == "status"]
    before = events[: said[0]] if said else events
    held = [one for one in before if one["kind"] in ("meeting", "activity") and not one.get("booked")]
    told += [("ongoing", since_at_least(one["date"]), {}) for one in held[:1]]
    told += [(events[index]["status"], since_at_least(events[index]["date"]), events[index]) for index in said]
    since = len(told) - 1
    while since and told[since - 1][0] == told[-1][0]:
        since -= 1
    confirmed = [one for _, _, one in told[since:]]
    outcomes = [one["outcome"] for one in confirmed if "outcome" in one]
    remaining = [one["remaining"] for one in confirmed if "remaining" in one]
    return told[-1][0], told[since][1], outcomes[-1] if outcomes else None, remaining[-1] if remaining else []


# The naive model: what was known


class Model:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.stands: list[dict[str, Data]] = []
        """By commit and path: what can be read, or could last."""
        for version in past.versions:
            here: dict[str, Data] = {}
            for path, file in version.files.items():
                alike = [one for one in version.parents if past.versions[one].files.get(path) == file]
                before = [self.stands[one][path] for one in alike or version.parents if path in self.stands[one]]
                if file.data or before:
                    here[path] = file.data or before[0]
            self.stands.append(here)

    def parents(self, number: int) -> list[int | None]:
        """Of a commit's parents those that know a ledger, now or before: one that never has takes no side."""
        versions = self.past.versions
        return [one for one in versions[number].parents if any(versions[two].files for two in self.past.back(one))]

    def readable(self, number: int) -> dict[str, Data]:
        return {path: file.data for path, file in self.past.versions[number].files.items() if file.data}

    def renamed(self, old: int | None, new: int, *, known: bool = True) -> dict[str, str]:
        """By new path, the old; `known`: also of what nobody could read at the time."""
        before = {} if old is None else self.stands[old] if known else self.readable(old)
        gone = [path for path in sorted(before) if path not in self.past.versions[new].files]
        come = [
            path for path in sorted(self.stands[new]) if old is not None and path not in self.past.versions[old].files
        ]
        found: dict[str, str] = {}
        after = self.stands[new]
        forwards = [(now, was) for was in gone for now in come if claims(was, now, after)]
        backwards = [(now, was) for now in come for was in gone if claims(now, was, before)]
        contested = {was for _, was in forwards if [each for _, each in forwards].count(was) > 1}
        read_back = [pair for pair in backwards if [each for each, _ in backwards].count(pair[0]) == 1]
        equal = [
            (now, was)
            for now in come
            for was in gone
            if was not in contested and self.equal((was, before[was]), (now, after[now]))
        ]
        for now, was in (*(pair for pair in forwards if pair[1] not in contested), *read_back, *equal):
            alike = was.split("/")[1] == now.split("/")[1]
            if alike and now not in found and was not in found.values():
                found[now] = was
        return found

    @staticmethod
    def equal(was: tuple[str, Data], now: tuple[str, Data]) -> bool:
        before, after = (
            {name: one for name, one in bare(data).items() if name != "formerly"} for _, data in (was, now)
        )
        return canon(before) == canon(after)

    def changes(self, number: int, called: Collection[str] = ()) -> dict[str, tuple[str, Facts, Facts]]:
        """By path: what a commit says itself of a record, and takes away itself; only of these files."""
        found: dict[str, tuple[str, Facts, Facts]] = {}
        parents = self.parents(number) or [None]
        renames = [self.renamed(parent, number) for parent in parents]
        if called:  # who looks at some records alone sees the others neither come nor go
            renames = [{new: old for new, old in one.items() if old in called and new in called}
                       for one in renames]  # fmt: skip
        here = self.stands[number]
        files = [{} if parent is None else self.stands[parent] for parent in parents]
        for path, file in self.past.versions[number].files.items():
            befores = [None if one is None else self.past.versions[one].files.get(path) for one in parents]
            legible = file.data is not None or any(one and one.data is None for one in befores)
            if not legible and (not called or path in called):
                found[path] = ("unreadable", set(), set())
        for path in {path for one in (here, *files) for path in one if not called or path in called}:
            if path not in here and (
                path in self.past.versions[number].files or any(path in one.values() for one in renames)
            ):
                continue
            new = facts(here.get(path), names=True)
            olds = [one.get(names.get(path, path)) for one, names in zip(files, renames, strict=True)]
            before = [facts(one, names=True) for one in olds]
            if path not in here:
                if any(olds) and all(path in self.past.versions[one].files for one in parents if one is not None):
                    found[path] = ("removed", set(), set.intersection(*before))
                continue
            fields = [{where for where, _ in one} for one in before]
            added = new.difference(*before)
            lost = set.intersection(*before) - new
            lost |= {
                (where, said) for where, said in before[0] if all(where in one for one in fields)
                and where not in {one for one, _ in new}
            }  # fmt: skip
            if not any(olds):
                found[path] = ("added", new, set())
            elif added or lost or all(path in one for one in renames) or self.doubled(here[path], olds):
                found[path] = ("changed", added, lost)
        return found

    @staticmethod
    def doubled(new: Data, olds: list[Data | None]) -> bool:
        """Whether, of the same facts, there are as many as in no parent."""
        return len({canon(bare(old)) for old in olds}) == 1 and canon(bare(new)) != canon(bare(olds[0]))

    def line(self, number: int) -> list[int]:
        """A commit and its first parents, oldest first."""
        found = [number]
        while parents := self.past.versions[found[-1]].parents:
            found.append(parents[0])
        return found[::-1]

    def lies(self, number: int, key: str) -> set[str]:
        """The files in which a record lies and lay."""
        found: set[str] = set()
        pending = [path_of(collection, key) for collection in COLLECTIONS]
        back = sorted(self.past.back(number))
        while pending:
            path = pending.pop()
            if path in found:
                continue
            found.add(path)
            for one in back:
                first = self.past.versions[one].parents[:1]
                renames = self.renamed(first[0], one, known=False) if first else {}
                file = self.past.versions[one].files.get(path)
                befores = [self.past.versions[other].files.get(path) for other in self.past.versions[one].parents]
                if file is not None and any(before != file for before in befores or [None]):
                    said = [path_of(path.split("/")[1], old) for old in formerly(file.data)]
                    pending += [old for old in said if self.left(number, old, path, one)]
                    pending += [renames[path]] if path in renames else []
        return found

    def left(self, number: int, was: str, path: str, said: int) -> bool:
        """Whether a file that says what it was called alone says so, and never stood beside it."""
        claims = [one for one in self.past.versions[number].files.values() if key_of(was) in formerly(one.data)]
        came = [one for one in self.past.back(number) if self.came(one, path)]
        beside = [other for one in (said, *came) for other in self.past.versions[one].files]
        return len(claims) < 2 and key_of(was) not in map(key_of, beside)

    def came(self, number: int, path: str) -> bool:
        befores = [self.past.versions[one].files for one in self.past.versions[number].parents] or [{}]
        return path in self.past.versions[number].files and not all(path in one for one in befores)

    def called(self, files: Sequence[str]) -> list[Data | None]:
        """By commit: what the record that lies in these files says, the first that is there."""
        found: list[Data | None] = []
        for version in self.past.versions:
            path = next((one for one in files if one in version.files), None)
            if path is None:
                found.append(None)
                continue
            alike = [one for one in version.parents if self.past.versions[one].files.get(path) == version.files[path]]
            before = [found[one] for one in alike or version.parents]
            found.append(version.files[path].data or next((one for one in before if one), None))
        return found


def claims(was: str, now: str, stands: dict[str, Data]) -> bool:
    """Whether the record in one file says that it was called as another, in its folder."""
    return key_of(was) in formerly(stands[now]) and was.split("/")[1] == now.split("/")[1]


def formerly(data: Data | None) -> list[str]:
    said = (data or {}).get("formerly", [])
    return [said] if isinstance(said, str) else said


def bare(data: Data | None) -> Data:
    return {name: value for name, value in (data or {}).items() if name != "id" and value not in ([], {})}


# What is asked


class Questions:
    def __init__(self, past: Past, folder: Path, random: Random, cache: Cache | None) -> None:
        self.past, self.folder, self.random, self.cache = past, folder, random, cache
        self.model = Model(past)
        self.repository = Repository(folder, shallow=False, where=(f"--git-dir={folder}",))
        self.number = {key: number for number, key in enumerate(past.ids)}
        self.ledgers = [number for number, one in enumerate(past.versions) if one.files]

    def ledger(self, number: int) -> Ledger:
        return load(Revision(self.repository, self.past.ids[number], self.past.versions[number].prefix), self.cache)

    def history(self, number: int) -> History:
        tree = Revision(self.repository, self.past.ids[number], self.past.versions[number].prefix)
        return History(tree, self.cache)

    def doubles(self, number: int) -> set[str]:
        """Ids that two records have."""
        ids = Counter(key_of(path) for path in self.past.versions[number].files)
        return {key for key, count in ids.items() if count > 1}

    def state(self, number: int, day: date) -> None:
        ASKED["state"] += 1
        ledger = self.ledger(number)
        state, records = ledger.at(day), self.model.readable(number)
        records.pop(MANIFEST, None)
        doubles = self.doubles(number)
        assert {one for one in ledger.broken if one not in doubles} == {
            key_of(path) for path in self.past.versions[number].files if path not in records and path != MANIFEST
        } - doubles
        for path in records:
            collection, key = path.split("/")[1], key_of(path)
            if key in doubles:
                continue
            expected = standing_by(records, path, day)
            assert (key in state.records[collection]) == (expected is not None), (path, day)
            if expected is None:
                continue
            answer = dict(state.records[collection][key])
            events = [one for one in records[path].get("events", ()) if come(one["date"], day)]
            if any(one["kind"] == "change" for one in events):
                answer["source"] = expected["source"]
            if tied(events):
                continue
            assert canon(answer) == canon(expected)
            if collection == "decisions":
                says = [one["status"] for one in sorted(events, key=order) if one["kind"] == "status"]
                assert state.decisions[key]["status"] == (says or [expected["status"]])[-1]
            if collection == "processes":
                one = state.processes[key]
                assert [order(event.data) for event in one.events] == sorted(map(order, events))
                assert (one.status, one.since, one.outcome, list(one.remaining)) == status(records, records[path], day)
        # In another order, the same.
        files = {path: in_some_yaml(shuffled(one, self.random), self.random) for path, one in
                 self.random.sample(list(records.items()), len(records))}  # fmt: skip
        files |= {path: one.raw for path, one in self.past.versions[number].files.items() if path not in files}
        other = load(Held(files)).at(day)
        assert {
            key: (one.status, one.since, one.outcome, canon(one.fields)) for key, one in other.processes.items()
        } == {key: (one.status, one.since, one.outcome, canon(one.fields)) for key, one in state.processes.items()}
        assert not any(diff(*both).changes for both in ((state, other), (other, state), (state, state)))

    def known(self, text: str) -> None:
        """What was known by a day."""
        ASKED["day"] += 1
        head = len(self.past.versions) - 1
        zone = ZoneInfo((self.model.readable(head).get(MANIFEST) or {}).get("time-zone", "UTC"))
        known = None
        for number in self.model.line(head):
            clock = max(self.past.versions[one].clock for one in self.past.back(number))
            local = datetime.fromtimestamp(clock, UTC).astimezone(zone)
            if local.date().isoformat() > text:
                break
            known = number
        if known is None or known not in self.ledgers:
            with pytest.raises(UserError, match=r"nothing was committed by|there is no ledger in"):
                open_ledger(self.folder, text)
        else:
            assert open_ledger(self.folder, text).tree.revision == self.past.ids[known]

    def differs(self, one: int, other: int, first: date, second: date) -> None:
        ASKED["diff"] += 1
        old, new = self.ledger(one), self.ledger(other)
        apart = old.broken | new.broken | self.doubles(one) | self.doubles(other)
        changes = diff(old.at(first), new.at(second)).changes
        apart |= {change.formerly for change in changes if change.record in apart and change.formerly}
        before, after = ({key: data for key, data in what_stood(ledger.at(day)).items() if key not in apart}
                         for ledger, day in ((old, first), (new, second)))  # fmt: skip
        result = applied(before, [change for change in changes if change.record not in apart])
        result = {key: data for key, data in result.items() if key not in apart}
        assert essences(result) == essences(after)

    def log(self, number: int) -> None:
        ASKED["log"] += 1
        back = self.past.back(number)
        history = self.history(number)
        answer = {self.number[one.commit.id]: one for one in changes_by_commit(history)}
        known = [one.known for one in answer.values()]
        assert known == sorted(known, reverse=True)
        assert known == [max(self.past.versions[two].clock for two in self.past.back(one)) for one in answer]
        told_of = list(answer)
        assert not any(self.past.back(one) & {*told_of[:at]} for at, one in enumerate(told_of)), "children first"
        for commit in back:
            expected = self.model.changes(commit)
            chapter = answer.pop(commit, None)
            told = {} if chapter is None else {
                (MANIFEST if one.collection == "ledger" else f"ledger/{one.collection}/{one.record}.yaml"): one
                for one in chapter.records
            }  # fmt: skip
            assert {path: one.kind for path, one in told.items()} == {
                path: one[0] for path, one in expected.items()}, (commit, self.past.versions[commit])  # fmt: skip
            for path, one in told.items():
                says, gone = (facts_of(one.facts, new=new) for new in (True, False))
                _, added, lost = expected[path]
                assert added <= says, (commit, path)
                assert lost <= gone, (commit, path)
        assert answer == {}

    def blame(self, number: int, key: str) -> None:
        ASKED["blame"] += 1
        history = self.history(number)
        files = history.of_record(key).files
        assert set(files) == self.model.lies(number, key)
        data = self.model.called(files)
        story = {
            (self.number[one.commit.id], each.record, each.kind)
            for one in changes_by_commit(history, key)
            for each in one.records
        }
        assert story == {
            (one, key_of(path), how[0]) for one in self.past.back(number)
            for path, how in self.model.changes(one, files).items() if path != MANIFEST
        }  # fmt: skip
        answer = blame(history, key)
        back = self.past.back(number)
        assert Counter(fact for one in answer.facts for fact in [mark(one)]).keys() == facts(data[number])
        for one in answer.facts:
            assert one.commit
            owner = self.number[one.commit.id]
            assert owner in back
            assert mark(one) in facts(data[owner])
            assert all(mark(one) not in facts(data[parent]) for parent in self.past.versions[owner].parents)
        for one in answer.removed:
            assert one.commit
            owner = self.number[one.commit.id]
            parents = [one for one in self.model.parents(owner) if one is not None]
            path = mark(one)[0]
            assert owner in back
            assert mark(one) not in facts(data[owner]) | facts(data[number])
            assert any(mark(one) in facts(data[parent]) for parent in parents)
            assert all(path in {where for where, _ in facts(data[parent])} for parent in parents)
        if all(len(self.past.versions[one].parents) < 2 for one in back):  # a merge may lose what one parent never had
            gone = {path for one in back for path, _ in facts(data[one])} - {path for path, _ in facts(data[number])}
            told = {path for path, _ in map(mark, answer.removed)}
            assert {path for path in gone if path[0] != "source"} <= told


def mark(fact: OwnedFact) -> tuple[tuple[str, ...], str]:
    return fact.path, canon(fact.value, "source" if fact.path[0] == "source" else fact.path[-1])


def facts_of(changes: Any, *, new: bool) -> Facts:
    found: Facts = set()
    for one in changes:
        value = one.after if new else one.before
        if value is not None:
            *above, name = one.path
            entry = isinstance(value, dict) and not above and name in ("events", "years", "participants")
            data: Data = {name: [value] if entry else value}
            for part in reversed(above):
                data = {part: data}
            found |= facts(data, names=True)
    return found


@pytest.mark.usefixtures("git_home")
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history does not get smaller with its random numbers
)
@given(st.randoms(use_true_random=False), st.integers(1, 14), st.booleans())
def test_every_answer_is_that_of_a_naive_model(tmp_path: Path, random: Random, commits: int, cached: bool) -> None:
    past = Writer(random).run(commits)
    note(described(past))
    with TemporaryDirectory(dir=tmp_path) as folder:
        ask_everything(past, Path(folder), random, cached=cached)


def ask_everything(past: Past, folder: Path, random: Random, *, cached: bool) -> None:
    build(past, folder / "repository")
    cache = Cache(folder / "cache") if cached else None
    questions = Questions(past, folder / "repository", random, cache)
    ASKED["histories"] += 1
    ASKED["commits"] += len(past.versions)
    head = len(past.versions) - 1
    some = [head, *(random.choice(questions.ledgers) for _ in range(2))]
    days = [date(2000 + int(one[:2]), int(one[2:4]), int(one[4:])) for one in DAYS]
    for number in some[: 2 + cached]:
        questions.state(number, random.choice(days))
    if cached:
        questions.state(head, random.choice(days))
    questions.differs(some[1], some[0], random.choice(days), random.choice(days))
    questions.differs(some[1], some[2], random.choice(days), random.choice(days))
    clock = random.choice(past.versions).clock + random.choice((0, 0, 86400, -86400))
    questions.known(datetime.fromtimestamp(clock, UTC).date().isoformat())
    number = random.choice(some)
    questions.log(number)
    keys = sorted({key_of(path) for one in past.back(number) for path in past.versions[one].files if path != MANIFEST})
    for key in random.sample(keys, min(3, len(keys))):
        questions.blame(number, key)


def teardown_module() -> None:
    if "PLPTOOL_EXAMPLES" in os.environ:
        print("\n" + ", ".join(f"{count} {name}" for name, count in sorted(ASKED.items())))
