"""Personal identity numbers are found, are errors, and are repeated by nothing; what else leads to a person is told."""

import itertools
import json
import re
import unicodedata
import zipfile
from importlib import import_module
from pathlib import Path

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plptool.checks.context import Context, Subject
from plptool.checks.privacy import no_contacts
from plptool.checks.runner import check
from plptool.checks.validate import validate
from plptool.cli.main import COMMANDS
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.findings import Finding, Problem
from plptool.model.personal_numbers import doubtful, find, mask
from plptool.model.plain import Plain
from plptool.model.records import Record
from plptool.model.redact import names_in
from plptool.read.opening import open_ledger
from plptool.read.worktree import WorkTree
from plptool.timeline.diff import diff
from tests.support.findings import of_rule
from tests.support.git import commit, init
from tests.support.ledgers import BASE, PROCESS, write_ledger
from tests.support.pdf import text_of
from tests.support.personal_numbers import COORDINATED, NUMBER, OLD, PERSON, PUBLISHED
from tests.support.program import parts_of, plptool
from tests.support.project import ROOT
from tests.support.thorough import THOROUGH, some

BIRTH, REST = PERSON
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def forms(birth: str, rest: str) -> list[str]:
    """The number as people write it: with and without century and separator."""
    short, long = birth[-6:], birth if len(birth) == 8 else "19" + birth
    return [born + between + rest for born in (short, long) for between in ("-", "+", " ", "")]


WRITTEN = [form for number in PUBLISHED for form in forms(*number)]


@pytest.mark.parametrize("number", WRITTEN)
def test_published_numbers_are_found_in_every_form(number: str) -> None:
    text = f"Enligt {number}, som"
    assert find(text) == [(7, 7 + len(number))]
    assert mask(text) == f"Enligt {re.sub('[0-9]', '•', number)}, som"


@pytest.mark.parametrize(("birth", "rest"), PUBLISHED)
def test_a_number_in_fours_is_asked_about_and_with_its_hyphen_is_one(birth: str, rest: str) -> None:
    full = birth if len(birth) == 8 else f"19{birth}"
    fours = f"{full[:4]} {full[4:]} {rest}"
    assert (find(f"Enligt {fours}, som"), doubtful(f"Enligt {fours}, som")) == ([], [(7, 7 + len(fours))])
    for text in (f"Enligt {full[:4]} {full[4:]}-{rest}, som", f"Personnummer: {fours}"):
        assert len(find(text)) == 1
    for text in (f"kort {fours} 4411", f"4411 {fours}", f"{full[:4]} 1332 {rest}"):
        assert not find(text)
        assert not doubtful(text)


@pytest.mark.parametrize(
    "number",
    [
        NUMBER.replace("-", dash)
        for dash in ("–", "—", "\u2011", "\u2212", "－", "\u00a0", "\u2009", " - ", " – ", "- ", "-\n    ", "-\r\n  # ")
    ]
    + [NUMBER.translate(WIDE), NUMBER.replace("-", "-\u200b"), BIRTH[:3] + "\u00ad" + BIRTH[3:] + REST,
       NUMBER.replace("-", "<U+200B>-"), NUMBER.replace("-", "\\u200b-"), "\0".join(NUMBER)],
)  # fmt: skip
def test_typography_hides_none(number: str) -> None:
    ((start, end),) = find(f"a {number} b")
    assert (start, end) == (2, 2 + len(number))
    assert not re.search(f"{BIRTH}|{REST}", unicodedata.normalize("NFKC", mask(number)))


@pytest.mark.parametrize(
    "text",
    [
        # a wrong check digit, no such day, no such month, a birth number that is not given
        *(f"{BIRTH}-{REST[:3]}{digit}" for digit in range(10) if str(digit) != REST[3]),
        f"640832-{REST}", f"641323-{REST}", f"640092-{REST}", "640823-0004", f"17{BIRTH}-{REST}",
        # the numbers of Skatteverket and of a municipality, as organisations write them
        "202100-5448", "16202100-5448", "2021005448", "162021005448", "212000-0142",
        # registry numbers, dates, intervals
        "KS 2021-123", "2021-000123", f"2021-{BIRTH} {REST}", "2017-2-771", "2022-05-25/2022-06-13", "20230314",
        "2022-08-25 2023-03-14", "231231, 230314", "bilaga-5#L215-L217",
        # longer runs of digits, amounts, decimals
        f"1{BIRTH}{REST}", f"{BIRTH}{REST}1", f"{BIRTH}-{REST}1", "6 408 233 234", f"0.{BIRTH}{REST}", f"{BIRTH}{REST}.5",
        # digests: ten digits of them may add up by chance
        f"a{BIRTH}{REST}bcdef0123456789", f"{'0f' * 10}{BIRTH}{REST}{'e1' * 11}",
    ],
)  # fmt: skip
def test_other_numbers_are_not_mistaken(text: str) -> None:
    assert find(f"x {text} y") == []
    assert mask(text) == text


