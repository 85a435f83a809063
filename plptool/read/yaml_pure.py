"""YAML's events where there is no C parser: the same ones, from ruamel's own parser, slower.

The C parser is libyaml as of YAML 1.1, the other one is younger and differs in places. What either refuses is refused
here, what the C parser reads is read alike; tests compare the two.
"""

import re
from collections.abc import Iterator

import ruamel.yaml
from ruamel.yaml.error import StringMark
from ruamel.yaml.events import Event
from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import AliasToken, AnchorToken, ScalarToken, TagToken

_HEADER = re.compile(r"([+-]?)([1-9]?)([+-]?)#")
"""The header of a block scalar, its indicators in either order, with a comment that follows at once."""
_CHOMPING = {"": None, "+": True, "-": False}
"""What is done with the last line breaks of a block scalar (YAML 1.2, chapter 8.1.1.2), as ruamel has it."""


def events(text: str) -> Iterator[Event]:
    """What a text consists of, in order.

    Raises:
        YAMLError: on the way, where the text is no YAML.
    """
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yaml.Scanner = _Scanner
    reported: Iterator[Event] = yaml.parse(text)
    return reported


class _Scanner(Scanner):
    """ruamel's scanner, but for what libyaml refuses, or reads otherwise. The names are ruamel's."""

    def scan_anchor(self, kind: type[AliasToken | AnchorToken]) -> AliasToken | AnchorToken:
        start = self.reader.get_mark()
        construct = "alias" if self.reader.peek() == "*" else "anchor"
        token: AliasToken | AnchorToken = super().scan_anchor(kind)
        if not re.fullmatch(r"[0-9A-Za-z_-]+", token.value):
            raise self._refusal(f"while scanning an {construct}", start, "did not find expected alphabetic character")
        return token

    def scan_plain(self) -> ScalarToken:
        token: ScalarToken = super().scan_plain()
        if self.flow_level and ":" in token.value:
            start = token.start_mark
            colon = StringMark(start.name, start.index, start.line, start.column + token.value.index(":"), None, None)
            raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", colon)
        return token

    def scan_tag(self) -> TagToken:
        start = self.reader.get_mark()
        token: TagToken = super().scan_tag()
        if token.value[0] is not None and not token.value[1]:
            raise self._refusal("while parsing a tag", start, "did not find expected tag URI")
        return token

    def scan_flow_scalar_non_spaces(self, double: bool, start: StringMark) -> list[str]:
        try:
            chunks: list[str] = super().scan_flow_scalar_non_spaces(double, start)
            "".join(chunks).encode()
        except ValueError:  # no such character, or half of one
            problem = "found invalid Unicode character escape code"
            raise self._refusal("while parsing a quoted scalar", start, problem) from None
        return chunks

    def scan_block_scalar_indicators(self, start: StringMark) -> tuple[bool | None, int | None]:
        header = _HEADER.match(self.reader.prefix(4))
        if header is None or (header[1] and header[3]):
            indicators: tuple[bool | None, int | None] = super().scan_block_scalar_indicators(start)
            return indicators
        self.reader.forward(header.end() - 1)
        return _CHOMPING[header[1] or header[3]], int(header[2]) if header[2] else None

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, StringMark]:
        breaks: list[str] = []
        deepest = 0
        end = self.reader.get_mark()
        while self.reader.peek() in " \r\n":
            if self.reader.peek() == " ":
                self.reader.forward()
                deepest = max(deepest, self.reader.column)
            else:
                breaks.append(self.scan_line_break())
                end = self.reader.get_mark()
        return breaks, deepest, end

    def _refusal(self, context: str, start: StringMark, problem: str) -> ScannerError:
        return ScannerError(context, start, problem, self.reader.get_mark())
