"""Maps: objects whose keys are data (ids, dates, locales, currencies) rather than names of fields."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from driftgate.inference.names.words import plain
from driftgate.inference.shape.kinds import settle_kinds
from driftgate.recognisers import recogniser

if TYPE_CHECKING:
    from driftgate.inference.seen.node import Node, Shape

_LOCALE = re.compile(r"[a-z]{2}[-_][A-Z]{2}")
_NUMBERED = re.compile(r"([^0-9]*)([0-9]{1,18})([^0-9]*)")
_CODE = re.compile(r"(?=.*[0-9])(?=.*[^A-Za-z0-9_$]).+")
_RUNS = ((re.compile(r"[^\W\d_]+"), "a"), (re.compile(r"[0-9]+"), "0"), (re.compile(r"(a[^a0])\1+"), r"\1"))
LEAST_KEYS = 3
FREE_KEYS = frozenset({"metadata", "customfields", "customdata", "customattributes", "customproperties", "userdata", "mergevariables", "extra", "annotations"})  # fmt: skip
"""Names of objects whose keys whoever uses the API chooses."""
LEAST_CODES = 5
"""Keys with digits and separators, of one form, that are not those of fields."""
LEAST_NAMES = 8
"""Keys that might be those of fields, before their coming and going shows that they are data."""
OF_ONE_FORM = 0.8
FREE = 0.8
"""Share of keys that most objects lack, where keys are data."""


def is_map(shape: Shape, name: str) -> bool:
    """Tell whether the objects of a shape are maps."""
    if shape.is_collapsed:
        return True
    if shape.values is not None:
        return shape.keyed * 2 >= shape.count - shape.empties and len(shape.fields) <= 2 * shape.keyed
    keys = list(shape.fields)
    if keys and plain(name) in FREE_KEYS and all(node.strings == node.count for node in shape.fields.values()):
        return True
    if len(keys) < LEAST_KEYS - 1 and not (keys and all(_LOCALE.fullmatch(key) for key in keys)):
        return False
    coded = (
        all(_LOCALE.fullmatch(key) for key in keys)
        or all(recogniser("currency_code").matches(key) for key in keys)
        or (all(recogniser("country_code").matches(key) for key in keys) and len(keys) > LEAST_KEYS)
    )
    if coded:
        return len({settle_kinds(node, name).types[:1] for node in shape.fields.values()}) == 1
    if len(keys) < LEAST_KEYS:
        return False
    values = list(shape.fields.values())
    if _are_numbered(keys):
        return _are_alike(values)
    if _are_codes(keys):
        return _are_alike(values) or _are_of_one_type(values, name)
    return _come_and_go(shape) and _are_alike(values)


def _are_codes(keys: list[str]) -> bool:
    """
    Tell whether keys are codes of one form: words and numbers between the same separators, as `us-east-1`, `af-south-1`.

    An underscore is no such separator: it stands in names of fields.
    """
    if len(keys) < LEAST_CODES or not all(map(_CODE.fullmatch, keys)):
        return False
    return Counter(map(_form, keys)).most_common(1)[0][1] >= OF_ONE_FORM * len(keys)


def _form(key: str) -> str:
    """Return a key with each word as `a`, each number as `0`, and several words in a row as one."""
    for runs, sign in _RUNS:
        key = runs.sub(sign, key)
    return key


def _come_and_go(shape: Shape) -> bool:
    """Tell whether keys come and go freely: none is in every object, and most are in fewer than half of them."""
    present = [node.count for node in shape.fields.values()]
    if len(present) < LEAST_NAMES or shape.count < LEAST_CODES or max(present) >= shape.count:
        return False
    return sum(2 * count < shape.count for count in present) >= FREE * len(present)


def _are_of_one_type(nodes: list[Node], name: str) -> bool:
    """Tell whether all that stands under the keys is scalars of one type."""
    kinds = {settle_kinds(node, name).types for node in nodes} - {()}
    return len(kinds) == 1 and kinds <= {("string",), ("integer",), ("number",), ("boolean",)}


def _are_numbered(keys: list[str]) -> bool:
    """
    Tell whether keys are ids of one kind: nothing but a number in them differs, as in `veh-101`, `veh-102`, `veh-207`.

    Numbers that only count the keys (`driver_1`, `driver_2`, `driver_3`) are as well those of fields.
    """
    found = [_NUMBERED.fullmatch(key) for key in keys]
    if not all(found) or len({(each[1], each[3]) for each in found if each}) > 1:
        return False
    return max(int(each[2]) for each in found if each) > len(keys)


def _are_alike(nodes: list[Node]) -> bool:
    """Tell whether all that stands under the keys is objects, or null, and most of their fields are those of all."""
    shapes = [node.shape for node in nodes if node.shape is not None]
    if len(shapes) < LEAST_KEYS or any(node.objects + node.nulls < node.count for node in nodes):
        return False
    named = [set(shape.fields) for shape in shapes]
    return 2 * len(set.intersection(*named)) >= len(set.union(*named)) > 0
