"""Which fields of which OpenAPI objects hold objects of their own: where a `$ref` is a reference, and not data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.outline import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "request-body": "requestBodies",
    "header": "headers",
    "security-scheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
}
"""What a kind of node is called among the components."""

_PARAMETER = {"schema": "schema", "content": "{media-type}", "examples": "{example}"}
_ENCODINGS = {"encoding": "{encoding}", "prefixEncoding": "[encoding]", "itemEncoding": "encoding"}
_SCHEMAS = "properties patternProperties $defs definitions dependentSchemas"
_SCHEMA = (
    "items additionalItems additionalProperties unevaluatedItems unevaluatedProperties not if then else contains "
    "propertyNames contentSchema"
)
FIELDS: Mapping[str, Mapping[str, str]] = {
    "document": {
        "info": "part",
        "servers": "[part]",
        "tags": "[part]",
        "externalDocs": "part",
        "paths": "{path-item}",
        "webhooks": "{path-item}",
        "x-webhooks": "{path-item}",
        "components": "components",
    },
    "components": {group: f"{{{kind}}}" for kind, group in GROUPS.items()}
    | {"pathItems": "{path-item}", "mediaTypes": "{media-type}"},
    "path-item": {"parameters": "[parameter]", "servers": "[part]", "additionalOperations": "{operation}"}
    | dict.fromkeys(METHODS, "operation"),
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "request-body",
        "responses": "{response}",
        "callbacks": "{callback}",
        "servers": "[part]",
        "externalDocs": "part",
    },
    "callback": {},
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request-body": {"content": "{media-type}"},
    "response": {"headers": "{header}", "content": "{media-type}", "links": "{link}"},
    "media-type": {"schema": "schema", "itemSchema": "schema", "examples": "{example}"} | _ENCODINGS,
    "encoding": {"headers": "{header}"} | _ENCODINGS,
    "schema": dict.fromkeys(_SCHEMAS.split(), "{schema}")
    | dict.fromkeys(_SCHEMA.split(), "schema")
    | dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
    "example": {},
    "security-scheme": {},
    "link": {},
    "part": {},
}
"""Which fields of a kind of node hold nodes, and of which kind: `{x}` a map of them, `[x]` an array. All else is data."""
