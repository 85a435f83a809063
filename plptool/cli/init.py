import os
import re
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from plptool.cli import meanings, options
from plptool.cli.ask import ask, at_terminal
from plptool.cli.help import Command
from plptool.cli.language import language_here
from plptool.model.collections import ID
from plptool.model.country import SWEDEN, country_of_zone, is_country
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import LANGUAGES, Translate, translator
from plptool.model.suggest import did_you_mean, guess, must_be_among
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from plptool.edit.begin import Begun


@click.command("init", cls=Command)
@click.argument("into", metavar="[FOLDER]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", metavar="TITLE", help="What the ledger is called.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of its reports and pages.")
@click.option("--time-zone", metavar="ZONE", help="Where it is kept, such as Europe/Stockholm.")
@click.option(
    "--country",
    metavar="LETTERS",
    help="Whose public body it is of, by the country's two letters; without it, where the time zone is. Its holidays, "
    "currency and personal numbers count.",
)
@click.option(
    "--administration",
    "administrations",
    metavar="ID=TITLE",
    multiple=True,
    help="An administration that takes part; may be given again.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing; what is missing is a mistake.")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    into: Path,
    title: str | None,
    language: str | None,
    time_zone: str | None,
    country: str | None,
    administrations: tuple[str, ...],
    no_input: bool,
    lang: str | None,
) -> None:
    """Begin a ledger of your own in a folder: its manifest, first administrations, schemas for editors, a workflow.

    What is not said is asked for on a terminal. Files that lie there already stay as they are. The ledger is validated
    at once.

    \b
    Examples:
      plptool init
      plptool init plan --title "Mental health plan" --language en --administration CYP="Children and young people"
    """
    from plptool.edit.begin import Beginning, begin, must_have_none

    folder = workspace.folder / into
    must_have_none(folder)
    asks = at_terminal() and not no_input
    here = language_here()
    translate = translator(lang or language or here)
    if asks and title is None:
        question = translate("What is the ledger called?")
        title = ask(question, translate, meaning=meanings.LEDGER)
    if language is None:
        language = _language(translate, here, asks=asks)
        translate = translator(lang or language)
    if time_zone is None:
        time_zone = _time_zone(language, translate, asks=asks)
    if country is None:
        country = _country(time_zone, language, translate, asks=asks)
    named = dict(map(_named, administrations))
    if not named and asks:
        named = _asked_administrations(translate)
    beginning = Beginning(
        title=_said(title),
        language=language,
        time_zone=time_zone,
        country=_to_be_said(country),
        administrations=named,
        source=translate("What was known when the ledger was begun"),
        today=_today_in(workspace, time_zone),
    )
    begun = begin(folder, beginning)
    with_forms = _with_forms(folder, begun)
    _tell(folder, with_forms, translate)
    _tell_what_is_next(folder, into, translate)


def _with_forms(folder: Path, begun: "Begun") -> "Begun":
    """What was begun, and the forms for who has an account on GitHub alone, where GitHub looks for them."""
    from plptool.edit.begin import WORKFLOW, Begun, put_beside
    from plptool.forms.issue_forms import files_for
    from plptool.forms.opened import Opened

    if WORKFLOW not in (*begun.written, *begun.kept):
        return begun
    opened = Opened(folder, None)
    forms = files_for(opened)
    more = put_beside(folder, forms)
    written = (*begun.written, *more.written)
    kept = (*begun.kept, *more.kept)
    return Begun(written, kept)


def _must_be_zone(name: str) -> None:
    """See that a time zone is one.

    Raises:
        UserError: it is not.
    """
    from zoneinfo import available_timezones

    zones = available_timezones()
    if name in zones:
        return
    by_name = sorted(zones)
    hint = _hint_of_zone(name, by_name)
    message = Message("there is no time zone {name!r}. {hint}", {"name": name, "hint": hint})
    raise UserError(message)


def _hint_of_zone(name: str, zones: list[str]) -> Message:
    """Which time zone may be meant: one that has this city, or one that is written much the same."""
    city = name.casefold()
    for zone in zones:
        if _city(zone) == city:
            return did_you_mean(zone)
    return guess(name, zones)


def _city(zone: str) -> str:
    """The last of a time zone's names, as it is compared: `stockholm` of Europe/Stockholm."""
    _, _, city = zone.rpartition("/")
    return city.casefold()


def _must_be_country(code: str) -> None:
    """See that a country has these letters.

    Raises:
        UserError: none has.
    """
    if not is_country(code.upper()):
        message = Message("no country has the letters {code!r}; such as GB or SE", {"code": code})
        raise UserError(message)


def _said(title: str | None) -> str:
    """What the ledger is called.

    Raises:
        UserError: nobody has said so.
    """
    said = (title or "").strip()
    if not said:
        message = Message("say what the ledger is called: --title TITLE")
        raise UserError(message)
    return said


def _today_in(workspace: Workspace, time_zone: str) -> "date":
    """Today in a time zone; of one that is none, which is told of the manifest, anywhere."""
    from plptool.model.dates import day_at
    from plptool.read.manifest import zone

    try:
        kept_in = zone({"time-zone": time_zone})
    except (ValueError, OSError, LookupError):
        kept_in = zone({})
    return day_at(workspace.now, kept_in)


