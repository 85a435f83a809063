"""Two versions of a record, each a few lines of YAML, and the facts that differ."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from plptool.timeline.compare import FactChange, compare, content, former_ids
from tests.support.changes import essence

Data = dict[str, Any]


def differences(old: str | None, new: str | None) -> list[tuple[str, str, Any, Any]]:
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors.pop("tag:yaml.org,2002:timestamp", None)
    before, after = (None if text is None else yaml.load(text) or {} for text in (old, new))
    return [(one.kind, one.name, one.before, one.after) for one in compare(before, after)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{a: 1, b: 2}", "{b: 2, a: 1}"),
        ("{source: [x#L1, y#L2]}", "{source: [y#L2, x#L1]}"),
        ("{source: x#L1}", "{source: [x#L1]}"),
        ("{source: {need: [x, y], goal: x}}", "{source: {goal: [x], need: [y, x]}}"),
        ("{years: [{year: 2022, source: [x, y]}, {year: 2023}]}", "{years: [{year: 2023}, {source: [y, x], year: 2022}]}"),
        ("{events: [{kind: note, text: A}, {kind: note, text: B}]}", "{events: [{text: B, kind: note}, {kind: note, text: A}]}"),
        ("{events: []}", "{}"),
        ("{id: 1.1}", "{id: 1.2}"),
        ("{need: Café}", "{need: Cafe\u0301}"),
    ],
)  # fmt: skip
def test_order_and_writing_say_nothing(old: str, new: str) -> None:
    assert differences(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{priority: 1}", "{priority: 2}", [("changed", "priority", 1, 2)]),
        ("{priority: 1}", "{}", [("removed", "priority", 1, None)]),
        ("{}", "{priority: 1}", [("added", "priority", None, 1)]),
        ("{partners: [A, B]}", "{partners: [B, A]}", [("changed", "partners", ["A", "B"], ["B", "A"])]),
        ("{listed: {a: 6, b: 1}}", "{listed: {a: 7, c: 2}}", [
            ("changed", "listed.a", 6, 7), ("removed", "listed.b", 1, None), ("added", "listed.c", None, 2)]),
        ("{source: {need: x}}", "{source: {need: [x, y]}}", [("changed", "source.need", "x", ["x", "y"])]),
        ("{source: x}", "{source: y}", [("changed", "source", "x", "y")]),
        ("{group: {chair: A, members: [{role: x}]}}", "{group: {chair: B, members: [{role: x}, {role: y}]}}", [
            ("changed", "group.chair", "A", "B"), ("added", "group.members", None, {"role": "y"})]),
        # An event that says all the same on another day is that one, corrected; of several nobody knows which.
        ("{events: [{date: 1, kind: meeting, source: x}]}", "{events: [{date: 2, kind: meeting, source: x}]}", [
            ("changed", "events", {"date": 1, "kind": "meeting", "source": "x"}, {"date": 2, "kind": "meeting", "source": "x"})]),
        ("{events: [{date: 1, kind: meeting}]}", "{events: [{date: 2, kind: meeting}, {date: 3, kind: meeting}]}", [
            ("removed", "events", {"date": 1, "kind": "meeting"}, None), ("added", "events", None, {"date": 2, "kind": "meeting"}),
            ("added", "events", None, {"date": 3, "kind": "meeting"})]),
        # A task is known by its id, whatever else is another; what is said of one, by the task.
        ("{commissions: [{id: a, text: A, lead: X}, {id: b, text: B}]}", "{commissions: [{id: b, text: B}, {id: a, text: C, due: 2}]}", [
            ("changed", "commissions", {"id": "a", "text": "A", "lead": "X"}, {"id": "a", "text": "C", "due": 2})]),
        ("{commissions: [{id: a, text: A}]}", "{commissions: [{id: b, text: B}]}", [
            ("removed", "commissions", {"id": "a", "text": "A"}, None), ("added", "commissions", None, {"id": "b", "text": "B"})]),
        ("{events: [{date: 1, kind: report, of: a, percent: 1}, {date: 1, kind: report, of: [b, c], percent: 2}]}",
         "{events: [{date: 1, kind: report, of: [c, b], percent: 3}, {date: 1, kind: report, of: a, percent: 4}]}", [
            ("changed", "events", {"date": 1, "kind": "report", "of": "a", "percent": 1}, {"date": 1, "kind": "report", "of": "a", "percent": 4}),
            ("changed", "events", {"date": 1, "kind": "report", "of": ["b", "c"], "percent": 2}, {"date": 1, "kind": "report", "of": ["c", "b"], "percent": 3})]),
        ("{events: [{date: 1, kind: report, of: paln}]}", "{events: [{date: 1, kind: report, of: plan}]}", [
            ("changed", "events", {"date": 1, "kind": "report", "of": "paln"}, {"date": 1, "kind": "report", "of": "plan"})]),
        ("{events: [{date: 1, kind: status, status: adopted}]}", "{events: [{date: 1, kind: status, of: a, status: closed}]}", [
            ("added", "events", None, {"date": 1, "kind": "status", "of": "a", "status": "closed"}),
            ("removed", "events", {"date": 1, "kind": "status", "status": "adopted"}, None)]),
        ("{known: [{rule: PLP502, value: 2, reason: A}]}", "{known: [{rule: PLP502, value: 2, reason: B}]}", [
            ("changed", "known", {"rule": "PLP502", "value": 2, "reason": "A"}, {"rule": "PLP502", "value": 2, "reason": "B"})]),
        ("{years: [{year: 2022, amount: 1}, {year: 2023, amount: 1}]}", "{years: [{year: 2023, amount: 2}]}", [
            ("removed", "years", {"year": 2022, "amount": 1}, None),
            ("changed", "years", {"year": 2023, "amount": 1}, {"year": 2023, "amount": 2})]),
        ("{roles: [{role: x, number: 60}]}", "{roles: [{role: x, number: 70}]}", [
            ("changed", "roles", {"role": "x", "number": 60}, {"role": "x", "number": 70})]),
    ],
)  # fmt: skip
def test_fields(old: str, new: str, expected: list[tuple[str, str, Any, Any]]) -> None:
    assert differences(old, new) == expected


M1 = "{date: a, kind: meeting, number: 1}"
NOTE = "{date: a, kind: note, text: A}"


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (NOTE, "{date: a, kind: note, text: B}", ["changed"]),  # the only note of the day
        (NOTE, "{date: b, kind: note, text: A}", ["changed"]),  # all but the date tells
        (NOTE, "{date: a, kind: activity, text: A}", ["removed", "added"]),
        (f"{NOTE}, {{date: a, kind: note, text: B}}", "{date: a, kind: note, text: C}", ["removed", "removed", "added"]),
        (f"{NOTE}, {{date: a, kind: note, text: B}}", f"{NOTE}, {{date: a, kind: note, text: C}}", ["changed"]),  # of what is left
        (M1, "{date: b, kind: meeting, number: 1}", ["changed"]),  # the number tells, whatever the date
        (M1, "{date: b, kind: meeting, number: 1, series: other}", ["removed", "added"]),
        (M1, "{date: a, kind: meeting, number: 2}", ["changed"]),  # a disputed number: the date tells
        (f"{M1}, {{date: b, kind: meeting, number: 2}}",
         "{date: a, kind: meeting, number: 2}, {date: b, kind: meeting, number: 3}", ["removed", "changed", "added"]),
        (f"{NOTE}, {NOTE}", NOTE, ["removed"]),
        (NOTE, "{date: a, kind: note, text: A, source: x}", ["changed"]),  # a citation is part of what is recorded
    ],
)  # fmt: skip
def test_events(old: str, new: str, kinds: list[str]) -> None:
    found = differences(f"{{events: [{old}]}}", f"{{events: [{new}]}}")
    assert sorted(one[0] for one in found) == sorted(kinds)
    assert {one[1] for one in found} == {"events"}


def test_of_what_is_no_record_all_facts_are_added_or_removed() -> None:
    record = f"{{id: x, need: A, source: {{need: y}}, events: [{M1}, {NOTE}]}}"
    assert [one[:2] for one in differences(None, record)] == [
        ("added", "need"), ("added", "source"), ("added", "events"), ("added", "events")]  # fmt: skip
    assert {one[0] for one in differences(record, None)} == {"removed"}
    assert differences(record, record) == differences(None, None) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": {"x": 1}}, {"b": {"x": 2, "formerly": "a"}}, {"b": "a"}),
        ({"b": {"x": 2, "formerly": "a"}}, {"a": {"x": 1}}, {"a": "b"}),  # read backwards
        ({"a": {"x": 1}}, {"b": {"x": 2, "formerly": ["z", "a"]}}, {"b": "a"}),
        ({"a": {"x": 1}}, {"a": {"x": 1}, "b": {"x": 2, "formerly": "a"}}, {}),  # a is still there
        ({"a": {"id": "a", "x": 1}}, {"b": {"id": "b", "x": 1}}, {"b": "a"}),
        ({"a": {"x": 1}}, {"b": {"x": 2}}, {}),
        ({"a": {"x": 1}, "c": {"x": 1}}, {"b": {"x": 1}}, {}),  # it may be either
        ({"a": {"x": 1}}, {"b": {"x": 1}, "c": {"x": 1}}, {}),
        ({"a": {"x": 1}}, {"b": {"x": 1, "formerly": "a"}, "c": {"x": 2, "formerly": "a"}}, {}),  # two say so
    ],
)
def test_renames(old: dict[str, Data], new: dict[str, Data], expected: dict[str, str]) -> None:
    assert former_ids(old, new) == expected


# Whatever the records: what differs, applied to the one, gives the other.

WORDS = st.sampled_from(["A", "B", "C"])
EVENT = st.fixed_dictionaries(
    {"date": WORDS, "kind": st.sampled_from(["meeting", "note"])},
    optional={
        "number": st.integers(1, 2),
        "text": WORDS,
        "source": st.lists(WORDS, min_size=1, max_size=2, unique=True),
    },
)
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "need": WORDS,
        "partners": st.lists(WORDS, min_size=1, max_size=3, unique=True),
        "listed": st.dictionaries(WORDS, st.integers(1, 2), min_size=1),
        "source": WORDS | st.dictionaries(WORDS, WORDS | st.lists(WORDS, min_size=1, max_size=2), min_size=1),
        "years": st.lists(st.fixed_dictionaries({"year": st.integers(1, 3), "amount": st.integers(1, 2)}), max_size=3),
        "events": st.lists(EVENT, max_size=4),
    },
)


def changes_made(data: Data | None, changes: tuple[FactChange, ...]) -> Data:
    """The record with the changes made."""
    result: Data = deepcopy(data or {})
    for change in changes:
        *above, name = change.path
        home = result
        for key in above:
            home = home[key]
        if isinstance(home.get(name), list) and isinstance(change.before or change.after, dict):
            if change.before is not None:
                home[name].remove(change.before)
            home[name] += [] if change.after is None else [change.after]
        elif change.after is None:
            del home[name]
        elif name in ("events", "years"):
            home[name] = [change.after]
        else:
            home[name] = change.after
    return result


def reordered(data: Data, random: Any) -> Data:
    keys = list(data)
    random.shuffle(keys)
    result: Data = {key: reordered(data[key], random) if isinstance(data[key], dict) else data[key] for key in keys}
    for name in ("events", "years"):
        if name in result:
            result[name] = [reordered(one, random) for one in result[name]]
            random.shuffle(result[name])
    return result


def contents(change: FactChange) -> tuple[tuple[str, ...], str, str]:
    return change.path, content(change.before), content(change.after)


@given(RECORD, RECORD, st.randoms())
def test_what_differs_turns_the_one_into_the_other(old: Data, new: Data, random: Any) -> None:
    changes = compare(old, new)
    assert essence(changes_made(old, changes)) == essence(new)
    again = compare(reordered(old, random), reordered(new, random))  # of two events that say the same, any is the first
    assert [contents(one) for one in again] == [contents(one) for one in changes]
    assert compare(old, reordered(old, random)) == ()
    mirrored = [(one.path, content(one.after), content(one.before)) for one in compare(new, old)]
    assert sorted(mirrored) == sorted(contents(one) for one in changes)
