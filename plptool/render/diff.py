"""What differs between two points, as blocks for readers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from plptool.model.changeable import WORDS
from plptool.model.collections import TASKS, Collection
from plptool.model.decisions import STANDING
from plptool.model.events import (
    Activity,
    Decided,
    Event,
    Expected,
    FieldsSet,
    Granted,
    Meeting,
    Note,
    OfTask,
    Progress,
    Report,
    Status,
)
from plptool.model.i18n import Translate, word
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, as_list, entries, text, text_if_any, texts
from plptool.model.records import Point
from plptool.model.text import cut
from plptool.render import phrases as words
from plptool.render.counted import of_number
from plptool.render.document import Block, Cells, Column, Heading, Items, Paragraph, grid
from plptool.render.figures import sums
from plptool.render.phrases import when
from plptool.timeline.changes import Diff, EventChange, FieldChange, RecordChange, Stat, TaskDifference, Why
from plptool.timeline.compare import ChangeKind, FieldPath, compare

_NEW: tuple[Why, ...] = ("happened", "settled")
_DERIVED = ("status", "outcome", "remaining", "percent", "rating")
"""What follows from a process's events: it is told by itself."""
ROOM = 90
"""Characters of a value that is shown beside what it was."""
_SHORT = 24
"""Characters of a value that is shown beside what it was in a table's cell."""
_CITATIONS = 3
"""So many changed citations of a record are told; of more, which fields have them."""
Titles = Mapping[str, str]
"""What each record is called."""
Row = tuple[str, str, str]
"""Of what was learned later or corrected: a record, what of it, and what is said."""


@dataclass(frozen=True, slots=True)
class Points:
    """What is compared: FROM and TO."""

    first: Point
    last: Point


def page(points: Points, difference: Diff, titles: Titles, _: Translate) -> list[Block]:
    """What differs: the sum, the totals, then record by record."""
    head = _head(points, _)
    if not difference.changes:
        return [*head, Paragraph(_("Nothing has changed."))]
    happened: list[RecordChange] = []
    late: list[Row] = []
    corrected: list[Row] = []
    for change in difference.changes:
        new_part = _with_whys(change, *_NEW)
        if new_part is not None:
            happened.append(new_part)
        late += _learned(change, titles, _)
        corrected += _corrections(change, titles, _)
    since = difference.since.isoformat()
    learned = _("Learned later: it held by {date} and was recorded since").format(date=since)
    return [
        *head,
        Paragraph(_sum(happened, len(late), len(corrected), _)),
        *sums(difference.before, difference.after, _, briefly=True),
        *_processes(happened, titles, _),
        *_decisions(happened, titles, _),
        *_decisions_with_another_status(happened, titles, _),
        *_tasks(happened, _),
        *_others(happened, titles, _),
        *_table(learned, late, _),
        *_table(_("Corrected: what was recorded is another, or no more"), corrected, _),
    ]


def stat(points: Points, counted: Stat, titles: Titles, _: Translate) -> list[Block]:
    """A line a record: how many of its changes are of which why."""
    head = _head(points, _)
    if not counted.rows:
        return [*head, Paragraph(_("Nothing has changed."))]
    whys = list(counted.whys)
    columns = [
        Column("id", whole=True),
        Column(_("need or title") if any(row.is_a_need for row in counted.rows) else _("title"), cut=True),
    ]
    columns += [Column(_(why), right=True) for why in whys]
    rows: list[Cells] = []
    for row in counted.rows:
        title = titles.get(row.record, "")
        numbers = [row.whys[why] or "" for why in whys]
        rows.append([row.record, title, *numbers])
    rows.append([_("total"), "", *counted.whys.values()])
    return [*head, grid(columns, rows)]


def _head(points: Points, _: Translate) -> list[Block]:
    """What is compared; the commits in full, for whoever looks them up."""
    title = Heading(_title(points, _), 1)
    revisions = [point.revision for point in (points.first, points.last) if point.revision]
    if not revisions:
        return [title]
    commits = ", ".join(dict.fromkeys(revisions))
    return [title, Paragraph(_("Commits: {commits}").format(commits=commits))]


