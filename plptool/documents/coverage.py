"""The ledger against the documents' own texts: cited lines say what is recorded, and every date is accounted for."""

import operator
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from plptool.checks.context import Context
from plptool.checks.runner import acknowledge, finding
from plptool.model.citations import Citation, Fact, facts
from plptool.model.dates import DateError, When, parse_when
from plptool.model.findings import Finding, Message, Problem
from plptool.model.personal_numbers import mask
from plptool.model.records import Json, Path, Record, as_list, whole
from plptool.timeline.ledger import Ledger

_MONTHS = (
    "januari|january",
    "februari|february",
    "mars|march",
    "april",
    "maj|may",
    "juni|june",
    "juli|july",
    "augusti|august",
    "september",
    "oktober|october",
    "november",
    "december",
)
_SEASONS = {
    "21": "varen|var|vt|spring",
    "22": "sommaren|sommar|summer",
    "23": "hosten|host|ht|autumn|fall",
    "24": "vintern|vinter|winter",
}
_NAMED = ("lead", "partners", "body", "parties", "organisation", "organisations", "internal", "chair")
"""Fields whose organisations must be named in the lines, by any name that they go by."""
_COUNTED = ("posts", "members")
_COUNTING = (
    "en|ett|one", "tva|two", "tre|three", "fyra|four", "fem|five", "sex|six", "sju|seven", "atta|eight", "nio|nine",
    "tio|ten", "elva|eleven", "tolv|twelve",
)  # fmt: skip
_WORDED = ("need", "goal", "activities")
"""Fields whose adopted wording must stand in the lines."""
_DATED = ("date", "from", "start", "end", "due", "in-force")
_OCCURRENCE = re.compile(r"(?<!\d)(?:(\d{2})(\d{2})(\d{2})|(\d{4})-\s?(\d{2})-\s?(\d{2}))(?!\d)", re.ASCII)
_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A calendar date that stands in a document."""

    source: str
    line: int
    day: date
    accounted: bool
    left_out: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    findings: tuple[Finding, ...]
    occurrences: tuple[Occurrence, ...]


def match(ledger: Ledger, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The lines of each source whose text is among the files, found by its SHA-256.

    Args:
        ledger: whose sources are looked for.
        files: contents by any name.
    """
    by_digest = {sha256(raw).hexdigest(): raw for raw in files.values()}
    found = {}
    for source in ledger.collections["sources"].values():
        raw = by_digest.get(source.data.get("sha256", ""))
        if raw is not None:
            # Masked here, so that no excerpt can show a part of a personal identity number.
            found[source.id] = mask(raw.decode("utf-8", "replace")).split("\n")
    return found


def examine(ledger: Ledger, texts: Mapping[str, list[str]]) -> Outcome:
    """Every fact against the lines that it cites, and every date in the lines against the facts."""
    problems: list[Problem] = []
    names = {
        key: [key, str(one.data["title"]), *(str(name) for name in one.data.get("names", []))]
        for key, one in ledger.collections["organisations"].items()
    }
    told: set[tuple[str, int, date]] = set()  # source, line, day of some fact
    days_of: dict[str, set[date]] = {}
    for record in ledger.all_records():
        for fact in facts(record):
            problems += _borne_out(fact, texts, names)
            for day in _days(fact):
                for _, cited in fact.cited:
                    told.update((cited.source, line, day) for line in cited.lines(len(texts.get(cited.source, ()))))
                    days_of.setdefault(cited.source, set()).add(day)
    occurrences: list[Occurrence] = []
    for source in ledger.collections["sources"].values():
        if source.id not in texts:
            if "sha256" in source.data:
                message = Message("no file with the text of `{source}` was found", {"source": source.id})
                hint = Message("Texts are found by their SHA-256, whatever the file is called.")
                problems.append(Problem("PLP613", source, ("sha256",), message, hint, source.id))
            continue
        if source.data.get("lines") != len(texts[source.id]):
            message = Message("the text has {n} lines", {"n": len(texts[source.id])})
            hint = Message("Lines are split at line feeds.")
            problems.append(Problem("PLP611", source, ("lines",), message, hint, "lines"))
        found = list(_dates(source, texts, told, days_of))
        occurrences += found
        problems += _unaccounted(source, found, texts[source.id])
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    known = {record.path: record.data["known"] for record in ledger.all_records() if "known" in record.data}
    placed = sorted((finding(problem, context, ledger.tree) for problem in problems), key=Finding.order)
    placed = acknowledge(placed, known, set())
    return Outcome(tuple(placed), tuple(occurrences))


