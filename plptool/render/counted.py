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
    of_one, of_few, of_many = templates
    count = len(ids)
    if not _can_be_named(ids):
        return of_many.format(n=count)
    names = listed(ids, _)
    template = of_few
    if count == 1:
        template = of_one
    return template.format(ids=names)


def _can_be_named(ids: Sequence[str]) -> bool:
    count = len(ids)
    different = set(ids)
    if count > NAMES:
        return False
    return len(different) == count


def listed(ids: Sequence[str], _: Translate) -> str:
    """A, B and C; of one, it alone; nothing of none."""
    if not ids:
        return ""
    *first_ids, last_id = ids
    if not first_ids:
        return last_id
    beginning = ", ".join(first_ids)
    template = _("{first} and {last}")
    return template.format(first=beginning, last=last_id)


def ahead(days: Sequence[str], n: int, _: Translate) -> str:
    """That so many of so many lie ahead; the dates, where it is all of them and they are few."""
    count = len(days)
    if count == 0:
        return ""
    different = dict.fromkeys(days)
    are_all = count == n
    are_few = len(different) <= NAMES
    if are_all and are_few:
        dates = []
        for day in different:
            written = when(day, _)
            dates.append(written)
        counted = ", ".join(dates)
        return f" ({counted})"
    template = _("({n} of them ahead)")
    counted = template.format(n=count)
    return f" {counted}"


def alike(named: str, many: str) -> Named:
    """Of one the same as of a few."""
    return named, named, many
