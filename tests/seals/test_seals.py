"""Seals: what is sealed of a record, what breaks a seal, and what `plptool seal` writes."""

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from plptool.checks.change import seals_kept
from plptool.checks.runner import check
from plptool.checks.seals import by_snapshot
from plptool.checks.validate import validate
from plptool.edit.grounds import Grounds
from plptool.edit.seal import correct, seal_day
from plptool.edit.text import scalar
from plptool.model.dates import parse_when
from plptool.model.errors import UserError
from plptool.model.findings import Finding, every
from plptool.model.i18n import translator
from plptool.model.plain import entries, part
from plptool.read.cache import Cache
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse
from plptool.render.json import text
from plptool.render.sentence import sentence
from plptool.reports.appendix import appendix
from plptool.reports.change import changed
from plptool.reports.summary import report
from plptool.seals.canonical import canonical, digest, sealed_part
from tests.support.findings import of_seals
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, PROCESS, edit, write_ledger
from tests.support.program import invoked

if TYPE_CHECKING:
    from plptool.model.plain import Plain

DAY = date(2023, 12, 31)
TODAY = date(2024, 6, 1)
SNAPSHOT = "ledger/snapshots/231231.yaml"
MEETING = "{date: 2022-03-01, kind: meeting, number: 1, source: list}"
EVENTS = f"events:\n  - {MEETING}\n  - {{date: 2023-12-31, kind: status, status: completed, source: list}}\n"


@pytest.fixture
def sealed_ledger(tmp_path: Path) -> Path:
    """A ledger that was sealed."""
    root = write_ledger(tmp_path, BASE + PROCESS + EVENTS)
    seal_day(WorkTree(root), DAY, TODAY)
    return root


def said_both_ways(root: Path) -> list[tuple[str, str | None]]:
    """What both ways to validate say of the seals, which is the same."""
    streamed = validate(WorkTree(root)).findings
    assert streamed == check(open_ledger(root))
    return of_seals(streamed)


def amend(
    root: Path, *ids: str, source: tuple[str, ...] = ("list",), decision: str | None = None, **more: Any
) -> list[dict[str, Any]]:
    return correct(WorkTree(root), DAY, ids, Grounds("It was told wrong.", source, decision), **more)


# What is sealed


def digest_of(text: str, collection: str = "processes") -> str:
    return digest(sealed_part(parse(text.encode()).data, collection, DAY))


SAME = [
    ("other keys first", "lead: A\nneed: N\n", "need: N\nlead: A\n"),
    ("quotes", "need: '1'\n", "need: 1\n"),
    ("comments and layout", "partners: [A, B]\n", "# who\npartners:\n  - A  # first\n  - B\n"),
    ("a number's type", "priority: 1\n", "priority: '1'\n"),
    ("how å is composed", "need: \u00e5\n", "need: a\u030a\n"),
    ("an unknown start", "period: /2023\n", "period: ../2023\n"),
    ("acknowledged oddities", "need: N\n", "need: N\nknown: [{rule: PLP502, value: 2, reason: So it is.}]\n"),
    ("the order of events", "events: [{date: 2022, kind: a}, {date: 2022, kind: b}]\n",
     "events: [{kind: b, date: 2022}, {date: 2022, kind: a}]\n"),
    ("a later event", f"events: [{MEETING}]\n", f"events: [{MEETING}, {{date: 2024-01-01, kind: note}}]\n"),
    ("a later year", "years: [{year: 2023, amount: 1}]\n", "years: [{year: 2023, amount: 1}, {year: 2024, amount: 2}]\n"),
    ("a financial year that has not ended", "years: [{year: 2023, amount: 1}]\n",
     "years: [{year: 2023, amount: 1}, {year: 2023-04/2024-03, amount: 2}]\n"),
    ("who joined later", "roles: []\n", "roles: [{from: 2024, role: x}]\n"),
]  # fmt: skip
OTHER = [
    ("the order of partners", "partners: [A, B]\n", "partners: [B, A]\n"),
    ("a financial year that has ended", "years: []\n", "years: [{year: 2022-04/2023-03, amount: 2}]\n"),
    ("the same days in other words", "period: 2022\n", "period: 2022-01-01/2022-12-31\n"),
    ("a date that cannot be read", "events: []\n", "events: [{date: sometime, kind: note}]\n"),
    ("nothing and an empty text", "need:\n", "need: ''\n"),
    ("texts that are no dates", "text: ../1\n", "text: /1\n"),
    ("paths", "text: ../2023-12-31/minutes.pdf\n", "text: /2023-12-31/minutes.pdf\n"),
    ("a text and a list of it", "source: a\n", "source: [a]\n"),
]


