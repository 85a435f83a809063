"""Lists: rows of every collection, and a table of them."""

import json
from pathlib import Path

import pytest

from plptool.model.collections import Collection
from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from plptool.render import listing as pages
from plptool.render.json import text
from plptool.reports.records import listing
from tests.support.examples import write_examples
from tests.support.project import ROOT


@pytest.mark.parametrize("collection", Collection)
@pytest.mark.parametrize("examples", [False, True])
def test_every_collection_has_rows_and_a_table_of_them(collection: Collection, examples: bool, tmp_path: Path) -> None:
    state = open_ledger(write_examples(tmp_path) if examples else ROOT).at("231231")
    rows = list(listing(state, collection))
    table = pages.listing(collection, rows, translator("en"))
    ids = [json.loads(text(row))["id"] for row in rows]
    assert sorted(ids) == sorted(state.records[collection])
    assert [cells[0] for cells in table.rows] == ids
    assert {len(cells) for cells in table.rows} <= {len(table.columns)}
    assert rows or not examples
