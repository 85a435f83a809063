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
        with_titles = len(files) <= _WITH_TITLES and "bash" not in os.environ.get(VARIABLE, "")
        return [CompletionItem(key, help=_title(files[key]) if with_titles else None) for key in sorted(files)]

    return complete


organisations = records("organisations")
sources = records("sources")


def points(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers today, and the days of the ledger's snapshots."""
    from click.shell_completion import CompletionItem

    days = sorted(key for key, _ in _ids(ctx, ("snapshots",), incomplete) if re.fullmatch(r"\d{6}", key))
    named = {"today": "the end of this day", "snapshot": "the newest snapshot"}
    return [
        *(CompletionItem(word, help=what) for word, what in named.items() if word.startswith(incomplete)),
        *(CompletionItem(day, help="a snapshot") for day in days),
    ]


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

    return [
        CompletionItem(rule.code, help=rule.name) for rule in RULES.values() if rule.code.startswith(incomplete.upper())
    ]


def _ids(ctx: click.Context, collections: tuple[str, ...], incomplete: str) -> Iterator[tuple[str, Path]]:
    """Ids that begin so, each with its file. What a ledger does not read, a link or an odd name, is not offered."""
    from plptool.read.worktree import find_root

    root = find_root(Path(ctx.find_root().params.get("folder") or "."))
    for collection in collections:
        folder, ids = root / "ledger" / collection, COLLECTIONS[collection].ids
        if folder.is_symlink() or not folder.is_dir():
            continue
        with os.scandir(folder) as entries:
            for entry in entries:
                key = entry.name.removesuffix(".yaml")
                wanted = key != entry.name and key.startswith(incomplete) and re.fullmatch(ids, key)
                if wanted and entry.is_file(follow_symlinks=False):
                    yield key, folder / entry.name


def _title(path: Path) -> str | None:
    """What the record is called, where its first lines say it plainly."""
    from plptool.model.text import cut
    from plptool.render.text import clean

    try:
        with path.open("rb") as file:
            match = re.search(_TITLE, file.read(4096))
    except OSError:
        return None
    if match is None:
        return None
    title = clean(" ".join(match[1].decode("utf-8", "replace").split())).strip("\"'")
    return cut(title, 60) or None
