"""The audit as blocks: the verdict first, then what it rests on, in the reader's language."""

from typing import Any

from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Heading, Items, Paragraph, grid

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
    "lost": Message("a sealed ledger is gone from the repository"),
}


_STATES = {
    "valid": Message("valid"),
    "unknown": Message("unknown"),
    "expired": Message("expired"),
    "revoked": Message("revoked"),
    "bad": Message("BAD"),
}


def audit(found: dict[str, Any], lines: dict[str, list[str]], searched: str, _: Translate) -> list[Block]:
    """The report.

    Args:
        found: the audit as JSON tells it.
        lines: findings in words, by the part of the audit that they belong to.
        searched: how much of the history was searched for personal identity numbers.
        _: translates.
    """
    commit = found["commit"]
    said = _("Examined: commit {commit} of {date}, and {n} that it goes back to.")
    blocks: list[Block] = [
        Heading(_("Audit"), 1),
        Paragraph(_verdict(found, _), ours=True),
        *([Items(tuple(_WRONG[one].say(_) for one in found["wrong"]))] if found["wrong"] else []),
        Paragraph(said.format(commit=commit["commit"], date=commit["date"], n=found["commits"] - 1)),
        Heading(_("Seals")),
        *_section("", [_outside(one, _) for one in found["expected"]]),
        *_seals(found["seals"], _),
        *_section(_("What does not hold"), lines["findings"]),
        *_chains(found["chains"], lines, _),
        *_section(_("Commits that altered what was sealed"), [_altered(one, _) for one in found["altered"]]),
        *_section(_("Deleted records"), [_deleted(one, _) for one in found["deleted"]]),
        *_section(_("Sealed ledgers that are gone"), [_lost(one, _) for one in found["lost"]]),
        Heading(_("Signatures of commits")),
        Items(tuple(_signatures(found, _))),
        Heading(_("Personal identity numbers")),
        Paragraph(searched),
        *([Items(tuple(lines["personal-numbers"][:_MANY]))] if lines["personal-numbers"] else []),
        *_section(_("Commits dated before what they build on, or later than today"), lines["dated-back"]),
        *_section(_("Facts without a source"), [_unsourced(one, _) for one in found["unsourced"]]),
        *_section(_("Files that are no records"), lines["broken"]),
        Paragraph(_counts(found, _)),
    ]
    return blocks


def _verdict(found: dict[str, Any], _: Translate) -> str:
    if found["verdict"] == "unaltered" and found["unvouched"]:
        said = _(
            "Verdict: what was sealed is unaltered, by the digest from outside; corrections since, which no digest "
            "from outside vouches for: {n}."
        )
        return said.format(n=found["unvouched"])
    if found["verdict"] == "consistent" and not found["seals"]:
        return _("Verdict: consistent. Nothing is sealed.")
    return _VERDICTS[found["verdict"]].say(_)


def _outside(one: dict[str, Any], _: Translate) -> str:
    """What a digest from outside says."""
    if one["snapshot"] is None:
        return _("{asked}: there is no seal of it in the ledger, though one is expected").format(**one)
    if one["agrees"]:
        return _("{asked}: the digest from outside is the ledger's").format(**one)
    return _("{asked}: NOT the digest from outside, {digest}").format(**one)


def _counts(found: dict[str, Any], _: Translate) -> str:
    """What was looked for, also where there is none."""
    said = _(
        "Corrections: {corrections}. Deleted records: {deleted}. Commits dated wrongly: {back}. "
        "Facts without a source: {unsourced}."
    )
    return said.format(
        corrections=sum(len(one["corrections"]) for one in found["seals"]),
        deleted=len(found["deleted"]),
        back=len(found["dated-back"]),
        unsourced=len(found["unsourced"]),
    )


