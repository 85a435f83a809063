"""Good and bad example records in tests/examples/, which this test finds by itself.

- `good/ledger*.yaml` and `good/COLLECTION/ID.yaml`: no finding at all, from plptool or from other tools. Together they
  use every property and every allowed value.
- `bad/ledger/THEME.yaml` and `bad/COLLECTION/THEME.yaml`: each line at fault ends with a comment that names the rule,
  `# PLP203`, or several where several findings stand on the line, `# PLP202 PLP202`. Found is what the comments say, no
  more and no less. A missing property is found where the mapping begins, of the whole record at its first key. An empty
  value is found at its key.

What the examples must cover. A **property** is where it is used: the collection and the names that lead to it, without
indices, `*` for a key that the record chooses, and `[kind]` for the kind of an event or assertion, as in
`processes/events/[meeting]/discrepancies/claims/value` (`[status of a task]` where `of` decides too). Each occurs in a
good example. For the bad examples a property belongs to the innermost named definition (`$defs`) that holds it, and a
definition is shared: `meeting-event/number` must be wrong in one collection, not in all; but `processes/lead` and `plans/decision` are two properties, although both
refer to a definition for what they may hold. There is

- a wrong value for every property, save a `kind` that has already chosen the definition in which it stands;
- a file without it for every property that is required;
- an unknown property for every mapping that is closed.

Only what a finding's line and column point at counts, not what the comment means.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import ruamel.yaml
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from plptool import open_ledger
from plptool.checks.runner import check
from plptool.model.collections import COLLECTIONS
from plptool.model.findings import MAX_FAULTS, Finding
from plptool.model.i18n import LANGUAGES, translator
from plptool.model.rules import RULES
from plptool.read.vocabulary import vocabulary
from plptool.render.findings import text
from tests.support.examples import BAD, EXAMPLES, GOOD, collection_of, faults_of, faults_of_bad, write_examples
from tests.support.findings import assert_no_jargon
from tests.support.ledgers import BASE, write_ledger
from tests.support.project import ROOT

SCHEMAS = ROOT / "schema"
SINGULAR = {"ledger": "ledger", **{folder: collection.schema for folder, collection in COLLECTIONS.items()}}


def name(file: Path) -> str:
    return file.relative_to(EXAMPLES).with_suffix("").as_posix()


# --- the records ------------------------------------------------------------------------------------------------------


def expected(file: Path) -> list[tuple[int, str]]:
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    found = []
    for number, line in enumerate(lines, 1):
        comment = re.search(r"#((?: PLP\d{3})+)\s*$", line)
        found += [(number, rule) for rule in comment[1].split()] if comment else []
    return found


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_good(file: Path, tmp_path: Path) -> None:
    found = faults_of(file, tmp_path)
    assert not found, text(found, str)


@pytest.mark.parametrize("file", BAD, ids=name)
def test_bad(file: Path) -> None:
    found = sorted(faults_of_bad(file), key=Finding.order)
    placed = [(one.position.line, one.rule) for one in found if one.position]
    assert expected(file), "no line says what is wrong with it"
    assert sorted(placed) == sorted(expected(file)), text(found, str)
    assert len(placed) == len(found)
    assert_no_jargon(found)
    lines = file.read_bytes().decode("utf-8", "replace").split("\n")
    for one in found:
        assert one.position
        assert one.severity == RULES[one.rule].severity
        assert one.line == lines[one.position.line - 1].rstrip("\r")
        assert one.position.column <= len(one.line) + 1
        for language in LANGUAGES:
            # The finding, the line, the caret and a hint: nothing that a record says makes it longer than that.
            shown_ = text([one], translator(language)).split("\n")
            assert 3 <= len(shown_) - 1 <= 4, shown_
            assert max(map(len, shown_)) < 400, shown_


def test_a_guessed_date_mends_the_record(tmp_path: Path) -> None:
    """Whoever writes what the hints propose has a record without findings."""
    file = EXAMPLES / "bad" / "processes" / "dates-guessed.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    for one in faults_of(file, tmp_path / "before"):
        assert one.position
        assert one.hint
        line, start = lines[one.position.line - 1], one.position.column - 1
        mended = line[start:].replace(str(one.message.args["text"]), str(one.hint.args["date"]), 1)
        lines[one.position.line - 1] = line[:start] + mended
    copy = tmp_path / "processes" / file.name
    copy.parent.mkdir()
    copy.write_text("\n".join(lines), encoding="utf-8")
    found = faults_of(copy, tmp_path / "after")
    assert not found, text(found, str)


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "PLP106"),
        ("id: x\ntitle: Utan märke\n".encode("utf-16"), "PLP102"),
        (b"id: x\ntitle: " + b"x" * (1 << 20), "PLP107"),
        (b"id: x\n" * 100, "PLP104"),
    ],
    ids=["nothing at all", "UTF-16", "too large", "the same fault many times"],
)
def test_bytes_without_comments(raw: bytes, rule: str, tmp_path: Path) -> None:
    """Files that cannot say themselves what is wrong with them."""
    file = tmp_path / "processes" / "x.yaml"
    file.parent.mkdir()
    file.write_bytes(raw)
    found = faults_of(file, tmp_path)
    assert {one.rule for one in found} == {rule}
    assert all(one.position for one in found)
    assert len(found) <= MAX_FAULTS


def test_the_good_examples_are_a_ledger(tmp_path: Path) -> None:
    """They refer to one another rightly, so that they can be read as one little plan."""
    found = [
        one
        for one in check(open_ledger(write_examples(tmp_path)))
        if one.acknowledged is None and one.severity == "error"
    ]
    found = [one for one in found if not one.rule.startswith("PLP7")]  # nobody has made the seal that shows the form
    assert not found, text(found, str)


def test_the_files_are_there() -> None:
    """So that nothing here passes on nothing."""
    schemas = {file.name.removesuffix(".schema.json") for file in SCHEMAS.iterdir()}
    assert schemas == {*SINGULAR.values(), "defs"}
    assert {collection_of(file) for file in GOOD} == {*SINGULAR}
    assert {collection_of(file) for file in BAD} == {*SINGULAR}
    assert len(GOOD) >= 25
    assert len(BAD) >= 50
    told = {rule for file in BAD for _, rule in expected(file)}
    loading = {rule for rule in RULES if rule.startswith(("PLP1", "PLP2"))}
    # Not of one file's text: its place and name, the manifest that is missing, the size, a copy of the schemas.
    assert told == loading - {"PLP108", "PLP109", "PLP207"} | {"PLP401"}


# --- what they cover --------------------------------------------------------------------------------------------------

Names = tuple[str, ...]
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A spot in a schema: how a record reaches it, and which definition it belongs to."""

    full: Names
    home: Names

    def down(self, key: str) -> "Place":
        return Place((*self.full, key), (*self.home, key))

    def of_kind(self, kind: "Kind") -> "Place":
        name = f"[{kind.name} of a task]" if kind.of_task else f"[{kind.name}]"
        return Place((*self.full, name), (*self.home, name))


