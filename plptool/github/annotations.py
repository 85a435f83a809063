"""Findings as GitHub's workflow commands, which it shows on their lines."""

from collections.abc import Sequence

from plptool.model.findings import LONGEST, Finding, Severity, cut
from plptool.model.i18n import Translate
from plptool.model.rules import RULES
from plptool.model.text import first_of
from plptool.render.counted import of_number
from plptool.render.findings import sentences
from plptool.render.text import clean, tame

_PER_STEP = 10
"""GitHub shows this many annotations of each level from one step."""
_FILES = 5
"""How many files are named that hold findings not shown."""
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
"""GitHub's word for a severity, the gravest first."""
_NOTICE = "notice"


def github(
    findings: Sequence[Finding], _: Translate, remarks: Sequence[str] = (), run: str = "plptool validate"
) -> str:
    """Workflow commands, errors first, within what GitHub shows; the last says how many more there are, and where.

    What is acknowledged fails nothing, so it is a notice. The commands:
    https://docs.github.com/actions/reference/workflow-commands-for-github-actions.

    Args:
        findings: what to tell.
        _: into the reader's language.
        remarks: notices of what is no finding; they come first.
        run: the command that shows all findings.
    """
    by_level = _by_level(findings)
    most_of_each = _most_of_each(by_level, len(remarks))
    lines = [_command(_NOTICE, {}, remark) for remark in remarks]
    unshown: list[Finding] = []
    for level, of_level in by_level.items():
        most = most_of_each[level]
        lines += [_annotation(level, finding, _) for finding in of_level[:most]]
        unshown += of_level[most:]
    if unshown:
        more = _more(unshown, run, _)
        lines.append(_command(_NOTICE, {}, more))
    return "".join(f"{line}\n" for line in lines)


def _by_level(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings of each of GitHub's levels, the gravest level first."""
    by_level: dict[str, list[Finding]] = {level: [] for level in _LEVELS.values()}
    for finding in findings:
        level = _NOTICE if finding.acknowledged else _LEVELS[finding.severity]
        by_level[level].append(finding)
    return by_level


def _most_of_each(by_level: dict[str, list[Finding]], remarks: int) -> dict[str, int]:
    """How many findings of each level there is room for, beside so many remarks, which are notices."""
    most_of_each = dict.fromkeys(by_level, _PER_STEP)
    most_of_each[_NOTICE] = max(_PER_STEP - remarks, 1)
    any_unshown = any(len(of_level) > most_of_each[level] for level, of_level in by_level.items())
    if any_unshown:
        most_of_each[_NOTICE] -= 1  # the line that tells of the others is a notice too
    return most_of_each


def _more(unshown: Sequence[Finding], run: str, _: Translate) -> str:
    """How many findings are not shown, in which files, and what shows them."""
    paths = sorted({finding.path for finding in unshown})
    files = first_of(paths, _FILES)
    more = of_number(len(unshown), _("1 more finding"), _("{n} more findings"))
    return _("{more}, in {files}: run `{command}`").format(more=more, files=files, command=run)


def _annotation(level: str, finding: Finding, _: Translate) -> str:
    """The command that shows a finding on its line."""
    properties: dict[str, str] = {}
    if finding.rule != "PLP717":  # what that is about is a commit, and no file of the change
        properties["file"] = finding.path
    properties["title"] = f"{finding.rule} {RULES[finding.rule].name}"
    if finding.position:
        properties["line"] = str(finding.position.line)
        properties["col"] = str(finding.position.column)
    text = sentences(finding, _)
    if finding.acknowledged:
        reason = cut(finding.acknowledged.reason, LONGEST)
        acknowledged = _("Acknowledged: {reason}").format(reason=reason)
        text = f"{text} {acknowledged}"
    return _command(level, properties, text)


def failure(message: str) -> str:
    """A workflow command that says why there is no answer."""
    return _command("error", {}, message) + "\n"


def _command(level: str, properties: dict[str, str], message: str) -> str:
    head = level
    if properties:
        values = [f"{name}={_property(value)}" for name, value in properties.items()]
        head = f"{level} {','.join(values)}"
    text = tame(clean(message))
    return f"::{head}::{_data(text)}"


def _data(text: str) -> str:
    """A text as the runner reads it back: these signs would end the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, likewise."""
    # A name is to lead to its file: what is written in other signs stays. The older commands (##[…]) have none.
    without_commands = clean(text).replace("##[", "##<U+005B>")
    data = _data(without_commands)
    return data.replace(":", "%3A").replace(",", "%2C")
