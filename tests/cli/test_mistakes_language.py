"""The caller's mistakes are told in the language of the answer: that which --lang asks for, or else the ledger's."""

import errno
from pathlib import Path

import pytest

from plptool.model.errors import LackingError, UserError
from plptool.model.findings import Message
from plptool.model.i18n import translator
from plptool.model.refusals import refused
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool

ENGLISH = BASE + PROCESS
SWEDISH = ENGLISH.replace("language: en", "language: sv")
NO_RULE = {
    "en": "plptool: there is no rule 'zzz': see `plptool rules`\n",
    "sv": "plptool: det finns ingen regel 'zzz': se `plptool rules`\n",
}


@pytest.mark.parametrize(
    ("ledger", "asked", "told"),
    [
        (ENGLISH, [], "en"),
        (SWEDISH, [], "sv"),
        (ENGLISH, ["--lang", "sv"], "sv"),
        (SWEDISH, ["--lang", "en"], "en"),
    ],
)
def test_a_mistake_is_told_in_the_language_of_the_answer(
    tmp_path: Path, ledger: str, asked: list[str], told: str
) -> None:
    write_ledger(tmp_path, ledger)
    # Whether the language stands before what is wrong, or after it, is one.
    for arguments in (["explain", *asked, "zzz"], ["explain", "zzz", *asked]):
        done = plptool(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", NO_RULE[told])


def test_where_no_ledger_says_a_language_it_is_english_unless_another_is_asked_for(tmp_path: Path) -> None:
    folder = str(tmp_path.resolve())
    no_ledger = f"there is no ledger in {folder!r} or above it (a folder `ledger` with a ledger.yaml)"
    assert plptool("-C", folder, "validate").stderr == f"plptool: {no_ledger}\n"
    asked = plptool("-C", folder, "validate", "--lang", "sv").stderr
    assert (
        asked == f"plptool: det finns ingen liggare i {folder!r} eller ovanför (en mapp `ledger` med en ledger.yaml)\n"
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [([], "förseglas när inget mer kan hända"), (["--lang", "en"], "is sealed when nothing more can happen")],
)
def test_a_seal_that_is_refused(tmp_path: Path, asked: list[str], told: str) -> None:
    write_ledger(tmp_path, SWEDISH)
    assert told in plptool("seal", "991231", *asked, cwd=tmp_path).stderr


def test_the_site_and_a_workflow_have_languages_of_their_own(tmp_path: Path) -> None:
    write_ledger(tmp_path, ENGLISH)
    target = tmp_path / "public"
    site = plptool("site", str(target), "--at", "@v1", "--lang", "sv", "--lang", "en", cwd=tmp_path)
    assert "ligger inte i något git-förråd" in site.stderr
    summary = tmp_path / "summary.md"
    workflow = {"PLPTOOL_LANG": "sv", "GITHUB_STEP_SUMMARY": str(summary)}
    done = plptool("ci", "--base", "v1", cwd=tmp_path, env=workflow)
    assert "ligger inte i något git-förråd" in done.stderr
    assert "ligger inte i något git-förråd" in summary.read_text(encoding="utf-8")


def test_from_python_a_mistake_is_in_english_and_can_be_said_in_swedish() -> None:
    error = UserError(Message("there is no folder {folder!r}", {"folder": "å"}))
    assert str(error) == "there is no folder 'å'"
    assert error.say(translator("sv")) == "det finns ingen mapp 'å'"
    assert error.say(translator("en")) == str(error)
    assert LackingError().say(translator("sv")).startswith("den här klonen saknar objekt")


def test_what_the_system_refuses_is_told_in_the_readers_language() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "plan.docx")
    assert refused(full).say(translator("sv")) == "'plan.docx': det finns inte plats för det på disken"
    assert str(refused(full)) == "'plan.docx': there is no room left for it on the disk"
    assert str(refused(PermissionError(errno.EACCES, "Permission denied"))) == "you have no permission for it"
    assert str(refused(OSError(errno.EIO, "object 1a2b is damaged"))) == "object 1a2b is damaged"
    # What people do not meet is told in the system's own words, braces and all.
    assert refused(OSError(errno.EXFULL, "Exchange {full}")).say(translator("sv")) == "Exchange {full}"
