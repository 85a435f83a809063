"""Blocks to GitHub-flavoured Markdown, with everything that a record says made plain text."""

import re
from itertools import groupby

from plptool.render.document import Block, Fact, Facts, Grid, Heading, Items, Listing, Mark, Notes, Strong, Text, parts
from plptool.render.text import clean, flat, plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~@$:&.-])")
_LINK = re.compile(r"//|\w{1,40}:")
"""What after a colon makes a link or an emoji of it."""


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
    if found[0] == ":":
        return start == 0 or _LINK.match(text, start + 1) is not None
    if found[0] in "-+":
        return start == 0
    if (
        found[0] in ".)" and start < 10 and text[:start].isdecimal() and text[start + 1 : start + 2] in ("", " ")
    ):  # of a numbered list
        return True
    return text[max(0, start - 3) : start].casefold() == "www" if found[0] == "." else text[start - 1 : start] == "]"


def markdown(blocks: list[Block]) -> str:
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            over = f"{escape(block.over)}: " if block.over else ""
            found.append("#" * block.level + " " + over + _marked(block.text))
        elif isinstance(block, Grid):
            found.append(_table(block))
        elif isinstance(block, Items):
            found.append("\n".join("- " + escape(entry) for entry in block.entries))
        elif isinstance(block, Listing):
            found.append(_listing(block))
        elif isinstance(block, Facts):
            found.append("\n".join(map(_fact, block.entries)))
        elif isinstance(block, Notes):
            found += [f"[^{number}]: {_marked(entry)}" for number, entry in enumerate(block.entries, 1)]
        elif block.ours and isinstance(block.text, str):
            found.append(re.sub(r"(`[^`]+`)|[^`]+", lambda part: part[1] or _SPECIAL.sub(_quote, part[0]), block.text))
        else:
            found.append(_marked(block.text))
    return "\n\n".join(found) + "\n"


def _marked(text: Text) -> str:
    """A text with its parts marked; what stands side by side and is not marked is escaped as one."""
    return "".join(_run(kind, plain(tuple(run))) for kind, run in groupby(parts(text), _kind))


def _kind(part: object) -> type:
    return type(part) if isinstance(part, Mark | Strong) else str


def _run(kind: type, text: str) -> str:
    if kind is Mark:
        return text.replace("[", "[^")
    said = escape(text)
    if kind is Strong:
        return f"**{said}**"
    return " " * text[:1].isspace() + said + " " * text[-1:].isspace() * bool(said)


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
