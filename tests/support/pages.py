"""Pages as they are read."""

import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from plptool.site.build import files
from plptool.site.content import site
from plptool.timeline.ledger import State


def page_text(path: Path) -> str:
    """What a page holds, without the marks that keep its dates on one line."""
    return re.sub(r'<(?:time|span class="day")>([\d-]+)</(?:time|span)>', r"\1", path.read_text(encoding="utf-8"))


def whole_text(path: Path) -> str:
    """All that a file of a site says; of a workbook, what its parts do."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def pages_of(state: State, *stems: str, language: str = "en") -> dict[str, bytes]:
    """Some pages of the site, and what lies beside them: no others are made."""
    whole = site(state, [], {})
    return dict(files(replace(whole, pages=(page for page in whole.pages if page.stem in stems)), [language]))
