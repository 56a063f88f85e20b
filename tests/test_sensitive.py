"""Which names a contract marks as sensitive."""

from __future__ import annotations

import pytest

from driftgate.sensitive import names_marked


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        ({"properties": {"pin": {"x-sensitive": True}, "size": {"x-sensitive": False}}}, {"pin"}),
        ({"properties": {"secret": {"type": "string", "format": "password"}}}, {"secret"}),
        ({"parameters": [{"name": "code", "in": "query", "x-sensitive": True, "schema": {}}]}, {"code"}),
        ({"parameters": [{"name": "code", "in": "query", "schema": {"x-sensitive": True}}]}, {"code"}),
        ({"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}, {"X-Key"}),
        ({"properties": 5, "example": {"name": "x", "x-sensitive": True}}, set()),
    ],
)
def test_names_what_is_marked_and_nothing_else(tree, names):
    assert names_marked({"deep": [tree]}) == names
