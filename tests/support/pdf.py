"""What a PDF that plptool wrote says."""

from functools import cache

import pypdfium2

from plptool.model.errors import UserError


@cache
def can_be_written() -> bool:
    """Whether this machine has what draws text in a PDF."""
    try:
        import plptool.render.pdf  # noqa: F401 - whether that succeeds is what is asked
    except UserError:
        return False
    return True


def words_of(raw: bytes) -> list[str]:
    """The words of all pages, in their order, without the running head and the numbers of pages."""
    words: list[str] = []
    document = pypdfium2.PdfDocument(raw)
    for number, page in enumerate(document):
        lines = page.get_textpage().get_text_range().splitlines()
        of_page = lines[:-1] if number == 0 else lines[1:-1]
        words += " ".join(of_page).split()
    return words
