"""The collections: what sorts of records a ledger has, and what each is called.

Help and completion need them too, so they stand apart: types take long to import.
"""

from enum import StrEnum
from typing import Self

ID = r"[A-Za-z0-9][A-Za-z0-9._-]*"
"""How ids are written, as a pattern that the whole of an id fits; `defs.schema.json` says the same."""


class Collection(StrEnum):
    """A sort of records. Its value is its folder, and its name in the plural.

    Each member has its folder and the name of its schema, and the pattern of its records' ids where they have one of
    their own. A room that treats collections apart has one `match` with `assert_never`, or one table that a test holds
    complete.
    """

    schema: str
    """The name of its schema: `process` of `process.schema.json`."""
    ids: str
    """A pattern that the whole of a record's id fits."""

    PLANS = "plans", "plan"
    PROCESSES = "processes", "process"
    DECISIONS = "decisions", "decision"
    ASSIGNMENTS = "assignments", "assignment"
    GRANTS = "grants", "grant"
    ORGANISATIONS = "organisations", "organisation"
    SOURCES = "sources", "source"
    SNAPSHOTS = "snapshots", "snapshot"

    def __new__(cls, folder: str, schema: str, ids: str = ID) -> Self:
        member = str.__new__(cls, folder)
        member._value_ = folder
        member.schema, member.ids = schema, ids
        return member

    @property
    def folder(self) -> str:
        """The folder of its records, in `ledger/`."""
        return self.value

    @property
    def singular(self) -> str:
        """What one of its records is called, a word of the catalogue."""
        return self.schema

    @property
    def plural(self) -> str:
        """What its records are called, a word of the catalogue."""
        return self.value


COMMISSIONS = "commissions"
MILESTONES = "milestones"
TASKS = (COMMISSIONS, MILESTONES)
"""What decisions give somebody to do: no records of their own, and listed as if they were."""
COLLECTIONS: dict[str, Collection] = {collection.folder: collection for collection in Collection}
"""By folder, the collection whose records lie there."""


MANIFEST = "ledger/ledger.yaml"
