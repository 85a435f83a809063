"""The bytes of one file to a record's data, or what keeps it from being one."""

from collections.abc import Iterator
from dataclasses import replace

from plptool.model import personal_numbers as privacy
from plptool.model.dates import DateError, one_form, parse_when
from plptool.model.findings import MAX_FAULTS, MEND, MORE, Finding
from plptool.model.records import Json, Path
from plptool.model.rules import RULES
from plptool.read import schema_errors
from plptool.read.migrations import FORMAT, upgraded
from plptool.read.positions import line_at, place
from plptool.read.vocabulary import vocabulary


def read_data(
    raw: bytes, schema: str, path: str, stem: str | None, written: int = FORMAT
) -> tuple[dict[str, Json] | None, list[Finding]]:
    """The file's data if it may be relied on: it parses, fits its schema, and its dates are dates.

    `written` is the format in which it is; what is older is read as if it were of this one.
    """
    from plptool.read.yaml import marks, parse  # only where the cache does not have it
    from plptool.read.yaml_errors import Fault

    parsed = parse(raw)

    def told(fault: Fault, *, blank: bool = False) -> Finding:
        line = line_at(raw, fault.position)
        line = privacy.blank(line) if blank and line else line
        severity = RULES[fault.rule].severity
        return Finding(fault.rule, severity, fault.message, path, fault.position, fault.hint, stem, line=line)

    if parsed.faults:
        # A number may be split over lines or written as escapes: where one stands, no line is shown with its digits.
        blank = any(fault.rule == "PLP901" for fault in parsed.faults)
        return None, [told(fault, blank=blank) for fault in parsed.faults]
    data: dict[str, Json] = upgraded(parsed.data, schema, written)
    breaches = schema_errors.breaches(schema, data)
    known = {breach.where for breach in breaches}
    for where, text in dated(data):
        error = _date_error(text)
        if error and where in known and text.strip() and not _date_error(text.strip()):
            continue  # a date with a space around it: that is told
        if error and text.strip():
            breaches.append(schema_errors.Breach("PLP401", where, error.message, error.hint))
        elif error and where not in known:
            breaches.append(schema_errors.empty(where))
    if not breaches:
        written_once = raw.isascii() and b"../" not in raw and b"\\" not in raw
        return data if written_once else in_one_form(data), [told(warning) for warning in parsed.warnings]
    # One mistake, one finding: what does not look like a date to the schema is told in the words of dates.
    # But a property that is unknown is told as such, whatever its name means elsewhere.
    unknown = {breach.where for breach in breaches if breach.rule == "PLP201"}
    wrong_dates = {breach.where for breach in breaches if breach.rule == "PLP401"} - unknown
    # Nor is text that was cut away told twice: what is then missing has the hint.
    cut = {warning.where: warning.hint for warning in parsed.warnings}
    places = marks(raw)
    faults = []
    for breach in breaches:
        if (breach.rule == "PLP401") == (breach.where in wrong_dates):
            position = place(places, breach.where, at_key=breach.at_key)
            hint = cut.get(breach.where, breach.hint)
            faults.append(Fault(breach.rule, position, breach.message, hint, breach.where))
    if len(faults) > MAX_FAULTS:
        faults[MAX_FAULTS - 1 :] = [replace(faults[MAX_FAULTS - 1], message=MORE, hint=MEND)]
    mended = {fault.where for fault in faults}
    faults += [warning for warning in parsed.warnings if warning.where not in mended]
    return data, [told(fault) for fault in faults]


def in_one_form(data: Json) -> Json:
    """The same data, in which no text is written in two ways that mean one thing: whoever compares asks for one."""
    if isinstance(data, dict):
        return {key: in_one_form(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_one_form(entry) for entry in data]
    return one_form(data) if isinstance(data, str) else data


_BY_NAME = (("source",), ("written",), ("records",))
"""Mappings whose keys are names of other things, a seal's records among them."""


def dated(data: Json) -> Iterator[tuple[Path, str]]:
    """Every written date in a record's data, with where it stands."""
    names = vocabulary().dates
    pending: list[tuple[Path, Json]] = [((), data)]
    for where, value in pending:  # grows as it goes
        if type(value) is dict:
            for key, below in value.items():
                if type(below) is str:
                    if key in names and where[-1:] not in _BY_NAME:
                        yield (*where, key), below
                elif type(below) is dict or type(below) is list:
                    pending.append(((*where, key), below))
        else:
            for index, below in enumerate(value):
                if type(below) is dict or type(below) is list:
                    pending.append(((*where, index), below))


def _date_error(text: str) -> DateError | None:
    try:
        parse_when(text)
    except DateError as error:
        return error
    return None
