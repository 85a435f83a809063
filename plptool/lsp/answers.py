"""What a ledger says, as the Language Server Protocol has it (3.17)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lsprotocol import types

from plptool.edit.change import Change
from plptool.edit.edits import Move
from plptool.lsp.files import Snapshot
from plptool.lsp.positions import Text
from plptool.lsp.words import Offer, Offers
from plptool.model import personal_numbers
from plptool.model.findings import Finding, Fix, Message, Position, Severity
from plptool.model.i18n import Translate
from plptool.model.plain import entries
from plptool.model.records import Record
from plptool.model.text import short
from plptool.render.findings import sentences
from plptool.render.text import clean

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_RELATED = 20
"""Places of one mistake that are shown beside the first."""
_ENDS = " \t,{}[]\r\n"


def said(text: str) -> str:
    """A text in which no digits of a personal identity number stand: an editor keeps what it is told."""
    return personal_numbers.mask(clean(text))


def uri_of(root: Path, path: str) -> str:
    return (root / path).as_uri()


def text_of(snapshot: Snapshot, path: str, counted_in: str) -> Text:
    """A file as an editor shows it."""
    try:
        raw = snapshot.read(path)
    except OSError:
        raw = b""
    return Text(raw.decode("utf-8", "replace").removeprefix("\ufeff"), counted_in)


def diagnostic(finding: Finding, snapshot: Snapshot, counted_in: str, _: Translate) -> types.Diagnostic:
    """A finding on its words."""
    text = text_of(snapshot, finding.path, counted_in)
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(
                uri_of(snapshot.root, other.path),
                _words(text_of(snapshot, other.path, counted_in), other.position),
            ),
            said(other.message.say(_)),
        )
        for other in finding.others[:_RELATED]
    ]
    return types.Diagnostic(
        range=_words(text, finding.position),
        message=said(sentences(finding, _)),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        source="plptool",
        related_information=related or None,
    )


def _words(text: Text, position: Position | None) -> types.Range:
    """From a place to the end of what stands there: of a text in quotes the whole, else a word."""
    if position is None:
        return text.range(0, 0)
    start = text.found(position)
    line_end = start + len(text.line(text.place(start).line)) - (start - text.starts[text.place(start).line])
    end = start
    quote = text.text[start : start + 1]
    if quote in ("'", '"') and text.text.find(quote, start + 1, line_end) > 0:
        end = text.text.find(quote, start + 1, line_end) + 1
    while end < line_end and text.text[end] not in _ENDS:
        end += 1
    return text.range(start, max(end, min(start + 1, line_end)))


def completion(offers: Offers, text: Text, offset: int, _: Translate) -> types.CompletionList:
    """What may be written instead of what was begun, in the order in which it is likely."""
    range_ = text.range(offset - len(offers.begun), offset)
    items: dict[str, types.CompletionItem] = {}
    for number, offer in enumerate(offers.offers):
        items.setdefault(
            offer.text,
            types.CompletionItem(
                label=offer.text.rstrip(": "),
                detail=_detail(offer, _),
                sort_text=f"{number:05}",
                filter_text=offer.text,
                kind=types.CompletionItemKind.Property if offer.text.endswith(": ") else types.CompletionItemKind.Value,
                text_edit=types.TextEdit(range_, offer.text),
            ),
        )
    return types.CompletionList(is_incomplete=False, items=list(items.values()))


def _detail(offer: Offer, _: Translate) -> str | None:
    """What stands beside an offer; nothing where it would say the same again."""
    about = offer.about.say(_) if isinstance(offer.about, Message) else offer.about
    if about in ("", offer.text):
        return None
    return said(short(about, 100))


def actions(
    fixed: Iterable[Finding], snapshot: Snapshot, uri: str, counted_in: str, _: Translate
) -> Iterator[types.CodeAction]:
    """Fixes as actions."""
    for finding in fixed:
        fix = finding.fix
        if fix is None or finding.rule == "PLP102":  # an editor shows no byte order mark, and so cannot remove it
            continue
        title = said((finding.hint or finding.message).say(_))
        edit = types.WorkspaceEdit(changes={uri: [_edit(fix, text_of(snapshot, fix.path, counted_in))]})
        yield types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(finding, snapshot, counted_in, _)],
            is_preferred=True,
            edit=edit,
        )


def _edit(fix: Fix, text: Text) -> types.TextEdit:
    return types.TextEdit(text.range(text.found(fix.start), text.found(fix.end)), fix.text)


def workspace_edit(
    changes: Iterable[Change], move: Move, snapshot: Snapshot, counted_in: str, versions: dict[str, int]
) -> types.WorkspaceEdit:
    """What files are to hold, and that one is called otherwise, for an editor to do."""
    edits: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for change in changes:
        old = text_of(snapshot, change.path, counted_in)
        new = (change.new or b"").decode()
        document = types.OptionalVersionedTextDocumentIdentifier(
            uri_of(snapshot.root, change.path), versions.get(change.path)
        )
        edits.append(types.TextDocumentEdit(document, list(_edits(old, new))))
    edits.append(types.RenameFile(uri_of(snapshot.root, move.path), uri_of(snapshot.root, move.to)))
    return types.WorkspaceEdit(document_changes=edits)


def _edits(old: Text, new: str) -> Iterator[types.TextEdit]:
    """The lines that differ, each run of them as one edit."""
    from difflib import SequenceMatcher

    rows, new_rows = old.text.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    matcher = SequenceMatcher(None, rows, new_rows, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield types.TextEdit(old.range(starts[start], starts[end]), "".join(new_rows[new_start:new_end]))


def symbols(record: Record, text: Text, places: dict[int, int]) -> types.DocumentSymbol:
    """A record, with its events.

    Args:
        record: the record.
        text: of its file.
        places: by event, with which character it begins.
    """
    whole = text.range(0, len(text.text))
    children = []
    for index, event in enumerate(entries(record.data, "events")):
        start = places.get(index, 0)
        here = text.range(start, start + len(text.line(text.place(start).line)) - text.place(start).character)
        name = said(f"{event.get('date', '')} {event.get('kind', '')}".strip()) or "–"
        children.append(types.DocumentSymbol(name, types.SymbolKind.Event, here, here))
    name = said(short(f"{record.id} {record.called}", 80))
    return types.DocumentSymbol(name, types.SymbolKind.Object, whole, text.range(0, 0), children=children)
