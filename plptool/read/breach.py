"""One way in which data breaks its schema, and what the sentences about it are made of."""

import re
from dataclasses import dataclass
from typing import Any

from plptool.model.findings import Message
from plptool.model.mends import Called, Gone, Mend
from plptool.model.plain import Data, Plain
from plptool.model.records import Path, property_of
from plptool.model.text import flow, short
from plptool.read.schema import Schema

CITATIONS = ("annex-5#L215", "bilaga-5#L215")
"""As examples show one."""
SEVERAL = re.compile(r"\s*[,;/&]\s*|\s+(?:och|and|samt)\s+")
"""What parts the names in a text that is written where a list, or one name, is wanted."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One way in which data breaks its schema."""

    rule: str
    where: Path
    message: Message
    hint: Message | None = None
    at_key: bool = False
    """Whether the key is at fault, not the value."""
    mend: Mend | None = None
    """The one change that mends it, where no other is thinkable."""


@dataclass(frozen=True, slots=True)
class SchemaError:
    """What jsonschema says of one value: as much as its wording needs."""

    where: Path
    value: Plain
    """What stands there."""
    keyword: str
    """Of JSON Schema 2020-12: what the value fails, such as `pattern`."""
    demand: Any
    """What the schema has for the keyword, such as the pattern."""
    schema: Schema
    """The part of the schema that is about the value."""

    @property
    def properties(self) -> Data:
        """The properties of the value; none, where it is no mapping."""
        if not isinstance(self.value, dict):
            return {}
        return self.value

    @property
    def name(self) -> str | Message:
        """What the value is called: its property, or an entry of which list."""
        return name_of(self.where)

    @property
    def example(self) -> Message | None:
        """The schema's first example, as an editor writes it."""
        examples = self.schema.get("examples")
        if not examples:
            return None
        written = map(flow, examples)
        return for_example(*written)


def name_of(where: Path) -> str | Message:
    """What the value at a place is called: its property, or an entry of which list."""
    if not where:
        return Message("the record")
    name = property_of(where)
    if where[-1] == name:
        return f"`{name}`"
    return Message("an entry of `{name}`", {"name": name}) if name else Message("the record")


def for_example(english: str, swedish: str | None = None) -> Message:
    """The hint that shows a piece of YAML, shortened where it is long.

    Args:
        english: as a schema's first example has it.
        swedish: as its second has it, where that is another.
    """
    return Message("For example: {example}", {"example": of_the_language(english, swedish)})


def of_the_language(english: str, swedish: str | None = None) -> Message | str:
    """An example for readers of either language: a catalogue shows the one and no character of the other."""
    if swedish is None:
        return short(english, 100)
    examples = {"en": short(english, 100), "sv": short(swedish, 100)}
    return Message("{en!s}{sv!s:.0}", examples)


def is_empty(value: Plain) -> bool:
    """Whether somebody left a value out: null, or text without a character in it."""
    if isinstance(value, str):
        return not value.strip()
    return value is None


def empty(where: Path, hint: Message | None = None) -> Breach:
    """A value that was left out."""
    message = Message("{name} is empty", {"name": name_of(where)})
    if hint is None:
        hint = Message("Write a value, or leave the property out.")
    return Breach("PLP206", where, message, hint)


def repeated(where: Path, value: Plain) -> Breach:
    """An entry of a list that is there already."""
    message = Message("`{value}` stands twice", {"value": short(value)})
    hint = Message("Remove one of them.")
    return Breach("PLP206", where, message, hint, mend=Gone(where))


def unknown(where: Path, hint: Message, meant: str | None = None) -> Breach:
    """A property that the schema does not know; and the one that it can only mean, where there is such."""
    name = short(where[-1])
    message = Message("unknown property `{key}`", {"key": name})
    mend = None if meant is None else Called(where, meant)
    return Breach("PLP201", where, message, hint, at_key=True, mend=mend)


def misplaced(right: str, wrong: str) -> Breach:
    """A whole record in another collection's folder: one mistake, whatever else the schema there has to say.

    Args:
        right: the collection whose record it is.
        wrong: the one in whose folder it lies.
    """
    message = Message(
        "this looks like a record of ledger/{right}/, but it lies in ledger/{wrong}/", {"right": right, "wrong": wrong}
    )
    hint = Message("Move the file to ledger/{folder}/.", {"folder": right})
    return Breach("PLP108", (), message, hint)


def one_leads(names: list[str], root: Schema) -> Message | None:
    """The hint for what could be several names where the leading organisation stands, or one with "and" in it.

    None where the record has no partners.
    """
    if "partners" not in root.get("properties", {}):
        return None
    lead, *partners = names
    others = short(", ".join(partners))
    arguments = {"lead": short(lead), "others": others or "…"}
    return Message(
        "Where it is the name of one: write its id in ledger/organisations/. "
        "Where one of several leads: `lead: {lead}`, and the others are partners: `partners: [{others}]`. "
        "Where they lead together: `lead: [{lead}, {others}]`.",
        arguments,
    )
