"""Discriminators: the property by which an object says which of several alternatives it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import unescape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def tell_apart(discriminator: Any, alternatives: Sequence[Any], translated: Sequence[Any]) -> None:
    """
    Let no alternative take an object that gives the name of another one.

    A value that names none is left to the alternatives themselves. Only references have names: of a mapping, and their
    own where the mapping does not give it to another.

    Args:
        discriminator: As the document has it beside the alternatives.
        alternatives: As the document has them.
        translated: The same in JSON Schema; changed in place.

    Source:
        OpenAPI Specification 3.1.1, "Discriminator Object". It calls the property a hint that must not change what is
        valid; yet `oneOf` of objects that leave room for more is valid for no object that keeps to one of them.
    """
    if not isinstance(discriminator, dict) or not isinstance(discriminator.get("propertyName"), str):
        return
    mapping = discriminator.get("mapping")
    names = [_names(each, mapping if isinstance(mapping, dict) else {}) for each in alternatives]
    every = frozenset[str]().union(*names)
    name = discriminator["propertyName"]
    for own, part in zip(names, translated, strict=True):
        others = every - own
        if own and others and isinstance(part, dict) and "properties" not in part:
            part["properties"] = {name: {"not": {"enum": sorted(others)}}}


def _names(alternative: Any, mapping: Mapping[str, Any]) -> frozenset[str]:
    target = alternative.get("$ref") if isinstance(alternative, dict) else None
    if not isinstance(target, str):
        return frozenset()
    own = unescape(target.rpartition("/")[2])
    said = {key for key, value in mapping.items() if value in (target, own)}
    return frozenset(said if own in mapping else {*said, own})
