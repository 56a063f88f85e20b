"""Tokens: which a mock takes, and the endpoint that trades key and secret for one (`x-token-endpoint`)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import orjson

from driftgate.dialect import DATE_DIALECTS
from driftgate.errors import ContractError
from driftgate.media_type import is_json
from driftgate.mock.answer import Answer, Refusal
from driftgate.mock.text import write_date
from driftgate.pointer import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from driftgate.contract import Contract
    from driftgate.match import Matcher
    from driftgate.mock.answer import Asked
    from driftgate.operation import Operation

LIFETIME_S = 3600.0
MAX_TOKENS = 10_000


class _Issued(NamedTuple):
    scope: str | None
    expires_s: float


class Limit:
    """At most so many requests in any minute. `clock` returns seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._taken: deque[float] = deque()

    def refusal(self) -> Refusal | None:
        """Count one request; return a 429 with `Retry-After` where it is one too many."""
        now = self._clock()
        while self._taken and self._taken[0] <= now - 60:
            self._taken.popleft()
        if len(self._taken) < self._per_minute:
            self._taken.append(now)
            return None
        wait_s = max(1, round(self._taken[0] + 60 - now + 0.5)) if self._taken else 60
        reason = f"more than {self._per_minute} requests in a minute"
        return Refusal(429, reason, (("retry-after", str(wait_s)),))


class Tokens:
    """
    The bearer tokens of a mock; API keys and `user:password` pairs are weighed in the same way.

    Any token that is not empty is taken, until `static` names some or `is_strict` is set: then only those, and the
    ones that a token endpoint issued. An issued token is refused once expired, and for paths outside its scope,
    always.
    """

    def __init__(
        self,
        *,
        static: Iterable[str] = (),
        is_strict: bool = False,
        lifetime_s: float = LIFETIME_S,
        clock: Callable[[], float],
        seed: int,
    ) -> None:
        self.static = frozenset(static)
        self.is_strict = is_strict or bool(self.static)
        self.lifetime_s = lifetime_s
        self._clock = clock
        self._seed = seed
        self._issued: dict[str, _Issued] = {}
        self._count = 0

    def refusal(self, token: str, operation: Operation) -> str | None:
        """Say why a token may not be used for an operation; None where it may."""
        issued = self._issued.get(token)
        if issued is not None:
            if issued.expires_s <= self._clock():
                return "the token has expired"
            if issued.scope is None or operation.path == issued.scope:
                return None
            if issued.scope.endswith("/") and operation.path.startswith(issued.scope):
                return None
            return "the token is for another endpoint"
        if token in self.static or not self.is_strict:
            return None
        return "the credentials are unknown"

    def issue(self, scope: str | None) -> tuple[str, dt.datetime]:
        """Return a new token and when it expires. `scope`: a path template, a prefix that ends in `/`, or None."""
        if len(self._issued) >= MAX_TOKENS:
            del self._issued[next(iter(self._issued))]
        self._count += 1
        digest = hashlib.sha256(f"{self._seed}/{self._count}".encode()).hexdigest()
        token = f"mock-{digest[:40]}"
        expires_s = self._clock() + self.lifetime_s
        self._issued[token] = _Issued(scope, expires_s)
        return token, dt.datetime.fromtimestamp(expires_s, tz=dt.UTC)


