"""The rule `sensitive-value-exposed`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.pointer import MISSING, fold
from driftgate.redaction import is_secret_name, secret_shape
from driftgate.rule import Mismatch, rule
from driftgate.schema import follow
from driftgate.spelling import folded
from driftgate.subject import Observation
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise

_MARKS = (
    "eyJ", "-----BEGIN ", "k_live_", "AKIA", "ASIA", "AIza", "ghp_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-",
    "sk-proj-", "sk-ant-", "earer ", "LPA:1$",
)  # fmt: skip
"""Each shape that counts holds one of these, which is far quicker to look for."""
_MARKS_IN_BYTES = tuple(mark.encode() for mark in _MARKS)
EVERY = 16
ALL_BEFORE = 256
"""Of each recording the first bodies are looked at, then every sixteenth: where it stands decides, not what came before."""
_VAGUE = frozenset({"random text"})


def _is_json(promise: Promise) -> bool:
    return promise.is_json


@rule(on=Observation, severity=Severity.NOTE, when=_is_json)
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
    position = seen.exchange.seen_in.position
    response = seen.exchange.response
    if position >= ALL_BEFORE and position % EVERY:
        return
    assert response is not None
    raw = response.body
    names = _unmarked_names(seen.contract, seen.promise.schema_pointer)
    if not raw or seen.body is MISSING or not (_has_mark(raw) or _has_name(raw, names)):
        return
    told: set[tuple[str, str]] = set()
    marked = {folded(name) for name in seen.contract.sensitive_names}
    for path, name, value in _texts(seen.body, (), ""):
        if folded(name) in marked:
            continue
        kind = secret_shape(value)
        if kind is None or kind in _VAGUE:
            if name not in names or not value:
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
                value=f"{json_type(value)} of {len(value)} characters",
            )


def _has_mark(raw: str | bytes) -> bool:
    if isinstance(raw, str):
        for mark in _MARKS:  # noqa: SIM110 - `any` takes three times as long, on every body
            if mark in raw:
                return True
        return False
    for mark_in_bytes in _MARKS_IN_BYTES:  # noqa: SIM110
        if mark_in_bytes in raw:
            return True
    return False


def _has_name(raw: str | bytes, names: frozenset[str]) -> bool:
    for name in names:
        quoted = f'"{name}"'
        if (quoted in raw) if isinstance(raw, str) else (quoted.encode() in raw):
            return True
    return False


def _texts(node: Any, path: tuple[str | int, ...], name: str) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield path, name of the property and text of every string; the items of a list have the list's name."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*path, key), key)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index), name)
    elif isinstance(node, str):
        yield path, name, node


@lru_cache(maxsize=1024)
def _unmarked_names(contract: Contract, schema_pointer: str | None) -> frozenset[str]:
    """Return the names of listed string properties that are called like a secret and are not marked as one."""
    from driftgate.pointer import resolve

    names: set[str] = set()
    root = resolve(contract.tree, schema_pointer) if schema_pointer is not None else None
    stack, seen = [root], set()
    while stack:
        node = follow(contract.tree, stack.pop())
        if isinstance(node, list):
            stack.extend(node)
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        properties = node.get("properties")
        for name, part in properties.items() if isinstance(properties, dict) else ():
            part = follow(contract.tree, part)
            if isinstance(part, dict) and part.get("type") == "string" and is_secret_name(name):
                names.add(name)
            stack.append(part)
        stack.extend(node.get(key) for key in ("items", "additionalProperties", "allOf", "anyOf", "oneOf"))
    return frozenset(names - contract.sensitive_names)
