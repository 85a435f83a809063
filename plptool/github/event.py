"""Why a workflow runs, as far as GitHub says it."""

import re
from dataclasses import dataclass
from typing import Literal

from plptool.model.findings import Finding, Severity
from plptool.model.records import Json

FAIL_ON: dict[str, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}
"""What fails a run, by the word that a caller chooses."""


@dataclass(frozen=True, slots=True)
class Event:
    """Why a workflow runs, as far as it matters to a ledger.

    The webhook payloads: https://docs.github.com/webhooks/webhook-events-and-payloads. All of it may be written by
    whoever opens a pull request, so only ids are taken on trust, and those have the form of ids.
    """

    kind: Literal["change", "push", "state", "target"]
    """A change that is proposed, commits that have been pushed, or neither; or a change that is not what is there."""
    base: str | None = None
    """What a proposed change builds on."""
    head: str | None = None
    """The last commit of a proposed change."""
    before: str | None = None
    """Where the branch was; None where there was none."""
    after: str | None = None
    tag: str | None = None
    """The tag that was pushed."""
    deleted: bool = False
    """Whether it is a branch or tag that is no more."""
    trunk: str | None = None
    """The repository's default branch, where the run is of another branch, or of a tag."""


def read_event(name: str, payload: Json) -> Event:
    """What an event of this name is about. What it lacks, or has in another form, is not there."""
    data = payload if isinstance(payload, dict) else {}
    if name == "pull_request_target":
        return Event("target")
    if name.startswith("pull_request"):
        base, head = (_id(_at(data, "pull_request", side, "sha")) for side in ("base", "head"))
        return Event("change", base=base, head=head)
    if name == "merge_group":
        return Event("change", base=_id(_at(data, "merge_group", "base_sha")))
    ref = str(data.get("ref") or "")
    trunk = str(_at(data, "repository", "default_branch") or "")
    trunk = trunk if ref and ref not in (trunk, f"refs/heads/{trunk}") else ""
    if name != "push":
        return Event("state", trunk=trunk or None)
    return Event(
        "push",
        before=_id(data.get("before")),
        after=_id(data.get("after")),
        tag=ref.removeprefix("refs/tags/") if ref.startswith("refs/tags/") else None,
        deleted=data.get("deleted") is True,
        trunk=trunk or None,
    )


def _at(data: Json, *path: str) -> Json:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _id(value: Json) -> str | None:
    """A commit's id; None for anything else, and for the zeros that stand for no commit."""
    found = isinstance(value, str) and re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value) and value.strip("0")
    return value if found else None


def fails(findings: list[Finding], on: str) -> bool:
    return any(one.severity in FAIL_ON[on] and one.acknowledged is None for one in findings)
