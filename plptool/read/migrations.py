"""Older formats of records, read as the present one: so old revisions read on.

A format's version stands in the manifest. Whoever raises FORMAT writes here what becomes of a record of the format
before.
"""

from collections.abc import Callable

from plptool.model.plain import Plain

FORMAT = 2
"""The version in which records are written, and which the schemas describe."""

Properties = dict[str, Plain]
"""What a record says."""
Upgrade = Callable[[str, Properties], Properties]
"""Makes of a record's data, given the name of its schema, the same in the next format; it changes nothing in place."""


def _to_2(schema: str, data: Properties) -> Properties:
    """Every record of format 1 is one of format 2, which only adds; so what was sealed keeps its digest."""
    if schema != "ledger":
        return data
    upgraded_data = dict(data)
    upgraded_data["format"] = 2
    return upgraded_data


UPGRADES: dict[int, Upgrade] = {1: _to_2}
"""By version: the step to the next."""


def upgraded(data: Properties, schema: str, written: int) -> Properties:
    """A record's data, written in a format, in the present one."""
    versions = range(written, FORMAT)
    for version in versions:
        upgrade = UPGRADES[version]
        data = upgrade(schema, data)
    return data
