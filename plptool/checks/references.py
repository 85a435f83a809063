"""PLP3xx: what a record names exists, and ids are what they should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from plptool.checks.context import Context, Subject, near
from plptool.model.citations import Citation
from plptool.model.collections import Collection
from plptool.model.findings import Message, Problem
from plptool.model.records import Path, Record
from plptool.model.suggest import guess
from plptool.model.text import natural
from plptool.read.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Reference:
    """What a property names by its id."""

    rule: str
    """The one that wants it to be there."""
    collection: Collection | None
    """None where it may be a record of any."""


_SOURCE = Reference("PLP305", Collection.SOURCES)


@cache
def _references() -> dict[str, Reference]:
    """By property."""
    return {
        **dict.fromkeys(vocabulary().organisations, Reference("PLP301", Collection.ORGANISATIONS)),
        "plan": Reference("PLP306", Collection.PLANS),
        "process": Reference("PLP302", Collection.PROCESSES),
        "decision": Reference("PLP303", Collection.DECISIONS),
        "grant": Reference("PLP304", Collection.GRANTS),
        "copy-of": _SOURCE,
        "concerns": Reference("PLP309", None),
    }


def ids(one: Subject, context: Context) -> Iterator[Problem]:
    stem = PurePosixPath(one.record.path).stem
    original = context.original(one.record)
    if one.id != stem:
        message = Message("the id is `{id}` but the file is called {stem}.yaml", {"id": one.id, "stem": stem})
        hint = Message("Write `id: {stem}`, or call the file {id}.yaml.", {"stem": stem, "id": one.id})
        if original.path != one.record.path:  # a copy whose id was not changed
            hint = Message("Write `id: {stem}`.", {"stem": stem})
        yield Problem("PLP308", one.record, ("id",), message, hint, one.id)
    elif original.path != one.record.path:  # a copy whose id was not changed is one mistake, told above
        message = Message("the id `{id}` is used in {path} too", {"id": one.id, "path": original.path})
        yield Problem("PLP307", one.record, ("id",), message, Message("An id stands once in the whole ledger."), one.id)


def plan_named(one: Subject, context: Context) -> Iterator[Problem]:
    """Where there are several plans, a process says of which it is: else a second plan would take it from the first."""
    plans = context.nameable["plans"] & context.collections["plans"].keys()
    if one.collection is Collection.PROCESSES and "plan" not in one.data and len(plans) > 1:
        words = ", ".join(sorted(plans, key=natural))
        message = Message("the process names no plan, and the ledger has several")
        yield Problem("PLP311", one.record, (), message, Message("Write `plan:` and one of: {words}", {"words": words}))


def claimed(context: Context) -> Iterator[Problem]:
    """Whoever says that it was called otherwise is the only one that says so, and nobody is called so now."""
    claims: dict[str, list[Record]] = {}
    for record in context.originals.values():
        for former in dict.fromkeys(record.formerly):
            claims.setdefault(former, []).append(record)
    for former, claimants in claims.items():
        for record in claimants:
            args = {"id": former, "others": ", ".join(one.id for one in claimants if one is not record)}
            if former in context.originals:
                message = Message("it says that it was called `{id}`, and there is a record `{id}`", args)
            elif len(claimants) > 1:
                message = Message("it says that it was called `{id}`, and so does {others}", args)
            else:
                continue
            hint = Message(
                "A record that goes on under another id is moved, not copied: remove `formerly`, or the other."
            )
            yield Problem("PLP312", record, ("formerly",), message, hint, part=former)


def named(one: Subject, context: Context) -> Iterator[Problem]:
    """Whatever is named by its id is there, and was not withdrawn."""
    references = _references()
    for where, mapping in one.mappings:
        if where and (where[0] == "source" or "written" in where):  # keyed by field, not by meaning
            continue
        for key, value in mapping.items():
            if key in references:
                reference = references[key]
                there = context.nameable[reference.collection]
                if type(value) is list:
                    for index, text in enumerate(value):
                        if type(text) is str and text not in there:
                            yield _amiss(one, context, (*where, key, index), text, reference)
                elif type(value) is str and value not in there:
                    yield _amiss(one, context, (*where, key), value, reference)
    documents = context.nameable["sources"]
    for place, key in _lists(one):
        if key not in documents:
            yield _amiss(one, context, place, key, _SOURCE)
    for source, cited in one.cited.items():
        if source not in documents:
            for place, _ in cited:
                yield _amiss(one, context, place, source, _SOURCE)


def _amiss(one: Subject, context: Context, where: Path, text: str, reference: Reference) -> Problem:
    if text in context.ids[reference.collection]:
        message = Message("`{id}` was withdrawn", {"id": text})
        hint = Message("A record that was withdrawn says nothing: name another, or remove this.")
        return Problem("PLP310", one.record, where, message, hint, text)
    rule, word = reference.rule, "record" if reference.collection is None else reference.collection.schema
    if reference.collection is None and text.replace(".", "").isdecimal():  # a process's id has a form of its own
        rule, word = "PLP302", "process"
    message = Message("unknown {kind} `{id}`", {"kind": Message(word), "id": text})
    if reference.collection is None:
        hint = guess(text, sorted(context.originals))
    else:
        hint = near(context, reference.collection, text)
    return Problem(rule, one.record, where, message, hint, text)


def _lists(one: Subject) -> Iterator[tuple[Path, str]]:
    """The lists, which are sources, that a process stands in or that an assertion is about."""
    listed = one.data.get("listed")
    if one.collection is Collection.PROCESSES and isinstance(listed, dict):
        for key in listed:
            yield ("listed", key), key
    for index, assertion in enumerate(one.data.get("assertions", [])):
        if "listed" in assertion:
            yield ("assertions", index, "listed"), assertion["listed"]


def lines(one: Subject, context: Context) -> Iterator[Problem]:
    """Cited lines exist."""
    told = [(where, text) for source in one.cited if source in context.lines for where, text in one.cited[source]]
    for where, text in told:
        cited = Citation.parse(text)
        if cited.first is None or cited.last is None:
            continue
        count = context.lines[cited.source]
        if count is None:
            message = Message("`{source}` has no line count, so a line cannot be cited", {"source": cited.source})
            yield Problem("PLP603", one.record, where, message, Message("Cite the whole document."), text)
        elif cited.last > count or cited.first > cited.last:
            message = Message("`{text}`: the document has {lines} lines", {"text": text, "lines": count})
            hint = Message("Write a line that exists, the first before the last.")
            yield Problem("PLP603", one.record, where, message, hint, text)
