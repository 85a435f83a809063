"""What the past tells, as JSON: docs/json.md says what each name means."""

from typing import TYPE_CHECKING, Any

from plptool.model.dates import moment
from plptool.model.i18n import Translate
from plptool.model.records import as_list
from plptool.render import findings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from plptool.git.objects import Commit
    from plptool.history.audit import Audit, Correction, ExaminedSeal
    from plptool.history.blame import Blame, OwnedFact
    from plptool.history.log import CommitChanges, Log, RecordChange
    from plptool.timeline.compare import FactChange


def commit_data(commit: "Commit", zone: "ZoneInfo", *, cut: bool = False) -> dict[str, Any]:
    """A commit; its time is the committer's, where the ledger is kept."""
    at = moment(commit.committed, zone)
    return {
        "commit": commit.id,
        "date": at.date().isoformat(),
        "time": at.isoformat(),
        "author": commit.author,
        "subject": commit.subject,
        "merge": len(commit.parents) > 1,
        "cut": cut,
    }


def known_data(seconds: int, zone: "ZoneInfo") -> str:
    """The day from which a commit counts as known."""
    return moment(seconds, zone).date().isoformat()


def change_data(change: "FactChange") -> dict[str, Any]:
    return {"kind": change.kind, "field": change.field, "old": change.old, "new": change.new}


# log


def log_data(log: "Log", zone: "ZoneInfo") -> dict[str, Any]:
    return {
        "revision": log.revision,
        "record": log.record,
        "asked": log.asked,
        "commits": [_commit_changes_data(changes, zone) for changes in log.commits],
    }


def _commit_changes_data(changes: "CommitChanges", zone: "ZoneInfo") -> dict[str, Any]:
    return {
        **commit_data(changes.commit, zone, cut=changes.cut),
        "known": known_data(changes.known, zone),
        "changes": [_record_change_data(record) for record in changes.records],
    }


def _record_change_data(record: "RecordChange") -> dict[str, Any]:
    return {
        "collection": record.collection,
        "record": record.record,
        "title": record.title,
        "change": record.kind,
        "formerly": record.formerly,
        "facts": [change_data(fact) for fact in record.facts],
    }


# blame


def blame_data(blame: "Blame", zone: "ZoneInfo") -> dict[str, Any]:
    return {
        "collection": blame.collection,
        "record": blame.record,
        "asked": blame.asked,
        "title": blame.title,
        "facts": [_owned_fact_data(fact, zone) for fact in blame.facts],
        "removed": [_owned_fact_data(fact, zone) for fact in blame.removed],
    }


def _owned_fact_data(fact: "OwnedFact", zone: "ZoneInfo") -> dict[str, Any]:
    owner = None
    if fact.commit:
        owner = commit_data(fact.commit, zone, cut=fact.cut)
        owner = {"id": owner.pop("commit"), **owner, "known": known_data(fact.known, zone)}
    return {"field": fact.field, "value": fact.value, "commit": owner}


# audit


def audit_data(audit: "Audit", zone: "ZoneInfo", translate: Translate) -> dict[str, Any]:
    return {
        "verdict": audit.verdict,
        "wrong": audit.wrong,
        "commit": commit_data(audit.commit, zone),
        "commits": audit.commits,
        "expected": [
            {
                "asked": expected.asked,
                "snapshot": expected.snapshot,
                "digest": expected.digest,
                "agrees": expected.agrees,
            }
            for expected in audit.expected
        ],
        "unvouched": audit.unvouched,
        "seals": [_seal_data(seal, zone) for seal in audit.seals],
        "findings": findings.data(list(audit.findings), translate),
        "chains": [
            {
                "commit": commit_data(chain.commit, zone),
                "findings": findings.data(list(chain.findings), translate),
            }
            for chain in audit.chains
        ],
        "altered": [
            {
                "commit": commit_data(altered.commit, zone),
                "record": altered.record,
                "snapshot": altered.snapshot,
                "stands": altered.stands,
            }
            for altered in audit.altered
        ],
        "deleted": [
            {
                "commit": commit_data(deleted.commit, zone),
                "collection": deleted.collection,
                "record": deleted.record,
                "now": deleted.now,
            }
            for deleted in audit.deleted
        ],
        "lost": [
            {"commit": commit_data(lost.commit, zone), "folder": lost.folder, "seals": list(lost.seals)}
            for lost in audit.lost
        ],
        "signatures": dict(audit.signatures),
        "signers": [
            {
                "state": signer.state,
                "signer": signer.signer,
                "key": signer.key,
                "commits": signer.commits,
                "newest": commit_data(signer.newest, zone),
            }
            for signer in audit.signers
        ],
        "personal-numbers": findings.data(list(audit.past.findings), translate),
        "dated-back": findings.data(list(audit.dated_back), translate),
        "unsourced": [
            {
                "record": finding.record,
                "field": finding.value,
                "acknowledged": finding.acknowledged is not None,
            }
            for finding in audit.unsourced
        ],
        "broken": findings.data(list(audit.broken), translate),
        "history": findings.history(audit.past),
    }


def _seal_data(examined: "ExaminedSeal", zone: "ZoneInfo") -> dict[str, Any]:
    seal = examined.seal
    return {
        "snapshot": seal.id,
        "date": seal.day.isoformat(),
        "records": len(seal.records),
        "digest": seal.digest,
        "previous": seal.previous[0] if seal.previous else None,
        "expected": [
            {"digest": expected.digest, "agrees": expected.agrees, "corrections": expected.corrections}
            for expected in examined.expected
        ],
        "corrections": [_correction_data(correction, zone) for correction in examined.corrections],
    }


def _correction_data(correction: "Correction", zone: "ZoneInfo") -> dict[str, Any]:
    entry = correction.data
    return {
        "record": entry.get("record"),
        "kind": entry.get("kind"),
        "reason": entry.get("reason"),
        "source": as_list(entry.get("source")),
        "decision": entry.get("decision"),
        "digest": entry.get("digest"),
        "vouched": correction.vouched,
        "commit": commit_data(correction.commit, zone) if correction.commit else None,
    }
