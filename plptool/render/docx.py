"""Blocks to a Word document (ECMA-376, transitional), by python-docx; footnotes, which that does not know, by hand.

The same blocks give the same bytes: no clock is looked at, and nobody is named as the author.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import assert_never
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import language_tag
from plptool.model.text import cut
from plptool.render.document import (
    Block,
    Column,
    Facts,
    Grid,
    Heading,
    Items,
    Line,
    Listing,
    Mark,
    Notes,
    Paragraph,
    Part,
    Recorded,
    Strong,
    Text,
    parts,
    unmarked,
)
from plptool.render.paper import LINE, that_fits, widest_of
from plptool.render.text import clean

try:
    from docx import Document
    from docx.document import Document as Word
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part as PackagePart
    from docx.opc.rel import Relationships
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import _Footer, _Header
except ImportError:
    raise UserError(
        Message("Word documents need python-docx, which is not installed: pip install 'plptool[docx]'")
    ) from None
from plptool.render.docx_styles import STYLES, name, piece, sheet

_TYPES = "[Content_Types].xml"
"""The file in a Word document that says what each of the others is."""
_WIDTH = 9354
"""Between the margins of A4, in twentieths of a point."""
_FOOTER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:tab/></w:r>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> (</w:t></w:r>'
    '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t>)</w:t></w:r></w:p>'
)
_HEADER = '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">{title}</w:t></w:r></w:p>'
_PAGE = (  # A4
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1077" w:right="1276" w:bottom="1077" w:left="1276" w:header="567" w:footer="510" w:gutter="0"/>'
    "</w:sectPr>"
)
_LANDSCAPE = _PAGE.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
_UNUSED = ("customXml", "stylesWithEffects", "numbering", "thumbnail", "extended-properties")
"""What python-docx's own document has and ours needs not, by how its type ends."""
_LONGEST = 255
"""So many characters python-docx takes for a property of a document."""
_NOTES = ("/footnotes", "/comments", "/commentsExtended", "/commentsExtensible", "/commentsIds", "/people")
"""What belongs to the text of a document, by how its type ends."""
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" '
    f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_AFTER_FOOTNOTES = (
    "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "shapeDefaults", "decimalSymbol", "listSeparator",
)  # fmt: skip
"""What follows in the settings, whose order the standard prescribes (17.15.1.78)."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself, beside its title."""

    subject: str
    language: str
    recorded: str
    """The language of what records say."""
    day: date
    landscape: bool = False
    """Whether the page lies on its side, where no template says how it lies."""


def docx(blocks: Sequence[Block], about: About, template: bytes | None = None) -> tuple[bytes, list[str]]:
    """The blocks as a Word document, and the names of the styles that the template lacks.

    Args:
        blocks: the first heading among them is the title.
        about: title, language and day.
        template: a .docx or .dotx file, of which everything is kept but the text in it; what it has no style for gets
            our own.

    Raises:
        UserError: the template is no Word document.
    """
    if template is None:
        word = Document()
        _ours(word, _LANDSCAPE if about.landscape else _PAGE)
    else:
        word = _opened(template)
    missing, ids = _styles(word)
    page = _Page(word, ids, about)
    page.write(blocks)
    page.finish()
    if template is None:
        _let_title_run(word, page.title)
    _describe(word, about, page.title)
    return _packed(word), missing


def _opened(template: bytes) -> Word:
    refusal = UserError(Message("the template is no Word document (.docx or .dotx)"))
    try:
        with ZipFile(BytesIO(template)) as old:
            files = _unzipped(old)
        files[_TYPES] = files[_TYPES].replace(
            b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"
        )
        return Document(BytesIO(_zipped(files)))
    except (BadZipFile, KeyError, ValueError, AttributeError, RuntimeError, NotImplementedError, SyntaxError):
        raise refusal from None


def _unzipped(archive: ZipFile) -> dict[str, bytes]:
    return {path: archive.read(path) for path in archive.namelist()}


