"""What a change does to the plan, in one sentence."""

from collections.abc import Iterator, Sequence
from typing import Any

from plptool.model.collections import COLLECTIONS
from plptool.model.i18n import Translate
from plptool.render import phrases as words
from plptool.render.phrases import when

_NAMES = 3
"""So many are named in a sentence; more are counted."""
_SHORT = 30
"""Characters of a value that is named in a sentence."""


def sentence(found: dict[str, Any], _: Translate) -> str:
    """What a change does to the plan, in one sentence."""
    counts = found["effect"]["counts"]
    said = [*_unread(found["unread"], _), *_steps(found["effect"], _), *_turns(found["effect"]["turns"], _)]
    said += [*_counts(counts, found["effect"]["ahead"], _), *_renamed(found["effect"]["renamed"], _)]
    if found["settings"]:
        said.append(_("the ledger's own settings change: {names}").format(names=", ".join(map(_, found["settings"]))))
    said = said or [_("the plan is unchanged")]
    said += _sealed(found["sealed"], _, whole=not any(found["unread"].values()))
    whole = "; ".join(said)
    return f"{whole[0].upper()}{whole[1:]}."


def _unread(unread: dict[str, list[str]], _: Translate) -> Iterator[str]:
    """What nobody can compare."""
    told = {
        "now": (
            _("what changes in {ids} is not known: it cannot be read"),
            _("what changes in {ids} is not known: they cannot be read"),
            _("what changes in {n} records is not known: they cannot be read"),
        ),
        "before": (
            _("what changes in {ids} is not known: it could not be read before"),
            _("what changes in {ids} is not known: they could not be read before"),
            _("what changes in {n} records is not known: they could not be read before"),
        ),
    }
    for side, (one, some, many) in told.items():
        ids = unread[side]
        if len(ids) > _NAMES:
            yield many.format(n=len(ids))
        elif ids:
            yield (some if ids[1:] else one).format(ids=_ids(ids, _))


def several(n: int, one: str, many: str) -> str:
    return one if n == 1 else many.format(n=n)


def _ids(ids: Sequence[str], _: Translate) -> str:
    return _("{first} and {last}").format(first=", ".join(ids[:-1]), last=ids[-1]) if ids[1:] else ids[0]


def _steps(effect: dict[str, Any], _: Translate) -> Iterator[str]:
    told = {
        "completed": (_("{ids} is completed"), _("{ids} are completed"), _("{n} processes are completed")),
        "paused": (_("{ids} is paused"), _("{ids} are paused"), _("{n} processes are paused")),
        "begun": (_("{ids} is begun"), _("{ids} are begun"), _("{n} processes are begun")),
        "resumed": (_("{ids} is resumed"), _("{ids} are resumed"), _("{n} processes are resumed")),
        "reopened": (_("{ids} is reopened"), _("{ids} are reopened"), _("{n} processes are reopened")),
        "ongoing": (_("{ids} is begun"), _("{ids} are begun"), _("{n} processes are begun")),
        "planned": (_("{ids} is planned"), _("{ids} are planned"), _("{n} processes are planned")),
        "not completed": (
            *[_("the completion of {ids} is taken back")] * 2,
            _("the completion of {n} processes is taken back"),
        ),
        "not paused": (*[_("the pause of {ids} is taken back")] * 2, _("the pause of {n} processes is taken back")),
        "not begun": (*[_("the start of {ids} is taken back")] * 2, _("the start of {n} processes is taken back")),
        "not resumed": (
            *[_("the resumption of {ids} is taken back")] * 2,
            _("the resumption of {n} processes is taken back"),
        ),
        "not reopened": (
            *[_("the reopening of {ids} is taken back")] * 2,
            _("the reopening of {n} processes is taken back"),
        ),
    }
    begun = (*[_("{ids} to be begun")] * 2, _("{n} processes to be begun"))
    later = {
        "completed": (*[_("{ids} to be completed")] * 2, _("{n} processes to be completed")),
        "paused": (*[_("{ids} to be paused")] * 2, _("{n} processes to be paused")),
        "begun": begun,
        "resumed": (*[_("{ids} to be resumed")] * 2, _("{n} processes to be resumed")),
        "reopened": (*[_("{ids} to be reopened")] * 2, _("{n} processes to be reopened")),
        "ongoing": begun,
    }
    for step, templates in told.items():
        taken = effect["steps"].get(step, {})
        for lies_ahead, (one, some, many) in ((False, templates), (True, later.get(step, templates))):
            ids = [key for key, day in taken.items() if (day is not None) == lies_ahead]
            if not ids:
                continue
            said = many.format(n=len(ids)) if len(ids) > _NAMES else (some if ids[1:] else one).format(ids=_ids(ids, _))
            yield said + _ahead([taken[key] for key in ids] if lies_ahead else [], len(ids), _)


def _ahead(days: Sequence[str], n: int, _: Translate) -> str:
    """That so many of so many lie ahead; the dates, where it is all of them and they are few."""
    if not days:
        return ""
    if len(days) == n and len(set(days)) <= _NAMES:
        return f" ({', '.join(when(day, _) for day in dict.fromkeys(days))})"
    return " " + _("({n} of them ahead)").format(n=len(days))


