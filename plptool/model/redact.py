"""What may be read by everybody: pages and summaries name no person, unless the manifest says otherwise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import overload

from plptool.model.findings import Argument, Finding, Message
from plptool.model.plain import Data, Plain, as_list


def names_published(*manifests: Data) -> bool:
    """Whether all of these manifests allow names: a change that allows them does not profit from that itself."""
    return all(manifest.get("publish-names") is True for manifest in manifests)


def public(data: Plain, manifest: Data) -> Plain:
    """The same data without the persons in it. A role that a person had stays.

    Args:
        data: anything, at whatever depth persons stand.
        manifest: the ledger's; with `publish-names: true` the data is handed back as it is.
    """
    return data if names_published(manifest) else nameless(data)


@overload
def nameless(data: Data) -> dict[str, Plain]: ...
@overload
def nameless(data: Plain) -> Plain: ...
def nameless(data: Plain) -> Plain:
    """The same data without the persons in it."""
    if isinstance(data, dict):
        if _of_person(data):
            return {key: _hidden(key, value) for key, value in data.items()}
        return {key: nameless(value) for key, value in data.items() if key != "person"}
    if isinstance(data, list | tuple):
        return [nameless(entry) for entry in data]
    return data


_VALUES = ("from", "to", "old", "new", "value")
_WORDS = ("reason", "text", "written")
_HIDDEN = "…"


def _of_person(data: Data) -> bool:
    """Whether it is a change or a discrepancy of a field that names a person: all that it says may be the name."""
    return "person" in str(data.get("field", "")).split(".")


def _hidden(key: str, value: Plain) -> Plain:
    """What is left of a property of such a change or discrepancy."""
    match value:
        case list() | tuple():
            return [_hidden(key, entry) for entry in value]
        case dict():  # a claim: its source stays
            return {name: below if name == "source" else _HIDDEN for name, below in value.items()}
        case _ if key in _VALUES:
            return None
        case _:
            return _HIDDEN if key in _WORDS else value


def unnamed(findings: list[Finding], data: Iterable[Plain]) -> list[Finding]:
    """The same findings, in which no person is named that this data names, nor what stands after `person:`."""
    names = sorted({name for value in data for name in _persons(value)}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, names)) or r"(?!)")
    return [
        replace(
            finding,
            message=_without_names(finding.message, known),
            hint=None if finding.hint is None else _without_names(finding.hint, known),
            value=None if finding.value is None else known.sub("…", finding.value),
            line=None if finding.line is None else _line_without_names(finding.line, known),
        )
        for finding in findings
    ]


def _without_names(message: Message, known: re.Pattern[str]) -> Message:
    args: dict[str, Argument] = {}
    for name, value in message.args.items():
        if isinstance(value, Message):
            args[name] = _without_names(value, known)
        else:
            args[name] = known.sub("…", value) if isinstance(value, str) else value
    return Message(message.template, args)


def _line_without_names(line: str, known: re.Pattern[str]) -> str:
    """The line with asterisks in the place of names: one for each character, so that the column still fits."""
    line = known.sub(lambda name: "*" * len(name[0]), line)
    return re.sub(r"(\bperson[\"']?:\s*)([^,}]+)", lambda found: found[1] + "*" * len(found[2]), line)


def _persons(data: Plain) -> Iterator[str]:
    """Every name that stands under `person`."""
    if isinstance(data, dict):
        person = data.get("person")
        if isinstance(person, str) and person.strip():
            yield person
        if _of_person(data):
            yield from (claim for claim in _claimed(data) if claim.strip())
        for value in data.values():
            yield from _persons(value)
    elif isinstance(data, list):
        for value in data:
            yield from _persons(value)


def _claimed(discrepancy: Data) -> Iterator[str]:
    """What documents say who it was, where they do not agree."""
    for claim in as_list(discrepancy.get("claims")):
        for value in as_list(claim.get("value")) if isinstance(claim, dict) else ():
            if isinstance(value, str):
                yield value
