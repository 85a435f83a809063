"""A record under examination, what may be asked about the others, and what several checks need."""

import json
import re
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TypeVar

from plptool.model.citations import citations
from plptool.model.collections import COMMISSIONS, Collection
from plptool.model.country import country_of, holidays_of
from plptool.model.dates import DATED, When, days_of, parse_when
from plptool.model.decisions import POINTERS
from plptool.model.events import Event, EventBase, FieldsSet, Status
from plptool.model.findings import Argument, Cause, Message, Severity
from plptool.model.order import circles
from plptool.model.plain import Data, Plain, entries, number_if_any, part, text, text_if_any
from plptool.model.records import Path, Record
from plptool.model.redact import persons_in
from plptool.model.rules import severity
from plptool.model.suggest import did_you_mean, only_guess
from plptool.model.text import natural
from plptool.seals.chain import seals_of
from plptool.seals.verify import DigestedFile
from plptool.timeline.beginnings import (
    Records,
    beginning,
    heirs_of,
    plan_of,
    plan_start,
    records_of_sealed_day,
    sealed_day_has,
    shown,
)
from plptool.timeline.changed import ever_listed, ever_said, names_ever
from plptool.timeline.compare import content
from plptool.timeline.decisions import Dated, has_effect_since, is_later, naming, pointers
from plptool.timeline.fold import events_of
from plptool.timeline.meant import record_meant
from plptool.timeline.resolution import by_collection, ids_sealed_on, in_present_ids, originals, precedence, present_ids

OUTLINES: dict[Collection, tuple[str, ...]] = {
    Collection.PLANS: ("title", "period", "decision", "ratings", "outcomes", "priorities", "indicators"),
    Collection.PROCESSES: ("plan", "from", "listed", "part-of", "continues", "indicators"),
    Collection.DECISIONS: (
        *("title", "date", "concerns", "body", "parties", "paragraph", "registry", "status", "in-force", "period"),
        COMMISSIONS,
        *POINTERS,
    ),
    Collection.ASSIGNMENTS: (),
    Collection.GRANTS: ("years", "uses"),
    Collection.ORGANISATIONS: ("title", "names", "type", "part-of"),
    Collection.SOURCES: ("date", "lines", "pages", "sha256", "copy-of"),
    Collection.SNAPSHOTS: ("date", "assertions"),
}
"""What other records' examination asks about a record."""
_NAMING = ("decision", "grant")
_CITING = ("source", "line")
FORMAL = frozenset({"date", "kind", "source", "status"})
PERSON = "person"
"""The property that names a person, in a public role; an outline has there all whom its record names."""
_BESIDE_THE_FACT = ("source", "written", "discrepancies")
"""What an event has of where it is from: two that differ in nothing else tell one fact."""
_SORT = ("internal", "booked")
"""What tells two meetings of a day apart, though one of them should say no more than that."""
_FEW = 8

Kind = TypeVar("Kind", bound=EventBase)


