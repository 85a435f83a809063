"""What a change does, record by record: a heading and lines for each process, a line for every other record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from plptool.model.collections import COMMISSIONS, Collection
from plptool.model.decisions import cited_paragraph, paragraph_of
from plptool.model.events import Event, FieldsSet, Meeting, OfTask, Status
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.plain import Data, Plain, text, text_if_any, texts
from plptool.model.text import cut
from plptool.render import diff as differences
from plptool.render import phrases as words
from plptool.render.counted import of_number
from plptool.render.document import Block, Cells, Column, Heading, Items, Paragraph, grid
from plptool.render.phrases import when
from plptool.render.task_changes import called
from plptool.render.tasks import standing
from plptool.reports.change import LedgerChange, acknowledges
from plptool.reports.task_changes import CommissionChange, TaskStep
from plptool.timeline.changes import EventChange, FieldChange, RecordChange

RECORDS = 200
"""So many changed records are told one by one."""
LINES = 12
"""So much is told of one of them."""
LONG = 240
"""Characters of what is said in one go."""
_MUCH = 20
"""Of more changed records than this the most important are told first, and once more in their place."""
_FEW = 10
_DERIVED = ("status", "outcome", "remaining", "percent", "rating")
_OF_NEW_PROCESS = ("title", "status", "lead", "partners", "priority", "period", "due")
_OF_NEW_COMMISSION = ("lead", "due", "every", "until", "reports-to")


_Why = tuple[Plain, Plain, Plain, Plain]
"""Of which record, why, and on what a correction rests."""


def short(line: str, width: int, *, bounded: bool) -> str:
    """A text, of a page that is bounded no more than so many characters of it."""
    if not bounded:
        return line
    return cut(line, width)


def see_all(notice: str, command: str) -> Paragraph:
    """That this is not all, and what shows all of it."""
    return Paragraph(f"{notice} `{command}`", ours=True)


def by_record(change: LedgerChange, command: str, _: Translate, *, bounded: bool) -> list[Block]:
    """The changed records, by what they are; the command shows all of them."""
    shown = change.changes[:RECORDS] if bounded else change.changes
    processes: list[RecordChange] = []
    decisions: list[RecordChange] = []
    others: list[RecordChange] = []
    for record in shown:
        match record.collection:
            case Collection.PROCESSES:
                processes.append(record)
            case Collection.DECISIONS:
                decisions.append(record)
            case _ if not _only_corrects(record, change, shown):
                others.append(record)
    return [
        *_most_important(change, _),
        *_processes(processes, change, _, bounded=bounded),
        *_commissions(decisions, change, _, bounded=bounded),
        *_section(_("Decisions"), decisions, change, _, bounded=bounded),
        *_section(_("Other records"), others, change, _, bounded=bounded),
        *_rest(change.changes[len(shown) :], command, _),
    ]


def _most_important(change: LedgerChange, _: Translate) -> list[Block]:
    """Where there is much to read, what to read first, whatever sort of record it is."""
    if len(change.changes) <= _MUCH:
        return []
    entries = [_entry(record, change, _, bounded=True) for record in change.changes[:_FEW]]
    lines = tuple(entry for entry in entries if entry)
    return [Heading(_("Most important")), Items(lines)]


def _processes(
    processes: Sequence[RecordChange], change: LedgerChange, _: Translate, *, bounded: bool
) -> Iterator[Block]:
    if processes:
        yield Heading(_("Processes"))
    for process in processes:
        title = f"{_lock(process, change)}{process.record} {_title(process, change)}"
        lines = [*_sealed(process, change, _, bounded=bounded), *_lines(process, _, bounded=bounded)]
        yield from _several(title, lines, _, bounded=bounded)


def _lock(record: RecordChange, change: LedgerChange) -> str:
    """The sign of what was sealed, before a record that says something else of a sealed day."""
    of_sealed = (key for seal in change.effect.seals for key in (*seal.touched, *seal.corrected))
    return "🔒 " if record.record in of_sealed else ""


def _sealed(record: RecordChange, change: LedgerChange, _: Translate, *, bounded: bool) -> Iterator[str]:
    """What of a record was sealed and is another: whether a correction says why, and what it says."""
    for seal in change.effect.seals:
        if record.record in seal.touched:
            altered = _("What {snapshot} sealed of it is altered, and no correction says why.")
            yield altered.format(snapshot=seal.snapshot)
        if record.record in seal.corrected:
            corrected = _("What {snapshot} sealed of it is corrected: {reason}")
            correction = _correction(seal.snapshot, record.record, change)
            reason = short(text_if_any(correction, "reason") or "–", LONG, bounded=bounded)
            yield corrected.format(snapshot=seal.snapshot, reason=reason) + _cited(correction, _, bounded=bounded)


def _correction(snapshot: str, record: str, change: LedgerChange) -> Data:
    """A seal's newest correction of a record that the change brings; empty, where it brings none.

    One that was there, and that a merge has only chained anew, is not brought.
    """
    fields = [
        field
        for changed in change.changes
        if changed.record == snapshot and changed.collection is Collection.SNAPSHOTS
        for field in changed.fields
        if field.top == "corrections"
    ]
    before = [_why(field.before) for field in fields if isinstance(field.before, dict)]
    newest: Data = {}
    for field in fields:
        after = field.after
        if isinstance(after, dict) and after.get("record") == record and _why(after) not in before:
            newest = after
    return newest


def _why(correction: Data) -> _Why:
    return correction.get("record"), correction.get("reason"), correction.get("source"), correction.get("decision")


def _only_corrects(record: RecordChange, change: LedgerChange, shown: Sequence[RecordChange]) -> bool:
    """Whether a snapshot is changed in nothing but corrections of records that are told, each with its correction."""
    if record.collection is not Collection.SNAPSHOTS or record.change != "changed" or not record.fields:
        return False
    if any(field.top != "corrections" for field in record.fields):
        return False
    told = {changed.record for changed in shown}
    corrected = [key for seal in change.effect.seals if seal.snapshot == record.record for key in seal.corrected]
    return bool(corrected) and told.issuperset(corrected)


def _several(title: str, lines: Sequence[str], _: Translate, *, bounded: bool) -> Iterator[Block]:
    """What is told in several lines under a title of its own."""
    if bounded and len(lines) > LINES:
        more = of_number(len(lines) - LINES, _("1 more change"), _("{n} more changes"))
        lines = [*lines[:LINES], f"… {more}"]
    if lines:
        yield Heading(short(title, 120, bounded=bounded), 3)
        yield Items(tuple(lines))


def _commissions(
    decisions: Sequence[RecordChange], change: LedgerChange, _: Translate, *, bounded: bool
) -> Iterator[Block]:
    """What becomes of the commissions that these decisions gave, each told by what is to be done."""
    shown = {decision.record for decision in decisions}
    commissions = [commission for commission in change.effect.commissions if commission.record in shown]
    if commissions:
        yield Heading(_("Commissions"))
    for commission in commissions:
        name = called(commission, commission.lead, _)
        title = f"{name[0].upper()}{name[1:]}: {commission.words}"
        lines = list(_commission_lines(commission, _, bounded=bounded))
        yield from _several(title, lines, _, bounded=bounded)


def _section(
    title: str, records: Sequence[RecordChange], change: LedgerChange, _: Translate, *, bounded: bool
) -> list[Block]:
    entries = [_entry(record, change, _, bounded=bounded) for record in records]
    lines = tuple(entry for entry in entries if entry)
    if not lines:
        return []
    return [Heading(title), Items(lines)]


def _rest(untold: Sequence[RecordChange], command: str, _: Translate) -> list[Block]:
    """What is not told one by one: how much of what."""
    if not untold:
        return []
    kinds = ("added", "changed", "removed")
    columns = [Column(_("records"))]
    columns += [Column(_(kind), right=True) for kind in kinds]
    counts_by_collection: dict[str, Counter[str]] = {}
    for record in untold:
        counts_by_collection.setdefault(record.collection, Counter())[record.change] += 1
    rows: list[Cells] = []
    for name, counts in counts_by_collection.items():
        numbers = [counts[kind] for kind in kinds]
        rows.append([_(name), *numbers])
    title = of_number(len(untold), _("And 1 more record"), _("And {n} more records"))
    return [Heading(title), grid(columns, rows), see_all(_("All of it:"), command)]


def _title(record: RecordChange, change: LedgerChange) -> str:
    """What a record is called; nothing where it has its id alone."""
    title = change.titles.get(record.record, "")
    if title == record.record:
        return ""
    return title


# A record in one line


def _entry(record: RecordChange, change: LedgerChange, _: Translate, *, bounded: bool) -> str:
    """A record in one line, with its id at the end; empty where all of it is told elsewhere."""
    title = _title(record, change)
    key = f" ({record.record})" if title else ""
    title = f"{_lock(record, change)}{title or record.record}"
    match record.change:
        case "changed":
            lines = "; ".join([*_sealed(record, change, _, bounded=bounded), *_lines(record, _, bounded=bounded)])
            if not lines:
                return ""
            return short(f"{title}{key}: {lines}", 2 * LONG, bounded=bounded)
        case "added":
            label = _("New")
        case "removed":
            label = _("Removed")
        case unknown:
            assert_never(unknown)
    about = ", ".join(_about(record, _))
    title = short(title, 160, bounded=bounded)
    entry = f"{label}: {title}. {about}{key}"
    if record.withdrawn is not None:
        reason = words.value(record.withdrawn, _)
        withdrawn = _("Withdrawn: {reason}").format(reason=reason)
        entry += f". {withdrawn}"
    return short(entry, 2 * LONG, bounded=bounded)


def _about(record: RecordChange, _: Translate) -> Iterator[str]:
    """Of a record that is new or gone: its date and what it is; whose decision, and where it stands."""
    fields = differences.what_it_says(record)
    date = fields.get("date")
    if isinstance(date, str):
        yield when(date, _)
    if record.collection is not Collection.DECISIONS:
        yield _(record.collection.schema)
        return
    yield differences.decided_by(fields)
    paragraph = paragraph_of(fields)
    if paragraph is not None:
        yield cited_paragraph(paragraph)
    yield words.decision_status(text_if_any(fields, "status") or "–", _)
    for name in ("repeals", "amends"):
        if name in fields:
            yield f"{_(name)} {', '.join(texts(fields, name))}"


# A commission in several lines


def _commission_lines(commission: CommissionChange, _: Translate, *, bounded: bool) -> Iterator[str]:
    """What becomes of a commission: how it stands today, what was written of it, what was told of it."""
    yield from _standing(commission, _)
    told: list[Data] = []
    for step in commission.steps:
        if step.became in ("given", "proposed"):
            yield _given(commission, step, _)
        elif step.event is not None:
            told.append(step.event.data)
            yield _changed_commission(step, step.event, _, bounded=bounded)
    if commission.corrected is not None:
        label = _("Corrected")
        difference = _differs(*commission.corrected, NO_WORDS, _, bounded=bounded)
        yield f"{label}: {difference}"
    for change in commission.events:
        if change.event.data not in told:
            yield _event_of_commission(commission, change, _, bounded=bounded)


def _standing(commission: CommissionChange, _: Translate) -> Iterator[str]:
    """How it stands today, and stood before."""
    before = standing(commission.before, _) if commission.before else None
    after = standing(commission.after, _) if commission.after else None
    if commission.after is None or after is None or before == after:
        return
    line = after if before is None else f"{before} → {after}"
    late = commission.after.days_late
    if late is not None:
        days = of_number(late, _("1 day"), _("{n} days"))
        line += f" ({days})"
    label = _("How it stands")
    yield f"{label}: {line}"


def _given(commission: CommissionChange, step: TaskStep, _: Translate) -> str:
    """That it is new, with what was written of it; or gone."""
    if step.taken_back:
        return _("Removed")
    fields = commission.written or {}
    about = _fields_in_a_line(fields, _OF_NEW_COMMISSION, NO_WORDS, _)
    label_of_new = _("New commission") if step.became == "given" else _("Proposed commission")
    if not about:
        return label_of_new
    return f"{label_of_new} ({about})"


def _fields_in_a_line(fields: Data, names: Sequence[str], own: OwnWords, _: Translate) -> str:
    """Those of these fields that there are, each with what it says."""
    values = [f"{_(name)}: {words.field(name, fields[name], _, own)}" for name in names if name in fields]
    return ", ".join(values)


def _changed_commission(step: TaskStep, event: Event, _: Translate, *, bounded: bool) -> str:
    """That it goes to others or is due on another day: from what to what, by which decision, and when."""
    parts: list[str] = []
    if step.leads is not None:
        label = _("lead").capitalize()
        before, after = (", ".join(leads) or "–" for leads in step.leads)
        parts.append(f"{label}: {before} → {after}")
    if step.due is not None:
        label = _("due").capitalize()
        before, after = (when(due, _) for due in step.due)
        parts.append(f"{label}: {before} → {after}")
    if step.by is not None:
        parts.append(str(step.by))
    parts.append(when(text(event.data, "date"), _))
    line = ", ".join(parts)
    reason = text_if_any(event.data, "reason")
    if reason:
        line += f". {short(reason, LONG, bounded=bounded)}"
    return line + _cited(event.data, _, bounded=bounded)


def _event_of_commission(commission: CommissionChange, change: EventChange, _: Translate, *, bounded: bool) -> str:
    """An event of it, which need not say of which commission it is, and the decision that it rests on."""
    unnamed = replace(change, before=_unnamed(change.before), after=_unnamed(change.after))
    line = _event(unnamed, OwnWords({commission.id: commission.words}), _, bounded=bounded)
    decision = change.event.decision if isinstance(change.event, OfTask) else None
    if decision is None:
        return line
    return f"{line} ({commission.resting[decision]})"


def _unnamed(event: Event | None) -> Event | None:
    """An event without saying of which commission it is."""
    if not isinstance(event, OfTask):
        return event
    data = {name: value for name, value in event.data.items() if name != "of"}
    return replace(event, data=data)


# A record in several lines


def _lines(record: RecordChange, _: Translate, *, bounded: bool) -> Iterator[str]:
    """What is to be said of a record that changed, or of a process."""
    if record.formerly is not None:
        yield _("Another id: formerly {old}").format(old=record.formerly)
    if record.withdrawn is not None:
        reason = short(words.value(record.withdrawn, _), LONG, bounded=bounded)
        yield _("Withdrawn: {reason}").format(reason=reason)
    match record.change:
        case "removed":
            if record.withdrawn is None:
                yield _("Removed")
        case "added":
            yield _new_process(record, _)
            for event in record.events:
                yield _event(event, record.words, _, bounded=bounded)
        case "changed":
            of_status = _event_of_status(record)
            yield from _derived_lines(record, of_status, _, bounded=bounded)
            for event in record.events:
                of_commission = isinstance(event.event, OfTask) and record.collection is Collection.DECISIONS
                if event is not of_status and not of_commission:  # that is told with the commission
                    yield _event(event, record.words, _, bounded=bounded)
            yield from _field_lines(record, _, bounded=bounded)
        case unknown:
            assert_never(unknown)


def _new_process(record: RecordChange, _: Translate) -> str:
    """That a process is new, with what it says of itself at the top."""
    fields = differences.what_it_says(record)
    about = _fields_in_a_line(fields, _OF_NEW_PROCESS, record.words, _)
    new = _("New process")
    if not about:
        return new
    return f"{new} ({about})"


def _event_of_status(record: RecordChange) -> EventChange | None:
    """The new event that gave a process its new status."""
    if record.status is None:
        return None
    giving: EventChange | None = None
    for change in record.events:
        is_new = change.before is None
        if is_new and isinstance(change.event, Status) and change.event.status == record.status.after:
            giving = change
    return giving


def _derived_lines(
    record: RecordChange, of_status: EventChange | None, _: Translate, *, bounded: bool
) -> Iterator[str]:
    """A process's new status, with what its event says, its outcome, and what is left to do."""
    fields = {field.name: field for field in record.fields}
    if status := fields.get("status"):
        label = _("status").capitalize()
        difference = _difference(status, _, bounded=bounded)
        beside = _when_and_where(of_status, _, bounded=bounded) if of_status else ""
        yield f"{label}: {difference}{beside}"
    if outcome := fields.get("outcome"):
        label = _("outcome").capitalize()
        difference = _difference(outcome, _, record.words, bounded=bounded)
        yield f"{label}: {difference}"
    if record.progress is not None:
        before, after = (words.progress(percent, rating, _) or "–" for percent, rating in record.progress)
        yield f"{_('progress').capitalize()}: {before} → {after}"
    if remaining := fields.get("remaining"):
        yield _remaining(remaining, _, bounded=bounded)


