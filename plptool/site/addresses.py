"""The address of each event: the place on its record's page at which it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from plptool.model.events import Event

_NO_PART = re.compile(r"[^0-9A-Za-z.-]+")


def addressed(events: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    """The events of a record in their order, each after the name of its place on the page.

    That says its date and kind, so that it stays the same while others come and its words are corrected; of several
    of one date and kind, the later ones are numbered.
    """
    seen: Counter[str] = Counter()
    for event in events:
        date = _NO_PART.sub("_", event.when.text)
        name = f"event-{date}-{event.kind}"
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}-{seen[name]}"), event
