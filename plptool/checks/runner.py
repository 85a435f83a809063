"""Every check, in one place, and what becomes of what they find."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from plptool.checks import claims, numbers, privacy, references, seals, times
from plptool.checks.claims import Standing
from plptool.checks.context import Context, Subject
from plptool.model.citations import Citation, citations
from plptool.model.findings import (
    MAX_FAULTS,
    MEND,
    MORE,
    Acknowledgement,
    Argument,
    Finding,
    Message,
    Problem,
    Severity,
)
from plptool.model.ports import Tree
from plptool.model.records import Json, Record
from plptool.model.rules import RULES, bendable
from plptool.read import schema as schemas
from plptool.read.manifest import LISTED
from plptool.read.positions import locate
from plptool.seals.verify import DigestedFile
from plptool.timeline.ledger import Ledger

Check = Callable[[Subject, Context], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    references.ids,
    references.named,
    references.plan_named,
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
    claims.discrepancies,
    claims.process_sides,
    claims.other_sides,
    claims.sourced,
    claims.gaps,
    privacy.contacts,
    privacy.persons,
)
"""Each looks at one record, and may ask the context about the others."""

OF_WITHDRAWN: tuple[Check, ...] = (references.ids, privacy.contacts, privacy.persons)
"""What is looked at of a record that was withdrawn: it says nothing, but it stands there to be read."""

_MANY = 5
_UNKNOWN = ("PLP301", "PLP302", "PLP303", "PLP304", "PLP305", "PLP306", "PLP309")
_OF_TEXTS = ("PLP611", "PLP612", "PLP613", "PLP614")


@dataclass(slots=True)
class Seen:
    """What came of one record's examination: all that is needed to conclude without its data."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    known: list[Json] = field(default_factory=list)
    """What the record acknowledges."""
    standings: list[tuple[str, Standing]] = field(default_factory=list)
    """Days that assertions are about, and how the process stood."""
    digested: list[DigestedFile] = field(default_factory=list)
    """What the file has to say to the ledger's seals, where there are any."""


@dataclass(slots=True)
class Examined:
    """What came of examining all records."""

    findings: list[Finding] = field(default_factory=list)
    known: dict[str, list[Json]] = field(default_factory=dict)
    """By path."""
    standings: dict[str, list[Standing]] = field(default_factory=dict)
    """By day."""
    digested: list[DigestedFile] = field(default_factory=list)
    """Of every file that could be read."""

    def take(self, seen: Seen) -> None:
        self.findings += seen.findings
        self.digested += seen.digested
        if seen.known:
            self.known[seen.path] = seen.known
        for day, standing in seen.standings:
            self.standings.setdefault(day, []).append(standing)


def check(ledger: Ledger) -> list[Finding]:
    """All findings of a ledger, in stable order; acknowledged ones carry the reason."""
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest, ledger.unfit)
    examined = Examined([*ledger.faults])
    for record in ledger.all_records():
        examined.take(examine(record, context, ledger.tree))
    for path, data in ledger.unfit.items():
        examined.digested += context.digested(path, data)
    return conclude(context, ledger.tree, examined)


def examine(record: Record, context: Context, tree: Tree) -> Seen:
    """Run every check on one record."""
    one = Subject(record)
    known = record.data.get("known", [])
    digested = context.digested(record.path, record.data, record)
    if context.original(record).path != record.path:  # a second record of one id says only that
        return Seen(record.path, list(_placed(references.ids(one, context), context, tree)), known, digested=digested)
    checks = OF_WITHDRAWN if "withdrawn" in record.data else CHECKS
    problems = (problem for look in checks for problem in look(one, context))
    found = list(_placed(problems, context, tree, len(known)))
    return Seen(record.path, found, known, list(claims.standings(one, context)), digested)


def conclude(context: Context, tree: Tree, examined: Examined) -> list[Finding]:
    """All findings, once every record has been examined."""
    # While records are read not all is known yet of what is broken.
    found = [one for one in examined.findings if one.rule not in _UNKNOWN or one.value not in context.broken]
    found += schema_copy(tree)
    found += [finding(problem, context, tree) for problem in claims.assertions(context, examined.standings)]
    found += [finding(problem, context, tree) for problem in references.claimed(context)]
    found += _of_seals(context, tree, examined.digested, found)
    used: set[tuple[str, int]] = set()
    found = acknowledge(sorted(found, key=Finding.order), examined.known, used)
    for record in context.originals.values():
        known = examined.known.get(record.path)
        if known:
            found += _placed(_unmatched(record, known, used, found), context, tree)
    return sorted(_gathered(found, context, tree), key=Finding.order)


def check_seals(ledger: Ledger) -> list[Finding]:
    """What is wrong with the seals, and with what they sealed, alone."""
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest, ledger.unfit)
    digested = [one for record in ledger.all_records() for one in context.digested(record.path, record.data, record)]
    digested += [one for path, data in ledger.unfit.items() for one in context.digested(path, data)]
    return sorted(_of_seals(context, ledger.tree, digested, ledger.faults), key=Finding.order)


def _of_seals(
    context: Context, tree: Tree, digested: Iterable[DigestedFile], faults: Iterable[Finding]
) -> list[Finding]:
    faults = list(faults)
    unread = {PurePosixPath(one.path).stem: one.path for one in faults if one.rule.startswith(("PLP1", "PLP901"))}
    faulty = {one.path for one in faults if one.severity == "error" and one.rule.startswith(("PLP1", "PLP2", "PLP401"))}
    zone = context.manifest.get("time-zone")
    return [finding(problem, context, tree) for problem in seals.sealed(context.seals, digested, unread, faulty, zone)]


