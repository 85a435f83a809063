"""Every rule, in one place, and what becomes of what the rules find."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath

from plptool.checks import (
    assertions,
    claims,
    contradictions,
    decisions,
    grants,
    indicators,
    minutes,
    numbers,
    own,
    plan_words,
    privacy,
    progress,
    references,
    reported,
    seals,
    tasks,
    times,
)
from plptool.checks.context import Context, Subject
from plptool.checks.follows import UNKNOWN
from plptool.checks.gather import gathered
from plptool.checks.known import Acknowledgements, Known, known_of, known_of_sound
from plptool.checks.schemas import schemas_are_ours
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.findings import MAX_FAULTS, MEND, Finding, Problem, Severity, more_of
from plptool.model.mends import Written
from plptool.model.plain import Plain, text_if_any
from plptool.model.ports import Tree
from plptool.model.records import Path, Place, Record
from plptool.model.rules import COMPLETENESS, turned_off
from plptool.read.positions import locate
from plptool.read.sound import Sound, sound_part
from plptool.read.yaml import parse
from plptool.seals.verify import DigestedFile
from plptool.timeline.ledger import Ledger
from plptool.timeline.standings import Standing

Check = Callable[[Subject, Context], Iterator[Problem]]
"""A rule, or several that are looked for together: what it finds in one record. It may ask about the others."""

CHECKS: tuple[Check, ...] = (
    references.id_is_its_own,
    references.what_is_named_is_there,
    references.plan_is_named,
    references.cited_lines_exist,
    times.events_in_order,
    times.not_after_source,
    times.held_in_time,
    times.due_within_its_period,
    times.due_after_it_is_expected,
    times.not_on_a_day_off,
    times.words_are_a_date,
    times.settles_what_is_expected,
    numbers.status_may_follow,
    decisions.status_may_follow,
    decisions.pointers_run_back,
    decisions.changes_what_is_in_force,
    decisions.votes_bear_it_out,
    decisions.dates_may_be,
    minutes.follow_their_meeting,
    minutes.meetings_are_numbered_once,
    numbers.numbers_rise_by_one,
    numbers.what_was_booked_is_confirmed,
    numbers.lead_is_no_partner,
    claims.recorded_value_is_claimed,
    claims.decisions_and_grants_agree,
    claims.processes_agree,
    claims.each_field_has_a_source,
    claims.nothing_is_left_unsaid,
    tasks.tasks_are_told_apart,
    tasks.tasks_say_what_and_who,
    tasks.processes_say_what_and_who,
    plan_words.words_are_the_plans,
    tasks.events_name_tasks,
    tasks.what_is_ended_says_why,
    tasks.what_recurs_has_a_first_day,
    tasks.tasks_end_once,
    tasks.nothing_before_it_is_given,
    tasks.nothing_before_the_assignment,
    tasks.nothing_after_it_is_given_up,
    tasks.milestones_come_before_the_end,
    indicators.indicator_ids,
    indicators.values_are_of_indicators,
    indicators.one_value_a_period,
    progress.one_report_a_day,
    progress.one_outcome,
    reported.how_much_is_done,
    reported.nothing_interim_after_the_final,
    indicators.values_come_after_their_period,
    contradictions.changed_once_a_day,
    contradictions.told_once,
    contradictions.settles_one,
    contradictions.expected_once,
    contradictions.not_held_while_paused,
    contradictions.within_its_plan,
    contradictions.participants_once,
    grants.years_once,
    grants.calendar_year,
    grants.granted_in_time,
    contradictions.paragraph_once,
    own.snapshot_is_of_its_day,
    own.fetched_after_its_day,
    own.one_record_a_document,
    own.claims_disagree,
    own.taken_in_before_its_end,
    privacy.no_contacts,
    privacy.no_likely_numbers,
    privacy.persons_in_their_role_alone,
)
"""Where a rule about one record is registered, after its code and words stand in `model/rules.py`.

