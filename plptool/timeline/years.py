"""Of which year something is: what is told by year asks here, and nowhere else.

A date need not tell a day, so there are two answers. They part where a date may mean days of two years: a decision of
`2022-11/2023-02` is of no year for certain, and takes effect in 2023.
"""

from plptool.model.dates import When


def year_for_certain(when: When) -> int | None:
    """The year in which it was, whichever of its days it was; None where that may be one of several.

    So the page of decisions groups them.
    """
    if when.earliest is None or when.latest is None:
        return None
    return when.latest.year if when.earliest.year == when.latest.year else None


def year_of_effect(when: When) -> int | None:
    """The year in which it takes effect, on the last day that it can mean; None where it never does.

    So meetings a year are counted, and what came between the ends of two years.
    """
    return when.latest.year if when.latest else None
