"""Pages about the rules."""

from collections.abc import Iterator
from typing import Any

from plptool.checks.explain import Example, Explanation
from plptool.model.findings import Finding, Severity
from plptool.model.i18n import Translate
from plptool.model.rules import RULES, Rule, bendable
from plptool.render.document import Block, Column, Grid, Heading, Listing, Paragraph, grid
from plptool.render.findings import data, known


def listing(graded: dict[str, Severity], _: Translate) -> Grid:
    """All rules, as grave as the ledger has them."""
    columns = [
        Column(_("Code"), whole=True),
        Column(_("Name"), whole=True),
        Column(_("Severity"), whole=True),
        Column(_("What it means")),
    ]
    rows: list[list[object]] = [
        [rule.code, rule.name, _(graded[rule.code]), _(rule.summary)] for rule in RULES.values()
    ]
    return grid(columns, rows)


def row(rule: Rule, severity: Severity, reason: str | None, _: Translate) -> dict[str, Any]:
    """A rule as data. `known` is null where the rule cannot be acknowledged."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": severity,
        "default": rule.severity,
        "reason": reason,
        "summary": _(rule.summary),
        "known": _(rule.value) if rule.value else None,
        "changeable": bendable(rule.code),
    }


def page(one: Explanation, severity: Severity, said: list[Finding], _: Translate, level: int = 1) -> list[Block]:
    """What a rule means, why it exists, and an example."""
    rule = one.rule
    return [
        Heading(rule.code, level),
        Paragraph(f"`{rule.name}`, {_(severity)}. {_(rule.summary)}", ours=True),
        Paragraph(_(one.why), ours=True),
        Heading(_("Wrong"), level + 1),
        *_files(one.wrong),
        Paragraph(_("What is said of it:")),
        Listing("\n".join(_sentences(said, _))),
        Heading(_("Right"), level + 1),
        *_files(one.right),
        *_choices(rule, said, _),
    ]


def help_of(one: Explanation, _: Translate) -> list[Block]:
    """The same where a finding is shown already: what the rule means, why it exists, a wrong and a right example."""
    known_by = _("If it stands so in the document, acknowledge it under `known`; its value is {value}.")
    acknowledged = [Paragraph(known_by.format(value=_(one.rule.value)), ours=True)]
    return [
        Paragraph(_(one.rule.summary), ours=True),
        Paragraph(_(one.why), ours=True),
        Heading(_("Wrong"), 3),
        *_files(one.wrong),
        Heading(_("Right"), 3),
        *_files(one.right),
        *(acknowledged if one.rule.value and bendable(one.rule.code) and one.rule.code != "PLP606" else []),
    ]


def page_data(one: Explanation, said: list[Finding], _: Translate) -> dict[str, Any]:
    return {
        "why": _(one.why),
        "wrong": [{"path": path, "text": text} for path, text in one.wrong.parts],
        "findings": data(said, _),
        "right": [{"path": path, "text": text} for path, text in one.right.parts],
    }


def _files(example: Example) -> list[Block]:
    return [Listing(text, path) for path, text in example.parts]


def _sentences(said: list[Finding], _: Translate) -> list[str]:
    """What is wrong and what to write, without the place: the line stands right above."""
    found = []
    for one in said:
        found.append(one.message.say(_))
        if one.hint:
            found.append(one.hint.say(_))
    return found


def _choices(rule: Rule, said: list[Finding], _: Translate) -> Iterator[Block]:
    """What an editor, and the ledger's keeper, may do about a finding besides mending it."""
    if not bendable(rule.code):
        yield Paragraph(_("It can neither be acknowledged nor be given another severity in ledger.yaml."))
        return
    if rule.value:
        value = next((one.value for one in said if one.rule == rule.code and one.value), "…")
        sentence = _("Where the record is right all the same, it acknowledges the finding. The value is {value}:")
        yield Paragraph(sentence.format(value=_(rule.value)), ours=True)
        yield Listing(f"known:\n  - {known(rule.code, value)}")
    else:
        yield Paragraph(_("It cannot be acknowledged."))
    yield Paragraph(_("In ledger.yaml it may be given another severity, with the reason:"))
    yield Listing(f"severities:\n  {rule.code}: {{severity: {_other(rule)}, reason: …}}")


def _other(rule: Rule) -> Severity:
    return "warning" if rule.severity != "warning" else "info"
