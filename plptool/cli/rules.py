from dataclasses import astuple, fields

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, Table, write
from plptool.workspace import Workspace


@click.command("rules")
@options.format_option("rules")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, form: Format, lang: str | None) -> None:
    """List the rules that validate checks, as grave as this ledger has them.

    \b
    Examples:
      plptool rules
      plptool rules --format csv --lang en
    """
    from plptool.model.i18n import translation
    from plptool.model.plain import part, text_if_any
    from plptool.model.rules import RULES, severity
    from plptool.read.manifest import manifest_of
    from plptool.render.rules import RuleShape, listing

    manifest = manifest_of(workspace.folder)
    translate = translation(manifest, lang)
    graded = {code: severity(code, manifest) for code in RULES}
    chosen = part(manifest, "severities")
    reasons = {code: text_if_any(part(chosen, code), "reason") for code in RULES}
    rows = [RuleShape.of(rule, graded[code], reasons[code], translate) for code, rule in RULES.items()]
    answer = Answer(
        page=lambda: Page([listing(graded, translate)]),
        data=lambda: [{"rules": rows}],
        table=lambda: Table([field.name for field in fields(RuleShape)], [astuple(row) for row in rows]),
    )
    write(form, answer)
