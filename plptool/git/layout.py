"""What a repository of git looks like from outside."""

from pathlib import Path as FilePath


def looks_bare(folder: FilePath) -> bool:
    """Whether the folder looks like a git repository without files of its own."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
