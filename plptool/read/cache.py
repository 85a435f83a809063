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

from plptool.model.plain import Data, Plain
from plptool.read.installation import tool

LIMIT = 512 << 20
"""Bytes that all files in the folder may have."""
_UNUSED_DAYS = 30
"""After so many a file, or an answer, goes that nobody has asked for."""
_SECONDS_A_DAY = 86_400
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
    digest = sha1(b"blob %d\0" % len(raw), usedforsecurity=False)
    digest.update(raw)
    return digest.hexdigest()


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
            ledger = os.path.abspath(self.ledger)  # noqa: PTH100 - no link is followed
            ledger_hash = sha256(os.fsencode(ledger)).hexdigest()
            self._file = self.folder / f"{ledger_hash[:16]}-{tool()}.sqlite"
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
        database = self._db
        self._db = None
        if database:
            with suppress(sqlite3.Error):
                database.close()  # and with it what it has locked
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
        primary_code = code & 0xFF
        if primary_code not in _HARM:
            return False
        return _remove(self._file)

    def _tidy(self) -> None:
        """Remove what nobody has used for long, and until the folder is within its limit what was used longest ago."""
        sizes: dict[str, int] = {}
        used: dict[str, float] = {}
        for entry in os.scandir(self.folder):
            match = _OURS.fullmatch(entry.name)
            if not match:
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:  # another process has removed it
                continue
            name = match[1]
            sizes[name] = sizes.get(name, 0) + status.st_size
            used[name] = max(used.get(name, 0.0), status.st_mtime)
        whole = sum(sizes.values())
        oldest = time() - _UNUSED_DAYS * _SECONDS_A_DAY
        own_name = self._file.name
        for name in sorted(sizes, key=lambda name: (name == own_name, used[name])):  # this one last
            if whole <= self._limit and used[name] >= oldest:
                continue
            if name == own_name and self._db:
                self._db.close()
                self._db = None
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
        with self._trying() as database:
            if database:
                query = "SELECT path, stamp, blob FROM stamps WHERE root = ?"
                rows = database.execute(query, (_text(root),))
                return {path: (stamp, blob) for path, stamp, blob in rows}
        return {}

    def record(self, blob: str, collection: str) -> dict[str, Plain] | None:
        """The data of a record that loaded without a finding, or None."""
        with self._trying() as database:
            if database:
                query = "SELECT data FROM records WHERE blob = ? AND collection = ?"
                return _first(database.execute(query, (blob, collection)))
        return None

    def records(self, blobs: Iterable[str]) -> dict[tuple[str, str], dict[str, Plain]]:
        """The data of those of these that loaded without a finding, by blob id and collection."""
        with self._trying() as database:
            if database:
                query = "SELECT blob, collection, data FROM records WHERE blob IN (SELECT value FROM json_each(?))"
                wanted = json.dumps(list(blobs))
                records: dict[tuple[str, str], dict[str, Plain]] = {}
                for blob, collection, packed in database.execute(query, (wanted,)):
                    data = _unpack(packed)
                    if data is not None:
                        records[blob, collection] = data
                return records
        return {}

    def examined(self, root: FilePath, context: str) -> dict[str, tuple[str, Data]]:
        """By path: the id of the bytes that were examined in this context, and what came of it."""
        with self._trying() as database:
            if database:
                query = "SELECT path, blob, data FROM examined WHERE root = ? AND context = ?"
                examined: dict[str, tuple[str, Data]] = {}
                for path, blob, packed in database.execute(query, (_text(root), context)):
                    data = _unpack(packed)
                    if data is not None:
                        examined[path] = (blob, data)
                return examined
        return {}

    def answer(self, key: str) -> dict[str, Plain] | None:
        """What was found in the ledger that the key stands for, or None."""
        with self._trying() as database:
            if database:
                query = "SELECT data FROM answers WHERE key = ?"
                return _first(database.execute(query, (key,)))
        return None

    def keep(
        self,
        root: FilePath,
        stamps: Iterable[tuple[str, str, str]] = (),
        records: Iterable[tuple[str, str, Data]] = (),
        answer: tuple[str, Data] | None = None,
        examined: tuple[str, Iterable[tuple[str, str, Data]]] = ("", ()),
    ) -> None:
        """Keep what is new.

        Args:
            root: of the tree that the paths belong to.
            stamps: paths, each with its stamp and the id of the bytes that were read.
            records: ids of bytes, each with the collection and the data.
            answer: the key that stands for the whole ledger, and what was found in it.
            examined: a context; and paths, each with the id of its bytes and what came of them in that context.
        """
        with self._trying() as database:
            if not database:
                return
            root_text = _text(root)
            database.execute("BEGIN IMMEDIATE")
            stamp_rows = ((root_text, *row) for row in stamps)
            database.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?)", stamp_rows)
            record_rows = ((blob, collection, _pack(data)) for blob, collection, data in records)
            database.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", record_rows)
            context, results = examined
            examined_rows = ((root_text, path, context, blob, _pack(data)) for path, blob, data in results)
            database.executemany("INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?, ?)", examined_rows)
            if answer:
                answer_key, data = answer
                today = int(time() // _SECONDS_A_DAY)
                database.execute("DELETE FROM answers WHERE day < ?", (today - _UNUSED_DAYS,))
                database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (answer_key, today, _pack(data)))
            database.execute("COMMIT")
            self._tidy()


def _first(rows: sqlite3.Cursor) -> dict[str, Plain] | None:
    """The data in the first of some rows; None where there is none."""
    row = rows.fetchone()
    if row is None:
        return None
    (packed,) = row
    return _unpack(packed)


def _text(path: FilePath) -> str:
    """A path as SQLite takes it, whatever its bytes."""
    raw = os.fsencode(path)
    return raw.decode("utf-8", "backslashreplace")


def _remove(file: FilePath) -> bool:
    """Remove a cache, and what SQLite left beside it. Whether it is gone."""
    try:
        file.unlink()
    except FileNotFoundError:
        pass
    except OSError:
        return False
    journal = file.with_name(f"{file.name}-journal")
    with suppress(OSError):
        journal.unlink()
    return True


def _pack(data: Data) -> bytes:
    """The data as JSON, after a checksum of it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    raw = text.encode("utf-8", "surrogatepass")
    return _checksum(raw) + raw


def _unpack(packed: bytes) -> dict[str, Plain] | None:
    """The data, or None where the bytes are not those that were kept."""
    is_whole = isinstance(packed, bytes) and _checksum(packed[4:]) == packed[:4]
    if not is_whole:
        return None
    data: dict[str, Plain] = json.loads(packed[4:])
    return data


def _checksum(raw: bytes) -> bytes:
    return zlib.crc32(raw).to_bytes(4)
