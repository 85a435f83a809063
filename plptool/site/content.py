"""Which pages a site has, and what each of them tells: pure data, of which the JSON beside each page is the proof."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from plptool.checks.seals import by_snapshot
from plptool.history.log import CommitChanges, RecordChange
from plptool.model.citations import Citation, citations, facts
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.dates import parse_when
from plptool.model.events import Status
from plptool.model.findings import Finding, Message
from plptool.model.i18n import word
from plptool.model.records import Json, Record
from plptool.model.redact import public
from plptool.model.text import natural
from plptool.read.manifest import zone
from plptool.render.diff import data as diff_data
from plptool.render.json_history import change_data, known_data
from plptool.reports.records import decision_row, event_row, export, iso, one, process_row, seal_row
from plptool.reports.summary import SORTS, report
from plptool.timeline.daily import Chronicle, chronicle
from plptool.timeline.diff import diff
from plptool.timeline.fold import ProcessState
from plptool.timeline.ledger import State, uses
from plptool.timeline.years import year_for_certain

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

History = Mapping[str, list[CommitChanges]]
"""By record: the commits that changed it, newest first, each with what it changed in that record alone."""


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
    named: bool
    """Whether it names persons."""
    broken: tuple[str, ...]
    """The snapshots whose seals do not hold."""
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
    # Of what not everybody may read, nothing is made: the records come here without persons.
    state = state.ledger.nameless().at(state.day)
    made = _Maker(state, findings, history)
    return Site(
        title=state.ledger.title,
        language=state.ledger.language,
        named=state.ledger.manifest.get("publish-names") is True,
        broken=tuple(sorted(by_snapshot(findings), key=natural)),
        point={"date": state.day.isoformat(), "revision": state.ledger.tree.revision},
        records=made.links,
        pages=tuple(made.pages()),
        ledger=export(state),
        course=made.course,
    )


class _Maker:
    """What the pages are made from, worked out once."""

    def __init__(self, state: State, findings: list[Finding], history: History) -> None:
        self.state = state
        self.findings = findings
        self.history = history
        self.course = chronicle(state.ledger, state.day)
        self.links = {
            key: Link(path_of(collection, key), str(data.get("title") or data.get("need") or key), collection)
            for collection, held in state.records.items()
            for key, data in held.items()
        }

    def pages(self) -> Iterator[Page]:
        yield self.overview(self.state, self.report, "index.html", Message("Overview"))
        for key, snapshot in self.state.records["snapshots"].items():
            then = self.states[date.fromisoformat(snapshot["date"])]
            title = Message("The plan on {date}", {"date": snapshot["date"]})
            yield self.overview(then, report(then, self.findings), path_of("snapshots", key), title)
        for collection in FOLDERS:
            for key in self.state.records[collection]:
                yield self.record(collection, key)
        yield self.decisions()
        yield self.organisations()
        yield self.sources()
        yield self.auditors()
        yield from self.between()
        yield _plain("glossary.html", Message("Glossary"), {"plans": self.meanings()})
        yield self.search()
        yield _plain("data.html", Message("All data"))
        publisher = dict(self.state.ledger.manifest.get("publisher", {}))
        yield _plain("accessibility.html", Message("Accessibility statement"), publisher)
        yield _plain("404.html", Message("There is no such page"))

    @cached_property
    def states(self) -> dict[date, State]:
        """The state of each day that pages are about, folded once."""
        days = {date.fromisoformat(one["date"]) for one in self.state.records["snapshots"].values()} | {*self.stops}
        return {self.state.day: self.state} | {
            day: self.state.ledger.at(day) for day in sorted(days) if day != self.state.day
        }

    @cached_property
    def stops(self) -> list[date]:
        """The days between which pages tell what happened: adoption, the end of each year, snapshots, the last day."""
        last = self.state.day
        adopted = [parse_when(decision["date"]).latest for decision in self.adoptions()]
        first = min([day for day in adopted if day], default=None)
        days = {date.fromisoformat(one["date"]) for one in self.state.records["snapshots"].values()} | {last}
        if first:
            days |= {first} | {date(year, 12, 31) for year in range(first.year, last.year)}
        return sorted(days)

    def adoptions(self) -> list[dict[str, Json]]:
        named = [plan.get("decision") for plan in self.state.records["plans"].values()]
        return [self.state.decisions[key] for key in named if key in self.state.decisions]

    # The plan at a day

    def overview(self, state: State, found: dict[str, Any], path: str, title: Message) -> Page:
        processes = list(state.processes.values())
        data = {
            "date": state.day.isoformat(),
            **{name: found[name] for name in ("title", "plans", "totals", "expected", "overdue", "meetings", "grants")},
            "leads": self.leads(state, found["leads"]),
            "claims": [
                {**one, "date": state.records["snapshots"][one["snapshot"]]["date"]}
                for one in found["assertions"]
                if one["partial"]
            ],
            "newest": newest(state),
            "unfinished": [unfinished(process, found) for process in processes if process.continuing],
            "left": found["remaining"],
            "awaited": [
                one
                for one in (*found["overdue"], *found["expected"])
                if one["record"] not in state.processes or not state.processes[one["record"]].continuing
            ],
            "decided": decided(state),
            "timeline": [course(process) for process in processes],
            "quarters": quarters(processes),
            "snapshots": self.snapshots(),
        }
        return Page(path, "overview.html", title, data, Table.of(found["processes"]), "index.html")

    def leads(self, state: State, tally: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each administration that leads processes: how many stand where, and which they are."""
        rows = [process_row(process) for process in state.processes.values()]
        return [{**counts, "processes": [row for row in rows if row["lead"] == counts["lead"]]} for counts in tally]

    def snapshots(self) -> list[dict[str, Any]]:
        return [
            {"id": key, "date": data["date"], "title": data.get("title"), "path": path_of("snapshots", key)}
            for key, data in self.state.records["snapshots"].items()
        ]

    # A page a record

    def record(self, collection: str, key: str) -> Page:
        found = one(self.state, key)
        found["history"] = [
            self.changed(commit, change) for commit in self.history.get(key, ()) for change in commit.records
        ]
        found["sealed"] = [
            {"snapshot": name, "date": data["date"], "digest": data["seal"]["records"][key]}
            for name, data in self.state.records["snapshots"].items()
            if key in data.get("seal", {}).get("records", {})
        ]
        found |= getattr(self, f"_{COLLECTIONS[collection]}", lambda _: {})(key)
        title = f"{key} {found['record']['need']}" if collection == "processes" else self.links[key].title
        nav = {"decisions": "decisions.html", "organisations": "organisations.html", "sources": "sources.html"}
        table = Table.of(found["timeline"]) if found["timeline"] else None
        return Page(
            path_of(collection, key),
            f"{COLLECTIONS[collection]}.html",
            title,
            found,
            table,
            nav.get(collection, "index.html"),
        )

    def changed(self, commit: CommitChanges, change: RecordChange) -> dict[str, Any]:
        """What a commit changed in a record, as far as the day has come and anybody may know."""
        manifest = self.state.ledger.manifest
        named = manifest.get("publish-names") is True
        facts = [
            change_data(fact)
            for fact in change.facts
            if (named or "person" not in fact.field.split("."))
            and (fact.field != "events" or self.come(fact.old or fact.new))
        ]
        # The author is a person, and the subject may name one.
        who = {"author": commit.commit.author, "subject": commit.commit.subject} if named else {}
        row: dict[str, Any] = {
            "commit": commit.commit.id,
            "known": known_data(commit.known, zone(manifest)),
            **who,
            "change": change.kind,
            "formerly": change.formerly,
            "facts": facts,
        }
        public_row: dict[str, Any] = public(row, manifest)
        return public_row

    def come(self, event: dict[str, Json]) -> bool:
        return parse_when(event["date"]).by(self.state.day)

    def _process(self, key: str) -> dict[str, Any]:
        return {"course": course(self.state.processes[key])}

    def _decision(self, key: str) -> dict[str, Any]:
        return {"named": self.naming("decision", key)}

    def _grant(self, key: str) -> dict[str, Any]:
        return {
            "grants": [one for one in self.report["grants"] if one["id"] == key],
            "named": self.naming("grant", key),
        }

    def _plan(self, key: str) -> dict[str, Any]:
        return {"processes": [process_row(one) for one in self.state.processes.values() if one.plan == key]}

    def _organisation(self, key: str) -> dict[str, Any]:
        processes = self.by_organisation.get(key, [])
        return {
            "leads": [process_row(one) for one in processes if one.fields["lead"] == key],
            "partakes": [process_row(one) for one in processes if one.fields["lead"] != key],
            "decided": [one for one in self.decided_by(key) if one["status"] == "adopted"],
            "mentioned": [one for one in self.decided_by(key) if one["status"] != "adopted"],
            "left": [one for one in map(process_left, processes) if one["remaining"]],
            "uses": [{"grant": grant, **use} for grant, use in uses(self.state) if key in use.get("organisations", ())],
            "parts": [name for name, data in self.state.records["organisations"].items() if data.get("part-of") == key],
        }

    def decided_by(self, key: str) -> list[dict[str, Any]]:
        return [row for row in self.decision_rows if key in deciders(self.state.decisions[row["id"]])]

    def _source(self, key: str) -> dict[str, Any]:
        return {"cited": self.cited.get(key, [])}

    @cached_property
    def report(self) -> dict[str, Any]:
        return report(self.state, self.findings)

    @cached_property
    def decision_rows(self) -> list[dict[str, Any]]:
        return [decision_row(key, data) for key, data in self.state.decisions.items()]

    @cached_property
    def by_organisation(self) -> dict[str, list[ProcessState]]:
        found: dict[str, list[ProcessState]] = {}
        for process in self.state.processes.values():
            for organisation in dict.fromkeys(process.organisations):
                found.setdefault(organisation, []).append(process)
        return found

    @cached_property
    def named(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """By kind and id: the events that name a decision or a grant."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for held in self.state.records.values():
            for key, data in held.items():
                for event in data.get("events", []):
                    if event["kind"] in ("decision", "grant"):
                        row = {"record": key, "date": event["date"], "text": event.get("text")}
                        found.setdefault((event["kind"], str(event[event["kind"]])), []).append(row)
        return found

    def naming(self, kind: str, key: str) -> list[dict[str, Any]]:
        return self.named.get((kind, key), [])

    @cached_property
    def cited(self) -> dict[str, list[dict[str, Any]]]:
        """By document: the facts that cite it, in the order of its lines."""
        found: dict[str, list[dict[str, Any]]] = {}
        for collection, held in self.state.records.items():
            for key, data in held.items():
                for fact in facts(Record(key, Collection(collection), "", data)):
                    about = [str(part) for part in fact.where if isinstance(part, str)]
                    row = {
                        "record": key,
                        "about": about,
                        "kind": fact.value.get("kind"),
                        "date": fact.value.get("date"),
                    }
                    for _, cited in fact.cited:
                        found.setdefault(cited.source, []).append(_lines(cited) | row)
                for known in data.get("known", []):
                    row = {"record": key, "about": ["known"], "kind": None, "date": None}
                    for _, text in citations(known.get("source")):
                        cited = Citation.parse(text)
                        found.setdefault(cited.source, []).append(_lines(cited) | row)
        for rows in found.values():
            rows.sort(key=_place)
        return found

    # Lists

    def decisions(self) -> Page:
        data = {"decided": decided(self.state)}
        return _plain("decisions.html", Message("Decisions"), data, Table.of(self.decision_rows))

    def organisations(self) -> Page:
        rows = [
            {
                "id": key,
                "title": data["title"],
                "type": data.get("type"),
                "leads": sum(one.fields["lead"] == key for one in self.by_organisation.get(key, ())),
                "partakes": sum(one.fields["lead"] != key for one in self.by_organisation.get(key, ())),
            }
            for key, data in self.state.records["organisations"].items()
        ]
        return _plain("organisations.html", Message("Administrations"), {"organisations": rows}, Table.of(rows))

    def sources(self) -> Page:
        rows = [
            {
                "id": key,
                "date": data["date"],
                "title": data["title"],
                "lines": data.get("lines"),
                "cited": len(self.lines_cited(key, data.get("lines", 0))),
                "copy-of": data.get("copy-of"),
                "left-out": data.get("left-out", []),
            }
            for key, data in self.state.records["sources"].items()
        ]
        told = {name: self.report[name] for name in ("discrepancies", "oddities", "missing", "assertions")}
        return _plain("sources.html", Message("Sources"), {"sources": rows, **told}, Table.of(rows))

    def lines_cited(self, key: str, count: int) -> set[int]:
        found: set[int] = set()
        for row in self.cited.get(key, ()):
            found.update(Citation(key, row["first"], row["last"]).lines(count))
        return found

    def auditors(self) -> Page:
        seals = [
            {
                **seal_row(key, data, self.findings),
                "previous": data.get("seal", {}).get("previous"),
                "digests": data.get("seal", {}).get("records", {}),
            }
            for key, data in self.state.records["snapshots"].items()
        ]
        rows = [
            {"snapshot": seal["snapshot"], "record": key, "digest": digest}
            for seal in seals
            for key, digest in seal["digests"].items()
        ]
        return _plain("auditors.html", Message("For auditors"), {"seals": seals}, Table.of(rows))

    def search(self) -> Page:
        held = {name: [key for key, link in self.links.items() if link.collection == name] for name in COLLECTIONS}
        found = [{"collection": name, "ids": ids} for name, ids in held.items() if ids]
        return _plain("search.html", Message("Search"), {"records": found})

    def meanings(self) -> list[dict[str, Any]]:
        """What each plan means by "completed", in its own words."""
        return [
            {"id": key, "title": plan["title"], "completed": plan.get("completed-means", {})}
            for key, plan in self.state.records["plans"].items()
        ]

    # Between two days

    def between(self) -> Iterator[Page]:
        """What happened from each stop to the next, and the page that leads there."""
        rows = []
        for first, last in pairwise(self.stops):
            found = diff(self.states[first], self.states[last])
            if not found.changes:
                continue
            days = {"from": first.isoformat(), "to": last.isoformat()}
            path = f"changes/{days['from']}--{days['to']}.html"
            rows.append({**days, "path": path, "records": len(found.changes)})
            title = Message("From {start} to {end}", {"start": days["from"], "end": days["to"]})
            yield Page(path, "changes.html", title, {**days, **diff_data(found)}, nav="between.html")
        opening, final = self.course.days[0].isoformat(), self.state.day.isoformat()
        newest = [one["date"] for one in self.state.records["snapshots"].values() if one["date"] < final]
        data: dict[str, Any] = {
            "first": opening,
            "before": max(newest, default=opening),
            "last": final,
            "pairs": rows,
        }
        yield _plain("between.html", Message("Between two dates"), data)


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    """Where a citation stands among those of its document, in whatever order the record has its fields."""
    return row["first"] or 0, row["last"] or 0, natural(row["record"]), row["about"], row["date"] or ""


def _lines(cited: Citation) -> dict[str, Any]:
    return {"first": cited.first, "last": cited.last}


def _plain(path: str, title: Message, data: dict[str, Any] | None = None, table: Table | None = None) -> Page:
    """A page with a template of its own."""
    return Page(path, path, title, data, table, path)


def path_of(collection: str, key: str) -> str:
    """Where a record's page lies."""
    return f"at/{key}.html" if collection == "snapshots" else f"{FOLDERS[collection]}/{key}.html"


def deciders(data: dict[str, Json]) -> set[str]:
    """The organisations whose decision it is."""
    roles = (role.get("organisation") for role in data.get("roles", []))
    return {str(key) for key in (data.get("body"), *data.get("parties", []), *roles) if key}


def unfinished(process: ProcessState, found: dict[str, Any]) -> dict[str, Any]:
    """A process that is not completed: what is left to do, what was last said of it, and what is awaited."""
    return {
        **process_row(process),
        "cause": cause(process),
        "remaining": list(process.remaining),
        "reasons": [event_row(event) for event in reasons(process)],
        **{name: [one for one in found[name] if one["record"] == process.id] for name in ("overdue", "expected")},
    }


def process_left(process: ProcessState) -> dict[str, Any]:
    """A process and what remains of it, whatever its status."""
    return {**process_row(process), "remaining": list(process.remaining)}


def cause(process: ProcessState) -> str | None:
    """The date of what gave a process its status, where that is some day of several; `since` is the last of these."""
    return process.cause.text if process.cause and "/" in process.cause.text else None


def reasons(process: ProcessState) -> list[Status]:
    """The status events that say in words why a process stands as it does, beyond what remains."""
    return [
        event
        for event in process.events
        if isinstance(event, Status)
        and process.since
        and event.when.latest
        and event.when.latest >= process.since
        and said(event.data)
        and said(event.data) not in process.remaining
    ]


def said(event: Mapping[str, Any]) -> str:
    """An event's own words."""
    return " ".join(str(event[name]) for name in ("reason", "text") if name in event)


def newest(state: State) -> str | None:
    """The date of the newest document: what came later, nobody has written down."""
    days = [parse_when(data["date"]).latest for data in state.records["sources"].values()]
    return iso(max([day for day in days if day], default=None))


def decided(state: State) -> list[dict[str, Any]]:
    """The decisions, newest first: what was adopted year by year, then what may be of several years, then all others.

    Others are proposed, planned, withdrawn, or another's that the documents mention.
    """
    years: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for key, data in state.decisions.items():
        when = parse_when(data["date"])
        assert when.latest is not None  # it would not have taken effect
        year = year_for_certain(when)
        place = (1, 0) if year is None else (0, -year)
        row = {**decision_row(key, data), "day": when.latest.isoformat()}
        years.setdefault(place if data["status"] == "adopted" else (2, 0), []).append(row)
    return [
        {"sort": ("year", "unsure", "other")[sort], "year": -year or None, "decisions": years[sort, year]}
        for sort, year in sorted(years)
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
        "unsure": [
            {"status": event.status, "start": iso(event.when.earliest), "end": iso(event.when.latest)}
            for event in process.events
            if isinstance(event, Status)
            and event.when.earliest != event.when.latest
            and event.when.earliest
            and any(start == event.when.latest for _, start, _ in process.status_periods)
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
            tally.setdefault(day.year * 4 + (day.month - 1) // 3, Counter())[event.sort.value] += 1
    return [
        {
            "quarter": f"{number // 4}-Q{number % 4 + 1}",
            "held": sum(counts.values()),
            **{sort: counts[sort] for sort in SORTS if sort != "booked"},
        }
        for number in range(min(tally, default=0), max(tally, default=-1) + 1)
        for counts in [tally.get(number, Counter[str]())]
    ]
