"""A site's files into a folder, each whole, and those of an earlier run that are gone out of it."""

from collections.abc import Iterable
from pathlib import Path

from plptool.edit.atomic import is_of_repository
from plptool.model.errors import UserError
from plptool.model.findings import Message

MARK = ".plptool-site"
"""A file in a folder that `plptool site` made, with what it wrote there: what is no longer written is removed."""


def copied() -> dict[str, bytes]:
    """The files that are the same for every ledger: style and scripts, and the schemas of the data."""
    from plptool.read import schema as schemas
    from plptool.render import page
    from plptool.site import build

    folders = (page.TEMPLATES / "assets", build.TEMPLATES / "assets")
    assets = {f"assets/{path.name}": path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}
    return assets | {f"schema/{name}.schema.json": schemas.raw(name) for name in schemas.NAMES}


def write_site(target: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write the files into the folder, each whole, and remove those of an earlier run that are gone.

    Args:
        target: the folder; new, empty, or made by an earlier run.
        files: each file's content after its path. They are asked for one by one, as they are written.

    Returns:
        The paths of what was written.

    Raises:
        UserError: the folder holds what is not ours, or something in it leads elsewhere, or cannot be written.
    """
    try:
        return _write(target, files)
    except OSError as error:
        raise UserError(str(error)) from None


def _write(target: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    if target.is_symlink():
        raise UserError(Message("{folder} is a link: name the folder itself", {"folder": str(target)}))
    if is_of_repository(target.resolve()):
        raise UserError(
            Message("{folder} lies in the repository's or the ledger's own folder", {"folder": str(target)})
        )
    earlier = _written_earlier(target)
    _nothing_else(target, earlier)
    target.mkdir(parents=True, exist_ok=True)
    mark = target / MARK
    _put(mark, _lines(sorted(earlier)).encode())
    written: list[str] = []
    with mark.open("a", encoding="utf-8") as noted:
        for path, content in files:
            # Before the file itself: if this run is interrupted, the next one knows what both have written.
            if path not in earlier:
                noted.write(_lines([path]))
                noted.flush()
            _put(_within(target, path), content)
            written.append(path)
    for path in sorted(earlier.difference(written)):
        _remove(target, path)
    _put(mark, _lines(sorted(written)).encode())
    return written


def _written_earlier(target: Path) -> frozenset[str]:
    """The paths of what earlier runs wrote into the folder.

    Raises:
        UserError: it is not empty, and none of ours.
    """
    mark = target / MARK
    if not target.exists() or not any(target.iterdir()):
        return frozenset()
    if mark.is_symlink() or not mark.is_file():
        args = {"folder": str(target)}
        raise UserError(Message("{folder} is not empty, and no site that plptool made: name a new folder", args))
    return frozenset(mark.read_text(encoding="utf-8").splitlines())


def _nothing_else(target: Path, earlier: frozenset[str]) -> None:
    """What somebody else put among the pages would be published with them, as ours.

    Raises:
        UserError: the folder holds a file that no run wrote.
    """
    ours = {target / path for path in (*earlier, MARK)}
    unfinished = {place.with_name(f"{place.name}.new") for place in ours}
    for place in sorted(target.rglob("*")) if target.is_dir() else ():
        if (place.is_symlink() or not place.is_dir()) and place not in ours | unfinished:
            args = {"folder": str(target), "path": place.relative_to(target).as_posix()}
            raise UserError(Message("{folder} holds {path}, which plptool did not write: name a new folder", args))


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
    if any(folder.is_symlink() for folder in folders):
        return
    (target / path).unlink(missing_ok=True)
    for folder in reversed(folders):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
