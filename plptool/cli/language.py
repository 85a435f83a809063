"""In which language the program speaks to who runs it: of help, and of what is wrong with a command line.

It is that which is asked for, or else that of the environment. Answers are in that which is asked for, or else in the
ledger's.
"""

import gettext
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import click
from click.core import ParameterSource

from plptool.model.i18n import LANGUAGES, Translate, translator, word

F = TypeVar("F", bound=Callable[..., object])
"""What runs a command, or a command."""
Asked = TypeVar("Asked", str | None, tuple[str, ...])
OPTION = "--lang"
LANGUAGE = "plptool.language"
"""Under which name a command's context keeps the language that is asked for."""
VARIABLES = ("PLPTOOL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""What says the language of an environment: the first of them that says something."""
PHRASES = (
    word("Usage:"),
    word("default: {default}"),
    word("required"),
    word("Missing command."),
    word("Missing argument"),
    word("Missing option"),
    word("Choose from:\n\t{choices}"),
    word("No such option {name!r}."),
    word("No such option: {name}"),
    word("Did you mean {possibility}?"),
    word("(Did you mean one of: {possibilities}?)"),
    word("(Possible options: {possibilities})"),
    word("Option {name!r} does not take a value."),
    word("Option {name!r} requires an argument."),
    word("Got unexpected extra argument ({args})"),
    word("Got unexpected extra arguments ({args})"),
    word("Invalid value: {message}"),
    word("Invalid value for {param_hint}: {message}"),
    word("{value!r} is not {choice}."),
    word("{value!r} is not one of {choices}."),
    word("{value!r} is not a valid {number_type}."),
    word("{value} is not in the range {range}."),
    word("file"),
    word("directory"),
    word("path"),
    word("{name} {filename!r} does not exist."),
    word("{name} {filename!r} is a file."),
    word("{name} {filename!r} is a directory."),
    word("{name} {filename!r} is not readable."),
    word("{name} {filename!r} is not writable."),
)
"""What click says of its own, in the versions of it that there are."""

_spoken: ContextVar[str] = ContextVar("_spoken", default="en")


def spoken() -> Translate:
    """What puts messages into the language that is spoken."""
    language = _spoken.get()
    return translator(language)


def language_of(arguments: Sequence[str]) -> str:
    """The language for a command line: asked for anywhere in it, or else that of the environment."""
    return _asked_by(arguments) or language_here()


def language_here() -> str:
    """The language of the environment; English, where it says none, or one that is not ours."""
    for name in VARIABLES:
        said = os.environ.get(name)
        if said:
            code = said[:2]
            return code if code in LANGUAGES else "en"
    return "en"


def _asked_by(arguments: Sequence[str]) -> str | None:
    # Before click reads them: what is wrong with the first is told in the language that the last asks for.
    followed_by = [*arguments[1:], ""]
    for argument, next_one in zip(arguments, followed_by, strict=False):
        if argument == "--":
            break
        name, is_joined, value = argument.partition("=")
        asked = value if is_joined else next_one
        if name == OPTION and asked in LANGUAGES:
            return asked
    return None


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language to who runs the program, until this is over."""

    def phrase(_: str | None, message: str) -> str:
        return translator(language)(message)

    def phrase_of_several(_: str | None, of_one: str, of_several: str, number: int) -> str:
        message = of_one if number == 1 else of_several
        return translator(language)(message)

    # click asks the standard library for its phrases, which looks them up by these: in the locale's language, of its
    # own choice. There is no other way in.
    instead: dict[str, Callable[..., str]] = {"dgettext": phrase, "dngettext": phrase_of_several}
    before = {name: getattr(gettext, name) for name in instead}
    token = _spoken.set(language)
    try:
        _replace(instead)
        yield
    finally:
        _replace(before)
        _spoken.reset(token)


def _replace(functions: dict[str, Callable[..., str]]) -> None:
    for name, function in functions.items():
        setattr(gettext, name, function)


def noted(ctx: click.Context, option: click.Parameter, asked: Asked) -> Asked:
    """Note the language that is asked for (the first of several): the caller's mistakes are told in it, too.

    What is asked for before the command's name holds for the command, unless that says otherwise.
    """
    before: str | None = ctx.meta.get(LANGUAGE)
    is_said = ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE
    if before and not is_said:
        return (before,) if isinstance(asked, tuple) else before
    ctx.meta[LANGUAGE] = asked[0] if isinstance(asked, tuple) and asked else asked
    return asked


def language_option(command: F) -> F:
    """`--lang` of what gives no answer of its own: of help, and of the commands within."""
    return click.option(
        OPTION,
        type=click.Choice(LANGUAGES),
        callback=noted,
        is_eager=True,
        expose_value=False,
        help="The language of help and of the answer; without it, the environment's and the ledger's.",
    )(command)
