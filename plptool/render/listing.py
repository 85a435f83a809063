"""The commands' answers as blocks: pure data in, pages out, in the reader's language."""

from collections.abc import Iterator
from typing import Any

from plptool.model.i18n import Translate
from plptool.model.records import Json
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Grid, Heading, Items, Paragraph, grid
from plptool.render.phrases import when

_KEEP = frozenset({"id", "events", "source", "discrepancies", "known", "withdrawn", "seal", "corrections"})


def point_line(point: dict[str, Any], _: Translate) -> str:
    revision = point["revision"]
    tree = _("revision {revision}").format(revision=revision) if revision else _("work tree")
    return _("As of {date} ({tree})").format(date=point["date"], tree=tree)


# Lists


def listing(collection: str, rows: list[dict[str, Any]], _: Translate) -> Grid:
    if collection == "processes":
        columns = [
            Column("id", whole=True),
            Column(_("need"), cut=True),
            Column(_("lead"), whole=True),
            Column(_("partners"), wide=True),
            Column(_("prio"), right=True),
            Column(_("period"), wide=True),
            Column(_("status"), whole=True),
            Column(_("since"), whole=True),
            Column(_("meetings"), right=True),
            Column(_("last event"), whole=True),
        ]
        cells: list[list[object]] = [
            [
                row["id"],
                row["need"],
                row["lead"],
                ", ".join(row["partners"]),
                row["priority"],
                words.period(row["period"], _),
                _(row["status"] or "–"),
                row["since"] or "–",
                row["meetings"],
                row["last_event"] or "–",
            ]
            for row in rows
        ]
        return grid(columns, cells)
    if collection == "decisions":
        return decisions(rows, _, listed=True)
    if collection == "sources":
        return grid(
            [
                Column("id", whole=True),
                Column(_("date"), whole=True),
                Column(_("title"), cut=True),
                Column(_("lines"), right=True),
                Column(_("cited"), right=True),
            ],
            [[row["id"], row["date"], row["title"], row["lines"] or "–", row["cited"]] for row in rows],
        )
    if collection == "grants":
        return grid(
            [
                Column("id", whole=True),
                Column(_("title"), cut=True),
                Column(_("period"), whole=True),
                Column(_("amount"), right=True, whole=True),
                Column(_("posts"), right=True),
                Column(_("uses"), right=True),
            ],
            [
                [
                    row["id"],
                    row["title"],
                    words.period(row["period"], _),
                    words.amount(row["amount"], _),
                    row["posts"],
                    row["uses"],
                ]
                for row in rows
            ],
        )
    if collection == "organisations":
        return grid(
            [
                Column("id", whole=True),
                Column(_("type"), whole=True),
                Column(_("title"), cut=True),
                Column(_("names"), wide=True),
            ],
            [[row["id"], _(row["type"] or "–"), row["title"], ", ".join(row["names"])] for row in rows],
        )
    if collection == "snapshots":
        return grid(
            [
                Column("id", whole=True),
                Column(_("date"), whole=True),
                Column(_("title"), cut=True),
                Column(_("assertions"), right=True),
                Column(_("sealed"), right=True),
                Column(_("corrections"), right=True),
            ],
            [
                [
                    row["id"],
                    row["date"],
                    row["title"] or "–",
                    row["assertions"],
                    row["sealed"] or "–",
                    row["corrections"],
                ]
                for row in rows
            ],
        )
    return grid(
        [Column("id", whole=True), Column(_("title"), cut=True), Column(_("period"), whole=True)],
        [[row["id"], row["title"], words.period(row["period"], _)] for row in rows],
    )


def decisions(rows: list[dict[str, Any]], _: Translate, *, listed: bool = False) -> Grid:
    columns = [
        Column("id", whole=True, wide=not listed),
        Column(_("date"), limit=12),
        Column(_("body"), limit=20),
        Column("§", right=True),
        Column(_("status"), whole=True),
        Column(_("decision"), cut=True),
        Column(_("concerns"), wide=True, limit=26),
    ]
    cells: list[list[object]] = [
        [
            row["id"],
            words.cell(row["date"], _),
            words.body(row),
            row["paragraph"],
            words.decision_status(row["status"], _),
            row["title"],
            ", ".join(row["concerns"]),
        ]
        for row in rows
    ]
    return grid(columns, cells)


# One record


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
        blocks += [Paragraph(f"{said}. {held}. {last}."), *_section(_("Remaining"), state["remaining"])]
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
        blocks += _section(_("Expected and not settled"), lines)
    if found["decisions"]:
        blocks += [Heading(_("Decisions that concern it")), decisions(found["decisions"], _)]
    if found["uses"]:
        blocks += _section(_("Grants"), [_use(use, _) for use in found["uses"]])
    blocks += _section(_("Discrepancies"), [discrepancy(one, _) for one in found["discrepancies"]])
    known = [
        f"{one['rule']} {one['value']}: {one['reason']} [{words.sources(one.get('source'))}]" for one in found["known"]
    ]
    return [*blocks, *_section(_("Acknowledged oddities"), known)]


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


