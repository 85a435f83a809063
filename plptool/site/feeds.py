"""What changed in the ledger, as feeds: of all of it, and of each organisation what is about it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import assert_never
from urllib.parse import quote

from plptool.history.log import RecordChangeKind
from plptool.model.collections import Collection
from plptool.model.dates import moment
from plptool.model.i18n import Translate
from plptool.model.own_words import NO_WORDS, OwnWords
from plptool.model.text import cut
from plptool.render.counted import of_number
from plptool.render.log import change_line
from plptool.render.text import flat
from plptool.site.addresses import addressed
from plptool.site.atom import Entry, Feed, midnight, to_atom, unique_id
from plptool.site.content import LedgerChange, Site, path_of
from plptool.timeline.compare import FactChange
from plptool.timeline.fold import events_of
from plptool.timeline.tasks import words_of

MOST = 100
"""So many changes are told, the newest: a feed says what is new, and pages have the rest."""
_MANY = 12
"""So many facts of one change are told one by one."""
_LONG = 150


def feeds(site: Site, folder: str, language: str, _: Translate) -> Iterator[tuple[str, str]]:
    """The paths and texts of the feeds in a language: `feed.xml`, and beside each organisation's page one of its own.

    Args:
        site: the pages; what they tell of each change is what their masks let through.
        folder: of the language's pages, below the site's root.
        language: of our own words.
        _: translates into it.
    """
    for body in (None, *site.state.records[Collection.ORGANISATIONS]):
        path = feed_path(body)
        yield f"{folder}{path}", to_atom(_feed(site, body, language, _))


def feed_path(body: str | None) -> str:
    """Where the feed of an organisation lies, or of all, in the folder of its language."""
    if body is None:
        return "feed.xml"
    return path_of(Collection.ORGANISATIONS, body).removesuffix(".html") + ".xml"


def _feed(site: Site, body: str | None, language: str, _: Translate) -> Feed:
    changes = site.newest(body, MOST)
    up = "../" * feed_path(body).count("/")
    return Feed(
        id=unique_id(site.title, "changes", language, body or ""),
        title=_title(site, body, _),
        updated=_time(changes[0]) if changes else midnight(site.state.day),
        author=flat(site.title),
        language=language,
        entries=[_entry(site, change, up, _) for change in changes],
    )


def _title(site: Site, body: str | None, _: Translate) -> str:
    ledger = flat(site.title)
    if body is None:
        return _("{ledger}: what changed").format(ledger=ledger)
    called = flat(site.called(body))
    return _("{ledger}: what changed of {body}").format(ledger=ledger, body=called)


def _time(change: LedgerChange) -> datetime:
    return moment(change.known, UTC)


def _entry(site: Site, change: LedgerChange, up: str, _: Translate) -> Entry:
    """A commit's change of one record."""
    lines = _lines(site, change, _)
    link = site.records.get(change.record)
    page = f"{link.path}{_place(site, change)}" if link else "index.html"
    name = flat(_name(site, change))
    return Entry(
        # A commit's id is like no other's anywhere.
        id=unique_id("change", change.what.commit, change.record),
        title=f"{cut(name, _LONG)}: {_in_short(lines)}",
        updated=_time(change),
        href=f"{up}{page}",
        content="\n".join(map(flat, lines)),
    )


def _name(site: Site, change: LedgerChange) -> str:
    """What people call a record in a list; what has no page any more by its id."""
    link = site.records.get(change.record)
    if link is None:
        return change.record
    if link.collection is Collection.PROCESSES:
        return f"{change.record} {link.title}"
    return link.title


def _lines(site: Site, change: LedgerChange, _: Translate) -> list[str]:
    """What became of a record, in lines."""
    what = change.what
    lines: list[str] = []
    if what.formerly:
        lines.append(_("formerly {old}").format(old=what.formerly))
    if what.change != "changed":
        return [*lines, became(what.change, _)]
    own = _own_words(site, change.record)
    lines += [change_line(fact, _, own) for fact in what.facts[:_MANY]]
    count_left = len(what.facts) - _MANY
    if count_left > 0:
        lines.append("… " + of_number(count_left, _("1 more change"), _("{n} more changes")))
    return lines


def _own_words(site: Site, key: str) -> OwnWords:
    if key not in site.records:
        return NO_WORDS
    ledger = site.state.ledger
    return words_of(ledger, ledger.record(key), site.state.day)


def _in_short(lines: Sequence[str]) -> str:
    """One change as it is; of several, the first and how many there are beside."""
    first, *others = lines
    short = cut(flat(first), _LONG)
    if not others:
        return short
    return f"{short} (+{len(others)})"


def became(kind: RecordChangeKind, _: Translate) -> str:
    """What a commit made of a record; nothing of one that it changed, whose facts tell that."""
    match kind:
        case "added":
            return _("added to the ledger")
        case "removed":
            return _("removed from the ledger")
        case "unreadable":
            return _("cannot be read from this commit on")
        case "changed":
            return ""
        case _:
            assert_never(kind)


def _place(site: Site, change: LedgerChange) -> str:
    """Where on its page a change stands that is of one event alone."""
    match change.what.facts:
        case (FactChange(path=("events",), after=dict() as event),) if change.what.change == "changed":
            events = events_of(site.state.ledger.record(change.record))
            shown = (one for one in events if one.when.by(site.state.day))
            names = [name for name, one in addressed(shown) if one.data == event]
            return f"#{quote(names[0])}" if names else ""
        case _:
            return ""
