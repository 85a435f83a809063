"""Help, and what is wrong with a command line, in the language of who reads it."""

import gettext

import click
import pytest

from plptool.cli.help import Command
from plptool.cli.main import main
from plptool.model.i18n import translator
from tests.support.program import parts_of, plptool
from tests.support.project import script

ENGLISH = {"LANG": "C", "LC_ALL": "C"}
THE_SAME = {"ID", "[ID]", "ORG", "STATUS", "TEXT"}
"""What values are called in both languages."""


def test_every_sentence_of_the_help_of_every_command_has_a_swedish_one() -> None:
    context = click.Context(main)
    named = [main.get_command(context, name) for name in main.list_commands(context)]
    groups = [command for command in named if command is not None]
    commands = [part for command in groups for part in (command, *parts_of(command))]
    assert len(groups) == len(named)
    assert not [command.name for command in (main, *commands) if not isinstance(command, Command)]
    swedish = translator("sv")
    said = set(script("catalogues").in_help(main))
    # Of a command; of an option; of a property, by its schema; above examples; what is typed.
    assert {
        "Show one record in full as it stood.",
        "Commissions or milestones that are late.",
        "The id of the grant.",
        "Examples:",
        "[COLLECTION]",
    } <= said
    assert {message for message in said if swedish(message) == message} == THE_SAME


def test_help_is_in_the_language_that_is_asked_for_anywhere_or_else_in_that_of_the_environment() -> None:
    swedish = plptool("report", "--help", "--lang", "sv", env=ENGLISH).stdout
    assert swedish.startswith("Användning: plptool report [FLAGGOR]\n\n  Sammanfattningen som en styrelse vill ha")
    for line in (
        "\n  Exempel:\n    plptool report --at snapshot\n",
        "\nFlaggor:\n  --at TIDPUNKT ",
        " Formatet.  [om inget anges: text]\n",
        " Visa den här hjälpen och avsluta.\n",
    ):
        assert line in swedish
    assert plptool("report", "--lang=sv", "--help", env=ENGLISH).stdout == swedish
    assert plptool("--lang", "sv", "report", "--help", env=ENGLISH).stdout == swedish
    assert plptool("report", "--help", env={"PLPTOOL_LANG": "sv"}).stdout == swedish
    english = plptool("report", "--help", "--lang", "en", env={"PLPTOOL_LANG": "sv"}).stdout
    assert english.startswith("Usage: plptool report [OPTIONS]\n")
    assert " Show this message and exit.\n" in english
    # Of a command that is made of others, of one of those, and of one that gives no answer in a language.
    for arguments, head in (
        (["add"], "add [FLAGGOR] KOMMANDO [ARGUMENT]...\n"),
        (["add", "grant"], "add grant [FLAGGOR] ID DATUM...\n"),
        (["completion"], "completion [FLAGGOR] SKAL\n"),
    ):
        assert plptool(*arguments, "--help", "--lang", "sv").stdout.startswith(f"Användning: plptool {head}")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["show"], "plptool show: Argument saknas: 'ID'. (se plptool show --help)"),
        (["diff"], "plptool diff: Argument saknas: 'FRÅN'. (se plptool diff --help)"),
        (["shov"], "plptool: det finns inget kommando 'shov'. Menades 'show'? (se plptool --help)"),
        (["add", "metting"], "plptool add: det finns inget plptool add 'metting'. Menades 'meeting'? (se plptool add --help)"),
        (["show", "1", "2"], "plptool show: Ett argument är överflödigt (2) (se plptool show --help)"),
        (["report", "--breif"], "plptool report: Det finns ingen flagga '--breif'. Menades '--brief'? (se plptool report --help)"),
        (["merge", "--choose", "x"], "plptool merge: Fel värde för '--choose': 'x' är inte något av 'ours', 'theirs', 'both'. (se plptool merge --help)"),
        (["explain", "zzz"], "plptool: det finns ingen regel 'zzz': se `plptool rules`"),
        (["sql"], "plptool: skriv en fråga, eller --tables"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_command_line_is_told_in_the_language_that_is_asked_for(
    arguments: list[str], told: str
) -> None:
    # Before the command's name, and behind what is wrong.
    for asked in (["--lang", "sv", *arguments], [*arguments, "--lang", "sv"]):
        done = plptool(*asked, env=ENGLISH)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{told}\n")


def test_what_is_asked_for_behind_the_command_s_name_comes_before_what_is_asked_for_above_it() -> None:
    asked = plptool("--lang", "sv", "explain", "zzz", "--lang", "en").stderr
    assert asked == "plptool: there is no rule 'zzz': see `plptool rules`\n"


def test_what_click_is_told_to_say_is_undone_when_the_program_ends() -> None:
    before = gettext.dgettext, gettext.dngettext
    assert plptool("show", "--lang", "sv").returncode == 2
    assert (gettext.dgettext, gettext.dngettext) == before
