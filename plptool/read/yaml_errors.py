"""What keeps bytes from being YAML as a ledger has it, in words for who wrote them."""

import re
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

from plptool.model.findings import Message, Position
from plptool.model.mends import Mend, Written
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
_NO_ALIASES = (
    Message("anchors and aliases (`&name`, `*name`) are not used in a ledger"),
    Message("Put text that begins with & or * in quotes; what stands in several places is written out in each."),
)
FEATURES = {
    "anchor": _NO_ALIASES,
    "alias": _NO_ALIASES,
    "tag": (
        Message("tags (`!name`) are not used in a ledger"),
        Message("Remove it; text that begins with ! needs quotes."),
    ),
}
"""What YAML has and a ledger does not take: what is said of it, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the bytes, before any schema."""

    rule: str
    position: Position
    message: Message
    hint: Message | None = None
    where: Path = ()
    """Of a warning: the value that it is about."""
    mend: Mend | None = None
    """The one change that mends it, where no other is thinkable."""


def private(position: Position) -> Fault:
    """The fault of a personal identity number, which keeps its record out."""
    hint = Message(
        "Remove it, and tell the data protection officer if it has been committed: git keeps what was there."
    )
    return Fault("PLP901", position, Message("a personal identity number stands here"), hint)


def invisible(character: str) -> Message:
    """What to call a character that misleads the eye."""
    code_point = f"U+{ord(character):04X}"
    return Message("the character {character} cannot be seen", {"character": code_point})


@dataclass(frozen=True, slots=True)
class _Stumble:
    """Where a parser stumbled, and what it says of it."""

    problem: str
    """In the words of the parser: they differ a little between the two."""
    context: str
    """What it was reading, in its words too."""
    line: str
    column: int
    above: str
    """The line above; empty of the first."""

    @property
    def before(self) -> str:
        """What stands before it on the line."""
        return self.line[: self.column - 1]

    @property
    def rest(self) -> str:
        """The line from there on."""
        return self.line[self.column - 1 :]

    @property
    def is_further_in(self) -> bool:
        """Whether the line is indented further than the one above it."""
        indentation = _indentation(self.line)
        return indentation > _indentation(self.above)


_Advice = tuple[Message, Message | None]
"""What is wrong, and what to do about it."""


def syntax(error: MarkedYAMLError, text: str) -> Fault:
    """What keeps the text from being YAML, where a person would look for it."""
    context = str(error.context or "")
    position = _position(error, text)
    last_word = context.rpartition(" ")[2]
    feature = FEATURES.get(last_word)
    if feature:
        return Fault("PLP105", position, *feature)
    rows = ["", *text.split("\n")]
    if "flow" in context or "simple key" in context or "block" in context:
        for number in (position.line, position.line - 1):
            column = _column_of_comment(rows[number])
            if column is not None:
                return Fault("PLP101", Position(number, column), *CUT_OFF)
    line = rows[position.line]
    space = NBSP.match(line)
    if space:
        position = Position(position.line, space.end())
    stumble = _Stumble(
        problem=str(error.problem or ""),
        context=context,
        line=line,
        column=position.column,
        above=rows[position.line - 1],
    )
    message, hint = _advice(stumble)
    return Fault("PLP101", position, message, hint, mend=_mend(stumble, position))


_OPENED = ("quoted scalar", "flow", "simple key", "alias", "anchor", "block scalar")
"""What a parser may be reading when it stumbles, and where it began is the place to look."""


def _position(error: MarkedYAMLError, text: str) -> Position:
    """Where what is wrong began, where it is something that was opened; else where the parser stumbled."""
    problem = str(error.problem or "")
    context = str(error.context or "")
    opened = any(construct in context for construct in _OPENED)
    if "unexpected ':'" in problem or _cut_by_colon(error, text):
        opened = False
    mark = error.problem_mark or error.context_mark
    if opened and error.context_mark:
        mark = error.context_mark
    position = Position(1, 1)
    if mark:
        position = Position(mark.line + 1, mark.column + 1)
    written = text.rstrip()
    last_position = Position.of(written, len(written))
    if (position.line, position.column) > (last_position.line, last_position.column):
        return last_position  # the end is where somebody stopped writing
    return position


