"""Options that several commands have."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from plptool.cli import complete
from plptool.model.i18n import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])


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
        "--lang", type=click.Choice(LANGUAGES), help="The language of the answer; without it, the ledger's."
    )(command)


def format_option(*formats: str) -> Callable[[F], F]:
    def add(command: F) -> F:
        return click.option(
            "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="The format."
        )(command)

    return add
