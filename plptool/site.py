"""Which pages a site has, and what each of them tells: pure data, of which the JSON beside each page is the proof."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from plptool.chronicle import Chronicle, chronicle
from plptool.dates import parse_when
from plptool.i18n import word
from plptool.model import Finding, Message
from plptool.names import COLLECTIONS
from plptool.publish import public
from plptool.report import SORTS, report
from plptool.state import ProcessState, State
from plptool.views import decision_row, event_row, export, iso, process_row

FOLDERS = {name: singular for name, singular in COLLECTIONS.items() if name != "snapshots"}
"""Where each record's page lies, by collection. A snapshot's is the plan as it stood on that day, in `at/`."""
NAV = (
    ("index.html", word("Overview")),
    ("decisions.html", word("Decisions")),
    ("organisations.html", word("Administrations")),
    ("between.html", word("Between two dates")),
    ("sources.html", word("Sources")),
    ("auditors.html", word("For auditors")),
    ("search.html", word("Search")),
    ("glossary.html", word("Glossary")),
)

History = Mapping[str, list[dict[str, Any]]]
"""By record: the commits that changed it, newest first; of each its id, its day, and what it changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the CSV beside a page holds: a list of what the page tells, with the columns in this order."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, rows: Iterable[dict[str, Any]]) -> "Table":
        """Rows that all have the same properties, or as many as the first to have most."""
        held = tuple(rows)
        return cls(tuple(dict.fromkeys(name for row in held for name in row)), held)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in whatever language it will be written."""

    path: str
    """Relative to the site's folder, or to a language's."""
    template: str
    title: Message | str
    """A text is a record's own words."""
    data: dict[str, Any] | None = None
    """What the page tells, and the JSON beside it; None where it tells nothing of the ledger."""
    table: Table | None = None
    nav: str = ""
    """The path of the page of the navigation that it belongs to."""

    @property
    def stem(self) -> str:
        return self.path.removesuffix(".html")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a record's page is, and what the record is called."""

    path: str
    title: str
    collection: str


@dataclass(frozen=True)
class Site:
    """A ledger at a point, as pages."""

    title: str
    language: str
    """The ledger's own, in which its records are written."""
    point: dict[str, str | None]
    records: dict[str, Link]
    """By id: every record that has a page."""
    pages: tuple[Page, ...]
    ledger: dict[str, Any]
    """The whole of it, as `plptool export` tells it."""
    course: Chronicle
    """The same day by day, for the site's script."""

    @cached_property
    def paths(self) -> frozenset[str]:
        return frozenset(page.path for page in self.pages)


def site(state: State, findings: list[Finding], history: History) -> Site:
    """The pages of a ledger at a point; its day is the last that they tell of.

    Args:
        state: the ledger at the point.
        findings: what validation finds in it: of these the acknowledged and the missing are told.
        history: as far as it is known; persons' names are left out of it as of all else.
    """
    made = _Maker(state, findings, history)
    manifest = state.ledger.manifest
    pages = tuple(
        Page(page.path, page.template, page.title, public(page.data, manifest), page.table, page.nav)
        for page in made.pages()
    )
    return Site(
        title=state.ledger.title,
        language=state.ledger.language,
        point={"date": state.day.isoformat(), "revision": state.ledger.tree.revision},
        records=made.links,
        pages=pages,
        ledger=public(export(state), manifest),
        course=_public(made.course, manifest),
    )


def _public(course: Chronicle, manifest: dict[str, Any]) -> Chronicle:
    entries = tuple(replace(one, data=public(one.data, manifest)) for one in course.entries)
    return replace(course, entries=entries)


