"""A site's files into a folder: all of them, or none.

They are made in a fresh folder beside it, which then takes its place in one step. Where a folder cannot change places,
being a mount point, say, the fresh one lies in it, and when all is made, file after file is put where it belongs.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from plptool.edit import folder
from plptool.edit.atomic import is_of_repository, is_setting, not_written
from plptool.model.errors import UserError
from plptool.model.findings import Message

MARK = ".plptool-site"
"""A file in a folder that `plptool site` made, or began to make, with what it wrote there: all that may be removed."""
_NEXT = ".plptool-site.new"
"""A mark that is to take the place of one."""
FRESH = ".plptool-new"
"""The end of a fresh folder's name, or all of it within the site's."""


def copied() -> dict[str, bytes]:
    """The files that are the same for every ledger: style and scripts, and the schemas of the data."""
    from plptool.read import schema as schemas
    from plptool.render import page
    from plptool.site import build

    files: dict[str, bytes] = {}
    for templates in (page.TEMPLATES, build.TEMPLATES):
        assets = templates / "assets"
        for path in sorted(assets.iterdir()):
            files[f"assets/{path.name}"] = _lean(path.read_text(encoding="utf-8")).encode()
    for name in schemas.NAMES:
        files[f"schema/{name}.schema.json"] = schemas.raw(name)
    return files


_COMMENT = re.compile(r"//.*|/\*.*\*/")
"""A line that is nothing but a comment."""


def _lean(source: str) -> str:
    """A style or script without what only its authors read, a fifth of it: lines of comments, and indents.

    No text in ours goes over several lines, so an indent says nothing.
    """
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not _COMMENT.fullmatch(line))


def write_site(target: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Let a folder hold these files and no others. Whatever happens while they are made, it stays as it was.

    Args:
        target: the folder; new, empty, or made by an earlier run.
        files: each file's content after its path. They are asked for one by one, as they are written.

    Returns:
        The paths of what was written.

    Raises:
        UserError: the folder holds what is not ours, or something in it leads elsewhere, or cannot be written; or
            another process is writing there.
    """
    if target.is_symlink():
        raise UserError(Message("{folder} is a link: name the folder itself", {"folder": str(target)}))
    place = target.resolve()
    if is_of_repository(place):
        raise UserError(
            Message("{folder} lies in the repository's or the ledger's own folder", {"folder": str(target)})
        )
    if is_setting(place):
        raise UserError(Message("git or its host would run {path!r} or follow it: name another", {"path": str(target)}))
    try:
        return _written(target, place, files)
    except OSError as error:
        raise not_written(str(target), error) from None


