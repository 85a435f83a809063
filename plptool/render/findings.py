"""Findings as text, JSON and workflow commands."""

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from plptool.model.findings import SEVERITIES, Finding
from plptool.model.i18n import Translate
from plptool.model.personal_numbers import mask
from plptool.model.rules import IN_DOCUMENTS, RULES
from plptool.render.text import flat, tame

if TYPE_CHECKING:
    from plptool.history.merge_base import Base
    from plptool.history.scan import Past


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


def sentences(finding: Finding, _: Translate) -> str:
    """What is wrong and what to write instead, where both must stand on one line."""
    said = finding.message.say(_)
    end = "" if said.endswith(("?", "!")) else "."
    return f"{said.rstrip('.')}{end} {finding.hint.say(_)}" if finding.hint else said


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
    if past.missing and past.partial:
        lines.append(
            _(
                "{missing} objects are not in this clone, which is partial: run `git fetch --refetch --no-filter`, or "
                "clone the repository anew without --filter."
            )
        )
    elif past.missing:
        lines.append(_("{missing} objects are not in this clone: clone the repository without a filter."))
    if past.damaged:
        lines.append(_("{damaged} objects are damaged: their bytes are not those that were committed."))
    if past.shallow:
        lines.append(_("The clone is shallow, and older commits are not in it: run `git fetch --unshallow`."))
    return " ".join(lines).format(**history(past))


def base_data(base: "Base") -> dict[str, Any]:
    return {"asked": base.asked, "revision": base.commit.id, "shared": base.shared, "ledger": base.tree is not None}


def bases_data(base: "Base") -> list[dict[str, Any]]:
    """All that was compared with, the base first."""
    return [{"revision": common.commit.id, "ledger": common.tree is not None} for common in base.commons]


def compared(base: "Base", translate: Translate) -> str:
    """What was compared with what."""
    if base.others:
        said = translate("Compared with each of {commits}, the last that {asked} and HEAD have in common.")
        commits = ", ".join(one.commit.id for one in base.commons)
        if not all(one.tree for one in base.commons):
            said += " " + translate("Not all of them have a ledger.")
        return said.format(commits=commits, asked=base.asked or "HEAD")
    said = translate("Compared with {commit}, the last that {asked} and HEAD have in common.")
    if base.exact:
        said = translate("Compared with {commit}, which is {asked}.")
    if not base.shared:
        said = translate("Compared with {commit}, which is {asked}: it and HEAD have nothing in common here.")
    if base.tree is None:
        said += " " + translate("It has no ledger, so all is new.")
    return said.format(commit=base.commit.id, asked=base.asked or "HEAD")
