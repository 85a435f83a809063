"""What was parsed and found before, by blob id. Never needed: whatever is wrong with it, the answer is worked out anew.

One SQLite file for each ledger and version of the program. Several processes may use it at once.
"""

import json
import os
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha1, sha256
from pathlib import Path as FilePath
from time import time

from plptool.model.records import Json
from plptool.read.installation import tool

LIMIT = 512 << 20
"""Bytes that all files in the folder may have."""
_UNUSED_DAYS = 30
_OURS = re.compile(r"([0-9a-f]{16}(?:-[0-9a-f]{16})?\.sqlite)(-journal)?")
"""What the cache calls its files, and called them before there was one for each ledger. The folder may hold others'."""
_HARM = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_NOTADB}
"""What SQLite says of a file that is no cache, or none any more. (Not: that it is locked, full or read-only.)"""
_TABLES = """
CREATE TABLE IF NOT EXISTS
  stamps (root TEXT, path TEXT, stamp TEXT, blob TEXT, PRIMARY KEY (root, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS
  records (blob TEXT, collection TEXT, data BLOB, PRIMARY KEY (blob, collection)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS
  examined (root TEXT, path TEXT, context TEXT, blob TEXT, data BLOB, PRIMARY KEY (root, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS
  answers (key TEXT PRIMARY KEY, day INTEGER, data BLOB) WITHOUT ROWID;
"""


def blob_id(raw: bytes) -> str:
    """The id that git gives these bytes.

    SHA-1 can be made to collide only with bytes that no record may hold, so what loads cannot stand for something else.
    """
    return sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


