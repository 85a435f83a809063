"""The command: it says where, answers until it is ended, and ends in an orderly way."""

import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from plptool.forms.server import LOOPBACK
from tests.support.program import plptool
from tests.support.thorough import thorough


@thorough
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_it(root: Path) -> None:
    command = [sys.executable, "-m", "plptool", "edit", "--no-browser", "--lang", "en"]
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ},
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        said = running.stdout.readline()
        address = said.split()[-1]
        assert said == f"The ledger is open in a browser at {address}\n"
        host, _, path = address.removeprefix("http://").partition("/")
        connection = HTTPConnection(host, timeout=10)
        connection.request("GET", f"/{path}")
        assert connection.getresponse().status == 303
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == 0
        assert running.stderr.read() == "The address works once. Ctrl-C ends it.\nEnded. What was saved is saved.\n"
        assert running.stdout.read() == ""


def test_where_somebody_else_listens_it_says_so(root: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        done = plptool("edit", "--no-browser", "--port", str(port), cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"port {port}" in done.stderr


def test_where_there_is_no_ledger_it_does_not_begin(tmp_path_factory: pytest.TempPathFactory) -> None:
    done = plptool("edit", "--no-browser", cwd=tmp_path_factory.mktemp("empty"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "ledger" in done.stderr


def test_without_the_library_that_makes_pages_it_does_not_begin(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = plptool("edit", "--no-browser", cwd=root)
    assert (done.returncode, done.stdout, "plptool[site]" in done.stderr) == (2, "", True)
