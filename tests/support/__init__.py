"""What several tests use. What an assertion here fails for is told as in a test."""

from pathlib import Path

import pytest

pytest.register_assert_rewrite(*(f"tests.support.{path.stem}" for path in Path(__file__).parent.glob("[a-z]*.py")))
