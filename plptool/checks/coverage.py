"""PLP611 to PLP615: cited lines say what is recorded, and every date of a document is accounted for.

These rules need the documents' texts, which no ledger holds: `plptool sources --texts` looks for them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from plptool.checks.context import Context
from plptool.checks.known import Acknowledgements, known_of
from plptool.checks.runner import placed
from plptool.model.citations import Citation, Fact, facts
from plptool.model.collections import Collection
from plptool.model.dates import DateError, When, parse_when
from plptool.model.decisions import cited_paragraph
from plptool.model.events import Meeting
from plptool.model.findings import Argument, Finding, Message, Problem, quoted
from plptool.model.grant_year import year_of_grant
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, as_list, entries, number_if_any, part, text, text_if_any, texts, whole
from plptool.model.records import Path, Record
from plptool.texts.amounts import Said, says_amount
from plptool.texts.date_forms import DayOrder
from plptool.texts.dates import WrittenDate, dates_in, says_date
from plptool.texts.letters import says, says_whole
from plptool.texts.names import says_name
from plptool.texts.numbers import says_as_written, says_count, says_number, says_paragraph, says_year, says_years
from plptool.timeline.changed import names_ever
from plptool.timeline.ledger import Ledger
from plptool.timeline.tasks import TASK_LISTS

_NAMED = (
    "lead",
    "partners",
    "body",
    "parties",
    "organisation",
    "organisations",
    "internal",
    "chair",
    "owner",
    "reservations",
)
"""Fields whose organisations must be named in the lines, by any name that they go by."""
_WORDED = ("need", "goal", "activities")
"""Fields whose adopted wording must stand in the lines."""
_DATED = ("date", "from", "start", "end", "due", "until", "in-force", "review")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something in a document that is written like a calendar date, and what became of it."""

    source: str
    written: WrittenDate
    accounted: bool
    """A fact of a day that it can mean cites its line."""
    left_out: bool

    @property
    def line(self) -> int:
        return self.written.first_line


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of examining the texts."""

    findings: tuple[Finding, ...]
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class FoundTexts:
    """Which of some files are the texts of which sources."""

    lines: Mapping[str, list[str]]
    """By source, the lines of its text, of those whose text is there."""
    strangers: tuple[str, ...]
    """The files that are the text of no source: what stands in them is not looked at."""
    without_digest: tuple[str, ...]
    """The sources that do not say which text is theirs: no file can be known for it."""


def find_texts(ledger: Ledger, files: Mapping[str, bytes]) -> FoundTexts:
    """The texts of a ledger's sources among files, found by their SHA-256.

    Args:
        ledger: whose sources are looked for.
        files: contents by any name.
    """
    digests = {name: sha256(raw).hexdigest() for name, raw in files.items()}
    by_digest = {digests[name]: raw for name, raw in files.items()}
    lines: dict[str, list[str]] = {}
    wanted: set[str] = set()
    without_digest: list[str] = []
    for source in ledger.collections[Collection.SOURCES].values():
        digest = text_if_any(source.data, "sha256")
        if digest is not None:
            wanted.add(digest)
            if digest in by_digest:
                lines[source.id] = _lines(by_digest[digest])
        elif "withdrawn" not in source.data:
            without_digest.append(source.id)
    strangers = tuple(name for name, digest in digests.items() if digest not in wanted)
    return FoundTexts(lines, strangers, tuple(without_digest))


def _lines(raw: bytes) -> list[str]:
    """The lines of a text, masked, so that no excerpt can show a part of a personal identity number."""
    return mask(raw.decode("utf-8", "replace")).split("\n")


def examine(ledger: Ledger, texts_of: Mapping[str, list[str]]) -> Outcome:
    """Every fact against the lines that it cites, and every date in the lines against the facts.

    Args:
        ledger: whose facts are examined.
        texts_of: by source, the lines of its text, where that is at hand.
    """
    ledger = ledger.in_present_ids
    all_facts = [fact for record in ledger.all_records() for fact in facts(record)]
    accounts = _Accounts.of(all_facts, texts_of)
    names = _names(ledger)
    order = DayOrder.of(text_if_any(ledger.manifest, "country"))
    problems: list[Problem] = []
    occurrences: list[Occurrence] = []
    for fact in all_facts:
        problems += _borne_out(fact, texts_of, names, order)
    for source in ledger.collections[Collection.SOURCES].values():
        lines = texts_of.get(source.id)
        if lines is None:
            problems += _without_text(source)
            continue
        dates = list(_dates(source, texts_of, accounts, order))
        problems += _line_count(source, lines)
        problems += _unaccounted(source, dates, lines)
        problems += _not_understood(source, dates)
        problems += _left_out_in_vain(source, dates)
        occurrences += dates
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    findings = sorted((placed(problem, context, ledger.tree) for problem in problems), key=Finding.order)
    acknowledgements = Acknowledgements({record.path: known_of(record.data) for record in ledger.all_records()})
    return Outcome(tuple(acknowledgements.apply(findings)), tuple(occurrences))


@dataclass(frozen=True, slots=True)
class _Accounts:
    """The dates for which facts account."""

    of_line: Mapping[tuple[str, int], frozenset[When]]
    """By a source and a line of it, the dates of the facts that cite the line."""
    of_source: Mapping[str, frozenset[When]]
    """By source, the dates of all facts that cite it, whatever line."""

    @classmethod
    def of(cls, facts: Iterable[Fact], texts_of: Mapping[str, list[str]]) -> "_Accounts":
        of_line: dict[tuple[str, int], set[When]] = {}
        of_source: dict[str, set[When]] = {}
        for fact in facts:
            dates = set(_dates_of(fact))
            for _, citation in fact.cited if dates else ():
                of_source.setdefault(citation.source, set()).update(dates)
                for line in citation.lines(len(texts_of.get(citation.source, ()))):
                    of_line.setdefault((citation.source, line), set()).update(dates)
        return cls(
            {place: frozenset(dates) for place, dates in of_line.items()},
            {source: frozenset(dates) for source, dates in of_source.items()},
        )

    def account_for(self, source: str, written: WrittenDate) -> bool:
        """Whether a fact of what it can mean cites a line in which it stands."""
        lines = range(written.first_line, written.last_line + 1)
        return any(written.is_told_by(when) for line in lines for when in self.of_line.get((source, line), ()))


def _names(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """By organisation, its id and the names that it goes by."""
    organisations = ledger.collections[Collection.ORGANISATIONS].items()
    return {record_id: (record_id, *names_ever(record)) for record_id, record in organisations}


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
        if len(lines) == 1:
            message = Message("the text has 1 line")
        hint = Message("Lines are split at line feeds.")
        yield Problem("PLP611", source, ("lines",), message, hint, "lines")


def _dates_of(fact: Fact) -> Iterator[When]:
    """The dates that a fact is of: a date in a document is accounted for only by these."""
    if fact.record.collection is Collection.SNAPSHOTS:
        yield parse_when(text(fact.record.data, "date"))
    stated = _stated(fact)
    for key in (*_DATED, "value"):
        when = _when(stated.get(key))
        if when is not None:
            yield when


def _stated(fact: Fact) -> Data:
    """What a fact states, also what stands elsewhere: the words of a task's clauses, and what a change sets."""
    stated: dict[str, Plain] = {**part(fact.value, "set"), **fact.value}
    for said in (part(fact.value, "remove"), part(fact.value, "add")):  # who comes and who goes must be named
        for name, listed in said.items():
            stated[name] = [*as_list(stated.get(name, [])), *as_list(listed)]
    if fact.where[:1] in [(name,) for name in TASK_LISTS[fact.record.collection]] and "clauses" in fact.value:
        clauses = dict(enumerate(texts(fact.record.data, "clauses"), 1))
        stated["clauses"] = [clauses.get(whole(number) or 0) for number in texts(fact.value, "clauses")]
    return stated


