"""Random histories of a sealed ledger in git: lines that part and meet, and what the program says of where they end.

By hand, `python -m tests.seals.lines 2000` looks at so many.
"""

import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from plptool.seals.chain import Seal, seals_of
from tests.seals.desk import opened, start
from tests.seals.edits import STEPS, Files, done
from tests.seals.law import UNTOUCHED, Judged, Sealed, judge
from tests.support.git import git
from tests.support.histories import File as Held
from tests.support.histories import Past, Version, build
from tests.support.program import plptool

MERGES = ("criss-cross", "octopus", "ours", "evil", "merge")
_TOLD = r'error PLP70[123]|^ *"rule": "PLP70[123]|is touched:'
"""How commands say of something that it was sealed, and is another."""


@dataclass
class Lines:
    """Commits, each with its files, parents first."""

    files: list[Files] = field(default_factory=list)
    parents: list[tuple[int, ...]] = field(default_factory=list)
    did: list[str] = field(default_factory=list)

    def commit(self, files: Files, parents: tuple[int, ...], did: str) -> int:
        self.files.append(files)
        self.parents.append(parents)
        self.did.append(did)
        return len(self.files) - 1

    @property
    def past(self) -> Past:
        """The same as what git is given."""
        return Past([
            Version(parents, 1_704_060_000 + 3600 * number, "", {path: Held({}, raw) for path, raw in files.items()}, did)
            for number, (files, parents, did) in enumerate(zip(self.files, self.parents, self.did, strict=True))
        ])  # fmt: skip


def lines(number: int) -> tuple[Lines, int]:
    """A random history, and its commit that sealed."""
    random = Random(number)  # noqa: S311 - who reads of a failure makes it again
    begun = start(random.randrange(1 << 20))
    found = Lines()
    for step, files in enumerate(begun.steps):
        found.commit(files, (step - 1,) if step else (), "sealed" if step else "first")
    seal = len(begun.steps) - 1
    mild = [name for name in STEPS if name not in ("removes a seal", "edits a seal", "edits the manifest", "tears")]
    shy = random.random() < 0.4
    gentle = (
        "adds a later event",
        "lays out",
        "comments",
        "quotes",
        "orders keys",
        "edits a plan",
        "adds",
        "adds a plan",
    )
    names = gentle if shy else mild if random.random() < 0.6 else tuple(STEPS)

    def edited(head: int) -> int:
        name = random.choice(names)
        files = done(name, random.randrange(1 << 30), found.files[head], begun.files)
        return found.commit(files, (head,), name) if files else head

    def merged(heads: Sequence[int], how: str) -> int:
        files = dict(found.files[heads[0]])
        for other in heads[1:] if how != "ours" else ():
            files = _merged(files, found.files[other], begun.files, random)
        if how == "evil":
            files = done(random.choice(names), random.randrange(1 << 30), files, begun.files) or files
        return found.commit(files, tuple(heads), how)

    heads = [seal] * random.randint(1, 3)
    for index in range(len(heads)):
        for _ in range(random.randint(1, 2)):
            heads[index] = edited(heads[index])
    heads = list(dict.fromkeys(heads))
    while len(heads) > 1:
        how = random.choice(MERGES)
        if how == "criss-cross":
            one, other = heads[:2]
            heads[:2] = [merged((one, other), "merge"), merged((other, one), "merge")]
            heads[:2] = [merged((edited(heads[0]), edited(heads[1])), "criss-cross")]
        elif how == "octopus":
            heads = [merged(heads, how)]
        else:
            heads[:2] = [merged(heads[:2], how)]
    if random.random() < 0.3:
        edited(heads[0])
    elif heads[0] != len(found.files) - 1:
        found.commit(found.files[heads[0]], (heads[0],), "nothing")
    return found, seal


def _merged(ours: Files, theirs: Files, base: Files, random: Random) -> Files:
    """Three versions as one, by file; what both sides have otherwise, one has its way."""
    found: Files = {}
    for path in {**ours, **theirs}:
        one, other, was = ours.get(path), theirs.get(path), base.get(path)
        kept = one if other == was else other if one == was else random.choice((one, other))
        if kept is not None:
            found[path] = kept
    return found


