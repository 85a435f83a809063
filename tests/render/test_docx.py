"""The appendix in Word: every fact of the ledger is read back from the file, and the file is what Word asks for."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from ruamel.yaml import YAML

from plptool.model.dates import parse_when
from plptool.model.i18n import translation
from plptool.model.records import Point
from plptool.read.opening import open_ledger
from plptool.render import docx as docx_renderer
from plptool.render.appendix import appendix as laid_out
from plptool.render.document import Column, grid
from plptool.render.docx import About, docx
from plptool.render.paper import that_fits, widest_of
from plptool.reports.appendix import Appendix, ProcessTold, Titled, appendix
from tests.support.hostile import nasty_ledger
from tests.support.ledgers import LISTED, MakeLedger
from tests.support.personal_numbers import FULL_NUMBER
from tests.support.program import plptool
from tests.support.project import ROOT
from tests.support.thorough import some, thorough

# Reading it back


@dataclass(frozen=True)
class Section:
    """What stands under a heading, and in the footnotes that it has marks of."""

    heading: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ReadDocument:
    """A document as its reader has it."""

    sections: tuple[Section, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]

    def of(self, key: str) -> Section:
        """The section of a process."""
        found = [one for one in self.sections if re.search(rf"process {re.escape(key)}\n", one.heading)]
        return found[0] if len(found) == 1 else Section("", (), ())


def read_document(raw: bytes) -> ReadDocument:
    with ZipFile(BytesIO(raw)) as held:
        notes = {one.get(qn("w:id")): spaced(one) for one in parse_xml(held.read("word/footnotes.xml"))}
    document = Document(BytesIO(raw))
    sections: list[Section] = []
    for paragraph in document.paragraphs:
        marked = [one.get(qn("w:id")) for one in paragraph._p.iter(qn("w:footnoteReference"))]
        said, own = spaced(paragraph._p), tuple(notes[one] for one in marked)
        style = paragraph.style.name if paragraph.style else ""
        if style in ("Title", "Heading 1"):
            sections.append(Section(said, (), own))
        else:
            last = sections[-1]
            sections[-1] = Section(last.heading, (*last.lines, said), (*last.notes, *own))
    tables = tuple(tuple(tuple(cell.text for cell in row.cells) for row in table.rows) for table in document.tables)
    return ReadDocument(tuple(sections), tables)


def spaced(element: Any) -> str:
    ends = {qn("w:br"): "\n", qn("w:tab"): "\t", qn("w:footnoteReference"): "*"}
    return "".join(one.text or "" if one.tag == qn("w:t") else ends.get(one.tag, "") for one in element.iter()).replace(
        "\u00a0", " "
    )


# The facts, from the records themselves

MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
STATUSES = {
    "sv": {"planned": "Planerad", "ongoing": "Pågår", "paused": "Pausad", "completed": "Slutförd"},
    "en": {"planned": "Planned", "ongoing": "Ongoing", "paused": "Paused", "completed": "Completed"},
}
SOME_DAY = {"sv": "sedan någon gång mellan {start} och {end}", "en": "since some time between {start} and {end}"}
GRANTS = {"sv": ("Bidrag", "antal tjänster"), "en": ("Grants", "number of posts")}
LABELS = {
    "sv": ("Åtgärdsbehov", "Prioritering", "Tidsplanering", "sedan", "enligt läget", "Slutförda processer", "Processer som fortsätter", "varav pausade",
           "varav inte påbörjade", "Hållna möten"),
    "en": ("Need", "Priority", "Time plan", "since", "as of", "Processes completed", "Processes continuing", "of which paused", "of which not begun",
           "Meetings held"),
}  # fmt: skip


@lru_cache
def real_records(collection: str) -> dict[str, Any]:
    """The YAML of the real ledger, with every scalar as the text written."""
    paths = sorted((ROOT / "ledger" / collection).glob("*.yaml"))
    return {path.stem: YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8")) for path in paths}


def latest(text: str) -> date:
    """The last day that a date can mean, of the forms that the real ledger has."""
    end = text.rpartition("/")[2]
    if end in ("", ".."):
        return date.max
    parts = [int(part) for part in end.split("-")]
    if len(parts) == 3:
        return date(*parts)
    month = {21: 6, 22: 8, 23: 12}.get(parts[1], parts[1]) if len(parts) == 2 else 12
    return date(parts[0], month, {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31))


def day_of(text: str, lang: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {MONTHS[lang][day.month - 1]}"


def status_by(process: dict[str, Any], day: date) -> tuple[str, str]:
    """The status at a day, and the date of what gave it: the plan's adoption, the first that was held, or what is said."""
    events = sorted(
        (one for one in process["events"] if latest(one["date"]) <= day), key=lambda one: latest(one["date"])
    )
    status, since, told = "planned", "2021-02-10", False
    for event in events:
        if event["kind"] == "status":
            told = True
            if event["status"] != status:
                status, since = event["status"], event["date"]
        elif event["kind"] in ("meeting", "activity") and "booked" not in event and status == "planned" and not told:
            status, since = "ongoing", event["date"]
    return status, since


