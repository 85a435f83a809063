"""An event of a record, with the days that its date can mean."""

from dataclasses import dataclass
from typing import Any

from plptool.model.dates import When
from plptool.model.records import Json

_KIND_ORDER = {"meeting": 0, "activity": 1, "status": 3}


@dataclass(slots=True)  # frozen, it would take three times as long to make, and there are many
class Event:
    """One event of a record, with the days that its date can mean."""

    index: int
    """Where it stands in the record's `events`."""
    data: dict[str, Json]
    when: When

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def held(self) -> bool:
        """A meeting or activity that took place. A meeting that is only booked did not, as far as anybody knows."""
        return self.kind in ("meeting", "activity") and not self.data.get("booked", False)

    @property
    def meeting_sort(self) -> str:
        """booked, internal, numbered or other: the first that fits."""
        if self.data.get("booked"):
            return "booked"
        if "internal" in self.data:
            return "internal"
        return "numbered" if "number" in self.data else "other"

    def order(self) -> tuple[Any, ...]:
        return self.when.order, _KIND_ORDER.get(self.data["kind"], 2)
