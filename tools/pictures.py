"""The two pictures of the README, made anew by hand: `python -m tools.pictures`.

One is of the site of the real ledger, the other of what a pull request shows of the change that the tutorial makes.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

from tools import tutorial

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
LIKE_GITHUB = """<!doctype html><meta charset="utf-8"><style>
body { font: 14px/1.5 system-ui, sans-serif; margin: 24px; color: #1f2328 }
h2 { font-size: 20px; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px } h3 { font-size: 16px }
.alert { border-left: 4px solid #1a7f37; padding: 4px 16px } .alert p { margin: 6px 0 }
.alert .head { color: #1a7f37; font-weight: 500 }
table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: 4px 12px }
</style>"""


def pages(folder: Path) -> dict[str, str]:
    """By the name of the picture, the address of the page."""
    subprocess.run(
        [sys.executable, "-m", "plptool", "site", folder / "site", "--at", "snapshot", "--lang", "en"],
        cwd=ROOT,
        check=True,
    )
    (folder / "tutorial").mkdir()
    tutorial.replayed(tutorial.PAGE.read_text(encoding="utf-8"), folder / "tutorial")
    told = subprocess.run(
        [sys.executable, "-P", "-m", "plptool", "ci", "--base", "main"],
        cwd=folder / "tutorial" / "water-plan",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    page = _with_boxes(MarkdownIt().enable("table").render(told.stdout))
    (folder / "change.html").write_text(LIKE_GITHUB + page, encoding="utf-8")
    return {
        "site": (folder / "site" / "index.html").as_uri(),
        "pull-request": (folder / "change.html").as_uri(),
    }


def _with_boxes(page: str) -> str:
    """The page with alerts drawn as GitHub draws them; that of what is in order is the only one here."""
    return re.sub(
        r"<blockquote>\s*<p>\[!(\w+)\]\s*(.*?)</blockquote>",
        lambda box: f'<div class="alert"><p class="head">{box[1].capitalize()}</p><p>{box[2]}</div>',
        page,
        flags=re.DOTALL,
    )


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plptool-pictures-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        view = browser.new_page(viewport={"width": 960, "height": 600})
        for picture, address in pages(Path(name)).items():
            view.goto(address)
            view.screenshot(path=PICTURES / f"{picture}.png")
        browser.close()


if __name__ == "__main__":
    main()
