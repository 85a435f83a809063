from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import JSON, SARIF, TEXT, Answer, Findings, Format, write
from plptool.cli.help import Command
from plptool.cli.language import spoken
from plptool.cli.output import examined
from plptool.cli.paths import inside
from plptool.model.errors import UserError
from plptool.model.i18n import Translate, translation
from plptool.render import output
from plptool.workspace import Workspace, processors

if TYPE_CHECKING:
    from plptool.checks.validation import Validation
    from plptool.edit.mend import Mended
    from plptool.history.merge_base import Base
    from plptool.history.scan import Past
    from plptool.model.findings import Finding
    from plptool.read.cache import Cache
    from plptool.read.worktree import WorkTree
    from plptool.render import findings as rendered
    from plptool.timeline.ledger import Ledger


@click.command("validate", cls=Command)
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
@click.option(
    "--fix", "to_fix", is_flag=True, help="Mend first what can be mended in one way alone, and tell the rest."
)
@click.option("--dry-run", is_flag=True, help="With --fix: write nothing, and show what would change, as a diff.")
@click.option("--all", "everything", is_flag=True, help="Show acknowledged findings too, with their reasons.")
@options.format_option("validate")
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
    to_fix: bool,
    dry_run: bool,
    everything: bool,
    form: Format,
    lang: str | None,
    workers: int | None,
    no_cache: bool,
) -> None:
    """Check every record, and say what is wrong, where, and what to write instead.

    With paths the whole ledger is checked, and what is wrong in those files or folders is told. Exit 1 where there is
    an error.

    With --base also a seal that is removed or rewritten, a record that is deleted, an id that is used again and a
    severity that is loosened are errors, and a field that is edited in place is a warning; what is newly acknowledged
    is told first. The base is the last commit that REV and HEAD have in common; where there are several such, each of
    them must hold.

    With --fix a misspelt name, a date in another form, an event out of order and the like are mended, where no second
    way is thinkable and nothing else is found then: never what is sealed, or what the document alone can tell.

    \b
    Examples:
      plptool validate
      plptool validate --fix --dry-run
      plptool validate --all --lang en
      plptool validate ledger/processes/2.2.3.yaml --format github
      plptool validate --history
      plptool validate --base origin/main --format github
      plptool validate --format sarif > findings.sarif
    """
    _refuse(searches_history=history and bool(paths), only_shows=dry_run and not to_fix)
    tree = workspace.files
    cache = None if no_cache else workspace.cache
    named = [inside(workspace.folder, path, tree.root) for path in paths]
    mended = _mended(tree, named, cache, to_write=not dry_run) if to_fix else None
    validation = _validated(tree, cache, workers or processors())
    base = None if asked is None else _base(workspace, asked)
    findings = _all_findings(workspace, validation, base, cache)
    language = lang or str(validation.manifest.get("language", "en"))
    translate = translation(validation.manifest, lang)
    examined(workspace.folder, tree.root, translate)
    past = _past(tree.root, translate) if history else None
    if past:
        findings += past.findings
    findings = _of_named(findings, named)
    if form in (JSON, SARIF):
        findings = _with_fixes(tree, findings, cache)
    outcome = _Outcome(findings, validation.records, base, past, mended, everything=everything, written=not dry_run)
    write(form, _in_shapes(outcome, workspace, translate, language))
    _tell(outcome, form, translate)
    raise click.exceptions.Exit(outcome.code)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was found, in what."""

    findings: "list[Finding]"
    records: int
    """How many records loaded."""
    base: "Base | None"
    past: "Past | None"
    mended: "Mended | None"
    """What was mended before; None where that was not asked for."""
    everything: bool
    """Whether what is acknowledged is shown too."""
    written: bool
    """Whether what was mended is in the files."""

    @property
    def shown(self) -> "list[Finding]":
        if self.everything:
            return self.findings
        return [finding for finding in self.findings if finding.acknowledged is None]

    @property
    def code(self) -> int:
        """What the program ends with: 1 for an error, or for a history that is not whole; 2 where git lacks a part."""
        from plptool.render.findings import counts

        errors = counts(self.findings)["error"]
        if errors:
            return 1
        if self.past is None or self.past.whole:
            return 0
        return 2 if self.past.missing and self.past.partial else 1


def _validated(tree: "WorkTree", cache: "Cache | None", workers: int) -> "Validation":
    from plptool.checks.validate import validate

    with output.progress(spoken()("Reading the records")) as progress:
        return validate(tree, cache, workers, progress)


def _all_findings(
    workspace: Workspace, validation: "Validation", base: "Base | None", cache: "Cache | None"
) -> "list[Finding]":
    """What was found in the records, with what depends on the day, on git and on the base."""
    from plptool.checks.kept import findings as of_git
    from plptool.model.findings import Finding
    from plptool.read.kept import kept_otherwise

    tree = workspace.files
    all_findings = list(workspace.with_evidence(workspace.whole(validation, tree)))
    compared = kept_otherwise(tree, validation.entries, cache)
    all_findings += of_git(compared.otherwise)
    lost = workspace.seals_lost() if compared.seals_may_differ else []
    if base is None:
        return sorted([*all_findings, *lost], key=Finding.order)
    from plptool.history.merge_base import compare, findings

    of_base = compare(base, workspace.ledger(), workspace.now, cache, workspace.memory)
    of_head = [finding for finding in lost if finding not in of_base]
    return findings([*of_base, *of_head], all_findings)


def _refuse(*, searches_history: bool, only_shows: bool) -> None:
    """Refuse what does not go together.

    Raises:
        UserError: the history is searched, and files are named; or what is mended is only shown, and nothing is mended.
    """
    from plptool.model.findings import Message

    if searches_history:
        raise UserError(Message("--history searches the whole repository: give no paths with it"))
    if only_shows:
        raise UserError(Message("--dry-run shows what --fix would change: give both"))


def _of_named(findings: "list[Finding]", named: list[str]) -> "list[Finding]":
    """What was found in these files and folders; all, where none is named."""
    if not named:
        return findings
    return [finding for finding in findings if _is_meant(finding.path, named)]


def _is_meant(path: str, named: list[str]) -> bool:
    """Whether a file is one of those that were named, or lies in a folder that was; where none was, all are."""
    if not named:
        return True
    return any(path == name or path.startswith(f"{name}/") for name in named)


def _mended(tree: "WorkTree", named: list[str], cache: "Cache | None", *, to_write: bool) -> "Mended":
    from plptool.edit.mend import mend

    return mend(tree, lambda path: _is_meant(path, named), to_write=to_write, cache=cache)


def _in_shapes(outcome: _Outcome, workspace: Workspace, translate: Translate, language: str) -> Answer:
    from plptool.render import findings as rendered
    from plptool.render.patch import unified

    def lines() -> str:
        if outcome.mended is not None and not outcome.written:
            return unified(outcome.mended.changes)
        screen = output.screen()
        if screen.terminal:
            return rendered.on_screen(outcome.shown, translate, screen, workspace.root)
        return rendered.text(outcome.shown, translate)

    return Answer(
        lines=lines,
        data=lambda: [_data(outcome, translate)],
        findings=lambda: Findings(_published(outcome.shown, workspace.ledger()), translate, language),
    )


def _published(findings: "list[Finding]", ledger: "Ledger") -> "list[Finding]":
    """Findings as GitHub may show them: annotations and SARIF, with the lines that they quote, name no persons."""
    from plptool.model.redact import names_in, names_published, unnamed

    if names_published(ledger.manifest):
        return findings
    return unnamed(findings, names_in(ledger.all_data()))


def _data(outcome: _Outcome, translate: Translate) -> "rendered.ValidationShape":
    from plptool.render import findings as rendered

    return rendered.ValidationShape(
        findings=rendered.shapes(outcome.shown, translate),
        counts=rendered.counts(outcome.findings),
        compared=rendered.ComparedShape.of(outcome.base) if outcome.base else None,
        history=rendered.HistoryShape.of(outcome.past) if outcome.past else None,
        mended=_mended_shape(outcome, translate),
    )


def _with_fixes(tree: "WorkTree", findings: "list[Finding]", cache: "Cache | None") -> "list[Finding]":
    from plptool.checks.validate import validate
    from plptool.edit.mend import with_fixes

    return with_fixes(tree, findings, lambda changed: validate(changed, cache).findings)


def _mended_shape(outcome: _Outcome, translate: Translate) -> "rendered.MendedShape | None":
    from plptool.render import findings as rendered

    if outcome.mended is None:
        return None
    fixed = rendered.shapes(outcome.mended.fixed, translate)
    return rendered.MendedShape(fixed, outcome.written)


def _tell(outcome: _Outcome, form: Format, translate: Translate) -> None:
    """What is figures beside the answer: figures, what was compared and searched, where to read more."""
    from plptool.model.findings import every
    from plptool.render import findings as rendered

    for finding in outcome.mended.fixed if outcome.mended else ():
        click.echo(rendered.mended(finding, translate, written=outcome.written), err=True)
    acknowledged = sum(finding.acknowledged is not None for finding in outcome.findings)
    figures = translate(
        "Records: {records}. Errors: {error}, warnings: {warning}, notes: {info}. Acknowledged: {acknowledged}."
    )
    counts = rendered.counts(outcome.findings)
    line = figures.format(records=outcome.records, acknowledged=acknowledged, **counts)
    click.echo(line, err=True)
    if outcome.base:
        click.echo(rendered.compared(outcome.base, translate), err=True)
    if outcome.past:
        click.echo(rendered.searched(outcome.past, translate), err=True)
    if outcome.shown and form is TEXT and output.screen().terminal:
        if outcome.mended is None and any(finding.mend for finding in every(outcome.shown)):
            click.echo(translate("`plptool validate --fix` mends what can be mended in one way alone."), err=True)
        first_rule = outcome.shown[0].rule
        line = translate("`plptool explain {rule}` says more.").format(rule=first_rule)
        click.echo(line, err=True)


def _base(workspace: Workspace, asked: str) -> "Base":
    from plptool.history.merge_base import find

    return find(workspace.root, asked, workspace.now)


def _past(root: Path, translate: Translate) -> "Past":
    from plptool.git.repository import Repository
    from plptool.history.scan import search
    from plptool.model.findings import Message

    repository = Repository.find(root)
    if repository is None:
        raise UserError(
            Message("{folder!r} is in no git repository: there is no history to search", {"folder": str(root)})
        )
    with output.progress(translate("Searching the history")) as progress:
        return search(repository, lambda done: progress(done, None))