def cited(source: str | list[str]) -> str:
    """Citations as a reader has them: bilaga-5 L215–217."""
    found = [source] if isinstance(source, str) else source
    return ", ".join(re.sub(r"-L(?=\d+$)", "–", one).replace("#", " ") for one in found)


def claimed(claim: dict[str, Any], lang: str) -> str:
    """The end, at least, of what a footnote says of a claim."""
    value = "; ".join(claim["value"]) if isinstance(claim["value"], list) else claim["value"]
    opening = {"en": "“", "sv": "”"}[lang]
    said = f"({opening}{claim['written']}”)" if "written" in claim else value
    return f"{said} ({cited(claim['source'])})"


def untold(page: ReadDocument, listed: str, day: date, lang: str = "sv", only: str = "") -> list[str]:
    """Every fact of the list's processes, or of a single one, that the document does not tell."""
    missing: list[str] = []
    processes = {key: one for key, one in real_records("processes").items() if listed in one["listed"]}
    shown = {only: processes[only]} if only else processes
    organisations = real_records("organisations")
    need, priority, planned, since_word, assessed_word, *figures = LABELS[lang]
    for key, one in shown.items():
        section = page.of(key)
        body, notes = "\n".join(section.lines), "\n".join(section.notes)

        def expect(fact: object, where: str, what: str, key: str = key) -> None:
            if str(fact) not in where:
                missing.append(f"{key} {what}: {fact}")

        def named(organisation: str) -> str:
            held = organisations[organisation]
            return organisation if organisation in held.get("names", []) else str(held["title"])

        def expect_notes(of: dict[str, Any], expect: Callable[..., None] = expect, section: Section = section) -> None:
            for said in of.get("discrepancies", []):
                claims = "; ".join(claimed(claim, lang) for claim in said["claims"])
                expect(f"{claims}. {said['reason']}", "\n".join(section.notes), "discrepancy")

        expect(f"{need} {one['listed'][listed]}, process {key}\n{one['need']}", section.heading, "heading")
        for said in one["activities"]:
            expect(said, body, "activity")
        expect(one["goal"], body, "goal")
        for organisation in (one["lead"], *one.get("partners", [])):
            expect(
                named(organisation),
                next((line for line in section.lines if line.startswith(("Ansvar", "Responsible"))), ""),
                "organisation",
            )
        expect(f"\n{priority}\t{one['priority']}\n", body, "priority")
        plan = one.get("written", {}).get("period") or "–".join(one["period"].split("/"))
        line = next((line for line in section.lines if line.startswith(f"{planned}\t")), "")
        expect(plan.casefold(), line.casefold(), "period")
        expect_notes(one)
        status, since = status_by(one, day)
        start, _, end = since.rpartition("/")
        words = f"{day_of(end, lang)} {end[:4]}"
        if start:  # within a year
            words = SOME_DAY[lang].format(start=day_of(start, lang), end=words)
        elif any(one["date"] == since for one in real_records("snapshots").values()):
            words = f"{assessed_word} {words}"
        else:
            words = f"{since_word} {words}"
        expect(f"Status\t{STATUSES[lang][status]} {words}", section.lines[0] if section.lines else "", "status")
        for event in one["events"]:
            if latest(event["date"]) > day:
                continue
            if event.get("text"):
                expect(event["text"].rstrip("."), body, "text")
            if event["kind"] == "meeting":
                words, number = day_of(event["date"], lang), event.get("number")
                among = "\n".join(re.findall(rf"(?m)^.*\b{event['date'][:4]}[,:].*$", body))
                expect(f" {number} ({words}" if number else f"({words}", re.sub(r"(?<=\d)\*", "", among), "meeting")
                for organisation in event.get("with", []):
                    expect(named(organisation), among, "meeting's organisation")
                expect(event.get("series", ""), among, "series")
                expect(named(event["internal"]) if "internal" in event else "", among, "internal")
            expect_notes(event)
            if event["kind"] == "status" and event["status"] == status:
                for left in event.get("remaining", []):
                    expect(left, body, "remaining")
        for known in one.get("known", []):
            dated = re.search(r"\d{4}-\d\d-\d\d", known["value"])
            # What has no date in its value is about a fact of 2023 or of 2022: looked for once all has happened.
            if latest(dated[0]) <= day if dated else day.year == 2023:
                expect(known["reason"], notes, "oddity")
        for decision in real_records("decisions").values():
            if key in decision.get("concerns", []) and latest(decision["date"]) <= day:
                expect(decision["title"], body, "decision")
                for said in (*decision.get("clauses", []), decision.get("text", "")):
                    expect(said.rstrip(".").casefold(), body.casefold(), "decision's clause or text")
                line = next((line for line in section.lines if decision["title"] in line), "")
                for role in decision.get("roles", []):
                    expect(f"{role['role']} {role.get('organisation', '')}".strip(), line, "decision's role")
                for known in decision.get("known", []):
                    expect(known["reason"], notes, "decision's oddity")
        for grant, use in ((grant, use) for grant, data in real_records("grants").items() for use in data["uses"]):
            if use.get("process") == key and latest(use["date"]) <= day:
                granted, posts_word = GRANTS[lang]
                line = next((line for line in section.lines if line.startswith(f"{granted}\t")), "")
                expect(f"{grant}: ", line, "grant")
                expect(use["what"].casefold(), line.casefold(), "grant's use")
                if "posts" in use:
                    expect(f"{posts_word}: {use['posts']}", line, "grant's posts")
                for organisation in use.get("organisations", []):
                    expect(named(organisation), line, "grant's organisation")
                period = use.get("written") or use.get("period", "").replace("/", "–")
                expect(period if lang == "sv" or "written" not in use else "autumn 2023", line, "grant's period")
    return missing if only else [*missing, *_figures(page, processes, day, figures)]


