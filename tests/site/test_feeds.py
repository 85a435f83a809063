"""What changed in the ledger, as feeds; and the addresses of events, to which they lead."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from plptool.history.log import changes_by_record
from plptool.model.events import KINDS, event_of
from plptool.site.addresses import addressed
from plptool.site.build import files
from plptool.site.content import site
from plptool.workspace import Workspace
from tests.support.git import commit, commit_ledger, init
from tests.support.ledgers import BASE, HELD, edit
from tests.support.personal_numbers import NUMBER

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SAID = "  - {date: 2022-05-01, kind: note, text: Ylva Quist%s says so., source: list}\n"
LATER = "  - {date: 2030-05-01, kind: note, text: It comes., source: list}\n"
LEADER = "roles: [{role: leader, person: Ylva Quist, source: list}]\nevents:\n"


def test_a_feed_tells_what_each_commit_changed_in_a_record_with_a_link_to_where_it_stands(
    tmp_path: Path, git_home: None
) -> None:
    root = init(tmp_path / "plan")
    commit_ledger(root, BASE + HELD.replace("events:\n", LEADER + SAID % f" ({NUMBER})"), day="2024-02-01T12:00")
    steps = (
        ("processes/1.1", f" ({NUMBER})", ""),
        ("processes/1.1", "number: 1", "number: 2"),
        ("processes/1.1", LEADER, LEADER + LATER),  # what is to come is not told yet
        ("organisations/B", "Administration B", "The others"),
    )
    for hour, (record, before, after) in enumerate(steps, 13):
        edit(root, record, before, after)
        commit(root, "Ylva Quist was here", f"2024-02-01T{hour}:00")
    (root / "ledger/organisations/B.yaml").unlink()
    commit(root, day="2024-02-01T17:00")
    workspace = Workspace(root)
    history = workspace.history()
    assert history is not None
    written = dict(files(site(workspace.at("231231"), [], changes_by_record(history)), ["en", "sv"]))
    told = _told(written["feed.xml"])
    assert [(title, href) for _, title, href in told[:3]] == [
        ("B: removed from the ledger", "index.html"),
        ("B: title: Administration B → The others", "index.html"),
        ("1.1 A need.: 2022-03-01 Meeting 1 → 2022-03-01 Meeting 2", "process/1.1.html#event-2022-03-01-meeting"),
    ]  # fmt: skip
    assert told[3][1:] == ("1.1 A need.: added to the ledger", "process/1.1.html")  # what had the number, nobody reads
    assert [when for when, _, _ in told[:3]] == [
        "2024-02-01T16:00:00+00:00", "2024-02-01T15:00:00+00:00", "2024-02-01T13:00:00+00:00"
    ]  # fmt: skip
    for path, content in written.items():
        if path.endswith(".xml"):
            assert b"Quist" not in content
            assert NUMBER.encode() not in content
    assert "B: borttagen" in _told(written["sv/feed.xml"])[0][1]
    of_a = _told(written["organisation/A.xml"])
    assert {href.partition("#")[0] for _, _, href in of_a} == {"../process/1.1.html", "../organisation/A.html"}
    for _, _, href in told:
        page, _, name = href.partition("#")
        assert not name or f'id="{name}"' in written[page].decode()


def _told(content: bytes) -> list[tuple[str, str, str]]:
    """When, what and where, of each entry of a feed that has what the standard asks (RFC 4287, 4.1.2)."""
    entries = ET.fromstring(content).findall("a:entry", ATOM)  # noqa: S314 - our own
    assert len({entry.findtext("a:id", "", ATOM) for entry in entries}) == len(entries)
    return [
        (
            entry.findtext("a:updated", "", ATOM),
            entry.findtext("a:title", "", ATOM),
            entry.findall("a:link", ATOM)[0].attrib["href"],
        )
        for entry in entries
    ]


def test_an_event_keeps_its_address_while_others_come_and_its_words_change() -> None:
    dates = ("2022-03-01", "/2022-03-01", "2022-05-25/2022-06-13", "2022-03~")
    written = [{"date": date, "kind": kind, "text": "A"} for date in dates for kind in sorted(KINDS)]
    events = [event_of(data) for data in (*written, *written)]
    names = [name for name, _ in addressed(events)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"event-[\w.-]+", name) for name in names)
    assert names[len(written)] == f"{names[0]}-2"
    others = [event_of({**data, "text": "B"}) for data in written]
    assert [name for name, _ in addressed(others)] == names[: len(written)]