def _use(use: dict[str, Any], _: Translate) -> str:
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


def _section(title: str, entries: list[str]) -> list[Block]:
    return [Heading(title), Items(tuple(entries))] if entries else []


# Seals


def seal_line(seal: dict[str, Any], _: Translate) -> str:
    """The line for the minutes."""
    return _("Sealed {date}: {records} records, SHA-256 {digest}").format(**seal)


def correction_line(one: dict[str, Any], _: Translate) -> str:
    """The line for the minutes."""
    said = _("Corrected in the seal of {date}: {record} ({kind}), {reason} SHA-256 {digest}")
    return said.format(**{**one, "kind": _(one["kind"]), "reason": _sentence(one["reason"])})


def seals(rows: list[dict[str, Any]], _: Translate) -> list[Block]:
    """Whether each snapshot was closed, and apart from that what was learned of it since."""
    said = [
        _("{snapshot}: {records} records sealed, SHA-256 {digest}").format(**row)
        if row["records"]
        else _("{snapshot}: not sealed").format(**row)
        for row in rows
    ]
    corrected: list[list[object]] = [
        [row["snapshot"], one["record"], _(one["kind"]), one["reason"], words.sources(one["source"]) or one["decision"]]
        for row in rows
        for one in row["corrections"]
    ]
    blocks = _section(_("Seals"), said)
    if corrected:
        columns = [
            Column(_("seal"), whole=True),
            Column(_("record"), whole=True),
            Column(_("kind"), whole=True),
            Column(_("reason"), cut=True),
            Column(_("source"), limit=20),
        ]
        blocks += [Heading(_("Corrections of what was sealed")), grid(columns, corrected)]
    return blocks


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


# The report


def report(found: dict[str, Any], _: Translate) -> list[Block]:
    scope = found["scope"]
    title = found["title"]
    if scope["listed"]:
        title += f" – {scope['listed']}"
    if scope["org"]:
        title += f" – {scope['org']}"
    totals = found["totals"]["processes"]
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(point_line(found["point"], _)),
        Paragraph(
            _(
                "{total} processes: {completed} completed, {continuing} continuing"
                " (of which {paused} paused, {planned} not begun)."
            ).format(**totals)
        ),
        *_plans(found["plans"], _),
        Heading(_("Status by administration")),
        _tally(found["leads"], "lead", _("lead"), _),
        Heading(_("Status by priority")),
        _tally(found["priorities"], "priority", _("priority"), _),
        Heading(_("Processes")),
        grid(
            [
                Column("id", whole=True),
                Column(_("need")),
                Column(_("lead"), whole=True),
                Column(_("status"), whole=True),
                Column(_("meetings"), right=True),
            ],
            [[row["id"], row["need"], row["lead"], _status(row, _), row["meetings"]] for row in found["processes"]],
        ),
        *_continuing(found, _),
        *_foreseen(found["overdue"], _("Expected and overdue"), _),
        *_foreseen(found["expected"], _("Expected"), _),
        *_meetings(found["meetings"], _),
    ]
    if found["decisions"]:
        blocks += [Heading(_("Decisions")), decisions(found["decisions"], _)]
    for grant in found["grants"]:
        blocks += _grant(grant, _)
    blocks += _claims(found["assertions"], found["missing"], _)
    blocks += seals(found["seals"], _)
    blocks += _section(
        _("Where the sources disagree"), [f"{one['record']} {discrepancy(one, _)}" for one in found["discrepancies"]]
    )
    if found["oddities"]:
        rows: list[list[object]] = [
            [one["record"], f"{one['rule']} {one['value']}", one["reason"]] for one in found["oddities"]
        ]
        columns = [Column(_("record")), Column(_("rule and value")), Column(_("why it stands"))]
        blocks += [Heading(_("Acknowledged oddities")), grid(columns, rows)]
    return blocks


def _status(row: dict[str, Any], _: Translate) -> str:
    said = _(row["status"] or "–")
    return f"{said} {row['since']}" if row["since"] and row["status"] == "completed" else said


def _plans(plans: list[dict[str, Any]], _: Translate) -> list[Block]:
    lines = []
    for plan in plans:
        names = [
            one["organisation"] + (f" ({_('from {date}').format(date=when(one['from'], _))})" if one["from"] else "")
            for one in plan["participants"]
        ]
        said = f"{plan['title']}, {words.period(plan['period'], _)}"
        lines.append(said + (": " + ", ".join(names) if names else ""))
    return [Paragraph(line) for line in lines]


def _tally(rows: list[dict[str, Any]], field: str, label: str, _: Translate) -> Grid:
    names = ("planned", "ongoing", "paused", "completed")
    columns = [Column(label), *(Column(_(name), right=True) for name in (*names, "total"))]
    cells: list[list[object]] = [
        ["–" if row[field] is None else row[field], *(row[name] for name in names), row["total"]] for row in rows
    ]
    return grid(columns, cells)


