"""Methods that Schemathesis does not know: their operations under methods that it does, in a document of their own."""

from __future__ import annotations

from typing import Any

from driftgate.media_type import referred
from driftgate.outline import METHODS, operations_in
from driftgate.pointer import escape

_KNOWN = ("POST", "PUT", "PATCH", "DELETE", "GET", "HEAD", "OPTIONS", "TRACE")


def additional_as_known(tree: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """
    Return a document of the `additionalOperations` alone, under other methods, and by name the method each has there.

    Of more than eight in one path, the first eight.
    """
    paths: dict[str, Any] = {}
    stand_ins: dict[str, str] = {}
    for path, raw in (tree.get("paths") or {}).items():
        item, _ = referred(tree, raw, f"/paths/{escape(path)}")
        others = [(method, each) for method, _, each in operations_in(item) if method.lower() not in METHODS]
        for stand_in, (method, operation) in zip(_KNOWN, others, strict=False):
            shared = {key: item[key] for key in ("parameters", "servers") if key in item}
            paths.setdefault(path, shared)[stand_in.lower()] = operation
            stand_ins[f"{method} {path}"] = stand_in
    return {**tree, "paths": paths}, stand_ins
