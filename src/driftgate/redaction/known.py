"""Values known to be secret, found however text spells them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORT = 4
"""A shorter secret is told only where it stands alone: else `1` would be masked in every number."""


def known(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the secrets, the longest first; None where there are none."""
    spellings = {each for secret in secrets if secret for each in _spellings(secret)}
    if not spellings:
        return None
    patterns = [
        re.escape(each) if len(each) >= SHORT else rf"(?<![A-Za-z0-9]){re.escape(each)}(?![A-Za-z0-9])"
        for each in sorted(spellings, key=lambda each: (-len(each), each))
    ]
    return re.compile("|".join(patterns))


def _spellings(secret: str) -> Iterator[str]:
    """Yield the secret plain, in a URL, in JSON, in HTML, in Python, in base64."""
    import html

    raw = secret.encode("utf-8", "surrogatepass")
    yield secret
    yield quote(raw, safe="")
    yield quote(raw)
    yield quote_plus(raw)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield html.escape(secret)
    yield repr(secret)[1:-1]
    if len(secret) >= SHORT:
        yield b64encode(raw).decode().rstrip("=")