def _figures(page: ReadDocument, processes: dict[str, Any], day: date, names: list[str]) -> Iterator[str]:
    stand = [status_by(one, day)[0] for one in processes.values()]
    held = sum(
        event["kind"] == "meeting" and not event.get("booked") and latest(event["date"]) <= day
        for one in processes.values()
        for event in one["events"]
    )
    done = stand.count("completed")
    counted = (done, len(stand) - done, stand.count("paused"), stand.count("planned"), held)
    told = {row[0]: row[1] for table in page.tables for row in table if len(row) == 2}
    for name, count in zip(names, counted, strict=True):
        if told.get(name) != str(count):
            yield f"{name}: {count}"


def docx_of(found: Appendix, day: str, lang: str = "sv", template: bytes | None = None) -> bytes:
    blocks = laid_out(found, Point(day), translation(open_ledger(ROOT).manifest, lang))
    raw, _ = docx(blocks, About("Subject", lang, "sv", date.fromisoformat(day)), template)
    return raw


@lru_cache
def real(listed: str = "bilaga-5", day: str = "2023-12-31", lang: str = "sv") -> bytes:
    return docx_of(appendix(open_ledger(ROOT).at(day), listed=listed), day, lang)


@pytest.mark.parametrize(("day", "lang"), [("2023-12-31", "sv"), ("2023-12-31", "en"), ("2022-12-31", "sv")])
@pytest.mark.parametrize("listed", ["bilaga-5", "bilaga-8"])
def test_every_fact_of_the_ledger_stands_in_the_document(listed: str, day: str, lang: str) -> None:
    page = read_document(real(listed, day, lang))
    assert len([one for one in page.sections if "process " in one.heading]) == {"bilaga-5": 12, "bilaga-8": 4}[listed]
    assert untold(page, listed, date.fromisoformat(day), lang) == []


