"""The text of an issue that was written with a form: which form, and what was answered.

GitHub makes one text of the answers, each below its label as a heading, and its author may edit that text. So an answer
must be plain words: whatever could be taken for another heading, or be read by the tool and not be seen by who reads
the issue, is told and not guessed at.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plptool.forms.asked import NO_TEXT
from plptool.forms.issue_forms import IssueForm, IssueQuestion
from plptool.forms.questions import Sort
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.text import short

LARGEST = 65_536
"""So many characters GitHub takes."""
_HEADING = "### "
_NO_ANSWERS = frozenset({"_No response_", "None"})
"""What GitHub writes where nothing was answered."""
_MARKUP = re.compile(r"^ {0,3}(?:#|`{3}|~{3})|<(?:!--|/?[A-Za-z])", re.MULTILINE)
"""Headings, code, HTML and comments that nobody sees."""
_TICKED = re.compile(r"- \[[xX]\] (?P<label>.*)")
_OF_NO_FORM = Message(
    "This issue was not written with one of the ledger's forms, or with an older one of them. Choose the form anew "
    "under New issue."
)
_MIXED = Message("Its headings are not those of the form: each stands once, in the form's order, as the form has it.")
_PLAIN = Message("An answer is plain words, without headings, code or HTML.")
_ONE_LINE = Message("One line is meant.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer."""

    label: str
    """What was asked; empty where it is about no question in particular."""
    line: Message | str
    """In any language, or in that of the ledger."""


class UnclearError(Exception):
    """It is not clear what an issue asks for.

    Args:
        problems: what is wrong, and with which answer.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with what was answered."""

    form: IssueForm
    answers: Mapping[str, str]
    """By question, what was written; empty where nothing was."""

    def answer(self, name: str) -> str:
        """What was written for a question; empty where nothing was."""
        return self.answers.get(name, "")

    def label(self, name: str) -> str:
        """What was asked; empty where no such question is."""
        labels = [question.label for question in self.form.questions if question.name == name]
        return labels[0] if labels else ""

    def told(self) -> Iterator[tuple[str, str]]:
        """What was asked and answered, as it stood there."""
        for question in self.form.questions:
            answer = self.answer(question.name)
            labels = {option.value: option.label for option in question.options}
            if question.sort is Sort.FLAG:
                labels["true"] = self.form.yes
            if answer:
                yield question.label, labels.get(answer, answer)


def filled(body: str, forms: Sequence[IssueForm]) -> Filled:
    """The form that an issue was written with, and what was answered.

    Raises:
        UnclearError: it is none of these, or not all of its text is certain to be what who reads it takes it for.
    """
    text = body.replace("\r\n", "\n").replace("\r", "\n")  # Markdown knows each for an end of line
    if len(text) > LARGEST or NO_TEXT.search(text):
        raise UnclearError([Problem("", _PLAIN)])
    lines = [line.rstrip() for line in text.split("\n")]
    labels = {label for form in forms for label in form.labels}
    places = [place for place, line in enumerate(lines) if _label(line) in labels]
    headings = [_label(lines[place]) for place in places]
    form = _form_of(headings, forms)
    before = lines[: places[0]]
    if any(before):
        raise UnclearError([Problem("", _OF_NO_FORM)])
    ends = [*places[1:], len(lines)]
    written = ["\n".join(lines[place + 1 : end]).strip() for place, end in zip(places, ends, strict=True)]
    return Filled(form, _answers(form, written))


def _label(line: str) -> str:
    """What a heading as GitHub writes them says; empty of any other line."""
    return line.removeprefix(_HEADING) if line.startswith(_HEADING) else ""


def _form_of(headings: Sequence[str], forms: Sequence[IssueForm]) -> IssueForm:
    by_first = {form.labels[0]: form for form in forms}
    form = by_first.get(headings[0]) if headings else None
    if form is None:
        raise UnclearError([Problem("", _OF_NO_FORM)])
    if tuple(headings) != form.labels:
        raise UnclearError([Problem("", _MIXED)])
    return form


def _answers(form: IssueForm, written: Sequence[str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for question, text in zip(form.questions, written, strict=True):
        try:
            answers[question.name] = _answer(question, text, form.yes)
        except UserError as error:
            problems.append(Problem(question.label, error.message))
    if problems:
        raise UnclearError(problems)
    return answers


def _answer(question: IssueQuestion, text: str, yes: str) -> str:
    """What was answered to a question; of what may be chosen, its value.

    Raises:
        UserError: it cannot be what was asked for.
    """
    if question.sort is Sort.FLAG:
        ticked = _TICKED.fullmatch(text)
        return "true" if ticked and ticked["label"] == yes else ""
    if text in _NO_ANSWERS:
        return ""
    if _MARKUP.search(text):
        raise UserError(_PLAIN)
    may_have_lines = question.sort in (Sort.PROSE, Sort.LINES)
    if "\n" in text and not may_have_lines:
        raise UserError(_ONE_LINE)
    if question.options and text:
        return _chosen(question, text)
    return text


def _chosen(question: IssueQuestion, text: str) -> str:
    values = {option.label.casefold(): option.value for option in question.options}
    if text.casefold() not in values:
        args = {"value": short(text), "words": ", ".join(option.label for option in question.options)}
        raise UserError(Message("{value} is none of what may be chosen: {words}", args))
    return values[text.casefold()]
