"""A copy of the program in which there is one more kind of event and one more collection, as CONTRIBUTING.md adds them."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.project import ROOT, script

KIND = '''
@dataclass(frozen=True, slots=True)
class Hearing(EventBase):
    """Somebody was heard."""

    KIND = "hearing"

    @property
    def heard(self) -> str:
        """Who was heard."""
        return text_of(self.data, "heard")


'''


@dataclass(frozen=True, slots=True)
class GrownProgram:
    """The copy: a folder with `plptool/` and `schema/`."""

    folder: Path

    @classmethod
    def copied(cls, folder: Path) -> "GrownProgram":
        passing = shutil.ignore_patterns("__pycache__")
        for name in ("plptool", "schema"):
            shutil.copytree(ROOT / name, folder / name, ignore=passing)
        shutil.copy(ROOT / "pyproject.toml", folder)
        return cls(folder)

    def edit(self, path: str, pattern: str, new: str, *, times: int = 1) -> None:
        """Put other words into a file, as often as they are expected to stand there."""
        file = self.folder / path
        text, count = re.subn(pattern, new, file.read_text(encoding="utf-8"))
        assert count == times, f"{path}: {pattern} stands there {count} times"
        file.write_text(text, encoding="utf-8")

    def imports(self, path: str, line: str) -> None:
        """Put an import before the first of ours."""
        file = self.folder / path
        text = re.sub(r"(?m)^from plptool", f"{line}\nfrom plptool", file.read_text(encoding="utf-8"), count=1)
        file.write_text(text, encoding="utf-8")

    def add_kind(self) -> None:
        """A kind `hearing`, with `heard`, a property of its own: its type and its schema."""
        events = "plptool/model/events.py"
        self.edit(events, r"(?m)^Event = ", f"{KIND.lstrip()}Event = Hearing | ")
        self.edit(events, r"for kind in \(Meeting, ", r"\g<0>Hearing, ")
        self.imports(events, "from plptool.model.plain import text as text_of")
        shared = self.schema("defs")
        note = json.dumps(shared["$defs"]["note-event"])
        hearing = json.loads(note.replace("note", "hearing").replace("Note", "Hearing"))
        hearing["properties"]["heard"] = {
            "title": "Heard",
            "description": "Who was heard.",
            "examples": ["B"],
            "$ref": "#/$defs/text",
        }
        hearing["required"].append("heard")
        shared["$defs"]["hearing-event"] = hearing
        self.write_schema("defs", shared)
        process = self.schema("process")
        events = process["properties"]["events"]["items"]
        events["properties"]["kind"]["enum"].append("hearing")
        (branch,) = (json.dumps(branch) for branch in events["allOf"] if "note-event" in json.dumps(branch))
        events["allOf"].append(json.loads(branch.replace("note", "hearing")))
        self.write_schema("process", process)
        self.make_schemas()

    def add_collection(self) -> None:
        """A collection `risks`: its member and its schema."""
        self.edit("plptool/model/collections.py", r"(?m)^    SNAPSHOTS = .*$", r'\g<0>\n    RISKS = "risks", "risk"')
        schema = self.schema("source")
        kept = {"id", "title", "date", "withdrawn", "formerly", "known"}
        schema["properties"] = {name: value for name, value in schema["properties"].items() if name in kept}
        schema["title"], schema["description"] = "Risk", "What may go wrong."
        schema["$id"] = schema["$id"].replace("source", "risk")
        self.write_schema("risk", schema)
        self.make_schemas()

    def schema(self, name: str) -> Any:
        return json.loads((self.folder / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))

    def write_schema(self, name: str, schema: Any) -> None:
        (self.folder / "schema" / f"{name}.schema.json").write_text(json.dumps(schema, indent=2), encoding="utf-8")

    def make_schemas(self) -> None:
        """Put the shared definitions into each schema, as tools/make.py does."""
        make = script("make")
        shared = self.schema("defs")["$defs"]
        for path in (self.folder / "schema").glob("*.schema.json"):
            name = path.name.removesuffix(".schema.json")
            if name == "defs":
                continue
            schema = self.schema(name)
            schema.pop("$defs", None)
            needed = make.references(schema, shared, set())
            if needed:
                schema["$defs"] = {key: value for key, value in shared.items() if key in needed}
            self.write_schema(name, schema)

    def answer_for_kind(self) -> None:
        """Fill the places that mypy names, and the columns of SQL's table of events."""
        for path, answer in ANSWERS_FOR_KIND.items():
            self.edit(path, r"(?m)^( +)case _:\n +assert_never\(event\)", rf"\1case Hearing():\n\1    {answer}\n\g<0>")
            self.imports(path, "from plptool.model.events import Hearing")
        self.edit(
            "plptool/reports/sql.py", r'(?m)^        "organisation",\n        "text",', r'\g<0>\n        "heard",'
        )
        cell = r'(?m)^( +)(?:data\.get\("text"\)|text_if_any\(data, "text"\)),$'
        self.edit("plptool/reports/sql.py", cell, r'\g<0>\n\1str(data["heard"]) if "heard" in data else None,')

    def answer_for_collection(self) -> None:
        """Fill the places that mypy names, and the tables that tests/project/test_growth.py holds complete."""
        never = r"(?m)^( +)(case _:\n +assert_never\((?:\w+\.)?collection\))"
        for path, answers in ANSWERS_FOR_COLLECTION.items():
            file = self.folder / path
            text, *places = re.split(never, file.read_text(encoding="utf-8"))
            for answer, indent, last, after in zip(answers, places[::3], places[1::3], places[2::3], strict=True):
                text += f"{indent}case Collection.RISKS:\n{indent}    {answer}\n{indent}{last}{after}"
            file.write_text(text, encoding="utf-8")
        self.edit("plptool/reports/sql.py", r'(?m)^    "known": .*$', r'\g<0>\n    "risks": ("id", "title", "date"),')
        for path, entry in ENTRIES_FOR_COLLECTION.items():
            self.edit(path, r"(?m)^    Collection\.SNAPSHOTS: .*$", rf"\g<0>\n    {entry}")
        self.edit("plptool/reports/rows.py", r"(?m)^(?=Row = )", f"{ROW.lstrip()}")
        self.edit("plptool/reports/rows.py", r"(?m)^Row = ", "Row = RiskRow | ")
        self.imports("plptool/reports/rows.py", "from plptool.model.plain import Data, text as text_of")
        self.imports("plptool/reports/records.py", "from plptool.reports.rows import RiskRow")
        self.imports("plptool/render/listing.py", "from plptool.reports.rows import RiskRow")
        self.edit("plptool/render/listing.py", r"(?m)^(?=_GRIDS: )", GRID.lstrip())


