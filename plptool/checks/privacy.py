"""PLP902 to PLP905: what leads to a person, outside the fields that name one in a public role."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Self
from unicodedata import normalize

from plptool.checks.context import FORMAL, Context, Subject, prose_in
from plptool.checks.known import known_of
from plptool.model.collections import MANIFEST
from plptool.model.findings import Message, Problem
from plptool.model.names import pattern
from plptool.model.personal_numbers import doubtful, masked
from plptool.model.plain import Plain
from plptool.model.records import Path, Place, Record
from plptool.model.redact import nameless, persons_in, told_everybody

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DASH = r"[-\u2010-\u2015\u2212]"
_SPACE = r"[ \u00a0\u2009\u202f]"
_NUMBER = rf"(?:\d{{5,8}}|\d{{3}}(?:{_SPACE}\d{{2,3}}){{1,2}}|\d{{2}}(?:{_SPACE}\d{{2,3}}){{2,3}})"
"""Of a subscriber: together, or in groups; two of two digits would be hours and a day (`08-12 31 mars`)."""
_TELEPHONE = re.compile(
    r"[0+](?<![\w./–-][0+])(?:"
    rf"(?:(?<=\+)46|(?<=0)046)(?:{_SPACE}|{_DASH})?(?:\(0\){_SPACE}?)?[1-9]\d{{0,2}}(?:{_SPACE}|{_DASH})?{_NUMBER}"
    rf"|(?<=0)[1-9]\d{{0,2}}(?:{_DASH}|{_SPACE}{_DASH}{_SPACE}){_NUMBER}"
    # an area in brackets: `(0NNN) NNN NN`
    rf"|(?<=\(0)[1-9]\d{{0,2}}\){_SPACE}?{_NUMBER}"
    rf"|(?<=0)[1-9]\d{{0,2}}{_SPACE}\d{{3}}(?:{_SPACE}\d{{2,3}}){{1,2}}"
    # in twos: `0N NN NN NN NN`; of a longer area three are enough
    rf"|(?<=0)(?:[1-9]{_SPACE}\d{{2}}|[1-9]\d{{1,2}}{_SPACE}\d{{2}})(?:{_SPACE}\d{{2}}){{2,3}}"
    # after a stroke: `0N/NNN NNN`
    rf"|(?<=0)[1-9]\d{{0,2}}/(?:\d{{6,8}}|\d{{3}}(?:{_SPACE}\d{{2,3}}){{1,2}}|\d{{2}}(?:{_SPACE}\d{{2,3}}){{2,3}})"
    # with points: `0NN.NNN.NN.NN`
    r"|(?<=0)[1-9]\d{0,2}\.(?:\d{3}(?:\.\d{2,3}){1,2}|\d{2}(?:\.\d{2}){2,3})"
    # with hyphens: `0NN-NNN-NN-NN`, `0NNN NNN-NN`
    rf"|(?<=0)[1-9]\d{{0,2}}(?:{_DASH}|{_SPACE})\d{{3}}(?:{_DASH}\d{{2,3}}){{1,2}}"
    # an area and the rest: `0N NNNNNNNN`
    rf"|(?<=0)8{_SPACE}\d{{7,8}}|(?<=0)7[02369]{_SPACE}(?:\d{{7}}|\d{{2}}{_SPACE}\d{{2}}{_SPACE}\d{{3}})"
    # as in Britain: `0NN NNNN NNNN`, `0NNNN NNNNNN`
    rf"|(?<=0)[1-9]\d{{1,2}}\)?{_SPACE}\d{{4}}{_SPACE}\d{{4}}|(?<=0)[1-9]\d{{3}}{_SPACE}\d{{6}}"
    # together
    r"|(?<=0)7[02369]\d{7}|(?<=0)8\d{7,8}|(?<=0)[1-9]\d{8})(?![\w/-]|[.,:]\d)"
)
_ABROAD = re.compile(
    rf"(?<![\w+])\+(?!46|0)[1-9]\d{{0,2}}(?:{_SPACE}?\(0\))?(?:(?:{_SPACE}|{_DASH})\d{{1,8}}){{1,5}}(?![\w/-]|[.,:]\d)"
)
"""With another country's code; what is grouped in threes alone may be money (`+44 200 000 kr`)."""
_DIGITS_ABROAD = range(8, 16)
_WIDE = re.compile(r"[\uff01-\uff5e]")
"""Digits and signs as wide as Chinese characters."""
_OF_AN_INVOICE = re.compile(
    r"(?i)\b(?:ocr|faktura|kund|konto|order|artikel|invoice|account|bankgiro|plusgiro|bg|pg|serie|isbn)[\w-]*\W{0,3}(?:(?:nr|no)\b\W{0,3})?$"
)
_OF_A_REGISTRY = re.compile(r"(?:\b[Dd]\.?nr|(?<![\w-])(?!TFN|TEL|FAX|MOB)[A-ZÅÄÖ]{2,5})[ :.]{0,2}$")
_IN_TWOS = re.compile(rf"(?<![\d-])\d\d{_SPACE}\d\d{_SPACE}$")
"""Of the first of two codes, as of waste: `01 03 04-01 03 10`."""
_ENDS_WITH_A_DAY = re.compile(r"-\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")


