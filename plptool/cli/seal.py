from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.cli.writing import Desk, kept
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plptool.model.plain import Data
    from plptool.seals.chain import CorrectionKind

_KINDS: "tuple[CorrectionKind, ...]" = ("late", "amended", "withdrawn", "migration")


@click.command("seal", cls=Command)
@click.argument("day", metavar="DATE", required=False, shell_complete=complete.points)
@click.option(
    "--correct",
    "ids",
    metavar="ID",
    multiple=True,
    shell_complete=complete.records(*COLLECTIONS),
    help="Say that this record's past is told otherwise since; may be given again.",
)
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--source", multiple=True, metavar="CITATION", help="What it rests on; may be given again.")
@click.option(
    "--decision", metavar="ID", shell_complete=complete.records("decisions"), help="The decision that it rests on."
)
@click.option("--kind", type=click.Choice(_KINDS), help="What sort of correction; without it, as the records tell.")
@options.dry_run_option("Write nothing; print the line as it would be.")
@options.no_input_option
@options.committing_options
@options.format_option("seal")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    day: str | None,
    ids: tuple[str, ...],
    reason: str | None,
    source: tuple[str, ...],
    decision: str | None,
    kind: str | None,
    form: Format,
    lang: str | None,
) -> None:
    """Seal all that is effective by a date, or correct what was sealed.

    Prints the line for the minutes. The seal stands in the snapshot of that date: a digest of each record, and one over
    them all and the seal before. From then on `plptool validate` names every record of which the sealed part is
    altered, or that is gone. What is learned later is a correction, with its reason.

    \b
    Examples:
      plptool seal 231231
      plptool seal 231231 --correct 2.2.4 --reason "The meeting was reported late." --source annex-5#L216
      plptool seal 231231 --correct 2.1.2 --correct 2.1.3 --reason "Mended." --decision 2024-01-24-slutrapport
    """
    from plptool.model.dates import parse_day

    desk = Desk(workspace, form, lang)
    translate, now = desk.translate, desk.today
    if day is None and desk.asks:
        question = translate("The seal of which day?") if ids else translate("Which day is sealed?")
        day = desk.ask(question, examine=lambda typed: parse_day(typed, now))
    if day is None:
        raise UserError(Message("say which day: DATE"))
    sealed_day = parse_day(day, now)
    if ids:
        grounds = _grounds(desk, reason, source, decision)
        _correct(desk, sealed_day, ids, grounds, kind)
        return
    if reason or source or decision or kind:
        raise UserError(Message("--reason, --source, --decision and --kind go with --correct ID"))
    _seal(desk, sealed_day)


def _seal(desk: Desk, day: "date") -> None:
    """Seal a day, and print the line for the minutes."""
    from plptool.edit.seal import seal_day
    from plptool.render.seals import seal_line

    cache = desk.workspace.cache
    sealed, commit = desk.committed(lambda hand: seal_day(desk.tree, day, desk.today, cache, hand))
    seal = {"snapshot": sealed.snapshot, "date": day, "records": sealed.records, "digest": sealed.digest}
    line = seal_line(day, sealed.records, sealed.digest, desk.translate) + desk.kept_as(commit)
    write(desk.form, Answer(lines=lambda: line, data=lambda: [{"seal": seal, **kept(commit)}]))


@dataclass(frozen=True, slots=True)
class _Grounds:
    """Why the past was told wrong, and what that rests on: a source, or a decision."""

    reason: str
    source: tuple[str, ...]
    decision: str | None


def _grounds(desk: Desk, reason: str | None, source: tuple[str, ...], decision: str | None) -> _Grounds:
    """What was typed, and what is missing of it, which is asked for where somebody is there.

    Raises:
        UserError: a reason is missing, or what it rests on; or it rests on both.
    """
    if not reason and desk.asks:
        reason = desk.ask(desk.translate("Why was the past told wrong? (Ctrl-C leaves all as it was)"))
    if not source and not decision and desk.asks:
        proposed = desk.proposals().get("source", "")
        source = (desk.ask_source(proposed),)
    if not reason or not reason.strip():
        raise UserError(Message("a correction needs its reason: --reason TEXT"))
    if bool(source) == bool(decision):
        raise UserError(Message("a correction rests on a source or a decision: --source CITATION or --decision ID"))
    return _Grounds(reason, source, decision)


def _correct(desk: Desk, day: "date", ids: tuple[str, ...], grounds: _Grounds, kind: str | None) -> None:
    """Say why the past of records was told wrong, and print a line for the minutes of each."""
    from plptool.edit.lock import writing
    from plptool.edit.seal import correct
    from plptool.render.seals import correction_line

    reason, source, decision = grounds.reason, grounds.source, grounds.decision
    tree, cache, of_kind = desk.tree, desk.workspace.cache, _kind(kind)
    # What was sealed of a record hangs on its corrections, which others may add.
    with nullcontext() if desk.dry_run else writing(tree.root):
        known = {} if kind else _sealed_then(desk.workspace, day, ids)
        corrections, commit = desk.committed(
            lambda hand: correct(tree, day, ids, reason, source, decision, of_kind, cache, known, hand)
        )
    lines = [correction_line(day, correction, desk.translate) for correction in corrections]
    told = "\n".join(lines) + desk.kept_as(commit)
    shapes = [{"date": day, **correction} for correction in corrections]
    write(desk.form, Answer(lines=lambda: told, data=lambda: [{"corrections": shapes, **kept(commit)}]))


def _kind(name: str | None) -> "CorrectionKind | None":
    return next((kind for kind in _KINDS if kind == name), None)


def _sealed_then(workspace: Workspace, day: "date", ids: tuple[str, ...]) -> "Mapping[str, Data]":
    """What was sealed of these records, where there is a history that tells."""
    from plptool.history.tampering import then
    from plptool.seals.chain import seals_in

    history = workspace.history()
    ledger = workspace.ledger()
    seals = seals_in(ledger)
    seal = next((seal for seal in seals if seal.day == day), None)
    return then(history, seal, ids) if history and seal else {}