def _zipped(files: dict[str, bytes]) -> bytes:
    """The files as an archive that tells neither when nor on which system it was made."""
    raw = BytesIO()
    with ZipFile(raw, "w") as archive:
        for path, content in files.items():
            entry = ZipInfo(path)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return raw.getvalue()


def _packed(word: Word) -> bytes:
    raw = BytesIO()
    word.save(raw)
    with ZipFile(raw) as archive:
        return _zipped(_unzipped(archive))


def _ours(word: Word, page: str) -> None:
    """Let python-docx's own document have our styles and this page, and none of what we do not use."""
    _style_as_ours(word.styles.element)
    body = word.element.body
    body.remove(body.sectPr)
    body.append(piece(page))
    _let_run(word.sections[0].footer, _FOOTER)
    _drop_relations(word.part.rels, _UNUSED)
    _drop_relations(word.part.package.rels, _UNUSED)
    _settle(word.settings.element)


def _style_as_ours(styles: BaseOxmlElement) -> None:
    for child in list(styles):
        if child.tag != qn("w:latentStyles"):
            styles.remove(child)
    defaults, *of_text = sheet()
    styles.insert(0, defaults)  # before what Word knows of styles that are not there
    styles.extend(of_text)


def _let_run(edge: _Footer | _Header, *paragraphs: str) -> None:
    """Let these stand at an edge of each page, and nothing else."""
    edge.is_linked_to_previous = False
    element = edge._element  # noqa: SLF001 - there is no other way to it
    for child in list(element):
        element.remove(child)
    element.extend(map(piece, paragraphs))


def _let_title_run(word: Word, title: str) -> None:
    """Let the title stand at the head of each page but the first, which has it as its heading."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    _let_run(section.header, _HEADER.format(title=escape(_text(title))))
    _let_run(section.first_page_header)
    _let_run(section.first_page_footer, _FOOTER)


def _drop_relations(relations: Relationships, endings: tuple[str, ...]) -> None:
    """Let a part of the document have no relations whose type ends so, and by that not what they lead to."""
    unwanted = [key for key, relation in relations.items() if relation.reltype.endswith(endings)]
    for key in unwanted:
        del relations[key]


def _settle(settings: BaseOxmlElement) -> None:
    """Let Word lay out the page as it does its own of today, and tell nothing of how python-docx's was made."""
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    for tag in ("w:savePreviewPicture", "w:rsids", "w:proofState"):
        for child in settings.findall(qn(tag)):
            settings.remove(child)
    for zoom in settings.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")


def _styles(word: Word) -> tuple[list[str], dict[str, str]]:
    """The styles that are missing, which are added, and the id of each that is used."""
    styles = word.styles.element
    ids: dict[str, str] = {}
    defaults: dict[str, str] = {}
    """By the type of a style, the id of the one that holds where none is named."""
    for style in styles.findall(qn("w:style")):
        style_id = _id_of(style)
        ids[name(style)] = style_id
        if style.get(qn("w:default")) in ("1", "true", "on"):
            defaults[_type_of(style)] = style_id
    missing = [style_name for style_name in STYLES if style_name.casefold() not in ids]
    added = {style_name.casefold() for style_name in missing}
    ours = [style for style in sheet() if name(style) in added]
    for style in ours:
        parent = defaults.get(_type_of(style))
        _base_on(style, parent)
        styles.append(style)
        ids[name(style)] = _id_of(style)
    return missing, {style_name: ids[style_name.casefold()] for style_name in STYLES}


def _id_of(style: BaseOxmlElement) -> str:
    return str(style.get(qn("w:styleId"), ""))


def _type_of(style: BaseOxmlElement) -> str:
    """Whether it is one of paragraphs, of characters, of tables or of lists."""
    return str(style.get(qn("w:type"), ""))


