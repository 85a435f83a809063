"""Findings as text, JSON and workflow commands."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plptool.model.findings import SEVERITIES, Finding
from plptool.model.i18n import Translate
from plptool.model.personal_numbers import mask
from plptool.model.rules import IN_DOCUMENTS, RULES
from plptool.render.text import clean, flat, tame

if TYPE_CHECKING:
    from plptool.history.scan import Past

_PER_STEP = 10
"""GitHub shows this many annotations of each level from one step."""
_FILES = 5
"""How many files are named that hold findings not shown."""
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def counts(findings: list[Finding]) -> dict[str, int]:
    found = Counter(one.severity for one in findings if one.acknowledged is None)
    return {severity: found[severity] for severity in SEVERITIES}


def text(findings: list[Finding], _: Translate, *, colour: bool = False) -> str:
    return tame("".join(_one(finding, _, colour=colour) for finding in findings))


def _one(finding: Finding, _: Translate, *, colour: bool) -> str:
    place = flat(finding.path)
    if finding.position:
        place += f":{finding.position.line}:{finding.position.column}"
    tint = {"error": "31", "warning": "33", "info": "36"}[finding.severity]
    grade = f"\x1b[{tint}m{_(finding.severity)}\x1b[0m" if colour else _(finding.severity)
    lines = [f"{place}: {grade} {finding.rule} {RULES[finding.rule].name}: {flat(finding.message.say(_))}"]
    if finding.line and finding.position:
        shown, caret = _excerpt(finding.line, finding.position.column)
        lines += [f"    {shown}", f"    {' ' * caret}^"]
    if finding.hint:
        lines.append(f"    {flat(finding.hint.say(_))}")
    if finding.value is not None and finding.rule in IN_DOCUMENTS:
        said = _("If it stands so in the document: {known}")
        lines.append("    " + said.format(known=f"known: [{known(finding.rule, finding.value)}]"))
    if finding.acknowledged:
        lines.append("    " + _("Acknowledged: {reason}").format(reason=flat(finding.acknowledged.reason)))
    return "\n".join(lines) + "\n"


def known(rule: str, value: str) -> str:
    """The entry under `known` that acknowledges a finding."""
    return f"{{rule: {rule}, value: {_quoted(value)}, reason: …}}"


def _quoted(value: str) -> str:
    """A value as YAML in brackets takes it."""
    said = flat(value)
    return said if re.fullmatch(r"[\w.§ -]+", said) else "'" + said.replace("'", "''") + "'"


def _excerpt(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The line around the column, with everything unseen made visible one for one, and where the caret goes."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    margin = min(start, 40)  # so that a number at the edge is masked whole
    part = mask(line[start - margin : start + width + 40])[margin : margin + width].replace("\t", " ")
    cut = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in part)
    return ("…" + cut[1:] if start else cut), min(column - 1 - start, len(cut))


def data(findings: list[Finding], _: Translate) -> list[dict[str, Any]]:
    return [
        {
            "rule": one.rule,
            "name": RULES[one.rule].name,
            "severity": one.severity,
            "message": one.message.say(_),
            "hint": one.hint.say(_) if one.hint else None,
            "path": one.path,
            "line": one.position.line if one.position else None,
            "column": one.position.column if one.position else None,
            "record": one.record,
            "value": one.value,
            "acknowledged": {"reason": one.acknowledged.reason, "source": list(one.acknowledged.source)}
            if one.acknowledged
            else None,
        }
        for one in findings
    ]


def github(findings: list[Finding], _: Translate, remarks: Sequence[str] = (), run: str = "plptool validate") -> str:
    """Workflow commands, errors first, within what GitHub shows; the last says how many more there are, and where.

    What is acknowledged fails nothing, so it is a notice.

    Args:
        findings: what to tell.
        _: into the reader's language.
        remarks: notices of what is no finding; they come first.
        run: the command that shows all findings.
    """
    room = max(_PER_STEP - len(remarks), 1)
    levels: dict[str, list[Finding]] = {level: [] for level in _LEVELS.values()}
    for finding in findings:
        levels["notice" if finding.acknowledged else _LEVELS[finding.severity]].append(finding)
    most = {level: room if level == "notice" else _PER_STEP for level in levels}
    shown = {level: here[: most[level]] for level, here in levels.items()}
    if any(len(here) > most[level] for level, here in levels.items()):
        # The line that tells of the others is a notice too.
        shown["notice"] = shown["notice"][: room - 1]
    lines = [_command("notice", {}, one) for one in remarks]
    lines += [_annotation(level, one, _) for level, here in shown.items() for one in here]
    left = [one for level, here in levels.items() for one in here[len(shown[level]) :]]
    if left:
        files = sorted({one.path for one in left})
        named = ", ".join(files[:_FILES]) + (", …" if len(files) > _FILES else "")
        said = _("{n} more findings, in {files}: run `{command}`")
        lines.append(_command("notice", {}, said.format(n=len(left), files=named, command=run)))
    return "".join(line + "\n" for line in lines)


def _annotation(level: str, finding: Finding, _: Translate) -> str:
    # A commit is no file of the change.
    properties = {} if finding.rule == "PLP717" else {"file": finding.path}
    properties |= {"title": f"{finding.rule} {RULES[finding.rule].name}"}
    if finding.position:
        properties |= {"line": str(finding.position.line), "col": str(finding.position.column)}
    said = sentences(finding, _)
    if finding.acknowledged:
        said += " " + _("Acknowledged: {reason}").format(reason=finding.acknowledged.reason)
    return _command(level, properties, said)


def failure(message: str) -> str:
    """A workflow command that says why there is no answer."""
    return _command("error", {}, message) + "\n"


def sentences(finding: Finding, _: Translate) -> str:
    """What is wrong and what to write instead, where both must stand on one line."""
    said = finding.message.say(_)
    end = "" if said.endswith(("?", "!")) else "."
    return f"{said.rstrip('.')}{end} {finding.hint.say(_)}" if finding.hint else said


def _command(level: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level}{' ' if listed else ''}{listed}::{_data(tame(clean(message)))}"


def _data(text_: str) -> str:
    return text_.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text_: str) -> str:
    return _data(clean(text_)).replace(":", "%3A").replace(",", "%2C")


def history(past: "Past") -> dict[str, Any]:
    """How much of the history was searched."""
    return {
        "commits": past.commits,
        "contents": past.contents,
        "binary": past.binary,
        "large": past.large,
        "missing": past.missing,
        "damaged": past.damaged,
        "shallow": past.shallow,
    }


def searched(past: "Past", _: Translate) -> str:
    """The same in words, and what to do where it was not all."""
    lines = [_("History: {commits} commits searched, {contents} contents of files.")]
    if past.binary or past.large:
        lines.append(_("Not searched: {binary} that are no text, {large} of 10 MB or more."))
    if past.missing:
        lines.append(_("{missing} objects are not in this clone: clone the repository without a filter."))
    if past.damaged:
        lines.append(_("{damaged} objects are damaged: their bytes are not those that were committed."))
    if past.shallow:
        lines.append(_("The clone is shallow, and older commits are not in it: run `git fetch --unshallow`."))
    return " ".join(lines).format(**history(past))
