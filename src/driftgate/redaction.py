"""Redaction: secrets keep their shape (`TSUID-****`) and lose their value, wherever something is shown or kept."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import orjson

from driftgate.pointer import split

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.exchange import Exchange, Headers

MASK = "****"
MAX_SAMPLE = 120

_SENSITIVE_NAME = re.compile(
    r"(?i)(pass(word|wd|phrase|code)|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|authorization|cookie|session"
    r"|credential|signature|activation[-_]?(link|code|url)|(^|[-_])(pin|otp|cvv|cvc|ssn|puk)($|[-_])|(Pin|Otp|Cvv|Puk)$)"
)
_SECRET_SHAPE = re.compile(
    r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|(?i:bearer|basic)\s+\S+|-----BEGIN [A-Z ]+-----"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|\bgh[pousr]_[A-Za-z0-9]{20,}"
)
SECRET_HEADERS = frozenset({
    "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "api-key", "x-auth-token",
    "x-csrf-token", "x-amz-security-token",
})  # fmt: skip


class Redactor:
    """
    Takes secrets out of what is shown or kept.

    Args:
        sensitive_names: Names of properties, parameters and headers that the contract marks `x-sensitive`.
    """

    def __init__(self, *, sensitive_names: Iterable[str] = ()) -> None:
        self._names = frozenset(name.lower() for name in sensitive_names)

    def is_sensitive(self, name: str) -> bool:
        return name.lower() in self._names or _SENSITIVE_NAME.search(name) is not None

    def sample(self, value: Any, pointer: str) -> str:
        """Return JSON text of what stands at a folded pointer, secrets masked, at most 120 characters."""
        steps = split(pointer) if pointer.startswith("/") else [pointer.rpartition(":")[2]]
        hidden = any(self.is_sensitive(step) for step in steps if step != "*")
        shown = self.body(mask_all(value) if hidden else value)
        text = orjson.dumps(shown, option=orjson.OPT_NON_STR_KEYS).decode()
        return text if len(text) <= MAX_SAMPLE else f"{text[: MAX_SAMPLE - 1]}…"

    def body(self, value: Any) -> Any:
        """Return a JSON value with the secrets in it masked; the shape stays."""
        if isinstance(value, dict):
            return {key: mask_all(part) if self.is_sensitive(key) else self.body(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.body(part) for part in value]
        if isinstance(value, str):
            return _SECRET_SHAPE.sub(MASK, value)
        return value

    def url(self, url: str) -> str:
        """Return a URL without user information and with sensitive query values masked."""
        parts = urlsplit(url)
        pairs = []
        for pair in parts.query.split("&") if parts.query else ():
            name, equals, value = pair.partition("=")
            masked = MASK if self.is_sensitive(name) else _SECRET_SHAPE.sub(MASK, value)
            pairs.append(f"{name}{equals}{masked if equals else ''}")
        netloc = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, netloc, _SECRET_SHAPE.sub(MASK, parts.path), "&".join(pairs), ""))

    def headers(self, headers: Headers) -> dict[str, str]:
        """Return the headers with the values of secret ones masked."""
        return {
            name: MASK if name in SECRET_HEADERS or self.is_sensitive(name) else _SECRET_SHAPE.sub(MASK, value)
            for name, value in headers.as_dict().items()
        }

    def curl(self, exchange: Exchange) -> str:
        """Return a command line that asks the same again, secrets as shell variables."""
        request = exchange.request
        words = ["curl", "-sS"]
        if request.method != "GET":
            words += ["-X", shlex.quote(request.method)]
        words.append(shlex.quote(self.url(request.url)).replace(MASK, "'\"$SECRET\"'"))
        sent = request.headers.as_dict()
        for name in sorted(sent.keys() & {"accept", "content-type", "prefer"}):
            words += ["-H", shlex.quote(f"{name}: {sent[name]}")]
        if "authorization" in sent:
            words += ["-H", '"Authorization: Bearer $TOKEN"']
        if request.body:
            words += ["--data-binary", "@body"]
        return " ".join(words)


def mask_all(value: Any) -> Any:
    """Return a value of the same shape without any of its content: `TSUID-****`, 0, false."""
    if isinstance(value, dict):
        return {key: mask_all(part) for key, part in value.items()}
    if isinstance(value, list):
        return [mask_all(part) for part in value]
    if isinstance(value, str):
        prefix = re.match(r"[A-Z]{2,6}-", value)
        return f"{prefix[0] if prefix else ''}{MASK}"
    if isinstance(value, bool) or value is None:
        return value
    return 0
