"""The words that a plan has of its own for how it goes and for what became of a process, and those who use them."""

from collections.abc import Iterator, Sequence
from datetime import date

from plptool.checks.context import Context, Subject, event_path
from plptool.model.collections import Collection
from plptool.model.events import FieldsSet, Progress, Report, Status
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.plain import Data, entries, number_if_any, part, text_if_any, texts
from plptool.model.records import Path, Record
from plptool.timeline.beginnings import plan_of
from plptool.timeline.changed import ever_said
from plptool.timeline.fold import OUTCOMES, statuses_of_outcomes


def words_are_the_plans(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP315, 520: a rating, outcome or priority that its plan has not; or an outcome of another status there."""
    if subject.collection is Collection.SNAPSHOTS:
        yield from _counted(subject, context)
    if subject.collection is Collection.PLANS:
        yield from _ratings(subject, _words_ever(subject.record, "ratings"))
    if subject.collection is not Collection.PROCESSES:
        return
    plan = plan_of(context, subject.record)
    record = None if plan is None else context.collections["plans"].get(plan)
    if plan is not None and record is None:
        return  # that it is unknown, or cannot be read, is told
    if record is not None:
        yield from _priority(subject, _priorities_ever(record))
    yield from _ratings(subject, [] if record is None else _words_ever(record, "ratings"))
    for event in subject.events:
        if isinstance(event, Progress | Status):
            yield from _outcome(subject, event, record)


def _counted(subject: Subject, context: Context) -> Iterator[Problem]:
    """Each word by which a snapshot counts, and which no plan has that is meant."""
    for index, assertion in enumerate(entries(subject.data, "assertions")):
        key = text_if_any(assertion, "plan")
        plans = [plan for plan in context.collections[Collection.PLANS].values() if key in (None, plan.id)]
        if key is not None and not plans:
            continue  # that it is unknown, or cannot be read, is told
        counts, place = part(assertion, "counts"), ("assertions", index, "counts")
        ratings = [word for plan in plans for word in _words_ever(plan, "ratings")]
        for word in part(counts, "rated"):
            if word not in ratings:
                message = Message("`{word}` is none of the ratings of its plan", {"word": word})
                yield _unknown(subject, (*place, "rated", word), message, ratings, word)
        outcomes = [*(word for plan in plans for word in _words_ever(plan, "outcomes")), *OUTCOMES]
        for word in part(counts, "became"):
            if word not in outcomes:
                message = Message("`{word}` is none of the outcomes of its plan", {"word": word})
                yield _unknown(subject, (*place, "became", word), message, outcomes, word)


def _words_ever(plan: Record, name: str) -> list[str]:
    """The words that a plan has at some time."""
    said = [word for words in ever_said(plan, name) if isinstance(words, dict) for word in words]
    return list(dict.fromkeys(said))


def _priorities_ever(plan: Record) -> tuple[str, ...]:
    """The words that it has for its priorities, when they are most."""
    return max((texts({"said": said}, "said") for said in ever_said(plan, "priorities")), key=len, default=())


def _ratings(subject: Subject, ratings: Sequence[str]) -> Iterator[Problem]:
    """Each report, of a process or of a milestone, whose rating is none of the plan's."""
    for event in subject.events:
        if isinstance(event, Progress | Report) and event.rating is not None and event.rating not in ratings:
            message = Message("`{word}` is none of the ratings of its plan", {"word": event.rating})
            yield _unknown(subject, event_path(event, "rating"), message, [*ratings], event.rating)


def _priority(subject: Subject, words: tuple[str, ...]) -> Iterator[Problem]:
    """That a process has, or gets, a priority for which its plan, which has words for them, has none."""
    changes = [event for event in subject.events if isinstance(event, FieldsSet)]
    given: list[tuple[Path, Data]] = [((), subject.data)]
    given += [(event_path(event, "set"), event.fields) for event in changes]
    for where, fields in given:
        priority = number_if_any(fields, "priority")
        if words and priority is not None and not 1 <= priority <= len(words):
            arguments: dict[str, Argument] = {"n": len(words), "priority": priority}
            message = Message("the plan has {n} priorities, and none is {priority}", arguments)
            hint = Message("There are: {words}", {"words": ", ".join(words)})
            yield Problem("PLP315", subject.record, (*where, "priority"), message, hint, str(priority))


def _outcome(subject: Subject, event: Progress | Status, plan: Record | None) -> Iterator[Problem]:
    """What is amiss with the outcome that an event says, where it says one."""
    outcome = text_if_any(event.data, "outcome")
    if outcome is None:
        return
    known = [] if plan is None else _words_ever(plan, "outcomes")
    if outcome not in known:
        if outcome not in OUTCOMES:
            message = Message("`{word}` is none of the outcomes of its plan", {"word": outcome})
            yield _unknown(subject, event_path(event, "outcome"), message, [*known, *OUTCOMES], outcome)
        return
    said = statuses_of_outcomes(plan, event.when.latest or date.max).get(outcome)
    if said is None or event.status in (None, said):
        return
    cause = Cause(plan.id, ("outcomes", outcome, "status")) if plan else None
    arguments: dict[str, Argument] = {"outcome": outcome, "said": said, "status": event.status or ""}
    message = Message("`{outcome}` is `{said}` in its plan, and not `{status}`", arguments)
    hint = Message("Write the status that the plan says, or another outcome.")
    value = f"{event.when.text} {outcome}"
    yield Problem("PLP520", subject.record, event_path(event, "outcome"), message, hint, value, cause=cause)


def _unknown(subject: Subject, where: tuple[str | int, ...], message: Message, known: list[str], word: str) -> Problem:
    hint = Message("There are: {words}", {"words": ", ".join(known)})
    if not known:
        hint = Message(
            "Write what it means in the plan: `ratings: {{{word}: {{text: …, source: …}}}}`.", {"word": word}
        )
    return Problem("PLP315", subject.record, where, message, hint, word)
