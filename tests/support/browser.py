"""A real browser for tests: Debian's Chromium, driven by Playwright, with no way out of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

PROGRAM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@contextmanager
def started() -> Iterator[Browser]:
    """A browser, where one is installed."""
    if PROGRAM is None:
        pytest.skip("no Chromium is installed (.ci/run installs it)")
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def launched(playwright: Playwright) -> Browser:
    # Root has no sandbox, and CI is root.
    sandbox = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return playwright.chromium.launch(executable_path=PROGRAM, args=[*sandbox, *quiet])


@dataclass
class Watched:
    """A page, with all that it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    """Errors and warnings of the console, among them what the page's policy refused."""
    asked: list[str] = field(default_factory=list)
    """The addresses of all requests."""

    def clean(self, root: Path) -> None:
        """Nothing was said, and nothing was asked for but the site's own files."""
        assert not self.said
        assert self.asked
        assert [url for url in self.asked if not url.startswith(root.as_uri())] == []


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Watched]:
    """A page in a context of its own; options as Playwright's `new_context` has them."""
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    watched = Watched(context.new_page())
    watched.page.on(
        "console", lambda message: watched.said.append(message.text) if message.type in ("error", "warning") else None
    )
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    watched.page.on("request", lambda request: watched.asked.append(request.url))
    try:
        yield watched
    finally:
        context.close()