class Subject:
    """A record under examination, with what several checks need of it, each worked out once.

    Args:
        record: the record.
        unsound: which of its events break the schema, and so are no events.
    """

    def __init__(self, record: Record, unsound: frozenset[int] = frozenset()) -> None:
        self.record = record
        self._unsound = unsound
        self.id = record.id
        self.data = record.data
        self.collection = record.collection

    @property
    def ids(self) -> frozenset[str]:
        """Its id, and those that it had: while processes are read, others may name it by these still."""
        return frozenset((self.id, *self.record.formerly))

    @cached_property
    def events(self) -> list[Event]:
        """In the order in which they take effect."""
        return events_of(self.record, self._unsound)

    @cached_property
    def repeated(self) -> frozenset[int]:
        """Where in the file those events stand that say nothing but what another says: no other rule looks at them."""
        on_date = Counter((event.when.days, event.KIND) for event in self.events)
        repeated: set[int] = set()
        by_sort: dict[Hashable, list[tuple[int, frozenset[tuple[str, str]]]]] = {}
        for event in self.events:
            if on_date[event.when.days, event.KIND] > 1:  # few: of all others no other can say the same
                sort = (event.when.days, event.KIND, *(str(event.data.get(name)) for name in _SORT))
                by_sort.setdefault(sort, []).append((event.index, facts_said(event.data)))
        for alike in by_sort.values():
            for place, (index, said) in enumerate(alike):
                others = (
                    other for at, (_, other) in enumerate(alike) if said < other or (said == other and at < place)
                )
                if any(True for _ in others):
                    repeated.add(index)
        return frozenset(repeated)

    def of_kind(self, kind: type[Kind]) -> list[Kind]:
        """The events of one kind, in the order in which they take effect."""
        return [event for event in self.events if isinstance(event, kind)]

    def listed(self, name: str) -> Iterator[tuple[Path, Data]]:
        """Each entry that a list of the record has at some time, with where it stands: in the list, or in a change."""
        for index, entry in enumerate(entries(self.data, name)):
            yield (name, index), entry
        for event in self.of_kind(FieldsSet):
            for how, said in (("set", event.fields), ("add", event.added)):
                for index, entry in enumerate(entries(said, name)):
                    yield ("events", event.index, how, name, index), entry

    @cached_property
    def mappings(self) -> list[tuple[Path, Data]]:
        """Every mapping in the record, from the top down; but for a seal, which is digests and says nothing itself."""
        return _mappings_in(self.data)

    @cached_property
    def prose(self) -> list[tuple[Path, str]]:
        """Every text in the record, but for what a schema gives the words or the form of."""
        return _prose_in(self.mappings)

    @cached_property
    def words(self) -> str:
        """The prose in one, without the places."""
        # Asked of every record, as `prose` is not: so it does without the places.
        words: list[str] = []
        for _, mapping in self.mappings:
            for key, value in mapping.items():
                if key in FORMAL:
                    continue
                if type(value) is str:
                    words.append(value)
                elif type(value) is list:
                    words += [entry for entry in value if type(entry) is str]
        return "\n".join(words)

    @cached_property
    def cited(self) -> dict[str, list[tuple[Path, str]]]:
        """By document, each citation of it as it is written, with where it stands."""
        by_source: dict[str, list[tuple[Path, str]]] = {}
        for where, citation in self.citations:
            by_source.setdefault(citation.partition("#")[0], []).append((where, citation))
        return by_source

    @cached_property
    def citations(self) -> list[tuple[Path, str]]:
        """Every citation in the record as it is written, with where it stands."""
        written: list[tuple[Path, str]] = []
        for where, mapping in self.mappings:
            for key in _CITING:
                value = mapping.get(key)
                if value is None or "source" in where:
                    continue
                if type(value) is str:
                    written.append(((*where, key), value))
                else:
                    written += [((*where, key, *below), citation) for below, citation in citations(value)]
        return written


def facts_said(data: Data, without: Container[str] = ()) -> frozenset[tuple[str, str]]:
    """What a part of a record says, but for where it is from; two dates are one that mean the same days."""
    return frozenset(
        (key, str(days_of(str(value))) if key in DATED else content(value, key))
        for key, value in data.items()
        if key not in _BESIDE_THE_FACT and key not in without
    )


def _outlined_events(record: Record) -> Plain:
    """Of a record's events, what other records' examinations ask about."""
    if COMMISSIONS in record.data:
        return record.data.get("events", [])
    events = entries(record.data, "events")
    if record.collection is Collection.DECISIONS:
        return [event for event in events if event["kind"] in (Status.KIND, FieldsSet.KIND)]
    if record.collection is not Collection.PROCESSES:
        return [event for event in events if event["kind"] == FieldsSet.KIND]
    naming = ({name: event[name] for name in _NAMING if name in event} for event in events)
    measuring = [event for event in events if _changes_indicators(event)]
    return [*(event for event in naming if event), *measuring]


def _changes_indicators(event: Data) -> bool:
    return event["kind"] == FieldsSet.KIND and any("indicators" in part(event, how) for how in ("set", "add"))


def outline(record: Record) -> Record:
    """A record without all that no other record's examination asks about, so that 10,000 fit in memory."""
    outlined: dict[str, Plain] = {
        name: record.data[name] for name in OUTLINES[record.collection] if name in record.data
    }
    if "events" in record.data:
        outlined["events"] = _outlined_events(record)
    if "withdrawn" in record.data:
        outlined["withdrawn"] = True
    if "formerly" in record.data:
        outlined["formerly"] = record.data["formerly"]
    if persons := sorted(frozenset(persons_in(record.data))):
        outlined[PERSON] = persons
    return Record(record.id, record.collection, record.path, outlined)


def prose_in(data: Data) -> list[tuple[Path, str]]:
    """Every text below some data, as a record's subject has it."""
    return _prose_in(_mappings_in(data))


