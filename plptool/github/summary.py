"""What readers see of a run on GitHub: the verdict, the sentence that says what a change does, and the page below them.

On the first screen stands what a reviewer needs who does not code: whether it is in order, the gravest first, what is
wrong with links to its lines, and what changes. All else is folded. What a page holds is bounded, whatever the
ledger's size: what matters most comes first, and then how much more there is, and where.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape as escape_html
from typing import Literal

from plptool.github.records import LONG, by_record, see_all, short
from plptool.model.findings import SEVERITIES, Finding, Severity
from plptool.model.i18n import Translate
from plptool.model.names import Names
from plptool.model.rules import RULES
from plptool.model.text import cut, first_of
from plptool.render import diff as differences
from plptool.render import report
from plptool.render.counted import of_number
from plptool.render.document import (
    Block,
    Cells,
    Column,
    Grid,
    Heading,
    Items,
    Line,
    Link,
    Listing,
    Paragraph,
    Strong,
    grid,
)
from plptool.render.figures import sums
from plptool.render.findings import counts, sentences
from plptool.render.markdown import markdown
from plptool.render.sentence import sentence
from plptool.render.text import clean
from plptool.reports.change import Effect, LedgerChange
from plptool.reports.summary import Report
from plptool.timeline.changes import Diff
from plptool.timeline.totals import ProcessTotals

ROOM = 1_000_000
"""Bytes of a page. GitHub drops a step's summary of more than 1 MiB whole."""
COMMITS = 50
FINDINGS = 100
_FILES = 5
"""So many files that were left out are named."""
_FIRST = ("PLP714", "PLP716")
"""What a change does to the judging of itself."""
_LOG = "plptool log"
_NAMED = 3
"""So many records are named in the verdict."""
_TITLE = 80
"""Characters of a record's title there."""
_OPEN = 10
"""So many findings stand open."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found, whatever it was about."""

    title: str
    """The ledger's."""
    validate: str
    """The command that finds the same."""
    notes: tuple[str, ...]
    """What is not as one might think."""
    findings: Sequence[Finding]
    """Those that nobody has acknowledged."""
    left_out: Sequence[str]
    """The files that are broken."""
    base: str | None
    """The commit that it is compared with; None where there is none."""
    head: str | None
    """The commit that is shown; None where it is the files as they lie."""
    web: str | None = None
    """Where the repository's files are read; None where that is not known."""

    @property
    def of_judging(self) -> list[Finding]:
        """The findings that say what a change does to the judging of itself."""
        return [finding for finding in self.findings if finding.rule in _FIRST]

    @property
    def others(self) -> list[Finding]:
        """All other findings."""
        return [finding for finding in self.findings if finding.rule not in _FIRST]

    @property
    def gravest_first(self) -> list[Finding]:
        """The same, errors first."""
        return sorted(self.others, key=lambda finding: SEVERITIES.index(finding.severity))


@dataclass(frozen=True, slots=True)
class PushedCommit:
    """A commit that was pushed, and what it does."""

    id: str
    date: str
    author: str | None
    """None where persons are not named."""
    subject: str
    effect: Effect | None
    """None where it is not known."""


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since the last snapshot."""

    points: differences.Points
    diff: Diff
    titles: differences.Titles

    def nameless(self, names: Names) -> "Since":
        """The same without the persons in it."""
        titles = {record_id: names.hidden(title) for record_id, title in self.titles.items()}
        return replace(self, diff=self.diff.nameless(names), titles=titles)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as it stands now."""

    report: Report
    since: Since | None
    """None where there is no snapshot before today."""


Alert = Literal["CAUTION", "IMPORTANT", "WARNING", "TIP"]
"""The boxes that GitHub draws around a quotation, by their colours: red, violet, yellow, green."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, and the command that shows all of it."""

    blocks: list[Block]
    command: str
    alert: Alert | None = None
    """The box that it stands in."""
    fold: str | None = None
    """What is seen of it until a reader opens it; None: all of it."""

    def around(self, text: str) -> str:
        """Its text as Markdown, in its box or folded."""
        if self.alert is not None:
            lines = [f"> {line}".rstrip() for line in text.splitlines()]
            return "\n".join([f"> [!{self.alert}]", *lines]) + "\n"
        if self.fold is not None:
            title = escape_html(clean(self.fold))
            return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n"
        return text

    @property
    def whole(self) -> str:
        """All of it, as Markdown."""
        return self.around(markdown(self.blocks))


