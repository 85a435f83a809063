"""`plptool sources --texts`: what was looked at is told, and what was not."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.ledgers import write_ledger
from tests.support.program import plptool

PAPER = "The list\n2023-12-31\n"
LEDGER = """
== ledger
format: 2
title: Little
language: en
time-zone: Europe/Stockholm

== sources/paper
title: The list
date: 2023-12-31
sha256: {digest}
lines: 3
source: {{title: paper#L1, date: paper#L2}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A ledger of one document, beside a folder that holds its text."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "any name.txt").write_text(PAPER, encoding="utf-8")
    return write_ledger(tmp_path / "root", LEDGER.format(digest=sha256(PAPER.encode()).hexdigest()))


def last_lines(root: Path, *more: str) -> str:
    done = plptool("sources", "--texts", "../texts", *more, cwd=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split("\n\n")[-1]


def test_everything_is_accounted_for_only_where_everything_was_looked_at(root: Path) -> None:
    assert "Everything is accounted for. Dates: 1, of which left out with a reason: 0." in last_lines(root)
    (root.parent / "texts/other.txt").write_text("Held 220206\n", encoding="utf-8")
    said = last_lines(root)
    assert "Text of no source, and not looked at (1): other.txt" in said
    assert "Everything" not in said
    assert "Of what was looked at, everything is accounted for. Dates: 1," in said


def test_a_source_without_a_digest_is_told(root: Path) -> None:
    write_ledger(root, "== sources/letter\ntitle: A letter\ndate: 2022-02-06\n")
    said = last_lines(root)
    assert "Without a digest (`sha256`), so that no text is known for theirs (1): letter" in said
    assert "Everything" not in said


def test_what_was_not_looked_at_stands_in_the_data(root: Path) -> None:
    write_ledger(root, "== sources/letter\ntitle: A letter\ndate: 2022-02-06\n")
    (root.parent / "texts/more").mkdir()
    (root.parent / "texts/more/other.txt").write_text("Held 220206\n", encoding="utf-8")
    answer = json.loads(plptool("sources", "--texts", "../texts", "--format", "json", cwd=root).stdout)
    assert (answer["unknown-texts"], answer["without-digest"]) == (["more/other.txt"], ["letter"])


def test_many_are_counted_and_some_named(root: Path) -> None:
    for number in range(7):
        (root.parent / f"texts/{number}.txt").write_text(f"{number}\n", encoding="utf-8")
    assert "(7): 0.txt, 1.txt, 2.txt, 3.txt, 4.txt …" in last_lines(root)
