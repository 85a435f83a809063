"""Data to JSON for whoever may read it: nothing that steers a terminal, and no personal identity number."""

import json
import re
from typing import Any

from plptool.model.personal_numbers import find, mask
from plptool.model.text import HIDDEN


def text(data: dict[str, Any], *, indent: int | None = 2) -> str:
    """A document with `"format": 1`; docs/json.md tells what it holds."""
    said = _dumped(data, indent)
    # A stream that masks would leave half a JSON number behind.
    return plain(_dumped(masked(data), indent) if find(said) else said)


def plain(said: str) -> str:
    """The same to who reads JSON; nothing that steers a terminal, or that GitHub's runner takes for a command."""
    return HIDDEN.sub(_written, said.replace("##[", "##\\u005b"))


def _written(found: re.Match[str]) -> str:
    """A hidden character as JSON takes it; half of one (names are bytes, and some no text) as every reader takes it."""
    return f"<U+{ord(found[0]):04X}>" if "\ud800" <= found[0] <= "\udfff" else json.dumps(found[0])[1:-1]


def masked(data: Any) -> Any:
    """The same data; of a personal identity number no digit."""
    if isinstance(data, dict):
        return {mask(key): masked(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [masked(value) for value in data]
    return mask(str(data)) if isinstance(data, str) or (isinstance(data, int) and find(str(data))) else data


def _dumped(data: dict[str, Any], indent: int | None) -> str:
    return json.dumps({"format": 1, **data}, ensure_ascii=False, indent=indent)
