"""PLP6xx: assertions, sources, discrepancies, and what two records say of each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import parse_when
from plptool.model.events import Decided, Event, Status
from plptool.model.findings import Message, Problem
from plptool.model.plain import Data, entries, number
from plptool.model.records import Json, Path, Record
from plptool.timeline.beginnings import without_later
from plptool.timeline.fold import STATUSES, ProcessState, fold

_SOURCELESS = frozenset({"id", "source", "events", "discrepancies", "known", "written", "formerly", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stood on a day, as far as assertions count."""

    id: str
    plan: str | None
    lead: str
    listed: tuple[str, ...]
    status: str | None

    @classmethod
    def of(cls, process: ProcessState) -> "Standing":
        fields = process.fields
        return cls(process.id, process.plan, fields["lead"], tuple(fields.get("listed", ())), process.status)


def standings(one: Subject, context: Context) -> Iterator[tuple[str, Standing]]:
    """How the process stood on each day that an assertion is about."""
    if one.collection is Collection.PROCESSES:
        for day in context.snapshot_days:
            then = date.fromisoformat(day)
            if context.shows(one.record, then):
                yield day, Standing.of(fold(context.at(then), one.record, then, one.events))


def assertions(context: Context, stood: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """What the sources count against what the records give, once every process has been examined."""
    if context.broken:
        return  # a count that lacks the broken records proves nothing
    for record in context.collections["snapshots"].values():
        day = record.data["date"]
        if "withdrawn" in record.data:
            continue
        for index, assertion in enumerate(record.data.get("assertions", [])):
            where: Path = ("assertions", index)
            if assertion["kind"] == "grant":
                yield from _amount(context, record, where, assertion)
            else:
                yield from _counts(stood.get(day, ()), record, where, assertion)


def in_scope(stood: Iterable[Standing], assertion: Data) -> list[Standing]:
    """The processes that an assertion speaks of."""
    return [
        one
        for one in stood
        if assertion.get("plan") in (None, one.plan)
        and assertion.get("lead") in (None, one.lead)
        and ("listed" not in assertion or assertion["listed"] in one.listed)
    ]


def counted(stood: list[Standing]) -> dict[str, list[str]]:
    """The ids behind every figure that an assertion may claim."""
    return {
        "total": [one.id for one in stood],
        **{status: [one.id for one in stood if one.status == status] for status in STATUSES},
        "continuing": [one.id for one in stood if one.status not in (None, "completed")],
    }


def _counts(stood: Iterable[Standing], record: Record, where: Path, assertion: dict[str, Json]) -> Iterator[Problem]:
    scope = in_scope(stood, assertion)
    found = counted(scope)
    for name, claim in assertion["counts"].items():
        ids = found[name]
        wrong = len(ids) > claim if assertion.get("partial") else len(ids) != claim
        if wrong:
            args = {"name": Message(name), "claim": claim, "n": len(ids), "ids": ", ".join(ids) or "–"}
            message = Message("the source says {name} {claim}; the records give {n}: {ids}", args)
            if name == "total" or assertion.get("partial"):
                hint = Message("Check the figure, its scope, and which records belong to it.")
            else:
                others = [f"{one.id} {one.status}" for one in scope if one.id not in ids]
                hint = Message("The others in scope: {others}", {"others": ", ".join(others) or "–"})
            yield Problem("PLP601", record, (*where, "counts", name), message, hint, f"{name} {len(ids)}")


def _amount(context: Context, record: Record, where: Path, assertion: dict[str, Json]) -> Iterator[Problem]:
    grant = context.collections["grants"].get(assertion["grant"])
    if grant is None:
        return  # an unknown grant is told elsewhere
    day = date.fromisoformat(record.data["date"])
    years = entries(without_later(grant.data, day), "years") if context.shows(grant, day) else ()
    total = sum(number(year, "amount") for year in years)
    claim = assertion["amount"]
    if total > claim if assertion.get("partial") else total != claim:
        parts = " + ".join(f"{year['amount']} ({year['year']})" for year in years) or "0"
        args = {"claim": claim, "parts": parts, "total": total}
        message = Message("the source says {claim}; the records give {parts} = {total}", args)
        yield Problem(
            "PLP601", record, (*where, "amount"), message, Message("Check the years' amounts."), f"amount {total}"
        )


def discrepancies(one: Subject, _: Context) -> Iterator[Problem]:
    for where, mapping in one.mappings:
        for index, said in enumerate(mapping.get("discrepancies", ())):
            field = said["field"]
            recorded = mapping.get(field)
            claimed = [claim["value"] for claim in said["claims"]]
            if not any(_same(value, recorded) for value in claimed):
                shown = "–" if recorded is None else str(recorded)
                args = {"field": field, "value": shown}
                message = Message("no claim about `{field}` is the recorded value, {value}", args)
                hint = Message("Claimed: {claims}", {"claims": ", ".join(str(value) for value in claimed)})
                yield Problem("PLP602", one.record, (*where, "discrepancies", index, "claims"), message, hint, field)


def _same(claim: Json, recorded: Json) -> bool:
    # Claims are read as text, since a claim may be about any field.
    if isinstance(claim, list) and isinstance(recorded, list):
        return [str(one) for one in claim] == [str(one) for one in recorded]
    if isinstance(recorded, bool):
        return str(claim).lower() == str(recorded).lower()
    return recorded is not None and str(claim) == str(recorded)


def process_sides(one: Subject, context: Context) -> Iterator[Problem]:
    """A process and the decisions and grants that its events name agree on it."""
    if one.collection is not Collection.PROCESSES:
        return
    for event in (event for event in one.events if "decision" in event.data or "grant" in event.data):
        decision = context.collections["decisions"].get(event.data.get("decision", ""))
        if decision is not None:
            yield from _decision_side(one, event, decision)
        grant = context.collections["grants"].get(event.data.get("grant", ""))
        if grant is not None and one.id not in context.served[grant.id]:
            message = Message("the grant `{grant}` has no use for {process}", {"grant": grant.id, "process": one.id})
            hint = Message("Add it to `uses` in {path}.", {"path": grant.path})
            yield Problem("PLP608", one.record, event_path(event, "grant"), message, hint, grant.id)


def _decision_side(one: Subject, event: Event, decision: Record) -> Iterator[Problem]:
    if isinstance(event, Decided | Status) and parse_when(decision.data["date"]) != event.when:
        args = {"event": event.when.text, "id": decision.id, "date": decision.data["date"]}
        message = Message("the event is of {event}, the decision `{id}` of {date}", args)
        hint = Message("One decision has one date.")
        yield Problem("PLP604", one.record, event_path(event), message, hint, decision.id)
    if one.id not in decision.data.get("concerns", []):
        args = {"id": decision.id, "process": one.id}
        message = Message("the decision `{id}` does not say that it concerns {process}", args)
        hint = Message("Add {process} to `concerns` in {path}.", {"process": one.id, "path": decision.path})
        yield Problem("PLP605", one.record, event_path(event, "decision"), message, hint, decision.id)


def other_sides(one: Subject, context: Context) -> Iterator[Problem]:
    """The processes that a decision concerns, or that a grant has a use for, tell of it."""
    processes = context.collections["processes"]
    if one.collection is Collection.DECISIONS:
        naming = context.naming.get(one.id, ())
        for index, key in enumerate(one.data.get("concerns", [])):
            if key in processes and key not in naming:
                message = Message("no event of {process} names the decision `{id}`", {"process": key, "id": one.id})
                hint = Message("Add an event of kind `decision` in {path}.", {"path": processes[key].path})
                yield Problem("PLP605", one.record, ("concerns", index), message, hint, key)
    elif one.collection is Collection.GRANTS:
        funded = context.funded.get(one.id, ())
        for index, use in enumerate(one.data.get("uses", [])):
            key = use.get("process", "")
            if key in processes and key not in funded:
                message = Message("no event of {process} tells of the grant", {"process": key})
                hint = Message("Add an event of kind `grant` in {path}.", {"path": processes[key].path})
                yield Problem("PLP608", one.record, ("uses", index, "process"), message, hint, key)


def sourced(one: Subject, _: Context) -> Iterator[Problem]:
    """Every field has a source, where the record gives them field by field."""
    source = one.data.get("source")
    if not isinstance(source, dict):
        return
    for field, value in one.data.items():
        if field in _SOURCELESS or field in source or _carries_its_own(value):
            continue
        if one.collection is Collection.SOURCES and field not in ("title", "date", "registry"):
            continue  # said of the document, not by it
        message = Message("`{field}` has no source", {"field": field})
        hint = Message("Add `{field}:` under `source:`.", {"field": field})
        yield Problem("PLP607", one.record, (field,), message, hint, field, at_key=True)
    for field in source:
        if field not in one.data:
            message = Message("a source for `{field}`, which the record does not have", {"field": field})
            hint = Message("Add the field, or remove its source.")
            yield Problem("PLP607", one.record, ("source", field), message, hint, field, at_key=True)


def _carries_its_own(value: Json) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_carries_its_own(one) for one in value)
    return isinstance(value, dict) and ("source" in value or all(_carries_its_own(one) for one in value.values()))


def gaps(one: Subject, _: Context) -> Iterator[Problem]:
    """What the documents leave unsaid: who decided, what sort of body it is."""
    if one.collection is Collection.DECISIONS and not any(key in one.data for key in ("body", "parties", "roles")):
        message = Message("the documents do not say who decided")
        hint = Message("Add `body` or `parties` when it is known.")
        yield Problem("PLP609", one.record, ("status",), message, hint, "body")
    elif one.collection is Collection.ORGANISATIONS and "type" not in one.data:
        message = Message("the documents do not say what sort of organisation it is")
        yield Problem("PLP609", one.record, ("id",), message, Message("Add `type` when it is known."), "type")
    elif one.collection is Collection.PROCESSES:
        for field in ("activities", "goal", "priority", "period"):
            if field not in one.data:
                message = Message("the documents do not give its {field}", {"field": field})
                yield Problem("PLP609", one.record, ("id",), message, Message("Add it when it is known."), field)
