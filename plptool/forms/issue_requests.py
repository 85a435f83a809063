"""What the answers of an issue come to: the forms of `plptool edit`, filled in, and what these do."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from plptool.edit.carry_out import Intention
from plptool.edit.edits import Edit
from plptool.edit.grounds import Grounds
from plptool.edit.intend import Given
from plptool.edit.point import SeveralError, event_meant, no_such_events
from plptool.forms import events, records
from plptool.forms.asked import Answers
from plptool.forms.flow import Form, lines_of
from plptool.forms.issue_body import Filled, Problem, UnclearError
from plptool.forms.issue_forms import (
    DATE,
    DOCUMENT,
    DOCUMENT_DATE,
    KIND,
    NUMBER,
    PLACE,
    PROPERTY,
    RECORD,
    TAKEN_AWAY,
    VALUE,
    WHY,
)
from plptool.forms.opened import Opened
from plptool.forms.questions import PLACE as OF_PLACE
from plptool.forms.questions import Option, Question, Sort, answered, texts_of
from plptool.forms.saving import Wanted
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.records import Record
from plptool.model.suggest import by_title, did_you_mean, guess
from plptool.model.text import first_of, short
from plptool.timeline.ledger import Ledger

_SEVERAL = Message("Several are called {name}: write which, by its short name.")
_NO_DOCUMENT = Message("The ledger has no such document. If it is a new one, say its date.")
_NO_PLACE = Message("Of a document that the ledger does not have yet, leave this out: nobody knows its lines there.")
_MISSING = Message("This must be said.")
_NO_PROPERTY = Message("That has no such property.")
_SEVERAL_EVENTS = Message("Several are of that date: say the number of the one that is meant.")
_NOTHING = Message("Say what is wrong, and what is right.")
_RESTS_ON = Message("What tells a sealed day otherwise rests on a document: say in which it stands.")
_NO_RECORD = Message("The ledger has nothing that is called {name}.")
_NEAR_RECORD = Message("The ledger has nothing that is called {name}. {hint}")
_NO_CHOICE = Message("{value} is none of what may be chosen: {words}")
_MOST = 20
"""So many of what may be chosen are named."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A page's form, and what is answered in it."""

    form: Form
    answers: Answers


@dataclass(frozen=True, slots=True)
class Cited:
    """The document that something rests on, and where in it."""

    source: str
    place: str
    title: str
    given: Given
    """What is said of a document that comes into the ledger with it; nothing of one that is there."""


