"""PLP3xx and PLP603: what a record names and cites exists, and ids are what they should be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from plptool.checks.context import Context, Subject, near, only_near
from plptool.model.citations import Citation
from plptool.model.collections import Collection
from plptool.model.decisions import POINTERS
from plptool.model.findings import Argument, Cause, Message, Problem
from plptool.model.mends import Called, Mend, Valued
from plptool.model.plain import Plain, as_list, entries, texts
from plptool.model.records import Path, Record
from plptool.model.suggest import guess, only_guess
from plptool.model.text import natural
from plptool.read.vocabulary import vocabulary
from plptool.timeline.beginnings import beginning, own_when, plan_start
from plptool.timeline.changed import changes_in
from plptool.timeline.indicators import HOLDERS, indicators_of


@dataclass(frozen=True, slots=True)
class Reference:
    """What a property names by its id."""

    rule: str
    """The one that wants it to be there."""
    collection: Collection | None
    """None where it may be a record of any."""


_SOURCE = Reference("PLP305", Collection.SOURCES)


@cache
def references() -> dict[str, Reference]:
    """By property."""
    return {
        **dict.fromkeys(vocabulary().organisations, Reference("PLP301", Collection.ORGANISATIONS)),
        "plan": Reference("PLP306", Collection.PLANS),
        "process": Reference("PLP302", Collection.PROCESSES),
        **dict.fromkeys(("decision", *POINTERS), Reference("PLP303", Collection.DECISIONS)),
        "grant": Reference("PLP304", Collection.GRANTS),
        "copy-of": _SOURCE,
        "concerns": Reference("PLP309", None),
    }


def id_is_its_own(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP307, 308: an id that another record has too, or that is not what the file is called."""
    record, stem = subject.record, subject.record.stem
    original = context.original(record)
    is_copy = original.path != record.path
    if subject.id != stem:
        message = Message("the id is `{id}` but the file is called {stem}.yaml", {"id": subject.id, "stem": stem})
        hint = Message("Write `id: {stem}`, or call the file {id}.yaml.", {"stem": stem, "id": subject.id})
        if is_copy:
            hint = Message("Write `id: {stem}`.", {"stem": stem})
        yield Problem("PLP308", record, ("id",), message, hint, subject.id)
    elif is_copy:  # one whose id was not changed is one mistake, told above
        message = Message("the id `{id}` is used in {path} too", {"id": subject.id, "path": original.path})
        hint = Message("An id stands once in the whole ledger.")
        yield Problem("PLP307", record, ("id",), message, hint, subject.id)