def changed(told: Any, path: str, change: Callable[[Any], Any]) -> Any:
    """What is told, with one part of it changed: `meetings.1.year` is the second meeting's year."""
    name, _, below = path.partition(".")

    def within(part: Any) -> Any:
        return changed(part, below, change) if below else change(part)

    if isinstance(told, tuple):
        place = int(name)
        return (*told[:place], within(told[place]), *told[place + 1 :])
    if isinstance(told, dict):
        return {**told, name: within(told[name])}
    return replace(told, **{name: within(getattr(told, name))})


def dropped(place: int | str) -> Callable[[Any], Any]:
    """A list or mapping without an entry."""

    def drop(entries: Any) -> Any:
        if isinstance(entries, dict):
            assert place in entries
            return {name: entry for name, entry in entries.items() if name != place}
        kept = list(entries)
        del kept[int(place)]
        return type(entries)(kept)

    return drop


def instead(value: object) -> Callable[[Any], object]:
    return lambda _: value


def first(rows: tuple[Any, ...], path: str) -> int:
    """Where the first row stands that has something at the path."""

    def held(part: Any, name: str) -> Any:
        return part.get(name) if isinstance(part, dict) else getattr(part, name)

    return next(place for place, row in enumerate(rows) if reduce(held, path.split("."), row))


Mutation = Callable[[ProcessTold], ProcessTold]


def at(path: str, change: Callable[[Any], Any]) -> Mutation:
    return lambda row: changed(row, path, change)


def at_first(rows: str, path: str, change: Callable[[Any], Any], below: str = "") -> Mutation:
    """A change at the first of some rows that has something at the path."""
    return lambda row: changed(row, f"{rows}.{first(getattr(row, rows), path)}.{path}{below}", change)


def of_no_series(row: ProcessTold) -> ProcessTold:
    for place, meeting in enumerate(row.meetings):
        if meeting.told.event.series:
            row = changed(row, f"meetings.{place}.told.event.data", dropped("series"))
    return row


