"""One mistake is one finding: many that have one cause, or say the same, are told as one that names the others."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from plptool.checks.alike import FEW, as_one, gathered_in_files, groups, lineless
from plptool.checks.context import Context
from plptool.checks.follows import UNKNOWN, with_what_follows
from plptool.model.findings import SEVERITIES, Finding, Message, Problem

Place = Callable[[Problem], Finding]
"""Puts a problem in its place in the files."""

_OF_HOUSE = ("PLP108", "PLP207", "PLP311")
"""Rules that one thing breaks in many files at once: where they lie, other schemas, that a second plan came."""
_FEW = 2
"""So many findings of one cause are told each; more, as one."""
_FEW_OF = {"PLP108": 1, "PLP603": 1, "PLP609": 5}
"""By rule, where fewer are: files of one folder that lie in another, lines beyond the last of one document."""
_FEW_NAMES = 5
"""So many places are told each in which one id is named that is not there."""
_OF_A_DATE = tuple(
    f"PLP{number}" for number in (402, 604, 412, 404, 405, 409, 406, 518, 519, 403, 503, 504, 501, 508, 407, 602)
)
"""Rules that a wrong date or number of an event breaks, the one first that says most clearly that it is wrong."""
_UNCOUNTED = (
    Message("{n} citations name lines of this document, and it is not said how many it has"),
    Message("Write `lines`: how many lines the text has, split at line feeds."),
)
_PAGES_UNCOUNTED = (
    Message("{n} citations name pages of this document, and it is not said how many it has"),
    Message("Write `pages`: how many pages the document has."),
)
_BEYOND_PAGES = (
    Message("{n} citations go beyond page {pages}"),
    Message("Check `pages`: how many pages the document has; or each citation."),
)
_OF_AN_EVENT = ("date", "number")
"""The fields of an event of which one wrong value breaks several of these."""
_CAUSES = {
    "PLP310": (Message("{n} references name this record, which was withdrawn"),
               Message("Name another there, or let it stand again.")),
    "PLP402": (Message("{n} facts are dated after this document, which is of {written}"),
               Message("Check this date; or of each fact the year, and which document tells it.")),
    "PLP404": (Message("{n} events are dated before {day}, from when on the process is in the plan"),
               Message("Check this date; or the year of each.")),
    "PLP405": (Message("{n} meetings and activities are dated after {day}, when the process was over"),
               Message("Check this date; a reopening is a status event: `status: ongoing`, with a reason.")),
    "PLP406": (Message("{n} meetings and activities are dated outside the period {period}"),
               Message("Check the period; if it has been extended, a `change` event says so.")),
    "PLP409": (Message("{n} meetings and activities were held while the process was paused since {day}"),
               Message("If it was taken up again, a status event says so: `status: ongoing`.")),
    "PLP410": (Message("{n} processes are taken in before the plan was adopted on {day}"),
               Message("Check this date; what is in the plan from its adoption needs no `from`.")),
    "PLP411": (Message("the periods of {n} processes lie outside the plan's, {other}"),
               Message("Check the years of this period.")),
    "PLP412": (Message("{n} things are dated before this decision of {day}, which gives the tasks"),
               Message("Check this date; or the year of each.")),
    "PLP510": (Message("{n} events stand twice"),
               Message("Remove one of each pair, and name both sources at the other.")),
    "PLP603": (Message("{n} citations go beyond line {lines}"),
               Message("Check `lines`: how many lines the text has, split at line feeds; or each citation.")),
    "PLP604": (Message("{n} events that name this decision have another date"), Message("One decision has one date.")),
    "PLP605": (Message("{n} processes and this decision do not name each other"),
               Message("Check `concerns`, and which events name the decision.")),
    "PLP608": (Message("{n} processes and this grant do not name each other"),
               Message("Check `uses`, and which events tell of the grant.")),
    "PLP609": (Message("the documents do not give {n} facts of its processes, such as activities, goal or priority"),
               Message("Add them when they are known.")),
    "PLP618": (Message("{n} years, uses and payments are outside the grant's period {period}"),
               Message("Check the period.")),
    "PLP619": (Message("{n} organisations take part from outside the plan's period {period}"),
               Message("Check the period.")),
}  # fmt: skip
"""By rule: what is said at the cause of many findings, in the words of the first, and what to do about it."""


def gathered(findings: Iterable[Finding], context: Context, place: Place) -> list[Finding]:
    """The findings, those of one mistake as one; what is acknowledged is left as it is.

    Args:
        findings: all there are.
        context: where the records are found that may be a cause.
        place: puts what is told at a cause in its place.
    """
    told: list[Finding] = []
    for alike in groups(findings, _mistake):
        told += _of_one_mistake(sorted(alike, key=Finding.order), context, place)
    by_event: list[Finding] = []
    for alike in groups(told, _event):
        by_event += _of_one_date(alike)
    return with_what_follows(gathered_in_files(by_event))


def _event(finding: Finding) -> Hashable:
    """The event whose date a finding may be about; None where it is about nothing of the sort."""
    if finding.acknowledged or finding.others or finding.event is None or finding.rule not in _OF_A_DATE:
        return None
    if finding.rule == "PLP602" and finding.value not in _OF_AN_EVENT:
        return None
    return finding.path, finding.event


def _of_one_date(alike: list[Finding]) -> list[Finding]:
    """What speaks against the date of one event, as one finding: the strongest, with all others."""
    if len(alike) == 1:
        return alike
    first, *others = sorted(alike, key=lambda finding: _OF_A_DATE.index(finding.rule))
    gravest = min((finding.severity for finding in alike), key=SEVERITIES.index)
    return [replace(first, severity=gravest, others=tuple(map(lineless, others)))]


def _mistake(finding: Finding) -> Hashable:
    """What findings of one mistake have in common; None where it is one by itself."""
    if finding.acknowledged is not None:
        return None
    if finding.cause is not None:
        return finding.rule, finding.cause
    if finding.rule in UNKNOWN and finding.value is not None:
        return UNKNOWN, finding.value
    if finding.rule in _OF_HOUSE:
        return finding.rule, finding.message.say(), _folder(finding)
    return None


def _folder(finding: Finding) -> Hashable:
    """The folder in which a file belongs that lies elsewhere; None where nobody knows."""
    return None if finding.hint is None else str(finding.hint.args.get("folder", "")) or None


def _of_one_mistake(alike: list[Finding], context: Context, place: Place) -> list[Finding]:
    """Findings that have their mistake in common: as they are where they are few, else as one."""
    first = alike[0]
    few = _FEW_NAMES if first.rule in UNKNOWN else _FEW_OF.get(first.rule, _FEW)
    if first.rule == "PLP108" and _folder(first) is None:  # what is no record, and may lie there for any reason
        few = FEW
    if first.rule == "PLP601":  # the figures of one assertion
        return [replace(first, others=tuple(map(lineless, alike[1:])))]
    if len(alike) <= few:
        return alike
    if first.cause is None:
        return [as_one(alike)]
    record = context.originals.get(first.cause.record)
    if record is None:
        return alike
    template, hint = _of_citations(first) if first.rule == "PLP603" else _CAUSES[first.rule]
    message = Message(template.template, {**first.message.args, "n": len(alike)})
    problem = Problem(first.rule, record, first.cause.where, message, hint)
    return [replace(place(problem), others=tuple(map(lineless, alike)))]


def _of_citations(first: Finding) -> tuple[Message, Message]:
    """What is said of several citations that go beyond a document's lines or pages, or that nobody has counted."""
    counted = first.message.args
    if first.cause is not None and first.cause.where == ("pages",):
        return _BEYOND_PAGES if "pages" in counted else _PAGES_UNCOUNTED
    return _CAUSES[first.rule] if "lines" in counted else _UNCOUNTED
