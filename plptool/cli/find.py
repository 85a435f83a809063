import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, Table, table_of, write
from plptool.cli.help import Command
from plptool.cli.output import leave, links_of
from plptool.model.i18n import translation
from plptool.workspace import Workspace


@click.command("find", cls=Command)
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@options.at_option
@options.format_option("find")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, words: tuple[str, ...], point: str | None, form: Format, lang: str | None) -> None:
    """Find words in what records say: needs, goals, decisions, notes, organisations, § and registry numbers.

    Capitals and accents make no difference, and a part of a word will do. Of several words all must stand in one
    place.

    \b
    Examples:
      plptool find hemlös
      plptool find "§ 6"
      plptool find ungdomar skola --at 221231
      plptool find 2017-2-771 --format csv
    """
    from plptool.render import listing as pages
    from plptool.render import phrases
    from plptool.reports.find import find

    state = workspace.at(point)
    ledger = state.ledger
    translate = translation(ledger.manifest, lang)
    hits = list(find(state, words))

    def page() -> Page:
        blocks = pages.found(hits, words, translate)
        foot = phrases.point_line(state.point, translate)
        links = links_of(ledger)
        return Page(blocks, cut=True, foot=foot, links=links)

    def data() -> list[dict[str, object]]:
        return [{"point": state.point, "hits": hits}]

    def table() -> Table:
        return table_of(hits)

    answer = Answer(page, data=data, table=table)
    write(form, answer)
    leave(ledger, translate)
