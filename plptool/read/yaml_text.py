"""Bytes to the text that YAML is asked of, or why it is not asked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from plptool.model.findings import MAX_FAULTS, MEND, Message, Position, more
from plptool.model.mends import Written
from plptool.model.text import HIDDEN
from plptool.read.yaml_errors import Fault, invisible

MAX_BYTES = 1 << 20
_BOM = b"\xef\xbb\xbf"
_BYTE_ORDER_MARKS = (_BOM, b"\xff\xfe", b"\xfe\xff")
_UNUSUAL = (b"\xcd\x8f", b"\xe1", b"\xe2\xa0\x80", b"\xe3", b"\xef", b"\xf3")
"""How UTF-8 begins what is hidden although Python calls it printable. Swedish text has none of it."""


def decode(raw: bytes) -> tuple[str | None, list[Fault]]:
    """The text of a file.

    Returns:
        The text and no fault; or None, and what keeps it from being read.
    """
    if len(raw) > MAX_BYTES:
        message = Message("the file is larger than {n} bytes", {"n": MAX_BYTES})
        return None, [Fault("PLP107", _START, message)]
    if raw.startswith(_BYTE_ORDER_MARKS):
        message = Message("the file begins with a byte order mark")
        hint = Message("Save it as UTF-8 without BOM.")
        mend = Written(1, 1, 1, "") if raw.startswith(_BOM) else None
        return None, [Fault("PLP102", _START, message, hint, mend=mend)]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(raw, error)]
    faults = [*_conflicts(text), *_directives(text)]
    # Nearly every file is printable: then nobody looks for the characters that are not, one kind after the other.
    is_printable = text.replace("\n", "").isprintable()
    if not is_printable or any(beginning in raw for beginning in _UNUSUAL):
        tabs = re.finditer(r"^[^\t\n]*\t", text, re.MULTILINE)
        faults += _first(_tab, _indents, tabs)
        faults += _first(_hidden, re.Match.group, HIDDEN.finditer(text))
    if faults:
        return None, faults
    return text, []


_START = Position(1, 1)


def _not_utf8(raw: bytes, error: UnicodeDecodeError) -> Fault:
    before = raw[: error.start].decode("utf-8")
    position = Position.of(before, len(before))
    message = Message("this is not UTF-8")
    hint = Message("Save the file as UTF-8.")
    return Fault("PLP102", position, message, hint)


def _conflicts(text: str) -> Iterator[Fault]:
    """The first of git's marks of a conflict. In text that is in quotes, YAML would read them as text."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    mark = re.search(r"^(?:<{7}|>{7})(?: |\r?$)", text, re.MULTILINE)
    if mark:
        position = Position.of(text, mark.start())
        message = Message("an unresolved conflict of two versions stands here")
        hint = Message("`plptool merge` joins what can be joined, and says how to choose the rest.")
        yield Fault("PLP101", position, message, hint)


def _directives(text: str) -> Iterator[Fault]:
    """The first line that YAML 1.2 (chapter 6.8) may take for a directive: the two parsers read them differently."""
    if "%" not in text:
        return
    directive = re.search(r"^%", text, re.MULTILINE)
    if directive:
        position = Position.of(text, directive.start())
        message = Message("YAML directives (`%YAML`, `%TAG`) are not used in a ledger")
        hint = Message("Remove the line.")
        yield Fault("PLP105", position, message, hint)


def _tab(match: re.Match[str]) -> Fault:
    """Of a line up to its first tab."""
    position = Position.of(match.string, match.end() - 1)
    if _indents(match):
        message = Message("a tab indents the line")
        hint = Message("Indent with spaces.")
    else:
        message = Message("a tab stands in the line")
        hint = Message("Write spaces instead.")
    mend = None if _indents(match) else Written(position.line, position.column, 1, " ")
    return Fault("PLP101", position, message, hint, mend=mend)


def _indents(match: re.Match[str]) -> bool:
    """Whether the tab is in the indentation."""
    return match[0].isspace()


def _hidden(match: re.Match[str]) -> Fault:
    """Of a character that misleads the eye."""
    character = match[0]
    position = Position.of(match.string, match.start())
    if character == "\r":
        hint = Message("Save the file with ordinary line ends.")
        return Fault("PLP103", position, invisible(character), hint)
    mend = Written(position.line, position.column, 1, "")
    return Fault("PLP103", position, invisible(character), Message("Delete it."), mend=mend)


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
    first_left = next(matches, None)
    if first_left is None:
        return
    last_fault = fault(first_left)
    sorts = [sort(match) for match in matches]
    are_alike = sorts.count(sort(first_left)) == len(sorts)
    like = last_fault.message if are_alike else None
    message = more(1 + len(sorts), like)
    yield replace(last_fault, message=message, hint=MEND, mend=None)
