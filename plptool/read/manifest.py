"""What a ledger says of itself: its title, language, time zone, format and severities."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plptool.model.collections import MANIFEST
from plptool.model.country import SWEDEN, country_of, is_country, is_currency, is_reserved
from plptool.model.days_off import has_holidays
from plptool.model.errors import UserError
from plptool.model.financial_year import is_year_start
from plptool.model.findings import Finding, Message
from plptool.model.i18n import LANGUAGES
from plptool.model.mends import Gone
from plptool.model.personal_numbers import look_for
from plptool.model.plain import Data, Plain
from plptool.model.ports import Entry, Tree
from plptool.model.rules import COMPLETENESS, OFF, RULES, bendable
from plptool.model.suggest import did_you_mean
from plptool.model.text import short
from plptool.read.breach import Breach, for_example
from plptool.read.files import read_file
from plptool.read.migrations import FORMAT, UPGRADES
from plptool.read.positions import locate
from plptool.read.reader import Reader
from plptool.read.record import read_data
from plptool.read.worktree import WorkTree, find_root

Manifest: TypeAlias = dict[str, Plain]
"""What it says, by property."""


def zone(manifest: Data) -> ZoneInfo:
    """The time zone in which a ledger is kept (an IANA name); UTC where its manifest does not say.

    Raises:
        ZoneInfoNotFoundError: this machine does not know it. A manifest without an error names none of these.
    """
    name = manifest.get("time-zone", "UTC")
    return ZoneInfo(str(name))


def manifest_of(path: str | FilePath) -> Manifest:
    """The manifest of the ledger in or above a folder, without its records; empty where there is none to rely on."""
    try:
        root = find_root(FilePath(path))
    except UserError:
        return {}
    tree = WorkTree(root)
    return _manifest_in(tree)


LISTED = Message("`plptool rules` lists the rules.")
_RULE_CODE = re.compile(r"PLP\d{3}")


def read_manifest(reader: Reader, entries: list[Entry]) -> tuple[Manifest, list[Finding]]:
    """The manifest, and what is wrong with it.

    Args:
        reader: of the ledger's tree. From here on it reads records in the format that the manifest names.
        entries: what the tree lists of the ledger.

    Returns:
        The manifest, empty where it is missing or has an error.
    """
    oddity: Message | None = Message("there is no ledger/ledger.yaml")
    cached: Manifest | None = None
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):  # that is no folder, or the file
            oddity = entry.oddity
            cached = reader.cached(entry, "ledger")
    if cached is not None:
        look_for(country_of(cached))
        return cached, []
    if oddity is not None:
        finding = _no_manifest(oddity)
        return {}, [finding]
    content = read_file(reader.tree, MANIFEST)
    if content.raw is None:
        return {}, content.faults
    look_for(_country_told(content.raw))
    data, findings = _in_its_format(reader, content.raw)
    if data is None:
        return {}, findings
    findings += _unusual(reader.tree, data)
    grades = [finding.severity for finding in findings]
    if "error" in grades:
        return {}, findings
    if not findings and reader.format == FORMAT:
        reader.remember(MANIFEST, "ledger", data)
    return data, findings


def _country_told(raw: bytes) -> str:
    """The country that a manifest names, before it is read: whose personal numbers it may not hold hangs on that."""
    named = _COUNTRY_NAMED.search(raw)
    if named is None:
        return SWEDEN
    return named[1].decode()


_COUNTRY_NAMED = re.compile(rb"^country:[ \t]*[\"']?([A-Z]{2})\b", re.MULTILINE)


def _no_manifest(why: Message) -> Finding:
    """That there is no manifest to read, and what one holds."""
    *others, last_language = LANGUAGES
    listed = ", ".join(others)
    languages = Message("{some} or {last}", {"some": listed, "last": last_language})
    hint = Message("It holds at least: format: 2, title, language ({languages}), time-zone.", {"languages": languages})
    return Finding("PLP109", "error", why, MANIFEST, hint=hint)


def _in_its_format(reader: Reader, raw: bytes) -> tuple[Manifest | None, list[Finding]]:
    """A manifest's data and findings, read as of the format that it names."""
    data, findings = read_data(raw, "ledger", MANIFEST, None)
    if not data:
        return data, findings
    written = data.get("format")
    if not isinstance(written, int) or written == FORMAT:
        return data, findings
    if written in UPGRADES:
        reader.format = written
        return read_data(raw, "ledger", MANIFEST, None, written)
    position, _ = locate(reader.tree, MANIFEST, ("format",))
    formats = {"written": written, "format": FORMAT}
    message = Message("the ledger is of format {written}, and this version of plptool reads {format}", formats)
    hint = Message("Install the version that the ledger is kept with.")
    reworded = []
    for finding in findings:
        if finding.rule == "PLP204" and finding.position == position:
            mended = replace(finding, message=message, hint=hint, mend=None)
            reworded.append(mended)
        else:
            reworded.append(finding)
    return data, reworded


