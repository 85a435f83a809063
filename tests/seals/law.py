"""Answers at a sealed day come from what was sealed: what that means, and whether it is so.

By hand, `python -m tests.seals.law 100000` looks at so many histories in memory, and prints what it found.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from plptool.checks.change import against
from plptool.checks.runner import check
from plptool.model.collections import COLLECTIONS
from plptool.model.dates import parse_when
from plptool.model.findings import Finding, every
from plptool.model.i18n import translator
from plptool.model.plain import part
from plptool.read.yaml import parse
from plptool.render.json import as_json
from plptool.render.sentence import sentence
from plptool.reports.appendix import appendix
from plptool.reports.change import changed
from plptool.reports.records import Filters, export, listing, view
from plptool.reports.summary import report
from plptool.seals.chain import seals_of
from plptool.site.content import Page, site
from plptool.timeline.daily import Chronicle
from plptool.timeline.ledger import Ledger, State
from plptool.timeline.tasks import TaskState
from tests.seals.desk import TODAY, opened, start, stem_of
from tests.seals.edits import STEPS, Files, done
from tests.support.answers import data_of
from tests.support.tables import tables

BESIDE = {"known", "oddities", "missing", "seal", "seals", "sealed", "corrections", "person", "path", "history", "ledger",
          "language"}  # fmt: skip
"""What speaks of the tool's findings, of the seal itself, of the house, of persons, or of where files lie."""
TOLD = ("PLP701", "PLP702", "PLP703")
ENGLISH = translator("en")
UNTOUCHED = "othing sealed is touched"


# Answers


def plain(value: Any) -> Any:
    """An answer without what is beside the point."""
    value = _opened(value)
    if isinstance(value, dict):
        return {str(name): kept for name, below in value.items() if name not in BESIDE and (kept := plain(below)) != []}
    if isinstance(value, list | tuple):
        return [plain(below) for below in map(_opened, value) if not _of_findings(below)]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _opened(value: Any) -> Any:
    """What a dataclass or an iterator holds; anything else as it is."""
    return as_json(value) if is_dataclass(value) or isinstance(value, Iterator) else value


def _of_findings(row: Any) -> bool:
    """Whether a row tells an acknowledged oddity, or what was cited for one."""
    return isinstance(row, dict) and (row.get("kind") == "oddity" or row.get("about") == ("known",))


