"""Blocks to GitHub-flavoured Markdown, with everything that a record says made plain text."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import assert_never
from urllib.parse import quote

from plptool.render.document import (
    Block,
    Fact,
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
    Strong,
    Text,
    parts,
)
from plptool.render.text import clean, flat, plain, tame

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
        point = ord(character)
        return f"&#{point};"
    if character in ":-()+." and not _risky(match):
        return character
    return f"\\{character}"


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
            beginning = max(0, start - 3)
            before = text[beginning:start]
            return before.casefold() == "www"
        case _:
            return text[start - 1 : start] == "]"


def _numbers_a_list(text: str, place: int) -> bool:
    """Whether nothing but digits stand before a mark, and a space or nothing after it."""
    if place >= _NUMBER:
        return False
    before = text[:place]
    if not before.isdecimal():
        return False
    after = text[place + 1 :]
    return not after or after.startswith(" ")


def markdown(blocks: list[Block]) -> str:
    """The blocks in their order."""
    pieces: list[str] = []
    for block in blocks:
        pieces += _pieces(block)
    document = "\n\n".join(pieces)
    return f"{document}\n"


def _pieces(block: Block) -> Iterator[str]:
    """What a block is made of: pieces with an empty line between them."""
    match block:
        case Heading():
            yield _heading(block)
        case Paragraph():
            if block.ours and isinstance(block.text, str):
                yield _code(block.text)
            else:
                yield _marked(block.text)
        case Items():
            entries = [f"- {_marked(entry)}" for entry in block.entries]
            yield "\n".join(entries)
        case Listing():
            yield _listing(block)
        case Grid():
            yield _table(block)
        case Facts():
            facts = map(_fact, block.entries)
            yield "\n".join(facts)
        case Notes():
            for number, entry in enumerate(block.entries, 1):
                note = _marked(entry)
                yield f"[^{number}]: {note}"
        case _:
            assert_never(block)


def _heading(block: Heading) -> str:
    signs = "#" * block.level
    title = _marked(block.text)
    if not block.over:
        return f"{signs} {title}"
    over = escape(block.over)
    return f"{signs} {over}: {title}"


def _code(text: str) -> str:
    """A text of ours, in which what stands in backticks is code."""
    return _CODE.sub(_code_or_quoted, text)


def _code_or_quoted(match: re.Match[str]) -> str:
    """Code as it stands, with its backticks; of anything else what means something to Markdown, quoted."""
    code = match[1]
    if code:
        return code
    text = match[0]
    return _SPECIAL.sub(_quote, text)


def _marked(text: Text) -> str:
    """A text with its parts marked; what stands side by side and is not marked is escaped as one."""
    runs = []
    by_kind = groupby(parts(text), _kind)
    for _of_kind, alike in by_kind:
        run = tuple(alike)
        runs.append(_run(run))
    return "".join(runs)


def _kind(part: Part) -> type[Part]:
    """How a part is written: what a record says, as any text."""
    if isinstance(part, Mark | Strong | Link):
        return type(part)
    return str


def _run(run: tuple[Part, ...]) -> str:
    """Parts of one kind, side by side."""
    kind = _kind(run[0])
    if kind is Mark:
        marks = [f"[^{mark.number}]" for mark in run if isinstance(mark, Mark)]
        return "".join(marks)
    if kind is Link:
        links = [_link(link) for link in run if isinstance(link, Link)]
        return " ".join(links)
    text = plain(run)
    escaped = escape(text)
    if kind is Strong:
        return f"**{escaped}**"
    first_character = text[:1]
    last_character = text[-1:]
    if last_character.isspace() and escaped:
        escaped = f"{escaped} "
    if first_character.isspace():
        escaped = f" {escaped}"
    return escaped


def _link(link: Link) -> str:
    """A link, whose address can end neither itself nor the table or list that it stands in."""
    address = quote(link.address, safe=":/?#=&%@+,;~")
    return f"[{escape(link.text)}]({address})"


def _fact(fact: Fact) -> str:
    name = escape(fact.label)
    label = f"- **{name}:**"
    lines = [_marked(line) for line in fact.lines]
    if len(lines) == 1:
        only_line = lines[0]
        return f"{label} {only_line}"
    entries = [f"  - {line}" for line in lines]
    return "\n".join([label, *entries])


def _listing(block: Listing) -> str:
    """A fence that no line within can close."""
    fences = re.findall(r"`+", block.text)
    lengths = map(len, fences)
    longest = max(lengths, default=0)
    length = max(3, longest + 1)
    fence = "`" * length
    opening = f"{fence}{block.language}"
    lines = block.text.split("\n")
    legible_lines = [tame(clean(line)) for line in lines]
    listing = "\n".join([opening, *legible_lines, fence])
    if not block.title:
        return listing
    title = escape(block.title)
    return f"{title}\n\n{listing}"


def _table(block: Grid) -> str:
    titles = []
    sides = []
    for column in block.columns:
        title = escape(column.title)
        titles.append(title or " ")
        side = "---"
        if column.right:
            side = "---:"
        sides.append(side)
    rule = "|".join(sides)
    lines = [_row(titles), f"|{rule}|"]
    for row in block.rows:
        cells = [escape(cell) for cell in row]
        line = _row(cells)
        lines.append(line)
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    joined = " | ".join(cells)
    return f"| {joined} |"
