"""What the documents count, beside what the ledger holds: how that is said."""

from plptool.model.collections import COMMISSIONS, MILESTONES
from plptool.model.i18n import Translate, word
from plptool.render import phrases as words
from plptool.reports.summary import AssertionResult, Figure
from plptool.timeline.standings import FIGURES

COUNTED: dict[str, tuple[str, ...]] = {
    "processes": (),
    "milestones": (MILESTONES,),
    "indicators": (word("indicators"),),
    "grant": (),
    "commissions": (COMMISSIONS,),
}
"""By what an assertion's `kind` says: what is counted, where that is not said otherwise; a test holds it complete."""
_TIMES = ("period", "since")
"""What of an assertion's scope is a time, and no record."""


def what(assertion: AssertionResult, _: Translate) -> list[str]:
    """What is counted and in which time, where either is not said by the records that are named beside."""
    told = [_(name) for name in COUNTED[assertion.kind]]
    if "period" in assertion.scope:
        told.append(words.period(assertion.scope["period"], _))
    if "since" in assertion.scope:
        told.append(_("from {date}").format(date=words.cell(assertion.scope["since"], _)))
    return told


def records(assertion: AssertionResult) -> list[str]:
    """The records by which it is said what is counted."""
    return [key for name, key in assertion.scope.items() if name not in _TIMES]


def called(figure: Figure, _: Translate) -> str:
    """What a figure is called: one of a plan's own words by what that means."""
    if "." in figure.name:
        return figure.words or figure.name.rpartition(".")[2]
    return _(FIGURES.get(figure.name, figure.name))


def number(figure: Figure, value: int, _: Translate) -> str | int:
    """A figure's number: of a grant, as money."""
    return words.amount(value, _) if figure.name == "amount" else value
