from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.writing import Desk, kept
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from plptool.model.plain import Data
    from plptool.seals.chain import CorrectionKind

_KINDS: "tuple[CorrectionKind, ...]" = ("late", "amended", "withdrawn", "migration")


@click.command("seal")
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
    from plptool.edit.lock import writing
    from plptool.edit.seal import correct, seal_day
    from plptool.model.dates import parse_day
    from plptool.model.findings import Message
    from plptool.render import seals

    desk = Desk(workspace, form, lang)
    tree, translate, now = desk.tree, desk.translate, desk.today
    if day is None and desk.asks:
        question = translate("Which day is sealed?") if not ids else translate("The seal of which day?")
        day = desk.ask(question, examine=lambda typed: parse_day(typed, now))
    if day is None:
        raise UserError(Message("say which day: DATE"))
    sealed_day = parse_day(day, now)
    if not ids:
        if reason or source or decision or kind:
            raise UserError(Message("--reason, --source, --decision and --kind go with --correct ID"))
        sealed, commit = desk.committed(lambda hand: seal_day(tree, sealed_day, now, workspace.cache, hand))
        seal = {"snapshot": sealed.snapshot, "date": sealed_day, "records": sealed.records, "digest": sealed.digest}
        line = seals.seal_line(sealed_day, sealed.records, sealed.digest, translate) + desk.kept_as(commit)
        write(form, Answer(lines=lambda: line, data=lambda: [{"seal": seal, **kept(commit)}]))
        return
    if not reason and desk.asks:
        reason = desk.ask(translate("Why was the past told wrong? (Ctrl-C leaves all as it was)"))
    if not source and not decision and desk.asks:
        source = (desk.ask_source(desk.proposals().get("source", "")),)
    if not reason or not reason.strip():
        raise UserError(Message("a correction needs its reason: --reason TEXT"))
    if bool(source) == bool(decision):
        raise UserError(Message("a correction rests on a source or a decision: --source CITATION or --decision ID"))
    with (
        nullcontext() if desk.dry_run else writing(tree.root)
    ):  # what was sealed of a record hangs on its corrections, which others may add
        known = {} if kind else _sealed_then(workspace, sealed_day, ids)
        of_kind = _kind(kind)
        corrections, commit = desk.committed(
            lambda hand: correct(tree, sealed_day, ids, reason, source, decision, of_kind, workspace.cache, known, hand)
        )
    answer = Answer(
        lines=lambda: (
            "\n".join(seals.correction_line(sealed_day, correction, translate) for correction in corrections)
            + desk.kept_as(commit)
        ),
        data=lambda: [
            {"corrections": [{"date": sealed_day, **correction} for correction in corrections], **kept(commit)}
        ],
    )
    write(form, answer)


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
