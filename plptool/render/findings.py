"""Findings as text, JSON and workflow commands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Self

from plptool.checks.follows import UNKNOWN
from plptool.model.findings import LONGEST, SEVERITIES, Acknowledgement, Finding, Fix, Message, Position, Severity, cut
from plptool.model.i18n import Translate
from plptool.model.personal_numbers import mask
from plptool.model.rules import IN_DOCUMENTS, OF_TEXTS, RULES
from plptool.model.shapes import IF_ANY, INLINE
from plptool.model.text import short
from plptool.render.text import flat, tame

if TYPE_CHECKING:
    from plptool.history.merge_base import Base
    from plptool.history.scan import Past


_COLOURS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
"""What a terminal takes for red, yellow and cyan: ECMA-48, 8.3.117."""
_MARGIN = 40
"""So many characters beside an excerpt are looked at with it."""


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity, but for those that are acknowledged."""
    by_severity: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        if finding.acknowledged is None:
            by_severity[finding.severity] += 1
    return by_severity


def text(findings: Iterable[Finding], _: Translate, *, colour: bool = False) -> str:
    """The findings for a terminal: of each where it is, what is wrong, and what to write instead."""
    pieces = [_finding(finding, _, colour=colour) for finding in findings]
    return tame("".join(pieces))


def _finding(finding: Finding, _: Translate, *, colour: bool) -> str:
    place = flat(finding.path)
    if finding.position:
        place += f":{finding.position.line}:{finding.position.column}"
    severity = _(finding.severity)
    if colour:
        severity = f"\x1b[{_COLOURS[finding.severity]}m{severity}\x1b[0m"
    name = RULES[finding.rule].name
    message = _fitting(finding.message.say(_))
    below = list(_below(finding, _))
    lines = [f"{place}: {severity} {finding.rule} {name}: {message}"]
    lines += [f"    {line}" for line in below]
    return "\n".join(lines) + "\n"


