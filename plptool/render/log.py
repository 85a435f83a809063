"""The ledger's history as blocks: what was changed, when and by whom, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.blame import Blame, OwnedFact
from plptool.history.log import Log, RecordChange
from plptool.history.steps import LEDGER, day_of
from plptool.model.collections import COMMISSIONS
from plptool.model.dates import day_at
from plptool.model.events import event_of
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.personal_numbers import mask
from plptool.model.plain import Plain
from plptool.model.records import Point
from plptool.model.text import cut
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Paragraph, grid
from plptool.render.phrases import point_line
from plptool.timeline.compare import FactChange, FieldPath, compare

_EVENTS = ("events",)
_MANY = 12
"""So many changes of one record are told one by one; who wants all reads JSON."""
_LONG = 70
_TITLED = 150
_BEFORE = 12
"""So much is shown of what two long texts begin with alike."""
_CUT = Message("what it builds on is not in this clone, so all of it seems new")
_NOW = Message("{old} is called {new} now")


def log_page(log: Log, zone: ZoneInfo, _: Translate, *, whole: bool = True) -> list[Block]:
    """A commit a chapter: when, what for, by whom, and what it changes in the plan.

    Args:
        log: the history.
        zone: where the ledger is kept; the days of commits are those there.
        _: translates.
        whole: of a record that comes or goes, no more is told than that.
    """
    blocks = _called(log.asked, log.record, _)
    chapters: list[Block] = []
    for changes in log.commits:
        lines: list[str] = []
        for record in changes.records:
            lines += _record_change(record, _, whole=whole)
        commit = changes.commit
        by = f"{commit.id[:12]} · {commit.author}"
        if changes.cut:
            by += " · " + _CUT.say(_)
        chapters.append(Heading(f"{_day(commit, changes.known, zone, _)} {commit.subject}"))
        chapters += [Paragraph(by), Items(tuple(lines))]
    return [*blocks, *(chapters or [Paragraph(_("Nothing was changed."))])]


def _called(asked: str | None, record: str | None, _: Translate) -> list[Block]:
    """That the record that was asked for is called otherwise now."""
    if asked == record:
        return []
    return [Paragraph(Message(_NOW.template, {"old": asked, "new": record}).say(_))]


def _day(commit: Commit, known: int, zone: ZoneInfo, _: Translate) -> str:
    """The day of a commit, and that from which it counts as known, where this is another."""
    own, later = day_of(commit, zone), day_at(known, zone)
    if own == later:
        return own.isoformat()
    return _("{date} (counts as known from {known})").format(date=own, known=later)


def _record_change(record: RecordChange, _: Translate, *, whole: bool) -> list[str]:
    """What becomes of a record: that it came or went, or fact by fact."""
    match record.kind:
        case "unreadable":
            return [_("{record}: cannot be read from this commit on").format(record=_name(record))]
        case "added" if whole and not record.formerly:
            return [_came_or_went(record, _("{record}: added – {title}") if record.title else _("{record}: added"))]
        case "removed" if whole and not record.formerly:
            return [_came_or_went(record, _("{record}: deleted – {title}") if record.title else _("{record}: deleted"))]
        case "added" | "removed" | "changed":
            return [*_renamed(record, _), *_facts(record, _)]
        case _:
            assert_never(record.kind)


def _name(record: RecordChange) -> str:
    return "ledger.yaml" if record.collection == LEDGER else record.record


def _came_or_went(record: RecordChange, template: str) -> str:
    return cut(template.format(record=_name(record), title=record.title), _TITLED)


def _renamed(record: RecordChange, _: Translate) -> Iterator[str]:
    if record.formerly:
        yield _("{record}: formerly {old}").format(record=_name(record), old=record.formerly)


def _facts(record: RecordChange, _: Translate) -> Iterator[str]:
    """That it was sealed, and what became of its other facts; of many, how many more there are."""
    name = _name(record)
    if any(map(_is_of_seal, record.facts)):
        yield _("{record}: sealed").format(record=name)
    rest = [fact for fact in record.facts if not _is_of_seal(fact) and not _says_rename(fact, record.formerly)]
    for fact in rest[:_MANY]:
        yield f"{name}: {change_line(fact, _, record.names_of_tasks)}"
    if len(rest) > _MANY:
        more = _("{record}: {n} more changes (`--format json` shows all)")
        yield more.format(record=name, n=len(rest) - _MANY)


def _is_of_seal(fact: FactChange) -> bool:
    return fact.path[0] == "seal" and len(fact.path) > 1


def _says_rename(fact: FactChange, formerly: str | None) -> bool:
    """Whether it says no more than what the record was called until then."""
    return formerly is not None and fact.path == ("formerly",) and fact.after in (formerly, [formerly])


def change_line(change: FactChange, _: Translate, tasks: Mapping[str, str] = words.NO_TASKS) -> str:
    """What became of a fact, in a line; `tasks` says what is to be done."""
    path = change.path
    old = fact_line(path, change.before, _, tasks) if change.before is not None else ""
    new = fact_line(path, change.after, _, tasks) if change.after is not None else ""
    name = "" if path == _EVENTS else f"{label(path, _)}: "
    match change.kind:
        case "added":
            return f"+ {name}{cut(new, _LONG)}"
        case "removed":
            return f"− {name}{cut(old, _LONG)}"
        case "changed" if old == new:  # what differs is not said in a line, such as where it stands
            differing = ", ".join(map(_, _differing(change.before, change.after)))
            return f"{name}{cut(new, _LONG)} ({differing})"
        case "changed" if path == (COMMISSIONS,) and isinstance(change.before, dict) and isinstance(change.after, dict):
            # Named whole, and then what differs: of two long lines alike, nobody sees which task it is.
            lines = "; ".join(change_line(fact, _) for fact in compare(change.before, change.after))
            return f"{name}{words.task(str(change.after.get('id')), tasks, _)}: {lines}"
        case "changed":
            return name + " → ".join(contrast(old, new))
        case _:
            assert_never(change.kind)


def _differing(old: Plain, new: Plain) -> list[str]:
    """The properties in which two entries differ."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [name for name in {**old, **new} if old.get(name) != new.get(name)]


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    old, new = mask(old), mask(new)
    start = 0
    if max(len(old), len(new)) > _LONG:
        start = old.rfind(" ", 0, max(0, _alike(old, new) - _BEFORE)) + 1  # where a word begins
    before = "…" if start else ""
    return before + cut(old[start:], _LONG), before + cut(new[start:], _LONG)


