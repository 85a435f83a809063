"""What each rule means, with an example of it that is checked when it is told. The texts lie in `explained/`.

`explained/CODE.txt` says why the rule exists and shows a mistake, `== wrong`, and what it should have been, `== right`:
the names of files, each with lines of it, indented. These lines take the place of those that the little ledger in
`explained/ledger.txt` has for the same properties. `<U+200B>` stands for a character and `<E5>` for a byte that cannot
be shown, `<personnummer>` for a personal identity number, `(no such file)` for a file that is not there, `(as it comes
with plptool)` for one of its schemas. `main:ledger/…` is a file as the base of a change has it, and `git log` lists
commits, the newest first.

The examples are Swedish, as the body is whose plan is the first; readers of other languages have them in English, by
`explained/english.txt`: what stands there in Swedish, and what that is in English.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import lru_cache
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
    english: bool = False
    """Whether these are in English, and so is the little ledger that they belong to."""

    @classmethod
    def read(cls, text: str, *, english: bool = False) -> "Example":
        """The example that some lines of an explanation are: names of files, each with lines of it, indented.

        Args:
            text: the lines, in Swedish.
            english: whether the example is in English.
        """
        if english:
            text = _in_english(text)
        parts: list[tuple[str, list[str]]] = []
        for line in text.strip("\n").split("\n"):
            if line and not line.startswith(" "):
                parts.append((line, []))
            else:
                parts[-1][1].append(line[4:])
        joined = [(name, "\n".join(lines).rstrip("\n")) for name, lines in parts]
        return cls(tuple(joined), english)

    def files(self) -> dict[str, bytes]:
        """The little ledger that the lines belong to, with them in it; and the base of a change, if they tell of it."""
        present: list[tuple[str, str]] = []
        based: list[tuple[str, str]] = []
        for path, text in self.parts:
            if path.startswith(_BASE):
                based.append((path.removeprefix(_BASE), text))
            elif path != _LOG and not path.startswith(_KEPT):
                present.append((path, text))
        files = _whole(present, english=self.english)
        if based:
            for path, raw in _whole(based, english=self.english).items():
                files[_BASE + path] = raw
        return files

    def kept(self) -> list[Kept]:
        """The files of which git keeps others than lie there."""
        lying = self.files()
        shown = [(path.removeprefix(_KEPT), text) for path, text in self.parts if path.startswith(_KEPT)]
        in_git = _whole(shown, english=self.english)
        return [Kept(path, "rewritten") for path, _ in shown if not same_lines(lying[path], in_git[path])]

    def commits(self) -> list["_Commit"]:
        """The commits that the example lists, each the parent of the one above it."""
        listed = dict(self.parts).get(_LOG, "")
        commits: list[_Commit] = []
        for line in listed.splitlines():
            commit_id, day, _subject = line.split(" ", 2)
            noon = datetime.fromisoformat(f"{day}T12:00Z")
            commits.append(_Commit(commit_id, int(noon.timestamp())))
        return commits


@lru_cache(maxsize=1)
def _english_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds all that stands in the table of words, the longest first; and what each is in English."""
    table = (FOLDER / "english.txt").read_text(encoding="utf-8")
    english: dict[str, str] = {}
    for line in table.splitlines():
        swedish, _, said_in_english = line.partition(" = ")
        english[swedish] = said_in_english
    longest_first = sorted(english, key=len, reverse=True)
    any_of_them = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{any_of_them})(?!\w)"), english


def _in_english(text: str) -> str:
    """Lines of an example with its own words in English. What stands in them of the format is in English already."""
    pattern, english = _english_words()
    return pattern.sub(lambda match: english[match[0]], text)


def _whole(parts: Sequence[tuple[str, str]], *, english: bool) -> dict[str, bytes]:
    """The files of the little ledger, with these lines in them."""
    little_ledger = (FOLDER / "ledger.txt").read_text(encoding="utf-8")
    whole = dict(Example.read(little_ledger, english=english).parts)
    files = {path: text.encode() for path, text in whole.items()}
    has_schemas = any(path.startswith("schema/") for path, _ in parts)
    if has_schemas:
        for name in (*schema.NAMES, "defs"):
            files[f"schema/{name}.schema.json"] = schema.raw(name)
    for path, text in parts:
        if text == "(no such file)":
            files.pop(path, None)
        elif text != "(as it comes with plptool)":
            with_number = text.replace("<personnummer>", "-".join(_NUMBER))
            file = _within(whole.get(path, ""), with_number)
            files[path] = _UNSEEN.sub(_meant_bytes, file.encode())
    return files


