"""Seals and their corrections as blocks."""

from collections.abc import Iterable, Iterator
from datetime import date

from plptool.model.i18n import Translate
from plptool.model.plain import Data, text
from plptool.render import phrases as words
from plptool.render.counted import of_number
from plptool.render.document import Block, Cells, Column, Heading, grid, section
from plptool.reports.rows import SealRow


def seal_line(day: date, records: int, digest: str, _: Translate) -> str:
    """The line for the minutes."""
    counted = of_number(records, _("1 record"), _("{n} records"))
    template = _("Sealed {date}: {records}, SHA-256 {digest}")
    return template.format(date=day, records=counted, digest=digest)


def correction_line(day: date, correction: Data, _: Translate) -> str:
    """The line for the minutes.

    Args:
        day: which is sealed.
        correction: as it stands in the snapshot's file.
        _: puts it into the reader's language.
    """
    template = _("Corrected in the seal of {date}: {record} ({kind}), {reason} SHA-256 {digest}")
    record_id = text(correction, "record")
    kind = text(correction, "kind")
    kind_in_words = _(kind)
    reason = text(correction, "reason")
    sentence = sentence_of(reason)
    digest = text(correction, "digest")
    return template.format(
        date=day,
        record=record_id,
        kind=kind_in_words,
        reason=sentence,
        digest=digest,
    )


def seals(rows: Iterable[SealRow], _: Translate) -> list[Block]:
    """Whether each snapshot was closed, and apart from that what was learned of it since."""
    whether_sealed: list[str] = []
    corrections: list[Cells] = []
    for row in rows:
        sentences = _whether_sealed(row, _)
        whether_sealed.append(sentences)
        corrections += _corrections(row, _)
    title = _("Seals")
    blocks = section(title, whether_sealed)
    if corrections:
        blocks += _table_of_corrections(corrections, _)
    return blocks


def _table_of_corrections(corrections: list[Cells], _: Translate) -> Iterator[Block]:
    title = _("Corrections of what was sealed")
    yield Heading(title)
    columns = _columns_of_corrections(_)
    yield grid(columns, corrections)


def _columns_of_corrections(_: Translate) -> list[Column]:
    return [
        Column(_("seal"), whole=True),
        Column(_("record"), whole=True),
        Column(_("kind"), whole=True),
        Column(_("reason"), cut=True),
        Column(_("source"), limit=20),
    ]


def _corrections(row: SealRow, _: Translate) -> Iterator[Cells]:
    for correction in row.corrections:
        kind = _(correction.kind)
        sources = words.sources(correction.source, _)
        evidence = correction.decision
        if sources:
            evidence = sources
        yield [row.snapshot, correction.record, kind, correction.reason, evidence]


def _whether_sealed(row: SealRow, _: Translate) -> str:
    snapshot = row.snapshot
    if not row.records:
        template = _("{snapshot}: not sealed")
        return template.format(snapshot=snapshot)
    sealed = words.sealed(row.records, row.digest or "", _)
    sentences = [f"{snapshot}: {sealed}."]
    sentences += whether_kept(row, _)
    return " ".join(sentences)


def whether_kept(row: SealRow, _: Translate) -> Iterator[str]:
    """Whether what was sealed stands as it was, or what does not: as it was found, not as it should be."""
    template = _("Records that are as they were sealed: {kept} of {records}.")
    yield template.format(kept=row.kept, records=row.records)
    if row.corrected:
        template = _("Corrected since, with reasons: {corrected}.")
        yield template.format(corrected=row.corrected)
    if row.altered:
        template = _("Not as they were sealed: {ids}.")
        altered_ids = ", ".join(row.altered)
        yield template.format(ids=altered_ids)
    if row.left_out:
        template = _("Left out, as their files cannot be read as records: {ids}.")
        unread_ids = ", ".join(row.left_out)
        yield template.format(ids=unread_ids)
    is_its_own_fault = not row.holds and not row.altered
    if is_its_own_fault:
        yield _("The seal itself is not as it was made.")


def sentence_of(text: str) -> str:
    """A text with a full stop, unless it ends as a sentence does."""
    is_ended = text.endswith((".", "!", "?"))
    if is_ended:
        return text
    return f"{text}."
