"""The whole examination: `plptool audit`, by a person with a clone and no trust."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.support.git import NAMES, commit, commit_ledger, forge_graph, git, init
from tests.support.ledgers import BASE, HELD, C, edit, unseal, write_ledger
from tests.support.personal_numbers import NUMBER
from tests.support.program import plptool, seal

pytestmark = pytest.mark.usefixtures("git_home")


@pytest.fixture
def sealed_later(tmp_path: Path) -> Path:
    """A ledger that was sealed in its second commit."""
    folder = write_ledger(init(tmp_path / "root"), BASE + HELD + C)
    commit(folder, "The ledger", "2024-01-10T12:00")
    seal(folder)
    commit(folder, "Sealed", "2024-01-20T12:00")
    return folder


def audit(folder: Path, *arguments: str) -> dict[str, Any]:
    done = plptool("audit", *arguments, "--format", "json", cwd=folder)
    answer: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (1 if answer["verdict"] in ("wrong", "incomplete") else 0)
    return answer


def digest_for_the_minutes(folder: Path) -> str:
    """The digest that was printed for the minutes."""
    found = re.search(
        r"^  digest: ([0-9a-f]{64})$", git(folder, "show", "HEAD:ledger/snapshots/221231.yaml"), re.MULTILINE
    )
    assert found
    return found[1]


def correct(folder: Path, key: str = "1.1") -> str:
    done = plptool(
        "seal", "221231", "--correct", key, "--reason", "It was so.", "--source", "list", "--format", "json", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["corrections"][0]["digest"])


def test_consistent_and_only_with_a_digest_from_outside_unaltered(sealed_later: Path) -> None:
    found = audit(sealed_later)
    assert (found["verdict"], found["wrong"], found["commits"]) == ("consistent", [], 2)
    assert [(one["snapshot"], one["records"], one["digest"]) for one in found["seals"]] == [
        ("221231", 9, digest_for_the_minutes(sealed_later))
    ]
    assert (
        audit(sealed_later, "--expect", f"221231={digest_for_the_minutes(sealed_later).upper()}")["verdict"]
        == "unaltered"
    )
    wrong = audit(sealed_later, "--expect", f"221231={'0' * 64}")
    assert (wrong["verdict"], wrong["wrong"]) == ("wrong", ["expected"])
    text = plptool("audit", "--lang", "en", cwd=sealed_later).stdout
    assert "Verdict: consistent. It is not shown to be unaltered" in text
    assert "Examined: commit " + git(sealed_later, "rev-parse", "HEAD") in text
    for arguments, said in (
        (["--expect", "221231"], "write --expect DATE=SHA256"),
        (["--expect", "221231=1234"], "write --expect DATE=SHA256"),
    ):
        done = plptool("audit", *arguments, cwd=sealed_later)
        assert (done.returncode, said in done.stderr) == (2, True)


def test_a_seal_that_is_expected_and_is_not_there_is_what_is_wrong(sealed_later: Path) -> None:
    minutes = digest_for_the_minutes(sealed_later)
    for asked in ("221231", "2022-12-31", "20221231"):  # the minutes have it as it was printed
        assert audit(sealed_later, "--expect", f"{asked}={minutes}")["verdict"] == "unaltered"
    both = audit(sealed_later, "--expect", f"221231={'0' * 64}", "--expect", f"221231={minutes}")
    assert (both["verdict"], both["wrong"]) == ("wrong", ["expected"])
    (sealed_later / "ledger" / "snapshots" / "221231.yaml").unlink()
    commit(sealed_later, "Gone")
    found = audit(sealed_later, "--expect", f"221231={minutes}")
    assert (found["verdict"], found["expected"][0]["snapshot"]) == ("wrong", None)
    assert {"expected", "chains", "deleted"} <= set(found["wrong"])
    said = plptool("audit", "--expect", f"221231={minutes}", "--lang", "en", cwd=sealed_later).stdout
    assert "2022-12-31: there is no seal of it in the ledger" in said


def test_two_lines_that_both_corrected_are_merged(sealed_later: Path) -> None:
    git(sealed_later, "checkout", "--quiet", "-b", "other")
    write_ledger(sealed_later, C + "names: [The C]\n")
    correct(sealed_later, "C")
    commit(sealed_later, "C corrected", "2024-03-01T12:00")
    git(sealed_later, "checkout", "--quiet", "main")
    write_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-01"))
    correct(sealed_later)
    commit(sealed_later, "1.1 corrected", "2024-03-02T12:00")
    git(sealed_later, "merge", "--quiet", "--no-ff", "--strategy-option=ours", "other", "--message", "Both", **NAMES)
    git(
        sealed_later, "checkout", "HEAD~1", "--", "ledger/snapshots"
    )  # one line's corrections, and then the other's anew
    correct(sealed_later, "C")
    git(sealed_later, "add", "--all")
    git(sealed_later, "commit", "--quiet", "--amend", "--no-edit", **NAMES)
    found = audit(sealed_later)
    assert (found["verdict"], len(found["seals"][0]["corrections"])) == ("consistent", 2)


def test_a_past_that_was_tampered_with(sealed_later: Path) -> None:
    key = commit_ledger(
        sealed_later, HELD.replace("2022-03-01", "2022-04-01"), "Tidied up", "2024-03-01T12:00", who="Bo Ek"
    )
    found = audit(sealed_later)
    assert (found["verdict"], found["wrong"]) == ("wrong", ["seals"])
    assert [(one["rule"], one["record"]) for one in found["findings"]] == [("PLP701", "1.1")]
    assert "Changed by Bo Ek on 2024-03-01" in " ".join(
        plptool("audit", "--lang", "en", cwd=sealed_later).stdout.split()
    )
    assert [(one["commit"]["commit"], one["record"], one["stands"]) for one in found["altered"]] == [(key, "1.1", True)]
    commit_ledger(sealed_later, HELD, "Taken back", "2024-03-05T12:00")
    found = audit(sealed_later)
    assert found["verdict"] == "consistent"
    assert [(one["commit"]["commit"], one["record"], one["stands"]) for one in found["altered"]] == [
        (key, "1.1", False)
    ]


def test_what_alters_no_fact_is_not_called_altered(sealed_later: Path) -> None:
    processes = sealed_later / "ledger" / "processes"
    text = (processes / "1.1.yaml").read_text()
    (processes / "1.1.yaml").rename(processes / "other.yaml")
    commit(sealed_later, "Another file name", "2024-03-01T12:00")
    (processes / "1.1.yaml").write_text(text)
    (processes / "other.yaml").write_text(text.replace("priority: 1", "priority: 2"))
    commit(sealed_later, "A twin, which answers for nothing", "2024-03-02T12:00")
    (processes / "other.yaml").unlink()
    (processes / "1.1.yaml").write_text(text + "known: [{rule: PLP502}]\n")
    commit(sealed_later, "Breaks the schema", "2024-03-03T12:00")
    assert audit(sealed_later)["altered"] == []
    (processes / "1.1.yaml").write_text((text + "known: [{rule: PLP502}]\n").replace("priority: 1", "priority: 2"))
    commit(sealed_later, "And what was sealed", "2024-03-04T12:00")
    assert [(one["commit"]["subject"], one["record"]) for one in audit(sealed_later)["altered"]] == [
        ("And what was sealed", "1.1")
    ]


def test_a_graph_that_lies_hides_nothing(sealed_later: Path) -> None:
    commit_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-01"), "Tidied up", "2024-03-01T12:00")
    forge_graph(sealed_later)
    found = audit(sealed_later)
    assert (found["verdict"], found["commits"], len(found["altered"])) == ("wrong", 3, 1)


def test_a_seal_that_was_made_anew_shows_in_the_history_and_against_the_minutes(sealed_later: Path) -> None:
    minutes = digest_for_the_minutes(sealed_later)
    unseal(sealed_later)
    write_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-01"))
    seal(sealed_later)
    commit(sealed_later, "Nothing to see", "2024-03-01T12:00")
    found = audit(sealed_later)
    assert (found["verdict"], found["wrong"]) == ("wrong", ["chains", "lost"])
    assert [one["rule"] for chain in found["chains"] for one in chain["findings"]] == ["PLP711"]
    # Who rewrites the whole history leaves no trace in it.
    shutil.rmtree(sealed_later / ".git")
    init(sealed_later)
    commit(sealed_later, "The ledger, as it always was")
    assert audit(sealed_later)["verdict"] == "consistent"
    assert audit(sealed_later, "--expect", f"221231={minutes}")["wrong"] == ["expected"]


def test_corrections_stand_apart_with_their_reasons(sealed_later: Path) -> None:
    minutes = digest_for_the_minutes(sealed_later)
    write_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-01"))
    first = correct(sealed_later)
    commit(sealed_later, "Corrected", "2024-03-01T12:00")
    write_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-02"))
    correct(sealed_later)
    commit(sealed_later, "And again", "2024-03-02T12:00")
    found = audit(sealed_later, "--expect", f"221231={minutes}")
    assert found["verdict"] == "unaltered"
    assert [(one["record"], one["kind"], one["reason"]) for one in found["seals"][0]["corrections"]] == [
        ("1.1", "amended", "It was so.")] * 2  # fmt: skip
    assert found["altered"] == []
    assert found["seals"][0]["expected"] == [{"digest": minutes, "agrees": True, "corrections": 0}]
    assert found["unvouched"] == 2
    said = plptool("audit", "--expect", f"221231={minutes}", "--lang", "en", cwd=sealed_later).stdout
    assert "corrections since, which no digest from outside vouches for: 2." in " ".join(said.split())
    later = audit(sealed_later, "--expect", f"221231={first}")
    assert [one["vouched"] for one in later["seals"][0]["corrections"]] == [True, False]
    assert later["seals"][0]["corrections"][0]["commit"]["subject"] == "Corrected"
    assert later["seals"][0]["expected"] == [{"digest": first, "agrees": True, "corrections": 1}]
    assert digest_for_the_minutes(sealed_later) == minutes


def test_what_was_deleted_what_has_no_source_and_what_is_dated_back(sealed_later: Path) -> None:
    (sealed_later / "ledger" / "organisations" / "C.yaml").unlink()
    key = commit(sealed_later, "C is gone", "2024-03-01T12:00", who="Bo Ek")
    back = commit_ledger(
        sealed_later,
        HELD.replace("source: list\nevents", "source: {need: list}\nevents"),
        "Dated back",
        "2024-02-01T12:00",
    )
    found = audit(sealed_later)
    assert [(one["record"], one["commit"]["commit"], one["now"]) for one in found["deleted"]] == [("C", key, "gone")]
    assert [one["path"] for one in found["dated-back"]] == [back[:12]]
    assert {one["record"] for one in found["unsourced"]} == {"1.1"}
    assert {one["rule"] for one in found["findings"]} == {"PLP701", "PLP702"}
    text = plptool("audit", "--lang", "en", cwd=sealed_later).stdout
    for said in ("Deleted records", "Commits dated before what they build on", "Facts without a source", "It is gone."):
        assert said in text


def test_a_personal_number_anywhere_in_the_past(sealed_later: Path) -> None:
    (sealed_later / "notes.txt").write_text(f"x {NUMBER}\n")
    commit(sealed_later, "Notes")
    (sealed_later / "notes.txt").unlink()
    commit(sealed_later, "No notes")
    found = audit(sealed_later)
    assert (found["verdict"], found["wrong"]) == ("wrong", ["personal-numbers"])
    assert NUMBER not in plptool("audit", cwd=sealed_later).stdout


def test_a_clone_that_lacks_a_part_says_so(sealed_later: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{sealed_later}", "shallow")
    found = audit(tmp_path / "shallow", "--expect", f"221231={digest_for_the_minutes(sealed_later)}")
    assert found["verdict"] == "incomplete"
    git(tmp_path, "clone", "--quiet", "--bare", str(sealed_later), "bare.git")
    assert audit(tmp_path / "bare.git")["verdict"] == "consistent"


def test_who_signed(sealed_later: Path, tmp_path: Path) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("there is no ssh-keygen here")
    for name in ("officer", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=30)
    public = (tmp_path / "officer.pub").read_text().strip()
    (tmp_path / "signers").write_text(f"officer@example.org {public}\n")
    git(sealed_later, "config", "--global", "gpg.ssh.allowedSignersFile", str(tmp_path / "signers"))
    # The clone's own word on what to run, and whom to trust, is nobody's.
    (tmp_path / "trap").write_text("#!/bin/sh\ntouch " + str(tmp_path / "sprung") + "\n")
    (tmp_path / "trap").chmod(0o755)
    (tmp_path / "mine").write_text("*@example.org " + (tmp_path / "other.pub").read_text())
    git(sealed_later, "config", "gpg.ssh.program", str(tmp_path / "trap"))
    git(sealed_later, "config", "gpg.program", str(tmp_path / "trap"))
    git(sealed_later, "config", "gpg.ssh.allowedSignersFile", str(tmp_path / "mine"))
    for name in ("officer", "other"):
        write_ledger(sealed_later, C + f"names: [{name}]\n")
        git(sealed_later, "add", "--all")
        git(sealed_later, "-c", "gpg.format=ssh", "-c", f"user.signingkey={tmp_path / name}",
            "-c", "gpg.ssh.program=ssh-keygen", "-c", "user.name=An Officer", "-c", "user.email=officer@example.org",
            "commit", "--quiet", "-S", "-m", name)  # fmt: skip
    found = audit(sealed_later)
    assert found["signatures"] == {"unsigned": 2, "unknown": 1, "valid": 1}
    valid = next(one for one in found["signers"] if one["state"] == "valid")
    assert (valid["signer"], valid["commits"], valid["newest"]["subject"]) == ("officer@example.org", 1, "officer")
    assert not (tmp_path / "sprung").exists()


def test_a_seal_that_is_rewritten_while_the_manifest_is_away(sealed_later: Path) -> None:
    manifest = sealed_later / "ledger" / "ledger.yaml"
    text = manifest.read_text()
    manifest.unlink()
    unseal(sealed_later)
    commit(sealed_later, "Without a manifest", "2024-02-01T12:00")
    manifest.write_text(text)
    write_ledger(sealed_later, HELD.replace("2022-03-01", "2022-04-01"))
    seal(sealed_later)
    commit(sealed_later, "Sealed anew", "2024-02-02T12:00")
    found = audit(sealed_later)
    assert "chains" in found["wrong"]
    assert [one["commit"]["subject"] for one in found["chains"] if one["findings"]] == ["Without a manifest"]


def test_a_merge_that_alters_what_one_parent_sealed_is_committed(tmp_path: Path) -> None:
    folder = write_ledger(init(tmp_path / "root"), BASE)
    commit(folder, "The ledger")
    git(folder, "checkout", "--quiet", "-b", "other")
    write_ledger(folder, HELD)
    seal(folder)
    commit(folder, "Held, and sealed")
    git(folder, "checkout", "--quiet", "main")
    commit_ledger(folder, C, "C")
    git(folder, "merge", "--quiet", "--no-ff", "--no-commit", "other", **NAMES)
    write_ledger(folder, HELD.replace("priority: 1", "priority: 3"))
    commit(folder, "A merge that alters")
    text = plptool("validate", "--lang", "en", cwd=folder).stdout
    # Not every parent had what was sealed, so no commit is named; but it is not in the files alone either.
    assert "Sealed, and now: priority: 1 → 3. Undo the change" in text


def test_of_several_seals_the_one_that_is_broken_says_what_was_altered(tmp_path: Path) -> None:
    completed = "  - {date: 2023-12-31, kind: status, status: completed, source: list}\n"
    folder = write_ledger(init(tmp_path / "root"), BASE + HELD + completed)
    commit(folder, "The ledger", "2024-01-10T12:00")
    seal(folder)  # 221231: of what is altered below it has nothing
    seal(folder, "231231")
    commit(folder, "Sealed", "2024-01-20T12:00")
    edit(folder, "processes/1.1", "2023-12-31, kind: status", "2023-12-30, kind: status")
    commit(folder, "Tidied", "2024-01-30T12:00")
    text = plptool("validate", "--lang", "en", cwd=folder).stdout
    assert "Sealed, and now: " in text
    assert ": Tidied. " in text
    assert "Not committed yet" not in text
