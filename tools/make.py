"""Make what is derived: the format reference, the command reference, the shared definitions in each schema.

Run as `python tools/make.py`; with --check it writes nothing and exits 1 where something is not current.
"""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from plptool.checks.explain import Example, explanation, findings
from plptool.cli.main import COMMANDS, main
from plptool.forms.issue_forms import WORKFLOW as OF_ISSUES
from plptool.forms.issue_forms import files_for
from plptool.forms.opened import Opened
from plptool.model.changeable import CHANGEABLE, MERGED, NAMED_BY, Changeable
from plptool.model.collections import COLLECTIONS, Collection
from plptool.model.events import Expected
from plptool.model.i18n import LANGUAGES, translator
from plptool.model.rules import RULES
from plptool.render.document import Block, Heading, Listing, Paragraph
from plptool.render.findings import text as finding_text
from plptool.render.markdown import markdown
from plptool.render.rules import page

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema"
INTRODUCTION = """A ledger is a folder `ledger/` with the manifest `ledger.yaml` and one file a record,
`ledger/COLLECTION/ID.yaml`. What the words mean is told in [design.md](design.md); here is what each record may hold.
**Bold** properties must be there.
"""
RULES_INTRODUCTION = """A finding names its rule, and `plptool explain CODE` tells what it means, as here. Where a
document is odd and the record is right, the record acknowledges the finding under `known`, by rule and value: one entry
for one finding. `ledger.yaml` may give a rule another severity under `severities`, with the reason. Neither can touch
what keeps a ledger from being read or trusted: PLP401, and all of PLP1xx, 2xx, 7xx and 9xx.

Each example is a few lines of a small ledger in which all else is right.
"""
GALLERY = ROOT / "tests" / "gallery"
SPOKEN = tuple(dict.fromkeys(("en", *LANGUAGES)))
"""The languages, that of the code first."""
GALLERY_INTRODUCTION = """Mistakes, and the exact text that `plptool validate` (of PLP611 to PLP615, `plptool sources
--texts`) has for each, in each language. First one for every rule, then what editors do to YAML and to records.
The lines shown belong to a small ledger in which all else is right; `<U+200B>` stands for a character that cannot be
seen, and `<E5>` for a byte."""
WHOLE_RECORDS = {
    "plan": ("quarterly/ledger/plans/council-plan-2022.yaml",),
    "process": ("quarterly/ledger/processes/1.1.yaml",),
    "decision": (
        "policies/ledger/decisions/2019-05-27-kf-62.yaml",
        "committee/ledger/decisions/2023-07-05-fc-41.yaml",
    ),
    "source": ("policies/ledger/sources/kf-190527.yaml",),
}
"""By schema, whole records that the reference of the format shows."""
NOTATIONS = ("id", "when", "period", "citation")
"""The shared definitions that are one text or number, which the reference tells how to write."""
TOLD_ELSEWHERE = ("-event", "-fields")
"""How those of the shared mappings are called that the chapter on events tells of."""
REPORT = "<!-- Made by tools/make.py from the ledger: plptool report --at snapshot --format markdown -->\n\n"
MADE = "<!-- Made by tools/make.py: change the schemas or the commands, not this file. -->\n\n"


