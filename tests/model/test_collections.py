"""The collections, and the tables that must know each of them."""

from plptool.checks.context import OUTLINES
from plptool.model.collections import Collection
from plptool.model.plain import part, text
from plptool.read.schema import NAMES, load


def test_every_collection_has_a_schema_and_every_room_knows_it() -> None:
    assert [collection.schema for collection in Collection] == [name for name in NAMES if name != "ledger"]
    assert set(OUTLINES) == set(Collection)


def test_ids_are_written_as_the_schemas_say() -> None:
    for collection in Collection:
        schema = load(collection.schema)
        reference = text(part(part(schema, "properties"), "id"), "$ref")
        definition = part(part(schema, "$defs"), reference.removeprefix("#/$defs/"))
        assert text(definition, "pattern") == f"^{collection.ids}$", collection
