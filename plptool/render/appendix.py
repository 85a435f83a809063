"""An appendix as blocks: laid out as administrations lay out such lists, for those who know no ledger."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from plptool.model.dates import parse_when
from plptool.model.i18n import Translate
from plptool.model.records import Point
from plptool.render import phrases as words
from plptool.render.document import (
    Block,
    Column,
    Fact,
    Facts,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Paragraph,
    Said,
    Strong,
    Text,
    grid,
    unmarked,
)
from plptool.reports.appendix import mentions

_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?P<twin>(?= \w+ \1-\d{2}))?")
"""A date; one that is followed by another of the same year, with a word between, is a twin: that one has the year."""


def appendix(found: dict[str, Any], point: Point, _: Translate, broken: Sequence[str] = ()) -> list[Block]:
    """The heading, what day it shows, an overview, each process, totals, abbreviations, footnotes.

    Args:
        found: what `plptool.reports.appendix` gives.
        point: the day and the revision that are shown.
        broken: the snapshots whose seals do not hold.
    """
    page = _Page(found, _)
    rows = found["processes"]
    plans = [(Said(plan["title"]), f", {dated(words.period(plan['period'], _), _)}") for plan in found["plans"]]
    blocks: list[Block] = [
        Heading(page.title(), 1),
        *(Paragraph(line) for line in plans),
        Paragraph(_("As of {date}").format(date=dated(point.date, _))),
        *([Paragraph(_("What was sealed is not as it was: {ids}.").format(ids=", ".join(broken)))] if broken else []),
        Heading(_("Overview")),
        Paragraph(_summary(found["totals"]["processes"], _)),
        grid(
            [
                *([Column(_capital(_("no.")), right=True)] if found["list"] else []),
                Column(_capital(_("process")), whole=True),
                Column(_capital(_("need")), said=True),
                Column(_capital(_("lead")), whole=True),
                Column(_("Status"), whole=True),
            ],
            [
                [
                    *([row["number"]] if found["list"] else []),
                    row["id"],
                    row["need"],
                    page.name(row["lead"]),
                    _code(row["status"]["status"] or "–", _),
                ]
                for row in rows
            ],
        ),
    ]
    for row in rows:
        blocks += page.process(row)
    blocks += [Heading(_("Totals on {date}").format(date=dated(point.date, _))), _totals(found["totals"], _)]
    blocks += [*page.abbreviations(blocks), Paragraph(_sources(point.revision, _))]
    if page.notes:
        blocks.append(Notes(tuple(page.notes), _("Notes")))
    return blocks


def dated(text: str, _: Translate) -> str:
    """What was said of a date, with days and months in words: the way they are written in running text."""
    months = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
        *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
    )

    def said(found: re.Match[str]) -> str:
        day = f"{int(found[3])}\u00a0" if found[3] else ""
        year = "" if found["twin"] is not None else f" {found[1]}"
        return f"{day}{months[int(found[2]) - 1]}{year}" if 1 <= int(found[2]) <= 12 else found[0]

    return _DAY.sub(said, text)


def _sources(revision: str | None, _: Translate) -> str:
    if revision:
        return _("The source of each statement stands in the ledger, revision {revision}.").format(revision=revision)
    return _("The source of each statement stands in the ledger, here the files as they lie, committed or not.")


def _summary(counts: dict[str, int], _: Translate) -> str:
    if counts["total"] == 1:
        one = _(
            "1 process: {completed} completed, {continuing} continuing (of which {paused} paused, {planned} not begun)."
        )
        return one.format(**counts)
    said = _(
        "{total} processes: {completed} completed, {continuing} continuing"
        " (of which {paused} paused, {planned} not begun)."
    )
    return said.format(**counts)


def _totals(found: dict[str, Any], _: Translate) -> Block:
    counts = found["processes"]
    rows: list[list[object]] = [
        [_("Processes"), counts["total"]],
        [_("Processes completed"), counts["completed"]],
        [_("Processes continuing"), counts["continuing"]],
        [_("of which ongoing"), counts["ongoing"]],
        [_("of which paused"), counts["paused"]],
        [_("of which not begun"), counts["planned"]],
        [_("Meetings held"), found["meetings"]["held"]],
    ]
    return grid([Column(_("What is counted")), Column(_("Number"), right=True)], rows)


def _code(text: str, _: Translate) -> str:
    """A word of the program's own, for people: where it is in no catalogue, without its hyphens."""
    said = _(text)
    return said.replace("-", " ") if said == text else said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _quoting(said: str, written: object) -> str:
    """A date or period, and the source's words for it where they are others."""
    return said if written is None or str(written).casefold() == said.casefold() else f"{said} (”{written}”)"


