"""Why a workflow runs, as far as GitHub says it."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message, Severity
from plptool.model.plain import Plain

FAIL_ON: dict[str, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}
"""What fails a run, by the word that a caller chooses."""


EventKind = Literal["change", "push", "state", "target"]
"""A change that is proposed, commits that have been pushed, or neither; or a change that is not what is there."""


@dataclass(frozen=True, slots=True)
class Event:
    """Why a workflow runs, as far as it matters to a ledger.

    The webhook payloads: https://docs.github.com/webhooks/webhook-events-and-payloads. All of it may be written by
    whoever opens a pull request, so only ids are taken on trust, and those have the form of ids.
    """

    kind: EventKind
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


def event_of_workflow() -> Event:
    """What GitHub says that this run is about, in its variables and the file that they name.

    Raises:
        UserError: the file of the event cannot be read.
    """
    name = os.environ.get("GITHUB_EVENT_NAME", "")
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    if not name:
        return Event("state")
    if not path:
        return read_event(name, {})
    payload = payload_in(Path(path))
    return read_event(name, payload)


def payload_in(path: Path) -> Plain:
    """What the file of an event says.

    Raises:
        UserError: it cannot be read.
    """
    try:
        payload: Plain = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        arguments = {"error": str(error)}
        raise UserError(Message("the event that GITHUB_EVENT_PATH names cannot be read: {error}", arguments)) from None
    return payload


def read_event(name: str, payload: Plain) -> Event:
    """What an event of this name is about. What it lacks, or has in another form, is not there."""
    if name == "pull_request_target":
        return Event("target")
    if name.startswith("pull_request"):
        base = _id(value_at(payload, "pull_request", "base", "sha"))
        head = _id(value_at(payload, "pull_request", "head", "sha"))
        return Event("change", base=base, head=head)
    if name == "merge_group":
        base = _id(value_at(payload, "merge_group", "base_sha"))
        return Event("change", base=base)
    ref = str(value_at(payload, "ref") or "")
    if name != "push":
        return Event("state", trunk=_trunk(payload, ref))
    tag = ref.removeprefix("refs/tags/")
    return Event(
        "push",
        before=_id(value_at(payload, "before")),
        after=_id(value_at(payload, "after")),
        tag=tag if tag != ref else None,
        deleted=value_at(payload, "deleted") is True,
        trunk=_trunk(payload, ref),
    )


def _trunk(payload: Plain, ref: str) -> str | None:
    """The default branch, where the run is of another branch or of a tag."""
    default = str(value_at(payload, "repository", "default_branch") or "")
    if not default or not ref:
        return None
    is_of_it = ref in (default, f"refs/heads/{default}")
    return None if is_of_it else default


def value_at(payload: Plain, *path: str) -> Plain:
    """What stands below these names; None where nothing does."""
    value = payload
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _id(value: Plain) -> str | None:
    """A commit's id; None for anything else, and for the zeros that stand for no commit."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value):
        return None
    return value if value.strip("0") else None


def fails(findings: Sequence[Finding], on: str) -> bool:
    """Whether findings fail a run.

    Args:
        findings: all that there are; what is acknowledged fails nothing.
        on: a word of `FAIL_ON`.
    """
    failing = FAIL_ON[on]
    return any(finding.severity in failing and finding.acknowledged is None for finding in findings)