def said(value: Any) -> str:
    """An answer as text that is equal where the answer is; the order of keys is none."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Answers:
    """What is said of a day."""

    records: Mapping[tuple[str, str], str]
    """By collection and id, what the export says, without what follows from other records."""
    whole: Mapping[str, str]
    """By question, the answer."""

    def differing(self, other: "Answers") -> list[str]:
        return [name for name in {**self.whole, **other.whole} if self.whole.get(name) != other.whole.get(name)]


def answers(ledger: Ledger, day: date, *, pages: bool) -> Answers:
    """All that is said of a day.

    Args:
        ledger: the ledger.
        day: the day.
        pages: whether the site is made too, as of the day and as of a later one.
    """
    state = ledger.at(day)
    exported = data_of(export(state))
    rows = {
        (name, str(row["id"])): said({key: value for key, value in row.items() if key != "state"})
        for name in COLLECTIONS
        for row in exported[name]
    }
    whole = dict(_asked(state, exported)) | {"what a day is": str(ledger.manifest.get("time-zone"))}
    if pages:
        whole |= _pages(ledger, day)
    return Answers(rows, whole)


def as_told(answer: object) -> dict[str, Any]:
    """An answer that has properties, as its JSON has them."""
    return {**part({"answer": as_json(answer)}, "answer")}


def _asked(state: State, exported: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "export", said(exported)
    for table, held in tables(state).items():
        if table != "known":
            yield f"sql {table}", said(held)
    for name in COLLECTIONS:
        rows = [as_told(row) | {"sealed": None, "corrections": None} for row in listing(state, name)]
        yield f"list {name}", said(rows)
    yield "tasks", said([_standing(task) for task in state.tasks])
    for status in ("ongoing", "completed", "continuing"):
        yield f"list --status {status}", said(listing(state, "processes", Filters(status=status)))
    scopes: list[dict[str, str]] = [{}]
    scopes += [{"org": key} for key in "AC" if key in state.records["organisations"]]
    in_lists = {name for each in state.processes.values() for name in part(each.fields, "listed")}
    scopes += [{"listed": key} for key in ("list",) if key in in_lists and key in state.records["sources"]]
    for scope in scopes:
        yield f"report {scope}", said({**as_told(report(state, [], **scope)), "title": None})
        yield f"appendix {scope}", said({**as_told(appendix(state, **scope)), "title": None})
    for records in state.records.values():
        for key in records:
            yield f"show {key}", said(view(state, key))


def _standing(task: TaskState) -> dict[str, Any]:
    """How a task stands: all that is said of it, but for the record that lists it, which may say more of later days."""
    told = {name: getattr(task, name) for name in _OF_TASK}
    return told | {
        "record": task.task.record.id,
        "given": task.task.data,
        "holdings": [as_told(holding) for holding in task.holdings],
        "extensions": [(extension.due.text, extension.event.data) for extension in task.extensions],
        "events": [event.data for event in task.events],
        "reports": [event.data for event in task.reports],
        "due": task.due and task.due.text,
        "first due": task.first_due and task.first_due.text,
    }


_OF_TASK = (
    "id", "words", "fields", "opened", "status", "since", "executed", "reported", "elsewhere", "closed", "dropped", "open",
    "leads", "days_late", "days_late_at_first", "days_to_execution", "days_executed_late", "obstacle", "news", "turns",
)  # fmt: skip


LATER = date(2024, 5, 1)


def _pages(ledger: Ledger, day: date) -> Iterator[tuple[str, str]]:
    """The site's pages of the day: of a site as of that day all, of a later one the snapshot's and the script."""
    made = site(ledger.at(day), [], {})
    for page in made.pages:
        if page.path not in ("auditors.html", "accessibility.html", "404.html"):
            yield f"page {page.path}", said([page.title, _page(page), page.table and page.table.rows])
    yield "the site's script", said(course(made.course, day))
    later = site(ledger.at(LATER), [], {})
    yield "the site's script, later", said(course(later.course, day))
    for page in later.pages:
        if page.path == f"at/{day:%y%m%d}.html":
            yield f"later {page.path}", said({**_page(page), "snapshots": None})


def _page(page: Page) -> dict[str, Any]:
    """What a page tells; without the ledger's title, which stands on every overview."""
    told: dict[str, Any] = {} if page.data is None else as_told(page.data)
    return {**told, "title": None} if page.template == "overview.html" else told


def course(chronicle: Chronicle, day: date) -> Any:
    """What the site's script shows of a day."""
    found = {}
    absent = chronicle.absent.get(day, ())
    for key, stretches in chronicle.processes.items():
        for stretch in stretches:
            if stretch.day <= day and key not in absent:
                process = stretch.process
                found[key] = [process.status, process.since, process.fields, [event.data for event in process.events]]
    came = [
        (str(one.day), one.record, one.what, by(one.data, day) if one.what != "record" else one.data.get("status"))
        for one in chronicle.arrivals
        if one.day <= day and one.record not in absent
    ]
    awaited = [
        (str(one.day), one.record, one.due.text, one.event.data)
        for one in chronicle.expectations
        if one.day <= day and not (one.settled and one.settled <= day) and one.record not in absent
    ]
    return [found, came, awaited]


# Whether it is so


