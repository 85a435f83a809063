"""What is drafted of a document: a table and questions for a person, and the shape that JSON has of it."""

from collections.abc import Mapping

from plptool.model.drafts import Draft, DraftEvent, DraftField, DraftRecord, Question, Verdict
from plptool.model.findings import Message
from plptool.model.i18n import Translate
from plptool.model.plain import Data, Plain, as_list
from plptool.render import phrases as words
from plptool.render.document import Block, Cells, Column, Fact, Facts, Heading, Paragraph, grid

_VERDICTS = {
    Verdict.NEW: Message("it is new").template,
    Verdict.KNOWN: Message("it is known").template,
    Verdict.DIFFERS: Message("the ledger says otherwise").template,
}
"""What is said of each verdict."""


def shape(draft: Draft, _: Translate) -> dict[str, Plain]:
    """What is drafted, for a program."""
    source: dict[str, Plain] = {
        "id": draft.source.id,
        "sha256": draft.source.sha256,
        "lines": draft.source.lines,
    }
    if draft.source.date is not None:
        source["date"] = draft.source.date
    if draft.source.cited:
        source["source"] = draft.source.cited
    records: list[Plain] = [_record(record) for record in draft.records]
    questions: list[Plain] = [_question(question, _) for question in draft.questions]
    return {"source": source, "records": records, "questions": questions}


def _record(record: DraftRecord) -> Plain:
    events: list[Plain] = []
    for event in record.events:
        verdict = event.verdict.value
        events.append({**event.data, "verdict": verdict})
    told: dict[str, Plain] = {
        "collection": str(record.collection),
        "id": record.id,
        "verdict": record.verdict.value,
        "fields": record.says(),
        "source": record.cites(),
        "events": events,
    }
    if record.commissions:
        told["commissions"] = [{**entry.data, "verdict": entry.verdict.value} for entry in record.commissions]
    return told


def _question(question: Question, _: Translate) -> Plain:
    return {"line": question.line, "text": question.text, "why": question.why.say(_)}


def page(draft: Draft, _: Translate) -> list[Block]:
    """What is drafted, for a person: what is new or otherwise, what is asked, and how much of it there is."""
    source = draft.source
    template = _("{title} ({id}), lines: {n}, {date}")
    day = source.date or _("of no known date")
    about = template.format(title=source.title, id=source.id, n=source.lines, date=day)
    blocks: list[Block] = [Paragraph(about)]
    rows = [row for record in draft.records for row in _rows(record, _)]
    if rows:
        columns = [
            Column(_("line"), right=True, whole=True),
            Column(_("record"), whole=True),
            Column(_("what"), recorded=True),
            Column(_("in the ledger"), whole=True),
        ]
        blocks += [Heading(_("Drafted")), grid(columns, rows)]
    if draft.questions:
        facts = tuple(_asked(question, _) for question in draft.questions)
        blocks += [Heading(_("Asked")), Facts(facts)]
    blocks.append(Paragraph(counted(draft, _)))
    return blocks


def counted(draft: Draft, _: Translate) -> str:
    """How much is new, known and otherwise, and how many questions there are."""
    verdicts = list(draft.verdicts())
    counts = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
    template = _("New: {new}. Known: {known}. The ledger says otherwise: {differs}. Questions: {asked}.")
    return template.format(**counts, asked=len(draft.questions))


def _rows(record: DraftRecord, _: Translate) -> list[Cells]:
    told = [(field.verdict, field.source, _field(field, _)) for field in record.fields]
    told += [(entry.verdict, entry.data["source"], _commission(entry, _)) for entry in record.commissions]
    told += [(event.verdict, event.data["source"], _event(event, _)) for event in record.events]
    return [
        [_lines(source), record.id, what, _(_VERDICTS[verdict])]
        for verdict, source, what in told
        if verdict is not Verdict.KNOWN
    ]


def _lines(source: Plain) -> str:
    """The lines that are cited, without the document, which is one."""
    return ", ".join(str(citation).partition("#")[2] for citation in as_list(source))


def _field(field: DraftField, _: Translate) -> str:
    return f"{_(field.name)}: {_value(field.value)}"


def _value(value: Plain) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {part}" for name, part in value.items())
    return ", ".join(str(entry) for entry in as_list(value))


def _commission(entry: DraftEvent, _: Translate) -> str:
    """What is to be done; of one that the ledger has, what is new of it or otherwise."""
    data = entry.data
    if entry.differs:
        return f"{data['id']}: {_(entry.differs)}: {data[entry.differs]}"
    return f"{data['id']}: {data.get('text', '')}"


def _event(event: DraftEvent, _: Translate) -> str:
    data: Data = event.data
    kind = _(str(data["kind"]))
    number = f" {data['number']}" if "number" in data else ""
    told = [f"{kind}{number} {data['date']}"]
    told += [str(data[name]) for name in ("of", "series", "text", "rating") if name in data]
    if "status" in data:
        told.append(words.status(str(data["status"]), late=False, _=_))
    if "booked" in data:
        told.append(_("booked"))
    elif event.differs == "booked":
        told.append(_("held, and booked before"))
    return ", ".join(told)


def _asked(question: Question, _: Translate) -> Fact:
    return Fact(f"L{question.line}", ((question.text,), (question.why.say(_),), (question.command,)))
