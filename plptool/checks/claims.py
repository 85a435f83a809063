"""PLP6xx: assertions, sources, discrepancies, and what two records say of each other."""

from collections.abc import Iterator
from datetime import date

from plptool.checks.common import event_path, mappings, processes
from plptool.dates import parse_when
from plptool.ledger import Ledger
from plptool.model import Json, Message, Path, Problem, Record
from plptool.state import ProcessState, State, at, events_of

_SOURCELESS = frozenset({"id", "source", "events", "discrepancies", "known", "written"})


def assertions(ledger: Ledger) -> Iterator[Problem]:
    if ledger.broken:
        return  # a count that lacks the broken records proves nothing
    for record in ledger.collections["snapshots"].values():
        state = at(ledger, date.fromisoformat(record.data["date"]))
        for index, assertion in enumerate(record.data.get("assertions", [])):
            where: Path = ("assertions", index)
            if assertion["kind"] == "grant":
                yield from _amount(state, record, where, assertion)
            else:
                yield from _counts(state, record, where, assertion)


def in_scope(state: State, assertion: dict[str, Json]) -> list[ProcessState]:
    """The processes that an assertion speaks of."""
    return [
        process
        for process in state.processes.values()
        if assertion.get("plan") in (None, process.plan)
        and assertion.get("lead") in (None, process.fields["lead"])
        and ("listed" not in assertion or assertion["listed"] in process.fields.get("listed", {}))
    ]


def counted(processes_: list[ProcessState]) -> dict[str, list[str]]:
    """The ids behind every figure that an assertion may claim."""
    return {
        "total": [process.id for process in processes_],
        **{
            status: [process.id for process in processes_ if process.status == status]
            for status in ("planned", "ongoing", "paused", "completed")
        },
        "continuing": [process.id for process in processes_ if process.continuing],
    }


def _counts(state: State, record: Record, where: Path, assertion: dict[str, Json]) -> Iterator[Problem]:
    found = counted(in_scope(state, assertion))
    for name, claim in assertion["counts"].items():
        ids = found[name]
        wrong = len(ids) > claim if assertion.get("partial") else len(ids) != claim
        if wrong:
            args = {"name": Message(name), "claim": claim, "n": len(ids), "ids": ", ".join(ids) or "–"}
            message = Message("the source says {name} {claim}; the records give {n}: {ids}", args)
            if name == "total" or assertion.get("partial"):
                hint = Message("Check the figure, its scope, and which records belong to it.")
            else:
                others = [f"{one.id} {one.status}" for one in in_scope(state, assertion) if one.id not in ids]
                hint = Message("The others in scope: {others}", {"others": ", ".join(others) or "–"})
            yield Problem("PLP601", record, (*where, "counts", name), message, hint, f"{name} {len(ids)}")


def _amount(state: State, record: Record, where: Path, assertion: dict[str, Json]) -> Iterator[Problem]:
    grant = state.records["grants"].get(assertion["grant"])
    if grant is None:
        return  # an unknown grant is told elsewhere
    years = grant.get("years", [])
    total = sum(year["amount"] for year in years)
    claim = assertion["amount"]
    if total > claim if assertion.get("partial") else total != claim:
        parts = " + ".join(f"{year['amount']} ({year['year']})" for year in years) or "0"
        args = {"claim": claim, "parts": parts, "total": total}
        message = Message("the source says {claim}; the records give {parts} = {total}", args)
        yield Problem(
            "PLP601", record, (*where, "amount"), message, Message("Check the years' amounts."), f"amount {total}"
        )


def discrepancies(ledger: Ledger) -> Iterator[Problem]:
    for record in ledger.all_records():
        for where, mapping in mappings(record.data):
            for index, one in enumerate(mapping.get("discrepancies", [])):
                field = one["field"]
                recorded = mapping.get(field)
                claimed = [claim["value"] for claim in one["claims"]]
                if not any(_same(value, recorded) for value in claimed):
                    shown = "–" if recorded is None else str(recorded)
                    message = Message(
                        "no claim about `{field}` is the recorded value, {value}", {"field": field, "value": shown}
                    )
                    hint = Message("Claimed: {claims}", {"claims": ", ".join(str(value) for value in claimed)})
                    yield Problem("PLP602", record, (*where, "discrepancies", index, "claims"), message, hint, field)


def _same(claim: Json, recorded: Json) -> bool:
    # Claims are read as text, since a claim may be about any field.
    if isinstance(claim, list) and isinstance(recorded, list):
        return [str(one) for one in claim] == [str(one) for one in recorded]
    if isinstance(recorded, bool):
        return str(claim).lower() == str(recorded).lower()
    return recorded is not None and str(claim) == str(recorded)


