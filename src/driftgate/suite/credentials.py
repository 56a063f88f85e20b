"""Credentials: what requests are signed with, taken from the environment and shown nowhere."""

from __future__ import annotations

import base64
import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from driftgate.errors import TargetError
from driftgate.media_type import referred
from driftgate.pointer import MISSING, resolve
from driftgate.server import server_url, servers_of
from driftgate.suite.address import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import requests

    from driftgate.contract import Contract
    from driftgate.match import Matcher
    from driftgate.operation import Operation

KEY_ENV = "DRIFTGATE_KEY"
SECRET_ENV = "DRIFTGATE_SECRET"  # noqa: S105 -- the name of a variable
STAND_IN = "driftgate"
"""What a target on this machine is signed with where the environment holds nothing: a mock takes any token."""
_EARLY_S = 60.0
"""A token is asked for anew so long before it expires."""
_DIALECTS = {
    "MM/DD/YYYY hh:mm:ss AM": "%m/%d/%Y %I:%M:%S %p",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "YYYY-MM-DD": "%Y-%m-%d",
}


class Credentials:
    """
    Signs requests as the contract's security asks: a token from the environment, or one traded for key and secret.

    A token that is traded is kept for its scope until shortly before it expires.

    Args:
        contract: Names the schemes, and with `x-token-endpoint` how to trade.
        matcher: Finds the operation of a request.
        base_url: Of the target.
        token_env: Variable with a token: for `http basic` it is `user:password`, for an API key the key.
        stand_in: Sent where the environment holds nothing; None makes that an error.
        environment: Where variables stand.
        post: Sends one request to the token endpoint: URL, body, media type.
        now: Seconds since 1970.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        matcher: Matcher,
        base_url: str,
        token_env: str,
        stand_in: str | None = None,
        environment: Mapping[str, str] = os.environ,
        post: Callable[[str, Any, str], tuple[int, Any]] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._matcher = matcher
        self._base_url = base_url.rstrip("/")
        self._token_env = token_env
        self._token = environment.get(token_env) or None
        self._key, self._secret = environment.get(KEY_ENV) or None, environment.get(SECRET_ENV) or None
        self._stand_in = stand_in
        self._post = post or _post
        self._now = now
        self._contract = contract
        schemes = (contract.tree.get("components") or {}).get("securitySchemes") or {}
        self._schemes: dict[str, Mapping[str, Any]] = {
            name: referred(contract.tree, raw, "")[0] for name, raw in schemes.items() if isinstance(raw, dict)
        }
        self._traded: dict[str, tuple[str, float]] = {}
        self._renewed: frozenset[str] = frozenset()
        self._issued: list[str] = []

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret in use, so that they can be kept out of what is written."""
        pair = _pair(self._token) if self._token else None  # as `http basic` spells it
        return tuple(each for each in (self._token, pair, self._key, self._secret, *self._issued) if each)

    def sign(self, request: requests.PreparedRequest) -> None:
        """
        Put credentials on a request to an operation that asks for some.

        Raises:
            TargetError: There are none, or the token endpoint refuses them.
        """
        found = self._matcher.match((request.method or "GET").upper(), request.url or "")
        operation = found.operation
        security = operation.security if operation is not None else self._global_security()
        asked = next((each for each in security if each), None)
        if asked is None or ({} in security and not self.are_given):
            return
        for name in asked:
            scheme = self._schemes.get(name, {"type": "http", "scheme": "bearer"})
            _place(request, scheme, self._token_for(scheme, operation))

    def carries(self, location: str, name: str) -> bool:
        """Tell whether a parameter is where credentials stand, whatever the document declares it as."""
        places = {
            (str(each.get("in")), str(each.get("name", "")).lower())
            for each in self._schemes.values()
            if each.get("type") == "apiKey"
        }
        return (location, name.lower()) in places | {("header", "authorization")}

    @property
    def are_given(self) -> bool:
        """Whether the environment holds any."""
        return self._token is not None or (self._key is not None and self._secret is not None)

    def _global_security(self) -> tuple[Mapping[str, Any], ...]:
        listed = self._contract.tree.get("security")
        return tuple(each for each in listed if isinstance(each, dict)) if isinstance(listed, list) else ()

    def _token_for(self, scheme: Mapping[str, Any], operation: Operation | None) -> str:
        if self._token is not None:
            return self._token
        endpoint = scheme.get("x-token-endpoint")
        if self._key is not None and self._secret is not None and isinstance(endpoint, dict):
            scope = self._base_url + (operation.path if operation is not None else "")
            return self._trade(endpoint, scope)
        if self._stand_in is not None:
            return self._stand_in
        offer = f", or {KEY_ENV} and {SECRET_ENV}" if isinstance(endpoint, dict) else ""
        raise TargetError(f"there are no credentials. Set {self._token_env}{offer} in the environment.")

    def _trade(self, endpoint: Mapping[str, Any], scope: str) -> str:
        known = self._traded.get(scope)
        if known is not None and known[1] - _EARLY_S > self._now():
            return known[0]
        filled = {"{key}": self._key, "{secret}": self._secret, "{endpoint}": scope}
        body = _fill(endpoint.get("body") or {}, filled)
        url = self._rebased(str(endpoint.get("url", "")))
        status, answer = self._post(url, body, str(endpoint.get("media_type", "application/json")))
        place = f"the token endpoint ({urlsplit(url).path})"
        if status >= 400 or resolve(answer, str(endpoint.get("succeeded", ""))) is False:
            raise TargetError(f"{place} refuses {KEY_ENV} and {SECRET_ENV} (status {status}).")
        token = resolve(answer, str(endpoint.get("token", "/token")))
        if not isinstance(token, str) or not token:
            raise TargetError(f"{place} answers {status} without a token at {endpoint.get('token', '/token')}.")
        expiry = resolve(answer, str(endpoint["expiry"])) if "expiry" in endpoint else MISSING
        self._issued.append(token)
        self._traded[scope] = (token, self._expires_s(expiry, str(endpoint.get("expiry_dialect", "date-time"))))
        return token

    def _rebased(self, url: str) -> str:
        """Return the token endpoint's URL at the target, where it stands below one of the contract's servers."""
        for _, server in servers_of(self._contract.tree):
            root = server_url(server).rstrip("/")
            if root and (url == root or url.startswith(root + "/")):
                return self._base_url + url[len(root) :]
        if url.startswith("/"):
            return self._base_url + url
        if is_loopback(self._base_url) and not is_loopback(url):
            return self._base_url + urlsplit(url).path  # a rehearsal on this machine tells nobody its secrets
        return url

    def _expires_s(self, value: Any, dialect: str) -> float:
        """
        Return when a token expires.

        An expiry that cannot be read, or is past already (as it looks when a vendor writes local time), is not
        believed: the token is used for ten minutes, or until it is refused.
        """
        read = _seconds(value, dialect, self._now())
        return read if read is not None and read > self._now() + _EARLY_S else self._now() + 600.0

    def forget(self, request: requests.PreparedRequest) -> bool:
        """Drop the traded token that a request was refused with; tell whether there is a chance with another."""
        sent = _text(request.headers.get("Authorization", ""))
        for scope, (token, _) in self._traded.items():
            if sent == f"Bearer {token}":
                del self._traded[scope]
                fresh, self._renewed = scope not in self._renewed, self._renewed | {scope}
                return fresh
        return False


