"""Issues as GitHub makes them of its forms, and what becomes of them."""

from collections.abc import Mapping
from pathlib import Path

from plptool.forms.issue_body import filled
from plptool.forms.issue_forms import IssueForm, IssueForms
from plptool.forms.issue_outcome import Asker, Outcome, outcome
from plptool.forms.issue_requests import Request
from plptool.forms.opened import Opened
from plptool.forms.questions import Sort
from plptool.forms.saving import Keep, looked_at, saved

ASKER = Asker(12, "officer", "chair")


def form_of(opened: Opened, name: str) -> IssueForm:
    (form,) = [form for form in IssueForms(opened).all() if form.name == name]
    return form


def body_of(form: IssueForm, answers: Mapping[str, str]) -> str:
    """What GitHub makes of answers: each below its label, with a box that is ticked, and a word where nothing is said."""
    assert answers.keys() <= {question.name for question in form.questions}
    parts: list[str] = []
    for question in form.questions:
        said = answers.get(question.name, "_No response_")
        if question.sort is Sort.FLAG:
            said = f"- [{'X' if question.name in answers else ' '}] {form.yes}"
        parts.append(f"### {question.label}\n\n{said}")
    return "\n\n".join(parts)


def asked(opened: Opened, name: str, answers: Mapping[str, str]) -> Outcome:
    """What would become of an issue that was written with a form."""
    return outcome(opened, body_of(form_of(opened, name), answers), ASKER, None)


def recorded(root: Path, name: str, answers: Mapping[str, str]) -> str:
    """Put what an issue says into the files; the sentence of it."""
    opened = Opened(root, None)
    wanted = Request(opened, filled(body_of(form_of(opened, name), answers), IssueForms(opened).all())).wanted()
    return saved(opened, wanted, looked_at(opened, wanted).stood, Keep()).sentence
