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
from plptool.git.process import (
    OLDEST,
    Process,
    Reader,
    first_line,
    may_be_in_option,
    program,
    run,
    version,
    without_filters,
)
from plptool.model.errors import LackingError, NoRevisionError, UserError
from plptool.model.findings import Argument, Message
from plptool.model.refusals import reason
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
        status, out, complaints = _look_for_repository(folder)
        if status and bare and looks_bare(folder):
            where = (f"--git-dir={folder.resolve()}",)
            status, out, complaints = _look_for_repository(folder, *where)
        if status:
            if "not a git repository" in complaints:
                return None
            raise _refused(folder, complaints)
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
        status, out, complaints = self._run(*arguments)
        if status:
            raise self._failed(_UNREADABLE, complaints)
        return out.decode("utf-8", "surrogateescape")

    @cached_property
    def partial(self) -> bool:
        """Whether it was cloned with a filter, so that it may lack files, or trees, until somebody asks for them.

        Commits are never left out by a filter: of a partial clone that is shallow, those that lack are cut off.
        """
        pattern = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
        status, out, _ = self._run("config", "--null", "--get-regexp", pattern)
        if status:
            return False
        settings = out.decode("utf-8", "replace").split("\0")
        for setting in settings[:-1]:
            _, _, value = setting.partition("\n")
            if value.casefold() not in ("false", "no", "off", "0"):
                return True
        return False

    @cached_property
    def _present(self) -> frozenset[str]:
        """The ids of all objects that lie here, damaged ones too."""
        question = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
        status, out, _ = self._run(*question)
        if status:
            return frozenset()
        ids = out.decode("ascii", "replace").split()
        return frozenset(ids)

    def _left_out(self, keys: Iterable[str]) -> bool:
        """Whether one of these objects is not here for the filter that the repository was cloned with."""
        if not self.partial:
            return False
        return any(object_id not in self._present for object_id in keys)

    def _failed(self, what: Message, complaints: str) -> UserError:
        """What to tell of a git that failed.

        Args:
            what: it could not do.
            complaints: its own words.
        """
        objects = re.findall(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b", complaints)
        if self._left_out(objects):
            return LackingError()
        if not objects and "promisor" in complaints and self.partial:
            return LackingError()
        return _failure(what, first_line(complaints))

    def _end(self, process: Process) -> None:
        """Wait for the end of a process.

        Raises:
            UserError: it failed.
        """
        complaints = process.close()
        if complaints is not None:
            raise self._failed(_NO_HISTORY, complaints)

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a caller's words name.

        Raises:
            UserError: they name none.
        """
        question = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        try:
            if ":/" in revision:  # what follows is searched for, to the end
                _, out, _ = self._run(*question, revision)
                revision = out.decode("ascii").strip() or revision
            status, out, _ = self._run(*question, revision + "^{commit}")
        except (OSError, ValueError):  # too long for a command line, or with a NUL
            raise self._no_revision(revision) from None
        if status or not re.fullmatch(rb"[0-9a-f]+\n", out):  # `^main` is a revision, and none
            raise self._no_revision(revision)
        return out.decode("ascii").strip()

    def _no_revision(self, revision: str) -> NoRevisionError:
        """What to tell of words that name no commit."""
        has_no_commits, _, _ = self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if has_no_commits:
            return NoRevisionError(Message("the repository has no commits yet"))
        message = Message("there is no revision {revision!r}", {"revision": short(revision, 100)})
        if self.shallow:
            message = Message(
                "{message}; the clone is shallow and lacks older ones: run git fetch --unshallow",
                {"message": message},
            )
        return NoRevisionError(message)

    def first_parents(self, commit: str, *, without: Sequence[str] = ()) -> list[str]:
        """A commit and its first parents, newest first.

        Args:
            commit: its id.
            without: others'; they and what they go back to are left out.
        """
        left_out = [f"^{other}" for other in without]
        listed = self._ask("rev-list", "--first-parent", commit, *left_out)
        return listed.splitlines()

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
        distinct = dict.fromkeys(starts)
        return known(self._ancestry(*distinct), now)

    def _ancestry(self, *starts: str) -> list[DatedRow]:
        """These commits and all that they go back to, children first. What was asked for last is remembered.

        No commit-graph is believed.
        """
        if starts not in self._ancestries:
            listed = self._ask("rev-list", "--topo-order", "--parents", "--timestamp", *starts)
            self._ancestries = {starts: dated_rows_of(listed)}
        return self._ancestries[starts]

    def commons(self, commit: str, other: str) -> list[str]:
        """The commits that both go back to, without those that others of them go back to; newest first.

        There is one, as a rule; none where they have nothing in common; and several where each line was merged into
        the other (a criss-cross).
        """
        status, out, _ = self._run("merge-base", "--all", commit, other)
        if status:
            return []
        return out.decode("ascii").split()

    def files(self, commit: str, folders: Sequence[str] = ()) -> list[Listed]:
        """Everything that a commit has below these folders; without any, everything."""
        limited = ("--", *folders) if folders else ()
        listing = self._ask("ls-tree", "-r", "-z", "--full-tree", commit, *limited)
        files = []
        for row in listing.split("\0")[:-1]:
            entry_header, _, path = row.partition("\t")
            mode, _, object_id = entry_header.split(" ")
            kind = KINDS.get(mode, "file")
            files.append(Listed(path, kind, object_id))
        return files

    def has(self, commit: str, paths: Sequence[str]) -> bool:
        """Whether a commit has one of these files.

        One git that goes on running is asked first. What it does not find may be a file that is not here: then it is
        the commit's trees that tell.
        """
        for path in paths:
            if self._is_file(f"{commit}:{path}"):
                return True
        return bool(self.files(commit, paths))

    def _is_file(self, name: str) -> bool:
        try:
            kind, _ = self._read(name, 0)
        except OSError:
            return False
        return kind == "blob"

    def index(self, folders: Sequence[str]) -> bytes:
        """What the index has below these folders, as `ls-files` shows all of it."""
        listing = self._ask("ls-files", "--stage", "--debug", "-v", "-z", "--", *folders)
        return listing.encode("utf-8", "surrogateescape")

    def ignored(self, folders: Sequence[str]) -> list[str]:
        """The files below these folders that git will not keep, because it is told to ignore them."""
        listing = self._ask("ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", *folders)
        return listing.split("\0")[:-1]

    def cleaned(self, paths: Sequence[str]) -> dict[str, str]:
        """Of those of these files that attributes rewrite: the ids that git would keep them by. No filter is run."""
        filters = self._filters(paths)
        # A name that cannot be written into an option cannot be kept from running.
        safe = [path for path, name in filters.items() if may_be_in_option(name)]
        if not safe:
            return {}
        names = {filters[path] for path in safe}
        options = without_filters(names - {""})
        question = "".join(f"{path}\n" for path in safe)
        answer = self._answers(question, *options, "hash-object", "-t", "blob", "--stdin-paths")
        ids = answer.split()
        return dict(zip(safe, ids, strict=True))

    def _filters(self, paths: Sequence[str]) -> dict[str, str]:
        """By those of these files that attributes rewrite, the name of the filter that does; empty where none does."""
        question = "".join(f"{path}\0" for path in paths if "\n" not in path)
        answer = self._answers(question, "check-attr", "-z", "--stdin", "filter", "ident", "working-tree-encoding")
        words = answer.split("\0")
        filters: dict[str, str] = {}
        for path, attribute, value in zip(words[::3], words[1::3], words[2::3], strict=False):
            if value in ("unspecified", "unset"):
                continue
            filters.setdefault(path, "")
            if attribute == "filter":
                filters[path] = value
        return filters

    def _answers(self, question: str, *arguments: str) -> str:
        """What a git says that is asked on its stdin."""
        stdin = question.encode("utf-8", "surrogateescape")
        process = Process(self.folder, stdin, *self._where, *arguments)
        answer = process.stdout.read()
        process.close()
        return answer.decode("utf-8", "surrogateescape")

    def foresee(self, keys: Sequence[str]) -> None:
        """Told which objects are asked for next, and in which order, git finds them meanwhile."""
        if keys:  # where all is known already, no git need be started
            self._reader().foresee(keys)

    def content(self, key: str, limit: int | None = None) -> bytes:
        """The bytes of an object; of a larger one the first `limit` bytes.

        Raises:
            OSError: they are not in this clone, or are not those that the id stands for.
            LackingError: they are not in this clone because it was made with a filter.
        """
        try:
            _, content = self._read(key, limit)
        except OSError:
            if self._left_out([key]):
                raise LackingError from None
            raise
        return content

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
        process = os.getpid()
        reader = self._readers.get(process)
        if reader is None or reader.ended:
            reader = self._readers[process] = Reader(self.folder, self._where)
        return reader

    def commits(self, keys: Iterable[str]) -> Iterator[Commit]:
        """These commits, in the order given.

        Raises:
            UserError: one is damaged or missing.
        """
        for commit_id in keys:
            try:
                _, content = self._read(commit_id)
            except OSError as error:
                raise _failure(_NO_HISTORY, reason(error)) from None
            yield Commit.read(commit_id, content)

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
        left_out = [f"^{other}" for other in without]
        tips = (start, *left_out)
        others = [path for path in paths if path not in apart]
        if not (apart and others):
            limited = ("--full-history", "--", *paths) if paths else ()
            listed = self._ask(*believed, "rev-list", "--topo-order", "--parents", *tips, *limited)
            return rows_of(listed)
        # Both are at it while the whole is listed.
        changing = (*believed, "rev-list", "--full-history", *tips, "--")
        process_apart = Process(self.folder, None, *self._where, *changing, *apart)
        process_others = Process(self.folder, None, *self._where, *changing, *others)
        whole = [(commit, parents) for commit, _, parents in self._ancestry(*tips)]
        changed = self._answer(process_apart) + self._answer(process_others)
        return simplified(whole, set(changed.split()))

    def _answer(self, process: Process) -> str:
        """All that a git says that must not fail.

        Raises:
            UserError: it does.
        """
        out = process.stdout.read()
        complaints = process.close()
        if complaints is not None:
            raise self._failed(_UNREADABLE, complaints)
        return out.decode("utf-8", "surrogateescape")

    def matching(self, start: str, pattern: str) -> list[str]:
        """A commit and those that it goes back to, children first, that change a file of this pattern, and merges.

        Args:
            start: a commit's id.
            pattern: of the file's path from the top; `**/` stands for any folders.
        """
        limited = ("--full-history", "--", f":(top,glob){pattern}")
        listed = self._ask("--no-literal-pathspecs", "rev-list", "--topo-order", start, *limited)
        return listed.splitlines()

    def changes(
        self, pairs: Sequence[tuple[str | None, str]], paths: Sequence[str] = ()
    ) -> list[dict[str, FileChange]]:
        """Of each pair of trees (an older one, or None, and a newer one): the files that differ, by path.

        Raises:
            UserError: git cannot read them all.
        """
        if not pairs:
            return []
        question = "".join(f"{old or empty_tree(new)} {new}\n" for old, new in pairs)
        limited = ("--", *paths) if paths else ()
        walk = Process(
            self.folder, question.encode("ascii"),
            *(*self._where, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-renames"),
            *("--no-ext-diff", "--no-textconv", "--ignore-submodules=none"), *limited,
        )  # fmt: skip
        answer = walk.stdout.read().decode("utf-8", "surrogateescape")
        self._end(walk)
        changes = _changes_in(answer)
        if len(changes) != len(pairs):
            raise UserError(Message("git cannot read the whole history: it answers fewer questions than it was asked"))
        return changes

    def signatures(self, keys: Sequence[str]) -> dict[str, Signature]:
        """What there is to say of the signatures of these commits, by commit.

        The programs that check them are gpg, gpgsm and ssh-keygen, and whose ssh keys count is what the user says for
        all repositories: the repository's own configuration names neither.
        """
        if not keys:
            return {}
        trusted = os.devnull
        status, signers, _ = self._run("config", "--global", "--path", "gpg.ssh.allowedSignersFile")
        if status == 0:
            trusted = signers.decode("utf-8", "surrogateescape").rstrip("\n")
        programs = {
            "gpg.program": "gpg",
            "gpg.openpgp.program": "gpg",
            "gpg.x509.program": "gpgsm",
            "gpg.ssh.program": "ssh-keygen",
            "gpg.ssh.allowedSignersFile": trusted,
            "gpg.ssh.revocationFile": "",
            "gpg.minTrustLevel": "undefined",
        }
        options: list[str] = []
        for name, value in programs.items():
            options += ["-c", f"{name}={value}"]
        signatures: dict[str, Signature] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            listed = self._ask(*options, "log", "--no-walk=unsorted", "--format=%H%x00%G?%x00%GS%x00%GK", *some, "--")
            for row in listed.splitlines():
                commit, mark, signer, key_id = row.split("\0")
                outcome = SIGNED.get(mark, "unknown")
                signatures[commit] = Signature(outcome, signer, key_id)
        return signatures

    def refs(self) -> list[str]:
        """The full names of all branches, tags and other refs."""
        listed = self._ask("for-each-ref", "--format=%(refname)")
        return listed.splitlines()

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
        while line := read.stdout.readline():
            header = line[:-1].decode("utf-8", "surrogateescape")
            kind, _, fields = header.partition(" ")
            if kind in ("commit", "tree", "blob", "tag"):
                size, object_id, path = fields.split(" ", 2)
                content = read.stdout.read(int(size))
                read.stdout.read(1)  # a line end, behind each object
                digest = hasher(object_id)
                digest.update(f"{kind} {size}\0".encode())
                digest.update(content)
                if digest.hexdigest() != object_id:
                    kind = "damaged"
                yield Object(kind, object_id, path, content)
            else:  # `~ID missing`: left out by the filter; `?ID missing`, `ID missing`: not there
                object_id = kind.lstrip("~?")
                yield Object("large" if kind[0] == "~" else "missing", object_id)
        self._end(read)  # first: where it fails, the other does so for want of a reader
        self._end(walk)


_AT_ONCE = 500
"""So many commits a command line names."""


def _changes_in(answer: str) -> list[dict[str, FileChange]]:
    """What `diff-tree -z --raw` says of pairs of trees: the files that differ, by path."""
    pairs: list[dict[str, FileChange]] = []
    place = 0
    while place < len(answer):
        if answer[place] != ":":  # a line that names the pair
            place = answer.index("\n", place) + 1
            pairs.append({})
            continue
        middle = answer.index("\0", place)
        end = answer.index("\0", middle + 1)
        header = answer[place + 1 : middle]
        path = answer[middle + 1 : end]
        old_mode, new_mode, blob_before, blob_after, _ = header.split(" ")
        pairs[-1][path] = FileChange(
            before=blob_before if old_mode in FILES else None,
            after=blob_after if new_mode in FILES else None,
        )
        place = end + 1
    return pairs


def _failure(what: Message, why: Message | str | None) -> UserError:
    """What to tell where something could not be done: what, and in git's or the system's own words, why."""
    return UserError(Message("{failure}: {told}", {"failure": what, "told": why}))


def _must_be_new_enough(installed: tuple[int, ...]) -> None:
    """See that a version of git is one that this works with.

    Raises:
        UserError: it is too old.
    """
    if installed >= OLDEST:
        return
    arguments: dict[str, Argument] = {"version": _dotted(installed), "oldest": _dotted(OLDEST)}
    raise UserError(Message("git {version} is too old: this needs {oldest}", arguments))


def _dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


def _look_for_repository(folder: FilePath, *where: str) -> tuple[int, bytes, str]:
    """What git says, as `run` has it, when it is asked which repository holds a folder.

    Raises:
        UserError: git cannot be started in the folder.
    """
    try:
        return run(folder, *where, "rev-parse", "--is-shallow-repository", "--show-prefix")
    except OSError as error:
        raise _failure(_UNREADABLE, reason(error)) from None


def _refused(folder: FilePath, complaints: str) -> UserError:
    """What to tell of a git that will not work in a folder, by its own words."""
    if "dubious ownership" in complaints or "unsafe repository" in complaints:
        message = Message(
            "the repository belongs to somebody else; if you trust it, say so to git: "
            "git config --global --add safe.directory {folder}",
            {"folder": str(folder.resolve())},
        )
        return UserError(message)
    if "bare repository" in complaints:
        message = Message(
            "{folder!r} lies in a bare repository; name its top folder, or work in a clone of it",
            {"folder": str(folder)},
        )
        return UserError(message)
    return _failure(_UNREADABLE, first_line(complaints))