def _continuing(found: dict[str, Any], _: Translate) -> list[Block]:
    blocks: list[Block] = []
    for title, rows in (
        (_("Continuing, and what remains"), found["continuing"]),
        (_("Completed, with something remaining"), found["remaining"]),
    ):
        if rows:
            cells: list[list[object]] = [
                [row["id"], row["lead"], _(row["status"]), row["need"], " ".join(row["remaining"]) or "–"]
                for row in rows
            ]
            columns = [
                Column("id", whole=True),
                Column(_("lead"), whole=True),
                Column(_("status"), whole=True),
                Column(_("need")),
                Column(_("remaining")),
            ]
            blocks += [Heading(title), grid(columns, cells)]
    return blocks


def _foreseen(rows: list[dict[str, Any]], title: str, _: Translate) -> list[Block]:
    if not rows:
        return []
    cells: list[list[object]] = [[row["record"], when(row["due"], _), row["text"]] for row in rows]
    return [Heading(title), grid([Column(_("record")), Column(_("due")), Column(_("what"))], cells)]


def _meetings(rows: list[dict[str, Any]], _: Translate) -> list[Block]:
    if not rows:
        return []
    names = ("numbered", "internal", "other", "held", "booked", "activities")
    columns = [Column(_("year")), *(Column(_(name), right=True) for name in names)]
    cells: list[list[object]] = [[row["year"], *(row[name] for name in names)] for row in rows]
    cells.append([_("total"), *(sum(row[name] for row in rows) for name in names)])
    return [Heading(_("Meetings a year")), grid(columns, cells)]


def _grant(grant: dict[str, Any], _: Translate) -> list[Block]:
    blocks: list[Block] = [Heading(grant["title"])]
    if grant["years"]:
        cells: list[list[object]] = [
            [
                year["year"],
                ("≈ " if year["approximate"] else "") + words.amount(year["amount"], _),
                year["posts"] or "–",
            ]
            for year in grant["years"]
        ]
        if grant["amount"]:
            cells.append([_("total"), words.amount(grant["amount"], _), ""])
        columns = [Column(_("year")), Column(_("amount"), right=True), Column(_("posts"), right=True)]
        blocks.append(grid(columns, cells))
    return [*blocks, Items(tuple(_use(use, _) for use in grant["uses"]))]


def _claims(rows: list[dict[str, Any]], unsaid: list[dict[str, Any]], _: Translate) -> list[Block]:
    """What the sources claim beside what the ledger holds, and before it what is not there at all."""
    cells: list[list[object]] = []
    missing: list[str] = []
    for row in rows:
        scope = ", ".join(str(value) for value in row["scope"].values()) or _("all")
        for figure in row["figures"]:
            shown = [figure["claimed"], figure["held"]]
            if figure["name"] == "amount":
                shown = [words.amount(one, _) for one in shown]
            verdict = _("holds") if figure["holds"] else _("does not hold")
            if figure["holds"] and figure["missing"]:
                verdict = _("{n} not in the ledger").format(n=figure["missing"])
                if figure["name"] == "total":
                    missing.append(
                        _(
                            "Of {claimed} processes that {source} counts, the ledger holds {held}; {n} are missing."
                        ).format(
                            claimed=figure["claimed"],
                            held=figure["held"],
                            n=figure["missing"],
                            source=words.sources(row["source"]).split(" ")[0],
                        )
                    )
            cells.append([scope, _(figure["name"]), *shown, verdict])
    columns = [
        Column(_("of")),
        Column(_("figure")),
        Column(_("the source"), right=True),
        Column(_("the ledger"), right=True),
        Column(""),
    ]
    for field in dict.fromkeys(one["field"] for one in unsaid):
        records = ", ".join(one["record"] for one in unsaid if one["field"] == field)
        missing.append(_("The documents do not say {field}: {records}").format(field=_(field), records=records))
    blocks = _section(_("What the ledger does not hold"), missing)
    if cells:
        blocks += [Heading(_("What the sources claim")), grid(columns, cells)]
    return blocks


# Documents


def documents(rows: list[dict[str, Any]], _: Translate) -> Grid:
    cells: list[list[object]] = [
        [
            row["id"],
            row["date"],
            row["lines"] or "–",
            row["cited"],
            *(row.get(name, "–") for name in ("dates", "accounted", "left-out")),
        ]
        for row in rows
    ]
    checked = any("dates" in row for row in rows)
    columns = [
        Column("id", whole=True),
        Column(_("date"), whole=True),
        Column(_("lines"), right=True),
        Column(_("cited"), right=True),
    ]
    if checked:
        columns += [
            Column(_("dates"), right=True),
            Column(_("accounted for"), right=True),
            Column(_("left-out"), right=True),
        ]
    return grid(columns, cells if checked else [row[:4] for row in cells])
