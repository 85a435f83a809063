"""How a dataclass stands in JSON where its fields do not say it themselves; `render/json.py` is who reads this.

Each of these is what `dataclasses.field` takes as `metadata`.
"""

from collections.abc import Mapping
from types import MappingProxyType

NAME = "json-name"
PLACE = "json-place"

INLINE: Mapping[str, str] = MappingProxyType({PLACE: "inline"})
"""What the field holds stands there in its place: its own properties, and not below a name."""
IF_ANY: Mapping[str, str] = MappingProxyType({PLACE: "if-any"})
"""The field is left out where it is None: not every object of this sort has it."""
UNSAID: Mapping[str, str] = MappingProxyType({PLACE: "unsaid"})
"""The field is not there in JSON: it is for what people are told, and follows from what is there."""
AS_TEXT: Mapping[str, str] = MappingProxyType({PLACE: "as-text"})
"""What the field holds stands there as the text that `str` makes of it."""


def called(name: str) -> Mapping[str, str]:
    """The field has another name in JSON, one that Python cannot give it."""
    return MappingProxyType({NAME: name})
