"""Options that several commands have."""

from collections.abc import Callable
from typing import TypeVar

import click

from plptool.cli import complete, formats
from plptool.cli.language import noted
from plptool.model.i18n import LANGUAGES

F = TypeVar("F", bound=Callable[..., None])
"""What runs a command."""
KEPT = "plptool.how."
"""Under which name a command's context keeps what such options are given."""


def at_option(command: F) -> F:
    return click.option(
        "--at",
        "point",
        metavar="POINT",
        shell_complete=complete.points,
        help="The date, the revision, or both, DATE@REV; without it, today and the files as they are.",
    )(command)


def lang_option(command: F) -> F:
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=noted,
        is_eager=True,  # what is wrong with the others is told in it
        help="The language of the answer; without it, the ledger's.",
    )(command)


def format_option(command: str) -> Callable[[F], F]:
    """`--format` of the command of this name. What it is given is the format itself."""
    has = {form.name: form for form in formats.OF_COMMAND[command]}

    def chosen(_: click.Context, __: click.Parameter, name: str) -> formats.Format:
        return has[name]

    def add(function: F) -> F:
        return click.option(
            "--format",
            "form",
            type=click.Choice(list(has)),
            default=next(iter(has)),
            show_default=True,
            callback=chosen,
            help="The format.",
        )(function)

    return add


def asked_format(form: formats.Format) -> formats.Format | None:
    """The format of a command, if its caller asked for one; None where it is what the command has without that."""
    source = click.get_current_context().get_parameter_source("form")
    return None if source is click.core.ParameterSource.DEFAULT else form


def writing_options(command: str) -> Callable[[F], F]:
    """The options of a command that writes. What they are given, `Desk` asks for."""

    def add(function: F) -> F:
        function = lang_option(function)
        function = format_option(command)(function)
        function = committing_options(function)
        function = no_input_option(function)
        return dry_run_option("Write nothing; show what would change, as a diff.")(function)

    return add


def no_input_option(function: F) -> F:
    """The option by which nothing is asked. Whether it is given, `Desk` knows."""
    return _how("--no-input", is_flag=True, help="Ask nothing; what is missing is a mistake.")(function)


def dry_run_option(about: str) -> Callable[[F], F]:
    """The option by which nothing is written. Whether it is given, `Desk` knows."""
    return _how("--dry-run", is_flag=True, help=about)


def committing_options(function: F) -> F:
    """The options of a command whose work may be committed. What they are given, `Desk` asks for."""
    function = _how("--hooks", is_flag=True, help="With --commit: let the clone's hooks and filters run, and sign.")(
        function
    )
    function = _how(
        "--branch",
        metavar="NAME",
        help="Commit to this branch, which begins here where there is none, and switch to it.",
    )(function)
    return _how("--commit", is_flag=True, help="Commit what is written, and nothing else that is lying about.")(
        function
    )


def _how(name: str, *, is_flag: bool = False, metavar: str | None = None, help: str) -> Callable[[F], F]:  # noqa: A002 - click's name for it
    """An option that says in which way something is done, which is kept for whoever asks."""

    def kept(ctx: click.Context, parameter: click.Parameter, value: str | bool | None) -> None:
        ctx.meta[f"{KEPT}{parameter.name}"] = value

    if is_flag:
        return click.option(name, is_flag=True, help=help, expose_value=False, callback=kept)
    # With `is_flag=False` click takes it without its value, too, and nobody would know that nothing is committed.
    return click.option(name, metavar=metavar, help=help, expose_value=False, callback=kept)


def is_writing() -> bool:
    """Whether an option is given that says in which way something is written."""
    given = click.get_current_context().meta
    return any(given.get(f"{KEPT}{name}") for name in ("dry_run", "commit", "branch", "hooks"))


def correction_option(function: F) -> F:
    return click.option(
        "--correction",
        metavar="REASON",
        help="Where a sealed day is told otherwise by it: why. The seal gets its correction in the same change.",
    )(function)


def acknowledge_option(function: F) -> F:
    return _how(
        "--acknowledge",
        metavar="REASON",
        help="Where something is found that stands so in the document: why. It is acknowledged in the same change.",
    )(function)
