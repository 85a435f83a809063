import os
import sys
from pathlib import Path

import click

from plptool.cli import options
from plptool.cli.help import Command
from plptool.cli.streams import STDERR, STDOUT
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace


@click.command("lsp", cls=Command)
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the documents' texts lie, whatever the files are called: cited lines are then shown.",
)
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, texts: Path | None, lang: str | None) -> None:
    """Answer an editor: findings as one types, completion, and where records are named.

    An editor starts it, as a language server on stdin and stdout, and tells it what is typed. What is found is shown
    there at once; ids, organisations, sources and words are completed, and what can be mended in one way alone is
    offered. It changes no file itself. docs/editors.md has the settings for several editors.

    \b
    Examples:
      plptool lsp
      plptool lsp --lang sv --texts ../texts
    """
    try:
        from plptool.lsp.server import server
    except ImportError:
        raise UserError(
            Message("an editor's server needs pygls, which is not installed: pip install 'plptool[lsp]'")
        ) from None
    folder = None if texts is None else (workspace.folder / texts)
    # stdout is the protocol's alone: whatever else is written there by anybody goes to stderr.
    answers = os.fdopen(os.dup(STDOUT), "wb")
    os.dup2(STDERR, STDOUT)
    server(lang, folder).start_io(sys.stdin.buffer, answers)