def two_sides(ledger: Ledger) -> Iterator[Problem]:
    """A process and a decision that speak of each other agree on the date, and that they do."""
    naming: dict[str, set[str]] = {}
    for record in processes(ledger):
        for event in events_of(record):
            key = event.data.get("decision")
            decision = ledger.collections["decisions"].get(key) if key else None
            if decision is None:
                continue
            naming.setdefault(decision.id, set()).add(record.id)
            place = event_path(event, "decision")
            if event.kind in ("decision", "status") and parse_when(decision.data["date"]) != event.when:
                args = {"event": event.when.text, "id": decision.id, "date": decision.data["date"]}
                message = Message("the event is of {event}, the decision `{id}` of {date}", args)
                yield Problem(
                    "PLP604", record, event_path(event), message, Message("One decision has one date."), decision.id
                )
            if record.id not in decision.data.get("concerns", []):
                args = {"id": decision.id, "process": record.id}
                message = Message("the decision `{id}` does not say that it concerns {process}", args)
                hint = Message("Add {process} to `concerns` in {path}.", {"process": record.id, "path": decision.path})
                yield Problem("PLP605", record, place, message, hint, decision.id)
    for decision in ledger.collections["decisions"].values():
        for index, key in enumerate(decision.data.get("concerns", [])):
            process = ledger.collections["processes"].get(key)
            if process is not None and key not in naming.get(decision.id, set()):
                args = {"process": key, "id": decision.id}
                message = Message("no event of {process} names the decision `{id}`", args)
                hint = Message("Add an event of kind `decision` in {path}.", {"path": process.path})
                yield Problem("PLP605", decision, ("concerns", index), message, hint, key)


def grant_sides(ledger: Ledger) -> Iterator[Problem]:
    """A process that tells of a grant stands among its uses, and the other way round."""
    for grant in ledger.collections["grants"].values():
        uses = grant.data.get("uses", [])
        served = {use["process"] for use in uses if "process" in use}
        for record in processes(ledger):
            for event in events_of(record):
                if event.data.get("grant") == grant.id and record.id not in served:
                    args = {"grant": grant.id, "process": record.id}
                    message = Message("the grant `{grant}` has no use for {process}", args)
                    hint = Message("Add it to `uses` in {path}.", {"path": grant.path})
                    yield Problem("PLP608", record, event_path(event, "grant"), message, hint, grant.id)
        for index, use in enumerate(uses):
            process = ledger.collections["processes"].get(use.get("process", ""))
            if process and not any(event.data.get("grant") == grant.id for event in events_of(process)):
                message = Message("no event of {process} tells of the grant", {"process": process.id})
                hint = Message("Add an event of kind `grant` in {path}.", {"path": process.path})
                yield Problem("PLP608", grant, ("uses", index, "process"), message, hint, process.id)


def sourced(ledger: Ledger) -> Iterator[Problem]:
    """Every field has a source, where the record gives them field by field."""
    for record in ledger.all_records():
        source = record.data.get("source")
        if not isinstance(source, dict):
            continue
        for field, value in record.data.items():
            if field in _SOURCELESS or field in source or _carries_its_own(value):
                continue
            if record.collection == "sources" and field not in ("title", "date", "registry"):
                continue  # said of the document, not by it
            hint = Message("Add `{field}:` under `source:`.", {"field": field})
            yield Problem(
                "PLP607",
                record,
                (field,),
                Message("`{field}` has no source", {"field": field}),
                hint,
                field,
                at_key=True,
            )
        for field in source:
            if field not in record.data:
                message = Message("a source for `{field}`, which the record does not have", {"field": field})
                hint = Message("Add the field, or remove its source.")
                yield Problem("PLP607", record, ("source", field), message, hint, field, at_key=True)


def _carries_its_own(value: Json) -> bool:
    if isinstance(value, list):
        return bool(value) and all(_carries_its_own(one) for one in value)
    return isinstance(value, dict) and ("source" in value or all(_carries_its_own(one) for one in value.values()))


def gaps(ledger: Ledger) -> Iterator[Problem]:
    """What the documents leave unsaid: who decided, what sort of body it is."""
    for decision in ledger.collections["decisions"].values():
        if not any(key in decision.data for key in ("body", "parties", "roles")):
            message = Message("the documents do not say who decided")
            yield Problem(
                "PLP609", decision, ("status",), message, Message("Add `body` or `parties` when it is known."), "body"
            )
    for organisation in ledger.collections["organisations"].values():
        if "type" not in organisation.data:
            message = Message("the documents do not say what sort of organisation it is")
            yield Problem("PLP609", organisation, ("id",), message, Message("Add `type` when it is known."), "type")
    for record in processes(ledger):
        for field in ("activities", "goal", "priority", "period"):
            if field not in record.data:
                message = Message("the documents do not give its {field}", {"field": field})
                yield Problem("PLP609", record, ("id",), message, Message("Add it when it is known."), field)
