"""How values are said: dates, amounts, statuses, citations, events."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import Formatter
from typing import assert_never

from plptool.model.citations import citations
from plptool.model.dates import in_words
from plptool.model.events import Activity, Decided, Event, Expected, FieldsChange, Granted, Meeting, Note, Status
from plptool.model.i18n import Translate
from plptool.model.records import Json, Point, as_list

DATES = ("date", "from", "due", "start", "end", "in-force", "settles")
CODES = ("status", "type", "kind", "activity", "outcome")
"""Properties whose values are words of the program's own, which the catalogues translate."""


def when(text: str | None, _: Translate) -> str:
    """A written date for people: days as they are, the rest in words."""
    if not text:
        return "–"
    if "/" not in text:
        return _season(text, _)
    start, _slash, end = text.partition("/")
    if start in ("", ".."):
        return _("by {date}").format(date=_season(end, _))
    if end in ("", ".."):
        return _("from {date}").format(date=_season(start, _))
    if re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{4}", end):
        return f"{start}–{end}"
    return _("between {start} and {end}").format(start=_season(start, _), end=_season(end, _))


def cell(text: str | None, _: Translate) -> str:
    """A written date in a table, where an interval is some day within it."""
    start, slash, end = (text or "").partition("/")
    if slash and start not in ("", "..") and end not in ("", ".."):
        return f"{_season(start, _)} – {_season(end, _)}"
    return when(text, _)


def _season(text: str, _: Translate) -> str:
    said = in_words(text)
    return said if isinstance(said, str) else said.say(_)


def period(text: str | None, _: Translate) -> str:
    """A period: what holds throughout needs no "between"."""
    if not text or "/" not in text:
        return when(text, _)
    start, _slash, end = text.partition("/")
    if start in ("", "..") or end in ("", ".."):
        return when(text, _)
    return f"{_season(start, _)}–{_season(end, _)}"


def amount(kronor: int | None, _: Translate) -> str:
    """`7600000` as 7,6 mn kr (7.6 million SEK); what is not in hundred thousands, in full."""
    if kronor is None:
        return "–"
    if kronor >= 1_000_000 and kronor % 100_000 == 0:
        return _("{figure} million SEK").format(figure=tenths(kronor / 1_000_000, _))
    return _("{figure} SEK").format(figure=f"{kronor:,}".replace(",", "\u00a0"))


def tenths(number: float, _: Translate) -> str:
    """A number with one decimal."""
    ones, _point, tenths = f"{number:.1f}".partition(".")
    return _("{ones}.{tenths}").format(ones=ones, tenths=tenths)


def sources(value: Json) -> str:
    """Citations: `bilaga-5 L215–217`."""
    return ", ".join(re.sub(r"#(L\d+)-L", r" \1–", cited).replace("#", " ") for _where, cited in citations(value))


def body(body: str | None, parties: Iterable[str], roles: Iterable[str]) -> str:
    """Who decided: the body, the parties or the roles."""
    return str(body) if body else ", ".join([*parties, *roles]) or "–"