def _mappings_in(whole: Data) -> list[tuple[Path, Data]]:
    mappings: list[tuple[Path, Data]] = []
    pending: list[tuple[Path, Plain]] = [((), whole)]
    for where, data in pending:  # grows as it goes
        if isinstance(data, dict):
            mappings.append((where, data))
            for key, value in data.items():
                if (type(value) is dict and key != "seal") or type(value) is list:
                    pending.append(((*where, key), value))
        elif isinstance(data, list):
            for index, value in enumerate(data):
                if type(value) is dict or type(value) is list:
                    pending.append(((*where, index), value))
    return mappings


def _prose_in(mappings: Iterable[tuple[Path, Data]]) -> list[tuple[Path, str]]:
    prose: list[tuple[Path, str]] = []
    for where, mapping in mappings:
        for key, value in mapping.items():
            if key in FORMAL:
                continue
            if type(value) is str:
                prose.append(((*where, key), value))
            elif type(value) is list:
                prose += [((*where, key, index), entry) for index, entry in enumerate(value) if type(entry) is str]
    return prose


class Context:
    """What the examination of a record may ask about the others.

    Args:
        records: every record that loaded, in full or in outline.
        broken: ids of those that did not load; they are not unknown.
        manifest: what it says of severities.
        unfit: by path, the data of files that hold no record: a snapshot among them may have a seal.
    """

    def __init__(
        self,
        records: Iterable[Record],
        broken: Iterable[str],
        manifest: Data,
        unfit: Mapping[str, Plain] = MappingProxyType({}),
    ) -> None:
        self.manifest = manifest
        self.holidays = holidays_of(manifest)
        """The country, or the part of it, whose days off count."""
        self.originals, duplicates = originals(records)
        self._present_ids = present_ids(self.originals)
        if self._present_ids:
            self.originals = {key: self.in_present_ids(record) for key, record in self.originals.items()}
        self.collections = by_collection(self.originals)
        everything = (*self.originals.values(), *duplicates)
        snapshots = [record for record in everything if record.collection is Collection.SNAPSHOTS]
        self.broken = frozenset(broken).union(record.id for record in duplicates)
        """Ids of records that did not load, or not where they were looked for: not in the answer, but not unknown."""

        self.seals = seals_of(snapshots, unfit)
        self.sealed_days = sorted({seal.day for seal in self.seals})
        """The days whose facts must stand as they were."""
        self._ids_sealed_on = {day: ids_sealed_on([seal.data for seal in self.seals], day) for day in self.sealed_days}
        self._on_day: dict[date, Records] = {}
        self._saying: dict[tuple[Collection, str], Mapping[str, list[Record]]] = {}

    def called_now(self, key: str) -> str:
        """The id that a record has which is named by this one."""
        return self._present_ids.get(key, key)

    def in_present_ids(self, record: Record) -> Record:
        """A record that names others by the ids that they have now, as far as it is known who has another."""
        return in_present_ids(record, self._present_ids)

    def digested(self, path: str, data: Plain, record: Record | None = None) -> list[DigestedFile]:
        """What a file has to say to the seals; nothing where there is none.

        Args:
            path: the file's.
            data: what it holds.
            record: the record that it is; None where it parsed and is none.
        """
        if not self.sealed_days:
            return []
        began = beginning(self, self.in_present_ids(record)) if record else None
        return [DigestedFile.of(path, data, self.sealed_days, began, legible=record is not None)]

    def saying(self, collection: Collection, name: str) -> Mapping[str, list[Record]]:
        """The records of a collection that have a property whose value is a text, by that text."""
        if (collection, name) not in self._saying:
            by_text: dict[str, list[Record]] = {}
            for record in self.collections[collection].values():
                said = text_if_any(record.data, name)
                if said is not None:
                    by_text.setdefault(said, []).append(record)
            self._saying[collection, name] = by_text
        return self._saying[collection, name]

    def shows(self, record: Record, day: date) -> bool:
        """Whether the ledger has a record on a day, as its state has it."""
        sealed_ids = self._ids_sealed_on.get(day)
        return shown(record, day) and (sealed_ids is None or sealed_day_has(self, self._heirs, record, day, sealed_ids))

    @cached_property
    def _heirs(self) -> Mapping[str, Record]:
        """By the id that was sealed, the record that goes on under another."""
        return heirs_of(self)

    def at(self, day: date) -> Records:
        """The records that the ledger has on a day, as its state has them."""
        if day not in self._on_day:
            sealed_ids = self._ids_sealed_on.get(day)
            self._on_day[day] = self if sealed_ids is None else records_of_sealed_day(self, day, sealed_ids)
        return self._on_day[day]

    def original(self, record: Record) -> Record:
        """The record that has the id, where others have it too: this one, or another that is known."""
        return min(self.originals.get(record.id, record), record, key=precedence)

    def digest(self) -> str:
        """Differs wherever an examination in this context could come to another end."""
        originals = sorted(self.originals.values(), key=lambda record: (record.path, record.id))
        records = [(record.path, record.id, outline(record).data) for record in originals]
        days = [day.isoformat() for day in self.sealed_days]
        places = [country_of(self.manifest), self.holidays]
        known = [records, sorted(self.broken), part(self.manifest, "severities"), days, places]
        return sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

    def severity(self, rule: str) -> Severity:
        """How grave a rule is in this ledger."""
        return severity(rule, self.manifest)

    @cached_property
    def ids(self) -> Mapping[str | None, frozenset[str]]:
        """The ids of each collection, and under None of all: what is broken is not unknown."""
        ids: dict[str | None, frozenset[str]] = {None: self.broken.union(self.originals)}
        for collection, records in self.collections.items():
            ids[collection] = self.broken.union(records)
        return ids

    @cached_property
    def nameable(self) -> Mapping[str | None, frozenset[str]]:
        """The same without what was withdrawn."""
        withdrawn = {record_id for record_id, record in self.originals.items() if "withdrawn" in record.data}
        return {name: ids - withdrawn for name, ids in self.ids.items()} if withdrawn else self.ids

    @cached_property
    def written(self) -> dict[str, When]:
        """The date of each document."""
        sources = self.collections[Collection.SOURCES]
        return {source_id: parse_when(text(source.data, "date")) for source_id, source in sources.items()}

    @cached_property
    def lines(self) -> dict[str, int | None]:
        """How many lines each document has, where that is known."""
        sources = self.collections[Collection.SOURCES]
        return {source_id: number_if_any(source.data, "lines") for source_id, source in sources.items()}

    @cached_property
    def pages(self) -> dict[str, int | None]:
        """How many pages each document has, where that is known."""
        sources = self.collections[Collection.SOURCES]
        return {source_id: number_if_any(source.data, "pages") for source_id, source in sources.items()}

    @cached_property
    def newest_document(self) -> date:
        """The newest day of a document; the first of all days where there is none."""
        return max((written.latest for written in self.written.values() if written.latest), default=date.min)

    @cached_property
    def snapshot_days(self) -> tuple[str, ...]:
        """Days that assertions are about."""
        days: set[str] = set()
        for snapshot in self.collections[Collection.SNAPSHOTS].values():
            if snapshot.data.get("assertions") and "withdrawn" not in snapshot.data:
                days.add(text(snapshot.data, "date"))
        return tuple(sorted(days))

    @cached_property
    def naming(self) -> dict[str, set[str]]:
        """The processes whose events name each decision."""
        return self._processes_naming("decision")

    @cached_property
    def _decisions(self) -> dict[str, Record]:
        """By id, the decisions that say something."""
        decisions = self.collections[Collection.DECISIONS]
        return {
            decision_id: decision for decision_id, decision in decisions.items() if "withdrawn" not in decision.data
        }

    @cached_property
    def repeals(self) -> dict[str, list[tuple[Dated, str]]]:
        """By decision, those that repeal it after all that is told of them, the first to have effect first."""
        effects = {decision_id: has_effect_since(one, date.max) for decision_id, one in self._decisions.items()}
        found: dict[str, list[tuple[Dated, str]]] = {}
        for decision_id, named_by in naming(self._decisions, "repeals").items():
            repeals = [(since, by) for by in named_by if (since := effects[by]) is not None]
            found[decision_id] = sorted(repeals, key=lambda repeal: repeal[0].day)
        return found

    @cached_property
    def circles(self) -> dict[str, frozenset[str]]:
        """By the first decision of each circle, those that name each other in turn; but for what names a later one."""
        decisions = self._decisions
        graph = {
            key: [
                earlier
                for _, earlier in pointers(one.data)
                if earlier in decisions and earlier != key and not is_later(decisions[earlier], one)
            ]
            for key, one in decisions.items()
        }
        return {min(circle, key=natural): circle for circle in circles(graph)}

    @cached_property
    def funded(self) -> dict[str, set[str]]:
        """The processes whose events tell of each grant."""
        return self._processes_naming("grant")

    def _processes_naming(self, name: str) -> dict[str, set[str]]:
        """By the id that an event's property has, the processes with such an event."""
        processes: dict[str, set[str]] = {}
        for process in self.collections[Collection.PROCESSES].values():
            for event in entries(process.data, "events"):
                if name in event:
                    processes.setdefault(text(event, name), set()).add(process.id)
        return processes

    @cached_property
    def persons(self) -> frozenset[str]:
        """All whom the ledger names in a public role; while processes are read, all but those whom these name."""
        named = frozenset(name for record in self.originals.values() for name in persons_in(record.data))
        organisations = self.collections[Collection.ORGANISATIONS].values()
        return named.difference(name for record in organisations for name in names_ever(record))

    @cached_property
    def served(self) -> dict[str, set[str]]:
        """The processes that each grant has a use for."""
        served: dict[str, set[str]] = {}
        for grant in self.collections[Collection.GRANTS].values():
            uses = ever_listed(grant, "uses")
            served[grant.id] = {text(use, "process") for use in uses if "process" in use}
        return served