def _cut_by_colon(error: MarkedYAMLError, text: str) -> bool:
    """Whether the brackets are in order, but text within them has a colon: it ends on the line where it began."""
    start = error.context_mark
    end = error.problem_mark
    if start is None or end is None:
        return False
    if start.line != end.line:
        return False
    lines = text.split("\n")
    if end.line >= len(lines):
        return False
    line: str = lines[end.line]
    return line.startswith(": ", end.column)


def _column_of_comment(line: str) -> int | None:
    """Where a comment that was probably meant as text begins; None where there is none, or it stands in quotes."""
    comment = CUT.search(line)
    if comment is None:
        return None
    before = line[: comment.end()]
    for quote in ('"', "'"):
        is_open = before.count(quote) % 2 == 1
        if is_open:
            return None
    return comment.end()


def _indentation(line: str) -> int:
    text = line.lstrip()
    return len(line) - len(text)


def _advice(stumble: _Stumble) -> _Advice:
    """What to say of a stumble: what the first says that knows it."""
    for explanation in _EXPLANATIONS:
        advice = explanation(stumble)
        if advice is not None:
            return advice
    return Message("this is not YAML: {problem}", {"problem": stumble.problem or stumble.context}), None


def _no_break_space(stumble: _Stumble) -> _Advice | None:
    if NBSP.match(stumble.line):
        return Message("a no-break space stands where a space should be"), Message("Replace it with an ordinary space.")
    return None


def _backslash(stumble: _Stumble) -> _Advice | None:
    if "escape character" in stumble.problem or "escape sequence" in stumble.context:
        hint = Message("Use single quotes: in double quotes a backslash begins a special character.")
        return Message("a backslash stands in double quotes"), hint
    return None


def _second_colon(stumble: _Stumble) -> _Advice | None:
    if "mapping values are not allowed" not in stumble.problem:
        return None
    above = stumble.above
    if above and stumble.is_further_in and not above.rstrip().endswith(":"):
        return _FURTHER_IN
    if above and ":" not in above and ":" not in stumble.before:
        return Message("expected `name: value`"), Message("There is no colon in the line above.")
    return Message("there is a second `: ` in the line"), _QUOTE_COLON


_QUOTE_COLON = Message("Put text that has a colon in it in quotes.")
_QUOTE_FIRST = Message("Put the value in quotes.")
_SPACE_AFTER = Message("Write a space after it.")


def _colon_in_brackets(stumble: _Stumble) -> _Advice | None:
    if "unexpected ':'" not in stumble.problem:
        return None
    if re.search(r"[{,]\s*[\w-]+$", stumble.before):
        hint = Message("Write a space after it; text that has a colon in it needs quotes.")
        return Message("there is no space after the colon"), hint
    return Message("a colon stands in the text"), Message("Put text that has a colon in it in quotes.")


def _dash(stumble: _Stumble) -> _Advice | None:
    if "sequence entries are not allowed" in stumble.problem:
        hint = Message("Begin a list on the line below; text that begins with - needs quotes.")
        return Message("a value cannot begin with this character"), hint
    return None


def _block_text(stumble: _Stumble) -> _Advice | None:
    if "block scalar" in stumble.context:
        hint = Message("Write the text on the lines below, indented; text that begins with | or > needs quotes.")
        return Message("text stands on the line of its `|` or `>`"), hint
    return None


def _bracket(stumble: _Stumble) -> _Advice | None:
    if stumble.rest[:1] in ("]", "}"):
        return Message("there is a bracket too many"), Message("Remove it, or put the text in quotes.")
    if "flow" in stumble.context and stumble.rest.startswith(": "):
        name = re.search(r"[\w-]*$", stumble.before)
        if name and name[0] in vocabulary().names:
            message = Message("a comma is missing before `{name}`", {"name": name[0]})
            return message, Message("Write a comma between two properties.")
        return Message("there is a second `: ` in the text"), Message("Put text that has a colon in it in quotes.")
    if "flow" in stumble.context or "',' or" in stumble.problem:
        hint = Message(
            "Every {{ needs its }} and every [ its ]; text with a comma, colon or bracket in it needs quotes."
        )
        return Message("a bracket is not closed, or a comma is missing"), hint
    return None


