"""What differs between two points, as blocks: what happened, then what was learned later, then what was corrected.

Built from the data of `plptool diff --format json`.
"""

from collections.abc import Collection, Iterator
from typing import Any

from plptool.model.events import event_of
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Heading, Items, Paragraph, grid
from plptool.render.phrases import when
from plptool.timeline.compare import compare

_NEW = ("happened", "settled")
_DERIVED = ("status", "outcome", "remaining")
ROOM = 90
"""Characters of a value that is shown beside what it was."""
Titles = dict[str, str]


def page(found: dict[str, Any], titles: Titles, _: Translate) -> list[Block]:
    """What differs: the sum, the totals, then record by record. `titles` are the records' own."""
    changes = found["changes"]
    heading = Heading(_heading(found, _), 1)
    told = [heading, *_revisions(found, _)]
    if not changes:
        return [*told, Paragraph(_("Nothing has changed."))]
    happened = [one for change in changes if (one := _part(change, _NEW))]
    late = [row for change in changes for row in _learned(change, titles, _)]
    corrected = [row for change in changes for row in _corrections(change, titles, _)]
    return [
        *told,
        Paragraph(_sum(happened, len(late), len(corrected), _)),
        *sums(found["totals"], _),
        *_processes([one for one in happened if one["collection"] == "processes"], titles, _),
        *_decided(happened, titles, _),
        *_others(happened, titles, _),
        *_table(_("Learned later: it held by {date} and was recorded since").format(date=found["since"]), late, _),
        *_table(_("Corrected: what was recorded is another, or no more"), corrected, _),
    ]


def stat(found: dict[str, Any], titles: Titles, _: Translate) -> list[Block]:
    """A line a record: how many of its changes are of which kind."""
    told: list[Block] = [Heading(_heading(found, _), 1), *_revisions(found, _)]
    if not found["stat"]:
        return [*told, Paragraph(_("Nothing has changed."))]
    whys = list(found["sum"])
    rows: list[list[object]] = [
        [one["record"], titles.get(one["record"], ""), *(one[why] or "" for why in whys)] for one in found["stat"]
    ]
    rows.append([_("total"), "", *found["sum"].values()])
    columns = [
        Column("id", whole=True),
        Column(_("need or title"), cut=True),
        *(Column(_(why), right=True) for why in whys),
    ]
    return [*told, grid(columns, rows)]


def _heading(found: dict[str, Any], _: Translate) -> str:
    first, last = found["from"], found["to"]
    if first["revision"] == last["revision"]:
        said = _("From {start} to {end} ({tree})")
        return said.format(start=first["date"], end=last["date"], tree=_tree(last["revision"], _))
    sides = [f"{side['date']} ({_tree(side['revision'], _)})" for side in (first, last)]
    return _("From {start} to {end}").format(start=sides[0], end=sides[1])


def _tree(revision: str | None, _: Translate) -> str:
    return _("revision {revision}").format(revision=revision[:12]) if revision else _("work tree")


def _revisions(found: dict[str, Any], _: Translate) -> list[Block]:
    """The commits in full, for whoever looks them up."""
    named = dict.fromkeys(found[side]["revision"] for side in ("from", "to") if found[side]["revision"])
    return [Paragraph(_("Commits: {commits}").format(commits=", ".join(named)))] if named else []


def _part(change: dict[str, Any], whys: Collection[str]) -> dict[str, Any] | None:
    """A change as far as it is of these kinds; None where it is of none."""
    whole = change.get("why") in whys
    fields = [one for one in change["fields"] if (one["why"] in whys if "why" in one else whole)]
    events = [one for one in change["events"] if one["why"] in whys]
    if not (whole or fields or events):
        return None
    # Of a record that was learned of later, what has happened since is a change.
    kind = change["change"] if whole else "changed"
    return {**change, "change": kind, "fields": fields, "events": events}


def _new_status(change: dict[str, Any]) -> dict[str, Any] | None:
    return next((field for field in change["fields"] if field["field"] == "status"), None)


def _of(change: dict[str, Any], which: str, *kinds: str) -> list[dict[str, Any]]:
    return [event for event in change["events"] if event["change"] == which and event["kind"] in kinds]


def _held(change: dict[str, Any], which: str) -> int:
    return sum(not event.get("booked") for event in _of(change, which, "meeting"))


