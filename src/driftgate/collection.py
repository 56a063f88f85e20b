"""Collections: where the records of a page, their total and their identity stand, and which parameters ask for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.parameter import ParameterReader
from driftgate.pointer import ANY_INDEX, MISSING, escape, parent, resolve, split
from driftgate.schema import follow, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from driftgate.contract import Contract, Promise
    from driftgate.operation import Parameter
    from driftgate.pagination import Pagination

Tokens = tuple[str, ...]


class Asked(NamedTuple):
    """
    A request parameter that means something for a page.

    Args:
        parameter: None where `x-pagination` names one that the operation does not list.
        default: The schema's; None where there is none.
        assumed: Whether its meaning is only assumed (`x-assumed`): what follows from it weighs a warning at most.
    """

    name: str
    parameter: Parameter | None
    reader: ParameterReader | None
    default: Any
    assumed: bool


class Echo(NamedTuple):
    """
    A request parameter and the place in the answer that repeats it.

    Args:
        types: Which the place may have; empty where the schema names none.
        required: Whether the schema says that the place is always there.
        absent: What stands there where nothing was asked; `MISSING` where that is not known.
        is_page: Whether the parameter is the number of the page.
    """

    asked: Asked
    tokens: Tokens
    pointer: str
    types: frozenset[str]
    required: bool
    absent: Any
    is_page: bool


class Filtering(NamedTuple):
    """A request parameter and the place in a record that must equal it; `allowed` is the place's reviewed enum."""

    asked: Asked
    tokens: Tokens
    pointer: str
    allowed: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """
    What one kind of answer promises as a page of a collection.

    Args:
        is_flat: Whether records, total and echoes are properties of the body, and filtered places of a record.
        reads_elsewhere: Whether some parameter that means something stands in the path or in a header.
        constants: Places of top-level ids that all pages of one walk must share.
        numbered: Finds the number of the page in a query where it is written plainly; None where nothing does.
        document_pointer: Of `x-pagination`.
    """

    items: Tokens
    items_pointer: str
    total: Tokens | None
    total_pointer: str | None
    total_header: str | None
    identity: Tokens | None
    identity_pointer: str | None
    page: Asked | None
    first: int
    style: str
    limit: Asked | None
    echoes: tuple[Echo, ...]
    filterings: tuple[Filtering, ...]
    constants: tuple[str, ...]
    is_flat: bool
    reads_elsewhere: bool
    document_pointer: str
    numbered: re.Pattern[str] | None


def is_page(promise: Promise) -> bool:
    """Tell whether an answer of this kind is a page of a collection with an `x-pagination`."""
    return promise.operation.pagination is not None and promise.response is not None and promise.items_promised


@lru_cache(maxsize=1024)
def collection_of(contract: Contract, promise: Promise) -> Collection:
    """Return what `x-pagination` says of a kind of answer for which `is_page` holds."""
    pagination = promise.operation.pagination
    assert pagination is not None

    def asked(name: str | None) -> Asked | None:
        return None if name is None else _asked(contract, promise, name)

    schema = promise.schema_pointer
    identity = pagination.identity
    told = {*pagination.echo.values(), pagination.total}
    page, limit = asked(pagination.page), asked(pagination.limit)
    echoes = tuple(_echoes(contract, promise, pagination))
    filterings = tuple(_filterings(contract, promise, pagination))
    meaning = [page, limit, *(each.asked for each in echoes), *(each.asked for each in filterings)]
    return Collection(
        items=tuple(split(pagination.items)),
        items_pointer=pagination.items,
        total=None if pagination.total is None else tuple(split(pagination.total)),
        total_pointer=pagination.total if pagination.total_header is None else f"header:{pagination.total_header}",
        total_header=pagination.total_header,
        identity=None if identity is None else tuple(split(identity)),
        identity_pointer=None if identity is None else f"{pagination.items}/*{identity}",
        page=page,
        first=pagination.first,
        style=pagination.style,
        limit=limit,
        echoes=echoes,
        filterings=filterings,
        constants=tuple(name for name in _ids(contract, schema) if f"/{name}" not in told),
        is_flat=all(
            pointer.count("/") == 1
            for pointer in (pagination.items, pagination.total or "/", *pagination.echo.values())
        )
        and all(len(each.tokens) == 1 for each in filterings),
        reads_elsewhere=any(each.parameter.location != "query" for each in meaning if each and each.parameter),
        document_pointer=f"{promise.operation.pointer}/x-pagination",
        numbered=_numbered(page, (limit, *(each.asked for each in filterings)))
        if pagination.style != "cursor"
        else None,
    )


