"""The one writer: what it writes, where, and that no other byte is changed. Each case is a record before and after."""

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.edit.change import told
from plptool.edit.edits import Create, Edit, Insert, Move, Remove, SetField, last_day
from plptool.edit.write import planned, write
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.model.i18n import translator
from plptool.model.plain import Plain
from plptool.read.worktree import MemoryTree, WorkTree
from tests.support.layouts import LAYOUTS, REFUSED, data_of
from tests.support.ledgers import BASE, HELD, PROCESS, write_ledger
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH, examples

RECORDS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted((ROOT / "ledger").glob("*/*.yaml"))
}
MEETING: dict[str, Plain] = {"date": "2022-06-01", "kind": "meeting", "number": 99, "source": "bilaga-5#L1"}
EVENTS: list[dict[str, Plain]] = [
    MEETING,
    {"date": "2030-01-01", "kind": "note", "text": "Något som hände, och mer: se #4.", "source": "bilaga-5#L1"},
    {"date": "1999", "kind": "change", "set": {"lead": "KSON"}, "source": ["bilaga-5#L1", "bilaga-5#L2"]},
    {"date": "/2023-12-31", "kind": "meeting", "with": ["TiNK", "no"], "text": 'It\'s "so".', "source": "bilaga-5#L1"},
]
P = "ledger/processes/1.1.yaml"


def after(text: str, *edits: Edit, path: str = P) -> str:
    """A file's text after edits; the rest of the ledger has no say."""
    (change,) = planned(MemoryTree({path: text.encode()}), edits)
    assert change.new is not None
    written = change.new.decode()
    assert data_of(written) == change.data
    return written


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_inserted_event_changes_nothing_but_its_own_lines(layout: str) -> None:
    every = 1 if THOROUGH else 17
    for path, text in islice(RECORDS.items(), None, None, every):
        old = LAYOUTS[layout](text)
        events = data_of(old).get("events", [])
        assert isinstance(events, list)
        for event in EVENTS:
            new = after(old, Insert(path, ("events",), event), path=path)
            added = len(new) - len(old)
            at = next(
                (index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old)
            )
            assert new[at + added :] == old[at:]
            written = data_of(new)["events"]
            assert isinstance(written, list)
            index = next(number for number, one in enumerate(written) if one == event and one not in events)
            assert written[:index] + written[index + 1 :] == events
            assert all(last_day(one) > last_day(event) for one in events[index:])
            assert index == 0 or last_day(events[index - 1]) <= last_day(event)


@pytest.mark.parametrize("layout", REFUSED)
def test_a_file_that_a_ledger_does_not_take_is_left(layout: str) -> None:
    path, text = next(iter(RECORDS.items()))
    with pytest.raises(UserError, match=r"cannot be changed before it can be read: PLP10"):
        after(REFUSED[layout](text), Insert(path, ("events",), MEETING), path=path)


HEAD = "id: 1.1\nneed: A need.\n"
LIST = HEAD + "events:\n  - {date: 2022-01-01, kind: note, source: s}\n"


