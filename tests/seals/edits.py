"""What people and forgers do to the files of a ledger, each a small random step."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any
from unicodedata import normalize

from plptool.edit.grounds import Grounds
from plptool.edit.seal import correct, seal_day
from plptool.model.collections import COLLECTIONS, MANIFEST
from plptool.model.errors import UserError
from plptool.seals.chain import Seal, digest_of_correction, digest_of_seal, seals_of
from plptool.seals.verify import digests_of
from tests.seals.desk import DAYS, TODAY, Data, Maker, collection_of, data_of, desk, lines, opened, path_of, stem_of
from tests.support.histories import in_some_yaml, shuffled

Files = dict[str, bytes]
TORN = (b"id: [", b"", b"<<<<<<< ours\n", b"\xff", b"need: a\nneed: b\n", b"- a list\n")


class NothingThereError(Exception):
    """There is nothing there to which the step could be done."""


@dataclass
class Hand:
    """Who edits."""

    random: Random
    files: Files
    before: Mapping[str, bytes]
    """The files as they were sealed, for who takes something back or holds it up."""

    def __post_init__(self) -> None:
        self.maker = Maker(self.random)

    def paths(self, *collections: str) -> list[str]:
        wanted = collections or tuple(name for name in COLLECTIONS if name != "snapshots")
        found = [path for path in self.files if path != MANIFEST and collection_of(path) in wanted]
        if not found:
            raise NothingThereError
        return found

    def path(self, *collections: str) -> str:
        return self.random.choice(self.paths(*collections))

    def data(self, path: str) -> Data:
        found = data_of(self.files, path) if path in self.files else None
        if found is None:
            raise NothingThereError
        return deepcopy(found)

    def some(self, *collections: str) -> tuple[str, Data]:
        path = self.path(*collections)
        return path, self.data(path)

    def having(self, name: str, *collections: str) -> tuple[str, Data]:
        """A file of which the record has a property."""
        held = [(path, data) for path in self.paths(*collections) if name in (data := self.data(path))]
        if not held:
            raise NothingThereError
        return self.random.choice(held)

    def snapshot(self) -> tuple[str, Data]:
        return self.having("seal", "snapshots")

    def write(self, path: str, data: Data) -> None:
        self.files[path] = in_some_yaml(data, self.random)

    def fresh(self) -> str:
        taken = {stem_of(path) for path in self.files}
        free = [key for key in ("2.1", "2.2", "2.3", "aa", "zz", "n", "m", "210101", "240101") if key not in taken]
        if not free:
            raise NothingThereError
        return self.random.choice(free)


def adds(hand: Hand) -> None:
    collection = hand.random.choice(list(COLLECTIONS))
    key = hand.fresh()
    hand.write(path_of(collection, key), {"id": key, **hand.maker.record(collection)})


def removes(hand: Hand) -> None:
    del hand.files[hand.path()]


def copies(hand: Hand) -> None:
    path = hand.path(*COLLECTIONS)
    collection = collection_of(path) if hand.maker.chance(0.7) else hand.random.choice(list(COLLECTIONS))
    key, raw = hand.fresh(), hand.files[path]
    hand.files[path_of(collection, key)] = raw
    if hand.maker.chance(0.5):
        hand.write(path_of(collection, key), hand.data(path) | {"id": key})


def renames(hand: Hand) -> None:
    path = hand.path(*COLLECTIONS)
    hand.files[path_of(collection_of(path), hand.fresh())] = hand.files.pop(path)


def changes_id(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    hand.write(path, data | {"id": hand.random.choice((hand.fresh(), stem_of(hand.path())))})


def moves(hand: Hand) -> None:
    path = hand.path(*COLLECTIONS)
    key, raw = stem_of(path), hand.files.pop(path)
    collection = hand.random.choice([name for name in COLLECTIONS if name != collection_of(path)])
    hand.files[path_of(collection, key)] = raw
    if hand.maker.chance(0.7):
        hand.write(path_of(collection, key), {"id": key, **hand.maker.record(collection)})


def withdraws(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    if data.pop("withdrawn", None) is None:
        data["withdrawn"] = hand.maker.withdrawn()
    hand.write(path, data)


def takes_a_withdrawal_back(hand: Hand) -> None:
    path, data = hand.having("withdrawn")
    del data["withdrawn"]
    hand.write(path, data)


def says_formerly_rightly(hand: Hand) -> None:
    path, data = hand.some()
    key = hand.fresh()
    del hand.files[path]
    hand.write(path_of(collection_of(path), key), data | {"id": key, "formerly": stem_of(path)})


def says_formerly_wrongly(hand: Hand) -> None:
    path, data = hand.some()
    other = hand.path()
    how = hand.random.choice(("copy", "of another", "another's place", "nobody", "both"))
    if how == "copy":
        key = hand.fresh()
        hand.write(path_of(collection_of(path), key), data | {"id": key, "formerly": stem_of(path)})
    elif how == "of another":
        collection, key = hand.random.choice(list(COLLECTIONS)), hand.fresh()
        hand.write(path_of(collection, key), {"id": key, **hand.maker.record(collection), "formerly": stem_of(path)})
        hand.files.pop(path)
    elif how == "another's place":
        hand.write(other, hand.data(other) | {"formerly": stem_of(path)})
        if other != path:
            hand.files.pop(path)
    elif how == "nobody":
        hand.write(path, data | {"formerly": ["gone", "9.9"]})
    else:
        for key in (hand.fresh(), "twin"):
            hand.write(path_of(collection_of(path), key), data | {"id": key, "formerly": stem_of(path)})
        hand.files.pop(path)


def adds_a_plan(hand: Hand) -> None:
    hand.write(path_of("plans", "another"), {"id": "another", **hand.maker.record("plans")})


def edits_a_grant(hand: Hand) -> None:
    path, data = hand.some("grants")
    what = hand.random.choice(("years", "uses", "period", "year", "fewer"))
    if what == "years":
        data.setdefault("years", []).append(hand.maker.year())
    elif what == "uses":
        data.setdefault("uses", []).append(hand.maker.use())
    elif what == "period":
        data["period"] = hand.random.choice(("2022", "2024", "2025"))
    elif what == "year" and "years" in data:
        hand.random.choice(data["years"])["amount"] += 1
    else:
        data.pop(hand.random.choice(("years", "uses", "period")), None)
    hand.write(path, data)


def edits_a_plan(hand: Hand) -> None:
    path, data = hand.some("plans")
    what = hand.random.choice(("period", "decision", "means", "note"))
    if what == "period":
        data["period"] = hand.random.choice(("2021/2023", "2024/2025", "/2024"))
    elif what == "decision" and data.pop("decision", None) is None:
        data["decision"] = hand.random.choice(("adoption", "second"))
    elif what == "means":
        data["completed-means"] = {"achieved": {"text": hand.maker.words(), "source": "list"}}
    else:
        data.setdefault("events", []).append(hand.maker.note())
    hand.write(path, data)


def edits_a_snapshot(hand: Hand) -> None:
    path, data = hand.some("snapshots")
    what = hand.random.choice(("assertions", "assertions", "date", "title"))
    if what == "assertions":
        data["assertions"] = [*data.get("assertions", ()), hand.maker.assertion()][hand.random.randint(0, 1) :]
    elif what == "date":
        data["date"] = hand.random.choice(("2022-12-31", "2023-12-31", "2023-12-30", "2024-04-30"))
    else:
        data["title"] = hand.maker.words()
    hand.write(path, {name: value for name, value in data.items() if value != []})


def edits_participants(hand: Hand) -> None:
    path, data = hand.some("plans")
    row = {"organisation": hand.random.choice("ABC"), "from": hand.maker.when(0.6), "source": "list"}
    there = data.setdefault("participants", [])
    there.insert(hand.random.randint(0, len(there)), row)
    if len(there) > 1 and hand.maker.chance(0.3):
        hand.random.choice(there)["from"] = hand.maker.when()
    hand.write(path, data)


def acknowledges(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    value, rule = hand.random.choice(("body", "type", "priority", stem_of(path), "3")), hand.random.choice(_RULES)
    entry = {"rule": rule, "value": value, "reason": hand.maker.words(), "source": "list"}
    if data.pop("known", None) is None or hand.maker.chance(0.5):
        data["known"] = [entry]
    hand.write(path, data)


_RULES = ("PLP609", "PLP502", "PLP308", "PLP701", "PLP703", "PLP312", "PLP307")


def sets_severities(hand: Hand) -> None:
    data = hand.data(MANIFEST)
    severities = data.setdefault("severities", {})
    rule = hand.random.choice((*severities, "PLP407", "PLP603", "PLP310", "PLP701", "PLP703", "PLP308", "PLP311"))
    if severities.pop(rule, None) is None or hand.maker.chance(0.5):
        severities[rule] = {"severity": hand.random.choice(("info", "warning")), "reason": "So."}
    hand.write(MANIFEST, data if severities else {name: one for name, one in data.items() if name != "severities"})


def edits_the_manifest(hand: Hand) -> None:
    what = hand.random.choice(("title", "language", "zone", "names", "names", "torn", "gone", "format"))
    if what == "torn":
        hand.files[MANIFEST] = hand.random.choice(TORN)
    elif what == "gone":
        hand.files.pop(MANIFEST, None)
    else:
        more: dict[str, Data] = {"title": {"title": hand.maker.words()}, "language": {"language": "sv"},
                                 "zone": {"time-zone": "Pacific/Kiritimati"}, "names": {"publish-names": True},
                                 "format": {"format": 3}}  # fmt: skip
        hand.write(MANIFEST, hand.data(MANIFEST) | more[what])


def moves_a_record(hand: Hand) -> None:
    """The date of a record, whatever its sort calls it, is another."""
    path, data = hand.some("decisions", "sources", "assignments", "snapshots")
    if collection_of(path) == "assignments":
        data["version"] = {"number": 1, "date": hand.maker.when(), "source": "list"}
    elif collection_of(path) == "snapshots":
        data["date"] = hand.random.choice(("2022-06-30", "2023-12-31", "2024-05-31"))
    else:
        data["date"] = hand.maker.when()
    hand.write(path, data)


def moves_a_decision(hand: Hand) -> None:
    path, data = hand.some("decisions")
    hand.write(path, data | {"date": hand.maker.when()})


def moves_an_event(hand: Hand) -> None:
    path, data = hand.having("events")
    if data["events"]:
        hand.random.choice(data["events"])["date"] = hand.maker.when()
    hand.write(path, data)


def changes_from(hand: Hand) -> None:
    path, data = hand.some("processes")
    if data.pop("from", None) is None or hand.maker.chance(0.5):
        data["from"] = hand.maker.when()
    hand.write(path, data)


def adds_a_later_event(hand: Hand) -> None:
    path, data = hand.some()
    event = hand.maker.event_in(collection_of(path), data, 1.0)
    there = data.setdefault("events", [])
    there.insert(len(there) if hand.maker.chance(0.7) else hand.random.randint(0, len(there)), event)
    hand.write(path, data)


def adds_an_earlier_event(hand: Hand) -> None:
    path, data = hand.some()
    event = hand.maker.event_in(collection_of(path), data, 0.0)
    there = data.setdefault("events", [])
    there.insert(hand.random.randint(0, len(there)), event)
    hand.write(path, data)


def edits_a_task(hand: Hand) -> None:
    """A commission says otherwise, comes, or goes."""
    path, data = hand.having("commissions")
    tasks = data["commissions"]
    how = hand.random.choice(("lead", "due", "text", "source", "from", "added", "removed", "clause"))
    if how == "added":
        tasks.append(hand.maker.task(hand.random.choice(("b", "c", "d"))))
    elif how == "removed":
        tasks.pop(hand.random.randrange(len(tasks)))
    elif how == "clause" and data.get("clauses"):
        data["clauses"][0] = hand.maker.words()
    else:
        values: dict[str, Any] = {"lead": hand.random.choice("ABC"), "due": hand.maker.when(), "text": hand.maker.words(),
                                  "source": hand.maker.cited(), "from": hand.maker.when()}  # fmt: skip
        hand.random.choice(tasks)[how] = values.get(how, "C")
    hand.write(path, data if tasks else {name: value for name, value in data.items() if name != "commissions"})


def tells_of_a_task(hand: Hand) -> None:
    """What became of a commission, more often after what is sealed than before."""
    path, data = hand.having("commissions")
    if data["commissions"]:
        data.setdefault("events", []).append(hand.maker.event_of_task(data, 0.7))
    hand.write(path, data)


def removes_an_event(hand: Hand) -> None:
    path, data = hand.having("events")
    if data["events"]:
        data["events"].pop(hand.random.randrange(len(data["events"])))
    hand.write(path, data)


def reorders_events(hand: Hand) -> None:
    path, data = hand.having("events")
    if len(data["events"]) < 2:
        raise NothingThereError
    if hand.maker.chance(0.3):
        data["events"][1]["date"] = data["events"][0]["date"]
    hand.random.shuffle(data["events"])
    hand.write(path, data)


def edits_a_field(hand: Hand) -> None:
    path, data = hand.some()
    name = hand.random.choice(("goal", "lead", "priority", "title", "type", "lines", "source", "listed"))
    values: dict[str, Any] = {
        "goal": hand.maker.words(), "title": hand.maker.words(), "lead": hand.random.choice("ABC"),
        "priority": hand.random.randint(1, 4), "type": hand.random.choice(("unit", "group")), "lines": 77,
        "source": hand.maker.cited(), "listed": {"list": hand.random.randint(1, 9), "s": 1},
    }  # fmt: skip
    if name in data or collection_of(path) == "processes":
        data[name] = values[name]
    hand.write(path, data)


def makes_a_twin(hand: Hand) -> None:
    """A second file of an id: the one holds what was sealed, the other something else."""
    path = hand.random.choice([one for one in hand.before if one != MANIFEST])
    key = hand.random.choice(("aa-twin", "zz-twin"))
    hand.files[path_of(collection_of(path), key)] = hand.before[path]
    what = hand.random.choice(("altered", "gone", "copied", "torn"))
    if path not in hand.files or what == "copied":
        return
    if what == "gone":
        other = path_of(collection_of(path), f"mm-{hand.random.choice('ab')}")
        hand.files[other] = hand.files.pop(path)
        path = other
    if what == "torn":
        hand.files[path] = hand.random.choice(TORN)
        return
    name = "need" if collection_of(path) == "processes" else "title"
    hand.write(path, hand.data(path) | {name: hand.maker.words()})


def tears(hand: Hand) -> None:
    hand.files[hand.path(*COLLECTIONS)] = hand.random.choice(TORN)


def breaks_the_schema(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    how = hand.random.choice(("unknown", "missing", "type", "date"))
    if how == "unknown":
        data["colour"] = "red"
    elif how == "missing":
        data.pop(hand.random.choice([name for name in data if name != "id"]), None)
    elif how == "type":
        data[hand.random.choice(list(data))] = [{"a": 1}]
    else:
        data["date" if "date" in data else "from"] = "2023-02-30"
    hand.write(path, data)


def corrects(hand: Hand) -> None:
    """What `validate` finds of a seal is corrected by the program."""
    if hand.maker.chance(0.6):
        hand.random.choice((edits_a_field, adds_an_earlier_event, removes_an_event, adds, moves_a_decision))(hand)
    ledger = opened(hand.files)
    seals = seals_of(ledger.snapshots, {})
    if not seals:
        raise NothingThereError
    done = False
    for seal in seals:
        for key in hand.random.sample(list(ledger.records), len(ledger.records)):
            with suppress(UserError), desk(hand.files) as tree:
                correct(tree, seal.day, [key], Grounds("It was so.", ("list",)))
                done = True
            if done and hand.maker.chance(0.3):
                break
    if not done:
        raise NothingThereError


def corrects_by_hand(hand: Hand) -> None:
    """An entry among the corrections that looks like the program's, right or wrong."""
    path, data = hand.snapshot()
    seal = Seal(stem_of(path), path, DAYS[-1], data)
    about, said = hand.some()
    if hand.maker.chance(0.5):
        said |= {"title" if "title" in said else "need": "Otherwise"}
        hand.write(about, said)
    key = str(said.get("id"))
    day = str(data.get("date"))
    after = next((digests_of(said, collection_of(about), one)[0] for one in DAYS if one.isoformat() == day), None)
    entry = {"record": key, "kind": "amended", "before": seal.expected.get(key),
             "after": after or "0" * 64, "reason": "So it was.", "source": "list", "previous": seal.last_digest}  # fmt: skip
    entry = {name: value for name, value in entry.items() if value is not None}
    wrong = hand.random.choice(("", "", "previous", "after", "before"))
    if wrong:
        entry[wrong] = "1" * 64
    entry["digest"] = digest_of_correction(entry) if hand.maker.chance(0.8) else "2" * 64
    corrections = [*seal.corrections, entry]
    if hand.maker.chance(0.2):
        corrections = corrections[-1:]
    hand.write(path, data | {"corrections": corrections})


