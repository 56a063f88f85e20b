"""Header fields without their secrets: `Authorization: Bearer ****`, `Cookie: sid=****`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftgate.redaction.policy import Policy

_CREDENTIALS = frozenset({"authorization", "proxy-authorization"})
_ATTRIBUTES = frozenset({
    "domain", "expires", "httponly", "max-age", "partitioned", "path", "priority", "samesite", "secure",
})  # fmt: skip
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,20}")


def redact_header(name: str, value: str, policy: Policy) -> str:
    """Return the value of one header field without credentials, cookie values, keys and what is shaped like one."""
    lower = name.lower()
    if lower == "cookie":
        return "; ".join(_cookie(each.strip(), policy) for each in value.split(";"))
    if lower == "set-cookie":
        pieces = [each.strip() for each in value.split(";")]
        return "; ".join([_cookie(pieces[0], policy), *(_attribute(each, policy) for each in pieces[1:])])
    if not value:
        return value
    if lower in _CREDENTIALS:
        scheme, space, credentials = value.strip().partition(" ")
        if space and credentials and _SCHEME.fullmatch(scheme):
            return f"{scheme} {policy.hide(credentials, 'token')}"
        return policy.hide(value, "token")
    return policy.hide(value, name) if policy.is_sensitive(name) else policy.string(value)


def _cookie(pair: str, policy: Policy) -> str:
    name, equals, value = pair.partition("=")
    if not equals:
        return policy.hide(pair, "cookie") if pair else pair
    return f"{policy.string(name)}={policy.hide(value, name) if value else ''}"


def _attribute(piece: str, policy: Policy) -> str:
    """Return `Path=/` as it is. Two cookies may be joined by a comma: `Path=/, sid=…` loses what stands behind it."""
    name, equals, value = piece.partition("=")
    if name.strip().lower() not in _ATTRIBUTES:
        return _cookie(piece, policy)
    if not equals:
        return piece
    # A date has a comma of its own, and no `=` behind it.
    kept, joined, more = value.partition(",")
    return f"{name}={kept}{joined} {policy.hide(more, 'cookie')}" if "=" in more else piece
