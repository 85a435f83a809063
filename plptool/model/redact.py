"""What may be read by everybody: pages and summaries name no person, unless the manifest says otherwise."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import reduce
from typing import overload

from plptool.model.findings import Argument, Finding, Message
from plptool.model.names import HIDDEN, NOBODY, Names
from plptool.model.plain import Data, Plain, as_list


def names_published(*manifests: Data) -> bool:
    """Whether all of these manifests allow names: a change that allows them does not profit from that itself."""
    return all(manifest.get("publish-names") is True for manifest in manifests)


def public(data: Plain, manifest: Data, names: Names = NOBODY, of: str = "") -> Plain:
    """The same data without the persons in it. A role that a person had stays.

    Args:
        data: anything, at whatever depth persons stand.
        manifest: the ledger's; with `publish-names: true` the data is handed back as it is.
        names: those that are left out of texts, too.
        of: the property that the data is a value of, where it stands alone.
    """
    if names_published(manifest):
        return data
    return nameless(data, names, of)


@overload
def nameless(data: Data, names: Names = NOBODY, of: str = "") -> dict[str, Plain]: ...
@overload
def nameless(data: Plain, names: Names = NOBODY, of: str = "") -> Plain: ...
def nameless(data: Plain, names: Names = NOBODY, of: str = "") -> Plain:
    """The same data without the persons in it: what names one is gone, and their names are out of all texts.

    It comes before anything is cut, so that no half of a name is left.

    Args:
        data: anything, at whatever depth persons stand.
        names: those that are left out of texts.
        of: the property that the data is a value of, where it stands alone.
    """
    if isinstance(data, dict):
        if names.stay:
            return {key: nameless(value, names, _property(key, of)) for key, value in data.items()}
        if _of_person(data) or _of_roles(data):
            return {key: _hidden(key, value) for key, value in data.items()}
        return {key: _below(data, key, value, names, of) for key, value in data.items() if key != "person"}
    if isinstance(data, list | tuple):
        return [nameless(entry, names, of) for entry in data]
    if isinstance(data, str) and (of in PROSE or not _IS_ID(data)):
        return names.hidden(data)
    return data


_ANSWERING = frozenset(("letterhead", "publisher"))
"""What a manifest says of who answers for pages and documents: it stands there to be read."""


def told_everybody(manifest: Data) -> Data:
    """What a manifest says that stands on pages and at the head of answers, and is to name no person."""
    return {name: value for name, value in manifest.items() if name not in _ANSWERING}


def nameless_manifest(manifest: Data, names: Names) -> dict[str, Plain]:
    """The same manifest, in whose texts none of these stands but as who answers for it."""
    return {**manifest, **nameless(told_everybody(manifest), names)}


PROSE = frozenset(
    (
        *("activities", "aim", "answers-within", "assessed-by", "authority", "burden", "clauses", "column", "contact"),
        *("definite", "definite-plural", "description", "directives", "duties", "email", "expected-result", "field"),
        *("goal", "includes", "indefinite", "keywords", "lacking", "measure", "name", "names", "need", "numbered"),
        *("outside", "phone", "plural", "priorities", "purpose", "reason", "recipient", "registry", "remaining"),
        *("role", "scheme", "sender", "series", "singular", "text", "title", "unit", "uses", "value", "what", "words"),
        "written",
    )
)
"""Properties that hold text in people's own words: one word there is no id, and may be a name."""
_IS_ID = re.compile(r"[\w.:/#-]*").fullmatch
"""What may be elsewhere an id, a date or a citation, by which records find each other."""


def property_at(path: Iterable[str]) -> str:
    """Which property a value is of that stands at the end of a path."""
    return reduce(lambda holder, key: _property(key, holder), path, "")


def _property(key: str, holder: str) -> str:
    """Which property a value is of; in a list by numbers (`priorities: {1: …}`), that which the list is of.

    Where a field is from (`source: {need: …}`) is said in citations, whatever the field holds.
    """
    return holder if holder == "source" or str(key).isdigit() else str(key)


_VALUES = ("from", "to", "old", "new", "value")
_WORDS = ("reason", "text", "written")


def _of_person(data: Data) -> bool:
    """Whether it is a change or a discrepancy of a field that names a person: all that it says may be the name."""
    field = str(data.get("field", ""))
    return "person" in field.split(".")


OF_ROLES = frozenset(("client", "disqualified", "members", "process-leaders", "responsible", "roles", "steering-group"))
"""Fields that hold nothing but roles, and with these persons: a claim about one may be a name."""
ROLES_TOO = frozenset(("by", "commissions", "lead", "milestones", "reservations"))
"""Those that hold organisations or tasks, or roles: a claim may be a name where the record has a role there."""


