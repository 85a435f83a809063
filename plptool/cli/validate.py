from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.output import examined
from plptool.model.errors import UserError
from plptool.model.i18n import Translate, translator
from plptool.model.personal_numbers import mask
from plptool.render import output
from plptool.workspace import Workspace, processors

if TYPE_CHECKING:
    from plptool.history.merge_base import Base
    from plptool.history.scan import Past


@click.command("validate")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--history", is_flag=True, help="Search every commit of the repository for personal identity numbers too."
)
@click.option(
    "--base",
    "asked",
    metavar="REV",
    help="Compare with the revision that the change builds on, too: what CI runs on a pull request.",
)
@click.option("--all", "everything", is_flag=True, help="Show acknowledged findings too, with their reasons.")
@options.format_option("text", "json", "github", "sarif")
@options.lang_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes to use; without it, one a processor if it pays.",
)
@click.option("--no-cache", is_flag=True, help="Work everything out anew, and keep nothing.")
@click.pass_obj
def command(
    workspace: Workspace,
    paths: tuple[Path, ...],
    history: bool,
    asked: str | None,
    everything: bool,
    form: str,
    lang: str | None,
    workers: int | None,
    no_cache: bool,
) -> None:
    """Check every record, and say what is wrong, where, and what to write instead.

    With paths the whole ledger is checked, and what is wrong in those files or folders is told. Exit 1 where there is
    an error.

    With --base also a seal that is removed or rewritten, a record that is deleted, an id that is used again and a
    severity that is loosened are errors, and a field that is edited in place is a warning; what is newly acknowledged
    is told first. The base is the last commit that REV and HEAD have in common; where
    there are several such, each of them must hold.

    \b
    Examples:
      plptool validate
      plptool validate --all --lang en
      plptool validate ledger/processes/2.2.3.yaml --format github
      plptool validate --history
      plptool validate --base origin/main --format github
      plptool validate --format sarif > findings.sarif
    """
    from plptool.checks.kept import findings as of_git
    from plptool.checks.validate import validate
    from plptool.github import annotations
    from plptool.history.merge_base import base_data, bases_data
    from plptool.model.findings import Finding
    from plptool.read.kept import kept_otherwise
    from plptool.render import findings as rendered

    if history and paths:
        raise UserError("--history searches the whole repository: give no paths with it")
    tree = workspace.files
    cache = None if no_cache else workspace.cache
    with output.progress("") as progress:
        done = validate(tree, cache, workers or processors(), progress)
    found = workspace.with_evidence(workspace.whole(done, tree))
    otherwise = of_git(kept_otherwise(tree, done.entries, cache))
    found = sorted([*found, *otherwise], key=Finding.order) if otherwise else found
    base = _base(workspace, asked) if asked is not None else None
    if base:
        from plptool.history.merge_base import compare, findings

        found = findings(compare(base, workspace.ledger(), workspace.now, cache, workspace.memory), found)
    language = lang or str(done.manifest.get("language", "en"))
    translate = translator(language)
    examined(workspace.folder, tree.root, translate)
    past = _past(tree.root, translate) if history else None
    if past:
        found += past.findings
    if paths:
        wanted = [_inside(workspace.folder, path, tree.root) for path in paths]
        found = [one for one in found if any(one.path == path or one.path.startswith(path + "/") for path in wanted)]
    shown = found if everything else [one for one in found if one.acknowledged is None]
    counts = rendered.counts(found)
    if form == "json":
        told = {"findings": rendered.data(shown, translate), "counts": counts}
        told |= {"base": base_data(base), "bases": bases_data(base)} if base else {}
        output.write_json(told | {"history": rendered.history(past)} if past else told)
    elif form == "sarif":
        from plptool.checks.explain import explanations
        from plptool.render.json import plain
        from plptool.render.sarif import sarif

        output.write(plain(sarif(shown, explanations(), translate, language)))
    elif form == "github":
        output.write(annotations.github(shown, translate))
    else:
        output.write(rendered.text(shown, translate, colour=output.screen().colour))
    acknowledged = sum(one.acknowledged is not None for one in found)
    said = translate(
        "Records: {records}. Errors: {error}, warnings: {warning}, notes: {info}. Acknowledged: {acknowledged}."
    )
    click.echo(said.format(records=done.records, acknowledged=acknowledged, **counts), err=True)
    if base:
        click.echo(rendered.compared(base, translate), err=True)
    if past:
        click.echo(rendered.searched(past, translate), err=True)
    if shown and form == "text" and output.screen().terminal:
        click.echo(translate("`plptool explain {rule}` says more.").format(rule=shown[0].rule), err=True)
    if not counts["error"] and past and past.missing and past.partial:
        raise click.exceptions.Exit(2)  # said above
    if counts["error"] or (past and not past.whole):
        raise click.exceptions.Exit(1)


def _base(workspace: Workspace, asked: str) -> "Base":
    from plptool.history.merge_base import find

    return find(workspace.root, asked, workspace.now)


def _past(root: Path, translate: Translate) -> "Past":
    from plptool.git.repository import Repository
    from plptool.history.scan import search

    repository = Repository.find(root)
    if repository is None:
        raise UserError(f"{str(root)!r} is in no git repository: there is no history to search")
    with output.progress(translate("Searching the history")) as progress:
        return search(repository, lambda done: progress(done, None))


def _inside(folder: Path, path: Path, root: Path) -> str:
    """A path as a caller types it, as the ledger names it.

    Raises:
        UserError: there is no such file, or it lies outside, or cannot be looked at.
    """
    try:
        return _named(folder, path, root)
    except OSError as error:
        raise UserError(str(error)) from None


def _named(folder: Path, path: Path, root: Path) -> str:
    for start in (Path.cwd(), folder.resolve(), root):
        full = path if path.is_absolute() else start / path
        if full.exists():
            try:
                return mask(full.resolve().relative_to(root.resolve()).as_posix())
            except ValueError:
                raise UserError(f"{str(path)!r} lies outside the ledger's folder") from None
    raise UserError(f"there is no file {str(path)!r}")
