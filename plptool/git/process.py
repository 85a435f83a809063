"""Git's processes: what they are given, in which environment, and how they are read.

Plumbing alone is run, with explicit arguments, no shell, nothing fetched. GitPython starts the processes. Its objects
are not used: it hands options on (`repo.git.log("--output=x")` writes x), and is slow on whole histories.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EIO, ENOENT
from pathlib import Path as FilePath
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from plptool.git.objects import hasher

if TYPE_CHECKING:
    from git.cmd import Git

OLDEST = (2, 30)
"""The first version whose rev-parse knows --end-of-options."""
KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_",
         "GIT_CONFIG_VALUE_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")  # fmt: skip
"""What of the environment's GIT_ variables is the user's own say, and not a hook's or another program's."""
SET = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the line above
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
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
    """A git whose output is read as it comes. What it is given, bytes or another's output, it reads meanwhile."""

    def __init__(self, folder: FilePath, stdin: BinaryIO | bytes | None, *arguments: str) -> None:
        from subprocess import PIPE

        git = git_in(folder)
        given = PIPE if isinstance(stdin, bytes) else stdin
        with scrubbed():
            self._process: Any = git.execute(command(git, arguments), istream=given, env=SET, as_process=True)
        self.stdout: BinaryIO = self._process.stdout
        self.stdin: BinaryIO = self._process.stdin
        self._said = b""
        # GitPython always opens a pipe for complaints; a full one would halt git.
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        if isinstance(stdin, bytes) and stdin:
            Thread(target=self._feed, args=(stdin,), daemon=True).start()

    def _feed(self, stdin: bytes) -> None:
        with suppress(OSError):  # it ended before it had read all: then it says why
            self.stdin.write(stdin)
            self.stdin.close()

    def _listen(self) -> None:
        while said := self._process.stderr.read(4096):
            self._said = self._said or said

    def close(self) -> str | None:
        """Wait for its end: what it complained of, where it failed."""
        self._listener.join()
        return self._said.decode("utf-8", "replace") if self._process.proc.wait() else None


class Reader:
    """A git that is asked for one object after another."""

    def __init__(self, folder: FilePath, where: tuple[str, ...]) -> None:
        self._process = Process(folder, b"", *where, "cat-file", "--batch")
        self.ended = False
        """Whether it answers no more: over an object that is damaged, or was left out by a filter, git gives up."""

    def read(self, name: str, limit: int | None) -> tuple[str, bytes]:
        """The kind of an object, and its bytes.

        Raises:
            OSError: it is not there, or not what its id stands for.
        """
        if "\n" in name:  # it would be two questions
            raise OSError(ENOENT, "git has no object of this name")
        try:
            self._process.stdin.write(name.encode("utf-8", "surrogateescape") + b"\n")
            self._process.stdin.flush()
            header = self._process.stdout.readline()
        except BrokenPipeError:
            header = b""
        self.ended = not header
        found = re.fullmatch(rb"([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)\n", header)
        if not found:
            raise OSError(ENOENT, f"object {name[:100]} is not in this clone")
        key, kind, size = found[1].decode(), found[2].decode(), int(found[3])
        known = hasher(key)
        known.update(f"{kind} {size}\0".encode())
        kept: list[bytes] = []
        left, room = size, size if limit is None else limit
        while left:
            part = self._process.stdout.read(min(left, 1 << 20))
            if not part:
                self.ended = True
                raise OSError(EIO, f"object {name[:100]} is damaged")
            known.update(part)
            if room > 0:
                kept.append(part[:room])
            left, room = left - len(part), room - len(part)
        self._process.stdout.read(1)
        if known.hexdigest() != key:
            raise OSError(EIO, f"object {name[:100]} is damaged")
        return kind, b"".join(kept)


def git_in(folder: FilePath) -> "Git":
    with scrubbed():
        os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # it looks for git when it is imported
        try:
            from git.cmd import Git
        finally:
            del os.environ["GIT_PYTHON_REFRESH"]
    return Git(folder)


def command(git: "Git", arguments: tuple[str, ...]) -> list[str]:
    return [str(git.GIT_PYTHON_GIT_EXECUTABLE or "git"), *OPTIONS, *arguments]


def run(folder: FilePath, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, output and complaints of a git that has little to say."""
    git = git_in(folder)
    with scrubbed():
        status, out, said = git.execute(
            command(git, arguments),
            env=SET,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    return status, out, said


@contextmanager
def scrubbed() -> Iterator[None]:
    """The environment without what would send git elsewhere: GitPython adds to it and can take nothing away."""
    taken = {
        name: os.environ.pop(name)
        for name in tuple(os.environ)
        if name.startswith("GIT_") and not name.startswith(KEPT)
    }
    try:
        yield
    finally:
        os.environ.update(taken)


def first_line(said: str) -> str:
    return (said.strip().splitlines() or ["it says nothing"])[0].removeprefix("fatal: ").removeprefix("error: ")