class Request:
    """What an issue asks for, of the ledger as it is.

    Args:
        opened: the ledger.
        said: what the issue says.
    """

    def __init__(self, opened: Opened, said: Filled) -> None:
        self._opened = opened
        self._said = said

    def wanted(self) -> Wanted:
        """What is to be done.

        Raises:
            UnclearError: something is missing, or means nothing here.
        """
        cited = self._asked(DOCUMENT, self._cited)
        page = self._filled_in(cited)
        read = answered(page.form.questions, page.answers, self._opened.today, self._opened)
        if read.has_problems:
            raise UnclearError([*self._wrong(read.questions, cited)])
        meant = page.form.intention(read.given)
        intention = meant if cited is None else _WithDocument(meant, cited, self._opened)
        return Wanted(intention, self._why(read.given))

    def _filled_in(self, cited: Cited | None) -> FilledIn:
        """The page's form that asks for the same, and its answers."""
        match self._said.form.name:
            case "decision":
                form = records.beginning(self._opened, Collection.DECISIONS)
                assert form is not None
                return self._answers(form, cited)
            case "correction":
                return self._corrected(cited)
            case kind:
                record = self._record()
                form = events.adding(self._opened, record, kind, of_tasks=False)
                if form is None:
                    raise self._unclear(RECORD, no_such_events(record, kind))
                return self._answers(form, cited)

    def _answers(self, form: Form, cited: Cited | None) -> FilledIn:
        """A form with what the issue says of each of its questions."""
        questions = [_offering(question, cited) for question in form.questions]
        answers: dict[str, tuple[str, ...]] = {}
        problems: list[Problem] = []
        for question in questions:
            typed = self._said.answer(question.name)
            try:
                answers[question.name] = tuple(self._values(question, typed))
            except UserError as error:
                problems += self._problems(question.name, error)
        if problems:
            raise UnclearError(problems)
        if cited is not None:
            answers |= _citation(cited)
        return FilledIn(replace(form, questions=tuple(questions)), answers)

    def _values(self, question: Question, typed: str) -> Iterator[str]:
        """What was written, as a page would send it: of what may be chosen, its value.

        Raises:
            UserError: it is none of what may be chosen.
        """
        if not typed or question.sort is Sort.CITATIONS:
            return
        match question.sort:
            case Sort.CHOICE:
                yield self._choice(question, typed)
            case Sort.CHOICES:
                for line in _lines(typed):
                    yield self._choice(question, line)
            case _:
                yield typed

    def _choice(self, question: Question, typed: str) -> str:
        """The one that is called so.

        Raises:
            UserError: none is, or several are.
        """
        names = {option.value: (option.value, option.label, self._called(option)) for option in question.options}
        found = _named(typed, names)
        if found is None:
            labels = [option.label for option in question.options]
            args = {"value": short(typed), "words": first_of(labels, _MOST) or "–"}
            raise UserError(Message(_NO_CHOICE.template, args))
        return found

    def _called(self, option: Option) -> str:
        return self._opened.called(option.value) if option.is_recorded else option.label

    # What is corrected

    def _corrected(self, cited: Cited | None) -> FilledIn:
        """The form in which it is corrected, with all that stands there but for what is wrong."""
        record = self._record()
        wrong = self._said.answer(PROPERTY)
        kind = self._said.answer(KIND)
        if not wrong and cited is None:
            raise UnclearError([Problem(self._said.label(PROPERTY), _NOTHING)])
        if not kind:
            return self._of_record(record, wrong, cited)
        index = self._asked(DATE, lambda: self._event(record, kind))
        if wrong == TAKEN_AWAY:
            form = events.removing(self._opened, record, index)
            assert form is not None
            return self._as_it_stands(form, "", cited)
        form = events.correcting(self._opened, record, index)
        assert form is not None
        return self._as_it_stands(form, wrong, cited)

    def _of_record(self, record: Record, wrong: str, cited: Cited | None) -> FilledIn:
        form = records.changing(self._opened, record, wrong)
        if form is None:
            raise UnclearError([Problem(self._said.label(PROPERTY), _NO_PROPERTY)])
        return self._with_right(form, {}, wrong, cited)

    def _as_it_stands(self, form: Form, wrong: str, cited: Cited | None) -> FilledIn:
        """A form with what stands there, but for the property that is wrong."""
        answers: dict[str, tuple[str, ...]] = {}
        for question in form.questions:
            answers[question.name] = question.values
            answers[question.name + OF_PLACE] = question.places
        return self._with_right(form, answers, wrong, cited)

    def _with_right(self, form: Form, before: Answers, wrong: str, cited: Cited | None) -> FilledIn:
        """A form with what is right of the property that is wrong, and what that rests on."""
        questions = {question.name: _offering(question, cited) for question in form.questions}
        answers = dict(before)
        if wrong and wrong not in questions:
            raise UnclearError([Problem(self._said.label(PROPERTY), _NO_PROPERTY)])
        if wrong:
            question, right = questions[wrong], self._said.answer(VALUE)
            answers[wrong] = self._asked(VALUE, lambda: tuple(self._values(question, right)))
        if cited is not None:
            answers |= _citation(cited)
        return FilledIn(replace(form, questions=tuple(questions.values())), answers)

    def _event(self, record: Record, kind: str) -> int:
        """Where in a record the event stands that is meant.

        Raises:
            UserError: none does, or several may.
        """
        day = self._said.answer(DATE)
        number = self._said.answer(NUMBER)
        if not day:
            raise UserError(_MISSING)
        which = [f"{NUMBER}={number}"] if number else []
        try:
            return event_meant(record, kind, day, which, self._opened.today)
        except SeveralError:
            raise UserError(_SEVERAL_EVENTS) from None

    # What it is about, and rests on

    def _record(self) -> Record:
        """The record that is named.

        Raises:
            UnclearError: none is called so, or several are.
        """
        ledger = self._opened.ledger
        return self._asked(RECORD, lambda: ledger.record(_record_called(ledger, self._said.answer(RECORD))))

    def _cited(self) -> Cited | None:
        """The document that it rests on: one that the ledger has, or a new one.

        Raises:
            UserError: there is no such document, and it is not said of which day it is.
        """
        typed = self._said.answer(DOCUMENT)
        place = self._said.answer(PLACE)
        if not typed:
            return None
        sources = self._opened.ledger.collections[Collection.SOURCES].values()
        found = _named(typed, {record.id: (record.id, record.called) for record in sources})
        if found is not None:
            return Cited(found, place, typed, {})
        day = self._said.answer(DOCUMENT_DATE)
        if not day:
            raise UserError(_NO_DOCUMENT)
        if place:
            raise UnclearError([Problem(self._said.label(PLACE), _NO_PLACE)])
        given = {"title": (typed,), "date": (day,)}
        key = records.id_made(Collection.SOURCES, given, self._opened.today)
        return Cited(key, place, typed, given)

    def _why(self, given: Given) -> Grounds | None:
        """Why what was sealed is told otherwise, where that is said."""
        reason = " ".join(self._said.answer(WHY).split())
        if not reason:
            return None
        source = texts_of(given, "source")
        if not source:
            raise UnclearError([Problem(self._said.label(DOCUMENT), _RESTS_ON)])
        return Grounds(reason, source)

    # What is told

    def _asked(self, name: str, read: Callable[[], Answer]) -> Answer:
        """What is read of an answer.

        Raises:
            UnclearError: it cannot be read.
        """
        try:
            return read()
        except UserError as error:
            raise self._unclear(name, error) from None

    def _unclear(self, name: str, error: UserError) -> UnclearError:
        return UnclearError([*self._problems(name, error)])

    def _problems(self, name: str, error: UserError) -> Iterator[Problem]:
        for line in lines_of(error, self._opened.translate):
            yield Problem(self._said.label(name), line)

    def _wrong(self, questions: Iterable[Question], cited: Cited | None) -> Iterator[Problem]:
        """What the page would say beside its fields."""
        of_document = DOCUMENT if cited is None else PLACE
        for question in questions:
            name = of_document if question.sort is Sort.CITATIONS else question.name
            label = self._said.label(name) or question.label
            for line in question.problems:
                yield Problem(label, line)


