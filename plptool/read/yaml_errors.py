"""What keeps bytes from being YAML as a ledger has it, in words for who wrote them."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from plptool.model.findings import Message, Position
from plptool.model.records import Path
from plptool.read.vocabulary import vocabulary

NBSP = re.compile(r" *(?:[\w.-]+:|-)? *\u00a0")
"""A no-break space where YAML wants a space: it indents, or follows a colon or dash. Within text it is right."""
CUT = re.compile(r"\S +#(?=[^\s#!])")
"""Where YAML begins a comment, and a person hardly: they write `# ` or begin the line with it."""
CUT_OFF = (
    Message("YAML takes what follows # for a comment, and the text ends before it"),
    Message("Put text that has # in it in quotes; a comment has a space after its #."),
)
FEATURES = {
    "anchor": Message("anchors (`&name`)"),
    "alias": Message("aliases (`*name`)"),
    "tag": Message("tags (`!name`)"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes, before any schema."""

    rule: str
    position: Position
    message: Message
    hint: Message | None = None
    where: Path = ()
    """Of a warning: the value that it is about."""


def private(position: Position) -> Fault:
    """The fault of a personal identity number, which keeps its record out."""
    hint = Message(
        "Remove it, and tell the data protection officer if it has been committed: git keeps what was there."
    )
    return Fault("PLP901", position, Message("a personal identity number stands here"), hint)


def invisible(character: str) -> Message:
    """What to call a character that misleads the eye."""
    return Message("the character {character} cannot be seen", {"character": f"U+{ord(character):04X}"})


def syntax(error: MarkedYAMLError, text: str) -> Fault:
    """What keeps the text from being YAML, where a person would look for it."""
    problem, context = str(error.problem or ""), str(error.context or "")
    opened = any(one in context for one in ("quoted scalar", "flow", "simple key", "alias", "anchor", "block scalar"))
    opened = opened and "unexpected ':'" not in problem and not _cut_by_colon(error, text)
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    position = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
    written = text.rstrip()
    last = Position.of(written, len(written))
    if (position.line, position.column) > (last.line, last.column):
        position = last  # the end is where somebody stopped writing
    rows = ["", *text.split("\n")]
    feature = FEATURES.get(context.rpartition(" ")[2])
    if feature:
        hint = Message("Put text that begins with &, * or ! in quotes.")
        return Fault("PLP105", position, Message("{what} are not used in a ledger", {"what": feature}), hint)
    line = rows[position.line]
    if "flow" in context or "simple key" in context or "block" in context:
        for number in (position.line, position.line - 1):
            cut = CUT.search(rows[number])
            before = rows[number][: cut.end()] if cut else ""
            if cut and before.count('"') % 2 == before.count("'") % 2 == 0:  # else it stands in quotes
                return Fault("PLP101", Position(number, cut.end()), *CUT_OFF)
    space = NBSP.match(line)
    if space:
        position = Position(position.line, space.end())
    return Fault("PLP101", position, *_told(problem, context, line, position.column, rows[position.line - 1]))


def _cut_by_colon(error: MarkedYAMLError, text: str) -> bool:
    """Whether the brackets are in order, but text within them has a colon: it ends on the line where it began."""
    here, start = error.problem_mark, error.context_mark
    if here is None or start is None or here.line != start.line:
        return False
    lines = text.split("\n")
    return bool(here.line < len(lines) and lines[here.line].startswith(": ", here.column))


