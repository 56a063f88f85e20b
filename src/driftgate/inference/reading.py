"""Reading: recorded exchanges as bodies to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate import recordings
from driftgate.body import read_json
from driftgate.evidence import Unjudged
from driftgate.inference.depth import DEEPEST, is_too_deep
from driftgate.inference.learned import Learned, LearnedBody
from driftgate.match import Matcher
from driftgate.media_type import is_json
from driftgate.parameter import query_of
from driftgate.pointer import MISSING
from driftgate.sequence import is_sequential, read_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.contract import Contract
    from driftgate.exchange import Exchange


class Lesson:
    """
    What recordings taught, and what could not be read.

    Args (attributes):
        bodies: JSON bodies learned from.
        passed_over: Exchanges of no operation of the contract, without a JSON body, or with one nested too deeply.
        unread: Entries that could not be read.
    """

    __slots__ = ("bodies", "learned", "passed_over", "unread")

    def __init__(self) -> None:
        self.learned = Learned()
        self.bodies = 0
        self.passed_over = 0
        self.unread = Unjudged()


def learn_from(contract: Contract, sources: Iterable[str]) -> Lesson:
    """
    Return what recordings teach about the operations of a contract.

    Raises:
        RecordingError: A recording cannot be read at all.
    """
    matcher = Matcher(contract)
    lesson = Lesson()
    for source in sources:
        for exchange in recordings.read(source, unjudged=lesson.unread):
            seen = body_of(exchange, matcher)
            if seen is None:
                lesson.passed_over += 1
            else:
                lesson.learned.add(seen)
                lesson.bodies += 1
    return lesson


def body_of(exchange: Exchange, matcher: Matcher) -> LearnedBody | None:
    """Return what an exchange has to teach; None where it has no JSON body, or belongs to no operation."""
    response = exchange.response
    if response is None or not response.body:
        return None
    media_type = (response.content_type or "").partition(";")[0].strip().lower()
    if not (is_json(media_type) or is_sequential(media_type)):
        return None
    found = matcher.match(exchange.request.method, exchange.request.url)
    if found.operation is None:
        return None
    promised = found.operation.response_for(response.status)
    entry = promised.media_type_for(media_type) if promised is not None else None
    if is_sequential(media_type) and not (entry is not None and entry.is_sequence):
        return None
    body = read_sequence(response.body, media_type) if is_sequential(media_type) else read_json(response.body)
    if body.value is MISSING or (_may_be_deep(response.body) and is_too_deep(body.value)):
        return None
    return LearnedBody(
        found.operation.name,
        str(response.status),
        media_type,
        body.value,
        {**dict(query_of(exchange.request.url)), **found.path_values},
    )


def _may_be_deep(body: bytes | str) -> bool:
    if isinstance(body, str):
        return body.count("[") + body.count("{") > DEEPEST
    return body.count(b"[") + body.count(b"{") > DEEPEST
