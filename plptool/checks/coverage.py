"""PLP611 to PLP614: cited lines say what is recorded, and every date of a document is accounted for.

These rules need the documents' texts, which no ledger holds: `plptool sources --texts` looks for them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from plptool.checks.context import Context
from plptool.checks.known import Acknowledgements, known_of
from plptool.checks.runner import placed
from plptool.model.citations import Citation, Fact, facts
from plptool.model.collections import Collection
from plptool.model.dates import DateError, When, parse_when
from plptool.model.events import Meeting
from plptool.model.findings import Argument, Finding, Message, Problem
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, as_list, entries, number_if_any, text, text_if_any, texts, whole
from plptool.model.records import Path, Record
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
    """What came of examining the texts."""

    findings: tuple[Finding, ...]
    occurrences: tuple[Occurrence, ...]


def match(ledger: Ledger, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The lines of each source whose text is among the files, found by its SHA-256.

    Args:
        ledger: whose sources are looked for.
        files: contents by any name.
    """
    by_digest = {sha256(raw).hexdigest(): raw for raw in files.values()}
    lines: dict[str, list[str]] = {}
    for source in ledger.collections[Collection.SOURCES].values():
        raw = by_digest.get(text_if_any(source.data, "sha256") or "")
        if raw is not None:
            # Masked here, so that no excerpt can show a part of a personal identity number.
            lines[source.id] = mask(raw.decode("utf-8", "replace")).split("\n")
    return lines


def examine(ledger: Ledger, texts_of: Mapping[str, list[str]]) -> Outcome:
    """Every fact against the lines that it cites, and every date in the lines against the facts.

    Args:
        ledger: whose facts are examined.
        texts_of: by source, the lines of its text, where that is at hand.
    """
    all_facts = [fact for record in ledger.all_records() for fact in facts(record)]
    accounts = _Accounts.of(all_facts, texts_of)
    names = _names(ledger)
    problems: list[Problem] = []
    occurrences: list[Occurrence] = []
    for fact in all_facts:
        problems += _borne_out(fact, texts_of, names)
    for source in ledger.collections[Collection.SOURCES].values():
        lines = texts_of.get(source.id)
        if lines is None:
            problems += _without_text(source)
            continue
        dates = list(_dates(source, texts_of, accounts))
        problems += _line_count(source, lines)
        problems += _unaccounted(source, dates, lines)
        problems += _left_out_in_vain(source, dates)
        occurrences += dates
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    findings = sorted((placed(problem, context, ledger.tree) for problem in problems), key=Finding.order)
    acknowledgements = Acknowledgements({record.path: known_of(record.data) for record in ledger.all_records()})
    return Outcome(tuple(acknowledgements.apply(findings)), tuple(occurrences))


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The calendar dates for which facts account."""

    cited: frozenset[tuple[str, int, date]]
    """Of a source, a line of it that a fact cites, and a day that this fact is of."""
    days: Mapping[str, frozenset[date]]
    """By source, the days of all facts that cite it, whatever line."""

    @classmethod
    def of(cls, facts: Iterable[Fact], texts_of: Mapping[str, list[str]]) -> "_Accounts":
        cited: set[tuple[str, int, date]] = set()
        days: dict[str, set[date]] = {}
        for fact in facts:
            for day in _days(fact):
                for _, citation in fact.cited:
                    lines = citation.lines(len(texts_of.get(citation.source, ())))
                    cited.update((citation.source, line, day) for line in lines)
                    days.setdefault(citation.source, set()).add(day)
        return cls(frozenset(cited), {source: frozenset(each) for source, each in days.items()})


def _names(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """By organisation, its id and the names that it goes by."""
    organisations = ledger.collections[Collection.ORGANISATIONS].items()
    return {key: (key, text(record.data, "title"), *texts(record.data, "names")) for key, record in organisations}


def _without_text(source: Record) -> Iterator[Problem]:
    """PLP613: a source has the SHA-256 of a text that is not among the files."""
    if "sha256" in source.data:
        message = Message("no file with the text of `{source}` was found", {"source": source.id})
        hint = Message("Texts are found by their SHA-256, whatever the file is called.")
        yield Problem("PLP613", source, ("sha256",), message, hint, source.id)


def _line_count(source: Record, lines: list[str]) -> Iterator[Problem]:
    """PLP611: a source says that its text has another number of lines."""
    if number_if_any(source.data, "lines") != len(lines):
        message = Message("the text has {n} lines", {"n": len(lines)})
        hint = Message("Lines are split at line feeds.")
        yield Problem("PLP611", source, ("lines",), message, hint, "lines")


def _days(fact: Fact) -> Iterator[date]:
    """The days that a fact is of: a date in a document is accounted for only by these."""
    if fact.record.collection is Collection.SNAPSHOTS:
        yield date.fromisoformat(text(fact.record.data, "date"))
    for key in (*_DATED, "value"):
        when = _when(fact.value.get(key))
        if when is not None and when.is_day and when.earliest is not None:
            yield when.earliest


def _when(value: Plain) -> When | None:
    """A value as a date; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        return parse_when(value)
    except DateError:
        return None


