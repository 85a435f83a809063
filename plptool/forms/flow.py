"""A form from its first sight to what is saved: what was answered is shown again until it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from plptool.edit.carry_out import Intention
from plptool.edit.change import WrongError
from plptool.edit.grounds import Grounds
from plptool.edit.intend import Given
from plptool.forms.asked import Answers, Asked, first
from plptool.forms.guard import TOKEN
from plptool.forms.opened import Opened
from plptool.forms.questions import Answered, Question, answered, readable, saying, texts_of
from plptool.forms.saving import (
    NOTHING,
    Keep,
    Look,
    Meanwhile,
    MovedError,
    Saved,
    Wanted,
    blob,
    looked_at,
    meanwhile,
    saved,
)
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message, Position
from plptool.model.i18n import Translate
from plptool.model.records import Path, property_of
from plptool.model.rules import IN_DOCUMENTS
from plptool.read.yaml import marks

STOOD, SEEN, DO, CORRECTION, STANDS, KEPT, BRANCH = "stood", "seen", "do", "correction", "stands", "keep", "branch"
"""What the fields of a form are called that are no property of a record."""
SAVE = "save"
COMMIT = "commit"
_NO_ANSWERS = frozenset({TOKEN, STOOD, SEEN, DO, KEPT, BRANCH})
_OF_SEALED = ("PLP701", "PLP702", "PLP703")
_CHANGED_SINCE = Message(
    "The answers are others than those that you looked at. Look at what they come to now, and save that."
)
_UNKNOWN_BEFORE = Message("what it said before is not known any more: look at it anew")
_TOLD_WRONG = Message("If the past was told wrong, say why below; else say from which day it is so.")
_RESTS_ON = Message("A correction of what was sealed rests on a document: say where it stands.")


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, and what the answers mean."""

    title: str
    here: str
    """The list in which what it is about stands."""
    address: str
    back: str
    """Where it leads when it is saved, or left."""
    questions: tuple[Question, ...]
    intention: Callable[[Given], Intention]
    path: str | None = None
    """The file of the record that it is about."""
    about: tuple[str, ...] = ()
    """What it says above the questions."""
    rests_on: tuple[str, ...] = ()
    """The document that all of it rests on, where the form does not ask for one."""
    stays: bool = False
    """Whether it is shown again when it is saved, with what is left."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as it is shown."""

    form: Form
    questions: tuple[Question, ...]
    stood: Mapping[str, str]
    problems: tuple[str, ...] = ()
    """What is wrong with no field in particular."""
    meanwhile: Meanwhile | None = None
    """What somebody else has changed since."""
    look: Look | None = None
    seen: str = ""
    """A digest of the answers that were looked at."""
    correction: str = ""
    asks_correction: bool = False
    stands: str = ""
    asks_stands: bool = False
    keep: Keep = field(default_factory=Keep)

    @property
    def has_problems(self) -> bool:
        return bool(self.problems) or any(question.wrong for question in self.questions)


@dataclass(slots=True)
class Remembered:
    """What files held when forms were made of them, as long as there is room."""

    blobs: dict[str, bytes] = field(default_factory=dict)

    def knows(self, key: str) -> bool:
        """Whether it is known what a file held whose blob this was."""
        return key == NOTHING or key in self.blobs

    def keep(self, raw: bytes | None) -> str:
        """The blob of what a file holds, which is remembered."""
        key = blob(raw)
        if raw is not None:
            self.blobs[key] = raw
        while len(self.blobs) > _MOST:
            oldest = next(iter(self.blobs))
            del self.blobs[oldest]
        return key


_MOST = 200
"""So many files are remembered."""


