"""The story of a year: three editors, real commits, and what each command shows.

`python tools/story.py` runs it in a folder of its own and writes docs/story.md; with --check it writes nothing, and exits 1
where what is printed is no longer what is written there. Names, clocks and bytes are fixed, so the commits have the same
ids each time.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from click.testing import CliRunner

from plptool.cli.main import main

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "story.md"
MADE = "<!-- Made by tools/story.py: change that, not this file. -->\n\n"
ANNA, BO, CECILIA = "Anna Berg", "Bo Ek", "Cecilia Dahl"

LEDGER = """
== ledger.yaml
format: 2
title: Young and well
language: en
time-zone: Europe/Stockholm

== organisations/schools.yaml
id: schools
title: The schools' administration
type: administration
source: plan-2023

== organisations/social.yaml
id: social
title: The social administration
type: administration
source: plan-2023

== organisations/board.yaml
id: board
title: The board
type: board
source: plan-2023

== sources/plan-2023.yaml
id: plan-2023
title: The plan, as adopted
date: 2023-12-31

== decisions/2023-01-11-board-4.yaml
id: 2023-01-11-board-4
title: Adopts the plan
date: 2023-01-11
body: board
paragraph: 4
status: adopted
concerns: [young-and-well]
source: plan-2023

== plans/young-and-well.yaml
id: young-and-well
title: Young and well
period: 2023/2024
decision: 2023-01-11-board-4
source: plan-2023

== processes/1.1.yaml
id: 1.1
plan: young-and-well
need: Pupils who stay away from school are seen too late.
activities: [A routine for absence]
goal: Nobody is away for two weeks unseen.
lead: schools
partners: [social]
priority: 1
period: 2023/2024
source: plan-2023

