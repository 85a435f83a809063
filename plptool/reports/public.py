"""A ledger as strangers may read it: a report goes to a board, and with its agenda to everybody."""

from collections.abc import Iterable, Iterator

from plptool.checks.privacy import LikelyNumbers
from plptool.model.collections import Collection
from plptool.model.findings import Finding, every
from plptool.model.names import NOBODY, Names
from plptool.model.plain import Data, Plain
from plptool.model.records import Record
from plptool.model.redact import OF_ROLES, ROLES_TOO, names_in, names_published
from plptool.timeline.ledger import Ledger, State


def public(state: State, findings: Iterable[Finding], persons: Names | None = None) -> State:
    """The same state without persons, unless the manifest lets them be named, and without what may be their numbers.

    Args:
        state: the ledger at a day.
        findings: what validation finds in it: by these is known which records have digits that may be a number.
        persons: who is not named; without them, whom its own records name.
    """
    ledger = state.recorded
    names = NOBODY
    if not names_published(ledger.manifest):
        names = persons or names_in(_may_name(ledger))
    in_doubt: set[str | None] = set()
    for finding in every(findings):
        if finding.rule == "PLP905" and finding.acknowledged is None:
            in_doubt.add(finding.record)
    if not in_doubt and not names.begun:  # nearly always
        return state
    numbers = LikelyNumbers.of(ledger.all_records())
    records = ledger.nameless(names).all_records() if names.begun else ledger.all_records()
    public_records = [numbers.of_record(record) if record.id in in_doubt else record for record in records]
    return ledger.with_records(public_records).at(state.day)


def _may_name(ledger: Ledger) -> Iterator[Plain]:
    """What records say that may name a person; of processes, which are many, only those that have a role somewhere."""
    for record in ledger.all_records():
        if record.collection is not Collection.PROCESSES or _has_role(record):
            yield record.data
    yield from ledger.unfit.values()


_ROLES = OF_ROLES | ROLES_TOO - {"lead", "milestones"} | {"discrepancies"}
"""Fields in which a process or an event may name somebody; who leads, and a milestone's, are organisations."""


def _has_role(record: Record) -> bool:
    """Whether it names somebody in a role, or tells of somebody; asked of every process, it looks at keys alone."""
    if not _ROLES.isdisjoint(record.data):
        return True
    events = record.data.get("events")
    if not isinstance(events, list):
        return False
    return any(_says_role(event) for event in events if isinstance(event, dict) and not _TELLING.isdisjoint(event))


_TELLING = _ROLES | {"set", "add", "remove"}


def _says_role(event: Data) -> bool:
    """Whether an event that has one of these tells of somebody, or changes a role."""
    return any(not isinstance(event[name], str) for name in _TELLING.intersection(event))
