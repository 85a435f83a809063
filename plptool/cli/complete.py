"""What the shell offers after a TAB: ids, organisations, dates, rules.

The shell shows whatever is printed, and asks anew at each TAB, in any folder. So nothing is loaded: the names of a
ledger's files are its ids. And nothing fails: where there is nothing to offer, nothing is said.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from plptool.cli.language import spoken
from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import word

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_PLPTOOL_COMPLETE"
"""How the scripts ask; click's name for it."""
Completer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]

_TITLE = rb"(?m)^(?:title|need): *(?![ >|&*!])(.+)$"
_POINTS = {"today": word("the end of this day"), "snapshot": word("the newest snapshot")}
"""The points that have a word of their own, and what it means."""
_WITH_TITLES = 200
"""More ids than this nobody reads: they are offered without their titles."""


def answer(group: click.Group) -> NoReturn:
    """Say what the shell may offer, and leave. A line that is not finished has no mistakes to complain of."""
    from contextlib import suppress

    from click.shell_completion import shell_complete

    with suppress(Exception, KeyboardInterrupt):
        instruction = os.environ[VARIABLE]
        shell_complete(group, {}, "plptool", VARIABLE, instruction)
        sys.stdout.flush()
    sys.stdout = None  # a shell that has gone away is not told so at exit
    sys.exit(0)


def records(*collections: str) -> Completer:
    """Offers the ids of these collections."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        ids = _ids(ctx, collections, incomplete)
        files = dict(ids)
        shell = os.environ.get(VARIABLE, "")
        # bash shows no help, and each title is a file that must be read.
        shows_help = "bash" not in shell
        with_titles = shows_help and len(files) <= _WITH_TITLES
        items = []
        for record_id in sorted(files):
            title = None
            if with_titles:
                path = files[record_id]
                title = _title(path)
            item = CompletionItem(record_id, help=title)
            items.append(item)
        return items

    return complete


organisations = records("organisations")
sources = records("sources")


def points(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers today, and the days of the ledger's snapshots."""
    from click.shell_completion import CompletionItem

    translate = spoken()
    items: list[CompletionItem[str]] = []
    for point, meaning in _POINTS.items():
        if point.startswith(incomplete):
            item = CompletionItem(point, help=translate(meaning))
            items.append(item)
    snapshots = _ids(ctx, ("snapshots",), incomplete)
    for snapshot_id, _file in sorted(snapshots):
        is_day = re.fullmatch(r"\d{6}", snapshot_id)
        if is_day:
            item = CompletionItem(snapshot_id, help=translate("a snapshot"))
            items.append(item)
    return items


def words(of_property: Iterable[str]) -> Completer:
    """Offers the words that a property may be."""

    def complete(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        items: list[CompletionItem[str]] = []
        for value in of_property:
            if value.startswith(incomplete):
                item = CompletionItem(value)
                items.append(item)
        return items

    return complete


def fields(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers the properties that the record has whose id stands before."""
    from click.shell_completion import CompletionItem

    from plptool.read.fields import record_fields

    key = str(ctx.params.get("key"))
    items: list[CompletionItem[str]] = []
    for name, collection in COLLECTIONS.items():
        ids = _ids(ctx, (name,), key)
        files = dict(ids)
        if key not in files:
            continue
        for field in record_fields(collection):
            if field.name.startswith(incomplete):
                item = CompletionItem(field.name)
                items.append(item)
    return items


def of_collection(words: Mapping[str, tuple[str, ...]]) -> Completer:
    """Offers the words that go with the collection that is listed."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem

        # Before an option that has no value yet, click leaves the arguments unread.
        collection = str(ctx.params.get("collection"))
        if ctx.args:
            collection = ctx.args[0]
        items = []
        for value in words.get(collection, ()):
            if value.startswith(incomplete):
                item = CompletionItem(value)
                items.append(item)
        return items

    return complete


def rules(_: click.Context, __: click.Parameter, incomplete: str) -> "list[CompletionItem[str]]":
    """Offers the codes of the rules, with their names."""
    from click.shell_completion import CompletionItem

    from plptool.model.rules import RULES

    begun = incomplete.upper()
    items: list[CompletionItem[str]] = []
    for code, rule in RULES.items():
        if code.startswith(begun):
            item = CompletionItem(code, help=rule.name)
            items.append(item)
    return items


def _ids(ctx: click.Context, collections: tuple[str, ...], incomplete: str) -> Iterator[tuple[str, Path]]:
    """Ids that begin so, each with its file. What a ledger does not read, a link or an odd name, is not offered."""
    from plptool.read.worktree import find_root

    top_context = ctx.find_root()
    named = top_context.params.get("folder")
    start = Path(named or ".")
    root = find_root(start)
    ledger = root / "ledger"
    for collection in collections:
        folder = ledger / collection
        is_linked = folder.is_symlink()
        if is_linked or not folder.is_dir():
            continue
        form_of_ids = COLLECTIONS[collection].ids
        for file_name in _files_in(folder):
            record_id = file_name.removesuffix(".yaml")
            is_yaml = record_id != file_name
            if not is_yaml or not record_id.startswith(incomplete):
                continue
            is_id = re.fullmatch(form_of_ids, record_id)
            if is_id:
                yield record_id, folder / file_name


def _files_in(folder: Path) -> Iterator[str]:
    """The names of a folder's own files, not of what is linked there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            is_own = entry.is_file(follow_symlinks=False)
            if is_own:
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
    written = match[1].decode("utf-8", "replace")
    words = written.split()
    line = " ".join(words)
    title = clean(line)
    title = title.strip("\"'")
    return cut(title, 60) or None
