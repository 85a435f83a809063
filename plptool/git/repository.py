"""The one place that talks to git.

A repository is as hostile as its records: its configuration can name programs, its refs/replace other bytes for an id,
its files of grafts and graphs another history. So plumbing alone is run, with explicit arguments, no shell, nothing
fetched, and none of these believed. What the user has configured for themselves (`safe.directory`) stays in force.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from plptool.git.ancestry import DatedRow, Row, dated_rows_of, rows_of, simplified
from plptool.git.clock import known
from plptool.git.layout import looks_bare
from plptool.git.objects import (
    FILES,
    KINDS,
    LARGEST,
    SIGNED,
    Commit,
    FileChange,
    Listed,
    Object,
    Signature,
    empty_tree,
    hasher,
)
from plptool.git.process import OLDEST, Process, Reader, first_line, program, run, version
from plptool.model.errors import LackingError, NoRevisionError, UserError
from plptool.model.findings import Argument, Message
from plptool.model.text import short

_UNREADABLE = Message("git cannot read the repository")
_NO_HISTORY = Message("git cannot read the whole history")


class Repository:
    """A git repository, by its top folder."""

    def __init__(self, folder: FilePath, *, shallow: bool, prefix: str = "", where: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.shallow = shallow
        """Whether older commits are cut off."""
        self.prefix = prefix
        """The folder from which it was found, from the top, with a slash at its end unless it is the top."""
        self._where = where
        self._readers: dict[int, Reader] = {}
        """By process: two that read from one git would take each other's answers."""
        self._ancestries: dict[tuple[str, ...], list[DatedRow]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_readers": {}, "_ancestries": {}}

    @classmethod
    def find(cls, folder: FilePath, *, bare: bool = False) -> "Repository | None":
        """The repository that holds the folder, if there is one.

        Args:
            folder: where to look; with its parents.
            bare: whether it may be a bare repository itself. A folder of records may pass for one, and be a trap.

        Raises:
            UserError: git is missing or too old, or will not work there.
        """
        _must_be_new_enough(version(program()))
        where: tuple[str, ...] = ()
        status, out, said = _look_for_repository(folder)
        if status and bare and looks_bare(folder):
            where = (f"--git-dir={folder.resolve()}",)
            status, out, said = _look_for_repository(folder, *where)
        if status:
            if "not a git repository" in said:
                return None
            raise _refused(folder, said)
        shallow, _, prefix = out.decode("utf-8", "surrogateescape").partition("\n")
        prefix = prefix.removesuffix("\n")
        top = folder.resolve()  # git takes paths from where it is started
        for _ in range(prefix.count("/")):
            top = top.parent
        return cls(top, shallow=shallow == "true", prefix=prefix, where=where)

    def _run(self, *arguments: str) -> tuple[int, bytes, str]:
        return run(self.folder, *self._where, *arguments)

    def _ask(self, *arguments: str) -> str:
        """The output of a git that must not fail.

        Raises:
            UserError: it does.
        """
        status, out, said = self._run(*arguments)
        if status:
            raise self._failed(_UNREADABLE, said)
        return out.decode("utf-8", "surrogateescape")

    @cached_property
    def partial(self) -> bool:
        """Whether it was cloned with a filter, so that it may lack files, or trees, until somebody asks for them.

        Commits are never left out by a filter: of a partial clone that is shallow, those that lack are cut off.
        """
        pattern = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
        status, out, _ = self._run("config", "--null", "--get-regexp", pattern)
        values = [one.partition("\n")[2] for one in out.decode("utf-8", "replace").split("\0")[:-1]]
        return status == 0 and any(one.casefold() not in ("false", "no", "off", "0") for one in values)

    @cached_property
    def _held(self) -> frozenset[str]:
        """The ids of all objects that lie here, damaged ones too."""
        asked = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
        status, out, _ = self._run(*asked)
        return frozenset(out.decode("ascii", "replace").split()) if status == 0 else frozenset()

    def _left_out(self, keys: Iterable[str]) -> bool:
        """Whether one of these objects is not here for the filter that the repository was cloned with."""
        return self.partial and any(key not in self._held for key in keys)

    def _failed(self, what: Message, said: str) -> UserError:
        """What to tell of a git that failed.

        Args:
            what: it could not do.
            said: its own words.
        """
        named = re.findall(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b", said)
        if self._left_out(named) or (not named and "promisor" in said and self.partial):
            return LackingError()
        return _failure(what, first_line(said))

    def _end(self, process: Process) -> None:
        """Wait for the end of a process.

        Raises:
            UserError: it failed.
        """
        said = process.close()
        if said is not None:
            raise self._failed(_NO_HISTORY, said)

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
                raise NoRevisionError(Message("the repository has no commits yet"))
            message = Message("there is no revision {revision!r}", {"revision": short(revision, 100)})
            if self.shallow:
                message = Message(
                    "{message}; the clone is shallow and lacks older ones: run git fetch --unshallow",
                    {"message": message},
                )
            raise NoRevisionError(message)
        return out.decode("ascii").strip()

    def first_parents(self, commit: str, *, without: Sequence[str] = ()) -> list[str]:
        """A commit and its first parents, newest first.

        Args:
            commit: its id.
            without: others'; they and what they go back to are left out.
        """
        left = [f"^{one}" for one in without]
        return self._ask("rev-list", "--first-parent", commit, *left).splitlines()

    def known(self, commit: str, now: float) -> dict[str, int]:
        """From when a commit, and each that it goes back to, counts as known, in seconds since 1970.

        What HEAD has on top of them says by when those were known of which the date has not come yet.

        Args:
            commit: its id.
            now: the clock of whoever asks.
        """
        starts = [commit]
        with suppress(NoRevisionError):
            starts.append(self.resolve("HEAD"))
        return known(self._ancestry(*dict.fromkeys(starts)), now)

    def _ancestry(self, *starts: str) -> list[DatedRow]:
        """These commits and all that they go back to, children first. What was asked for last is remembered.

        No commit-graph is believed.
        """
        if starts not in self._ancestries:
            listed = self._ask("rev-list", "--topo-order", "--parents", "--timestamp", *starts)
            self._ancestries = {starts: dated_rows_of(listed)}
        return self._ancestries[starts]

    def commons(self, one: str, other: str) -> list[str]:
        """The commits that both go back to, without those that others of them go back to; newest first.

        There is one, as a rule; none where they have nothing in common; and several where each line was merged into
        the other (a criss-cross).
        """
        status, out, _ = self._run("merge-base", "--all", one, other)
        return out.decode("ascii").split() if status == 0 else []

    def files(self, commit: str, folders: Sequence[str] = ()) -> list[Listed]:
        """Everything that a commit has below these folders; without any, everything."""
        rows = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, *(("--", *folders) if folders else ()))
        found = []
        for row in rows.split("\0")[:-1]:
            head, _, path = row.partition("\t")
            mode, _, key = head.split(" ")
            found.append(Listed(path, KINDS.get(mode, "file"), key))
        return found

    def has(self, commit: str, paths: Sequence[str]) -> bool:
        """Whether a commit has one of these files.

        One git that goes on running is asked first. What it does not find may be a file that is not here: then it is
        the commit's trees that tell.
        """
        return any(self._is_file(f"{commit}:{path}") for path in paths) or bool(self.files(commit, paths))

    def _is_file(self, name: str) -> bool:
        try:
            return self._read(name, 0)[0] == "blob"
        except OSError:
            return False

    def index(self, folders: Sequence[str]) -> bytes:
        """What the index has below these folders, as `ls-files` shows all of it."""
        said = self._ask("ls-files", "--stage", "--debug", "-v", "-z", "--", *folders)
        return said.encode("utf-8", "surrogateescape")

    def ignored(self, folders: Sequence[str]) -> list[str]:
        """The files below these folders that git will not keep, because it is told to ignore them."""
        return self._ask("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *folders).split("\0")[
            :-1
        ]

    def cleaned(self, paths: Sequence[str]) -> dict[str, str]:
        """Of those of these files that attributes rewrite: the ids that git would keep them by. No filter is run."""
        filters = self._filters(paths)
        # A name that cannot be written into an option cannot be kept from running.
        safe = [path for path, name in filters.items() if re.fullmatch(r"[\w.-]*", name, re.ASCII)]
        if not safe:
            return {}
        options: list[str] = []
        for name in sorted({filters[path] for path in safe} - {""}):
            for setting in ("clean=", "process=", "required=false"):
                options += ["-c", f"filter.{name}.{setting}"]
        asked = "".join(f"{path}\n" for path in safe)
        keys = self._answers(asked, *options, "hash-object", "-t", "blob", "--stdin-paths")
        return dict(zip(safe, keys.split(), strict=True))

    def _filters(self, paths: Sequence[str]) -> dict[str, str]:
        """By those of these files that attributes rewrite, the name of the filter that does; empty where none does."""
        asked = "".join(f"{path}\0" for path in paths if "\n" not in path)
        words = self._answers(asked, "check-attr", "-z", "--stdin", "filter", "ident", "working-tree-encoding")
        parts = words.split("\0")
        filters: dict[str, str] = {}
        for path, attribute, value in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            if value not in ("unspecified", "unset"):
                filters[path] = filters.get(path, "") or (value if attribute == "filter" else "")
        return filters

    def _answers(self, asked: str, *arguments: str) -> str:
        """What a git says that is asked on its stdin."""
        process = Process(self.folder, asked.encode("utf-8", "surrogateescape"), *self._where, *arguments)
        said = process.stdout.read().decode("utf-8", "surrogateescape")
        process.close()
        return said

    def foresee(self, keys: Sequence[str]) -> None:
        """Told which objects are asked for next, and in which order, git finds them meanwhile."""
        self._reader().foresee(keys)

    def content(self, key: str, limit: int | None = None) -> bytes:
        """The bytes of an object; of a larger one the first `limit` bytes.

        Raises:
            OSError: they are not in this clone, or are not those that the id stands for.
            LackingError: they are not in this clone because it was made with a filter.
        """
        try:
            return self._read(key, limit)[1]
        except OSError:
            if self._left_out([key]):
                raise LackingError from None
            raise

    def holds(self, commit: str) -> bool:
        """Whether a commit, by its id, is in this clone, and what its id stands for."""
        try:
            self._read(commit, 0)
        except OSError:
            return False
        return True

    def _read(self, name: str, limit: int | None = None) -> tuple[str, bytes]:
        return self._reader().read(name, limit)

    def _reader(self) -> Reader:
        """The git of this process that is asked for objects."""
        here = os.getpid()
        if here not in self._readers or self._readers[here].ended:
            self._readers[here] = Reader(self.folder, self._where)
        return self._readers[here]

    def commits(self, keys: Iterable[str]) -> Iterator[Commit]:
        """These commits, in the order given.

        Raises:
            UserError: one is damaged or missing.
        """
        for key in keys:
            try:
                yield Commit.read(key, self._read(key)[1])
            except OSError as error:
                raise _failure(_NO_HISTORY, error.strerror) from None

    def walk(
        self,
        start: str,
        paths: Sequence[str] = (),
        *,
        without: Sequence[str] = (),
        apart: Sequence[str] = (),
        graph: bool = False,
    ) -> list[Row]:
        """A commit and all that it goes back to, children first, each with its parents.

        Args:
            start: a commit's id.
            paths: files or folders; then only commits that change one, and merges, each with its next such parents.
            without: commits; they and what they go back to are left out.
            apart: those of the paths that change often. Git looks for one path in a third of the time that it takes to
                look for nine; so it is asked for these by themselves. The answer is the same, but for merges of lines
                of which none says anything of its own: these are left out.
            graph: whether to believe the repository's commit-graph, which is quicker.
        """
        believed = ("-c", "core.commitGraph=true") if graph else ()
        tips = (start, *(f"^{one}" for one in without))
        others = [path for path in paths if path not in apart]
        if not (apart and others):
            limited = ("--full-history", "--", *paths) if paths else ()
            return rows_of(self._ask(*believed, "rev-list", "--topo-order", "--parents", *tips, *limited))
        # Both are at it while the whole is listed.
        changing = (*believed, "rev-list", "--full-history", *tips, "--")
        processes = [Process(self.folder, None, *self._where, *changing, *some) for some in (apart, others)]
        whole = [(key, parents) for key, _, parents in self._ancestry(*tips)]
        changed = "".join([self._answer(process) for process in processes])
        return simplified(whole, {*changed.split()})

    def _answer(self, process: Process) -> str:
        """All that a git says that must not fail.

        Raises:
            UserError: it does.
        """
        out = process.stdout.read().decode("utf-8", "surrogateescape")
        said = process.close()
        if said is not None:
            raise self._failed(_UNREADABLE, said)
        return out

    def matching(self, start: str, pattern: str) -> list[str]:
        """A commit and those that it goes back to, children first, that change a file of this pattern, and merges.

        Args:
            start: a commit's id.
            pattern: of the file's path from the top; `**/` stands for any folders.
        """
        limited = ("--full-history", "--", f":(top,glob){pattern}")
        return self._ask("--no-literal-pathspecs", "rev-list", "--topo-order", start, *limited).splitlines()

    def changes(
        self, pairs: Sequence[tuple[str | None, str]], paths: Sequence[str] = ()
    ) -> list[dict[str, FileChange]]:
        """Of each pair of trees (an older one, or None, and a newer one): the files that differ, by path.

        Raises:
            UserError: git cannot read them all.
        """
        if not pairs:
            return []
        asked = "".join(f"{old or empty_tree(new)} {new}\n" for old, new in pairs)
        walk = Process(
            self.folder, asked.encode("ascii"),
            *(*self._where, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-renames"),
            *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none"), *(("--", *paths) if paths else ()),
        )  # fmt: skip
        found: list[dict[str, FileChange]] = []
        said = walk.stdout.read().decode("utf-8", "surrogateescape")
        self._end(walk)
        place = 0
        while place < len(said):
            if said[place] != ":":  # a line that names the pair
                place = said.index("\n", place) + 1
                found.append({})
                continue
            middle = said.index("\0", place)
            end = said.index("\0", middle + 1)
            old_mode, new_mode, old, new, _ = said[place + 1 : middle].split(" ")
            path = said[middle + 1 : end]
            found[-1][path] = FileChange(old if old_mode in FILES else None, new if new_mode in FILES else None)
            place = end + 1
        if len(found) != len(pairs):
            raise UserError(Message("git cannot read the whole history: it answers fewer questions than it was asked"))
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
                found[key] = Signature(SIGNED.get(mark, "unknown"), signer, by)
        return found

    def refs(self) -> list[str]:
        """The full names of all branches, tags and other refs."""
        return self._ask("for-each-ref", "--format=%(refname)").splitlines()

    def objects(self) -> Iterator[Object]:
        """Everything that any ref or reflog reaches, once: oldest commits first, each followed by what is new in it.

        Raises:
            UserError: git cannot read all of it.
        """
        walk = Process(
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
        read = Process(
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
                known = hasher(key)
                known.update(f"{kind} {size}\0".encode() + content)
                yield Object(kind if known.hexdigest() == key else "damaged", key, path, content)
            else:  # `~ID missing`: left out by the filter; `?ID missing`, `ID missing`: not there
                yield Object("large" if kind[0] == "~" else "missing", kind.lstrip("~?"))
        self._end(read)  # first: where it fails, the other does so for want of a reader
        self._end(walk)


def _failure(what: Message, told: str | None) -> UserError:
    """What to tell where something could not be done: what, and in git's or the system's own words, why."""
    return UserError(Message("{failure}: {told}", {"failure": what, "told": told}))


def _must_be_new_enough(installed: tuple[int, ...]) -> None:
    """See that a version of git is one that this works with.

    Raises:
        UserError: it is too old.
    """
    if installed < OLDEST:
        args: dict[str, Argument] = {"version": ".".join(map(str, installed)), "oldest": ".".join(map(str, OLDEST))}
        raise UserError(Message("git {version} is too old: this needs {oldest}", args))


def _look_for_repository(folder: FilePath, *where: str) -> tuple[int, bytes, str]:
    """What git says, as `run` has it, when it is asked which repository holds a folder.

    Raises:
        UserError: git cannot be started in the folder.
    """
    try:
        return run(folder, *where, "rev-parse", "--is-shallow-repository", "--show-prefix")
    except OSError as error:
        raise _failure(_UNREADABLE, error.strerror) from None


def _refused(folder: FilePath, said: str) -> UserError:
    """What to tell of a git that will not work in a folder, by its own words."""
    if "dubious ownership" in said or "unsafe repository" in said:
        message = Message(
            "the repository belongs to somebody else; if you trust it, say so to git: "
            "git config --global --add safe.directory {folder}",
            {"folder": str(folder.resolve())},
        )
        return UserError(message)
    if "bare repository" in said:
        message = Message(
            "{folder!r} lies in a bare repository; name its top folder, or work in a clone of it",
            {"folder": str(folder)},
        )
        return UserError(message)
    return _failure(_UNREADABLE, first_line(said))
