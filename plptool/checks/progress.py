"""PLP521: reports that say two things at once of how it goes, or of what became of a process."""

from collections.abc import Iterator, Sequence

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.dates import in_words
from plptool.model.events import Progress, Report, Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.records import Record
from plptool.timeline.fold import OVER, plan_record, statuses_of_outcomes

_SAID_ONCE = ("percent", "rating", "outcome")
"""What the last report counts of: of two on one day nobody can say which is the last."""
_ONE = Message("Keep what the document has, or check the dates: of several reports the last counts.")


def one_report_a_day(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP521: two reports of one day say two things of one process or task: how much is done, how it is rated."""
    said: dict[tuple[str | None, str, str], str] = {}
    for event in subject.events:
        if not isinstance(event, Progress | Report):
            continue
        about: tuple[str | None, ...] = event.of if isinstance(event, Report) else (None,)
        for one in about:
            differing: list[tuple[str, str, str]] = []
            for field in _SAID_ONCE:
                new = _said(event, field)
                old = said.setdefault((one, field, str(event.when.latest)), new) if new else new
                if old != new:
                    differing.append((field, old, new))
            if differing:
                yield _two_values(subject, event, one, differing)


def _said(event: Progress | Report, field: str) -> str:
    """What a report says of this, as text; nothing where it does not."""
    return str(event.data.get(field, ""))


def _two_values(
    subject: Subject, event: Progress | Report, task: str | None, differing: Sequence[tuple[str, str, str]]
) -> Problem:
    """That a report says other things than one before it of the day."""
    what = [
        Message("`{field}` {one} and {other}", {"field": field, "one": old, "other": new})
        for field, old, new in differing
    ]
    arguments: dict[str, Argument] = {"date": in_words(event.when.text), "what": what}
    if task is None:
        message = Message("reports of {date} do not agree: {what}", arguments)
    else:
        message = Message("reports of `{id}` of {date} do not agree: {what}", {**arguments, "id": task})
    field = differing[0][0]
    value = " ".join((event.when.text, *([] if task is None else [task]), field))
    return Problem("PLP521", subject.record, event_path(event, field), message, _ONE, value)


def one_outcome(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP521: another became of a process than what is told already, and it was not taken up again in between.

    An outcome by which it goes on (partly implemented) is on the way to the next one.
    """
    if subject.collection is not Collection.PROCESSES:
        return
    plan = plan_record(context, subject.record)
    before: Progress | Status | None = None
    for event in subject.events:
        if not isinstance(event, Progress | Status):
            continue
        if event.outcome is None:
            taken_up_again = event.status not in (None, "completed", "cancelled")
            before = None if taken_up_again else before
            continue
        if before is not None and before.outcome != event.outcome and before.when.latest != event.when.latest:
            arguments: dict[str, Argument] = {
                "one": before.outcome or "",
                "day": before.when.text,
                "other": event.outcome,
                "date": event.when.text,
            }
            message = Message(
                "its outcome is `{one}` since {day}, and `{other}` on {date}; nothing says that it was taken up again",
                arguments,
            )
            hint = Message("A reopening is a status event: `status: ongoing`, with a reason. Else check the outcomes.")
            where = event_path(event, "outcome")
            yield Problem("PLP521", subject.record, where, message, hint, f"{event.when.text} outcome")
        before = event if _ends(event, plan) else None


def _ends(event: Progress | Status, plan: Record | None) -> bool:
    """Whether a process does not go on by what became of it: by the status beside it, or else by the plan's."""
    day = event.when.latest
    if event.status is not None or event.outcome is None or day is None:
        status = event.status
    else:
        status = statuses_of_outcomes(plan, day).get(event.outcome)
    return status in (None, *OVER)
