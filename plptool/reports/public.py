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
        told = _may_name(ledger)
        names = persons or names_in(told)
    in_doubt: set[str | None] = set()
    for finding in every(findings):
        is_open = finding.acknowledged is None
        if is_open and finding.rule == "PLP905":
            in_doubt.add(finding.record)
    if not in_doubt and not names.begun:  # nearly always
        return state
    all_records = ledger.all_records()
    numbers = LikelyNumbers.of(all_records)
    nameless = ledger
    if names.begun:
        nameless = ledger.nameless(names)
    public_records: list[Record] = []
    for record in nameless.all_records():
        shown = record
        if record.id in in_doubt:
            shown = numbers.of_record(record)
        public_records.append(shown)
    published = nameless.with_records(public_records)
    return published.at(state.day)


def _may_name(ledger: Ledger) -> Iterator[Plain]:
    """What records say that may name a person; of processes, which are many, only those that have a role somewhere."""
    for record in ledger.all_records():
        is_process = record.collection is Collection.PROCESSES
        if not is_process or _has_role(record):
            yield record.data
    yield from ledger.unfit.values()


_ROLES = OF_ROLES | ROLES_TOO - {"lead", "milestones"} | {"discrepancies"}
"""Fields in which a process or an event may name somebody; who leads, and a milestone's, are organisations."""


def _has_role(record: Record) -> bool:
    """Whether it names somebody in a role, or tells of somebody; asked of every process, it looks at keys alone."""
    data = record.data
    if not _ROLES.isdisjoint(data):
        return True
    events = data.get("events")
    if not isinstance(events, list):
        return False
    for event in events:
        if not isinstance(event, dict) or _TELLING.isdisjoint(event):
            continue
        if _says_role(event):
            return True
    return False


_TELLING = _ROLES | {"set", "add", "remove"}


def _says_role(event: Data) -> bool:
    """Whether an event that has one of these tells of somebody, or changes a role."""
    for name in _TELLING.intersection(event):
        is_text = isinstance(event[name], str)
        if not is_text:
            return True
    return False
