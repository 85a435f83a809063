"""What a record says twice, or says in two ways: of one day, of one year, of one number, of one plan."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING
from unicodedata import normalize

from plptool.checks.context import (
    Context,
    Subject,
    adopted_on,
    adoption,
    event_path,
    facts_said,
    fields_of,
    outside,
    periods_of,
)
from plptool.model.changeable import MERGED, NAMED_BY
from plptool.model.collections import Collection
from plptool.model.dates import Days, When, in_words, parse_when
from plptool.model.decisions import cited_paragraph, paragraph_of, registry_numbers
from plptool.model.events import Change, Changing, Event, Expected, Progress, Status, TaskChange
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.mends import Gone, Mend
from plptool.model.plain import Data, Plain, as_list, entries, number, part, text, text_if_any
from plptool.model.records import Path, Record
from plptool.model.redact import OF_ROLES
from plptool.model.text import natural
from plptool.timeline.beginnings import THROUGHOUT, plan_of
from plptool.timeline.changed import entry_name, ever_said, values_after
from plptool.timeline.fold import dues_met, gates, settlements
from plptool.timeline.indicators import HOLDERS, indicators_of
from plptool.timeline.tasks import TASK_LISTS

if TYPE_CHECKING:
    from datetime import date

# Events


def changed_once_a_day(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP509: two changes of one field, or of one entry of a list, take effect on one day.

    What is set is all of a field, and so no entry of it is added or removed on that day.
    """
    for event, task, touched in _changed_twice(subject):
        yield _twice_changed(subject, event, task, touched)


def _changed_twice(subject: Subject) -> Iterator[tuple[Change, str | None, "_Touched"]]:
    """What changes once more on a day, with the event, and the task whose field it is; None of the record itself."""
    changed: dict[tuple[str | None, str, date | None], list[_Touched]] = {}
    for event in subject.events:
        if not isinstance(event, Changing) or event.index in subject.repeated:  # which is told already
            continue
        for task, touched in product(_tasks_of(event), _touched_by(event)):
            others = changed.setdefault((task, touched.field, event.when.latest), [])
            if any(touched.meets(other) and not touched.takes_the_place_of(other) for other in others):
                yield event, task, touched
            others.append(touched)


def _tasks_of(event: Change) -> tuple[str | None, ...]:
    """The tasks whose fields an event changes; None where they are the record's own."""
    return event.of if isinstance(event, TaskChange) else (None,)


@dataclass(frozen=True, slots=True)
class _Touched:
    """What a change touches of a field: all of it, or one entry of its list."""

    event: int
    """The place of the change among the events."""
    how: str
    """`set`, `add` or `remove`."""
    field: str
    index: int = 0
    entry: str | None = None
    """What the entry is told by from the others; None where the whole field is set."""

    def meets(self, other: "_Touched") -> bool:
        """Whether nobody could say what stands after both."""
        return self.entry is None or other.entry is None or self.entry == other.entry

    def takes_the_place_of(self, other: "_Touched") -> bool:
        """Whether one event takes an entry away and adds another by its name: an indicator with another target."""
        in_one_event = (self.event, self.how, other.how) == (other.event, "add", "remove")
        return in_one_event and self.field in NAMED_BY

    @property
    def place(self) -> Path:
        """Where it stands below what changes it."""
        return (self.field,) if self.entry is None else (self.field, self.index)


def _touched_by(event: Change) -> Iterator[_Touched]:
    for field in event.fields:
        yield _Touched(event.index, "set", field)
    for how, said in (("remove", event.removed), ("add", event.added)):
        for field, entries_said in said.items():
            for index, entry in enumerate(as_list(entries_said)):
                yield _Touched(event.index, how, field, index, entry_name(field, entry))


