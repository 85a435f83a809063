"""What is meant by what is asked for, for whoever answers `?`."""

from plptool.model.findings import Message

_DATE = Message("When it happened, or is to: 2026-03-14, or 260314; 2026-03 or 2026, where no more is known.")
_DECISION = Message("The decision that it rests on, by its id.")
ID = Message("What it is to be called by in the ledger: letters from a to z, digits, dots and dashes, and no spaces.")
WHY_CORRECTED = Message("What was found out later, and how: it stands beside the seal, for whoever reads that.")
WHY_WITHDRAWN = Message("Why it should never have been there: a sentence, for whoever meets its id later.")
WHY_ACKNOWLEDGED = Message("Why it is right that it stands so: a sentence, for whoever looks at the change.")
FINDING = Message("The letters and digits in front of the finding that is meant.")
PROPERTY = Message("What of it is to be another: one of the words between the brackets, or whatever else it may say.")
WHICH = Message("What tells the event that is meant from the others of that date, such as number=2.")
FROM = Message("The first day on which it is so: what stood before stays, for every day before that.")
DAY = Message("A day, such as 2025-12-31: what stood at its end is meant.")
NEWEST = Message("The day that the document is of: nothing that it tells can have happened later.")
LEDGER = Message("What people call the plan, or the register, in full: reports and pages begin with it.")
LANGUAGE = Message("The language of its reports and pages, and of what is asked here.")
TIME_ZONE = Message("Where it is kept, such as Europe/Stockholm: there a day ends.")
COUNTRY = Message("SE is Sweden: the country's public holidays, currency and personal identity numbers count.")
ADMINISTRATION = Message("Who leads something or takes part in it, by their name in full; one at a time.")
AGREED = Message("With y it is written; with n all stays as it was.")
RECORD = Message("The record that is meant, by its id: `plptool list` shows them.")
_SOURCE = Message(
    "The document in which it stands, by its id; with the line, where you know it: {example}",
    {"example": "minutes-260314#L12"},
)

MEANINGS: dict[str, Message] = {
    "activities": Message("What is to be done, in the words that were adopted; one thing at a time."),
    "activity": Message("What sort of activity it was."),
    "body": Message("Who decided it: a board or a group, by its id."),
    "concerns": Message("The processes that it is about, by their ids: each of them tells of it."),
    "date": _DATE,
    "decision": _DECISION,
    "due": Message("By when it is to come: 2026-03-14, or 2026-03, or 2026."),
    "goal": Message("What is to be reached, in the words that were adopted."),
    "grant": Message("The grant that it came of, by its id."),
    "lead": Message("Who leads it, by their id; several, where they lead together."),
    "need": Message("Why it is done: the need that it answers, in the words that were adopted."),
    "number": Message("Which meeting it is in the row, where they are numbered."),
    "of": Message("The task that it is told of, by its id."),
    "paragraph": Message("Where it stands in the minutes: the number of the paragraph."),
    "period": Message("When it is carried out: a year (2026), or years (2026/2028)."),
    "plan": Message("The plan that it belongs to, by its id."),
    "priority": Message("How urgent the plan says that it is, as a number: 1 comes first."),
    "source": _SOURCE,
    "status": Message("What has become of it: one of the words between the brackets."),
    "outcome": Message("What became of it in the plan's own words: one of those between the brackets."),
    "text": Message("What is worth knowing, in a few words of your own; no person's name."),
    "title": Message("What it is called, in full; of a decision, what was decided, in a few words."),
    "type": Message("What sort of organisation it is: one of the words between the brackets."),
    "years": Message("What came in a year: year=2026 amount=50000"),
    "uses": Message("What the money is for: what='A ramp' process=1.1 date=2026-05"),
}
"""By property, what is meant by it; a test holds that none is asked for that is not here."""
