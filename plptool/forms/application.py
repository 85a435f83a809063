"""Which page is at which address. What is named in an address is looked up among what the ledger has."""

from pathlib import Path

from plptool.forms.asked import Asked, RefusedError, Reply, elsewhere, first, page
from plptool.forms.guard import Guard
from plptool.forms.opened import Opened
from plptool.forms.pages import ASSETS, Pages
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.records import Record
from plptool.render.html import named
from plptool.render.record import show
from plptool.reports.records import view

_NO_PAGE = Message("There is no such page.")
_STYLE = "text/css; charset=utf-8"
_LISTS = (Collection.DECISIONS, Collection.SOURCES, Collection.ORGANISATIONS, Collection.GRANTS, Collection.PLANS)
"""The lists that lead to records, beside that of the processes."""


class Application:
    """Answers what our browser asks.

    Args:
        folder: in which the ledger lies, or above which it does.
        guard: knows the browser.
        language: of the pages; None is the ledger's.
    """

    def __init__(self, folder: Path, guard: Guard, language: str | None) -> None:
        self._folder = folder
        self._guard = guard
        self._language = language
        first_opened = Opened(folder, language)
        self.language = first_opened.language

    def answer(self, asked: Asked) -> Reply:
        """The page that is asked for, or why there is none."""
        try:
            if self._guard.is_entry(asked):
                self._guard.enter(asked)
                return elsewhere("/", ("Set-Cookie", self._guard.cookie))
            self._guard.admit(asked)
            return self._page(asked)
        except RefusedError as refused:
            translate = Pages(self.language, self.language, "").translate
            return self._told(refused.status, [refused.message.say(translate)])
        except UserError as error:
            translate = Pages(self.language, self.language, "").translate
            return self._told(409, error.lines(translate))

    def _told(self, status: int, lines: list[str]) -> Reply:
        pages = Pages(self.language, self.language, "")
        return page(pages.filled("refused", lines=lines), status)

    def _page(self, asked: Asked) -> Reply:
        match asked.method, asked.path:
            case "GET", ("assets", name) if name in ASSETS:
                return Reply(ASSETS[name].read_bytes(), kind=_STYLE)
            case "GET", ():
                return self._overview(asked)
            case "GET", ("list", name) if name in COLLECTIONS:
                return self._list(COLLECTIONS[name], asked)
            case "GET", ("record", key):
                return self._record(key)
            case _:
                raise RefusedError(404, _NO_PAGE)

    def _overview(self, asked: Asked) -> Reply:
        opened = self._opened()
        words = first(asked.query, "find")
        groups = opened.by_lead(words)
        return self._shown(opened, "overview", opened.translate("Processes"), "processes", words=words, groups=groups)

    def _list(self, collection: Collection, asked: Asked) -> Reply:
        opened = self._opened()
        words = first(asked.query, "find")
        rows = opened.records(collection, words)
        title = opened.translate(collection.plural).capitalize()
        return self._shown(opened, "records", title, collection.plural, words=words, rows=rows)

    def _record(self, key: str) -> Reply:
        opened = self._opened()
        record = _looked_up(opened, key)
        told = show(view(opened.state, record.id), opened.state.point, opened.translate)
        title = f"{record.id} {record.called}"
        return self._shown(opened, "record", title, record.collection.plural, blocks=named(told))

    def _opened(self) -> Opened:
        return Opened(self._folder, self._language)

    def _shown(self, opened: Opened, template: str, title: str, here: str, **values: object) -> Reply:
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
        return page(text)


def _looked_up(opened: Opened, key: str) -> Record:
    """A record that the ledger has.

    Raises:
        RefusedError: it has none of this id.
    """
    record = opened.ledger.records.get(key)
    if record is None:
        raise RefusedError(404, _NO_PAGE)
    return record
