"""What a record says of its tasks: that they are told apart, that somebody is to do them, and that events name them."""

from collections.abc import Iterator, Sequence

from plptool.checks.context import Context, Subject, event_path, fields_of
from plptool.model.collections import COMMISSIONS, Collection
from plptool.model.dates import in_words, is_date_like, is_task_id, parse_when
from plptool.model.events import Event, FieldsSet, OfTask, Report, TaskChange, TaskStatus, tells_of
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.mends import Valued
from plptool.model.plain import Data, as_list, entries, text, text_if_any, texts, whole
from plptool.model.records import Path
from plptool.model.suggest import guess, only_guess
from plptool.timeline.changed import ever_said
from plptool.timeline.indicators import indicators_ever
from plptool.timeline.tasks import ENDED, TASK_LISTS, Task


def _tasks(subject: Subject) -> list[tuple[Path, Task]]:
    """The tasks that a record lists, each with where it stands."""
    return [
        ((name, index), Task(subject.record, data))
        for name in TASK_LISTS[subject.collection]
        for index, data in enumerate(entries(subject.data, name))
    ]


def _gates(subject: Subject) -> list[tuple[Path, Task]]:
    """The gates of an assignment that have an id: like a task, each is settled by it."""
    listed = enumerate(entries(subject.data, "gates"))
    return [(("gates", index), Task(subject.record, gate)) for index, gate in listed if "id" in gate]


