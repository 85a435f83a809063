import re
import unicodedata
from typing import TYPE_CHECKING

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.cli.output import examined
from plptool.model.errors import UserError
from plptool.model.i18n import translation
from plptool.model.text import short
from plptool.render import output
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date


@click.command("audit", cls=Command)
@click.option(
    "--expect",
    "expected",
    metavar="DATE=SHA256",
    multiple=True,
    help="The digest of that date's seal, or of a correction, as it stands in the minutes; may be given again.",
)
@options.format_option("audit")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, expected: tuple[str, ...], form: Format, lang: str | None) -> None:
    """Examine the ledger and its whole history, for a person with a clone and no trust.

    Seals and corrections, now and at every commit that touched a snapshot; sealed facts that were altered; deleted
    records; signatures; personal identity numbers; commits that are dated back; facts without a source. It examines
    HEAD, not files that are not committed, and ends in a verdict: consistent, unaltered (only against a digest from
    outside), or what is wrong. Exit 1 where something is wrong, or this clone lacks a part of the history.

    \b
    Examples:
      plptool audit
      plptool audit --expect 231231=6a0c…
      plptool audit --expect "the whole line that seal printed"
      plptool -C clone.git audit --format markdown
    """
    from plptool.history.audit import audit
    from plptool.read.manifest import manifest_of, zone
    from plptool.render import audit as rendered
    from plptool.render import json_history

    today = workspace.today(manifest_of(workspace.folder))
    expectations = [expectation(text, today) for text in expected]
    tree, manifest = workspace.head()
    translate = translation(manifest, lang)
    root = tree.repository.folder / tree.prefix
    examined(workspace.folder, root, translate)
    with output.progress(translate("Searching the history")) as progress:
        examination = audit(tree, expectations, workspace.cache, lambda done: progress(done, None), workspace.now)
    time_zone = zone(manifest)
    answer = Answer(
        page=lambda: Page(rendered.page(examination, time_zone, translate)),
        data=lambda: [json_history.AuditShape.of(examination, time_zone, translate)],
    )
    write(form, answer)
    if examination.verdict in ("wrong", "incomplete"):
        raise click.exceptions.Exit(1)


def expectation(text: str, today: "date") -> tuple[str, str]:
    """A day, or the name of a snapshot, and a digest, however they were copied from the minutes.

    What can mean one thing alone is taken: spaces, line breaks and quotes in the digest or around it, capitals,
    `SHA-256` in front, another sign for `=`, or the whole line that `seal` printed.

    Raises:
        UserError: it is not a day or name and then 64 digits.
    """
    from plptool.model.dates import parse_day

    match = _EXPECTED.fullmatch(_without_typography(text))
    if not match:
        raise _unreadable(text)
    key = match["key"].strip(" \t\r\n=:,;")
    # Of a digest that lacks digits, those of a name before it must not be taken for its first.
    if not key or re.search(r"sha[\W_]*$", key, re.IGNORECASE):
        raise _unreadable(text)
    digits = match["digest"].split()
    digest = "".join(digits).casefold()
    with_hyphens = re.sub(r"[\u2010-\u2015\u2212]", "-", key)
    try:
        return parse_day(with_hyphens, today).isoformat(), digest
    except UserError:
        if not re.search(r"\s", key):
            return key, digest  # the name of a snapshot
        # A line that `seal` printed, which names the day of its seal.
        days = set(re.findall(r"\b\d{4}-\d{2}-\d{2}\b", key, re.ASCII))
        if len(days) != 1:
            raise _unreadable(text) from None
        return parse_day(days.pop()).isoformat(), digest


def _without_typography(text: str) -> str:
    """A text without quotes, signs that are not seen, and the sentence's own signs around it."""
    plain = unicodedata.normalize("NFKC", text)  # a no-break space is a space, and a wide digit a digit
    visible = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return visible.translate(_QUOTES).strip(" \t\r\n.;,")


def _unreadable(text: str) -> UserError:
    shown = short(text, _SHOWN)
    count = ""
    if "=" in text:
        _, _, after_sign = text.rpartition("=")
        digits = len(re.findall(r"[0-9A-Fa-f]", after_sign))
        count = f" (here it has {digits})"
    return UserError(
        f"{shown!r}: write --expect DATE=SHA256, such as 231231= and then the 64 digits 0-9 and a-f that stand in the "
        f"minutes{count}"
    )


_SHOWN = 100
_QUOTES = {ord(quote): None for quote in "\"'`´‘’‚“”„«»<>"}
_EXPECTED = re.compile(
    # A hyphen between date and digest has a space beside it, as dates have hyphens of their own.
    r"(?P<key>.*?)(?:\s*[=:\u2010-\u2015\u2212→,]+\s*|\s+-\s*|-\s+|\s+)"
    r"(?:sha[-\u2010-\u2015\u2212 ]?256\s*[=:]?\s*)?"
    r"(?P<digest>(?:[0-9a-f]\s*){64})",
    re.IGNORECASE | re.DOTALL,
)
"""What comes first, and a digest at the end."""