def claims_persons(discrepancy: Data, holder: Data) -> bool:
    """Whether sources disagree on what names a person, in itself or in a role: any claim may be the name.

    Args:
        discrepancy: what sources say of one field.
        holder: whose field it is: the record, or an event.
    """
    path = str(discrepancy.get("field", "")).split(".")
    if "person" in path or not OF_ROLES.isdisjoint(path):
        return True
    said = (holder, *(holder.get(name) for name in ("set", "add")))
    return any(_holds_role(of.get(path[0])) for of in said if isinstance(of, dict))


def _of_roles(data: Data) -> bool:
    """Whether it is a discrepancy of a field that holds roles, whosever field it is: a change tells it without that."""
    return "claims" in data and claims_persons(data, {})


def _holds_role(data: Plain) -> bool:
    """Whether a value is a role, or has one in it."""
    if isinstance(data, dict):
        return "role" in data or "person" in data or any(map(_holds_role, data.values()))
    return isinstance(data, list | tuple) and any(map(_holds_role, data))


def _below(holder: Data, key: str, value: Plain, names: Names, of: str) -> Plain:
    """What is left of a property, of one that names no person itself."""
    if key != "discrepancies" or not isinstance(value, list | tuple):
        return nameless(value, names, _property(key, of))
    left: list[Plain] = []
    for entry in value:
        if isinstance(entry, dict) and claims_persons(entry, holder):
            left.append({name: _hidden(name, below) for name, below in entry.items()})
        else:
            left.append(nameless(entry, names))
    return left


def _hidden(key: str, value: Plain) -> Plain:
    """What is left of a property of such a change or discrepancy."""
    match value:
        case list() | tuple():
            return [_hidden(key, entry) for entry in value]
        case dict():  # a claim: its source stays
            return {name: below if name == "source" else HIDDEN for name, below in value.items()}
        case _ if key in _VALUES:
            return None
        case _ if key in _WORDS:
            return HIDDEN
        case _:
            return value


def names_in(data: Iterable[Plain]) -> Names:
    """The names of all persons that this data names in a public role."""
    return Names.of(name for value in data for name in persons_in(value))


def unnamed(findings: list[Finding], names: Names) -> list[Finding]:
    """The same findings, in which none of these persons is named, nor what stands after `person:`."""
    return [_unnamed(finding, names) for finding in findings]


def _unnamed(finding: Finding, names: Names) -> Finding:
    hint, value, line = finding.hint, finding.value, finding.line
    if hint is not None:
        hint = _without_names(hint, names)
    if value is not None:
        value = names.hidden(value)
    if line is not None:
        line = _line_without_names(line, names)
    message = _without_names(finding.message, names)
    others = tuple(_unnamed(other, names) for other in finding.others)
    fix = finding.fix
    if fix is not None and _line_without_names(fix.text, names) != fix.text:
        fix = None
    return replace(finding, message=message, hint=hint, value=value, line=line, others=others, fix=fix)


def _without_names(message: Message, names: Names) -> Message:
    arguments: dict[str, Argument] = {}
    for name, value in message.args.items():
        if isinstance(value, Message):
            arguments[name] = _without_names(value, names)
        elif isinstance(value, str):
            arguments[name] = names.hidden(value)
        else:
            arguments[name] = value
    return Message(message.template, arguments)


def _line_without_names(line: str, names: Names) -> str:
    """The line with asterisks in the place of names: one for each character, so that the column still fits."""
    line = names.starred(line)
    if names.stay:
        return line
    return _PERSON.sub(_starred, line)


_PERSON = re.compile(r"(\bperson[\"']?:\s*)([^,}]+)")


def _starred(match: re.Match[str]) -> str:
    key, value = match.groups()
    stars = "*" * len(value)
    return f"{key}{stars}"


def persons_in(data: Plain) -> Iterator[str]:
    """Every name that stands under `person`, or is claimed to: the one answer to whom a ledger names."""
    if isinstance(data, dict):
        person = data.get("person")
        yield from (name for name in as_list(person) if isinstance(name, str))
        if _of_person(data):
            yield from _claimed(data)
        elif _of_roles(data):
            yield from _named_in_roles(data)
        for discrepancy in as_list(data.get("discrepancies")):
            if isinstance(discrepancy, dict) and not _of_person(discrepancy) and claims_persons(discrepancy, data):
                yield from _named_in_roles(discrepancy)
        for value in data.values():
            yield from persons_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from persons_in(value)


def _claimed(discrepancy: Data) -> Iterator[str]:
    """What documents say who it was, where they do not agree."""
    for claim in as_list(discrepancy.get("claims")):
        if not isinstance(claim, dict):
            continue
        for value in as_list(claim.get("value")):
            if isinstance(value, str):
                yield value


def _named_in_roles(discrepancy: Data) -> Iterator[str]:
    """The names among what documents say of roles: `Ylva Quist, ordförande`, but not `Kommunstyrelsens ordförande`."""
    for claim in _claimed(discrepancy):
        for said in _BESIDE_A_NAME.split(claim):
            words = said.split()
            if len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper():
                yield said.strip()


_BESIDE_A_NAME = re.compile(r"[,;:/()]")
