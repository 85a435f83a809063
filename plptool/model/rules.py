"""The catalogue of rules: what each is called, how grave it is, and what `known` must name to acknowledge it."""

from dataclasses import dataclass
from typing import Literal

from plptool.model.findings import SEVERITIES, Severity
from plptool.model.plain import Data, part


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    name: str
    severity: Severity
    summary: str
    value: str = ""
    """What the finding's value is, for `known`; empty where the rule cannot be acknowledged."""


def _r(code: str, name: str, severity: Severity, summary: str, value: str = "") -> Rule:
    return Rule(code, name, severity, summary, value)


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        _r("PLP101", "yaml-syntax", "error", "The file is not YAML."),
        _r("PLP102", "encoding", "error", "The file is not UTF-8, or begins with a byte order mark."),
        _r(
            "PLP103", "hidden-character", "error", "The file holds a character that cannot be seen or misleads the eye."
        ),
        _r("PLP104", "duplicate-key", "error", "A property stands twice in one place."),
        _r("PLP105", "yaml-feature", "error", "Anchors, aliases, tags and merge keys are not used in a ledger."),
        _r("PLP106", "not-a-record", "error", "The file does not hold one record, made of lines `name: value`."),
        _r("PLP107", "too-large", "error", "The file is larger or nested deeper than a record can be."),
        _r("PLP108", "stray-file", "error", "The file is not one that a ledger holds."),
        _r("PLP109", "no-manifest", "error", "ledger/ledger.yaml is missing or broken."),
        _r("PLP110", "cut-text", "warning", "YAML takes the end of a text for a comment."),
        _r("PLP111", "undecided", "error", "Two edits do not agree, and nobody has chosen yet."),
        _r("PLP201", "unknown-property", "error", "The property is not one that this record has."),
        _r("PLP202", "missing-property", "error", "A property that the record needs is missing."),
        _r("PLP203", "wrong-type", "error", "The value is of another sort than the property holds."),
        _r("PLP204", "not-allowed", "error", "The value is not among those allowed."),
        _r("PLP205", "wrong-form", "error", "The value is not written in the form that the property has."),
        _r("PLP206", "wrong-size", "error", "The value is too small, too large, empty, too long, or repeated."),
        _r("PLP207", "schema-differs", "error", "A file in schema/ is not the one that this version of plptool has."),
        _r("PLP301", "unknown-organisation", "error", "There is no such organisation.", "the organisation"),
        _r("PLP302", "unknown-process", "error", "There is no such process.", "the process"),
        _r("PLP303", "unknown-decision", "error", "There is no such decision.", "the decision"),
        _r("PLP304", "unknown-grant", "error", "There is no such grant.", "the grant"),
        _r("PLP305", "unknown-source", "error", "There is no such source.", "the source"),
        _r("PLP306", "unknown-plan", "error", "There is no such plan.", "the plan"),
        _r("PLP307", "id-used-twice", "error", "The same id stands in two collections."),
        _r("PLP308", "name-other-than-id", "error", "The file's name and the id differ."),
        _r("PLP309", "unknown-record", "error", "There is no record with this id.", "the id"),
        _r("PLP310", "names-withdrawn", "warning", "A record names one that was withdrawn.", "the id"),
        _r("PLP311", "plan-not-named", "error", "The ledger has several plans, and a process names none."),
        _r("PLP312", "id-claimed", "error", "A record says that it had an id that another has, or says that it had."),
        _r("PLP313", "unknown-task", "error", "The record has no such task.", "the task"),
        _r("PLP314", "task-id", "error", "Two tasks of a record have one id, or an id could be a date.", "the id"),
        _r(
            "PLP315",
            "unknown-word",
            "error",
            "A rating, an outcome or a priority is none of the plan's own.",
            "the word",
        ),
        _r(
            "PLP316",
            "own-part",
            "error",
            "A process, an organisation or a copy is a part of itself, or continues itself or one that begins later.",
            "the property",
        ),
        _r(
            "PLP317",
            "indicator-value",
            "error",
            "A report of an indicator lacks its value or its period, or one of a task has them.",
            "the date and the indicator, or the indicator and the period of a target, `trees 2022-04/2023-03`",
        ),
        _r("PLP401", "no-such-date", "error", "There is no such date, or it is not in a form that is read."),
        _r(
            "PLP402",
            "after-its-source",
            "error",
            "A fact is dated after the document that it cites, or a document after it was retrieved.",
            "the date and the source, `2024-02-01 bilaga-5`; `2024-02-01 retrieved`",
        ),
        _r("PLP403", "out-of-order", "error", "Events do not stand in the order of their dates.", "the date"),
        _r(
            "PLP404",
            "before-the-plan",
            "error",
            "Something is told of a process before its plan was adopted, or it was taken into the plan.",
            "the date",
        ),
        _r(
            "PLP405",
            "after-completion",
            "error",
            "A meeting or activity was held after the process was over, or something is told of a task after that was.",
            "the date",
        ),
        _r(
            "PLP406",
            "outside-its-period",
            "warning",
            "A meeting or activity lies outside the record's period, or the process or a milestone is due outside it.",
            "the date",
        ),
        _r("PLP407", "day-off", "info", "A meeting was held on a weekend or a public holiday.", "the date"),
        _r(
            "PLP408",
            "unreadable-date",
            "warning",
            "What the source wrote looks like a date and is none.",
            "what was written",
        ),
        _r(
            "PLP409",
            "held-while-paused",
            "error",
            "A meeting or activity was held while the process was paused.",
            "the date",
        ),
        _r(
            "PLP410",
            "taken-in-before-the-plan",
            "error",
            "A process is taken in before its plan was adopted.",
            "the date",
        ),
        _r(
            "PLP411",
            "outside-the-plan",
            "error",
            "A process's period lies wholly outside its plan's, or it is due before that, or taken in after its own.",
            "the period, the due date or `from`",
        ),
        _r(
            "PLP412",
            "before-its-task",
            "error",
            "A task is due, or something is told of it, before it was given; or what is expected was due already.",
            "the date and the task, the kind or the property: `2017-12-31 plan`, `2017-12-31 report`, `2017 period`",
        ),
        _r(
            "PLP413",
            "after-its-process",
            "info",
            "A milestone is due after the process of which it is one.",
            "the milestone",
        ),
        _r(
            "PLP414",
            "before-its-period-ends",
            "warning",
            "A value was reported before the period was over in which it was measured.",
            "the date",
        ),
        _r(
            "PLP501",
            "impossible-status",
            "error",
            "The status cannot follow the one before it.",
            "the date and the status, `2023-12-31 planned`",
        ),
        _r(
            "PLP502",
            "missing-number",
            "warning",
            "A number is missing in a series of meetings.",
            "the number, or the first and last of many, with the series where it is not the main one: `2`, `7–30`, "
            "`2 KSON internt`",
        ),
        _r(
            "PLP503",
            "repeated-number",
            "error",
            "A number is used twice in a series of meetings.",
            "the number and the date, `3 2022-04-06`",
        ),
        _r(
            "PLP504",
            "falling-number",
            "error",
            "A meeting's number is not in the order of the dates.",
            "the number and the date, `3 2022-04-06`",
        ),
        _r(
            "PLP505",
            "never-confirmed",
            "warning",
            "A meeting was booked and nobody has confirmed that it was held.",
            "the date",
        ),
        _r(
            "PLP506",
            "lead-also-partner",
            "error",
            "The organisation that leads stands among the partners too.",
            "the organisation",
        ),
        _r(
            "PLP507",
            "two-statuses",
            "error",
            "Two different statuses take effect on one day.",
            "the date, with the task where it is one's",
        ),
        _r(
            "PLP508",
            "settles-nothing",
            "error",
            "An event settles a due date that no earlier event expects, or what is settled already.",
            "the due date or the task",
        ),
        _r(
            "PLP509",
            "changed-twice",
            "error",
            "Two events of one day change one field, or one entry of a list.",
            "the date and the field, `2023-03-14 lead`",
        ),
        _r(
            "PLP510",
            "event-twice",
            "error",
            "An event, a task, a document, a day or an entry of a list stands twice, or an event changes nothing.",
            "the date and the kind, `2023-03-14 meeting`; of a task or record its id, of a use what it is; `clauses 3`",
        ),
        _r(
            "PLP511",
            "settles-several",
            "error",
            "A due date is settled on which several things were expected.",
            "the due date",
        ),
        _r("PLP512", "nobody-to-do-it", "warning", "Nobody is to do a task, or leads a process.", "the task"),
        _r(
            "PLP513",
            "task-without-words",
            "error",
            "A task, or a process, does not say what is to be done.",
            "the task",
        ),
        _r(
            "PLP514",
            "ended-without-decision",
            "warning",
            "A task is cancelled or closed, and it is not said by which decision, or why.",
            "the date and the tasks, `2018-11-26 plan`",
        ),
        _r(
            "PLP515",
            "impossible-pointer",
            "error",
            "A decision repeals, amends or rests on itself or on a later one, or repeals and amends one.",
            "the property and the decision, `repeals 2020-02-10-direktionen-6`",
        ),
        _r(
            "PLP516",
            "not-in-force",
            "warning",
            "A decision repeals or amends one that is not in force.",
            "the property and the decision, `repeals 2020-02-10-direktionen-6`",
        ),
        _r(
            "PLP517",
            "vote-and-outcome",
            "warning",
            "The votes fell otherwise than the decision, nobody voted, or who was disqualified has a reservation.",
            "the votes for and against, `18–31`; of a reservation `reservations 2`",
        ),
        _r(
            "PLP518",
            "dates-of-a-decision",
            "warning",
            "A decision is reviewed, changes or runs out before it was taken, or comes into force after its period.",
            "the property and the date, `review 2020-12-31`",
        ),
        _r(
            "PLP519",
            "minutes-out-of-order",
            "error",
            "Minutes are approved before their meeting, in another order or of no meeting; or two have one number.",
            "the date and the status, `2023-03-21 posted`, or the number and the date",
        ),
        _r(
            "PLP520",
            "outcome-of-another-status",
            "error",
            "A status is another than the plan says of the outcome.",
            "the date and the outcome, `2022-06-30 inappropriate`",
        ),
        _r(
            "PLP521",
            "two-values",
            "error",
            "Two values are given of one thing: by reports of one day, as outcomes, targets, or a snapshot's day.",
            "the date or the period, and the indicator or the property: `2023-01-20 elever`, `2023-01-20 percent`",
        ),
        _r(
            "PLP522",
            "report-and-end",
            "warning",
            "What is reported does not agree with how it stands: how much is done, or a report after the final one.",
            "the date and the property, `2023-01-20 percent` or `2023-01-20 stage`",
        ),
        _r(
            "PLP523",
            "never-due",
            "warning",
            "A task is to be done again and again, and nothing says by when the first time.",
            "the task",
        ),
        _r(
            "PLP524",
            "expected-again",
            "warning",
            "What is expected already is expected again by another day, and nothing has settled the first.",
            "the later due date",
        ),
        _r(
            "PLP601",
            "assertion-fails",
            "error",
            "What a source counts is not what the records give.",
            "what is counted and the figure that the records give, `completed 8`",
        ),
        _r("PLP602", "value-not-claimed", "error", "No claim of a discrepancy is the recorded value.", "the field"),
        _r("PLP603", "no-such-line", "error", "The cited line or page is not in the document.", "the citation"),
        _r(
            "PLP604",
            "decision-date-differs",
            "error",
            "An event and the decision that it names have different dates.",
            "the decision",
        ),
        _r(
            "PLP605",
            "decision-one-sided",
            "error",
            "A process names a decision that does not concern it, or the other way round.",
            "the decision or process",
        ),
        _r(
            "PLP606",
            "known-matches-nothing",
            "warning",
            "An acknowledged oddity is no longer found.",
        ),
        _r("PLP607", "no-source", "warning", "A field has no source.", "the field"),
        _r(
            "PLP608",
            "grant-one-sided",
            "error",
            "A process tells of a grant that has no use for it, or the other way round.",
            "the grant or process",
        ),
        _r(
            "PLP609",
            "missing-fact",
            "info",
            "A fact that the record should have is missing in the documents.",
            "the field",
        ),
        _r("PLP611", "not-borne-out", "error", "The cited lines do not say what is recorded.", "what was looked for"),
        _r(
            "PLP612",
            "date-unaccounted",
            "error",
            "A date in a document is in no fact that cites its line.",
            "the date and the line, `2023-03-14 L217`",
        ),
        _r("PLP613", "text-not-found", "error", "The text of a document was not found.", "the source"),
        _r(
            "PLP614",
            "left-out-nothing",
            "error",
            "A date is listed as left out but does not stand there.",
            "the date and the line",
        ),
        _r(
            "PLP615",
            "date-not-understood",
            "error",
            "What is written like a date in a document can be read in several ways or in none, and no fact says which.",
            "what is written and the line, `14 mars L217`",
        ),
        _r(
            "PLP616",
            "paragraph-twice",
            "error",
            "Two decisions are one paragraph of one body's minutes, or nothing tells them apart.",
            "the other decision",
        ),
        _r(
            "PLP617",
            "number-twice-in-list",
            "error",
            "Two processes have one number in a list.",
            "the list and the number, `bilaga-5 7`",
        ),
        _r(
            "PLP618",
            "year-of-grant",
            "error",
            "A grant has a year twice, or one outside its period, or is used when there is none of it.",
            "the year; of a use, when and what",
        ),
        _r(
            "PLP619",
            "participant",
            "error",
            "An organisation takes part in a plan twice, or from a day outside its period.",
            "the organisation, with the date where that is what is odd: `SoC 2030`",
        ),
        _r(
            "PLP620",
            "calendar-year-of-grant",
            "warning",
            "A year of a grant is a calendar year, where this ledger's years begin on another day.",
            "the year",
        ),
        _r(
            "PLP621",
            "organisation-twice",
            "warning",
            "Two organisations have one title, and nothing tells them apart.",
            "the other organisation",
        ),
        _r("PLP701", "sealed-fact-changed", "error", "What a seal closed of a record has been altered since."),
        _r("PLP702", "sealed-record-gone", "error", "A record that a seal closed is not there any more."),
        _r("PLP703", "late-record", "error", "A record holds since a day that was sealed without it."),
        _r("PLP704", "seal-broken", "error", "A seal is not as it was made, or does not follow the one before it."),
        _r("PLP705", "correction-broken", "error", "A correction of what was sealed is not as it was made."),
        _r(
            "PLP711",
            "seal-altered",
            "error",
            "A seal or correction that the base or the last commit has is gone, or another.",
        ),
        _r("PLP712", "record-deleted", "error", "A record that the base has is deleted."),
        _r("PLP713", "id-used-again", "error", "The id is one that another record had."),
        _r(
            "PLP714",
            "severity-loosened",
            "error",
            "The ledger's manifest makes a rule less grave than the base has it.",
        ),
        _r("PLP715", "edited-in-place", "warning", "A field is edited where it stands."),
        _r(
            "PLP716",
            "newly-acknowledged",
            "info",
            "A finding is acknowledged, or a rule is turned off, that the base does not acknowledge or turn off.",
        ),
        _r(
            "PLP717", "commit-dated-back", "warning", "A commit is dated before what it builds on, or later than today."
        ),
        _r(
            "PLP718",
            "kept-otherwise",
            "warning",
            "Git keeps another file than the one that lies here, and does not say so.",
        ),
        _r("PLP901", "personal-number", "error", "A personal identity number or coordination number stands here."),
        _r("PLP902", "e-mail-address", "warning", "An e-mail address stands in a record."),
        _r("PLP903", "telephone-number", "warning", "A telephone number stands in a record."),
        _r("PLP904", "person-named", "warning", "A person whom the ledger names stands outside `person`."),
        _r(
            "PLP905",
            "likely-no-personal-number",
            "warning",
            "Digits would be a personal identity number, and are more likely a time, or a number of another sort.",
            "a digest of the text in which they stand",
        ),
    )
}

