"""Where the pages will stand, who publishes them, and on what terms: what only the manifest can say."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from plptool.model.plain import Data, part, text_if_any, texts


@dataclass(frozen=True, slots=True)
class Publication:
    """What a manifest says of its pages; None where it does not."""

    address: str | None
    """Of the folder in which the pages stand, with a slash at its end."""
    description: str | None
    licence: str | None
    access: str | None
    themes: tuple[str, ...]
    keywords: tuple[str, ...]
    area: str | None
    availability: str | None
    publisher: str | None
    publisher_type: str | None
    homepage: str | None
    email: str | None
    phone: str | None
    published: str | None

    @classmethod
    def of(cls, manifest: Data) -> Self:
        site = part(manifest, "site")
        publisher = part(manifest, "publisher")
        return cls(
            address=text_if_any(site, "address"),
            description=text_if_any(site, "description"),
            licence=text_if_any(site, "licence"),
            access=text_if_any(site, "access"),
            themes=texts(site, "themes"),
            keywords=texts(site, "keywords"),
            area=text_if_any(site, "area"),
            availability=text_if_any(site, "availability"),
            publisher=text_if_any(publisher, "name"),
            publisher_type=text_if_any(publisher, "type"),
            homepage=text_if_any(publisher, "homepage"),
            email=text_if_any(publisher, "email"),
            phone=text_if_any(publisher, "phone"),
            published=text_if_any(publisher, "published"),
        )

    def at(self, path: str) -> str | None:
        """The address of a file of the site; None where nobody knows it."""
        if self.address is None:
            return None
        return f"{self.address}{quote(path)}"

    @property
    def missing(self) -> tuple[str, ...]:
        """What a data portal must be told, and the manifest does not say, as it stands there."""
        asked = {
            "site.address": self.address,
            "site.description": self.description,
            "site.licence": self.licence,
            "site.access": self.access,
            "site.themes": self.themes,
            "publisher.name": self.publisher,
            "publisher.type": self.publisher_type,
            "publisher.email": self.email,
        }
        return tuple(name for name, value in asked.items() if not value)