@dataclass(frozen=True)
class Kind:
    """What decides which definition an event or assertion fits: its `kind`, and whether it says `of`."""

    name: str
    of_task: bool | None
    """None where it makes no difference."""

    @classmethod
    def chosen_by(cls, condition: dict[str, Any]) -> "Kind":
        needs_of = "of" in condition.get("required", [])
        no_of = "of" in condition.get("not", {}).get("required", [])
        return cls(condition["properties"]["kind"]["const"], needs_of if needs_of or no_of else None)

    @property
    def chose(self) -> set[str]:
        """The properties without which it would not be this kind."""
        return {"kind", "of"} if self.of_task else {"kind"}

    def fits(self, node: Node) -> bool:
        if not isinstance(node, MappingNode):
            return False
        names = {key.value: value.value for key, value in node.value}
        return names.get("kind") == self.name and self.of_task in (None, "of" in names)


@dataclass(frozen=True)
class View:
    """One of the subschemas that hold at a place, with references followed."""

    schema: dict[str, Any]
    place: Place
    kind: Kind | None = None


@cache
def schema_of(singular: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMAS / f"{singular}.schema.json").read_text(encoding="utf-8"))
    return schema


def views(root: dict[str, Any], schema: dict[str, Any], place: Place, kind: Kind | None = None) -> Iterator[View]:
    yield View(schema, place, kind)
    if "$ref" in schema:
        target = schema["$ref"].removeprefix("#/$defs/")
        yield from views(root, root["$defs"][target], Place(place.full, (target,)), kind)
    for branch in schema.get("allOf", []):
        chosen = Kind.chosen_by(branch["if"])
        yield from views(root, branch["then"], place.of_kind(chosen), chosen)
    if "if" in schema:
        for branch in {"then", "else"} & schema.keys():
            yield from views(root, schema[branch], place, kind)


