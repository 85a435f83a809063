"""Which commits build on which, where some of them are left out."""

from collections.abc import Container, Sequence

Row = tuple[str, list[str]]
"""A commit and its parents."""


def rows_of(listed: str) -> list[Row]:
    """What `git rev-list --parents` lists."""
    return [(commit, parents) for commit, *parents in (line.split(" ") for line in listed.splitlines())]


def simplified(rows: Sequence[Row], wanted: Container[str]) -> list[Row]:
    """A history of those commits that are wanted, and of all merges, each with its next such parents.

    It is what `git rev-list --full-history --parents` answers where the wanted commits are those that change a path.

    Args:
        rows: a commit and all that it goes back to, children first.
        wanted: commits.
    """
    nearest: dict[str, str | None] = {}
    found: list[Row] = []
    for commit, parents in reversed(rows):
        kept = dict.fromkeys(near for parent in parents if (near := nearest[parent]))
        if len(parents) > 1 or commit in wanted:
            nearest[commit] = commit
            found.append((commit, list(kept)))
        else:
            nearest[commit] = next(iter(kept), None)
    return found[::-1]
