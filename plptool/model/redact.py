"""What may be read by everybody: pages and summaries name no person, unless the manifest says otherwise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import overload

from plptool.model.findings import Argument, Finding, Message
from plptool.model.names import HIDDEN, NOBODY, Names
from plptool.model.plain import Data, Plain, as_list


def names_published(*manifests: Data) -> bool:
    """Whether all of these manifests allow names: a change that allows them does not profit from that itself."""
    return all(manifest.get("publish-names") is True for manifest in manifests)


def public(data: Plain, manifest: Data, names: Names = NOBODY) -> Plain:
    """The same data without the persons in it. A role that a person had stays.

    Args:
        data: anything, at whatever depth persons stand.
        manifest: the ledger's; with `publish-names: true` the data is handed back as it is.
        names: those that are left out of texts, too.
    """
    return data if names_published(manifest) else nameless(data, names)


@overload
def nameless(data: Data, names: Names = NOBODY) -> dict[str, Plain]: ...
@overload
def nameless(data: Plain, names: Names = NOBODY) -> Plain: ...
def nameless(data: Plain, names: Names = NOBODY) -> Plain:
    """The same data without the persons in it: what names one is gone, and their names are out of all texts.

    It comes before anything is cut, so that no half of a name is left.
    """
    if isinstance(data, dict):
        if _of_person(data):
            return {key: _hidden(key, value) for key, value in data.items()}
        return {key: nameless(value, names) for key, value in data.items() if key != "person"}
    if isinstance(data, list | tuple):
        return [nameless(entry, names) for entry in data]
    return names.hidden(data) if isinstance(data, str) and " " in data else data


_VALUES = ("from", "to", "old", "new", "value")
_WORDS = ("reason", "text", "written")


def _of_person(data: Data) -> bool:
    """Whether it is a change or a discrepancy of a field that names a person: all that it says may be the name."""
    return "person" in str(data.get("field", "")).split(".")


def _hidden(key: str, value: Plain) -> Plain:
    """What is left of a property of such a change or discrepancy."""
    match value:
        case list() | tuple():
            return [_hidden(key, entry) for entry in value]
        case dict():  # a claim: its source stays
            return {name: below if name == "source" else HIDDEN for name, below in value.items()}
        case _ if key in _VALUES:
            return None
        case _:
            return HIDDEN if key in _WORDS else value


def names_in(data: Iterable[Plain]) -> Names:
    """The names of all persons that this data names in a public role."""
    return Names.of(name for value in data for name in _persons(value))


def unnamed(findings: list[Finding], names: Names) -> list[Finding]:
    """The same findings, in which none of these persons is named, nor what stands after `person:`."""
    return [
        replace(
            finding,
            message=_without_names(finding.message, names),
            hint=None if finding.hint is None else _without_names(finding.hint, names),
            value=None if finding.value is None else names.hidden(finding.value),
            line=None if finding.line is None else _line_without_names(finding.line, names),
        )
        for finding in findings
    ]


def _without_names(message: Message, names: Names) -> Message:
    args: dict[str, Argument] = {}
    for name, value in message.args.items():
        if isinstance(value, Message):
            args[name] = _without_names(value, names)
        else:
            args[name] = names.hidden(value) if isinstance(value, str) else value
    return Message(message.template, args)


def _line_without_names(line: str, names: Names) -> str:
    """The line with asterisks in the place of names: one for each character, so that the column still fits."""
    hidden = names.starred(line)
    return re.sub(r"(\bperson[\"']?:\s*)([^,}]+)", lambda found: found[1] + "*" * len(found[2]), hidden)


def _persons(data: Plain) -> Iterator[str]:
    """Every name that stands under `person`."""
    if isinstance(data, dict):
        person = data.get("person")
        yield from (name for name in as_list(person) if isinstance(name, str))
        if _of_person(data):
            yield from _claimed(data)
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