def _turns(turns: list[dict[str, Any]], _: Translate) -> Iterator[str]:
    """What of processes became another: a few of each sort are named, more are counted."""
    for name in dict.fromkeys(one["field"] for one in turns):
        these = [one for one in turns if one["field"] == name]
        if len(these) > _NAMES:
            yield _("{field} of {n} processes changes").format(field=_(name), n=len(these))
            continue
        for one in these:
            said = _("{field} of {id} changes").format(field=_(name), id=one["record"])
            values = [one["from"], one["to"]]
            if all(isinstance(value, str | int) and len(str(value)) <= _SHORT for value in values):
                said += ": " + " → ".join(words.field(name, value, _) for value in values)
            yield said + _ahead([one["date"]] if one["date"] else [], 1, _)


def _renamed(pairs: list[list[str]], _: Translate) -> Iterator[str]:
    if len(pairs) > _NAMES:
        yield _("{n} records have other ids").format(n=len(pairs))
        return
    for old, new in pairs:
        yield _("the id of {old} is {new} from now on").format(old=old, new=new)


def _counts(counts: dict[str, int], ahead: dict[str, list[str]], _: Translate) -> Iterator[str]:
    others = any(name.startswith(("meeting ", "activity ")) for name in counts)
    told = {
        "processes": _records("processes", _),
        "meeting added": (_("1 meeting added"), _("{n} meetings added")),
        "meeting booked": (_("1 meeting booked"), _("{n} meetings booked")),
        "meeting confirmed": (_("1 booked meeting confirmed"), _("{n} booked meetings confirmed")),
        "meeting changed": (_("1 meeting corrected"), _("{n} meetings corrected")),
        "meeting removed": (_("1 meeting removed"), _("{n} meetings removed")),
        "activity added": (_("1 activity added"), _("{n} activities added")),
        "activity changed": (_("1 activity corrected"), _("{n} activities corrected")),
        "activity removed": (_("1 activity removed"), _("{n} activities removed")),
        "decision adopted": (_("1 decision added"), _("{n} decisions added")),
        "decision proposed": (_("1 proposed decision added"), _("{n} proposed decisions added")),
        "decision planned": (_("1 planned decision added"), _("{n} planned decisions added")),
        "decision referred-to": (_("1 decision of others added"), _("{n} decisions of others added")),
        "decision becomes adopted": (_("1 decision is adopted"), _("{n} decisions are adopted")),
        "decision becomes proposed": (_("1 decision is proposed"), _("{n} decisions are proposed")),
        "decision becomes planned": (_("1 decision is planned"), _("{n} decisions are planned")),
        "decision becomes withdrawn": (_("1 decision is withdrawn"), _("{n} decisions are withdrawn")),
        "decision becomes referred-to": (_("1 decision is corrected"), _("{n} decisions are corrected")),
        **{name: _records(name, _) for name in COLLECTIONS if name != "processes"},
        **(_other_events(_) if others else _events(_)),
        "acknowledged": (_("1 finding is acknowledged"), _("{n} findings are acknowledged")),
        "corrected": (_("1 field corrected"), _("{n} fields corrected")),
        "otherwise": (_("1 record otherwise changed"), _("{n} records otherwise changed")),
    }  # fmt: skip
    for name, templates in told.items():
        for key, (one, many) in templates.items() if isinstance(templates, dict) else ((name, templates),):
            if counts.get(key):
                yield several(counts[key], one, many) + _ahead(ahead.get(key, []), counts[key], _)


def _events(_: Translate) -> dict[str, tuple[str, str]]:
    return {
        "event added": (_("1 event added"), _("{n} events added")),
        "event changed": (_("1 event corrected"), _("{n} events corrected")),
        "event removed": (_("1 event removed"), _("{n} events removed")),
    }


def _other_events(_: Translate) -> dict[str, tuple[str, str]]:
    """The same where some have been told apart."""
    return {
        "event added": (_("1 other event added"), _("{n} other events added")),
        "event changed": (_("1 other event corrected"), _("{n} other events corrected")),
        "event removed": (_("1 other event removed"), _("{n} other events removed")),
    }


def _records(collection: str, _: Translate) -> dict[str, tuple[str, str]]:
    """What is said of records of a sort that came or went."""
    one, many = _(COLLECTIONS[collection]), _(collection)
    templates = {
        "added": (_("1 {record} added"), _("{n} {records} added")),
        "removed": (_("1 {record} deleted"), _("{n} {records} deleted")),
        "withdrawn": (
            _("1 {record} withdrawn as recorded by mistake"),
            _("{n} {records} withdrawn as recorded by mistake"),
        ),
    }
    return {
        f"{collection} {change}": (single.format(record=one), several.format(n="{n}", records=many))
        for change, (single, several) in templates.items()
    }


def _sealed(seals: list[dict[str, Any]], _: Translate, *, whole: bool) -> Iterator[str]:
    """What of that which was sealed is touched; nothing where there is no seal."""
    for one in seals:
        said = {
            "made": _("{snapshot} is sealed"),
            "gone": _("the seal of {snapshot} is gone"),
            "altered": _("the seal of {snapshot} is another"),
        }
        if one["change"]:
            yield said[one["change"]].format(snapshot=one["snapshot"])
        for name, template in (
            ("corrected", _("what {snapshot} sealed is corrected, with reasons: {ids}")),
            ("touched", _("what {snapshot} sealed is touched: {ids}")),
        ):
            if one[name]:
                more = _(" and {n} more").format(n=len(one[name]) - _NAMES) if len(one[name]) > _NAMES else ""
                ids = ", ".join(one[name]) if not more else ", ".join(one[name][:_NAMES]) + more
                yield template.format(snapshot=one["snapshot"], ids=ids)
        whole = whole and one["change"] in (None, "made") and one["holds"] and not one["corrected"]
    if whole and any(one["change"] is None for one in seals):
        yield _("nothing sealed is touched")
