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
        return _("All {n} records are in house style.").format(n=styling.seen)
    if as_diff:
        return unified(styling.changes)
    sentence = _("{n} of {all} records were put into house style. What they say is the same.")
    if not written:
        sentence = _("{n} of {all} records are not in house style: `plptool fmt` writes them so.")
    paths = [flat(change.path) for change in styling.changes]
    return "\n".join([*paths, sentence.format(n=number, all=styling.seen)])
