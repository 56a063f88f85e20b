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
        operation, status, media_type, pointer: The first place it reaches, by name: `GET /pets/{petId}` as the later
            document spells the path; in the body with array indexes and map keys as `*`, or `query:NAME`,
            `header:NAME`. None where they have no meaning.
        operations: All operations it reaches, sorted; empty where it concerns the document as a whole.
        before_pointer, after_pointer: The places in the two documents; None where there is none.
        before, after: What stands there; None where nothing does.
        inferred: Both promises, or one, stand only in what was inferred from examples.
        is_void: The place cannot be part of such a message (a `readOnly` property of a request).
    """

    kind: str
    direction: Direction
    operation: str | None = None
    status: str | None = None
    media_type: str | None = None
    pointer: str | None = None
    operations: tuple[str, ...] = ()
    before_pointer: str | None = None
    after_pointer: str | None = None
    before: Any = None
    after: Any = None
    inferred: bool = False
    is_void: bool = False
