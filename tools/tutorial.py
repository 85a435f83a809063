"""The tutorial, and the README's beginning: each command that they show is run, and what it prints is written below it.

Those of a page run in their order, in an empty folder. `python tools/tutorial.py` writes both pages; with --check it
writes nothing, and exits 1 where what is printed is no longer what stands there. All else is written by hand:
in a block of `console` a line that begins with `$ ` is a command, and what follows is its answer. Of an answer that
ends with … so many lines are shown as stand there. A command may fail where the page says so already: its answer begins
with `plptool: `.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "tutorial.md"
PAGES = (PAGE, ROOT / "README.md")
COMMIT = {
    f"GIT_{role}_{part}": said
    for role in ("AUTHOR", "COMMITTER")
    for part, said in (("NAME", "Eva Lind"), ("EMAIL", "eva@example.org"))
}
SETTINGS = ("-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", "-c", "init.defaultBranch=main")
FIRST_COMMIT = 1_771_000_000
"""When it was made: in February 2026. Each command follows a minute after the one before."""


class Terminal:
    """Where the commands are run, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FIRST_COMMIT

    def run(self, command: str, *, may_fail: bool) -> str:
        """What a command prints, its answer before its talk.

        Raises:
            ValueError: it is none of those that a tutorial needs, or has failed.
        """
        self.clock += 60
        program, *arguments = shlex.split(command)
        match program:
            case "plptool":
                done = self._done([sys.executable, "-P", "-m", "plptool", *arguments])
            case "git":
                done = self._done(["git", *SETTINGS, *arguments])
            case "cd":
                self.folder /= arguments[0]
                return ""
            case _:
                raise ValueError(f"the tutorial runs {program}, which its reader may not have")
        # The ids of commits would change with the schemas that are in them.
        said = re.sub(r"(?<=Committed as )[0-9a-f]+", "…", done.stdout + done.stderr)
        if done.returncode and not may_fail:
            raise ValueError(f"{command} failed: {said}")
        return said

    def _done(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self._names(), "PLPTOOL_CACHE": "off"}
        return subprocess.run(
            command,
            check=False,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )

    def _names(self) -> dict[str, str]:
        return COMMIT | {f"GIT_{role}_DATE": f"{self.clock} +0100" for role in ("AUTHOR", "COMMITTER")}


def replayed(page: str, folder: Path) -> str:
    """The page with what its commands print now, in this folder."""
    terminal = Terminal(folder)

    def block(found: re.Match[str]) -> str:
        return f"```console\n{_session(found[1], terminal)}```\n"

    return re.sub(r"(?m)^```console\n(\$ .*?\n)```\n", block, page, flags=re.DOTALL)


def run(*, check: bool) -> list[str]:
    """Write the pages that are not current, or with `check` only name them."""
    stale: list[str] = []
    for page in PAGES:
        written = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="plptool-tutorial-") as name:
            current = replayed(written, Path(name).resolve())
        if written != current:
            stale.append(page.relative_to(ROOT).as_posix())
            if not check:
                page.write_text(current, encoding="utf-8")
    return stale


def _session(written: str, terminal: Terminal) -> str:
    """A block of commands, each with its answer."""
    session = ""
    for part in re.split(r"(?m)^(?=\$ )", written):
        if not part:
            continue
        # A command may go on in the next line.
        command = re.match(r"\$ ((?:.*\\\n)*.*\n)", part)
        assert command
        shown = part[command.end() :].rstrip("\n").split("\n")
        said = terminal.run(command[1].replace("\\\n", " "), may_fail=shown[0].startswith("plptool: "))
        lines = re.sub(r"[ \t]+\n", "\n", said).rstrip("\n").split("\n")
        if shown[-1] == "…":
            lines = [*lines[: len(shown) - 1], "…"]
        answer = "\n".join(lines)
        session += f"$ {command[1]}" + (f"{answer}\n" if answer else "")
    return session


if __name__ == "__main__":
    checking = "--check" in sys.argv[1:]
    names = run(check=checking)
    for one in names:
        print(f"{one} is not current: run python tools/tutorial.py" if checking else f"wrote {one}")
    sys.exit(1 if checking and names else 0)