def _tell(folder: Path, begun: "Begun", translate: Translate) -> None:
    """Which files there are, and what validation finds."""
    from plptool.checks.validate import validate
    from plptool.forms.issue_forms import FOLDER
    from plptool.read.worktree import WorkTree
    from plptool.render import findings as rendered

    validation = validate(WorkTree(folder))
    counts = rendered.counts(validation.findings)
    template = translate(
        "Records: {records}. Errors: {error}, warnings: {warning}, notes: {info}. Acknowledged: {acknowledged}."
    )
    figures = template.format(records=validation.records, acknowledged=0, **counts)
    # Of the schemas and the forms the folder is enough.
    folders = ("schema/", f"{FOLDER}/")
    told: dict[str, None] = {}
    for path in begun.written:
        folder_of_many = next(filter(path.startswith, folders), None)
        told[folder_of_many or path] = None
    lines = [_written(path, translate) for path in told]
    template = translate("{path} was there already, and is left as it is.")
    lines += [template.format(path=path) for path in begun.kept]
    found = rendered.text(validation.findings, translate)
    lines.append(found + figures)
    output.write("\n".join(lines))


def _tell_what_is_next(folder: Path, into: Path, translate: Translate) -> None:
    """What to do now, beside the answer."""
    from plptool.git.layout import work_tree

    there = ""
    if into != Path():
        typed = quote(str(into))
        there = f"-C {typed} "
    template = translate("Next: `{command}` begins a process, and asks for what it says.")
    next_step = template.format(command=f"plptool {there}new processes 1")
    click.echo(next_step, err=True)
    if work_tree(folder.resolve()) is None:
        history = translate("`git init` there keeps its history: who wrote what, and when.")
        click.echo(history, err=True)


def _written(path: str, translate: Translate) -> str:
    """That a file is written, and what is still to be written in it."""
    from plptool.edit.begin import WORKFLOW
    from plptool.forms.issue_forms import WORKFLOW as OF_ISSUES

    template = translate("{path} is written.")
    if path in (WORKFLOW, OF_ISSUES):
        template = translate("{path} is written: before it runs on GitHub, write in it where plptool lies.")
    return template.format(path=path)


def _language(translate: Translate, here: str, *, asks: bool) -> str:
    if not asks:
        return here
    template = translate("In which language? ({languages})")
    languages = ", ".join(LANGUAGES)
    question = template.format(languages=languages)
    return ask(question, translate, here, examine=_must_be_language, meaning=meanings.LANGUAGE)


def _must_be_language(code: str) -> None:
    """See that reports and pages can be written in it.

    Raises:
        UserError: they cannot.
    """
    must_be_among(code, [*LANGUAGES])


def _time_zone(language: str, translate: Translate, *, asks: bool) -> str:
    here = _time_zone_here(language)
    if not asks:
        return here
    question = translate("In which time zone is it kept?")
    return ask(question, translate, here, examine=_must_be_zone, meaning=meanings.TIME_ZONE)


def _to_be_said(country: str) -> str | None:
    """The country, where the manifest is to say it: Sweden goes without saying."""
    goes_without_saying = country in ("", SWEDEN)
    if goes_without_saying:
        return None
    return country


def _country(time_zone: str, language: str, translate: Translate, *, asks: bool) -> str:
    """The two letters of a country; empty where nothing tells of any."""
    there = country_of_zone(time_zone) or _COUNTRIES.get(language, "")
    if not asks:
        return there
    question = translate("In which country? Its two letters:")
    typed = ask(question, translate, there, examine=_must_be_country, meaning=meanings.COUNTRY)
    return typed.upper()


def _time_zone_here(language: str) -> str:
    """The time zone of this machine, where it tells one; else that in which most people of the language live."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        file = os.path.realpath("/etc/localtime")
        _, _, name = file.partition("/zoneinfo/")
    is_offset = name.startswith("Etc/")
    is_place = "/" in name and not is_offset
    if is_place:
        return name
    return _ZONES.get(language, "UTC")


_ZONES = {"sv": "Europe/Stockholm"}
_COUNTRIES = {"sv": SWEDEN}
"""Where most of those live who speak a language, where nearly all of them do."""


def _named(administration: str) -> tuple[str, str]:
    """An administration's id, and what it is called."""
    before, _, behind = administration.partition("=")
    key = before.strip()
    title = behind.strip()
    if not key or not title:
        message = Message("--administration: write ID=TITLE, and not {value!r}", {"value": administration})
        raise UserError(message)
    return key, title


def _asked_administrations(translate: Translate) -> dict[str, str]:
    from plptool.model.ids import proposed_id

    which_one = translate("An administration that takes part? (Enter: no more)")
    named: dict[str, str] = {}
    while True:
        title = ask(which_one, translate, required=False, meaning=meanings.ADMINISTRATION)
        if not title:
            return named
        short_name, sign, rest = title.partition("=")
        proposed = proposed_id(title)
        if sign and re.fullmatch(ID, short_name):  # as the option has it
            proposed = short_name
            title = rest.strip()
        question = translate("Its short name in the ledger?")
        key = ask(
            question, translate, proposed, examine=lambda typed: _must_be_new_id(typed, named), meaning=meanings.ID
        )
        named[key] = title


def _must_be_new_id(key: str, named: Mapping[str, str]) -> None:
    """See that an administration can be called so.

    Raises:
        UserError: it is no id, or another's.
    """
    if not re.fullmatch(ID, key):
        message = Message(
            "{id!r} cannot be a short name: it has letters A to Z, digits, and - . _ between them", {"id": key}
        )
        raise UserError(message)
    from plptool.edit.begin import SOURCE

    if key in named or key == SOURCE:
        message = Message("{id!r} is taken", {"id": key})
        raise UserError(message)