@pytest.mark.parametrize(("_", "one", "other"), SAME, ids=[case[0] for case in SAME])
def test_a_digest_is_not_touched_by(_: str, one: str, other: str) -> None:
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(("_", "one", "other"), OTHER, ids=[case[0] for case in OTHER])
def test_a_digest_tells_apart(_: str, one: str, other: str) -> None:
    assert digest_of(one) != digest_of(other)


def test_a_record_in_another_folder_is_another() -> None:
    assert digest_of("id: x\n", "plans") != digest_of("id: x\n", "grants")


values = st.recursive(
    st.none() | st.text(), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)


@given(values)
def test_canonical_json_is_that_of_rfc_8785(data: Any) -> None:
    assert canonical(data) == rfc8785.dumps(data)


events = st.fixed_dictionaries(
    {"date": st.dates(date(2020, 1, 1), date(2026, 1, 1)).map(str), "kind": st.sampled_from("abc")},
    optional={"text": st.text(), "booked": st.booleans(), "number": st.integers(0, 9)},
)


@given(st.lists(events, max_size=5), st.lists(events, max_size=3), st.randoms())
def test_order_and_later_facts_never_matter(now: list[Any], more: list[Any], chance: Any) -> None:
    later = [one for one in more if not parse_when(one["date"]).by(DAY)]
    data = {"id": "1.1", "need": "N", "events": now}
    mixed = [*now, *later]
    chance.shuffle(mixed)
    other = {key: data[key] for key in chance.sample(list(data), 3)} | {"events": mixed}
    assert digest(sealed_part(data, "processes", DAY)) == digest(sealed_part(other, "processes", DAY))


def test_any_json_can_be_sealed() -> None:
    anything: tuple[Plain, ...] = (
        None,
        "text",
        [],
        [[{"year": True, "date": []}]],
        {"events": {"a": 1}},
        {"events": [1, None]},
    )
    for data in anything:
        assert len(digest(sealed_part(data, "plans", DAY))) == 64


# Whose seal holds


def test_a_new_seal_holds_and_has_all_that_was_effective(tmp_path: Path) -> None:
    later = """
== decisions/later
title: Later
date: 2024-03-01
status: planned
body: board
source: next
== sources/next
title: Next list
date: 2024-12-31
== decisions/never
title: Made by mistake
date: 2023-03-01
status: adopted
body: board
withdrawn: {reason: Made twice., source: list}
source: list
== processes/1.2
plan: plan
need: Taken in later.
lead: A
from: 2024-02-01
source: next
"""
    root = write_ledger(tmp_path, BASE + PROCESS + later)
    done = seal_day(WorkTree(root), DAY, TODAY)
    made = part(open_ledger(root).records["231231"].data, "seal")
    assert list(part(made, "records")) == ["1.1", "231231", "A", "B", "adoption", "board", "list", "next", "plan"]
    assert (done.records, done.digest, said_both_ways(root)) == (9, made["digest"], [])


@pytest.mark.parametrize(
    ("name", "old", "new", "rules"),
    [
        ("processes/1.1", "priority: 1", "priority: 2", [("PLP701", "1.1")]),
        ("processes/1.1", "kind: meeting", "kind: meting", [("PLP701", "1.1")]),
        ("processes/1.1", "need: A need.", "need: {", [("PLP701", "1.1")]),
        ("processes/1.1", "need: A need.", "withdrawn: {reason: No., source: list}\nneed: A need.", [("PLP701", "1.1")]),
        ("organisations/B", "names: [The B]", "names: [The B, B]", [("PLP701", "B")]),
        ("snapshots/231231", "date: 2023-12-31", "date: 2023-12-30", [("PLP701", "1.1"), ("PLP701", "231231"), ("PLP704", "231231")]),
        ("snapshots/231231", "    B: ", "    C: ", [("PLP704", "231231"), ("PLP702", "C")]),
        ("snapshots/231231", "seal:", "title: The end\nseal:", [("PLP701", "231231")]),
    ],
)  # fmt: skip
def test_what_was_sealed_is_altered(
    sealed_ledger: Path, name: str, old: str, new: str, rules: list[tuple[str, str]]
) -> None:
    edit(sealed_ledger, name, old, new)
    assert said_both_ways(sealed_ledger) == rules