@dataclass(frozen=True)
class Demands:
    """What a schema gives the examples to cover."""

    properties: set[Names]
    values: set[tuple[Names, str]]
    wrong: set[Names]
    missing: set[Names]
    closed: set[Names]


@cache
def demands(plural: str) -> Demands:
    root = schema_of(SINGULAR[plural])
    properties: set[Names] = set()
    values: set[tuple[Names, str]] = set()
    wrong: set[Names] = set()
    missing: set[Names] = set()
    closed: set[Names] = set()
    pending = [(root, Place((plural,), (plural,)))]
    while pending:
        schema, start = pending.pop()
        for view in views(root, schema, start):
            place = view.place
            values |= {(place.home, str(value)) for value in view.schema.get("enum", [])}
            # Without what chose the definition an event is of another, or of none: that is missing from the wrapper.
            chose = view.kind.chose if view.kind else set()
            missing |= {place.down(key).home for key in view.schema.get("required", []) if key not in chose}
            if "items" in view.schema:
                pending.append((view.schema["items"], place))
            rest = view.schema.get("additionalProperties")
            if rest is False:
                closed.add(place.home)
            for key, below in {**view.schema.get("properties", {}), **({"*": rest} if rest else {})}.items():
                here = place.down(key)
                properties.add(here.full)
                if "const" not in below:
                    wrong.add(here.home)
                pending.append((below, here))
    return Demands(properties, values, wrong, missing, closed)


@dataclass(frozen=True)
class Spot:
    """A value as it stands in a file."""

    where: Where
    key: tuple[int, int] | None
    value: tuple[int, int]
    node: Node

    @property
    def told(self) -> tuple[int, int]:
        """Where a finding of the value stands; an empty one (`goal:`) has no place but its key's."""
        empty = isinstance(self.node, ScalarNode) and self.node.value == "" and not self.node.style
        return self.key if empty and self.key else self.value


def spots(node: Node, where: Where = (), key: tuple[int, int] | None = None) -> Iterator[Spot]:
    yield Spot(where, key, (node.start_mark.line + 1, node.start_mark.column + 1), node)
    if isinstance(node, MappingNode):
        for written, value in node.value:
            place = (written.start_mark.line + 1, written.start_mark.column + 1)
            yield from spots(value, (*where, str(written.value)), place)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from spots(value, (*where, index))


def compose(file: Path) -> Node | None:
    """The file's nodes; None where it is no YAML that another tool would read."""
    try:
        node: Node | None = ruamel.yaml.YAML(typ="safe").compose(file.read_bytes())
    except (ruamel.yaml.error.YAMLError, UnicodeDecodeError):
        return None
    return node if isinstance(node, MappingNode) else None


