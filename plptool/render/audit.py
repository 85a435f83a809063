"""The audit as blocks: the verdict first, then what it rests on, in the reader's language."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.audit import (
    Alteration,
    Audit,
    Correction,
    DeletedRecord,
    ExaminedSeal,
    ExpectedDigest,
    SealsAtCommit,
    Signer,
)
from plptool.history.lost import LostSeals
from plptool.history.steps import day_of
from plptool.model.findings import Finding, Message
from plptool.model.i18n import Translate
from plptool.model.plain import Data, as_list
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Paragraph, grid
from plptool.render.findings import searched

_MANY = 50
_VERDICTS = {
    "wrong": Message("Verdict: something is wrong."),
    "incomplete": Message("Verdict: what is here is consistent, but this clone lacks a part of the history."),
    "consistent": Message("Verdict: consistent. It is not shown to be unaltered: that takes a digest from outside, "
                          "such as the line in the minutes (`--expect DATE=SHA256`)."),
    "unaltered": Message("Verdict: unaltered since it was sealed, by the digest from outside."),
}  # fmt: skip
_WRONG = {
    "seals": Message("what was sealed is not what stands, or a seal does not hold"),
    "chains": Message("at some commit, a seal did not hold or was rewritten"),
    "expected": Message("a digest from outside is not the ledger's"),
    "signatures": Message("a signature is bad"),
    "personal-numbers": Message("personal identity numbers stand in the history"),
    "damaged": Message("objects in the repository are damaged"),
    "broken": Message("files are no records"),
    "deleted": Message("records were deleted"),
    "lost": Message("seals are gone from the repository"),
}


_STATES = {
    "valid": Message("valid"),
    "unknown": Message("unknown"),
    "expired": Message("expired"),
    "revoked": Message("revoked"),
    "bad": Message("BAD"),
}


def page(audit: Audit, zone: ZoneInfo, _: Translate) -> list[Block]:
    """The report.

    Args:
        audit: what was examined, and what was found.
        zone: where the ledger is kept; the days of commits are those there.
        _: translates.
    """
    wrong = [_WRONG[name].say(_) for name in audit.wrong]
    expected = [_outside(digest, _) for digest in audit.expected]
    altered = [_altered(alteration, zone, _) for alteration in audit.altered]
    deleted = [_deleted(record, zone, _) for record in audit.deleted]
    lost = [_lost(seals, zone, _) for seals in audit.lost]
    unsourced = [_unsourced(finding, _) for finding in audit.unsourced]
    personal_numbers = _findings(audit.past.findings, _)
    blocks: list[Block] = [
        Heading(_("Audit"), 1),
        Paragraph(_verdict(audit, _), ours=True),
        *_list(wrong),
        Paragraph(_examined(audit, zone, _)),
        Heading(_("Seals")),
        *_list(expected),
        *_seals(audit.seals, zone, _),
        *_section(_("What does not hold"), _findings(audit.findings, _)),
        *_chains(audit.chains, zone, _),
        *_section(_("Commits that altered what was sealed"), altered),
        *_section(_("Deleted records"), deleted),
        *_section(_("Seals that are gone"), lost),
        Heading(_("Signatures of commits")),
        Items(tuple(_signatures(audit, zone, _))),
        Heading(_("Personal identity numbers")),
        Paragraph(searched(audit.past, _)),
    ]
    if personal_numbers:
        blocks.append(Items(tuple(personal_numbers[:_MANY])))
    dated_back = _findings(audit.dated_back, _)
    blocks += _section(_("Commits dated before what they build on, or later than today"), dated_back)
    blocks += _section(_("Facts without a source"), unsourced)
    blocks += _section(_("Files that are no records"), _findings(audit.broken, _))
    blocks.append(Paragraph(_counts(audit, _)))
    return blocks


def _examined(audit: Audit, zone: ZoneInfo, _: Translate) -> str:
    """Which commit was examined, and how many it goes back to."""
    newest = audit.commit
    text = _("Examined: commit {commit} of {date}, and {n} that it goes back to.")
    return text.format(commit=newest.id, date=day_of(newest, zone), n=audit.commits - 1)


def _verdict(audit: Audit, _: Translate) -> str:
    if audit.verdict == "unaltered" and audit.unvouched:
        text = _(
            "Verdict: what was sealed is unaltered, by the digest from outside; corrections since, which no digest "
            "from outside vouches for: {n}."
        )
        return text.format(n=audit.unvouched)
    if audit.verdict == "consistent" and not audit.seals:
        return _("Verdict: consistent. Nothing is sealed.")
    return _VERDICTS[audit.verdict].say(_)


def _outside(expected: ExpectedDigest, _: Translate) -> str:
    """What a digest from outside says."""
    if expected.snapshot is None:
        text = _("{asked}: there is no seal of it in the ledger, though one is expected")
    elif expected.agrees:
        text = _("{asked}: the digest from outside is the ledger's")
    else:
        text = _("{asked}: NOT the digest from outside, {digest}")
    return text.format(asked=expected.asked, digest=expected.digest)


def _counts(audit: Audit, _: Translate) -> str:
    """What was looked for, also where there is none."""
    text = _(
        "Corrections: {corrections}. Deleted records: {deleted}. Commits dated wrongly: {back}. "
        "Facts without a source: {unsourced}."
    )
    return text.format(
        corrections=sum(len(seal.corrections) for seal in audit.seals),
        deleted=len(audit.deleted),
        back=len(audit.dated_back),
        unsourced=len(audit.unsourced),
    )


def _seals(seals: Sequence[ExaminedSeal], zone: ZoneInfo, _: Translate) -> list[Block]:
    if not seals:
        return [Paragraph(_("Nothing is sealed."))]
    blocks: list[Block] = []
    for examined in seals:
        seal = examined.seal
        lines = [f"{seal.id}: {words.sealed(len(seal.records), seal.digest, _)}"]
        if seal.previous:
            lines.append(_("it follows the seal of {previous}").format(previous=seal.previous.snapshot))
        blocks.append(Items(tuple(lines)))
        if examined.corrections:
            blocks.append(_corrections(examined.corrections, zone, _))
    return blocks


def _corrections(corrections: Iterable[Correction], zone: ZoneInfo, _: Translate) -> Grid:
    columns = [
        Column(_("corrected"), whole=True),
        Column(_("kind"), whole=True),
        Column(_("reason"), cut=True),
        Column(_("source"), limit=16),
        Column(_("commit"), limit=14),
        Column(_("vouched for"), limit=8),
    ]
    rows = [_correction(correction, zone, _) for correction in corrections]
    return grid(columns, rows)


def _correction(correction: Correction, zone: ZoneInfo, _: Translate) -> Cells:
    """A row of the table of corrections."""
    entry = correction.data
    kind = _written(entry, "kind") or "–"
    citations = as_list(entry.get("source"))
    evidence = words.sources(citations, _) or _written(entry, "decision")
    made_by = "–"
    if correction.commit:
        commit = correction.commit
        made_by = f"{commit.id[:12]} {day_of(commit, zone)} {commit.author}"
    vouched = _("yes") if correction.vouched else _("no")
    return [_written(entry, "record"), _(kind), _written(entry, "reason"), evidence, made_by, vouched]


def _written(entry: Data, name: str) -> str:
    """What an entry says, which may be right or wrong, as it stands there."""
    value = entry.get(name)
    if value is None:
        return ""
    return str(value)


def _chains(chains: Sequence[SealsAtCommit], zone: ZoneInfo, _: Translate) -> list[Block]:
    if not chains:
        return []
    bad = [chain for chain in chains if chain.findings]
    if not bad:
        text = _("Commits that touched a snapshot: {n}; at each of them every seal held.")
        return [Paragraph(text.format(n=len(chains)))]
    text = _("Commits that touched a snapshot: {n}; at {bad} of them a seal did not hold.")
    counted = text.format(n=len(chains), bad=len(bad))
    lines: list[str] = []
    for chain in bad:
        commit = f"{chain.commit.id[:12]} {day_of(chain.commit, zone)}"
        lines += [f"{commit}: {finding}" for finding in _findings(chain.findings, _)]
    return [Paragraph(counted), Items(tuple(lines[:_MANY]))]


def _altered(altered: Alteration, zone: ZoneInfo, _: Translate) -> str:
    text = _("{record} ({snapshot}): {commit} {date} {author}: {subject}. {now}")
    now = _("It stands so still.") if altered.stands else _("Taken back or corrected since.")
    commit = _commit(altered.commit, zone)
    return text.format(record=altered.record, snapshot=altered.snapshot, now=now, **commit)


def _deleted(deleted: DeletedRecord, zone: ZoneInfo, _: Translate) -> str:
    text = _("{record}: {commit} {date} {author}: {subject}. {now}")
    states = {
        "back": _("It is back."),
        "gone": _("It is gone."),
        "another": _("The id is another record's now."),
    }
    return text.format(record=deleted.record, now=states[deleted.now], **_commit(deleted.commit, zone))


def _lost(lost: LostSeals, zone: ZoneInfo, _: Translate) -> str:
    text = _("{folder}, with the seals {seals}: {commit} {date} {author}: {subject}.")
    return text.format(folder=lost.folder, seals=", ".join(lost.seals), **_commit(lost.commit, zone))


def _commit(commit: Commit, zone: ZoneInfo) -> dict[str, str]:
    """What a sentence says of a commit."""
    return {
        "commit": commit.id[:12],
        "date": day_of(commit, zone).isoformat(),
        "author": commit.author,
        "subject": commit.subject,
    }


def _signatures(audit: Audit, zone: ZoneInfo, _: Translate) -> list[str]:
    counts = {
        "unsigned": _("not signed: {n}"),
        "valid": _("valid: {n}"),
        "unknown": _("signed, but there is no key here to tell by: {n}"),
        "expired": _("expired: {n}"),
        "revoked": _("revoked: {n}"),
        "bad": _("BAD: {n}"),
    }
    lines = [text.format(n=audit.signatures[state]) for state, text in counts.items() if state in audit.signatures]
    lines += [_signer(signer, zone, _) for signer in audit.signers]
    return lines


def _signer(signer: Signer, zone: ZoneInfo, _: Translate) -> str:
    """Whose signatures are in which state, and on how many commits."""
    known_of_them = [part for part in (signer.signer, signer.key) if part]
    text = _("{state}: {who}, commits: {n}, the newest {commit} of {date}")
    return text.format(
        state=_STATES[signer.state].say(_),
        who=" ".join(known_of_them) or "?",
        n=signer.commits,
        commit=signer.newest.id[:12],
        date=day_of(signer.newest, zone),
    )


def _unsourced(finding: Finding, _: Translate) -> str:
    fact = _(finding.value or "")
    text = f"{finding.record}: {fact}"
    if finding.acknowledged is not None:
        acknowledged = _("acknowledged")
        text += f" ({acknowledged})"
    return text


def _findings(findings: Iterable[Finding], _: Translate) -> list[str]:
    """What is wrong and what to do, a line a finding."""
    lines = []
    for finding in findings:
        place = finding.record or finding.path
        message = finding.message.say(_)
        hint = finding.hint.say(_) if finding.hint else ""
        lines.append(f"{place} {finding.rule}: {message}. {hint}".strip())
    return lines


def _section(title: str, entries: list[str]) -> list[Block]:
    """A heading with a list below it; nothing, where the list would be empty."""
    if not entries:
        return []
    return [Heading(title), *_list(entries)]


def _list(entries: list[str]) -> list[Block]:
    """A list of as many as anybody reads, and how many more there are; nothing, where it would be empty."""
    if not entries:
        return []
    shown = entries[:_MANY]
    left_out = len(entries) - len(shown)
    if left_out:
        shown.append(f"… +{left_out}")
    return [Items(tuple(shown))]
