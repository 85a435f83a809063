"""What an upgrade of the format changes, in lines."""

from plptool.edit.upgrade import Upgrade
from plptool.model.i18n import Translate


def upgrade_lines(upgrade: Upgrade, to: int, _: Translate, *, written: bool) -> str:
    """What is changed, where, and whether that was done.

    Args:
        upgrade: what changes.
        to: the present format.
        _: translates.
        written: whether it was to be done.
    """
    if not upgrade.lines:
        template = _("The ledger is of format {format}, the present one: nothing changes.")
        return template.format(format=to)
    lines = []
    for changed in upgrade.lines:
        place = f"{changed.path}:{changed.line}"
        before = changed.before.strip()
        after = changed.after.strip()
        line = f"{place}: {before} → {after}"
        lines.append(line)
    assurance = _("Nothing else changes, and what was sealed keeps its digest.")
    lines.append(assurance)
    if written:
        lines.append(_("It was written."))
    else:
        lines.append(_("Nothing was written: --write does that."))
    return "\n".join(lines)
