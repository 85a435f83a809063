"""What the commands that write have in common: their options, what is asked, and how what was done is told."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from plptool.cli import complete, meanings, options
from plptool.cli.ask import ask, at_terminal, tell
from plptool.cli.formats import Answer, Format, write
from plptool.cli.help import FieldOption, Group, nearest
from plptool.cli.language import language_option, spoken
from plptool.cli.output import examined
from plptool.model.collections import Collection
from plptool.model.errors import UserError
from plptool.model.findings import Message
from plptool.model.i18n import Translate, translation
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from plptool.edit.answers import Home
    from plptool.edit.carry_out import Done, Intention
    from plptool.edit.change import Change
    from plptool.edit.commit import Clerk
    from plptool.edit.grounds import Grounds
    from plptool.edit.hand import Hand
    from plptool.edit.intend import Given
    from plptool.model.plain import Data
    from plptool.model.records import Record
    from plptool.read.fields import Field
    from plptool.timeline.ledger import Ledger


Act = TypeVar("Act")
Typed = tuple[str, ...] | bool
"""What was typed for a property: nothing, or once, or several times; of a flag, whether it was given."""


_NONE = "-"
"""What somebody answers who wants nothing of what is proposed."""


class Desk:
    """A ledger that is written into: what is asked of it, and what is done."""

    def __init__(self, workspace: Workspace, form: Format, lang: str | None, *, only_tells: bool = False) -> None:
        from plptool.read.manifest import manifest_of

        how = click.get_current_context().meta
        self.workspace = workspace
        self.form = form
        self.dry_run = only_tells or bool(how.get(f"{options.KEPT}dry_run"))
        self.asks = at_terminal() and not how.get(f"{options.KEPT}no_input")
        """Whether somebody can be asked."""
        self._branch: str | None = how[f"{options.KEPT}branch"]
        self._with_hooks = bool(how[f"{options.KEPT}hooks"])
        self._commits = bool(how[f"{options.KEPT}commit"]) or self._branch is not None
        self._acknowledges: str | None = how.get(f"{options.KEPT}acknowledge")
        if self._with_hooks and not self._commits:
            raise UserError(Message("--hooks goes with --commit or --branch NAME"))
        self.tree = workspace.files
        self.manifest = manifest_of(workspace.folder)
        self.translate: Translate = translation(self.manifest, lang)
        self.today: date = workspace.today(self.manifest)
        self._answers: dict[str, str] = {}
        """By question, what was answered last."""
        self._has_asked = False
        self._has_said_how = False
        self._replays = False
        """Whether what was answered is taken without a question."""
        self._correction: str | None = None
        """Why the past was told wrong, where that is answered."""
        self._has_written = False
        examined(workspace.folder, self.tree.root, self.translate)

    def word(self, name: str) -> str:
        """What a property is called in the language of the answer."""
        return self.translate(name)

    def ask(
        self,
        question: str,
        proposed: str = "",
        *,
        required: bool = True,
        examine: Callable[[str], object] = lambda _: None,
        meaning: Message,
    ) -> str:
        """What somebody at the terminal answers.

        Args:
            question: what is asked.
            proposed: what is taken where nothing is said.
            required: whether it is asked until something is said.
            examine: looks at an answer, and refuses one that will not do: then why is told, and it is asked again.
            meaning: what is meant by the question, for whoever answers `?`.
        """
        from plptool.render.text import flat

        asked = flat(question)
        if self._replays and asked in self._answers:
            return self._answers[asked]
        # What was answered before, where all is asked once more.
        before = flat(self._answers.get(asked, proposed))
        answer = ask(asked, self.translate, before, required=required, examine=examine, meaning=meaning)
        self._answers[asked] = answer
        self._has_asked = True
        return answer

    def attempt(self, act: Callable[[], None]) -> None:
        """Do what a command does; where it asks, and what comes of the answers will not do, it is asked once more.

        What was answered is proposed then, so that whoever was wrong in one loses none of the others.
        """
        from plptool.edit.change import WrongError
        from plptool.edit.commit import NotAloneError

        refused: tuple[list[str], dict[str, str]] | None = None
        """Why it would not do, and what was answered."""
        while True:
            self._has_asked = False
            try:
                act()
            except UserError as error:
                may_say_why = self.asks and self._correction is None
                if may_say_why and isinstance(error, WrongError) and error.is_of_sealed:
                    self._ask_why(error)
                    continue
                why = error.lines(self.translate), dict(self._answers)
                if self._has_written or not self._has_asked or isinstance(error, NotAloneError) or why == refused:
                    raise
                refused = why
                self._replays = False
                tell(error, self.translate)
                line = self.translate("Once more: Enter takes what was answered, and Ctrl-C leaves all as it was.")
                click.echo(line, err=True)
            else:
                return

    def _ask_why(self, error: UserError) -> None:
        """Why what was sealed is told otherwise; what was answered before is then taken without a question."""
        tell(error, self.translate)
        question = self.translate("Why was the past told wrong? (Ctrl-C leaves all as it was)")
        self._correction = self.ask(question, meaning=meanings.WHY_CORRECTED)
        self._replays = True

    def event(
        self, record: "Record", kind: str, day: str | None, which: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...]]:
        """The date of an event, and what else tells it from others of that date.

        Raises:
            UserError: there is none, or it is not known which, and nobody can be asked.
        """
        from plptool.edit.point import SeveralError, event_meant, must_have_events, which_is_meant

        def of_day(typed: str) -> None:
            with suppress(SeveralError):
                event_meant(record, kind, typed, which, self.today)

        must_have_events(record, kind)
        if day is None and not self.asks:
            raise which_is_meant(record, kind)
        if day is None and not self._replays:
            tell(which_is_meant(record, kind), self.translate)
        when = day
        if when is None:
            when = self.ask(f"{self.word('date')}:", examine=of_day, meaning=meanings.MEANINGS["date"])
        try:
            event_meant(record, kind, when, which, self.today)
        except SeveralError as error:
            if not self.asks:
                raise
            tell(error, self.translate)
            told = self.ask(
                "--which NAME=VALUE:",
                examine=lambda typed: event_meant(record, kind, when, (*which, _as_typed(typed)), self.today),
                meaning=meanings.WHICH,
            )
            which = (*which, _as_typed(told))
        return when, which

    def another(self, home: "Home", fields: "Sequence[Field]", event: "Data") -> tuple["Given", tuple[str, ...]]:
        """Which property of an event is another, and what it is: nothing of either, where nobody can be asked.

        Args:
            home: what the properties are of.
            fields: those that it may have.
            event: what it says.
        """
        from plptool.model.suggest import must_be_among

        if not self.asks:
            return {}, ()
        named = {self.word(field.name): field for field in fields}
        ours = {field.name: said for said, field in named.items()}
        listed = f" ({', '.join(said for said, field in named.items() if field.name in event)} …)"
        said = self.ask(
            self.translate("Which property is another?") + listed,
            examine=lambda typed: must_be_among(ours.get(typed, typed), [*named]),
            meaning=meanings.PROPERTY,
        )
        field = named[ours.get(said, said)]
        answers = self._answers_for(home, field, "")
        return ({field.name: answers}, ()) if answers else ({}, (field.name,))

    def say(self, message: Message, name: str) -> None:
        """A line beside the answer, about a property."""
        click.echo(self.translate(message.template).format(name=self.word(name)), err=True)

    def proposals(self, record: "Record | None" = None, kind: str = "", key: str = "") -> dict[str, str]:
        """By property, what is proposed where somebody is asked."""
        from plptool.edit.propose import proposals

        return proposals(self.ledger(), self.today, record, kind, key) if self.asks else {}

    def examine(self, home: "Home", fields: "Sequence[Field]", given: "Given") -> None:
        """See that what was typed will do, before anything else is asked: no answer could mend it.

        Raises:
            UserError: it will not.
        """
        from plptool.edit.answers import must_do

        if not self.asks:
            return  # what is wrong is told of the whole
        for field in fields:
            typed = given.get(field.name)
            if typed and not isinstance(typed, bool):
                must_do(home, field, typed, self.ledger(), self.today)

    def key(self, typed: str | None, examine: Callable[[str], object], meaning: Message = meanings.ID) -> str:
        """The id that was typed, or that somebody answers.

        Args:
            typed: what was.
            examine: looks at it, and refuses one that will not do.
            meaning: what is meant by it.

        Raises:
            UserError: it will not do, or there is none and nobody can be asked.
        """
        if typed is None and self.asks:
            return self.ask("id:", examine=examine, meaning=meaning)
        if typed is None:
            raise UserError(Message("say which record: ID"))
        examine(typed)
        return typed

    def record(self, typed: str | None) -> "Record":
        """The record whose id was typed, or that somebody answers.

        Raises:
            UserError: there is none, or nobody can be asked.
        """
        ledger = self.ledger()
        return ledger.record(self.key(typed, ledger.record, meanings.RECORD))

    def complete(
        self,
        home: "Home",
        fields: "Sequence[Field]",
        given: "Given",
        proposed: Mapping[str, str],
        too: Sequence[str] = (),
    ) -> "Given":
        """What was typed, and what is missing of it, which is asked for where somebody is there.

        Args:
            home: what the properties are of.
            fields: what may be said.
            given: what was.
            proposed: by property, what is proposed.
            too: the properties that are asked for beside those that must be said.
        """
        from plptool.edit.answers import must_be_ids
        from plptool.edit.intend import COUNTED_ON

        said = dict(given)
        wanted = {*too, COUNTED_ON} if COUNTED_ON in proposed else {*too}
        unsaid = [field for field in fields if not said.get(field.name)]
        asked = [field for field in unsaid if self._is_asked_for(field, wanted)]
        self._say_how(asked)
        for field in asked:
            said[field.name] = self._answers_for(home, field, _proposed_for(field, proposed))
        for field in fields:
            given_for = said.get(field.name)
            if given_for and not isinstance(given_for, bool):
                must_be_ids(field, given_for, self.ledger())
        missing = [field for field in fields if field.is_required and not said.get(field.name)]
        if missing:
            options = ", ".join(f"--{field.name} {_metavar(field)}" for field in missing)
            raise UserError(Message("say what is missing: {options}", {"options": options}))
        return said

    def _is_asked_for(self, field: "Field", wanted: Container[str]) -> bool:
        """Whether somebody is asked for a property: one that must be said, or that is wanted and has an answer."""
        return self.asks and (field.is_required or (field.name in wanted and self._can_answer(field)))

    def _can_answer(self, field: "Field") -> bool:
        """Whether there is an answer: none, where a record must be named and there is no such record yet."""
        from plptool.edit.answers import OF_RECORDS

        collection = OF_RECORDS.get(field.name)
        return collection is None or bool(self.ledger().collections[collection])

    def _say_how(self, asked: "Sequence[Field]") -> None:
        """How one answers, once, where something need not be said."""
        if self._has_said_how or all(field.is_required for field in asked):
            return
        self._has_said_how = True
        line = self.translate(
            "Enter takes what stands in [ ], and leaves out what need not be said; - leaves it out in any case; "
            "? says what is meant."
        )
        click.echo(line, err=True)

    def _answers_for(self, home: "Home", field: "Field", proposed: str) -> tuple[str, ...]:
        """What somebody answers who is asked for a property: nothing, one value, or of a list several."""
        from plptool.edit.answers import has_ids

        question = self.word(field.name)
        if field.is_list and has_ids(field) and field.name != "source":
            question += " " + self.translate("(several: with commas)")
        answers = self._answer(home, field, question, proposed, required=field.is_required)
        is_of_texts = field.is_list and not field.has_parts and not has_ids(field)
        more = answers
        while is_of_texts and more:
            question = self.translate("{name}, no. {n} (Enter: no more)")
            question = question.format(name=self.word(field.name), n=len(answers) + 1)
            more = self._answer(home, field, question, "", required=False)
            answers += more
        return answers

    def _answer(self, home: "Home", field: "Field", question: str, proposed: str, *, required: bool) -> tuple[str, ...]:
        """One answer: one of the property's words also as the ledger's language has it."""
        words = {self.word(word).casefold(): word for word in field.words}
        choices = ""
        if words:
            listed = [word if said == word else f"{word} {said}" for said, word in words.items()]
            choices = f" ({', '.join(listed)})"
        elif field.parts and not field.may_be_text:
            choices = f" ({' '.join(f'{part.name}=…' for part in field.parts)})"

        def values(answer: str) -> tuple[str, ...]:
            return () if answer in ("", _NONE) else self._values(field, answer, words)

        def examine(answer: str) -> None:
            from plptool.edit.answers import must_do

            said = self._as_if_cited(field, values(answer))
            if said:
                must_do(home, field, said, self.ledger(), self.today)

        meaning = meanings.MEANINGS.get(field.name, Message(field.in_short))
        asked = f"{question}{choices}:"
        return values(self.ask(asked, proposed, required=required, examine=examine, meaning=meaning))

    def _as_if_cited(self, field: "Field", said: tuple[str, ...]) -> tuple[str, ...]:
        """An entry that must say what it rests on, with what is proposed: that is asked for by itself."""
        proposed = self.proposals().get("source")
        is_in_names = all("=" in value and not value.startswith("{") for value in said)
        cites = any(value.startswith("source=") for value in said)
        if not said or not field.must_cite or not is_in_names or cites or not proposed:
            return said
        return (*said, f"source={proposed}")

    def _values(self, field: "Field", answer: str, words: Mapping[str, str]) -> tuple[str, ...]:
        """The values in an answer: of a list of ids, those between which commas stand."""
        from plptool.edit.answers import has_ids
        from plptool.edit.values import parts_in

        pieces = parts_in(answer) if field.has_parts else [answer]
        if field.is_list and has_ids(field) and "=" not in answer:
            pieces = [piece.strip() for piece in re.split("[,;]", answer) if piece.strip()]
            by_spaces = answer.split()
            if all(piece in self.ledger().records for piece in by_spaces):
                pieces = by_spaces
        return tuple(words.get(piece.casefold(), piece) for piece in pieces)

    def with_outcome(self, record: "Record", dates: Sequence[str], said: "Given") -> "Given":
        """What is said of a status, and what became of the process, where its plan has words for that: it is asked for.

        Args:
            record: whose status it is.
            dates: from when on.
            said: what is said of it already.
        """
        from plptool.edit.propose import outcomes_of
        from plptool.model.suggest import must_be_among

        status = said.get("status")
        if not self.asks or said.get("outcome") or not isinstance(status, tuple):
            return said
        outcomes = outcomes_of(self.ledger(), record, status[-1], dates, self.today)
        if not outcomes:
            return said
        listed = ", ".join(f"{word} {meaning}" for word, meaning in outcomes.items())
        answer = self.ask(
            f"{self.word('outcome')} ({listed}):",
            required=False,
            examine=lambda typed: must_be_among(typed, ["", _NONE, *outcomes]),
            meaning=meanings.MEANINGS["outcome"],
        )
        return said if answer in ("", _NONE) else {**said, "outcome": (answer,)}

    def ask_value(self, home: "Home", field: "Field") -> tuple[str, ...]:
        """What a property is to be."""
        return self._answers_for(home, field, "")

    def ask_source(self, proposed: str) -> str:
        """What something rests on."""
        from plptool.edit.answers import Home, must_do
        from plptool.read.fields import fields_of_kind

        home = Home(Collection.PROCESSES, "note")
        field = next(one for one in fields_of_kind(tuple(Collection), "note") if one.name == "source")
        return self.ask(
            f"{self.word('source')}:",
            proposed,
            examine=lambda typed: must_do(home, field, (typed,), self.ledger(), self.today),
            meaning=meanings.MEANINGS["source"],
        )

    def ask_days(self, proposed: str) -> tuple[str, ...]:
        """The dates of something, of which there may be several."""
        from plptool.model.dates import record_date

        def examine(typed: str) -> None:
            try:
                for day in _several(typed):
                    record_date(day, self.today)
            except UserError:
                record_date(typed, self.today)  # one that is written in words: what it was meant to be is told
                raise

        asked = f"{self.word('date')}:"
        return tuple(_several(self.ask(asked, proposed, examine=examine, meaning=meanings.MEANINGS["date"])))

    def ask_whether_from(self, name: str) -> str | None:
        """From which day a property is another; None where it was so all the while."""
        from plptool.model.dates import record_date

        question = self.translate("From which day is {name} another? (Enter: it was always so)")
        answer = self.ask(
            question.format(name=self.word(name)),
            required=False,
            examine=lambda typed: record_date(typed, self.today) if typed else None,
            meaning=meanings.FROM,
        )
        return answer or None

    def ledger(self) -> "Ledger":
        """The ledger as it is."""
        return self.workspace.ledger()

    def why(self, correction: str | None, given: "Given") -> "Grounds | None":
        """Why what was sealed is told otherwise, resting on what the change rests on; None where it may not be."""
        from plptool.edit.grounds import Grounds

        reason = self._correction if correction is None else correction
        if reason is None:
            return None
        source = given.get("source") or ()
        decision = given.get("decision") or ()
        # One that is of a property alone, need=list#L3, is cited without it.
        cited = () if isinstance(source, bool) else tuple(one.rpartition("=")[2] for one in source)
        by_decision = decision[0] if decision and not isinstance(decision, bool) and not cited else None
        if not cited and by_decision is None and self.asks:
            cited = (self.ask_source(self.proposals().get("source", "")),)
        if not cited and by_decision is None:
            raise UserError(Message("a correction rests on a source or a decision: --source CITATION or --decision ID"))
        return Grounds(reason, cited, by_decision)

    def do(self, intention: "Intention", why: "Grounds | None" = None) -> "Done":
        """Do what is meant, and tell what was done.

        Raises:
            UserError: it cannot be done, or would leave the ledger worse.
        """
        outcome = self.carried_out(intention, why)
        self._tell(outcome)
        return outcome.done

    def carried_out(self, intention: "Intention", why: "Grounds | None" = None) -> "Outcome":
        """Do what is meant, and commit it where that is asked for.

        Raises:
            UserError: it cannot be done, or would leave the ledger worse.
        """
        from plptool.edit.carry_out import carry_out
        from plptool.edit.grounds import Grounds
        from plptool.edit.hand import Hand

        clerk = self._clerk()
        stands = None if self._acknowledges is None else Grounds(self._acknowledges)
        hand = Hand(not self.dry_run, clerk.examine if clerk else None)
        done = carry_out(self.tree, intention, why, stands, cache=self.workspace.cache, hand=hand)
        self._has_written = not self.dry_run
        return self._kept(done, clerk)

    def committed(self, act: "Callable[[Hand], Act]", subject: Message | None = None) -> "tuple[Act, str | None]":
        """Do what a command does that writes by itself, and commit it where that is asked for.

        Args:
            act: does it.
            subject: what the commit says; without it, what that does to the plan.

        Returns:
            What it came to, and the commit.
        """
        from plptool.edit.carry_out import Done
        from plptool.edit.change import overlaid
        from plptool.edit.hand import Hand
        from plptool.read.opening import load
        from plptool.render import done as rendered
        from plptool.reports.change import changed

        clerk = self._clerk()
        if clerk is None:
            return act(Hand(not self.dry_run)), None
        before = self.ledger()
        seen: list[Change] = []

        def examine(changes: "Sequence[Change]") -> None:
            clerk.examine(changes)
            seen.extend(changes)

        came_to = act(Hand(not self.dry_run, examine))
        if self.dry_run or not seen:
            return came_to, None
        after = load(overlaid(self.tree, seen), self.workspace.cache)
        change = changed(before, after, self.today)
        told = rendered.effect_told(change.effect, self.translate, to_git=True)
        line = told if subject is None else subject.say(self.translate)
        seen_done = Done(tuple(seen), before, after, ())
        message = rendered.commit_message(line, seen_done, change.titles, of_plan=subject is None)
        return came_to, clerk.keep(seen, message)

    def undo(self) -> None:
        """Take back what the last command wrote, and tell what that changes.

        Raises:
            UserError: there is nothing to take back, or its files were changed since.
        """
        from plptool.edit.undo import undo

        clerk = self._clerk()
        if clerk is not None:
            clerk.examine(undo(self.tree, to_write=False, cache=self.workspace.cache).changes)
        done = undo(self.tree, to_write=not self.dry_run, cache=self.workspace.cache)
        self._tell(self._kept(done, clerk))

    def _clerk(self) -> "Clerk | None":
        """Who commits what is written, where that is asked for."""
        if not self._commits:
            return None
        from plptool.edit.commit import Clerk

        beginning = self.translate("The ledger begins.")
        return Clerk.called(self.tree.root, self._branch, with_hooks=self._with_hooks, beginning=beginning)

    def _kept(self, done: "Done", clerk: "Clerk | None") -> "Outcome":
        """What was done, with what that does to the plan, and committed where that is asked for."""
        from plptool.render import done as rendered
        from plptool.reports.change import changed

        change = changed(done.before, done.after, self.today)
        told = rendered.effect_told(change.effect, self.translate)
        commit = None
        if clerk is not None and not self.dry_run:
            subject = rendered.effect_told(change.effect, self.translate, to_git=True)
            commit = clerk.keep(done.changes, rendered.commit_message(subject, done, change.titles))
        return Outcome(done, told, commit)

    def kept_as(self, commit: str | None) -> str:
        """The line that tells of a commit; nothing, where none was made."""
        return "" if commit is None else "\n" + self.translate("Committed as {commit}.").format(commit=commit[:12])

    def _tell(self, outcome: "Outcome") -> None:
        from plptool.render import done as rendered

        done, told, commit, written = outcome.done, outcome.told, outcome.commit, not self.dry_run
        answer = Answer(
            lines=lambda: rendered.lines(done, told, self.translate, written=written, commit=commit),
            data=lambda: [{"done": rendered.shape(done, told, self.translate, written=written, commit=commit)}],
        )
        write(self.form, answer)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command that writes has come to."""

    done: "Done"
    told: str
    """The sentence that a pull request with it would show."""
    commit: str | None


