"""The mock without a server: a request in, a response out."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from driftgate.contract import is_json
from driftgate.match import Matcher, server_url
from driftgate.mock.answer import Answer, Asked, Refusal, problem
from driftgate.mock.bodies import Bodies
from driftgate.mock.collection import PAGE_SIZE, collections_of
from driftgate.mock.envelopes import Envelopes
from driftgate.mock.negotiation import NO_PREFERENCE, Preference, choose_media_type, concrete, read_prefer
from driftgate.mock.render import render
from driftgate.mock.requests import RequestCheck
from driftgate.mock.security import Security
from driftgate.mock.tokens import LIFETIME_S, Limit, TokenEndpoint, Tokens, token_endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.mock.parameters import Values
    from driftgate.operation import DocumentedResponse, MediaType, Operation

ITEMS = 346
"""How many records a collection has."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
_LOG = logging.getLogger("driftgate.mock")


class Mock:
    """
    Answers requests as a contract promises.

    The same seed, contract and sequence of requests give the same bytes.

    Args:
        items: How many records each collection has.
        page_size: Records on a page where neither request nor document says how many.
        tokens: Bearer tokens to take. None named: any that is not empty, unless `strict_auth`.
        strict_auth: Take only `tokens` and those that the contract's token endpoint issued.
        accounts: Key to secret that the token endpoint trades; none named: any pair.
        requests_per_minute: Beyond them all operations answer 429; None for no limit.
        base_paths: Serve all paths below these as well.
        clock: Seconds, for expiry and limits.

    `notices` says aloud what the mock cannot do as the document says.

    Raises:
        ContractError: An `x-pagination`, `x-validations` or `x-token-endpoint` cannot be served.
    """

    def __init__(
        self,
        contract: Contract,
        *,
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
        self.matcher = Matcher(contract, base_paths=base_paths)
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
                matcher=self.matcher,
                bases=_bases(contract),
                tokens=self._tokens,
                accounts=accounts or {},
                clock=clock,
            )
            for scheme, raw in token_endpoints(contract).items()
        ]
        self._plain: dict[tuple[str, str | None, str], Answer] = {}
        for notice in self.notices:
            _LOG.warning("%s: %s", contract.document.name, notice)

    @property
    def notices(self) -> Sequence[str]:
        return (*self._security.notices, *self.bodies.notices.values())

    def answer(self, asked: Asked) -> Answer:
        """Return the response to a request. A HEAD is answered as the GET; whoever sends it leaves the body out."""
        path = asked.path
        found = self.matcher.match(asked.method, path)
        operation = found.operation
        if self._endpoints and (endpoint := self._endpoint(path)) is not None:
            answer = endpoint.answer(asked)
            return answer if isinstance(answer, Answer) else self._refuse(answer, operation, asked)
        if operation is None:
            return self._refuse(self._no_operation(asked, known_path=found.known_path), None, asked)
        refusal = self._security.refusal(asked, operation)
        if refusal is None and self._limit is not None:
            refusal = self._limit.refusal()
        if refusal is not None:
            return self._refuse(refusal, operation, asked)
        preference = read_prefer(asked.headers.get("prefer"))
        if preference.code is not None and not 200 <= preference.code < 300:
            return self._preferred(operation, preference, asked)
        check = self._checks.get(operation.name)
        if check is None:
            check = self._checks[operation.name] = RequestCheck(self.contract, operation)
        values = check.values(asked, found.path_values)
        refusal = check.refusal(asked, values)
        if refusal is not None:
            return self._refuse(refusal, operation, asked)
        return self._success(operation, asked, values, preference)

    def _endpoint(self, path: str) -> TokenEndpoint | None:
        bare = path.rstrip("/") or "/"
        return next((each for each in self._endpoints if each.path == bare), None)

    def _refuse(self, refusal: Refusal, operation: Operation | None, asked: Asked) -> Answer:
        return self.envelopes.refuse(refusal, operation, asked.headers.get("accept"))

    def _no_operation(self, asked: Asked, *, known_path: bool) -> Refusal:
        if not known_path:
            return Refusal(404, "the contract has no such path")
        allowed = [method for method in METHODS if self.matcher.match(method, asked.path).operation is not None]
        return Refusal(405, "the path has no such method", (("allow", ", ".join(allowed)),))

    def _preferred(self, operation: Operation, preference: Preference, asked: Asked) -> Answer:
        assert preference.code is not None
        response = operation.response_for(preference.code)
        if response is None:
            return self._undocumented(operation, preference.code)
        accept = asked.headers.get("accept")
        if preference.example is not None or preference.is_dynamic:
            return self._documented(operation, response, preference.code, asked, preference)
        answer = self.envelopes.documented(response, preference.code, accept)
        return answer._replace(headers=(*answer.headers, ("preference-applied", preference.applied)))

    def _undocumented(self, operation: Operation, code: int) -> Answer:
        listed = ", ".join(operation.responses) or "none"
        return problem(Refusal(400, f"Prefer asks for {code}; the contract lists {listed}"))

    def _success(self, operation: Operation, asked: Asked, values: Values, preference: Preference) -> Answer:
        status, response = success_of(operation)
        if preference.code is not None:
            status, response = preference.code, operation.response_for(preference.code)
            if response is None:
                return self._undocumented(operation, status)
        if response is None:
            return problem(Refusal(501, "the contract documents no response of this operation"))
        return self._documented(operation, response, status, asked, preference, values)

    def _documented(
        self,
        operation: Operation,
        response: DocumentedResponse,
        status: int,
        asked: Asked,
        preference: Preference = NO_PREFERENCE,
        values: Values | None = None,
    ) -> Answer:
        accept = asked.headers.get("accept")
        if not response.content:
            return self._applied(Answer(status, None, b"", self.bodies.headers(response, status)), preference)
        name = choose_media_type(accept, response.content)
        if name is None:
            listed = ", ".join(sorted(response.content))
            return self._refuse(Refusal(406, f"Accept leaves none of {listed}"), operation, asked)
        media_type = response.content[name]
        shown = concrete(name, accept)
        if preference.example is not None:
            return self._example(media_type, response, status, shown, preference)
        collection = self.collections.get(operation.name)
        if collection is not None and values is not None and media_type is collection.media_type:
            body = collection.page(values.query).body
            return self._applied(Answer(status, shown, body, self.bodies.headers(response, status)), preference)
        if preference.is_dynamic:
            body = self.bodies.body(media_type, shown, dynamic=f"{asked.method} {asked.path}?{asked.query}")
            return self._applied(Answer(status, shown, body, self.bodies.headers(response, status)), preference)
        key = (media_type.pointer, shown, str(status))
        found = self._plain.get(key)
        if found is None:
            body = self.bodies.body(media_type, shown)
            found = self._plain[key] = Answer(status, shown, body, self.bodies.headers(response, status))
        return self._applied(found, preference)

    def _example(
        self, media_type: MediaType, response: DocumentedResponse, status: int, shown: str, preference: Preference
    ) -> Answer:
        """Answer with the example asked for by name, as documented, though it may not conform: it was asked for."""
        assert preference.example is not None
        example = media_type.examples.get(preference.example)
        if example is None:
            listed = ", ".join(media_type.examples) or "none"
            return problem(Refusal(400, f"Prefer asks for an example that is not there; documented: {listed}"))
        value: Any = example[1]
        body = value.encode() if isinstance(value, str) and is_json(shown) and value.lstrip()[:1] in "{[" else None
        answer = Answer(status, shown, body or render(value, shown), self.bodies.headers(response, status))
        return self._applied(answer, preference)

    @staticmethod
    def _applied(answer: Answer, preference: Preference) -> Answer:
        if not preference.applied:
            return answer
        return answer._replace(headers=(*answer.headers, ("preference-applied", preference.applied)))


def success_of(operation: Operation) -> tuple[int, DocumentedResponse | None]:
    """Return the status of an answer to a good request: the lowest documented success, else what there is."""
    documented = operation.responses
    for status in sorted(documented):
        if status.isdecimal() and status.startswith("2"):
            return int(status), documented[status]
    if "2XX" in documented:
        return 200, documented["2XX"]
    if "default" in documented:
        return 200, documented["default"]
    for status in sorted(documented):
        if status[0] in "345":
            return int(status.replace("X", "0")), documented[status]
    return 200, None


def _bases(contract: Contract) -> frozenset[str]:
    servers = [
        each for operation in contract.operations for each in operation.servers if isinstance(each.get("url"), str)
    ]
    return frozenset(urlsplit(server_url(each)).path.rstrip("/") for each in servers)
