"""Lines of YAML, written and put between others."""

import re

from plptool.model.plain import Data

_PLAIN = re.compile(r"[A-Za-z0-9][\w./#-]*", re.ASCII)
_OTHER = re.compile(
    r"[0-9][0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|0[xo].*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"|y|n|yes|no|on|off|true|false|null|nan|inf",
    re.IGNORECASE | re.ASCII,
)
"""What other readers of YAML, old ones too, take for a number, a date or a truth value."""
DASH = re.compile(r"( *)- ")
"""How an entry of a list begins, after its indentation."""


def mapping_lines(data: Data, indent: str) -> list[str]:
    """A mapping as lines of YAML, each behind an indentation; its values are texts, and lists of these."""
    lines: list[str] = []
    for key, value in data.items():
        name = scalar(key)
        if isinstance(value, list):
            entries = ", ".join(scalar(str(entry)) for entry in value)
            written = f"[{entries}]"
        else:
            written = scalar(str(value))
        lines.append(f"{indent}{name}: {written}")
    return lines


def scalar(text: str) -> str:
    """Text as YAML, in single quotes where some reader could take it for something else."""
    if _PLAIN.fullmatch(text) and not _OTHER.fullmatch(text):
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def rows_of(raw: bytes) -> list[str]:
    """The lines with their ends, as other lines may follow the last."""
    rows = raw.decode().split("\n")
    if not rows[-1]:  # after the end of the last line there is none
        rows.pop()
    return [f"{row}\n" for row in rows]


def inserted(raw: bytes, at: int, lines: list[str]) -> bytes:
    """The bytes with lines after the first `at` ones, ended as the first is."""
    rows = rows_of(raw)
    end = "\r\n" if rows[0].endswith("\r\n") else "\n"
    rows[at:at] = [line + end for line in lines]
    return "".join(rows).encode()
