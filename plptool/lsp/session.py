"""One ledger in an editor: what is found in it, and what is known of a word in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from time import time

from plptool.checks.coverage import find_texts
from plptool.checks.examiner import Examiner
from plptool.checks.references import places_naming
from plptool.edit.change import Change, errors_in, examine_changes
from plptool.edit.edits import Move
from plptool.edit.mend import with_fixes
from plptool.edit.rename import renamed
from plptool.edit.write import planned
from plptool.lsp.files import Files, Snapshot
from plptool.model.citations import Citation
from plptool.model.dates import day_at
from plptool.model.findings import Finding, Position, every
from plptool.model.i18n import Translate, translation
from plptool.model.records import Path as Place
from plptool.model.records import Record
from plptool.read.manifest import zone
from plptool.read.positions import locate
from plptool.read.vocabulary import vocabulary
from plptool.render.record import in_a_sentence
from plptool.reports.records import view
from plptool.timeline.ledger import Ledger

_LOOK_EVERY = 2.0
"""Seconds after which is looked again at what lies on the disk, though nobody has told of a change there."""
_WORD = re.compile(r"[^\s,{}\[\]'\"]+")
_LARGEST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a ledger was when it was looked at last."""

    snapshot: Snapshot
    ledger: Ledger
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that names a record, or lines of a document."""

    record: Record
    text: str
    start: int
    """With which character of the file it begins."""


@dataclass(slots=True)
class Session:
    """A ledger whose files are open in an editor."""

    root: Path
    lang: str | None
    """The language that was asked for."""
    texts: Path | None
    """The folder in which the documents' texts lie."""
    files: Files = field(init=False)
    _examiner: Examiner = field(default_factory=Examiner)
    _alone: RLock = field(default_factory=RLock)
    """Held by who examines: what is asked first may come before it was examined once."""
    _looked: float = 0.0
    known: Known | None = None
    records: dict[str, Record] = field(default_factory=dict)
    """By path, what its file held when it could be read last."""

    def __post_init__(self) -> None:
        self.files = Files(self.root)

    def look(self) -> None:
        """See what lies on the disk."""
        self.files.look()
        self._looked = time()

    def check(self) -> Known:
        """Find what is wrong by now."""
        with self._alone:
            if time() - self._looked > _LOOK_EVERY:
                self.look()
            snapshot = self.files.snapshot()
            if self.known is None or self.known.snapshot.files != snapshot.files:
                findings, ledger = self._examiner.examined(snapshot)
                self.known = Known(snapshot, ledger, findings)
                self.records |= {record.path: record for record in ledger.all_records()}
            return self.known

    def now(self) -> Known:
        """What is known; it may be a moment old."""
        return self.known or self.check()

    @property
    def translate(self) -> Translate:
        return translation(self.now().ledger.manifest, self.lang)

    @property
    def today(self) -> date:
        return day_at(time(), zone(self.now().ledger.manifest))

    def fixes(self, path: str) -> list[Finding]:
        """The findings of a file that can be mended in one way alone, with their fixes."""
        with self._alone:
            known = self.check()
            mended = [finding for finding in every(known.findings) if finding.path == path and finding.mend]
            fixed = with_fixes(known.snapshot, mended, self._examiner.findings)
        return [finding for finding in fixed if finding.fix]

    def word(self, path: str, text: str, offset: int) -> Word | None:
        """The word at a place of a file, where it names a record."""
        line_start = text.rfind("\n", 0, offset) + 1
        line_end = text.find("\n", offset)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        for found in _WORD.finditer(line):
            if line_start + found.start() <= offset <= line_start + found.end():
                written = found[0].removesuffix(":")
                if written != found[0] and written in vocabulary().names:
                    return None
                record = self._named(written.partition("#")[0], path)
                return None if record is None else Word(record, written, line_start + found.start())
        return None

    def _named(self, key: str, path: str) -> Record | None:
        """The record that is called so, or was; of two in one file, the file's own."""
        ledger = self.now().ledger
        record = ledger.records.get(ledger.present_ids.get(key, key))
        if record is not None and record.path != path:
            return record
        own = [one for one in ledger.all_records() if one.path == path and one.id == key]
        return own[0] if own else record

    def sentence(self, record: Record) -> str:
        """A record in a sentence, as it stands today."""
        state = self.now().ledger.at(self.today)
        return in_a_sentence(view(state, record.id), self.translate)

    def cited(self, word: Word) -> list[str]:
        """The lines that a citation names, where the document's text is held; none otherwise."""
        citation = Citation.parse(word.text)
        if self.texts is None or citation.first is None or citation.last is None:
            return []
        held = find_texts(self.now().ledger, _texts_in(self.texts)).lines.get(word.record.id, [])
        return held[citation.first - 1 : citation.last]

    def naming(self, record: Record) -> Iterator[tuple[str, Position]]:
        """Where a record is named."""
        known = self.now()
        for other in known.ledger.all_records():
            for place in places_naming(other, record.id, record.collection):
                position = self.position(other.path, place)
                if position is not None:
                    yield other.path, position

    def position(self, path: str, place: Place) -> Position | None:
        at_key = place[0] == "listed" and len(place) > 1
        return locate(self.now().snapshot, path, place, at_key=at_key)[0]

    def renamed(self, record: Record, new: str) -> tuple[tuple[Change, ...], Move]:
        """What files are to hold when a record is called otherwise, before its own file is; and that.

        Raises:
            UserError: the id is taken, or no id; or the ledger would be worse for it.
        """
        known = self.check()
        edits = renamed(known.ledger, record.id, new)
        allowed = errors_in(known.findings)
        examine_changes(known.snapshot, planned(known.snapshot, edits), allowed, None)
        (move,) = [edit for edit in edits if isinstance(edit, Move)]
        return planned(known.snapshot, [edit for edit in edits if edit is not move]), move


def _texts_in(folder: Path) -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST_TEXT:
            texts[str(path)] = path.read_bytes()
    return texts