@pytest.mark.parametrize(
    ("old", "event", "new"),
    [
        # Where it is written
        (LIST, {"date": "2021"}, HEAD + "events:\n  - {date: 2021}\n  - {date: 2022-01-01, kind: note, source: s}\n"),
        (LIST, {"date": "2022-01-01"}, LIST + "  - {date: 2022-01-01}\n"),
        (LIST + "  # later\n  - {date: 2023}\n", {"date": "2022"}, LIST + "  - {date: 2022}\n  # later\n  - {date: 2023}\n"),
        (LIST + "    # of this\nknown: x\n", {"date": "2022"}, LIST + "    # of this\n  - {date: 2022}\nknown: x\n"),
        (LIST + "\n\n# the end\n", {"date": "2022"}, LIST + "  - {date: 2022}\n\n\n# the end\n"),
        (LIST + "...\n", {"date": "2022/.."}, LIST + "  - {date: 2022/..}\n...\n"),
        # What there was before
        (HEAD + "source: s\n", {"date": "2022"}, HEAD + "source: s\nevents:\n  - {date: 2022}\n"),
        (HEAD + "events: []  # none\n", {"date": "2022"}, HEAD + "events:  # none\n  - {date: 2022}\n"),
        (HEAD + "events:\n# none\n", {"date": "2022"}, HEAD + "events:\n  - {date: 2022}\n# none\n"),
        ("{id: 1.1, need: A need.}\n", {"date": "2022"}, "{id: 1.1, need: A need., events: [{date: 2022}]}\n"),
        (HEAD + "events: [{date: 2023}]\n", {"date": "2022"}, HEAD + "events: [{date: 2022}, {date: 2023}]\n"),
        (HEAD + "events: [\n  {date: 2022}  # one\n]\n", {"date": "2023"}, HEAD + "events: [\n  {date: 2022},  # one\n  {date: 2023}\n]\n"),
        (HEAD + "events: [\n  {date: 2022}]\n", {"date": "2023"}, HEAD + "events: [\n  {date: 2022},\n  {date: 2023}]\n"),
        (HEAD + "events:\n- text: |+\n    A\n\n  date: 2022\n-\n  date: 2023\n", {"date": "2024"},
         HEAD + "events:\n- text: |+\n    A\n\n  date: 2022\n-\n  date: 2023\n- date: 2024\n"),
        (HEAD + "events:\n  - date:   2022\n    number: 1\n", {"date": "2023", "number": 2},
         HEAD + "events:\n  - date:   2022\n    number: 1\n  - date:   2023\n    number: 2\n"),
        # How its values are written
        (LIST, {"date": "2023", "text": "A: b #4"}, LIST + "  - date: 2023\n    text: 'A: b #4'\n"),
        (LIST, {"date": "2023", "text": "A, b"}, LIST + "  - {date: 2023, text: 'A, b'}\n"),
        (LIST, {"date": "2023", "text": "It's so, they say"}, LIST + "  - date: 2023\n    text: It's so, they say\n"),
        (LIST, {"date": "2023", "targets": {"2025": "80.5"}}, LIST + "  - {date: 2023, targets: {2025: 80.5}}\n"),
        (LIST, {"date": "2023", "text": "A\nb"}, LIST + '  - {date: 2023, text: "A\\nb"}\n'),
        (LIST, {"date": "2023", "by": "no", "with": ["12", "null"], "series": "12", "number": 3},
         LIST + "  - {date: 2023, by: 'no', with: [12, 'null'], series: 12, number: 3}\n"),
    ],
)  # fmt: skip
def test_an_event_is_written_as_a_careful_person_would(old: str, event: dict[str, Plain], new: str) -> None:
    assert after(old, Insert(P, ("events",), event)) == new
    crlf = after(old.replace("\n", "\r\n"), Insert(P, ("events",), event))
    assert crlf == new.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("old", "edit", "new"),
    [
        ("id: 1.1  # one\ngoal:   A   # a\n", SetField(P, ("goal",), "B"), "id: 1.1  # one\ngoal:   B   # a\n"),
        ("id: 1.1\ngoal: >-\n  A\n  b\nlead: A\n", SetField(P, ("goal",), "B"), "id: 1.1\ngoal: B\nlead: A\n"),
        ("id: 1.1\nlead: A  # who\n", SetField(P, ("goal",), "B"), "id: 1.1\ngoal: B\nlead: A  # who\n"),
        ("lead: A\n# end\n", SetField(P, ("id",), "1.1"), "id: 1.1\nlead: A\n# end\n"),
        ("id:   1.1\nlead: A\n", SetField(P, ("plan",), "p"), "id:   1.1\nplan: p\nlead: A\n"),
        ("id: 1.1\npartners: [A, B]  # who\n", SetField(P, ("partners",), ["A", "C", "B"]), "id: 1.1\npartners: [A, C, B]  # who\n"),
        ("id: 1.1\npartners:\n  - A  # one\n  - B\n", SetField(P, ("partners",), ["C", "A"]), "id: 1.1\npartners:\n  - C\n  - A  # one\n"),
        ("id: 1.1\nlisted: {a: 1}\n", SetField(P, ("listed", "b"), 2), "id: 1.1\nlisted: {a: 1, b: 2}\n"),
        ("id: 1.1\nsource: s\n", SetField(P, ("source",), {"need": ["s#L1", "s#L2"]}), "id: 1.1\nsource:\n  need: [s#L1, s#L2]\n"),
        ("id: 1.1\nsource: {lead: s} # x\n", SetField(P, ("source",), "s"), "id: 1.1\nsource: s # x\n"),
        ("id: 1.1\nsource:  # x\n  lead: s\nknown: k\n", SetField(P, ("source",), "s"), "id: 1.1\nsource: s  # x\nknown: k\n"),
        ("id: 1.1\ngoal: a  # x\n", SetField(P, ("goal",), {"text": "So much prose here."}), "id: 1.1\ngoal:  # x\n  text: So much prose here.\n"),
        ("id: 1.1\ngoal:\nlead: A\n", SetField(P, ("goal",), "B"), "id: 1.1\ngoal: B\nlead: A\n"),
        (LIST, SetField(P, ("events", 0, "text"), "A"), HEAD + "events:\n  - {date: 2022-01-01, kind: note, text: A, source: s}\n"),
        (LIST, SetField(P, ("events", 0, "kind"), "meeting"), HEAD + "events:\n  - {date: 2022-01-01, kind: meeting, source: s}\n"),
        (LIST, Remove(P, ("events", 0)), HEAD),
        (LIST + "  # gone\n  - date: 2023\n    kind: note\n", Remove(P, ("events", 1)), LIST),
        (LIST, Remove(P, ("events", 0, "date")), HEAD + "events:\n  - {kind: note, source: s}\n"),
        ("id: 1\nevents:\n  - date: 2023\n    kind: note\n", Remove(P, ("events", 0, "date")), "id: 1\nevents:\n  - kind: note\n"),
        ("# top\nid: 1.1\n# of the goal\ngoal: >\n  A\n\n# of the lead\nlead: A\n", Remove(P, ("goal",)), "# top\nid: 1.1\n\n# of the lead\nlead: A\n"),
    ],
)  # fmt: skip
def test_a_field_is_set_or_removed_and_what_stands_beside_it_stays(old: str, edit: Edit, new: str) -> None:
    assert after(old, edit) == new


