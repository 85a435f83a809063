"""A box to paste lines or drop a document into: what is drafted of it is looked at, and taken into the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from secrets import token_urlsafe
from shlex import split
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from plptool.documents.document import Document
from plptool.documents.opening import KINDS as READ
from plptool.documents.opening import opened
from plptool.edit.accept import accepted
from plptool.edit.edits import Edit
from plptool.edit.intend import Given
from plptool.forms.asked import Answers, Asked, first
from plptool.forms.flow import Form
from plptool.forms.opened import Opened
from plptool.forms.questions import PLACE, Asking, Question, texts_of
from plptool.model.collections import Collection
from plptool.model.drafts import Draft, Named, Verdict
from plptool.model.drafts import Question as AskedOf
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.read.fields import event_fields, record_fields
from plptool.render.document import Block, Paragraph
from plptool.render.draft import counted, page
from plptool.timeline.ledger import Ledger

KINDS = tuple(READ)
"""How the names of documents end that can be read."""
LINES, FILE = "lines", "file"
"""What the fields of the box are called."""
_MOST = 4
"""So many documents are remembered."""
_NOTHING = Message("Paste lines, or choose a document.")
_REASON = Message("The document says otherwise; what was recorded before stays until somebody decides.")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was read."""

    stem: str
    """What its file is called, without how that ends."""
    document: Document


@dataclass(slots=True)
class Papers:
    """The documents that were read, as long as there is room."""

    by_key: dict[str, Paper] = field(default_factory=dict)

    def keep(self, paper: Paper) -> str:
        """Under which word it is found again."""
        key = token_urlsafe(9)
        self.by_key[key] = paper
        while len(self.by_key) > _MOST:
            oldest = next(iter(self.by_key))
            del self.by_key[oldest]
        return key


def read(asked: Asked, name_of_lines: str) -> Paper:
    """Read what was pasted or dropped, in a process of its own.

    Args:
        asked: the form with the box.
        name_of_lines: what lines are called that were pasted.

    Raises:
        UserError: nothing was, or it cannot be read.
    """
    upload = asked.files.get(FILE)
    if upload is not None and upload.raw:
        named = PurePath(upload.name.replace("\\", "/"))
        return _opened(named.stem, named.suffix.casefold(), upload.raw)
    lines = asked.answer(LINES)
    if not lines.strip():
        raise UserError(_NOTHING)
    return _opened(name_of_lines, ".txt", lines.encode())


def _opened(stem: str, suffix: str, raw: bytes) -> Paper:
    """A document, put where nothing is called as somebody else calls it."""
    if suffix not in KINDS:
        args = {"path": f"{stem}{suffix}", "kinds": ", ".join(KINDS)}
        raise UserError(Message("{path!r} is of no kind that can be read: {kinds}", args))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"document{suffix}"
        path.write_bytes(raw)
        return Paper(stem, opened(path))


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """What a person is asked of a document."""

    line: int
    text: str
    why: str
    address: str
    """Of the form in which it is answered, with what is understood; empty where no record is known for it."""


def to_answer(opened_ledger: Opened, draft: Draft) -> list[ToAnswer]:
    """What a person is asked of a document, and where it is answered."""
    _ = opened_ledger.translate
    asked: list[ToAnswer] = []
    for question in draft.questions:
        why = question.why.say(_)
        address = _form_for(opened_ledger, question)
        asked.append(ToAnswer(question.line, question.text, why, address))
    return asked


def _form_for(opened_ledger: Opened, question: AskedOf) -> str:
    """The form that stands for the command which answers a question."""
    match split(question.command):
        case [_, "add", kind, key, day, *options] if key in opened_ledger.ledger.records:
            return f"/record/{key}/add/{kind}?{urlencode(_understood(day, options))}"
        case _:
            return ""


def _understood(day: str, options: Sequence[str]) -> dict[str, str]:
    """What a command says already, by the names of a form's fields; what is missing there is in capitals."""
    given = dict(zip(options[::2], options[1::2], strict=False))
    said = {name.removeprefix("--"): value for name, value in given.items()}
    source, _, place = said.get("source", "").partition("#")
    known = {name: value for name, value in {**said, "date": day}.items() if not value.isupper()}
    return {**known, "source": source, f"source{PLACE}": place.removeprefix("L")}


def drafting(opened_ledger: Opened, key: str, paper: Paper, answers: Answers) -> tuple[Form, Draft]:
    """The form that takes what is drafted into the ledger, and that.

    Args:
        opened_ledger: the ledger.
        key: under which the document is found again.
        paper: the document.
        answers: what was said of it, if anything was.

    Raises:
        UserError: no id can be made of what it is called.
    """
    _ = opened_ledger.translate
    draft = _drafted(opened_ledger, paper, answers)
    form = Form(
        title=_("From a document: {title}").format(title=draft.source.title),
        here=Collection.SOURCES.plural,
        address=f"/draft/{key}",
        back="/draft",
        questions=tuple(_questions(opened_ledger, draft)),
        intention=lambda given: _Taking(draft, given, _(_REASON.template)),
        rests_on=(draft.source.id,),
        stays=True,
    )
    return form, draft


def _drafted(opened_ledger: Opened, paper: Paper, answers: Answers) -> Draft:
    title = first(answers, "title").strip() or None
    day = first(answers, "date").strip() or None
    drafted = opened_ledger.workspace.drafted
    try:
        return drafted(paper.document, Named(paper.stem, title, day))
    except UserError:  # what cannot be read of these is told beside its field
        return drafted(paper.document, Named(paper.stem))


def _questions(opened_ledger: Opened, draft: Draft) -> Sequence[Question]:
    """What is said of the document, where the ledger does not have it; and why what is recorded stays."""
    asking = Asking(opened_ledger)
    of_document = () if draft.source.is_known else ("title", "date")
    fields = [replace(one, is_required=False) for one in record_fields(Collection.SOURCES) if one.name in of_document]
    differs = Verdict.DIFFERS in draft.verdicts()
    of_change = event_fields(Collection.PROCESSES, "change", frozenset())
    reason = [one for one in of_change if one.name == "reason" and differs]
    standing: Mapping[str, str | None] = {"title": draft.source.title, "date": draft.source.date}
    questions = asking.questions([*fields, *reason])
    label = opened_ledger.translate("Why what is recorded stays, where the document says otherwise")
    filled: list[Question] = []
    for question in questions:
        value = standing.get(question.name) or ""
        labelled = label if question.name == "reason" else question.label
        filled.append(replace(question, values=(value,), label=labelled))
    return filled


@dataclass(frozen=True, slots=True)
class _Taking:
    """That what is drafted comes into the ledger."""

    draft: Draft
    given: Given
    reason: str

    def __call__(self, ledger: Ledger) -> Sequence[Edit]:
        said = texts_of(self.given, "reason")
        reason = said[0] if said else self.reason
        return accepted(ledger, self.draft, reason)


def told(draft: Draft, translate: Translate) -> list[Block]:
    """What is drafted, for a person who answers what is asked in forms."""
    *blocks, _ = page(replace(draft, questions=()), translate)
    return [*blocks, Paragraph(counted(draft, translate))]
