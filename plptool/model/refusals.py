"""What the operating system refuses, told in the reader's language."""

import errno

from plptool.model.errors import UserError
from plptool.model.findings import Message

_NO_ROOM = Message("there is no room left for it on the disk")
_NO_PERMISSION = Message("you have no permission for it")
_REASONS: dict[int, Message] = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: Message("the disk can only be read"),
    errno.ENOENT: Message("there is no such file or folder"),
    errno.ENOTDIR: Message("what should be a folder on the way to it is a file"),
    errno.EISDIR: Message("it is a folder"),
    errno.EEXIST: Message("it is there already"),
    errno.ENAMETOOLONG: Message("its name is too long"),
    errno.ELOOP: Message("its links lead in a circle"),
    errno.EADDRINUSE: Message("something else listens there already"),
    errno.EMFILE: Message("too many files are open"),
}
"""By the number that a system has for it (POSIX, `errno.h`), what people meet."""


def reason(error: OSError) -> Message:
    """Why the system refuses; in its own words where it is nothing that people meet."""
    known = _REASONS.get(error.errno or 0)
    # What git has not is "no such file" too, but no file is named with it, and its own words say more.
    is_of_git = error.errno == errno.ENOENT and error.filename is None
    if known is not None and not is_of_git:
        return known
    return Message("{words}", {"words": error.strerror or str(error) or "?"})


def refused(error: OSError) -> UserError:
    """That the system refuses: what was asked for, where the system says that, and why."""
    if error.filename is None:
        return UserError(reason(error))
    return UserError(Message("{path!r}: {reason}", {"path": _path(error.filename), "reason": reason(error)}))


def _path(name: str | bytes | int) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)
