"""Whoever is not the browser that plptool opened gets nothing, and does nothing; whatever is sent, others are answered."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep

import pytest

from plptool.forms.application import LARGEST
from plptool.forms.server import AT_ONCE, HEADERS, LOOPBACK
from tests.support.forms import FORM, Browser, served

NOBODY = "A need."
"""What stands on the first page, for nobody else."""


def test_the_code_works_once_and_gives_a_cookie_that_no_script_and_no_other_page_has(stranger: Browser) -> None:
    assert stranger.get("/").status == 403
    entered = stranger.enter()
    assert (entered.status, entered.headers["location"]) == (303, "/")
    assert set(entered.headers["set-cookie"].split("; ")[1:]) == {"Path=/", "HttpOnly", "SameSite=Strict"}
    assert NOBODY in stranger.get("/").text
    again = stranger.get(stranger.guard.address.partition(stranger.server.host)[2], Cookie=None)
    assert (again.status, "set-cookie" in again.headers) == (403, False)


@pytest.mark.parametrize("code", ["", "x", "%C3%A9", "%00", "a" * 5000])
def test_a_wrong_code_is_refused_and_does_not_use_up_the_right_one(stranger: Browser, code: str) -> None:
    answered = stranger.get(f"/?code={code}")
    assert answered.status in (400, 403)
    assert "set-cookie" not in answered.headers
    assert stranger.enter().status == 303


def test_of_many_who_come_with_the_code_at_once_one_gets_in(stranger: Browser) -> None:
    address = stranger.guard.address.partition(stranger.server.host)[2]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: stranger.get(address).status, range(8)))
    assert sorted(statuses) == [303, *[403] * 7]


@pytest.mark.parametrize("cookie", ["", "{}", "{}=x", "{}=é", "=;=;", "{}=" + "a" * 9000])
def test_without_the_cookie_nothing_is_shown(officer: Browser, cookie: str) -> None:
    name = officer.headers["Cookie"].partition("=")[0]
    for path in ("/", "/record/1.1", "/list/sources", "/assets/site.css", "/nowhere"):
        answered = officer.get(path, Cookie=cookie.format(name).encode().decode("latin-1"))
        assert (answered.status, NOBODY in answered.text) == (403, False), path


def test_a_name_that_leads_here_is_not_ours(stranger: Browser) -> None:
    """DNS rebinding: the page is asked for at an address of this machine, under a name of somebody else's."""
    port = stranger.server.server_port
    address = stranger.guard.address.partition(stranger.server.host)[2]
    names = (f"evil.example:{port}", f"localhost:{port}", LOOPBACK, f"{LOOPBACK}:{port}.evil.example", "", None)
    for host in names:
        assert stranger.get(address, Host=host).status == 403, host
    stranger.enter()
    for host in names:
        assert stranger.get("/", Host=host).status == 403, host
        assert stranger.post("/", Host=host).status == 403, host
    twice = f"GET / HTTP/1.1\r\nHost: {stranger.server.host}\r\nHost: evil.example\r\nCookie: {stranger.headers['Cookie']}\r\n\r\n"
    assert stranger.say(twice.encode()).startswith(b"HTTP/1.0 400 ")
    elsewhere = twice.replace("GET / ", "GET http://evil.example/ ").replace("Host: evil.example\r\n", "")
    assert stranger.say(elsewhere.encode()).startswith(b"HTTP/1.0 400 ")


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("http://evil.example", "cross-site"),
        ("http://evil.example", "same-origin"),
        ("http://evil.example", None),
        ("http://127.0.0.1:1", "same-site"),
        ("null", "cross-site"),
        ("null", None),
        (None, None),
        (None, "same-origin"),
        ("", "same-origin"),
        ("{}", "cross-site"),
        ("{}", "same-site"),
        ("{}", "none"),
        ("{}/", "same-origin"),
    ],
)
def test_a_form_of_somebody_elses_does_nothing(officer: Browser, origin: str | None, site: str | None) -> None:
    """Even one that knows what our forms say, sent by our browser."""
    said = None if origin is None else origin.format(f"http://{officer.server.host}")
    assert officer.post("/nowhere", Origin=said, Sec_Fetch_Site=site, **{"Sec-Fetch-Site": None}).status == 403


def test_a_form_says_that_it_is_ours(officer: Browser) -> None:
    ours = {"Origin": f"http://{officer.server.host}", "Sec-Fetch-Site": "same-origin", **FORM}
    for body in ("", "token=", "token=x", "token=%C3%A9", f"token=x&token={officer.guard.token}"):
        assert officer.ask("POST", "/nowhere", body, **ours).status == 403, body
    # As browsers send it, old and new: it comes as far as that there is no such page.
    assert officer.post("/nowhere").status == 404
    assert officer.post("/nowhere", Origin="null").status == 404
    assert (
        officer.ask("POST", "/nowhere", f"token={officer.guard.token}", **{**ours, "Sec-Fetch-Site": None}).status
        == 404
    )


@pytest.mark.parametrize("site", ["cross-site", "same-site", "x"])
def test_no_page_elsewhere_reads_ours(officer: Browser, site: str) -> None:
    assert officer.get("/", Sec_Fetch_Site=site).status == 403
    assert officer.get("/", Sec_Fetch_Site="none").status == 200


