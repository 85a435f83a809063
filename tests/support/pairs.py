"""Pairs of edits that two people make to one record of the real ledger, who know nothing of each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from plptool.edit.edits import FieldEdit, Insert, Remove, SetField
from plptool.edit.write import carried_out, new_file, schema_of
from plptool.model.plain import Data, Plain, entries
from plptool.read.yaml import parse
from plptool.seals.chain import Seal, new_correction
from tests.support.project import ROOT

PROCESS = "ledger/processes/2.2.4.yaml"
GRANT = "ledger/grants/stimulansmedel.yaml"
SNAPSHOT = "ledger/snapshots/231231.yaml"
NEW = "ledger/decisions/2024-05-02-ny.yaml"
Edit = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    path: str
    base: bytes
    ours: Edit
    theirs: Edit

    def __str__(self) -> str:
        return self.name

    def versions(self) -> tuple[bytes, bytes, bytes]:
        text = self.base.decode()
        return self.base, self.ours(text).encode(), self.theirs(text).encode()


def data_of(raw: bytes) -> Mapping[str, Plain]:
    data = parse(raw).data
    assert data is not None, parse(raw).faults
    return data


def edit(*edits: FieldEdit) -> Edit:
    def edited(text: str) -> str:
        data: Data = data_of(text.encode())
        for one in edits:
            text, data = carried_out(text, data, one, schema_of(one.path))
        return text

    return edited


def event(when: str, kind: str, path: str = PROCESS, **more: Plain) -> FieldEdit:
    return Insert(path, ("events",), {"date": when, "kind": kind, **more, "source": "tjansteutlatande#L69"})


def field(name: str, value: Plain, path: str = PROCESS) -> FieldEdit:
    return SetField(path, (name,), value)


def known(rule: str, value: str, reason: str = "Så står det.") -> FieldEdit:
    return Insert(PROCESS, ("known",), {"rule": rule, "value": value, "reason": reason})


def place(when: str, kind: str) -> int:
    events = entries(data_of((ROOT / PROCESS).read_bytes()), "events")
    return next(at for at, one in enumerate(events) if (one["date"], one["kind"]) == (when, kind))


def of_event(when: str, kind: str, name: str, value: Plain) -> FieldEdit:
    return SetField(PROCESS, ("events", place(when, kind), name), value)


def gone(when: str, kind: str) -> FieldEdit:
    return Remove(PROCESS, ("events", place(when, kind)))


def correction(key: str, reason: str) -> FieldEdit:
    data = dict(data_of((ROOT / SNAPSHOT).read_bytes()))
    seal = Seal("231231", SNAPSHOT, date(2023, 12, 31), data)
    made = new_correction(seal, key, "amended", "ab" * 32, reason, ["bilaga-5#L1"], None)
    return Insert(SNAPSHOT, ("corrections",), made, spread=True)


def decision(**fields: Plain) -> Edit:
    return lambda _: new_file({"id": "2024-05-02-ny", "title": "Nytt", "date": "2024-05-02", **fields}).decode()


def pair(name: str, ours: FieldEdit | Edit, theirs: FieldEdit | Edit, path: str = PROCESS) -> Pair:
    file = ROOT / path
    base = file.read_bytes() if file.exists() else b""
    return Pair(name, path, base, *(edit(one) if isinstance(one, FieldEdit) else one for one in (ours, theirs)))


PARTNERS: list[Plain] = ["KSON", "SoC", "KoF", "KSK"]
MEETING = ("2023-03-14", "meeting")
WITHDRAWN: Plain = {"reason": "Dubblett.", "source": "bilaga-5#L193"}

MERGED = [
    pair("a meeting and a note of one day", event("2024-03-14", "meeting"), event("2024-03-14", "note", text="Ett brev kom.")),
    pair("two notes of one day", event("2024-03-14", "note", text="Ett brev kom."), event("2024-03-14", "note", text="En fråga.")),
    pair("two activities of one day", event("2024-03-14", "activity", text="Utbildning"), event("2024-03-14", "activity", text="Mässa")),
    pair("meetings of two days", event("2024-03-14", "meeting", number=4), event("2024-05-14", "meeting", number=5)),
    pair("a later one first", event("2024-05-14", "note", text="Sent."), event("2022-09-01", "note", text="Tidigt.")),
    pair("the very same meeting", event("2024-03-14", "meeting", number=4), event("2024-03-14", "meeting", number=4)),
    pair("the same meeting, with a text", event("2024-03-14", "meeting", number=4), event("2024-03-14", "meeting", number=4, text="Sista.")),
    pair("a field and an event", field("written", "2.2.4 Flickor"), event("2024-03-14", "meeting")),
    pair("two fields beside each other", field("lead", "KSON"), field("priority", 1)),
    pair("two partners", field("partners", [*PARTNERS, "TiNK"]), field("partners", [*PARTNERS, "BUP"])),
    pair("one partner comes, one goes", field("partners", [*PARTNERS, "TiNK"]), field("partners", PARTNERS[:-1])),
    pair("two oddities of one rule", known("PLP502", "7"), known("PLP502", "9")),
    pair("oddities of two rules", known("PLP502", "7"), known("PLP406", "2024")),
    pair("two citations of a field", SetField(PROCESS, ("source", "period"), ["bilaga-5#L227", "bilaga-5#L1"]),
         SetField(PROCESS, ("source", "period"), ["bilaga-5#L227", "bilaga-5#L2"])),
    pair("a citation and a text of one event", of_event(*MEETING, "text", "Kort."), of_event(*MEETING, "source", ["bilaga-5#L217"])),
    pair("an event goes, another comes", gone("2023", "note"), event("2024-03-14", "meeting")),
    pair("an activity more, and one less", field("activities", ["Förebyggande aktiviteter"]),
         field("activities", ["Skapa forum där berörda verksamheter och utförare kan träffas.", "Förebyggande aktiviteter", "Ny"])),
    pair("two years of a grant", Insert(GRANT, ("years",), {"year": 2024, "amount": 1, "source": "tjansteutlatande#L69"}),
         Insert(GRANT, ("years",), {"year": 2025, "amount": 2, "source": "tjansteutlatande#L69"}), GRANT),
    pair("two corrections", correction("2.2.5", "Det ena."), correction("2.3.1", "Det andra."), SNAPSHOT),
    pair("a renaming and an event", edit(field("id", "2.2.40"), field("formerly", "2.2.4")), event("2024-03-14", "meeting")),
]  # fmt: skip
"""What must merge, of which nothing is lost."""

UNDECIDED = [
    pair("two leads", field("lead", "KSON"), field("lead", "SoC")),
    pair("two goals", field("goal", "Det ena."), field("goal", "Det andra.")),
    pair("one number on two days", event("2024-03-14", "meeting", number=4), event("2024-03-21", "meeting", number=4)),
    pair("two numbers on one day", event("2024-03-14", "meeting", number=4), event("2024-03-14", "meeting", number=5)),
    pair("booked, and held", event("2024-03-14", "meeting", number=4, booked=True), event("2024-03-14", "meeting", number=4)),
    pair("two statuses", event("2024-03-14", "status", status="ongoing"), event("2024-04-14", "status", status="paused")),
    pair("two changes of one field", event("2024-03-14", "change", set={"lead": "KSON"}), event("2024-04-14", "change", set={"lead": "SoC"})),
    pair("one decision on two days", event("2024-03-14", "decision", decision="paus-2.2.3"), event("2024-04-14", "decision", decision="paus-2.2.3")),
    pair("two texts of one event", of_event(*MEETING, "text", "Kort."), of_event(*MEETING, "text", "Långt.")),
    pair("an event goes, and gets a text", gone(*MEETING), of_event(*MEETING, "text", "Kort.")),
    pair("a field goes, and is another", Remove(PROCESS, ("priority",)), field("priority", 1)),
    pair("one partner for another, twice", field("partners", [*PARTNERS[:-1], "TiNK"]), field("partners", [*PARTNERS[:-1], "BUP"])),
    pair("two reasons for one oddity", known("PLP502", "7", "Så."), known("PLP502", "7", "Annorlunda.")),
    pair("a withdrawal and an event", field("withdrawn", WITHDRAWN), event("2024-03-14", "meeting")),
    pair("two amounts of a year", Insert(GRANT, ("years",), {"year": 2024, "amount": 1, "source": "tjansteutlatande#L69"}),
         Insert(GRANT, ("years",), {"year": 2024, "amount": 2, "source": "tjansteutlatande#L69"}), GRANT),
    pair("two decisions of one id", decision(status="adopted", source="bilaga-5#L1"), decision(status="planned", source="bilaga-5#L1"), NEW),
]  # fmt: skip
"""What a person must choose."""