def _days(fact: Fact) -> Iterator[date]:
    """The days that a fact is of: a date in a document is accounted for only by these."""
    if fact.record.collection == "snapshots":
        yield date.fromisoformat(fact.record.data["date"])
    for key in (*_DATED, "value"):
        when = _when(fact.value.get(key))
        if when is not None and when.is_day and when.earliest is not None:
            yield when.earliest


def _when(value: Json) -> When | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_when(value)
    except DateError:
        return None


def _dates(
    source: Record, texts: Mapping[str, list[str]], told: set[tuple[str, int, date]], days_of: Mapping[str, set[date]]
) -> Iterator[Occurrence]:
    left_out = {(entry["date"], _line(entry)) for entry in source.data.get("left-out", [])}
    original = source.data.get("copy-of")
    stands = {day for line in texts.get(original, []) for day in _calendar(line)} if original else set()
    for number, line in enumerate(texts[source.id], 1):
        for day in _calendar(line):
            accounted = (source.id, number, day) in told
            if original and day in stands and day in days_of.get(original, set()):
                accounted = True
            yield Occurrence(source.id, number, day, accounted, (day.isoformat(), number) in left_out)


def _calendar(line: str) -> Iterator[date]:
    """Every day that stands in a line: six digits, ISO, or in words."""
    for found in _IN_WORDS.finditer(_fold(line)):
        month = next(number for number, names in enumerate(_MONTHS, 1) if found[2] in names.split("|"))
        with suppress(ValueError):
            yield date(int(found[3]), month, int(found[1]))
    for found in _OCCURRENCE.finditer(line):
        year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
        with suppress(ValueError):  # digits, but no date
            yield date(2000 + year if found[1] else year, month, day)


def _unaccounted(source: Record, found: list[Occurrence], lines: list[str]) -> Iterator[Problem]:
    for one in found:
        if not one.accounted and not one.left_out:
            args = {"date": one.day, "line": one.line, "text": _excerpt(lines[one.line - 1], one.day)}
            message = Message("{date} stands in line {line} and in no fact of that date: {text}", args)
            hint = Message("Record it, citing the line, or list it under `left-out` with a reason.")
            yield Problem("PLP612", source, ("id",), message, hint, f"{one.day} L{one.line}")
    seen = {(one.day.isoformat(), one.line) for one in found}
    for index, entry in enumerate(source.data.get("left-out", [])):
        line = _line(entry)
        if (entry["date"], line) not in seen:
            message = Message("{date} does not stand in line {line}", {"date": entry["date"], "line": line})
            hint = Message("Remove the entry, or correct it.")
            yield Problem("PLP614", source, ("left-out", index), message, hint, f"{entry['date']} L{line}")


def _line(entry: dict[str, Json]) -> int:
    """The line of an entry of `left-out`; 0, where none stands, if it names none."""
    return Citation.parse(entry["line"]).first or 0


def _excerpt(line: str, day: date) -> str:
    place = max(line.find(day.strftime("%y%m%d")), line.find(day.isoformat()), 0)
    cut = line[max(place - 30, 0) : place + 30].strip()
    return re.sub(r"\s+", " ", cut)


def _borne_out(fact: Fact, texts: Mapping[str, list[str]], names: Mapping[str, list[str]]) -> Iterator[Problem]:
    lines: list[str] = []
    by_source: dict[str, str] = {}
    if any(cited.first is not None and cited.source not in texts for _, cited in fact.cited):
        return  # it may stand in the text that is not here
    for where, cited in fact.cited:
        if cited.first is None:
            continue
        text = texts[cited.source]
        if cited.last is None or not cited.first <= cited.last <= len(text):
            message = Message("the text of `{source}` has {n} lines", {"source": cited.source, "n": len(text)})
            yield Problem("PLP603", fact.record, where, message, None, f"{cited.source}#L{cited.first}")
            continue
        chosen = text[cited.first - 1 : cited.last]
        lines += chosen
        by_source[cited.source] = by_source.get(cited.source, "") + "\n" + "\n".join(chosen)
    if not lines:
        return
    passage = "\n".join(lines)
    for key, looked_for, holds in (*_looked_for(fact, passage, by_source), *_organisations(fact, passage, names)):
        if not holds:
            message = Message("the cited lines do not say {what}", {"what": f"“{looked_for}”"})
            hint = Message("Check the value and the lines: {lines}", {"lines": _excerpt(passage, date.max)[:60]})
            at: Path = fact.where if fact.where[-1:] == (key,) else (*fact.where, key)
            yield Problem("PLP611", fact.record, at, message, hint, looked_for)