def _twice_changed(subject: Subject, event: Event, task: str | None, touched: _Touched) -> Problem:
    """That a field, or an entry of it, is changed once more on one day."""
    args: dict[str, Argument] = {"field": touched.field, "date": event.when.text}
    if touched.how == "set" and task is None:
        message = Message("`{field}` is set twice on {date}", args)
    elif touched.how == "set":
        message = Message("`{field}` of the task `{id}` is set twice on {date}", {**args, "id": task or ""})
    elif task is None:
        message = Message("`{field}` is changed twice on {date}, and nobody can say what it has then", args)
    else:
        args["id"] = task
        message = Message(
            "`{field}` of the task `{id}` is changed twice on {date}, and nobody can say what it has then", args
        )
    value = " ".join((event.when.text, *([] if task is None else [task]), touched.field))
    hint = Message("One day, one value: keep the one that the document has, or check the dates.")
    return Problem("PLP509", subject.record, (*event_path(event, touched.how), *touched.place), message, hint, value)


_ONE_OF_THEM = Message("Remove one, and name both sources at the other; or say what tells them apart.")


def told_once(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP510: an event says nothing new; or a task, a use of a grant or an entry of a list stands twice."""
    for event in subject.events:
        if event.index in subject.repeated:
            args: dict[str, Argument] = {"kind": Message(event.kind), "date": event.when.text}
            message = Message("{kind} of {date} stands twice", args)
            value, cause = f"{event.when.text} {event.kind}", Cause(subject.id, ("events",))
            mend = _needless(subject.data, ("events", event.index))
            yield Problem(
                "PLP510", subject.record, event_path(event), message, _ONE_OF_THEM, value, cause=cause, mend=mend
            )
    if subject.collection is Collection.GRANTS:
        for index, use in _again(entries(subject.data, "uses")):
            what = text(use, "what")
            message = Message("the use “{what}” stands twice", {"what": what})
            mend = _needless(subject.data, ("uses", index))
            yield Problem("PLP510", subject.record, ("uses", index), message, _ONE_OF_THEM, what, mend=mend)
    yield from _listed_once(subject)
    yield from _entered_once(subject)
    yield from _changes_something(subject)
    yield from _measured_once(subject)
    for name in TASK_LISTS[subject.collection]:
        for index, task in _again(entries(subject.data, name)):
            key = text(task, "id")
            message = Message("the task `{id}` says what another says, and both count", {"id": key})
            yield Problem("PLP510", subject.record, (name, index), message, _ONE_OF_THEM, key)


def _needless(data: Data, where: tuple[str, int]) -> Mend | None:
    """That an entry of a list goes which says word for word what another does, with the same source."""
    name, index = where
    standing = entries(data, name)
    copies = [at for at, entry in enumerate(standing) if entry == standing[index]]
    return Gone(where) if len(copies) > 1 else None


def _listed_once(subject: Subject) -> Iterator[Problem]:
    """PLP510: one text stands twice in a list: a clause, or what is to be done."""
    for where, fields in subject.mappings:
        for name in _LISTS_OF_TEXTS.intersection(fields):
            first: set[str] = set()
            for index, said in enumerate(as_list(fields[name])):
                one_form = " ".join(normalize("NFC", str(said)).split()).casefold().rstrip(".")
                if one_form in first:
                    args: dict[str, Argument] = {"n": index + 1, "field": name}
                    message = Message("entry {n} of `{field}` says what one before it says", args)
                    hint = Message("Remove one; or check what the document has there.")
                    value = f"{name} {index + 1}"
                    yield Problem("PLP510", subject.record, (*where, name, index), message, hint, value)
                first.add(one_form)


_LISTS_OF_TEXTS = frozenset(("activities", "clauses", "directives", "duties", "includes", "remaining"))
"""Fields that list what is said, which nobody says twice; of ids the schemas ask that each stands once."""


def _entered_once(subject: Subject) -> Iterator[Problem]:
    """PLP510: a list of roles or registry numbers has one twice, whoever says so."""
    for where, fields in subject.mappings:
        for name in _LISTS_OF_ENTRIES.intersection(fields):
            first: set[Hashable] = set()
            for index, entry in enumerate(as_list(fields[name])):
                said = facts_said(entry) if isinstance(entry, dict) else str(entry)
                if said in first:
                    args: dict[str, Argument] = {"n": index + 1, "field": name}
                    message = Message("entry {n} of `{field}` says what one before it says", args)
                    place = (*where, name, index)
                    yield Problem("PLP510", subject.record, place, message, _ONE_OF_THEM, f"{name} {index + 1}")
                first.add(said)


_LISTS_OF_ENTRIES = OF_ROLES | {"by", "registry", "reservations"}
"""Fields that list who somebody is, or the numbers of a matter: more than ids, which the schemas ask to stand once."""


def _measured_once(subject: Subject) -> Iterator[Problem]:
    """PLP510: two indicators of a record are of one thing."""
    if subject.collection not in HOLDERS:
        return
    first: dict[tuple[str, str | None], str] = {}
    for index, indicator in enumerate(indicators_of(subject.record)):
        what = _folded(indicator.words), indicator.unit
        other = first.setdefault(what, indicator.id)
        if other != indicator.id:
            message = Message("the indicator `{id}` measures what `{other}` does", {"id": indicator.id, "other": other})
            yield Problem("PLP510", subject.record, ("indicators", index), message, _ONE_OF_THEM, indicator.id)


def _changes_something(subject: Subject) -> Iterator[Problem]:
    """PLP510: a change gives a field the value that it has already, adds what is there, or removes what is not."""
    changes = [event for event in subject.events if isinstance(event, Changing)]
    if not changes:  # nearly always
        return
    twice = {(task, touched.field, event.when.latest) for event, task, touched in _changed_twice(subject)}
    has = _opening_values(subject)
    for event in changes:
        tasks = _tasks_of(event)
        for touched in _touched_by(event) if event.index not in subject.repeated else ():
            if twice.isdisjoint((task, touched.field, event.when.latest) for task in tasks) and all(
                _is_already(touched, has.get(task, {}), event) for task in tasks
            ):
                yield _no_change(subject, event, touched)
        for task in tasks:
            fields = has.setdefault(task, {})
            fields.update(values_after(fields, event))


def _opening_values(subject: Subject) -> "dict[str | None, dict[str, Plain]]":
    """By task (None: the record itself): the fields that it opens with."""
    values: dict[str | None, dict[str, Plain]] = {None: dict(subject.data)}
    for name in TASK_LISTS[subject.collection]:
        for task in entries(subject.data, name):
            values[text(task, "id")] = dict(task)
    return values


def _no_change(subject: Subject, event: Change, touched: _Touched) -> Problem:
    args: dict[str, Argument] = {"field": touched.field, "date": event.when.text}
    value = f"{event.when.text} {event.kind}"
    hint = Message("Check what was changed, and the value that stood before.")
    if touched.how == "set":
        message = Message("`{field}` is that already before {date}", args)
    elif touched.how == "add":
        message = Message("`{field}` has that already before {date}", args)
        value = f"{event.when.text} {touched.field} {touched.index + 1}"
    else:
        message = Message("`{field}` has no such entry before {date}, so that none can be removed", args)
        value = f"{event.when.text} {touched.field} {touched.index + 1}"
    return Problem("PLP510", subject.record, (*event_path(event, touched.how), *touched.place), message, hint, value)


def _is_already(touched: _Touched, fields: Data, event: Change) -> bool:
    """Whether a change leaves a field as it was."""
    name = touched.field
    if touched.how == "set":
        if name not in fields:
            return False
        new = values_after(fields, event)[name] if name in MERGED else event.fields[name]
        return facts_said({name: _unsourced(new)}) == facts_said({name: _unsourced(fields[name])})
    there = {entry_name(name, entry) for entry in as_list(fields.get(name, []))}
    if touched.how == "add":
        gone = {entry_name(name, entry) for entry in as_list(event.removed.get(name, []))}
        return touched.entry in (there - gone if name in NAMED_BY else there)
    return touched.entry not in there


def _unsourced(value: Plain) -> Plain:
    return {name: part for name, part in value.items() if name != "source"} if isinstance(value, dict) else value


def _again(listed: Sequence[Data]) -> Iterator[tuple[int, Data]]:
    """Those in a list that say what one before them says, whatever they are called and cite, with their places."""
    told: set[frozenset[tuple[str, str]]] = set()
    for index, data in enumerate(listed):
        said = facts_said(data, without=("id",))
        if said in told:
            yield index, data
        told.add(said)


def settles_one(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP511: a due date is settled on which several things are open: it settles none of them."""
    for event, due, open_then in dues_met([*gates(subject.record), *subject.events]):
        if len(open_then) > 1:
            args: dict[str, Argument] = {"n": len(open_then), "due": due}
            message = Message("{n} things are expected at {due}, and this settles none of them", args)
            hint = Message("Give each its own due date, as closely as the document has it.")
            yield Problem("PLP511", subject.record, event_path(event, "settles"), message, hint, due)


def expected_once(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP524: what is expected already is expected again by another day: if that is put off, the first is settled.

    What was said on one day to come on two is to come twice.
    """
    still_open: dict[frozenset[tuple[str, str]], Expected] = {}
    settled_on = {event.index: day for event, day in settlements(subject.record, subject.events)}
    for event in subject.of_kind(Expected):
        said = facts_said(event.data, without=("date", "due", "settles"))
        before = still_open.get(said)
        if "text" in event.data:
            still_open[said] = event
        if before is None or event.when.earliest is None or not before.when.certainly_before(event.when.earliest):
            continue
        settled = settled_on.get(before.index)
        if settled is not None and event.when.latest is not None and settled <= event.when.latest:
            continue
        args: dict[str, Argument] = {"date": before.when.text, "due": before.due, "again": event.due}
        message = Message("expected by {again}, and on {date} by {due}: both are awaited", args)
        hint = Message("If it was put off, the later one says so: `settles: {due}`.", args)
        yield Problem("PLP524", subject.record, event_path(event, "due"), message, hint, event.due)


def not_held_while_paused(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP409: a meeting or activity was held while the process was paused."""
    if subject.collection is not Collection.PROCESSES:
        return
    pause: Status | Progress | None = None
    for event in subject.events:
        if isinstance(event, Status | Progress) and event.status is not None:
            pause = event if event.status == "paused" else None
        elif event.held and pause and pause.when.latest and event.when.certainly_after(pause.when.latest):
            args: dict[str, Argument] = {"kind": Message(event.kind), "date": event.when.text, "day": pause.when.text}
            message = Message("{kind} on {date}, while the process was paused since {day}", args)
            hint = Message("If it was taken up again, a status event says so: `status: ongoing`.")
            cause = Cause(subject.id, event_path(pause))
            yield Problem("PLP409", subject.record, event_path(event), message, hint, event.when.text, cause=cause)


# A process and its plan


def within_its_plan(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP410, 411: a process is taken in before its plan is adopted, or to be done wholly outside the plan's time."""
    if subject.collection is not Collection.PROCESSES:
        return
    yield from _taken_in_too_early(subject, context)
    plan = context.collections[Collection.PLANS].get(plan_of(context, subject.record) or "")
    if plan is None:
        return
    planned = periods_of(plan)
    for where, fields in fields_of(subject):
        period = text_if_any(fields, "period")
        if period is not None and outside(parse_when(period), planned):
            args: dict[str, Argument] = {"period": in_words(period), "other": in_words(planned[-1].text)}
            message = Message("the period {period} lies outside the plan's, {other}", args)
            hint, cause = Message("Check the years."), Cause(plan.id, ("period",))
            yield Problem("PLP411", subject.record, (*where, "period"), message, hint, period, cause=cause)
        due = text_if_any(fields, "due")
        if period is None and due is not None and planned and all(_is_over_before(due, when) for when in planned):
            args = {"date": due, "other": in_words(planned[-1].text)}
            message = Message("due {date}, before the plan's period {other}", args)
            yield Problem("PLP411", subject.record, (*where, "due"), message, Message("Check the years."), due)


def _taken_in_too_early(subject: Subject, context: Context) -> Iterator[Problem]:
    adopted = adopted_on(context, subject.record)
    taken_in = text_if_any(subject.data, "from")
    if taken_in is None or adopted is None or adopted == THROUGHOUT:
        return
    if parse_when(taken_in).certainly_before(adopted):
        message = Message(
            "taken in on {date}, before the plan was adopted on {day}", {"date": taken_in, "day": adopted.isoformat()}
        )
        hint = Message("Check the date; what is in the plan from its adoption needs no `from`.")
        cause = adoption(context, subject.record)
        yield Problem("PLP410", subject.record, ("from",), message, hint, taken_in, cause=cause)


def _is_over_before(written: str, when: When) -> bool:
    """Whether a date lies wholly before a period begins."""
    return when.earliest is not None and parse_when(written).certainly_before(when.earliest)


def participants_once(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP619: an organisation takes part in a plan twice, or from a day outside the plan's period."""
    if subject.collection is not Collection.PLANS:
        return
    periods = periods_of(subject.record)
    seen: set[tuple[Path, str]] = set()
    for where, participant in subject.listed("participants"):
        organisation = text(participant, "organisation")
        since = text_if_any(participant, "from")
        if (where[:-1], organisation) in seen and where[0] != "events":  # who left may come again; for changes, PLP509
            message = Message("`{organisation}` takes part twice", {"organisation": organisation})
            hint = Message("Keep the entry that the document has.")
            place = (*where, "organisation")
            yield Problem("PLP619", subject.record, place, message, hint, organisation)
        elif since is not None and outside(parse_when(since), periods):
            args = {"organisation": organisation, "date": since, "period": in_words(periods[-1].text)}
            message = Message("`{organisation}` takes part from {date}, outside the plan's period {period}", args)
            place = (*where, "from")
            hint, cause = Message("Check the date."), Cause(subject.id, ("period",))
            value = f"{organisation} {since}"
            yield Problem("PLP619", subject.record, place, message, hint, value, cause=cause)
        seen.add((where[:-1], organisation))


# Decisions


def paragraph_once(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP616: two decisions are the same paragraph of one body's minutes of one day."""
    if subject.collection is not Collection.DECISIONS:
        return
    paragraph = _paragraph(subject.data)
    if paragraph is None:
        return
    told: list[tuple[str, Days, str]] = []
    for key, other in context.collections[Collection.DECISIONS].items():
        of_other = _paragraph(other.data)
        if natural(key) >= natural(subject.id) or of_other is None:  # told once, at the second
            continue
        if not _is_one_paragraph(paragraph, of_other):
            continue
        if any(_is_one_paragraph(of_other, earlier) for earlier in told):  # of many, each is told beside one
            continue
        told.append(of_other)
        body, _days, in_minutes = paragraph
        day = text(subject.data, "date")
        args: dict[str, Argument] = {"other": key, "body": body, "paragraph": in_minutes, "date": day}
        message = Message("`{other}` is {paragraph} of {body} on {date} too", args)
        hint = Message("One paragraph is one decision: keep one record, with `formerly:` the other's id.")
        yield Problem("PLP616", subject.record, ("paragraph",), message, hint, key)


def _paragraph(decision: Data) -> tuple[str, Days, str] | None:
    """The body, day and paragraph by which minutes are cited; None where one is not known, or it is withdrawn."""
    body, paragraph = text_if_any(decision, "body"), paragraph_of(decision)
    if body is None or paragraph is None or "withdrawn" in decision:
        return None
    return body, parse_when(text(decision, "date")).days, cited_paragraph(paragraph)


def _is_one_paragraph(paragraph: tuple[str, Days, str], other: tuple[str, Days, str]) -> bool:
    """Whether two are of one body, have one number, and can be of one day: § 7 a is § 7a and § 7 A."""
    body, days, in_minutes = paragraph
    other_body, other_days, in_others = other
    if body != other_body or (days != other_days and not _can_be_one(days, other_days)):
        return False
    return "".join(in_minutes.split()).casefold() == "".join(in_others.split()).casefold()


def _can_be_one(days: Days, other: Days) -> bool:
    """Whether one date tells no more than the month or year, and the other is a day in it."""
    (first, last), (other_first, other_last) = sorted((days, other), key=_length)
    if first is None or last is None or other_first is None or other_last is None:
        return False
    return first == last and other_first <= first <= other_last


def _length(days: Days) -> int:
    first, last = days
    return 0 if first is None or last is None else (last - first).days


def titled_once(context: Context) -> Iterator[Problem]:
    """PLP616: two decisions of one body and day have one title, and neither a paragraph nor a matter tells them apart.

    It is asked of the whole ledger, once every record has been examined.
    """
    alike: dict[tuple[str, Days, str], list[Record]] = {}
    decisions = context.collections[Collection.DECISIONS]
    for key in sorted(decisions, key=natural):
        decision = decisions[key]
        body = text_if_any(decision.data, "body")
        if body is None or "withdrawn" in decision.data:
            continue
        title = _folded(text(decision.data, "title"))
        days = parse_when(text(decision.data, "date")).days
        alike.setdefault((body, days, title), []).append(decision)
    for of_one_title in alike.values():
        last = of_one_title.pop()
        others = [decision.id for decision in of_one_title if not _are_told_apart(decision.data, last.data)]
        if others:
            yield _titled_twice(last, others)


def organisations_titled_once(context: Context) -> Iterator[Problem]:
    """PLP621: two organisations have one title, and neither their type nor what they are parts of tells them apart.

    Who has had another title may have taken over that of one that is gone, or left it to one that came.
    """
    alike: dict[tuple[str | None, ...], str] = {}
    organisations = context.collections[Collection.ORGANISATIONS]
    for key in sorted(organisations, key=natural):
        organisation = organisations[key]
        titles = {_folded(str(title)) for title in ever_said(organisation, "title")}
        if len(titles) > 1 or "withdrawn" in organisation.data:
            continue
        apart = (text_if_any(organisation.data, name) for name in ("type", "part-of"))
        other = alike.setdefault((*titles, *apart), key)
        if other != key:
            message = Message("`{other}` is called {title} too", {"other": other, "title": organisation.called})
            hint = Message(
                "If they are one, keep one record, with `formerly:` the other's id; else give each its own title."
            )
            yield Problem("PLP621", organisation, ("title",), message, hint, other)


def _folded(written: str) -> str:
    """A text as it is compared: whatever its capitals and spaces are."""
    return " ".join(written.split()).casefold()


def _titled_twice(decision: Record, others: Sequence[str]) -> Problem:
    """That nothing tells a decision and others apart."""
    body, day = text(decision.data, "body"), text(decision.data, "date")
    args: dict[str, Argument] = {"others": others, "body": body, "date": day}
    message = Message("{others} of {body} on {date} has this title too, and no paragraph tells them apart", args)
    hint = Message(
        "If they are one, keep one record, with `formerly:` the other's id; else write what tells them apart."
    )
    return Problem("PLP616", decision, ("title",), message, hint, others[0])


def _are_told_apart(one: Data, other: Data) -> bool:
    """Whether two decisions have each a paragraph, or each a matter of another number."""
    if paragraph_of(one) is not None and paragraph_of(other) is not None:
        return True  # two of one are told by that
    numbers, others = set(registry_numbers(one)), set(registry_numbers(other))
    return bool(numbers and others and numbers.isdisjoint(others))


# Across processes


def numbered_once(context: Context) -> Iterator[Problem]:
    """PLP617: two processes have one number in a list.

    It is asked of the whole ledger, once every process has been examined.
    """
    first: dict[tuple[str, int], str] = {}
    processes = context.collections[Collection.PROCESSES]
    for key in sorted(processes, key=natural):
        process = processes[key]
        if "withdrawn" in process.data:
            continue
        for listed in part(process.data, "listed"):
            place_in_list = number(part(process.data, "listed"), listed)
            other = first.setdefault((listed, place_in_list), key)
            if other != key:
                message = Message(
                    "`{other}` is number {n} of `{list}` too", {"other": other, "n": place_in_list, "list": listed}
                )
                hint = Message("Check the number in the list.")
                yield Problem("PLP617", process, ("listed", listed), message, hint, f"{listed} {place_in_list}")