@pytest.mark.parametrize("workers", [1, 2])
def test_with_what_was_kept_and_with_workers(
    sealed_ledger: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr("plptool.checks.stream.WORTH_WORKERS", 1)
    cache = Cache(sealed_ledger / "cache")

    def told() -> list[Finding]:
        found = [
            validate(WorkTree(sealed_ledger), cache, workers).findings for _ in range(2)
        ]  # anew, and from what was kept
        assert found[0] == found[1] == check(open_ledger(sealed_ledger))
        return found[0]

    write_ledger(sealed_ledger, PROCESS.replace("1.1", "1.2").replace("/2023", "/2024") + "from: 2024\n")
    assert told() == []
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: [1]")  # torn
    assert [one.rule for one in told()] == ["PLP203"]
    assert [one.rule for one in every(told())] == ["PLP203", "PLP701"]
    edit(sealed_ledger, "processes/1.1", "priority: [1]", "priority: 2")
    amend(sealed_ledger, "1.1")
    assert told() == []
    edit(
        sealed_ledger, "snapshots/231231", "    B: ", "    C: "
    )  # nothing but the seal: what was kept of the others is asked
    assert [one.rule for one in told()] == ["PLP704", "PLP702"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seal:", "seall:"),
        ("seal:", "seal: ["),
        ("date: 2023-12-31", "date: {"),
        ("date: 2023-12-31", "date: 2023-12-31\ndate: 2023-12-31"),
        ("seal:", "\tseal:"),
    ],
)
def test_a_seal_that_cannot_be_read_is_told_and_nothing_beside_it_is_called_unaltered(
    sealed_ledger: Path, old: str, new: str
) -> None:
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: 3")
    edit(sealed_ledger, "snapshots/231231", old, new)
    findings = validate(WorkTree(sealed_ledger)).findings
    assert by_snapshot(findings).keys() == {"231231"}
    assert any(finding.severity == "error" for finding in findings)


def test_a_broken_snapshot_that_seals_nothing_is_no_broken_seal(sealed_ledger: Path) -> None:
    path = sealed_ledger / "ledger/snapshots/211231.yaml"
    path.write_text("id: 211231\ndate: 2021-12-31\nassertions: [\n", encoding="utf-8")
    assert by_snapshot(validate(WorkTree(sealed_ledger)).findings) == {}


def test_beside_a_mistake_of_the_file_nobody_says_that_its_past_was_altered_or_was_not(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "need: A need.", "need: A need.\ncolour: red")
    (mistake,) = validate(WorkTree(sealed_ledger)).findings
    (follows,) = mistake.others
    assert follows.message.say() == "what 231231 sealed of `1.1` cannot be compared until the file is mended"
    edit(sealed_ledger, "processes/1.1", "colour: red\n", "")
    edit(sealed_ledger, "processes/1.1", "need: A need.", "need: Another need.")
    assert of_seals(validate(WorkTree(sealed_ledger)).findings) == [("PLP701", "1.1")]


def test_what_comes_later_breaks_nothing(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "status: completed", "status: completed, text: Done")
    assert said_both_ways(sealed_ledger) == [("PLP701", "1.1")]
    edit(sealed_ledger, "processes/1.1", "status: completed, text: Done", "status: completed")
    path = edit(sealed_ledger, "processes/1.1", "goal:", "# later\ngoal:")
    path.write_text(
        path.read_text() + "  - {date: 2024-02-01, kind: status, status: ongoing, reason: Again., source: next}\n"
    )
    write_ledger(
        sealed_ledger, "== sources/next\ntitle: Next\ndate: 2024-12-31\n== organisations/C\ntitle: C\nsource: next\n"
    )
    assert said_both_ways(sealed_ledger) == []


