"""Day by day, the chronicle says what a fold of that day says, and between two days what diff says."""

from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path

from plptool.read.opening import open_ledger
from plptool.timeline.beginnings import first_shown
from plptool.timeline.daily import Arrival, Chronicle, chronicle
from plptool.timeline.diff import diff
from plptool.timeline.fold import ProcessState
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import BASE, HELD, PROCESS, SINCE_SEALED, write_ledger
from tests.support.program import seal
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH

LAST = date(2024, 6, 30)
EVERY = 1 if THOROUGH else 5
"""Of the days of the real ledger."""


def stood_at_the_end_of(course: Chronicle, key: str, day: date) -> ProcessState | None:
    """The process as it stood at the end of a day; None where it was not there."""
    found = None
    for one in course.processes[key] if key not in course.absent.get(day, ()) else ():
        if one.day > day:
            break
        found = one.process
    return found


def days_of(course: Chronicle) -> list[date]:
    """Each day that matters, the one before it, and the first of all."""
    found = {day - timedelta(days=back) for day in course.days for back in (0, 1)}
    return sorted(found | {date(1, 1, 2)})


def agree_on_states(ledger: Ledger, course: Chronicle, last: date, every: int = 1) -> int:
    asked = 0
    for day in days_of(course)[::every]:
        if day > last:
            continue
        state = ledger.at(day)
        assert list(state.processes) == [key for key in course.processes if stood_at_the_end_of(course, key, day)], day
        for key, process in state.processes.items():
            said = stood_at_the_end_of(course, key, day)
            assert said == process, (day, key)
            asked += 1
        due = {(one.record.id, one.event.data["due"], one.event.index) for one in state.expectations}
        assert due == {
            (one.record, one.due.text, one.event.index)
            for one in course.expectations
            if one.day <= day and not (one.settled and one.settled <= day)
            if one.record not in course.absent.get(day, ())
        }
    return asked


def agree_on_changes(ledger: Ledger, course: Chronicle, pairs: list[tuple[date, date]]) -> int:
    asked = 0
    for first, last in pairs:
        changes = diff(ledger.at(first), ledger.at(last)).changes
        came = [one for one in course.arrivals if there(course, one, last) and not there(course, one, first)]
        moved = {
            key
            for key in course.processes
            if _told(stood_at_the_end_of(course, key, first)) != _told(stood_at_the_end_of(course, key, last))
            and key not in course.absent.get(last, ())  # what a sealed day does not have is not gone
        }
        # What has no date, and a sealed day did not have, came on no day that could be told.
        back = {key for key in course.absent.get(first, ()) if first_shown(ledger.records[key]) == date.min}
        # A task becomes late because a day came.
        late = {record for record, _ in late_at(course, last) - late_at(course, first)}
        assert {change.record for change in changes} - back == (
            {entry.record for entry in came} | moved | late
        ) - back, (
            first,
            last,
        )
        for change in changes:
            asked += 1
            mine = [entry for entry in came if entry.record == change.record]
            added = [event.event.data for event in change.events if event.change == "added"]
            if change.change == "changed":
                assert added == [entry.data for entry in mine if entry.what == "event"]
            if change.record not in back:
                assert (change.change == "added") == any(entry.what == "record" for entry in mine)
    return asked


def there(course: Chronicle, one: Arrival, day: date) -> bool:
    return one.day <= day and one.record not in course.absent.get(day, ())


def late_at(course: Chronicle, day: date) -> set[tuple[str, str]]:
    return {
        (one.record, one.task)
        for one in course.late
        if one.day <= day and not (one.ended and one.ended <= day)
        if one.record not in course.absent.get(day, ())
    }


def _told(process: object) -> object:
    return process and tuple(getattr(process, name) for name in ("status", "outcome", "remaining"))


def test_of_the_real_ledger_every_day_is_as_folded_and_every_difference_as_diff_tells() -> None:
    ledger = open_ledger(ROOT)
    course = chronicle(ledger, LAST)
    assert agree_on_states(ledger, course, LAST, EVERY) > 1500 / EVERY
    days = [day for day in course.days if day <= LAST]
    pairs = [*pairwise(days), *list(combinations(days, 2))[::97]]
    assert agree_on_changes(ledger, course, pairs[::EVERY]) > 500 / EVERY


def test_a_process_that_is_taken_in_later_planned_first_and_changed(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path,
        BASE
        + PROCESS
        + """from: 2022-03-01
events:
  - {date: 2022-02-01, kind: meeting, number: 1, source: list}
  - {date: 2022-04, kind: meeting, number: 2, source: list}
  - {date: 2022-05-01, kind: expected, due: 2022-06-01, text: A report., source: list}
  - {date: 2022-05-01/.., kind: note, text: Nobody knows when., source: list}
  - {date: 2022-07-01, kind: change, set: {priority: 2}, source: list}
  - {date: 2022-07-02, kind: note, settles: 2022-06-01, text: There it is., source: list}
  - {date: 2022-12-31, kind: status, status: completed, outcome: achieved, source: list}
""",
    )
    ledger = open_ledger(root)
    course = chronicle(ledger, date(2023, 1, 1))
    assert "1.1" in course.processes, ledger.faults
    assert agree_on_states(ledger, course, date(2023, 1, 1)) > 8
    agree_on_changes(ledger, course, list(combinations(days_of(course), 2)))
    came = [
        (str(entry.day), entry.data["kind"])
        for entry in course.arrivals
        if entry.record == "1.1" and entry.what == "event"
    ]
    assert came == [
        ("2022-03-01", "meeting"), ("2022-04-30", "meeting"), ("2022-05-01", "expected"), ("2022-07-01", "change"),
        ("2022-07-02", "note"), ("2022-12-31", "status"),
    ]  # fmt: skip


def test_a_sealed_day_has_what_was_sealed_and_the_days_around_it_what_is_recorded(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD)
    seal(root)
    ledger = open_ledger(write_ledger(root, SINCE_SEALED))
    course = chronicle(ledger, LAST)
    day = date(2022, 12, 31)
    assert course.absent == {day: {"2.1", "other"}}, "a decision of before was not sealed, and is told as that"
    for other, status in ((-1, None), (0, "absent"), (1, None)):
        process = stood_at_the_end_of(course, "2.1", day + timedelta(days=other))
        assert (process.status if process else "absent") == status
    agree_on_states(ledger, course, LAST)
    agree_on_changes(ledger, course, list(combinations(days_of(course)[1:], 2)))


def test_a_second_plan_takes_no_status_from_a_sealed_day(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + HELD.replace("plan: plan\n", ""))
    seal(root)
    ledger = open_ledger(write_ledger(root, SINCE_SEALED))
    course = chronicle(ledger, LAST)
    found = [stood_at_the_end_of(course, "1.1", date(2022, 12, 31) + timedelta(days=days)) for days in (-1, 0, 1)]
    assert [process and (process.plan, process.since) for process in found] == [
        (None, date(2022, 3, 1)), ("plan", date(2022, 3, 1)), (None, date(2022, 3, 1)),
    ]  # fmt: skip
    agree_on_states(ledger, course, LAST)


def test_what_is_later_than_the_last_day_is_left_out() -> None:
    course = chronicle(open_ledger(ROOT), date(2022, 12, 31))
    assert max(course.days) == date(2022, 12, 31)
    assert max(arrival.day for arrival in course.arrivals) <= date(2022, 12, 31)
