"""Short names of organisations (KSON), explained where a page first uses them: by a link, which a finger can follow."""

import re
from collections.abc import Iterator, Mapping

from plptool.model.collections import Collection
from plptool.site.content import Site, is_short_name, path_of

_TAG = re.compile(r"(<[^>]*>)")
_NAME_OF_TAG = re.compile(r"</?([a-z0-9]+)")
_LINK = re.compile(r'<a [^>]*?href="(?:\.\./)*([^"]*)"')
_CLOSED = frozenset({"a", "button", "code", "pre", "script", "select", "summary", "svg"})
"""Elements in which no link may stand, or where one would lead astray."""
_LEAST = 2
"""Letters of a name by which anybody is called for short."""


def short_names(site: Site) -> dict[str, str]:
    """By short name, the title of each organisation that has one and is called otherwise in full."""
    names: dict[str, str] = {}
    for key, link in site.records.items():
        if link.collection is not Collection.ORGANISATIONS or not is_short_name(key):
            continue
        in_full = link.title.replace(" ", "")
        if len(key) >= _LEAST and in_full != key:
            names[key] = link.title
    return names


class Explainer:
    """Puts links to the glossary into pages."""

    def __init__(self, names: Mapping[str, str]) -> None:
        longest_first = sorted(names, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])") if names else None
        self.pages = {path_of(Collection.ORGANISATIONS, key): key for key in names}

    def explained(self, page: str, path: str, home: str) -> str:
        """A page with a link at the first use of each short name, unless it is one to the organisation itself.

        Args:
            page: HTML.
            path: the page's, below the root of its language.
            home: what leads there from it.
        """
        start, end = page.find("<main"), page.rfind("</main>")
        if self.pattern is None or path == "glossary.html" or start < 0:
            return page
        known = {self.pages[path]} if path in self.pages else set()
        pieces = self.linked(_TAG.split(page[start:end]), known, home)
        return f"{page[:start]}{''.join(pieces)}{page[end:]}"

    def linked(self, pieces: list[str], known: set[str], home: str) -> Iterator[str]:
        """Tags as they are, and texts with links; what is explained is known from there on."""
        assert self.pattern is not None

        def link(name: re.Match[str]) -> str:
            key = name[0]
            if key in known:
                return key
            known.add(key)
            return f'<a class="short" href="{home}glossary.html#short-{key}">{key}</a>'

        closed = 0
        for piece in pieces:
            if not piece.startswith("<"):
                yield piece if closed else self.pattern.sub(link, piece)
                continue
            closed += self.closes(piece)
            known.update(self.named_by(piece))
            yield piece

    def named_by(self, tag: str) -> Iterator[str]:
        """The organisation to whose page a tag leads."""
        link = _LINK.match(tag)
        if link is not None and link[1] in self.pages:
            yield self.pages[link[1]]

    def closes(self, tag: str) -> int:
        """How many more elements are open after a tag in which no link may stand."""
        name = _NAME_OF_TAG.match(tag)
        if name is None or name[1] not in _CLOSED:
            return 0
        return -1 if tag.startswith("</") else 1
