"""The command line that asks the same again: safe to paste into a POSIX shell, its secrets the names of variables."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from driftgate.redaction.address import MARKS

if TYPE_CHECKING:
    from driftgate.exchange import Request
    from driftgate.redaction.redactor import Redactor

MAX_BODY = 2000
"""Characters of a body that still fit a command line for people."""

_BEGIN, _END = MARKS[0], MARKS[1]
_NUMBER = "#"
_VARIABLE = re.compile(f'"?{_BEGIN}([A-Z0-9_]*)({_NUMBER}?){_END}"?')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What curl writes itself, or what only a browser has reason to say.
_LEFT_OUT = frozenset({
    "accept-encoding", "accept-language", "cache-control", "connection", "content-length", "dnt", "expect", "host",
    "keep-alive", "origin", "pragma", "priority", "proxy-connection", "referer", "te", "trailer", "transfer-encoding",
    "upgrade", "upgrade-insecure-requests", "user-agent", "via",
})  # fmt: skip


def curl(request: Request, redactor: Redactor) -> str:
    """
    Return a command line that asks the same again, secrets as shell variables: `curl -H "authorization: Bearer $TOKEN" 'https://…'`.

    A body that is long, binary or of several lines is left to a file: `--data-binary @body`.
    """
    naming = _naming(redactor)
    words = ["curl", "-sS"]
    if request.method == "HEAD":
        words.append("--head")
    elif request.method != "GET" or request.body:
        words += ["-X", _quoted(_one_line(request.method))]
    sent = naming.headers(_kept(request))
    if "cookie" in sent:
        sent["cookie"] = naming.hide("", "cookie")  # one variable, however many cookies
    for name, value in sorted(sent.items()):
        # `-H 'name;'` is how curl is told to send an empty field.
        words += ["-H", _quoted(f"{name}: {_one_line(value)}" if value else f"{name};")]
    if "accept-encoding" in request.headers:
        words.append("--compressed")
    if request.body:
        words += _data(naming.body_text(_unmarked(request.body)))
    url = naming.url(_unmarked(request.url))
    url = re.sub(r"[\s\x00-\x20\x7f-\x9f]", lambda found: quote(found[0]), url)
    if re.search(r"[\[\]{}]", url):
        words.append("-g")  # these are patterns to curl
    words.append(_quoted(url))
    return " ".join(words)


def _naming(redactor: Redactor) -> Redactor:
    """Return a redactor that knows the same secrets and puts the names of shell variables in their place."""
    import copy

    naming = copy.copy(redactor)
    # NOTE: set on the copy, not in a subclass: whatever redactor we were given stays what it is otherwise.
    naming.hide = lambda secret, name: f"{_BEGIN}{_name(name)}{_END}"  # type: ignore[method-assign]
    naming.hide_scalar = lambda secret, name: f"{_BEGIN}{_name(name)}{_NUMBER}{_END}"  # type: ignore[method-assign]
    return naming


def _name(name: str) -> str:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)
    text = "_".join(word.upper() for word in words)[:40]
    return text if text[:1].isalpha() else f"SECRET_{text}".rstrip("_")


def _kept(request: Request) -> dict[str, str]:
    return {
        name: _unmarked(value)
        for name, value in request.headers.as_dict().items()
        if name not in _LEFT_OUT
        and not name.startswith(("sec-", ":"))
        and re.fullmatch(r"[!#$%&'*+.^_`|~0-9a-z-]+", name)
    }


def _data(body: str | bytes | None) -> list[str]:
    if isinstance(body, bytes):
        try:
            body = body.decode("utf-8")
        except UnicodeDecodeError:
            return ["--data-binary", "@body"]
    if body is not None and "\n" in body:
        body = _compact(body)
    if body is None or len(body) > MAX_BODY or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", body):
        return ["--data-binary", "@body"]
    return ["--data-raw", _quoted(body)]


def _compact(body: str) -> str | None:
    """Return JSON on one line; None where it is no JSON."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        return None


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _unmarked(text: Any) -> Any:
    """Return text without the marks of variables, which a hostile answer could hold to smuggle one in."""
    if isinstance(text, str):
        return text.replace(_BEGIN, "?").replace(_END, "?")
    return text.replace(_BEGIN.encode(), b"?").replace(_END.encode(), b"?")


def _quoted(text: str) -> str:
    """Return one shell word: single-quoted, variables between in double quotes."""
    words = []
    position = 0
    for found in _VARIABLE.finditer(text):
        start, end = found.span()
        if not found[2]:  # the quotes of a JSON string stay
            start, end = start + (text[start] == '"'), end - (text[end - 1] == '"')
        words += [_literal(text[position:start]), f'"${found[1]}"']
        position = end
    words.append(_literal(text[position:]))
    return "".join(words) or "''"


def _literal(text: str) -> str:
    if not text:
        return ""
    if re.fullmatch(r"[A-Za-z0-9_@%+=:,./-]+", text):
        return text
    return "'" + text.replace("'", "'\"'\"'") + "'"
