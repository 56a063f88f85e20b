"""Machine-made strings: fixed lengths, layouts and alphabets of ids and codes that no recogniser knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.inference.seen.node import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from driftgate.inference.seen.node import Node

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
CODE_WORDS = 40
"""Recorded values from which on the spelling of code words is a convention."""
FEW_WORDS = 4
FEW_CHARACTERS = 12
"""Fewer words of fewer characters have nothing in common but being short: `y` and `n`, and then `a #1`."""
FIXED_VALUES = 24
"""Distinct values of one length from which on the length is a promise."""
_RUN = re.compile(r"[0-9]+|[a-z]+|[A-Z]+|[^0-9a-zA-Z]")
LONGEST_LAYOUT = 12
"""Runs of a layout that few values show; many may have twice as many."""


_AMOUNT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
LONGEST_AMOUNT = 8
"""Characters of a number written as a string, from 100 to 999 or from 10.00 to 99.99, of which the next may have one more."""


def _are_amounts(texts: Iterable[str]) -> bool:
    """Tell whether strings hold numbers that nothing pads: their length is their size, and no form."""
    return all(len(text) <= LONGEST_AMOUNT and _AMOUNT.fullmatch(text) for text in texts)


def layout(node: Node, counts: Mapping[str, int], name: str) -> dict[str, Any]:
    """
    Return `pattern` and lengths of strings that a machine made, empty where people may have.

    A word list keeps to small letters by accident; many values that mix digits and letters in one order do not.
    """
    values = list(counts)
    characters = sum(map(len, values))
    if len(values) < NEEDS_VALUES or characters < NEEDS_CHARACTERS / 2 or node.length is None:
        return {}
    digits = sum(letter.isdigit() for value in values for letter in value)
    with_digits = sum(any(letter.isdigit() for letter in value) for value in values)
    if with_digits < len(values) * 0.9 or digits < characters * 0.1:
        return {}
    in_runs = runs(values)
    if in_runs is not None and len(values) >= FIXED_VALUES:
        return {"pattern": in_runs}
    if characters < NEEDS_CHARACTERS:
        return {}
    low, high = min(map(len, values)), node.length[1]
    is_fixed = low == high and high <= 128 and not _are_amounts(values)
    for letters, pattern in _ALPHABETS:
        if not is_fixed and node.recorded and len(values) < FIXED_VALUES:
            break  # the next may be longer, and of other letters
        if node.alphabet <= set(letters):
            return {"pattern": f"^{pattern}{f'{{{low}}}' if is_fixed else '+'}$"}
    return {"minLength": low, "maxLength": low} if is_fixed else {}


def runs(values: list[str]) -> str | None:
    """Return the pattern of values that are all built of the same runs, as `^[A-Z]{2}-[0-9]{4}$`; None where they are not."""
    if _are_amounts(values):
        return None
    cut = [_RUN.findall(value) for value in values]
    longest = LONGEST_LAYOUT * (2 if len(values) >= FIXED_VALUES else 1)
    if len({len(each) for each in cut}) != 1 or len(cut[0]) > longest:
        return None
    parts = []
    for column in zip(*cut, strict=True):
        classes = {_class(run) for run in column}
        if len(classes) != 1:
            return None
        (found,) = classes
        if not found:
            if len(set(column)) != 1:
                return None
            parts.append(re.escape(column[0]).replace("\\-", "-"))
        elif len(set(column)) == 1:
            parts.append(column[0])
        else:
            sizes = {len(run) for run in column}
            parts.append(f"{found}{f'{{{sizes.pop()}}}' if len(sizes) == 1 else '+'}")
    return f"^{''.join(parts)}$"


def _class(run: str) -> str:
    if run[0].isdigit() and run[0].isascii():
        return "[0-9]"
    if run[0].isascii() and run[0].isalpha():
        return "[a-z]" if run[0].islower() else "[A-Z]"
    return ""


_OF_ONE_LENGTH = frozenset({"uuid", "date"})


def fixed_length(node: Node, counts: Mapping[str, int], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return both lengths where many recorded values have one and the same, unless what is `said` implies it."""
    if (
        said.get("format") in _OF_ONE_LENGTH
        or "{" in said.get("pattern", "")
        or len(said.get("x-date-dialect", "")) == 10
    ):
        return {}
    if not node.recorded or len(counts) < FIXED_VALUES or node.length is None:
        return {}
    low, high = min(map(len, counts)), node.length[1]
    if said.get("format") == "uri" or _are_amounts(counts):
        return {}
    return {"minLength": low, "maxLength": low} if low == high <= 128 else {}