def no_contacts(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP902, 903: an e-mail address or a telephone number, anywhere in a record."""
    # Nearly always there is nothing to find, and this is the quick way to see it.
    if "@" not in subject.words and not any(True for _ in _telephones(subject.words)):
        return
    for where, text in subject.prose:
        for address in _ADDRESS.finditer(text):
            message = Message("an e-mail address stands here")
            yield Problem("PLP902", subject.record, where, message, _OFFICE, part=address[0])
        if "registry" in where:  # registry numbers look like telephone numbers
            continue
        for start, end in _telephones(text):
            message = Message("a telephone number stands here")
            yield Problem("PLP903", subject.record, where, message, _OFFICE, part=text[start:end])


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand: not `KS 0176-240101`, a committee's matter of a day, nor an invoice's number."""
    narrow = _narrow(text)
    for abroad in _ABROAD.finditer(narrow) if "+" in narrow else ():
        _country, *groups = re.findall(r"\d+", abroad[0])
        if len("".join(groups)) + 1 in _DIGITS_ABROAD and any(len(group) != len("000") for group in groups):
            yield abroad.span()
    for telephone in _TELEPHONE.finditer(narrow):
        before = text[: telephone.start()][-20:]
        of_a_registry = _ENDS_WITH_A_DAY.search(telephone[0]) and _OF_A_REGISTRY.search(before)
        of_an_invoice = telephone[0].isdigit() and _OF_AN_INVOICE.search(before)
        of_a_code = _IN_TWOS.search(before)
        if not of_a_registry and not of_an_invoice and not of_a_code:
            yield telephone.span()


def _narrow(text: str) -> str:
    """The same with digits and signs of the usual width, each where it was."""
    if not _WIDE.search(text):
        return text
    return _WIDE.sub(lambda wide: chr(ord(wide[0]) - ord("！") + ord("!")), text)


_OFFICE = Message("Remove it: the organisation or the role says enough.")


def no_likely_numbers(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP905: digits that would be a personal identity number, and are more likely a time or an invoice's number."""
    if not doubtful(subject.words):  # nearly always; asked once a record
        return
    for where, text in subject.prose:
        for start, end in doubtful(text):
            digest = _digest(text)
            message = Message("these digits may be a personal identity number")
            hint = Message(
                "Remove them, write a time as 09:05, or acknowledge that they are none: {known}",
                {"known": f"known: [{{rule: PLP905, value: {digest}, reason: …}}]"},
            )
            yield Problem("PLP905", subject.record, where, message, hint, digest, part=text[start:end])


def _digest(text: str) -> str:
    """By which a text is known that nobody need repeat."""
    return sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class LikelyNumbers:
    """Digits that may be somebody's personal identity number, in what strangers read: a warning keeps none out."""

    ids: Container[str]
    """Of records: one that looks so stays, as it is where its page lies."""
    acknowledged: Container[str]
    """The digests of texts in which these digits are known to be none."""

    @classmethod
    def of(cls, records: Iterable[Record]) -> Self:
        ids: set[str] = set()
        acknowledged: set[str] = set()
        for record in records:
            ids.add(record.id)
            acknowledged.update(known.value for known in known_of(record.data) if known.rule == "PLP905")
        return cls(ids, acknowledged)

    def masked(self, data: Plain) -> Plain:
        """The same data without them."""
        match data:
            case dict():
                return {key: value if key in FORMAL else self.masked(value) for key, value in data.items()}
            case list() | tuple():
                return [self.masked(entry) for entry in data]
            case str():
                return self.without(data)
            case _:
                return data

    def of_record(self, record: Record) -> Record:
        """The same record without them; of nearly all records, itself."""
        masked_data = self.masked(record.data)
        return replace(record, data=masked_data) if isinstance(masked_data, dict) else record

    def without(self, text: str) -> str:
        spans = doubtful(text)
        if not spans or text in self.ids or _digest(text) in self.acknowledged:
            return text
        return masked(text, spans)


def persons_in_their_role_alone(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP904: a person whom some record names in a public role is named elsewhere, outside `person`."""
    yield from named_elsewhere(subject, context.persons.union(persons_in(subject.data)))


def named_elsewhere(subject: Subject, persons: frozenset[str]) -> Iterator[Problem]:
    """Where a record names one of these persons in its prose: in what is left of it once nobody is named in a role."""
    mentioned = _perhaps_mentioned(subject.words, persons)
    if not mentioned:  # nearly always
        return
    nameless_record = replace(subject.record, data=nameless(subject.data))
    for where, mention in _mentions(Subject(nameless_record).prose, mentioned):
        yield _named(subject.record, where, mention)


def named_in_manifest(context: Context) -> Iterator[Problem]:
    """PLP904: the manifest names one of the ledger's persons, and not as who answers for it."""
    texts = prose_in(told_everybody(context.manifest))
    words = "\n".join(text for _, text in texts)
    mentioned = _perhaps_mentioned(words, context.persons)
    for where, mention in _mentions(texts, mentioned):
        yield _named(Place("ledger", MANIFEST), where, mention)


def _mentions(texts: Iterable[tuple[Path, str]], names: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Where texts name one of these, and how."""
    prose = [(where, normalize("NFC", text)) for where, text in texts]
    for name in names:
        called = re.compile(pattern(name), re.IGNORECASE)
        for where, text in prose:
            for mention in called.finditer(text):
                yield where, mention[0]


def _named(record: Record | Place, where: Path, mention: str) -> Problem:
    message = Message("a person whom the ledger names elsewhere is named here")
    hint = Message("Write the role instead; a name stands under `person:` alone.")
    return Problem("PLP904", record, where, message, hint, part=mention)


def _perhaps_mentioned(prose: str, persons: frozenset[str]) -> list[str]:
    """Those of whom a text has a surname, or a part of a double one."""
    if not persons:
        return []
    words = frozenset(_words(prose))
    by_surname = _by_surname(persons)
    surnames = [word for word in words if word in by_surname]
    surnames += [word[:-1] for word in words if word.endswith("s") and word[:-1] in by_surname]  # an owner's
    return sorted({name for surname in surnames for name in by_surname[surname]})


@lru_cache(maxsize=4)
def _by_surname(persons: frozenset[str]) -> Mapping[str, list[str]]:
    """By each word of a surname those who have it; whoever is called by one name alone is nobody in prose."""
    by_surname: dict[str, list[str]] = {}
    for person in persons:
        name = normalize("NFC", person)
        *given, surname = name.split()
        if given:
            for word in _words(surname):
                by_surname.setdefault(word, []).append(name)
    return by_surname


def _words(text: str) -> list[str]:
    """The words of a text in small letters, wherever signs or markup part them."""
    return _WORD.findall(normalize("NFC", text).casefold())


_WORD = re.compile(r"[^\W_]+")
