"""What readers see of a run on GitHub: the sentence that says what a change does, and the Markdown page below it.

Built from the data of `plptool.reports.change`. What a page holds is bounded, whatever the ledger's size: what
matters most comes first, and then how much more there is, and where.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plptool.model.collections import COLLECTIONS
from plptool.model.events import event_of
from plptool.model.findings import SEVERITIES, Finding
from plptool.model.i18n import Translate
from plptool.model.rules import RULES
from plptool.render import diff as changes
from plptool.render import phrases as words
from plptool.render import report
from plptool.render.document import Block, Column, Grid, Heading, Items, Listing, Paragraph, grid
from plptool.render.findings import sentences
from plptool.render.markdown import markdown
from plptool.render.phrases import when
from plptool.render.sentence import sentence, several
from plptool.reports.change import acknowledges
from plptool.timeline.fold import STATUSES

ROOM = 1_000_000
"""Bytes of a page. GitHub drops a step's summary of more than 1 MiB whole."""
RECORDS = 200
"""So many changed records are told one by one."""
LINES = 12
"""So much is told of one of them."""
COMMITS = 50
FINDINGS = 100
_MUCH = 20
"""Of more changed records than this the most important are told first, and once more in their place."""
_FEW = 10
_LONG = 240
_FIRST = ("PLP714", "PLP716")
"""What a change does to the judging of itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, and the command that shows all of it."""

    blocks: list[Block]
    command: str


def change(found: dict[str, Any], _: Translate, *, bounded: bool = True) -> list[Part]:
    """What is proposed: the sentence, what the change does to the judging of itself, record by record, findings."""
    told = found["change"]
    if told is None:
        head: list[Block] = [Heading(_("What the change does to the plan is not known"))]
    else:
        head = [Heading(sentence(told, _))]
    validate = found["validate"]
    head += [*_judging(found["findings"], validate, _, bounded=bounded), *_notes(found, _)]
    parts = [Part(head, validate)]
    if told is not None:
        first, last = found["base"][:12] if found["base"] else "BASE", found["head"]
        diff = f"plptool diff 991231@{first} 991231" + (f"@{last[:12]}" if last else "")
        parts[0].blocks.extend(_basis(found, _))
        records = _by_record(told, diff, _, bounded=bounded)
        parts += [Part(records, diff)] if records else []
    return [*parts, Part(_findings(found, validate, _, bounded=bounded), validate)]


def push(found: dict[str, Any], _: Translate, *, bounded: bool = True) -> list[Part]:
    """What was pushed, commit by commit, and the plan as it stands now."""
    commits = found["commits"]
    blocks: list[Block] = [Heading(sentence(found["change"], _))] if found["change"] else []
    blocks += _judging(found["findings"], found["validate"], _, bounded=bounded)
    blocks += _notes(found, _)
    if commits:
        blocks.append(Heading(several(len(commits), _("1 commit"), _("{n} commits"))))
    shown = commits[:COMMITS] if bounded else commits
    for one in shown:
        said = [one["commit"][:12], one["date"], *([one["author"]] if one["author"] else [])]
        blocks += [
            Heading(_short(one["subject"], 120, bounded=bounded) or one["commit"][:12], 3),
            Paragraph(" · ".join(said)),
        ]
        if one["change"] is None:
            blocks.append(Paragraph(_("There is nothing here to compare it with, so what it changes is not known.")))
        else:
            blocks.append(Paragraph(sentence(one["change"], _)))
    if left := len(commits) - len(shown):
        more = several(left, _("1 earlier commit is not shown."), _("{n} earlier commits are not shown."))
        blocks.append(_all(more, _LOG))
    parts = [Part(blocks, _LOG)] if blocks else []
    return [*parts, *_plan(found, _), Part(_findings(found, found["validate"], _, bounded=bounded), found["validate"])]


_LOG = "plptool log"


