"""PLP6xx but for citations and assertions: sources, discrepancies, and what two records say of each other."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import DATED, days_of, parse_when
from plptool.model.events import Decided, Event, OfTask, Status
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.plain import Data, Plain, as_list, entries, text, text_if_any, texts
from plptool.model.records import Record
from plptool.model.redact import claims_persons
from plptool.timeline.beginnings import plan_of

SOURCELESS = frozenset({"id", "source", "events", "discrepancies", "known", "written", "formerly", "withdrawn"})
"""What needs no source: the ledger's own words, and what has its sources in itself."""
_OF_DOCUMENT = ("title", "date", "registry")
"""What a document says of itself; the rest of a source is said of it."""
_EXPECTED_OF_PROCESS = ("activities", "goal", "priority", "period")


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
            hint = Message("It cannot rest on what was decided later: check both dates, or leave out `decision`.")
            yield _of_another_day(subject, event, decision, hint)


_ONE_DATE = Message("One decision has one date.")


def _of_another_day(subject: Subject, event: Event, decision: Record, hint: Message = _ONE_DATE) -> Problem:
    args = {"event": event.when.text, "id": decision.id, "date": text(decision.data, "date")}
    message = Message("the event is of {event}, the decision `{id}` of {date}", args)
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
                is_said = field in subject.data or (field == "period" and "due" in subject.data)
                if not is_said:
                    message = Message("the documents do not give its {field}", {"field": field})
                    hint = Message("Add it when it is known.")
                    yield Problem("PLP609", record, ("id",), message, hint, field, cause=_plan(context, subject))
        case Collection.PLANS | Collection.ASSIGNMENTS | Collection.GRANTS | Collection.SOURCES | Collection.SNAPSHOTS:
            pass
        case _:
            assert_never(subject.collection)
