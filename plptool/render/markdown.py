"""Blocks to GitHub-flavoured Markdown, with everything that a record says made plain text."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from plptool.render.document import (
    Block,
    Fact,
    Facts,
    Grid,
    Heading,
    Items,
    Listing,
    Mark,
    Notes,
    Paragraph,
    Part,
    Strong,
    Text,
    parts,
)
from plptool.render.text import clean, flat, plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~@$:&.-])")
_LINK = re.compile(r"//|\w{1,40}:")
"""What after a colon makes a link or an emoji of it."""
_CODE = re.compile(r"(`[^`]+`)|[^`]+")
"""What stands in backticks, or between them."""
_NUMBER = 10
"""So many digits may stand before the mark of a numbered list: CommonMark has nine."""


def escape(text: str) -> str:
    """Text that Markdown shows as it stands: no markup, no HTML, no mention, no link, on one line."""
    return _SPECIAL.sub(_quote, flat(text))


def _quote(found: re.Match[str]) -> str:
    character = found[0]
    # A backslash does not keep GitHub from linking @names and addresses; entities do.
    if character in "<>&@":
        return f"&#{ord(character)};"
    if character in ":-()+." and not _risky(found):
        return character
    return "\\" + character


def _risky(found: re.Match[str]) -> bool:
    """Whether a mark that is harmless within text stands where it would mean something."""
    text, start = found.string, found.start()
    match found[0]:
        case ":":
            return start == 0 or _LINK.match(text, start + 1) is not None
        case "-" | "+":
            return start == 0
        case "." | ")" if _numbers_a_list(text, start):
            return True
        case ".":
            return text[max(0, start - 3) : start].casefold() == "www"
        case _:
            return text[start - 1 : start] == "]"


def _numbers_a_list(text: str, place: int) -> bool:
    """Whether nothing but digits stand before a mark, and a space or nothing after it."""
    return place < _NUMBER and text[:place].isdecimal() and text[place + 1 : place + 2] in ("", " ")


def markdown(blocks: list[Block]) -> str:
    """The blocks in their order."""
    return "\n\n".join(piece for block in blocks for piece in _pieces(block)) + "\n"


def _pieces(block: Block) -> Iterator[str]:
    """What a block is made of: pieces with an empty line between them."""
    match block:
        case Heading():
            over = f"{escape(block.over)}: " if block.over else ""
            yield f"{'#' * block.level} {over}{_marked(block.text)}"
        case Paragraph():
            yield _code(block.text) if block.ours and isinstance(block.text, str) else _marked(block.text)
        case Items():
            yield "\n".join("- " + escape(entry) for entry in block.entries)
        case Listing():
            yield _listing(block)
        case Grid():
            yield _table(block)
        case Facts():
            yield "\n".join(map(_fact, block.entries))
        case Notes():
            for number, entry in enumerate(block.entries, 1):
                yield f"[^{number}]: {_marked(entry)}"
        case _:
            assert_never(block)


def _code(text: str) -> str:
    """A text of ours, in which what stands in backticks is code."""
    return _CODE.sub(lambda found: found[1] or _SPECIAL.sub(_quote, found[0]), text)


def _marked(text: Text) -> str:
    """A text with its parts marked; what stands side by side and is not marked is escaped as one."""
    runs = (tuple(run) for _kind, run in groupby(parts(text), _kind))
    return "".join(map(_run, runs))


def _kind(part: Part) -> type[Part]:
    """How a part is written: what a record says, as any text."""
    return type(part) if isinstance(part, Mark | Strong) else str


def _run(run: tuple[Part, ...]) -> str:
    """Parts of one kind, side by side."""
    kind = _kind(run[0])
    if kind is Mark:
        return "".join(f"[^{mark.number}]" for mark in run if isinstance(mark, Mark))
    text = plain(run)
    escaped = escape(text)
    if kind is Strong:
        return f"**{escaped}**"
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and escaped else ""
    return f"{before}{escaped}{after}"


def _fact(fact: Fact) -> str:
    label = f"- **{escape(fact.label)}:**"
    lines = [_marked(line) for line in fact.lines]
    return f"{label} {lines[0]}" if len(lines) == 1 else "\n".join([label, *(f"  - {line}" for line in lines)])


def _listing(block: Listing) -> str:
    """A fence that no line within can close."""
    longest = max(map(len, re.findall(r"`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = "\n".join(clean(line) for line in block.text.split("\n"))
    title = f"{escape(block.title)}\n\n" if block.title else ""
    return f"{title}{fence}{block.language}\n{lines}\n{fence}"


def _table(block: Grid) -> str:
    head = "| " + " | ".join(escape(column.title) or " " for column in block.columns) + " |"
    rule = "|" + "|".join("---:" if column.right else "---" for column in block.columns) + "|"
    rows = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in block.rows]
    return "\n".join([head, rule, *rows])
