"""Bodies to learn from, and what was learned of each response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import orjson

from driftgate.inference.seen.node import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAMPLED = 64
"""Bodies kept whole a response, for relations between fields: those with the lowest hashes."""
LARGEST_SAMPLE_BYTES = 256 * 1024


class LearnedBody(NamedTuple):
    """
    One recorded answer.

    Args:
        operation: `GET /v1.0/numbers/inventory`: method and path template of the document.
        status: `200`, as answered.
        media_type: Bare and lower case.
        body: Parsed JSON.
        parameters: Path and query parameters of the request as sent, for echoes; names as in the document.
    """

    operation: str
    status: str
    media_type: str
    body: Any
    parameters: Mapping[str, str] = {}


class Sampled(NamedTuple):
    """A whole body with the request it answered."""

    body: Any
    parameters: Mapping[str, str]


class Response:
    """What was seen of one response: everything counted, a bounded sample whole."""

    __slots__ = ("_ceiling", "_sample", "node")

    def __init__(self) -> None:
        self.node = Node()
        self._sample: dict[tuple[int, bytes], Sampled] = {}
        self._ceiling: tuple[int, bytes] | None = None

    def learn(self, body: Any, parameters: Mapping[str, str]) -> None:
        self.node.observe(body)
        try:
            text = orjson.dumps([body, dict(parameters)], option=orjson.OPT_SORT_KEYS)
        except TypeError:  # an integer beyond 64 bits, a lone surrogate: counted, not sampled
            return
        digest = crc32(text)
        ceiling = self._ceiling
        if (ceiling is None or digest <= ceiling[0]) and len(text) <= LARGEST_SAMPLE_BYTES:
            self._sample[digest, text] = Sampled(body, dict(parameters))
            if len(self._sample) > SAMPLED * 2:
                self._prune()

    def _prune(self) -> None:
        if len(self._sample) > SAMPLED:
            kept = sorted(self._sample)[:SAMPLED]
            self._sample = {key: self._sample[key] for key in kept}
            self._ceiling = kept[-1]

    def merge(self, other: Response) -> None:
        self.node.merge(other.node)
        self._sample.update(other._sample)
        self._prune()

    def sample(self) -> list[Sampled]:
        """Return the sampled bodies, distinct, in the order of their hashes."""
        self._prune()
        return [self._sample[key] for key in sorted(self._sample)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Response) and self.node == other.node and self.sample() == other.sample()

    __hash__ = None  # type: ignore[assignment]


class Learned:
    """
    What recordings taught, by operation, status and media type.

    `learn([*a, *b]) == learn(a).merge(learn(b))`, in any order. Memory grows with distinct fields, not with bodies.
    """

    __slots__ = ("responses",)

    def __init__(self) -> None:
        self.responses: dict[tuple[str, str, str], Response] = {}

    def add(self, seen: LearnedBody) -> None:
        key = (seen.operation, seen.status, seen.media_type)
        response = self.responses.get(key)
        if response is None:
            response = self.responses[key] = Response()
        response.learn(seen.body, seen.parameters)

    def merge(self, other: Learned) -> Learned:
        """Add what `other` learned, and return this. `other` stays as it was."""
        for key, response in other.responses.items():
            mine = self.responses.get(key)
            if mine is None:
                mine = self.responses[key] = Response()
            mine.merge(response)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Learned) and self.responses == other.responses

    __hash__ = None  # type: ignore[assignment]


def learn(bodies: Iterable[LearnedBody]) -> Learned:
    """Return what `bodies` teach."""
    learned = Learned()
    for seen in bodies:
        learned.add(seen)
    return learned
