"""Routes: which operation a request is for, also where two path templates cannot be told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.match import Matcher
    from driftgate.operation import Operation

METHODS = ("GET", "HEAD", "QUERY", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_PARAMETER = re.compile(r"\{([^{}/]*)\}")


class Route(NamedTuple):
    """One operation that a request may be for, with its path parameters, decoded."""

    operation: Operation
    path_values: Mapping[str, str]


class Router:
    """
    Finds the operations a request may be for.

    OpenAPI forbids two templates of one shape (`/a/{id}` and `/a/{name}`), and vendors write them all the same: `GET`
    by id on one, `PUT` by name on the other. Then each is a route, and whoever asks takes the first whose path
    parameters conform.
    """

    def __init__(self, contract: Contract, matcher: Matcher) -> None:
        self._matcher = matcher
        self._methods = tuple(dict.fromkeys((*METHODS, *(each.method for each in contract.operations))))
        by_shape: dict[str, list[Operation]] = {}
        for operation in contract.operations:
            by_shape.setdefault(_shape(operation.path), []).append(operation)
        self._twins = {
            shape: operations
            for shape, operations in by_shape.items()
            if len({operation.path for operation in operations}) > 1
        }

    def routes(self, method: str, path: str) -> Sequence[Route]:
        """Return what `method path` may lead to, the matcher's choice first."""
        found = self._matcher.match(method, path)
        own = (Route(found.operation, found.path_values),) if found.operation is not None else ()
        if not self._twins or not found.known_path:
            return own
        texts = list(found.path_values.values())
        twins = [
            Route(operation, dict(zip(_PARAMETER.findall(operation.path), texts, strict=False)))
            for operation in self._twins_of(found.operation, path)
            if operation is not found.operation and operation.method == method
        ]
        return (*own, *twins)

    def allowed(self, path: str) -> list[str]:
        """Return the methods that a path has, none where the contract has no such path."""
        return [method for method in self._methods if self.routes(method, path)]

    def is_known(self, path: str) -> bool:
        return self._matcher.match("GET", path).known_path

    def _twins_of(self, operation: Operation | None, path: str) -> Sequence[Operation]:
        if operation is None:
            matches = (self._matcher.match(method, path).operation for method in self._methods)
            operation = next((each for each in matches if each is not None), None)
        return self._twins.get(_shape(operation.path), ()) if operation is not None else ()


def _shape(path: str) -> str:
    return _PARAMETER.sub("{}", path)