class Flow:
    """Takes one form through its steps.

    Args:
        opened: the ledger as it is.
        form: the form.
        remembered: what files held when forms were made of them.
    """

    def __init__(self, opened: Opened, form: Form, remembered: Remembered) -> None:
        self._opened = opened
        self._form = form
        self._remembered = remembered

    def begin(self, keep: Keep, said: Answers) -> Shown:
        """The form before anything was answered.

        Args:
            keep: how somebody saved last.
            said: what the address says already.
        """
        paths = [] if self._form.path is None else [self._form.path]
        questions = tuple(saying(question, said) for question in self._form.questions)
        return Shown(self._form, questions, self._stood(paths), keep=keep)

    def go_on(self, asked: Asked) -> Shown | Saved:
        """What comes of the answers: the form again, with what they come to or what is wrong; or what was saved."""
        answers = asked.answers
        read = answered(self._form.questions, answers, self._opened.today, self._opened)
        before = _stood_said(answers)
        shown = Shown(
            form=self._form,
            questions=read.questions,
            stood=self._stood(before),
            meanwhile=self._meanwhile(before),
            correction=asked.answer(CORRECTION).strip(),
            stands=asked.answer(STANDS).strip(),
            keep=_keep_said(asked),
        )
        if read.has_problems:
            return shown
        try:
            return self._carried_out(asked, read, shown)
        except MovedError as moved:  # between this look and the lock
            stood = self._stood([*before, *moved.files])
            return replace(shown, stood=stood, meanwhile=self._meanwhile(before))
        except WrongError as wrong:
            return self._with_errors(shown, wrong)
        except UserError as error:
            return replace(shown, problems=lines_of(error, self._opened.translate))

    def _carried_out(self, asked: Asked, read: Answered, shown: Shown) -> Shown | Saved:
        wanted = self._wanted(read, shown)
        seen = _digest(asked.answers)
        is_as_seen = first(asked.answers, SEEN) == seen and not shown.meanwhile
        saves = asked.answer(DO) == SAVE
        problems: tuple[str, ...] = ()
        if saves and is_as_seen:
            try:
                return saved(self._opened, wanted, _stood_said(asked.answers), shown.keep)
            except UserError as error:  # such as that it cannot be committed so
                problems = lines_of(error, self._opened.translate)
        elif saves and not shown.meanwhile:
            problems = (_CHANGED_SINCE.say(self._opened.translate),)
        look = looked_at(self._opened, wanted)
        stood = {**shown.stood, **self._stood(look.stood)}
        return replace(
            shown,
            look=look,
            seen=seen,
            stood=stood,
            problems=problems,
            asks_stands=bool(shown.stands) or any(map(_may_stand, look.findings)),
            asks_correction=bool(shown.correction),
        )

    def _wanted(self, read: Answered, shown: Shown) -> Wanted:
        why = None
        if shown.correction:
            source = texts_of(read.given, "source") or self._form.rests_on
            if not source:
                raise UserError(_RESTS_ON)
            why = Grounds(shown.correction, source)
        stands = Grounds(shown.stands) if shown.stands else None
        return Wanted(self._form.intention(read.given), why, stands)

    def _stood(self, paths: Iterable[str]) -> dict[str, str]:
        """By path, the blob that each file is now; what it holds is remembered."""
        return {path: self._remembered.keep(self._held(path)) for path in paths}

    def _held(self, path: str) -> bytes | None:
        return self._opened.workspace.files.read(path) if path in self._opened.paths else None

    def _meanwhile(self, before: Mapping[str, str]) -> Meanwhile | None:
        """What others have changed in the files since the form was made of them; None where they have not."""
        now = self._stood(before)
        held: dict[str, bytes | None] = {}
        is_unknown = False
        for path, key in before.items():
            if now[path] == key:
                continue
            if self._remembered.knows(key):
                held[path] = self._remembered.blobs.get(key)
            else:  # the form is older than this server
                is_unknown = True
        if held:
            return meanwhile(self._opened, held)
        if is_unknown:
            sentence = _UNKNOWN_BEFORE.say(self._opened.translate)
            return Meanwhile(sentence, "")
        return None

    def _with_errors(self, shown: Shown, wrong: WrongError) -> Shown:
        """What would be wrong, beside the fields that it is about."""
        translate = self._opened.translate
        by_name: dict[str, list[str]] = {}
        for error in wrong.errors:
            by_name.setdefault(property_wrong(error, wrong), []).append(sentence_of(error, translate))
        questions: list[Question] = []
        for question in shown.questions:
            lines = by_name.pop(question.name, [])
            questions.append(replace(question, problems=tuple(lines)))
        others = chain.from_iterable(by_name.values())
        return replace(
            shown,
            questions=tuple(questions),
            problems=tuple(others),
            asks_correction=bool(shown.correction) or any(error.rule in _OF_SEALED for error in wrong.errors),
            asks_stands=bool(shown.stands) or any(map(_may_stand, wrong.errors)),
        )


def sentence_of(finding: Finding, translate: Translate) -> str:
    """What is wrong, and what to write instead."""
    said = finding.message.say(translate)
    advice = _TOLD_WRONG if finding.rule in _OF_SEALED else finding.hint
    hint = "" if advice is None else advice.say(translate)
    return readable(f"{said}. {hint}".strip(), translate)


def lines_of(error: UserError, translate: Translate) -> tuple[str, ...]:
    """Why something cannot be done, as it stands on a page."""
    return tuple(readable(line, translate) for line in error.lines(translate))


def _may_stand(finding: Finding) -> bool:
    return finding.rule in IN_DOCUMENTS and finding.value is not None


def property_wrong(finding: Finding, wrong: WrongError) -> str:
    """The property that a finding is about, by where it stands in what would be written; empty where it is of none."""
    for change in wrong.changes:
        if change.path == finding.path and change.new is not None and finding.position is not None:
            return _property_at(finding.position, change.new)
    return ""


def _property_at(position: Position, raw: bytes) -> str:
    """The property in whose value, or at whose name, something stands in a file."""
    places = marks(raw)
    named = (*places.keys.items(), *places.values.items())
    last: Path = ()
    last_order = (0, 0)
    for where, at in named:
        order = _order(at)
        is_before = order <= _order(position)
        is_nearer = (order, len(where)) > (last_order, len(last))
        if is_before and is_nearer:
            last, last_order = where, order
    return property_of(last)


def _order(position: Position) -> tuple[int, int]:
    return position.line, position.column


def _stood_said(answers: Answers) -> dict[str, str]:
    """By path, the blob that a form says that each file was: it is compared, and nothing is read by it."""
    pairs = [said.partition(" ") for said in answers.get(STOOD, ())]
    return {path: key for key, _, path in pairs}


def _keep_said(asked: Asked) -> Keep:
    commits = asked.answer(KEPT) == COMMIT
    branch = asked.answer(BRANCH).strip()
    return Keep(commits, branch or None)


def _digest(answers: Answers) -> str:
    """Tells answers from others; a question that is asked with the look for the first time is not answered yet."""
    names = answers.keys() - _NO_ANSWERS
    said = [(name, answers[name]) for name in sorted(names) if any(answers[name])]
    raw = repr(said).encode("utf-8", "replace")
    return sha256(raw).hexdigest()


def findings_told(findings: Sequence[Finding], translate: Translate) -> list[str]:
    """What is found and is no error, a sentence each."""
    return [sentence_of(finding, translate) for finding in findings]