def test_a_record_of_the_past_that_the_seal_does_not_have(sealed_ledger: Path) -> None:
    write_ledger(sealed_ledger, PROCESS.replace("1.1", "1.2"))
    assert said_both_ways(sealed_ledger) == [("PLP703", "1.2")]
    assert amend(sealed_ledger, "1.2")[0]["kind"] == "late"
    assert said_both_ways(sealed_ledger) == []


def test_a_record_gone_or_renamed(sealed_ledger: Path) -> None:
    path = sealed_ledger / "ledger/processes/1.1.yaml"
    text = path.read_text()
    path.unlink()
    assert said_both_ways(sealed_ledger) == [("PLP702", "1.1")]
    write_ledger(sealed_ledger, "== processes/1.9\n" + text.replace("id: 1.1", "id: 1.9"))
    assert said_both_ways(sealed_ledger) == [("PLP702", "1.1")]  # not that 1.9 is late, too
    (renamed,) = [one for one in check(open_ledger(sealed_ledger)) if one.rule == "PLP702"]
    assert "`1.9` now" in renamed.message.say()
    assert renamed.hint is not None
    assert "`formerly: 1.1`" in renamed.hint.say()
    write_ledger(
        sealed_ledger,
        "== processes/1.9\n" + text.replace("id: 1.1", "id: 1.9\nneed: Another").replace("\nneed: A need.", ""),
    )
    assert said_both_ways(sealed_ledger) == [("PLP703", "1.9"), ("PLP702", "1.1")]  # that is another record
    write_ledger(sealed_ledger, "== processes/1.9\n" + text.replace("id: 1.1", "id: 1.9\nformerly: 1.1"))
    assert said_both_ways(sealed_ledger) == [("PLP701", "1.1")]
    (entry,) = amend(sealed_ledger, "1.9")
    assert (entry["record"], entry["kind"]) == ("1.1", "amended")
    assert said_both_ways(sealed_ledger) == []


def test_who_says_that_it_was_called_so_does_not_hide_behind_what_is(sealed_ledger: Path) -> None:
    write_ledger(sealed_ledger, PROCESS.replace("1.1", "1.2") + "formerly: 1.1\n")
    assert said_both_ways(sealed_ledger) == [("PLP703", "1.2")]


