"""Which commits build on which, where some of them are left out."""

from collections.abc import Container, Sequence

from plptool.git.clock import seconds

Row = tuple[str, list[str]]
"""A commit and its parents."""
Nearest = dict[str, str | None]
"""By commit: itself or the next before it that is listed; None where there is none."""
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
    nearest: Nearest = {}
    listed = []
    parents_first = reversed(rows)
    for commit, parents in parents_first:
        different = []
        for parent in parents:
            nearest_parent = nearest[parent]
            if nearest_parent in different:
                continue
            different.append(nearest_parent)
        is_wanted = commit in wanted
        count = len(different)
        is_merge = count > 1
        if is_wanted or is_merge:
            nearest[commit] = commit
            next_parents = filter(None, different)
            row = (commit, list(next_parents))
            listed.append(row)
        elif different:
            only_parent = different[0]
            nearest[commit] = only_parent
        else:
            nearest[commit] = None
    listed.reverse()
    return listed
