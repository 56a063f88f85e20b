"""Proposals: what one example suggests, written down for a person to confirm, asserted by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.instances import Ways, access, properties_of
from driftgate.inference.names.sensitive import is_sensitive
from driftgate.inference.names.words import plain
from driftgate.schema import types_of
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from driftgate.inference.rendering.render import Rendering
    from driftgate.inference.seen.places import Answer

_TOTAL = frozenset({"total", "count", "results", "hits"})


def _is(schema: Any, *kinds: str) -> bool:
    return isinstance(schema, dict) and not set(kinds).isdisjoint(types_of(schema))


def _holds_objects(part: Any, follow: Callable[[dict[str, Any]], Any]) -> bool:
    if not isinstance(part, dict) or not isinstance(part.get("items"), dict):
        return False
    item = follow(part["items"])
    return isinstance(item, dict) and "properties" in item


def enum_proposals(answer: Answer, root: Any, rendering: Rendering, follow: Callable[[dict[str, Any]], Any]) -> None:
    """Propose for a field the list of the query parameter of its name, where every value that was seen is on it."""
    listed = {
        plain(each.name): each for each in answer.operation.parameters
        if each.location == "query" and isinstance(each.schema.get("enum"), list)
    }  # fmt: skip
    stack: list[Any] = [root] if isinstance(root, dict) else []
    seen: set[int] = set()
    while stack and listed:
        schema = follow(stack.pop())
        if not isinstance(schema, dict) or id(schema) in seen:
            continue
        seen.add(id(schema))
        for name, part in properties_of(schema).items():
            parameter, decision = listed.get(plain(name)), rendering.setting.decisions.get(id(part))
            if parameter is not None and decision is not None and decision.node is not None and "enum" not in part:
                shown, words = decision.node.texts, parameter.schema["enum"]
                if len(shown) and not shown.overflowed and shown.counts().keys() <= set(map(str, words)):
                    part.setdefault("x-proposed", {})["enum"] = [each for each in words if isinstance(each, str)]
                    part["x-inferred"] = part.pop("x-inferred")  # stays last
                    told = f"enum proposed: the query parameter {parameter.name} lists it, {decision.node.strings} values are on it"
                    decision.because = tuple(dict.fromkeys((*decision.because, told)))
        stack += [part for part in (schema.get("items"), *properties_of(schema).values()) if isinstance(part, dict)]


def validation_proposals(asked: list[Answer], rendering: Rendering, follow: Callable[[dict[str, Any]], Any]) -> None:
    """Propose, on the schemas that examples show, totals that cover their arrays and flags that imply a word."""
    shown: dict[int, list[dict[str, Any]]] = {}
    ways = Ways(follow)
    for answer in asked:
        schema = rendering.effective(answer.media_type.schema_pointer or f"{answer.media_type.pointer}/schema")
        for _, value in answer.examples:
            for place, found in ways.objects(value, schema, rendering.setting.decisions):
                shown.setdefault(place, []).append(found)
    for place, objects in shown.items():
        schema = rendering.setting.decisions[place].schema
        if schema.get("x-inferred", {}).get("from") != "examples":
            continue
        rules = [*_totals(objects, schema, follow), *_flags(objects, schema)]
        if rules:
            schema.setdefault("x-proposed", {}).setdefault("x-validations", []).extend(rules)
            schema["x-inferred"] = schema.pop("x-inferred")  # stays last


def _totals(
    objects: list[dict[str, Any]], schema: Mapping[str, Any], follow: Callable[[dict[str, Any]], Any]
) -> list[dict[str, str]]:
    properties = properties_of(schema)
    arrays = [name for name, part in properties.items() if _holds_objects(part, follow)]
    numbers = [
        name for name, part in properties.items() if _is(part, "integer", "number") and _TOTAL & set(words(name))
    ]
    if len(arrays) != 1:
        return []
    array = arrays[0]
    rules = []
    for name in numbers:
        pairs = [
            (each[name], each[array])
            for each in objects
            if isinstance(each.get(array), list) and isinstance(each.get(name), (int, float))
        ]
        number, place = access((name,)), access((array,))
        if (
            pairs
            and number
            and place
            and all(value >= len(items) for value, items in pairs)
            and {"total", "results"} & set(words(name))
        ):
            rules.append(
                {
                    "rule": f"{number} >= size({place})",
                    "message": f"{name} counts all that matches, so it cannot be below the number of {array} on the page",
                }
            )
    return rules


_SWITCH = frozenset({"enabled", "is", "has", "active", "allowed", "supported", "available", "capable", "flag", "on"})


def _flags(objects: list[dict[str, Any]], schema: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return rules like `VoiceEnabled` implies that `ProductType` contains `Voice`: where an example shows just that."""
    properties = properties_of(schema)
    rules = []
    for flag, part in properties.items():
        topic = [word for word in words(flag) if word not in _SWITCH]
        if not _is(part, "boolean") or len(topic) != 1 or len(words(flag)) < 2:
            continue
        for name, other in properties.items():
            if not _is(other, "string") or is_sensitive(name) or topic[0] in words(name):
                continue
            word = _word_of(topic[0], [each.get(name) for each in objects if each.get(flag) is True])
            left, right = access((flag,)), access((name,))
            if word is not None and left and right:
                rules.append(
                    {
                        "rule": f"!{left} || {right}.contains('{word}')",
                        "message": f"{flag} on a record whose {name} is without {word}",
                    }
                )
    return rules


def _word_of(topic: str, values: list[Any]) -> str | None:
    """Return the topic as it is spelt in every one of `values`, lists of words such as `Sms+Data+Voice`; None where it is not."""
    spelt = []
    for value in values:
        parts = [part for part in _parts(value) if part.lower() == topic]
        if len(_parts(value)) < 2 or not parts:
            return None
        spelt.append(parts[0])
    return spelt[0] if spelt and len(set(spelt)) == 1 else None


def _parts(value: Any) -> list[str]:
    if not isinstance(value, str):
        return []
    for mark in ("+", ",", "|", "/", ";"):
        if mark in value:
            return [part.strip() for part in value.split(mark)]
    return [value]
