"""What a ledger says of itself: its title, language, time zone, format and severities."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plptool.model.collections import MANIFEST
from plptool.model.dates import shown
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.model.ports import Entry, Tree
from plptool.model.records import Json, Path
from plptool.model.rules import RULES, bendable
from plptool.read.files import read_file
from plptool.read.migrations import FORMAT, UPGRADES
from plptool.read.positions import locate
from plptool.read.reader import Reader
from plptool.read.record import read_data
from plptool.read.worktree import WorkTree, find_root


def zone(manifest: Mapping[str, Json]) -> ZoneInfo:
    return ZoneInfo(str(manifest.get("time-zone", "UTC")))


def manifest_of(path: str | FilePath) -> dict[str, Json]:
    """The manifest of the ledger in or above a folder, without its records; empty where there is none to rely on."""
    try:
        tree = WorkTree(find_root(FilePath(path)))
    except UserError:
        return {}
    return read_manifest(Reader(tree, None), tree.entries("ledger"))[0]


LISTED = Message("`plptool rules` lists the rules.")


def read_manifest(reader: Reader, entries: list[Entry]) -> tuple[dict[str, Json], list[Finding]]:
    """The manifest, empty where it is missing or broken, and what is wrong with it."""
    tree = reader.tree
    oddity: Message | None = Message("there is no ledger/ledger.yaml")
    held: Json = None
    for entry in entries:
        if entry.path in ("ledger", MANIFEST):
            oddity = entry.oddity
            held = reader.held(entry, "ledger")
    if held is not None:
        return held, []
    if oddity is not None:
        hint = Message("It holds at least: format: 1, title, language (sv or en), time-zone.")
        return {}, [Finding("PLP109", "error", oddity, MANIFEST, hint=hint)]
    raw, faults = read_file(tree, MANIFEST)
    if raw is None:
        return {}, faults
    data, found = read_data(raw, "ledger", MANIFEST, None)
    written = data.get("format") if data else None
    if isinstance(written, int) and written in UPGRADES:
        reader.format = written
        data, found = read_data(raw, "ledger", MANIFEST, None, written)
    elif isinstance(written, int) and written != FORMAT:
        position, _ = locate(tree, MANIFEST, ("format",))
        message = Message("the ledger is of format {written}, and this version of plptool reads {format}",
                          {"written": written, "format": FORMAT})  # fmt: skip
        hint = Message("Install the version that the ledger is kept with.")
        found = [
            replace(one, message=message, hint=hint) if (one.rule, one.position) == ("PLP204", position) else one
            for one in found
        ]
    for rule, where, message, hint in _house_rules(data or {}):
        position, line = locate(tree, MANIFEST, where, at_key=rule == "PLP204")
        found.append(Finding(rule, "error", message, MANIFEST, position, hint, line=line))
    if data is None or any(one.severity == "error" for one in found):
        return {}, found
    if not found and reader.format == FORMAT:
        reader.hold(MANIFEST, "ledger", data)
    return data, found


def _house_rules(data: dict[str, Json]) -> Iterator[tuple[str, Path, Message, Message]]:
    """What in a manifest fits its schema and is wrong all the same: rule, where, message, hint."""
    zone = data.get("time-zone")
    if isinstance(zone, str) and zone.strip():
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = Message("there is no time zone `{zone}`", {"zone": shown(zone)})
            yield "PLP205", ("time-zone",), message, Message("For example: {example}", {"example": "Europe/Stockholm"})
    severities = data.get("severities")
    for code in severities if isinstance(severities, dict) else ():
        where: Path = ("severities", code)
        if code.startswith("PLP") and code[3:].isdecimal() and len(code) == len("PLP407"):
            if code not in RULES:
                yield "PLP204", where, Message("there is no rule {rule}", {"rule": code}), LISTED
            elif not bendable(code):
                message = Message("the severity of {rule} cannot be changed", {"rule": code})
                yield "PLP204", where, message, Message("Remove the entry.")


def zone_of(tree: Tree) -> ZoneInfo:
    """The time zone in which a tree's ledger is kept; UTC where it does not say."""
    return zone(read_manifest(Reader(tree, None), tree.entries("ledger"))[0])
