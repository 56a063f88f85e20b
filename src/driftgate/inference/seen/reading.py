"""Reading: recorded exchanges as bodies to learn from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate import recordings
from driftgate.body import read_json
from driftgate.evidence import Unjudged
from driftgate.inference.seen.depth import DEEPEST, is_too_deep
from driftgate.inference.seen.learned import Learned, LearnedBody
from driftgate.match import Matcher
from driftgate.media_type import is_json
from driftgate.parameter import query_of
from driftgate.pointer import MISSING
from driftgate.sequence import is_sequential, read_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from driftgate.contract import Contract
    from driftgate.exchange import Exchange


class Lesson:
    """
    What recordings taught, and what could not be read.

    Args (attributes):
        bodies: JSON bodies learned from.
        passed_over: Exchanges that teach nothing, by why, in words.
        unread: Entries that could not be read.
    """

    __slots__ = ("bodies", "learned", "passed_over", "unread")

    def __init__(self) -> None:
        self.learned = Learned()
        self.bodies = 0
        self.passed_over: Counter[str] = Counter()
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
            read = _read(exchange, matcher)
            why = read if isinstance(read, str) else _unlisted(read, exchange, matcher)
            if isinstance(read, str) or why is not None:
                lesson.passed_over[_counted_as(str(why), lesson.passed_over)] += 1
            else:
                lesson.learned.add(read)
                lesson.bodies += 1
    return lesson


MOST_REASONS = 200
"""Reasons that are told apart; media types and statuses come from outside."""


def _counted_as(why: str, counts: Mapping[str, int]) -> str:
    return why if why in counts or len(counts) < MOST_REASONS else "for other reasons"


def body_of(exchange: Exchange, matcher: Matcher) -> LearnedBody | None:
    """Return what an exchange has to teach; None where it has no JSON body, or belongs to no operation."""
    read = _read(exchange, matcher)
    return None if isinstance(read, str) else read


def _unlisted(seen: LearnedBody, exchange: Exchange, matcher: Matcher) -> str | None:
    """Return why the document has no place for what a body teaches; None where it has."""
    operation = matcher.match(exchange.request.method, exchange.request.url).operation
    promised = operation.response_for(int(seen.status)) if operation is not None else None
    if promised is None:
        return f"{seen.operation} answered {seen.status}, a status that the document does not list"
    if promised.media_type_for(seen.media_type) is None:
        if not promised.content:
            return f"{seen.operation} {seen.status}: the document lists no body of it"
        return f"{seen.operation} {seen.status}: the document does not list {seen.media_type[:100]} of it"
    return None


def _read(exchange: Exchange, matcher: Matcher) -> LearnedBody | str:
    """Return what an exchange has to teach, else why it teaches nothing."""
    response = exchange.response
    if response is None:
        return "no answer was recorded"
    found = matcher.match(exchange.request.method, exchange.request.url)
    if found.operation is None:
        return "of no operation of the document; `driftgate scan` names each"
    if not response.body:
        return "without a body"
    media_type = (response.content_type or "").partition(";")[0].strip().lower()
    if not (is_json(media_type) or is_sequential(media_type)):
        return f"their body is {media_type[:100]}, which is no JSON" if media_type else "their body has no media type"
    promised = found.operation.response_for(response.status)
    entry = promised.media_type_for(media_type) if promised is not None else None
    if is_sequential(media_type) and not (entry is not None and entry.is_sequence):
        return f"{found.operation.name} {response.status}: {media_type} is a sequence, and the document promises none"
    body = read_sequence(response.body, media_type) if is_sequential(media_type) else read_json(response.body)
    if body.value is MISSING:
        return f"{found.operation.name} {response.status}: {body.problem}"
    if _may_be_deep(response.body) and is_too_deep(body.value):
        return f"{found.operation.name} {response.status}: nested more than {DEEPEST} levels deep"
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
