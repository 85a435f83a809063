"""By what readers narrow a list: the choices that there are, and what each entry of the list has of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from plptool.model.dates import parse_when
from plptool.model.financial_year import year_name
from plptool.model.i18n import Translate
from plptool.model.plain import as_list, text
from plptool.model.text import natural
from plptool.render import phrases as words
from plptool.reports.rows import DecisionRow, ProcessRow
from plptool.site.content import Site, is_short_name
from plptool.timeline.fold import STATUSES, ProcessState
from plptool.timeline.years import year_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One value by which a list can be narrowed."""

    value: str
    """As it stands in the address."""
    said: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A property by which a list can be narrowed, and its values."""

    name: str
    """As it stands in the address: `status`, `lead`, `priority` or `year`."""
    label: str
    choices: tuple[Choice, ...]


Had = Mapping[str, str]
"""By the name of a filter: the values that an entry of a list has, with spaces between them."""


class Filters:
    """What the lists of a site can be narrowed by, in the reader's language."""

    def __init__(self, site: Site, _: Translate) -> None:
        self.site = site
        self.translate = _

    # Processes

    def of_processes(self) -> list[Filter]:
        """The filters of the list of processes: none of what is the same of all."""
        _ = self.translate
        processes = self.site.state.processes.values()
        years = (year for years in self.years.values() for year in years)
        statuses = [Choice(status, _(status)) for status in STATUSES]
        return _that_divide(
            Filter("status", _("status"), tuple(statuses)),
            Filter("lead", _("lead"), self.leads(processes)),
            Filter("priority", _("priority"), self.priorities(processes)),
            Filter("year", _("something happened in"), self.named_years(years)),
        )

    def of_process(self, row: ProcessRow) -> Had:
        """What a process has that no script tells otherwise on another day."""
        years = sorted(self.years.get(row.id, ()))
        return {"priority": _joined([row.priority]), "year": _joined(years)}

    # Decisions

    def of_decisions(self) -> list[Filter]:
        """The filters of the list of decisions: by what they are, and by the processes that they concern."""
        _ = self.translate
        decisions = self.site.state.decisions
        keys = sorted(self.concerned(decisions), key=natural)
        concerned = [self.site.state.processes[key] for key in keys]
        statuses = dict.fromkeys(text(decision, "status") for decision in decisions.values())
        said = [Choice(status, words.decision_status(status, _)) for status in statuses]
        dates = [text(decision, "date") for decision in decisions.values()]
        years = map(self.year_of, dates)
        return _that_divide(
            Filter("status", _("status"), tuple(said)),
            Filter("lead", _("leads what it concerns"), self.leads(concerned)),
            Filter("priority", _("priority of what it concerns"), self.priorities(concerned)),
            Filter("year", _("year"), self.named_years(year for year in years if year is not None)),
        )

    def of_decision(self, row: DecisionRow) -> Had:
        """What a decision has, and the processes that it concerns."""
        concerned = [self.site.state.processes[key] for key in self.concerned([row.id])]
        leads = chain.from_iterable(process.leads for process in concerned)
        priorities = [process.priority for process in concerned]
        year = self.year_of(row.date)
        return {
            "status": row.status,
            "lead": _joined(leads),
            "priority": _joined(priorities),
            "year": _joined([year]),
        }

    def concerned(self, decisions: Iterable[str]) -> set[str]:
        """The processes that decisions concern."""
        state = self.site.state
        named: set[str] = set()
        for decision in decisions:
            concerns = state.decisions[decision].get("concerns")
            named.update(map(str, as_list(concerns)))
        return named.intersection(state.processes)

    # Both

    @cached_property
    def years(self) -> Mapping[str, set[int]]:
        """By record, the years in which something came of it."""
        years: dict[str, set[int]] = {}
        for arrival in self.site.course.arrivals:
            year = self.site.state.ledger.year_start.year_of(arrival.day)
            years.setdefault(arrival.record, set()).add(year)
        return years

    def year_of(self, date: str) -> int | None:
        return year_of(parse_when(date), self.site.state.ledger.year_start)

    def leads(self, processes: Iterable[ProcessState]) -> tuple[Choice, ...]:
        leads = chain.from_iterable(process.leads for process in processes)
        keys = dict.fromkeys(leads)
        choices = [Choice(key, self.written_out(key)) for key in keys]
        return tuple(sorted(choices, key=lambda choice: choice.said))

    def written_out(self, organisation: str) -> str:
        """An organisation by its title, and what it is called for short."""
        link = self.site.records.get(organisation)
        if link is None or link.title == organisation:
            return organisation
        return f"{link.title} ({organisation})" if is_short_name(organisation) else link.title

    def priorities(self, processes: Iterable[ProcessState]) -> tuple[Choice, ...]:
        said = {process.priority: process.priority_word for process in processes if process.priority is not None}
        return tuple(Choice(str(number), said[number] or str(number)) for number in sorted(said))

    def named_years(self, years: Iterable[int]) -> tuple[Choice, ...]:
        newest_first = sorted(set(years), reverse=True)
        return tuple(Choice(str(year), year_name(year, self.translate)) for year in newest_first)


def _that_divide(*filters: Filter) -> list[Filter]:
    """Those filters of which some entries have this and others that."""
    return [one for one in filters if len(one.choices) > 1]


def _joined(values: Iterable[str | int | None]) -> str:
    return " ".join(dict.fromkeys(str(value) for value in values if value is not None))