def _numbered(page: Asked | None, others: Iterable[Asked | None]) -> re.Pattern[str] | None:
    if page is None or (page.parameter is not None and page.parameter.location != "query"):
        return None
    if any(each is not None and each.name == page.name for each in others):
        return None
    name = re.escape(f"{page.name}=")  # stands first, since the engine looks for a text that a pattern begins with
    return re.compile(rf"{name}(?<![^&]{name})([0-9]{{1,18}})(?=&|$)", re.ASCII)


def _echoes(contract: Contract, promise: Promise, pagination: Pagination) -> Iterator[Echo]:
    for name, pointer in sorted(pagination.echo.items()):
        asked = _asked(contract, promise, name)
        is_page = name == pagination.page
        absent = asked.default if asked.default is not None else pagination.first if is_page else MISSING
        place = schema_at(contract, promise.schema_pointer, pointer)
        owner = schema_at(contract, promise.schema_pointer, parent(pointer))
        holder = resolve(contract.tree, owner) if owner is not None else None
        required = holder.get("required") if isinstance(holder, dict) else None
        yield Echo(
            asked=asked,
            tokens=tuple(split(pointer)),
            pointer=pointer,
            types=promised_types(contract, place),
            required=isinstance(required, list) and split(pointer)[-1] in required,
            absent=absent,
            is_page=is_page,
        )


def _filterings(contract: Contract, promise: Promise, pagination: Pagination) -> Iterator[Filtering]:
    for parameter in promise.operation.parameters:
        raw = resolve(contract.tree, parameter.pointer)
        assumed = raw.get("x-assumed") if isinstance(raw, dict) else None
        pointer = assumed.get("filters") if isinstance(assumed, dict) else None
        if isinstance(pointer, str):
            place = f"{pagination.items}/{ANY_INDEX}{pointer}"
            schema = schema_at(contract, promise.schema_pointer, place)
            node = resolve(contract.tree, schema) if schema is not None else None
            enum = node.get("enum") if isinstance(node, dict) else None
            is_reviewed = schema is not None and contract.support(schema, "enum") is None
            yield Filtering(
                asked=_asked(contract, promise, parameter.name),
                tokens=tuple(split(pointer)),
                pointer=place,
                allowed=tuple(enum) if isinstance(enum, list) and is_reviewed else (),
            )


def _asked(contract: Contract, promise: Promise, name: str) -> Asked:
    listed = [each for each in promise.operation.parameters if each.name == name]
    parameter = next((each for each in listed if each.location == "query"), listed[0] if listed else None)
    if parameter is None:
        return Asked(name, None, None, None, assumed=False)
    schema = follow(contract.tree, parameter.schema)
    raw = resolve(contract.tree, parameter.pointer)
    return Asked(
        name,
        parameter,
        ParameterReader(contract, parameter),
        schema.get("default") if isinstance(schema, dict) else None,
        assumed=isinstance(raw, dict) and "x-assumed" in raw,
    )


def _ids(contract: Contract, schema_pointer: str | None) -> Iterator[str]:
    """Yield the names of top-level properties that hold an id of a named resource, such as the account's."""
    node = follow(contract.tree, resolve(contract.tree, schema_pointer)) if schema_pointer is not None else None
    properties = node.get("properties") if isinstance(node, dict) else None
    for name, part in sorted(properties.items()) if isinstance(properties, dict) else ():
        part = follow(contract.tree, part)
        prefix = part.get("x-id-prefix") if isinstance(part, dict) else None
        if isinstance(prefix, str) and prefix in contract.glossary:
            yield name


def schema_at(contract: Contract, schema_pointer: str | None, pointer: str) -> str | None:
    """Return the document pointer of the schema of a place in a body (array indexes as `*`); None where none is listed."""
    if schema_pointer is None:
        return None
    place, node = _followed(contract.tree, schema_pointer)
    for token in split(pointer):
        key = "items" if token == ANY_INDEX else "properties"
        if not isinstance(node, dict) or key not in node:
            return None
        step = f"{place}/items" if token == ANY_INDEX else f"{place}/properties/{escape(token)}"
        if resolve(contract.tree, step) is MISSING:
            return None
        place, node = _followed(contract.tree, step)
    return place


def _followed(tree: Mapping[str, Any], pointer: str) -> tuple[str, Any]:
    node = resolve(tree, pointer)
    for _ in range(60):
        target = node.get("$ref") if isinstance(node, dict) else None
        if not isinstance(target, str) or not target.startswith("#"):
            break
        pointer = target[1:]
        node = resolve(tree, pointer)
    return pointer, node


def promised_types(contract: Contract, schema_pointer: str | None) -> frozenset[str]:
    """Return the types that the schema at a pointer allows; empty where it names none. `number` includes `integer`."""
    node = resolve(contract.tree, schema_pointer) if schema_pointer is not None else None
    if not isinstance(node, dict):
        return frozenset()
    types = set(types_of(node))
    if types and node.get("nullable") is True:
        types.add("null")
    if "number" in types:
        types.add("integer")
    return frozenset(types)
