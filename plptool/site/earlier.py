"""Pages that an earlier run wrote, so that what would be the same is not rendered again.

A page has a key: the digest of all that it is made of. That is what it tells, to the last word, and what every page is
made of: this program with its templates and catalogues, the libraries that write, the manifest, the day, and where each
record's page is and what it is called. Where a page's key is that of the run before, and its files are there with the
bytes that were written then, these are taken.

Only pages of records, and of what happened between two days, have keys: their templates ask nothing else of the site.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from plptool.model import i18n
from plptool.model.plain import Plain
from plptool.read.installation import tool
from plptool.render import page as shared
from plptool.site.content import Page, Site

KEYED = (
    "changes.html",
    "decision.html",
    "grant.html",
    "organisation.html",
    "plan.html",
    "process.html",
    "record.html",
    "source.html",
    "source_part.html",
)
"""The templates of the pages that have keys."""
SEEN = ("broken", "language", "point", "records", "state.day", "state.ledger.manifest", "title")
"""What these ask of the site; all of it is in each key. A test holds them to it."""
_WRITERS = ("Jinja2", "MarkupSafe", "XlsxWriter")
Content = Mapping[str, bytes]
"""The files of a page, by path."""


@dataclass
class Earlier:
    """What an earlier run wrote into a folder, and what this one writes.

    Args:
        folder: the site's.
        known: by path, the key of its page and the digest of its bytes; none, where nothing is known.
    """

    folder: Path
    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The same of what is written now."""
    taken: int = 0
    """Of how many pages the files were taken as they are."""

    @classmethod
    def of(cls, folder: Path, remembered: Mapping[str, Plain] | None) -> "Earlier":
        """What was remembered of a folder, in the form that `remember` gives it."""
        known: dict[str, tuple[str, str]] = {}
        for path, entry in (remembered or {}).items():
            match entry:
                case [str(key), str(digest)]:
                    known[path] = (key, digest)
        return cls(folder, known)

    def remember(self) -> dict[str, Plain]:
        """What the next run is to know."""
        return {path: [*entry] for path, entry in self.written.items()}

    def content(self, key: str) -> Content | None:
        """The files of the page that had this key, where each is as it was written; None where one is not."""
        digests = self._by_key.get(key)
        if digests is None:
            return None
        content: dict[str, bytes] = {}
        for path, digest in digests.items():
            raw = self._file(path, digest)
            if raw is None:
                return None
            content[path] = raw
        self.taken += 1
        return content

    @cached_property
    def _by_key(self) -> Mapping[str, Mapping[str, str]]:
        """By the key of a page, all its files in their order, each with the digest of its bytes."""
        by_key: dict[str, dict[str, str]] = {}
        for path, (key, digest) in self.known.items():
            by_key.setdefault(key, {})[path] = digest
        return by_key

    def _file(self, path: str, digest: str) -> bytes | None:
        place = self.folder / path
        if place.is_symlink() or not place.is_file():
            return None
        try:
            raw = place.read_bytes()
        except OSError:
            return None
        return raw if _digest(raw) == digest else None

    def note(self, key: str, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The same files, whose key and digests the next run will know."""
        for path, raw in files:
            self.written[path] = (key, _digest(raw))
            yield path, raw


class Keys:
    """The keys of a site's pages."""

    def __init__(self, site: Site, languages: Sequence[str], templates: Path) -> None:
        common = [
            tool(),
            *(version(name) for name in _WRITERS),
            *_bytes_below(templates),
            *_bytes_below(shared.TEMPLATES),
            *_bytes_below(Path(i18n.__file__).parent / "locale"),
            repr([*languages]),
            repr((site.title, site.language, site.named, site.broken, site.point, site.state.day)),
            repr(site.state.ledger.manifest),
            repr(site.records),
        ]
        self._common = sha256("\n".join(common).encode("utf-8", "backslashreplace"))

    def of(self, page: Page) -> str | None:
        """The key of a page; None of one that asks more of the site than keys have."""
        if page.template not in KEYED:
            return None
        key = self._common.copy()
        key.update(repr(page).encode("utf-8", "backslashreplace"))
        return key.hexdigest()


def _bytes_below(folder: Path) -> Iterator[str]:
    """The digest of each file in a folder, after its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(folder)} {_digest(path.read_bytes())}"


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
