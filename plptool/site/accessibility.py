"""What an accessibility statement says, by the law that asks for it.

Its parts are those of the European model (Commission Implementing Decision (EU) 2018/1523, annex, section 1). Sweden's
are worded as its agency words them; the United Kingdom's as its government's sample does, whose headings and sentences
its regulations take over from the model; the other countries' of the European Economic Area, and the Union's own
institutions', as the model does. Elsewhere nobody asks, and no law is cited.
"""

from dataclasses import dataclass
from typing import Self

from plptool.model.country import SWEDEN, UNION, country_of
from plptool.model.findings import Message
from plptool.model.i18n import word
from plptool.model.plain import Data, part, text_if_any

_DIRECTIVE = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SI", "SK",
)  # fmt: skip
"""The countries of the European Economic Area, but for Sweden: Directive (EU) 2016/2102 holds there."""
_TOLD = (
    "name", "email", "phone", "contact", "answers-within", "conforms", "lacking", "assessed-by", "assessed", "updated",
    "published",
)  # fmt: skip
"""What only the publisher knows, of any country."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the parts of a statement are called."""

    status: Message
    lacking: Message
    faults: Message
    contact: Message
    tested: Message


@dataclass(frozen=True, slots=True)
class Exemptions:
    """What a law lets go, by what it is called there."""

    burden: Message
    outside: Message


@dataclass(frozen=True, slots=True)
class Authority:
    """To whom one complains who is not content with the publisher's answer."""

    heading: Message
    told: Message
    address: str = ""
    language: str = ""
    """Of the page at that address."""

    @property
    def named(self) -> str:
        """The address, as it is read."""
        return self.address.removeprefix("https://").removesuffix("/")


@dataclass(frozen=True, slots=True)
class Law:
    """What a country's law asks such a statement to hold."""

    headings: Headings
    opening: str
    """Of what it is, who publishes that, and by which law: `{site}` and `{publisher}` stand where these are named."""
    requirements: Message
    """With what the pages comply fully, partly or not."""
    exemptions: Exemptions | None
    authority: Authority | None
    by_publisher: bool = False
    """Whether which authority it is stands in the manifest."""
    of_the_model: bool = False
    """Whether it says when it was prepared, as the model does."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: what a law asks, and what the manifest has of it."""

    law: Law
    publisher: Data

    @classmethod
    def of(cls, manifest: Data) -> Self:
        return cls(law_of(country_of(manifest)), part(manifest, "publisher"))

    @property
    def whole(self) -> bool:
        """Whether nothing is left to fill in."""
        asked = [*_TOLD]
        if self.law.exemptions:
            asked += ["burden", "outside"]
        if self.law.by_publisher:
            asked.append("authority")
        if self.law.of_the_model:
            asked.append("prepared")
        return all(name in self.publisher for name in asked)

    @property
    def compliance(self) -> Message | None:
        """How far the pages comply, and why they do not; None where nobody has said."""
        arguments = {"requirements": self.law.requirements, "reasons": self._reasons}
        match text_if_any(self.publisher, "conforms"):
            case "fully":
                return Message("This website is fully compliant with {requirements}.", arguments)
            case "partly":
                return Message(
                    "This website is partially compliant with {requirements}, due to {reasons} listed below.", arguments
                )
            case "not":
                return Message(
                    "This website is not compliant with {requirements}. The reasons are {reasons} listed below.",
                    arguments,
                )
            case _:
                return None

    @property
    def _reasons(self) -> Message:
        """Why not all complies: what is lacking, what is exempt, or both."""
        is_exempt = self.law.exemptions is not None and ("burden" in self.publisher or "outside" in self.publisher)
        if not is_exempt:
            return Message("the non-compliances")
        if "lacking" not in self.publisher:
            return Message("the exemptions")
        return Message("the non-compliances and exemptions")


def law_of(country: str) -> Law:
    """The law that asks a country's public bodies for a statement."""
    if country == SWEDEN:
        return _swedish()
    if country == "GB":
        return _british()
    if country == UNION:
        return _of_the_union()
    return _european() if country in _DIRECTIVE else _none()


_IN_OWN_WORDS = Headings(
    status=Message("How accessible the pages are"),
    lacking=Message("What is not accessible"),
    faults=Message("Faults: what does not meet the requirements"),
    contact=Message("Tell us about a fault"),
    tested=Message("How the pages were tested"),
)


def _of_the_model(faults: Message) -> Headings:
    """The headings of the model, and what the first part of what is not accessible is called there."""
    return Headings(
        status=Message("Compliance status"),
        lacking=Message("Non-accessible content"),
        faults=faults,
        contact=Message("Feedback and contact information"),
        tested=Message("Preparation of this accessibility statement"),
    )


