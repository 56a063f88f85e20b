"""Redaction: evidence that can be shown. `Redactor` takes secrets out; shapes stay."""

from __future__ import annotations

from driftgate.redaction.redactor import Redactor
from driftgate.redaction.secret import MASK, is_masked, is_secret_name, secret_shape

__all__ = ["MASK", "Redactor", "is_masked", "is_secret_name", "secret_shape"]
