"""The rule `changed-envelope`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate.collection import schema_at
from driftgate.errors import ContractError
from driftgate.finding import Severity
from driftgate.pointer import escape, resolve
from driftgate.rule import Mismatch, rule
from driftgate.schema import follow, listed_properties
from driftgate.spelling import folded
from driftgate.subject import Misfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise


def _has_a_schema(promise: Promise) -> bool:
    return promise.schema_pointer is not None


@rule(on=Misfit, severity=Severity.ERROR, when=_has_a_schema)
def changed_envelope(misfit: Misfit) -> Iterator[Mismatch]:
    """
    The promised body came inside another object, or without the object that it was promised inside of.

    ## Why it matters
    Nothing stands where clients look for it. It is one change, so it is one finding instead of as many as there are
    properties.

    ## Example
    `{"id": 1, "name": "…"}` is promised; the server answers `{"data": {"id": 1, "name": "…"}}`.

    ## To settle it
    Ask the vendor to keep to one form. If the new one stays, it is another version of the API.

    ## Source
    JSON Schema 2020-12, Validation, 6.5.3, "required": what is told here as one is all that is missing. Only a body that
    otherwise keeps its schema counts.
    """
    seen = misfit.observation
    body, pointer = seen.body, seen.promise.schema_pointer
    if not isinstance(body, dict) or not body or pointer is None:
        return
    listed = _listed(seen.contract, pointer)
    if not listed or not listed.isdisjoint(map(folded, body)):
        return
    for name, value in body.items():
        if (
            isinstance(value, dict)
            and not listed.isdisjoint(map(folded, value))
            and _fits(seen.contract, pointer, value)
        ):
            yield Mismatch(
                "holds the promised body, which is promised without an object around it",
                "the promised body, wrapped",
                "the promised body",
                pointer=f"/{escape(name)}",
                document_pointer=pointer,
            )
            return
    for name, inner in _inner(seen.contract, pointer):
        if _fits(seen.contract, inner, body):
            yield Mismatch(
                f"is what is promised as {name}, without the object around it",
                "a part of the promised body",
                "the promised body",
                document_pointer=inner,
            )
            return


@lru_cache(maxsize=1024)
def _listed(contract: Contract, pointer: str) -> frozenset[str]:
    """Return the names of the properties that a schema lists, folded."""
    return frozenset(
        map(folded, listed_properties(contract.tree, follow(contract.tree, resolve(contract.tree, pointer))))
    )


@lru_cache(maxsize=1024)
def _inner(contract: Contract, pointer: str) -> tuple[tuple[str, str], ...]:
    """Return the properties of a schema that are objects with properties themselves, each with the pointer of its schema."""
    node = follow(contract.tree, resolve(contract.tree, pointer))
    names = node.get("properties") if isinstance(node, dict) else None
    found = (
        (name, schema_at(contract, pointer, f"/{escape(name)}")) for name in (names if isinstance(names, dict) else ())
    )
    return tuple((name, place) for name, place in found if place is not None and _listed(contract, place))


def _fits(contract: Contract, pointer: str, value: dict[str, Any]) -> bool:
    """Tell whether an object is what a schema describes, and has half of the properties that it lists: no chance likeness."""
    listed = _listed(contract, pointer)
    if 2 * len(listed.intersection(map(folded, value))) < len(listed):
        return False
    try:
        return contract.validator(pointer).is_valid(value)
    except ContractError:
        return False