def schema_places(plural: str, node: Node) -> dict[Where, set[Place]]:
    """For each value in a record: the places in the schema that speak of it."""
    root = schema_of(SINGULAR[plural])
    found: dict[Where, set[Place]] = defaultdict(set)
    pending: list[tuple[dict[str, Any], Place, Node, Where]] = [(root, Place((plural,), (plural,)), node, ())]
    while pending:
        schema, start, here, where = pending.pop()
        found[where].add(start)
        for view in views(root, schema, start):
            if view.kind and not view.kind.fits(here):
                continue
            found[where].add(view.place)
            if isinstance(here, SequenceNode) and "items" in view.schema:
                pending += [(view.schema["items"], view.place, one, (*where, n)) for n, one in enumerate(here.value)]
            elif isinstance(here, MappingNode):
                rest = view.schema.get("additionalProperties")
                for written, value in here.value:
                    key = str(written.value)
                    below = view.schema.get("properties", {}).get(key)
                    if below is not None:
                        pending.append((below, view.place.down(key), value, (*where, key)))
                    elif rest:
                        pending.append((rest, view.place.down("*"), value, (*where, key)))
    return found


def as_lines(names: set[Names]) -> str:
    return "\n" + "\n".join(sorted("/".join(one) for one in names))


def test_every_property_and_value_is_in_a_good_example() -> None:
    properties: set[Names] = set()
    values: set[tuple[Names, str]] = set()
    for file in GOOD:
        node = compose(file)
        assert node is not None
        found = schema_places(collection_of(file), node)
        for spot in spots(node):
            properties |= {place.full for place in found[spot.where]}
            if isinstance(spot.node, ScalarNode):
                values |= {(place.home, spot.node.value) for place in found[spot.where]}
    wanted = [demands(plural) for plural in SINGULAR]
    assert sum(len(one.properties) for one in wanted) > 600
    assert not (unused := {one for each in wanted for one in each.properties} - properties), as_lines(unused)
    languages = {(("ledger", "language"), language) for language in LANGUAGES}  # as many as there are catalogues
    unsaid = {one for each in wanted for one in each.values} - values - languages
    assert not unsaid, as_lines({(*place, value) for place, value in unsaid})


def test_every_property_is_wrong_in_a_bad_example() -> None:
    wrong: set[Names] = set()
    missing: set[Names] = set()
    unknown: set[Names] = set()
    for file in BAD:
        node = compose(file)
        if node is None:
            continue
        found, of_file = schema_places(collection_of(file), node), [*spots(node)]
        for finding in faults_of_bad(file):
            assert finding.position
            at = (finding.position.line, finding.position.column)
            for spot in of_file:
                if at not in (spot.key, spot.value, spot.told):
                    continue
                homes = {place.home for place in found[spot.where]}
                if finding.rule == "PLP201" and spot.key == at:
                    unknown |= {place.home for place in found[spot.where[:-1]]}
                elif finding.rule == "PLP202" and spot.value == at:
                    missing |= {(*home, str(finding.message.args["key"])) for home in homes}
                elif finding.rule in ("PLP203", "PLP204", "PLP205", "PLP206", "PLP401") and spot.told == at:
                    wrong |= homes
    wanted = [demands(plural) for plural in SINGULAR]
    assert not (never := {one for each in wanted for one in each.wrong} - wrong), f"never wrong:{as_lines(never)}"
    assert not (never := {one for each in wanted for one in each.missing} - missing), f"never missing:{as_lines(never)}"
    assert not (never := {one for each in wanted for one in each.closed} - unknown), (
        f"nothing unknown:{as_lines(never)}"
    )


# --- the schemas, and other tools -------------------------------------------------------------------------------------


def subschemas(schema: dict[str, Any], where: Names = ()) -> Iterator[tuple[Names, dict[str, Any]]]:
    """Every schema within a schema, and the way to it."""
    yield where, schema
    for word in ("properties", "$defs"):
        for key, below in schema.get(word, {}).items():
            yield from subschemas(below, (*where, word, key))
    for word in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
        if isinstance(schema.get(word), dict):
            yield from subschemas(schema[word], (*where, word))
    for index, below in enumerate(schema.get("allOf", [])):
        yield from subschemas(below, (*where, "allOf", str(index)))