def read(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMA / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def schemas() -> Iterator[tuple[Path, str]]:
    """Each collection's schema with the shared definitions that it uses, as they stand in defs.schema.json.

    There, what a `change` of each sort of record may hold is made of the collection's own properties.
    """
    master = read("defs")
    shared = master["$defs"] = definitions()
    yield SCHEMA / "defs.schema.json", json.dumps(master, ensure_ascii=False, indent=2) + "\n"
    for name in ("ledger", *(collection.schema for collection in COLLECTIONS.values())):
        schema = read(name)
        schema.pop("$defs", None)
        if "language" in schema["properties"]:
            schema["properties"]["language"]["enum"] = list(LANGUAGES)
        needed = references(schema, shared, set())
        if needed:
            schema["$defs"] = {key: value for key, value in shared.items() if key in needed}
        yield SCHEMA / f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def definitions() -> dict[str, Any]:
    """The shared definitions, with the changes of each collection that CHANGEABLE has."""
    shared: dict[str, Any] = read("defs")["$defs"]
    for collection, changeable in CHANGEABLE.items():
        if changeable.fields:
            name = change_of(collection)
            shared[name] = change_event(collection, changeable, shared["change-event"])
    return shared


def change_of(collection: Collection) -> str:
    """What the definition of a collection's changes is called: that of processes has the name of the kind."""
    return "change-event" if collection is Collection.PROCESSES else f"{collection.schema}-change-event"


def change_event(collection: Collection, changeable: Changeable, pattern: dict[str, Any]) -> dict[str, Any]:
    """What a change of a collection's records may hold: fields that it sets, lists that gain and lose entries."""
    fields: dict[str, Any] = read(collection.schema)["properties"]
    settable = {name: some_of(fields[name]) if name in MERGED else fields[name] for name in changeable.fields}
    gained = {name: fields[name] for name in changeable.lists}
    lost = {name: named_entries(name, fields[name]) for name in changeable.lists}
    said = {
        "set": changed("Set", "The fields and their new values.", settable),
        "add": changed("Add", "The lists that gain entries, and these.", gained),
        "remove": changed("Remove", "The lists that lose entries, and what names these.", lost),
    }
    properties = {name: said.get(name, value) for name, value in pattern["properties"].items()}
    if Expected.KIND not in fields["events"]["items"]["properties"]["kind"]["enum"]:
        del properties["settles"]  # nothing is expected of such a record
    sets = said["set"]["examples"]
    of_languages = (("annex-5#L217", sets[0]), ("bilaga-5#L217", sets[-1]))  # English first, and Swedish after it
    examples = [{"date": "2023-03-14", "kind": "change", "source": cited, "set": one} for cited, one in of_languages]
    titled = {"title": f"Change event of {article(collection.schema)}", "examples": examples}
    return {**pattern, **titled, "properties": {name: value for name, value in properties.items() if value}}


def article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def changed(title: str, description: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A mapping of which each property is one that changes; nothing where none does."""
    if not fields:
        return {}
    shared = read("defs")["$defs"]
    name, field = next(iter(fields.items()))
    examples = {**shared.get(str(field.get("$ref", "")).removeprefix("#/$defs/"), {}), **field}["examples"]
    return {
        "title": title,
        "description": description,
        "examples": [{name: example} for example in examples],
        "type": "object",
        "additionalProperties": False,
        "properties": fields,
        "minProperties": 1,
    }


def some_of(field: dict[str, Any]) -> dict[str, Any]:
    """A mapping of which a change sets some properties, and leaves the others."""
    return {key: value for key, value in field.items() if key != "required"} | {"minProperties": 1}


def named_entries(name: str, field: dict[str, Any]) -> dict[str, Any]:
    """A list of what names entries: themselves, where they are texts, or a property of theirs."""
    if name not in NAMED_BY:
        return field
    shared = read("defs")["$defs"]
    naming = shared[field["items"]["$ref"].removeprefix("#/$defs/")]["properties"][NAMED_BY[name]]
    resolved = {**shared.get(str(naming.get("$ref", "")).removeprefix("#/$defs/"), {}), **naming}
    if "integer" in resolved["type"]:  # a list of entries is read as text, and this name is that of such a list
        as_written = {"type": ["string", "number"], "pattern": resolved["pattern"]}
        naming = {**{key: resolved[key] for key in ("title", "description", "examples")}, **as_written}
    return {
        "title": field["title"],
        "description": f"Those that go, each by its `{NAMED_BY[name]}`.",
        "examples": [[example] for example in resolved["examples"]],
        "type": "array",
        "minItems": 1,
        "items": naming,
    }


def references(node: Any, shared: dict[str, Any], found: set[str]) -> set[str]:
    if isinstance(node, dict):
        target = str(node.get("$ref", "")).removeprefix("#/$defs/")
        if target and target not in found:
            found.add(target)
            references(shared[target], shared, found)
        for value in node.values():
            references(value, shared, found)
    elif isinstance(node, list):
        for value in node:
            references(value, shared, found)
    return found


def format_reference() -> str:
    shared = definitions()
    parts = [
        MADE + "# The format, property by property\n",
        INTRODUCTION,
    ]
    places = {
        "ledger": "ledger.yaml",
        **{collection.schema: f"{folder}/" for folder, collection in COLLECTIONS.items()},
    }
    for name, folder in places.items():
        schema = read(name)
        parts.append(f"## {schema['title']} (`ledger/{folder}`)\n\n{schema['description']}\n\n{table(schema, shared)}")
        parts += list(inner(schema, shared))
        parts += list(whole_records(name))
    parts.append("## Events\n\nEvery event has a `kind`, which decides what else it may have.\n\n" + kinds_of_events())
    for key, definition in shared.items():
        if key.endswith("-event"):
            parts.append(f"### {definition['title']}\n\n{definition['description']}\n\n{table(definition, shared)}")
            parts += [what_changes(definition)] if key.endswith("change-event") else []
    parts.append("## Shared\n")
    for key, definition in shared.items():
        of = definition.get("items", definition)
        if "properties" in of and not key.endswith(TOLD_ELSEWHERE):
            within = ", ".join(f"`{name}`" for name in users(key, shared))
            title = f"{definition['title']} (in {within})"
            parts.append(f"### {title}\n\n{definition['description']}\n\n{table(of, shared)}")
            parts += list(inner(of, shared))
    parts.append("## How it is written\n\n" + notations(shared))
    return "\n".join(parts)


def users(key: str, shared: dict[str, Any]) -> list[str]:
    """The properties that hold what a shared definition says, also by way of another one."""
    found: list[str] = []
    for name in ("ledger", *(collection.schema for collection in COLLECTIONS.values())):
        found += holders(read(name), key)
    for between, definition in shared.items():
        for holder in holders(definition, key):
            found += [holder] if holder else users(between, shared)
    return list(dict.fromkeys(found))


def holders(node: Any, key: str, name: str = "") -> Iterator[str]:
    """The names of the properties within a schema that refer to a shared definition; nothing, of the schema itself."""
    if isinstance(node, dict):
        if node.get("$ref") == f"#/$defs/{key}":
            yield name
        for word, value in node.items():
            if word == "properties":
                for inside, one in value.items():
                    yield from holders(one, key, inside)
            elif word != "$defs":
                yield from holders(value, key, name)
    elif isinstance(node, list):
        for value in node:
            yield from holders(value, key, name)


def kinds_of_events() -> str:
    """Which events the records of each collection may have."""
    rows = ["| in | events |", "|---|---|"]
    for folder, collection in COLLECTIONS.items():
        events = read(collection.schema)["properties"].get("events")
        if events:
            kinds = ", ".join(f"`{kind}`" for kind in events["items"]["properties"]["kind"]["enum"])
            rows.append(f"| `{folder}/` | {kinds} |")
    return "\n".join(rows) + "\n"


def notations(shared: dict[str, Any]) -> str:
    """How what is one text or number is written."""
    rows = ["| what | how it is written | for example |", "|---|---|---|"]
    for key in NOTATIONS:
        definition = shared[key]
        rows.append(f"| {definition['title']} | {definition['description']} | {example_of(definition)} |")
    return "\n".join(rows) + "\n"


def what_changes(definition: dict[str, Any]) -> str:
    """Which properties a change may set, and which lists may gain and lose entries."""
    said = definition["properties"]
    fields, lists = (", ".join(f"`{name}`" for name in properties(said.get(what, {}))) for what in ("set", "add"))
    told = f"It may set {fields}"
    return f"{told}; and add entries to, and remove them from, {lists}.\n" if lists else f"{told}.\n"


def properties(definition: dict[str, Any]) -> dict[str, Any]:
    """The properties of a mapping, also where the definition stands elsewhere."""
    target = str(definition.get("$ref", "")).removeprefix("#/$defs/")
    found: dict[str, Any] = (read("defs")["$defs"][target] if target else definition).get("properties", {})
    return found


def whole_records(name: str) -> Iterator[str]:
    """Records of a collection as people write them, out of the ledgers that the tests ask."""
    for path in WHOLE_RECORDS.get(name, ()):
        record = (ROOT / "tests" / "ledgers" / path).read_text(encoding="utf-8")
        yield f"For example `tests/ledgers/{path}`:\n\n```yaml\n{record}```\n"


def inner(schema: dict[str, Any], shared: dict[str, Any]) -> Iterator[str]:
    """The mappings within a record's properties, each with a table of its own."""
    for key, value in schema.get("properties", {}).items():
        for shape in shapes(value.get("items", value)):
            title = shape.get("title", key)
            yield f"### {title} (in `{key}`)\n\n{shape['description']}\n\n{table(shape, shared)}"
            yield from inner(shape, shared)


def shapes(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The mappings of fixed properties that a value may be, or that one of its entries is, whatever that is called."""
    branches = [branch["then"] for branch in entry.get("allOf", [])]
    named = entry.get("additionalProperties")
    for shape in (entry, *branches, *([named] if isinstance(named, dict) else [])):
        if "properties" in shape and "additionalProperties" in shape:
            yield shape


def table(schema: dict[str, Any], shared: dict[str, Any]) -> str:
    rows = ["| property | what it is | for example |", "|---|---|---|"]
    for key, value in schema["properties"].items():
        full = {**shared.get(str(value.get("$ref", "")).removeprefix("#/$defs/"), {}), **value}
        name = f"**`{key}`**" if key in schema.get("required", []) else f"`{key}`"
        allowed = f" One of {', '.join(f'`{one}`' for one in full['enum'])}." if len(full.get("enum", [])) > 1 else ""
        description = (full["description"] + allowed).replace("|", "\\|")
        rows.append(f"| {name} | {description} | {example_of(full)} |")
    return "\n".join(rows) + "\n"


def example_of(definition: dict[str, Any]) -> str:
    """The first example of a definition, in one cell of a table."""
    example = json.dumps(definition["examples"][0], ensure_ascii=False)
    return f"`{example}`" if len(example) <= 60 else f"`{example[:59]}…`"


def command_reference() -> str:
    parts = [MADE + "# The commands\n", "```text\n" + help_of([]) + "```\n"]
    for name in COMMANDS:
        parts.append(f"## {name}\n\n```text\n{help_of([name])}```\n")
        parts += [f"### {name} {kind}\n\n```text\n{help_of([name, kind])}```\n" for kind in kinds_of(name)]
    return "\n".join(parts)


def kinds_of(name: str) -> list[str]:
    """The commands of which a command is made, where there is one for each kind or collection."""
    context = click.Context(main)
    command = main.get_command(context, name)
    return command.list_commands(context) if isinstance(command, click.Group) else []


def help_of(arguments: list[str]) -> str:
    result = CliRunner().invoke(main, [*arguments, "--help"], prog_name="plptool", terminal_width=100)
    if result.exit_code:
        raise click.ClickException(f"plptool {' '.join(arguments)} --help failed: {result.output}")
    return re.sub(r"[ \t]+\n", "\n", result.output)


def rule_reference() -> str:
    english = translator("en")
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.severity} | {rule.summary} |"
        for rule in RULES.values()
    ]
    table = "| code | name | severity | what it means |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
    told = [explanation(rule) for rule in RULES.values()]
    pages = [markdown(page(one, one.rule.severity, findings(one.wrong), english, level=2)) for one in told]
    return "\n".join([MADE + "# The rules\n", RULES_INTRODUCTION, table, *pages])


def gallery() -> Iterator[tuple[Path, str]]:
    """Each mistake in tests/gallery with what is said of it, and the page of all of them."""
    blocks: list[Block] = [Heading("What an editor sees", 1), Paragraph(GALLERY_INTRODUCTION, ours=True)]
    mistakes = {path.stem: path for path in sorted(GALLERY.glob("[a-z]*.txt"))}
    names = [*RULES, *mistakes]
    for name in names:
        if name in RULES:
            head, example = "", explanation(RULES[name]).wrong
            title = f"{name} {RULES[name].name}"
        else:
            head = re.split(r"(?m)^== en$", mistakes[name].read_text(encoding="utf-8"))[0].rstrip() + "\n\n"
            title, _, lines = head.partition("\n\n== wrong\n")
            example = replace(Example.read(lines), english=True)
        found = [one for one in findings(example) if one.acknowledged is None]
        said = {language: finding_text(found, translator(language)).rstrip("\n") for language in SPOKEN}
        yield GALLERY / f"{name}.txt", head + "\n".join(f"== {language}\n\n{text}\n" for language, text in said.items())
        blocks.append(Heading(title.removesuffix(".")))
        blocks += [Listing(text, path) for path, text in example.parts]
        blocks += [Listing(text) for text in said.values()]
    yield (
        ROOT / "docs" / "gallery.md",
        MADE.replace("schemas or the commands", "files in tests/gallery") + markdown(blocks),
    )


def block(found: re.Match[str]) -> str:
    """A command in a page with what it prints; one that ends with … keeps its length."""
    lines = answer(found[1]).rstrip("\n").split("\n")
    shown = found[2].rstrip("\n").split("\n")
    if shown[-1] == "…":
        lines = [*lines[: len(shown) - 1], "…"]
    return f"```text\n$ plptool {found[1]}\n" + "\n".join(lines) + "\n```"


def answer(arguments: str) -> str:
    """What a command prints in this repository, its answer before its talk."""
    command = [sys.executable, "-m", "plptool", *shlex.split(arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return re.sub(r"[ \t]+\n", "\n", done.stdout if "markdown" in arguments else done.stdout + done.stderr)


def everything() -> Iterator[tuple[Path, str]]:
    yield from schemas()
    yield ROOT / "docs" / "format.md", format_reference()
    yield ROOT / "docs" / "commands.md", command_reference()
    yield ROOT / "docs" / "rules.md", rule_reference()
    yield from gallery()
    yield ROOT / "docs" / "report.md", REPORT + answer("report --at snapshot --format markdown")
    yield from forms_on_github()
    for path in (ROOT / "README.md", ROOT / "docs" / "tour.md"):
        written = path.read_text(encoding="utf-8")
        yield path, re.sub(r"```text\n\$ plptool ([^\n]*)\n(.*?)```", block, written, flags=re.DOTALL)


def forms_on_github() -> Iterator[tuple[Path, str]]:
    """The forms of the ledger that lies here, and the workflow that takes them, by the plptool that lies beside it."""
    for name, raw in files_for(Opened(ROOT, None)).items():
        text = raw.decode()
        if name == OF_ISSUES:
            text = text.replace(ELSEWHERE, "").replace(FROM_ELSEWHERE, " .\n")
        yield ROOT / name, text


ELSEWHERE = (
    "# Where your plptool is: write the owner of its repository for OWNER, and the commit that you have chosen for "
    "COMMIT.\n"
)
FROM_ELSEWHERE = " 'plptool @ git+https://github.com/OWNER/plptool@COMMIT'\n"
"""What the workflow says where plptool lies elsewhere."""


def run(*, check: bool) -> list[str]:
    """Write what is not current, or with `check` only name it."""
    stale = []
    for path, text in everything():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if not check:
                path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    checking = "--check" in sys.argv[1:]
    names = run(check=checking)
    for one in names:
        print(f"{one} is not current: run python tools/make.py" if checking else f"wrote {one}")
    sys.exit(1 if checking and names else 0)