def _plan(found: dict[str, Any], _: Translate) -> Iterator[Part]:
    """The report; after its first table a chart of it, and what has changed since the last snapshot."""
    if found["report"] is None:
        return
    blocks = _below(report.report(found["report"], _))
    at = next((number for number, one in enumerate(blocks) if isinstance(one, Grid)), len(blocks) - 1) + 1
    statuses = found["report"].totals["processes"]
    yield Part([*blocks[:at], chart(statuses, _), _charted(statuses, _)], "plptool report")
    if found["since"]:
        page = _below(changes.page(found["since"], found["titles"], _))
        page[0] = replace(page[0], level=3) if isinstance(page[0], Heading) else page[0]
        yield Part([Heading(_("Since the last snapshot")), *page], "plptool diff snapshot today")
    yield Part(blocks[at:], "plptool report")


def _below(blocks: list[Block]) -> list[Block]:
    """Blocks of a page of their own as part of another."""
    return [replace(one, level=one.level + 1) if isinstance(one, Heading) else one for one in blocks]


def chart(counts: dict[str, int], _: Translate) -> Listing:
    """How many processes stand where, for Mermaid; its words are the program's own, so nothing in it needs escaping."""
    rows = [f'    "{_(name)}" : {counts[name]}' for name in STATUSES if counts[name]]
    return Listing("\n".join([f"pie showData title {_('Processes by status')}", *rows]), language="mermaid")


def _charted(counts: dict[str, int], _: Translate) -> Grid:
    """The chart's own numbers, for who does not see it."""
    rows: list[list[object]] = [[_(name), counts[name]] for name in STATUSES if counts[name]]
    return grid([Column(_("status")), Column(_("processes"), right=True)], [*rows, [_("total"), counts["total"]]])


def _notes(found: dict[str, Any], _: Translate) -> list[Block]:
    """What a reader should know before anything else: what is not as one might think, and that there are errors."""
    errors = sum(one.severity == "error" and one.rule not in _FIRST for one in found["findings"])
    said = [
        *found["notes"],
        *([_("Errors in the ledger: {n}. They stand last on this page.").format(n=errors)] if errors else []),
    ]
    return [Paragraph(note) for note in said]


def _basis(found: dict[str, Any], _: Translate) -> list[Block]:
    """What was compared with what, and the figures of today before and after."""
    told = found["change"]
    said = _("{title}. Compared with {commit}. Figures are as of {date}; what lies ahead is told too.")
    commit = found["base"][:12] if found["base"] else _("a ledger with nothing in it")
    line = said.format(title=found["title"], commit=commit, date=told["today"])
    if any(told["unread"].values()):  # what cannot be read is in no figure
        return [Paragraph(line), Paragraph(_("No figures before and after: something could not be read."))]
    return [Paragraph(line), *changes.sums(told["totals"], _)]


def _judging(findings: list[Finding], command: str, _: Translate, *, bounded: bool) -> list[Block]:
    """New acknowledgements and loosened severities."""
    rows: list[list[object]] = [[_place(one), _plain(one.message.say(_))] for one in findings if one.rule in _FIRST]
    if not rows:
        return []
    title = Heading(_("Look at this first: what the change does to its own checking"))
    return [title, *_limited(grid([Column(_("where")), Column(_("what"))], rows), command, _, bounded=bounded)]


def _limited(table: Grid, command: str, _: Translate, *, bounded: bool) -> list[Block]:
    if not bounded or len(table.rows) <= FINDINGS:
        return [table]
    more = _("{n} more rows are not shown.").format(n=len(table.rows) - FINDINGS)
    return [replace(table, rows=table.rows[:FINDINGS]), _all(more, command)]


def _all(said: str, command: str) -> Paragraph:
    """That this is not all, and what shows all of it."""
    return Paragraph(f"{said} `{command}`", ours=True)


def _plain(said: str) -> str:
    """Without the marks around words of the records: a table shows them as they stand."""
    return re.sub(r"`([^`]*)`", r"\1", said)


def _place(one: Finding) -> str:
    return f"{one.path}:{one.position.line}" if one.position else one.path


