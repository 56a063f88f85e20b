"""
The redactor: takes secrets out of whatever may be shown or stored.

A string becomes `****`, after a prefix that only says what it is (`TSUID-****`, `Bearer ****`, `https://****`). A secret
number becomes 0, a secret boolean `false`: the type stays, so that drift stays visible. `null` stays. Nothing is hashed:
a short secret could be guessed from its hash.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate.exchange import Exchange, Headers, Response
from driftgate.pointer import split
from driftgate.redaction.address import redact_form, redact_url
from driftgate.redaction.header import redact_header
from driftgate.redaction.known import SHORT, known
from driftgate.redaction.places import END, NOWHERE, inside, places
from driftgate.redaction.prose import redact_text
from driftgate.redaction.secret import MASK, is_secret_name, is_secret_value, mask, secret_names_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from driftgate.contract import Contract
    from driftgate.redaction.places import Places

MAX_SAMPLE = 120
_LABELS = ("name", "key", "Name", "Key")
_NOTHING = object()
_NONE: frozenset[str] = frozenset()
_PARAMETER = re.compile(r"\{([^{}]+)\}")


class Redactor:
    """
    Takes secrets out of bodies, URLs, headers, text and exchanges.

    What is secret: what the contract marks (by name, or by place), what is called like a secret (`is_secret_name`), what is
    shaped like one (a JWT, a private key, credentials, long random text), and values known to be secret wherever they stand.

    Args:
        sensitive_names: Names of properties and parameters that the contract marks; case and separators do not matter.
        pointers: Places in bodies that it marks, array indexes and keys of maps as `*`: `/PhoneNumbers/*/PortOutPin`.
        secrets: Values that must not be shown: tokens and passwords of this run.
        paths: Path templates; the segments of those of their parameters that are secret are hidden in URLs.
    """

    def __init__(
        self,
        *,
        sensitive_names: Iterable[str] = (),
        pointers: Iterable[str] = (),
        secrets: Iterable[str] = (),
        paths: Iterable[str] = (),
    ) -> None:
        self._names = frozenset(_bare(name) for name in sensitive_names)
        self._places = places(pointers)
        self._known = known(secrets)
        self._templates = [each.strip("/").split("/") for each in paths if self._has_secret_segment(each)]

    @classmethod
    def of(cls, contract: Contract, *, secrets: Iterable[str] = ()) -> Redactor:
        """Return the redactor of all that a contract marks."""
        paths = dict.fromkeys(each.path for each in contract.operations)
        return cls(sensitive_names=contract.sensitive_names, secrets=secrets, paths=paths)

    # What is shown instead; a `curl` line shows the names of variables.

    def hide(self, secret: str, name: str) -> str:
        """Return what stands for a secret text of this name."""
        return mask(secret)

    def hide_scalar(self, secret: float, name: str) -> Any:
        """Return what stands for a secret number or boolean: 0, 0.0 or false."""
        return type(secret)(0)

    # What is secret.

    def is_sensitive(self, name: str) -> bool:
        """Tell whether a property, parameter or header of this name is secret."""
        return is_secret_name(name) or self._is_marked(name)

    def _has_secret_segment(self, path: str) -> bool:
        return any(self.is_sensitive(name) for name in _PARAMETER.findall(path))

    def marked_segments(self, segments: list[str]) -> dict[int, str]:
        """Return which segments of a path are values of secret parameters, with their names."""
        for template in self._templates:
            start = len(segments) - len(template)
            if start < 0 or not all(_fits(one, other) for one, other in zip(template, segments[start:], strict=True)):
                continue
            return {
                start + index: name
                for index, part in enumerate(template)
                for name in _PARAMETER.findall(part)
                if self.is_sensitive(name)
            }
        return {}

    def _is_marked(self, name: str) -> bool:
        return bool(self._names) and _bare(name) in self._names

    def _hides(self, name: str, value: Any) -> bool:
        """Tell whether a value is secret by its name. `hasPassword: true` and `total_tokens: 1200` open no door."""
        if self._is_marked(name):
            return True
        if isinstance(value, bool) or (isinstance(value, (int, float)) and name[-1:] in {"s", "S"}):
            return False
        return is_secret_name(name) or (isinstance(value, str) and is_secret_value(name, value))

    # Bodies.

    def body(self, value: Any, *, pointers: Iterable[str] = ()) -> Any:
        """
        Return a JSON value without its secrets; `value` itself where it has none.

        Args:
            pointers: Places that are secret in this body, besides those of the redactor.
        """
        return self._walk(value, places(pointers, self._places) if pointers else self._places, "", secret=False)

    def _walk(self, node: Any, tree: Places, name: str, *, secret: bool) -> Any:
        secret = secret or END in tree
        if isinstance(node, str):
            return self.hide(node, name) if secret and node else self.string(node)
        if isinstance(node, dict):
            return self._members(node, tree, name, secret=secret)
        if isinstance(node, list):
            tree = inside(tree, "*")
            items = [self._walk(item, tree, name, secret=secret) for item in node]
            return items if any(new is not old for new, old in zip(items, node, strict=True)) else node
        if node is None:
            return node
        if secret or (self._known is not None and self._known.fullmatch(str(node))):
            return self.hide_scalar(node, name)
        return node

    def _members(self, node: dict[str, Any], tree: Places, name: str, *, secret: bool) -> dict[str, Any]:
        redacted: dict[str, Any] = {}
        changed = False
        # An object may say what it holds: `{"name": "authorization", "value": "…"}`.
        among = secret_names_among(node) if "key" in node or "Key" in node or "code" in node else _NONE
        label = next((node[each] for each in _LABELS if isinstance(node.get(each), str)), "")
        for key, value in node.items():
            named = label if label and key in {"value", "Value"} and self.is_sensitive(label) else key
            hidden = secret or self._hides(named, value) or key.lower() in among
            new = self._walk(value, inside(tree, key), named, secret=hidden)
            new_key = self.string(key)  # a map may be keyed by tokens
            while new_key in redacted:
                new_key += MASK
            changed = changed or new is not value or new_key is not key
            redacted[new_key] = new
        return redacted if changed else node

    def string(self, text: str) -> str:
        """Return a text that is not secret by its name, without what is secret in it; `text` itself if nothing is."""
        if len(text) < SHORT:
            redacted = self.without_known(text)
        else:
            nested = _parse(text) if text[0] in "{[" else _NOTHING
            if nested is not _NOTHING:  # JSON in a string
                body = self.body(nested)
                return text if body is nested else _dump(body)
            redacted = redact_text(text, self)
        return text if redacted == text else redacted

    def body_text(self, raw: str | bytes | None, *, pointers: Iterable[str] = ()) -> str | bytes | None:
        """
        Return a body as sent, without its secrets: JSON, a form, multipart, XML, HTML or text; `raw` itself if it has none.

        JSON that had a secret is written again, compactly; what cannot be parsed is redacted as text, bytes that are no
        UTF-8 as Latin-1.
        """
        if not raw:
            return raw
        if isinstance(raw, str):
            return self._text_of_body(raw, pointers)
        for charset in ("utf-8", "latin-1"):
            try:
                text = raw.decode(charset)
            except UnicodeDecodeError:
                continue
            redacted = self._text_of_body(text, pointers)
            return raw if redacted is text else redacted.encode(charset, "replace")
        return raw

    def _text_of_body(self, text: str, pointers: Iterable[str]) -> str:
        value = _parse(text)
        if value is not _NOTHING:
            redacted = self.body(value, pointers=pointers)
            return text if redacted is value else _dump(redacted)
        shown = redact_form(text, self) if "=" in text and not re.search(r"[\s<>{\"]", text) else self.text(text)
        return text if shown == text else shown

    # The rest of an exchange.

    def url(self, url: str) -> str:
        """Return a URL without userinfo, secret parameters and token-like segments; all else as it was."""
        return redact_url(url, self)

    def headers(self, headers: Headers | Mapping[str, str]) -> dict[str, str]:
        """Return header fields by lower-case name, without credentials, cookie values and keys."""
        fields = headers.as_dict() if isinstance(headers, Headers) else headers
        return {name.lower(): redact_header(name, value, self) for name, value in fields.items()}

    def header(self, name: str, value: str) -> str:
        """Return the value of one header field: `Bearer ****`, `sid=****; theme=****`."""
        return redact_header(name, value, self)

    def exchange(self, exchange: Exchange, *, pointers: Iterable[str] = ()) -> Exchange:
        """Return an exchange that may be stored: URL, headers and both bodies redacted."""
        request, response, seen_in = exchange
        asked = request._replace(
            url=self.url(request.url),
            headers=Headers(tuple(self.headers(request.headers).items())),
            body=self.body_text(request.body, pointers=pointers),
        )
        if response is None:
            return Exchange(asked, None, seen_in)
        answered = Response(
            response.status,
            Headers(tuple(self.headers(response.headers).items())),
            self.body_text(response.body, pointers=pointers),
            response.elapsed_s,
        )
        return Exchange(asked, answered, seen_in)

    # What people read.

    def text(self, text: str) -> str:
        """Return a message, log line or page without secrets."""
        return redact_text(text, self)

    def without_known(self, text: str) -> str:
        """Return text without the values known to be secret, however they are spelled."""
        return text if self._known is None else self._known.sub(lambda found: self.hide(found[0], "secret"), text)

    def sample(self, value: Any, pointer: str, *, sensitive: bool = False, documented: bool = True) -> str:
        """
        Return one value as JSON text for a finding, at most 120 characters.

        Args:
            pointer: Where it stands (`/PhoneNumbers/*/Tnid`, `header:Retry-After`); a secret name in it makes it secret.
            sensitive: The contract marks it.
            documented: Whether the contract knows the field. If not, nobody said that it may be shown: only its type is.
        """
        if not documented:
            return shape(value)
        tree = self._places
        tokens = split(pointer) if pointer.startswith("/") else [pointer.partition(":")[2]] if pointer else []
        for token in tokens:
            sensitive = sensitive or END in tree or self._hides(token, value)
            tree = inside(tree, token)
        shown = _dump(self._walk(value, tree or NOWHERE, tokens[-1] if tokens else "", secret=sensitive))
        return shown if len(shown) <= MAX_SAMPLE else f"{shown[: MAX_SAMPLE - 1]}…"


def shape(value: Any) -> str:
    """Return what kind of JSON value it is, and nothing of it: `<string>`, `<array of 3>`, `<object of 2>`."""
    if isinstance(value, dict):
        return f"<object of {len(value)}>"
    if isinstance(value, list):
        return f"<array of {len(value)}>"
    if value is None:
        return "null"
    return f"<{ {bool: 'boolean', int: 'integer', float: 'number'}.get(type(value), 'string') }>"


def _fits(part: str, segment: str) -> bool:
    """Tell whether a segment may be what a part of a template stands for."""
    return part == segment or (bool(segment) and "{" in part)


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _parse(text: str) -> Any:
    """Return the JSON value of `text`, or `_NOTHING`."""
    if text.lstrip(" \t\r\n\ufeff")[:1] not in {"{", "[", '"'}:
        return _NOTHING
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NOTHING


def _dump(value: Any) -> str:
    # NOTE: the standard library's, not orjson: it writes integers beyond 64 bits and lone surrogates as they were.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
