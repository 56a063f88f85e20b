"""
The tally: findings and evidence of a scan, adding up to the same whatever the order and however it was split.

`tally(a + b) == tally(a).merge(tally(b))`, in memory that does not grow with the traffic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.evidence import Evidence, Unjudged
from driftgate.finding import Severity
from driftgate.judge import Judged, Sighting, under_items
from driftgate.pointer import MISSING, parent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.exchange import Exchange, SeenIn
    from driftgate.subject import Walk

MAX_OBSERVED = 20
"""Shapes kept apart at one place; the rest is one finding, `others`."""
MAX_PLACES = 200
"""
Places kept apart for one rule on one kind of answer. The rest is told at the place above, `/map/*`; and where those
become too many as well, at `/*`.
"""
MAX_REMEMBERED = 5_000
"""Places remembered of one kind of answer, seen or not: hostile traffic must not fill the memory."""
OTHERS = "others"
_ANYWHERE = "/*"


class Key(NamedTuple):
    """The identity of a finding."""

    source: str
    rule: str
    operation: str | None
    status: str | None
    media_type: str | None
    pointer: str | None
    observed: str


class Entry:
    """How often a finding was seen, and the first time, with what there is to show of it."""

    __slots__ = ("count", "curl", "first", "is_kept", "sighting")

    def __init__(self, sighting: Sighting, count: int, first: tuple[SeenIn, tuple[Any, ...]], curl: str | None) -> None:
        self.sighting = sighting
        self.count = count
        self.first = first
        self.curl = curl
        self.is_kept = True

    def absorb(self, other: Entry) -> None:
        self.count += other.count
        other.is_kept = False
        if other.first < self.first:
            self.first, self.sighting, self.curl = other.first, other.sighting, other.curl


class _Spot:
    """
    One finding on one kind of answer: its identity, where it is counted, and the sightings of it in the latest exchange.

    Args:
        turn: Number of that exchange in the tally.
        first: The first sighting in it.
        chances: The records in it that show the finding; None where bodies are counted and not records.
    """

    __slots__ = ("chances", "entry", "first", "is_under_items", "key", "turn")

    def __init__(self, key: Key, first: Sighting, *, is_under_items: bool) -> None:
        self.key = key
        self.is_under_items = is_under_items
        self.entry: Entry | None = None
        self.turn = 0
        self.first = first
        self.chances: set[Any] | None = None


class Tally:
    """
    Counts what the judge saw.

    Args:
        redact: Turns a sighting and its exchange into the sample and curl line a report may show; called for the
            first sighting of a finding only.
    """

    def __init__(self, redact: Any = None) -> None:
        self.entries: dict[Key, Entry] = {}
        self.evidence: dict[tuple[str, str], Evidence] = {}
        self.unjudged = Unjudged()
        self.fields: dict[tuple[str, str], dict[str, int]] = {}
        self._redact = redact
        self._spots: dict[tuple[Any, ...], dict[tuple[Any, ...], _Spot]] = {}
        self._turn = 0
        self._shapes: dict[tuple[Any, ...], set[str]] = {}
        self._places: dict[tuple[Any, ...], set[str]] = {}  # places as they are, and places folded already

    def add(self, judged: Judged, exchange: Exchange) -> None:
        """Count one judged exchange."""
        promise = judged.promise
        if judged.skipped is not None:
            self.unjudged.add(*exchange.seen_in, judged.skipped)
        if promise is None:
            if judged.sightings:
                self._count(judged, exchange, None, None, None, None)
            return
        operation = promise.operation.name
        key = (operation, promise.status)
        row = self.evidence.get(key)
        if row is None:
            row = self.evidence[key] = Evidence(operation=operation, status=promise.status)
        row.exchanges += 1
        row.items += judged.items
        if judged.body == "judged":
            row.judged += 1
        elif judged.body == "opaque":
            row.opaque += 1
        elif judged.body == "absent":
            row.absent += 1
        else:
            row.unreadable += 1
        if judged.fields is not None:
            bodies = self.fields.setdefault(key, {})
            for pointer in judged.fields:
                bodies[pointer] = bodies.get(pointer, 0) + 1
        if judged.sightings:
            row.drifted[_worst(judged.sightings)] += 1
            media_type = promise.media_type.name if promise.media_type is not None else None
            self._count(judged, exchange, operation, promise.status, media_type, promise.items)

    def add_walk(self, walk: Walk, seen: Iterable[tuple[SeenIn, Sighting]]) -> None:
        """Count what the judge says of a walk; its pages are counted already, each as an exchange."""
        promise = walk.promise
        media_type = promise.media_type.name if promise.media_type is not None else None
        for seen_in, sighting in seen:
            key = Key(
                sighting.source.value,
                sighting.rule,
                promise.operation.name,
                promise.status,
                media_type,
                sighting.pointer,
                sighting.observed,
            )
            self._admit(key, Entry(sighting._replace(value=None), sighting.records, (seen_in, ()), None))

    def _count(
        self,
        judged: Judged,
        exchange: Exchange,
        operation: str | None,
        status: str | None,
        media_type: str | None,
        items: str | None,
    ) -> None:
        spots = self._spots.setdefault((operation, status, media_type), {})
        if len(spots) >= MAX_REMEMBERED:
            spots.clear()
        self._turn = turn = self._turn + 1
        touched: list[_Spot] = []
        depth = items.count("/") if items is not None else 0
        for sighting in judged.sightings:
            source, rule, _, pointer, observed, _, _, _, path, _, _ = sighting
            place = (rule, pointer, observed, id(source))
            spot = spots.get(place)
            if spot is None:
                key = Key(source.value, rule, operation, status, media_type, pointer, observed)
                spot = spots[place] = _Spot(key, sighting, is_under_items=under_items(pointer, items))
            if spot.turn != turn:
                spot.turn = turn
                spot.first = sighting
                if spot.is_under_items and len(path) > depth:
                    spot.chances = {path[depth]}
                else:
                    spot.chances = None
                touched.append(spot)
                continue
            if path < spot.first.path:  # one folded pointer: keys and indexes stand at the same places
                spot.first = sighting
            if spot.chances is not None:
                spot.chances.add(path[depth])
        for spot in touched:
            count = spot.first.records
            if spot.chances is not None and len(spot.chances) > count:
                count = len(spot.chances)
            entry = spot.entry
            if entry is not None and entry.is_kept and entry.first[0] < exchange.seen_in:
                entry.count += count
            else:
                self._see(spot, count, exchange, judged)

    def _see(self, spot: _Spot, count: int, exchange: Exchange, judged: Judged) -> None:
        """Count what was not seen before, or only later in the recordings."""
        key, sighting = spot.key, spot.first
        entry = self.entries.get(key)
        first = (exchange.seen_in, _order(sighting.path))
        if entry is not None and entry.first <= first:
            entry.count += count
        else:
            shown, curl = self._redact(sighting, exchange, judged) if self._redact is not None else (sighting, None)
            self._admit(key, Entry(shown, count, first, curl))
        spot.entry = self.entries.get(key)

    def _admit(self, key: Key, entry: Entry) -> None:
        """Take in a new identity; where a place has too many shapes, or a rule too many places, the last is folded."""
        known = self.entries.get(key)
        if known is not None:
            known.absorb(entry)
            return
        self.entries[key] = entry
        if key.observed != OTHERS:
            last = _surplus(self._shapes, key._replace(observed=""), key.observed, MAX_OBSERVED)
            if last is not None:
                self._fold(key._replace(observed=last), key._replace(observed=OTHERS))
                return
        if key.pointer is None or key.pointer == _ANYWHERE:
            return
        is_folded = key.observed == OTHERS and key.pointer.endswith(_ANYWHERE)
        last = _surplus(self._places, (*key[:5], is_folded), key.pointer, MAX_PLACES)
        if last is None:
            return
        if is_folded:
            self._fold(key._replace(pointer=last), key._replace(pointer=_ANYWHERE))
            return
        target = key._replace(pointer=f"{parent(last)}{_ANYWHERE}", observed=OTHERS)
        place = key._replace(pointer=last)
        for shape in sorted((*self._shapes.pop(place._replace(observed=""), ()), OTHERS)):
            source = place._replace(observed=shape)
            if source in self.entries and source != target:
                self._fold(source, target)

    def _fold(self, source: Key, target: Key) -> None:
        self._admit(target, self.entries.pop(source))

    def without_redaction(self) -> Tally:
        """Return this tally as it can be sent to another process: it can be merged, and takes nothing more."""
        self._redact = None
        self._spots = {}
        return self

    def merge(self, other: Tally) -> Tally:
        """Take in another tally of the same contract; `other` must not be used afterwards."""
        for key, entry in other.entries.items():
            self._admit(key, entry)
        for pair, row in other.evidence.items():
            mine = self.evidence.get(pair)
            if mine is None:
                self.evidence[pair] = row
            else:
                mine.merge(row)
        for pair, counts in other.fields.items():
            bodies = self.fields.setdefault(pair, {})
            for pointer, count in counts.items():
                bodies[pointer] = bodies.get(pointer, 0) + count
        self.unjudged.merge(other.unjudged)
        return self

    def merge_all(self, others: Iterable[Tally]) -> Tally:
        for each in others:
            self.merge(each)
        return self


def _surplus(kept: dict[tuple[Any, ...], set[str]], group: tuple[Any, ...], member: str, limit: int) -> str | None:
    """Keep the smallest members of a group, whatever the order they come in; return the one that is one too many."""
    members = kept.setdefault(group, set())
    members.add(member)
    if len(members) <= limit:
        return None
    last = max(members)
    members.discard(last)
    return last


def _worst(sightings: list[Sighting]) -> Severity:
    worst = Severity.NOTE
    for each in sightings:
        severity = each.severity
        if severity is Severity.ERROR:
            return severity
        if severity is Severity.WARNING:
            worst = severity
    return worst


def _order(path: tuple[str | int, ...]) -> tuple[tuple[int, int, str], ...]:
    """Make paths of keys and indexes comparable: indexes as numbers, before keys."""
    return tuple((0, token, "") if isinstance(token, int) else (1, 0, token) for token in path)


def without_values(sighting: Sighting, exchange: Exchange, judged: Judged) -> tuple[Sighting, None]:
    """Return a sighting with nothing of the traffic to show: for tallies that live inside an application."""
    return sighting._replace(value=MISSING), None