def _looked_for(fact: Fact, passage: str, by_source: Mapping[str, str]) -> Iterator[tuple[str, str, bool]]:
    """What the lines must say, and whether they do: field, words, verdict."""
    value = fact.value
    written = value.get("written")
    worded = written if isinstance(written, str) else None
    expected = "due" in value
    if worded is not None:
        yield "written", worded, _says(passage, worded)
        yield from _of_its_year(value, worded)
    by_field = written if isinstance(written, dict) else {}
    for said in by_field.values():
        yield "written", said, _says(passage, said)
    for key in (*_DATED, "period"):
        when = _when(value.get(key))
        # The source's own words stand for one date: of an expected event the due date, otherwise all of them.
        if when is None or key in by_field or (worded is not None and (not expected or key == "due")):
            continue
        if key == "period":
            if when.earliest and when.latest:
                years = {when.earliest.year, when.latest.year}
                yield key, when.text, all(_year(passage, year) for year in years)
        elif not when.is_interval:
            yield key, when.text, _says_date(passage, when, alone=key in ("start", "end", "due"))
    for key in _COUNTED:
        if isinstance(value.get(key), int):
            yield key, str(value[key]), _many(passage, value[key])
    if isinstance(value.get("number"), int) and value.get("kind") == "meeting":
        yield "number", str(value["number"]), _number(passage, value["number"])
    for key, stands in _NUMBERS.items():
        if isinstance(value.get(key), int):
            yield key, f"§ {value[key]}" if key == "paragraph" else str(value[key]), stands(passage, value[key])
    listed = value.get("listed")
    if isinstance(listed, dict):
        for source, number in listed.items():
            if source in by_source:
                yield "listed", str(number), _number(by_source[source], number)
    if "value" in value and worded is None:
        for said in as_list(value["value"]):
            when = _when(said)
            if when is not None and not when.is_interval:
                holds = _says_date(passage, when)
            else:
                number = whole(said)
                holds = _says(passage, str(said)) if number is None else _number(passage, number)
            yield "value", str(said), holds
    for key in _WORDED:
        for said in as_list(value.get(key)):
            yield key, said, _whole(passage, str(said))


def _of_its_year(value: dict[str, Json], worded: str) -> Iterator[tuple[str, str, bool]]:
    """Where the source's words for a date stand in for it, the date must at least be of a year that they name."""
    key = next((one for one in ("due", "date", "period", "from") if one in value), "date")
    meant = _when(value.get(key))
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", worded)}
    ends = {day.year for day in (meant.earliest, meant.latest) if day} if meant else set()
    if meant and years and ends:
        yield key, meant.text, any(min(ends) <= year <= max(ends) for year in years)


def _whole(passage: str, wording: str) -> bool:
    """Whether the wording stands there whole: not as a part of a sentence that goes on."""
    text = re.sub(r"(?<=\w)-[ \t]*\n\s*", "", unicodedata.normalize("NFC", passage))
    words = [re.escape(word) for word in re.findall(r"\w+", _alike(unicodedata.normalize("NFC", wording)))]
    for found in re.finditer(r"\b" + r"(?:<[^>]*>|\W)+".join(words) + r"\b", _alike(text)):
        before, after = text[: found.start()].rstrip(" *#_"), text[found.end() :].lstrip(" *_")
        begins = text[found.start()].isupper() or not before or before[-1] in "\n\t>.!?:"
        if begins and (not after or after[0] in "\n\r\t<.!?:;)" or after[0].isupper()):
            return True
    return False


def _alike(text: str) -> str:
    """As `_letters`, one character for each."""
    return re.sub(r"[aeo]", "o", "".join((_fold(character) or character)[0] for character in text))


def _organisations(fact: Fact, passage: str, names: Mapping[str, list[str]]) -> Iterator[tuple[str, str, bool]]:
    for key in _NAMED:
        for said in as_list(fact.value.get(key)):
            if isinstance(said, str) and not _disputed(fact, key):
                yield key, said, any(_names(passage, name) for name in names.get(said, [said]))


