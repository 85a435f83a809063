"""The process in which a document is read: it may have little memory and time, and can write nothing.

It is given the kind of the document as its argument and the document itself on stdin, and answers in JSON.
"""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from plptool.documents import limits
from plptool.documents.document import DocumentLine
from plptool.documents.limits import RefusedError


def _word(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.word import word_lines

    return word_lines(raw)


def _web(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.web import web_lines
    from plptool.documents.written import decoded

    return web_lines(decoded(raw))


def _text(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.written import decoded, written_lines

    return written_lines(decoded(raw))


def _csv(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.sheet import csv_lines
    from plptool.documents.written import decoded

    return csv_lines(decoded(raw))


def _workbook(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.sheet import workbook_lines

    return workbook_lines(raw)


def _pdf(raw: bytes) -> list[DocumentLine]:
    from plptool.documents.pdf import pdf_lines

    return pdf_lines(raw)


READERS: dict[str, Callable[[bytes], list[DocumentLine]]] = {
    "docx": _word,
    "html": _web,
    "text": _text,
    "csv": _csv,
    "xlsx": _workbook,
    "pdf": _pdf,
}
"""By kind of document, who reads it."""


def _limit() -> None:
    """From here on there is no more memory and time than a document needs, and no file can be written."""
    try:
        import resource
    except ImportError:  # on Windows whoever started this ends it in time
        return
    wanted = (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in wanted:
        with suppress(ValueError, OSError):  # somebody allows less already
            resource.setrlimit(what, (most, most))


def _shape(lines: Sequence[DocumentLine]) -> list[list[str | bool | list[int] | None]]:
    shaped: list[list[str | bool | list[int] | None]] = []
    for line in lines:
        cell = line.cell
        place = None if cell is None else [cell.table, cell.row, cell.column]
        shaped.append([line.text, place, line.is_heading, line.begins])
    return shaped


def main() -> None:
    """Read, and answer: the lines, or why there are none."""
    _limit()
    raw = sys.stdin.buffer.read()
    answer: dict[str, object]
    try:
        lines = READERS[sys.argv[1]](raw)
        answer = {"lines": _shape(lines)}
    except RefusedError as refused:
        answer = {"refused": refused.reason}
    except ImportError:
        answer = {"refused": "package lacks"}
    except (MemoryError, RecursionError):
        answer = {"refused": "too large"}
    written = json.dumps(answer)
    sys.stdout.write(written)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
