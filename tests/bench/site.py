"""Making the site, and using it in a real browser."""

import random
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench import page, synthetic
from tests.bench.contest import NO_CACHE, PLPTOOL, Contestant, compete, say
from tests.support.browser import launched

PROCESSES = 1_000
DAY = "2024-06-30"
LOADS, JUMPS = 3, 30
JUMP = """async (to) => {
  const slider = document.getElementById("slider");
  const start = performance.now();
  slider.value = String(Math.round(Number(slider.max) * to));
  slider.dispatchEvent(new Event("input"));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return (performance.now() - start) / 1000;
}"""
"""A task that is queued in a frame runs once the frame is painted."""


def figures(folder: Path, real: Path) -> page.Site:
    """Make both sites in a folder, and look at them."""
    say(f"the site of {PROCESSES:,} processes")
    synthetic.build(folder / "large", PROCESSES)
    large, small = folder / "large-site", folder / "small-site"
    command = [PLPTOOL, "site", "--at", DAY]
    builds = compete(
        [
            Contestant(page.LARGE, [*command, str(large)], folder / "large", NO_CACHE, before=lambda: _remove(large)),
            Contestant(
                page.REAL_SITE,
                [*command, str(small), "--lang", "sv", "--lang", "en"],
                real,
                NO_CACHE,
                before=lambda: _remove(small),
            ),
        ]
    )
    with sync_playwright() as playwright:
        browser = launched(playwright)
        try:
            return page.Site(builds, jumps(browser, large), weights(browser, small))
        finally:
            browser.close()


def jumps(browser: Browser, site: Path) -> list[float]:
    chance = random.Random(1)  # noqa: S311 - it decides nothing but where to look
    found = []
    for _ in range(LOADS):
        tab = browser.new_page()
        tab.goto((site / "index.html").as_uri())
        found += [tab.evaluate(JUMP, chance.random()) for _ in range(JUMPS)]
        tab.close()
    return found


def weights(browser: Browser, site: Path) -> dict[str, int]:
    """By page: its bytes, with those of all that it loads."""
    found = {}
    tab = browser.new_page()
    asked: set[str] = set()
    tab.on("request", lambda request: asked.add(request.url))
    for path in sorted(site.rglob("*.html")):
        asked.clear()
        tab.goto(path.as_uri())
        found[path.relative_to(site).as_posix()] = sum(
            Path(url.removeprefix("file://")).stat().st_size for url in asked
        )
    return found


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