def _told(problem: str, context: str, line: str, column: int, before: str) -> tuple[Message, Message | None]:
    indent = line[: len(line) - len(line.lstrip())]
    if NBSP.match(line):
        return Message("a no-break space stands where a space should be"), Message("Replace it with an ordinary space.")
    if "escape character" in problem or "escape sequence" in context:
        hint = Message("Use single quotes: in double quotes a backslash begins a special character.")
        return Message("a backslash stands in double quotes"), hint
    if "mapping values are not allowed" in problem:
        if before and len(indent) > len(before) - len(before.lstrip()) and before.rstrip()[-1:] != ":":
            hint = Message("Let names of one level begin in one column, and the dashes of one list too.")
            return Message("the line is indented further than the one above it"), hint
        if before and ":" not in before and ":" not in line[: column - 1]:
            return Message("expected `name: value`"), Message("There is no colon in the line above.")
        return Message("there is a second `: ` in the line"), Message("Put text that has a colon in it in quotes.")
    if "unexpected ':'" in problem and re.search(r"[{,]\s*[\w-]+$", line[: column - 1]):
        hint = Message("Write a space after it; text that has a colon in it needs quotes.")
        return Message("there is no space after the colon"), hint
    if "unexpected ':'" in problem:
        return Message("a colon stands in the text"), Message("Put text that has a colon in it in quotes.")
    if "sequence entries are not allowed" in problem:
        hint = Message("Begin a list on the line below; text that begins with - needs quotes.")
        return Message("a value cannot begin with this character"), hint
    if "block scalar" in context:
        hint = Message("Write the text on the lines below, indented; text that begins with | or > needs quotes.")
        return Message("text stands on the line of its `|` or `>`"), hint
    if line[column - 1 : column] in ("]", "}"):
        return Message("there is a bracket too many"), Message("Remove it, or put the text in quotes.")
    if "flow" in context and line[column - 1 :].startswith(": "):
        name = re.search(r"[\w-]*$", line[: column - 1])
        if name and name[0] in vocabulary().names:
            message = Message("a comma is missing before `{name}`", {"name": name[0]})
            return message, Message("Write a comma between two properties.")
        return Message("there is a second `: ` in the text"), Message("Put text that has a colon in it in quotes.")
    if "flow" in context or "',' or" in problem:
        hint = Message(
            "Every {{ needs its }} and every [ its ]; text with a comma, colon or bracket in it needs quotes."
        )
        return Message("a bracket is not closed, or a comma is missing"), hint
    if "quoted scalar" in context:
        if line[column - 1 : column] == '"':
            return Message("a quote is not closed"), Message('Close it, or write \\" for a quote inside the text.')
        return Message("a quote is not closed"), Message("Close it, or write two quotes for one inside the text.")
    if "cannot start any token" in problem or "did not find expected alphabetic" in problem:
        return Message("a value cannot begin with this character"), Message("Put the value in quotes.")
    if "simple key" in context or "could not find expected ':'" in problem:
        if re.match(r"\s*(- )?[\w-]+:\S", line):
            return Message("there is no space after the colon"), Message("Write a space after it.")
        if line.lstrip()[:1] in ("{", "["):
            return Message("an entry of a list begins with a dash"), Message("Write `- ` before it.")
        hint = Message("Check the colon, and the space after it; text that goes on from the line above is indented.")
        return Message("expected `name: value`"), hint
    if "block" in context or "document start" in problem:
        return _out_of_line(line, column, before)
    return Message("this is not YAML: {problem}", {"problem": problem or context}), None


def _out_of_line(line: str, column: int, before: str) -> tuple[Message, Message | None]:
    """What stands where a new `name: value` should begin."""
    left = line[: column - 1].rstrip()
    if left[-1:] in ("'", '"'):
        hint = Message("Put all of it in quotes, or none; a text that begins with a quote ends with it.")
        return Message("text goes on after the closing quote"), hint
    if left[-1:] in ("]", "}"):
        return Message("text goes on after the closing bracket"), Message("Put text that has brackets in it in quotes.")
    if left:
        hint = Message("Check the colon and the indentation; text in quotes ends with its quote.")
        return Message("expected `name: value`"), hint
    hint = Message("Let names of one level begin in one column, and the dashes of one list too.")
    if len(line) - len(line.lstrip()) > len(before) - len(before.lstrip()):
        return Message("the line is indented further than the one above it"), hint
    return Message("the line does not begin in the column of those that it belongs with"), hint