class TokenEndpoint:
    """
    One security scheme's `x-token-endpoint`.

    Args:
        scheme: Name of the scheme, for messages.
        bases: Base paths of the servers: a token for one of them is for all of its paths.
        accounts: Key to secret; any pair is taken where there are none.

    Raises:
        ContractError: It does not say where the endpoint is, what it takes or where the token stands.
    """

    def __init__(
        self,
        raw: Mapping[str, Any],
        scheme: str,
        *,
        matcher: Matcher,
        bases: frozenset[str],
        tokens: Tokens,
        accounts: Mapping[str, str],
        clock: Callable[[], float],
    ) -> None:
        where = f"securitySchemes.{scheme}: `x-token-endpoint`"
        if not isinstance(raw.get("url"), str) or not isinstance(raw.get("token"), str):
            raise ContractError(f"{where} needs a `url`, and as `token` a pointer into the answer.")
        body = raw.get("body")
        if not isinstance(body, dict) or not body:
            raise ContractError(f"{where} needs a `body` that says where {{key}} and {{secret}} go.")
        self.path = urlsplit(raw["url"]).path.rstrip("/") or "/"
        self.method = str(raw.get("method", "POST")).upper()
        self._raw = raw
        self._fields: dict[str, str] = {name: str(part) for name, part in body.items()}
        self._media_type = str(raw.get("media_type", "application/json"))
        self._matcher = matcher
        self._bases = bases
        self._tokens = tokens
        self._accounts = accounts
        self._dialect = str(raw.get("expiry_dialect", "date-time"))
        if self._dialect not in DATE_DIALECTS:
            raise ContractError(
                f"{where}: unknown `expiry_dialect` {self._dialect!r}; known: {', '.join(DATE_DIALECTS)}."
            )
        limit = raw.get("requests_per_minute")
        self._limit = Limit(limit, clock) if isinstance(limit, int) and limit > 0 else None

    def answer(self, asked: Asked) -> Answer | Refusal:
        """Return a token, or why there is none."""
        if asked.method != self.method:
            return Refusal(405, "the token endpoint has another method", (("allow", self.method),))
        if self._limit is not None and (too_many := self._limit.refusal()) is not None:
            return too_many
        given = self._read(asked)
        if isinstance(given, Refusal):
            return given
        values: dict[str, str] = {}
        for name, template in self._fields.items():
            value = given.get(name)
            if not isinstance(value, str) or not value:
                return Refusal(400, f"{name} is missing")
            if template.startswith("{") and template.endswith("}"):
                values[template[1:-1]] = value
        if self._accounts and self._accounts.get(values.get("key", "")) != values.get("secret"):
            return Refusal(401, "key and secret do not belong together")
        token, expires = self._tokens.issue(self._scope(values.get("endpoint")))
        answer: dict[str, Any] = {}
        for pointer, value in self._members(token, expires):
            _put(answer, split(pointer), value)
        return Answer(200, "application/json", orjson.dumps(answer), (("cache-control", "no-store"),))

    def _members(self, token: str, expires: dt.datetime) -> Iterable[tuple[str, Any]]:
        yield self._raw["token"], token
        if isinstance(self._raw.get("succeeded"), str):
            yield self._raw["succeeded"], True
        if isinstance(self._raw.get("expiry"), str):
            yield self._raw["expiry"], write_date(expires, self._dialect)

    def _read(self, asked: Asked) -> Mapping[str, Any] | Refusal:
        name = asked.headers.get("content-type", "").partition(";")[0].strip().lower()
        if name != self._media_type:
            return Refusal(415, f"the token endpoint takes {self._media_type}")
        try:
            value = orjson.loads(asked.body) if is_json(name) else dict(parse_qsl(asked.body.decode()))
        except (orjson.JSONDecodeError, UnicodeDecodeError):
            return Refusal(400, "the body cannot be read")
        return value if isinstance(value, dict) else Refusal(400, "the body is no object")

    def _scope(self, endpoint: str | None) -> str | None:
        """Return what a token for a URL may be used for: one path template, all paths below the URL, or (None) all."""
        if endpoint is None:
            return None
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            found = self._matcher.match(method, endpoint)
            if found.operation is not None:
                return found.operation.path
        path = urlsplit(endpoint).path.rstrip("/")
        for base in self._bases:
            if path == base:
                return None
        return f"{path}/" if path else None


def _put(tree: dict[str, Any], tokens: list[str], value: Any) -> None:
    for token in tokens[:-1]:
        tree = tree.setdefault(token, {})
    tree[tokens[-1]] = value


def token_endpoints(contract: Contract) -> dict[str, Mapping[str, Any]]:
    """Return the `x-token-endpoint` of each security scheme that has one, by the scheme's name."""
    schemes = (contract.tree.get("components") or {}).get("securitySchemes") or {}
    return {
        name: raw["x-token-endpoint"]
        for name, raw in schemes.items()
        if isinstance(raw, dict) and isinstance(raw.get("x-token-endpoint"), dict)
    }
