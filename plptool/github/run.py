"""What a workflow runs: what is looked at, what is found, and what is told of it."""

import os
import re
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from plptool.model.errors import ElsewhereError, NoLedgerError, NoRevisionError, UserError
from plptool.model.i18n import Translate, translation
from plptool.workspace import Workspace, processors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from plptool.git.repository import Repository
    from plptool.github.event import Event
    from plptool.github.resolve import Pushed
    from plptool.github.summary import Part, Plan, PushedCommit, Since
    from plptool.history.merge_base import Base
    from plptool.model.findings import Finding, Message
    from plptool.model.names import Names
    from plptool.model.plain import Data
    from plptool.model.ports import Tree
    from plptool.model.records import Point
    from plptool.read.revision import Revision
    from plptool.reports.change import Effect, LedgerChange
    from plptool.reports.summary import Report
    from plptool.timeline.ledger import Ledger, State


def on_github() -> bool:
    """Whether it is GitHub that runs this."""
    return "GITHUB_ACTIONS" in os.environ or bool(os.environ.get("GITHUB_EVENT_NAME"))


def web() -> str | None:
    """Where the repository's pages are, on GitHub or a server of its kind; None elsewhere."""
    server = os.environ.get("GITHUB_SERVER_URL", "")
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    if re.fullmatch(r"https://[\w.:-]+", server) and re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        return f"{server}/{repository}"
    return None


def _differing_files(commit: "Revision") -> "Iterator[Message]":
    """That the files which lie here are not the commit's, if they are not."""
    from plptool.model.findings import Message
    from plptool.read.differs import differing
    from plptool.read.worktree import WorkTree

    paths = differing(commit, WorkTree(commit.repository.folder / commit.prefix))
    if not paths:
        return
    files = ", ".join(paths[:_FILES])
    if len(paths) > _FILES:
        files += ", …"
    yield Message(
        "The commit counts, and not the files that were checked out: these are not the same in both: {files}.",
        {"files": files},
    )


_FILES = 5
"""How many are named."""


def append_to(path: str, text: str) -> None:
    """Add to a file that GitHub reads.

    Raises:
        UserError: it cannot be written.
    """
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        from plptool.model.refusals import refused

        raise refused(error) from None


def fresh_folder(parent: str) -> Path:
    """A new folder in another.

    Raises:
        UserError: it cannot be made.
    """
    from tempfile import mkdtemp

    try:
        return Path(mkdtemp(prefix="plptool-", dir=parent))
    except OSError as error:
        from plptool.model.refusals import refused

        raise refused(error) from None


