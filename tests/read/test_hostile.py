"""A pull request is anybody's bytes: nothing in it crashes, stalls, fools or leaks, and all else is still checked."""

import csv
import io
import json
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plptool.checks.runner import check
from plptool.github import annotations
from plptool.model.errors import UserError
from plptool.model.findings import MAX_FAULTS, Finding
from plptool.model.i18n import translator
from plptool.read.opening import load, open_ledger
from plptool.read.worktree import WorkTree
from plptool.read.yaml_text import MAX_BYTES
from plptool.render import findings as rendered
from plptool.render.csv import cell
from plptool.render.json import text as json_text
from plptool.render.markdown import escape
from plptool.render.text import clean, tame
from tests.support.findings import rules_and_paths, rules_and_words
from tests.support.hostile import nasty_ledger
from tests.support.ledgers import BASE, PROCESS, Held, sections, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import examples, thorough

BROKEN = "\n== processes/broken\nplan: plan\nneeed: A need.\n"
RECORD = "id: x\nplan: plan\nneed: A need.\nactivities: [Do it]\ngoal: A goal.\nlead: A\npriority: 1\nperiod: 2021/2023\nsource: list\n"
"""A good process, as text."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A little ledger with one good process and one broken one, which must be found whatever lies beside it."""
    return write_ledger(tmp_path, BASE + PROCESS + BROKEN)


def checked(root: Path) -> list[Finding]:
    """All findings, less those of the broken process, which are there; each is rendered in every format."""
    found = check(open_ledger(root))
    for language in ("sv", "en"):
        translate = translator(language)
        rendered.text(found, translate).encode("utf-8", "strict")
        annotations.github(found, translate).encode("utf-8", "strict")
        json_text({"findings": rendered.shapes(found, translate)})
    told = [one for one in found if one.path == "ledger/processes/broken.yaml"]
    assert "PLP201" in {one.rule for one in told}
    return [one for one in found if one.path != "ledger/processes/broken.yaml"]


# --- what a file holds ------------------------------------------------------------------------------------------------