def _quote(stumble: _Stumble) -> _Advice | None:
    if "quoted scalar" not in stumble.context:
        return None
    if stumble.rest.startswith('"'):
        return Message("a quote is not closed"), Message('Close it, or write \\" for a quote inside the text.')
    return Message("a quote is not closed"), Message("Close it, or write two quotes for one inside the text.")


def _first_character(stumble: _Stumble) -> _Advice | None:
    problem = stumble.problem
    if "cannot start any token" in problem or "did not find expected alphabetic" in problem:
        return Message("a value cannot begin with this character"), _QUOTE_FIRST
    return None


def _no_colon(stumble: _Stumble) -> _Advice | None:
    if "simple key" not in stumble.context and "could not find expected ':'" not in stumble.problem:
        return None
    if re.match(r"\s*(- )?[\w-]+:\S", stumble.line):
        return Message("there is no space after the colon"), _SPACE_AFTER
    if stumble.line.lstrip()[:1] in ("{", "["):
        return Message("an entry of a list begins with a dash"), Message("Write `- ` before it.")
    hint = Message("Check the colon, and the space after it; text that goes on from the line above is indented.")
    return Message("expected `name: value`"), hint


def _out_of_line(stumble: _Stumble) -> _Advice | None:
    """What stands where a new `name: value` should begin."""
    if "block" not in stumble.context and "document start" not in stumble.problem:
        return None
    before = stumble.before.rstrip()
    if before.endswith(("'", '"')):
        hint = Message("Put all of it in quotes, or none; a text that begins with a quote ends with it.")
        return Message("text goes on after the closing quote"), hint
    if before.endswith(("]", "}")):
        return Message("text goes on after the closing bracket"), Message("Put text that has brackets in it in quotes.")
    if before:
        hint = Message("Check the colon and the indentation; text in quotes ends with its quote.")
        return Message("expected `name: value`"), hint
    if stumble.is_further_in:
        return _FURTHER_IN
    return Message("the line does not begin in the column of those that it belongs with"), _ONE_COLUMN


_NO_SPACE = re.compile(r"\s*(?:- )?[\w-]+:(?=\S)")
_TEXT = re.compile(r"(?P<start> *(?:- )?[\w-]+: +|  *- +)(?P<text>[^\s\"'&*!|>\[{#-][^#]*?)\s*")
"""A line with a name, or a dash, and text without quotes that fills it."""


def _mend(stumble: _Stumble, position: Position) -> Mend | None:
    """The characters that a line lacks, where there is one way to write it."""
    line, number = stumble.line, position.line
    space = NBSP.match(line)
    if space:
        return Written(number, space.end(), 1, " ")
    advice = _advice(stumble)[1]
    if advice in (_QUOTE_COLON, _QUOTE_FIRST):
        text = _TEXT.fullmatch(line)
        if text is None:
            return None
        words = text["text"].replace("'", "''")
        return Written(number, text.start("text") + 1, len(text["text"]), f"'{words}'")
    colon = _NO_SPACE.match(line)
    if advice == _SPACE_AFTER and colon:
        return Written(number, colon.end() + 1, 0, " ")
    return None


_ONE_COLUMN = Message("Let names of one level begin in one column, and the dashes of one list too.")
_FURTHER_IN = (Message("the line is indented further than the one above it"), _ONE_COLUMN)
_EXPLANATIONS = (
    _no_break_space,
    _backslash,
    _second_colon,
    _colon_in_brackets,
    _dash,
    _block_text,
    _bracket,
    _quote,
    _first_character,
    _no_colon,
    _out_of_line,
)
"""In order: a later one may take for its own what an earlier one knows better."""