def change(result: Result, proposed: LedgerChange | None, _: Translate, *, bounded: bool = True) -> list[Part]:
    """What is proposed: the verdict, what is wrong, what the change does record by record; folded, what it rests on.

    Args:
        result: what was found.
        proposed: what the change does; None where that is not known.
        _: the language.
        bounded: whether a long page ends before all is told.
    """
    effect = proposed.effect if proposed else None
    titles = proposed.titles if proposed else {}
    title = sentence(effect, _) if effect else _("What the change does to the plan is not known")
    head: list[Block] = [Heading(title)]
    head += _notes(result)
    head += _judging(result, _, bounded=bounded)
    parts = [_verdict(result, effect, titles, _, known=proposed is not None), Part(head, result.validate)]
    parts += _gravest(result, _, bounded=bounded)
    if proposed:
        command = _diff_command(result)
        records = by_record(proposed, command, _, bounded=bounded)
        if records:
            parts.append(Part(records, command))
    parts += _findings(result, _, bounded=bounded)
    if proposed:
        fold = _("What it was compared with, and the figures of today")
        parts.append(Part(_basis(result, proposed, _), _diff_command(result), fold=fold))
    return parts


def _verdict(
    result: Result, effect: Effect | None, titles: Mapping[str, str], _: Translate, *, known: bool = True
) -> Part:
    """Whether all is in order, in a word, and the gravest that there is to say of it: in a box of its colour."""
    if not known:
        word = _("✗ Not judged: what the change does is not known.")
        return Part([Paragraph((Strong(word),))], result.validate, alert="CAUTION")
    alert, word = _in_a_word(result, _)
    lines = [*_of_seals(effect, titles, _), *_of_judging(result, _)]
    if lines and alert in ("TIP", "WARNING"):
        alert = "IMPORTANT"
    if not lines and alert == "CAUTION":
        lines.append(_("What is wrong stands below, with a link to each line."))
    blocks: list[Block] = [Paragraph((Strong(word),)), *map(Paragraph, lines)]
    return Part(blocks, result.validate, alert=alert)


def _in_a_word(result: Result, _: Translate) -> tuple[Alert, str]:
    """Whether all is in order, and the box in which that stands."""
    numbers = counts(result.findings)
    errors, warnings = numbers["error"], numbers["warning"]
    if errors:
        return "CAUTION", of_number(errors, _("✗ Not in order: 1 error."), _("✗ Not in order: {n} errors."))
    if warnings:
        one = _("✓ In order, with 1 warning to look at.")
        several = _("✓ In order, with {n} warnings to look at.")
        return "WARNING", of_number(warnings, one, several)
    return "TIP", _("✓ In order.")


def _of_seals(effect: Effect | None, titles: Mapping[str, str], _: Translate) -> list[str]:
    """What becomes of what was sealed, the gravest first."""
    if effect is None:
        return []
    lines: list[str] = []
    altered = [key for seal in effect.seals for key in seal.touched]
    corrected = [key for seal in effect.seals for key in seal.corrected]
    some_gone = any(seal.change in ("gone", "altered") for seal in effect.seals)
    if some_gone or effect.seals_beside:
        lines.append(_("🔒 A seal is gone or another: what was decided on is not kept."))
    if any(seal.change == "uncorrected" for seal in effect.seals):
        lines.append(_("🔒 Corrections of what was sealed are gone or others: what was told of them is not kept."))
    if altered:
        told = _named(altered, titles, _)
        lines.append(_("🔒 What was sealed is altered, and no correction says why: {records}.").format(records=told))
    if corrected:
        told = _named(corrected, titles, _)
        template = _("🔒 What was sealed is corrected, with the reason: {records}. See whether the reason is good.")
        lines.append(template.format(records=told))
    return lines