UNBENDING = (
    "PLP1",
    "PLP2",
    "PLP307",
    "PLP308",
    "PLP311",
    "PLP312",
    "PLP401",
    "PLP7",
    "PLP901",
    "PLP902",
    "PLP903",
    "PLP904",
)
"""Codes that neither `known` nor the manifest's severities may touch.

Without its dates a record cannot be read; and where two claim an id, or nobody knows a process's plan, nobody can say
what was sealed.
"""


IN_DOCUMENTS = frozenset(
    f"PLP{number}"
    for number in (
        *(402, 404, 405, 406, 407, 408, 409, 413, 501, 502, 503, 504, 505, 506, 507),
        *(516, 517, 518, 519, 522, 601, 604, 611, 618),
    )
)
"""Rules that a document itself most often breaks: their findings are told with the way to acknowledge them.

Others may be acknowledged as well (`acknowledgeable`); of these it is more likely that the record is wrong.
"""


MENDED = frozenset(
    f"PLP{number}"
    for number in (
        *(101, 102, 103, 104, 201, 203, 204, 205, 206),
        *(301, 303, 304, 305, 306, 309, 313, 401, 403, 510, 606),
    )
)
"""Rules of which some findings can be mended in one way alone, without looking anything up (`edit/mend.py`).

Of the others somebody must choose, or know what the document says.
"""


