import click

from plptool.cli.complete import VARIABLE
from plptool.cli.help import Command
from plptool.cli.language import language_option


@click.command("completion", cls=Command)
@language_option
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that completes commands, options, ids and dates in a shell.

    SHELL is bash (4.4 or newer), zsh or fish. Have the shell read the script when it starts.

    \b
    Examples:
      eval "$(plptool completion bash)"        # in ~/.bashrc
      eval "$(plptool completion zsh)"         # in ~/.zshrc, after compinit
      plptool completion fish | source         # in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    from plptool.cli.main import main

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(main, {}, "plptool", VARIABLE).source())