class Cache:
    """Opens, or makes, a ledger's cache.

    Args:
        folder: holds those of all ledgers.
        ledger: the folder that the ledger lies in; where it has none, whatever folder stands for it.
        limit: bytes that the folder may hold. What was not used for longest goes first.
    """

    def __init__(self, folder: FilePath, ledger: FilePath = FilePath(), limit: int = LIMIT) -> None:
        self.folder = folder
        self.ledger = ledger
        self._limit = limit
        self._file = folder
        self._db: sqlite3.Connection | None = None
        self._open(again=True)

    def _open(self, *, again: bool) -> None:
        try:
            place = sha256(os.fsencode(os.path.abspath(self.ledger))).hexdigest()[:16]  # noqa: PTH100 - no link followed
            self._file = self.folder / f"{place}-{tool()}.sqlite"
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._file, timeout=2, isolation_level=None)
            self._db.execute("PRAGMA synchronous = OFF")  # what a crash costs is worked out again
            self._db.executescript(_TABLES)
            with suppress(OSError):
                os.utime(self._file)  # it was used; to read it tells nobody
        except sqlite3.Error as error:
            if self._lose(error) and again:
                self._open(again=False)
        except (OSError, ValueError):  # a name that is none
            self._db = None

    def _lose(self, error: Exception) -> bool:
        """Go on without the cache; one that is damaged is removed, to be made anew. Whether it was."""
        held, self._db = self._db, None
        if held:
            with suppress(sqlite3.Error):
                held.close()  # and with it what it has locked
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        return code & 0xFF in _HARM and _remove(self._file)

    def _tidy(self) -> None:
        """Remove what nobody has used for long, and until the folder is within its limit what was used longest ago."""
        sizes: dict[str, int] = {}
        used: dict[str, float] = {}
        for one in os.scandir(self.folder):
            if ours := _OURS.fullmatch(one.name):
                with suppress(OSError):  # another process has removed it
                    status = one.stat(follow_symlinks=False)
                    sizes[ours[1]] = sizes.get(ours[1], 0) + status.st_size
                    used[ours[1]] = max(used.get(ours[1], 0.0), status.st_mtime)
        whole, oldest = sum(sizes.values()), time() - _UNUSED_DAYS * 86400
        for name in sorted(sizes, key=lambda name: (name == self._file.name, used[name])):
            if whole <= self._limit and used[name] >= oldest:
                continue
            if name == self._file.name and self._db:
                held, self._db = self._db, None
                held.close()
            # A process that still has it open may read it; SQLite lets it write no more (SQLITE_READONLY_DBMOVED).
            if _remove(self.folder / name):
                whole -= sizes[name]

    @contextmanager
    def _trying(self) -> Iterator[sqlite3.Connection | None]:
        """Whatever goes wrong, from here on there is no cache."""
        try:
            yield self._db
        except (sqlite3.Error, OSError, ValueError) as error:
            self._lose(error)

    def stamps(self, root: FilePath) -> dict[str, tuple[str, str]]:
        """By path: the stamp that the file had when it was read last, and the id of the bytes that were read."""
        with self._trying() as db:
            if db:
                rows = db.execute("SELECT path, stamp, blob FROM stamps WHERE root = ?", (_text(root),))
                return {path: (stamp, blob) for path, stamp, blob in rows}
        return {}

    def record(self, blob: str, collection: str) -> Json:
        """The data of a record that loaded without a finding, or None."""
        with self._trying() as db:
            if db:
                where = (blob, collection)
                row = db.execute("SELECT data FROM records WHERE blob = ? AND collection = ?", where).fetchone()
                return _unpack(row[0]) if row else None
        return None

    def records(self, blobs: Iterable[str]) -> dict[tuple[str, str], Json]:
        """The data of those of these that loaded without a finding, by blob id and collection."""
        with self._trying() as db:
            if db:
                asked = "SELECT blob, collection, data FROM records WHERE blob IN (SELECT value FROM json_each(?))"
                rows = db.execute(asked, (json.dumps(list(blobs)),))
                found = {(blob, collection): _unpack(data) for blob, collection, data in rows}
                return {key: data for key, data in found.items() if data is not None}
        return {}

    def examined(self, root: FilePath, context: str) -> dict[str, tuple[str, Json]]:
        """By path: the id of the bytes that were examined in this context, and what came of it."""
        with self._trying() as db:
            if db:
                where = (_text(root), context)
                rows = db.execute("SELECT path, blob, data FROM examined WHERE root = ? AND context = ?", where)
                found = {path: (blob, _unpack(data)) for path, blob, data in rows}
                return {path: row for path, row in found.items() if row[1] is not None}
        return {}

    def answer(self, key: str) -> Json:
        """What was found in the ledger that the key stands for, or None."""
        with self._trying() as db:
            if db:
                row = db.execute("SELECT data FROM answers WHERE key = ?", (key,)).fetchone()
                return _unpack(row[0]) if row else None
        return None

    def keep(
        self,
        root: FilePath,
        stamps: Iterable[tuple[str, str, str]] = (),
        records: Iterable[tuple[str, str, Json]] = (),
        answer: tuple[str, Json] | None = None,
        examined: tuple[str, Iterable[tuple[str, str, Json]]] = ("", ()),
    ) -> None:
        """Keep paths with stamp and blob id; blob ids with collection and data; and what was worked out of them."""
        with self._trying() as db:
            if not db:
                return
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?)", ((_text(root), *row) for row in stamps))
            rows = ((blob, collection, _pack(data)) for blob, collection, data in records)
            db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)
            context, seen = examined
            made = ((_text(root), path, context, blob, _pack(data)) for path, blob, data in seen)
            db.executemany("INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?, ?)", made)
            if answer:
                day = int(time() // 86400)
                db.execute("DELETE FROM answers WHERE day < ?", (day - _UNUSED_DAYS,))
                db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (answer[0], day, _pack(answer[1])))
            db.execute("COMMIT")
            self._tidy()


def _text(path: FilePath) -> str:
    """A path as SQLite takes it, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _remove(file: FilePath) -> bool:
    """Remove a cache, and what SQLite left beside it. Whether it is gone."""
    try:
        file.unlink()
    except FileNotFoundError:
        pass
    except OSError:
        return False
    with suppress(OSError):
        file.with_name(f"{file.name}-journal").unlink()
    return True


def _pack(data: Json) -> bytes:
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.crc32(raw).to_bytes(4) + raw


def _unpack(packed: bytes) -> Json:
    """The data, or None where the bytes are not those that were kept."""
    if not isinstance(packed, bytes) or zlib.crc32(packed[4:]).to_bytes(4) != packed[:4]:
        return None
    return json.loads(packed[4:])