def _of_judging(result: Result, _: Translate) -> list[str]:
    """Whether the change judges itself: by other rules, or by what it acknowledges."""
    if any(finding.rule == "PLP714" for finding in result.of_judging):
        return [_("The change alters how it is checked itself: look at that first.")]
    if not result.of_judging:
        return []
    acknowledged = _("1 finding is acknowledged by it: see whether the reason is good.")
    several = _("{n} findings are acknowledged by it: see whether the reasons are good.")
    return [of_number(len(result.of_judging), acknowledged, several)]


def _named(ids: Sequence[str], titles: Mapping[str, str], _: Translate) -> str:
    """Records by their titles, and their ids behind; how many more there are."""
    told: list[str] = []
    for key in ids[:_NAMED]:
        title = titles.get(key, key)
        told.append(key if title == key else f"{cut(title, _TITLE)} ({key})")
    count_left = len(ids) - len(told)
    if count_left:
        told.append(of_number(count_left, _("1 more"), _("{n} more")))
    return "; ".join(told)


def _diff_command(result: Result) -> str:
    """What shows every changed record, whenever it takes effect."""
    base = result.base[:12] if result.base else "BASE"
    head = f"@{result.head[:12]}" if result.head else ""
    return f"plptool diff 991231@{base} 991231{head}"


def push(
    result: Result,
    effect: Effect | None,
    commits: Sequence[PushedCommit],
    plan: Plan,
    _: Translate,
    *,
    bounded: bool = True,
) -> list[Part]:
    """What was pushed, commit by commit, and the plan as it stands now.

    Args:
        result: what was found.
        effect: what all that was pushed does; None where that is not known.
        commits: what was pushed, newest first.
        plan: the plan now.
        _: the language.
        bounded: whether a long page ends before all is told.
    """
    head: list[Block] = []
    if effect:
        head.append(Heading(sentence(effect, _)))
    head += _notes(result)
    head += _judging(result, _, bounded=bounded)
    parts = [_verdict(result, effect, {}, _)]
    if head:
        parts.append(Part(head, _LOG))
    parts += _gravest(result, _, bounded=bounded)
    if commits:
        fold = of_number(len(commits), _("1 commit"), _("{n} commits"))
        parts.append(Part(list(_commits(commits, _, bounded=bounded)), _LOG, fold=fold))
    parts += _plan(plan, _)
    parts += _findings(result, _, bounded=bounded)
    return parts


def _commits(commits: Sequence[PushedCommit], _: Translate, *, bounded: bool) -> Iterator[Block]:
    """What each commit does, the newest first."""
    shown = commits[:COMMITS] if bounded else commits
    for commit in shown:
        short_id = commit.id[:12]
        title = short(commit.subject, 120, bounded=bounded) or short_id
        known_of_it = [part for part in (short_id, commit.date, commit.author) if part]
        effect = _("There is nothing here to compare it with, so what it changes is not known.")
        if commit.effect:
            effect = sentence(commit.effect, _)
        yield Heading(title, 3)
        yield Paragraph(" · ".join(known_of_it))
        yield Paragraph(effect)
    count_left = len(commits) - len(shown)
    if count_left:
        not_shown = of_number(count_left, _("1 earlier commit is not shown."), _("{n} earlier commits are not shown."))
        yield see_all(not_shown, _LOG)


def _plan(plan: Plan, _: Translate) -> Iterator[Part]:
    """The report; after its first table a chart of it, and what has changed since the last snapshot."""
    blocks = _below(report.report(plan.report, _))
    tables = [number for number, block in enumerate(blocks, 1) if isinstance(block, Grid)]
    until = tables[0] if tables else len(blocks)
    statuses = plan.report.totals.processes
    with_chart = [*blocks[:until], chart(statuses, _), _charted(statuses, _)]
    heading, *below = with_chart
    yield Part([heading], "plptool report")
    yield Part(below, "plptool report", fold=_("How the plan stands"))
    if plan.since:
        yield Part(_since(plan.since, _), "plptool diff snapshot today", fold=_("Since the last snapshot"))
    if blocks[until:]:
        yield Part(blocks[until:], "plptool report", fold=_("The rest of the report"))


