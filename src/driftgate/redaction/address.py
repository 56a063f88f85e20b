"""URLs and forms without their secrets: what is not secret stays as it was sent, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, unquote_plus

from driftgate.redaction.secret import is_secret_name, is_secret_value, secret_names_among

if TYPE_CHECKING:
    from driftgate.redaction.policy import Policy

MARKS = "\ue000\ue001"
"""Private-use characters around the name of a shell variable, while a `curl` line is being made."""


def redact_url(url: str, policy: Policy) -> str:
    """Return a URL without userinfo, secret parameters (also `;name=value`, also in the fragment) and token-like segments."""
    head, hash_, fragment = url.partition("#")
    head, mark, query = head.partition("?")
    scheme, slashes, rest = head.partition("://")
    if not slashes:
        scheme, rest = "", head
    authority, slash, path = rest.partition("/") if slashes else ("", "", rest)
    userinfo, at, host = authority.rpartition("@")
    if at:
        userinfo = policy.hide(userinfo, "userinfo")
    shown = f"{scheme}{slashes}{userinfo}{at}{policy.without_known(host)}{slash}{_path(path, policy)}"
    if hash_:
        fragment = redact_form(fragment, policy) if "=" in fragment else _part(fragment, policy)
    return f"{shown}{mark}{redact_form(query, policy)}{hash_}{fragment}"


def redact_form(form: str, policy: Policy) -> str:
    """Return `name=value&name=value` without the values that are secret."""
    parts = form.split("&")
    secret = (
        secret_names_among(unquote_plus(each.partition("=")[0]) for each in parts) if len(parts) > 1 else frozenset()
    )
    return "&".join(_parameter(each, policy, secret) for each in parts)


def _path(path: str, policy: Policy) -> str:
    segments = path.split("/")
    marked = policy.marked_segments(segments)
    before = ""
    for index, segment in enumerate(segments):
        bare, semicolon, matrix = segment.partition(";")
        # `/reset-password/8f3a1c77`, `/tokens/…`
        secret = is_secret_name(unquote(before)) and len(bare) >= 8 and any(each.isdigit() for each in bare)
        secret = secret or (index in marked and bool(bare))
        before = bare
        segments[index] = _part(bare, policy, marked.get(index, "token"), secret=secret) + semicolon
        segments[index] += ";".join(_parameter(each, policy) for each in matrix.split(";"))
    return "/".join(segments)


def _parameter(part: str, policy: Policy, among: frozenset[str] = frozenset()) -> str:
    name, equals, value = part.partition("=")
    if not equals:
        return _part(part, policy)
    decoded = unquote_plus(name)
    secret = bool(value) and (
        policy.is_sensitive(decoded) or decoded.lower() in among or is_secret_value(decoded, unquote_plus(value))
    )
    return f"{_part(name, policy)}={_part(value, policy, decoded, secret=secret)}"


def _part(encoded: str, policy: Policy, name: str = "secret", *, secret: bool = False) -> str:
    decoded = unquote_plus(encoded) if "%" in encoded or "+" in encoded else encoded
    shown = policy.hide(decoded, name) if secret else policy.string(decoded)
    return encoded if shown == decoded else _encoded(shown)


def _encoded(text: str) -> str:
    shown = quote(text, safe="*/:$,!'()@", errors="replace")
    for mark in MARKS:
        shown = shown.replace(quote(mark), mark)
    return shown