edge = st.text(max_size=30)


@given(before=edge, number=st.sampled_from(WRITTEN), after=edge)
@example(before="2022-08-25 ", number=NUMBER, after=" 2023")
@example(before="1,", number=BIRTH + REST, after=",2")
def test_a_number_in_any_text_is_found_and_masked_once_and_for_all(before: str, number: str, after: str) -> None:
    # What touches digits makes another number of them, and what looks like a digest or a fraction is one.
    before = re.sub(r"[\d\W]+\Z|[0-9A-Fa-f]+\Z", "", before) + " "
    after = " " + re.sub(r"\A[\d\W]+|\A[0-9A-Fa-f]+", "", after)
    text = before + number + after
    assert (len(before), len(before) + len(number)) in find(text)
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert not re.search(r"\d", hidden[len(before) : len(before) + len(number)])
    assert mask(hidden) == hidden


@given(st.text(alphabet=st.sampled_from([*"0123456789-+ ./abf•", "\u200b", "\n", "８"]), max_size=60))
def test_what_is_masked_holds_no_number(text: str) -> None:
    assert find(mask(text)) == []


# Errors


def place_of(finding: Finding) -> tuple[str, int, int]:
    assert finding.position is not None
    return finding.path, finding.position.line, finding.position.column


@pytest.mark.parametrize(
    ("lines", "line", "column"),
    [
        (f"goal: Frågan om {NUMBER} prövas.", 11, 17),
        (f"# {NUMBER}", 11, 3),
        (f"{NUMBER}: x", 11, 1),
        (f"remaining: [x, {BIRTH}{REST}]", 11, 16),
        # made of escapes, joined from two lines: told where the value begins
        (f'goal: "Frågan om \\x36{NUMBER[1:]} prövas."', 11, 7),
        (f'goal: "Frågan om \\u0036{NUMBER[1:]} prövas."', 11, 7),
        (f'"\\x36{NUMBER[1:]}": x', 11, 1),
        (f"goal: Frågan om {BIRTH}\n  {REST} prövas.", 11, 7),
        (f'goal: "Frågan om {BIRTH}\\\n  {REST} prövas."', 11, 7),
        (f"goal: >\n  Frågan om {BIRTH}\n  {REST} prövas.", 11, 7),
        (f"goal: Frågan om {BIRTH}-\n  {REST} prövas.", 11, 17),
        (f"goal: Frågan om {BIRTH}\n  -{REST} prövas.", 11, 17),
        # and told too where something else is wrong
        (f"goal: {NUMBER}\u200b", 11, 7),
        (f"goal: {NUMBER} ]: [", 11, 7),
    ],
)
def test_a_number_keeps_its_record_out(tmp_path: Path, lines: str, line: int, column: int) -> None:
    ledger = open_ledger(write_ledger(tmp_path, BASE + PROCESS + lines + "\n"))
    assert "1.1" not in ledger.records
    assert "1.1" in ledger.broken
    (finding,) = of_rule(ledger, "PLP901")
    assert finding.severity == "error"
    assert place_of(finding) == ("ledger/processes/1.1.yaml", line, column)
    assert all(one.line is None or not re.search(r"\d", one.line) for one in ledger.faults)


TASKS = """
== decisions/d
title: Asks for a plan
date: 2022-01-10
body: board
status: adopted
source: list
commissions:
  - {id: a, text: TEXT, lead: A, measure: MEASURE, due: 2022-12-31, written: WRITTEN, source: list}
  - {id: b, text: Do that., roles: [{role: ROLE, organisation: A, person: Kim Exempel, text: BESIDE, source: list}], source: list}
events:
  - {date: 2022-02-01, kind: report, of: a, reason: REASON, text: SAID, source: list}
  - {date: 2022-03-01, kind: change, of: a, set: {text: CHANGED, measure: MEASURED}, reason: WHY, source: list}
  - {date: 2022-04-01, kind: status, of: a, status: cancelled, reason: ENDED, decision: adoption, source: list}
"""
TEXTS = ["TEXT", "MEASURE", "WRITTEN", "ROLE", "BESIDE", "REASON", "SAID", "CHANGED", "MEASURED", "WHY", "ENDED"]
"""Where a commission and what becomes of it say something in words."""


