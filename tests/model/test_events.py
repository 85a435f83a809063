"""The kinds of events are those of the schemas, and each knows what its kind says."""

import pytest

from plptool.model.events import KINDS, Activity, FieldsSet, Meeting, MeetingSort, Status, event_of
from plptool.model.plain import Data, part, texts
from plptool.read.schema import NAMES, load


def test_every_kind_of_the_schemas_has_a_type_and_every_type_is_told_of() -> None:
    properties = [part(load(name), "properties") for name in NAMES]
    events = [part(part(record, "events"), "items") for record in properties if "events" in record]
    kinds = [part(part(event, "properties"), "kind") for event in events]
    assert {name for kind in kinds for name in texts(kind, "enum")} == set(KINDS)
    assert all(name == kind.KIND for name, kind in KINDS.items())


@pytest.mark.parametrize(
    ("said", "sort", "held"),
    [
        ({"number": 1}, MeetingSort.NUMBERED, True),
        ({"number": 1, "internal": "A"}, MeetingSort.INTERNAL, True),
        ({"with": ["A"]}, MeetingSort.OTHER, True),
        ({"number": 1, "internal": "A", "booked": True}, MeetingSort.BOOKED, False),
    ],
)
def test_meetings(said: Data, sort: MeetingSort, held: bool) -> None:
    meeting = event_of({"kind": "meeting", "date": "2022-03-01", **said})
    assert isinstance(meeting, Meeting)
    assert (meeting.sort, meeting.held) == (sort, held)


def test_of_one_day_the_status_comes_last_and_what_was_held_first() -> None:
    kinds = ["status", "note", "activity", "meeting"]
    more = {"status": "ongoing", "text": "T", "activity": "survey"}
    events = [event_of({"kind": kind, "date": "2022-03-01", **more}) for kind in kinds]
    assert [event.kind for event in sorted(events, key=lambda event: event.order())] == kinds[::-1]


def test_what_an_event_does_not_say() -> None:
    status = event_of({"kind": "status", "date": "2022", "status": "completed"})
    assert isinstance(status, Status)
    assert (status.outcome, status.remaining, status.settles, status.held) == (None, None, None, False)
    activity = event_of({"kind": "activity", "date": "2022", "activity": "survey"})
    assert isinstance(activity, Activity)
    assert (activity.times, activity.held) == (1, True)


def test_in_which_order_a_file_has_what_changed_means_nothing() -> None:
    written = [{"lead": "B", "period": "2022"}, {"period": "2022", "lead": "B"}]
    changes = [event_of({"kind": "change", "date": "2022", "set": fields}) for fields in written]
    assert [list(one.fields) for one in changes if isinstance(one, FieldsSet)] == [["lead", "period"]] * 2
