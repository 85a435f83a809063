"""A sealed ledger that a commit takes away is missed, however well another hangs together."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from plptool.read.yaml import parse
from plptool.seals.chain import Seal, digest_of_seal
from tests.support.git import commit, git, init
from tests.support.ledgers import BASE, HELD, edit, unseal, write_ledger
from tests.support.program import plptool, seal
from tests.support.thorough import thorough

pytestmark = pytest.mark.usefixtures("git_home")


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A repository whose ledger, in the folder `plan`, was sealed."""
    root = init(tmp_path / "root")
    write_ledger(root / "plan", BASE + HELD)
    commit(root, "The ledger", "2024-01-10T12:00")
    seal(root / "plan")
    commit(root, "Sealed", "2024-01-20T12:00")
    return root


def copied(root: Path, *, forged: bool) -> None:
    """The ledger again, in the folder `new`; forged, another fact is sealed anew in it."""
    shutil.copytree(root / "plan", root / "new")
    if forged:
        unseal(root / "new")
        write_ledger(root / "new", HELD.replace("2022-03-01", "2022-04-01"))
        seal(root / "new")
    commit(root, "A copy", "2024-02-01T12:00")


def audited(folder: Path) -> tuple[str, list[tuple[str, str, list[str]]]]:
    found = json.loads(plptool("audit", "--format", "json", cwd=folder).stdout)
    return found["verdict"], [(one["folder"], one["commit"]["subject"], one["seals"]) for one in found["lost"]]


@thorough
@pytest.mark.parametrize("beside", [False, True], ids=["nothing beside", "another came with it"])
def test_a_forged_copy_whose_original_goes_later(sealed: Path, beside: bool) -> None:
    copied(sealed, forged=True)
    assert audited(sealed / "new") == ("consistent", [])
    shutil.rmtree(sealed / "plan")
    if beside:
        write_ledger(sealed / "third", BASE)
    done = plptool("validate", "--base", "HEAD", "--lang", "en", cwd=sealed / "new")  # not committed yet
    assert (done.returncode, "the ledger in plan has lost its seals 221231" in done.stdout) == (1, True)
    commit(sealed, "Tidied up", "2024-03-01T12:00")
    done = plptool("validate", "--base", "HEAD~1", "--format", "json", cwd=sealed / "new")
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["PLP711"]
    assert audited(sealed / "new") == ("wrong", [("plan", "Tidied up", ["221231"])])
    text = plptool("audit", "--lang", "en", cwd=sealed / "new").stdout
    assert "- seals are gone from the repository" in text
    write_ledger(sealed / "new", HELD + "  - {date: 2024-01-01, kind: note, text: Later., source: list}\n")
    commit(sealed, "Later", "2024-04-01T12:00")
    assert audited(sealed / "new")[0] == "wrong"


def test_what_goes_on_with_its_seals_is_not_lost(sealed: Path) -> None:
    copied(sealed, forged=False)
    shutil.rmtree(sealed / "plan")
    assert plptool("validate", "--base", "HEAD", cwd=sealed / "new").returncode == 0
    commit(sealed, "Moved", "2024-03-01T12:00")
    assert audited(sealed / "new") == ("consistent", [])
    git(sealed, "mv", "new", "newer")
    commit(sealed, "Moved again", "2024-03-02T12:00")
    assert audited(sealed / "newer") == ("consistent", [])
    write_ledger(sealed / "other", BASE)
    commit(sealed, "Another", "2024-03-03T12:00")
    shutil.rmtree(sealed / "other")
    commit(sealed, "It was never sealed", "2024-03-04T12:00")
    assert audited(sealed / "newer") == ("consistent", [])


def test_in_however_many_steps_the_original_goes(sealed: Path) -> None:
    copied(sealed, forged=True)
    (sealed / "plan/ledger/ledger.yaml").unlink()
    commit(sealed, "No manifest", "2024-03-01T12:00")
    shutil.rmtree(sealed / "plan")
    commit(sealed, "The rest", "2024-03-02T12:00")
    assert audited(sealed / "new") == ("wrong", [("plan", "The rest", ["221231"])])


def test_a_seal_that_is_cut_out_before_its_ledger_goes(sealed: Path) -> None:
    copied(sealed, forged=True)
    unseal(sealed / "plan")
    commit(sealed, "Cut out", "2024-03-01T12:00")
    done = plptool("validate", "--base", "HEAD~1", "--format", "json", cwd=sealed / "new")
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["PLP711"]
    shutil.rmtree(sealed / "plan")
    commit(sealed, "Gone", "2024-03-02T12:00")
    assert audited(sealed / "new") == ("wrong", [("plan", "Cut out", ["221231"])])