WORDS = st.text("ab01å ,:#'\"-?[]{}&*!|>%@`=~\\.\n", min_size=1, max_size=9)


@examples(10)
@given(st.data())
def test_whatever_is_changed_reads_as_meant(data: st.DataObject) -> None:
    """Any field of any record in any layout is set, removed, or gets an entry."""
    path = data.draw(st.sampled_from(sorted(RECORDS)))
    text = LAYOUTS[data.draw(st.sampled_from(sorted(LAYOUTS)))](RECORDS[path])
    for _ in range(3):
        where = data.draw(st.sampled_from(places(data_of(text))))
        value = data.draw(WORDS | st.lists(WORDS, min_size=1) | st.dictionaries(WORDS, WORDS | st.lists(WORDS)))
        edit: Edit = SetField(path, where, value)
        match data.draw(st.sampled_from(("set", "remove", "insert"))):
            case "remove":
                edit = Remove(path, where)
            case "insert" if isinstance(at(data_of(text), where), list):
                edit = Insert(path, where, value, 0)
            case "insert":
                edit = SetField(path, (*where[:-1], "goal") if isinstance(where[-1], str) else where, value)
        for change in planned(MemoryTree({path: text.encode()}), [edit]):
            assert change.new is not None
            text = change.new.decode()
            assert data_of(text) == change.data


