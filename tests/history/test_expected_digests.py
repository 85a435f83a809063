"""A digest as people copy it from the minutes: the right one is never called wrong."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plptool.cli.audit import expectation
from plptool.model.errors import UserError
from plptool.model.plain import part, text
from plptool.read.opening import open_ledger
from tests.support.git import commit, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool, seal

pytestmark = pytest.mark.usefixtures("git_home")


@pytest.fixture
def sealed(tmp_path: Path) -> tuple[Path, str, str]:
    """A ledger that is sealed and committed, the digest, and the line for the minutes."""
    root = write_ledger(init(tmp_path / "root"), BASE + PROCESS)
    line = plptool("seal", "221231", "--lang", "en", cwd=root).stdout.strip()
    commit(root, "Sealed")
    return root, line.rpartition(" ")[2], line


def audit(root: Path, said: str) -> dict[str, Any]:
    done = plptool("audit", "--expect", said, "--format", "json", cwd=root)
    assert done.stdout, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def blocks(digest: str, size: int, between: str) -> str:
    return between.join(digest[at : at + size] for at in range(0, len(digest), size))


WAYS = {
    "plain": "221231={}",
    "spaces around": " 221231 = {} ",
    "a no-break space": "221231\u00a0=\u00a0{}",
    "a line break": "221231=\n{}\n",
    "a tab": "221231\t{}",
    "a space alone": "2022-12-31 {}",
    "sha256 in front": "221231=sha256:{}",
    "SHA-256 in front": "20221231: SHA-256 {}",
    "SHA256= in front": "221231 SHA256={}",
    "a colon": "2022-12-31: {}",
    "an en dash": "2022-12-31 – {}",
    "an en dash, close": "221231–{}",
    "a hyphen": "2022-12-31 - {}",
    "a wide sign": "221231＝{}",
    "dashes in the date": "2022\u201112\u201131={}",
    "quotes": "221231=“{}”",
    "a full stop": "221231={}.",
    "a byte order mark": "\ufeff221231={}",
    "the newest snapshot": "snapshot = {}",
}


DIGEST = "6a0c92fe" * 7 + "0123abcd"


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_a_digest_is_read_however_it_is_written(way: str) -> None:
    written = (
        DIGEST,
        DIGEST.upper(),
        blocks(DIGEST, 8, " "),
        blocks(DIGEST, 4, "\u00a0"),
        blocks(DIGEST, 32, "\n"),
        blocks(DIGEST, 16, "\u200b"),
    )
    for said in written:
        key, digest = expectation(way.format(said), date(2024, 1, 1))
        assert (key, digest) == ("snapshot" if "snapshot" in way else "2022-12-31", DIGEST), repr(said)


@pytest.mark.parametrize("way", ["221231 = {}", "2022-12-31\u00a0– SHA-256: {}", "snapshot={}"])
def test_the_right_digest_is_right_and_another_is_wrong(sealed: tuple[Path, str, str], way: str) -> None:
    root, digest, _ = sealed
    assert audit(root, way.format(blocks(digest.upper(), 8, " ")))["verdict"] == "unaltered"
    wrong = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    assert audit(root, way.format(wrong))["wrong"] == ["expected"]


def test_the_line_for_the_minutes_will_do(sealed: tuple[Path, str, str]) -> None:
    root, _, line = sealed
    assert line.startswith("Sealed 2022-12-31: ")
    assert audit(root, line)["verdict"] == "unaltered"
    assert audit(root, line.replace(" ", "\u00a0"))["verdict"] == "unaltered"
    done = plptool("seal", "221231", "--correct", "1.1", "--reason", "It was so.", "--source", "list", cwd=root)
    assert done.returncode == 2  # nothing differs: there is nothing to correct
    write_ledger(root, PROCESS.replace("A need.", "Another."))
    done = plptool("seal", "221231", "--correct", "1.1", "--reason", "It was so.", "--source", "list", cwd=root)
    commit(root, "Corrected")
    found = audit(root, done.stdout)
    assert (found["verdict"], found["unvouched"]) == ("unaltered", 0)


@pytest.mark.parametrize(
    "said",
    [
        "{}", "={}", "221231", "221231=", "221231={}0", "221231=g{}", "221231=0{}", "221231=…",
        "2022-12-31 2023-12-31 and more {}", "221231=sha256",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_mistake_and_no_charge(said: str) -> None:
    with pytest.raises(UserError, match="write --expect DATE=SHA256"):
        expectation(said.format(DIGEST), date(2024, 1, 1))


def test_each_digit_that_lacks_is_a_mistake_and_no_charge(sealed: tuple[Path, str, str]) -> None:
    ways = ("221231={}", "221231 {}", "2022-12-31 {}", "2022-12-31 - {}", "2022-12-31: SHA-256 {}", "221231 sha 256 {}")
    for way in ways:
        for lacking in range(1, 64):
            with pytest.raises(UserError):
                expectation(way.format(DIGEST[lacking:]), date(2024, 1, 1))
    done = plptool("audit", "--expect", "221231=6a0c", cwd=sealed[0])
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "(here it has 4)" in done.stderr


def test_a_seal_that_never_was_is_a_mistake_and_no_charge(sealed: tuple[Path, str, str]) -> None:
    root, digest, _ = sealed
    for key in ("221213", "no-such", "today", "231399"):
        done = plptool("audit", "--expect", f"{key}={'0' * 64}", cwd=root)
        assert (done.returncode, done.stdout) == (2, ""), key
        assert "there is no seal of" in done.stderr
        assert "sealed are 2022-12-31" in done.stderr
    done = plptool("audit", "--expect", f"221213={digest}", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "this digest is that of 2022-12-31" in done.stderr


def test_a_seal_that_was_and_is_gone_is_wrong(sealed: tuple[Path, str, str]) -> None:
    root, digest, _ = sealed
    path = root / "ledger" / "snapshots" / "221231.yaml"
    path.write_text(path.read_text().partition("seal:")[0])
    commit(root, "The seal is taken away", "2024-02-02T12:00")
    assert "expected" in audit(root, f"221231={digest}")["wrong"]
    path.unlink()
    commit(root, "And the snapshot", "2024-02-03T12:00")
    assert "expected" in audit(root, f"221231={digest}")["wrong"]
    done = plptool("audit", "--expect", f"snapshot={digest}", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_day_is_the_day_that_was_sealed_whatever_a_snapshot_is_called(tmp_path: Path) -> None:
    misnamed = "\n== snapshots/2023-06-30\ndate: 2022-12-31\n"
    root = write_ledger(init(tmp_path / "root"), BASE + PROCESS + misnamed)
    for day in ("221231", "230630"):
        seal(root, day)
    commit(root)
    digest = text(part(open_ledger(root).records["230630"].data, "seal"), "digest")
    found = audit(root, f"230630={digest}")
    assert (found["verdict"], found["expected"][0]["agrees"]) == ("unaltered", True)


def test_of_two_seals_of_one_day_the_one_that_is_meant_is_not_charged(tmp_path: Path) -> None:
    root = write_ledger(init(tmp_path / "root"), BASE + PROCESS)
    seal(root, "221231")
    file = root / "ledger/snapshots/221231.yaml"
    sealed = file.read_text(encoding="utf-8")
    (root / "ledger/snapshots/2212.yaml").write_text(
        sealed.replace("id: 221231", "id: '2212'").replace("digest: ", "digest: 0"), encoding="utf-8"
    )
    commit(root)
    digest = text(part(open_ledger(root).records["221231"].data, "seal"), "digest")
    found = audit(root, f"221231={digest}")
    assert (found["verdict"], found["expected"][0]["agrees"]) == ("wrong", True)