@dataclass(frozen=True, slots=True)
class _WithDocument:
    """What is meant, and the document that it rests on, where the ledger has not got it."""

    meant: Intention
    cited: Cited
    opened: Opened

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        edits = [*self.meant(ledger)]
        if self.cited.given:
            form = records.beginning(self.opened, Collection.SOURCES)
            assert form is not None
            come = form.intention(self.cited.given)
            edits = [*come(ledger), *edits]
        return edits


def _offering(question: Question, cited: Cited | None) -> Question:
    """A question that offers the new document, too."""
    if question.sort is not Sort.CITATIONS or cited is None or not cited.given:
        return question
    return replace(question, options=(*question.options, Option(cited.source, cited.title)))


def _citation(cited: Cited) -> dict[str, tuple[str, ...]]:
    return {"source": (cited.source,), f"source{OF_PLACE}": (cited.place,)}


def _lines(typed: str) -> Iterator[str]:
    for line in typed.split("\n"):
        named = _BULLET.sub("", line).strip()
        if named:
            yield named


_BULLET = re.compile(r"^\s*[-*]\s+")


def _record_called(ledger: Ledger, typed: str) -> str:
    """The id of the record that is called so.

    Raises:
        UserError: none is, or several are.
    """
    names = {record.id: _names(record) for record in ledger.records.values()}
    by_former_id = ledger.present_ids.get(typed)
    found = by_former_id or _named(typed, names)
    if found is not None:
        return found
    near = by_title(typed, names)
    hint = guess(typed, sorted(names)) if near is None else did_you_mean(near)
    if "word" not in hint.args:  # of all that there are, a list tells nobody which
        raise UserError(Message(_NO_RECORD.template, {"name": short(typed)}))
    raise UserError(Message(_NEAR_RECORD.template, {"name": short(typed), "hint": hint}))


def _names(record: Record) -> tuple[str, ...]:
    """What people call a record: a process also by its number and what follows it."""
    return (record.id, record.called, f"{record.id} {record.called}", f"{record.called} ({record.id})")


def _named(typed: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The id of the one that is called so; None where none is.

    Raises:
        UserError: several are.
    """
    if typed in names:
        return typed
    wanted = " ".join(typed.split()).casefold()
    found = [key for key, called in names.items() if wanted in {" ".join(name.split()).casefold() for name in called}]
    if len(found) > 1:
        raise UserError(Message(_SEVERAL.template, {"name": short(typed)}))
    return found[0] if found else None
