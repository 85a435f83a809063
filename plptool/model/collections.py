"""Names that help and completion need too. They stand apart, since types take long to import."""

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
