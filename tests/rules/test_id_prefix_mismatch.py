"""The rule `id-prefix-mismatch` fires on an id of another kind of thing, and says of which."""

from __future__ import annotations

import pytest

GLOSSARY = {"TSUID": "subscriber", "SID": "schedule", "NID": "phone-number", "TNID": "phone-number"}


@pytest.fixture
def ids(api):
    def of(prefix, **more):
        schema = {"type": "object", "properties": {"x": {"type": "string", "x-id-prefix": prefix, **more}}}
        return api(schema, components={"x-id-prefixes": GLOSSARY})

    return of


def test_fires_on_the_prefix_of_another_resource(ids):
    assert ids("TSUID").found({"x": "SID-d7b3"}) == [
        ("id-prefix-mismatch", "error", "/x", "prefix SID", "prefix TSUID")
    ]


def test_names_both_resources(ids):
    (seen,) = ids("TSUID").judged({"x": "SID-d7b3"}).sightings
    assert seen.message == "carries the prefix SID (schedule); TSUID (subscriber) is promised"


def test_fires_on_an_id_without_prefix_and_with_an_unknown_one(ids):
    assert ids("TSUID").found({"x": "d7b3"}) == [("id-prefix-mismatch", "error", "/x", "no prefix", "prefix TSUID")]
    assert ids("TSUID").found({"x": "XYZ-12"}) == [("id-prefix-mismatch", "error", "/x", "prefix XYZ", "prefix TSUID")]


def test_does_not_take_words_for_a_prefix(ids):
    assert ids("TSUID").found({"x": "not-assigned"}) == [
        ("id-prefix-mismatch", "error", "/x", "no prefix", "prefix TSUID")
    ]


@pytest.mark.parametrize("text", ["XYZ_FCXTCXkEah", "xyz_aQmWnkRtzb"])
def test_takes_a_prefix_before_letters_that_are_no_words(ids, text):
    assert ids("TSUID").found({"x": text}) == [
        ("id-prefix-mismatch", "error", "/x", f"prefix {text[:3]}", "prefix TSUID")
    ]


def test_weighs_an_error_though_only_inferred(ids):
    inferred = ids("TSUID", **{"x-inferred": {"support": 2, "from": "examples"}})
    assert [each[1] for each in inferred.found({"x": "SID-1"})] == ["error"]


def test_reads_the_literal_start_of_a_pattern(api):
    schema = {"type": "object", "properties": {"x": {"type": "string", "pattern": "^TSUID-[0-9a-f]+$"}}}
    assert api(schema).found({"x": "SID-1"}) == [("id-prefix-mismatch", "error", "/x", "prefix SID", "prefix TSUID")]


def test_silent_on_the_promised_prefix_and_its_aliases(ids):
    assert ids("TNID").found({"x": "TNID-1"}) == []
    assert ids("TNID").found({"x": "NID-1"}) == []
    assert ids("NID").found({"x": "TNID_1"}) == []


def test_leaves_a_malformed_rest_to_another_rule(ids):
    assert [each[0] for each in ids("TSUID", pattern="^TSUID-[0-9]+$").found({"x": "TSUID-xx"})] == ["malformed-id"]
