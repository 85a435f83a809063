"""What a sheet says of commissions, against what the ledger's decisions have of them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from plptool.documents.said import Asked, CommissionSaid
from plptool.model.collections import Collection
from plptool.model.drafts import DraftEvent, DraftRecord, Verdict
from plptool.model.findings import Message
from plptool.model.ids import short_name
from plptool.model.plain import Data, Plain, entries, part, text, text_if_any, texts
from plptool.model.records import Record
from plptool.texts.letters import letters
from plptool.timeline.ledger import Ledger

_FIELDS = ("text", "lead", "due")


def drafted_commissions(
    said: Sequence[CommissionSaid], source: str, ledger: Ledger
) -> tuple[list[DraftRecord], list[Asked]]:
    """What is new, known or otherwise of commissions, a record for each decision; and what a person is asked."""
    asked: list[Asked] = []
    found: list[tuple[Record, CommissionSaid]] = []
    for commission in said:
        decision = _decision(commission.decision, ledger)
        if decision is None:
            why = Message("it is not known which decision it is: {words}", {"words": commission.decision})
            asked.append(Asked(commission.lines[0], commission.text or commission.id or "", why))
        else:
            found.append((decision, commission))
    found.sort(key=lambda one: one[0].id)
    records: list[DraftRecord] = []
    for _, group in groupby(found, key=lambda one: one[0].id):
        together = list(group)
        reader = _Commissions(together[0][0], source)
        records.append(reader.drafted([commission for _, commission in together]))
        asked += reader.asked
    return records, asked


def _decision(named: str, ledger: Ledger) -> Record | None:
    """The one decision that has this id, registry number or title."""
    found: list[Record] = []
    for decision in ledger.collections[Collection.DECISIONS].values():
        registry = part(decision.data, "registry")
        names = (decision.id, text_if_any(registry, "number"), text_if_any(decision.data, "title"))
        is_named = any(name is not None and letters(name) == letters(named) for name in names)
        if is_named and "withdrawn" not in decision.data:
            found.append(decision)
    if len(found) != 1:
        return None
    return found[0]


class _Commissions:
    """What a sheet says of the commissions of a decision, beside what the ledger has of them."""

    def __init__(self, decision: Record, source: str) -> None:
        self.decision = decision
        self.source = source
        self.asked: list[Asked] = []
        self._standing = entries(decision.data, "commissions")
        self._names = {text(entry, "id") for entry in self._standing}

    def drafted(self, said: Sequence[CommissionSaid]) -> DraftRecord:
        commissions: list[DraftEvent] = []
        events: list[DraftEvent] = []
        for one in said:
            index = self._index(one)
            if index is not None:
                commissions += self._beside(one, index)
                events += self._course(one, text(self._standing[index], "id"))
            elif one.text is None:
                self._ask(one, Message("the ledger does not have it, and it is not said what is to be done"))
            else:
                new = self._new(one)
                commissions.append(new)
                events += self._course(one, text(new.data, "id"))
        verdicts = {entry.verdict for entry in (*commissions, *events)}
        verdict = Verdict.KNOWN
        if Verdict.DIFFERS in verdicts:
            verdict = Verdict.DIFFERS
        return DraftRecord(
            Collection.DECISIONS, self.decision.id, verdict, (), tuple(events), commissions=tuple(commissions)
        )

    def _ask(self, said: CommissionSaid, why: Message) -> None:
        self.asked.append(Asked(said.lines[0], said.text or said.id or "", why))

    def _index(self, said: CommissionSaid) -> int | None:
        """Which of the decision's commissions it is: by its id, or by what is to be done."""
        for index, entry in enumerate(self._standing):
            is_same_id = said.id is not None and text(entry, "id") == said.id
            words = text_if_any(entry, "text")
            is_same_text = said.text is not None and words is not None and letters(words) == letters(said.text)
            if is_same_id or (said.id is None and is_same_text):
                return index
        return None

    def _new(self, said: CommissionSaid) -> DraftEvent:
        assert said.text is not None
        key = said.id or short_name(said.text, self._names)
        self._names.add(key)
        told: dict[str, Plain] = {"id": key, "text": said.text, "lead": said.lead, "due": said.due}
        data = {name: value for name, value in told.items() if value is not None}
        return DraftEvent({**data, "source": self._cited(said)}, Verdict.NEW)

    def _beside(self, said: CommissionSaid, index: int) -> Iterator[DraftEvent]:
        """What is said of a commission that the ledger has: known, or otherwise in some of its fields."""
        told: dict[str, Plain] = {"text": said.text, "lead": said.lead, "due": said.due}
        standing = self._standing[index]
        others = [
            name
            for name in _FIELDS
            if told[name] is not None and name in standing and not self._says(standing, name, told[name])
        ]
        data = {name: value for name, value in told.items() if value is not None}
        cited: Data = {"id": standing["id"], **data, "source": self._cited(said)}
        for name in others:
            yield DraftEvent(cited, Verdict.DIFFERS, index, name)
        missing = [name for name in ("lead", "due") if told[name] is not None and name not in standing]
        for name in missing:
            yield DraftEvent(cited, Verdict.NEW, index, name)
        if not others and not missing:
            yield DraftEvent(cited, Verdict.KNOWN, index)

    def _says(self, standing: Data, name: str, value: Plain) -> bool:
        """Whether a commission has a value, had or got it by a change, or a document claims so."""
        known = [standing[name]]
        for entry in entries(standing, "discrepancies"):
            if entry.get("field") == name:
                known += [claim["value"] for claim in entries(entry, "claims")]
        for event in entries(self.decision.data, "events"):
            if event["kind"] == "change" and text(standing, "id") in texts(event, "of"):
                changed = part(event, "set")
                if name in changed:
                    known.append(changed[name])
        if name == "text":
            return any(letters(str(one)) == letters(str(value)) for one in known)
        return str(value) in map(str, known)

    def _course(self, said: CommissionSaid, key: str) -> Iterator[DraftEvent]:
        """How it stands with a commission on the day of the sheet, and how that is rated."""
        if said.status is not None:
            status: Data = {
                "date": said.status.day.isoformat(),
                "kind": "status",
                "of": key,
                "status": said.status.status,
                "source": self._cited(said),
            }
            yield self._of_day(status, "status")
        if said.rating is not None:
            report: Data = {
                "date": said.rating.day.isoformat(),
                "kind": "report",
                "of": key,
                "rating": said.rating.rating,
                "source": self._cited(said),
            }
            yield self._of_day(report, "rating")

    def _of_day(self, told: Data, name: str) -> DraftEvent:
        """What is told of a commission on a day, beside what the ledger has of it there.

        Args:
            told: the event.
            name: the property that it is about.
        """
        for index, event in enumerate(entries(self.decision.data, "events")):
            is_of_day = event["kind"] == told["kind"] and str(event["date"]) == told["date"]
            if not is_of_day or told["of"] not in texts(event, "of") or name not in event:
                continue
            verdict = Verdict.DIFFERS
            if event[name] == told[name]:
                verdict = Verdict.KNOWN
            return DraftEvent(told, verdict, index, name)
        return DraftEvent(told, Verdict.NEW)

    def _cited(self, said: CommissionSaid) -> str:
        return f"{self.source}#L{said.lines[0]}"