def _seconds(value: Any, dialect: str, now: float) -> float | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if dialect == "epoch-milliseconds":
            return float(value) / 1000.0
        return float(value) if value > 1e9 else now + float(value)  # RFC 6749: `expires_in` counts from now
    if not isinstance(value, str):
        return None
    try:
        known = _DIALECTS.get(dialect)
        read = datetime.strptime(value, known) if known else datetime.fromisoformat(value)  # noqa: DTZ007 -- see below
    except ValueError:
        return None
    return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).timestamp()


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _fill(template: Any, values: Mapping[str, str | None]) -> Any:
    if isinstance(template, dict):
        return {name: _fill(part, values) for name, part in template.items()}
    if isinstance(template, str):
        return values.get(template, template)
    return template


def _place(request: requests.PreparedRequest, scheme: Mapping[str, Any], token: str) -> None:
    kind = scheme.get("type")
    if kind == "apiKey":
        name, location = str(scheme.get("name", "")), scheme.get("in")
        if location == "query":
            request.prepare_url(request.url or "", {name: token})
        elif location == "cookie":
            request.headers["Cookie"] = f"{name}={token}"
        else:
            request.headers[name] = token
    elif kind == "http" and str(scheme.get("scheme", "")).lower() == "basic":
        request.headers["Authorization"] = f"Basic {base64.b64encode(_pair(token).encode()).decode()}"
    else:
        request.headers["Authorization"] = f"Bearer {token}"


def _pair(token: str) -> str:
    return token if ":" in token else f"{token}:"


def _post(url: str, body: Any, media_type: str) -> tuple[int, Any]:
    """Send one request past the recorder: what it holds must stand in no recording."""
    import requests

    is_form = media_type == "application/x-www-form-urlencoded"
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.post(
                url, **({"data": body} if is_form else {"json": body}), timeout=30, allow_redirects=False
            )
        except requests.RequestException:
            raise TargetError(f"the token endpoint ({urlsplit(url).path}) cannot be reached.") from None
    try:
        return answer.status_code, answer.json()
    except ValueError:
        return answer.status_code, None
