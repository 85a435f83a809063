"""What was parsed and found before, by blob id. Never needed: whatever is wrong with it, the answer is worked out anew.

One SQLite file for each version of the tool. Several processes may use it at once.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha1, sha256
from pathlib import Path as FilePath
from time import time

from plptool.model.records import Json
from plptool.model.version import __version__

_HERE = FilePath(__file__).parents[1]
_LARGEST = 512 << 20
_UNUSED_DAYS = 30
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


def tool() -> str:
    """What an answer depends on beside the bytes: this program as it is installed."""
    files = sorted(path for pattern in ("**/*.py", "**/*.json") for path in _HERE.glob(pattern))
    schemas = sorted((_HERE.parent / "schema").glob("*.json"))
    stats = [(path.name, (stat := path.stat()).st_size, stat.st_mtime_ns) for path in (*files, *schemas)]
    return sha256(repr((__version__, stats)).encode()).hexdigest()[:16]


class Cache:
    """Opens, or makes, the cache in a folder."""

    def __init__(self, folder: FilePath) -> None:
        self.folder = folder
        self._db: sqlite3.Connection | None = None
        self._open(again=True)

    def _open(self, *, again: bool) -> None:
        file = self.folder / f"{tool()}.sqlite"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = not file.exists()
            self._db = sqlite3.connect(file, timeout=2, isolation_level=None)
            self._db.execute("PRAGMA synchronous = OFF")  # what a crash costs is worked out again
            self._db.executescript(_TABLES)
            if new or file.stat().st_size > _LARGEST:
                self._tidy(file)
        except sqlite3.DatabaseError as error:
            self._db = None
            if again and not isinstance(error, sqlite3.OperationalError):  # damaged: begin anew
                with suppress(OSError):
                    file.unlink()
                    self._open(again=False)
        except OSError:
            self._db = None

    def _tidy(self, file: FilePath) -> None:
        """Remove what other versions left and nobody has used for long; empty what has grown too large."""
        for other in self.folder.glob("*.sqlite"):
            with suppress(OSError):
                if other != file and other.stat().st_mtime < time() - _UNUSED_DAYS * 86400:
                    other.unlink()
        if self._db and file.stat().st_size > _LARGEST:
            self._db.executescript(
                "DELETE FROM stamps; DELETE FROM records; DELETE FROM examined; DELETE FROM answers; VACUUM;"
            )

    @contextmanager
    def _trying(self) -> Iterator[sqlite3.Connection | None]:
        """Whatever goes wrong, from here on there is no cache."""
        try:
            yield self._db
        except (sqlite3.Error, OSError):
            held, self._db = self._db, None
            if held:
                with suppress(sqlite3.Error):
                    held.close()  # and with it what it has locked

    def stamps(self, root: FilePath) -> dict[str, tuple[str, str]]:
        """By path: the stamp that the file had when it was read last, and the id of the bytes that were read."""
        with self._trying() as db:
            if db:
                rows = db.execute("SELECT path, stamp, blob FROM stamps WHERE root = ?", (str(root),))
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
                where = (str(root), context)
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
            db.executemany("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?)", ((str(root), *row) for row in stamps))
            rows = ((blob, collection, _pack(data)) for blob, collection, data in records)
            db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", rows)
            context, seen = examined
            made = ((str(root), path, context, blob, _pack(data)) for path, blob, data in seen)
            db.executemany("INSERT OR REPLACE INTO examined VALUES (?, ?, ?, ?, ?)", made)
            if answer:
                day = int(time() // 86400)
                db.execute("DELETE FROM answers WHERE day < ?", (day - _UNUSED_DAYS,))
                db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (answer[0], day, _pack(answer[1])))
            db.execute("COMMIT")


def _pack(data: Json) -> bytes:
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.crc32(raw).to_bytes(4) + raw


def _unpack(packed: bytes) -> Json:
    """The data, or None where the bytes are not those that were kept."""
    if not isinstance(packed, bytes) or zlib.crc32(packed[4:]).to_bytes(4) != packed[:4]:
        return None
    return json.loads(packed[4:])
