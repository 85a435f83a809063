"""PLP3xx: what a record names exists, and ids are what they should be."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from plptool import schemas
from plptool.checks.common import mappings, near
from plptool.ledger import Ledger
from plptool.model import Citation, Json, Message, Path, Problem, Record, citations

_MANY = 5
_NAMED = {
    "plan": ("PLP306", "plans", "plan"),
    "process": ("PLP302", "processes", "process"),
    "decision": ("PLP303", "decisions", "decision"),
    "grant": ("PLP304", "grants", "grant"),
    "copy-of": ("PLP305", "sources", "source"),
}


def ids(ledger: Ledger) -> Iterator[Problem]:
    for record in ledger.all_records():
        stem = PurePosixPath(record.path).stem
        if record.id != stem:
            message = Message("the id is `{id}` but the file is called {stem}.yaml", {"id": record.id, "stem": stem})
            hint = Message("Make them the same: `id: {stem}`, if the file is a copy.", {"stem": stem})
            yield Problem("PLP308", record, ("id",), message, hint, record.id)
    for record in ledger.doubles:
        if PurePosixPath(record.path).stem != record.id:
            continue  # a copy whose id was not changed: one mistake, told above
        other = ledger.records[record.id]
        message = Message("the id `{id}` is used in {path} too", {"id": record.id, "path": other.path})
        yield Problem("PLP307", record, ("id",), message, Message("An id stands once in the whole ledger."), record.id)


def named(ledger: Ledger) -> Iterator[Problem]:
    organisations = schemas.vocabulary().organisations
    for record in ledger.all_records():
        for where, mapping in mappings(record.data):
            if where[:1] == ("source",) or "written" in where:  # keyed by field, not by meaning
                continue
            for key, value in mapping.items():
                for place, text in _texts(value, (*where, key)):
                    if key in organisations:
                        yield from _known(ledger, record, place, text, "PLP301", "organisations", "organisation")
                    elif key in _NAMED:
                        yield from _known(ledger, record, place, text, *_NAMED[key])
                    elif key == "concerns":
                        yield from _any(ledger, record, place, text)
        yield from _listed(ledger, record)
        yield from _cited(ledger, record)


def _texts(value: Json, where: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, str):
                yield (*where, index), one


def _known(
    ledger: Ledger, record: Record, where: Path, text: str, rule: str, collection: str, kind: str
) -> Iterator[Problem]:
    if text in ledger.collections[collection] or text in ledger.broken:
        return
    message = Message("unknown {kind} `{id}`", {"kind": Message(kind), "id": text})
    yield Problem(rule, record, where, message, near(ledger, collection, text), text)


def _any(ledger: Ledger, record: Record, where: Path, text: str) -> Iterator[Problem]:
    if text in ledger.records or text in ledger.broken:
        return
    hint = schemas.guess(text, sorted(ledger.records))
    # The id of a process has a form of its own: say what is meant.
    rule = "PLP302" if text.replace(".", "").isdecimal() else "PLP309"
    kind = Message("process") if rule == "PLP302" else Message("record")
    yield Problem(rule, record, where, Message("unknown {kind} `{id}`", {"kind": kind, "id": text}), hint, text)


def _listed(ledger: Ledger, record: Record) -> Iterator[Problem]:
    listed = record.data.get("listed")
    if record.collection == "processes" and isinstance(listed, dict):
        for key in listed:
            yield from _known(ledger, record, ("listed", key), key, "PLP305", "sources", "source")
    for index, assertion in enumerate(record.data.get("assertions", [])):
        if "listed" in assertion:
            where = ("assertions", index, "listed")
            yield from _known(ledger, record, where, assertion["listed"], "PLP305", "sources", "source")


def lines(ledger: Ledger) -> Iterator[Problem]:
    """Cited lines exist. Where many of one document do not, it is its line count that is wrong, and told once."""
    beyond: dict[str, list[Problem]] = {}
    for record in ledger.all_records():
        for where, text in _citations(record):
            cited = Citation.parse(text)
            source = ledger.collections["sources"].get(cited.source)
            if source is None or cited.first is None or cited.last is None:
                continue
            count = source.data.get("lines")
            if count is None:
                message = Message("`{source}` has no line count, so a line cannot be cited", {"source": source.id})
                yield Problem("PLP603", record, where, message, Message("Cite the whole document."), text)
            elif cited.last > count or cited.first > cited.last:
                message = Message("`{text}`: the document has {lines} lines", {"text": text, "lines": count})
                hint = Message("Write a line that exists, the first before the last.")
                beyond.setdefault(source.id, []).append(Problem("PLP603", record, where, message, hint, text))
    for key, problems in beyond.items():
        if len(problems) <= _MANY:
            yield from problems
        else:
            source = ledger.collections["sources"][key]
            args = {"n": len(problems), "lines": source.data["lines"]}
            message = Message("{n} citations go beyond line {lines}", args)
            hint = Message("Check `lines`: how many lines the text has, split at line feeds.")
            yield Problem("PLP603", source, ("lines",), message, hint, "lines")


def _citations(record: Record) -> Iterator[tuple[Path, str]]:
    for where, mapping in mappings(record.data):
        if "source" not in where:
            for key in ("source", "line"):
                for below, text in citations(mapping.get(key)):
                    yield (*where, key, *below), text


def _cited(ledger: Ledger, record: Record) -> Iterator[Problem]:
    for where, text in _citations(record):
        yield from _known(ledger, record, where, Citation.parse(text).source, "PLP305", "sources", "source")