== processes/1.2.yaml
id: 1.2
plan: young-and-well
need: Families wait too long for support.
activities: [One way in for all support]
goal: A first talk within a week.
lead: social
priority: 2
period: 2023/2024
source: plan-2023
"""


class Story:
    """What is told so far, and the folder in which it happens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: list[str] = []

    def tell(self, text: str) -> None:
        self.parts.append(" ".join(text.split()) + "\n")

    def heading(self, text: str) -> None:
        self.parts.append(f"## {text}\n")

    def write(self, text: str) -> None:
        """Write files of the ledger."""
        for part in re.split(r"(?m)^== ", text)[1:]:
            name, _, body = part.partition("\n")
            path = self.folder / "ledger" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body.strip("\n") + "\n", encoding="utf-8")

    def add(self, record: str, lines: str, *, shown: bool = True) -> None:
        """Add lines at the end of a record."""
        path = self.folder / "ledger" / record
        lines = lines.strip("\n") + "\n"
        path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
        if shown:
            self.parts.append(f"`ledger/{record}`:\n\n```yaml\n{lines}```\n")

    def replace(self, record: str, old: str, new: str, *, shown: bool = True) -> None:
        path = self.folder / "ledger" / record
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{record} has {text.count(old)} times: {old}")
        path.write_text(text.replace(old, new), encoding="utf-8")
        if shown:
            lines = [*(f"-{line}" for line in old.splitlines()), *(f"+{line}" for line in new.splitlines())]
            self.parts.append(f"`ledger/{record}`:\n\n```diff\n" + "\n".join(lines) + "\n```\n")

    def git(self, *arguments: str, who: str = CECILIA, day: str = "2023-01-01") -> str:
        clock = datetime.fromisoformat(f"{day}T12:00+01:00").timestamp()
        mail = who.partition(" ")[0].lower() + "@example.org"
        names = {
            f"GIT_{role}_{part}": said
            for role in ("AUTHOR", "COMMITTER")
            for part, said in (("NAME", who), ("EMAIL", mail), ("DATE", f"{int(clock)} +0100"))
        }
        done = subprocess.run(
            ["git", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false", *arguments],
            cwd=self.folder, env={**os.environ, **names}, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def commit(self, who: str, day: str, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message, who=who, day=day)
        self.parts.append(f"*{who} commits on {day}: {message}*\n")

    def run(self, command: str, code: int = 0, lines: int = 0) -> str:
        """Show a command with what it prints: its answer, then its talk; of a long one the first lines."""
        arguments = ["-C", str(self.folder), *shlex.split(command)]
        done = CliRunner().invoke(main, arguments, prog_name="plptool", env={"PLPTOOL_CACHE": "off"})
        if done.exit_code != code:
            raise ValueError(f"{command} ended with {done.exit_code}, not {code}: {done.stderr}") from done.exception
        said = re.sub(r"[ \t]+\n", "\n", done.stdout + done.stderr).rstrip("\n")
        if lines:
            said = "\n".join([*said.split("\n")[:lines], "…"])
        ends = f"\n(exit {code})" if code else ""
        self.parts.append(f"```text\n$ plptool {command}\n{said}{ends}\n```\n")
        return done.stdout


def story() -> str:
    """The page."""
    with tempfile.TemporaryDirectory(prefix="plptool-story-") as name:
        one = Story(Path(name).resolve())
        one.git("init", "--quiet", "--initial-branch=main")
        one.parts.append(MADE + "# A year of a plan\n")
        _year(one)
        minutes = _closed(one)
        _late(one)
        later = _disputed(one)
        _tampered(one)
        _squashed(one)
        _audited(one, minutes, later)
        return "\n".join(one.parts)


def _year(one: Story) -> None:
    one.tell("""Three officers keep a small plan: Anna Berg at the schools, Bo Ek at the social administration, and
        Cecilia Dahl, who keeps the ledger for the board. Everything below is run, and printed as it came.""")
    one.heading("2023: what happens is recorded")
    one.write(LEDGER)
    one.commit(CECILIA, "2023-01-16", "The plan, as the board adopted it")
    one.add(
        "processes/1.1.yaml",
        "events:\n  - {date: 2023-02-07, kind: meeting, number: 1, source: plan-2023}",
        shown=False,
    )
    one.commit(ANNA, "2023-02-10", "1.1: first meeting")
    one.tell("What happens is a new line under `events`, with its source.")
    one.add("processes/1.2.yaml", "events:\n  - {date: 2023-03-14, kind: meeting, number: 1, source: plan-2023}")
    one.commit(BO, "2023-03-15", "1.2: first meeting")
    one.tell("""In the autumn the schools' list calls a meeting of 1.1 the second, the social administration's the
        third. The record holds one number, and both claims.""")
    one.write("""
== sources/list-schools.yaml
id: list-schools
title: The schools' list of meetings
date: 2023-12-20

== sources/list-social.yaml
id: list-social
title: The social administration's list of meetings
date: 2023-12-20
""")
    one.add("processes/1.1.yaml", """
  - date: 2023-09-12
    kind: meeting
    number: 2
    source: [list-schools, list-social]
    discrepancies:
      - field: number
        claims:
          - {value: 2, source: list-schools}
          - {value: 3, source: list-social}
        reason: The schools lead the process, so their list is followed.
""")  # fmt: skip
    one.commit(ANNA, "2023-12-21", "1.1: second meeting, on whose number the lists disagree")
    one.add("processes/1.1.yaml", """
  - {date: 2023-12-15, kind: status, status: completed, outcome: handed-over, source: list-schools}
""", shown=False)  # fmt: skip
    one.commit(ANNA, "2023-12-22", "1.1 is completed")
    one.run("diff 230630 231231")


def _closed(one: Story) -> str:
    one.heading("January 2024: the year is closed")
    one.tell("The board approves the year's outcome. Cecilia seals it, and the line goes into the minutes.")
    minutes = one.run("seal 231231")
    one.commit(CECILIA, "2024-01-17", "The board closes 2023")
    one.git("tag", "outcome-2023")
    return _digest(minutes)


def _digest(line: str) -> str:
    """The digest in a line for the minutes."""
    found = re.search(r"[0-9a-f]{64}", line)
    assert found
    return found[0]


def _late(one: Story) -> None:
    one.heading("February 2024: a meeting that nobody had reported")
    one.tell("Bo finds the notes of a meeting of 1.2 that was held in November.")
    one.write("== sources/notes-231121.yaml\nid: notes-231121\ntitle: Notes of the second meeting\ndate: 2023-11-21\n")
    one.add("processes/1.2.yaml", "  - {date: 2023-11-21, kind: meeting, number: 2, source: notes-231121}")
    one.tell("The past was closed without it, and `validate` says so.")
    one.run("validate", code=1)
    one.tell("It really was so, and was learned late: that is a correction. The seal itself stays as it is.")
    one.run('seal 231231 --correct 1.2 --reason "The meeting was reported late." --source notes-231121')
    one.commit(BO, "2024-02-08", "1.2: a meeting of November, reported late")
    one.tell("""Now there are two answers to what stood on 31 December 2023: what was known when the year was closed, and
        what is known today. Both can be asked for, by a tag or by a day.""")
    one.run("list --at 231231@outcome-2023 --format csv")
    one.run("list --at 231231@2024-02-29 --format csv")
    one.run("diff 231231@outcome-2023 231231@")


def _disputed(one: Story) -> str:
    one.heading("March 2024: the disputed number is settled")
    one.tell("""The minutes of the meeting in September are found: it was the third, since one in May had not been on any
        list. The board decides to correct the number.""")
    one.write("""
== decisions/2024-03-13-board-9.yaml
id: 2024-03-13-board-9
title: Corrects the outcome of 2023
date: 2024-03-13
body: board
paragraph: 9
status: adopted
concerns: [1.1]
source: minutes-240313

== sources/minutes-240313.yaml
id: minutes-240313
title: The board's minutes
date: 2024-03-13
""")
    one.replace("processes/1.1.yaml", "    number: 2\n", "    number: 3\n")
    one.replace("processes/1.1.yaml", "The schools lead the process, so their list is followed.",
                "The meeting's own minutes count three, as the board found.", shown=False)  # fmt: skip
    one.add("processes/1.1.yaml", """
  - {date: 2024-03-13, kind: decision, decision: 2024-03-13-board-9, source: minutes-240313}
known:
  - {rule: PLP502, value: 2, reason: The meeting of May left no notes., source: minutes-240313}
""")  # fmt: skip
    line = one.run('seal 231231 --correct 1.1 --reason "It was the third meeting." --decision 2024-03-13-board-9')
    one.tell("Before the change is merged, CI compares it with what it builds on. What it acknowledges comes first.")
    one.run("validate --base main")
    one.commit(ANNA, "2024-03-14", "1.1: the meeting of September was the third")
    return _digest(line)


def _tampered(one: Story) -> None:
    one.heading("April 2024: somebody tidies up")
    one.replace(
        "processes/1.2.yaml", "{date: 2023-03-14, kind: meeting", "{date: 2023-02-14, kind: meeting", shown=False
    )
    one.commit("Somebody Else", "2024-04-02", "Formatting")
    one.tell("The next run of `validate` names the record, what was sealed, and the commit.")
    one.run("validate", code=1)
    one.run("log 1.2 --since 240401")
    one.git("revert", "--no-edit", "HEAD", who=CECILIA, day="2024-04-03")
    one.tell("*Cecilia Dahl reverts it on 2024-04-03.*")
    one.run("validate")


def _squashed(one: Story) -> None:
    one.heading("May 2024: a branch is squashed")
    one.tell("""Anna works on a branch in three commits, and Cecilia merges them as one. A seal names no commit, so it
        does not mind; and `blame` names the commit that the facts came with.""")
    one.git("checkout", "--quiet", "-b", "spring")
    one.add(
        "processes/1.2.yaml", "  - {date: 2024-04-09, kind: meeting, number: 3, source: minutes-240514}", shown=False
    )
    one.write("== sources/minutes-240514.yaml\nid: minutes-240514\ntitle: Minutes of the spring\ndate: 2024-05-14\n")
    one.git("add", "--all")
    one.git("commit", "--quiet", "--message", "A meeting", who=ANNA, day="2024-05-02")
    one.add(
        "processes/1.2.yaml", "  - {date: 2024-05-14, kind: meeting, number: 4, source: minutes-240514}", shown=False
    )
    one.git("commit", "--quiet", "--all", "--message", "And another", who=ANNA, day="2024-05-15")
    one.add(
        "processes/1.2.yaml",
        "  - {date: 2024-05-14, kind: change, set: {priority: 1}, source: minutes-240514}",
        shown=False,
    )
    one.git("commit", "--quiet", "--all", "--message", "Priority 1 from now on", who=ANNA, day="2024-05-16")
    one.git("checkout", "--quiet", "main")
    one.git("merge", "--quiet", "--squash", "spring")
    one.commit(CECILIA, "2024-05-17", "1.2 in the spring")
    one.git("branch", "--quiet", "-D", "spring")
    one.run("diff 231231@outcome-2023 240531@ --record 1.2")
    one.run("blame 1.2 --at 240531@")


def _audited(one: Story, minutes: str, later: str) -> None:
    one.heading("June 2024: the auditor")
    one.tell("""The auditor has a clone, and the board's minutes of January. Nothing else has to be trusted.""")
    one.run(f"audit --expect 231231={minutes}", lines=6)
    one.tell("""The minutes of March have the line of the correction that the board decided on. It vouches for the seal, for
        that correction and for the one before it.""")
    one.run(f"audit --expect 231231={minutes} --expect 231231={later}")
    one.tell("""A ledger that had been written anew from the beginning would hang together too. But it could not give the
        digest that stands in the minutes.""")
    one.run(f"audit --expect 231231={minutes[::-1]}", code=1, lines=10)


if __name__ == "__main__":
    told = story()
    current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == told
    if not current and "--check" in sys.argv[1:]:
        print(f"{PAGE.relative_to(ROOT)} is not current: run python tools/story.py")
        sys.exit(1)
    if not current:
        PAGE.write_text(told, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")
