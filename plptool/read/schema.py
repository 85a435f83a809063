"""The record schemas: where they lie, and what their files hold.

The schemas ship with the package; `schema/` in a ledger's repository is a copy for editors' tools.
"""

import json
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from plptool.model.collections import Collection

Schema = dict[str, Any]
"""A JSON Schema (2020-12), or a part of one that is an object; its values have the type that jsonschema gives them."""

_PACKAGE = FilePath(__file__).parents[1]


def _folder() -> FilePath:
    """In a wheel the schemas lie inside the package; in a checkout, beside it."""
    inside = _PACKAGE / "schema"
    if inside.is_dir():
        return inside
    return _PACKAGE.parent / "schema"


FOLDER = _folder()
NAMES = ("ledger", *(collection.schema for collection in Collection))
"""The manifest's, and one of each collection."""


@cache
def load(name: str) -> Schema:
    """The schema called `name`.schema.json.

    Raises:
        OSError, ValueError: it is missing or damaged: a fault of the installation, and no mistake of the caller's.
    """
    schema: Schema = json.loads(raw(name))
    return schema


def raw(name: str) -> bytes:
    """The schema's file, byte for byte."""
    return (FOLDER / f"{name}.schema.json").read_bytes()