def _title(points: Points, _: Translate) -> str:
    first_point = points.first
    last_point = points.last
    if first_point.revision == last_point.revision:
        title = _("From {start} to {end} ({tree})")
        return title.format(start=first_point.date, end=last_point.date, tree=_tree(last_point.revision, _))
    start = f"{first_point.date} ({_tree(first_point.revision, _)})"
    end = f"{last_point.date} ({_tree(last_point.revision, _)})"
    return _("From {start} to {end}").format(start=start, end=end)


def _tree(revision: str | None, _: Translate) -> str:
    if not revision:
        return _("work tree")
    return _("revision {revision}").format(revision=revision[:12])


def _with_whys(change: RecordChange, *whys: Why) -> RecordChange | None:
    """A change as far as it has one of these whys; None where nothing in it has."""
    is_whole = change.why in whys
    # A field without a why is one of a record that is new or gone, and goes with that.
    fields = tuple(field for field in change.fields if (field.why or change.why) in whys)
    events = tuple(event for event in change.events if event.why in whys)
    tasks = tuple(task for task in change.tasks if task.why in whys)
    if not (is_whole or fields or events or tasks):
        return None
    # Of a record that was learned of later, what has happened since is a change.
    kind = change.change if is_whole else "changed"
    return replace(change, change=kind, fields=fields, events=events, tasks=tasks)


def _events_that(change: RecordChange, kind: ChangeKind) -> list[Event]:
    """The events of a record that came (`added`), went or are others."""
    return [event.event for event in change.events if event.change == kind]


def _meetings_held(change: RecordChange, kind: ChangeKind) -> int:
    """How many meetings that were held came or went."""
    return sum(isinstance(event, Meeting) and event.held for event in _events_that(change, kind))


def _sum(happened: list[RecordChange], late: int, corrected: int, _: Translate) -> str:
    """One sentence: what the change does to the plan."""
    parts = _happened(happened, _) if happened else []
    if late:
        parts.append(_("learned later: {n}").format(n=late))
    if corrected:
        parts.append(_("corrected: {n}").format(n=corrected))
    sentence = "; ".join(parts)
    return sentence[0].upper() + sentence[1:] + "."


def _happened(changes: list[RecordChange], _: Translate) -> list[str]:
    """How much of what a board asks for came, of each sort."""
    processes = [change for change in changes if change.collection is Collection.PROCESSES]
    decisions = [change for change in changes if change.collection is Collection.DECISIONS]
    statuses = [change.status.after for change in processes if change.status]
    meetings_held = sum(_meetings_held(change, "added") - _meetings_held(change, "removed") for change in processes)
    of_decisions = [change.status for change in decisions if change.status is not None]
    adopted = sum((status.after in STANDING) - (status.before in STANDING) for status in of_decisions)
    tasks = Counter(task.what for change in changes for task in change.tasks)
    of_tasks = [
        _("tasks given: {n}").format(n=tasks["given"]),
        _("executed: {n}").format(n=tasks["executed"]),
        _("become late: {n}").format(n=tasks["late"]),
    ]
    cancelled = statuses.count("cancelled")
    return [
        _("processes completed: {n}").format(n=statuses.count("completed")),
        *([_("cancelled: {n}").format(n=cancelled)] if cancelled else []),
        _("paused: {n}").format(n=statuses.count("paused")),
        _("begun or resumed: {n}").format(n=statuses.count("ongoing")),
        _("meetings held: {n}").format(n=meetings_held),
        _("decisions adopted: {n}").format(n=adopted),
        *(of_tasks if tasks else []),
    ]


def _processes(changes: list[RecordChange], titles: Titles, _: Translate) -> list[Block]:
    """A line for each process: its new status, meetings held, and what else happened."""
    of_processes = [change for change in changes if change.collection is Collection.PROCESSES]
    rows: list[Cells] = []
    for change in of_processes:
        title = titles.get(change.record, "")
        status = _(str(change.status.after or "–")) if change.status else ""
        meetings_held = _meetings_held(change, "added") or ""
        others = ", ".join(_other_events(change, _))
        told = [status, _progress(change, _), meetings_held, others]
        if any(told):  # what became of its tasks is told of them
            rows.append([change.record, title, *told])
    if not rows:
        return []
    columns = [
        Column("id", whole=True),
        Column(words.processes_are(of_processes, _), whole=True, limit=30),
        Column(_("now"), whole=True),
        Column(_("progress"), limit=22),
        Column(_("meetings"), right=True),
        Column(_("other events"), cut=True),
    ]
    return [Heading(_("Processes")), grid(columns, rows)]


