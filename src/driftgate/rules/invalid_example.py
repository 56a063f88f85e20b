"""The rule `invalid-example`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.errors import ContractError
from driftgate.finding import Severity, Source
from driftgate.media_type import field_of_value
from driftgate.pointer import escape
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract
    from driftgate.schema import Direction


@rule(on=Draft, severity=Severity.WARNING, source=Source.DOCUMENT)
def invalid_example(draft: Draft) -> Iterator[Mismatch]:
    """
    An example of a parameter, a request body or a schema breaks the schema that it stands beside.

    ## Why it matters
    People paste examples. Mocks and test tools send them: the request fails, and nobody knows which of the two is
    right. (Examples of responses are judged place by place, by the rules on bodies.)

    ## Example
    A parameter of `type: integer` with `example: "ten"`.

    ## To settle it
    Correct the example or the schema, upstream or in an overlay.

    ## Source
    OpenAPI Specification 3.0.3, Schema Object, Parameter Object and Media Type Object, "example".
    """
    contract = draft.contract
    for schema_pointer, pointer, value, direction in _examples(contract):
        if not _fits(contract, schema_pointer, value, direction):
            yield Mismatch(
                f"the example ({json_type(value)}) breaks its own schema",
                f"example of {json_type(value)}",
                "a valid example",
                document_pointer=pointer,
                value=value,
            )


def _fits(contract: Contract, schema_pointer: str, value: Any, direction: Direction) -> bool:
    try:
        return contract.validator(schema_pointer, direction=direction, strict=False).is_valid(value)
    except (ContractError, ValueError):
        return True  # the schema cannot be used: another rule says so


def _examples(contract: Contract) -> Iterator[tuple[str, str, Any, Direction]]:
    for name, schema in ((contract.tree.get("components") or {}).get("schemas") or {}).items():
        yield from _beside(schema, f"/components/schemas/{escape(name)}", 0)
    for operation in contract.operations:
        for parameter in operation.parameters:
            if parameter.schema_pointer is None:
                continue
            raw = _raw(contract, parameter.pointer)
            if "example" in raw:
                yield parameter.schema_pointer, f"{parameter.pointer}/example", raw["example"], "request"
            for name, each in raw["examples"].items() if isinstance(raw.get("examples"), dict) else ():
                if isinstance(each, dict) and (field := field_of_value(each)) is not None:
                    place = f"{parameter.pointer}/examples/{escape(name)}/{field}"
                    yield parameter.schema_pointer, place, each[field], "request"
        if operation.request_body is not None:
            for media_type in operation.request_body.content.values():
                if media_type.schema_pointer is not None and ("json" in media_type.name or media_type.is_sequence):
                    for place, value in media_type.examples.values():
                        yield media_type.schema_pointer, place, value, "request"


def _raw(contract: Contract, pointer: str) -> dict[str, Any]:
    from driftgate.pointer import resolve

    raw = resolve(contract.tree, pointer)
    return raw if isinstance(raw, dict) else {}


MAX_DEPTH = 12


def _beside(schema: Any, pointer: str, depth: int) -> Iterator[tuple[str, str, Any, Direction]]:
    """Yield the examples that stand inside a component schema, at any depth."""
    if not isinstance(schema, dict) or depth > MAX_DEPTH:
        return
    if "example" in schema and "$ref" not in schema:
        yield pointer, f"{pointer}/example", schema["example"], "response"
    for index, value in enumerate(schema["examples"] if isinstance(schema.get("examples"), list) else ()):
        yield pointer, f"{pointer}/examples/{index}", value, "response"
    for name, part in schema["properties"].items() if isinstance(schema.get("properties"), dict) else ():
        yield from _beside(part, f"{pointer}/properties/{escape(name)}", depth + 1)
    if isinstance(schema.get("items"), dict):
        yield from _beside(schema["items"], f"{pointer}/items", depth + 1)