def _placed(problems: Iterator[Problem], context: Context, tree: Tree, more: int = 0) -> Iterator[Finding]:
    """A record's problems as findings; of one rule the first hundred and `more`, and that there are others."""
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.rule] += 1
        if told[problem.rule] < MAX_FAULTS + more:
            yield finding(problem, context, tree)
        elif told[problem.rule] == MAX_FAULTS + more:
            yield replace(finding(problem, context, tree), message=MORE, hint=MEND, value=None)


def finding(problem: Problem, context: Context, tree: Tree) -> Finding:
    """A problem in its place."""
    return in_place(problem, context.severity(problem.rule), tree)


def in_place(problem: Problem, severity: Severity, tree: Tree) -> Finding:
    record = problem.record
    position, line = locate(tree, record.path, problem.where, at_key=problem.at_key, part=problem.part)
    return Finding(
        problem.rule, severity, problem.message, record.path, position, problem.hint, record.id, problem.value, line
    )


def acknowledge(found: Iterable[Finding], known: dict[str, list[Json]], used: set[tuple[str, int]]) -> list[Finding]:
    """Each finding with the first entry of `known` that names its rule and value and has matched none before."""
    return [_acknowledged(one, known.get(one.path, ()), used) for one in found]


def _acknowledged(one: Finding, known: Iterable[Json], used: set[tuple[str, int]]) -> Finding:
    if one.value is None or not bendable(one.rule) or one.rule == "PLP606":
        return one
    for index, entry in enumerate(known):
        mark = (one.path, index)
        if mark not in used and entry["rule"] == one.rule and str(entry["value"]) == one.value:
            used.add(mark)
            sources = tuple(cited for _, cited in citations(entry.get("source")))
            return replace(one, acknowledged=Acknowledgement(entry["reason"], sources))
    return one


def _unmatched(
    record: Record, known: Iterable[Json], used: set[tuple[str, int]], found: list[Finding]
) -> Iterator[Problem]:
    """Entries of `known` that no finding matched; those about the documents' texts are matched elsewhere."""
    for index, entry in enumerate(known):
        rule = entry["rule"]
        if (record.path, index) in used or rule in _OF_TEXTS:
            continue
        there = [one.value for one in found if (one.path, one.rule, one.acknowledged) == (record.path, rule, None)]
        yield _stale(record, index, rule, str(entry["value"]), [value for value in there if value is not None])


def _stale(record: Record, index: int, rule: str, value: str, there: list[str]) -> Problem:
    args = {"rule": rule, "value": value}
    if rule not in RULES:
        message = Message("there is no rule {rule}", args)
        return Problem("PLP606", record, ("known", index, "rule"), message, LISTED, value)
    if not RULES[rule].value:
        message = Message("{rule} cannot be acknowledged", args)
        return Problem("PLP606", record, ("known", index, "rule"), message, Message("Remove the entry."), value)
    message = Message("nothing is found any more of {rule} `{value}`", args)
    hint = Message("Remove the entry, or correct its value.")
    if there:
        hint = Message(
            "Found there: {values}. Write that as its value.", {"values": ", ".join(f"`{one}`" for one in there)}
        )
    return Problem("PLP606", record, ("known", index, "value"), message, hint, value)


def _gathered(found: list[Finding], context: Context, tree: Tree) -> list[Finding]:
    """Many findings of one mistake as one: an id that many name and none has, a document with too few lines."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        if one.acknowledged or one.value is None:
            continue
        if one.rule in _UNKNOWN:
            groups.setdefault((one.rule, one.value), []).append(one)
        elif one.rule == "PLP603":
            groups.setdefault((one.rule, Citation.parse(one.value).source), []).append(one)
    for (rule, key), ones in groups.items():
        if len(ones) <= _MANY:
            continue
        if rule in _UNKNOWN:
            first = min(ones, key=Finding.order)
            args: dict[str, Argument] = {"what": first.message, "n": len(ones) - 1}
            gathered = replace(first, message=Message("{what}, here and in {n} other places", args))
        else:
            source = context.collections["sources"].get(key)
            if source is None or source.data.get("lines") is None:
                continue
            message = Message("{n} citations go beyond line {lines}", {"n": len(ones), "lines": source.data["lines"]})
            hint = Message("Check `lines`: how many lines the text has, split at line feeds.")
            gathered = finding(Problem("PLP603", source, ("lines",), message, hint, "lines"), context, tree)
        told = {id(one) for one in ones}
        found = [*(one for one in found if id(one) not in told), gathered]
    return found


def schema_copy(tree: Tree) -> Iterator[Finding]:
    """`schema/` beside the ledger, where there is one, is the package's own."""
    present = {entry.path: entry.oddity for entry in tree.entries("schema")}
    if not present:
        return
    hint = Message("Copy the files of this version: plptool has them in {folder}.", {"folder": "plptool/schema"})
    if folder := present.get("schema"):  # it is none, or a link
        yield Finding("PLP207", "error", folder, "schema", hint=hint)
        return
    for name in (*schemas.NAMES, "defs"):
        path = f"schema/{name}.schema.json"
        fault = Message("the file is missing") if path not in present else present[path] or _differs(tree, path, name)
        if fault:
            yield Finding("PLP207", "error", fault, path, hint=hint)


def _differs(tree: Tree, path: str, name: str) -> Message | None:
    try:
        same = tree.read(path) == schemas.raw(name)
    except OSError as error:
        return Message("it cannot be read ({reason})", {"reason": error.strerror or "?"})
    return None if same else Message("the file differs from this version's")