def _base_on(style: BaseOxmlElement, parent: str | None) -> None:
    """Let a style of ours rest on the template's own; on none, where it has none of that type."""
    for based in style.findall(qn("w:basedOn")):
        if parent is None:
            style.remove(based)
        else:
            based.set(qn("w:val"), parent)


def _describe(word: Word, about: About, title: str) -> None:
    """Language, title and day; who made the template is not told."""
    locale = language_tag(about.language)
    styles = word.styles.element
    for tag in ("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang"):
        inner = styles.find(qn(tag))
        if inner is None:
            inner = OxmlElement(tag)
            styles.insert(0, inner)
        styles = inner
    for lang in word.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), locale)
    for lang in word.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), locale)
    core = word.core_properties
    properties = core._element  # noqa: SLF001 - what is not there tells nothing
    for child in list(properties):
        properties.remove(child)
    day = about.day
    core.title = cut(title, _LONGEST)
    core.subject = cut(_text(about.subject), _LONGEST)
    core.language = locale
    core.revision = 1
    core.created = core.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - UTC there


def _text(text: str) -> str:
    """On one line, and nothing in it that XML cannot hold; spaces that must not be broken stay."""
    return clean(re.sub(r"[^\S\u00a0]+", " ", text))


def _make(tag: str, *children: BaseOxmlElement | None, **attributes: str | int) -> BaseOxmlElement:
    """An element of WordprocessingML; of what is None, it has no child."""
    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    present = [child for child in children if child is not None]
    element.extend(present)
    return element


def _value(tag: str, value: str) -> BaseOxmlElement:
    return _make(tag, val=value)


