"""What a form asks, by what the schemas say and the ledger has; and what was answered, as the commands take it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from plptool.edit.intend import Given
from plptool.edit.propose import proposals
from plptool.edit.values import value_of
from plptool.forms.asked import Answers
from plptool.forms.opened import Opened
from plptool.model.citations import Citation, citations
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate, word
from plptool.model.ids import short_name
from plptool.model.plain import Data, Plain, as_list, entries, part, text, text_if_any, texts
from plptool.model.records import Record
from plptool.model.text import capital, flow, natural
from plptool.read.fields import Field
from plptool.read.vocabulary import vocabulary
from plptool.render.phrases import quoted, when


class Sort(Enum):
    """How something is answered."""

    LINE = "line"
    PROSE = "prose"
    LINES = "lines"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    CITATIONS = "citations"
    PART = "part"
    """A line, which is the one of its parts that anybody says."""
    ENTRIES = "entries"
    """Several of a list, each with questions of its own."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of what may be chosen."""

    value: str
    label: str
    is_recorded: bool = True
    """Whether it is called as the ledger calls it, and not as the page does."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for a property."""

    field: Field
    sort: Sort
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    """What stands there: what is proposed, or was typed."""
    places: tuple[str, ...] = ()
    """Of citations, where in each document."""
    problems: tuple[str, ...] = ()
    """What is wrong with it."""
    within: str = ""
    """Of which entry of a list it is, before its own name."""
    each: str = ""
    """Of a list of entries: what each is called."""
    entry: tuple["Question", ...] = ()
    """And what is asked of each."""
    entries: tuple[tuple["Question", ...], ...] = ()
    """And what stands there, entry by entry; the last has nothing in it."""

    @property
    def name(self) -> str:
        return self.within + self.field.name

    @property
    def is_required(self) -> bool:
        return self.field.is_required

    @property
    def is_rare(self) -> bool:
        """Whether few ever answer it: it stands apart."""
        is_of_few = self.field.name in _RARE or self.sort is Sort.ENTRIES
        return is_of_few and not self.is_required

    @property
    def is_answered(self) -> bool:
        is_begun = any(part.is_answered for part in self.parts)
        return is_begun or any(self.values) or bool(self.problems)

    @property
    def parts(self) -> tuple["Question", ...]:
        """What is asked of all its entries."""
        return tuple(part for entry in self.entries for part in entry)

    @property
    def wrong(self) -> tuple["Question", ...]:
        """Those with which something is wrong: itself, and what is asked of its entries."""
        return tuple(question for question in (self, *self.parts) if question.problems)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Of citations: each document and where in it, with room for another."""
        places = (*self.places, *([""] * len(self.values)))
        named = [pair for pair in zip(self.values, places, strict=False) if any(pair)]
        return (*named, ("", ""))


PLACE = "-place"
"""What the name of a field ends with that says where in a document something stands."""
_RARE = frozenset(
    (
        *("written", "series", "internal", "times", "by", "stage", "from", "part-of", "continues", "due"),
        *("parties", "type", "owner", "reservations", "amount", "in-force", "review"),
        *("sha256", "lines", "pages", "copy-of", "url", "retrieved"),
    )
)
_NOT_ASKED = frozenset(
    {"id", "kind", "events", "formerly", "withdrawn", "known", "seal", "corrections", "discrepancies"}
)
"""What the form itself says, or what is said elsewhere."""
_LABELS = {
    "with": word("who took part"),
    "by": word("who did it"),
    "to": word("to whom it was reported"),
    "of": word("what it is about"),
    "settles": word("what that was expected it answers"),
    "internal": word("who met by themselves"),
    "booked": word("only booked, and not held yet"),
    "text": word("in words"),
    "written": word("as the document writes the date"),
    "times": word("how many times"),
    "series": word("in which other series of meetings"),
    "due": word("by when"),
    "remaining": word("what remains to be done"),
    "source": word("where it stands"),
    "concerns": word("which processes it concerns"),
    "lead": word("who leads it"),
    "partners": word("who takes part"),
    "body": word("who decided"),
    "from": word("from which day it is in the plan, where that is not when the plan was adopted"),
    "id": word("short name"),
    "in-force": word("from when it is in force"),
    "review": word("when it is to be looked at again"),
    "prepared-by": word("which decisions prepared it"),
    "repeals": word("which decisions it repeals"),
    "amends": word("which decisions it amends"),
    "clauses": word("what it decides, clause by clause"),
    "owner": word("who sees to it"),
    "part-of": word("what it is a part of"),
    "names": word("what else it is called"),
    "copy-of": word("of which document it is a copy"),
    "parties": word("the parties, where several decided together"),
}
"""By name, what is asked where the name of the property alone would not be understood."""
_RECORDS = {
    "decision": Collection.DECISIONS,
    "grant": Collection.GRANTS,
    "plan": Collection.PLANS,
    "process": Collection.PROCESSES,
    "concerns": Collection.PROCESSES,
    "prepared-by": Collection.DECISIONS,
    "repeals": Collection.DECISIONS,
    "amends": Collection.DECISIONS,
    "continues": Collection.PROCESSES,
    "source": Collection.SOURCES,
    "copy-of": Collection.SOURCES,
}
"""By property that names records, the collection of these."""
_TOLD_BY = {"registry": "number"}
"""By property whose value has parts: the part that is asked for."""
_ENTRIES = {
    "roles": ("role", "organisation", "person", "text"),
    "disqualified": ("role", "organisation", "person", "text"),
    "commissions": ("text", "lead", "due", "reports-to", "measure"),
    "milestones": ("text", "lead", "due", "reports-to", "measure"),
}
"""By property whose values are entries: what is asked of each, of all that may be said; the first must be."""
_EACH = {
    "roles": word("role"),
    "disqualified": word("disqualified"),
    "commissions": word("commission"),
    "milestones": word("milestone"),
}
"""By property whose values are entries: what each is called."""
_OF_TASK = {
    "text": word("what is to be done"),
    "lead": word("who is to do it"),
    "reports-to": word("to whom it is to be reported"),
    "measure": word("how one sees that it is done"),
}
_LABELS_WITHIN: Mapping[str, Mapping[str, str]] = {"commissions": _OF_TASK, "milestones": _OF_TASK}
"""By property whose values are entries: what of each is asked in words of its own."""
_DATES = Message(
    "For example 2023-03-14 or 230314; or as vaguely as the document has it: 2023-05 is May, 2023-23 autumn."
)
_ONE_A_LINE = Message("One a line.")
_ONE_MORE = Message("There is room for another when you have looked at what it comes to.")
PLACES = Message("Line, lines or page, if that is known: 217, 217–219, p3.")
_UNKNOWN = Message("Choose one of those that stand there.")
_MISSING = Message("This must be said.")
_PLACE = re.compile(r"(?P<page>[ps]\.?)?\s*L?(?P<first>[0-9]{1,9})(?:\s*[-–]\s*[Lps.]*(?P<last>[0-9]{1,9}))?", re.ASCII)


class Asking:
    """Makes the questions of a form.

    Args:
        opened: the ledger, of whose names is chosen.
        record: that the form is about; None where it is a new one.
        begins: whether it begins a record, with the entries of its lists.
    """

    def __init__(self, opened: Opened, record: Record | None = None, *, begins: bool = False) -> None:
        self._opened = opened
        self._record = record
        self._begins = begins
        self._ = opened.translate

    def questions(self, fields: Iterable[Field], kind: str = "") -> tuple[Question, ...]:
        """The questions for properties, those first that must be answered; with what is proposed."""
        asked = [self._question(field) for field in fields if field.name not in _NOT_ASKED]
        known = [question for question in asked if question is not None]
        known.sort(key=_rank)
        proposed = proposals(self._opened.ledger, self._opened.today, self._record, kind)
        return tuple(_proposing(question, proposed) for question in known)

    def line(self, field: Field, hint: Message) -> Question:
        """A question for a property that a form asks for by itself."""
        question = Question(field, Sort.LINE, self._label(field.name))
        return replace(question, hint=hint.say(self._))

    def _label(self, name: str) -> str:
        return capital(self._(_LABELS.get(name, name)))

    def _question(self, field: Field) -> Question | None:
        """What is asked for a property; None where a form has no way to."""
        options = () if field.name in _ENTRIES else tuple(self._options(field))
        if not options and field.name in _OF_RECORD:
            return None
        sort = _sort(field, bool(options))
        if sort is None or (sort is Sort.ENTRIES and not self._begins):
            return None
        question = Question(field, sort, self._label(field.name), self._hint(sort), options)
        return self._with_entries(question) if sort is Sort.ENTRIES else question

    def _with_entries(self, question: Question) -> Question:
        """A question for a list, with what is asked of each entry, and room for the first."""
        parts = {part.name: part for part in question.field.parts}
        named = [parts[name] for name in _ENTRIES[question.field.name]]
        asked = [self._question(replace(part, is_required=False)) for part in named]
        labels = _LABELS_WITHIN.get(question.field.name, {})
        entry = tuple(self._labelled(part, labels) for part in asked if part is not None)
        each = capital(self._(_EACH[question.field.name]))
        return replace(question, each=each, entry=entry, entries=(_of_entry(question, entry, 1),))

    def _labelled(self, question: Question, labels: Mapping[str, str]) -> Question:
        """What is asked of an entry, as it is called there."""
        said = labels.get(question.field.name)
        return question if said is None else replace(question, label=capital(self._(said)))

    def _hint(self, sort: Sort) -> str:
        match sort:
            case Sort.DATE:
                return _DATES.say(self._)
            case Sort.LINES:
                return _ONE_A_LINE.say(self._)
            case Sort.CITATIONS:
                return PLACES.say(self._)
            case Sort.ENTRIES:
                return _ONE_MORE.say(self._)
            case _:
                return ""

    def _options(self, field: Field) -> Iterator[Option]:
        """What may be chosen; nothing where it is typed."""
        if field.words:
            for choice in field.words:
                yield Option(choice, self._(choice), is_recorded=False)
        elif field.name in _RECORDS:
            yield from self._records(_RECORDS[field.name])
        elif field.name in vocabulary().organisations:
            yield from self._records(Collection.ORGANISATIONS)
        elif self._record is not None:
            yield from self._of_record(field.name, self._record)

    def _records(self, collection: Collection) -> Iterator[Option]:
        """The records of a collection, by what they are called; documents and decisions the newest first."""
        records = [
            record for record in self._opened.ledger.collections[collection].values() if "withdrawn" not in record.data
        ]
        records.sort(key=lambda record: natural(record.called))
        records.sort(key=lambda record: str(record.data.get("date", "")), reverse=True)
        if collection is Collection.PROCESSES:
            records.sort(key=lambda record: natural(record.id))
        for record in records:
            yield Option(record.id, self._called(record))

    def _called(self, record: Record) -> str:
        if record.called == record.id:
            return record.id
        if record.collection is Collection.PROCESSES:
            return f"{record.id} {record.called}"
        return f"{record.called} ({record.id})"

    def _of_record(self, name: str, record: Record) -> Iterator[Option]:
        """What is chosen of the record's own: its tasks, what was expected, its plan's words."""
        match name:
            case "of":
                yield from _tasks(record)
            case "settles":
                yield from self._expected(record)
                yield from _tasks(record)
            case "outcome" | "rating":
                plan = self._opened.ledger.records.get(text_if_any(record.data, "plan") or "")
                words = {} if plan is None else part(plan.data, f"{name}s")
                for key in words:
                    yield Option(key, text(part(words, key), "text"))
            case _:
                return

    def _expected(self, record: Record) -> Iterator[Option]:
        for expectation in self._opened.state.expectations:
            if expectation.record.id == record.id:
                due = expectation.event.due
                said = text_if_any(expectation.event.data, "text") or ""
                yield Option(due, f"{when(due, self._)}: {said}")


_OF_RECORD = frozenset({"of", "settles"})
"""What is chosen of the record's own alone: where it has nothing of that sort, there is nothing to ask."""


