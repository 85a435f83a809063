"""A plain-text ledger of processes and decisions, read at any date.

>>> from plptool import open_ledger
>>> ledger = open_ledger(".")
>>> state = ledger.at("231231")
"""

from typing import TYPE_CHECKING

from plptool.model.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from plptool.read.opening import open_ledger
    from plptool.timeline.ledger import Ledger, State

__all__ = ["Ledger", "State", "__version__", "open_ledger"]

_HOMES = {  # which module has a name
    "Ledger": "plptool.timeline.ledger",
    "State": "plptool.timeline.ledger",
    "open_ledger": "plptool.read.opening",
}


def __getattr__(name: str) -> "type[Ledger | State] | Callable[..., Ledger]":
    # Resolved when first asked for, so that `plptool --version` need not import the parser.
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    resolved: type[Ledger | State] | Callable[..., Ledger] = getattr(import_module(_HOMES[name]), name)
    return resolved
