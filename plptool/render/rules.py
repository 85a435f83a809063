"""Pages about the rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Self

from plptool.checks.explain import Example, Explanation
from plptool.model.findings import Finding, Severity
from plptool.model.i18n import Translate
from plptool.model.rules import COMPLETENESS, MENDED, OF_TEXTS, OFF, RULES, Grade, Rule, acknowledgeable, bendable
from plptool.model.shapes import INLINE
from plptool.render.document import Block, Cells, Column, Grid, Heading, Listing, Paragraph, grid
from plptool.render.findings import FindingShape, known, shapes


def listing(graded: dict[str, Grade], _: Translate) -> Grid:
    """All rules, as grave as the ledger has them."""
    columns = [
        Column(_("Code"), whole=True),
        Column(_("Name"), whole=True),
        Column(_("Severity"), whole=True),
        Column(_("What it means")),
    ]
    rows: list[Cells] = []
    for rule in RULES.values():
        grade = _(graded[rule.code])
        summary = _(rule.summary)
        cells: Cells = [rule.code, rule.name, grade, summary]
        rows.append(cells)
    return grid(columns, rows)


@dataclass(frozen=True, slots=True)
class RuleShape:
    """A rule as JSON and CSV have it."""

    code: str
    name: str
    severity: Grade
    default: Severity
    """Its severity where a ledger gives it no other."""
    reason: str | None
    """Why the ledger gives it another."""
    summary: str
    known: str | None
    """What acknowledges it; None where it cannot be acknowledged."""
    changeable: bool
    """Whether a ledger may give it another severity."""
    mended: bool
    """Whether some of its findings are mended in one way alone."""

    @classmethod
    def of(cls, rule: Rule, severity: Grade, reason: str | None, _: Translate) -> Self:
        known_by = None
        if rule.value:
            known_by = _(rule.value)
        return cls(
            code=rule.code,
            name=rule.name,
            severity=severity,
            default=rule.severity,
            reason=reason,
            summary=_(rule.summary),
            known=known_by,
            changeable=bendable(rule.code),
            mended=rule.code in MENDED,
        )


@dataclass(frozen=True, slots=True)
class FileShape:
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplanationShape:
    """A rule, and what an editor is told of it."""

    rule: RuleShape = field(metadata=INLINE)
    why: str
    wrong: tuple[FileShape, ...]
    findings: tuple[FindingShape, ...]
    """What is said of the wrong example."""
    right: tuple[FileShape, ...]

    @classmethod
    def of(cls, rule: RuleShape, explanation: Explanation, findings: Iterable[Finding], _: Translate) -> Self:
        return cls(
            rule=rule,
            why=_(explanation.why),
            wrong=_file_shapes(explanation.wrong),
            findings=shapes(findings, _),
            right=_file_shapes(explanation.right),
        )


def _file_shapes(example: Example) -> tuple[FileShape, ...]:
    shapes = [FileShape(path, text) for path, text in example.parts]
    return tuple(shapes)


def page(
    explanation: Explanation, severity: Grade, findings: Sequence[Finding], _: Translate, level: int = 1
) -> list[Block]:
    """What a rule means, why it exists, and an example.

    Args:
        explanation: of the rule.
        severity: as grave as the ledger has it.
        findings: what is said of the wrong example.
        _: translates.
        level: of the heading.
    """
    rule = explanation.rule
    grade = _(severity)
    summary = _(rule.summary)
    why = _(explanation.why)
    sentences = _sentences(findings, _)
    answers = "\n".join(sentences)
    level_below = level + 1
    in_a_line = f"`{rule.name}`, {grade}. {summary}"
    wrong = _files(explanation.wrong)
    right = _files(explanation.right)
    mending = _mending(rule, _)
    choices = _choices(rule, findings, _)
    return [
        Heading(rule.code, level),
        Paragraph(in_a_line, ours=True),
        Paragraph(why, ours=True),
        Heading(_("Wrong"), level_below),
        *wrong,
        Paragraph(_("What is said of it:")),
        Listing(answers),
        Heading(_("Right"), level_below),
        *right,
        *mending,
        *choices,
    ]


def _mending(rule: Rule, _: Translate) -> Iterator[Block]:
    if rule.code in MENDED:
        sentence = _("Where there is one way alone to mend it, `plptool validate --fix` does that.")
        yield Paragraph(sentence)


def help_of(explanation: Explanation, _: Translate) -> list[Block]:
    """The same where a finding is shown already: what the rule means, why it exists, a wrong and a right example."""
    rule = explanation.rule
    summary = _(rule.summary)
    why = _(explanation.why)
    wrong = _files(explanation.wrong)
    right = _files(explanation.right)
    blocks: list[Block] = [
        Paragraph(summary, ours=True),
        Paragraph(why, ours=True),
        Heading(_("Wrong"), 3),
        *wrong,
        Heading(_("Right"), 3),
        *right,
    ]
    if acknowledgeable(rule.code):
        template = _("If it stands so in the document, acknowledge it under `known`; its value is {value}.")
        value = _(rule.value)
        advice = template.format(value=value)
        blocks.append(Paragraph(advice, ours=True))
    return blocks


def _files(example: Example) -> list[Block]:
    return [Listing(text, path) for path, text in example.parts]


def _sentences(findings: Iterable[Finding], _: Translate) -> Iterator[str]:
    """What is wrong and what to write, without the place: the line stands right above."""
    for finding in findings:
        yield finding.message.say(_)
        hint = finding.hint
        if hint:
            yield hint.say(_)


def _choices(rule: Rule, findings: Iterable[Finding], _: Translate) -> Iterator[Block]:
    """What an editor, and the ledger's keeper, may do about a finding besides mending it."""
    if not bendable(rule.code):
        sentence = _("It can neither be acknowledged nor be given another severity in ledger.yaml.")
        yield Paragraph(sentence)
        return
    of_rule = [finding for finding in findings if finding.rule == rule.code]
    yield from _how_to_acknowledge(rule, of_rule, _)
    yield from _how_to_grade(rule, _)


