"""The mock without a server: a request in, a response out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from driftgate.match import Matcher
from driftgate.mock.answer import Answer, Asked, Refusal
from driftgate.mock.bodies import LOG, Bodies
from driftgate.mock.collection import collections_of
from driftgate.mock.envelopes import Envelopes
from driftgate.mock.injector import NO_LAPSES, Injector, Lapses
from driftgate.mock.negotiation import read_prefer
from driftgate.mock.paging import PAGE_SIZE
from driftgate.mock.requests import RequestCheck
from driftgate.mock.responses import Responses
from driftgate.mock.routing import Route, Router
from driftgate.mock.security import Security
from driftgate.mock.tokens import LIFETIME_S, Limit, TokenEndpoint, Tokens, token_endpoints
from driftgate.mock.written import read_all
from driftgate.server import server_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from driftgate.contract import Contract
    from driftgate.mock.injection import Injection
    from driftgate.operation import Operation

ITEMS = 346
"""How many records a collection has."""


class Mock:
    """
    Answers requests as a contract promises.

    The same seed, contract and sequence of requests give the same bytes.

    Args:
        contract: What is served.
        injections: Drift to inject: as text (`string-typed-boolean:/a/*/b@0.01`), as a file, or as an `Injection`.
        seed: Decides every value that is drawn, and what injections hit.
        items: How many records each collection has.
        page_size: Records on a page where neither request nor document says how many.
        tokens: Bearer tokens, API keys and `user:password` pairs to take. None named: any that is not empty, unless
            `strict_auth`.
        strict_auth: Take only `tokens` and those that the contract's token endpoint issued.
        accounts: Key to secret that the token endpoint trades; none named: any pair.
        requests_per_minute: Beyond them all operations answer 429; None for no limit.
        base_paths: Serve all paths below these as well.
        clock: Seconds, for expiry and limits.

    `notices` says aloud what the mock cannot do as the document says.

    Raises:
        ContractError: An `x-pagination`, `x-validations` or `x-token-endpoint` cannot be served.
        ConfigError: An injection is wrong, or does not fit the contract.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        injections: Iterable[str | Path | Injection] = (),
        seed: int = 0,
        items: int = ITEMS,
        page_size: int = PAGE_SIZE,
        tokens: Iterable[str] = (),
        strict_auth: bool = False,
        token_lifetime_s: float = LIFETIME_S,
        accounts: Mapping[str, str] | None = None,
        requests_per_minute: int | None = None,
        base_paths: Iterable[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.contract = contract
        matcher = Matcher(contract, base_paths=base_paths)
        self._router = Router(contract, matcher)
        self.bodies = Bodies(contract, seed=seed)
        self.envelopes = Envelopes(contract, self.bodies)
        self.collections = collections_of(self.bodies, size=items, page_size=page_size)
        self._tokens = Tokens(static=tokens, is_strict=strict_auth, lifetime_s=token_lifetime_s, clock=clock, seed=seed)
        self._security = Security(contract, self._tokens.refusal)
        self._limit = Limit(requests_per_minute, clock) if requests_per_minute else None
        self._checks: dict[str, RequestCheck] = {}
        self._endpoints = [
            TokenEndpoint(
                raw,
                scheme,
                matcher=matcher,
                bases=_bases(contract),
                tokens=self._tokens,
                accounts=accounts or {},
                clock=clock,
            )
            for scheme, raw in token_endpoints(contract).items()
        ]
        self._responses = Responses(self.bodies, self.envelopes, self.collections)
        wanted = read_all(injections)
        self._injector = (
            Injector(contract, wanted, seed=seed, envelopes=self.envelopes, collections=self.collections)
            if wanted
            else None
        )
        for notice in self.notices:
            LOG.warning("%s: %s", contract.document.name, notice)

    @property
    def notices(self) -> Sequence[str]:
        injected = self._injector.notices if self._injector is not None else ()
        return (*self._security.notices, *self.bodies.notices.values(), *injected)

    def answer(self, asked: Asked) -> Answer:
        """Return the response to a request. A HEAD is answered as the GET; whoever sends it leaves the body out."""
        if self._endpoints and (endpoint := self._endpoint(asked.path)) is not None:
            answer = endpoint.answer(asked)
            return answer if isinstance(answer, Answer) else self._refuse(answer, None, asked)
        routes = self._router.routes(asked.method, asked.path)
        if not routes:
            if self._injector is not None and self._router.is_known(asked.path) and self._injector.takes_any_method():
                return Answer(200, "application/json", b"{}")
            if asked.method == "OPTIONS" and self._router.is_known(asked.path):
                allowed = ", ".join([*self._router.allowed(asked.path), "OPTIONS"])
                return Answer(204, None, b"", (("allow", allowed),))  # RFC 9110, section 9.3.7
            return self._refuse(self._no_operation(asked.path), None, asked)
        route = routes[0] if len(routes) == 1 else self._chosen(routes, asked)
        if self._injector is None:
            return self._answer(asked, route, NO_LAPSES)
        answer = self._answer(asked, route, self._injector.lapses(route.operation))
        return self._injector.apply(answer, route.operation, asked)

    def _answer(self, asked: Asked, route: Route, lapses: Lapses) -> Answer:
        operation = route.operation
        refusal = None if lapses.authentication else self._security.refusal(asked, operation)
        if refusal is None and self._limit is not None:
            refusal = self._limit.refusal()
        if refusal is not None:
            return self._refuse(refusal, operation, asked)
        preference = read_prefer(asked.headers.get("prefer"))
        if preference.code is not None and not 200 <= preference.code < 300:
            return self._responses.preferred_error(operation, preference, asked)
        check = self._check(operation)
        values = check.values(asked, route.path_values)
        refusal = None if lapses.validation else check.refusal(asked, values)
        if refusal is not None:
            return self._refuse(refusal, operation, asked)
        return self._responses.success(operation, asked, values.query, preference, lapses)

    def _check(self, operation: Operation) -> RequestCheck:
        check = self._checks.get(operation.name)
        if check is None:
            check = self._checks[operation.name] = RequestCheck(self.contract, operation)
        return check

    def _chosen(self, routes: Sequence[Route], asked: Asked) -> Route:
        for route in routes:
            if self._check(route.operation).path_refusal(route.path_values) is None:
                return route
        return routes[0]

    def _endpoint(self, path: str) -> TokenEndpoint | None:
        bare = path.rstrip("/") or "/"
        return next((each for each in self._endpoints if each.path == bare), None)

    def _refuse(self, refusal: Refusal, operation: Operation | None, asked: Asked) -> Answer:
        return self.envelopes.refuse(refusal, operation, asked.headers.get("accept"))

    def _no_operation(self, path: str) -> Refusal:
        if not self._router.is_known(path):
            return Refusal(404, "the contract has no such path")
        return Refusal(405, "the path has no such method", (("allow", ", ".join(self._router.allowed(path))),))


def _bases(contract: Contract) -> frozenset[str]:
    servers = [
        each for operation in contract.operations for each in operation.servers if isinstance(each.get("url"), str)
    ]
    return frozenset(server_path(each) for each in servers)