def told_in(place: str, said: str) -> str:
    """The decision with something said in one of its texts."""
    return re.sub(rf"\b{place}\b", lambda _: json.dumps(said), TASKS)


@pytest.mark.parametrize("place", TEXTS)
def test_a_number_in_what_is_said_of_a_commission_keeps_the_decision_out(tmp_path: Path, place: str) -> None:
    ledger = open_ledger(write_ledger(tmp_path, BASE + told_in(place, f"Frågan om {NUMBER}.")))
    assert "d" in ledger.broken
    assert [one.path for one in of_rule(ledger, "PLP901")] == ["ledger/decisions/d.yaml"]


@pytest.mark.parametrize("place", [place for place in TEXTS if place not in ("ROLE", "BESIDE")])
def test_who_leads_to_a_person_in_what_is_said_of_a_commission_is_told(tmp_path: Path, place: str) -> None:
    for said, rule in (("Ring 08-123 456 78", "PLP903"), ("a@example.org", "PLP902"), ("Enligt Kim Exempel", "PLP904")):
        ledger = open_ledger(write_ledger(tmp_path / rule, BASE + told_in(place, said)))
        assert "d" in ledger.records, ledger.faults
        assert [one.record for one in of_rule(ledger, rule)] == ["d"], said


def test_whoever_is_to_do_a_commission_is_named_to_nobody_unless_names_are_published(tmp_path: Path) -> None:
    """A person with a role in a task: in what is made for everybody the role stays, and the name does not."""
    told = re.sub(r"\b(TEXT|CHANGED)\b", "Kim Exempel does it.", told_in("ROLE", "Head"))
    ledger = open_ledger(write_ledger(tmp_path / "a", BASE + told))
    other = open_ledger(write_ledger(tmp_path / "b", BASE + told.replace("Kim Exempel", "Bo Annan")))
    public = ledger.nameless().at("2022-12-31")
    for shown in (*public.tasks, public.decisions):
        assert "Kim" not in repr(shown)
    assert "Head" in repr([task.fields for task in public.tasks])
    changed = diff(ledger.at("2022-12-31"), other.at("2022-12-31"))
    assert "Kim" in repr(changed)
    names = names_in([*ledger.all_data(), *other.all_data()])
    assert not re.search("Kim|Annan", repr(changed.nameless(names).changes))


def test_of_two_numbers_each_is_told_where_it_stands(tmp_path: Path) -> None:
    text = f"# {NUMBER} {'-'.join(COORDINATED)}\n"
    ledger = open_ledger(write_ledger(tmp_path, BASE + PROCESS + text + '"\\x36' + NUMBER[1:] + '": x\n'))
    assert [place_of(one)[1:] for one in of_rule(ledger, "PLP901")] == [(11, 3), (11, 15), (12, 1)]


def test_in_the_manifest_it_keeps_the_manifest_out(tmp_path: Path) -> None:
    ledger = open_ledger(write_ledger(tmp_path, BASE.replace("Little plan", f"Little plan {NUMBER}")))
    assert ledger.manifest == {}
    assert [place_of(one) for one in of_rule(ledger, "PLP901")] == [("ledger/ledger.yaml", 2, 20)]


@pytest.mark.parametrize(
    "name", [f"processes/{NUMBER}.yaml", f"processes/{BIRTH}{REST}.txt", f"{NUMBER}/notes.txt", f"processes/.{NUMBER}"]
)
def test_in_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    path = write_ledger(tmp_path, BASE) / "ledger" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PROCESS.split("\n", 2)[2], encoding="utf-8")
    (finding,) = check(open_ledger(tmp_path))
    assert (finding.rule, finding.path) == ("PLP901", "ledger/" + re.sub(r"\d", "•", name))
    done = plptool("validate", str(path.relative_to(tmp_path)), cwd=tmp_path)
    assert done.returncode == 1
    assert "PLP901" in done.stdout


def test_neither_known_nor_the_manifest_makes_it_less(tmp_path: Path) -> None:
    known = f"known: [{{rule: PLP901, value: {NUMBER}, reason: x}}]\n"
    ledger = open_ledger(write_ledger(tmp_path / "a", BASE + PROCESS + known))
    assert [one.severity for one in of_rule(ledger, "PLP901")] == ["error"]
    loosened = "time-zone: Europe/Stockholm\nseverities:\n  PLP901: {severity: info, reason: x}"
    ledger = open_ledger(write_ledger(tmp_path / "b", BASE.replace("time-zone: Europe/Stockholm", loosened)))
    assert [one.rule for one in check(ledger)] == ["PLP204"]


