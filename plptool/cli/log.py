from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import common, complete
from plptool.model.collections import COLLECTIONS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from plptool.history.log import Chapter
    from plptool.read.revision import Revision


@click.command("log")
@click.argument("key", metavar="[ID]", required=False, shell_complete=complete.records(*COLLECTIONS))
@click.option("--since", metavar="DAY", help="Only what is known from this day or later.")
@click.option("--until", metavar="DAY", help="Only what was known by the end of this day.")
@click.option("--author", metavar="NAME", help="Only what authors with this in their name wrote.")
@click.option(
    "--field", metavar="NAME", help="Only changes of this field, such as priority or events, or of one kind of event."
)
@click.option(
    "--org",
    metavar="ORG",
    shell_complete=complete.organisations,
    help="Only records that this organisation leads, takes part in or decided.",
)
@common.format_option("text", "markdown", "json")
@common.lang_option
@click.pass_obj
def command(
    folder: Path,
    key: str | None,
    since: str | None,
    until: str | None,
    author: str | None,
    field: str | None,
    org: str | None,
    form: str,
    lang: str | None,
) -> None:
    """The history as a story: who changed what in the plan, and when.

    From the newest commit backwards, of the whole ledger or of one record, also through what it was called before. The
    days are those of the commits, where the ledger is kept; a commit that is dated before what it builds on counts as
    known no earlier than that.

    \b
    Examples:
      plptool log
      plptool log 2.2.3
      plptool log --since 240101 --org KSON
      plptool log 2.5.3 --field status
    """
    from plptool.history.log import log
    from plptool.history.walk import History, day_at
    from plptool.model.dates import parse_day
    from plptool.read.manifest import zone
    from plptool.render import log as rendered

    tree, manifest = common.head(folder)
    place = zone(manifest)
    today = common.now(manifest)
    first, last = (parse_day(day, today) if day else None for day in (since, until))
    _check(tree, field, org)
    past = History(tree, common.cache())
    record = past.renamed_to(key) or key if key else None
    chapters = []
    for chapter in log(past, record):
        day = day_at(chapter.known, place)
        wanted = (first is None or first <= day) and (last is None or day <= last)
        if not wanted or (author and author.casefold() not in chapter.commit.author.casefold()):
            continue
        told = _told(chapter, place, field, org)
        if told["changes"]:
            chapters.append(told)
    past.keep()
    translate = common.translation(manifest, lang)
    found = {"revision": tree.revision, "record": record, "asked": key, "commits": chapters}
    if form == "json":
        common.write_json(found)
    else:
        common.write_blocks(rendered.log(found, translate, whole=field is None), form)


def _check(tree: "Revision", field: str | None, org: str | None) -> None:
    """Refuse names that nothing has.

    Raises:
        UserError: there is no such field or kind of event, or no such organisation in this revision.
    """
    from plptool.model.errors import UserError
    from plptool.model.suggest import among, guess

    if field is not None and field not in (names := _fields()):
        raise UserError(f"there is no field or kind of event {field!r}. {among(field, names).say()}")
    if org is not None and not tree.holds(f"ledger/organisations/{org}.yaml"):
        paths = [entry.path for entry in tree.entries("ledger") if entry.path.startswith("ledger/organisations/")]
        keys = [path.rpartition("/")[2].removesuffix(".yaml") for path in paths]
        raise UserError(f"there is no organisation {org!r}. {guess(org, keys).say()}")


def _fields() -> list[str]:
    """The properties of records, those that people ask for first, and the kinds of events."""
    from itertools import chain

    from plptool.read.schema import NAMES, load
    from plptool.read.vocabulary import vocabulary

    schemas = [load(name)["properties"] for name in NAMES]
    kinds = [one["events"]["items"]["properties"]["kind"]["enum"] for one in schemas if "events" in one]
    return list(dict.fromkeys([*load("process")["properties"], *chain(*kinds), *sorted(vocabulary().names)]))


def _told(chapter: "Chapter", place: "ZoneInfo", field: str | None, org: str | None) -> dict[str, Any]:
    from plptool.history.walk import day_at

    changes = []
    for one in chapter.told:
        facts = [
            {"kind": change.kind, "field": change.field, "old": change.old, "new": change.new}
            for change in one.facts
            if field is None or field in (change.path[0], _kind(change.old), _kind(change.new))
        ]
        if (facts or field is None) and (org is None or org in one.organisations):
            changes.append(
                {
                    "collection": one.collection,
                    "record": one.record,
                    "title": one.title,
                    "change": one.kind,
                    "formerly": one.formerly,
                    "facts": facts,
                }
            )
    commit = common.commit_data(chapter.commit, place, cut=chapter.cut)
    return {**commit, "known": day_at(chapter.known, place).isoformat(), "changes": changes}


def _kind(value: Any) -> Any:
    return value.get("kind") if isinstance(value, dict) else None