What can be judged only when every record has been examined stands in `conclude`.
"""

OF_PRIVACY: tuple[Check, ...] = (
    privacy.no_contacts,
    privacy.no_likely_numbers,
    privacy.persons_in_their_role_alone,
)
OF_WITHDRAWN: tuple[Check, ...] = (references.id_is_its_own, *OF_PRIVACY)
"""What is looked at of a record that was withdrawn: it says nothing, but it stands there to be read."""


OF_BROKEN: tuple[Check, ...] = (
    references.what_is_named_is_there,
    references.cited_lines_exist,
    times.events_in_order,
    times.not_after_source,
    times.not_on_a_day_off,
    times.words_are_a_date,
    contradictions.changed_once_a_day,
    *OF_PRIVACY,
)
"""What is looked at of a record that breaks its schema: what stands by itself, and does not follow from that."""


@dataclass(slots=True)
class Seen:
    """What came of one record's examination: all that is needed to conclude without its data."""

    path: str
    findings: list[Finding] = field(default_factory=list)
    known: tuple[Known, ...] = ()
    """What the record acknowledges."""
    standings: list[tuple[str, Standing]] = field(default_factory=list)
    """Days that assertions are about, and how the record stood."""
    digested: list[DigestedFile] = field(default_factory=list)
    """What the file has to say to the ledger's seals, where there are any."""


@dataclass(slots=True)
class Examined:
    """What came of examining all records."""

    findings: list[Finding] = field(default_factory=list)
    known: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    """By path."""
    standings: dict[str, list[Standing]] = field(default_factory=dict)
    """By day."""
    digested: list[DigestedFile] = field(default_factory=list)
    """Of every file that could be read."""

    def take(self, seen: Seen) -> None:
        """Add what came of one record."""
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
        examined.take(examine_unfit(path, data, context, ledger.tree))
    return conclude(context, ledger.tree, examined)


def examine(record: Record, context: Context, tree: Tree) -> Seen:
    """Run every check on one record."""
    digested = context.digested(record.path, record.data, record)
    subject = Subject(context.in_present_ids(record))
    known = known_of(subject.data)
    problems = (problem for look in checks_of(subject, context) for problem in look(subject, context))
    findings = list(all_placed(problems, context, tree, len(known)))
    return Seen(record.path, findings, known, list(standings_of(subject, context)), digested)


def checks_of(subject: Subject, context: Context) -> tuple[Check, ...]:
    """What looks at a record: a second one of one id says only that, and one that was withdrawn says nothing."""
    if not _is_original(subject, context):
        return (references.id_is_its_own,)
    return OF_WITHDRAWN if "withdrawn" in subject.data else CHECKS


def standings_of(subject: Subject, context: Context) -> Iterator[tuple[str, Standing]]:
    """How a record stood on the days that assertions are about."""
    return assertions.standings(subject, context) if _is_original(subject, context) else iter(())


def _is_original(subject: Subject, context: Context) -> bool:
    return context.original(subject.record).path == subject.record.path


def examine_unfit(path: str, data: Plain, context: Context, tree: Tree) -> Seen:
    """Look at what can still be looked at of a file that parsed, and whose record breaks its schema."""
    examination = Seen(path, digested=context.digested(path, data))
    collection = COLLECTIONS.get(PurePosixPath(path).parent.name)
    if collection is None or not isinstance(data, dict):
        return examination
    sound = sound_part(collection.schema, data)
    subject = Subject(Record(PurePosixPath(path).stem, collection, path, sound.data), sound.unsound)
    for look in OF_PRIVACY if "withdrawn" in data else OF_BROKEN:
        problems = (_as_written(problem, sound) for problem in look(subject, context))
        examination.findings += all_placed(problems, context, tree)
    examination.known = known_of_sound(sound.data)
    return examination


def _as_written(problem: Problem, sound: Sound) -> Problem:
    """A problem of what is sound of a file, as the file has it."""
    where = sound.as_written(problem.where)
    mend = problem.mend
    if mend is not None and not isinstance(mend, Written):
        mend = replace(mend, where=sound.as_written(mend.where))
    return replace(problem, where=where, mend=mend)


def conclude(context: Context, tree: Tree, examined: Examined) -> list[Finding]:
    """All findings, once every record has been examined."""
    off = frozenset(code for code in COMPLETENESS if turned_off(code, context.manifest))
    findings = [finding for finding in _without_broken(examined.findings, context) if finding.rule not in off]
    findings += schemas_are_ours(tree)
    findings += [placed(problem, context, tree) for problem in assertions.assertions_hold(context, examined.standings)]
    findings += [placed(problem, context, tree) for problem in references.former_ids_are_claimed_once(context)]
    findings += [placed(problem, context, tree) for problem in references.processes_name_processes(context)]
    findings += [placed(problem, context, tree) for problem in references.indicators_measure_processes(context)]
    findings += [placed(problem, context, tree) for problem in contradictions.numbered_once(context)]
    findings += [placed(problem, context, tree) for problem in contradictions.titled_once(context)]
    findings += [placed(problem, context, tree) for problem in contradictions.organisations_titled_once(context)]
    findings += [placed(problem, context, tree) for problem in privacy.named_in_manifest(context)]
    findings += _of_seals(context, tree, examined.digested, findings)
    acknowledgements = Acknowledgements(examined.known)
    findings = acknowledgements.apply(sorted(findings, key=Finding.order))
    for record in context.originals.values():
        if record.path in examined.known:
            unmatched = acknowledgements.unmatched(record, findings, off, whole=not context.broken)
            findings += all_placed(unmatched, context, tree)
    whole = gathered(findings, context, lambda problem: placed(problem, context, tree))
    return sorted(whole, key=Finding.order)


