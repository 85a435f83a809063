"""What a run on GitHub is about, and what a change does to the plan: pure data.

What a change adds may lie after today: a meeting that is booked, a decision to come. So it is compared as if all that
is recorded had come, on a day that is late enough, and what lies ahead is counted apart; how many processes stand where
is told as of today. What divides the new from what is learned late is the last day that was sealed.
"""

import re
from collections import Counter
from datetime import date
from typing import Any

from plptool.checks.change import corrections_kept, zones_agree
from plptool.checks.runner import check_seals
from plptool.checks.seals import by_snapshot
from plptool.model.dates import parse_when
from plptool.model.records import Json
from plptool.model.text import natural
from plptool.seals.chain import Seal, seals_of
from plptool.timeline.diff import diff, totals
from plptool.timeline.ledger import Ledger

LATE_ENOUGH = date(2099, 12, 31)
"""All that a plan foresees has come by then. It is the last day that six digits can write."""


def changed(old: Ledger, new: Ledger, today: date) -> dict[str, Any]:
    """What differs between two ledgers, whenever it takes effect, and what that does to the plan.

    Beside what `diff` gives: `today`; `totals` of today; `effect`, in figures and ids; `sealed`, what of that which was
    sealed is touched; `settings`, the properties of the manifest that differ; `unread`, what could not be
    read `before` or cannot be read `now`, so that nobody knows what changes in it.
    """
    unread = _unread(old, new)
    closed = max((one.day for one in _seals(old)), default=date.min)
    found = diff(old.at(LATE_ENOUGH), new.at(LATE_ENOUGH), closed)
    touched = _sealed(old, new)
    sealed = {key for one in touched for key in (*one["touched"], *one["corrected"])}
    changes = sorted(found["changes"], key=lambda change: _weight(change, sealed))
    return {
        **found,
        "changes": changes,
        "today": today.isoformat(),
        "totals": {"from": totals(old.at(today)), "to": totals(new.at(today))},
        "effect": _effect(changes, today, sum(map(len, unread.values()))),
        "sealed": touched,
        "settings": sorted(
            name
            for name in {**old.manifest, **new.manifest}
            if old.manifest and new.manifest and old.manifest.get(name) != new.manifest.get(name)
        ),
        "unread": unread,
        "titles": titles(old, new),
    }


def titles(*ledgers: Ledger) -> dict[str, str]:
    """What each record is called, the last word last."""
    return {
        key: str(record.data.get("title") or record.data.get("need") or key)
        for ledger in ledgers
        for key, record in ledger.records.items()
    }


def unchanged() -> dict[str, Any]:
    """What `changed` would say of a change that leaves the ledger as it was, as far as a sentence needs it."""
    return {"effect": _effect([], date.min), "sealed": [], "settings": [], "unread": {"now": [], "before": []}}


def empty(like: Ledger) -> Ledger:
    """A ledger with nothing in it, under another's manifest."""
    return Ledger(like.tree, like.manifest, [], [], set())


def _unread(old: Ledger, new: Ledger) -> dict[str, list[str]]:
    """The records, and files that should be one, that are broken on a side, and are not the same files on both."""
    broken, were = ({one.path for one in ledger.faults if one.severity == "error"} for ledger in (new, old))
    differ = {path for path in broken | were if _raw(old, path) != _raw(new, path)}
    sides = {"now": broken & differ, "before": (were - broken) & differ}
    return {side: sorted(map(_called, paths), key=natural) for side, paths in sides.items()}


def _called(path: str) -> str:
    """The id of the record that a file should be; of what is none, the path."""
    found = re.fullmatch(r"ledger/[^/]+/([^/]+)\.yaml", path)
    return found[1] if found else path


def _raw(ledger: Ledger, path: str) -> bytes | None:
    try:
        return ledger.tree.read(path)
    except OSError:
        return None


