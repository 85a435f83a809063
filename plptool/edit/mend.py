"""What is wrong in one way is mended in one way: from the mends that findings carry to the characters that they change.

A mend is tried before anybody is told of it: the ledger is validated as if it were written. It counts where its finding
is gone and no other has come; whatever was out of sight and is seen then is for a person to look at first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from plptool.checks.alike import by_itself, singly
from plptool.checks.validate import validate
from plptool.edit.change import Change, Mistake, errors_in, examine_changes, overlaid, write_changes
from plptool.edit.edits import NoPlaceError, Remove, SetField
from plptool.edit.lock import writing
from plptool.edit.spans import Span, moved, spliced
from plptool.edit.write import carried_out, schema_of
from plptool.model.errors import UserError
from plptool.model.findings import Finding, Fix, Position, every
from plptool.model.mends import Called, Gone, Mend, Moved, Quoted, Valued, Written
from plptool.model.plain import Data
from plptool.model.ports import Tree
from plptool.read.cache import Cache
from plptool.read.worktree import WorkTree
from plptool.read.yaml import parse
from plptool.read.yaml_nodes import Mapping, node_at, nodes

Validate = Callable[[Tree], list[Finding]]
"""Says what is wrong in a tree."""
_ROUNDS = 5
"""So often is looked again, as where two mends touch the same lines one waits for the other."""
_OF_SEALS = ("PLP701", "PLP702", "PLP703", "PLP704", "PLP705")


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of mending."""

    fixed: tuple[Finding, ...]
    """What is gone, each with its fix."""
    changes: tuple[Change, ...]


def with_fixes(tree: Tree, findings: Sequence[Finding], validated: Validate) -> list[Finding]:
    """The findings, those that can be mended in one way alone with the characters that this changes.

    Args:
        tree: where the ledger lies.
        findings: of those that were found in it.
        validated: says what is found in a tree.
    """
    candidates = list(_candidates(tree, findings, lambda _: True))
    if not candidates:
        return list(findings)
    fixes = {candidate.key: candidate.fix for candidate in _sound(tree, candidates, validated)}
    return [_with_fix(finding, fixes) for finding in findings]


def mend(tree: WorkTree, is_meant: Callable[[str], bool], *, to_write: bool, cache: Cache | None = None) -> Mended:
    """Mend what is wrong in one way alone, or only see what that changes.

    Args:
        tree: where the ledger lies.
        is_meant: whether a file, by its path, may be changed.
        to_write: whether it is done.
        cache: what was parsed and found before.

    Raises:
        UserError: a file cannot be written, or another process is writing.
    """
    if not to_write:
        return _mended(tree, is_meant, cache)
    with writing(tree.root):
        mended = _mended(tree, is_meant, cache)
        if mended.changes:
            write_changes(tree, mended.changes, errors_in(validate(tree, cache).findings), cache)
    return mended