def _findings(found: dict[str, Any], command: str, _: Translate, *, bounded: bool) -> list[Block]:
    """What validation finds, the gravest first, and which records could not be read."""
    rest = [one for one in found["findings"] if one.rule not in _FIRST]
    rest.sort(key=lambda one: SEVERITIES.index(one.severity))
    counts = Counter(one.severity for one in found["findings"])
    said = _("Errors: {error}, warnings: {warning}, notes: {info}.")
    blocks: list[Block] = [
        Heading(_("Findings")),
        Paragraph(said.format(**{severity: counts[severity] for severity in SEVERITIES})),
    ]
    if found["left_out"]:
        files = ", ".join(found["left_out"][:5]) + (", …" if found["left_out"][5:] else "")
        left = _("Left out above, because they are broken: {files}.")
        blocks.append(Paragraph(left.format(files=files)))
    rows: list[list[object]] = [
        [
            _(one.severity),
            f"{one.rule} {RULES[one.rule].name}",
            _place(one),
            _short(_plain(sentences(one, _)), 2 * _LONG, bounded=bounded),
        ]
        for one in rest
    ]
    if rows:
        columns = [Column(_("severity")), Column(_("rule")), Column(_("where")), Column(_("what"))]
        blocks += _limited(grid(columns, rows), command, _, bounded=bounded)
    return blocks


def _by_record(told: dict[str, Any], command: str, _: Translate, *, bounded: bool) -> list[Block]:
    shown = told["changes"][:RECORDS] if bounded else told["changes"]
    blocks: list[Block] = []
    processes = [one for one in shown if one["collection"] == "processes"]
    if processes:
        blocks.append(Heading(_("Processes")))
    for one in processes:
        lines = list(_lines(one, _, bounded=bounded))
        if bounded and len(lines) > LINES:
            more = _("{n} more changes").format(n=len(lines) - LINES)
            lines = [*lines[:LINES], f"… {more}"]
        heading = Heading(_short(f"{one['record']} {_title(one, told)}", 120, bounded=bounded), 3)
        blocks += [heading, Items(tuple(lines))] if lines else []
    for title, wanted in (
        (_("Decisions"), lambda one: one["collection"] == "decisions"),
        (_("Other records"), lambda one: one["collection"] not in ("processes", "decisions")),
    ):
        entries = tuple(entry for one in shown if wanted(one) and (entry := _entry(one, told, _, bounded=bounded)))
        blocks += [Heading(title), Items(entries)] if entries else []
    return [*_most_important(told, _), *blocks, *_rest(told["changes"][len(shown) :], command, _)]


def _most_important(told: dict[str, Any], _: Translate) -> list[Block]:
    """Where there is much to read, what to read first, whatever sort of record it is."""
    if len(told["changes"]) <= _MUCH:
        return []
    entries = (_entry(one, told, _, bounded=True) for one in told["changes"][:_FEW])
    return [Heading(_("Most important")), Items(tuple(entry for entry in entries if entry))]


def _rest(left: list[dict[str, Any]], command: str, _: Translate) -> list[Block]:
    """What is not told one by one: how much of what."""
    if not left:
        return []
    counts = Counter((one["collection"], one["change"]) for one in left)
    kinds = ("added", "changed", "removed")
    rows: list[list[object]] = [
        [_(name), *(counts[name, kind] for kind in kinds)] for name in dict.fromkeys(one["collection"] for one in left)
    ]
    columns = [Column(_("records")), *(Column(_(kind), right=True) for kind in kinds)]
    title = several(len(left), _("And 1 more record"), _("And {n} more records"))
    return [Heading(title), grid(columns, rows), _all(_("All of it:"), command)]


def _short(text: str, width: int, *, bounded: bool) -> str:
    return words.short(text, width) if bounded else text


def _title(one: dict[str, Any], told: dict[str, Any]) -> str:
    title = told["titles"].get(one["record"], "")
    return "" if title == one["record"] else title


