"""A page of HTML to a tagged PDF (PDF/UA-1, ISO 14289-1), by WeasyPrint.

The same page gives the same bytes on one machine: no clock is looked at. Fonts are the machine's.
"""

from typing import TYPE_CHECKING, NoReturn

from plptool.model.errors import UserError
from plptool.model.findings import Message

try:
    from pydyf import Dictionary
    from weasyprint import CSS, HTML
except ImportError:
    raise UserError(Message("PDF needs WeasyPrint, which is not installed: pip install 'plptool[pdf]'")) from None
except OSError:  # it is there, and what it draws text with is not
    raise UserError(
        Message("PDF needs Pango, which this machine lacks (on Debian and Ubuntu: apt install libpangoft2-1.0-0)")
    ) from None

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint.document import Document

_PAGE = """
@page {{
  size: A4{turned};
  margin: 18mm 20mm 16mm;
  @top-left {{ content: string(title); font: 8.5pt Arial, sans-serif; color: #44525c; }}
  @bottom-right {{ content: counter(page) " (" counter(pages) ")"; font: 8.5pt Arial, sans-serif; color: #44525c; }}
}}
@page :first {{ @top-left {{ content: none; }} }}
h1 {{ string-set: title content(); }}
body {{ font-family: Arial, "Liberation Sans", sans-serif; }}
a {{ color: inherit; text-decoration: none; }}
"""
"""The page: its running head from the second one on, and which page of how many it is."""


def room(*, landscape: bool) -> int:
    """How wide the text is, in twentieths of a point."""
    return 14_570 if landscape else 9_638


def pdf(html: str, *, landscape: bool = False) -> bytes:
    """The page as a PDF with tags and bookmarks.

    Args:
        html: needs nothing beside it; what it points at is not fetched.
        landscape: whether the page lies on its side.
    """
    style = CSS(string=_PAGE.format(turned=" landscape" if landscape else ""))
    document = HTML(string=html, url_fetcher=_nothing)
    content: bytes = document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1", finisher=_say_what_heads_head)
    return content


def _say_what_heads_head(_document: "Document", file: "PDF") -> None:
    """Let each head of a table say that it is a column's (ISO 14289-1, 7.5), which WeasyPrint leaves unsaid."""
    for item in file.objects:
        if isinstance(item, Dictionary) and item.get("S") == "/TH":
            item["A"] = Dictionary({"O": "/Table", "Scope": "/Column"})


def _nothing(url: str) -> NoReturn:
    """Whatever a page points at stays where it is."""
    raise ValueError(url)
