"""Blocks to one HTML page, which needs nothing beside it."""

import re
from typing import Any

from plptool.render.document import Block, Facts, Grid, Heading, Items, Listing, Mark, Notes, Said, Text, parts
from plptool.render.page import environment
from plptool.render.text import plain

_KINDS = {Heading: "heading", Facts: "facts", Grid: "grid", Items: "items", Listing: "listing", Notes: "notes"}


def page(blocks: list[Block], language: str, said: str) -> str:
    """The page.

    Args:
        blocks: the first is the heading.
        language: of the page.
        said: the language of what records say.

    Raises:
        UserError: Jinja2 is not installed.
    """
    made = environment(language)
    made.filters.update({"parts": _parts, "plain": plain, "flat": _flat})
    heading = blocks[0]
    title = plain(heading.text) if isinstance(heading, Heading) else ""
    kinds = [(_KINDS.get(type(block), "paragraph"), block) for block in blocks]
    html = made.get_template("report.html").render(title=title, blocks=kinds, other=said if said != language else "")
    return html.replace("##[", "##&#91;")  # which GitHub's runner, where it reads a log, takes for a command


def _parts(text: Text) -> list[tuple[str, Any]]:
    """Each part of a text as its kind and what is in it."""
    found: list[tuple[str, Any]] = []
    for part in parts(text):
        if isinstance(part, Mark):
            found.append(("mark", part.number))
        elif isinstance(part, str):
            found.append(("text", _flat(part)))
        else:
            found.append(("said" if isinstance(part, Said) else "strong", _flat(part.text)))
    return found


def _flat(text: str) -> str:
    """On one line, so that no record can begin one; spaces that must not be broken stay."""
    return re.sub(r"[^\S\u00a0]+", " ", text)
