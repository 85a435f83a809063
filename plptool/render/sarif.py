"""Findings as SARIF 2.1.0, for code scanning and editors.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html. Numbers in docstrings are its.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import quote

from plptool.checks.explain import Explanation
from plptool.model.findings import Finding, Fix, Message
from plptool.model.i18n import Translate
from plptool.model.plain import Data, Plain
from plptool.model.rules import RULES
from plptool.model.version import __version__
from plptool.render.counted import of_number
from plptool.render.document import Paragraph
from plptool.render.findings import sentences, visible
from plptool.render.markdown import markdown
from plptool.render.rules import help_of
from plptool.render.text import clean, plain

RESULTS = 25_000
SIZE = 10_000_000
"""What GitHub takes in one upload: results in a run, and bytes."""
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_LONGEST = 500
"""A line with more characters is no help to who reads; a hostile one would fill the file."""
_RELATED = 100
"""Places of one mistake that are shown beside the first."""
_INDEX = {code: index for index, code in enumerate(RULES)}


def sarif(findings: Sequence[Finding], explained: Iterable[Explanation], _: Translate, language: str) -> str:
    """The findings in their order as one run. What is over the limits is left out at the end, and counted.

    Args:
        findings: as they are shown.
        explained: every rule, in the order of the catalogue.
        _: translates.
        language: of what is said, as RFC 5646 has it.
    """
    rules: list[Data] = []
    for explanation in explained:
        rule = _rule(explanation, _)
        rules.append(rule)
    results: list[Data] = []
    without_results = _log([], rules, _, language, left=len(findings))
    room = SIZE
    room -= _size(without_results)
    seen_fingerprints: Counter[str] = Counter()
    for finding in findings[:RESULTS]:
        result = _result(finding, _, seen_fingerprints)
        room -= _size(result)
        room -= len(",")
        if room < 0:
            break
        results.append(result)
    left_out = len(findings) - len(results)
    log = _log(results, rules, _, language, left=left_out)
    document = _encoded(log)
    return f"{document}\n"


def _encoded(data: Data) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _size(data: Data) -> int:
    """How many bytes it takes in the file."""
    encoded = _encoded(data)
    return len(encoded.encode())


def _log(results: Sequence[Data], rules: Sequence[Data], _: Translate, language: str, *, left: int) -> Data:
    invocation: dict[str, Plain] = {"executionSuccessful": True}
    if left:
        one = _("1 more finding does not fit in here: run `plptool validate`")
        several = _("{n} more findings do not fit in here: run `plptool validate`")
        text = of_number(left, one, several)
        notification: Data = {"level": "warning", "message": {"text": text}}
        invocation["toolExecutionNotifications"] = [notification]
    driver: Data = {
        "name": "plptool",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": rules,
    }
    root_text = _("the folder that holds ledger/")
    root_description = {"text": root_text}
    root = {"description": root_description}
    tool = {"driver": driver}
    run: Data = {
        "tool": tool,
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": root},
        "invocations": [invocation],
        "results": results,
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(explanation: Explanation, _: Translate) -> Data:
    rule = explanation.rule
    level = _LEVELS[rule.severity]
    summary = _(rule.summary)
    why = _(explanation.why)
    blocks = help_of(explanation, _)
    paragraphs: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paragraph = plain(block.text)
            paragraphs.append(paragraph)
    help_: Data = {
        "text": "\n".join(paragraphs),
        "markdown": markdown(blocks),
    }
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": why},
        "help": help_,
        "defaultConfiguration": {"level": level},
    }


def _result(finding: Finding, _: Translate, seen: Counter[str]) -> Data:
    sentence = sentences(finding, _)
    text = _plain(sentence)
    fingerprint = _fingerprint(finding, seen)
    result: dict[str, Plain] = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding)],
        "partialFingerprints": {"plptool/v1": fingerprint},
    }
    if finding.others:
        related = finding.others[:_RELATED]
        locations = map(_location, related)
        result["relatedLocations"] = list(locations)
    if finding.fix:
        fix = _fix(finding.fix, finding.hint, _)
        result["fixes"] = [fix]
    if finding.acknowledged:
        reason = _plain(finding.acknowledged.reason)
        suppression = {
            "kind": "inSource",
            "status": "accepted",
            "justification": reason,
        }
        result["suppressions"] = [suppression]
    return result


def _fix(fix: Fix, hint: Message | None, _: Translate) -> Data:
    """The characters that are to be others (3.55): lines and columns as everywhere in the run."""
    region: Data = {
        "startLine": fix.start.line,
        "startColumn": fix.start.column,
        "endLine": fix.end.line,
        "endColumn": fix.end.column,
    }
    inserted = {"text": fix.text}
    replacement: Data = {"deletedRegion": region, "insertedContent": inserted}
    file = _artifact(fix.path)
    change: Data = {"artifactLocation": file, "replacements": [replacement]}
    if hint is None:
        return {"artifactChanges": [change]}
    advice = _plain(hint.say(_))
    return {"description": {"text": advice}, "artifactChanges": [change]}


def _location(finding: Finding) -> Data:
    place = _place(finding)
    return {"physicalLocation": place}


def _place(finding: Finding) -> Data:
    artifact = _artifact(finding.path)
    file: Data = {"artifactLocation": artifact}
    if finding.position is None:
        return file
    line = finding.position.line
    column = finding.position.column
    # Without an end a region goes to the end of its line (3.30.7); its surroundings must be more than itself (3.29.5).
    region: Data = {"startLine": line, "startColumn": column}
    snippet = _snippet(finding.line)
    if column > 1 and snippet:
        surroundings = {"startLine": line, **snippet}
        return {**file, "region": region, "contextRegion": surroundings}
    region_with_line = {**region, **snippet}
    return {**file, "region": region_with_line}


def _artifact(path: str) -> Data:
    # A name that is no text on disk comes with surrogates: its own bytes are what leads to the file.
    uri = quote(path, errors="surrogateescape")
    return {"uri": uri, "uriBaseId": "SRCROOT"}


def _snippet(line: str | None) -> Data:
    """The line itself, where it is not too long; what is unseen in it is made visible one for one: columns stay."""
    if line is None:
        return {}
    if len(line) > _LONGEST:
        return {}
    text = visible(line)
    return {"snippet": {"text": text}}


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """What stays the same while lines move and whatever the language: rule, file and value; equal ones are numbered.

    The key is our own: `primaryLocationLineHash` is GitHub's, whose upload counts it from the line's text.
    """
    value = finding.value
    if value is None:
        value = finding.message.say()
    parts = [finding.rule, finding.path, value]
    hashed = json.dumps(parts)
    digest = sha256(hashed.encode()).hexdigest()
    beginning = digest[:32]
    seen[beginning] += 1
    number = seen[beginning]
    return f"{beginning}:{number}"


def _plain(text: str) -> str:
    """Text in which no viewer finds a placeholder (3.11.5) or a link (3.11.6) that a record has written."""
    legible = clean(text)
    without_placeholders = re.sub(r"\{(\d+)\}", r"{{\1}}", legible)
    return re.sub(r"\[(?=[^\[\]]*\]\()", r"\\[", without_placeholders)
