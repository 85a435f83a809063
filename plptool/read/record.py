"""The bytes of one file to a record's data, or what keeps it from being one."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from plptool.model import personal_numbers as privacy
from plptool.model.dates import DateError, is_task_id, one_form, parse_when
from plptool.model.findings import MAX_FAULTS, MEND, Finding, Message, more_of
from plptool.model.mends import Valued
from plptool.model.plain import Data, Plain
from plptool.model.records import Path
from plptool.model.rules import RULES
from plptool.read.breach import Breach, empty
from plptool.read.migrations import FORMAT, upgraded
from plptool.read.positions import line_at, place
from plptool.read.schema_errors import breaches_of
from plptool.read.vocabulary import vocabulary

if TYPE_CHECKING:
    from plptool.read.yaml_errors import Fault

# What reads YAML is imported where a file is read: most often the cache has what is in it.


def read_data(
    raw: bytes, schema: str, path: str, stem: str | None, written: int = FORMAT
) -> tuple[dict[str, Plain] | None, list[Finding]]:
    """A file's data, and what is wrong with it.

    Args:
        raw: the file's bytes.
        schema: the name of the schema that it is to fit.
        path: the file's, which findings name.
        stem: what the file is called, which findings name as the record; None of the manifest.
        written: the format in which it is; what is older is read as if it were of this one.

    Returns:
        The data, or None where the bytes are no YAML as a ledger has it; and the findings. Where none of these is an
        error, the data may be relied on: it fits its schema, and its dates are dates.
    """
    from plptool.read.yaml import parse

    parsed = parse(raw)
    if parsed.data is None:
        # A number may be split over lines or written as escapes: where one stands, no line is shown with its digits.
        blank = any(fault.rule == "PLP901" for fault in parsed.faults)
        return None, [_finding(fault, raw, path, stem, blank=blank) for fault in parsed.faults]
    data = upgraded(parsed.data, schema, written)
    breaches = breaches_in(schema, data)
    if breaches:
        faults = _placed(raw, breaches, parsed.warnings)
        return data, [_finding(fault, raw, path, stem) for fault in faults]
    findings = [_finding(fault, raw, path, stem) for fault in parsed.warnings]
    if not _in_one_form_already(raw):
        data = in_one_form(data)
    return data, findings


def breaches_in(schema: str, data: Data) -> list[Breach]:
    """What is wrong in data: what breaks its schema, and what is written where a date stands and is none."""
    breaches = breaches_of(schema, data)
    return breaches + _wrong_dates(data, breaches)


_OPEN_START = re.compile(rb"\.\./[0-9]")
"""An interval that may be written in another way; the path of a schema in a comment is none."""


def _in_one_form_already(raw: bytes) -> bool:
    """Whether bytes show at once that no text in them is written in another form than that in which it is read.

    Parts of a text that is NFC are NFC, too (Unicode Standard Annex 15, 3); what is written by escapes shows less.
    """
    if b"\\" in raw or _OPEN_START.search(raw):
        return False
    if raw.isascii():
        return True
    try:
        return is_normalized("NFC", raw.decode())
    except UnicodeDecodeError:
        return False


def in_one_form(data: Data) -> dict[str, Plain]:
    """The same data, in which no text is written in two ways that mean one thing: whoever compares asks for one."""
    return {name: _in_one_form(value) for name, value in data.items()}


def _in_one_form(value: Plain) -> Plain:
    if isinstance(value, dict):
        return {name: _in_one_form(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_in_one_form(entry) for entry in value]
    if isinstance(value, str):
        return one_form(value)
    return value


def _finding(fault: "Fault", raw: bytes, path: str, stem: str | None, *, blank: bool = False) -> Finding:
    """A fault of a file as a finding, with the line that it stands on; blank, without the digits of that."""
    line = line_at(raw, fault.position)
    # What stands behind a fault that stopped the reading was not examined, whatever escapes it is written with.
    if line and (blank or privacy.find(_unescaped(line))):
        line = privacy.blank(line)
    severity = RULES[fault.rule].severity
    hint = _naming(fault.hint, stem or path)
    return Finding(fault.rule, severity, fault.message, path, fault.position, hint, stem, line=line, mend=fault.mend)


def _naming(hint: Message | None, record: str) -> Message | None:
    """Advice that names the record, which a file's bytes do not know."""
    if hint is None or "record" not in hint.args:
        return hint
    return Message(hint.template, {**hint.args, "record": record})