def _of_entry(question: Question, entry: Iterable[Question], number: int) -> tuple[Question, ...]:
    """What is asked of one entry of a list, by its number."""
    within = f"{question.name}-{number}-"
    return tuple(replace(part, within=within) for part in entry)


def _rank(question: Question) -> tuple[bool, bool, bool]:
    """What must be said stands first, what few say last, and where it stands behind what is said."""
    return question.is_rare, question.sort is Sort.CITATIONS, not question.is_required


def _tasks(record: Record) -> Iterator[Option]:
    for name in ("commissions", "milestones", "indicators"):
        for task in entries(record.data, name):
            key = text(task, "id")
            said = text_if_any(task, "text") or ", ".join(texts(task, "clauses"))
            yield Option(key, f"{said} ({key})" if said else key)


def _sort(field: Field, has_options: bool) -> Sort | None:
    """How a property is answered; None where a form has no way to."""
    words = vocabulary()
    if field.name == "source":
        return Sort.CITATIONS
    if field.name in _TOLD_BY:
        return Sort.PART
    if field.name in _ENTRIES and field.is_always_list and field.parts:
        return Sort.ENTRIES
    if not field.may_be_text:
        return None
    if has_options:
        return Sort.CHOICES if field.is_list else Sort.CHOICE
    if field.is_flag:
        return Sort.FLAG
    if field.name in words.dates:
        return Sort.DATE
    if field.name in words.whole:
        return Sort.NUMBER
    if field.is_list:
        return Sort.LINES
    return Sort.PROSE if field.name in words.prose and field.name not in _SHORT else Sort.LINE