def kept(commit: str | None) -> dict[str, str]:
    """The commit, as it stands beside an answer in JSON."""
    return {} if commit is None else {"commit": commit}


def _as_typed(option: str) -> str:
    """What somebody answers who may repeat the option as it is shown: `--which number=4`."""
    from shlex import split

    words = split(option.removeprefix("--which"))
    return words[0] if len(words) == 1 else option


def _proposed_for(field: "Field", proposed: Mapping[str, str]) -> str:
    """What is proposed for a property: Enter makes a fact only of what must be said, or is nearly always so."""
    from plptool.edit.propose import MAY_BE_PROPOSED

    return proposed.get(field.name, "") if field.is_required or field.name in MAY_BE_PROPOSED else ""


def _several(typed: str) -> list[str]:
    """What stands between spaces or commas."""
    return [piece for piece in re.split("[,; ]", typed) if piece]


def must_come_first(key: str, days: Sequence[str], desk: Desk) -> None:
    """See that an id is that of a record, and does not stand behind the date.

    Raises:
        UserError: there is no such record.
    """
    ledger = desk.ledger()
    known = [day for day in days if day in ledger.records]
    if key not in ledger.records and known:
        raise UserError(Message("the id comes first, and then the date: {id} {date}", {"id": known[0], "date": key}))
    ledger.record(key)