def _mended(tree: WorkTree, is_meant: Callable[[str], bool], cache: Cache | None) -> Mended:
    fixed: list[Finding] = []
    changes: dict[str, Change] = {}
    for _ in range(_ROUNDS):
        now = overlaid(tree, changes.values())
        candidates = list(_candidates(now, validate(now, cache).findings, is_meant))
        sound = _sound(now, candidates, lambda changed: validate(changed, cache).findings)
        if not sound:
            break
        fixed += [replace(candidate.finding, fix=candidate.fix) for candidate in sound]
        for change in _changes(now, sound):
            former = changes.get(change.path)
            changes[change.path] = change if former is None else replace(change, old=former.old)
    kept = tuple(changes.values())
    if kept:
        examine_changes(tree, kept, errors_in(validate(tree, cache).findings), cache)
    return Mended(tuple(fixed), kept)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A finding that may be mended, and how."""

    key: int
    """Which finding it is: two may say the same."""
    finding: Finding
    """By itself."""
    fix: Fix
    span: Span


def _sound(tree: Tree, candidates: Iterable[_Candidate], validated: Validate) -> list[_Candidate]:
    """Those that can be mended together, so that they are gone and nothing comes."""
    apart: list[_Candidate] = []
    ends: dict[str, int] = {}
    for candidate in sorted(candidates, key=_start):
        path = candidate.fix.path
        if candidate.span.start >= ends.get(path, 0):
            apart.append(candidate)
            ends[path] = max(candidate.span.end, candidate.span.start + 1)
    if not apart:
        return []
    trial = _Trial(tree, _mistakes(validated(tree)), validated)
    return trial.accepted([], apart)


def _start(candidate: _Candidate) -> tuple[str, int]:
    return candidate.fix.path, candidate.span.start


def _candidates(tree: Tree, findings: Iterable[Finding], is_meant: Callable[[str], bool]) -> Iterable[_Candidate]:
    for finding in every(findings):
        if finding.mend is None or finding.acknowledged is not None or not is_meant(finding.path):
            continue
        text = _text(tree, finding.path)
        span = None if text is None else _span(text, finding.path, finding.mend)
        if text is not None and span is not None:
            start = Position.of(text, span.start)
            end = Position.of(text, span.end)
            fix = Fix(finding.path, start, end, span.new)
            yield _Candidate(id(finding), by_itself(finding), fix, span)


@dataclass(frozen=True, slots=True)
class _Trial:
    """Tries mends."""

    tree: Tree
    before: Counter[Mistake]
    validated: Validate

    def accepted(self, base: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
        """Those of some that hold beside those that do already: all, or else what is left of each half."""
        if self._hold([*base, *candidates]):
            return candidates
        if len(candidates) == 1:
            return []
        middle = len(candidates) // 2
        first = self.accepted(base, candidates[:middle])
        return [*first, *self.accepted([*base, *first], candidates[middle:])]

    def _hold(self, candidates: list[_Candidate]) -> bool:
        """Whether all of these are gone when they are mended, and nothing has come."""
        try:
            changes = _changes(self.tree, candidates)
        except ValueError:  # what would be written cannot be read
            return False
        findings = self.validated(overlaid(self.tree, changes))
        after = _mistakes(findings)
        mended = Counter(Mistake.of(candidate.finding) for candidate in candidates)
        touched = {change.path for change in changes}
        is_sealed = any(finding.path in touched and finding.rule in _OF_SEALS for finding in every(findings))
        return not is_sealed and not after - self.before and mended <= self.before - after


def _mistakes(findings: Iterable[Finding]) -> Counter[Mistake]:
    """All that is told of a ledger and that nobody has acknowledged, however grave it is."""
    return Counter(Mistake.of(finding) for finding in singly(findings) if finding.acknowledged is None)


def _changes(tree: Tree, candidates: Iterable[_Candidate]) -> list[Change]:
    """What files are to hold.

    Raises:
        ValueError: one could not be read.
    """
    spans: dict[str, list[Span]] = {}
    for candidate in candidates:
        spans.setdefault(candidate.fix.path, []).append(candidate.span)
    changes: list[Change] = []
    for path, of_file in spans.items():
        old = tree.read(path)
        new = spliced(old.decode(), of_file).encode()
        data = parse(new).data
        if data is None:
            raise ValueError(path)
        changes.append(Change(path, old, new, data))
    return changes


def _with_fix(finding: Finding, fixes: dict[int, Fix]) -> Finding:
    fix = fixes.get(id(finding))
    others = tuple(_with_fix(other, fixes) for other in finding.others)
    if fix is None and others == finding.others:
        return finding
    return replace(finding, fix=fix, others=others)


def _text(tree: Tree, path: str) -> str | None:
    try:
        return tree.read(path).decode()
    except (OSError, UnicodeDecodeError):
        return None


def _span(text: str, path: str, mend: Mend) -> Span | None:
    """The characters of a file that a mend changes; None where they cannot be told."""
    try:
        schema = schema_of(path)
    except UserError:
        return None
    if isinstance(mend, Written):
        start = _index(text, mend.line, mend.column)
        return Span(start, min(start + mend.length, len(text)), mend.text)
    data = parse(text.encode()).data
    if data is None:
        return None
    try:
        return _in_record(text, data, path, schema, mend)
    except NoPlaceError:
        return None


def _in_record(
    text: str, data: Data, path: str, schema: str, mend: Called | Valued | Gone | Moved | Quoted
) -> Span | None:
    match mend:
        case Called():
            return _called(text, mend)
        case Quoted():
            return _quoted(text, mend)
        case Valued():
            return _difference(text, carried_out(text, data, SetField(path, mend.where, mend.value), schema)[0])
        case Gone():
            return _difference(text, carried_out(text, data, Remove(path, mend.where), schema)[0])
        case Moved():
            return _difference(text, moved(text, data, mend.where, mend.before, schema))


def _called(text: str, mend: Called) -> Span | None:
    parent = node_at(nodes(text), mend.where[:-1])
    pair = parent.pair(str(mend.where[-1])) if isinstance(parent, Mapping) else None
    return None if pair is None else Span(pair.key.start, pair.key.end, mend.name)


def _quoted(text: str, mend: Quoted) -> Span | None:
    """From where a text begins to where it ends; None where more than one line would be quoted, or what has quotes."""
    root = nodes(text)
    begin = node_at(root, mend.where)
    end = begin.end if begin else 0
    if mend.until != mend.where:
        parent = node_at(root, mend.until[:-1])
        pair = parent.pair(str(mend.until[-1])) if isinstance(parent, Mapping) else None
        end = pair.key.end if pair else 0
    if begin is None or end <= begin.start:
        return None
    words = text[begin.start : end]
    if "\n" in words or words[0] in "'\"" or " #" in words:
        return None
    doubled = words.replace("'", "''")
    return Span(begin.start, end, f"'{doubled}'")


def _difference(old: str, new: str) -> Span | None:
    """The fewest words, or lines, in a row by which a text becomes another."""
    if old == new:
        return None
    shortest = min(len(old), len(new))
    start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    left = shortest - start
    same = next((count for count in range(left) if old[-1 - count] != new[-1 - count]), left)
    begin, end = _whole(old, start, len(old) - same, new[start : len(new) - same])
    return Span(begin, end, new[begin : len(new) - (len(old) - end)])


def _whole(text: str, start: int, end: int, new: str) -> tuple[int, int]:
    """The place of some characters, widened to the whole words, or lines, that a person sees changed."""
    if "\n" in text[start:end] or "\n" in new:
        return text.rfind("\n", 0, start) + 1, (text.find("\n", end) + 1 or len(text))
    while start and text[start - 1] not in _BETWEEN_WORDS:
        start -= 1
    while end < len(text) and text[end] not in _BETWEEN_WORDS:
        end += 1
    return start, end


_BETWEEN_WORDS = " ,{}[]\r\n"


def _index(text: str, line: int, column: int) -> int:
    """Which character of a text stands in a place."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
