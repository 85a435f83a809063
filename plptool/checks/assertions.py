"""PLP601, 315: the documents' own totals, which snapshots assert, and whether the records give them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plptool.checks.context import Context, Subject
from plptool.model.collections import Collection
from plptool.model.financial_year import year_start
from plptool.model.findings import NAMED, Argument, Cause, Message, Problem
from plptool.model.grant_year import year_of_grant
from plptool.model.plain import Data, entries, number, text, text_if_any
from plptool.model.records import Path, Record
from plptool.timeline.beginnings import without_later
from plptool.timeline.changed import stood
from plptool.timeline.fold import fold
from plptool.timeline.standings import (
    COUNTING,
    FIGURES,
    NOTHING,
    Counted,
    Standing,
    claimed,
    commissions_at,
    commissions_counted,
    commissions_in_scope,
    indicators_counted,
    milestones_counted,
    processes_counted,
    processes_in_scope,
    standing,
    word_of_figure,
)


def standings(subject: Subject, context: Context) -> Iterator[tuple[str, Standing]]:
    """How the record stood on each day that an assertion is about."""
    if subject.collection not in COUNTING:
        return
    for day in context.snapshot_days:
        then = date.fromisoformat(day)
        if context.shows(subject.record, then):
            is_process = subject.collection is Collection.PROCESSES
            process = fold(context.at(then), subject.record, then, subject.events) if is_process else None
            yield day, standing(subject.record, then, process)


def assertions_hold(context: Context, standings: Mapping[str, Iterable[Standing]]) -> Iterator[Problem]:
    """PLP601: a source's own total is not what the records give.

    It is asked of the whole ledger, once every process has been examined.

    Args:
        context: the ledger.
        standings: by day, how each record stood.
    """
    if context.broken:
        return  # a count that lacks the broken records proves nothing
    for snapshot in context.collections[Collection.SNAPSHOTS].values():
        if "withdrawn" in snapshot.data:
            continue
        for index, data in enumerate(entries(snapshot.data, "assertions")):
            examine = ASSERTIONS[text(data, "kind")]
            # Workers are done in any order; told are the records in that of their files.
            in_order = sorted(standings.get(text(snapshot.data, "date"), ()), key=_file_name)
            yield from examine(_Assertion(context, snapshot, ("assertions", index), data), in_order)


_CHECK = Message("Check the figure, its scope, and which records belong to it.")
"""What to do where a figure is not what the records give."""


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A total that a source gives, of a day."""

    context: Context
    snapshot: Record
    where: Path
    data: Data

    @property
    def day(self) -> str:
        """ISO."""
        return text(self.snapshot.data, "date")

    @property
    def partial(self) -> bool:
        """Whether the ledger knows that it holds only a part of what the source counts."""
        return bool(self.data.get("partial"))

    def fails(self, claimed: int, found: int) -> bool:
        """Whether what the records give is not what the source says; of a part, whether it is more."""
        return found > claimed if self.partial else found != claimed

    def failing(self, figures: Mapping[str, Counted]) -> Iterator[tuple[str, int, Counted]]:
        """Each figure that is claimed and not what the records give: its name, what is claimed, and what they give."""
        for name, claim in claimed(self.data).items():
            found = figures.get(name, NOTHING)
            if self.fails(claim, found.number):
                yield name, claim, found

    def problem(self, name: str, claim: int, found: Counted, hint: Message = _CHECK) -> Problem:
        """That a figure is not what the records give."""
        called, ids = self._called(name), [*found.named]
        args: dict[str, Argument] = {"name": called, "claim": claim, "n": found.number, "ids": ids}
        message = Message("the source says {name} {claim}; the records give {n}: {ids}", args)
        where = (*self.where, "counts", *name.split("."))
        value = f"{name.replace('.', ' ')} {found.number}"
        return Problem("PLP601", self.snapshot, where, message, hint, value, cause=self.itself)

    @property
    def itself(self) -> Cause:
        """What all its figures have in common: one record that stands otherwise moves several."""
        return Cause(self.snapshot.id, self.where)

    def _called(self, name: str) -> Argument:
        """What a figure is called: one of the plan's own words, as the plan explains it."""
        if "." not in name:
            return Message(FIGURES.get(name, name))
        return word_of_figure(name, self.plans) or name.rpartition(".")[2]

    @property
    def plans(self) -> Iterator[Data]:
        """The plans whose words it may use, as they stood."""
        key = text_if_any(self.data, "plan")
        for plan in self.context.collections[Collection.PLANS].values():
            if key in (None, plan.id):
                yield stood(plan, date.fromisoformat(self.day))


