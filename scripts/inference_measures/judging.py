"""
How a contract that was inferred does on further exchanges: judged as they are, then each clean one with one random edit.

What is learned together is judged by the whole judge, as `driftgate infer` and `driftgate scan` would. An alarm is a finding
on the answer that is an error or a warning; notes count neither as alarm nor as notice.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from driftgate.contract import Contract
from driftgate.document import parse_document
from driftgate.finding import Severity, Source
from driftgate.inference import infer_overlay
from driftgate.inference.seen.reading import body_of
from driftgate.judge import Judge
from driftgate.match import Matcher
from driftgate.overlay import parse_overlay
from inference_measures.edits import changed

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from driftgate.exchange import Exchange
    from driftgate.judge import Sighting

_ALARMS = (Severity.ERROR, Severity.WARNING)


class Tried(NamedTuple):
    """
    What came of it.

    Args:
        judged: Clean exchanges.
        alarms: Those of them that raised one.
        edited: Edits made, by kind.
        noticed: Edits that raised an alarm, by kind.
        why: What raised alarms on clean exchanges: operation, rule, pointer, what was observed, expected and said, value.
        missed: Edits that raised none, by kind and path.
    """

    judged: int
    alarms: int
    edited: Counter[str]
    noticed: Counter[str]
    why: Counter[tuple[str, ...]]
    missed: Counter[str]


def judge_of(document: dict[str, Any], learned: Iterable[Exchange]) -> Judge:
    """Return the judge by a document and what exchanges teach about it."""
    received = parse_document(json.dumps(document).encode(), name="recorded")
    bare = Contract(received)
    matcher = Matcher(bare)
    bodies = [body for body in (body_of(each, matcher) for each in learned) if body is not None]
    overlay = infer_overlay(bare.tree, exchanges=bodies, title="measured", source_name="recorded").overlay
    overlays = [parse_overlay(json.dumps(overlay), name="inferred")] if overlay is not None else []
    return Judge(Contract(received, overlays))


def tried(judge: Judge, exchanges: Iterable[Exchange], r: random.Random) -> Tried:
    """Return what a judge says of exchanges with JSON bodies, and of one edit of each that is clean."""
    judged = alarms = 0
    edited, noticed, missed = Counter[str](), Counter[str](), Counter[str]()
    why = Counter[tuple[str, ...]]()
    for exchange in exchanges:
        found = _alarms(judge, exchange)
        judged += 1
        alarms += bool(found)
        why.update(found)
        if found:
            continue
        assert exchange.response is not None
        assert exchange.response.body is not None
        kind, body, place = changed(orjson.loads(exchange.response.body), r)
        if kind == "none":
            continue
        edited[kind] += 1
        response = exchange.response._replace(body=json.dumps(body).encode())
        if _alarms(judge, exchange._replace(response=response)):
            noticed[kind] += 1
        else:
            missed[f"{kind} {place}"] += 1
    return Tried(judged, alarms, edited, noticed, why, missed)


def _alarms(judge: Judge, exchange: Exchange) -> set[tuple[str, ...]]:
    judged = judge.judge(exchange)
    name = judged.promise.operation.name if judged.promise is not None else ""
    return {
        (name, *_told(each)) for each in judged.sightings if each.source == Source.RESPONSE and each.severity in _ALARMS
    }


def _told(each: Sighting) -> tuple[str, ...]:
    return each.rule, each.pointer or "", each.observed, each.expected or "", each.message, repr(each.value)[:80]
