"""The command group and the one error boundary."""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from plptool.cli import streams
from plptool.cli.help import Group, mistake, nearest
from plptool.cli.language import language_here, language_of, language_option, speaking, spoken
from plptool.model.errors import UserError
from plptool.model.i18n import translator, word
from plptool.model.version import __version__
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS: dict[str, tuple[str, str]] = {
    "validate": (
        "plptool.cli.validate",
        word("Check every record, and say what is wrong, where, and what to write instead."),
    ),
    "explain": ("plptool.cli.explain", word("Tell what a rule means, why it exists, and what to write instead.")),
    "rules": ("plptool.cli.rules", word("List the rules that validate checks, as grave as this ledger has them.")),
    "list": ("plptool.cli.list", word("List processes, decisions, commissions and other records as they stood.")),
    "show": ("plptool.cli.show", word("Show one record in full as it stood.")),
    "find": (
        "plptool.cli.find",
        word("Find words in what records say: needs, goals, decisions, notes, organisations, § and registry numbers."),
    ),
    "diff": (
        "plptool.cli.diff",
        word("Compare two points: what happened, what was learned later, what was corrected."),
    ),
    "log": ("plptool.cli.log", word("The history as a story: who changed what in the plan, and when.")),
    "blame": ("plptool.cli.blame", word("Who said what a record says, and who removed what it said.")),
    "audit": (
        "plptool.cli.audit",
        word("Examine the ledger and its whole history, for a person with a clone and no trust."),
    ),
    "report": (
        "plptool.cli.report",
        word("The summary that a board wants, or the appendix that an administration knows."),
    ),
    "site": (
        "plptool.cli.site",
        word("Write the ledger as a static site: pages that anybody may read, with their data beside them."),
    ),
    "init": (
        "plptool.cli.init",
        word(
            "Begin a ledger of your own in a folder: its manifest, first administrations, schemas for editors, a "
            "workflow."
        ),
    ),
    "lsp": (
        "plptool.cli.lsp",
        word("Answer an editor: findings as one types, completion, and where records are named."),
    ),
    "edit": (
        "plptool.cli.edit",
        word(
            "Read the ledger and write into it in a browser, on this machine: forms for who knows neither YAML nor git."
        ),
    ),
    "add": (
        "plptool.cli.add",
        word("Add events to a record: something that happened, was decided, expected or reported."),
    ),
    "new": ("plptool.cli.new", word("Begin a record: a process, a decision, an organisation …")),
    "set": (
        "plptool.cli.set",
        word("Give a property of a record another value: as if it had always had it, or from a day on."),
    ),
    "correct": (
        "plptool.cli.correct",
        word("Correct one event of a record: it says otherwise, as if it had always said so."),
    ),
    "remove": ("plptool.cli.remove", word("Take one event away from a record, as if it had never been told.")),
    "withdraw": ("plptool.cli.withdraw", word("Say of a record that it was made by mistake.")),
    "rename": (
        "plptool.cli.rename",
        word("Give a record another id: its file is called so, and whatever names or cites it follows."),
    ),
    "acknowledge": (
        "plptool.cli.acknowledge",
        word("Say of a finding that it stands so in the document, and why."),
    ),
    "undo": ("plptool.cli.undo", word("Take back what the last command wrote.")),
    "seal": ("plptool.cli.seal", word("Seal all that is effective by a date, or correct what was sealed.")),
    "fmt": ("plptool.cli.fmt", word("Put records into house style, and change nothing of what they say.")),
    "upgrade": ("plptool.cli.upgrade", word("Bring the ledger to the present format, or show what that changes.")),
    "merge": ("plptool.cli.merge", word("Merge two versions of records by what they say, also for git.")),
    "sql": ("plptool.cli.sql", word("Ask the ledger in SQL.")),
    "export": ("plptool.cli.export", word("The whole ledger as it stood, as one JSON document.")),
    "sources": (
        "plptool.cli.sources",
        word("List the documents, check the ledger against their texts, and record new ones."),
    ),
    "draft": (
        "plptool.cli.draft",
        word("Draft records of a document: processes with their fields, meetings, and how they stand."),
    ),
    "ci": (
        "plptool.cli.ci",
        word("What a workflow on GitHub runs: findings on their lines, and a summary for readers."),
    ),
    "issue": (
        "plptool.cli.issue",
        word("What a workflow on GitHub runs on an issue that was written with a form: record what it tells."),
    ),
    "completion": (
        "plptool.cli.completion",
        word("Print the script that completes commands, options, ids and dates in a shell."),
    ),
}
"""Each command's module and its line of help. Listed here so that help need not import them."""

