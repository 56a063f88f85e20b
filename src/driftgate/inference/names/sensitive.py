"""Sensitive fields: secrets and what opens doors, told by name and by shape."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_plus

from driftgate.redaction.secret import is_opaque, is_secret_name, is_secret_value, secret_names_among
from driftgate.spelling import words

if TYPE_CHECKING:
    from collections.abc import Collection

_SPELT_IN_DIGITS = frozenset({
    "cvc", "cvv", "otp", "passcode", "passphrase", "passwd", "password", "pin", "puk", "pwd", "secret", "ssn", "totp", "code", "card",
})  # fmt: skip
"""Words of secrets that may be numbers; a signature, a token, a key is none."""
_LINKS = frozenset({"link", "url", "uri"})
_DOORS = frozenset({
    "activate", "activation", "confirm", "confirmation", "download", "downloads", "invitation", "invite", "invites", "join", "login",
    "magic", "recover", "recovery", "reset", "share", "shared", "signin", "unsubscribe", "verification", "verify",
})  # fmt: skip
"""Segments of a path before what opens the door to whoever knows it."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_OPAQUE = 16


def is_sensitive(name: str, kinds: tuple[str, ...] = ()) -> bool:
    """
    Tell whether a field should never be shown, by its name.

    Args:
        name: Of the field.
        kinds: Names of the recognisers that its values match.
    """
    return "jwt" in kinds or is_secret_name(name)


def is_sensitive_number(name: str) -> bool:
    """Tell whether an integer of this name is a secret: a `pin` may be, a `sig` or a `token` is counted or measured."""
    return is_secret_name(name) and any(word.removesuffix("s") in _SPELT_IN_DIGITS for word in words(name))


def is_sensitive_text(name: str, texts: Collection[str], kinds: tuple[str, ...] = ()) -> bool:
    """
    Tell whether strings should never be shown: by name, by shape, or because they are addresses that open a door.

    An address is no secret by its field's name alone: that of the page on tokens is public. It is one where it holds
    credentials, a signature or a token, or where the name says so and it lets in, or holds what nobody could guess.
    """
    if texts and all(map(_ADDRESS.fullmatch, texts)):
        return any(map(_opens, texts)) or (is_secret_name(name) and (_lets_in(name) or any(map(_is_drawn, texts))))
    return is_sensitive(name, kinds)


def _lets_in(name: str) -> bool:
    """Tell whether a name is that of a link for one person: `activationLink`, `magic_url`."""
    said = set(words(name))
    return bool(said & _DOORS) and bool(said & _LINKS)


def _is_drawn(address: str) -> bool:
    """Tell whether an address holds, behind its host, a part of eight characters or more with several digits."""
    _, _, behind = address.partition("://")[2].partition("/")
    return any(len(part) >= 8 and sum(map(str.isdigit, part)) >= 4 for part in re.split(r"[^A-Za-z0-9]", behind))


def _opens(address: str) -> bool:
    """
    Tell whether who knows an address needs nothing else: a capability URL (W3C TAG, Good Practices for Capability URLs).

    It holds userinfo with a password, a secret parameter, or an opaque segment behind a word such as `activate`.
    """
    head, _, fragment = address.partition("#")
    head, _, query = head.partition("?")
    authority, _, path = head.partition("://")[2].partition("/")
    if ":" in authority.rpartition("@")[0]:
        return True
    pairs = [part.partition("=") for form in (query, fragment) for part in form.split("&")]
    named = [(unquote_plus(name), unquote_plus(value)) for name, _, value in pairs if value]
    among = secret_names_among(name for name, _ in named) if len(named) > 1 else frozenset()
    if any(is_secret_name(name) or name.lower() in among or is_secret_value(name, value) for name, value in named):
        return True
    return any(
        len(each) >= _OPAQUE and is_opaque(each) and not _DOORS.isdisjoint(words(before))
        for before, each in pairwise(unquote(part) for part in path.split("/"))
    )
