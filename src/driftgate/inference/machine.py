"""Machine-made strings: fixed lengths and alphabets of ids and codes that no recogniser knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.inference.node import Node

_ALPHABETS = (
    ("0123456789", "[0-9]"),
    ("0123456789abcdef", "[0-9a-f]"),
    ("0123456789ABCDEF", "[0-9A-F]"),
    ("0123456789abcdefghijklmnopqrstuvwxyz", "[0-9a-z]"),
    ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "[0-9A-Z]"),
    ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "[0-9A-Za-z]"),
    ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-", "[0-9A-Za-z_-]"),
    ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/=", "[0-9A-Za-z+/=]"),
)
NEEDS_VALUES = 8
NEEDS_CHARACTERS = 100


def layout(node: Node, counts: Mapping[str, int], name: str) -> dict[str, Any]:
    """
    Return `pattern` and lengths of strings that a machine made, empty where people may have.

    A word list keeps to small letters by accident; many long values that mix digits and letters do not.
    """
    values = list(counts)
    characters = sum(map(len, values))
    if len(values) < NEEDS_VALUES or characters < NEEDS_CHARACTERS or node.length is None:
        return {}
    digits = sum(letter.isdigit() for value in values for letter in value)
    with_digits = sum(any(letter.isdigit() for letter in value) for value in values)
    low, high = min(map(len, values)), node.length[1]
    is_fixed = low == high and high <= 128
    if with_digits < len(values) * 0.9 or digits < characters * 0.1:
        return {}
    found: dict[str, Any] = {}
    for letters, pattern in _ALPHABETS:
        if node.alphabet <= set(letters):
            found["pattern"] = f"^{pattern}{f'{{{low}}}' if is_fixed else '+'}$"
            break
    if is_fixed and not found:
        found.update(minLength=low, maxLength=low)
    return found
