"""Fixes as suggestions on the lines of a change: a review that GitHub takes, and whose suggestions mend."""

import json
from pathlib import Path

from tests.support.git import commit, commit_ledger, init
from tests.support.github import proposal, run_in_workflow
from tests.support.ledgers import BASE, HELD

LATER = "  - {date: 2022-05-02, kind: meeting, number: 2, source: list}\n"


def test_what_the_change_brings_is_suggested_and_nothing_else(tmp_path: Path) -> None:
    root = init(tmp_path / "repository")
    base = commit_ledger(root, BASE + HELD.replace("lead: A", "lead: boerd"))
    process = root / "ledger" / "processes" / "1.1.yaml"
    wrong = LATER.replace("source: list", "source: lisst")
    process.write_text(process.read_text() + wrong)
    commit(root, "A meeting")
    ran = run_in_workflow(root, "pull_request", proposal(base))
    review = json.loads(Path(ran.outputs["suggestions"]).read_text(encoding="utf-8"))
    assert review["event"] == "COMMENT"
    (comment,) = review["comments"]
    line = process.read_text().splitlines().index(wrong.rstrip("\n")) + 1
    assert (comment["path"], comment["line"], comment["side"]) == ("ledger/processes/1.1.yaml", line, "RIGHT")
    assert "Did you mean `list`? (PLP305)" in comment["body"]
    assert comment["body"].endswith(f"```suggestion\n{LATER}```\n")
    assert "boerd" not in json.dumps(review)  # it stood there before: GitHub takes no comment on it


def test_where_there_is_nothing_to_suggest_there_is_no_review(tmp_path: Path) -> None:
    root = init(tmp_path / "repository")
    base = commit_ledger(root, BASE + HELD)
    commit_ledger(root, HELD + LATER)
    assert "suggestions" not in run_in_workflow(root, "pull_request", proposal(base)).outputs
