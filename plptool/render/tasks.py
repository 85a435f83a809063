"""How tasks are said: who gave them and who has them, by when they are due, how they stand, what was reported last."""

from plptool.model.i18n import Translate, word
from plptool.render import phrases as words
from plptool.reports.tasks import TaskRow

STANDINGS = {
    "late": word("overdue"),
    "open": word("still open"),
    "executed": word("executed, not reported"),
    "reported": word("reported, not closed"),
    "closed": word("closed"),
    "dropped": word("dropped"),
}
"""By how a task stands, what is said of it; a test holds it complete."""


def given_by(row: TaskRow) -> str:
    """Who gave it."""
    return words.body(row.giving.body, row.giving.parties, ())


def holder(row: TaskRow) -> str:
    """Who is to do it now."""
    return ", ".join([*row.lead, *row.roles]) or "–"


def due(row: TaskRow, _: Translate) -> str:
    """By when it is to be done now, and how often again."""
    told = words.cell(row.due, _)
    return told if row.due is None or row.every is None else f"{told}, {_again(row.every, _)}"


_AGAIN = {
    "D": (word("every day"), word("every {n} days")),
    "W": (word("every week"), word("every {n} weeks")),
    "M": (word("every month"), word("every {n} months")),
    "Y": (word("every year"), word("every {n} years")),
}
"""By the unit of a duration (ISO 8601): what is said of one of it, and of several."""


def _again(every: str, _: Translate) -> str:
    """How often something is due again, such as P3M."""
    number, unit = int(every[1:-1]), every[-1]
    one, several = _AGAIN[unit]
    return _(one) if number == 1 else _(several).format(n=number)


def standing(row: TaskRow, _: Translate) -> str:
    """How it stands, and since when where that is over."""
    told = _(STANDINGS[row.standing])
    since = row.dropped or row.closed or row.reported or row.executed
    return told if since is None or row.open else f"{told} {since}"


def last_report(row: TaskRow, _: Translate) -> str:
    """When it was reported last, to whom, and what was said; that it is what was said before, where it is."""
    last = row.last
    if last.date is None:
        return "–"
    told = words.cell(last.date, _)
    if last.to:
        told += f" ({', '.join(last.to)})"
    said = [_(last.status)] if last.status else []
    if last.percent is not None:
        said.append(_("{number} per cent").format(number=last.percent))
    said += [last.text] if last.text else []
    if last.news is False:
        said.append(_("as before"))
    return f"{told}: {', '.join(said)}" if said else told
