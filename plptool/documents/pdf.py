"""PDF (.pdf): its text, page after page. Nothing in it is run, followed or drawn."""

import pypdfium2

from plptool.documents import limits
from plptool.documents.document import DocumentLine
from plptool.documents.limits import RefusedError
from plptool.documents.lines_made import Lines


def pdf_lines(raw: bytes) -> list[DocumentLine]:
    """The lines of a PDF that has text; between two pages an empty one.

    Raises:
        RefusedError: it is none, is locked, or has no text.
    """
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError:
        raise RefusedError("damaged") from None
    if len(document) > limits.PAGES:
        raise RefusedError("too large")
    lines = Lines()
    for page in document:
        text = page.get_textpage().get_text_range()
        for line in text.splitlines():
            lines.add(DocumentLine(" ".join(line.split())))
        lines.add(DocumentLine(""))
    if not any(line.text for line in lines.made):
        raise RefusedError("no text")
    return lines.made
