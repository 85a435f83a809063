"""What an answer depends on beside a ledger's bytes: this program as it is installed, and what it builds on."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path as FilePath
from zoneinfo import TZPATH

from plptool.model.version import __version__

PROGRAM = FilePath(__file__).parents[1]
DECIDING = frozenset(
    (
        *("edtf", "jsonschema", "jsonschema-rs", "python-dateutil", "ruamel-yaml", "tzdata"),
        *("attrs", "jsonschema-specifications", "pyparsing", "referencing", "rpds-py", "ruamel-yaml-clib", "six"),
    )
)
"""Packages whose version can make another answer of the same bytes. (Not those that show it, or that start git.)"""


def tool(program: FilePath = PROGRAM, path: Sequence[str] | None = None) -> str:
    """One word for all that an answer depends on beside the bytes.

    Args:
        program: the folder of the package.
        path: where Python looks for packages; without it, `sys.path`.

    Raises:
        OSError: the program does not lie in a folder.
    """
    found = sorted(_modules(program))
    code = _recorded(program, found) or [f"{name} {_stamp(stat)}" for name, stat in found]
    packages = list(_packages(sys.path if path is None else path))
    # Not the place of the program: two that are alike give the same answers.
    return sha256(repr((__version__, code, packages, sys.version, sys.platform, _zones())).encode()).hexdigest()[:16]


def _modules(program: FilePath) -> Iterator[tuple[str, os.stat_result]]:
    """The program's modules and schemas, by their path; in a clone, the schemas lie beside it."""
    pending = [(str(program), program.name)]
    beside = program.parent / "schema"
    if not (program / "schema").is_dir() and beside.is_dir():
        pending.append((str(beside), "schema"))
    while pending:
        folder, name = pending.pop()
        with os.scandir(folder) as listing:
            for one in listing:
                if one.name.endswith((".py", ".json")):
                    yield f"{name}/{one.name}", one.stat()
                elif "." not in one.name and one.name != "__pycache__" and one.is_dir():
                    pending.append((one.path, f"{name}/{one.name}"))


def _stamp(stat: os.stat_result) -> tuple[int, ...]:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _recorded(program: FilePath, found: list[tuple[str, os.stat_result]]) -> list[str]:
    """By path, what the installer wrote down of each file: its hash. So the same wheel is the same anywhere.

    Nothing where it has not written down each (a clone, an editable installation), or one was touched since.
    """
    record = program.parent / f"{program.name}-{__version__}.dist-info" / "RECORD"
    try:
        rows = record.read_text(encoding="utf-8").splitlines()
        status = record.stat()
    except (OSError, ValueError):
        return []
    written = max(status.st_mtime_ns, status.st_ctime_ns)
    said = {row[0]: row for row in (line.rsplit(",", 2) for line in rows) if len(row) == 3 and "=" in row[1]}
    for name, stat in found:
        row = said.get(name, ())
        if not row or row[2] != str(stat.st_size) or max(stat.st_mtime_ns, stat.st_ctime_ns) > written:
            return []
    return [f"{name} {said[name][1]}" for name, _ in found]


def _packages(path: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The deciding packages and their versions, by what their installer left: to ask them takes ten times as long."""
    for folder in path:
        with suppress(OSError):  # a zip file, or nothing
            for one in sorted(os.listdir(folder or ".")):  # noqa: PTH208 - quicker
                if one.endswith((".dist-info", ".egg-info")):
                    name, _, version = one.rpartition(".")[0].partition("-")
                    if (known := re.sub(r"[-_.]+", "-", name).lower()) in DECIDING:
                        yield known, version


def _zones() -> list[str]:
    """Which edition of the time zones the system has; where it does not say, when they were put there."""
    found = []
    for folder in TZPATH:
        with suppress(OSError):
            try:
                with open(f"{folder}/tzdata.zi", encoding="ascii", errors="replace") as file:  # noqa: PTH123
                    found.append(file.readline(80))
            except OSError:
                found.append(str(os.stat(folder).st_mtime_ns))  # noqa: PTH116
    return found
