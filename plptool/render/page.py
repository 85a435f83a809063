"""Data to HTML by templates, the base of every page and its style among them. What is put into a page is escaped."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from plptool.model.decisions import cited_paragraph
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate, own_name, translator
from plptool.render import phrases as words
from plptool.render.text import clean

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from jinja2.bccache import Bucket

Value = TypeVar("Value")
TEMPLATES = Path(__file__).parent / "templates"
"""What all pages share: the base, its parts, and the style in `assets/`."""


_DATE = re.compile(
    r"(?<![\w-])(?:(?P<date>\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)|\d{4}-\d\d(?:-\d\d)?)(?![\w-])"
    # in a text, and not in a tag or what holds text alone
    r"(?=[^<>]*<(?!/(?:desc|option|pre|script|style|text|time|title|tspan)\b))"
)


def unbroken(page: str) -> str:
    """A page whose dates stay on one line: browsers break after a hyphen, also where it is a date's."""
    return _DATE.sub(_unbroken, page)


def _unbroken(match: re.Match[str]) -> str:
    """A date as HTML has dates; what only looks like one (`2022-23`, two years) as any text that is not broken."""
    if match["date"]:
        return f"<time>{match[0]}</time>"
    return f'<span class="day">{match[0]}</span>'


@cache
def _compiled(language: str) -> "BytecodeCache":  # noqa: ARG001 - it tells the caches apart
    """Templates are compiled once a language, however many sites are made.

    For each language apart, as what a filter makes of a constant is compiled into them: a word's translation.
    """
    from jinja2 import BytecodeCache

    class Kept(BytecodeCache):
        def __init__(self) -> None:
            self.code: dict[str, bytes] = {}

        def load_bytecode(self, bucket: "Bucket") -> None:
            if bucket.key in self.code:
                bucket.bytecode_from_string(self.code[bucket.key])

        def dump_bytecode(self, bucket: "Bucket") -> None:
            self.code[bucket.key] = bucket.bytecode_to_string()

    return Kept()


def environment(language: str, folder: Path | None = None, translate: Translate | None = None) -> "Environment":
    """What templates are filled in with: `_` translates; filters say values as `phrases` does.

    A value that is put into a page is escaped, and steers or tells no more than it would on a terminal.

    Args:
        language: of the pages.
        folder: where more templates lie, beside those that all pages share.
        translate: into that language, where it says more than the language does.

    Raises:
        UserError: Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup
    except ImportError:
        raise UserError(Message("pages need Jinja2, which is not installed: pip install 'plptool[site]'")) from None

    # Pages say the same words again and again.
    once = lru_cache(maxsize=1 << 16)(clean)

    def finalize(value: Value) -> Value | str:
        return once(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    made = Environment(
        loader=FileSystemLoader([folder, TEMPLATES] if folder else TEMPLATES),
        bytecode_cache=_compiled(language),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        auto_reload=False,  # a template does not change while the program runs
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    _ = translate or translator(language)
    made.globals.update({"_": _, "language": language})
    made.filters["word"] = _
    made.filters |= {
        "own_name": own_name,
        "language_in": lambda code: words.language_in(code, language),
        "when": lambda text: words.when(text, _),
        "cell": lambda text: words.cell(text, _),
        "period": lambda text: words.period(text, _),
        "amount": lambda kronor: words.amount(kronor, _),
        "sources": words.sources,
        "cited_paragraph": cited_paragraph,
        "value": lambda data, name: words.field(name, data, _),
    }
    return made
