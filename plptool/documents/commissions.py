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
        if "withdrawn" in decision.data:
            continue
        names = _names_of(decision)
        if letters(named) in map(letters, names):
            found.append(decision)
    return found[0] if len(found) == 1 else None


def _names_of(decision: Record) -> Iterator[str]:
    """By what a sheet may name a decision."""
    yield decision.id
    yield text(decision.data, "title")
    if "registry" in decision.data:
        registry = part(decision.data, "registry")
        yield text_if_any(registry, "number") or decision.id


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
        verdict = Verdict.DIFFERS if Verdict.DIFFERS in verdicts else Verdict.KNOWN
        return DraftRecord(
            Collection.DECISIONS, self.decision.id, verdict, (), tuple(events), commissions=tuple(commissions)
        )

    def _ask(self, said: CommissionSaid, why: Message) -> None:
        self.asked.append(Asked(said.lines[0], said.text or said.id or "", why))

    def _index(self, said: CommissionSaid) -> int | None:
        """Which of the decision's commissions it is: by its id, or by what is to be done."""
        for index, entry in enumerate(self._standing):
            if said.id is not None:
                is_same = text(entry, "id") == said.id
            else:
                words = text_if_any(entry, "text") or ""
                is_same = letters(words) == letters(said.text or "")
            if is_same:
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
        values = {name: value for name, value in told.items() if value is not None}
        cited: Data = {"id": standing["id"], **values, "source": self._cited(said)}
        is_known = True
        for name, value in values.items():
            verdict = self._verdict(standing, name, value)
            if verdict is not Verdict.KNOWN:
                yield DraftEvent(cited, verdict, index, name)
                is_known = False
        if is_known:
            yield DraftEvent(cited, Verdict.KNOWN, index)

    def _verdict(self, standing: Data, name: str, value: Plain) -> Verdict:
        """How what is said of a commission stands to what the ledger has of it."""
        if name in standing:
            return Verdict.KNOWN if self._says(standing, name, value) else Verdict.DIFFERS
        # What the clauses of the decision say needs no words of its own.
        return Verdict.KNOWN if name == "text" else Verdict.NEW

    def _says(self, standing: Data, name: str, value: Plain) -> bool:
        """Whether a commission has a value, had or got it by a change, or a document claims so."""
        key = text(standing, "id")
        known = map(str, self._known(standing, key, name))
        if name == "text":
            return letters(str(value)) in map(letters, known)
        return str(value) in known

    def _known(self, standing: Data, key: str, name: str) -> Iterator[Plain]:
        yield standing[name]
        for entry in entries(standing, "discrepancies"):
            if entry.get("field") != name:
                continue
            for claim in entries(entry, "claims"):
                yield claim["value"]
        for event in entries(self.decision.data, "events"):
            is_change = event["kind"] == "change" and "set" in event
            if not is_change or key not in texts(event, "of"):
                continue
            changed = part(event, "set")
            if name in changed:
                yield changed[name]

    def _course(self, said: CommissionSaid, key: str) -> Iterator[DraftEvent]:
        """How it stands with a commission on the day of the sheet, and how that is rated."""
        if said.status is not None:
            status = said.status
            yield self._of_day(key, said, {"date": status.day.isoformat(), "kind": "status", "status": status.status})
        if said.rating is not None:
            rating = said.rating
            yield self._of_day(key, said, {"date": rating.day.isoformat(), "kind": "report", "rating": rating.rating})

    def _of_day(self, key: str, said: CommissionSaid, told: Data) -> DraftEvent:
        name = "status" if told["kind"] == "status" else "rating"
        data: Data = {
            "date": told["date"],
            "kind": told["kind"],
            "of": key,
            name: told[name],
            "source": self._cited(said),
        }
        for index, event in enumerate(entries(self.decision.data, "events")):
            is_of_day = (event["kind"], str(event["date"])) == (told["kind"], told["date"])
            if not is_of_day or key not in texts(event, "of") or name not in event:
                continue
            verdict = Verdict.KNOWN if event[name] == told[name] else Verdict.DIFFERS
            return DraftEvent(data, verdict, index, name)
        return DraftEvent(data, Verdict.NEW)

    def _cited(self, said: CommissionSaid) -> str:
        return f"{self.source}#L{said.lines[0]}"