def _without_broken(findings: Iterable[Finding], context: Context) -> list[Finding]:
    """Without those of ids that are unknown for being broken: while records are read, not all is known of these."""
    return [finding for finding in findings if finding.rule not in UNKNOWN or finding.value not in context.broken]


def check_seals(ledger: Ledger) -> list[Finding]:
    """What is wrong with the seals, and with what they sealed, alone."""
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest, ledger.unfit)
    digested: list[DigestedFile] = []
    for record in ledger.all_records():
        digested += context.digested(record.path, record.data, record)
    for path, data in ledger.unfit.items():
        digested += context.digested(path, data)
    return sorted(_of_seals(context, ledger.tree, digested, ledger.faults), key=Finding.order)


def _of_seals(
    context: Context, tree: Tree, digested: Iterable[DigestedFile], findings: Iterable[Finding]
) -> list[Finding]:
    """What is found of the seals, given what is wrong with the files themselves."""
    unread: dict[str, str] = {}
    faulty: set[str] = set()
    for fault in findings:
        if fault.rule.startswith(_UNREAD):
            unread[PurePosixPath(fault.path).stem] = fault.path
        if fault.severity == "error" and fault.rule.startswith(_FAULTY):
            faulty.add(fault.path)
    zone = text_if_any(context.manifest, "time-zone")
    illegible = list(_illegible_seals(tree, faulty))
    problems = seals.sealed(context.seals, digested, unread, faulty, zone, illegible, partial(_said_in, tree))
    return [placed(problem, context, tree) for problem in problems]


def _said_in(tree: Tree, path: str) -> Plain:
    """What a file parses to; None of one that cannot be read."""
    try:
        return parse(tree.read(path)).data
    except OSError:
        return None


def _illegible_seals(tree: Tree, faulty: Iterable[str]) -> Iterator[Place]:
    """The snapshots with a mistake in their file that speak of a seal: it may be one that nobody can read."""
    for path in sorted(faulty):
        file = PurePosixPath(path)
        if file.parent.name != Collection.SNAPSHOTS:
            continue
        with suppress(OSError):
            if b"seal" in tree.read(path):
                yield Place(file.stem, path)


_UNREAD = ("PLP1", "PLP901")
"""How the codes begin of what keeps a file from being read."""
_FAULTY = ("PLP1", "PLP2", "PLP401")
"""How the codes begin of mistakes in a file that are mended before it is compared with what was sealed."""


def all_placed(problems: Iterator[Problem], context: Context, tree: Tree, known: int = 0) -> Iterator[Finding]:
    """A record's problems as findings; of one rule the first hundred and `known`, and how many others there are."""
    counts: Counter[str] = Counter()
    problems_left: dict[str, list[Problem]] = {}
    for problem in problems:
        counts[problem.rule] += 1
        if counts[problem.rule] < MAX_FAULTS + known:
            yield placed(problem, context, tree)
        else:
            problems_left.setdefault(problem.rule, []).append(problem)
    for problems_of_file in problems_left.values():
        message = more_of([problem.message for problem in problems_of_file])
        yield placed(
            replace(problems_of_file[0], message=message, hint=MEND, value=None, cause=None, mend=None), context, tree
        )


def placed(problem: Problem, context: Context, tree: Tree) -> Finding:
    """A problem in its place, as grave as the ledger has it."""
    return in_place(problem, context.severity(problem.rule), tree)


def _event(where: Path) -> int | None:
    """Which of a record's events a place is in."""
    return where[1] if len(where) > 1 and where[0] == "events" and isinstance(where[1], int) else None


def in_place(problem: Problem, severity: Severity, tree: Tree) -> Finding:
    """A problem as a finding: with its position in the file, and the line."""
    record = problem.record
    position, line = locate(tree, record.path, problem.where, at_key=problem.at_key, part=problem.part)
    return Finding(
        problem.rule,
        severity,
        problem.message,
        record.path,
        position,
        problem.hint,
        record.id,
        problem.value,
        line,
        cause=problem.cause,
        event=_event(problem.where),
        mend=problem.mend,
    )
