"""Inference against the truth of published documents; skipped where the corpus is absent."""

from __future__ import annotations

import os
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
        from inference_measures import documents, recordings

        return SimpleNamespace(documents=documents, recordings=recordings)
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
    noticed, made = (sum(each[side] for each in result.edits.values()) for side in (0, 1))
    assert result.alarms <= 1
    assert noticed >= 0.6 * made
