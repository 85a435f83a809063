"""Which pages a site has, and what each of them tells: pure data, of which the JSON beside each page is the proof."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import assert_never

from plptool.checks.seals import by_snapshot
from plptool.history.log import CommitChanges
from plptool.history.steps import day_at
from plptool.model.citations import Citation, citations, facts
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.dates import parse_when
from plptool.model.events import Decided, Granted
from plptool.model.findings import Finding, Message
from plptool.model.i18n import word
from plptool.model.records import Json, Point, Record
from plptool.model.redact import public
from plptool.model.text import natural
from plptool.read.manifest import zone
from plptool.render.diff import data as diff_data
from plptool.render.json import as_json
from plptool.reports.records import decision_rows, point_of, view
from plptool.reports.rows import DecisionRow, ProcessRow, RemainingRow, SealRow, SourceRow, UseRow
from plptool.reports.summary import Report, report
from plptool.site.data import (
    AuditedSeal,
    Auditors,
    Between,
    ChangedBy,
    CitedFact,
    CollectionIds,
    Course,
    Decisions,
    DocumentRow,
    Glossary,
    LeadingOrganisation,
    Naming,
    OfCollection,
    OfDecision,
    OfGrant,
    OfOrganisation,
    OfPlan,
    OfProcess,
    OfSource,
    Organisations,
    Overview,
    Pair,
    PlanMeanings,
    RecordPage,
    SealedIn,
    SealedRecord,
    Search,
    SnapshotLink,
    Sources,
    decided,
)
from plptool.timeline.daily import Chronicle, chronicle
from plptool.timeline.diff import diff
from plptool.timeline.fold import ProcessState, events_of
from plptool.timeline.ledger import State, uses

FOLDERS = {name: collection.schema for name, collection in COLLECTIONS.items() if name != "snapshots"}
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
    rows: tuple[dict[str, Json], ...]

    @classmethod
    def of(cls, rows: Iterable[object]) -> "Table":
        """Rows with a column for each property that any of them has."""
        objects = tuple(map(as_json, rows))
        return cls(tuple(dict.fromkeys(name for row in objects for name in row)), objects)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, in whatever language it will be written."""

    path: str
    """Relative to the site's folder, or to a language's."""
    template: str
    title: Message | str
    """A text is a record's own words."""
    data: object = None
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

    @property
    def titled(self) -> bool:
        """Whether people call it by its title, and not by its id."""
        return self.collection not in ("processes", "organisations")


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
    point: Point
    records: dict[str, Link]
    """By id: every record that has a page."""
    pages: tuple[Page, ...]
    state: State
    """The whole of it."""
    course: Chronicle
    """The same day by day, for the site's script."""

    def called(self, key: str) -> str:
        """What people call a record: a process and an organisation by its id, another by its title."""
        link = self.records.get(key)
        return link.title if link and link.titled else key

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
    made = SiteBuilder(state, findings, history)
    return Site(
        title=state.ledger.title,
        language=state.ledger.language,
        named=state.ledger.manifest.get("publish-names") is True,
        broken=tuple(sorted(by_snapshot(findings), key=natural)),
        point=point_of(state),
        records=made.links,
        pages=tuple(made.pages()),
        state=state,
        course=made.course,
    )


