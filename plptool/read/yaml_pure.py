"""YAML's events where there is no C parser: the same ones, from ruamel's own parser, slower.

The C parser is libyaml as of YAML 1.1, the other one is younger and differs in places. What either refuses is refused
here, what the C parser reads is read alike; tests compare the two.
"""

import re
from collections.abc import Iterator
from typing import Any

import ruamel.yaml
from ruamel.yaml.error import StringMark
from ruamel.yaml.scanner import Scanner, ScannerError

_HEADER = re.compile(r"([+-]?)([1-9]?)([+-]?)#")
_CHOMPING = {"": None, "+": True, "-": False}


def events(text: str) -> Iterator[Any]:
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yaml.Scanner = _Scanner
    found: Iterator[Any] = yaml.parse(text)
    return found


class _Scanner(Scanner):
    def scan_anchor(self, kind: Any) -> Any:
        start = self.reader.get_mark()
        what = "alias" if self.reader.peek() == "*" else "anchor"
        token = super().scan_anchor(kind)
        if not re.fullmatch(r"[0-9A-Za-z_-]+", token.value):
            raise self._refusal(f"while scanning an {what}", start, "did not find expected alphabetic character")
        return token

    def scan_plain(self) -> Any:
        token = super().scan_plain()
        if self.flow_level and ":" in token.value:
            start = token.start_mark
            colon = StringMark(start.name, start.index, start.line, start.column + token.value.index(":"), None, None)
            raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", colon)
        return token

    def scan_tag(self) -> Any:
        start = self.reader.get_mark()
        token = super().scan_tag()
        if token.value[0] is not None and not token.value[1]:
            raise self._refusal("while parsing a tag", start, "did not find expected tag URI")
        return token

    def scan_flow_scalar_non_spaces(self, double: Any, start: Any) -> Any:
        try:
            chunks = super().scan_flow_scalar_non_spaces(double, start)
            "".join(chunks).encode()
        except ValueError:  # no such character, or half of one
            problem = "found invalid Unicode character escape code"
            raise self._refusal("while parsing a quoted scalar", start, problem) from None
        return chunks

    def scan_block_scalar_indicators(self, start: Any) -> Any:
        header = _HEADER.match(self.reader.prefix(4))  # a comment may follow at once
        if header is None or (header[1] and header[3]):
            return super().scan_block_scalar_indicators(start)
        self.reader.forward(header.end() - 1)
        return _CHOMPING[header[1] or header[3]], int(header[2]) if header[2] else None

    def scan_block_scalar_indentation(self) -> Any:
        breaks, deepest, end = [], 0, self.reader.get_mark()
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