def _progress(change: RecordChange, _: Translate) -> str:
    """How much of a process was done and how it was rated, and what that is now; nothing where it is the same."""
    sides = change.progress
    if sides is None:
        return ""
    before, after = (words.progress(percent, rating, _) or "–" for percent, rating in sides)
    return after if change.change == "added" else f"{before} → {after}"


def _other_events(change: RecordChange, _: Translate) -> list[str]:
    """What else happened in a process than that its status is another and meetings were held."""
    added = _events_that(change, "added")
    others: list[str] = []
    for name, count in _counted(added).items():
        others.append(f"{_(name)} {count}" if count > 1 else _(name))
    if booked := sum(isinstance(event, Meeting) and event.booked for event in added):
        others.append(_("booked {n}").format(n=booked))
    if change.change == "changed":
        others += [_field_in_short(field, change.words, _) for field in change.fields if field.name not in _DERIVED]
    else:  # its fields are the record itself
        others.insert(0, _(change.change))
    if gone := len(_events_that(change, "removed")):
        others.append(_("events fewer: {n}").format(n=gone))
    if not change.status:
        _tell_of_the_same_status(change, others, _)
    return others


def _tell_of_the_same_status(change: RecordChange, others: list[str], _: Translate) -> None:
    """Add that a status which is as it was came back to that, or was confirmed where nothing else is told."""
    statuses = [event.status for event in _events_that(change, "added") if isinstance(event, Status)]
    if len(set(statuses)) > 1:
        others.insert(0, " → ".join(map(_, statuses)))
    elif statuses and not (_meetings_held(change, "added") or others):
        others.append(_("status confirmed"))


def _counted(events: list[Event]) -> Counter[str]:
    """How many there are of each sort that the table does not tell in a column of its own."""
    counts: Counter[str] = Counter()
    for event in events:
        match event:
            case Activity():
                counts[event.activity] += event.times
            case Decided() | Granted() | Expected() | FieldsSet() | OfTask() | Progress():
                counts[event.kind] += 1
            case Meeting() | Status() | Note():
                pass
            case _:
                assert_never(event)
    return counts


def _field_in_short(field: FieldChange, own: OwnWords, _: Translate) -> str:
    name = named(field.path, _)
    before = words.field(field.name, field.before, _, own)
    after = words.field(field.name, field.after, _, own)
    if max(len(before), len(after)) <= _SHORT:
        return f"{name}: {before} → {after}"
    return _("{field} changed").format(field=name)


def named(path: FieldPath, _: Translate) -> str:
    """A property by its words: `listed bilaga-5`, `source of goal`."""
    name = path[0]
    below = ".".join(path[1:2] if name in WORDS else path[1:])
    if not below:
        return _(name)
    if name == "source":
        return _("source of {field}").format(field=_(below))
    return f"{_(name)} {_(below)}"


def _decisions(changes: list[RecordChange], titles: Titles, _: Translate) -> list[Block]:
    """The decisions that came, and those that are no longer there."""
    rows: list[Cells] = []
    for change in changes:
        if change.collection is not Collection.DECISIONS or change.change == "changed":
            continue
        decision = what_it_says(change)
        status = (
            words.decision_status(text(decision, "status"), _) if change.change == "added" else _("no longer there")
        )
        title = titles.get(change.record, change.record)
        rows.append([words.cell(text(decision, "date"), _), decided_by(decision), status, title])
    columns = [
        Column(_("date"), limit=12),
        Column(_("body"), limit=20),
        Column(_("status"), whole=True),
        Column(_("decision"), cut=True),
    ]
    return [Heading(_("Decisions")), grid(columns, rows)] if rows else []


def _decisions_with_another_status(changes: list[RecordChange], titles: Titles, _: Translate) -> list[Block]:
    """The decisions that have another status: a proposal that was adopted, a decision that was quashed, and why."""
    rows: list[Cells] = []
    for change in changes:
        status = change.status
        if not _is_decision_with_another_status(change) or status is None:
            continue
        was, now = (words.decision_status(str(status_written), _) for status_written in (status.before, status.after))
        reasons = [
            text_if_any(event.data, "reason") for event in _events_that(change, "added") if isinstance(event, Status)
        ]
        why = reasons[-1] if reasons else None
        rows.append([titles.get(change.record, change.record), was, now, why or ""])
    columns = [
        Column(_("decision"), cut=True),
        Column(_("before"), whole=True),
        Column(_("after"), whole=True),
        Column(_("reason"), cut=True),
    ]
    return [Heading(_("Decisions that stand otherwise")), grid(columns, rows)] if rows else []