def _dates(source: Record, texts_of: Mapping[str, list[str]], accounts: _Accounts) -> Iterator[Occurrence]:
    """Every calendar date in the text of a source, and what becomes of it.

    Of a copy, a date that stands in the original is accounted for by the facts that cite that.
    """
    left_out = {(entry.day, entry.line) for entry in _left_out(source)}
    original = text_if_any(source.data, "copy-of")
    copied: set[date] = set()
    if original is not None:
        stands = {day for line in texts_of.get(original, []) for day in calendar_days(line)}
        copied = stands & accounts.days.get(original, frozenset())
    for line, words in enumerate(texts_of[source.id], 1):
        for day in calendar_days(words):
            accounted = (source.id, line, day) in accounts.cited or day in copied
            yield Occurrence(source.id, line, day, accounted, (day.isoformat(), line) in left_out)


def _unaccounted(source: Record, dates: list[Occurrence], lines: list[str]) -> Iterator[Problem]:
    """PLP612: a date of a document is in no fact, and not left out either."""
    for occurrence in dates:
        if not occurrence.accounted and not occurrence.left_out:
            day, line = occurrence.day, occurrence.line
            args: dict[str, Argument] = {"date": day.isoformat(), "line": line, "text": _excerpt(lines[line - 1], day)}
            message = Message("{date} stands in line {line} and in no fact of that date: {text}", args)
            hint = Message("Record it, citing the line, or list it under `left-out` with a reason.")
            yield Problem("PLP612", source, ("id",), message, hint, f"{day} L{line}")


def _left_out_in_vain(source: Record, dates: list[Occurrence]) -> Iterator[Problem]:
    """PLP614: a date is left out that does not stand in the line."""
    there = {(occurrence.day.isoformat(), occurrence.line) for occurrence in dates}
    for index, entry in enumerate(_left_out(source)):
        if (entry.day, entry.line) not in there:
            message = Message("{date} does not stand in line {line}", {"date": entry.day, "line": entry.line})
            hint = Message("Remove the entry, or correct it.")
            yield Problem("PLP614", source, ("left-out", index), message, hint, f"{entry.day} L{entry.line}")


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """An entry of `left-out`: a date of a document that no fact accounts for."""

    day: str
    line: int
    """0, where none stands, if the entry names none."""


def _left_out(source: Record) -> Iterator[_LeftOut]:
    for entry in entries(source.data, "left-out"):
        yield _LeftOut(text(entry, "date"), Citation.parse(text(entry, "line")).first or 0)


def _excerpt(line: str, day: date) -> str:
    """A piece of a line around a day that stands in it; from its beginning, where it does not."""
    place = max(line.find(day.strftime("%y%m%d")), line.find(day.isoformat()), 0)
    cut = line[max(place - 30, 0) : place + 30].strip()
    return re.sub(r"\s+", " ", cut)


@dataclass(frozen=True, slots=True)
class Expected:
    """What cited lines must say of a fact, and whether they do."""

    field: str
    words: str
    stands: bool