class SiteBuilder:
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
        for snapshot in self.snapshots:
            then = self.states[snapshot.date]
            title = Message("The plan on {date}", {"date": snapshot.date.isoformat()})
            yield self.overview(then, report(then, self.findings), snapshot.path, title)
        for collection in FOLDERS:
            for key in self.state.records[collection]:
                yield self.record(collection, key)
        yield self.decisions()
        yield self.organisations()
        yield self.sources()
        yield self.auditors()
        yield from self.between()
        yield self.glossary()
        yield self.search()
        yield _plain("data.html", Message("All data"))
        publisher = dict(self.state.ledger.manifest.get("publisher", {}))
        yield _plain("accessibility.html", Message("Accessibility statement"), publisher)
        yield _plain("404.html", Message("There is no such page"))

    @cached_property
    def states(self) -> dict[date, State]:
        """The state of each day that pages are about, folded once."""
        days = {snapshot.date for snapshot in self.snapshots} | {*self.stops}
        return {self.state.day: self.state} | {
            day: self.state.ledger.at(day) for day in sorted(days) if day != self.state.day
        }

    @cached_property
    def stops(self) -> list[date]:
        """The days between which pages tell what happened: adoption, the end of each year, snapshots, the last day."""
        last = self.state.day
        adopted = [parse_when(decision["date"]).latest for decision in self.adoptions()]
        first = min([day for day in adopted if day], default=None)
        days = {snapshot.date for snapshot in self.snapshots} | {last}
        if first:
            days |= {first} | {date(year, 12, 31) for year in range(first.year, last.year)}
        return sorted(days)

    def adoptions(self) -> list[dict[str, Json]]:
        named = [plan.get("decision") for plan in self.state.records["plans"].values()]
        return [self.state.decisions[key] for key in named if key in self.state.decisions]

    # The plan at a day

    def overview(self, state: State, found: Report, path: str, title: Message) -> Page:
        data = Overview.of(state, found, self.snapshots)
        return Page(path, "overview.html", title, data, Table.of(found.processes), "index.html")

    @cached_property
    def snapshots(self) -> tuple[SnapshotLink, ...]:
        return tuple(
            SnapshotLink(key, date.fromisoformat(data["date"]), data.get("title"), path_of("snapshots", key))
            for key, data in self.state.records["snapshots"].items()
        )

    # A page a record

    def record(self, collection: str, key: str) -> Page:
        data = RecordPage(
            view=view(self.state, key),
            history=tuple(self.changes_of(key)),
            sealed=tuple(self.sealed_in(key)),
            own=self.own(COLLECTIONS[collection], key),
        )
        title = f"{key} {data.view.record['need']}" if collection == Collection.PROCESSES else self.links[key].title
        nav = {"decisions": "decisions.html", "organisations": "organisations.html", "sources": "sources.html"}
        return Page(
            path=path_of(collection, key),
            # Where nothing is told of its collection alone, it is told as any record is.
            template="record.html" if data.own is None else f"{COLLECTIONS[collection].schema}.html",
            title=title,
            data=data,
            table=Table.of(data.view.timeline) if data.view.timeline else None,
            nav=nav.get(collection, "index.html"),
        )

    def sealed_in(self, key: str) -> Iterator[SealedIn]:
        for name, data in self.state.records["snapshots"].items():
            digests = data.get("seal", {}).get("records", {})
            if key in digests:
                yield SealedIn(name, date.fromisoformat(data["date"]), digests[key])

    def own(self, collection: Collection, key: str) -> OfCollection | None:
        """What is told of records of its collection alone."""
        match collection:
            case Collection.PROCESSES:
                return OfProcess(Course.of(self.state.processes[key]))
            case Collection.DECISIONS:
                return OfDecision(self.naming("decision", key))
            case Collection.GRANTS:
                grants = tuple(grant for grant in self.report.grants if grant.id == key)
                return OfGrant(grants, self.naming("grant", key))
            case Collection.PLANS:
                processes = (process for process in self.state.processes.values() if process.plan == key)
                return OfPlan(tuple(map(ProcessRow.of, processes)))
            case Collection.ORGANISATIONS:
                return self.of_organisation(key)
            case Collection.SOURCES:
                return OfSource(tuple(self.cited.get(key, ())))
            case Collection.ASSIGNMENTS | Collection.SNAPSHOTS:
                return None
            case _:
                assert_never(collection)

    def changes_of(self, key: str) -> Iterator[ChangedBy]:
        """The commits that changed a record: what they changed, as far as the day has come and anybody may know."""
        manifest = self.state.ledger.manifest
        named = manifest.get("publish-names") is True
        for commit in self.history.get(key, ()):
            for change in commit.records:
                yield ChangedBy(
                    commit=commit.commit.id,
                    known=day_at(commit.known, zone(manifest)),
                    # The author is a person, and the subject may name one.
                    author=commit.commit.author if named else None,
                    subject=commit.commit.subject if named else None,
                    change=change.kind,
                    formerly=change.formerly,
                    facts=tuple(
                        replace(fact, old=public(fact.old, manifest), new=public(fact.new, manifest))
                        for fact in change.facts
                        if (named or "person" not in fact.path)
                        and (fact.field != "events" or self.come(fact.old or fact.new))
                    ),
                )

    def come(self, event: dict[str, Json]) -> bool:
        return parse_when(event["date"]).by(self.state.day)

    def of_organisation(self, key: str) -> OfOrganisation:
        processes = self.by_organisation.get(key, [])
        decisions = self.decided_by(key)
        organisations = self.state.records["organisations"]
        return OfOrganisation(
            leads=tuple(ProcessRow.of(process) for process in processes if process.fields["lead"] == key),
            partakes=tuple(ProcessRow.of(process) for process in processes if process.fields["lead"] != key),
            decided=tuple(row for row in decisions if row.status == "adopted"),
            mentioned=tuple(row for row in decisions if row.status != "adopted"),
            left=tuple(RemainingRow.of(process) for process in processes if process.remaining),
            uses=tuple(UseRow(grant, use) for grant, use in uses(self.state) if key in use.get("organisations", ())),
            parts=tuple(name for name, data in organisations.items() if data.get("part-of") == key),
        )

    def decided_by(self, key: str) -> list[DecisionRow]:
        return [row for row in self.decisions_by_date if key in deciders(self.state.decisions[row.id])]

    @cached_property
    def report(self) -> Report:
        return report(self.state, self.findings)

    @cached_property
    def decisions_by_date(self) -> tuple[DecisionRow, ...]:
        return tuple(decision_rows(self.state))

    @cached_property
    def by_organisation(self) -> dict[str, list[ProcessState]]:
        found: dict[str, list[ProcessState]] = {}
        for process in self.state.processes.values():
            for organisation in dict.fromkeys(process.organisations):
                found.setdefault(organisation, []).append(process)
        return found

    @cached_property
    def named(self) -> dict[tuple[str, str], list[Naming]]:
        """By kind and id: the events that name a decision or a grant."""
        found: dict[tuple[str, str], list[Naming]] = {}
        for collection, held in self.state.records.items():
            for key, data in held.items():
                for event in events_of(Record(key, COLLECTIONS[collection], "", data)):
                    match event:
                        case Decided():
                            named = event.decision
                        case Granted():
                            named = event.grant
                        case _:
                            continue
                    naming = Naming(key, event.data["date"], event.data.get("text"))
                    found.setdefault((event.kind, named), []).append(naming)
        return found

    def naming(self, kind: str, key: str) -> tuple[Naming, ...]:
        return tuple(self.named.get((kind, key), ()))

    @cached_property
    def cited(self) -> dict[str, list[CitedFact]]:
        """By document: the facts that cite it, in the order of its lines."""
        found: dict[str, list[CitedFact]] = {}
        for collection, held in self.state.records.items():
            for key, data in held.items():
                for fact in facts(Record(key, COLLECTIONS[collection], "", data)):
                    about = tuple(part for part in fact.where if isinstance(part, str))
                    for _, cited in fact.cited:
                        found.setdefault(cited.source, []).append(CitedFact.of(cited, key, about, fact.value))
                for known in data.get("known", []):
                    for _, text in citations(known.get("source")):
                        cited = Citation.parse(text)
                        found.setdefault(cited.source, []).append(CitedFact.of(cited, key, ("known",), {}))
        for rows in found.values():
            rows.sort(key=CitedFact.place)
        return found

    # Lists

    def decisions(self) -> Page:
        data = Decisions(tuple(decided(self.state)))
        return _plain("decisions.html", Message("Decisions"), data, Table.of(self.decisions_by_date))

    def organisations(self) -> Page:
        rows = []
        for key, data in self.state.records["organisations"].items():
            processes = self.by_organisation.get(key, [])
            leads = sum(process.fields["lead"] == key for process in processes)
            partakes = len(processes) - leads
            rows.append(LeadingOrganisation(key, data["title"], data.get("type"), leads, partakes))
        return _plain("organisations.html", Message("Administrations"), Organisations(tuple(rows)), Table.of(rows))

    def sources(self) -> Page:
        rows = []
        for key, data in self.state.records["sources"].items():
            source = SourceRow.of(key, data, len(self.lines_cited(key, data.get("lines", 0))))
            rows.append(DocumentRow(source, tuple(data.get("left-out", ()))))
        found = self.report
        told = Sources(tuple(rows), found.discrepancies, found.oddities, found.missing, found.assertions)
        return _plain("sources.html", Message("Sources"), told, Table.of(rows))

    def lines_cited(self, key: str, count: int) -> set[int]:
        found: set[int] = set()
        for fact in self.cited.get(key, ()):
            found.update(Citation(key, fact.first, fact.last).lines(count))
        return found

    def auditors(self) -> Page:
        seals = []
        for key, data in self.state.records["snapshots"].items():
            seal = data.get("seal", {})
            row = SealRow.of(key, data, self.findings)
            seals.append(AuditedSeal(row, seal.get("previous"), seal.get("records", {})))
        digests = [
            SealedRecord(audited.seal.snapshot, key, digest)
            for audited in seals
            for key, digest in audited.digests.items()
        ]
        return _plain("auditors.html", Message("For auditors"), Auditors(tuple(seals)), Table.of(digests))

    def search(self) -> Page:
        held = {name: tuple(key for key, link in self.links.items() if link.collection == name) for name in COLLECTIONS}
        found = (CollectionIds(name, ids) for name, ids in held.items() if ids)
        return _plain("search.html", Message("Search"), Search(tuple(found)))

    def glossary(self) -> Page:
        plans = self.state.records["plans"].items()
        meanings = (PlanMeanings(key, plan["title"], plan.get("completed-means", {})) for key, plan in plans)
        return _plain("glossary.html", Message("Glossary"), Glossary(tuple(meanings)))

    # Between two days

    def between(self) -> Iterator[Page]:
        """What happened from each stop to the next, and the page that leads there."""
        pairs = []
        for first, last in pairwise(self.stops):
            found = diff(self.states[first], self.states[last])
            if not found.changes:
                continue
            start, end = first.isoformat(), last.isoformat()
            path = f"changes/{start}--{end}.html"
            pairs.append(Pair(first, last, path, len(found.changes)))
            title = Message("From {start} to {end}", {"start": start, "end": end})
            yield Page(path, "changes.html", title, {"from": start, "to": end, **diff_data(found)}, nav="between.html")
        opening, final = self.course.days[0], self.state.day
        newest = max((link.date for link in self.snapshots if link.date < final), default=opening)
        data = Between(opening, newest, final, tuple(pairs))
        yield _plain("between.html", Message("Between two dates"), data)


def _plain(path: str, title: Message, data: object = None, table: Table | None = None) -> Page:
    """A page with a template of its own."""
    return Page(path, path, title, data, table, path)


def path_of(collection: str, key: str) -> str:
    """Where a record's page lies."""
    return f"at/{key}.html" if collection == "snapshots" else f"{FOLDERS[collection]}/{key}.html"


def deciders(data: dict[str, Json]) -> set[str]:
    """The organisations whose decision it is."""
    roles = (role.get("organisation") for role in data.get("roles", []))
    return {str(key) for key in (data.get("body"), *data.get("parties", []), *roles) if key}
