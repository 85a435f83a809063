"""How tasks stand, worked out again in other words: whatever is said of them, on whatever days one asks.

The fold goes event by event and keeps what is so. Here nothing is kept: of a day, all that was said by it is laid out,
and each question is answered by looking back.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plptool.model.collections import Collection
from plptool.model.plain import entries, text
from plptool.model.records import Record
from plptool.timeline.tasks import TaskState, balance, task_states
from tests.support.thorough import examples

Data = dict[str, Any]
FIRST = date(2018, 1, 15)
"""The decision's day."""
LAST = date(2019, 12, 31)
KEYS = ("a", "b", "c")
OVER = ("completed", "cancelled", "closed")
DUES = {"2018-03-31": date(2018, 3, 31), "2018-33": date(2018, 3, 31), "2018-06": date(2018, 6, 30),
        "2018-08-30": date(2018, 8, 30), "2018-02-28": date(2018, 2, 28), "2019": date(2019, 12, 31), "2018-01-31/..": None}  # fmt: skip
"""As they are written, the last day that each can mean."""

days = st.dates(date(2018, 1, 1), LAST)
leads = st.sampled_from(["A", "B", ["A", "B"]])
dues = st.sampled_from(sorted(DUES))
recurring = st.fixed_dictionaries(
    {"every": st.sampled_from(["P1M", "P3M", "P1Y", "P2W", "P10D"])},
    optional={"until": st.sampled_from(["2018-12-31", "2019-06"])},
)
task_data = st.builds(
    lambda more, recurs: {"source": "list", **more, **(recurs if "due" in more else {})},
    st.fixed_dictionaries(
        {}, optional={"lead": leads, "due": dues, "reports-to": st.just(["K"]), "from": st.just("2018-02-10")}
    ),
    st.one_of(st.just({}), recurring),
)
of = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)
statuses = st.sampled_from(["planned", "ongoing", "paused", *OVER])
event_data = st.one_of(
    st.fixed_dictionaries({"kind": st.just("status"), "of": of, "status": statuses}),
    st.fixed_dictionaries(
        {"kind": st.just("report"), "of": of},
        optional={
            "status": statuses,
            "stage": st.sampled_from(["interim", "final"]),
            "to": st.sampled_from(["K", "L", ["K", "L"]]),
            "reason": st.sampled_from(["No staff.", "No money."]),
        },
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("change"),
            "of": of,
            "set": st.fixed_dictionaries({}, optional={"lead": leads, "due": dues, "reports-to": st.just(["L"])}),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("note"), "text": st.just("Done."), "settles": st.sampled_from(KEYS)}),
)


@st.composite
def decisions(draw: st.DrawFn) -> Record:
    """A decision with three commissions, of which something is said on some days, once on each."""
    told = draw(st.dictionaries(days, event_data, max_size=9))
    data: Data = {
        "id": "d",
        "title": "D",
        "date": FIRST.isoformat(),
        "status": "adopted",
        "clauses": ["Do it."],
        "commissions": [{"id": key, **draw(task_data)} for key in KEYS],
        "events": [{"date": day.isoformat(), "source": "list", **event} for day, event in told.items()],
        "source": "list",
    }
    return Record("d", Collection.DECISIONS, "ledger/decisions/d.yaml", data)


def several(value: Any) -> tuple[str, ...]:
    return () if value is None else tuple(value) if isinstance(value, list | tuple) else (value,)


