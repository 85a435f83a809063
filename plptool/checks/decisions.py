"""What decisions say of how they stand, and of earlier ones, that cannot be."""

from collections.abc import Iterator
from datetime import date

from plptool.checks.context import Context, Subject, event_path, facts_said
from plptool.checks.numbers import at_once
from plptool.model.collections import Collection
from plptool.model.dates import When, in_words, parse_when
from plptool.model.decisions import AFTER_ADOPTION, STANDING, Vote
from plptool.model.events import FieldsSet, Status
from plptool.model.findings import Argument, Message, Problem
from plptool.model.plain import as_list, entries, part, text, text_if_any, texts
from plptool.model.records import Path, Record
from plptool.timeline.decisions import has_effect_since, in_force, is_later, pointers

_AFTER = {
    "appealed": ("adopted", "appealed", "quashed", "referred-to"),
    "final": ("adopted", "appealed", "final", "referred-to"),
    "quashed": ("adopted", "appealed", "final", "quashed", "referred-to"),
}
"""The statuses that only what was adopted can come to have, with those that they may follow."""
_NEVER_AFTER_ADOPTION = ("planned", "proposed", "tabled", "rejected")
"""The statuses that nothing can come to have that was adopted and stands."""
_CHANGING = ("repeals", "amends")


def status_may_follow(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP501, 507: a decision is quashed that was not adopted, or rejected that was; or has two statuses on one day."""
    if subject.collection is not Collection.DECISIONS:
        return
    status = text(subject.data, "status")
    if status in AFTER_ADOPTION:
        message = Message("a decision begins as `{new}`, which it can only become", {"new": status})
        hint = Message("Write `status: adopted`, and an event of kind `status` with the day on which that changed.")
        yield Problem("PLP501", subject.record, ("status",), message, hint, f"{subject.data['date']} {status}")
    previous: Status | None = None
    for event in subject.of_kind(Status):
        problem = at_once(subject, event, previous)
        undone = event.status in _NEVER_AFTER_ADOPTION and status in STANDING
        if problem is None and (undone or status not in _AFTER.get(event.status, (status,))):
            message = Message("`{new}` cannot follow `{old}`", {"new": event.status, "old": status})
            hint = Message("Only what was adopted is appealed, final or quashed: check the dates and the statuses.")
            if undone:
                hint = Message(
                    "What was adopted is quashed, lapses or is withdrawn, or another decision repeals it: "
                    "check the dates and the statuses."
                )
            value = f"{event.when.text} {event.status}"
            problem = Problem("PLP501", subject.record, event_path(event, "status"), message, hint, value)
        if problem:
            yield problem
        status, previous = event.status, event


def pointers_run_back(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP515: a decision names itself, or one that is later, or one that names it in turn."""
    if subject.collection is not Collection.DECISIONS:
        return
    circle = context.circles.get(subject.id, frozenset())
    yield from _repealed_and_amended(subject)
    for name, other in pointers(subject.data):
        record = _decision(context, other)
        arguments: dict[str, Argument] = {"property": name, "id": other, "date": text(subject.data, "date")}
        if other == subject.id:
            message = Message("`{property}` names the decision itself", arguments)
        elif record is None:
            continue
        elif is_later(record, subject.record):
            message = Message("`{property}` names `{id}`, which is later than {date}", arguments)
        elif other in circle:
            message = Message("`{property}` names `{id}`, which says that it comes after this one", arguments)
        else:
            continue
        hint = Message("The later decision names the earlier one: check the dates, or move it to the other record.")
        yield Problem("PLP515", subject.record, _place(subject, name, other), message, hint, f"{name} {other}")


def _repealed_and_amended(subject: Subject) -> Iterator[Problem]:
    """PLP515: what a decision repeals is amended by it, too."""
    repealed = texts(subject.data, "repeals")
    for other in texts(subject.data, "amends"):
        if other in repealed:
            message = Message("`{id}` is repealed by this decision, and amended too", {"id": other})
            hint = Message("What is repealed is gone; where a part of it stands, it is amended alone.")
            place = _place(subject, "amends", other)
            yield Problem("PLP515", subject.record, place, message, hint, f"amends {other}")


def changes_what_is_in_force(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP516: a decision repeals or amends one that is not in force when it is taken, nor when it comes into force."""
    if subject.collection is not Collection.DECISIONS:
        return
    begins = has_effect_since(subject.record, date.max)
    taken = parse_when(text(subject.data, "date")).latest
    if begins is None or taken is None:
        return
    for name in _CHANGING:
        for other in texts(subject.data, name):
            record = _decision(context, other)
            if record is None or other == subject.id or is_later(record, subject.record):
                continue  # there is none, or that is told
            if text(record.data, "status") == "referred-to":
                continue  # of others' decisions nobody knows here
            if not any(_in_force(context, record, subject.id, day) for day in (taken, begins.day)):
                arguments: dict[str, Argument] = {"property": name, "id": other, "date": begins.written}
                message = Message("`{property}` names `{id}`, which is not in force on {date}", arguments)
                hint = Message("Check which decision is meant, and the status, period and repeal of that one.")
                place = _place(subject, name, other)
                yield Problem("PLP516", subject.record, place, message, hint, f"{name} {other}")


def votes_bear_it_out(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP517: nobody voted, or more were against what was adopted, or for what was rejected."""
    yield from _reserved_and_disqualified(subject)
    if "vote" not in subject.data:
        return
    vote = Vote.of(part(subject.data, "vote"))
    statuses = {text(subject.data, "status"), *(event.status for event in subject.of_kind(Status))}
    arguments: dict[str, Argument] = {"for": vote.in_favour, "against": vote.against}
    if vote.in_favour == vote.against == 0 and not vote.abstained:
        message = Message("there was a vote, and nobody voted")
    elif vote.against > vote.in_favour and "adopted" in statuses and "rejected" not in statuses:
        message = Message("adopted, with {for} for it and {against} against it", arguments)
    elif vote.in_favour > vote.against and "rejected" in statuses and "adopted" not in statuses:
        message = Message("rejected, with {for} for it and {against} against it", arguments)
    else:
        return
    hint = Message("Check the figures: `for` are those who wanted the proposal that this decision is about.")
    yield Problem("PLP517", subject.record, ("vote",), message, hint, f"{vote.in_favour}–{vote.against}")


def _reserved_and_disqualified(subject: Subject) -> Iterator[Problem]:
    """PLP517: who was disqualified, and so took no part in it, made a reservation."""
    disqualified = [facts_said(role) for role in entries(subject.data, "disqualified")]
    if not disqualified:
        return
    for index, reserved in enumerate(as_list(subject.data.get("reservations"))):
        if isinstance(reserved, dict) and facts_said(reserved) in disqualified:
            message = Message("who was disqualified has a reservation too")
            hint = Message("Who is disqualified takes no part: check who it was.")
            value = f"reservations {index + 1}"
            yield Problem("PLP517", subject.record, ("reservations", index), message, hint, value)


def dates_may_be(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP518: a decision is reviewed, or has another status, before it was taken, or is in force after its period."""
    if subject.collection is not Collection.DECISIONS:
        return
    yield from _changed_before_it_was_taken(subject)
    taken = parse_when(text(subject.data, "date"))
    review = _date_of(subject, "review")
    begins = _date_of(subject, "in-force")
    period = _date_of(subject, "period")
    if review is not None and taken.latest and review.certainly_before(taken.earliest or taken.latest):
        arguments: dict[str, Argument] = {"review": review.text, "date": taken.text}
        message, field = Message("to be reviewed by {review}, and decided on {date}", arguments), "review"
        hint, value = Message("Check the year."), f"review {review.text}"
    elif begins is not None and period is not None and period.latest and begins.certainly_after(period.latest):
        arguments = {"date": begins.text, "period": in_words(period.text)}
        message, field = (
            Message("it comes into force on {date}, when its period {period} is over", arguments),
            "in-force",
        )
        hint, value = Message("Check the dates."), f"in-force {begins.text}"
    elif period is not None and taken.earliest is not None and period.certainly_before(taken.earliest):
        arguments = {"date": taken.text, "period": in_words(period.text)}
        message, field = Message("decided on {date}, when its period {period} was over", arguments), "period"
        hint, value = Message("Check the years."), f"period {period.text}"
    else:
        return
    yield Problem("PLP518", subject.record, (field,), message, hint, value)


def _date_of(subject: Subject, name: str) -> When | None:
    written = text_if_any(subject.data, name)
    return None if written is None else parse_when(written)


def _changed_before_it_was_taken(subject: Subject) -> Iterator[Problem]:
    """What became of a decision before its date; of one that is planned, that is the day on which it is to be taken."""
    taken = parse_when(text(subject.data, "date"))
    if taken.earliest is None or text(subject.data, "status") == "planned":
        return
    for event in subject.events:
        if isinstance(event, Status | FieldsSet) and event.when.certainly_before(taken.earliest):
            arguments: dict[str, Argument] = {
                "kind": Message(event.kind),
                "date": event.when.text,
                "day": taken.text,
            }
            message = Message("{kind} of {date}, and the decision is of {day}", arguments)
            value = f"{event.kind} {event.when.text}"
            hint = Message("Check the dates.")
            yield Problem("PLP518", subject.record, event_path(event), message, hint, value)


def _in_force(context: Context, record: Record, without: str, day: date) -> bool:
    """Whether a decision is in force on a day, but for what one of those that repeal it says."""
    others = (since for since, by in context.repeals.get(record.id, ()) if by != without)
    return in_force(record, next(others, None), day)


def _decision(context: Context, key: str) -> Record | None:
    """A decision by its id; None where there is none, or it was withdrawn."""
    record = context.collections[Collection.DECISIONS].get(key)
    return None if record is None or "withdrawn" in record.data else record


def _place(subject: Subject, name: str, other: str) -> Path:
    """Where a decision names another."""
    value = subject.data[name]
    return (name, texts(subject.data, name).index(other)) if isinstance(value, list) else (name,)
