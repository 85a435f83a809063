from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import common
from plptool.model.errors import UserError
from plptool.model.i18n import LANGUAGES

if TYPE_CHECKING:
    from plptool.timeline.ledger import State

MARK = ".plptool-site"
"""A file in a folder that `plptool site` made, with what it wrote there: what is no longer written is removed."""


@click.command("site")
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@common.at_option
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="The language of the pages; given twice, the second has a folder of its own. Without it, the ledger's.",
)
@click.pass_obj
def command(folder: Path, target: Path, point: str | None, languages: tuple[str, ...]) -> None:
    """Write the ledger as a static site: pages that anybody may read, with their data beside them.

    DIR is a new or empty folder, or one that an earlier run made. The pages ask no other host for anything, and work in
    any folder of a host, and from the disk.

    \b
    Examples:
      plptool site public
      plptool site public --lang sv --lang en
      plptool site public --at snapshot
    """
    from plptool.site.build import files
    from plptool.site.content import site

    state = common.at(folder, point)
    ledger = state.ledger
    spoken = tuple(dict.fromkeys(languages)) or (ledger.language,)
    made = site(state, common.findings(ledger), _history(folder, state))
    found = {**files(made, spoken), **_copied()}
    _write(target, found)
    pages = sum(path.endswith(".html") for path in found)
    translate = common.language(ledger, spoken[0])
    click.echo(translate("Pages written: {pages}, in {folder}.").format(pages=pages, folder=target), err=True)
    common.leave(ledger, translate)


def _copied() -> dict[str, bytes]:
    """The files that are the same for every ledger: style and scripts, and the schemas of the data."""
    from plptool.read import schema as schemas
    from plptool.render.page import TEMPLATES

    found = {f"assets/{path.name}": path.read_bytes() for path in sorted((TEMPLATES / "assets").iterdir())}
    return found | {f"schema/{name}.schema.json": schemas.raw(name) for name in schemas.NAMES}


def _history(folder: Path, state: "State") -> dict[str, list[dict[str, Any]]]:
    """By record, the commits that changed it, newest first; nothing where there is no repository."""
    from plptool.history.log import log
    from plptool.history.walk import History, day_at
    from plptool.read.manifest import zone
    from plptool.read.revision import Revision

    tree = state.ledger.tree
    past = History(tree, common.cache()) if isinstance(tree, Revision) else common.past(folder)
    found: dict[str, list[dict[str, Any]]] = {}
    place = zone(state.ledger.manifest)
    for chapter in log(past) if past else ():
        commit = chapter.commit
        known = day_at(chapter.known, place).isoformat()
        who = {"commit": commit.id, "known": known, "author": commit.author, "subject": commit.subject}
        for told in chapter.told:
            facts = [{"kind": one.kind, "field": one.field, "old": one.old, "new": one.new} for one in told.facts]
            what = {"change": told.kind, "formerly": told.formerly, "facts": facts}
            found.setdefault(told.record, []).append(who | what)
    if past:
        past.keep()
    return found


def _write(target: Path, found: Mapping[str, bytes]) -> None:
    """Write the files into the folder, each whole, and remove those of an earlier run that are gone.

    Raises:
        UserError: the folder holds what is not ours, or something in it leads elsewhere.
    """
    if target.is_symlink():
        raise UserError(f"{target} is a link: name the folder itself")
    mark = target / MARK
    earlier: list[str] = []
    if target.exists() and any(target.iterdir()):
        if mark.is_symlink() or not mark.is_file():
            raise UserError(f"{target} is not empty, and no site that plptool made: name a new folder")
        earlier = mark.read_text(encoding="utf-8").splitlines()
    target.mkdir(parents=True, exist_ok=True)
    # Before all else: if this run is interrupted, the next one knows what both have written.
    _put(mark, "".join(f"{path}\n" for path in sorted({*earlier, *found})).encode())
    for path, content in found.items():
        _put(_within(target, path), content)
    for path in earlier:
        if path not in found:
            _remove(target, path)
    _put(mark, "".join(f"{path}\n" for path in sorted(found)).encode())


def _within(target: Path, path: str) -> Path:
    """The place of a file; the folders to it are made, and none of them may be a link."""
    place = target
    for part in Path(path).parent.parts:
        place = place / part
        if place.is_symlink():
            raise UserError(f"{place} is a link: remove it")
        place.mkdir(exist_ok=True)
    return target / path


def _put(place: Path, content: bytes) -> None:
    """Write a file whole: beside it first, so that nobody reads half of it. A link is replaced, not followed."""
    if not place.is_symlink() and place.is_file() and place.read_bytes() == content:
        return
    beside = place.with_name(f"{place.name}.new")
    beside.unlink(missing_ok=True)
    with beside.open("xb") as file:
        file.write(content)
    beside.replace(place)


def _remove(target: Path, path: str) -> None:
    """Remove a file of an earlier run, and the folders that it leaves empty, where that is still within the target."""
    parts = Path(path).parts
    if Path(path).is_absolute() or ".." in parts:
        return
    folders = [target.joinpath(*parts[:depth]) for depth in range(1, len(parts))]
    if any(one.is_symlink() for one in folders):
        return
    (target / path).unlink(missing_ok=True)
    for one in reversed(folders):
        if one.is_dir() and not any(one.iterdir()):
            one.rmdir()
