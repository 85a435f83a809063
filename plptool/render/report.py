"""The report that a board wants, as blocks."""

from typing import Any

from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Grid, Heading, Items, Paragraph, grid, section
from plptool.render.listing import decisions
from plptool.render.phrases import point_line, when
from plptool.render.record import discrepancy, use_line
from plptool.render.seals import seals


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
        *_broken(found["seals"], _),
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
    blocks += section(
        _("Where the sources disagree"), [f"{one['record']} {discrepancy(one, _)}" for one in found["discrepancies"]]
    )
    if found["oddities"]:
        rows: list[list[object]] = [
            [one["record"], f"{one['rule']} {one['value']}", one["reason"]] for one in found["oddities"]
        ]
        columns = [Column(_("record")), Column(_("rule and value")), Column(_("why it stands"))]
        blocks += [Heading(_("Acknowledged oddities")), grid(columns, rows)]
    return blocks


def _broken(seals: list[dict[str, Any]], _: Translate) -> list[Block]:
    """Before all else, that what was sealed is not as it was."""
    ids = ", ".join(row["snapshot"] for row in seals if row["holds"] is False)
    return [Paragraph(_("What was sealed is not as it was: {ids}.").format(ids=ids))] if ids else []


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
    return [*blocks, Items(tuple(use_line(use, _) for use in grant["uses"]))]


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
    blocks = section(_("What the ledger does not hold"), missing)
    if cells:
        blocks += [Heading(_("What the sources claim")), grid(columns, cells)]
    return blocks
