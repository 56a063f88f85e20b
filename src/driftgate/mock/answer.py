"""What the mock was asked, and what it answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

REASON_HEADER = "driftgate-reason"
"""Why the mock refused a request: an error envelope of the document has no room for it."""


class Asked(NamedTuple):
    """
    A request.

    Args:
        path: As sent, still percent-encoded.
        query: As sent, without the question mark.
        headers: By lower-case name.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


class Answer(NamedTuple):
    """
    A response.

    Args:
        content_type: None where there is no body.
        headers: All but `Content-Type` and `Content-Length`.
        delay_s: Seconds to wait before answering.
        is_dropped: Whether the connection breaks in the middle of the body.
    """

    status: int
    content_type: str | None
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    delay_s: float = 0.0
    is_dropped: bool = False


class Refusal(NamedTuple):
    """
    Why a request is not answered as it hoped.

    Args:
        reason: One sentence, without values of the request.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()


def phrase(status: int) -> str:
    """Return the reason phrase of a status, empty where there is none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def problem(refusal: Refusal) -> Answer:
    """
    Return a refusal as problem details.

    Source:
        RFC 9457, "Members of a Problem Details Object".
    """
    body = {
        "type": "about:blank",
        "title": phrase(refusal.status) or "Error",
        "status": refusal.status,
        "detail": refusal.reason,
    }
    return Answer(
        refusal.status,
        "application/problem+json",
        orjson.dumps(body),
        (*refusal.headers, (REASON_HEADER, header_text(refusal.reason))),
    )


def header_text(text: str) -> str:
    """Return text that may stand in a header: one line of printable ASCII."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text)[:300]
