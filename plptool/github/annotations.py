"""Findings as GitHub's workflow commands, which it shows on their lines."""

from collections.abc import Sequence

from plptool.model.findings import Finding
from plptool.model.i18n import Translate
from plptool.model.rules import RULES
from plptool.render.findings import sentences
from plptool.render.text import clean, tame

_PER_STEP = 10
"""GitHub shows this many annotations of each level from one step."""


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


def _command(level: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level}{' ' if listed else ''}{listed}::{_data(tame(clean(message)))}"


def _data(text_: str) -> str:
    return text_.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text_: str) -> str:
    # A name is to lead to its file: what is written in other signs stays. The older commands (##[…]) have none.
    return _data(clean(text_).replace("##[", "##<U+005B>")).replace(":", "%3A").replace(",", "%2C")


_FILES = 5
"""How many files are named that hold findings not shown."""
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
