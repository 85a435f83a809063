"""What the documents' own totals are held against: how processes, milestones and indicators stood on a day.

Figures are counted here once, for whoever examines what a snapshot asserts and whoever shows it beside the ledger.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from plptool.model.collections import MILESTONES, Collection
from plptool.model.dates import DateError, Days, day_before, parse_when
from plptool.model.financial_year import YearStart
from plptool.model.i18n import word
from plptool.model.own_words import OwnWords
from plptool.model.plain import Data, number, part, text_if_any, texts
from plptool.model.records import Record
from plptool.model.text import natural
from plptool.timeline.changed import stood
from plptool.timeline.fold import OVER, STATUSES, ProcessState
from plptool.timeline.indicators import HOLDERS, indicator_states
from plptool.timeline.tasks import TASK_LISTS, TaskState, balance, led_by, task_states


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """A milestone, as far as assertions count it."""

    record: str
    id: str
    leads: tuple[str, ...]
    status: str
    """What was said last."""
    is_open: bool
    reached: bool
    overdue: bool

    @classmethod
    def of(cls, task: TaskState, leads: tuple[str, ...]) -> "MilestoneStanding":
        """How a milestone stands.

        Args:
            task: the milestone.
            leads: who leads what it is one of.
        """
        return cls(
            record=task.task.record.id,
            id=task.id,
            leads=task.leads or leads,
            status=task.status,
            is_open=task.open,
            reached=task.given and not task.open and task.dropped is None,
            overdue=task.days_late is not None,
        )

    @property
    def named(self) -> str:
        return f"{self.record} {self.id}"


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """An indicator in a period, as far as assertions count it."""

    record: str
    id: str
    leads: tuple[str, ...]
    period: str
    """As the record writes it."""
    measured: bool
    met: bool | None
    """Whether its target was reached; None where that cannot be said."""

    @property
    def named(self) -> str:
        return f"{self.record} {self.id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan, a process or an assignment stood on a day, as far as assertions count."""

    id: str
    plan: str | None
    leads: tuple[str, ...]
    listed: tuple[str, ...]
    status: str | None
    is_process: bool = True
    late: bool = False
    outcome: str | None = None
    rating: str | None = None
    percent: int | None = None
    milestones: tuple[MilestoneStanding, ...] = ()
    indicators: tuple[IndicatorStanding, ...] = ()


COUNTING = tuple(
    collection for collection in Collection if MILESTONES in TASK_LISTS[collection] or collection in HOLDERS
)
"""The collections whose records assertions of processes, milestones and indicators are about."""


def standing(record: Record, day: date, process: ProcessState | None = None) -> Standing:
    """How a record stood.

    Args:
        record: one of a collection in COUNTING that is shown on the day.
        day: the day.
        process: the same as it stood, where it is a process.
    """
    if process is None:
        fields = stood(record, day)
        leads = led_by(record.collection, record.id, fields)
        plan = record.id if record.collection is Collection.PLANS else None
        return Standing(
            id=record.id,
            plan=plan,
            leads=leads,
            listed=(),
            status=None,
            is_process=False,
            milestones=_milestones(record, day, leads),
            indicators=_indicators(record, day, leads, fields),
        )
    return Standing(
        id=process.id,
        plan=process.plan,
        leads=process.leads,
        listed=tuple(part(process.fields, "listed")),
        status=process.status,
        late=process.late(day),
        outcome=process.outcome,
        rating=process.rating,
        percent=process.percent,
        milestones=_milestones(record, day, process.leads),
        indicators=_indicators(record, day, process.leads, process.fields),
    )


def _milestones(record: Record, day: date, leads: tuple[str, ...]) -> tuple[MilestoneStanding, ...]:
    if MILESTONES not in record.data:
        return ()
    return tuple(MilestoneStanding.of(task, leads) for task in task_states(record, day) if task.given)


def _indicators(record: Record, day: date, leads: tuple[str, ...], fields: Data) -> tuple[IndicatorStanding, ...]:
    if "indicators" not in fields:  # nearly always
        return ()
    return tuple(
        IndicatorStanding(
            record=record.id,
            id=state.indicator.id,
            leads=state.indicator.leads or leads,
            period=told.period,
            measured=told.measured is not None,
            met=state.met(told),
        )
        for state in indicator_states(record, day)
        for told in state.periods
    )


