"""The rule `sensitive-value-exposed`."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.finding import Severity
from driftgate.pointer import MISSING, fold, resolve
from driftgate.redaction import is_secret_name, secret_shape
from driftgate.rule import Mismatch, rule
from driftgate.sampling import is_left_out
from driftgate.schema import follow, types_of
from driftgate.spelling import folded
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise

FIRST_ITEMS = 20
"""Of a list the first items are looked at: what one record exposes, all do."""
FIRST_TEXTS = 200
"""Of a body that no schema describes."""
_SHORTEST = 16
_MAX_DEPTH = 8
_VAGUE = frozenset({None, "random text"})
_SAID = frozenset({"const", "enum", "format", "pattern", "x-date-dialect", "x-id-prefix"})
"""Keywords that leave no room for a secret in a text: what breaks them is another finding."""


def _is_json(promise: Promise) -> bool:
    return promise.is_json


@rule(on=Observation, severity=Severity.NOTE, when=_is_json, unless=is_left_out)
def sensitive_value_exposed(seen: Observation) -> Iterator[Mismatch]:
    """
    An answer holds what looks like a secret, at a place that the contract does not mark as one.

    ## Why it matters
    Whatever reads the answer stores and shows it: logs, tickets, recordings. Reports of driftgate itself mask a value by
    its shape or name, but a place that is marked is masked whatever it holds.

    ## Example
    A listing of users has a `session` with a JWT in it, or a `password`.

    ## To settle it
    If the value belongs there, mark the place `x-sensitive: true` in an overlay. If not, tell the vendor in private.

    ## Source
    OWASP API Security Top 10 2023, API3, "Broken Object Property Level Authorization".
    """
    if seen.body is MISSING:
        return
    told: set[tuple[str, str]] = set()
    for path, name, value in _open_texts(seen.contract, seen.promise.schema_pointer, seen.body):
        kind = secret_shape(value) if len(value) >= _SHORTEST else None
        if kind is None or kind in _VAGUE:
            if not value or not is_secret_name(name):
                continue
            kind = "secret by its name"
        pointer = fold(path)
        if (pointer, kind) not in told:
            told.add((pointer, kind))
            yield Mismatch(
                f"holds what looks like a secret ({kind}), and is not marked as one",
                kind,
                "x-sensitive, or no secret",
                pointer=pointer,
                document_pointer=seen.promise.schema_pointer,
                value=f"string of {len(value)} characters",
            )


class _Place(NamedTuple):
    """
    Where in a value of a schema there are texts that may say anything.

    Args:
        names: Properties that hold such a text.
        parts: Properties to look into.
        items: Of a list; `others` of properties that are not listed. True where they are such texts themselves.
    """

    names: tuple[str, ...]
    parts: tuple[tuple[str, _Place], ...]
    items: _Place | bool
    others: _Place | bool


def _open_texts(
    contract: Contract, schema_pointer: str | None, body: Any
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield path, name and text of the strings that the contract neither describes nor marks."""
    place = _place_at(contract, schema_pointer)
    if place is False:
        marked = {folded(name) for name in contract.sensitive_names}
        every = islice(_every_text(body, (), ""), FIRST_TEXTS)
        yield from (found for found in every if folded(found[1]) not in marked)
    elif isinstance(place, _Place):
        yield from _texts(place, body, (), "")


def _texts(
    place: _Place, node: Any, path: tuple[str | int, ...], name: str
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if node.__class__ is dict:
        for key in place.names:
            value = node.get(key)
            if value.__class__ is str and (len(value) >= _SHORTEST or is_secret_name(key)):
                yield (*path, key), key, value
        for key, part in place.parts:
            if key in node:
                yield from _texts(part, node[key], (*path, key), key)
        if place.others is not False:
            known = {*place.names, *(key for key, _ in place.parts)}
            for key, value in islice(node.items(), FIRST_ITEMS):
                if key not in known:
                    yield from _below(place.others, value, (*path, key), key)
    elif node.__class__ is list and place.items is not False:
        for index, value in enumerate(node[:FIRST_ITEMS]):
            yield from _below(place.items, value, (*path, index), name)


def _below(
    place: Any, value: Any, path: tuple[str | int, ...], name: str
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if isinstance(place, _Place):
        yield from _texts(place, value, path, name)
    elif value.__class__ is str:
        yield path, name, value


def _every_text(node: Any, path: tuple[str | int, ...], name: str) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    if node.__class__ is dict:
        for key, value in node.items():
            yield from _every_text(value, (*path, key), key)
    elif node.__class__ is list:
        for index, value in enumerate(node[:FIRST_ITEMS]):
            yield from _every_text(value, (*path, index), name)
    elif node.__class__ is str:
        yield path, name, node


@lru_cache(maxsize=1024)
def _place_at(contract: Contract, schema_pointer: str | None) -> _Place | bool | None:
    """Return the places of a schema; False where it says too little to have any, None where it leaves no room."""
    schema = resolve(contract.tree, schema_pointer) if schema_pointer is not None else None
    schema = follow(contract.tree, schema)
    if not isinstance(schema, dict) or not {"properties", "items", "allOf", "anyOf", "oneOf"} & schema.keys():
        return False
    found = _compiled(contract, schema, _MAX_DEPTH, {})
    return found if isinstance(found, _Place) else None


_Known = dict[tuple[int, int], "_Place | bool | None"]


def _compiled(contract: Contract, schema: Any, depth: int, known: _Known) -> _Place | bool | None:
    """Return the places of a schema; True where it is itself a text that may say anything, None where there are none."""
    schema = follow(contract.tree, schema)
    if not isinstance(schema, dict) or depth < 0:
        return None
    key = (id(schema), depth)
    if key not in known:
        known[key] = _compiled_anew(contract, schema, depth, known)
    return known[key]


def _compiled_anew(contract: Contract, schema: dict[str, Any], depth: int, known: _Known) -> _Place | bool | None:
    if types_of(schema) and set(types_of(schema)) <= {"string", "null"}:
        return (not _SAID & schema.keys() and not schema.get("x-sensitive")) or None
    parts: dict[str, _Place] = {}
    names: set[str] = set()
    items: _Place | bool = False
    others: _Place | bool = False
    for each in _composed(contract, schema):
        properties = each.get("properties")
        for name, part in properties.items() if isinstance(properties, dict) else ():
            found = _compiled(contract, part, depth - 1, known) if name not in contract.sensitive_names else None
            if found is True:
                names.add(name)
            elif isinstance(found, _Place):
                parts[name] = found
        items = items or _compiled(contract, each.get("items"), depth - 1, known) or False
        others = others or _compiled(contract, each.get("additionalProperties"), depth - 1, known) or False
    if not names and not parts and items is False and others is False:
        return None
    return _Place(tuple(sorted(names)), tuple(sorted(parts.items())), items, others)


def _composed(contract: Contract, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    stack, seen = [schema], set()
    while stack:
        part = follow(contract.tree, stack.pop())
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        for key in ("oneOf", "anyOf", "allOf"):
            stack.extend(reversed(part[key]) if isinstance(part.get(key), list) else ())
