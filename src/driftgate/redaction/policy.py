"""What the parts of redaction ask of the whole: what is secret, and what to show instead."""

from __future__ import annotations

from typing import Protocol


class Policy(Protocol):
    """Decides on secrets for whoever takes a text, a header or an address apart."""

    def hide(self, secret: str, name: str) -> str:
        """Return what stands for a secret text of this name."""
        ...

    def is_sensitive(self, name: str) -> bool:
        """Tell whether a property, parameter or header of this name is secret."""
        ...

    def marked_segments(self, segments: list[str]) -> dict[int, str]:
        """Return which segments of a path are values of secret parameters, with their names."""
        ...

    def string(self, text: str) -> str:
        """Return a text that is not secret by its name, without what is secret in it."""
        ...

    def without_known(self, text: str) -> str:
        """Return text without the values known to be secret, however they are spelled."""
        ...
