"""GeoJSON: the words that RFC 7946 fixes, where objects are written as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftgate.inference.seen.node import Shape

_GEOMETRIES = ("LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Point", "Polygon")
_WORDS = (
    ("coordinates", _GEOMETRIES),
    ("geometries", ("GeometryCollection",)),
    ("geometry", ("Feature",)),
    ("features", ("FeatureCollection",)),
)


def fix_type(shape: Shape, properties: dict[str, Any]) -> None:
    """
    Write the closed list of `type` where every object has it beside what it names.

    Source:
        RFC 7946, sections 1.4, 3.1, 3.2 and 3.3: "the term "GeoJSON types" refers to nine case-sensitive strings".
    """
    node, said = shape.fields.get("type"), properties.get("type")
    if node is None or said is None or node.strings != node.count or said.get("type") != "string":
        return
    seen = set(node.texts.counts())
    for key, words in _WORDS:
        beside = shape.fields.get(key)
        if beside is not None and beside.count >= node.count and seen and seen <= set(words):
            mark = said.pop("x-inferred")
            said.pop("pattern", None)
            said["enum"] = list(words)
            said["x-inferred"] = mark
            return
