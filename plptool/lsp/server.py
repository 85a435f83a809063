"""The server: what an editor asks and tells (Language Server Protocol 3.17, by pygls), and what it is answered.

Its only words on stdout are the protocol's. It changes no file, and takes nothing from the settings of a workspace.
"""

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from plptool.lsp import answers
from plptool.lsp.positions import Text
from plptool.lsp.session import Known, Session, Word
from plptool.lsp.words import offers
from plptool.model.errors import UserError
from plptool.model.findings import every
from plptool.model.version import __version__
from plptool.read.worktree import find_root

T = TypeVar("T")
_PAUSE = 0.01
"""Seconds to wait for what is typed next, before all that was typed is looked at."""


class Ledgers:
    """The ledgers of which files are open, each examined in turn, in a thread of its own."""

    def __init__(self, server: LanguageServer, lang: str | None, texts: Path | None) -> None:
        self.server = server
        self.lang = lang
        self.texts = texts
        self.sessions: dict[Path, Session] = {}
        self.open: dict[str, tuple[Session, str]] = {}
        """By URI: in which ledger a file lies, and where."""
        self.versions: dict[str, int | None] = {}
        """By URI."""
        self._one = ThreadPoolExecutor(max_workers=1)
        self._waiting: set[Path] = set()
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._warm = False

    @property
    def counted_in(self) -> str:
        """What columns are counted in, as was agreed on."""
        encoding = self.server.workspace.position_encoding
        return str(encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding)

    def place(self, uri: str) -> tuple[Session, str] | None:
        """In which ledger a file lies, and where; None where it is in none."""
        if uri in self.open:
            return self.open[uri]
        file = to_fs_path(uri)
        if file is None:
            return None
        path = Path(file)
        try:
            root = find_root(path.parent)
            inner = (path.parent.resolve() / path.name).relative_to(root.resolve()).as_posix()
        except (UserError, OSError, ValueError):
            return None
        if not inner.startswith("ledger/"):
            return None
        session = self.sessions.get(root)
        if session is None:
            session = self.sessions[root] = Session(root, self.lang, self.texts)
        return session, inner

    def opened(self, uri: str, text: str, version: int | None) -> None:
        """A file was opened, or is another now."""
        placed = self.place(uri)
        if placed is None:
            return
        session, path = placed
        if uri not in self.open:
            session.look()
        self.open[uri] = placed
        self.versions[uri] = version
        session.files.open(path, text)
        self.check(session)

    def closed(self, uri: str) -> None:
        placed = self.open.pop(uri, None)
        self.versions.pop(uri, None)
        if placed is None:
            return
        session, path = placed
        session.files.close(path)
        session.look()
        self.check(session)

    def looked(self) -> None:
        """Files came, went or were written."""
        for session in self.sessions.values():
            session.look()
            self.check(session)

    def check(self, session: Session) -> None:
        """Find what is wrong, and tell it: once for all that is told meanwhile."""
        if session.root in self._waiting:
            return
        self._waiting.add(session.root)
        loop = asyncio.get_running_loop()
        self._one.submit(self._check, session, loop)

    def _check(self, session: Session, loop: asyncio.AbstractEventLoop) -> None:
        sleep(_PAUSE)
        self._waiting.discard(session.root)
        versions = dict(self.versions)
        try:
            known = session.check()
            told = self._told(session, known)
        except UserError as error:
            loop.call_soon_threadsafe(self._complain, str(error))
            return
        loop.call_soon_threadsafe(self._publish, told, versions)
        if not self._warm:  # what was read is there to stay: nobody need look at it again for garbage
            self._warm = True
            gc.collect()
            gc.freeze()

    def _told(self, session: Session, known: Known) -> dict[str, list[types.Diagnostic]]:
        """By URI, what is told of each file."""
        uris = {path: uri for uri, (of, path) in list(self.open.items()) if of is session}
        told: dict[str, list[types.Diagnostic]] = {uri: [] for uri in uris.values()}
        translate = session.translate
        for finding in known.findings:
            if finding.acknowledged is None:
                uri = uris.get(finding.path) or answers.uri_of(session.root, finding.path)
                diagnostic = answers.diagnostic(finding, known.snapshot, self.counted_in, translate)
                told.setdefault(uri, []).append(diagnostic)
        root = session.root.as_uri()
        for uri in self._published:
            if uri.startswith(f"{root}/"):
                told.setdefault(uri, [])
        return told

    def _publish(self, told: dict[str, list[types.Diagnostic]], versions: dict[str, int | None]) -> None:
        for uri, diagnostics in told.items():
            if uri in self.open or self._published.get(uri, []) != diagnostics:
                version = versions.get(uri)
                params = types.PublishDiagnosticsParams(uri, diagnostics, version)
                self.server.text_document_publish_diagnostics(params)
            self._published[uri] = diagnostics
        self._published = {uri: kept for uri, kept in self._published.items() if kept}

    def _complain(self, why: str) -> None:
        params = types.LogMessageParams(types.MessageType.Warning, answers.said(why))
        self.server.window_log_message(params)

    async def asked(self, question: Callable[[], T]) -> T:
        """What comes of a question, which is asked when no other is."""
        return await asyncio.wrap_future(self._one.submit(question))

    def text(self, uri: str) -> Text:
        return Text(self.server.workspace.get_text_document(uri).source, self.counted_in)

    def word(self, uri: str, position: types.Position) -> tuple[Session, Text, Word] | None:
        """The word at a place, where it names a record."""
        placed = self.place(uri)
        if placed is None:
            return None
        session, path = placed
        text = self.text(uri)
        word = session.word(path, text.text, text.offset(position))
        return None if word is None else (session, text, word)

    def location(self, session: Session, path: str, start: int, length: int) -> types.Location:
        text = answers.text_of(session.now().snapshot, path, self.counted_in)
        return types.Location(answers.uri_of(session.root, path), text.range(start, start + length))


