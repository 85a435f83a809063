"""How much of a document is read: whoever made it may want to harm whoever reads it."""

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


class RefusedError(Exception):
    """A document is not read, for one of the reasons in `opening.REFUSED`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
