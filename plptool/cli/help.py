"""Help, in the language of its reader: written in English where each command is, and translated when it is shown."""

import inspect
from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING, TypeVar

import click

from plptool.cli.language import spoken
from plptool.model.i18n import Translate, word

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

P = TypeVar("P", bound=click.Parameter)
AS_IT_IS = "\b\n"
"""What stands above examples, so that click leaves their lines alone."""
_OF_HELP = word("Show this message and exit.")


class FieldOption(click.Option):
    """An option for a property: what that is, its schema says."""

    recurs = False
    """Whether it may be given again."""
    parts: tuple[str, ...] = ()
    """The properties of which each value is made."""

    def said(self, translate: Translate) -> str:
        """What it is, and how it is given."""
        about = translate(self.help or "")
        if self.recurs:
            template = translate("{about}; may be given again.")
            open_ended = about.removesuffix(".")
            about = template.format(about=open_ended)
        if self.parts:
            template = translate("{about} NAME is one of {names}.")
            names = ", ".join(self.parts)
            about = template.format(about=about, names=names)
        return about


class Command(click.Command):
    """A command whose help speaks the language of its reader. There is no other sort here."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What stands behind the command's name."""
        translate = spoken()
        pieces = super().collect_usage_pieces(ctx)
        return [translate(piece) for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, which click makes once, in the language of the moment: it is put into English again."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _OF_HELP
        return option

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        translate = spoken()
        in_language = [_in_language(paragraph, translate) for paragraph in paragraphs(self)]
        text = "\n\n".join(in_language)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what its options do."""
        translate = spoken()
        rows = []
        for parameter in self.get_params(ctx):
            if not isinstance(parameter, click.Option):
                continue
            shown = _translated(parameter, translate)
            row = shown.get_help_record(ctx)
            if row is not None:
                rows.append(row)
        with formatter.section(translate("Options")):
            formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """What a shell offers after a TAB; what it says of options is help, too."""
        offered = super().shell_complete(ctx, incomplete)
        if not incomplete.startswith("-"):
            return offered
        translate = spoken()
        for item in offered:
            if item.help:
                item.help = translate(item.help)
        return offered


class Group(Command, click.Group):
    """A command that is made of commands."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what its options do, and which commands there are."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def paragraphs(command: click.Command) -> list[str]:
    """The paragraphs of a command's help: each is one line, but for examples, which stay as they are."""
    written = command.help or ""
    whole = inspect.cleandoc(written)
    return [_on_one_line(paragraph) for paragraph in whole.split("\n\n")]


def _on_one_line(paragraph: str) -> str:
    if paragraph.startswith(AS_IT_IS):
        return paragraph
    words = paragraph.split()
    return " ".join(words)


def message_of(paragraph: str) -> str:
    """What of a paragraph is translated: of examples, what stands above them."""
    if not paragraph.startswith(AS_IT_IS):
        return paragraph
    lines = paragraph.removeprefix(AS_IT_IS)
    heading, _, _ = lines.partition("\n")
    return heading


def _in_language(paragraph: str, translate: Translate) -> str:
    message = message_of(paragraph)
    translated = translate(message)
    return paragraph.replace(message, translated, 1)


def _translated(parameter: P, translate: Translate) -> P:
    """A parameter as help shows it. The parameter itself, which says the same to every reader, is left alone."""
    shown = copy(parameter)
    if shown.metavar:
        shown.metavar = translate(shown.metavar)
    if isinstance(shown, FieldOption):
        shown.help = shown.said(translate)
        return shown
    if not isinstance(shown, click.Option):
        return shown
    if shown.help:
        shown.help = translate(shown.help)
    return shown


def nearest(written: str, names: Iterable[str]) -> str:
    """A hint which of these names was probably meant; empty, where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(written, list(names), n=1)
    if not near:
        return ""
    translate = spoken()
    template = translate("Did you mean {name!r}?")
    return template.format(name=near[0])


def mistake(error: click.ClickException) -> str:
    """What is wrong with a command line. What is missing is called what help calls it."""
    if not isinstance(error, click.BadParameter):
        return error.format_message()
    if error.param is not None:
        translate = spoken()
        error.param = _translated(error.param, translate)
    return error.format_message()