def _below(finding: Finding, _: Translate) -> Iterator[str]:
    """What stands below a finding's first line: its place, what to write instead, and what may be done about it."""
    if finding.line and finding.position:
        shown, caret = _excerpt(finding.line, finding.position.column)
        yield shown
        yield f"{' ' * caret}^"
    if finding.hint:
        yield _fitting(finding.hint.say(_))
    if finding.others:
        yield _fitting(others(finding, _))
    if finding.rule in IN_DOCUMENTS:
        yield from _how_to_acknowledge(finding, _)
    if finding.acknowledged:
        reason = _fitting(finding.acknowledged.reason, LONGEST // 2)
        yield _("Acknowledged: {reason}").format(reason=reason)


def _how_to_acknowledge(finding: Finding, _: Translate) -> Iterator[str]:
    """What to do or write where the document itself says what was found."""
    if finding.rule in OF_TEXTS:
        # `plptool acknowledge` reads no texts, and so finds none of these.
        entry = "" if finding.value is None else known(finding.rule, finding.value)
        if 0 < len(entry) <= LONGEST // 4:
            yield _("If it stands so in the document: {known}").format(known=f"known: [{entry}]")
        return
    any_may_stand_too = any(other.rule not in _BESIDES for other in finding.others)
    if any_may_stand_too:
        yield _("If they stand so in the documents: `plptool acknowledge {key}` says so of each.").format(
            key=finding.key
        )
        return
    if finding.value is None:
        return
    entry = known(finding.rule, finding.value)
    if len(entry) > LONGEST // 2:
        yield _("If it stands so in the document: `plptool acknowledge {key}`").format(key=finding.key)
    else:
        yield _("If it stands so in the document: `plptool acknowledge {key}`, or {known}").format(
            key=finding.key, known=f"known: [{entry}]"
        )


_BESIDES = ("PLP606", "PLP701", "PLP704", "PLP705")
"""Rules of what is told with another finding from which it follows, in its own words."""
_AT_THE_HEAD = ("PLP606", "PLP701")
"""Rules of what others follow from that are told in their own words, whatever they are of."""


def _follows(finding: Finding, other: Finding) -> bool:
    """Whether another is told in its own words, and not by its place alone, as those who name a record that is gone."""
    if other.rule in _BESIDES or finding.rule in _AT_THE_HEAD:
        return True
    return finding.rule == "PLP702" and other.rule not in UNKNOWN


def others(finding: Finding, _: Translate) -> str:
    """What is told as one with a finding: where it stands, what else speaks against the same date, what follows."""
    follows = [other for other in finding.others if _follows(finding, other)]
    alike = [other for other in finding.others if other not in follows]
    parts: list[str] = []
    if _speak_against_one_event(finding, alike):
        sentence = _("What else speaks against it: {reasons}").format(reasons=_reasons(alike, _))
        parts.append(cut(sentence, LONGEST))
    elif alike:
        parts.append(_elsewhere(finding, alike, _))
    if follows:
        sentence = _("What follows from it: {reasons}").format(reasons=_reasons(follows, _))
        parts.append(cut(sentence, LONGEST))
    return ". ".join(parts)


def _speak_against_one_event(finding: Finding, alike: Sequence[Finding]) -> bool:
    """Whether others find something else of the very event, or assertion, that a finding is about."""
    if not alike:
        return False
    if finding.rule == "PLP601":  # the other figures of one assertion
        return True
    if finding.event is None:
        return False
    return all(other.event == finding.event and other.rule != finding.rule for other in alike)


def _reasons(findings: Iterable[Finding], _: Translate) -> str:
    reasons = [f"{finding.message.say(_)} ({finding.rule})" for finding in findings]
    return "; ".join(reasons)


def _elsewhere(finding: Finding, alike: Iterable[Finding], _: Translate) -> str:
    """Where those stand that say the same, or follow from it: of each file its name once, and then lines."""
    places: list[str] = []
    path = finding.path
    named: set[tuple[str, str]] = set()
    for other in alike:
        line = str(other.position.line) if other.position else ""
        if (other.path, line) in named:
            continue
        named.add((other.path, line))
        if not line:
            places.append(other.path)
        elif other.path != path:
            places.append(f"{other.path}:{line}")
        else:
            places.append(line if places else _("line {line}").format(line=line))
        path = other.path
    return Message("See {places}", {"places": places}).say(_)


def _fitting(text: str, width: int = LONGEST) -> str:
    """A text on one line, cut off where nobody reads on."""
    return short(flat(text), width)


def known(rule: str, value: str) -> str:
    """The entry under `known` that acknowledges a finding."""
    return f"{{rule: {rule}, value: {_quoted(value)}, reason: …}}"


def _quoted(value: str) -> str:
    """A value as YAML in brackets takes it."""
    line = flat(value)
    if re.fullmatch(r"[\w.§ -]+", line):
        return line
    doubled = line.replace("'", "''")
    return f"'{doubled}'"


def _excerpt(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The line around the column, with everything unseen made visible one for one, and where the caret goes."""
    index = column - 1
    start = 0
    if len(line) > width:
        start = max(0, index - width // 2)
    # With a margin on both sides, so that a number at the edge is masked whole.
    before = min(start, _MARGIN)
    with_margins = line[start - before : start + width + _MARGIN]
    excerpt = mask(with_margins)[before : before + width]
    shown = visible(excerpt.replace("\t", " "))
    caret = min(index - start, len(shown))
    if start:
        shown = "…" + shown[1:]
    return shown, caret


def visible(text: str) -> str:
    """A text in which something stands for each character that is not seen, so that columns stay."""
    characters = [character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text]
    return "".join(characters)


@dataclass(frozen=True, slots=True)
class RangeShape:
    """From a character to before another."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class FixShape:
    """Characters of a file that are to be others."""

    path: str
    range: RangeShape
    text: str

    @classmethod
    def of(cls, fix: Fix | None) -> Self | None:
        return None if fix is None else cls(fix.path, RangeShape(fix.start, fix.end), fix.text)


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """Where a mistake stands, what is said of it there, and the value that acknowledges it."""

    rule: str
    message: str
    path: str
    line: int | None
    column: int | None
    record: str | None
    value: str | None
    fix: FixShape | None = field(metadata=IF_ANY)

    @classmethod
    def of(cls, finding: Finding, _: Translate) -> Self:
        line, column = _line_and_column(finding)
        return cls(
            rule=finding.rule,
            message=finding.message.say(_),
            path=finding.path,
            line=line,
            column=column,
            record=finding.record,
            value=finding.value,
            fix=FixShape.of(finding.fix),
        )


@dataclass(frozen=True, slots=True)
class FindingShape:
    """A finding as JSON has it, in the reader's language."""

    rule: str
    name: str
    severity: Severity
    message: str
    hint: str | None
    path: str
    line: int | None
    column: int | None
    record: str | None
    value: str | None
    acknowledged: Acknowledgement | None
    others: tuple[PlaceShape, ...] | None = field(metadata=IF_ANY)
    """Those of the same mistake, which are told as this one."""
    fix: FixShape | None = field(metadata=IF_ANY)
    """The one way in which it is mended."""

    @classmethod
    def of(cls, finding: Finding, _: Translate) -> Self:
        line, column = _line_and_column(finding)
        return cls(
            rule=finding.rule,
            name=RULES[finding.rule].name,
            severity=finding.severity,
            message=finding.message.say(_),
            hint=finding.hint.say(_) if finding.hint else None,
            path=finding.path,
            line=line,
            column=column,
            record=finding.record,
            value=finding.value,
            acknowledged=finding.acknowledged,
            others=tuple(PlaceShape.of(other, _) for other in finding.others) or None,
            fix=FixShape.of(finding.fix),
        )


def _line_and_column(finding: Finding) -> tuple[int | None, int | None]:
    if finding.position is None:
        return None, None
    return finding.position.line, finding.position.column


def shapes(findings: Iterable[Finding], _: Translate) -> tuple[FindingShape, ...]:
    """Findings as JSON has them."""
    return tuple(FindingShape.of(finding, _) for finding in findings)


def sentences(finding: Finding, _: Translate) -> str:
    """What is wrong and what to write instead, where both must stand on one line."""
    told_sentences = [finding.message.say(_)]
    if finding.hint:
        told_sentences.append(finding.hint.say(_))
    if finding.others:
        told_sentences.append(others(finding, _))
    *before, last_sentence = told_sentences
    return " ".join([*map(_ended, before), last_sentence])


def mended(finding: Finding, _: Translate, *, written: bool) -> str:
    """That a finding is mended, or can be, on one line."""
    place = finding.path if finding.position is None else f"{finding.path}:{finding.position.line}"
    template = _("mended: {what}") if written else _("can be mended: {what}")
    what = f"{flat(place)}: {finding.rule} {finding.message.say(_)}"
    return tame(_fitting(template.format(what=what)))


def _ended(sentence: str) -> str:
    """A sentence with one sign at its end."""
    if sentence.endswith(("?", "!")):
        return sentence
    return sentence.rstrip(".") + "."


@dataclass(frozen=True, slots=True)
class HistoryShape:
    """How much of the history was searched."""

    commits: int
    contents: int
    binary: int
    large: int
    missing: int
    damaged: int
    shallow: bool

    @classmethod
    def of(cls, past: "Past") -> Self:
        return cls(
            commits=past.commits,
            contents=past.contents,
            binary=past.binary,
            large=past.large,
            missing=past.missing,
            damaged=past.damaged,
            shallow=past.shallow,
        )


def searched(past: "Past", _: Translate) -> str:
    """The same in words, and what to do where it was not all."""
    lines = [_("History searched: commits {commits}, contents of files {contents}.")]
    if past.binary or past.large:
        lines.append(_("Not searched: {binary} that are no text, {large} of 10 MB or more."))
    if past.missing and past.partial:
        lines.append(
            _(
                "Objects that are not in this clone, which is partial: {missing}. Run "
                "`git fetch --refetch --no-filter`, or clone the repository anew without --filter."
            )
        )
    elif past.missing:
        lines.append(_("Objects that are not in this clone: {missing}. Clone the repository without a filter."))
    if past.damaged:
        lines.append(_("Objects whose bytes are not those that were committed: {damaged}."))
    if past.shallow:
        lines.append(_("The clone is shallow, and older commits are not in it: run `git fetch --unshallow`."))
    return " ".join(lines).format(**asdict(HistoryShape.of(past)))


@dataclass(frozen=True, slots=True)
class BaseShape:
    """The commit that was compared with."""

    asked: str
    revision: str
    shared: bool
    """Whether it and HEAD have anything in common."""
    ledger: bool
    """Whether it has a ledger."""

    @classmethod
    def of(cls, base: "Base") -> Self:
        has_ledger = base.tree is not None
        return cls(base.asked, base.commit.id, base.shared, has_ledger)


@dataclass(frozen=True, slots=True)
class CommonShape:
    """One of several commits that were compared with."""

    revision: str
    ledger: bool

    @classmethod
    def all_of(cls, base: "Base") -> tuple[Self, ...]:
        """All of them, the base first."""
        return tuple(cls(common.commit.id, common.tree is not None) for common in base.commons)


@dataclass(frozen=True, slots=True)
class ComparedShape:
    """What was compared with."""

    base: BaseShape
    bases: tuple[CommonShape, ...]

    @classmethod
    def of(cls, base: "Base") -> Self:
        return cls(BaseShape.of(base), CommonShape.all_of(base))


@dataclass(frozen=True, slots=True)
class MendedShape:
    """What was mended before the rest was told."""

    mended: tuple[FindingShape, ...]
    written: bool


@dataclass(frozen=True, slots=True)
class ValidationShape:
    """What a validation found, and what it looked at beside the files."""

    findings: tuple[FindingShape, ...]
    counts: Mapping[str, int]
    compared: ComparedShape | None = field(metadata=INLINE)
    history: HistoryShape | None = field(metadata=IF_ANY)
    mended: MendedShape | None = field(metadata=INLINE)


def compared(base: "Base", _: Translate) -> str:
    """What was compared with what."""
    asked = base.asked or "HEAD"
    if base.others:
        commits = ", ".join(common.commit.id for common in base.commons)
        sentence = _("Compared with each of {commits}, the last that {asked} and HEAD have in common.")
        if not all(common.tree for common in base.commons):
            sentence += " " + _("Not all of them have a ledger.")
        return sentence.format(commits=commits, asked=asked)
    if not base.shared:
        sentence = _("Compared with {commit}, which is {asked}: it and HEAD have nothing in common here.")
    elif base.exact:
        sentence = _("Compared with {commit}, which is {asked}.")
    else:
        sentence = _("Compared with {commit}, the last that {asked} and HEAD have in common.")
    if base.tree is None:
        sentence += " " + _("It has no ledger, so all is new.")
    return sentence.format(commit=base.commit.id, asked=asked)
