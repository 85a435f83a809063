"""Bytes to the text that YAML is asked of, or why it is not asked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from plptool.model.findings import MAX_FAULTS, MEND, Message, Position, more
from plptool.model.text import HIDDEN
from plptool.read.yaml_errors import Fault, invisible

MAX_BYTES = 1 << 20
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UNUSUAL = (b"\xcd\x8f", b"\xe1", b"\xe2\xa0\x80", b"\xe3", b"\xef", b"\xf3")
"""How UTF-8 begins what is hidden although Python calls it printable. Swedish text has none of it."""


def decode(raw: bytes) -> tuple[str | None, list[Fault]]:
    """The text of a file.

    Returns:
        The text and no fault; or None, and what keeps it from being read.
    """
    if len(raw) > MAX_BYTES:
        return None, [Fault("PLP107", Position(1, 1), Message("the file is larger than {n} bytes", {"n": MAX_BYTES}))]
    if raw.startswith(_BYTE_ORDER_MARKS):
        message = Message("the file begins with a byte order mark")
        return None, [Fault("PLP102", Position(1, 1), message, Message("Save it as UTF-8 without BOM."))]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        position = Position.of(before, len(before))
        return None, [Fault("PLP102", position, Message("this is not UTF-8"), Message("Save the file as UTF-8."))]
    faults = [*_conflicts(text), *_directives(text)]
    # Nearly every file is printable: then nobody looks for the characters that are not, one kind after the other.
    if not text.replace("\n", "").isprintable() or any(beginning in raw for beginning in _UNUSUAL):
        faults += _first(_tab, _indents, re.finditer(r"^[^\t\n]*\t", text, re.MULTILINE))
        faults += _first(_hidden, re.Match.group, HIDDEN.finditer(text))
    return (None if faults else text), faults


def _conflicts(text: str) -> Iterator[Fault]:
    """The first of git's marks of a conflict. In text that is in quotes, YAML would read them as text."""
    if "<<<<<<<" in text or ">>>>>>>" in text:
        mark = re.search(r"^(?:<{7}|>{7})(?: |\r?$)", text, re.MULTILINE)
        if mark:
            hint = Message("Choose one version, and remove the lines <<<<<<<, ======= and >>>>>>>.")
            message = Message("an unresolved conflict of two versions stands here")
            yield Fault("PLP101", Position.of(text, mark.start()), message, hint)


def _directives(text: str) -> Iterator[Fault]:
    """The first line that YAML 1.2 (chapter 6.8) may take for a directive: the two parsers read them differently."""
    if "%" in text:
        directive = re.search(r"^%", text, re.MULTILINE)
        if directive:
            message = Message("YAML directives (`%YAML`, `%TAG`) are not used in a ledger")
            yield Fault("PLP105", Position.of(text, directive.start()), message, Message("Remove the line."))


def _tab(match: re.Match[str]) -> Fault:
    """Of a line up to its first tab."""
    position = Position.of(match.string, match.end() - 1)
    if _indents(match):
        return Fault("PLP101", position, Message("a tab indents the line"), Message("Indent with spaces."))
    return Fault("PLP101", position, Message("a tab stands in the line"), Message("Write spaces instead."))


def _indents(match: re.Match[str]) -> bool:
    """Whether the tab is in the indentation."""
    return match[0].isspace()


def _hidden(match: re.Match[str]) -> Fault:
    """Of a character that misleads the eye."""
    hint = Message("Save the file with ordinary line ends.") if match[0] == "\r" else Message("Delete it.")
    return Fault("PLP103", Position.of(match.string, match.start()), invisible(match[0]), hint)


def _first(
    fault: Callable[[re.Match[str]], Fault], sort: Callable[[re.Match[str]], object], matches: Iterator[re.Match[str]]
) -> Iterator[Fault]:
    """The first faults of a kind, and how many more there are: who must mend a thousand begins with a few.

    Args:
        fault: what is said of one.
        sort: what those have in common of which the same is said.
        matches: where they stand.
    """
    yield from map(fault, islice(matches, MAX_FAULTS - 1))
    for match in islice(matches, 1):
        last = fault(match)
        left = [sort(other) for other in matches]
        alike = left.count(sort(match)) == len(left)
        yield replace(last, message=more(1 + len(left), last.message if alike else None), hint=MEND)
