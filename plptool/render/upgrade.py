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
        return _("The ledger is of format {format}, the present one: nothing changes.").format(format=to)
    lines = [f"{one.path}:{one.line}: {one.before.strip()} → {one.after.strip()}" for one in upgrade.lines]
    lines.append(_("Nothing else changes, and what was sealed keeps its digest."))
    lines.append(_("It was written.") if written else _("Nothing was written: --write does that."))
    return "\n".join(lines)