def test_a_ledger_that_was_unsealed_removed_and_forged_elsewhere(sealed: Path) -> None:
    copied(sealed, forged=True)
    forged = (sealed / "new").rename(sealed.parent / "forged")
    commit(sealed, "Not yet", "2024-02-02T12:00")
    unseal(sealed / "plan")
    commit(sealed, "Unsealed", "2024-03-01T12:00")
    shutil.rmtree(sealed / "plan")
    commit(sealed, "Removed", "2024-03-02T12:00")
    shutil.copytree(forged, sealed / "new")
    commit(sealed, "Again", "2024-03-03T12:00")
    assert audited(sealed / "new")[0] == "wrong"


def test_a_manifest_that_is_broken_for_a_while_lets_no_time_zone_through(tmp_path: Path) -> None:
    root = init(tmp_path / "root")
    write_ledger(root, BASE + HELD)
    commit(root, "The ledger", "2024-01-10T12:00")
    seal(root)
    snapshot = root / "ledger/snapshots/221231.yaml"  # as seals were made once: they name no time zone
    data = parse(snapshot.read_bytes()).data
    assert isinstance(data, dict)
    old = Seal("221231", "", date(2022, 12, 31), data)
    plain = digest_of_seal("2022-12-31", old.records, None)
    text = snapshot.read_text().replace(old.digest, plain).replace("  time-zone: Europe/Stockholm\n", "")
    snapshot.write_text(text)
    assert plptool("validate", cwd=root).returncode == 0
    commit(root, "Sealed", "2024-01-20T12:00")
    edit(root, "ledger", "Europe/Stockholm", "Europe/Stocholm")
    commit(root, "A typo", "2024-02-01T12:00")
    edit(root, "ledger", "Europe/Stocholm", "Pacific/Auckland")
    commit(root, "Mended", "2024-02-02T12:00")
    done = plptool("validate", "--base", "HEAD~1", "--format", "json", cwd=root)
    assert "PLP711" in [one["rule"] for one in json.loads(done.stdout)["findings"]]
    found = json.loads(plptool("audit", "--expect", f"221231={plain}", "--format", "json", cwd=root).stdout)
    assert (found["verdict"], "chains" in found["wrong"]) == ("wrong", True)


def test_the_sentence_of_a_change_that_takes_a_sealed_ledger_away(sealed: Path) -> None:
    copied(sealed, forged=True)
    shutil.rmtree(sealed / "plan")
    write_ledger(sealed / "new", HELD.replace("Do it", "Do more"))
    commit(sealed, "Tidied up", "2024-03-01T12:00")
    done = plptool("ci", "--base", "HEAD~1", "--lang", "en", cwd=sealed / "new")
    said = " ".join(done.stdout.split())
    assert (done.returncode, "the ledger in plan has lost its seals 221231" in said) == (1, True)
    assert "othing sealed is touched" not in said


def test_a_seal_whose_file_alone_was_laid_aside_is_gone(sealed: Path) -> None:
    copied(sealed, forged=True)
    aside = sealed / "aside/ledger/snapshots"
    aside.mkdir(parents=True)
    shutil.copy(sealed / "plan/ledger/snapshots/221231.yaml", aside)
    shutil.copy(sealed / "plan/ledger/ledger.yaml", aside.parent)
    commit(sealed, "Laid aside", "2024-02-15T12:00")
    shutil.rmtree(sealed / "plan")
    done = plptool("validate", "--base", "HEAD", "--format", "json", cwd=sealed / "new")
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["PLP711"]
    commit(sealed, "Tidied up", "2024-03-01T12:00")
    assert audited(sealed / "new") == ("wrong", [("plan", "Tidied up", ["221231"])])
    done = plptool("validate", "--base", "HEAD~1", "--format", "json", cwd=sealed / "new")
    assert [one["rule"] for one in json.loads(done.stdout)["findings"]] == ["PLP711"]


def test_a_sealed_ledger_that_goes_on_elsewhere_whole_is_there(sealed: Path) -> None:
    copied(sealed, forged=True)
    git(sealed, "mv", "plan", "archive")
    assert plptool("validate", "--base", "HEAD", cwd=sealed / "new").returncode == 0
    commit(sealed, "Archived", "2024-03-01T12:00")
    assert audited(sealed / "new") == ("consistent", [])
    assert audited(sealed / "archive") == ("consistent", [])
    write_ledger(sealed / "archive", HELD.replace("2022-03-01", "2022-04-01"))
    commit(sealed, "And then altered", "2024-03-02T12:00")
    assert audited(sealed / "new")[0] == "wrong"
