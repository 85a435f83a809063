"""Words that say that a meeting was not held, or not yet: whatever stands beside them is asked about."""

import re

from plptool.texts.letters import fold

_UNDONE = re.compile(
    r"\b(?:installt|installd|installda|stalld(?:e|es)? (?:\w+ )?in|stalls (?:\w+ )?in|stallts in|avbok\w*|avlys\w*"
    r"|utgar|utgick|struk\w*|flytt\w*|framflytt\w*|senarelagd?\w*|senarelagg\w*|tidigarelagg\w*|uppskj\w*|uppskot\w*"
    r"|skjuts (?:upp|fram)|skots (?:upp|fram)|ombok\w*|andra[td]|andrades|ersatt\w*|byter dag|nytt datum|annat datum"
    r"|fel datum|rattas|rattelse|cancel\w*|postpone\w*|moved|rescheduled?|called off)\b"
)
"""What takes a meeting back, or puts it on another day."""
_NOT = re.compile(
    r"\b(?:ej|inte|aldrig|icke|not|never)\b(?: \w+){0,2}"
    r" (?:genomfor\w*|hall\w*|holl\w*|av|agt? rum|traff\w*|mott?s|held|met|tak(?:e|en|ing) place"
    r"|took place|happen\w*|go(?:ing|ne)? ahead)\b"
    r"|\b(?:genomfor\w*|hall\w*|holls|traffa\w*|mott?e?s|blev|blir|bli|blivit) (?:\w+ )?"
    r"(?:ej|inte|aldrig|icke|not|never)\b"
)
_AHEAD = re.compile(
    r"\b(?:nasta|kommande|planera\w*|planering|planlag\w*|motesplan\w*|motestider|kalendarium|arshjul|bok(?:a|as|ad|at|ade|ning)"
    r"|inbok\w*|preliminar\w*|prel|ev|eventuel\w*|forslag|foreslag\w*|forhoppning\w*|tank[et]\w*|tidigast|mojlig\w*|kanske"
    r"|next|upcoming|planned|scheduled?|proposed|tentative|possibly|maybe)\b"
)
"""What is still to come, or may."""
_ALL = re.compile(
    r"\b(?:moten|motena|motenas|traffar\w*|processmoten\w*|sammantraden\w*|bada|samtliga|alla|dessa|ovan\w*|nedan\w*|foljande"
    r"|meetings|both|all|these|above|below|following)\b"
)
"""What speaks of several."""
_DENIES = re.compile(
    r"\b(?:ej|inte|aldrig|icke|ingen|inget|inga|nej|utan|utebl\w*|saknas|okant|oklart|eller|not|never|no|none|nobody"
    r"|without|nor|neither|unknown|tbc|tba|or)\b|n[’']t\b|[?*^~]"
)
"""What may say that something was not, or that nobody knows."""
_ABSENT = re.compile(
    r"\b(?:sjuk\w*|vakant|semester|strejk|corona\w*|covid\w*|forhinder|franvar\w*|stangt|absent|illness|sick)\b"
)
"""What stands where nobody was."""
_CORRECTS = re.compile(
    r"\b(?:ratt|ratta|egentligen|ska(?:ll)? vara|skulle vara|borde vara|ovanstaende|samma mote|should be|actually"
    r"|correct(?:ly|ion|ed)?|same meeting|the above)\b"
    r"|^\W*(?:avser|avsag|galler|gallde|hor till|tillhor|refers to|belongs to|concerns)\b"
    r"|^\W*(?:nr|nummer|no|number)\b\.? ?\d"
)
"""What says otherwise of what stands before it: its number, or whose it is."""


def takes_back(text: str) -> bool:
    """Whether a text says of something that it was not held, or on another day."""
    folded = fold(text)
    return _UNDONE.search(folded) is not None or _NOT.search(folded) is not None


def is_ahead(text: str) -> bool:
    """Whether a text says of something that it is still to come, or may."""
    return _AHEAD.search(fold(text)) is not None


def is_of_several(text: str) -> bool:
    """Whether a text speaks of several."""
    return _ALL.search(fold(text)) is not None


def corrects(text: str) -> bool:
    """Whether a text says otherwise of what stands before it."""
    return _CORRECTS.search(fold(text)) is not None


def denies(text: str) -> bool:
    """Whether a text may say of something that it was not, or that nobody knows."""
    return _DENIES.search(fold(text)) is not None


def is_absence(text: str) -> bool:
    """Whether a text says, where people are to be named, why nobody was there."""
    return _ABSENT.search(fold(text)) is not None


def is_a_warning(text: str) -> bool:
    """Whether a text may say that what stands beside it is otherwise than it seems."""
    return takes_back(text) or is_ahead(text) or corrects(text) or denies(text)
