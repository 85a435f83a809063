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
    of_all = dues(site.state)
    calendars_ = [_Calendar(site, None, of_all, "due")]
    for body in site.state.records[Collection.ORGANISATIONS]:
        of_body = [due for due in of_all if body in due.bodies]
        page = path_of(Collection.ORGANISATIONS, body)
        calendars_.append(_Calendar(site, body, of_body, page.removesuffix(".html")))
    for calendar in calendars_:
        yield f"{calendar.stem}.ics", _ics(calendar, _)
        yield f"{calendar.stem}.atom", _atom(calendar, _)


def _title(calendar: _Calendar, _: Translate) -> str:
    ledger = flat(calendar.site.title)
    if calendar.body is None:
        return _("{ledger}: what falls due").format(ledger=ledger)
    link = calendar.site.records[calendar.body]
    body = link.title_for(calendar.body) or calendar.body
    return _("{ledger}: what falls due of {body}").format(ledger=ledger, body=flat(body))


def _id(site: Site, *key: str) -> str:
    """What tells something from all else anywhere, and is the same whenever it is made."""
    whole_key = "\n".join(("plptool", site.title, *key))
    return str(uuid5(NAMESPACE_URL, whole_key))


def _summary(due: Due) -> str:
    """What is to be done, in short, and what asks for it."""
    in_short = cut(flat(due.words), _LONG)
    return f"{in_short} ({flat(due.given_by)})"


def _description(due: Due, _: Translate) -> str:
    """All of it: what is to be done, by whom, by when in the words of the record, and what asks for it."""
    label_of_due = _("due").capitalize()
    lines = [due.words, f"{label_of_due}: {when(due.due, _)}"]
    if due.bodies:
        label_of_lead = _("lead").capitalize()
        bodies = ", ".join(due.bodies)
        lines.append(f"{label_of_lead}: {bodies}")
    is_its_id = due.given_by == due.record
    lines.append(due.record if is_its_id else f"{due.given_by} ({due.record})")
    return "\n".join(map(flat, lines))


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
    if not calendar.dues:  # by the standard a calendar is none with nothing in it
        throughout = TimezoneStandard()
        throughout.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a zone's own time
        throughout.add("tzoffsetfrom", timedelta())
        throughout.add("tzoffsetto", timedelta())
        zone = Timezone()
        zone.add("tzid", "UTC")
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
    site = calendar.site
    up = "../" * calendar.stem.count("/")
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANGUAGE: site.language})
    _add(feed, "id", f"urn:uuid:{_id(site, 'feed', calendar.body or '')}")
    _add(feed, "title", _title(calendar, _))
    _add(feed, "updated", _midnight(site.state.day).isoformat())
    author = _add(feed, "author")
    _add(author, "name", flat(site.title))
    _add(feed, "generator", "plptool", version=__version__)
    for due in calendar.dues:
        entry = _add(feed, "entry")
        told = min(due.told, site.state.day)
        page = path_of(due.collection, due.record)
        _add(entry, "id", f"urn:uuid:{_id(site, *due.key)}")
        _add(entry, "title", f"{when(due.due, _)}: {_summary(due)}")
        _add(entry, "updated", _midnight(told).isoformat())
        _add(entry, "link", rel="alternate", href=quote(f"{up}{page}"))
        _add(entry, "content", _description(due, _), type="text")
    ET.indent(feed)
    document = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{document}\n'


def _add(parent: ET.Element, name: str, text: str | None = None, **properties: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", properties)
    element.text = text
    return element
