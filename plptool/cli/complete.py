"""What the shell offers after a TAB: ids, organisations, dates, rules.

The shell shows whatever is printed, and asks anew at each TAB, in any folder. So nothing is loaded: the names of a
ledger's files are its ids. And nothing fails: where there is nothing to offer, nothing is said.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from plptool.model.collections import COLLECTIONS

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_PLPTOOL_COMPLETE"
"""How the scripts ask; click's name for it."""
Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]

_TITLE = rb"(?m)^(?:title|need): *(?![ >|&*!])(.+)$"
_POINTS = {"today": "the end of this day", "snapshot": "the newest snapshot"}
"""The points that have a word of their own, and what it means."""
_WITH_TITLES = 200
"""More ids than this nobody reads: they are offered without their titles."""


def answer(group: click.Group) -> NoReturn:
    """Say what the shell may offer, and leave. A line that is not finished has no mistakes to complain of."""
    from contextlib import suppress

    from click.shell_completion import shell_complete

    with suppress(Exception, KeyboardInterrupt):
        shell_complete(group, {}, "plptool", VARIABLE, os.environ[VARIABLE])
        sys.stdout.flush()
    sys.stdout = None  # a shell that has gone away is not told so at exit
    sys.exit(0)


def records(*collections: str) -> Completer:
    """Offers the ids of these collections."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        files = dict(_ids(ctx, collections, incomplete))
        shell = os.environ.get(VARIABLE, "")
        # bash shows no help, and each title is a file that must be read.
        if len(files) > _WITH_TITLES or "bash" in shell:
            return [CompletionItem(key) for key in sorted(files)]
        return [CompletionItem(key, help=_title(files[key])) for key in sorted(files)]

    return complete


organisations = records("organisations")
sources = records("sources")


def points(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers today, and the days of the ledger's snapshots."""
    from click.shell_completion import CompletionItem

    items = [CompletionItem(word, help=meaning) for word, meaning in _POINTS.items() if word.startswith(incomplete)]
    snapshots = dict(_ids(ctx, ("snapshots",), incomplete))
    days = sorted(key for key in snapshots if re.fullmatch(r"\d{6}", key))
    items += [CompletionItem(day, help="a snapshot") for day in days]
    return items


def of_collection(words: Mapping[str, tuple[str, ...]]) -> Completer:
    """Offers the words that go with the collection that is listed."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        # Before an option that has no value yet, click leaves the arguments unread.
        collection = ctx.args[0] if ctx.args else str(ctx.params.get("collection"))
        fitting = words.get(collection, ())
        return [CompletionItem(word) for word in fitting if word.startswith(incomplete)]

    return complete


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers the codes of the rules, with their names."""
    from click.shell_completion import CompletionItem

    from plptool.model.rules import RULES

    begun = incomplete.upper()
    return [CompletionItem(code, help=rule.name) for code, rule in RULES.items() if code.startswith(begun)]


def _ids(ctx: click.Context, collections: tuple[str, ...], incomplete: str) -> Iterator[tuple[str, Path]]:
    """Ids that begin so, each with its file. What a ledger does not read, a link or an odd name, is not offered."""
    from plptool.read.worktree import find_root

    named = ctx.find_root().params.get("folder")
    root = find_root(Path(named or "."))
    for collection in collections:
        folder = root / "ledger" / collection
        if folder.is_symlink() or not folder.is_dir():
            continue
        form_of_ids = re.compile(COLLECTIONS[collection].ids)
        for file_name in _files_in(folder):
            key = file_name.removesuffix(".yaml")
            is_id = key != file_name and form_of_ids.fullmatch(key)
            if is_id and key.startswith(incomplete):
                yield key, folder / file_name


def _files_in(folder: Path) -> Iterator[str]:
    """The names of a folder's own files, not of what is linked there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                yield entry.name


def _title(path: Path) -> str | None:
    """What the record is called, where its first lines say it plainly."""
    from plptool.model.text import cut
    from plptool.render.text import clean

    try:
        with path.open("rb") as file:
            beginning = file.read(4096)
    except OSError:
        return None
    match = re.search(_TITLE, beginning)
    if match is None:
        return None
    words = match[1].decode("utf-8", "replace").split()
    title = clean(" ".join(words)).strip("\"'")
    return cut(title, 60) or None
