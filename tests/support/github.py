"""What GitHub says of a change, and a change that it may be about."""

from typing import Any

from tests.support.ledgers import HELD

DECISION = "== decisions/over\ntitle: Hands over\ndate: 2024-02-03\nbody: board\nstatus: adopted\nconcerns: [1.1]\nsource: minutes\n"
MINUTES = "== sources/minutes\ntitle: Minutes\ndate: 2024-03-01\n"
DONE = HELD + (
    "  - {date: 2024-01-10, kind: meeting, number: 2, source: minutes}\n"
    "  - {date: 2024-01-22, kind: meeting, number: 3, source: minutes}\n"
    "  - {date: 2024-02-03, kind: decision, decision: over, source: minutes}\n"
    "  - {date: 2024-02-03, kind: status, status: completed, source: minutes}\n"
) + "known:\n" + "".join(f"  - {{rule: PLP406, value: {day}, reason: The plan went on.}}\n" for day in ("2024-01-10", "2024-01-22"))  # fmt: skip


def proposal(base: str, proposed: str = "") -> dict[str, Any]:
    """A pull request; what its author can write is hostile."""
    evil = "$(touch x) `x` ${{ github.token }}\n::error::x"
    head = {"sha": proposed, "ref": evil, "repo": {"fork": True, "full_name": evil}, "user": {"login": evil}}
    return {"pull_request": {"base": {"sha": base, "ref": evil}, "head": head, "title": evil, "body": evil}}


def pushed(before: str, after: str, ref: str = "refs/heads/main", **more: Any) -> dict[str, Any]:
    return {"ref": ref, "before": before, "after": after, "repository": {"default_branch": "main"}, **more}
