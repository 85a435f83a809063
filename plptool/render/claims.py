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
_COUNTED_ONE_BY_ONE = {
    **words.HOW_MANY,
    "total": (word("{n} in all"), word("{n} in all")),
    "continuing": (word("{n} continues"), word("{n} continue")),
}
"""By a figure's name, how many there are: of one, and of more."""
_TIMES = ("period", "since")
"""What of an assertion's scope is a time, and no record."""


def what(assertion: AssertionResult, _: Translate) -> list[str]:
    """What is counted and in which time, where either is not said by the records that are named beside."""
    counted = COUNTED[assertion.kind]
    told = [_(name) for name in counted]
    scope = assertion.scope
    if "period" in scope:
        written = scope["period"]
        period = words.period(written, _)
        told.append(period)
    if "since" in scope:
        written = scope["since"]
        first_day = words.cell(written, _)
        template = _("from {date}")
        since = template.format(date=first_day)
        told.append(since)
    return told


def records(assertion: AssertionResult) -> list[str]:
    """The records by which it is said what is counted."""
    named: list[str] = []
    for name, key in assertion.scope.items():
        if name not in _TIMES:
            named.append(key)
    return named


def called(figure: Figure, _: Translate) -> str:
    """What a figure is called: one of a plan's own words by what that means."""
    name = figure.name
    if "." in name:
        _which, _point, own_word = name.rpartition(".")
        return figure.words or own_word
    in_english = FIGURES.get(name, name)
    return _(in_english)


def counted(figure: Figure, _: Translate) -> str:
    """What the documents count, as people say it: 15 are completed. An amount and the like have their name first."""
    n = figure.claimed
    if figure.name not in _COUNTED_ONE_BY_ONE:
        return f"{called(figure, _)} {number(figure, n, _)}"
    of_one, of_more = _COUNTED_ONE_BY_ONE[figure.name]
    template = _(of_one if n == 1 else of_more)
    return template.format(n=n)


def number(figure: Figure, value: int, _: Translate) -> str | int:
    """A figure's number: of a grant, as money."""
    if figure.name == "amount":
        return words.amount(value, _)
    return value