_SHORT = frozenset({"title", "role", "person", "paragraph", "series", "written", "registry"})
"""What people say in their own words, and in few."""


def _proposing(question: Question, proposed: dict[str, str]) -> Question:
    is_sure = question.sort in (Sort.CITATIONS, Sort.NUMBER) or question.name == "plan"
    value = proposed.get(question.name, "") if is_sure else ""
    return replace(question, values=(value,)) if value else question


# What was answered


@dataclass(frozen=True, slots=True)
class Answered:
    """A form's questions with what was answered, and the same as the commands take it."""

    questions: tuple[Question, ...]
    given: Given

    @property
    def has_problems(self) -> bool:
        return any(question.wrong for question in self.questions)


def answered(questions: Sequence[Question], answers: Answers, today: date, opened: Opened) -> Answered:
    """What was answered to each question, and what cannot be read of it."""
    shown: list[Question] = []
    given: dict[str, Sequence[str] | bool] = {}
    for question in questions:
        filled = _filled(question, answers)
        if filled.sort is Sort.ENTRIES:
            filled = _entries_read(filled, answers, today, opened)
        else:
            filled, typed = _read(filled, today, opened)
            if typed:
                given[question.name] = typed
        shown.append(filled)
    cited = texts_of(given, "source")
    for question in shown:
        if question.sort is Sort.ENTRIES and not question.wrong:
            entries = tuple(_written(question, cited, today))
            if entries:
                given[question.name] = entries
    return Answered(tuple(shown), given)