ROW = '''
@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk in a list."""

    id: str
    title: str
    date: str

    @classmethod
    def of(cls, key: str, data: Data) -> Self:
        return cls(key, text_of(data, "title"), text_of(data, "date"))


'''
GRID = """
def _risks(rows: Iterable[RiskRow], _: Translate) -> Grid:
    columns = [Column("id", whole=True), Column(_("date"), whole=True), Column(_("title"), cut=True)]
    return grid(columns, [[row.id, row.date, row.title] for row in rows])


"""
ANSWERS_FOR_KIND = {
    "plptool/timeline/fold.py": "pass",
    "plptool/checks/times.py": "continue",
    "plptool/timeline/totals.py": "pass",
    "plptool/reports/change.py": 'return "event"',
    "plptool/render/phrases.py": 'return (_("Heard: {who}").format(who=event.heard),)',
    "plptool/render/diff.py": "counts[event.kind] += 1",
    "plptool/reports/appendix.py": "told_elsewhere = False",
    "plptool/site/content.py": "continue",
    "plptool/site/charts.py": "return None",
    "plptool/site/build.py": "return event.kind",
    "plptool/render/appendix_process.py": 'return _headed(_("Heard: {who}").format(who=event.heard), own_words)',
}
"""What a hearing means in each place that treats kinds apart."""
ANSWERS_FOR_COLLECTION = {
    "plptool/timeline/tasks.py": ("return ()",),
    "plptool/checks/claims.py": ("pass", "pass"),
    "plptool/timeline/beginnings.py": ("return THROUGHOUT", "written = None"),
    "plptool/reports/sql.py": (
        'for key, risk in records.items():\n                yield "risks", (key, text(risk, "title"), text(risk, "date"))',
    ),
    "plptool/reports/records.py": ("return state.records[record.collection][record.id]",),
    "plptool/site/content.py": ("return None",),
    "plptool/site/script.py": ('return _("Taken in.")',),
}
ENTRIES_FOR_COLLECTION = {
    "plptool/checks/context.py": "Collection.RISKS: (),",
    "plptool/timeline/tasks.py": "Collection.RISKS: (),",
    "plptool/reports/records.py": "Collection.RISKS: partial(_plainly, Collection.RISKS, RiskRow.of),",
    "plptool/render/listing.py": "Collection.RISKS: _risks,",
    "plptool/edit/propose.py": "Collection.RISKS: (),",
    "plptool/cli/new.py": 'Collection.RISKS: "A risk.",',
}
"""Its entry in each table of collections."""