@dataclass(frozen=True)
class Sealed:
    """A ledger as it was when it was sealed, and what it said then."""

    files: Files
    ledger: Ledger
    days: tuple[date, ...]
    answers: Mapping[date, Answers]
    pages: bool
    faults: tuple[str, ...]
    """Records that are shown of a day and were not sealed, or the other way round."""

    @classmethod
    def of(cls, files: Files, *, pages: bool) -> "Sealed":
        ledger = opened(files)
        seals = {seal.day: seal for seal in seals_of(ledger.snapshots, {})}
        told = {day: answers(ledger, day, pages=pages) for day in seals}
        faults = [
            f"{key}, at {day}, is either shown or sealed, and not both"
            for day, seal in seals.items()
            for key in sorted({key for _, key in told[day].records} ^ set(seal.records))
        ]
        return cls(files, ledger, tuple(seals), told, pages, tuple(faults))


@dataclass(frozen=True)
class Judged:
    """What an edit did, and what the program says of it."""

    differ: bool
    """Whether an answer at a sealed day differs that no correction names."""
    closed: bool
    """Whether the seals are as they were."""
    faults: tuple[str, ...]
    """How the law is broken."""


def judge(was: Sealed, files: Files) -> Judged:
    """Whether the law holds of files that were edited."""
    now = opened(files)
    found = [*every(check(now))]  # also what is told with its cause
    errors = [each for each in found if each.severity == "error" and each.acknowledged is None]
    effect = changed(was.ledger, now, TODAY).effect
    sentenced = sentence(effect, ENGLISH)
    worse = [each for each in against(was.ledger, now, {}) if each.severity == "error"]
    seals, more = _held(files), _corrected(was.files, files)
    closed = seals is not None and seals == _held(was.files)
    corrected = set().union(*more.values()) if more else set()
    faults: list[str] = []
    differ = False
    for day in was.days:
        before, after = was.answers[day], answers(now, day, pages=was.pages)
        names = [name for name in before.differing(after) if not (now.duplicates and _between(name))]
        changed_rows = _own(before, after)
        unnamed = [
            key
            for key in changed_rows
            if key not in corrected and not _goes_on(now, key, corrected) and not _follows(key, was, now, day)
        ]
        if not names or (more and not unnamed):
            continue
        differ = True
        where = f"of {day}: {', '.join(names[:4])}"
        if not errors and not worse:
            faults.append(f"nobody tells what differs {where}")
        if closed and not errors:
            faults.append(f"validate is silent on what differs {where}")
        if closed and not any(each.rule.startswith("PLP7") for each in errors) and not _unreadable(errors):
            faults.append(f"no seal is told to be broken, as audit would have it {where}")
        if closed:
            faults += [f"{key} is not named {where}" for key in unnamed if not _named(key, was, now, errors)]
        if closed and not any(seal.touched for seal in effect.seals) and any(each.rule in TOLD for each in errors):
            faults.append(f"nothing is told to be touched, and something is altered {where}")
        if UNTOUCHED in sentenced:
            faults.append(f"the sentence says that nothing is touched {where}")
    if not differ and closed and not more:
        # Of an opening value that an event replaced by the day, no answer at the day tells; it was sealed all the same.
        replaced = {key for key in now.records if _replaced(key, was, now)}
        told = [each for each in found if each.rule in TOLD and each.record not in replaced]
        faults += [f"{each.rule} of {each.record}, and no answer differs" for each in told]
        if any(set(seal.touched) - replaced for seal in effect.seals) or ("is touched:" in sentenced and not replaced):
            faults.append(f"touched, and no answer differs: {sentenced}")
    return Judged(differ, closed, tuple(faults))


def _between(name: str) -> bool:
    """Whether an answer compares two days: of an id that two files claim, which is an error, it says nothing."""
    return name.startswith(("page changes/", "page between"))


def _unreadable(errors: Sequence[Finding]) -> bool:
    return any(each.rule.startswith(("PLP1", "PLP2")) for each in errors)


def _own(before: Answers, after: Answers) -> list[str]:
    """The ids of which the export says something else, whatever follows from other records left aside."""
    both = {**before.records, **after.records}
    return list(
        dict.fromkeys(key for name, key in both if before.records.get((name, key)) != after.records.get((name, key)))
    )


