import gc
import webbrowser
from threading import Thread

import click

from plptool.cli import options
from plptool.cli.help import Command
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.i18n import translator
from plptool.model.refusals import reason
from plptool.workspace import Workspace


@click.command("edit", cls=Command)
@click.option(
    "--port",
    metavar="NUMBER",
    type=click.IntRange(0, 65535),
    default=0,
    help="Where it listens; without it, where it may.",
)
@click.option("--no-browser", is_flag=True, help="Open no browser; the address that is printed works once.")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, port: int, no_browser: bool, lang: str | None) -> None:
    """Read the ledger and write into it in a browser, on this machine: forms for who knows neither YAML nor git.

    It lists the processes and what else there is; each has a page with its timeline, and forms for what may be added to
    it. What is wrong stands beside its field, and nothing is saved before the sentence is shown that a pull request
    with it would show: into the files, or as a commit on a branch too. No other machine can reach the page, nor any
    other program or page on this one. Ctrl-C ends it.

    \b
    Examples:
      plptool edit
      plptool edit --lang en --port 8123 --no-browser
    """
    from plptool.forms.application import Application
    from plptool.forms.guard import Guard
    from plptool.forms.server import Server

    gc.enable()  # it goes on for hours
    try:
        server = Server(port)
    except OSError as error:
        args: dict[str, Argument] = {"port": port, "message": reason(error)}
        raise UserError(Message("nothing can listen on port {port}: {message}", args)) from None
    guard = Guard(server.host)
    application = Application(workspace.folder, guard, lang)
    server.answerer = application
    translate = translator(application.language)
    click.echo(translate("The ledger is open in a browser at {address}").format(address=guard.address))
    click.echo(translate("The address works once. Ctrl-C ends it."), err=True)
    if not no_browser:
        Thread(target=webbrowser.open, args=(guard.address,), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo(translate("Ended. What was saved is saved."), err=True)
    finally:
        server.close()