# Nothing repeats the digits


def everything_said(folder: Path, *arguments: str) -> str:
    """Everything that the program writes; of a Word document, the text of its parts, and of a PDF that of its pages."""
    if "pdf" in arguments:
        done = plptool(*arguments, "--output", "made.pdf", cwd=folder)
        assert done.returncode != 3, done.stderr
        made_pdf = folder / "made.pdf"
        return done.stderr + (text_of(made_pdf.read_bytes()) if made_pdf.exists() else "")
    if "docx" in arguments:
        done = plptool(*arguments, "--output", "made.docx", cwd=folder)
        assert done.returncode != 3, done.stderr
        with zipfile.ZipFile(folder / "made.docx") as made:
            return done.stderr + "".join(made.read(one).decode() for one in made.namelist())
    done = plptool(*arguments, cwd=folder)
    assert done.returncode != 3, done.stderr
    assert done.stdout + done.stderr
    return done.stdout + done.stderr


def repeats(text: str) -> bool:
    return re.search(f"{BIRTH}|{REST}|{'|'.join(OLD)}", unicodedata.normalize("NFKC", text)) is not None


def test_a_fault_that_stops_the_reading_shows_no_digits_behind_it_however_they_are_written(tmp_path: Path) -> None:
    for number, escaped in enumerate(("\\x{:02x}", "\\u{:04x}", "\\U{:08x}")):
        text = "".join(escaped.format(ord(character)) for character in NUMBER)
        root = write_ledger(tmp_path / str(number), BASE + PROCESS)
        file = root / "ledger/processes/1.1.yaml"
        file.write_text(file.read_text("utf-8") + f'k: {"[" * 41}"{text}"{"]" * 41}\n', "utf-8")
        found = check(open_ledger(root))
        assert "PLP107" in {one.rule for one in found}
        assert not any(text in str(one.line) for one in found)


def full_of_numbers(root: Path, *, manifest: bool) -> Path:
    """A ledger in which they stand wherever anything can stand."""
    process = PROCESS.split("\n", 2)[2]
    write_ledger(root, BASE + PROCESS)
    folder = root / "ledger" / "processes"
    long = "x" * 60
    files: dict[str, str | bytes] = {
        f"{NUMBER}.yaml": process,
        f"{BIRTH}{REST}.txt": "",
        f"{NUMBER}.YAML": "",
        "value.yaml": f"id: value\n{process}goal: {NUMBER}\n",
        "comment.yaml": f"# {NUMBER}\nid: comment\n{process}",
        "key.yaml": f"id: key\n{process}{NUMBER}: x\n{long} {NUMBER}: y\n{long} {NUMBER}: y\n",
        "id.yaml": f"id: {NUMBER}\n{process}",
        "date.yaml": f"id: date\n{process}period: {NUMBER}\nlead: {NUMBER}\n",
        "escape.yaml": f'id: escape\n{process}"\\x36{NUMBER[1:]}": "\\x36{NUMBER[1:]}"\n"{long}\\x36{NUMBER[1:]}": 1\n',
        "folded.yaml": f"id: folded\n{process}goal: x {BIRTH}\n  {REST} y {BIRTH} - {REST}\n",
        "wide.yaml": f"id: wide\n{process}goal: {NUMBER.translate(WIDE)}\n",
        "unseen.yaml": f"id: unseen\n{process}goal: {NUMBER.replace('-', chr(0x200B) + '-')}\n",
        "unseen-2.yaml": f"id: unseen-2\n{process}goal: {chr(0x200B).join(NUMBER)}\n",
        "control.yaml": f"id: control\n{process}goal: {chr(27).join(NUMBER)}\n",
        "conflict.yaml": f"<<<<<<< {NUMBER}\nid: conflict\n",
        "tag.yaml": f"id: tag\n{process}goal: !{NUMBER} x\nneed: &{BIRTH}{REST} x\n",
        "syntax.yaml": f"id: syntax\n{process}goal: {NUMBER} ]: [ {NUMBER}\n",
        "directive.yaml": f"%{NUMBER}\n---\nid: directive\n",
        "documents.yaml": f"id: documents\n---\n{NUMBER}: x\n",
        "number.yaml": f"id: number\n{process}priority: {BIRTH}{REST}\n",
        "bom.yaml": b"\xef\xbb\xbf" + f"id: {NUMBER}\n".encode(),
        "utf-16.yaml": f"id: {NUMBER}\n".encode("utf-16"),
        "latin-1.yaml": f"id: å {NUMBER}\n".encode("latin-1"),
        "large.yaml": f"# {NUMBER}\n" + "x" * (1 << 20),
    }
    of_tasks = "id: tasks\n" + TASKS.partition("== decisions/d\n")[2]
    for place in TEXTS:
        of_tasks = re.sub(rf"\b{place}\b", NUMBER, of_tasks)
    (root / "ledger" / "decisions" / "tasks.yaml").write_text(of_tasks, "utf-8")
    (root / "ledger" / "decisions" / "ids.yaml").write_text(
        of_tasks.replace("id: a,", f"id: {BIRTH}{REST},").replace("of: a", f"of: {BIRTH}{REST}"), "utf-8"
    )
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (root / "ledger" / "sources" / "paper.yaml").write_text(
        f"id: paper\ntitle: P\ndate: 2023\nfile: {NUMBER}\n", "utf-8"
    )
    (root / "ledger" / NUMBER).mkdir()
    (root / "ledger" / NUMBER / "x.yaml").write_text("id: x\n", "utf-8")
    (folder / f"link-{NUMBER}.yaml").symlink_to(f"/{NUMBER}")
    (root / "schema").mkdir()
    (root / "schema" / f"{NUMBER}.schema.json").write_text("{}", "utf-8")
    if manifest:
        path = root / "ledger" / "ledger.yaml"
        path.write_text(path.read_text("utf-8") + f"# {NUMBER}\nformat: {BIRTH}{REST}\n", "utf-8")
    return root


