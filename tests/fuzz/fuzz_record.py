"""Any bytes as a process record, guided by what of plptool they reach: `make fuzz`, for as long as you like.

Asserted of each: no exception; less than a second; every finding is rendered in every format; the pure YAML parser
comes to the same data, or refuses as well.
"""

import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import atheris

with atheris.instrument_imports(include=["plptool"]):
    from plptool.checks.runner import check
    from plptool.github import annotations
    from plptool.model.findings import Finding
    from plptool.model.i18n import translator
    from plptool.read import reader as ledger_module
    from plptool.read import record
    from plptool.read import yaml as parse_module
    from plptool.read.opening import load
    from plptool.read.schema import NAMES
    from plptool.read.schema import load as load_schema
    from plptool.read.yaml import parse
    from plptool.render import findings as rendered
    from plptool.render.json import text as json_text

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
from tests.support.ledgers import BASE, PROCESS, Held, sections  # noqa: E402 - it lies beside, not in a package that is installed

SHORT = 300
"""Bytes up to which the pure parser is asked too: it takes twenty times as long."""
CPARSER = vars(parse_module)["CParser"]
LITTLE = {f"ledger/{name}.yaml": raw for name, raw in sections(BASE)}
RECORD = "ledger/processes/x.yaml"

# The other records are read once.
_once = lru_cache(maxsize=32)(record.read_data)


def _data(*args: Any) -> tuple[Any, list[Finding]]:
    data, found = _once(*args)
    return data, [*found]


vars(ledger_module)["read_data"] = _data


def one_input(raw: bytes) -> None:
    start = time.process_time()
    found = check(load(Held({**LITTLE, RECORD: raw})))
    rendered.text(found, translator("sv")).encode()
    annotations.github(found, str).encode()
    json_text({"findings": rendered.shapes(found, str)})
    assert time.process_time() - start < 1
    if CPARSER is not None and len(raw) <= SHORT:
        same_verdict(raw)


def same_verdict(raw: bytes) -> None:
    fast = parse(raw)
    try:
        vars(parse_module)["CParser"] = None
        slow = parse(raw)
    finally:
        vars(parse_module)["CParser"] = CPARSER
    assert (fast.data, fast.warnings, bool(fast.faults)) == (slow.data, slow.warnings, bool(slow.faults))


def tokens() -> Iterator[str]:
    """What mutations are made of, beside bytes."""
    for name in sorted({key for schema in NAMES for key in properties(load_schema(schema))}):
        yield f"{name}: "
    yield from ("\\x0a", "\\x0a  - ", "{", "}", "[", "]", ", ", " #", "&a ", "*a", "!!", "|\\x0a  ", "? ", "--- ", "2022-01-10", "\\xc3\\xa5",
                "\\xe2\\x80\\xae", "list#L1", "completed", "meeting", "PLP502", "null", "..", "/")  # fmt: skip


def properties(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", {})
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from properties(below)


def main() -> None:
    """Begin with the records that there are, good and bad; what is new is kept until the run ends."""
    with TemporaryDirectory() as seeds, NamedTemporaryFile("w", suffix=".dict") as words:
        words.write("".join(f'"{token}"\n' for token in tokens()))
        words.flush()
        for name, raw in sections(PROCESS):
            (Path(seeds) / name.replace("/", "-")).write_bytes(raw)
        for folder in ("ledger", "tests/examples"):
            for path in (ROOT / folder).rglob("*.yaml"):
                (Path(seeds) / "-".join(path.relative_to(ROOT).parts)).write_bytes(path.read_bytes())
        options = ["-max_len=1000", "-timeout=10", "-rss_limit_mb=500", f"-dict={words.name}"]
        atheris.Setup([*sys.argv, *options, seeds], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