def _when(value: Plain) -> When | None:
    """A value as a date; None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        return parse_when(value)
    except DateError:
        return None


def _dates(
    source: Record, texts_of: Mapping[str, list[str]], accounts: _Accounts, order: DayOrder
) -> Iterator[Occurrence]:
    """Everything in the text of a source that is written like a date, and what becomes of it.

    Of a copy, a date that stands in the original is accounted for by the facts that cite that.
    """
    left_out = list(_left_out(source))
    copied = _copied(source, texts_of, accounts, order)
    for written in dates_in(texts_of[source.id], order):
        yield Occurrence(
            source=source.id,
            written=written,
            accounted=accounts.account_for(source.id, written) or any(map(written.is_told_by, copied)),
            left_out=any(entry.is_of(written) for entry in left_out),
        )


def _copied(copy: Record, texts_of: Mapping[str, list[str]], accounts: _Accounts, order: DayOrder) -> frozenset[When]:
    """The dates of facts that cite the original of a copy, as far as they stand there; none where it is no copy."""
    original = text_if_any(copy.data, "copy-of")
    if original is None:
        return frozenset()
    original_dates = dates_in(texts_of.get(original, []), order)
    told = accounts.of_source.get(original, frozenset())
    return frozenset(when for when in told if any(written.is_told_by(when) for written in original_dates))


def _unaccounted(source: Record, dates: list[Occurrence], lines: list[str]) -> Iterator[Problem]:
    """PLP612: a date of a document is in no fact, and not left out either."""
    for occurrence in dates:
        day, line = occurrence.written.day, occurrence.line
        if day is None or occurrence.accounted or occurrence.left_out:
            continue
        around = _excerpt(lines[line - 1], occurrence.written.text)
        arguments: dict[str, Argument] = {"date": day.isoformat(), "line": line, "text": around}
        message = Message("{date} stands in line {line} and in no fact of that date: {text}", arguments)
        hint = Message("Record it, citing the line, or list it under `left-out` with a reason.")
        yield Problem("PLP612", source, ("id",), message, hint, f"{day} L{line}")


def _not_understood(source: Record, dates: list[Occurrence]) -> Iterator[Problem]:
    """PLP615: what is written like a date can be read in several ways or in none, and no fact says which is meant."""
    for occurrence in dates:
        written = occurrence.written
        if written.day is not None or occurrence.accounted or occurrence.left_out:
            continue
        arguments: dict[str, Argument] = {"text": written.text, "line": occurrence.line}
        days = _days_told(written.reading.days)
        if written.reading.month_and_day is not None:
            message = Message("`{text}` in line {line} is a date without its year", arguments)
        elif days:
            message = Message("`{text}` in line {line} may be a date: {days}", {**arguments, "days": days})
        else:
            message = Message("`{text}` in line {line} is written like a date, and there is no such day", arguments)
        hint = Message(
            "Record what happened on the day that is meant, or on some day of these (`2021-12-31/2022-01-01`), citing"
            " the line, or list the day under `left-out`; what is no date is acknowledged under `known`."
        )
        yield Problem("PLP615", source, ("id",), message, hint, f"{written.text} L{occurrence.line}")


_FEW_DAYS = 2
"""So many are told one by one, though they follow each other."""


def _days_told(days: Sequence[date]) -> str:
    """Days that something can mean; of many in a row, such as those of a week, the first and the last."""
    if len(days) > _FEW_DAYS:
        first, last = days[0], days[-1]
        if (last - first).days == len(days) - 1:
            return f"{first}/{last}"
    return " / ".join(map(str, days))


def _left_out_in_vain(source: Record, dates: list[Occurrence]) -> Iterator[Problem]:
    """PLP614: a date is left out that does not stand in the line."""
    for index, entry in enumerate(_left_out(source)):
        if not any(entry.is_of(occurrence.written) for occurrence in dates):
            message = Message("{date} does not stand in line {line}", {"date": entry.day, "line": entry.line})
            hint = Message("Remove the entry, or correct it.")
            yield Problem("PLP614", source, ("left-out", index), message, hint, f"{entry.day} L{entry.line}")


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """An entry of `left-out`: a date of a document that no fact accounts for."""

    day: str
    """ISO."""
    line: int
    """0, where none stands, if the entry names none."""

    def is_of(self, written: WrittenDate) -> bool:
        return written.first_line <= self.line <= written.last_line and written.can_mean(date.fromisoformat(self.day))


def _left_out(source: Record) -> Iterator[_LeftOut]:
    for entry in entries(source.data, "left-out"):
        yield _LeftOut(text(entry, "date"), Citation.parse(text(entry, "line")).first or 0)


def _excerpt(line: str, words: str = "") -> str:
    """A piece of a line around words that stand in it; from its beginning, where they do not."""
    place = max(line.find(words), 0)
    return re.sub(r"\s+", " ", line[max(place - 30, 0) : place + 30].strip())


@dataclass(frozen=True, slots=True)
class Expected:
    """What cited lines must say of a fact, and whether they do."""

    field: str
    words: str
    stands: bool


def _borne_out(
    fact: Fact, texts_of: Mapping[str, list[str]], names: Mapping[str, tuple[str, ...]], order: DayOrder
) -> Iterator[Problem]:
    """PLP611, 603: what the cited lines do not say of a fact, and lines that are not there."""
    if any(citation.first is not None and citation.source not in texts_of for _, citation in fact.cited):
        return  # it may stand in the text that is not here
    lines_of: dict[str, list[str]] = {}
    above: list[str] = []
    for where, citation in fact.cited:
        if citation.first is None or citation.last is None:
            continue
        lines = texts_of[citation.source]
        if citation.first <= citation.last <= len(lines):
            lines_of.setdefault(citation.source, []).extend(lines[citation.first - 1 : citation.last])
            above += _above(lines, citation.first)
        else:
            arguments: dict[str, Argument] = {"source": citation.source, "n": len(lines)}
            message = Message("the text of `{source}` has {n} lines", arguments)
            if len(lines) == 1:
                message = Message("the text of `{source}` has 1 line", arguments)
            yield Problem("PLP603", fact.record, where, message, None, f"{citation.source}#L{citation.first}")
    if lines_of:
        passages = {source: "\n".join(lines) for source, lines in lines_of.items()}
        yield from _not_said(fact, passages, names, order)
        yield from _amount_not_said(fact, "\n".join(passages.values()), "\n".join(above))


_TABLE = 500
"""No table is longer, of those that are looked up to their headings."""


def _above(lines: list[str], first: int) -> list[str]:
    """What stands above a line in its table or paragraph, and the heading of that, of two lines at most."""
    start = first - 1
    while start > max(first - _TABLE, 0) and lines[start - 1].strip():
        start -= 1
    heading = [line for line in lines[max(start - 4, 0) : start] if line.strip()]
    return [*heading[-2:], *lines[start : first - 1]]


def _amount_not_said(fact: Fact, passage: str, above: str) -> Iterator[Problem]:
    """PLP611: an amount that does not stand in the cited lines, or of which nothing says that it is money."""
    amount = _stated(fact).get("amount")
    if not isinstance(amount, int):
        return
    how_said = says_amount(passage, amount, above)
    if how_said is Said.YES:
        return
    message = Message("the cited lines do not say {what}", {"what": quoted(str(amount))})
    hint = Message("Check the value and the lines: {lines}", {"lines": _excerpt(passage)})
    if how_said is Said.PERHAPS:
        message = Message(
            "{n} stands in the cited lines, and it is not certain that it is this amount", {"n": str(amount)}
        )
        hint = Message("Cite the line with the currency or the heading too: {lines}", {"lines": _excerpt(passage)})
    yield Problem("PLP611", fact.record, (*fact.where, "amount"), message, hint, str(amount))


def _not_said(
    fact: Fact, passages: Mapping[str, str], names: Mapping[str, tuple[str, ...]], order: DayOrder
) -> Iterator[Problem]:
    """PLP611: what the cited lines, by source, do not say of a fact."""
    passage = "\n".join(passages.values())
    stated = _stated(fact)
    for expected in (*_expected(stated, passage, passages, order), *_organisations(stated, passage, names)):
        if not expected.stands:
            message = Message("the cited lines do not say {what}", {"what": quoted(expected.words)})
            hint = Message("Check the value and the lines: {lines}", {"lines": _excerpt(passage)})
            at: Path = fact.where if fact.where[-1:] == (expected.field,) else (*fact.where, expected.field)
            yield Problem("PLP611", fact.record, at, message, hint, expected.words)


def _expected(value: Data, passage: str, passages: Mapping[str, str], order: DayOrder) -> Iterator[Expected]:
    """What the lines must say of a fact's value, but for the organisations in it.

    Args:
        value: the field and value that the citations bear out, or the whole mapping that has a `source`.
        passage: all cited lines.
        passages: the same by source.
        order: whether days or months come first in the documents' country.
    """
    yield from _written(value, passage)
    yield from _dates_said(value, passage, order)
    yield from _numbers_said(value, passage)
    yield from _votes_said(value, passage)
    yield from _numbers_in_lists(value, passages)
    if "value" in value and not isinstance(value.get("written"), str):
        yield from _claimed_value(value["value"], passage, order)
    for field in _WORDED:
        for wording in texts(value, field):
            yield Expected(field, wording, says_whole(passage, wording))
    for clause in texts(value, "clauses"):  # minutes tell several in one sentence
        yield Expected("clauses", clause, says(passage, clause))


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


def _dates_said(value: Data, passage: str, order: DayOrder) -> Iterator[Expected]:
    """The dates of a fact, unless the source's own words stand in for them."""
    written = value.get("written")
    for field in (*_DATED, "period"):
        when = _when(value.get(field))
        if when is None or (isinstance(written, dict) and field in written):
            continue
        if isinstance(written, str) and field in _stood_for(value):
            continue
        if field == "period":
            yield from _years_said(when, passage)
        elif not when.is_interval:
            alone = field in ("start", "end", "due")
            yield Expected(field, when.text, says_date(passage, when, order, alone=alone))


