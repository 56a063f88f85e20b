"""Conclusions: where in the vendored file a promise of the effective contract comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from driftgate.completion import completed
from driftgate.contract import load_spec
from driftgate.scan import scan

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """\
openapi: 3.0.3
info: {title: Parcels, version: "1"}
paths:
  /parcels:
    get:
      operationId: listParcels
      responses:
        '200':
          description: A page
          content:
            application/json:
              schema: {type: object}
              example:
                total: 2
                parcels:
                  - id: shp_8Zk3Qw1LmT
                    insured: true
                    delivered_at: null
                  - id: shp_9aBc7XyZ12
                    insured: false
                    delivered_at: 2024-02-23T14:05:11Z
"""
RECORD = {"id": "shp_8Zk3Qw1LmA", "insured": True, "delivered_at": None}
"""The one the document promises."""


@pytest.mark.parametrize(
    ("change", "rule", "line"),
    [
        ({"insured": "true"}, "string-typed-boolean", 17),
        ({"delivered_at": "2024-02-23"}, "date-dialect-changed", 21),
        ({"colour": "red"}, "undocumented-property", 16),
    ],
    ids=["in the first record", "passing over null", "nearest place around it"],
)
def test_what_was_inferred_is_promised_by_the_example_that_it_rests_on(
    tmp_path: Path, change: dict[str, Any], rule: str, line: int
) -> None:
    assert lines(tmp_path, DOCUMENT, {"total": 1, "parcels": [RECORD | change]}) == [(rule, line)]


def lines(tmp_path: Path, document: str, body: Any) -> list[tuple[str, int | None]]:
    """Return rule and line of each finding in an answer with that body."""
    (tmp_path / "parcels.yaml").write_text(document)
    request = {"method": "GET", "url": "https://x.example/parcels", "headers": []}
    response = {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": json.dumps(body)}}
    (tmp_path / "a.ndjson").write_text(json.dumps({"request": request, "response": response}) + "\n")
    judgement = scan(completed(load_spec(str(tmp_path / "parcels.yaml"))), [str(tmp_path / "a.ndjson")])
    return [(finding.rule, finding.line) for finding in judgement.findings]


def test_a_key_of_a_map_is_that_of_any_entry(tmp_path: Path) -> None:
    document = DOCUMENT
    for day, name in (("2024-02-20", "shp_8Zk3Qw1LmT"), ("2024-02-21", "shp_9aBc7XyZ12")):
        document = document.replace(f"- id: {name}", f"{day}:\n                    id: {name}")
    body = {"total": 1, "parcels": {"2024-05-01": RECORD | {"insured": "true"}}}
    assert lines(tmp_path, document, body) == [("string-typed-boolean", 18)]
