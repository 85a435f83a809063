"""The one place that talks to git.

A repository is as hostile as its records: its configuration can name programs, its refs/replace other bytes for an id,
its files of grafts and graphs another history. So plumbing alone is run, with explicit arguments, no shell, nothing
fetched, and none of these believed. What the user has configured for themselves (`safe.directory`) stays in force.

GitPython starts the processes. Its objects are not used: it hands options on (`repo.git.log("--output=x")` writes x),
and is slow on whole histories.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EIO, ENOENT
from hashlib import sha1, sha256
from pathlib import Path as FilePath
from threading import Thread
from typing import TYPE_CHECKING, Any, BinaryIO

from plptool.model.errors import UserError
from plptool.read.worktree import looks_bare

if TYPE_CHECKING:
    from hashlib import _Hash

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
    """commit, tree, blob or tag; `large` for a blob that was not read, `missing` for what is not in this clone,
    `damaged` for bytes that are not those that the id stands for."""
    id: str
    path: str = ""
    """Where the first commit that holds it has it; a tree or blob may stand in other places too."""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Listed:
    """A name in a commit's tree."""

    path: str
    """From the top of the repository."""
    kind: str
    """file, link or module."""
    id: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What a commit says of itself."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: str
    committed: int
    """Seconds since 1970, as the committer's clock had it."""
    message: str
    signed: bool = False
    """Whether it says so; `signatures` tells by whom."""

    @property
    def subject(self) -> str:
        return (self.message.strip().splitlines() or [""])[0]

    @classmethod
    def read(cls, key: str, raw: bytes) -> "Commit":
        """A commit from the bytes that git holds; what is damaged is empty."""
        head, _, message = raw.decode("utf-8", "replace").partition("\n\n")
        fields: dict[str, list[str]] = {}
        for line in head.split("\n"):
            name, _, said = line.partition(" ")
            fields.setdefault(name, []).append(said)
        author = fields.get("author", [""])[0].rpartition(" <")[0]
        clock = re.search(r"> (\d{1,12}) [-+]\d{4}$", fields.get("committer", [""])[0])
        tree = fields.get("tree", [""])[0]
        return cls(
            key,
            tree,
            tuple(fields.get("parent", ())),
            author,
            int(clock[1]) if clock else 0,
            message,
            any(name.startswith("gpgsig") for name in fields),
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """What can be said of a commit's signature here."""

    state: str
    """valid; unknown, where there is no key, or none that is trusted, to tell by; expired; revoked; bad."""
    signer: str
    key: str


_MARKS = {"G": "valid", "B": "bad", "X": "expired", "Y": "expired", "R": "revoked"}

Change = tuple[str | None, str | None]
"""The ids of a file's bytes on both sides; None where it is not there."""


class Repository:
    """A git repository, by its top folder."""

    def __init__(self, folder: FilePath, *, shallow: bool, prefix: str = "", where: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.shallow = shallow
        """Whether older commits are cut off."""
        self.prefix = prefix
        """The folder from which it was found, from the top, with a slash at its end unless it is the top."""
        self._where = where
        self._reader: _Reader | None = None

    @classmethod
    def find(cls, folder: FilePath, *, bare: bool = False) -> "Repository | None":
        """The repository that holds the folder, if there is one.

        Args:
            folder: where to look; with its parents.
            bare: whether it may be a bare repository itself. A folder of records may pass for one, and be a trap.

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
        asked = ("rev-parse", "--is-shallow-repository", "--show-prefix")
        where: tuple[str, ...] = ()
        status, out, said = _run(folder, *asked)
        if status and bare and looks_bare(folder):
            where = (f"--git-dir={folder.resolve()}",)
            status, out, said = _run(folder, *where, *asked)
        if status == 0:
            shallow, _, prefix = out.decode("utf-8", "surrogateescape").partition("\n")
            prefix = prefix.removesuffix("\n")
            top = folder.resolve()  # git takes paths from where it is started
            for _ in range(prefix.count("/")):
                top = top.parent
            return cls(top, shallow=shallow == "true", prefix=prefix, where=where)
        if "not a git repository" in said:
            return None
        if "dubious ownership" in said or "unsafe repository" in said:
            raise UserError(
                "the repository belongs to somebody else; if you trust it, say so to git: "
                f"git config --global --add safe.directory {folder.resolve()}"
            )
        if "bare repository" in said:
            raise UserError(f"{str(folder)!r} lies in a bare repository; name its top folder, or work in a clone of it")
        raise UserError(f"git cannot read the repository: {_first_line(said)}")

    def _run(self, *arguments: str) -> tuple[int, bytes, str]:
        return _run(self.folder, *self._where, *arguments)

    def _ask(self, *arguments: str) -> str:
        """The output of a git that must not fail.

        Raises:
            UserError: it does.
        """
        status, out, said = self._run(*arguments)
        if status:
            raise UserError(f"git cannot read the repository: {_first_line(said)}")
        return out.decode("utf-8", "surrogateescape")

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a caller's words name.

        Raises:
            UserError: they name none.
        """
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        try:
            if ":/" in revision:  # what follows is searched for, to the end
                revision = self._run(*asked, revision)[1].decode("ascii").strip() or revision
            status, out, _ = self._run(*asked, revision + "^{commit}")
        except (OSError, ValueError):  # too long for a command line, or with a NUL
            status, out = 1, b""
        if status or not re.fullmatch(rb"[0-9a-f]+\n", out):  # `^main` is a revision, and none
            if self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")[0]:
                raise UserError("the repository has no commits yet")
            cut = "; the clone is shallow and lacks older ones: run git fetch --unshallow" if self.shallow else ""
            raise UserError(f"there is no revision {revision[:100]!r}{cut}")
        return out.decode("ascii").strip()

    def first_parents(self, commit: str, *, without: str | None = None) -> list[tuple[str, int]]:
        """A commit and its first parents, newest first, each with the second since 1970 at which it was committed.

        Args:
            commit: its id.
            without: another's; it and what it goes back to are left out.
        """
        left = (f"^{without}",) if without else ()
        rows = self._ask("rev-list", "--first-parent", "--timestamp", commit, *left).splitlines()
        return [(key, int(clock)) for clock, _, key in (row.partition(" ") for row in rows)]

    def common(self, one: str, other: str) -> str | None:
        """The newest commit that both go back to; None where there is none."""
        status, out, _ = self._run("merge-base", one, other)
        return out.decode("ascii").strip() if status == 0 else None

    def files(self, commit: str, folders: Sequence[str] = ()) -> list[Listed]:
        """Everything that a commit has below these folders; without any, everything."""
        rows = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, *(("--", *folders) if folders else ()))
        found = []
        for row in rows.split("\0")[:-1]:
            head, _, path = row.partition("\t")
            mode, _, key = head.split(" ")
            found.append(Listed(path, _KINDS.get(mode, "file"), key))
        return found

    def content(self, key: str, limit: int | None = None) -> bytes:
        """The bytes of an object; of a larger one the first `limit` bytes.

        Raises:
            OSError: they are not in this clone, or are not those that the id stands for.
        """
        return self._read(key, limit)[1]

    def _read(self, name: str, limit: int | None = None) -> tuple[str, bytes]:
        if self._reader is None:
            self._reader = _Reader(self.folder, self._where)
        return self._reader.read(name, limit)

    def commits(self, keys: Iterable[str]) -> Iterator[Commit]:
        """These commits, in the order given.

        Raises:
            UserError: one is damaged or missing.
        """
        for key in keys:
            try:
                yield Commit.read(key, self.content(key))
            except OSError as error:
                raise UserError(f"git cannot read the whole history: {error.strerror}") from None

    def walk(
        self, start: str, paths: Sequence[str] = (), *, without: str | None = None, graph: bool = False
    ) -> list[tuple[str, list[str]]]:
        """A commit and all that it goes back to, children first, each with its parents.

        Args:
            start: a commit's id.
            paths: files or folders; then only commits that change one, and merges, each with its next such parents.
            without: a commit; it and what it goes back to are left out.
            graph: whether to believe the repository's commit-graph, which is quicker.
        """
        believed = ("-c", "core.commitGraph=true") if graph else ()
        left = (f"^{without}",) if without else ()
        limited = ("--full-history", "--", *paths) if paths else ()
        rows = self._ask(*believed, "rev-list", "--topo-order", "--parents", start, *left, *limited).splitlines()
        return [(key, parents) for key, *parents in (row.split(" ") for row in rows)]

    def changes(self, pairs: Sequence[tuple[str | None, str]], paths: Sequence[str] = ()) -> list[dict[str, Change]]:
        """Of each pair of trees (an older one, or None, and a newer one): the files that differ, by path."""
        if not pairs:
            return []
        asked = "".join(f"{old or _empty(new)} {new}\n" for old, new in pairs)
        walk = _Process(
            self.folder, asked.encode("ascii"),
            *(*self._where, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-renames"),
            *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none"), *(("--", *paths) if paths else ()),
        )  # fmt: skip
        found: list[dict[str, Change]] = []
        said = walk.stdout.read().decode("utf-8", "surrogateescape")
        walk.close()
        place = 0
        while place < len(said):
            if said[place] != ":":  # a line that names the pair
                place = said.index("\n", place) + 1
                found.append({})
                continue
            middle = said.index("\0", place)
            end = said.index("\0", middle + 1)
            old_mode, new_mode, old, new, _ = said[place + 1 : middle].split(" ")
            found[-1][said[middle + 1 : end]] = (
                old if old_mode in _FILES else None,
                new if new_mode in _FILES else None,
            )
            place = end + 1
        if len(found) != len(pairs):
            raise UserError("git cannot read the whole history: it answers fewer questions than it was asked")
        return found

    def signatures(self, keys: Sequence[str]) -> dict[str, Signature]:
        """What there is to say of the signatures of these commits, by commit.

        The programs that check them are gpg, gpgsm and ssh-keygen, and whose ssh keys count is what the user says for
        all repositories: the repository's own configuration names neither.
        """
        if not keys:
            return {}
        status, signers, _ = self._run("config", "--global", "--path", "gpg.ssh.allowedSignersFile")
        trusted = signers.decode("utf-8", "surrogateescape").rstrip("\n") if status == 0 else os.devnull
        programs = {
            "gpg.program": "gpg",
            "gpg.openpgp.program": "gpg",
            "gpg.x509.program": "gpgsm",
            "gpg.ssh.program": "ssh-keygen",
            "gpg.ssh.allowedSignersFile": trusted,
            "gpg.ssh.revocationFile": "",
            "gpg.minTrustLevel": "undefined",
        }
        options = (part for name, value in programs.items() for part in ("-c", f"{name}={value}"))
        found: dict[str, Signature] = {}
        for start in range(0, len(keys), 500):
            some = keys[start : start + 500]
            said = self._ask(*options, "log", "--no-walk=unsorted", "--format=%H%x00%G?%x00%GS%x00%GK", *some, "--")
            for row in said.splitlines():
                key, mark, signer, by = row.split("\0")
                found[key] = Signature(_MARKS.get(mark, "unknown"), signer, by)
        return found

    def refs(self) -> list[str]:
        """The full names of all branches, tags and other refs."""
        return self._ask("for-each-ref", "--format=%(refname)").splitlines()

    def objects(self) -> Iterator[Object]:
        """Everything that any ref or reflog reaches, once: oldest commits first, each followed by what is new in it.

        Raises:
            UserError: git cannot read all of it.
        """
        walk = _Process(
            self.folder,
            None,
            *(
                *self._where,
                "rev-list",
                "--all",
                "--reflog",
                "--objects",
                "--topo-order",
                "--in-commit-order",
                "--reverse",
            ),
            *("--missing=print", f"--filter=blob:limit={LARGEST}", "--filter-print-omitted"),
        )
        read = _Process(
            self.folder,
            walk.stdout,
            *(*self._where, "cat-file", "--batch=%(objecttype) %(objectsize) %(objectname) %(rest)"),
        )
        walk.stdout.close()  # it is the other's now
        while header := read.stdout.readline():
            kind, _, rest = header[:-1].decode("utf-8", "surrogateescape").partition(" ")
            if kind in ("commit", "tree", "blob", "tag"):
                size, key, path = rest.split(" ", 2)
                content = read.stdout.read(int(size))
                read.stdout.read(1)
                known = _hasher(key)
                known.update(f"{kind} {size}\0".encode() + content)
                yield Object(kind if known.hexdigest() == key else "damaged", key, path, content)
            else:  # `~ID missing`: left out by the filter; `?ID missing`, `ID missing`: not there
                yield Object("large" if kind[0] == "~" else "missing", kind.lstrip("~?"))
        read.close()  # first: where it fails, the other does so for want of a reader
        walk.close()


class _Process:
    """A git whose output is read as it comes. What it is given, bytes or another's output, it reads meanwhile."""

    def __init__(self, folder: FilePath, stdin: BinaryIO | bytes | None, *arguments: str) -> None:
        from subprocess import PIPE

        git = _git(folder)
        given = PIPE if isinstance(stdin, bytes) else stdin
        with _scrubbed():
            self._process: Any = git.execute(_command(git, arguments), istream=given, env=_SET, as_process=True)
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

    def close(self) -> None:
        """Wait for its end.

        Raises:
            UserError: it failed.
        """
        self._listener.join()
        if self._process.proc.wait():
            raise UserError(f"git cannot read the whole history: {_first_line(self._said.decode('utf-8', 'replace'))}")


class _Reader:
    """A git that is asked for one object after another."""

    def __init__(self, folder: FilePath, where: tuple[str, ...]) -> None:
        self._process = _Process(folder, b"", *where, "cat-file", "--batch")

    def read(self, name: str, limit: int | None) -> tuple[str, bytes]:
        """The kind of an object, and its bytes.

        Raises:
            OSError: it is not there, or not what its id stands for.
        """
        if "\n" in name:  # it would be two questions
            raise OSError(ENOENT, "git has no object of this name")
        self._process.stdin.write(name.encode("utf-8", "surrogateescape") + b"\n")
        self._process.stdin.flush()
        header = self._process.stdout.readline()
        found = re.fullmatch(rb"([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)\n", header)
        if not found:
            raise OSError(ENOENT, f"object {name[:100]} is not in this clone")
        key, kind, size = found[1].decode(), found[2].decode(), int(found[3])
        known = _hasher(key)
        known.update(f"{kind} {size}\0".encode())
        kept: list[bytes] = []
        left, room = size, size if limit is None else limit
        while left:
            part = self._process.stdout.read(min(left, 1 << 20))
            if not part:
                raise OSError(EIO, f"object {name[:100]} is damaged")
            known.update(part)
            if room > 0:
                kept.append(part[:room])
            left, room = left - len(part), room - len(part)
        self._process.stdout.read(1)
        if known.hexdigest() != key:
            raise OSError(EIO, f"object {name[:100]} is damaged")
        return kind, b"".join(kept)


_KINDS = {"120000": "link", "160000": "module"}
_FILES = frozenset({"100644", "100755", "100664"})


def _hasher(key: str) -> "_Hash":
    """What makes an id of this length: a repository's ids are all SHA-1 or all SHA-256."""
    return sha256() if len(key) == len(_SHA256) else sha1(usedforsecurity=False)


_SHA256 = "0" * 64


def _empty(key: str) -> str:
    """The id of the tree that has nothing in it, which git knows without holding it."""
    known = _hasher(key)
    known.update(b"tree 0\0")
    return known.hexdigest()


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
