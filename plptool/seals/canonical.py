"""What is sealed of a record, and its digest.

`sealed_part` takes out of a record what a day's seal closes, made of text alone; `canonical` writes that as the bytes
that are hashed, and `digest` hashes them. Nothing here asks whether data fits a schema: a seal holds for whatever a
file parses to.
"""

from datetime import date
from hashlib import sha256
from json import JSONEncoder

from plptool.model.collections import Collection
from plptool.model.dates import DateError, one_form, parse_when
from plptool.model.plain import Data, Plain

_NOT_CLOSED = frozenset({"known"})
"""The properties of any record that a seal does not close: what it acknowledges."""
_NOT_CLOSED_IN: dict[str, frozenset[str]] = {Collection.SNAPSHOTS: frozenset({"known", "seal", "corrections"})}
"""By collection, these where they are others: the seal of a snapshot closes neither itself nor later corrections."""


def sealed_part(data: Plain, collection: str, day: date, *, with_empty_lists: bool = False) -> dict[str, Plain] | None:
    """What is sealed of a record at a day, made of text alone; None where the record was withdrawn.

    All that a record says by the end of the day: its fields, citations and discrepancies, and the entries of its lists
    whose day (`date`, `from`, `year`) has come; a date that cannot be read counts as come. Without what it
    acknowledges (`known`), which speaks of the tool's findings, and of a snapshot without its seal and corrections.

    Scalars are the text that was written, composed (Unicode NFC). The order of keys and of events means nothing, that
    of other lists does. A date that is written in another way is another text, also where it covers the same days: 2022
    says that the year is known, 2022-01-01/2022-12-31 some day of it. One pair alone is one text: an unknown start,
    `/2023-12-31`, and an open one, `../2023-12-31`, as EDTF tells these apart and the ledger does not.

    Args:
        data: the record's, or whatever its file holds.
        collection: in whose folder the file lies.
        day: what becomes effective later is left out.
        with_empty_lists: whether a list stays, as an empty one, where all its entries are of a later day. So seals were
            made once. Now it is left out, or a record's first later event would be taken for a change of its past.
    """
    if not isinstance(data, dict):
        return {collection: as_text(data, day, with_empty_lists=with_empty_lists)}
    if "withdrawn" in data:
        return None
    not_closed = _NOT_CLOSED_IN.get(collection, _NOT_CLOSED)
    closed = {name: value for name, value in data.items() if name not in not_closed}
    texts = _mapping_as_text(closed, day, with_empty_lists=with_empty_lists)
    events = texts.get("events")
    if isinstance(events, list):
        texts["events"] = sorted(events, key=encode)  # any order will do that the file has no part in
    return {collection: texts}


def digest(data: Plain) -> str:
    """The SHA-256 of data made of text, lists and mappings, in hexadecimal digits."""
    raw = canonical(data)
    hashed = sha256(raw)
    return hashed.hexdigest()


def canonical(data: Plain) -> bytes:
    """The JSON Canonicalization Scheme (RFC 8785) of data that has no numbers: sorted keys, no space, UTF-8.

    Without numbers it is what the standard library writes, in a fifth of the time, but for the order of keys: that is
    of UTF-16 (3.2.3), which is of code points where none is beyond U+FFFF. A test holds it against the library
    `rfc8785`.
    """
    text = encode(data)
    raw = text.encode("utf-8", "surrogatepass")
    goes_beyond = any(first_byte in raw for first_byte in _BEYOND)
    if goes_beyond:
        text = _encode_as_it_stands(_sorted(data))
        raw = text.encode("utf-8", "surrogatepass")
    return raw


encode = JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode
_encode_as_it_stands = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_BEYOND = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
"""The bytes with which UTF-8 begins a character beyond U+FFFF, and no other."""


def _sorted(data: Plain) -> Plain:
    """The same data, its keys in the order of their UTF-16."""
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data, key=_utf16)}
    if isinstance(data, list):
        return [_sorted(entry) for entry in data]
    return data


def _utf16(key: str) -> bytes:
    """A key as it sorts in RFC 8785."""
    return key.encode("utf-16-be", "surrogatepass")


def as_text(data: Plain, day: date, *, with_empty_lists: bool = False) -> Plain:
    """Data whose scalars are the text that was written, without what is of a later day; see `sealed_part`."""
    # Asked of every value there is: of a type that is compared mypy learns as much, and it takes half the time.
    if type(data) is str:
        # Most texts are as they should be, which two quick looks tell.
        if data.isascii() and data[:3] != "../":
            return data
        return one_form(data)
    if type(data) is dict:
        return _mapping_as_text(data, day, with_empty_lists=with_empty_lists)
    if type(data) is list:
        return [
            as_text(entry, day, with_empty_lists=with_empty_lists)
            for entry in data
            if type(entry) is not dict or not _later(entry, day)
        ]
    if type(data) is bool:
        return "true" if data else "false"
    if data is None:
        return None
    return str(data)


def _mapping_as_text(data: Data, day: date, *, with_empty_lists: bool) -> dict[str, Plain]:
    """As `as_text`, of a mapping."""
    texts = {name: as_text(value, day, with_empty_lists=with_empty_lists) for name, value in data.items()}
    if with_empty_lists:
        return texts
    return {name: value for name, value in texts.items() if value != []}


def _later(entry: Data, day: date) -> bool:
    """Whether a mapping in a list is of a later day.

    What `beginnings.without_later` says of a record that fits its schema. This one is asked of whatever a file parses
    to, and of every entry of every file: so it reads no date that it need not read, and fails at none.
    """
    year = entry.get("year")
    if type(year) is int:
        if year != day.year:
            return year > day.year
        return day < date(year, 12, 31)  # a year comes with its last day
    text = year if type(year) is str else entry.get("date", entry.get("from"))
    return isinstance(text, str) and not _has_come(text, day)


def _has_come(text: str, day: date) -> bool:
    """Whether a date has come by a day; one that cannot be read counts as come."""
    try:
        when = parse_when(text)
    except DateError:
        return True
    return when.by(day)
