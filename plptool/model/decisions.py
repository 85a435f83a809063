"""The words that a decision has for how it stands, and for how it is tied to others: one table for every answer."""

STATUSES = (
    "planned",
    "proposed",
    "referred-to",
    "referred-back",
    "tabled",
    "adopted",
    "appealed",
    "final",
    "noted",
    "rejected",
    "lapsed",
    "quashed",
    "withdrawn",
)
"""Every status, in the order in which a matter may have them; a test holds it beside the schema."""
STANDING = ("adopted", "appealed", "final")
"""The statuses of what was adopted and stands: an appeal alone stops nothing."""
AFTER_ADOPTION = ("appealed", "final", "quashed")
"""The statuses that only what was adopted can come to have."""
WAITING = ("planned", "proposed", "referred-back", "tabled")
"""The statuses of what nobody has decided yet."""
ENDED = ("withdrawn", "lapsed", "quashed")
"""The statuses after which nobody need do what the decision asked for."""
POINTERS = ("prepared-by", "repeals", "amends")
"""The properties by which a decision names earlier ones."""
TYPES = (
    "motion",
    "citizens-proposal",
    "petition",
    "interpellation",
    "policy",
    "strategy",
    "guideline",
    "regulation",
    "tariff",
    "budget",
    "agreement",
    "appointment",
)
"""What sorts of matter there are; a test holds it beside the schema."""