def _processes(assertion: _Assertion, standings: Sequence[Standing]) -> Iterator[Problem]:
    """An assertion about processes: each figure that is not what the records give."""
    scope = processes_in_scope(standings, assertion.data)
    for name, claim, found in assertion.failing(processes_counted(scope)):
        hint = _CHECK
        if name not in ("total", "percent") and not assertion.partial:
            others = [_standing(standing) for standing in scope if standing.id not in found.named]
            hint = Message("The others in scope: {others}", {"others": others})
            if max(len(found.named), len(others)) > NAMED:
                hint = Message("{advice}. `plptool list --at {day}` shows all.", {"advice": hint, "day": assertion.day})
        yield assertion.problem(name, claim, found, hint)


def _standing(standing: Standing) -> Message:
    """A process with its status."""
    if standing.status is None:
        return Message("{id} without a status", {"id": standing.id})
    return Message("{id} {status}", {"id": standing.id, "status": Message(standing.status)})


def _milestones(assertion: _Assertion, standings: Sequence[Standing]) -> Iterator[Problem]:
    """An assertion about milestones, likewise."""
    for name, claim, found in assertion.failing(milestones_counted(standings, assertion.data)):
        yield assertion.problem(name, claim, found)


def _indicators(assertion: _Assertion, standings: Sequence[Standing]) -> Iterator[Problem]:
    """An assertion about indicators, likewise."""
    for name, claim, found in assertion.failing(indicators_counted(standings, assertion.data)):
        yield assertion.problem(name, claim, found)


def _file_name(standing: Standing) -> str:
    return f"{standing.id}.yaml"


def _amount(assertion: _Assertion, _: Sequence[Standing]) -> Iterator[Problem]:
    """An assertion about a grant: its amount, where that is not the sum of the years."""
    context = assertion.context
    grant = context.collections[Collection.GRANTS].get(text(assertion.data, "grant"))
    if grant is None:
        return  # an unknown grant is told elsewhere
    day = date.fromisoformat(assertion.day)
    come = without_later(stood(grant, day), day) if context.shows(grant, day) else {}
    amounts = [(year_of_grant(year).text, number(year, "amount")) for year in entries(come, "years")]
    total = sum(amount for _, amount in amounts)
    claim = number(assertion.data, "amount")
    if assertion.fails(claim, total):
        parts = " + ".join(f"{amount} ({year})" for year, amount in amounts) or "0"
        args: dict[str, Argument] = {"claim": claim, "parts": parts, "total": total}
        message = Message("the source says {claim}; the records give {parts} = {total}", args)
        if len(amounts) > NAMED:
            message = Message("the source says {claim}; the records give {total}", args)
        hint = Message("Check the years' amounts.")
        yield Problem("PLP601", assertion.snapshot, (*assertion.where, "amount"), message, hint, f"amount {total}")


def _commissions(assertion: _Assertion, _: Sequence[Standing]) -> Iterator[Problem]:
    """An assertion about commissions: each figure that is not what the decisions give."""
    context, day = assertion.context, date.fromisoformat(assertion.day)
    decisions = context.collections[Collection.DECISIONS].values()
    tasks = commissions_at((record for record in decisions if context.shows(record, day)), day)
    tasks = commissions_in_scope(tasks, assertion.data)
    counted = commissions_counted(tasks, assertion.data, day, year_start(context.manifest))
    for name, claim, found in assertion.failing(counted):
        yield assertion.problem(name, claim, found)


ASSERTIONS: dict[str, Callable[[_Assertion, Sequence[Standing]], Iterator[Problem]]] = {
    "processes": _processes,
    "milestones": _milestones,
    "indicators": _indicators,
    "grant": _amount,
    "commissions": _commissions,
}
"""By what `kind` says: how an assertion is examined. A test holds it beside the schema."""
