"""The ledger's history as blocks: what was changed, when and by whom, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

from plptool.git.objects import Commit
from plptool.history.blame import Blame, OwnedFact
from plptool.history.log import Log, RecordChange
from plptool.history.steps import LEDGER, day_of
from plptool.model.collections import TASKS, Collection
from plptool.model.dates import day_at
from plptool.model.events import event_of
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.personal_numbers import mask
from plptool.model.plain import Plain
from plptool.model.records import Point
from plptool.model.text import cut
from plptool.render import phrases as words
from plptool.render.counted import of_number
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Paragraph, grid
from plptool.render.phrases import point_line
from plptool.timeline.compare import FactChange, FieldPath, compare

_EVENTS = ("events",)
_TASKS = [(name,) for name in TASKS]
_MANY = 12
"""So many changes of one record are told one by one; who wants all reads JSON."""
_IMPORT = 10
"""So many records that a commit adds are an import, which is told in a line."""
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
        lines = _changes(changes.records, _, whole=whole)
        commit = changes.commit
        day = _day(commit, changes.known, zone, _)
        by = f"{commit.id[:12]} · {commit.author}"
        if changes.cut:
            by += f" · {_CUT.say(_)}"
        chapters.append(Heading(f"{day} {commit.subject}"))
        chapters.append(Paragraph(by))
        chapters.append(Items(tuple(lines)))
    if not chapters:
        chapters.append(Paragraph(_("Nothing was changed.")))
    return [*blocks, *chapters]


def _changes(records: Sequence[RecordChange], _: Translate, *, whole: bool) -> list[str]:
    """What a commit does, record by record; of many that it brings in, how many of which."""
    brought_in = [record for record in records if whole and _is_new(record)]
    if len(brought_in) < _IMPORT:
        brought_in = []
    lines = [_imported(brought_in, _)] if brought_in else []
    for record in records:
        if not (brought_in and _is_new(record)):
            lines += _record_change(record, _, whole=whole)
    return lines


def _is_new(record: RecordChange) -> bool:
    return record.kind == "added" and not record.formerly and record.collection != LEDGER


def _imported(records: Sequence[RecordChange], _: Translate) -> str:
    """How many records a commit brings in, and how many of each collection."""
    numbers = Counter(record.collection for record in records)
    told: list[str] = []
    for collection in Collection:
        number = numbers[collection]
        if number:
            name = _(collection.schema) if number == 1 else _(collection)
            told.append(f"{number} {name}")
    template = _("{n} records added: {records} (`--format json` shows all)")
    return template.format(n=len(records), records=", ".join(told))


def _called(asked: str | None, record: str | None, _: Translate) -> list[Block]:
    """That the record that was asked for is called otherwise now."""
    if asked == record:
        return []
    sentence = Message(_NOW.template, {"old": asked, "new": record})
    return [Paragraph(sentence.say(_))]


def _day(commit: Commit, known: int, zone: ZoneInfo, _: Translate) -> str:
    """The day of a commit, and that from which it counts as known, where this is another."""
    day = day_of(commit, zone)
    known_from = day_at(known, zone)
    if day == known_from:
        return day.isoformat()
    return _("{date} (counts as known from {known})").format(date=day, known=known_from)


def _record_change(record: RecordChange, _: Translate, *, whole: bool) -> list[str]:
    """What becomes of a record: that it came or went, or fact by fact."""
    match record.kind:
        case "unreadable":
            return [_("{record}: cannot be read from this commit on").format(record=_name(record))]
        case "added" if whole and not record.formerly:
            template = _("{record}: added – {title}") if record.title else _("{record}: added")
            return [_came_or_went(record, template)]
        case "removed" if whole and not record.formerly:
            template = _("{record}: deleted – {title}") if record.title else _("{record}: deleted")
            return [_came_or_went(record, template)]
        case "added" | "removed" | "changed":
            return [*_renamed(record, _), *_facts(record, _)]
        case _:
            assert_never(record.kind)


def _name(record: RecordChange) -> str:
    if record.collection == LEDGER:
        return "ledger.yaml"
    return record.record


def _came_or_went(record: RecordChange, template: str) -> str:
    line = template.format(record=_name(record), title=record.title)
    return cut(line, _TITLED)


def _renamed(record: RecordChange, _: Translate) -> Iterator[str]:
    if record.formerly:
        yield _("{record}: formerly {old}").format(record=_name(record), old=record.formerly)


def _facts(record: RecordChange, _: Translate) -> Iterator[str]:
    """That it was sealed, and what became of its other facts; of many, how many more there are."""
    name = _name(record)
    if any(map(_is_of_seal, record.facts)):
        yield _("{record}: sealed").format(record=name)
    others = [fact for fact in record.facts if not _is_of_seal(fact) and not _says_rename(fact, record.formerly)]
    for fact in others[:_MANY]:
        line = change_line(fact, _, record.words)
        yield f"{name}: {line}"
    count_left = len(others) - _MANY
    if count_left > 0:
        more = of_number(count_left, _("1 more change"), _("{n} more changes"))
        yield _("{record}: {more} (`--format json` shows all)").format(record=name, more=more)


def _is_of_seal(fact: FactChange) -> bool:
    return fact.path[0] == "seal" and len(fact.path) > 1


def _says_rename(fact: FactChange, formerly: str | None) -> bool:
    """Whether it says no more than what the record was called until then."""
    if formerly is None or fact.path != ("formerly",):
        return False
    return fact.after in (formerly, [formerly])


def change_line(change: FactChange, _: Translate, own: OwnWords = NO_WORDS) -> str:
    """What became of a fact, in a line, in the record's own words."""
    path = change.path
    before = change.before
    after = change.after
    line_before = fact_line(path, before, _, own) if before is not None else ""
    line_after = fact_line(path, after, _, own) if after is not None else ""
    name = "" if path == _EVENTS else f"{label(path, _)}: "
    match change.kind:
        case "added":
            return f"+ {name}{cut(line_after, _LONG)}"
        case "removed":
            return f"− {name}{cut(line_before, _LONG)}"
        case "changed" if line_before == line_after:  # what differs is not said in a line, such as where it stands
            differing = ", ".join(map(_, _differing(before, after)))
            return f"{name}{cut(line_after, _LONG)} ({differing})"
        case "changed" if path in _TASKS and isinstance(before, dict) and isinstance(after, dict):
            # Named whole, and then what differs: of two long lines alike, nobody sees which task it is.
            task = words.task(str(after.get("id")), own.tasks, _)
            differences = [change_line(fact, _) for fact in compare(before, after)]
            return f"{name}{task}: {'; '.join(differences)}"
        case "changed":
            line_before, line_after = contrast(line_before, line_after)
            return f"{name}{line_before} → {line_after}"
        case _:
            assert_never(change.kind)