EVENT = "  - {date: 2022-01-10, kind: note, text: x, source: list}\n"
CONTENTS: dict[str, tuple[bytes, str, tuple[int, int]]] = {
    "nothing": (b"", "PLP106", (1, 1)),
    "a list": (b"- a\n", "PLP106", (1, 1)),
    "two documents": (RECORD.encode() + b"---\nid: y\n", "PLP106", (10, 1)),
    "an alias": (b"a: *b\n", "PLP105", (1, 4)),
    "an anchor": (b"a: &b c\n", "PLP105", (1, 4)),
    "a tag that would run a program": (b"a: !!python/object/apply:os.system [id]\n", "PLP105", (1, 4)),
    "a billion laughs": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", "PLP105", (1, 4)),
    "a merge key": (b"<<: {a: b}\n", "PLP105", (1, 1)),
    "a key that stands twice": (RECORD.encode() + b"goal: Another.\n", "PLP104", (10, 1)),
    "NUL": (b"a: b\0\n", "PLP103", (1, 5)),
    "an escape sequence": (b"a: \x1b]0;title\x07\n", "PLP103", (1, 4)),
    "a right-to-left override": ("a: \u202ereversed\n".encode(), "PLP103", (1, 4)),
    "a zero-width space in a name": ("ne\u200bed: x\n".encode(), "PLP103", (1, 3)),
    "letters of tags": ("a: b\U000e0061\n".encode(), "PLP103", (1, 5)),
    "a byte order mark": (b"\xef\xbb\xbf" + RECORD.encode(), "PLP102", (1, 1)),
    "UTF-16": (RECORD.encode("utf-16"), "PLP102", (1, 1)),
    "UTF-16 without a mark": (RECORD.encode("utf-16-le"), "PLP103", (1, 2)),
    "UTF-8 cut short": ("a: å".encode()[:-1], "PLP102", (1, 4)),
    "UTF-8 of a surrogate": (b"a: \xed\xa0\x80\n", "PLP102", (1, 4)),
    "a tab that indents": (b"a:\n\tb: c\n", "PLP101", (2, 1)),
    "a tab in text": (b"a: b\tc\n", "PLP101", (1, 5)),
    "a lone carriage return": (b"a: b\rc: d\n", "PLP103", (1, 5)),
    "100 brackets": (b"a: " + b"[" * 100 + b"]" * 100, "PLP107", (1, 43)),
    "10 MB of text": (RECORD.encode().replace(b"A need.", b"x" * 10_000_000), "PLP107", (1, 1)),
    "a number beyond any range": (RECORD.replace("priority: 1", "priority: " + "9" * 5000).encode(), "PLP203", (7, 11)),
    "infinity": (RECORD.replace("priority: 1", "priority: .inf").encode(), "PLP203", (7, 11)),
    "not a number": (RECORD.replace("priority: 1", "priority: .nan").encode(), "PLP203", (7, 11)),
    "a year beyond any calendar": (RECORD.replace("2021/2023", "2021/99999").encode(), "PLP401", (8, 9)),
    "an id that leaves the folder": (RECORD.replace("id: x", "id: ../../x").encode(), "PLP205", (1, 5)),
    "an id with a backslash": (RECORD.replace("id: x", r"id: ..\x").encode(), "PLP205", (1, 5)),
    "an id of two lines": (RECORD.replace("id: x", r'id: "x\n"').encode(), "PLP205", (1, 5)),
    "a name of Windows' own as id": (RECORD.replace("id: x", "id: con").encode(), "PLP308", (1, 5)),
    "a line that no document has": (RECORD.replace("list", "list#L" + "9" * 100).encode(), "PLP603", (9, 9)),
    "text that is cut": (RECORD.replace("A need.", "A need, see #4").encode(), "PLP110", (3, 19)),
    "text that is gone": (RECORD.replace("A need.", "#4 in the list").encode(), "PLP203", (3, 1)),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_what_a_file_holds_is_told_and_all_else_is_checked(folder: Path, case: str) -> None:
    raw, rule, place = CONTENTS[case]
    (folder / "ledger" / "processes" / "x.yaml").write_bytes(raw)
    first = checked(folder)[0]
    assert first.position
    assert (first.path, first.rule, (first.position.line, first.position.column)) == (
        "ledger/processes/x.yaml", rule, place
    )  # fmt: skip


@pytest.mark.parametrize("case", CONTENTS)
def test_a_manifest_may_be_as_hostile(folder: Path, case: str) -> None:
    (folder / "ledger" / "ledger.yaml").write_bytes(CONTENTS[case][0])
    assert {one.path for one in checked(folder)} == {"ledger/ledger.yaml"}


def test_lines_may_end_as_on_windows(folder: Path) -> None:
    (folder / "ledger" / "processes" / "x.yaml").write_bytes(RECORD.replace("\n", "\r\n").encode())
    assert checked(folder) == []
    assert (
        open_ledger(folder).records["x"].data
        == {**open_ledger(folder).records["1.1"].data, "id": "x", "partners": None} | {"id": "x"}
        or "partners" not in open_ledger(folder).records["x"].data
    )


def test_text_that_begins_with_a_number_sign_is_told_once_and_how_to_write_it(folder: Path) -> None:
    (folder / "ledger" / "processes" / "x.yaml").write_bytes(CONTENTS["text that is gone"][0])
    (finding,) = checked(folder)
    assert finding.hint
    assert finding.hint.say() == "Put text that has # in it in quotes; a comment has a space after its #."


def test_a_record_with_text_that_is_cut_still_counts(folder: Path) -> None:
    (folder / "ledger" / "processes" / "x.yaml").write_bytes(CONTENTS["text that is cut"][0])
    assert [one.severity for one in checked(folder)] == ["warning"]
    (folder / "ledger" / "processes" / "broken.yaml").unlink()
    done = plptool("list", cwd=folder)
    assert (done.returncode, "A need, see" in done.stdout) == (0, True)


@thorough
def test_thousands_of_one_mistake_in_a_record_are_one_finding_that_counts_them(folder: Path) -> None:
    path = folder / "ledger" / "processes" / "x.yaml"
    for event, rule, said in [
        ("  - {date: 2022-01-09, kind: meeting, source: list}\n", "PLP407", "the meeting on 2022-01-09 is on a Sunday"),
        ("  - {date: 2022-01-10, kind: note, txt: x, text: x, source: list}\n", "PLP201", "unknown property `txt`"),
        ("  - {date: 2022-13-10, kind: note, text: x, source: list}\n", "PLP401", "there is no date `2022-13-10`"),
        ("  - {date: 2022-01-10, date: 2022, kind: note, text: x, source: list}\n", "PLP104", "`date` stands twice"),
        (
            "  - {date: 2022-01-10, kind: note, text: x\u200b, source: list}\n",
            "PLP103",
            "the character U+200B cannot be seen",
        ),
        ("  - {date: 2022-01-10, kind: note, text: x,\tsource: list}\n", "PLP101", "a tab stands in the line"),
    ]:
        path.write_text(RECORD + "events:\n" + event * 500, encoding="utf-8")
        (found,) = [one for one in checked(folder) if one.rule == rule and one.path.endswith("x.yaml")]
        assert found.message.say() == f"{said}, here and in 499 other places"
        assert len(found.others) == MAX_FAULTS - 2  # those that were looked at, but for the first
        assert found.position


def test_of_many_mistakes_of_one_rule_in_a_record_a_screen_is_told_and_how_many_more_there_are(folder: Path) -> None:
    path = folder / "ledger" / "processes" / "x.yaml"
    days = [f"2022-{month:02}-{day}" for month in range(13, 33) for day in range(10, 29)]
    events = [f"  - {{date: {day}, kind: note, text: x, source: list}}\n" for day in days]
    for count, told, more in [(20, 20, 0), (21, 20, 2), (80, 20, 61), (380, 20, 361)]:
        path.write_text(RECORD + "events:\n" + "".join(events[:count]), encoding="utf-8")
        found = [one for one in checked(folder) if one.rule == "PLP401"]
        said = [one.message.say() for one in found]
        assert len(found) == told
        assert said[-1] == (
            f"{more} more mistakes like these stand in this file" if more else f"there is no date `{days[19]}`"
        )
        assert said[0] == f"there is no date `{days[0]}`"
        assert len(found[-1].others) == min(more, MAX_FAULTS - 19)  # those that were looked at


_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]\n" for before, one in pairwise("abcdefghi")
)


