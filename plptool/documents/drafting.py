"""What was recognised in a document, against the ledger: what is new, what it knows, and what it says otherwise."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from plptool.documents.said import Asked, DecisionSaid, FieldSaid, MeetingSaid, ProcessSaid, Recognised, StatusSaid
from plptool.model.citations import Citation, citations, facts
from plptool.model.collections import Collection
from plptool.model.dates import DateError, parse_when
from plptool.model.drafts import Draft, DraftEvent, DraftField, DraftRecord, DraftSource, Question, Verdict
from plptool.model.findings import Message
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, as_list, entries, text_if_any, whole
from plptool.model.records import Record
from plptool.texts.letters import letters
from plptool.timeline.ledger import Ledger

_NEAR = timedelta(days=31)
"""Two documents may name different days of one meeting; of another year, a number is another meeting's."""
_ALIKE = 0.95
"""How alike two texts are that say the same."""
_TEXTS = ("need", "goal", "activities")
"""Fields in people's own words."""


def drafted(recognised: Recognised, source: DraftSource, ledger: Ledger, today: date) -> Draft:
    """What is to be put into the ledger, and what a person is asked.

    Args:
        recognised: what the document says.
        source: the document.
        ledger: what is known.
        today: today; nothing later was held.
    """
    asked = [*recognised.asked]
    asked += _doubted_by_day(recognised, _day_of(source), today)
    records: list[DraftRecord] = []
    for process in recognised.processes:
        reader = _Process(process, source.id, ledger)
        records.append(reader.drafted())
        asked = [one for one in asked if not reader.has(one)]
        asked += reader.asked
    for decided in recognised.decisions:
        answer = _decision(decided, source.id, ledger)
        if isinstance(answer, DraftRecord):
            records.append(answer)
        else:
            days = (decided.day,)
            asked.append(Asked(decided.lines[0], f"§ {decided.paragraph} {decided.title}", answer, days=days))
    accounted = _Accounted.of(ledger, source.id)
    questions = [_question(one, source.id) for one in asked if not accounted.answers(one)]
    questions.sort(key=lambda question: question.line)
    return Draft(source, tuple(records), tuple(questions))


def _day_of(source: DraftSource) -> date | None:
    """The last day that the document can be of."""
    return None if source.date is None else parse_when(source.date).latest


def _doubted_by_day(recognised: Recognised, day: date | None, today: date) -> Iterator[Asked]:
    """The meetings that cannot be told to be held, as the day is not over, or nobody knows of when the document is."""
    last = today if day is None else min(day, today)
    for process in recognised.processes:
        kept: list[MeetingSaid] = []
        for meeting in process.meetings:
            why = None
            if meeting.day > last and not meeting.booked:
                why = Message("it is of a later day than the document, or still to come")
            elif not meeting.is_said and day is None:
                why = Message("it is not said that it was held, nor of which day the document is: --date")
            if why is None:
                kept.append(meeting)
            else:
                yield _asked(meeting, process.id, why)
        process.meetings = kept


def _asked(meeting: MeetingSaid, process: str, why: Message) -> Asked:
    days = (meeting.day,)
    return Asked(meeting.lines[0], meeting.text_of_line, why, process, days, meeting.number, is_meeting=True)


def cited(source: str, lines: Sequence[int]) -> Plain:
    """Lines of a document as citations; those that follow each other are one."""
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    written: list[Plain] = [f"{source}#L{a}" if a == b else f"{source}#L{a}-L{b}" for a, b in ranges]
    return written[0] if len(written) == 1 else written


# A process


@dataclass(frozen=True, slots=True)
class _Standing:
    """An event that the ledger has."""

    index: int
    data: Data

    @property
    def day(self) -> date | None:
        try:
            when = parse_when(str(self.data["date"]))
        except DateError:
            return None
        return when.earliest if when.is_day else None

    def says(self, name: str, value: Plain) -> bool:
        """Whether a field has a value, or a document claims so: a claim's may be a number as text."""
        if self.data.get(name) == value:
            return True
        return any(
            str(claim.get("value")) == str(value)
            for entry in entries(self.data, "discrepancies")
            if entry.get("field") == name
            for claim in entries(entry, "claims")
        )


