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
        *("babel", "edtf", "holidays", "jsonschema", "jsonschema-rs", "python-dateutil", "python-stdnum"),
        *("ruamel-yaml", "tzdata"),
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
    if path is None:
        path = sys.path
    modules = sorted(_modules(program))
    code = _recorded(program, modules)
    if not code:
        code = [f"{name} {_stamp(status)}" for name, status in modules]
    packages = list(_packages(path))
    zones = _zones()
    # Not the place of the program: two that are alike give the same answers.
    deciding = (__version__, code, packages, sys.version, sys.platform, zones)
    written = repr(deciding)
    digest = sha256(written.encode())
    beginning = digest.hexdigest()
    return beginning[:16]


def _modules(program: FilePath) -> Iterator[tuple[str, os.stat_result]]:
    """The program's modules and schemas, by their path; in a clone, the schemas lie beside it."""
    pending = [(str(program), program.name)]
    beside = program.parent / "schema"
    if not (program / "schema").is_dir() and beside.is_dir():
        pending.append((str(beside), "schema"))
    while pending:
        folder, name = pending.pop()
        with os.scandir(folder) as listing:
            for item in listing:
                path = f"{name}/{item.name}"
                if item.name.endswith((".py", ".json")):
                    yield path, item.stat()
                elif "." in item.name or item.name == "__pycache__":
                    continue
                elif item.is_dir():
                    pending.append((item.path, path))


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    """What of a file stays the same while nobody writes it."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _recorded(program: FilePath, modules: list[tuple[str, os.stat_result]]) -> list[str]:
    """By path, what the installer wrote down of each file: its hash. So the same wheel is the same anywhere.

    Nothing where it has not written down each (a clone, an editable installation), or one was touched since. The form
    is that of the Python packaging standards, "Recording installed projects": path, hash and size of a file a line.
    """
    record = program.parent / f"{program.name}-{__version__}.dist-info" / "RECORD"
    try:
        rows = record.read_text(encoding="utf-8").splitlines()
        status = record.stat()
    except (OSError, ValueError):
        return []
    written = _last_change(status)
    recorded: dict[str, tuple[str, str]] = {}
    for row in rows:
        match row.rsplit(",", 2):
            case [path, digest, size]:
                recorded[path] = (digest, size)
    hashes: list[str] = []
    for name, status in modules:
        digest, size = recorded.get(name, ("", ""))
        is_recorded = "=" in digest and size == str(status.st_size)
        if not is_recorded or _last_change(status) > written:
            return []
        hashes.append(f"{name} {digest}")
    return hashes


def _last_change(status: os.stat_result) -> int:
    """In nanoseconds since 1970: of the bytes, or of what the system knows of the file."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _packages(path: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The deciding packages and their versions, by what their installer left: to ask them takes ten times as long."""
    for folder in path:
        try:
            items = os.listdir(folder or ".")  # noqa: PTH208 - quicker
        except OSError:  # a zip file, or nothing
            continue
        for item in sorted(items):
            if not item.endswith((".dist-info", ".egg-info")):
                continue
            stem, _, _ = item.rpartition(".")
            name, _, version = stem.partition("-")
            normalized = re.sub(r"[-_.]+", "-", name).lower()  # as PEP 503 has it
            if normalized in DECIDING:
                yield normalized, version


def _zones() -> list[str]:
    """Which edition of the time zones the system has; where it does not say, when they were put there."""
    editions: list[str] = []
    for folder in TZPATH:
        with suppress(OSError):
            editions.append(_edition(folder))
    return editions


def _edition(folder: str) -> str:
    path = f"{folder}/tzdata.zi"
    try:
        with open(path, encoding="ascii", errors="replace") as file:  # noqa: PTH123 - quicker to import
            return file.readline(80)
    except OSError:
        status = os.stat(folder)  # noqa: PTH116 - likewise
        return str(status.st_mtime_ns)
