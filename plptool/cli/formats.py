"""The formats in which commands answer: the one place to look for them, and to add one.

A command gives its answer in shapes: a page of blocks, data, a table, findings. A format takes one of these shapes to
the renderer that writes it. So a new format is a renderer, a `Format` of its name, and its place at the
commands in OF_COMMAND; help, choices, completion and docs/commands.md follow from these.

Help and completion import this module, so what renders is imported where it is used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import click

from plptool.model.errors import UserError
from plptool.render import output

if TYPE_CHECKING:
    from datetime import date

    from plptool.model.findings import Finding
    from plptool.model.i18n import Translate
    from plptool.render import json
    from plptool.render.document import Block, Cell

Shape = TypeVar("Shape")
WhenAsked: TypeAlias = Callable[[], Shape]
"""A shape that is made only where it is asked for."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a page is as a file of its own: what it says of itself, and what it looks like."""

    title: str
    language: str
    ledger_language: str
    """The language of what records say."""
    day: "date"
    template: Path | None
    """The Word document whose styles it gets."""
    landscape: bool = False
    """Whether it lies on its side, where no template says how it lies: its tables are wide."""
    above: "tuple[Block, ...]" = ()
    """What stands above the title: from whom and to whom it is."""
    below: "tuple[Block, ...]" = ()
    """What stands right below the title."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as blocks."""

    blocks: "list[Block]"
    cut: bool = False
    """Whether a table's cells are cut on a terminal, and not wrapped."""
    foot: str = ""
    """What stands below it in a file, and beside it (on stderr) where the page is for a terminal."""
    paper: Paper | None = None
    links: Mapping[str, str] | None = None
    """By id, where the file of a record is."""


@dataclass(frozen=True, slots=True)
class Table:
    """An answer as rows under the names of columns."""

    columns: list[str]
    rows: "Sequence[Sequence[Cell]]"


def table_of(answers: Iterable[object]) -> Table:
    """A table with a row for each answer, as `render/json.py` takes it, and a column for each of its fields."""
    from plptool.render.json import as_row

    rows = [as_row(answer) for answer in answers]
    columns = ["id"]
    if rows:
        columns = list(rows[0])
    cells = [list(row.values()) for row in rows]
    return Table(columns, cells)


@dataclass(frozen=True, slots=True)
class Findings:
    """An answer as what was found in records."""

    shown: "list[Finding]"
    translate: "Translate"
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers, in the shapes that its formats take."""

    page: WhenAsked[Page] | None = None
    lines: WhenAsked[str] | None = None
    """What a terminal shows, where that is no page."""
    data: WhenAsked["Iterable[json.Answer]"] | None = None
    """What stands in a JSON document, one after the other, as `render/json.py` takes it."""
    table: WhenAsked[Table] | None = None
    findings: WhenAsked[Findings] | None = None


def _made(shape: WhenAsked[Shape] | None) -> Shape:
    if shape is None:
        raise TypeError("a command has a format whose shape its answer does not have")
    return shape()


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as a format has it."""

    content: str | bytes | Iterator[str]
    """Whole, or in pieces where it grows with the ledger."""
    beside: str = ""
    """A line that is no part of it, for whoever reads along on a terminal."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way in which an answer is written."""

    name: str
    """What `--format` calls it."""
    written: Callable[[Answer], Written]
    """Takes an answer, in the shape that this format is made of, to its renderer."""
    endings: tuple[str, ...] = ()
    """How the names of its files end."""
    for_file: bool = False
    """Whether nobody reads it on a terminal."""
    on_paper: bool = False
    """Whether it is a document that an office prints: days stand in words, and nothing is told for editors alone."""


def _text(answer: Answer) -> Written:
    if answer.lines is not None:
        return Written(answer.lines())
    from plptool.render.text import text

    page = _made(answer.page)
    lines = text(page.blocks, output.screen(), cut=page.cut, links=page.links)
    return Written(lines, page.foot)


