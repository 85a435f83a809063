"""What may be read by everybody: pages and summaries name no person, unless the manifest says otherwise."""

from dataclasses import replace
from typing import Any

from plptool.ledger import Ledger
from plptool.model import Json


def public(data: Any, manifest: dict[str, Json]) -> Any:
    """The same data without the persons in it. A role that a person had stays.

    Args:
        data: anything made of dicts and lists, at whatever depth persons stand.
        manifest: the ledger's; with `publish-names: true` the data is handed back as it is.
    """
    return data if manifest.get("publish-names") is True else _nameless(data)


def nameless(ledger: Ledger) -> Ledger:
    """The same ledger, of whose records none holds a person; where the manifest lets them be named, itself."""
    if ledger.manifest.get("publish-names") is True:
        return ledger
    records = [replace(record, data=_nameless(record.data)) for record in ledger.all_records()]
    return Ledger(ledger.tree, ledger.manifest, records, list(ledger.faults), set(ledger.broken), ledger.torn)


def _nameless(data: Any) -> Any:
    if isinstance(data, dict):
        # Of a change that is told field by field, it is the field that says whose name the values are.
        hidden = _VALUES if "person" in str(data.get("field", "")).split(".") else ()
        return {key: None if key in hidden else _nameless(value) for key, value in data.items() if key != "person"}
    if isinstance(data, list | tuple):
        return [_nameless(entry) for entry in data]
    return data


_VALUES = ("from", "to", "old", "new", "value")
