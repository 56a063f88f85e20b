"""Sensitive fields: secrets and what opens doors, told by name and by shape."""

from __future__ import annotations

from driftgate.redaction.secret import is_secret_name


def is_sensitive(name: str, kinds: tuple[str, ...] = ()) -> bool:
    """
    Tell whether a field should never be shown.

    Args:
        name: Of the field.
        kinds: Names of the recognisers that its values match.
    """
    return "jwt" in kinds or is_secret_name(name)