MUTATIONS: dict[str, tuple[str, Mutation]] = {
    "number": ("2.1.4", at("number", instead(13))),
    "id": ("2.1.4", at("id", instead("2.1.5"))),
    "need": ("2.1.3", at("need", instead("Another."))),
    "activity": ("2.1.2", at("activities", dropped(-1))),
    "goal": ("2.2.2", at("goal", instead(None))),
    "lead": ("2.5.3", at("leads", instead(("BoU",)))),
    "partner": ("2.2.4", lambda row: changed(row, "partners", dropped((row.partners or ()).index("KoF")))),
    "priority": ("2.6.1", at("priority", instead(1))),
    "period": ("2.5.2", at("period", instead("2021"))),
    "meeting": ("2.5.3", at("meetings", dropped(5))),
    "meeting's number": ("2.6.3", at("meetings.1.told.event.data", dropped("number"))),
    "meeting's day": ("2.6.3", at("meetings.1.told.event.when", instead(parse_when("2022-12-02")))),
    "meeting's year": ("2.6.3", at("meetings.1.year", instead(2021))),
    "meeting's organisation": ("2.2.2", at("meetings.0.told.event.data", dropped("with"))),
    "meeting's text": ("2.3.1", at_first("meetings", "told.event.data.text", instead(""))),
    "who met": ("2.1.4", at("meetings.0.told.event.data", dropped("internal"))),
    "series": ("2.3.1", of_no_series),
    "activity held": ("2.5.3", at("events", dropped(0))),
    "note": ("2.2.3", at("events", dropped(1))),
    "what is expected": ("2.6.1", at("expected", dropped(0))),
    "what was expected": ("2.1.3", at("events", dropped(1))),
    "status": ("2.2.3", at("status.status", instead("ongoing"))),
    "status's day": (
        "2.6.2",
        at(
            "status",
            lambda status: replace(status, since=date(2022, 12, 30), since_written="2022-12-30", cause="2022-12-30"),
        ),
    ),
    "status's text": ("2.2.2", at("status.said", dropped(-1))),
    "remaining": ("2.5.3", at("status.remaining", dropped(-1))),
    "decision": ("2.5.3", at("decisions", dropped(-1))),
    "decision's clause": ("2.3.1", at_first("decisions", "clauses", dropped(-1))),
    "decision's own text": ("2.2.4", at("decisions.0.text", instead(None))),
    "decision's role": ("2.2.3", at_first("decisions", "roles", dropped(-1))),
    "use of a grant": ("2.1.3", at("grants", dropped(-1))),
    "grant's posts": ("2.2.2", at("grants.0.posts", instead(3))),
    "grant's period": ("2.5.2", at("grants.0.period", instead("2022"))),
    "grant's text": ("2.5.2", at("grants.0.said", instead(()))),
    "decision's text": ("2.2.3", at_first("decisions", "said", dropped(-1))),
    "decision's oddity": ("2.3.1", at_first("decisions", "notes", instead(()))),
    "claims of a field": ("2.2.4", at("notes", dropped("activities"))),
    "claims of a meeting": ("2.2.4", at("meetings.1.told.notes", dropped(0))),
    "claim": ("2.2.4", at("notes.period.0.claims", dropped(-1))),
    "claim's source": ("2.2.4", at("notes.period.0.claims.1.source", instead("bilaga-8"))),
    "claim as written": ("2.6.1", at_first("expected", "told.notes", dropped("written"), ".0.claims.0")),
    "reason": ("2.6.1", at_first("meetings", "told.notes", instead(""), ".0.reason")),
    "oddity": ("2.5.3", at("meetings.0.told.notes", instead(()))),
}


@pytest.fixture(scope="module")
def whole() -> Appendix:
    return appendix(open_ledger(ROOT).at("2023-12-31"), listed="bilaga-5")


@thorough
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_fact_that_is_dropped_or_altered_is_missed(whole: Appendix, mutation: str) -> None:
    key, mutate = MUTATIONS[mutation]
    (process,) = (process for process in whole.processes if process.id == key)
    mutant = replace(whole, processes=(mutate(process),))
    assert mutant.processes != (process,)
    assert untold(read_document(docx_of(mutant, "2023-12-31")), "bilaga-5", date(2023, 12, 31), only=key) != []


def test_a_process_or_figure_that_is_dropped_is_missed(whole: Appendix) -> None:
    totals = changed(changed(whole.totals, "processes.paused", instead(0)), "meetings.held", instead(95))
    mutant = replace(whole, processes=whole.processes[1:], totals=totals)
    missed = untold(read_document(docx_of(mutant, "2023-12-31")), "bilaga-5", date(2023, 12, 31))
    assert {one.split(" ")[0] for one in missed[:-2]} == {"2.1.2"}
    assert missed[-2:] == ["varav pausade: 1", "Hållna möten: 96"]


# The file

CHILDREN = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl",
    "w:rPr": "rStyle rFonts b i color sz szCs vertAlign lang",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:trPr": "cantSplit tblHeader",
    "w:tcPr": "tcW tcBorders",
    "w:style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr tblStylePr",
    "w:sectPr": "footerReference footnotePr pgSz pgMar cols titlePg docGrid",
    "w:styles": "docDefaults latentStyles style",
}
"""Of what an appendix uses, the order that the standard prescribes for an element's children; Word refuses others."""


def parts_of(raw: bytes) -> dict[str, Any]:
    """Each part of a package, those of XML parsed."""
    with ZipFile(BytesIO(raw)) as held:
        assert held.testzip() is None
        return {
            one: parse_xml(held.read(one)) if one.endswith((".xml", ".rels")) else held.read(one)
            for one in held.namelist()
        }