def _sentence(text: object) -> Line:
    """A record's text, ended as a sentence."""
    said = str(text).strip()
    return (Said(said),) if said.endswith((".", "!", "?", "…", '."', ".”", ":")) else (Said(said), ".")


def _joined(lines: Iterable[Line], between: str = " ") -> Line:
    found: list[Any] = []
    for line in lines:
        if line:
            found += [between, *line] if found else line
    return tuple(found)


def _short(name: str) -> bool:
    """Whether a name looks like an abbreviation: a word with a capital inside, as KSON and BoU."""
    return name.isalnum() and any(letter.isupper() for letter in name[1:])


def _explained(form: str, organisation: dict[str, Any]) -> str:
    """What the ledger says of a short name: what is written out, and what it tells of the name itself."""
    title, text = str(organisation["title"]), str(organisation["text"] or "")
    if form == title:
        return text
    return f"{title}. {text}" if mentions(text, form) else title


def _texts(blocks: Iterable[Block]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block.text
        elif isinstance(block, Facts):
            for fact in block.entries:
                yield from fact.lines
        elif isinstance(block, Grid):
            for row in block.rows:
                yield from row


def _told(said: list[Any], clauses: list[Any], text: object) -> Line:
    """What is said beside a title, each thing once."""
    return _joined(_sentence(one) for one in dict.fromkeys(map(str, [*said, *clauses, *([text] if text else [])])))


class _Page:
    """What is needed throughout: the language, the names that organisations go by, and the footnotes so far."""

    def __init__(self, found: dict[str, Any], _: Translate) -> None:
        self.found = found
        self.notes: list[Line] = []
        self._ = _
        self._known = {one["id"]: one for one in found["organisations"]}

    def title(self) -> Line:
        _, listed, organisation = self._, self.found["list"], self.found["organisation"]
        if listed:
            return (Said(listed["title"]), *((f" – {self.name(organisation['id'])}",) if organisation else ()))
        return (_("List of processes"), " – ", Said((organisation or self.found)["title"]))

    def name(self, key: str) -> str:
        """The name that an organisation goes by: its id where the documents know it by that, else its title."""
        one = self._known.get(key)
        return key if one is None or key in one["names"] else str(one["title"])

    def _names(self, keys: Iterable[str]) -> str:
        return self._listed([self.name(key) for key in keys])

    def _listed(self, said: list[str]) -> str:
        _ = self._
        *first, last = said
        return _("{first} and {last}").format(first=", ".join(first), last=last) if first else last

    def abbreviations(self, blocks: list[Block]) -> list[Block]:
        """The short names in the blocks and footnotes of which the ledger says what they mean, and what it says."""
        _ = self._
        drawn = "\n".join(map(unmarked, (*_texts(blocks), *self.notes)))
        rows: list[list[object]] = [
            [form, said]
            for key, one in self._known.items()
            for form in dict.fromkeys(map(str, (key, *one["names"])))
            if (_short(form) or form == self.name(key) == key != one["title"]) and mentions(drawn, form)
            for said in [_explained(form, one)]
            if said
        ]
        rows += [[one["id"], one["title"]] for one in self.found["grants"] if one["id"] != one["title"]]
        rows.sort(key=lambda row: str(row[0]).casefold())
        columns = [Column(_("In the text"), whole=True), Column(_("Meaning"), said=True)]
        return [Heading(_("Abbreviations and names")), grid(columns, rows)] if rows else []

    # Footnotes

    def marks(self, notes: list[dict[str, Any]]) -> Line:
        """The marks of what is said in footnotes of a fact; what is said there twice, once."""
        said = list(dict.fromkeys(self._note(one) for one in notes))
        self.notes += said
        first = len(self.notes) - len(said) + 1
        found: list[Any] = []
        for number in range(first, first + len(said)):
            found += [" ", Mark(number)] if found else [Mark(number)]
        return tuple(found)

    def _note(self, one: dict[str, Any]) -> Line:
        _ = self._
        if one["kind"] == "oddity":
            cited = words.sources(one["source"])
            return (*_sentence(one["reason"]), *((f" ({cited})",) if cited else ()))
        claims = [self._claim(one["field"], claim) for claim in one["claims"]]
        head = _("The sources disagree on {field}:").format(field=_(one["field"]))
        return (f"{head} ", *_joined(claims, "; "), ". ", *_sentence(one["reason"]))

    def _claim(self, field: str, claim: dict[str, Any]) -> Line:
        said = dated(words.field(field, claim["value"], self._), self._)
        written = f" (”{claim['written']}”)" if "written" in claim else ""
        return Said(said), f"{written} ({words.sources(claim['source'])})"

    # A process

    def process(self, row: dict[str, Any]) -> list[Block]:
        _ = self._
        over = _("Process {id}").format(id=row["id"])
        if row["number"] is not None:
            over = _("Need {number}, process {id}").format(number=row["number"], id=row["id"])
        notes = row["notes"]
        heading = Heading((Said(str(row["need"])), *self.marks(notes.get("id", []) + notes.get("need", []))), 2, over)
        lines: list[tuple[str, list[Line]]] = [
            (_("Status"), [self._status(row)]),
            (_("Remaining"), [_sentence(one) for one in row["status"]["remaining"]]),
            (_("Activities"), self._noted([(Said(str(one)),) for one in row["activities"] or []], notes, "activities")),
            (_("Result aimed at"), self._noted([(Said(str(row["goal"])),)] if row["goal"] else [], notes, "goal")),
            (_("Responsible"), self._responsible(row, notes)),
            (_("Priority"), self._noted([(str(row["priority"]),)] if row["priority"] else [], notes, "priority")),
            (_("Time plan"), self._noted([(self._period(row),)] if row["period"] else [], notes, "period")),
            (_("Meetings"), self._meetings(row)),
            (_("Decisions"), [self._decision(one) for one in row["decisions"]]),
            (_("Grants"), [self._grant(one) for one in row["grants"]]),
            (_("Events"), self._events(row["events"])),
            (_("Expected"), self._expected(row["expected"])),
        ]
        return [heading, Facts(tuple(Fact(label, tuple(said)) for label, said in lines if said))]

    def _noted(self, lines: list[Line], notes: dict[str, list[dict[str, Any]]], *fields: str) -> list[Line]:
        """The lines of a field, with the marks of its footnotes after the last; where nothing is told, a dash."""
        marks = self.marks([note for field in fields for note in notes.get(field, [])])
        if marks and not lines:
            lines = [("–",)]
        return [*lines[:-1], (*lines[-1], *marks)] if lines else []

    def _responsible(self, row: dict[str, Any], notes: dict[str, list[dict[str, Any]]]) -> list[Line]:
        _, said = self._, self.name(row["lead"])
        if row["partners"]:
            partners = self._names(row["partners"])
            said = _("{lead}, together with {partners}").format(lead=said, partners=partners)
        return self._noted([(said,)], notes, "lead", "partners")

    def _period(self, row: dict[str, Any]) -> str:
        return _capital(_quoting(dated(words.period(row["period"], self._), self._), row["written"].get("period")))

    def _when(self, text: str, written: str | None = None) -> str:
        return _quoting(dated(words.when(text, self._), self._), written)

    def _status(self, row: dict[str, Any]) -> Line:
        _, status = self._, row["status"]
        if status["status"] is None:
            return (_("The plan is not adopted yet."),)
        named = Strong(_capital(_(status["status"])))
        since = f" {self._since(status)}" if status["cause"] else ""
        outcome = f", {_code(status['outcome'], _)}" if status["outcome"] else ""
        lines: list[Line] = [(named, f"{since}{outcome}.")]
        for event in status["said"]:
            said = self._texts(event)
            if event["date"] != status["cause"]:
                confirmed = _("Confirmed {date}").format(date=self._when(event["date"], event.get("written")))
                said = (f"{confirmed}: ", *said) if said else (f"{confirmed}.",)
            lines.append((*said, *self.marks(event["notes"])))
        return _joined(lines)

    def _since(self, status: dict[str, Any]) -> str:
        """Since when a status is in force, and no more than is known of that: an interval is some day within it."""
        _, cause = self._, status["cause"]
        start, interval, end = cause.partition("/")
        if status["assessed"]:
            return _("as of {date}").format(date=self._when(cause))
        if str(parse_when(cause).latest) != status["since"]:  # its plan was adopted later
            return _("since {date}").format(date=self._when(status["since"]))
        if interval and start in ("", ".."):
            return _("since {date} or earlier").format(date=self._when(end))
        if interval:
            return _("since some time {interval}").format(interval=self._when(cause))
        return _("since {date}").format(date=self._when(cause))

    def _texts(self, event: dict[str, Any]) -> Line:
        said = _joined(_sentence(event[name]) for name in ("reason", "text") if event.get(name))
        return (*said, f" ({self._by(event)})") if said and self._by(event) else said

    def _by(self, event: dict[str, Any]) -> str:
        _ = self._
        found = [_("with {organisations}").format(organisations=self._names(event["with"]))] if "with" in event else []
        if "by" in event:
            found.append(_("by {organisation}").format(organisation=self.name(event["by"])))
        return ", ".join(one.replace(" ", "\u00a0", 1) for one in found)

    def _meetings(self, row: dict[str, Any]) -> list[Line]:
        """How many were held, and for each year and series which."""
        _, rows = self._, row["meetings"]
        if not rows:
            return [(_("None held."),)]
        held, booked = row["held"], len(rows) - row["held"]
        said = [_("1 held") if held == 1 else _("{n} held").format(n=held)]
        if booked:
            said.append(_("1 booked") if booked == 1 else _("{n} booked").format(n=booked))
        lines: list[Line] = []
        # Those of the main series first, then the others as they begin.
        series = list(dict.fromkeys(["", *(self._series(one) for one in rows)]))
        order = sorted(rows, key=lambda one: (one["year"], series.index(self._series(one))))
        for (year, name), among in groupby(order, lambda one: (one["year"], self._series(one))):
            head = f"{year}, {name}: " if name else f"{year}: "
            lines.append((head, *self._numbered(list(among))))
        counted = f"{', '.join(said)}."
        return [(f"{counted} ", *lines[0])] if len(lines) == 1 else [(counted,), *lines]

    def _numbered(self, rows: list[dict[str, Any]]) -> Line:
        """The meetings of a year, then what is told of them; that their numbers are numbers is said of the first."""
        _ = self._
        said, found = f"{_('no.')}\u00a0", []
        for one in rows:
            numbered = "number" in one
            found.append((said if numbered else "", *self._meeting(one)))
            said = "" if numbered else said
        told: dict[str, list[str]] = {}
        for one in rows:
            if one.get("text"):
                told.setdefault(str(one["text"]), []).append(self._day(one))
        said_of = _joined((f"{_capital(self._listed(days))}: ", *_sentence(text)) for text, days in told.items())
        return (*_joined(found, ", "), *((". ", *said_of) if said_of else ()))

    def _day(self, event: dict[str, Any]) -> str:
        """The day of a meeting that stands under its year."""
        return self._when(event["date"]).removesuffix(f" {event['year']}")

    def _series(self, event: dict[str, Any]) -> str:
        """The series that a meeting is of, and who met by themselves; nothing, of the main series."""
        _ = self._
        series, met = str(event.get("series", "")), self.name(event["internal"]) if "internal" in event else ""
        if not series:
            return _("internal {organisation}").format(organisation=met) if met else ""
        return series if met in series else f"{series} ({met})"

    def _meeting(self, event: dict[str, Any]) -> Line:
        _ = self._
        when = _quoting(self._day(event), event.get("written"))
        about = [when, _("booked, not confirmed") if event.get("booked") else "", self._by(event)]
        said = ", ".join(one for one in about if one)
        head = str(event["number"]) if "number" in event else _("without number")
        return (f"{head}\u00a0({said})", *self.marks(event["notes"]))

    def _decision(self, row: dict[str, Any]) -> Line:
        """When, who, what, and how it stands unless it is simply adopted."""
        _ = self._
        who = self.name(row["body"]) if row["body"] else self._names(row["parties"]) if row["parties"] else ""
        who = who or ", ".join(self._role(one) for one in row["roles"])
        number = f"§ {row['paragraph']}" if row["paragraph"] else ""
        head = ", ".join(one for one in (_capital(self._when(row["date"])), who, number, row["registry"]) if one)
        stood = words.decision_status(row["status"], _)
        standing = f" ({stood})" if row["status"] != "adopted" else ""
        clauses = [one for one in row["clauses"] if str(one).rstrip(".").casefold() not in str(row["title"]).casefold()]
        said = _told(row["said"], clauses, row["text"])
        title = (Said(str(row["title"])), standing, ".") if standing else _sentence(row["title"])
        return (f"{head}: ", *title, *((" ", *said) if said else ()), *self.marks(row["notes"]))

    def _role(self, one: dict[str, Any]) -> str:
        return f"{one['role']} {self.name(one['organisation'])}" if one["organisation"] else str(one["role"])

    def _grant(self, row: dict[str, Any]) -> Line:
        """When, of which grant and for what, and what is told of it; what is told in the same words stands once."""
        _ = self._
        said = _told(row["said"], [], row["text"])
        about = [
            _("number of posts: {n}").format(n=row["posts"]) if row["posts"] else "",
            self._names(row["organisations"]) if row["organisations"] else "",
            dated(words.period(row["period"], _), _) if row["period"] else "",
        ]
        about = [one for one in about if one and one not in unmarked(said)]
        named = f" ({'; '.join(about)})" if about else ""
        if str(row["what"]).casefold() in unmarked(said).casefold():
            said = (*said, named)
        else:
            said = _joined([(Said(str(row["what"])), f"{named}.") if named else _sentence(row["what"]), said])
        when = f"{_capital(self._when(row['date'], row['written']))}, " if row["date"] else ""
        return (when, Said(str(row["grant"])), ": ", *said, *self.marks(row["notes"]))

    def _events(self, rows: list[dict[str, Any]]) -> list[Line]:
        """A line a date, as one who tells of them would put together what is of one date."""
        lines = []
        for date, among in groupby(rows, self._date):
            said = _joined((*self._event(one), *self.marks(one["notes"])) for one in among)
            lines.append((f"{_capital(date)}: ", *said))
        return lines

    def _date(self, event: dict[str, Any]) -> str:
        """What an event stands under; what was foreseen, under the date for which it was."""
        _ = self._
        if event["kind"] == "expected":
            return _("Expected {due}").format(due=self._due(event))
        return self._when(event["date"], event.get("written"))

    def _event(self, event: dict[str, Any]) -> Line:
        _, kind, said = self._, event["kind"], self._texts(event)
        if kind in ("note", "expected"):
            return said
        if kind == "activity":
            head = _capital(_code(event["activity"], _))
            if "times" in event:
                head = _("{what}, {n} times").format(what=head, n=event["times"])
            elif said and (event["activity"] == "other" or head.casefold() in str(event["text"]).casefold()):
                return said  # which says what it was
            by = self._by(event)
            return (f"{head}: ", *said) if said else (f"{head} ({by})." if by else f"{head}.",)
        if kind == "grant":
            head = f"{_('Grant')} ({event['grant']})"
        elif kind == "status":
            outcome = f", {_code(event['outcome'], _)}" if event.get("outcome") else ""
            head = _capital(_(event["status"])) + outcome
            if event.get("remaining"):
                left = _joined(_sentence(one) for one in event["remaining"])
                said = (*said, " " if said else "", f"{_('Remaining')}: ", *left)
        elif kind == "change":
            pairs = (f"{_(name)}: {dated(words.field(name, new, _), _)}" for name, new in event["set"].items())
            head = _("Changed: {fields}").format(fields="; ".join(pairs))
            return (f"{head}. ", *said) if said else (f"{head}.",)
        else:
            head = _("Decision {id}").format(id=event["decision"])
        return (f"{head}: ", *said) if said else (f"{head}.",)

    def _due(self, event: dict[str, Any]) -> str:
        """When; a due date that only has a beginning stands for none."""
        _ = self._
        if event["due"].endswith("/.."):
            return _("without a date")
        return self._when(event["due"], event.get("written"))

    def _expected(self, rows: list[dict[str, Any]]) -> list[Line]:
        _ = self._
        late = " " + _("Nothing later in the documents tells what became of it.")
        return [
            (
                f"{_capital(self._due(one))}: ",
                *self._texts(one),
                *((late,) if one["overdue"] else ()),
                *self.marks(one["notes"]),
            )
            for one in rows
        ]
