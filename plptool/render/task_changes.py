"""What becomes of commissions, in a sentence."""

from collections.abc import Iterator, Sequence

from plptool.model.i18n import Translate
from plptool.render.counted import NAMES, Named, ahead, alike, listed, named, of_number
from plptool.render.phrases import when
from plptool.reports.task_changes import Became, CommissionChange, TaskStep

Told = tuple[CommissionChange, TaskStep]


def called(change: CommissionChange, leads: Sequence[str], _: Translate) -> str:
    """What a commission is called in a sentence: by whose it is, and who gave it."""
    decision = change.giving.called(lambda date: when(date, _)) or change.record
    if not leads:
        return _("the commission of {decision}").format(decision=decision)
    template = _("{holder}'s commission of {decision}")
    return template.format(holder=listed(leads, _), decision=decision)


def clauses(changes: Sequence[CommissionChange], _: Translate) -> Iterator[str]:
    """What becomes of commissions, in the order in which a reader asks: a few are named, more are counted."""
    came: dict[Became, list[Told]] = {}
    taken_back: dict[Became, list[Told]] = {}
    moved: list[Told] = []
    for change in changes:
        for step in change.steps:
            by_word = taken_back if step.taken_back else came
            by_word.setdefault(step.became, []).append((change, step))
            if step.leads is not None:
                moved.append((change, step))
    for became, templates in _became(_).items():
        yield from _alike(came.get(became, []), templates, _)
    for became, templates in _taken_back(_).items():
        yield from _alike(taken_back.get(became, []), templates, _)
    yield from _moved(moved, _)
    for became, (of_one, many) in _of_due(_).items():
        yield from _due(came.get(became, []), of_one, many, _)
    for became, (of_one, many) in _of_today(_).items():
        count = len(came.get(became, []))
        if count:
            yield of_number(count, of_one, many)


def _alike(told: Sequence[Told], templates: Named, _: Translate) -> Iterator[str]:
    """Of commissions of which the same becomes."""
    if not told:
        return
    names = [called(change, change.lead, _) for change, _step in told]
    yield named(names, templates, _) + _ahead(told, _)


def _ahead(told: Sequence[Told], _: Translate) -> str:
    """How many of these lie ahead."""
    days = [step.ahead for _change, step in told if step.ahead is not None]
    return ahead(days, len(told), _)


def _became(_: Translate) -> dict[Became, Named]:
    return {
        "given": (_("{ids} is given"), _("{ids} are given"), _("{n} commissions are given")),
        "proposed": (_("{ids} is proposed"), _("{ids} are proposed"), _("{n} commissions are proposed")),
        "begun": (_("{ids} is under way"), _("{ids} are under way"), _("{n} commissions are under way")),
        "resumed": (
            _("{ids} is under way again"),
            _("{ids} are under way again"),
            _("{n} commissions are under way again"),
        ),
        "paused": (_("{ids} is put off"), _("{ids} are put off"), _("{n} commissions are put off")),
        "reopened": (_("{ids} is open again"), _("{ids} are open again"), _("{n} commissions are open again")),
        "executed": (_("{ids} is executed"), _("{ids} are executed"), _("{n} commissions are executed")),
        "reported": (_("{ids} is reported"), _("{ids} are reported"), _("{n} commissions are reported")),
        "closed": (_("{ids} is closed"), _("{ids} are closed"), _("{n} commissions are closed")),
        "given up": (
            _("{ids} is closed without having been executed"),
            _("{ids} are closed without having been executed"),
            _("{n} commissions are closed without having been executed"),
        ),
        "cancelled": (_("{ids} is cancelled"), _("{ids} are cancelled"), _("{n} commissions are cancelled")),
    }


def _taken_back(_: Translate) -> dict[Became, Named]:
    return {
        "given": (
            _("{ids} is no longer there"),
            _("{ids} are no longer there"),
            _("{n} commissions are no longer there"),
        ),
        "reopened": alike(
            _("the reopening of {ids} is taken back"), _("the reopening of {n} commissions is taken back")
        ),
        "executed": alike(
            _("the execution of {ids} is taken back"), _("the execution of {n} commissions is taken back")
        ),
        "reported": alike(
            _("the final report of {ids} is taken back"), _("the final report of {n} commissions is taken back")
        ),
        "closed": alike(_("the closing of {ids} is taken back"), _("the closing of {n} commissions is taken back")),
        "given up": alike(_("the closing of {ids} is taken back"), _("the closing of {n} commissions is taken back")),
        "cancelled": alike(
            _("the cancellation of {ids} is taken back"), _("the cancellation of {n} commissions is taken back")
        ),
    }


def _moved(told: Sequence[Told], _: Translate) -> Iterator[str]:
    """Which go from whom to whom."""
    yield from _each_or_counted(
        [_move(change, step, _) for change, step in told], told, _("{n} commissions go to others"), _
    )


def _each_or_counted(clauses: Sequence[str], told: Sequence[Told], many: str, _: Translate) -> Iterator[str]:
    """A clause for each where they are few; more are counted, and those of which several are told alike."""
    any_alike = len(set(clauses)) < len(clauses)
    if len(clauses) > NAMES or any_alike:
        yield many.format(n=len(clauses)) + _ahead(told, _)
        return
    for clause, change_and_step in zip(clauses, told, strict=True):
        yield clause + _ahead([change_and_step], _)


def _move(change: CommissionChange, step: TaskStep, _: Translate) -> str:
    before, after = step.leads or ((), ())
    if not after:
        commission = called(change, before, _)
        return _("{commission} is nobody's from now on").format(commission=commission)
    commission = called(change, (), _)
    holder = listed(after, _)
    if not before:
        return _("{commission} goes to {holder}").format(commission=commission, holder=holder)
    template = _("{commission} goes from {first} to {holder}")
    return template.format(commission=commission, first=listed(before, _), holder=holder)


def _of_due(_: Translate) -> dict[Became, tuple[str, str]]:
    return {
        "dated": (_("{commission} is to be done by {due}"), _("{n} commissions get a due date")),
        "extended": (_("{commission} is extended to {due}"), _("{n} commissions are extended")),
        "brought forward": (_("{commission} is brought forward to {due}"), _("{n} commissions are brought forward")),
    }


def _due(told: Sequence[Told], one: str, many: str, _: Translate) -> Iterator[str]:
    """Which are due on another day, and by which decision."""
    extensions = [_extension(change, step, one, _) for change, step in told]
    yield from _each_or_counted(extensions, told, many, _)


def _extension(change: CommissionChange, step: TaskStep, template: str, _: Translate) -> str:
    """By when it is due now, and by which decision."""
    due = None
    if step.due is not None:
        _before, due = step.due
    clause = template.format(commission=called(change, change.lead, _), due=when(due, _))
    if step.by is None:
        return clause
    decision = step.by.giving.called(lambda date: when(date, _)) or step.by.told(str)
    return _("{clause} by {decision}").format(clause=clause, decision=decision)


def _of_today(_: Translate) -> dict[Became, tuple[str, str]]:
    return {
        "late": (_("1 commission becomes late"), _("{n} commissions become late")),
        "late no longer": (_("1 commission is late no longer"), _("{n} commissions are late no longer")),
    }
