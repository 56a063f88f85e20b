"""
Redaction: evidence that can be shown. Shapes stay, secrets go.

A string becomes `****`, after a prefix that only says what it is (`TSUID-****`, `Bearer ****`, `https://****`). A secret
number becomes 0, a secret boolean `false`: the type stays, so that drift stays visible. `null` stays. Nothing is hashed:
a short secret could be guessed from its hash.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from driftgate.exchange import Exchange, Headers, Request, Response
from driftgate.pointer import split
from driftgate.secret import MASK, is_secret_name, mask, mask_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_SAMPLE = 120
_SHORT = 4
_MAX_NESTED = 200_000
_CREDENTIAL_HEADERS = frozenset({"authorization", "proxy-authorization"})
_COOKIE_ATTRIBUTES = frozenset(
    {"domain", "expires", "httponly", "max-age", "partitioned", "path", "priority", "samesite", "secure"}
)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>\\^`{|}]+")
_PAIR = re.compile(
    r"""(?P<before>(?P<quote>\\*["']?)(?P<name>[A-Za-z][A-Za-z0-9_.\[\]-]{1,60})(?P=quote)\s*(?:=>|[:=]|(?<=["']),)\s*)"""
    r"""(?:(?P<open>(?P<escaped>\\+)?["'])"""
    r"""(?P<quoted>(?(escaped)(?:(?!(?<!\\)(?P=open)).)*|(?:\\.|(?!(?P=open)).)*))(?P<close>(?P=open)|\Z)"""
    r"""|(?P<bare>(?:(?:bearer|basic|digest|token)\s+)?[^\s,;&"'<>)}\]]+))""",
    re.IGNORECASE | re.DOTALL,
)
_COOKIE_LINE = re.compile(r"(?i)\b(?P<name>(?:set-)?cookie)(?P<sep>\s*:\s*)(?P<value>[^\r\n\"']+)")
_ELEMENT = re.compile(r"<(?P<name>[A-Za-z_][\w:.-]*)(?P<rest>[^<>]*)>(?P<value>[^<]+)</")
_INPUT = re.compile(r"""(?i)(\bname=["'](?P<name>[^"'<>]+)["'][^<>]*?\bvalue=["'])(?P<value>[^"'<>]*)""")
_PART = re.compile(
    r"""(?i)(content-disposition:[^\r\n]*\bname="(?P<name>[^"\r\n]+)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)(?P<value>.*?)(?=\r?\n--|\Z)""",
    re.DOTALL,
)


class Redactor:
    """
    Takes secrets out of whatever may be shown or stored.

    What is secret: what the contract marks (by name, or by place), what is called like a secret (`is_secret_name`), what is
    shaped like one (a JWT, a private key, credentials, long random text), and values known to be secret wherever they stand.

    Args:
        sensitive_names: Names of properties and parameters that the contract marks; case and separators do not matter.
        pointers: Places in bodies that it marks, array indexes and keys of maps as `*`: `/PhoneNumbers/*/PortOutPin`.
        secrets: Values that must not be shown: tokens and passwords of this run.
    """

    def __init__(
        self, *, sensitive_names: Iterable[str] = (), pointers: Iterable[str] = (), secrets: Iterable[str] = ()
    ) -> None:
        self._names = frozenset(_bare(name) for name in sensitive_names)
        self._places: dict[str, Any] = _tree(pointers)
        self._known = _known(secrets)

    # What is shown instead. `curl` overrides these two.

    def hide(self, secret: str, name: str) -> str:
        return secret if secret.endswith(MASK) and secret == mask(secret) else mask(secret)

    def hide_scalar(self, secret: float, name: str) -> Any:
        """Return what stands for a secret number or boolean: 0, 0.0 or false."""
        return type(secret)(0)

    # What is secret.

    def is_sensitive(self, name: str) -> bool:
        """Tell whether a property, parameter or header of this name is secret."""
        return is_secret_name(name) or (bool(self._names) and _bare(name) in self._names)

    def _is_marked(self, name: str) -> bool:
        return bool(self._names) and _bare(name) in self._names

    # Bodies.

    def body(self, value: Any, *, pointers: Iterable[str] = ()) -> Any:
        """
        Return a JSON value without its secrets; `value` itself where it has none.

        Args:
            pointers: Places that are secret in this body, besides those of the redactor.
        """
        places = _tree(pointers, self._places) if pointers else self._places
        return self._walk(value, places, "", marked=False)

    def _walk(self, node: Any, places: dict[str, Any], name: str, *, marked: bool) -> Any:
        marked = marked or "" in places
        if isinstance(node, str):
            return self.hide(node, name) if marked and node else self._string(node)
        if isinstance(node, dict):
            return self._mapping(node, places, name, marked=marked)
        if isinstance(node, list):
            inner = places.get("*", {})
            items = [self._walk(item, inner, name, marked=marked) for item in node]
            return items if any(new is not old for new, old in zip(items, node, strict=True)) else node
        if node is None or not marked:
            if self._known is not None and isinstance(node, (int, float)) and self._known.fullmatch(str(node)):
                return self.hide_scalar(node, name)
            return node
        return self.hide_scalar(node, name)

    def _mapping(self, node: dict[str, Any], places: dict[str, Any], name: str, *, marked: bool) -> dict[str, Any]:
        redacted: dict[str, Any] = {}
        changed = False
        # An object that names what it holds: `{"name": "authorization", "value": "…"}`.
        label = next((node[key] for key in ("name", "key", "Name", "Key") if isinstance(node.get(key), str)), "")
        labelled = bool(label) and ("value" in node or "Value" in node) and self.is_sensitive(label)
        for key, value in node.items():
            inner = _inside(places, key)
            secret = marked or self._is_marked(key) or (labelled and key in {"value", "Value"})
            if not secret and is_secret_name(key):
                # `hasPassword: true` and `total_tokens: 1200` tell nothing that opens a door.
                secret = not isinstance(value, bool) and not (isinstance(value, (int, float)) and key[-1:] in "sS")
            new = self._walk(value, inner, label if labelled else key, marked=secret)
            new_key = key if marked and not key else self._string(key)
            while new_key in redacted:
                new_key += MASK
            changed = changed or new is not value or new_key is not key
            redacted[new_key] = new
        return redacted if changed else node

    def _string(self, text: str) -> str:
        """Return a string that is not secret by its name, without what is secret in it."""
        if len(text) < _SHORT:
            return self._without_known(text)
        if text[0] in "{[" and len(text) <= _MAX_NESTED:
            nested = _parse(text)
            if isinstance(nested, (dict, list)):
                redacted = self.body(nested)
                return text if redacted is nested else _dump(redacted)
        redacted = self.text(text)
        return text if redacted == text else redacted

    def body_text(self, raw: str | bytes | None, *, pointers: Iterable[str] = ()) -> str | bytes | None:
        """
        Return a body as sent, without its secrets: JSON, form, multipart, XML, HTML or text; `raw` itself if it has none.

        JSON that had a secret is written again, compactly; what cannot be parsed is redacted as text. Bytes that are no
        UTF-8 are returned as they are unless a known secret stands in them.
        """
        if not raw:
            return raw
        if isinstance(raw, bytes):
            try:
                text = raw.decode("utf-8")
            except UnicodeDecodeError:
                return self._bytes(raw)
            redacted = self._body_text(text, pointers)
            return raw if redacted == text else redacted.encode("utf-8", "surrogatepass")
        redacted = self._body_text(raw, pointers)
        return raw if redacted == raw else redacted

    def _body_text(self, text: str, pointers: Iterable[str]) -> str:
        value = _parse(text)
        if value is not _NOTHING:
            redacted = self.body(value, pointers=pointers)
            return text if redacted is value else _dump(redacted)
        if "=" in text and not re.search(r"[\s<>{\"]", text):
            return self._parameters(text)
        return self.text(text)

    def _bytes(self, raw: bytes) -> bytes:
        text = raw.decode("latin-1")
        redacted = self.text(text)
        return raw if redacted == text else redacted.encode("latin-1", "replace")

    # URLs and headers.

    def url(self, url: str) -> str:
        """Return a URL without userinfo, secret parameters and token-like segments; all else as it was."""
        head, hash_, fragment = url.partition("#")
        head, mark, query = head.partition("?")
        scheme, slashes, rest = head.partition("://")
        if not slashes:
            scheme, rest = "", head
        authority, slash, path = rest.partition("/") if slashes else ("", "", rest)
        userinfo, at, host = authority.rpartition("@")
        if at:
            authority = f"{self.hide(userinfo, 'userinfo')}@{host}"
        shown = f"{scheme}{slashes}{self._without_known(authority)}{slash}{self._path(path)}"
        return f"{shown}{mark}{self._parameters(query)}{hash_}{self._fragment(fragment)}"

    def _path(self, path: str) -> str:
        segments = path.split("/")
        for index, segment in enumerate(segments):
            bare, semicolon, matrix = segment.partition(";")
            named = index > 0 and is_secret_name(unquote(segments[index - 1]))
            segments[index] = self._segment(bare, "token", secret=named and _is_tokenlike(bare))
            if semicolon:
                segments[index] += ";" + ";".join(self._parameter(each) for each in matrix.split(";"))
        return "/".join(segments)

    def _fragment(self, fragment: str) -> str:
        return self._parameters(fragment) if "=" in fragment else self._segment(fragment, "token", secret=False)

    def _parameters(self, query: str) -> str:
        return "&".join(self._parameter(each) for each in query.split("&"))

    def _parameter(self, part: str) -> str:
        name, equals, value = part.partition("=")
        decoded = unquote_plus(name)
        if not equals:
            return self._segment(part, "token", secret=False)
        secret = bool(value) and self.is_sensitive(decoded)
        return f"{self._segment(name, 'name', secret=False)}={self._segment(value, decoded, secret=secret)}"

    def _segment(self, encoded: str, name: str, *, secret: bool) -> str:
        decoded = unquote_plus(encoded) if "%" in encoded or "+" in encoded else encoded
        shown = self.hide(decoded, name) if secret else self._string(decoded)
        # NOTE: nothing but the changed part is encoded again: the URL stays as it was sent.
        return encoded if shown == decoded else quote(shown, safe="*/:$,!'()@\ue000\ue001")

    def headers(self, headers: Headers | Mapping[str, str]) -> dict[str, str]:
        """Return header fields by lower-case name, without credentials, cookie values and keys."""
        fields = headers.as_dict() if isinstance(headers, Headers) else headers
        return {name.lower(): self.header(name, value) for name, value in fields.items()}

    def header(self, name: str, value: str) -> str:
        """Return the value of one header field: `Bearer ****`, `sid=****; theme=****`."""
        lower = name.lower()
        if lower == "cookie":
            return "; ".join(self._cookie(each.strip()) for each in value.split(";"))
        if lower == "set-cookie":
            return "; ".join(
                self._cookie_attribute(each.strip(), first=index == 0) for index, each in enumerate(value.split(";"))
            )
        if lower in _CREDENTIAL_HEADERS:
            scheme, space, credentials = value.strip().partition(" ")
            if space and credentials and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,20}", scheme):
                return f"{scheme} {self.hide(credentials, 'token')}"
            return self.hide(value, "token") if value else value
        if value and self.is_sensitive(name):
            return self.hide(value, name)
        return self._string(value)

    def _cookie(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        if not equals:
            return self.hide(pair, "cookie") if pair else pair
        return f"{self._string(name)}={self.hide(value, name) if value else ''}"

    def _cookie_attribute(self, piece: str, *, first: bool) -> str:
        name, equals, value = piece.partition("=")
        if first or name.strip().lower() not in _COOKIE_ATTRIBUTES:
            return self._cookie(piece)
        # Two cookies joined by a comma: `Path=/, sid=…`; a date has a comma of its own and no `=`.
        kept, joined, more = value.partition(",")
        if "=" in more or (not equals and "," in piece):
            return f"{name}={kept}{joined} {MASK}" if equals else MASK
        return piece

    # Text.

    def text(self, text: str) -> str:
        """
        Return a message, log line or page without secrets: known ones, token-shaped ones, and those that a name stands before.

        Names are told in `name=value`, `name: value`, `"name": "value"`, `<name>value</name>` and multipart forms.
        """
        shown = self._without_known(text)
        if "://" in shown:
            shown = _URL.sub(lambda found: self._embedded_url(found[0]), shown)
        if "ontent-" in shown:
            shown = _PART.sub(self._labelled_value, shown)
        if "ookie" in shown or "OOKIE" in shown:
            shown = _COOKIE_LINE.sub(
                lambda found: f"{found['name']}{found['sep']}{self.header(found['name'], found['value'])}", shown
            )
        if "</" in shown:
            shown = _ELEMENT.sub(self._element, shown)
            shown = _INPUT.sub(self._labelled_value, shown)
        if ":" in shown or "=" in shown or "," in shown:
            shown = _PAIR.sub(self._pair, shown)
        return mask_shapes(shown, self.hide)

    def _without_known(self, text: str) -> str:
        return text if self._known is None else self._known.sub(lambda found: self.hide(found[0], "secret"), text)

    def _embedded_url(self, url: str) -> str:
        kept = url.rstrip(".,;:!?)]")
        return self.url(kept) + url[len(kept) :] if "@" in kept or "?" in kept or "#" in kept or ";" in kept else url

    def _labelled_value(self, found: re.Match[str]) -> str:
        value = found["value"]
        return found[1] + (self.hide(value, found["name"]) if value and self.is_sensitive(found["name"]) else value)

    def _element(self, found: re.Match[str]) -> str:
        name = found["name"].rpartition(":")[2]
        if not self.is_sensitive(name) or not found["value"].strip():
            return found[0]
        return f"<{found['name']}{found['rest']}>{self.hide(found['value'], name)}</"

    def _pair(self, found: re.Match[str]) -> str:
        name = found["name"]
        if not self.is_sensitive(name):
            value = found["quoted"]
            if value and _PAIR.search(value):  # a quoted text may hold a pair of its own
                return f"{found['before']}{found['open']}{_PAIR.sub(self._pair, value)}{found['close']}"
            return found[0]
        if found["quoted"] is not None:
            shown = self.header(name, found["quoted"]) if found["quoted"] else ""
            return f"{found['before']}{found['open']}{shown}{found['close']}"
        bare = found["bare"]
        if re.fullmatch(r"(?i)true|false|null|none|nil|undefined|\.\.\.|required|missing|invalid|expired", bare):
            return found[0]
        return found["before"] + (self.header(name, bare) if _bare(name) == "authorization" else self.hide(bare, name))

    # What reports show.

    def sample(self, value: Any, pointer: str, *, sensitive: bool = False, documented: bool = True) -> str:
        """
        Return one value as JSON text for a finding, at most 120 characters.

        Args:
            pointer: Where it stands (`/PhoneNumbers/*/Tnid`, `header:Retry-After`); a secret name in it makes it secret.
            sensitive: The contract marks it.
            documented: Whether the contract knows the field. If not, nobody has said that it may be shown: only its type is.
        """
        if not documented:
            return shape(value)
        places = self._places
        tokens = [pointer.partition(":")[2]] if pointer and not pointer.startswith("/") else split(pointer)
        for token in tokens:
            sensitive = sensitive or "" in places or self.is_sensitive(token)
            places = _inside(places, token)
        secret = sensitive and not (isinstance(value, bool) and not self._is_marked(tokens[-1] if tokens else ""))
        shown = _dump(self._walk(value, places, tokens[-1] if tokens else "", marked=secret))
        return shown if len(shown) <= MAX_SAMPLE else f"{shown[: MAX_SAMPLE - 1]}…"

    def exchange(self, exchange: Exchange, *, pointers: Iterable[str] = ()) -> Exchange:
        """Return an exchange that may be stored: URL, headers and both bodies redacted."""
        request, response, seen_in = exchange
        asked = Request(
            request.method,
            self.url(request.url),
            Headers(tuple(self.headers(request.headers).items())),
            self.body_text(request.body, pointers=pointers),
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


def shape(value: Any) -> str:
    """Return what kind of JSON value it is, and nothing of it: `<string>`, `<array of 3>`, `<object of 2>`."""
    if isinstance(value, dict):
        return f"<object of {len(value)}>"
    if isinstance(value, list):
        return f"<array of {len(value)}>"
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return f"<{names.get(type(value), 'value')}>"


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _is_tokenlike(segment: str) -> bool:
    return len(segment) >= 8 and any(each.isdigit() for each in segment)


def _tree(pointers: Iterable[str], onto: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return pointers as nested tokens; the key "" ends one."""
    root: dict[str, Any] = _copied(onto or {})
    for pointer in pointers:
        node = root
        for token in split(pointer):
            node = node.setdefault(token, {})
        node[""] = {}
    return root


def _copied(tree: dict[str, Any]) -> dict[str, Any]:
    return {token: _copied(inner) for token, inner in tree.items()}


def _inside(places: dict[str, Any], key: str) -> dict[str, Any]:
    named: dict[str, Any] = places.get(key, {}) if key else {}
    anywhere: dict[str, Any] = places.get("*", {})
    return named if not anywhere else anywhere if not named else _merged(named, anywhere)


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    merged = dict(one)
    for token, inner in other.items():
        merged[token] = _merged(merged[token], inner) if token in merged else inner
    return merged


def _known(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the secrets however text spells them: plain, in a URL, in JSON, in HTML, in base64."""
    spellings: set[str] = set()
    for secret in secrets:
        if not secret:
            continue
        raw = secret.encode("utf-8", "surrogatepass")
        spellings |= {
            secret,
            quote(raw, safe=""),
            quote(raw),
            quote_plus(raw),
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            html.escape(secret),
            repr(secret)[1:-1],
        }
        if len(secret) >= _SHORT:
            spellings.add(b64encode(raw).decode().rstrip("="))
    if not spellings:
        return None
    # A very short one is told only where it stands alone: else `1` would be masked in every number.
    patterns = [
        re.escape(each) if len(each) >= _SHORT else rf"(?<![A-Za-z0-9]){re.escape(each)}(?![A-Za-z0-9])"
        for each in sorted(spellings, key=lambda each: (-len(each), each))
    ]
    return re.compile("|".join(patterns))


_NOTHING = object()


def _parse(text: str) -> Any:
    """Return the JSON value of `text`, or `_NOTHING`."""
    if not text.lstrip(" \t\r\n\ufeff")[:1] or text.lstrip(" \t\r\n\ufeff")[0] not in '{["':
        return _NOTHING
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NOTHING


def _dump(value: Any) -> str:
    # NOTE: the standard library's, not orjson: it writes integers beyond 64 bits and lone surrogates as they were.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
