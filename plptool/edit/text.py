"""Lines of YAML, written and put between others."""

import re
from collections.abc import Mapping

from plptool.model.records import Json

_PLAIN = re.compile(r"[A-Za-z0-9][\w./#-]*", re.ASCII)
_OTHER = re.compile(
    r"[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|0[xo].*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|y|n|yes|no|on|off|true|false|null|nan|inf",
    re.IGNORECASE | re.ASCII,
)
"""What other readers of YAML, old ones too, take for a number, a date or a truth value."""
DASH = re.compile(r"( *)- ")


def mapping_lines(data: Mapping[str, Json], indent: str) -> list[str]:
    found = []
    for key, value in data.items():
        said = f"[{', '.join(map(scalar, value))}]" if isinstance(value, list) else scalar(str(value))
        found.append(f"{indent}{scalar(key)}: {said}")
    return found


def scalar(text: str) -> str:
    """Text as YAML, in single quotes where some reader could take it for something else."""
    if _PLAIN.fullmatch(text) and not _OTHER.fullmatch(text):
        return text
    return "'" + text.replace("'", "''") + "'"


def rows_of(raw: bytes) -> list[str]:
    """The lines with their ends, as other lines may follow the last."""
    rows = raw.decode().split("\n")
    return [f"{row}\n" for row in (rows if rows[-1] else rows[:-1])]


def inserted(raw: bytes, at: int, lines: list[str]) -> bytes:
    """The bytes with lines after the first `at` ones, ended as the first is."""
    rows = rows_of(raw)
    end = "\r\n" if rows[0].endswith("\r\n") else "\n"
    return "".join([*rows[:at], *(line + end for line in lines), *rows[at:]]).encode()
