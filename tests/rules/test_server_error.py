"""The rule `server-error` fires on every 5xx, documented or not."""

from __future__ import annotations

import pytest

NONE = {"description": "none"}


@pytest.mark.parametrize("status", [500, 501, 505, 520])
def test_fires_on_a_documented_failure(api, status):
    found = api({}, responses={str(status): NONE}).found(raw=b"", status=status)
    assert found == [("server-error", "error", None, f"status {status}", "no server error")]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_warns_of_one_that_passes(api, status):
    found = api({}, responses={str(status): NONE}).found(raw=b"", status=status)
    assert found == [("server-error", "warning", None, f"status {status}", "no server error")]


@pytest.mark.parametrize("status", [500, 503])
def test_speaks_alone_of_one_that_is_not_listed(api, status):
    (seen,) = api({}).judged(raw=b"", status=status).sightings
    assert (seen.rule, seen.severity) == ("server-error", "error")
    assert seen.message == f"answered {status}, which the contract does not list either"


def test_leaves_it_to_the_rule_on_statuses_where_it_is_turned_off(api):
    assert api({}, disabled=("server-error",)).rules(raw=b"", status=503) == ["undocumented-status"]


@pytest.mark.parametrize("status", [200, 301, 404])
def test_silent_on_everything_else(api, status):
    assert api({}, responses={"301": NONE, "404": NONE}).rules({}, status=status) in ([], ["undocumented-media-type"])