def _unusual(tree: Tree, manifest: Data) -> Iterator[Finding]:
    """What in a manifest fits its schema and is wrong all the same."""
    breaches = [
        *_time_zone(manifest),
        *_country(manifest),
        *_currency(manifest),
        *_holidays(manifest),
        *_year_start(manifest),
        *_severities(manifest),
    ]
    for breach in breaches:
        position, line = locate(tree, MANIFEST, breach.where, at_key=breach.at_key)
        yield Finding(
            rule=breach.rule,
            severity="error",
            message=breach.message,
            path=MANIFEST,
            position=position,
            hint=breach.hint,
            line=line,
            mend=breach.mend,
        )


def _time_zone(manifest: Data) -> Iterator[Breach]:
    zone = manifest.get("time-zone")
    if not isinstance(zone, str) or not zone.strip():
        return
    is_of_the_machine = zone.startswith(_OF_THE_MACHINE)
    if _is_zone(zone) and not is_of_the_machine:
        return
    message = Message("there is no time zone `{zone}`", {"zone": short(zone)})
    hint = for_example("Europe/London", "Europe/Stockholm")
    yield Breach("PLP205", ("time-zone",), message, hint)


_OF_THE_MACHINE = ("localtime", "posixrules", "posix/", "right/", "Factory")
"""What lies among the time zones, and is another on each machine, or counts leap seconds."""


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _country(manifest: Data) -> Iterator[Breach]:
    country = _written_as(_LETTERS_OF_COUNTRY, manifest, "country")
    if country and not is_country(country):
        message = Message("there is no country `{country}`", {"country": country})
        hint = for_example("GB", "SE")
        meant = _MEANT.get(country)
        if meant is not None:
            hint = did_you_mean(meant)
        elif is_reserved(country):
            message = Message("`{country}` is kept for what is no country by itself", {"country": country})
            hint = Message("Write the country's letters; EU is for the institutions of the European Union.")
        yield Breach("PLP205", ("country",), message, hint)


def _currency(manifest: Data) -> Iterator[Breach]:
    currency = _written_as(_LETTERS_OF_CURRENCY, manifest, "currency")
    if currency and not is_currency(currency):
        message = Message("there is no currency `{currency}`", {"currency": currency})
        hint = for_example("GBP", "SEK")
        yield Breach("PLP205", ("currency",), message, hint)


def _holidays(manifest: Data) -> Iterator[Breach]:
    place = _written_as(_PLACE, manifest, "holidays")
    if place and not has_holidays(place):
        message = Message("nothing is known of the public holidays of `{place}`", {"place": place})
        hint = for_example("GB-SCT")
        yield Breach("PLP205", ("holidays",), message, hint)


def _year_start(manifest: Data) -> Iterator[Breach]:
    said = _written_as(_MONTH_AND_DAY, manifest, "financial-year-starts")
    if said and not is_year_start(said):
        message = Message("not every year has a day `{day}`", {"day": said})
        hint = for_example("04-01")
        yield Breach("PLP205", ("financial-year-starts",), message, hint)


def _written_as(form: re.Pattern[str], manifest: Data, name: str) -> str | None:
    """What stands there, where it is written as it should be: of all else the schema tells."""
    value = manifest.get(name)
    if not isinstance(value, str):
        return None
    if not form.fullmatch(value):
        return None
    return value


_MEANT = {"UK": "GB", "EL": "GR"}
"""What some write for their country, where ISO 3166 has others."""
_LETTERS_OF_COUNTRY = re.compile("[A-Z]{2}")
_LETTERS_OF_CURRENCY = re.compile("[A-Z]{3}")
_MONTH_AND_DAY = re.compile("(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?")
_PLACE = re.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?")
"""What has another form, the schema tells of."""


def _severities(manifest: Data) -> Iterator[Breach]:
    severities = manifest.get("severities")
    if not isinstance(severities, dict):
        return
    for code in severities:
        is_code = _RULE_CODE.fullmatch(code)
        if not is_code:
            continue  # the schema tells of that
        if code not in RULES:
            message = Message("there is no rule {rule}", {"rule": code})
            hint = LISTED
        elif not bendable(code):
            message = Message("the severity of {rule} cannot be changed", {"rule": code})
            hint = Message("Remove the entry.")
        elif code not in COMPLETENESS and _grade(severities[code]) == OFF:
            message = Message("{rule} cannot be turned off: what it finds is wrong, not left unsaid", {"rule": code})
            hint = Message(
                "Write another severity, or acknowledge under `known` what is right all the same. Off may be: {words}",
                {"words": [*sorted(COMPLETENESS)]},
            )
            yield Breach("PLP204", ("severities", code, "severity"), message, hint)
            continue
        else:
            continue
        where = ("severities", code)
        mend = None if code not in RULES or bendable(code) else Gone(where)
        yield Breach("PLP204", where, message, hint, at_key=True, mend=mend)


def _grade(chosen: Plain) -> Plain:
    """What an entry says of a rule's severity, whether or not it fits its schema."""
    if not isinstance(chosen, dict):
        return None
    return chosen.get("severity")


def zone_of(tree: Tree) -> ZoneInfo:
    """The time zone in which a tree's ledger is kept; UTC where it does not say."""
    manifest = _manifest_in(tree)
    return zone(manifest)


def _manifest_in(tree: Tree) -> Manifest:
    reader = Reader(tree, None)
    entries = tree.entries("ledger")
    manifest, _ = read_manifest(reader, entries)
    return manifest
