"""What falls due, for calendars (RFC 5545) and for readers of feeds (Atom, RFC 4287): of each body, and of all.

The same ledger, point and version give the same bytes: the time that a file is of is its point's day. Texts are cleaned
as on a page; no person is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.text import cut
from plptool.model.version import __version__
from plptool.render.phrases import when
from plptool.render.text import flat
from plptool.reports.dues import Due, dues
from plptool.site.atom import Entry, Feed, midnight, to_atom, unique_id
from plptool.site.content import Site, path_of

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
        yield f"{calendar.stem}.atom", to_atom(_feed(calendar, _))


def _title(calendar: _Calendar, _: Translate) -> str:
    ledger = flat(calendar.site.title)
    if calendar.body is None:
        return _("{ledger}: what falls due").format(ledger=ledger)
    body = flat(calendar.site.called(calendar.body))
    return _("{ledger}: what falls due of {body}").format(ledger=ledger, body=body)


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
        event.add("uid", unique_id(calendar.site.title, *due.key).removeprefix("urn:uuid:"))
        event.add("dtstamp", midnight(calendar.site.state.day))
        event.add("dtstart", due.day)
        event.add("summary", _summary(due))
        event.add("description", _description(due, _))
        event.add("transp", "TRANSPARENT")  # nobody is busy that day
        made.add_component(event)
    written: bytes = made.to_ical()
    return written.decode()


def _feed(calendar: _Calendar, _: Translate) -> Feed:
    """A feed with an entry for each thing; what is due first comes first."""
    site = calendar.site
    up = "../" * calendar.stem.count("/")
    entries: list[Entry] = []
    for due in calendar.dues:
        told = min(due.told, site.state.day)
        page = path_of(due.collection, due.record)
        entry = Entry(
            id=unique_id(site.title, *due.key),
            title=f"{when(due.due, _)}: {_summary(due)}",
            updated=midnight(told),
            href=quote(f"{up}{page}"),
            content=_description(due, _),
        )
        entries.append(entry)
    return Feed(
        id=unique_id(site.title, "feed", calendar.body or ""),
        title=_title(calendar, _),
        updated=midnight(site.state.day),
        author=flat(site.title),
        language=site.language,
        entries=entries,
    )
