"""How much of a document is read: whoever made it may want to harm whoever reads it."""

from time import monotonic

from plptool.model.errors import UserError
from plptool.model.findings import Message

FILE_BYTES = 32 << 20
"""No larger file is read; most documents have pictures, which nobody opens."""
MEMORY_BYTES = 256 << 20
"""What the process that reads may have."""
SECONDS = 20
"""What it may take."""
ZIP_ENTRIES = 5_000
ZIP_BYTES = 64 << 20
"""What a packed part, and all of them, may unpack to."""
ZIP_RATIO = 200
"""How much larger a large part may be than it is packed."""
ZIP_SMALL = 1 << 20
"""No part that unpacks to less is too dense."""
DEPTH = 200
"""How deep elements may lie in each other."""
LINES = 20_000
LINE_CHARACTERS = 20_000
CELLS = 200_000
"""What a sheet may have, empty ones too."""
PAGES = 500
PIECE_CHARACTERS = 2_000
"""What a line, or a cell, has at most that is read for what it says, which is looked for in many ways."""


class Deadline:
    """When whoever recognises what a document says must have come to the end."""

    def __init__(self) -> None:
        self._end = monotonic() + SECONDS

    def check(self) -> None:
        """Go on, if there is time.

        Raises:
            UserError: there is none.
        """
        if monotonic() > self._end:
            raise UserError(Message("there is more in the document than in any that people write: it is not read"))


class RefusedError(Exception):
    """A document is not read, for one of the reasons in `opening.REFUSED`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
