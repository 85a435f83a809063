"""One record as blocks, with all that the ledger tells of it."""

from collections.abc import Iterable, Iterator, Sequence

from plptool.model.events import Event
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, part, text_if_any
from plptool.model.records import Point, title_of
from plptool.render import decisions as told
from plptool.render import indicators
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Paragraph, grid, section
from plptool.render.listing import commissions_of, decisions, milestones_of, processes
from plptool.render.phrases import point_line, when
from plptool.render.seals import seals
from plptool.reports.records import DecisionStanding, RecordView
from plptool.reports.rows import Discrepancy, OpenExpectation, ProcessRow, ProcessStanding, Use

_KEEP = frozenset({"id", "events", "source", "discrepancies", "known", "withdrawn", "seal", "corrections"})


def show(view: RecordView, point: Point, _: Translate) -> list[Block]:
    """A record's page.

    Args:
        view: the record, and what the ledger tells of it.
        point: the day and the revision that are shown.
        _: translates.
    """
    record = view.record
    title = title_of(record) or ""
    blocks: list[Block] = [
        Heading(f"{record['id']} {title}".strip(), 1),
        Paragraph(f"{point_line(point, _)} · {view.path}"),
        *_withdrawn(record, _),
    ]
    if isinstance(view.state, ProcessStanding):
        blocks += [Paragraph(_standing(view.state, _)), *section(_("Remaining"), view.state.remaining)]
    elif isinstance(view.state, DecisionStanding):
        blocks.append(Paragraph(_decision_standing(view.state, _)))
    blocks += [Heading(_("Fields")), _fields(record, _, view.words or NO_WORDS)]
    if view.seal:
        blocks += seals([view.seal], _)
    if view.timeline:
        blocks += [Heading(_("Timeline")), timeline(view.timeline, _, view.words or NO_WORDS)]
    blocks += milestones_of(view.milestones, _)
    blocks += indicators.section(view.indicators, _, of_one=True)
    blocks += _processes(_("Parts"), view.parts, _)
    blocks += _processes(_("Continued by"), view.continued_by, _)
    blocks += commissions_of(str(record["id"]), view.commissions, _)
    blocks += section(_("Expected and not settled"), [_expected(row, _) for row in view.expected])
    minutes = [(row, row.minutes) for row in view.minutes if row.minutes is not None]
    said = [f"{row.title} ({row.id}): {told.became(of_meeting, _)}" for row, of_meeting in minutes]
    blocks += section(_("Minutes"), said)
    if view.of_meeting:
        blocks += [Heading(_("Decisions of the meeting")), decisions(view.of_meeting, _)]
    blocks += _tied_decisions(view, _)
    if view.decisions:
        blocks += [Heading(_("Decisions that concern it")), decisions(view.decisions, _)]
    blocks += section(_("Grants"), [use_line(Use.of(row.data), _) for row in view.uses])
    blocks += section(_("Discrepancies"), [discrepancy(row, _) for row in view.discrepancies])
    return [*blocks, *section(_("Acknowledged oddities"), [_known(entry, _) for entry in view.known])]


def _processes(title: str, rows: Sequence[ProcessRow], _: Translate) -> list[Block]:
    """Other processes, below a heading."""
    return [Heading(title), processes(rows, _)] if rows else []


def _withdrawn(record: Data, _: Translate) -> Iterator[Block]:
    if "withdrawn" in record:
        withdrawal = part(record, "withdrawn")
        sentence = _("Withdrawn, so it says nothing at any date: {reason}").format(reason=withdrawal["reason"])
        rests_on = words.sources(withdrawal.get("source"), _) or withdrawal.get("decision")
        yield Paragraph(f"{sentence} [{rests_on}]")


def _known(entry: Data, _: Translate) -> str:
    """What is acknowledged, in a line."""
    return f"{entry['rule']} {entry['value']}: {entry['reason']} [{words.sources(entry.get('source'), _)}]"


def _standing(state: ProcessStanding, _: Translate) -> str:
    status = _("Status: {status}").format(status=_(state.status or "–"))
    if state.outcome:
        status += f" ({words.outcome(state.outcome, state.outcome_text, _)})"
    since = words.since(state.since_written, _)
    status = f"{status} {since}" if since else status
    done = words.progress(state.percent, state.rating_text or state.rating, _)
    parts = [status, done, _("overdue") if state.late else ""]
    status = ", ".join(filter(None, parts))
    sentences = [status, *_held(state, _)]
    return " ".join(f"{sentence}." for sentence in sentences)


