"""Every single fact that the real ledger has sealed is changed, removed and duplicated in turn; each time it is told.

A record is written anew as JSON, which is YAML, so that a fact stands in one place of the text. That alone changes no
digest. Then, for every value that is sealed:

- changed: another text, number or truth value; a date also to another date, a list or mapping to a text;
- removed: its key, or the entry of its list;
- duplicated: its key (which YAML forbids: the file cannot be read), or the entry of its list.

Most mutations break the schema, some the YAML. Each is written to a file and read from it, and what the checks then say
of the whole ledger must name this record and no other. A sample goes through all of `validate`.

In the suite every eighth mutation of each record is tried, which ones the record tells; PLPTOOL_PROOF=all tries all of
them, as .ci/run does, and prints how many there were.
"""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from plptool.checks.context import Context
from plptool.checks.runner import check
from plptool.checks.seals import sealed
from plptool.checks.validate import validate
from plptool.model.records import Record
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse
from plptool.seals.chain import Seal, SnapshotFile, new_seal, seals_in_files
from plptool.seals.verify import DigestedFile
from plptool.timeline.ledger import Ledger
from tests.support.findings import of_seals
from tests.support.ledgers import copy_real_ledger, edit
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH, thorough

DAY = date(2023, 12, 31)
NOT_SEALED = {"known", "seal", "corrections"}
Steps = tuple[str | int, ...]