class _Process:
    """What a document says of a process, beside what the ledger has of it."""

    def __init__(self, said: ProcessSaid, source: str, ledger: Ledger) -> None:
        self.said = said
        self.source = source
        self.ledger = ledger
        self.asked: list[Asked] = []
        record = ledger.records.get(said.id)
        self.record = record if isinstance(record, Record) and record.collection is Collection.PROCESSES else None
        events = entries(self.record.data, "events") if self.record is not None else ()
        self._standing = [_Standing(index, event) for index, event in enumerate(events)]
        self._taken: set[int] = set()

    def drafted(self) -> DraftRecord:
        meetings = _merged(_with_series(self.said.meetings))
        events = [*self._meetings(meetings), *self._statuses(), *self._ratings()]
        fields = tuple(self._fields())
        verdict = Verdict.NEW
        if self.record is not None:
            verdicts = [*(field.verdict for field in fields), *(event.verdict for event in events)]
            verdict = Verdict.DIFFERS if Verdict.DIFFERS in verdicts else Verdict.KNOWN
        return DraftRecord(Collection.PROCESSES, self.said.id, verdict, fields, tuple(events))

    def has(self, asked: Asked) -> bool:
        """Whether a meeting that is asked about is one that the ledger has, and may be that alone."""
        if not asked.may_be_known or asked.process != self.said.id or len(asked.days) != 1:
            return False
        meeting = MeetingSaid(asked.days[0], asked.number, (asked.line,), asked.text)
        return self._exact(meeting) is not None

    # Fields

    def _fields(self) -> Iterator[DraftField]:
        said = dict(self.said.fields)
        if self.record is None:
            plans = [plan.id for plan in self.ledger.collections[Collection.PLANS].values()]
            if len(plans) == 1:
                said["plan"] = FieldSaid(plans[0], self.said.lines)
        if self.said.number is not None:
            said["listed"] = FieldSaid({self.source: self.said.number}, self.said.lines)
        for name, field in said.items():
            source = cited(self.source, field.lines)
            yield DraftField(name, field.value, source, self._verdict(name, field.value), field.written)

    def _verdict(self, name: str, value: Plain) -> Verdict:
        """How a field stands to that of the record."""
        if self.record is None or name not in self.record.data:
            return Verdict.NEW
        standing = self.record.data[name]
        if isinstance(standing, Mapping) and isinstance(value, Mapping):
            if all(key not in standing for key in value):
                return Verdict.NEW
            return Verdict.KNOWN if {**standing, **value} == standing else Verdict.DIFFERS
        claims = [
            claim.get("value")
            for entry in entries(self.record.data, "discrepancies")
            if entry.get("field") == name
            for claim in entries(entry, "claims")
        ]
        called = [self.record.data["title"]] if name == "need" and "title" in self.record.data else []
        same = any(_says_the_same(name, value, other) for other in (standing, *claims, *called))
        return Verdict.KNOWN if same else Verdict.DIFFERS

    # Events

    def _meetings(self, meetings: Sequence[MeetingSaid]) -> Iterator[DraftEvent]:
        exact = {place: self._exact(meeting) for place, meeting in enumerate(meetings)}
        self._taken.update(standing.index for standing in exact.values() if standing is not None)
        for place, meeting in enumerate(meetings):
            known = exact[place] or self._claimed(meeting)
            if known is not None:
                if known.data.get("booked") is True and not meeting.booked:
                    why = Message("the ledger has it as booked: if it was held, take `booked` out of the event")
                    self.asked.append(_asked(meeting, self.said.id, why))
                    continue
                yield DraftEvent(self._meeting(meeting), Verdict.KNOWN, known.index)
                continue
            yield from self._new_or_other(meeting)

    def _new_or_other(self, meeting: MeetingSaid) -> Iterator[DraftEvent]:
        """A meeting that the ledger does not have, or has with another number or day."""
        same_day = self._other(lambda one: one.day == meeting.day)
        same_number = None
        if meeting.number is not None and meeting.series is None:
            same_number = self._other(
                lambda one: (
                    one.data.get("number") == meeting.number and "series" not in one.data and one.day is not None
                )
            )
        if same_day is not None and "number" in same_day.data and meeting.number is not None:
            self._taken.add(same_day.index)
            yield DraftEvent(self._meeting(meeting), Verdict.DIFFERS, same_day.index, "number")
        elif same_day is not None:
            why = Message("the ledger has a meeting of that day without a number")
            self.asked.append(_asked(meeting, self.said.id, why))
        elif same_number is not None and same_number.day is not None:
            if abs(same_number.day - meeting.day) <= _NEAR:
                self._taken.add(same_number.index)
                yield DraftEvent(self._meeting(meeting), Verdict.DIFFERS, same_number.index, "date")
            else:
                args = {"number": meeting.number, "day": same_number.day.isoformat()}
                why = Message("the ledger has meeting {number} on {day}", args)
                self.asked.append(_asked(meeting, self.said.id, why))
        else:
            yield DraftEvent(self._meeting(meeting), Verdict.NEW)

    def _held(self) -> Iterator[_Standing]:
        return (one for one in self._standing if one.data["kind"] == "meeting")

    def _exact(self, meeting: MeetingSaid) -> _Standing | None:
        for one in self._held():
            same_number = meeting.number is None or one.data.get("number") == meeting.number
            if one.day == meeting.day and same_number:
                return one
        return None

    def _claimed(self, meeting: MeetingSaid) -> _Standing | None:
        """What a document claims of a meeting is known, whatever was chosen."""
        for one in self._held():
            if one.day == meeting.day and one.says("number", meeting.number):
                return one
            if one.data.get("number") == meeting.number and one.says("date", meeting.day.isoformat()):
                return one
        return None

    def _other(self, fits: Callable[[_Standing], bool]) -> _Standing | None:
        return next((one for one in self._held() if one.index not in self._taken and fits(one)), None)

    def _meeting(self, meeting: MeetingSaid) -> Data:
        data: dict[str, Plain] = {"date": meeting.day.isoformat(), "kind": "meeting"}
        optional: dict[str, Plain] = {
            "number": meeting.number,
            "series": meeting.series,
            "internal": meeting.internal,
            "booked": True if meeting.booked else None,
            "with": [*meeting.participants] or None,
            "text": meeting.remark,
        }
        data |= {name: value for name, value in optional.items() if value is not None}
        return {**data, "source": cited(self.source, meeting.lines)}

    def _statuses(self) -> Iterator[DraftEvent]:
        for said in self.said.statuses:
            data: dict[str, Plain] = {
                "date": said.day.isoformat(),
                "kind": "status",
                "status": said.status,
                "text": said.text,
                "source": cited(self.source, said.lines),
            }
            known = self._status_of(said)
            if known is None:
                yield DraftEvent(data, Verdict.NEW)
            elif known.says("status", said.status):
                yield DraftEvent(data, Verdict.KNOWN, known.index)
            else:
                yield DraftEvent(data, Verdict.DIFFERS, known.index, "status")

    def _ratings(self) -> Iterator[DraftEvent]:
        for said in self.said.ratings:
            data: dict[str, Plain] = {
                "date": said.day.isoformat(),
                "kind": "report",
                "rating": said.rating,
                "source": cited(self.source, said.lines),
            }
            of_that_day = [one for one in self._standing if one.data["kind"] == "report" and one.day == said.day]
            rated = [one for one in of_that_day if "rating" in one.data and "of" not in one.data]
            known = next((one for one in rated if one.says("rating", said.rating)), None)
            if known is not None:
                yield DraftEvent(data, Verdict.KNOWN, known.index)
            elif rated:
                yield DraftEvent(data, Verdict.DIFFERS, rated[0].index, "rating")
            else:
                yield DraftEvent(data, Verdict.NEW)

    def _status_of(self, said: StatusSaid) -> _Standing | None:
        of_that_day = [one for one in self._standing if one.data["kind"] == "status" and one.day == said.day]
        same = [one for one in of_that_day if one.data.get("status") == said.status]
        return next(iter(same or of_that_day), None)


