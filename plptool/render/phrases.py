"""How values are said: dates, amounts, statuses, citations, events."""

import re
from collections.abc import Iterable

from plptool.model.citations import citations
from plptool.model.dates import in_words
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


def event(data: dict[str, Json], _: Translate) -> str:
    """An event in one sentence, without its date and sources."""
    kind = data["kind"]
    words: list[str] = []
    if kind == "meeting":
        number = f" {data['number']}" if "number" in data else ""
        words.append(_("Meeting{number}").format(number=number))
        if "series" in data:
            words.append(f"({data['series']})")
        if "internal" in data:
            words.append(_("internal {organisation}").format(organisation=data["internal"]))
        if data.get("booked"):
            words.append(_("booked, not confirmed"))
    elif kind == "activity":
        words.append(_(data["activity"]).capitalize())
        if "times" in data:
            words.append(f"× {data['times']}")
    elif kind == "status":
        words.append(_("Status: {status}").format(status=_(data["status"])))
        if "outcome" in data:
            words.append(f"({_(data['outcome'])})")
    elif kind == "decision":
        words.append(_("Decision {id}").format(id=data["decision"]))
    elif kind == "grant":
        words.append(_("Grant {id}").format(id=data["grant"]))
    elif kind == "expected":
        words.append(_("Expected {due}").format(due=when(data["due"], _)))
    elif kind == "change":
        pairs = (f"{_(name)}: {field(name, new, _)}" for name, new in data["set"].items())
        words.append(_("Changed: {fields}").format(fields="; ".join(pairs)))
    sentence = " ".join(words)
    if "with" in data:
        sentence += " " + _("with {organisations}").format(organisations=", ".join(data["with"]))
    for extra in (data.get("reason"), data.get("text")):
        if extra:
            sentence += (". " if sentence and not sentence.endswith(".") else " " if sentence else "") + extra
    if "written" in data:
        sentence += f" [”{data['written']}”]"
    if "by" in data:
        sentence += f" ({data['by']})"
    if "settles" in data:
        sentence += " " + _("(settles {due})").format(due=when(data["settles"], _))
    return sentence


_UNNAMED = ("record", "number", "year", "title", "role", "what", "organisation", "person", "text", "value")
"""What an entry says first, without its name."""
_APART = ("source", "known", "discrepancies", "before", "after", "previous", "digest")
"""What an entry rests on, or is checked by: not what it says."""


def ids(data: list[Json]) -> bool:
    """Whether a list holds short names that may stand side by side."""
    return all(isinstance(one, str | int) and " " not in str(one) for one in data)


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
        return (", " if ids(data) else "; ").join(value(one, _) for one in as_list(data))
    return str(data)


def parts(data: dict[str, Json], _: Translate) -> tuple[str, list[tuple[str, str]]]:
    """What is said first of an entry, without names, and then each of its other properties with its name."""
    first = [str(data[name]) for name in _UNNAMED if name in data]
    rest = (str(name) for name in data if name not in (*_UNNAMED, *_APART))
    return ", ".join(first), [(_(name), field(name, data[name], _)) for name in rest]


def point_line(point: Point, _: Translate) -> str:
    tree = _("revision {revision}").format(revision=point.revision) if point.revision else _("work tree")
    return _("As of {date} ({tree})").format(date=point.date, tree=tree)