def server(lang: str | None = None, texts: Path | None = None) -> LanguageServer:
    """A server that answers an editor.

    Args:
        lang: the language of what it tells; without it, the ledger's.
        texts: the folder in which the documents' texts lie.
    """
    made = LanguageServer("plptool", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
    ledgers = Ledgers(made, lang, texts)
    _listen(made, ledgers)
    _answer(made, ledgers)
    _change(made, ledgers)
    return made


def _listen(made: LanguageServer, ledgers: Ledgers) -> None:
    """What an editor tells."""

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        ledgers.opened(document.uri, document.text, document.version)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        ledgers.opened(document.uri, made.workspace.get_text_document(document.uri).source, document.version)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        ledgers.closed(params.text_document.uri)

    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(_: types.DidSaveTextDocumentParams) -> None:
        ledgers.looked()

    @made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def watched(_: types.DidChangeWatchedFilesParams) -> None:
        ledgers.looked()


def _answer(made: LanguageServer, ledgers: Ledgers) -> None:
    """What an editor asks of what is there."""

    @made.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", " ", "#", "{", "["]))
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        placed = ledgers.place(params.text_document.uri)
        if placed is None:
            return None
        session, path = placed
        text = ledgers.text(params.text_document.uri)
        offset = text.offset(params.position)
        rest = text.line(params.position.line)[offset - text.starts[params.position.line] :]
        offered = offers(path, text.text[:offset], rest, session.now().ledger, session.records.get(path), session.today)
        return None if offered is None else answers.completion(offered, text, offset, session.translate)

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        found = ledgers.word(params.text_document.uri, params.position)
        if found is None:
            return None
        session, text, word = found
        sentence, lines = await ledgers.asked(lambda: (session.sentence(word.record), session.cited(word)))
        told = answers.said("\n".join([sentence, *(f"> {line}" for line in lines)]))
        content = types.MarkupContent(types.MarkupKind.PlainText, told)
        return types.Hover(content, text.range(word.start, word.start + len(word.text)))

    @made.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> types.Location | None:
        found = ledgers.word(params.text_document.uri, params.position)
        if found is None:
            return None
        session, _, word = found
        path = word.record.path
        position = session.position(path, ("id",))
        text = answers.text_of(session.now().snapshot, path, ledgers.counted_in)
        start = text.found(position) if position else 0
        return ledgers.location(session, path, start, len(word.record.id))

    @made.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location]:
        found = ledgers.word(params.text_document.uri, params.position)
        if found is None:
            return []
        session, _, word = found
        return await ledgers.asked(lambda: _references(ledgers, session, word))

    @made.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        placed = ledgers.place(params.text_document.uri)
        if placed is None:
            return []
        session, path = placed
        known = session.now()
        record = next((one for one in known.ledger.all_records() if one.path == path), None)
        if record is None:
            return []
        text = ledgers.text(params.text_document.uri)
        places: dict[int, int] = {}
        events = record.data.get("events")
        for index in range(len(events) if isinstance(events, list) else 0):
            position = session.position(path, ("events", index))
            if position is not None:
                places[index] = text.found(position)
        return [answers.symbols(record, text, places)]


def _references(ledgers: Ledgers, session: Session, word: Word) -> list[types.Location]:
    places: list[types.Location] = []
    snapshot = session.now().snapshot
    for path, position in session.naming(word.record):
        start = answers.text_of(snapshot, path, ledgers.counted_in).found(position)
        places.append(ledgers.location(session, path, start, len(word.record.id)))
    return places


def _change(made: LanguageServer, ledgers: Ledgers) -> None:
    """What an editor may change, and does itself."""

    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    async def act(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        placed = ledgers.place(uri)
        if placed is None:
            return []
        session, path = placed
        fixed = await ledgers.asked(lambda: session.fixes(path))
        first, last = params.range.start.line, params.range.end.line
        here = [one for one in every(fixed) if one.position and first <= one.position.line - 1 <= last]
        snapshot = session.now().snapshot
        return list(answers.actions(here, snapshot, uri, ledgers.counted_in, session.translate))

    @made.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def may_rename(params: types.PrepareRenameParams) -> types.Range | None:
        found = ledgers.word(params.text_document.uri, params.position)
        if found is None:
            return None
        _, text, word = found
        return text.range(word.start, word.start + len(word.text.partition("#")[0]))

    @made.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        from pygls.exceptions import JsonRpcInvalidParams

        found = ledgers.word(params.text_document.uri, params.position)
        if found is None:
            return None
        session, _, word = found
        try:
            changes, move = await ledgers.asked(lambda: session.renamed(word.record, params.new_name))
        except UserError as error:
            raise JsonRpcInvalidParams(answers.said(str(error))) from None
        versions = {path: ledgers.versions.get(uri) for uri, (_, path) in ledgers.open.items()}
        return answers.workspace_edit(
            changes, move, session.now().snapshot, ledgers.counted_in,
            {path: version for path, version in versions.items() if version is not None},
        )  # fmt: skip
