"""What the site's script is given: the plan's course and the search index, in the reader's language.

Both are classic scripts that set one global, as a page that is opened from a disk may load no other data.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from plptool.chronicle import Entry, Stretch
from plptool.i18n import Translate
from plptool.model import Json
from plptool.names import COLLECTIONS
from plptool.render import words
from plptool.render.text import clean
from plptool.site import Site, reasons, said
from plptool.state import STATUSES

_NAMED = ("decision", "grant")
_OUTCOMES = ("handed-over", "awaiting-evaluation", "achieved")


def plan(site: Site, _: Translate) -> dict[str, Any]:
    """The course of the plan, by the index of a day in `days`. `templates/assets/site.js` reads it."""
    course = site.course
    days = {day: index for index, day in enumerate(course.days)}
    records: dict[str, int] = {}

    def record(key: str) -> int:
        return records.setdefault(key, len(records))

    entries = [[days[one.day], record(one.record), clean(entry(one, site, _))] for one in course.entries]
    lines: dict[str, int] = {}

    def line(text: str) -> int:
        return lines.setdefault(clean(text), len(lines))

    processes = [
        {"record": record(key), "stretches": [[days.get(one.day, 0), *_stretch(one, line)] for one in stretches]}
        for key, stretches in course.processes.items()
    ]
    foreseen = [
        [
            days[max(one.day, course.days[0])],
            days[one.settled] if one.settled else -1,
            record(one.record),
            words.when(one.event.data["due"], _),
            None if one.due.latest is None else one.due.latest.isoformat(),
            clean(str(one.event.data.get("text", ""))),
        ]
        for one in course.foreseen
    ]
    return {
        "days": [day.isoformat() for day in course.days],
        "records": [_named(site, key) for key in records],
        "processes": processes,
        "lines": list(lines),
        "entries": entries,
        "foreseen": foreseen,
        "language": site.language,
        "words": {code: _(code) for code in (*STATUSES, *_OUTCOMES)} | {"none": _("not begun")},
        "texts": {
            "asof": _("As of {date}"),
            "totals": _(
                "{total} processes: {completed} completed, {continuing} continuing"
                " (of which {paused} paused, {planned} not begun)."
            ),
            "since": _("since {date}"),
            "held": _("last held {date}"),
            "remaining": _("Remaining"),
            "overdue": _("Expected {due}, overdue: {text}"),
            "expected": _("Expected {due}: {text}"),
            "said": _("{day}: {completed} completed, {ongoing} ongoing, {paused} paused, {planned} planned."),
            "none": _("No process has another status."),
            "between": _(
                "From {from} to {to}: {moved} processes have another status; something came in {records} records."
            ),
        },
    }


def _stretch(one: Stretch, line: Callable[[str], int]) -> list[Json]:
    process = one.process
    return [
        process.fields.get("lead"),
        process.status,
        process.since.isoformat() if process.since else None,
        process.outcome,
        len(process.meetings()),
        process.last_event.isoformat() if process.last_event else None,
        [line(said(event.data)) for event in reasons(process)],
        [line(text) for text in process.remaining],
    ]


def entry(one: Entry, site: Site, _: Translate) -> str:
    """What came, in one line."""
    if one.what == "entry":
        return f"{_(one.name)}: {words.field(one.name, one.data, _)}"
    if one.what == "event":
        # Who reads a list of events knows decisions by what they are called.
        named = {name: site.records[one.data[name]].title for name in _NAMED if one.data.get(name) in site.records}
        said = words.event({**one.data, **named}, _)
        return said if one.data["date"] == one.day.isoformat() else f"{said} ({words.cell(one.data['date'], _)})"
    if one.collection == "decisions":
        return _(one.data["status"]).capitalize()
    if one.collection == "snapshots":
        return _("The whole ledger was assessed.")
    return _("Taken in.")


def _named(site: Site, key: str) -> list[str | None]:
    """A record's id, what it is called, and its page."""
    link = site.records.get(key)
    return [key, clean(link.title), link.path] if link else [key, "", None]


def search(site: Site, _: Translate) -> dict[str, Any]:
    """The index of the records that have a page: all that they say, but for where it stands."""
    found = [
        [record["id"], collection, clean(link.title), link.path, clean(" ".join(_texts(record)))]
        for collection in COLLECTIONS
        for record in site.ledger[collection]
        if (link := site.records.get(record["id"]))
    ]
    return {
        "index": found,
        "language": site.language,
        "kinds": {name: _(singular) for name, singular in COLLECTIONS.items()},
        "texts": {
            "found": _("{n} found for “{query}”"),
            "many": _("{n} found for “{query}”; the first 100 are shown"),
        },
    }


_UNSEARCHED = ("id", "source", "seal", "corrections", "assertions", "sha256", "kind", "type", "rule", "state")
"""What says nothing that anybody would look for."""


def _texts(data: Json) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in _UNSEARCHED:
                yield from _texts(value)
    elif isinstance(data, list):
        for one in data:
            yield from _texts(one)
    elif isinstance(data, str):
        yield data


def script(name: str, data: dict[str, Any]) -> str:
    """The file that sets a global."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older scripts.
    return (
        f"globalThis.{name}={text.replace(chr(0x2028), chr(92) + 'u2028').replace(chr(0x2029), chr(92) + 'u2029')};\n"
    )
