"""Find where an API does not keep the promise its OpenAPI document makes."""

from __future__ import annotations

__version__ = "0.1.0"