def test_corrections_are_a_chain(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: 2")
    write_ledger(sealed_ledger, PROCESS.replace("1.1", "1.2"))
    first, second = amend(sealed_ledger, "1.1", "1.2")
    seal = part(open_ledger(sealed_ledger).records["231231"].data, "seal")
    assert (first["previous"], second["previous"]) == (seal["digest"], first["digest"])
    edit(sealed_ledger, "processes/1.1", "priority: 2", "priority: 3")
    (third,) = amend(sealed_ledger, "1.1", source=(), decision="adoption", kind="migration")
    assert (third["before"], third["previous"], third["decision"]) == (first["after"], second["digest"], "adoption")
    assert said_both_ways(sealed_ledger) == []
    assert open_ledger(sealed_ledger).records["231231"].data["corrections"] == [first, second, third]
    path = sealed_ledger / SNAPSHOT
    text = path.read_text(encoding="utf-8")
    for old, new in (("told wrong", "told right"), ("kind: late", "kind: amended")):
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert {rule for rule, _ in said_both_ways(sealed_ledger)} == {"PLP705"}
    head, *entries = text.split("  - record")  # the second is taken out, and its record with it
    path.write_text("  - record".join([head, entries[0], entries[2]]), encoding="utf-8")
    (sealed_ledger / "ledger/processes/1.2.yaml").unlink()
    assert {rule for rule, _ in said_both_ways(sealed_ledger)} == {"PLP705"}


def test_a_withdrawn_record_is_corrected_and_may_not_come_back(sealed_ledger: Path) -> None:
    path = edit(sealed_ledger, "processes/1.1", "need:", "withdrawn: {reason: No., source: list}\nneed:")
    (entry,) = amend(sealed_ledger, "1.1")
    assert (entry["kind"], "after" in entry) == ("withdrawn", False)
    assert said_both_ways(sealed_ledger) == []
    path.write_text(path.read_text().replace("withdrawn: {reason: No., source: list}\n", ""))
    assert said_both_ways(sealed_ledger) == [("PLP701", "1.1")]


def test_seals_are_a_chain(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    first = seal_day(WorkTree(root), date(2022, 12, 31), TODAY)
    seal_day(WorkTree(root), DAY, TODAY)
    second = part(open_ledger(root).records["231231"].data, "seal")
    assert second["previous"] == {"snapshot": "221231", "digest": first.digest}
    assert "221231" in part(second, "records")
    assert said_both_ways(root) == []
    edit(root, "processes/1.1", "priority: 1", "priority: 2")
    assert said_both_ways(root) == [("PLP701", "1.1"), ("PLP701", "1.1")]
    edit(root, "processes/1.1", "priority: 2", "priority: 1")
    (root / "ledger/snapshots/221231.yaml").unlink()
    assert said_both_ways(root) == [("PLP704", "231231"), ("PLP702", "221231")]


def test_every_finding_says_what_to_do(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: 2")
    (one,) = (one for one in validate(WorkTree(sealed_ledger)).findings if one.rule == "PLP701")
    assert isinstance(one, Finding)
    assert (one.path, one.severity) == ("ledger/processes/1.1.yaml", "error")
    assert one.message.say() == "what 231231 sealed of `1.1` is not what stands here now"
    assert one.hint
    assert "plptool seal 231231 --correct 1.1" in one.hint.say()


# What is written


def test_the_line_for_the_minutes(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    said = invoked(root, "seal", "231231", "--lang", "sv").output
    assert re.fullmatch(r"Förseglat 2023-12-31: 8 poster, SHA-256 [0-9a-f]{64}\n", said)
    edit(root, "processes/1.1", "priority: 1", "priority: 2")
    said = invoked(root, "seal", "231231", "--correct", "1.1", "--reason", "Told wrong", "--source", "list").output
    assert re.fullmatch(
        r"Corrected in the seal of 2023-12-31: 1.1 \(amended\), Told wrong. SHA-256 [0-9a-f]{64}\n", said
    )
    edit(root, "processes/1.1", "priority: 2", "priority: 3")
    arguments = ("--correct", "1.1", "--reason", 'It\'s so: # "yes"', "--decision", "adoption", "--format", "json")
    (told,) = json.loads(invoked(root, "seal", "231231", *arguments).output)["corrections"]
    assert told["reason"] == 'It\'s so: # "yes"'
    assert said_both_ways(root) == []


def without(text: str, name: str) -> str:
    """A record without the lines of a property."""
    return re.sub(rf"(?m)^{name}:\r?\n(  .*(\n|\Z))+", "", text)


@pytest.mark.parametrize(
    ("old", "end"),
    [
        ("id: 231231\ndate: 2023-12-31", "\n"),
        ("# the end\nid: '231231'   # quoted\n\ndate: 2023-12-31\n# below\n", "\n"),
        ("id: 231231\r\ndate: 2023-12-31\r\n", "\r\n"),
        ("title: |\n  Long\n  text\n\nid: 231231\ndate: 2023-12-31\n\n\n", "\n"),
    ],
)
def test_no_other_byte_is_touched(tmp_path: Path, old: str, end: str) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS)
    path = root / SNAPSHOT
    path.parent.mkdir()
    path.write_bytes(old.encode())
    path.chmod(0o604)
    seal_day(WorkTree(root), DAY, TODAY)
    new = path.read_bytes().decode()
    assert without(new, "seal").rstrip() == old.rstrip()
    assert path.stat().st_mode & 0o777 == 0o604
    last = "" if new.endswith(end) else end
    sealed_ = f"{new}{last}# last{end}known:{end}  - {{rule: PLP609, value: x, reason: y}}{end}"
    path.write_bytes(sealed_.encode())
    for number in (2, 3):
        edit(root, "processes/1.1", f"priority: {number - 1}", f"priority: {number}")
        amend(root, "1.1")
    assert without(path.read_bytes().decode(), "corrections") == sealed_
    assert len(entries(open_ledger(root).records["231231"].data, "corrections")) == 2
    assert [one.name for one in path.parent.iterdir()] == ["231231.yaml"]


def test_corrections_go_where_they_stand(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: 2")
    amend(sealed_ledger, "1.1")
    path = sealed_ledger / SNAPSHOT
    path.write_text(path.read_text() + "\n# below\ntitle: The end\n")
    edit(sealed_ledger, "processes/1.1", "priority: 2", "priority: 3")
    amend(sealed_ledger, "1.1", "231231")
    text = path.read_text()
    assert text.endswith("\n\n# below\ntitle: The end\n")
    assert text.count("  - record: ") == 3
    assert said_both_ways(sealed_ledger) == []


def test_a_correction_that_is_gone_is_told_as_that_and_not_as_another_seal(sealed_ledger: Path) -> None:
    """A finding and a sentence say one thing of it, and another of a seal that is rewritten."""
    edit(sealed_ledger, "processes/1.1", "need: A need.", "need: Another.")
    amend(sealed_ledger, "1.1")
    before = open_ledger(sealed_ledger)
    path = sealed_ledger / SNAPSHOT
    whole = path.read_text(encoding="utf-8")
    for written, clause in (
        (whole[: whole.index("corrections:")], "orrections of what 231231 sealed are gone or others"),
        (whole.replace("time-zone:", "zone:"), "he seal of 231231 is another"),
    ):
        path.write_text(written, encoding="utf-8")
        now = open_ledger(sealed_ledger)
        assert clause in sentence(changed(before, now, TODAY).effect, translator("en"))
        assert [clause in one.message.say() for one in seals_kept(before, now)] == [True]


@pytest.mark.parametrize(
    ("before", "arguments", "said"),
    [
        ("", ["240602"], "2024-06-02 is not over yet"),
        ("", ["240601"], "2024-06-01 is not over yet"),
        ("", ["231231"], "2023-12-31 is sealed already"),
        ("", ["221231"], "2023-12-31 is sealed already, and seals are made in the order of their days"),
        ("== processes/1.1\nneed: x\n", ["240131"], "the ledger has errors, "),
        ("== snapshots/240131\ndate: 2024-01-31\nwithdrawn: {reason: x, source: list}\n",
         ["240131"], "ledger/snapshots/240131.yaml has another date, or was withdrawn"),
        ("", ["231231", "--correct", "1.1", "--reason", "x", "--source", "list"], "'1.1' stands as 231231 has it"),
        ("", ["231231", "--correct", "9.9", "--reason", "x", "--source", "list"], "there is no record '9.9'"),
        ("", ["240101", "--correct", "1.1", "--reason", "x", "--source", "list"], "2024-01-01 is not sealed"),
        ("== processes/1.1\nneed: x\n", ["231231", "--correct", "1.1", "--reason", "x", "--source", "list"], "is broken"),
        ("== organisations/A\ntitle: x\nsource: list\n",
         ["231231", "--correct", "A", "--reason", "x", "--source", "nowhere"], "PLP305 unknown source `nowhere`"),
    ],
)  # fmt: skip
def test_what_is_refused(
    sealed_ledger: Path, before: str, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plptool.workspace.Workspace.today", lambda *_: TODAY)
    write_ledger(sealed_ledger, before)
    held = (sealed_ledger / SNAPSHOT).read_bytes()
    result = invoked(sealed_ledger, "seal", *arguments)
    assert isinstance(result.exception, UserError)
    assert said in str(result.exception)
    assert (sealed_ledger / SNAPSHOT).read_bytes() == held


def test_a_correction_has_a_reason_and_rests_on_something(sealed_ledger: Path) -> None:
    for arguments in (
        ["--source", "list"],
        ["--reason", "x"],
        ["--reason", "x", "--source", "list", "--decision", "a"],
    ):
        assert isinstance(invoked(sealed_ledger, "seal", "231231", "--correct", "1.1", *arguments).exception, UserError)
    assert isinstance(invoked(sealed_ledger, "seal", "231231", "--reason", "x").exception, UserError)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "ledger-folder", BASE + PROCESS)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "ledger/snapshots").symlink_to(elsewhere)
    with pytest.raises(UserError):
        seal_day(WorkTree(root), DAY, TODAY)
    assert not list(elsewhere.iterdir())


def test_a_seal_of_ten_thousand_records_can_be_read() -> None:
    rows = "".join(f"    {scalar(f'{number // 100}.{number % 100}')}: {number:064x}\n" for number in range(10_000))
    parsed = parse(f"id: 231231\ndate: 2023-12-31\nseal:\n  digest: {1:064x}\n  records:\n{rows}".encode())
    assert parsed.faults == ()
    assert isinstance(parsed.data, dict)
    assert len(part(part(parsed.data, "seal"), "records")) == 10_000


def test_other_readers_take_keys_for_text() -> None:
    taken = ("231231", "2.10", "1e5", "2022-01-01", "0x1F", "no", "Null", "y", "1_000")
    assert [scalar(one) for one in taken] == [f"'{one}'" for one in taken]
    assert [scalar(one) for one in ("2.1.2", "KSON", "2021-02-10-direktionen-6", "bilaga-5#L3")] == [
        "2.1.2", "KSON", "2021-02-10-direktionen-6", "bilaga-5#L3",
    ]  # fmt: skip


def test_reports_show_seals_and_corrections_apart(sealed_ledger: Path) -> None:
    edit(sealed_ledger, "processes/1.1", "priority: 1", "priority: 2")
    amend(sealed_ledger, "1.1")
    answer = {
        form: invoked(sealed_ledger, *form.split()).output
        for form in ("report --at 231231", "report --at 231231 --format json", "show 231231", "list snapshots")
    }
    (seal,) = json.loads(answer["report --at 231231 --format json"])["seals"]
    assert (seal["snapshot"], seal["records"]) == ("231231", 8)
    (entry,) = seal["corrections"]
    assert (entry["record"], entry["kind"], entry["reason"], entry["source"]) == ("1.1", "amended", "It was told wrong.", "list")  # fmt: skip
    for page in ("report --at 231231", "show 231231"):
        assert "231231: 8 records sealed" in answer[page]
        assert "It was told wrong." in answer[page]
        assert answer[page].count(seal["digest"][:20]) == 1
    assert re.search(r"231231 +2023-12-31 +0 +8 +1", answer["list snapshots"])


def test_what_files_are_called_puts_nothing_in_another_order(tmp_path: Path) -> None:
    known = "known: [{rule: PLP407, value: 2022-02-06, reason: So it stands there., source: list}]\n"
    ledger = BASE + PROCESS + known + PROCESS.replace("1.1", "1.2") + known
    root = write_ledger(tmp_path, ledger)
    told = [invoked(root, command, "--at", "221231", "--lang", "en").output for command in ("report", "export")]
    processes = root / "ledger/processes"
    (processes / "1.1.yaml").rename(processes / "zzz.yaml")
    again = [invoked(root, command, "--at", "221231", "--lang", "en").output for command in ("report", "export")]
    assert again[0].partition("Acknowledged")[2] == told[0].partition("Acknowledged")[2] != ""
    assert again[1].replace("zzz", "1.1") == told[1]


def test_what_says_what_was_sealed_and_is_no_record_is_told_to_be_left_out(tmp_path: Path) -> None:
    """What is acknowledged is not sealed, but it can keep its record out."""
    root = write_ledger(tmp_path, BASE + PROCESS + EVENTS)
    seal_day(WorkTree(root), date(2022, 12, 31), date(2023, 1, 1))
    whole = " ".join(invoked(root, "report", "--at", "221231", "--lang", "en").output.split())
    sealed = re.search(r"Records that are as they were sealed: (\d+) of \1\.", whole)
    assert sealed
    assert "Left out" not in whole
    path = root / "ledger/processes/1.1.yaml"
    path.write_text(path.read_text("utf-8") + "known: [{rule: PLPX}]\n", encoding="utf-8")
    said = " ".join(invoked(root, "report", "--at", "221231", "--lang", "en").output.split())
    count = int(sealed[1])
    assert (
        f"Records that are as they were sealed: {count - 1} of {count}. Left out, as their files cannot be read" in said
    )


def test_a_seal_of_a_day_that_is_not_over_is_no_seal(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS + EVENTS)
    ahead = date(2099, 12, 31)
    seal_day(WorkTree(root), ahead, date(2100, 1, 1))
    assert said_both_ways(root) == [], "whoever asks decides which day it is"
    for arguments in (("validate", "--lang", "en"), ("validate", "--no-cache", "--lang", "en")):
        done = invoked(root, *arguments)
        assert (done.exit_code, "PLP704" in done.output) == (1, True)
        assert "it seals 2099-12-31, which is not over" in " ".join(done.output.split())
    assert "as they were sealed" not in invoked(root, "report", "--lang", "en").output
    assert invoked(root, "site", str(tmp_path / "public")).exit_code == 1
    git(init(root), "add", "--all")
    commit(root)
    audited = invoked(root, "audit", "--lang", "en")
    assert (audited.exit_code, "which is not over" in " ".join(audited.output.split())) == (1, True)
    assert invoked(root, "ci").exit_code == 1


def test_of_two_that_say_a_former_id_a_sealed_day_has_the_one_that_answers_for_it(sealed_ledger: Path) -> None:
    for path, new in (("processes/1.1", "processes/1.9"), ("organisations/B", "organisations/B2")):
        old = sealed_ledger / f"ledger/{path}.yaml"
        key = new.rpartition("/")[2]
        text = old.read_text().replace(f"id: {old.stem}", f"id: {key}\nformerly: {old.stem}")
        old.unlink()
        write_ledger(sealed_ledger, f"== {new}\n{text.replace('partners: [B]', 'partners: [B2]')}")
    amend(sealed_ledger, "1.9", "B2")
    later = "\n== plans/later\ntitle: Later\nperiod: 2025/2026\nsource: list\n"
    second = PROCESS.replace("1.1", "2.1").replace("plan: plan", "plan: later").replace("[B]", "[B2]")
    body = "\n== organisations/B3\ntitle: Another\ntype: group\nsource: list\nformerly: B\n"
    write_ledger(sealed_ledger, later + second + "formerly: 1.1\n" + body)
    state = open_ledger(sealed_ledger).at(DAY)
    assert set(state.processes) == {"1.9"}
    assert set(state.records["organisations"]) == {"A", "B2", "board"}
    assert said_both_ways(sealed_ledger) == []


@pytest.mark.parametrize("when", ["before it was sealed", "by a correction"])
def test_the_processes_of_a_withdrawn_plan_stand_on_a_sealed_day_as_on_others(tmp_path: Path, when: str) -> None:
    root = write_ledger(tmp_path, BASE + PROCESS + EVENTS)
    if when == "by a correction":
        seal_day(WorkTree(root), DAY, TODAY)
    edit(root, "plans/plan", "title:", "withdrawn: {reason: No., source: list}\ntitle:")
    if when == "by a correction":
        amend(root, "plan")
    else:
        seal_day(WorkTree(root), DAY, TODAY)
    ledger = open_ledger(root)
    assert ledger.at(DAY).processes["1.1"].status == "completed"
    assert ledger.at("240101").processes["1.1"].status == "completed"


ODD = "partners: [B, O9]\nknown:\n  - {rule: PLP301, value: O9, reason: Its record is lost.}\n  - {rule: PLP305, value: lost, reason: The letter is lost.}\n"


def test_no_later_record_or_event_takes_an_oddity_from_a_sealed_day(tmp_path: Path) -> None:
    process = PROCESS.replace("partners: [B]\n", ODD).replace("source: list", "source: [list, lost]")
    root = write_ledger(tmp_path, BASE + process + "listed: {list: 1}\n" + EVENTS)
    seal_day(WorkTree(root), DAY, TODAY)

    def told() -> tuple[str, str]:
        ledger = open_ledger(root)
        state = ledger.at(DAY)
        oddities = [(oddity.rule, oddity.reason) for oddity in report(state, check(ledger)).oddities]
        return str(oddities), text(appendix(state, listed="list"))

    before = told()
    assert "The letter is lost." in before[1]
    edit(root, "processes/1.1", EVENTS.strip(), EVENTS + "  - {date: 2024-03-01, kind: note, text: So., source: lost}")
    write_ledger(root, "== organisations/O9\ntitle: Nine\ntype: group\nsource: list\n")
    assert told() == before