@pytest.mark.parametrize(("content", "rule"), [
    (_BOMB, "PLP105"),
    (RECORD + "aim: &aim It.\nneed2: *aim\n", "PLP105"),
    ("id: &x x\n" + "".join(f"k{n}: *x\n" for n in range(10_000)), "PLP105"),
    (RECORD + "aim: " + "[" * 20_000, "PLP107"),
    (RECORD + "aim: " + "{a: " * 20_000, "PLP107"),
    (RECORD + "aim:\n" + "".join("  " * n + "a:\n" for n in range(1, 60)), "PLP107"),
    (RECORD.replace("A need.", "x" * 900_000), "PLP206"),
    (RECORD + "aim: " + "x" * 2_000_000, "PLP107"),
    pytest.param(RECORD + "a: 1\n" * 9_000, "PLP104", marks=thorough),
    (RECORD + RECORD, "PLP104"),
    ("".join(f"a{n}: 1\na{n}: 2\n" for n in range(4_000)), "PLP104"),
    (RECORD + "aim: " + "\u200b" * 90_000, "PLP103"),
    (RECORD + "---\n" * 9_000, "PLP106"),
    ("%YAML 1.2\n" * 9_000, "PLP105"),
    ("<<<<<<< a\n" * 9_000, "PLP101"),
], ids=["bomb", "alias", "aliases", "brackets", "braces", "nested", "long", "large", "key", "twice", "keys", "hidden", "documents",
        "directives", "conflicts"])  # fmt: skip
def test_what_fills_a_file_is_one_finding(folder: Path, content: str, rule: str) -> None:
    (folder / "ledger" / "processes" / "x.yaml").write_text(content, encoding="utf-8")
    found = [one for one in checked(folder) if one.path.endswith("x.yaml")]
    assert [one.rule for one in found] == [rule], [one.message.say() for one in found]
    assert len(found[0].message.say()) < 200


# --- what no file may cost --------------------------------------------------------------------------------------------

