"""Which sort of correction a record needs: what was sealed tells, beside what would be sealed of it now."""

from datetime import date
from itertools import permutations, product
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plptool.model.plain import Data, Plain, as_list
from plptool.seals.canonical import sealed_part
from plptool.seals.chain import correction_kind
from plptool.timeline.compare import within

DAY = date(2023, 12, 31)
MEETING: Data = {"date": "2022-05-25", "kind": "meeting", "source": "list"}
NUMBERED: Data = {**MEETING, "number": "1"}
OTHER: Data = {**MEETING, "text": "the other"}
BY_PHONE: Data = {**MEETING, "by": "telephone"}  # which is sorted before all that has no `by`
OF_JUNE: Data = {**MEETING, "date": "2022-06-13"}
CITED: Data = {**MEETING, "source": ["list", "minutes"]}


def test_what_the_old_data_tells_of_the_kind() -> None:
    old: Plain = {"processes": {"id": "1.1", "events": [{"date": "2022"}]}}
    more: Plain = {"processes": {"id": "1.1", "events": [{"date": "2021"}, {"date": "2022"}], "goal": "G"}}
    other: Plain = {"processes": {"id": "1.1", "events": [{"date": "2023"}]}}
    assert correction_kind(known=True, after=more, old=old) == "late"
    assert correction_kind(known=True, after=other, old=old) == "amended"
    assert correction_kind(known=True, after=None, old=old) == "withdrawn"
    assert correction_kind(known=False, after=other) == "late"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ([MEETING, NUMBERED], [OTHER, NUMBERED], "late"),
        ([MEETING, MEETING], [MEETING, NUMBERED], "late"),
        ([MEETING, MEETING], [NUMBERED, OTHER], "late"),
        ([MEETING, OF_JUNE], [MEETING, {**OF_JUNE, "by": "telephone"}], "late"),
        ([MEETING, NUMBERED], [NUMBERED, {**NUMBERED, "number": "2"}], "late"),  # what has no number is the second
        ([MEETING, NUMBERED], [{**NUMBERED, "text": "first"}, {**OTHER, "number": "2"}, OF_JUNE], "late"),
        ([MEETING, NUMBERED, OF_JUNE], [BY_PHONE, OF_JUNE, NUMBERED, MEETING], "late"),
        ([MEETING, CITED], [CITED, CITED], "late"),
        ([MEETING], [{**MEETING, "source": ["minutes", "list"]}], "late"),
        ([NUMBERED, NUMBERED], [NUMBERED], "amended"),
        ([MEETING, NUMBERED], [NUMBERED], "amended"),
        ([MEETING, NUMBERED], [OTHER, {**NUMBERED, "number": "2"}], "amended"),
        ([MEETING, NUMBERED], [OTHER, BY_PHONE], "amended"),
        ([MEETING, OTHER], [MEETING, NUMBERED], "amended"),
        ([MEETING, OF_JUNE], [NUMBERED, MEETING], "amended"),
        ([CITED], [MEETING], "amended"),
        ([CITED], [{**MEETING, "source": "letter"}], "amended"),
        ([], [MEETING], "late"),
        ([MEETING], [], "amended"),
    ],
)
def test_a_correction_is_late_where_all_that_was_sealed_stands_there_still(
    old: list[Plain], new: list[Plain], kind: str
) -> None:
    """In whatever order events stand: which one of a day was added to, its place among them does not tell."""
    process: Data = {"id": "1.1", "date": "2022-01-01"}
    for before, after in product(permutations(old), permutations(new)):
        sealed, now = (sealed_part({**process, "events": [*events]}, "processes", DAY) for events in (before, after))
        assert correction_kind(known=True, after=now, old=sealed) == kind


def test_the_order_of_other_lists_is_what_they_say() -> None:
    def kind(old: Data, new: Data) -> str:
        return correction_kind(
            known=True, old=sealed_part(old, "processes", DAY), after=sealed_part(new, "processes", DAY)
        )

    assert kind({"partners": ["A", "B"]}, {"partners": ["A", "C", "B"]}) == "late"
    assert kind({"partners": ["A", "B"]}, {"partners": ["B", "A"]}) == "amended"
    assert kind({"source": {"need": "list"}}, {"source": {"need": ["plan", "list"], "goal": "plan"}}) == "late"
    assert kind({"source": {"need": "list"}}, {"source": "list"}) == "amended"


def test_no_number_of_events_of_one_day_takes_long() -> None:
    many: Data = {"events": [{**MEETING, "text": f"{number}"} for number in range(1000)]}
    more: Data = {"events": [{**MEETING, "text": f"{number}", "by": "telephone"} for number in range(1000)]}
    one_more: Data = {"events": [*as_list(many["events"]), BY_PHONE]}
    begun = perf_counter()
    assert within(many, one_more)
    assert not within(many, more)  # nobody says which was which
    assert perf_counter() - begun < 2


FIELDS = st.dictionaries(st.sampled_from(["text", "by", "number"]), st.sampled_from(["1", "2"]))
SOME_EVENTS = st.lists(FIELDS.map(lambda fields: {**MEETING, **fields}), max_size=4)


@given(SOME_EVENTS, SOME_EVENTS)
def test_events_stand_in_others_where_some_way_to_give_them_one_each_says_so(old: list[Data], new: list[Data]) -> None:
    ways = permutations(new, len(old))
    some_way = any(all(event.items() <= other.items() for event, other in zip(old, way, strict=True)) for way in ways)
    assert within({"events": old}, {"events": new}) is some_way
