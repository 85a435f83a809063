"""Seals and their corrections as blocks."""

from collections.abc import Iterable, Iterator
from datetime import date

from plptool.model.i18n import Translate
from plptool.model.plain import Data, text
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Heading, grid, section
from plptool.reports.rows import SealRow


def seal_line(day: date, records: int, digest: str, _: Translate) -> str:
    """The line for the minutes."""
    line = _("Sealed {date}: {records} records, SHA-256 {digest}")
    return line.format(date=day, records=records, digest=digest)


def correction_line(day: date, correction: Data, _: Translate) -> str:
    """The line for the minutes.

    Args:
        day: which is sealed.
        correction: as it stands in the snapshot's file.
        _: puts it into the reader's language.
    """
    line = _("Corrected in the seal of {date}: {record} ({kind}), {reason} SHA-256 {digest}")
    return line.format(
        date=day,
        record=text(correction, "record"),
        kind=_(text(correction, "kind")),
        reason=sentence_of(text(correction, "reason")),
        digest=text(correction, "digest"),
    )


def seals(rows: Iterable[SealRow], _: Translate) -> list[Block]:
    """Whether each snapshot was closed, and apart from that what was learned of it since."""
    rows = list(rows)
    blocks = section(_("Seals"), [_whether_sealed(row, _) for row in rows])
    corrections: list[Cells] = [
        [
            row.snapshot,
            correction.record,
            _(correction.kind),
            correction.reason,
            words.sources(correction.source) or correction.decision,
        ]
        for row in rows
        for correction in row.corrections
    ]
    if corrections:
        columns = [
            Column(_("seal"), whole=True),
            Column(_("record"), whole=True),
            Column(_("kind"), whole=True),
            Column(_("reason"), cut=True),
            Column(_("source"), limit=20),
        ]
        blocks += [Heading(_("Corrections of what was sealed")), grid(columns, corrections)]
    return blocks


def _whether_sealed(row: SealRow, _: Translate) -> str:
    if not row.records:
        return _("{snapshot}: not sealed").format(snapshot=row.snapshot)
    sealed = _("{snapshot}: {records} records sealed, SHA-256 {digest}")
    sealed = sealed.format(snapshot=row.snapshot, records=row.records, digest=row.digest)
    return " ".join([f"{sealed}.", *whether_kept(row, _)])


def whether_kept(row: SealRow, _: Translate) -> Iterator[str]:
    """Whether what was sealed stands as it was, or what does not: as it was found, not as it should be."""
    kept = _("{kept} of {records} records are as they were sealed.")
    yield kept.format(kept=row.kept, records=row.records)
    if row.corrected:
        yield _("Corrected since, with reasons: {corrected}.").format(corrected=row.corrected)
    if row.altered:
        yield _("Not as they were sealed: {ids}.").format(ids=", ".join(row.altered))
    if row.left_out:
        yield _("Left out, as their files cannot be read as records: {ids}.").format(ids=", ".join(row.left_out))
    if not row.altered and not row.holds:
        yield _("The seal itself is not as it was made.")


def sentence_of(text: str) -> str:
    """A text with a full stop, unless it ends as a sentence does."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
