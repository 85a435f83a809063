"""PLP6xx but for citations: assertions, sources, discrepancies, and what two records say of each other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import DATED, days_of, parse_when
from plptool.model.events import Decided, Event, OfTask, Status
from plptool.model.findings import NAMED, Argument, Cause, Message, Problem
from plptool.model.plain import Data, Plain, as_list, entries, number, part, text, text_if_any, texts
from plptool.model.records import Path, Record
from plptool.model.redact import claims_persons
from plptool.model.text import natural
from plptool.timeline.beginnings import plan_of, without_later
from plptool.timeline.changed import stood
from plptool.timeline.fold import OVER, STATUSES, ProcessState, fold
from plptool.timeline.tasks import TaskState, balance, task_states

SOURCELESS = frozenset({"id", "source", "events", "discrepancies", "known", "written", "formerly", "withdrawn"})
"""What needs no source: the ledger's own words, and what has its sources in itself."""
_OF_DOCUMENT = ("title", "date", "registry")
"""What a document says of itself; the rest of a source is said of it."""
_EXPECTED_OF_PROCESS = ("activities", "goal", "priority", "period")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a process stood on a day, as far as assertions count."""

    id: str
    plan: str | None
    leads: tuple[str, ...]
    listed: tuple[str, ...]
    status: str | None

    @classmethod
    def of(cls, process: ProcessState) -> "Standing":
        return cls(process.id, process.plan, process.leads, tuple(part(process.fields, "listed")), process.status)


def standings(subject: Subject, context: Context) -> Iterator[tuple[str, Standing]]:
    """How the process stood on each day that an assertion is about."""
    if subject.collection is Collection.PROCESSES:
        for day in context.snapshot_days:
            then = date.fromisoformat(day)
            if context.shows(subject.record, then):
                yield day, Standing.of(fold(context.at(then), subject.record, then, subject.events))


def assertions_hold(context: Context, standings: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """PLP601: a source's own total is not what the records give.

    It is asked of the whole ledger, once every process has been examined.

    Args:
        context: the ledger.
        standings: by day, how each process stood.
    """
    if context.broken:
        return  # a count that lacks the broken records proves nothing
    for snapshot in context.collections[Collection.SNAPSHOTS].values():
        if "withdrawn" in snapshot.data:
            continue
        for index, data in enumerate(entries(snapshot.data, "assertions")):
            examine = ASSERTIONS[text(data, "kind")]
            yield from examine(_Assertion(context, snapshot, ("assertions", index), data), standings)


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A total that a source gives, of a day."""

    context: Context
    snapshot: Record
    where: Path
    data: Data

    @property
    def day(self) -> str:
        """ISO."""
        return text(self.snapshot.data, "date")

    @property
    def itself(self) -> Cause:
        """What all its figures have in common: one record that stands otherwise moves several."""
        return Cause(self.snapshot.id, self.where)

    @property
    def partial(self) -> bool:
        """Whether the ledger knows that it holds only a part of what the source counts."""
        return bool(self.data.get("partial"))

    def fails(self, claimed: int, found: int) -> bool:
        """Whether what the records give is not what the source says; of a part, whether it is more."""
        return found > claimed if self.partial else found != claimed


def in_scope(standings: Iterable[Standing], assertion: Data) -> list[Standing]:
    """The processes that an assertion speaks of."""
    plan, lead, listed = (text_if_any(assertion, name) for name in ("plan", "lead", "listed"))
    return [
        standing
        for standing in standings
        if plan in (None, standing.plan)
        and (lead is None or lead in standing.leads)
        and (listed is None or listed in standing.listed)
    ]


def counted(standings: list[Standing]) -> dict[str, list[str]]:
    """The ids behind every figure that an assertion may claim."""
    return {
        "total": [standing.id for standing in standings],
        **{status: [standing.id for standing in standings if standing.status == status] for status in STATUSES},
        "continuing": [standing.id for standing in standings if standing.status not in (None, *OVER)],
    }


