"""The rule `duplicate-property`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.finding import Severity
from driftgate.pointer import MISSING, fold
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _is_json(promise: Promise) -> bool:
    return promise.is_json


def _holds_each_once(seen: Observation) -> bool:
    """Tell, exactly and in less time than reading the body takes, that no object in it has a property twice."""
    _, response, _ = seen.exchange
    body = seen.body
    return response is None or body is MISSING or not response.body or _says_all(response.body, body)


@rule(on=Observation, severity=Severity.WARNING, when=_is_json, unless=_holds_each_once)
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
    object is unpredictable". The last value is the one that is judged.
    """
    raw = seen.exchange.response.body if seen.exchange.response is not None else None
    if seen.body is MISSING or not raw:
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


def _says_all(raw: bytes | str, body: Any) -> bool:
    """
    Tell whether a value read from a JSON text holds every property of the text: it has as many colons.

    A property that a later one hid takes at least one colon with it, and spelling (white space, numbers, escapes other
    than that of the colon itself) neither adds nor hides one. An integer beyond 64 bits cannot be told quickly: False.
    """
    try:
        written = orjson.dumps(body)
    except TypeError:
        return False
    if len(raw) <= len(written) and raw == (written if isinstance(raw, bytes) else written.decode()):
        return True
    return _colons(raw) == written.count(b":")


def _colons(raw: bytes | str) -> int:
    """Return how many colons a JSON text holds, as such or escaped, between strings or in them."""
    if isinstance(raw, str):
        if "\\u003" not in raw:
            return raw.count(":")
        raw = raw.encode("utf-8", "surrogatepass")
    colons = raw.count(b":")
    if rb"\u003" in raw:
        unpaired = raw.replace(rb"\\", b"")  # an escaped backslash escapes nothing
        colons += unpaired.count(rb"\u003a") + unpaired.count(rb"\u003A")
    return colons


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
