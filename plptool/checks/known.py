"""PLP606: what records acknowledge under `known`, the findings that this covers, and entries that cover none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from plptool.model.citations import citations
from plptool.model.findings import Acknowledgement, Finding, Message, Problem
from plptool.model.plain import Data, as_list, entries, text
from plptool.model.records import Record
from plptool.model.rules import RULES, bendable
from plptool.read.manifest import LISTED

OF_TEXTS = ("PLP611", "PLP612", "PLP613", "PLP614", "PLP615")
"""Rules about the documents' texts: their findings come of another examination (`coverage.py`)."""


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
        return cls(text(entry, "rule"), str(entry["value"]), text(entry, "reason"), source)

    def covers(self, finding: Finding) -> bool:
        return self.rule == finding.rule and self.value == finding.value


def known_of(data: Data) -> tuple[Known, ...]:
    """What a record acknowledges."""
    return tuple(Known.of(entry) for entry in entries(data, "known")) if "known" in data else ()


def known_of_sound(data: Data) -> tuple[Known, ...]:
    """What a record acknowledges of which not everything fits its schema: the entries that are whole."""
    written = as_list(data.get("known"))
    return tuple(Known.of(entry) for entry in written if isinstance(entry, dict) and _is_whole(entry))


def _is_whole(entry: Data) -> bool:
    """Whether an entry says which finding it is about, and why that stays."""
    return "value" in entry and all(isinstance(entry.get(name), str) for name in ("rule", "reason"))


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

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Each finding with the first entry that covers it and has covered none before, where there is one."""
        return [self._acknowledged(finding) for finding in findings]

    def _acknowledged(self, finding: Finding) -> Finding:
        if finding.value is None or not bendable(finding.rule) or finding.rule == "PLP606":
            return finding
        for index, entry in enumerate(self._known.get(finding.path, ())):
            mark = (finding.path, index)
            if mark not in self._used and entry.covers(finding):
                self._used.add(mark)
                return replace(finding, acknowledged=Acknowledgement(entry.reason, entry.source))
        return finding

    def unmatched(self, record: Record, findings: Iterable[Finding], *, whole: bool = True) -> Iterator[Problem]:
        """PLP606: the entries of a record that cover no finding; those about documents' texts are matched elsewhere.

        Args:
            record: the record.
            findings: all there are.
            whole: whether every record could be examined; if not, what hangs on others may only be out of sight.
        """
        for index, entry in enumerate(self._known.get(record.path, ())):
            if (record.path, index) in self._used or entry.rule in OF_TEXTS:
                continue
            if whole or entry.rule not in _ACROSS:
                yield _stale(record, index, entry, findings)


def _stale(record: Record, index: int, entry: Known, findings: Iterable[Finding]) -> Problem:
    """Why an entry covers nothing, and what to write instead."""
    args = {"rule": entry.rule, "value": entry.value}
    place = ("known", index)
    if entry.rule not in RULES:
        message = Message("there is no rule {rule}", args)
        return Problem("PLP606", record, (*place, "rule"), message, LISTED, entry.value)
    if not RULES[entry.rule].value:
        message = Message("{rule} cannot be acknowledged", args)
        return Problem("PLP606", record, (*place, "rule"), message, Message("Remove the entry."), entry.value)
    message = Message("nothing is found any more of {rule} `{value}`", args)
    values = [f"`{value}`" for value in _open_values(record, entry.rule, findings)]
    if values:
        hint = Message("Found there: {values}. Write that as its value.", {"values": values})
    else:
        hint = Message("Remove the entry, or correct its value.")
    return Problem("PLP606", record, (*place, "value"), message, hint, entry.value)


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
