"""The collections, and the tables that must know each of them."""

from plptool.checks.context import OUTLINES
from plptool.model.collections import COLLECTIONS, Collection
from plptool.read.schema import NAMES


def test_every_collection_has_a_schema_and_every_room_knows_it() -> None:
    assert list(COLLECTIONS) == [str(collection) for collection in Collection]
    assert [collection.schema for collection in Collection] == [name for name in NAMES if name != "ledger"]
    assert set(OUTLINES) == set(Collection)
