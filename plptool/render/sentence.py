"""What a change does to the plan, in one sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from plptool.model.collections import Collection
from plptool.model.i18n import Translate
from plptool.model.plain import Plain
from plptool.render import phrases as words
from plptool.render.counted import NAMES, Named, Plural, ahead, alike, named, of_number
from plptool.render.task_changes import clauses as of_commissions
from plptool.reports.change import PROGRESS, Counted, Effect, SealEffect, Step, StepWord, Tally, Turn

_SEVERAL = frozenset(
    {"activities", "directives", "names", "participants", "partners", "process-leaders", "recipients", "roles"}
    | {"uses", "years"}
)
"""Properties whose names are plurals."""
_SHORT = 30
"""Characters of a value that is named in a sentence."""


def sentence(effect: Effect, _: Translate, *, to_git: bool = False) -> str:
    """What a change does to the plan, in one sentence, the gravest first.

    Args:
        effect: what it does.
        _: translates.
        to_git: whether a commit says it, of which nobody asks whether it leaves seals alone.
    """
    grave = [*_altered(effect, _), *_deleted(effect.tallies, _), *_corrected_seals(effect.seals, _)]
    happened = [
        *_unread(effect, _),
        *_steps(effect.steps, _),
        *_turns(effect.turns, _),
        *of_commissions(effect.commissions, _),
        *_tallies(effect.tallies, _),
        *_renamed(effect.renamed, _),
        *_settings(effect.settings, _),
    ]
    # Whoever reads a commit's subject asks what happened.
    clauses = [*happened, *grave] if to_git else [*grave, *happened]
    clauses += _made(effect.seals, _)
    if not happened and not _some_deleted(effect.tallies):
        clauses.insert(0 if to_git else len(grave), _("the plan is unchanged"))
    if not to_git and effect.known and _seals_untouched(effect.seals) and not effect.seals_beside:
        clauses.append(_("nothing sealed is touched"))
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def _unread(effect: Effect, _: Translate) -> Iterator[str]:
    """What nobody can compare."""
    if effect.unread:
        now = (
            _("what changes in {ids} is not known: it cannot be read"),
            _("what changes in {ids} is not known: they cannot be read"),
            _("what changes in {n} records is not known: they cannot be read"),
        )
        yield named(effect.unread, now, _)
    if effect.unread_before:
        before = (
            _("what changes in {ids} is not known: it could not be read before"),
            _("what changes in {ids} is not known: they could not be read before"),
            _("what changes in {n} records is not known: they could not be read before"),
        )
        yield named(effect.unread_before, before, _)


def _steps(steps: Sequence[Step], _: Translate) -> Iterator[str]:
    """Which processes stand otherwise: step by step, what has come and then what lies ahead."""
    to_come = _steps_ahead(_)
    for word, templates in _steps_taken(_).items():
        taken = [step for step in steps if step.word == word and not step.taken_back]
        yield from _processes([step for step in taken if step.ahead is None], templates, _)
        yield from _processes([step for step in taken if step.ahead is not None], to_come.get(word, templates), _)
    for word, templates in _steps_taken_back(_).items():
        yield from _processes([step for step in steps if step.word == word and step.taken_back], templates, _)


def _processes(steps: Sequence[Step], templates: Named, _: Translate) -> Iterator[str]:
    """The processes that took one step."""
    if steps:
        days = [step.ahead for step in steps if step.ahead is not None]
        yield named([step.process for step in steps], templates, _) + ahead(days, len(steps), _)


def _steps_taken(_: Translate) -> dict[StepWord, Named]:
    return {
        "completed": (_("{ids} is completed"), _("{ids} are completed"), _("{n} processes are completed")),
        "cancelled": (_("{ids} is cancelled"), _("{ids} are cancelled"), _("{n} processes are cancelled")),
        "paused": (_("{ids} is paused"), _("{ids} are paused"), _("{n} processes are paused")),
        "begun": (_("{ids} is begun"), _("{ids} are begun"), _("{n} processes are begun")),
        "resumed": (_("{ids} is resumed"), _("{ids} are resumed"), _("{n} processes are resumed")),
        "reopened": (_("{ids} is reopened"), _("{ids} are reopened"), _("{n} processes are reopened")),
        "planned": (_("{ids} is planned"), _("{ids} are planned"), _("{n} processes are planned")),
    }


def _steps_ahead(_: Translate) -> dict[StepWord, Named]:
    return {
        "completed": alike(_("{ids} to be completed"), _("{n} processes to be completed")),
        "cancelled": alike(_("{ids} to be cancelled"), _("{n} processes to be cancelled")),
        "paused": alike(_("{ids} to be paused"), _("{n} processes to be paused")),
        "begun": alike(_("{ids} to be begun"), _("{n} processes to be begun")),
        "resumed": alike(_("{ids} to be resumed"), _("{n} processes to be resumed")),
        "reopened": alike(_("{ids} to be reopened"), _("{n} processes to be reopened")),
    }


def _steps_taken_back(_: Translate) -> dict[StepWord, Named]:
    return {
        "completed": alike(
            _("the completion of {ids} is taken back"), _("the completion of {n} processes is taken back")
        ),
        "cancelled": alike(
            _("the cancellation of {ids} is taken back"), _("the cancellation of {n} processes is taken back")
        ),
        "paused": alike(_("the pause of {ids} is taken back"), _("the pause of {n} processes is taken back")),
        "begun": alike(_("the start of {ids} is taken back"), _("the start of {n} processes is taken back")),
        "resumed": alike(
            _("the resumption of {ids} is taken back"), _("the resumption of {n} processes is taken back")
        ),
        "reopened": alike(_("the reopening of {ids} is taken back"), _("the reopening of {n} processes is taken back")),
    }


def _turns(turns: Sequence[Turn], _: Translate) -> Iterator[str]:
    """What of records became another, property by property: a few are named, more are counted."""
    for name in dict.fromkeys(turn.field for turn in turns):
        of_field = [turn for turn in turns if turn.field == name]
        if len(of_field) > NAMES:
            are_processes = all(turn.collection is Collection.PROCESSES for turn in of_field)
            one_by_one = _("{field} of {n} processes changes"), _("{field} of {n} records changes")
            together = _("{field} of {n} processes change"), _("{field} of {n} records change")
            of_processes, of_records = together if name in _SEVERAL else one_by_one
            many = of_processes if are_processes else of_records
            yield many.format(field=_(name), n=len(of_field))
        else:
            yield from (_turn(turn, _) for turn in of_field)


def _turn(turn: Turn, _: Translate) -> str:
    template = _("{field} of {id} change") if turn.field in _SEVERAL else _("{field} of {id} changes")
    clause = template.format(field=_(turn.field), id=turn.record)
    if turn.field == PROGRESS and isinstance(turn.before, tuple) and isinstance(turn.after, tuple):
        before, after = (words.progress(side[0], side[1], _) or "–" for side in (turn.before, turn.after))
        clause += f": {before} → {after}"
    elif _is_short(turn.before) and _is_short(turn.after):
        before, after = (words.field(turn.field, value, _) for value in (turn.before, turn.after))
        clause += f": {before} → {after}"
    return clause + ahead([] if turn.ahead is None else [turn.ahead], 1, _)


def _is_short(value: Plain) -> bool:
    return isinstance(value, str | int) and len(str(value)) <= _SHORT


def _renamed(renamed: Sequence[tuple[str, str]], _: Translate) -> Iterator[str]:
    if len(renamed) > NAMES:
        yield _("{n} records have other ids").format(n=len(renamed))
        return
    for old, new in renamed:
        yield _("the id of {old} is {new} from now on").format(old=old, new=new)


def _settings(names: Sequence[str], _: Translate) -> Iterator[str]:
    if names:
        yield _("the ledger's own settings change: {names}").format(names=", ".join(map(_, names)))


def _some_deleted(tallies: Mapping[Counted, Tally]) -> bool:
    return any(counted in tallies for counted in _DELETED)


_DELETED = tuple((str(collection), "removed") for collection in Collection)
"""Under what records are counted that are deleted."""


def _deleted(tallies: Mapping[Counted, Tally], _: Translate) -> Iterator[str]:
    """How many records are deleted."""
    templates = _of_all_records(Collection, _)
    for counted in _DELETED:
        if tally := tallies.get(counted):
            one, many = templates[counted]
            yield of_number(tally.count, one, many)


def _tallies(tallies: Mapping[Counted, Tally], _: Translate) -> Iterator[str]:
    """How much came, went or is another, in the order in which a reader asks; but for what is deleted."""
    some_told_apart = any(counted in _EVENTS_TOLD_APART for counted, _became in tallies)
    templates: dict[Counted, Plural] = {
        **_of_records(Collection.PROCESSES, _),
        ("meeting", "added"): (_("1 meeting added"), _("{n} meetings added")),
        ("meeting", "booked"): (_("1 meeting booked"), _("{n} meetings booked")),
        ("meeting", "confirmed"): (_("1 booked meeting confirmed"), _("{n} booked meetings confirmed")),
        ("meeting", "changed"): (_("1 meeting corrected"), _("{n} meetings corrected")),
        ("meeting", "removed"): (_("1 meeting removed"), _("{n} meetings removed")),
        ("activity", "added"): (_("1 activity added"), _("{n} activities added")),
        ("activity", "changed"): (_("1 activity corrected"), _("{n} activities corrected")),
        ("activity", "removed"): (_("1 activity removed"), _("{n} activities removed")),
        ("milestone", "reached"): (_("1 milestone is reached"), _("{n} milestones are reached")),
        ("milestone", "dropped"): (_("1 milestone is dropped"), _("{n} milestones are dropped")),
        ("milestone", "extended"): (_("1 milestone is due on another day"), _("{n} milestones are due on other days")),
        ("milestone", "reopened"): (_("1 milestone is open again"), _("{n} milestones are open again")),
        ("report", "added"): (_("1 report added"), _("{n} reports added")),
        ("report", "changed"): (_("1 report corrected"), _("{n} reports corrected")),
        ("report", "removed"): (_("1 report removed"), _("{n} reports removed")),
        **_of_decisions(_),
        **_of_all_records((name for name in Collection if name is not Collection.PROCESSES), _),
        **(_other_events(_) if some_told_apart else _events(_)),
        ("finding", "acknowledged"): (_("1 finding is acknowledged"), _("{n} findings are acknowledged")),
        ("field", "corrected"): (_("1 field corrected"), _("{n} fields corrected")),
        ("record", "otherwise changed"): (_("1 record otherwise changed"), _("{n} records otherwise changed")),
    }
    for counted, (one, many) in templates.items():
        tally = tallies.get(counted)
        if tally and counted not in _DELETED:
            yield of_number(tally.count, one, many) + ahead(tally.ahead, tally.count, _)


def _of_decisions(_: Translate) -> dict[Counted, Plural]:
    """What is said of decisions that are new, and of those that have another status: of every status."""
    return {
        ("decision", "adopted"): (_("1 decision added"), _("{n} decisions added")),
        ("decision", "proposed"): (_("1 proposed decision added"), _("{n} proposed decisions added")),
        ("decision", "planned"): (_("1 planned decision added"), _("{n} planned decisions added")),
        ("decision", "referred-to"): (_("1 decision of others added"), _("{n} decisions of others added")),
        ("decision", "referred-back"): (_("1 matter referred back added"), _("{n} matters referred back added")),
        ("decision", "tabled"): (_("1 tabled matter added"), _("{n} tabled matters added")),
        ("decision", "appealed"): (_("1 appealed decision added"), _("{n} appealed decisions added")),
        ("decision", "final"): (_("1 final decision added"), _("{n} final decisions added")),
        ("decision", "noted"): (_("1 noted matter added"), _("{n} noted matters added")),
        ("decision", "rejected"): (_("1 rejected proposal added"), _("{n} rejected proposals added")),
        ("decision", "lapsed"): (_("1 lapsed decision added"), _("{n} lapsed decisions added")),
        ("decision", "quashed"): (_("1 quashed decision added"), _("{n} quashed decisions added")),
        ("decision", "withdrawn"): (_("1 withdrawn decision added"), _("{n} withdrawn decisions added")),
        ("decision", "repeals"): (_("1 earlier decision is repealed"), _("{n} earlier decisions are repealed")),
        ("decision", "amends"): (_("1 earlier decision is amended"), _("{n} earlier decisions are amended")),
        ("decision becomes", "adopted"): (_("1 decision is adopted"), _("{n} decisions are adopted")),
        ("decision becomes", "proposed"): (_("1 decision is proposed"), _("{n} decisions are proposed")),
        ("decision becomes", "planned"): (_("1 decision is planned"), _("{n} decisions are planned")),
        ("decision becomes", "withdrawn"): (_("1 decision is withdrawn"), _("{n} decisions are withdrawn")),
        ("decision becomes", "referred-to"): (_("1 decision is corrected"), _("{n} decisions are corrected")),
        ("decision becomes", "referred-back"): (_("1 matter is referred back"), _("{n} matters are referred back")),
        ("decision becomes", "tabled"): (_("1 matter is tabled"), _("{n} matters are tabled")),
        ("decision becomes", "appealed"): (_("1 decision is appealed"), _("{n} decisions are appealed")),
        ("decision becomes", "final"): (_("1 decision becomes final"), _("{n} decisions become final")),
        ("decision becomes", "noted"): (_("1 matter is noted"), _("{n} matters are noted")),
        ("decision becomes", "rejected"): (_("1 proposal is rejected"), _("{n} proposals are rejected")),
        ("decision becomes", "lapsed"): (_("1 decision lapses"), _("{n} decisions lapse")),
        ("decision becomes", "quashed"): (_("1 decision is quashed"), _("{n} decisions are quashed")),
    }


_EVENTS_TOLD_APART = ("meeting", "activity", "report")


def _events(_: Translate) -> dict[Counted, Plural]:
    return {
        ("event", "added"): (_("1 event added"), _("{n} events added")),
        ("event", "changed"): (_("1 event corrected"), _("{n} events corrected")),
        ("event", "removed"): (_("1 event removed"), _("{n} events removed")),
    }


def _other_events(_: Translate) -> dict[Counted, Plural]:
    """The same where some have been told apart."""
    return {
        ("event", "added"): (_("1 other event added"), _("{n} other events added")),
        ("event", "changed"): (_("1 other event corrected"), _("{n} other events corrected")),
        ("event", "removed"): (_("1 other event removed"), _("{n} other events removed")),
    }


def _of_all_records(collections: Iterable[Collection], _: Translate) -> dict[Counted, Plural]:
    return {counted: plural for name in collections for counted, plural in _of_records(name, _).items()}


def _of_records(collection: Collection, _: Translate) -> dict[Counted, Plural]:
    """What is said of records of a sort that came or went."""
    record, records = _(collection.schema), _(collection)
    became = {
        "added": (_("1 {record} added"), _("{n} {records} added")),
        "removed": (_("1 {record} deleted"), _("{n} {records} deleted")),
        "withdrawn": (
            _("1 {record} withdrawn as recorded by mistake"),
            _("{n} {records} withdrawn as recorded by mistake"),
        ),
    }
    return {
        (str(collection), change): (one.format(record=record), many.format(n="{n}", records=records))
        for change, (one, many) in became.items()
    }


def _altered(effect: Effect, _: Translate) -> Iterator[str]:
    """What of that which was sealed is gone or another, and nobody says why."""
    gone = _("the seal of {snapshot} is gone")
    altered = _("the seal of {snapshot} is another")
    uncorrected = _("corrections of what {snapshot} sealed are gone or others")
    touched = _("what {snapshot} sealed is touched: {ids}")
    for seal in effect.seals:
        if seal.change == "gone":
            yield gone.format(snapshot=seal.snapshot)
        elif seal.change == "altered":
            yield altered.format(snapshot=seal.snapshot)
        elif seal.change == "uncorrected":
            yield uncorrected.format(snapshot=seal.snapshot)
        if seal.touched:
            yield touched.format(snapshot=seal.snapshot, ids=_first(seal.touched, _))
    beside = _("the ledger in {folder} has lost its seals {ids}")
    for folder, ids in effect.seals_beside.items():
        yield beside.format(folder=folder, ids=_first(ids, _))


def _corrected_seals(seals: Sequence[SealEffect], _: Translate) -> Iterator[str]:
    """What of that which was sealed is corrected, as it may be."""
    one = _("what {snapshot} sealed of {ids} is corrected, with the reason")
    many = _("what {snapshot} sealed of {ids} is corrected, with the reasons")
    for seal in seals:
        if seal.corrected:
            template = one if len(seal.corrected) == 1 else many
            yield template.format(snapshot=seal.snapshot, ids=_first(seal.corrected, _))


def _made(seals: Sequence[SealEffect], _: Translate) -> Iterator[str]:
    """What is sealed now."""
    for seal in seals:
        if seal.change == "made":
            yield _("{snapshot} is sealed").format(snapshot=seal.snapshot)


def _first(ids: Sequence[str], _: Translate) -> str:
    """The first few, and how many more there are."""
    more = _(" and {n} more").format(n=len(ids) - NAMES) if len(ids) > NAMES else ""
    return ", ".join(ids[:NAMES]) + more


def _seals_untouched(seals: Sequence[SealEffect]) -> bool:
    """Whether there was a seal, and every one that is there holds as it was."""
    untouched = all(seal.change in (None, "made") and seal.holds and not seal.corrected for seal in seals)
    return untouched and any(seal.change is None for seal in seals)
