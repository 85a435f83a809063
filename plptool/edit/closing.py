"""The corrections of a seal after a merge in which both lines had corrected one record.

Each line's correction has the digest of what the record says there. What it says with the edits of both has a third,
and the last correction is to have that: it is worked out here, from the versions of the record that git knows. So the
merge is whole, and nobody need correct the seal once more. Where one of the lines did not itself hold, or a person must
choose in the record first, all stays as it is, and validation says what is not as it was sealed.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import TypeAlias

from plptool.edit.edits import SetField
from plptool.edit.merged_text import merge_files
from plptool.edit.write import carried_out, schema_of
from plptool.git.merging import FileVersions
from plptool.model.collections import Collection
from plptool.model.plain import Data, Plain, as_list
from plptool.read.yaml import parse
from plptool.seals import canonical
from plptool.seals.chain import Seal, SnapshotFile, corrected_anew, seal_in

VersionsOf: TypeAlias = Callable[[str], FileVersions | None]
"""By a file's path, from the folder that holds `ledger/`, its versions; None of one that a line does not have."""
Digests: TypeAlias = Mapping[str, str | None]
"""By the id of a record, the digest of what it says now; None where that is not known."""


def closed(path: str, merged: bytes, versions: FileVersions, versions_of: VersionsOf, *, ours_first: bool) -> bytes:
    """A merged snapshot whose last correction of each record that both lines corrected has what the record says now.

    Args:
        path: the snapshot's, from the folder that holds `ledger/`.
        merged: its file, as it is merged so far.
        versions: of the snapshot.
        versions_of: of any record's file.
        ours_first: whether the corrections of ours stay where they are, as in a rebase, and theirs follow; in a merge
            it is the same chain in both orders.
    """
    seal, base, ours, theirs = (_seal(path, raw) for raw in (merged, *versions))
    if seal is None or base is None or ours is None or theirs is None:
        return merged
    known = len(base.corrections)
    for line in (ours, theirs):
        begins = line.corrections[:known]
        if begins != base.corrections:
            return merged
    chain = seal.corrections
    if ours_first:
        pairs = zip(ours.corrections, theirs.corrections, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        chain = [*ours.corrections, *theirs.corrections[shared:]]
    by_ours = _records(ours.corrections[known:])
    by_both = [key for key in _records(theirs.corrections[known:]) if key in by_ours]
    digests = {key: _digest(key, seal, (ours, theirs), versions_of) for key in by_both}
    return _with_chain(path, merged, seal, chain, digests)


def _seal(path: str, raw: bytes) -> Seal | None:
    """The seal in a snapshot's file."""
    if not raw.strip():
        return None
    data = parse(raw).data
    if not data:
        return None
    file = SnapshotFile("", path, data)
    return seal_in(file)


def _records(corrections: Sequence[Data]) -> list[str]:
    """The records that are corrected."""
    names = (str(correction.get("record")) for correction in corrections)
    once_each = dict.fromkeys(names)
    return list(once_each)


def _digest(key: str, seal: Seal, lines: Sequence[Seal], versions_of: VersionsOf) -> str | None:
    """The digest of what a record says with the edits of both; None where that is not known, or a line did not hold."""
    for collection in Collection:
        path = f"ledger/{collection.folder}/{key}.yaml"
        versions = versions_of(path)
        if versions is None:
            continue
        _, *of_lines = versions
        for line, raw in zip(lines, of_lines, strict=True):
            if _digest_of(raw, collection, seal) != line.expected.get(key):
                return None
        together = merge_files(path, *versions)
        if together is None or together.undecided or together.whole:
            return None
        return _digest_of(together.raw, collection, seal)
    return None


def _digest_of(raw: bytes, collection: Collection, seal: Seal) -> str | None:
    """The digest of what is sealed of a record's file; None where nothing is."""
    data = parse(raw).data
    part = canonical.sealed_part(data, collection, seal.day)
    if part is None:
        return None
    return canonical.digest(part)


def _with_chain(path: str, raw: bytes, seal: Seal, corrections: Sequence[Data], digests: Digests) -> bytes:
    """The snapshot with these corrections, of which the last of each record has its digest, each behind the other."""
    chain: list[Plain] = []
    keys = [str(correction.get("record")) for correction in corrections]
    for place, correction in enumerate(corrections):
        before = Seal(seal.id, seal.path, seal.day, {**seal.data, "corrections": chain})
        is_last = keys[place] not in keys[place + 1 :]
        after = None
        if is_last:
            after = digests.get(keys[place])
        anew = corrected_anew(before, correction, after)
        chain.append(anew)
    if chain == as_list(seal.data.get("corrections")):
        return raw
    edit = SetField(path, ("corrections",), chain)
    text, _ = carried_out(raw.decode(), seal.data, edit, schema_of(path))
    return text.encode()
