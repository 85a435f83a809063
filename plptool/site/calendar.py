"""What falls due, for calendars (RFC 5545) and for readers of feeds (Atom, RFC 4287): of each body, and of all.

The same ledger, point and version give the same bytes: the time that a file is of is its point's day. Texts are cleaned
as on a page; no person is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.text import cut
from plptool.model.version import __version__
from plptool.render.phrases import when
from plptool.render.text import flat
from plptool.reports.dues import Due, dues
from plptool.site.content import Site, path_of

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LONG = 200
"""Characters of what a calendar shows in a day's square, or a reader in its list."""


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What falls due of a body, or of all."""

    site: Site
    body: str | None
    dues: Sequence[Due]
    stem: str
    """Its files' path, without their ends."""


def calendars(site: Site, _: Translate) -> Iterator[tuple[str, str]]:
    """The paths and texts of the calendars and feeds: `due.ics` and `due.atom`, and both beside each body's page.

    Args:
        site: the pages; its point is the last day of which it is told.
        _: the language of our own words in them.

    Raises:
        UserError: icalendar is not installed.
    """
    found = dues(site.state)
    made = [_Calendar(site, None, found, "due")]
    for body in site.state.records[Collection.ORGANISATIONS]:
        of_body = [due for due in found if body in due.bodies]
        made.append(_Calendar(site, body, of_body, path_of(Collection.ORGANISATIONS, body).removesuffix(".html")))
    for calendar in made:
        yield f"{calendar.stem}.ics", _ics(calendar, _)
        yield f"{calendar.stem}.atom", _atom(calendar, _)


def _title(calendar: _Calendar, _: Translate) -> str:
    if calendar.body is None:
        return _("{ledger}: what falls due").format(ledger=flat(calendar.site.title))
    body = calendar.site.records[calendar.body].title_for(calendar.body) or calendar.body
    return _("{ledger}: what falls due of {body}").format(ledger=flat(calendar.site.title), body=flat(body))


def _id(site: Site, *key: str) -> str:
    """What tells something from all else anywhere, and is the same whenever it is made."""
    return str(uuid5(NAMESPACE_URL, "\n".join(("plptool", site.title, *key))))


def _summary(due: Due) -> str:
    return f"{cut(flat(due.words), _LONG)} ({flat(due.given_by)})"


def _description(due: Due, _: Translate) -> str:
    """All of it: what is to be done, by whom, by when in the words of the record, and what asks for it."""
    lines = [due.words, f"{_('due').capitalize()}: {when(due.due, _)}"]
    if due.bodies:
        lines.append(f"{_('lead').capitalize()}: {', '.join(due.bodies)}")
    return "\n".join(map(flat, [*lines, f"{due.given_by} ({due.record})"]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _ics(calendar: _Calendar, _: Translate) -> str:
    """A calendar with an event of a whole day for each thing, on the last day on which it is due."""
    try:
        from icalendar import Calendar, Event, Timezone, TimezoneStandard
    except ImportError:
        raise UserError(
            Message("calendars need icalendar, which is not installed: pip install 'plptool[site]'")
        ) from None
    made = Calendar()
    made.add("prodid", f"-//plptool//plptool {__version__}//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _title(calendar, _))
    if not calendar.dues:  # none of which there is nothing is one by the standard
        zone, throughout = Timezone(), TimezoneStandard()
        zone.add("tzid", "UTC")
        throughout.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a zone's own time
        throughout.add("tzoffsetfrom", timedelta())
        throughout.add("tzoffsetto", timedelta())
        zone.add_component(throughout)
        made.add_component(zone)
    for due in calendar.dues:
        event = Event()
        event.add("uid", _id(calendar.site, *due.key))
        event.add("dtstamp", _midnight(calendar.site.state.day))
        event.add("dtstart", due.day)
        event.add("summary", _summary(due))
        event.add("description", _description(due, _))
        event.add("transp", "TRANSPARENT")  # nobody is busy that day
        made.add_component(event)
    written: bytes = made.to_ical()
    return written.decode()


def _atom(calendar: _Calendar, _: Translate) -> str:
    """A feed with an entry for each thing; what is due first comes first."""
    site, up = calendar.site, "../" * calendar.stem.count("/")
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: site.language})
    _add(feed, "id", f"urn:uuid:{_id(site, 'feed', calendar.body or '')}")
    _add(feed, "title", _title(calendar, _))
    _add(feed, "updated", _midnight(site.state.day).isoformat())
    _add(_add(feed, "author"), "name", flat(site.title))
    _add(feed, "generator", "plptool", version=__version__)
    for due in calendar.dues:
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:uuid:{_id(site, *due.key)}")
        _add(entry, "title", f"{due.day}: {_summary(due)}")
        _add(entry, "updated", _midnight(min(due.told, site.state.day)).isoformat())
        _add(entry, "link", rel="alternate", href=quote(f"{up}{path_of(due.collection, due.record)}"))
        _add(entry, "content", _description(due, _), type="text")
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add(parent: ET.Element, name: str, said: str | None = None, **properties: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", properties)
    made.text = said
    return made
