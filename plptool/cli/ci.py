import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plptool.cli import common
from plptool.model.errors import UserError
from plptool.model.i18n import LANGUAGES, Translate

if TYPE_CHECKING:
    from datetime import date

    from plptool.git.repository import Repository
    from plptool.github.event import Event
    from plptool.github.resolve import Pushed
    from plptool.github.summary import Part
    from plptool.history.merge_base import Base
    from plptool.model.findings import Finding, Message
    from plptool.timeline.ledger import Ledger


class _Told(click.Command):
    """A command of which GitHub's readers, too, learn why it has no answer."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with _failures():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _failures():
            return super().invoke(ctx)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (UserError, click.ClickException) as error:
        path = os.environ.get("GITHUB_STEP_SUMMARY")
        if path:
            from plptool.github.annotations import failure
            from plptool.render.document import Paragraph
            from plptool.render.markdown import markdown

            said = f"plptool: {error.format_message() if isinstance(error, click.ClickException) else error}"
            _append(path, markdown([Paragraph(said)]))
            common.write(failure(said))
        raise


@click.command("ci", cls=_Told)
@click.option(
    "--base",
    "asked",
    metavar="REV",
    envvar="PLPTOOL_BASE",
    help="Compare with the revision that the change builds on, whatever GitHub says of it.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="PLPTOOL_LANG",
    help="The language of the answer; without it, the ledger's.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    envvar="PLPTOOL_FAIL_ON",
    help="The least severity for which the command exits 1.",
)
@click.option("--sarif", "with_sarif", is_flag=True, envvar="PLPTOOL_SARIF", help="Write the findings as SARIF, too.")
@click.option(
    "--files",
    "into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where files go; without it, a new folder in RUNNER_TEMP, and on a machine that has none, nowhere.",
)
@click.pass_obj
def command(
    folder: Path, asked: str | None, lang: str | None, fail_on: str, with_sarif: bool, into: Path | None
) -> None:
    """What a workflow on GitHub runs: findings on their lines, and a summary for readers.

    On a pull request the summary tells what the change does to the plan, on a push what each commit does, and what the
    plan is now. Findings become annotations, the summary the job's, and counts and the paths of files the step's
    outputs. What to do is read from the variables and the event file that GitHub sets; PLPTOOL_BASE, PLPTOOL_LANG,
    PLPTOOL_FAIL_ON and PLPTOOL_SARIF stand for the options.

    On any other machine the same summary is printed, as Markdown: with --base of what has been changed since, else of
    the ledger as it is.

    \b
    Exit 1 where there is an error (--fail-on), 2 where there is nothing to
    look at, or a proposed change cannot be compared with what it builds on.

    \b
    Examples:
      plptool ci
      plptool ci --base origin/main
      plptool ci --base main --fail-on warning --sarif --files out
    """
    from plptool.github.annotations import failure, github
    from plptool.github.event import fails
    from plptool.github.summary import fit
    from plptool.render.text import tame

    given = {name: os.environ.get(name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "RUNNER_TEMP")}
    if into is None and given["RUNNER_TEMP"]:
        from tempfile import mkdtemp

        into = Path(mkdtemp(prefix="plptool-", dir=given["RUNNER_TEMP"]))
    if into is None and with_sarif:
        raise UserError("--sarif needs a folder to write into: --files DIR")
    run = _Run.of(folder, lang)
    run.look(asked)
    lost = run.kind == "change" and run.change is None
    page = fit(run.parts(), run.translate)
    outputs = run.outputs()
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        for name, (file, text) in run.files(page, with_sarif=with_sarif).items():
            (into / file).write_text(text, encoding="utf-8")
            outputs[name] = str((into / file).resolve())
    if given["GITHUB_OUTPUT"]:
        _append(given["GITHUB_OUTPUT"], _delimited(outputs))
    if given["GITHUB_STEP_SUMMARY"]:
        _append(given["GITHUB_STEP_SUMMARY"], page)
        why = failure(" ".join(run.said())) if lost else ""
        remarks = () if lost else run.said()
        common.write(why + github(run.shown, run.translate, remarks, run.validate))
    else:
        common.write(tame(page))
    if outputs["sentence"]:
        click.echo(outputs["sentence"], err=True)
    if lost:
        raise click.exceptions.Exit(2)
    if fails(run.findings, fail_on):
        raise click.exceptions.Exit(1)


def _event() -> "Event":
    """What GitHub says that this run is about.

    Raises:
        UserError: the file of the event cannot be read.
    """
    import json

    from plptool.github.event import Event, read_event

    name, path = (os.environ.get(variable, "") for variable in ("GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"))
    if not name:
        return Event("state")
    try:
        payload = json.loads(Path(path).read_bytes()) if path else {}
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"the event that GITHUB_EVENT_PATH names cannot be read: {error}") from None
    return read_event(name, payload)


def _append(path: str, text: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)


def _delimited(outputs: dict[str, str]) -> str:
    """Outputs as GitHub's runner reads them, each between lines that no value can hold."""
    from secrets import token_hex

    mark = f"plptool-{token_hex(16)}"
    return "".join(f"{name}<<{mark}\n{value}\n{mark}\n" for name, value in outputs.items())


