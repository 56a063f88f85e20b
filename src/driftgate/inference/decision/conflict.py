"""Conflicts: where the evidence contradicts itself, who lost, and which examples say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.inference.decision.instances import Ways
from driftgate.pointer import fold, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from driftgate.inference.decision.decision import Decision
    from driftgate.inference.seen.places import Answer
    from driftgate.inference.shape.kinds import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """
    One way in which the bodies of one response contradict each other.

    Args:
        operation, status, media_type: Of the response, as documented.
        schema_pointer: Of the response's schema; it need not exist in the document as received.
        pointer: In the body, array indexes as `*`.
        kind: The rule that speaks of it: `string-typed-boolean`, `id-prefix-mismatch`, …
        observed, expected: The losing and the winning side, from the closed vocabulary.
        count, against: Values on the losing and on the winning side.
        settled: `spelling`, `evidence`, `glossary`, or `open`: a person must decide.
        locations: Document pointers of the losing examples; none where only recordings show them.
        bodies, of_bodies: Recorded bodies with a value of the losing side, and with one of either, among those kept whole.
        place: Pointer of the schema in the effective document, where a person may decide.
    """

    operation: str
    status: str
    media_type: str
    schema_pointer: str
    pointer: str
    kind: str
    observed: str
    expected: str
    count: int
    against: int
    settled: str
    locations: tuple[str, ...]
    bodies: int = 0
    of_bodies: int = 0
    place: str = ""

    @property
    def is_habit(self) -> bool:
        """Whether so many recorded bodies have the losing form that it is no slip: a scan will tell every one of them."""
        return self.bodies >= HABITUAL and self.bodies >= HABITUAL_SHARE * self.of_bodies


HABITUAL = 3
HABITUAL_SHARE = 0.1


class _Tally:
    __slots__ = ("against", "bodies", "count", "locations", "mark", "of_bodies", "place")

    def __init__(self, mark: Mark, place: int) -> None:
        self.mark = mark
        self.place = place
        self.count = 0
        self.against = 0
        self.locations: list[str] = []
        self.bodies: set[int] = set()
        self.of_bodies: set[int] = set()


def conflicts_of(
    answer: Answer,
    recorded: Sequence[Any],
    schema: dict[str, Any],
    decisions: Mapping[int, Decision],
    follow: Callable[[dict[str, Any]], Any],
    pointers: Mapping[int, str],
) -> Iterator[Conflict]:
    """
    Yield the conflicts that the examples and recordings of a response show, in the order of their places.

    Args:
        answer: The response with its examples.
        recorded: Bodies of it that were kept whole.
        schema: Of the response, after the overlay.
        decisions: By `id` of the schemas that were decided.
        follow: Resolves a `$ref`, keeping the identity of decided schemas.
        pointers: Where they stand in the effective document, likewise by `id`.
    """
    ways = Ways(follow)
    tallies: dict[tuple[str, int], _Tally] = {}
    shown: list[tuple[str | None, Any]] = [*answer.examples, *((None, body) for body in recorded)]
    for body, (location, value) in enumerate(shown):
        for place, tokens, value_there in _decided(value, schema, decisions, ways):
            for number, mark in enumerate(decisions[place].marks):
                tally = tallies.setdefault((fold(tokens), number), _Tally(mark, place))
                loses = mark.loses(value_there)
                if not loses and value_there is None:
                    continue
                tally.count += loses
                tally.against += not loses
                if location is None:
                    tally.of_bodies.add(body)
                if loses and location is None:
                    tally.bodies.add(body)
                elif loses:
                    tally.locations.append(f"{location}{join(tokens)}")
    for (pointer, _), tally in sorted(tallies.items()):
        if tally.count:
            yield Conflict(
                operation=answer.operation.name,
                status=answer.status,
                media_type=answer.media_type.name,
                schema_pointer=f"{answer.media_type.pointer}/schema",
                pointer=pointer,
                kind=tally.mark.kind,
                observed=tally.mark.observed,
                expected=tally.mark.expected,
                count=tally.count,
                against=tally.against,
                settled=tally.mark.settled,
                locations=tuple(tally.locations),
                bodies=len(tally.bodies),
                of_bodies=len(tally.of_bodies),
                place=pointers.get(tally.place, ""),
            )


def _decided(
    value: Any, schema: Any, decisions: Mapping[int, Decision], ways: Ways
) -> Iterator[tuple[int, tuple[str | int, ...], Any]]:
    """Yield every value that stands where something was decided, as `id` of the schema, tokens and value."""
    for tokens, found, schemas in ways.values(value, schema):
        yield from ((id(each), tokens, found) for each in schemas if id(each) in decisions)


def json_path(pointer: str) -> str:
    """Return the JSONPath of a JSON Pointer, names only: `$.paths['/x'].get`."""
    parts = ["$"]
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if name.replace("_", "a").isalnum() and not name[0].isdigit() and name.isascii():
            parts.append(f".{name}")
        else:
            quoted = name.replace("\\", "\\\\").replace("'", "\\'")
            parts.append(f"['{quoted}']")
    return "".join(parts)