def well_formed(raw: bytes) -> dict[str, Any]:
    """A package with what Word asks for, as far as that can be told without it."""
    parts = parts_of(raw)
    types = parts["[Content_Types].xml"]
    named = {one.get("PartName") for one in types if one.get("PartName")} | {
        f".{one.get('Extension')}" for one in types
    }
    for path in parts:
        assert f"/{path}" in named or f".{path.rpartition('.')[2]}" in named, path
        if path.endswith(".rels"):
            folder = Path(path).parent.parent
            for rel in parts[path]:
                target = rel.get("Target")
                assert rel.get("TargetMode") == "External" or (
                    target.lstrip("/") in parts or (folder / target).as_posix() in parts
                ), target
    document, styles, notes = parts["word/document.xml"], parts["word/styles.xml"], parts["word/footnotes.xml"]
    for xml in (document, styles, notes):
        for tag, order in CHILDREN.items():
            for holder in xml.iter(qn(tag)):
                places = [
                    order.split(" ").index(child.tag.rpartition("}")[2].replace("header", "footer")) for child in holder
                ]
                assert places == sorted(places), tag
    held = {(one.get(qn("w:type")), one.get(qn("w:styleId"))) for one in styles.iter(qn("w:style"))}
    kinds = {"w:pStyle": "paragraph", "w:rStyle": "character", "w:tblStyle": "table"}
    for xml in (document, notes):
        for tag, kind in kinds.items():
            assert {(kind, one.get(qn("w:val"))) for one in xml.iter(qn(tag))} <= held
    body = list(document.find(qn("w:body")))
    assert [one.tag for one in body[-2:]] == [qn("w:p"), qn("w:sectPr")]
    marks = [one.get(qn("w:id")) for one in document.iter(qn("w:footnoteReference"))]
    assert [(one.get(qn("w:id")), one.get(qn("w:type"))) for one in notes] == [
        ("-1", "separator"), ("0", "continuationSeparator"), *((mark, None) for mark in marks),
    ]  # fmt: skip
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    settings = parts["word/settings.xml"]
    (separators,) = settings.findall(qn("w:footnotePr"))
    assert [one.get(qn("w:id")) for one in separators] == ["-1", "0"]
    rest = [one.tag for one in settings]
    assert rest.index(qn("w:footnotePr")) < rest.index(qn("w:compat"))
    return parts


def test_the_package_is_as_word_asks_for_it() -> None:
    parts = well_formed(real())
    assert len(list(parts["word/footnotes.xml"])) == 2 + 18
    assert not [path for path in parts if path.startswith(("customXml", "docProps/app", "docProps/thumb"))]


def test_the_document_is_accessible_and_names_nobody() -> None:
    for lang, locale in (("sv", "sv-SE"), ("en", "en-GB")):
        parts = parts_of(real(lang=lang))
        document = Document(BytesIO(real(lang=lang)))
        core = document.core_properties
        assert (core.title, core.subject, core.language) == (
            "Bilaga 5 – Socialförvaltningen Processlista",
            "Subject",
            locale,
        )
        assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
        assert core.created == core.modified
        assert core.created
        assert core.created.date() == date(2023, 12, 31)
        assert {one.get(qn("w:val")) for one in parts["word/styles.xml"].iter(qn("w:lang"))} == {locale}
        own = {one.get(qn("w:val")) for one in parts["word/document.xml"].iter(qn("w:lang"))}
        assert own == ({"sv-SE"} if lang == "en" else set())  # what records say is in Swedish
    levels = {one.find(qn("w:name")).get(qn("w:val")): one for one in parts["word/styles.xml"].iter(qn("w:style"))}
    assert levels["heading 1"].find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val")) == "0"
    assert [one for one in document.paragraphs if not one.text.strip()] == []
    for table in document.tables:
        first, *rest = table.rows
        assert first._tr.trPr is not None
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert rest
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


