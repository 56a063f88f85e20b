"""Schemas: OpenAPI's Schema Objects as JSON Schema 2020-12 that a validator can run."""

from __future__ import annotations

from driftgate.schema.keywords import pattern_defect, types_of, unescape_uri
from driftgate.schema.maps import fold_in
from driftgate.schema.shape import (
    composed_parts,
    composed_references,
    follow,
    kinds_of,
    kinds_of_members,
    listed_properties,
    node_at,
    records_in,
    shape,
)
from driftgate.schema.translation import Direction, SchemaDefect, Translation, translate

__all__ = [
    "Direction",
    "SchemaDefect",
    "Translation",
    "composed_parts",
    "composed_references",
    "fold_in",
    "follow",
    "kinds_of",
    "kinds_of_members",
    "listed_properties",
    "node_at",
    "pattern_defect",
    "records_in",
    "shape",
    "translate",
    "types_of",
    "unescape_uri",
]