def _seals(rows: list[dict[str, Any]], _: Translate) -> list[Block]:
    if not rows:
        return [Paragraph(_("Nothing is sealed."))]
    blocks: list[Block] = []
    for row in rows:
        lines = [_("{snapshot}: {records} records sealed, SHA-256 {digest}").format(**row)]
        if row["previous"]:
            lines.append(_("it follows the seal of {previous}").format(**row))
        blocks.append(Items(tuple(lines)))
        if row["corrections"]:
            cells: list[list[object]] = [
                [
                    one["record"],
                    _(one["kind"] or "–"),
                    one["reason"],
                    words.sources(one["source"]) or one["decision"],
                    f"{one['commit']['commit'][:12]} {one['commit']['date']} {one['commit']['author']}"
                    if one["commit"]
                    else "–",
                    _("yes") if one["vouched"] else _("no"),
                ]
                for one in row["corrections"]
            ]
            columns = [
                Column(_("corrected"), whole=True),
                Column(_("kind"), whole=True),
                Column(_("reason"), cut=True),
                Column(_("source"), limit=16),
                Column(_("commit"), limit=14),
                Column(_("vouched for"), limit=8),
            ]
            blocks.append(grid(columns, cells))
    return blocks


def _chains(rows: list[dict[str, Any]], lines: dict[str, list[str]], _: Translate) -> list[Block]:
    if not rows:
        return []
    bad = [one for one in rows if one["findings"]]
    said = _("Commits that touched a snapshot: {n}; at {bad} of them a seal did not hold.")
    if not bad:
        said = _("Commits that touched a snapshot: {n}; at each of them every seal held.")
    blocks: list[Block] = [Paragraph(said.format(n=len(rows), bad=len(bad)))]
    return [*blocks, Items(tuple(lines["chains"][:_MANY]))] if bad else blocks


def _altered(one: dict[str, Any], _: Translate) -> str:
    said = _("{record} ({snapshot}): {commit} {date} {author}: {subject}. {now}")
    now = _("It stands so still.") if one["stands"] else _("Taken back or corrected since.")
    return said.format(record=one["record"], snapshot=one["snapshot"], now=now, **_commit(one))


def _deleted(one: dict[str, Any], _: Translate) -> str:
    said = _("{record}: {commit} {date} {author}: {subject}. {now}")
    states = {
        "back": _("It is back."),
        "gone": _("It is gone."),
        "another": _("The id is another record's now."),
    }
    return said.format(record=one["record"], now=states[one["now"]], **_commit(one))


def _lost(one: dict[str, Any], _: Translate) -> str:
    said = _("{folder}, with the seals {seals}: {commit} {date} {author}: {subject}.")
    return said.format(folder=one["folder"], seals=", ".join(one["seals"]), **_commit(one))


def _commit(one: dict[str, Any]) -> dict[str, str]:
    commit = one["commit"]
    return {**{name: commit[name] for name in ("date", "author", "subject")}, "commit": commit["commit"][:12]}


def _signatures(found: dict[str, Any], _: Translate) -> list[str]:
    states = {
        "unsigned": _("not signed: {n}"),
        "valid": _("valid: {n}"),
        "unknown": _("signed, but there is no key here to tell by: {n}"),
        "expired": _("expired: {n}"),
        "revoked": _("revoked: {n}"),
        "bad": _("BAD: {n}"),
    }
    lines = [
        said.format(n=found["signatures"][state]) for state, said in states.items() if state in found["signatures"]
    ]
    for one in found["signers"]:
        who = " ".join(filter(None, (one["signer"], one["key"])))
        said = _("{state}: {who}, commits: {n}, the newest {commit} of {date}")
        newest = one["newest"]
        lines.append(
            said.format(
                state=_STATES[one["state"]].say(_),
                who=who or "?",
                n=one["commits"],
                commit=newest["commit"][:12],
                date=newest["date"],
            )
        )
    return lines


def _unsourced(one: dict[str, Any], _: Translate) -> str:
    said = f"{one['record']}: {_(one['field'])}"
    return said + (f" ({_('acknowledged')})" if one["acknowledged"] else "")


def _section(title: str, entries: list[str]) -> list[Block]:
    if not entries:
        return []
    shown = entries[:_MANY] + ([f"… +{len(entries) - _MANY}"] if len(entries) > _MANY else [])
    return [*([Heading(title)] if title else []), Items(tuple(shown))]
