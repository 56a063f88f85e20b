"""What inference is, whatever it is given."""

from __future__ import annotations

import copy
import random

from documents import contract, document, infer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from driftgate import pyyaml
from driftgate.inference import LearnedBody, infer_overlay, learn
from driftgate.overlay import parse_overlay
from driftgate.validation import unusable_validations

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6),
    st.sampled_from(["", "true", "null", "12", "2024-05-01", "AID-12345678901", "SID-12345678901", "a@b.de", "x", "Ünicode", "https://x.de/", "https://ü.de/ä", "2019-03-05 18:59:06+00:00", "2019-03-05T18:59:06Z", "12/31/2019", "01/02/2019", "a@b", "::1", "1.2.3.4"]),
    st.text(max_size=8),
)  # fmt: skip
KEYS = st.sampled_from(["id", "Name", "data", "items", "created_at", "en-US", "a/b~c", "2024-01-01", "$ref", "type"])
JSON = st.recursive(
    SCALARS,
    lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(KEYS, part, max_size=5)),
    max_leaves=14,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(JSON, min_size=1, max_size=3), st.sampled_from(["3.0.3", "3.1.0"]))
@example([{"id": {"id": {"id": None}}, "2024-01-01": {"2024-01-01": {}}}], "3.0.3")
def test_what_was_learned_from_is_accepted_unless_it_is_in_conflict(examples, version):
    tree = document(*examples, version=version)
    before = copy.deepcopy(tree)
    inference = infer_overlay(tree, title="T", source_name="t.json")
    assert tree == before
    if inference.overlay is None:
        return
    parse_overlay(pyyaml.dumps(inference.overlay), name="t")
    judge = contract(tree, inference)
    pointer = next(iter(judge.operations[0].responses["200"].content.values())).schema_pointer
    validator = judge.validator(pointer)
    if not inference.conflicts:
        for example in examples:
            assert validator.is_valid(example), [error.message for error in validator.iter_errors(example)]


def bodies():
    return st.builds(
        LearnedBody,
        st.sampled_from(["GET /a", "GET /b"]),
        st.sampled_from(["200", "404"]),
        st.just("application/json"),
        JSON,
        st.dictionaries(st.sampled_from(["page", "id"]), st.text(max_size=3), max_size=2),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(bodies(), max_size=12), st.integers(0, 12), st.randoms(use_true_random=False))
def test_learning_adds_up_in_any_order(seen, cut, order):
    shuffled = list(seen)
    order.shuffle(shuffled)
    whole = learn(seen)
    assert whole == learn(shuffled)
    assert whole == learn(seen[:cut]).merge(learn(seen[cut:]))
    assert whole == learn(seen[cut:]).merge(learn(seen[:cut]))


def test_learning_adds_up_beyond_what_is_kept():
    r = random.Random(7)
    seen = [
        LearnedBody(
            "GET /a",
            "200",
            "application/json",
            {"n": r.randrange(10**6), "t": f"v{r.randrange(3000)}", f"k{r.randrange(900)}": 1},
            {},
        )
        for _ in range(1500)
    ]
    whole = learn(seen)
    for cut in (1, 400, 1499):
        assert whole == learn(seen[cut:]).merge(learn(seen[:cut]))
    r.shuffle(seen)
    assert whole == learn(seen)


def test_memory_is_bound_by_fields_and_not_by_bodies():
    learned = learn(
        LearnedBody("GET /a", "200", "application/json", {"n": n, "t": f"text {n}"}, {}) for n in range(5000)
    )
    (response,) = learned.responses.values()
    kept = response.node.settle().shape.fields
    assert len(kept["n"].ints) == len(kept["t"].texts) == 192
    assert len(response.sample()) == 64


ROWS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), JSON, min_size=1, max_size=5), min_size=16, max_size=24, unique_by=repr
)


@settings(max_examples=25, deadline=None)
@given(ROWS, st.booleans())
def test_whatever_was_recorded_is_learned_from_and_accepted(rows, in_list):
    bodies = [{"rows": rows[index:], "n": index} for index in range(len(rows))] if in_list else rows
    tree = document()
    seen = [LearnedBody("GET /things", "200", "application/json", body, {}) for body in bodies]
    inference = infer_overlay(tree, exchanges=seen, title="T", source_name="t.json")
    judge = contract(tree, inference)
    assert list(unusable_validations(judge)) == []
    validator = judge.validator("/paths/~1things/get/responses/200/content/application~1json/schema")
    marked = any(decision.marks for decision in inference.decisions.values())
    for body in bodies:
        assert marked or validator.is_valid(body), [error.message for error in validator.iter_errors(body)]


@settings(max_examples=40, deadline=None)
@given(st.lists(JSON, min_size=1, max_size=3))
def test_the_same_input_gives_the_same_bytes(examples):
    one, other = (infer(*copy.deepcopy(examples)).overlay for _ in range(2))
    assert pyyaml.dumps(one) == pyyaml.dumps(other)
