"""How decisions are said: how they stand, whether they are in force, and how they are tied to others."""

from collections.abc import Iterable, Iterator

from plptool.model.decisions import STANDING
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Cells, Column, Grid, grid
from plptool.reports.records import DecisionStanding, MatterStep, RecordView, Tie
from plptool.reports.rows import DecisionRow
from plptool.timeline.minutes import Minutes


def standing(row: DecisionRow, _: Translate) -> str:
    """A decision's status, and that it is not in force where it was adopted and is not."""
    status = words.decision_status(row.status, _)
    told = not_in_force(row, _)
    return f"{status} ({told})" if told else status


def not_in_force(row: DecisionRow, _: Translate) -> str:
    """Of what was adopted and stands, that it is not in force; nothing of all others."""
    if row.force.is_in_force or not row.stands:
        return ""
    if row.force.in_force_since is None:
        return _("not in force yet")
    return _("repealed") if row.repealed_by else _("no longer in force")


def in_force(state: DecisionStanding, _: Translate) -> Iterator[str]:
    """Sentences without their full stops: since when a decision is in force, or was and until when."""
    force = state.force
    since, until = force.in_force_since, force.in_force_until
    began, ended = (words.when(date or "", _) for date in (force.in_force_since_written, force.in_force_until_written))
    if since is None:
        if state.status in STANDING:
            yield _("Not in force yet")
    elif until is None:
        yield _("In force since {date}").format(date=began)
    elif until < since:
        yield _("No longer in force")
    else:
        yield _("In force from {since} to {until}").format(since=began, until=ended)


def matter(steps: Iterable[MatterStep], _: Translate) -> Grid:
    """What the bodies did with a matter, one after the other."""
    columns = [
        Column(_("date"), limit=12),
        Column(_("body"), limit=20),
        Column("§", right=True),
        Column(_("status"), whole=True),
        Column(_("decision"), cut=True),
    ]
    cells: list[Cells] = [
        [
            words.cell(step.date, _),
            words.body(step.body, step.parties, step.roles),
            step.paragraph,
            words.decision_status(step.status, _),
            step.title if step.first else step.reason or "",
        ]
        for step in steps
    ]
    return grid(columns, cells)


def in_force_of_type(sort: str, _: Translate) -> str:
    """The title above the decisions of one lasting sort that are in force."""
    titles = {
        "policy": _("Policies in force"),
        "strategy": _("Strategies in force"),
        "guideline": _("Guidelines in force"),
        "regulation": _("Regulations in force"),
        "tariff": _("Tariffs in force"),
    }
    return titles[sort]


def meeting(minutes: Minutes | None, _: Translate) -> str:
    """Whose meeting minutes are of, and when it was held; nothing of what is no minutes."""
    if minutes is None:
        return ""
    number = "" if minutes.number is None else _(" (no. {number})").format(number=minutes.number)
    return f"{minutes.body} {words.when(minutes.date, _)}{number}"


def became(minutes: Minutes, _: Translate) -> str:
    """What became of minutes, in a line; that nothing has, where nothing did."""
    told = {
        _("approved {date}"): minutes.approved,
        _("posted {date}"): minutes.posted,
        _("taken down {date}"): minutes.taken_down,
    }
    said = [template.format(date=words.when(date, _)) for template, date in told.items() if date is not None]
    return ", ".join(said) or _("not approved yet")


def ties_of(view: RecordView, _: Translate) -> list[tuple[Tie, str]]:
    """How a decision is tied to others, where there are any, each with the title above those."""
    there = {tied.tie for tied in view.tied}
    return [(tie, title) for tie, title in _ties(_).items() if tie in there]


def _ties(_: Translate) -> dict[Tie, str]:
    return {
        "repeals": _("Decisions that it repeals"),
        "amends": _("Decisions that it amends"),
        "repealed-by": _("Decisions that repeal it"),
        "amended-by": _("Decisions that amend it"),
    }
