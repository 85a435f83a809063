"""What a word was probably meant to be."""

import re
from collections.abc import Iterable, Mapping

from plptool.model.errors import UserError
from plptool.model.findings import Argument, Message
from plptool.model.i18n import LANGUAGES, translator
from plptool.model.text import first_of

_FEW = 20
"""So many names are told where none is near."""
_SHORTEST = 4
"""Letters of a word by which a record may be found that is called more than that."""
_LETTERS = re.compile(r"[^0-9]+")
_SWEDISH = {
    "anteckning": "text", "ansvar": "lead", "händelser": "events", "kommentar": "text", "källor": "source",
    "led": "lead", "leder": "lead", "leds av": "lead", "medverkar": "partners", "namn": "title", "nr": "number",
    "organ": "body", "partners": "partners", "prioritet": "priority", "paragraf": "paragraph", "rubrik": "title",
    "sort": "kind", "start": "from", "typ": "kind",
}  # fmt: skip
"""What Swedish writers call a property besides the word that the reports have for it."""


def meant(word: str, allowed: Iterable[str]) -> str | None:
    """Which of our own words was probably meant, also when it is written as reports in any language say it."""
    from difflib import get_close_matches

    allowed = list(allowed)
    by_writing: dict[str, str] = {}
    for name in allowed:
        for language in LANGUAGES:
            by_writing[_folded(translator(language)(name))] = name
    by_writing |= {swedish: name for swedish, name in _SWEDISH.items() if name in allowed}
    for near in get_close_matches(_folded(word[:100]), by_writing, n=1, cutoff=0.7):
        return by_writing[near]
    return None


def only_meant(word: str, allowed: Iterable[str]) -> str | None:
    """The same where it can only be that one: it is written just so in some language, or no other word is near."""
    from difflib import get_close_matches

    allowed = list(allowed)
    best = meant(word, allowed)
    if best is None:
        return None
    others = [name for name in allowed if name != best]
    is_exact = _folded(word) in {_folded(translator(language)(best)) for language in LANGUAGES}
    if is_exact or _SWEDISH.get(_folded(word)) == best:
        return best
    near = get_close_matches(_folded(word[:100]), [_folded(name) for name in others], n=1, cutoff=0.7)
    return None if near or meant(word, others) else best


def only_guess(word: str, allowed: list[str]) -> str | None:
    """What can only have been meant of the ledger's own names: one is near, and no other."""
    best = guess(word, allowed).args.get("word")
    if not isinstance(best, str):
        return None
    others = [name for name in allowed if name != best]
    is_only = "word" not in guess(word, others).args
    return best if is_only else None


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").strip()


def among(word: str, allowed: list[str]) -> Message:
    """What of a few words was meant; where nothing is near, what there is."""
    name = meant(word, allowed)
    if name:
        return did_you_mean(name)
    return guess(word, allowed)


def by_title(word: str, titles: Mapping[str, Iterable[str]]) -> str | None:
    """The id of the one record that is called so, or nearly so, or with a word that is; None where several are.

    Args:
        word: what was written for an id.
        titles: by id, what the record is called.
    """
    from difflib import get_close_matches

    ids: dict[str, set[str]] = {}
    for key, names in titles.items():
        for name in names:
            ids.setdefault(name.casefold(), set()).add(key)
    folded = word[:100].casefold()
    near = [folded] if folded in ids else _nearest(folded, ids)
    if not near and len(folded) >= _SHORTEST and not any(map(str.isdigit, folded)):  # another number is another thing
        near = [name for name in ids if folded in name or get_close_matches(folded, name.split(), n=1, cutoff=0.8)]
    meant = {key for name in near for key in ids[name]}
    return meant.pop() if len(meant) == 1 else None


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    """The names that are nearly a word: those that are as near as no other is."""
    from difflib import SequenceMatcher, get_close_matches

    near = get_close_matches(word, names, n=3, cutoff=0.8)
    likeness = {name: SequenceMatcher(None, name, word).ratio() for name in near}
    return [name for name in near if likeness[name] == max(likeness.values())]


def must_be_among(word: str, allowed: list[str]) -> None:
    """See that a word is one of a few.

    Raises:
        UserError: it is none.
    """
    if word not in allowed:
        args: dict[str, Argument] = {"word": word, "hint": among(word, allowed)}
        raise UserError(Message("`{word}` is none of them. {hint}", args))


def guess(word: str, allowed: list[str]) -> Message:
    """What was probably meant of the ledger's own names; where nothing is near, what there is."""
    from difflib import get_close_matches

    # Another number is another thing, and no slip of the hand; and the longer a name, the more of it must be right.
    digits = _LETTERS.sub("", word)
    of_number = [name for name in allowed if name == word or _LETTERS.sub("", name) == digits]
    by_small_letters = {name.casefold(): name for name in of_number}
    cutoff = max(0.7, 1 - 2 / max(1, len(word)))
    near = get_close_matches(word[:100].casefold(), list(by_small_letters), n=1, cutoff=cutoff)
    if near:
        return did_you_mean(by_small_letters[near[0]])
    return Message("Allowed: {words}", {"words": first_of(allowed, _FEW) or "–"})


def did_you_mean(word: str) -> Message:
    return Message(_DID_YOU_MEAN, {"word": word})


def did_you_mean_day(day: str) -> Message:
    return Message(_OR_THAT_DAY, {"date": day})


def suggested(message: Message) -> str | None:
    """What a message says was probably meant; None where it says nothing of that."""
    name = _SUGGESTING.get(message.template)
    if name is not None:
        return str(message.args[name])
    within = [suggested(part) for part in message.args.values() if isinstance(part, Message)]
    return next(filter(None, within), None)


_DID_YOU_MEAN = Message("Did you mean `{word}`?").template
_OR_THAT_DAY = Message("Did you mean {date}?").template
_SUGGESTING = {_DID_YOU_MEAN: "word", _OR_THAT_DAY: "date"}
"""By template, under which name the suggestion stands in it."""