@dataclass
class _Run:
    """What is looked at, and what is found."""

    root: Path
    ledger: "Ledger"
    lang: str | None
    """The language that was asked for."""
    repository: "Repository | None"
    findings: "list[Finding]"
    kind: str = "state"
    base: "Base | None" = None
    before: "Ledger | None" = None
    """What a proposed change builds on, or what was pushed comes on top of."""
    trunk: "Ledger | None" = None
    """The default branch's, where another was pushed that would name persons."""
    change: dict[str, Any] | None = None
    pushed: "Pushed | None" = None
    notes: "list[Message]" = field(default_factory=list)

    @classmethod
    def of(cls, folder: Path, lang: str | None) -> "_Run":
        from plptool.checks.validate import validate
        from plptool.git.repository import Repository
        from plptool.read.worktree import WorkTree, find_root

        tree = WorkTree(find_root(folder))
        done = validate(tree, common.cache(), common.processors())
        return cls(tree.root, common.opened(tree.root), lang, Repository.find(tree.root), done.findings)

    @property
    def manifest(self) -> dict[str, Any]:
        """The ledger's; where that is broken, that of what it is compared with."""
        return self.ledger.manifest or (self.before.manifest if self.before else {})

    @property
    def today(self) -> "date":
        return common.now(self.manifest)

    @property
    def language(self) -> str:
        return self.lang or str(self.manifest.get("language", "en"))

    @property
    def translate(self) -> Translate:
        return common.translation(self.manifest, self.lang)

    @property
    def validate(self) -> str:
        """The command that finds the same."""
        return "plptool validate" + (f" --base {self.base.commit.id[:12]}" if self.base else "")

    def look(self, asked: str | None) -> None:
        """Find out what there is to tell: of a change, of what was pushed, or of the ledger as it is.

        Raises:
            UserError: there is no such revision, or git cannot read the history, or what is there is not what is meant.
        """
        from plptool.github.resolve import pushed
        from plptool.model.findings import Message

        event = _event()
        if event.kind == "target" and not asked:
            raise UserError(
                "on pull_request_target the files are those of the base, not of the change: let the workflow run on "
                "pull_request"
            )
        if asked or event.kind == "change":
            self.kind = "change"
            self._propose(asked, event)
        elif event.deleted:
            self.notes.append(Message("A branch or tag was deleted: there is nothing to compare."))
        elif event.kind == "push" and self.repository:
            self.pushed = pushed(self.repository, event, self.ledger, self._open, self.today)
            self.notes += self.pushed.notes
            self.change = self.pushed.change
            self.base = self.pushed.base
            if self.base:
                self.before = self._open(self.base.tree) if self.base.tree else None
                self._judge(self.base)
        if event.trunk and self.repository and self.ledger.manifest.get("publish-names") is True:
            self.trunk = self._trunk(self.repository, event.trunk)
        named = self._names["publish-names"] is True
        self.findings = common.with_evidence(self.ledger.tree, self.findings, named=named)
        if not named:
            from plptool.model.redact import unnamed

            ledgers = [one for one in (self.ledger, self.before) if one]
            self.findings = unnamed(self.findings, (data for one in ledgers for data in one.all_data()))
        prefix = self.repository.prefix if self.repository else ""
        if prefix:  # GitHub counts paths from the top of the repository; a commit's id is none
            self.findings = [
                one if one.rule == "PLP717" else replace(one, path=prefix + one.path) for one in self.findings
            ]

    def _propose(self, asked: str | None, event: "Event") -> None:
        from plptool.github.resolve import proposed
        from plptool.history.merge_base import find
        from plptool.model.findings import Message
        from plptool.reports.change import changed, empty

        if asked:
            self.base = find(self.root, asked)
        else:
            found = proposed(self.root, event, self.repository)
            self.base = found.base
            self.notes += found.notes
        if self.base is None:
            return
        self.before = self._open(self.base.tree) if self.base.tree else None
        if self.before is None:
            self.notes.append(Message("What the change builds on has no ledger, so all of it is new."))
        self._judge(self.base)
        self.change = changed(self.before or empty(self.ledger), self.ledger, self.today)

    def _judge(self, base: "Base") -> None:
        """Find what the ledger may not be as a change of another, too."""
        from plptool.history.merge_base import compare, findings

        self.findings = findings(compare(base, self.ledger, common.cache(), common.MEMORY), self.findings)

    def _trunk(self, repository: "Repository", name: str) -> "Ledger":
        """The default branch's ledger; without it, one with nothing in it."""
        from plptool.read.revision import within
        from plptool.timeline.ledger import Ledger

        try:
            return self._open(within(repository, repository.resolve(f"refs/remotes/origin/{name}")))
        except UserError:
            return Ledger(self.ledger.tree, {}, [], [], set())

    def _open(self, tree: Any) -> "Ledger":
        from plptool.read.opening import load

        return load(tree, common.cache(), common.MEMORY)

    # What is told

    @property
    def shown(self) -> "list[Finding]":
        """The findings that nobody has acknowledged."""
        return [one for one in self.findings if one.acknowledged is None]

    def said(self) -> list[str]:
        return [note.say(self.translate) for note in self.notes]

    def parts(self, *, bounded: bool = True) -> "list[Part]":
        from plptool.github import summary
        from plptool.model.redact import public

        names = self._names
        told = {
            "title": str(self.manifest.get("title", self.ledger.title)),
            "validate": self.validate,
            "notes": self.said(),
            "findings": self.shown,
            "left_out": sorted({one.path for one in self.ledger.faults if one.severity == "error"}),
            "base": self.base.commit.id if self.base else None,
            "head": self._head,
            "change": public(self.change, names),
        }
        if self.kind == "change":
            return summary.change(told, self.translate, bounded=bounded)
        told["commits"] = self._commits(named=names["publish-names"])
        return summary.push({**told, **public(self._plan, names)}, self.translate, bounded=bounded)

    def _commits(self, *, named: bool) -> list[dict[str, Any]]:
        from plptool.read.manifest import zone

        place = zone(self.manifest)
        told = []
        for one in self.pushed.commits if self.pushed else ():
            data = common.commit_data(one.commit, place)
            told.append({**data, "author": data["author"] if named else None, "change": one.change})
        return told

    @cached_property
    def _head(self) -> str | None:
        """The commit that is shown; on GitHub the files are as it has them, elsewhere who knows."""
        return self.repository.resolve("HEAD") if self.repository and "GITHUB_ACTIONS" in os.environ else None

    @property
    def _names(self) -> dict[str, Any]:
        from plptool.model.redact import public_names

        return public_names(*(one.manifest for one in (self.ledger, self.before, self.trunk) if one))

    @cached_property
    def _plan(self) -> dict[str, Any]:
        """The report of today, and what has changed since the last snapshot."""
        from plptool.reports.change import titles
        from plptool.reports.summary import report
        from plptool.timeline.diff import diff

        state = self.ledger.at(self.today)
        revision = self._head[:12] if self._head else None
        here = {"date": self.today.isoformat(), "revision": revision}
        found = {"point": here, **report(state, self.findings)}
        day = self.ledger.newest_snapshot
        if day is None or day >= self.today:
            return {"report": found, "since": None, "titles": {}}
        old = self.ledger.at(day)
        points = {"from": {"date": day.isoformat(), "revision": revision}, "to": here}
        return {"report": found, "since": {**points, **diff(old, state)}, "titles": titles(self.ledger)}

    def outputs(self) -> dict[str, str]:
        """What later steps may ask for; on one line each, and nothing that the runner takes for a command."""
        from plptool.render.findings import counts
        from plptool.render.sentence import sentence
        from plptool.render.text import flat, tame

        found = counts(self.findings)
        said = sentence(self.change, self.translate) if self.change else " ".join(self.said())
        return {
            "errors": str(found["error"]),
            "warnings": str(found["warning"]),
            "notes": str(found["info"]),
            "changes": str(self.change["effect"]["records"]) if self.change else "",
            "sentence": tame(flat(said)),
        }

    def files(self, page: str, *, with_sarif: bool) -> dict[str, tuple[str, str]]:
        """By output: the name of a file, and what it holds."""
        from plptool.checks.explain import explanations
        from plptool.render import findings as rendered
        from plptool.render import json
        from plptool.render.markdown import markdown
        from plptool.render.sarif import sarif

        data: dict[str, Any] = {
            "findings": rendered.data(self.shown, self.translate),
            "counts": rendered.counts(self.findings),
            **({"base": common.base_data(self.base)} if self.base else {}),
        }
        whole = "\n".join(markdown(part.blocks) for part in self.parts(bounded=False))
        files = {
            "summary": ("summary.md", page),
            "report": ("report.md", whole),
            "findings": ("findings.json", json.text(data) + "\n"),
        }
        if with_sarif:
            text = json.plain(sarif(self.shown, explanations(), self.translate, self.language))
            files["sarif"] = ("findings.sarif", text)
        return files
