"""Security: where the credentials of an operation stand in a request."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from driftgate.media_type import referred
from driftgate.parameter import query_of, read_cookies

if TYPE_CHECKING:
    from driftgate.contract import Contract
    from driftgate.exchange import Exchange
    from driftgate.operation import Operation


class Scheme(NamedTuple):
    """
    Where a security scheme puts its credentials.

    Args:
        location: `header`, `query`, `cookie`, or `anywhere` where the contract does not say.
    """

    location: str
    name: str

    def is_met(self, exchange: Exchange) -> bool:
        """Tell whether a request has something there, or may have it where a recording does not show it."""
        request = exchange.request
        if self.location == "header":
            return bool(request.headers.get(self.name))
        if self.location == "cookie":
            return bool(read_cookies(request.headers.get("cookie")).get(self.name))
        if self.location == "query":
            return any(name == self.name and value for name, value in query_of(request.url))
        return True


@lru_cache(maxsize=1024)
def schemes_of(contract: Contract, operation: Operation) -> tuple[Scheme, ...]:
    """Return where the credentials of an operation may stand; a scheme nobody defines may stand anywhere."""
    defined = (contract.tree.get("components") or {}).get("securitySchemes") or {}
    schemes = []
    for name in sorted({name for alternative in operation.security for name in alternative}):
        raw, _ = referred(contract.tree, defined.get(name), "")
        kind = raw.get("type")
        if kind == "apiKey":
            schemes.append(Scheme(str(raw.get("in")), str(raw.get("name"))))
        elif kind in {"http", "oauth2", "openIdConnect"}:
            schemes.append(Scheme("header", "authorization"))
        else:
            schemes.append(Scheme("anywhere", name))
    return tuple(schemes)