def _weight(change: dict[str, Any], sealed: set[str]) -> int:
    """What readers should see first has the least."""
    ids = {change["record"], change.get("formerly", change["record"])}
    whys = {change.get("why"), *(one.get("why") for one in (*change["fields"], *change["events"]))}
    asked = (
        bool(ids & sealed),
        change["change"] == "removed" or "formerly" in change,
        change["change"] == "changed" and any(one["field"] == "status" for one in change["fields"]),
        change["collection"] == "decisions",
        "corrected" in whys,
        change["collection"] == "processes",
    )
    return next((number for number, one in enumerate(asked) if one), len(asked))


STEPS = {
    ("planned", "ongoing"): "begun",
    ("paused", "ongoing"): "resumed",
    ("completed", "ongoing"): "reopened",
}
TAKEN_BACK = "not "
"""Before a step that a process had taken, where the event of that is taken back."""
_TOLD_APART = ("meeting", "activity")


def _effect(changes: list[dict[str, Any]], today: date, unread: int = 0) -> dict[str, Any]:
    """What the changes come to, for a sentence.

    Of each: `records`, how many, with those that cannot be read; `steps`, by step, the processes that took it, with the
    date where that lies ahead; `turns`, the properties of processes that an event made others; `counts`, how much of
    what came, went or was changed; `ahead`, of what is counted, the dates that lie ahead; `renamed`, former and new
    ids.
    """
    steps: dict[str, dict[str, str | None]] = {}
    turns: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    ahead: dict[str, list[str]] = {}
    decided = {one["record"] for one in changes if one["collection"] == "decisions" and one["change"] == "added"}

    def count(name: str, day: Json = None) -> None:
        counts[name] += 1
        if _after(day, today):
            ahead.setdefault(name, []).append(day)

    for change in changes:
        kind, collection = change["change"], change["collection"]
        before = counts.total()
        fields = {one["field"]: one for one in change["fields"]}
        status = fields.get("status") if kind == "changed" else None
        if collection == "decisions" and kind == "added":
            count(f"decision {fields['status']['to'] if 'status' in fields else 'adopted'}", _to(fields.get("date")))
        elif kind != "changed":
            count(f"{collection} {'withdrawn' if 'withdrawn' in change else kind}")
        told: list[dict[str, Any]] = []  # events of which something else tells
        if status and collection == "processes":
            step, by = _step(change, status)
            told += by
            days = [one["date"] for one in by if one["change"] == "added" and _after(one["date"], today)]
            steps.setdefault(step, {})[change["record"]] = days[-1] if days else None
        elif status:
            counts[f"decision becomes {status['to']}"] += 1
        if collection == "processes" and kind == "changed":
            found, by = _turns(change, fields, today)
            turns += found
            told += by
        for event in change["events"] if kind != "removed" else ():
            if event.get("decision") not in decided and not any(event is one for one in told):
                count(_of_event(event), event.get("date") if event["change"] == "added" else None)
        if kind == "changed":
            counts["acknowledged"] += sum(map(acknowledges, change["fields"]))
            counts["corrected"] += sum(_corrects(one) for one in change["fields"])
        plain = status is None and not told and "formerly" not in change
        counts["otherwise"] += counts.total() == before and plain and not _only_seals(change)
    return {
        "records": len(changes) + unread,
        "steps": {step: dict(sorted(ids.items(), key=lambda one: natural(one[0]))) for step, ids in steps.items()},
        "turns": turns,
        "counts": {name: n for name, n in counts.items() if n},
        "ahead": {name: sorted(days) for name, days in ahead.items()},
        "renamed": [[one["formerly"], one["record"]] for one in changes if "formerly" in one],
    }


def _to(field: dict[str, Any] | None) -> Json:
    return field["to"] if field else None


