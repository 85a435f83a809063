"""What becomes of an issue: a commit on a branch with the text of its pull request, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from plptool.checks.privacy import LikelyNumbers
from plptool.edit.change import WrongError
from plptool.forms.flow import findings_told, lines_of, property_wrong, sentence_of
from plptool.forms.issue_body import Filled, Problem, UnclearError, filled
from plptool.forms.issue_forms import DOCUMENT, VALUE, WHY, IssueForms
from plptool.forms.issue_requests import Request
from plptool.forms.opened import Opened
from plptool.forms.saving import Keep, looked_at, saved
from plptool.model.errors import UserError
from plptool.model.findings import Finding
from plptool.model.names import NOBODY, Names
from plptool.model.personal_numbers import mask
from plptool.model.redact import names_in, names_published, unnamed
from plptool.model.text import cut
from plptool.render.document import Block, Fact, Facts, Heading, Items, Paragraph
from plptool.render.markdown import markdown

_OF_SEALED = ("PLP701", "PLP702", "PLP703")
_ASKED_AS = {"source": DOCUMENT}
"""By property, the question that is about it."""
_LONGEST_TITLE = 200
LONGEST = 60_000
"""GitHub takes 65,536 characters; what is cut still ends with what must be read."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose an issue is."""

    number: int
    author: str | None
    labelled_by: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an issue."""

    comment: str
    """What is answered on it, in Markdown."""
    title: str = ""
    request: str = ""
    """The text of the pull request, in Markdown; empty where there is to be none."""
    commit: str | None = None
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def outcome(opened: Opened, body: str, asker: Asker, branch: str | None) -> Outcome:
    """Do what an issue asks for.

    Args:
        opened: the ledger.
        body: the text of the issue.
        asker: whose it is.
        branch: the branch to which it is committed; None, and it is only looked at.

    Raises:
        UserError: it cannot be committed.
    """
    told = _Told(opened, _hidden(opened))
    try:
        said = filled(body, IssueForms(opened).all())
        return _done(opened, said, asker, branch, told)
    except UnclearError as unclear:
        return told.refused(unclear.problems)


def _done(opened: Opened, said: Filled, asker: Asker, branch: str | None, told: "_Told") -> Outcome:
    try:
        wanted = Request(opened, said).wanted()
        look = looked_at(opened, wanted)
    except WrongError as wrong:
        raise UnclearError(told.wrong(said, wrong)) from None
    except UserError as error:
        raise UnclearError([Problem("", line) for line in lines_of(error, opened.translate)]) from None
    commit = None
    if branch is not None:  # what is wrong now is no mistake of whoever wrote the issue
        kept = saved(opened, wanted, look.stood, Keep(commits=True, branch=branch))
        commit = kept.commit
    request = told.request(said, asker, look.sentence, look.findings)
    return Outcome(told.accepted(look.sentence), told.title(look.sentence), request, commit)


def _hidden(opened: Opened) -> Names:
    """What is not to be read on GitHub: persons whom the ledger names, and what may be their numbers."""
    ledger = opened.ledger
    numbers = LikelyNumbers.of(ledger.all_records())
    if names_published(ledger.manifest):
        return replace(NOBODY, stay=True, also=numbers.without)
    return replace(names_in(ledger.all_data()), also=numbers.without)


class _Told:
    """Says on GitHub what became of an issue."""

    def __init__(self, opened: Opened, hidden: Names) -> None:
        self._ = opened.translate
        self._hidden = hidden

    def title(self, sentence: str) -> str:
        """The title of a pull request."""
        return cut(mask(self._hidden.hidden(sentence)), _LONGEST_TITLE)

    def accepted(self, sentence: str) -> str:
        """What is answered where there is a pull request of it."""
        _ = self._
        under_way = _("A pull request proposes it: there it is examined, looked at and merged, or talked about.")
        return self._page([self._paragraph(sentence), Paragraph(under_way)])

    def refused(self, problems: Sequence[Problem]) -> Outcome:
        """What is answered where there is none."""
        _ = self._
        lines = tuple(self._line(problem) for problem in problems)
        mend = _(
            "Press the three dots above the text, then Edit, and mend the answers. Then somebody who may write puts "
            "the label on it again."
        )
        blocks: list[Block] = [
            Paragraph(_("Nothing was recorded, as this is not clear:")),
            Items(lines),
            Paragraph(mend),
        ]
        return Outcome(self._page(blocks), problems=tuple(problems))

    def request(self, said: Filled, asker: Asker, sentence: str, findings: Sequence[Finding]) -> str:
        """The text of a pull request: what it does, who asked for it, and how its check is started."""
        _ = self._
        blocks: list[Block] = [self._paragraph(sentence), Paragraph(self._asked_by(asker))]
        blocks += self._found(findings)
        starts = _(
            "A workflow has made this request, so its check waits: whoever may write presses Approve workflows to run, "
            "below. Where there is no such button, close the request and reopen it."
        )
        blocks.append(Paragraph(starts))
        answers = [Fact(label, (self._public(answer),)) for label, answer in said.told()]
        blocks += [Heading(_("What was answered")), Facts(tuple(answers))]
        closes = f"Closes #{asker.number}."
        return f"{self._page(blocks)}\n{closes}\n"

    def _asked_by(self, asker: Asker) -> str:
        _ = self._
        nobody = _("somebody")
        args = {"number": asker.number, "author": asker.author or nobody, "other": asker.labelled_by or nobody}
        return _("Asked for by {author} in issue {number}; the label was put on by {other}.").format(**args)

    def _found(self, findings: Sequence[Finding]) -> list[Block]:
        """What is found and is no error."""
        lines = findings_told(unnamed([*findings], self._hidden), self._)
        if not lines:
            return []
        return [Paragraph(self._("What is found, and stops nothing:")), Items(tuple(lines))]

    def wrong(self, said: Filled, wrong: WrongError) -> list[Problem]:
        """What would be wrong, each by the question that it is about."""
        problems: list[Problem] = []
        shown = unnamed([*wrong.errors], self._hidden)
        for error, public in zip(wrong.errors, shown, strict=True):
            name = WHY if error.rule in _OF_SEALED else property_wrong(error, wrong)
            label = said.label(_ASKED_AS.get(name, name)) or said.label(VALUE)
            problems.append(Problem(label, sentence_of(public, self._)))
        return problems

    def _line(self, problem: Problem) -> str:
        line = problem.line if isinstance(problem.line, str) else problem.line.say(self._)
        return f"{problem.label}: {line}" if problem.label else line

    def _paragraph(self, text: str) -> Paragraph:
        return Paragraph((self._hidden.hidden(text),))

    def _public(self, text: str) -> tuple[str]:
        words = text.split()
        return (self._hidden.hidden(" ".join(words)),)

    def _page(self, blocks: list[Block]) -> str:
        """A page that GitHub takes, in which no person's number is read."""
        return cut(mask(markdown(blocks)), LONGEST)