def _says_the_same(name: str, value: Plain, other: Plain) -> bool:
    """Whether two values of a field say the same: words may be spelt otherwise, and lists be in another order."""
    if name not in _TEXTS:
        is_list = isinstance(value, list) and isinstance(other, list)
        return {*map(str, as_list(value))} == {*map(str, as_list(other))} if is_list else str(other) == str(value)
    mine, theirs = _spelt(value), _spelt(other)
    if SequenceMatcher(None, "".join(mine), "".join(theirs), autojunk=False).ratio() > _ALIKE:
        return True
    # Of what a list tells, somebody may have chosen; or it may tell a part.
    within = all(entry in "".join(mine) for entry in theirs) or all(entry in "".join(theirs) for entry in mine)
    return name == "activities" and within


def _spelt(value: Plain) -> list[str]:
    return [letters(str(entry)) for entry in as_list(value)]


def _with_series(meetings: Sequence[MeetingSaid]) -> Iterator[MeetingSaid]:
    """Meetings of an organisation by itself go on with the numbers of all, or have numbers of their own."""
    common = {meeting.number for meeting in meetings if meeting.internal is None}
    last = 0
    for meeting in meetings:
        goes_on = meeting.number == last + 1 and meeting.number not in common
        if meeting.series is not None and (goes_on or meeting.number is None):
            meeting = replace(meeting, series=None)  # noqa: PLW2901 - the same meeting, with what is now known
        if meeting.series is None and meeting.number is not None:
            last = meeting.number
        yield meeting


