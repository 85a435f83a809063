"""How much of a document the ledger accounts for."""

from typing import Any

from plptool.checks.coverage import Outcome


def summary(outcome: Outcome, source: str) -> dict[str, Any]:
    found = [one for one in outcome.occurrences if one.source == source]
    return {
        "dates": len(found),
        "accounted": sum(one.accounted for one in found),
        "left-out": sum(one.left_out and not one.accounted for one in found),
    }