def _is_decision_with_another_status(change: RecordChange) -> bool:
    """Whether this is of a decision that was there already, and has another status now."""
    return change.collection is Collection.DECISIONS and change.change == "changed" and change.status is not None


def _has_only_another_status(change: RecordChange) -> bool:
    """Whether nothing else is told of a decision than that it has another status, and why."""
    others = [event for event in _events_told_apart(change) if not isinstance(event, Status)]
    fields = {field.path for field in change.fields}
    return _is_decision_with_another_status(change) and not others and fields <= {("status",)}


def _tasks(changes: list[RecordChange], _: Translate) -> list[Block]:
    """A line for each task of which something became: whose decision gave it, what is to be done, and what came."""
    rows: list[Cells] = []
    for change in changes:
        for _id, differences in groupby(change.tasks, key=lambda difference: difference.id):
            first_difference, *others = differences
            became = [what_became(difference, _) for difference in (first_difference, *others)]
            rows.append([first_difference.given_by, first_difference.task, "; ".join(became)])
    if not rows:
        return []
    columns = [
        Column(_("given by"), limit=20),
        Column(_("task"), cut=True),
        Column(_("what came of it"), limit=40),
    ]
    return [Heading(_("Tasks")), grid(columns, rows)]


def what_became(task: TaskDifference, _: Translate) -> str:
    """What became of a task, in a few words."""
    match task.what:
        case "given":
            if task.after is None:
                return _("given")
            return _("given, due {due}").format(due=_due(task.after, _))
        case "extended":
            return _("due {due}, before {old}").format(due=_due(task.after, _), old=_due(task.before, _))
        case "moved":
            return _("moved from {old} to {new}").format(old=_leads(task.before), new=_leads(task.after))
        case "late":
            return _("late, due {due}").format(due=_due(task.before, _))
        case "reopened":
            return _("taken up again: {status}").format(status=_(str(task.after)))
        case "executed" | "reported" | "closed" | "dropped":
            how = _(_ENDED[task.what])
            if task.after is None:
                return _("{ended} no more").format(ended=how)
            ended = f"{how} {_due(task.after, _)}"
            if task.before is None:
                return ended
            return _("{ended}, before {old}").format(ended=ended, old=_due(task.before, _))
        case _:
            assert_never(task.what)


_ENDED = {
    "executed": word("executed"),
    "reported": word("reported"),
    "closed": word("closed"),
    "dropped": word("dropped"),
}


def _due(written: Plain, _: Translate) -> str:
    return when(written if isinstance(written, str) else None, _)


def _leads(leads: Plain) -> str:
    names = [str(lead) for lead in as_list(leads)]
    return ", ".join(names) or "–"


def what_it_says(change: RecordChange) -> Data:
    """What a record says that is new, or said that is gone."""
    if change.change == "removed":
        return {field.name: field.before for field in change.fields}
    return {field.name: field.after for field in change.fields}


def decided_by(decision: Data) -> str:
    """Whose decision it is: the body's, the parties', or that of those who have a role."""
    body = text_if_any(decision, "body")
    parties = texts(decision, "parties")
    roles = [text(role, "role") for role in entries(decision, "roles")]
    return words.body(body, parties, roles)


def _others(changes: list[RecordChange], titles: Titles, _: Translate) -> list[Block]:
    """A line for each record that no table tells."""
    lines = []
    for change in changes:
        in_table = change.change != "changed" and change.collection is Collection.DECISIONS
        in_table = in_table or _has_only_another_status(change)
        if in_table or change.collection is Collection.PROCESSES or not _tells_more(change):
            continue
        match change.change:
            case "changed":
                text = _changed_in_short(change, _)
            case "added":
                text = titles.get(change.record, "")
            case "removed":
                text = _("no longer there")
            case unknown:
                assert_never(unknown)
        lines.append(cut(f"{change.record}: {text}", 150))
    if not lines:
        return []
    return [Heading(_("Other records")), Items(tuple(lines))]


