"""Bodies: bytes to JSON, and if that fails, why, in one of a few words."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any, NamedTuple

import orjson

from driftgate.pointer import MISSING

EMPTY = "empty body"
TRUNCATED = "truncated JSON"
NOT_A_NUMBER = "NaN or Infinity"
MARKUP = "markup"
NOT_JSON = "no JSON"
WRONG_CHARSET = "bytes that are not UTF-8"
BYTE_ORDER_MARK = "byte order mark"
SEVERAL_VALUES = "several JSON values"
TOO_DEEP = "nesting deeper than 200"
BEYOND_A_DOUBLE = "a number beyond a double"
TOO_LONG_A_NUMBER = "a number of thousands of digits"
_new = tuple.__new__  # builds a NamedTuple in half the time
MAX_DEPTH = 200
MAX_DIGITS = 4_300
"""Of a whole number, as many as Python reads."""


class Body(NamedTuple):
    """
    A body as read.

    Args:
        value: The JSON value; `MISSING` where it cannot be read.
        problem: What is wrong with the bytes; None where nothing is. A body may be readable in spite of it.
    """

    value: Any
    problem: str | None


def read_json(raw: bytes | str) -> Body:
    """
    Return the JSON value of a body. A byte order mark is skipped and named; a NaN makes it unreadable.

    So is a number beyond a double (`1e400`), which comes as a whole one: RFC 8259, 6, sets no limit, and most readers one.
    """
    try:
        return _new(Body, (orjson.loads(raw), None))
    except orjson.JSONDecodeError:
        return _read_anyway(raw)


def _read_anyway(raw: bytes | str) -> Body:
    if isinstance(raw, bytes):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            return Body(MISSING, WRONG_CHARSET)
    else:
        text = raw
    if text.startswith("\ufeff"):
        rest = read_json(text[1:])
        return rest if rest.value is MISSING else Body(rest.value, BYTE_ORDER_MARK)
    stripped = text.strip(" \t\r\n")
    if not stripped:
        return Body(MISSING, EMPTY)
    constants: list[str] = []
    vast: list[str] = []

    def number(text: str) -> float | int:
        read = float(text)
        if math.isinf(read):
            vast.append(text)
        return _whole(text) if math.isinf(read) else read

    try:
        value = json.loads(stripped, parse_constant=constants.append, parse_float=number)
    except json.JSONDecodeError as error:
        return Body(MISSING, _problem(stripped, error))
    except RecursionError:
        return Body(MISSING, NOT_JSON)
    except ValueError:  # Python reads integers of up to 4,300 digits
        return Body(MISSING, TOO_LONG_A_NUMBER)
    if constants:
        return Body(MISSING, NOT_A_NUMBER)
    # What the standard library accepts beyond orjson: lone surrogates, numbers beyond a double.
    return Body(_speakable(value), BEYOND_A_DOUBLE if vast else None)


def _whole(text: str) -> int:
    """Return a number beyond a double, which is a whole one, with as many digits as Python reads at most."""
    exact = Decimal(text)
    return int(exact) if exact.adjusted() < MAX_DIGITS else (-1 if text.startswith("-") else 1) * 10 ** (MAX_DIGITS - 1)


def is_too_deep(value: Any) -> bool:
    """Tell whether arrays and objects are nested deeper than a validator follows (255 in jsonschema-rs 0.60)."""
    layer = [value]
    for _ in range(MAX_DEPTH):
        layer = [
            part
            for node in layer
            if node.__class__ in (dict, list)
            for part in (node.values() if node.__class__ is dict else node)
        ]
        if not layer:
            return False
    return True


def _speakable(value: Any) -> Any:
    """Replace lone surrogates, which no validator takes, by U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_speakable(each) for each in value]
    if isinstance(value, dict):
        return {_speakable(key): _speakable(each) for key, each in value.items()}
    return value


def _problem(text: str, error: json.JSONDecodeError) -> str:
    if text.startswith("<"):
        return MARKUP
    if error.msg == "Extra data":
        return SEVERAL_VALUES
    if text[0] in '{["' and (error.pos >= len(text) or _is_cut_off(text, error)):
        return TRUNCATED
    return NOT_JSON


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    """Tell whether the text is fine up to a literal or string that runs into its end."""
    if error.msg.startswith("Unterminated string") or error.msg.startswith("Invalid \\"):
        return '"' not in re.sub(r"\\.", "", text[error.pos + 1 :])
    tail = text[error.pos :]
    literals = ("true", "false", "null")
    return any(literal.startswith(tail) for literal in literals) or re.fullmatch(r"-|-?[0-9.eE+-]+", tail) is not None
