"""The collections: what sorts of records a ledger has, and what each is called.

Help and completion need them too, so they stand apart: types take long to import.
"""

from enum import StrEnum


class Collection(StrEnum):
    """A sort of records. Its value is its folder, and its name in the plural.

    A room that treats collections apart has one `match` with `assert_never`, or one table that a test holds complete.
    """

    PLANS = "plans"
    PROCESSES = "processes"
    DECISIONS = "decisions"
    ASSIGNMENTS = "assignments"
    GRANTS = "grants"
    ORGANISATIONS = "organisations"
    SOURCES = "sources"
    SNAPSHOTS = "snapshots"

    @property
    def schema(self) -> str:
        """The name of its schema, and its name in the singular."""
        return COLLECTIONS[self]


COLLECTIONS: dict[str, str] = {
    "plans": "plan",
    "processes": "process",
    "decisions": "decision",
    "assignments": "assignment",
    "grants": "grant",
    "organisations": "organisation",
    "sources": "source",
    "snapshots": "snapshot",
}
"""Each collection's folder, and the name of its schema."""


MANIFEST = "ledger/ledger.yaml"
