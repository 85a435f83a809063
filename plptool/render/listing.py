"""Lists as blocks: pure data in, a table out, in the reader's language."""

from typing import Any

from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Column, Grid, grid


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