GROUPS: dict[str, tuple[str, ...]] = {
    word("Read"): ("list", "show", "find", "report", "sql"),
    word("Compare"): ("diff", "log", "blame"),
    word("Change"): (
        *("add", "new", "set", "correct", "remove", "withdraw", "rename", "acknowledge"),
        *("draft", "edit", "merge", "fmt", "upgrade", "undo"),
    ),
    word("Examine"): ("validate", "explain", "rules", "sources", "audit"),
    word("Publish"): ("seal", "site", "export", "ci", "issue"),
    word("Set up"): ("init", "lsp", "completion"),
}
"""The commands by what one wants to do; a test holds that each stands in one of them."""


class Lazy(Group):
    """Imports a command's module when the command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate = spoken()
        for title, names in GROUPS.items():
            with formatter.section(translate(title)):
                formatter.write_dl([(name, translate(COMMANDS[name][1])) for name in names])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        translate = spoken()
        return [
            CompletionItem(name, help=translate(line))
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            translate = spoken()
            wrong = translate("there is no command {name!r}.").format(name=args[0])
            raise click.UsageError(f"{wrong} {nearest(args[0], COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except streams.OutputError:
            raise
        except UserError as error:
            from plptool.cli.output import in_its_language

            first, *others = in_its_language(error, ctx)
            raise UserError(first, others) from error


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="plptool %(version)s")
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="Work on the ledger in or above DIR, not in this folder.",
)
@language_option
@click.pass_context
def main(ctx: click.Context, folder: Path) -> None:
    """Read a plain-text ledger of processes and decisions at any date, and write into it.

    A date is written 231231, 20231231, 2023-12-31 or today; `snapshot` is the date of the ledger's newest snapshot. It
    means the end of that day.

    \b
    Examples:
      plptool validate
      plptool list --at 221231 --status ongoing
      plptool diff 221231 231231
      plptool -C ../another report --lang en
    """
    ctx.obj = Workspace(folder)


def run() -> NoReturn:
    """Run the program and leave: 0 fine, 1 findings, 2 the caller's mistake, 3 our bug; 130 and 141 as shells have it.

    130 is interrupted, and 141 that whoever read the answer closed it before it was all there.
    """
    streams.take_over()
    # Many small objects are made, few cycles, and the program is soon over: not worth looking for them.
    gc.disable()
    if "_PLPTOOL_COMPLETE" in os.environ:
        from plptool.cli.complete import answer

        with speaking(language_here()):
            answer(main)
    try:
        with speaking(language_of(sys.argv[1:])):
            code = _code()
        sys.stdout.flush()
    except streams.OutputError as error:
        streams.to_nowhere(streams.STDOUT)
        translate = translator(language_of(sys.argv[1:]))
        click.echo(f"plptool: {_one_line(error.say(translate))}", err=True)
        code = 2
    except streams.ReaderGoneError:
        streams.to_nowhere(streams.STDOUT)
        code = 141
    sys.exit(code)


def _code() -> int:
    """Run the program; with which code it ends."""
    try:
        # click hands back the code of an Exit, and what the command returned (nothing) otherwise.
        return main.main(prog_name="plptool", standalone_mode=False) or 0
    except (streams.OutputError, streams.ReaderGoneError):
        raise
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.exceptions.NoArgsIsHelpError as help_:
        click.echo(help_.format_message(), err=True)
        return 2
    except click.UsageError as error:
        translate = spoken()
        command = error.ctx.command_path if error.ctx else "plptool"
        wrong = _one_line(mistake(error))
        line = translate("{command}: {wrong} (see {command} --help)").format(command=command, wrong=wrong)
        click.echo(line, err=True)
        return 2
    except UserError as error:
        for line in error.lines(str):
            click.echo(f"plptool: {_one_line(line)}", err=True)
        return 2
    except click.ClickException as error:
        click.echo(f"plptool: {_one_line(mistake(error))}", err=True)
        return 2
    except Exception:  # noqa: BLE001 - the boundary: whatever comes here is our bug
        import traceback

        click.echo(streams.masked(traceback.format_exc()), nl=False, err=True)
        translate = spoken()
        line = translate("this is a bug in plptool, not in your ledger; please report the lines above")
        click.echo(f"plptool: {line}", err=True)
        return 3


def _one_line(message: str) -> str:
    from plptool.render.text import clean, tame

    return tame(clean(" ".join(message.split())))