def citations_of(event: "Data") -> tuple[str, ...]:
    """What an event rests on."""
    from plptool.model.citations import citations

    return tuple(cited for _, cited in citations(event.get("source")))


def by_property(given: Mapping[str, Typed]) -> "Given":
    """What was typed for each property, by its name: click makes other names of theirs."""
    return {name.replace("_", "-"): typed for name, typed in given.items()}


def field_options(fields: "Iterable[Field]") -> list[FieldOption]:
    """An option for each property."""
    return [_field_option(field) for field in fields]


def _field_option(field: "Field") -> FieldOption:
    about = field.in_short
    name = [f"--{field.name}"]
    if field.is_flag:
        return FieldOption(name, is_flag=True, help=about)
    metavar = _metavar(field)
    option = FieldOption(name, multiple=True, metavar=metavar, help=about, shell_complete=_completer(field))
    option.recurs = field.is_list
    if metavar == "NAME=VALUE":
        once = dict.fromkeys(part.name for part in field.parts)
        option.parts = tuple(once)
    return option


def _metavar(field: "Field") -> str:
    """What a property is given, for its help."""
    from plptool.edit.answers import OF_RECORDS
    from plptool.read.vocabulary import vocabulary

    words = vocabulary()
    if field.name == "source":
        return "CITATION"
    if field.name in words.dates:
        return "DATE"
    if field.has_parts:
        return "TEXT" if field.may_be_text else "NAME=VALUE"
    if field.name in words.organisations or field.name in OF_RECORDS:
        return "ID"
    if field.name in words.whole:
        return "NUMBER"
    return "WORD" if field.words else "TEXT"