_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
"""A character by its number, as YAML's double quotes have it (YAML 1.2, 5.7)."""


def _unescaped(line: str) -> str:
    """A line with the characters that escapes in it stand for."""
    if "\\" not in line:
        return line
    return _ESCAPE.sub(_character, line)


def _character(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    number = int(digits, 16)
    if number > sys.maxunicode:
        return escape[0]
    return chr(number)


def _wrong_dates(data: Data, breaches: Sequence[Breach]) -> list[Breach]:
    """What is written where a date stands and is none; not what is told already of an empty or padded one.

    A schema says only what a date may look like (as much of EDTF as `model/dates.py` reads).
    """
    known = {breach.where for breach in breaches}
    wrong: list[Breach] = []
    for where, text in dated(data):
        error = _date_error(text)
        if error is None:
            continue
        is_known = where in known
        date = text.strip()
        if not date:
            if not is_known:
                wrong.append(empty(where))
            continue
        is_padded = is_known and _date_error(date) is None  # a date with a space around it: that is told
        if not is_padded:
            mend = None if error.meant is None else Valued(where, error.meant)
            wrong.append(Breach("PLP401", where, error.message, error.hint, mend=mend))
    return wrong


def _placed(raw: bytes, breaches: Sequence[Breach], warnings: Sequence["Fault"]) -> "list[Fault]":
    """What breaks the schema, each mistake once and where it stands in the file; and the warnings that are left."""
    from plptool.read.yaml import marks
    from plptool.read.yaml_errors import Fault

    # One mistake, one finding: what does not look like a date to the schema is told in the words of dates.
    # But a property that is unknown is told as such, whatever its name means elsewhere.
    unknown = {breach.where for breach in breaches if breach.rule == "PLP201"}
    by_name = {breach.where for breach in breaches if _is_keyed_by_name(breach)}
    wrong_dates = {
        breach.where
        for breach in breaches
        if breach.rule == "PLP401" and breach.where not in unknown and breach.where[:-1] not in by_name
    }
    # Nor is text that was cut away told twice: what is then missing has the hint.
    cut_off = {warning.where: warning.hint for warning in warnings}
    places = marks(raw)
    faults: list[Fault] = []
    for breach in breaches:
        is_of_dates = breach.rule == "PLP401"
        if is_of_dates != (breach.where in wrong_dates):
            continue
        position = place(places, breach.where, at_key=breach.at_key)
        hint = cut_off.get(breach.where, breach.hint)
        faults.append(Fault(breach.rule, position, breach.message, hint, breach.where, breach.mend))
    faults = _first(faults)
    mentioned = {fault.where for fault in faults}
    unmentioned = [warning for warning in warnings if warning.where not in mentioned]
    return faults + unmentioned


def _first(faults: "list[Fault]") -> "list[Fault]":
    """The first faults of a file; of very many, how many more there are."""
    if len(faults) <= MAX_FAULTS:
        return faults
    number_told = MAX_FAULTS - 1
    faults_left = faults[number_told:]
    message = more_of([fault.message for fault in faults_left])
    summary = replace(faults_left[0], message=message, hint=MEND, mend=None)
    return [*faults[:number_told], summary]


def _is_keyed_by_name(breach: Breach) -> bool:
    """Whether an unknown property was probably meant to be a mapping whose keys are names of other things."""
    word = None if breach.rule != "PLP201" or breach.hint is None else breach.hint.args.get("word")
    return (word,) in _BY_NAME


_BY_NAME = (("source",), ("written",), ("records",))
"""Mappings whose keys are names of other things, a seal's records among them."""
_CONTAINERS = frozenset({dict, list})


def dated(data: Data) -> Iterator[tuple[Path, str]]:
    """Every written date in a record's data, with where it stands."""
    names, either = vocabulary().dates, vocabulary().dates_or_tasks
    pending: list[tuple[Path, Plain]] = [((), data)]
    for where, container in pending:  # grows as it goes
        if isinstance(container, dict):
            by_name = where[-1:] in _BY_NAME
            for name, value in container.items():
                if type(value) is str:
                    if name in names and not by_name and not (name in either and is_task_id(value)):
                        yield (*where, name), value
                elif type(value) in _CONTAINERS:
                    pending.append(((*where, name), value))
        elif isinstance(container, list):
            for index, value in enumerate(container):
                if type(value) in _CONTAINERS:
                    pending.append(((*where, index), value))


def _date_error(text: str) -> DateError | None:
    try:
        parse_when(text)
    except DateError as error:
        return error
    return None