def _alike(old: str, new: str) -> int:
    """How many characters two texts begin with alike."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


def label(path: FieldPath, _: Translate) -> str:
    """A property as people say it: `source (need)`."""
    first, *below = path
    return " ".join([_(first), *(f"({_(name)})" for name in below)])


def fact_line(path: FieldPath, value: Plain, _: Translate, tasks: Mapping[str, str] = words.NO_TASKS) -> str:
    """A field's value or an event, in a line; `tasks` says what is to be done."""
    if path == _EVENTS and isinstance(value, dict):
        event = event_of(value)
        return f"{words.cell(event.when.text, _)} {words.event(event, _, tasks=tasks)}"
    if path == (COMMISSIONS,) and isinstance(value, dict):
        return words.task_entry(value, tasks, _)
    return words.sources(value) if path[0] == "source" else words.field(path[-1], value, _)


def blame_page(blame: Blame, point: Point, zone: ZoneInfo, _: Translate) -> list[Block]:
    """Each fact with the commit that gave it its present value, then what was taken away, and the commits by number.

    Args:
        blame: the record's facts.
        point: the day and revision of which they are told.
        zone: where the ledger is kept; the days of commits are those there.
        _: translates.
    """
    title = f"{blame.record} {blame.title}".strip()
    blocks: list[Block] = [Heading(title, 1), *_called(blame.asked, blame.record, _), Paragraph(point_line(point, _))]
    owners = _owners((*blame.facts, *blame.removed))
    numbers = {key: number for number, key in enumerate(owners, 1)}
    if blame.facts:
        blocks.append(_table(blame.facts, blame.names_of_tasks, numbers, zone, _))
    if blame.removed:
        blocks += [Heading(_("Removed")), _table(blame.removed, blame.names_of_tasks, numbers, zone, _)]
    if owners:
        lines = tuple(_owner(numbers[commit.id], commit, owned, zone, _) for commit, owned in owners.values())
        blocks += [Heading(_("Commits")), Items(lines)]
    return blocks


def _owners(facts: Iterable[OwnedFact]) -> dict[str, tuple[Commit, OwnedFact]]:
    """The commits to which facts are owed, by id, each with the first of these: in this order they are numbered."""
    owners: dict[str, tuple[Commit, OwnedFact]] = {}
    for fact in facts:
        if fact.commit:
            owners.setdefault(fact.commit.id, (fact.commit, fact))
    return owners


def _table(
    facts: Iterable[OwnedFact], tasks: Mapping[str, str], numbers: Mapping[str, int], zone: ZoneInfo, _: Translate
) -> Grid:
    columns = [
        Column(_("committed"), whole=True),
        Column("#", right=True),
        Column(_("field"), limit=18),
        Column(_("value"), cut=True),
    ]
    return grid(columns, [_owned_fact(fact, tasks, numbers, zone, _) for fact in facts])


def _owned_fact(
    owned: OwnedFact, tasks: Mapping[str, str], numbers: Mapping[str, int], zone: ZoneInfo, _: Translate
) -> Cells:
    """A row of the table of facts."""
    commit = owned.commit
    return [
        day_of(commit, zone) if commit else _("not committed"),
        numbers[commit.id] if commit else "–",
        label(owned.path, _),
        fact_line(owned.path, owned.value, _, tasks),
    ]


def _owner(number: int, commit: Commit, owned: OwnedFact, zone: ZoneInfo, _: Translate) -> str:
    """A commit that facts are owed to, in a line."""
    line = f"#{number} {commit.id[:12]} {_day(commit, owned.known, zone, _)} {commit.author}: {commit.subject}"
    return line + (" · " + _CUT.say(_) if owned.cut else "")