def _written(target: Path, place: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Make the files in a fresh folder, and put that, or else file after file, in the place of the site.

    Raises:
        OSError: something cannot be written; nothing was put anywhere.
        UserError: a part of it was; or the folder holds what is not ours, or another process is writing there.
    """
    earlier = _written_earlier(target)
    _nothing_else(target, earlier)
    place.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if place.exists():
            stack.enter_context(folder.alone(place))
        fresh = stack.enter_context(_emptied(_new_folder(place)))
        written = _made(fresh, place, files)
        if _has_taken_its_place(fresh, place):
            return written
        if fresh.parent != place:  # which may be on another disk: then nothing comes from there in one step
            within = stack.enter_context(_emptied(_made_folder(place / FRESH)))
            _made(within, fresh, _read_again(fresh, written))
            fresh = within
        _put_in_place(fresh, target, written, earlier)
        return written


def _read_again(made: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        yield path, (made / path).read_bytes()


def _written_earlier(target: Path) -> frozenset[str]:
    """The paths of what earlier runs wrote into the folder.

    Raises:
        UserError: it is not empty, and none of ours.
    """
    if not target.exists():
        return frozenset()
    is_empty = all(entry.name == FRESH for entry in target.iterdir())
    if is_empty:
        return frozenset()
    mark = target / MARK
    if mark.is_symlink() or not mark.is_file():
        args = {"folder": str(target)}
        raise UserError(Message("{folder} is not empty, and no site that plptool made: name a new folder", args))
    return frozenset(_listed(target))


def _listed(target: Path) -> list[str]:
    """What a folder's mark lists; where a run broke off, the last path may be cut."""
    mark = target / MARK
    text = mark.read_text(encoding="utf-8", errors="replace")
    return text.splitlines()


def _nothing_else(target: Path, earlier: Iterable[str]) -> None:
    """What somebody else put among the pages would be published with them, as ours; or removed with them.

    Raises:
        UserError: the folder holds a file that no run wrote.
    """
    if not target.is_dir():
        return
    ours = {target / path for path in (*earlier, _NEXT, MARK)}
    unfinished = target / FRESH  # which has a mark of its own
    for path in sorted(target.rglob("*")):
        is_folder = path.is_dir() and not path.is_symlink()
        if is_folder or path in ours or path.is_relative_to(unfinished):
            continue
        args = {"folder": str(target), "path": path.relative_to(target).as_posix()}
        raise UserError(Message("{folder} holds {path}, which plptool did not write: name a new folder", args))


@contextmanager
def _emptied(fresh: Path) -> Iterator[Path]:
    """A fresh folder, emptied of what a run left that broke off. Afterwards it goes, with what is in it.

    Raises:
        UserError: it holds what no run wrote; or another process is writing there.
    """
    with folder.alone(fresh):
        try:
            _empty(fresh)
            yield fresh
        finally:
            with suppress(OSError, UserError):  # the next run removes it
                _empty(fresh)
                fresh.rmdir()


def _new_folder(place: Path) -> Path:
    """A folder in which a site can be made: beside its place if that can be, else within it.

    Raises:
        OSError: it cannot be made.
    """
    within = place / FRESH
    if place.exists():
        stands_in_it = Path.cwd().is_relative_to(place)  # and would stay in the folder that goes
        if stands_in_it or place.is_mount():
            return _made_folder(within)
    beside = place.with_name(f".{place.name}{FRESH}")
    try:
        return _made_folder(beside)
    except OSError:  # who may write into a folder need not be allowed to write beside it
        if not place.exists():
            raise
        return _made_folder(within)


def _made_folder(fresh: Path) -> Path:
    if fresh.is_symlink():
        raise UserError(Message("{folder} is a link: remove it", {"folder": str(fresh)}))
    fresh.mkdir(exist_ok=True)
    return fresh


def _empty(fresh: Path) -> None:
    """Take everything out of a folder that was made by us, the mark last: broken off, it can be done again.

    Raises:
        UserError: it holds what no run wrote; it stays as it is.
    """
    earlier = _written_earlier(fresh)
    _nothing_else(fresh, earlier)
    fresher = fresh / FRESH
    if fresher.is_dir():
        _empty(fresher)
        fresher.rmdir()
    for path in (*earlier, _NEXT):
        _remove(fresh, path, folders=False)
    _remove_empty_folders(fresh)
    (fresh / MARK).unlink(missing_ok=True)


def _remove_empty_folders(fresh: Path) -> None:
    for below in sorted(fresh.rglob("*"), reverse=True):  # the deepest first
        if below.is_symlink() or not below.is_dir():
            continue
        if not any(below.iterdir()):
            below.rmdir()


def _made(fresh: Path, place: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write all files into a fresh folder. One that stands the same in its place already is taken from there.

    Returns:
        The paths of what was written.
    """
    written: list[str] = []
    with (fresh / MARK).open("x", encoding="utf-8") as noted:
        for path, content in files:
            # Before the file itself: if this run is broken off, the next one knows what is to be removed.
            noted.write(_lines([path]))
            noted.flush()
            _put(_within(fresh, path), content, place / path)
            written.append(path)
    mark = _lines(sorted(written))
    _put(fresh / _NEXT, mark.encode(), place / MARK)
    (fresh / _NEXT).replace(fresh / MARK)
    for made in (fresh, *fresh.rglob("*")):
        old = place / made.relative_to(fresh)
        if made.is_dir() and old.is_dir():
            shutil.copymode(old, made)
    return written


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in paths)


def _within(target: Path, path: str) -> Path:
    """The place of a file; the folders to it are made.

    Raises:
        UserError: one of them is a link.
    """
    place = target
    for part in Path(path).parent.parts:
        place = place / part
        if place.is_symlink():
            raise UserError(Message("{folder} is a link: remove it", {"folder": str(place)}))
        place.mkdir(exist_ok=True)
    return target / path


def _put(place: Path, content: bytes, old: Path) -> None:
    """Write a file; where the old one holds the same, it is that one. A link is never followed."""
    if not old.is_symlink() and old.is_file() and old.read_bytes() == content:
        folder.same(old, place)
        return
    with place.open("xb") as file:
        file.write(content)


def _has_taken_its_place(fresh: Path, place: Path) -> bool:
    """Put the fresh folder where the site belongs, in one step; the old one is then where the fresh one was."""
    if fresh.parent == place:
        return False
    if not place.exists():
        fresh.rename(place)
        return True
    return folder.exchanged(fresh, place)


def _put_in_place(fresh: Path, target: Path, written: Iterable[str], earlier: frozenset[str]) -> None:
    """Put a fresh folder's files where they belong, one by one, each whole; and remove those that are gone.

    Raises:
        OSError: nothing was put anywhere.
        UserError: a part of it was.
    """
    mark = target / MARK
    both = earlier.union(written)
    if both != earlier:  # if this run is broken off, the next one knows what both have written
        (fresh / _NEXT).write_text(_lines(sorted(both)), encoding="utf-8")
        (fresh / _NEXT).replace(mark)
    try:
        for path in written:
            _move(fresh / path, _within(target, path))
        for path in sorted(earlier.difference(written)):
            _remove(target, path)
        _remove_empty_folders(fresh)
        _move(fresh / MARK, mark)  # the last, as without it nobody knows the fresh folder for ours
    except OSError as error:
        args = {"folder": str(target), "reason": error.strerror or str(error)}
        raise UserError(Message("{folder} is written in part, so run this again: {reason}", args)) from None


def _move(new: Path, old: Path) -> None:
    new.replace(old)
    new.unlink(missing_ok=True)  # where both were one file already, nothing was moved


def _remove(target: Path, path: str, *, folders: bool = True) -> None:
    """Remove a file of an earlier run, where that is still within the target.

    Args:
        target: the folder.
        path: of the file.
        folders: whether those go too that it leaves empty; where all goes, to look for each file takes longest.
    """
    parts = Path(path).parts
    if Path(path).is_absolute() or ".." in parts:
        return
    above_it = [target.joinpath(*parts[:depth]) for depth in range(1, len(parts))]
    if any(above.is_symlink() for above in above_it):
        return
    place = target / path
    if place.is_symlink() or not place.is_dir():
        place.unlink(missing_ok=True)
    if not folders:
        return
    for above in reversed(above_it):
        if above.is_dir() and not any(above.iterdir()):
            above.rmdir()