ALL_SCHEMAS = sorted({*SINGULAR.values(), "defs"})
# By design: the kind decides what else an event or assertion has, and each kind's own definition is closed.
OPEN = {("properties", "events", "items"), ("properties", "assertions", "items")}


def validator(singular: str, schema: dict[str, Any] | None = None) -> jsonschema.Draft202012Validator:
    """As other tools build it: plain jsonschema, nothing of plptool."""
    root = schema_of(singular)
    return jsonschema.Draft202012Validator({**(schema or root), "$defs": root.get("$defs", {})})


@pytest.mark.parametrize("singular", ALL_SCHEMAS)
def test_schema(singular: str) -> None:
    """It is one, says what it is about, tells editors' tools of every property, and is closed."""
    root = schema_of(singular)
    jsonschema.Draft202012Validator.check_schema(root)
    assert root["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    assert root["$id"].endswith(f"/{singular}.schema.json")
    told = 0
    for where, schema in subschemas(root):
        condition = "if" in where
        target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else {}
        spoken_of = where[-2:-1] in (("properties",), ("$defs",)) or where[-1:] in (
            ("items",),
            ("additionalProperties",),
        )
        if spoken_of and not condition and where not in OPEN:
            told += 1
            for word in ("title", "description", "examples"):
                said = schema.get(word, target.get(word))
                assert said, f"{singular} {'/'.join(where)} has no {word}"
                assert word == "examples" or said.strip() == said
        if (schema.get("type") == "object" or "properties" in schema) and not condition:
            rest = schema.get("additionalProperties")
            # Keys are free only where all values are of one sort.
            free = isinstance(rest, dict) and "properties" not in schema
            assert rest is False or free or where in OPEN, f"{singular} {'/'.join(where)} is open"
    assert told >= 8


@pytest.mark.parametrize("singular", ALL_SCHEMAS)
def test_examples_in_the_schema(singular: str) -> None:
    """What editors' tools offer is right."""
    wrong = [
        f"{singular} {'/'.join(where)}: {error.message}"
        for where, schema in subschemas(schema_of(singular))
        for example in schema.get("examples", [])
        for error in validator(singular, schema).iter_errors(example)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("singular", ALL_SCHEMAS)
def test_the_first_example_is_english_and_the_second_swedish(singular: str) -> None:
    """Hints show readers that of their language; only what a ledger calls things in Swedish is Swedish for all."""
    for where, schema in subschemas(schema_of(singular)):
        examples = [json.dumps(example, ensure_ascii=False) for example in schema.get("examples", [])]
        assert len(examples) <= 2, where
        if examples and not {"terms", "term", "forms"}.intersection(where) and "åtgärd" not in examples[0]:
            assert not re.search("[åäöÅÄÖ]|bilaga|protokoll", examples[0]), f"{singular} {where}: {examples[0]}"


@pytest.mark.parametrize(("language", "cited"), [("en", "`source: annex-5#L215`"), ("sv", "`source: bilaga-5#L215`")])
def test_a_hint_shows_an_example_of_the_readers_language(tmp_path: Path, language: str, cited: str) -> None:
    without_both = BASE.replace("title: Adopts the plan\n", "").replace("concerns: [plan]\nsource: list", "")
    faults = open_ledger(write_ledger(tmp_path, without_both)).faults
    hints = {one.message.args["key"]: one.hint.say(translator(language)) for one in faults if one.hint is not None}
    titles = schema_of("decision")["properties"]["title"]["examples"]
    assert titles[0] != titles[1]
    assert cited in hints["source"]
    assert [title in hints["title"] for title in titles] == [language == "en", language == "sv"]


def test_one_name_one_definition() -> None:
    """A definition that two schemas share is the same in both; defs.schema.json is the master."""
    master = schema_of("defs")["$defs"]
    used = set()
    for singular in SINGULAR.values():
        for key, definition in schema_of(singular).get("$defs", {}).items():
            assert definition == master[key], f"{singular}: {key}"
            used.add(key)
    assert used == set(master)


def test_definitions_are_used() -> None:
    for singular in SINGULAR.values():
        root = schema_of(singular)
        used = {schema["$ref"].removeprefix("#/$defs/") for _, schema in subschemas(root) if "$ref" in schema}
        assert used == set(root.get("$defs", {})), singular


class PlainLoader(ruamel.yaml.YAML):
    """YAML 1.2 as check-jsonschema reads it: dates stay text, keys become text."""

    def __init__(self) -> None:
        super().__init__(typ="safe")

        class Constructor(SafeConstructor):
            """A class of its own, since constructors are kept on the class."""

        self.Constructor = Constructor
        Constructor.add_constructor("tag:yaml.org,2002:timestamp", Constructor.construct_yaml_str)

    def read(self, file: Path) -> Any:
        return self._keyed(self.load(file.read_bytes()))

    def _keyed(self, data: Any) -> Any:
        if isinstance(data, dict):
            return {str(key): self._keyed(value) for key, value in data.items()}
        return [self._keyed(value) for value in data] if isinstance(data, list) else data


def assert_accepted(file: Path, plural: str) -> None:
    errors = [
        f"{one.json_path}: {one.message}" for one in validator(SINGULAR[plural]).iter_errors(PlainLoader().read(file))
    ]
    assert not errors, f"{file}: {errors}"


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_other_tools_take_a_good_example(file: Path) -> None:
    """What plptool takes for right, a validator that knows only YAML and the schema takes for right too."""
    assert_accepted(file, collection_of(file))


RECORDED = [path.name for path in sorted((ROOT / "ledger").iterdir()) if path.is_dir()]


@pytest.mark.parametrize("plural", ["ledger", *RECORDED])
def test_other_tools_take_the_records(plural: str) -> None:
    files = [ROOT / "ledger" / "ledger.yaml"] if plural == "ledger" else [*(ROOT / "ledger" / plural).glob("*.yaml")]
    assert files
    for file in files:
        assert_accepted(file, plural)


def test_other_tools_read_numbers_where_plptool_reads_text() -> None:
    """So that agreeing means something: the good examples hold what YAML takes for a number or a date."""
    process = PlainLoader().read(EXAMPLES / "good" / "processes" / "1.10.yaml")
    assert process["id"] == 1.1
    assert PlainLoader().read(EXAMPLES / "good" / "processes" / "2.2.yaml")["period"] == 2023
    assert PlainLoader().read(EXAMPLES / "good" / "snapshots" / "081231.yaml")["id"] == 81231
    assert PlainLoader().read(EXAMPLES / "good" / "organisations" / "112.yaml")["id"] == 112
    assert PlainLoader().read(EXAMPLES / "good" / "snapshots" / "231231.yaml")["date"] == "2023-12-31"
    events = PlainLoader().read(EXAMPLES / "good" / "processes" / "1.1.yaml")["events"]
    assert events[0]["number"] == 1
    records = open_ledger(ROOT).records
    assert all(isinstance(record.data["id"], str) for record in records.values())


def test_whole_numbers_are_never_lost() -> None:
    """plptool reads digits as a number by the property's name alone, so no property of that name may want them as text."""
    words = vocabulary().whole
    assert {"number", "priority", "paragraph", "year"} <= words
    for singular in SINGULAR.values():
        for where, schema in subschemas(schema_of(singular)):
            if where[-2:-1] == ("properties",) and where[-1] in words:
                for entry in (schema, schema.get("items", schema)):
                    taken = validator(singular, entry)
                    assert taken.is_valid(2023) or not taken.is_valid("2023"), f"{singular} {'/'.join(where)}"
