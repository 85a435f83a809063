from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import common, complete
from plptool.model.collections import COLLECTIONS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from plptool.history.blame import Fact


@click.command("blame")
@click.argument("key", metavar="ID", shell_complete=complete.records(*COLLECTIONS))
@common.at_option
@common.format_option("text", "markdown", "json")
@common.lang_option
@click.pass_obj
def command(folder: Path, key: str, point: str | None, form: str, lang: str | None) -> None:
    """Who said what a record says, and who removed what it said.

    Each fact with the commit that gave it its present value, through merges, renames and reformatting; then what the
    record said once and says no more. With a date, only facts that had taken effect.

    \b
    Examples:
      plptool blame 2.2.3
      plptool blame 2.5.3 --at 231231@v1.0
    """
    from plptool.history.blame import blame
    from plptool.history.walk import History
    from plptool.model.dates import split_point
    from plptool.model.errors import UserError
    from plptool.read.manifest import zone
    from plptool.read.revision import Revision
    from plptool.render import log as rendered
    from plptool.timeline.beginnings import without_later

    state = common.at(folder, point)
    ledger = state.ledger
    tree = ledger.tree if isinstance(ledger.tree, Revision) else common.head(folder)[0]
    past = History(tree, common.cache())
    here = key in ledger.records or key in ledger.broken
    asked, key = key, key if here else past.renamed_to(key) or key
    record = ledger.records.get(key)
    if record is None and key in ledger.broken:
        raise UserError(f"the record {key!r} is broken; `plptool validate` says how")
    data = record.data if record else None
    if data is not None and point is not None and split_point(point)[0]:
        data = without_later(data, state.day)
    found = blame(past, key, (record.collection, data) if record else None)
    past.keep()
    place = zone(ledger.manifest)
    told = {
        "collection": found.collection,
        "record": key,
        "asked": asked,
        "title": str((data or {}).get("title") or (data or {}).get("need") or ""),
        "facts": [_fact(one, place) for one in found.facts],
        "removed": [_fact(one, place) for one in found.removed],
    }
    shown = common.point_data(state)
    if form == "json":
        common.write_json({"point": shown, **told})
    else:
        common.write_blocks(rendered.blame(told, shown, common.language(ledger, lang)), form)


def _fact(one: "Fact", place: "ZoneInfo") -> dict[str, Any]:
    from plptool.history.walk import day_at

    commit = None
    if one.commit:
        commit = common.commit_data(one.commit, place, cut=one.cut)
        commit = {"id": commit.pop("commit"), **commit, "known": day_at(one.known, place).isoformat()}
    return {"field": ".".join(one.path), "value": one.value, "commit": commit}
