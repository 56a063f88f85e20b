"""
Measure inference on recorded traffic of real APIs: alarms on further exchanges, and single random edits noticed.

Nothing of an API is known but its recordings: a bare document is made of them, paths templated, schemas empty.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from driftgate import recordings
from driftgate.contract import Contract
from driftgate.document import load_document, parse_document
from driftgate.errors import RecordingError
from driftgate.evidence import Unjudged
from driftgate.match import Matcher
from driftgate.media_type import is_json
from inference_measures.figures import share
from inference_measures.judging import Tried, judge_of, tried
from inference_measures.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.exchange import Exchange

LEARNED = 50
FEWEST = 20
"""Different exchanges of one operation and status, half of which are learned where there are fewer than 60."""
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options"})


class Measured(NamedTuple):
    """Of one API: kinds of answer (operation and status), exchanges learned, and what came of judging the rest."""

    label: str
    answers: int
    learned: int
    tried: Tried


def exchanges_of(sources: Iterable[str]) -> tuple[list[Exchange], list[dict[str, Any]]]:
    """
    Return every different exchange with a JSON body, in recorded order, and the documents among the sources.

    An exchange that came again shows nothing new.
    """
    found: dict[tuple[Any, ...], Exchange] = {}
    documents = []
    for source in sources:
        try:
            for exchange in recordings.read(source, unjudged=Unjudged()):
                request, response, _ = exchange
                if response is None or not response.body or not is_json(_media_type(exchange)):
                    continue
                found.setdefault((request.method, request.url, response.status, response.body), exchange)
        except RecordingError:
            documents.append(load_document(source).tree)
    return list(found.values()), documents


def _media_type(exchange: Exchange) -> str:
    assert exchange.response is not None
    return (exchange.response.content_type or "").partition(";")[0].strip().lower()


def bare_document(exchanges: Sequence[Exchange], documents: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """
    Return a document that promises no more than which operations there are, and with what status they answer.

    Args:
        exchanges: All of an API.
        documents: Those of the API, of which only the paths are taken; without any, paths are templated by what they share.
    """
    known = _operations(documents)
    templates = Templates([urlsplit(each.request.url).path for each in exchanges])
    paths: dict[str, Any] = {}
    for each in exchanges:
        assert each.response is not None
        path: str | None = templates.of(urlsplit(each.request.url).path)
        if known is not None:
            match = known.match(each.request.method, each.request.url)
            path = match.operation.path if match.operation is not None else None
        if path is None:
            continue
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        operation = paths.setdefault(path, {}).setdefault(
            each.request.method.lower(),
            {
                "parameters": [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names
                ],
                "responses": {},
            },
        )
        answer = operation["responses"].setdefault(str(each.response.status), {"description": "Answer", "content": {}})
        answer["content"].setdefault(_media_type(each), {"schema": {}})
    return {"openapi": "3.0.3", "info": {"title": "Recorded", "version": "1"}, "paths": paths}


def _operations(documents: Sequence[dict[str, Any]]) -> Matcher | None:
    """Return a matcher of the paths of documents, for any host; None without documents."""
    if not documents:
        return None
    paths: dict[str, Any] = {}
    for tree in documents:
        for path, item in tree["paths"].items():
            methods: dict[str, Any] = {method: {"responses": {}} for method in item.keys() & _METHODS}
            paths.setdefault(path, {}).update(methods)
    bare = {"openapi": "3.0.3", "info": {"title": "Paths", "version": "1"}, "paths": paths}
    return Matcher(Contract(parse_document(json.dumps(bare).encode(), name="paths")))


def measure_api(label: str, sources: Iterable[str], seed: int) -> Measured:
    r = random.Random(seed)  # noqa: S311 -- draws a sample, keeps no secret
    exchanges, documents = exchanges_of(sources)
    document = bare_document(exchanges, documents)
    matcher = Matcher(Contract(parse_document(json.dumps(document).encode(), name="recorded")))
    answers: dict[tuple[str, int], list[Exchange]] = {}
    for exchange in exchanges:
        match = matcher.match(exchange.request.method, exchange.request.url)
        if match.operation is not None and exchange.response is not None:
            answers.setdefault((match.operation.name, exchange.response.status), []).append(exchange)
    learned, rest = [], []
    kept = {key: found for key, found in answers.items() if len(found) >= FEWEST}
    for found in kept.values():
        r.shuffle(found)
        cut = LEARNED if len(found) >= LEARNED + 10 else len(found) // 2
        learned += found[:cut]
        rest += found[cut:]
    found_here = tried(judge_of(document, learned), rest, r)
    return Measured(label, len(kept), len(learned), found_here)


def traffic_table(apis: dict[str, list[str]], seeds: int) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Return the lines of the table, and what raised alarms, by label."""
    lines = [
        "| API | kinds of answer | exchanges learned | exchanges judged | alarms | edits noticed |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    why: Counter[tuple[str, ...]] = Counter()
    sums = Counter[str]()
    for label, sources in apis.items():
        runs = [measure_api(label, sources, seed) for seed in range(1, seeds + 1)]
        for run in runs:
            why.update({(label, *key): count for key, count in run.tried.why.items()})
        row = {
            "answers": runs[0].answers,
            "learned": sum(run.learned for run in runs),
            "judged": sum(run.tried.judged for run in runs),
            "alarms": sum(run.tried.alarms for run in runs),
            "noticed": sum(run.tried.noticed.total() for run in runs),
            "edited": sum(run.tried.edited.total() for run in runs),
        }
        sums.update(row)
        lines.append(_row(label, row))
    lines.append(_row("all", sums))
    return lines, why


def _row(label: str, row: dict[str, int]) -> str:
    return (
        f"| {label} | {row['answers']} | {row['learned']} | {row['judged']} | {share(row['alarms'], row['judged'])} "
        f"| {share(row['noticed'], row['edited'])} |"
    )