def _how_to_grade(rule: Rule, _: Translate) -> Iterator[Block]:
    """What a ledger's keeper writes to give a rule another severity."""
    sentence = _("In ledger.yaml it may be given another severity, with the reason:")
    another: Grade = "warning"
    code = rule.code
    if code in COMPLETENESS:
        sentence = _("In ledger.yaml it may be given another severity or be turned off (`off`), with the reason:")
        another = OFF
    elif rule.severity == "warning":
        another = "info"
    yield Paragraph(sentence)
    grade = f"{{severity: {another}, reason: …}}"
    yield Listing(f"severities:\n  {code}: {grade}")


def _how_to_acknowledge(rule: Rule, findings: Sequence[Finding], _: Translate) -> Iterator[Block]:
    """The command that acknowledges a finding, and what it writes."""
    code = rule.code
    if not acknowledgeable(code):
        sentence = _("It cannot be acknowledged.")
        yield Paragraph(sentence)
        return
    template = _("Where the record is right all the same, it acknowledges the finding. The value is {value}:")
    value_in_words = _(rule.value)
    sentence = template.format(value=value_in_words)
    yield Paragraph(sentence, ours=True)
    values = filter(None, [finding.value for finding in findings])
    records = filter(None, [finding.record for finding in findings])
    value = next(values, "…")
    record = next(records, "ID")
    typed = quote(value)
    command = f"plptool acknowledge {code} {record} {typed} --reason …"
    if code in OF_TEXTS:  # that command does not read the documents' texts
        command = f"plptool set {record} known rule={code} value={typed} reason=… --add"
    yield Listing(command)
    introduction = _("That writes into the record:")
    yield Paragraph(introduction)
    entry = known(code, value)
    yield Listing(f"known:\n  - {entry}")