def _sum(happened: list[dict[str, Any]], late: int, corrected: int, _: Translate) -> str:
    """One sentence: what the change does to the plan."""
    processes = [one for one in happened if one["collection"] == "processes"]
    now = [new["to"] for one in processes if (new := _new_status(one))]
    adopted = [new for one in happened if one["collection"] == "decisions" and (new := _new_status(one))]
    parts = [
        _("processes completed: {n}").format(n=now.count("completed")),
        _("paused: {n}").format(n=now.count("paused")),
        _("begun or resumed: {n}").format(n=now.count("ongoing")),
        _("meetings held: {n}").format(n=sum(_held(one, "added") - _held(one, "removed") for one in processes)),
        _("decisions adopted: {n}").format(
            n=sum((new["to"] == "adopted") - (new["from"] == "adopted") for new in adopted)
        ),
    ]
    parts = parts if happened else []
    parts += [
        *([_("learned later: {n}").format(n=late)] if late else []),
        *([_("corrected: {n}").format(n=corrected)] if corrected else []),
    ]
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def sums(both: dict[str, Any], _: Translate) -> list[Block]:
    before, after = both["from"], both["to"]
    if before == after:
        return []
    rows: list[list[object]] = [
        [label, before[part][name], after[part][name]]
        for label, part, name in (
            (_("Processes completed"), "processes", "completed"),
            (_("Processes continuing"), "processes", "continuing"),
            (_("  of which paused"), "processes", "paused"),
            (_("  of which not begun"), "processes", "planned"),
            (_("Meetings held"), "meetings", "held"),
            (_("Decisions adopted"), "decisions", "adopted"),
        )
    ]
    return [grid([Column(_("total")), Column(_("before"), right=True), Column(_("after"), right=True)], rows)]


def _processes(processes: list[dict[str, Any]], titles: Titles, _: Translate) -> list[Block]:
    """A line for each process: its new status, meetings held, and what else happened."""
    rows: list[list[object]] = []
    for change in processes:
        new = _new_status(change)
        held = _held(change, "added")
        kinds: dict[str, int] = {}
        for event in _of(change, "added", "activity", "decision", "grant", "expected", "change"):
            name = event["activity"] if event["kind"] == "activity" else event["kind"]
            kinds[name] = kinds.get(name, 0) + event.get("times", 1)
        said = [f"{_(name)} {n}" if n > 1 else _(name) for name, n in kinds.items()]
        booked = len(_of(change, "added", "meeting")) - held
        said += [_("booked {n}").format(n=booked)] if booked else []
        if change["change"] == "changed":
            said += [_field_change(one, _) for one in change["fields"] if one["field"] not in _DERIVED]
        else:  # its fields are the record itself
            said.insert(0, _(change["change"]))
        gone = sum(event["change"] == "removed" for event in change["events"])
        said += [_("events fewer: {n}").format(n=gone)] if gone else []
        if not (new or held or said) and _of(change, "added", "status"):
            said = [_("status confirmed")]
        status = _(new["to"] or "–") if new else ""
        need = titles.get(change["record"], "")
        rows.append([change["record"], need, status, held or "", ", ".join(said)])
    if not rows:
        return []
    columns = [
        Column("id", whole=True),
        Column(_("need"), whole=True, limit=30),
        Column(_("now"), whole=True),
        Column(_("meetings"), right=True),
        Column(_("other events"), cut=True),
    ]
    return [Heading(_("Processes")), grid(columns, rows)]


def _field_change(one: dict[str, Any], _: Translate) -> str:
    values = [words.field(one["field"], one[side], _) for side in ("from", "to")]
    if all(len(value) <= 24 for value in values):
        return f"{named(one['field'], _)}: {values[0]} → {values[1]}"
    return _("{field} changed").format(field=named(one["field"], _))


def named(field: str, _: Translate) -> str:
    """`listed.bilaga-5` as `listed bilaga-5`."""
    name, dot, below = field.partition(".")
    if name == "source" and dot:
        return _("source of {field}").format(field=_(below))
    return f"{_(name)} {_(below)}" if dot else _(name)


def _decided(changes: list[dict[str, Any]], titles: dict[str, str], _: Translate) -> list[Block]:
    rows: list[list[object]] = []
    for one in changes:
        if one["collection"] != "decisions" or one["change"] == "changed":
            continue
        fields = {field["field"]: field["to"] if one["change"] == "added" else field["from"] for field in one["fields"]}
        status = _(fields["status"]) if one["change"] == "added" else _("no longer there")
        body = words.body(fields.get("body"), fields.get("parties", []), _roles(fields))
        rows.append([words.cell(fields["date"], _), body, status, titles.get(one["record"], one["record"])])
    columns = [
        Column(_("date"), limit=12),
        Column(_("body"), limit=20),
        Column(_("status"), whole=True),
        Column(_("decision"), cut=True),
    ]
    return [Heading(_("Decisions")), grid(columns, rows)] if rows else []


def _roles(fields: dict[str, Any]) -> list[str]:
    return [role["role"] for role in fields.get("roles") or []]


def _others(changes: list[dict[str, Any]], titles: Titles, _: Translate) -> list[Block]:
    lines = []
    for one in changes:
        if one["collection"] == "processes" or (one["collection"] == "decisions" and one["change"] != "changed"):
            continue
        if one["change"] == "changed":
            fields = dict.fromkeys(field["field"] for field in one["fields"])
            parts = [_("{field} changed").format(field=named(name, _)) for name in fields]
            parts += [words.event(event_of(event), _) for event in one["events"] if event["change"] == "added"]
            said = "; ".join(parts)
        else:
            said = titles.get(one["record"], "") if one["change"] == "added" else _("no longer there")
        lines.append(words.short(f"{one['record']}: {said}", 150))
    return [Heading(_("Other records")), Items(tuple(lines))] if lines else []


# What was learned later, and what was corrected: a row is a record, what of it, and what is said

Row = tuple[str, str, str]


