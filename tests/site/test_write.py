"""A site is written whole or not at all: whatever happens meanwhile, who looks finds the old one.

Where a folder cannot change its place, as it is a mount point, say, or somebody stands in it, that holds until all is made.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plptool.edit import folder
from plptool.model.errors import UserError
from plptool.site.write import FRESH, MARK, write_site
from tests.support.children import in_child, little_room
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH, some, thorough

Files = dict[str, bytes]
OLD: Files = {"index.html": b"old", "process/1.1.html": b"old", "sv/index.html": b"as ever"}
NEW: Files = {"index.html": b"new", "process/2.1.html": b"new" * 5_000, "sv/index.html": b"as ever"}
STEPS = range(1, 20_000, 1 if THOROUGH else 97)


def marked(files: Files) -> Files:
    """What stands in a site's folder: its files, and the list of them."""
    return files | {MARK: "".join(f"{path}\n" for path in sorted(files)).encode()}


def found(target: Path) -> Files:
    """Every file in a folder and what it holds."""
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system in which no folder can have another's place."""
    monkeypatch.setattr(folder, "exchanged", lambda *_: False)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a site, alone in a folder."""
    target = tmp_path / "web" / "out"
    write_site(target, OLD.items())
    return target


def test_at_every_step_it_is_all_of_the_old_or_all_of_the_new(out: Path) -> None:
    ends = []
    for step in STEPS:
        write_site(out, OLD.items())
        ends.append(in_child(lambda: write_site(out, NEW.items()), step))
        assert found(out) in (marked(OLD), marked(NEW)), step
        if ends[-1] == 0:
            break
        assert ends[-1] == -signal.SIGKILL
    assert ends[-1] == 0
    assert len(ends) > 15
    assert found(out) == marked(NEW)
    assert [place.name for place in out.parent.iterdir()] == ["out"]


@thorough
def test_where_it_cannot_change_its_place_it_is_the_old_until_all_is_made(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one(monkeypatch)
    ends = []
    for step in STEPS:
        write_site(out, OLD.items())
        assert found(out) == marked(OLD)
        ends.append(in_child(lambda: write_site(out, NEW.items()), step))
        pages = {path: raw for path, raw in found(out).items() if not path.startswith(FRESH) and path[0] != "."}
        assert all(raw in (OLD.get(path), NEW.get(path)) for path, raw in pages.items()), step
        if ends[-1] == 0:
            break
    assert len(ends) > 20
    assert found(out) == marked(NEW)
    assert [place.name for place in out.parent.iterdir()] == ["out"]


class _TemplateError(Exception):
    pass


def breaking_off(error: BaseException) -> Iterator[tuple[str, bytes]]:
    yield "index.html", b"new"
    yield "new/1.html", b"new"
    raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), _TemplateError(), OSError(28, "No space left on device")])
@pytest.mark.parametrize("moves", [True, False])
def test_what_breaks_off_while_pages_are_made_leaves_the_old(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, moves: bool
) -> None:
    if not moves:
        one_by_one(monkeypatch)
    with pytest.raises(UserError if isinstance(error, OSError) else type(error)):
        write_site(out, breaking_off(error))
    assert found(out.parent) == {f"out/{path}": raw for path, raw in marked(OLD).items()}


def test_a_new_folder_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_site(tmp_path / "web/out", breaking_off(KeyboardInterrupt()))
    assert not [*(tmp_path / "web").iterdir()]


def test_a_full_disk_leaves_the_old_and_is_told(out: Path) -> None:
    def work() -> None:
        little_room(10_000)
        with pytest.raises(UserError, match="out cannot be written, and is as it was: File too large"):
            write_site(out, NEW.items())

    assert in_child(work) == 0
    assert found(out.parent) == {f"out/{path}": raw for path, raw in marked(OLD).items()}
    write_site(out, NEW.items())
    assert found(out) == marked(NEW)


def test_what_has_not_changed_keeps_its_time_and_its_rights(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same, folder_of_it = out / "sv/index.html", out / "sv"
    same.chmod(0o640)
    folder_of_it.chmod(0o2750)
    before = same.stat()
    for files in (NEW, OLD):
        write_site(out, files.items())
        after = same.stat()
        assert (after.st_mtime_ns, after.st_mode, after.st_nlink) == (before.st_mtime_ns, before.st_mode, 1)
        assert folder_of_it.stat().st_mode & 0o7777 == 0o2750
        one_by_one(monkeypatch)


def test_where_there_are_no_links_a_file_is_copied_with_its_time(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise PermissionError

    before = (out / "sv/index.html").stat().st_mtime_ns
    monkeypatch.setattr("os.link", none)
    write_site(out, NEW.items())
    assert found(out) == marked(NEW)
    assert (out / "sv/index.html").stat().st_mtime_ns == before


def test_who_stands_in_the_folder_stays_in_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = out.stat().st_ino
    monkeypatch.chdir(out / "sv")
    for target in (Path(".."), out, Path("../../out")):
        write_site(target, NEW.items())
        assert found(out) == marked(NEW)
        assert out.stat().st_ino == before
        write_site(target, OLD.items())
    monkeypatch.chdir(out.parent)
    write_site(Path("./out"), NEW.items())
    assert found(out) == marked(NEW)
    assert [place.name for place in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_that_one_stands_in_is_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_site(Path(), OLD.items())
    assert found(tmp_path) == marked(OLD)


def test_what_is_beside_it_is_not_removed_as_half_made(out: Path) -> None:
    beside = out.with_name(f".out{FRESH}")
    beside.mkdir()
    (beside / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UserError, match="is not empty, and no site that plptool made"):
        write_site(out, NEW.items())
    (beside / MARK).write_text("index.html\n", "utf-8")
    with pytest.raises(UserError, match=r"holds mine\.txt, which plptool did not write"):
        write_site(out, NEW.items())
    assert found(beside) == {"mine.txt": b"mine", MARK: b"index.html\n"}
    assert found(out) == marked(OLD)
    (beside / "mine.txt").unlink()
    (beside / "index.html").write_text("half", "utf-8")
    write_site(out, NEW.items())
    assert not beside.exists()
    beside.symlink_to(out)
    with pytest.raises(UserError, match="is a link: remove it"):
        write_site(out, NEW.items())
    assert found(out) == marked(NEW)


def test_a_file_that_is_called_so_is_let_be(out: Path) -> None:
    beside = out.with_name(f".out{FRESH}")
    beside.write_text("mine", "utf-8")
    write_site(out, NEW.items())
    assert found(out) == marked(NEW)
    assert beside.read_text("utf-8") == "mine"


def test_two_do_not_write_at_once(out: Path) -> None:
    def another() -> Iterator[tuple[str, bytes]]:
        with pytest.raises(UserError, match="another plptool is writing into"):
            write_site(out, OLD.items())
        yield from NEW.items()

    write_site(out, another())
    assert found(out) == marked(NEW)


# On disks of their own


def on_own_disk(folder: Path, size: str, command: str) -> subprocess.CompletedProcess[str]:
    """What a shell answers for which a folder is a little disk in memory, which nobody else sees."""
    if shutil.which("unshare") is None:
        pytest.skip("no name spaces")
    mount = f"mount -t tmpfs -o size={size} tmpfs '{folder}'"
    call = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*call, mount], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted")
    done: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    return done([*call, f"{mount} && {command}"], capture_output=True, encoding="utf-8", check=False, timeout=60)


@thorough
def test_on_a_full_disk_the_old_site_stands(tmp_path: Path) -> None:
    root, disk = write_ledger(tmp_path / "plan", BASE + PROCESS), tmp_path / "disk"
    disk.mkdir()
    site = f"PYTHONPATH='{ROOT}' '{sys.executable}' -m plptool -C '{root}' site '{disk}/out' --lang en"
    said = on_own_disk(
        disk,
        "2m",
        f"{site} && cp -r '{disk}/out' '{tmp_path}/before' && dd if=/dev/zero of='{disk}/full' bs=1k; "
        f"{site} --at 221231; echo $?; ls -A '{disk}'; diff -r '{disk}/out' '{tmp_path}/before' && echo same; "
        f"rm '{disk}/full'; {site} --at 221231; echo $?; ls -A '{disk}'",
    )
    assert said.stdout.split() == ["2", "full", "out", "same", "0", "out"], said.stderr
    assert "out cannot be written, and is as it was: there is no room left for it on the disk" in said.stderr


@thorough
def test_a_folder_that_is_a_mount_point_is_filled(tmp_path: Path) -> None:
    root, disk = write_ledger(tmp_path / "plan", BASE + PROCESS), tmp_path / "web" / "out"
    disk.mkdir(parents=True)
    site = f"PYTHONPATH='{ROOT}' '{sys.executable}' -m plptool -C '{root}' site '{disk}' --lang en"
    bound = f"mkdir '{tmp_path}/there' && mount --bind '{tmp_path}/there' '{disk}'"  # the same disk in another place
    said = on_own_disk(
        disk,
        "4m",
        f"{site} && ls -A '{disk}' | wc -l && {site} --at 221231 && ls -A '{disk}' | wc -l && "
        f"{bound} && {site} && {site} --at 221231 && ls -A '{disk}' | wc -l && ls -A '{tmp_path}/web'",
    )
    count = len([*_made(tmp_path, root).iterdir()])
    assert said.stdout.split() == [str(count)] * 3 + ["out"], said.stderr


def _made(tmp_path: Path, root: Path) -> Path:
    assert plptool("site", str(tmp_path / "other"), cwd=root).returncode == 0
    return tmp_path / "other"


@pytest.mark.parametrize("above", some(["", "deep/er/"], "deep/er/"))
def test_where_nothing_may_be_written_that_is_said(tmp_path: Path, above: str) -> None:
    root, disk = write_ledger(tmp_path / "plan", BASE + PROCESS), tmp_path / "disk"
    disk.mkdir()
    site = f"PYTHONPATH='{ROOT}' '{sys.executable}' -m plptool -C '{root}' site '{disk}/{above}out' --lang en"
    said = on_own_disk(disk, "1m", f"mount -o remount,ro '{disk}' && {site}")
    assert said.returncode == 2
    assert said.stderr.startswith(
        f"plptool: {disk}/{above}out cannot be written, and is as it was: the disk can only be read"
    )


@thorough
def test_beside_a_folder_that_may_not_be_written_it_is_made_within(tmp_path: Path) -> None:
    root, disk = write_ledger(tmp_path / "plan", BASE + PROCESS), tmp_path / "disk"
    disk.mkdir()
    site = f"PYTHONPATH='{ROOT}' '{sys.executable}' -m plptool -C '{root}' site '{disk}/out' --lang en"
    said = on_own_disk(
        disk,
        "1m",
        f"mkdir '{disk}/out' && mount -t tmpfs tmpfs '{disk}/out' && mount -o remount,ro '{disk}' && "
        f"{site} && {site} --at 221231 && ls -A '{disk}' && ls -A '{disk}/out' | grep -c index.html",
    )
    assert said.stdout.split() == ["out", "1"], said.stderr
