"""What a client would lack: said by the generator, or found missing though it said nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.client.cures import jsonpath
from driftgate.errors import ClientError
from driftgate.outline import place_in_item
from driftgate.pointer import MISSING, escape, parent, resolve, split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.errors import GeneratorError

    from driftgate.client.readable import Readable

_SHOWN = 3
_SIMPLER = "Say it more simply in an overlay"
MAX_NAME = 200
"""Of a module, in characters: with its ending, and in UTF-8, it has to be a file's name."""


def lossy(losses: Iterable[str]) -> ClientError:
    """Return the error that names what a client would lack: the first three in its message, all of them as its notes."""
    found = sorted(set(losses))
    shown = "; ".join(loss.rstrip(".") for loss in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    error = ClientError(f"the client would lack part of the contract: {shown}{more}.")
    for loss in found:
        error.add_note(loss)
    return error


def find_losses(readable: Readable, parsed: GeneratorData) -> list[str]:
    """Return what cannot be said, what the generator says it left out, and what it left out without a word."""
    losses = list(readable.losses)
    schemas = {_schema_key(error): error for error in parsed.errors}
    users = _users(readable)
    for pointer, sentence, operation in readable.schema_losses:
        name = next(iter(users.get(_component_at(pointer), ())), operation)
        if name is not None:
            losses.append(f"{name}: the schema at #{pointer} {sentence}")
    for key, error in schemas.items():
        operations = users.get(key, [])
        if operations:
            others = f" and {len(operations) - 1} more" if len(operations) > 1 else ""
            place = readable.places.get(key, f"/components/schemas/{escape(key)}")
            while resolve(readable.document, place) is MISSING:  # a part that only the rewriting made
                place = parent(place)
            losses.append(
                f"{operations[0]}{others}: the schema {key} cannot be generated: {plain(error.detail)}. {_SIMPLER}: "
                f'{{target: "{jsonpath(readable.document, place)}", …}}'
            )
    told = {operation for key in schemas for operation in users.get(key, [])}
    for collection in parsed.endpoint_collections_by_tag.values():
        for error in collection.parse_errors:
            found = re.search(r"parsing ([A-Z]+ .*) within ", error.header)
            name = readable.names.get(found[1], found[1]) if found else error.header
            if name not in told:
                losses.append(
                    f'{name}: {plain(error.detail)}. {_SIMPLER}: {{target: "{_operation(readable, name)}", …}}'
                )
                told.add(name)
    generated = {
        (str(tag), str(endpoint.name))
        for tag, collection in parsed.endpoint_collections_by_tag.items()
        for endpoint in collection.endpoints
    }
    losses += [
        f"{name}: has no endpoint in the client"
        for name, module in readable.operations.items()
        if module not in generated and name not in told
    ]
    losses += [
        f"{name}: its module would be called by more than {MAX_NAME} characters. Name it shorter in an overlay: "
        f'{{target: "{_operation(readable, name)}", update: {{operationId: …}}}}'
        for name, module in readable.operations.items()
        if max(map(len, module)) > MAX_NAME
    ]
    losses += [
        f"the class {str(each.class_info.name)[:40]}… has a name of more than {MAX_NAME} characters. Give the schema a "
        "shorter place or name"
        for each in (*parsed.models, *parsed.enums)
        if len(each.class_info.module_name) > MAX_NAME
    ]
    modules: dict[str, str] = {}
    for each in (*parsed.models, *parsed.enums):
        other = modules.setdefault(str(each.class_info.module_name), str(each.class_info.name))
        if other != each.class_info.name:
            losses.append(f"the classes {other} and {each.class_info.name} would be written into one module")
    return losses


def _operation(readable: Readable, name: str) -> str:
    """Return the JSONPath of an operation by its name; of the paths where the generator's name is no operation's."""
    method, _, path = name.partition(" ")
    return jsonpath(readable.document, f"/paths/{escape(path)}/{place_in_item(method)}" if path else "/paths")


def _component_at(pointer: str) -> str:
    tokens = split(pointer)
    return tokens[2] if len(tokens) > 2 and tokens[:2] == ["components", "schemas"] else ""


def unused_schema_notes(readable: Readable, parsed: GeneratorData) -> list[str]:
    """Return a note for each schema left out, or emptied, that no operation uses. Call it where nothing is lost."""
    return [
        *(f"{pointer}: {sentence}" for pointer, sentence, _ in readable.schema_losses),
        *(
            f"/components/schemas/{_schema_key(error)}: cannot be generated, and no operation uses it"
            for error in parsed.errors
        ),
    ]


def _schema_key(error: GeneratorError) -> str:
    found = re.search(r"schema (?:/components/schemas/)?([^\s:]+)", error.header)
    return found[1] if found else plain(error.header)


def _users(readable: Readable) -> dict[str, list[str]]:
    """Return the operations that reach each schema."""
    schemas = readable.tree["components"]["schemas"]
    near = {key: _references(schema) for key, schema in schemas.items()}
    users: dict[str, list[str]] = {}
    for path, item in readable.tree["paths"].items():
        for method, operation in item.items():
            stack, seen = list(_references(operation)), set()
            while stack:
                key = stack.pop()
                if key not in seen:
                    seen.add(key)
                    stack.extend(near.get(key, ()))
            for key in seen:
                users.setdefault(key, []).append(readable.names[f"{method.upper()} {path}"])
    return users


def _references(node: Any) -> set[str]:
    found: set[str] = set()
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            if isinstance(each.get("$ref"), str):
                found.add(each["$ref"].rpartition("/")[2])
            stack.extend(each.values())
        elif isinstance(each, list):
            stack.extend(each)
    return found


def plain(text: object) -> str:
    """Return what the generator says on one line, without its object addresses."""
    told = re.sub(r"<[^<>]* object at 0x[0-9a-f]+>", "…", str(text or "no reason given"))
    told = told.partition("Failure to process schema has resulted in the removal of")[0]
    return " ".join(told.split()).rstrip(".:")