# What is counted


@dataclass(frozen=True, slots=True)
class Counted:
    """What the ledger has behind a figure that a document may claim."""

    number: int
    named: tuple[str, ...]
    """The records, and what in them, that it is made of."""

    @classmethod
    def of(cls, named: Iterable[str]) -> "Counted":
        names = tuple(named)
        return cls(len(names), names)


Figures = Mapping[str, Counted]
"""By name, what is behind every figure."""


NOTHING = Counted(0, ())
OF_WORDS = {"rated": "rating", "became": "outcome"}
"""What is claimed by the plan's own words, of each how many; and the property of events that says such a word."""


FIGURES = {"percent": word("per cent done"), "not-reached": word("not reached")}
"""What figures are called that have another name for readers than for records."""


def claimed(assertion: Data) -> dict[str, int]:
    """By name, the figures that an assertion claims; those of a plan's own words by these: `rated.green`."""
    counts = part(assertion, "counts")
    figures = {name: number(counts, name) for name in counts if name not in OF_WORDS}
    for group in OF_WORDS:
        by_word = part(counts, group)
        figures |= {f"{group}.{key}": number(by_word, key) for key in by_word}
    return figures


def word_of_figure(name: str, plans: Iterable[Data]) -> str | None:
    """What a plan calls what a figure counts, where that is one of its own words; None of what all plans have."""
    group, _, key = name.rpartition(".")
    if not group:
        return None
    words = (OwnWords.of_plan(plan).said(OF_WORDS[group], key) for plan in plans)
    meant = next(filter(None, words), None)
    return None if meant is None else meant.rstrip(".")


def in_scope(standings: Iterable[Standing], assertion: Data) -> list[Standing]:
    """The records that an assertion speaks of, whoever is to do what is in them."""
    plan, listed = text_if_any(assertion, "plan"), text_if_any(assertion, "listed")
    return [
        standing
        for standing in standings
        if plan in (None, standing.plan) and (listed is None or listed in standing.listed)
    ]


def processes_in_scope(standings: Iterable[Standing], assertion: Data) -> list[Standing]:
    """The processes that an assertion speaks of."""
    lead = text_if_any(assertion, "lead")
    return [
        standing
        for standing in in_scope(standings, assertion)
        if standing.is_process and (lead is None or lead in standing.leads)
    ]


def processes_counted(standings: Sequence[Standing]) -> dict[str, Counted]:
    """What is behind each figure that may be claimed of processes; ratings and outcomes by the plan's own words."""
    by_status = _ids_by_word(standings, lambda process: process.status)
    continuing = [process for process in standings if process.status not in (None, *OVER)]
    late = [process for process in standings if process.late]
    figures = {"total": _ids(standings)}
    figures |= {status: by_status.get(status, NOTHING) for status in STATUSES}
    figures |= {"continuing": _ids(continuing), "overdue": _ids(late), "percent": _done(standings)}
    for rating, counted in _ids_by_word(standings, lambda process: process.rating).items():
        figures[f"rated.{rating}"] = counted
    for outcome, counted in _ids_by_word(standings, lambda process: process.outcome).items():
        figures[f"became.{outcome}"] = counted
    return figures


def _ids_by_word(standings: Iterable[Standing], word_of: Callable[[Standing], str | None]) -> dict[str, Counted]:
    """By each word that is said of processes, in the order of the words, those of which it is said."""
    named: dict[str, list[str]] = {}
    for process in standings:
        said = word_of(process)
        if said:
            named.setdefault(said, []).append(process.id)
    return {said: Counted.of(named[said]) for said in sorted(named)}


def _done(standings: Sequence[Standing]) -> Counted:
    """How much is done of the processes of which that is reported: the mean."""
    percents = [process.percent for process in standings if process.percent is not None]
    reported = [process.id for process in standings if process.percent is not None]
    return Counted(_mean(percents), tuple(reported))


def _ids(standings: Iterable[Standing]) -> Counted:
    return Counted.of(standing.id for standing in standings)