_CASES = (
    r"[A-Z]+",
    r"[a-z]+",
    r"[a-z0-9]+(-[a-z0-9]+)*",
    r"[a-z0-9]+(_[a-z0-9]+)*",
    r"[A-Z0-9]+(_[A-Z0-9]+)*",
)


_CONVENTIONS = (r"[a-z]+([_-][a-z0-9]+)*", r"[A-Z]+([_-][A-Z0-9]+)*")
_SPELLINGS = (
    r"[a-z][a-z0-9]*([_.#/:-][a-z0-9]+)*",
    r"[A-Z][A-Z0-9]*([_-][A-Z0-9]+)*",
    r"[A-Z][a-z0-9]+([ -]?[A-Z]?[a-z0-9]+)*",
    r"[a-z]+([A-Z][a-z0-9]+)*",
)
"""How one or two words are spelt that are always the same: looser, since they show less of what may come."""


def convention(node: Node, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the pattern of code words: a word that is new among `in_transit` and `out_for_delivery` is spelt like them."""
    if not node.recorded or sum(counts.values()) < CODE_WORDS:
        return {}
    if 1 < len(counts) < FEW_WORDS and sum(map(len, counts)) < FEW_CHARACTERS:
        return {}
    for pattern in _CONVENTIONS if len(counts) >= 3 else _SPELLINGS:
        if all(re.fullmatch(pattern, value) for value in counts):
            return {"pattern": f"^{pattern}$"}
    return {}


def one_case(node: Node, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return the pattern of slugs, symbols and other words that many recorded values keep to, none of them with a space."""
    if not node.recorded or len(counts) < FIXED_VALUES or sum(map(len, counts)) < NEEDS_CHARACTERS * 0.8:
        return {}
    for pattern in _CASES:
        compiled = re.compile(pattern)
        if all(compiled.fullmatch(value) for value in counts):
            return {"pattern": f"^{pattern}$", **fixed_length(node, counts, {})}
    return {}


LETTERS_VALUES = 40
LETTERS_CHARACTERS = 300
_CAPITALS = ("a-z", "A-Z")
_APART = " /:@"
"""Marks that part words, paths and addresses; others, as in `loid's-hair_(2).png`, come with the next name."""


def letters(node: Node, counts: Mapping[str, int]) -> dict[str, Any]:
    """
    Return what many recorded words do without, none of them with a space: capitals, slashes, colons.

    A class of letters that is missing among hundreds of characters is kept out on purpose; of marks and digits that names
    have now and then, the next name brings another.
    """
    characters = sum(map(len, counts))
    if not node.recorded or len(counts) < LETTERS_VALUES or characters < LETTERS_CHARACTERS:
        return {}
    if " " in node.alphabet or OTHER in node.alphabet or not all(map(str.isprintable, node.alphabet)):
        return {}
    marks = [letter for letter in node.alphabet if not letter.isalnum()]
    absent = [each for each in _CAPITALS if not any(each[0] <= letter <= each[-1] for letter in node.alphabet)]
    if not absent and len(marks) > 4:
        return {}
    apart = [mark for mark in _APART if mark not in node.alphabet]
    return {"pattern": f"^[^{''.join(absent)}{''.join(apart)}]+$"}


_ODD = "@#=<>{}|^~*%_$"
ODD_VALUES = 100
"""Distinct texts from which on it tells something that none has a mark: people write `<`, `#` or `%` once in a hundred."""


def odd_characters(node: Node, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return a pattern without the marks that names and sentences do not have, where many recorded ones have none."""
    if not node.recorded or node.strings < 50 or len(counts) < ODD_VALUES:
        return {}
    if node.alphabet & set(_ODD):
        return {}  # where one comes, others will
    unseen = list(_ODD)
    if node.strings >= 200 and not node.alphabet & set("0123456789"):
        unseen.append("0-9")
    marks = "".join(f"\\{mark}" if mark in "^{}|*$" else mark for mark in unseen)
    return {"pattern": f"^[^{marks}]*$"}
