"""The rule `undocumented-media-type`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise

_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")


def _is_unlisted(promise: Promise) -> bool:
    if promise.response is None:
        return False
    return promise.media_type is None or (not promise.content_type and bool(promise.response.content))


@rule(
    on=Observation,
    severity=Severity.ERROR,
    when=_is_unlisted,
    aliases=("undefined_content_type", "missing_content_type", "malformed_media_type"),
)
def undocumented_media_type(seen: Observation) -> Iterator[Mismatch]:
    """
    The response names a media type that the contract does not list for its status, or none at all.

    ## Why it matters
    Clients choose the parser by media type: JSON sent as `text/html` is not parsed, or parsed as the wrong thing.

    ## Example
    The contract lists `application/json`; the server answers the same body as `text/plain`.

    ## To settle it
    Ask the vendor to send the right `Content-Type`, or document the one that is sent.

    ## Source
    OpenAPI Specification 3.1, Response Object, "content"; RFC 9110, section 8.3.
    """
    response = seen.exchange.response
    assert response is not None
    if not response.body or seen.promise.response is None:
        return  # without a body there is nothing to name
    listed = ", ".join(sorted(seen.promise.response.content))
    named = seen.promise.content_type
    if not named:
        observed = "no Content-Type"
    elif _MEDIA_TYPE.fullmatch(named):
        observed = f"media type {named}"
    else:
        observed = "a malformed Content-Type"
    yield Mismatch(
        f"came with {observed}; the contract lists {listed or 'no body at all'}",
        observed,
        "a listed media type" if listed else "no body",
        pointer="header:Content-Type",
        severity=None if listed else Severity.NOTE,  # many documents leave the bodies of errors out
        document_pointer=f"{seen.promise.response.pointer}/content" if listed else seen.promise.response.pointer,
    )
