"""What two edits have left in a file to a person to choose: both versions stand there as comments."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plptool.model.findings import Argument, Message, Position
from plptool.read.yaml_errors import Fault

UNDECIDED, OR, DECIDED = "# <<<<<<<", "# =======", "# >>>>>>>"
"""The comments around two versions of one thing, of which a person must choose one (`edit/merged_text.py`)."""
_UNDECIDED = re.compile(
    rf"^ *{UNDECIDED}(?P<what>[^\n]*)\n(?P<ours>(?: *#[^\n]*\n)*?) *{OR}\r?\n(?P<theirs>(?: *#[^\n]*\n)*?) *{DECIDED}"
    rf"|^ *(?:{UNDECIDED}|{DECIDED})",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two versions of one thing, which stand in a file as comments until a person chooses."""

    name: str | None
    """The property, or the list of which it is an entry; with a number, where several are called so. None of what
    somebody has left of such comments."""
    start: int
    """Which character of the file its first line begins with."""
    end: int
    """Which follows its last line."""
    ours: tuple[str, ...]
    """The lines of the one version, out of their comments; none where it has nothing there."""
    theirs: tuple[str, ...]


def undecided_in(text: str) -> list[Undecided]:
    """What two edits have left in a file to a person to choose, from the top."""
    matches = list(_UNDECIDED.finditer(text))
    names = list(map(_name, matches))
    times = Counter(names)
    seen: Counter[str | None] = Counter()
    found: list[Undecided] = []
    for match, name in zip(matches, names, strict=True):
        seen[name] += 1
        called = name
        if name and times[name] > 1:
            called = f"{name}.{seen[name]}"
        end = _behind_line(text, match.end())
        undecided = Undecided(
            name=called,
            start=match.start(),
            end=end,
            ours=_out_of(match["ours"]),
            theirs=_out_of(match["theirs"]),
        )
        found.append(undecided)
    return found


def _name(match: re.Match[str]) -> str | None:
    """What is to be chosen, as the first of the comments says; None of what somebody has left of them."""
    if match["what"] is None:
        return None
    name, _sign, _note = match["what"].partition("#")
    return name.strip()


def _behind_line(text: str, index: int) -> int:
    """Which character follows the line that one stands on."""
    line_end = text.find("\n", index)
    if line_end < 0:
        return len(text)
    return line_end + 1


def _out_of(comments: str | None) -> tuple[str, ...]:
    """Lines without the signs that make them comments."""
    lines: list[str] = []
    for comment in (comments or "").splitlines():
        line = comment.strip().removeprefix("#")
        lines.append(line.removeprefix(" "))
    return tuple(lines)


def undecided(text: str) -> Iterator[Fault]:
    """What two edits have left to a person to choose."""
    for choice in undecided_in(text):
        written = text[choice.start : choice.end]
        comments = written.lstrip(" ")
        indented_by = len(written) - len(comments)
        position = Position.of(text, choice.start + indented_by)
        message = Message("two edits do not agree, and nobody has chosen yet")
        hint = Message("Write what is right, and remove the lines from # <<<<<<< to # >>>>>>>.")
        if choice.name is not None:
            args: dict[str, Argument] = {
                "ours": _version(choice.ours),
                "theirs": _version(choice.theirs),
            }
            message = Message("two edits do not agree: {ours}, or {theirs}", args)
            hint = Message(
                "For the first: `plptool merge --choose ours {record} {name}`; for the other: "
                "`plptool merge --choose theirs {record} {name}`. Or write what is right, and remove the lines from "
                "# <<<<<<< to # >>>>>>>.",
                {"record": None, "name": choice.name},
            )
        yield Fault("PLP111", position, message, hint)


def _version(lines_of_one: Sequence[str]) -> Argument:
    """What one of two edits says."""
    words = map(str.strip, lines_of_one)
    line = " ".join(words)
    said = line.removeprefix("- ")
    return said or Message("nothing")