def event_path(event: Event, field: str = "date") -> Path:
    """Where in its record a field of an event stands."""
    return ("events", event.index, field)


def adoption(context: Context, record: Record) -> Cause | None:
    """What says since when the plan of a process holds: the date of the decision that adopts it, or its period."""
    plan = context.collections[Collection.PLANS].get(plan_of(context, record) or "")
    if plan is None:
        return None
    decision = context.collections[Collection.DECISIONS].get(text_if_any(plan.data, "decision") or "")
    if decision is not None and "withdrawn" not in decision.data:
        return Cause(decision.id, ("date",))
    return Cause(plan.id, ("period",))


def adopted_on(context: Context, record: Record) -> date | None:
    """The day on which a process's plan begins; None where it never does, and where what says so cannot be read."""
    plan = context.collections[Collection.PLANS].get(plan_of(context, record) or "")
    if plan is not None and text_if_any(plan.data, "decision") in context.broken:
        return None
    return plan_start(context, record)


def only_near(context: Context, collection: Collection, wrong: str) -> str | None:
    """The one record that a wrong id can only mean: by its name, or as no other id is like it."""
    records = context.collections[collection]
    if collection is Collection.ORGANISATIONS:
        folded = wrong.casefold()
        named = [key for key, record in records.items() if folded in map(str.casefold, names_ever(record))]
        if named:
            return named[0] if len(named) == 1 else None
    return only_guess(wrong, sorted(records))


