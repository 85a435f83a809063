"""What each rule means, with an example of it that is checked when it is told. The texts lie in `explained/`.

`explained/CODE.txt` says why the rule exists and shows a mistake, `== wrong`, and what it should have been, `== right`:
the names of files, each with lines of it, indented. These lines take the place of those that the little ledger in
`explained/ledger.txt` has for the same properties. `<U+200B>` stands for a character and `<E5>` for a byte that cannot
be shown, `<personnummer>` for a personal identity number, `(no such file)` for a file that is not there, `(as it comes
with plptool)` for one of its schemas. `main:ledger/…` is a file as the base of a change has it, and `git log` lists
commits, the newest first.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path as FilePath

from plptool.checks.change import against, dated_back
from plptool.checks.coverage import examine, find_texts
from plptool.checks.kept import findings as of_git
from plptool.checks.runner import check
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Message
from plptool.model.rules import RULES, Rule
from plptool.read import schema
from plptool.read.differs import same_lines
from plptool.read.kept import Kept
from plptool.read.opening import load
from plptool.read.worktree import MemoryTree

FOLDER = FilePath(__file__).parent / "explained"
_UNSEEN = re.compile(rb"<(?:U\+([0-9A-F]{4,6})|([0-9A-F]{2}))>")
_NUMBER = ("640823", "3234")
"""Skatteverket's own example (SKV 704), in two parts, so that no file of ours holds one."""
_PROPERTY = re.compile(r"([\w-]+):")
_BASE = "main:"
_LOG = "git log"
_KEPT = "git show :"
"""How an example names a file of the base of a change, the list of commits, and a file as git keeps it."""


@dataclass(frozen=True, slots=True)
class _Commit:
    """A commit of an example."""

    id: str
    committed: int
    """In seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Example:
    """Some lines of some files."""

    parts: tuple[tuple[str, str], ...]
    """The name of each file, and its lines."""

    @classmethod
    def read(cls, text: str) -> "Example":
        """The example that some lines of an explanation are: names of files, each with lines of it, indented."""
        parts: list[tuple[str, list[str]]] = []
        for line in text.strip("\n").split("\n"):
            if line and not line.startswith(" "):
                parts.append((line, []))
            else:
                parts[-1][1].append(line[4:])
        return cls(tuple((name, "\n".join(lines).rstrip("\n")) for name, lines in parts))

    def files(self) -> dict[str, bytes]:
        """The little ledger that the lines belong to, with them in it; and the base of a change, if they tell of it."""
        based = tuple((path.removeprefix(_BASE), text) for path, text in self.parts if path.startswith(_BASE))
        here = tuple((path, text) for path, text in self.parts if not path.startswith((_BASE, _KEPT)) and path != _LOG)
        files = _whole(here)
        if based:
            files |= {_BASE + path: raw for path, raw in _whole(based).items()}
        return files

    def kept(self) -> list[Kept]:
        """The files of which git keeps others than lie there."""
        lying = self.files()
        shown = tuple((path.removeprefix(_KEPT), text) for path, text in self.parts if path.startswith(_KEPT))
        in_git = _whole(shown)
        return [Kept(path, "rewritten") for path, _ in shown if not same_lines(lying[path], in_git[path])]

    def commits(self) -> list["_Commit"]:
        """The commits that the example lists, each the parent of the one above it."""
        commits: list[_Commit] = []
        for line in filter(None, dict(self.parts).get(_LOG, "").split("\n")):
            key, day, _subject = line.split(" ", 2)
            commits.append(_Commit(key, int(datetime.fromisoformat(f"{day}T12:00Z").timestamp())))
        return commits


def _whole(parts: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    """The files of the little ledger, with these lines in them."""
    whole = dict(Example.read((FOLDER / "ledger.txt").read_text(encoding="utf-8")).parts)
    files = {path: text.encode() for path, text in whole.items()}
    if any(path.startswith("schema/") for path, _ in parts):
        files |= {f"schema/{name}.schema.json": schema.raw(name) for name in (*schema.NAMES, "defs")}
    for path, text in parts:
        if text == "(no such file)":
            files.pop(path, None)
        elif text != "(as it comes with plptool)":
            written = text.replace("<personnummer>", "-".join(_NUMBER))
            files[path] = _UNSEEN.sub(_meant_bytes, _within(whole.get(path, ""), written).encode())
    return files


def _meant_bytes(mark: re.Match[bytes]) -> bytes:
    """The character, or the byte, that a mark such as `<U+200B>` or `<E5>` stands for."""
    return chr(int(mark[1], 16)).encode() if mark[1] else bytes([int(mark[2], 16)])


def _within(whole: str, part: str) -> str:
    """The whole with the lines of the part for those of the same properties, or after them."""
    given = part.split("\n")
    names = {begun[1] for begun in map(_PROPERTY.match, given) if begun}
    lines: list[str] = []
    name: str | None = None
    place: int | None = None  # where the part goes: where the first of its properties stood
    for line in whole.split("\n") if whole else ():
        begun = _PROPERTY.match(line)
        name = begun[1] if begun else name
        if name not in names:
            lines.append(line)
        elif place is None:
            place = len(lines)
    place = len(lines) if place is None else place
    return "\n".join([*lines[:place], *given, *lines[place:]])


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule means: why it exists, and what to write instead of what."""

    rule: Rule
    why: str
    """In English, as the catalogue has it."""
    wrong: Example
    right: Example


def explanation(rule: Rule) -> Explanation:
    """What a rule means, as its file in `explained/` tells."""
    text = (FOLDER / f"{rule.code}.txt").read_text(encoding="utf-8")
    why, wrong, right = re.split(r"(?m)^== \w+$", text)
    return Explanation(rule, " ".join(why.split()), Example.read(wrong), Example.read(right))


def explanations() -> list[Explanation]:
    """Of every rule, in the order of the catalogue."""
    return [explanation(rule) for rule in RULES.values()]


def findings(example: Example) -> list[Finding]:
    """What is said of an example, in the order in which it is told."""
    files = example.files()
    ledger = load(MemoryTree({path: raw for path, raw in files.items() if not path.startswith(_BASE)}))
    based = {path.removeprefix(_BASE): raw for path, raw in files.items() if path.startswith(_BASE)}
    texts = {path: raw for path, raw in files.items() if path.startswith("texts/")}
    of_ledger = sorted([*check(ledger), *examine(ledger, find_texts(ledger, texts).lines).findings], key=Finding.order)
    commits = example.commits()
    return [
        *(against(load(MemoryTree(based)), ledger, {}) if based else ()),
        *dated_back([(commit, [parent]) for commit, parent in pairwise(commits)]),
        *of_git(example.kept()),
        *of_ledger,
    ]


def find(word: str) -> Rule:
    """The rule that a caller names by its code or its name.

    Raises:
        UserError: there is no such rule.
    """
    known = {word.casefold(): rule for rule in RULES.values() for word in (rule.code, rule.name)}
    if word.casefold() in known:
        return known[word.casefold()]
    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    if not near:
        raise UserError(Message("there is no rule {rule!r}: see `plptool rules`", {"rule": word}))
    rule = known[near[0]]
    name = rule.code if near[0] == rule.code.casefold() else rule.name
    raise UserError(Message("there is no rule {rule!r}: did you mean {name}?", {"rule": word, "name": name}))
