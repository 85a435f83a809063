"""The one place that talks to git.

A repository is as hostile as its records: its configuration can name programs, its refs/replace other bytes for an id,
its files of grafts and graphs another history. So plumbing alone is run, with explicit arguments, no shell, nothing
fetched, and none of these believed. What the user has configured for themselves (`safe.directory`) stays in force.

GitPython starts the processes. Its objects are not used: it hands options on (`repo.git.log("--output=x")` writes x),
and is slow on whole histories.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path as FilePath
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from plptool.errors import UserError

if TYPE_CHECKING:
    from git.cmd import Git

LARGEST = 10 << 20
"""Contents of this size and more are not read."""
_OLDEST = (2, 30)
"""The first version whose rev-parse knows --end-of-options."""
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_",
         "GIT_CONFIG_VALUE_", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")  # fmt: skip
"""What of the environment's GIT_ variables is the user's own say, and not a hook's or another program's."""
_SET = {
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the line above
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.commitGraph=false"),
    # A folder of records can be made to look like a repository of its own, with its own configuration.
    *("-c", "safe.bareRepository=explicit"),
)


@dataclass(frozen=True, slots=True)
class Object:
    """Something that git holds."""

    kind: str
    """commit, tree, blob or tag; `large` for a blob that was not read, `missing` for what is not in this clone."""
    id: str
    path: str = ""
    """Where the first commit that holds it has it; a tree or blob may stand in other places too."""
    content: bytes = b""


class Repository:
    """A git repository, by the folder from which it was found."""

    def __init__(self, folder: FilePath, *, shallow: bool) -> None:
        self.folder = folder
        self.shallow = shallow
        """Whether older commits are cut off."""

    @classmethod
    def find(cls, folder: FilePath) -> "Repository | None":
        """The repository that holds the folder, if there is one.

        Raises:
            UserError: git is missing or too old, or will not work there.
        """
        git = _git(folder)
        from git.exc import GitError  # only now: importing GitPython is what _git does with care

        try:
            with _scrubbed():
                version = git.version_info
        except GitError:
            raise UserError("git is not installed, or not in PATH") from None
        if version < _OLDEST:
            raise UserError(f"git {'.'.join(map(str, version))} is too old: this needs {'.'.join(map(str, _OLDEST))}")
        status, out, said = _run(folder, "rev-parse", "--git-dir", "--is-shallow-repository")
        if status == 0:
            return cls(folder, shallow=out.endswith(b"true\n"))
        if "not a git repository" in said:
            return None
        if "dubious ownership" in said or "unsafe repository" in said:
            raise UserError(
                "the repository belongs to somebody else; if you trust it, say so to git: "
                f"git config --global --add safe.directory {folder.resolve()}"
            )
        if "bare repository" in said:
            raise UserError(f"{str(folder)!r} lies in a bare repository; work in a clone of it")
        raise UserError(f"git cannot read the repository: {_first_line(said)}")

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a caller's words name.

        Raises:
            UserError: they name none.
        """
        try:
            status, out, _ = _run(
                self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
            )
        except (OSError, ValueError):  # too long for a command line, or with a NUL
            status, out = 1, b""
        if status or not re.fullmatch(rb"[0-9a-f]+\n", out):  # `^main` is a revision, and none
            raise UserError(f"there is no revision {revision[:100]!r}")
        return out.decode("ascii").strip()

    def refs(self) -> list[str]:
        """The full names of all branches, tags and other refs."""
        status, out, said = _run(self.folder, "for-each-ref", "--format=%(refname)")
        if status:
            raise UserError(f"git cannot read the repository: {_first_line(said)}")
        return out.decode("utf-8", "surrogateescape").splitlines()

    def objects(self) -> Iterator[Object]:
        """Everything that any ref or reflog reaches, once: oldest commits first, each followed by what is new in it.

        Raises:
            UserError: git cannot read all of it.
        """
        walk = _Process(
            self.folder,
            None,
            *("rev-list", "--all", "--reflog", "--objects", "--topo-order", "--in-commit-order", "--reverse"),
            *("--missing=print", f"--filter=blob:limit={LARGEST}", "--filter-print-omitted"),
        )
        read = _Process(
            self.folder, walk.stdout, "cat-file", "--batch=%(objecttype) %(objectsize) %(objectname) %(rest)"
        )
        walk.stdout.close()  # it is the other's now
        while header := read.stdout.readline():
            kind, _, rest = header[:-1].decode("utf-8", "surrogateescape").partition(" ")
            if kind in ("commit", "tree", "blob", "tag"):
                size, key, path = rest.split(" ", 2)
                yield Object(kind, key, path, read.stdout.read(int(size)))
                read.stdout.read(1)
            else:  # `~ID missing`: left out by the filter; `?ID missing`, `ID missing`: not there
                yield Object("large" if kind[0] == "~" else "missing", kind.lstrip("~?"))
        read.close()  # first: where it fails, the other does so for want of a reader
        walk.close()


class _Process:
    """A git whose output is read as it comes."""

    def __init__(self, folder: FilePath, stdin: BinaryIO | None, *arguments: str) -> None:
        git = _git(folder)
        with _scrubbed():
            self._process: Any = git.execute(_command(git, arguments), istream=stdin, env=_SET, as_process=True)
        self.stdout: BinaryIO = self._process.stdout
        self._said = b""
        # GitPython always opens a pipe for complaints; a full one would halt git.
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        while said := self._process.stderr.read(4096):
            self._said = self._said or said

    def close(self) -> None:
        """Wait for its end.

        Raises:
            UserError: it failed.
        """
        self._listener.join()
        if self._process.proc.wait():
            raise UserError(f"git cannot read the whole history: {_first_line(self._said.decode('utf-8', 'replace'))}")


def _git(folder: FilePath) -> "Git":
    with _scrubbed():
        os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # it looks for git when it is imported
        try:
            from git.cmd import Git
        finally:
            del os.environ["GIT_PYTHON_REFRESH"]
    return Git(folder)


def _command(git: "Git", arguments: tuple[str, ...]) -> list[str]:
    return [str(git.GIT_PYTHON_GIT_EXECUTABLE or "git"), *_OPTIONS, *arguments]


def _run(folder: FilePath, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, output and complaints of a git that has little to say."""
    git = _git(folder)
    with _scrubbed():
        status, out, said = git.execute(
            _command(git, arguments),
            env=_SET,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    return status, out, said


@contextmanager
def _scrubbed() -> Iterator[None]:
    """The environment without what would send git elsewhere: GitPython adds to it and can take nothing away."""
    taken = {
        name: os.environ.pop(name)
        for name in tuple(os.environ)
        if name.startswith("GIT_") and not name.startswith(_KEPT)
    }
    try:
        yield
    finally:
        os.environ.update(taken)


def _first_line(said: str) -> str:
    return (said.strip().splitlines() or ["it says nothing"])[0].removeprefix("fatal: ").removeprefix("error: ")
