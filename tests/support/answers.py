"""Answers as their JSON has them."""

import json
from typing import Any

from plptool.render.json import text


def data_of(answer: object) -> dict[str, Any]:
    """What whoever asks for JSON reads of an answer."""
    found: dict[str, Any] = json.loads(text(answer))
    del found["format"]
    return found
