"""One record as blocks, with all that the ledger tells of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from plptool.model.events import Event
from plptool.model.grant_year import year_of_grant
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, as_list, number, part, text_if_any
from plptool.model.records import Point, title_of
from plptool.render import decisions as told
from plptool.render import indicators
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Paragraph, grid, section
from plptool.render.listing import commissions_of, decisions, milestones_of, processes
from plptool.render.phrases import point_line, when
from plptool.render.seals import seals
from plptool.reports.records import DecisionStanding, RecordView
from plptool.reports.rows import (
    DecisionRow,
    Discrepancy,
    OpenExpectation,
    ProcessRow,
    ProcessStanding,
    SourceRow,
    Use,
)

_KEEP = frozenset({"id", "events", "source", "discrepancies", "known", "withdrawn", "seal", "corrections"})


def show(view: RecordView, point: Point, _: Translate) -> list[Block]:
    """A record's page.

    Args:
        view: the record, and what the ledger tells of it.
        point: the day and the revision that are shown.
        _: translates.
    """
    own = view.words or NO_WORDS
    blocks = [*_head(view, point, _), *_state(view, _)]
    blocks += [Heading(_("Fields")), _fields(view.record, _, own)]
    if view.seal:
        blocks += seals([view.seal], _)
    if view.timeline:
        blocks += [Heading(_("Timeline")), timeline(view.timeline, _, own)]
    blocks += milestones_of(view.milestones, _)
    blocks += indicators.section(view.indicators, _, of_one=True)
    blocks += _processes(_("Parts"), view.parts, _)
    blocks += _processes(_("Continued by"), view.continued_by, _)
    record_id = str(view.record["id"])
    blocks += commissions_of(record_id, view.commissions, _)
    expected = [_expected(row, _) for row in view.expected]
    blocks += section(_("Expected and not settled"), expected)
    minutes = list(_minutes(view.minutes, _))
    blocks += section(_("Minutes"), minutes)
    blocks += _decisions(_("Decisions of the meeting"), view.of_meeting, _)
    blocks += _tied_decisions(view, _)
    blocks += _decisions(_("Decisions that concern it"), view.decisions, _)
    to_come = [_year_to_come(year, _) for year in view.years_to_come]
    blocks += section(_("Of years not ended"), to_come)
    uses = [use_line(Use.of(row.data), _) for row in view.uses]
    blocks += section(_("Grants"), uses)
    discrepancies = [discrepancy(row, _) for row in view.discrepancies]
    blocks += section(_("Discrepancies"), discrepancies)
    acknowledged = [_known(entry, _) for entry in view.known]
    blocks += section(_("Acknowledged oddities"), acknowledged)
    return blocks


def in_a_sentence(view: RecordView, _: Translate) -> str:
    """What a record is called, and how it stands."""
    record_id = view.record["id"]
    title = title_of(view.record) or ""
    sentences = [f"{record_id} {title}".strip()]
    if "withdrawn" in view.record:
        sentences.append(
            _("Withdrawn, so it says nothing at any date: {reason}").format(
                reason=part(view.record, "withdrawn")["reason"]
            )
        )
    match view.state:
        case ProcessStanding() as state:
            sentences.append(_standing(state, _))
        case DecisionStanding() as state:
            sentences.append(_decision_standing(state, _))
        case None:
            pass
        case _:
            assert_never(view.state)
    return ". ".join(sentences)


def _head(view: RecordView, point: Point, _: Translate) -> Iterator[Block]:
    """What the record is called, of when this is, where it lies, and that it is withdrawn, where it is."""
    record_id = view.record["id"]
    title = title_of(view.record) or ""
    yield Heading(f"{record_id} {title}".strip(), 1)
    at = point_line(point, _)
    yield Paragraph(f"{at} · {view.path}")
    if "withdrawn" not in view.record:
        return
    withdrawal = part(view.record, "withdrawn")
    template = _("Withdrawn, so it says nothing at any date: {reason}")
    sentence = template.format(reason=withdrawal["reason"])
    source = withdrawal.get("source")
    rests_on = words.sources(source, _) or withdrawal.get("decision")
    yield Paragraph(f"{sentence} [{rests_on}]")


def _state(view: RecordView, _: Translate) -> Iterator[Block]:
    """How a process or a decision stands."""
    match view.state:
        case ProcessStanding() as state:
            yield Paragraph(_standing(state, _))
            yield from section(_("Remaining"), state.remaining)
        case DecisionStanding() as state:
            yield Paragraph(_decision_standing(state, _))
        case None:
            return
        case _:
            assert_never(view.state)


def _processes(title: str, rows: Sequence[ProcessRow], _: Translate) -> list[Block]:
    """Other processes below a heading; nothing, where there are none."""
    if not rows:
        return []
    return [Heading(title), processes(rows, _)]


def _decisions(title: str, rows: Sequence[DecisionRow], _: Translate) -> list[Block]:
    """Decisions below a heading; nothing, where there are none."""
    if not rows:
        return []
    return [Heading(title), decisions(rows, _)]


def _minutes(documents: Iterable[SourceRow], _: Translate) -> Iterator[str]:
    """The minutes among documents, and what became of each."""
    for document in documents:
        if document.minutes is not None:
            became = told.became(document.minutes, _)
            yield f"{document.title} ({document.id}): {became}"


def _known(entry: Data, _: Translate) -> str:
    """What is acknowledged, in a line."""
    sources = words.sources(entry.get("source"), _)
    return f"{entry['rule']} {entry['value']}: {entry['reason']} [{sources}]"


def _standing(state: ProcessStanding, _: Translate) -> str:
    """How a process stands, how often it met, and what of it was last."""
    sentences = [_status(state, _), *_held(state, _)]
    return " ".join(f"{sentence}." for sentence in sentences)


def _held(state: ProcessStanding, _: Translate) -> Iterator[str]:
    """How many meetings were held, and when something was last; nothing, where nothing was."""
    if state.last_event_written is None:
        return
    yield _("Meetings held: {n}").format(n=state.meetings)
    last_day = words.during(state.last_event_written, _)
    yield _("Last held: {date}").format(date=last_day)


def _status(state: ProcessStanding, _: Translate) -> str:
    """A process's status, what became of it, since when; how much is done; and that it is overdue, where it is."""
    status_word = _(state.status or "–")
    status = _("Status: {status}").format(status=status_word)
    if state.outcome:
        outcome = words.outcome(state.outcome, state.outcome_text, _)
        status += f" ({outcome})"
    since = words.since(state.since_written, _)
    if since:
        status += f" {since}"
    done = words.progress_of(state, _)
    if done:
        status += f", {done}"
    if state.late:
        overdue = _("overdue")
        status += f", {overdue}"
    return status