def _since(since: Since, _: Translate) -> list[Block]:
    """What has changed since the last snapshot; above it which two points these are."""
    page = differences.page(since.points, since.diff, since.titles, _)
    points, *others = _below(page)
    if isinstance(points, Heading):
        points = replace(points, level=3)
    return [points, *others]


def _below(blocks: list[Block]) -> list[Block]:
    """Blocks of a page of their own as part of another."""
    below: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            below.append(replace(block, level=block.level + 1))
        else:
            below.append(block)
    return below


def chart(totals: ProcessTotals, _: Translate) -> Listing:
    """How many processes stand where, for Mermaid; its words are the program's own, so nothing in it needs escaping."""
    title = _("Processes by status")
    lines = [f"pie showData title {title}"]
    lines += [f'    "{_(name)}" : {number}' for name, number in totals.by_status() if number]
    return Listing("\n".join(lines), language="mermaid")


def _charted(totals: ProcessTotals, _: Translate) -> Grid:
    """The chart's own numbers, for who does not see it."""
    columns = [
        Column(_("status")),
        Column(_("processes"), right=True),
    ]
    rows: list[Cells] = [[_(name), number] for name, number in totals.by_status() if number]
    rows.append([_("total"), totals.total])
    return grid(columns, rows)


def _notes(result: Result) -> list[Block]:
    """What a reader should know before anything else: what is not as one might think."""
    return [Paragraph(note) for note in result.notes]


def _basis(result: Result, proposed: LedgerChange, _: Translate) -> list[Block]:
    """What was compared with what, and the figures of today before and after."""
    commit = result.base[:12] if result.base else _("a ledger with nothing in it")
    day = proposed.today.isoformat()
    template = _("{title}. Compared with {commit}. Figures are as of {date}; what lies ahead is told too.")
    compared = Paragraph(template.format(title=result.title, commit=commit, date=day))
    if not proposed.effect.known:  # what cannot be read is in no figure
        return [compared, Paragraph(_("No figures before and after: something could not be read."))]
    return [compared, *sums(proposed.before, proposed.after, _, only_moved=True)]


def _judging(result: Result, _: Translate, *, bounded: bool) -> list[Block]:
    """New acknowledgements and loosened severities."""
    rows: list[Cells] = []
    for finding in result.of_judging:
        message = finding.message.say(_)
        rows.append([_place(finding), _unmarked(message)])
    if not rows:
        return []
    title = Heading(_("Look at this first: what the change does to its own checking"))
    columns = [Column(_("where")), Column(_("what"))]
    return [title, *_limited(grid(columns, rows), result.validate, _, bounded=bounded)]


def _gravest(result: Result, _: Translate, *, bounded: bool) -> Iterator[Part]:
    """What is wrong, the gravest first, as much as a reader takes in; and what could not be read."""
    blocks: list[Block] = []
    if result.left_out:
        files = first_of(result.left_out, _FILES)
        template = _("Left out, because they are broken: {files}.")
        blocks.append(Paragraph(template.format(files=files)))
    gravest = [finding for finding in result.gravest_first if finding.severity != "info"]
    if gravest:
        entries = [_entry(finding, finding.message.say(_), result, _, bounded=bounded) for finding in gravest[:_OPEN]]
        blocks.append(Items(tuple(entries)))
    if blocks:
        yield Part([Heading(_("Findings")), *blocks], result.validate)


def _findings(result: Result, _: Translate, *, bounded: bool) -> Iterator[Part]:
    """All that validation finds, and what to do about each."""
    findings = result.gravest_first
    if not findings:
        return
    shown = findings[:FINDINGS] if bounded else findings
    template = _("Errors: {error}, warnings: {warning}, notes: {info}.")
    figures = Paragraph(template.format(**counts(result.findings)))
    entries = [_whole_entry(finding, result, _, bounded=bounded) for finding in shown]
    blocks: list[Block] = [figures, Items(tuple(entries))]
    count_left = len(findings) - len(shown)
    if count_left:
        not_shown = of_number(count_left, _("1 more is not shown."), _("{n} more are not shown."))
        blocks.append(see_all(not_shown, result.validate))
    fold = _("All findings, and what to do about each: {n}").format(n=len(findings))
    yield Part(blocks, result.validate, fold=fold)