class _Maker:
    """What the pages are made from, worked out once."""

    def __init__(self, state: State, findings: list[Finding], history: History) -> None:
        self.state = state
        self.findings = findings
        self.history = history
        self.course = chronicle(state.ledger, state.day)
        self.links = {
            key: Link(_path(collection, key), str(data.get("title") or data.get("need") or key), collection)
            for collection, held in state.records.items()
            for key, data in held.items()
        }

    def pages(self) -> Iterable[Page]:
        yield self.overview(self.state, "index.html", Message("Overview"))
        for key, snapshot in self.state.records["snapshots"].items():
            then = self.state.ledger.at(snapshot["date"])
            title = Message("The plan on {date}", {"date": snapshot["date"]})
            yield self.overview(then, _path("snapshots", key), title)
        yield self.between()
        yield self.search()

    # The plan at a day

    def overview(self, state: State, path: str, title: Message) -> Page:
        found = report(state, self.findings)
        processes = list(state.processes.values())
        data = {
            "date": state.day.isoformat(),
            **{name: found[name] for name in ("title", "plans", "totals", "expected", "overdue", "meetings", "grants")},
            "leads": self.leads(state, found["leads"]),
            "unfinished": [unfinished(process, found) for process in processes if process.continuing],
            "decided": decided(state),
            "timeline": [course(process) for process in processes],
            "quarters": quarters(processes),
            "snapshots": self.snapshots(),
        }
        return Page(path, "overview.html", title, data, Table.of(found["processes"]), "index.html")

    def between(self) -> Page:
        """Any two days, by the site's script."""
        days = self.course.days
        last = self.state.day.isoformat()
        newest = [data["date"] for data in self.state.records["snapshots"].values() if data["date"] < last]
        data: dict[str, Any] = {
            "first": days[0].isoformat(),
            "before": max(newest, default=days[0].isoformat()),
            "last": last,
            "pairs": [],
        }
        return Page("between.html", "between.html", Message("Between two dates"), data, nav="between.html")

    def search(self) -> Page:
        data = [
            {"collection": name, "ids": [key for key, link in self.links.items() if link.collection == name]}
            for name in COLLECTIONS
        ]
        found = {"records": [one for one in data if one["ids"]]}
        return Page("search.html", "search.html", Message("Search"), found, nav="search.html")

    def leads(self, state: State, tally: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each administration that leads processes: how many stand where, and which they are."""
        rows = [process_row(process) for process in state.processes.values()]
        return [{**counts, "processes": [row for row in rows if row["lead"] == counts["lead"]]} for counts in tally]

    def snapshots(self) -> list[dict[str, Any]]:
        return [
            {"id": key, "date": data["date"], "title": data.get("title"), "path": _path("snapshots", key)}
            for key, data in self.state.records["snapshots"].items()
        ]


def _path(collection: str, key: str) -> str:
    return f"at/{key}.html" if collection == "snapshots" else f"{FOLDERS[collection]}/{key}.html"


def unfinished(process: ProcessState, found: dict[str, Any]) -> dict[str, Any]:
    """A process that is not completed: what is left to do, what was last said of it, and what is awaited."""
    return {
        **process_row(process),
        "cause": process.cause.text if process.cause else None,
        "remaining": list(process.remaining),
        "said": last_said(process),
        **{name: [one for one in found[name] if one["record"] == process.id] for name in ("overdue", "expected")},
    }


def last_said(process: ProcessState) -> dict[str, Any] | None:
    """The event that says in words why a process stands as it does: the newest of its status, or failing that any."""
    told = [event for event in process.events if "text" in event.data or "reason" in event.data]
    status = [event for event in told if event.kind == "status"]
    return event_row((status or told)[-1]) if told else None


def decided(state: State) -> list[dict[str, Any]]:
    """The decisions by the year of their last possible day, newest first."""
    years: dict[int, list[dict[str, Any]]] = {}
    for key, data in state.decisions.items():
        day = parse_when(data["date"]).latest
        assert day is not None  # it would not have taken effect
        years.setdefault(day.year, []).append({**decision_row(key, data), "day": day.isoformat()})
    return [
        {"year": year, "adopted": sum(row["status"] == "adopted" for row in years[year]), "decisions": years[year]}
        for year in sorted(years, reverse=True)
    ]


def course(process: ProcessState) -> dict[str, Any]:
    """What a timeline draws of a process: how it stood from when until when, and the days of its meetings."""
    return {
        "id": process.id,
        "lead": process.fields["lead"],
        "need": process.fields["need"],
        "periods": [
            {"status": status, "start": start.isoformat(), "end": iso(end)}
            for status, start, end in process.status_periods
        ],
        "meetings": [iso(event.when.latest) for event in process.meetings()],
    }


def quarters(processes: Iterable[ProcessState]) -> list[dict[str, Any]]:
    """Meetings a quarter by sort, from the first quarter with any to the last."""
    tally: dict[int, Counter[str]] = {}
    for process in processes:
        for event in process.meetings():
            day = event.when.latest
            assert day is not None
            tally.setdefault(day.year * 4 + (day.month - 1) // 3, Counter())[event.meeting_sort] += 1
    return [
        {
            "quarter": f"{number // 4}-Q{number % 4 + 1}",
            "held": sum(counts.values()),
            **{sort: counts[sort] for sort in SORTS if sort != "booked"},
        }
        for number in range(min(tally, default=0), max(tally, default=-1) + 1)
        for counts in [tally.get(number, Counter[str]())]
    ]