_LARGE = {
    "brackets": "[", "braces": "{a: ", "quotes": '"', "single quotes": "'", "dashes": "- ", "colons": "a: ", "questions": "? ",
    "number signs": "#", "cuts": " #x", "spaces": " ", "lines": "\n", "carriage returns": "\r", "NUL": "\0", "hidden": "\u200b",
    "hidden among others": "xxxxxxxxx\u200b", "tabs": "a\tb\n", "keys that stand twice": "a: 1\n", "anchors": "&a ", "tags": "!a ",
    "documents": "---\n", "conflicts": "<<<<<<< a\n", "directives": "%\n",
}  # fmt: skip
_AFTER_A_RECORD = {
    "entries": ("activities:\n", "  - a\n"), "deep": ("", "a:\n "), "one name": ("", "k"), "quoted": ('aim: "', "x"),
    "events": ("events:\n", EVENT), "numbers": ("events:\n", "  - 1\n"), "escapes": ("aim:\n", '  - "\\u200b"\n'),
    "flow": ("aim: ", "[[],"), "comments": ("aim: [", " #x\n"),
}  # fmt: skip


def _large() -> Iterator[tuple[str, bytes]]:
    for name, unit in _LARGE.items():
        yield name, (unit * MAX_BYTES).encode()[: MAX_BYTES - 4]
    for name, (start, unit) in _AFTER_A_RECORD.items():
        head = RECORD + start
        yield f"{name} after a record", head.encode() + (unit * (MAX_BYTES // len(unit))).encode()[: MAX_BYTES - 2000]
    events = "".join(f"  - {{date: 2022-01-10, kind: note, text: x, by: N{n}, source: none{n}}}\n" for n in range(999))
    yield "a thousand events of nobody", (RECORD + "events:\n" + events).encode()
    yield "names", (RECORD + "listed:\n" + "".join(f"  k{n}: 1\n" for n in range(100_000))).encode()[:MAX_BYTES]
    yield "fewer names", (RECORD + "listed:\n" + "".join(f"  k{n}: 1\n" for n in range(13_000))).encode()


# Measured by a small process of its own, as a child's peak begins with its parent's.
_MEASURE = """
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=50)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_maxrss >> (20 if sys.platform == "darwin" else 10), used.ru_utime + used.ru_stime, done.stderr[-500:])
"""


@thorough
def test_no_file_of_a_megabyte_takes_long_or_much(folder: Path) -> None:
    # All of them in one run, so that a start counts once; one at a time each takes less than a second (measured by hand).
    cases = dict(_large())
    for number, raw in enumerate(cases.values()):
        assert len(raw) <= MAX_BYTES
        (folder / "ledger" / "processes" / f"large-{number}.yaml").write_bytes(raw)
    measured = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURE, sys.executable, "-m", "plptool", "validate"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    code, memory, seconds, _ = measured.stdout.split(maxsplit=3)
    assert code == "1", measured.stdout
    assert int(memory) < 200
    assert float(seconds) < len(cases)


def test_a_thousand_files_of_junk(folder: Path) -> None:
    for number in range(1000):
        (folder / "ledger" / "processes" / f"junk-{number}.yaml").write_bytes(
            bytes([number % 256, 58, 32, number // 256])
        )
    found = checked(folder)
    assert len({one.path for one in found}) == 1000
    assert len(annotations.github(found, str).split("\n")) < 40


# --- what a folder holds ----------------------------------------------------------------------------------------------


def test_links_pipes_sockets_and_folders_are_told_and_never_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text(RECORD.replace("A need.", "Secret."), encoding="utf-8")
    processes = folder / "ledger" / "processes"
    (processes / "a-link.yaml").symlink_to("1.1.yaml")
    (processes / "b-link-out.yaml").symlink_to(outside / "secret.yaml")
    (processes / "c-loop.yaml").symlink_to("c-loop.yaml")
    (processes / "d-dangling.yaml").symlink_to("nowhere")
    (processes / "e-device.yaml").symlink_to("/dev/zero")
    (processes / "f-folder.yaml").mkdir()
    (processes / "g-linked").symlink_to(outside, target_is_directory=True)
    os.mkfifo(processes / "h-pipe.yaml")
    here = Path.cwd()
    os.chdir(processes)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("i-socket.yaml")
    os.chdir(here)
    names = ["a-link.yaml", "b-link-out.yaml", "c-loop.yaml", "d-dangling.yaml", "e-device.yaml", "f-folder.yaml", "g-linked",
             "h-pipe.yaml", "i-socket.yaml"]  # fmt: skip
    assert rules_and_paths(checked(folder)) == [("PLP108", f"ledger/processes/{name}") for name in names]
    assert "Secret" not in plptool("export", cwd=folder).stdout


@pytest.mark.parametrize("target", ["processes", "ledger", "loop"])
def test_folders_that_are_links_are_not_followed(tmp_path: Path, target: str) -> None:
    write_ledger(tmp_path / "real", BASE + PROCESS)
    root = tmp_path / "root"
    if target == "ledger":
        root.mkdir()
        (root / "ledger").symlink_to(tmp_path / "real" / "ledger")
        assert rules_and_words(check(open_ledger(root))) == [("PLP109", "it is a link; a ledger holds files")]
        return
    write_ledger(root, BASE + BROKEN)
    linked = tmp_path / "real" / "ledger" / "processes" if target == "processes" else root / "ledger"
    (root / "ledger" / "linked").symlink_to(linked)
    assert ("PLP108", "ledger/linked") in rules_and_paths(checked(root))
    assert "1.1" not in open_ledger(root).records


def test_a_ledger_that_is_a_loop_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").symlink_to("ledger")
    done = plptool("validate", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "link", "unreadable"])
@pytest.mark.parametrize("name", ["ledger/ledger.yaml", "schema/process.schema.json", "ledger/processes/x.yaml"])
def test_whatever_stands_where_a_file_belongs(folder: Path, name: str, kind: str) -> None:
    subprocess.run(["cp", "-r", ROOT / "schema", folder], check=True)
    path = folder / name
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
        (path / "inside").write_text("x", encoding="utf-8")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/dev/zero")
    elif kind == "unreadable":
        path.write_text("x", encoding="utf-8")
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("who runs this may read everything")
    rule = {"ledger/ledger.yaml": "PLP109", "schema/process.schema.json": "PLP207"}.get(name, "PLP108")
    if kind == "unreadable" and rule == "PLP109":
        rule = "PLP108"
    found = rules_and_paths(checked(folder))
    assert ((rule, name) in found) == (kind != "missing" or rule != "PLP108")
    assert {path for _, path in found} <= {name, f"{name}/inside"}
    assert plptool("list", cwd=folder).returncode == 1


@pytest.mark.parametrize("other", ["differs", "huge", "link", "file"])
def test_a_copy_of_the_schemas_that_is_another(folder: Path, other: str) -> None:
    subprocess.run(["cp", "-r", ROOT / "schema", folder], check=True)
    assert rules_and_paths(checked(folder)) == []
    schema = folder / "schema"
    path = schema / "process.schema.json"
    if other == "differs":
        path.write_bytes(path.read_bytes() + b"\n")
    elif other == "huge":
        path.write_bytes(b" " * 10_000_000)
    else:
        schema.rename(folder / "elsewhere")
        schema.symlink_to("elsewhere") if other == "link" else schema.write_text("x", encoding="utf-8")
    place = "schema" if other in ("link", "file") else "schema/process.schema.json"
    assert rules_and_paths(checked(folder)) == [("PLP207", place)]


def test_a_ledger_without_records(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    assert rules_and_paths(check(open_ledger(tmp_path))) == [("PLP109", "ledger/ledger.yaml")]
    write_ledger(tmp_path, BASE.split("== organisations")[0])
    assert check(open_ledger(tmp_path)) == []
    for command in (
        ["list"],
        ["report"],
        ["export"],
        ["sources"],
        ["diff", "221231"],
        ["sql", "SELECT * FROM processes"],
    ):
        assert plptool(*command, cwd=tmp_path).returncode == 0, command
    assert plptool("list", "--at", "snapshot", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("name", "other"), [("X", "x"), ("\u00e5", "a\u030a"), ("\u017f", "s"), ("\uff11.1", "1.1"), ("stra\u00dfe", "strasse")]
)  # fmt: skip
def test_names_that_other_systems_take_for_one(folder: Path, name: str, other: str) -> None:
    processes = folder / "ledger" / "processes"
    for one in (name, other):
        (processes / f"{one}.yaml").write_text(RECORD.replace("id: x", f"id: {other}"), encoding="utf-8")
    if len(list(processes.iterdir())) < 4:
        pytest.skip("this file system takes them for one")
    second = f"ledger/processes/{max(name, other)}.yaml"
    assert ("PLP108", second) in rules_and_paths(checked(folder))


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt9.x", "aux.2022"])
def test_names_that_windows_keeps_to_itself(folder: Path, name: str) -> None:
    (folder / "ledger" / "processes" / f"{name}.yaml").write_text(
        RECORD.replace("id: x", f"id: {name}"), encoding="utf-8"
    )
    assert rules_and_paths(checked(folder)) == [("PLP108", f"ledger/processes/{name}.yaml")]


def test_no_file_name_writes_lines_or_steers_a_terminal(folder: Path) -> None:
    processes = os.fsencode(folder / "ledger" / "processes") + b"/"
    names = [
        b"a\n::error::b.yaml",
        b"\x1b[31mred.yaml",
        b"\xff\xfe.yaml",
        b"..\\x.yaml",
        b"<b>|`.yaml",
        "\u202ex.yaml".encode(),
        b"-x.yaml",
    ]
    for name in names:
        descriptor = os.open(processes + name, os.O_CREAT | os.O_WRONLY)
        os.write(descriptor, b"id: y\n")
        os.close(descriptor)
    checked(folder)
    for form in ("text", "json", "github"):
        done = plptool("validate", "--format", form, cwd=folder)
        assert done.returncode == 1, done.stderr
        said = done.stdout + done.stderr
        assert not re.search(r"\x1b|\u202e", said)
        assert not re.search(r"(?m)^\s*::error::b", said)
    listed = plptool("list", cwd=folder)
    assert "::error" in listed.stderr
    assert not re.search(r"(?m)^\s*::error", listed.stderr)


class Fleeting(WorkTree):
    """A folder in which every process is gone, or has become a pipe, by the time it is read."""

    def read(self, path: str) -> bytes:
        full = self.root / path
        if full.parent.name == "processes" and full.exists() and stat.S_ISREG(full.stat().st_mode):
            full.unlink()
            if full.stem == "1.1":
                os.mkfifo(full)
        return super().read(path)


def test_files_that_vanish_between_listing_and_reading(folder: Path) -> None:
    found = check(load(Fleeting(folder)))
    assert rules_and_paths(found) == [
        ("PLP108", "ledger/processes/1.1.yaml"), ("PLP108", "ledger/processes/broken.yaml")
    ]  # fmt: skip


class Late(WorkTree):
    """A folder in which the process is read once, and then gone."""

    def read(self, path: str) -> bytes:
        raw = super().read(path)
        if path.endswith("1.1.yaml"):
            (self.root / path).unlink()
        return raw


def test_a_file_that_vanishes_between_reading_and_telling(tmp_path: Path) -> None:
    write_ledger(tmp_path, BASE + PROCESS.replace("lead: A", "lead: C"))
    assert [(one.rule, one.line) for one in check(load(Late(tmp_path)))] == [("PLP301", None)]


# --- what comes out ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nasty_ledger(tmp_path_factory.mktemp("nasty"))


COMMANDS = [
    ["validate"], ["list"], ["list", "decisions"], ["list", "grants"], ["list", "sources"], ["show", "1.1"], ["show", "1.2"], ["show", "d"],
    ["diff", "211231", "231231"], ["report"], ["export"], ["sources"], ["sql", "SELECT * FROM processes JOIN activities ON process = id"],
]  # fmt: skip
FORMATS = {"validate": ["text", "json", "github"], "list": ["text", "json", "markdown", "csv"], "show": ["text", "json", "markdown"],
           "diff": ["text", "json", "markdown"], "report": ["text", "json", "markdown"], "export": ["json"], "sources": ["text", "json"],
           "sql": ["text", "json", "csv", "markdown"]}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "form"), [(one, form) for one in COMMANDS for form in FORMATS[one[0]]],
    ids=[f"{'-'.join(one)[:20]}-{form}" for one in COMMANDS for form in FORMATS[one[0]]],
)  # fmt: skip
def test_what_a_record_says_is_text_on_every_way_out(nasty: Path, command: list[str], form: str) -> None:
    done = plptool(*command, "--format", form, "--lang", "en", cwd=nasty)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    out = done.stdout
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", out)
    commands = re.findall(r"(?m)^\s*::(\S+)|(##\[)", out)
    if form != "csv":  # which is data, and read by no runner
        assert {one for one, _ in commands} <= ({"error", "warning", "notice"} if form == "github" else set())
    if form == "github":
        assert all(
            re.match(r"::(error|warning|notice) file=ledger/[\w./]+,title=PLP\d{3} [\w-]+,", line)
            for line in out.splitlines()
        )
    elif form == "json":
        assert json.loads(out)["format"] == 1
    elif form == "csv":
        for part in (",", ";"):  # a Swedish spreadsheet parts at semicolons
            cells = [one.strip('"\n') for row in csv.reader(io.StringIO(out), delimiter=part) for one in row]
            assert not [one for one in cells if re.match(r"[=+@\t]|-[^-\d]", one)]
    elif form == "markdown":
        tags = set(
            re.findall(r"</?([a-z][a-z0-9]*)", MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(out))
        )
        assert tags <= {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
        assert not re.search(r"@octocat|www\.evil|(?<!\\)://", out)  # which GitHub links without any markup


def test_csv_marks_what_a_spreadsheet_computes_and_nothing_else() -> None:
    marked = {
        "=1": "'=1",
        "+1": "'+1",
        "-1": "'-1",
        "@x": "'@x",
        "\t=1": "'\t'=1",
        " =1": "' =1",
        "a;=1": "a;'=1",
        "a\n=1": "a\n'=1",
        "\uff1d1": "'\uff1d1",
    }
    assert {text: cell(text) for text in marked} == marked
    plain = ["a - b", "2021-2023", "1+1=2", "a; b", "a@b", "x\ny"]
    assert [cell(text) for text in plain] == plain
    assert [cell(-3), cell(-0.5), cell(None), cell(["=1", "b"])] == ["-3", "-0.5", "", "'=1, b"]


def test_markdown_escapes_what_means_something_and_leaves_prose_alone() -> None:
    assert escape("::error::x") == r"\:\:error::x" or escape("::error::x").startswith(r"\:")
    assert escape("www.x.se WWW.x.se") == r"www\.x.se WWW\.x.se"
    assert [escape("1. x"), escape("12) x"), escape("2.2.4"), escape("1.5 x")] == [
        r"1\. x",
        r"12\) x",
        "2.2.4",
        "1.5 x",
    ]
    prose = "Unga (13–20 år) i Norrtälje, se 2.2.4: behov av stöd - och mer."
    assert escape(prose) == prose


@pytest.mark.parametrize(
    "before", ["", "\ufeff", "  ", "a\n", "a\r", "a\r\n\t", "a\u2028 ", "a\x85", "a\x0b\u200b", "a\n\n\ufeff "]
)
def test_no_line_begins_a_command_whatever_ends_the_one_before(before: str) -> None:
    assert tame(f"{before}::error::x") == f"{before}<U+003A>:error::x"
    assert tame(f"{before}##[error]x") == f"{before}##<U+005B>error]x"
    assert tame(f"{before}a ::x") == f"{before}a ::x"


@examples(20)
@given(st.text(max_size=100))
def test_no_text_steers(text: str) -> None:
    page = tame(clean(text))
    assert not re.search(r"(?m)^\s*::|##\[", page)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    assert "\n" not in escape(text)
    assert "<" not in escape(text)


# --- whatever else ----------------------------------------------------------------------------------------------------


LITTLE = {f"ledger/{name}.yaml": body for name, body in sections(BASE)}
PROCESSES = sorted((ROOT / "ledger" / "processes").glob("*.yaml"))


def any_answer(raw: bytes) -> None:
    found = check(load(Held({**LITTLE, "ledger/processes/x.yaml": raw})))
    for language in ("sv", "en"):
        translate = translator(language)
        assert rendered.text(found, translate).encode()
        assert annotations.github(found, translate).encode()
        assert json_text({"findings": rendered.shapes(found, translate)})


@examples(20)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_finding_and_never_an_exception(raw: bytes) -> None:
    any_answer(raw)


@examples(20)
@given(st.text(max_size=300))
def test_any_text_is_a_finding_and_never_an_exception(text: str) -> None:
    any_answer(text.encode())


@examples(20)
@given(st.sampled_from(PROCESSES), st.data())
def test_any_edit_of_a_record_is_a_finding_and_never_an_exception(path: Path, data: st.DataObject) -> None:
    raw = path.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + data.draw(st.binary(max_size=8) | st.text(max_size=8).map(str.encode)) + raw[end:]
    any_answer(raw)


def test_whoever_asks_for_what_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        open_ledger(tmp_path / "\0")
    for args in (
        ["-C", "a\nb", "list"],
        ["show", "\x1b[31m"],
        ["list", "--at", "9" * 5000],
        ["list", "--org", "x" * 5000],
    ):
        done = plptool(*args, cwd=write_ledger(tmp_path, BASE + PROCESS))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "\x1b" not in done.stderr
