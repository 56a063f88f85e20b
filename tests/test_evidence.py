"""Evidence: counts that add up, and what they can tell."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.evidence import Evidence, Judgement, Unjudged, assess, detectable_share, percent


@pytest.mark.parametrize(("chances", "share"), [(1, 0.95), (2, 0.7764), (10, 0.2589), (100, 0.02951), (4100, 0.00073)])
def test_the_detectable_share_is_the_exact_bound(chances, share):
    assert detectable_share(chances) == pytest.approx(share, rel=0.002)
    assert (1 - detectable_share(chances)) ** chances == pytest.approx(0.05)


@given(st.integers(100, 10**12))
def test_for_many_chances_it_is_the_rule_of_three(chances):
    assert detectable_share(chances) * chances == pytest.approx(3, rel=0.02)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1, "100 %"),
        (0.634, "63 %"),
        (0.1, "10 %"),
        (0.0344, "3.4 %"),
        (0.00073, "0.07 %"),
        (0.0000003, "0.00003 %"),
        (0, "0 %"),
    ],
)
def test_percentages_are_for_people(share, text):
    assert percent(share) == text


COUNTS = st.integers(0, 50)
ROWS = st.builds(
    Evidence,
    operation=st.just("GET /pets"),
    status=st.just("200"),
    exchanges=COUNTS,
    items=COUNTS,
    judged=COUNTS,
    absent=COUNTS,
    unreadable=COUNTS,
    opaque=COUNTS,
    drifted=st.fixed_dictionaries({"error": COUNTS, "warning": COUNTS, "note": COUNTS}),
)


@given(ROWS, ROWS, ROWS)
def test_evidence_adds_up_in_any_order(one, two, three):
    left, right = copy.deepcopy(one), copy.deepcopy(three)
    left.merge(two)
    left.merge(three)
    right.merge(one)
    right.merge(two)

    assert left == right
    assert left.exchanges == one.exchanges + two.exchanges + three.exchanges


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.just("why")), max_size=250), st.integers(0, 250)
)
def test_unjudged_counts_all_and_names_the_first_hundred(entries, cut):
    one, two, whole = Unjudged(), Unjudged(), Unjudged()
    for part, added in ((one, entries[:cut]), (two, entries[cut:]), (whole, entries)):
        for entry in added:
            part.add(*entry)
    one.merge(two)

    assert one == whole
    assert (whole.total, whole.first) == (len(entries), sorted(entries)[:100])


def test_drifted_exchanges_are_said_instead_of_a_bound():
    row = Evidence(
        operation="GET /pets", status="200", exchanges=41, judged=41, drifted={"error": 3, "warning": 1, "note": 7}
    )

    (each,) = assess(Judgement(contract="", kind="scan", evidence={("GET /pets", "200"): row}))

    assert each.sentence == "4 of 41 exchanges drifted; 41 successful ones judged"


def test_what_was_not_expected_is_never_short_of_evidence():
    row = Evidence(operation="GET /pets", status="404", exchanges=3, judged=3)
    run = Judgement(contract="", kind="scan", evidence={("GET /pets", "404"): row}, expected_evidence=("GET /owners",))

    assert [(each.operation, each.missing) for each in assess(run)] == [
        ("GET /owners", "no exchange was seen"),
        ("GET /pets", None),
    ]
    assert assess(run)[1].sentence == "none of 3 exchanges drifted; no bodies to judge"


@pytest.mark.parametrize(("judged", "opaque", "sentence"), [
    (0, 3, "none of 3 exchanges drifted; 3 bodies are not JSON and not judged, only status, headers and media type"),
    (0, 1, "none of 1 exchange drifted; the only body is not JSON and not judged, only status, headers and media type"),
    (2, 1, None),
])  # fmt: skip
def test_bodies_that_are_no_json_are_told_and_prove_nothing(judged, opaque, sentence):
    both = (
        "0 of 2 bodies; drift in more than 78 % would have been seen with 95 % confidence, if drift hits records "
        "independently; 1 body is not JSON and not judged, only status, headers and media type"
    )
    row = Evidence(operation="GET /a", status="200", exchanges=judged + opaque, judged=judged, opaque=opaque)
    (assessment,) = assess(Judgement(contract="", kind="scan", evidence={("GET /a", "200"): row}))
    assert (assessment.missing, assessment.sentence) == (None, sentence or both)