def decision_status(status: str, _: Translate) -> str:
    """A decision's status, which Swedish inflects otherwise than a process's."""
    said = _("planned decision") if status == "planned" else _(status)
    return status if said == "planned decision" else said


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that a phrase names."""

    id: str


Phrase = tuple[str | Reference, ...]
"""A text in parts, for those who make links of what it names."""


def filled(template: str, **parts: str | Phrase) -> Phrase:
    """A translated template with phrases in its places."""
    found: list[str | Reference] = []
    for text, name, _format, _conversion in Formatter().parse(template):
        part = parts[name] if name else ()
        found += [text, *((part,) if isinstance(part, str) else part)]
    return tuple(part for part in found if part != "")


def listed(ids: Iterable[str]) -> Phrase:
    """Records side by side."""
    found: list[str | Reference] = []
    for key in ids:
        found += [", ", Reference(str(key))] if found else [Reference(str(key))]
    return tuple(found)


def in_text(phrase: Phrase, called: Callable[[str], str] = str) -> str:
    """A phrase in one piece; `called` says of an id what its record is called there."""
    return "".join(part if isinstance(part, str) else called(part.id) for part in phrase)


def event(event: Event, _: Translate, called: Callable[[str], str] = str) -> str:
    """An event in one sentence, without its date and sources; `called` says what records are called in it."""
    data = event.data
    sentence = in_text(what(event, _), called)
    for own in (data.get("reason"), data.get("text")):
        if own:
            sentence += (". " if sentence and not sentence.endswith(".") else " " if sentence else "") + own
    if "written" in data:
        sentence += f" [”{data['written']}”]"
    if "by" in data:
        sentence += f" ({data['by']})"
    return sentence + settling(event, _)


def what(event: Event, _: Translate) -> Phrase:
    """What an event is, without what its record says of it in words of its own; nothing, of a note."""
    phrase = _of_kind(event, _)
    if "with" in event.data:
        phrase += (" ", *filled(_("with {organisations}"), organisations=listed(event.data["with"])))
    return phrase


def settling(event: Event, _: Translate) -> str:
    """What an event settles that was expected, to be said after what it is."""
    return "" if event.settles is None else " " + _("(settles {due})").format(due=when(event.settles, _))


def _of_kind(event: Event, _: Translate) -> Phrase:
    match event:
        case Meeting():
            return _meeting(event, _)
        case Activity():
            said = _(event.activity).capitalize()
            return (f"{said} × {event.times}",) if "times" in event.data else (said,)
        case Status():
            said = _("Status: {status}").format(status=_(event.status))
            return (f"{said} ({_(event.outcome)})",) if event.outcome is not None else (said,)
        case Decided():
            return filled(_("Decision {id}"), id=(Reference(event.decision),))
        case Granted():
            return filled(_("Grant {id}"), id=(Reference(event.grant),))
        case Expected():
            return (_("Expected {due}").format(due=when(event.due, _)),)
        case FieldsChange():
            pairs = (f"{_(name)}: {field(name, new, _)}" for name, new in event.fields.items())
            return (_("Changed: {fields}").format(fields="; ".join(pairs)),)
        case Note():
            return ()
        case _:
            assert_never(event)


def _meeting(event: Meeting, _: Translate) -> Phrase:
    number = "" if event.number is None else f" {event.number}"
    phrase: Phrase = (_("Meeting{number}").format(number=number),)
    if event.series is not None:
        phrase += (f" ({event.series})",)
    if event.internal is not None:
        phrase += (" ", *filled(_("internal {organisation}"), organisation=(Reference(event.internal),)))
    if event.booked:
        phrase += (f" {_('booked, not confirmed')}",)
    return phrase


_UNNAMED = ("record", "number", "year", "title", "role", "what", "organisation", "person", "text", "value")
"""What an entry says first, without its name."""
_APART = ("source", "known", "discrepancies", "before", "after", "previous", "digest")
"""What an entry rests on, or is checked by: not what it says."""


def ids(data: list[Json]) -> bool:
    """Whether a list holds short names that may stand side by side."""
    return all(isinstance(name, str | int) and " " not in str(name) for name in data)


def short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def field(name: str, data: Json, _: Translate) -> str:
    """The value of a property in a line, as its name asks for."""
    if isinstance(data, str) and name in DATES:
        return when(data, _)
    if isinstance(data, str) and name == "period":
        return period(data, _)
    if isinstance(data, str) and name in CODES:
        return _(data)
    if isinstance(data, int) and name == "amount":
        return amount(data, _)
    if isinstance(data, dict) and name == "seal":
        records = data.get("records", {})
        return _("{records} records sealed, SHA-256 {digest}").format(records=len(records), digest=data.get("digest"))
    if isinstance(data, dict) and name == "listed":  # its keys are ids
        return ", ".join(f"{source}: {number}" for source, number in data.items())
    return value(data, _)


def value(data: Json, _: Translate) -> str:
    """A value whose property says nothing about it, in a line."""
    if data is None:
        return "–"
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    if isinstance(data, dict):
        first, rest = parts(data, _)
        named = [f"{name}: {said}" for name, said in rest]
        return "; ".join([first, *named] if first else named)
    if isinstance(data, list):
        return (", " if ids(data) else "; ").join(value(entry, _) for entry in as_list(data))
    return str(data)


def parts(data: dict[str, Json], _: Translate) -> tuple[str, list[tuple[str, str]]]:
    """What is said first of an entry, without names, and then each of its other properties with its name."""
    first = [str(data[name]) for name in _UNNAMED if name in data]
    rest = (str(name) for name in data if name not in (*_UNNAMED, *_APART))
    return ", ".join(first), [(_(name), field(name, data[name], _)) for name in rest]


def point_line(point: Point, _: Translate) -> str:
    tree = _("revision {revision}").format(revision=point.revision) if point.revision else _("work tree")
    return _("As of {date} ({tree})").format(date=point.date, tree=tree)
