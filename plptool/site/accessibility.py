"""What an accessibility statement says, by the law that asks for it.

Sweden's is worded by its own act. The others of the European Economic Area have acts of their own for one directive,
whose model they follow; the United Kingdom kept its regulations; elsewhere nobody asks, and no law is cited.
"""

from dataclasses import dataclass
from typing import Self

from plptool.model.country import SWEDEN, country_of
from plptool.model.findings import Message
from plptool.model.plain import Data, part

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
class Exemptions:
    """What a law lets go, by what it is called there."""

    burden: Message
    outside: Message


@dataclass(frozen=True, slots=True)
class Authority:
    """To whom one complains who is not content with the publisher's answer."""

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

    introduction: Message
    compliant: Message
    """Fully, partly or not: with what."""
    exemptions: Exemptions | None
    authority: Authority | None
    by_publisher: bool = False
    """Whether which authority it is stands in the manifest."""


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
        return all(name in self.publisher for name in asked)


def law_of(country: str) -> Law:
    """The law that asks a country's public bodies for a statement."""
    if country == SWEDEN:
        return _swedish()
    if country == "GB":
        return _british()
    return _european() if country in _DIRECTIVE else _none()


def _swedish() -> Law:
    """What Digg asks: lag (2018:1937) 13 §, and the model in (EU) 2018/1523."""
    return Law(
        Message(
            "We want as many as possible to be able to use it. Here is how well the pages meet the act on the "
            "accessibility of digital public services (lagen (2018:1937) om tillgänglighet till digital offentlig "
            "service), what is known to be lacking, and how you report a fault."
        ),
        Message("compliant with the requirements of the act."),
        Exemptions(Message("Disproportionate burden (12 §)"), Message("Not covered by the act (9 §)")),
        Authority(
            Message(
                "The Agency for Digital Government (Digg) supervises the act. If you are not content with how we "
                "handle what you report, you can tell Digg:"
            ),
            "https://www.digg.se/tdosanmalan",
            "sv",
        ),
    )


def _british() -> Law:
    """What the regulations of 2018 ask (S.I. 2018/952, regulations 7 and 8), in the order of the model statement."""
    return Law(
        Message(
            "We want as many as possible to be able to use it. Here is how well the pages meet the Public Sector "
            "Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018, what is known to be "
            "lacking, and how you report a fault."
        ),
        Message("compliant with the requirements of the regulations."),
        Exemptions(
            Message("Disproportionate burden (regulation 7)"), Message("Not covered by the regulations (regulation 4)")
        ),
        Authority(
            Message(
                "The Equality and Human Rights Commission enforces the regulations; in Northern Ireland, the Equality "
                "Commission for Northern Ireland. If you are not content with how we handle what you report, you can "
                "contact the Equality Advisory and Support Service:"
            ),
            "https://www.equalityadvisoryservice.com/",
            "en",
        ),
    )


def _european() -> Law:
    """The model that the directive's countries follow: (EU) 2018/1523."""
    return Law(
        Message(
            "We want as many as possible to be able to use it. Here is how well the pages meet the national law that "
            "follows Directive (EU) 2016/2102 on the accessibility of the websites of public sector bodies, what is "
            "known to be lacking, and how you report a fault."
        ),
        Message("compliant with the requirements of that law."),
        Exemptions(Message("Disproportionate burden"), Message("Not covered by the law")),
        Authority(Message("If you are not content with how we handle what you report, you can tell:")),
        by_publisher=True,
    )


def _none() -> Law:
    """No law that is known asks."""
    return Law(
        Message(
            "We want as many as possible to be able to use it. Here is how accessible the pages are, what is known to "
            "be lacking, and how you report a fault."
        ),
        Message("compliant with WCAG 2.2 at level AA, the guidelines that they are made to meet."),
        None,
        None,
    )
