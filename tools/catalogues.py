"""Bring each language's catalogue up to the messages in the code, and compile it.

`python tools/catalogues.py` writes plptool.po and plptool.mo of every language in plptool/model/locale/; with `--check`
it writes nothing, and exits 1 where one is not current or a message lacks a finished translation. An empty plptool.po
begins a language.
"""

import ast
import json
import struct
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import click
from babel import Locale
from babel.messages.pofile import normalize, read_po
from jinja2 import Environment, nodes

from plptool.cli.help import message_of, paragraphs
from plptool.cli.main import main as program
from plptool.model.collections import Collection
from plptool.model.i18n import LANGUAGES
from plptool.model.plain import Plain

PACKAGE = Path(__file__).resolve().parents[1] / "plptool"
LOCALE = PACKAGE / "model" / "locale"
MARKS: dict[str, tuple[slice, tuple[str, ...]]] = {
    "_": (slice(1), ()),
    "translate": (slice(1), ()),
    "Message": (slice(1), ("template",)),
    "word": (slice(1), ("text",)),
    "_r": (slice(3, 5), ("summary", "value")),  # a rule's summary, and what its value is
}
"""The calls that mark messages, whatever they are asked of (`self._`), and which of their arguments these are."""
TRANSLATORS = ("translator", "translation", "on_paper", "spoken")
"""The functions whose result translates; a test holds that it is called by no other name than `_` and `translate`."""
# No date, no name and no version of a tool, so that a diff shows translations and nothing else.
COMMENT = "# {name} for plptool. Edit the msgstr, then run `python tools/catalogues.py`.\n"
HEADER = (
    "Language: {language}\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue has for a message."""

    text: str = ""
    fuzzy: bool = False


def messages(package: Path = PACKAGE) -> set[str]:
    """Every message: each literal in a call that marks it, those of templates, and why each rule exists.

    The words of the schemas that lie beside the package are among them, and what collections are called.
    """
    schemas = sorted((package.parent / "schema").glob("*.schema.json"))
    explained = package.glob("checks/explained/PLP*.txt")
    reasons = (path.read_text(encoding="utf-8").partition("\n== ")[0] for path in explained)
    return {
        *(text for path in sorted(package.rglob("*.py")) for text in _marked(path)),
        *(text for path in sorted(package.glob("*/templates/*.html")) for text in _in_template(path)),
        *(" ".join(text.split()) for text in reasons),
        *(text for path in schemas for text in _words(json.loads(path.read_text(encoding="utf-8")))),
        *(text for collection in Collection if schemas for text in (collection.singular, collection.plural)),
    }


def in_help(command: click.Command, parent: click.Context | None = None) -> Iterator[str]:
    """What the help of a command says, and of those of which it is made."""
    # With the program's own settings: click keeps the option `--help` that it makes by them.
    context = click.Context(command, parent=parent, **command.context_settings)
    yield from command.collect_usage_pieces(context)
    yield from map(message_of, paragraphs(command))
    for parameter in command.get_params(context):
        yield from filter(None, (parameter.metavar, getattr(parameter, "help", None)))
    if isinstance(command, click.Group):
        parts = (command.get_command(context, name) for name in command.list_commands(context))
        for part in filter(None, parts):
            yield from in_help(part, context)


@cache
def _ours() -> set[str]:
    """Those of the package, which no run of this script changes."""
    return messages() | set(in_help(program))


def _in_template(path: Path) -> Iterator[str]:
    """The messages of a template: `{{ _("…") }}`, also of an object, and words: `{{ "status" | word }}`."""
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if _name_in_template(call.node) == "_":
            texts = [text for argument in call.args for text in _texts_in_template(argument)]
            if not texts:
                sys.exit(f"{path}:{call.lineno}: a message is one literal text; a word that is looked up is a `word`")
            yield from texts
    for filtered in tree.find_all(nodes.Filter):
        if filtered.name == "word":
            yield from _texts_in_template(filtered.node)


def _name_in_template(function: nodes.Node) -> str:
    return function.attr if isinstance(function, nodes.Getattr) else getattr(function, "name", "")


def _texts_in_template(value: nodes.Node | None) -> Iterator[str]:
    """The literal texts that a value may be."""
    if isinstance(value, nodes.CondExpr):
        yield from _texts_in_template(value.expr1)
        yield from _texts_in_template(value.expr2)
    elif isinstance(value, nodes.Const) and isinstance(value.value, str):
        yield value.value


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _marked(path: Path) -> Iterator[str]:
    # An own pass, as babel's neither looks into f-strings on Python 3.11 nor takes two arguments as two messages.
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            for argument in _messages_of(node):
                yield from _literals(argument, path)


def _messages_of(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that are messages; of `map(_, ("one", "other"))`, the texts that it is given."""
    function = _name_of(call.func)
    if function in MARKS:
        positions, names = MARKS[function]
        yield from call.args[positions]
        yield from (keyword.value for keyword in call.keywords if keyword.arg in names)
    if function == "map" and call.args and _name_of(call.args[0]) in MARKS:
        for texts in call.args[1:]:
            if isinstance(texts, ast.List | ast.Tuple | ast.Set):
                yield from texts.elts


def _name_of(function: ast.expr) -> str:
    """What is called: `_("…")`, `self._("…")`, `translator("sv")("…")`."""
    if isinstance(function, ast.Call):
        return "_" if _name_of(function.func) in TRANSLATORS else ""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _literals(argument: ast.expr, path: Path) -> Iterator[str]:
    """The texts that a message may be; none where it is looked up elsewhere.

    A part without letters, as in `_(status or "–")`, is the same in every language.
    """
    match argument:
        case ast.Constant(value=str(text)):
            if any(map(str.isalpha, text)):
                yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one, path)
            yield from _literals(other, path)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _literals(value, path)
        case ast.NamedExpr(value=value):
            yield from _literals(value, path)
        case ast.JoinedStr():
            sys.exit(f"{path}:{argument.lineno}: an f-string is no message: no catalogue can hold it")
        case ast.BinOp() | ast.Call(func=ast.Attribute(value=ast.Constant(value=str()))):
            sys.exit(f"{path}:{argument.lineno}: a message is one literal text, and is made up after it is translated")


def _words(schema: Plain) -> Iterator[str]:
    """The words of a schema that readers may see: the names of its properties, and the texts that they may have."""
    if isinstance(schema, list):
        for part in schema:
            yield from _words(part)
    elif isinstance(schema, dict):
        properties = schema.get("properties")
        texts = [*(schema.get("enum") or ()), schema.get("const")]
        yield from properties if isinstance(properties, dict) else ()
        yield from (text for text in texts if isinstance(text, str) and text not in LANGUAGES)
        for name, part in schema.items():
            if name not in ("enum", "examples"):
                yield from _words(part)


def entries(po: Path) -> dict[str, Entry]:
    if not po.exists():
        return {}
    with po.open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return {str(one.id): Entry(str(one.string or ""), one.fuzzy) for one in found if one.id}


def merged(wanted: set[str], held: dict[str, Entry]) -> dict[str, Entry]:
    """What is held for the messages there are; a message not held takes its likeness from those gone, as fuzzy."""
    gone = [text for text in held if text not in wanted]
    found = {}
    for text in sorted(wanted):
        near = [] if text in held else get_close_matches(text, gone, n=1, cutoff=0.8)
        found[text] = Entry(held[near[0]].text, fuzzy=True) if near else held.get(text, Entry())
    return found


def catalogues() -> list[Path]:
    """The .po file of each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/plptool.po"))


def language_of(po: Path) -> str:
    return po.parent.parent.name


def catalogue(found: dict[str, Entry], language: str) -> str:
    """The text of the .po file."""
    comment = COMMENT.format(name=Locale.parse(language).english_name)
    parts = [comment + _pair("", HEADER.format(language=language))]
    for text, entry in found.items():
        flags = ["fuzzy"] * entry.fuzzy + ["python-brace-format"] * ("{" in text)
        parts.append((f"#, {', '.join(flags)}\n" if flags else "") + _pair(text, entry.text))
    return "\n".join(parts)


def _pair(text: str, translation: str) -> str:
    return f"msgid {normalize(text, width=0)}\nmsgstr {normalize(translation, width=0)}\n"


def compiled(found: dict[str, Entry], language: str) -> bytes:
    """The bytes of the .mo file: the same on every machine and with every version of babel.

    The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
    """
    done = {"": HEADER.format(language=language)} | {
        text: entry.text for text, entry in found.items() if entry.text and not entry.fuzzy
    }
    pairs = sorted((text.encode(), translation.encode()) for text, translation in done.items())
    tables = 7 * 4
    start = tables + 2 * 8 * len(pairs)
    index, strings = b"", b""
    for side in zip(*pairs, strict=True):
        for one in side:
            index += struct.pack("<II", len(one), start + len(strings))
            strings += one + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), tables, tables + 8 * len(pairs), 0, start)
    return head + index + strings


