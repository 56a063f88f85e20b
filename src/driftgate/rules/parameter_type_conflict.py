"""The rule `parameter-type-conflict`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity, Source
from driftgate.pointer import resolve
from driftgate.rule import Mismatch, rule
from driftgate.schema import follow, types_of
from driftgate.spelling import folded
from driftgate.subject import Draft
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.media_type import MediaType
    from driftgate.operation import Operation

_NUMERIC = frozenset({"integer", "number"})


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def parameter_type_conflict(draft: Draft) -> Iterator[Mismatch]:
    """
    A parameter is a string in the request and a number or boolean under the same name in the answer.

    ## Why it matters
    The two are one thing. Generated clients take `"1"` and give back `1`; comparing them is false for ever.

    ## Example
    `PageNumber` is `type: string` in the query; the answer's `PageNumber` is the integer 1.

    ## To settle it
    Ask which it is, and correct the parameter's type in an overlay.

    ## Source
    OpenAPI Specification 3.0.3, Parameter Object, "schema".
    """
    tree = draft.contract.tree
    for operation in draft.contract.operations:
        answered = _answered_types(tree, operation)
        for parameter in operation.parameters:
            schema = follow(tree, parameter.schema)
            if not isinstance(schema, dict) or types_of(schema) != ("string",) or schema.get("enum"):
                continue
            answer = answered.get(folded(parameter.name))
            if answer in {"integer", "number", "boolean"}:
                yield Mismatch(
                    f"{parameter.name} is a string in the request and {_article(answer)} in the answer",
                    "string",
                    answer,
                    pointer=f"{parameter.location}:{parameter.name}",
                    document_pointer=f"{parameter.schema_pointer}/type",
                )


def _answered_types(tree: Mapping[str, Any], operation: Operation) -> dict[str, str]:
    """Return the types of the top-level properties of the successful answers, as schemas or else examples say."""
    types: dict[str, set[str]] = {}
    for status, response in operation.responses.items():
        if status.startswith("2"):
            for media_type in response.content.values():
                for name, kind in _property_types(tree, media_type):
                    types.setdefault(folded(name), set()).add(kind)
    return {name: next(iter(kinds)) for name, kinds in types.items() if len(kinds) == 1}


def _property_types(tree: Mapping[str, Any], media_type: MediaType) -> Iterator[tuple[str, str]]:
    schema = follow(tree, resolve(tree, media_type.schema_pointer)) if media_type.schema_pointer else None
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if isinstance(properties, dict) and properties:
        for name, part in properties.items():
            part = follow(tree, part)
            if isinstance(part, dict) and len(types_of(part)) == 1:
                yield name, types_of(part)[0]
        return
    for _, example in media_type.examples.values():
        for name, value in example.items() if isinstance(example, dict) else ():
            yield name, json_type(value)


def _article(kind: str) -> str:
    return f"an {kind}" if kind == "integer" else f"a {kind}"