def _markdown(answer: Answer) -> Written:
    from plptool.render.document import Paragraph
    from plptool.render.markdown import markdown

    page = _made(answer.page)
    blocks = page.blocks
    if page.foot:
        foot = Paragraph(page.foot)
        blocks = [*blocks, foot]
    document = markdown(blocks)
    return Written(document)


def _html(answer: Answer) -> Written:
    printed = _printed(answer)
    document = _as_html(printed.blocks, printed.paper)
    return Written(document)


def _as_html(blocks: "list[Block]", paper: Paper) -> str:
    from plptool.render.html import page

    return page(blocks, paper.language, paper.ledger_language, wide=paper.landscape)


def _docx(answer: Answer) -> Written:
    from plptool.render.docx import About, docx

    printed = _printed(answer)
    paper = printed.paper
    about = About(
        subject=paper.title,
        language=paper.language,
        recorded=paper.ledger_language,
        day=paper.day,
        landscape=paper.landscape,
    )
    template = None
    if paper.template:
        template = _read(paper.template)
    document, missing_styles = docx(printed.blocks, about, template)
    if not missing_styles:
        return Written(document)
    names = ", ".join(missing_styles)
    warning = f"The template lacks these styles, and plptool's own are used for them: {names}."
    return Written(document, warning)


