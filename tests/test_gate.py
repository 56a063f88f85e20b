"""The gate: every finding in one tray, too little evidence is no pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.baseline import EMPTY, Baseline, updated
from driftgate.errors import ReportError
from driftgate.evidence import Evidence, Judgement
from driftgate.finding import Finding, Severity, Source
from driftgate.fold import fold
from driftgate.gate import Outcome, Policy, Tray, weigh
from driftgate.waiver import Waiver

TODAY = date(2026, 11, 24)
PETS = "GET /pets"
CONTRACT = "sha256:" + "ab" * 32


def finding(**changes) -> Finding:
    defaults = {
        "source": Source.RESPONSE,
        "rule": "string-typed-boolean",
        "severity": Severity.ERROR,
        "message": "is a string",
        "operation": PETS,
        "status": "200",
        "media_type": "application/json",
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
        "expected": "boolean",
        "count": 1,
        "out_of": 100,
    }
    return Finding(**(defaults | changes))


def waiver(**changes) -> Waiver:
    defaults = {
        "source": Source.RESPONSE,
        "rule": "string-typed-boolean",
        "operation": PETS,
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
        "reason": "known",
        "owner": "qa",
        "until": date(2027, 1, 31),
    }
    return Waiver(**(defaults | changes))


def seen(status="200", *, operation=PETS, exchanges=10, items=0, **counts) -> Evidence:
    counts.setdefault("judged", exchanges)
    return Evidence(operation=operation, status=status, exchanges=exchanges, items=items, **counts)


def scan(*findings, rows=(), expected=(PETS,), kind="scan", **changes) -> Judgement:
    return Judgement(
        contract=CONTRACT,
        kind=kind,
        findings=list(findings),
        evidence={(row.operation, row.status): row for row in rows},
        expected_evidence=expected,
        **changes,
    )


def lint(*findings) -> Judgement:
    return Judgement(contract=CONTRACT, kind="lint", findings=list(findings))


def judged(*judgements, policy=None, waivers=(), baseline=None, today=TODAY):
    return weigh(judgements, policy=policy or Policy(), waivers=waivers, baseline=baseline, today=today)


def trays(verdict) -> dict[str, int]:
    return {tray: count for tray, count in verdict.counts.items() if count}


def test_passes_with_evidence_and_says_how_much():
    verdict = judged(scan(rows=[seen(exchanges=41, items=4100)], collections=(PETS,)))

    assert (verdict.outcome, verdict.exit_code) == (Outcome.PASSED, 0)
    assert verdict.reason == "nothing blocks in 41 successful exchanges with 4,100 records"
    (assessment,) = verdict.assessments
    assert assessment.sentence == (
        "0 of 4,100 records; drift in more than 0.07 % would have been seen with 95 % confidence, "
        "if drift hits records independently"
    )


def test_passes_a_clean_document_without_any_evidence():
    verdict = judged(lint())

    assert (verdict.outcome, verdict.reason) == (Outcome.PASSED, "nothing blocks in the document")


def test_an_error_blocks():
    verdict = judged(scan(finding(), rows=[seen()]))

    assert (verdict.outcome, verdict.exit_code, verdict.reason) == (Outcome.BLOCKED, 1, "1 blocking finding")
    assert trays(verdict) == {"blocking": 1}


@pytest.mark.parametrize(
    ("severity", "fail_on", "tray"),
    [
        (Severity.ERROR, Severity.ERROR, Tray.BLOCKING),
        (Severity.WARNING, Severity.ERROR, Tray.NOTED),
        (Severity.WARNING, Severity.WARNING, Tray.BLOCKING),
        (Severity.NOTE, Severity.WARNING, Tray.NOTED),
    ],
)
def test_the_threshold_decides(severity, fail_on, tray):
    verdict = judged(scan(finding(severity=severity), rows=[seen()]), policy=Policy(fail_on=fail_on))

    assert trays(verdict) == {tray: 1}


def test_policy_overrides_the_severity_and_keeps_what_the_rule_said():
    policy = Policy(severities={"string-typed-boolean": Severity.NOTE})

    (each,) = judged(scan(finding(), rows=[seen()]), policy=policy).weighed

    assert (each.tray, each.finding.severity, each.rule_severity) == (Tray.NOTED, Severity.NOTE, Severity.ERROR)


def test_a_disabled_rule_is_noted_not_dropped():
    policy = Policy(disabled=frozenset({"string-typed-boolean"}))

    (each,) = judged(scan(finding(), rows=[seen()]), policy=policy).weighed

    assert (each.tray, each.why) == (Tray.NOTED, "rule disabled")


def test_a_cured_defect_is_noted_and_leaves_its_waiver_idle():
    cured = finding(source=Source.DOCUMENT, cured_by="010.overlay.yaml#2")
    verdict = judged(lint(cured), waivers=[waiver(source=Source.DOCUMENT)])

    assert [(each.tray, each.why) for each in verdict.weighed] == [(Tray.NOTED, "cured by 010.overlay.yaml#2")]
    assert [each.waiver.rule for each in verdict.idle] == ["string-typed-boolean"]


def test_a_defect_that_no_overlay_cures_any_more_blocks_again():
    assert judged(lint(finding(source=Source.DOCUMENT))).outcome is Outcome.BLOCKED


def test_a_waiver_holds_on_its_last_day_and_not_after():
    drift = scan(finding(), rows=[seen()])
    accepted = waiver(until=TODAY)

    assert trays(judged(drift, waivers=[accepted])) == {"waived": 1}
    late = judged(drift, waivers=[accepted], today=date(2026, 11, 25))
    assert late.reason == "1 blocking finding (1 waiver expired)"
    assert late.expired == (accepted,)
    assert [each.why for each in late.weighed] == ["waiver expired on 2026-11-24"]


def test_a_valid_waiver_wins_over_an_expired_one():
    old, new = waiver(until=date(2026, 1, 1), status="200"), waiver()

    verdict = judged(scan(finding(), rows=[seen()]), waivers=[old, new])

    assert [each.waiver for each in verdict.weighed] == [new]
    assert (verdict.expired, verdict.idle) == ((), ())


def test_an_idle_waiver_is_listed_with_what_it_misses():
    verdict = judged(scan(finding(observed="null"), rows=[seen()]), waivers=[waiver()])

    (idle,) = verdict.idle
    assert [(found.observed, fields) for found, fields in idle.near] == [("null", ("observed",))]


def test_an_idle_waiver_blocks_where_policy_says_so():
    verdict = judged(scan(rows=[seen()]), waivers=[waiver()], policy=Policy(fail_on_idle_waivers=True))

    assert (verdict.exit_code, verdict.reason) == (1, "1 idle waiver (fail-on-idle-waivers)")


def test_a_waiver_of_what_was_not_judged_is_not_idle():
    assert judged(scan(rows=[seen()]), waivers=[waiver(source=Source.EXAMPLE)]).idle == ()
    assert judged(lint(), waivers=[waiver()]).idle == ()
    assert judged(scan(rows=[seen()]), waivers=[waiver(operation="GET /owners")]).idle == ()


def test_a_waiver_covers_no_other_source():
    verdict = judged(scan(finding(), rows=[seen()]), lint(), waivers=[waiver(source=Source.EXAMPLE)])

    assert trays(verdict) == {"blocking": 1}


@pytest.mark.parametrize(
    ("rows", "collections", "reason"),
    [
        ([], (), "the scan saw no exchange of the contract"),
        ([seen("401", exchanges=12)], (), "GET /pets: every one of 12 answers was 401; check the credentials"),
        ([seen("404", exchanges=1)], (), "GET /pets: the only answer was 404; check the base URL"),
        ([seen("404"), seen("500")], (), "GET /pets: every one of 20 answers was 404 or 500; a 2xx is needed"),
        (
            [seen(judged=0, absent=10)],
            (),
            "GET /pets: no body was recorded in 10 successful exchanges; record with bodies",
        ),
        ([seen(judged=0, unreadable=10)], (), "GET /pets: no body could be read in 10 successful exchanges"),
        ([seen()], (PETS,), "GET /pets: all 10 pages were empty; a page with records is needed"),
        ([seen(exchanges=1)], (PETS,), "GET /pets: the only page was empty; a page with records is needed"),
    ],
)
def test_too_little_evidence_is_not_a_pass(rows, collections, reason):
    verdict = judged(scan(rows=rows, collections=collections))

    assert (verdict.outcome, verdict.exit_code, verdict.reason) == (Outcome.NOT_JUDGED, 2, reason)


def test_a_status_without_a_body_needs_none():
    verdict = judged(scan(rows=[seen("204", judged=0)]))

    assert verdict.outcome is Outcome.PASSED


def test_minimums_come_from_policy():
    run = scan(rows=[seen(exchanges=3, items=7)], collections=(PETS,))

    assert judged(run, policy=Policy(min_exchanges=4)).reason == "GET /pets: 3 successful exchanges judged, 4 needed"
    assert judged(run, policy=Policy(min_items=8)).reason == "GET /pets: 7 records judged, 8 needed"
    assert judged(run, policy=Policy(min_exchanges=3, min_items=7)).exit_code == 0


def test_a_suite_that_selected_nothing_is_not_judged():
    assert judged(scan(expected=(), kind="suite")).reason == "the suite selected no operation"


def test_a_run_that_ended_early_is_not_judged():
    run = scan(rows=[seen()], incomplete="5 answers of 5xx in a row")

    assert judged(run).reason == "the scan is incomplete: 5 answers of 5xx in a row"


def test_no_report_is_nothing_to_judge():
    assert judged().reason == "nothing to judge: no report was given"


def test_drift_blocks_even_where_evidence_is_thin():
    verdict = judged(scan(finding(), rows=[seen()], expected=(PETS, "GET /owners")))

    assert (verdict.exit_code, verdict.reason) == (
        1,
        "1 blocking finding; besides, not all was judged: GET /owners: no exchange was seen",
    )


def test_a_recording_does_not_excuse_a_suite_that_saw_nothing():
    verdict = judged(scan(rows=[seen()]), scan(rows=[seen("401")], kind="suite"))

    assert verdict.reason == "GET /pets: every one of 10 answers was 401; check the credentials"


def test_shards_of_one_kind_add_up():
    first = scan(rows=[seen()], expected=(PETS, "GET /owners"))
    second = scan(rows=[seen(operation="GET /owners")], expected=(PETS, "GET /owners"))

    assert judged(first).exit_code == 2
    assert judged(first, second).exit_code == 0


def test_a_hundred_unseen_operations_are_three_names_and_a_number():
    expected = tuple(f"GET /{number:02}" for number in range(100))

    assert judged(scan(rows=[seen()], expected=(PETS, *expected))).reason == (
        "GET /00: no exchange was seen; GET /01: no exchange was seen; GET /02: no exchange was seen; and 97 more"
    )


def test_one_drift_seen_by_two_runs_is_one_finding():
    first = scan(finding(count=3, first_seen="a.har#3"), rows=[seen()])
    second = scan(finding(count=2, first_seen="b.har#0"), rows=[seen()], kind="suite")

    (each,) = judged(first, second).weighed

    assert (each.finding.count, each.finding.out_of, each.finding.first_seen) == (5, 200, "a.har#3")


def test_a_run_given_twice_counts_once():
    run = scan(finding(), rows=[seen()])
    verdict = judged(run, run)

    assert (verdict.runs[0].evidence[PETS, "200"].exchanges, verdict.weighed[0].finding.count) == (10, 1)


def test_a_merged_run_covers_its_parts_in_any_order():
    first, second = scan(rows=[seen()]), scan(rows=[seen(exchanges=5)])
    (merged,) = fold([first, second])

    assert fold([first, merged, second]) == fold([merged])


def test_merged_runs_that_share_a_part_are_refused():
    one, two, three = (scan(rows=[seen(exchanges=number)]) for number in (1, 2, 3))

    with pytest.raises(ReportError, match="two merged scan reports share some of their runs"):
        fold([*fold([one, two]), *fold([two, three])])


def test_reports_of_different_contracts_are_not_weighed_together_unless_asked():
    stale = replace_contract(scan(rows=[seen()]), "sha256:" + "cd" * 32)

    verdict = judged(lint(), stale)
    assert verdict.reason == (
        "the reports judge different contracts (lint sha256:abababababab, scan sha256:cdcdcdcdcdcd); "
        "judge again, or weigh them apart"
    )
    assert judged(lint(), stale, policy=Policy(mixed_contracts=True)).exit_code == 0


def replace_contract(run: Judgement, contract: str) -> Judgement:
    return replace(run, contract=contract)


def test_a_known_drift_is_listed_and_a_new_one_blocks():
    baseline = updated(EMPTY, known=[], new=[finding()], gone=[], today=date(2026, 5, 1))

    verdict = judged(scan(finding(), finding(observed="null"), rows=[seen()]), baseline=baseline)

    assert trays(verdict) == {"blocking": 1, "known": 1}
    assert [each.why for each in verdict.tray(Tray.KNOWN)] == ["in the baseline since 2026-05-01"]


def rare(count=1, out_of=1000, **changes) -> Baseline:
    return updated(EMPTY, known=[], new=[finding(count=count, out_of=out_of, **changes)], gone=[], today=TODAY)


@pytest.mark.parametrize(
    ("items", "is_gone"),
    [(3, False), (2990, False), (3000, True)],
)
def test_rare_drift_is_gone_only_after_enough_chances(items, is_gone):
    verdict = judged(scan(rows=[seen(items=items)], collections=(PETS,)), baseline=rare())

    assert bool(verdict.gone) is is_gone


def test_known_drift_of_what_was_not_judged_is_not_gone():
    assert judged(lint(), baseline=rare()).gone == ()
    assert judged(scan(rows=[seen()]), baseline=rare(operation="GET /owners")).gone == ()
    assert len(judged(lint(), baseline=rare(source=Source.DOCUMENT)).gone) == 1


FINDINGS = st.builds(
    finding,
    source=st.sampled_from(Source),
    rule=st.sampled_from(["string-typed-boolean", "type-mismatch", "undocumented-status"]),
    severity=st.sampled_from(Severity),
    pointer=st.sampled_from([None, "", "/items/*/tame", "/items/*/id"]),
    observed=st.sampled_from([None, 'string "true"', "null"]),
    cured_by=st.sampled_from([None, "010.overlay.yaml#1"]),
)
POLICIES = st.builds(
    Policy,
    fail_on=st.sampled_from([Severity.ERROR, Severity.WARNING]),
    severities=st.dictionaries(st.just("type-mismatch"), st.sampled_from(Severity)),
    disabled=st.sets(st.just("undocumented-status")).map(frozenset),
)


@given(findings=st.lists(FINDINGS, max_size=12), policy=POLICIES, until=st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_no_finding_is_lost_and_each_is_in_one_tray(findings, policy, until):
    known = updated(EMPTY, known=[], new=findings[:2], gone=[], today=TODAY)

    verdict = judged(
        scan(*findings, rows=[seen()]), policy=policy, waivers=[waiver(until=until, pointer="**")], baseline=known
    )

    assert {each.finding.fingerprint for each in verdict.weighed} == {each.fingerprint for each in findings}
    assert sum(verdict.counts.values()) == len(verdict.weighed) == len({each.fingerprint for each in findings})
    assert (verdict.exit_code == 1) is (verdict.counts["blocking"] > 0)


@given(findings=st.lists(FINDINGS, max_size=8), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(findings, shuffled):
    other = list(findings)
    shuffled.shuffle(other)

    assert judged(scan(*findings, rows=[seen()])) == judged(scan(*other, rows=[seen()]))
