"""
The closed vocabulary of `observed` and `expected`: what a value looks like, never what it says.

Only values that cannot be secrets are ever quoted: spellings of true, false and null, and enum-like words.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from driftgate.dialect import date_forms, is_impossible_date
from driftgate.identifier import id_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping

BOOLEAN_SPELLINGS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "t", "f"})
NULL_SPELLINGS = frozenset({"null", "none", "nil", "undefined", "n/a"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
_NUMBER = re.compile(r"[-+]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][-+]?[0-9]{1,3})?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*([ _.+/-][A-Za-z0-9]+){0,5}")
MAX_WORD = 32


def json_type(value: Any) -> str:
    """Return the JSON type of a value: `integer` also for 2.0."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def is_number_text(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_integer_text(text: str) -> bool:
    return _INTEGER.fullmatch(text) is not None


def observed(value: Any) -> str:
    """Return what a value is: `null`, `integer`, `string "true"`, `empty string`, `string of digits`, `string`, …"""
    if not isinstance(value, str):
        return json_type(value)
    if not value:
        return "empty string"
    lower = value.lower()
    if lower in BOOLEAN_SPELLINGS or lower in NULL_SPELLINGS:
        return f'string "{value}"'
    if is_integer_text(value):
        return "string of digits"
    if is_number_text(value):
        return "string of a number"
    return "string"


def observed_text(value: str) -> str:
    """Return what a string looks like: its id prefix, its date dialect, else as `observed` says."""
    forms = date_forms(value)
    if forms:
        return f"date {forms[0]}"
    if is_impossible_date(value):
        return "impossible date"
    prefix = id_prefix(value)
    if prefix is not None and any(char.isdigit() for char in value):
        return f"prefix {prefix}"
    return observed(value)


def in_words(seen: str) -> str:
    """Return what `observed_text` says as part of a sentence: `an impossible date`, `a date written as YYYY-MM-DD`."""
    kind, _, name = seen.partition(" ")
    if kind == "date":
        return f"a date written as {name}"
    if kind == "prefix":
        return f"an id with the prefix {name}"
    return f"{'an' if seen[0] in 'aeiou' else 'a'} {seen}"


def word(value: Any) -> str:
    """Return an enum-like value as itself (`value satellite`) where it is a short word, else by its shape."""
    if isinstance(value, str):
        if len(value) <= MAX_WORD and _WORD.fullmatch(value) and sum(char.isdigit() for char in value) <= 4:
            return f"value {value}"
        return "another string" if value else "empty string"
    if isinstance(value, bool) or value is None:
        return observed(value)
    if isinstance(value, (int, float)) and abs(value) < 1000:
        return f"value {value}"
    return observed(value)


def expected_types(schema: Mapping[str, Any]) -> str:
    """Return the types a schema allows, as words: `boolean`, `string or null`."""
    named = schema.get("type")
    names = [named] if isinstance(named, str) else list(named or ())
    return " or ".join(names) if names else "another type"


def is_nearly_multiple(value: Any, step: Any) -> bool:
    """Tell whether a number is a multiple, as near as two roundings to a double allow."""
    if value.__class__ is not float or not isinstance(step, (int, float)) or not step:
        return False
    nearest = round(value / step) * step
    return abs(value - nearest) <= 4 * sys.float_info.epsilon * abs(value)
