from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import PROGRAM, launched


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if PROGRAM is None:
        pytest.skip("no Chromium is installed (.ci/run installs it)")
    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()
