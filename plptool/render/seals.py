"""Seals and their corrections as blocks."""

from collections.abc import Iterator
from typing import Any

from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Heading, grid, section


def seal_line(seal: dict[str, Any], _: Translate) -> str:
    """The line for the minutes."""
    return _("Sealed {date}: {records} records, SHA-256 {digest}").format(**seal)


def correction_line(one: dict[str, Any], _: Translate) -> str:
    """The line for the minutes."""
    said = _("Corrected in the seal of {date}: {record} ({kind}), {reason} SHA-256 {digest}")
    return said.format(**{**one, "kind": _(one["kind"]), "reason": sentence_of(one["reason"])})


def seals(rows: list[dict[str, Any]], _: Translate) -> list[Block]:
    """Whether each snapshot was closed, and apart from that what was learned of it since."""
    said = [
        " ".join(
            [_("{snapshot}: {records} records sealed, SHA-256 {digest}").format(**row) + ".", *whether_kept(row, _)]
        )
        if row["records"]
        else _("{snapshot}: not sealed").format(**row)
        for row in rows
    ]
    corrected: list[list[object]] = [
        [row["snapshot"], one["record"], _(one["kind"]), one["reason"], words.sources(one["source"]) or one["decision"]]
        for row in rows
        for one in row["corrections"]
    ]
    blocks = section(_("Seals"), said)
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


def whether_kept(row: dict[str, Any], _: Translate) -> Iterator[str]:
    """Whether what was sealed stands as it was, or what does not: as it was found, not as it should be."""
    yield _("{kept} of {records} records are as they were sealed.").format(**row)
    if row["corrected"]:
        yield _("Corrected since, with reasons: {corrected}.").format(**row)
    if row["altered"]:
        yield _("Not as they were sealed: {ids}.").format(ids=", ".join(row["altered"]))
    elif not row["holds"]:
        yield _("The seal itself is not as it was made.")


def sentence_of(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