@dataclass(frozen=True)
class Looked:
    """One commission, looked back at from the end of a day."""

    data: Data
    said: list[tuple[date, Data]]
    """All events of the record by the day, in order."""
    day: date

    @property
    def opened(self) -> date:
        return date(2018, 2, 10) if "from" in self.data else FIRST

    @cached_property
    def of_it(self) -> list[tuple[date, Data]]:
        """What is said of it; what is older than it counts from when it is given."""
        mine = [(day, event) for day, event in self.said if self.data["id"] in event.get("of", ())]
        return [(max(day, self.opened), event) for day, event in mine]

    @cached_property
    def words(self) -> list[tuple[date, str]]:
        """Its statuses one after the other, with the days on which they were said."""
        told = [(self.opened, "planned")]
        for day, event in self.said:
            since = max(day, self.opened)
            if self.data["id"] in event.get("of", ()) and "status" in event:
                told.append((since, event["status"]))
            if event.get("settles") == self.data["id"] and told[-1][1] not in OVER:
                told.append((since, "completed"))
        return told

    @property
    def open(self) -> bool:
        return self.words[-1][1] not in OVER

    @property
    def since(self) -> date:
        return list(takewhile(lambda one: one[1] == self.words[-1][1], reversed(self.words)))[-1][0]

    @cached_property
    def ending(self) -> list[tuple[date, str]]:
        """The statuses since it was last open: none while it is."""
        return list(takewhile(lambda one: one[1] in OVER, reversed(self.words)))[::-1]

    def first(self, status: str) -> date | None:
        return next((day for day, word in self.ending if word == status), None)

    @property
    def dropped(self) -> date | None:
        return self.ending[0][0] if self.ending and self.ending[0][1] != "completed" else None

    @property
    def reported(self) -> date | None:
        """The first final report to one of those who asked for it then, since it was last taken up again."""
        asked, found, over = several(self.data.get("reports-to")), None, False
        for number, (day, event) in enumerate(self.of_it_or_done):
            word = self.word_after(number)
            if over and word not in OVER:
                found = None
            over = word in OVER
            asked = several(event.get("set", {}).get("reports-to", asked))
            final = event["kind"] == "report" and event.get("stage") == "final"
            if found is None and final and (not asked or set(asked) & set(several(event.get("to")))):
                found = day
        return found

    @property
    def of_it_or_done(self) -> list[tuple[date, Data]]:
        """What is said of it, and what says that it is done."""
        key = self.data["id"]
        mine = [one for one in self.said if key in one[1].get("of", ()) or one[1].get("settles") == key]
        return [(max(day, self.opened), event) for day, event in mine]

    def word_after(self, number: int) -> str:
        """Its status after so many things were said of it."""
        last = self.of_it_or_done[number][1]
        said = list(takewhile(lambda one: one[1] is not last, self.said))
        return Looked(self.data, [*said, (self.day, last)], self.day).words[-1][1]

    def values(self, name: str) -> list[tuple[date, Any]]:
        """What a property was, one after the other."""
        told = [(self.opened, self.data.get(name))]
        return told + [(day, event["set"][name]) for day, event in self.of_it if name in event.get("set", {})]

    @property
    def dues(self) -> list[str]:
        return [due for _, due in self.values("due") if due is not None]

    @property
    def due(self) -> date | None:
        """The last day on which it is due now."""
        if not self.dues:
            return None
        if "every" not in self.data:
            return DUES[self.dues[-1]]
        return self.next_time(DUES[self.dues[-1]]) if self.open else None

    def next_time(self, first: date | None) -> date | None:
        """Of what recurs, the first time that nothing answered for."""
        if first is None:
            return None
        answered: set[date] = set()
        times = self.times(first)
        for day in [day for day, event in self.said if event["kind"] == "report" and self.data["id"] in event["of"]]:
            past = [time for time in times if time < day and time not in answered]
            coming = [time for time in times if time >= day][:1]
            answered |= set(past) or set(coming)
        return next((time for time in times if time not in answered), None)

    def times(self, first: date) -> list[date]:
        """Each time until well after all days of these tests: walked day by day, so that no month is counted."""
        number, unit = int(self.data["every"][1:-1]), self.data["every"][-1]
        until = {"2018-12-31": date(2018, 12, 31), "2019-06": date(2019, 6, 30), None: date(2023, 1, 1)}
        last = until[self.data.get("until")]
        if unit in "DW":
            step = timedelta(days=number * (7 if unit == "W" else 1))
            found = [first]
            while found[-1] + step <= last:
                found.append(found[-1] + step)
            return found
        months: dict[tuple[int, int], date] = {}
        for count in range((date(2023, 2, 1) - first).days):
            day = first + timedelta(days=count)
            at_end = (first + timedelta(days=1)).day == 1
            if at_end or day.day <= first.day:  # the last such day of each month is the one
                months[day.year, day.month] = day
        every = number * (12 if unit == "Y" else 1)
        return [day for day in list(months.values())[::every] if day == first or day <= last]


