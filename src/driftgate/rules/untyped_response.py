"""The rule `untyped-response`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity, Source
from driftgate.media_type import is_json
from driftgate.pointer import resolve
from driftgate.rule import Mismatch, rule
from driftgate.schema import follow, types_of
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SAYS_SOMETHING = frozenset({
    "additionalProperties", "allOf", "anyOf", "const", "enum", "items", "oneOf", "patternProperties", "prefixItems",
    "properties",
})  # fmt: skip


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def untyped_response(draft: Draft) -> Iterator[Mismatch]:
    """
    A JSON response has no schema, or one that says no more than "object" or "array".

    ## Why it matters
    Whatever the server sends is valid. No tool that validates can see any drift there, and generated clients hand out
    untyped dictionaries.

    ## Example
    The 200 is documented as `type: object` with one example, and nothing else.

    ## To settle it
    Ask the vendor for a schema. Until then `driftgate infer` writes one from the examples, as an overlay to review.

    ## Source
    OpenAPI Specification 3.1, Media Type Object, "schema".
    """
    tree = draft.contract.tree
    for operation in draft.contract.operations:
        for status, response in operation.responses.items():
            for media_type in response.content.values():
                if not is_json(media_type.name):
                    continue
                schema = resolve(tree, media_type.schema_pointer) if media_type.schema_pointer else None
                if is_untyped(tree, schema):
                    kind = _kind(tree, schema)
                    yield Mismatch(
                        f"the {status} of {operation.name} is documented as {kind} and no more",
                        kind,
                        "a schema",
                        document_pointer=media_type.schema_pointer or media_type.pointer,
                    )


def is_untyped(tree: Mapping[str, Any], schema: Any) -> bool:
    """Tell whether a schema accepts any object, any array, or anything."""
    schema = follow(tree, schema)
    if schema is True or not isinstance(schema, dict):
        return schema is not False
    if _SAYS_SOMETHING & schema.keys():
        items = schema.get("items")
        only_items = not (_SAYS_SOMETHING - {"items"}) & schema.keys()
        return only_items and items is not None and "array" in types_of(schema) and is_untyped(tree, items)
    return not types_of(schema) or bool({"object", "array"} & set(types_of(schema)))


def _kind(tree: Mapping[str, Any], schema: Any) -> str:
    schema = follow(tree, schema)
    if not isinstance(schema, dict) or not types_of(schema):
        return "anything"
    return f"a bare {' or '.join(types_of(schema))}"
