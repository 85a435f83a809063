"""PLP611 to PLP614: cited lines say what is recorded, and every date of a document is accounted for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from plptool.checks.context import Context
from plptool.checks.runner import acknowledge, finding
from plptool.model.citations import Citation, Fact, facts
from plptool.model.collections import Collection
from plptool.model.dates import DateError, When, parse_when
from plptool.model.events import Meeting
from plptool.model.findings import Argument, Finding, Message, Problem
from plptool.model.personal_numbers import mask
from plptool.model.records import Json, Path, Record, as_list, whole
from plptool.texts.dates import calendar_days, says_date
from plptool.texts.letters import says, says_whole
from plptool.texts.names import says_name
from plptool.texts.numbers import says_count, says_number, says_paragraph, says_year
from plptool.timeline.ledger import Ledger

_NAMED = ("lead", "partners", "body", "parties", "organisation", "organisations", "internal", "chair")
"""Fields whose organisations must be named in the lines, by any name that they go by."""
_WORDED = ("need", "goal", "activities")
"""Fields whose adopted wording must stand in the lines."""
_DATED = ("date", "from", "start", "end", "due", "in-force")


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
    if fact.record.collection is Collection.SNAPSHOTS:
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
    stands = {day for line in texts.get(original, []) for day in calendar_days(line)} if original else set()
    for number, line in enumerate(texts[source.id], 1):
        for day in calendar_days(line):
            accounted = (source.id, number, day) in told
            if original and day in stands and day in days_of.get(original, set()):
                accounted = True
            yield Occurrence(source.id, number, day, accounted, (day.isoformat(), number) in left_out)


def _unaccounted(source: Record, found: list[Occurrence], lines: list[str]) -> Iterator[Problem]:
    for one in found:
        if not one.accounted and not one.left_out:
            args: dict[str, Argument] = {
                "date": one.day,
                "line": one.line,
                "text": _excerpt(lines[one.line - 1], one.day),
            }
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


@dataclass(frozen=True, slots=True)
class Expected:
    """What cited lines must say of a fact, and whether they do."""

    field: str
    words: str
    stands: bool


def _borne_out(fact: Fact, texts: Mapping[str, list[str]], names: Mapping[str, list[str]]) -> Iterator[Problem]:
    """What the cited lines do not say of a fact."""
    if any(citation.first is not None and citation.source not in texts for _, citation in fact.cited):
        return  # it may stand in the text that is not here
    by_source: dict[str, list[str]] = {}
    for where, citation in fact.cited:
        if citation.first is None:
            continue
        text = texts[citation.source]
        if citation.last is None or not citation.first <= citation.last <= len(text):
            message = Message("the text of `{source}` has {n} lines", {"source": citation.source, "n": len(text)})
            yield Problem("PLP603", fact.record, where, message, None, f"{citation.source}#L{citation.first}")
            continue
        by_source.setdefault(citation.source, []).extend(text[citation.first - 1 : citation.last])
    if not by_source:
        return
    passages = {source: "\n".join(lines) for source, lines in by_source.items()}
    passage = "\n".join(passages.values())
    for expected in (*_expected(fact.value, passage, passages), *_organisations(fact, passage, names)):
        if not expected.stands:
            message = Message("the cited lines do not say {what}", {"what": f"“{expected.words}”"})
            hint = Message("Check the value and the lines: {lines}", {"lines": _excerpt(passage, date.max)[:60]})
            at: Path = fact.where if fact.where[-1:] == (expected.field,) else (*fact.where, expected.field)
            yield Problem("PLP611", fact.record, at, message, hint, expected.words)


def _expected(value: dict[str, Json], passage: str, passages: Mapping[str, str]) -> Iterator[Expected]:
    """What the lines must say of a fact's value, but for the organisations in it.

    Args:
        value: the field and value that the citations bear out, or the whole mapping that has a `source`.
        passage: all cited lines.
        passages: the same by source.
    """
    yield from _written(value, passage)
    yield from _dates_said(value, passage)
    yield from _numbers_said(value, passage)
    yield from _numbers_in_lists(value, passages)
    if "value" in value and not isinstance(value.get("written"), str):
        yield from _claimed_value(value["value"], passage)
    for field in _WORDED:
        for wording in as_list(value.get(field)):
            yield Expected(field, wording, says_whole(passage, str(wording)))


def _written(value: dict[str, Json], passage: str) -> Iterator[Expected]:
    """The source's own words for a date, or for fields."""
    written = value.get("written")
    if isinstance(written, str):
        yield Expected("written", written, says(passage, written))
        yield from _of_its_year(value, written)
    elif isinstance(written, dict):
        for words in written.values():
            yield Expected("written", words, says(passage, words))