def looked(record: Record, day: date) -> list[Looked]:
    if day < FIRST:
        return []
    told: list[tuple[date, Data]] = [
        (date.fromisoformat(text(event, "date")), dict(event)) for event in entries(record.data, "events")
    ]
    said = sorted(((when, event) for when, event in told if when <= day), key=lambda one: one[0])
    tasks = [Looked(dict(data), said, day) for data in entries(record.data, "commissions")]
    return [task for task in tasks if task.opened <= day or "from" not in task.data]


def states(record: Record, day: date) -> list[TaskState]:
    """As a ledger has them: of a decision whose day has not come, none."""
    return [] if day < FIRST else list(task_states(record, day))


@given(decisions(), days)
def test_each_question_is_answered_as_by_looking_back(record: Record, day: date) -> None:
    naive = looked(record, day)
    folded = states(record, day)
    assert [task.id for task in folded] == [task.data["id"] for task in naive]
    for state, task in zip(folded, naive, strict=True):
        assert (state.status, state.since) == (task.words[-1][1], task.since)
        assert state.open == task.open
        assert state.executed == task.first("completed")
        assert state.closed == task.first("closed")
        assert state.dropped == task.dropped
        assert state.reported == task.reported
        assert [(holding.since, holding.leads) for holding in state.holdings] == [
            (since, several(lead)) for since, lead in task.values("lead")
        ]
        assert [extension.due.text for extension in state.extensions] == task.dues[1:]
        assert (state.first_due and state.first_due.text) == (task.dues[0] if task.dues else None)
        due, first = task.due, DUES[task.dues[0]] if task.dues else None
        assert (state.due and state.due.latest) == due
        first = due if "every" in task.data else first
        for late, by in ((state.days_late, due), (state.days_late_at_first, first)):
            past = task.open and by is not None and by < day
            assert late == ((day - by).days if past and by else None)
        reasons = [event.get("reason") for _, event in task.of_it if event["kind"] == "report"]
        assert state.obstacle == (reasons[-1] if reasons else None)


@examples(40)
@given(decisions(), days, days)
def test_what_was_open_came_and_went_makes_what_is_open(record: Record, one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = balance(states(record, last), first)
    assert ids(found.opening) == [task.id for task in states(record, first) if task.open]
    assert ids(found.closing) == [task.id for task in states(record, last) if task.open]
    assert len(found.opened) == len(states(record, last)) - len(states(record, first))
    come = Counter(ids((*found.opening, *found.opened, *found.reopened)))
    gone = Counter(ids((*found.executed, *found.dropped)))
    assert come - gone == Counter(ids(found.closing))
    assert not gone - come


def ids(tasks: Iterable[TaskState]) -> list[str]:
    return [task.id for task in tasks]


@examples(40)
@given(decisions(), st.lists(days, min_size=3, max_size=3, unique=True))
def test_one_period_closes_as_the_next_opens(record: Record, asked: list[date]) -> None:
    first, between, last = sorted(asked)
    earlier = balance(states(record, between), first)
    later = balance(states(record, last), between)
    whole = balance(states(record, last), first)
    assert ids(earlier.closing) == ids(later.opening)
    for name in ("executed", "dropped", "reopened", "opened"):
        parts = Counter(ids((*getattr(earlier, name), *getattr(later, name))))
        assert parts == Counter(ids(getattr(whole, name)))
