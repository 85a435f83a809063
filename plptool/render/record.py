"""One record as blocks, with all that the ledger tells of it."""

from collections.abc import Iterable, Iterator

from plptool.model.events import Event
from plptool.model.i18n import Translate
from plptool.model.plain import Data, part
from plptool.model.records import Json, Point
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Paragraph, grid, section
from plptool.render.listing import decisions
from plptool.render.phrases import point_line, when
from plptool.render.seals import seals
from plptool.reports.records import RecordView
from plptool.reports.rows import Discrepancy, OpenExpectation, ProcessStanding, Use

_KEEP = frozenset({"id", "events", "source", "discrepancies", "known", "withdrawn", "seal", "corrections"})


def show(found: RecordView, point: Point, _: Translate) -> list[Block]:
    record = found.record
    title = record.get("title") or record.get("need") or ""
    blocks: list[Block] = [
        Heading(f"{record['id']} {title}".strip(), 1),
        Paragraph(f"{point_line(point, _)} · {found.path}"),
    ]
    if "withdrawn" in record:
        why = part(record, "withdrawn")
        said = _("Withdrawn, so it says nothing at any date: {reason}").format(reason=why["reason"])
        blocks.append(Paragraph(f"{said} [{words.sources(why.get('source')) or why.get('decision')}]"))
    if found.state:
        blocks += [Paragraph(_standing(found.state, _)), *section(_("Remaining"), found.state.remaining)]
    blocks += [Heading(_("Fields")), _fields(record, _)]
    if found.seal:
        blocks += seals([found.seal], _)
    if found.timeline:
        blocks += [Heading(_("Timeline")), timeline(found.timeline, _)]
    blocks += section(_("Expected and not settled"), [_expected(row, _) for row in found.expected])
    if found.decisions:
        blocks += [Heading(_("Decisions that concern it")), decisions(found.decisions, _)]
    blocks += section(_("Grants"), [use_line(Use.of(row.data), _) for row in found.uses])
    blocks += section(_("Discrepancies"), [discrepancy(row, _) for row in found.discrepancies])
    known = [
        f"{entry['rule']} {entry['value']}: {entry['reason']} [{words.sources(entry.get('source'))}]"
        for entry in found.known
    ]
    return [*blocks, *section(_("Acknowledged oddities"), known)]


def _standing(state: ProcessStanding, _: Translate) -> str:
    said = _("Status: {status}").format(status=_(state.status or "–"))
    if state.outcome:
        said += f" ({_(state.outcome)})"
    if state.since:
        said += " " + _("since {date}").format(date=state.since)
        if state.cause and "/" in state.cause:
            said += f" ({when(state.cause, _)})"
    held = _("Meetings held: {n}").format(n=state.meetings)
    last = _("Last event: {date}").format(date=state.last_event or "–")
    return f"{said}. {held}. {last}."


def _expected(row: OpenExpectation, _: Translate) -> str:
    said = f"{when(row.event.due, _)}: {row.event.data['text']}"
    return f"{said} ({_('overdue')})" if row.overdue else said


def fields(record: Data, _: Translate) -> Iterator[tuple[str, Json, str, Json]]:
    """What a record says, entry by entry: the field's name, the entry, how it is said in a line, and its citations."""
    source = record.get("source")
    for name, data in record.items():
        if name in _KEEP or name == "written":
            continue
        cited = source.get(name) if isinstance(source, dict) else None
        entries = data if isinstance(data, list) and not words.ids(data) else [data]
        for number, entry in enumerate(entries):
            own = entry.get("source") if isinstance(entry, dict) else None
            yield name, entry, words.field(name, entry, _), own or (cited if number == 0 else None)


def _fields(record: Data, _: Translate) -> Grid:
    rows: list[Cells] = []
    last = ""
    for name, _entry, said, cited in fields(record, _):
        rows.append(["" if name == last else _(name), said, words.sources(cited)])
        last = name
    source = record.get("source")
    if source is not None and not isinstance(source, dict):
        rows.append([_("source"), words.sources(source), ""])
    return grid([Column(_("field"), limit=16), Column(_("value"), cut=True), Column(_("source"), limit=20)], rows)


def timeline(events: Iterable[Event], _: Translate) -> Grid:
    rows: list[Cells] = [
        [words.cell(event.when.text, _), words.event(event, _), words.sources(event.data["source"])] for event in events
    ]
    return grid([Column(_("date"), limit=12), Column(_("event"), cut=True), Column(_("source"), limit=20)], rows)


def discrepancy(row: Discrepancy, _: Translate) -> str:
    about = _(row.field)
    if row.event:
        about += f" ({_(row.event.kind)} {when(row.event.date, _)})"
    claims = "; ".join(
        f"{words.field(row.field, claim['value'], _)} [{words.sources(claim['source'])}]" for claim in row.claims
    )
    return _("{about}: {claims}. Recorded: {value}. {reason}").format(
        about=about, claims=claims, value=words.field(row.field, row.recorded, _), reason=row.reason
    )


def use_line(use: Use, _: Translate) -> str:
    said = str(use.what)
    if use.posts:
        said += ", " + _("posts: {n}").format(n=use.posts)
    if use.period:
        said += ", " + words.period(use.period, _)
    if use.organisations:
        said += f" ({', '.join(use.organisations)})"
    return f"{said} – {use.process}" if use.process else said
