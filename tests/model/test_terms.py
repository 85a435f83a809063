"""A ledger's own words for things stand wherever the program's would."""

import pytest

from plptool.model.i18n import translation
from plptool.model.plain import Data

ACTIONS: Data = {
    "language": "en",
    "terms": {
        "en": {"process": {"singular": "action", "plural": "actions", "indefinite": "an action"}},
        "sv": {
            "process": {
                "singular": "projekt",
                "plural": "projekt",
                "definite": "projektet",
                "definite-plural": "projekten",
                "indefinite": "ett projekt",
            },
            "need": {"singular": "mål", "plural": "mål", "numbered": "Inriktningsmål"},
            "administration": {"singular": "avdelning", "plural": "avdelningar"},
        },
    },
}


@pytest.mark.parametrize(
    ("language", "message", "said"),
    [
        ("en", "Processes by status", "Actions by status"),
        ("en", "A process is taken in before its plan was adopted.", "An action is taken in before its plan was adopted."),
        ("en", "the process names no plan, and the ledger has several", "the action names no plan, and the ledger has several"),
        ("en", "{kind} on {date}, while the process was paused since {day}", "{kind} on {date}, while the action was paused since {day}"),
        ("en", "no event of {process} tells of the grant", "no event of {process} tells of the grant"),
        ("en", "process-leaders", "process-leaders"),
        ("en", "Status by lead", "Status by lead"),
        ("en", "No. {number}, process {id}", "No. {number}, action {id}"),
        ("sv", "the process", "projektet"),
        ("sv", "Where the processes stand", "Hur det står till med projekten"),
        ("sv", "There is no such process.", "Projektet finns inte."),
        ("sv", "process-leaders", "processledare"),
        ("sv", "Status by lead", "Status per avdelning"),
        ("sv", "Organisations", "Avdelningar"),
        ("sv", "No. {number}, process {id}", "Inriktningsmål {number}, projekt {id}"),
        ("sv", "need", "mål"),
        # Not the plan's word for a need, but one of every day: nothing but what is meant is another.
        ("sv", "git {version} is too old: this needs {oldest}", "git {version} är för gammalt: här behövs {oldest}"),
    ],
)  # fmt: skip
def test_what_a_ledger_calls_things(language: str, message: str, said: str) -> None:
    assert translation(ACTIONS, language)(message) == said


def test_a_verb_is_no_need() -> None:
    goals: Data = {"terms": {"en": {"need": {"singular": "goal", "plural": "goals"}}}}
    translate = translation(goals, "en")
    assert translate("need") == "goal"
    assert translate("a correction needs its reason: --reason TEXT") == "a correction needs its reason: --reason TEXT"


@pytest.mark.parametrize(("language", "heading"), [("sv", "Status per ansvarig"), ("en", "Status by lead")])
def test_where_nothing_is_said_headings_are_nobodys_words(language: str, heading: str) -> None:
    assert translation({}, language)("Status by lead") == heading