@dataclass(slots=True)
class _Page:
    """The document as far as it is written."""

    word: Word
    ids: dict[str, str]
    about: About
    notes: list[BaseOxmlElement] = field(default_factory=list)
    title: str = ""
    caption: str = ""
    """The last heading, by which a table is known to who does not see it."""
    in_front: bool = True
    """Whether no heading but the title came yet."""
    below_table: bool = False
    """Whether a table comes right before."""

    def write(self, blocks: Sequence[Block]) -> None:
        """Put the blocks in the place of the text that the document has."""
        body = self.word.element.body
        page = body.sectPr
        for child in list(body):
            body.remove(child)
        body.append(piece(_PAGE) if page is None else page)
        for block in blocks:
            if isinstance(block, Notes):
                self.notes += self._footnotes(block)
        elements: list[BaseOxmlElement] = []
        for block in blocks:
            if isinstance(block, Heading) and block.level > 1:
                self.in_front = False
            elements += self._block(block)
            self.below_table = isinstance(block, Grid)
        if elements and _local(elements[-1]) == "tbl":  # Word asks whether it may mend a document that ends so
            elements.append(self._paragraph("Appendix item"))
        body[:0] = elements  # before what says how the page is

    def _block(self, block: Block) -> Iterator[BaseOxmlElement]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                style = "Subtitle" if self.in_front else ""
                yield self._paragraph(style, *self._runs(block.text), apart=self.below_table)
            case Facts():
                yield from self._facts(block)
            case Grid():
                yield self._table(block)
            case Items():
                for entry in block.entries:
                    yield self._paragraph("Appendix item", *self._runs(entry))
            case Listing():
                yield self._paragraph("", *self._runs(block.text))
            case Notes():
                pass  # they stand at the foot of the page that has their mark
            case _:
                assert_never(block)

    def _heading(self, block: Heading) -> BaseOxmlElement:
        self.caption = _text(unmarked(block.text))
        self.title = self.title or self.caption
        style = "Title" if block.level == 1 else "heading 1"
        runs = list(self._runs(block.text))
        if block.over:
            over = self._run(block.over, "Appendix number")
            line_break = _make("r", _make("br"))
            runs = [over, line_break, *runs]
        return self._paragraph(style, *runs, apart=self.below_table)

    def _facts(self, block: Facts) -> Iterator[BaseOxmlElement]:
        count = sum(len(fact.lines) for fact in block.entries)
        place = 0
        for fact in block.entries:
            for index, line in enumerate(fact.lines):
                place += 1
                runs = list(self._runs(line))
                kept = _stays_with_next(place, count)
                if index > 0:
                    yield self._paragraph("Appendix fact continued", *runs, kept=kept)
                    continue
                label = self._run(fact.label, "Appendix label")
                tab = _make("r", _make("tab"))
                goes_on = len(fact.lines) > 1
                yield self._paragraph("Appendix fact", label, tab, *runs, kept=goes_on or kept)

    def _paragraph(
        self, style: str, *runs: BaseOxmlElement, kept: bool = False, right: bool = False, apart: bool = False
    ) -> BaseOxmlElement:
        properties = _make(
            "pPr",
            _value("pStyle", self.ids[style]) if style else None,
            _make("keepNext") if kept else None,
            _make("spacing", before=240) if apart else None,
            _value("jc", "right") if right else None,
        )
        return _make("p", properties if len(properties) else None, *runs)

    def _runs(self, text: Text) -> Iterator[BaseOxmlElement]:
        """A text's runs, as few as there can be."""
        for kind, group in groupby(parts(text), self._kind):
            alike = tuple(group)
            if kind is not Mark:
                style = "Strong" if kind is Strong else ""
                yield self._run(unmarked(alike), style, recorded=kind is Recorded)
                continue
            for mark in alike:
                if isinstance(mark, Mark):
                    reference = _make("footnoteReference", id=mark.number)
                    yield _make("r", self._look_of_reference(), reference)

    def _look_of_reference(self) -> BaseOxmlElement:
        return _make("rPr", _value("rStyle", self.ids["footnote reference"]))

    def _kind(self, part: Part) -> type[Part]:
        """What a part is; what a record says in the document's language is as any text."""
        in_one_language = self.about.recorded == self.about.language
        if isinstance(part, Recorded) and in_one_language:
            return str
        return type(part)

    def _run(self, text: str, style: str = "", *, recorded: bool = False) -> BaseOxmlElement:
        """A run; what a record says, in a document of another language, is marked as being in the ledger's."""
        other = recorded and self.about.recorded != self.about.language
        look = _make(
            "rPr",
            _value("rStyle", self.ids[style]) if style else None,
            _value("lang", language_tag(self.about.recorded)) if other else None,
        )
        content = _make("t")
        content.text = _text(text)
        content.set(qn("xml:space"), "preserve")
        return _make("r", look if len(look) else None, content)

    def _footnotes(self, block: Notes) -> Iterator[BaseOxmlElement]:
        for number, entry in enumerate(block.entries, 1):
            yield self._footnote(number, entry)

    def _footnote(self, number: int, entry: Line) -> BaseOxmlElement:
        mark = _make("r", self._look_of_reference(), _make("footnoteRef"))
        space = self._run(" ")
        paragraph = self._paragraph("footnote text", mark, space, *self._runs(entry))
        return _make("footnote", paragraph, id=number)

    def _table(self, block: Grid) -> BaseOxmlElement:
        """A table with a header row that is repeated on each page, and rows that no page divides."""
        block = that_fits(block, self._room())
        widths = _widths(block, self._room())
        table = _make(
            "tbl",
            _make(
                "tblPr",
                _value("tblStyle", self.ids["Appendix table"]),
                _make("tblW", w=sum(widths), type="dxa"),
                _make("tblLayout", type="fixed"),
                _make("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
                _value("tblCaption", self.caption),
            ),
            _make("tblGrid", *(_make("gridCol", w=width) for width in widths)),
        )
        titles = tuple(column.title for column in block.columns)
        count = len(block.rows)
        for number, row in enumerate((titles, *block.rows)):
            is_head = number == 0
            is_last = number == count
            # The head stays with the first row, and a short table with its last one.
            kept = is_head or (count < 10 and not is_last)
            properties = _make("trPr", _make("cantSplit"), _make("tblHeader") if is_head else None)
            cells: list[BaseOxmlElement] = []
            for column, cell, width in zip(block.columns, row, widths, strict=True):
                run = self._run(cell, recorded=column.recorded and not is_head)
                paragraph = self._paragraph("Appendix cell", run, kept=kept, right=column.right)
                cells.append(_make("tc", _make("tcPr", _make("tcW", w=width, type="dxa")), paragraph))
            table.append(_make("tr", properties, *cells))
        return table

    def _room(self) -> int:
        section = self.word.sections[-1]
        sides = (section.page_width, section.left_margin, section.right_margin)
        if any(side is None for side in sides):
            return _WIDTH
        width, left, right = (side.twips for side in sides if side is not None)
        return int(width - left - right)

    def finish(self) -> None:
        """Give the document its footnotes: their part, and in the settings the separators, which Word asks for."""
        part = self.word.part
        # With the template's text its footnotes go, and its comments, which have names.
        _drop_relations(part.rels, _NOTES)
        root = piece(f"<w:footnotes>{_SEPARATORS}</w:footnotes>")
        root.extend(self.notes)
        content = serialize_part_xml(root)
        footnotes = PackagePart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, part.package)
        part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self.word.settings.element
        for old in settings.findall(qn("w:footnotePr")):
            settings.remove(old)
        separators = _make("footnotePr", _make("footnote", id=-1), _make("footnote", id=0))
        following = [child for child in settings if _local(child) in _AFTER_FOOTNOTES]
        if following:
            following[0].addprevious(separators)
        else:
            settings.append(separators)


