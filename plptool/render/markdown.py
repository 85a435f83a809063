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


def _quote(match: re.Match[str]) -> str:
    character = match[0]
    # A backslash does not keep GitHub from linking @names and addresses; entities do.
    if character in "<>&@":
        return f"&#{ord(character)};"
    if character in ":-()+." and not _risky(match):
        return character
    return "\\" + character


def _risky(mark: re.Match[str]) -> bool:
    """Whether a mark that is harmless within text stands where it would mean something."""
    text = mark.string
    start = mark.start()
    match mark[0]:
        case ":":
            return start == 0 or _LINK.match(text, start + 1) is not None
        case "-" | "+":
            return start == 0
        case "." | ")" if _numbers_a_list(text, start):
            return True
        case ".":
            before = text[max(0, start - 3) : start]
            return before.casefold() == "www"
        case _:
            return text[start - 1 : start] == "]"


def _numbers_a_list(text: str, place: int) -> bool:
    """Whether nothing but digits stand before a mark, and a space or nothing after it."""
    following = text[place + 1 : place + 2]
    return place < _NUMBER and text[:place].isdecimal() and following in ("", " ")


def markdown(blocks: list[Block]) -> str:
    """The blocks in their order."""
    pieces: list[str] = []
    for block in blocks:
        pieces += _pieces(block)
    return "\n\n".join(pieces) + "\n"


def _pieces(block: Block) -> Iterator[str]:
    """What a block is made of: pieces with an empty line between them."""
    match block:
        case Heading():
            title = _marked(block.text)
            if block.over:
                title = f"{escape(block.over)}: {title}"
            yield f"{'#' * block.level} {title}"
        case Paragraph():
            if block.ours and isinstance(block.text, str):
                yield _code(block.text)
            else:
                yield _marked(block.text)
        case Items():
            entries = [f"- {escape(entry)}" for entry in block.entries]
            yield "\n".join(entries)
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
    return _CODE.sub(_code_or_quoted, text)


def _code_or_quoted(match: re.Match[str]) -> str:
    """Code as it stands, with its backticks; of anything else what means something to Markdown, quoted."""
    code = match[1]
    return code or _SPECIAL.sub(_quote, match[0])


def _marked(text: Text) -> str:
    """A text with its parts marked; what stands side by side and is not marked is escaped as one."""
    runs = [_run(tuple(run)) for _of_kind, run in groupby(parts(text), _kind)]
    return "".join(runs)


def _kind(part: Part) -> type[Part]:
    """How a part is written: what a record says, as any text."""
    return type(part) if isinstance(part, Mark | Strong) else str


def _run(run: tuple[Part, ...]) -> str:
    """Parts of one kind, side by side."""
    kind = _kind(run[0])
    if kind is Mark:
        marks = [f"[^{mark.number}]" for mark in run if isinstance(mark, Mark)]
        return "".join(marks)
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
    if len(lines) == 1:
        return f"{label} {lines[0]}"
    entries = [f"  - {line}" for line in lines]
    return "\n".join([label, *entries])


def _listing(block: Listing) -> str:
    """A fence that no line within can close."""
    fences = re.findall(r"`+", block.text)
    longest = max(map(len, fences), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [clean(line) for line in block.text.split("\n")]
    listing = "\n".join([f"{fence}{block.language}", *lines, fence])
    if not block.title:
        return listing
    return f"{escape(block.title)}\n\n{listing}"


def _table(block: Grid) -> str:
    titles = [escape(column.title) or " " for column in block.columns]
    sides = ["---:" if column.right else "---" for column in block.columns]
    rule = "|".join(sides)
    lines = [_row(titles), f"|{rule}|"]
    for row in block.rows:
        cells = [escape(cell) for cell in row]
        lines.append(_row(cells))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    joined = " | ".join(cells)
    return f"| {joined} |"
