"""The text that was read is kept beside the document: where no repository takes it in."""

from contextlib import suppress
from pathlib import Path as FilePath

from plptool.documents.document import Document
from plptool.git.repository import Repository
from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.refusals import reason


def keep(document: Document, path: FilePath) -> None:
    """Write the text, for `sources --texts`.

    Raises:
        UserError: git would keep it, another file is there, or it cannot be written.
    """
    args: dict[str, Argument] = {"path": str(path)}
    try:
        with path.open("xb") as file:
            file.write(document.text)
    except FileExistsError:
        if path.is_symlink() or not path.is_file() or path.read_bytes() != document.text:
            raise UserError(Message("{path!r} is there already", args)) from None
        return
    except OSError as error:
        args["reason"] = reason(error)
        raise UserError(Message("{path!r} cannot be written: {reason}", args)) from None
    if _is_taken_in(path):  # what git ignores, it says of files that are there
        path.unlink()
        raise UserError(
            Message("{path!r} is in the repository, and git does not ignore it: documents stay outside", args)
        )


def _is_taken_in(path: FilePath) -> bool:
    """Whether git would keep a file: it lies in a repository that does not ignore it."""
    resolved = path.resolve()
    with suppress(UserError):  # without git nobody keeps it
        repository = Repository.find(resolved.parent)
        if repository is not None:
            name = resolved.relative_to(repository.folder.resolve()).as_posix()
            return name not in repository.ignored([name])
    return False