@pytest.mark.parametrize("manifest", some((False, True), True))
@pytest.mark.usefixtures("git_home")
def test_no_command_repeats_the_digits(tmp_path: Path, manifest: bool) -> None:
    root = full_of_numbers(tmp_path, manifest=manifest)
    commit(init(root), f"About {NUMBER}", who=f"Officer {NUMBER}")
    paper = tmp_path / "paper.txt"
    paper.write_text(f"# {NUMBER}\n\nNeed 1 process 1.1\n\n{NUMBER}\n\nMeeting 1 220503 {NUMBER}\n", encoding="utf-8")
    query = f"SELECT {BIRTH}{REST} AS \"{NUMBER}\", '{NUMBER}' AS b, '{BIRTH}{REST}'"
    commands: dict[str, list[list[str]]] = {
        "validate": [[], ["--all"], ["ledger/processes"], [f"ledger/processes/{NUMBER}.yaml"]],
        "list": [[], *([one] for one in COLLECTIONS)],
        "show": [["1.1"], ["value"], ["plan"]],
        "find": [["1"], [NUMBER]],
        "diff": [["210101", "231231"]],
        "log": [[], ["1.1"]],
        "blame": [["plan"]],
        "audit": [[]],
        "seal": [["231231"], ["231231", "--correct", NUMBER, "--reason", NUMBER, "--source", NUMBER]],
        "add": [["note", "1.1", "230101", "--text", NUMBER, "--source", NUMBER]],
        "new": [["organisations", NUMBER, "--title", NUMBER, "--source", "list"]],
        "set": [["1.1", "goal", NUMBER]],
        "correct": [
            ["note", "1.1", NUMBER, "--text", NUMBER],
            ["meeting", "1.1", "220301", "--which", f"text={NUMBER}", "--text", NUMBER],
        ],
        "remove": [["note", NUMBER, "230101"], ["meeting", "1.1", NUMBER], ["meeting", "1.1", "220302"]],
        "withdraw": [["1.1", "--reason", NUMBER, "--source", "list"]],
        "rename": [["1.1", NUMBER], [NUMBER, "1.1"]],
        "undo": [[]],
        "acknowledge": [[NUMBER, "--reason", NUMBER], ["PLP901", NUMBER, "--reason", NUMBER]],
        "fmt": [["--check"], ["--dry-run"]],
        "merge": [[], [NUMBER, NUMBER, NUMBER]],
        "upgrade": [[]],
        "report": [[]],
        "sql": [["SELECT * FROM processes"], [query]],
        "export": [[]],
        "sources": [[]],
        "draft": [[str(paper)], [NUMBER]],
        "rules": [[]],
        "explain": [["PLP901"]],
    }
    # completion prints a script, whatever the ledger; init has none yet; site writes files, which tests/site/test_build.py
    # reads; edit answers a browser, and issue an event, as tests/forms/ does
    assert {*commands, "ci", "completion", "site", "edit", "issue", "lsp", "init"} == set(COMMANDS)
    for arguments in ([], ["--base", "HEAD"]):
        text = everything_said(root, "ci", *arguments, "--sarif", "--files", str(tmp_path / "files"))
        assert not repeats(text + "".join(path.read_text("utf-8") for path in (tmp_path / "files").iterdir()))
    if manifest:  # of a ledger without one the others say no more
        commands = {name: commands[name] for name in ("validate", "export")}
    seen = 0
    for name, variants in commands.items():
        (formats,) = (
            one.type.choices
            for one in parts_of(_command(name))[-1].params
            if isinstance(one.type, click.Choice) and one.name == "form"
        )
        languages = ["sv", "en"] if name == "show" else ["sv"]  # masking is the same in every language
        for number, variant in enumerate(variants):
            # Every format of each command, and of its other variants each in the next one.
            here = formats if THOROUGH or number == 0 else [formats[number % len(formats)]]
            for form, lang in itertools.product(here, languages):
                text = everything_said(root, name, *variant, "--format", form, "--lang", lang)
                assert not repeats(text), (name, variant, form)
                seen += "•" in text
    assert seen > (10 if THOROUGH else 3)


