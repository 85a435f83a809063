"""Git's processes: what they are given, in which environment, and how they are read.

Plumbing alone is run, with explicit arguments, no shell, nothing fetched. What is read goes through Python's own
subprocess: a package that starts git would add nothing but the time that it takes to import.
"""

import os
import re
import subprocess
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO, ENOENT
from functools import lru_cache
from pathlib import Path as FilePath
from threading import Thread
from typing import IO
from weakref import finalize

from plptool.git.objects import hasher
from plptool.model.errors import UserError
from plptool.model.findings import Message

OLDEST = (2, 30)
"""The first version whose rev-parse knows --end-of-options."""
KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_",
         "GIT_CONFIG_VALUE_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")  # fmt: skip
"""What of the environment's GIT_ variables is the user's own say, and not a hook's or another program's."""
AHEAD = 32
"""How many objects git is asked for ahead: so few that their names fit into any pipe, or each waits for the other."""
SET = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the line above
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # What it complains of is told apart by its English words.
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.commitGraph=false"),
    # A folder of records can be made to look like a repository of its own, with its own configuration.
    *("-c", "safe.bareRepository=explicit"),
)


class Process:
    """A git whose output is read as it comes. What it is given, bytes or another's output, it reads meanwhile.

    It ends, at the latest, when nobody needs it any more.

    Args:
        folder: where it runs.
        stdin: what it is given: bytes, to which more may be written; the output of another; or nothing.
        arguments: its command and options.
    """

    def __init__(self, folder: FilePath, stdin: IO[bytes] | bytes | None, *arguments: str) -> None:
        source = _source_of(stdin)
        self._process = subprocess.Popen(
            command(arguments),
            cwd=folder,
            env=environment(),
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        finalize(self, _end, self._process, os.getpid())
        assert self._process.stdout is not None
        self.stdout = self._process.stdout
        self._complaints: list[bytes] = []
        # A pipe of complaints that nobody reads would halt git once it is full. Whoever listens does not hold on to us.
        heard = (self._process.stderr, self._complaints)
        self._listener = Thread(target=_listen, args=heard, daemon=True)
        self._listener.start()
        if isinstance(stdin, bytes) and stdin:
            feeder = Thread(target=_feed, args=(self.stdin, stdin), daemon=True)
            feeder.start()

    @property
    def stdin(self) -> IO[bytes]:
        """What it is given can be written here, where that was bytes."""
        assert self._process.stdin is not None
        return self._process.stdin

    def close(self) -> str | None:
        """Wait for its end: what it complained of, where it failed."""
        self._listener.join()
        status = self._process.wait()
        if status == 0:
            return None
        complaints = b"".join(self._complaints)
        return complaints.decode("utf-8", "replace")


def _source_of(stdin: IO[bytes] | bytes | None) -> IO[bytes] | int:
    """Where a process reads what it is given."""
    if stdin is None:
        return subprocess.DEVNULL
    if isinstance(stdin, bytes):
        return subprocess.PIPE
    return stdin


def _feed(stdin: IO[bytes], content: bytes) -> None:
    with suppress(OSError):  # it ended before it had read all: then it says why
        stdin.write(content)
        stdin.close()


def _listen(stderr: IO[bytes], complaints: list[bytes]) -> None:
    """Read to the end, and keep what comes first."""
    with stderr:
        while part := stderr.read(4096):
            if not complaints:
                complaints.append(part)


def _end(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """End a git that nobody needs any more; one that was inherited is its owner's."""
    if os.getpid() != owner:
        return
    if process.poll() is None:
        process.terminate()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what it was to be given has no reader
                pipe.close()


class Reader:
    """A git that is asked for one object after another.

    What is foreseen it is asked for ahead, so that it finds the next while we make something of the last.
    """

    def __init__(self, folder: FilePath, where: tuple[str, ...]) -> None:
        self._process = Process(folder, b"", *where, "cat-file", "--batch")
        self._asked: deque[str] = deque()
        """Of which objects the answers are still to be read, in their order."""
        self._foreseen: deque[str] = deque()
        """Which are to be asked for next."""
        self.ended = False
        """Whether it answers no more: over an object that is damaged, or was left out by a filter, git gives up."""

    def foresee(self, names: Iterable[str]) -> None:
        """Told which objects are read next, and in which order, git is asked for them ahead.

        Args:
            names: their ids: names of any length would not fit into a pipe.
        """
        self._foreseen = deque(names)

    def read(self, name: str, limit: int | None) -> tuple[str, bytes]:
        """The kind of an object, and its bytes.

        Raises:
            OSError: it is not there, or not what its id stands for.
        """
        if "\n" in name:  # it would be two questions
            raise OSError(ENOENT, "git has no object of this name")
        is_foreseen = False
        if self._foreseen:
            is_foreseen = self._foreseen[0] == name
        if name not in self._asked and not is_foreseen:
            self._foreseen = deque([name])  # something else comes than was foreseen
        while self._asked and self._asked[0] != name:
            self._pass_over()
        at_once = AHEAD // 2
        if len(self._asked) <= at_once and self._foreseen:
            count = min(at_once, len(self._foreseen))
            names = [self._foreseen.popleft() for _ in range(count)]
            self._ask(names)
        self._asked.popleft()
        return self._answer(name, limit)

    def _ask(self, names: Sequence[str]) -> None:
        self._asked.extend(names)
        lines = [f"{name}\n" for name in names]
        question = "".join(lines).encode("utf-8", "surrogateescape")
        stdin = self._process.stdin
        with suppress(BrokenPipeError):  # then there is no answer either
            stdin.write(question)
            stdin.flush()

    def _pass_over(self) -> None:
        """Read an answer that nobody waits for any more."""
        name = self._asked.popleft()
        with suppress(OSError):
            self._answer(name, 0)

    def _answer(self, name: str, limit: int | None) -> tuple[str, bytes]:
        """What git answers next.

        Raises:
            OSError: the object is not there, or not what its id stands for.
        """
        stdout = self._process.stdout
        header = self._header(name)
        digest = hasher(header.id)
        hashed_header = f"{header.kind} {header.size}\0"
        digest.update(hashed_header.encode())
        parts: list[bytes] = []
        left = header.size
        room = limit
        if room is None:
            room = header.size
        while left:  # all of it is read and hashed, whatever is kept
            size = min(left, _CHUNK)
            part = stdout.read(size)
            if not part:
                self.ended = True
                raise _damaged(name)
            digest.update(part)
            if room > 0:
                kept = part[:room]
                parts.append(kept)
            left -= len(part)
            room -= len(part)
        stdout.read(1)  # a line end, behind each answer
        if digest.hexdigest() != header.id:
            raise _damaged(name)
        content = b"".join(parts)
        return header.kind, content

    def _header(self, name: str) -> "_Header":
        """What git says of the next object before its bytes.

        Raises:
            OSError: it is not there.
        """
        line = self._process.stdout.readline()
        self.ended = not line
        match = re.fullmatch(rb"([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)\n", line)
        if not match:
            raise OSError(ENOENT, f"object {name[:100]} is not in this clone")
        object_id, kind, size = match.groups()
        return _Header(
            id=object_id.decode(),
            kind=kind.decode(),
            size=int(size),
        )


@dataclass(frozen=True, slots=True)
class _Header:
    """What git says of an object."""

    id: str
    kind: str
    size: int


_CHUNK = 1 << 20
"""Bytes that are read at once."""


def _damaged(name: str) -> OSError:
    return OSError(EIO, f"object {name[:100]} is damaged")


def command(arguments: Sequence[str]) -> list[str]:
    """How a git is started: the program, the options that keep it here, and what it is asked.

    Raises:
        UserError: git is nowhere.
    """
    return [program(), *OPTIONS, *arguments]


def without_filters(names: Iterable[str]) -> list[str]:
    """The options with which git runs none of these filters. Their names must be such that an option can have them."""
    options: list[str] = []
    for name in sorted(names):
        for setting in ("clean=", "process=", "required=false"):
            options += ["-c", f"filter.{name}.{setting}"]
    return options


def may_be_in_option(name: str) -> bool:
    """Whether an option can have a filter's name."""
    return re.fullmatch(r"[\w.-]*", name, re.ASCII) is not None


def run(folder: FilePath, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, output and complaints of a git that has little to say."""
    done = subprocess.run(
        command(arguments),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    complaints = done.stderr.decode("utf-8", "surrogateescape")
    return done.returncode, done.stdout, complaints


def run_with_hooks(folder: FilePath, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, output and complaints of a git that does as the clone is set up: only where the user asks for it."""
    done = subprocess.run(
        [program(), "--no-pager", "--literal-pathspecs", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    complaints = done.stderr.decode("utf-8", "surrogateescape")
    return done.returncode, done.stdout, complaints


def program() -> str:
    """Where git is. By its name alone it would also be looked for where it is started, which is anybody's folder.

    Raises:
        UserError: it is nowhere.
    """
    name = "git"
    if os.name == "nt":
        name = "git.exe"
    for folder in filter(os.path.isabs, os.get_exec_path()):
        path = os.path.join(folder, name)  # noqa: PTH118 - what PATH has is text
        if os.path.isfile(path) and os.access(path, os.X_OK):  # noqa: PTH113 - as above
            return path
    raise UserError(_MISSING)


@lru_cache
def version(path: str) -> tuple[int, ...]:
    """Which git this is.

    Raises:
        UserError: it is none that works.
    """
    try:
        done = subprocess.run(
            [path, "version"],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise UserError(_MISSING) from None
    match = re.match(rb"git version (\d+(?:\.\d+)*)", done.stdout)
    if done.returncode or not match:
        raise UserError(_MISSING)
    parts = match[1].split(b".")
    numbers = map(int, parts)
    return tuple(numbers)


_MISSING = Message("git is not installed, or not in PATH")


def environment() -> dict[str, str]:
    """The user's environment, without what would send git elsewhere, and with what keeps it here."""
    variables: dict[str, str] = {}
    for name, value in os.environ.items():
        is_gits = name.startswith("GIT_")
        if not is_gits or name.startswith(KEPT):
            variables[name] = value
    return variables | SET


def first_line(complaints: str) -> str:
    """What git complained of first, without the word that it begins with."""
    stripped = complaints.strip()
    lines = stripped.splitlines()
    if not lines:
        return "it says nothing"
    complaint = lines[0].removeprefix("fatal: ")
    return complaint.removeprefix("error: ")
