"""What the words of documents mean in one ledger: its organisations by all their names, and its sources."""

from plptool.documents.document import Document
from plptool.documents.labels import MEETING
from plptool.documents.lists import STATUSES
from plptool.model.collections import Collection
from plptool.model.drafts import DraftSource
from plptool.model.own_words import OwnWords
from plptool.model.plain import entries, part, text, text_if_any, texts
from plptool.texts.date_forms import DayOrder
from plptool.texts.letters import fold, letters
from plptool.texts.meeting_words import Vocabulary
from plptool.timeline.ledger import Ledger


def vocabulary_of(ledger: Ledger) -> Vocabulary:
    """A ledger's organisations, what it calls meetings, and which comes first in its dates, the day or the month."""
    names: dict[str, str] = {}
    organisations = ledger.collections[Collection.ORGANISATIONS].values()
    for organisation in organisations:
        for name in (organisation.id, text(organisation.data, "title"), *texts(organisation.data, "names")):
            names.setdefault(name, organisation.id)
    taught = [
        word
        for entry in entries(part(ledger.manifest, "drafting"), "labels")
        if entry["part"] == MEETING
        for word in texts(entry, "words")
    ]
    order = DayOrder.of(text_if_any(ledger.manifest, "country"))
    return Vocabulary.of(names, taught, order)


def bodies_of(ledger: Ledger) -> list[str]:
    """The organisations that decide: boards, and whoever has decided."""
    boards = [
        organisation.id
        for organisation in ledger.collections[Collection.ORGANISATIONS].values()
        if organisation.data.get("type") == "board"
    ]
    deciding = [text_if_any(decision.data, "body") for decision in ledger.collections[Collection.DECISIONS].values()]
    return [*boards, *(key for key in deciding if key is not None)]


def processes_of(ledger: Ledger) -> dict[str, str]:
    """By the id of each process, the letters of what it is called, and of its need."""
    return {
        process.id: " ".join(letters(text_if_any(process.data, name) or "") for name in ("title", "need"))
        for process in ledger.collections[Collection.PROCESSES].values()
    }


def statuses_of(ledger: Ledger) -> dict[str, str]:
    """What documents say of a day, in small letters, and the status that it is: what is known, and what is taught."""
    statuses = dict(STATUSES)
    for entry in entries(part(ledger.manifest, "drafting"), "statuses"):
        for words in texts(entry, "words"):
            statuses[fold(words).rstrip(".")] = text(entry, "status")
    return statuses


def ratings_of(ledger: Ledger) -> dict[str, str]:
    """What plans say of how it goes, in small letters, and the id of that rating; of two that differ, neither."""
    words: dict[str, set[str]] = {}
    for plan in ledger.collections[Collection.PLANS].values():
        for key, said in OwnWords.of_plan(plan.data).ratings.items():
            for word in (key, said):
                words.setdefault(fold(word).rstrip("."), set()).add(key)
    return {word: min(keys) for word, keys in words.items() if len(keys) == 1}


def known_source(ledger: Ledger, document: Document) -> DraftSource | None:
    """The source whose text a document is; None where the ledger has none."""
    for source in ledger.collections[Collection.SOURCES].values():
        if text_if_any(source.data, "sha256") == document.sha256 and "withdrawn" not in source.data:
            title, day = text(source.data, "title"), str(source.data["date"])
            return DraftSource(source.id, document.sha256, document.line_count, title, day, is_known=True)
    return None