def _command(name: str) -> click.Command:
    found: click.Command = import_module(COMMANDS[name][0]).command
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        [NUMBER], ["audit", "--expect", NUMBER], ["--" + NUMBER], ["list", NUMBER], ["list", "--at", NUMBER], ["list", "--lead", NUMBER],
        ["list", "--priority", NUMBER], ["list", "--format", NUMBER], ["show", NUMBER], ["show", NUMBER.replace("-", "-\n")],
        ["show", NUMBER.replace("-", "\u200b-")], ["show", NUMBER.translate(WIDE)], ["show", chr(0x200B).join(NUMBER)],
        ["diff", NUMBER], ["diff", "231231", BIRTH + REST], ["report", "--org", NUMBER], ["report", "--listed", NUMBER],
        ["sql", "--at", NUMBER, "SELECT 1"], ["sql", f"SELECT * FROM '{NUMBER}'"],  # noqa: S608 - as it is typed
        ["sources", "--texts", NUMBER], ["validate", NUMBER], ["-C", NUMBER, "list"], ["show", "x", NUMBER],
    ],
)  # fmt: skip
def test_no_usage_error_repeats_the_digits(tmp_path: Path, arguments: list[str]) -> None:
    text = everything_said(write_ledger(tmp_path, BASE), *arguments)
    assert not re.search(f"{BIRTH}-?{REST}", re.sub(r"\W|u200b|U200B|n(?=3)", "", unicodedata.normalize("NFKC", text)))
    assert "•" in text


def test_no_traceback_repeats_the_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise RuntimeError(f"of {NUMBER}")

    monkeypatch.setattr("plptool.workspace.Workspace.ledger", bug)
    done = plptool("list")
    assert done.returncode == 3
    assert "of ••••••-••••" in done.stderr
    assert not repeats(done.stderr)


def test_no_excerpt_of_a_document_repeats_the_digits(tmp_path: Path) -> None:
    from hashlib import sha256

    text = f"Den 2022-03-14 {NUMBER} x {BIRTH}{REST} och 2022-03-15 möte med {NUMBER}\n"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{NUMBER}.txt").write_text(text, encoding="utf-8")
    digest = sha256(text.encode()).hexdigest()
    source = f"== sources/paper\ntitle: Paper\ndate: 2023\nlines: 2\nsha256: {digest}\n"
    write_ledger(tmp_path / "here", BASE + source)
    for form, lang in itertools.product(["text", "json"], ["sv", "en"]):
        arguments = ["sources", "--texts", "../texts", "--format", form, "--lang", lang]
        done = plptool(*arguments, cwd=tmp_path / "here")
        assert done.returncode == 1
        assert "PLP612" in done.stdout
        assert not repeats(done.stdout + done.stderr)


# What else leads to a person


def decision_record(**data: Plain) -> Record:
    return Record("r", Collection.DECISIONS, "ledger/decisions/r.yaml", data)


def contacts_in(record: Record) -> list[Problem]:
    return list(no_contacts(Subject(record), Context([record], [], {})))


