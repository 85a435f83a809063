"""What a shell offers after a TAB: asked of bash, zsh and fish themselves, in good folders and bad."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plptool.cli.main import COMMANDS
from plptool.model.collections import COLLECTIONS, TASKS
from plptool.model.rules import RULES
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.personal_numbers import NUMBER, PERSON
from tests.support.program import plptool
from tests.support.project import BIN, ROOT
from tests.support.thorough import thorough

SHELLS = ("bash", "zsh", "fish")
IDS = {path.stem for collection in COLLECTIONS for path in (ROOT / "ledger" / collection).glob("*.yaml")}
ORGANISATIONS = {path.stem for path in (ROOT / "ledger/organisations").glob("*.yaml")}


def shell_environment(home: Path) -> dict[str, str]:
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "ZDOTDIR": str(home), "LANG": "C.UTF-8",
        "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home), "TERM": "vt100",
    }  # fmt: skip


def there(shell: str) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


def asked(line: str, folder: Path = ROOT, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """The program, asked as the scripts ask it, with the cursor at the end of the line."""
    words = line.split(" ")
    env = {
        **os.environ,
        "_PLPTOOL_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    return plptool(cwd=folder, env=env)


def offered(line: str, folder: Path = ROOT) -> list[str]:
    done = asked(line, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return [entry.partition(",")[2] for entry in done.stdout.splitlines() if entry]


def bash(line: str, folder: Path, home: Path) -> set[str]:
    words = line.split(" ")
    script = f"""
        source <(plptool completion bash)
        [[ $(complete -p plptool) == *_plptool_completion* ]] || exit 9
        COMP_WORDS=({" ".join(repr(word) for word in words)}) COMP_CWORD={len(words) - 1}
        _plptool_completion plptool
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    command = [there("bash"), "--norc", "--noprofile", "-c", script]
    done = subprocess.run(
        command, cwd=folder, env=shell_environment(home), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return set(done.stdout.split("\n")) - {""}


def fish(line: str, folder: Path, home: Path) -> dict[str, str]:
    script = f"plptool completion fish | source; complete --do-complete '{line}'"
    command = [there("fish"), "--no-config", "-c", script]
    done = subprocess.run(
        command, cwd=folder, env=shell_environment(home), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    pairs = (entry.partition("\t") for entry in done.stdout.splitlines())
    return {value: told for value, _, told in pairs}


class Zsh:
    """A zsh at a terminal, with keys to press and a screen to read."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.line = home / "line"
        self.master, slave = pty.openpty()
        command = [there("zsh"), "-f", "-i"]
        env = shell_environment(home)
        self.child = subprocess.Popen(
            command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        self.press("autoload -U compinit; compinit -u -D; PS1='%% '; LISTMAX=0\r")
        self.press('eval "$(plptool completion zsh)"\r')
        # ^X tells what stands on the line, and empties it.
        self.press(
            f'tell() {{ print -r -- "$BUFFER" >{self.line}.new; mv {self.line}.new {self.line}; BUFFER="" }}; zle -N tell; bindkey "^X" tell\r'
        )
        self.press("print re''ady\r")
        self.until("ready")

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def until(self, text: str, *, limit: float = 30) -> str:
        seen = b""
        end = time.monotonic() + limit
        while text.encode() not in seen:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} did not come: {seen.decode(errors='replace')}"
            seen += os.read(self.master, 65536)
        return seen.decode(errors="replace")

    def completed(self, keys: str) -> str:
        self.line.unlink(missing_ok=True)
        self.press(keys + "\t\x18")
        end = time.monotonic() + 30
        while not self.line.exists():
            assert time.monotonic() < end
            select.select([self.master], [], [], 0.05)
            if select.select([self.master], [], [], 0)[0]:
                os.read(self.master, 65536)
        return self.line.read_text(encoding="utf-8").rstrip("\n")

    def close(self) -> None:
        self.child.kill()
        self.child.wait(10)
        os.close(self.master)


def test_bash_completes(tmp_path: Path) -> None:
    assert bash("plptool ", ROOT, tmp_path) == set(COMMANDS)
    assert bash("plptool show 2.2", ROOT, tmp_path) == {"2.2.2", "2.2.3", "2.2.4", "2.2.5"}
    assert bash("plptool list --lead K", ROOT, tmp_path) == {one for one in ORGANISATIONS if one.startswith("K")}
    assert bash("plptool report --at ", ROOT, tmp_path) == {"today", "snapshot", "231231"}


@thorough
def test_fish_completes_with_what_each_is_called(tmp_path: Path) -> None:
    assert set(fish("plptool ", ROOT, tmp_path)) == set(COMMANDS)
    found = fish("plptool show 2.2", ROOT, tmp_path)
    assert set(found) == {"2.2.2", "2.2.3", "2.2.4", "2.2.5"}
    assert found["2.2.2"] == "Många ungdomar varken arbetar eller studerar"
    assert set(fish("plptool list --org B", ROOT, tmp_path)) == {one for one in ORGANISATIONS if one.startswith("B")}
    assert fish("plptool diff 2", ROOT, tmp_path) == {"231231": "a snapshot"}


@thorough
def test_zsh_completes_with_what_each_is_called(tmp_path: Path) -> None:
    shell = Zsh(ROOT, tmp_path)
    try:
        assert shell.completed("plptool vali") == "plptool validate "
        assert shell.completed("plptool show 2.8") == "plptool show 2.8.3 "
        assert shell.completed("plptool list --lead BoU --stat") == "plptool list --lead BoU --status "
        assert shell.completed("plptool report --at snap") == "plptool report --at snapshot "
        shell.press("plptool show 2.2\t\t")
        shell.until("ungdomar varken arbetar eller studerar")
    finally:
        shell.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("plptool li", {"list"}),
        ("plptool show ", IDS),
        ("plptool show 2.2.3 --format ", {"text", "json", "markdown"}),
        ("plptool list ", {*COLLECTIONS, *TASKS}),
        ("plptool list --org ", ORGANISATIONS),
        ("plptool list --status p", {"planned", "paused"}),
        ("plptool list decisions --status a", {"adopted", "appealed"}),
        ("plptool list organisations --status ", set()),
        ("plptool report --listed bilaga-5", {"bilaga-5"}),
        ("plptool diff ", {"today", "snapshot", "231231"}),
        ("plptool diff 221231 s", {"snapshot"}),
        ("plptool sql --at t", {"today"}),
        ("plptool completion ", set(SHELLS)),
        ("plptool completion --h", {"--help"}),
        ("plptool validate --form", {"--format"}),
        ("plptool validate --format s", {"sarif"}),
        ("plptool -", {"-h", "--help", "-V", "--version", "-C", "--lang"}),
    ],
)  # fmt: skip
def test_what_is_offered(line: str, words: set[str]) -> None:
    found = offered(line)
    assert len(found) == len(set(found))
    assert set(found) == words


def test_what_is_offered_is_explained_in_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLPTOOL_LANG", "sv")
    assert asked("plptool fin", ROOT, "fish").stdout.startswith("plain,find\tSök ord i det som poster säger: ")
    assert (
        asked("plptool list --over", ROOT, "fish").stdout == "plain,--overdue\tUppdrag eller delmål som är försenade.\n"
    )
    assert asked("plptool diff t", ROOT, "fish").stdout == "plain,today\tslutet av den här dagen\n"


def test_folders_and_files_are_left_to_the_shell() -> None:
    assert asked("plptool -C le").stdout == "dir,le\n"
    assert asked("plptool sources --texts le").stdout == "dir,le\n"
    assert asked("plptool validate le").stdout == "file,le\n"


def test_the_ledger_is_the_one_that_the_line_names(tmp_path: Path) -> None:
    root = write_ledger(tmp_path / "ledger's", BASE + PROCESS)
    assert set(offered(f'plptool -C "{root}" list --org ', ROOT)) == {"A", "B", "board"}
    assert set(offered("plptool show 1", root / "ledger/processes")) == {"1.1"}


def test_rules_are_offered_with_their_names() -> None:
    # For commands that take a rule's code.
    import click

    from plptool.cli.complete import rules

    context = click.Context(click.Command("explain"))
    found = {item.value: item.help for item in rules(context, click.Argument(["code"]), "plp3")}
    assert found == {code: rule.name for code, rule in RULES.items() if code.startswith("PLP3")}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line",
    ["plptool show ", "plptool list --lead ", "plptool diff ", "plptool lisst ", "plptool show 'a", "plptool list --at=",
     "plptool -C nowhere show ", "plptool -C", "plptool show 1 2 3 ", "plptool list --priority x --org ", "plptool show $(", "plptool show \udcff"],
)  # fmt: skip
def test_where_there_is_no_ledger_nothing_is_said(shell: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("no folder", encoding="utf-8")
    done = asked(line, tmp_path, shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "" or line == "plptool -C"


@pytest.mark.parametrize("instruction", ["", "x", "bash", "bash_", "powershell_x", "bash_complete"])
def test_a_question_that_is_none_is_not_answered(instruction: str) -> None:
    env = {**os.environ, "_PLPTOOL_COMPLETE": instruction, "COMP_WORDS": "plptool ", "COMP_CWORD": "one"}
    done = plptool(cwd=ROOT, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.fixture
def hostile_names(tmp_path: Path) -> Path:
    root = write_ledger(tmp_path / "hostile", BASE + PROCESS)
    folder = root / "ledger/processes"
    for name in [
        "$(touch pwned)",
        "a\nplain,rm",
        "*",
        "; rm -rf",
        "-rf",
        "\x1b[31m",
        "a b",
        "å",
        "\udcff",
        "x,y",
        "`id`",
        "..",
        "'",
    ]:
        (folder / f"{name}.yaml").write_text("need: x\n", encoding="utf-8")
    (folder / "folder.yaml").mkdir()
    (folder / "linked.yaml").symlink_to("1.1.yaml")
    os.mkfifo(folder / "fifo.yaml")
    (folder / "note.txt").touch()
    (root / "ledger/grants").symlink_to("/etc")
    titles = {
        "t1": 'need: "A \x1b[31mred\x07 need"',
        "t2": f"need: Anna {NUMBER} and others",
        "t3": "need: >-\n  folded",
        "t4": "need: " + "long " * 50,
        "t5": "\n" * 5000 + "need: too late",
        "t6": "need: \xff\n",
    }
    for name, text in titles.items():
        (folder / f"{name}.yaml").write_bytes(text.encode("latin-1"))
    return root


@pytest.mark.parametrize("shell", SHELLS)
def test_a_hostile_ledger_offers_its_ids_and_nothing_else(shell: str, hostile_names: Path, tmp_path: Path) -> None:
    done = asked("plptool show ", hostile_names, shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert not set("\x1b\x07$`*;") & set(done.stdout)
    assert PERSON[0] not in done.stdout
    separator = "\n" if shell == "zsh" else ","
    kinds = {
        "plain" + separator + key
        for key in ("1.1", "t1", "t2", "t3", "t4", "t5", "t6", "A", "B", "board", "plan", "list", "adoption")
    }
    assert all(kind in done.stdout for kind in kinds)
    assert done.stdout.count("plain") == len(kinds)
    assert max(len(line) for line in done.stdout.splitlines()) < 80


def test_in_a_hostile_ledger_the_shells_run_nothing(hostile_names: Path, tmp_path: Path) -> None:
    expected = {"1.1", "t1", "t2", "t3", "t4", "t5", "t6", "A", "B", "board", "plan", "list", "adoption"}
    before = sorted(hostile_names.iterdir())
    assert bash("plptool show ", hostile_names, tmp_path) == expected
    if shutil.which("fish"):
        found = fish("plptool show ", hostile_names, tmp_path)
        assert set(found) == expected
        assert found["t3"] == found["t5"] == ""
        assert found["t2"] == "Anna ••••••-•••• and others"
        assert found["t4"].endswith("long…")
    assert sorted(hostile_names.iterdir()) == before


def test_of_very_many_ids_all_are_offered(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, BASE)
    (root / "ledger/processes").mkdir()
    for number in range(3000):
        (root / f"ledger/processes/9.{number}.yaml").touch()
    # A part of them would have the shell complete what is common to that part alone.
    assert len(offered("plptool show 9.", root)) == 3000
    done = asked("plptool show 9.", root, "zsh")
    assert done.stdout.count("\n_\n") == 3000


def test_completing_commands_and_options_imports_little() -> None:
    code = (
        "import sys, os\n"
        "import plptool.cli.main as m\n"
        "try: m.run()\n"
        "except SystemExit: pass\n"
        "names = {'rich', 'jsonschema', 'ruamel', 'jsonschema_rs', 'edtf', 'dateutil', 'zoneinfo', 'plptool.model.records'}\n"
        "print(sorted(names & set(sys.modules)), file=sys.stderr)\n"
    )
    for line in ("plptool li", "plptool list --", "plptool validate --format s"):
        words = line.split(" ")
        env = {
            **os.environ,
            "_PLPTOOL_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stdout
        assert done.stderr == "[]\n"
