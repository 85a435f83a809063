"""PLP522: what is reported does not agree with how it stands: how much is done, or that the final report has come."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.events import Event, Progress, Report, Status, TaskStatus
from plptool.model.findings import Argument, Message, Problem
from plptool.model.records import Record
from plptool.timeline.beginnings import plan_of
from plptool.timeline.fold import statuses_of_outcomes
from plptool.timeline.tasks import ENDED, tasks_of

_ALL = 100
"""Per cent."""
_NOT_DONE = ("planned", "ongoing", "paused", "cancelled")
"""The statuses with which nobody has done all."""
_CHECK = Message("Check the figure and the status; what stands so in the document is acknowledged under `known`.")
_AGAIN = Message("If it was taken up again, a status event says so: `status: ongoing`. Else check the dates.")


def how_much_is_done(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP522: less than all is reported as done of what is completed, or all of what is not."""
    plan = _plan(subject, context)
    tasks: dict[str | None, _SoFar] = defaultdict(_SoFar)
    for event in subject.events:
        status = _status(event, plan)
        percent = event.percent if isinstance(event, Progress | Report) else None
        if percent is not None and _contradicts(status, percent):
            arguments: dict[str, Argument] = {"date": event.when.text, "status": Message(status or ""), "n": percent}
            message = Message("the report of {date} says {status}, and that {n}% is done", arguments)
            yield _told(subject, event, "percent", message, _CHECK)
        for task in _about(event):
            so_far = tasks[task]
            so_far.take_in(event, status, completes=task is not None and event.completes == task)
            end, report = so_far.completed, so_far.on_the_way
            if end is not None and report is not None and report is not end and _by_then(end, report):
                arguments = {"date": report.when.text, "n": report.percent, "day": end.when.text}
                message = Message("{n}% is reported on {date}, of what was completed on {day}", arguments)
                yield _told(subject, report, "percent", message, _AGAIN)
                so_far.on_the_way = None


@dataclass(slots=True)
class _SoFar:
    """What was told of a task, or of the record itself, by an event."""

    completed: Event | None = None
    """What told that it is; None where it is not, or not any more."""
    on_the_way: Progress | Report | None = None
    """What told last that less than all is done."""

    def take_in(self, event: Event, status: str | None, *, completes: bool) -> None:
        """What an event says, of which this is the status, and which may complete the task by the way."""
        if status is not None:
            self.completed = None
        if isinstance(event, Progress | Report) and event.percent is not None and event.percent < _ALL:
            self.on_the_way = event
        if status == "completed" or completes:
            self.completed = event


def _plan(subject: Subject, context: Context) -> Record | None:
    """The plan whose words say what became of a process."""
    if subject.collection is not Collection.PROCESSES:
        return None
    key = plan_of(context, subject.record)
    return None if key is None else context.collections["plans"].get(key)


def _status(event: Event, plan: Record | None) -> str | None:
    """The status that an event says, be it by the plan's word for what became of it."""
    match event:
        case Progress() | Status():
            if event.status is None and event.outcome is not None:
                return statuses_of_outcomes(plan, event.when.latest or date.max).get(event.outcome)
            return event.status
        case Report() | TaskStatus():
            return event.status
        case _:
            return None


def _about(event: Event) -> tuple[str | None, ...]:
    """The tasks that an event tells of; None is the record itself."""
    match event:
        case Progress() | Status():
            of: tuple[str | None, ...] = (None,)
        case Report() | TaskStatus():
            of = event.of
        case _:
            of = ()
    return of if event.completes is None else (*of, event.completes)


def _contradicts(status: str | None, percent: int) -> bool:
    return percent < _ALL if status == "completed" else percent == _ALL and status in _NOT_DONE


def _by_then(end: Event, report: Event) -> bool:
    """Whether the end had certainly come when something was reported: on an earlier day, or that very day."""
    if end.when.latest is None:
        return False
    same_day = end.when.is_day and report.when.is_day and end.when.latest == report.when.latest
    return same_day or report.when.certainly_after(end.when.latest)


def nothing_interim_after_the_final(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP522: an interim report of a task after the final one to the same body, and nobody has taken it up again."""
    recurring = {task.id for task in tasks_of(subject.record) if "every" in task.data}
    final: dict[str, list[Report]] = {}
    for event in subject.events:
        for task in _taken_up(event):
            final.pop(task, None)
        if not isinstance(event, Report):
            continue
        for task in event.of:
            earlier = next((report for report in final.get(task, []) if _after_the_final(event, report)), None)
            if event.final and task not in recurring:
                final.setdefault(task, []).append(event)
            elif earlier is not None and event.data.get("stage") == "interim":
                arguments: dict[str, Argument] = {"date": event.when.text, "day": earlier.when.text}
                message = Message("the report of {date} is interim, and the final one came on {day}", arguments)
                yield _told(subject, event, "stage", message, _AGAIN)


def _taken_up(event: Event) -> tuple[str, ...]:
    """The tasks of which an event says that they go on."""
    if isinstance(event, TaskStatus | Report) and event.status is not None and event.status not in ENDED:
        return event.of
    return ()


def _after_the_final(report: Report, final: Report) -> bool:
    """Whether a report came to those who had been told all already."""
    to_others = report.to and final.to and not {*report.to} & {*final.to}
    return not to_others and final.when.latest is not None and report.when.certainly_after(final.when.latest)


def _told(subject: Subject, event: Event, field: str, message: Message, hint: Message) -> Problem:
    return Problem("PLP522", subject.record, event_path(event, field), message, hint, f"{event.when.text} {field}")
