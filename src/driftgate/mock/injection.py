"""Injections: the ways in which a mock is to break the contract."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """
    One way to break the contract, and how often.

    Args:
        rule: The rule it makes fire, or the name of a fault.
        pointer: Into the body, `*` for each index; for a header, its name; None where the kind finds its own place.
        value: What to write instead, where the kind's own choice does not suit.
        rate: Share of the records (where the pointer has a `*`), else of the answers: above 0, at most 1.
        operation: `GET /path` or operationId; None for all.
        status: Only answers of this status; None for all.
    """

    rule: str
    pointer: str | None = None
    value: str | None = None
    rate: float = 1.0
    operation: str | None = None
    status: int | None = None

    def __str__(self) -> str:
        pointer = f":{self.pointer}" if self.pointer is not None else ""
        value = f"={self.value}" if self.value is not None else ""
        return f"{self.rule}{pointer}{value}@{self.rate:g}"
