"""One difference between two documents, described before anybody judges it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    """
    Who is bound by the place that changed.

    `REQUEST` is what the client sends, `RESPONSE` what it reads. In a callback or webhook the client answers, so what
    the API sends there counts as `RESPONSE`.
    """

    REQUEST = "request"
    RESPONSE = "response"
    NONE = "none"


class Effect(StrEnum):
    """
    What a change does to the set of messages that keep the promise.

    `NONE` changes no message; `UNKNOWN` is undecided by the documents; `INCOMPARABLE` admits some and forbids others.
    """

    WIDENS = "widens"
    NARROWS = "narrows"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One difference.

    A difference in a shared component is one change, however many operations reach it.

    Args:
        kind: Its row in the table of kinds: `response-property-type-changed`.
        operations: The operations it reaches, sorted: `GET /pets/{petId}` as the later document spells the path;
            empty where it concerns the document as a whole.
        statuses, media_types: Of the bodies it reaches, sorted.
        pointer: The place in the body with array indexes and map keys as `*`, or `query:NAME`, `header:NAME`; the
            first by name where several places are reached; None where it is no place in a message.
        before_pointer, after_pointer: The places in the two documents; None where there is none.
        before, after: What stands there; None where nothing does.
        inferred: Both promises, or one, stand only in what was inferred from examples.
        is_void: The place cannot be part of such a message (a `readOnly` property of a request).
    """

    kind: str
    direction: Direction
    operations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    pointer: str | None = None
    before_pointer: str | None = None
    after_pointer: str | None = None
    before: Any = None
    after: Any = None
    inferred: bool = False
    is_void: bool = False

    @property
    def operation(self) -> str | None:
        """The operation, where there is exactly one."""
        return self.operations[0] if len(self.operations) == 1 else None
