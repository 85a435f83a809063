"""Whether the search finds what is wrong: one fault at a time is planted in a copy of the program, and it is run there.

By hand: `python -m tests.seals.faults 2000` looks at so many histories of each; with numbers after that, of these. What
only says otherwise since when a record holds, or which of several files answers, to everybody alike, breaks no law.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.project import ROOT

FAULTS: tuple[tuple[str, str, str, str], ...] = (
    (
        "the seals ask the last of several files that say an id",
        "timeline/resolution.py",
        "    for file in weakest_first:\n        if file.id is not None:",
        "    for file in reversed(weakest_first):\n        if file.id is not None:",
    ),
    (
        "who says `formerly` answers before who has the id",
        "timeline/resolution.py",
        "            by_id[file.id] = file\n    return by_id",
        "            by_id[file.id] = file\n    for file in weakest_first:\n"
        "        by_id.update(dict.fromkeys(file.formerly, file))\n    return by_id",
    ),
    (
        "a seal of a day is never found",
        "timeline/resolution.py",
        "return frozenset(ids) if is_sealed else None",
        "return None",
    ),
    (
        "a sealed day has none of what its seal has",
        "timeline/resolution.py",
        "ids.update(map(str, records))",
        "ids.update(())",
    ),
    (
        "bodies that were added are listed",
        "timeline/beginnings.py",
        "    if record.collection in ALWAYS_THERE:\n        return False\n",
        "",
    ),
    (
        "what was sealed goes when it holds no more",
        "timeline/beginnings.py",
        'return "withdrawn" not in record.data',
        "return holds(records, record, day)",
    ),
    (
        "a vague date is its first day",
        "timeline/beginnings.py",
        "    return not when.by(day)",
        "    return when.certainly_after(day)",
    ),
    (
        "the order of what is taken in means nothing",
        "timeline/beginnings.py",
        "return max(adopted, taken_in)",
        "return adopted",
    ),
    (
        "later entries are sealed",
        "seals/canonical.py",
        "type(entry) is not dict or not _later(entry, day)",
        "type(entry) is not dict or True",
    ),
    (
        "events are not sealed",
        "seals/canonical.py",
        '_NOT_CLOSED = frozenset({"known"})',
        '_NOT_CLOSED = frozenset({"known", "events"})',
    ),
    (
        "what is late is not told",
        "seals/verify.py",
        "if file.since > written_day:",
        "if file.since >= written_day[:4]:",
    ),
    (
        "what is gone holds",
        "seals/verify.py",
        "return self.expected is None",
        "return True",
    ),
    (
        "faults that were there hide new ones",
        "reports/change.py",
        "new_faults = faults.get(key, set()) - faults_before.get(key, set())",
        "new_faults: set[tuple[str, str]] = set()",
    ),
    (
        "whether a seal holds is not asked",
        "reports/change.py",
        "holds=not faults.get(key)",
        "holds=True",
    ),
    (
        "what becomes of a task later is known before",
        "timeline/tasks.py",
        "events_of(record) if event.when.by(day)]\n    ended_by",
        "events_of(record) if event.when.latest]\n    ended_by",
    ),
    (
        "a task that is given later is there before",
        "timeline/tasks.py",
        "without_later(record.data.get(name), day)",
        "record.data.get(name)",
    ),
    (
        "the sentence does not care whether it holds",
        "render/sentence.py",
        "and seal.holds and not seal.corrected",
        "and not seal.corrected",
    ),
)


def found_by(fault: tuple[str, str, str, str], histories: int, folder: Path) -> str:
    """How many histories find a fault, as the search itself counts them."""
    _, file, old, new = fault
    for part in ("plptool", "tests", "schema"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "plptool" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.seals.law", "0", str(histories)],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), "PLPTOOL_LAW_PAGES": "0"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = re.search(r"(\d+) histories break the law", done.stdout)
    return said[1] if said else f"every one: {done.stderr.strip().splitlines()[-1:]}"


if __name__ == "__main__":
    count, wanted = int(sys.argv[1]), [int(one) for one in sys.argv[2:]] or range(len(FAULTS))
    for each in (FAULTS[index] for index in wanted):
        with TemporaryDirectory() as made:
            print(f"{found_by(each, count, Path(made)):>6} of {count}  {each[1]}: {each[0]}", flush=True)