def edits_a_seal(hand: Hand) -> None:
    path, data = hand.snapshot()
    seal = data["seal"]
    if not isinstance(seal, dict) or not isinstance(seal.get("records"), dict) or not seal["records"]:
        raise NothingThereError
    key = hand.random.choice(list(seal["records"]))
    how = hand.random.choice(("digest", "record", "less", "more", "previous", "day"))
    if how == "digest":
        seal["digest"] = "3" * 64
    elif how == "record":
        seal["records"][key] = "4" * 64
    elif how == "less":
        del seal["records"][key]
    elif how == "more":
        seal["records"][stem_of(hand.path())] = "5" * 64
    elif how == "previous":
        seal["previous"] = {"snapshot": "221231", "digest": "6" * 64}
    else:
        data["date"] = "2023-12-30"
    if hand.maker.chance(0.6) and how != "digest":
        seal["digest"] = digest_of_seal(data.get("date"), seal["records"], seal.get("previous"))
    hand.write(path, data)


def removes_a_seal(hand: Hand) -> None:
    path, data = hand.snapshot()
    how = hand.random.choice(("seal", "file", "anew", "null"))
    if how == "file":
        del hand.files[path]
        return
    kept = {name: value for name, value in data.items() if name not in ("seal", "corrections")}
    if how == "null":
        hand.write(path, kept | {"seal": None})
        return
    hand.files[path] = lines(kept, hand.random)
    day = next((day for day in DAYS if day.isoformat() == str(data.get("date"))), None)
    if how == "anew" and day is not None:
        edits_a_field(hand)
        with suppress(UserError), desk(hand.files) as tree:
            seal_day(tree, day, TODAY)


