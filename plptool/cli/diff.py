from typing import TYPE_CHECKING

import click

from plptool.cli import complete, options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.cli.output import leave
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import translation
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plptool.render import json


@click.command("diff", cls=Command)
@click.argument("first", metavar="FROM", shell_complete=complete.points)
@click.argument("last", metavar="[TO]", default="today", shell_complete=complete.points)
@click.option(
    "--record",
    "records",
    metavar="ID",
    multiple=True,
    shell_complete=complete.records(*COLLECTIONS),
    help="Only this record; may be given several times.",
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only the processes that this organisation leads or takes part in, and its own decisions.",
)
@click.option("--stat", is_flag=True, help="Only how many changes there are, by record and kind.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where there are changes.")
@options.format_option("diff")
@options.lang_option
@click.pass_obj
def command(
    workspace: Workspace,
    first: str,
    last: str,
    records: tuple[str, ...],
    org: str | None,
    stat: bool,
    exit_code: bool,
    form: Format,
    lang: str | None,
) -> None:
    """Compare two points: what happened, what was learned later, what was corrected.

    FROM and TO are dates, revisions, or both, DATE@REV; without TO, today and the files as they are. Where FROM has no
    date, what counts as new is what is later than its commit.

    What is new at TO happened after FROM, or was settled only then: its date may lie before. Learned later is what held
    by FROM and was recorded since. Corrected is what was recorded, and is changed or no longer there.

    \b
    Examples:
      plptool diff 221231 231231
      plptool diff 221231 231231 --org ASC --stat
      plptool diff 231231@v1.0 231231
      plptool diff @origin/main --format markdown
    """
    from plptool.model.dates import split_point
    from plptool.render import diff as differences
    from plptool.timeline import diff
    from plptool.timeline.ledger import titles

    state_before, state_after = workspace.at(first), workspace.at(last)
    translate = translation(state_after.ledger.manifest, lang)
    since = workspace.known(state_before.ledger) if split_point(first)[0] is None else None
    difference = diff.diff(state_before, state_after, since)
    if records or org is not None:
        difference = diff.select(difference, state_before, state_after, records=records, org=org)
    counted = diff.stat(difference.changes)
    between = differences.Points(state_before.point, state_after.point)
    points = {"from": between.first, "to": between.last}

    def counts() -> Page:
        called = titles(state_before, state_after)
        blocks = differences.stat(between, counted, called, translate)
        return Page(blocks, cut=True)

    def page() -> Page:
        called = titles(state_before, state_after)
        blocks = differences.page(between, difference, called, translate)
        return Page(blocks)

    def data_of_counts() -> "Iterable[json.Answer]":
        from plptool.render.json_diff import StatShape

        return [points, StatShape.of(difference, counted)]

    def data() -> "Iterable[json.Answer]":
        from plptool.render.json_diff import DiffShape

        return [points, DiffShape.of(difference)]

    answer = Answer(counts, data=data_of_counts) if stat else Answer(page, data=data)
    write(form, answer)
    for ledger in (state_after.ledger, state_before.ledger):
        leave(ledger, translate)
    if exit_code and difference.changes:
        raise click.exceptions.Exit(1)
