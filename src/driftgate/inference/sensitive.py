"""Sensitive fields: secrets and what opens doors, told by name and by shape."""

from __future__ import annotations

from driftgate.inference.words import words

_SECRET = frozenset({
    "password", "passwd", "passcode", "passphrase", "secret", "pin", "pincode", "cvv", "cvc", "ssn", "otp", "credential", "credentials", "apikey",
    "puk", "totp", "pwd",
})  # fmt: skip
_TOKEN_OF_PAGES = frozenset({"page", "next", "prev", "previous", "continuation", "cursor", "sync", "pagination", "offset", "count", "type", "expires",
    "expiry", "expiration", "limit", "usage", "tokens", "id", "address", "symbol", "name"})  # fmt: skip
_PAIRS = (
    {"activation", "link"}, {"activation", "url"}, {"activation", "code"}, {"activation", "qr"}, {"reset", "link"}, {"reset", "url"},
    {"verification", "code"}, {"private", "key"}, {"api", "key"}, {"access", "key"}, {"secret", "key"}, {"recovery", "code"},
    {"magic", "link"}, {"client", "secret"}, {"signing", "key"}, {"encryption", "key"}, {"account", "number", "bank"}, {"security", "code"},
)  # fmt: skip
_STATEMENTS = frozenset(
    {
        "id",
        "type",
        "status",
        "count",
        "enabled",
        "required",
        "expires",
        "expiry",
        "at",
        "date",
        "is",
        "has",
        "length",
        "hint",
        "name",
    }
)


def is_sensitive(name: str, kinds: tuple[str, ...] = ()) -> bool:
    """
    Tell whether a field should never be shown.

    Args:
        name: Of the field.
        kinds: Names of the recognisers that its values match.
    """
    if "jwt" in kinds:
        return True
    named = set(words(name))
    if named & _SECRET and not named & _STATEMENTS:
        return True
    if "token" in named and not named & _TOKEN_OF_PAGES:
        return True
    return any(pair <= named for pair in _PAIRS) and not named & (_STATEMENTS - {"id", "name"})
