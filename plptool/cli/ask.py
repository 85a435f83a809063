"""What is asked on a terminal, in the language of the answer."""

import sys
from collections.abc import Callable

import click

from plptool.cli import meanings
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate


def at_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(
    question: str,
    translate: Translate,
    proposed: str = "",
    *,
    required: bool = True,
    examine: Callable[[str], object] = lambda _: None,
    meaning: Message,
) -> str:
    """What somebody at the terminal answers; what is proposed, where they only press Enter.

    Args:
        question: what is asked.
        translate: into their language.
        proposed: what is taken where nothing is said.
        required: whether it is asked until something is said.
        examine: looks at an answer, and refuses one that will not do: then why is told, and it is asked again.
        meaning: what is meant by the question, for whoever answers `?`.

    Raises:
        click.Abort: they have left. Nothing was written, and that is told.
    """
    while True:
        answer = _line(question, translate, proposed).strip() or proposed
        if answer == "?":
            click.echo(meaning.say(translate), err=True)
            continue
        if not answer and required:
            click.echo(translate("This must be said; Ctrl-C leaves all as it was."), err=True)
            continue
        try:
            examine(answer)
        except UserError as error:
            tell(error, translate)
            proposed = _meant(error, answer) or proposed
        else:
            return answer


def _meant(error: UserError, answer: str) -> str | None:
    """What somebody probably meant whose answer will not do, where that is told: they only press Enter then."""
    from plptool.model.suggest import suggested

    if not isinstance(error.message, Message):
        return None
    word, wrong = suggested(error.message), error.message.args.get("id")
    if word is None or not isinstance(wrong, str):
        return word
    return answer.replace(wrong, word)  # one of several


def _line(question: str, translate: Translate, proposed: str) -> str:
    click.echo(f"{question} [{proposed}] " if proposed else f"{question} ", nl=False, err=True)
    try:
        line = sys.stdin.readline()
    except KeyboardInterrupt:
        line = ""
    if not line:
        click.echo("\n" + translate("Nothing was written: all is as it was."), err=True)
        raise click.Abort
    return line


def tell(error: UserError, translate: Translate) -> None:
    """Why something will not do, to somebody who is asked again."""
    from plptool.render.text import flat

    for line in error.lines(translate):
        click.echo(flat(line), err=True)


def agreed(question: str, translate: Translate) -> bool:
    """Whether somebody at the terminal says yes, in any of our languages; Enter is yes."""
    return ask(question, translate, translate("y"), meaning=meanings.AGREED).casefold() in ("y", "yes", "j", "ja")
