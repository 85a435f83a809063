"""Feeds, for readers of news (Atom, RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from plptool.model.version import __version__
from plptool.site.xml_file import LANGUAGE, to_xml

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that came, or is to come. Its texts are clean."""

    id: str
    title: str
    updated: datetime
    href: str
    """The page that tells of it, relative to the feed or whole."""
    content: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. Its texts are clean."""

    id: str
    title: str
    updated: datetime
    author: str
    language: str
    entries: Sequence[Entry]
    here: str | None = None
    """Its own address, where that is known."""


def unique_id(*key: str) -> str:
    """What tells something from all else anywhere, and is the same whenever it is made."""
    whole_key = "\n".join(("plptool", *key))
    return f"urn:uuid:{uuid5(NAMESPACE_URL, whole_key)}"


def midnight(day: date) -> datetime:
    """The time that something is of which has a day alone."""
    return datetime.combine(day, time(), UTC)


def to_atom(feed: Feed) -> str:
    """A feed's document."""
    root = ET.Element(f"{{{_ATOM}}}feed", {LANGUAGE: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    author = _add(root, "author")
    _add(author, "name", feed.author)
    if feed.here is not None:
        _add(root, "link", rel="self", href=feed.here)
    _add(root, "generator", "plptool", version=__version__)
    for one in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated.isoformat())
        _add(entry, "link", rel="alternate", href=one.href)
        _add(entry, "content", one.content, type="text")
    return to_xml(root, {"": _ATOM})


def _add(parent: ET.Element, name: str, text: str | None = None, **properties: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", properties)
    element.text = text
    return element
