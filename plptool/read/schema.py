"""The record schemas: where they lie, and what their files hold.

The schemas ship with the package; `schema/` in a ledger's repository is a copy for editors' tools.
"""

import json
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from plptool.model.collections import COLLECTIONS

_HERE = FilePath(__file__).parents[1]
FOLDER = _HERE / "schema" if (_HERE / "schema").is_dir() else _HERE.parent / "schema"
"""In a wheel the schemas lie inside the package; in a checkout, beside it."""
NAMES = ("ledger", *COLLECTIONS.values())


@cache
def load(name: str) -> dict[str, Any]:
    """The schema called `name`.schema.json."""
    schema: dict[str, Any] = json.loads(raw(name))  # where it is missing or damaged, that is no mistake of the caller's
    return schema


def raw(name: str) -> bytes:
    """The schema's file, byte for byte."""
    return (FOLDER / f"{name}.schema.json").read_bytes()