def _goes_on(now: Ledger, key: str, corrected: set[str]) -> bool:
    """Whether a record is one that was corrected, under another id, or under the name of its file."""
    record = now.records.get(key)
    return record is not None and bool(corrected.intersection((record.stem, *record.formerly)))


def _follows(key: str, was: Sealed, now: Ledger, day: date) -> bool:
    """Whether a record says what it said, so that what differs of it follows from another."""
    here, before = now.records.get(key), was.ledger.records.get(key)
    if here is None or before is None or here.collection != before.collection:
        return False
    return said(by(here.data, day)) == said(by(before.data, day))


def _replaced(key: str, was: Sealed, now: Ledger) -> bool:
    """Whether a process differs in opening values alone that an event replaced by every sealed day."""
    here, before = now.records.get(key), was.ledger.records.get(key)
    if here is None or before is None or (here.collection, before.collection) != ("processes", "processes"):
        return False
    for day in was.days:
        one, other = by(here.data, day), by(before.data, day)
        differ = {name for name in {**one, **other} if said(one.get(name)) != said(other.get(name))}
        if not differ <= {name for event in other.get("events", ()) for name in event.get("set", ())}:
            return False
    return said(here.data) != said(before.data)


def _named(key: str, was: Sealed, now: Ledger, errors: Sequence[Finding]) -> bool:
    """Whether an error names a record."""
    here, before = now.records.get(key), was.ledger.records.get(key)
    paths = {one.path for one in (here, before) if one is not None}
    paths |= {path for path, data in now.unfit.items() if isinstance(data, dict) and str(data.get("id")) == key}
    ids = {key, *(here.formerly if here else ())}
    return any(each.record in ids or each.path in paths or stem_of(each.path) == key for each in errors)


def by(data: Any, day: date) -> Any:
    """What a record says by a day, worked out with no help of the program but of what a date means."""
    if isinstance(data, dict):
        return {name: held for name, below in data.items() if (held := by(below, day)) != []}
    if isinstance(data, list):
        return [by(below, day) for below in data if not (isinstance(below, dict) and _later(below, day))]
    return data


@lru_cache(maxsize=4096)
def _last(text: str) -> date | None:
    return parse_when(text).latest


def _later(entry: Mapping[str, Any], day: date) -> bool:
    when = entry.get("year", entry.get("date", entry.get("from")))
    if when is None:
        return False
    last = date(when, 12, 31) if isinstance(when, int) else _last(str(when))
    return last is None or last > day


def _raw_snapshots(files: Files) -> dict[str, Any]:
    """By path, what the files of snapshots hold, whatever they are called."""
    found = {}
    for path, raw in files.items():
        if path.startswith("ledger/snapshots/"):
            found[path] = _parsed(raw)
    return found


@lru_cache(maxsize=4096)
def _parsed(raw: bytes) -> Any:
    parsed = parse(raw)
    return None if parsed.faults else parsed.data


def _held(files: Files) -> list[str] | None:
    """Every seal: its file, its snapshot's id and day, and what it holds."""
    found = [
        said([path, data.get("id"), data.get("date"), {"of": data["seal"]}])
        for path, data in _raw_snapshots(files).items()
        if isinstance(data, dict) and "seal" in data
    ]
    return sorted(found)


def _corrected(before: Files, after: Files) -> dict[str, set[str]]:
    """By path of a snapshot whose corrections differ: of which records those are that it has more."""
    were, are = _raw_snapshots(before), _raw_snapshots(after)
    found = {}
    for path, data in are.items():
        entries = (data or {}).get("corrections") if isinstance(data, dict) else None
        old = (were.get(path) or {}).get("corrections")
        if entries != old:
            listed = entries if isinstance(entries, list) else []
            found[path] = {str(each.get("record")) for each in listed if isinstance(each, dict)}
    return found


# Histories


