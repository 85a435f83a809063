"""Plain data as YAML: on one line where it fits and no prose is in it, else a name a line."""

import json
import re
from dataclasses import dataclass

from plptool.edit.layout import Layout
from plptool.model.plain import Data, Plain
from plptool.read.vocabulary import vocabulary

WIDTH = 120
"""How long a line may be that could be written as several."""
_NAMING = 2
"""As many words of somebody's own still name a thing (`ht 2022`, `KSON internt`); more are prose."""
_BEGINS_OTHERWISE = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`]")
"""What text cannot begin with, as it means something else there (YAML 1.2, chapter 7.3.3)."""
_ENDS = re.compile(r"[\s:]\Z")
_INSIDE = re.compile(r": |[ \]}\"']#|[\t\r\n]")
_INSIDE_FLOW = re.compile(r"[,\[\]{}:?]")
_NUMBER = re.compile(
    r"[-+]?[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|[-+]?\.[0-9][0-9_]*(e[-+]?[0-9]+)?|0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|[-+]?[0-9]+(:[0-9]+)+",
    re.IGNORECASE | re.ASCII,
)
"""What other readers of YAML, old ones too, take for a number or a date."""
_YEAR_OR_LESS = re.compile(r"0|[1-9][0-9]{0,3}", re.ASCII)
_WORD = re.compile(r"y|n|yes|no|on|off|true|false|null|~|\.?nan|[-+]?\.?inf", re.IGNORECASE | re.ASCII)
"""What they take for a truth value, or for nothing."""


def scalar(text: str, name: str = "", *, flow: bool = True) -> str:
    """Text as YAML, in quotes where some reader could take it for something else.

    Args:
        text: what is to be read.
        name: the property whose value it is, or in whose list it stands; empty of what is a name itself.
        flow: whether it stands in brackets or braces.
    """
    if any(character < " " or character in "\x7f\x85\u2028\u2029" for character in text):
        return json.dumps(text, ensure_ascii=False)
    return text if _is_plain(text, name, flow=flow) else "'" + text.replace("'", "''") + "'"


def _is_plain(text: str, name: str, *, flow: bool) -> bool:
    """Whether text says itself without quotes."""
    if not text or _WORD.fullmatch(text) or _ENDS.search(text) or _INSIDE.search(text):
        return False
    is_dashed = len(text) > 1 and text[0] == "-" and not _BEGINS_OTHERWISE.match(text[1:])
    if _BEGINS_OTHERWISE.match(text) and not is_dashed:
        return False
    if flow and _INSIDE_FLOW.search(text):
        return False
    if text.startswith(("---", "...", "<<", "=")):
        return False
    return not _NUMBER.fullmatch(text) or _may_look_like_number(text, name)


def _may_look_like_number(text: str, name: str) -> bool:
    """Whether text that could be a number is read as text all the same: nobody takes it for one."""
    if not name:  # nobody quotes a year or a priority that is a name; a day (231231) would be taken for a number
        return _YEAR_OR_LESS.fullmatch(text) is not None
    if name[:1].isdigit():  # no property is called so: it is a period's, whose value is measured (`targets`)
        return True
    # Text that a number is written for is read as one only where it must be quoted to stay text.
    words = vocabulary()
    return name in words.like_numbers and name not in words.whole


def on_one_line(value: Plain, name: str, layout: Layout, *, flow: bool = True) -> str:
    """A value on one line, however long.

    Args:
        value: what is to be read.
        name: the property whose value it is, or in whose list it stands.
        layout: what stands within braces and brackets.
        flow: whether it stands in brackets or braces itself.
    """
    if isinstance(value, dict):
        pairs = [f"{scalar(key)}: {on_one_line(entry, key, layout)}" for key, entry in value.items()]
        return f"{{{layout.brace}{', '.join(pairs)}{layout.brace}}}" if pairs else "{}"
    if isinstance(value, list):
        entries = [on_one_line(entry, name, layout) for entry in value]
        return f"[{layout.bracket}{', '.join(entries)}{layout.bracket}]" if entries else "[]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return scalar(value, name, flow=flow) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes values over lines, without their ends."""

    layout: Layout

    def pair(self, key: str, value: Plain, indent: int, *, spread: bool = False, column: int = 0) -> list[str]:
        """A name and its value.

        Args:
            key: the name.
            value: its value.
            indent: how far the name is indented.
            spread: whether a mapping is written over several lines, also where it would fit on one.
            column: how far the values of its neighbours are indented, where they are aligned.
        """
        start = f"{' ' * indent}{scalar(key, flow=False)}:"
        line = f"{start.ljust(column - 1)} {on_one_line(value, key, self.layout, flow=False)}"
        if not isinstance(value, dict | list) or not value:
            return [line]
        if not (spread and isinstance(value, dict)) and fits(value, key, line):
            return [line]
        if isinstance(value, dict):
            return [start, *self.pairs(value, indent + self.layout.step, spread=spread)]
        return [start, *self.entries(value, key, indent + self.layout.dash)]

    def pairs(self, data: Data, indent: int, *, spread: bool = False, column: int = 0) -> list[str]:
        """A mapping, a name a line."""
        pairs = [self.pair(key, value, indent, spread=spread, column=column) for key, value in data.items()]
        return [line for lines in pairs for line in lines]

    def entries(self, values: list[Plain], name: str, indent: int) -> list[str]:
        """A list with dashes."""
        return [line for value in values for line in self.entry(value, name, indent)]

    def entry(self, value: Plain, name: str, indent: int, column: int = 0) -> list[str]:
        """An entry of a list, behind its dash.

        Args:
            value: the entry.
            name: the list's.
            indent: how far the dash is indented.
            column: how far the values of its neighbours are indented, where they are aligned.
        """
        dash = f"{' ' * indent}-{' ' * self.layout.gap}"
        line = f"{dash}{on_one_line(value, name, self.layout, flow=False)}"
        spread = self.layout.spread and isinstance(value, dict)
        if not isinstance(value, dict) or not value or (not spread and fits(value, name, line)):
            return [line]
        first, *others = self.pairs(value, len(dash), column=column)
        return [dash + first.lstrip(" "), *others]


def fits(value: Plain, name: str, line: str) -> bool:
    """Whether a value is written on one line: that is not too long, and nothing in it is prose."""
    if name == _SOURCE and isinstance(value, dict):
        return False
    return len(line) <= WIDTH and not _has_prose(value, name) and not _is_deep(value)


_SOURCE = "source"
"""What each property rests on, where it says that, stands on a line of its own."""


def _has_prose(value: Plain, name: str) -> bool:
    if isinstance(value, dict):
        return any(_has_prose(entry, key) for key, entry in value.items())
    if isinstance(value, list):
        return any(_has_prose(entry, name) for entry in value)
    return isinstance(value, str) and name in vocabulary().prose and len(value.split()) > _NAMING


def _is_deep(value: Plain) -> bool:
    """Whether a list of mappings is in it: each of these has its own line."""
    if isinstance(value, dict):
        return any(_is_deep(entry) for entry in value.values())
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
