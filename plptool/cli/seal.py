from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from plptool.cli import complete, meanings, options
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import Command
from plptool.cli.writing import Desk, kept
from plptool.model.collections import COLLECTIONS
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from plptool.edit.grounds import Grounds
    from plptool.edit.hand import Hand
    from plptool.edit.seal import Sealed
    from plptool.model.plain import Data
    from plptool.render import json
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
    desk = Desk(workspace, form, lang)
    if ids:
        corrected_day = _day(desk, day, desk.translate("The seal of which day?"))
        grounds = _grounds(desk, reason, source, decision)
        _correct(desk, corrected_day, ids, grounds, kind)
        return
    sealed_day = _day(desk, day, desk.translate("Which day is sealed?"))
    if reason or source or decision or kind:
        message = Message("--reason, --source, --decision and --kind go with --correct ID")
        raise UserError(message)
    _seal(desk, sealed_day)


def _day(desk: Desk, typed: str | None, question: str) -> "date":
    """The day that is meant, which is asked for where somebody is there.

    Raises:
        UserError: nobody says it, or it is none.
    """
    from plptool.model.dates import parse_day

    today = desk.today
    if typed is None and desk.asks:
        typed = desk.ask(question, examine=lambda answer: parse_day(answer, today), meaning=meanings.DAY)
    if typed is None:
        message = Message("say which day: DATE")
        raise UserError(message)
    return parse_day(typed, today)


def _seal(desk: Desk, day: "date") -> None:
    """Seal a day, and print the line for the minutes."""
    from plptool.edit.seal import seal_day
    from plptool.render.seals import seal_line

    cache = desk.workspace.cache

    def act(hand: "Hand") -> "Sealed":
        return seal_day(desk.tree, day, desk.today, cache, hand)

    sealed, commit = desk.committed(act)
    line = seal_line(day, sealed.records, sealed.digest, desk.translate)
    seal = {
        "snapshot": sealed.snapshot,
        "date": day,
        "records": sealed.records,
        "digest": sealed.digest,
    }
    _answer(desk, [line], {"seal": seal}, commit)


def _answer(desk: Desk, lines: "Iterable[str]", data: "json.Answer", commit: str | None) -> None:
    """Print lines for the minutes, and what was committed."""
    told = "\n".join(lines) + desk.kept_as(commit)
    answer = Answer(lines=lambda: told, data=lambda: [data, kept(commit)])
    write(desk.form, answer)


def _grounds(desk: Desk, reason: str | None, source: tuple[str, ...], decision: str | None) -> "Grounds":
    """What was typed, and what is missing of it, which is asked for where somebody is there.

    Raises:
        UserError: a reason is missing, or what it rests on; or it rests on both.
    """
    from plptool.edit.grounds import Grounds

    if not reason and desk.asks:
        question = desk.translate("Why was the past told wrong? (Ctrl-C leaves all as it was)")
        reason = desk.ask(question, meaning=meanings.WHY_CORRECTED)
    rests_on_nothing = not source and not decision
    if rests_on_nothing and desk.asks:
        proposed = desk.proposals().get("source", "")
        asked_source = desk.ask_source(proposed)
        source = (asked_source,)
    if not reason or not reason.strip():
        message = Message("a correction needs its reason: --reason TEXT")
        raise UserError(message)
    rests_on_one = bool(source) != bool(decision)
    if not rests_on_one:
        message = Message("a correction rests on a source or a decision: --source CITATION or --decision ID")
        raise UserError(message)
    return Grounds(reason, source, decision)


def _correct(desk: Desk, day: "date", ids: tuple[str, ...], grounds: "Grounds", kind: str | None) -> None:
    """Say why the past of records was told wrong, and print a line for the minutes of each."""
    from plptool.edit.lock import writing
    from plptool.edit.seal import correct
    from plptool.render.seals import correction_line

    workspace = desk.workspace
    of_kind = _kind(kind)
    # What was sealed of a record hangs on its corrections, which others may add.
    with nullcontext() if desk.dry_run else writing(desk.tree.root):
        sealed_then: Mapping[str, Data] = {}
        if of_kind is None:
            sealed_then = _sealed_then(workspace, day, ids)

        def act(hand: "Hand") -> "Sequence[Data]":
            return correct(desk.tree, day, ids, grounds, of_kind, workspace.cache, sealed_then, hand)

        corrections, commit = desk.committed(act)
    lines = [correction_line(day, correction, desk.translate) for correction in corrections]
    shapes = [{"date": day, **correction} for correction in corrections]
    _answer(desk, lines, {"corrections": shapes}, commit)


def _kind(name: str | None) -> "CorrectionKind | None":
    for kind in _KINDS:
        if kind == name:
            return kind
    return None


def _sealed_then(workspace: Workspace, day: "date", ids: tuple[str, ...]) -> "Mapping[str, Data]":
    """What was sealed of these records, where there is a history that tells."""
    from plptool.history.tampering import then
    from plptool.seals.chain import seals_in

    history = workspace.history()
    if history is None:
        return {}
    ledger = workspace.ledger()
    for seal in seals_in(ledger):
        if seal.day == day:
            return then(history, seal, ids)
    return {}