def _table(title: str, rows: list[Row], _: Translate) -> list[Block]:
    if not rows:
        return []
    columns = [Column("id", whole=True), Column(_("what"), limit=26), Column(_("says"), cut=True)]
    # A record is named once.
    cells: list[list[object]] = [
        ["" if number and rows[number - 1][0] == row[0] else row[0], *row[1:]] for number, row in enumerate(rows)
    ]
    return [Heading(title), grid(columns, cells)]


def _learned(change: dict[str, Any], titles: Titles, _: Translate) -> Iterator[Row]:
    part = _part(change, ("late",))
    if part is None:
        return
    record = part["record"]
    if part["change"] == "added":  # in one row: it is all new
        said = words.short(titles.get(record, ""), ROOM)
        if part["events"]:
            said += " " + _("(with {n} events)").format(n=len(part["events"]))
        yield record, _("added to the ledger"), said
        return
    for one in _fields(part):
        shown = words.field(one["field"], one["to"], _)
        if one["from"] is not None or one["field"] in _DERIVED:
            shown = _from_to(words.field(one["field"], one["from"], _), shown)
        yield record, named(one["field"], _), words.short(shown, 2 * ROOM)
    for event in part["events"]:
        yield record, when(event["date"], _), words.short(words.event(event_of(event), _), 2 * ROOM)
    yield from _citations(part, _)


def _corrections(change: dict[str, Any], titles: Titles, _: Translate) -> Iterator[Row]:
    part = _part(change, ("corrected",))
    if part is None:
        return
    record = part["record"]
    if "formerly" in part:
        yield record, _("id"), _from_to(part["formerly"], record)
    if "withdrawn" in part:
        said = words.value(part["withdrawn"], _)
        yield record, _("withdrawn"), words.short(f"{titles.get(record, '')}. {said}", 2 * ROOM)
        return
    if part["change"] != "changed":
        said = _("no longer there") if part["change"] == "removed" else _(part["change"])
        yield record, said, words.short(titles.get(record, ""), 2 * ROOM)
        return
    for one in _fields(part):
        yield record, named(one["field"], _), differs(one["field"], one["from"], one["to"], _)
    for event in part["events"]:
        if event["change"] == "changed":
            yield record, _event_name(event["to"], _), event_differs(event["from"], event["to"], _)
        else:
            said = _("no longer there") if event["change"] == "removed" else _("another date")
            yield record, _event_name(event, _), words.short(f"{said}: {words.event(event_of(event), _)}", 2 * ROOM)
    yield from _citations(part, _)


def _fields(change: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (one for one in change["fields"] if not one["field"].startswith("source"))


def _citations(change: dict[str, Any], _: Translate) -> Iterator[Row]:
    """Where the citations alone differ: those of a field that differs are its own."""
    facts = {one["field"].partition(".")[0] for one in _fields(change)}
    found = [one for one in change["fields"] if one["field"].startswith("source")]
    found = [one for one in found if one["field"].removeprefix("source.") not in facts]
    for one in found[:3]:
        before, after = words.sources(one["from"]) or "–", words.sources(one["to"]) or "–"
        yield change["record"], named(one["field"], _), words.short(_from_to(before, after), 2 * ROOM)
    if len(found) > 3:
        rest = ", ".join(_(one["field"].removeprefix("source.")) for one in found[3:])
        yield change["record"], _("more sources"), rest


def _event_name(event: dict[str, Any], _: Translate) -> str:
    return f"{when(event['date'], _)} {_(event['kind'])}"


def event_differs(old: dict[str, Any], new: dict[str, Any], _: Translate, *, room: int | None = ROOM) -> str:
    parts = [
        f"{named(one.field, _)}: {differs(one.field, one.old, one.new, _, room=room)}" for one in compare(old, new)
    ]
    return "; ".join(parts)


def differs(name: str, old: Any, new: Any, _: Translate, *, room: int | None = ROOM) -> str:
    """What a value was and is; of long ones as much as there is room for, None for all."""
    if name.startswith("source"):
        return _from_to(words.sources(old) or "–", words.sources(new) or "–", room)
    if isinstance(old, dict) and isinstance(new, dict):
        return f"{_first(new)}: {event_differs(old, new, _, room=room)}"
    return _from_to(words.field(name, old, _), words.field(name, new, _), room)


def _first(entry: dict[str, Any]) -> str:
    return str(next((value for value in entry.values() if isinstance(value, str | int)), ""))


def _from_to(old: str, new: str, room: int | None = ROOM) -> str:
    """Both, or of long ones the part that differs."""
    if room is None:
        return f"{old} → {new}"
    if max(len(old), len(new)) > room:
        before, after = old.split(" "), new.split(" ")
        start = 0
        while start < min(len(before), len(after)) - 1 and before[start] == after[start]:
            start += 1
        end = 0
        while end < min(len(before), len(after)) - start - 1 and before[-1 - end] == after[-1 - end]:
            end += 1
        old, new = (
            ("… " if start else "") + " ".join(side[start : len(side) - end]) + (" …" if end else "")
            for side in (before, after)
        )
    return f"{words.short(old, room)} → {words.short(new, room)}"
