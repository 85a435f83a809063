"""The issue that a workflow runs for, as the event has it: all of it may be written by anybody."""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plptool.github.event import payload_in, value_at
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.plain import Plain

_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?(?:\[bot\])?", re.ASCII)
"""What an account may be called; in a company's own GitHub, with an underscore in it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as it was when somebody put a label on it."""

    number: int
    author: str | None
    """The account that wrote it; None where it has no name that an account may have."""
    labelled_by: str | None
    body: str

    @property
    def digest(self) -> str:
        """Tells this text from what somebody makes of it later."""
        raw = self.body.encode("utf-8", "surrogatepass")
        return sha256(raw).hexdigest()


def issue_of_event(path: Path) -> Issue:
    """The issue that an event is about.

    Raises:
        UserError: the file cannot be read, or is of no issue.
    """
    return read_issue(payload_in(path))


def read_issue(payload: Plain) -> Issue:
    """The issue that a payload is about.

    Raises:
        UserError: it is about none, or about a pull request.
    """
    number = value_at(payload, "issue", "number")
    is_number = isinstance(number, int) and not isinstance(number, bool) and number > 0
    if not is_number or value_at(payload, "issue", "pull_request") is not None:
        raise UserError(Message("the event is about no issue"))
    assert isinstance(number, int)
    body = value_at(payload, "issue", "body")
    return Issue(
        number=number,
        author=_login(value_at(payload, "issue", "user", "login")),
        labelled_by=_login(value_at(payload, "sender", "login")),
        body=body if isinstance(body, str) else "",
    )


def _login(value: Plain) -> str | None:
    is_login = isinstance(value, str) and _LOGIN.fullmatch(value)
    return value if isinstance(value, str) and is_login else None
