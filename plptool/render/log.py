"""The ledger's history as blocks: what was changed, when and by whom, in the reader's language."""

from typing import Any

from plptool.model.events import event_of
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.records import Point
from plptool.render import phrases as words
from plptool.render.document import Block, Column, Heading, Items, Paragraph, grid
from plptool.render.phrases import point_line

_MANY = 12
"""So many changes of one record are told one by one; who wants all reads JSON."""
_LONG = 70
_BEFORE = 12
"""So much is shown of what two long texts begin with alike."""
_CUT = Message("what it builds on is not in this clone, so all of it seems new")
_NOW = Message("{old} is called {new} now")


def log(found: dict[str, Any], _: Translate, *, whole: bool = True) -> list[Block]:
    """A commit a chapter: when, what for, by whom, and what it changes in the plan.

    Of a record that comes or goes, `whole` tells no more than that.
    """
    blocks = _called(found, _)
    if not found["commits"]:
        return [*blocks, Paragraph(_("Nothing was changed."))]
    for one in found["commits"]:
        lines: list[str] = []
        for told in one["changes"]:
            lines += _told(told, _, whole=whole)
        blocks.append(Heading(f"{_day(one, _)} {one['subject']}"))
        said = f"{one['commit'][:12]} · {one['author']}"
        if one["cut"]:
            said += " · " + _CUT.say(_)
        blocks += [Paragraph(said), Items(tuple(lines))]
    return blocks


def _called(found: dict[str, Any], _: Translate) -> list[Block]:
    """That the record that was asked for is called otherwise now."""
    if found["asked"] == found["record"]:
        return []
    return [Paragraph(Message(_NOW.template, {"old": found["asked"], "new": found["record"]}).say(_))]


def _day(commit: dict[str, Any], _: Translate) -> str:
    if commit["known"] == commit["date"]:
        return str(commit["date"])
    return _("{date} (counts as known from {known})").format(date=commit["date"], known=commit["known"])


def _told(told: dict[str, Any], _: Translate, *, whole: bool) -> list[str]:
    name = told["record"] if told["collection"] != "ledger" else "ledger.yaml"
    if told["change"] == "unreadable":
        return [_("{record}: cannot be read from this commit on").format(record=name)]
    if told["formerly"]:
        lines = [_("{record}: formerly {old}").format(record=name, old=told["formerly"])]
    elif told["change"] == "added" and whole:
        said = _("{record}: added – {title}") if told["title"] else _("{record}: added")
        return [words.short(said.format(record=name, title=told["title"]), 150)]
    elif told["change"] == "removed" and whole:
        said = _("{record}: deleted – {title}") if told["title"] else _("{record}: deleted")
        return [words.short(said.format(record=name, title=told["title"]), 150)]
    else:
        lines = []
    sealed = [one for one in told["facts"] if one["field"].startswith("seal.")]
    if sealed:
        lines.append(_("{record}: sealed").format(record=name))
    rest = [one for one in told["facts"] if one not in sealed and not _says_rename(one, told["formerly"])]
    lines += [f"{name}: {change(one, _)}" for one in rest[:_MANY]]
    if len(rest) > _MANY:
        more = _("{record}: {n} more changes (`--format json` shows all)")
        lines.append(more.format(record=name, n=len(rest) - _MANY))
    return lines


def _says_rename(fact: dict[str, Any], formerly: str | None) -> bool:
    """Whether it says no more than what the record was called until then."""
    return formerly is not None and fact["field"] == "formerly" and fact["new"] in (formerly, [formerly])


def change(one: dict[str, Any], _: Translate) -> str:
    """What became of a fact, in a line."""
    field = one["field"]
    old, new = (fact(field, one[side], _) if one[side] is not None else "" for side in ("old", "new"))
    name = "" if field == "events" else f"{label(field, _)}: "
    if one["kind"] == "added":
        return f"+ {name}{words.short(new, _LONG)}"
    if one["kind"] == "removed":
        return f"− {name}{words.short(old, _LONG)}"
    if old == new:  # what differs is not said in a line, such as where it stands
        differing = (key for key in {**one["old"], **one["new"]} if one["old"].get(key) != one["new"].get(key))
        return f"{name}{words.short(new, _LONG)} ({', '.join(_(key) for key in differing)})"
    return name + " → ".join(contrast(old, new))


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ."""
    start = 0
    if max(len(old), len(new)) > _LONG:
        same = next((at for at, both in enumerate(zip(old, new, strict=False)) if both[0] != both[1]), len(old))
        start = max(0, old.rfind(" ", 0, max(0, same - _BEFORE)) + 1)
    before = "…" if start else ""
    return before + words.short(old[start:], _LONG), before + words.short(new[start:], _LONG)


def label(field: str, _: Translate) -> str:
    """`source.need` as people say it."""
    return " ".join([_(part) if number == 0 else f"({_(part)})" for number, part in enumerate(field.split("."))])


def fact(field: str, value: Any, _: Translate) -> str:
    """A field's value or an event, in a line."""
    if field == "events":
        return f"{words.cell(value['date'], _)} {words.event(event_of(value), _)}"
    first, *below = field.split(".")
    return words.sources(value) if first == "source" else words.field(below[-1] if below else first, value, _)


def blame(found: dict[str, Any], point: Point, _: Translate) -> list[Block]:
    """Each fact with the commit that gave it its present value, then what was taken away, and the commits by number."""
    title = f"{found['record']} {found['title']}".strip()
    blocks: list[Block] = [Heading(title, 1), *_called(found, _), Paragraph(point_line(point, _))]
    commits: dict[str, dict[str, Any]] = {}
    for title, rows in (("", found["facts"]), (_("Removed"), found["removed"])):
        cells: list[list[object]] = []
        for one in rows:
            commit = one["commit"]
            if commit:
                commits.setdefault(commit["id"], commit)
            number = list(commits).index(commit["id"]) + 1 if commit else "–"
            day = commit["date"] if commit else _("not committed")
            cells.append([day, number, label(one["field"], _), fact(one["field"], one["value"], _)])
        if cells:
            columns = [
                Column(_("committed"), whole=True),
                Column("#", right=True),
                Column(_("field"), limit=18),
                Column(_("value"), cut=True),
            ]
            blocks += [*([Heading(title)] if title else []), grid(columns, cells)]
    lines = []
    for number, commit in enumerate(commits.values(), 1):
        said = f"#{number} {commit['id'][:12]} {_day(commit, _)} {commit['author']}: {commit['subject']}"
        lines.append(said + (" · " + _CUT.say(_) if commit["cut"] else ""))
    return [*blocks, Heading(_("Commits")), Items(tuple(lines))] if lines else blocks