def _entry(one: dict[str, Any], told: dict[str, Any], _: Translate, *, bounded: bool) -> str:
    """A record in one line, with its id at the end; empty where all of it is told elsewhere."""
    title = _title(one, told)
    named = f" ({one['record']})" if title else ""
    title = title or one["record"]
    if one["change"] == "changed":
        changed = "; ".join(_lines(one, _, bounded=bounded))
        return _short(f"{title}{named}: {changed}", 2 * _LONG, bounded=bounded) if changed else ""
    fields = {field["field"]: field["to" if one["change"] == "added" else "from"] for field in one["fields"]}
    about = [when(fields["date"], _)] if isinstance(fields.get("date"), str) else []
    if one["collection"] == "decisions":
        roles = [role["role"] for role in fields.get("roles") or []]
        about.append(words.body(fields.get("body"), fields.get("parties") or [], roles))
        about += [f"§ {fields['paragraph']}"] if fields.get("paragraph") else []
        about.append(_(fields.get("status") or "–"))
    else:
        about.append(_(COLLECTIONS[one["collection"]]))
    label = _("New") if one["change"] == "added" else _("Removed")
    said = f"{label}: {_short(title, 160, bounded=bounded)}. {', '.join(about)}{named}"
    if "withdrawn" in one:
        said += f". {_('Withdrawn: {reason}').format(reason=words.value(one['withdrawn'], _))}"
    return _short(said, 2 * _LONG, bounded=bounded)


def _lines(one: dict[str, Any], _: Translate, *, bounded: bool) -> Iterator[str]:
    """What is to be said of a record that changed, or of a process."""
    if "formerly" in one:
        yield _("Another id: formerly {old}").format(old=one["formerly"])
    if "withdrawn" in one:
        yield _("Withdrawn: {reason}").format(reason=_short(words.value(one["withdrawn"], _), _LONG, bounded=bounded))
    elif one["change"] == "removed":
        yield _("Removed")
    fields = {field["field"]: field for field in one["fields"]}
    if one["change"] == "added":
        main = ("status", "lead", "partners", "priority", "period")
        said = [f"{_(name)}: {words.field(name, fields[name]['to'], _)}" for name in main if name in fields]
        yield _("New process") + (f" ({', '.join(said)})" if said else "")
    if one["change"] == "removed":
        return
    resting = _resting(one)
    if one["change"] == "changed":
        for name in ("status", "outcome", "remaining"):
            if name in fields:
                if name == "remaining":
                    yield _remaining(fields[name], _, bounded=bounded)
                else:
                    rest = _when_and_where(resting, _, bounded=bounded) if name == "status" else ""
                    yield f"{_(name).capitalize()}: {_difference(fields[name], _, bounded=bounded)}{rest}"
    yield from (_event(event, _, bounded=bounded) for event in one["events"] if event is not resting)
    if one["change"] == "changed":
        # What an event sets is told with the event.
        told = {name for event in one["events"] if event["change"] == "added" for name in event.get("set", ())}
        for field in one["fields"]:
            if field["field"] not in {"status", "outcome", "remaining", *told} and not acknowledges(field):
                differing = _difference(field, _, bounded=bounded)
                corrects = field["field"].startswith("corrections") and isinstance(field["to"], dict)
                cited = words.sources(field["to"].get("source")) if corrects else ""
                named = changes.named(field["field"], _)
                yield f"{_label(field, _)}: {named}: {differing}{_cited(cited, bounded=bounded)}"


def _remaining(field: dict[str, Any], _: Translate, *, bounded: bool) -> str:
    if field["to"] is None:
        return _("No longer remaining: {what}").format(
            what=_short(words.value(field["from"], _), _LONG, bounded=bounded)
        )
    return f"{_('Remaining')}: {words.value(field['to'], _)}"


def _resting(one: dict[str, Any]) -> dict[str, Any] | None:
    """The new event that gave a process its new status."""
    status = next((field["to"] for field in one["fields"] if field["field"] == "status"), None)
    if status is None or one["change"] != "changed":
        return None
    found = [event for event in one["events"] if event["change"] == "added" and event.get("status") == status]
    return found[-1] if found else None