def broken(number: int, folder: Path, seen: Counter[str]) -> tuple[str, ...]:
    """How the law is broken at the end of a history."""
    found, seal = lines(number)
    was = Sealed.of(found.files[seal], pages=False)
    judged = [judge(was, files) for files in found.files[seal:]]
    seen.update(found.did[seal + 1 :])
    past = found.past
    build(past, folder / ".git")
    git(folder, "config", "core.bare", "false")
    git(folder, "reset", "--quiet", "--hard", past.ids[-1])
    faults = [f"in memory: {fault}" for fault in judged[-1].faults]
    faults += _asked(folder, past.ids[seal], was, found, judged, seen)
    return tuple(faults)


def _asked(
    folder: Path, base: str, was: Sealed, found: Lines, judged: Sequence[Judged], seen: Counter[str]
) -> list[str]:
    """What is wrong with what the commands say."""
    here = judged[-1]
    faults = []
    valid = plptool("validate", "--lang", "en", cwd=folder)
    compared = plptool("validate", "--base", base, "--lang", "en", cwd=folder)
    run = plptool("ci", "--base", base, "--lang", "en", cwd=folder, env={"GITHUB_EVENT_NAME": ""})
    digests = [f"--expect={seal.day:%y%m%d}={seal.digest}" for seal in _seals(was)]
    audits = [plptool("audit", "--lang", "en", "--format", "json", *more, cwd=folder) for more in ([], digests)]
    seen["an answer differs" if here.differ else "no answer differs"] += 1
    codes = [one.returncode for one in (valid, compared, run, *audits)]
    if here.differ:
        if here.closed and valid.returncode != 1:
            faults.append(f"validate exits {valid.returncode}")
        if compared.returncode != 1:
            faults.append(f"validate --base exits {compared.returncode}")
        if run.returncode not in (1, 2):
            faults.append(f"ci exits {run.returncode}")
        if UNTOUCHED in run.stderr or UNTOUCHED in run.stdout:
            faults.append(f"ci says: {run.stderr}")
        for one in audits:
            if "ledger/ledger.yaml" in found.files[-1] and one.returncode != 1:
                faults.append(f"audit exits {one.returncode}: {one.stdout[:60]}")
            if '"verdict": "unaltered"' in one.stdout:
                faults.append("audit says unaltered")
    elif all(one.closed and not one.differ for one in judged):
        said = valid.stdout + compared.stdout + run.stdout + run.stderr + "".join(one.stdout for one in audits)
        corrected = any(b"corrections" in raw for files in found.files for raw in files.values())
        # Who reads the past takes a file that is called otherwise than it says for none.
        named = not any(opened(files).broken for files in found.files)
        altered = named and re.search(r'"altered": \[\s*\{', audits[0].stdout)
        if not corrected and (re.search(_TOLD, said, re.MULTILINE) or altered):
            rows = [row for row in said.splitlines() if re.search(rf"{_TOLD}|\"stands\"", row)]
            faults.append(f"an innocent history is told: {rows}")
        seen["innocent"] += 1
        if codes[3:] == [0, 0]:
            seen["audited as unaltered"] += '"verdict": "unaltered"' in audits[1].stdout
    return faults


def _seals(was: Sealed) -> Sequence[Seal]:
    return seals_of(was.ledger.snapshots, {})


def run(numbers: Sequence[int]) -> tuple[Counter[str], list[tuple[int, tuple[str, ...]]]]:
    """So many histories: what occurred, and those that break the law."""
    seen: Counter[str] = Counter()
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.startswith(("GIT_", "GITHUB_"))]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        for number in numbers:
            with TemporaryDirectory() as folder:
                faults = broken(number, Path(folder), seen)
            seen["histories"] += 1
            if faults:
                found.append((number, faults))
    return seen, found


def told(number: int) -> str:
    """A history as a reader of a failure wants it."""
    found, _ = lines(number)
    rows = [f"history {number}"]
    for index, (files, parents, did) in enumerate(zip(found.files, found.parents, found.did, strict=True)):
        rows.append(f"{index} {parents} {did}")
        before = found.files[parents[0]] if parents else {}
        for path in sorted({*before, *files}) if parents else ():
            if before.get(path) != files.get(path) and did != "sealed":
                rows += [f"    {path}", f"      was {before.get(path)!r}", f"      is  {files.get(path)!r}"]
    return "\n".join(rows)


if __name__ == "__main__":
    first, last = (int(one) for one in (["0", *sys.argv[1:]])[-2:])
    occurred, wrong = run(range(first, last))
    for name, count in occurred.most_common():
        print(f"{count:8} {name}")
    for number_, faults_ in wrong[:20]:
        print(told(number_), *faults_, sep="\n", end="\n\n")
    print(f"{len(wrong)} histories break the law")
