"""A ledger, all its records by id; and its state, every record as it stood at the end of a day."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType

from plptool.model.collections import Collection
from plptool.model.dates import parse_day, parse_when
from plptool.model.decisions import need_titles
from plptool.model.errors import UserError
from plptool.model.events import Expected
from plptool.model.financial_year import YearStart, year_start
from plptool.model.findings import Finding, Message
from plptool.model.names import Names
from plptool.model.plain import Data, Plain, entries, text
from plptool.model.ports import Tree
from plptool.model.records import Point, Record
from plptool.model.redact import nameless, nameless_manifest, names_in
from plptool.model.suggest import did_you_mean, guess
from plptool.model.text import natural
from plptool.timeline.beginnings import entry_date, records_of_sealed_day, shown, without_later
from plptool.timeline.changed import called_on, stood
from plptool.timeline.decisions import Force, decision_at, forces
from plptool.timeline.fold import Expectation, ProcessState, events_of, fold, process_data, settlements
from plptool.timeline.indicators import HOLDERS as INDICATED
from plptool.timeline.indicators import IndicatorState, indicator_states
from plptool.timeline.meant import record_meant
from plptool.timeline.resolution import (
    by_collection,
    days_sealed_in,
    ids_sealed_on,
    in_present_ids,
    originals,
    present_ids,
)
from plptool.timeline.standings import COUNTING, Standing, standing
from plptool.timeline.tasks import TaskState, task_states


class Ledger:
    """All records that loaded, and what kept the others out."""

    def __init__(
        self,
        tree: Tree,
        manifest: dict[str, Plain],
        records: list[Record],
        faults: list[Finding],
        broken: set[str],
        unfit: Data = MappingProxyType({}),
    ) -> None:
        self.tree = tree
        self.manifest = manifest
        self.faults = tuple(faults)
        self.unfit = unfit
        """By path: the data of files that parsed and hold no record."""
        self.records, self.duplicates = originals(records)
        """By id, the records; and those whose id another file answers for: no answer has these, and no seal."""
        self.collections = by_collection(self.records)
        self.broken = frozenset(broken | {record.id for record in self.duplicates})
        """Ids of records that did not load, or not where they were looked for: not in the answer, but not unknown."""

    @property
    def language(self) -> str:
        """The language of its documents and pages, by its ISO 639 code."""
        return str(self.manifest.get("language", "en"))

    @property
    def year_start(self) -> YearStart:
        """When a year begins: what is told by year is told of these."""
        return year_start(self.manifest)

    @property
    def title(self) -> str:
        return str(self.manifest.get("title", "ledger"))

    def record(self, key: str) -> Record:
        """The record of an id.

        Raises:
            UserError: there is none, or it is broken.
        """
        record = self.records.get(self.present_ids.get(key, key))
        if record is not None:
            return record
        if key in self.broken:
            raise UserError(Message("the record {id!r} is broken; `plptool validate` says how", {"id": key}))
        meant = record_meant(key, self.records)
        hint = guess(key, sorted(self.records, key=natural)) if meant is None else did_you_mean(meant)
        raise UserError(Message("there is no record {id!r}. {hint}", {"id": key, "hint": hint}))

    def all_records(self) -> Iterator[Record]:
        """Every record that loaded, also one whose id another file answers for."""
        yield from self.records.values()
        yield from self.duplicates

    def all_data(self) -> Iterator[Plain]:
        """What every file says, also of those that hold no record."""
        yield from (record.data for record in self.all_records())
        yield from self.unfit.values()

    def nameless(self, names: Names | None = None) -> "Ledger":
        """The same ledger, without persons in its records and its manifest; where that lets them be named, itself.

        Args:
            names: those that stand in no text; without them, all that its own records name.
        """
        if self.manifest.get("publish-names") is True:
            return self
        names = names or names_in(self.all_data())
        records = [replace(record, data=nameless(record.data, names)) for record in self.all_records()]
        return self._with(records, nameless_manifest(self.manifest, names))

    def with_records(self, records: Iterable[Record]) -> "Ledger":
        """The same ledger, whose records say something else."""
        return self._with(list(records))

    def with_manifest(self, manifest: dict[str, Plain]) -> "Ledger":
        """The same records under another manifest."""
        return self._with(list(self.all_records()), manifest)

    def _with(self, records: list[Record], manifest: dict[str, Plain] | None = None) -> "Ledger":
        """The same ledger with other records, and under another manifest where one is given."""
        manifest = self.manifest if manifest is None else manifest
        return Ledger(self.tree, manifest, records, list(self.faults), set(self.broken), self.unfit)

    def at(self, day: str | date) -> "State":
        """The ledger as it stood at the end of the day (`231231`, ISO, or a date).

        Raises:
            UserError: the day is not in the calendar.
        """
        if isinstance(day, str):
            day = parse_day(day)
        if not isinstance(day, date) or isinstance(day, datetime):  # of a moment only its time zone says the day
            raise UserError(
                Message("{day} is not a day: give text such as '231231', or a datetime.date", {"day": repr(day)})
            )
        sealed_ids = ids_sealed_on(self._snapshots_data(), day)
        recorded = self.in_present_ids
        return State(recorded if sealed_ids is None else recorded.as_of_sealed_day(day, sealed_ids), day, recorded)

    @cached_property
    def present_ids(self) -> Mapping[str, str]:
        """By each id that a record had before and that may be named still, the one that it has."""
        return present_ids(self.records)

    @cached_property
    def in_present_ids(self) -> "Ledger":
        """The same ledger, whose records name each other by the ids that they have now: what every answer tells."""
        return self.named_by(self.present_ids)

    def named_by(self, present: Mapping[str, str]) -> "Ledger":
        """The same ledger, whose records name others by their present ids; itself, where nothing has another now."""
        if not present:
            return self
        return self._with([in_present_ids(record, present) for record in self.all_records()])

    @property
    def sealed_days(self) -> list[date]:
        """The days of which there is a seal."""
        return days_sealed_in(self._snapshots_data())

    def _snapshots_data(self) -> list[Plain]:
        """What all files among the snapshots hold, also those that are no records."""
        unfit = (data for path, data in self.unfit.items() if path.startswith("ledger/snapshots/"))
        return [*(record.data for record in self.snapshots), *unfit]

    def as_of_sealed_day(self, day: date, sealed_ids: Container[str]) -> "Ledger":
        """The ledger without what a sealed day does not have."""
        sealed_records = records_of_sealed_day(self, day, sealed_ids)
        return self._with([record for by_id in sealed_records.collections.values() for record in by_id.values()])

    @property
    def snapshots(self) -> list[Record]:
        """What every file among the snapshots holds, also where another file answers for its id."""
        return [record for record in self.all_records() if record.collection is Collection.SNAPSHOTS]

    @cached_property
    def newest_snapshot(self) -> date | None:
        """The day of the newest snapshot; None where there is none."""
        snapshots = self.collections[Collection.SNAPSHOTS].values()
        written = [text(record.data, "date") for record in snapshots if "withdrawn" not in record.data]
        return max(map(date.fromisoformat, written), default=None)


class State:
    """Every record at a day. Later facts are left out; of a day that is sealed, so is what it does not have."""

    def __init__(self, ledger: Ledger, day: date, recorded: Ledger | None = None) -> None:
        self.ledger = ledger
        """What the day has: of a day that is sealed, not all that is recorded."""
        self.recorded = ledger if recorded is None else recorded
        """All that is recorded."""
        self.day = day

    @property
    def point(self) -> Point:
        """What is looked at: the day, as this revision told it."""
        return Point(self.day.isoformat(), self.ledger.tree.revision)

    @cached_property
    def closed(self) -> date | None:
        """The day of the first seal of this day or a later one; None where no seal closes it."""
        return next((sealed for sealed in self.recorded.sealed_days if sealed >= self.day), None)

    @cached_property
    def processes(self) -> dict[str, ProcessState]:
        """Each process that is shown on the day, by id, as it stood."""
        records = self.ledger.collections["processes"]
        return {
            process_id: fold(self.ledger, records[process_id], self.day)
            for process_id in sorted(records, key=natural)
            if shown(records[process_id], self.day)
        }

    @cached_property
    def records(self) -> dict[str, dict[str, dict[str, Plain]]]:
        """By collection and id: each record's data without what is later than the day."""
        return {collection: self.data_of(collection) for collection in Collection}

    def shown_records(self) -> Iterator[Record]:
        """Each record that is there, with what it says by the day: of a process, as it was written."""
        for by_id in self.ledger.collections.values():
            for record in by_id.values():
                if shown(record, self.day):
                    yield replace(record, data=_by(record, self.day))

    def data_of(self, collection: Collection) -> dict[str, dict[str, Plain]]:
        """By id, what each record of a collection that is shown says by the day."""
        records = self.ledger.collections[collection]
        in_order = sorted(records, key=natural)
        shown_ids = [key for key in in_order if shown(records[key], self.day)]
        if collection is Collection.PROCESSES:
            return {key: process_data(self.processes[key], self.day) for key in shown_ids}
        return {key: _by(records[key], self.day) for key in shown_ids}

    @cached_property
    def decisions(self) -> dict[str, dict[str, Plain]]:
        """The decisions known by the day, each with the status that it had, by date."""
        # No process need be folded for these.
        decisions = {
            key: decision_at(self.ledger.records[key], data, self.day)
            for key, data in self.data_of(Collection.DECISIONS).items()
        }
        dates = {key: parse_when(text(data, "date")).order for key, data in decisions.items()}
        return {key: decisions[key] for key in sorted(decisions, key=lambda key: (dates[key], natural(key)))}

    @cached_property
    def need_titles(self) -> frozenset[str]:
        """The decisions that only their title tells from others, where people are told which is meant."""
        return need_titles(self.decisions)

    @cached_property
    def forces(self) -> dict[str, Force]:
        """By decision that is known by the day, whether it is in force, and what others made of it."""
        records = self.ledger.collections[Collection.DECISIONS]
        return forces({key: records[key] for key in self.decisions}, self.day)

    @cached_property
    def expectations(self) -> tuple[Expectation, ...]:
        """What was foreseen by the day and is not settled by it, by due date; of one date, by record.

        Of one record, as the events take effect: in which order a file has them, means nothing.
        """
        open_expectations: list[Expectation] = []
        for record in self.ledger.records.values():
            if not _expects(record) or not shown(record, self.day):
                continue
            effective = [event for event in events_of(record) if event.when.by(self.day)]
            for expected, settled in settlements(record, effective):
                if settled is None:
                    open_expectations.append(Expectation(record, expected, parse_when(expected.due)))
        open_expectations.sort(key=lambda expectation: (expectation.due.order, natural(expectation.record.id)))
        return tuple(open_expectations)

    @cached_property
    def tasks(self) -> tuple[TaskState, ...]:
        """What somebody was to do by the day, as it stood: by record, and of one record as it lists them."""
        records = (record for by_id in self.ledger.collections.values() for record in by_id.values())
        shown_records = [record for record in records if shown(record, self.day)]
        return tuple(
            state
            for record in sorted(shown_records, key=lambda record: natural(record.id))
            for state in task_states(record, self.day)
        )

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How plans, processes and assignments stood, as far as documents give totals of what is in them."""
        found = [standing(process.record, self.day, process) for process in self.processes.values()]
        for collection in COUNTING:
            if collection is not Collection.PROCESSES:
                records = self.ledger.collections[collection].values()
                found += [standing(record, self.day) for record in records if shown(record, self.day)]
        return tuple(found)

    @cached_property
    def indicators(self) -> tuple[IndicatorState, ...]:
        """What is measured, as it stood by the day: by record, and of one record as it lists them."""
        states: list[IndicatorState] = []
        for collection in INDICATED:
            records = self.ledger.collections[collection]
            for key in sorted(records, key=natural):
                if shown(records[key], self.day):
                    states += indicator_states(records[key], self.day)
        return tuple(states)


def _expects(record: Record) -> bool:
    """Whether a record foresees anything on any day: most do not, and their events need not be put in order."""
    return "gates" in record.data or any(event["kind"] == Expected.KIND for event in entries(record.data, "events"))


def _by(record: Record, day: date) -> dict[str, Plain]:
    """What a record says by a day; its events as they take effect, in whatever order they were written."""
    data: dict[str, Plain] = without_later(stood(record, day), day)
    if "events" in data:
        data["events"] = [event.data for event in events_of(replace(record, data=data))]
    return data


def uses(state: State) -> Iterator[tuple[str, Data]]:
    """Every use of every grant at the state's day, with the grant's id."""
    for grant_id, grant in state.records[Collection.GRANTS].items():
        for use in entries(grant, "uses"):
            yield grant_id, use


def years_to_end(state: State, grant_id: str) -> Iterator[Data]:
    """The years of a grant that have not ended by the state's day. Like all that is foreseen, they are in no total.

    Of a day that is closed there are only those that its seal has: what was foreseen beyond may be written otherwise
    since, and nobody could tell.
    """
    record = state.ledger.collections[Collection.GRANTS][grant_id]
    closed = state.closed
    for year in entries(stood(record, state.day), "years"):
        when = entry_date(year)
        if when is None or when.by(state.day):
            continue
        if closed is None or when.by(closed):
            yield year


def titles(*states: State) -> dict[str, str]:
    """What each record is called on the states' days, the last word last."""
    titles_by_id: dict[str, str] = {}
    for state in states:
        for key, record in state.ledger.records.items():
            titles_by_id[key] = called_on(record, state.day)
    return titles_by_id