def bendable(code: str) -> bool:
    """Whether `known` and the manifest's severities have a say."""
    return not code.startswith(UNBENDING)


def acknowledgeable(code: str) -> bool:
    """Whether a record may say of what the rule finds that it stands so: the one answer, for whoever asks."""
    return bendable(code) and bool(RULES[code].value)


OFF: Literal["off"] = "off"
"""What a manifest says of a rule that is not asked here."""
Grade = Severity | Literal["off"]
"""How grave a rule is in a ledger, or that it is not asked there."""
COMPLETENESS = frozenset(("PLP512", "PLP609"))
"""Rules about what documents leave unsaid: a ledger may turn them off, as nothing that they find is wrong.

All others tell of what is wrong; of these none can be silenced but finding by finding, under `known`.
"""


def grade(code: str, manifest: Data) -> Grade:
    """How grave the rule is in the ledger that has this manifest, or that it is turned off there."""
    return OFF if turned_off(code, manifest) else severity(code, manifest)


def turned_off(code: str, manifest: Data) -> bool:
    """Whether the ledger that has this manifest does not ask the rule."""
    return code in COMPLETENESS and part(part(manifest, "severities"), code).get("severity") == OFF


def severity(code: str, manifest: Data) -> Severity:
    """How grave the rule is in the ledger that has this manifest."""
    if bendable(code):
        chosen = part(part(manifest, "severities"), code).get("severity")
        for known in SEVERITIES:
            if chosen == known:
                return known
    return RULES[code].severity


OF_TEXTS = ("PLP611", "PLP612", "PLP613", "PLP614", "PLP615")
"""Rules about the documents' texts: their findings come of another examination (`coverage.py`)."""
