"""What a secret looks like: by its name, by the shape of its value. And what is shown in its place."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MASK = "****"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_SECRET_WORDS = frozenset({
    "apikey", "authorization", "bearer", "cookie", "credential", "credentials", "csrf", "csrftoken", "cvc",
    "cvv", "jsessionid", "jwt", "oauth", "otp", "passcode", "passphrase", "passwd", "password", "phpsessid",
    "pin", "privatekey", "puk", "pwd", "secret", "sessid", "sessionid", "sig", "signature", "ssn", "token",
    "totp", "xsrf",
})  # fmt: skip
_SECRET_PAIRS = frozenset({
    "access-key", "account-key", "activation-code", "activation-link", "activation-url", "api-key", "app-key",
    "auth-code", "auth-key", "authorization-code", "card-number", "client-key", "confirmation-code",
    "consumer-key", "encryption-key", "invite-code", "magic-link", "master-key", "pass-code", "private-key",
    "qr-activation", "recovery-code", "reset-link", "secret-key", "security-code", "session-id", "session-key",
    "shared-key", "signing-key", "ssh-key", "subscription-key", "time-code", "verification-code",
})  # fmt: skip
# A name that ends so tells about a secret and does not hold it: `tokenType`, `password_changed_at`, `expiresIn`.
_TELLS_ABOUT = frozenset({
    "algorithm", "at", "attempts", "count", "date", "enabled", "exists", "expiration", "expires", "expiry",
    "format", "in", "kind", "label", "length", "limit", "max", "method", "min", "mode", "name", "policy",
    "prompt", "reason", "required", "scheme", "scope", "scopes", "set", "status", "time", "timeout", "ttl",
    "type", "valid", "verified", "version",
})  # fmt: skip
_SECRET_ENDINGS = (
    "apikey", "authorization", "cookie", "passphrase", "password", "passwd", "privatekey", "secret", "token",
)  # fmt: skip
_PAGES = frozenset({
    "continuation", "cursor", "next", "page", "pagination", "prev", "previous", "sync",
})  # fmt: skip


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """
    Tell whether a property, parameter, header or variable of this name holds a secret.

    Case and separators do not matter: `PortOutPin`, `port_out_pin`, `X-Api-Key`, `accesstoken`. A name that only tells
    about one is none: `tokenType`, `PasswordExpiry`.
    """
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words or words[-1] in _TELLS_ABOUT or (words[-1] == "token" and _PAGES & set(words)):
        return False
    if any(word in _SECRET_WORDS or word.removesuffix("s") in _SECRET_WORDS for word in words):
        return True
    if any(f"{one}-{two}" in _SECRET_PAIRS for one, two in pairwise(words)):
        return True
    return words == ["session"] or words[-1].removesuffix("s").endswith(_SECRET_ENDINGS)


_SHAPES: tuple[tuple[str, str], ...] = (
    ("PEM block", r"-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(?:-----END [A-Z0-9 ]+-----|\Z)"),
    ("JWT", r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*"),
    ("payment service key", r"\b[srpw]k_(?:live|test|prod)_[A-Za-z0-9]{8,}|\bwhsec_[A-Za-z0-9+/=]{16,}"),
    ("source forge token", r"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"),
    ("chat token", r"\bxox[abeoprs]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}"),
    (
        "cloud access key",
        r"\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b|\bAIza[A-Za-z0-9_-]{30,}|\bya29\.[A-Za-z0-9_-]{16,}",
    ),
    ("service key", r"\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    (
        "registry token",
        r"\bnpm_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{30,}|\bdop_v1_[a-f0-9]{32,}|\bshp(?:at|ss)_[a-fA-F0-9]{24,}",
    ),
    ("eSIM activation code", r"\bLPA:1\$[^\s\"'<>]+"),
)
_NAMED_SHAPES = re.compile("|".join(f"(?P<s{index}>{pattern})" for index, (_, pattern) in enumerate(_SHAPES)))
_HINT = re.compile(
    r"eyJ|-----BEGIN|[srpw]k_|whsec_|gh[pousr]_|github_pat_|glpat-|xox|xapp-|A(?:KIA|SIA|ROA|IDA|Iza)|ya29|sk-|SG\.|npm_|pypi-"
    r"|dop_v1|shp|LPA:"
)
_CREDENTIALS = re.compile(r"(?i)\b(bearer|basic|digest|negotiate|token|apikey)([ \t]+)([A-Za-z0-9._~+/=:-]{6,})")
_RANDOM = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{32,}={0,2}(?![A-Za-z0-9+/=_-])")
_UUID = re.compile(r"(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def secret_shape(text: str) -> str | None:
    """
    Return what kind of secret stands in `text`, or None.

    The kinds: `JWT`, `PEM block`, `bearer credentials`, `cloud access key` and the like, which are never anything else; and
    `random text`, 32 or more characters of mixed case and digits, which may be a harmless id.
    """
    found = _NAMED_SHAPES.search(text)
    if found is not None:
        assert found.lastgroup is not None
        return _SHAPES[int(found.lastgroup[1:])][0]
    if any(_is_credential(each) for each in _CREDENTIALS.finditer(text)):
        return "bearer credentials"
    if any(is_random(each[0]) for each in _RANDOM.finditer(text)):
        return "random text"
    return None


def _is_credential(found: re.Match[str]) -> bool:
    """Tell `Bearer 3f9a…` from "token expired" and "basic authentication"."""
    return bool(re.search(r"[0-9]", found[3])) or len(found[3]) >= 20


def is_random(text: str) -> bool:
    """Tell whether a run of 32 or more characters looks drawn at random. A UUID, also prefixed, and a hash do not."""
    if len(text) < 32 or _UUID.search(text) is not None:
        return False
    if not (re.search(r"[a-z]", text) and re.search(r"[A-Z]", text) and re.search(r"[0-9]", text)):
        return False
    counts = [text.count(each) for each in set(text)]
    entropy = -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
    # Words joined by separators stay below: `Numbers-Inventory-Overview-2025-Q3-final` has 3.9 bits a character.
    return entropy >= 4.0 and not re.search(r"[a-z]{7,}", text)


def is_opaque(text: str) -> bool:
    """
    Tell whether a text holds a piece that no person chose: eight or more letters and digits, mixed again and again.

    `SplxlOBeZQQYbYS6WxSbIA` and `a3f9c2e1b04d` are such; `customer-2024`, `DE`, `10115` and a UUID are not.
    """
    if _UUID.search(text) is not None:
        return False
    return any(len(piece) >= 8 and len(_RUN.findall(piece)) >= 5 for piece in re.findall(r"[A-Za-z0-9]+", text))


_RUN = re.compile(r"[A-Z]+|[a-z]+|[0-9]+")


def secret_names_among(names: Iterable[str]) -> frozenset[str]:
    """
    Return the names, in lower case, that hold a secret only because of those beside them.

    A `key` is half of the credentials where a secret stands next to it; a `code` is traded for a token where the request
    says so (RFC 6749, 4.1.2: beside `state`; 4.1.3: beside `grant_type`).
    """
    there = {name.lower() for name in names}
    found = set()
    if there & _KEYS and any(is_secret_name(name) for name in names):
        found |= there & _KEYS
    if there & _TRADES:
        found |= there & _TRADED
    return frozenset(found)


_KEYS = frozenset({"key"})
_TRADES = frozenset({"grant_type", "redirect_uri", "session_state", "state", "code_verifier", "iss"})
_TRADED = frozenset({"code", "code_verifier", "assertion"})
_UNSURE = frozenset({
    "code", "key", "state", "nonce", "ticket", "assertion", "code_verifier", "hash", "samlresponse", "samlrequest",
})  # fmt: skip


def may_be_secret(name: str) -> bool:
    """Tell whether a value of this name is secret if it looks like one: `code`, `key`, `ticket`."""
    return name.lower() in _UNSURE


def is_secret_value(name: str, value: str) -> bool:
    """Tell whether a name that may hold a secret (`code`, `key`, `ticket`) does, by its value."""
    return may_be_secret(name) and is_opaque(value)


def mask_pointer(pointer: str) -> str:
    """Return a pointer without the tokens that are secrets by their shape: a map may be keyed by them."""
    if len(pointer) < 12:
        return pointer
    return "/".join(mask_shapes(token) for token in pointer.split("/"))


_PREFIX = re.compile(r"[a-z][a-z0-9+.-]{1,11}://|LPA:|[A-Z]{2,6}[-_:](?=.)")


def mask(text: str) -> str:
    """
    Return what is shown for a secret: `****`, after the prefix that says what it is (`TSUID-****`, `https://****`).

    No hash, no length, no last four digits: a short secret could be guessed from any of them.
    """
    found = _PREFIX.match(text)
    return f"{found[0]}{MASK}" if found is not None else MASK


def is_masked(text: str) -> bool:
    """Tell whether a value was redacted: it cannot be judged by its format any more."""
    return text.endswith(MASK)


def mask_shapes(text: str, hide: Callable[[str, str], str] = lambda secret, _: mask(secret)) -> str:
    """
    Return `text` with every secret that its shape betrays masked; the scheme of credentials stays: `Bearer ****`.

    Args:
        hide: From the secret and a name for it to what is shown.
    """
    # The hints cost a tenth of what the shapes cost, and most text has none.
    if _HINT.search(text) is not None:
        text = _NAMED_SHAPES.sub(lambda found: hide(found[0], "secret"), text)
    if " " in text or "\t" in text:
        text = _CREDENTIALS.sub(
            lambda found: f"{found[1]}{found[2]}{hide(found[3], 'token')}" if _is_credential(found) else found[0], text
        )
    if len(text) < 32:
        return text
    return _RANDOM.sub(lambda found: hide(found[0], "secret") if is_random(found[0]) else found[0], text)
