"""An officer at a real browser, with a keyboard alone; and a page of somebody else's in the same browser."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.support.browser import Watched, opened
from tests.support.forms import Browser, served
from tests.support.ledgers import copy_real_ledger
from tests.support.thorough import thorough

pytestmark = thorough
FORM = "/record/2.5.3/add/note"
SAID = {"date": "2024-01-14", "text": "Lokalerna är klara."}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    copy_real_ledger(tmp_path)
    return tmp_path


@pytest.fixture
def desk(plan: Path, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """In the ledger's language, or the one that a test asks for."""
    with served(plan, getattr(request, "param", None)) as browser:
        yield browser


@pytest.fixture
def tab(chromium: Chromium, desk: Browser) -> Iterator[Watched]:
    with opened(chromium, locale="sv-SE") as watched:
        watched.page.goto(desk.guard.address)
        yield watched
        refused = [line for line in watched.said if "status of 4" not in line]
        assert refused == []
        assert [url for url in watched.asked if not url.startswith(f"http://{desk.server.host}/")] == []


def address(desk: Browser, path: str) -> str:
    return f"http://{desk.server.host}{path}"


def tabbed_to(page: Page, selector: str, most: int = 120) -> None:
    """Go there as who has no mouse."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(selector)


def test_an_officer_with_a_keyboard_alone_tells_what_happened(tab: Watched, desk: Browser, plan: Path) -> None:
    page = tab.page
    assert page.url == address(desk, "/")  # the code is not in the address any more
    assert page.evaluate("document.cookie") == ""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tabbed_to(page, "#find")
    page.keyboard.type("hemlösa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?find=*")
    tabbed_to(page, "a[href='/record/2.5.3']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/2.5.3")
    tabbed_to(page, f"a[href='{FORM}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FORM}")
    tabbed_to(page, "#text")
    page.keyboard.type(SAID["text"])
    tabbed_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".summary")
    assert page.get_by_role("alert").is_visible()
    assert page.input_value("#text") == SAID["text"]
    tabbed_to(page, ".summary a")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'date'")
    assert page.get_attribute("#date", "aria-invalid") == "true"
    page.keyboard.type(SAID["date"])
    tabbed_to(page, "button.main")
    page.keyboard.press("Enter")
    page.wait_for_selector(".look")
    assert page.inner_text(".look .lead") == "1 händelse tillkommer; inget förseglat rörs."
    tabbed_to(page, "button[value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/2.5.3")
    assert "Sparat. 1 händelse tillkommer" in page.inner_text("[role=status]")
    written = (plan / "ledger/processes/2.5.3.yaml").read_text("utf-8")
    assert SAID["text"] in written
    assert f"date: {SAID['date']}" in written


@pytest.mark.parametrize(("theme", "desk"), [("light", "sv"), ("dark", "en")], indirect=["desk"])
def test_axe_finds_nothing_and_no_page_is_wider_than_a_telephone(tab: Watched, desk: Browser, theme: str) -> None:
    page = tab.page
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    states = ("/", "/list/decisions", "/list/sources", "/record/2.2.3", "/record/2017-02-08-direktionen-11", "/record/2.2.3/add/meeting",
              "/record/2.5.3/add/status", "/new/decisions", "/record/2.2.3/change/lead", "/record/2.2.3/event/0", "/draft", FORM, f"{FORM} wrong", f"{FORM} look")  # fmt: skip
    for state in states:
        path, _, what = state.partition(" ")
        page.goto(address(desk, path))
        if what:
            page.fill("#date", SAID["date"] if what == "look" else "2024-13-01")
            page.fill("#text", SAID["text"])
            page.click("button.main")
            page.wait_for_selector(".look" if what == "look" else ".summary")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page).response["violations"]
            told = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
            assert not told, (state, width)
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (state, width)


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else's on this machine, which sends a form to ours, shows ours in a frame, and asks for it."""

    target = ""
    token = ""

    def do_GET(self) -> None:
        body = f"""<!doctype html><iframe src="{self.target}/"></iframe>
            <form action="{self.target}{FORM}" method="post"><input name="token" value="{self.token}">
            <input name="date" value="2024-01-14"><input name="text" value="Theirs"><input name="do" value="save">
            <button>Win a car</button></form>
            <script>fetch("{self.target}/record/2.5.3", {{credentials: "include", mode: "no-cors"}})
              .then((answer) => document.title = "asked " + answer.type, () => document.title = "refused")</script>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_somebody_elses_in_the_same_browser_does_and_sees_nothing(
    chromium: Chromium, desk: Browser, plan: Path, host: str
) -> None:
    """Also one on this machine's own address, to which the browser sends our cookie; even if it knows our token."""
    before = (plan / "ledger/processes/2.5.3.yaml").read_bytes()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Elsewhere.target, Elsewhere.token = f"http://{desk.server.host}", desk.guard.token
    Thread(target=server.serve_forever, daemon=True).start()
    with opened(chromium) as watched:
        page = watched.page
        page.goto(desk.guard.address)
        assert page.locator("h1").inner_text() == "Processer"
        page.goto(f"http://{host}:{server.server_port}/")
        page.wait_for_function("document.title")
        assert page.title() == "refused"  # no other origin loads what is ours
        framed = [frame for frame in page.frames if frame != page.main_frame]
        assert all("Processer" not in frame.content() for frame in framed)
        page.click("button")
        page.wait_for_url(f"**{FORM}")
        assert page.locator("h1").inner_text() == "Inte här"
        assert "Theirs" not in page.content()
    server.shutdown()
    server.server_close()
    assert (plan / "ledger/processes/2.5.3.yaml").read_bytes() == before


def test_under_another_name_our_page_is_nobody_s(chromium: Chromium, desk: Browser) -> None:
    """DNS rebinding: a name of somebody else's that leads to this machine."""
    assert socket.gethostbyname("localhost") == "127.0.0.1"
    with opened(chromium) as watched:
        watched.page.goto(desk.guard.address)
        watched.page.goto(f"http://localhost:{desk.server.server_port}/")
        assert watched.page.locator("h1").inner_text() == "Inte här"
