"""Older formats of records, read as the present one: so old revisions read on.

A format's version stands in the manifest. Whoever raises FORMAT writes here what becomes of a record of the format
before.
"""

from collections.abc import Callable

from plptool.model.plain import Plain

FORMAT = 2
"""The version in which records are written, and which the schemas describe."""

Upgrade = Callable[[str, dict[str, Plain]], dict[str, Plain]]
"""Makes of a record's data, given the name of its schema, the same in the next format; it changes nothing in place."""


def _to_2(schema: str, data: dict[str, Plain]) -> dict[str, Plain]:
    """Every record of format 1 is one of format 2, which only adds; so what was sealed keeps its digest."""
    if schema != "ledger":
        return data
    return {**data, "format": 2}


UPGRADES: dict[int, Upgrade] = {1: _to_2}
"""By version: the step to the next."""


def upgraded(data: dict[str, Plain], schema: str, written: int) -> dict[str, Plain]:
    """A record's data, written in a format, in the present one."""
    for version in range(written, FORMAT):
        upgrade = UPGRADES[version]
        data = upgrade(schema, data)
    return data
