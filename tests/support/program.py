"""What the program answers: called in this process, or started as a person does."""

import gc
import os
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from plptool.cli.main import main, run
from tests.support.project import ROOT


def plptool(
    *args: str, cwd: Path = ROOT, env: dict[str, str] | None = None, onto: TextIOWrapper | None = None
) -> subprocess.CompletedProcess[str]:
    """What the program answers. It runs in this process, as starting one takes longer than most answers.

    Args:
        args: what follows its name.
        cwd: where it runs.
        env: in what environment, beside this process's.
        onto: what it takes for stdout, if it is no matter what it writes there.
    """
    out, err = onto or TextIOWrapper(BytesIO()), TextIOWrapper(BytesIO())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["plptool", *args])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(os, "dup2", lambda *_: None)  # a program that cannot write closes its output: here, the tests'
        patch.setattr(gc, "disable", lambda: None)
        with pytest.raises(SystemExit) as left:
            run()
    assert isinstance(left.value.code, int)
    answer = "" if onto else text_written(out)
    return subprocess.CompletedProcess([*args], left.value.code, answer, text_written(err))


def parts_of(command: click.Command) -> list[click.Command]:
    """The commands of which a command is made, where there is one for each kind or collection; else itself."""
    if not isinstance(command, click.Group):
        return [command]
    context = click.Context(command)
    parts = [command.get_command(context, name) for name in command.list_commands(context)]
    return [part for part in parts if part is not None]


def text_written(stream: TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, BytesIO)
    return held.getvalue().decode("utf-8")


def started(*args: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """What the program answers when it is started, as a person does: for what only a process of its own can tell."""
    return subprocess.run(
        [sys.executable, "-m", "plptool", *args],
        cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


def seal(folder: Path, day: str = "221231") -> None:
    """Seal what stood on a day. It must succeed."""
    done = plptool("seal", day, cwd=folder)
    assert done.returncode == 0, done.stderr


def invoked(root: Path, *arguments: str) -> Result:
    """What a command does before its mistakes are caught: the exception too."""
    return CliRunner().invoke(main, ["-C", str(root), *arguments])


def ran(*command: str | Path, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Any program, to its end, with this environment alone and nothing to read."""
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
