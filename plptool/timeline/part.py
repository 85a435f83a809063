"""The part of a ledger that an answer is about: all of it, a list, an organisation's.

A process is an organisation's if it leads it or takes part in it. A decision is one of those that decided it: the body,
the parties, or whoever a role that decided belongs to. It is not that of an organisation whose process it concerns.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plptool.model.collections import Collection
from plptool.model.plain import Data, entries, text_if_any, texts
from plptool.timeline.fold import Expectation, ProcessState
from plptool.timeline.ledger import State


@dataclass(frozen=True, slots=True)
class Part:
    """What an answer tells of a state. What is expected, and what grants are used for, is told with the processes."""

    state: State
    processes: tuple[ProcessState, ...]
    decisions: Mapping[str, Data]
    """By id, as they stood."""
    whole: bool
    """Whether that is all there is."""

    @property
    def ids(self) -> frozenset[str]:
        """Those of the processes."""
        ids = [process.id for process in self.processes]
        return frozenset(ids)

    def expectations(self) -> Iterator[Expectation]:
        """What is foreseen and nothing has settled."""
        ids = self.ids
        for expectation in self.state.expectations:
            if self.whole or expectation.record.id in ids:
                yield expectation

    def grants(self) -> Iterator[tuple[str, Data, tuple[Data, ...]]]:
        """Each grant by id, with its uses; of a part, the uses in its processes, and only grants that have any."""
        ids = self.ids
        grants = self.state.data_of(Collection.GRANTS)
        for grant_id, grant in grants.items():
            uses = entries(grant, "uses")
            if self.whole:
                yield grant_id, grant, uses
                continue
            of_part = [use for use in uses if text_if_any(use, "process") in ids]
            if of_part:
                yield grant_id, grant, tuple(of_part)


def all_of(state: State, processes: Iterable[ProcessState] | None = None) -> Part:
    """All of a state.

    Args:
        state: what stood.
        processes: its processes, where somebody has folded them already; to do so is dear.
    """
    if processes is None:
        processes = state.processes.values()
    return Part(state, tuple(processes), state.decisions, whole=True)


def of_organisation(state: State, org: str) -> Part:
    """An organisation's processes and decisions."""
    processes = [process for process in state.processes.values() if org in process.organisations]
    decisions = decided_by(state, org)
    return Part(state, tuple(processes), decisions, whole=False)


def of_list(state: State, processes: Iterable[ProcessState], org: str | None) -> Part:
    """The processes of a list, and the decisions that concern them; of an organisation's, its own."""
    listed = tuple(processes)
    ids = {process.id for process in listed}
    decisions: Mapping[str, Data] = state.decisions
    if org is not None:
        decisions = decided_by(state, org)
    concerning = {key: decision for key, decision in decisions.items() if concerns(decision, ids)}
    return Part(state, listed, concerning, whole=False)


def concerns(decision: Data, processes: Iterable[str]) -> bool:
    """Whether a decision says that it concerns one of these processes."""
    concerned = texts(decision, "concerns")
    asked = frozenset(processes)
    return not asked.isdisjoint(concerned)


def decided_by(state: State, org: str) -> dict[str, Data]:
    """An organisation's decisions, by id."""
    return {key: decision for key, decision in state.decisions.items() if org in deciders(decision)}


def deciders(decision: Data) -> frozenset[str]:
    """The organisations whose decision it is."""
    body = text_if_any(decision, "body")
    parties = texts(decision, "parties")
    roles = entries(decision, "roles")
    of_roles = [text_if_any(role, "organisation") for role in roles]
    named = filter(None, [body, *parties, *of_roles])
    return frozenset(named)
