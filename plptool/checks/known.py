"""PLP606: what records acknowledge under `known`, the findings that this covers, and entries that cover none."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from plptool.model.citations import citations
from plptool.model.findings import Acknowledgement, Finding, Message, Problem
from plptool.model.mends import Gone
from plptool.model.plain import Data, as_list, entries, text
from plptool.model.records import Record
from plptool.model.rules import OF_TEXTS, RULES, acknowledgeable
from plptool.read.manifest import LISTED


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of `known`: one finding that somebody has looked at, and that stays."""

    rule: str
    value: str
    """What the finding is about, as it is told."""
    reason: str
    source: tuple[str, ...]
    """The citations that it rests on."""

    @classmethod
    def of(cls, entry: Data) -> Self:
        source = tuple(citation for _, citation in citations(entry.get("source")))
        return cls(
            rule=text(entry, "rule"),
            value=str(entry["value"]),
            reason=text(entry, "reason"),
            source=source,
        )

    def covers(self, finding: Finding) -> bool:
        if self.rule != finding.rule:
            return False
        return self.value == finding.value


def known_of(data: Data) -> tuple[Known, ...]:
    """What a record acknowledges."""
    if "known" not in data:  # most records: this is asked of each
        return ()
    return tuple(Known.of(entry) for entry in entries(data, "known"))


def known_of_sound(data: Data) -> tuple[Known, ...]:
    """What a record acknowledges of which not everything fits its schema: the entries that are whole."""
    written = as_list(data.get("known"))
    whole = [entry for entry in written if isinstance(entry, dict) and _is_whole(entry)]
    return tuple(map(Known.of, whole))


def _is_whole(entry: Data) -> bool:
    """Whether an entry says which finding it is about, and why that stays."""
    for name in ("rule", "reason"):
        if not isinstance(entry.get(name), str):
            return False
    return "value" in entry


_ACROSS = frozenset(
    f"PLP{number}"
    for number in (
        301,
        302,
        303,
        304,
        305,
        306,
        309,
        310,
        402,
        404,
        410,
        411,
        505,
        601,
        603,
        604,
        605,
        608,
        616,
        617,
        904,
    )
)
"""Rules whose findings hang on other records than the one that they are about."""


class Acknowledgements:
    """All that a ledger's records acknowledge, by the path of each, and which of it has covered a finding."""

    def __init__(self, known: Mapping[str, Sequence[Known]]) -> None:
        self._known = known
        self._used: set[tuple[str, int]] = set()
        """The path of a record, and the index of its entry."""

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Each finding with the first entry that covers it and has covered none before, where there is one."""
        return [self._acknowledged(finding) for finding in findings]

    def _acknowledged(self, finding: Finding) -> Finding:
        if finding.value is None or not acknowledgeable(finding.rule):
            return finding
        known = self._known.get(finding.path, ())
        for index, entry in enumerate(known):
            mark = (finding.path, index)
            if mark in self._used:
                continue
            if entry.covers(finding):
                self._used.add(mark)
                acknowledgement = Acknowledgement(entry.reason, entry.source)
                return replace(finding, acknowledged=acknowledgement)
        return finding

    def unmatched(
        self, record: Record, findings: Iterable[Finding], off: Container[str] = (), *, whole: bool = True
    ) -> Iterator[Problem]:
        """PLP606: the entries of a record that cover no finding; those about documents' texts are matched elsewhere.

        Args:
            record: the record.
            findings: all there are.
            off: the rules that the ledger has turned off.
            whole: whether every record could be examined; if not, what hangs on others may only be out of sight.
        """
        known = self._known.get(record.path, ())
        for index, entry in enumerate(known):
            mark = (record.path, index)
            if mark in self._used or entry.rule in OF_TEXTS or entry.rule in off:
                continue
            if entry.rule in _ACROSS and not whole:
                continue
            yield _stale(record, index, entry, findings)


def _stale(record: Record, index: int, entry: Known, findings: Iterable[Finding]) -> Problem:
    """Why an entry covers nothing, and what to write instead."""
    arguments = {"rule": entry.rule, "value": entry.value}
    property_name = "rule"
    mend = Gone(("known", index))
    if entry.rule not in RULES:
        message = Message("there is no rule {rule}", arguments)
        hint = LISTED
    elif not acknowledgeable(entry.rule):
        message = Message("{rule} cannot be acknowledged", arguments)
        hint = Message("Remove the entry.")
        return Problem("PLP606", record, ("known", index, "rule"), message, hint, entry.value, mend=mend)
    else:
        property_name = "value"
        message = Message("nothing is found any more of {rule} `{value}`", arguments)
        values = [f"`{value}`" for value in _open_values(record, entry.rule, findings)]
        if values:
            hint = Message("Found there: {values}. Write that as its value.", {"values": values})
        else:
            hint = Message("Remove the entry, or correct its value.")
    where = ("known", index, property_name)
    return Problem("PLP606", record, where, message, hint, entry.value)


def _open_values(record: Record, rule: str, findings: Iterable[Finding]) -> list[str]:
    """The values that findings of a rule have in a record, those that are acknowledged left out."""
    return [
        finding.value
        for finding in findings
        if finding.path == record.path
        and finding.rule == rule
        and finding.acknowledged is None
        and finding.value is not None
    ]
