"""What several checks need."""

from collections.abc import Iterator

from plptool.ledger import Ledger
from plptool.model import Json, Message, Path, Record, as_list
from plptool.schemas import guess
from plptool.state import Event, events_of


def processes(ledger: Ledger) -> list[Record]:
    return list(ledger.collections["processes"].values())


def event_path(event: Event, field: str = "date") -> Path:
    return ("events", event.index, field)


def with_events(ledger: Ledger) -> Iterator[tuple[Record, list[Event]]]:
    """Every record that has events, with them in the order in which they take effect."""
    for record in ledger.all_records():
        if record.data.get("events"):
            yield record, events_of(record)


def mappings(data: Json, where: Path = ()) -> Iterator[tuple[Path, dict[str, Json]]]:
    """Every mapping in a record's data, from the top down."""
    if isinstance(data, dict):
        yield where, data
        for key, value in data.items():
            yield from mappings(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from mappings(value, (*where, index))


def near(ledger: Ledger, collection: str, wrong: str) -> Message:
    """What a wrong id was probably meant to be; for organisations, also by the names they go by."""
    if collection == "organisations":
        for record in ledger.collections[collection].values():
            names = [record.data["title"], *as_list(record.data.get("names"))]
            if wrong.casefold() in (str(name).casefold() for name in names):
                return Message("Did you mean `{word}`?", {"word": record.id})
    there = sorted(ledger.collections[collection])
    meant = guess(wrong, there)
    if "word" in meant.args:
        return meant
    shown = ", ".join(there[:12]) + (", …" if len(there) > 12 else "") or "–"
    return Message(
        "Make it a record in ledger/{folder}/, or write one of: {words}", {"folder": collection, "words": shown}
    )
