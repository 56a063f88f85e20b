"""Authentication: does a request carry what the contract's security asks for?"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.media_type import referred
from driftgate.mock.answer import Refusal
from driftgate.parameter import read_cookies, read_query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.mock.answer import Asked
    from driftgate.operation import Operation


class _Scheme(NamedTuple):
    """A challenge for `WWW-Authenticate`, and what says why a request does not satisfy it: a reason, or None."""

    challenge: str
    check: Callable[[Asked, Operation], str | None]


class Security:
    """
    The security of a contract.

    Args:
        contract: Whose security.
        accepts: Tells why a bearer token, an API key, or `user:password` may not be used for an operation; None where
            it may.

    `notices` says what cannot be checked: an undefined scheme is treated as a bearer token, never dropped.
    """

    def __init__(self, contract: Contract, accepts: Callable[[str, Operation], str | None]) -> None:
        self.notices: list[str] = []
        self._accepts = accepts
        self._schemes: dict[str, _Scheme] = {}
        components = contract.tree.get("components") or {}
        defined = components.get("securitySchemes") or {}
        self._defined: Mapping[str, Any] = {name: referred(contract.tree, raw, "")[0] for name, raw in defined.items()}
        self._alternatives: dict[str, tuple[tuple[_Scheme, ...], ...]] = {}
        for operation in contract.operations:
            alternatives: Sequence[Mapping[str, Any]] = operation.security
            self._alternatives[operation.name] = tuple(
                tuple(self._scheme(name) for name in alternative) for alternative in alternatives
            )

    def _scheme(self, name: str) -> _Scheme:
        found = self._schemes.get(name)
        if found is None:
            found = self._schemes[name] = self._build(name)
        return found

    def _build(self, name: str) -> _Scheme:
        raw = self._defined.get(name)
        if not isinstance(raw, dict):
            self.notices.append(
                f"the security scheme {name!r} is named and defined nowhere; a bearer token is asked for. "
                "Define it in an overlay."
            )
            return _Scheme(f'Bearer realm="{name}"', self._bearer)
        kind, scheme = raw.get("type"), str(raw.get("scheme", "")).lower()
        if kind == "apiKey":
            return _Scheme(
                f'ApiKey realm="{name}"', self._api_key(str(raw.get("name", "")), str(raw.get("in", "header")))
            )
        if kind == "http" and scheme == "basic":
            return _Scheme(f'Basic realm="{name}"', self._basic)
        if (kind == "http" and scheme == "bearer") or kind in {"oauth2", "openIdConnect"}:
            return _Scheme(f'Bearer realm="{name}"', self._bearer)
        if kind == "http" and scheme:
            return _Scheme(f'{scheme.title()} realm="{name}"', self._credentials(scheme))
        if kind == "mutualTLS":
            self.notices.append(f"the security scheme {name!r} is mutualTLS, which a mock on plain HTTP cannot check.")
            return _Scheme("", _anything)
        self.notices.append(f"the security scheme {name!r} has no known type; a bearer token is asked for.")
        return _Scheme(f'Bearer realm="{name}"', self._bearer)

    def refusal(self, asked: Asked, operation: Operation) -> Refusal | None:
        """Return a 401 where no alternative is satisfied; None where one is, or where nothing is asked."""
        alternatives = self._alternatives[operation.name]
        reasons: list[str] = []
        for alternative in alternatives:
            failed = [reason for each in alternative if (reason := each.check(asked, operation)) is not None]
            if not failed:
                return None
            reasons += failed
        if not alternatives:
            return None
        challenges = dict.fromkeys(each.challenge for alternative in alternatives for each in alternative)
        is_given = "authorization" in asked.headers
        return Refusal(
            401,
            reasons[0],
            tuple(
                ("www-authenticate", f'{each}, error="invalid_token"' if is_given and each.startswith("B") else each)
                for each in challenges
                if each
            ),
        )

    def _bearer(self, asked: Asked, operation: Operation) -> str | None:
        header = asked.headers.get("authorization", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return "a bearer token is missing"
        return self._accepts(token.strip(), operation)

    def _basic(self, asked: Asked, operation: Operation) -> str | None:
        scheme, _, encoded = asked.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return "basic credentials are missing"
        try:
            decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return "the basic credentials are no base64"
        return self._accepts(decoded, operation) if ":" in decoded else "the basic credentials have no colon"

    def _credentials(self, scheme: str) -> Callable[[Asked, Operation], str | None]:
        def check(asked: Asked, operation: Operation) -> str | None:
            given, _, rest = asked.headers.get("authorization", "").partition(" ")
            if given.lower() != scheme or not rest.strip():
                return f"{scheme} credentials are missing"
            return self._accepts(rest.strip(), operation)

        return check

    def _api_key(self, name: str, location: str) -> Callable[[Asked, Operation], str | None]:
        def check(asked: Asked, operation: Operation) -> str | None:
            if location == "query":
                found = next((value for key, value in read_query(asked.query) if key == name), "")
            elif location == "cookie":
                found = read_cookies(asked.headers.get("cookie")).get(name, "")
            else:
                found = asked.headers.get(name.lower(), "")
            return self._accepts(found, operation) if found else f"the API key {name} is missing from the {location}"

        return check


def _anything(asked: Asked, operation: Operation) -> str | None:
    return None