def _pdf(answer: Answer) -> Written:
    from plptool.render.document import Grid
    from plptool.render.paper import that_fits
    from plptool.render.pdf import pdf, room

    printed = _printed(answer)
    paper = printed.paper
    width = room(landscape=paper.landscape)
    blocks: list[Block] = []
    for block in printed.blocks:
        fitting = block
        if isinstance(block, Grid):
            fitting = that_fits(block, width)
        blocks.append(fitting)
    document = _as_html(blocks, paper)
    file = pdf(document, landscape=paper.landscape)
    return Written(file)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A page as a file of its own."""

    blocks: "list[Block]"
    """Those of the page, with what stands above its title and right below that."""
    paper: Paper


def _printed(answer: Answer) -> _Printed:
    page = _made(answer.page)
    paper = page.paper
    if paper is None:
        raise TypeError("a page that is a file of its own says nothing of itself")
    title, *rest = page.blocks
    blocks = [*paper.above, title, *paper.below, *rest]
    return _Printed(blocks, paper)


def _read(template: Path) -> bytes:
    try:
        return template.read_bytes()
    except OSError as error:
        from plptool.model.findings import Message

        arguments = {
            "path": str(template),
            "reason": error.strerror or "?",
        }
        message = Message("{path!r} cannot be read: {reason}", arguments)
        raise UserError(message) from None


def _json(answer: Answer) -> Written:
    from plptool.render import json

    answers = _made(answer.data)
    pieces = json.pieces(*answers)
    return Written(pieces)


def _csv(answer: Answer) -> Written:
    from plptool.render.csv import to_csv
    from plptool.render.text import tame

    table = _made(answer.table)
    lines = to_csv(table.columns, table.rows)
    return Written(tame(lines))  # in the log of a job they could be commands


def _github(answer: Answer) -> Written:
    from plptool.github.annotations import github

    findings = _made(answer.findings)
    commands = github(findings.shown, findings.translate)
    return Written(commands)


def _sarif(answer: Answer) -> Written:
    from plptool.checks.explain import explanations
    from plptool.render.json import plain
    from plptool.render.sarif import sarif

    findings = _made(answer.findings)
    language = findings.language
    rules = explanations(language)
    log = sarif(findings.shown, rules, findings.translate, language)
    return Written(plain(log))


TEXT = Format("text", _text, (".txt",))
MARKDOWN = Format("markdown", _markdown, (".md", ".markdown"))
HTML = Format("html", _html, (".html", ".htm"), for_file=True)
DOCX = Format("docx", _docx, (".docx",), for_file=True, on_paper=True)
PDF = Format("pdf", _pdf, (".pdf",), for_file=True, on_paper=True)
JSON = Format("json", _json, (".json",))
CSV = Format("csv", _csv, (".csv",))
GITHUB = Format("github", _github)
SARIF = Format("sarif", _sarif, (".sarif",))

_OF_OTHERS = frozenset({".doc", ".odt", ".rtf", ".ods", ".xls", ".xlsx", ".dotx", ".pptx"})
"""How names of files end that other programs open, and that no format writes."""

OF_COMMAND: dict[str, tuple[Format, ...]] = {
    "validate": (TEXT, JSON, GITHUB, SARIF),
    "explain": (TEXT, MARKDOWN, JSON),
    "rules": (TEXT, JSON, MARKDOWN, CSV),
    "list": (TEXT, JSON, MARKDOWN, CSV),
    "show": (TEXT, JSON, MARKDOWN),
    "find": (TEXT, JSON, MARKDOWN, CSV),
    "diff": (TEXT, JSON, MARKDOWN),
    "log": (TEXT, MARKDOWN, JSON),
    "blame": (TEXT, MARKDOWN, JSON),
    "audit": (TEXT, MARKDOWN, JSON),
    "report": (TEXT, MARKDOWN, HTML, DOCX, PDF, JSON),
    "add": (TEXT, JSON),
    "new": (TEXT, JSON),
    "set": (TEXT, JSON),
    "correct": (TEXT, JSON),
    "remove": (TEXT, JSON),
    "withdraw": (TEXT, JSON),
    "rename": (TEXT, JSON),
    "acknowledge": (TEXT, JSON),
    "undo": (TEXT, JSON),
    "seal": (TEXT, JSON),
    "fmt": (TEXT, JSON),
    "upgrade": (TEXT, JSON),
    "merge": (TEXT, JSON),
    "sql": (TEXT, JSON, CSV, MARKDOWN),
    "export": (JSON,),
    "sources": (TEXT, JSON),
    "draft": (TEXT, JSON),
}
"""Which formats each command has; the first is what it answers in when nothing is said. A command that is not here has
no `--format`: it writes files, or what another program asks of it."""


def of_file(command: str, asked: Format | None, file: Path) -> Format:
    """The format of an answer that is written to a file: what is asked for, or else what the file's name says.

    Raises:
        UserError: the name says another format than what is asked for, or one that the command does not have.
    """
    from plptool.model.findings import Message

    has = OF_COMMAND[command]
    default = has[0]
    ending = file.suffix.lower()
    named = _of_ending(has, ending)
    if named is None and _belongs_to_others(ending):
        endings = [form.endings[0] for form in has if form.endings]
        arguments = {
            "path": str(file),
            "endings": ", ".join(endings),
        }
        message = Message("{path} would not be what its name says; plptool writes {endings}", arguments)
        raise UserError(message)
    if asked is None or named is None:
        return asked or named or default
    # A text in a text's file can be read whatever it is called; a program opens the others by their names.
    one_is_opened_by_name = asked.for_file or named.for_file
    if asked is not named and one_is_opened_by_name:
        own = _own_name(file, asked)
        arguments = {
            "path": str(file),
            "format": asked.name,
            "own": own,
        }
        message = Message("{path} would not be what its name says; with --format {format} call it {own}", arguments)
        raise UserError(message)
    return asked


def _own_name(file: Path, form: Format) -> str:
    """What a file is to be called in a format."""
    if not form.endings:
        return file.stem
    own = file.with_suffix(form.endings[0])
    return str(own)


def _of_ending(forms: Sequence[Format], ending: str) -> Format | None:
    """The format whose files are called so; None where none's are."""
    for form in forms:
        if ending in form.endings:
            return form
    return None


def _belongs_to_others(ending: str) -> bool:
    """Whether some program that is not told otherwise opens such a file as what this command does not write."""
    if ending in _OF_OTHERS:
        return True
    return any(_of_ending(forms, ending) for forms in OF_COMMAND.values())


def write(form: Format, answer: Answer, target: Path | None = None) -> None:
    """Write a command's answer: to a file, or to whoever reads our output.

    Raises:
        UserError: the file cannot be one; or the answer cannot be had in this format, as a package lacks.
    """
    written = form.written(answer)
    beside = written.beside
    if beside:
        click.echo(beside, err=True)
    output.deliver(written.content, target)