def _dates_said(value: dict[str, Json], passage: str) -> Iterator[Expected]:
    written = value.get("written")
    for field in (*_DATED, "period"):
        when = _when(value.get(field))
        if when is None or (isinstance(written, dict) and field in written):
            continue
        # The source's own words stand for one date: of an expected event the due date, otherwise all of them.
        if isinstance(written, str) and ("due" not in value or field == "due"):
            continue
        if field == "period":
            if when.earliest and when.latest:
                years = {when.earliest.year, when.latest.year}
                yield Expected(field, when.text, all(says_year(passage, year) for year in years))
        elif not when.is_interval:
            alone = field in ("start", "end", "due")
            yield Expected(field, when.text, says_date(passage, when, alone=alone))


def _numbers_said(value: dict[str, Json], passage: str) -> Iterator[Expected]:
    for field, says_so in _NUMBERS.items():
        number = value.get(field)
        if isinstance(number, int) and (field != "number" or value.get("kind") == Meeting.KIND):
            words = f"§ {number}" if field == "paragraph" else str(number)
            yield Expected(field, words, says_so(passage, number))


def _numbers_in_lists(value: dict[str, Json], passages: Mapping[str, str]) -> Iterator[Expected]:
    """The number that a process has in each list that is cited."""
    listed = value.get("listed")
    for source, number in listed.items() if isinstance(listed, dict) else ():
        if source in passages:
            yield Expected("listed", str(number), says_number(passages[source], number))


def _claimed_value(value: Json, passage: str) -> Iterator[Expected]:
    """What a source claims, where sources disagree: a date, a number or words, or several of these."""
    for claim in as_list(value):
        when, number = _when(claim), whole(claim)
        if when is not None and not when.is_interval:
            stands = says_date(passage, when)
        elif number is not None:
            stands = says_number(passage, number)
        else:
            stands = says(passage, str(claim))
        yield Expected("value", str(claim), stands)


def _of_its_year(value: dict[str, Json], written: str) -> Iterator[Expected]:
    """Where the source's words for a date stand in for it, the date must at least be of a year that they name."""
    field = next((one for one in ("due", "date", "period", "from") if one in value), "date")
    meant = _when(value.get(field))
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", written)}
    ends = {day.year for day in (meant.earliest, meant.latest) if day} if meant else set()
    if meant and years and ends:
        yield Expected(field, meant.text, any(min(ends) <= year <= max(ends) for year in years))


def _organisations(fact: Fact, passage: str, names: Mapping[str, list[str]]) -> Iterator[Expected]:
    for field in _NAMED:
        for key in as_list(fact.value.get(field)):
            if isinstance(key, str) and not _disputed(fact, field):
                yield Expected(field, key, any(says_name(passage, name) for name in names.get(key, [key])))


def _disputed(fact: Fact, field: str) -> bool:
    """What a discrepancy is about is looked for claim by claim, each in its own lines."""
    return any(discrepancy["field"] == field for discrepancy in as_list(fact.value.get("discrepancies")))


_NUMBERS = {
    "posts": says_count,
    "members": says_count,
    "number": says_number,
    "paragraph": says_paragraph,
    "priority": says_number,
    "year": says_year,
    "extent": says_number,
}
"""How a document says each number."""