def _step(change: dict[str, Any], status: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Which step a process took from one status to another, and the events of which that tells."""
    gave = [one for one in change["events"] if one["change"] == "added" and one.get("status") == status["to"]]
    gone = [one for one in change["events"] if one["change"] == "removed" and one.get("status") == status["from"]]
    was, now = status["from"] or "planned", status["to"] or "planned"
    if gone and not gave:
        return TAKEN_BACK + STEPS.get((now, was), was), gone[-1:]
    others = [one for one in change["events"] if one["change"] == "changed" and one["to"]["kind"] == "status"]
    return STEPS.get((was, now), now), [*gave[-1:], *others]


def _turns(
    change: dict[str, Any], fields: dict[str, dict[str, Any]], today: date
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What new events of a process made another, and the events of which that tells."""
    turns, told = [], []
    for event in change["events"]:
        names = event.get("set", {}) if event["change"] == "added" else {}
        found = [fields[name] for name in names if name in fields and not _corrects(fields[name])]
        day = event["date"] if _after(event.get("date"), today) else None
        turns += [
            {"record": change["record"], "field": one["field"], "from": one["from"], "to": one["to"], "date": day}
            for one in found
            if one["to"] == names[one["field"]]
        ]
        told += [event] if found else []
    return turns, told


def _only_seals(change: dict[str, Any]) -> bool:
    """Whether a snapshot is changed in what `sealed` tells alone."""
    return change["collection"] == "snapshots" and all(
        one["field"].partition(".")[0] in ("seal", "corrections") for one in change["fields"]
    )


def _of_event(event: dict[str, Any]) -> str:
    """Under what an event is counted."""
    change = event["change"]
    either = event["to"] if change == "changed" else event
    if change == "changed" and event["from"].get("booked") and not event["to"].get("booked"):
        return "meeting confirmed"
    if change == "added" and either.get("booked"):
        return "meeting booked"
    return f"{either['kind'] if either['kind'] in _TOLD_APART else 'event'} {change}"


def _after(text: Json, today: date) -> bool:
    """Whether a date has not come by today."""
    return isinstance(text, str) and not parse_when(text).by(today)


_BESIDE = ("status", "outcome", "remaining", "source", "discrepancies", "known", "written", "seal", "corrections")
"""What follows from events, or is no fact of its own."""


def acknowledges(field: dict[str, Any]) -> bool:
    """Whether it is an entry that acknowledges a finding, and is new."""
    return field["field"].partition(".")[0] == "known" and field["from"] is None


def _corrects(field: dict[str, Any]) -> bool:
    return field["why"] == "corrected" and field["field"].partition(".")[0] not in _BESIDE


def _seals(ledger: Ledger) -> tuple[Seal, ...]:
    return seals_of(ledger.snapshots, ledger.torn)


def _sealed(old: Ledger, new: Ledger) -> list[dict[str, Any]]:
    """Each seal, and what of it a change touches: whatever is found of seals in the one ledger and not in the other.

    Of each: `change` (`made`, `gone`, `altered` or null); the records that a new correction in the seal tells of,
    `corrected`; those that say something else now, or nothing, or stand there only now, `touched`; and whether it
    `holds` now, with all that it closed.
    """
    before = {one.id: one for one in _seals(old)}
    after = {one.id: one for one in _seals(new)}
    faults, were = _faults(new), _faults(old)
    found: list[dict[str, Any]] = []
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        kept = was is None or now is None or (now.held == was.held and corrections_kept(was, now))
        change = "gone" if now is None else "made" if was is None else None if kept else "altered"
        known = len(was.corrections) if was else 0
        corrected = {str(one.get("record")) for one in now.corrections[known:]} if now and was else set()
        more = faults.get(key, set()) - were.get(key, set())
        found.append(
            {
                "snapshot": key,
                "change": change,
                "corrected": sorted(corrected, key=natural),
                "touched": sorted({record for _, record in more}, key=natural),
                "holds": not faults.get(key) and zones_agree(old, new),
            }
        )
    return found


def _faults(ledger: Ledger) -> dict[str, set[tuple[str, str]]]:
    """By snapshot, what is wrong with its seal and with what that closed: rule and record."""
    found = by_snapshot(check_seals(ledger) if _seals(ledger) else ())
    return {snapshot: {(one.rule, one.record or one.path) for one in faults} for snapshot, faults in found.items()}