def tasks_are_told_apart(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP314: two tasks of a record have one id, or an id is one that could be a date."""
    seen_ids: set[str] = set()
    for where, task in (*_tasks(subject), *_gates(subject)):
        arguments = {"id": task.id}
        if task.id in seen_ids:
            message = Message("two tasks of this record have the id `{id}`", arguments)
            hint = Message("Give each its own: events say by it which one they are about.")
            yield Problem("PLP314", subject.record, (*where, "id"), message, hint, task.id)
        elif is_date_like(task.id):
            message = Message("the id `{id}` of a task could be a date", arguments)
            hint = Message("Write a word: `settles` names both dates and tasks.")
            yield Problem("PLP314", subject.record, (*where, "id"), message, hint, task.id)
        seen_ids.add(task.id)


def tasks_say_what_and_who(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP512, 513: nobody is to do a task; or neither a text nor a clause of the record says what is to be done."""
    clauses = len(as_list(subject.data.get("clauses")))
    for where, task in _tasks(subject):
        arguments: dict[str, Argument] = {"id": task.id}
        if "lead" not in task.data and "roles" not in task.data and not _is_led(subject):
            message = Message("nobody is to do the task `{id}`", arguments)
            hint = Message(
                "Write who is to do it as `lead`; if the document does not say, acknowledge it under `known`."
            )
            yield Problem("PLP512", subject.record, where, message, hint, task.id)
        if "text" not in task.data and "clauses" not in task.data:
            message = Message("the task `{id}` does not say what is to be done", arguments)
            hint = Message("Write it as `text`, or the numbers of the record's clauses as `clauses`.")
            yield Problem("PLP513", subject.record, where, message, hint, task.id)
        for index, number in enumerate(texts(task.data, "clauses")):
            if (whole(number) or 0) > clauses:
                arguments = {"id": task.id, "number": number, "n": clauses}
                message = Message("the task `{id}` names clause {number}, and the record has {n}", arguments)
                hint = Message("Clauses are counted from 1, as the record lists them.")
                yield Problem(
                    "PLP513", subject.record, (*where, "clauses", index), message, hint, f"{task.id} {number}"
                )


def _is_led(subject: Subject) -> bool:
    """Whether somebody leads what a milestone is to be reached in: of a process without a lead, that is told itself."""
    names: tuple[str, ...]
    match subject.collection:
        case Collection.PROCESSES:
            return True
        case Collection.PLANS:
            names = ("steering-group",)
        case Collection.ASSIGNMENTS:
            names = ("responsible", "lead")
        case _:
            return False
    return any(said for name in names for said in ever_said(subject.record, name))


def processes_say_what_and_who(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP512, 513: nobody leads a process; or neither a title nor a need says what it is."""
    if subject.collection is not Collection.PROCESSES:
        return
    data, key = subject.data, subject.record.id
    if "lead" not in data and "roles" not in data:
        message = Message("nobody leads the process")
        hint = Message("Write who leads it as `lead`; if the document does not say, acknowledge it under `known`.")
        yield Problem("PLP512", subject.record, (), message, hint, key)
    if "title" not in data and "need" not in data:
        message = Message("the process says neither what it is called nor which need it answers")
        hint = Message("Write what it is called as `title`, or the need that it answers as `need`.")
        yield Problem("PLP513", subject.record, (), message, hint, key)


def events_name_tasks(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP313: an event, or a task that recurs, names a task that the record has not."""
    tasks = _tasks(subject)
    ids = {task.id for _, task in tasks}
    settled = ids | {gate.id for _, gate in _gates(subject)}
    measured: set[str] | None = None
    for event in subject.events:
        if isinstance(event, OfTask):
            if measured is None:  # most records have no tasks, and need not be asked what they measure
                measured = {indicator.id for indicator in indicators_ever(subject.record)}
            several = isinstance(event.data["of"], list | tuple)
            for index, task_id in enumerate(event.of):
                if task_id not in ids | measured:
                    place = event_path(event, "of")
                    yield _unknown(subject, (*place, index) if several else place, task_id, ids)
        if event.completes is not None and event.completes not in settled:
            yield _unknown(subject, event_path(event, "settles"), event.completes, settled)
        if isinstance(event, TaskChange):
            yield from _until(subject, (*event_path(event, "set"), "until"), event.fields, ids - {*event.of})
    for where, task in tasks:
        yield from _until(subject, (*where, "until"), task.data, ids - {task.id})


def tasks_end_once(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP507, 508: two statuses of a task take effect on one day; or an event settles one that is ended already."""
    said: dict[str, tuple[str, Event]] = {}
    for event in subject.events:
        status = event.status if isinstance(event, TaskStatus | Report) else None
        for task in event.of if status is not None and isinstance(event, OfTask) else ():
            if task in said and _at_once(said[task], status or "", event):
                yield _two_statuses(subject, task, said[task][0], event)
            said[task] = status or "", event
        task = event.completes or ""
        if task in said and said[task][0] in ENDED and said[task][1] is not event:
            arguments: dict[str, Argument] = {"id": task, "date": said[task][1].when.text}
            message = Message("the task `{id}` is ended already, by the event of {date}", arguments)
            hint = Message("Only one event settles it: remove `settles` from the other.")
            yield Problem("PLP508", subject.record, event_path(event, "settles"), message, hint, task)
        elif task:
            said[task] = "completed", event


def _at_once(before: tuple[str, Event], status: str, event: Event) -> bool:
    """Whether a status contradicts that of an earlier event of the day; what is executed may be closed at once."""
    said, earlier = before
    return earlier.when.latest == event.when.latest and said != status and (said, status) != ("completed", "closed")


def _two_statuses(subject: Subject, task: str, one: str, event: Event) -> Problem:
    arguments: dict[str, Argument] = {
        "id": task,
        "one": one,
        "other": event.data["status"],
        "date": str(event.when.latest),
    }
    message = Message("both `{one}` and `{other}` of the task `{id}` take effect on {date}", arguments)
    hint = Message("One day, one status: check the dates.")
    return Problem("PLP507", subject.record, event_path(event, "status"), message, hint, f"{event.when.text} {task}")


def nothing_before_it_is_given(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP412: a task is due, or to be done, or something is told of it, before the decision that gives it."""
    tasks = _tasks(subject)
    date = text_if_any(subject.data, "date") if tasks else None
    given = None if date is None else parse_when(date)
    if given is None or given.earliest is None:
        return
    ids = {task.id for _, task in tasks}
    cause = Cause(subject.id, ("date",))
    for where, task in tasks:
        for name in ("from", "due"):
            written = text_if_any(task.data, name)
            if written is None or not parse_when(written).certainly_before(given.earliest):
                continue
            arguments: dict[str, Argument] = {"id": task.id, "date": written, "day": given.text}
            message = Message("the task `{id}` is due {date}, and was given on {day}", arguments)
            if name == "from":
                message = Message("the task `{id}` is to be done from {date}, and was given on {day}", arguments)
            yield _too_early(subject, (*where, name), message, f"{written} {task.id}", cause)
    for event in subject.events:
        is_about_one = any(tells_of(event, task_id) for task_id in ids)
        if is_about_one and event.when.certainly_before(given.earliest):
            arguments = {"kind": Message(event.kind), "date": event.when.text, "day": given.text}
            message = Message("{kind} of {date} is about a task that was given on {day}", arguments)
            yield _too_early(subject, event_path(event), message, f"{event.when.text} {event.kind}", cause)


def nothing_before_the_assignment(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP412: the period of an assignment was over, or something in it is due, before the decision that gave it."""
    if subject.collection is not Collection.ASSIGNMENTS:
        return
    decisions = context.collections[Collection.DECISIONS]
    decision = decisions.get(text_if_any(subject.data, "decision") or "")
    if decision is None or "withdrawn" in decision.data:
        return
    given = parse_when(text(decision.data, "date"))
    cause = Cause(decision.id, ("date",))
    for where, written, value in _times_of_assignment(subject):
        when = parse_when(written)
        if given.earliest is None or not when.certainly_before(given.earliest):
            continue
        arguments: dict[str, Argument] = {
            "date": in_words(written),
            "decision": decision.id,
            "day": given.text,
        }
        message = Message("{date} was over on {day}, when {decision} gave the assignment", arguments)
        yield _too_early(subject, where, message, value, cause)


def _times_of_assignment(subject: Subject) -> Iterator[tuple[Path, str, str]]:
    """The periods of an assignment, and what in it is due by when, each with what acknowledges it."""
    for where, fields in fields_of(subject):
        period = text_if_any(fields, "period")
        if period is not None:
            yield (*where, "period"), period, f"{period} period"
    due_dates: list[tuple[Path, Data, str]] = []
    for index, gate in enumerate(entries(subject.data, "gates")):
        due_dates.append((("gates", index), gate, f"gates {index + 1}"))
    due_dates += [(where, task.data, task.id) for where, task in _tasks(subject)]
    for where, data, name in due_dates:
        due = text_if_any(data, "due")
        if due is not None:
            yield (*where, "due"), due, f"{due} {name}"


def nothing_after_it_is_given_up(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP405: something is told of a task after it was closed or cancelled, and nobody has taken it up again."""
    given_up: dict[str, tuple[Event, str]] = {}
    told = [event for event in subject.events if isinstance(event, OfTask) and event.when.latest is not None]
    for event in told:
        status = event.status if isinstance(event, TaskStatus | Report) else None
        for task in event.of:
            ended = given_up.get(task)
            if status in _GIVEN_UP:
                given_up.setdefault(task, (event, status or ""))
            elif _takes_up(event, task):
                given_up.pop(task, None)
            elif ended and _is_after(event, ended[0]) and not _taken_up_that_day(event, task, told):
                yield _after_its_end(subject, event, task, ended)


def _takes_up(event: Event, task: str) -> bool:
    return isinstance(event, TaskStatus) and task in event.of and event.status not in ENDED


def _is_after(event: Event, other: Event) -> bool:
    return other.when.latest is not None and event.when.certainly_after(other.when.latest)


def _taken_up_that_day(event: Event, task: str, told: Sequence[Event]) -> bool:
    """Whether it is taken up again on the day of an event: in which order a day's events stand says nothing."""
    return any(other.when.latest == event.when.latest and _takes_up(other, task) for other in told)


_GIVEN_UP = ("cancelled", "closed")
"""The statuses that whoever gave a task gives it, and after which nothing more is to come."""


def _after_its_end(subject: Subject, event: Event, task: str, ended: tuple[Event, str]) -> Problem:
    earlier, status = ended
    arguments: dict[str, Argument] = {
        "kind": Message(event.kind),
        "date": event.when.text,
        "id": task,
        "status": Message(status),
        "day": earlier.when.text,
    }
    message = Message("{kind} of {date} is about the task `{id}`, which was {status} on {day}", arguments)
    hint = Message("If it was taken up again, a status of the task says so: `status: ongoing`.")
    return Problem("PLP405", subject.record, event_path(event), message, hint, event.when.text)


def milestones_come_before_the_end(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP413: a milestone is due after its process, as changes have left both."""
    if subject.collection is not Collection.PROCESSES or not _tasks(subject):
        return
    dues: dict[str | None, tuple[str, Path]] = {}
    for where, fields, tasks in _due_dates(subject):
        due = text_if_any(fields, "due")
        if due is not None:
            dues.update(dict.fromkeys(tasks, (due, (*where, "due"))))
    end = dues.pop(None, None)
    last_day = None if end is None else parse_when(end[0]).latest
    if end is None or last_day is None:
        return
    for task, (due, place) in dues.items():
        if parse_when(due).certainly_after(last_day):
            arguments: dict[str, Argument] = {"id": task or "", "date": due, "day": end[0]}
            message = Message("the milestone `{id}` is due {date}, and its process {day}", arguments)
            hint = Message("Check both dates.")
            yield Problem("PLP413", subject.record, place, message, hint, task)


def _due_dates(subject: Subject) -> Iterator[tuple[Path, Data, tuple[str | None, ...]]]:
    """Fields that may say when something is due, where they stand, and of which tasks; None of the process itself."""
    yield (), subject.data, (None,)
    for where, task in _tasks(subject):
        yield where, task.data, (task.id,)
    for event in subject.events:
        if isinstance(event, FieldsSet):
            yield event_path(event, "set"), event.fields, (None,)
        elif isinstance(event, TaskChange):
            yield event_path(event, "set"), event.fields, event.of


def what_recurs_has_a_first_day(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP523: a task is to be done every so often, and neither it nor a change says by when the first time."""
    for where, task in _tasks(subject):
        if "every" not in task.data or "due" in task.data:
            continue
        changes = [event for event in subject.events if isinstance(event, TaskChange) and task.id in event.of]
        if any("due" in change.fields for change in changes):
            continue
        message = Message(
            "the task `{id}` recurs and is never late: nothing says by when the first time", {"id": task.id}
        )
        hint = Message("Write that as `due`; if the document does not say, acknowledge it under `known`.")
        yield Problem("PLP523", subject.record, (*where, "every"), message, hint, task.id)


def _too_early(subject: Subject, where: Path, message: Message, value: str, cause: Cause) -> Problem:
    return Problem("PLP412", subject.record, where, message, Message("Check the year."), value, cause=cause)


def _until(subject: Subject, where: Path, fields: Data, others: set[str]) -> Iterator[Problem]:
    """What recurs until a task is executed names another of the record."""
    until = text_if_any(fields, "until")
    if until is not None and is_task_id(until) and until not in others:
        yield _unknown(subject, where, until, others)


def _unknown(subject: Subject, where: Path, key: str, ids: set[str]) -> Problem:
    message = Message("there is no task `{id}` in this record", {"id": key})
    lists = TASK_LISTS[subject.collection] or (COMMISSIONS,)
    there_are_none = Message("List it under `{list}`, with this as its `id`.", {"list": lists[0]})
    hint = guess(key, sorted(ids)) if ids else there_are_none
    meant = only_guess(key, sorted(ids))
    mend = None if meant is None else Valued(where, meant)
    return Problem("PLP313", subject.record, where, message, hint, key, mend=mend)


def what_is_ended_says_why(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP514: a task is cancelled or closed and no decision says so, or it is cancelled for no reason."""
    for event in subject.events:
        if not isinstance(event, TaskStatus | Report) or event.status is None:
            continue
        arguments: dict[str, Argument] = {"tasks": ", ".join(event.of), "status": Message(event.status)}
        if event.status in ("cancelled", "closed") and event.decision is None:
            message = Message("{tasks}: {status}, and no decision says so", arguments)
            hint = Message("Write the id of the decision as `decision`.")
        elif event.status == "cancelled" and event.reason is None:
            message = Message("{tasks}: {status}, and it is not said why", arguments)
            hint = Message("Write why, as `reason`.")
        else:
            continue
        value = f"{event.when.text} {' '.join(event.of)}"
        yield Problem("PLP514", subject.record, event_path(event, "status"), message, hint, value)
