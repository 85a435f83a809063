"""Which page is at which address. What is named in an address is looked up among what the ledger has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from plptool.forms import drafting, uploads
from plptool.forms import events as events_forms
from plptool.forms import records as records_forms
from plptool.forms.asked import Asked, RefusedError, Reply, elsewhere, first, page
from plptool.forms.drafting import Papers
from plptool.forms.flow import Flow, Form, Remembered, Shown, findings_told, lines_of
from plptool.forms.guard import Guard
from plptool.forms.opened import Opened
from plptool.forms.pages import ASSETS, Pages
from plptool.forms.saving import Keep, Saved
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.own_words import NO_WORDS
from plptool.model.plain import whole
from plptool.model.records import Record
from plptool.render.document import Block
from plptool.render.html import named
from plptool.render.record import show
from plptool.reports.records import view

_NO_PAGE = Message("There is no such page.")
_NO_REQUEST = Message("This cannot be read. Go back: what you typed stands there still.")
_TOO_LARGE = Message("This is larger than the 10 MB that may be sent. Go back: what you typed stands there still.")
_LARGE = 413
_OF_STRANGERS = 4096
LARGEST = 1 << 20
"""Bytes of what a form may send: as many as a record may have."""
_STYLE = "text/css; charset=utf-8"
_LISTS = (Collection.DECISIONS, Collection.SOURCES, Collection.ORGANISATIONS, Collection.GRANTS, Collection.PLANS)
"""The lists that lead to records, beside that of the processes."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stands above the questions of a form that takes a draft."""

    blocks: list[tuple[str, Block]]
    to_answer: list[drafting.ToAnswer]


