"""A grant and the process that it pays for name each other: whoever writes the one side has the other written with it."""

from pathlib import Path

from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool

GRANT = "== grants/money\ntitle: Money\nsource: list\n"


def said(root: Path, record: str) -> str:
    return (root / f"ledger/{record}.yaml").read_text("utf-8")


def test_a_use_and_the_event_that_tells_of_it_come_and_go_together(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD + GRANT)
    use = ("set", "money", "uses", "process=1.1", "what=Boats", "--source", "list", "--add")
    undated = plptool(*use, cwd=root)
    assert (undated.returncode, "when it came, date=…" in undated.stderr) == (2, True)
    done = plptool(*use, "date=2022-04-01", cwd=root)
    assert done.returncode == 0, done.stderr
    event = "{date: 2022-04-01, kind: grant, grant: money, source: list}"
    assert event in said(root, "processes/1.1")
    done = plptool("set", "money", "uses", "what=Boats", "--remove", "--which", "process=1.1", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "kind: grant" not in said(root, "processes/1.1")
    # The other way round.
    told = ("add", "grant", "1.1", "220401", "--grant", "money", "--source", "list")
    unsaid = plptool(*told, cwd=root)
    assert (unsaid.returncode, "what it was for, --text" in unsaid.stderr) == (2, True)
    done = plptool(*told, "--text", "Oars", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "what: Oars" in said(root, "grants/money")
    assert "process: 1.1" in said(root, "grants/money")
    done = plptool("remove", "grant", "1.1", "220401", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "process" not in said(root, "grants/money")
