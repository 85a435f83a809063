"""What came of examining the documents' texts: lines for the screen, and the shape that JSON has of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from plptool.checks.coverage import FoundTexts, Outcome
from plptool.model.findings import Finding
from plptool.model.i18n import Translate
from plptool.model.shapes import called
from plptool.render import findings as rendered
from plptool.render.findings import FindingShape
from plptool.render.listing import Document, documents
from plptool.render.text import Screen, text

_FEW = 5
"""So many of several names are told."""


@dataclass(frozen=True, slots=True)
class Examined:
    """The documents, what was found in their texts, and what was not looked at."""

    sources: tuple[Document, ...]
    findings: tuple[FindingShape, ...]
    unknown_texts: tuple[str, ...] = field(metadata=called("unknown-texts"))
    """Files that are the text of no source, by where they lie in the folder."""
    without_digest: tuple[str, ...] = field(metadata=called("without-digest"))
    """Sources that do not say which text is theirs."""

    @classmethod
    def of(
        cls, sources: Iterable[Document], findings: Iterable[Finding], found: FoundTexts, translate: Translate
    ) -> Self:
        return cls(
            sources=tuple(sources),
            findings=rendered.shapes(findings, translate),
            unknown_texts=found.strangers,
            without_digest=found.without_digest,
        )


def lines(
    sources: Iterable[Document],
    outcome: Outcome,
    findings: Sequence[Finding],
    found: FoundTexts,
    screen: Screen,
    translate: Translate,
) -> str:
    """What the screen shows: what was found, how much of each document is accounted for, and the sum.

    Args:
        sources: the documents.
        outcome: of the examination.
        findings: those of it that nobody acknowledged.
        found: which files are texts of them.
        screen: where it is shown.
        translate: into the reader's language.
    """
    pieces = [
        rendered.text(findings, translate, colour=screen.colour),
        text([documents(sources, translate)], screen),
        *_not_examined(found, translate),
        _total(outcome, findings, found, translate),
    ]
    without_ends = [piece.removesuffix("\n") for piece in pieces if piece]
    return "\n".join(without_ends)


def _not_examined(found: FoundTexts, translate: Translate) -> list[str]:
    """What was not looked at."""
    sentences = []
    if found.strangers:
        names = _few(found.strangers)
        template = translate("Text of no source, and not looked at ({n}): {names}")
        sentences.append(template.format(n=len(found.strangers), names=names))
    if found.without_digest:
        names = _few(found.without_digest)
        template = translate("Without a digest (`sha256`), so that no text is known for theirs ({n}): {names}")
        sentences.append(template.format(n=len(found.without_digest), names=names))
    return sentences


def _few(names: Sequence[str]) -> str:
    listed = ", ".join(names[:_FEW])
    if len(names) > _FEW:
        listed += " …"
    return listed


def _total(outcome: Outcome, findings: Sequence[Finding], found: FoundTexts, translate: Translate) -> str:
    """In a line, how many of the dates in the texts are in the ledger, or left out with a reason."""
    occurrences = outcome.occurrences
    dates = len(occurrences)
    left_out = sum(occurrence.left_out and not occurrence.accounted for occurrence in occurrences)
    if findings:
        in_ledger = sum(occurrence.accounted for occurrence in occurrences)
        template = translate("Dates accounted for: {done} of {dates}. Findings: {n}.")
        return template.format(done=in_ledger + left_out, dates=dates, n=len(findings))
    is_whole = occurrences and not found.strangers and not found.without_digest
    if is_whole:
        template = translate(
            "Everything is accounted for. Dates: {dates}, of which left out with a reason: {left_out}."
        )
    else:
        template = translate(
            "Of what was looked at, everything is accounted for. "
            "Dates: {dates}, of which left out with a reason: {left_out}."
        )
    return template.format(dates=dates, left_out=left_out)
