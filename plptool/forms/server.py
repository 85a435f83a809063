"""Answers a browser on this machine, and no other: nothing that is sent, or not sent, takes long or much."""

import os
import socket
import traceback
from collections.abc import Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader, RawIOBase
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from plptool.forms import uploads
from plptool.forms.asked import FORM, TEXT, Asked, Reply, UnreadableError, address_read, form_read

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LOOPBACK = "127.0.0.1"
"""This machine alone; no other can reach it."""
PATIENCE = 15.0
"""Seconds in which all of a request must have come, however it comes."""
AT_ONCE = 24
"""So many are answered at once; who comes besides is told to come again."""
_LET_PASS, _PIECE = 1 << 28, 1 << 16
"""Bytes of what is too large that go by; at once."""
_DIGITS = 9
"""Digits of a number of bytes that anybody sends."""
_ONCE = ("host", "origin", "cookie", "content-length", "content-type", "sec-fetch-site", "transfer-encoding")
"""What we look at, and who says it twice means to be understood in two ways."""
HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
"""What is said with each answer: it runs nothing, loads nothing of others', stands in no frame, and is not kept."""


class Answerer(Protocol):
    """What knows the answers."""

    def most(self, asked: Asked) -> int:
        """How many bytes may follow what was asked: a stranger has nothing to say."""

    def answer(self, asked: Asked) -> Reply:
        """The answer; one browser is answered at a time."""

    def unread(self, status: int) -> Reply:
        """What is said of something that cannot be read."""


class Nobody:
    """Who answers before there is anything to say."""

    def most(self, _: Asked) -> int:
        return 0

    def answer(self, _: Asked) -> Reply:
        return Reply(status=503)

    def unread(self, status: int) -> Reply:
        return Reply(status=status)


class Server(ThreadingHTTPServer):
    """A server for the browser on this machine.

    Args:
        port: where it listens; 0 is one that is free.
        patience: seconds in which a request must have come.

    Raises:
        OSError: it cannot listen there.
    """

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"
    """Elsewhere that would let another program listen here too."""
    request_queue_size = 2 * AT_ONCE

    def __init__(self, port: int, patience: float = PATIENCE) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.patience = patience
        self.answerer: Answerer = Nobody()
        self._turn = Lock()
        self._places = BoundedSemaphore(AT_ONCE)

    @property
    def host(self) -> str:
        """How it is named in an address."""
        return f"{LOOPBACK}:{self.server_port}"

    def answer(self, asked: Asked) -> Reply:
        """The answer, one at a time: whoever writes is alone."""
        with self._turn:
            return self.answerer.answer(asked)

    def close(self) -> None:
        """End, when what is being written is written."""
        with self._turn:
            self.server_close()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: str) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: socket.socket | tuple[bytes, socket.socket], client_address: str) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: str) -> None:
        """Whoever went away while they were answered is no error of ours."""


class _Until(RawIOBase):
    """What comes from a socket until a moment; whoever sends a byte now and then does not get another moment."""

    def __init__(self, connection: socket.socket, end: float) -> None:
        self._connection = connection
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


class _Handler(BaseHTTPRequestHandler):
    """One request; then the connection is closed."""

    server: Server
    default_request_version = "HTTP/1.0"
    """Of who says none: the library's own is so old that answers have no headers."""

    def setup(self) -> None:
        super().setup()
        end = monotonic() + self.server.patience
        self.rfile = BufferedReader(_Until(self.connection, end))

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def send_error(self, code: int, *_: object) -> None:
        """A request that cannot be read."""
        self._send(Reply(status=code, kind=TEXT, body=b"plptool\n"))

    def version_string(self) -> str:
        return "plptool"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Nobody reads along: an address may have what is nobody's business."""

    def _serve(self) -> None:
        try:
            asked = self._asked()
        except UnreadableError as error:
            self._send(self.server.answerer.unread(error.status))
            return
        try:
            reply = self.server.answer(asked)
        except Exception:  # noqa: BLE001 - the boundary: whatever comes here is our bug, and others still are answered
            traceback.print_exc()
            reply = Reply(status=500, kind=TEXT, body=b"This is a bug in plptool.\n")
        self._send(reply)

    def _asked(self) -> Asked:
        """What is asked.

        Raises:
            UnreadableError: it is no request of a browser's.
        """
        headers = self._headers()
        address = address_read(self.path)
        asked = Asked(self.command, address.path, address.query, headers)
        if self.command == "GET":
            return asked
        raw = self._body(headers, self.server.answerer.most(asked))
        kind = headers.get("content-type", "")
        if kind.casefold().startswith(uploads.KIND):
            answers, files = uploads.upload_read(kind, raw)
            return replace(asked, answers=answers, files=files)
        return replace(asked, answers=form_read(_text(kind, raw)))

    def _headers(self) -> Mapping[str, str]:
        headers: dict[str, str] = {}
        for name in _ONCE:
            values = self.headers.get_all(name, [])
            if len(values) > 1:
                raise UnreadableError(400)
            if values:
                headers[name] = values[0]
        return headers

    def _body(self, headers: Mapping[str, str], most: int) -> bytes:
        """What a form sends, all of it, and no more than may come."""
        if "transfer-encoding" in headers:
            raise UnreadableError(501)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) <= _DIGITS):
            raise UnreadableError(411 if not length else 400)
        size = int(length)
        if size > most:
            self._let_pass(size)
            raise UnreadableError(413)
        raw = self.rfile.read(size)
        if len(raw) < size:
            raise UnreadableError(400)
        return raw

    def _let_pass(self, size: int) -> None:
        """Let what is too large go by, as a browser hears no answer before it has sent all of it."""
        left = min(size, _LET_PASS)
        while left > 0:
            passed = len(self.rfile.read(min(left, _PIECE)))
            left = left - passed if passed else 0

    def _send(self, reply: Reply) -> None:
        self.connection.settimeout(self.server.patience)
        self.close_connection = True
        self.send_response(reply.status)
        for name, value in (*HEADERS, *reply.headers):
            self.send_header(name, value)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)


def _text(kind: str, raw: bytes) -> str:
    """What a form without files sends."""
    named, _, _ = kind.partition(";")
    if named.strip().casefold() != FORM:
        raise UnreadableError(415)
    if not raw.isascii():
        raise UnreadableError(400)
    return raw.decode("ascii")