def unfinished(found: dict[str, Entry]) -> list[str]:
    return [
        f"{'fuzzy' if entry.text else 'not translated'}: {text!r}"
        for text, entry in found.items()
        if entry.fuzzy or not entry.text
    ]


def complaints(po: Path) -> list[str]:
    """What keeps a language's catalogue from being current and complete; nothing is written."""
    found, language = merged(_ours(), entries(po)), language_of(po)
    wanted = ((po, catalogue(found, language).encode()), (po.with_suffix(".mo"), compiled(found, language)))
    stale = [
        f"{language}: {path.name} is not current: run `python tools/catalogues.py`"
        for path, content in wanted
        if not path.exists() or path.read_bytes() != content
    ]
    return [*stale, *(f"{language}: {line}" for line in unfinished(found))]


def update(po: Path) -> list[str]:
    """Write both files of a language, and say what is left to translate."""
    found, language = merged(_ours(), entries(po)), language_of(po)
    po.write_bytes(catalogue(found, language).encode())
    po.with_suffix(".mo").write_bytes(compiled(found, language))
    return [f"{language}: {line}" for line in unfinished(found)]


def main() -> int:
    parser = ArgumentParser(
        description="Bring each language's catalogue up to the messages in the code, and compile it."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where there is something to do")
    check = parser.parse_args().check
    said = [line for po in catalogues() for line in (complaints(po) if check else update(po))]
    for line in said:
        print(line)
    return 1 if check and said else 0


if __name__ == "__main__":
    sys.exit(main())
