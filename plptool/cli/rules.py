from pathlib import Path

import click

from plptool.cli import common


@click.command("rules")
@common.format_option("text", "json", "markdown", "csv")
@common.lang_option
@click.pass_obj
def command(folder: Path, form: str, lang: str | None) -> None:
    """List the rules that validate checks, as grave as this ledger has them.

    \b
    Examples:
      plptool rules
      plptool rules --format csv --lang en
    """
    from plptool.model.i18n import translator
    from plptool.model.rules import RULES, severity
    from plptool.read.manifest import manifest_of
    from plptool.render import csv
    from plptool.render.rules import listing, row

    manifest = manifest_of(folder)
    translate = translator(lang or str(manifest.get("language", "en")))
    graded = {code: severity(code, manifest) for code in RULES}
    chosen = manifest.get("severities", {})
    rows = [row(rule, graded[code], chosen.get(code, {}).get("reason"), translate) for code, rule in RULES.items()]
    if form == "json":
        common.write_json({"rules": rows})
    elif form == "csv":
        common.write(csv.to_csv(list(rows[0]), [list(one.values()) for one in rows]))
    else:
        common.write_blocks([listing(graded, translate)], form)