def plan_is_named(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP311: a process names no plan, where there are several: the second would take it from the first."""
    if subject.collection is not Collection.PROCESSES or "plan" in subject.data:
        return
    plans = context.nameable[Collection.PLANS] & context.collections[Collection.PLANS].keys()
    if len(plans) > 1:
        message = Message("the process names no plan, and the ledger has several")
        hint = Message("Write `plan:` and one of: {words}", {"words": [*sorted(plans, key=natural)]})
        yield Problem("PLP311", subject.record, (), message, hint)


def former_ids_are_claimed_once(context: Context) -> Iterator[Problem]:
    """PLP312: a record says that it was called as another is, or as another says that it was.

    It is asked of the whole ledger, once.
    """
    claims: dict[str, list[Record]] = {}
    for record in context.originals.values():
        for former in dict.fromkeys(record.formerly):
            claims.setdefault(former, []).append(record)
    for former, claimants in claims.items():
        for record in claimants:
            others = [claimant.id for claimant in claimants if claimant is not record]
            arguments: dict[str, Argument] = {"id": former, "others": others}
            if former in context.originals:
                message = Message("it says that it was called `{id}`, and there is a record `{id}`", arguments)
            elif len(claimants) > 1:
                message = Message("it says that it was called `{id}`, and so does {others}", arguments)
            else:
                continue
            hint = Message(
                "A record that goes on under another id is moved, not copied: remove `formerly`, or the other."
            )
            yield Problem("PLP312", record, ("formerly",), message, hint, part=former)


def processes_name_processes(context: Context) -> Iterator[Problem]:
    """PLP302, 316: a process is part of, or continues, one that is not there, or a record is a part or copy of itself.

    It is asked of the whole ledger, once: processes are examined before all of them are known.
    """
    processes = context.collections[Collection.PROCESSES]
    reference = Reference("PLP302", Collection.PROCESSES)
    for record in processes.values():
        for name in ("part-of", "continues"):
            if name not in record.data:
                continue
            yield from _missing(Subject(record), context, (name,), record.data[name], reference)
            hint = Message("Of two processes one is the whole, or the earlier: only the other names it.")
            yield from _comes_back(processes, record, name, hint)
        yield from _continues_a_later_one(record, context)
    for collection, name in ((Collection.ORGANISATIONS, "part-of"), (Collection.SOURCES, "copy-of")):
        records = context.collections[collection]
        for record in records.values():
            hint = Message("Of two one is the whole, or the original: only the other names it.")
            yield from _comes_back(records, record, name, hint)


def _comes_back(records: Mapping[str, Record], record: Record, name: str, hint: Message) -> Iterator[Problem]:
    """PLP316: who is named by a property, and by those that are, leads back to the record."""
    if name in record.data and record.id in _reached(records, record.id, name):
        message = Message("by `{name}`, `{id}` comes back to itself", {"id": record.id, "name": name})
        yield Problem("PLP316", record, (name,), message, hint, name)


def _continues_a_later_one(record: Record, context: Context) -> Iterator[Problem]:
    """PLP316: a process goes on with one that begins after it does itself."""
    begins = beginning(context, record)
    for index, other in enumerate(texts(record.data, "continues")):
        earlier = context.collections[Collection.PROCESSES].get(other)
        then = None if earlier is None else _first_day(context, earlier)
        if begins is not None and then is not None and then > begins:
            args = {"id": other, "day": then.isoformat(), "date": begins.isoformat()}
            message = Message("it continues `{id}`, which begins on {day}, after its own beginning on {date}", args)
            hint = Message("The later process names the earlier one: check `from` of both, or move `continues`.")
            where: Path = ("continues", index) if isinstance(record.data["continues"], list) else ("continues",)
            yield Problem("PLP316", record, where, message, hint, f"continues {other}")


def _first_day(context: Context, process: Record) -> date | None:
    """The first day on which a process can begin; None where it never does. Of `from: 2022` it is the year's first."""
    adopted, taken_in = plan_start(context, process), own_when(process)
    if adopted is None or taken_in is None:
        return adopted
    return max(adopted, taken_in.earliest or adopted)


def indicators_measure_processes(context: Context) -> Iterator[Problem]:
    """PLP302: an indicator says that it measures a process that is not there. Asked of the whole ledger, once."""
    reference = Reference("PLP302", Collection.PROCESSES)
    for collection in HOLDERS:
        for record in context.collections[collection].values():
            for index, indicator in enumerate(indicators_of(record)):
                where: Path = ("indicators", index, "measures")
                yield from _missing(Subject(record), context, where, list(indicator.measures), reference)
            for change in changes_in(record):
                for data in (*entries(change.fields, "indicators"), *entries(change.added, "indicators")):
                    for measured in texts(data, "measures"):
                        yield from _missing(Subject(record), context, ("events",), measured, reference)


def _reached(records: Mapping[str, Record], key: str, name: str) -> set[str]:
    """All that a record names by a property, and that these name by it, and so on."""
    found: set[str] = set()
    waiting = [key]
    while waiting:
        record = records.get(waiting.pop())
        named = () if record is None else texts(record.data, name)
        waiting += [one for one in named if one not in found]
        found.update(named)
    return found


def what_is_named_is_there(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP301, 302, 303, 304, 305, 306, 309, 310: what is named by its id is not there, or was withdrawn."""
    by_property = references()
    for where, mapping in subject.mappings:
        if where and (where[0] == "source" or "written" in where):  # keyed by field, not by meaning
            continue
        for record_id, value in mapping.items():
            if not where and record_id == "part-of" and subject.collection is Collection.PROCESSES:
                continue  # a process; it is asked when all of them are known
            if record_id in by_property:
                reference = by_property[record_id]
                yield from _missing(subject, context, (*where, record_id), value, reference)
    documents = context.nameable[Collection.SOURCES]
    for place, record_id in _lists(subject):
        if record_id not in documents:
            yield _amiss(subject, context, place, record_id, _SOURCE)
    for source, cited in subject.cited.items():
        if context.called_now(source) not in documents:
            for place, written in cited:
                yield _amiss(subject, context, place, source, _SOURCE, written)


def _missing(subject: Subject, context: Context, where: Path, value: Plain, reference: Reference) -> Iterator[Problem]:
    """What is amiss with the id, or each of the ids, that a property holds."""
    there = context.nameable[reference.collection]
    if isinstance(value, list):
        for index, key in enumerate(value):
            if isinstance(key, str) and context.called_now(key) not in there:
                yield _amiss(subject, context, (*where, index), key, reference)
    elif isinstance(value, str) and context.called_now(value) not in there:
        yield _amiss(subject, context, where, value, reference)


def _amiss(
    subject: Subject, context: Context, where: Path, key: str, reference: Reference, written: str | None = None
) -> Problem:
    """An id that cannot be named: there is no such record, or it was withdrawn.

    Args:
        subject: the record that names it.
        context: the other records.
        where: the place of what names it.
        key: the id.
        reference: what should be there.
        written: what names it, where that says more than the id.
    """
    if key in context.ids[reference.collection]:
        message = Message("`{id}` was withdrawn", {"id": key})
        hint = Message("A record that was withdrawn says nothing: name another, or remove this.")
        return Problem("PLP310", subject.record, where, message, hint, key, cause=Cause(key, ("withdrawn",)))
    rule, kind = reference.rule, "record" if reference.collection is None else reference.collection.schema
    if reference.collection is None and key.replace(".", "").isdecimal():  # a process's id has a form of its own
        rule, kind = "PLP302", "process"
    message = Message("unknown {kind} `{id}`", {"kind": Message(kind), "id": key})
    if reference.collection is None:
        hint = guess(key, sorted(context.originals))
        if "word" not in hint.args:
            hint = Message("Make it a record, or write the id of one that is there.")
    else:
        hint = near(context, reference.collection, key)
    mend = _mend(context, reference, where, key, written or key) if rule == reference.rule else None
    return Problem(rule, subject.record, where, message, hint, key, mend=mend)


def _mend(context: Context, reference: Reference, where: Path, key: str, written: str) -> Mend | None:
    """The id that was meant, where it can only be one; of a citation, the lines stay."""
    if reference.collection is None:
        meant = only_guess(key, sorted(context.originals))
    else:
        meant = only_near(context, reference.collection, key)
    if meant is None:
        return None
    if where[0] == "listed":
        return Called(where, meant)
    return Valued(where, meant + written.removeprefix(key))


def _lists(subject: Subject) -> Iterator[tuple[Path, str]]:
    """The lists, which are sources, that a process stands in or that an assertion is about.

    Of a record that breaks its schema, what names one as it should; the rest is told there.
    """
    listed = subject.data.get("listed")
    if subject.collection is Collection.PROCESSES and isinstance(listed, dict):
        for named_id in listed:
            yield ("listed", named_id), named_id
    for index, assertion in enumerate(as_list(subject.data.get("assertions"))):
        named_id = assertion.get("listed") if isinstance(assertion, dict) else None
        if isinstance(named_id, str):
            yield ("assertions", index, "listed"), named_id


def places_naming(record: Record, key: str, collection: Collection) -> Iterator[Path]:
    """Where a record names another by its id: each place that holds the id, or a citation of it, or is called so.

    Args:
        record: that names.
        key: the id.
        collection: of what is called so.
    """
    subject = Subject(record)
    for where, mapping in subject.mappings:
        if where and (where[0] in _KEPT or where[0] == "source" or "written" in where):
            continue
        for name, value in mapping.items():
            if collection in _named_by(name, where, record):
                yield from _holding((*where, name), value, key)
        if "claims" in mapping and collection in _named_by(str(mapping.get("field")), where[:-2], record):
            for index, claim in enumerate(entries(mapping, "claims")):
                yield from _holding((*where, "claims", index, "value"), claim.get("value"), key)
    if collection is _SOURCE.collection:
        yield from _places_of_document(subject, key)


def _places_of_document(subject: Subject, key: str) -> Iterator[Path]:
    """Where a record is in a list that is a document, or cites it."""
    for place, named in _lists(subject):
        if named == key:
            yield place
    for place, _ in subject.cited.get(key, ()):
        if place[0] not in _KEPT:
            yield place


_KEPT = ("seal", "corrections", "formerly")
"""What stays as it was written, whatever records are called since."""


def _named_by(name: str, where: Path, record: Record) -> tuple[Collection, ...]:
    """The records that a property names by their ids."""
    if not where and name in ("part-of", "continues") and record.collection is Collection.PROCESSES:
        return (Collection.PROCESSES,)
    reference = references().get(name)
    if reference is None:
        return ()
    return tuple(Collection) if reference.collection is None else (reference.collection,)


def _holding(where: Path, value: Plain, key: str) -> Iterator[Path]:
    """Where a value, or an entry of a list, is an id."""
    if value == key:
        yield where
    elif isinstance(value, list):
        yield from ((*where, index) for index, entry in enumerate(value) if entry == key)


def cited_lines_exist(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP603: a citation names a line or a page that the document has not."""
    for source, places in subject.cited.items():
        if source not in context.lines:
            continue  # an unknown source is told elsewhere
        count_of_lines, count_of_pages = context.lines[source], context.pages[source]
        for where, written in places:
            citation = Citation.parse(written)
            if citation.pages:
                first, last = citation.pages
                if not _exist(first, last, count_of_pages):
                    yield _beyond(subject, where, written, "pages", _no_page(source, written, count_of_pages))
                continue
            if citation.first is None or citation.last is None:
                continue
            if not _exist(citation.first, citation.last, count_of_lines):
                yield _beyond(subject, where, written, "lines", _no_line(source, written, count_of_lines))


def _exist(first: int, last: int, count: int | None) -> bool:
    """Whether a document with so many lines or pages (None: nobody has counted them) has those from first to last."""
    return count is not None and first <= last <= count


def _no_line(source: str, citation: str, count: int | None) -> tuple[Message, Message]:
    """What is wrong with a citation of lines that a document with so many has not, and what to do."""
    if count is None:
        message = Message("`{source}` has no line count, so a line cannot be cited", {"source": source})
        hint = Message("Cite the whole document; or write in its record how many `lines` it has.")
    else:
        arguments: dict[str, Argument] = {"text": citation, "lines": count}
        message = Message("`{text}`: the document has {lines} lines", arguments)
        if count == 1:
            message = Message("`{text}`: the document has 1 line", arguments)
        hint = Message("Write a line that exists, the first before the last.")
    return message, hint


def _no_page(source: str, citation: str, count: int | None) -> tuple[Message, Message]:
    """The same of pages."""
    if count is None:
        message = Message(
            "`{source}` does not say how many pages it has, so a page cannot be cited", {"source": source}
        )
        hint = Message("Cite the whole document; or write in its record how many `pages` it has.")
    else:
        arguments: dict[str, Argument] = {"text": citation, "pages": count}
        message = Message("`{text}`: the document has {pages} pages", arguments)
        if count == 1:
            message = Message("`{text}`: the document has 1 page", arguments)
        hint = Message("Write a page that exists, the first before the last.")
    return message, hint


def _beyond(subject: Subject, where: Path, citation: str, counted: str, said: tuple[Message, Message]) -> Problem:
    """A citation of what a document has not; the mistake may be in how many of these are counted."""
    message, hint = said
    cause = Cause(citation.partition("#")[0], (counted,))
    return Problem("PLP603", subject.record, where, message, hint, citation, cause=cause)
