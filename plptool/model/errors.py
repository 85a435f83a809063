"""The exceptions that are the caller's; all are one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plptool.model.findings import Message  # takes long to import, and help needs the exceptions


class UserError(Exception):
    """The caller's mistake, told in one line: no ledger here, no such point, no such record.

    Args:
        message: what is told, in any language; or the words of somebody else, such as the system, as they are. As text,
            `str(error)`, the exception is in English.
        more: what else is told, each in a line of its own.
    """

    def __init__(self, message: "Message | str", more: "Sequence[Message | str]" = ()) -> None:
        super().__init__(message if isinstance(message, str) else message.say())
        self.message = message
        self.more = tuple(more)

    def say(self, translate: Callable[[str], str]) -> str:
        """What is told, in the language that is translated into."""
        return _said(self.message, translate)

    def lines(self, translate: Callable[[str], str]) -> list[str]:
        """All that is told, a line each."""
        return [_said(message, translate) for message in (self.message, *self.more)]


def _said(message: "Message | str", translate: Callable[[str], str]) -> str:
    return message if isinstance(message, str) else message.say(translate)


class NoRevisionError(UserError):
    """The words of a caller name no commit that is in the clone."""


class NoLedgerError(UserError):
    """There is no ledger in a commit at all."""


class ElsewhereError(UserError):
    """A commit has ledgers, but none where this one lies, and none of which it is known that it was this one."""


class LackingError(UserError):
    """What is needed is not in this clone, as it was made with a filter: that is no fault of the ledger's.

    Whoever asks whether there is a ledger, or a revision, or a history, must not take this for a no.
    """

    def __init__(self) -> None:
        from plptool.model.findings import Message

        super().__init__(
            Message(
                "this clone lacks objects that are needed here: it is a partial clone (it was made with --filter), and "
                "nothing is fetched. Run git fetch --refetch --no-filter, or clone the repository anew without --filter"
            )
        )
