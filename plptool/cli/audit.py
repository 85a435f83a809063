import re
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import options
from plptool.cli.output import examined
from plptool.model.errors import UserError
from plptool.model.i18n import translation
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.git.objects import Commit


@click.command("audit")
@click.option(
    "--expect",
    "expected",
    metavar="DATE=SHA256",
    multiple=True,
    help="The digest of that date's seal, or of a correction, as it stands in the minutes; may be given again.",
)
@options.format_option("text", "markdown", "json")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, expected: tuple[str, ...], form: str, lang: str | None) -> None:
    """Examine the ledger and its whole history, for a person with a clone and no trust.

    Seals and corrections, now and at every commit that touched a snapshot; sealed facts that were altered; deleted
    records; signatures; personal identity numbers; commits that are dated back; facts without a source. It examines
    HEAD, not files that are not committed, and ends in a verdict: consistent, unaltered (only against a digest from
    outside), or what is wrong. Exit 1 where something is wrong, or this clone lacks a part of the history.

    \b
    Examples:
      plptool audit
      plptool audit --expect 231231=6a0c…
      plptool -C clone.git audit --format markdown
    """
    from plptool.history.audit import audit, data
    from plptool.history.log import commit_data
    from plptool.read.manifest import zone
    from plptool.render import audit as rendered
    from plptool.render import findings

    said = [_expectation(one) for one in expected]
    tree, manifest = workspace.head()
    translate = translation(manifest, lang)
    examined(workspace.folder, tree.repository.folder / tree.prefix, translate)
    with output.progress(translate("Searching the history")) as progress:
        found = audit(tree, said, workspace.cache, lambda done: progress(done, None))
    place = zone(manifest)

    def row(commit: "Commit") -> dict[str, Any]:
        return commit_data(commit, place)

    told = data(found, row, lambda some: findings.data(list(some), translate))
    if form == "json":
        output.write_json({**told, "history": findings.history(found.past)})
    else:
        lines = {name: _lines(told[name]) for name in ("findings", "personal-numbers", "dated-back", "broken")}
        lines["chains"] = [
            f"{one['commit']['commit'][:12]} {one['commit']['date']}: {line}"
            for one in told["chains"]
            for line in _lines(one["findings"])
        ]
        searched = findings.searched(found.past, translate)
        output.write_blocks(rendered.audit(told, lines, searched, translate), form)
    if found.verdict in ("wrong", "incomplete"):
        raise click.exceptions.Exit(1)


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['record'] or one['path']} {one['rule']}: {one['message']}. {one['hint'] or ''}".strip() for one in rows
    ]


def _expectation(text: str) -> tuple[str, str]:
    """A day, or the name of a snapshot, and a digest."""
    from plptool.model.dates import parse_day

    key, _, said = text.partition("=")
    if not key or not re.fullmatch(r"[0-9A-Fa-f]{64}", said.strip()):
        raise UserError(f"{text[:100]!r}: write --expect DATE=SHA256, such as 231231= and the 64 digits of the minutes")
    try:
        return parse_day(key).isoformat(), said.strip()
    except UserError:  # the name of a snapshot
        return key, said.strip()