@pytest.mark.parametrize(
    "text",
    [
        "08-123 45 67", "08-123 456 78", "0176-710 00", "0176-71000", "070-123 45 67", "070-1234567", "0701234567",
        "+46 70 123 45 67", "+46701234567", "+46 8 123 45 67", "+46 (0)8 123 45 67", "0046 70 123 45 67", "08-12 34 56",
        "08 123 45 67", "08 - 123 45 67", "(08-123 45 67)", "tel. 0176-710 00.", "08 12 34 56 78", "0176 71 00 00",
        "(0176) 710 00", "(08) 12 34 56 78", "(0176)71000", "0176–710 00", "0176\u2011710 00", "08\u00a0123\u00a045\u00a067",
        "070.123.45.67", "08.12.34.56.78", "0176.710.00", "08/123 456", "0176/710 00", "08/12 34 56 78", "０７０－１２３ ４５ ６７", "０８／１２３ ４５６",
        "0176710000", "081234567", "0812345678", "TEL 0176-240101", "KSON 0176-710 00", "0176-240101",
        "0176-710-00", "08-123-456-78", "0176 710-00", "08 12345678", "070 12 34 567", "070 1234567",
        "+44 20 7946 0958", "020 7946 0958", "01632 960123", "+358 9 123 4567", "+47 22 12 34 56", "+1 202-555-0123",
    ],
)  # fmt: skip
def test_a_telephone_number_is_told(text: str) -> None:
    assert [one.rule for one in contacts_in(decision_record(title=f"Ring {text} så"))] == ["PLP903"]


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-10", "08-12-31", "2022-08-12/2022-09-01", "2017-23", "221231", "081231", "KS 2021-123", "2021-000123",
        "Dnr 2017-2-771", "0830-1200", "kl 08-12 31 mars", "08.30-12.00", "08-17 2022", "1 080 000 kr", "2021-2023",
        "bilaga-5#L215-L217", "0,75 tjänst", "212000-0142", "0" * 64, "§ 07", "2022-07-012345",
        "KS 0176-240101", "Dnr 0176-240101", "BUN: 0176-240101", "OCR 0176710000", "fakturanummer: 0176710000", "08/12 2023", "08/12",
        "01.02.03", "01.02.2023", "08.12.23", "KS 08/12345", "08/1234", "0.123.456", "08.30", "kap. 08.12.3",
        "08 12", "(08) 12", "punkt 07 12", "08 12 31 möten", "(0176)",
        "+44 200 000 kr", "+12 345 678 000", "+2 5 10", "+10 2023", "01 03 04-01 03 10", "2020 7946 0958",
    ],
)  # fmt: skip
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert contacts_in(decision_record(title=f"Den {text} så", id=text, registry={"number": "HSN 0912-15312"})) == []


@pytest.mark.parametrize("text", ["anna.a@example.org", "Anna <a+b@kommun.example.se>"])
def test_an_e_mail_address_is_told(text: str) -> None:
    assert [one.rule for one in contacts_in(decision_record(title=text))] == ["PLP902"]
    assert contacts_in(decision_record(title="2 @ 3, a@b, @user")) == []


PEOPLE = """
== assignments/uppdrag
title: An assignment
responsible: {role: lead, person: Anna Maria Ek, source: list}
purpose: A purpose.
source: list
"""