_CHANGING = frozenset(("set", "add", "remove"))


def _stood_for(value: Data) -> tuple[str, ...]:
    """The dates for which the source's own words stand: the due date, unless a change sets it, or else all of them."""
    if not _CHANGING.isdisjoint(value):
        return ("date",)
    return ("due",) if "due" in value else (*_DATED, "period")


def _years_said(period: When, passage: str) -> Iterator[Expected]:
    """The first and the last year of a period, where it has both."""
    if period.earliest and period.latest:
        yield Expected("period", period.text, says_years(passage, period.earliest.year, period.latest.year))


def _numbers_said(value: Data, passage: str) -> Iterator[Expected]:
    """The numbers of a fact; of `number`, only a meeting's. A financial year is told by the years that it is of."""
    if isinstance(value.get("year"), str):
        year = year_of_grant(value)
        assert year.earliest is not None  # the schema has no open one
        assert year.latest is not None
        yield Expected("year", year.text, says_years(passage, year.earliest.year, year.latest.year))
    for field, says_so in _NUMBERS.items():
        number = value.get(field)
        if isinstance(number, int) and (field != "number" or value.get("kind") == Meeting.KIND):
            words = cited_paragraph(number) if field == "paragraph" else str(number)
            yield Expected(field, words, says_so(passage, number))
        elif isinstance(number, str) and field == "paragraph":
            yield Expected(field, cited_paragraph(number), says_as_written(passage, number))


