"""Formats, prefixes, dialects and secrets: asserted where the evidence outweighs chance, and not otherwise."""

from __future__ import annotations

import pytest
from documents import bare, fields, infer


def told(name, *values, **options):
    return bare(
        fields({"records": [{name: value, "n": 1} for value in values], "m": 1}, **options).get(name)
        or _record(name, values, options)
    )


def _record(name, values, options):
    inference = infer({"records": [{name: value, "n": 1} for value in values], "m": 1}, **options)
    schemas = next(
        each["update"]["components"]["schemas"]
        for each in inference.overlay["actions"]
        if "components" in each.get("update", {})
    )
    return next(each["properties"][name] for each in schemas.values() if name in each["properties"])


@pytest.mark.parametrize(
    ("name", "values", "schema"),
    [
        ("key", ["123e4567-e89b-12d3-a456-426614174000"], {"format": "uuid"}),
        ("at", ["2025-12-04T22:09:41Z"], {"format": "date-time"}),
        ("at", ["2025-12-04T22:09:41.56"], {"x-date-dialect": "naive-date-time"}),
        ("on", ["12/31/2025", "01/02/2025"], {"x-date-dialect": "MM/DD/YYYY"}),
        ("on", ["31/12/2025", "01/02/2025"], {"x-date-dialect": "DD/MM/YYYY"}),
        ("mail", ["ann@example.com"], {"format": "email"}),
        ("site", ["https://example.com/"], {"format": "uri"}),
        ("country", ["DE", "FR"], {"pattern": "^[A-Z]{2}$"}),
        ("answer", ["NO", "SO"], {}),
        ("host", ["api.example.com"], {"format": "hostname"}),
        ("file", ["report.pdf"], {}),
        ("version", ["1.0.8"], {"pattern": r"^v?[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$"}),
        ("customer", ["cus_NffrFeUfNV2Hib"], {"x-id-prefix": "cus", "pattern": "_[0-9A-Za-z]+$"}),
        ("order", ["TNOID-ddbaad7c-38c8-4cb4-bf0d-87ed9064f021"], {"x-id-prefix": "TNOID", "pattern": "-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}),
        ("sid", ["AC0123456789abcdef0123456789abcdef"], {"pattern": "^AC[0-9a-f]+$"}),
        ("zone", ["us-east-1", "eu-west-2"], {}),
        ("number", ["PO-0031", "PO-0032", "PO-0033"], {"pattern": "^PO-[0-9]+$"}),
        ("video", ["dQw4w9WgXcQ", "9bZkp7q19f0"], {}),
        ("topic", ["COVID-19"], {}),
        ("label", ["a", "b"], {}),
    ],
)  # fmt: skip
def test_asserts_what_the_values_support(name, values, schema):
    assert told(name, *values) == {"type": "string", **schema}


def test_a_date_of_which_nothing_tells_the_month_stays_open():
    assert told("on", "02/05/2023") == {
        "type": "string",
        "pattern": "^[0-3][0-9]/[0-3][0-9]/[0-9]{4}$",
        "x-proposed": {"x-date-dialect": ["DD/MM/YYYY", "MM/DD/YYYY"]},
    }


def test_another_date_of_the_vendor_decides_which_is_the_month():
    properties = fields({"on": "02/05/2023", "until": "12/31/2023"})
    assert properties["on"]["x-date-dialect"] == "MM/DD/YYYY"


def test_one_dialect_against_many_loses():
    values = ["2025-12-04", "2025-12-05", "2025-12-06", "12/07/2025"]
    inference = infer({"records": [{"on": value, "n": 1} for value in values]})
    assert [(each.kind, each.observed, each.count, each.against) for each in inference.conflicts] == [
        ("date-dialect-changed", "date MM/DD/YYYY", 1, 3)
    ]


def test_one_prefix_against_many_loses_without_a_glossary():
    values = [f"TSUID-{number}d7b3-4696-bdd9" for number in range(3)] + ["SID-9d7b3-4696-bdd9"]
    inference = infer({"records": [{"owner": value, "n": 1} for value in values]})
    assert [(each.observed, each.expected, each.settled) for each in inference.conflicts] == [
        ("prefix SID", "prefix TSUID", "evidence")
    ]


def test_an_id_of_many_resources_has_no_prefix():
    values = [f"{prefix}_{number}4KkaYmtZdgW1" for number, prefix in enumerate(["cus", "ch", "pm", "in"])]
    assert "x-id-prefix" not in told("target", *values)


@pytest.mark.parametrize("name", ["password", "apiToken", "PortOutPin", "client_secret", "activation_link"])
def test_secrets_are_marked(name):
    assert told(name, "s3cr3t-value-1")["x-sensitive"] is True


@pytest.mark.parametrize("name", ["next_token", "pinned", "tokenType", "shipping"])
def test_what_only_sounds_like_a_secret_is_not(name):
    assert "x-sensitive" not in told(name, "value")


def test_a_list_that_examples_show_is_proposed_and_not_asserted():
    assert told("status", "open", "open", "closed", "closed") == {
        "type": "string",
        "x-proposed": {"enum": ["closed", "open"]},
    }
    assert told("status", "open", "closed") == {"type": "string"}
    assert told("nickname", "open", "open") == {"type": "string"}
