"""
Text without its secrets: messages, log lines, pages, and bodies that are no JSON.

A secret in text is told by the name before it (`name=value`, `name: value`, `"name": "value"`, `<name>value</name>`, a
multipart form), by its shape, or because it is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.redaction.address import redact_url
from driftgate.redaction.header import redact_header
from driftgate.redaction.secret import is_secret_value, mask_shapes, may_be_secret

if TYPE_CHECKING:
    from driftgate.redaction.policy import Policy

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>\\^`{|}]+")
# A name may be quoted, and the quotes escaped, as in JSON inside JSON; `('name', 'value')` is how Python shows a pair.
_LABEL = re.compile(
    r"""(?P<quote>\\{0,8}["']?)(?<![A-Za-z0-9_])(?P<name>[A-Za-z][A-Za-z0-9_.\[\]-]{1,60})(?P=quote)"""
    r"""\s{0,8}(?:=>|[:=]|(?<=["']),)\s{0,8}"""
)
# A text that is cut off has no closing quote.
_VALUE = re.compile(
    r"""(?P<open>(?P<escaped>\\+)?["'])"""
    r"""(?P<quoted>(?(escaped)(?:(?!(?<!\\)(?P=open)).)*|(?:\\.|(?!(?P=open)).)*))(?P<close>(?P=open)|\Z)"""
    r"""|(?P<bare>(?:(?:bearer|basic|digest|token)\s+)?[^\s,;&"'<>)}\]\\]+)""",
    re.IGNORECASE | re.DOTALL,
)
_COOKIES = re.compile(r"(?i)\b(?P<name>(?:set-)?cookie)(?P<sep>\s*:\s*)(?P<value>[^\r\n\"']+)")
_ELEMENT = re.compile(r"(?P<before><(?P<name>[A-Za-z_][\w:.-]*)[^<>]*>)(?P<value>[^<]+)(?=</)")
_INPUT = re.compile(r"""(?i)(?P<before>\bname=["'](?P<name>[^"'<>]+)["'][^<>]*?\bvalue=["'])(?P<value>[^"'<>]*)""")
_PART = re.compile(
    r"""(?i)(?P<before>content-disposition:[^\r\n]*\bname="(?P<name>[^"\r\n]+)"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n){0,20}\r?\n)"""
    r"""(?P<value>.*?)(?=\r?\n--|\Z)""",
    re.DOTALL,
)
# What stands behind `password:` in a message about a password.
_WORDS = re.compile(r"(?i)true|false|null|none|nil|undefined|\.\.\.|required|missing|invalid|expired|\*+[:.!]?")


def redact_text(text: str, policy: Policy) -> str:
    shown = policy.without_known(text)
    if "://" in shown:
        shown = _URL.sub(lambda found: _embedded(found[0], policy), shown)
    if "ontent-" in shown:
        shown = _PART.sub(lambda found: _named(found, policy), shown)
    if "ookie" in shown or "OOKIE" in shown:
        shown = _COOKIES.sub(
            lambda found: f"{found['name']}{found['sep']}{redact_header(found['name'], found['value'], policy)}",
            shown,
        )
    if "<" in shown:
        shown = _ELEMENT.sub(lambda found: _named(found, policy), shown)
        shown = _INPUT.sub(lambda found: _named(found, policy), shown)
    if ":" in shown or "=" in shown or "," in shown:
        shown = _pairs(shown, policy)
    return mask_shapes(shown, policy.hide)


def _embedded(url: str, policy: Policy) -> str:
    kept = url.rstrip(".,;:!?)]")
    if not any(each in kept for each in "@?#;"):
        return url
    return redact_url(kept, policy) + url[len(kept) :]


def _named(found: re.Match[str], policy: Policy) -> str:
    name, value = found["name"].rpartition(":")[2], found["value"]
    hidden = policy.hide(value, name) if value.strip() and policy.is_sensitive(name) else value
    return f"{found['before']}{hidden}"


def _pairs(text: str, policy: Policy) -> str:
    """Return text without the values behind secret names; what stands behind a harmless one may hold a pair of its own."""
    parts = []
    position = 0
    for label in _LABEL.finditer(text):
        if label.start() < position:
            continue
        is_named = policy.is_sensitive(label["name"])
        if not is_named and not may_be_secret(label["name"]):
            continue
        value = _VALUE.match(text, label.end())
        if value is not None and (is_named or is_secret_value(label["name"], value["quoted"] or value["bare"] or "")):
            parts += [text[position : label.end()], _hidden(label["name"], value, policy)]
            position = value.end()
    return "".join([*parts, text[position:]]) if parts else text


def _hidden(name: str, value: re.Match[str], policy: Policy) -> str:
    quoted, bare = value["quoted"], value["bare"]
    plain = bare if quoted is None else quoted
    if not plain or (quoted is None and _WORDS.fullmatch(bare)):
        return value[0]
    is_header = name.lower() in {"authorization", "proxy-authorization", "cookie", "set-cookie"}
    hidden = redact_header(name, plain, policy) if is_header else policy.hide(plain, name)
    return hidden if quoted is None else f"{value['open']}{hidden}{value['close']}"
