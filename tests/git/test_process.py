"""How git is started: only git itself, in one place, and none is left behind."""

import ast
import gc
import os
import re
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plptool.git.process import Process, Reader, run
from plptool.git.repository import Repository
from plptool.model.errors import UserError
from tests.support.git import commit_files, init
from tests.support.project import ROOT


@pytest.fixture
def repository(git_home: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "An Officer")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "officer@example.org")
    folder = init(tmp_path / "root")
    commit_files(folder, {"a": "a0"})
    return folder


def importers(package: str) -> set[str]:
    """The modules of ours that import a package, wherever in them."""
    found = set()
    may = re.compile(rf"(?m)^\s*(?:import|from)\b.*\b{package}\b")  # few do: no others need be parsed
    for path in (ROOT / "plptool").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)) if may.search(code) else ():
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            if package in {name.partition(".")[0] for name in names}:
                found.add(path.relative_to(ROOT / "plptool").as_posix())
    return found


def test_one_module_starts_programs_and_reading_imports_no_gitpython() -> None:
    # Besides git, one program is started: our own, which reads a document that may be hostile.
    assert importers("subprocess") == {"git/process.py", "documents/opening.py"}
    assert {path.partition("/")[0] for path in importers("git")} <= {"edit"}


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_a_git_that_lies_in_the_repository_is_not_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = repository.parent / "marker"
    trap = repository / "git"
    trap.write_text(f"#!/bin/sh\ntouch '{marker}'\necho git version 2.99\n", encoding="utf-8")
    trap.chmod(0o755)
    path = os.environ["PATH"]
    for folders in (f".:{path}", f":{path}", f"../root:{path}"):
        monkeypatch.setenv("PATH", folders)
        monkeypatch.chdir(repository)
        found = Repository.find(repository)
        assert found is not None
        assert len(found.resolve("HEAD")) == 40
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(UserError, match="git is not installed, or not in PATH"):
        Repository.find(repository)
    assert not marker.exists()


def test_a_file_called_git_that_is_no_program_is_told_of(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (
        ("silent", "#!/bin/sh\n"),
        ("broken", "\0"),
        ("failing", "#!/bin/sh\necho git version 2.40\nexit 1\n"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "git").write_text(text, encoding="utf-8")
        (tmp_path / name / "git").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path / name))
        with pytest.raises(UserError, match="git is not installed, or not in PATH"):
            Repository.find(repository)


def test_a_git_that_nobody_needs_any_more_ends(repository: Path) -> None:
    reader = Reader(repository, ())
    assert reader.read("HEAD:a", None) == ("blob", b"a0")
    pid = reader._process._process.pid
    os.kill(pid, 0)
    del reader
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked there")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_forked_process_leaves_its_parents_git_alone(repository: Path) -> None:
    readers = [Reader(repository, ())]
    readers[0].read("HEAD:a", None)
    child = os.fork()
    if not child:
        readers.clear()
        gc.collect()
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert readers[0].read("HEAD:a", None) == ("blob", b"a0")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of a hundred files, of which one is larger than any pipe."""
    folder = init(tmp_path_factory.mktemp("many"))
    files: dict[str, str | None] = {f"f{number}": f"text {number}" for number in range(99)}
    commit_files(folder, {**files, "f99": "x" * 1_000_000})
    return folder


@given(
    foreseen=st.lists(st.integers(0, 109), max_size=120),
    read=st.lists(st.integers(0, 109), max_size=60),
    data=st.data(),
)
@settings(max_examples=25, deadline=None)
def test_whatever_was_foreseen_each_object_is_what_was_asked_for(
    many: Path, foreseen: list[int], read: list[int], data: st.DataObject
) -> None:
    """Those of which the number is over 99 are not there."""
    reader = Reader(many, ())
    order = data.draw(
        st.sampled_from([read, foreseen, foreseen[::-1], foreseen[::3], [*foreseen[:20], *read, *foreseen[20:]]])
    )
    reader.foresee([f"HEAD:f{number}" for number in foreseen])
    for number in order:
        if number > 99:
            with pytest.raises(OSError, match=f"object HEAD:f{number} is not in this clone"):
                reader.read(f"HEAD:f{number}", None)
            continue
        text = b"x" * 1_000_000 if number == 99 else b"text %d" % number
        assert reader.read(f"HEAD:f{number}", 20) == ("blob", text[:20])


def test_what_is_foreseen_is_asked_for_ahead_and_once(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Reader._ask

    def listen(reader: Reader, names: Sequence[str]) -> None:
        asked.extend(names)
        ask(reader, names)

    monkeypatch.setattr(Reader, "_ask", listen)
    reader = Reader(many, ())
    names = [f"HEAD:f{number}" for number in range(100)]
    reader.foresee(names)
    for place, name in enumerate(names):
        reader.read(name, None)
        assert len(asked) >= min(place + 2, 100)
    assert asked == names


def test_a_git_that_complains_more_than_a_pipe_holds_does_not_halt(repository: Path) -> None:
    asked = b"".join(b"no such object %d\n" % number for number in range(20_000))
    process = Process(repository, asked, "diff-tree", "--stdin", "--unknown-option")
    assert process.stdout.read() == b""
    assert "usage: git diff-tree" in (process.close() or "")
    names = [f"nothing{number}" for number in range(5_000)]
    process = Process(repository, None, "ls-files", "--error-unmatch", "--", *names)
    assert process.stdout.read() == b""
    assert "'nothing0' did not match any file" in (process.close() or "")


def test_a_folder_in_which_nothing_can_be_started_is_told_in_one_line(tmp_path: Path, git_home: None) -> None:
    with pytest.raises(UserError, match="git cannot read the repository: there is no such file or folder"):
        Repository.find(tmp_path / "nowhere")


def test_git_is_given_no_variables_but_the_users_own(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "elsewhere")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    before = dict(os.environ)
    status, out, _ = run(repository, "rev-parse", "--show-prefix")
    assert (status, out) == (0, b"\n")
    assert dict(os.environ) == before
    assert "not a git repository" in run(repository.parent, "rev-parse", "--show-prefix")[2]
