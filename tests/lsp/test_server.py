"""An editor's server as an editor has it: a process, and messages on its stdin and stdout (LSP 3.17)."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from plptool.lsp.answers import completion
from plptool.lsp.positions import Text
from plptool.lsp.words import offers
from plptool.model.findings import Position
from plptool.model.i18n import translator
from plptool.read.opening import open_ledger
from tests.support.ledgers import BASE, HELD, write_ledger
from tests.support.program import plptool
from tests.support.thorough import thorough

LINED = "== sources/minutes\ntitle: Minutes\ndate: 2023-01-01\nlines: 40\n"


class Editor:
    """Talks to a server, and reads all that it writes: anything but the protocol would end the test."""

    def __init__(self, root: Path, *arguments: str, encodings: tuple[str, ...] = ("utf-16",)) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "plptool", "lsp", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root,
            env={**os.environ, "PLPTOOL_CACHE": "off"},
        )  # fmt: skip
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.number = 0
        self.version = 0
        capabilities = {"general": {"positionEncodings": list(encodings)}}
        self.can = self.ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        self.tell("initialized")

    def _read(self) -> None:
        stdout = self.process.stdout
        assert stdout
        while head := stdout.readline():
            name, _, value = head.decode().partition(": ")
            if name.casefold() != "content-length":
                self.told.put({"method": "no protocol", "params": head.decode()})
                return
            while stdout.readline() != b"\r\n":
                pass
            self.told.put(json.loads(stdout.read(int(value))))

    def send(self, **message: Any) -> None:
        raw = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(raw), raw))
        self.process.stdin.flush()

    def tell(self, method: str, **params: Any) -> None:
        self.send(method=method, params=params)

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        while (message := self.told.get(timeout=30)).get("id") != self.number:
            assert message["method"] != "no protocol", message
        return message.get("result", message.get("error"))

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        self.version += 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": self.version, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.findings(path)

    def type(self, path: Path, text: str) -> list[dict[str, Any]]:
        self.version += 1
        document = {"uri": path.as_uri(), "version": self.version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        return self.findings(path)

    def findings(self, path: Path) -> list[dict[str, Any]]:
        """What is told of a file by now."""
        while message := self.told.get(timeout=30):
            params = message.get("params") or {}
            if message.get("method") != "textDocument/publishDiagnostics" or params["uri"] != path.as_uri():
                continue
            if params.get("version") in (None, self.version):
                found: list[dict[str, Any]] = params["diagnostics"]
                return found
        raise AssertionError

    def at(self, path: Path, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, BASE + HELD + LINED)


@pytest.fixture
def editor(root: Path) -> Iterator[Editor]:
    editor = Editor(root)
    yield editor
    editor.process.kill()
    editor.process.wait()


@thorough
def test_what_is_typed_is_told_and_mended(editor: Editor, root: Path) -> None:
    process = root / "ledger" / "processes" / "1.1.yaml"
    text = process.read_text()
    assert editor.open(process, text) == []
    wrong = text.replace("need: A need.", 'need: "😀 A need."').replace("[B]", "[B, baord]")
    (told,) = editor.type(process, wrong)
    assert (told["code"], told["severity"], told["message"]) == (
        "PLP301", 1, "unknown organisation `baord`. Did you mean `board`?",
    )  # fmt: skip
    assert told["range"] == {"start": {"line": 6, "character": 14}, "end": {"line": 6, "character": 19}}
    (action,) = editor.ask(
        "textDocument/codeAction",
        textDocument={"uri": process.as_uri()},
        range=told["range"],
        context={"diagnostics": []},
    )
    ((edit,),) = action["edit"]["changes"].values()
    assert (edit["range"], edit["newText"]) == (told["range"], "board")
    assert process.read_text() == text  # the editor's to change
    for broken in (
        "need: [",
        "\ufeff" + text,
        text.replace("\n", "\r\n").replace("lead: A", "lead: a"),
        "x" * 2_000_000,
    ):
        assert editor.type(process, broken)
    assert editor.type(process, text.replace("\n", "\r\n")) == []


@thorough
def test_files_that_come_and_go_and_others_too(editor: Editor, root: Path) -> None:
    process = root / "ledger" / "processes" / "1.1.yaml"
    board = root / "ledger" / "organisations" / "B.yaml"
    text = process.read_text()
    assert editor.open(process, text) == []
    raw = board.read_bytes()
    board.unlink()
    editor.tell("workspace/didChangeWatchedFiles", changes=[{"uri": board.as_uri(), "type": 3}])
    assert [one["code"] for one in editor.findings(process)] == ["PLP301"]
    board.write_bytes(raw)
    editor.tell("workspace/didChangeWatchedFiles", changes=[{"uri": board.as_uri(), "type": 1}])
    assert editor.findings(process) == []
    outside = root / "notes.yaml"
    document = {"uri": outside.as_uri(), "languageId": "yaml", "version": 1, "text": "a: ["}
    editor.tell("textDocument/didOpen", textDocument=document)
    assert editor.ask("textDocument/hover", **editor.at(outside, 0, 0)) is None
    assert editor.ask("textDocument/documentSymbol", textDocument={"uri": outside.as_uri()}) == []
    process.unlink()
    editor.tell("textDocument/didClose", textDocument={"uri": process.as_uri()})
    assert editor.ask("workspace/executeCommand", command="plptool.anything", arguments=[])["code"] < 0
    assert editor.ask("shutdown") is None


@thorough
def test_what_a_word_is_where_it_is_named_and_another_name_for_it(editor: Editor, root: Path) -> None:
    process = root / "ledger" / "processes" / "1.1.yaml"
    editor.open(process, process.read_text())
    told = editor.ask("textDocument/hover", **editor.at(process, 6, 11))
    assert told["contents"]["value"] == "B Administration B"
    place = editor.ask("textDocument/definition", **editor.at(process, 6, 11))
    assert place["uri"].endswith("/organisations/B.yaml")
    places = editor.ask("textDocument/references", **editor.at(process, 6, 11), context={"includeDeclaration": False})
    assert [one["uri"].rpartition("/")[2] for one in places] == ["1.1.yaml"]
    (record,) = editor.ask("textDocument/documentSymbol", textDocument={"uri": process.as_uri()})
    assert [one["name"] for one in record["children"]] == ["2022-03-01 meeting"]
    renamed = editor.ask("textDocument/rename", **editor.at(process, 6, 11), newName="BB")["documentChanges"]
    assert [one.get("kind") for one in renamed] == [None, None, "rename"]
    assert renamed[0]["edits"] == [
        {
            "range": {"start": {"line": 6, "character": 0}, "end": {"line": 7, "character": 0}},
            "newText": "partners: [BB]\n",
        }
    ]
    assert renamed[2]["newUri"].endswith("/organisations/BB.yaml")
    refused = editor.ask("textDocument/rename", **editor.at(process, 6, 11), newName="A")
    assert "A' is taken" in refused["message"]


@thorough
def test_columns_are_counted_as_was_agreed_on(root: Path) -> None:
    process = root / "ledger" / "processes" / "1.1.yaml"
    process.write_text(process.read_text().replace("2022-03-01,", "2022-03-01, text: 😀å, by: baord,"))
    columns = {}
    for encoding in ("utf-8", "utf-16"):
        editor = Editor(root, encodings=(encoding,))
        (told,) = editor.open(process, process.read_text())
        columns[encoding] = told["range"]["start"]["character"]
        editor.process.kill()
        editor.process.wait()
    line = process.read_text().splitlines()[-1]
    before = line[: line.index("baord")]
    assert columns == {"utf-8": len(before.encode()), "utf-16": len(before.encode("utf-16-le")) // 2}


def test_places_of_a_text_are_an_editors() -> None:
    text = Text("a: 😀x\r\nb: å\n\nc", "utf-16")
    assert text.place(text.text.index("x")) == types.Position(0, 5)
    assert text.offset(types.Position(0, 5)) == text.text.index("x")
    assert text.found(Position(2, 4)) == text.text.index("å")
    assert text.place(len(text.text)) == types.Position(3, 1)
    assert text.offset(types.Position(9, 9)) == len(text.text)
    assert Text("å", "utf-8").place(1) == types.Position(0, 2)


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("  - {date: 2022-04-01, kind: me", ["meeting", "activity", "status"]),
        ("  - {date: 2022-04-01, kind: meeting, number: ", ["2"]),
        ("  - {date: 2022-04-01, kind: status, status: ", ["planned", "ongoing", "paused", "completed", "cancelled"]),
        ("  - {date: 2022-04-01, kind: meeting, with: [A, ", ["A", "B", "board"]),
        ("  - {date: 2022-04-01, kind: note, source: minutes#L3}\n  - {date: 2022-05-01, source: ", ["minutes#L4", "list", "minutes"]),
        ("  - {date: 2022-04-01, kind: note, se", ["settles: ", "text: "]),
        ("partners:\n  - ", ["A", "B", "board"]),
        ("part-of: ", ["1.1"]),
        ("l", ["lead: ", "listed: "]),
    ],
)  # fmt: skip
def test_what_may_stand_there_is_offered(written: str, offered: list[str], root: Path) -> None:
    ledger = open_ledger(root)
    path = "ledger/processes/1.1.yaml"
    before = (root / path).read_text() + written
    got = offers(path, before, "", ledger, ledger.record("1.1"), date(2024, 1, 1))
    assert got is not None
    texts = [one.text for one in got.offers]
    if texts != offered:
        assert [text for text in texts if text in offered] == offered


@pytest.mark.parametrize(
    ("written", "text", "beside"),
    [
        ("  - {date: 2022-04-01, kind: status, status: ", "completed", "slutförd"),
        ("  - {date: 2022-04-01, kind: me", "meeting", "möte"),
        ("  - {date: 2022-04-01, kind: note, te", "text", "En kort anteckning med egna ord."),
        ("lead: ", "A", "Administration A"),  # a name of the ledger's own, which no catalogue has
    ],
)
def test_what_is_offered_is_explained_in_the_readers_language(written: str, text: str, beside: str, root: Path) -> None:
    ledger = open_ledger(root)
    path = "ledger/processes/1.1.yaml"
    before = (root / path).read_text() + written
    got = offers(path, before, "", ledger, ledger.record("1.1"), date(2024, 1, 1))
    assert got is not None
    listed = completion(got, Text(before, "utf-8"), len(before), translator("sv"))
    assert {one.label: one.detail for one in listed.items}[text] == beside
    if beside != "Administration A":
        listed = completion(got, Text(before, "utf-8"), len(before), translator("en"))
        assert {one.label: one.detail for one in listed.items}[text] != beside


def test_without_pygls_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "plptool.lsp.server", raising=False)
    monkeypatch.setitem(sys.modules, "pygls.lsp.server", None)
    done = plptool("lsp")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'plptool[lsp]'" in done.stderr
