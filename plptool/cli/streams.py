"""Where an answer and the talk beside it go. No personal identity number is repeated there, and either may be closed.

stdout is the answer. Whoever reads it may have seen enough, which is no error; a disk that takes no more is one. stderr
is talk: where nobody hears it, the answer is as good. What the caller has closed leads nowhere.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, TextIO, cast

from plptool.model.errors import UserError

STDOUT, STDERR = 1, 2


class OutputError(UserError):
    """The disk that an answer goes to takes no more."""


class ReaderGoneError(Exception):
    """Whoever read the answer has seen enough. It is no OSError, as click has an exit of its own for these."""


def take_over() -> None:
    """Let all that is written from now on go through here."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # else the next file that is opened would be taken for it
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # å ä ö in every locale
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = cast("TextIO", Answer(sys.stdout)), cast("TextIO", Talk(sys.stderr))


def to_nowhere(number: int) -> None:
    """Let what is still to be written lead nowhere: Python would try again at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        from plptool.model.findings import Message
        from plptool.model.refusals import reason

        raise OutputError(Message("the answer cannot be written: {reason}", {"reason": reason(error)})) from None


class Answer:
    """A stream of text on which no personal identity number is repeated, whoever writes to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with _told():
            self._stream.write(masked(text))
        return len(text)

    def flush(self) -> None:
        with _told():
            self._stream.flush()

    @property
    def buffer(self) -> "Bytes":
        return Bytes(self._stream.buffer)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class Bytes:
    """The same stream, for a document that is no text."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, raw: bytes) -> int:
        with _told():
            return self._stream.write(raw)


class Talk(Answer):
    """What is said beside the answer; where it cannot be said, it is not."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except (OutputError, ReaderGoneError):
            self._give_up()
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except (OutputError, ReaderGoneError):
            self._give_up()

    def _give_up(self) -> None:
        to_nowhere(STDERR)
        with suppress(OSError):
            self._stream.flush()


def masked(text: str) -> str:
    """The text without the digits of personal identity numbers."""
    if sum(map(str.isdigit, text)) < _DIGITS:
        return text
    from plptool.model.personal_numbers import mask  # most of what is said has no use for it

    return mask(text)


_DIGITS = 6
"""No personal identity number of any country has fewer."""
