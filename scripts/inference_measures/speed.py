"""How many bodies a second are learned from."""

from __future__ import annotations

import random
import time

import orjson
from inference_worlds import REGULAR

from driftgate.inference import Learned, LearnedBody, infer_overlay
from inference_measures.recordings import document_of


def speed_table() -> list[str]:
    """Return how many bodies a second are parsed and learned from, on one core, inventory records of the size in question."""
    numbers = next(world for world in REGULAR if world.path == "/numbers")
    answer = numbers.begin(random.Random(1))  # noqa: S311 -- draws bodies, keeps no secret
    bodies: list[bytes] = []
    while len(bodies) < 4000:
        body = answer().body
        body["Numbers"] = body["Numbers"][:5]
        bodies.append(orjson.dumps(body))
    size = sum(map(len, bodies)) / len(bodies)
    begun = time.perf_counter()
    learned = Learned()
    for raw in bodies:
        learned.add(LearnedBody("GET /numbers", "200", "application/json", orjson.loads(raw), {}))
    for response in learned.responses.values():
        response.node.settle()
    elapsed_s = time.perf_counter() - begun
    begun = time.perf_counter()
    infer_overlay(document_of(numbers), learned=learned, title="speed", source_name="world")
    relations_s = time.perf_counter() - begun
    return [
        f"{len(bodies)} bodies of {size / 1000:.1f} kB on average: {len(bodies) / elapsed_s:,.0f} parsed and learned from in a second, on one core;",
        f"{relations_s:.2f} s more for the overlay with its relations, once, however many bodies there were.",
    ]