class Application:
    """Answers what our browser asks.

    Args:
        folder: in which the ledger lies, or above which it does.
        guard: knows the browser.
        language: of the pages; None is the ledger's.

    Raises:
        UserError: there is no ledger, or Jinja2 is not installed.
    """

    def __init__(self, folder: Path, guard: Guard, language: str | None) -> None:
        self._folder = folder
        self._guard = guard
        self._asked_language = language
        self.language = Opened(folder, language).language
        """Of the pages."""
        self._plain = Pages(self.language, self.language, "")
        """Pages that tell nothing of the ledger."""
        self._remembered = Remembered()
        self._papers = Papers()
        self._keep = Keep()
        """How somebody saved last: so the next form begins."""
        self._saved: Saved | None = None
        """What was saved, and is to be told still."""

    def most(self, asked: Asked) -> int:
        """How many bytes may follow what was asked: of a stranger's, hardly any."""
        if not self._guard.knows(asked):
            return _OF_STRANGERS
        return uploads.LARGEST if asked.path == ("draft",) else LARGEST

    def answer(self, asked: Asked) -> Reply:
        """The page that is asked for, or why there is none."""
        try:
            if self._guard.is_entry(asked):
                self._guard.enter(asked)
                return elsewhere("/", ("Set-Cookie", self._guard.cookie))
            self._guard.admit(asked)
            return self._page(asked)
        except RefusedError as refused:
            translate = self._plain.translate
            return self._told(refused.status, [refused.message.say(translate)])
        except UserError as error:
            translate = self._plain.translate
            return self._told(409, error.lines(translate))

    def unread(self, status: int) -> Reply:
        """What is said of something that cannot be read."""
        message = _TOO_LARGE if status == _LARGE else _NO_REQUEST
        return self._told(status, [message.say(self._plain.translate)])

    def _told(self, status: int, lines: list[str]) -> Reply:
        return page(self._plain.filled("refused", lines=lines), status)

    def _page(self, asked: Asked) -> Reply:
        match asked.path:
            case ("assets", name) if name in ASSETS:
                return Reply(ASSETS[name].read_bytes(), kind=_STYLE)
            case ("favicon.ico",):  # browsers ask for it by themselves
                return Reply(status=204)
            case ():
                return self._overview(asked)
            case ("list", name) if name in COLLECTIONS:
                return self._list(COLLECTIONS[name], asked)
            case ("record", key):
                return self._record(key)
            case ("draft",):
                return self._draft(asked)
            case ("draft", key) if key in self._papers.by_key:
                return self._drafted(asked, key)
            case ("record", key, *form) if form:
                return self._of_record(asked, key, form)
            case ("new", name) if name in COLLECTIONS:
                opened = self._open()
                return self._asked(asked, opened, records_forms.beginning(opened, COLLECTIONS[name]))
            case _:
                raise RefusedError(404, _NO_PAGE)

    def _overview(self, asked: Asked) -> Reply:
        opened = self._opened(asked)
        words = first(asked.query, "find")
        return self._listed(opened, "overview", Collection.PROCESSES, words=words, groups=opened.by_lead(words))

    def _list(self, collection: Collection, asked: Asked) -> Reply:
        opened = self._opened(asked)
        words = first(asked.query, "find")
        if collection is Collection.PROCESSES:
            return elsewhere("/")
        return self._listed(opened, "records", collection, words=words, rows=opened.records(collection, words))

    def _listed(self, opened: Opened, template: str, collection: Collection, **values: object) -> Reply:
        """A list, with what was saved just now, and the way to a new record."""
        saved, self._saved = self._saved, None
        title = opened.translate(collection.plural).capitalize()
        what = opened.translate(collection.singular)
        more = {"saved": saved, "what": what, **values}
        return self._shown(opened, template, title, collection.plural, more)

    def _record(self, key: str) -> Reply:
        opened = self._open()
        record = _looked_up(opened, key)
        seen = view(opened.state, record.id)
        events = [*events_forms.timeline(opened, record, seen.words or NO_WORDS)]
        told = named(show(replace(seen, timeline=()), opened.state.point, opened.translate))
        fields = next((place for place, (kind, _) in enumerate(told) if place and kind == "heading"), len(told))
        saved, self._saved = self._saved, None
        values = {
            "key": record.id,
            "head": told[:fields],
            "rest": told[fields:],
            "events": events,
            "adding": [*events_forms.may_be_added(opened, record)],
            "changing": [*records_forms.may_change(opened, record)],
            "saved": saved,
        }
        return self._shown(opened, "record", f"{record.id} {record.called}", record.collection.plural, values)

    def _of_record(self, asked: Asked, key: str, form: list[str]) -> Reply:
        """A form about a record."""
        opened = self._open()
        record = _looked_up(opened, key)
        match form:
            case ["add", kind]:
                made = events_forms.adding(opened, record, kind, of_tasks=False)
            case ["add", kind, "of"]:
                made = events_forms.adding(opened, record, kind, of_tasks=True)
            case ["change", name]:
                made = records_forms.changing(opened, record, name)
            case ["event", number]:
                made = events_forms.correcting(opened, record, _number(number))
            case ["event", number, "away"]:
                made = events_forms.removing(opened, record, _number(number))
            case _:
                made = None
        return self._asked(asked, opened, made)

    def _draft(self, asked: Asked) -> Reply:
        """The box for lines and documents; or what becomes of them."""
        opened = self._open()
        problems: tuple[str, ...] = ()
        if asked.method == "POST":
            try:
                paper = drafting.read(asked, opened.translate("lines"))
                return elsewhere(f"/draft/{self._papers.keep(paper)}")
            except UserError as error:
                problems = lines_of(error, opened.translate)
        title = opened.translate("From a document")
        values = {"problems": problems, "lines": asked.answer(drafting.LINES), "kinds": ", ".join(drafting.KINDS)}
        return self._shown(opened, "draft", title, "draft", values, 422 if problems else 200)

    def _drafted(self, asked: Asked, key: str) -> Reply:
        """What is drafted of a document, and the form that takes it into the ledger."""
        opened = self._open()
        form, draft = drafting.drafting(opened, key, self._papers.by_key[key], asked.answers)
        before = Before(named(drafting.told(draft, opened.translate)), drafting.to_answer(opened, draft))
        return self._asked(asked, opened, form, before)

    def _asked(self, asked: Asked, opened: Opened, form: Form | None, before: Before | None = None) -> Reply:
        """A form: as it begins, as it goes on, or what is shown when it is saved."""
        if form is None:
            raise RefusedError(404, _NO_PAGE)
        flow = Flow(opened, form, self._remembered)
        if asked.method == "GET":
            return self._form(opened, flow.begin(self._keep, asked.query), before)
        outcome = flow.go_on(asked)
        if isinstance(outcome, Saved):
            self._saved, self._keep = outcome, outcome.keep
            return elsewhere(_after(form, outcome))
        self._keep = outcome.keep
        status = 422 if outcome.has_problems else 409 if outcome.meanwhile else 200
        return self._form(opened, outcome, before, status)

    def _form(self, opened: Opened, shown: Shown, before: Before | None, status: int = 200) -> Reply:
        form = shown.form
        notes = findings_told(shown.look.findings, opened.translate) if shown.look else []
        branch = opened.branch
        done, self._saved = self._saved, None
        values = {
            "saved": done,
            "form": form,
            "shown": shown,
            "notes": notes,
            "before": before,
            "can_commit": branch is not None,
            "branch": branch,
        }
        return self._shown(opened, "form", form.title, form.here, values, status)

    def _opened(self, asked: Asked) -> Opened:
        """The ledger, for a page that is only read."""
        if asked.method != "GET":
            raise RefusedError(404, _NO_PAGE)
        return self._open()

    def _open(self) -> Opened:
        return Opened(self._folder, self._asked_language)

    def _shown(
        self, opened: Opened, template: str, title: str, here: str, values: Mapping[str, object], status: int = 200
    ) -> Reply:
        """A page, with what all of them have."""
        ledger = opened.ledger
        pages = Pages(opened.language, ledger.language, ledger.title, self._guard.token, opened.translate)
        text = pages.filled(
            template,
            title=title,
            here=here,
            lists=_LISTS,
            folder=str(opened.workspace.root),
            left_out=opened.left_out,
            **values,
        )
        return page(text, status)


def _looked_up(opened: Opened, key: str) -> Record:
    """A record that the ledger has.

    Raises:
        RefusedError: it has none of this id.
    """
    record = opened.ledger.records.get(key)
    if record is None:
        raise RefusedError(404, _NO_PAGE)
    return record


def _after(form: Form, saved: Saved) -> str:
    """Where it goes on: at the record that was begun, or where the form was left for."""
    if form.stays:
        return form.address
    folder = f"ledger/{form.here}/"
    begun = [path.removeprefix(folder) for path in saved.files if form.path is None and path.startswith(folder)]
    return f"/record/{begun[0].removesuffix('.yaml')}" if begun else form.back


def _number(text: str) -> int:
    """The place of an event; none where there can be no event."""
    number = whole(text)
    return _NOWHERE if number is None else number


_NOWHERE = -1
