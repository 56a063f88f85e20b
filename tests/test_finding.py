"""A finding: its identity, and that no report chokes on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.finding import MAX_CHARS, Finding, Severity, Source, capped, order


def finding(**changes) -> Finding:
    defaults = {
        "source": Source.RESPONSE,
        "rule": "string-typed-boolean",
        "severity": Severity.ERROR,
        "message": "is a string",
        "operation": "GET /pets",
        "status": "200",
        "media_type": "application/json",
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
    }
    return Finding(**(defaults | changes))


def test_the_fingerprint_is_stable():
    assert finding().fingerprint == "200d27616923"


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "worded otherwise"},
        {"document_pointer": "/components/schemas/Pet", "line": 7},
        {"severity": Severity.NOTE},
        {"count": 9, "out_of": 10, "first_seen": "b.har#2", "sample": "x", "curl": "curl", "cured_by": "a#1"},
        {"expected": "boolean"},
    ],
)
def test_the_fingerprint_ignores_how_it_is_told(changes):
    assert finding(**changes).fingerprint == finding().fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        {"source": Source.EXAMPLE},
        {"rule": "type-mismatch"},
        {"operation": None},
        {"status": "201"},
        {"media_type": None},
        {"pointer": ""},
        {"pointer": None},
        {"observed": "null"},
        {"observed": ""},
    ],
)
def test_the_fingerprint_tells_drifts_apart(changes):
    assert finding(**changes).fingerprint != finding().fingerprint


@given(st.text(st.characters(), max_size=40), st.integers(10, 30))
def test_capping_is_idempotent_and_can_be_written(text, limit):
    once = capped(text, limit)

    once.encode("utf-8")
    assert len(once) <= limit
    assert capped(once, limit) == once


def test_two_long_texts_stay_two():
    long = "x" * 10_000

    one, two = (finding(pointer=f"/{long}{end}") for end in "ab")

    assert len(one.pointer) == MAX_CHARS["pointer"]
    assert one.fingerprint != two.fingerprint
    assert replace(one, line=3).fingerprint == one.fingerprint


def test_lone_surrogates_become_a_replacement_character():
    assert finding(message="a\ud800b", observed='"\udfff"').message == "a\ufffdb"


def test_a_pair_of_surrogates_becomes_its_character():
    assert finding(message="\ud83d\ude00").message == "\U0001f600"


def test_the_worst_comes_first():
    findings = [finding(severity=severity) for severity in (Severity.NOTE, Severity.ERROR, Severity.WARNING)]

    assert [each.severity for each in sorted(findings, key=order)] == ["error", "warning", "note"]


def test_a_token_that_keys_a_map_is_masked_in_the_pointer_and_the_message():
    jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N"
    found = Finding(
        source=Source.RESPONSE, rule="r", severity=Severity.ERROR, message=f"no {jwt}", pointer=f"/sessions/{jwt}/id"
    )
    assert (found.pointer, found.message) == ("/sessions/****/id", "no ****")