def _read(filled: Question, today: date, opened: Opened) -> tuple[Question, tuple[str, ...] | bool]:
    """A question with what is wrong with its answer, and what was typed as a command would be given it."""
    try:
        typed = _typed(filled)
        _must_be_read(filled, typed, today)
    except UserError as error:
        lines = [readable(line, opened.translate) for line in error.lines(opened.translate)]
        return replace(filled, problems=tuple(lines)), ()
    return filled, typed


# Entries of a list


def _entries_read(question: Question, answers: Answers, today: date, opened: Opened) -> Question:
    """A list with what was typed of each entry, what is wrong with that, and room for another."""
    entries: list[tuple[Question, ...]] = []
    for number in _numbers(question.name, answers):
        asked = _of_entry(question, question.entry, number)
        first, *others = [_filled(one, answers) for one in asked]
        if any(one.is_answered for one in (first, *others)):
            place = len(entries) + 1
            must_be_said = replace(first, field=replace(first.field, is_required=True))
            read = [_read(one, today, opened)[0] for one in (must_be_said, *others)]
            entries.append(_of_entry(question, read, place))
    room = _of_entry(question, question.entry, len(entries) + 1)
    return replace(question, entries=(*entries, room))


def _numbers(name: str, answers: Answers) -> list[int]:
    """The numbers of the entries that a form has of a list."""
    named = re.compile(rf"{re.escape(name)}-([1-9][0-9]{{0,2}})-.*")
    found = [named.fullmatch(key) for key in answers]
    return sorted({int(match[1]) for match in found if match is not None})


def _written(question: Question, cited: Sequence[str], today: date) -> Iterator[str]:
    """Each entry as a record has it in braces, which a command is given; it rests on what the whole record does."""
    taken: set[str] = set()
    needs_id = any(part.name == "id" for part in question.field.parts)
    for entry in question.entries[:-1]:
        data: dict[str, Plain] = {}
        for asked in entry:
            typed = _typed(asked)
            if typed and not isinstance(typed, bool):
                data[asked.field.name] = value_of(asked.field, typed, today)
        if needs_id:
            key = short_name(text(data, "text"), taken)
            taken.add(key)
            data = {"id": key, **data}
        sources: Plain = [*cited]
        yield flow({**data, "source": cited[0] if len(cited) == 1 else sources})


def readable(line: str, translate: Translate) -> str:
    """A line as it stands on a page: it begins as a sentence does, and what is in code on a terminal is in quotes."""
    said = _IN_CODE.sub(lambda match: quoted(match[1], translate), line)
    return capital(said)


_IN_CODE = re.compile("`([^`]*)`")


def saying(question: Question, said: Answers) -> Question:
    """A question with what is said already, where anything is."""
    return _filled(question, said) if question.name in said else question