def test_whatever_is_answered_runs_and_loads_nothing_and_is_not_kept(officer: Browser) -> None:
    policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    answers = [
        officer.get("/"),
        officer.get("/assets/site.css"),
        officer.get("/nowhere"),
        officer.get("/", Cookie=None),
        officer.ask("PUT", "/"),
        officer.post("/", Content_Length="-1"),
    ]
    assert [answered.status for answered in answers] == [200, 200, 404, 403, 501, 400]
    for answered in answers:
        said = answered.headers
        assert {name: said[name.casefold()] for name, _ in HEADERS} == dict(HEADERS)
        assert (said["content-security-policy"], said["referrer-policy"]) == (policy, "no-referrer")
        assert (said["x-content-type-options"], said["cache-control"]) == ("nosniff", "no-store")
        assert "Python" not in said["server"]
        assert not re.search(r"<script|<style|\bstyle=|javascript:|<[^>]* on[a-z]+=", answered.text)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../../../etc/passwd",
        "/assets/..%2f..%2fframe.html",
        "/assets/forms.css%00",
        "/assets//etc/passwd",
        "/record/..%2f..%2fledger%2fledger.yaml",
        "/record/1.1.yaml",
        "/record/ledger%2fprocesses%2f1.1",
        "/record/%00",
        "/record/",
        "/list/..",
        "/list/nowhere",
        "/list/sources/list",
        "/record/1.1/../../..",
        "/%E0%80%AF",
        "//evil.example/",
        "/record/%ED%A0%80",
        "/?find=%ED%A0%80",
        "/?find=%00",
    ],
)
def test_no_address_is_a_path(officer: Browser, path: str) -> None:
    answered = officer.get(path)
    assert answered.status in (400, 404)
    assert "root:" not in answered.text
    assert "time-zone" not in answered.text


def test_what_no_browser_sends_is_no_request(officer: Browser) -> None:
    ours = f"Host: {officer.server.host}\r\nCookie: {officer.headers['Cookie']}\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    many = "&".join(f"a{number}=" for number in range(100_000))
    requests: dict[str, tuple[int, str]] = {
        "a length below nothing": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: -1\r\n\r\n"),
        "a length in words": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: ten\r\n\r\n"),
        "a length with a sign": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: +3\r\n\r\na=b"),
        "a length of many digits": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: {'9' * 5000}\r\n\r\n"),
        "two lengths": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 3\r\nContent-Length: 4\r\n\r\na=b"),
        "no length": (411, f"POST / HTTP/1.1\r\n{ours}{form}\r\na=b"),
        "less than it says": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 30\r\n\r\na=b"),
        "in pieces": (501, f"POST / HTTP/1.1\r\n{ours}{form}Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"),
        "too much": (413, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: {LARGEST + 1}\r\n\r\n"),
        "no form": (415, f"POST / HTTP/1.1\r\n{ours}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"),
        "a file without an end": (400, f"POST / HTTP/1.1\r\n{ours}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1\r\n\r\nx"),
        "a NUL": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 5\r\n\r\na=%00"),
        "half a character": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 11\r\n\r\na=%ED%A0%80"),
        "not UTF-8": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 5\r\n\r\na=%FF"),
        "letters as they are": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: 4\r\n\r\na=é"),
        "many fields": (400, f"POST / HTTP/1.1\r\n{ours}{form}Content-Length: {len(many)}\r\n\r\n{many}"),
        "many headers": (431, f"GET / HTTP/1.1\r\n{ours}{''.join(f'a{n}: b{chr(13)}{chr(10)}' for n in range(200))}\r\n"),
        "a long header": (431, f"GET / HTTP/1.1\r\n{ours}a: {'b' * 70_000}\r\n\r\n"),
        "a long address": (414, f"GET /{'a' * 70_000} HTTP/1.1\r\n{ours}\r\n"),
        "no request": (400, "x y z w v\r\n\r\n"),
        "a version to come": (505, f"GET / HTTP/2.0\r\n{ours}\r\n"),
    }  # fmt: skip
    for name, (status, raw) in requests.items():
        answer = officer.say(raw.encode())
        assert b" %d " % status in answer.partition(b"\r\n")[0], (name, answer[:100])
        assert NOBODY.encode() not in answer, name
    assert officer.get("/").status == 200


def left(connection: socket.socket, byte: bytes = b"") -> bool:
    """Whether the other end is gone, whatever is sent still."""
    try:
        connection.sendall(byte)
        return connection.recv(100) == b""
    except (ConnectionResetError, BrokenPipeError):
        return True
    finally:
        connection.close()


def page_is_had(browser: Browser) -> bool:
    """Whether there is room for a page, or is soon: whoever was sent away leaves a moment later."""
    for _ in range(50):
        try:
            return browser.get("/").status == 200
        except HTTPException:
            sleep(0.05)
    return False


def test_who_sends_slowly_keeps_nobody_waiting_and_is_not_waited_for(root: Path) -> None:
    with served(root, patience=0.3) as browser:
        browser.enter()
        slow = [socket.create_connection((LOOPBACK, browser.server.server_port), timeout=5) for _ in range(AT_ONCE + 5)]
        assert all(map(left, slow[AT_ONCE:]))  # there was no room for them
        began = monotonic()
        for connection in slow[:AT_ONCE]:
            connection.sendall(b"GET / HTTP/1.1\r\nHo")
        sleep(0.2)
        assert all(left(connection, b"s") for connection in slow[:AT_ONCE])  # a byte gives no more time
        assert monotonic() - began < 10
        assert page_is_had(browser)
        slow = [socket.create_connection((LOOPBACK, browser.server.server_port), timeout=5) for _ in range(AT_ONCE - 1)]
        assert page_is_had(browser)
        for connection in slow:
            connection.close()


def test_no_other_machine_can_reach_it(stranger: Browser) -> None:
    assert stranger.server.socket.getsockname()[0] == "127.0.0.1"
