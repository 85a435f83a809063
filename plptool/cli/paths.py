"""Files as a caller types them."""

from pathlib import Path

from plptool.model.errors import UserError
from plptool.model.personal_numbers import mask


def inside(folder: Path, path: Path, root: Path) -> str:
    """A path as a caller types it, as the ledger names it.

    Raises:
        UserError: there is no such file, or it lies outside, or cannot be looked at.
    """
    try:
        return _named(folder, path, root)
    except OSError as error:
        raise UserError(str(error)) from None


def _named(folder: Path, path: Path, root: Path) -> str:
    from plptool.model.findings import Message

    for start in (Path.cwd(), folder.resolve(), root):
        full = path if path.is_absolute() else start / path
        if full.exists():
            try:
                return mask(full.resolve().relative_to(root.resolve()).as_posix())
            except ValueError:
                raise UserError(Message("{path!r} lies outside the ledger's folder", {"path": str(path)})) from None
    raise UserError(Message("there is no file {path!r}", {"path": str(path)}))
