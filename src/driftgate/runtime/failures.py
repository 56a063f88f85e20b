"""Failures: one exception class for each status, for those who prefer raising."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from driftgate.contract import Contract


class StatusError(Exception):
    """
    An API answered with an error status. Its subclasses are one a status: `failure_of(404)` is `NotFound`.

    Attributes:
        status: The HTTP status.
        response: The whole answer, already read.
    """

    status: int = 0

    def __init__(self, message: str, response: httpx.Response) -> None:
        super().__init__(message)
        self.response = response


class ClientStatusError(StatusError):
    """4xx: the request was refused."""


class ServerStatusError(StatusError):
    """5xx: the server failed."""


@cache
def failure_of(status: int) -> type[StatusError]:
    """Return the exception class of an error status; always the same one."""
    parent = ServerStatusError if status >= 500 else ClientStatusError
    try:
        name = "".join(part.capitalize() for part in HTTPStatus(status).name.split("_"))
    except ValueError:
        name = f"Status{status}"
    return type(name, (parent,), {"status": status, "__module__": __name__, "__doc__": f"The API answered {status}."})


BadRequest = failure_of(400)
Unauthorized = failure_of(401)
Forbidden = failure_of(403)
NotFound = failure_of(404)
MethodNotAllowed = failure_of(405)
RequestTimeout = failure_of(408)
TooManyRequests = failure_of(429)
InternalServerError = failure_of(500)
ServiceUnavailable = failure_of(503)
GatewayTimeout = failure_of(504)


def raise_on_failure(response: httpx.Response) -> None:
    """
    Raise the failure of an error status: an event hook for `httpx.Client`.

        httpx.Client(event_hooks={"response": [raise_on_failure]})
    """
    if response.status_code >= 400:
        response.read()
        raise failure(response)


async def raise_on_failure_async(response: httpx.Response) -> None:
    """Raise the failure of an error status: an event hook for `httpx.AsyncClient`."""
    if response.status_code >= 400:
        await response.aread()
        raise failure(response)


def failure(response: httpx.Response) -> StatusError:
    """Return the failure that a response, already read, is."""
    path = response.request.url.path
    return failure_of(response.status_code)(
        f"{response.request.method} {path} answered {response.status_code}", response
    )


def documented_failures(contract: Contract) -> dict[int, type[StatusError]]:
    """Return the exception class of each error status that the contract documents."""
    statuses = {
        int(status)
        for operation in contract.operations
        for status in operation.responses
        if status.isdecimal() and int(status) >= 400
    }
    return {status: failure_of(status) for status in sorted(statuses)}
