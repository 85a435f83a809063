"""What the schemas say that a record, or an event of a kind, may say, one property at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from plptool.model.collections import Collection
from plptool.read.schema import Schema, load


@dataclass(frozen=True, slots=True)
class Field:
    """A property, as far as somebody must know who gives it a value."""

    name: str
    about: str
    """What it is, in a sentence or more."""
    words: tuple[str, ...]
    """Those that it may be; none where it is free."""
    is_list: bool
    """Whether it may have several values."""
    is_always_list: bool
    """Whether also one value stands in a list."""
    has_parts: bool
    """Whether a value has properties of its own."""
    has_free_parts: bool
    """Whether these are called as somebody calls them, and their names mean nothing."""
    may_be_text: bool
    """Whether a value may be a single text or number."""
    is_flag: bool
    """Whether it is true or is left out."""
    is_number: bool
    """Whether it is a whole number, and nothing else."""
    is_required: bool
    parts: tuple["Field", ...]
    """The properties that a value has of its own, where their names mean something."""

    @property
    def in_short(self) -> str:
        """What it is, in the first sentence alone, which the catalogues have in every language."""
        first_sentence, _, _ = self.about.partition(". ")
        return first_sentence.removesuffix(".") + "." if first_sentence else ""

    @property
    def must_cite(self) -> bool:
        """Whether a value must say for itself what it rests on."""
        return any(part.name == "source" and part.is_required for part in self.parts)


@cache
def record_fields(collection: Collection) -> tuple[Field, ...]:
    """What a record of a collection may say, in the order of its schema."""
    schema = load(collection.schema)
    return tuple(_fields(schema, schema))


@cache
def event_fields(collection: Collection, kind: str, said: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """What an event of a record may say, in the order of its schema; nothing where such records have no such event.

    Args:
        collection: the record's.
        kind: of which kind the event is.
        said: the properties that decide what else it may say: whether it is `of` tasks, or has the `value` of an
            indicator.
    """
    whole = load(collection.schema)
    for branch in _branches(whole, kind):
        if _fits(branch["if"], said):
            return tuple(_fields(_resolved(branch["then"], whole), whole))
    return ()


def _fits(condition: Schema, said: frozenset[str]) -> bool:
    """Whether an event of the kind that says these properties is one of which a branch speaks."""
    without = condition.get("not")
    return _has(condition, said | {"kind"}) and not (without and _has(without, said))


def _has(condition: Schema, said: frozenset[str]) -> bool:
    """Whether these are all the properties that a condition requires, and those of one alternative."""
    alternatives = condition.get("anyOf")
    if alternatives and not any(_has(alternative, said) for alternative in alternatives):
        return False
    return said.issuperset(condition.get("required", ()))


@cache
def fields_of_kind(collections: tuple[Collection, ...], kind: str) -> tuple[Field, ...]:
    """What an event of a kind may say, of whichever of these records it is, or of tasks of one.

    What is required is what all of them must say.
    """
    found: dict[str, list[Field]] = {}
    number = 0
    for collection in collections:
        whole = load(collection.schema)
        for branch in _branches(whole, kind):
            number += 1
            for field in _fields(_resolved(branch["then"], whole), whole):
                found.setdefault(field.name, []).append(field)
    return tuple(_joined(alike, number) for alike in found.values())


def _joined(alike: list[Field], number: int) -> Field:
    """One field for those of one name that several sorts of records have."""
    first = alike[0]
    words = dict.fromkeys(word for field in alike for word in field.words)
    is_required = len(alike) == number and all(field.is_required for field in alike)
    return Field(
        name=first.name,
        about=first.about,
        words=tuple(words),
        is_list=first.is_list,
        is_always_list=first.is_always_list,
        has_parts=first.has_parts,
        has_free_parts=first.has_free_parts,
        may_be_text=first.may_be_text,
        is_flag=first.is_flag,
        is_number=first.is_number,
        is_required=is_required,
        parts=first.parts,
    )


def _branches(whole: Schema, kind: str) -> Iterator[Schema]:
    """What the schema of a collection says of events of a kind: of such as are of tasks, it may be something else."""
    events: Schema = whole["properties"].get("events", {})
    entry: Schema = events.get("items", {})
    for branch in entry.get("allOf", []):
        if branch["if"]["properties"]["kind"]["const"] == kind:
            yield branch


def _fields(definition: Schema, whole: Schema) -> Iterator[Field]:
    required = definition.get("required", ())
    for name, value in definition["properties"].items():
        yield _field(name, value, whole, is_required=name in required)


def _field(name: str, definition: Schema, whole: Schema, *, is_required: bool) -> Field:
    shapes = list(_shapes(definition, whole))
    lists = [shape for shape in shapes if shape.get("type") == "array"]
    single = [shape for shape in shapes if shape.get("type") != "array"]
    values = [*single]
    for shape in lists:
        values += _shapes(shape.get("items", {}), whole)
    described = _resolved(definition, whole) | definition
    has_parts = any(map(_has_parts, values))
    return Field(
        name=name,
        about=str(described.get("description", "")),
        words=_words(values),
        is_list=bool(lists),
        is_always_list=bool(lists) and not single,
        has_parts=has_parts,
        has_free_parts=has_parts and not any("properties" in shape for shape in values),
        may_be_text=not all(map(_has_parts, values)),
        is_flag=any(shape.get("type") == "boolean" for shape in single),
        is_number=bool(single) and all(shape.get("type") == "integer" for shape in single),
        is_required=is_required,
        parts=tuple(_parts(values, whole)),
    )


def _parts(values: Iterable[Schema], whole: Schema) -> Iterator[Field]:
    """The properties that a value has of its own."""
    for shape in values:
        if "properties" in shape:
            yield from _fields(shape, whole)


def _words(values: Iterable[Schema]) -> tuple[str, ...]:
    """The words that a value may be."""
    words = [str(word) for shape in values for word in shape.get("enum", ())]
    return tuple(dict.fromkeys(words))


def _has_parts(shape: Schema) -> bool:
    return shape.get("type") == "object" or "properties" in shape


def _shapes(definition: Schema, whole: Schema) -> Iterator[Schema]:
    """Each form that a value may have."""
    resolved = _resolved(definition, whole)
    if "then" in resolved and "else" in resolved:
        yield from _shapes(resolved["then"], whole)
        yield from _shapes(resolved["else"], whole)
    elif resolved:
        yield resolved


def _resolved(definition: Schema, whole: Schema) -> Schema:
    """The shared definition itself, where a `$ref` names one."""
    if "$ref" not in definition:
        return definition
    _, _, name = str(definition["$ref"]).rpartition("/")
    shared: Schema = whole["$defs"][name]
    return shared
