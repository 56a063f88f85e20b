"""The rule `undefined-security-scheme` fires on schemes that are named and not defined."""

from __future__ import annotations

RULE = "undefined-security-scheme"


def test_fires_at_the_root_and_at_an_operation(drafted, operation):
    tree = {"security": [{"BearerAuth": []}], "paths": operation(security=[{"Key": []}])}
    assert drafted(RULE, tree) == [
        ("/security/0/BearerAuth", "scheme BearerAuth", "a defined scheme"),
        ("/paths/~1things/get/security/0/Key", "scheme Key", "a defined scheme"),
    ]


def test_silent_on_defined_schemes_and_on_none(drafted, operation):
    schemes = {"BearerAuth": {"type": "http", "scheme": "bearer"}}
    tree = {"security": [{"BearerAuth": []}, {}], "components": {"securitySchemes": schemes}}
    assert drafted(RULE, tree) == []
    assert drafted(RULE, {"paths": operation(security=[])}) == []
