"""What readers see of a run on GitHub: the sentence that says what a change does, and the Markdown page below it.

What a page holds is bounded, whatever the ledger's size: what matters most comes first, and then how much more there
is, and where.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plptool.github.records import LONG, by_record, see_all, short
from plptool.model.findings import SEVERITIES, Finding
from plptool.model.i18n import Translate
from plptool.model.names import Names
from plptool.model.rules import RULES
from plptool.model.text import first_of
from plptool.render import diff as differences
from plptool.render import report
from plptool.render.counted import of_number
from plptool.render.document import Block, Cells, Column, Grid, Heading, Items, Listing, Paragraph, grid
from plptool.render.figures import sums
from plptool.render.findings import counts, sentences
from plptool.render.markdown import markdown
from plptool.render.sentence import sentence
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

    @property
    def of_judging(self) -> list[Finding]:
        """The findings that say what a change does to the judging of itself."""
        return [finding for finding in self.findings if finding.rule in _FIRST]

    @property
    def others(self) -> list[Finding]:
        """All other findings."""
        return [finding for finding in self.findings if finding.rule not in _FIRST]


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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page, and the command that shows all of it."""

    blocks: list[Block]
    command: str


def change(result: Result, proposed: LedgerChange | None, _: Translate, *, bounded: bool = True) -> list[Part]:
    """What is proposed: the sentence, what the change does to the judging of itself, record by record, findings.

    Args:
        result: what was found.
        proposed: what the change does; None where that is not known.
        _: the language.
        bounded: whether a long page ends before all is told.
    """
    title = _("What the change does to the plan is not known")
    if proposed:
        title = sentence(proposed.effect, _)
    head: list[Block] = [Heading(title)]
    head += _judging(result, _, bounded=bounded)
    head += _notes(result, _)
    if proposed:
        head += _basis(result, proposed, _)
    parts = [Part(head, result.validate)]
    if proposed:
        command = _diff_command(result)
        records = by_record(proposed, command, _, bounded=bounded)
        if records:
            parts.append(Part(records, command))
    findings = _findings(result, _, bounded=bounded)
    parts.append(Part(findings, result.validate))
    return parts


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
    blocks: list[Block] = []
    if effect:
        blocks.append(Heading(sentence(effect, _)))
    blocks += _judging(result, _, bounded=bounded)
    blocks += _notes(result, _)
    blocks += _commits(commits, _, bounded=bounded)
    parts: list[Part] = []
    if blocks:
        parts.append(Part(blocks, _LOG))
    parts += _plan(plan, _)
    findings = _findings(result, _, bounded=bounded)
    parts.append(Part(findings, result.validate))
    return parts


def _commits(commits: Sequence[PushedCommit], _: Translate, *, bounded: bool) -> Iterator[Block]:
    """What each commit does, the newest first."""
    if commits:
        yield Heading(of_number(len(commits), _("1 commit"), _("{n} commits")))
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
    yield Part(with_chart, "plptool report")
    if plan.since:
        yield Part(_since(plan.since, _), "plptool diff snapshot today")
    yield Part(blocks[until:], "plptool report")


def _since(since: Since, _: Translate) -> list[Block]:
    """What has changed since the last snapshot, under a heading of its own; which two points these are, below that."""
    page = differences.page(since.points, since.diff, since.titles, _)
    points, *others = _below(page)
    if isinstance(points, Heading):
        points = replace(points, level=3)
    return [Heading(_("Since the last snapshot")), points, *others]


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


def _notes(result: Result, _: Translate) -> list[Block]:
    """What a reader should know before anything else: what is not as one might think, and that there are errors."""
    notes: list[Block] = [Paragraph(note) for note in result.notes]
    errors = sum(finding.severity == "error" for finding in result.others)
    if errors:
        template = _("Errors in the ledger: {n}. They stand last on this page.")
        notes.append(Paragraph(template.format(n=errors)))
    return notes


def _basis(result: Result, proposed: LedgerChange, _: Translate) -> list[Block]:
    """What was compared with what, and the figures of today before and after."""
    commit = result.base[:12] if result.base else _("a ledger with nothing in it")
    day = proposed.today.isoformat()
    template = _("{title}. Compared with {commit}. Figures are as of {date}; what lies ahead is told too.")
    compared = Paragraph(template.format(title=result.title, commit=commit, date=day))
    if not proposed.effect.known:  # what cannot be read is in no figure
        return [compared, Paragraph(_("No figures before and after: something could not be read."))]
    return [compared, *sums(proposed.before, proposed.after, _)]


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


def _findings(result: Result, _: Translate, *, bounded: bool) -> list[Block]:
    """What validation finds, the gravest first, and which records could not be read."""
    template = _("Errors: {error}, warnings: {warning}, notes: {info}.")
    figures = template.format(**counts(result.findings))
    blocks: list[Block] = [Heading(_("Findings")), Paragraph(figures)]
    if result.left_out:
        files = first_of(result.left_out, _FILES)
        template = _("Left out above, because they are broken: {files}.")
        blocks.append(Paragraph(template.format(files=files)))
    gravest_first = sorted(result.others, key=lambda finding: SEVERITIES.index(finding.severity))
    if gravest_first:
        columns = [
            Column(_("severity")),
            Column(_("rule")),
            Column(_("where")),
            Column(_("what")),
        ]
        rows = [_finding_row(finding, _, bounded=bounded) for finding in gravest_first]
        blocks += _limited(grid(columns, rows), result.validate, _, bounded=bounded)
    return blocks


def _finding_row(finding: Finding, _: Translate, *, bounded: bool) -> Cells:
    rule = f"{finding.rule} {RULES[finding.rule].name}"
    whole = _unmarked(sentences(finding, _))
    text = short(whole, 2 * LONG, bounded=bounded)
    return [_(finding.severity), rule, _place(finding), text]


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
        page = _cut(part, room // parts_left, _)
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
