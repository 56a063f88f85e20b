"""Paths in bodies with their indexes folded."""

from __future__ import annotations

import driftgate.place
from driftgate.place import Places

TREE = {"components": {"schemas": {"Map": {"additionalProperties": {"type": "array", "items": {"type": "string"}}}}}}
MAP = "/components/schemas/Map"


def test_folds_indexes_and_the_keys_of_a_map():
    places = Places(TREE)
    assert places.of(None, ("a", 0, "b")) == (None, "a", None, "b")
    assert places.of(MAP, ("a", 3)) == (MAP, "a", None)
    assert places.pointer(MAP, ("a", 3)) == "/*/*"
    assert places.pointer(None, ("a", 3)) == "/a/*"
    assert places.known(MAP) == {("a", 3): (MAP, "a", None)}
    assert places.known("/other") == {}


def test_remembers_no_more_than_so_many(monkeypatch):
    monkeypatch.setattr(driftgate.place, "MAX_PATHS", 10)
    monkeypatch.setattr(driftgate.place, "MAX_POINTERS", 5)
    places = Places(TREE)
    for number in range(40):
        assert places.pointer(None, (f"k{number}", number)) == f"/k{number}/*"
        assert len(places.known(None)) <= 10
        assert len(places._pointers) <= 5


def test_what_lies_deep_is_folded_each_time():
    places = Places(TREE)
    path = ("a",) * 20
    assert places.of(None, path) == (None, *path)
    assert places.known(None) == {}
