"""Pages as they are read."""

import re
from pathlib import Path


def page_text(path: Path) -> str:
    """What a page holds, without the marks that keep its dates on one line."""
    return re.sub(r'<span class="day">([\d-]+)</span>', r"\1", path.read_text(encoding="utf-8"))
