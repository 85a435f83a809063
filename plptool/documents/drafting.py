"""What was recognised in a document, against the ledger: what is new, what it knows, and what it says otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from plptool.documents.commissions import drafted_commissions
from plptool.documents.said import Asked, DecisionSaid, FieldSaid, MeetingSaid, ProcessSaid, Recognised
from plptool.model.citations import Citation, citations, facts
from plptool.model.collections import Collection
from plptool.model.dates import DateError, parse_when
from plptool.model.drafts import Draft, DraftEvent, DraftField, DraftRecord, DraftSource, Question, Verdict
from plptool.model.findings import Argument, Message
from plptool.model.personal_numbers import mask
from plptool.model.plain import Data, Plain, as_list, entries, part, text_if_any, whole
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
        reader = _Process(process, source, ledger)
        records.append(reader.drafted())
        asked = [one for one in asked if not reader.has(one)]
        asked += reader.asked
    commissions, asked_of_them = drafted_commissions(recognised.commissions, source.id, ledger)
    records += commissions
    asked += asked_of_them
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


def _is_sealed_before(day: date | None, ledger: Ledger) -> bool:
    """Whether a day was sealed before a document was written."""
    if day is None:
        return False
    return any(sealed < day for sealed in ledger.sealed_days)


def _day_of(source: DraftSource) -> date | None:
    """The last day that the document can be of."""
    return None if source.date is None else parse_when(source.date).latest


def _doubted_by_day(recognised: Recognised, day: date | None, today: date) -> Iterator[Asked]:
    """The meetings that cannot be told to be held, as the day is not over, or nobody knows of when the document is."""
    for process in recognised.processes:
        kept: list[MeetingSaid] = []
        for meeting in process.meetings:
            why = _why_not_held(meeting, day, today)
            if why is None:
                kept.append(meeting)
            else:
                yield _asked(meeting, process.id, why)
        process.meetings = kept


def _why_not_held(meeting: MeetingSaid, day: date | None, today: date) -> Message | None:
    last = today if day is None else min(day, today)
    if meeting.day > last and not meeting.booked:
        return Message("it is of a later day than the document, or still to come")
    if day is None and not meeting.is_said:
        return Message("it is not said that it was held, nor of which day the document is: --date")
    return None


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
        claimed = [str(one) for one in _claims(self.data, name)]
        return str(value) in claimed


def _claims(data: Data, name: str) -> Iterator[Plain]:
    """What documents claim of a field on which they do not agree."""
    for entry in entries(data, "discrepancies"):
        if entry.get("field") == name:
            for claim in entries(entry, "claims"):
                yield claim.get("value")


class _Process:
    """What a document says of a process, beside what the ledger has of it."""

    def __init__(self, said: ProcessSaid, source: DraftSource, ledger: Ledger) -> None:
        self.said = said
        self.source = source.id
        self.day = _day_of(source)
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
        if self.said.number is not None and self._may_be_listed():
            said["listed"] = FieldSaid({self.source: self.said.number}, self.said.lines)
        for name, field in said.items():
            source = cited(self.source, field.lines)
            yield DraftField(name, field.value, source, self._verdict(name, field.value), field.written)

    def _may_be_listed(self) -> bool:
        """Whether its number in the list alters nothing that was sealed before there was the list."""
        if self.record is None or self.source in part(self.record.data, "listed"):
            return True
        return not _is_sealed_before(self.day, self.ledger)

    def _verdict(self, name: str, value: Plain) -> Verdict:
        """How a field stands to that of the record."""
        if self.record is None or name not in self.record.data:
            return Verdict.NEW
        data = self.record.data
        standing = data[name]
        if isinstance(standing, Mapping) and isinstance(value, Mapping):
            return _verdict_of_map(value, standing)
        others = [standing, *_claims(data, name)]
        if name == "need" and "title" in data:
            others.append(data["title"])
        for other in others:
            if _says_the_same(name, value, other):
                return Verdict.KNOWN
        return Verdict.DIFFERS

    # Events

    def _meetings(self, meetings: Sequence[MeetingSaid]) -> Iterator[DraftEvent]:
        exact = [self._exact(meeting) for meeting in meetings]
        self._taken.update(standing.index for standing in exact if standing is not None)
        for meeting, standing in zip(meetings, exact, strict=True):
            known = standing or self._claimed(meeting)
            if known is None:
                yield from self._new_or_other(meeting)
            elif known.data.get("booked") is True and not meeting.booked:
                yield from self._booked_before(meeting, known)
            elif meeting.booked and known.data.get("booked") is not True and self._is_of_later_day(meeting):
                self._ask(meeting, Message("the ledger has it as held, and the document as booked"))
                self._taken.add(known.index)
            else:
                yield DraftEvent(self._meeting(meeting), Verdict.KNOWN, known.index)

    def _booked_before(self, meeting: MeetingSaid, known: _Standing) -> Iterator[DraftEvent]:
        """A meeting that the ledger has as booked was held, where the document says so in words."""
        if meeting.is_said:
            yield DraftEvent(self._meeting(meeting), Verdict.NEW, known.index, "booked")
        else:
            self._ask(meeting, Message("the ledger has it as booked: if it was held, take `booked` out of the event"))

    def _is_of_later_day(self, meeting: MeetingSaid) -> bool:
        """Whether the document is of a day by which the meeting had been, if it was held."""
        return self.day is not None and self.day >= meeting.day

    def _new_or_other(self, meeting: MeetingSaid) -> Iterator[DraftEvent]:
        """A meeting that the ledger does not have, or has with another number or day."""
        same_day = self._left_of_day(meeting.day)
        same_number = self._left_of_number(meeting)
        if same_day is not None:
            if "number" in same_day.data and meeting.number is not None:
                yield self._otherwise(meeting, same_day, "number")
            else:
                self._ask(meeting, Message("the ledger has a meeting of that day without a number"))
        elif same_number is not None and same_number.day is not None:
            apart = abs(same_number.day - meeting.day)
            if apart <= _NEAR:
                yield self._otherwise(meeting, same_number, "date")
            else:
                args: dict[str, Argument] = {"number": meeting.number, "day": same_number.day.isoformat()}
                self._ask(meeting, Message("the ledger has meeting {number} on {day}", args))
        else:
            yield DraftEvent(self._meeting(meeting), Verdict.NEW)

    def _otherwise(self, meeting: MeetingSaid, standing: _Standing, name: str) -> DraftEvent:
        self._taken.add(standing.index)
        return DraftEvent(self._meeting(meeting), Verdict.DIFFERS, standing.index, name)

    def _ask(self, meeting: MeetingSaid, why: Message) -> None:
        question = _asked(meeting, self.said.id, why)
        self.asked.append(question)

    def _left(self) -> Iterator[_Standing]:
        """The meetings of the ledger that the document has not told yet."""
        return (one for one in self._held() if one.index not in self._taken)

    def _left_of_day(self, day: date) -> _Standing | None:
        return next((one for one in self._left() if one.day == day), None)

    def _left_of_number(self, meeting: MeetingSaid) -> _Standing | None:
        """That with the same number in the series of all."""
        if meeting.number is None or meeting.series is not None:
            return None
        for one in self._left():
            is_of_all = "series" not in one.data and one.day is not None
            if is_of_all and one.data.get("number") == meeting.number:
                return one
        return None

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
            yield self._of_day(data, said.day, "status")

    def _ratings(self) -> Iterator[DraftEvent]:
        for said in self.said.ratings:
            data: dict[str, Plain] = {
                "date": said.day.isoformat(),
                "kind": "report",
                "rating": said.rating,
                "source": cited(self.source, said.lines),
            }
            yield self._of_day(data, said.day, "rating")

    def _of_day(self, data: Data, day: date, name: str) -> DraftEvent:
        """What is told of a process on a day, beside what the ledger tells of that day."""
        told: list[_Standing] = []
        for one in self._standing:
            is_of_kind = one.data["kind"] == data["kind"] and "of" not in one.data
            if is_of_kind and one.day == day and name in one.data:
                told.append(one)
        for one in told:
            if one.says(name, data[name]):
                return DraftEvent(data, Verdict.KNOWN, one.index)
        if told:
            return DraftEvent(data, Verdict.DIFFERS, told[0].index, name)
        return DraftEvent(data, Verdict.NEW)


def _verdict_of_map(value: Data, standing: Data) -> Verdict:
    """How a field of names and values stands to what the record has of it."""
    if not any(key in standing for key in value):
        return Verdict.NEW
    if {**standing, **value} == standing:
        return Verdict.KNOWN
    return Verdict.DIFFERS


def _says_the_same(name: str, value: Plain, other: Plain) -> bool:
    """Whether two values of a field say the same: words may be spelt otherwise, and lists be in another order."""
    if name not in _TEXTS:
        return _in_any_order(value) == _in_any_order(other)
    mine, theirs = _spelt(value), _spelt(other)
    my_text, their_text = "".join(mine), "".join(theirs)
    likeness = SequenceMatcher(None, my_text, their_text, autojunk=False)
    if likeness.ratio() > _ALIKE:
        return True
    if name != "activities":
        return False
    # Of what a list tells, somebody may have chosen; or it may tell a part.
    has_all_of_theirs = all(entry in my_text for entry in theirs)
    return has_all_of_theirs or all(entry in their_text for entry in mine)


def _in_any_order(value: Plain) -> list[str]:
    return sorted(str(entry) for entry in as_list(value))


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
    merged: dict[tuple[date, int | None, str | None], MeetingSaid] = {}
    for meeting in meetings:
        key = (meeting.day, meeting.number, meeting.series)
        other = merged.setdefault(key, meeting)
        if other is meeting:
            continue
        lines = tuple(dict.fromkeys((*other.lines, *meeting.lines)))
        held = [one for one in (other, meeting) if one.is_said and not one.booked]
        is_booked = not held and (other.booked or meeting.booked)
        merged[key] = replace(other, lines=lines, booked=is_booked, is_said=other.is_said or meeting.is_said)
    return [*merged.values()]


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
