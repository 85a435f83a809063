"""Ledgers of any size in the shape of the real one, for measuring: the same seed gives the same bytes."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SCHEMAS = Path(__file__).parents[2] / "schema"
ADMINISTRATIONS = {
    "BKF": "Barn- och kulturförvaltningen",
    "FHE": "Folkhälsoenheten",
    "GYM": "Gymnasiekontoret",
    "HOF": "Hälsa och omsorg, östra området",
    "KLK": "Kommunledningskontoret",
    "SOF": "Socialförvaltningen",
    "VAC": "Vårdcentralerna",
    "ALF": "Äldreförvaltningen",
}
BOARDS = {"styrgruppen": "Styrgruppen", "namnden": "Nämnden för hälsa och omsorg"}

_WHO = ("barn", "unga", "äldre", "anhöriga", "föräldrar", "skolelever", "vuxna", "nyanlända")
_WHAT = ("psykisk ohälsa", "ensamhet", "skolfrånvaro", "oro", "sömnsvårigheter", "missbruk", "stress", "utanförskap")
_HOW = ("Öka kunskapen om", "Förebygga", "Tidigt upptäcka", "Ge samordnat stöd vid", "Minska", "Sprida metoder mot")
_STEP = ("Kartläggning av behovet", "Genomgång av läget", "Förslag till arbetssätt", "Återkoppling från gruppen",
         "Avstämning inför nästa möte", "Rutin för överlämning", "Plan för utbildning", "Enkäten gicks igenom")  # fmt: skip
_ACTIVITIES = ("workshop", "training", "study-visit", "network-meeting", "follow-up", "group")
# No Swedish public holiday falls on a weekday of these months in the years of the plan.
_MONTHS = (2, 3, 8, 9, 10, 11)
_ADOPTED = date(2021, 2, 10)
_DAYS = tuple(
    day
    for day in (_ADOPTED + timedelta(days=n) for n in range(1, 1050))
    if day.month in _MONTHS and day.year <= 2023 and day.weekday() < 5
)
_EACH = 25
"""One decision for so many processes, and one grant: each concerns two of them."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was built in, and the rule that tells it."""

    path: str
    rule: str


def build(root: Path, processes: int, errors: int = 0, seed: int = 1) -> list[Mistake]:
    """Write a complete ledger of so many processes, with what they name, and a copy of the schemas beside it.

    Args:
        root: the folder that gets `ledger/` and `schema/`.
        processes: how many processes; decisions, grants, organisations and sources come on top.
        errors: in how many of the processes one mistake is built in, of each sort in turn.
        seed: another seed, other records.

    Returns:
        The mistakes; there are no other findings of severity error or warning.
    """
    shutil.copytree(SCHEMAS, root / "schema")
    for name, text in frame(processes):
        _write(root, name, text)
    wrong = set(random.Random(seed).sample(range(processes), errors))  # noqa: S311 - figures, not secrets
    mistakes: list[Mistake] = []
    completed = 0
    for index in range(processes):
        text = process(index, seed)
        completed += "status: completed" in text
        path = f"ledger/processes/{process_id(index)}.yaml"
        if index in wrong:
            rule, spoil = MISTAKES[len(mistakes) % len(MISTAKES)]
            text = spoil(text)
            mistakes.append(Mistake(path, rule))
        _write(root, f"processes/{process_id(index)}", text)
    _write(root, "snapshots/231231", snapshot(processes, completed))
    return mistakes


def process_id(index: int) -> str:
    return f"{index // 100 + 1}.{index // 10 % 10 + 1}.{index % 10 + 1}"


def process(index: int, seed: int = 1) -> str:
    """A process of about 2.8 KB with 20 events, as a file."""
    chance = random.Random(f"{seed} {index}")  # noqa: S311 - figures, not secrets
    lead, *partners = chance.sample(list(ADMINISTRATIONS), 4)
    who, what = chance.choice(_WHO), chance.choice(_WHAT)
    line = 40 + 3 * index
    steps = "\n".join(f"  - {chance.choice(_HOW)} {chance.choice(_WHAT)} hos {one}" for one in chance.sample(_WHO, 3))
    fields = ("plan", "need", "activities", "goal", "lead", "partners", "priority", "period", "listed")
    sources = "\n".join(f"  {field}: lista#L{line + n % 3}" for n, field in enumerate(fields))
    events = "\n".join(_events(index, chance, partners, line))
    return f"""# yaml-language-server: $schema=../../schema/process.schema.json
id: {process_id(index)}
plan: plan
need: Fler {who} än tidigare söker hjälp för {what}, och stödet är ojämnt fördelat.
activities:
{steps}
goal: Alla {who} som berörs av {what} får ett samordnat stöd nära hemmet
lead: {lead}
partners: [{", ".join(partners)}]
priority: {chance.randint(1, 4)}
period: 2021/2023
listed: {{lista: {index + 1}}}
source:
{sources}
events:
{events}
"""


