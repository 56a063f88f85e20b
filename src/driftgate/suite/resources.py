"""Resources that exist: ids from the pages of a collection, for the operations on one of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import requests

from driftgate.pointer import MISSING, resolve
from driftgate.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from driftgate.operation import Operation
    from driftgate.suite.channel import Channel

MAX_IDS = 20
_ID_NAMES = ("id", "uuid", "key", "name", "slug", "number")


def existing(channel: Channel, operation: Operation) -> list[dict[tuple[str, str], Any]]:
    """
    Return values of an operation's path parameters that lead to something, by (location, name); none where none is known.

    `/trees/{id}` takes its ids from the first page of `GET /trees`: a member called like the parameter, else the
    collection's `identity`, else what is called like an id. One request is sent for each collection.

    Raises:
        Stopped: The run must end.
    """
    missing = [each.name for each in operation.parameters if each.location == "path"]
    if len(missing) != 1:
        return []  # parents of parents: their ids would have to belong together
    parent = _parent(channel, operation, missing[0])
    if parent is None:
        return []
    found: list[dict[tuple[str, str], Any]] = []
    for record in _records(channel, parent):
        value = _id_of(record, missing[0], parent)
        if value is not None:
            found.append({("path", missing[0]): value})
    return found[:MAX_IDS]


def _parent(channel: Channel, operation: Operation, name: str) -> Operation | None:
    """Return the operation that lists the records of which `operation` takes one; it must need no values itself."""
    before, braces, _ = operation.path.partition(f"/{{{name}}}")
    if not braces or "{" in before:
        return None
    return next(
        (
            each
            for each in channel.contract.operations
            if each.method == "GET" and each.path == before and not any(part.required for part in each.parameters)
        ),
        None,
    )


def _records(channel: Channel, parent: Operation) -> Iterator[Any]:
    try:
        answer = channel.door.get(parent.path)
        body = orjson.loads(answer.content)
    except (requests.RequestException, orjson.JSONDecodeError):
        return
    if answer.status_code != 200:
        return
    promise = channel.contract.promise(parent, 200, answer.headers.get("content-type"))
    records = resolve(body, promise.items) if promise.items is not None else MISSING
    if isinstance(records, list):
        yield from records


def _id_of(record: Any, name: str, parent: Operation) -> Any:
    if isinstance(record, (str, int)) and not isinstance(record, bool):
        return record
    if not isinstance(record, dict):
        return None
    by_name: Mapping[str, Any] = {folded(key): value for key, value in record.items()}
    identity = parent.pagination.identity if parent.pagination is not None else None
    candidates = [by_name.get(folded(name))]
    if identity is not None:
        candidates.append(resolve(record, identity))
    candidates += [by_name.get(each) for each in _ID_NAMES]
    return next(
        (each for each in candidates if isinstance(each, (str, int)) and not isinstance(each, bool) and each != ""),
        None,
    )
