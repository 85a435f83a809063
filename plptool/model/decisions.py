"""The words that a decision has for how it stands, and for how it is tied to others: one table for every answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from plptool.model.plain import Data, entries, number, number_if_any, text_if_any, texts, whole
from plptool.model.shapes import called

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
NOT_GIVING = (*WAITING, "rejected")
"""The statuses of what gives nobody anything to do: it is not decided, or decided against."""
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
RAISED = ("motion", "citizens-proposal", "petition", "interpellation")
"""Those that somebody raises and that are to be answered: what they ask for is asked before anybody has decided."""
LASTING = ("policy", "strategy", "guideline", "regulation", "tariff")
"""Those that people look up, as they are followed until another repeals them."""

Paragraph = int | str
"""Where in minutes something stands: mostly a number, else as the minutes have it."""


def gives_tasks(decision: Data, status: str) -> bool:
    """Whether what a decision says that somebody is to do is given to them, where it has a status."""
    is_given = status not in NOT_GIVING
    is_raised = decision.get("type") in RAISED
    return is_given or is_raised


def known_as(bodies: Iterable[str], date: str | None, paragraph: Paragraph | None, title: str | None = None) -> str:
    """A decision as people know it: KF 2023-02-27 § 11, without a paragraph KF 2023-02-27, and never by its id.

    Args:
        bodies: whose it is.
        date: of what is told with its date.
        paragraph: where it stands in the minutes.
        title: where neither a paragraph nor whose it is and its date tell it from others.
    """
    owners = ", ".join(bodies)
    cited = ""
    if paragraph:
        cited = cited_paragraph(paragraph)
    where = filter(None, [owners, date, cited])
    name = " ".join(where)
    said = filter(None, [name, title])
    return ": ".join(said)


def bodies_of(decision: Data) -> tuple[str, ...]:
    """Whose decision it is: the body's, or the parties'."""
    body = text_if_any(decision, "body")
    parties = texts(decision, "parties")
    if body is None:
        return parties
    return (body, *parties)


def need_titles(decisions: Mapping[str, Data]) -> frozenset[str]:
    """The decisions, by id, that only their title tells from others: none has a paragraph, and several a body and date.

    So does one of which nobody knows whose it is.
    """
    alike: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
    for key, decision in decisions.items():
        if paragraph_of(decision) is not None:
            continue
        bodies = bodies_of(decision)
        date = text_if_any(decision, "date")
        same = alike.setdefault((bodies, date), [])
        same.append(key)
    confused: set[str] = set()
    for (bodies, _), keys in alike.items():
        if len(keys) > 1 or not bodies:
            confused.update(keys)
    return frozenset(confused)


def paragraph_of(decision: Data) -> Paragraph | None:
    """The paragraph of a decision; None where its record says none."""
    written = decision.get("paragraph")
    if not isinstance(written, str):
        return number_if_any(decision, "paragraph")
    without_sign = written.removeprefix("§").strip()
    return whole(without_sign) or without_sign or written


def cited_paragraph(paragraph: Paragraph) -> str:
    """A paragraph as people cite it: § 12, § 12 a, Minute 89."""
    written = str(paragraph)
    is_numbered = written[0].isdigit()
    if is_numbered:
        return f"§ {written}"
    return written


def registry_numbers(data: Data) -> tuple[str, ...]:
    """A matter's registry numbers, each with its register where that is said."""
    listed = entries(data, "registry")
    return tuple(_registry_number(entry) for entry in listed)


def _registry_number(data: Data) -> str:
    written = str(data["number"])
    scheme = text_if_any(data, "scheme")
    if scheme is None:
        return written
    return f"{scheme} {written}"


@dataclass(frozen=True, slots=True)
class Vote:
    """How the votes fell."""

    in_favour: int = field(metadata=called("for"))
    against: int
    abstained: int | None
    """None where nobody says."""

    @classmethod
    def of(cls, data: Data) -> Self:
        in_favour = number(data, "for")
        against = number(data, "against")
        abstained = number_if_any(data, "abstained")
        return cls(in_favour, against, abstained)

    def __str__(self) -> str:
        said = f"{self.in_favour}–{self.against}"
        if self.abstained:
            return f"{said} ({self.abstained})"
        return said