@thorough
def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    program = "import sys; from plptool.cli.main import run; sys.argv = ['plptool', *sys.argv[1:]]; run()"
    arguments = ["report", "--listed", "bilaga-5", "--at", "231231", "--format", "docx"]
    plptool(*arguments, "--output", str(file))
    again = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)}, timeout=60,
    ).stdout  # fmt: skip
    assert file.read_bytes() == again
    with ZipFile(BytesIO(again)) as held:
        assert {one.date_time for one in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Templates


def offices(path: Path, kind: str = "docx") -> Path:
    """An appendix that an office has made its own: a header, other margins, another colour, its own text and author."""
    document = Document(BytesIO(real("bilaga-8")))
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(40)
    section.header.paragraphs[0].text = "The municipality"
    document.styles["Heading 1"].font.name = "Georgia"
    document.core_properties.author = "An Officer"
    document.paragraphs[0].text = "Text of the template"
    document.add_comment(document.paragraphs[0].runs, "A comment", author="An Officer")
    made = BytesIO()
    document.save(made)
    with ZipFile(made) as old, ZipFile(path, "w") as new:
        for one in old.namelist():
            raw = old.read(one)
            if kind == "dotx" and one == "[Content_Types].xml":
                raw = raw.replace(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
            new.writestr(one, raw)
    return path


@pytest.mark.parametrize("kind", some(["docx", "dotx"], "dotx"))
def test_an_offices_template_is_kept_and_its_text_is_not(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "made.docx"
    template = offices(tmp_path / f"office.{kind}", kind)
    done = plptool(
        "report",
        "--listed",
        "bilaga-5",
        "--at",
        "231231",
        "--notes",
        "--format",
        "docx",
        "--template",
        str(template),
        "--output",
        str(file),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    raw = file.read_bytes()
    assert not [path for path in well_formed(raw) if "comments" in path]
    document = Document(BytesIO(raw))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "The municipality"
    assert round(section.left_margin / Mm(1)) == 40  # type: ignore[operator]  # None where a page has no size: this has
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.core_properties.author == ""
    assert "Text of the template" not in {one.text for one in document.paragraphs}
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # likewise
    assert all(sum(cell.width for cell in table.rows[0].cells) <= room for table in document.tables)
    assert untold(read_document(raw), "bilaga-5", date(2023, 12, 31)) == []


def test_styles_that_a_template_lacks_are_named_in_a_line(tmp_path: Path) -> None:
    plain = Document()
    plain.element.body.remove(plain.element.body.sectPr)  # a page may be left to the program
    plain.save(str(tmp_path / "plain.docx"))
    file = tmp_path / "made.docx"
    done = plptool(
        "report",
        "--listed",
        "bilaga-8",
        "--at",
        "231231",
        "--notes",
        "--format",
        "docx",
        "--template",
        str(tmp_path / "plain.docx"),
        "--output",
        str(file),
    )
    assert done.stderr == (
        "The template lacks these styles, and plptool's own are used for them: Appendix number, Appendix fact, Appendix fact"
        " continued, Appendix label, Appendix item, Appendix table, Appendix cell, footnote text, footnote reference.\n"
    )
    assert untold(read_document(file.read_bytes()), "bilaga-8", date(2023, 12, 31)) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip", "empty", "other"])
def test_what_is_no_template_is_told_in_a_line(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "template.docx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with ZipFile(path, "w") as held:
            if content == "other":
                held.writestr(
                    "[Content_Types].xml",
                    "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
                )
    done = plptool(
        "report",
        "--appendix",
        "--lang",
        "en",
        "--format",
        "docx",
        "--template",
        str(path),
        "--output",
        str(tmp_path / "made.docx"),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "plptool: the template is no Word document (.docx or .dotx)\n"


# Hostile records


def test_no_character_breaks_the_document(process: MakeLedger) -> None:
    found = appendix(process(LISTED).at("231231"), listed="list")
    odd = "".join(map(chr, [*range(0x300), 0x85, 0x2028, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x1F600, 0x1FFFE, 0xE0001]))
    activities = (odd * 40, f"About {FULL_NUMBER}.")
    row = replace(found.processes[0], need=odd, goal="<w:p>&amp;</w:t>]]>", activities=activities)
    found = replace(found, processes=(row,), listed=Titled("list", odd))
    found = changed(found, "plans.0.title", instead(FULL_NUMBER))
    raw = docx_of(found, "2023-12-31", "en")
    parts = well_formed(raw)
    section = read_document(raw).sections[2]
    assert "<w:p>&amp;</w:t>]]>" in "".join(section.lines)
    assert "<U+0000>" in section.heading
    assert "3234" not in "".join(spaced(parts[one]) for one in ("word/document.xml", "word/footnotes.xml"))
    assert "••••" in "".join(section.lines)


def test_a_nasty_ledger_is_text_in_the_document(tmp_path: Path) -> None:
    root = nasty_ledger(tmp_path / "nasty")
    file = tmp_path / "made.docx"
    done = plptool("report", "--appendix", "--format", "docx", "--output", str(file), cwd=root)
    assert done.returncode in (0, 1)
    parts = well_formed(file.read_bytes())
    rels = [one for path, xml in parts.items() if path.endswith(".rels") for one in xml]
    assert not [one for one in rels if one.get("TargetMode") == "External"]
    assert not list(parts["word/document.xml"].iter(qn("w:hyperlink"), qn("w:fldSimple"), qn("w:instrText")))


# Tables


def widths_of(columns: list[Column], cells: list[list[str]], room: int) -> dict[str, int]:
    table = grid(columns, cells)
    shown = that_fits(table, room)
    return dict(zip([column.title for column in shown.columns], docx_renderer._widths(shown, room), strict=True))


def test_on_a_page_that_stands_what_may_be_left_out_makes_room_for_texts() -> None:
    columns = [Column("id", whole=True), Column("decision"), Column("concerns", wide=True), Column("by", roomy=True)]
    row = ["2021-02-10-board-6", "Adopts the plan of the whole municipality. " * 4, "mental-health", "the board"]
    standing, lying = 9_000, 14_000
    assert list(widths_of(columns, [row], standing)) == ["id", "decision", "concerns", "by"]  # there is room
    many = [column for place in range(3) for column in (columns[0], *columns[2:])] + [columns[1]]
    cells = [[row[0], *row[2:]] * 3 + [row[1]]]
    assert set(widths_of(many, cells, standing)) == {"id", "decision"}
    assert set(widths_of(many, cells, lying)) == {"id", "decision", "concerns", "by"}


def test_what_should_not_be_broken_is_not_where_texts_have_room() -> None:
    columns = [Column("date", whole=True), Column("reason")]
    row = [
        "some day within 2021 and 2022",
        "The commission stands in the document and was written down only later. " * 3,
    ]
    whole = widths_of(columns, [row], 9_000)["date"]
    assert whole == widths_of(columns, [row], 90_000)["date"]
    assert widths_of(columns, [row], 4_000)["date"] < whole  # rather than that the text is a letter wide


def test_words_are_whole_where_columns_stand_in_each_others_way() -> None:
    columns = [Column("due", whole=True), Column("recommendation"), *(Column("status") for _ in range(4))]
    row = ["30 September 2024", "Cut the wait for care assessments", *["some day between October and December"] * 4]
    title = widest_of(["recommendation"])
    for room in (8_500, 9_380, 12_000):
        table = that_fits(grid(columns, [row]), room)
        widths = docx_renderer._widths(table, room)
        assert sum(widths) <= room
        assert widths[1] >= title
        assert min(widths) >= widest_of(["September"])


# Another program


@thorough
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice is installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    for listed in ("bilaga-5", "bilaga-8"):
        (tmp_path / f"{listed}.docx").write_bytes(real(listed))
    offices(tmp_path / "office.docx")
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.docx")))],
        cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if line and "javaldx" not in line]  # it looks for a Java to use
    assert said == []
    for listed in ("bilaga-5", "bilaga-8"):
        text = (tmp_path / f"{listed}.txt").read_text(encoding="utf-8-sig")
        for process in real_records("processes").values():
            if listed in process["listed"]:
                assert process["need"] in text