def places(value: Plain, where: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where anything stands."""
    below: list[tuple[str | int, Plain]] = []
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    return [place for step, entry in below for place in [(*where, step), *places(entry, (*where, step))]]


def at(value: Plain, where: tuple[str | int, ...]) -> Plain:
    for step in where:
        if isinstance(value, dict):
            value = value[str(step)]
        elif isinstance(value, list):
            value = value[int(step)]
    return value


# Several files

DECISION: dict[str, Plain] = {
    "id": "goes", "title": "Ends the process", "date": "2022-05-01", "body": "board", "status": "adopted",
    "concerns": ["1.1"], "source": "list",
}  # fmt: skip
DECIDED: dict[str, Plain] = {"date": "2022-05-01", "kind": "decision", "decision": "goes", "source": "list"}


def files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.yaml")}


def test_a_decision_and_the_events_that_name_it_are_one_change(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD)
    before = files(root)
    event = Insert(P, ("events",), DECIDED)
    with pytest.raises(
        UserError, match=r"nothing was written, as it would be wrong: ledger/processes/1.1.yaml: PLP303 "
    ):
        write(WorkTree(root), [event])
    assert files(root) == before
    decision = Create("ledger/decisions/goes.yaml", DECISION)
    assert [change.path for change in planned(WorkTree(root), [event, decision])] == [P, decision.path]
    assert files(root) == before
    write(WorkTree(root), [event, decision])
    assert files(root) == {
        **before,
        P: before[P] + "  - {date: 2022-05-01, kind: decision, decision: goes, source: list}\n",
        decision.path: "id: goes\ntitle: Ends the process\ndate: 2022-05-01\nbody: board\nstatus: adopted\nconcerns: [1.1]\nsource: list\n",
    }


def test_a_ledger_that_is_wrong_already_can_be_mended_and_not_made_worse(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS.replace("lead: A", "lead: Nobody"))
    write(WorkTree(root), [SetField(P, ("goal",), "Another goal.")])
    with pytest.raises(UserError, match="PLP301"):
        write(WorkTree(root), [SetField(P, ("partners",), ["Someone"])])
    write(WorkTree(root), [SetField(P, ("lead",), "A")])
    assert files(root)[P] == "id: 1.1\n" + PROCESS.split("\n", 2)[2].replace("A goal.", "Another goal.")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Remove(P, ("text",)), r"ledger/processes/1.1.yaml: there is no text that could be changed"),
        (Remove(P, ("events", 9)), "there is no events.9 that"),
        (SetField(P, ("text", "deep"), "x"), "there is no text.deep that"),
        (Create(P, {"id": "1.1"}), "ledger/processes/1.1.yaml is there already"),
        (Move(P, "ledger/processes/x/1.2.yaml"), "ledger/processes/x/1.2.yaml is no place of a record"),
        (SetField("ledger/processes/9.yaml", ("id",), "9"), "there is no file ledger/processes/9.yaml"),
        (Create("ledger/../x.yaml", {"id": "1"}), "is no place of a record"),
        (SetField(P, ("text",), "A \u202e b"), "would be wrong: ledger/processes/1.1.yaml: PLP103"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(tmp_path: Path, edit: Edit, told: str) -> None:
    root = write_ledger(tmp_path, BASE + HELD)
    before = files(root)
    with pytest.raises(UserError, match=told):
        write(WorkTree(root), [edit])
    assert files(root) == before


def test_a_file_moves_with_its_bytes(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD)
    old = files(root)[P]
    to = "ledger/processes/1.2.yaml"
    write(WorkTree(root), [Move(P, to), SetField(to, ("id",), "1.2"), SetField(to, ("formerly",), "1.1")])
    assert P not in files(root)
    assert files(root)[to] == old.replace("id: 1.1", "id: 1.2") + "formerly: 1.1\n"


def test_a_new_record_names_its_schema_to_editors_where_the_others_do(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE)
    new = Create("ledger/grants/g.yaml", {"id": "g", "title": "G", "source": "list"})
    (change,) = planned(WorkTree(root), [new])
    assert change.new == b"id: g\ntitle: G\nsource: list\n"
    line = "# yaml-language-server: $schema=../../schema/{}.schema.json\n"
    for path in (root / "ledger").glob("*/*.yaml"):
        path.write_text(line.format("organisation") + path.read_text("utf-8"), encoding="utf-8")
    (change,) = planned(WorkTree(root), [new])
    assert change.new == (line.format("grant") + "id: g\ntitle: G\nsource: list\n").encode()


@pytest.mark.parametrize(("folder", "says_from"), [("processes", True), ("decisions", False)])
def test_a_process_after_a_seal_may_have_been_taken_in_later(folder: str, *, says_from: bool) -> None:
    late = Finding("PLP703", "error", Message("It is late"), f"ledger/{folder}/x.yaml")
    text = told(late).say(translator("en"))
    assert ("--from DATE" in text, "--correction REASON" in text) == (says_from, True)
