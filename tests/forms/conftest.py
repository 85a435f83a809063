from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.forms import Browser, served
from tests.support.ledgers import BASE, HELD, write_ledger


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, BASE + HELD)


@pytest.fixture
def stranger(root: Path) -> Iterator[Browser]:
    """Somebody who has not come with the code."""
    with served(root) as browser:
        yield browser


@pytest.fixture
def officer(stranger: Browser) -> Browser:
    """Who has."""
    stranger.enter()
    return stranger
