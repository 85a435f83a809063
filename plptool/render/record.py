"""One record as blocks, with all that the ledger tells of it."""

from collections.abc import Iterator
from typing import Any

from plptool.model.i18n import Translate
from plptool.model.records import Json
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Grid, Heading, Paragraph, grid, section
from plptool.render.listing import decisions
from plptool.render.phrases import point_line, when
from plptool.render.seals import seals

_KEEP = frozenset({"id", "events", "source", "discrepancies", "known", "withdrawn", "seal", "corrections"})


def show(found: dict[str, Any], point: dict[str, Any], _: Translate) -> list[Block]:
    record = found["record"]
    title = record.get("title") or record.get("need") or ""
    blocks: list[Block] = [
        Heading(f"{record['id']} {title}".strip(), 1),
        Paragraph(f"{point_line(point, _)} · {found['path']}"),
    ]
    if "withdrawn" in record:
        why = record["withdrawn"]
        said = _("Withdrawn, so it says nothing at any date: {reason}").format(reason=why["reason"])
        blocks.append(Paragraph(f"{said} [{words.sources(why.get('source')) or why.get('decision')}]"))
    state = found.get("state")
    if state:
        said = _("Status: {status}").format(status=_(state["status"] or "–"))
        if state["outcome"]:
            said += f" ({_(state['outcome'])})"
        if state["since"]:
            said += " " + _("since {date}").format(date=state["since"])
            if state["cause"] and "/" in state["cause"]:
                said += f" ({when(state['cause'], _)})"
        held = _("Meetings held: {n}").format(n=state["meetings"])
        last = _("Last event: {date}").format(date=state["last_event"] or "–")
        blocks += [Paragraph(f"{said}. {held}. {last}."), *section(_("Remaining"), state["remaining"])]
    blocks += [Heading(_("Fields")), _fields(record, _)]
    if "seal" in found:
        blocks += seals([found["seal"]], _)
    if found["timeline"]:
        blocks += [Heading(_("Timeline")), timeline(found["timeline"], _)]
    if found["expected"]:
        lines = [
            f"{when(one['due'], _)}: {one['text']}" + (f" ({_('overdue')})" if one["overdue"] else "")
            for one in found["expected"]
        ]
        blocks += section(_("Expected and not settled"), lines)
    if found["decisions"]:
        blocks += [Heading(_("Decisions that concern it")), decisions(found["decisions"], _)]
    if found["uses"]:
        blocks += section(_("Grants"), [use_line(use, _) for use in found["uses"]])
    blocks += section(_("Discrepancies"), [discrepancy(one, _) for one in found["discrepancies"]])
    known = [
        f"{one['rule']} {one['value']}: {one['reason']} [{words.sources(one.get('source'))}]" for one in found["known"]
    ]
    return [*blocks, *section(_("Acknowledged oddities"), known)]


def fields(record: dict[str, Any], _: Translate) -> Iterator[tuple[str, Json, str, Json]]:
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


def _fields(record: dict[str, Any], _: Translate) -> Grid:
    rows: list[list[object]] = []
    last = ""
    for name, _entry, said, cited in fields(record, _):
        rows.append(["" if name == last else _(name), said, words.sources(cited)])
        last = name
    source = record.get("source")
    if source is not None and not isinstance(source, dict):
        rows.append([_("source"), words.sources(source), ""])
    return grid([Column(_("field"), limit=16), Column(_("value"), cut=True), Column(_("source"), limit=20)], rows)


def timeline(events: list[dict[str, Any]], _: Translate) -> Grid:
    rows: list[list[object]] = [
        [words.cell(event["date"], _), words.event(event, _), words.sources(event["source"])] for event in events
    ]
    return grid([Column(_("date"), limit=12), Column(_("event"), cut=True), Column(_("source"), limit=20)], rows)


def discrepancy(one: dict[str, Any], _: Translate) -> str:
    about = _(one["field"])
    if one["event"]:
        about += f" ({_(one['event']['kind'])} {when(one['event']['date'], _)})"
    claims = "; ".join(
        f"{words.field(one['field'], claim['value'], _)} [{words.sources(claim['source'])}]" for claim in one["claims"]
    )
    return _("{about}: {claims}. Recorded: {value}. {reason}").format(
        about=about, claims=claims, value=words.field(one["field"], one["recorded"], _), reason=one["reason"]
    )


def use_line(use: dict[str, Any], _: Translate) -> str:
    said = str(use["what"])
    if use.get("posts"):
        said += ", " + _("posts: {n}").format(n=use["posts"])
    if use.get("period"):
        said += ", " + words.period(use["period"], _)
    if use.get("organisations"):
        said += f" ({', '.join(use['organisations'])})"
    if use.get("process"):
        said += f" – {use['process']}"
    return said
