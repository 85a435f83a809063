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
        from plptool.model.refusals import refused

        raise refused(error) from None


def _named(folder: Path, path: Path, root: Path) -> str:
    from plptool.model.findings import Message

    typed = str(path)
    starts = (Path.cwd(), folder.resolve(), root)
    for start in starts:
        full = start / path  # of a path from the top of the disk, it alone
        if not full.exists():
            continue
        resolved = full.resolve()
        try:
            in_ledger = resolved.relative_to(root.resolve())
        except ValueError:
            message = Message("{path!r} lies outside the ledger's folder", {"path": typed})
            raise UserError(message) from None
        return mask(in_ledger.as_posix())
    message = Message("there is no file {path!r}", {"path": typed})
    raise UserError(message)
