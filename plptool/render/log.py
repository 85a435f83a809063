"""The ledger's history as blocks: what was changed, when and by whom, in the reader's language."""

from typing import Any
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.blame import Blame, OwnedFact
from plptool.history.log import Log, RecordChange
from plptool.history.steps import LEDGER, day_at, day_of
from plptool.model.events import event_of
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.records import Point
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Heading, Items, Paragraph, grid
from plptool.render.phrases import point_line
from plptool.timeline.compare import FactChange

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
    name = "ledger.yaml" if record.collection == LEDGER else record.record
    if record.kind == "unreadable":
        return [_("{record}: cannot be read from this commit on").format(record=name)]
    lines = []
    if record.formerly:
        lines.append(_("{record}: formerly {old}").format(record=name, old=record.formerly))
    elif record.kind == "added" and whole:
        text = _("{record}: added – {title}") if record.title else _("{record}: added")
        return [words.short(text.format(record=name, title=record.title), _TITLED)]
    elif record.kind == "removed" and whole:
        text = _("{record}: deleted – {title}") if record.title else _("{record}: deleted")
        return [words.short(text.format(record=name, title=record.title), _TITLED)]
    if any(_is_of_seal(fact) for fact in record.facts):
        lines.append(_("{record}: sealed").format(record=name))
    rest = [fact for fact in record.facts if not _is_of_seal(fact) and not _says_rename(fact, record.formerly)]
    lines += [f"{name}: {change_line(fact, _)}" for fact in rest[:_MANY]]
    if len(rest) > _MANY:
        more = _("{record}: {n} more changes (`--format json` shows all)")
        lines.append(more.format(record=name, n=len(rest) - _MANY))
    return lines


def _is_of_seal(fact: FactChange) -> bool:
    return fact.field.startswith("seal.")


def _says_rename(fact: FactChange, formerly: str | None) -> bool:
    """Whether it says no more than what the record was called until then."""
    return formerly is not None and fact.field == "formerly" and fact.new in (formerly, [formerly])


def change_line(change: FactChange, _: Translate) -> str:
    """What became of a fact, in a line."""
    field = change.field
    old = fact_line(field, change.old, _) if change.old is not None else ""
    new = fact_line(field, change.new, _) if change.new is not None else ""
    name = "" if field == "events" else f"{label(field, _)}: "
    if change.kind == "added":
        return f"+ {name}{words.short(new, _LONG)}"
    if change.kind == "removed":
        return f"− {name}{words.short(old, _LONG)}"
    if old == new:  # what differs is not said in a line, such as where it stands
        both = {**change.old, **change.new}
        differing = (key for key in both if change.old.get(key) != change.new.get(key))
        return f"{name}{words.short(new, _LONG)} ({', '.join(_(key) for key in differing)})"
    return name + " → ".join(contrast(old, new))


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    start = 0
    if max(len(old), len(new)) > _LONG:
        start = old.rfind(" ", 0, max(0, _alike(old, new) - _BEFORE)) + 1  # where a word begins
    before = "…" if start else ""
    return before + words.short(old[start:], _LONG), before + words.short(new[start:], _LONG)


def _alike(old: str, new: str) -> int:
    """How many characters two texts begin with alike."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


def label(field: str, _: Translate) -> str:
    """`source.need` as people say it."""
    return " ".join([_(part) if number == 0 else f"({_(part)})" for number, part in enumerate(field.split("."))])


def fact_line(field: str, value: Any, _: Translate) -> str:
    """A field's value or an event, in a line."""
    if field == "events":
        return f"{words.cell(value['date'], _)} {words.event(event_of(value), _)}"
    first, *below = field.split(".")
    return words.sources(value) if first == "source" else words.field(below[-1] if below else first, value, _)


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
    # By its id, the first fact that is owed to each commit: in this order they are numbered.
    owners: dict[str, OwnedFact] = {}
    for fact in (*blame.facts, *blame.removed):
        if fact.commit:
            owners.setdefault(fact.commit.id, fact)
    numbers = {key: number for number, key in enumerate(owners, 1)}
    for title, facts in (("", blame.facts), (_("Removed"), blame.removed)):
        if facts:
            columns = [
                Column(_("committed"), whole=True),
                Column("#", right=True),
                Column(_("field"), limit=18),
                Column(_("value"), cut=True),
            ]
            rows = [_owned_fact(fact, numbers, zone, _) for fact in facts]
            blocks += [*([Heading(title)] if title else []), grid(columns, rows)]
    lines = tuple(_owner(numbers[key], owned, zone, _) for key, owned in owners.items())
    return [*blocks, Heading(_("Commits")), Items(lines)] if lines else blocks


def _owned_fact(owned: OwnedFact, numbers: dict[str, int], zone: ZoneInfo, _: Translate) -> Cells:
    """A row of the table of facts."""
    commit = owned.commit
    return [
        day_of(commit, zone) if commit else _("not committed"),
        numbers[commit.id] if commit else "–",
        label(owned.field, _),
        fact_line(owned.field, owned.value, _),
    ]


def _owner(number: int, owned: OwnedFact, zone: ZoneInfo, _: Translate) -> str:
    """The commit that a fact is owed to, in a line."""
    commit = owned.commit
    if commit is None:
        return ""
    line = f"#{number} {commit.id[:12]} {_day(commit, owned.known, zone, _)} {commit.author}: {commit.subject}"
    return line + (" · " + _CUT.say(_) if owned.cut else "")
