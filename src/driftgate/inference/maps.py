"""Maps: objects whose keys are data (ids, dates, locales, currencies) rather than names of fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.inference.kinds import settle_kinds
from driftgate.recognisers import recogniser

if TYPE_CHECKING:
    from driftgate.inference.node import Shape

_LOCALE = re.compile(r"[a-z]{2}[-_][A-Z]{2}")
LEAST_KEYS = 3


def is_map(shape: Shape, name: str) -> bool:
    """Tell whether the objects of a shape are maps."""
    if shape.is_collapsed:
        return True
    if shape.values is not None:
        return shape.keyed * 2 >= shape.count - shape.empties and len(shape.fields) <= 2 * shape.keyed
    keys = list(shape.fields)
    if len(keys) < LEAST_KEYS:
        return False
    coded = (
        all(_LOCALE.fullmatch(key) for key in keys)
        or all(recogniser("currency_code").matches(key) for key in keys)
        or (all(recogniser("country_code").matches(key) for key in keys) and len(keys) > LEAST_KEYS)
    )
    return coded and len({settle_kinds(node, name).types[:1] for node in shape.fields.values()}) == 1
