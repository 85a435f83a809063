"""What an editor is told while somebody types is what a validation of all says: after any changes of any files."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plptool.checks.examiner import Examiner
from plptool.checks.runner import check
from plptool.model.ports import Entry
from plptool.read.cache import blob_id
from plptool.read.opening import load
from tests.support.examples import write_examples
from tests.support.ledgers import BASE, HELD, PROCESS, SINCE_SEALED, C, Held, sections, write_ledger
from tests.support.program import seal
from tests.support.thorough import THOROUGH, some

STEPS = 40 if THOROUGH else 12


@dataclass
class Desk(Held):
    """Files in memory, whose bytes are known by their ids."""

    def entries(self, folder: str) -> list[Entry]:
        return [Entry(path, blob=blob_id(raw)) for path, raw in sorted(self.files.items()) if folder == "ledger"]

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


@dataclass
class Typist:
    """Changes files of a ledger at random, as somebody types, or as files come and go."""

    files: dict[str, bytes]
    by: random.Random
    first: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.first = dict(self.files)

    def type(self) -> str:
        """One change; what it was."""
        path = self.by.choice(sorted(self.first))
        raw = self.files.get(path)
        what = self.by.choice([self.cut, self.swap, self.back, self.back, self.gone, self.copied, self.names_another])
        self.files = {**self.files, path: raw or self.first[path]}
        what(path)
        return f"{what.__name__} {path}"

    def cut(self, path: str) -> None:
        at = self.by.randrange(len(self.files[path]))
        self.files[path] = self.files[path][:at]

    def swap(self, path: str) -> None:
        words = self.files[path].split(b" ")
        one, other = self.by.randrange(len(words)), self.by.randrange(len(words))
        words[one], words[other] = words[other], words[one]
        self.files[path] = b" ".join(words)

    def back(self, path: str) -> None:
        self.files[path] = self.first[path]

    def gone(self, path: str) -> None:
        del self.files[path]

    def copied(self, path: str) -> None:
        other = self.by.choice(sorted(self.first))
        self.files[path] = self.first[other]

    def names_another(self, path: str) -> None:
        ids = [other.rpartition("/")[2].removesuffix(".yaml").encode() for other in sorted(self.first)]
        self.files[path] = self.files[path].replace(self.by.choice(ids), self.by.choice(ids))


def files_in(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledger").rglob("*.yaml")}


def little(root: Path) -> Path:
    return write_ledger(root, BASE + C + HELD + PROCESS.replace("1.1", "1.2") + SINCE_SEALED)


def sealed(root: Path) -> Path:
    write_ledger(root, BASE + C + HELD + "== snapshots/221231\ndate: 2022-12-31\n")
    seal(root, "221231")
    return root


def examples(root: Path) -> Path:
    return write_examples(root / "examples")


LEDGERS: dict[str, Callable[[Path], Path]] = {"little": little, "sealed": sealed, "examples": examples}


@pytest.mark.parametrize("seed", some(range(12), 0))
@pytest.mark.parametrize("name", some(LEDGERS, "little", "sealed"))
def test_what_is_found_while_somebody_types_is_what_is_found_anew(name: str, seed: int, tmp_path: Path) -> None:
    typist = Typist(files_in(LEDGERS[name](tmp_path)), random.Random(seed))  # noqa: S311 - the same each time
    examiner = Examiner()
    done: list[str] = []
    for _ in range(STEPS):
        done.append(typist.type())
        tree = Desk(typist.files)
        assert examiner.findings(tree) == check(load(tree)), done


def test_a_file_that_was_away_is_looked_at_anew() -> None:
    files = {f"ledger/{name}.yaml": raw for name, raw in sections(BASE + HELD)}
    examiner = Examiner()
    assert examiner.findings(Desk(files)) == []
    without = {path: raw for path, raw in files.items() if "1.1" not in path}
    examiner.findings(Desk(without))
    other = {path: raw.replace(b"2023-12-31", b"2021-12-31") for path, raw in without.items()}
    examiner.findings(Desk(other))
    again = Desk({**other, "ledger/processes/1.1.yaml": files["ledger/processes/1.1.yaml"]})
    found = examiner.findings(again)
    assert {one.rule for one in found} == {"PLP402"}
    assert found == check(load(again))


def test_only_what_hangs_on_a_change_is_looked_at_again() -> None:
    files = {f"ledger/{name}.yaml": raw for name, raw in sections(BASE + HELD + PROCESS.replace("1.1", "1.2"))}
    examiner = Examiner()
    examiner.findings(Desk(files))
    before = {path: looked.seen.findings for path, looked in examiner.looked.items()}
    path = "ledger/processes/1.2.yaml"
    examiner.findings(Desk({**files, path: files[path] + b"# a remark\n"}))
    same = {path for path, looked in examiner.looked.items() if looked.seen.findings is before[path]}
    assert same == before.keys() - {path}


def test_a_record_is_looked_at_again_when_another_claims_its_id_or_is_more_like_what_was_meant() -> None:
    process = {f"ledger/{name}.yaml": raw for name, raw in sections(HELD)}["ledger/processes/1.1.yaml"]
    files = {f"ledger/{name}.yaml": raw for name, raw in sections(BASE)}
    files["ledger/processes/copy.yaml"] = process.replace(b"lead: A", b"lead: boerd")
    examiner = Examiner()
    other = files["ledger/organisations/board.yaml"].replace(b"id: board", b"id: boerde")
    steps: list[dict[str, bytes]] = [
        {},
        {"ledger/organisations/boerde.yaml": other},
        {"ledger/processes/1.1.yaml": process},
    ]
    hints = []
    for step in steps:
        files |= step
        found = examiner.findings(Desk(files))
        assert found == check(load(Desk(files)))
        hints.append([one.hint.say() for one in found if one.hint and one.path.endswith("copy.yaml")])
    assert len({tuple(told) for told in hints}) == len(steps)