def _when_and_where(event: dict[str, Any] | None, _: Translate, *, bounded: bool) -> str:
    """What else the event of a new status says: its date, why, and its sources."""
    if event is None:
        return ""
    said = ". ".join(text for text in (event.get("reason"), event.get("text")) if text)
    cited = words.sources(event.get("source"))
    return (
        f", {when(event['date'], _)}"
        + (f". {_short(said, _LONG, bounded=bounded)}" if said else "")
        + _cited(cited, bounded=bounded)
    )


def _cited(sources: str, *, bounded: bool) -> str:
    return f" [{_short(sources, 80, bounded=bounded)}]" if sources else ""


def _label(one: dict[str, Any], _: Translate) -> str:
    if one["why"] == "corrected":
        return _("Corrected")
    return _("New") if one.get("from") is None else _("Changed")


def _difference(field: dict[str, Any], _: Translate, *, bounded: bool) -> str:
    if field["from"] == field["to"]:  # but for what is not published
        return _("another person, who is not named here")
    if field["from"] is None:
        return _short(
            words.sources(field["to"]) if _cites(field) else words.field(field["field"], field["to"], _),
            _LONG,
            bounded=bounded,
        )
    return changes.differs(field["field"], field["from"], field["to"], _, room=changes.ROOM if bounded else None)


def _cites(field: dict[str, Any]) -> bool:
    return str(field["field"]).partition(".")[0] == "source"


def _event(event: dict[str, Any], _: Translate, *, bounded: bool) -> str:
    if event["change"] == "changed":
        old, new = event["from"], event["to"]
        differing = changes.event_differs(old, new, _, room=changes.ROOM if bounded else None)
        said = f"{when(new['date'], _)} {_(new['kind'])}: {differing}"
        confirmed = old.get("booked") and not new.get("booked")
        return f"{_('Confirmed') if confirmed else _('Corrected')}: {_short(said, 2 * _LONG, bounded=bounded)}"
    label = _("Removed") if event["change"] == "removed" else _("Learned later") if event["why"] == "late" else _("New")
    said = _short(f"{when(event['date'], _)} {words.event(event_of(event), _)}", _LONG, bounded=bounded)
    return f"{label}: {said}{_cited(words.sources(event.get('source')), bounded=bounded)}"


def fit(parts: Sequence[Part], _: Translate, room: int = ROOM) -> str:
    """The parts as Markdown of at most so many bytes.

    Each may take an equal share of what is left, so that what a part leaves goes to those after it. One that does not
    fit ends between two blocks, entries or rows, and says where all of it is.
    """
    pages_: list[str] = []
    for number, part in enumerate(parts):
        text = _cut(part, room // (len(parts) - number), _)
        room -= len(text.encode()) + 1
        pages_.append(text)
    return "\n".join(pages_)


def _cut(part: Part, room: int, _: Translate) -> str:
    whole = markdown(part.blocks)
    if len(whole.encode()) <= room:
        return whole
    note = markdown([_all(_("It does not all fit in here."), part.command)])
    room -= len(note.encode()) + 1
    done: list[str] = []
    for block in part.blocks:
        text = markdown([block])
        if len(text.encode()) < room:
            done.append(text)
            room -= len(text.encode()) + 1
            continue
        rest = _shortened(block, text, room)
        done += [rest] if rest else []
        break
    return "\n".join([*done, note])


def _shortened(block: Block, text: str, room: int) -> str:
    """As many rows or entries, each a line of its text, as fit; empty where none does, or the block has none."""
    head = 2 if isinstance(block, Grid) else 0
    if not isinstance(block, Grid | Items):
        return ""
    lines = []
    for line in text.splitlines(keepends=True):
        room -= len(line.encode())
        if room < 0:
            break
        lines.append(line)
    return "".join(lines) if len(lines) > head else ""
