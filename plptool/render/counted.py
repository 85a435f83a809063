"""How few things are named in a sentence, and many are counted."""

from collections.abc import Sequence

from plptool.model.i18n import Translate
from plptool.render.phrases import when

NAMES = 3
"""So many are named in a sentence; more are counted."""
Plural = tuple[str, str]
"""What is said of one, and of `{n}`."""
Named = tuple[str, str, str]
"""What is said of one that is called `{ids}`, of a few, and of `{n}` that are too many to be named."""


def of_number(n: int, one: str, many: str) -> str:
    """What is said of one, or of as many as there are."""
    if n == 1:
        return one
    return many.format(n=n)


def named(ids: Sequence[str], templates: Named, _: Translate) -> str:
    """A few are named; more are counted, and those of which several are called alike."""
    one, few, many = templates
    any_alike = len(set(ids)) < len(ids)
    if len(ids) > NAMES or any_alike:
        return many.format(n=len(ids))
    template = one if len(ids) == 1 else few
    return template.format(ids=listed(ids, _))


def listed(ids: Sequence[str], _: Translate) -> str:
    """A, B and C; of one, it alone."""
    *first, last = ids
    if not first:
        return last
    return _("{first} and {last}").format(first=", ".join(first), last=last)


def ahead(days: Sequence[str], n: int, _: Translate) -> str:
    """That so many of so many lie ahead; the dates, where it is all of them and they are few."""
    if not days:
        return ""
    different = dict.fromkeys(days)
    if len(days) == n and len(different) <= NAMES:
        dates = ", ".join(when(day, _) for day in different)
        return f" ({dates})"
    counted = _("({n} of them ahead)").format(n=len(days))
    return f" {counted}"


def alike(named: str, many: str) -> Named:
    """Of one the same as of a few."""
    return named, named, many
