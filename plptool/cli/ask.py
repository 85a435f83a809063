"""What is asked on a terminal, in the language of the answer."""

import sys

import click


def at_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, proposed: str = "", *, required: bool = True) -> str:
    """What somebody at the terminal answers; what is proposed, where they only press Enter.

    Args:
        question: what is asked.
        proposed: what is taken where nothing is said.
        required: whether it is asked until something is said.
    """
    while True:
        prompt = f"{question} [{proposed}] " if proposed else f"{question} "
        click.echo(prompt, nl=False, err=True)
        line = sys.stdin.readline()
        if not line:
            raise click.Abort
        answer = line.strip() or proposed
        if answer or not required:
            return answer


def agreed(question: str) -> bool:
    """Whether somebody at the terminal says yes, in any of our languages; Enter is yes."""
    answer = ask(question, "y")
    return answer.casefold() in ("y", "yes", "j", "ja")