def near(context: Context, collection: Collection, wrong: str) -> Message:
    """What a wrong id was probably meant to be; for organisations, also by the names they go by."""
    records = context.collections[collection]
    if collection is Collection.ORGANISATIONS:
        for record in records.values():
            names = names_ever(record)
            if wrong.casefold() in (name.casefold() for name in names):
                return did_you_mean(record.id)
        if all(name in context.collections[collection] for name in re.split("[/,;&+]", wrong)):
            return Message("Write one organisation: others that take part are `partners`, or `parties` of a decision.")
    ids_there = sorted(context.collections[collection])
    meant = record_meant(wrong, records)
    if meant is not None:
        return did_you_mean(meant)
    if not ids_there:
        return Message("Make it a record in ledger/{folder}/.", {"folder": collection})
    if len(ids_there) > _FEW:
        folder = {"folder": collection}
        return Message("Make it a record in ledger/{folder}/, or write the id of one that is there.", folder)
    arguments: dict[str, Argument] = {"folder": collection, "words": ids_there}
    return Message("Make it a record in ledger/{folder}/, or write one of: {words}", arguments)


def periods_of(record: Record) -> list[When]:
    """The periods that a record has one after the other: a plan or grant that is extended has two."""
    return [parse_when(str(period)) for period in ever_said(record, "period")]


def outside(when: When, periods: Sequence[When]) -> bool:
    """Whether a time has no day in common with any of some periods, where there are such."""
    if not periods:
        return False
    return all(when.apart_from(period) for period in periods)


def fields_of(subject: Subject) -> Iterator[tuple[Path, Data]]:
    """A record's fields, and what changes set of them, with where they stand."""
    yield (), subject.data
    for event in subject.of_kind(FieldsSet):
        yield event_path(event, "set"), event.fields