def _names(passage: str, name: str) -> bool:
    """Whether the name stands there: a short one as a word of its own, in the genitive too."""
    if len(_letters(name)) < len("tenletters"):
        return re.search(rf"(?<!\w){re.escape(_fold(name))}s?(?!\w)", _fold(passage)) is not None
    return _says(passage, name)


def _disputed(fact: Fact, key: str) -> bool:
    """What a discrepancy is about is looked for claim by claim, each in its own lines."""
    return any(one["field"] == key for one in as_list(fact.value.get("discrepancies")))


def _number(passage: str, number: int) -> bool:
    """The number by itself: not within 2.5.3, 22,6 or 2022-03-14."""
    return re.search(rf"(?<![\w.,-]){number}(?!\w|[.,-]\d)", passage) is not None


def _year(passage: str, year: int) -> bool:
    return re.search(rf"(?<!\d){year}(?!\d)", passage) is not None


def _paragraph(passage: str, number: int) -> bool:
    return re.search(rf"§\s*{number}(?!\d)", passage) is not None


_NUMBERS = {"paragraph": _paragraph, "priority": _number, "year": _year, "extent": _number}


def _many(passage: str, number: int) -> bool:
    """The number in digits or in words."""
    worded = _COUNTING[number - 1] if number <= len(_COUNTING) else str(number)
    return _number(passage, number) or re.search(rf"\b({worded})\b", _fold(passage)) is not None


def _says(passage: str, words: str) -> bool:
    """Whether the words stand there; in long ones recognition may have misread a letter in ten."""
    sought, there = _letters(words), _letters(passage)
    if sought in there or len(sought) < len("tenletters"):
        return sought in there
    windows = (there[start : start + len(sought)] for start in range(len(there) - len(sought) + 1))
    return any(
        window[0] == sought[0] and sum(map(operator.ne, window, sought)) <= len(sought) // 10 for window in windows
    )


def _says_date(passage: str, when: When, *, alone: bool = False) -> bool:
    """Whether the date stands there in any of its forms; a month also `alone`, without its year."""
    if when.earliest is None or re.fullmatch(r"[-\d]+", when.text) is None:
        return True
    day = when.earliest
    folded = _fold(passage)
    if when.is_day:
        name = _MONTHS[day.month - 1]
        forms: tuple[str, ...] = (
            rf"(?<!\d){day:%y%m%d}(?!\d)",
            rf"(?<!\d){day:%Y%m%d}(?!\d)",
            rf"(?<!\d){day:%Y}-\s?{day:%m}-\s?{day:%d}(?!\d)",
            rf"(?<!\d)0?{day.day}(?:\s*(?:st|nd|rd|th))?\s+(?:{name})\s+{day.year}(?!\d)",
            rf"(?:{name})\s+0?{day.day},?\s+{day.year}(?!\d)",
        )
    elif len(when.text) == len("2022"):
        forms = (rf"(?<!\d){when.text}(?!\d)",)
    elif when.text[5:] in _SEASONS:
        forms = (rf"\b(?:{_SEASONS[when.text[5:]]})\w*\s+{when.text[:4]}(?!\d)",)
    else:
        names = "|".join(f"{name[:3]}[a-z]*" for name in _MONTHS[day.month - 1].split("|"))
        forms = (
            rf"\b(?:{names})\b" if alone else rf"\b(?:{names})\s+{day.year}(?!\d)",
            rf"(?<!\d){day:%Y}-{day:%m}(?!\d)",
            rf"(?<!\d){day:%y%m}(?!\d)",
        )
    return any(re.search(form, folded) for form in forms)


@lru_cache(maxsize=8192)
def _fold(text: str) -> str:
    """Lower case without diacritics."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=8192)
def _letters(text: str) -> str:
    """Letters and digits alone, without markup; a, e and o are one, as text recognition confuses å, ä and ö."""
    bare = re.sub(r"<[^>]*>", "", _fold(text))
    bare = re.sub(r"-\s*\n\s*", "", bare)
    return re.sub(r"[aeo]", "o", re.sub(r"[^0-9a-z]", "", bare))


def summary(outcome: Outcome, source: str) -> dict[str, Any]:
    found = [one for one in outcome.occurrences if one.source == source]
    return {
        "dates": len(found),
        "accounted": sum(one.accounted for one in found),
        "left-out": sum(one.left_out and not one.accounted for one in found),
    }
