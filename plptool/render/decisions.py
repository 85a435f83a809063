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
    repeal = not_in_force(row, _)
    if not repeal:
        return status
    return f"{status} ({repeal})"


def not_in_force(row: DecisionRow, _: Translate) -> str:
    """Of what was adopted and stands, that it is not in force; nothing of all others."""
    force = row.force
    if force.is_in_force or not row.stands:
        return ""
    if force.in_force_since is None:
        return _("not in force yet")
    if row.repealed_by:
        return _("repealed")
    return _("no longer in force")


def unstated(*, by_body: bool, by_others: bool, paragraph: bool, registry: bool, _: Translate) -> list[str]:
    """What of a decision no document states, of what every decision of a body has.

    Args:
        by_body: whether a body is known to have decided.
        by_others: whether it is known that others did: parties to an agreement, officers. These have no paragraphs.
        paragraph: whether its paragraph is known.
        registry: whether its registry number is.
        _: translates.
    """
    lacking = {
        _("body"): not by_body and not by_others,
        "§": not paragraph and not by_others,
        _("registry"): not registry,
    }
    return [name for name, lacks in lacking.items() if lacks]


def in_force(state: DecisionStanding, _: Translate) -> Iterator[str]:
    """Sentences without their full stops: since when a decision is in force, or was and until when."""
    force = state.force
    since = force.in_force_since
    until = force.in_force_until
    if since is None:
        if state.status in STANDING:
            yield _("Not in force yet")
        return
    if until is None:
        began = words.since(force.in_force_since_written, _)
        yield _("In force {since}").format(since=began)
        return
    if until < since:
        yield _("No longer in force")
        return
    began = words.when(force.in_force_since_written or "", _)
    ended = words.when(force.in_force_until_written or "", _)
    template = _("In force from {since} to {until}")
    yield template.format(since=began, until=ended)


def matter(steps: Iterable[MatterStep], _: Translate) -> Grid:
    """What the bodies did with a matter, one after the other."""
    columns = [
        Column(_("date"), limit=12),
        Column(_("body"), limit=20),
        Column("§", right=True),
        Column(_("status"), whole=True),
        Column(_("decision"), cut=True),
    ]
    rows = [_step_cells(step, _) for step in steps]
    return grid(columns, rows)


def _step_cells(step: MatterStep, _: Translate) -> Cells:
    date = words.cell(step.date, _)
    body = words.body(step.body, step.parties, step.roles)
    status = words.decision_status(step.status, _)
    decision = step.reason or ""
    if step.first:
        decision = step.title
    return [date, body, step.paragraph, status, decision]


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


def meeting(minutes: Minutes, _: Translate) -> str:
    """Whose meeting minutes are of, and when it was held."""
    meeting_date = words.when(minutes.date, _)
    body_and_date = f"{minutes.body} {meeting_date}"
    if minutes.number is None:
        return body_and_date
    template = _(" (no. {number})")
    number = template.format(number=minutes.number)
    return f"{body_and_date}{number}"


def became(minutes: Minutes, _: Translate) -> str:
    """What became of minutes, in a line; that nothing has, where nothing did."""
    dates = {
        _("approved {date}"): minutes.approved,
        _("posted {date}"): minutes.posted,
        _("taken down {date}"): minutes.taken_down,
    }
    phrases = []
    for template, date in dates.items():
        if date is None:
            continue
        written = words.when(date, _)
        phrase = template.format(date=written)
        phrases.append(phrase)
    if not phrases:
        return _("not approved yet")
    return ", ".join(phrases)


def ties_of(view: RecordView, _: Translate) -> list[tuple[Tie, str]]:
    """How a decision is tied to others, where there are any, each with the title above those."""
    present = {tied.tie for tied in view.tied}
    titles = _ties(_)
    return [(tie, title) for tie, title in titles.items() if tie in present]


def _ties(_: Translate) -> dict[Tie, str]:
    return {
        "repeals": _("Decisions that it repeals"),
        "amends": _("Decisions that it amends"),
        "repealed-by": _("Decisions that repeal it"),
        "amended-by": _("Decisions that amend it"),
    }