def _tells_more(change: RecordChange) -> bool:
    """Whether it is told of a record more than what became of its tasks."""
    if change.change != "changed" or change.fields:
        return True
    return bool(_events_told_apart(change))


def _events_told_apart(change: RecordChange) -> list[Event]:
    """The events that came, but for those that the table of tasks tells."""
    came = _events_that(change, "added")
    if not change.tasks:
        return came
    return [event for event in came if not isinstance(event, OfTask) or not _shows_in_its_task(event)]


def _shows_in_its_task(event: OfTask) -> bool:
    """Whether what an event says of a task shows in how the task stands; of a report, where it is the final one."""
    return not isinstance(event, Report) or event.final


def _changed_in_short(change: RecordChange, _: Translate) -> str:
    """Which fields of a record are others, and the events that came."""
    names = dict.fromkeys(named(field.path, _) for field in change.fields)
    clauses = [_("{field} changed").format(field=name) for name in names]
    clauses += [words.event(event, _, own=change.words) for event in _events_told_apart(change)]
    return "; ".join(clauses)


# What was learned later, and what was corrected


def _table(title: str, rows: list[Row], _: Translate) -> list[Block]:
    if not rows:
        return []
    columns = [
        Column("id", whole=True),
        Column(_("what"), limit=26),
        Column(_("says"), cut=True),
    ]
    cells: list[Cells] = []
    last_named = ""
    for record, what, says in rows:
        is_named = record == last_named
        cells.append(["" if is_named else record, what, says])
        last_named = record
    return [Heading(title), grid(columns, cells)]


def _learned(change: RecordChange, titles: Titles, _: Translate) -> Iterator[Row]:
    part = _with_whys(change, "late")
    if part is None:
        return
    if part.change == "added":  # in one row: it is all new
        title = cut(titles.get(part.record, ""), ROOM)
        if part.events:
            events = of_number(len(part.events), _("(with 1 event)"), _("(with {n} events)"))
            title += f" {events}"
        yield part.record, _("added to the ledger"), title
        return
    for field in _facts(part):
        value = words.field(field.name, field.after, _, part.words)
        if field.before is not None or field.name in _DERIVED:
            before = words.field(field.name, field.before, _, part.words_before)
            value = _from_to(before, value)
        yield part.record, named(field.path, _), cut(value, 2 * ROOM)
    for learned in part.events:
        event = learned.event
        sentence = words.event(event, _, own=part.words)
        yield part.record, when(event.when.text, _), cut(sentence, 2 * ROOM)
    yield from _tasks_apart(part, _)
    yield from _citations(part, _)


def _corrections(change: RecordChange, titles: Titles, _: Translate) -> Iterator[Row]:
    part = _with_whys(change, "corrected")
    if part is None:
        return
    title = titles.get(part.record, "")
    if part.formerly:
        yield part.record, _("id"), _from_to(part.formerly, part.record)
    if part.withdrawn is not None:
        reason = words.value(part.withdrawn, _)
        yield part.record, _("withdrawn"), cut(f"{title}. {reason}", 2 * ROOM)
        return
    if part.change != "changed":
        what = _("no longer there") if part.change == "removed" else _(part.change)
        yield part.record, what, cut(title, 2 * ROOM)
        return
    for field in _facts(part):
        yield part.record, named(field.path, _), _field_differs(field, part.words, _)
    for event in part.events:
        yield part.record, _event_name(event.event, _), _corrected_event(event, part.words, _)
    yield from _tasks_apart(part, _)
    yield from _citations(part, _)


def _tasks_apart(change: RecordChange, _: Translate) -> Iterator[Row]:
    """What became of tasks, where it was learned later or corrected."""
    for task in change.tasks:
        line = f"{task.task}: {what_became(task, _)}"
        yield change.record, _("task"), cut(line, 2 * ROOM)


def _corrected_event(change: EventChange, own: OwnWords, _: Translate) -> str:
    if change.before and change.after:
        difference = event_differs(change.before.data, change.after.data, _, own)
        ids = change.after.of if isinstance(change.after, OfTask) else ()
        names = [words.task(task_id, own.tasks, _) for task_id in ids]
        return ": ".join([*names, difference])
    what = _("no longer there") if change.change == "removed" else _("another date")
    sentence = words.event(change.event, _, own=own)
    return cut(f"{what}: {sentence}", 2 * ROOM)