def _meant_bytes(mark: re.Match[bytes]) -> bytes:
    """The character, or the byte, that a mark such as `<U+200B>` or `<E5>` stands for."""
    character, byte = mark.groups()
    if character:
        return chr(int(character, 16)).encode()
    return bytes([int(byte, 16)])


def _within(whole: str, part: str) -> str:
    """The whole with the lines of the part for those of the same properties, or after them."""
    new_lines = part.split("\n")
    names = {match[1] for match in map(_PROPERTY.match, new_lines) if match}
    lines: list[str] = []
    name: str | None = None
    place: int | None = None
    """Where the part goes: where the first of its properties stood."""
    for line in whole.splitlines():
        match = _PROPERTY.match(line)
        if match:
            name = match[1]
        if name not in names:
            lines.append(line)
        elif place is None:
            place = len(lines)
    if place is None:
        place = len(lines)
    lines[place:place] = new_lines
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule means: why it exists, and what to write instead of what."""

    rule: Rule
    why: str
    """In English, as the catalogue has it."""
    wrong: Example
    right: Example


def explanation(rule: Rule, language: str = "en") -> Explanation:
    """What a rule means, as its file in `explained/` tells.

    Args:
        rule: which.
        language: of the reader, who has the examples in Swedish or else in English.
    """
    english = language != "sv"
    file = FOLDER / f"{rule.code}.txt"
    text = file.read_text(encoding="utf-8")
    why, wrong, right = re.split(r"(?m)^== \w+$", text)
    words = why.split()
    return Explanation(
        rule,
        why=" ".join(words),
        wrong=Example.read(wrong, english=english),
        right=Example.read(right, english=english),
    )


def explanations(language: str = "en") -> list[Explanation]:
    """Of every rule, in the order of the catalogue, for a reader of a language."""
    return [explanation(rule, language) for rule in RULES.values()]


def findings(example: Example) -> list[Finding]:
    """What is said of an example, in the order in which it is told."""
    files: dict[str, bytes] = {}
    base_files: dict[str, bytes] = {}
    for path, raw in example.files().items():
        if path.startswith(_BASE):
            base_files[path.removeprefix(_BASE)] = raw
        else:
            files[path] = raw
    ledger = load(MemoryTree(files))
    of_change: list[Finding] = []
    if base_files:
        base = load(MemoryTree(base_files))
        of_change = against(base, ledger, {})
    texts = {path: raw for path, raw in files.items() if path.startswith("texts/")}
    lines = find_texts(ledger, texts).lines
    of_ledger = [*check(ledger), *examine(ledger, lines).findings]
    of_ledger.sort(key=Finding.order)
    with_parents = [(commit, [parent]) for commit, parent in pairwise(example.commits())]
    return [
        *of_change,
        *dated_back(with_parents),
        *of_git(example.kept()),
        *of_ledger,
    ]


def find(word: str) -> Rule:
    """The rule that a caller names by its code or its name.

    Raises:
        UserError: there is no such rule.
    """
    names: dict[str, tuple[str, Rule]] = {}
    """By code and by name, in small letters: how it is written, and the rule."""
    for rule in RULES.values():
        names[rule.code.casefold()] = (rule.code, rule)
        names[rule.name.casefold()] = (rule.name, rule)
    asked = word.casefold()
    if asked in names:
        _, rule = names[asked]
        return rule
    for near in get_close_matches(asked, names, n=1, cutoff=0.5):
        name, _ = names[near]
        raise UserError(Message("there is no rule {rule!r}: did you mean {name}?", {"rule": word, "name": name}))
    raise UserError(Message("there is no rule {rule!r}: see `plptool rules`", {"rule": word}))
