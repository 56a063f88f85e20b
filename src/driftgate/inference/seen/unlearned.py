"""Unlearned: examples of JSON responses that teach nothing, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from driftgate.inference.seen.depth import DEEPEST, is_too_deep
from driftgate.media_type import field_of_value
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import follow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.inference.seen.places import Answer


class Unlearned(NamedTuple):
    """An example that was passed over: its document pointer, and why in words."""

    pointer: str
    reason: str


def unlearned(tree: Mapping[str, Any], asked: Iterable[Answer]) -> Iterator[Unlearned]:
    """Yield every example of `asked` that teaches nothing, in document order, each once."""
    seen: set[str] = set()
    for answer in asked:
        for pointer, value in answer.media_type.examples.values():
            reason = _reason(value)
            if reason and pointer not in seen:
                seen.add(pointer)
                yield Unlearned(pointer, reason)
        listed = resolve(tree, f"{answer.media_type.pointer}/examples")
        for name, raw in listed.items() if isinstance(listed, dict) else ():
            pointer = f"{answer.media_type.pointer}/examples/{escape(str(name))}"
            example = follow(tree, raw)
            if pointer in seen or (isinstance(example, dict) and field_of_value(example) is not None):
                continue
            if answer.media_type.examples.get(str(name), ("",))[0].endswith("/serializedValue"):
                continue
            seen.add(pointer)
            if isinstance(example, dict) and "externalValue" in example:
                yield Unlearned(
                    pointer, "it stands elsewhere (`externalValue`), and nothing is fetched: put it under `value`"
                )
            else:
                yield Unlearned(pointer, "it has no `value`")


def _reason(value: Any) -> str:
    if is_broken_json(value):
        return "it is text that begins like JSON and is none"
    return f"it is nested more than {DEEPEST} levels deep" if is_too_deep(unquoted(value)) else ""


def is_broken_json(value: Any) -> bool:
    """Tell whether a whole example is the text of an object or array that cannot be read."""
    return unquoted(value) is MISSING


def unquoted(value: Any) -> Any:
    """
    Return the JSON value that an example holds as text: vendors paste whole bodies as one string.

    `MISSING` for text that begins like JSON, quotes a name and cannot be read: cut short, with comments, …
    """
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return MISSING if '"' in value else value
