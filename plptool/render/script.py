"""What the site's script is given: the plan's course and the search index, in the reader's language.

Both are classic scripts that set one global, as a page that is opened from a disk may load no other data.
"""

import json
from collections.abc import Callable
from typing import Any

from plptool.chronicle import Chronicle, Entry, Stretch
from plptool.i18n import Translate
from plptool.ledger import Ledger
from plptool.model import Json
from plptool.render import words
from plptool.render.text import clean
from plptool.state import STATUSES

_OUTCOMES = ("handed-over", "awaiting-evaluation", "achieved")
Link = Callable[[str], str | None]
"""The page of a record, from the site's root; None where it has none."""


def plan(course: Chronicle, ledger: Ledger, link: Link, _: Translate) -> dict[str, Any]:
    """The course of the plan, by the index of a day in `days`. `templates/assets/site.js` reads it."""
    days = {day: index for index, day in enumerate(course.days)}
    records: dict[str, int] = {}

    def record(key: str) -> int:
        return records.setdefault(key, len(records))

    entries = [[days[one.day], record(one.record), clean(entry(one, _))] for one in course.entries]
    processes = [
        {
            "record": record(key),
            "stretches": [[max(days.get(one.day, 0), 0), *_stretch(one)] for one in stretches],
        }
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
        "records": [[key, clean(title(ledger, key)), link(key)] for key in records],
        "processes": processes,
        "entries": entries,
        "foreseen": foreseen,
        "words": {code: _(code) for code in (*STATUSES, *_OUTCOMES)},
        "texts": {
            "since": _("since {day}"),
            "overdue": _("Expected {due}, overdue: {text}"),
            "expected": _("Expected {due}: {text}"),
            "unsaid": _("The documents do not say."),
            "said": _("{day}: {completed} completed, {ongoing} ongoing, {paused} paused, {planned} planned."),
            "moved": _("{before} → {after}"),
            "none": _("No process has another status."),
            "between": _(
                "From {from} to {to}: {moved} processes have another status; something came in {records} records."
            ),
        },
    }


def _stretch(one: Stretch) -> list[Json]:
    process = one.process
    return [
        process.fields.get("lead"),
        process.status,
        process.since.isoformat() if process.since else None,
        process.outcome,
        [clean(text) for text in process.remaining],
        len(process.meetings()),
        process.last_event.isoformat() if process.last_event else None,
    ]


def entry(one: Entry, _: Translate) -> str:
    """What came, in one line."""
    if one.what == "entry":
        return f"{_(one.name)}: {words.field(one.name, one.data, _)}"
    if one.what == "event":
        said = words.event(one.data, _)
        return said if one.data["date"] == one.day.isoformat() else f"{said} ({words.cell(one.data['date'], _)})"
    if one.collection == "decisions":
        return _(one.data["status"]).capitalize()
    if one.collection == "snapshots":
        return _("The whole ledger was assessed.")
    return _("Taken in.")


def title(ledger: Ledger, key: str) -> str:
    data = ledger.records[key].data
    return str(data.get("title") or data.get("need") or "")


def search(ledger: Ledger, texts: dict[str, str], link: Link, _: Translate) -> dict[str, Any]:
    """The index of the records that have a page.

    Args:
        ledger: whose records are searched.
        texts: by record, all that is searched beside id and title.
        link: the record's page.
        _: into the reader's language.
    """
    found = [
        [key, ledger.records[key].collection, clean(title(ledger, key)), href, clean(text)]
        for key, text in texts.items()
        if (href := link(key)) is not None
    ]
    return {
        "index": found,
        "kinds": {name: _(name) for name in sorted({row[1] for row in found if row[1]})},
        "texts": {
            "found": _("{n} found for “{query}”"),
            "many": _("{n} found for “{query}”; the first 100 are shown"),
        },
    }


def script(name: str, data: dict[str, Any]) -> str:
    """The file that sets a global."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # U+2028 and U+2029 end a line in older scripts.
    return (
        f"globalThis.{name}={text.replace(chr(0x2028), chr(92) + 'u2028').replace(chr(0x2029), chr(92) + 'u2029')};\n"
    )