def texts_of(given: Given, name: str) -> tuple[str, ...]:
    """What was typed for a property; nothing where nothing was."""
    typed = given.get(name, ())
    return () if isinstance(typed, bool) else tuple(typed)


def _filled(question: Question, answers: Answers) -> Question:
    values = answers.get(question.name, ())
    return replace(question, values=values, places=answers.get(question.name + PLACE, ()))


def _typed(question: Question) -> tuple[str, ...] | bool:
    """What was typed, as a command would be given it.

    Raises:
        UserError: it is none of what may be chosen, or no place in a document.
    """
    values = tuple(value.strip() for value in question.values if value.strip())
    match question.sort:
        case Sort.FLAG:
            return bool(values)
        case Sort.LINES:
            lines = "\n".join(values).split("\n")
            return tuple(line.strip() for line in lines if line.strip())
        case Sort.CITATIONS:
            return tuple(_cited(question))
        case Sort.CHOICE | Sort.CHOICES:
            _must_be_there(question, values)
            return values
        case Sort.PROSE:
            return tuple(" ".join(value.split()) for value in values)
        case Sort.PART:
            return tuple(f"{_TOLD_BY[question.name]}={value}" for value in values)
        case Sort.ENTRIES:
            return ()  # by what each of them says
        case Sort.LINE | Sort.NUMBER | Sort.DATE:
            return values


def _cited(question: Question) -> Iterator[str]:
    for source, place in question.rows:
        if source:
            _must_be_there(question, (source,))
            yield source + _place(place.strip())
        elif place.strip():
            raise UserError(_UNKNOWN)


def _place(typed: str) -> str:
    """Where in a document something stands, as citations have it."""
    if not typed:
        return ""
    match = _PLACE.fullmatch(typed)
    if match is None:
        raise UserError(PLACES)
    letter = "p" if match["page"] else "L"
    last = f"-{letter}{match['last']}" if match["last"] else ""
    return f"#{letter}{match['first']}{last}"


def _must_be_there(question: Question, values: Iterable[str]) -> None:
    known = {option.value for option in question.options}
    if not known.issuperset(values):
        raise UserError(_UNKNOWN)


def _must_be_read(question: Question, typed: tuple[str, ...] | bool, today: date) -> None:
    if not typed and question.is_required:
        raise UserError(_MISSING)
    if typed and not isinstance(typed, bool):
        value_of(question.field, typed, today)


# What stands already


def standing(questions: Iterable[Question], data: Data) -> tuple[Question, ...]:
    """Questions with what is recorded already."""
    return tuple(_with(question, data.get(question.name)) for question in questions)


def _with(question: Question, value: Plain) -> Question:
    if value is None or value is False:
        return replace(question, values=(), places=())
    texts_said = tuple(str(one) for one in as_list(value))
    match question.sort:
        case Sort.CITATIONS:
            cited = [Citation.parse(one) for _, one in citations(value)]
            sources = tuple(one.source for one in cited)
            return replace(question, values=sources, places=tuple(map(_place_told, cited)))
        case Sort.LINES:
            return replace(question, values=("\n".join(texts_said),))
        case Sort.FLAG:
            return replace(question, values=("true",))
        case Sort.PART:
            numbers = [text(one, _TOLD_BY[question.name]) for one in as_list(value) if isinstance(one, dict)]
            return replace(question, values=tuple(numbers))
        case _:
            return replace(question, values=texts_said)


def _place_told(cited: Citation) -> str:
    """Where in a document something stands, as people type it."""
    first, last, letter = cited.first, cited.last, ""
    if cited.pages is not None:
        (first, last), letter = cited.pages, "p"
    if first is None:
        return ""
    return f"{letter}{first}" if first == last else f"{letter}{first}–{last}"


def answer_of(question: Question) -> tuple[str, ...]:
    """What stands there, as a command would be given it."""
    typed = _typed(question)
    return () if isinstance(typed, bool) else typed


def differing(questions: Sequence[Question], given: Given) -> tuple[Given, tuple[str, ...]]:
    """What was answered otherwise than stands there, and the names of what was emptied.

    Args:
        questions: with what stands there.
        given: what was answered.
    """
    another: dict[str, Sequence[str] | bool] = {}
    emptied: list[str] = []
    for question in questions:
        before, now = _typed(question), given.get(question.name, ())
        if now and now != before:
            another[question.name] = now
        elif before and not now:
            emptied.append(question.name)
    return another, tuple(emptied)
