"""A site's files into a folder, each whole, and those of an earlier run that are gone out of it."""

from collections.abc import Mapping
from pathlib import Path

from plptool.model.errors import UserError

MARK = ".plptool-site"
"""A file in a folder that `plptool site` made, with what it wrote there: what is no longer written is removed."""


def copied() -> dict[str, bytes]:
    """The files that are the same for every ledger: style and scripts, and the schemas of the data."""
    from plptool.read import schema as schemas
    from plptool.render import page
    from plptool.site import build

    folders = (page.TEMPLATES / "assets", build.TEMPLATES / "assets")
    found = {f"assets/{path.name}": path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}
    return found | {f"schema/{name}.schema.json": schemas.raw(name) for name in schemas.NAMES}


def write_site(target: Path, found: Mapping[str, bytes]) -> None:
    """Write the files into the folder, each whole, and remove those of an earlier run that are gone.

    Raises:
        UserError: the folder holds what is not ours, or something in it leads elsewhere, or cannot be written.
    """
    try:
        _write(target, found)
    except OSError as error:
        raise UserError(str(error)) from None


def _write(target: Path, found: Mapping[str, bytes]) -> None:
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
