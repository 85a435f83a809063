"""Blocks to one HTML page, which needs nothing beside it."""

import re
from collections.abc import Sequence
from typing import assert_never

from plptool.render.document import (
    Block,
    Facts,
    Grid,
    Heading,
    Items,
    Link,
    Listing,
    Mark,
    Notes,
    Paragraph,
    Part,
    Recorded,
    Strong,
    Text,
    parts,
)
from plptool.render.page import environment, unbroken
from plptool.render.text import plain


def page(blocks: list[Block], language: str, recorded: str, *, wide: bool = False) -> str:
    """The page.

    Args:
        blocks: the first heading among them is the title.
        language: of the page.
        recorded: the language of what records say.
        wide: whether its tables need more room than a text.

    Raises:
        UserError: Jinja2 is not installed.
    """
    made = environment(language)
    made.filters.update(FILTERS)
    titles = [plain(block.text) for block in blocks if isinstance(block, Heading)]
    title = titles[0] if titles else ""
    kinds = named(blocks)
    other = recorded if recorded != language else ""
    html = made.get_template("report.html").render(title=title, blocks=kinds, other=other, wide=wide)
    return unbroken(html).replace("##[", "##&#91;")  # which GitHub's runner, where it reads a log, takes for a command


def named(blocks: Sequence[Block]) -> list[tuple[str, Block]]:
    """Each block, and what the template `blocks.html` calls it."""
    return [(_kind(block), block) for block in blocks]


def _kind(block: Block) -> str:
    """What the template calls a block."""
    match block:
        case Heading():
            return "heading"
        case Paragraph():
            return "paragraph"
        case Items():
            return "items"
        case Listing():
            return "listing"
        case Grid():
            return "grid"
        case Facts():
            return "facts"
        case Notes():
            return "notes"
        case _:
            assert_never(block)


def _parts(text: Text) -> list[tuple[str, str | int]]:
    """Each part of a text: what the template calls it, and what is in it."""
    return list(map(_part, parts(text)))


def _part(part: Part) -> tuple[str, str | int]:
    match part:
        case str():
            return "text", _flat(part)
        case Recorded():
            return "recorded", _flat(part.text)
        case Strong():
            return "strong", _flat(part.text)
        case Link():
            return "text", _flat(part.text)
        case Mark():
            return "mark", part.number
        case _:
            assert_never(part)


def _flat(text: str) -> str:
    """On one line, so that no record can begin one; spaces that must not be broken stay."""
    return re.sub(r"[^\S\u00a0]+", " ", text)


FILTERS = {"parts": _parts, "plain": plain, "flat": _flat}
"""What the template `blocks.html` needs beside what all pages have."""
