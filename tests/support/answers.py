"""Answers as their JSON has them."""

import json
from typing import Any

from plptool.render.json import Answer, text


def data_of(answer: Answer) -> dict[str, Any]:
    """What whoever asks for JSON reads of an answer."""
    found: dict[str, Any] = json.loads(text(answer))
    del found["format"]
    return found
