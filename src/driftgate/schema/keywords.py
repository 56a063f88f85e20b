"""Keywords of a Schema Object: which there are, and which values no validator can use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPOSING = frozenset({"allOf", "anyOf", "oneOf"})
IGNORED = frozenset({
    "$schema", "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "nullable", "xml",
    "$anchor", "$comment", "$dynamicAnchor", "$id", "default",
})  # fmt: skip
_TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
_SIZES = frozenset({"maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"})
_NUMBERS = frozenset({"maximum", "minimum", "multipleOf"})


def value_defect(key: str, value: Any) -> str | None:
    """Say why a keyword's value is unusable; None where it is fine."""
    if key == "type":
        named = value if isinstance(value, list) else [value]
        if not named or not all(isinstance(name, str) and name in _TYPES for name in named):
            return "names no type of JSON Schema"
    elif key == "required":
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            return "must be a list of property names"
    elif key == "enum":
        if not isinstance(value, list) or not value:
            return "must be a list of values"
    elif key in _SIZES:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            return "must be a whole number, 0 or more"
    elif key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or (key == "multipleOf" and value <= 0):
            return "must be a number"
    elif key == "pattern":
        return pattern_defect(value) if isinstance(value, str) else "must be text"
    elif key in {"format", "$ref", "contentEncoding"}:
        if not isinstance(value, str):
            return "must be text"
    elif key == "uniqueItems" and not isinstance(value, bool):
        return "must be true or false"
    elif key == "dependentRequired" and not isinstance(value, dict):
        return "must be an object"
    return None


@lru_cache(maxsize=4096)
def pattern_defect(pattern: str) -> str | None:
    """Say why a pattern cannot be used; None where it can."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, offline=True)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        return str(error).splitlines()[0]
    return None


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the types a schema names, none where it names none."""
    named = node.get("type")
    if isinstance(named, str):
        return (named,)
    return tuple([name for name in named if isinstance(name, str)]) if isinstance(named, list) else ()


def unescape_uri(fragment: str) -> str:
    """Return the JSON Pointer of a URI fragment: `%7B` is `{`."""
    if "%" not in fragment:
        return fragment
    from urllib.parse import unquote

    return unquote(fragment)