def _borne_out(
    fact: Fact, texts_of: Mapping[str, list[str]], names: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """PLP611, 603: what the cited lines do not say of a fact, and lines that are not there."""
    if any(citation.first is not None and citation.source not in texts_of for _, citation in fact.cited):
        return  # it may stand in the text that is not here
    lines_of: dict[str, list[str]] = {}
    for where, citation in fact.cited:
        if citation.first is None or citation.last is None:
            continue
        lines = texts_of[citation.source]
        if citation.first <= citation.last <= len(lines):
            lines_of.setdefault(citation.source, []).extend(lines[citation.first - 1 : citation.last])
        else:
            args: dict[str, Argument] = {"source": citation.source, "n": len(lines)}
            message = Message("the text of `{source}` has {n} lines", args)
            yield Problem("PLP603", fact.record, where, message, None, f"{citation.source}#L{citation.first}")
    if lines_of:
        yield from _not_said(fact, {source: "\n".join(lines) for source, lines in lines_of.items()}, names)


def _not_said(fact: Fact, passages: Mapping[str, str], names: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """PLP611: what the cited lines, by source, do not say of a fact."""
    passage = "\n".join(passages.values())
    for expected in (*_expected(fact.value, passage, passages), *_organisations(fact, passage, names)):
        if not expected.stands:
            message = Message("the cited lines do not say {what}", {"what": f"“{expected.words}”"})
            hint = Message("Check the value and the lines: {lines}", {"lines": _excerpt(passage, date.max)[:60]})
            at: Path = fact.where if fact.where[-1:] == (expected.field,) else (*fact.where, expected.field)
            yield Problem("PLP611", fact.record, at, message, hint, expected.words)


def _expected(value: Data, passage: str, passages: Mapping[str, str]) -> Iterator[Expected]:
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
        for wording in texts(value, field):
            yield Expected(field, wording, says_whole(passage, wording))


def _written(value: Data, passage: str) -> Iterator[Expected]:
    """The source's own words for a date, or for fields."""
    written = value.get("written")
    if isinstance(written, str):
        yield Expected("written", written, says(passage, written))
        yield from _of_its_year(value, written)
    elif isinstance(written, dict):
        for words in written.values():
            if isinstance(words, str):
                yield Expected("written", words, says(passage, words))


def _dates_said(value: Data, passage: str) -> Iterator[Expected]:
    """The dates of a fact, unless the source's own words stand in for them."""
    written = value.get("written")
    for field in (*_DATED, "period"):
        when = _when(value.get(field))
        if when is None or (isinstance(written, dict) and field in written):
            continue
        # The source's own words stand for one date: of an expected event the due date, otherwise all of them.
        if isinstance(written, str) and ("due" not in value or field == "due"):
            continue
        if field == "period":
            yield from _years_said(when, passage)
        elif not when.is_interval:
            alone = field in ("start", "end", "due")
            yield Expected(field, when.text, says_date(passage, when, alone=alone))


def _years_said(period: When, passage: str) -> Iterator[Expected]:
    """The first and the last year of a period, where it has both."""
    if period.earliest and period.latest:
        years = {period.earliest.year, period.latest.year}
        yield Expected("period", period.text, all(says_year(passage, year) for year in years))


def _numbers_said(value: Data, passage: str) -> Iterator[Expected]:
    """The numbers of a fact; of `number`, only a meeting's."""
    for field, says_so in _NUMBERS.items():
        number = value.get(field)
        if isinstance(number, int) and (field != "number" or value.get("kind") == Meeting.KIND):
            words = f"§ {number}" if field == "paragraph" else str(number)
            yield Expected(field, words, says_so(passage, number))


def _numbers_in_lists(value: Data, passages: Mapping[str, str]) -> Iterator[Expected]:
    """The number that a process has in each list that is cited."""
    listed = value.get("listed")
    if not isinstance(listed, dict):
        return
    for source, number in listed.items():
        if source in passages:
            yield Expected("listed", str(number), says_number(passages[source], number))


def _claimed_value(value: Plain, passage: str) -> Iterator[Expected]:
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


def _of_its_year(value: Data, written: str) -> Iterator[Expected]:
    """Where the source's words for a date stand in for it, the date must at least be of a year that they name."""
    field = next((name for name in ("due", "date", "period", "from") if name in value), "date")
    meant = _when(value.get(field))
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", written)}
    ends = {day.year for day in (meant.earliest, meant.latest) if day} if meant else set()
    if meant and years and ends:
        yield Expected(field, meant.text, any(min(ends) <= year <= max(ends) for year in years))


def _organisations(fact: Fact, passage: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[Expected]:
    """The organisations that the lines must name, by any name that they go by."""
    # What a discrepancy is about is looked for claim by claim, each in its own lines.
    disputed = {text(discrepancy, "field") for discrepancy in entries(fact.value, "discrepancies")}
    for field in _NAMED:
        if field in disputed:
            continue
        for key in as_list(fact.value.get(field)):
            if isinstance(key, str):
                yield Expected(field, key, any(says_name(passage, name) for name in names.get(key, (key,))))


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