def sealed_facts(data: Any, where: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Everything that is sealed below a value, each with its place; written here without a look at plptool.seals."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        if not where and step in NOT_SEALED:
            continue
        if isinstance(data, list) and isinstance(value, dict) and later(value):
            continue
        yield (*where, step), value
        yield from sealed_facts(value, (*where, step))


def later(entry: dict[str, Any]) -> bool:
    """Whether the entry of a list is of a day after the seal. (In the real ledger all are years and plain ISO dates.)"""
    if "year" in entry:
        return bool(entry["year"] > DAY.year)
    text = str(entry.get("date", entry.get("from", "")))
    return max(re.findall(r"\d{4}(?:-\d{2}){0,2}", text), default="") > DAY.isoformat()


class Again(str):
    """A name that a mapping may hold although it holds the same one already."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


def mutations(data: Any, steps: Steps) -> Iterator[tuple[str, str]]:
    """What is done to the value at a place, and the whole as it is then written. The data is as before afterwards."""
    parent, step = data, steps[-1]
    for one in steps[:-1]:
        parent = parent[one]
    held = parent.copy()
    for kind, value in changed(held[step]):
        parent[step] = value
        yield kind, as_json(data)
    if isinstance(step, int):
        parent[:] = held[:step] + held[step + 1 :]
        yield "removed", as_json(data)
        parent[:] = held[:step] + held[step : step + 1] + held[step:]
        yield "duplicated", as_json(data)
        parent[:] = held
    else:
        del parent[step]
        yield "removed", as_json(data)
        parent.clear()
        parent |= held
        parent[Again(step)] = held[step]
        yield "duplicated", as_json(data)
        parent.clear()
        parent |= held


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def changed(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "changed", not value
    elif isinstance(value, int):
        yield "changed", value + 1
    elif isinstance(value, str):
        yield "changed", value + "x"
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            yield "changed", "1999-01-01"
    else:
        yield "changed", "x"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return open_ledger(ROOT)


@pytest.fixture(scope="module")
def context(ledger: Ledger) -> Context:
    context = Context(ledger.all_records(), ledger.broken, ledger.manifest)
    assert context.sealed_days == [DAY]
    return context


def findings_of_text(text: str, path: Path, record: Record, alone: tuple[Seal, ...]) -> list[tuple[str, str]]:
    """What is said of a record that is written so, once the file has been read."""
    path.write_text(text, encoding="utf-8")
    data = parse(path.read_bytes()).data
    mine = [] if data is None else [DigestedFile.of(record.path, data, [DAY], None)]
    problems = sealed(alone, mine, {} if mine else {record.id: record.path})
    return [(problem.rule, problem.record.id) for problem in problems]


@pytest.mark.parametrize("share", range(2))  # so that two processes may work at it
def test_every_sealed_fact(ledger: Ledger, context: Context, tmp_path: Path, share: int) -> None:
    (seal,) = context.seals
    path = tmp_path / "mutated.yaml"
    tried: Counter[str] = Counter()
    every = 1 if THOROUGH else 17
    keys = sorted(seal.records, key=lambda key: len(str(ledger.records[key].data)))[share::2]
    for key in keys:
        record = ledger.records[key]
        # What is said of all the others is the same each time: a seal of this record alone leaves it out.
        # The real ledger's seal has been corrected: what it holds to since counts.
        only = {key: str(seal.expected[key])}
        alone_sealed = new_seal(only, DAY, None)
        file = SnapshotFile("231231", seal.path, {"date": "2023-12-31", "seal": alone_sealed})
        alone = seals_in_files([file])
        said = partial(findings_of_text, path=path, record=record, alone=alone)
        data = deepcopy(record.data)
        assert said(as_json(data)) == []
        number = crc32(key.encode())
        for steps, _ in list(sealed_facts(data)):
            for kind, text in mutations(data, steps):
                number += 1
                if number % every:
                    continue
                assert said(text) == [("PLP701", key)], (key, steps, kind)
                tried[kind] += 1
        assert data == record.data
    print(f"mutations, all told: {tried.total()} {dict(tried)}")
    assert min(tried.values()) > 600 / every, tried


def said_of_seals(root: Path) -> set[tuple[str, str | None]]:
    return set(of_seals(validate(WorkTree(root)).findings))


@pytest.fixture
def real_copy(tmp_path: Path) -> Path:
    return copy_real_ledger(tmp_path)


@thorough
def test_a_sample_through_all_of_validate(ledger: Ledger, context: Context, real_copy: Path) -> None:
    chance = random.Random(231231)  # noqa: S311 - it decides nothing but where to look
    (seal,) = context.seals
    for key in chance.sample(sorted(seal.records.keys() - {seal.id}), 12):
        record = ledger.records[key]
        steps, _ = chance.choice(list(sealed_facts(record.data)))
        kind, text = chance.choice(list(mutations(deepcopy(record.data), steps)))
        path = real_copy / record.path
        path.write_text(text, encoding="utf-8")
        assert said_of_seals(real_copy) == {("PLP701", key)}, (key, steps, kind)
        path.write_bytes((ROOT / record.path).read_bytes())
    assert said_of_seals(real_copy) == set()


def test_a_new_id_that_is_not_said_is_one_finding(real_copy: Path) -> None:
    """Four decisions and a grant name the process, and all of them by the id that it had."""
    path = real_copy / "ledger/processes/2.2.3.yaml"
    path.with_stem("2.2.9").write_text(path.read_text("utf-8").replace("id: 2.2.3", "id: 2.2.9"), "utf-8")
    path.unlink()
    (finding,) = [one for one in check(open_ledger(real_copy)) if one.acknowledged is None]
    assert (finding.rule, finding.record) == ("PLP702", "2.2.3")


@pytest.mark.parametrize(
    ("what", "rules"),
    [
        ("gone", {("PLP702", "2.2.4")}),
        ("empty", {("PLP701", "2.2.4")}),
        ("stray", {("PLP701", "2.2.4")}),
        ("link", {("PLP701", "2.2.4")}),
        ("no UTF-8", {("PLP701", "2.2.4")}),
        ("another's copy", {("PLP701", "2.2.4")}),
        ("called otherwise", set()),
        ("in another folder", {("PLP701", "2.2.4")}),
        ("its seal's file torn", {("PLP701", "231231")}),
    ],
)
def test_a_file_that_is_no_record_any_more(real_copy: Path, what: str, rules: set[tuple[str, str]]) -> None:
    path = real_copy / "ledger/processes/2.2.4.yaml"
    if what == "gone":
        path.unlink()
    elif what == "empty":
        path.write_text("")
    elif what == "stray":
        path.rename(path.with_suffix(".yml"))
    elif what == "link":
        path.unlink()
        path.symlink_to(ROOT / "ledger/processes/2.2.4.yaml")
    elif what == "no UTF-8":
        path.write_bytes(path.read_bytes() + "# å\n".encode("latin-1"))
    elif what == "another's copy":
        shutil.copyfile(path.with_name("2.2.3.yaml"), path)
    elif what == "called otherwise":  # the id and all that is sealed stand; PLP308 tells of the name
        path.rename(path.with_name("2.2.9.yaml"))
    elif what == "in another folder":
        path.rename(real_copy / "ledger/plans/2.2.4.yaml")
    else:
        edit(real_copy, "snapshots/231231", "title:", "titel:")
    assert said_of_seals(real_copy) == rules
