from itertools import chain
from pathlib import Path

import click

from plptool.cli import options
from plptool.cli.help import Command
from plptool.cli.language import noted
from plptool.cli.output import leave
from plptool.model.i18n import LANGUAGES, translation
from plptool.site.write import copied, write_site
from plptool.workspace import Workspace


@click.command("site", cls=Command)
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@options.at_option
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    callback=noted,
    is_eager=True,
    help="The language of the pages; given twice, the second has a folder of its own. Without it, the ledger's.",
)
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Show of the documents whose texts lie in this folder what the cited lines say.",
)
@click.option("--force", is_flag=True, help="Write the pages though a seal does not hold; each of them says so.")
@click.pass_obj
def command(
    workspace: Workspace,
    target: Path,
    point: str | None,
    languages: tuple[str, ...],
    texts: Path | None,
    force: bool,
) -> None:
    """Write the ledger as a static site: pages that anybody may read, with their data beside them.

    DIR is a new or empty folder, or one that an earlier run made. The pages ask no other host for anything, and work in
    any folder of a host, and from the disk. Where a seal does not hold, nothing is written, unless with --force.

    With --texts, a document's page has the lines that are cited, each with two before and after it. The persons whom
    the ledger names are left out; others stand in them as in the document, and everybody can read that then.

    Where the manifest says at which address the pages will stand (`site`), search engines get a sitemap and the pages'
    own addresses; and data portals a description of the data, `dcat.rdf`, where it also says who publishes it and on
    what terms.

    \b
    Examples:
      plptool site public
      plptool site public --lang sv --lang en
      plptool site public --at snapshot
      plptool site public --texts ../documents
    """
    from plptool.checks.coverage import find_texts
    from plptool.checks.seals import by_snapshot
    from plptool.documents.lines import texts_in
    from plptool.history.log import changes_by_record
    from plptool.history.walk import History
    from plptool.read.revision import Revision
    from plptool.site.build import files
    from plptool.site.content import site
    from plptool.site.earlier import Earlier
    from plptool.site.publication import Publication

    state = workspace.at(point)
    ledger = state.ledger
    spoken = tuple(dict.fromkeys(languages)) or (ledger.language,)
    tree = ledger.tree
    past = History(tree, workspace.cache, now=workspace.now) if isinstance(tree, Revision) else workspace.history()
    changes = changes_by_record(past) if past else {}
    findings = workspace.findings(ledger)
    translate = translation(ledger.manifest, spoken[0])
    broken = sorted(by_snapshot(findings))
    if broken and not force:
        refusal = translate(
            "Nothing is written, as what was sealed is not as it was: {ids}. `plptool validate` says more."
        )
        click.echo(refusal.format(ids=", ".join(broken)), err=True)
        raise click.exceptions.Exit(1)
    found = find_texts(ledger, texts_in(texts)).lines if texts else {}
    content = site(state, findings, changes, found)
    place = str(target.resolve())
    cache = workspace.cache
    earlier = Earlier.of(target, cache.answer(f"site {place}") if cache else None)
    written = write_site(target, chain(files(content, spoken, earlier), copied().items()))
    if cache:
        cache.keep(target, answer=(f"site {place}", earlier.remember()))
    pages = sum(path.endswith(".html") for path in written)
    click.echo(translate("Pages written: {pages}, in {folder}.").format(pages=pages, folder=target), err=True)
    if earlier.taken:
        unchanged = translate("Of these, as they were and not made again: {pages}.")
        click.echo(unchanged.format(pages=earlier.taken * len(spoken)), err=True)
    missing = Publication.of(ledger.manifest).missing
    if missing:
        left_out = translate("There is no dcat.rdf for data portals, as ledger.yaml does not say: {names}.")
        click.echo(left_out.format(names=", ".join(missing)), err=True)
    leave(ledger, translate)
