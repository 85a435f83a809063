"""What house style changes, in lines."""

from plptool.edit.fmt import Styling
from plptool.model.i18n import Translate
from plptool.render.counted import of_number
from plptool.render.patch import unified
from plptool.render.text import flat


def styling_lines(styling: Styling, _: Translate, *, written: bool, as_diff: bool) -> str:
    """Which records are written otherwise.

    Args:
        styling: what changes.
        _: translates.
        written: whether it was done.
        as_diff: whether what changes is shown whole.
    """
    number = len(styling.changes)
    if not number:
        return of_number(styling.seen, _("1 record is in house style."), _("All {n} records are in house style."))
    if as_diff:
        return unified(styling.changes)
    template = _("Records put into house style: {n} of {all}. What they say is the same.")
    if not written:
        template = _("Records not in house style: {n} of {all}. `plptool fmt` writes them so.")
    lines = [flat(change.path) for change in styling.changes]
    sentence = template.format(n=number, all=styling.seen)
    lines.append(sentence)
    return "\n".join(lines)