def _differing(old: Plain, new: Plain) -> list[str]:
    """The properties in which two entries differ."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [name for name in {**old, **new} if old.get(name) != new.get(name)]


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    old = mask(old)
    new = mask(new)
    start = 0
    if max(len(old), len(new)) > _LONG:
        shown_from = max(0, _alike(old, new) - _BEFORE)
        start = old.rfind(" ", 0, shown_from) + 1  # where a word begins
    ellipsis = "…" if start else ""
    old_end = cut(old[start:], _LONG)
    new_end = cut(new[start:], _LONG)
    return ellipsis + old_end, ellipsis + new_end


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
    first_step, *below = path
    words_of_path = [_(first_step)]
    words_of_path += [f"({_(name)})" for name in below]
    return " ".join(words_of_path)


def fact_line(path: FieldPath, value: Plain, _: Translate, own: OwnWords = NO_WORDS) -> str:
    """A field's value or an event, in a line, in the record's own words."""
    if path == _EVENTS and isinstance(value, dict):
        event = event_of(value)
        date = words.cell(event.when.text, _)
        what = words.event(event, _, own=own)
        return f"{date} {what}"
    if path in _TASKS and isinstance(value, dict):
        return words.task_entry(value, own.tasks, _)
    if path[0] == "source":
        return words.sources(value, _)
    return words.field(path[-1], value, _)


def blame_page(blame: Blame, point: Point, zone: ZoneInfo, _: Translate) -> list[Block]:
    """Each fact with the commit that gave it its present value, then what was taken away, and the commits by number.

    Args:
        blame: the record's facts.
        point: the day and revision of which they are told.
        zone: where the ledger is kept; the days of commits are those there.
        _: translates.
    """
    title = f"{blame.record} {blame.title}".strip()
    blocks: list[Block] = [Heading(title, 1)]
    blocks += _called(blame.asked, blame.record, _)
    blocks.append(Paragraph(point_line(point, _)))
    owners = _owners((*blame.facts, *blame.removed))
    numbers = {commit_id: number for number, commit_id in enumerate(owners, 1)}
    if blame.facts:
        blocks.append(_table(blame.facts, blame.words, numbers, zone, _))
    if blame.removed:
        blocks.append(Heading(_("Removed")))
        blocks.append(_table(blame.removed, blame.words, numbers, zone, _))
    if owners:
        lines = [_owner(numbers[commit.id], commit, owned, zone, _) for commit, owned in owners.values()]
        blocks.append(Heading(_("Commits")))
        blocks.append(Items(tuple(lines)))
    return blocks


def _owners(facts: Iterable[OwnedFact]) -> dict[str, tuple[Commit, OwnedFact]]:
    """The commits to which facts are owed, by id, each with the first of these: in this order they are numbered."""
    owners: dict[str, tuple[Commit, OwnedFact]] = {}
    for fact in facts:
        if fact.commit:
            owners.setdefault(fact.commit.id, (fact.commit, fact))
    return owners


def _table(facts: Iterable[OwnedFact], own: OwnWords, numbers: Mapping[str, int], zone: ZoneInfo, _: Translate) -> Grid:
    columns = [
        Column(_("committed"), whole=True),
        Column("#", right=True),
        Column(_("field"), limit=18),
        Column(_("value"), cut=True),
    ]
    rows = [_owned_fact(fact, own, numbers, zone, _) for fact in facts]
    return grid(columns, rows)


def _owned_fact(owned: OwnedFact, own: OwnWords, numbers: Mapping[str, int], zone: ZoneInfo, _: Translate) -> Cells:
    """A row of the table of facts."""
    commit = owned.commit
    return [
        day_of(commit, zone) if commit else _("not committed"),
        numbers[commit.id] if commit else "–",
        label(owned.path, _),
        fact_line(owned.path, owned.value, _, own),
    ]


def _owner(number: int, commit: Commit, owned: OwnedFact, zone: ZoneInfo, _: Translate) -> str:
    """A commit that facts are owed to, in a line."""
    day = _day(commit, owned.known, zone, _)
    line = f"#{number} {commit.id[:12]} {day} {commit.author}: {commit.subject}"
    if owned.cut:
        line += f" · {_CUT.say(_)}"
    return line
