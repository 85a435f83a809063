"""PLP902 to PLP905: what leads to a person, outside the fields that name one in a public role."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from plptool.checks.context import PERSON, Context, Subject
from plptool.model.findings import Message, Problem
from plptool.model.personal_numbers import doubtful

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = r"(?:\d{5,8}|\d{3}(?: \d{2,3}){1,2}|\d{2}(?: \d{2,3}){2,3})"
"""Of a subscriber: together, or in groups; two of two digits would be hours and a day (`08-12 31 mars`)."""
_TELEPHONE = re.compile(
    r"[0+](?<![\w./–-][0+])(?:"
    rf"(?:(?<=\+)46|(?<=0)046)[ -]?(?:\(0\) ?)?[1-9]\d{{0,2}}[ -]?{_NUMBER}"
    rf"|(?<=0)[1-9]\d{{0,2}}(?:-| - ){_NUMBER}"
    r"|(?<=0)[1-9]\d{0,2} \d{3}(?: \d{2,3}){1,2}"
    r"|(?<=0)7[02369]\d{7})(?![\w/-]|[.,:]\d)"
)


def no_contacts(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP902, 903: an e-mail address or a telephone number, anywhere in a record."""
    # Nearly always there is nothing to find, and this is the quick way to see it.
    if "@" not in subject.words and not _TELEPHONE.search(subject.words):
        return
    for where, text in subject.prose:
        for address in _ADDRESS.finditer(text):
            message = Message("an e-mail address stands here")
            yield Problem("PLP902", subject.record, where, message, _OFFICE, part=address[0])
        if "registry" in where:  # registry numbers look like telephone numbers
            continue
        for telephone in _TELEPHONE.finditer(text):
            message = Message("a telephone number stands here")
            yield Problem("PLP903", subject.record, where, message, _OFFICE, part=telephone[0])


_OFFICE = Message("Remove it: the organisation or the role says enough.")


def no_likely_numbers(subject: Subject, _: Context) -> Iterator[Problem]:
    """PLP905: digits that would be a personal identity number, and are more likely a time or an invoice's number."""
    for where, text in subject.prose:
        for start, end in doubtful(text):
            digest = sha256(text.encode()).hexdigest()[:16]
            message = Message("these digits may be a personal identity number")
            hint = Message(
                "Remove them, write a time as 09:05, or acknowledge that they are none: {known}",
                {"known": f"known: [{{rule: PLP905, value: {digest}, reason: …}}]"},
            )
            yield Problem("PLP905", subject.record, where, message, hint, digest, part=text[start:end])


def persons_in_their_role_alone(subject: Subject, context: Context) -> Iterator[Problem]:
    """PLP904: a person whom some record names in a public role is named elsewhere, outside `person`."""
    if not context.persons:
        return
    whole = subject.words.casefold()
    for name in sorted(context.persons):
        parts = name.split()
        if len(parts) < 2 or parts[-1].casefold() not in whole:  # a first name alone says nothing
            continue
        pattern = _called(name)
        for where, text in subject.prose:
            if where[-1] == PERSON:
                continue
            for mention in pattern.finditer(text):
                message = Message("a person whom the ledger names elsewhere is named here")
                hint = Message("Write the role instead; a name stands under `person:` alone.")
                yield Problem("PLP904", subject.record, where, message, hint, part=mention[0])


@lru_cache(maxsize=1000)
def _called(name: str) -> re.Pattern[str]:
    """The name as people write it: in either order, and as an owner's."""
    *given, last = map(re.escape, name.split())
    first = r"\s+".join(given)
    return re.compile(rf"(?<!\w)(?:{first}\s+{last}|{last},\s*{first})s?(?!\w)", re.IGNORECASE)
