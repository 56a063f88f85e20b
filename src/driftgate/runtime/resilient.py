"""Everything a generated client needs below it, in one transport."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

from driftgate.runtime.bounds import BoundedTransport
from driftgate.runtime.failures import failure
from driftgate.runtime.retries import RetryingTransport
from driftgate.runtime.transport import SIGHTINGS, ContractTransport, DriftError, sentence
from driftgate.runtime.unreadable import OPERATION

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.judge import Sighting
    from driftgate.runtime.transport import Mode
    from driftgate.tally import Tally

_LACKING = frozenset({"missing-property", "renamed-property"})
_KNOWN = frozenset(int(status) for status in HTTPStatus)


class ResilientTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """
    Judges, repairs, retries and bounds the calls of a generated client, sync or async.

        client = Client(base_url=server_url(contract), httpx_args={"transport": ResilientTransport(contract)})

    What the generated code would stumble over is raised by name: an answer that is no JSON (`UnreadableAnswerError`), one
    that lacks what is promised (`DriftError`, or the `StatusError` of an error status), and a status that Python does not
    know, such as 520 (`StatusError`).

    Args:
        contract: The effective contract.
        transport: The inner transport, sync or async; by default httpx's own of either kind.
        mode: Whether drift is recorded and repaired, or raised: see `ContractTransport`.
        raises: Whether every error status but 401 is raised as its own `StatusError`.
        tries, timeout_s, max_total_s, base_s, max_wait_s: See `RetryingTransport`.
    """

    def __init__(
        self,
        contract: Contract,
        transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None,
        *,
        mode: Mode = "record",
        raises: bool = False,
        tries: int = 4,
        base_s: float = 0.25,
        max_wait_s: float = 30.0,
        timeout_s: float = 30.0,
        max_total_s: float = 60.0,
    ) -> None:
        bounded = BoundedTransport(transport, timeout_s=timeout_s, max_total_s=max_total_s)
        self._judged = ContractTransport(contract, bounded, mode=mode)
        self._retrying = RetryingTransport(
            contract,
            self._judged,
            tries=tries,
            base_s=base_s,
            max_wait_s=max_wait_s,
            timeout_s=timeout_s,
            max_total_s=max_total_s,
        )
        self._raises = raises

    @property
    def tally(self) -> Tally:
        """What was judged so far: every try of every request."""
        return self._judged.tally

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._retrying.handle_request(request)
        _check_decodes(response, request)
        if self._is_raised(response.status_code):
            response.request = request
            response.read()
            raise failure(response)
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._retrying.handle_async_request(request)
        _check_decodes(response, request)
        if self._is_raised(response.status_code):
            response.request = request
            await response.aread()
            raise failure(response)
        return response

    def _is_raised(self, status: int) -> bool:
        """Tell whether a status is raised; 401 is not: whoever renews tokens stands above and has to see it."""
        return status not in _KNOWN or (self._raises and status >= 400 and status != 401)

    def close(self) -> None:
        self._retrying.close()

    async def aclose(self) -> None:
        await self._retrying.aclose()


def _check_decodes(response: httpx.Response, request: httpx.Request) -> None:
    """Raise by name what would be a `KeyError` of the generated code; whatever was judged has been read."""
    sightings: tuple[Sighting, ...] = response.extensions.get(SIGHTINGS, ())
    lacking = tuple(each for each in sightings if each.rule in _LACKING)
    if not lacking or response.status_code == 401:
        return
    response.request = request
    if response.status_code >= 400:
        raise failure(response)
    raise DriftError(sentence(str(response.extensions.get(OPERATION)), lacking), lacking)


def server_url(contract: Contract) -> str:
    """Return the URL of the contract's first server, for a client's `base_url`; empty where it names none."""
    servers = contract.tree.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    url = first.get("url") if isinstance(first, dict) else None
    return url if isinstance(url, str) else ""