def _facts(change: RecordChange) -> Iterator[FieldChange]:
    return (field for field in change.fields if field.top != "source")


def _citations(change: RecordChange, _: Translate) -> Iterator[Row]:
    """Where the citations alone differ: those of a field that differs are its own."""
    facts = {field.top for field in _facts(change)}
    citations = [field for field in change.fields if field.top == "source" and _cited_field(field) not in facts]
    for field in citations[:_CITATIONS]:
        before = words.sources(field.before, _) or "–"
        after = words.sources(field.after, _) or "–"
        yield change.record, named(field.path, _), cut(_from_to(before, after), 2 * ROOM)
    others = [_(_cited_field(field)) for field in citations[_CITATIONS:]]
    if others:
        yield change.record, _("more sources"), ", ".join(others)


def _cited_field(citations: FieldChange) -> str:
    """The field whose citations these are; `source` where they are the whole record's."""
    return ".".join(citations.path[1:]) or citations.top


def _event_name(event: Event, _: Translate) -> str:
    return f"{when(event.when.text, _)} {_(event.kind)}"


def event_differs(before: Data, after: Data, _: Translate, own: OwnWords = NO_WORDS, *, room: int | None = ROOM) -> str:
    """What differs in an event, or in an entry of a list."""
    clauses: list[str] = []
    for fact in compare(before, after):
        name = named(fact.path, _)
        difference = differs(fact.path, fact.before, fact.after, _, own, room=room)
        clauses.append(f"{name}: {difference}")
    return "; ".join(clauses)


def differs(
    path: Sequence[str],
    before: Plain,
    after: Plain,
    _: Translate,
    own: OwnWords = NO_WORDS,
    *,
    room: int | None = ROOM,
) -> str:
    """What a value was and is; of long ones as much as there is room for, None for all."""
    if path[0] == "source":
        value_before = words.sources(before, _) or "–"
        value_after = words.sources(after, _) or "–"
        return _from_to(value_before, value_after, room)
    if isinstance(before, dict) and isinstance(after, dict):
        difference = event_differs(before, after, _, own, room=room)
        return f"{_called(after)}: {difference}"
    name = ".".join(path)
    value_before = words.field(name, before, _, own)
    value_after = words.field(name, after, _, own)
    return _from_to(value_before, value_after, room)


def _field_differs(field: FieldChange, own: OwnWords, _: Translate) -> str:
    """What a field was and is; a task is named by what is to be done."""
    before = field.before
    after = field.after
    if field.top not in TASKS:
        return differs(field.path, before, after, _, own)
    if isinstance(before, dict) and isinstance(after, dict):
        name = words.task(str(after.get("id")), own.tasks, _)
        difference = event_differs(before, after, _, own)
        return f"{name}: {difference}"
    value_before = words.task_entry(before, own.tasks, _) if isinstance(before, dict) else "–"
    value_after = words.task_entry(after, own.tasks, _) if isinstance(after, dict) else "–"
    return _from_to(value_before, value_after)


def _called(entry: dict[str, Plain]) -> str:
    """What an entry says first."""
    for value in entry.values():
        if isinstance(value, str | int):
            return str(value)
    return ""


def _from_to(before: str, after: str, room: int | None = ROOM) -> str:
    """Both, or of long ones the part that differs."""
    if room is None:
        return f"{before} → {after}"
    if max(len(before), len(after)) > room:
        before, after = _apart(mask(before).split(" "), mask(after).split(" "))
    return f"{cut(before, room)} → {cut(after, room)}"


def _apart(before: list[str], after: list[str]) -> tuple[str, str]:
    """Two texts without the words that they begin and end with alike; of each at least one word is left."""
    most = min(len(before), len(after)) - 1
    start = _alike(before, after, most)
    end = _alike(before[::-1], after[::-1], most - start)
    return _between(before, start, end), _between(after, start, end)


def _between(words_of_text: list[str], start: int, end: int) -> str:
    """The words but for so many at the start and at the end, in the place of which there is a sign."""
    inner = words_of_text[start : len(words_of_text) - end]
    text = " ".join(inner)
    if start:
        text = f"… {text}"
    if end:
        text = f"{text} …"
    return text


def _alike(first: Sequence[str], second: Sequence[str], most: int) -> int:
    """How many words are the same from the beginning on, and at most so many."""
    for number in range(most):
        if first[number] != second[number]:
            return number
    return most
