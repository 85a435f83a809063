"""Citations, and what the records say a document says: every fact with those that bear it out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from plptool.model.plain import Data, Plain
from plptool.model.records import Path, Record


def citations(value: Plain) -> Iterator[tuple[Path, str]]:
    """Every citation in a `source:` — one, a list, or a mapping from field to these — with its path below it."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, list | tuple):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield (index,), entry
    elif isinstance(value, dict):
        for field, entry in value.items():
            for below, citation in citations(entry):
                yield (field, *below), citation


PAGE = "p"
"""What stands before the number of a page, as `L` before that of a line."""


@dataclass(frozen=True, slots=True)
class Citation:
    """`bilaga-5#L215-L217` or `bilaga-5#p3-p5`, taken apart. Where the whole document is cited, all is None."""

    source: str
    first: int | None = None
    """A line."""
    last: int | None = None
    first_page: int | None = None
    """A page, of a document that has no lines."""
    last_page: int | None = None

    @classmethod
    @lru_cache(maxsize=65536)
    def parse(cls, text: str) -> "Citation":
        """Read a citation that fits its schema: a source's id, and behind `#` a line `L215`, page `p3` or range."""
        source, _, place = text.partition("#")
        if not place:
            return cls(source)
        first, _, last = place.partition("-")
        start = int(first[1:])
        end = int(last[1:]) if last else start
        if place.startswith(PAGE):
            return cls(source, first_page=start, last_page=end)
        return cls(source, start, end)

    @property
    def pages(self) -> tuple[int, int] | None:
        """The first and the last page that are cited; None where lines are, or the whole document."""
        if self.first_page is None or self.last_page is None:
            return None
        return self.first_page, self.last_page

    def lines(self, count: int) -> range:
        """The lines cited, of a document that has `count` of them."""
        if self.first is None or self.last is None:
            return range(0)
        last_line = min(self.last, count)
        return range(self.first, last_line + 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a record that cites lines of documents."""

    record: Record
    where: Path
    value: dict[str, Plain]
    """The field and value that the citations bear out, or the whole mapping that has a `source`."""
    cited: tuple[tuple[Path, Citation], ...]


def all_citations(records: Iterable[Record]) -> Iterator[Citation]:
    """Every citation of every fact of these records."""
    for record in records:
        for fact in facts(record):
            for _, citation in fact.cited:
                yield citation


def facts(record: Record) -> Iterator[Fact]:
    """Every fact of a record, each claim of a discrepancy and each written form among them; none of a withdrawn one."""
    if "withdrawn" not in record.data:
        yield from _facts(record, record.data, ())


_NO_FACTS = ("source", "known", "left-out", "seal")
"""Properties below which nothing is stated of the world."""


def _facts(record: Record, value: Plain, where: Path) -> Iterator[Fact]:
    """The facts in a value of the record, at whatever depth."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _facts(record, entry, (*where, index))
    elif isinstance(value, dict):
        source = value.get("source")
        if isinstance(source, dict) and not where:
            yield from _facts_by_field(record, source)
        elif source is not None:
            cited = _parse(source, (*where, "source"))
            yield Fact(record, where, value, cited)
        for key, below in value.items():
            if key in _NO_FACTS:
                continue
            yield from _facts(record, below, (*where, key))


def _facts_by_field(record: Record, source: Data) -> Iterator[Fact]:
    """The facts of a record's own fields, where its `source` says of each by itself what bears it out."""
    written = record.data.get("written")
    for field, source_of_field in source.items():
        stated = {field: record.data.get(field)}
        if isinstance(written, dict) and field in written:
            stated["written"] = written[field]
        cited = _parse(source_of_field, ("source", field))
        yield Fact(record, (field,), stated, cited)


def _parse(source: Plain, where: Path) -> tuple[tuple[Path, Citation], ...]:
    """The citations in a `source:` that stands at a place, each with its own place."""
    parsed: list[tuple[Path, Citation]] = []
    for below, text in citations(source):
        place = (*where, *below)
        parsed.append((place, Citation.parse(text)))
    return tuple(parsed)
