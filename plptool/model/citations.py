"""What the records say a document says: every fact with its citations."""

from collections.abc import Iterator
from dataclasses import dataclass

from plptool.ledger import Ledger
from plptool.model.records import Citation, Json, Path, Record, citations

_DATED = ("date", "from", "start", "end")
"""Fields whose day the fact itself is of. (`due` and `in-force` are looked for, too: a document writes them.)"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a record that cites lines of documents."""

    record: Record
    where: Path
    value: dict[str, Json]
    """The field and value that the citations bear out, or the whole mapping that has a `source`."""
    cited: tuple[tuple[Path, Citation], ...]


def all_citations(ledger: Ledger) -> Iterator[Citation]:
    for record in ledger.all_records():
        for fact in facts(record):
            for _, cited in fact.cited:
                yield cited


def facts(record: Record) -> Iterator[Fact]:
    """Every fact of a record, each claim of a discrepancy and each written form among them; none of a withdrawn one."""
    if "withdrawn" not in record.data:
        yield from _facts(record, record.data, ())


def _facts(record: Record, data: Json, where: Path) -> Iterator[Fact]:
    if isinstance(data, list):
        for index, entry in enumerate(data):
            yield from _facts(record, entry, (*where, index))
    if not isinstance(data, dict):
        return
    source = data.get("source")
    if isinstance(source, dict) and not where:
        for field, cited in source.items():
            taken = {field: data.get(field)}
            written = data.get("written")
            if isinstance(written, dict) and field in written:
                taken["written"] = written[field]
            yield Fact(record, (field,), taken, _parse(cited, ("source", field)))
    elif source is not None:
        yield Fact(record, where, data, _parse(source, (*where, "source")))
    for key, entry in data.items():
        if key not in ("source", "known", "left-out", "seal"):
            yield from _facts(record, entry, (*where, key))


def _parse(source: Json, where: Path) -> tuple[tuple[Path, Citation], ...]:
    return tuple(((*where, *below), Citation.parse(text)) for below, text in citations(source))