def _held(state: ProcessStanding, _: Translate) -> Iterator[str]:
    """How many meetings were held, and when something was last; nothing, where nothing was."""
    if state.last_event_written is None:
        return
    yield _("Meetings held: {n}").format(n=state.meetings)
    yield _("Last held: {date}").format(date=words.during(state.last_event_written, _))


def _decision_standing(state: DecisionStanding, _: Translate) -> str:
    """How a decision stands; of one that was ever in force, since when, and until when."""
    status = _("Status: {status}").format(status=words.decision_status(state.status, _))
    return ". ".join([status, *told.in_force(state, _)]) + "."


def _tied_decisions(view: RecordView, _: Translate) -> list[Block]:
    """What a decision makes of others and they of it; then the matter's story, where other bodies prepared it."""
    blocks: list[Block] = []
    for tie, title in told.ties_of(view, _):
        rows = [tied.decision for tied in view.tied if tied.tie == tie]
        blocks += [Heading(title), decisions(rows, _)]
    if view.matter:
        blocks += [Heading(_("The matter from body to body")), told.matter(view.matter, _)]
    return blocks


def _expected(row: OpenExpectation, _: Translate) -> str:
    line = f"{when(row.event.due, _)}: {row.event.data['text']}"
    expected_of = text_if_any(row.event.data, "by")
    if expected_of is not None:
        line += f" ({words.by(row.event, expected_of, _)})"
    return f"{line} ({_('overdue')})" if row.overdue else line


def fields(record: Data, _: Translate, own: OwnWords) -> Iterator[tuple[str, Plain, str, Plain]]:
    """What a record says, entry by entry: the field's name, the entry, how it is said in a line, and its citations."""
    source = record.get("source")
    for name, data in record.items():
        if name in _KEEP or name == "written":
            continue
        cited = source.get(name) if isinstance(source, dict) else None
        entries = data if isinstance(data, list) and not words.ids(data) else [data]
        for number, entry in enumerate(entries):
            own_source = entry.get("source") if isinstance(entry, dict) else None
            yield name, entry, words.field(name, entry, _, own), own_source or (cited if number == 0 else None)


def _fields(record: Data, _: Translate, own: OwnWords) -> Grid:
    rows: list[Cells] = []
    last = ""
    for name, _entry, text, cited in fields(record, _, own):
        rows.append(["" if name == last else _(name), text, words.sources(cited, _)])
        last = name
    source = record.get("source")
    if source is not None and not isinstance(source, dict):
        rows.append([_("source"), words.sources(source, _), ""])
    return grid([Column(_("field"), limit=16), Column(_("value"), cut=True), Column(_("source"), limit=20)], rows)


def timeline(events: Iterable[Event], _: Translate, own: OwnWords = NO_WORDS) -> Grid:
    """The events, one below the other, in the record's own words."""
    rows: list[Cells] = [
        [words.cell(event.when.text, _), words.event(event, _, own=own), words.sources(event.data["source"], _)]
        for event in events
    ]
    return grid([Column(_("date"), limit=12), Column(_("event"), cut=True), Column(_("source"), limit=20)], rows)


def discrepancy(row: Discrepancy, _: Translate) -> str:
    about = _(row.field)
    if row.event:
        about += f" ({_(row.event.kind)} {when(row.event.date, _)})"
    claims = "; ".join(
        f"{words.field(row.field, claim['value'], _)} [{words.sources(claim['source'], _)}]" for claim in row.claims
    )
    return _("{about}: {claims}. Recorded: {value}. {reason}").format(
        about=about, claims=claims, value=words.field(row.field, row.recorded, _), reason=row.reason
    )


def use_line(use: Use, _: Translate) -> str:
    """What a grant is used for, in a line."""
    line = use.what
    if use.posts:
        line += ", " + _("posts: {n}").format(n=use.posts)
    if use.period:
        line += ", " + words.period(use.period, _)
    if use.organisations:
        line += f" ({', '.join(use.organisations)})"
    return f"{line} – {use.process}" if use.process else line
