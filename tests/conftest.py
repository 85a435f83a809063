"""What every test may ask for."""

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from plptool.model import personal_numbers
from plptool.read.opening import open_ledger
from plptool.timeline.ledger import Ledger
from tests.support.ledgers import BASE, PROCESS, MakeLedger, write_ledger
from tests.support.thorough import THOROUGH

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A test keeps nothing in the user's cache, and finds nothing there.
os.environ["PLPTOOL_CACHE"] = "off"

# The suite writes thousands of small files, in memory where there is room: that takes a sixth less time.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that is the user's alone
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 * 1024**3:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A slow machine is no failure; how long a thing takes is measured by hand. One state of the repository has one verdict,
# so the suite tries the same examples each time, and more of them where it has time; with PLPTOOL_EXAMPLES=1000 Hypothesis
# looks for others, by hand.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=100 if THOROUGH else 30)
settings.register_profile("search", deadline=None, max_examples=int(os.environ.get("PLPTOOL_EXAMPLES", "100")))
settings.load_profile("search" if "PLPTOOL_EXAMPLES" in os.environ else "suite")


def pytest_collection_finish() -> None:
    """What is there before the first test stays: who collects garbage need not look through it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _no_ledger_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the program looks for the personal numbers of the ledgers that it reads, and not of another test's."""
    monkeypatch.setattr(personal_numbers, "_SOUGHT", personal_numbers._Sought())


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The one browser of all tests of a process: while one runs, Playwright starts no other."""
    # Few tests ask for it, and each process would import it.
    from tests.support.browser import started

    with started() as browser:
        yield browser


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """What the test starts heeds Ctrl-C; a shell lets what it starts in the background ignore it, as the tests may be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def git_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of git but the repository's."""
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def little(tmp_path: Path) -> MakeLedger:
    """A ledger of the base and what is given on top of it."""

    def make(text: str = "") -> Ledger:
        return open_ledger(write_ledger(tmp_path, BASE + text))

    return make


@pytest.fixture
def process(tmp_path: Path) -> MakeLedger:
    """The base with one process, 1.1, and more lines for it: `events:` and the like."""

    def make(more: str = "", others: str = "") -> Ledger:
        return open_ledger(write_ledger(tmp_path, BASE + PROCESS + more.strip("\n") + "\n" + others))

    return make
