"""What the site's script is given: the plan's course and the search index, in the reader's language.

Both are classic scripts that set one global, as a page that is opened from a disk may load no other data.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.events import event_of
from plptool.model.i18n import Translate
from plptool.model.plain import Data, Plain, as_list, text
from plptool.model.records import Json
from plptool.render import phrases as words
from plptool.render.text import clean
from plptool.reports.records import exported
from plptool.site.content import Site
from plptool.site.data import cause, own_words, reasons
from plptool.timeline.daily import Entry, Stretch
from plptool.timeline.fold import STATUSES

_OUTCOMES = ("handed-over", "awaiting-evaluation", "achieved")


def plan(site: Site, _: Translate) -> dict[str, Any]:
    """The course of the plan, by the index of a day in `days`. `templates/assets/site.js` reads it."""
    course = site.course
    days = {day: index for index, day in enumerate(course.days)}
    records: dict[str, int] = {}

    def record(key: str) -> int:
        return records.setdefault(key, len(records))

    entries = [[days[come.day], record(come.record), clean(entry(come, site, _))] for come in course.entries]
    lines: dict[str, int] = {}

    def line(said: str) -> int:
        return lines.setdefault(clean(said), len(lines))

    processes = [
        {
            "record": record(key),
            "stretches": [[days.get(stretch.day, 0), *_stretch(stretch, line, _)] for stretch in stretches],
        }
        for key, stretches in course.processes.items()
    ]
    foreseen = [
        [
            days[max(expected.day, course.days[0])],
            days[expected.settled] if expected.settled else -1,
            record(expected.record),
            words.when(expected.event.due, _),
            None if expected.due.latest is None else expected.due.latest.isoformat(),
            clean(str(expected.event.data.get("text", ""))),
        ]
        for expected in course.foreseen
    ]
    absent = {days[day]: sorted(records[key] for key in held if key in records) for day, held in course.absent.items()}
    return {
        "days": [day.isoformat() for day in course.days],
        "records": [_named(site, key) for key in records],
        "organisations": {key: link.path for key, link in site.records.items() if link.collection == "organisations"},
        "decided": [
            [days[come.day], record(come.record)]
            for come in course.entries
            if come.collection == Collection.DECISIONS and come.what == "record"
        ],
        "processes": processes,
        "lines": list(lines),
        "entries": entries,
        "foreseen": foreseen,
        "absent": absent,
        "language": site.language,
        "words": {code: _(code) for code in (*STATUSES, *_OUTCOMES)} | {"none": _("not begun")},
        "texts": {
            "asof": _("As of {date}"),
            "totals": _(
                "Processes: {total}. Completed: {completed}."
                " Continuing: {continuing} (paused: {paused}, not begun: {planned})."
            ),
            "since": _("since {date}"),
            "sometime": _("since some day {when}"),
            "held": _("last held {date}"),
            "remaining": _("Remaining"),
            "overdue": _("Was to come {due}; no document says what became of it:"),
            "expected": _("Expected {due}:"),
            "finished": _("All processes are completed."),
            "nothing": _("There are no processes."),
            "said": _("{day}. Completed: {completed}, ongoing: {ongoing}, paused: {paused}, planned: {planned}."),
            "none": _("No process has another status."),
            "between": _(
                "From {from} to {to}: {moved} processes have another status; something came in {records} records."
            ),
        },
    }


def _stretch(stretch: Stretch, line: Callable[[str], int], _: Translate) -> list[Json]:
    process = stretch.process
    between = cause(process)
    return [
        process.fields.get("lead"),
        process.status,
        process.since.isoformat() if process.since else None,
        process.outcome,
        len(process.meetings()),
        process.last_event.isoformat() if process.last_event else None,
        [line(own_words(event)) for event in reasons(process)],
        [line(remaining) for remaining in process.remaining],
        line(words.when(between, _)) if between else -1,
    ]


def entry(come: Entry, site: Site, _: Translate) -> str:
    """What came, in one line."""
    if come.what == "entry":
        return f"{_(come.name)}: {words.field(come.name, come.data, _)}"
    if come.what == "event":
        said = words.event(event_of(come.data), _, site.called)
        written = come.data["date"]
        if written in (come.day.isoformat(), f"/{come.day.isoformat()}"):
            return said if written[0] != "/" else f"{said} ({_('by then')})"
        return f"{said} ({words.cell(written, _)})"
    if come.collection == Collection.DECISIONS:
        return words.decision_status(come.data["status"], _).capitalize()
    if come.collection == Collection.SNAPSHOTS:
        return _("The whole ledger was assessed.")
    return _("Taken in.")


def _named(site: Site, key: str) -> list[str | None]:
    """What people call a record: a process by its id and need, another by its title; and its page."""
    link = site.records.get(key)
    if link is None:
        return [key, "", "", None]
    return [key, key if link.collection == "processes" else "", clean(link.title), link.path]


def search(site: Site, _: Translate) -> dict[str, Any]:
    """The index of the records that have a page: all that they say, but for where it stands."""
    return {
        "index": list(_index(site)),
        "language": site.language,
        "kinds": {name: _(collection.singular) for name, collection in COLLECTIONS.items()},
        "texts": {
            "found": _("Found for “{query}”: {n}"),
            "many": _("Found for “{query}”: {n}; the first 100 are shown"),
        },
    }


def _index(site: Site) -> Iterator[list[str]]:
    for collection in COLLECTIONS:
        for record in exported(site.state, collection):
            key = text(record.data, "id")
            link = site.records.get(key)
            if link:
                yield [key, collection, clean(link.title), link.path, clean(" ".join(_searched(record.data, site)))]


_UNSEARCHED = ("id", "source", "seal", "corrections", "assertions", "sha256", "kind", "type", "rule", "state")
"""What says nothing that anybody would look for."""


def _searched(record: Data, site: Site) -> Iterator[str]:
    """All that a page shows of a record in words: what it says, its paragraph as one writes it, whom it names."""
    yield from _texts_in(record)
    if "paragraph" in record:
        yield f"§ {record['paragraph']}"
    for name in ("body", "parties", "lead", "partners"):
        for organisation in as_list(record.get(name)):  # an assignment's lead is a role, and named by its own words
            if isinstance(organisation, str) and organisation in site.records:
                yield site.records[organisation].title


def _texts_in(data: Plain) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            for name, value in data.items():
                if name not in _UNSEARCHED:
                    yield from _texts_in(value)
        case Sequence():
            for value in data:
                yield from _texts_in(value)
        case bool() | int() | None:
            return
        case _:
            assert_never(data)


def script(name: str, data: dict[str, Any]) -> str:
    """The file that sets a global."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for ending in "\u2028\u2029":  # which end a line in older scripts
        written = written.replace(ending, f"\\u{ord(ending):x}")
    return f"globalThis.{name}={written};\n"