def _merged(meetings: Iterable[MeetingSaid]) -> list[MeetingSaid]:
    """Each meeting once, with all lines that tell of it."""
    merged: list[MeetingSaid] = []
    for meeting in meetings:
        key = (meeting.day, meeting.number, meeting.series)
        same = [place for place, one in enumerate(merged) if (one.day, one.number, one.series) == key]
        if not same:
            merged.append(meeting)
            continue
        other = merged[same[0]]
        lines = tuple(dict.fromkeys((*other.lines, *meeting.lines)))
        merged[same[0]] = replace(other, lines=lines, booked=other.booked and meeting.booked)
    return merged


# Decisions


def _decision(said: DecisionSaid, source: str, ledger: Ledger) -> DraftRecord | Message:
    """A decision that is new, or known by its body, date and paragraph; or why a person is asked."""
    day = said.day.isoformat()
    values: dict[str, Plain] = {
        "title": said.title,
        "date": day,
        "body": said.body,
        "paragraph": whole(said.paragraph) or said.paragraph,
        "status": "adopted",
    }
    if said.registry is not None:
        values["registry"] = {"number": said.registry}
    cited_lines = cited(source, said.lines)
    of_that_day = [
        record
        for record in ledger.collections[Collection.DECISIONS].values()
        if (record.data.get("date"), record.data.get("body")) == (day, said.body) and "withdrawn" not in record.data
    ]
    same = [record for record in of_that_day if str(record.data.get("paragraph")) == said.paragraph]
    if same:
        known = tuple(DraftField(name, value, cited_lines, Verdict.KNOWN) for name, value in values.items())
        return DraftRecord(Collection.DECISIONS, same[0].id, Verdict.KNOWN, known, ())
    if any("paragraph" not in record.data for record in of_that_day):
        return Message("the ledger has a decision of that body and day without a paragraph")
    key = f"{day}-{said.body}-{said.paragraph}".replace(" ", "")
    if key in ledger.records:
        return Message("{id!r} is taken", {"id": key})
    new = tuple(DraftField(name, value, cited_lines, Verdict.NEW) for name, value in values.items())
    return DraftRecord(Collection.DECISIONS, key, Verdict.NEW, new, ())


# Questions


@dataclass(frozen=True, slots=True)
class _Accounted:
    """Which lines of a document facts of the ledger cite, of which record and for which days."""

    days: frozenset[tuple[int, date]]
    lines: frozenset[tuple[str, int]]

    @classmethod
    def of(cls, ledger: Ledger, source: str) -> "_Accounted":
        days = set(_left_out(ledger, source))
        lines: set[tuple[str, int]] = set()
        for record in ledger.all_records():
            for fact in facts(record):
                cited_lines = [line for _, one in fact.cited if one.source == source for line in _lines_of(one)]
                lines |= {(record.id, line) for line in cited_lines}
                day = _day_in(fact.value)
                days |= {(line, day) for line in cited_lines if day is not None}
        return cls(frozenset(days), frozenset(lines))

    def answers(self, asked: Asked) -> bool:
        """Whether what is asked has been answered: each of its days, or its line where it has none."""
        if asked.days:
            return all((asked.line, day) in self.days for day in asked.days)
        return (asked.process or "", asked.line) in self.lines


def _left_out(ledger: Ledger, source: str) -> Iterator[tuple[int, date]]:
    """What the source's record leaves out, with a reason."""
    record = ledger.records.get(source)
    for entry in entries(record.data, "left-out") if record is not None else ():
        day = _day_in(entry)
        for _, citation in citations(entry["line"]):
            for line in _lines_of(Citation.parse(citation)):
                if day is not None:
                    yield line, day


def _lines_of(citation: Citation) -> range:
    if citation.first is None or citation.last is None:
        return range(0)
    return range(citation.first, citation.last + 1)


def _day_in(value: Data) -> date | None:
    written = text_if_any(value, "date") if isinstance(value.get("date"), str) else None
    if written is None:
        return None
    try:
        when = parse_when(written)
    except DateError:
        return None
    return when.earliest if when.is_day else None


def _question(asked: Asked, source: str) -> Question:
    text = mask(asked.text)
    return Question(asked.line, text, asked.why, _command(asked, source))


def _command(asked: Asked, source: str) -> str:
    """What answers a question, once what is missing is put in."""
    process = asked.process or "ID"
    day = asked.days[0].isoformat() if len(asked.days) == 1 else "DATE"
    citation = f"--source {source}#L{asked.line}"
    if asked.is_meeting:
        number = "" if asked.number is None else f" --number {asked.number}"
        return f"plptool add meeting {process} {day}{number} {citation}"
    return f"plptool add note {process} {day} --text TEXT {citation}"
