"""What is asked on a terminal, in the language of the answer."""

import sys
from collections.abc import Callable

import click

from plptool.model.errors import UserError
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
) -> str:
    """What somebody at the terminal answers; what is proposed, where they only press Enter.

    Args:
        question: what is asked.
        translate: into their language.
        proposed: what is taken where nothing is said.
        required: whether it is asked until something is said.
        examine: looks at an answer, and refuses one that will not do: then why is told, and it is asked again.

    Raises:
        click.Abort: they have left. Nothing was written, and that is told.
    """
    while True:
        answer = _line(question, translate, proposed).strip() or proposed
        if not answer and required:
            continue
        try:
            examine(answer)
        except UserError as error:
            tell(error, translate)
        else:
            return answer


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
    return ask(question, translate, "y").casefold() in ("y", "yes", "j", "ja")