def _stays_with_next(place: int, count: int) -> bool:
    """Whether a line stays on the page of the next, so that no page has but the first or the last line of many.

    Args:
        place: of the line among them; the first is 1.
        count: how many there are.
    """
    left = count - place
    return left == 1 or 0 < left >= count - 4


def _local(child: BaseOxmlElement) -> str:
    return str(child.tag).rpartition("}")[2]


def _widths(block: Grid, room: int) -> list[int]:
    """How wide each column is: as its longest cell or, where there is no room for that, in proportion to it.

    A column is never narrower than its longest word, as far as that can be told without the font.
    """
    titles = [column.title for column in block.columns]
    columns = list(zip(block.columns, zip(titles, *block.rows, strict=True), strict=True))
    most = [widest_of(cells, column.limit) for column, cells in columns]
    comfortable = [_comfortable(column, cells) for column, cells in columns]
    if sum(comfortable) <= room:
        return _between(comfortable, most, room)
    # What ought not to be broken is, between its words, rather than that texts become a word wide.
    words = [widest_of(_words(cells)) for _, cells in columns]
    if sum(words) <= room:
        lines = [widest_of(cells, _TEXT if column.limit is None else column.limit) for column, cells in columns]
        return _between(words, lines, room)
    return [width * room // sum(words) for width in words]


_TEXT = 3 * LINE
"""So many characters a line of a text has at the most, where columns stand in each other's way."""


def _between(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths that there is room for: each column gives of what lacks, as much as it has of what can be given."""
    widest = list(map(max, least, most))
    excess = sum(widest) - room
    if excess <= 0:
        return widest
    slack = sum(widest) - sum(least)
    given = [-(-excess * (wide - narrow) // slack) for wide, narrow in zip(widest, least, strict=True)]
    return [wide - less for wide, less in zip(widest, given, strict=True)]


def _comfortable(column: Column, cells: Sequence[str]) -> int:
    """How wide a column is that is easily read: as its longest cell or, where cells wrap, a word and some letters."""
    if column.whole:
        return widest_of(cells)
    words = widest_of(_words(cells))
    return words if column.right else max(words, widest_of(cells, LINE))


def _words(cells: Iterable[str]) -> list[str]:
    """The words of a column."""
    return " ".join(cells).split()
