"""One event is corrected, moves, or goes: its own lines with its comments, and no other byte of the file."""

from collections.abc import Iterator
from itertools import islice

import pytest

from plptool.edit.edits import EVENTS, Remove, Reorder, SetField, place_by_date
from plptool.model.plain import Plain
from tests.edit.test_writer import HEAD, LIST, RECORDS, P, after
from tests.support.layouts import LAYOUTS, data_of
from tests.support.thorough import THOROUGH


def records(layout: str) -> Iterator[tuple[str, str, list[Plain]]]:
    """Records in a layout, each with its events."""
    for path, text in islice(RECORDS.items(), None, None, 1 if THOROUGH else 29):
        old = LAYOUTS[layout](text)
        events = data_of(old).get(EVENTS)
        if isinstance(events, list):
            yield path, old, events


def without_gap(old: str, new: str) -> tuple[str, str]:
    """What of a text is gone in another, and the rest of it."""
    at = next((index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(new))
    gone = old[at : at + len(old) - len(new)]
    return gone, old[:at] + old[at + len(gone) :]


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "no events yet"])
def test_an_event_goes_or_moves_as_it_is_written(layout: str) -> None:
    for path, old, events in records(layout):
        for index in {0, len(events) // 2, len(events) - 1}:
            left = after(old, Remove(path, (EVENTS, index)), path=path)
            _, rest = without_gap(old, left)
            assert rest == left
            assert data_of(left).get(EVENTS, []) == events[:index] + events[index + 1 :]
            for to in {0, len(events) // 2, len(events) - 1} - {index}:
                moved = after(old, Reorder(path, (EVENTS, index), to), path=path)
                others = events[:index] + events[index + 1 :]
                assert data_of(moved)[EVENTS] == [*others[:to], events[index], *others[to:]]
                # Taken away from where it now stands, it leaves what it left where it stood.
                again = after(moved, Remove(path, (EVENTS, to)), path=path)
                assert again.rstrip() == left.rstrip()
                assert sorted(moved.split()) == sorted(old.split()) or "brackets" in layout


FIRST, SECOND = "  - {date: 2022-01-01, kind: note, source: s}\n", "  - {date: 2023-01-01, kind: note, source: t}\n"


@pytest.mark.parametrize(
    ("old", "edit", "new"),
    [
        (LIST + "  # of the second\n" + SECOND, Reorder(P, (EVENTS, 1), 0), HEAD + "events:\n  # of the second\n" + SECOND + FIRST),
        (HEAD + "events:\n  # of the first\n" + FIRST + SECOND + "lead: A\n", Reorder(P, (EVENTS, 0), 1),
         HEAD + "events:\n" + SECOND + "  # of the first\n" + FIRST + "lead: A\n"),
        (HEAD + "events:\n" + FIRST + "    # goes on\n" + SECOND.rstrip(), Reorder(P, (EVENTS, 0), 1),
         HEAD + "events:\n" + SECOND + FIRST + "    # goes on"),
        (HEAD + "events: [{date: 2022}, {date: 2024}, {date: 2023}]\n", Reorder(P, (EVENTS, 1), 2),
         HEAD + "events: [{date: 2022}, {date: 2023}, {date: 2024}]\n"),
        # What has outgrown its line is written over several, as a new one would be.
        (LIST, SetField(P, (EVENTS, 0, "text"), "So much more prose."), HEAD + "events:\n  - date: 2022-01-01\n    kind: note\n    text: So much more prose.\n    source: s\n"),
        (HEAD + "events:\n  - {date: 2022, text: What is prose already.}\n", SetField(P, (EVENTS, 0, "text"), "What is prose still."),
         HEAD + "events:\n  - {date: 2022, text: What is prose still.}\n"),
    ],
)  # fmt: skip
def test_what_belongs_to_it_goes_with_it(old: str, edit: Reorder | SetField, new: str) -> None:
    assert after(old, edit) == new


def test_an_event_stays_where_its_date_agrees_with_both_sides() -> None:
    events: list[Plain] = [{"date": "2022"}, {"date": "2022-12-31"}, {"date": "2024"}]
    assert place_by_date(events, 1) == 1
    assert place_by_date([*events[1:], {"date": "2022-01-01"}], 2) == 0
    assert place_by_date([{"date": "2025"}, *events[1:]], 0) == 2