def _mean(percents: list[int]) -> int:
    """The mean, in whole per cent; half of one counts as one."""
    return int(Fraction(sum(percents), len(percents)) + Fraction(1, 2)) if percents else 0


def milestones_counted(standings: Iterable[Standing], assertion: Data) -> dict[str, Counted]:
    """What is behind each figure that may be claimed of milestones."""
    found = [milestone for standing in in_scope(standings, assertion) for milestone in standing.milestones]
    lead = text_if_any(assertion, "lead")
    milestones = [milestone for milestone in found if lead is None or lead in milestone.leads]
    counting: dict[str, Callable[[MilestoneStanding], bool]] = {
        "total": lambda _: True,
        "reached": lambda one: one.reached,
        "dropped": lambda one: not one.reached and not one.is_open,
        "open": lambda one: one.is_open,
        "planned": lambda one: one.is_open and one.status == "planned",
        "ongoing": lambda one: one.is_open and one.status == "ongoing",
        "paused": lambda one: one.is_open and one.status == "paused",
        "overdue": lambda one: one.overdue,
    }
    return {name: Counted.of(one.named for one in milestones if counts(one)) for name, counts in counting.items()}


def indicators_counted(standings: Iterable[Standing], assertion: Data) -> dict[str, Counted]:
    """What is behind each figure that may be claimed of indicators in a period."""
    found = [indicator for standing in in_scope(standings, assertion) for indicator in standing.indicators]
    indicators = [*_of_period(found, text_if_any(assertion, "period"), text_if_any(assertion, "lead"))]
    counting: dict[str, Callable[[IndicatorStanding], bool]] = {
        "total": lambda _: True,
        "measured": lambda one: one.measured,
        "reached": lambda one: one.met is True,
        "not-reached": lambda one: one.met is False,
    }
    return {name: Counted.of(one.named for one in indicators if counts(one)) for name, counts in counting.items()}


def _of_period(
    indicators: Iterable[IndicatorStanding], period: str | None, lead: str | None
) -> Iterator[IndicatorStanding]:
    """Those that are to be measured in a period, however that is written, by one that leads them."""
    days = None if period is None else _days(period)
    for indicator in indicators:
        if (days is None or days == _days(indicator.period)) and (lead is None or lead in indicator.leads):
            yield indicator


def _days(period: str) -> Days | None:
    """The days that a period means; None where it cannot be read, which is told of the record."""
    try:
        return parse_when(period).days
    except DateError:
        return None


# Commissions


def commissions_at(records: Iterable[Record], day: date) -> list[TaskState]:
    """What decisions gave somebody to do by a day, as it stood.

    Args:
        records: the decisions that are shown on the day, in full or in outline.
        day: the day.
    """
    in_order = sorted(records, key=lambda record: natural(record.id))
    return [state for record in in_order for state in task_states(record, day)]


def commissions_in_scope(tasks: Iterable[TaskState], assertion: Data) -> list[TaskState]:
    """The commissions that an assertion speaks of."""
    body, lead = text_if_any(assertion, "body"), text_if_any(assertion, "lead")
    return [
        task
        for task in tasks
        if (lead is None or lead in task.leads)
        and (body is None or body in (*texts(task.task.record.data, "body"), *texts(task.task.record.data, "parties")))
    ]


def commissions_counted(tasks: list[TaskState], assertion: Data, day: date, begins: YearStart) -> dict[str, Counted]:
    """The commissions behind every figure that an assertion of a day may claim.

    Args:
        tasks: those that it speaks of.
        assertion: what it says.
        day: the day.
        begins: when a year begins in its ledger: it counts from then on, where it does not say since when.
    """
    said = text_if_any(assertion, "since")
    since = begins.beginning_of(day) if said is None else date.fromisoformat(said)
    line = balance(tasks, day_before(since))
    found = {
        "opening": line.opening,
        "new": line.opened,
        "reopened": line.reopened,
        "executed": line.executed,
        "dropped": line.dropped,
        "closing": line.closing,
        "overdue": [task for task in tasks if task.days_late is not None],
    }
    return {name: Counted.of(f"{task.task.record.id} {task.id}" for task in found[name]) for name in found}
