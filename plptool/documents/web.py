"""Web pages (.html): what a reader sees of the text. No script is run, nothing is fetched."""

from html.parser import HTMLParser

from plptool.documents import limits
from plptool.documents.document import Cell, DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.lines_made import Lines

_UNSEEN = ("script", "style", "head", "template", "noscript", "svg", "select", "object", "iframe")
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "ul"),
    *("table", "tr", "td", "th", "caption", "body", "html", "br"),
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = ("b", "strong")
_STRUCK = ("s", "del", "strike")
_EMPTY = ("br", "hr", "img", "input", "link", "meta", "wbr", "col", "area", "base", "embed", "source", "track")


def web_lines(text: str) -> list[DocumentLine]:
    """The lines of a web page.

    Raises:
        RefusedError: it is larger, or nested deeper, than any that people write.
    """
    reader = _Page()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.lines.made


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = Lines()
        self._open: list[str] = []
        self._tables: list[list[int]] = []
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag in _EMPTY:
            return
        if len(self._open) >= limits.DEPTH:
            raise RefusedError("nested too deep")
        is_hidden = any(
            name == "hidden" or (name == "style" and "display:none" in (value or "")) for name, value in attrs
        )
        self._open.append("template" if is_hidden else tag)
        match tag:
            case "table":
                self._count += 1
                self._tables.append([self._count, -1, -1])
            case "tr" if self._tables:
                self._tables[-1][1] += 1
                self._tables[-1][2] = -1
            case "td" | "th" if self._tables:
                self._tables[-1][2] += 1
            case "sup":
                self.lines.run("^")
            case _:
                return

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag == "table" and self._tables:
            self._tables.pop()
        places = [place for place, name in enumerate(self._open) if name in (tag, "template")]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        if any(tag in _UNSEEN for tag in self._open):
            return
        sign = ""
        if any(tag in _STRUCK for tag in self._open):
            sign = "~~"
        elif any(tag in _BOLD for tag in self._open):
            sign = "**"
        self.lines.run(" ".join(data.split("\n")), sign)

    def end_block(self) -> None:
        """A line ends; one without text is none, as pages are full of them."""
        is_heading = any(tag in _HEADINGS for tag in self._open)
        cell = None
        if self._tables:
            table, row, column = self._tables[-1]
            cell = Cell(table, max(row, 0), max(column, 0))
        self.lines.end(cell, is_heading=is_heading, keeps_empty=False)
