from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from plptool.cli import options
from plptool.cli.formats import Answer, Format, Page, write
from plptool.cli.help import Command
from plptool.workspace import Workspace

if TYPE_CHECKING:
    from plptool.model.rules import Rule


class RuleName(click.ParamType):  # type: ignore[type-arg]  # not generic in older versions of click
    """A rule's code or name, in large or small letters."""

    name = "rule"

    def convert(self, value: "str | Rule", param: click.Parameter | None, ctx: click.Context | None) -> "Rule":
        from plptool.checks.explain import find

        return find(value) if isinstance(value, str) else value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from plptool.model.rules import RULES

        begun = incomplete.casefold()
        return [
            CompletionItem(word, help=rule.summary)
            for rule in RULES.values()
            for word in ((rule.code, rule.name) if begun else (rule.code,))
            if word.casefold().startswith(begun)
        ]


@click.command("explain", cls=Command)
@click.argument("rule", metavar="CODE", type=RuleName())
@options.format_option("explain")
@options.lang_option
@click.pass_obj
def command(workspace: Workspace, rule: "Rule", form: Format, lang: str | None) -> None:
    """Tell what a rule means, why it exists, and what to write instead.

    CODE is a rule's code or name. Works outside a ledger too.

    \b
    Examples:
      plptool explain PLP301
      plptool explain unknown-organisation --lang sv
    """
    from plptool.checks.explain import explanation, findings
    from plptool.model.i18n import translation
    from plptool.model.plain import part, text_if_any
    from plptool.model.rules import grade
    from plptool.read.manifest import manifest_of
    from plptool.render.rules import ExplanationShape, RuleShape, page

    manifest = manifest_of(workspace.folder)
    translate = translation(manifest, lang)
    explained = explanation(rule, lang or text_if_any(manifest, "language") or "en")
    shown = findings(explained.wrong)
    graded = grade(rule.code, manifest)
    reason = text_if_any(part(part(manifest, "severities"), rule.code), "reason")
    shape = RuleShape.of(rule, graded, reason, translate)
    answer = Answer(
        page=lambda: Page(page(explained, graded, shown, translate)),
        data=lambda: [{"rule": ExplanationShape.of(shape, explained, shown, translate)}],
    )
    write(form, answer)
