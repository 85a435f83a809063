import click

from plptool.cli import options
from plptool.render import output
from plptool.workspace import Workspace


@click.command("rules")
@options.format_option("text", "json", "markdown", "csv")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, form: str, lang: str | None) -> None:
    """List the rules that validate checks, as grave as this ledger has them.

    \b
    Examples:
      plptool rules
      plptool rules --format csv --lang en
    """
    from plptool.model.i18n import translation
    from plptool.model.rules import RULES, severity
    from plptool.read.manifest import manifest_of
    from plptool.render import csv
    from plptool.render.rules import listing, row

    manifest = manifest_of(workspace.folder)
    translate = translation(manifest, lang)
    graded = {code: severity(code, manifest) for code in RULES}
    chosen = manifest.get("severities", {})
    rows = [row(rule, graded[code], chosen.get(code, {}).get("reason"), translate) for code, rule in RULES.items()]
    if form == "json":
        output.write_json({"rules": rows})
    elif form == "csv":
        output.write(csv.to_csv(list(rows[0]), [list(one.values()) for one in rows]))
    else:
        output.write_blocks([listing(graded, translate)], form)
