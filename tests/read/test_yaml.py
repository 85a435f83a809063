"""Bytes in, data or faults out; never an exception, whatever the bytes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.read import yaml as parse_module
from plptool.read.opening import open_ledger
from plptool.read.schema import NAMES, load
from plptool.read.vocabulary import vocabulary
from plptool.read.yaml import Marks, Parsed, marks, parse
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.project import ROOT
from tests.support.thorough import some


def rules(raw: bytes) -> list[str]:
    return [fault.rule for fault in parse(raw).faults]


@pytest.mark.parametrize(
    ("line", "data"),
    [
        # Scalars are text; the schemas say which properties hold numbers or truth.
        ("id: 2.10", {"id": "2.10"}),
        ("id: 081231", {"id": "081231"}),
        ("date: 2023-12-31", {"date": "2023-12-31"}),
        ("period: 2023", {"period": "2023"}),
        ("number: 3", {"number": 3}),
        ('number: "3"', {"number": "3"}),
        ("number: 03", {"number": "03"}),
        ("number: 1_000", {"number": "1_000"}),
        ("number: 0x10", {"number": "0x10"}),
        ("booked: true", {"booked": True}),
        ("booked: yes", {"booked": "yes"}),
        ("text: true", {"text": "true"}),
        ("text: no", {"text": "no"}),
        ("goal:", {"goal": None}),
        ("goal: ~", {"goal": None}),
        ('goal: "~"', {"goal": "~"}),
        ("listed: {bilaga-5: 6}", {"listed": {"bilaga-5": 6}}),
        ("priority: .inf", {"priority": ".inf"}),
        ("priority: 99999999999999999999", {"priority": "99999999999999999999"}),
        ("text: |\n  two\n  lines\n", {"text": "two\nlines\n"}),
    ],
)
def test_how_scalars_are_read(line: str, data: dict[str, object]) -> None:
    parsed = parse(line.encode())
    assert parsed.faults == ()
    assert parsed.data == data


HOSTILE: list[tuple[bytes, str, tuple[int, int]]] = [
    (b"", "PLP106", (1, 1)),
    (b"# only a comment\n", "PLP106", (1, 1)),
    (b"- a\n- list\n", "PLP106", (1, 1)),
    (b"just text\n", "PLP106", (1, 1)),
    (b"a: 1\n---\nb: 2\n", "PLP106", (2, 1)),
    (b"a: 1\na: 2\n", "PLP104", (2, 1)),
    (b"a: &x 1\n", "PLP105", (1, 4)),
    (b"a: !!python/object:os.system x\n", "PLP105", (1, 4)),
    (b"<<: {a: 1}\n", "PLP105", (1, 1)),
    (b"a: \tx\n\tb: 1\n", "PLP101", (1, 4)),
    (b"a: [1, 2\n", "PLP101", (1, 4)),
    (b"a: 'x\n", "PLP101", (1, 4)),
    (b"a: b: c\n", "PLP101", (1, 5)),
    (b"a: \xff\n", "PLP102", (1, 4)),
    ("å: \xe5".encode("latin-1"), "PLP102", (1, 1)),
    (b"\xef\xbb\xbfa: 1\n", "PLP102", (1, 1)),
    ("a: 1\n".encode("utf-16"), "PLP102", (1, 1)),
    (b"a: x\x00y\n", "PLP103", (1, 5)),
    (b"a: 1\nb: x\x1b[31my\n", "PLP103", (2, 5)),
    ("a: x\u202ey\n".encode(), "PLP103", (1, 5)),
    ("a: x\u200by\n".encode(), "PLP103", (1, 5)),
    (b'a: "\\e[31m"\n', "PLP103", (1, 4)),
    (b'"\\u202e": 1\n', "PLP103", (1, 1)),
    (b"a: " + b"[" * 100 + b"]" * 100, "PLP107", (1, 43)),
    (b"a: " + b"x" * (1 << 20), "PLP107", (1, 1)),
    (b"a: *x\n", "PLP105", (1, 4)),
    (b"a: *x*\n", "PLP105", (1, 4)),
    (b"a: 1\n%YAML 1.2\n", "PLP105", (2, 1)),
    (b"a: [b, : c]\n", "PLP101", (1, 8)),
    (b"a: {text: See #4 there}\n", "PLP101", (1, 15)),
    (b"a: {text: 'See #4', b: c\n", "PLP101", (1, 4)),
    (b"need: A need\n  and #4\n  and more\n", "PLP101", (2, 7)),
    ("a: b\n\u00a0c: d\n".encode(), "PLP101", (2, 1)),
    (b'a: "\\ud800"\n', "PLP101", (1, 4)),
    (b'a: "\\U00110000"\n', "PLP101", (1, 4)),
    (b"a: [" + b"x, " * 1001 + b"]\n", "PLP107", (1, 3005)),
    (b"a: [" + b"[[]]," * 40000 + b"]\n", "PLP107", (1, 5005)),
    ("a: x\ufe0fy\n".encode(), "PLP103", (1, 5)),
    ("a: x\u3164y\n".encode(), "PLP103", (1, 5)),
    ("a: x\U000e0041y\n".encode(), "PLP103", (1, 5)),
]


@pytest.mark.parametrize(("raw", "rule", "place"), HOSTILE, ids=[str(i) for i in range(len(HOSTILE))])
def test_hostile_bytes_get_a_fault_with_a_position(raw: bytes, rule: str, place: tuple[int, int]) -> None:
    fault = parse(raw).faults[0]
    assert (fault.rule, (fault.position.line, fault.position.column)) == (rule, place)
    assert fault.message.say()


def test_crlf_is_read_as_line_ends() -> None:
    assert parse(b"a: 1\r\nb: 2\r\n").data == {"a": "1", "b": "2"}


def test_places_of_keys_and_values() -> None:
    found = marks(b"a: 1\nlist:\n  - {b: x, c: y}\n")
    assert (found.keys["list", 0, "c"].line, found.keys["list", 0, "c"].column) == (3, 12)
    assert (found.values["list", 0, "c"].line, found.values["list", 0, "c"].column) == (3, 15)
    assert found.values["a",].column == 4


@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    parsed = parse(raw)
    assert (parsed.data is None) == bool(parsed.faults)
    marks(raw)


Verdict = tuple[Parsed, Marks]


def verdicts(raw: bytes) -> tuple[Verdict, Verdict]:
    """What the C parser makes of it, and what the pure one does."""
    if vars(parse_module)["CParser"] is None:
        pytest.skip("there is no C parser here")
    fast = parse(raw), marks.__wrapped__(raw)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse_module, "CParser", None)
        return fast, (parse(raw), marks.__wrapped__(raw))


FIXTURES = [path for folder in ("ledger", "tests/examples", ".github") for path in (ROOT / folder).rglob("*.y*ml")]


@pytest.mark.parametrize("path", some(FIXTURES, *FIXTURES[::5]))
def test_both_parsers_give_the_same_verdict_on_every_file_here(path: Path) -> None:
    fast, slow = verdicts(path.read_bytes())
    assert fast == slow


@pytest.mark.parametrize("raw", [case[0] for case in HOSTILE], ids=[str(i) for i in range(len(HOSTILE))])
def test_both_parsers_give_the_same_verdict_on_hostile_bytes(raw: bytes) -> None:
    (fast, _), (slow, _) = verdicts(raw)
    assert (fast.data, [(one.rule, one.position) for one in fast.faults]) == (
        slow.data, [(one.rule, one.position) for one in slow.faults]
    )  # fmt: skip


PIECES = [*"ab: -{}[],'\"\n#&*!|>%@0å?~=.<\\/`$()_+;", "\n  ", " - ", ": ", "a: ", "\n- ", "\r\n", "\n---\n", "\n...\n",
          "'x'", '"y"', "|\n", "> \n", " #x", "\u00a0", "\\ud800", "\\U00110000", "\n? ", "\n: ", "!!", "&x ", "*x ", "|2-#"]  # fmt: skip


@given(
    st.sampled_from(["", "a: ", "a:\n  - ", "a: {b: c, ", 'a: "', "a: |\n "]),
    st.lists(st.sampled_from(PIECES), max_size=20),
)
def test_both_parsers_read_the_same_or_both_refuse(start: str, pieces: list[str]) -> None:
    (fast, places), (slow, same_places) = verdicts((start + "".join(pieces)).encode())
    assert (fast.data is None) == bool(fast.faults)
    # Of what is no YAML they may say different things: each stumbles where it stands.
    assert (fast.data, fast.warnings, bool(fast.faults)) == (slow.data, slow.warnings, bool(slow.faults))
    assert fast.faults or places == same_places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("text: Se #4 i listan\n", (1, 10)),
        ("need: Se #4\n", (1, 10)),
        ("need: two\n  lines #4 there\n", (2, 9)),
        ("need: #4 i listan\n", (1, 7)),
        ("need : #4\n", (1, 8)),
        ("activities:\n  - a\n  - Se #4 i listan\n", (3, 8)),
        ("activities:\n  - #4 i listan\n", (2, 5)),
        ("other: more words #4\n", (1, 19)),
        ("a: {text: Se #4\n}\n", (1, 14)),
        ("goal: [Do it]#4 av plats\n", (1, 14)),
        ("goal: {a: Do it}#4\n", (1, 17)),
        ("goal: 'Do it'#4\n", (1, 14)),
        ('goal: "Do it"#4\n', (1, 14)),
        ("a:\n  - [b, [c]]#4\n", (2, 13)),
        ("goal: [a,\n  #4 av plats\n  b]\n", (2, 3)),
        ("goal: ['a', #4 av plats\n  b]\n", (1, 13)),
        ("goal: [#4 av plats\n  b]\n", (1, 8)),
        ("a: {text: Se, #4\n  }\n", (1, 15)),
        ("a: {text: #4 x\n  there}\n", (1, 11)),
        ("need: #4 x\n  there\n", (1, 7)),
        ("need:\n  #4 x\n  there\n", (2, 3)),
        ("need: two\n\n  #4 there\ngoal: x\n", (3, 3)),
        ("activities:\n  - a b\n    #4 there\n  - c\n", (3, 5)),
        ("events:\n  - text: Se b\n     #4 there\n    source: x\n", (3, 6)),
        ("text: >\n  two\n #metoo\n", (3, 2)),
    ],
)  # fmt: skip
def test_text_that_a_number_sign_cuts_is_told(text: str, place: tuple[int, int]) -> None:
    parsed = parse(text.encode())
    assert [(one.rule, (one.position.line, one.position.column)) for one in parsed.warnings] == [("PLP110", place)]
    assert parsed.data


@pytest.mark.parametrize(
    "text",
    ["# TODO\ntext: x\n", "text: a b # really\n", "date: 2022-01-01 # checked\n", "date: 2022-01-01 #checked\n",
     "text: 'Se #4'\n", 'text: "Se" #4\n', "text: a#b\n", "text: |\n  Se #4\n", "activities: #4\n  - a\n", "#x\n  #y\ntext: x\n",
     "goal: [Do it] #4\n", "goal: 'a]#4'\n", "text: a]#4\n", "# a]#4\ntext: x\n", "text: |\n  [a]#4\n", "lead: A #two\n", "text: a b #\n", "text: a b ## c\n",
     "activities:\n  #first\n  - a\n  #- b\n  #c\n  - d\n", "text: |\n  a\n  #4\n", "need: a b\n#goal: c\n", "partners: [A, #two\n B]\n",
     "events:\n  - date: 2022\n    #checked\n    text: Se b\n    #source: x\n    #checked\n    source: y\n", "text: 'a'\n  #4 x\n",
     "events:\n  - {text: x, # said #4\n     date: 2022}\n  #{text: y}\n"],
)  # fmt: skip
def test_ordinary_comments_are_left_in_peace(text: str) -> None:
    assert parse(text.encode()).warnings == ()


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\n...\n", "\n\x85\n", "\n# x]#"])
def test_what_touches_is_looked_for_to_the_very_end(end: str) -> None:
    parsed = parse(f"goal: [Do it]#4{end}".encode())
    assert parsed.faults or [one.rule for one in parsed.warnings] == ["PLP110"]


def test_a_property_name_has_one_type_in_all_schemas() -> None:
    words = vocabulary()
    assert {"number", "priority", "paragraph"} <= words.whole
    assert {"booked", "partial"} <= words.truth
    assert not words.whole & words.truth
    assert {"date", "due", "period"} <= words.dates
    assert all(load(name)["type"] == "object" for name in NAMES)


def test_stray_files_links_and_folders_are_found_and_the_rest_is_read(tmp_path: Path) -> None:
    write_ledger(tmp_path, BASE + PROCESS)
    ledger = tmp_path / "ledger"
    (ledger / "processes" / "notes.txt").write_text("x", encoding="utf-8")
    (ledger / "processes" / "old.yml").write_text("id: old", encoding="utf-8")
    (ledger / "proceses").mkdir()
    (ledger / "proceses" / "1.2.yaml").write_text("id: 1.2", encoding="utf-8")
    (ledger / "processes" / "link.yaml").symlink_to("/etc/passwd")
    (ledger / "processes" / "folder.yaml").mkdir()
    os.mkfifo(ledger / "processes" / "pipe.yaml")
    (ledger / "processes" / ".hidden.swp").write_text("x", encoding="utf-8")
    found = open_ledger(tmp_path)
    assert "1.1" in found.records
    assert {fault.path for fault in found.faults} == {
        f"ledger/{name}" for name in ("proceses/1.2.yaml", "processes/folder.yaml", "processes/link.yaml",
                                      "processes/notes.txt", "processes/old.yml", "processes/pipe.yaml")
    }  # fmt: skip
    assert {fault.rule for fault in found.faults} == {"PLP108"}


def test_a_missing_and_a_broken_manifest(tmp_path: Path) -> None:
    write_ledger(tmp_path, BASE + PROCESS)
    manifest = tmp_path / "ledger" / "ledger.yaml"
    manifest.write_text("format: 3\n", encoding="utf-8")
    assert {fault.rule for fault in open_ledger(tmp_path).faults} == {"PLP204", "PLP202"}
    manifest.unlink()
    broken = open_ledger(tmp_path)
    assert [fault.rule for fault in broken.faults] == ["PLP109"]
    assert broken.at("231231").processes["1.1"].status == "planned"
