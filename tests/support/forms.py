"""A page of `plptool edit` for tests: the server in this process, and a browser that says what it is told to say."""

import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from plptool.forms.application import Application
from plptool.forms.guard import TOKEN, Guard
from plptool.forms.server import LOOPBACK, PATIENCE, Server

Said = Mapping[str, str | list[str]]
"""What is typed into a form, by the names of its fields."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Answered:
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass
class Browser:
    """What a browser sends, header by header: nothing of its own, so that each can be left out or be another."""

    server: Server
    guard: Guard
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str | None) -> Answered:
        """Header names are written with `_` for `-`; None leaves one out that is sent otherwise."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Host": self.server.host, **self.headers, **named}
        connection = HTTPConnection(LOOPBACK, self.server.server_port, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        raw = body.encode() if isinstance(body, str) else body
        if raw is not None and "Content-Length" not in sent:
            connection.putheader("Content-Length", str(len(raw)))
        connection.endheaders(raw)
        response = connection.getresponse()
        text = response.read().decode()
        found = {name.casefold(): value for name, value in response.getheaders()}
        connection.close()
        return Answered(response.status, text, found)

    def get(self, path: str, **headers: str | None) -> Answered:
        return self.ask("GET", path, **headers)

    def post(self, path: str, answers: Mapping[str, str | list[str]] | None = None, **headers: str | None) -> Answered:
        """What a form of ours sends."""
        body = urlencode({TOKEN: self.guard.token, **(answers or {})}, doseq=True)
        said = {"Origin": f"http://{self.server.host}", "Sec-Fetch-Site": "same-origin", **FORM}
        return self.ask("POST", path, body, **{**said, **headers})

    def enter(self) -> Answered:
        """Come with the code, and keep the cookie."""
        answered = self.get(self.guard.address.partition(self.server.host)[2])
        self.headers["Cookie"] = answered.headers["set-cookie"].partition(";")[0]
        return answered

    def say(self, raw: bytes) -> bytes:
        """What comes back where something else than a request is sent."""
        with socket.create_connection((LOOPBACK, self.server.server_port), timeout=10) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := connection.recv(1 << 16):
                answer += piece
            return answer


@contextmanager
def served(root: Path, language: str | None = "en", patience: float = PATIENCE) -> Iterator[Browser]:
    """The page of a ledger, before anybody has come."""
    server = Server(0, patience)
    guard = Guard(server.host)
    server.answerer = Application(root, guard, language)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Browser(server, guard)
    finally:
        server.shutdown()
        server.close()
        thread.join()


def hidden(page: Answered) -> Said:
    """What a form says that nobody types."""
    found = re.findall(r'<input type="hidden" name="(stood|seen)" value="([^"]*)"', page.text)
    return {name: [unescape(value) for key, value in found if key == name] for name in ("stood", "seen")}


def told(page: Answered, name: str) -> str:
    """What is told beside a field; empty where nothing is."""
    found = re.search(rf'id="{name}-wrong">(.*?)</div>', page.text)
    return unescape(re.sub("<[^>]*>", "", found[1])) if found else ""


def sentence(page: Answered) -> str:
    found = re.search('<p class="lead">(.*?)</p>', page.text)
    return unescape(found[1]) if found else ""


def looked(officer: Browser, path: str, answers: Said) -> Answered:
    """The page that says what the answers come to."""
    return officer.post(path, {**hidden(officer.get(path)), **answers, "do": "look"})