def _when_and_where(change: EventChange, _: Translate, *, bounded: bool) -> str:
    """What else the event of a new status says: its date, why, and its sources."""
    data = change.event.data
    date = when(text(data, "date"), _)
    line = f", {date}"
    own_words = [text(data, name) for name in ("reason", "text") if data.get(name)]
    if own_words:
        line += f". {short('. '.join(own_words), LONG, bounded=bounded)}"
    return line + _cited(data, _, bounded=bounded)


def _remaining(field: FieldChange, _: Translate, *, bounded: bool) -> str:
    if field.after is None:
        what = short(words.value(field.before, _), LONG, bounded=bounded)
        return _("No longer remaining: {what}").format(what=what)
    label = _("Remaining")
    return f"{label}: {words.value(field.after, _)}"


def _field_lines(record: RecordChange, _: Translate, *, bounded: bool) -> Iterator[str]:
    """The fields that differ, but for those that are told with an event, and findings that are acknowledged."""
    by_events: set[str] = set()
    for change in record.events:
        if change.before is None and isinstance(change.event, FieldsSet):
            by_events.update(change.event.names)
    for field in record.fields:
        if field.name in (*_DERIVED, *by_events) or acknowledges(field) or field.top == COMMISSIONS:
            continue
        name = differences.named(field.path, _)
        difference = _difference(field, _, record.words, bounded=bounded)
        line = f"{_label(field, _)}: {name}: {difference}"
        if field.top == "corrections" and isinstance(field.after, dict):  # that in a seal rests on a source
            line += _cited(field.after, _, bounded=bounded)
        yield line


