"""`plptool fmt`: a record in house style says the same, keeps its comments, and no digest is another."""

import json
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.edit.house import in_house_style
from plptool.edit.write import schema_of
from plptool.read.yaml_nodes import comments, nodes, scalars
from plptool.seals import canonical
from tests.support.layouts import LAYOUTS, data_of
from tests.support.ledgers import BASE, HELD, copy_real_ledger, edit, write_ledger
from tests.support.program import plptool, seal
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH, examples

RECORDS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted((ROOT / "ledger").glob("*/*.yaml"))
}
P = "ledger/processes/1.1.yaml"
HEAD = "id: 1.1\n"


def styled(text: str, path: str = P) -> str:
    return in_house_style(text, data_of(text), schema_of(path)).text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Order
        ("source: s\nlead: A\nid: 1.1\n", "id: 1.1\nlead: A\nsource: s\n"),
        ("# top\n\nlead: A # who\n# the id\nid: 1.1\n", "# top\n# the id\nid: 1.1\nlead: A  # who\n"),
        (HEAD + "events:\n- {kind: note, date: 2023}\n# first\n- {date: 2022, kind: note} # x\n",
         HEAD + "events:\n  # first\n  - {date: 2022, kind: note}  # x\n  - {date: 2023, kind: note}\n"),
        (HEAD + "events:\n  - {date: 2022-12-31, text: A}\n  - {date: 2022, text: B}\n",
         HEAD + "events:\n  - {date: 2022-12-31, text: A}\n  - {date: 2022, text: B}\n"),
        (HEAD + "source:\n  need: s\n  lead: s\n", HEAD + "source:\n  need: s\n  lead: s\n"),
        # Layout
        ("---\n'id':   \"1.1\"\nlead:  'A'\n...\n", "id: 1.1\nlead: A\n"),
        (HEAD + "goal: 'no'\nneed: >-\n  A\n  need.\n", HEAD + "need: A need.\ngoal: 'no'\n"),
        (HEAD + "need: |  # words\n    A\n\n    need.\n", HEAD + "need: |  # words\n  A\n\n  need.\n"),
        (HEAD + "partners: [ A,\n   B ]\n", HEAD + "partners: [A, B]\n"),
        (HEAD + "partners:  # who\n- A\n-   B # two\n", HEAD + "partners:  # who\n  - A\n  - B  # two\n"),
        (HEAD + "partners: [ # who\n  A, # one\n  # next\n  B\n  # end\n]\n", HEAD + "partners:  # who\n  - A  # one\n  # next\n  - B\n  # end\n"),
        (HEAD + "events:\n  -\n    # when\n    date: 2022\n    kind: note\n", HEAD + "events:\n  -  # when\n    date: 2022\n    kind: note\n"),
        ("{lead: A, id: 1.1}\n", "id: 1.1\nlead: A\n"),
        (HEAD + "lead: A\n\n\n# the goal\ngoal: B\n\n# end\n", HEAD + "\n# the goal\ngoal: B\nlead: A\n# end\n"),
        (HEAD + "events: []\n", HEAD + "events: []\n"),
        ("lead: A\r\nid: 1.1", "id: 1.1\r\nlead: A\r\n"),
    ],
)  # fmt: skip
def test_house_style(old: str, new: str) -> None:
    assert styled(old) == new
    assert styled(new) == new


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_records_say_stays_however_they_were_laid_out(layout: str) -> None:
    for path, text in islice(RECORDS.items(), None, None, 1 if THOROUGH else 13):
        same(LAYOUTS[layout](text), path)


def same(old: str, path: str) -> None:
    """Data, digests and comments are what they were; who is in house style stays."""
    before = data_of(old)
    new = styled(old, path)
    after = data_of(new)
    assert {**after, "events": None} == {**before, "events": None}
    collection = path.split("/")[1]
    for day in (date(2021, 6, 30), date(2022, 12, 31), date.max):
        parts = [canonical.sealed_part(data, collection, day) for data in (before, after)]
        assert canonical.digest(parts[0]) == canonical.digest(parts[1])
    assert said_beside(new) == said_beside(old)
    assert styled(new, path) == new


def said_beside(text: str) -> Counter[str]:
    return Counter(comment.text for comment in comments(text, nodes(text)))


@examples(15)
@given(st.data())
def test_comments_and_blank_lines_anywhere_are_kept(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(RECORDS)))
    text = LAYOUTS[data.draw(st.sampled_from(sorted(set(LAYOUTS) - {"CRLF"})))](RECORDS[path])
    rows = text.split("\n")
    in_lines = {text.count("\n", 0, one.start) for one in scalars(nodes(text)) if "\n" in text[one.start : one.end]}
    for _ in range(4):
        row = data.draw(st.integers(1, len(rows) - 1))
        comment = data.draw(st.sampled_from(["", "# a", "    # b: {c", "  #d", "          # e"]))
        changed = [*rows[:row], comment, *rows[row:]]
        if not in_lines and "\n".join(changed).strip() and reads("\n".join(changed)) == data_of(text):
            rows = changed
    same("\n".join(rows), path)


def reads(text: str) -> object:
    try:
        return data_of(text)
    except AssertionError:
        return None


def test_the_command_writes_all_or_shows_what_it_would(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD + "\n== snapshots/221231\ndate: 2022-12-31\n")
    seal(root)
    assert plptool("fmt", "--check", "--lang", "en", cwd=root).stdout == "All 9 records are in house style.\n"
    path = edit(root, "processes/1.1", "lead: A\n", "")
    text = path.read_text("utf-8")
    path.write_text(f"lead:  'A' # who\n{text}", "utf-8")
    before = path.read_bytes()
    checked = plptool("fmt", "--check", "--lang", "sv", cwd=root)
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (1, "ledger/processes/1.1.yaml")
    shown = plptool("fmt", "--dry-run", cwd=root)
    assert shown.returncode == 0
    assert "-lead:  'A' # who\n" in shown.stdout
    assert "+lead: A  # who\n" in shown.stdout
    assert path.read_bytes() == before
    assert plptool("fmt", "--check", "ledger/plans", cwd=root).returncode == 0
    done = plptool("fmt", "--format", "json", cwd=root)
    assert json.loads(done.stdout)["fmt"] == {"changed": ["ledger/processes/1.1.yaml"], "records": 9, "written": True}
    assert path.read_text("utf-8") == text.replace("partners:", "lead: A  # who\npartners:")
    assert plptool("validate", cwd=root).returncode == 0
    write_ledger(root, "\n== processes/1.2\nlead: [\n")
    broken = plptool("fmt", "--lang", "en", cwd=root)
    assert broken.returncode == 1
    assert "Left out, because they are broken: ledger/processes/1.2.yaml." in broken.stderr


def test_the_seal_of_the_real_ledger_holds_in_house_style(tmp_path: Path) -> None:
    root = copy_real_ledger(tmp_path)
    assert plptool("fmt", cwd=root).returncode == 0
    assert plptool("fmt", "--check", cwd=root).returncode == 0
    shown = plptool("validate", "--all", "--format", "json", cwd=root)
    assert shown.returncode == 0
    assert "fb13be769860551f2050144b1f1df040571fc9739350fbc6eab10b70999b688d" in (
        root / "ledger/snapshots/231231.yaml"
    ).read_text("utf-8")
