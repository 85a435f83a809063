"""What becomes of commissions, in a sentence."""

from collections.abc import Iterator, Sequence

from plptool.model.decisions import cited_paragraph
from plptool.model.i18n import Translate
from plptool.render.counted import NAMES, Named, ahead, alike, listed, named, of_number
from plptool.render.phrases import when
from plptool.reports.task_changes import Became, CommissionChange, TaskStep

Told = tuple[CommissionChange, TaskStep]


def called(change: CommissionChange, leads: Sequence[str], _: Translate) -> str:
    """What a commission is called in a sentence: by whose it is, and who gave it."""
    decision = change.giving.called or change.record
    if not leads:
        return _("the commission of {decision}").format(decision=decision)
    template = _("{holder}'s commission of {decision}")
    return template.format(holder=listed(leads, _), decision=decision)


def clauses(changes: Sequence[CommissionChange], _: Translate) -> Iterator[str]:
    """What becomes of commissions, in the order in which a reader asks: a few are named, more are counted."""
    told = [(change, step) for change in changes for step in change.steps]
    for became, templates in _became(_).items():
        of_word = [(change, step) for change, step in told if step.became == became and not step.taken_back]
        yield from _alike(of_word, templates, _)
    for became, templates in _taken_back(_).items():
        yield from _alike(
            [(change, step) for change, step in told if step.became == became and step.taken_back], templates, _
        )
    yield from _moved([(change, step) for change, step in told if step.leads is not None], _)
    for became, (one, many) in _of_due(_).items():
        yield from _due([(change, step) for change, step in told if step.became == became], one, many, _)
    for became, (one, many) in _of_today(_).items():
        n = sum(step.became == became for _change, step in told)
        if n:
            yield of_number(n, one, many)


def _alike(told: Sequence[Told], templates: Named, _: Translate) -> Iterator[str]:
    """Of commissions of which the same becomes."""
    if told:
        names = [called(change, change.lead, _) for change, _step in told]
        yield named(names, templates, _) + _ahead(told, _)


def _ahead(told: Sequence[Told], _: Translate) -> str:
    return ahead([step.ahead for _change, step in told if step.ahead is not None], len(told), _)


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
    said = [_move(change, step, _) for change, step in told]
    if len(said) > NAMES or len(set(said)) < len(said):
        yield _("{n} commissions go to others").format(n=len(said)) + _ahead(told, _)
    else:
        yield from (clause + _ahead([one], _) for clause, one in zip(said, told, strict=True))


def _move(change: CommissionChange, step: TaskStep, _: Translate) -> str:
    before, after = step.leads or ((), ())
    if not after:
        return _("{commission} is nobody's from now on").format(commission=called(change, before, _))
    commission = called(change, (), _)
    if not before:
        return _("{commission} goes to {holder}").format(commission=commission, holder=listed(after, _))
    template = _("{commission} goes from {first} to {holder}")
    return template.format(commission=commission, first=listed(before, _), holder=listed(after, _))


def _of_due(_: Translate) -> dict[Became, tuple[str, str]]:
    return {
        "dated": (_("{commission} is to be done by {due}"), _("{n} commissions get a due date")),
        "extended": (_("{commission} is extended to {due}"), _("{n} commissions are extended")),
        "brought forward": (_("{commission} is brought forward to {due}"), _("{n} commissions are brought forward")),
    }


def _due(told: Sequence[Told], one: str, many: str, _: Translate) -> Iterator[str]:
    """Which are due on another day, and by which decision."""
    said = [_extension(change, step, one, _) for change, step in told]
    if len(said) > NAMES or len(set(said)) < len(said):
        yield many.format(n=len(said)) + _ahead(told, _)
    else:
        yield from (clause + _ahead([one_told], _) for clause, one_told in zip(said, told, strict=True))


def _extension(change: CommissionChange, step: TaskStep, template: str, _: Translate) -> str:
    due = None if step.due is None else step.due[1]
    clause = template.format(commission=called(change, change.lead, _), due=when(due, _))
    if step.by is None:
        return clause
    body, paragraph = step.by.body, step.by.paragraph
    decision = f"{body} {cited_paragraph(paragraph)}" if body and paragraph else str(step.by)
    return _("{clause} by {decision}").format(clause=clause, decision=decision)


def _of_today(_: Translate) -> dict[Became, tuple[str, str]]:
    return {
        "late": (_("1 commission becomes late"), _("{n} commissions become late")),
        "late no longer": (_("1 commission is late no longer"), _("{n} commissions are late no longer")),
    }
