from pathlib import Path

import pytest

from plptool.model.errors import UserError
from plptool.read.opening import open_ledger
from plptool.reports import sql
from plptool.reports.sql import TABLES, run
from tests.support.examples import write_examples
from tests.support.ledgers import MakeLedger
from tests.support.project import ROOT
from tests.support.tables import tables

EVENTS = """
events:
  - {date: 2022-03-01, kind: meeting, number: 1, source: list}
  - {date: 2022-06, kind: meeting, number: 2, source: list}
  - {date: 2023-12-31, kind: status, status: completed, source: list}
"""


def test_a_count_by_lead(process: MakeLedger) -> None:
    answer = run(process(EVENTS).at("231231"), "SELECT lead, count(*) AS n FROM processes GROUP BY lead")
    assert (answer.columns, answer.rows) == (["lead", "n"], [("A", 1)])


def test_events_have_their_earliest_and_latest_day(process: MakeLedger) -> None:
    answer = run(process(EVENTS).at("220630"), "SELECT number, earliest, latest FROM events ORDER BY latest")
    assert answer.rows == [(1, "2022-03-01", "2022-03-01"), (2, "2022-06-01", "2022-06-30")]


def test_periods_of_status_follow_one_another(process: MakeLedger) -> None:
    answer = run(process(EVENTS).at("231231"), "SELECT status, since, until FROM status_periods")
    assert answer.rows == [
        ("planned", "2021-02-10", "2022-03-01"), ("ongoing", "2022-03-01", "2023-12-31"), ("completed", "2023-12-31", None),
    ]  # fmt: skip


def test_every_table_has_its_columns_and_some_rows_of_the_real_ledger_or_the_examples(tmp_path: Path) -> None:
    real, examples = (tables(open_ledger(root).at("240124")) for root in (ROOT, write_examples(tmp_path)))
    earlier = tables(open_ledger(ROOT).at("221231"))  # of the last grant's years, one is to come
    assert set(real) == set(examples) == set(TABLES)
    for name, columns in TABLES.items():
        rows = [*real[name], *earlier[name], *examples[name]]
        assert rows, name
        assert {len(row) for row in rows} == {len(columns)}, name


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM processes", "INSERT INTO processes DEFAULT VALUES", "DROP TABLE processes", "CREATE TABLE t (a)",
        "ATTACH 'FILE' AS x", "VACUUM INTO 'FILE'", "PRAGMA journal_mode = WAL", "SELECT load_extension('x')",
        "SELECT 1; SELECT 2", "SELEKT", "", "SELECT nothing FROM nowhere", "BEGIN",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "SELECT randomblob(1000000000)", "SELECT writefile('FILE', 'x')", "UPDATE processes SET need = ''",
    ],
)  # fmt: skip
def test_nothing_is_written_nothing_runs_for_ever(process: MakeLedger, tmp_path: Path, query: str) -> None:
    target = tmp_path / "written"
    state = process(EVENTS).at("231231")
    if query == "":
        assert run(state, query).rows == []
    else:
        with pytest.raises(UserError):
            run(state, query.replace("FILE", str(target)))
    assert not target.exists()
    assert run(state, "SELECT count(*) FROM processes").rows == [(1,)]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(400000)) FROM n",
            "the answer is larger than 64 MB",
        ),
        ("SELECT hex(zeroblob(4900000))", "string or blob too big"),
        (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(length(hex(randomblob(400000)))) FROM n",
            "it takes too long",
        ),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "it takes too long"),
    ],
)
def test_no_query_takes_all_memory_or_all_day(
    process: MakeLedger, monkeypatch: pytest.MonkeyPatch, query: str, problem: str
) -> None:
    monkeypatch.setattr(sql, "_SECONDS", 1.0)
    with pytest.raises(UserError, match=problem):
        sql.run(process().at("231231"), query)


def test_no_function_runs_on_within_which_nobody_is_asked(process: MakeLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    state = process().at("231231")
    monkeypatch.setattr(sql, "_SECONDS", 0.1)
    monkeypatch.setattr(sql, "_GRACE", 0.1)
    with pytest.raises(UserError, match="it takes too long"):
        sql.run(state, "SELECT instr(hex(zeroblob(450000)), hex(zeroblob(225000)) || '1')")


def test_what_is_sorted_is_kept_within_bounds_and_not_on_the_disk(process: MakeLedger) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT hex(zeroblob(499000)) FROM n"
    with pytest.raises(UserError, match="it takes too much memory"):
        sql.run(process().at("231231"), f"{endless} ORDER BY 1")


def test_what_no_number_of_json_is_stands_there_as_text(process: MakeLedger) -> None:
    answer = sql.run(process().at("231231"), "SELECT 9e999, -9e999, 1.5, 2")
    assert answer.rows == [("Inf", "-Inf", 1.5, 2)]