def _events(index: int, chance: random.Random, partners: list[str], line: int) -> Iterator[str]:
    """Twenty events in the order of their dates: one a line, as an editor writes them."""
    tied = {0: "decision", 1: "decision", 2: "grant", 3: "grant"}.get(index % _EACH, "note")
    days = sorted(chance.sample(_DAYS, 15))
    number = 0
    for nth, day in enumerate(days):
        cited = f"source: lista#L{line + nth % 3}}}"
        said = (
            f"text: {chance.choice(_STEP)} – {chance.choice(_WHO)} och {chance.choice(_WHAT)}., " if nth % 5 > 2 else ""
        )
        if nth % 5 == 4:
            yield f"  - {{date: {day}, kind: activity, activity: {chance.choice(_ACTIVITIES)}, {said}{cited}"
        else:
            number += 1
            others = f"with: [{', '.join(partners[: 1 + nth % 2])}], " if nth % 3 else ""
            yield f"  - {{date: {day}, kind: meeting, number: {number}, {others}{said}{cited}"
    group = index // _EACH
    last = {
        "decision": f"kind: decision, decision: beslut-{group}",
        "grant": f"kind: grant, grant: medel-{group}, text: Medel för en samordnare på halvtid under året.",
        "note": "kind: note, text: Arbetet har följt planen och fortsätter i ordinarie verksamhet.",
    }[tied]
    yield f"  - {{date: 2023-12-04, {last}, source: lista#L{line}}}"
    yield f"  - {{date: 2023-12, kind: activity, activity: group, text: Stödgrupper för {chance.choice(_WHO)}., source: lista#L{line + 1}}}"
    yield f"  - {{date: 2023, kind: note, text: Arbetet har pågått hela året., source: lista#L{line + 1}}}"
    yield f"  - {{date: 2023-12-31, kind: expected, due: 2024, text: En ny mätning görs., source: lista#L{line + 2}}}"
    if chance.random() < 0.6:
        yield f"  - {{date: 2023-12-31, kind: status, status: completed, outcome: achieved, source: lista#L{line + 2}}}"
    else:
        yield f"  - {{date: 2023-12-31, kind: status, status: ongoing, source: lista#L{line + 2}}}"


def frame(processes: int) -> Iterator[tuple[str, str]]:
    """Everything but the processes and the snapshot: name and text of each record."""
    yield "ledger", "format: 2\ntitle: Påhittad plan\nlanguage: sv\ntime-zone: Europe/Stockholm\n"
    for key, title in {**ADMINISTRATIONS, **BOARDS}.items():
        sort = "board" if key in BOARDS else "administration"
        yield f"organisations/{key}", f"id: {key}\ntitle: {title}\ntype: {sort}\nnames: [{key}]\nsource: lista#L3\n"
    yield "sources/lista", f"id: lista\ntitle: Processlistan\ndate: 2023-12-31\nlines: {40 + 3 * processes}\n"
    yield (
        "decisions/antagande",
        f"id: antagande\ntitle: Antar planen\ndate: {_ADOPTED}\nbody: namnden\nstatus: adopted\nconcerns: [plan]\nsource: lista#L4\n",
    )
    yield "plans/plan", "id: plan\ntitle: Påhittad plan\nperiod: 2021/2023\ndecision: antagande\nsource: lista#L5\n"
    for group in range((processes + _EACH - 1) // _EACH):
        members = [process_id(index) for index in range(group * _EACH, min(processes, group * _EACH + 4))]
        line = 40 + 3 * group * _EACH
        yield (
            f"decisions/beslut-{group}",
            f"id: beslut-{group}\ntitle: Beviljar en förlängning av arbetet\ndate: 2023-12-04\nbody: styrgruppen\nparagraph: {group + 1}\n"
            f"status: adopted\nconcerns: [{', '.join(members[:2])}]\nsource: lista#L{line}\n",
        )
        uses = "".join(
            f"  - {{what: Samordnare, posts: 1, date: 2023-12-04, period: 2023, process: {one}, source: lista#L{line}}}\n"
            for one in members[2:]
        )
        yield (
            f"grants/medel-{group}",
            f"id: medel-{group}\ntitle: Statliga medel, omgång {group + 1}\nperiod: 2021/2023\nrecipients: [SOF, KLK]\n"
            f"years:\n  - {{year: 2023, amount: {500_000 + 1000 * group}, source: lista#L{line}}}\n"
            + (f"uses:\n{uses}" if uses else "")
            + f"source: lista#L{line}\n",
        )


def snapshot(processes: int, completed: int, name: str = "231231") -> str:
    """An assessed date, with what the list says of it."""
    counts = f"{{total: {processes}, completed: {completed}, continuing: {processes - completed}}}"
    return f"""id: {name}
date: 20{name[:2]}-{name[2:4]}-{name[4:]}
title: Läget vid årets slut
assertions:
  - kind: processes
    listed: lista
    counts: {counts}
    source: lista#L6
"""


def _write(root: Path, name: str, text: str) -> None:
    path = root / "ledger" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _instead(old: str, new: str) -> Callable[[str], str]:
    def spoil(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return spoil


MISTAKES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("PLP401", _instead("date: 2023-12,", "date: 2023-13,")),
    ("PLP301", _instead("partners: [", "partners: [SFO, ")),
    ("PLP202", _instead("kind: note, ", "")),
    ("PLP101", _instead("partners: [", "partners: [[")),
    ("PLP502", _instead("number: 12,", "number: 13,")),
    ("PLP201", _instead("priority:", "priorty:")),
    ("PLP204", _instead("kind: expected", "kind: expect")),
    ("PLP403", _instead("date: 2023, kind: note", "date: 2022, kind: note")),
    ("PLP104", _instead("period: 2021/2023\n", "period: 2021/2023\nperiod: 2022\n")),
    ("PLP305", _instead("goal: lista#", "goal: listan#")),
    ("PLP503", _instead("number: 12,", "number: 11,")),
    ("PLP506", lambda text: text.replace("partners: [", f"partners: [{text.split('lead: ')[1].split()[0]}, ", 1)),
)
"""One mistake each as editors make them: the rule that tells it, and how it comes about."""
