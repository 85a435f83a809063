"""How much `plptool draft` recognises in the source documents of the real ledger: `python -m tools.drafts FOLDER`.

The folder holds the documents' texts, which are no part of the project. Each is drafted against a ledger that has its
organisations alone, a list also as Word in a secretary's layout, and held against what the real ledger says of it.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
from docx.table import _Cell

from plptool import open_ledger
from plptool.model.plain import as_list, entries
from plptool.model.plain import texts as texts_of
from plptool.texts.letters import letters
from tests.support.program import plptool
from tests.support.project import ROOT

FIELDS = ("need", "activities", "goal", "lead", "partners", "priority", "period", "listed")
WORDING = ("need", "activities", "goal")


@dataclass(frozen=True, slots=True)
class Meeting:
    process: str
    date: str
    number: int | None
    booked: bool
    words: frozenset[str]
    """Of the lines that are cited, so that they can be found again in another layout."""

    def is_of(self, other: "Meeting") -> bool:
        same = (self.process, self.date, self.number, self.booked) == (
            *(other.process, other.date, other.number, other.booked),
        )
        return same and any(one in another or another in one for one in self.words for another in other.words)


def organisations_alone(folder: Path) -> None:
    """A ledger that has the organisations of the real one, and nothing else."""
    (folder / "ledger/sources").mkdir(parents=True)
    (folder / "ledger/organisations").mkdir()
    for file in (ROOT / "ledger/organisations").glob("*.yaml"):
        text = re.sub(r"(?ms)^source:.*?(?=^\S|\Z)", "source: names\n", file.read_text("utf-8"))
        (folder / "ledger/organisations" / file.name).write_text(text, "utf-8")
    (folder / "ledger/sources/names.yaml").write_text("id: names\ntitle: Names\ndate: 2020-01-01\n", "utf-8")
    manifest = (ROOT / "ledger/ledger.yaml").read_text("utf-8")
    (folder / "ledger/ledger.yaml").write_text(manifest, "utf-8")


def drafted(file: Path, kept: Path) -> tuple[dict[str, Any], list[str]]:
    """What is drafted of a document, and the lines that were read of it."""
    with tempfile.TemporaryDirectory() as folder:
        organisations_alone(Path(folder))
        done = plptool(*("draft", str(file), "--id", "doc", "--format", "json", "--text", str(kept)), cwd=Path(folder))
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout), kept.read_text("utf-8").split("\n")


def words_at(lines: list[str], source: Any, key: str) -> frozenset[str]:
    """What stands on the lines that are cited of a document."""
    found = set()
    for citation in as_list(source):
        cited, _, place = str(citation).partition("#")
        if cited == key and place:
            numbers = [int(number) for number in re.findall(r"\d+", place)]
            found |= {letters(line) for line in lines[numbers[0] - 1 : numbers[-1]]}
    return frozenset(found)


def truth(key: str, lines: list[str]) -> Iterator[Meeting]:
    """The meetings that the real ledger has of a document, each as that document tells it."""
    for process in open_ledger(ROOT).collections["processes"].values():
        for event in entries(process.data, "events"):
            words = words_at(lines, event.get("source"), key)
            if event["kind"] != "meeting" or not words:
                continue
            number = event.get("number")
            for discrepancy in entries(event, "discrepancies"):
                for claim in entries(discrepancy, "claims"):
                    if discrepancy["field"] == "number" and words_at(lines, claim["source"], key):
                        number = int(str(claim["value"]))
            whole = number if isinstance(number, int) else None
            yield Meeting(process.id, str(event["date"]), whole, event.get("booked") is True, words)


def told(answer: dict[str, Any], lines: list[str]) -> Iterator[Meeting]:
    for record in answer["records"]:
        for event in record["events"]:
            if event["kind"] == "meeting":
                words = words_at(lines, event["source"], "doc")
                yield Meeting(record["id"], event["date"], event.get("number"), event.get("booked", False), words)


def fields(answer: dict[str, Any], key: str) -> tuple[int, int]:
    """How many fields there are, and how many of them are drafted as the real ledger has them."""
    records = {record["id"]: record["fields"] for record in answer["records"]}
    count = right = 0
    for process in open_ledger(ROOT).collections["processes"].values():
        listed = process.data.get("listed")
        if not isinstance(listed, dict) or key not in listed:
            continue
        for name in FIELDS:
            if name not in process.data:
                continue
            count += 1
            value = records.get(process.id, {}).get(name)
            recorded = {"doc": listed[key]} if name == "listed" else process.data[name]
            is_right = same(name, value, recorded)
            right += is_right
            if not is_right:
                print(f"  {process.id} {name}: {value} | {recorded}")
    return count, right


def same(name: str, value: Any, recorded: Any) -> bool:
    if name in WORDING:
        return [letters(str(entry)) for entry in as_list(value)] == [letters(str(entry)) for entry in as_list(recorded)]
    return sorted(map(str, as_list(value))) == sorted(map(str, as_list(recorded)))


def lines_passed_over(answer: dict[str, Any], lines: list[str]) -> list[int]:
    """The lines with six digits of a date that are neither drafted nor asked about."""
    seen = {question["line"] for question in answer["questions"]}
    of_itself = {"source": answer["source"].get("source", {}), "events": []}
    for record in [of_itself, *answer["records"]]:
        cited = [*record["source"].values(), *(event["source"] for event in record["events"])]
        for source in cited:
            for citation in as_list(source):
                numbers = [int(number) for number in re.findall(r"L(\d+)", str(citation))]
                seen |= set(range(numbers[0], numbers[-1] + 1))
    dated = [number for number, line in enumerate(lines, 1) if re.search(r"(?<!\d)2\d[01]\d[0-3]\d(?!\d)", line)]
    return [number for number in dated if number not in seen]


# A secretary's layout


def as_word(text: str, file: Path) -> None:
    """A list as a secretary has it in Word: a table of two columns for each process."""
    document = docx.Document()
    starts = [match.start() for match in re.finditer(r"(?m)^(?:<p>|## )?Åtgärdsbehov \d+", text)]
    for line in text[: starts[0]].split("\n"):
        if line.strip():
            document.add_paragraph(line.strip("# "))
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        rows = _rows(text[start:end])
        table = document.add_table(rows=len(rows), cols=2)
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, lines in zip(row.cells, cells, strict=True):
                _fill(cell, lines)
        document.add_paragraph()
    document.save(str(file))


def _rows(block: str) -> list[tuple[list[str], list[str]]]:
    """The rows of a process: what heads it, its need and activities, how it goes and its goal, what is planned."""
    block = re.sub(r"(?m)^#+ ", "", block)
    block = re.sub(r"</?p>", "\n", block.replace("\t", "\n"))
    block = re.sub(r"</?b>", "**", block)
    block = re.sub(r" (?=Aktivitet \d)", "\n", block)
    for process in open_ledger(ROOT).collections["processes"].values():
        for activity_text in texts_of(process.data, "activities"):
            # The extraction has lost where a line ended.
            block = re.sub(rf"(?<=[a-zåäö]) (?={re.escape(activity_text)})", "\n", block)
    lines = _paragraphs(block)
    activity = next(number for number, line in enumerate(lines) if re.match(r"Aktivitet(?: \d+)?$", line))
    body = [line for line in lines[activity + 1 :] if line]
    status = next(number for number, line in enumerate(body) if line.strip("*").startswith("Status"))
    words = body[status:]
    goal = next((number for number, line in enumerate(words) if "målbild" in line), len(words))
    plan = next((number for number, line in enumerate(words) if line.startswith("Prioritering")), len(words))
    if goal < plan:
        left, right, below = words[:goal], words[goal:plan], words[plan:]
    else:
        left, right, below = words[:plan], words[goal:], words[plan:goal]
    return [
        ([line for line in lines[:activity] if line], [lines[activity]]),
        (body[:1], body[1:status]),
        (left, right),
        (below, []),
    ]


def _paragraphs(block: str) -> list[str]:
    """The lines; where what is no list goes on in a small letter, it is one paragraph."""
    lines: list[str] = []
    for written in block.split("\n"):
        line = written.strip()
        if line and lines and line[0].islower() and lines[-1]:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]


def _fill(cell: _Cell, lines: list[str]) -> None:
    """A paragraph for each line, with what is bold in it."""
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        for place, part in enumerate(line.split("**")):
            run = paragraph.add_run(part)
            run.bold = bool(place % 2)


def measure(name: str, file: Path, key: str, text: str, kept: Path) -> None:
    answer, lines = drafted(file, kept)
    meetings = list(told(answer, lines))
    recorded = list(truth(key, text.split("\n")))
    wrong = [one for one in meetings if not any(one.is_of(other) for other in recorded)]
    found = [one for one in recorded if any(one.is_of(other) for other in meetings)]
    count, right = fields(answer, key)
    passed_over = lines_passed_over(answer, lines)
    print(f"{name}: meetings {len(found)} of {len(recorded)}, wrong {len(wrong)}; fields {right} of {count}; ", end="")
    print(f"asked {len(answer['questions'])}; dated lines that are passed over {passed_over}")
    for one in wrong:
        print("  wrong:", one)


def main() -> None:
    texts = {sha256(file.read_bytes()).hexdigest(): file for file in Path(sys.argv[1]).glob("*.txt")}
    with tempfile.TemporaryDirectory() as folder:
        for source in open_ledger(ROOT).collections["sources"].values():
            file = texts[str(source.data["sha256"])]
            text = file.read_text("utf-8")
            kept = Path(folder) / f"{source.id}.txt"
            measure(source.id, file, source.id, text, kept)
            if "Åtgärdsbehov 1" in text:
                word = Path(folder) / f"{source.id}.docx"
                as_word(text, word)
                measure(f"{source.id}, Word", word, source.id, text, Path(folder) / f"{source.id}-word.txt")


if __name__ == "__main__":
    main()
