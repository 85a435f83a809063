"""Every check, in one place, and what becomes of what they find."""

from collections.abc import Callable, Iterator

from plptool import schemas
from plptool.checks import claims, numbers, references, times
from plptool.ledger import Ledger, locate
from plptool.model import Acknowledgement, Finding, Message, Problem, Record, Severity, citations
from plptool.rules import RULES, bendable

Check = Callable[[Ledger], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    references.ids,
    references.named,
    references.lines,
    times.order,
    times.after_source,
    times.held,
    times.days_off,
    times.words,
    times.settled,
    numbers.statuses,
    numbers.series,
    numbers.booked,
    numbers.lead_as_partner,
    claims.assertions,
    claims.discrepancies,
    claims.two_sides,
    claims.grant_sides,
    claims.sourced,
    claims.gaps,
)


def check(ledger: Ledger) -> list[Finding]:
    """All findings of a ledger, in stable order; acknowledged ones carry the reason."""
    found = [*ledger.faults, *_schema_copy(ledger)]
    used: set[tuple[str, int]] = set()
    for one in CHECKS:
        found += [finding(ledger, problem, used) for problem in one(ledger)]
    found += [finding(ledger, problem, used) for problem in _unmatched(ledger, used, found)]
    return sorted(found, key=Finding.order)


def finding(ledger: Ledger, problem: Problem, used: set[tuple[str, int]]) -> Finding:
    """A problem in its place: severity, position, and whether the record acknowledges it."""
    position, line = locate(ledger, problem)
    return Finding(
        problem.rule,
        _severity(ledger, problem.rule),
        problem.message,
        problem.record.path,
        position,
        problem.hint,
        problem.record.id,
        problem.value,
        line,
        _acknowledged(problem, used),
    )


def _severity(ledger: Ledger, rule: str) -> Severity:
    entry = ledger.manifest.get("severities", {}).get(rule)
    if entry and bendable(rule):
        severity: Severity = entry["severity"]
        return severity
    return RULES[rule].severity


def _acknowledged(problem: Problem, used: set[tuple[str, int]]) -> Acknowledgement | None:
    """The first entry of `known` that names the rule and the value and has not matched before."""
    if problem.value is None or not bendable(problem.rule) or problem.rule == "PLP606":
        return None
    for index, entry in enumerate(problem.record.data.get("known", [])):
        mark = (problem.record.path, index)
        if mark not in used and entry["rule"] == problem.rule and str(entry["value"]) == problem.value:
            used.add(mark)
            return Acknowledgement(entry["reason"], tuple(cited for _, cited in citations(entry.get("source"))))
    return None


def _unmatched(ledger: Ledger, used: set[tuple[str, int]], found: list[Finding]) -> Iterator[Problem]:
    """Entries of `known` that no finding matched; those about the documents' texts are matched elsewhere."""
    for record in ledger.all_records():
        for index, entry in enumerate(record.data.get("known", [])):
            rule = entry["rule"]
            if (record.path, index) in used or rule in ("PLP611", "PLP612", "PLP613", "PLP614"):
                continue
            there = [one.value for one in found if (one.path, one.rule, one.acknowledged) == (record.path, rule, None)]
            yield _stale(record, index, rule, str(entry["value"]), [value for value in there if value is not None])


def _stale(record: Record, index: int, rule: str, value: str, there: list[str]) -> Problem:
    args = {"rule": rule, "value": value}
    if rule in RULES and not bendable(rule):
        message = Message("{rule} cannot be acknowledged", args)
    else:
        message = Message("nothing is found any more of {rule} `{value}`", args)
    hint = Message("Remove the entry, or correct its value.")
    if there:
        hint = Message(
            "Found there: {values}. Write that as its value.", {"values": ", ".join(f"`{one}`" for one in there)}
        )
    return Problem("PLP606", record, ("known", index, "value"), message, hint, value)


def _schema_copy(ledger: Ledger) -> Iterator[Finding]:
    """`schema/` beside the ledger, where there is one, is the package's own."""
    present = [entry.path for entry in ledger.tree.entries("schema")]
    if not present:
        return
    hint = Message("Copy the files of this version: plptool has them in {folder}.", {"folder": "plptool/schema"})
    expected = {f"schema/{name}.schema.json": name for name in (*schemas.NAMES, "defs")}
    for path, name in expected.items():
        if path not in present:
            yield Finding("PLP207", "error", Message("the file is missing"), path, hint=hint)
        elif ledger.tree.read(path) != schemas.raw(name):
            yield Finding("PLP207", "error", Message("the file differs from this version's"), path, hint=hint)