_ENFORCEMENT = Message("Enforcement procedure")


def _swedish() -> Law:
    """What Digg asks: lag (2018:1937) 13 §, and the model in (EU) 2018/1523."""
    return Law(
        headings=_IN_OWN_WORDS,
        opening=word(
            "{site} is published by {publisher}. "
            "We want as many as possible to be able to use it. Here is how well the pages meet the act on the "
            "accessibility of digital public services (lagen (2018:1937) om tillgänglighet till digital offentlig "
            "service), what is known to be lacking, and how you report a fault."
        ),
        requirements=Message("the requirements of the act"),
        exemptions=Exemptions(Message("Disproportionate burden (12 §)"), Message("Not covered by the act (9 §)")),
        authority=Authority(
            Message("Report to the supervisory authority"),
            Message(
                "The Agency for Digital Government (Digg) supervises the act. If you are not content with how we "
                "handle what you report, you can tell Digg:"
            ),
            "https://www.digg.se/tdosanmalan",
            "sv",
        ),
    )


def _british() -> Law:
    """What regulation 8 of S.I. 2018/952 asks, in the words of the government's sample statement.

    What it must hold: what is not accessible and why, with alternatives (8(4)(a), (b)); how faults are told, and how
    one asks for what is excluded by regulation 4(2) or a burden by 7(4) (8(4)(c)); whom to turn to (8(4)(d)).
    """
    return Law(
        headings=_of_the_model(Message("Non-compliance with the accessibility regulations")),
        opening=word(
            "This accessibility statement applies to {site}. {publisher} is committed to making its website "
            "accessible, in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
            "Accessibility Regulations 2018."
        ),
        requirements=Message("the Web Content Accessibility Guidelines version 2.2 AA standard"),
        exemptions=Exemptions(
            Message("Disproportionate burden"),
            Message("Content that’s not within the scope of the accessibility regulations"),
        ),
        authority=Authority(
            _ENFORCEMENT,
            Message(
                "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the regulations; in "
                "Northern Ireland, the Equality Commission for Northern Ireland (ECNI). If you are not happy with how "
                "we respond to your complaint, contact the ECNI there, and elsewhere the Equality Advisory and Support "
                "Service (EASS):"
            ),
            "https://www.equalityadvisoryservice.com/",
            "en",
        ),
        of_the_model=True,
    )


_EXEMPT_BY_THE_MODEL = Exemptions(
    Message("Disproportionate burden"), Message("Content that is not within the scope of the applicable legislation")
)


def _european() -> Law:
    """The model that the directive's countries follow: (EU) 2018/1523, by article 7 of Directive (EU) 2016/2102."""
    return Law(
        headings=_of_the_model(Message("Non-compliance with the national law")),
        opening=word(
            "This accessibility statement applies to {site}. {publisher} is committed to making its website "
            "accessible, in accordance with the national law that transposes Directive (EU) 2016/2102 of the European "
            "Parliament and of the Council."
        ),
        requirements=Message("the requirements of that law"),
        exemptions=_EXEMPT_BY_THE_MODEL,
        authority=Authority(
            _ENFORCEMENT,
            Message("If you are not content with our answer to what you report or ask for, you can turn to:"),
        ),
        by_publisher=True,
        of_the_model=True,
    )


def _of_the_union() -> Law:
    """The Union's own institutions: the directive binds its members alone; whoever complains goes to the Ombudsman."""
    return Law(
        headings=_of_the_model(Message("Non-compliance with the standard")),
        opening=word(
            "This accessibility statement applies to {site}. {publisher} is committed to making its website "
            "accessible, in accordance with the European standard EN 301 549. Directive (EU) 2016/2102 binds the "
            "member states, and not the institutions of the Union; this statement follows the model that was made "
            "for it."
        ),
        requirements=Message("the European standard EN 301 549"),
        exemptions=_EXEMPT_BY_THE_MODEL,
        authority=Authority(
            _ENFORCEMENT,
            Message(
                "If you are not content with our answer to what you report or ask for, you can complain to the "
                "European Ombudsman (article 228 of the Treaty on the Functioning of the European Union):"
            ),
            "https://www.ombudsman.europa.eu/",
            "en",
        ),
        of_the_model=True,
    )


def _none() -> Law:
    """No law that is known asks."""
    return Law(
        headings=_IN_OWN_WORDS,
        opening=word(
            "{site} is published by {publisher}. "
            "We want as many as possible to be able to use it. Here is how accessible the pages are, what is known to "
            "be lacking, and how you report a fault."
        ),
        requirements=Message("WCAG 2.2 at level AA, the guidelines that the pages are made to meet"),
        exemptions=None,
        authority=None,
    )
