"""What may be read by everybody: pages and summaries name no person, unless the manifest says otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from plptool.model.findings import Finding, Message
from plptool.model.records import Json


def public(data: Any, manifest: dict[str, Json]) -> Any:
    """The same data without the persons in it. A role that a person had stays.

    Args:
        data: anything made of dicts and lists, at whatever depth persons stand.
        manifest: the ledger's; with `publish-names: true` the data is handed back as it is.
    """
    return data if manifest.get("publish-names") is True else nameless(data)


def unnamed(findings: list[Finding], data: Iterable[Json]) -> list[Finding]:
    """The same findings, in which no person is named that this data names, nor what stands after `person:`."""
    names = sorted({name for one in data for name in _persons(one)}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def hidden(said: Any) -> Any:
        if isinstance(said, Message):
            return Message(said.template, {name: hidden(value) for name, value in said.args.items()})
        return known.sub("…", said) if isinstance(said, str) else said

    def line(said: str) -> str:
        said = known.sub(lambda name: "*" * len(name[0]), said)  # one for one, so that the column still fits
        return re.sub(r"(\bperson[\"']?:\s*)([^,}]+)", lambda one: one[1] + "*" * len(one[2]), said)

    return [
        replace(
            one, message=hidden(one.message), hint=hidden(one.hint), value=hidden(one.value),
            line=line(one.line) if one.line is not None else None,
        )
        for one in findings
    ]  # fmt: skip


def _persons(data: Json) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("person"), str) and data["person"].strip():
            yield data["person"]
        for value in data.values():
            yield from _persons(value)
    elif isinstance(data, list):
        for value in data:
            yield from _persons(value)


def nameless(data: Any) -> Any:
    """The same data without the persons in it."""
    if isinstance(data, dict):
        # Of a change that is told field by field, it is the field that says whose name the values are.
        hidden = _VALUES if "person" in str(data.get("field", "")).split(".") else ()
        return {key: None if key in hidden else nameless(value) for key, value in data.items() if key != "person"}
    if isinstance(data, list | tuple):
        return [nameless(entry) for entry in data]
    return data


_VALUES = ("from", "to", "old", "new", "value")


def public_names(*manifests: Mapping[str, Json]) -> dict[str, Json]:
    """What all of these manifests say of publishing names: a change that allows it does not profit from that itself."""
    return {"publish-names": all(one.get("publish-names") is True for one in manifests)}
