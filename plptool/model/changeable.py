"""What a `change` event may change: which fields of which records, and which lists gain and lose entries.

The definitions of these events in the schemas are made of this table (`tools/make.py`), and the fold reads it too.
What is not here is what a record is, and never another from a day on: its id, its date, who decided, what it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plptool.model.collections import Collection


@dataclass(frozen=True, slots=True)
class Changeable:
    """Which fields of a collection's records may have other values from a day on."""

    fields: tuple[str, ...]
    """Those that may be `set`."""
    lists: tuple[str, ...] = ()
    """Those of them whose entries may be added and removed."""


CHANGEABLE: Mapping[Collection, Changeable] = {
    Collection.PLANS: Changeable(
        (
            *("title", "aim", "period", "participants", "steering-group", "process-leaders", "roles"),
            *("ratings", "outcomes", "priorities", "indicators"),
        ),
        ("participants", "indicators"),
    ),
    Collection.PROCESSES: Changeable(
        ("title", "need", "activities", "goal", "lead", "roles", "partners", "priority", "period", "due", "indicators"),
        ("activities", "lead", "partners", "indicators"),
    ),
    Collection.DECISIONS: Changeable(("title", "period", "owner", "in-force", "review", "text")),
    Collection.ASSIGNMENTS: Changeable(
        (
            *("title", "period", "client", "responsible", "lead", "roles"),
            *("purpose", "expected-result", "directives"),
        ),
        ("directives",),
    ),
    Collection.GRANTS: Changeable(
        ("title", "period", "granted-by", "recipients", "years", "uses"),
        ("granted-by", "recipients", "years", "uses"),
    ),
    Collection.ORGANISATIONS: Changeable(("title", "type", "part-of", "names", "text"), ("names",)),
    Collection.SOURCES: Changeable(("title", "url", "text")),
    # A snapshot is of one day: it is corrected, and never becomes another.
    Collection.SNAPSHOTS: Changeable(()),
}
"""By collection; the schemas are made of it, and a test holds it complete."""
NAMED_BY: Mapping[str, str] = {"participants": "organisation", "years": "year", "uses": "what", "indicators": "id"}
"""By list whose entries have properties of their own: the one by which `remove` names an entry."""
ONE_OR_MORE = frozenset({"lead", "reports-to"})
"""Lists of which one that is left stands by itself."""
WORDS = frozenset({"ratings", "outcomes"})
"""A plan's own words, each with what it means: a change sets those that it names, and leaves the others."""
MERGED = frozenset({"steering-group", *WORDS})
"""Fields of which a change sets the properties that it names, and leaves the others. A role is who somebody is, and
set as a whole: whoever comes after another has nothing of theirs."""
