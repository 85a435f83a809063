"""By which properties records name other records: one table for whoever must know where an id may stand."""

ORGANISATIONS = frozenset(
    (
        *("body", "by", "chair", "granted-by", "internal", "lead", "organisation", "organisations", "owner"),
        *("part-of", "participants", "parties", "partners", "recipients", "reports-to", "to", "with"),
    )
)
"""Those that hold organisations, or a list of them; a test holds it beside the schemas."""
IDS = ORGANISATIONS | {
    *("plan", "process", "decision", "grant", "copy-of", "concerns", "continues", "listed"),
    *("prepared-by", "repeals", "amends"),
}
"""Those that hold ids, of whatever records: `part-of` of a process is one, and the keys of `listed` are sources."""
CITING = frozenset(("source", "line"))
"""Those that hold citations: the id of a source, and lines of it."""
