"""A plain-text ledger of processes and decisions, read at any date.

>>> from plptool import open_ledger
>>> ledger = open_ledger(".")
>>> state = ledger.at("231231")
"""

from typing import TYPE_CHECKING, Any

from plptool.model.version import __version__

if TYPE_CHECKING:
    from plptool.read.opening import open_ledger
    from plptool.timeline.ledger import Ledger, State

__all__ = ["Ledger", "State", "__version__", "open_ledger"]

_HOMES = {
    "Ledger": "plptool.timeline.ledger",
    "State": "plptool.timeline.ledger",
    "open_ledger": "plptool.read.opening",
}


def __getattr__(name: str) -> Any:
    # Resolved when first asked for, so that `plptool --version` need not import the parser.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
