"""Text that matches a regular expression: what a mock writes where a schema gives only a pattern."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

# NOTE: the parser of `re` has no public name, and since 3.11 `sre_parse` only warns. Type checkers disagree on whether
# it is there at all.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_POOL = f"{_LETTERS}{_LETTERS.upper()}{_DIGITS}-_ .,:;/@#!%&()+=*'\"<>[]{{}}|\\^~`?$"
_MORE = 8
"""How many repetitions beyond the least an open-ended quantifier may get."""


class UnwritablePattern(Exception):  # noqa: N818 - nobody outside the mock sees it
    """The pattern uses what Python's `re` cannot read, or nothing printable matches it."""


def text_matching(pattern: str, rng: Random, *, min_length: int = 0, max_length: int | None = None) -> str:
    """
    Return text that `pattern` matches, of a length within the bounds where chance finds one.

    Look-aheads and boundaries are not followed: whoever asks checks the result against the schema.

    Raises:
        UnwritablePattern: See there.
    """
    parsed = _parse(pattern)
    text = ""
    for attempt in range(24):
        writer = _Writer(rng, reach=_MORE if attempt < 8 else max(_MORE, min_length))
        text = writer.write(parsed)
        if attempt >= 4 and len(text) < min_length and not pattern.endswith("$"):
            text += "".join(rng.choice(_LETTERS) for _ in range(min_length - len(text)))
        if len(text) >= min_length and (max_length is None or len(text) <= max_length):
            return text
    return text


@lru_cache(maxsize=1024)
def _parse(pattern: str) -> Any:
    # ECMA-262 writes named groups without the P, and properties that `re` does not know.
    python = re.sub(r"\(\?<(?![=!])", "(?P<", pattern)
    python = re.sub(r"\\p\{(?:L|Letter|Alphabetic)\}", "a-zA-Z" if "[" in python else "[a-zA-Z]", python)
    python = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: re.escape(chr(int(found[1], 16))), python)
    try:
        return _parser.parse(python)
    except (re.error, OverflowError, RecursionError) as error:
        raise UnwritablePattern(str(error)) from None


class _Writer:
    def __init__(self, rng: Random, *, reach: int) -> None:
        self.rng = rng
        self.reach = reach
        self.groups: dict[int, str] = {}

    def write(self, parsed: Any) -> str:
        return "".join(self._part(operator, argument) for operator, argument in parsed)

    def _part(self, operator: Any, argument: Any) -> str:
        if operator is _constants.LITERAL:
            return chr(argument)
        if operator is _constants.NOT_LITERAL:
            return self._pick(lambda letter: ord(letter) != argument)
        if operator is _constants.ANY:
            return self.rng.choice(_LETTERS)
        if operator is _constants.IN:
            return self._member(argument)
        if operator is _constants.BRANCH:
            return self.write(self.rng.choice(argument[1]))
        if operator is _constants.SUBPATTERN:
            group, _, _, inner = argument
            text = self.write(inner)
            if group is not None:
                self.groups[group] = text
            return text
        if operator in {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}:
            least, most, inner = argument
            top = min(int(most), int(least) + self.reach)
            return "".join(self.write(inner) for _ in range(self.rng.randint(int(least), max(int(least), top))))
        if operator is _constants.ATOMIC_GROUP:
            return self.write(argument)
        if operator is _constants.GROUPREF:
            return self.groups.get(argument, "")
        return ""  # anchors, boundaries and look-arounds write nothing

    def _member(self, choices: Any) -> str:
        negated = bool(choices) and choices[0][0] is _constants.NEGATE
        if negated or any(operator is _constants.CATEGORY for operator, _ in choices):
            return self._pick(lambda letter: _is_member(choices[1:] if negated else choices, letter) is not negated)
        operator, argument = self.rng.choice(choices)
        if operator is _constants.LITERAL:
            return chr(argument)
        low, high = argument
        return chr(self.rng.randint(low, min(high, max(low, 0x7E)) if low <= 0x7E else high))

    def _pick(self, wanted: Any) -> str:
        for pool in (_LETTERS + _DIGITS, _POOL):
            fitting = [letter for letter in pool if wanted(letter)]
            if fitting:
                return self.rng.choice(fitting)
        raise UnwritablePattern("no printable ASCII character fits")


def _is_member(choices: Any, letter: str) -> bool:
    for operator, argument in choices:
        if operator is _constants.LITERAL and ord(letter) == argument:
            return True
        if operator is _constants.RANGE and argument[0] <= ord(letter) <= argument[1]:
            return True
        if operator is _constants.CATEGORY and _in_category(argument, letter):
            return True
    return False


def _in_category(category: Any, letter: str) -> bool:
    name = str(category).rsplit("_", maxsplit=1)[-1]
    inside = {
        "DIGIT": letter.isdigit(),
        "SPACE": letter.isspace(),
        "WORD": letter.isalnum() or letter == "_",
    }.get(name, False)
    return inside is not ("_NOT_" in str(category))
