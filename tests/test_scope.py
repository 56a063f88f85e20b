"""A scope admits what it names, and narrows a judgement to it."""

from __future__ import annotations

import pytest

from driftgate.errors import ConfigError
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, Severity, Source
from driftgate.scope import Scope, narrowed, parse_status


@pytest.mark.parametrize(
    ("statuses", "status", "admitted"),
    [
        ((), None, True),
        (("200",), "200", True),
        (("4XX",), "404", True),
        (("4XX",), "4XX", True),
        (("404",), "4XX", False),
        (("DEFAULT",), "default", True),
        (("200",), None, False),
    ],
)
def test_a_status_is_admitted_by_itself_or_its_range(statuses, status, admitted):
    assert Scope(statuses=statuses).admits_status(status) is admitted


@pytest.mark.parametrize("text", ["200", "4xx", "4XX", "default"])
def test_a_status_is_read_in_any_case(text):
    assert parse_status(text) == text.upper()


@pytest.mark.parametrize("text", ["", "abc", "20", "2000", "600", "20x", "XXX", "-1", "٢٠٠"])
def test_what_is_no_status_is_refused(text):
    with pytest.raises(ConfigError, match="not a status"):
        parse_status(text)


def finding(rule: str, operation: str | None, status: str | None) -> Finding:
    return Finding(
        source=Source.RESPONSE, rule=rule, severity=Severity.ERROR, message="m", operation=operation, status=status
    )


def test_a_narrowed_judgement_holds_what_is_in_scope_alone():
    both = ("GET /a", "GET /b")
    whole = Judgement(
        contract="c",
        kind="scan",
        findings=[finding("x", "GET /a", "200"), finding("x", "GET /b", "200"), finding("y", None, None)],
        evidence={(each, "200"): Evidence(operation=each, status="200", exchanges=1) for each in both},
        expected_evidence=both,
        collections=both,
        fields={("GET /a", "200", "/p"): 1, ("GET /b", "200", "/p"): 1},
    )
    part = narrowed(whole, Scope(operations=("GET /a",)), frozenset({"GET /a"}))
    assert [each.operation for each in part.findings] == ["GET /a"]
    assert (list(part.evidence), part.expected_evidence, part.collections) == (
        [("GET /a", "200")],
        ("GET /a",),
        ("GET /a",),
    )
    assert list(part.fields) == [("GET /a", "200", "/p")]
    assert [each.rule for each in narrowed(whole, Scope(rules=("y",)), None).findings] == ["y"]
    assert narrowed(whole, Scope(statuses=("4XX",)), None).expected_evidence is None
