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
from driftgate.redaction.secret import mask_shapes

if TYPE_CHECKING:
    from driftgate.redaction.redactor import Redactor

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>\\^`{|}]+")
# A name may be quoted, and the quotes escaped, as in JSON inside JSON; a text that is cut off has no closing quote.
_PAIR = re.compile(
    r"""(?P<before>(?P<quote>\\*["']?)(?P<name>[A-Za-z][A-Za-z0-9_.\[\]-]{1,60})(?P=quote)\s*(?:=>|[:=]|(?<=["']),)\s*)"""
    r"""(?:(?P<open>(?P<escaped>\\+)?["'])"""
    r"""(?P<quoted>(?(escaped)(?:(?!(?<!\\)(?P=open)).)*|(?:\\.|(?!(?P=open)).)*))(?P<close>(?P=open)|\Z)"""
    r"""|(?P<bare>(?:(?:bearer|basic|digest|token)\s+)?[^\s,;&"'<>)}\]]+))""",
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
_WORDS = re.compile(r"(?i)true|false|null|none|nil|undefined|\.\.\.|required|missing|invalid|expired|\*+")


def redact_text(text: str, redactor: Redactor) -> str:
    shown = redactor.without_known(text)
    if "://" in shown:
        shown = _URL.sub(lambda found: _embedded(found[0], redactor), shown)
    if "ontent-" in shown:
        shown = _PART.sub(lambda found: _named(found, redactor), shown)
    if "ookie" in shown or "OOKIE" in shown:
        shown = _COOKIES.sub(
            lambda found: f"{found['name']}{found['sep']}{redact_header(found['name'], found['value'], redactor)}",
            shown,
        )
    if "<" in shown:
        shown = _ELEMENT.sub(lambda found: _named(found, redactor), shown)
        shown = _INPUT.sub(lambda found: _named(found, redactor), shown)
    if ":" in shown or "=" in shown or "," in shown:
        shown = _PAIR.sub(lambda found: _pair(found, redactor), shown)
    return mask_shapes(shown, redactor.hide)


def _embedded(url: str, redactor: Redactor) -> str:
    kept = url.rstrip(".,;:!?)]")
    if not any(each in kept for each in "@?#;"):
        return url
    return redact_url(kept, redactor) + url[len(kept) :]


def _named(found: re.Match[str], redactor: Redactor) -> str:
    name, value = found["name"].rpartition(":")[2], found["value"]
    hidden = redactor.hide(value, name) if value.strip() and redactor.is_sensitive(name) else value
    return f"{found['before']}{hidden}"


def _pair(found: re.Match[str], redactor: Redactor) -> str:
    name, quoted, bare = found["name"], found["quoted"], found["bare"]
    is_header = name.lower() in {"authorization", "proxy-authorization", "cookie", "set-cookie"}
    if not redactor.is_sensitive(name):
        if quoted and _PAIR.search(quoted):  # a quoted text may hold a pair of its own
            inner = _PAIR.sub(lambda each: _pair(each, redactor), quoted)
            return f"{found['before']}{found['open']}{inner}{found['close']}"
        return found[0]
    if quoted is not None:
        hidden = redact_header(name, quoted, redactor) if is_header else redactor.hide(quoted, name) if quoted else ""
        return f"{found['before']}{found['open']}{hidden}{found['close']}"
    if _WORDS.fullmatch(bare):
        return found[0]
    return found["before"] + (redact_header(name, bare, redactor) if is_header else redactor.hide(bare, name))
