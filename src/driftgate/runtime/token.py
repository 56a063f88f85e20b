"""Tokens: a key and its secret traded at the contract's token endpoint, in time and once."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from driftgate.body import read_json
from driftgate.errors import ContractError, TargetError
from driftgate.pointer import MISSING, resolve

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Mapping

    from driftgate.contract import Contract

EARLY_S = 60.0
"""A token is renewed so many seconds before it ends."""

_EXPIRY_FORMATS = {
    "MM/DD/YYYY hh:mm:ss AM": "%m/%d/%Y %I:%M:%S %p",
    "naive-date-time": None,
    "date-time": None,
}


class _Token(NamedTuple):
    value: str
    until_s: float


class TokenAuth(httpx.Auth):
    """
    Bearer authentication with tokens from the contract's `x-token-endpoint`.

    A token is asked for when first needed, renewed a minute before it ends and once when the API answers 401, and kept
    apart for each scope (the URL it was asked for). Many requests at once make one renewal, in threads and in tasks.

    Args:
        contract: Has a security scheme with `x-token-endpoint`.
        key, secret: Of the account.
        base_url: Where the API really is, if not where the contract says (a mock, a stage); the token endpoint moves
            with it.
        clock: Seconds since 1970.

    Raises:
        ContractError: The contract describes no token endpoint.
    """

    requires_response_body = True

    def __init__(
        self,
        contract: Contract,
        *,
        key: str,
        secret: str,
        base_url: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._terms = token_endpoint(contract)
        self._key = key
        self._secret = secret
        self._base_url = base_url
        self._clock = clock
        self._tokens: dict[str, _Token] = {}
        self._lock = threading.Lock()
        self._tasks_lock = asyncio.Lock()

    def __repr__(self) -> str:
        return f"TokenAuth({self._terms.get('url')})"

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        scope = _scope(request)
        token = self._fresh(scope)
        if token is None:
            with self._lock:
                token = self._fresh(scope)
                if token is None:
                    answer = yield self._ask(scope)
                    answer.read()
                    token = self._take(scope, answer)
        request.headers["Authorization"] = f"Bearer {token.value}"
        response = yield request
        if response.status_code != 401:
            return
        with self._lock:
            renewed = self._fresh(scope)
            if renewed is None or renewed.value == token.value:
                answer = yield self._ask(scope)
                answer.read()
                renewed = self._take(scope, answer)
        request.headers["Authorization"] = f"Bearer {renewed.value}"
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        scope = _scope(request)
        token = self._fresh(scope)
        if token is None:
            async with self._tasks_lock:
                token = self._fresh(scope)
                if token is None:
                    answer = yield self._ask(scope)
                    await answer.aread()
                    token = self._take(scope, answer)
        request.headers["Authorization"] = f"Bearer {token.value}"
        response = yield request
        if response.status_code != 401:
            return
        async with self._tasks_lock:
            renewed = self._fresh(scope)
            if renewed is None or renewed.value == token.value:
                answer = yield self._ask(scope)
                await answer.aread()
                renewed = self._take(scope, answer)
        request.headers["Authorization"] = f"Bearer {renewed.value}"
        yield request

    def _fresh(self, scope: str) -> _Token | None:
        token = self._tokens.get(scope)
        return token if token is not None and token.until_s - EARLY_S > self._clock() else None

    def _ask(self, scope: str) -> httpx.Request:
        url = str(self._terms["url"])
        if self._base_url is not None:
            base, path = urlsplit(self._base_url), urlsplit(url).path
            url = f"{base.scheme}://{base.netloc}{path}"
        words = {"{key}": self._key, "{secret}": self._secret, "{endpoint}": scope}
        body = {name: words.get(str(value), value) for name, value in dict(self._terms.get("body") or {}).items()}
        method = str(self._terms.get("method", "POST"))
        if self._terms.get("media_type") == "application/x-www-form-urlencoded":
            return httpx.Request(method, url, data=body)
        return httpx.Request(method, url, json=body)

    def _take(self, scope: str, answer: httpx.Response) -> _Token:
        body = read_json(answer.content).value
        value = resolve(body, str(self._terms.get("token", "/token"))) if body is not MISSING else MISSING
        succeeded = resolve(body, str(self._terms["succeeded"])) if self._terms.get("succeeded") else True
        if not answer.is_success or not isinstance(value, str) or succeeded is False:
            raise TargetError(
                f"the token endpoint answered {answer.status_code} without a token. Check key and secret."
            )
        expiry = resolve(body, str(self._terms["expiry"])) if self._terms.get("expiry") else MISSING
        until_s = self._until(expiry)
        token = self._tokens[scope] = _Token(value, until_s)
        return token

    def _until(self, expiry: Any) -> float:
        """
        Return when a token ends.

        An expiry that is already past, as it looks when the vendor writes local time, is not believed: the token is
        then used until the API refuses it.
        """
        now = self._clock()
        until_s = _seconds(expiry, str(self._terms.get("expiry_dialect", "date-time")), now)
        return until_s if until_s is not None and until_s > now + EARLY_S else now + 10 * EARLY_S


def token_endpoint(contract: Contract) -> Mapping[str, Any]:
    """
    Return the `x-token-endpoint` of the contract's security schemes.

    Raises:
        ContractError: There is none, or it has no `url`.
    """
    schemes = (contract.tree.get("components") or {}).get("securitySchemes") or {}
    for scheme in schemes.values():
        terms = scheme.get("x-token-endpoint") if isinstance(scheme, dict) else None
        if isinstance(terms, dict) and isinstance(terms.get("url"), str):
            return terms
    raise ContractError("no security scheme of the contract has an `x-token-endpoint` with a `url`.")


def _seconds(expiry: Any, dialect: str, now: float) -> float | None:
    if isinstance(expiry, (int, float)) and not isinstance(expiry, bool):
        return float(expiry) if expiry > 1e9 else now + float(expiry)
    if not isinstance(expiry, str):
        return None
    pattern = _EXPIRY_FORMATS.get(dialect)
    try:
        when = datetime.strptime(expiry, pattern) if pattern else datetime.fromisoformat(expiry)  # noqa: DTZ007
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _scope(request: httpx.Request) -> str:
    """Return the URL a token is asked for: the request's, without its query."""
    return str(request.url.copy_with(query=None))