def _counts(assertion: _Assertion, standings: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """An assertion about processes: each figure that is not what the records give."""
    # Workers are done in any order; told are the processes in that of their files.
    in_order = sorted(standings.get(assertion.day, ()), key=_file_name)
    scope = in_scope(in_order, assertion.data)
    ids_of = counted(scope)
    counts = part(assertion.data, "counts")
    for name in counts:
        claim, ids = number(counts, name), ids_of[name]
        if not assertion.fails(claim, len(ids)):
            continue
        args: dict[str, Argument] = {"name": Message(name), "claim": claim, "n": len(ids), "ids": ids}
        message = Message("the source says {name} {claim}; the records give {n}: {ids}", args)
        if name == "total" or assertion.partial:
            hint = Message("Check the figure, its scope, and which records belong to it.")
        else:
            others = [_standing(standing) for standing in scope if standing.id not in ids]
            hint = Message("The others in scope: {others}", {"others": others})
            if max(len(ids), len(others)) > NAMED:
                hint = Message("{advice}. `plptool list --at {day}` shows all.", {"advice": hint, "day": assertion.day})
        where, value = (*assertion.where, "counts", name), f"{name} {len(ids)}"
        yield Problem("PLP601", assertion.snapshot, where, message, hint, value, cause=assertion.itself)


def _standing(standing: Standing) -> Message:
    """A process with its status."""
    if standing.status is None:
        return Message("{id} without a status", {"id": standing.id})
    return Message("{id} {status}", {"id": standing.id, "status": Message(standing.status)})


def _file_name(standing: Standing) -> str:
    return f"{standing.id}.yaml"


def _amount(assertion: _Assertion, _: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """An assertion about a grant: its amount, where that is not the sum of the years."""
    context = assertion.context
    grant = context.collections[Collection.GRANTS].get(text(assertion.data, "grant"))
    if grant is None:
        return  # an unknown grant is told elsewhere
    day = date.fromisoformat(assertion.day)
    come = without_later(stood(grant, day), day) if context.shows(grant, day) else {}
    amounts = [(number(year, "year"), number(year, "amount")) for year in entries(come, "years")]
    total = sum(amount for _, amount in amounts)
    claim = number(assertion.data, "amount")
    if assertion.fails(claim, total):
        parts = " + ".join(f"{amount} ({year})" for year, amount in amounts) or "0"
        args: dict[str, Argument] = {"claim": claim, "parts": parts, "total": total}
        message = Message("the source says {claim}; the records give {parts} = {total}", args)
        if len(amounts) > NAMED:
            message = Message("the source says {claim}; the records give {total}", args)
        hint = Message("Check the years' amounts.")
        yield Problem("PLP601", assertion.snapshot, (*assertion.where, "amount"), message, hint, f"amount {total}")


def commissions_at(records: Iterable[Record], day: date) -> list[TaskState]:
    """What decisions gave somebody to do by a day, as it stood.

    Args:
        records: the decisions that are shown on the day, in full or in outline.
        day: the day.
    """
    in_order = sorted(records, key=lambda record: natural(record.id))
    return [state for record in in_order for state in task_states(record, day)]


def commissions_in_scope(tasks: Iterable[TaskState], assertion: Data) -> list[TaskState]:
    """The commissions that an assertion speaks of."""
    body, lead = text_if_any(assertion, "body"), text_if_any(assertion, "lead")
    return [
        task
        for task in tasks
        if (lead is None or lead in task.leads)
        and (body is None or body in (*texts(task.task.record.data, "body"), *texts(task.task.record.data, "parties")))
    ]


def commissions_counted(tasks: list[TaskState], assertion: Data, day: date) -> dict[str, list[TaskState]]:
    """The commissions behind every figure that an assertion of a day may claim."""
    since = date.fromisoformat(text_if_any(assertion, "since") or f"{day.year:04}-01-01")
    line = balance(tasks, since - timedelta(days=1))
    return {
        "opening": [*line.opening],
        "new": [*line.opened],
        "reopened": [*line.reopened],
        "executed": [*line.executed],
        "dropped": [*line.dropped],
        "closing": [*line.closing],
        "overdue": [task for task in tasks if task.days_late is not None],
    }


def _commissions(assertion: _Assertion, _: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """An assertion about commissions: each figure that is not what the decisions give."""
    context, day = assertion.context, date.fromisoformat(assertion.day)
    decisions = context.collections[Collection.DECISIONS].values()
    tasks = commissions_at((record for record in decisions if context.shows(record, day)), day)
    found = commissions_counted(commissions_in_scope(tasks, assertion.data), assertion.data, day)
    counts = part(assertion.data, "counts")
    for name in counts:
        claim, counted = number(counts, name), found[name]
        if assertion.fails(claim, len(counted)):
            ids = ", ".join(f"{task.task.record.id} {task.id}" for task in counted)
            args: dict[str, Argument] = {"name": Message(name), "claim": claim, "n": len(counted), "ids": ids or "–"}
            message = Message("the source says {name} {claim}; the records give {n}: {ids}", args)
            hint = Message("Check the figure, its scope, and which records belong to it.")
            where, value = (*assertion.where, "counts", name), f"{name} {len(counted)}"
            yield Problem("PLP601", assertion.snapshot, where, message, hint, value, cause=assertion.itself)


ASSERTIONS: dict[str, Callable[[_Assertion, Mapping[str, Iterable[Standing]]], Iterator[Problem]]] = {
    "processes": _counts,
    "grant": _amount,
    "commissions": _commissions,
}
"""By what `kind` says: how an assertion is examined. A test holds it beside the schema."""


def recorded_value_is_claimed(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP602: of a field on which sources disagree, no claim is the value that is recorded."""
    for where, mapping in subject.mappings:
        if "discrepancies" not in mapping:
            continue
        for index, discrepancy in enumerate(entries(mapping, "discrepancies")):
            field = text(discrepancy, "field")
            recorded = _recorded(mapping, field)
            claimed = [claim["value"] for claim in entries(discrepancy, "claims")]
            if any(is_recorded(field.rpartition(".")[2], value, recorded) for value in claimed):
                continue
            place = (*where, "discrepancies", index, "claims")
            message, hint = _not_claimed(discrepancy, mapping, recorded, claimed)
            yield Problem("PLP602", subject.record, place, message, hint, field)


def _not_claimed(discrepancy: Data, holder: Data, recorded: Plain, claimed: Sequence[Plain]) -> tuple[Message, Message]:
    """That no claim is what is recorded. Findings are read by everybody: of who it is they name nobody."""
    args: dict[str, Argument] = {"field": text(discrepancy, "field"), "value": _in_words(recorded) or "–"}
    if claims_persons(discrepancy, holder):
        message = Message("no claim about `{field}` is the recorded name", args)
        hint = Message("Write among the claims the name as the record has it.")
    elif recorded is not None and _in_words(recorded) is None:
        message = Message("no claim about `{field}` is what is recorded", args)
        hint = Message("Write among the claims what the record has; or name a field within it.")
    else:
        message = Message("no claim about `{field}` is the recorded value, {value}", args)
        hint = Message("Claimed: {claims}", {"claims": [_in_words(claim) or "–" for claim in claimed]})
    return message, hint


def _in_words(value: Plain) -> str | None:
    """A value as an officer reads it; None of what is more than a text or a list of texts."""
    match value:
        case bool():
            return str(value).lower()
        case list() | tuple():
            said = [_in_words(entry) for entry in value]
            return None if None in said else ", ".join(filter(None, said))
        case dict():
            return None
        case _:
            return str(value)


def _recorded(mapping: Data, field: str) -> Plain:
    """The value of a field, also of one within another: `responsible.person`."""
    value: Plain = mapping
    for name in [field] if field in mapping else field.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def is_recorded(field: str, claim: Plain, recorded: Plain) -> bool:
    """Whether a source claims what is recorded. Claims are read as text, since a claim may be about any field."""
    if isinstance(recorded, dict) or (isinstance(recorded, list) and any(isinstance(one, dict) for one in recorded)):
        return [str(one) for one in as_list(claim)] == [_who(role) for role in as_list(recorded)]
    if isinstance(claim, list) and isinstance(recorded, list):
        return [str(entry) for entry in claim] == [str(entry) for entry in recorded]
    if isinstance(recorded, bool):
        return str(claim).lower() == str(recorded).lower()
    if field in DATED and isinstance(recorded, str):
        return days_of(str(claim)) == days_of(recorded)
    return recorded is not None and str(claim) == str(recorded)


def _who(role: Plain) -> str:
    """Who a role is to the documents that disagree: the person, or else what it is called."""
    return (text_if_any(role, "person") or text_if_any(role, "role") or "") if isinstance(role, dict) else str(role)


def decisions_and_grants_agree(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP604, 605, 608: a decision or grant that an event names tells otherwise, or not of the process."""
    if subject.collection in (Collection.DECISIONS, Collection.PROCESSES):
        yield from _rests_on_what_was_taken(subject, context)
    if subject.collection is not Collection.PROCESSES or subject.id != subject.record.stem:  # which is told already
        return
    for event in subject.events:
        if "decision" in event.data:
            decision = context.collections[Collection.DECISIONS].get(text(event.data, "decision"))
            if decision is not None:
                yield from _decision_side(subject, event, decision)
        if "grant" in event.data:
            grant = context.collections[Collection.GRANTS].get(text(event.data, "grant"))
            if grant is not None and subject.ids.isdisjoint(context.served[grant.id]):
                args = {"grant": grant.id, "process": subject.id}
                message = Message("the grant `{grant}` has no use for {process}", args)
                hint = Message("Add it to `uses` in {path}.", {"path": grant.path})
                place, cause = event_path(event, "grant"), Cause(grant.id, ("uses",))
                yield Problem("PLP608", subject.record, place, message, hint, grant.id, cause=cause)


def _rests_on_what_was_taken(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP604: a status, or what becomes of a task, rests on a decision that had not been taken."""
    for event in subject.events:
        key = text_if_any(event.data, "decision") if isinstance(event, OfTask | Status) else None
        decision = context.collections[Collection.DECISIONS].get(key or "")
        taken = None if decision is None else parse_when(text(decision.data, "date")).earliest
        if decision is not None and taken is not None and event.when.certainly_before(taken):
            yield _of_another_day(subject, event, decision)


def _of_another_day(subject: Subject, event: Event, decision: Record) -> Problem:
    args = {"event": event.when.text, "id": decision.id, "date": text(decision.data, "date")}
    message = Message("the event is of {event}, the decision `{id}` of {date}", args)
    hint = Message("One decision has one date.")
    cause = Cause(decision.id, ("date",))
    return Problem("PLP604", subject.record, event_path(event), message, hint, decision.id, cause=cause)


def _decision_side(subject: Subject, event: Event, decision: Record) -> Iterator[Problem]:
    """Whether a decision has the date of the event that names it, and says that it concerns the process."""
    day = text(decision.data, "date")
    if isinstance(event, Decided) and parse_when(day) != event.when:
        yield _of_another_day(subject, event, decision)
    if subject.ids.isdisjoint(texts(decision.data, "concerns")):
        args = {"id": decision.id, "process": subject.id}
        message = Message("the decision `{id}` does not say that it concerns {process}", args)
        hint = Message("Add {process} to `concerns` in {path}.", {"process": subject.id, "path": decision.path})
        place, cause = event_path(event, "decision"), Cause(decision.id, ("concerns",))
        yield Problem("PLP605", subject.record, place, message, hint, decision.id, cause=cause)


def processes_agree(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP605, 608: a process that a decision concerns, or that a grant has a use for, does not tell of it."""
    processes = context.collections[Collection.PROCESSES]
    match subject.collection:
        case Collection.DECISIONS:
            naming = context.naming.get(subject.id, ())
            for index, key in enumerate(texts(subject.data, "concerns")):
                if key in processes and key not in naming:
                    args = {"process": key, "id": subject.id}
                    message = Message("no event of {process} names the decision `{id}`", args)
                    hint = Message("Add an event of kind `decision` in {path}.", {"path": processes[key].path})
                    place, cause = ("concerns", index), Cause(subject.id, ("concerns",))
                    yield Problem("PLP605", subject.record, place, message, hint, key, cause=cause)
        case Collection.GRANTS:
            funded = context.funded.get(subject.id, ())
            for where, use in subject.listed("uses"):
                key = text_if_any(use, "process") or ""
                if key in processes and key not in funded:
                    message = Message("no event of {process} tells of the grant", {"process": key})
                    hint = Message("Add an event of kind `grant` in {path}.", {"path": processes[key].path})
                    use_place, cause = (*where, "process"), Cause(subject.id, ("uses",))
                    yield Problem("PLP608", subject.record, use_place, message, hint, key, cause=cause)
        case (
            Collection.PLANS
            | Collection.PROCESSES
            | Collection.ASSIGNMENTS
            | Collection.ORGANISATIONS
            | Collection.SOURCES
            | Collection.SNAPSHOTS
        ):
            pass
        case _:
            assert_never(subject.collection)


def each_field_has_a_source(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP607: where a record gives its sources field by field, one has none, or there is one for no field."""
    sources = subject.data.get("source")
    if not isinstance(sources, dict):
        return
    for field, value in subject.data.items():
        if field in SOURCELESS or field in sources or _carries_its_own(value):
            continue
        if subject.collection is Collection.SOURCES and field not in _OF_DOCUMENT:
            continue
        message = Message("`{field}` has no source", {"field": field})
        hint = Message("Add `{field}:` under `source:`.", {"field": field})
        yield Problem("PLP607", subject.record, (field,), message, hint, field, at_key=True)
    for field in sources:
        if field not in subject.data:
            message = Message("a source for `{field}`, which the record does not have", {"field": field})
            hint = Message("Add the field, or remove its source.")
            yield Problem("PLP607", subject.record, ("source", field), message, hint, field, at_key=True)


def _carries_its_own(value: Plain) -> bool:
    """Whether all that a value says has a source of its own."""
    if isinstance(value, list):
        return bool(value) and all(_carries_its_own(entry) for entry in value)
    return isinstance(value, dict) and ("source" in value or all(_carries_its_own(entry) for entry in value.values()))


def _plan(context: Context, process: Subject) -> Cause | None:
    """The plan of a process: that its documents say less of each process than others do is one thing."""
    plan = plan_of(context, process.record)
    return Cause(plan, ("id",)) if plan in context.collections[Collection.PLANS] else None


def nothing_is_left_unsaid(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP609: what the documents do not say, such as who decided, or what sort of body it is."""
    record = subject.record
    match subject.collection:
        case Collection.DECISIONS:
            if not any(name in subject.data for name in ("body", "parties", "roles")):
                message = Message("the documents do not say who decided")
                hint = Message("Add `body` or `parties` when it is known.")
                yield Problem("PLP609", record, ("status",), message, hint, "body")
        case Collection.ORGANISATIONS:
            if "type" not in subject.data:
                message = Message("the documents do not say what sort of organisation it is")
                yield Problem("PLP609", record, ("id",), message, Message("Add `type` when it is known."), "type")
        case Collection.PROCESSES:
            for field in _EXPECTED_OF_PROCESS:
                if field not in subject.data:
                    message = Message("the documents do not give its {field}", {"field": field})
                    hint = Message("Add it when it is known.")
                    yield Problem("PLP609", record, ("id",), message, hint, field, cause=_plan(context, subject))
        case Collection.PLANS | Collection.ASSIGNMENTS | Collection.GRANTS | Collection.SOURCES | Collection.SNAPSHOTS:
            pass
        case _:
            assert_never(subject.collection)
