"""What the suite has no time for."""

import os

import pytest

THOROUGH = os.environ.get("PLPTOOL_PROOF") == "all"
"""Whether the tests that the suite has no time for are run whole, as `.ci/run` does."""

thorough = pytest.mark.skipif(not THOROUGH, reason="takes long: .ci/run does it (PLPTOOL_PROOF=all)")