_SIGNS: Mapping[Severity, str] = {"error": "✗", "warning": "⚠", "info": "ℹ"}


def _entry(finding: Finding, said: str, result: Result, _: Translate, *, bounded: bool) -> Line:
    """How grave a finding is, where it stands (a link, on GitHub), and what is said of it."""
    severity = Strong(f"{_SIGNS[finding.severity]} {_(finding.severity)}")
    text = short(_unmarked(said), LONG, bounded=bounded)
    place = _place(finding)
    address = _address(finding, result)
    where = place if address is None else Link(place, address)
    return (severity, " ", where, f": {text}")


def _whole_entry(finding: Finding, result: Result, _: Translate, *, bounded: bool) -> Line:
    """The same with what to do about it, and the rule behind it."""
    severity, space, where, _said = _entry(finding, "", result, _, bounded=bounded)
    text = short(_unmarked(sentences(finding, _)), 2 * LONG, bounded=bounded)
    rule = f"{finding.rule} {RULES[finding.rule].name}"
    return (severity, space, where, f": {text} ({rule})")


def _address(finding: Finding, result: Result) -> str | None:
    """Where a finding's line is read; None where that is not known, or what it is about is no file."""
    if result.web is None or finding.rule == "PLP717":
        return None
    commit = result.base if finding.rule == "PLP712" else result.head
    if commit is None:
        return None
    address = f"{result.web}/blob/{commit}/{finding.path}"
    if finding.position is None or finding.rule == "PLP712":
        return address
    return f"{address}#L{finding.position.line}"


def _limited(table: Grid, command: str, _: Translate, *, bounded: bool) -> list[Block]:
    """A table, or as many of its rows as are shown, and what shows all."""
    count_left = len(table.rows) - FINDINGS
    if not bounded or count_left <= 0:
        return [table]
    not_shown = of_number(count_left, _("1 more row is not shown."), _("{n} more rows are not shown."))
    shown = replace(table, rows=table.rows[:FINDINGS])
    return [shown, see_all(not_shown, command)]


def _unmarked(text: str) -> str:
    """Without the marks around words of the records: a table shows them as they stand."""
    return re.sub(r"`([^`]*)`", r"\1", text)


def _place(finding: Finding) -> str:
    """The file and line of a finding."""
    if finding.position is None:
        return finding.path
    return f"{finding.path}:{finding.position.line}"


def fit(parts: Sequence[Part], _: Translate, room: int = ROOM) -> str:
    """The parts as Markdown of at most so many bytes.

    Each may take an equal share of what is left, so that what a part leaves goes to those after it. One that does not
    fit ends between two blocks, entries or rows, and says where all of it is.
    """
    pages: list[str] = []
    parts_left = len(parts)
    for part in parts:
        around = len(part.around("").encode())
        page = part.around(_cut(part, room // parts_left - around, _))
        room -= len(page.encode()) + 1
        parts_left -= 1
        pages.append(page)
    return "\n".join(pages)


def _cut(part: Part, room: int, _: Translate) -> str:
    """A part as Markdown of at most so many bytes; one that is cut ends with what shows all of it."""
    whole = markdown(part.blocks)
    if len(whole.encode()) <= room:
        return whole
    note = markdown([see_all(_("It does not all fit in here."), part.command)])
    room -= len(note.encode()) + 1
    fitting: list[str] = []
    for block in part.blocks:
        text = markdown([block])
        size = len(text.encode())
        if size >= room:
            beginning = _shortened(block, text, room)
            if beginning:
                fitting.append(beginning)
            break
        fitting.append(text)
        room -= size + 1
    return "\n".join([*fitting, note])


def _shortened(block: Block, text: str, room: int) -> str:
    """As many rows or entries, each a line of its text, as fit; empty where none does, or the block has none."""
    if not isinstance(block, Grid | Items):
        return ""
    lines_of_head = 2 if isinstance(block, Grid) else 0
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        room -= len(line.encode())
        if room < 0:
            break
        lines.append(line)
    if len(lines) <= lines_of_head:
        return ""
    return "".join(lines)
