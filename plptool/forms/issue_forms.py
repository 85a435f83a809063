"""Forms for whoever has an account on GitHub and nothing else: what each asks, and how GitHub's own form says it.

They name no record of the ledger, so that none is out of date when a record comes: what is named is typed, and looked
up when it is read. What may be chosen is what the format has, in the ledger's language and words.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from plptool.forms.opened import Opened
from plptool.forms.questions import PLACES, Asking, Option, Question, Sort
from plptool.forms.records import changeable_fields
from plptool.model.collections import Collection
from plptool.model.events import KINDS, Meeting, Status
from plptool.model.findings import Message
from plptool.model.text import capital
from plptool.read.fields import Field, event_fields, record_fields

FOLDER = ".github/ISSUE_TEMPLATE"
"""Where GitHub looks for forms."""
WORKFLOW = ".github/workflows/issue.yml"
"""The workflow that takes them."""
RECORD, DOCUMENT, PLACE, DOCUMENT_DATE, WHY = "record", "document", "place", "document-date", "why"
KIND, DATE, NUMBER, PROPERTY, VALUE = "kind", "date", "number", "property", "value"
"""What the questions are called that a form of this sort asks by itself."""
TAKEN_AWAY = "-"
"""Instead of a property: the event goes."""
_ELSEWHERE = "change"
"""The kind of which the property itself is corrected."""
_OF_EVENT = {Meeting.KIND: ("date", "number", "booked", "text"), Status.KIND: ("date", "status", "outcome", "reason")}
TEMPLATES = Path(__file__).parent / "templates"
_OF_DECISION = ("title", "date", "body", "paragraph", "registry", "status", "concerns", "text")
"""What is asked of the many things that may be said."""
_MADE = "# Made by `plptool issue --forms`, of the ledger's language and words: change nothing here, make it anew.\n"
_INTRODUCTION = Message(
    "Everybody can read what you write here, also later: leave out whatever is private, and every personal identity "
    "number. When somebody who keeps the ledger puts a label on it, it becomes a proposal, which is examined and "
    "looked at. What is not understood is answered here."
)
_NAMED = Message("Its number, title or short name, as the ledger has it.")
_DOCUMENT = Message("Its title or short name in the ledger. A document that is not there yet: its title.")
_DOCUMENT_DATE = Message("Only where the ledger does not have it yet.")
_WHY = Message("Only where it changes what the ledger says of a day that was sealed.")
_ONE_OF_IT = Message("Leave it out where something of the record itself is wrong, such as who leads it.")
_SEVERAL = Message("Of several, one a line. Empty: it says nothing of that any more.")
_WHAT = Message("Leave it out where only the document is another.")


@dataclass(frozen=True, slots=True)
class IssueQuestion:
    """One thing that a form asks."""

    name: str
    label: str
    hint: str = ""
    sort: Sort = Sort.LINE
    options: tuple[Option, ...] = ()
    is_required: bool = False

    @classmethod
    def of(cls, question: Question) -> "IssueQuestion":
        """What a page would ask: of records none is offered, and several are written one a line."""
        is_of_records = any(option.is_recorded for option in question.options)
        options = () if is_of_records else question.options
        sort = question.sort
        if not options and sort is Sort.CHOICE:
            sort = Sort.LINE
        if not options and sort is Sort.CHOICES:
            sort = Sort.LINES
        return cls(question.name, question.label, question.hint, sort, options, question.is_required)


@dataclass(frozen=True, slots=True)
class IssueForm:
    """A form."""

    name: str
    """What its file is called."""
    title: str
    about: str
    introduction: str
    questions: tuple[IssueQuestion, ...]
    yes: str
    """What stands beside a box that may be ticked."""

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}.yml"

    @property
    def labels(self) -> tuple[str, ...]:
        """What heads each answer in an issue."""
        return tuple(question.label for question in self.questions)


class IssueForms:
    """Makes the forms of a ledger.

    Args:
        opened: the ledger.
    """

    def __init__(self, opened: Opened) -> None:
        self._ = opened.translate
        self._asking = Asking(opened)

    def all(self) -> tuple[IssueForm, ...]:
        """Each form; by the first thing that it asks it is known."""
        return (self._meeting(), self._status(), self._decision(), self._correction())

    def _meeting(self) -> IssueForm:
        asked = self._("Which process, or other record, has met")
        title, about = capital(self._(Meeting.KIND)), self._("A meeting was held, or is booked.")
        return self._form("meeting", title, about, [self._record(asked), *self._of_event(Meeting.KIND)])

    def _status(self) -> IssueForm:
        asked = self._("Which process, or other record, stands otherwise")
        title, about = capital(self._(Status.KIND)), self._("Something begins, rests, is completed or is cancelled.")
        return self._form("status", title, about, [self._record(asked), *self._of_event(Status.KIND)])

    def _decision(self) -> IssueForm:
        fields = _chosen(record_fields(Collection.DECISIONS), _OF_DECISION)
        called, *others = self._of_fields(fields, _OF_DECISION)
        first = replace(called, label=self._("What is decided, in some words"), sort=Sort.LINE)
        title = capital(self._(Collection.DECISIONS.singular))
        about = self._("Something was decided, proposed or rejected.")
        return self._form("decision", title, about, [first, *others])

    def _correction(self) -> IssueForm:
        title, about = self._("Correction"), self._("Something was recorded wrong, and was always otherwise.")
        asked = self._record(self._("In which record something is wrong"))
        return self._form("correction", title, about, [asked, *self._what_is_wrong()])

    def _what_is_wrong(self) -> Iterator[IssueQuestion]:
        _ = self._
        asked = _("What of it, where it is something that happened")
        kinds = tuple(Option(kind, capital(_(kind)), is_recorded=False) for kind in KINDS if kind != _ELSEWHERE)
        yield IssueQuestion(KIND, asked, _ONE_OF_IT.say(_), Sort.CHOICE, kinds)
        yield IssueQuestion(DATE, _("Its date as the ledger has it"), sort=Sort.DATE)
        yield IssueQuestion(NUMBER, _("Its number, where several are of that date"))
        properties = (Option(TAKEN_AWAY, _("It was never so: it is to go"), is_recorded=False), *self._properties())
        yield IssueQuestion(PROPERTY, _("What is wrong about it"), _WHAT.say(_), Sort.CHOICE, properties)
        yield IssueQuestion(VALUE, _("What is right"), _SEVERAL.say(_), Sort.LINES)

    def _properties(self) -> Iterator[Option]:
        """What may be wrong about anything, each as it is called on a page."""
        labels: dict[str, str] = {}
        for field in _corrigible():
            for question in self._asking.questions([field]):
                if question.sort is not Sort.CITATIONS:
                    labels.setdefault(question.label, question.name)
        for label in sorted(labels, key=str.casefold):
            yield Option(labels[label], label, is_recorded=False)

    def _of_event(self, kind: str) -> Iterator[IssueQuestion]:
        names = _OF_EVENT[kind]
        fields = _chosen(event_fields(Collection.PROCESSES, kind), names)
        return self._of_fields(fields, names)

    def _of_fields(self, fields: Iterable[Field], names: Sequence[str]) -> Iterator[IssueQuestion]:
        """What a page asks of these, in the order of the names."""
        asked = [IssueQuestion.of(question) for question in self._asking.questions(fields)]
        return iter(sorted(asked, key=lambda question: names.index(question.name)))

    def _record(self, asked: str) -> IssueQuestion:
        return IssueQuestion(RECORD, asked, _NAMED.say(self._), is_required=True)

    def _form(self, name: str, title: str, about: str, questions: Sequence[IssueQuestion]) -> IssueForm:
        """A form, with what all of them ask at the end."""
        is_needed = name != "correction"
        last = tuple(self._rests_on(is_needed=is_needed))
        introduction = _INTRODUCTION.say(self._)
        return IssueForm(name, title, about, introduction, (*questions, *last), self._("yes"))

    def _rests_on(self, *, is_needed: bool) -> Iterator[IssueQuestion]:
        _ = self._
        document, place = _("In which document it stands"), _("Where in the document")
        day, why = _("The date of the document"), _("Why it was told wrong, or so late")
        yield IssueQuestion(DOCUMENT, document, _DOCUMENT.say(_), is_required=is_needed)
        yield IssueQuestion(PLACE, place, PLACES.say(_))
        yield IssueQuestion(DOCUMENT_DATE, day, _DOCUMENT_DATE.say(_), Sort.DATE)
        yield IssueQuestion(WHY, why, _WHY.say(_))


def _chosen(fields: Iterable[Field], names: Sequence[str]) -> Iterator[Field]:
    return (field for field in fields if field.name in names)


def _corrigible() -> Iterator[Field]:
    """Whatever an event may say, and of a record what may be another."""
    for collection in Collection:
        for kind in KINDS:
            if kind != _ELSEWHERE:
                yield from event_fields(collection, kind)
        yield from changeable_fields(collection)


# As GitHub has them


def as_yaml(form: IssueForm) -> str:
    """A form as GitHub reads it: https://docs.github.com/communities (syntax for issue forms)."""
    head = [f"name: {_quoted(form.title)}", f"description: {_quoted(form.about)}", "body:"]
    introduction = ["  - type: markdown", "    attributes:", f"      value: {_quoted(form.introduction)}"]
    lines = [*head, *introduction]
    for question in form.questions:
        lines += _element(question, form.yes)
    return _MADE + "\n".join(lines) + "\n"


def files_for(opened: Opened) -> dict[str, bytes]:
    """By path, the forms of a ledger, and the workflow that takes them."""
    made = {form.path: as_yaml(form).encode() for form in IssueForms(opened).all()}
    workflow = TEMPLATES / "issue.yml"
    return {WORKFLOW: workflow.read_bytes(), **made}


def _element(question: IssueQuestion, yes: str) -> Iterator[str]:
    yield f"  - type: {_TYPES.get(question.sort, 'input')}"
    yield f"    id: {question.name}"
    yield "    attributes:"
    yield f"      label: {_quoted(question.label)}"
    if question.hint:
        yield f"      description: {_quoted(question.hint)}"
    if question.options:
        yield "      options:"
        yield from (f"        - {_quoted(option.label)}" for option in question.options)
    if question.sort is Sort.FLAG:
        yield "      options:"
        yield f"        - label: {_quoted(yes)}"
    if question.is_required:
        yield "    validations:"
        yield "      required: true"


_TYPES = {Sort.CHOICE: "dropdown", Sort.FLAG: "checkboxes", Sort.PROSE: "textarea", Sort.LINES: "textarea"}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
