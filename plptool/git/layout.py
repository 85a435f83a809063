"""What a repository of git looks like from outside."""

from pathlib import Path as FilePath


def looks_bare(folder: FilePath) -> bool:
    """Whether the folder looks like a git repository without files of its own."""
    if not (folder / "HEAD").is_file():
        return False
    return (folder / "objects").is_dir() and (folder / "refs").is_dir()


def work_tree(start: FilePath) -> tuple[FilePath, FilePath] | None:
    """The top of the work tree that holds a folder, and git's own folder for it; None where there is none.

    No git is asked: it may be missing, or may refuse a repository that is somebody else's.
    """
    for folder in (start, *start.parents):
        git_folder = folder / ".git"
        if git_folder.is_file():  # of a linked work tree, or a module in another repository
            try:
                line = git_folder.read_bytes()[:4096].decode("utf-8", "surrogateescape")
                git_folder = folder / line.removeprefix("gitdir: ").rstrip("\r\n")
            except (OSError, ValueError):
                continue
        try:
            if (git_folder / "HEAD").is_file():
                return folder, git_folder
        except (OSError, ValueError):  # what it points to is no name
            continue
    return None
