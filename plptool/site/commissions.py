"""The report on commissions as readers of a site see it: a body goes by what people call it."""

from collections.abc import Iterable
from dataclasses import replace

from plptool.reports.commissions import CommissionsReport, MotionRow, OfBody
from plptool.reports.tasks import Held, TaskRow
from plptool.site.names import Called


def by_name(content: CommissionsReport, called: Called) -> CommissionsReport:
    """The same report, in which each body stands by its name where its id is none that people use."""
    return replace(
        content,
        bodies=tuple(_body(body, called) for body in content.bodies),
        late=_rows(content.late, called),
        extended=_rows(content.extended, called),
        executed=_rows(content.executed, called),
        reported=_rows(content.reported, called),
        dropped=_rows(content.dropped, called),
        unclear=_rows(content.unclear, called),
        oldest=_rows(content.oldest, called),
        done=_rows(content.done, called),
        motions=tuple(_motion(motion, called) for motion in content.motions),
        proposed=_rows(content.proposed, called),
    )


def _body(body: OfBody, called: Called) -> OfBody:
    rows = _rows(body.open, called)
    name = called(body.body)
    if name == body.body:
        return replace(body, open=rows)
    return replace(body, body=name, title=None, open=rows)


def _motion(motion: MotionRow, called: Called) -> MotionRow:
    body = None if motion.body is None else called(motion.body)
    return replace(motion, by=_names(motion.by, called), body=body, open=_rows(motion.open, called))


def _rows(rows: Iterable[TaskRow], called: Called) -> tuple[TaskRow, ...]:
    return tuple(_row(row, called) for row in rows)


def _row(row: TaskRow, called: Called) -> TaskRow:
    giver = row.giving.body
    giving = replace(
        row.giving,
        body=None if giver is None else called(giver),
        parties=_names(row.giving.parties, called),
    )
    return replace(
        row,
        giving=giving,
        lead=_names(row.lead, called),
        held=tuple(_held(held, called) for held in row.held),
        reports_to=_names(row.reports_to, called),
        elsewhere=_names(row.elsewhere, called),
        last=replace(row.last, to=_names(row.last.to, called)),
    )


def _held(held: Held, called: Called) -> Held:
    return replace(held, lead=_names(held.lead, called))


def _names(keys: Iterable[str], called: Called) -> tuple[str, ...]:
    return tuple(called(key) for key in keys)