def _completer(field: "Field") -> complete.Completer | None:
    from plptool.edit.answers import OF_RECORDS
    from plptool.read.vocabulary import vocabulary

    if field.words:
        return complete.words(field.words)
    if field.name in vocabulary().organisations:
        return complete.organisations
    if field.name == "source":
        return complete.sources
    if field.name in OF_RECORDS:
        return complete.records(OF_RECORDS[field.name])
    return None


class ByName(Group):
    """A command of which there is one for each kind or collection; each is made when it is asked for.

    Args:
        name: what it is called.
        words: the kinds or collections, each with a line of help.
        made: makes the command of one.
        about: its help.
    """

    def __init__(self, name: str, words: dict[str, str], made: Callable[[str], click.Command], about: str) -> None:
        super().__init__(name, help=about)
        self._words = words
        self._made = made
        language_option(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._words)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self._made(name) if name in self._words else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate = spoken()
        with formatter.section(translate("Commands")):
            formatter.write_dl([(name, translate(line)) for name, line in self._words.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self._words and not args[0].startswith("-"):
            translate = spoken()
            wrong = translate("there is no {command} {name!r}.").format(command=ctx.command_path, name=args[0])
            all_names = ", ".join(self._words)
            there_are = translate("There are {names}.").format(names=all_names)
            hint = nearest(args[0], map(str, self._words)) or there_are
            raise click.UsageError(f"{wrong} {hint}", ctx)
        return super().resolve_command(ctx, args)
