"""What a browser asks, and what it is answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from plptool.model.findings import Message

Answers = Mapping[str, tuple[str, ...]]
"""By name, what was typed or chosen, once or several times."""
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
"""How a browser sends what stands in a form."""
MOST_FIELDS = 2_000
"""A form has some dozens; whoever sends more is no browser with one of ours."""
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What nobody types into a form."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chose, or dropped there."""

    name: str
    """What it is called where it comes from; nothing is opened by it."""
    raw: bytes


class UnreadableError(Exception):
    """What was asked is no request of a browser's, and is not answered."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks."""

    method: str
    path: tuple[str, ...]
    """The address, part by part; none of the first page."""
    query: Answers
    headers: Mapping[str, str]
    """By name in small letters; of what must not come twice, only what came once."""
    answers: Answers = field(default_factory=dict)
    """What stands in the form that is sent."""
    files: Mapping[str, Upload] = field(default_factory=dict)
    """By name, the files that are sent with it."""

    def answer(self, name: str) -> str:
        """What was typed for a name, once; empty where nothing was."""
        return first(self.answers, name)


def first(answers: Answers, name: str) -> str:
    """What was typed for a name, the first time; empty where nothing was."""
    given = answers.get(name)
    if not given:
        return ""
    return given[0]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a browser is answered."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


def page(text: str, status: int = 200) -> Reply:
    """A page."""
    return Reply(text.encode("utf-8", "replace"), status)


def elsewhere(address: str, *headers: tuple[str, str]) -> Reply:
    """Another page, which the browser asks for."""
    return Reply(status=303, headers=(("Location", address), *headers))


class RefusedError(Exception):
    """What was asked is refused, or there is no such page.

    Args:
        status: the number that says so.
        message: why, to somebody who reads it in a browser.
    """

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(status)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Address:
    """What a browser names."""

    path: tuple[str, ...]
    """Part by part; none of the first page."""
    query: Answers
    """What is asked of it."""


def address_read(target: str) -> Address:
    """What an address names.

    Raises:
        UnreadableError: it is none of ours.
    """
    if not target.startswith("/"):
        raise UnreadableError(400)
    if target.startswith("//"):  # behind which a host would stand
        raise UnreadableError(400)
    parts: list[str] = []
    try:
        split = urlsplit(target)
        for written in split.path.split("/"):
            part = unquote(written, errors="strict")
            if part:
                parts.append(part)
    except ValueError:
        raise UnreadableError(400) from None
    query = form_read(split.query)
    return Address(tuple(parts), query)


def form_read(text: str) -> Answers:
    """What stands in a form, as a browser sends it.

    Raises:
        UnreadableError: it is no text, or more than any form has.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UnreadableError(400) from None
    answers: dict[str, list[str]] = {}
    for name, value in pairs:
        _must_be_text(name)
        _must_be_text(value)
        typed = value.replace("\r\n", "\n")
        of_name = answers.setdefault(name, [])
        of_name.append(typed)
    return {name: tuple(typed) for name, typed in answers.items()}


def _must_be_text(typed: str) -> None:
    if NO_TEXT.search(typed):
        raise UnreadableError(400)
