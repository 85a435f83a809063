"""What house style changes, in lines."""

from plptool.edit.fmt import Styling
from plptool.model.i18n import Translate
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
        template = _("All {n} records are in house style.")
        return template.format(n=styling.seen)
    if as_diff:
        return unified(styling.changes)
    template = _("{n} of {all} records were put into house style. What they say is the same.")
    if not written:
        template = _("{n} of {all} records are not in house style: `plptool fmt` writes them so.")
    lines = [flat(change.path) for change in styling.changes]
    sentence = template.format(n=number, all=styling.seen)
    lines.append(sentence)
    return "\n".join(lines)
