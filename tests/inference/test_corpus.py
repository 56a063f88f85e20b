"""Inference against the truth of published documents; skipped where the corpus is absent."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
CORPUS = os.environ.get("DRIFTGATE_CORPUS")


@pytest.fixture(scope="module")
def measure():
    sys.path.insert(0, str(SCRIPTS))
    try:
        from inference_measures import documents, judging, recordings

        return SimpleNamespace(documents=documents, judging=judging, recordings=recordings)
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.mark.skipif(not CORPUS, reason="DRIFTGATE_CORPUS names no folder")
@pytest.mark.parametrize("name", ["lob", "webex_messaging"])
def test_little_that_is_inferred_contradicts_the_truth(measure, name):
    folder = Path(CORPUS) / "inference"
    truth = next((Path(CORPUS) / "specs").glob(f"{name}.*"))
    counts = measure.documents.measure_document(folder / f"{name}.json", truth, folder / f"{name}.index.json").counts
    assert counts["contradicted prefix"] == 0
    assert counts["contradicted type"] <= 1
    assert counts["type right"] >= 0.99 * (counts["type right"] + counts["type wrong"])


def test_recordings_teach_without_false_alarms(measure):
    from_world = {world.path: world for world in measure.recordings.REGULAR}
    result = measure.recordings.measure_world(from_world["/numbers"], 3)
    assert result.alarms <= 1
    assert result.noticed.total() >= 0.6 * result.edited.total()


def test_worlds_are_judged_by_what_the_product_says_aloud(measure):
    world = next(each for each in measure.recordings.REGULAR if each.path == "/numbers")
    begun = world.begin(random.Random(1))
    learned = [measure.recordings.exchange_of(world, begun(), number) for number in range(20)]
    answer = learned[0]
    assert answer.request.url.startswith("https://world.example/numbers?Page=")
    judge = measure.judging.judge_of(measure.recordings.document_of(world), learned)
    shorter = answer._replace(response=answer.response._replace(body=b"{}"))
    assert {str(each.severity) for each in judge.judge(shorter).sightings} == {"note"}
    assert measure.judging.tried(judge, [shorter], random.Random(1)).alarms == 0
    wrong = answer._replace(response=answer.response._replace(body=b"[]"))
    assert measure.judging.tried(judge, [wrong], random.Random(1)).alarms == 1
