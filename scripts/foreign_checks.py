"""What a document declares, asked of `jsonschema`: a validator that the toolkit has no part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import referencing
import referencing.jsonschema

if TYPE_CHECKING:
    from collections.abc import Mapping

_URN = "urn:foreign"


def declared(tree: Mapping[str, Any]) -> referencing.Registry[Any]:
    """Return a document as JSON Schema 2020-12, in place, for `conforms`."""
    is_3_0 = str(tree.get("openapi", "")).startswith("3.0")
    resource = referencing.jsonschema.DRAFT202012.create_resource(_plain(tree, is_3_0=is_3_0))
    return referencing.Registry().with_resource(_URN, resource)


def validator(registry: referencing.Registry[Any], pointer: str) -> jsonschema.Draft202012Validator:
    """Return the validator of the schema at a pointer, formats included."""
    fragment = pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator({"$ref": f"{_URN}#{fragment}"}, registry=registry, format_checker=checker)


def _plain(node: Any, *, is_3_0: bool) -> Any:
    if isinstance(node, list):
        return [_plain(each, is_3_0=is_3_0) for each in node]
    if not isinstance(node, dict):
        return node
    if is_3_0 and isinstance(node.get("$ref"), str):
        return {"$ref": node["$ref"]}
    out = {key: _plain(value, is_3_0=is_3_0) for key, value in node.items() if key not in {"example", "examples"} or not
           isinstance(node.get("type"), str)}  # fmt: skip
    if isinstance(out.get("required"), list) and isinstance(out.get("properties"), dict):
        hidden = {
            name for name, part in out["properties"].items() if isinstance(part, dict) and part.get("writeOnly") is True
        }
        out["required"] = [name for name in out["required"] if name not in hidden]
    if not is_3_0:
        return out
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(out.get(exclusive), bool) and out.pop(exclusive) and bound in out:
            out[exclusive] = out.pop(bound)
    if out.get("nullable") is True and isinstance(out.get("type"), str):
        out["type"] = [out["type"], "null"]
        if isinstance(out.get("enum"), list):
            out["enum"] = [*out["enum"], None]
    return out