def _decision_standing(state: DecisionStanding, _: Translate) -> str:
    """How a decision stands; of one that was ever in force, since when, and until when."""
    status_word = words.decision_status(state.status, _)
    status = _("Status: {status}").format(status=status_word)
    sentences = [status, *told.in_force(state, _)]
    return ". ".join(sentences) + "."


def _tied_decisions(view: RecordView, _: Translate) -> list[Block]:
    """What a decision makes of others and they of it; then the matter's story, where other bodies prepared it."""
    blocks: list[Block] = []
    for tie, title in told.ties_of(view, _):
        rows = [tied.decision for tied in view.tied if tied.tie == tie]
        blocks += [Heading(title), decisions(rows, _)]
    if view.matter:
        title = _("The matter from body to body")
        blocks += [Heading(title), told.matter(view.matter, _)]
    return blocks


def _year_to_come(year: Data, _: Translate) -> str:
    """What a grant comes to in a year that has not ended, in a line."""
    amount = words.amount(number(year, "amount"), _)
    if year.get("approximate") is True:
        amount = f"≈ {amount}"
    sources = words.sources(year.get("source"), _)
    return f"{words.period(year_of_grant(year).text, _)}: {amount} [{sources}]"


def _expected(row: OpenExpectation, _: Translate) -> str:
    """What is expected, by when and of whom."""
    event = row.event
    due = when(event.due, _)
    line = f"{due}: {event.data['text']}"
    expected_of = text_if_any(event.data, "by")
    if expected_of is not None:
        by_whom = words.by(event, expected_of, _)
        line += f" ({by_whom})"
    if row.overdue:
        overdue = _("overdue")
        line += f" ({overdue})"
    return line


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a record in a line, or an entry of one that is a list."""

    name: str
    """Of the field."""
    entry: Plain
    """What the record has there."""
    said: str
    """How it is said."""
    source: Plain
    """Its citations; None where it has none, or they stand by an entry before it."""


def fields(record: Data, _: Translate, own: OwnWords) -> Iterator[FieldLine]:
    """What a record says, entry by entry."""
    sources = record.get("source")
    for name, data in record.items():
        if name in _KEEP or name == "written":
            continue
        # Of a list, the citation of the whole stands by its first entry.
        source_of_field = sources.get(name) if isinstance(sources, dict) else None
        is_one_by_one = isinstance(data, list) and not words.ids(data)
        for entry in as_list(data) if is_one_by_one else [data]:
            source_of_entry = entry.get("source") if isinstance(entry, dict) else None
            said = words.field(name, entry, _, own)
            yield FieldLine(name, entry, said, source_of_entry or source_of_field)
            source_of_field = None


def _fields(record: Data, _: Translate, own: OwnWords) -> Grid:
    columns = [
        Column(_("field"), limit=16),
        Column(_("value"), cut=True),
        Column(_("source"), limit=20, tone="quiet", linked=True),
    ]
    rows: list[Cells] = []
    name_before = ""
    for line in fields(record, _, own):
        name = "" if line.name == name_before else _(line.name)
        sources = words.sources(line.source, _)
        rows.append([name, line.said, sources])
        name_before = line.name
    source = record.get("source")
    of_the_whole = source is not None and not isinstance(source, dict)
    if of_the_whole:
        sources = words.sources(source, _)
        rows.append([_("source"), sources, ""])
    return grid(columns, rows)


def timeline(events: Iterable[Event], _: Translate, own: OwnWords = NO_WORDS) -> Grid:
    """The events, one below the other, in the record's own words."""
    columns = [
        Column(_("date"), limit=12),
        Column(_("event"), cut=True),
        Column(_("source"), limit=20, tone="quiet", linked=True),
    ]
    rows: list[Cells] = []
    for event in events:
        day = words.cell(event.when.text, _)
        sentence = words.event(event, _, own=own)
        sources = words.sources(event.data["source"], _)
        rows.append([day, sentence, sources])
    return grid(columns, rows)


def discrepancy(row: Discrepancy, _: Translate) -> str:
    """Where sources disagree: of what, what each claims, what is recorded and why."""
    about = _(row.field)
    if row.event:
        kind = _(row.event.kind)
        day = when(row.event.date, _)
        about += f" ({kind} {day})"
    claims: list[str] = []
    for claim in row.claims:
        value = words.field(row.field, claim["value"], _)
        sources = words.sources(claim["source"], _)
        claims.append(f"{value} [{sources}]")
    template = _("{about}: {claims}. Recorded: {value}. {reason}")
    return template.format(
        about=about,
        claims="; ".join(claims),
        value=words.field(row.field, row.recorded, _),
        reason=row.reason,
    )


def use_line(use: Use, _: Translate) -> str:
    """What a grant is used for, in a line."""
    line = use.what
    if use.posts:
        posts = _("posts: {n}").format(n=use.posts)
        line += f", {posts}"
    if use.period:
        period = words.period(use.period, _)
        line += f", {period}"
    if use.organisations:
        organisations = ", ".join(use.organisations)
        line += f" ({organisations})"
    if use.process:
        line += f" – {use.process}"
    return line