def test_where_and_what_to_do_without_saying_it_again(tmp_path: Path) -> None:
    lines = (
        "events:\n"
        "  - date: 2022-01-10\n    kind: note\n    text: >\n      Ring först.\n      Fråga efter 08-123 45 67.\n    source: list\n"
        "  - {date: 2022-01-11, kind: note, text: Skriv till a@example.org, source: list}\n"
        "  - {date: 2022-01-12, kind: note, text: Enligt Anna och Ek, source: list}\n"
        "  - {date: 2022-01-13, kind: note, text: Möte med anna maria Eks grupp, source: list}\n"
    )
    write_ledger(tmp_path, BASE + PROCESS + lines + PEOPLE)
    done = plptool("validate", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0
    assert re.findall(r"(\d+:\d+): warning (PLP90\d)", done.stdout) == [
        ("16:19", "PLP903"), ("18:53", "PLP902"), ("20:51", "PLP904"),
    ]  # fmt: skip
    told = [line for line in done.stdout.split("\n") if "PLP90" in line]
    assert not [line for line in told if re.search("123|example|Ek", line)]


@pytest.mark.parametrize(
    "text", ["Anna Maria Ek", "ANNA MARIA EK", "Anna Maria Eks", "Ek, Anna Maria", "Anna\n\n  Maria Ek"]
)
def test_a_person_that_the_ledger_names_is_told_outside_person(tmp_path: Path, text: str) -> None:
    lines = f'events:\n  - date: 2022-01-10\n    kind: note\n    text: "Om {text}."\n    source: list\n'
    ledger = open_ledger(write_ledger(tmp_path, BASE + PROCESS + lines + PEOPLE))
    assert [one.record for one in of_rule(ledger, "PLP904")] == ["1.1"]


@pytest.mark.parametrize("text", ["Anna Maria Ekman", "Anna Ek", "Ek", "Maria Ekdahl", "Johanna Maria Ek"])
def test_others_are_not_taken_for_that_person(tmp_path: Path, text: str) -> None:
    lines = f'events:\n  - {{date: 2022-01-10, kind: note, text: "Om {text}.", source: list}}\n'
    assert check(open_ledger(write_ledger(tmp_path, BASE + PROCESS + lines + PEOPLE))) == []


def test_the_real_ledger_has_nothing_of_the_kind() -> None:
    assert [one for one in check(open_ledger(ROOT)) if one.rule.startswith("PLP9")] == []


PLAN_WITH = "\n== plans/second\ntitle: Second\nperiod: 2021/2023\nroles:\n  - {{role: leader, person: {name}, source: list}}\nsource: list\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Åsa Björk", "Åsa Björk talade"),
        ("Åsa Björk", unicodedata.normalize("NFD", "Åsa Björk talade")),
        ("Anna Berg", "Berg Anna talade"),
        ("Anna Berg", "Berg, Anna talade"),
        ("Anna Berg", "ANNA BERGS förslag"),
        ("Anna Berg", "Anna Berg-Dal talade"),
        ("Anna Berg-Dal", "Anna Berg Dal talade"),
        ("Anna Berg-Dal", "Anna Berg talade"),
        ("Anna Berg-Dal", "Anna Dals förslag"),
        ("Anna-Karin Berg", "Anna Karin Berg talade"),
        ("Anna-Karin Berg", "Berg Anna-Karin talade"),
    ],
)
def test_a_person_is_known_by_the_name_as_people_write_it(tmp_path: Path, name: str, text: str) -> None:
    note = f'goal: "{text}."\n'
    root = write_ledger(tmp_path, BASE + PLAN_WITH.format(name=name) + PROCESS.replace("goal: A goal.\n", note))
    assert [one.record for one in of_rule(open_ledger(root), "PLP904")] == ["1.1"]


@pytest.mark.parametrize(
    "text", ["Anna talade", "Berg talade", "Annas berg", "Anna Bergman talade", "Hanna Berg talade"]
)
def test_another_name_is_another_person(tmp_path: Path, text: str) -> None:
    note = f'goal: "{text}."\n'
    root = write_ledger(tmp_path, BASE + PLAN_WITH.format(name="Anna Berg") + PROCESS.replace("goal: A goal.\n", note))
    assert [one for one in check(open_ledger(root)) if one.rule == "PLP904"] == []


ROLE = "{role: leader, person: Anna Berg, source: list}"


@pytest.mark.parametrize(
    "named",
    [
        f"roles: [{ROLE}]",
        f"events:\n  - {{date: 2022-03-01, kind: change, set: {{roles: [{ROLE}]}}, source: list}}",
        f"roles: [{ROLE.replace('Anna Berg', 'Bo Ek')}]\n"
        "discrepancies:\n  - {field: roles.0.person, reason: Unclear., claims: [{value: Bo Ek, source: list}, {value: Anna Berg, source: list}]}",
    ],
)
def test_whom_a_process_names_is_told_in_every_other_record_and_in_that_process(tmp_path: Path, named: str) -> None:
    told = "text: Anna Bergs möte."
    events = f"  - {{date: 2022-01-10, kind: note, {told}, source: list}}\n"
    mentioned = PROCESS.replace("1.1", "1.2").replace("A goal.", "Enligt ANNA BERG.")
    own = PROCESS + (f"{named}\n{events}" if named.startswith("events") else f"{named}\nevents:\n{events}")
    base = BASE.replace("title: The plan", "title: Plan av Berg, Anna")
    base = base.replace("title: Little plan", 'title: "Anna Bergs plan"\npublisher: {name: Anna Berg}')
    root = write_ledger(tmp_path, base + own + mentioned)
    by_stream = [one for one in validate(WorkTree(root)).findings if one.rule == "PLP904"]
    assert [one.record for one in by_stream] == ["ledger", "plan", "1.1", "1.2"]
    assert of_rule(open_ledger(root), "PLP904") == by_stream