def _label(field: FieldChange, _: Translate) -> str:
    if field.why == "corrected":
        return _("Corrected")
    if field.before is None:
        return _("New")
    return _("Changed")


def _difference(field: FieldChange, _: Translate, own: OwnWords = NO_WORDS, *, bounded: bool) -> str:
    if field.before == field.after:  # but for what is not published
        return _another_person(_)
    if field.before is None:
        is_citation = field.top == "source"
        value = words.sources(field.after, _) if is_citation else words.field(field.name, field.after, _, own)
        return short(value, LONG, bounded=bounded)
    room = differences.ROOM if bounded else None
    return differences.differs(field.path, field.before, field.after, _, own, room=room)


def _another_person(_: Translate) -> str:
    return _("another person, who is not named here")


def _differs(before: Data, after: Data, own: OwnWords, _: Translate, *, bounded: bool) -> str:
    """What differs in an entry; where nothing does, but for what is not published, that."""
    room = differences.ROOM if bounded else None
    return differences.event_differs(before, after, _, own, room=room) or _another_person(_)


def _event(change: EventChange, own: OwnWords, _: Translate, *, bounded: bool) -> str:
    """An event that came, went or is another."""
    if change.before and change.after:
        return _changed_event(change.before, change.after, own, _, bounded=bounded)
    data = change.event.data
    date = when(text(data, "date"), _)
    sentence = words.event(change.event, _, own=own)
    line = short(f"{date} {sentence}", LONG, bounded=bounded)
    cited = _cited(data, _, bounded=bounded)
    return f"{_event_label(change, _)}: {line}{cited}"


def _event_label(change: EventChange, _: Translate) -> str:
    if change.after is None:
        return _("Removed")
    if change.why == "late":
        return _("Learned later")
    return _("New")


def _changed_event(before: Event, after: Event, own: OwnWords, _: Translate, *, bounded: bool) -> str:
    """An event that says something else; a meeting that was booked and is held was confirmed, and not corrected."""
    difference = _differs(before.data, after.data, own, _, bounded=bounded)
    date = when(text(after.data, "date"), _)
    line = f"{date} {_(after.kind)}: {difference}"
    is_confirmed = isinstance(before, Meeting) and before.booked and after.held
    label = _("Confirmed") if is_confirmed else _("Corrected")
    return f"{label}: {short(line, 2 * LONG, bounded=bounded)}"


def _cited(data: Data, _: Translate, *, bounded: bool) -> str:
    """The sources of an event or entry."""
    sources = words.sources(data.get("source"), _)
    if not sources:
        return ""
    return f" [{short(sources, 80, bounded=bounded)}]"
