"""Unreadable answers: one typed exception where a client expects JSON and an answer is none."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import httpx

from driftgate.runtime.failures import StatusError, failure_of

OPERATION = "driftgate.operation"
"""The extension of an answer that says which operation it answers."""


class UnreadableAnswerError(StatusError):
    """
    An answer was read as JSON and is none: a page of a proxy, an empty body, one that was cut off.

    An error status keeps its own class, too: `except ServiceUnavailable` catches the HTML page of a 503.

    Attributes:
        status: The HTTP status.
        operation: `GET /pets/{petId}`.
        media_type: What the answer says it is; empty where it says nothing.
        response: The whole answer, already read. Its body is in no message.
    """

    operation: str = ""
    media_type: str = ""


@cache
def unreadable_of(status: int) -> type[UnreadableAnswerError]:
    """Return the exception class of an unreadable answer with a status; always the same one."""
    if status < 400:
        return type("UnreadableAnswerError", (UnreadableAnswerError,), {"status": status, "__module__": __name__})
    parent = failure_of(status)
    return type(
        f"Unreadable{parent.__name__}", (UnreadableAnswerError, parent), {"status": status, "__module__": __name__}
    )


class ReadableResponse(httpx.Response):
    """A response whose `json()` raises `UnreadableAnswerError`, and never shows the body."""

    def json(self, **options: Any) -> Any:
        try:
            return super().json(**options)
        except (ValueError, RecursionError):
            raise _unreadable(self) from None  # the decoder's error holds the whole body


def readable(response: httpx.Response, operation: str) -> httpx.Response:
    """Return a response so that its `json()` raises `UnreadableAnswerError` where it is none."""
    response.extensions[OPERATION] = operation
    response.__class__ = ReadableResponse  # the same answer, still unread where it is a stream
    return response


def _unreadable(response: httpx.Response) -> UnreadableAnswerError:
    operation = str(response.extensions.get(OPERATION, "an undocumented operation"))
    said = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    media_type = said if re.fullmatch(r"[a-z0-9!#$&^_.+*-]{1,60}/[a-z0-9!#$&^_.+*-]{1,60}", said) else ""
    size_bytes = len(response.content)
    what = "an empty body" if not size_bytes else f"{size_bytes:,} bytes that are no JSON"
    error = unreadable_of(response.status_code)(
        f"{operation} answered {response.status_code} with {what} ({media_type or 'no media type'})", response
    )
    error.operation, error.media_type = operation, media_type
    return error