@dataclass(frozen=True)
class History:
    """A sealed ledger by its seed, and what was done to it, each step with a seed of its own."""

    seed: int
    steps: tuple[tuple[str, int], ...]

    def files(self) -> Iterator[Files]:
        """The files after each step."""
        before = started(self.seed)
        files = dict(before)
        for name, seed in self.steps:
            files = done(name, seed, files, before) or files
            yield files


@lru_cache(maxsize=64)
def started(seed: int) -> Files:
    return start(seed).files


@lru_cache(maxsize=64)
def sealed(seed: int, *, pages: bool) -> Sealed:
    return Sealed.of(started(seed), pages=pages)


EACH = 8
"""So many histories begin with the same sealed ledger."""
RARE = ("corrects", "takes a withdrawal back", "takes back", "reorders events")
"""Steps for which there is not always something there: they are tried more often."""
_SHOWN = 20
"""So many that break the law are made as small as they get."""


def history(number: int) -> History:
    """A random history."""
    random = Random(number)  # noqa: S311 - who reads of a failure makes it again
    names = [*STEPS, *RARE, *RARE]
    steps = tuple((random.choice(names), random.randrange(1 << 30)) for _ in range(random.choice((1, 1, 2, 3))))
    return History(number // EACH, steps)


def broken(one: History, *, pages: bool = False, seen: Counter[str] | None = None) -> tuple[str, ...]:
    """How the law is broken at the end of a history, or on its way."""
    was = sealed(one.seed, pages=pages)
    if was.faults:
        return was.faults
    files = dict(was.files)
    for name, seed in one.steps:
        after = done(name, seed, files, was.files)
        if after is None:
            continue
        files = after
        judged = judge(was, files)
        if seen is not None:
            seen[name] += 1
            seen["an answer differs" if judged.differ else "no answer differs"] += 1
            seen["the seals are as they were"] += judged.closed
        if judged.faults:
            return judged.faults
    return ()


def smallest(one: History, still: Callable[[History], bool]) -> History:
    """A history with as few steps as show the same."""
    for index in range(len(one.steps)):
        less = History(one.seed, one.steps[:index] + one.steps[index + 1 :])
        if still(less):
            return smallest(less, still)
    return one


def told(one: History) -> str:
    """A history as a reader of a failure wants it: each step, and what it did to which file."""
    before = started(one.seed)
    rows = [f"ledger {one.seed}"]
    for (name, seed), after in zip(one.steps, one.files(), strict=True):
        rows.append(f"- {name} ({seed})")
        for path in sorted({*before, *after}):
            if before.get(path) != after.get(path):
                rows += [f"    {path}", f"      was {before.get(path)!r}", f"      is  {after.get(path)!r}"]
        before = after
    return "\n".join(rows)


def run(numbers: Sequence[int], *, pages_each: int = 0) -> tuple[Counter[str], list[tuple[History, tuple[str, ...]]]]:
    """So many histories: what occurred, and those that break the law, as small as they get.

    Args:
        numbers: which.
        pages_each: of every so many the site's pages are made too; 0: of none.
    """
    seen: Counter[str] = Counter()
    found: list[tuple[History, tuple[str, ...]]] = []
    for number in numbers:
        pages = bool(pages_each) and (number // EACH) % pages_each == 0
        one = history(number)
        faults = broken(one, pages=pages, seen=seen)
        seen["histories"] += 1
        if faults and len(found) < _SHOWN:
            one = smallest(one, lambda less, pages=pages: bool(broken(less, pages=pages)))  # type: ignore[misc]  # defaults are not inferred
            faults = broken(one, pages=pages)
        if faults:
            found.append((one, faults))
    return seen, found


if __name__ == "__main__":
    first, last = (int(one) for one in (["0", *sys.argv[1:]])[-2:])
    occurred, wrong = run(range(first, last), pages_each=int(os.environ.get("PLPTOOL_LAW_PAGES", "4")))
    for name, count in occurred.most_common():
        print(f"{count:8} {name}")
    for one_, faults_ in wrong[:_SHOWN]:
        print(told(one_), *faults_, sep="\n", end="\n\n")
    print(f"{len(wrong)} histories break the law")