def _votes_said(value: Data, passage: str) -> Iterator[Expected]:
    """How many voted for and against, and abstained; that nobody did is often not written."""
    for number in part(value, "vote").values():
        if isinstance(number, int) and number:
            yield Expected("vote", str(number), says_count(passage, number))


def _numbers_in_lists(value: Data, passages: Mapping[str, str]) -> Iterator[Expected]:
    """The number that a process has in each list that is cited."""
    listed = value.get("listed")
    if not isinstance(listed, dict):
        return
    for source, number in listed.items():
        if source in passages:
            yield Expected("listed", str(number), says_number(passages[source], number))


def _claimed_value(value: Plain, passage: str, order: DayOrder) -> Iterator[Expected]:
    """What a source claims, where sources disagree: a date, a number or words, or several of these."""
    for claim in as_list(value):
        when, number = _when(claim), whole(claim)
        if when is not None and not when.is_interval:
            stands = says_date(passage, when, order)
        elif number is not None:
            stands = says_number(passage, number) or says_amount(passage, number) is Said.YES
        else:
            stands = says(passage, str(claim))
        yield Expected("value", str(claim), stands)


def _of_its_year(value: Data, written: str) -> Iterator[Expected]:
    """Where the source's words for a date stand in for it, the date must at least be of a year that they name."""
    field = next(
        (name for name in ("due", "date", "period", "from") if name in value and name in _stood_for(value)), "date"
    )
    meant = _when(value.get(field))
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", written)}
    ends = {day.year for day in (meant.earliest, meant.latest) if day} if meant else set()
    if meant and years and ends:
        yield Expected(field, meant.text, any(min(ends) <= year <= max(ends) for year in years))


def _organisations(value: Data, passage: str, names: Mapping[str, tuple[str, ...]]) -> Iterator[Expected]:
    """The organisations that the lines must name, by any name that they go by."""
    # What a discrepancy is about is looked for claim by claim, each in its own lines.
    disputed = {text(discrepancy, "field") for discrepancy in entries(value, "discrepancies")}
    for field in _NAMED:
        if field in disputed:
            continue
        for organisation in as_list(value.get(field)):
            if isinstance(organisation, str):
                yield Expected(
                    field,
                    organisation,
                    any(says_name(passage, name) for name in names.get(organisation, (organisation,))),
                )


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
