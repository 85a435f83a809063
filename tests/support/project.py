"""Where the project under test lies, and what runs it."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BIN = Path(sys.executable).parent
"""The programs that are installed with what tests need."""
