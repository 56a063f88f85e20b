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


def test_fires_beside_the_rule_on_unlisted_statuses(api):
    assert api({}).found(raw=b"", status=503) == [
        ("server-error", "error", None, "status 503", "no server error"),
        ("undocumented-status", "error", None, "status 503", "a listed status"),
    ]


@pytest.mark.parametrize("status", [200, 301, 404])
def test_silent_on_everything_else(api, status):
    assert api({}, responses={"301": NONE, "404": NONE}).rules({}, status=status) in ([], ["undocumented-media-type"])
