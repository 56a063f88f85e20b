"""Explanations: on what a decision rests, without showing a value that could be a secret."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.errors import ConfigError
from driftgate.evidence import counted
from driftgate.inference.shape.kinds import numbers_seen
from driftgate.schema import types_of
from driftgate.vocabulary import observed_text, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.inference.decision.decision import Decision
    from driftgate.inference.infer import Inference
    from driftgate.inference.seen.node import Node

SHOWN = 8


def explain(inference: Inference, pointer: str) -> Iterator[str]:
    """
    Yield the lines that say what was decided at a place, what was seen there, and what was refused and why.

    Args:
        inference: As `infer_overlay` gives it.
        pointer: Of an inferred schema (`#/components/schemas/Pet/properties/id`), or of a place in a body, array
            indexes as `*` (`/pets/*/id`).

    Raises:
        ConfigError: Nothing was inferred there; the message offers near places.
    """
    wanted = pointer.removeprefix("#")
    places = [wanted] if wanted in inference.decisions else list(inference.bodies.get(wanted, ()))
    if not places:
        from difflib import get_close_matches

        near = get_close_matches(wanted, [*inference.bodies, *inference.decisions], n=3, cutoff=0.4)
        offer = f" Near: {', '.join(near)}." if near else ""
        raise ConfigError(f"--explain {pointer}: nothing was inferred there.{offer}")
    for place in places:
        yield f"#{place}"
        yield from _standing(inference, place)
        decision = inference.decisions[place]
        yield f"  decided: {_decided(decision.schema)}"
        if decision.node is not None:
            yield from _seen(decision.node, decision)
        elif "x-inferred" in decision.schema:
            mark = decision.schema["x-inferred"]
            yield f"  seen: {counted(mark['support'], 'object')}, {_SOURCES[mark['from']]}"
        for reason in decision.because:
            yield f"  because: {reason}"
        for mark in decision.marks:
            yield f"  conflict: {mark.observed} where {mark.expected} belongs, settled by {mark.settled}"
        for reason in decision.refused if not decision.sensitive else ():  # how a secret is formed is part of it
            yield f"  refused: {reason}"
        for rule in decision.schema.get("x-validations", ()):
            yield f"  law: {rule['message']}"


_SOURCES = {"examples": "all in examples", "recordings": "recorded ones among them"}


def _standing(inference: Inference, place: str) -> Iterator[str]:
    """Yield the answers that have the place, and where in them: two at most, and how many more."""
    found = [
        f"{answer} {where or '(the whole body)'}"
        for where, pointers in inference.bodies.items()
        for answer in pointers.get(place, ())
    ]
    if found:
        more = f", and {counted(len(found) - 2, 'more place', 'more places')}" if len(found) > 2 else ""
        yield f"  stands at: {', '.join(found[:2])}{more}"


def _decided(schema: dict[str, Any]) -> str:
    said = {key: value for key, value in schema.items() if key not in {"properties", "x-validations", "x-inferred"}}
    if "properties" in schema:
        said["properties"] = f"{len(schema['properties'])} of them"
    for key in ("items", "additionalProperties"):
        if isinstance(said.get(key), dict):
            said[key] = _short(said[key])
    if "anyOf" in said:
        said["anyOf"] = " or ".join(_short(each) for each in said["anyOf"])
    return ", ".join(f"{key}: {_worded(value)}" for key, value in said.items()) or "nothing"


def _short(schema: Any) -> str:
    """Return what a schema inside another one is: what it refers to, or its types."""
    if not isinstance(schema, dict):
        return _worded(schema)
    return str(schema.get("$ref") or " or ".join(types_of(schema)) or "anything")


def _worded(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _seen(node: Node, decision: Decision) -> Iterator[str]:
    source = f", {node.recorded} of them recorded" if node.recorded else ", all in examples"
    yield f"  seen: {counted(node.count, 'value')}{source}"
    kinds = {
        "null": node.nulls, "true": node.trues, "false": node.falses, "number": numbers_seen(node), "string": node.strings,
        "array": node.arrays, "object": node.objects,
    }  # fmt: skip
    yield f"  types: {', '.join(f'{name} {count}' for name, count in kinds.items() if count) or 'none'}"
    if decision.sensitive:
        yield "  values: not shown, the field is sensitive"
        return
    texts = node.texts.counts()
    if texts:
        forms: Counter[str] = Counter()
        for text, count in texts.items():
            forms[form(text)] += count
        shown = [
            f"{name} ({count})" for name, count in sorted(forms.items(), key=lambda each: (-each[1], each[0]))[:SHOWN]
        ]
        more = f", and {len(forms) - SHOWN} more" if len(forms) > SHOWN else ""
        yield f"  strings: {len(texts)}{' or more' if node.texts.overflowed else ''} distinct: {', '.join(shown)}{more}"
    if node.length is not None:
        yield f"  lengths: {node.length[0]} to {node.length[1]}"
    if node.number is not None:
        yield f"  numbers: from {node.number[0]} to {node.number[1]}"
    if node.size is not None:
        yield f"  sizes: {node.size[0]} to {node.size[1]} items"


def form(text: str) -> str:
    """Return what a string looks like: a date's dialect, an id's prefix, a short word as itself, else letters as `a` and digits as `9`."""
    told = observed_text(text)
    if told not in {"string", "string of digits", "string of a number"}:
        return told
    if told == "string" and (short := word(text)) != "another string":
        return short
    layout = re.sub(r"[0-9]", "9", re.sub(r"[^\W\d_]", "a", text))
    return layout if len(layout) <= 40 else f"{layout[:37]}…"
