"""PLP3xx: what a record names exists, and ids are what they should be."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from plptool import schemas
from plptool.checks.common import Context, Subject, near
from plptool.model import Citation, Json, Message, Path, Problem, citations

_NAMED = {
    "plan": ("PLP306", "plans", "plan"),
    "process": ("PLP302", "processes", "process"),
    "decision": ("PLP303", "decisions", "decision"),
    "grant": ("PLP304", "grants", "grant"),
    "copy-of": ("PLP305", "sources", "source"),
}
_ORGANISATION = ("PLP301", "organisations", "organisation")
_SOURCE = ("PLP305", "sources", "source")
_CITING = ("source", "line")


def ids(one: Subject, context: Context) -> Iterator[Problem]:
    stem = PurePosixPath(one.record.path).stem
    original = context.originals[one.id]
    if one.id != stem:
        message = Message("the id is `{id}` but the file is called {stem}.yaml", {"id": one.id, "stem": stem})
        hint = Message("Make them the same: `id: {stem}`, if the file is a copy.", {"stem": stem})
        yield Problem("PLP308", one.record, ("id",), message, hint, one.id)
    elif original.path != one.record.path:  # a copy whose id was not changed is one mistake, told above
        message = Message("the id `{id}` is used in {path} too", {"id": one.id, "path": original.path})
        yield Problem("PLP307", one.record, ("id",), message, Message("An id stands once in the whole ledger."), one.id)


def named(one: Subject, context: Context) -> Iterator[Problem]:
    """Whatever is named by its id is there."""
    organisations = schemas.vocabulary().organisations
    for where, mapping in one.mappings:
        if where[:1] == ("source",) or "written" in where:  # keyed by field, not by meaning
            continue
        for key, value in mapping.items():
            kind = _ORGANISATION if key in organisations else _NAMED.get(key)
            if kind is not None:
                for place, text in _texts(value, (*where, key)):
                    yield from _known(one, context, place, text, kind)
            elif key == "concerns":
                for place, text in _texts(value, (*where, key)):
                    yield from _any(one, context, place, text)
    for place, key in _lists(one):
        yield from _known(one, context, place, key, _SOURCE)
    for where, text in _citations(one):
        yield from _known(one, context, where, Citation.parse(text).source, _SOURCE)


def _texts(value: Json, where: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield (*where, index), entry


def _known(one: Subject, context: Context, where: Path, text: str, kind: tuple[str, str, str]) -> Iterator[Problem]:
    rule, collection, word = kind
    if context.exists(collection, text):
        return
    message = Message("unknown {kind} `{id}`", {"kind": Message(word), "id": text})
    yield Problem(rule, one.record, where, message, near(context, collection, text), text)


def _any(one: Subject, context: Context, where: Path, text: str) -> Iterator[Problem]:
    if text in context.originals or text in context.broken:
        return
    hint = schemas.guess(text, sorted(context.originals))
    # The id of a process has a form of its own: say what is meant.
    rule = "PLP302" if text.replace(".", "").isdecimal() else "PLP309"
    kind = Message("process") if rule == "PLP302" else Message("record")
    yield Problem(rule, one.record, where, Message("unknown {kind} `{id}`", {"kind": kind, "id": text}), hint, text)


def _lists(one: Subject) -> Iterator[tuple[Path, str]]:
    """The lists, which are sources, that a process stands in or that an assertion is about."""
    listed = one.data.get("listed")
    if one.collection == "processes" and isinstance(listed, dict):
        for key in listed:
            yield ("listed", key), key
    for index, assertion in enumerate(one.data.get("assertions", [])):
        if "listed" in assertion:
            yield ("assertions", index, "listed"), assertion["listed"]


def lines(one: Subject, context: Context) -> Iterator[Problem]:
    """Cited lines exist."""
    for where, text in _citations(one):
        cited = Citation.parse(text)
        if cited.first is None or cited.last is None:
            continue
        source = context.collections["sources"].get(cited.source)
        if source is None:
            continue
        count = source.data.get("lines")
        if count is None:
            message = Message("`{source}` has no line count, so a line cannot be cited", {"source": source.id})
            yield Problem("PLP603", one.record, where, message, Message("Cite the whole document."), text)
        elif cited.last > count or cited.first > cited.last:
            message = Message("`{text}`: the document has {lines} lines", {"text": text, "lines": count})
            hint = Message("Write a line that exists, the first before the last.")
            yield Problem("PLP603", one.record, where, message, hint, text)


def _citations(one: Subject) -> Iterator[tuple[Path, str]]:
    for where, mapping in one.mappings:
        for key in _CITING:
            if key in mapping and "source" not in where:
                for below, text in citations(mapping[key]):
                    yield (*where, key, *below), text
