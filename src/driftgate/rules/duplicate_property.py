"""The rule `duplicate-property`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.finding import Severity
from driftgate.pointer import MISSING, fold
from driftgate.rule import Mismatch, rule
from driftgate.sampling import is_left_out
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _is_json(promise: Promise) -> bool:
    return promise.is_json


@rule(on=Observation, severity=Severity.WARNING, when=_is_json, unless=is_left_out)
def duplicate_property(seen: Observation) -> Iterator[Mismatch]:
    """
    An object in the body has a property twice.

    ## Why it matters
    Most readers keep the last value, some the first, some refuse the body: two clients of one answer see different
    things, and a filter in front of them may see a third. No schema can say so, since the second value hides the first.

    ## Example
    `{"Id": "a", "Status": "active", "Status": "closed"}`.

    ## To settle it
    Ask the vendor which value is meant, and to send it alone.

    ## Source
    RFC 8259, section 4: names within an object should be unique, else "the behavior of software that receives such an
    object is unpredictable". The last value is the one that is judged. Of a long recording every sixteenth body is read.
    """
    raw = seen.exchange.response.body if seen.exchange.response is not None else None
    if seen.body is MISSING or not raw or not _may_repeat(raw, seen.body):
        return
    told: dict[str, tuple[bool, int]] = {}
    for path, differs in _repeated(raw):
        pointer = fold(path)
        known, count = told.get(pointer, (False, 0))
        told[pointer] = (known or differs, count + 1)
    for pointer, (differs, count) in told.items():
        seen_as = "several values" if differs else "one value several times"
        yield Mismatch(
            f"stands more than once in its object, with {seen_as}",
            seen_as,
            "one value",
            pointer=pointer,
            severity=None if differs else Severity.NOTE,
            records=count,
        )


def _may_repeat(raw: bytes | str, body: Any) -> bool:
    """Tell, quickly, whether a text may say more than the value that was read from it."""
    try:
        written = orjson.dumps(body)
    except TypeError:  # numbers beyond 64 bits
        return True
    if len(written) == len(raw):
        return False
    colons = raw.count(b":") if isinstance(raw, bytes) else raw.count(":")
    return colons != written.count(b":")


class _Pairs(list[tuple[str, Any]]):
    """An object as written."""


def _repeated(raw: bytes | str) -> Iterator[tuple[tuple[str | int, ...], bool]]:
    """Yield the path of each property that stands more than once, and whether its values differ."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    try:
        root = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(root, ())]
    while stack:
        node, path = stack.pop()
        if isinstance(node, _Pairs):
            values: dict[str, list[Any]] = {}
            for name, value in node:
                values.setdefault(name, []).append(value)
            for name, given in values.items():
                if len(given) > 1:
                    yield (*path, name), any(each != given[0] for each in given)
            stack.extend((given[-1], (*path, name)) for name, given in reversed(values.items()))
        elif isinstance(node, list):
            stack.extend((value, (*path, index)) for index, value in reversed(list(enumerate(node))))
