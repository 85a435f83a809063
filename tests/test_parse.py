"""Bytes in, data or faults out; never an exception, whatever the bytes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool import parse as parse_module
from plptool.ledger import open_ledger
from plptool.parse import marks, parse
from plptool.schemas import NAMES, load, vocabulary
from tests.conftest import BASE, PROCESS, write_ledger


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
    (b"a: \tx\n\tb: 1\n", "PLP101", (2, 1)),
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
    (b"a: *x\n", "PLP101", (1, 4)),
]


@pytest.mark.parametrize(("raw", "rule", "place"), HOSTILE, ids=[str(i) for i in range(len(HOSTILE))])
def test_hostile_bytes_get_a_fault_with_a_position(raw: bytes, rule: str, place: tuple[int, int]) -> None:
    fault = parse(raw).faults[0]
    assert (fault.rule, (fault.position.line, fault.position.column)) == (rule, place) or (
        # an alias of nothing is a syntax error to one parser and an alias to the other
        raw == b"a: *x\n" and fault.rule in ("PLP101", "PLP105")
    )
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


@given(st.text(alphabet="ab: -{}[],'\"\n#&*!|>%@\t0å\u202e?", max_size=60))
def test_any_text_and_both_parsers_agree_on_what_they_read(text: str) -> None:
    raw = text.encode()
    parsed = parse(raw)
    assert (parsed.data is None) == bool(parsed.faults)
    if vars(parse_module)["CParser"] is None:
        pytest.skip("there is no C parser here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse_module, "CParser", None)
        slow = parse(raw)
    # The two differ in what they refuse (the C parser refuses more); what both read, they read alike.
    if parsed.data is not None and slow.data is not None:
        assert parsed.data == slow.data


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
    manifest.write_text("format: 2\n", encoding="utf-8")
    assert {fault.rule for fault in open_ledger(tmp_path).faults} == {"PLP204", "PLP202"}
    manifest.unlink()
    broken = open_ledger(tmp_path)
    assert [fault.rule for fault in broken.faults] == ["PLP109"]
    assert broken.at("231231").processes["1.1"].status == "planned"
