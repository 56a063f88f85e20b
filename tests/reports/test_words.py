"""Phrases that several reports share, and excerpts without secrets."""

from __future__ import annotations

from datetime import date

import pytest

from driftgate.evidence import EMBEDDED_MOCK, Evidence, Judgement
from driftgate.finding import Severity, Source
from driftgate.gate import Policy, weigh
from driftgate.reports import render
from driftgate.reports._words import promised_at, sightings, targets
from driftgate.reports.html.excerpt import excerpt, masked


@pytest.mark.parametrize(
    ("count", "out_of", "said"),
    [
        (1, None, "once"),
        (2, None, "2 times"),
        (12, 4100, "12 of 4,100 (0.29 %)"),
        (5, 5, "5 of 5 (100 %)"),
        (3, 0, "3"),
    ],
)
def test_sightings(count, out_of, said, make_finding):
    assert sightings(make_finding(count=count, out_of=out_of)) == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"PortOutPin": "4711",', '"PortOutPin": "****",'),
        ('{"PortOutPin":"47\\"11","Name":"x"}', '{"PortOutPin":"****","Name":"x"}'),
        ("  PortOutPin: 4711", "  PortOutPin: ****"),
        ("qrlink: https://e.com/a?b=c", "qrlink: ****"),
        ("'QrLink': 'a b'", "'QrLink': '****'"),
        ('"access_token": "abc", "x": 1', '"access_token": "****", "x": 1'),
        ('"PortOutPin": {"type": "string"}', '"PortOutPin": {"type": "string"}'),
        ('"Shipping": "open"', '"Shipping": "open"'),
        ('"MyQrLinkage": "open"', '"MyQrLinkage": "open"'),
    ],
)
def test_values_of_secrets_are_masked(text, shown):
    assert masked(text, frozenset({"QrLink"})) == shown


def test_an_excerpt_shows_the_lines_around_and_masks_secrets(setting):
    found = excerpt(setting.document, 17, frozenset())

    assert [(number, is_hit) for number, _, is_hit in found.lines] == [
        (14, False), (15, False), (16, False), (17, True), (18, False), (19, False), (20, False),
    ]  # fmt: skip
    assert found.lines[4][1].strip() == 'vetPin: "****"'
    assert min(len(text) - len(text.lstrip()) for _, text, _ in found.lines) == 0


@pytest.mark.parametrize("line", [0, -1, 1000])
def test_no_such_line_is_no_excerpt(setting, line):
    assert excerpt(setting.document, line, frozenset()) is None


def suite_on(target):
    run = Judgement(contract="", kind="suite", target=target, expected_evidence=())
    return weigh([run], policy=Policy(), today=date(2026, 11, 24))


def test_says_what_the_suite_asked_and_that_a_mock_proves_nothing():
    assert targets(suite_on("https://api.example.com")) == "https://api.example.com"
    assert targets(suite_on(EMBEDDED_MOCK)) == "the embedded mock, which shows nothing about the API"
    assert targets(suite_on(None)) is None


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_every_report_for_people_says_that_the_suite_asked_a_mock(name, make_setting):
    evidence = {("GET /a", "200"): Evidence(operation="GET /a", status="200", exchanges=1, judged=1)}
    run = Judgement(contract="", kind="suite", target=EMBEDDED_MOCK, expected_evidence=("GET /a",), evidence=evidence)
    verdict = weigh([run], policy=Policy(), today=date(2026, 11, 24))

    assert "the embedded mock, which shows nothing about the API" in render(name, verdict, make_setting())


def test_says_where_a_promise_stands(make_finding, setting):
    assert promised_at(make_finding(line=7), setting) == "promised in openapi/openapi.yaml:7"
    assert promised_at(make_finding(line=None), setting) == "promised at /paths/~1v1~1pets/get/responses/200"
    assert promised_at(make_finding(line=None, document_pointer=None), setting) is None
    assert promised_at(make_finding(line=7, source=Source.REVISION), setting) == "now in openapi/openapi.yaml:7"


RULES = ("self.a <= self.b", "self.c == self.d")


def broken_rules(make_finding, *severities):
    found = [
        make_finding(
            rule="validation-failed", severity=severity, message=f"says {index}", observed=f"not: {rule}", expected=rule, pointer=f"/{index}",
        )
        for severity in severities
        for index, rule in enumerate(RULES)
    ]  # fmt: skip
    evidence = {("GET /v1/pets", "200"): Evidence(operation="GET /v1/pets", status="200", exchanges=1, judged=1)}
    judged = Judgement(contract="c", kind="scan", findings=found, evidence=evidence)
    return weigh([judged], policy=Policy(), today=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("form", "severity"),
    [(form, "error") for form in ("text", "markdown", "junit", "github", "gitlab")] + [("text", "note")],
)
def test_a_broken_rule_is_told_in_words_and_once(form, severity, make_finding, setting):
    verdict = broken_rules(make_finding, Severity(severity))
    shown = " ".join(render(form, verdict, setting).split())
    for index, rule in enumerate(RULES):
        assert rule not in shown
        assert (shown.count(f"says {index}") == 1) or form == "junit"
        assert f"says {index}" in shown


def test_machines_and_those_who_open_a_card_still_see_the_rule(make_finding, setting):
    verdict = broken_rules(make_finding, Severity.ERROR)
    assert '"not: self.c == self.d"' in render("json", verdict, setting)
    page = render("html", verdict, setting)
    assert '<span class="brief"><bdi>says 1</bdi></span>' in page
    assert '<p class="value"><bdi>self.c == self.d</bdi></p>' in page
    assert '<p class="value"><bdi>not: self.c == self.d</bdi></p>' not in page
