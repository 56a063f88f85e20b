"""The vendor's page: what must come out of its one example."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftgate import pyyaml
from driftgate.document import load_document
from driftgate.inference import Inference, infer_overlay
from driftgate.overlay import apply_overlays, load_overlays, parse_overlay

CONTRACT = Path(__file__).parents[2] / "openapi"
RECORDS = "/PhoneNumbers/*"


@pytest.fixture(scope="module")
def tree():
    document = load_document(CONTRACT / "openapi.json")
    overlays = load_overlays(CONTRACT / "overlays", shown_as="overlays")
    return apply_overlays(document.tree, [each for each in overlays if Path(each.name).name < "020"])[0]


@pytest.fixture(scope="module")
def inference(tree) -> Inference:
    return infer_overlay(tree, title="Types", source_name="openapi.json")


@pytest.fixture(scope="module")
def amended(tree, inference):
    overlay = parse_overlay(pyyaml.dumps(inference.overlay), name="020-inferred.overlay.yaml")
    return apply_overlays(tree, [overlay])[0]


@pytest.fixture(scope="module")
def record(amended):
    return amended["components"]["schemas"]["PhoneNumber"]["properties"]


@pytest.mark.parametrize("name", ["MessageEnabled", "VoiceEnabled"])
def test_a_string_beside_a_boolean_is_a_boolean(record, name):
    assert record[name] == {"type": "boolean", "x-inferred": {"support": 2, "from": "examples"}}


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Tnid", "TNID"),
        ("OrderId", "TNOID"),
        ("MessageRouteId", "MRID"),
        ("VoiceRouteId", "CRID"),
        ("AssignedSubscriberId", "TSUID"),
    ],
)
def test_ids_carry_their_prefix(record, name, prefix):
    assert record[name]["x-id-prefix"] == prefix


def test_no_hex_is_asserted_where_an_id_is_edited_by_hand(record):
    assert record["VoiceRouteId"]["pattern"] == "-[0-9A-Za-z-]+$"
    assert record["AssignedSubscriberId"]["pattern"] == "-[0-9A-Za-z-]+$"


def test_dates_keep_their_dialects(record):
    assert record["NextSwapResetDate"]["x-date-dialect"] == "naive-date-time"
    assert record["OriginalDatePurchased"]["x-proposed"] == {"x-date-dialect": ["DD/MM/YYYY", "MM/DD/YYYY"]}


def test_secrets_are_marked_and_nothing_else(record):
    assert {name for name, schema in record.items() if schema.get("x-sensitive")} == {"PortOutPin", "QrActivationLink"}


def test_totals_and_pages_are_integers(amended):
    page = amended["components"]["schemas"]["NumbersInventory"]["properties"]
    assert page["PageNumber"]["type"] == page["TotalResults"]["type"] == "integer"


def test_conflicts_name_the_losing_examples(inference):
    example = "/paths/~1v1.0~1numbers~1inventory/get/responses/200/content/application~1json/examples/example/value"
    told = [
        (each.pointer, each.kind, each.observed, each.expected, each.count, each.against, each.settled, each.locations)
        for each in inference.conflicts
    ]
    second = f"{example}/PhoneNumbers/1"
    assert told == [
        (
            f"{RECORDS}/AssignedSubscriberId", "id-prefix-mismatch", "prefix SID", "prefix TSUID", 1, 1, "glossary",
            (f"{second}/AssignedSubscriberId",),
        ),
        (
            f"{RECORDS}/MessageEnabled", "string-typed-boolean", 'string "true"', "boolean", 1, 1, "spelling",
            (f"{second}/MessageEnabled",),
        ),
        (
            f"{RECORDS}/VoiceEnabled", "string-typed-boolean", 'string "true"', "boolean", 1, 1, "spelling",
            (f"{second}/VoiceEnabled",),
        ),
    ]  # fmt: skip


def test_without_a_glossary_the_tie_stays_open(tree):
    bare = {**tree, "components": {**tree["components"], "x-id-prefixes": {}}}
    inference = infer_overlay(bare, title="Types", source_name="openapi.json")
    open_ones = [(each.observed, each.settled) for each in inference.conflicts if each.kind == "id-prefix-mismatch"]
    assert open_ones == [("prefix SID", "open"), ("prefix TSUID", "open")]


def test_every_inferred_node_says_on_what_it_rests(amended):
    for name in ("NumbersInventory", "PhoneNumber"):
        schema = amended["components"]["schemas"][name]
        for part in [schema, *schema["properties"].values()]:
            assert part["x-inferred"]["from"] == "examples"


def test_the_same_input_gives_the_same_bytes(tree, inference):
    again = infer_overlay(tree, title="Types", source_name="openapi.json")
    assert pyyaml.dumps(again.overlay) == pyyaml.dumps(inference.overlay)


def test_no_secret_of_the_example_stands_in_the_overlay(inference):
    text = pyyaml.dumps(inference.overlay)
    assert "1234" not in text
    assert "qr-activation-link" not in text