def lays_out(hand: Hand) -> None:
    """The same in other bytes: another order of keys and events, other quotes."""
    path, data = hand.some(*COLLECTIONS)
    hand.files[path] = in_some_yaml(shuffled(data, hand.random), hand.random)


def orders_keys(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    hand.write(path, {name: data[name] for name in sorted(data, reverse=hand.maker.chance(0.5))})


def comments(hand: Hand) -> None:
    path = hand.path(*COLLECTIONS)
    raw = hand.files[path]
    if not raw.startswith((b"{", b"\xff")):
        comment = b"# A comment.\n\n"
        whole_lines = raw if raw.endswith(b"\n") else raw + b"\n"
        raw = hand.random.choice((comment + raw, whole_lines + comment))
    hand.files[path] = b"# Another.\n" + raw


def quotes(hand: Hand) -> None:
    path, data = hand.some(*COLLECTIONS)
    rows = [f"'{name}': {json.dumps(value, ensure_ascii=hand.maker.chance(0.5))}" for name, value in data.items()]
    hand.files[path] = ("\n".join(rows) + "\n").encode()


def ends_lines_otherwise(hand: Hand) -> None:
    path = hand.path(*COLLECTIONS)
    hand.files[path] = hand.files[path].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def composes(hand: Hand) -> None:
    """Letters that are composed, or not; an unknown start that is written as an open one."""
    path, data = hand.some()
    text = json.dumps(data, ensure_ascii=False).replace('"/20', '"../20')
    hand.files[path] = normalize(hand.random.choice(("NFC", "NFD")), text).encode()


def takes_back(hand: Hand) -> None:
    """A file is again as it was when it was sealed."""
    differ = [path for path in {**hand.files, **hand.before} if hand.files.get(path) != hand.before.get(path)]
    if not differ:
        raise NothingThereError
    path = hand.random.choice(sorted(differ))
    if path in hand.before:
        hand.files[path] = hand.before[path]
    else:
        del hand.files[path]


Step = Callable[[Hand], None]
STEPS: dict[str, Step] = {
    step.__name__.replace("_", " "): step
    for step in (
        adds, removes, copies, renames, changes_id, moves, withdraws, takes_a_withdrawal_back, says_formerly_rightly,
        says_formerly_wrongly, adds_a_plan, edits_a_grant, edits_a_plan, edits_a_snapshot, edits_participants,
        acknowledges, sets_severities, edits_the_manifest, moves_a_record, moves_a_decision, moves_an_event,
        changes_from, edits_a_task, tells_of_a_task, adds_a_later_event, adds_an_earlier_event, removes_an_event, reorders_events, edits_a_field,
        makes_a_twin, tears, breaks_the_schema, corrects, corrects_by_hand, edits_a_seal, removes_a_seal, lays_out,
        orders_keys, comments, quotes, ends_lines_otherwise, composes, takes_back,
    )
}  # fmt: skip


def done(name: str, seed: int, files: Files, before: Mapping[str, bytes]) -> Files | None:
    """The files after a step; None where there is nothing to which it could be done."""
    after = dict(files)
    try:
        STEPS[name](Hand(Random(seed), after, before))  # noqa: S311 - as above
    except NothingThereError:
        return None
    return after if after != files else None
