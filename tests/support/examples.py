"""Example records in tests/examples/ and in explanations of rules, and what is said of them."""

import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from plptool.checks.change import against, dated_back
from plptool.checks.coverage import examine, find_texts
from plptool.checks.explain import Example
from plptool.checks.kept import findings as of_git
from plptool.checks.runner import check
from plptool.model.findings import Finding
from plptool.read.opening import open_ledger
from tests.support.project import ROOT

EXAMPLES = ROOT / "tests" / "examples"
GOOD = sorted((EXAMPLES / "good").rglob("*.yaml"))
BAD = sorted((EXAMPLES / "bad").rglob("*.yaml"))
MANIFEST = "format: 2\ntitle: Example\nlanguage: en\ntime-zone: UTC\n"


def collection_of(file: Path) -> str:
    return "ledger" if file.parent == EXAMPLES / "good" else file.parent.name


def write_examples(folder: Path) -> Path:
    """The good examples as one ledger, in which every collection has a record, and every property is written."""
    shutil.copytree(EXAMPLES / "good", folder / "ledger")
    for file in folder.glob("ledger/ledger-*.yaml"):
        file.unlink()
    return folder


def faults_of(file: Path, folder: Path) -> list[Finding]:
    """What loading a ledger says that holds this file and hardly anything else."""
    manifest = folder / "ledger" / "ledger.yaml"
    manifest.parent.mkdir(parents=True, exist_ok=True)
    manifest.write_text(MANIFEST, encoding="utf-8")
    target = manifest
    if collection_of(file) != "ledger":
        target = folder / "ledger" / collection_of(file) / file.name
        target.parent.mkdir(exist_ok=True)
    shutil.copyfile(file, target)
    return list(open_ledger(folder).faults)


@cache
def faults_of_bad(file: Path) -> list[Finding]:
    """The same of a bad example, which several tests look at."""
    with TemporaryDirectory() as folder:
        return faults_of(file, Path(folder))


def findings_of(example: Example, folder: Path, files: dict[str, bytes] | None = None) -> list[Finding]:
    """What is said of the files where they lie as an editor has them, and as the base of a change has them."""
    for name, raw in (files or example.files()).items():
        path = folder / name.replace("main:", "main/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    ledger = open_ledger(folder)
    texts = {str(path): path.read_bytes() for path in folder.glob("texts/*")}
    based = against(open_ledger(folder / "main"), ledger, {}) if (folder / "main").exists() else []
    back = dated_back([(one, [parent]) for one, parent in pairwise(example.commits())])
    return [
        *based,
        *back,
        *of_git(example.kept()),
        *sorted([*check(ledger), *examine(ledger, find_texts(ledger, texts).lines).findings], key=Finding.order),
    ]