def written(folder: Path, files: dict[str, tuple[str, str]]) -> dict[str, str]:
    """By output: the path of its file, which is written into the folder.

    Args:
        folder: where to; it is made where there is none.
        files: by output, the name of a file and what it is to hold.

    Raises:
        UserError: one cannot be written, or may not be there: then none is.
    """
    from plptool.edit.atomic import put
    from plptool.edit.overwritten import place_of_answer

    paths: dict[str, str] = {}
    answers: dict[Path, bytes] = {}
    for output, (file_name, text) in files.items():
        answer = text.encode("utf-8")
        path = place_of_answer(folder / file_name, answer)
        answers[path] = answer
        paths[output] = str(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, answer in answers.items():
            put(path, answer)
    except OSError as error:
        from plptool.model.refusals import refused

        raise refused(error) from None
    return paths


def delimited(outputs: dict[str, str]) -> str:
    """Outputs as GitHub's runner reads them, each between lines that no value can hold."""
    from secrets import token_hex

    mark = f"plptool-{token_hex(16)}"
    pieces = [f"{name}<<{mark}\n{value}\n{mark}\n" for name, value in outputs.items()]
    return "".join(pieces)


def _prefixed(finding: "Finding", prefix: str) -> "Finding":
    """A finding whose paths go from the top of the repository."""
    fix = finding.fix
    if fix is not None:
        fix = replace(fix, path=prefix + fix.path)
    return replace(finding, path=prefix + finding.path, fix=fix)


def _text(tree: "Tree", path: str) -> str | None:
    """A file's text; None where there is no such file, or it is no text."""
    try:
        return tree.read(path).decode()
    except (OSError, UnicodeDecodeError):
        return None


@dataclass
class Run:
    """What is looked at, and what is found."""

    workspace: Workspace
    ledger: "Ledger"
    lang: str | None
    """The language that was asked for."""
    repository: "Repository | None"
    findings: "list[Finding]"
    proposes: bool = False
    """Whether it is of a change that is proposed; else of what was pushed, or of the ledger as it is."""
    base: "Base | None" = None
    before: "Ledger | None" = None
    """What a proposed change builds on, or what was pushed comes on top of."""
    others: "list[Ledger]" = field(default_factory=list)
    """What it builds on beside that, where lines were merged into each other."""
    trunk: "Ledger | None" = None
    """The default branch's, where another was pushed that would name persons."""
    change: "LedgerChange | None" = None
    """What a proposed change does; None where that is not known."""
    pushed: "Pushed | None" = None
    notes: "list[Message]" = field(default_factory=list)

    @classmethod
    def of(cls, workspace: Workspace, lang: str | None) -> "Run":
        """Of a ledger: on GitHub as the commit has it, elsewhere as its files lie.

        Whoever writes a change also writes `.gitattributes`, by which git may lay down other bytes than it keeps. Those
        that it keeps are what lands.
        """
        from plptool.checks.validate import validate
        from plptool.git.repository import Repository

        if on_github():
            workspace = Workspace.of_commit(workspace.folder)
        tree = workspace.tree
        validation = validate(tree, workspace.cache, processors())
        notes: list[Message] = []
        if workspace.commit:
            repository: Repository | None = workspace.commit.repository
            notes += _differing_files(workspace.commit)
        else:
            repository = Repository.find(tree.root)
        findings = workspace.whole(validation, tree)
        return cls(workspace, workspace.ledger(), lang, repository, findings, notes=notes)

    @property
    def manifest(self) -> "Data":
        """The ledger's; where that is broken, that of what it is compared with."""
        if self.ledger.manifest or self.before is None:
            return self.ledger.manifest
        return self.before.manifest

    @property
    def today(self) -> "date":
        """Today where the ledger is kept."""
        return self.workspace.today(self.manifest)

    @property
    def language(self) -> str:
        """That of the answer: what was asked for, or the ledger's."""
        return self.lang or str(self.manifest.get("language", "en"))

    @property
    def translate(self) -> Translate:
        """Into the language of the answer."""
        return translation(self.manifest, self.lang)

    @property
    def validate(self) -> str:
        """The command that finds the same."""
        if self.base is None:
            return "plptool validate"
        name = self.base.commit.id[:12]
        # Of several last commits in common none will do for the others: what was asked for has them all.
        can_be_typed = re.fullmatch(r"[\w./-]+", self.base.asked) is not None
        if self.base.others and can_be_typed:
            name = self.base.asked
        return f"plptool validate --base {name}"

    def look(self, asked: str | None) -> None:
        """Find out what there is to tell: of a change, of what was pushed, or of the ledger as it is.

        Raises:
            UserError: there is no such revision, or git cannot read the history, or what is there is not what is meant.
        """
        from plptool.github.event import event_of_workflow

        event = event_of_workflow()
        if asked:
            self._propose(asked, event)
        else:
            self._look_at(event)
        names_persons = self.ledger.manifest.get("publish-names") is True
        if names_persons and event.trunk and self.repository:
            self.trunk = self._trunk(self.repository, event.trunk)
        self.findings = self._published(self.findings)

    def _look_at(self, event: "Event") -> None:
        """Find out what an event is about."""
        from plptool.model.findings import Message

        match event.kind:
            case "change":
                self._propose(None, event)
            case "push":
                if event.deleted:
                    self.notes.append(Message("A branch or tag was deleted: there is nothing to compare."))
                elif self.repository:
                    self._push(self.repository, event)
            case "state":
                pass  # the ledger as it is
            case "target":
                raise UserError(
                    Message(
                        "on pull_request_target the files are those of the base, not of the change: let the workflow "
                        "run on pull_request"
                    )
                )
            case unknown:
                assert_never(unknown)

    def _published(self, findings: "list[Finding]") -> "list[Finding]":
        """Findings as they may be shown on GitHub: with who altered what, and with no names that are not to be told."""
        from plptool.model.redact import unnamed

        told = self.workspace.with_evidence(findings, named=self._named)
        published = unnamed(self._with_fixes(told), self._hidden)
        prefix = self.repository.prefix if self.repository else ""
        # GitHub counts paths from the top of the repository; what PLP717 names is no path, but a commit.
        return [finding if finding.rule == "PLP717" else _prefixed(finding, prefix) for finding in published]

    def _with_fixes(self, findings: "list[Finding]") -> "list[Finding]":
        from plptool.checks.validate import validate
        from plptool.edit.mend import with_fixes

        return with_fixes(self.workspace.tree, findings, lambda tree: validate(tree, self.workspace.cache).findings)

    def _suggestions(self) -> str:
        """A review that suggests fixes of what a proposed change brings; empty where there is nothing to suggest."""
        from plptool.github.suggestions import Sides, review

        if self.change is None or self.base is None:
            return ""
        before = self.base.tree
        sides = Sides(
            before=partial(_text, before) if before else lambda _: None,
            after=partial(_text, self.workspace.tree),
            prefix=self.repository.prefix if self.repository else "",
            hidden=self._hidden,
        )
        return review(self.shown, sides, self.translate)

    def _push(self, repository: "Repository", event: "Event") -> None:
        """What was pushed, and whether it may be what it is beside what it comes on top of."""
        from plptool.github.resolve import pushed

        self.pushed = pushed(repository, event, self.ledger, self._open, self.today)
        self.notes += self.pushed.notes
        self.base = self.pushed.base
        if self.base is None:
            return
        self.before = self._open(self.base.tree) if self.base.tree else None
        self._judge(self.base)

    def _propose(self, asked: str | None, event: "Event") -> None:
        """What a change does that is proposed, and whether it may.

        Args:
            asked: the revision that it builds on, where the caller names one.
            event: says of others what they build on.
        """
        from plptool.github.resolve import proposed, with_lost_seals
        from plptool.history.merge_base import find
        from plptool.model.findings import Message
        from plptool.reports.change import changed, empty

        self.proposes = True
        proposed_from = self.workspace.commit or self.workspace.root
        if asked:
            self.base = find(proposed_from, asked, self.workspace.now)
        else:
            change_of_event = proposed(proposed_from, event, self.repository)
            self.base = change_of_event.base
            self.notes += change_of_event.notes
        if self.base is None:
            return
        self.before = self._open(self.base.tree) if self.base.tree else None
        if self.before is None:
            self.notes.append(Message("What the change builds on has no ledger, so all of it is new."))
        self._judge(self.base)
        before = self.before or empty(self.ledger)
        change = changed(before, self.ledger, self.today)
        effect = with_lost_seals(change.effect, self.base.trees, self.ledger)
        self.change = replace(change, effect=effect)

    def _judge(self, base: "Base") -> None:
        """Find what the ledger may not be as a change of another, too."""
        from plptool.history.merge_base import compare, findings
        from plptool.model.findings import Message

        self.others = [self._open(common.tree) for common in base.others if common.tree]
        if base.others:
            commits = ", ".join(common.commit.id[:12] for common in base.commons)
            self.notes.append(
                Message(
                    "Lines were merged into each other, so this builds on several commits: {commits}. A seal or record "
                    "of any of them must be there; what changes in the plan is told against the first.",
                    {"commits": commits},
                )
            )
        workspace = self.workspace
        of_change = compare(base, self.ledger, workspace.now, workspace.cache, workspace.memory)
        self.findings = findings(of_change, self.findings)
        if self.workspace.commit:
            self._stay(self.workspace.commit, base.commit.id)

    def _stay(self, commit: "Revision", base: str) -> None:
        """Keep to the ledger that was meant: where it is gone, another one further up does not stand for it.

        Raises:
            UserError: the base has one nearer to the folder than the one that was found.
        """
        from plptool.git.repository import Repository
        from plptool.model.findings import Message

        meant = Repository.find(self.workspace.folder)
        if meant is None:
            return
        # Folder by folder, from where the ledger was found down to where it was looked for.
        folder = commit.prefix
        below = meant.prefix.removeprefix(commit.prefix)
        for name in below.split("/")[:-1]:
            folder += f"{name}/"
            if commit.repository.files(base, [f"{folder}ledger"]):
                arguments = {"folder": folder}
                raise UserError(
                    Message("there is no ledger in {folder!r} any more, and what this builds on has one", arguments)
                )

    def _trunk(self, repository: "Repository", name: str) -> "Ledger":
        """The default branch's ledger; without it, one with nothing in it."""
        from plptool.read.revision import within
        from plptool.timeline.ledger import Ledger

        try:
            commit = repository.resolve(f"refs/remotes/origin/{name}")
            return self._open(within(repository, commit))
        except (NoLedgerError, ElsewhereError, NoRevisionError):
            return Ledger(self.ledger.tree, {}, [], [], set())

    def _open(self, tree: "Tree") -> "Ledger":
        return self.workspace.load(tree)

    # What is told

    @property
    def shown(self) -> "list[Finding]":
        """The findings that nobody has acknowledged."""
        return [finding for finding in self.findings if finding.acknowledged is None]

    @property
    def incomparable(self) -> bool:
        """Whether it is of a proposed change of which nobody knows what it does."""
        return self.proposes and self.change is None

    @property
    def effect(self) -> "Effect | None":
        """What is proposed or was pushed does to the plan; None where that is not known, or nothing was."""
        if self.change:
            return self.change.effect
        if self.pushed:
            return self.pushed.effect
        return None

    def said(self) -> list[str]:
        """The notes, in the language of the answer."""
        return [note.say(self.translate) for note in self.notes]

    def parts(self, *, bounded: bool = True) -> "list[Part]":
        """The page for readers, in parts."""
        from plptool.github import summary

        result = summary.Result(
            title=self._hidden.hidden(str(self.manifest.get("title", self.ledger.title))),
            validate=self.validate,
            notes=tuple(self.said()),
            findings=self.shown,
            left_out=sorted({fault.path for fault in self.ledger.faults if fault.severity == "error"}),
            base=self.base.commit.id if self.base else None,
            head=self._head,
            web=web(),
        )
        if self.proposes:
            change = self.change.nameless(self._hidden) if self.change else None
            return summary.change(result, change, self.translate, bounded=bounded)
        commits = list(self._commits())
        return summary.push(result, self.effect, commits, self._plan(), self.translate, bounded=bounded)

    def _commits(self) -> "Iterator[PushedCommit]":
        from plptool.github.summary import PushedCommit
        from plptool.history.steps import day_of
        from plptool.read.manifest import zone

        if self.pushed is None:
            return
        time_zone = zone(self.manifest)
        for pushed in self.pushed.commits:
            commit = pushed.commit
            day = day_of(commit, time_zone).isoformat()
            author: str | None = commit.author
            subject = commit.subject
            if not self._named:
                author = None
            subject = self._hidden.hidden(subject)
            yield PushedCommit(commit.id, day, author, subject, pushed.effect)

    @cached_property
    def _head(self) -> str | None:
        """The commit that is shown; None where the files are, which may be no commit's."""
        if self.workspace.commit is None:
            return None
        return self.workspace.commit.revision

    @property
    def _named(self) -> bool:
        """Whether persons may be named: only where all ledgers that have a say in it allow that."""
        from plptool.model.redact import names_published

        ledgers = (self.ledger, self.before, *self.others, self.trunk)
        manifests = [ledger.manifest for ledger in ledgers if ledger]
        return names_published(*manifests)

    @cached_property
    def _hidden(self) -> "Names":
        """What is not to be read on GitHub: persons whom any of these ledgers names, and what may be their numbers."""
        from plptool.checks.privacy import LikelyNumbers
        from plptool.model.names import NOBODY
        from plptool.model.redact import names_in

        ledgers = [ledger for ledger in (self.ledger, self.before, *self.others) if ledger]
        numbers = LikelyNumbers.of(record for ledger in ledgers for record in ledger.all_records())
        if self._named:
            return replace(NOBODY, stay=True, also=numbers.without)
        names = names_in(data for ledger in ledgers for data in ledger.all_data())
        return replace(names, also=numbers.without)

    def _plan(self) -> "Plan":
        """The report of today, and what has changed since the last snapshot."""
        from plptool.github.summary import Plan

        report, since = self._plan_now
        if since:
            since = since.nameless(self._hidden)
        return Plan(report, since)

    @cached_property
    def _plan_now(self) -> "tuple[Report, Since | None]":
        from plptool.model.records import Point
        from plptool.reports.public import public
        from plptool.reports.summary import report

        commit = self._head[:12] if self._head else None
        point_now = Point(self.today.isoformat(), commit)
        published = self.ledger.with_manifest({**self.ledger.manifest, "publish-names": self._named})
        report_now = report(public(published.at(self.today), self.findings, self._hidden), self.findings)
        since = self._since(self.ledger.at(self.today), point_now)
        return replace(report_now, point=point_now), since

    def _since(self, state: "State", here: "Point") -> "Since | None":
        """What has changed since the last snapshot; None where there is none before today."""
        from plptool.github.summary import Since
        from plptool.render.diff import Points
        from plptool.timeline.diff import diff
        from plptool.timeline.ledger import titles

        day = self.ledger.newest_snapshot
        if day is None or day >= self.today:
            return None
        snapshot = replace(here, date=day.isoformat())
        difference = diff(self.ledger.at(day), state)
        return Since(Points(snapshot, here), difference, titles(state))

    def outputs(self) -> dict[str, str]:
        """What later steps may ask for; on one line each, and nothing that the runner takes for a command."""
        from plptool.render.findings import counts
        from plptool.render.sentence import sentence
        from plptool.render.text import flat, tame

        by_severity = counts(self.findings)
        changes = ""
        text = " ".join(self.said())
        if self.effect:
            changes = str(self.effect.records)
            text = sentence(self.effect, self.translate)
        return {
            "errors": str(by_severity["error"]),
            "warnings": str(by_severity["warning"]),
            "notes": str(by_severity["info"]),
            "changes": changes,
            "sentence": tame(flat(text)),
        }

    def files(self, page: str, *, with_sarif: bool) -> dict[str, tuple[str, str]]:
        """By output: the name of a file, and what it holds."""
        from plptool.checks.explain import explanations
        from plptool.render import findings as rendered
        from plptool.render import json
        from plptool.render.sarif import sarif

        validation = rendered.ValidationShape(
            findings=rendered.shapes(self.shown, self.translate),
            counts=rendered.counts(self.findings),
            compared=rendered.ComparedShape.of(self.base) if self.base else None,
            history=None,
            mended=None,
        )
        pages = [part.whole for part in self.parts(bounded=False)]
        whole = "\n".join(pages)
        files = {
            "summary": ("summary.md", page),
            "report": ("report.md", whole),
            "findings": ("findings.json", json.text(validation) + "\n"),
        }
        suggestions = self._suggestions()
        if suggestions:
            files["suggestions"] = ("suggestions.json", json.plain(suggestions))
        if with_sarif:
            log = sarif(self.shown, explanations(self.language), self.translate, self.language)
            files["sarif"] = ("findings.sarif", json.plain(log))
        return files
