from dataclasses import astuple, fields

import click

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, Table, write
from plptool.cli.help import Command
from plptool.workspace import Workspace


@click.command("rules", cls=Command)
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
    from plptool.model.rules import RULES, Grade, grade
    from plptool.read.manifest import manifest_of
    from plptool.render.rules import RuleShape, listing

    manifest = manifest_of(workspace.folder)
    translate = translation(manifest, lang)
    chosen = part(manifest, "severities")
    graded: dict[str, Grade] = {}
    shapes: list[RuleShape] = []
    for code, rule in RULES.items():
        graded[code] = grade(code, manifest)
        settings = part(chosen, code)
        reason = text_if_any(settings, "reason")
        severity = graded[code]
        shape = RuleShape.of(rule, severity, reason, translate)
        shapes.append(shape)
    columns = [field.name for field in fields(RuleShape)]
    answer = Answer(
        page=lambda: Page([listing(graded, translate)]),
        data=lambda: [{"rules": shapes}],
        table=lambda: Table(columns, [astuple(shape) for shape in shapes]),
    )
    write(form, answer)
