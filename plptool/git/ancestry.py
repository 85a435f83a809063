"""Which commits build on which, where some of them are left out."""

from collections.abc import Container, Sequence

from plptool.git.clock import seconds

Row = tuple[str, list[str]]
"""A commit and its parents."""
DatedRow = tuple[str, int, list[str]]
"""A commit, its date in seconds since 1970, and its parents."""


def rows_of(listed: str) -> list[Row]:
    """What `git rev-list --parents` lists."""
    rows = []
    lines = listed.splitlines()
    for line in lines:
        words = line.split(" ")
        commit, *parents = words
        row = (commit, parents)
        rows.append(row)
    return rows


def dated_rows_of(listed: str) -> list[DatedRow]:
    """What `git rev-list --parents --timestamp` lists."""
    rows = []
    lines = listed.splitlines()
    for line in lines:
        words = line.split(" ")
        clock, commit, *parents = words
        committed = seconds(clock)
        row = (commit, committed, parents)
        rows.append(row)
    return rows


def simplified(rows: Sequence[Row], wanted: Container[str]) -> list[Row]:
    """A history of those commits that are wanted, and of merges, each with its next such parents.

    It is what `git rev-list --full-history --parents` answers where the wanted commits are those that change a path,
    but for merges of lines none of which says anything of its own: all that they go back to is one commit, and they
    have what that has.

    Args:
        rows: a commit and all that it goes back to, children first.
        wanted: commits.
    """
    nearest: dict[str, str | None] = {}
    """By commit: itself or the next before it that is listed; None where there is none."""
    listed: list[Row] = []
    parents_first = reversed(rows)
    for commit, parents in parents_first:
        nearest_parents = [nearest[parent] for parent in parents]
        different = list(dict.fromkeys(nearest_parents))
        is_wanted = commit in wanted
        is_merge = len(different) > 1
        if is_wanted or is_merge:
            nearest[commit] = commit
            next_parents = [parent for parent in different if parent]
            row = (commit, next_parents)
            listed.append(row)
        elif different:
            nearest[commit] = different[0]
        else:
            nearest[commit] = None
    listed.reverse()
    return listed
